//! Counting a load with several threads: each takes the next piece of work, and what they bring is put together in the
//! order of the files, so that the number of threads changes nothing.
use super::{
    Also, By, Cell, Counted, Dimension, FileRead, Kind, Options, Progress, Unfamiliar,
    interned::Interned,
    layout::{Listed, Listing, Place},
    quality::{self, Inspected},
    read::{Range, feed},
    table,
    tally::{Counts, Stretch, Tallied, Tally},
};
use crate::{Month, Refused, Source, archive::Archive, forces, refused::shown, rejects::Rejects};
use std::{
    collections::BTreeMap,
    path::Path,
    sync::{
        atomic::{AtomicU64, AtomicUsize, Ordering},
        mpsc,
    },
    thread,
    time::Duration,
};

/// The rejects that a file may have: more than this share of its rows, in per cent, and more than one.
const MOST_REJECTS: u64 = 5;
/// A file larger than this is read in ranges, by several threads at once.
const RANGE: u64 = 16 * 1024 * 1024;
/// How often somebody is told how far it is.
const TELL_EVERY: Duration = Duration::from_millis(250);

/// Counts what a path holds: a folder or a zip as data.police.uk gives them out, or one file.
pub fn count(path: &Path, options: &Options, tell: &mut dyn FnMut(Progress)) -> Result<Counted, Refused> {
    counted(&Listing::of_path(path, options)?, options, tell)
}

/// Counts a file that is open, or was sent. `name` is what it is called.
pub fn count_source(
    name: &str,
    source: Source,
    options: &Options,
    tell: &mut dyn FnMut(Progress),
) -> Result<Counted, Refused> {
    counted(&Listing::of_source(name, source, options)?, options, tell)
}

/// What one thread does before it takes the next: some files one after the other, or a range of one.
#[derive(Debug)]
struct Work {
    files: std::ops::Range<usize>,
    range: Option<Range>,
}

/// What came of it.
struct Brought {
    stretches: Vec<Stretch>,
    tallied: Tallied,
}

fn shared_out(listing: &Listing, options: &Options) -> Vec<Work> {
    let files = &listing.files;
    // Crimes are told apart among all forces of a month where forces are not: one thread must see them all.
    let together =
        options.kind == Kind::Outcomes && options.by.has(Dimension::Month) && !options.by.has(Dimension::Force);
    let mut work = Vec::new();
    let mut first = 0;
    while first < files.len() {
        let month = |at: usize| files[at].named.as_ref().map(|named| named.month);
        let mut end = first + 1;
        while together && end < files.len() && month(end).is_some() && month(end) == month(first) {
            end += 1;
        }
        let size = files[first].size;
        if options.kind == Kind::Outcomes
            || options.quality
            || size <= RANGE
            || matches!(files[first].place, Place::Part(_))
        {
            work.push(Work { files: first..end, range: None });
        } else {
            for start in (0..size).step_by(usize::try_from(RANGE).unwrap_or(usize::MAX)) {
                let range = Range { start, end: (start + RANGE).min(size) };
                work.push(Work { files: first..end, range: Some(range) });
            }
        }
        first = end;
    }
    work
}

#[derive(Debug, Default)]
struct Passed {
    bytes: AtomicU64,
    rows: AtomicU64,
}

fn counted(listing: &Listing, options: &Options, tell: &mut dyn FnMut(Progress)) -> Result<Counted, Refused> {
    let sha256 = match &listing.source {
        Some(source) if options.fingerprint => Some(
            source
                .sha256()
                .map_err(|error| Refused::unreadable(listing.files.first().map_or("", |file| &file.name), &error))?,
        ),
        _ => None,
    };
    let work = shared_out(listing, options);
    let next = AtomicUsize::new(0);
    let passed = Passed::default();
    let of_bytes = listing.files.iter().map(|file| file.size).sum();
    let mut whole = Whole::new(listing, options);
    thread::scope(|scope| {
        let (bring, take) = mpsc::channel();
        for _ in 0..options.threads.clamp(1, 64).min(work.len().max(1)) {
            let bring = bring.clone();
            let (work, next, passed) = (&work, &next, &passed);
            scope.spawn(move || {
                let mut archive = listing.archive.clone();
                let mut buffer = Vec::new();
                loop {
                    let at = next.fetch_add(1, Ordering::Relaxed);
                    let Some(asked) = work.get(at) else { return };
                    let brought = carried_out(asked, listing, archive.as_mut(), &mut buffer, options, passed);
                    let refused = brought.is_err();
                    if bring.send((at, brought)).is_err() || refused {
                        return;
                    }
                }
            });
        }
        drop(bring);
        let mut waiting = BTreeMap::new();
        let mut wanted = 0;
        loop {
            let brought = take.recv_timeout(TELL_EVERY);
            tell(Progress {
                bytes: passed.bytes.load(Ordering::Relaxed),
                of_bytes,
                rows: passed.rows.load(Ordering::Relaxed),
                files: whole.finished(),
                of_files: listing.files.len(),
            });
            match brought {
                Ok((at, brought)) => waiting.insert(at, brought),
                Err(mpsc::RecvTimeoutError::Timeout) => continue,
                Err(mpsc::RecvTimeoutError::Disconnected) => break,
            };
            // In order, so that the first refusal is the same one each time.
            while let Some(brought) = waiting.remove(&wanted) {
                let added = brought.and_then(|brought| whole.add(&work[wanted], brought));
                if let Err(refused) = added {
                    next.store(work.len(), Ordering::Relaxed);
                    return Err(refused);
                }
                wanted += 1;
            }
        }
        Ok(())
    })?;
    Ok(whole.table(sha256))
}

fn carried_out(
    work: &Work,
    listing: &Listing,
    mut archive: Option<&mut Archive>,
    buffer: &mut Vec<u8>,
    options: &Options,
    passed: &Passed,
) -> Result<Brought, Refused> {
    let mut tally = Tally::new(options);
    let mut stretches = Vec::new();
    let done = |bytes, rows| {
        passed.bytes.fetch_add(bytes, Ordering::Relaxed);
        passed.rows.fetch_add(rows, Ordering::Relaxed);
    };
    for file in &listing.files[work.files.clone()] {
        tally.begin(file.named.as_ref(), force_of(file));
        let from = work.range.map_or(0, Range::reads_from);
        let (name, kind, range) = (&file.name, options.kind, work.range);
        match (&file.place, &mut archive, &listing.source) {
            (Place::File(path), ..) => {
                let source = Source::open(path)?;
                if source.size() != file.size {
                    return Err(Refused::Changed { file: shown(name) });
                }
                feed(file, kind, source.from(from), range, buffer, &mut tally, &done)?;
            }
            (Place::Part(part), Some(archive), _) => {
                feed(file, kind, archive.part(part)?, range, buffer, &mut tally, &done)?;
            }
            (Place::Whole, _, Some(source)) => {
                feed(file, kind, source.from(from), range, buffer, &mut tally, &done)?;
            }
            (Place::Part(_), None, _) | (Place::Whole, _, None) => {
                return Err(Refused::Damaged { file: shown(name), reason: "it has no place".to_owned() });
            }
        }
        stretches.push(tally.end());
    }
    Ok(Brought { stretches, tallied: tally.finish() })
}

/// The force of a file's rows where they name none: by the name that other files of the archive give it.
fn force_of(file: &Listed) -> String {
    let Some(named) = &file.named else { return String::new() };
    forces::by_slug(&named.force_slug).map_or_else(|| named.force_slug.clone(), |force| force.published_as.to_owned())
}

/// All of a load, as it comes together.
struct Whole<'a> {
    options: &'a Options,
    listing: &'a Listing,
    files: Vec<FileRead>,
    forces: Interned,
    types: Interned,
    cells: BTreeMap<(Month, u32, u32), Counts>,
    rejects: Rejects,
    inspected: Vec<Inspected>,
    /// Of the file that is being put together.
    lines: u64,
    rows: u64,
    of_file: Rejects,
}

impl<'a> Whole<'a> {
    fn new(listing: &'a Listing, options: &'a Options) -> Self {
        Self {
            options,
            listing,
            files: Vec::new(),
            forces: Interned::new(),
            types: Interned::new(),
            cells: BTreeMap::new(),
            rejects: Rejects::default(),
            inspected: Vec::new(),
            lines: 0,
            rows: 0,
            of_file: Rejects::default(),
        }
    }

    fn finished(&self) -> usize {
        self.files.len()
    }

    fn add(&mut self, work: &Work, brought: Brought) -> Result<(), Refused> {
        for (at, stretch) in work.files.clone().zip(brought.stretches) {
            let file = &self.listing.files[at];
            let name = shown(&file.name);
            self.of_file.then(stretch.rejects, &name, self.lines);
            self.lines += stretch.lines;
            self.rows += stretch.rows;
            if let Some(found) = stretch.found {
                let force = found.force.map(|number| brought.tallied.forces[number as usize].clone());
                self.inspected.push(Inspected { found, rejects: self.of_file.clone(), force });
            }
            if work.range.is_none_or(|range| range.end == file.size) {
                self.end_of_file(file, &name)?;
            }
        }
        let file = self.listing.files[work.files.clone()].first().map_or("", |file| &file.name);
        let forces = numbers(&mut self.forces, &brought.tallied.forces, file, "forces")?;
        let types = numbers(&mut self.types, &brought.tallied.types, file, "types")?;
        for (month, force, category, counts) in brought.tallied.cells {
            let cell = self.cells.entry((month, forces[force as usize], types[category as usize]));
            cell.or_default().add(counts);
        }
        Ok(())
    }

    fn end_of_file(&mut self, file: &Listed, name: &str) -> Result<(), Refused> {
        let of_file = std::mem::take(&mut self.of_file);
        let counted = std::mem::take(&mut self.rows);
        self.lines = 0;
        let rejected = of_file.total();
        let rows = counted + rejected;
        if rejected > 1 && rejected * 100 > rows * MOST_REJECTS {
            return Err(of_file.refusing(name, rows, MOST_REJECTS));
        }
        self.rejects.then(of_file, name, 0);
        self.files.push(FileRead {
            name: name.to_owned(),
            named: file.named.clone(),
            bytes: file.size,
            rows: counted,
            rejected,
        });
        Ok(())
    }

    fn table(self, sha256: Option<String>) -> Counted {
        type Key<'n> = (Option<Month>, Option<&'n str>, Option<&'n str>);
        let by = &self.options.by;
        let quality = self.options.quality.then(|| {
            let names = (self.forces.names(), self.types.names());
            let vintage = self.listing.vintage.clone();
            quality::judged(self.options.kind, &self.files, self.inspected, &self.cells, names, vintage)
        });
        let mut cells: BTreeMap<Key, Counts> = BTreeMap::new();
        let mut unfamiliar: BTreeMap<&str, u64> = BTreeMap::new();
        let (forces, types) = (self.forces.names(), self.types.names());
        for ((month, force, category), counts) in &self.cells {
            let category = types[*category as usize].as_str();
            let key = (
                by.has(Dimension::Month).then_some(*month),
                by.has(Dimension::Force).then_some(forces[*force as usize].as_str()),
                by.has(Dimension::Type).then_some(category),
            );
            cells.entry(key).or_default().add(*counts);
            if !table::familiar(self.options.kind, category) {
                *unfamiliar.entry(category).or_default() += counts.n;
            }
        }
        let mut cells: Vec<Cell> = cells
            .into_iter()
            .map(|((month, force, category), counts)| Cell {
                month,
                force: force.map(str::to_owned),
                category: category.map(str::to_owned),
                n: counts.n,
                also: also(self.options.kind, by, counts),
            })
            .collect();
        cells.sort_by(|one, other| table::order(by, one, other));
        Counted {
            kind: self.options.kind,
            by: by.clone(),
            rows: self.files.iter().map(|file| file.rows).sum(),
            bytes: self.files.iter().map(|file| file.bytes).sum(),
            files: self.files,
            cells,
            rejects: self.rejects,
            unfamiliar: unfamiliar
                .into_iter()
                .map(|(category, n)| Unfamiliar { category: category.to_owned(), n })
                .collect(),
            left_aside: self.listing.left_aside,
            sha256,
            quality,
        }
    }
}

/// What a piece of work calls 3 may be 17 in the whole.
fn numbers(all: &mut Interned, names: &[String], file: &str, what: &str) -> Result<Vec<u32>, Refused> {
    names
        .iter()
        .map(|name| {
            all.number(name.as_bytes()).map_err(|_| Refused::TooMany {
                file: shown(file),
                what: what.to_owned(),
                most: super::interned::MOST_NAMES,
            })
        })
        .collect()
}

fn also(kind: Kind, by: &By, counts: Counts) -> Also {
    match kind {
        Kind::Street => Also::Street { blank_crime_id: counts.first, blank_lsoa: counts.second },
        Kind::Outcomes => Also::Outcomes { crimes: by.has(Dimension::Month).then_some(counts.first) },
        Kind::StopAndSearch => {
            Also::StopAndSearch { blank_location: counts.first, blank_self_defined_ethnicity: counts.second }
        }
    }
}
