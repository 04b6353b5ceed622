//! The pages: one router for each of two listeners, read only. The public side is made from publications and nothing
//! else; the staff side shows an office, and does not know whether it looks at the present or the past.
mod action;
mod assets;
mod change;
mod decisions;
mod error;
mod front;
pub mod headers;
mod home;
mod key;
mod marks;
mod page;
mod paper;
pub mod parts;
mod plan;
mod public;
mod round;
pub mod serve;
mod site;
mod slippage;
mod theme;
mod timeline;
mod updates;
mod verify;
mod visit;
mod way;
pub mod words;

use axum::{
    Router, middleware,
    routing::{MethodRouter, get, post},
};
use error::Error;
use record::Record;
use std::time::Duration;
use tower_http::{
    CompressionLevel,
    compression::{
        CompressionLayer,
        predicate::{DefaultPredicate, NotForContentType, Predicate},
    },
};

pub use site::{NotWritten, Site, static_site};

/// An address and what answers it.
type Route = (&'static str, fn() -> MethodRouter<Record>);

/// The addresses of the staff side: the router is made from this list, and the test that walks every route reads it.
const STAFF: &[Route] = &[
    ("/", || get(home::home)),
    ("/plans", || get(plan::list)),
    ("/plans/{plan}", || get(plan::one)),
    ("/themes/{theme}", || get(theme::one)),
    ("/actions/{action}", || get(action::one)),
    ("/actions/{action}/update", || get(updates::one).post(updates::said)),
    ("/actions/{action}/confirm", || post(updates::confirmed)),
    ("/actions/{action}/date", || post(updates::asked)),
    ("/actions/{action}/history", || get(action::history)),
    ("/actions/{action}/verify", || post(decisions::verified)),
    ("/updates", || get(updates::mine)),
    ("/decisions", || get(decisions::list)),
    ("/decisions/{request}", || post(decisions::decided)),
    ("/slippage", || get(slippage::ledger)),
    ("/changes", || get(change::between)),
    ("/rounds", || get(round::list_all)),
    ("/rounds/{round}", || get(round::one)),
    ("/papers", || get(paper::list)),
    ("/papers/{number}", || get(paper::one)),
    ("/papers/{number}/{file}", || get(paper::file)),
    ("/key", || get(key::key)),
    ("/verify", || get(verify::verify)),
    ("/assets/{name}", || get(assets::show)),
    ("/assets/brand/{colour}/{on_colour}", || get(assets::show_brand)),
];

/// The addresses of the public side.
const PUBLIC: &[Route] = &[
    ("/", || get(public::home)),
    ("/plans/{plan}", || get(public::plan::newest)),
    ("/plans/{plan}/themes/{theme}", || get(public::plan::theme)),
    ("/plans/{plan}/actions/{action}", || get(public::plan::action)),
    ("/plans/{plan}/at/{position}", || get(public::plan::edition)),
    ("/plans/{plan}/at/{position}/themes/{theme}", || get(public::plan::edition_theme)),
    ("/plans/{plan}/at/{position}/actions/{action}", || get(public::plan::edition_action)),
    ("/papers/{number}", || get(public::paper::one)),
    ("/papers/{number}/{file}", || get(public::paper::file)),
    ("/key/{plan}", || get(public::plan::key)),
    ("/verify", || get(public::verify)),
    ("/assets/{name}", || get(assets::show)),
    ("/assets/brand/{colour}/{on_colour}", || get(assets::show_brand)),
];

pub fn staff_routes() -> impl Iterator<Item = &'static str> {
    STAFF.iter().map(|(address, _)| *address)
}

pub fn public_routes() -> impl Iterator<Item = &'static str> {
    PUBLIC.iter().map(|(address, _)| *address)
}

fn router(list: &[Route], record: &Record) -> Router {
    let add = |router: Router<Record>, (address, answer): &Route| router.route(address, answer());
    let all = list.iter().fold(Router::new(), add).fallback(no_such_page);
    all.with_state(record.clone()).layer(middleware::from_fn(in_time))
}

/// The staff pages, for this machine alone.
pub fn staff_router(record: Record) -> Router {
    router(STAFF, &record)
        .layer(middleware::from_fn_with_state(record, visit::dress))
        .layer(middleware::from_fn(visit::this_machine_only))
        .layer(middleware::from_fn(headers::staff))
        .layer(compressed())
}

/// The public side: publications, and nothing else.
pub fn public_router(record: Record) -> Router {
    router(PUBLIC, &record)
        .layer(middleware::from_fn_with_state(record.clone(), public::dress))
        .layer(middleware::from_fn(headers::public))
        .layer(compressed())
        .layer(middleware::from_fn_with_state(front::Front::new(record), front::meet))
}

async fn no_such_page() -> Error {
    Error::NotFound
}

/// How long a page may take to make.
const PAGE: Duration = Duration::from_secs(10);

async fn in_time(request: axum::extract::Request, next: middleware::Next) -> axum::response::Response {
    use axum::response::IntoResponse;
    match tokio::time::timeout(PAGE, next.run(request)).await {
        Ok(response) => response,
        Err(_) => Error::Busy(record::Error::Busy).into_response(),
    }
}

/// Compression for what is text: the files of papers are compressed already, or small.
fn compressed() -> CompressionLayer<impl Predicate> {
    let text = DefaultPredicate::new().and(NotForContentType::const_new("application/"));
    CompressionLayer::new().quality(CompressionLevel::Fastest).compress_when(text)
}
