//! Feeds the lines of a file, or of a range of one, to a tally: a quarter of a megabyte at a time.
use super::{
    Kind,
    interned::MOST_NAMES,
    layout::Listed,
    rows,
    tally::{MOST_PLACES, Stop, Tally},
};
use crate::{Refused, refused::shown};
use memchr::{memchr, memrchr};
use std::io::{self, Read};

/// The longest line: a row has 214 bytes on average.
const BUFFER: usize = 256 * 1024;
const BYTE_ORDER_MARK: &[u8] = b"\xEF\xBB\xBF";

/// Rows of a file that begin from one place on and before another.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Range {
    pub start: u64,
    pub end: u64,
}

impl Range {
    /// Where to read from: a line begins at the start only if the byte before ends one.
    pub(super) const fn reads_from(self) -> u64 {
        self.start.saturating_sub(1)
    }
}

/// Reads until the end, or until the range's last row. `done` is told of bytes and rows as they pass.
pub(super) fn feed(
    file: &Listed,
    kind: Kind,
    mut reader: impl Read,
    range: Option<Range>,
    buffer: &mut Vec<u8>,
    tally: &mut Tally,
    done: &dyn Fn(u64, u64),
) -> Result<(), Refused> {
    let named = || shown(&file.name);
    buffer.resize(BUFFER, 0);
    let mut filled = 0;
    // Where in the file the buffer begins.
    let mut base = range.map_or(0, Range::reads_from);
    let mut inside_a_line = range.is_some_and(|range| range.start > 0);
    let mut at_header = !inside_a_line;
    loop {
        let read = match reader.read(&mut buffer[filled..]) {
            Err(error) if error.kind() == io::ErrorKind::Interrupted => continue,
            other => other.map_err(|error| Refused::Damaged { file: named(), reason: shown(&error.to_string()) })?,
        };
        filled += read;
        let at_end = read == 0;
        let mut whole = if at_end { filled } else { memrchr(b'\n', &buffer[..filled]).map_or(0, |at| at + 1) };
        if whole == 0 && !at_end {
            if filled == buffer.len() {
                return Err(Refused::LongLine { file: named(), line: tally.lines() + 1, most: BUFFER });
            }
            continue;
        }
        let last_from = range.and_then(|range| usize::try_from((range.end - 1).checked_sub(base)?).ok());
        let mut last = at_end;
        if let Some(from) = last_from.or(range.map(|_| 0)).filter(|from| *from < whole)
            && let Some(end) = memchr(b'\n', &buffer[from..whole])
        {
            whole = from + end + 1;
            last = true;
        }
        let mut block = &buffer[..whole];
        if inside_a_line {
            block = memchr(b'\n', block).map_or(&[], |end| &block[end + 1..]);
            inside_a_line = false;
        }
        if at_header {
            block = header(&file.name, kind, block)?;
            tally.header();
            at_header = false;
        }
        let rows = tally.rows();
        tally.block(block).map_err(|stop| stopped(named(), kind, stop))?;
        done(whole as u64, tally.rows() - rows);
        if at_end && base + (whole as u64) < range.map_or(file.size, |range| range.end) {
            return Err(Refused::Changed { file: named() });
        }
        if last {
            return Ok(());
        }
        buffer.copy_within(whole..filled, 0);
        filled -= whole;
        base += whole as u64;
    }
}

fn stopped(file: String, kind: Kind, stop: Stop) -> Refused {
    let too_many = |what: &str, most| Refused::TooMany { file: file.clone(), what: what.to_owned(), most };
    match stop {
        Stop::Forces => too_many("forces", MOST_NAMES),
        Stop::Types => too_many(&format!("words in its column “{}”", type_column(kind)), MOST_NAMES),
        Stop::Places => too_many("months and forces", MOST_PLACES),
        Stop::Crimes => Refused::NotAsked {
            file,
            reason: "it has more than 1,500,000 different crimes to be told apart in a month".to_owned(),
            instead: "count by month,force,type and give the files as the archive has them, one a force and month"
                .to_owned(),
        },
    }
}

const fn type_column(kind: Kind) -> &'static str {
    match kind {
        Kind::Street => "Crime type",
        Kind::Outcomes => "Outcome type",
        Kind::StopAndSearch => "Type",
    }
}

/// Takes the header off; says what is wrong with it.
fn header<'b>(file: &str, kind: Kind, block: &'b [u8]) -> Result<&'b [u8], Refused> {
    let encoding = match block {
        [0xFF, 0xFE, ..] | [0xFE, 0xFF, ..] => Some("UTF-16"),
        _ => None,
    };
    if let Some(encoding) = encoding {
        return Err(Refused::Encoding { file: shown(file), encoding: encoding.to_owned() });
    }
    let block = block.strip_prefix(BYTE_ORDER_MARK).unwrap_or(block);
    let end = memchr(b'\n', block).unwrap_or(block.len());
    let line = block[..end].strip_suffix(b"\r").unwrap_or(&block[..end]);
    let rest = &block[(end + 1).min(block.len())..];
    let found = columns(line);
    let expected = kind.header();
    if found.iter().map(String::as_str).eq(expected.iter().copied()) {
        return Ok(rest);
    }
    if line.is_empty() && rest.is_empty() {
        return Err(Refused::Empty { file: shown(file) });
    }
    if let Some(is) =
        Kind::ALL.into_iter().find(|kind| found.iter().map(String::as_str).eq(kind.header().iter().copied()))
    {
        return Err(Refused::OtherKind {
            file: shown(file),
            is: format!("of the kind {is} by its header"),
            asked: kind.to_string(),
            instead: format!("ask for --kind {is}, or see why it has the name that it has"),
        });
    }
    Err(Refused::Header { file: shown(file), wrong: difference(kind, &found, expected) })
}

/// The names in a header, whatever their number.
fn columns(line: &[u8]) -> Vec<String> {
    const MOST: usize = 64;
    let mut text = Vec::new();
    let known = rows::quoted::<12>(line, &mut text).map(|columns| words(&columns));
    let known = known.or_else(|_| rows::quoted::<10>(line, &mut text).map(|columns| words(&columns)));
    let known = known.or_else(|_| rows::quoted::<15>(line, &mut text).map(|columns| words(&columns)));
    known.unwrap_or_else(|_| words(&line.split(|byte| *byte == b',').take(MOST).collect::<Vec<_>>()))
}

fn words(columns: &[&[u8]]) -> Vec<String> {
    columns.iter().map(|column| String::from_utf8_lossy(column).into_owned()).collect()
}

/// The first thing that a person should look at.
fn difference(kind: Kind, found: &[String], expected: &[&str]) -> String {
    let mut sorted: Vec<&str> = found.iter().map(String::as_str).collect();
    let mut wanted = expected.to_vec();
    sorted.sort_unstable();
    wanted.sort_unstable();
    let at = (0..expected.len().max(found.len()))
        .find(|at| found.get(*at).map(String::as_str) != expected.get(*at).copied())
        .unwrap_or_default();
    let is = found.get(at).map_or_else(|| "nothing".to_owned(), |column| format!("“{}”", shown(column)));
    let should = expected.get(at).map_or_else(|| "no column".to_owned(), |column| format!("“{column}”"));
    let place = format!("column {} is {is} where a {kind} file has {should}", at + 1);
    if sorted == wanted {
        format!("its columns are in another order: {place}")
    } else {
        format!("its header is another: {place}")
    }
}
