//! The pages: one router for each of two listeners, read only. The public side is made from publications and nothing
//! else; the staff side shows an office, and does not know whether it looks at the present or the past.
mod account;
mod action;
mod again;
mod answer;
mod answers;
mod assets;
mod assurance;
mod change;
mod decisions;
mod doors;
mod error;
mod evidence;
mod figures;
mod finding;
mod frame;
mod front;
pub mod headers;
mod help;
mod home;
mod import;
mod key;
mod marks;
mod measure;
mod naming;
mod outcome;
mod page;
mod paper;
pub mod parts;
mod people;
mod performance;
mod plan;
mod public;
mod question;
mod risk;
mod round;
mod rules;
pub mod serve;
mod sheets;
mod sign_in;
mod site;
mod slippage;
mod succession;
mod theme;
mod timeline;
mod trail;
mod trial;
mod updates;
mod upload;
mod verify;
mod visit;
mod way;
pub mod words;

use answers::small;
use axum::{
    Extension, Router,
    extract::DefaultBodyLimit,
    middleware,
    routing::{MethodRouter, get, post},
};
use error::Error;
use intake::Child;
use record::Record;
use std::time::Duration;
use tower_http::{
    CompressionLevel,
    compression::{
        CompressionLayer,
        predicate::{DefaultPredicate, NotForContentType, Predicate},
    },
};

pub use doors::{Clock, Doors, Provided};
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
    ("/actions/{action}/change", || small(get(updates::change::asked).post(updates::change::answered))),
    ("/actions/{action}/correct", || get(updates::correct::asked).post(updates::correct::answered)),
    ("/actions/{action}/effects", || small(get(updates::effects::page).post(updates::effects::answered))),
    ("/actions/{action}/milestones", || small(get(updates::milestones::page).post(updates::milestones::answered))),
    ("/actions/{action}/outcome", || small(post(outcome::served_by_action))),
    ("/actions/{action}/history", || get(action::history)),
    ("/actions/{action}/verify", || post(decisions::verified)),
    ("/actions/{action}/evidence/{file}", || get(evidence::file)),
    ("/updates", || get(updates::mine)),
    ("/sheets", || get(sheets::asked).post(sheets::answered)),
    ("/sheets/{round}/{whose}", || get(sheets::file)),
    ("/decisions", || get(decisions::list)),
    ("/decisions/{request}", || post(decisions::decided)),
    ("/slippage", || get(slippage::ledger)),
    ("/succession", || get(succession::promises)),
    ("/trail", || get(trail::page)),
    ("/trail.csv", || get(trail::csv)),
    ("/changes", || get(change::between)),
    ("/rounds", || get(round::list_all)),
    ("/rounds/open", || small(get(round::open::asked).post(round::open::answered))),
    ("/rounds/{round}", || get(round::one)),
    ("/rounds/{round}/link", || small(post(round::mail::link))),
    ("/rounds/{round}/revoke", || small(post(round::mail::revoke))),
    ("/rounds/{round}/remind", || small(post(round::mail::remind))),
    ("/rounds/{round}/again", || small(post(round::mail::again))),
    ("/rounds/{round}/send-back", || small(post(round::send_back::answered))),
    ("/answer/{token}", || get(answer::looked).post(answer::answered).layer(DefaultBodyLimit::max(answer::MOST))),
    ("/rounds/{round}/accuracy", || get(round::accuracy::asked).post(round::accuracy::answered)),
    ("/rounds/{round}/accuracy/answer", || small(post(round::accuracy::replied))),
    ("/rounds/{round}/freeze", || small(get(round::freeze::asked).post(round::freeze::answered))),
    ("/rounds/{round}/themes/{theme}", || get(round::theme::asked).post(round::theme::answered)),
    ("/rounds/{round}/themes/{theme}/sign-off", || small(post(round::theme::signed_off))),
    ("/papers", || get(paper::list)),
    ("/papers/{number}", || get(paper::one)),
    ("/papers/{number}/{file}", || get(paper::file)),
    ("/papers/position", || small(get(paper::make::position).post(paper::make::taken))),
    ("/papers/new", || get(paper::make::asked).post(paper::make::answered)),
    ("/papers/holds", || small(get(paper::publication::holds).post(paper::publication::set))),
    ("/papers/holds/{hold}/lift", || small(post(paper::publication::lifted))),
    ("/papers/{number}/return", || get(paper::returned::asked).post(paper::returned::answered)),
    ("/papers/{number}/present", || small(get(paper::life::present).post(paper::life::presented))),
    ("/papers/{number}/correct", || small(get(paper::life::correct).post(paper::life::corrected))),
    ("/papers/{number}/withdraw", || small(get(paper::life::withdraw).post(paper::life::withdrawn))),
    ("/papers/{number}/publication", || small(get(paper::publication::page).post(paper::publication::asked))),
    ("/papers/{number}/publication/decide", || small(post(paper::publication::decided))),
    ("/positions/{snapshot}/publication", || {
        small(get(paper::publication::position).post(paper::publication::position_asked))
    }),
    ("/positions/{snapshot}/publication/decide", || small(post(paper::publication::position_decided))),
    ("/assurance", || get(assurance::landing)),
    ("/outcomes/{outcome}", || get(outcome::one)),
    ("/outcomes/{outcome}/judge", || small(post(outcome::judged))),
    ("/outcomes/{outcome}/note", || small(post(outcome::noted))),
    ("/outcomes/{outcome}/partner", || small(post(outcome::partner))),
    ("/outcomes/{outcome}/serve", || small(post(outcome::served))),
    ("/measures", || get(measure::list)),
    ("/measures/set", || get(measure::set).post(measure::defined).layer(DefaultBodyLimit::max(measure::LONGEST_SET))),
    ("/measures/{code}", || get(measure::one)),
    ("/measures/{code}/commentary", || small(post(measure::commented))),
    ("/measures/{code}/note", || small(post(measure::noted))),
    ("/measures/{code}/limits", || small(post(measure::proposed))),
    ("/measures/{code}/limits/decide", || small(post(measure::decided))),
    ("/questions", || get(question::list)),
    ("/questions/share", || small(post(question::shared))),
    ("/questions/{check}/{item}", || get(question::page)),
    ("/questions/{check}/{item}/answer", || small(post(question::answered))),
    ("/questions/{check}/{item}/silence", || small(post(question::silenced))),
    ("/figures", || get(figures::list).post(figures::given)),
    ("/figures/{load}", || get(figures::one)),
    ("/figures/{load}/take-back", || small(post(figures::taken_back))),
    ("/figures/waiting/{upload}", || small(get(figures::looked).post(figures::loaded))),
    ("/risks", || get(risk::list)),
    ("/risks/add", || small(get(risk::add).post(risk::added))),
    ("/risks/{code}", || get(risk::one)),
    ("/risks/{code}/edit", || small(get(risk::edit).post(risk::described))),
    ("/risks/{code}/score", || small(post(risk::scored))),
    ("/risks/{code}/review", || small(post(risk::reviewed))),
    ("/risks/{code}/appetite", || small(post(risk::appetite))),
    ("/risks/{code}/escalate", || small(post(risk::escalated))),
    ("/risks/{code}/close", || small(post(risk::closed))),
    ("/risks/{code}/controls", || small(post(risk::controlled))),
    ("/risks/{code}/assure", || small(post(risk::assured))),
    ("/risks/{code}/gaps", || small(post(risk::gap_named))),
    ("/risks/{code}/gaps/act", || small(post(risk::gap_stepped))),
    ("/risks/{code}/gaps/close", || small(post(risk::gap_closed))),
    ("/findings", || get(finding::list)),
    ("/findings/sources", || small(get(finding::sources).post(finding::source_named))),
    ("/findings/reviews", || get(finding::reviews)),
    ("/findings/reviews/new", || small(get(finding::review_adding).post(finding::review_added))),
    ("/findings/reviews/{code}", || small(get(finding::review).post(finding::noted))),
    ("/findings/new", || get(finding::adding).post(finding::added)),
    ("/findings/import", || get(finding::importing).post(finding::imported)),
    ("/findings/{code}", || get(finding::one)),
    ("/findings/{code}/words", || get(finding::rewording).post(finding::reworded)),
    ("/findings/{code}/tie", || small(post(finding::tied))),
    ("/findings/{code}/respond", || post(finding::responded)),
    ("/findings/{code}/published", || small(post(finding::published))),
    ("/findings/{code}/agree", || small(post(finding::agreed))),
    ("/findings/{code}/pass-on", || small(post(finding::passed_on))),
    ("/findings/{code}/move", || small(post(finding::moved))),
    ("/findings/{code}/update", || small(post(finding::updated))),
    ("/findings/{code}/close", || small(post(finding::closed))),
    ("/findings/{code}/verify", || small(post(finding::verified))),
    ("/findings/{code}/settle", || small(post(finding::settled))),
    ("/findings/{code}/reopen", || small(post(finding::reopened))),
    ("/key", || get(key::key)),
    ("/rules", || get(rules::page)),
    ("/rules/change", || small(get(rules::asked).post(rules::answered))),
    ("/verify", || get(verify::verify)),
    ("/import", || get(import::asked).post(import::answered)),
    ("/import/{upload}", || get(import::explain).post(import::explained)),
    ("/import/{upload}/rows", || get(import::rows).post(import::landed)),
    ("/import/{upload}/drop", || post(import::dropped)),
    ("/naming", || get(naming::list).post(naming::matched)),
    ("/naming/{kind}/{item}", || get(naming::asked).post(naming::answered)),
    ("/actions/{action}/edit", || get(naming::describe).post(naming::described)),
    ("/imports", || get(import::list)),
    ("/imports/{import}", || get(import::one)),
    ("/imports/{import}/undo", || get(import::undo).post(import::undone)),
    ("/try", || get(trial::ask).post(trial::answer)),
    ("/sign-in", || small(get(sign_in::asked).post(sign_in::answered))),
    ("/sign-in/code", || small(get(sign_in::code::asked).post(sign_in::code::answered))),
    ("/sign-in/with", || get(sign_in::provider::begun)),
    ("/sign-in/return", || get(sign_in::provider::returned)),
    ("/sign-out", || small(post(sign_in::out))),
    ("/forgotten", || get(sign_in::forgotten)),
    ("/invitation/{token}", || small(get(sign_in::link::invited).post(sign_in::link::accepted))),
    ("/reset/{token}", || small(get(sign_in::link::forgot).post(sign_in::link::reset))),
    ("/first", || small(get(sign_in::first::asked).post(sign_in::first::answered))),
    ("/account", || small(get(account::own).post(account::passphrase))),
    ("/account/sign-out-everywhere", || small(post(account::everywhere))),
    ("/account/authenticator", || small(get(account::authenticator::asked).post(account::authenticator::on))),
    ("/account/authenticator/off", || small(post(account::authenticator::off))),
    ("/people", || get(people::list)),
    ("/people/invite", || small(get(people::invite::asked).post(people::invite::answered))),
    ("/people/posts", || small(get(people::posts::asked).post(people::posts::answered))),
    ("/people/access", || get(people::review::page)),
    ("/people/access.csv", || get(people::review::csv)),
    ("/people/access.json", || get(people::review::json)),
    ("/people/{person}", || get(people::one::page)),
    ("/people/{person}/role", || small(post(people::one::role))),
    ("/people/{person}/assign", || small(post(people::one::assign))),
    ("/people/{person}/take-back", || small(post(people::one::take_back))),
    ("/people/{person}/move", || small(post(people::one::move_posts))),
    ("/people/{person}/link", || small(post(people::one::link))),
    ("/people/{person}/authenticator-off", || small(post(people::one::authenticator_off))),
    ("/people/{person}/connect", || small(post(people::one::connect))),
    ("/people/{person}/sign-out", || small(post(people::one::sign_out))),
    ("/people/{person}/disable", || small(post(people::one::disable))),
    ("/people/{person}/enable", || small(post(people::one::enable))),
    ("/people/{person}/name", || small(post(people::one::name))),
    ("/people/{person}/end", || small(post(people::one::end))),
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
    ("/papers.json", || get(public::paper::index)),
    ("/papers/{number}", || get(public::paper::one)),
    ("/papers/{number}/{file}", || get(public::paper::file)),
    ("/measures", || get(public::measure::list)),
    ("/measures/{code}", || get(public::measure::one)),
    ("/key/{plan}", || get(public::plan::key)),
    ("/verify", || get(public::verify)),
    ("/assets/{name}", || get(assets::show)),
    ("/assets/brand/{colour}/{on_colour}", || get(assets::show_brand)),
];

/// Whether the staff side has a page at this address, or pages below it.
fn is_page(address: &str) -> bool {
    let below = format!("{address}/");
    STAFF.iter().any(|(own, _)| *own == address || own.starts_with(&below))
}

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

/// The staff pages: for this machine, and, where people sign in, by a proxy that is known.
pub fn staff_router(record: Record) -> Router {
    staff_router_with(record, Doors::default(), &Child::this_binary())
}

/// The same behind other doors, or where another program than this one can be the child that reads files from outside.
pub fn staff_router_with(record: Record, doors: Doors, child: &Child) -> Router {
    let both = (record.clone(), doors);
    let pages = router(STAFF, &record).layer(Extension(trial::Reader::new(child)));
    // Around the router as a whole: a layer on its routes would leave `Allow` on what it turns away, and so tell that
    // there is something behind it.
    Router::new()
        .fallback_service(pages)
        .layer(middleware::from_fn_with_state(both.clone(), again::ask))
        .layer(middleware::from_fn_with_state(both.clone(), doors::gate))
        .layer(middleware::from_fn(doors::from_these_pages))
        .layer(middleware::from_fn_with_state(record, frame::dress))
        .layer(middleware::from_fn_with_state(both, doors::admit))
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
