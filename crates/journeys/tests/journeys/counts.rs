//! An analyst counts what was downloaded, before there is any office to load it into.
use crate::{
    files::{Cell, workbook},
    office::{Answer, Office, list, run, shared, word},
};
use std::{fs, path::Path, process::Command};

/// Some hundred real rows: see the README there.
fn sample() -> String {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("../bulk/tests/data");
    fs::canonicalize(path).expect("the sample is part of the repository").display().to_string()
}

/// No data folder, no settings: nothing of an office.
fn counts(arguments: &[&str]) -> Answer {
    let mut command = Command::new(crate::office::program());
    run(command.args(["counts", "police-uk"]).args(arguments).env_clear().current_dir("/"), b"")
}

#[test]
fn an_analyst_counts_an_archive_without_an_office() {
    let archive = format!("{}/archive", sample());
    let counted = counts(&[&archive, "--by", "month,force,type", "--format", "csv"]);
    assert_eq!((counted.code, counted.err.as_str()), (0, "453 rows counted in 4 files, none left out.\n"));
    assert_eq!(counted.text(), fs::read_to_string(format!("{}/counts/street.csv", sample())).unwrap());
    let outcomes = counts(&[&archive, "--by", "month,type", "--kind", "outcomes"]);
    assert_eq!(outcomes.text(), fs::read_to_string(format!("{}/counts/outcomes.csv", sample())).unwrap());
    let searches = counts(&[&archive, "--kind", "stop-and-search"]);
    assert_eq!(searches.text(), fs::read_to_string(format!("{}/counts/stop-and-search.csv", sample())).unwrap());
}

#[test]
fn a_machine_reads_the_files_and_the_rejects_too_and_a_table_goes_where_it_is_sent() {
    let office = Office::nowhere();
    let rows = fs::read_to_string(format!("{}/archive/2024-01/2024-01-dorset-street.csv", sample())).unwrap();
    let file = office.file("2024-01-dorset-street.csv", rows + "broken\n");
    let said = counts(&[&file, "--json"]);
    let machine = said.json();
    assert_eq!(machine["rejects"]["first"][0]["line"], 132);
    assert_eq!(word(&machine["sha256"]).len(), 64);
    assert_eq!((machine["rows"].as_u64(), list(&machine["files"]).len()), (Some(130), 1));
    assert!(said.err.contains("line 132: it has another number of columns than the header (1 column)"), "{}", said.err);
    let table = office.path("table.csv").display().to_string();
    let panel = counts(&[&file, "--by", "type", "--quality", "-o", &table]);
    assert!(panel.text().contains("Files: 1 expected, 1 received, 0 missing"), "{}", panel.text());
    assert!(panel.text().contains("Dorset Police") && panel.text().contains("Left out: 1 row"), "{}", panel.text());
    assert!(fs::read_to_string(&table).unwrap().starts_with("crime_type,n,blank_crime_id,blank_lsoa\nAnti-social"));
}

#[test]
fn what_is_refused_says_why_and_writes_nothing() {
    let office = Office::nowhere();
    let table = office.path("table.csv").display().to_string();
    let page = office.file("latest.zip", "<html>404</html>");
    for (path, said) in [(page.as_str(), "is no zip file"), ("/no/such/folder", "there is no such file or folder")] {
        let answer = counts(&[path, "-o", &table]);
        assert_eq!(answer.code, 1, "{}", answer.err);
        assert!(answer.err.starts_with("milepost: ") && answer.err.contains(said), "{}", answer.err);
        assert_eq!(answer.text(), "");
        assert!(fs::metadata(&table).is_err(), "nothing was written");
    }
    assert_eq!(counts(&["/", "--by", "district"]).code, 2, "wrong usage");
    assert_eq!(counts(&["/", "--kind", "homes"]).code, 2, "wrong usage");
}

#[test]
fn the_home_offices_table_is_counted_from_csv_and_from_a_workbook() {
    let office = Office::nowhere();
    let csv = format!("{}/home-office-2017-18.csv", sample());
    let home_office = |file: &str, by: &str| {
        let mut command = Command::new(crate::office::program());
        run(command.args(["counts", "home-office", file, "--by", by]).env_clear().current_dir("/"), b"")
    };
    let together = home_office(&csv, "together");
    assert_eq!(together.code, 0, "{}", together.err);
    assert!(
        together.err.starts_with("320 rows read, none left out.\n  kept apart: Action Fraud, 2017/18 Q1: "),
        "{}",
        together.err
    );
    assert!(together.text().starts_with("quarter,force,offences\n2017/18 Q1,"), "{}", together.text());
    assert!(together.text().contains("\n2017/18 Q1,Cambridgeshire,17126\n"), "{}", together.text());
    // The same rows as a sheet, as the Home Office gives them out.
    // Rows that need no quotation marks, as CSV and as a sheet, which is how the Home Office gives them out.
    let text = fs::read_to_string(&csv).unwrap();
    let plain: Vec<&str> = text.lines().filter(|line| !line.contains('"')).collect();
    let rows: Vec<Vec<Cell<'_>>> = plain
        .iter()
        .map(|line| line.split(',').map(|cell| cell.parse().map_or(Cell::Text(cell), Cell::Number)).collect())
        .collect();
    let rows: Vec<&[Cell<'_>]> = rows.iter().map(Vec::as_slice).collect();
    let book = home_office(&office.file("prc.xlsx", workbook(&rows, &[], &[])), "code");
    let lines = home_office(&office.file("prc.csv", plain.join("\n")), "code");
    assert_eq!(book.code, 0, "{}", book.err);
    assert_eq!(book.text(), lines.text());
    assert!(book.text().lines().count() > 200, "{}", book.text().lines().count());
    let said = home_office("/no/such/table.csv", "group");
    assert!(said.code == 1 && said.err.contains("there is no such file or folder"), "{}", said.err);
}

#[test]
fn the_program_is_its_own_limited_child() {
    let file = fs::File::open(format!("{}/archive/2024-01/2024-01-btp-street.csv", sample())).unwrap();
    let ask = r#"{"name":"2024-01-btp-street.csv","reading":{"police_uk":{"kind":"street","by":["month"],"today":"2026-11-23","quality":false,"fingerprint":true,"threads":2}},"sent":null}"#;
    let answer = Command::new(crate::office::program())
        .arg("bulk-child")
        .env_clear()
        .env("MILEPOST_BULK_ASK", ask)
        .stdin(file)
        .output()
        .unwrap();
    let said = String::from_utf8(answer.stdout).unwrap();
    let last: serde_json::Value = serde_json::from_str(said.lines().last().expect("it answers")).unwrap();
    assert_eq!(last["answer"]["Ok"]["police_uk"]["rows"], 121, "{said}");
}

#[test]
fn whole_years_equal_the_golden_counts() {
    let Some(data) = shared().map(|shared| shared.join("data/police-uk")).filter(|data| data.exists()) else {
        println!("0 golden files: the shared data are not on this machine: not run");
        return;
    };
    let mut equal = 0;
    for (zip, kind, by, golden) in [
        ("cambridgeshire-2024.zip", "street", "month,force,type", "cambridgeshire-2024.month-force-type.csv"),
        ("cambridgeshire-2024.zip", "outcomes", "month,type", "cambridgeshire-2024.outcomes.csv"),
        ("northumbria-2020-05_2021-12.zip", "street", "month,force,type", "northumbria.month-force-type.csv"),
    ] {
        let zip = data.join(zip).display().to_string();
        let counted = counts(&[&zip, "--kind", kind, "--by", by, "--format", "csv"]);
        assert_eq!(counted.text(), fs::read_to_string(data.join(golden)).unwrap(), "{golden}");
        equal += 1;
    }
    println!("{equal} golden files");
    assert_eq!(equal, 3);
}
