//! What becomes of a plan: taken in as an office's own plan is, and printed as an office's own paper is.
use super::form::Given;
use crate::words::{say, say_with};
use axum::http::StatusCode;
use domain::{
    ask,
    chance::Chance,
    forward_look::Horizon,
    import::{Fates, FileRead, ImportPlan},
    map::PlanMap,
    reading,
    settings::{Begin, Brand},
    table::{self, Block},
    text::{Text, text},
    trial::Trial,
};
use intake::Child;
use jiff::civil::Date;
use report::{
    Format,
    blocks::Document,
    file_name, forward_look,
    occasion::{AsAt, Occasion},
    words::Words,
};
use sha2::{Digest, Sha256};

/// The most rows that are tried: a plan has some dozens.
pub const MOST_ROWS: usize = 1_000;

/// The most lines and rows, of whatever kind, that are looked at: telling actions from the rest takes longer with each.
/// A whole report to a Panel has some hundreds.
pub const MOST_LINES: usize = 5_000;

/// The formats that the paper is offered in, the one that most want first.
pub const FORMATS: [Format; 4] = [Format::Docx, Format::Pdf, Format::Odt, Format::Html];

/// The body whose paper it is.
const FOR: &str = "Panel";

pub enum Made {
    Understood(Box<Understood>),
    Paper { name: String, media_type: &'static str, bytes: Vec<u8> },
}

pub struct Understood {
    pub trial: Trial,
    /// The paper's own sentence: how many actions are overdue, due when, without a date.
    pub sentence: String,
}

/// Why nothing came of it, in words for the person who gave it.
#[derive(Debug)]
pub struct Refusal {
    pub status: StatusCode,
    /// The field in which it can be mended.
    pub field: Field,
    pub why: String,
    /// What became of each row, where the rows are why.
    pub fates: Option<Box<Fates>>,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Field {
    /// The text or the file, whichever was given.
    Plan,
    Office,
    Name,
    Day,
}

impl Refusal {
    fn of(status: StatusCode, field: Field, why: String) -> Self {
        Self { status, field, why, fates: None }
    }

    fn because(field: Field, why: String) -> Self {
        Self::of(StatusCode::UNPROCESSABLE_ENTITY, field, why)
    }

    pub fn form() -> Self {
        Self::because(Field::Plan, say("try-form"))
    }

    pub fn too_large() -> Self {
        Self::of(StatusCode::PAYLOAD_TOO_LARGE, Field::Plan, say("try-too-large"))
    }

    pub fn busy() -> Self {
        Self::of(StatusCode::SERVICE_UNAVAILABLE, Field::Plan, say("try-too-busy"))
    }
}

impl From<ask::Refusal> for Refusal {
    fn from(refusal: ask::Refusal) -> Self {
        match refusal {
            ask::Refusal::Rejected(fates) => {
                let why = say_with("try-rejected", &[("count", fates.totals.rejected.into())]);
                Self { fates: Some(fates), ..Self::because(Field::Plan, why) }
            }
            other => Self::because(Field::Plan, other.to_string()),
        }
    }
}

/// The whole way. Blocks for as long as the child reads and the paper is set.
pub fn of(given: &Given, child: &Child) -> Result<Made, Refusal> {
    let day = day(&given.day)?;
    let trial = trial(given, day, child)?;
    let document = paper(&trial, day)?;
    match given.format {
        None => Ok(Made::Understood(Box::new(Understood { sentence: document.summary, trial }))),
        Some(format) if FORMATS.contains(&format) => {
            let bytes = report::write(&document, format)
                .map_err(|not_written| Refusal::because(Field::Plan, not_written.to_string()))?;
            Ok(Made::Paper { name: file_name(&document, format), media_type: format.media_type(), bytes })
        }
        Some(_) => Err(Refusal::form()),
    }
}

fn day(typed: &str) -> Result<Date, Refusal> {
    let wrong = || Refusal::because(Field::Day, say("try-day-wrong"));
    let day: Date = typed.parse().map_err(|_| wrong())?;
    // Outside of the years that have quarters there is nothing to look ahead to.
    Horizon::from(day).map(|_| day).ok_or_else(wrong)
}

fn named(typed: &str, field: Field, what: String) -> Result<Option<Text>, Refusal> {
    if typed.is_empty() {
        return Ok(None);
    }
    let name = Text::new(typed).map_err(|why| {
        Refusal::because(field, say_with("try-name-wrong", &[("what", what.into()), ("why", why.to_string().into())]))
    })?;
    Ok(Some(name.on_one_line()).filter(|name| !name.is_empty()))
}

fn trial(given: &Given, day: Date, child: &Child) -> Result<Trial, Refusal> {
    let office = named(&given.office, Field::Office, say("try-named-office"))?;
    let plan = named(&given.plan, Field::Name, say("try-named-plan"))?;
    let refused = |why: String| Refusal::because(Field::Plan, why);
    let (name, bytes) = match &given.file {
        Some(_) if !given.text.trim().is_empty() => return Err(refused(say("try-both"))),
        Some(file) => (file.name.as_str(), file.bytes.clone()),
        None if given.text.trim().is_empty() => return Err(refused(say("try-nothing"))),
        None => ("-", given.text.clone().into_bytes()),
    };
    let taken = child.take(name, bytes, None).map_err(|why| refused(why.to_string()))?;
    let lines = lines(&taken.document);
    if lines > MOST_LINES {
        let values = [("lines", lines.to_string().into()), ("most", MOST_LINES.to_string().into())];
        return Err(refused(say_with("try-too-many-lines", &values)));
    }
    let mut map = PlanMap::default();
    map.plan.name = plan;
    let reading = reading::read(&taken.document, &map, Some(day), day).map_err(|why| refused(why.to_string()))?;
    if reading.rows.len() > MOST_ROWS {
        let values = [("rows", reading.rows.len().to_string().into()), ("most", MOST_ROWS.to_string().into())];
        return Err(refused(say_with("try-too-many-rows", &values)));
    }
    let begin = Begin {
        name: office.unwrap_or_else(|| text(&say("try-office-unnamed"))),
        code: None,
        key: Text::default(),
        brand: Brand::default(),
        demo: false,
    };
    let chance = chance(&taken.sha256, given);
    let file = FileRead {
        name: Text::new(name).unwrap_or_default(),
        sha256: text(&taken.sha256),
        size: i64::try_from(taken.size).unwrap_or(i64::MAX),
        format: text(&taken.format),
    };
    Ok(Trial::of(begin, ImportPlan { reading, file, plan: None, as_position: None }, day, chance)?)
}

fn lines(document: &table::Document) -> usize {
    let lines = document.blocks.iter().map(|block| match block {
        Block::Table(table) => table.rows.len(),
        Block::Heading { .. } | Block::Line { .. } | Block::Item { .. } => 1,
    });
    lines.sum()
}

/// The same plan, names and day give the same paper, to the byte.
fn chance(sha256: &str, given: &Given) -> Chance {
    let mut seed = Sha256::new();
    for part in [sha256, &given.office, &given.plan, &given.day] {
        seed.update(part.len().to_be_bytes());
        seed.update(part);
    }
    Chance::new(seed.finalize().into())
}

fn paper(trial: &Trial, day: Date) -> Result<Document, Refusal> {
    let (sight, body) = trial.shown_to(FOR)?;
    let occasion = Occasion {
        sight,
        body,
        as_at: AsAt::new(&sight, Some(day), None),
        number: None,
        statement: None,
        words: Words::english(),
    };
    let paper = forward_look::paper(&occasion, trial.plan()?, None);
    paper.map(|(document, _)| document).ok_or_else(|| Refusal::because(Field::Day, say("try-no-quarters")))
}
