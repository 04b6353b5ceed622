//! `milepost outcome`: what serves each outcome, what the rules find in what is recorded, what is judged and noted.
use crate::{
    desk::{Desk, typed},
    say::{Refused, Say, counted},
};
use clap::{Subcommand, ValueEnum};
use domain::{
    ask::{Ask, Command},
    coverage::{Coverage, Fact, Index},
    envelope::Visibility,
    environment::NoteEnvironment,
    objective::ServeOutcome,
    outcome_file::OutcomeFile,
    outcome_view::OutcomeView,
    partner_action::{Known, NotePartnerAction},
    period::london_day,
    scale::Class,
    sight::Sight,
    sufficiency::{JudgeOutcome, Judged},
};
use jiff::{Timestamp, civil::Date};
use serde_json::{Value, json};
use std::{fmt::Write as _, fs, path::PathBuf, process::ExitCode};

#[derive(Debug, Subcommand)]
pub enum OutcomeCommand {
    /// Every outcome of a plan: what the rules find, what is judged, and what hangs loose.
    List {
        #[arg(long)]
        plan: Option<String>,
    },
    /// One outcome: gaps first, then what serves it and what is said of it.
    Show {
        /// Its words, or how they begin, or its id.
        outcome: String,
    },
    /// Say that an action of its plan serves an outcome, or with --not that it does not.
    Serve {
        outcome: String,
        /// The reference of an action. May be given more than once.
        #[arg(long, value_name = "REFERENCE", required = true)]
        action: Vec<String>,
        #[arg(long)]
        not: bool,
        #[arg(long)]
        reason: Option<String>,
    },
    /// Judge whether what is done is enough: a judgement of its own, dated, named and with its reason.
    Judge {
        outcome: String,
        #[arg(value_enum)]
        judged: JudgedAs,
        #[arg(long)]
        because: String,
        /// The board or committee whose judgement it is; without it, that of whoever gives this command.
        #[arg(long, value_name = "BODY")]
        by: Option<String>,
        /// The day of the judgement; without it, today.
        #[arg(long)]
        on: Option<Date>,
        #[arg(long, value_enum, default_value = "internal")]
        visible: ShownTo,
    },
    /// Note what changes around an outcome. {M4} in the words becomes the newest figure of M4.
    Note {
        outcome: String,
        words: String,
        #[arg(long)]
        on: Option<Date>,
        #[arg(long, value_enum, default_value = "internal")]
        visible: ShownTo,
    },
    /// Write down what is known of an action in another body's plan.
    Partner(Box<PartnerAsk>),
    /// Take in a TOML file of servings, partners' actions, notes and judgements.
    Take { file: PathBuf },
}

#[derive(Debug, clap::Args)]
pub struct PartnerAsk {
    /// Its reference, as in that plan.
    pub reference: String,
    /// What it promises, in the words of that plan.
    pub title: String,
    /// The organisation in whose plan it stands.
    #[arg(long)]
    pub body: String,
    /// The name of that plan.
    #[arg(long)]
    pub plan: String,
    /// The outcome that it serves. May be given more than once.
    #[arg(long, value_name = "OUTCOME")]
    pub outcome: Vec<String>,
    /// The day as of which this is known.
    #[arg(long)]
    pub known: Date,
    /// Where this was read or heard.
    #[arg(long)]
    pub source: String,
    /// The rating, in that plan's own words.
    #[arg(long)]
    pub rating: Option<String>,
    /// What these words mean.
    #[arg(long, value_enum, requires = "rating")]
    pub means: Option<Means>,
    /// As stated there.
    #[arg(long)]
    pub direction: Option<String>,
    /// What it is to change.
    #[arg(long)]
    pub effect: Option<String>,
    /// Any day of the quarter by whose end.
    #[arg(long, requires = "effect")]
    pub by: Option<Date>,
    #[arg(long, value_enum, default_value = "internal")]
    pub visible: ShownTo,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub enum JudgedAs {
    Sufficient,
    NotSufficient,
    NotYetKnown,
}

/// Who may see what is said: the office and its boards, the Panel too, or everybody.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub enum ShownTo {
    Internal,
    Panel,
    Public,
}

impl ShownTo {
    fn visibility(self) -> Visibility {
        match self {
            Self::Internal => Visibility::Internal,
            Self::Panel => Visibility::Panel,
            Self::Public => Visibility::Public,
        }
    }
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub enum Means {
    Complete,
    OnTrack,
    AtRisk,
    OffTrack,
    NotStarted,
    Paused,
}

impl Means {
    fn class(self) -> Class {
        match self {
            Self::Complete => Class::Complete,
            Self::OnTrack => Class::OnTrack,
            Self::AtRisk => Class::AtRisk,
            Self::OffTrack => Class::OffTrack,
            Self::NotStarted => Class::NotStarted,
            Self::Paused => Class::Paused,
        }
    }
}

pub async fn run(desk: &Desk, ask: &OutcomeCommand, say: Say) -> Result<ExitCode, Refused> {
    let office = desk.office().await?;
    let sight = office.seen_by(&desk.actor);
    let outcome = |words: &str| -> Result<_, Refused> { Ok(sight.outcome_meant(words)?.id) };
    let (command, on, shown) = match ask {
        OutcomeCommand::List { plan } => return list(desk, plan.as_deref(), say).await,
        OutcomeCommand::Show { outcome } => return show(desk, outcome, say).await,
        OutcomeCommand::Take { file } => return take(desk, file, say).await,
        OutcomeCommand::Serve { outcome, action, not, reason } => {
            return serve(desk, outcome, action, *not, reason.as_deref(), say).await;
        }
        OutcomeCommand::Judge { outcome: words, judged, because, by, on, visible } => {
            let judge = JudgeOutcome {
                outcome: outcome(words)?,
                judged: match judged {
                    JudgedAs::Sufficient => Judged::Sufficient,
                    JudgedAs::NotSufficient => Judged::NotSufficient,
                    JudgedAs::NotYetKnown => Judged::NotYetKnown,
                },
                by: by.as_deref().map(typed).transpose()?,
                because: typed(because)?,
                shown_to: visible.visibility(),
            };
            (Command::JudgeOutcome(judge), *on, words)
        }
        OutcomeCommand::Note { outcome: said, words, on, visible } => {
            let note =
                NoteEnvironment { outcome: outcome(said)?, words: typed(words)?, shown_to: visible.visibility() };
            (Command::NoteEnvironment(note), *on, said)
        }
        OutcomeCommand::Partner(ask) => return partner(desk, ask, say).await,
    };
    desk.record.write(desk.ask(command, on)).await?;
    show(desk, shown, say).await
}

async fn serve(
    desk: &Desk,
    words: &str,
    actions: &[String],
    not: bool,
    reason: Option<&str>,
    say: Say,
) -> Result<ExitCode, Refused> {
    for reference in actions {
        let office = desk.office().await?;
        let sight = office.seen_by(&desk.actor);
        let outcome = sight.outcome_meant(words)?;
        let plan = sight.theme(outcome.item.theme).map(|theme| theme.item.plan);
        let all = plan.map(|plan| sight.actions(plan)).unwrap_or_default();
        let reference = typed(reference)?;
        let action = all.iter().find(|kept| kept.reference().folded() == reference.folded());
        let action = action.ok_or_else(|| {
            Refused::because(format!(
                "the plan of this outcome has no action {reference}; give its reference as the plan has it"
            ))
        })?;
        let command = Command::ServeOutcome(ServeOutcome { action: action.id, outcome: outcome.id, serves: !not });
        let reason = reason.map(typed).transpose()?;
        desk.record.write(Ask { reason, ..desk.ask(command, None) }).await?;
    }
    show(desk, words, say).await
}

async fn partner(desk: &Desk, ask: &PartnerAsk, say: Say) -> Result<ExitCode, Refused> {
    let office = desk.office().await?;
    let sight = office.seen_by(&desk.actor);
    let some = |words: &Option<String>| words.as_deref().map(typed).transpose();
    let note = NotePartnerAction {
        body: typed(&ask.body)?,
        plan: typed(&ask.plan)?,
        reference: typed(&ask.reference)?,
        title: typed(&ask.title)?,
        outcomes: ask.outcome.iter().map(|words| Ok(sight.outcome_meant(words)?.id)).collect::<Result<_, Refused>>()?,
        known: Known {
            day: ask.known,
            rating: some(&ask.rating)?,
            class: ask.means.map(Means::class),
            direction: some(&ask.direction)?,
            effect: some(&ask.effect)?,
            by: ask.by,
            source: typed(&ask.source)?,
        },
        shown_to: ask.visible.visibility(),
    };
    desk.record.write(desk.ask(Command::NotePartnerAction(Box::new(note)), None)).await?;
    let office = desk.office().await?;
    let all = office.seen_by(&desk.actor).partner_actions();
    let mut words = String::new();
    for kept in &all {
        let known = kept.item.newest();
        let rating = known.and_then(|known| known.rating.as_ref()).map_or("not rated", |rating| rating.as_str());
        let day = known.map(|known| known.day.to_string()).unwrap_or_default();
        let _ =
            writeln!(words, "{} {} ({}): {rating}, known on {day}", kept.reference(), kept.item.title, kept.item.plan);
    }
    let machine: Vec<Value> = all
        .iter()
        .map(|kept| json!({ "reference": kept.reference(), "title": kept.item.title, "plan": kept.item.plan, "known": kept.item.known }))
        .collect();
    say.out(&words, &json!({ "partner_actions": machine }));
    Ok(ExitCode::SUCCESS)
}

/// Takes in a file, each part as a command of its own, in the name of the post that it gives.
pub async fn take_in(desk: &Desk, words: &str) -> Result<usize, Refused> {
    let file = OutcomeFile::parse(words).map_err(Refused::because)?;
    let office = desk.office().await?;
    let stated = file.commands(&office.seen_by(&desk.actor)).map_err(Refused::because)?;
    let many = stated.len();
    for one in stated {
        match one.by {
            Some(post) => desk.seat(&post)?.write(one.command, one.on).await?,
            None => desk.write(one.command, one.on).await?,
        };
    }
    Ok(many)
}

async fn take(desk: &Desk, file: &PathBuf, say: Say) -> Result<ExitCode, Refused> {
    let words = fs::read_to_string(file)
        .map_err(|error| Refused::because(format!("{} cannot be read: {error}", file.display())))?;
    let many = take_in(desk, &words).await?;
    say.out(&format!("{} taken in.", counted(many, "statement", "statements")), &json!({ "taken": many }));
    Ok(ExitCode::SUCCESS)
}

/// The day on which a list stands: of the fictional office that of its last entry.
fn today(sight: &Sight) -> Date {
    let fictional = sight.settings().is_none_or(|settings| settings.item.demo);
    let at =
        if fictional { Timestamp::from_microsecond(sight.head().at).unwrap_or_default() } else { Timestamp::now() };
    london_day(at)
}

fn told(fact: &Fact) -> String {
    fact.about
        .as_ref()
        .map_or_else(|| fact.words.clone(), |(_, named)| format!("{} {}: {}", named.reference, named.title, fact.words))
}

fn met(coverage: &Coverage) -> Vec<Value> {
    let one = |met: &domain::coverage::Met| json!({ "rule": met.rule.number(), "words": met.rule.in_words(), "sort": met.rule.sort(), "facts": met.facts });
    coverage.met.iter().map(one).collect()
}

fn machine(sight: &Sight, view: &OutcomeView) -> Value {
    let judged = |kept: &&domain::office::Kept<domain::sufficiency::Sufficiency>| json!({ "judged": kept.item.judged, "by": sight.judge(kept.item.by), "day": kept.item.day, "reason": kept.item.reason });
    json!({
        "id": view.outcome.id.to_string(),
        "outcome": view.outcome.item.statement,
        "theme": view.theme.item.name,
        "coverage": view.coverage.says,
        "gaps": view.coverage.gaps(),
        "rules_met": met(&view.coverage),
        "sufficiency": view.sufficiency().as_ref().map(judged),
        "actions": view.own.iter().map(|kept| kept.reference()).collect::<Vec<_>>(),
        "others_actions": view.others.iter().map(|kept| kept.reference()).collect::<Vec<_>>(),
        "partner_actions": view.partners.iter().map(|kept| kept.reference()).collect::<Vec<_>>(),
        "measures": view.measures.iter().map(|one| &one.code).collect::<Vec<_>>(),
    })
}

async fn list(desk: &Desk, plan: Option<&str>, say: Say) -> Result<ExitCode, Refused> {
    let office = desk.office().await?;
    let sight = office.seen_by(&desk.actor);
    let plan = sight.plan_called(plan)?;
    let index = Index::of(&sight, today(&sight));
    let outcomes = sight.outcomes_of_plan(plan.id);
    let views: Vec<OutcomeView> = outcomes.iter().filter_map(|kept| OutcomeView::of(&sight, &index, kept.id)).collect();
    let mut words = String::new();
    for view in &views {
        let judged = view.sufficiency().map_or("not judged", |kept| kept.item.judged.in_words());
        let _ = writeln!(
            words,
            "{}\n    coverage as computed: {}; sufficiency as judged: {judged}",
            view.outcome.item.statement,
            view.coverage.says.in_words()
        );
    }
    if views.is_empty() {
        words.push_str("The plan has no outcome; state the shared outcomes of its themes first.\n");
    }
    let loose = index.loose(plan.id);
    let _ = writeln!(
        words,
        "\nHanging loose: {} without an action, {} without a measure, {} without an outcome.",
        counted(loose.outcomes_without_action.len(), "outcome", "outcomes"),
        counted(loose.outcomes_without_measure.len(), "outcome", "outcomes"),
        counted(loose.actions_without_outcome.len(), "action", "actions"),
    );
    let said = json!({
        "plan": plan.item.name,
        "outcomes": views.iter().map(|view| machine(&sight, view)).collect::<Vec<_>>(),
        "loose": {
            "outcomes_without_action": loose.outcomes_without_action.iter().map(|kept| &kept.item.statement).collect::<Vec<_>>(),
            "outcomes_without_measure": loose.outcomes_without_measure.iter().map(|kept| &kept.item.statement).collect::<Vec<_>>(),
            "actions_without_outcome": loose.actions_without_outcome.iter().map(|kept| kept.reference()).collect::<Vec<_>>(),
        },
    });
    say.out(&words, &said);
    Ok(ExitCode::SUCCESS)
}

async fn show(desk: &Desk, words: &str, say: Say) -> Result<ExitCode, Refused> {
    let office = desk.office().await?;
    let sight = office.seen_by(&desk.actor);
    let outcome = sight.outcome_meant(words)?;
    let index = Index::of(&sight, today(&sight));
    let view = OutcomeView::of(&sight, &index, outcome.id)
        .ok_or_else(|| Refused::because("this outcome is not to be seen from here"))?;
    let mut words = format!("{}\n\n", outcome.item.statement);
    let _ = writeln!(words, "Coverage as computed: {}", view.coverage.says.in_words());
    for met in &view.coverage.met {
        let _ = writeln!(words, "  Rule {}. {}", met.rule.number(), met.rule.in_words());
        for fact in &met.facts {
            let _ = writeln!(words, "    {}", told(fact));
        }
    }
    match view.sufficiency() {
        None => words.push_str("Sufficiency as judged: nobody has judged it.\n"),
        Some(kept) => {
            let _ = writeln!(
                words,
                "Sufficiency as judged: {}, by {}, {}. {}",
                kept.item.judged.in_words(),
                sight.judge(kept.item.by),
                kept.item.day,
                kept.item.reason
            );
        }
    }
    for kept in view.own.iter().chain(&view.others) {
        let rating = kept.item.rating.as_ref().map_or("Not rated", |rating| rating.label.as_str());
        let _ = writeln!(words, "Action {} {}: {rating}", kept.reference(), kept.item.title);
    }
    for kept in &view.partners {
        let known = kept.item.newest();
        let rating = known.and_then(|known| known.rating.as_ref()).map_or("not rated", |rating| rating.as_str());
        let day = known.map(|known| known.day.to_string()).unwrap_or_default();
        let _ = writeln!(
            words,
            "Partner’s action {} {} ({}): {rating}, known on {day}",
            kept.reference(),
            kept.item.title,
            kept.item.plan
        );
    }
    for one in &view.measures {
        let _ = writeln!(words, "Measure {} {}: {}", one.code, one.title, one.sentence());
    }
    if let Some(note) = view.environment.last() {
        let _ = writeln!(words, "Around it, {}: {}", note.item.day, note.item.words);
    }
    say.out(&words, &machine(&sight, &view));
    Ok(ExitCode::SUCCESS)
}
