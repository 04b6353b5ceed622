//! `/import`: an officer takes in the office's own table. It is pasted or uploaded, its columns and words are explained
//! once, what becomes of each row is seen, and then it is imported: one change, as the command line makes it. Between the
//! steps the table lies beside the record for this session alone, and is deleted after use. `/imports` lists what was
//! taken in, and undoes it.
mod explain;
mod given;
mod list;
mod rows;
mod undo;

pub use explain::{answered as explained, asked as explain};
pub use list::{list, one};
pub use rows::{answered as landed, asked as rows};
pub use undo::{answered as undone, asked as undo};

use crate::{
    error::Error,
    page::{Page, Section},
    parts::{
        Button,
        field::{Fault, Field, error_summary},
        form::{FileUpload, Textarea},
        inset_text, plain,
    },
    trial::Reader,
    visit::{May, Permission, Proof, Staff},
    words::{say, say_with},
};
use axum::{
    Extension,
    extract::{Path, Request},
    http::StatusCode,
    response::{IntoResponse, Redirect, Response},
};
use base64::{Engine, prelude::BASE64_URL_SAFE_NO_PAD as URL_SAFE_NO_PAD};
use domain::{
    ask::{Ask, Command},
    import::{FileRead, ImportPlan},
    map::PlanMap,
    office::Kept,
    period::london_day,
    plan::{Plan, PlanState},
    reading,
    table::{Block, Document},
    text::{Text, text},
};
pub use given::Given;
use jiff::civil::Date;
use maud::{Markup, html};
use record::Upload;
use serde::{Deserialize, Serialize};
use sha2::{Digest, Sha256};
use std::time::Duration;
use tokio::sync::Semaphore;
use uuid::Uuid;

/// Takes the office's own table in.
#[derive(Debug)]
pub struct ImportPlans;
impl Permission for ImportPlans {
    const ACT: &'static str = "import plan";
    const PROOF: Proof = Proof::AtSignIn;
}

/// Undoes an import.
#[derive(Debug)]
pub struct UndoImports;
impl Permission for UndoImports {
    const ACT: &'static str = "undo import";
    const PROOF: Proof = Proof::Lately;
}

/// Sees what was imported, from which files.
#[derive(Debug)]
pub struct SeeImports;
impl Permission for SeeImports {
    const ACT: &'static str = "see imports";
    const PROOF: Proof = Proof::AtSignIn;
}

/// The most lines and rows of a file, of whatever kind, and the most rows that become actions: what a page can show and
/// its ten seconds can read. The command line takes more.
const MOST_LINES: usize = 5_000;
const MOST_ROWS: usize = 2_000;

/// The most that what was read in a file may take beside the record.
const MOST_READING: usize = 16 * 1024 * 1024;

/// Files that are read at once, and how long somebody waits for a turn.
static TURNS: Semaphore = Semaphore::const_new(2);
const TURN: Duration = Duration::from_secs(3);

/// What was read in a file, as it is kept between the steps.
#[derive(Serialize, Deserialize)]
struct Read {
    document: Document,
    format: String,
    sha256: String,
    size: u64,
}

/// What was answered of it so far.
#[derive(Clone, Debug, Default, Serialize, Deserialize)]
struct Answers {
    /// The map, as TOML.
    map: String,
    /// The plan that it goes into; none: the only open one, or a new one.
    plan: Option<Text>,
    /// The day of the table.
    day: Option<Date>,
}

/// A table on its way, as it was given and answered.
struct Table {
    upload: Upload,
    read: Read,
    answers: Answers,
    map: PlanMap,
}

/// Whose what was given is: the session's, or, where the pages are shown without one, the actor's.
pub fn whose(visit: &Staff) -> Vec<u8> {
    let session = visit.signed_in.as_ref().map(|signed_in| signed_in.0.id.clone());
    session.unwrap_or_else(|| visit.actor().post.uuid().as_bytes().to_vec())
}

/// The session's own table. To anybody else there is none.
async fn table(visit: &Staff, id: &str) -> Result<Table, Error> {
    let id: Uuid = id.parse().map_err(|_| Error::NotFound)?;
    let upload = visit.record.upload(&whose(visit), id, visit.instant).await?.ok_or(Error::NotFound)?;
    if upload.imported > 0 {
        let read = Read { document: Document::default(), format: String::new(), sha256: String::new(), size: 0 };
        return Ok(Table { upload, read, answers: Answers::default(), map: PlanMap::default() });
    }
    // A file that waits to be sent as evidence is no table.
    if upload.reading.is_empty() {
        return Err(Error::NotFound);
    }
    let read = serde_json::from_slice(&upload.reading).map_err(|error| Error::broken(&error))?;
    let answers: Answers = serde_json::from_str(&upload.answers).map_err(|error| Error::broken(&error))?;
    let map = PlanMap::parse(&answers.map).map_err(|error| Error::broken(&error))?;
    Ok(Table { upload, read, answers, map })
}

impl Table {
    fn address(&self) -> String {
        format!("/import/{}", self.upload.id)
    }

    /// Where the import is that came of it, once it is on the record.
    fn landed(&self, visit: &Staff) -> Option<Response> {
        (self.upload.imported > 0).then(|| Redirect::to(&list::address_at(visit, self.upload.imported)).into_response())
    }

    /// What it states, as it is answered so far; or why nothing can be read, each reason for itself.
    fn import(&self, today: Date) -> Result<ImportPlan, Vec<String>> {
        let reading = reading::read(&self.read.document, &self.map, self.answers.day, today);
        let reading = reading.map_err(|unreadable| unreadable.reasons)?;
        Ok(ImportPlan {
            reading,
            file: FileRead {
                name: Text::new(&self.upload.name).unwrap_or_default(),
                sha256: text(&self.read.sha256),
                size: i64::try_from(self.read.size).unwrap_or(i64::MAX),
                format: text(&self.read.format),
            },
            plan: self.answers.plan.clone(),
            as_position: None,
        })
    }

    fn ask(&self, visit: &Staff, import: ImportPlan) -> Ask {
        Ask {
            actor: visit.actor().clone(),
            now: visit.instant,
            on: self.answers.day,
            key: Some(self.upload.id.to_string()),
            seen: vec![],
            reason: None,
            command: Command::ImportPlan(Box::new(import)),
        }
    }
}

/// The plans that take a table, by name.
fn open_plans(visit: &Staff) -> Vec<&Kept<Plan>> {
    let sight = visit.now();
    sight.plans().filter(|plan| plan.item.state == PlanState::Open).collect()
}

/// `GET /import`
pub async fn asked(visit: May<ImportPlans>) -> Response {
    let given = Given { key: Uuid::now_v7(), day: today(&visit).to_string(), ..Given::default() };
    show(&visit, StatusCode::OK, &given, &[])
}

fn today(visit: &Staff) -> Date {
    london_day(visit.instant)
}

/// `POST /import`: reads what was given in the limited child, and keeps it for the next step.
pub async fn answered(
    visit: May<ImportPlans>,
    reader: Option<Extension<Reader>>,
    request: Request,
) -> Result<Response, Error> {
    let reader = reader.ok_or(Error::NotFound)?.0;
    let Ok(Ok(turn)) = tokio::time::timeout(TURN, TURNS.acquire()).await else {
        let given = Given { key: Uuid::now_v7(), ..Given::default() };
        return Ok(refused(&visit, &given, "text", &say("try-too-busy")));
    };
    let given = match Given::read(request).await {
        Ok(given) => given,
        Err((given, why)) => return Ok(refused(&visit, &given, "text", &why)),
    };
    let answers = match first_answers(&visit, &given) {
        Ok(answers) => answers,
        Err((field, why)) => return Ok(refused(&visit, &given, field, &why)),
    };
    let (name, bytes) = match given.table() {
        Ok((name, bytes)) => (name.to_owned(), bytes.to_vec()),
        Err(why) => return Ok(refused(&visit, &given, "text", &why)),
    };
    let (child, called) = (reader.child(), name.clone());
    let file = bytes.clone();
    let taken = tokio::task::spawn_blocking(move || {
        let _turn = turn;
        child.take(&called, bytes, None)
    });
    let taken = match taken.await.map_err(|error| Error::broken(&error))? {
        Ok(taken) => taken,
        Err(why) => return Ok(refused(&visit, &given, given.field(), &why.to_string())),
    };
    let lines = lines(&taken.document);
    if lines > MOST_LINES {
        let values = [("lines", lines.to_string().into()), ("most", MOST_LINES.to_string().into())];
        return Ok(refused(&visit, &given, given.field(), &say_with("import-too-many-lines", &values)));
    }
    if lines == 0 {
        return Ok(refused(&visit, &given, given.field(), &say("import-empty")));
    }
    let read = Read { document: taken.document, format: taken.format, sha256: taken.sha256, size: taken.size };
    let reading = serde_json::to_vec(&read).map_err(|error| Error::broken(&error))?;
    if reading.len() > MOST_READING {
        return Ok(refused(&visit, &given, given.field(), &say("import-too-much")));
    }
    let name = if name == "-" { say("import-pasted") } else { name };
    let answers = serde_json::to_string(&answers).map_err(|error| Error::broken(&error))?;
    let upload = Upload { id: given.key, name, file, reading, answers, imported: 0 };
    let address = format!("/import/{}", upload.id);
    visit.record.keep_upload(&whose(&visit), upload, visit.instant).await?;
    Ok(Redirect::to(&address).into_response())
}

fn lines(document: &Document) -> usize {
    let lines = document.blocks.iter().map(|block| match block {
        Block::Table(table) => table.rows.len(),
        Block::Heading { .. } | Block::Line { .. } | Block::Item { .. } => 1,
    });
    lines.sum()
}

/// The plan and the day that were given, and the map of the office's last table.
fn first_answers(visit: &Staff, given: &Given) -> Result<Answers, (&'static str, String)> {
    let plan = if given.plan == given::NEW {
        let name = Text::new(&given.name).map_err(|why| ("plan-name", why.to_string()))?.on_one_line();
        (!name.is_empty()).then_some(name)
    } else {
        let named = |plan: &&Kept<Plan>| plan.id.to_string() == given.plan;
        let plan = open_plans(visit).into_iter().find(named);
        Some(plan.ok_or_else(|| ("plan", say("import-no-plan")))?.item.name.clone())
    };
    let day = match given.day.as_str() {
        "" => None,
        day => Some(day.parse().map_err(|_| ("day", say_with("form-date-none", &[("typed", day.into())])))?),
    };
    let map = visit.now().last_map().unwrap_or_default();
    Ok(Answers { map: map.to_toml(), plan, day })
}

fn refused(visit: &Staff, given: &Given, field: &str, why: &str) -> Response {
    show(visit, StatusCode::UNPROCESSABLE_ENTITY, given, &[Fault { id: field.to_owned(), words: sentence(why) }])
}

/// What was shown, in a few characters: what is done is what was seen.
fn seal(shown: &impl Serialize) -> String {
    let json = serde_json::to_vec(shown).unwrap_or_default();
    URL_SAFE_NO_PAD.encode(Sha256::digest(json))
}

/// A reason as a sentence of its own.
pub fn sentence(why: &str) -> String {
    let mut letters = why.trim().chars();
    let mut all: String = letters.next().map(|first| first.to_uppercase().chain(letters).collect()).unwrap_or_default();
    if !all.is_empty() && !all.ends_with(['.', '?', '!']) {
        all.push('.');
    }
    all
}

fn show(visit: &Staff, status: StatusCode, given: &Given, faults: &[Fault]) -> Response {
    let title = say("import-title");
    let fault = |id: &str| faults.iter().find(|fault| fault.id == id).map(|fault| plain(&fault.words));
    let error = say("error");
    let field = |id: &'static str, label: String, hint: Option<String>, value: &str| Field {
        id: id.to_owned(),
        name: id,
        label,
        hint,
        value: value.to_owned(),
        wrong: faults.iter().find(|fault| fault.id == id).map(|fault| (error.as_str(), fault.words.as_str())),
        classes: "",
    };
    let mut plans: Vec<(String, String)> =
        open_plans(visit).into_iter().map(|plan| (plan.id.to_string(), plan.item.name.to_string())).collect();
    plans.push((given::NEW.to_owned(), say("import-new-plan")));
    let day = Field {
        classes: "govuk-input--width-10",
        ..field("day", say("import-day"), Some(say("import-day-hint")), &given.day)
    };
    let main = html! {
        (error_summary(&say("problem"), faults))
        h1 class="govuk-heading-l" { (title) }
        p class="govuk-body" { (say("import-lead")) }
        (inset_text(&plain(say("import-kept")), None, ""))
        form method="post" action="/import" enctype="multipart/form-data" novalidate {
            input type="hidden" name="key" value=(given.key);
            (Textarea {
                id: "text", name: "text", label: plain(say("import-text")), label_classes: "govuk-label--m",
                hint: Some(plain(say("import-text-hint"))), error: fault("text"), rows: 10, value: &given.text, classes: "",
            }.show())
            (FileUpload {
                id: "file", name: "file", label: plain(say("import-file")), label_classes: "govuk-label--m",
                hint: Some(plain(say("import-file-hint"))), error: fault("file"),
            }.show())
            (field("plan", say("import-plan"), None, &given.plan).select(&plans))
            (field("plan-name", say("import-plan-name"), Some(say("import-plan-name-hint")), &given.name).line("text"))
            (day.line("date"))
            (Button::default().saying(&plain(say("import-read"))))
        }
        p class="govuk-body" { a class="govuk-link" href="/imports" { (say("imports-title")) } }
    };
    page(visit, status, title, main, !faults.is_empty(), &[])
}

/// A page of these steps, with the way back.
fn page(
    visit: &Staff,
    status: StatusCode,
    title: String,
    main: Markup,
    wrong: bool,
    trail: &[(String, String)],
) -> Response {
    let title = if wrong { format!("{} {title}", say("error")) } else { title };
    let mut page = Page { title, main, ..Page::default() }.within(Section::Import);
    for (text, href) in trail {
        page = page.below(text.as_str(), href.as_str());
    }
    (status, visit.plain_frame().around(&page)).into_response()
}

/// `POST /import/{upload}/drop`: nothing of it is kept.
pub async fn dropped(visit: May<ImportPlans>, Path(id): Path<String>) -> Result<Response, Error> {
    let table = table(&visit, &id).await?;
    visit.record.drop_upload(&whose(&visit), table.upload.id).await?;
    Ok(Redirect::to("/import").into_response())
}
