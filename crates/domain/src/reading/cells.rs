//! What single cells say: leads, partners, links, dates, who may see a row.
use super::nearest;
use crate::{
    action::{Became, Status},
    table::Value,
    text::{Text, fold},
    timescale::{self, Due, NoSuchDate, Precision, Stated, Timescale},
};
use jiff::civil::Date;

/// "31 March 2025": a date cell as people would write it.
pub(super) fn day_in_words(day: Date) -> String {
    day.strftime("%-d %B %Y").to_string()
}

/// A timescale, from a date cell or from words.
pub(super) fn timescale(value: &Value) -> Result<Option<Stated>, NoSuchDate> {
    if let Value::Date(date) = value {
        let stated = Text::new(day_in_words(*date)).unwrap_or_default();
        let due = Due::By { date: *date, precision: Precision::Day };
        return Ok(Some(Stated { timescale: Timescale { stated, due, note: None }, doubt: None }));
    }
    value.words().map(|words| timescale::parse(&words)).transpose()
}

/// The pieces of a cell that holds a list.
fn pieces(cell: &Text, part: impl Fn(char) -> bool) -> Vec<Text> {
    let mut depth = 0_usize;
    let pieces = cell.as_str().split(|c: char| {
        match c {
            '(' => depth += 1,
            ')' => depth = depth.saturating_sub(1),
            _ => {}
        }
        c == '\n' || (depth == 0 && part(c))
    });
    pieces
        .filter_map(|piece| Text::new(piece).ok())
        .map(|piece| piece.on_one_line())
        .filter(|piece| !piece.is_empty())
        .collect()
}

/// Several statements in one cell, each on its own line or parted by semicolons.
pub(super) fn statements(cell: &Text) -> Vec<Text> {
    let without_glyph =
        |text: Text| Text::new(text.as_str().trim_start_matches(['\u{2022}', '-', '*', ' '])).unwrap_or_default();
    pieces(cell, |c| c == ';').into_iter().map(without_glyph).filter(|text| !text.is_empty()).collect()
}

/// Several leads in one cell, if it is plain that they are several: on lines of their own, parted by semicolons, or
/// initials ("AB / CD", "AB, CD", "AB & CD"). "Head of Strategy, Policy and Partnerships" is one.
pub(super) fn leads(cell: &Text) -> Vec<Text> {
    let parts = pieces(cell, |c| c == ';');
    parts.into_iter().flat_map(|part| initials(part.as_str()).unwrap_or_else(|| spaced_slashes(&part))).collect()
}

fn spaced_slashes(part: &Text) -> Vec<Text> {
    let parts = part.as_str().split(" / ").filter_map(|p| Text::new(p.trim()).ok()).filter(|p| !p.is_empty());
    parts.collect()
}

/// The initials of a cell that holds nothing else.
pub(super) fn initials(cell: &str) -> Option<Vec<Text>> {
    let words: Vec<&str> = cell
        .split(|c: char| c.is_whitespace() || matches!(c, '/' | ',' | '&' | ';' | '+'))
        .filter(|word| !word.is_empty() && *word != "and")
        .collect();
    let initial = |word: &&str| {
        let letters = word.replace('.', "");
        (2..=4).contains(&letters.len()) && letters.bytes().all(|b| b.is_ascii_uppercase())
    };
    let parted = words.len() == 1 || cell.contains(['/', ',', '&', ';', '+', '\n']) || cell.contains(" and ");
    (!words.is_empty() && parted && words.iter().all(initial))
        .then(|| words.iter().filter_map(|word| Text::new(*word).ok()).collect())
}

/// Partners, each with the role that stands behind it in brackets.
pub(super) fn partners(cell: &Text) -> Vec<(Text, Option<Text>)> {
    let one = |piece: Text| match piece.as_str().strip_suffix(')').and_then(|piece| piece.split_once('(')) {
        Some((name, role)) if !name.trim().is_empty() && !role.trim().is_empty() => {
            (Text::new(name.trim()).unwrap_or_default(), Text::new(role.trim()).ok())
        }
        _ => (piece, None),
    };
    pieces(cell, |c| matches!(c, ';' | ',')).into_iter().map(one).collect()
}

/// Links to other work, as stated. Codes are parted; a sentence stays one.
pub(super) fn links(cell: &Text) -> Vec<Text> {
    let mut all = vec![];
    for piece in pieces(cell, |c| matches!(c, ';' | ',')) {
        let codes: Vec<&str> =
            piece.as_str().split(" and ").flat_map(|part| part.split(['&', '/'])).map(str::trim).collect();
        if codes.len() > 1 && codes.iter().all(|code| super::codes::looks_like_code(code)) {
            all.extend(codes.into_iter().filter_map(|code| Text::new(code).ok()));
        } else {
            all.push(piece);
        }
    }
    all
}

/// "2019-2023 plan 3.2 (reworded)": where it comes from, and what became of it.
pub(super) fn lineage(cell: &Text) -> Vec<(Text, Became)> {
    const WORDS: &[(&str, Became)] = &[
        ("reworded", Became::Reworded),
        ("merged", Became::Merged),
        ("split", Became::Split),
        ("follow-on", Became::FollowOn),
        ("follows on", Became::FollowOn),
        ("follow on", Became::FollowOn),
        ("continued", Became::Continued),
    ];
    let one = |piece: Text| {
        let lower = piece.as_str().to_lowercase();
        let Some((word, became)) = WORDS.iter().find(|(word, _)| lower.contains(word)) else {
            return (piece, Became::Continued);
        };
        let at = lower.find(word).unwrap_or(0);
        let rest = format!(
            "{} {}",
            piece.as_str().get(..at).unwrap_or_default(),
            piece.as_str().get(at + word.len()..).unwrap_or_default()
        );
        let rest = rest.replace("( )", " ");
        let rest = rest.trim().trim_start_matches("from ").trim_matches([',', ':', '-', ' ', '\u{2013}']);
        match Text::new(rest) {
            Ok(rest) if !rest.is_empty() => (rest.on_one_line(), *became),
            _ => (piece, *became),
        }
    };
    pieces(cell, |c| c == ';').into_iter().map(one).collect()
}

/// Yes or no. None: neither.
pub(super) fn yes(cell: &str) -> Option<bool> {
    match fold(cell).as_str() {
        "yes" | "y" | "true" | "x" | "\u{2713}" | "\u{2714}" | "statutory" | "1" => Some(true),
        "no" | "n" | "false" | "non-statutory" | "not statutory" | "-" | "0" => Some(false),
        _ => None,
    }
}

/// A word of an action's life.
pub(super) fn status(cell: &str) -> Option<Status> {
    Some(match fold(cell).as_str() {
        "candidate" | "proposed" => Status::Candidate,
        "not started" | "not yet started" | "to start" | "planned" | "not begun" => Status::NotStarted,
        "in progress" | "underway" | "under way" | "started" | "live" | "active" | "open" | "ongoing" | "on-going" => {
            Status::InProgress
        }
        "on hold" | "paused" | "suspended" => Status::OnHold,
        "complete" | "completed" | "done" | "delivered" | "finished" | "closed - complete" | "closed - delivered" => {
            Status::Complete
        }
        "closed not delivered"
        | "closed - not delivered"
        | "not delivered"
        | "cancelled"
        | "withdrawn"
        | "abandoned"
        | "discontinued" => Status::ClosedNotDelivered,
        "superseded" | "replaced" => Status::Superseded,
        "business as usual" | "bau" => Status::BusinessAsUsual,
        _ => return None,
    })
}

/// Who may see a row, by one word.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Seen {
    Public,
    Panel,
    Internal,
    Exempt,
}

pub(super) fn seen(cell: &str) -> Result<Seen, (String, Option<String>)> {
    Ok(match fold(cell).as_str() {
        "public" | "open" | "part 1" => Seen::Public,
        "panel" | "panel only" => Seen::Panel,
        "internal" | "internal only" | "staff" => Seen::Internal,
        "exempt" | "withheld" | "part 2" | "confidential" | "private" => Seen::Exempt,
        _ => {
            let near = nearest(cell, &["public", "panel", "internal", "exempt"]);
            let why =
                format!("“{}” does not say who may see the row; write public, panel, internal or exempt", cell.trim());
            return Err((why, near));
        }
    })
}

/// Words by which a rating cell says that there is none.
pub(super) fn is_not_rated(cell: &str) -> bool {
    matches!(
        fold(cell).as_str(),
        "" | "-" | "--" | "n/a" | "not rated" | "unrated" | "none" | "no rating" | "not applicable"
    )
}

/// What a person would call a colour.
pub(super) fn colour_name(rrggbb: &str) -> Option<&'static str> {
    let part = |at: usize| i32::from_str_radix(rrggbb.trim_start_matches('#').get(at..at + 2)?, 16).ok();
    let (r, g, b) = (part(0)?, part(2)?, part(4)?);
    let (most, least) = (r.max(g).max(b), r.min(g).min(b));
    Some(if most - least < 40 {
        match most {
            235.. => "white",
            60.. => "grey",
            _ => "black",
        }
    } else if r == most && g >= least + (most - least) / 3 {
        if g * 10 > r * 8 { "yellow" } else { "amber" }
    } else if r == most && b > g + 60 {
        "purple"
    } else if r == most {
        "red"
    } else if g == most {
        "green"
    } else {
        "blue"
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::text::text;
    use jiff::civil::date;

    fn words(all: Vec<Text>) -> Vec<String> {
        all.into_iter().map(Into::into).collect()
    }

    #[test]
    fn several_initials_in_one_cell_are_several_leads() {
        for cell in ["AB / CD", "AB, CD", "AB & CD", "AB\nCD", "AB;CD", "AB/CD", "AB and CD"] {
            assert_eq!(words(leads(&text(cell))), ["AB", "CD"], "{cell}");
        }
        for cell in ["Head of Strategy, Policy and Partnerships", "Police & Crime Commissioner", "Chief Executive"] {
            assert_eq!(words(leads(&text(cell))), [cell]);
        }
        assert_eq!(
            words(leads(&text("Head of Policy / Chief Finance Officer"))),
            ["Head of Policy", "Chief Finance Officer"]
        );
        assert_eq!(words(leads(&text("Head of Policy\nAB, CD"))), ["Head of Policy", "AB", "CD"]);
    }

    #[test]
    fn partners_keep_the_roles_that_stand_behind_them() {
        let read = partners(&text("Fenland Council (funding, premises), Probation; NHS\n"));
        assert_eq!(
            read,
            [
                (text("Fenland Council"), Some(text("funding, premises"))),
                (text("Probation"), None),
                (text("NHS"), None)
            ]
        );
    }

    #[test]
    fn links_that_resolve_to_nothing_stay_as_they_are() {
        assert_eq!(words(links(&text("1.2, 1.3; TVP 1.1"))), ["1.2", "1.3", "TVP 1.1"]);
        assert_eq!(words(links(&text("1.2 and 1.3"))), ["1.2", "1.3"]);
        assert_eq!(
            words(links(&text("See the estates strategy and its annex"))),
            ["See the estates strategy and its annex"]
        );
    }

    #[test]
    fn lineage_says_what_became_of_a_promise() {
        assert_eq!(lineage(&text("2019-2023 plan 3.2")), [(text("2019-2023 plan 3.2"), Became::Continued)]);
        assert_eq!(lineage(&text("Old plan 3.2 (reworded)")), [(text("Old plan 3.2"), Became::Reworded)]);
        assert_eq!(
            lineage(&text("merged from 1.1; merged from 1.2")),
            [(text("1.1"), Became::Merged), (text("1.2"), Became::Merged)]
        );
    }

    #[test]
    fn a_date_cell_is_a_day() {
        let read = timescale(&Value::Date(date(2025, 3, 31))).unwrap().unwrap().timescale;
        assert_eq!(read.stated.as_str(), "31 March 2025");
        assert_eq!(read.date(), Some(date(2025, 3, 31)));
    }

    #[test]
    fn colours_have_names() {
        for (colour, name) in [
            ("ff0000", "red"),
            ("c00000", "red"),
            ("ffc000", "amber"),
            ("FFFF00", "yellow"),
            ("00b050", "green"),
            ("92d050", "green"),
            ("0070c0", "blue"),
            ("bfbfbf", "grey"),
            ("ffffff", "white"),
            ("7030a0", "blue"),
        ] {
            assert_eq!(colour_name(colour), Some(name), "{colour}");
        }
        assert_eq!(colour_name("red"), None);
    }
}
