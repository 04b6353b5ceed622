//! A correction: what a paper says and what is right, for everybody to see beside it. The paper's bytes stay as issued.
use crate::{
    ask::{Answer, Ask, Decision, Draft, Refusal},
    entry::Act,
    id::Id,
    office::Office,
    paper::{Paper, Stage},
    period::london_day,
    post::Post,
    publication::PublicBody,
    sight::Sight,
    text::{Text, text},
};
use jiff::civil::Date;
use serde::{Deserialize, Serialize};

#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Correction {
    pub on: Date,
    /// The post that says so.
    pub by: Id<Post>,
    /// What is wrong, and why, in words.
    pub words: Text,
    /// What the paper says, and what it should.
    pub was: Text,
    pub is: Text,
}

/// A correction as everybody reads it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct PublicCorrection {
    pub on: Date,
    pub by: Text,
    pub words: Text,
    pub was: Text,
    pub is: Text,
}

impl PublicCorrection {
    pub(crate) fn of(office: &Office, correction: &Correction) -> Self {
        let post = office.posts.get(&correction.by.uuid());
        Self {
            on: correction.on,
            by: post.map_or_else(|| text("the office"), |post| post.item.name.clone()),
            words: correction.words.clone(),
            was: correction.was.clone(),
            is: correction.is.clone(),
        }
    }
}

/// The corrections of a paper, as they are read.
pub fn corrections(sight: &Sight, paper: &Paper) -> Vec<PublicCorrection> {
    paper.corrections.iter().map(|correction| sight.correction(correction)).collect()
}

/// Issues a correction of a paper.
#[derive(Clone, Debug)]
pub struct CorrectPaper {
    pub number: Text,
    pub words: Text,
    pub was: Text,
    pub is: Text,
}

impl CorrectPaper {
    pub(crate) fn decide(&self, office: &Office, ask: &Ask) -> Result<Decision, Refusal> {
        let kept = office.paper_numbered(self.number.as_str())?;
        let number = kept.reference();
        match kept.item.stage {
            Stage::Issued | Stage::Presented => {}
            Stage::Draft => {
                return Err(Refusal::because(format!("{number} has no files yet, so there is nothing to correct")));
            }
            Stage::Withdrawn => {
                return Err(Refusal::because(format!("{number} was withdrawn, and the reason stands in its place")));
            }
        }
        for (given, missing) in [
            (&self.words, "say what is wrong, and why"),
            (&self.was, "say what the paper says"),
            (&self.is, "say what it should say"),
        ] {
            if given.on_one_line().is_empty() {
                return Err(Refusal::because(format!("a correction of {number} is not complete: {missing}")));
            }
        }
        if self.was.on_one_line() == self.is.on_one_line() {
            return Err(Refusal::because("what it was and what it is are the same; a correction changes something"));
        }
        let correction = Correction {
            on: ask.on.unwrap_or_else(|| london_day(ask.now)),
            by: ask.actor.speaks_as(),
            words: self.words.clone(),
            was: self.was.clone(),
            is: self.is.clone(),
        };
        // What is public already stands through a hold; what would be added to it does not go out.
        if office.publications.values().any(|p| p.item.of == kept.id.uuid() && p.item.withdrawn.is_none()) {
            office.may_go_out(london_day(ask.now), ask, Some(&self.words))?;
        }
        let public = PublicCorrection::of(office, &correction);
        let mut paper = kept.item.clone();
        paper.corrections.push(correction);
        let mut drafts = vec![Draft::new(Act::Changed, kept.id.uuid(), &kept.envelope, &paper, ask)];
        drafts.extend(office.republished(kept.id.uuid(), Act::Changed, ask, |publication| {
            if let PublicBody::Paper(paper) = &mut publication.body {
                paper.corrections.push(public.clone());
            }
        }));
        Ok(Decision { drafts, answer: Answer::Item(kept.id.uuid()) })
    }
}
