//! `/measures`: what the measures show, out of the data pack that was published last.
use super::{Everyone, papers};
use crate::{
    error::Error,
    page::{Page, Section},
    performance,
    way::Way,
    words::{say, say_with},
};
use axum::{extract::Path, response::Response};
use domain::{
    office::Kept,
    publication::{PublicPaper, Publication},
    sight::Public,
    text::fold,
};
use maud::{Markup, html};

/// The newest data pack that stands.
pub fn pack(public: &Public) -> Option<(&Kept<Publication>, &PublicPaper)> {
    papers(public)
        .filter(|(kept, paper)| kept.item.withdrawn.is_none() && !paper.measures.is_empty())
        .max_by_key(|(kept, paper)| (paper.as_at, kept.seq))
}

/// `GET /measures`
pub async fn list(everyone: Everyone) -> Result<Response, Error> {
    let (kept, paper) = pack(&everyone.public).ok_or(Error::NotFound)?;
    let title = say("measures");
    let main = html! {
        h1 class="govuk-heading-l" { (title) }
        (from(kept, paper))
        (performance::all(&paper.measures, &Way::default()))
    };
    Ok(everyone.show(&Page { title, main, ..Page::default() }.within(Section::Measures).below(say("public-home"), "/")))
}

/// `GET /measures/{code}`
pub async fn one(everyone: Everyone, Path(code): Path<String>) -> Result<Response, Error> {
    let (kept, paper) = pack(&everyone.public).ok_or(Error::NotFound)?;
    let wanted = fold(&code);
    let one = paper.measures.iter().find(|one| one.code.folded() == wanted).ok_or(Error::NotFound)?;
    let title = one.title.to_string();
    let main = html! {
        span class="govuk-caption-l" { (one.code) }
        h1 class="govuk-heading-l" { (title) }
        (performance::shown(one))
        (from(kept, paper))
    };
    let page = Page { title, main, ..Page::default() }.within(Section::Measures);
    Ok(everyone.show(&page.below(say("public-home"), "/").below(say("measures"), "/measures")))
}

/// Which paper it stands in, and where the figures are for machines.
fn from(kept: &Kept<Publication>, paper: &PublicPaper) -> Markup {
    let number = paper.number.as_str();
    html! {
        p class="govuk-body" {
            (say_with("measure-out-of", &[("day", paper.as_at.into()), ("published", kept.item.published.into())])) " "
            a class="govuk-link" href={ "/papers/" (crate::way::segment(number)) } { (paper.title) ", " (number) }
            "."
        }
    }
}
