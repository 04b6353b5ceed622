//! A review: an audit report, an inspection, a meeting of the Panel: what findings come out of, with its days and opinions.
use super::{FindingSource, SourceKind, said};
use crate::{
    actor::Role,
    ask::{Answer, Ask, Decision, Draft, Refusal},
    chance::Chance,
    entry::Act,
    envelope::{Envelope, Marking, Visibility},
    id::Id,
    office::{Kept, Kind, Noun, Office},
    period::london_day,
    rating_rules::day,
    text::{Text, fold, text},
};
use jiff::civil::Date;
use serde::{Deserialize, Serialize};

#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Review {
    pub source: Id<FindingSource>,
    pub title: Text,
    /// What it looked at, in its own words.
    pub scope: Option<Text>,
    /// The day of its draft.
    pub draft: Option<Date>,
    /// The day of its final report, or of the meeting.
    pub issued: Option<Date>,
    /// The day on which it was published, which starts its source's clock.
    pub published: Option<Date>,
    pub opinions: Vec<Opinion>,
    /// When the chief constable's comments were invited.
    pub comments_invited: Option<Date>,
    /// When they came.
    pub comments_received: Option<Date>,
    pub comments_published: Option<Published>,
}

/// Assurance as the reviewer put it. One report may say one thing of the design and another of the operation.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Opinion {
    pub of: OpinionOf,
    /// "Reasonable assurance".
    pub words: Text,
    /// What it covers, in the reviewer's words.
    pub scope: Option<Text>,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum OpinionOf {
    /// Whether the arrangements would work if they were followed.
    Design,
    /// Whether they are followed.
    Operation,
    Whole,
}

impl OpinionOf {
    pub const ALL: [Self; 3] = [Self::Design, Self::Operation, Self::Whole];

    pub fn as_str(self) -> &'static str {
        match self {
            Self::Design => "design",
            Self::Operation => "operation",
            Self::Whole => "whole",
        }
    }

    pub fn parse(word: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|of| of.as_str() == fold(word))
    }
}

/// What went out, and where it can be read.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Published {
    pub day: Date,
    pub place: Option<Text>,
}

impl Noun for Review {
    const KIND: Kind = Kind::Review;
    const SHAPE: i64 = 1;
}

impl Review {
    /// By when comments on it have to be published.
    pub fn comments_due(&self, source: &FindingSource) -> Option<Date> {
        Some(source.clock.as_ref()?.due(self.published?))
    }

    /// Whether its clock ran out before comments were published.
    pub fn comments_are_late(&self, source: &FindingSource, today: Date) -> bool {
        let out = self.comments_published.as_ref().map_or(today, |published| published.day);
        self.comments_due(source).is_some_and(|due| out > due)
    }

    /// The day from which its findings are counted.
    pub fn day(&self) -> Option<Date> {
        self.issued.or(self.published).or(self.draft)
    }
}

/// Adds a review.
#[derive(Clone, Debug)]
pub struct AddReview {
    /// The name of its source.
    pub source: Text,
    /// None: the next unused R1, R2, R3.
    pub code: Option<Text>,
    pub title: Text,
    pub scope: Option<Text>,
    pub draft: Option<Date>,
    pub issued: Option<Date>,
    pub published: Option<Date>,
    pub opinions: Vec<Opinion>,
    /// None: as is usual for its source.
    pub visibility: Option<Visibility>,
    pub marking: Marking,
}

/// Says what came of a review since.
#[derive(Clone, Debug)]
pub struct NoteOnReview {
    pub review: Text,
    pub note: ReviewNote,
}

#[derive(Clone, Debug)]
pub enum ReviewNote {
    Issued(Date),
    Published(Date),
    Opinion(Opinion),
    CommentsInvited(Date),
    CommentsReceived(Date),
    CommentsPublished(Published),
}

/// Words of a source of the Panel are its clerk's. Where nobody signs in, whoever keeps the record enters them as they
/// were given, and the record says who did.
pub(super) fn may_write_for(kind: SourceKind, office: &Office, ask: &Ask) -> Result<(), Refusal> {
    let role = ask.actor.role;
    let one_operator = role == Role::Office && office.access.is_empty();
    match kind {
        SourceKind::Panel if role != Role::PanelClerk && !one_operator => Err(Refusal::because(
            "the Panel's words are written by its clerk alone; ask the clerk, and answer what the clerk wrote",
        )),
        SourceKind::Panel => Ok(()),
        _ if role == Role::PanelClerk => {
            Err(Refusal::because("the Panel's clerk writes what the Panel recommends and nothing of other sources"))
        }
        _ => Ok(()),
    }
}

impl AddReview {
    pub(crate) fn decide(&self, office: &Office, ask: &Ask, chance: &mut Chance) -> Result<Decision, Refusal> {
        let source = office.source_meant(self.source.as_str())?;
        may_write_for(source.item.kind, office, ask)?;
        let title = said(&self.title, 300, "the title of the review")?.on_one_line();
        let scope = super::also_said(self.scope.as_ref(), 2_000, "its scope")?;
        let code = match self.code.as_ref().map(Text::on_one_line).filter(|code| !code.is_empty()) {
            Some(code) => super::code(&code)?,
            None => next(office, 'R', |code| office.review_coded(code).is_some()),
        };
        if let Some(other) = office.review_coded(code.as_str()) {
            // What its author may not see is not named by a refusal.
            let shown = office.seen_by(&ask.actor).review(other.id).is_some();
            let named =
                if shown { format!("{code} is “{}”", other.item.title) } else { format!("{code} is taken") };
            return Err(Refusal::because(format!(
                "{named} already; give another reference, or none for the next unused"
            )));
        }
        let mut review = Review {
            source: source.id,
            title,
            scope,
            draft: self.draft,
            issued: None,
            published: None,
            opinions: vec![],
            comments_invited: None,
            comments_received: None,
            comments_published: None,
        };
        let notes = self.issued.map(ReviewNote::Issued).into_iter().chain(self.published.map(ReviewNote::Published));
        for note in notes.chain(self.opinions.iter().cloned().map(ReviewNote::Opinion)) {
            note.on(&mut review, source, ask)?;
        }
        let visibility = self.visibility.clone().unwrap_or_else(|| source.item.kind.usual_visibility());
        let envelope = Envelope { reference: code, visibility, marking: self.marking };
        let id = chance.id(ask.now);
        Ok(Decision { drafts: vec![Draft::new(Act::Added, id, &envelope, &review, ask)], answer: Answer::Item(id) })
    }
}

impl NoteOnReview {
    pub(crate) fn decide(&self, office: &Office, ask: &Ask) -> Result<Decision, Refusal> {
        let kept = office.review_meant(self.review.as_str(), ask)?;
        let source = office.finding_sources.get(&kept.item.source.uuid());
        let source = source.ok_or_else(|| Refusal::because("the source of this review is gone"))?;
        may_write_for(source.item.kind, office, ask)?;
        let mut review = kept.item.clone();
        self.note.on(&mut review, source, ask)?;
        let id = kept.id.uuid();
        Ok(Decision {
            drafts: vec![Draft::new(Act::Changed, id, &kept.envelope, &review, ask)],
            answer: Answer::Item(id),
        })
    }
}

impl ReviewNote {
    fn on(&self, review: &mut Review, source: &Kept<FindingSource>, ask: &Ask) -> Result<(), Refusal> {
        let today = london_day(ask.now);
        let passed = |on: Date, what: &str| {
            if on > today {
                return Err(Refusal::because(format!(
                    "{what} is {}, which has not come yet; correct the day",
                    day(on)
                )));
            }
            Ok(())
        };
        match self {
            Self::Issued(on) => {
                passed(*on, "the day of the final report")?;
                if let Some(draft) = review.draft.filter(|draft| draft > on) {
                    return Err(Refusal::because(format!(
                        "the final report of {} would be before the draft of {}; correct one of them",
                        day(*on),
                        day(draft)
                    )));
                }
                review.issued = Some(*on);
            }
            Self::Published(on) => {
                passed(*on, "the day of publication")?;
                if let Some(out) = review.comments_published.as_ref().filter(|out| out.day < *on) {
                    return Err(Refusal::because(format!(
                        "comments on it were published on {}, before that day; correct the day",
                        day(out.day)
                    )));
                }
                review.published = Some(*on);
            }
            Self::Opinion(opinion) => {
                let words = said(&opinion.words, 200, "the opinion")?.on_one_line();
                let scope = super::also_said(opinion.scope.as_ref(), 1_000, "what the opinion covers")?;
                review.opinions.retain(|other| other.of != opinion.of || other.scope != scope);
                review.opinions.push(Opinion { of: opinion.of, words, scope });
                review.opinions.sort_by_key(|opinion| opinion.of);
            }
            Self::CommentsInvited(on) => {
                passed(*on, "the day on which comments were invited")?;
                if source.item.clock.is_none() {
                    return Err(Refusal::because(format!(
                        "no law asks for comments on what {} reports; give the source its clock first",
                        source.item.name
                    )));
                }
                review.comments_invited = Some(*on);
            }
            Self::CommentsReceived(on) => {
                passed(*on, "the day on which comments came")?;
                match review.comments_invited {
                    None => {
                        return Err(Refusal::because(
                            "the chief constable's comments have not been invited yet; say first on which day they were",
                        ));
                    }
                    Some(invited) if invited > *on => {
                        return Err(Refusal::because(format!(
                            "comments were invited on {}, after that day; correct one of them",
                            day(invited)
                        )));
                    }
                    Some(_) => review.comments_received = Some(*on),
                }
            }
            Self::CommentsPublished(out) => {
                passed(out.day, "the day on which comments were published")?;
                let Some(published) = review.published else {
                    return Err(Refusal::because(
                        "the report has no day of publication yet; say first when it was published",
                    ));
                };
                if out.day < published {
                    return Err(Refusal::because(format!(
                        "the report was published on {}, after that day; correct one of them",
                        day(published)
                    )));
                }
                if review.comments_invited.is_none_or(|invited| invited > out.day) {
                    return Err(Refusal::because(
                        "the law has the chief constable's comments invited first, and no day before this one says that they were; say when they were invited",
                    ));
                }
                let place = super::also_said(out.place.as_ref(), 500, "where it can be read")?;
                review.comments_published = Some(Published { day: out.day, place });
            }
        }
        Ok(())
    }
}

/// The next reference that nothing has: R1, R2, R3.
pub(super) fn next(office: &Office, letter: char, is_used: impl Fn(&str) -> bool) -> Text {
    let first = if letter == 'R' { office.reviews.size() } else { office.findings.size() } + 1;
    let mut number = first;
    while is_used(&format!("{letter}{number}")) {
        number += 1;
    }
    text(&format!("{letter}{number}"))
}

impl Office {
    pub(crate) fn review_coded(&self, code: &str) -> Option<&Kept<Review>> {
        let wanted = fold(code);
        self.reviews.values().map(AsRef::as_ref).find(|kept| kept.reference().folded() == wanted)
    }

    /// The review that somebody means, of those that they see.
    pub(crate) fn review_meant(&self, code: &str, ask: &Ask) -> Result<&Kept<Review>, Refusal> {
        let sight = self.seen_by(&ask.actor);
        let found = self.review_coded(code).filter(|kept| sight.review(kept.id).is_some());
        found.ok_or_else(|| {
            let known: Vec<String> = sight.reviews().iter().map(|kept| kept.reference().to_string()).collect();
            let known = if known.is_empty() { "none yet; add one first".to_owned() } else { known.join(", ") };
            Refusal::because(format!("there is no review “{code}”; there are: {known}"))
        })
    }
}
