//! What somebody began to say and has not sent: kept for them alone, and there again when they come back.
use super::{Given, Item, Sort, Tried, Typed};
use crate::{
    error::Error,
    evidence::Attached,
    parts::{Button, NotificationBanner, plain},
    visit::Staff,
    way::Way,
    words::{say, say_with},
};
use axum::response::{IntoResponse, Redirect, Response};
use domain::{action::Action, id::Id, office::Kept};
use maud::{Markup, html};
use record::Draft;
use std::collections::BTreeMap;
use uuid::Uuid;

/// The drafts of whoever visits, each as a form that was filled in and not sent.
pub struct Drafts(BTreeMap<Id<Action>, Tried>);

/// The fields that are kept.
const FIELDS: [&str; 10] = [
    "words",
    "rating",
    "next-step",
    "reason",
    "public-reason",
    "evidence",
    "completed",
    "forecast",
    "confidence",
    "day",
];

/// Whose drafts they are: the person's who signed in.
fn person(visit: &Staff) -> Uuid {
    visit.signed_in.as_ref().map_or_else(|| visit.actor().post.uuid(), |signed_in| signed_in.0.person)
}

impl Drafts {
    pub async fn of(visit: &Staff) -> Result<Self, Error> {
        let mut drafts = BTreeMap::new();
        for Draft { action, seen, typed } in visit.record.drafts(person(visit), visit.instant).await? {
            let Some(kept) = visit.view().own_action(action.into()) else { continue };
            let given: Given = serde_json::from_str(&typed).map_err(|error| Error::broken(&error))?;
            // Somebody else spoke meanwhile: both texts are shown, as for a form that came too late.
            let moved = kept.version != seen;
            let typed = Typed { given, kept: kept.clone(), form: Sort::Update, file: Attached::Nothing };
            drafts.insert(kept.id, Tried { typed, faults: vec![], moved });
        }
        Ok(Self(drafts))
    }

    pub fn of_item(&self, kept: &Kept<Action>) -> Option<&Tried> {
        self.0.get(&kept.id)
    }
}

/// Keeps a form as a draft, or throws the draft away, where that was pressed. None: the form is to be sent.
pub async fn answered(visit: &Staff, typed: &Typed) -> Result<Option<Response>, Error> {
    let (id, reference) = (typed.kept.id, typed.kept.reference().as_str());
    let said = match typed.one("draft") {
        "keep" => {
            let fields: Vec<(&str, &str)> =
                FIELDS.iter().map(|name| (*name, typed.one(name))).filter(|(_, value)| !value.is_empty()).collect();
            let seen = typed.one("seen").parse().unwrap_or(typed.kept.version);
            let words = serde_json::to_string(&fields).map_err(|error| Error::broken(&error))?;
            let draft = Draft { action: id.uuid(), seen, typed: words };
            let kept = visit.record.keep_draft(person(visit), draft, visit.instant).await?;
            if !kept {
                return Err(Error::Unreadable);
            }
            "drafted"
        }
        "drop" => {
            visit.record.drop_draft(person(visit), id.uuid()).await?;
            "dropped"
        }
        _ => return Ok(None),
    };
    let back = match typed.one("back") {
        "action" => format!("{}/update", crate::action::address(id)),
        _ => "/updates".to_owned(),
    };
    Ok(Some(Redirect::to(&Way::default().with(&back, &[(said, reference)])).into_response()))
}

/// What was begun was sent.
pub async fn sent(visit: &Staff, action: Id<Action>) -> Result<(), Error> {
    Ok(visit.record.drop_draft(person(visit), action.uuid()).await?)
}

/// What was kept or thrown away a moment ago.
pub fn said(visit: &Staff) -> Markup {
    let words = match (visit.asked("drafted"), visit.asked("dropped")) {
        (Some(reference), _) => say_with("draft-kept", &[("reference", reference.into())]),
        (_, Some(reference)) => say_with("draft-dropped", &[("reference", reference.into())]),
        _ => return Markup::default(),
    };
    let title = say("recorded-title");
    let banner = NotificationBanner { title: &title, title_id: "draft", ..NotificationBanner::default() };
    banner.saying(&NotificationBanner::heading(&plain(words)))
}

/// The buttons of a form by which it is kept for later, and thrown away where it was.
pub fn buttons(item: &Item, tried: Option<&Tried>) -> Markup {
    let one = |value: &'static str, words: String| {
        let button =
            Button { classes: "govuk-button--secondary", name: Some("draft"), value: Some(value), ..Button::default() };
        button.saying(&html! { (words) span class="govuk-visually-hidden" { " " (item.kept.reference()) } })
    };
    let is_draft = tried.is_some_and(|tried| tried.typed.form == Sort::Update && tried.faults.is_empty());
    html! {
        " " (one("keep", say("draft-keep")))
        @if is_draft { " " (one("drop", say("draft-drop"))) }
    }
}
