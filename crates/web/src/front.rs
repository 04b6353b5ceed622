//! What meets a rush: public pages made once for each state of the record, and given out as they are.
use crate::error::Error;
use axum::{
    body::{Body, Bytes, to_bytes},
    extract::{Request, State},
    http::{HeaderMap, HeaderValue, Method, StatusCode, header},
    middleware::Next,
    response::{IntoResponse, Response},
};
use record::Record;
use std::{
    collections::HashMap,
    sync::{Arc, Mutex, PoisonError},
    time::{Duration, Instant},
};

/// How long the record in memory is taken for the newest without asking the database. What this process writes is seen
/// at once; what another writes (a publication, a withdrawal) this much later at most.
const FRESH: Duration = Duration::from_millis(250);

/// The most bytes of pages that are kept. Beyond it all are made anew, which costs milliseconds each.
const ROOM: usize = 64 * 1024 * 1024;

#[derive(Clone, Debug)]
pub struct Front {
    record: Record,
    kept: Arc<Mutex<Kept>>,
    /// Held while the record is asked or a page is made, so that a rush does so once.
    making: Arc<tokio::sync::Mutex<()>>,
}

#[derive(Debug, Default)]
struct Kept {
    asked: Option<Instant>,
    /// The entry at which the pages were made.
    seq: i64,
    pages: HashMap<(String, Coding), Ready>,
    size: usize,
}

/// How an answer is compressed.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
enum Coding {
    Plain,
    Gzip,
    Brotli,
}

#[derive(Clone, Debug)]
struct Ready {
    headers: HeaderMap,
    body: Bytes,
}

impl Front {
    pub fn new(record: Record) -> Self {
        Self { record, kept: Arc::default(), making: Arc::default() }
    }

    fn kept(&self) -> std::sync::MutexGuard<'_, Kept> {
        self.kept.lock().unwrap_or_else(PoisonError::into_inner)
    }

    fn is_fresh(&self) -> bool {
        self.kept().asked.is_some_and(|asked| asked.elapsed() < FRESH)
    }

    fn ready(&self, key: &(String, Coding)) -> Option<Ready> {
        let head = self.record.office().head().seq;
        let mut kept = self.kept();
        if kept.seq != head {
            kept.seq = head;
            kept.pages.clear();
            kept.size = 0;
        }
        kept.pages.get(key).cloned()
    }

    fn keep(&self, key: (String, Coding), seq: i64, ready: Ready) {
        let mut kept = self.kept();
        // Made while the record moved on: whoever asks next has it made anew.
        if kept.seq != seq {
            return;
        }
        if kept.size + ready.body.len() > ROOM {
            kept.pages.clear();
            kept.size = 0;
        }
        kept.size += ready.body.len();
        kept.pages.insert(key, ready);
    }
}

/// Gives a page that is ready, or has it made and keeps it.
pub async fn meet(State(front): State<Front>, mut request: Request, next: Next) -> Response {
    // Only what has one address each: a query could fill the room with copies. Files are read from the store.
    let path = request.uri().path();
    if request.method() != Method::GET || request.uri().query().is_some() || crate::site::is_file(path) {
        return next.run(request).await;
    }
    let coding = Coding::wanted(request.headers());
    let key = (path.to_owned(), coding);
    let held = request.headers_mut().remove(header::IF_NONE_MATCH);
    if front.is_fresh()
        && let Some(ready) = front.ready(&key)
    {
        return ready.answer(held.as_ref());
    }
    let _making = front.making.lock().await;
    if !front.is_fresh() {
        if let Err(error) = front.record.follow_if_reachable().await {
            return Error::from(error).into_response();
        }
        // Also where it could not be asked: else each of a crowd would in turn wait for a database that is away.
        front.kept().asked = Some(Instant::now());
    }
    if let Some(ready) = front.ready(&key) {
        return ready.answer(held.as_ref());
    }
    let seq = front.kept().seq;
    request.headers_mut().insert(header::ACCEPT_ENCODING, coding.name());
    let response = next.run(request).await;
    if response.status() != StatusCode::OK {
        return response;
    }
    let (parts, body) = response.into_parts();
    // In memory already: pages are made whole.
    let Ok(body) = to_bytes(body, usize::MAX).await else {
        return Error::broken(&"a page larger than there is room for").into_response();
    };
    let ready = Ready { headers: parts.headers, body };
    front.keep(key, seq, ready.clone());
    ready.answer(held.as_ref())
}

impl Ready {
    fn answer(self, held: Option<&HeaderValue>) -> Response {
        let same = self.headers.get(header::ETAG).zip(held).is_some_and(|(tag, held)| crate::headers::holds(held, tag));
        let mut response = Response::new(if same { Body::empty() } else { Body::from(self.body) });
        *response.headers_mut() = self.headers;
        if same {
            *response.status_mut() = StatusCode::NOT_MODIFIED;
            response.headers_mut().remove(header::CONTENT_LENGTH);
        }
        response
    }
}

impl Coding {
    fn wanted(headers: &HeaderMap) -> Self {
        let accepts = headers.get(header::ACCEPT_ENCODING).and_then(|value| value.to_str().ok()).unwrap_or_default();
        let takes = |name: &str| {
            accepts.split(',').any(|one| {
                let (coding, weight) = one.split_once(';').unwrap_or((one, ""));
                let refused = weight.trim().strip_prefix("q=").is_some_and(|q| q.trim().parse() == Ok(0.0));
                coding.trim().eq_ignore_ascii_case(name) && !refused
            })
        };
        if takes("br") {
            Self::Brotli
        } else if takes("gzip") {
            Self::Gzip
        } else {
            Self::Plain
        }
    }

    fn name(self) -> HeaderValue {
        HeaderValue::from_static(match self {
            Self::Plain => "identity",
            Self::Gzip => "gzip",
            Self::Brotli => "br",
        })
    }
}
