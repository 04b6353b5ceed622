//! `/findings/reviews`: reports, inspections and meetings, with their days, their opinions of design and of operation, and
//! the clock that a law sets.
use super::{address as finding_address, mark};
use crate::{
    answers::{Answers, once},
    error::Error,
    marks::day,
    page::{Page, Section},
    parts::{
        Button, details, plain,
        question::{Line, Pick},
        table::{Cell, Narrow, Table, summary_list},
    },
    visit::{May, Permission, Proof, Staff},
    way::segment,
    words::say,
};
use axum::{
    extract::Path,
    http::StatusCode,
    response::{IntoResponse, Redirect, Response},
};
use domain::{
    actor::Role,
    ask::{Answer, Command},
    envelope::Marking,
    finding::{AddReview, NoteOnReview, Opinion, OpinionOf, Published, Review, ReviewNote, SourceKind},
    office::Kept,
    text::Text,
};
use maud::{Markup, html};

/// Adds a report, an inspection or a meeting.
#[derive(Debug)]
pub struct AddReviews;
impl Permission for AddReviews {
    const ACT: &'static str = "add a review";
    const PROOF: Proof = Proof::AtSignIn;
}

/// Says what came of one.
#[derive(Debug)]
pub struct NoteOnReviews;
impl Permission for NoteOnReviews {
    const ACT: &'static str = "note on a review";
    const PROOF: Proof = Proof::AtSignIn;
}

pub fn address(code: &Text) -> String {
    format!("/findings/reviews/{}", segment(code.as_str()))
}

/// `GET /findings/reviews`
pub async fn list(visit: Staff) -> Result<Response, Error> {
    let sight = visit.sight();
    let title = say("finding-reviews");
    let row = |kept: &&Kept<Review>| -> Vec<Cell> {
        let source = sight.finding_source(kept.item.source);
        vec![
            html! { a class="govuk-link" href=(visit.way.to(&address(kept.reference()))) { (kept.reference()) } }
                .into(),
            Cell::text(&kept.item.title),
            Cell::text(source.map_or("", |source| source.item.name.as_str())),
            html! { @if let Some(issued) = kept.item.day() { (day(issued)) } @else { (say("finding-no-date")) } }
                .into(),
            Cell::number(sight.findings_in(kept.id).len()),
        ]
    };
    let reviews = sight.reviews();
    let main = html! {
        h1 class="govuk-heading-l" { (title) }
        @if reviews.is_empty() { p class="govuk-body" { (say("finding-reviews-none")) } } @else {
            (Table {
                caption: Some(plain(say("finding-reviews"))),
                caption_classes: "govuk-visually-hidden",
                head: [say("finding-reference"), say("finding-review"), say("finding-source"), say("finding-day"), say("findings")].map(Cell::text).into(),
                rows: reviews.iter().map(row).collect(),
                first_names_row: true,
                narrow: Narrow::Stacks,
                ..Table::default()
            }.show())
        }
    };
    let page = Page { title, main, ..Page::default() }.within(Section::Assurance);
    Ok(visit.show(&page.below(say("findings"), visit.way.to("/findings"))))
}

/// `GET /findings/reviews/{review}`
pub async fn one(visit: Staff, Path(code): Path<String>) -> Result<Response, Error> {
    let sight = visit.sight();
    let kept = sight.review_coded(&code).ok_or(Error::NotFound)?;
    Ok(visit.show(&page(&visit, kept, &super::forms::fresh())))
}

pub fn of_name(of: OpinionOf) -> String {
    match of {
        OpinionOf::Design => say("finding-of-design"),
        OpinionOf::Operation => say("finding-of-operation"),
        OpinionOf::Whole => say("finding-of-whole"),
    }
}

fn page(visit: &Staff, kept: &Kept<Review>, typed: &Answers) -> Page {
    let (sight, today) = (visit.sight(), visit.today());
    let review = &kept.item;
    let source = sight.finding_source(review.source);
    let mut facts = vec![(plain(say("finding-source")), plain(source.map_or("", |source| source.item.name.as_str())))];
    if let Some(scope) = &review.scope {
        facts.push((plain(say("finding-scope")), plain(scope)));
    }
    let days = [
        (say("finding-draft"), review.draft),
        (say("finding-final"), review.issued),
        (say("finding-published"), review.published),
    ];
    for (name, on) in days {
        if let Some(on) = on {
            facts.push((plain(name), day(on)));
        }
    }
    for opinion in &review.opinions {
        let words =
            html! { (opinion.words) @if let Some(scope) = &opinion.scope { span class="milepost-note" { (scope) } } };
        facts.push((plain(of_name(opinion.of)), words));
    }
    if let Some(source) = source
        && let Some(due) = review.comments_due(&source.item)
    {
        let law = source.item.clock.as_ref().map_or("", |clock| clock.citation.as_str());
        let due = html! {
            (say("finding-before-end")) " " (day(due))
            @if review.comments_are_late(&source.item, today) { " " strong { (say("finding-comments-late")) } }
            span class="milepost-note" { (law) }
        };
        facts.push((plain(say("finding-comments-due")), due));
        let on = |on: Option<_>| html! { @if let Some(on) = on { (day(on)) } @else { (say("finding-not-yet")) } };
        facts.push((plain(say("finding-comments-invited")), on(review.comments_invited)));
        facts.push((plain(say("finding-comments-received")), on(review.comments_received)));
        facts.push((
            plain(say("finding-comments-published")),
            on(review.comments_published.as_ref().map(|out| out.day)),
        ));
    }
    let findings = sight.findings_in(kept.id);
    let main = html! {
        (typed.summary())
        span class="govuk-caption-l" { (kept.reference()) }
        h1 class="govuk-heading-l" { (review.title) }
        (summary_list(&facts, ""))
        h2 class="govuk-heading-m" { (say("findings")) }
        @if findings.is_empty() { p class="govuk-body" { (say("findings-none")) } }
        @for finding in findings {
            p class="govuk-body" {
                a class="govuk-link" href=(visit.way.to(&finding_address(finding.reference()))) { (finding.reference()) } " "
                (mark(finding.item.standing(today), finding.item.colour(today))) " " (super::beginning(&finding.item.found))
            }
        }
        @if visit.way.chosen().is_none() && may_write(visit, kept) { (form(kept, typed)) }
    };
    let page = Page { title: typed.title(review.title.as_str()), main, ..Page::default() }.within(Section::Assurance);
    page.below(say("findings"), visit.way.to("/findings"))
        .below(say("finding-reviews"), visit.way.to("/findings/reviews"))
}

/// The clerk writes of the Panel's meetings, the office of everything else.
fn may_write(visit: &Staff, kept: &Kept<Review>) -> bool {
    let source = visit.now().finding_source(kept.item.source).map(|source| source.item.kind);
    let clerk = visit.actor().role == Role::PanelClerk;
    visit.actor().may("note on a review").is_ok() && (source == Some(SourceKind::Panel)) == clerk
}

fn form(kept: &Kept<Review>, typed: &Answers) -> Markup {
    let kinds = [
        ("final", say("finding-final")),
        ("published", say("finding-published")),
        ("invited", say("finding-comments-invited")),
        ("received", say("finding-comments-received")),
        ("comments", say("finding-comments-published")),
        ("design", of_name(OpinionOf::Design)),
        ("operation", of_name(OpinionOf::Operation)),
        ("whole", of_name(OpinionOf::Whole)),
    ];
    let choices = kinds.map(|(value, words)| (value.to_owned(), words, typed.one("what") == value)).to_vec();
    let line = |field: &'static str, kind: &'static str, label: String, hint: Option<String>| {
        typed.line(&Line { field, kind, label, hint, ..Line::default() })
    };
    let form = html! {
        form method="post" action=(address(kept.reference())) novalidate {
            (once(typed.one("key")))
            input type="hidden" name="seen" value=(kept.version);
            (typed.pick(&Pick { field: "what", label: say("finding-note-what"), hint: None, choices }))
            (line("note-day", "date", say("finding-day"), Some(say("finding-note-day-hint"))))
            (line("note-words", "text", say("finding-note-words"), Some(say("finding-note-words-hint"))))
            (Button::default().saying(&plain(say("finding-note"))))
        }
    };
    details(&plain(say("finding-note")), &form, None, !typed.is_right())
}

/// `POST /findings/reviews/{review}`
pub async fn noted(
    visit: May<NoteOnReviews>,
    Path(code): Path<String>,
    mut answers: Answers,
) -> Result<Response, Error> {
    let sight = visit.now();
    let kept = sight.review_coded(&code).ok_or(Error::NotFound)?;
    let (on, words) = (answers.day("note-day"), answers.words("note-words"));
    let what = answers.one("what").to_owned();
    let note = match (what.as_str(), on, OpinionOf::parse(&what)) {
        (_, _, Some(of)) => {
            let words = answers.needed("note-words", say("finding-opinion-missing"));
            Some(ReviewNote::Opinion(Opinion { of, words, scope: None }))
        }
        ("final", Some(on), _) => Some(ReviewNote::Issued(on)),
        ("published", Some(on), _) => Some(ReviewNote::Published(on)),
        ("invited", Some(on), _) => Some(ReviewNote::CommentsInvited(on)),
        ("received", Some(on), _) => Some(ReviewNote::CommentsReceived(on)),
        ("comments", Some(day), _) => Some(ReviewNote::CommentsPublished(Published { day, place: words })),
        _ => {
            if answers.is_right() {
                answers.is_wrong("note-day", say("finding-day-missing"));
            }
            None
        }
    };
    if let Some(note) = note
        && answers.is_right()
    {
        let command = Command::NoteOnReview(NoteOnReview { review: kept.reference().clone(), note });
        let seen = answers.one("seen").parse().ok().map(|version| (kept.id.uuid(), version));
        match visit.write(command, answers.one("key"), seen.into_iter().collect(), None).await? {
            Ok(_) => return Ok(Redirect::to(&address(kept.reference())).into_response()),
            Err(refusal) => answers.is_wrong("note-day", crate::import::sentence(&refusal.to_string())),
        }
    }
    Ok((StatusCode::UNPROCESSABLE_ENTITY, visit.show(&page(&visit, kept, &answers))).into_response())
}

fn new(visit: &Staff, typed: &Answers) -> Response {
    let clerk = visit.actor().role == Role::PanelClerk;
    let sources =
        visit.now().finding_sources().into_iter().filter(|kept| (kept.item.kind == SourceKind::Panel) == clerk);
    let choices: Vec<_> = sources
        .map(|kept| {
            let name = kept.item.name.to_string();
            let chosen = typed.one("source") == name;
            (name.clone(), name, chosen)
        })
        .collect();
    let line = |field: &'static str, kind: &'static str, label: String, hint: Option<String>| {
        typed.line(&Line { field, kind, label, hint, ..Line::default() })
    };
    let title = say("finding-review-add");
    let main = html! {
        (typed.summary())
        h1 class="govuk-heading-l" { (title) }
        @if choices.is_empty() { p class="govuk-body" { (say("finding-no-source")) } } @else {
            form method="post" novalidate {
                (once(typed.one("key")))
                (typed.pick(&Pick { field: "source", label: say("finding-source"), hint: None, choices }))
                (line("title", "text", say("finding-review-title"), None))
                (line("code", "text", say("finding-reference"), Some(say("finding-code-hint"))))
                (typed.textarea("scope", say("finding-scope"), None, 3))
                (line("draft", "date", say("finding-draft"), None))
                (line("final", "date", say("finding-final"), None))
                (line("published", "date", say("finding-published"), None))
                (line("design", "text", of_name(OpinionOf::Design), Some(say("finding-opinion-hint"))))
                (line("operation", "text", of_name(OpinionOf::Operation), None))
                (line("whole", "text", of_name(OpinionOf::Whole), None))
                (Button::default().saying(&plain(say("finding-review-add"))))
            }
        }
    };
    let page = Page { title: typed.title(&title), main, ..Page::default() };
    let page = page.within(Section::Assurance).below(say("findings"), visit.way.to("/findings"));
    let status = if typed.is_right() { StatusCode::OK } else { StatusCode::UNPROCESSABLE_ENTITY };
    (status, visit.plain_frame().around(&page)).into_response()
}

/// `GET /findings/reviews/new`
pub async fn adding(visit: May<AddReviews>) -> Result<Response, Error> {
    Ok(new(&visit, &super::forms::fresh()))
}

/// `POST /findings/reviews/new`
pub async fn added(visit: May<AddReviews>, mut answers: Answers) -> Result<Response, Error> {
    let source = answers.needed("source", say("finding-source-missing"));
    let title = answers.needed("title", say("finding-title-missing"));
    let mut opinions = vec![];
    for (field, of) in [("design", OpinionOf::Design), ("operation", OpinionOf::Operation), ("whole", OpinionOf::Whole)]
    {
        opinions.extend(answers.words(field).map(|words| Opinion { of, words, scope: None }));
    }
    let add = AddReview {
        source,
        code: answers.words("code"),
        title,
        scope: answers.words("scope"),
        draft: answers.day("draft"),
        issued: answers.day("final"),
        published: answers.day("published"),
        opinions,
        visibility: None,
        marking: Marking::Official,
    };
    if answers.is_right() {
        match visit.write(Command::AddReview(Box::new(add)), answers.one("key"), vec![], None).await? {
            Ok(Answer::Item(id)) => {
                let office = visit.record.follow().await?;
                let kept = office.seen_by(visit.actor()).review(id.into()).map(|kept| address(kept.reference()));
                return Ok(Redirect::to(&kept.unwrap_or_else(|| "/findings/reviews".to_owned())).into_response());
            }
            Ok(_) => return Err(Error::Unreadable),
            Err(refusal) => answers.is_wrong("title", crate::import::sentence(&refusal.to_string())),
        }
    }
    Ok(new(&visit, &answers))
}
