//! What the analyst is told of a load before anybody believes it.
use crate::world::{Folder, options, row, sample, street, zipped};
use bulk::{
    Month, Reason,
    police_uk::{FileQuality, Kind, Options, Quality, Vintage, count},
};
use std::{env, path::Path};

fn panel(path: &Path, kind: Kind) -> Quality {
    let options = Options { quality: true, ..options(kind, "month,force,type") };
    count(path, &options, &mut |_| {}).unwrap().quality.expect("it was asked for")
}

fn of<'q>(panel: &'q Quality, month: &str, force: &str) -> &'q FileQuality {
    panel
        .files
        .iter()
        .find(|file| file.month == Month::parse(month.as_bytes()) && file.force.as_deref() == Some(force))
        .unwrap_or_else(|| panic!("{force} has no {month}"))
}

/// So many rows with Crime IDs of their own.
fn rows(month: &str, n: usize) -> Vec<String> {
    (0..n).map(|at| row(month, "Drugs").replacen(&format!("{:064x}", 7), &format!("{at:064x}"), 1)).collect()
}

#[test]
fn a_crime_id_that_comes_again_is_reported_and_every_row_counted() {
    let mut kent = rows("2024-01", 50);
    kent.push(kent[3].clone());
    kent.push(kent[3].clone());
    kent.push(kent[8].clone());
    // The same IDs in another month are no repetition: outcomes of a crime change, its ID does not.
    let home = Folder::new()
        .with("2024-01-kent-street.csv", street(&kent))
        .with("2024-02-kent-street.csv", street(&rows("2024-02", 50)));
    let panel = panel(home.path(), Kind::Street);
    let january = of(&panel, "2024-01", "Kent Police");
    assert_eq!((january.rows, january.repeated_ids, january.repeated_rows), (53, Some(2), Some(3)));
    let february = of(&panel, "2024-02", "Kent Police");
    assert_eq!((february.repeated_ids, february.repeated_rows), (Some(0), Some(0)));
}

#[test]
fn a_month_without_a_file_is_missing_and_a_thin_one_is_suspected() {
    let mut home = Folder::new();
    for (month, n) in [("01", 300), ("02", 280), ("03", 320), ("05", 170), ("06", 200), ("07", 290)] {
        let month = format!("2024-{month}");
        home = home.with(&format!("{month}-kent-street.csv"), street(&rows(&month, n)));
        home = home.with(&format!("{month}-essex-street.csv"), street(&rows(&month, 10)).replace("Kent", "Essex"));
    }
    let home = home.with("2024-04-essex-street.csv", street(&rows("2024-04", 10)).replace("Kent", "Essex"));
    let panel = panel(home.path(), Kind::Street);
    assert_eq!((panel.files_expected, panel.files_received), (14, 13));
    let missing: Vec<String> =
        panel.missing.iter().map(|missing| format!("{} {}", missing.month, missing.force_slug)).collect();
    assert_eq!(missing, ["2024-04 kent"]);
    // 170 of a median of 300 is 56.7 %; 200 of 290 is more than 60 %.
    let suspected: Vec<(String, Option<&str>, u64, usize)> = panel
        .suspected
        .iter()
        .map(|each| (each.month.to_string(), each.category.as_deref(), each.twice_median_before, each.months_before))
        .collect();
    assert_eq!(suspected, [("2024-05".to_owned(), None, 600, 3), ("2024-05".to_owned(), Some("Drugs"), 600, 3)]);
    assert_eq!(of(&panel, "2024-06", "Kent Police").twice_median_before, Some(580), "half of 280 + 300, twofold");
    assert_eq!(of(&panel, "2024-02", "Kent Police").twice_median_before, None, "one month makes no median");
}

#[test]
fn a_type_that_a_month_does_not_have_at_all_is_unusually_few() {
    let mut home = Folder::new();
    for month in ["2024-01", "2024-02", "2024-03"] {
        let mut kent = rows(month, 400);
        if month != "2024-03" {
            kent.extend((0..120).map(|_| row(month, "Burglary")));
        }
        home = home.with(&format!("{month}-kent-street.csv"), street(&kent));
    }
    let panel = panel(home.path(), Kind::Street);
    let suspected: Vec<(Option<&str>, u64)> =
        panel.suspected.iter().map(|each| (each.category.as_deref(), each.rows)).collect();
    assert_eq!(suspected, [(Some("Burglary"), 0)]);
}

#[test]
fn the_railways_have_no_crime_ids_and_no_area() {
    let panel = panel(&sample(), Kind::Street);
    let railways = of(&panel, "2024-01", "British Transport Police");
    assert_eq!((railways.rows, railways.blank_id_not_asb, railways.outside), (121, Some(121), None));
    let dorset = of(&panel, "2024-01", "Dorset Police");
    assert_eq!(dorset.blank_id_not_asb, Some(0), "anti-social behaviour has never one");
    assert!(dorset.outside.is_some());
    assert!(dorset.open > Some(0) && dorset.open < dorset.with_outcome);
}

#[test]
fn rows_far_from_home_are_outside() {
    let mut kent = rows("2024-01", 300);
    kent[7] = kent[7].replace("Maidstone 001A", "\"Bournemouth, Christchurch and Poole 009D\"");
    kent[8] = kent[8].replace("Maidstone 001A", "Cambridge 001A");
    kent[9] = kent[9].replace("E01024000,Maidstone 001A", ",");
    let home = Folder::new().with("2024-01-kent-street.csv", street(&kent));
    let panel = panel(home.path(), Kind::Street);
    let january = of(&panel, "2024-01", "Kent Police");
    assert_eq!((january.outside, january.blank_place), (Some(2), 1));
}

#[test]
fn rejects_stand_in_the_panel_by_reason() {
    let mut kent = rows("2024-01", 100);
    kent[5] = "broken".to_owned();
    let home = Folder::new().with("2024-01-kent-street.csv", street(&kent));
    let panel = panel(home.path(), Kind::Street);
    assert_eq!(of(&panel, "2024-01", "Kent Police").rejected, [(Reason::NumberOfColumns, 1)].into());
}

#[test]
fn an_archive_says_how_old_it_is_by_its_name() {
    let zip = zipped(&[("2024-01/2024-01-kent-street.csv", street(&rows("2024-01", 3)).as_bytes())]);
    let home = Folder::new().with("2024-03.zip", &zip).with("latest.zip", &zip);
    let month = Month::parse(b"2024-03").unwrap();
    assert_eq!(panel(&home.file("2024-03.zip"), Kind::Street).vintage, Some(Vintage::ArchiveName { month }));
    assert!(matches!(panel(&home.file("latest.zip"), Kind::Street).vintage, Some(Vintage::ZipDates { .. })));
    assert_eq!(panel(&sample(), Kind::Street).vintage, None, "a folder does not say");
}

#[test]
fn outcomes_and_searches_have_a_panel_too() {
    let outcomes = panel(&sample(), Kind::Outcomes);
    assert_eq!((outcomes.files[0].repeated_ids, outcomes.files[0].open), (None, None), "a crime has many outcomes");
    let searches = panel(&sample(), Kind::StopAndSearch);
    assert_eq!(searches.files[0].force.as_deref(), Some("Cambridgeshire Constabulary"));
}

#[test]
fn a_whole_year_has_the_known_number_of_rows_outside() {
    let Some(data) = env::var_os("MILEPOST_POLICE_DATA") else {
        println!("0 years: not run, MILEPOST_POLICE_DATA names no folder");
        return;
    };
    let panel = panel(&Path::new(&data).join("cambridgeshire-2024.zip"), Kind::Street);
    let outside: u64 = panel.files.iter().filter_map(|file| file.outside).sum();
    assert_eq!(outside, 493, "rows that lie in 136 districts elsewhere");
    println!("1 year");
}
