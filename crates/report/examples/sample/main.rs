//! Writes the sample papers in every format to a folder, to be looked at: `cargo run -p report --example sample FOLDER
//! [ROWS]`, and says how long each took.
mod paper;

use std::{error::Error, fs, path::PathBuf, time::Instant};

fn main() -> Result<(), Box<dyn Error>> {
    let mut arguments = std::env::args().skip(1);
    let folder = PathBuf::from(arguments.next().ok_or("say to which folder")?);
    let rows = arguments.next().map_or(Ok(40), |rows| rows.parse())?;
    fs::create_dir_all(&folder)?;
    for document in [paper::delivery_plan(rows), paper::cover_report()] {
        for format in report::Format::ALL {
            let begun = Instant::now();
            let bytes = report::write(&document, format)?;
            let name = report::file_name(&document, format);
            println!("{name}: {} bytes in {:.0} ms", bytes.len(), begun.elapsed().as_secs_f64() * 1000.0);
            fs::write(folder.join(name), bytes)?;
        }
    }
    Ok(())
}
