//! Rows of small tables, from CSV as it streams by or from a sheet that was read elsewhere: one row a line, commas,
//! RFC 4180 quotation marks, UTF-8. A row that spans lines is a reject: a quotation mark that somebody forgot would
//! take the rest of the file with it.
use crate::{Reason, Refused, Source, refused::shown};
use domain::table::Table;
use memchr::memchr;
use std::io::{BufRead, BufReader, Read};

const LONGEST_LINE: usize = 256 * 1024;
const BYTE_ORDER_MARK: &[u8] = b"\xEF\xBB\xBF";

/// Where rows come from.
#[derive(Clone, Debug)]
pub enum Input<'a> {
    Csv {
        name: &'a str,
        source: &'a Source,
    },
    /// Sheets of a workbook, as `intake` reads them.
    Tables {
        name: &'a str,
        tables: &'a [Table],
    },
}

/// One row: its line in the file or its row in the sheet, counted from 1, and its cells without white space around.
#[derive(Debug)]
pub(crate) struct Row<'r> {
    pub line: u64,
    pub cells: Result<&'r [String], Reason>,
}

impl Input<'_> {
    /// What refusals call it.
    pub(crate) fn name(&self) -> String {
        match self {
            Self::Csv { name, .. } | Self::Tables { name, .. } => shown(name),
        }
    }

    /// Its size, where it is a file.
    pub(crate) fn bytes(&self) -> u64 {
        match self {
            Self::Csv { source, .. } => source.size(),
            Self::Tables { .. } => 0,
        }
    }

    pub(crate) fn sha256(&self) -> Result<Option<String>, Refused> {
        match self {
            Self::Csv { name, source } => source.sha256().map(Some).map_err(|error| Refused::unreadable(name, &error)),
            Self::Tables { .. } => Ok(None),
        }
    }

    /// Each table's rows, the header among them, without those that are empty. `row` is told which table it is.
    pub(crate) fn each_row(&self, row: &mut dyn FnMut(usize, &Row<'_>) -> Result<(), Refused>) -> Result<(), Refused> {
        match self {
            Self::Csv { name, source } => csv(name, source, &mut |each| row(0, each)),
            Self::Tables { tables, .. } => {
                for (at, table) in tables.iter().enumerate() {
                    for (line, cells) in (table.first_row as u64..).zip(&table.rows) {
                        let cells: Vec<String> = cells
                            .iter()
                            .map(|cell| {
                                cell.value.words().map_or_else(String::new, |text| text.as_str().trim().to_owned())
                            })
                            .collect();
                        if cells.iter().any(|cell| !cell.is_empty()) {
                            row(at, &Row { line, cells: Ok(&cells) })?;
                        }
                    }
                }
                Ok(())
            }
        }
    }
}

fn csv(name: &str, source: &Source, row: &mut dyn FnMut(&Row<'_>) -> Result<(), Refused>) -> Result<(), Refused> {
    if source.size() == 0 {
        return Err(Refused::Empty { file: shown(name) });
    }
    let mut reader = BufReader::with_capacity(64 * 1024, source.from(0));
    let mut bytes = Vec::new();
    let mut cells = Vec::new();
    for line in 1.. {
        bytes.clear();
        let read = reader
            .by_ref()
            .take(LONGEST_LINE as u64 + 1)
            .read_until(b'\n', &mut bytes)
            .map_err(|error| Refused::unreadable(name, &error))?;
        if read == 0 {
            break;
        }
        if read > LONGEST_LINE {
            return Err(Refused::LongLine { file: shown(name), line, most: LONGEST_LINE });
        }
        let text = bytes.strip_suffix(b"\n").unwrap_or(&bytes);
        let mut text = text.strip_suffix(b"\r").unwrap_or(text);
        if line == 1 {
            if matches!(text, [0xFF, 0xFE, ..] | [0xFE, 0xFF, ..]) {
                return Err(Refused::Encoding { file: shown(name), encoding: "UTF-16".to_owned() });
            }
            if text.starts_with(b"PK\x03\x04") {
                return Err(Refused::NotAsked {
                    file: shown(name),
                    reason: "it is a zip file or a workbook, and a table as text (CSV) was expected".to_owned(),
                    instead: "save it as CSV, UTF-8".to_owned(),
                });
            }
            text = text.strip_prefix(BYTE_ORDER_MARK).unwrap_or(text);
        }
        let Ok(text) = std::str::from_utf8(text) else {
            row(&Row { line, cells: Err(Reason::NotUtf8) })?;
            continue;
        };
        match split(text, &mut cells) {
            Err(reason) => row(&Row { line, cells: Err(reason) })?,
            Ok(()) if cells.iter().all(String::is_empty) => {}
            Ok(()) => row(&Row { line, cells: Ok(&cells) })?,
        }
    }
    Ok(())
}

/// The cells of a line, trimmed.
fn split(line: &str, cells: &mut Vec<String>) -> Result<(), Reason> {
    cells.clear();
    let mut rest = line;
    loop {
        let mut cell = String::new();
        let after = if let Some(mut inside) = rest.strip_prefix('"') {
            loop {
                let end = memchr(b'"', inside.as_bytes()).ok_or(Reason::OpenQuotationMark)?;
                cell.push_str(&inside[..end]);
                inside = &inside[end + 1..];
                if let Some(more) = inside.strip_prefix('"') {
                    cell.push('"');
                    inside = more;
                } else if inside.is_empty() || inside.starts_with(',') {
                    break inside;
                } else {
                    return Err(Reason::AfterQuotationMark);
                }
            }
        } else {
            let end = memchr(b',', rest.as_bytes()).unwrap_or(rest.len());
            cell.push_str(&rest[..end]);
            &rest[end..]
        };
        cells.push(cell.trim().to_owned());
        match after.strip_prefix(',') {
            Some(next) => rest = next,
            None => return Ok(()),
        }
    }
}

/// A whole number as tables write it: `1,234`, `-45`, also with the sign that word processors make of a hyphen.
pub(crate) fn whole_number(text: &str) -> Option<i64> {
    plain_number(text)?.parse().ok()
}

/// A number without its thousand separators; None where they stand in the wrong places, or it is none.
pub(crate) fn plain_number(text: &str) -> Option<String> {
    let (sign, text) = match text.strip_prefix(['-', '\u{2212}']) {
        Some(rest) => ("-", rest),
        None => ("", text.strip_prefix('+').unwrap_or(text)),
    };
    let (whole, fraction) = text.split_once('.').map_or((text, None), |(whole, fraction)| (whole, Some(fraction)));
    let all_digits = |text: &str| !text.is_empty() && text.bytes().all(|byte| byte.is_ascii_digit());
    let mut groups = whole.split(',');
    let first = groups.next()?;
    let grouped = whole.contains(',');
    if !all_digits(first) || (grouped && first.len() > 3) || !groups.all(|group| group.len() == 3 && all_digits(group))
    {
        return None;
    }
    let whole = whole.replace(',', "");
    match fraction {
        None => Some(format!("{sign}{whole}")),
        Some(fraction) => all_digits(fraction).then(|| format!("{sign}{whole}.{fraction}")),
    }
}

/// A spreadsheet takes a cell that begins so for a formula and may run it.
pub(crate) fn inert(text: Option<&str>) -> String {
    const BEGINS_A_FORMULA: [char; 12] = ['=', '+', '-', '@', '\t', '\r', '\n', '＝', '＋', '－', '＠', '\u{2212}'];
    let text = text.unwrap_or_default();
    if text.starts_with(BEGINS_A_FORMULA) { format!("'{text}") } else { text.to_owned() }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_number_is_one_only_where_its_separators_stand_right() {
        for (text, is) in [
            ("1,234", Some("1234")),
            ("1,234,567.80", Some("1234567.80")),
            ("-45", Some("-45")),
            ("\u{2212}45", Some("-45")),
            ("+3", Some("3")),
            ("0.5", Some("0.5")),
            ("12,34", None),
            ("1234,567", None),
            (",123", None),
            ("1.2.3", None),
            ("1e5", None),
            ("49%", None),
            ("", None),
            ("-", None),
            (".5", None),
            ("5.", None),
            ("NaN", None),
            ("٣", None),
        ] {
            assert_eq!(plain_number(text).as_deref(), is, "{text}");
        }
    }
}
