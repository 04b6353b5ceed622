//! The office itself: its name, the code of its papers, the key that signs its record.
use crate::{
    ask::{Answer, Ask, Decision, Draft, Refusal},
    body::{Body, BodyKind},
    chance::Chance,
    entry::Act,
    envelope::Envelope,
    office::{Kind, Noun, Office},
    post::Post,
    scale::Scale,
    text::{Text, text},
};
use serde::{Deserialize, Serialize};

#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Settings {
    pub name: Text,
    /// Begins the number of every paper: FEN-2026-001.
    pub code: Text,
    /// The public key that signs the record: Ed25519, 32 bytes in base64.
    pub key: Text,
    /// 1, and one more with each restore that could not go on under the same signature.
    pub epoch: i64,
    pub brand: Brand,
    /// A fictional office, whose clock may run in the past and whose every page and paper says DEMO.
    #[serde(default)]
    pub demo: bool,
    /// What restores lost, oldest first.
    #[serde(default)]
    pub gaps: Vec<Gap>,
}

/// Signed entries that a restore could not bring back.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Gap {
    /// The epoch that ended.
    pub epoch: i64,
    /// The first and last entry that were signed and are lost; None where nobody can tell, which is said and not left out.
    #[serde(deserialize_with = "Option::deserialize")]
    pub from: Option<i64>,
    #[serde(deserialize_with = "Option::deserialize")]
    pub to: Option<i64>,
    /// The numbers of the papers issued in them, as far as their files survived: no other paper is given these.
    pub papers: Vec<Text>,
}

/// What an office may change of the look: a few CSS properties.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Brand {
    /// The bar at the head of every page, as #rrggbb.
    pub colour: Text,
    /// What stands on it, as #rrggbb.
    pub on_colour: Text,
}

impl Default for Brand {
    fn default() -> Self {
        Self { colour: text("#1b3a57"), on_colour: text("#ffffff") }
    }
}

impl Noun for Settings {
    const KIND: Kind = Kind::Settings;
    /// 2: `gaps`.
    const SHAPE: i64 = 2;
}

/// The name of the post that acts before anybody can sign in.
pub const COMMAND_LINE: &str = "Office (command line)";

/// Opens the record of a new office.
#[derive(Clone, Debug)]
pub struct Begin {
    pub name: Text,
    pub code: Option<Text>,
    pub key: Text,
    pub brand: Brand,
    pub demo: bool,
}

impl Begin {
    pub(crate) fn decide(&self, office: &Office, ask: &Ask, chance: &mut Chance) -> Result<Decision, Refusal> {
        if let Some(settings) = office.settings() {
            return Err(Refusal::because(format!("this record already belongs to {}", settings.item.name)));
        }
        let name = self.name.on_one_line();
        if name.is_empty() {
            return Err(Refusal::because("the office has no name; give one with --office"));
        }
        let code = match &self.code {
            Some(code) => checked_code(code)?,
            None => code_of(&name),
        };
        let settings = Settings {
            name: name.clone(),
            code: code.clone(),
            key: self.key.clone(),
            epoch: 1,
            brand: self.brand.clone(),
            demo: self.demo,
            gaps: vec![],
        };
        let mut drafts = vec![Draft::new(Act::Begun, chance.id(ask.now), &Envelope::public(code), &settings, ask)];
        let own = chance.id(ask.now);
        let bodies = [
            (own, name, BodyKind::Office),
            (chance.id(ask.now), text("Board"), BodyKind::Board),
            (chance.id(ask.now), text("Panel"), BodyKind::Panel),
            (chance.id(ask.now), text("Audit Committee"), BodyKind::Committee),
        ];
        for (id, name, kind) in bodies {
            let body = Body { name: name.clone(), kind, aliases: vec![] };
            drafts.push(Draft::new(Act::Begun, id, &Envelope::public(name), &body, ask));
        }
        let post = Post { name: text(COMMAND_LINE), body: own.into(), initials: vec![] };
        drafts.push(Draft::new(Act::Begun, ask.actor.post.uuid(), &Envelope::public(text(COMMAND_LINE)), &post, ask));
        let scale = Scale::standard();
        drafts.push(Draft::new(Act::Begun, chance.id(ask.now), &Envelope::public(scale.name.clone()), &scale, ask));
        let id = drafts[0].item;
        Ok(Decision { drafts, answer: Answer::Item(id) })
    }
}

fn checked_code(code: &Text) -> Result<Text, Refusal> {
    let upper = code.as_str().trim().to_uppercase();
    let good = (2..=8).contains(&upper.len())
        && upper.bytes().all(|b| b.is_ascii_uppercase() || b.is_ascii_digit())
        && upper.starts_with(|c: char| c.is_ascii_uppercase());
    if !good {
        return Err(Refusal::because(format!(
            "“{code}” cannot begin a paper's number; give 2 to 8 letters and digits, a letter first, such as FEN"
        )));
    }
    Ok(text(&upper))
}

/// The first three letters of the name's most telling word, so that a number is never without a code.
fn code_of(name: &Text) -> Text {
    let common = ["office", "of", "the", "police", "and", "crime", "commissioner", "for", "opcc", "fire"];
    let word = name
        .as_str()
        .split(|c: char| !c.is_ascii_alphabetic())
        .find(|w| w.len() >= 3 && !common.contains(&w.to_lowercase().as_str()))
        .unwrap_or("OFF");
    text(&word.chars().take(3).collect::<String>().to_uppercase())
}

/// Goes on after a backup was brought back that lacks signed entries, or without the key that signed them.
#[derive(Clone, Debug)]
pub struct Restore {
    /// The key from now on: the same one, or a new one where the old did not come with the backup.
    pub key: Text,
    pub gap: Gap,
}

impl Restore {
    pub(crate) fn decide(&self, office: &Office, ask: &Ask) -> Result<Decision, Refusal> {
        let Some(kept) = office.settings() else {
            return Err(Refusal::because("this record has no office yet; run milepost init"));
        };
        let mut settings = Settings { key: self.key.clone(), epoch: kept.item.epoch + 1, ..kept.item.clone() };
        settings.gaps.push(self.gap.clone());
        let draft = Draft::new(Act::Restored, kept.id.uuid(), &kept.envelope, &settings, ask);
        Ok(Decision { drafts: vec![draft], answer: Answer::Item(kept.id.uuid()) })
    }
}

/// Signs with another key from here on: the old one was stolen or lost, or its time had come.
#[derive(Clone, Debug)]
pub struct RotateKey {
    pub key: Text,
}

impl RotateKey {
    pub(crate) fn decide(&self, office: &Office, ask: &Ask) -> Result<Decision, Refusal> {
        let Some(kept) = office.settings() else {
            return Err(Refusal::because("this record has no office yet; run milepost init"));
        };
        if ask.reason.as_ref().is_none_or(|reason| reason.on_one_line().is_empty()) {
            return Err(Refusal::because(
                "a new key needs a reason, which stays on the record (stolen, lost, its time had come); give one with --reason",
            ));
        }
        if kept.item.key == self.key {
            return Err(Refusal::because("this is the key that signs already, so nothing was changed"));
        }
        let settings = Settings { key: self.key.clone(), ..kept.item.clone() };
        let draft = Draft::new(Act::Rotated, kept.id.uuid(), &kept.envelope, &settings, ask);
        Ok(Decision { drafts: vec![draft], answer: Answer::Item(kept.id.uuid()) })
    }
}
