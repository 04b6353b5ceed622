//! Adding a finding, and wording it anew: the source's words, by whoever may write them.
use super::address;
use crate::{
    answers::{Answers, once},
    error::Error,
    page::{Page, Section},
    parts::{
        Button, plain,
        question::{Line, Pick},
    },
    visit::{May, Permission, Proof, Staff},
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
    finding::{AddFinding, Deed, Facts, Finding, FindingKind, OnFinding, SourceKind, Ties},
    office::Kept,
    text::Text,
};
use maud::{Markup, html};
use uuid::Uuid;

/// Adds what a source found. The Panel's, its clerk alone.
#[derive(Debug)]
pub struct AddFindings;
impl Permission for AddFindings {
    const ACT: &'static str = "add a finding";
    const PROOF: Proof = Proof::AtSignIn;
}

/// Words it anew, likewise.
#[derive(Debug)]
pub struct RewordFindings;
impl Permission for RewordFindings {
    const ACT: &'static str = "reword a finding";
    const PROOF: Proof = Proof::AtSignIn;
}

/// The reviews whose findings somebody writes: the clerk the Panel's, the office those of everybody else.
fn reviews(visit: &Staff, chosen: &str) -> Vec<(String, String, bool)> {
    let sight = visit.now();
    let clerk = visit.actor().role == Role::PanelClerk;
    let own = |source: SourceKind| (source == SourceKind::Panel) == clerk;
    let reviews = sight
        .reviews()
        .into_iter()
        .filter(|kept| sight.finding_source(kept.item.source).is_some_and(|source| own(source.item.kind)));
    reviews
        .map(|kept| {
            let code = kept.reference().to_string();
            let is_chosen = code == chosen;
            (code.clone(), format!("{code}: {}", kept.item.title), is_chosen)
        })
        .collect()
}

fn fields(typed: &Answers) -> Markup {
    let line = |field: &'static str, kind: &'static str, label: String, hint: Option<String>| {
        typed.line(&Line { field, kind, label, hint, ..Line::default() })
    };
    let kinds = FindingKind::ALL.map(|kind| {
        let chosen = typed.one("kind") == kind.as_str();
        (kind.as_str().to_owned(), super::facts::kind_name(kind), chosen)
    });
    html! {
        (typed.pick(&Pick { field: "kind", label: say("finding-kind"), hint: None, choices: kinds.to_vec() }))
        (typed.textarea("found", say("finding-found"), Some(say("finding-found-hint")), 6))
        (typed.textarea("recommended", say("finding-recommended"), Some(say("finding-recommended-hint")), 4))
        (line("own-reference", "text", say("finding-own-reference"), None))
        (line("priority", "text", say("finding-priority"), Some(say("finding-priority-hint"))))
        (line("for-whom", "text", say("finding-for-whom"), None))
        (line("response-due", "date", say("finding-response-due"), None))
    }
}

fn facts(answers: &mut Answers) -> Result<Facts, Error> {
    Ok(Facts {
        kind: FindingKind::parse(answers.one("kind")).ok_or(Error::Unreadable)?,
        found: answers.needed("found", say("finding-found-missing")),
        recommended: answers.words("recommended"),
        own_reference: answers.words("own-reference"),
        priority: answers.words("priority"),
        for_whom: answers.words("for-whom"),
        response_due: answers.day("response-due"),
    })
}

fn shown(visit: &Staff, title: &str, form: &Markup, typed: &Answers) -> Response {
    let main = html! {
        (typed.summary())
        h1 class="govuk-heading-l" { (title) }
        (form)
    };
    let page = Page { title: typed.title(title), main, ..Page::default() };
    let page = page.within(Section::Assurance).below(say("findings"), visit.way.to("/findings"));
    let status = if typed.is_right() { StatusCode::OK } else { StatusCode::UNPROCESSABLE_ENTITY };
    (status, visit.plain_frame().around(&page)).into_response()
}

fn new(visit: &Staff, typed: &Answers) -> Response {
    let reviews = reviews(visit, typed.one("review"));
    let form = html! {
        @if reviews.is_empty() {
            p class="govuk-body" { (say("finding-no-review")) }
            p class="govuk-body" { a class="govuk-link" href="/findings/reviews/new" { (say("finding-review-add")) } }
        } @else {
            form method="post" novalidate {
                (once(typed.one("key")))
                (typed.pick(&Pick { field: "review", label: say("finding-review"), hint: None, choices: reviews }))
                (fields(typed))
                (Button::default().saying(&plain(say("finding-add"))))
            }
        }
    };
    shown(visit, &say("finding-add"), &form, typed)
}

/// `GET /findings/new`
pub async fn adding(visit: May<AddFindings>) -> Result<Response, Error> {
    let mut typed = super::forms::fresh();
    typed.set("review", visit.asked("review").unwrap_or_default());
    Ok(new(&visit, &typed))
}

/// `POST /findings/new`
pub async fn added(visit: May<AddFindings>, mut answers: Answers) -> Result<Response, Error> {
    let review = Text::new(answers.one("review")).map_err(|_| Error::Unreadable)?;
    if FindingKind::parse(answers.one("kind")).is_none() {
        answers.is_wrong("kind", say("finding-kind-missing"));
        return Ok(new(&visit, &answers));
    }
    let facts = facts(&mut answers)?;
    if answers.is_right() {
        let add = AddFinding { review, code: None, facts, ties: Ties::default(), raised: None, visibility: None };
        let command = Command::AddFinding(Box::new(add));
        match visit.write(command, answers.one("key"), vec![], None).await? {
            Ok(Answer::Item(id)) => {
                let office = visit.record.follow().await?;
                let kept = office.seen_by(visit.actor()).finding(id.into()).map(|kept| address(kept.reference()));
                return Ok(Redirect::to(&kept.unwrap_or_else(|| "/findings".to_owned())).into_response());
            }
            Ok(_) => return Err(Error::Unreadable),
            Err(refusal) => answers.is_wrong("found", crate::import::sentence(&refusal.to_string())),
        }
    }
    Ok(new(&visit, &answers))
}

fn again(visit: &Staff, kept: &Kept<Finding>, typed: &Answers) -> Response {
    let form = html! {
        form method="post" novalidate {
            (once(typed.one("key")))
            input type="hidden" name="seen" value=(kept.version);
            (fields(typed))
            (Button::default().saying(&plain(say("finding-reword"))))
        }
    };
    shown(visit, &say("finding-reword"), &form, typed)
}

/// `GET /findings/{code}/words`
pub async fn rewording(visit: May<RewordFindings>, Path(code): Path<String>) -> Result<Response, Error> {
    let sight = visit.now();
    let kept = sight.finding_coded(&code).ok_or(Error::NotFound)?;
    let finding = &kept.item;
    let mut typed = Answers::default();
    typed.set("key", Uuid::now_v7().to_string());
    let some = |words: &Option<Text>| words.as_ref().map(ToString::to_string).unwrap_or_default();
    typed.set("kind", finding.kind.as_str());
    typed.set("found", finding.found.to_string());
    typed.set("recommended", some(&finding.recommended));
    typed.set("own-reference", some(&finding.own_reference));
    typed.set("priority", some(&finding.priority));
    typed.set("for-whom", some(&finding.for_whom));
    typed.set("response-due", finding.response_due.map(|due| due.to_string()).unwrap_or_default());
    Ok(again(&visit, kept, &typed))
}

/// `POST /findings/{code}/words`
pub async fn reworded(
    visit: May<RewordFindings>,
    Path(code): Path<String>,
    mut answers: Answers,
) -> Result<Response, Error> {
    let sight = visit.now();
    let kept = sight.finding_coded(&code).ok_or(Error::NotFound)?;
    let facts = facts(&mut answers)?;
    if answers.is_right() {
        let deed = Deed::Reword(facts);
        let command = Command::OnFinding(Box::new(OnFinding { finding: kept.reference().clone(), deed }));
        let seen = answers.one("seen").parse().ok().map(|version| (kept.id.uuid(), version));
        match visit.write(command, answers.one("key"), seen.into_iter().collect(), None).await? {
            Ok(_) => return Ok(Redirect::to(&address(kept.reference())).into_response()),
            Err(refusal) => answers.is_wrong("found", crate::import::sentence(&refusal.to_string())),
        }
    }
    Ok(again(&visit, kept, &answers))
}
