use crate::{TODAY, source, words};
use bulk::{
    Input, Refused,
    home_office::{HEADER, Offences, Options, Recorded, read},
};
use domain::{
    table::{Cell, Table, Value},
    text::Text,
};
use std::{collections::BTreeMap, env, fs, path::Path};

const SAMPLE: &[u8] = include_bytes!("../data/home-office-2017-18.csv");

fn table(bytes: &[u8], by: Offences) -> Result<Recorded, Refused> {
    let source = source(bytes);
    read(&Input::Csv { name: "prc.csv", source: &source }, &Options { by, today: TODAY })
}

fn with(rows: &[&str]) -> String {
    let mut text = HEADER.join(",");
    for row in rows {
        text += "\n";
        text += row;
    }
    text
}

fn sums(recorded: &Recorded, slug: &str) -> BTreeMap<String, i64> {
    let mut sums = BTreeMap::new();
    for cell in recorded.cells.iter().filter(|cell| cell.force_slug == slug) {
        *sums.entry(cell.quarter.to_string()).or_default() += cell.offences;
    }
    sums
}

#[test]
fn the_quarters_of_a_force_add_up_to_what_is_published() {
    let all = table(SAMPLE, Offences::Together).unwrap();
    let published = BTreeMap::from([("2017/18 Q1".to_owned(), 17_126), ("2017/18 Q2".to_owned(), 16_988)]);
    assert_eq!(sums(&all, "cambridgeshire"), published);
    assert_eq!(all.rejects.total(), 0);
    for by in [Offences::Group, Offences::Subgroup, Offences::Code] {
        assert_eq!(sums(&table(SAMPLE, by).unwrap(), "cambridgeshire"), published, "{by:?}");
    }
}

#[test]
fn each_spelling_is_one_force_and_who_is_no_force_is_kept_apart() {
    let all = table(SAMPLE, Offences::Group).unwrap();
    assert!(sums(&all, "city-of-london").len() == 2, "“London, City of”");
    assert!(sums(&all, "devon-and-cornwall").len() == 2);
    assert!(sums(&all, "btp").len() == 2, "the railways are a force without an area");
    let apart: Vec<&str> = all.kept_apart.iter().map(|apart| apart.name.as_str()).collect();
    assert_eq!(
        apart,
        ["Action Fraud", "Action Fraud", "CIFAS", "CIFAS", "Financial Fraud Action UK", "UK Finance"],
        "one a quarter"
    );
    assert!(all.cells.iter().all(|cell| cell.group.as_deref() != Some("Fraud offences")));
    let devon = with(&["2017/18,1,Devon & Cornwall,x,g,s,1,2", "2017/18,1,Devon and Cornwall,x,g,s,1,3"]);
    assert_eq!(table(devon.as_bytes(), Offences::Together).unwrap().cells[0].offences, 5);
}

#[test]
fn counts_below_zero_are_real_and_stay() {
    let all = table(SAMPLE, Offences::Code).unwrap();
    assert_eq!(all.negative_rows, 5);
    let one = with(&["2017/18,1,Kent,x,g,s,1,-45", "2017/18,1,Kent,x,g,s,1,5", "2017/18,1,Kent,x,g,s,2,\"1,234\""]);
    let one = table(one.as_bytes(), Offences::Code).unwrap();
    let counts: Vec<i64> = one.cells.iter().map(|cell| cell.offences).collect();
    assert_eq!(counts, [-40, 1_234], "four rows of one offence are added, as homicide has them");
}

#[test]
fn what_cannot_be_read_is_named_with_its_line() {
    let mut rows = vec!["2017/18,1,Kent,x,g,s,1,1"; 200];
    rows[0] = "2017/18,1,Kentt,x,g,s,1,1";
    rows[1] = "2017/18,5,Kent,x,g,s,1,1";
    rows[2] = "2017/19,1,Kent,x,g,s,1,1";
    rows[3] = "2030/31,1,Kent,x,g,s,1,1";
    rows[4] = "2017/18,1,Kent,x,g,s,1,many";
    rows[5] = "2017/18,1,Kent,x, y,g,s,1,1";
    rows[6] = "2017/18,1,\"Kent,x,g,s,1,1";
    rows[7] = "2017/18,1,Kent,x,,s,1,1";
    let read = table(with(&rows).as_bytes(), Offences::Together).unwrap();
    assert_eq!(read.rows, 192);
    assert_eq!(
        words(&read.rejects),
        [
            "prc.csv, line 2: it names no police force that is known here (“Kentt” is no police force that is known here; the nearest is “Kent”)",
            "prc.csv, line 3: its period is none that is read (2024-01, 2024-01-31, Jan 2024, 2024/25 Q1 or 2024/25) (2017/18, quarter 5)",
            "prc.csv, line 4: its period is none that is read (2024-01, 2024-01-31, Jan 2024, 2024/25 Q1 or 2024/25) (2017/19, quarter 1)",
            "prc.csv, line 5: its period has not ended yet (2030/31 Q1)",
            "prc.csv, line 6: it has something else where a number should be (many)",
            "prc.csv, line 7: it has another number of columns than the header (9 columns)",
            "prc.csv, line 8: a quotation mark is opened and not closed in the line",
            "prc.csv, line 9: a column that it needs is empty (Offence Group or Offence Code)",
        ]
    );
}

#[test]
fn another_header_and_too_many_rejects_refuse_the_table() {
    let moved =
        String::from_utf8_lossy(SAMPLE).replacen("Force Name,Offence Description", "Offence Description,Force Name", 1);
    let said = table(moved.as_bytes(), Offences::Code).unwrap_err().to_string();
    assert!(
        said.contains("column 3 is “Offence Description” where the Home Office's table has “Force Name”"),
        "{said}"
    );
    let rows = ["2017/18,1,Fenshire,x,g,s,1,1"; 50];
    let said = table(with(&rows).as_bytes(), Offences::Code).unwrap_err().to_string();
    assert!(said.starts_with("prc.csv: 50 of 50 rows cannot be read") && said.contains("Fenshire"), "{said}");
    assert!(table(b"", Offences::Code).unwrap_err().to_string().contains("is empty"));
    assert!(table(with(&[]).as_bytes(), Offences::Code).unwrap_err().to_string().contains("is empty"));
    let said = table(b"PK\x03\x04whatever", Offences::Code).unwrap_err().to_string();
    assert!(said.contains("it is a zip file or a workbook"), "{said}");
    let utf_16: Vec<u8> = [0xFEFF].into_iter().chain(with(&[]).encode_utf16()).flat_map(u16::to_le_bytes).collect();
    assert!(table(&utf_16, Offences::Code).unwrap_err().to_string().contains("UTF-16"));
}

#[test]
fn a_workbook_of_one_sheet_a_year_gives_the_same_as_the_csv() {
    let text = String::from_utf8_lossy(SAMPLE);
    let mut reader = csv::ReaderBuilder::new().has_headers(false).from_reader(text.as_bytes());
    let rows: Vec<Vec<Cell>> = reader
        .records()
        .map(|record| {
            let cell = |text: &str| Cell {
                // A workbook holds numbers as numbers.
                value: text.parse().map_or_else(|_| Value::Text(Text::new(text.to_owned()).unwrap()), Value::Number),
                fill: None,
            };
            record.unwrap().iter().map(cell).collect()
        })
        .collect();
    let cover = Table {
        rows: vec![vec![Cell { value: Value::Text(Text::new("Notes".to_owned()).unwrap()), fill: None }]],
        ..Table::default()
    };
    let sheets = [cover, Table { rows, first_row: 1, ..Table::default() }];
    let options = Options { by: Offences::Subgroup, today: TODAY };
    let book = read(&Input::Tables { name: "prc.ods", tables: &sheets }, &options).unwrap();
    let csv = table(SAMPLE, Offences::Subgroup).unwrap();
    assert_eq!((&book.cells, &book.kept_apart, book.rows), (&csv.cells, &csv.kept_apart, csv.rows));
    assert_eq!((book.tables_left_aside, book.sha256), (1, None));
}

#[test]
fn the_whole_table_is_read_where_the_machine_has_it() {
    let Some(data) = env::var_os("MILEPOST_OFFICIAL_DATA") else {
        println!("0 tables: not run, MILEPOST_OFFICIAL_DATA names no folder");
        return;
    };
    let bytes = fs::read(Path::new(&data).join("home-office-prc-pfa-2017-18-q1-q2.csv")).unwrap();
    let all = table(&bytes, Offences::Code).unwrap();
    assert_eq!((all.rows, all.rejects.total(), all.negative_rows), (11_534, 0, 5));
    println!("1 table");
}
