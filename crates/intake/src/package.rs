//! A zip file that says it is an Office file: checked whole, before any parser reads a part of it.
use crate::Refused;
use crate::xml::{Node, Xml};
use std::collections::BTreeSet;
use std::io::{Cursor, Read};
use zip::ZipArchive;
use zip::result::ZipError;

const MOST_PARTS: usize = 1_000;
const LARGEST_PART: u64 = 64 * 1024 * 1024;
const LARGEST_WHOLE: u64 = 128 * 1024 * 1024;
/// Sheets of equal rows pack well; beyond this no real one has been seen.
const MOST_RATIO: u64 = 100;
/// Small parts may have any ratio: they harm nobody.
const RATIO_FROM: u64 = 1024 * 1024;

/// How much is unpacked at a time, and how much of a part's beginning is looked at.
const PIECE: usize = 64 * 1024;
/// OpenDocument's list of a package's parts, which says of each whether it is encrypted.
const MANIFEST: &str = "META-INF/manifest.xml";
const LONGEST_MANIFEST: u64 = 1024 * 1024;
const ENCRYPTED: &[u8] = b"encryption-data";

pub struct Package<'a> {
    archive: ZipArchive<Cursor<&'a [u8]>>,
    pub macros: bool,
}

pub enum OfficeKind {
    Word {
        main: String,
    },
    Workbook {
        main: String,
    },
    /// OpenDocument's, whose parts always have the same names.
    Spreadsheet,
}

/// A link from one part to another: what for, and the target as a name inside the zip.
pub struct Relation {
    pub id: String,
    /// The last word of its type: `worksheet`, `styles`.
    pub what: String,
    pub target: String,
}

impl<'a> Package<'a> {
    /// Sizes are counted while unpacking: what the zip's own headers say is believed only where it already refuses.
    pub fn open(bytes: &'a [u8]) -> Result<Self, Refused> {
        let mut archive = ZipArchive::new(Cursor::new(bytes)).map_err(|error| unreadable(&error))?;
        if archive.len() > MOST_PARTS {
            return Err(unpacks(format!("{} parts", archive.len())));
        }
        if archive.has_duplicate_names() {
            return Err(untrusted("two parts have the same name"));
        }
        if archive.has_overlapping_files().map_err(|error| unreadable(&error))? {
            return Err(untrusted("parts lie over one another"));
        }
        let mut names = BTreeSet::new();
        let mut declared = 0_u64;
        for index in 0..archive.len() {
            let part = archive.by_index_raw(index).map_err(|error| unreadable(&error))?;
            if part.encrypted() {
                return Err(Refused::Password);
            }
            let name = part.name().map_err(|error| unreadable(&error))?.into_owned();
            safe_name(&name)?;
            // Names of parts are the same in either case, so two that differ in case alone are one name twice.
            if !names.insert(name.to_lowercase()) {
                return Err(untrusted(&format!("two parts are named {name}")));
            }
            declared = declared.saturating_add(part.size());
            measured(&name, part.size(), part.compressed_size(), declared)?;
        }
        if let Some(manifest) = beginning(&mut archive, MANIFEST)?
            && manifest.windows(ENCRYPTED.len()).any(|window| window == ENCRYPTED)
        {
            return Err(Refused::Password);
        }
        let mut unpacked = 0;
        for index in 0..archive.len() {
            let part = archive.by_index(index).map_err(|error| unreadable(&error))?;
            let name = part.name().map_err(|error| unreadable(&error))?.into_owned();
            let packed = part.compressed_size();
            let start = weighed(part, &name, packed, &mut unpacked)?;
            if has_extension(&name, &["xml", "rels"]) {
                plain_prolog(&name, &start)?;
            }
        }
        let macros = names
            .iter()
            .any(|name| name.ends_with("vbaproject.bin") || name.starts_with("basic/") || name.starts_with("scripts/"));
        Ok(Self { archive, macros })
    }

    /// A part's bytes, or None where there is no such part.
    pub fn part(&mut self, name: &str) -> Result<Option<Vec<u8>>, Refused> {
        let part = match self.archive.by_name(name) {
            Ok(part) => part,
            Err(ZipError::FileNotFound) => return Ok(None),
            Err(error) => return Err(unreadable(&error)),
        };
        let mut content = Vec::new();
        part.take(LARGEST_PART)
            .read_to_end(&mut content)
            .map_err(|error| Refused::Damaged { reason: format!("{name}: {error}") })?;
        Ok(Some(content))
    }

    /// What the package's own relations say that it is.
    pub fn office_kind(&mut self) -> Result<OfficeKind, Refused> {
        if let Some(mimetype) = beginning(&mut self.archive, "mimetype")? {
            return open_document(&mimetype);
        }
        // The manifest says the same of the whole package, and the part above is only recommended.
        if let Some(manifest) = beginning(&mut self.archive, MANIFEST)? {
            return open_document(whole_kind(&manifest)?.as_bytes());
        }
        if self.archive.file_names().flatten().any(|name| has_extension(&name, &["iwa"])) {
            return Err(Refused::OtherFormat {
                what: "a file of Apple's Pages or Numbers".to_owned(),
                save_as: "a Word document (DOCX) or an Excel workbook (XLSX)".to_owned(),
            });
        }
        let not_office =
            || Refused::NotATable { what: "a zip file that holds no Word document or workbook".to_owned() };
        let main = self
            .relations("")?
            .into_iter()
            .find(|relation| relation.what == "officeDocument")
            .ok_or_else(not_office)?
            .target;
        if has_extension(&main, &["bin"]) {
            return Err(Refused::OtherFormat {
                what: "a binary workbook (.xlsb)".to_owned(),
                save_as: "an Excel workbook (XLSX)".to_owned(),
            });
        }
        let content = self.part(&main)?.ok_or_else(|| Refused::Damaged { reason: format!("{main} is missing") })?;
        let mut xml = Xml::new(&main, &content)?;
        loop {
            match xml.next()? {
                Node::Open(tag) => {
                    return match tag.name() {
                        "document" => Ok(OfficeKind::Word { main: main.clone() }),
                        "workbook" => Ok(OfficeKind::Workbook { main: main.clone() }),
                        "presentation" => Err(Refused::NotATable { what: "a presentation".to_owned() }),
                        _ => Err(not_office()),
                    };
                }
                Node::End => return Err(not_office()),
                Node::Close | Node::Text(_) => {}
            }
        }
    }

    /// The relations of a part; of the whole package where `part` is empty.
    pub fn relations(&mut self, part: &str) -> Result<Vec<Relation>, Refused> {
        let (folder, file) = part.rsplit_once('/').unwrap_or(("", part));
        let name = if folder.is_empty() { format!("_rels/{file}.rels") } else { format!("{folder}/_rels/{file}.rels") };
        let Some(content) = self.part(&name)? else { return Ok(Vec::new()) };
        let mut relations = Vec::new();
        Xml::new(&name, &content)?.each_open(|tag| {
            if tag.name() != "Relationship" || tag.attribute("TargetMode").as_deref() == Some("External") {
                return;
            }
            let (Some(id), Some(kind), Some(target)) =
                (tag.attribute("Id"), tag.attribute("Type"), tag.attribute("Target"))
            else {
                return;
            };
            let what = kind.rsplit('/').next().unwrap_or_default().to_owned();
            relations.push(Relation { id, what, target: resolved(folder, &target) });
        })?;
        Ok(relations)
    }
}

/// `../theme/theme1.xml` seen from `xl/worksheets` is `xl/theme/theme1.xml`.
fn resolved(folder: &str, target: &str) -> String {
    let whole = if target.starts_with('/') { target.to_owned() } else { format!("{folder}/{target}") };
    let mut steps = Vec::new();
    for step in whole.split('/') {
        match step {
            "" | "." => {}
            ".." => {
                steps.pop();
            }
            step => steps.push(step),
        }
    }
    steps.join("/")
}

fn safe_name(name: &str) -> Result<(), Refused> {
    let slashes = name.replace('\\', "/");
    if slashes.starts_with('/') || slashes.contains(':') || slashes.split('/').any(|step| step == "..") {
        return Err(untrusted(&format!("a part is named {name}, which points outside the file")));
    }
    Ok(())
}

fn measured(name: &str, size: u64, packed: u64, whole: u64) -> Result<(), Refused> {
    let megabytes = |bytes: u64| bytes / (1024 * 1024);
    if size > LARGEST_PART {
        return Err(unpacks(format!("{name} has more than {} MB", megabytes(LARGEST_PART))));
    }
    if whole > LARGEST_WHOLE {
        return Err(unpacks(format!("more than {} MB in all", megabytes(LARGEST_WHOLE))));
    }
    if size > RATIO_FROM && size / packed.max(1) >= MOST_RATIO {
        return Err(unpacks(format!("{name} is packed {} to 1", size / packed.max(1))));
    }
    Ok(())
}

/// Unpacks a part to see how large it truly is, and gives its beginning; what is unpacked is not kept.
fn weighed(mut part: impl Read, name: &str, packed: u64, unpacked: &mut u64) -> Result<Vec<u8>, Refused> {
    let (mut start, mut size, mut piece) = (Vec::new(), 0, vec![0; PIECE]);
    loop {
        let read = match part.read(&mut piece) {
            Ok(0) => return Ok(start),
            Ok(read) => read,
            Err(error) if error.kind() == std::io::ErrorKind::Interrupted => continue,
            Err(error) => return Err(Refused::Damaged { reason: format!("{name}: {error}") }),
        };
        if start.len() < PIECE {
            start.extend_from_slice(&piece[..read]);
        }
        size += read as u64;
        *unpacked += read as u64;
        measured(name, size, packed, *unpacked)?;
    }
}

/// The first bytes of a part, or None where there is no such part.
fn beginning(archive: &mut ZipArchive<Cursor<&[u8]>>, name: &str) -> Result<Option<Vec<u8>>, Refused> {
    let part = match archive.by_name(name) {
        Ok(part) => part,
        Err(ZipError::FileNotFound) => return Ok(None),
        Err(error) => return Err(unreadable(&error)),
    };
    let mut start = Vec::new();
    part.take(LONGEST_MANIFEST)
        .read_to_end(&mut start)
        .map_err(|error| Refused::Damaged { reason: format!("{name}: {error}") })?;
    Ok(Some(start))
}

/// Refuses a document type before any parser meets it. `start` is the part's beginning, perhaps not all of it: what is
/// cut off is not what is wrong with it.
fn plain_prolog(name: &str, start: &[u8]) -> Result<(), Refused> {
    let whole = start.len() < PIECE;
    let start = match std::str::from_utf8(start) {
        Err(error) if !whole && start.len() - error.valid_up_to() < 4 => &start[..error.valid_up_to()],
        _ => start,
    };
    let mut xml = Xml::new(name, start)?;
    loop {
        match xml.next() {
            Ok(Node::Text(_) | Node::Close) => {}
            Ok(Node::Open(_) | Node::End) => return Ok(()),
            Err(Refused::Damaged { .. }) if !whole => return Ok(()),
            Err(refused) => return Err(refused),
        }
    }
}

/// What a manifest calls the package itself, whose path is `/`.
fn whole_kind(manifest: &[u8]) -> Result<String, Refused> {
    let mut kind = String::new();
    Xml::new(MANIFEST, manifest)?.each_open(|tag| {
        if tag.attribute("full-path").as_deref() == Some("/") {
            kind = tag.attribute("media-type").unwrap_or_default();
        }
    })?;
    Ok(kind)
}

/// What an OpenDocument file says that it is.
fn open_document(mimetype: &[u8]) -> Result<OfficeKind, Refused> {
    let of = |what: &str| Refused::NotATable { what: what.to_owned() };
    let Some(kind) = mimetype.trim_ascii().strip_prefix(b"application/vnd.oasis.opendocument.") else {
        return Err(of("a zip file that holds no Word document or workbook"));
    };
    match kind {
        b"spreadsheet" | b"spreadsheet-template" => Ok(OfficeKind::Spreadsheet),
        b"text" | b"text-template" | b"text-master" | b"text-web" => Err(Refused::OtherFormat {
            what: "an OpenDocument text (.odt)".to_owned(),
            save_as: "a Word document (DOCX)".to_owned(),
        }),
        b"presentation" | b"presentation-template" => Err(of("an OpenDocument presentation (.odp)")),
        b"graphics" | b"graphics-template" | b"image" => Err(of("an OpenDocument drawing (.odg)")),
        b"chart" | b"formula" => Err(of("an OpenDocument chart or formula")),
        b"base" | b"database" => Err(of("an OpenDocument database (.odb)")),
        _ => Err(of("an OpenDocument file that is no spreadsheet")),
    }
}

fn has_extension(name: &str, extensions: &[&str]) -> bool {
    name.rsplit_once('.').is_some_and(|(_, last)| extensions.iter().any(|other| last.eq_ignore_ascii_case(other)))
}

fn unreadable(error: &ZipError) -> Refused {
    Refused::Damaged { reason: error.to_string() }
}

fn unpacks(reason: String) -> Refused {
    Refused::Unpacks { reason }
}

fn untrusted(reason: &str) -> Refused {
    Refused::Untrusted { reason: reason.to_owned() }
}
