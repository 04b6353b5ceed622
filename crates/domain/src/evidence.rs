//! Evidence: what shows that something is so. A link, the reference of a decision, or a file that is kept.
use crate::text::{Text, text};
use serde::{Deserialize, Serialize};

#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Evidence {
    /// An address that begins with http:// or https://.
    Link(Text),
    /// The reference of a decision ("Decision notice 2026-014").
    Decision(Text),
    /// A file, kept beside the record under its hash and given out to be saved, never shown inside a page.
    File(EvidenceFile),
}

/// A file as the record names it. Its bytes are kept under their hash.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct EvidenceFile {
    pub name: Text,
    /// In lower-case hexadecimal.
    pub sha256: Text,
    /// In bytes.
    pub size: i64,
}

impl Evidence {
    /// As it was typed: an address is a link, anything else the reference of a decision. None where nothing was.
    pub fn read(typed: &Text) -> Option<Self> {
        let line = typed.on_one_line();
        if line.is_empty() {
            return None;
        }
        let lower = line.as_str().to_lowercase();
        let is_link = ["https://", "http://"].iter().any(|scheme| lower.starts_with(scheme));
        Some(if is_link { Self::Link(line) } else { Self::Decision(line) })
    }

    pub fn words(&self) -> &Text {
        match self {
            Self::Link(words) | Self::Decision(words) => words,
            Self::File(file) => &file.name,
        }
    }

    pub fn file(&self) -> Option<&EvidenceFile> {
        match self {
            Self::File(file) => Some(file),
            Self::Link(_) | Self::Decision(_) => None,
        }
    }
}

/// The largest file, in bytes: a report with pictures has one or two megabytes.
pub const LARGEST: usize = 5 * 1024 * 1024;

/// The longest name, in characters.
const LONGEST_NAME: usize = 120;

/// What files an office keeps as evidence: no page and no program is among them.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum FileType {
    Pdf,
    Docx,
    Xlsx,
    Pptx,
    Odt,
    Ods,
    Odp,
    Csv,
    Txt,
    Png,
    Jpeg,
}

impl FileType {
    const ALL: [Self; 11] = [
        Self::Pdf,
        Self::Docx,
        Self::Xlsx,
        Self::Pptx,
        Self::Odt,
        Self::Ods,
        Self::Odp,
        Self::Csv,
        Self::Txt,
        Self::Png,
        Self::Jpeg,
    ];

    /// The ends of names by which it is known; the first is the usual one.
    pub fn ends(self) -> &'static [&'static str] {
        match self {
            Self::Pdf => &["pdf"],
            Self::Docx => &["docx"],
            Self::Xlsx => &["xlsx"],
            Self::Pptx => &["pptx"],
            Self::Odt => &["odt"],
            Self::Ods => &["ods"],
            Self::Odp => &["odp"],
            Self::Csv => &["csv"],
            Self::Txt => &["txt"],
            Self::Png => &["png"],
            Self::Jpeg => &["jpg", "jpeg"],
        }
    }

    pub fn media_type(self) -> &'static str {
        match self {
            Self::Pdf => "application/pdf",
            Self::Docx => "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
            Self::Xlsx => "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
            Self::Pptx => "application/vnd.openxmlformats-officedocument.presentationml.presentation",
            Self::Odt => "application/vnd.oasis.opendocument.text",
            Self::Ods => "application/vnd.oasis.opendocument.spreadsheet",
            Self::Odp => "application/vnd.oasis.opendocument.presentation",
            Self::Csv => "text/csv; charset=utf-8",
            Self::Txt => "text/plain; charset=utf-8",
            Self::Png => "image/png",
            Self::Jpeg => "image/jpeg",
        }
    }

    pub fn of_name(name: &str) -> Option<Self> {
        let (_, end) = name.rsplit_once('.')?;
        let end = end.to_ascii_lowercase();
        Self::ALL.into_iter().find(|one| one.ends().contains(&end.as_str()))
    }

    /// Whether bytes begin as a file of this type does, and hold no program that it can carry along. What is inside is
    /// not read: nothing from outside is parsed in the server's process.
    fn refuses(self, bytes: &[u8]) -> Option<&'static str> {
        let starts = match self {
            Self::Pdf => bytes.starts_with(b"%PDF-"),
            Self::Docx | Self::Xlsx | Self::Pptx | Self::Odt | Self::Ods | Self::Odp => {
                bytes.starts_with(b"PK\x03\x04")
            }
            Self::Png => bytes.starts_with(b"\x89PNG\r\n\x1a\n"),
            Self::Jpeg => bytes.starts_with(b"\xff\xd8\xff"),
            Self::Csv | Self::Txt => std::str::from_utf8(bytes).is_ok_and(|words| !words.contains('\0')),
        };
        if !starts {
            return Some(match self {
                Self::Csv | Self::Txt => "is not text (UTF-8); save it as such",
                _ => "is not what its name says; open it, save it again in that format, and attach that",
            });
        }
        // The names of the parts of a package stand in it as they are.
        let holds = |part: &[u8]| bytes.windows(part.len()).any(|window| window == part);
        let programs: &[&[u8]] = match self {
            Self::Docx | Self::Xlsx | Self::Pptx => &[b"vbaProject.bin"],
            Self::Odt | Self::Ods | Self::Odp => &[b"Basic/script-lc.xml", b"Scripts/python"],
            _ => &[],
        };
        let carries = programs.iter().any(|part| holds(part));
        carries.then_some("carries macros, which run when it is opened; save it without them")
    }
}

impl EvidenceFile {
    /// What the record says of a file that was given, once it is seen to be one that is kept.
    ///
    /// # Errors
    /// A sentence that says why it is not: its name, its size, its type, or what it carries.
    pub fn given(name: &str, bytes: &[u8], sha256: &str) -> Result<Self, String> {
        // Some programs give the whole way to the file.
        let name = name.rsplit(['/', '\\']).next().unwrap_or_default().trim();
        let name = Text::new(name).map(|name| name.on_one_line()).unwrap_or_default();
        if name.is_empty() {
            return Err("the file has no name; give it one that says what it shows".to_owned());
        }
        if name.as_str().chars().count() > LONGEST_NAME {
            return Err(format!("the name of the file has more than {LONGEST_NAME} characters; shorten it"));
        }
        if bytes.is_empty() {
            return Err(format!("“{name}” is empty"));
        }
        if bytes.len() > LARGEST {
            return Err(format!(
                "“{name}” has more than {} megabytes; give a link to where it lies",
                LARGEST / (1024 * 1024)
            ));
        }
        let Some(kind) = FileType::of_name(name.as_str()) else {
            let known: Vec<&str> = FileType::ALL.iter().map(|kind| kind.ends()[0]).collect();
            return Err(format!("“{name}” is of no type that is kept as evidence; those are {}", known.join(", ")));
        };
        if let Some(why) = kind.refuses(bytes) {
            return Err(format!("“{name}” {why}"));
        }
        let size = i64::try_from(bytes.len()).unwrap_or(i64::MAX);
        Ok(Self { name, sha256: text(sha256), size })
    }

    /// How it is given out.
    pub fn media_type(&self) -> &'static str {
        FileType::of_name(self.name.as_str()).map_or("application/octet-stream", FileType::media_type)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn given(name: &str, bytes: &[u8]) -> Result<EvidenceFile, String> {
        EvidenceFile::given(name, bytes, "00")
    }

    #[test]
    fn a_file_is_taken_that_is_what_its_name_says() {
        let taken: [(&str, &[u8]); 6] = [
            ("Survey of victims.pdf", b"%PDF-1.7"),
            ("C:\\Users\\AB\\minutes.DOCX", b"PK\x03\x04[Content_Types].xml"),
            ("/home/ab/figures.csv", b"month,offences\n"),
            ("photo.jpeg", b"\xff\xd8\xff\xe0"),
            ("chart.png", b"\x89PNG\r\n\x1a\n"),
            ("Nodiadau \u{175}.txt", "Mae\u{2019}n wir".as_bytes()),
        ];
        for (name, bytes) in taken {
            let file = given(name, bytes).unwrap();
            assert!(!file.name.as_str().contains(['/', '\\']), "{}", file.name);
            assert_eq!(file.size, i64::try_from(bytes.len()).unwrap());
        }
    }

    #[test]
    fn what_is_something_else_is_refused_with_what_to_do() {
        let long = format!("{}.pdf", "n".repeat(LONGEST_NAME));
        let refused: [(&str, &[u8], &str); 12] = [
            ("", b"%PDF-", "no name"),
            ("folder/", b"%PDF-", "no name"),
            (&long, b"%PDF-", "shorten it"),
            ("survey.pdf", b"", "is empty"),
            ("survey.pdf", b"<html><script>", "not what its name says"),
            ("page.html", b"<html>", "no type that is kept"),
            ("picture.svg", b"<svg onload=alert(1)>", "no type that is kept"),
            ("run.exe", b"MZ", "no type that is kept"),
            ("survey.pdf.exe", b"%PDF-", "no type that is kept"),
            ("table.xlsx", b"PK\x03\x04 xl/vbaProject.bin", "carries macros"),
            ("paper.odt", b"PK\x03\x04 Basic/script-lc.xml", "carries macros"),
            ("figures.csv", b"a,\xff\xfe", "is not text"),
        ];
        for (name, bytes, why) in refused {
            let said = given(name, bytes).unwrap_err();
            assert!(said.contains(why), "{name}: {said}");
        }
        assert!(
            given("survey.pdf", &[b"%PDF-".as_slice(), &vec![b' '; LARGEST]].concat())
                .unwrap_err()
                .contains("5 megabytes")
        );
    }
}
