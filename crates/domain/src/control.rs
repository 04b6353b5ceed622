//! A control: what is in place to keep a risk from coming about, or from doing much harm. And an assurance: what somebody
//! found who looked whether a control works, by the line in which they stand, with the day until which it holds good.
use crate::{
    ask::{Answer, Ask, Decision, Draft, Refusal},
    chance::Chance,
    entry::Act,
    envelope::{Envelope, Marking, Visibility},
    id::Id,
    office::{Kept, Kind, Noun, Office},
    post::Post,
    rating_rules::day,
    risk::Risk,
    text::{Text, text},
};
use jiff::civil::Date;
use serde::{Deserialize, Serialize};

#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Control {
    pub title: Text,
    /// How it works, and how often.
    pub describes: Text,
    pub owner: Option<Id<Post>>,
    /// The risks that it keeps in check.
    pub risks: Vec<Id<Risk>>,
    /// Since when it is in place.
    pub since: Date,
    /// It is in place no more.
    pub ended: Option<Date>,
}

#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Assurance {
    pub control: Id<Control>,
    pub line: Line,
    pub gives: Gives,
    /// Who looked: a post, a committee, an auditor.
    pub by_whom: Text,
    pub day: Date,
    /// The last day for which it is good. None: until somebody says otherwise.
    pub expires: Option<Date>,
    pub found: Text,
    /// Where that can be read.
    pub evidence: Option<Text>,
}

/// How far from the work whoever looked stands.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Line {
    /// The first: those who do the work.
    Management,
    /// The second: those who oversee it.
    Oversight,
    /// The third: those who stand apart from it.
    Independent,
}

impl Line {
    pub const ALL: [Self; 3] = [Self::Management, Self::Oversight, Self::Independent];

    pub fn as_str(self) -> &'static str {
        match self {
            Self::Management => "management",
            Self::Oversight => "oversight",
            Self::Independent => "independent",
        }
    }

    pub fn parse(word: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|line| line.as_str() == word)
    }

    /// 1, 2 or 3.
    pub fn number(self) -> u8 {
        match self {
            Self::Management => 1,
            Self::Oversight => 2,
            Self::Independent => 3,
        }
    }
}

/// How much comfort it gives that the control works.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Gives {
    Full,
    Partial,
    /// Whoever looked found that it does not work.
    None,
}

impl Gives {
    pub const ALL: [Self; 3] = [Self::Full, Self::Partial, Self::None];

    pub fn as_str(self) -> &'static str {
        match self {
            Self::Full => "full",
            Self::Partial => "partial",
            Self::None => "none",
        }
    }

    pub fn parse(word: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|gives| gives.as_str() == word)
    }
}

impl Noun for Control {
    const KIND: Kind = Kind::Control;
    const SHAPE: i64 = 1;
}

impl Noun for Assurance {
    const KIND: Kind = Kind::Assurance;
    const SHAPE: i64 = 1;
}

impl Control {
    pub fn is_in_place(&self, day: Date) -> bool {
        self.since <= day && self.ended.is_none_or(|ended| ended > day)
    }

    pub(crate) fn flaw(&self) -> Option<String> {
        missing(&self.title, 200, "its title").or_else(|| missing(&self.describes, 2_000, "how it works")).or_else(
            || {
                let backwards = self.ended.is_some_and(|ended| ended < self.since);
                backwards.then(|| "it ended before it began".to_owned())
            },
        )
    }
}

impl Assurance {
    /// Past the day for which it was good: it says nothing of the control any more.
    pub fn is_stale(&self, day: Date) -> bool {
        self.expires.is_some_and(|expires| expires < day)
    }

    /// How old it is on a day, in whole months.
    pub fn months_old(&self, day: Date) -> i32 {
        crate::action::months_between(Some(self.day), Some(day)).unwrap_or(0).max(0)
    }

    pub(crate) fn flaw(&self) -> Option<String> {
        missing(&self.by_whom, 200, "who looked")
            .or_else(|| missing(&self.found, 2_000, "what was found"))
            .or_else(|| {
                let backwards = self.expires.is_some_and(|expires| expires < self.day);
                backwards.then(|| format!("it expires before {}, the day on which it was given", day(self.day)))
            })
            .or_else(|| {
                let long = self.evidence.as_ref().is_some_and(|words| words.as_str().chars().count() > 500);
                long.then(|| "where it can be read has more than 500 characters".to_owned())
            })
    }
}

pub(crate) fn missing(words: &Text, most: usize, what: &str) -> Option<String> {
    let many = words.as_str().chars().count();
    if words.on_one_line().is_empty() {
        Some(format!("{what} is missing"))
    } else {
        (many > most).then(|| format!("{what} has {many} characters; {most} is the most"))
    }
}

/// Writes a control down, or says anew what it is.
#[derive(Clone, Debug)]
pub struct DescribeControl {
    /// Of one that is there. None: a new one, C1, C2, C3.
    pub control: Option<Text>,
    pub title: Text,
    pub describes: Text,
    pub owner: Option<Id<Post>>,
    /// The codes of the risks that it keeps in check.
    pub risks: Vec<Text>,
    pub since: Option<Date>,
    pub ended: Option<Date>,
}

/// Says what somebody found who looked whether a control works.
#[derive(Clone, Debug)]
pub struct AssureControl {
    pub control: Text,
    pub line: Line,
    pub gives: Gives,
    pub by_whom: Text,
    pub day: Option<Date>,
    pub expires: Option<Date>,
    pub found: Text,
    pub evidence: Option<Text>,
}

impl DescribeControl {
    pub(crate) fn decide(&self, office: &Office, ask: &Ask, chance: &mut Chance) -> Result<Decision, Refusal> {
        let kept = self.control.as_ref().map(|code| office.own_control(code, ask)).transpose()?;
        let mut risks = vec![];
        let mut visibility: Option<Visibility> = None;
        for code in &self.risks {
            let risk = office.own_risk(code, ask)?;
            if !risks.contains(&risk.id) {
                risks.push(risk.id);
            }
            // Whoever sees one of the risks may know what is done about it.
            let sees = &risk.envelope.visibility;
            visibility = Some(visibility.map_or_else(|| sees.clone(), |so_far| so_far.or_wider(sees)));
        }
        // Risks that its author does not see, or does not answer for, stay tied to it.
        let mut others = false;
        if let Some(kept) = kept {
            let sight = office.seen_by(&ask.actor);
            let only_own = ask.actor.answers_only_for_own();
            let theirs = |id: &Id<Risk>| {
                sight.risk(*id).is_some_and(|risk| !only_own || risk.item.is_owned_by(&ask.actor.holds))
            };
            let stay: Vec<Id<Risk>> =
                kept.item.risks.iter().filter(|id| !theirs(id) && !risks.contains(*id)).copied().collect();
            others = only_own && !stay.is_empty();
            risks.extend(stay);
        }
        if risks.is_empty() {
            return Err(Refusal::because("a control keeps a risk in check; say which, by its code"));
        }
        if self.owner.is_some_and(|id| !office.posts.contains_key(&id.uuid())) {
            return Err(Refusal::because("its owner is no post of this office"));
        }
        let today = crate::risk::day_meant(None, ask)?;
        let control = Control {
            title: self.title.on_one_line(),
            describes: self.describes.clone(),
            owner: self.owner,
            risks,
            since: self.since.or_else(|| kept.map(|kept| kept.item.since)).unwrap_or(today),
            // What keeps others' risks in check as well is not ended by one of them.
            ended: if others { kept.and_then(|kept| kept.item.ended) } else { self.ended },
        };
        let envelope = match kept {
            Some(kept) => kept.envelope.clone(),
            None => Envelope {
                reference: crate::risk::next_code(
                    "C",
                    office.controls.values().chain(office.aside.controls.values()).map(|kept| kept.reference()),
                ),
                visibility: visibility.unwrap_or(Visibility::Internal),
                marking: Marking::Official,
            },
        };
        if let Some(flaw) = control.flaw() {
            return Err(Refusal::because(format!("the control: {flaw}")));
        }
        if kept.is_some_and(|kept| kept.item == control) {
            return Err(Refusal::because(format!("{} stands so already, so nothing was changed", envelope.reference)));
        }
        let (act, id) = match kept {
            Some(kept) => (Act::Changed, kept.id.uuid()),
            None => (Act::Added, chance.id(ask.now)),
        };
        Ok(Decision { drafts: vec![Draft::new(act, id, &envelope, &control, ask)], answer: Answer::Item(id) })
    }
}

impl AssureControl {
    pub(crate) fn decide(&self, office: &Office, ask: &Ask, chance: &mut Chance) -> Result<Decision, Refusal> {
        let kept = office.own_control(&self.control, ask)?;
        let code = kept.reference();
        if ask.actor.answers_only_for_own() && self.line != Line::Management {
            return Err(Refusal::because(format!(
                "you answer for {code}, so what you find of it is the first line's; what others found is for the office to write down"
            )));
        }
        let day = crate::risk::day_meant(self.day, ask)?;
        if !kept.item.is_in_place(day) {
            return Err(Refusal::because(format!("{code} was not in place on {}", crate::rating_rules::day(day))));
        }
        let assurance = Assurance {
            control: kept.id,
            line: self.line,
            gives: self.gives,
            by_whom: self.by_whom.on_one_line(),
            day,
            expires: self.expires,
            found: self.found.clone(),
            evidence: self.evidence.clone().filter(|words| !words.on_one_line().is_empty()),
        };
        if let Some(flaw) = assurance.flaw() {
            return Err(Refusal::because(format!("the assurance of {code}: {flaw}")));
        }
        if office.assurances.values().any(|other| other.item == assurance) {
            return Err(Refusal::because(format!("{code} has this assurance already")));
        }
        let envelope = Envelope { reference: office.next_assurance(kept.id, code), ..kept.envelope.clone() };
        let id = chance.id(ask.now);
        Ok(Decision { drafts: vec![Draft::new(Act::Added, id, &envelope, &assurance, ask)], answer: Answer::Item(id) })
    }
}

impl Office {
    pub(crate) fn control_coded(&self, code: &str) -> Option<&Kept<Control>> {
        let wanted = crate::text::fold(code);
        let coded = |kept: &&std::sync::Arc<Kept<Control>>| kept.reference().folded() == wanted;
        self.controls.values().find(coded).map(AsRef::as_ref)
    }

    /// "C4.2": the second assurance of C4.
    pub(crate) fn next_assurance(&self, control: Id<Control>, code: &Text) -> Text {
        let all = self.assurances.values().chain(self.aside.assurances.values());
        text(&format!("{code}.{}", all.filter(|kept| kept.item.control == control).count() + 1))
    }

    /// The control that somebody means, of those that they see; of those who answer for their own work alone, one that
    /// they own, or of a risk that they own.
    pub(crate) fn own_control(&self, code: &Text, ask: &Ask) -> Result<&Kept<Control>, Refusal> {
        let sight = self.seen_by(&ask.actor);
        let kept =
            self.control_coded(code.as_str()).filter(|kept| sight.control(kept.id).is_some()).ok_or_else(|| {
                let known: Vec<String> = sight.controls().iter().map(|kept| kept.reference().to_string()).collect();
                let known = if known.is_empty() { "none yet".to_owned() } else { known.join(", ") };
                Refusal::because(format!("there is no control “{code}”; there are: {known}"))
            })?;
        let holds = &ask.actor.holds;
        let theirs = kept.item.owner.is_some_and(|owner| holds.contains(&owner))
            || kept.item.risks.iter().filter_map(|id| sight.risk(*id)).any(|risk| risk.item.is_owned_by(holds));
        if ask.actor.answers_only_for_own() && !theirs {
            return Err(Refusal::because(format!(
                "{} is not owned by a post that you hold, nor is a risk that it keeps in check; ask the office",
                kept.reference()
            )));
        }
        Ok(kept)
    }
}
