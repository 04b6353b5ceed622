//! What intake makes of plain text: lines with the white space at their start, items where a glyph stands.
use domain::{
    table::{Block, Document},
    text::text,
};

pub fn document(lines: &str) -> Document {
    let block = |(at, line): (usize, &str)| {
        let (place, line) = (format!("line {}", at + 1), line.trim_end());
        if line.is_empty() {
            return None;
        }
        let set_in = line.len() - line.trim_start().len();
        let item = line.trim_start().strip_prefix(['\u{2022}', '-', '*']).filter(|rest| rest.starts_with([' ', '\t']));
        Some(match item {
            Some(words) => {
                Block::Item { place, level: u8::try_from(1 + set_in / 4).unwrap(), text: text(words.trim()) }
            }
            None => Block::Line { place, text: text(line) },
        })
    };
    Document { blocks: lines.split('\n').enumerate().filter_map(block).collect(), notes: vec![] }
}
