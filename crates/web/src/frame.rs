//! What stands around a staff page: whose office it is, who is signed in, and the sections that they may see.
use crate::{
    doors::SignedIn,
    error::Error,
    import::{ImportPlans, SeeImports},
    marks::day,
    naming::NameThings,
    page::{Frame, Section},
    visit::{
        DecideChanges, DecidePublications, Permission as _, ReadTrail, ReviewAccess, SeeToPeople, SpeakOfWork,
        VerifyCompletions, head_day, reader,
    },
    way::Way,
    words::{say, say_with},
};
use axum::{
    extract::Request,
    http::header,
    middleware::Next,
    response::{IntoResponse, Response},
};
use domain::sight::{Reach, Sight, View};
use maud::{Markup, html};
use record::Record;

/// The frame of a staff page, without a position.
fn frame(now: &Sight, way: &Way) -> Frame {
    let Some(settings) = now.settings() else { return Frame::default() };
    let demo = settings.item.demo.then(|| {
        html! {
            (say_with("demo-staff", &[("office", (&settings.item.name).into())])) " " (day(head_day(now))) ". "
            a class="govuk-link" href="/try" { (say("try-link")) } "."
        }
    });
    let sections = [
        (Section::Today, say("section-today"), "/"),
        (Section::Plans, say("section-plans"), "/plans"),
        (Section::Changes, say("section-changes"), "/changes"),
        (Section::Rounds, say("section-rounds"), "/rounds"),
        (Section::Papers, say("section-papers"), "/papers"),
        (Section::Key, say("section-key"), "/key"),
        (Section::Verify, say("section-verify"), "/verify"),
    ];
    Frame {
        who: Markup::default(),
        office: settings.item.name.to_string(),
        home: way.to("/"),
        brand: settings.item.brand.clone(),
        demo,
        sections: sections.map(|(section, text, path)| (section, text, way.to(path))).into(),
        at: None,
        position: Markup::default(),
        foot: vec![],
        foot_note: html! { (say("staff-foot")) },
    }
}

/// The frame of a page that anybody may see before any sign-in, as the office is known here: the database may be what
/// failed. Where people sign in, who has not is told nothing of what there is.
pub fn anybodys_frame(record: &Record) -> Frame {
    if record.office().has_people() {
        return entrance(record);
    }
    frame(&View::new(record.office(), reader()).sight(), &Way::default())
}

/// The frame of a staff page for whom it is, without a position.
pub fn around(now: &View, signed_in: Option<&SignedIn>, way: &Way) -> Frame {
    let mut frame = frame(&now.sight(), way);
    if let Some(SignedIn(session)) = signed_in {
        frame.who = who(&session.name);
        frame.foot_note = html! { (say("staff-foot-signed-in")) };
    }
    let may = |act| now.actor().may(act).is_ok();
    if !now.sight().measures().is_empty() || may(crate::figures::LoadFigures::ACT) {
        frame.sections.insert(3, (Section::Measures, say("section-measures"), way.to("/measures")));
    }
    // After the plan and its measures: whether all that is enough.
    if now.actor().reach() >= Reach::Panel {
        let after = frame.sections.iter().position(|(section, ..)| *section == Section::Rounds).unwrap_or_default();
        frame.sections.insert(after, (Section::Assurance, say("section-assurance"), way.to("/assurance")));
        // What the Panel asked for and what became of it is what its members come for.
        if now.actor().reach() == Reach::Panel && crate::is_page("/findings") {
            frame.sections.insert(after + 1, (Section::Findings, say("section-findings"), way.to("/findings")));
        }
    }
    // Somebody's own work comes first.
    if may(DecideChanges::ACT) || may(VerifyCompletions::ACT) || may(DecidePublications::ACT) {
        frame.sections.insert(1, (Section::Decisions, say("section-decisions"), "/decisions".to_owned()));
    }
    if may(SpeakOfWork::ACT) {
        frame.sections.insert(1, (Section::Updates, say("section-updates"), "/updates".to_owned()));
    }
    if may(ReadTrail::ACT) {
        frame.sections.push((Section::Trail, say("section-trail"), "/trail".to_owned()));
    }
    if may(ImportPlans::ACT) {
        frame.sections.push((Section::Import, say("section-import"), "/import".to_owned()));
    } else if may(SeeImports::ACT) {
        frame.sections.push((Section::Import, say("imports-title"), "/imports".to_owned()));
    }
    if may(NameThings::ACT) {
        frame.sections.push((Section::Naming, say("section-naming"), "/naming".to_owned()));
    }
    if now.actor().may(SeeToPeople::ACT).is_ok() {
        frame.sections.push((Section::People, say("section-people"), "/people".to_owned()));
    } else if now.actor().may(ReviewAccess::ACT).is_ok() {
        frame.sections.push((Section::People, say("section-access"), "/people/access".to_owned()));
    }
    frame
}

/// The frame of a staff page for somebody who is signed in.
pub fn frame_of(view: &View, signed_in: &SignedIn) -> Frame {
    around(view, Some(signed_in), &Way::default())
}

/// Says who is signed in, on every page, with the way out.
fn who(name: &str) -> Markup {
    html! {
        div class="milepost-who" {
            div class="govuk-width-container milepost-who__line" {
                span { (say("signed-in-as")) " " a class="govuk-link" href="/account" { (name) } }
                form method="post" action="/sign-out" {
                    button type="submit" class="milepost-who__out" { (say("sign-out")) }
                }
            }
        }
    }
}

/// The frame of the pages on the way in: whose they are, and nothing else.
pub fn entrance(record: &Record) -> Frame {
    let view = View::new(record.office(), reader());
    let Some(settings) = view.sight().settings().map(|settings| settings.item.clone()) else { return Frame::default() };
    Frame { office: settings.name.to_string(), home: "/".to_owned(), brand: settings.brand, ..Frame::default() }
}

/// Puts a refusal into the office's frame.
pub async fn dress(
    axum::extract::State(record): axum::extract::State<Record>,
    request: Request,
    next: Next,
) -> Response {
    let response = next.run(request).await;
    let Some(error) = refusal(&response) else { return response };
    let frame = match response.extensions().get::<(SignedIn, View)>() {
        Some((signed_in, view)) => around(view, Some(signed_in), &Way::default()),
        None => anybodys_frame(&record),
    };
    (error.status(), frame.around(&error.page())).into_response()
}

/// What was refused: by a page, or by the router itself, which has no words.
pub fn refusal(response: &Response) -> Option<Error> {
    if let Some(error) = response.extensions().get::<Error>() {
        return Some(error.clone());
    }
    // A form that came back with what is wrong is a page already.
    if response.headers().get(header::CONTENT_TYPE).is_some_and(|kind| kind.as_bytes().starts_with(b"text/html")) {
        return None;
    }
    match response.status().as_u16() {
        405 => Some(Error::ReadOnly),
        // A part of an address that is not text, for one.
        400..=499 => Some(Error::NotFound),
        500..=599 => Some(Error::broken(&"an answer without a reason")),
        _ => None,
    }
}
