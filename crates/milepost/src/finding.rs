//! `milepost finding`: what auditors, inspectors and the Panel found, what was answered, agreed, done and looked at.
mod import;
pub mod script;
mod show;

pub use import::{FindingsFile, findings as import, take};

use crate::{
    desk::{Desk, typed},
    say::{Refused, Say},
};
use clap::Subcommand;
use domain::{
    ask::{Answer, Command},
    envelope::{Marking, Visibility},
    finding::{
        AddFinding, AddReview, Answered, Clock, Deed, Facts, FindingKind, NameSource, NoteOnReview, OnFinding, Opinion,
        OpinionOf, Priority, Published, Rank, ReviewNote, Settle, Settlement, SourceKind, Standing, Ties,
        tracker::Filter,
    },
    text::Text,
};
use jiff::civil::Date;
use std::process::ExitCode;

#[derive(Debug, Subcommand)]
pub enum FindingCommand {
    /// Name a source with its own priority words, the gravest first: --priority Fundamental=high.
    Source {
        name: String,
        /// internal-audit, inspectorate, panel, external-audit, regulator or other.
        #[arg(long)]
        kind: String,
        #[arg(long, value_name = "WORD=RANK")]
        priority: Vec<String>,
        /// Comments on its reports are due before the end of so many days, the day of publication being the first.
        #[arg(long, requires = "citation")]
        clock_days: Option<u16>,
        /// The law that says so.
        #[arg(long)]
        citation: Option<String>,
    },
    /// Add a review: a report, an inspection, a meeting of the Panel.
    Review {
        source: String,
        title: String,
        /// Its reference; without it, the next unused R1, R2, R3.
        #[arg(long)]
        code: Option<String>,
        #[arg(long)]
        scope: Option<String>,
        #[arg(long)]
        draft: Option<Date>,
        #[arg(long = "final")]
        issued: Option<Date>,
        #[arg(long)]
        published: Option<Date>,
        /// design, operation or whole, with the reviewer's words: --opinion "design=Reasonable assurance".
        #[arg(long, value_name = "OF=WORDS")]
        opinion: Vec<String>,
        /// public, panel or internal; without it, as is usual for its source.
        #[arg(long)]
        visibility: Option<String>,
    },
    /// Say what came of a review: one of the days, or an opinion.
    #[command(group(clap::ArgGroup::new("what").required(true)))]
    Note {
        review: String,
        #[arg(long = "final", group = "what")]
        issued: Option<Date>,
        #[arg(long, group = "what")]
        published: Option<Date>,
        /// When the chief constable's comments were invited.
        #[arg(long, group = "what")]
        invited: Option<Date>,
        /// When they came.
        #[arg(long, group = "what")]
        received: Option<Date>,
        /// When the comments were published.
        #[arg(long, group = "what")]
        comments: Option<Date>,
        /// Where they can be read.
        #[arg(long = "where", requires = "comments")]
        place: Option<String>,
        #[arg(long, value_name = "OF=WORDS", group = "what")]
        opinion: Option<String>,
    },
    /// Add a finding to a review, in its source's words.
    Add {
        review: String,
        found: String,
        #[command(flatten)]
        facts: FactsAsk,
        /// Its reference on the record; without it, the next unused F1, F2, F3.
        #[arg(long)]
        code: Option<String>,
        #[command(flatten)]
        ties: TiesAsk,
        /// public, panel or internal; never wider than its review.
        #[arg(long)]
        visibility: Option<String>,
    },
    /// Say anew what the source says. The Panel's words are its clerk's.
    Reword {
        code: String,
        found: String,
        #[command(flatten)]
        facts: FactsAsk,
    },
    /// Say which actions, outcomes and theme of the plan it concerns.
    Tie {
        code: String,
        #[command(flatten)]
        ties: TiesAsk,
    },
    /// Answer it: accepted, accepted-in-part or rejected.
    Respond {
        code: String,
        how: String,
        words: String,
        /// Why it is not accepted, or not all of it.
        #[arg(long)]
        reason: Option<String>,
        #[arg(long)]
        on: Option<Date>,
    },
    /// Say where the response was published, beside what it answers.
    Published {
        code: String,
        place: String,
        #[arg(long)]
        on: Option<Date>,
    },
    /// Agree an action about it.
    Agree {
        code: String,
        words: String,
        /// The name of a post.
        #[arg(long)]
        owner: String,
        #[arg(long, required_unless_present = "timescale")]
        due: Option<Date>,
        /// Words in the place of a date: "Ongoing".
        #[arg(long)]
        timescale: Option<String>,
        #[arg(long)]
        on: Option<Date>,
    },
    /// Give an agreed action to another post.
    PassOn { code: String, action: u16, owner: String },
    /// Move the date of an agreed action; the first date stays.
    Move {
        code: String,
        action: u16,
        #[arg(long)]
        to: Date,
        #[arg(long)]
        because: String,
        /// Who agreed to it.
        #[arg(long)]
        agreed_by: String,
        #[arg(long)]
        on: Option<Date>,
    },
    /// Say how an agreed action goes.
    Update {
        code: String,
        action: u16,
        words: String,
        #[arg(long)]
        on: Option<Date>,
    },
    /// Call an agreed action done. It is not verified by that.
    Close {
        code: String,
        action: u16,
        #[arg(long)]
        says: Option<String>,
        /// What shows it.
        #[arg(long)]
        evidence: Option<String>,
        #[arg(long)]
        on: Option<Date>,
    },
    /// Say that somebody other than who called it done looked, and it is.
    Verify {
        code: String,
        action: u16,
        /// What was looked at.
        #[arg(long)]
        saw: String,
        #[arg(long)]
        on: Option<Date>,
    },
    /// Decide in place of doing it: accept the risk until a day, or do not adopt it.
    #[command(group(clap::ArgGroup::new("how").required(true)))]
    Settle {
        code: String,
        #[arg(long, group = "how", value_name = "DAY")]
        risk_accepted_until: Option<Date>,
        #[arg(long, group = "how")]
        not_adopted: bool,
        /// Who decided.
        #[arg(long)]
        by_whom: String,
        #[arg(long)]
        because: String,
        #[arg(long)]
        on: Option<Date>,
    },
    /// Open again what was closed: an action by its number, or what was decided in place of doing it.
    Reopen {
        code: String,
        action: Option<u16>,
        #[arg(long)]
        because: String,
        #[arg(long)]
        on: Option<Date>,
    },
    /// The tracker: counts by source and priority, and the list, each of which may be narrowed.
    List {
        #[arg(long)]
        source: Option<String>,
        /// overdue, awaiting-response, reopened, open, management-closed, verified, risk-accepted or not-adopted.
        #[arg(long)]
        standing: Option<String>,
        /// high, medium, low or not-ranked.
        #[arg(long)]
        rank: Option<String>,
        /// The source's own word.
        #[arg(long)]
        priority: Option<String>,
        #[arg(long)]
        owner: Option<String>,
        #[arg(long)]
        review: Option<String>,
        /// Those past their date alone.
        #[arg(long)]
        late: bool,
        /// As at a position, a date or an entry.
        #[arg(long, value_name = "POSITION|DATE|ENTRY")]
        as_at: Option<String>,
    },
    /// One finding, whole.
    Show { code: String },
}

#[derive(Clone, Debug, Default, clap::Args)]
pub struct FactsAsk {
    /// finding, cause-of-concern, recommendation or area-for-improvement.
    #[arg(long, default_value = "recommendation")]
    pub kind: String,
    /// Its reference in the source's report.
    #[arg(long)]
    pub own_reference: Option<String>,
    /// What is recommended, where that stands apart from what was found.
    #[arg(long)]
    pub recommended: Option<String>,
    /// One of the source's words.
    #[arg(long)]
    pub priority: Option<String>,
    #[arg(long)]
    pub for_whom: Option<String>,
    /// By when an answer is owed.
    #[arg(long)]
    pub response_due: Option<Date>,
}

#[derive(Clone, Debug, Default, clap::Args)]
pub struct TiesAsk {
    /// The reference of an action of an open plan. May be given more than once.
    #[arg(long, value_name = "REFERENCE")]
    pub action: Vec<String>,
    /// The statement of an outcome. May be given more than once.
    #[arg(long)]
    pub outcome: Vec<String>,
    #[arg(long)]
    pub theme: Option<String>,
}

pub async fn run(desk: &Desk, ask: &FindingCommand, say: Say) -> Result<ExitCode, Refused> {
    use FindingCommand as Ask;
    let (command, on) = match ask {
        Ask::List { source, standing, rank, priority, owner, review, late, as_at } => {
            let filter = Filter {
                source: source.clone(),
                standing: standing.as_deref().map(standing_called).transpose()?,
                rank: rank.as_deref().map(rank_called).transpose()?,
                priority: priority.clone(),
                owner: owner.clone(),
                review: review.clone(),
                late: *late,
            };
            return show::list(desk, &filter, as_at.as_deref(), say).await;
        }
        Ask::Show { code } => return show::one(desk, code, say).await,
        Ask::Source { name, kind, priority, clock_days, citation } => {
            let citation = citation.as_deref().map(typed).transpose()?.unwrap_or_default();
            let clock = clock_days.map(|days| Clock { days, citation });
            let priorities = priority.iter().map(|stated| self::priority(stated)).collect::<Result<_, _>>()?;
            (
                Command::NameSource(NameSource { name: typed(name)?, kind: kind_of_source(kind)?, priorities, clock }),
                None,
            )
        }
        Ask::Review { source, title, code, scope, draft, issued, published, opinion, visibility } => {
            let add = AddReview {
                source: typed(source)?,
                code: some(code.as_deref())?,
                title: typed(title)?,
                scope: some(scope.as_deref())?,
                draft: *draft,
                issued: *issued,
                published: *published,
                opinions: opinion.iter().map(|stated| self::opinion(stated)).collect::<Result<_, _>>()?,
                visibility: visibility.as_deref().map(self::visibility).transpose()?,
                marking: Marking::Official,
            };
            (Command::AddReview(Box::new(add)), None)
        }
        Ask::Note { review, issued, published, invited, received, comments, place, opinion } => {
            let note = match (issued, published, invited, received, comments, opinion) {
                (Some(day), ..) => ReviewNote::Issued(*day),
                (_, Some(day), ..) => ReviewNote::Published(*day),
                (_, _, Some(day), ..) => ReviewNote::CommentsInvited(*day),
                (_, _, _, Some(day), ..) => ReviewNote::CommentsReceived(*day),
                (.., Some(day), _) => {
                    ReviewNote::CommentsPublished(Published { day: *day, place: some(place.as_deref())? })
                }
                (.., opinion) => ReviewNote::Opinion(self::opinion(opinion.as_deref().unwrap_or_default())?),
            };
            (Command::NoteOnReview(NoteOnReview { review: typed(review)?, note }), None)
        }
        Ask::Add { review, found, facts, code, ties, visibility } => {
            let add = AddFinding {
                review: typed(review)?,
                code: some(code.as_deref())?,
                facts: facts.facts(found)?,
                ties: ties.ties()?,
                raised: None,
                visibility: visibility.as_deref().map(self::visibility).transpose()?,
            };
            (Command::AddFinding(Box::new(add)), None)
        }
        _ => {
            let (code, deed, on) = deed(ask)?;
            (Command::OnFinding(Box::new(OnFinding { finding: typed(code)?, deed })), on)
        }
    };
    let answer = desk.write(command, on).await?.answer;
    show::done(desk, &answer, say).await
}

/// What is done about a finding that is there.
fn deed(ask: &FindingCommand) -> Result<(&str, Deed, Option<Date>), Refused> {
    use FindingCommand as Ask;
    Ok(match ask {
        Ask::Reword { code, found, facts } => (code, Deed::Reword(facts.facts(found)?), None),
        Ask::Tie { code, ties } => (code, Deed::Tie(ties.ties()?), None),
        Ask::Respond { code, how, words, reason, on } => {
            let how = Answered::parse(how).ok_or_else(|| {
                Refused::because(format!("“{how}” is no answer; write accepted, accepted-in-part or rejected"))
            })?;
            (code, Deed::Respond { how, words: typed(words)?, reason: some(reason.as_deref())? }, *on)
        }
        Ask::Published { code, place, on } => (code, Deed::PublishResponse { place: typed(place)? }, *on),
        Ask::Agree { code, words, owner, due, timescale, on } => {
            let (words, owner, stated) = (typed(words)?, typed(owner)?, some(timescale.as_deref())?);
            (code, Deed::Agree { words, owner, due: *due, stated }, *on)
        }
        Ask::PassOn { code, action, owner } => (code, Deed::PassOn { action: *action, owner: typed(owner)? }, None),
        Ask::Move { code, action, to, because, agreed_by, on } => {
            let (reason, agreed_by) = (typed(because)?, typed(agreed_by)?);
            (code, Deed::Move { action: *action, to: *to, reason, agreed_by }, *on)
        }
        Ask::Update { code, action, words, on } => (code, Deed::Update { action: *action, words: typed(words)? }, *on),
        Ask::Close { code, action, says, evidence, on } => {
            let (words, evidence) = (some(says.as_deref())?, some(evidence.as_deref())?);
            (code, Deed::Close { action: *action, words, evidence }, *on)
        }
        Ask::Verify { code, action, saw, on } => (code, Deed::Verify { action: *action, words: typed(saw)? }, *on),
        Ask::Settle { code, risk_accepted_until, not_adopted: _, by_whom, because, on } => {
            let how = risk_accepted_until.map_or(Settlement::NotAdopted, |until| Settlement::RiskAccepted { until });
            (code, Deed::Settle(Settle { how, by_whom: typed(by_whom)?, reason: typed(because)? }), *on)
        }
        Ask::Reopen { code, action, because, on } => {
            (code, Deed::Reopen { action: *action, reason: typed(because)? }, *on)
        }
        Ask::Source { .. }
        | Ask::Review { .. }
        | Ask::Note { .. }
        | Ask::Add { .. }
        | Ask::List { .. }
        | Ask::Show { .. } => return Err(Refused::because("this is nothing that is done about a finding")),
    })
}

impl FactsAsk {
    fn facts(&self, found: &str) -> Result<Facts, Refused> {
        Ok(Facts {
            kind: kind_of_finding(&self.kind)?,
            own_reference: some(self.own_reference.as_deref())?,
            found: typed(found)?,
            recommended: some(self.recommended.as_deref())?,
            priority: some(self.priority.as_deref())?,
            for_whom: some(self.for_whom.as_deref())?,
            response_due: self.response_due,
        })
    }
}

impl TiesAsk {
    fn ties(&self) -> Result<Ties, Refused> {
        let all = |stated: &[String]| stated.iter().map(|one| typed(one)).collect::<Result<Vec<Text>, _>>();
        Ok(Ties { actions: all(&self.action)?, outcomes: all(&self.outcome)?, theme: some(self.theme.as_deref())? })
    }
}

fn some(stated: Option<&str>) -> Result<Option<Text>, Refused> {
    stated.map(typed).transpose()
}

fn kind_of_source(word: &str) -> Result<SourceKind, Refused> {
    SourceKind::parse(word).ok_or_else(|| {
        let known: Vec<String> = SourceKind::ALL.iter().map(|kind| kind.as_str().replace('_', "-")).collect();
        Refused::because(format!("“{word}” is no kind of source; write one of {}", known.join(", ")))
    })
}

fn kind_of_finding(word: &str) -> Result<FindingKind, Refused> {
    FindingKind::parse(word).ok_or_else(|| {
        let known: Vec<String> = FindingKind::ALL.iter().map(|kind| kind.as_str().replace('_', "-")).collect();
        Refused::because(format!("“{word}” is no kind of finding; write one of {}", known.join(", ")))
    })
}

fn standing_called(word: &str) -> Result<Standing, Refused> {
    Standing::parse(&word.replace('-', "_")).ok_or_else(|| {
        let known: Vec<String> = Standing::ALL.iter().map(|one| one.as_str().replace('_', "-")).collect();
        Refused::because(format!("“{word}” is nowhere that a finding stands; write one of {}", known.join(", ")))
    })
}

fn rank_called(word: &str) -> Result<Rank, Refused> {
    Rank::parse(word)
        .ok_or_else(|| Refused::because(format!("“{word}” is no rank; write high, medium, low or not-ranked")))
}

/// "Fundamental=high"
fn priority(stated: &str) -> Result<Priority, Refused> {
    let (word, rank) = stated.rsplit_once('=').ok_or_else(|| {
        Refused::because(format!("“{stated}” says no rank; write the source's word and its rank, as Fundamental=high"))
    })?;
    Ok(Priority { word: typed(word)?, rank: rank_called(rank)? })
}

/// "design=Reasonable assurance"
fn opinion(stated: &str) -> Result<Opinion, Refused> {
    let named = stated.split_once('=').and_then(|(of, words)| Some((OpinionOf::parse(of)?, words)));
    let (of, words) = named.ok_or_else(|| {
        Refused::because(format!(
            "“{stated}” does not say what the opinion is of; write design=…, operation=… or whole=…"
        ))
    })?;
    Ok(Opinion { of, words: typed(words)?, scope: None })
}

fn visibility(word: &str) -> Result<Visibility, Refused> {
    match word.to_lowercase().as_str() {
        "public" => Ok(Visibility::Public),
        "panel" => Ok(Visibility::Panel),
        "internal" => Ok(Visibility::Internal),
        _ => Err(Refused::because(format!("“{word}” says not who may see it; write public, panel or internal"))),
    }
}

/// The id of an answer that is an item.
fn item(answer: &Answer) -> Option<uuid::Uuid> {
    match answer {
        Answer::Item(id) => Some(*id),
        _ => None,
    }
}
