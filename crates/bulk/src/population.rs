//! How many people live in each police force area: "force, residents", checked against the census of 2011, since a
//! column that slipped by one row gives figures that look right.
use crate::{
    Input, Reason, Refused, Rejects,
    forces::{self, FORCES, Force, UnknownForce},
    refused::shown,
    tabular::{Row, whole_number},
};
use serde::{Deserialize, Serialize};
use std::collections::HashMap;

/// How far a population may be from the census of 2011, in per cent. No area of a force but the City of London, which
/// has few residents, has changed by as much since.
const FAR: i64 = 30;
/// So many that are far are no accident.
const SEVERAL: usize = 3;
/// How many rows a column is thought to have slipped at most.
const FURTHEST: i64 = 5;
/// More rows than there are forces, many times.
const MOST_ROWS: usize = 10_000;
/// The share of rows that may be rejects, in per cent.
const MOST_REJECTS: u64 = 50;

/// The columns: their names in the header.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Options {
    pub force: String,
    pub residents: String,
}

/// What a file says. In its order.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Populations {
    pub areas: Vec<Area>,
    /// Forces of England and Wales of which it says nothing.
    pub without: Vec<String>,
    /// Populations that are far from the census, where they are few: to be looked at.
    pub far: Vec<Far>,
    pub rejects: Rejects,
    pub bytes: u64,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub sha256: Option<String>,
}

#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Area {
    pub line: u64,
    pub force_slug: String,
    pub residents: u64,
}

/// A population beside the census.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Far {
    pub line: u64,
    pub force: String,
    pub residents: u64,
    pub residents_2011: u64,
}

/// Reads a file, or the first sheet of a workbook.
pub fn read(input: &Input<'_>, options: &Options) -> Result<Populations, Refused> {
    let file = input.name();
    let mut columns = None;
    let mut rejects = Rejects::default();
    let mut taken: Vec<(u64, &'static Force, u64)> = Vec::new();
    let mut seen: HashMap<&'static str, u64> = HashMap::new();
    let mut twice: Vec<&'static str> = Vec::new();
    input.each_row(&mut |table, row| {
        if table > 0 {
            return Ok(());
        }
        let Some((force, residents)) = columns else {
            columns = Some(header(&file, row, options)?);
            return Ok(());
        };
        match area(row, force, residents) {
            Err((reason, found)) => rejects.add(row.line, reason, || found.in_words()),
            Ok((force, residents)) => {
                if let Some(first) = seen.get(force.slug) {
                    rejects.add(row.line, Reason::Twice, || format!("{}: also in line {first}", force.name));
                    twice.push(force.slug);
                } else if taken.len() < MOST_ROWS {
                    seen.insert(force.slug, row.line);
                    taken.push((row.line, force, residents));
                }
            }
        }
        Ok(())
    })?;
    // A force that is there twice is believed in neither row; the second has said so already.
    taken.retain(|(line, force, _)| {
        let again = twice.contains(&force.slug);
        if again {
            rejects.add(*line, Reason::Twice, || force.name.to_owned());
        }
        !again
    });
    rejects.first.sort_by_key(|example| example.line);
    let rows = taken.len() as u64 + rejects.total();
    if rows == 0 {
        return Err(Refused::Empty { file });
    }
    if rejects.total() > 1 && rejects.total() * 100 > rows * MOST_REJECTS {
        return Err(rejects.refusing(&file, rows, MOST_REJECTS));
    }
    let far = far(&taken);
    if far.len() >= SEVERAL {
        return Err(implausible(&file, &taken, &far));
    }
    let without = FORCES
        .iter()
        .filter(|force| force.code.is_some() && !taken.iter().any(|(_, there, _)| there.slug == force.slug));
    Ok(Populations {
        without: without.map(|force| force.name.to_owned()).collect(),
        areas: taken
            .into_iter()
            .map(|(line, force, residents)| Area { line, force_slug: force.slug.to_owned(), residents })
            .collect(),
        far,
        rejects: rejects.of_file(&file),
        bytes: input.bytes(),
        sha256: input.sha256()?,
    })
}

fn header(file: &str, row: &Row<'_>, options: &Options) -> Result<(usize, usize), Refused> {
    let wrong = |wrong: String| Refused::Mapping { file: file.to_owned(), wrong };
    let head = row.cells.map_err(|reason| wrong(format!("the first row cannot be read: {reason}")))?;
    let at = |name: &str| {
        head.iter().position(|cell| cell.eq_ignore_ascii_case(name.trim())).ok_or_else(|| {
            let columns: Vec<String> = head.iter().take(20).map(|cell| format!("“{}”", shown(cell))).collect();
            wrong(format!("it has no column “{}”, but {}", shown(name), columns.join(", ")))
        })
    };
    Ok((at(&options.force)?, at(&options.residents)?))
}

/// What stands in a row that is a reject; put into words only where somebody reads them.
enum Found {
    Text(String),
    Force(UnknownForce),
}

impl Found {
    fn in_words(self) -> String {
        match self {
            Self::Text(text) => text,
            Self::Force(unknown) => unknown.to_string(),
        }
    }
}

fn area(row: &Row<'_>, force: usize, residents: usize) -> Result<(&'static Force, u64), (Reason, Found)> {
    let cells = row.cells.map_err(|reason| (reason, Found::Text(String::new())))?;
    let (Some(force), Some(residents)) = (cells.get(force), cells.get(residents)) else {
        return Err((Reason::NumberOfColumns, Found::Text(format!("{} columns", cells.len()))));
    };
    let force = forces::by_name(force).map_err(|unknown| (Reason::UnknownForce, Found::Force(unknown)))?;
    let number = whole_number(residents).and_then(|number| u64::try_from(number).ok()).filter(|number| *number > 0);
    number.map(|number| (force, number)).ok_or_else(|| (Reason::NotANumber, Found::Text(shown(residents))))
}

fn is_far(residents: u64, census: u32) -> bool {
    let (residents, census) = (i128::from(residents), i128::from(census));
    (residents - census).abs() * 100 > census * i128::from(FAR)
}

fn far(taken: &[(u64, &'static Force, u64)]) -> Vec<Far> {
    taken
        .iter()
        .filter_map(|(line, force, residents)| {
            let census = force.residents_2011.filter(|census| is_far(*residents, *census))?;
            Some(Far {
                line: *line,
                force: force.name.to_owned(),
                residents: *residents,
                residents_2011: u64::from(census),
            })
        })
        .collect()
}

fn implausible(file: &str, taken: &[(u64, &'static Force, u64)], far: &[Far]) -> Refused {
    // Of a column that slipped, nearly every population fits the name so many rows away.
    let fitting = |shift: i64| {
        let pairs = taken.iter().enumerate().filter_map(|(at, (_, _, residents))| {
            let there = usize::try_from(i64::try_from(at).ok()? - shift).ok()?;
            Some(!is_far(*residents, taken.get(there)?.1.residents_2011?))
        });
        pairs.fold((0, 0), |(fit, all), fits| (fit + usize::from(fits), all + 1))
    };
    let shifted = (-FURTHEST..=FURTHEST).filter(|shift| *shift != 0).find(|shift| {
        let (fit, all) = fitting(*shift);
        all >= SEVERAL && fit * 10 >= all * 9 && fit > fitting(0).0
    });
    let first = &far[0];
    let why = shifted.map_or_else(
        || "see that each number stands beside its own force, and counts all residents".to_owned(),
        |shift| {
            let rows = if shift.abs() == 1 { "1 row".to_owned() } else { format!("{} rows", shift.abs()) };
            let way = if shift > 0 { "down" } else { "up" };
            format!("the column looks shifted {way} by {rows} against the names: put it back")
        },
    );
    Refused::Implausible {
        file: file.to_owned(),
        far: far.len(),
        rows: taken.len(),
        line: first.line,
        force: first.force.clone(),
        residents: first.residents,
        census: first.residents_2011,
        why,
    }
}
