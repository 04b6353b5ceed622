//! `milepost round`: the quarterly update: opened, chased, signed off by theme, frozen.
mod accuracy;
mod letters;
mod sheets;

use crate::{
    arguments::Round as Asked,
    desk::{Desk, typed},
    say::{Refused, Say, counted},
    settings::Settings,
};
use domain::{
    action::Held,
    ask::{Answer, Command},
    narrative::WriteNarrative,
    office::Kept,
    period::london_day,
    round::{FreezeRound, OpenRound, Return, Round, SendBack, SignOffTheme, Standing, reminders},
    sight::Sight,
    text::fold,
};
use serde_json::{Value, json};
use std::{fmt::Write as _, process::ExitCode};

pub async fn run(desk: &Desk, settings: &Settings, asked: &Asked, say: Say) -> Result<ExitCode, Refused> {
    let command = match asked {
        Asked::Show { name } => return show(desk, name.as_deref(), say).await,
        Asked::Link { name, post, mail } => {
            return letters::link(desk, settings, name.as_deref(), post, mail.as_deref(), say).await;
        }
        Asked::Revoke { name, post } => return letters::revoke(desk, name.as_deref(), post, say).await,
        Asked::Remind { name, again } => {
            return letters::remind(desk, settings, name.as_deref(), again.as_deref(), say).await;
        }
        Asked::Sheet { name, whose, output } => {
            return sheets::make(desk, name.as_deref(), whose, output.as_deref(), say).await;
        }
        Asked::Take { file, accept } => return sheets::take(desk, file, accept, say).await,
        Asked::SendBack { name, action, comment } => {
            let office = desk.office().await?;
            let sight = office.seen_by(&desk.actor);
            let round = sight.round_called(name.as_deref())?;
            let action = sight
                .actions(round.item.plan)
                .into_iter()
                .find(|kept| kept.reference().folded() == fold(action))
                .ok_or_else(|| Refused::because(format!("the plan has no action “{action}”; give its reference")))?;
            Command::SendBack(SendBack { round: round.id, action: action.id, comment: typed(comment)? })
        }
        Asked::Check { name, points } => accuracy::check(desk, name.as_deref(), points).await?,
        Asked::Answer { name, point, words } => accuracy::answer(desk, name.as_deref(), *point, words).await?,
        Asked::Open { name, plan, from, to, due } => Command::OpenRound(OpenRound {
            plan: plan.as_deref().map(typed).transpose()?,
            name: name.as_deref().map(typed).transpose()?,
            period: from.zip(*to),
            due: *due,
        }),
        Asked::SignOff { name, theme } => {
            Command::SignOffTheme(SignOffTheme { round: called(desk, name.as_deref()).await?, theme: typed(theme)? })
        }
        Asked::Narrative { name, theme, achieved, overcome, next } => Command::WriteNarrative(WriteNarrative {
            round: called(desk, name.as_deref()).await?,
            theme: typed(theme)?,
            achieved: achieved.as_deref().map(typed).transpose()?,
            still_to_overcome: overcome.as_deref().map(typed).transpose()?,
            next: next.as_deref().map(typed).transpose()?,
        }),
        Asked::Freeze { name } => Command::FreezeRound(FreezeRound { round: called(desk, name.as_deref()).await? }),
    };
    // The round itself is shown, whatever others are called.
    let meant = match &command {
        Command::SendBack(back) => Some(back.round.to_string()),
        Command::CheckAccuracy(check) => Some(check.round.to_string()),
        Command::AnswerPoint(answer) => Some(answer.round.to_string()),
        Command::SignOffTheme(SignOffTheme { round, .. })
        | Command::WriteNarrative(WriteNarrative { round, .. })
        | Command::FreezeRound(FreezeRound { round }) => Some(round.to_string()),
        _ => None,
    };
    let answer = desk.write(command, None).await?.answer;
    let meant = meant.or(match answer {
        Answer::Item(round) => Some(round.to_string()),
        _ => None,
    });
    show(desk, meant.as_deref(), say).await
}

/// The round that was meant, by its id: the open one, where none was named.
async fn called(desk: &Desk, name: Option<&str>) -> Result<domain::text::Text, Refused> {
    let office = desk.office().await?;
    Ok(domain::text::text(&office.seen_by(&desk.actor).round_called(name)?.id.to_string()))
}

async fn show(desk: &Desk, name: Option<&str>, say: Say) -> Result<ExitCode, Refused> {
    let office = desk.office().await?;
    let sight = office.seen_by(&desk.actor);
    let round = sight.round_called(name)?;
    let today = london_day(desk.now());
    let lookers = desk.record.answer_links().lookers(round.id).await?;
    let drafted = desk.record.drafted(desk.now()).await?;
    let standing = sight.standing(round, today).opened_by(&lookers).drafted(&drafted);
    let mail = letters::Mail::of(desk, &office, round.id, today).await?;
    let mut words = people(&sight, round, &standing);
    mail.add_words(&sight, &standing, &mut words);
    let mut machine = machine(&sight, round, &standing);
    machine["mail"] = mail.machine(&sight);
    say.out(&words, &machine);
    Ok(ExitCode::SUCCESS)
}

const STATES: [(Return, &str); 8] = [
    (Return::SignedOff, "returned and signed off"),
    (Return::Returned, "returned"),
    (Return::SentBack, "sent back, to be answered again"),
    (Return::Drafted, "drafted, not sent yet"),
    (Return::Opened, "opened, nothing yet"),
    (Return::Asked, "asked, nothing yet"),
    (Return::Late, "late: nothing came in time"),
    (Return::Closed, "closed before anything came"),
];

fn who(sight: &Sight, held: Option<&Held>) -> String {
    match held {
        None => "No lead: nobody can be asked".into(),
        Some(Held::Post(_)) => held.map_or_else(String::new, |held| sight.held(held)),
        Some(Held::Unmatched(stated)) => format!("“{stated}”, not matched to a post"),
    }
}

fn people(sight: &Sight, round: &Kept<Round>, standing: &Standing) -> String {
    let item = &round.item;
    let mut out = format!(
        "Quarterly update “{}”, {} to {}, due {}: {}\n{} asked for",
        item.name,
        item.from,
        item.to,
        item.due,
        item.frozen.as_ref().map_or_else(|| "open".into(), |frozen| format!("frozen on {}", frozen.on)),
        counted(item.asked.len(), "action", "actions"),
    );
    for (state, words) in STATES {
        let count = standing.count(state);
        if count > 0 {
            let _ = write!(out, "; {count} {words}");
        }
    }
    out.push_str(".\n");
    if item.frozen.is_none() {
        let days: Vec<String> = reminders(item.due).iter().map(ToString::to_string).collect();
        let _ = writeln!(out, "Days to remind people: {}.", days.join(", "));
    }
    let chasing = standing.chasing();
    if !chasing.is_empty() {
        out.push_str("\nStill owed\n");
        for (held, rows) in &chasing {
            let _ = writeln!(out, "  {}", who(sight, held.as_ref()));
            for row in rows {
                let _ = writeln!(out, "    {}  {}", row.action.reference(), row.action.item.title);
                if let Some(back) = row.sent_back {
                    let _ = writeln!(out, "      sent back on {} by {}: {}", back.on, back.name, back.comment);
                }
            }
        }
    }
    out.push_str("\nThemes\n");
    for theme in sight.themes(item.plan) {
        let signed = item.signed_off.iter().find(|done| done.theme == theme.id);
        let signed = signed
            .map_or_else(|| "not signed off".into(), |done| format!("signed off by {} on {}", done.name, done.on));
        let _ = writeln!(out, "  {}: {signed}", theme.item.name);
        let narratives = sight.narratives(round.id);
        let Some(narrative) = narratives.iter().find(|n| n.item.theme == theme.id) else { continue };
        let said = [
            ("achieved", &narrative.item.achieved),
            ("still to overcome", &narrative.item.still_to_overcome),
            ("next", &narrative.item.next),
        ];
        for (what, words) in said {
            if let Some(words) = words {
                let _ = writeln!(out, "    {what}: {words}");
            }
        }
    }
    accuracy::add_words(sight, round, &mut out);
    out
}

fn machine(sight: &Sight, round: &Kept<Round>, standing: &Standing) -> Value {
    let item = &round.item;
    let narratives = sight.narratives(round.id);
    let themes = sight.themes(item.plan).into_iter().map(|theme| {
        let signed = item.signed_off.iter().find(|done| done.theme == theme.id);
        let said = narratives.iter().find(|n| n.item.theme == theme.id).map(|n| &n.item);
        json!({
            "name": theme.item.name,
            "signed_off": signed.map(|done| json!({ "by": done.name, "on": done.on })),
            "narrative": said.map(|n| json!({
                "achieved": n.achieved, "still_to_overcome": n.still_to_overcome, "next": n.next, "by": n.name,
            })),
        })
    });
    let rows = standing.rows.iter().map(|row| {
        let leads: Vec<String> = row.action.item.leads.iter().map(|held| who(sight, Some(held))).collect();
        json!({
            "reference": row.action.reference(), "title": row.action.item.title, "leads": leads,
            "state": row.state.as_str(), "returned": row.returned,
            "sent_back": row.sent_back.map(|back| json!({ "on": back.on, "by": back.name, "comment": back.comment })),
        })
    });
    json!({
        "name": item.name, "from": item.from, "to": item.to, "due": item.due,
        "frozen": item.frozen.as_ref().map(|frozen| frozen.on),
        "reminders": reminders(item.due),
        "asked": item.asked.len(), "withheld": standing.withheld,
        "totals": STATES.iter().map(|(state, _)| (state.as_str().to_owned(), standing.count(*state).into()))
            .collect::<serde_json::Map<String, Value>>(),
        "actions": rows.collect::<Vec<_>>(),
        "themes": themes.collect::<Vec<_>>(),
        "accuracy": accuracy::machine(sight, round),
    })
}
