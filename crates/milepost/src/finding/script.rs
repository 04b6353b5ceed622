//! A script of findings: a file of the demo's folder that says, in order, what was named, added and done, on which day and
//! in the name of which post.
use super::{kind_of_finding, kind_of_source, opinion, priority, some, typed, visibility};
use crate::{desk::Desk, say::Refused};
use domain::{
    ask::Command,
    envelope::Marking,
    finding::{
        AddFinding, AddReview, Answered, Clock, Deed, Facts, NameSource, NoteOnReview, OnFinding, Published,
        ReviewNote, Settle, Settlement, Ties,
    },
    text::Text,
};
use jiff::civil::Date;
use serde::Deserialize;

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct FindingScript {
    step: Vec<Step>,
}

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
struct Step {
    /// The post in whose name it is done; the command line's own where none is named.
    r#as: Option<String>,
    on: Option<Date>,
    #[serde(flatten)]
    what: What,
}

#[derive(Debug, Deserialize)]
#[serde(rename_all = "kebab-case")]
enum What {
    Source {
        name: String,
        kind: String,
        #[serde(default)]
        priorities: Vec<String>,
        clock: Option<(u16, String)>,
    },
    Review {
        source: String,
        code: String,
        title: String,
        scope: Option<String>,
        draft: Option<Date>,
        r#final: Option<Date>,
        published: Option<Date>,
        #[serde(default)]
        opinions: Vec<String>,
        visibility: Option<String>,
    },
    Invited {
        review: String,
        day: Date,
    },
    Received {
        review: String,
        day: Date,
    },
    CommentsPublished {
        review: String,
        day: Date,
        place: String,
    },
    Finding {
        review: String,
        code: String,
        found: String,
        kind: Option<String>,
        own_reference: Option<String>,
        recommended: Option<String>,
        priority: Option<String>,
        for_whom: Option<String>,
        response_due: Option<Date>,
        raised: Option<Date>,
        #[serde(default)]
        actions: Vec<String>,
        #[serde(default)]
        outcomes: Vec<String>,
    },
    Respond {
        finding: String,
        how: String,
        words: String,
        reason: Option<String>,
    },
    ResponsePublished {
        finding: String,
        place: String,
    },
    Agree {
        finding: String,
        words: String,
        owner: String,
        due: Option<Date>,
        timescale: Option<String>,
    },
    Move {
        finding: String,
        action: u16,
        to: Date,
        because: String,
        agreed_by: String,
    },
    Update {
        finding: String,
        action: u16,
        words: String,
    },
    Close {
        finding: String,
        action: u16,
        words: Option<String>,
        evidence: Option<String>,
    },
    Verify {
        finding: String,
        action: u16,
        saw: String,
    },
    AcceptRisk {
        finding: String,
        until: Date,
        by_whom: String,
        because: String,
    },
    NotAdopted {
        finding: String,
        by_whom: String,
        because: String,
    },
    Reopen {
        finding: String,
        action: Option<u16>,
        because: String,
    },
}

impl FindingScript {
    pub fn parse(words: &str) -> Result<Self, Refused> {
        toml::from_str(words).map_err(|error| Refused::because(error.to_string()))
    }

    pub async fn play(&self, desk: &Desk) -> Result<(), Refused> {
        for (at, step) in self.step.iter().enumerate() {
            let command = step.what.command();
            let done = match (&step.r#as, command) {
                (Some(post), Ok(command)) => desk.seat(post)?.write(command, step.on).await.map(|_| ()),
                (None, Ok(command)) => desk.write(command, step.on).await.map(|_| ()),
                (_, Err(refused)) => Err(refused),
            };
            done.map_err(|refused| Refused {
                why: format!("step {} of the findings: {}", at + 1, refused.why),
                ..refused
            })?;
        }
        Ok(())
    }
}

fn all(stated: &[String]) -> Result<Vec<Text>, Refused> {
    stated.iter().map(|one| typed(one)).collect()
}

impl What {
    fn command(&self) -> Result<Command, Refused> {
        let note = |review: &str, note| Ok(Command::NoteOnReview(NoteOnReview { review: typed(review)?, note }));
        let deed = |finding: &str, deed| Ok(Command::OnFinding(Box::new(OnFinding { finding: typed(finding)?, deed })));
        match self {
            Self::Source { name, kind, priorities, clock } => {
                let clock =
                    clock.as_ref().map(|(days, law)| Ok::<_, Refused>(Clock { days: *days, citation: typed(law)? }));
                let priorities = priorities.iter().map(|stated| priority(stated)).collect::<Result<_, _>>()?;
                let (name, kind, clock) = (typed(name)?, kind_of_source(kind)?, clock.transpose()?);
                Ok(Command::NameSource(NameSource { name, kind, priorities, clock }))
            }
            Self::Review { source, code, title, scope, draft, r#final, published, opinions, visibility: seen } => {
                Ok(Command::AddReview(Box::new(AddReview {
                    source: typed(source)?,
                    code: Some(typed(code)?),
                    title: typed(title)?,
                    scope: some(scope.as_deref())?,
                    draft: *draft,
                    issued: *r#final,
                    published: *published,
                    opinions: opinions.iter().map(|stated| opinion(stated)).collect::<Result<_, _>>()?,
                    visibility: seen.as_deref().map(visibility).transpose()?,
                    marking: Marking::Official,
                })))
            }
            Self::Invited { review, day } => note(review, ReviewNote::CommentsInvited(*day)),
            Self::Received { review, day } => note(review, ReviewNote::CommentsReceived(*day)),
            Self::CommentsPublished { review, day, place } => {
                let out = Published { day: *day, place: Some(typed(place)?) };
                note(review, ReviewNote::CommentsPublished(out))
            }
            Self::Finding {
                review,
                code,
                found,
                kind,
                own_reference,
                recommended,
                priority,
                for_whom,
                response_due,
                raised,
                actions,
                outcomes,
            } => Ok(Command::AddFinding(Box::new(AddFinding {
                review: typed(review)?,
                code: Some(typed(code)?),
                facts: Facts {
                    kind: kind_of_finding(kind.as_deref().unwrap_or("recommendation"))?,
                    own_reference: some(own_reference.as_deref())?,
                    found: typed(found)?,
                    recommended: some(recommended.as_deref())?,
                    priority: some(priority.as_deref())?,
                    for_whom: some(for_whom.as_deref())?,
                    response_due: *response_due,
                },
                ties: Ties { actions: all(actions)?, outcomes: all(outcomes)?, theme: None },
                raised: *raised,
                visibility: None,
            }))),
            Self::Respond { finding, how, words, reason } => {
                let how = Answered::parse(how).ok_or_else(|| Refused::because(format!("“{how}” is no answer")))?;
                deed(finding, Deed::Respond { how, words: typed(words)?, reason: some(reason.as_deref())? })
            }
            Self::ResponsePublished { finding, place } => deed(finding, Deed::PublishResponse { place: typed(place)? }),
            Self::Agree { finding, words, owner, due, timescale } => {
                let (words, owner, stated) = (typed(words)?, typed(owner)?, some(timescale.as_deref())?);
                deed(finding, Deed::Agree { words, owner, due: *due, stated })
            }
            Self::Move { finding, action, to, because, agreed_by } => {
                let (reason, agreed_by) = (typed(because)?, typed(agreed_by)?);
                deed(finding, Deed::Move { action: *action, to: *to, reason, agreed_by })
            }
            Self::Update { finding, action, words } => {
                deed(finding, Deed::Update { action: *action, words: typed(words)? })
            }
            Self::Close { finding, action, words, evidence } => {
                let (words, evidence) = (some(words.as_deref())?, some(evidence.as_deref())?);
                deed(finding, Deed::Close { action: *action, words, evidence })
            }
            Self::Verify { finding, action, saw } => {
                deed(finding, Deed::Verify { action: *action, words: typed(saw)? })
            }
            Self::AcceptRisk { finding, until, by_whom, because } => {
                let (how, by_whom) = (Settlement::RiskAccepted { until: *until }, typed(by_whom)?);
                deed(finding, Deed::Settle(Settle { how, by_whom, reason: typed(because)? }))
            }
            Self::NotAdopted { finding, by_whom, because } => {
                let (how, by_whom) = (Settlement::NotAdopted, typed(by_whom)?);
                deed(finding, Deed::Settle(Settle { how, by_whom, reason: typed(because)? }))
            }
            Self::Reopen { finding, action, because } => {
                deed(finding, Deed::Reopen { action: *action, reason: typed(because)? })
            }
        }
    }
}
