//! What is said of outcomes as a file: TOML that a person reads and edits, each part a command of its own, so that it
//! goes the same way to the record as what is typed.
use crate::{
    ask::Command,
    envelope::Visibility,
    environment::NoteEnvironment,
    id::Id,
    measure::set::{a_day, day},
    objective::{Outcome, ServeOutcome},
    partner_action::{Known, NotePartnerAction},
    scale::Class,
    sight::Sight,
    sufficiency::{JudgeOutcome, Judged},
    text::Text,
};
use jiff::civil::Date;
use serde::Deserialize;

/// The file: `[[serves]]`, `[[partner]]`, `[[environment]]` and `[[judged]]`.
#[derive(Clone, Debug, Default, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct OutcomeFile {
    /// Which actions serve an outcome.
    #[serde(default)]
    pub serves: Vec<StatedServing>,
    /// Actions of partners, in their own plans.
    #[serde(default)]
    pub partner: Vec<StatedPartner>,
    #[serde(default)]
    pub environment: Vec<StatedNote>,
    #[serde(default)]
    pub judged: Vec<StatedJudgement>,
}

#[derive(Clone, Debug, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct StatedServing {
    /// The words of the outcome.
    pub outcome: String,
    /// References of actions of its plan.
    pub actions: Vec<String>,
}

#[derive(Clone, Debug, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct StatedPartner {
    pub outcomes: Vec<String>,
    pub body: Text,
    pub plan: Text,
    pub reference: Text,
    pub title: Text,
    #[serde(deserialize_with = "a_day")]
    pub known: Date,
    pub source: Text,
    #[serde(default)]
    pub rating: Option<Text>,
    /// What the rating means: `on_track`, `at_risk` and so on.
    #[serde(default)]
    pub means: Option<Class>,
    #[serde(default)]
    pub direction: Option<Text>,
    #[serde(default)]
    pub effect: Option<Text>,
    /// Any day of the quarter by whose end.
    #[serde(default, deserialize_with = "day")]
    pub by: Option<Date>,
    /// "internal" (where nothing is said), "panel" or "public".
    #[serde(default)]
    pub visibility: Option<String>,
}

#[derive(Clone, Debug, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct StatedNote {
    pub outcome: String,
    #[serde(default, deserialize_with = "day")]
    pub on: Option<Date>,
    pub words: Text,
    /// The post that says so; without one, whoever takes the file in.
    #[serde(default)]
    pub r#as: Option<String>,
    #[serde(default)]
    pub visibility: Option<String>,
}

#[derive(Clone, Debug, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct StatedJudgement {
    pub outcome: String,
    pub judged: String,
    /// The board or committee whose judgement it is.
    #[serde(default)]
    pub by: Option<Text>,
    #[serde(default, deserialize_with = "day")]
    pub on: Option<Date>,
    pub reason: Text,
    #[serde(default)]
    pub r#as: Option<String>,
    #[serde(default)]
    pub visibility: Option<String>,
}

/// A command of a file, with the day and the post in whose name it is given.
#[derive(Clone, Debug)]
pub struct Stated {
    pub command: Command,
    pub on: Option<Date>,
    pub by: Option<String>,
}

/// Who may see something, as files and the command line say it.
pub fn shown_to(stated: Option<&str>) -> Result<Visibility, String> {
    match stated.unwrap_or("internal") {
        "internal" => Ok(Visibility::Internal),
        "panel" => Ok(Visibility::Panel),
        "public" => Ok(Visibility::Public),
        other => Err(format!("“{other}” is not who may see it; write internal, panel or public")),
    }
}

impl OutcomeFile {
    pub fn parse(words: &str) -> Result<Self, String> {
        toml::from_str(words).map_err(|error| error.to_string())
    }

    /// The commands that it comes to, in the order of the file.
    pub fn commands(&self, sight: &Sight) -> Result<Vec<Stated>, String> {
        let outcome = |words: &String| -> Result<Id<Outcome>, String> {
            sight.outcome_meant(words).map(|kept| kept.id).map_err(|refusal| refusal.to_string())
        };
        let said = |command: Command| Stated { command, on: None, by: None };
        let mut all = vec![];
        for one in &self.serves {
            let outcome = outcome(&one.outcome)?;
            let plan =
                sight.outcome(outcome).and_then(|kept| sight.theme(kept.item.theme)).map(|theme| theme.item.plan);
            let actions = plan.map(|plan| sight.actions(plan)).unwrap_or_default();
            for reference in &one.actions {
                let folded = crate::text::fold(reference);
                let action = actions.iter().find(|kept| kept.reference().folded() == folded);
                let action =
                    action.ok_or_else(|| format!("the plan of “{}” has no action {reference}", one.outcome))?;
                all.push(said(Command::ServeOutcome(ServeOutcome { action: action.id, outcome, serves: true })));
            }
        }
        for stated in &self.partner {
            let note = NotePartnerAction {
                body: stated.body.clone(),
                plan: stated.plan.clone(),
                reference: stated.reference.clone(),
                title: stated.title.clone(),
                outcomes: stated.outcomes.iter().map(outcome).collect::<Result<_, _>>()?,
                known: Known {
                    day: stated.known,
                    rating: stated.rating.clone(),
                    class: stated.means,
                    direction: stated.direction.clone(),
                    effect: stated.effect.clone(),
                    by: stated.by,
                    source: stated.source.clone(),
                },
                shown_to: shown_to(stated.visibility.as_deref())?,
            };
            all.push(said(Command::NotePartnerAction(Box::new(note))));
        }
        for stated in &self.environment {
            let note = NoteEnvironment {
                outcome: outcome(&stated.outcome)?,
                words: stated.words.clone(),
                shown_to: shown_to(stated.visibility.as_deref())?,
            };
            let command = Command::NoteEnvironment(note);
            all.push(Stated { command, on: stated.on, by: stated.r#as.clone() });
        }
        for stated in &self.judged {
            let judged = Judged::parse(&stated.judged).ok_or_else(|| {
                format!("“{}” is no judgement; write sufficient, not sufficient or not yet known", stated.judged)
            })?;
            let judge = JudgeOutcome {
                outcome: outcome(&stated.outcome)?,
                judged,
                by: stated.by.clone(),
                because: stated.reason.clone(),
                shown_to: shown_to(stated.visibility.as_deref())?,
            };
            let command = Command::JudgeOutcome(judge);
            all.push(Stated { command, on: stated.on, by: stated.r#as.clone() });
        }
        Ok(all)
    }
}
