//! How wide words are, so that no two of them lie over one another and none leaves the picture. The drawing cannot ask a
//! font: the same file is read by a browser, a typesetter and a word processor, each with its own. So every character is
//! given the widest advance that it has in the faces named in [`FONT`].

/// The typefaces of every chart. Arial stands first, since an office suite takes the first name or a face of its own that
/// is wider; the typesetter, which has the papers' own face alone, goes on to that. A name that ends in a number must stand
/// in quotes, or a browser drops the whole list.
pub const FONT: &str = "Arial, 'Source Sans 3', Helvetica, sans-serif";

/// Advances in thousandths of the size, from the space to the tilde: the wider of Source Sans 3 and Arial.
const REGULAR: [u16; 95] = [
    278, 289, 426, 557, 557, 890, 667, 249, 334, 334, 418, 584, 278, 334, 278, 350, 557, 557, 557, 557, 557, 557, 557,
    557, 557, 557, 278, 278, 584, 584, 584, 557, 1016, 667, 667, 723, 723, 667, 611, 778, 723, 278, 500, 667, 557, 834,
    723, 778, 667, 778, 723, 667, 611, 723, 667, 944, 667, 667, 611, 303, 350, 303, 497, 557, 542, 557, 557, 500, 557,
    557, 292, 557, 557, 246, 247, 500, 255, 834, 557, 557, 557, 557, 347, 500, 338, 557, 500, 723, 500, 500, 500, 334,
    260, 334, 584,
];
const BOLD: [u16; 95] = [
    278, 340, 537, 557, 557, 890, 723, 300, 344, 344, 457, 584, 300, 334, 300, 339, 557, 557, 557, 557, 557, 557, 557,
    557, 557, 557, 334, 334, 584, 584, 584, 611, 976, 723, 723, 723, 723, 667, 611, 778, 723, 301, 557, 723, 611, 834,
    723, 778, 667, 778, 723, 667, 611, 723, 667, 944, 667, 667, 611, 344, 339, 344, 584, 557, 555, 557, 611, 557, 611,
    557, 341, 611, 611, 278, 278, 557, 286, 890, 611, 611, 611, 611, 398, 557, 383, 611, 557, 778, 557, 557, 500, 390,
    280, 390, 584,
];

/// Whether words are set in the plain or the bold face.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Weight {
    Plain,
    Bold,
}

fn advance(character: char, weight: Weight) -> u16 {
    let table = match weight {
        Weight::Plain => &REGULAR,
        Weight::Bold => &BOLD,
    };
    match character {
        ' '..='~' => table[character as usize - ' ' as usize],
        '\u{300}'..='\u{36f}' | '\u{200b}'..='\u{200f}' | '\u{fe00}'..='\u{fe0f}' => 0,
        '\u{2018}' | '\u{2019}' => 300,
        '\u{201c}' | '\u{201d}' => 540,
        '\u{2013}' | '\u{2212}' | '×' | '≤' | '≥' | '±' | '£' => 584,
        'ŵ' | 'ẁ' | 'ẃ' | 'ẅ' | 'ṁ' => 890,
        '\u{a0}'..='\u{24f}' | '\u{1e00}'..='\u{1eff}' | '\u{370}'..='\u{52f}' if character.is_lowercase() => 720,
        '\u{1f000}'.. => 1400,
        _ => 1000,
    }
}

/// The width of words at a size, in the units of the drawing.
pub(crate) fn width(text: &str, size: f64, weight: Weight) -> f64 {
    text.chars().map(|character| f64::from(advance(character, weight))).sum::<f64>() / 1000.0 * size
}

/// Words as a line of a drawing can hold them: no control characters, nothing that turns the direction of what follows,
/// and white space once.
pub(crate) fn clean(text: &str) -> String {
    let kept: String = text
        .chars()
        .filter_map(|character| match character {
            '\u{ad}'
            | '\u{200b}'..='\u{200f}'
            | '\u{202a}'..='\u{202e}'
            | '\u{2060}'..='\u{206f}'
            | '\u{feff}'
            | '\u{fffe}'
            | '\u{ffff}' => None,
            _ if character.is_control() || character.is_whitespace() => Some(' '),
            _ => Some(character),
        })
        .collect();
    kept.split(' ').filter(|word| !word.is_empty()).collect::<Vec<_>>().join(" ")
}

/// Words for XML: markup in a name is shown, never obeyed.
pub(crate) fn escape(text: &str) -> String {
    let mut escaped = String::with_capacity(text.len());
    for character in text.chars() {
        match character {
            '&' => escaped.push_str("&amp;"),
            '<' => escaped.push_str("&lt;"),
            '>' => escaped.push_str("&gt;"),
            '"' => escaped.push_str("&quot;"),
            '\'' => escaped.push_str("&#39;"),
            _ => escaped.push(character),
        }
    }
    escaped
}

/// Words cut to a width, the cut shown by an ellipsis. The table beside the chart keeps the whole.
pub(crate) fn cut(text: &str, size: f64, weight: Weight, room: f64) -> String {
    if width(text, size, weight) <= room {
        return text.to_owned();
    }
    let mut kept = String::new();
    let mut used = width("…", size, weight);
    for character in text.chars() {
        used += f64::from(advance(character, weight)) / 1000.0 * size;
        if used > room {
            break;
        }
        kept.push(character);
    }
    kept.truncate(kept.trim_end().len());
    kept.push('…');
    kept
}

/// Words broken into lines of a width; past `most` lines the last is cut. A word that is wider than a line is broken.
pub(crate) fn wrap(text: &str, size: f64, weight: Weight, room: f64, most: usize) -> Vec<String> {
    let mut lines: Vec<String> = Vec::new();
    let mut line = String::new();
    let mut words = text.split(' ').filter(|word| !word.is_empty()).map(str::to_owned).collect::<Vec<_>>();
    words.reverse();
    while let Some(word) = words.pop() {
        let longer = if line.is_empty() { word.clone() } else { format!("{line} {word}") };
        if width(&longer, size, weight) <= room {
            line = longer;
            continue;
        }
        if lines.len() + 1 >= most {
            words.push(word);
            words.reverse();
            let rest = if line.is_empty() { words.join(" ") } else { format!("{line} {}", words.join(" ")) };
            lines.push(cut(&rest, size, weight, room));
            return lines;
        }
        if line.is_empty() {
            let (head, tail) = broken(&word, size, weight, room);
            lines.push(head);
            if !tail.is_empty() {
                words.push(tail);
            }
        } else {
            lines.push(std::mem::take(&mut line));
            words.push(word);
        }
    }
    if !line.is_empty() {
        lines.push(line);
    }
    lines
}

/// One long word in two: what fits (one character at least), and the rest.
fn broken(word: &str, size: f64, weight: Weight, room: f64) -> (String, String) {
    let mut used = 0.0;
    for (at, character) in word.char_indices() {
        used += f64::from(advance(character, weight)) / 1000.0 * size;
        if used > room && at > 0 {
            return (word[..at].to_owned(), word[at..].to_owned());
        }
    }
    (word.to_owned(), String::new())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_long_name_is_cut_and_says_so() {
        let name = "Violence with injury and the threat of violence";
        let short = cut(name, 14.0, Weight::Plain, 120.0);
        assert!(short.ends_with('…') && width(&short, 14.0, Weight::Plain) <= 120.0, "{short}");
        assert_eq!(cut("Burglary", 14.0, Weight::Plain, 120.0), "Burglary");
    }

    #[test]
    fn lines_hold_every_word_until_the_last_is_cut() {
        let said = "Residential burglary is lower than usual since January 2025";
        let lines = wrap(said, 12.0, Weight::Plain, 100.0, 9);
        assert_eq!(lines.join(" "), said);
        assert!(lines.iter().all(|line| width(line, 12.0, Weight::Plain) <= 100.0));
        let two = wrap(said, 12.0, Weight::Plain, 100.0, 2);
        assert!(two.len() == 2 && two[1].ends_with('…'), "{two:?}");
        let word = wrap("Llanfairpwllgwyngyllgogerychwyrndrobwllllantysiliogogogoch", 12.0, Weight::Plain, 100.0, 9);
        assert!(word.len() > 2 && word.concat().ends_with("gogogoch"));
    }

    #[test]
    fn control_characters_and_turned_directions_are_left_out() {
        assert_eq!(clean("a\u{0}b\u{202e}c\n\t d"), "a bc d");
        assert_eq!(escape("<b>\"R&D\"</b>"), "&lt;b&gt;&quot;R&amp;D&quot;&lt;/b&gt;");
    }
}
