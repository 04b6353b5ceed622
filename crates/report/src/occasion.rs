//! What every paper is made for: who will read it, what they may see of the office, and as at when.
use crate::{
    blocks::{Block, Document, Inline, PaperNumber, Sheet, Standing, Table},
    words::Words,
};
use domain::{
    body::Body,
    envelope::{Envelope, Marking},
    office::{Head, Kept},
    paper::PaperKind,
    period::london_day,
    sight::Sight,
    snapshot::Snapshot,
    travel::time_of,
};
use jiff::{Timestamp, civil::Date};
use serde_json::{Value, json};

/// The occasion of a paper. Everything in a paper is a function of this, of what it is about, and of nothing else.
#[derive(Clone, Debug)]
pub struct Occasion<'a> {
    /// The office at the entry, no further than the body may see: [`domain::office::Office::shown_to`].
    pub sight: Sight<'a>,
    /// Who it is made for.
    pub body: &'a Kept<Body>,
    pub as_at: AsAt,
    /// None: a rendering, not an issue.
    pub number: Option<PaperNumber>,
    /// The signed statement of the record at that entry, without its signature: a C2SP note. None where there is no
    /// record: somebody tries Milepost with a plan of their own.
    pub statement: Option<String>,
    pub words: &'static Words,
}

/// The place in the record that a paper shows.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct AsAt {
    pub seq: i64,
    /// When that entry was recorded, in microseconds.
    pub at: i64,
    /// The rendering's day.
    pub day: Date,
    pub position: Option<PositionName>,
}

/// The position by which people know a place in the record.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct PositionName {
    pub name: String,
    /// The name of the body that it was taken for.
    pub body: String,
}

impl AsAt {
    /// The place where an office stands. Its day is the one that was asked for, else the position's own, else the
    /// London day of the entry.
    pub fn new(sight: &Sight, day: Option<Date>, snapshot: Option<&Kept<Snapshot>>) -> Self {
        let Head { seq, at, .. } = sight.head();
        let recorded = london_day(Timestamp::from_microsecond(at).expect("the record's times are times"));
        let position = snapshot.map(|taken| PositionName {
            name: taken.item.name.to_string(),
            body: sight.body(taken.item.body).map(|body| body.item.name.to_string()).unwrap_or_default(),
        });
        let day = day.or_else(|| snapshot?.item.on).unwrap_or(recorded);
        Self { seq, at, day, position }
    }

    /// "position taken for the Panel, 12 September 2018", or the plain day.
    pub fn words(&self, words: &Words) -> String {
        let day = words.date(self.day);
        match &self.position {
            Some(taken) => words.with(
                "as-at-position",
                &[("name", taken.name.as_str().into()), ("body", taken.body.as_str().into()), ("day", day.into())],
            ),
            None => words.with("as-at-entry", &[("day", day.into()), ("entry", self.seq.to_string().into())]),
        }
    }

    pub fn json(&self) -> Value {
        let snapshot = self.position.as_ref().map(|taken| &taken.name);
        json!({ "seq": self.seq, "time": time_of(self.at), "snapshot": snapshot, "day": self.day })
    }
}

/// A paper before it is bound.
pub(crate) struct Draft {
    pub kind: PaperKind,
    pub title: String,
    pub summary: String,
    pub marking: Marking,
    pub front: Vec<Block>,
    pub blocks: Vec<Block>,
    pub data: Table,
    pub sheets: Vec<Sheet>,
    pub json: Value,
}

impl Occasion<'_> {
    /// The name of the body that it is made for: "Panel".
    pub fn body_name(&self) -> String {
        self.body.item.name.to_string()
    }

    pub fn office_name(&self) -> String {
        self.sight.settings().map(|settings| settings.item.name.to_string()).unwrap_or_default()
    }

    /// Binds a paper: what stands in every one of them is put around it, the proof last.
    pub(crate) fn bind(&self, draft: Draft) -> Document {
        let Draft { kind, title, summary, marking, front, mut blocks, data, sheets, mut json } = draft;
        let standing = self.standing();
        blocks.push(self.proof());
        let common = json!({
            "kind": kind.as_str(),
            "title": title,
            "for": self.body.item.name,
            "office": self.office_name(),
            "demo": standing == Standing::Demo,
            "language": self.words.language,
            "marking": marking.as_str(),
            "as_at": self.as_at.json(),
            "checkpoint": self.statement,
        });
        if let (Some(json), Value::Object(common)) = (json.as_object_mut(), common) {
            json.extend(common);
        }
        Document {
            kind,
            language: self.words.language.to_owned(),
            title,
            summary,
            author: self.office_name(),
            standing,
            marking,
            number: self.number.clone(),
            day: self.as_at.day,
            front,
            blocks,
            data,
            sheets,
            json,
        }
    }

    /// The place in the record, as the facts at the head of a paper name it.
    pub(crate) fn place(&self) -> String {
        match self.standing() {
            Standing::Trial => self.words.with("as-at-trial", &[("day", self.words.date(self.as_at.day).into())]),
            Standing::Office | Standing::Demo => self.as_at.words(self.words),
        }
    }

    fn standing(&self) -> Standing {
        let demo = self.sight.settings().is_some_and(|settings| settings.item.demo);
        match (&self.statement, demo) {
            (None, _) => Standing::Trial,
            (Some(_), true) => Standing::Demo,
            (Some(_), false) => Standing::Office,
        }
    }

    /// How anybody may check the paper: what it is, what of the record it shows, and what a check does not say.
    fn proof(&self) -> Block {
        let words = self.words;
        let Some(statement) = &self.statement else {
            let paragraphs = vec![Inline::text(words.say("trial-what")), Inline::text(words.say("trial-check"))];
            return Block::Panel { title: words.say("trial-title"), paragraphs };
        };
        let mut paragraphs = vec![];
        let mut tell = |sentence: String| paragraphs.push(Inline::text(sentence));
        tell(match &self.number {
            Some(paper) => words.with(
                "proof-number",
                &[("number", paper.number.as_str().into()), ("code", paper.code.as_str().into())],
            ),
            None => words.say("proof-not-issued"),
        });
        let entry = [("entry", self.as_at.seq.to_string().into()), ("time", time_of(self.as_at.at).as_str().into())];
        tell(words.with("proof-record", &entry));
        tell(words.say("proof-statement"));
        paragraphs
            .extend(statement.lines().filter(|line| !line.is_empty()).map(|line| vec![Inline::Code(line.into())]));
        if self.number.is_some() {
            paragraphs.push(vec![
                Inline::Text(words.say("proof-check-before")),
                Inline::Code(words.say("proof-check-command")),
                Inline::Text(words.say("proof-check-after")),
            ]);
            paragraphs.push(Inline::text(words.say("proof-means")));
        }
        Block::Panel { title: words.say("proof-title"), paragraphs }
    }
}

/// The highest marking of anything printed.
pub(crate) fn highest<'e>(printed: impl IntoIterator<Item = &'e Envelope>) -> Marking {
    printed.into_iter().map(|envelope| envelope.marking).max().unwrap_or(Marking::Official)
}
