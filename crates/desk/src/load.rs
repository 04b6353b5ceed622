//! A file of figures becomes a load: read by `bulk` (what was sent by a limited child, a folder where it lies), put in the
//! words of the record, shown beside what is known, and written.
use crate::{Desk, Refused, typed};
use bulk::{
    Rejects,
    child::{Answer as Read, Child, Content, Reading},
    figures::{self, Figure, Figures, Mapping},
    forces, home_office,
    police_uk::{self, Counted, Progress},
    population,
};
use domain::{
    ask::{Answer, Ask, Command},
    expected_effect::Number,
    finite::rounded,
    id::Id,
    load::{AddLoad, DataSet, Load, Quality, Reject, Stated, Status},
    period::london_day,
    span::Span,
    text::Text,
};
use jiff::civil::Date;
use sha2::{Digest, Sha256};
use std::{collections::BTreeMap, fs::File, io::Read as _, path::Path};

pub use bulk::{
    figures::Mapping as Columns, home_office::Offences, police_uk::Kind as PoliceUk,
    population::Options as PopulationColumns,
};

/// What a file is said to be.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Kind {
    PoliceUk(police_uk::Kind),
    HomeOffice(home_office::Offences),
    /// Residents in the middle of a year, and what the columns are called.
    Population {
        year: i16,
        columns: population::Options,
    },
    Figures(Box<Mapping>),
}

impl Kind {
    pub fn data_set(&self) -> DataSet {
        match self {
            Self::PoliceUk(police_uk::Kind::Street) => DataSet::PoliceUkStreet,
            Self::PoliceUk(police_uk::Kind::Outcomes) => DataSet::PoliceUkOutcomes,
            Self::PoliceUk(police_uk::Kind::StopAndSearch) => DataSet::PoliceUkStopAndSearch,
            Self::HomeOffice(_) => DataSet::HomeOfficeRecordedCrime,
            Self::Population { .. } => DataSet::Population,
            Self::Figures(_) => DataSet::Figures,
        }
    }

    /// What public files of the kind are used under; an office's own are not public by themselves.
    pub fn usual_licence(&self) -> &'static str {
        match self {
            Self::Figures(_) => "The office’s or a partner’s own figures",
            _ => "Contains public sector information licensed under the Open Government Licence v3.0.",
        }
    }
}

/// A file that somebody wants to load, and what they say of it.
#[derive(Clone, Debug)]
pub struct LoadAsk {
    pub kind: Kind,
    /// None: today.
    pub downloaded: Option<Date>,
    pub licence: Option<String>,
    /// Only these areas are kept; all where none is named.
    pub areas: Vec<String>,
    pub disposal: Option<Date>,
    pub smallest: Option<u32>,
}

/// Where the file is.
#[derive(Debug)]
pub enum Given<'a> {
    /// On the office's own machine: a file, or of data.police.uk also a folder.
    Path(&'a Path),
    Bytes {
        name: &'a str,
        bytes: Vec<u8>,
    },
}

/// The limited children that read what came from outside.
#[derive(Clone, Debug)]
pub struct Readers {
    figures: Child,
    workbooks: intake::Child,
}

impl Readers {
    /// This very program.
    pub fn this_binary() -> Self {
        Self { figures: Child::this_binary(), workbooks: intake::Child::this_binary() }
    }

    /// The program that reads other files, where that is another than this one.
    pub fn beside(workbooks: &intake::Child) -> Self {
        let figures = Child {
            program: workbooks.program.clone(),
            arguments: vec![bulk::child::ARGUMENT.to_owned()],
            patience: workbooks.patience,
        };
        Self { figures, workbooks: workbooks.clone() }
    }
}

/// Reads what was given. Nothing is written.
pub fn read(
    readers: &Readers,
    given: Given,
    ask: &LoadAsk,
    today: Date,
    tell: &mut dyn FnMut(Progress),
) -> Result<Load, Refused> {
    let refused = |refused: bulk::Refused| Refused::because(refused.to_string());
    let (name, size, sha256, read) = match given {
        Given::Path(path) => {
            let name =
                path.file_name().map_or_else(|| path.display().to_string(), |name| name.to_string_lossy().into_owned());
            let unreadable =
                |error: std::io::Error| Refused::because(format!("{} cannot be read: {error}", path.display()));
            if path.is_dir() {
                let Kind::PoliceUk(kind) = &ask.kind else {
                    return Err(Refused::because(format!("{} is a folder; name the file in it", path.display())));
                };
                let counted = police_uk::count(path, &counting(*kind, today), tell).map_err(refused)?;
                let (size, sha256) = fingerprint(path, &counted).map_err(unreadable)?;
                (name, size, sha256, Read::PoliceUk(counted))
            } else {
                let file = File::open(path).map_err(unreadable)?;
                let size = file.metadata().map_err(unreadable)?.len();
                if let Some(document) = workbook(readers, &name, path).map_err(unreadable)? {
                    return sheets(&name, document, ask, today);
                }
                let sha256 = bulk::Source::of(file.try_clone().map_err(unreadable)?)
                    .and_then(|source| source.sha256())
                    .map_err(unreadable)?;
                let read = Child::this_binary()
                    .read(&name, Content::File(file), reading(ask, today), tell)
                    .map_err(refused)?;
                (name, size, sha256, read)
            }
        }
        Given::Bytes { name, bytes } => {
            if is_workbook(name) {
                return sheets(name, taken(readers, name, bytes), ask, today);
            }
            let sha256 = hexadecimal(&Sha256::digest(&bytes));
            let size = bytes.len() as u64;
            let read = readers.figures.read(name, Content::Bytes(bytes), reading(ask, today), tell).map_err(refused)?;
            (name.to_owned(), size, sha256, read)
        }
    };
    load(&name, size, &sha256, read, ask, today)
}

/// Writes a load. The same one twice is one; which of the two it was is told.
pub async fn add(desk: &Desk, load: Load, key: Option<String>) -> Result<(Id<Load>, bool), Refused> {
    let before = desk.office().await?.head().seq;
    let command = Command::AddLoad(Box::new(AddLoad { load }));
    let written = desk.record.write(Ask { key, ..desk.ask(command, None) }).await?;
    let Answer::Item(id) = written.answer else {
        return Err(Refused::because("the record answered a load with something else; please report this"));
    };
    let office = desk.office().await?;
    let is_new = office.load_of(id.into()).is_some_and(|kept| kept.seq > before);
    Ok((id.into(), is_new))
}

fn counting(kind: police_uk::Kind, today: Date) -> police_uk::Options {
    police_uk::Options {
        kind,
        by: police_uk::By::month_force_type(),
        today,
        quality: true,
        fingerprint: false,
        threads: 2,
    }
}

fn reading(ask: &LoadAsk, today: Date) -> Reading {
    match &ask.kind {
        Kind::PoliceUk(kind) => Reading::PoliceUk(counting(*kind, today)),
        Kind::HomeOffice(by) => Reading::HomeOffice(home_office::Options { by: *by, today }),
        Kind::Population { columns, .. } => Reading::Population(columns.clone()),
        Kind::Figures(mapping) => {
            Reading::Figures(Box::new(figures::Options { mapping: Mapping::clone(mapping), today }))
        }
    }
}

/// What stands for a folder: the hash of the lines that `sha256sum` prints of its files, in their order.
fn fingerprint(folder: &Path, counted: &Counted) -> std::io::Result<(u64, String)> {
    let mut all = Sha256::new();
    let mut size = 0;
    for file in &counted.files {
        let source = bulk::Source::of(File::open(folder.join(&file.name))?)?;
        size += source.size();
        all.update(format!("{}  {}\n", source.sha256()?, file.name));
    }
    Ok((size, hexadecimal(&all.finalize())))
}

fn hexadecimal(bytes: &[u8]) -> String {
    use std::fmt::Write as _;
    bytes.iter().fold(String::new(), |mut words, byte| {
        let _ = write!(words, "{byte:02x}");
        words
    })
}

fn is_workbook(name: &str) -> bool {
    let extension = Path::new(name).extension().map(|extension| extension.to_string_lossy().to_lowercase());
    matches!(extension.as_deref(), Some("xlsx" | "ods" | "xls" | "xlsm"))
}

type Workbook = Result<intake::Taken, Refused>;

fn workbook(readers: &Readers, name: &str, path: &Path) -> std::io::Result<Option<Workbook>> {
    if !is_workbook(name) {
        return Ok(None);
    }
    let mut bytes = vec![];
    File::open(path)?.take(intake::LARGEST + 1).read_to_end(&mut bytes)?;
    Ok(Some(taken(readers, name, bytes)))
}

fn taken(readers: &Readers, name: &str, bytes: Vec<u8>) -> Workbook {
    readers.workbooks.take(name, bytes, None).map_err(|refused| Refused::because(refused.to_string()))
}

/// A workbook, whose cells `intake` reads: from there on its rows are as those of a text file.
fn sheets(name: &str, taken: Workbook, ask: &LoadAsk, today: Date) -> Result<Load, Refused> {
    let taken = taken?;
    let table = |block| match block {
        domain::table::Block::Table(table) => Some(table),
        _ => None,
    };
    let tables: Vec<_> = taken.document.blocks.into_iter().filter_map(table).collect();
    let input = bulk::Input::Tables { name, tables: &tables };
    let refused = |refused: bulk::Refused| Refused::because(refused.to_string());
    let read = match reading(ask, today) {
        Reading::PoliceUk(_) => {
            return Err(Refused::because(format!(
                "{name} is a workbook; data.police.uk gives out CSV files in folders and zips: load those as they were downloaded"
            )));
        }
        Reading::HomeOffice(options) => Read::HomeOffice(home_office::read(&input, &options).map_err(refused)?),
        Reading::Figures(options) => Read::Figures(figures::read(&input, &options).map_err(refused)?),
        Reading::Population(options) => Read::Population(population::read(&input, &options).map_err(refused)?),
    };
    load(name, taken.size, &taken.sha256, read, ask, today)
}

/// What is known of a file before its figures.
fn load(name: &str, size: u64, sha256: &str, read: Read, ask: &LoadAsk, today: Date) -> Result<Load, Refused> {
    let licence = ask.licence.as_deref().unwrap_or(ask.kind.usual_licence());
    let mut load = Load {
        data_set: ask.kind.data_set(),
        file: typed(name)?,
        sha256: typed(sha256)?,
        size,
        downloaded: ask.downloaded.unwrap_or(today),
        licence: typed(licence)?,
        rows: 0,
        rejected: 0,
        reasons: vec![],
        examples: vec![],
        areas: vec![],
        series: vec![],
        covers: vec![],
        counts: vec![],
        stated: vec![],
        quality: vec![],
        remarks: vec![],
        disposal: ask.disposal,
        smallest: ask.smallest,
    };
    let mut filling = Filling { load: &mut load, only: &ask.areas, areas: BTreeMap::new(), series: BTreeMap::new() };
    match (read, &ask.kind) {
        (Read::PoliceUk(counted), _) => filling.police_uk(&counted)?,
        (Read::HomeOffice(recorded), _) => filling.home_office(&recorded)?,
        (Read::Figures(figures), _) => filling.figures(&figures)?,
        (Read::Population(populations), Kind::Population { year, .. }) => filling.population(&populations, *year)?,
        (Read::Population(_), _) => {
            return Err(Refused::because("the file was read as another kind than was asked for"));
        }
    }
    if !ask.areas.is_empty() && load.areas.is_empty() {
        return Err(Refused::because(format!(
            "{name} holds nothing of {}; look how it spells the name",
            ask.areas.join(", ")
        )));
    }
    Ok(load)
}

/// The name by which an area is known everywhere, whatever a file calls it.
pub fn known_area(name: &str) -> String {
    forces::by_name(name).map_or_else(|_| name.trim().to_owned(), |force| force.name.to_owned())
}

struct Filling<'l> {
    load: &'l mut Load,
    only: &'l [String],
    areas: BTreeMap<String, u16>,
    series: BTreeMap<String, u16>,
}

impl Filling<'_> {
    /// The number of an area; None where only others are kept.
    fn area(&mut self, name: &str) -> Result<Option<u16>, Refused> {
        let name = known_area(name);
        let fold = domain::load::same_place;
        if !self.only.is_empty() && !self.only.iter().any(|only| fold(&known_area(only)) == fold(&name)) {
            return Ok(None);
        }
        numbered(&mut self.areas, &mut self.load.areas, &name).map(Some)
    }

    fn series(&mut self, name: &str) -> Result<u16, Refused> {
        numbered(&mut self.series, &mut self.load.series, name)
    }

    fn rejects(&mut self, rejects: &Rejects) -> Result<(), Refused> {
        self.load.rejected = rejects.total();
        for (reason, many) in &rejects.by_reason {
            self.load.reasons.push((typed(&reason.to_string())?, *many));
        }
        for example in &rejects.first {
            let found = if example.found.is_empty() { String::new() } else { format!(" ({})", example.found) };
            self.load.examples.push(Reject {
                file: typed(&example.file)?,
                line: example.line,
                reason: typed(&format!("{}{found}", example.reason))?,
            });
        }
        Ok(())
    }

    fn remark(&mut self, words: &str) -> Result<(), Refused> {
        self.load.remarks.push(typed(words)?);
        Ok(())
    }

    fn police_uk(&mut self, counted: &Counted) -> Result<(), Refused> {
        self.load.rows = counted.rows;
        self.rejects(&counted.rejects)?;
        for cell in &counted.cells {
            let (Some(month), Some(force), Some(category)) = (cell.month, &cell.force, &cell.category) else {
                continue;
            };
            let (Some(area), Some(span)) = (self.area(force)?, of_month(month)) else { continue };
            let series = self.series(category)?;
            if !self.load.covers.contains(&(span, area)) {
                self.load.covers.push((span, area));
            }
            self.load.counts.push((span, area, series, i64::try_from(cell.n).unwrap_or(i64::MAX)));
        }
        self.load.covers.sort_unstable();
        for other in &counted.unfamiliar {
            let many = rounded_count(other.n);
            self.remark(&format!(
                "“{}” is a type that no file from 2016 to 2024 has: {many} rows, counted like the others",
                other.category
            ))?;
        }
        let Some(quality) = &counted.quality else { return Ok(()) };
        for missing in &quality.missing {
            let force = forces::by_slug(&missing.force_slug).map_or(missing.force_slug.as_str(), |force| force.name);
            self.remark(&format!("no file of {force} came for {}", missing.month))?;
        }
        for file in &quality.files {
            let (Some(month), Some(force)) = (file.month, &file.force) else { continue };
            let (Some(_), Some(span)) = (self.area(force)?, of_month(month)) else { continue };
            let partial =
                quality.suspected.iter().any(|one| one.month == month && one.force == *force && one.category.is_none());
            self.load.quality.push(Quality {
                span: Some(span),
                area: typed(&known_area(force))?,
                rows: file.rows,
                rejected: file.rejected.values().sum(),
                blank_crime_id: file.blank_id_not_asb.unwrap_or(0),
                duplicate_crime_id: file.repeated_rows.unwrap_or(0),
                blank_lsoa: file.blank_place,
                open: file.open.unwrap_or(0),
                usual: file.twice_median_before.map(|twice| twice / 2),
                partial,
            });
        }
        for one in quality.suspected.iter().filter(|one| one.category.is_some()) {
            let category = one.category.as_deref().unwrap_or_default();
            self.remark(&format!(
                "{category} of {}, {}: {} rows, where about {} are usual; a part may be missing",
                known_area(&one.force),
                one.month,
                rounded_count(one.rows),
                rounded_count(one.twice_median_before / 2)
            ))?;
        }
        Ok(())
    }

    fn home_office(&mut self, recorded: &home_office::Recorded) -> Result<(), Refused> {
        self.load.rows = recorded.rows;
        self.rejects(&recorded.rejects)?;
        for cell in &recorded.cells {
            let force = forces::by_slug(&cell.force_slug).map_or(cell.force_slug.as_str(), |force| force.name);
            let (Some(area), span) = (self.area(force)?, cell.quarter) else { continue };
            let name = cell.code.as_ref().or(cell.subgroup.as_ref()).or(cell.group.as_ref());
            let series = self.series(name.map_or("All offences", String::as_str))?;
            if !self.load.covers.contains(&(span, area)) {
                self.load.covers.push((span, area));
            }
            self.load.counts.push((span, area, series, cell.offences));
        }
        self.load.covers.sort_unstable();
        if recorded.negative_rows > 0 {
            let many = rounded_count(recorded.negative_rows);
            self.remark(&format!(
                "{many} rows are below nought: later corrections, booked in their quarter and counted"
            ))?;
        }
        let mut apart: Vec<&str> = recorded.kept_apart.iter().map(|apart| apart.name.as_str()).collect();
        apart.sort_unstable();
        apart.dedup();
        if !apart.is_empty() {
            self.remark(&format!("no police force area, and not counted: {}", apart.join(", ")))?;
        }
        Ok(())
    }

    fn population(&mut self, populations: &population::Populations, year: i16) -> Result<(), Refused> {
        let span = Span::month(year, 6)
            .ok_or_else(|| Refused::because(format!("{year} is no year between 1900 and 2199; give --year")))?;
        self.load.rows = populations.areas.len() as u64;
        self.rejects(&populations.rejects)?;
        for row in &populations.areas {
            let force = forces::by_slug(&row.force_slug).map_or(row.force_slug.as_str(), |force| force.name);
            let Some(area) = self.area(force)? else { continue };
            let series = self.series("Residents")?;
            self.load.counts.push((span, area, series, i64::try_from(row.residents).unwrap_or(i64::MAX)));
            self.load.covers.push((span, area));
        }
        for far in &populations.far {
            self.remark(&format!(
                "{} has {} residents here and had {} in 2011; see that the row is right",
                far.force,
                rounded_count(far.residents),
                rounded_count(u64::from(u32::try_from(far.residents_2011).unwrap_or(u32::MAX)))
            ))?;
        }
        Ok(())
    }

    fn figures(&mut self, figures: &Figures) -> Result<(), Refused> {
        self.load.rows = figures.rows;
        self.rejects(&figures.rejects)?;
        for row in &figures.observations {
            let (Some(area), span) = (self.area(&row.area)?, row.period) else { continue };
            let series = self.series(&row.measure)?;
            let line = |what: &str| Refused::because(format!("line {}: {what}", row.line));
            let whole = |figure: &Option<Figure>, what: &str| match figure {
                Some(Figure::Number(number)) => whole(*number)
                    .map(Some)
                    .ok_or_else(|| line(&format!("its {what} is no whole number ({number}), and it counts something"))),
                _ => Ok(None),
            };
            let number = |figure: &Option<Figure>| match figure {
                Some(Figure::Number(number)) => exact(*number).map(Some).map_err(|why| line(&why)),
                _ => Ok(None),
            };
            let value = number(&Some(row.value.clone()))?;
            let between = number(&row.lower)?.zip(number(&row.upper)?);
            let hidden = |figure: &Option<Figure>| matches!(figure, Some(Figure::Suppressed(_)));
            let suppressed =
                matches!(row.value, Figure::Suppressed(_)) || hidden(&row.numerator) || hidden(&row.denominator);
            let numerator = whole(&row.numerator, "numerator")?;
            let denominator = whole(&row.denominator, "denominator")?;
            let stated = match row.status.as_deref() {
                Some(word) => Some(Status::parse(word).ok_or_else(|| {
                    let known: Vec<&str> = Status::ALL.iter().map(|status| status.as_str()).collect();
                    line(&format!("“{word}” is no status; write {}", known.join(", ")))
                })?),
                None => None,
            };
            let is_there = value.is_some() || numerator.is_some() && denominator.is_some();
            let status = if suppressed {
                Status::Suppressed
            } else if is_there {
                stated.unwrap_or_default()
            } else {
                Status::Missing
            };
            let n = whole(&row.n, "number asked")?.map(u32::try_from).transpose();
            let n = n.map_err(|_| line("its number asked is below nought, or too large"))?;
            let shown = !suppressed;
            self.load.stated.push(Stated {
                span,
                area,
                series,
                value: value.filter(|_| shown),
                numerator: numerator.filter(|_| shown),
                denominator: denominator.filter(|_| shown),
                n,
                between: between.filter(|_| shown),
                status,
            });
        }
        self.load.stated.sort_by_key(|stated| (stated.area, stated.series, stated.span));
        Ok(())
    }
}

fn numbered(known: &mut BTreeMap<String, u16>, names: &mut Vec<Text>, name: &str) -> Result<u16, Refused> {
    let folded = domain::load::same_place(name);
    if let Some(at) = known.get(&folded) {
        return Ok(*at);
    }
    let at = u16::try_from(names.len())
        .map_err(|_| Refused::because("the file holds more than 65,535 names; load it in parts"))?;
    names.push(typed(name)?);
    known.insert(folded, at);
    Ok(at)
}

fn rounded_count(count: u64) -> String {
    #[expect(clippy::cast_precision_loss, reason = "a count for reading")]
    rounded(count as f64, 0)
}

fn of_month(month: bulk::Month) -> Option<Span> {
    Span::month(i16::try_from(month.year()).ok()?, i8::try_from(month.month()).ok()?)
}

/// A count; None of what has parts, or is too large to be counted exactly.
fn whole(number: f64) -> Option<i64> {
    #[expect(clippy::cast_possible_truncation, reason = "it was looked at: whole, and exact as a float")]
    (number.fract() == 0.0 && number.abs() < 9e15).then_some(number as i64)
}

/// A number as it was written, to at most six decimal places.
fn exact(number: f64) -> Result<Number, String> {
    let plain = format!("{number}");
    let short = match plain.split_once('.') {
        Some((_, parts)) if parts.len() > 6 => format!("{number:.6}"),
        _ => plain,
    };
    Number::parse(&short)
}

/// Whether a person may load today what they say was downloaded then.
pub fn today(desk: &Desk) -> Date {
    london_day(desk.now())
}
