//! An erasure: a passage that must go is blanked in every state that holds it. The entries stay, and with them every
//! proof; the record says that something was erased, from where and why, and never what.
use crate::{
    ask::{Answer, Ask, Decision, Draft, Refusal},
    entry::Act,
    envelope::Envelope,
    id::Id,
    office::{Kind, Noun, Office},
    paper::{Paper, Withdrawal},
    period::london_day,
    text::{Text, text},
};
use serde::{Deserialize, Serialize};
use uuid::Uuid;

#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Erasure {
    /// The item that the passage was erased from, its kind and the reference that people know it by.
    pub of: Uuid,
    pub kind: Kind,
    pub reference: Text,
    pub states: Vec<ErasedState>,
    /// Files that held the passage and were deleted: SHA-256 in lower-case hexadecimal.
    pub files: Vec<Text>,
}

/// A state that was replaced by one with the passage blanked.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct ErasedState {
    pub seq: i64,
    /// SHA-256 of the replacement's salt and body, in lower-case hexadecimal.
    pub state_hash: Text,
}

impl Noun for Erasure {
    const KIND: Kind = Kind::Erasure;
    const SHAPE: i64 = 1;
}

/// What stands in the place of an erased passage, in the record and on paper.
pub const ERASED: &str = "[erased]";

/// The fewest characters of a passage: a shorter one stands inside too many other words.
const SHORTEST: usize = 3;

/// The words to erase. Between two of them there may be any white space, so that a passage is found across the lines
/// of a cell; for the rest each character counts.
#[derive(Clone, PartialEq, Eq)]
pub struct Passage(Vec<String>);

impl std::fmt::Debug for Passage {
    /// A log is read by others than the record.
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "Passage of {} words", self.0.len())
    }
}

impl Passage {
    pub fn new(words: &Text) -> Result<Self, Refusal> {
        let words: Vec<String> = words.as_str().split_whitespace().map(str::to_owned).collect();
        let length: usize = words.iter().map(|word| word.chars().count()).sum();
        if length < SHORTEST {
            return Err(Refusal::because(format!(
                "the passage has fewer than {SHORTEST} characters and would be found inside other words; give more of the sentence"
            )));
        }
        if ERASED.contains(&words.join(" ")) {
            return Err(Refusal::because(format!(
                "“{ERASED}” is what stands in the place of an erased passage; it cannot be erased itself"
            )));
        }
        Ok(Self(words))
    }

    /// Where the passage stands in a text that begins with it: the length of it.
    fn length_at(&self, text: &str) -> Option<usize> {
        let mut rest = text;
        for (n, word) in self.0.iter().enumerate() {
            if n > 0 {
                let next = rest.trim_start();
                if next.len() == rest.len() {
                    return None;
                }
                rest = next;
            }
            rest = rest.strip_prefix(word.as_str())?;
        }
        Some(text.len() - rest.len())
    }

    pub fn is_in(&self, text: &str) -> bool {
        text.match_indices(self.0[0].as_str()).any(|(at, _)| self.length_at(&text[at..]).is_some())
    }

    /// The text with the passage blanked wherever it stands; None where it does not.
    pub fn blanked(&self, text: &str) -> Option<String> {
        let mut out = String::new();
        let mut done = 0;
        for (at, _) in text.match_indices(self.0[0].as_str()) {
            if at < done {
                continue;
            }
            if let Some(length) = self.length_at(&text[at..]) {
                out.push_str(&text[done..at]);
                out.push_str(ERASED);
                done = at + length;
            }
        }
        (done > 0).then(|| {
            out.push_str(&text[done..]);
            out
        })
    }

    /// A JSON text with the passage blanked in its strings; every other byte stays as it was. None where no string
    /// holds it. Names of members are the format's own and are left alone.
    pub fn blanked_json(&self, json: &[u8]) -> Option<Vec<u8>> {
        let mut out = Vec::with_capacity(json.len());
        let (mut at, mut found) = (0, false);
        while at < json.len() {
            if json[at] != b'"' {
                out.push(json[at]);
                at += 1;
                continue;
            }
            let end = end_of_string(json, at);
            let token = &json[at..end];
            let is_name = json[end..].iter().find(|byte| !byte.is_ascii_whitespace()) == Some(&b':');
            let blanked = serde_json::from_slice::<String>(token).ok().and_then(|string| self.blanked(&string));
            match blanked.filter(|_| !is_name).and_then(|string| serde_json::to_vec(&string).ok()) {
                Some(string) => {
                    out.extend(string);
                    found = true;
                }
                None => out.extend(token),
            }
            at = end;
        }
        found.then_some(out)
    }
}

/// The place after the string that begins at `start`.
fn end_of_string(json: &[u8], start: usize) -> usize {
    let mut at = start + 1;
    while at < json.len() {
        match json[at] {
            b'\\' => at += 2,
            b'"' => return at + 1,
            _ => at += 1,
        }
    }
    json.len()
}

/// A state as it is going to stand.
#[derive(Clone, Debug)]
pub struct Replaced {
    pub seq: i64,
    pub salt: [u8; 32],
    /// The body column: the blanked body, or the name of the file that it is kept as.
    pub column: Vec<u8>,
    pub state_hash: [u8; 32],
}

/// Erases a passage. Which states hold it was found on the record as it stood at entry `upto`.
#[derive(Clone, Debug)]
pub struct Erase {
    /// The erasure's own item: chosen before it is decided, since the folder's file names it first.
    pub id: Uuid,
    pub of: Uuid,
    pub kind: Kind,
    pub reference: Text,
    /// None: an erasure that a restore applies again, which no longer knows the words.
    pub passage: Option<Passage>,
    pub upto: i64,
    pub states: Vec<Replaced>,
    pub files: Vec<Text>,
    /// Issued papers that printed the passage: they are withdrawn, their hashes stay.
    pub papers: Vec<Id<Paper>>,
}

impl Erase {
    pub(crate) fn decide(&self, office: &Office, ask: &Ask) -> Result<Decision, Refusal> {
        let reason = ask.reason.clone().filter(|reason| !reason.on_one_line().is_empty());
        let Some(reason) = reason else {
            return Err(Refusal::because(
                "an erasure needs a reason, which stays on the record; give one with --reason",
            ));
        };
        if self.passage.as_ref().is_some_and(|passage| passage.is_in(reason.as_str())) {
            return Err(Refusal::because(
                "the reason holds the passage itself, and would keep it on the record; say why in other words",
            ));
        }
        if self.upto != office.head.seq {
            return Err(Refusal::because(
                "something was recorded while the passage was looked for, so nothing was erased; try again",
            ));
        }
        if self.states.is_empty() && self.files.is_empty() {
            return Err(Refusal::because("the passage does not stand there, so there is nothing to erase"));
        }
        let states = self.states.iter();
        let states = states.map(|state| ErasedState { seq: state.seq, state_hash: text(&hex(&state.state_hash)) });
        let erasure = Erasure {
            of: self.of,
            kind: self.kind,
            reference: self.reference.clone(),
            states: states.collect(),
            files: self.files.clone(),
        };
        let number = text(&format!("E{}", office.erasures.size() + 1));
        let mut drafts = vec![Draft::new(Act::Erased, self.id, &Envelope::internal(number), &erasure, ask)];
        let on = ask.on.unwrap_or_else(|| london_day(ask.now));
        let withdrawal = Withdrawal { on, reason: text(&format!("A passage was erased from it: {reason}")) };
        for id in &self.papers {
            if let Some(paper) = office.papers.get(&id.uuid()) {
                drafts.extend(office.withdrawn(paper, &withdrawal, ask));
            }
        }
        if let Some(passage) = &self.passage {
            for draft in &mut drafts {
                if let Some(blanked) = passage.blanked_json(&draft.body) {
                    draft.body = blanked;
                }
            }
        }
        Ok(Decision { drafts, answer: Answer::Item(self.id) })
    }
}

pub(crate) fn hex(bytes: &[u8]) -> String {
    use std::fmt::Write as _;
    bytes.iter().fold(String::new(), |mut hex, byte| {
        write!(hex, "{byte:02x}").expect("a string takes what is written to it");
        hex
    })
}

/// Whose words a state holds, and so which erasure covers it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Whose {
    /// The item's own, or those of what was said of it.
    Item(Uuid),
    /// A copy of other items' words as they were printed, seen or published.
    Copy,
    /// Nothing is erased from it: the settings, and erasures themselves.
    Kept,
}

/// Whose words the state of an item holds: an update and a request speak of their action, commentary of its measure, an
/// assurance of its control, a question of what it is about, a paper copies what it prints.
pub fn whose(kind: Kind, item: Uuid, body: &[u8]) -> Whose {
    #[derive(Deserialize)]
    struct State {
        item: About,
    }
    #[derive(Deserialize)]
    struct About {
        #[serde(alias = "measure", alias = "control", alias = "about")]
        action: Uuid,
    }
    match kind {
        Kind::Update
        | Kind::ChangeRequest
        | Kind::Milestone
        | Kind::ExpectedEffect
        | Kind::Commentary
        | Kind::Assurance
        | Kind::Question => {
            let about = serde_json::from_slice::<State>(body).map(|state| state.item.action);
            Whose::Item(about.unwrap_or(item))
        }
        Kind::Import | Kind::Snapshot | Kind::Paper | Kind::Publication => Whose::Copy,
        Kind::Settings | Kind::Erasure => Whose::Kept,
        Kind::Body
        | Kind::Post
        | Kind::Scale
        | Kind::Plan
        | Kind::Theme
        | Kind::Outcome
        | Kind::Objective
        | Kind::Priority
        | Kind::Action
        | Kind::Round
        | Kind::Narrative
        | Kind::Sufficiency
        | Kind::Environment
        | Kind::PartnerAction
        | Kind::PublicationRequest
        | Kind::Hold
        | Kind::WrittenRules
        | Kind::Measure
        | Kind::Load
        | Kind::FindingSource
        | Kind::Review
        | Kind::Finding
        | Kind::RiskMatrix
        | Kind::Risk
        | Kind::Control
        | Kind::Gap
        | Kind::Access => Whose::Item(item),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn passage(words: &str) -> Passage {
        Passage::new(&text(words)).unwrap()
    }

    #[test]
    fn a_passage_is_found_across_the_lines_of_a_cell() {
        let jane = passage("Jane  Roe of 4 High Street");
        assert_eq!(jane.blanked("Seen: Jane\nRoe of 4 High\tStreet.").unwrap(), "Seen: [erased].");
        assert_eq!(jane.blanked("Jane Roe, of 4 High Street"), None);
        assert_eq!(passage("aaa").blanked("aaaaaaa").unwrap(), "[erased][erased]a");
        assert_eq!(passage("Jane").blanked("Janet and jane").unwrap(), "[erased]t and jane");
    }

    #[test]
    fn a_passage_too_short_to_be_meant_is_refused() {
        assert!(Passage::new(&text(" ab ")).unwrap_err().to_string().contains("more of the sentence"));
        assert!(Passage::new(&text("erased")).unwrap_err().to_string().contains("cannot be erased"));
    }

    #[test]
    fn only_strings_that_are_no_names_are_blanked_and_every_other_byte_stays() {
        let body = br#"{"title" : "see title, \"title\"","n":[1.50, true,"t\u0069tle"]}"#;
        let blanked = passage("title").blanked_json(body).unwrap();
        assert_eq!(
            String::from_utf8(blanked).unwrap(),
            r#"{"title" : "see [erased], \"[erased]\"","n":[1.50, true,"[erased]"]}"#
        );
        assert_eq!(passage("nothing").blanked_json(body), None);
    }

    #[test]
    fn a_log_does_not_say_the_words() {
        assert_eq!(format!("{:?}", passage("Jane Roe")), "Passage of 2 words");
    }

    proptest! {
        #[test]
        fn what_is_blanked_is_nowhere_and_the_rest_is_whole(before in "[a-z \n\"\\\\é]{0,30}", after in "[a-z \n\"\\\\é]{0,30}") {
            let name = passage("Jane Roe");
            let json = serde_json::to_vec(&serde_json::json!({ "a": format!("{before}Jane \n Roe{after}"), "b": before })).unwrap();
            let blanked = name.blanked_json(&json).unwrap();
            let value: serde_json::Value = serde_json::from_slice(&blanked).unwrap();
            prop_assert_eq!(value["a"].as_str().unwrap(), format!("{before}[erased]{after}"));
            prop_assert_eq!(value["b"].as_str().unwrap(), before);
        }
    }
}
