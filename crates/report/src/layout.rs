//! Decisions that writers share, so that the same paper looks alike in each: which way its pages lie, how wide columns
//! are, how deep headings go.
use crate::{
    blocks::{Block, Cell, Document, Table},
    words::Words,
};
use domain::paper::PaperKind;
use jiff::civil::Date;

/// How an A4 page lies.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Page {
    Portrait,
    Landscape,
}

/// The margin at the left and right of every page, in millimetres.
pub const MARGIN: f32 = 20.0;

impl Page {
    /// Reports are read upright; plans and changes are tables first.
    pub fn of(document: &Document) -> Self {
        match document.kind {
            PaperKind::CoverReport | PaperKind::Briefing => Self::Portrait,
            PaperKind::DeliveryPlan
            | PaperKind::Changes
            | PaperKind::PlanOnAPage
            | PaperKind::ForwardLook
            | PaperKind::Slippage
            | PaperKind::Succession
            | PaperKind::DataPack
            | PaperKind::RiskRegister
            | PaperKind::FindingsTracker
            | PaperKind::AssuranceFramework
            | PaperKind::ThemeReport
            | PaperKind::AuditorsPack => Self::Landscape,
        }
    }

    /// Whether a paper is set close, so that it holds on one page what is meant for one: nothing smaller than 9 points.
    pub fn is_close(document: &Document) -> bool {
        document.kind == PaperKind::PlanOnAPage
    }

    /// The page that a table needs: one whose words would be cramped upright is turned, also in a report.
    pub fn for_table(self, table: &Table, letter: f32) -> Self {
        let words = table.numeric().into_iter().filter(|numeric| !numeric).count();
        let cramped = words > 6 || table.needs(letter).sum::<f32>() > self.width();
        if cramped { Self::Landscape } else { self }
    }

    /// Three fifths of the page, in millimetres: the heading, the title and the words of a picture stand on it too.
    pub fn highest_picture(self) -> f32 {
        match self {
            Self::Portrait => 297.0 * 0.6,
            Self::Landscape => 210.0 * 0.6,
        }
    }

    /// Between the margins, in millimetres.
    pub fn width(self) -> f32 {
        match self {
            Self::Portrait => 210.0 - 2.0 * MARGIN,
            Self::Landscape => 297.0 - 2.0 * MARGIN,
        }
    }
}

/// "12 September 2026", the day held to its month by a space that does not break.
pub fn long_date(date: Date) -> String {
    Words::english().date(date).replacen(' ', "\u{A0}", 1)
}

/// The level at which each block of a paper stands: the first heading is 1 and none skips one, which PDF/UA demands
/// and a screen reader's user relies on. A heading's level is how many headings it stands below, and one more.
pub fn heading_levels(document: &Document) -> Vec<u8> {
    let mut above: Vec<u8> = Vec::new();
    let level = |block: &Block| {
        if let Block::Heading { level, number, text } = block
            && !(number.trim().is_empty() && text.trim().is_empty())
        {
            above.retain(|higher| higher < level);
            above.push(*level);
        }
        u8::try_from(above.len()).unwrap_or(u8::MAX)
    };
    document.blocks.iter().map(level).collect()
}

impl Document {
    pub(crate) fn has_numbered_paragraphs(&self) -> bool {
        self.blocks.iter().any(|block| matches!(block, Block::Paragraph { number, .. } if !number.is_empty()))
    }
}

impl Table {
    /// Whether a column holds numbers only, and so is set to the right.
    pub fn is_numeric(&self, column: usize) -> bool {
        let mut cells =
            self.rows.iter().filter_map(|row| row.get(column)).filter(|cell| **cell != Cell::Empty).peekable();
        cells.peek().is_some() && cells.all(|cell| matches!(cell, Cell::Number(_)))
    }

    /// Which columns hold numbers only: asked once a table, since each answer reads a whole column.
    pub fn numeric(&self) -> Vec<bool> {
        (0..self.columns.len()).map(|column| self.is_numeric(column)).collect()
    }

    /// The width of each column in millimetres, `total` together: its weight's share, but room at least for its
    /// longest word, so that no word is broken where its neighbours have room to spare. `letter` is the width of an
    /// average character.
    pub fn widths(&self, total: f32, letter: f32) -> Vec<f32> {
        let weights: Vec<f32> = self.columns.iter().map(|column| f32::from(column.weight.max(1))).collect();
        let needs: Vec<f32> = self.needs(letter).collect();
        let needed: f32 = needs.iter().sum();
        if needed >= total {
            return needs.iter().map(|need| need * total / needed).collect();
        }
        // Columns that need more than their share take what they need; the others share the rest. Each turn fixes at
        // least one column, so this ends.
        let mut fixed = vec![false; weights.len()];
        loop {
            let taken: f32 = needs.iter().zip(&fixed).filter(|(_, fixed)| **fixed).map(|(need, _)| need).sum();
            let weighed: f32 = weights.iter().zip(&fixed).filter(|(_, fixed)| !**fixed).map(|(weight, _)| weight).sum();
            let share = |n: usize| weights[n] * (total - taken) / weighed;
            let Some(tight) = (0..weights.len()).find(|&n| !fixed[n] && share(n) < needs[n]) else {
                return (0..weights.len()).map(|n| if fixed[n] { needs[n] } else { share(n) }).collect();
            };
            fixed[tight] = true;
        }
    }

    /// What each column needs for its longest word, in millimetres.
    fn needs(&self, letter: f32) -> impl Iterator<Item = f32> {
        // And a letter more: words have wide letters and narrow ones, and heads are bold.
        (0..self.columns.len()).map(move |n| (self.longest_word(n) + 1.0) * letter + CELL_PADDING)
    }

    /// In characters; words beyond what a column can be expected to hold are broken.
    fn longest_word(&self, column: usize) -> f32 {
        let of_cell = |cell: &Cell| match cell {
            Cell::Empty => 0,
            Cell::Text(text) => longest(text),
            Cell::Lines(lines) => lines.iter().map(|line| longest(line)).max().unwrap_or(0),
            Cell::Number(_) | Cell::Decimal(_) => cell.words().len(),
            Cell::Date(date) => longest(&long_date(*date).replace('\u{A0}', "-")),
            // A rating is one line with its shape, as far as its words allow.
            Cell::Rating(rating) => rating.label.chars().count().max(longest(&rating.notes.join(" "))) + 3,
            Cell::Direction(direction) => (longest(&direction.word) + 2).max(longest(&direction.compared)),
        };
        let head = longest(&self.columns[column].head);
        let cells = self.rows.iter().filter_map(|row| row.get(column)).map(of_cell).max().unwrap_or(0);
        let characters = head.max(cells).min(BROKEN_BEYOND);
        f32::from(u16::try_from(characters).unwrap_or(u16::MAX))
    }

    /// Whether the table is a few counts, which a reader compares across and no page parts.
    pub fn is_kept_whole(&self) -> bool {
        const FEW: usize = 12;
        let counts = self.numeric().into_iter().filter(|numeric| *numeric).count();
        self.rows.len() <= FEW && counts > 0 && counts + 1 >= self.columns.len()
    }

    /// Whether a row is short enough to be kept on one page; a long one may be divided.
    pub fn keeps_together(row: &[Cell], widths: &[f32], letter: f32) -> bool {
        const MOST_LINES: f32 = 18.0;
        row.iter().zip(widths).all(|(cell, width)| {
            let line = (width - CELL_PADDING).max(letter);
            let lines = |text: &str| {
                let characters = f32::from(u16::try_from(text.chars().count()).unwrap_or(u16::MAX));
                (characters * letter / line).ceil().max(1.0)
            };
            let total: f32 = match cell {
                Cell::Text(text) => text.lines().map(lines).sum(),
                Cell::Lines(texts) => texts.iter().flat_map(|text| text.lines()).map(lines).sum(),
                Cell::Rating(rating) => 1.0 + rating.notes.iter().map(|note| lines(note)).sum::<f32>(),
                Cell::Direction(direction) => 1.0 + lines(&direction.compared),
                Cell::Empty | Cell::Number(_) | Cell::Decimal(_) | Cell::Date(_) => 1.0,
            };
            total <= MOST_LINES
        })
    }
}

/// Left and right of a cell's text together, in millimetres.
const CELL_PADDING: f32 = 4.0;

/// The longest word, in characters, that a column of a table makes room for; a longer one is hyphenated.
pub const BROKEN_BEYOND: usize = 15;

/// The length of the longest word in a text, in characters.
pub fn longest(text: &str) -> usize {
    text.split_whitespace().map(|word| word.chars().count()).max().unwrap_or(0)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::blocks::Column;

    fn table(columns: &[(&str, u16)], row: Vec<Cell>) -> Table {
        let columns = columns.iter().map(|(head, weight)| Column { head: (*head).into(), weight: *weight }).collect();
        Table { columns, rows: vec![row], ..Table::default() }
    }

    #[test]
    fn a_narrow_column_still_holds_its_longest_word() {
        let table =
            table(&[("Reference", 1), ("Action", 20)], vec![Cell::Text("1.4".into()), Cell::Text("Review".into())]);
        let widths = table.widths(170.0, 2.0);
        assert!(widths[0] >= 9.0 * 2.0 + CELL_PADDING, "{widths:?}");
        assert!((widths.iter().sum::<f32>() - 170.0).abs() < 0.01);
    }

    #[test]
    fn more_columns_than_fit_share_the_page() {
        let columns: Vec<(&str, u16)> = (0..30).map(|_| ("Neighbourhood", 1)).collect();
        let widths = table(&columns, vec![Cell::Empty; 30]).widths(170.0, 2.0);
        assert!((widths.iter().sum::<f32>() - 170.0).abs() < 0.01 && widths.iter().all(|width| *width > 0.0));
    }

    #[test]
    fn headings_begin_at_one_and_skip_none() {
        let heading = |level| Block::Heading { level, number: String::new(), text: "H".into() };
        let document = Document { blocks: [2, 4, 1, 3, 3, 9].map(heading).to_vec(), ..crate::sample::delivery_plan(0) };
        assert_eq!(heading_levels(&document), [1, 2, 1, 2, 2, 3]);
    }

    #[test]
    fn only_columns_of_numbers_are_set_to_the_right() {
        let table =
            table(&[("a", 1), ("b", 1), ("c", 1)], vec![Cell::Number(1), Cell::Text("1.10".into()), Cell::Empty]);
        assert_eq!([0, 1, 2].map(|n| table.is_numeric(n)), [true, false, false]);
    }
}
