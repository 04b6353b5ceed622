//! `milepost counts home-office`: the table as CSV, or the workbook that the limited child of `intake` reads.
use super::{CountsAsk, TableFormat, left_out, numbered, written};
use crate::say::Refused;
use bulk::{
    Input, Source,
    home_office::{Options, Recorded, read},
};
use domain::table::Block;
use jiff::civil::Date;
use std::{fs, io::Read, path::Path, process::ExitCode};

pub fn run(ask: &CountsAsk, today: Date, json: bool) -> Result<ExitCode, Refused> {
    let CountsAsk::HomeOffice { file, by, format, output } = ask else { return Ok(ExitCode::SUCCESS) };
    let recorded = recorded(file, &Options { by: *by, today })?;
    eprint!("{} read{}", numbered(recorded.rows, "row", "rows"), left_out(&recorded.rejects));
    for apart in &recorded.kept_apart {
        eprintln!(
            "  kept apart: {}, {}: {}{} in {}",
            apart.name,
            apart.quarter,
            if apart.offences < 0 { "-" } else { "" },
            numbered(apart.offences.unsigned_abs(), "offence", "offences"),
            numbered(apart.rows, "row", "rows")
        );
    }
    written(output.as_deref(), |to| {
        if json || *format == TableFormat::Json {
            serde_json::to_writer_pretty(&mut *to, &recorded)?;
            to.write_all(b"\n")
        } else {
            recorded.write_csv(to)
        }
    })?;
    Ok(ExitCode::SUCCESS)
}

fn recorded(file: &Path, options: &Options) -> Result<Recorded, Refused> {
    let because = |refused: bulk::Refused| Refused::because(refused.to_string());
    let name = file.display().to_string();
    let source = Source::open(file).map_err(because)?;
    let mut begins = [0; 4];
    if source.from(0).read_exact(&mut begins).is_err() || begins != *b"PK\x03\x04" {
        return read(&Input::Csv { name: &name, source: &source }, options).map_err(because);
    }
    let bytes = fs::read(file).map_err(|error| Refused::because(format!("{name}: {error}")))?;
    let taken = intake::take(&name, bytes, None).map_err(|refused| Refused::because(format!("{name}: {refused}")))?;
    let tables: Vec<_> = taken
        .document
        .blocks
        .into_iter()
        .filter_map(|block| if let Block::Table(table) = block { Some(table) } else { None })
        .collect();
    let recorded = read(&Input::Tables { name: &name, tables: &tables }, options).map_err(because)?;
    Ok(Recorded { bytes: taken.size, sha256: Some(taken.sha256), ..recorded })
}
