//! A paper that stands for one which held a passage that was erased says so on its face.
use crate::{
    blocks::{Block, Document, Inline},
    words::Words,
};

/// Marks a paper as the redacted edition of another, whose withdrawal gave this reason.
pub fn mark(document: &mut Document, words: &Words, number: &str, reason: &str) {
    let told = [("number", number.into()), ("reason", reason.trim_end_matches('.').into())];
    let panel = Block::Panel {
        title: words.say("redacted-title"),
        paragraphs: vec![Inline::text(words.with("redacted", &told))],
    };
    let of = [("title", document.title.as_str().into()), ("number", number.into())];
    document.title = words.with("redacted-of", &of);
    document.blocks.insert(0, panel);
    if let Some(json) = document.json.as_object_mut() {
        json.insert("title".into(), document.title.clone().into());
        json.insert("redacts".into(), number.into());
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::sample;

    #[test]
    fn a_redacted_edition_says_what_it_stands_for() {
        let mut paper = sample::delivery_plan(1);
        let before = paper.blocks.len();
        mark(&mut paper, Words::english(), "FEN-2026-001", "A victim was named.");
        assert!(paper.title.ends_with("(redacted edition of FEN-2026-001)"), "{}", paper.title);
        assert_eq!(paper.json["redacts"], "FEN-2026-001");
        let Block::Panel { paragraphs, .. } = &paper.blocks[0] else { panic!("it begins with it") };
        let [Inline::Text(said)] = paragraphs[0].as_slice() else { panic!("one sentence after another") };
        assert!(said.contains("A victim was named. Where the passage stood"), "{said}");
        assert_eq!(paper.blocks.len(), before + 1);
    }
}
