//! The counts of a stretch of rows.
use super::{
    By, Dimension, Kind, Options,
    inspect::{Found, Inspection},
    interned::{Interned, NoName},
    layout::Named,
    rows::{self, Wrong},
    seen::{Full, Seen},
};
use crate::{
    Month,
    refused::shown,
    rejects::{Reason, Rejects},
};
use domain::period::london_day;
use jiff::Timestamp;
use memchr::memchr;
use std::{collections::HashMap, mem};

/// Rows, and the two counts that a kind has beside them: see [`Counts::of`].
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(super) struct Counts {
    pub n: u64,
    /// Street: no Crime ID. Outcomes: a crime not seen before. Stop and search: no coordinates.
    pub first: u64,
    /// Street: no LSOA. Stop and search: no self-defined ethnicity.
    pub second: u64,
}

impl Counts {
    pub(super) const fn add(&mut self, more: Self) {
        self.n += more.n;
        self.first += more.first;
        self.second += more.second;
    }
}

/// Of what there are too many to go on counting.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Stop {
    Forces,
    Types,
    Places,
    Crimes,
}

/// The letters of a month.
const MONTH: usize = 7;
/// More months and forces in one file than all of the archive has.
pub(super) const MOST_PLACES: usize = 50_000;

#[derive(Debug)]
pub(super) struct Tally {
    kind: Kind,
    by: By,
    /// The first month that has not ended.
    this_month: Month,
    /// The month of the file, as its rows write it.
    month: Option<([u8; 7], Month)>,
    /// Where rows name no force.
    force: String,
    forces: Interned,
    types: Interned,
    places: Vec<(Month, u32)>,
    numbers: HashMap<(Month, u32), usize>,
    counts: Vec<Vec<Counts>>,
    /// The place of the row before: most rows are of the same.
    last: Option<([u8; 7], u32, usize)>,
    /// The same as its row writes it, between commas; nothing where it holds one.
    alike: Vec<u8>,
    crimes: Option<Seen>,
    inspection: Option<Inspection>,
    text: Vec<u8>,
    lines: u64,
    rows: u64,
    rejects: Rejects,
}

/// What one file, or a part of it, came to.
#[derive(Debug)]
pub(super) struct Stretch {
    pub lines: u64,
    pub rows: u64,
    pub rejects: Rejects,
    /// Where it was asked for.
    pub found: Option<Found>,
}

/// All counts, with the names that their numbers stand for.
#[derive(Debug)]
pub(super) struct Tallied {
    pub forces: Vec<String>,
    pub types: Vec<String>,
    pub cells: Vec<(Month, u32, u32, Counts)>,
}

impl Tally {
    pub(super) fn new(options: &Options) -> Self {
        let crimes = options.kind == Kind::Outcomes && options.by.has(Dimension::Month);
        Self {
            kind: options.kind,
            by: options.by.clone(),
            this_month: Month::of(options.today),
            month: None,
            force: String::new(),
            forces: Interned::new(),
            types: Interned::new(),
            places: Vec::new(),
            numbers: HashMap::new(),
            counts: Vec::new(),
            last: None,
            alike: Vec::new(),
            crimes: crimes.then(Seen::default),
            inspection: options.quality.then(Inspection::default),
            text: Vec::new(),
            lines: 0,
            rows: 0,
            rejects: Rejects::default(),
        }
    }

    /// What follows are rows of another file. `force` is what its rows are counted under where they name none.
    pub(super) fn begin(&mut self, named: Option<&Named>, force: String) {
        self.month = named.and_then(|named| Some((named.month.to_string().into_bytes().try_into().ok()?, named.month)));
        self.force = force;
        self.last = None;
        self.alike.clear();
    }

    /// The header is a line, too.
    pub(super) const fn header(&mut self) {
        self.lines += 1;
    }

    pub(super) const fn lines(&self) -> u64 {
        self.lines
    }

    pub(super) const fn rows(&self) -> u64 {
        self.rows
    }

    pub(super) fn end(&mut self) -> Stretch {
        Stretch {
            lines: mem::take(&mut self.lines),
            rows: mem::take(&mut self.rows),
            rejects: mem::take(&mut self.rejects),
            found: self.inspection.as_mut().map(|inspection| mem::take(inspection).end()),
        }
    }

    pub(super) fn finish(self) -> Tallied {
        let mut cells = Vec::new();
        for ((month, force), counts) in self.places.into_iter().zip(self.counts) {
            for (category, counts) in (0..).zip(counts) {
                if counts.n > 0 {
                    cells.push((month, force, category, counts));
                }
            }
        }
        Tallied { forces: self.forces.names().to_vec(), types: self.types.names().to_vec(), cells }
    }

    /// Counts whole lines.
    pub(super) fn block(&mut self, block: &[u8]) -> Result<(), Stop> {
        let checked = std::str::from_utf8(block).is_ok();
        let mut rest = block;
        let mut at = 0;
        let mut next_quote = memchr(b'"', block).unwrap_or(usize::MAX);
        while !rest.is_empty() {
            let length = memchr(b'\n', rest).unwrap_or(rest.len());
            let line = &rest[..length];
            let line = line.strip_suffix(b"\r").unwrap_or(line);
            let next = (length + 1).min(rest.len());
            rest = &rest[next..];
            self.lines += 1;
            let quotes = next_quote < at + length;
            at += next;
            if !checked && std::str::from_utf8(line).is_err() {
                self.rejects.add(self.lines, Reason::NotUtf8, || shown(&String::from_utf8_lossy(line)));
            } else if !line.is_empty() {
                match self.kind {
                    Kind::Street => self.taken::<12>(line, quotes, 5, Self::street),
                    Kind::Outcomes => self.taken::<10>(line, quotes, 3, Self::outcome),
                    Kind::StopAndSearch => self.taken::<15>(line, quotes, 0, Self::search),
                }?;
            }
            if quotes {
                next_quote = memchr(b'"', rest).map_or(usize::MAX, |quote| at + quote);
            }
        }
        Ok(())
    }

    #[inline]
    fn taken<const N: usize>(
        &mut self,
        line: &[u8],
        quotes: bool,
        // How many of the last columns are asked for, where the first three are month and force.
        last: usize,
        row: impl FnOnce(&mut Self, &[&[u8]; N]) -> Result<(), Fault>,
    ) -> Result<(), Stop> {
        let done = if quotes {
            let mut text = mem::take(&mut self.text);
            let done = match rows::quoted(line, &mut text) {
                Ok(columns) => row(self, &columns),
                Err(wrong) => Err(wrong.into()),
            };
            self.text = text;
            done
        } else {
            let mut columns = [&[][..]; N];
            let quick = last > 0
                && !self.alike.is_empty()
                && rows::like_the_one_before(line, &self.alike, MONTH, last, &mut columns);
            match if quick { Ok(()) } else { rows::plain(line, &mut columns) } {
                Ok(()) => row(self, &columns),
                Err(wrong) => Err(wrong.into()),
            }
        };
        match done {
            Ok(()) => {
                self.rows += 1;
                Ok(())
            }
            Err(Fault::Reject(reason, found)) => {
                self.rejects.add(self.lines, reason, || found);
                Ok(())
            }
            Err(Fault::Stop(stop)) => Err(stop),
        }
    }

    fn street(&mut self, row: &[&[u8]; 12]) -> Result<(), Fault> {
        let [id, month, force, _, _, _, _, lsoa, _, category, _, _] = row;
        let counts = Counts { n: 1, first: u64::from(id.is_empty()), second: u64::from(lsoa.is_empty()) };
        let (place, _) = self.count(month, force, category, counts)?;
        if let Some(inspection) = &mut self.inspection {
            let (month, force) = self.places[place];
            inspection.street(row, under(month, force + 1, 0), force);
        }
        Ok(())
    }

    fn outcome(&mut self, row: &[&[u8]; 10]) -> Result<(), Fault> {
        let [id, month, force, _, _, _, _, _, _, category] = row;
        let (place, type_number) = self.count(month, force, category, Counts { n: 1, ..Counts::default() })?;
        let (month, force_number) = self.places[place];
        if let Some(inspection) = &mut self.inspection {
            inspection.outcome(row, force_number);
        }
        if id.is_empty() {
            return Ok(());
        }
        let Some(crimes) = &mut self.crimes else { return Ok(()) };
        // The same crime is another one under each month, and under each force and type that is counted apart.
        let force = if self.by.has(Dimension::Force) { force_number + 1 } else { 0 };
        let category = if self.by.has(Dimension::Type) { type_number + 1 } else { 0 };
        let under = under(month, force, category);
        if crimes.is_new(id, under).map_err(|Full| Fault::Stop(Stop::Crimes))? {
            self.counts[place][type_number as usize].first += 1;
        }
        Ok(())
    }

    fn search(&mut self, row: &[&[u8]; 15]) -> Result<(), Fault> {
        let [category, date, _, _, latitude, longitude, _, _, ethnicity, ..] = row;
        let counts = Counts {
            n: 1,
            first: u64::from(latitude.is_empty() || longitude.is_empty()),
            second: u64::from(ethnicity.is_empty()),
        };
        let month = self.month_of_search(date)?;
        let force = mem::take(&mut self.force);
        let counted = self.count(&month, force.as_bytes(), category, counts);
        self.force = force;
        let (place, _) = counted?;
        if let Some(inspection) = &mut self.inspection {
            inspection.search(counts.first > 0, self.places[place].1);
        }
        Ok(())
    }

    /// A search just before midnight in universal time is of the next day in London's summer, and the archive puts it
    /// into that day's month.
    fn month_of_search(&self, date: &[u8]) -> Result<[u8; 7], Fault> {
        if let Some((month, _)) = self.month
            && date.starts_with(&month)
        {
            return Ok(month);
        }
        let in_london = std::str::from_utf8(date)
            .ok()
            .and_then(|date| date.parse::<Timestamp>().ok())
            .map(|at| Month::of(london_day(at)).to_string())
            .and_then(|month| <[u8; 7]>::try_from(month.into_bytes()).ok());
        in_london.ok_or_else(|| Fault::Reject(Reason::NoMonth, shown(&String::from_utf8_lossy(date))))
    }

    #[inline]
    fn count(&mut self, month: &[u8], force: &[u8], category: &[u8], counts: Counts) -> Result<(usize, u32), Fault> {
        let force_number = self.forces.number(force).map_err(|no| no_name(no, Stop::Forces, Reason::NoForce, force))?;
        let place = match self.last {
            Some((last_month, last_force, place)) if last_month == month && last_force == force_number => place,
            _ => self.place(month, force, force_number)?,
        };
        if category.is_empty() {
            return Err(Fault::Reject(Reason::NoType, String::new()));
        }
        let type_number =
            self.types.number(category).map_err(|no| no_name(no, Stop::Types, Reason::NoType, category))?;
        let row = &mut self.counts[place];
        let at = type_number as usize;
        if row.len() <= at {
            row.resize(at + 1, Counts::default());
        }
        row[at].add(counts);
        Ok((place, type_number))
    }

    #[cold]
    fn place(&mut self, text: &[u8], force: &[u8], force_number: u32) -> Result<usize, Fault> {
        let reject = |reason| Err(Fault::Reject(reason, shown(&String::from_utf8_lossy(text))));
        let Some(month) = Month::parse(text) else { return reject(Reason::NoMonth) };
        match self.month {
            Some((_, of_file)) if month != of_file => return reject(Reason::OtherMonth),
            None if month >= self.this_month => return reject(Reason::FutureMonth),
            _ => {}
        }
        if force.is_empty() {
            return Err(Fault::Reject(Reason::NoForce, String::new()));
        }
        let place = if let Some(place) = self.numbers.get(&(month, force_number)) {
            *place
        } else {
            let place = self.places.len();
            if place >= MOST_PLACES {
                return Err(Fault::Stop(Stop::Places));
            }
            self.places.push((month, force_number));
            self.counts.push(Vec::new());
            self.numbers.insert((month, force_number), place);
            place
        };
        self.last = text.try_into().ok().map(|text| (text, force_number, place));
        self.alike.clear();
        if !force.contains(&b',') {
            for piece in [b",", text, b",", force, b","] {
                self.alike.extend_from_slice(piece);
            }
        }
        Ok(place)
    }
}

/// A number for what makes a crime another one.
fn under(month: Month, force: u32, category: u32) -> u64 {
    (u64::from(month.year() * 12 + month.month()) << 40) | (u64::from(force) << 20) | u64::from(category)
}

fn no_name(no: NoName, stop: Stop, reason: Reason, text: &[u8]) -> Fault {
    match no {
        NoName::TooMany => Fault::Stop(stop),
        NoName::Unfit => Fault::Reject(reason, shown(&String::from_utf8_lossy(text))),
    }
}

#[derive(Debug)]
enum Fault {
    Reject(Reason, String),
    Stop(Stop),
}

impl From<Wrong> for Fault {
    fn from(wrong: Wrong) -> Self {
        let found = match wrong {
            Wrong::Columns(1) => "1 column".to_owned(),
            Wrong::Columns(n) => format!("{n} columns"),
            Wrong::OpenQuote | Wrong::AfterQuote => String::new(),
        };
        Self::Reject(wrong.reason(), found)
    }
}
