//! Which files a path holds: a folder or a zip as the archive lays them out, or one file.
use super::{Kind, Options, quality::Vintage};
use crate::{
    Month, Refused, Source,
    archive::{self, Archive, Part},
    refused::shown,
};
use serde::{Deserialize, Serialize};
use std::{
    collections::BTreeMap,
    fs, io,
    path::{Path, PathBuf},
};

/// How deep a folder is searched: the archive has one level, somebody's own folder perhaps a few more.
const DEEPEST: usize = 6;
/// More files than any archive holds.
const MOST_FILES: usize = 50_000;

/// What a file's name says: `2024-01-cambridgeshire-street.csv`.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
pub struct Named {
    pub month: Month,
    /// The force as the archive's file names write it.
    pub force_slug: String,
}

/// A file that will be counted.
#[derive(Debug)]
pub(super) struct Listed {
    pub name: String,
    pub named: Option<Named>,
    pub size: u64,
    pub place: Place,
}

#[derive(Debug)]
pub(super) enum Place {
    File(PathBuf),
    Part(Part),
    /// The source itself.
    Whole,
}

/// Everything to be counted, in the order of month and force.
#[derive(Debug)]
pub(super) struct Listing {
    pub files: Vec<Listed>,
    pub left_aside: usize,
    /// The one file that was given, where it was no folder.
    pub source: Option<Source>,
    pub archive: Option<Archive>,
    pub vintage: Option<Vintage>,
}

impl Listing {
    pub(super) fn of_path(path: &Path, options: &Options) -> Result<Self, Refused> {
        let name = path.display().to_string();
        let about = fs::metadata(path).map_err(|error| Refused::unreadable(&name, &error))?;
        if !about.is_dir() {
            return Self::of_source(&name, Source::open(path)?, options);
        }
        let mut all = Vec::new();
        walk(path, path, 0, &mut all).map_err(|error| Refused::unreadable(&name, &error))?;
        if all.len() > MOST_FILES {
            return Err(Refused::TooMany { file: shown(&name), what: "files".to_owned(), most: MOST_FILES });
        }
        let (files, left_aside) = sorted_out(&shown(&name), all, options)?;
        Ok(Self { files, left_aside, source: None, archive: None, vintage: None })
    }

    pub(super) fn of_source(name: &str, source: Source, options: &Options) -> Result<Self, Refused> {
        let said = shown(name);
        if source.size() == 0 {
            return Err(Refused::Empty { file: said });
        }
        if archive::is_zip(&source) {
            let (archive, parts) = Archive::open(name, &source)?;
            let all = parts
                .into_iter()
                .map(|part| Listed { name: part.name.clone(), named: None, size: part.size, place: Place::Part(part) })
                .collect();
            let (files, left_aside) = sorted_out(&said, all, options)?;
            let stem = Path::new(name).file_stem().map(|stem| stem.to_string_lossy().into_owned()).unwrap_or_default();
            let vintage = match Month::parse(stem.as_bytes()) {
                Some(month) => Some(Vintage::ArchiveName { month }),
                None => archive.latest().map(|date| Vintage::ZipDates { date }),
            };
            return Ok(Self { files, left_aside, source: Some(source), archive: Some(archive), vintage });
        }
        let file_name = Path::new(name).file_name().map(|name| name.to_string_lossy().into_owned()).unwrap_or_default();
        if file_name.to_lowercase().ends_with(".zip") {
            return Err(Refused::NotAZip { file: said });
        }
        let mut file = Listed { name: said, named: None, size: source.size(), place: Place::Whole };
        if let Some((named, kind)) = told_by(&file_name) {
            if kind != options.kind {
                return Err(Refused::OtherKind {
                    file: file.name,
                    is: format!("of the kind {kind} by its name"),
                    asked: options.kind.to_string(),
                    instead: format!("ask for --kind {kind}"),
                });
            }
            ended(&file.name, named.month, options)?;
            file.named = Some(named);
        }
        Ok(Self { files: vec![file], left_aside: 0, source: Some(source), archive: None, vintage: None })
    }
}

fn walk(top: &Path, folder: &Path, depth: usize, into: &mut Vec<Listed>) -> io::Result<()> {
    let mut entries = fs::read_dir(folder)?.collect::<io::Result<Vec<_>>>()?;
    entries.sort_by_key(fs::DirEntry::file_name);
    for entry in entries {
        let kind = entry.file_type()?;
        let path = entry.path();
        // A symbolic link to a folder may lead back; one to a file is as good as the file.
        let is_file = || kind.is_file() || (kind.is_symlink() && path.is_file());
        if kind.is_dir() && depth < DEEPEST {
            walk(top, &path, depth + 1, into)?;
        } else if into.len() <= MOST_FILES && is_file() {
            let name = path.strip_prefix(top).unwrap_or(&path).to_string_lossy().replace('\\', "/");
            into.push(Listed { name, named: None, size: fs::metadata(&path)?.len(), place: Place::File(path) });
        }
    }
    Ok(())
}

/// Keeps the files of the kind that was asked for, and says what is wrong with their names and places.
fn sorted_out(place: &str, all: Vec<Listed>, options: &Options) -> Result<(Vec<Listed>, usize), Refused> {
    let mut files: Vec<Listed> = Vec::new();
    let mut kinds: BTreeMap<Kind, usize> = BTreeMap::new();
    let mut seen: BTreeMap<String, String> = BTreeMap::new();
    let all_files = all.len();
    for mut file in all {
        let mut steps = file.name.rsplit('/');
        let file_name = steps.next().unwrap_or_default();
        let folder = steps.next().unwrap_or_default();
        // What a Mac puts beside each file has its name.
        if file_name.starts_with('.') || file.name.split('/').any(|step| step == "__MACOSX") {
            continue;
        }
        let Some((named, kind)) = told_by(file_name) else { continue };
        *kinds.entry(kind).or_default() += 1;
        if kind != options.kind {
            continue;
        }
        let said = shown(&file.name);
        if Month::parse(folder.as_bytes()).is_some_and(|month| month != named.month) {
            return Err(Refused::OtherFolder { file: said, folder: folder.to_owned() });
        }
        ended(&said, named.month, options)?;
        if let Some(first) = seen.insert(file_name.to_owned(), said.clone()) {
            return Err(Refused::Twice { name: shown(file_name), first, second: said });
        }
        file.named = Some(named);
        files.push(file);
    }
    if files.is_empty() {
        let others: Vec<String> = kinds.iter().map(|(kind, n)| format!("{n} {kind}")).collect();
        let instead = if others.is_empty() {
            "choose a folder or zip as data.police.uk gives it out".to_owned()
        } else {
            format!("it holds {} instead: ask for one of them with --kind", others.join(" and "))
        };
        return Err(Refused::NoFiles { place: place.to_owned(), kind: options.kind.to_string(), instead });
    }
    files.sort_by(|one, other| (&one.named, &one.name).cmp(&(&other.named, &other.name)));
    let left_aside = all_files - files.len();
    Ok((files, left_aside))
}

fn ended(file: &str, month: Month, options: &Options) -> Result<(), Refused> {
    if month < Month::of(options.today) {
        return Ok(());
    }
    Err(Refused::Future { file: file.to_owned(), month: month.to_string(), today: options.today.to_string() })
}

/// What a name in the archive's form says.
fn told_by(file_name: &str) -> Option<(Named, Kind)> {
    let stem = file_name.strip_suffix(".csv")?;
    let month = Month::parse(stem.get(..7)?.as_bytes())?;
    let rest = stem.get(7..)?.strip_prefix('-')?;
    let kind = Kind::ALL
        .into_iter()
        .find(|kind| rest.strip_suffix(kind.word()).is_some_and(|force| force.len() > 1 && force.ends_with('-')))?;
    let force_slug = rest.strip_suffix(kind.word())?.strip_suffix('-')?;
    let plain = |b: u8| b.is_ascii_lowercase() || b.is_ascii_digit() || b == b'-';
    force_slug.bytes().all(plain).then(|| (Named { month, force_slug: force_slug.to_owned() }, kind))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_name_says_month_force_and_kind_or_nothing() {
        let told = |name: &str| told_by(name).map(|(named, kind)| (named.month.to_string(), named.force_slug, kind));
        let force = |slug: &str, kind| Some(("2024-01".to_owned(), slug.to_owned(), kind));
        assert_eq!(told("2024-01-avon-and-somerset-street.csv"), force("avon-and-somerset", Kind::Street));
        assert_eq!(told("2024-01-kent-stop-and-search.csv"), force("kent", Kind::StopAndSearch));
        assert_eq!(told("2024-01-btp-outcomes.csv"), force("btp", Kind::Outcomes));
        for name in [
            "2024-13-kent-street.csv",
            "2024-01-street.csv",
            "2024-01--street.csv",
            "2024-01-kent-street.csv.bak",
            "2024-01-Kent-street.csv",
            "2024-01-kent-homes.csv",
            "é024-01-kent-street.csv",
            "street.csv",
        ] {
            assert_eq!(told(name), None, "{name}");
        }
    }
}
