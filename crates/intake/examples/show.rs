//! Prints what is read of a file, block by block: `cargo run -p intake --example show FILE`.
use domain::table::{Block, Value};

fn main() -> Result<(), Box<dyn std::error::Error>> {
    let file = std::env::args().nth(1).ok_or("which file?")?;
    let document = intake::read(&file, &std::fs::read(&file)?, None)?;
    for block in document.blocks {
        match block {
            Block::Heading { place, level, text } => println!("{place}: {} {text}", "#".repeat(level.into())),
            Block::Line { place, text } => println!("{place}: {text:?}"),
            Block::Item { place, level, text } => println!("{place}: {level} * {text}"),
            Block::Table(table) => {
                println!("{} {:?}", table.place, table.name);
                for (number, row) in (table.first_row..).zip(table.rows) {
                    let cells = row.into_iter().map(|cell| {
                        let value = match cell.value {
                            Value::Left => "<".to_owned(),
                            Value::Above => "^".to_owned(),
                            value => format!("{value:?}"),
                        };
                        cell.fill.map_or(value.clone(), |fill| format!("{value} #{fill}"))
                    });
                    println!("  row {number}: {}", cells.collect::<Vec<_>>().join(" | "));
                }
            }
        }
    }
    for note in document.notes {
        println!("note: {}: {}", note.place, note.says);
    }
    Ok(())
}
