//! `milepost erase`: a passage that should never have been recorded goes from everything that repeats it.
use crate::{
    desk::{Desk, typed},
    holds::{Papers, find},
    say::{Refused, Say, counted},
};
use desk::Issued;
use domain::{
    ask::{Ask, Command},
    erasure::{Erase, Passage, Whose, whose},
    id::Id,
    office::{Kind, Office},
    paper::{Paper, Stage},
    text::Text,
};
use jiff::Timestamp;
use record::{Erasing, Held, Holding};
use serde::Deserialize;
use serde_json::json;
use std::{
    collections::{BTreeMap, BTreeSet},
    fmt::Write as _,
    io::{IsTerminal as _, Write as _},
    process::ExitCode,
};
use uuid::Uuid;

pub struct EraseAsk<'a> {
    pub item: &'a str,
    pub plan: Option<&'a str>,
    pub passage: &'a str,
    pub reason: &'a str,
    pub everywhere: bool,
    pub dry_run: bool,
    pub yes: bool,
}

/// All that an erasure touches.
struct Reach {
    of: Uuid,
    kind: Kind,
    reference: Text,
    holding: Holding,
    /// States of other items that hold the passage too, and stay.
    elsewhere: Vec<Held>,
    held: Papers,
}

pub async fn passage(desk: &Desk, ask: &EraseAsk<'_>, say: Say) -> Result<ExitCode, Refused> {
    let passage = Passage::new(&typed(ask.passage)?)?;
    let reason = typed(ask.reason)?;
    if !ask.dry_run {
        owed(desk).await?;
    }
    let reach = reach(desk, ask, &passage).await?;
    let office = desk.office().await?;
    if ask.dry_run {
        say.out(&told(&reach, &office, Tense::Would), &machine(&reach, &office, false, &[]));
        return Ok(ExitCode::SUCCESS);
    }
    // What the record would refuse is refused before anybody is asked.
    let trial = Erase {
        id: Uuid::nil(),
        of: reach.of,
        kind: reach.kind,
        reference: reach.reference.clone(),
        passage: Some(passage.clone()),
        upto: reach.holding.upto,
        states: vec![],
        files: vec![Text::default()],
        papers: vec![],
    };
    let mut asked = desk.ask(Command::Erase(Box::new(trial)), None);
    asked.reason = Some(reason);
    desk.record.decide_only(&asked).await?;
    if !ask.yes && std::io::stdin().is_terminal() {
        eprintln!("{}", told(&reach, &office, Tense::Would));
        if !confirmed()? {
            return Err(Refused::because("nothing was erased"));
        }
    }
    let erased = told(&reach, &office, Tense::Was);
    carry_out(desk, &reach, passage, asked).await?;
    let mut words = erased;
    // The erasure stands, whatever becomes of these.
    let issued = match editions(desk).await {
        Ok(issued) => issued,
        Err(refused) => {
            let _ = writeln!(
                words,
                "Redacted editions are still owed, and a server that runs or the next erasure makes them. What kept them: {}",
                refused.why
            );
            vec![]
        }
    };
    for edition in &issued {
        let _ = match &edition.issued {
            Ok(issued) => writeln!(
                words,
                "{} is issued as the redacted edition of {}{}.",
                issued.number.number,
                edition.of,
                if edition.published { " and published in its place" } else { "" }
            ),
            Err(why) => writeln!(words, "No redacted edition of {} could be issued: {why}", edition.of),
        };
    }
    say.out(&words, &machine(&reach, &office, true, &issued));
    Ok(ExitCode::SUCCESS)
}

/// What is to be touched.
async fn reach(desk: &Desk, ask: &EraseAsk<'_>, passage: &Passage) -> Result<Reach, Refused> {
    let office = desk.office().await?;
    let (kind, of) = item(desk, &office, ask)?;
    let reference = office.item(of).map(|(_, reference)| reference).unwrap_or_default();
    let mut holding = desk.record.holding(passage).await?;
    let (covered, elsewhere) = std::mem::take(&mut holding.states).into_iter().partition(|held: &Held| {
        match whose(held.entry.kind, held.entry.item, &held.body) {
            Whose::Item(item) => ask.everywhere || item == of,
            Whose::Copy => true,
            Whose::Kept => false,
        }
    });
    holding.states = covered;
    let held = find(desk, &office, passage, &holding.states, (!ask.everywhere).then_some(of)).await?;
    // A paper or a position is erased from through its copies; anything else has to hold the words itself.
    let is_copy = whose(kind, of, b"") == Whose::Copy;
    let own = holding.states.iter().any(|held| match whose(held.entry.kind, held.entry.item, &held.body) {
        Whose::Item(item) => ask.everywhere || item == of,
        Whose::Copy | Whose::Kept => held.entry.item == of,
    });
    let by_copy = is_copy && !held.files.is_empty();
    if !own && !by_copy && held.evidence.is_empty() {
        let mut why = format!("the passage does not stand in {} {reference}, in no state of it", word(kind));
        if !elsewhere.is_empty() {
            let _ = write!(why, "; it stands in {}", named(&elsewhere, &office).join(", "));
        }
        return Err(Refused::because(why));
    }
    Ok(Reach { of, kind, reference, holding, elsewhere, held })
}

/// The item that is meant, by its id or its reference.
fn item(desk: &Desk, office: &Office, ask: &EraseAsk) -> Result<(Kind, Uuid), Refused> {
    if let Ok(id) = ask.item.parse::<Uuid>() {
        let found = office.item(id).map(|(kind, _)| (kind, id));
        return found.ok_or_else(|| Refused::because(format!("the record has no item {id}")));
    }
    let sight = office.seen_by(&desk.actor);
    let plan = match ask.plan {
        Some(name) => Some(sight.plan_called(Some(name))?.id),
        None => None,
    };
    let in_plan = |id: Uuid| {
        let own = sight.action(Id::new(id)).map(|action| action.item.plan);
        let own = own.or_else(|| sight.theme(Id::new(id)).map(|theme| theme.item.plan));
        plan.is_none() || own.is_none() || own == plan
    };
    // What is said of an action is erased with the action; updates and imports have no reference of their own.
    let named = office.items_called(ask.item).into_iter();
    let named: Vec<_> = named
        .filter(|(kind, id)| {
            !matches!(kind, Kind::Update | Kind::Import | Kind::Erasure | Kind::Settings) && in_plan(*id)
        })
        .collect();
    match named.as_slice() {
        [one] => Ok(*one),
        [] => Err(Refused::because(format!(
            "there is no item called “{}”; give the reference that its page shows, or its id",
            ask.item
        ))),
        several => {
            let several: Vec<String> = several
                .iter()
                .map(|(kind, id)| {
                    let plan = sight.action(Id::new(*id)).and_then(|action| sight.plan(action.item.plan));
                    let plan = plan.map(|plan| format!(" of “{}”", plan.item.name)).unwrap_or_default();
                    format!("{} {}{plan}: {id}", word(*kind), ask.item)
                })
                .collect();
            Err(Refused::because(format!(
                "“{}” is the reference of {}; say which with --plan, or give one of the ids: {}",
                ask.item,
                counted(several.len(), "item", "items"),
                several.join("; ")
            )))
        }
    }
}

fn confirmed() -> Result<bool, Refused> {
    eprint!("Erased words cannot be brought back. Type ERASE to go on: ");
    let cannot = |e: std::io::Error| Refused::because(format!("the terminal cannot be read: {e}"));
    std::io::stderr().flush().map_err(cannot)?;
    let mut line = String::new();
    std::io::stdin().read_line(&mut line).map_err(cannot)?;
    Ok(line.trim() == "ERASE")
}

/// What became of a paper that was withdrawn.
struct Edition {
    of: Text,
    issued: Result<Issued, String>,
    published: bool,
}

async fn carry_out(desk: &Desk, reach: &Reach, passage: Passage, ask: Ask) -> Result<(), Refused> {
    let office = desk.office().await?;
    let sight = office.seen_by(&desk.actor);
    let standing = |paper: &&Id<Paper>| {
        sight.paper(**paper).is_some_and(|kept| matches!(kept.item.stage, Stage::Issued | Stage::Presented))
    };
    let withdrawn: Vec<Id<Paper>> = reach.held.issued.iter().filter(standing).copied().collect();
    // What is owed for each is put down first, so that an erasure which is cut off still makes its redacted editions.
    let mut owed = Vec::new();
    for id in &withdrawn {
        let Some(kept) = sight.paper(*id) else { continue };
        let mut words = None;
        if let Some(sha256) = &kept.item.words
            && let Some(bytes) = desk.record.blob(sha256.as_str()).await?
        {
            let text = String::from_utf8_lossy(&bytes).into_owned();
            words = Some(desk.record.keep(passage.blanked(&text).unwrap_or(text).as_bytes()).await?);
        }
        let was_public = sight.publications().any(|p| p.item.of == id.uuid() && p.item.withdrawn.is_none());
        let job = json!({ "edition_of": id, "words": words, "was_public": was_public, "as": desk.actor.name });
        owed.push(desk.record.schedule(desk.now(), &job).await?);
    }
    let erasing = Erasing {
        of: reach.of,
        kind: reach.kind,
        reference: reach.reference.clone(),
        passage,
        holding: reach.holding.clone(),
        files: reach.held.files.clone(),
        papers: withdrawn,
    };
    if let Err(error) = desk.record.erase(erasing, ask).await {
        if matches!(error, record::Error::Refused(_)) {
            for job in owed {
                desk.record.done(job).await?;
            }
        }
        return Err(error.into());
    }
    Ok(())
}

/// Makes the redacted editions that an erasure owes, also one that was cut off: what the command does, and the server.
async fn editions(desk: &Desk) -> Result<Vec<Edition>, Refused> {
    #[derive(Deserialize)]
    struct Owed {
        edition_of: Id<Paper>,
        words: Option<String>,
        was_public: bool,
    }
    let mut editions = Vec::new();
    for job in desk.record.due(Timestamp::MAX).await? {
        let Ok(owed) = serde_json::from_value::<Owed>(job.what.clone()) else { continue };
        let office = desk.office().await?;
        let Some(old) = office.seen_by(&desk.actor).paper(owed.edition_of) else { continue };
        // Its erasure has not come about yet, or never will.
        let Some(withdrawal) = &old.item.withdrawn else { continue };
        let words = match &owed.words {
            Some(sha256) => desk.record.blob(sha256).await?.map(|bytes| String::from_utf8_lossy(&bytes).into_owned()),
            None => None,
        };
        let issued = desk::redacted(desk, old, &withdrawal.reason, words, job.id.to_string()).await;
        if let Err(refused) = &issued
            && refused.passing
        {
            return Err(Refused::because(refused.why.clone()));
        }
        let issued = issued.map_err(|refused| refused.why);
        let published = match &issued {
            Ok(issued) if owed.was_public => {
                desk::publish(desk, &issued.number.number, None, Some(job.id.to_string())).await.is_ok()
            }
            _ => false,
        };
        desk.record.done(job.id).await?;
        editions.push(Edition { of: old.reference().clone(), issued, published });
    }
    Ok(editions)
}

/// What an erasure that was cut off still owes, made by the server.
pub async fn owed(desk: &Desk) -> Result<(), Refused> {
    for Edition { of, issued, .. } in editions(desk).await? {
        match issued.map(|issued| issued.number.number) {
            Ok(number) => tracing::info!(%of, number, "redacted and issued anew"),
            Err(why) => tracing::error!(%of, why, "no redacted edition could be issued"),
        }
    }
    Ok(())
}

#[derive(Clone, Copy, PartialEq, Eq)]
enum Tense {
    Would,
    Was,
}

/// The list, for people.
fn told(reach: &Reach, office: &Office, tense: Tense) -> String {
    let (head, withdrawn) = match tense {
        Tense::Would => ("The passage would be erased from", "would be withdrawn"),
        Tense::Was => ("The passage is erased from", "is withdrawn"),
    };
    let mut words = format!("{head} {} {}:\n", word(reach.kind), reach.reference);
    let states = &reach.holding.states;
    let _ = writeln!(words, "  {} of the record:", counted(states.len(), "state", "states"));
    for line in named(states, office) {
        let _ = writeln!(words, "    {line}");
    }
    for number in numbers(reach, office) {
        let _ = writeln!(words, "  paper {number} {withdrawn}: its files go, their hashes stay");
    }
    let _ = writeln!(words, "  {} under blobs", counted(reach.held.files.len(), "file", "files"));
    if reach.holding.answers + reach.holding.jobs > 0 {
        let _ = writeln!(
            words,
            "  {} and {} kept beside the record",
            counted(reach.holding.answers, "answer", "answers"),
            counted(reach.holding.jobs, "job", "jobs")
        );
    }
    if !reach.elsewhere.is_empty() {
        let _ = writeln!(words, "Other items hold it too and keep it, unless you give --everywhere:");
        for line in named(&reach.elsewhere, office) {
            let _ = writeln!(words, "  {line}");
        }
    }
    if reach.held.unsearched > 0 {
        let _ = writeln!(
            words,
            "{} could not be searched: evidence, or named by no entry. Evidence goes where the passage is a part of its name.",
            counted(reach.held.unsearched, "file (PDF, picture, or too large)", "files (PDF, pictures, or too large)")
        );
    }
    words.push_str(
        "Running servers read the record anew by themselves. Beyond Milepost's reach: backups, exports and exported sites that were made before, and papers that were sent. Make the exports anew; a restore into this folder erases the passage again.\n",
    );
    words
}

fn numbers(reach: &Reach, office: &Office) -> Vec<Text> {
    let number = |id: &Id<Paper>| office.item(id.uuid()).map(|(_, number)| number);
    reach.held.issued.iter().filter_map(number).collect()
}

/// "action 1.4, entries 12, 40", one item a line.
fn named(states: &[Held], office: &Office) -> Vec<String> {
    let mut items: BTreeMap<(Kind, Uuid), BTreeSet<i64>> = BTreeMap::new();
    for held in states {
        items.entry((held.entry.kind, held.entry.item)).or_default().insert(held.entry.seq);
    }
    let line = |((kind, id), seqs): (&(Kind, Uuid), &BTreeSet<i64>)| {
        let reference = office.item(*id).map(|(_, reference)| reference).unwrap_or_default();
        let seqs: Vec<String> = seqs.iter().map(ToString::to_string).collect();
        let entries = if seqs.len() == 1 { "entry" } else { "entries" };
        format!("{} {reference}, {entries} {}", word(*kind), seqs.join(", "))
    };
    items.iter().map(line).collect()
}

fn word(kind: Kind) -> &'static str {
    match kind {
        Kind::Snapshot => "position",
        Kind::Body => "organisation",
        other => other.as_str(),
    }
}

fn machine(reach: &Reach, office: &Office, erased: bool, editions: &[Edition]) -> serde_json::Value {
    let states = |states: &[Held]| -> Vec<serde_json::Value> {
        let one = |held: &Held| {
            let reference = office.item(held.entry.item).map(|(_, reference)| reference);
            json!({ "seq": held.entry.seq, "kind": held.entry.kind, "item": held.entry.item, "reference": reference })
        };
        states.iter().map(one).collect()
    };
    let editions: Vec<_> = editions
        .iter()
        .map(|edition| {
            let number = edition.issued.as_ref().ok().map(|issued| &issued.number.number);
            json!({ "of": edition.of, "number": number, "published": edition.published,
                    "refused": edition.issued.as_ref().err() })
        })
        .collect();
    json!({
        "erased": erased, "item": reach.of, "kind": reach.kind, "reference": reach.reference,
        "states": states(&reach.holding.states), "papers": numbers(reach, office), "files": reach.held.files,
        "answers": reach.holding.answers, "jobs": reach.holding.jobs, "elsewhere": states(&reach.elsewhere),
        "unsearched": reach.held.unsearched, "redacted": editions,
    })
}
