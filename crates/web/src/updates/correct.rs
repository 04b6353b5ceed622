//! `/actions/{action}/correct`: says what was wrong in the last update. The earlier words stay as they were, with the
//! correction beside them.
use super::{Sort, Tried, Typed, answer, own, own_item, summary, title, update_form};
use crate::{
    error::Error,
    evidence::Sent,
    import::whose,
    marks::{day, prose},
    page::{Page, Section},
    parts::inset_text,
    visit::{CorrectWork, May, Staff},
    words::{say, say_with},
};
use axum::{extract::Path, response::Response};
use domain::{action::Action, ask::Command, office::Kept, update::CorrectUpdate};
use maud::html;

/// `GET /actions/{action}/correct`
pub async fn asked(visit: May<CorrectWork>, Path(id): Path<String>) -> Result<Response, Error> {
    let kept = own(&visit, &id)?;
    Ok(visit.show(&page(&visit, &kept, None)))
}

/// `POST /actions/{action}/correct`
pub async fn answered(visit: May<CorrectWork>, Path(id): Path<String>, mut sent: Sent) -> Result<Response, Error> {
    let kept = own(&visit, &id)?;
    let file = sent.file(&visit.record, &whose(&visit), visit.instant).await?;
    let mut given = sent.given;
    // What is corrected is what was last said when the form was made: somebody may have spoken since.
    let of = given.iter().find(|(name, _)| name == "of").and_then(|(_, id)| id.parse::<uuid::Uuid>().ok());
    let of = of.ok_or(Error::Unreadable)?.into();
    given.push(("back".to_owned(), "action".to_owned()));
    let typed = Typed { given, kept, form: Sort::Correction, file };
    let (saying, mut faults) = typed.saying();
    let on = typed.date("day", &mut faults);
    answer(&visit, typed, Command::CorrectUpdate(Box::new(CorrectUpdate { of, saying })), on, None, faults).await
}

pub(super) fn page(visit: &Staff, kept: &Kept<Action>, tried: Option<&Tried>) -> Page {
    let item = own_item(visit, kept, "action");
    let heading = say_with("correction-of", &[("reference", kept.reference().into())]);
    let main = html! {
        (summary(tried))
        span class="govuk-caption-l" { (kept.item.title) }
        h1 class="govuk-heading-l" { (heading) }
        @match item.last.and_then(|last| Some((last, last.item.narrative.as_ref()?))) {
            Some((last, narrative)) => {
                p class="govuk-body" { (say("correction-what")) }
                (inset_text(&html! {
                    p class="govuk-body-s" { (say("last-said")) " " (day(last.item.day)) }
                    (prose(narrative))
                }, None, ""))
                (update_form(&item, tried, Sort::Correction))
            }
            None => p class="govuk-body" { (say("progress-none")) },
        }
    };
    let page = Page { title: title(heading, tried), main, ..Page::default() }.within(Section::Plans);
    page.below(format!("{} {}", kept.reference(), kept.item.title), crate::action::address(kept.id))
}
