//! Real rows, counted as Python's own reader counts them.
use crate::world::{Folder, counted, options, row, sample, street, table, zipped};
use bulk::{
    Source,
    police_uk::{Kind, Options, count, count_source},
};
use std::fs;

const STREET: &str = include_str!("../data/counts/street.csv");
const OUTCOMES: &str = include_str!("../data/counts/outcomes.csv");
const SEARCHES: &str = include_str!("../data/counts/stop-and-search.csv");

#[test]
fn the_analyst_gets_the_counts_that_another_reader_gets() {
    let street = counted(&sample(), Kind::Street, "month,force,type").unwrap();
    assert_eq!(table(&street), STREET);
    assert_eq!((street.rows, street.rejects.total(), street.left_aside), (453, 0, 3));
    let outcomes = counted(&sample(), Kind::Outcomes, "month,type").unwrap();
    assert_eq!(table(&outcomes), OUTCOMES);
    let searches = counted(&sample(), Kind::StopAndSearch, "month,force,type").unwrap();
    assert_eq!(table(&searches), SEARCHES, "two searches of 31 March, 23:51 universal time, are of April in London");
}

#[test]
fn a_zip_and_a_folder_and_another_top_folder_give_the_same_bytes() {
    let folder = counted(&sample(), Kind::Street, "month,force,type").unwrap();
    let mut files = Vec::new();
    for file in &folder.files {
        files.push((format!("download/{}", file.name), fs::read(sample().join(&file.name)).unwrap()));
    }
    let parts: Vec<(&str, &[u8])> = files.iter().map(|(name, bytes)| (name.as_str(), bytes.as_slice())).collect();
    let home = Folder::new().with("latest.zip", zipped(&parts));
    let zip = counted(&home.file("latest.zip"), Kind::Street, "month,force,type").unwrap();
    assert_eq!(table(&zip), table(&folder));
    assert_eq!(zip.sha256.as_deref().map(str::len), Some(64), "one file has a fingerprint");
    assert_eq!(folder.sha256, None, "a folder has none");
    assert_eq!(zip.files[0].name, "download/2024-01/2024-01-btp-street.csv");
}

#[test]
fn as_many_threads_as_one_likes_give_the_same_value() {
    let home = Folder::new();
    // Larger than a range, so that several threads read the one file, with rejects on either side of a seam.
    let mut rows: Vec<String> =
        (0..150_000).map(|n| row("2024-01", if n % 3 == 0 { "Drugs" } else { "Burglary" })).collect();
    for at in [10, 70_001, 70_002, 140_000] {
        rows[at] = format!("broken {at},2024-01");
    }
    let home = home.with("2024-01-kent-street.csv", street(&rows));
    let file = home.file("2024-01-kent-street.csv");
    let with = |threads| {
        let options = Options { threads, ..options(Kind::Street, "type") };
        count(&file, &options, &mut |_| {}).unwrap()
    };
    let one = with(1);
    assert_eq!(one.rows, 149_996);
    let lines: Vec<u64> = one.rejects.first.iter().map(|example| example.line).collect();
    assert_eq!(lines, [12, 70_003, 70_004, 140_002], "lines are those of the file");
    assert_eq!(with(2), one);
    assert_eq!(with(7), one);
    let held = Source::Bytes(fs::read(&file).unwrap().into());
    let sent = count_source("2024-01-kent-street.csv", held, &options(Kind::Street, "type"), &mut |_| {}).unwrap();
    assert_eq!((sent.cells, sent.rejects.by_reason), (one.cells, one.rejects.by_reason));
}

#[test]
fn any_columns_in_any_order_are_sums_of_the_whole() {
    let all = counted(&sample(), Kind::Street, "month,force,type").unwrap();
    for by in ["month", "force", "type", "type,force", "force,month", "type,month,force"] {
        let some = counted(&sample(), Kind::Street, by).unwrap();
        let sum: u64 = some.cells.iter().map(|cell| cell.n).sum();
        assert_eq!(sum, all.rows, "{by}");
        let written = table(&some);
        let head = by.replace("type", "crime_type") + ",n,blank_crime_id,blank_lsoa";
        assert_eq!(written.lines().next(), Some(head.as_str()));
        let mut sorted: Vec<&str> = written.lines().skip(1).collect();
        let as_written = sorted.clone();
        sorted.sort_unstable();
        assert_eq!(as_written, sorted, "{by}");
    }
    assert!("month,month".parse::<bulk::police_uk::By>().is_err());
    assert!("district".parse::<bulk::police_uk::By>().is_err());
}

#[test]
fn outcomes_over_all_months_say_nothing_of_crimes() {
    let by_type = counted(&sample(), Kind::Outcomes, "type").unwrap();
    assert!(table(&by_type).starts_with("outcome_type,n\n"), "{}", table(&by_type));
    let by_month = counted(&sample(), Kind::Outcomes, "month").unwrap();
    let ids: std::collections::BTreeSet<String> =
        fs::read_to_string(sample().join("2024-01/2024-01-cambridgeshire-outcomes.csv"))
            .unwrap()
            .lines()
            .skip(1)
            .map(|line| line[..64].to_owned())
            .collect();
    assert_eq!(
        table(&by_month),
        format!("month,n,crimes\n2024-01,132,{}\n", ids.len()),
        "a crime with two outcomes is one"
    );
}

#[test]
fn a_crime_that_two_forces_give_out_in_one_month_is_one_crime_where_forces_are_not_apart() {
    let outcome = |force: &str, id: u32| {
        format!("{id:064x},2024-01,{force},{force},0.5,51.2,x,E01024000,Maidstone 001A,Local resolution")
    };
    let head = "Crime ID,Month,Reported by,Falls within,Longitude,Latitude,Location,LSOA code,LSOA name,Outcome type";
    let home = Folder::new()
        .with("2024-01-kent-outcomes.csv", [head, &outcome("Kent Police", 1), &outcome("Kent Police", 2)].join("\n"))
        .with(
            "2024-01-essex-outcomes.csv",
            [head, &outcome("Essex Police", 1), &outcome("Essex Police", 3)].join("\n"),
        );
    let by = |by: &str| table(&counted(home.path(), Kind::Outcomes, by).unwrap());
    assert_eq!(by("month"), "month,n,crimes\n2024-01,4,3\n");
    assert_eq!(by("month,force"), "month,force,n,crimes\n2024-01,Essex Police,2,2\n2024-01,Kent Police,2,2\n");
}

#[test]
fn a_file_of_another_name_counts_by_what_its_rows_say() {
    let rows = [row("2023-12", "Drugs"), row("2024-01", "Drugs"), row("2024-01", "Robbery")];
    let home = Folder::new().with("mine.csv", street(&rows));
    let mine = counted(&home.file("mine.csv"), Kind::Street, "month,type").unwrap();
    assert_eq!(
        table(&mine),
        "month,crime_type,n,blank_crime_id,blank_lsoa\n2023-12,Drugs,1,0,0\n2024-01,Drugs,1,0,0\n2024-01,Robbery,1,0,0\n"
    );
    assert!(mine.files[0].named.is_none());
}

#[test]
fn a_byte_order_mark_crlf_and_a_last_line_without_an_end_change_nothing() {
    let rows = [row("2024-01", "Drugs"), row("2024-01", "Robbery")];
    let lf = street(&rows);
    let crlf = lf.replace('\n', "\r\n");
    let texts = [lf.clone(), crlf.clone(), format!("\u{FEFF}{crlf}"), lf.trim_end().to_owned(), format!("{lf}\n\n")];
    for text in texts {
        let home = Folder::new().with("2024-01-kent-street.csv", &text);
        let kent = counted(home.path(), Kind::Street, "type").unwrap();
        assert_eq!(
            table(&kent),
            "crime_type,n,blank_crime_id,blank_lsoa\nDrugs,1,0,0\nRobbery,1,0,0\n",
            "{:?}",
            &text[..20]
        );
    }
}

#[test]
fn quoted_commas_and_letters_beyond_ascii_move_no_column() {
    let quoted = row("2024-01", "Drugs")
        .replace("On or near High Street", "\"On or near Asda, Thurmaston\"")
        .replace("Maidstone 001A", "\"Bournemouth, Christchurch and Poole 009D\"");
    let welsh = row("2024-01", "Drugs").replace("High Street", "Stryd y Tŵr");
    let home = Folder::new().with("2024-01-kent-street.csv", street(&[quoted, welsh]));
    let kent = counted(home.path(), Kind::Street, "force,type").unwrap();
    assert_eq!(table(&kent), "force,crime_type,n,blank_crime_id,blank_lsoa\nKent Police,Drugs,2,0,0\n");
}

#[test]
fn a_type_that_no_known_file_has_is_counted_and_said_and_is_no_formula() {
    let rows = [row("2024-01", "Drugs"), row("2024-01", "=HYPERLINK(1)"), row("2024-01", "\"Theft, other\"")];
    let home = Folder::new().with("2024-01-kent-street.csv", street(&rows));
    let kent = counted(home.path(), Kind::Street, "type").unwrap();
    assert_eq!(
        table(&kent),
        "crime_type,n,blank_crime_id,blank_lsoa\n'=HYPERLINK(1),1,0,0\nDrugs,1,0,0\n\"Theft, other\",1,0,0\n"
    );
    let unfamiliar: Vec<&str> = kent.unfamiliar.iter().map(|each| each.category.as_str()).collect();
    assert_eq!(unfamiliar, ["=HYPERLINK(1)", "Theft, other"]);
}

#[test]
fn what_was_counted_survives_being_kept_as_json() {
    for (kind, by) in [(Kind::Street, "month,force,type"), (Kind::Outcomes, "type"), (Kind::StopAndSearch, "month")] {
        let one = counted(&sample(), kind, by).unwrap();
        let text = serde_json::to_string(&one).unwrap();
        assert_eq!(serde_json::from_str::<bulk::police_uk::Counted>(&text).unwrap(), one, "{kind}");
    }
}

#[test]
fn somebody_is_told_how_far_it_is() {
    let rows: Vec<String> = (0..1_000).map(|_| row("2024-01", "Drugs")).collect();
    let home = Folder::new().with("2024-01-kent-street.csv", street(&rows));
    let mut last = bulk::police_uk::Progress::default();
    count(home.path(), &options(Kind::Street, "type"), &mut |progress| last = progress).unwrap();
    assert_eq!((last.rows, last.files, last.of_files), (1_000, 1, 1));
    assert_eq!((last.bytes, last.of_bytes), (street(&rows).len() as u64, street(&rows).len() as u64));
}
