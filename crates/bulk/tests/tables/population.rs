use crate::{source, words};
use bulk::{
    Input, Refused,
    population::{Options, Populations, read},
};
use std::fmt::Write;

const CENSUS: &str = include_str!("../data/residents-2011.csv");

fn populations(text: &str) -> Result<Populations, Refused> {
    let source = source(text);
    let options = Options { force: "force".to_owned(), residents: "usual_residents_2011".to_owned() };
    read(&Input::Csv { name: "residents.csv", source: &source }, &options)
}

/// The census with its numbers moved so many rows down.
fn shifted(by: usize) -> String {
    let rows: Vec<(&str, &str)> = CENSUS.lines().skip(1).map(|line| line.split_once(',').unwrap()).collect();
    let mut text = "force,usual_residents_2011\n".to_owned();
    for (at, (force, _)) in rows.iter().enumerate() {
        let (_, residents) = rows[(at + rows.len() - by) % rows.len()];
        writeln!(text, "{force},{residents}").unwrap();
    }
    text
}

#[test]
fn the_census_is_read_under_every_spelling() {
    let census = populations(CENSUS).unwrap();
    assert_eq!((census.areas.len(), census.without.len(), census.far.len(), census.rejects.total()), (43, 0, 0, 0));
    assert_eq!(census.areas.iter().map(|area| area.residents).sum::<u64>(), 56_075_912);
}

#[test]
fn a_column_that_slipped_is_refused_and_the_number_of_rows_is_said() {
    for (by, said) in [
        (1, "shifted down by 1 row"),
        (2, "shifted down by 2 rows"),
        (41, "shifted up by 2 rows"),
        (42, "shifted up by 1 row"),
    ] {
        let words = populations(&shifted(by)).unwrap_err().to_string();
        assert!(words.contains(said) && words.contains("residents.csv: "), "{by}: {words}");
    }
    let words = populations(&shifted(1)).unwrap_err().to_string();
    assert!(words.contains("as line 2: Avon and Somerset has 680137, and had 1599555"), "{words}");
}

#[test]
fn numbers_in_thousands_are_refused_without_a_guess_at_rows() {
    let mut thousands = "force,usual_residents_2011\n".to_owned();
    for line in CENSUS.lines().skip(1) {
        let (force, residents) = line.split_once(',').unwrap();
        writeln!(thousands, "{force},{}", residents.parse::<u64>().unwrap() / 1_000).unwrap();
    }
    let words = populations(&thousands).unwrap_err().to_string();
    assert!(words.contains("43 of 43 populations") && words.contains("counts all residents"), "{words}");
}

#[test]
fn one_force_that_grew_is_pointed_out_and_taken() {
    let grown = CENSUS.replace("City of London,7375", "\"London, City of\",\"15,111\"");
    let populations = populations(&grown).unwrap();
    assert_eq!(populations.areas.len(), 43);
    assert_eq!(populations.far.iter().map(|far| far.force.as_str()).collect::<Vec<_>>(), ["City of London"]);
}

#[test]
fn what_is_no_force_or_no_number_or_there_twice_is_a_reject() {
    let text = CENSUS
        .replace("Bedfordshire,615061", "Bedforshire,615061")
        .replace("Cheshire,1027709", "Cheshire,none")
        .replace("Wiltshire,680137", "Wiltshire,680137\nKent,1800000\nEssex,-5");
    let populations = populations(&text).unwrap();
    assert_eq!(populations.without, ["Bedfordshire", "Cheshire", "Kent"]);
    let said = words(&populations.rejects);
    assert_eq!(said.len(), 5, "{said:#?}");
    assert!(said[0].contains("line 3") && said[0].ends_with("the nearest is “Bedfordshire”)"), "{}", said[0]);
    assert!(said[1].contains("line 5") && said[1].contains("(none)"), "{}", said[1]);
    assert!(said[2].contains("line 21: another row") && said[3].ends_with("(Kent: also in line 21)"), "{said:#?}");
    assert!(said[4].contains("(-5)"), "{}", said[4]);
}

#[test]
fn a_missing_column_says_which_there_are() {
    let words = populations("area,people\nKent,1\n").unwrap_err().to_string();
    assert!(words.contains("it has no column “force”, but “area”, “people”"), "{words}");
}
