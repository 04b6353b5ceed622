//! Text for PDF, whose standards refuse a character that the embedded face cannot draw. Rather than refuse the paper,
//! the writer prints what stood there: "[U+1F600]". The other formats carry the text as it was typed.
use crate::press;
use serde_json::{Value, json};
use std::{collections::HashSet, fmt::Write as _, sync::LazyLock};

/// An unbroken run of more characters than this (an address, a hash) may be broken between any two pieces.
const LONGEST_RUN: usize = 24;
const PIECE: usize = 8;

/// A text as the template takes it: strings in order, with 0 where a line may end and 1 where it must.
pub fn pieces(text: &str) -> Value {
    let mut pieces = Vec::new();
    for (n, line) in visible(text).split('\n').enumerate() {
        if n > 0 {
            pieces.push(json!(1));
        }
        break_runs(line, &mut pieces);
    }
    Value::Array(pieces)
}

/// A text on one line, for headings and properties.
pub fn line(text: &str) -> String {
    visible(text).replace('\n', " ").trim().to_owned()
}

/// Every character that can be drawn as it is, every other one as its code point, what is invisible anyway left out.
pub fn visible(text: &str) -> String {
    if text.bytes().all(|byte| matches!(byte, b'\n' | b' '..=b'~')) {
        return text.to_owned();
    }
    let mut out = String::with_capacity(text.len());
    let mut naming = false;
    for c in text.chars() {
        if is_drawn(c) || is_space(c) {
            if naming {
                out.push(']');
                naming = false;
            }
            match c {
                '\u{2028}' | '\u{2029}' | '\u{85}' => out.push('\n'),
                '\t' | '\r' => out.push(' '),
                c => out.push(c),
            }
        } else if !is_invisible(c) {
            out.push_str(if naming { " " } else { "[" });
            naming = true;
            write!(out, "U+{:04X}", u32::from(c)).expect("a String takes everything");
        }
    }
    if naming {
        out.push(']');
    }
    out
}

fn break_runs(line: &str, pieces: &mut Vec<Value>) {
    let mut plain = String::new();
    for word in line.split_inclusive(' ') {
        let length = word.chars().count();
        if length <= LONGEST_RUN {
            plain.push_str(word);
            continue;
        }
        if !plain.is_empty() {
            pieces.push(json!(std::mem::take(&mut plain)));
        }
        let characters: Vec<char> = word.chars().collect();
        for (n, piece) in characters.chunks(PIECE).enumerate() {
            if n > 0 {
                pieces.push(json!(0));
            }
            pieces.push(json!(piece.iter().collect::<String>()));
        }
    }
    if !plain.is_empty() {
        pieces.push(json!(plain));
    }
}

fn is_space(c: char) -> bool {
    matches!(c, '\n' | '\t' | '\r' | '\u{85}' | '\u{2028}' | '\u{2029}')
}

/// Whether all four faces have the character, and PDF/A-2a admits it.
pub fn is_drawn(c: char) -> bool {
    static DRAWN: LazyLock<HashSet<char>> = LazyLock::new(|| {
        let admitted = |c: &char| {
            let private = matches!(*c, '\u{E000}'..='\u{F8FF}' | '\u{F0000}'..);
            // U+FFFC and U+FEFF have a meaning of their own inside the typesetter and inside PDF.
            !c.is_control() && !private && !is_invisible(*c) && *c != '\u{FFFC}'
        };
        let mut faces = press::covered().into_iter();
        let first = faces.next().unwrap_or_default();
        let rest: Vec<_> = faces.collect();
        first.into_iter().filter(|c| rest.iter().all(|face| face.contains(c))).filter(admitted).collect()
    });
    c == ' ' || DRAWN.contains(&c)
}

/// Joiners, directions, variations, tags: they change how others look and draw nothing themselves.
fn is_invisible(c: char) -> bool {
    matches!(
        c,
        '\u{AD}' | '\u{34F}' | '\u{61C}' | '\u{180B}'..='\u{180F}' | '\u{200B}'..='\u{200F}' | '\u{202A}'..='\u{202E}'
            | '\u{2060}'..='\u{206F}' | '\u{FE00}'..='\u{FE0F}' | '\u{FEFF}' | '\u{E0000}'..='\u{E0FFF}'
    )
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_papers_are_written_in_is_drawn() {
        let written = "ŵŷŴŶ âêîôû ÂÊÎÔÛ – — “ ” ‘ ’ • → ↑ ↓ ✔ ● ▲ ■ ○ ‖ − £ € … ½ ° × ≥";
        assert_eq!(visible(written), written);
    }

    #[test]
    fn what_cannot_be_drawn_is_named_once_a_run() {
        assert_eq!(visible("Well done 😀!"), "Well done [U+1F600]!");
        assert_eq!(visible("中文 text"), "[U+4E2D U+6587] text");
        assert_eq!(visible("👩‍👧"), "[U+1F469 U+1F467]");
        assert_eq!(visible("a\u{E000}"), "a[U+E000]");
        assert_eq!(visible("\u{202E}abc\u{200D}"), "abc");
        assert_eq!(visible("one\ttwo\u{2028}three"), "one two\nthree");
    }

    #[test]
    fn a_long_run_may_be_broken_and_loses_nothing() {
        let text = format!("see https://example.org/{}\nend", "a".repeat(40));
        let Value::Array(pieces) = pieces(&text) else { panic!("an array") };
        assert!(pieces.contains(&json!(0)) && pieces.contains(&json!(1)));
        let joined: String =
            pieces.iter().map(|piece| piece.as_str().unwrap_or(if *piece == json!(1) { "\n" } else { "" })).collect();
        assert_eq!(joined, text);
    }
}
