//! The formats of a paper, and the one door to their writers.
use crate::{
    blocks::{Block, Document, Standing},
    csv, docx, html, json, odf, pdf, xlsx,
};
use domain::paper::PaperKind;
use thiserror::Error;

/// The most rows, over all its tables, that a paper has as PDF, DOCX or ODT; more are printed by theme.
///
/// Typesetting costs 3.6 ms and a third of a MiB a row (development build, rows of six cells): 1,000 rows are 103 pages,
/// 3.6 s and 350 MiB; 2,900 rows 11.5 s and 920 MiB. At this limit a paper takes half a GiB, which a small server has.
pub const MOST_ROWS: usize = 1_500;

#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Format {
    Html,
    Pdf,
    Docx,
    Odt,
    Xlsx,
    Ods,
    Csv,
    Json,
}

impl Format {
    pub const ALL: [Self; 8] =
        [Self::Html, Self::Pdf, Self::Docx, Self::Odt, Self::Xlsx, Self::Ods, Self::Csv, Self::Json];

    /// The formats that a kind of paper has: it is printed and issued in these and no others. A cover report is prose,
    /// without rows for a table.
    pub fn of(kind: PaperKind) -> &'static [Self] {
        const PROSE: &[Format] = &[Format::Pdf, Format::Docx, Format::Odt, Format::Html, Format::Json];
        const TABLES: &[Format] = &[
            Format::Pdf,
            Format::Docx,
            Format::Odt,
            Format::Html,
            Format::Xlsx,
            Format::Ods,
            Format::Csv,
            Format::Json,
        ];
        match kind {
            PaperKind::CoverReport => PROSE,
            PaperKind::DeliveryPlan
            | PaperKind::Changes
            | PaperKind::PlanOnAPage
            | PaperKind::ForwardLook
            | PaperKind::Slippage
            | PaperKind::DataPack
            | PaperKind::AssuranceFramework
            | PaperKind::ThemeReport
            | PaperKind::AuditorsPack
            | PaperKind::RiskRegister
            | PaperKind::FindingsTracker
            | PaperKind::Briefing
            | PaperKind::Succession => TABLES,
        }
    }

    /// The word for it on the command line and on the record; also the extension of its files.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Html => "html",
            Self::Pdf => "pdf",
            Self::Docx => "docx",
            Self::Odt => "odt",
            Self::Xlsx => "xlsx",
            Self::Ods => "ods",
            Self::Csv => "csv",
            Self::Json => "json",
        }
    }

    pub fn parse(word: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|format| format.as_str().eq_ignore_ascii_case(word))
    }

    pub fn extension(self) -> &'static str {
        self.as_str()
    }

    pub fn media_type(self) -> &'static str {
        match self {
            Self::Html => "text/html; charset=utf-8",
            Self::Pdf => "application/pdf",
            Self::Docx => "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
            Self::Odt => "application/vnd.oasis.opendocument.text",
            Self::Xlsx => "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
            Self::Ods => "application/vnd.oasis.opendocument.spreadsheet",
            Self::Csv => "text/csv; charset=utf-8; header=present",
            Self::Json => "application/json",
        }
    }
}

/// Why a paper was not written.
#[derive(Debug, Error)]
pub enum NotWritten {
    #[error(
        "this paper has {rows} rows, and a {} holds {MOST_ROWS} at most: print by theme, or take XLSX, ODS, HTML, CSV or JSON, which hold them all",
        format.as_str().to_uppercase()
    )]
    TooManyRows { format: Format, rows: usize },
    #[error(
        "the PDF was refused by its own checks ({0}); take DOCX or HTML meanwhile and report this sentence as a fault"
    )]
    Pdf(String),
    #[error("the {} could not be put together ({why}); report this sentence as a fault", format.as_str().to_uppercase())]
    Parts { format: Format, why: String },
}

/// The paper as a file. The same document gives the same bytes on any day and any machine.
pub fn write(document: &Document, format: Format) -> Result<Vec<u8>, NotWritten> {
    if matches!(format, Format::Pdf | Format::Docx | Format::Odt) {
        let rows = rows_of(document);
        if rows > MOST_ROWS {
            return Err(NotWritten::TooManyRows { format, rows });
        }
    }
    match format {
        Format::Html => Ok(html::page(document).into_string().into_bytes()),
        Format::Pdf => pdf::write(document),
        Format::Docx => docx::write(document),
        Format::Odt => odf::text::write(document),
        Format::Xlsx => xlsx::write(document),
        Format::Ods => odf::spreadsheet::write(document),
        Format::Csv => csv::write(document),
        Format::Json => json::write(document),
    }
}

fn rows_of(document: &Document) -> usize {
    let rows = |block: &Block| if let Block::Table(table) = block { table.rows.len() } else { 0 };
    document.blocks.iter().map(rows).sum()
}

/// "FEN-2026-001-delivery-plan-K7QF-2M9X.csv": a file that has left its folder still says which paper it is, which is
/// the only place where a CSV can say so.
pub fn file_name(document: &Document, format: Format) -> String {
    let kind = document.kind.as_str();
    let name = match &document.number {
        Some(paper) => format!("{}-{kind}-{}", paper.number, paper.code),
        None if document.standing == Standing::Trial => format!("{kind}-{}-trial-not-issued", document.day),
        None => format!("{kind}-{}-not-issued", document.day),
    };
    // The number begins with the office's own code, which may hold what a file name should not.
    let name: String = name.chars().map(|c| if c.is_ascii_alphanumeric() || c == '-' { c } else { '_' }).collect();
    format!("{name}.{}", format.extension())
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::sample;

    #[test]
    fn a_file_says_which_paper_it_is() {
        let mut paper = sample::delivery_plan(2);
        assert_eq!(file_name(&paper, Format::Csv), "FEN-2026-001-delivery-plan-K7QF-2M9X.csv");
        paper.number = None;
        assert_eq!(file_name(&paper, Format::Pdf), "delivery-plan-2026-09-12-not-issued.pdf");
        paper.standing = Standing::Trial;
        assert_eq!(file_name(&paper, Format::Docx), "delivery-plan-2026-09-12-trial-not-issued.docx");
    }

    #[test]
    fn a_paper_too_long_to_print_says_print_by_theme() {
        let paper = sample::delivery_plan(MOST_ROWS + 1);
        for format in [Format::Pdf, Format::Docx, Format::Odt] {
            let refused = write(&paper, format).unwrap_err().to_string();
            assert!(refused.contains("print by theme") && refused.contains("1500"), "{refused}");
        }
        for format in [Format::Csv, Format::Xlsx, Format::Ods] {
            assert!(write(&paper, format).is_ok(), "{format:?}");
        }
    }

    #[test]
    fn every_format_is_called_by_its_own_word() {
        for format in Format::ALL {
            assert_eq!(Format::parse(format.as_str()), Some(format));
        }
        assert_eq!(Format::parse("PDF"), Some(Format::Pdf));
        assert_eq!(Format::parse("doc"), None);
    }
}
