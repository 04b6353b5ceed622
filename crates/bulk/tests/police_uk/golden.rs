//! Whole months of the real archive, where the machine has them: `MILEPOST_POLICE_DATA` names the folder that holds
//! cambridgeshire-2024.zip and what `DuckDB` counts in it.
use crate::world::{counted, table};
use bulk::police_uk::Kind;
use std::{env, fs, path::PathBuf};

#[test]
fn whole_years_equal_what_another_reader_counted_row_for_row() {
    let Some(data) = env::var_os("MILEPOST_POLICE_DATA").map(PathBuf::from) else {
        println!("0 golden files: not run, MILEPOST_POLICE_DATA names no folder");
        return;
    };
    let mut equal = 0;
    for (zip, kind, by, golden, rows) in [
        (
            "cambridgeshire-2024.zip",
            Kind::Street,
            "month,force,type",
            "cambridgeshire-2024.month-force-type.csv",
            83_021,
        ),
        ("cambridgeshire-2024.zip", Kind::Outcomes, "month,type", "cambridgeshire-2024.outcomes.csv", 68_619),
        (
            "northumbria-2020-05_2021-12.zip",
            Kind::Street,
            "month,force,type",
            "northumbria.month-force-type.csv",
            323_598,
        ),
    ] {
        let is = counted(&data.join(zip), kind, by).unwrap();
        assert_eq!(table(&is), fs::read_to_string(data.join(golden)).unwrap(), "{golden}");
        assert_eq!((is.rows, is.rejects.total()), (rows, 0), "{zip}");
        equal += 1;
    }
    println!("{equal} golden files");
    assert_eq!(equal, 3);
}
