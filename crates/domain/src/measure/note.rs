//! Notes on a measure: a caveat to read it with, and a break, at which something beside the matter itself changed.
use crate::{
    ask::{Answer, Ask, Decision, Draft, Refusal},
    entry::Act,
    office::Office,
    period::london_day,
    span::Span,
    text::Text,
};
use jiff::civil::Date;
use serde::{Deserialize, Serialize};

#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Note {
    pub kind: NoteKind,
    /// From which stretch on; of a break, in which it lies.
    pub from: Span,
    pub words: Text,
    /// The day on which it was written down.
    pub noted: Date,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum NoteKind {
    Caveat,
    /// A system's go-live, a recording rule, areas that were drawn anew. Limits go on over it until somebody decides that
    /// they begin anew there.
    Break,
}

impl NoteKind {
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Caveat => "caveat",
            Self::Break => "break",
        }
    }
}

/// Writes a caveat or a break down.
#[derive(Clone, Debug)]
pub struct NoteOnMeasure {
    pub measure: Text,
    pub kind: NoteKind,
    pub from: Span,
    pub words: Text,
}

/// The most notes on one measure.
const MOST: usize = 100;

impl NoteOnMeasure {
    pub(crate) fn decide(&self, office: &Office, ask: &Ask) -> Result<Decision, Refusal> {
        let kept = office.measure_meant(self.measure.as_str())?;
        let words = self.words.on_one_line();
        let many = words.as_str().chars().count();
        if words.is_empty() || many > 1_000 {
            return Err(Refusal::because("say it in a sentence, in at most 1,000 characters"));
        }
        let grain = kept.item.definition().grain;
        if self.from.grain() != grain {
            return Err(Refusal::because(format!(
                "{} is counted by the {}, and {} is none",
                kept.reference(),
                grain.as_str(),
                self.from
            )));
        }
        if kept.item.notes.len() >= MOST {
            return Err(Refusal::because(format!("{} has {MOST} notes already", kept.reference())));
        }
        let note = Note { kind: self.kind, from: self.from, words, noted: ask.on.unwrap_or(london_day(ask.now)) };
        let same = |other: &Note| other.kind == note.kind && other.from == note.from && other.words == note.words;
        if kept.item.notes.iter().any(same) {
            return Err(Refusal::because(format!("{} has this note already", kept.reference())));
        }
        let mut measure = kept.item.clone();
        measure.notes.push(note);
        let id = kept.id.uuid();
        let draft = Draft::new(Act::Changed, id, &kept.envelope, &measure, ask);
        Ok(Decision { drafts: vec![draft], answer: Answer::Item(id) })
    }
}
