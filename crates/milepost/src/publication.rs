//! `milepost publication`, `hold`, `correct` and `return`: a paper's life between issue and the public.
use crate::{
    arguments::{HoldAsk, PublicationAct},
    desk::{Desk, typed},
    say::{Refused, Say, counted},
};
use domain::{
    ask::{Ask, Command},
    change_request::Approved,
    correction::CorrectPaper,
    hold::{Hold, LiftHold, SetHold},
    office::Kept,
    publication::{PublicBody, Publication, seal},
    publication_request::{AskForPublication, DecidePublication, PublicationRequest},
    returned::{Difference, Touched},
};
use jiff::{Timestamp, civil::Date};
use serde_json::json;
use std::{fmt::Write as _, path::Path, process::ExitCode};

pub async fn act(desk: &Desk, act: &PublicationAct, say: Say) -> Result<ExitCode, Refused> {
    match act {
        PublicationAct::Ask { what, at } => ask(desk, what, *at, say).await,
        PublicationAct::Preview { what } => preview(desk, what, say).await,
        PublicationAct::Agree { what, despite_hold } => {
            decide(desk, what, Approved::Yes, None, despite_hold.as_deref(), say).await
        }
        PublicationAct::Refuse { what, reason } => decide(desk, what, Approved::No, Some(reason), None, say).await,
        PublicationAct::List => list(desk, say).await,
    }
}

async fn ask(desk: &Desk, what: &str, at: Option<Timestamp>, say: Say) -> Result<ExitCode, Refused> {
    let plans = desk::public_plans_at(desk, what).await?;
    let asked = AskForPublication { what: typed(what)?, plans, at };
    let written = desk.write(Command::AskForPublication(asked), None).await?;
    let words = format!("The publication of {what} is asked for. Somebody else looks at it and agrees or refuses.");
    say.out(&words, &json!({ "asked": what, "at": at, "seq": written.seq }));
    Ok(ExitCode::SUCCESS)
}

async fn preview(desk: &Desk, what: &str, say: Say) -> Result<ExitCode, Refused> {
    let preview = desk::preview(desk, what).await?;
    let mut words = String::from("The public would receive:\n");
    for Publication { body, .. } in &preview.publications {
        match body {
            PublicBody::Paper(paper) => {
                let _ = writeln!(words, "{}: {}", paper.number, paper.title);
                for file in &paper.files {
                    let _ = writeln!(words, "  {}  {}", file.sha256, file.name);
                }
            }
            PublicBody::Plan(plan) => {
                let actions: usize = plan.themes.iter().map(|theme| theme.actions.len()).sum();
                let _ =
                    writeln!(words, "{} at {}: {}", plan.name, plan.position, counted(actions, "action", "actions"));
            }
        }
    }
    let withheld = || {
        let plans = preview.publications.iter().filter_map(|publication| match &publication.body {
            PublicBody::Plan(plan) => Some(&plan.withheld),
            PublicBody::Paper(_) => None,
        });
        plans.flatten().chain(&preview.withheld)
    };
    let count: usize = withheld().map(|one| one.count).sum();
    let _ = writeln!(words, "Withheld: {}", counted(count, "action", "actions"));
    for one in withheld() {
        let _ = writeln!(words, "  {}: {}", one.count, one.reason);
    }
    say.out(&words, &json!({ "publications": preview.publications, "withheld": withheld().collect::<Vec<_>>() }));
    Ok(ExitCode::SUCCESS)
}

async fn decide(
    desk: &Desk,
    what: &str,
    approved: Approved,
    reason: Option<&str>,
    despite_hold: Option<&str>,
    say: Say,
) -> Result<ExitCode, Refused> {
    let office = desk.office().await?;
    let sight = office.seen_by(&desk.actor);
    let wanted = domain::text::fold(what);
    let open = |kept: &&Kept<PublicationRequest>| {
        kept.item.what.folded() == wanted && sight.publication_requested(kept.item.of).is_some_and(|o| o.id == kept.id)
    };
    let Some(request) = sight.publication_requests().find(open) else {
        return Err(Refused::because(format!("nobody asked for the publication of {what}")));
    };
    let plans = desk::public_plans_at(desk, what).await?;
    let seal = match approved {
        Approved::Yes => Some(seal(&desk::preview(desk, what).await?.publications)),
        Approved::No => None,
    };
    let despite_hold = despite_hold.map(typed).transpose()?;
    let decided = DecidePublication { request: request.id, approved, plans, seal, despite_hold };
    let command = Command::DecidePublication(decided);
    let at = request.item.at.filter(|_| !request.item.is_due(desk.now()));
    let asked = Ask { reason: reason.map(typed).transpose()?, ..desk.ask(command, None) };
    let written = desk.record.write(asked).await?;
    let words = match (approved, at.and_then(|at| Timestamp::from_microsecond(at).ok())) {
        (Approved::Yes, None) => format!("{what} is published."),
        (Approved::Yes, Some(at)) => format!("{what} will be published at {at} by the server that runs then."),
        (Approved::No, _) => format!("The publication of {what} is refused."),
    };
    say.out(&words, &json!({ "what": what, "agreed": approved == Approved::Yes, "seq": written.seq }));
    Ok(ExitCode::SUCCESS)
}

async fn list(desk: &Desk, say: Say) -> Result<ExitCode, Refused> {
    let office = desk.office().await?;
    let sight = office.seen_by(&desk.actor);
    let open: Vec<_> = sight
        .publication_requests()
        .filter(|kept| sight.publication_requested(kept.item.of).is_some_and(|open| open.id == kept.id))
        .collect();
    let mut words = String::new();
    for kept in &open {
        let how = if kept.item.is_agreed() { "agreed to, waits for its time" } else { "waits for a second person" };
        let _ = writeln!(words, "{}: asked for on {}, {how}", kept.item.what, kept.item.on);
    }
    if open.is_empty() {
        words.push_str("No publication waits.");
    }
    let machine: Vec<_> = open.iter().map(|kept| &kept.item).collect();
    say.out(&words, &machine);
    Ok(ExitCode::SUCCESS)
}

pub async fn hold(desk: &Desk, ask: &HoldAsk, say: Say) -> Result<ExitCode, Refused> {
    let (command, reason) = match ask {
        HoldAsk::Show => return show_holds(desk, say).await,
        HoldAsk::Set { from, to, reason } => (Command::SetHold(SetHold { from: *from, to: *to }), reason),
        HoldAsk::Lift { from, reason } => {
            let office = desk.office().await?;
            let sight = office.seen_by(&desk.actor);
            let standing = |kept: &&Kept<Hold>| kept.item.lifted.is_none();
            let mut holds = sight.holds().filter(standing);
            let hold = holds.find(|kept| from.is_none_or(|from| from == kept.item.from));
            let hold = hold.ok_or_else(|| Refused::because("no hold stands that could be lifted"))?.id;
            (Command::LiftHold(LiftHold { hold }), reason)
        }
    };
    desk.record.write(Ask { reason: Some(typed(reason)?), ..desk.ask(command, None) }).await?;
    show_holds(desk, say).await
}

async fn show_holds(desk: &Desk, say: Say) -> Result<ExitCode, Refused> {
    let office = desk.office().await?;
    let sight = office.seen_by(&desk.actor);
    let mut words = String::new();
    for Kept { item, .. } in sight.holds() {
        let _ = write!(words, "Nothing is published from {} to {}: {}", item.from, item.to, item.reason);
        if let Some(lifted) = &item.lifted {
            let _ = write!(words, " (lifted on {}: {})", lifted.on, lifted.reason);
        }
        words.push('\n');
    }
    if words.is_empty() {
        words.push_str("No hold was set.");
    }
    say.out(&words, &sight.holds().map(|kept| &kept.item).collect::<Vec<_>>());
    Ok(ExitCode::SUCCESS)
}

pub async fn correct(
    desk: &Desk,
    number: &str,
    words: &str,
    was: &str,
    is: &str,
    say: Say,
) -> Result<ExitCode, Refused> {
    let correct = CorrectPaper { number: typed(number)?, words: typed(words)?, was: typed(was)?, is: typed(is)? };
    let written = desk.write(Command::CorrectPaper(correct), None).await?;
    let words = format!("{number} is corrected, for everybody who may see it. Its files stay as issued.");
    say.out(&words, &json!({ "corrected": number, "seq": written.seq }));
    Ok(ExitCode::SUCCESS)
}

pub async fn returned(
    desk: &Desk,
    number: &str,
    file: &Path,
    accept: bool,
    on: Option<Date>,
    say: Say,
) -> Result<ExitCode, Refused> {
    let bytes = std::fs::read(file).map_err(|e| Refused::because(format!("{} cannot be read: {e}", file.display())))?;
    let child = intake::Child::this_binary();
    let compared = if accept {
        desk::returned(desk, &child, number, bytes, on, None).await?
    } else {
        desk::compared(desk, &child, number, bytes).await?
    };
    let flagged = compared.differences.iter().filter(|difference| !difference.touches.is_empty()).count();
    let mut words = format!(
        "{} between {} and {}; {flagged} of them touch a figure, a date or a rating.\n",
        counted(compared.differences.len(), "difference", "differences"),
        compared.printed,
        file.display()
    );
    for difference in &compared.differences {
        words.push_str(&told(difference));
    }
    if accept {
        let _ =
            write!(words, "It is kept as issued beside the printed files of {}: {}", compared.number, compared.sha256);
    } else {
        words.push_str("Nothing was kept. With --accept it is kept as issued beside the printed files.");
    }
    let machine = json!({ "number": compared.number, "sha256": compared.sha256, "compared_with": compared.of,
        "accepted": accept, "flagged": flagged, "differences": compared.differences, "notes": compared.notes });
    say.out(&words, &machine);
    Ok(ExitCode::SUCCESS)
}

fn told(difference: &Difference) -> String {
    let touches: Vec<&str> = difference
        .touches
        .iter()
        .map(|touched| match touched {
            Touched::Figure => "FIGURE",
            Touched::Date => "DATE",
            Touched::Rating => "RATING",
        })
        .collect();
    let flag = if touches.is_empty() { String::new() } else { format!(" [{}]", touches.join(", ")) };
    let line = |mark: &str, words: Option<&domain::text::Text>| {
        words.filter(|words| !words.is_empty()).map(|words| format!("  {mark} {words}\n")).unwrap_or_default()
    };
    format!("{}{flag}\n{}{}", difference.place, line("-", difference.was.as_ref()), line("+", difference.is.as_ref()))
}
