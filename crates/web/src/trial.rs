//! `/try`: what becomes of a plan that somebody gives, before any sign-in. It goes through the same doors as an office's
//! own plan (the limited child, the decision to import, the forward look) and ends there: no record, no file, no session.
//! The second step carries the plan in its form.
mod form;
mod made;
mod show;

use crate::{error::Error, frame, headers::attached};
use axum::{
    Extension,
    body::{Body, Bytes},
    extract::{Request, State},
    http::StatusCode,
    response::{IntoResponse, Response},
};
use domain::period::london_day;
use form::Given;
use futures_util::StreamExt;
use intake::Child;
use jiff::{Timestamp, civil::Date};
use made::{Made, Refusal};
use record::Record;
use std::{sync::Arc, time::Duration};
use tokio::sync::Semaphore;

/// The largest file or text that is tried, in bytes.
pub const LARGEST: usize = 5 * 1024 * 1024;

/// The largest form: the file as base64, and the names.
const FORM: usize = LARGEST / 3 * 4 + 64 * 1024;

/// How much of a form that is too large is read and dropped, so that its sender is told instead of cut off.
const DROPPED: usize = 64 * 1024 * 1024;

/// Forms that are read at once: what they may take of the memory.
static FORMS: Semaphore = Semaphore::const_new(8);

/// Plans that are worked on at once: what they may take of the processors.
static PLANS: Semaphore = Semaphore::const_new(2);

/// How long somebody waits for a turn, and how long the child may read. A page has ten seconds.
const TURN: Duration = Duration::from_secs(3);
const READING: Duration = Duration::from_secs(5);

/// What reads files from outside for this page.
#[derive(Clone, Debug)]
pub struct Reader(Arc<Child>);

impl Reader {
    pub fn new(child: &Child) -> Self {
        Self(Arc::new(Child { patience: child.patience.min(READING), ..child.clone() }))
    }

    /// The limited child itself, for other pages that take files.
    pub fn child(&self) -> Child {
        Child::clone(&self.0)
    }
}

/// `GET /try`
pub async fn ask(State(record): State<Record>) -> Response {
    page(&record, StatusCode::OK, &show::blank(today()))
}

/// `POST /try`: what is understood, or the paper where a format is chosen.
pub async fn answer(State(record): State<Record>, Extension(reader): Extension<Reader>, request: Request) -> Response {
    match tried(&reader, request).await {
        Ok((given, Made::Understood(trial))) => page(&record, StatusCode::OK, &show::understood(&given, &trial)),
        Ok((_, Made::Paper { name, media_type, bytes })) => attached(&name, media_type, bytes),
        Err(refused) => match *refused {
            Refused::Because(given, refusal) => page(&record, refusal.status, &show::refused(&given, &refusal)),
            Refused::Broken(error) => error.into_response(),
        },
    }
}

enum Refused {
    Because(Given, Refusal),
    Broken(Error),
}

fn because(given: Given, refusal: Refusal) -> Box<Refused> {
    Box::new(Refused::Because(given, refusal))
}

async fn tried(reader: &Reader, request: Request) -> Result<(Given, Made), Box<Refused>> {
    let nothing = || Given::blank(today());
    let busy = |given| because(given, Refusal::busy());
    let Ok(Ok(form)) = tokio::time::timeout(TURN, FORMS.acquire()).await else { return Err(busy(nothing())) };
    let boundary = form::boundary(request.headers());
    let body = whole(request.into_body()).await.map_err(|refusal| because(nothing(), refusal))?;
    let given = match boundary {
        Some(boundary) => Given::read(&boundary, body, today()).await,
        None => Err(Refusal::form()),
    };
    let given = given.map_err(|refusal| because(nothing(), refusal))?;
    drop(form);
    let Ok(Ok(turn)) = tokio::time::timeout(TURN, PLANS.acquire()).await else { return Err(busy(given)) };
    let child = reader.0.clone();
    let done = tokio::task::spawn_blocking(move || {
        // Held until the work is done, also where nobody waits for it any more.
        let _turn = turn;
        let made = made::of(&given, &child);
        (given, made)
    });
    match done.await {
        Ok((given, Ok(made))) => Ok((given, made)),
        Ok((given, Err(refusal))) => Err(because(given, refusal)),
        Err(error) => Err(Box::new(Refused::Broken(Error::broken(&error)))),
    }
}

fn today() -> Date {
    london_day(Timestamp::now())
}

fn page(record: &Record, status: StatusCode, page: &crate::page::Page) -> Response {
    (status, frame::anybodys_frame(record).around(page)).into_response()
}

/// All of a form. One that is too large is read to its end, up to a limit, and kept nowhere.
async fn whole(body: Body) -> Result<Bytes, Refusal> {
    let mut all = Vec::new();
    let mut size = 0_usize;
    let mut parts = body.into_data_stream();
    while let Some(part) = parts.next().await {
        let part = part.map_err(|_| Refusal::form())?;
        size += part.len();
        if size <= FORM {
            all.extend_from_slice(&part);
        } else {
            all = Vec::new();
        }
        if size > DROPPED {
            break;
        }
    }
    if size > FORM { Err(Refusal::too_large()) } else { Ok(all.into()) }
}
