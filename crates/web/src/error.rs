//! What a person can meet instead of a page.
use crate::{
    page::{self, Page},
    words::{say, say_with},
};
use axum::{
    http::StatusCode,
    response::{IntoResponse, Response},
};
use maud::{Markup, html};
use thiserror::Error;
use uuid::Uuid;

#[derive(Clone, Debug, Error)]
pub enum Error {
    /// Everything that does not exist, and everything whose existence is nobody's business, in the same words.
    #[error("there is no such page")]
    NotFound,
    /// The position asked for is none, in words that say which there are.
    #[error("{0}")]
    NoPosition(String),
    /// The page is there and cannot be asked in that way.
    #[error("this page can only be read")]
    ReadOnly,
    /// A form that another site sent.
    #[error("this form was not sent from these pages")]
    Elsewhere,
    /// They showed who they are too long ago for what is hard to undo.
    #[error("this asks again who you are")]
    ShowAgain,
    /// A form that cannot be read: too long, or not a form.
    #[error("this form cannot be read")]
    Unreadable,
    /// For a moment.
    #[error("{0}")]
    Busy(record::Error),
    /// The tables cannot be reached, or their disk fails.
    #[error("{0}")]
    Away(record::Error),
    /// The record can be read and not written.
    #[error("{0}")]
    Closed(record::Error),
    /// There is no room to write.
    #[error("{0}")]
    Full(record::Error),
    /// Something that is not the visitor's doing. The reason is in the log, under the same number.
    #[error("{why}")]
    Broken { id: Uuid, why: String },
}

impl Error {
    pub fn status(&self) -> StatusCode {
        match self {
            Self::NotFound | Self::NoPosition(_) => StatusCode::NOT_FOUND,
            Self::ReadOnly => StatusCode::METHOD_NOT_ALLOWED,
            Self::Elsewhere | Self::ShowAgain => StatusCode::FORBIDDEN,
            Self::Unreadable => StatusCode::BAD_REQUEST,
            Self::Busy(_) | Self::Away(_) | Self::Closed(_) => StatusCode::SERVICE_UNAVAILABLE,
            Self::Full(_) => StatusCode::INSUFFICIENT_STORAGE,
            Self::Broken { .. } => StatusCode::INTERNAL_SERVER_ERROR,
        }
    }

    /// Something that failed, kept in the log under a number that the visitor is told.
    pub fn broken(why: &impl ToString) -> Self {
        let (id, why) = (Uuid::now_v7(), why.to_string());
        tracing::error!(request = %id, "a page could not be made: {why}");
        Self::Broken { id, why }
    }

    pub fn page(&self) -> Page {
        let (title, main) = match self {
            Self::NotFound => (
                say("not-found"),
                html! {
                    (paragraph(say("not-found-typed")))
                    (paragraph(say("not-found-pasted")))
                },
            ),
            Self::NoPosition(why) => (
                say("no-position"),
                html! {
                    (paragraph(why))
                    (paragraph(say("no-position-do")))
                },
            ),
            Self::ReadOnly => (say("read-only"), paragraph(say("read-only-do"))),
            Self::Elsewhere => (say("elsewhere"), paragraph(say("elsewhere-do"))),
            // Only where the form could not be kept, which no form of these pages is.
            Self::ShowAgain => (say("again"), paragraph(say("again-sign-in"))),
            Self::Unreadable => (say("unreadable"), paragraph(say("unreadable-do"))),
            Self::Busy(_) => (say("busy"), paragraph(say("busy-do"))),
            Self::Away(_) => (say("away"), paragraph(say("away-do"))),
            Self::Closed(_) => (say("closed"), paragraph(say("closed-do"))),
            Self::Full(_) => (say("full"), paragraph(say("full-do"))),
            Self::Broken { id, .. } => (
                say("broken"),
                html! {
                    (paragraph(say("broken-do")))
                    (paragraph(say_with("broken-number", &[("id", id.to_string().into())])))
                },
            ),
        };
        Page::titled(title, &main)
    }
}

fn paragraph(text: impl AsRef<str>) -> Markup {
    html! { p class="govuk-body" { (text.as_ref()) } }
}

impl From<record::Error> for Error {
    fn from(error: record::Error) -> Self {
        match error {
            record::Error::Refused(refusal) => Self::NoPosition(refusal.to_string()),
            record::Error::NoEntry { .. } | record::Error::BeforeFirst { .. } => Self::NoPosition(error.to_string()),
            record::Error::Busy | record::Error::Closed => Self::Busy(error),
            record::Error::Away { .. } | record::Error::Disk { .. } => Self::Away(error),
            record::Error::ReadOnly { .. } | record::Error::Newer { .. } => Self::Closed(error),
            record::Error::Full => Self::Full(error),
            _ => Self::broken(&error),
        }
    }
}

impl IntoResponse for Error {
    /// Without the office's name: the listener's own layer puts the page into its frame.
    fn into_response(self) -> Response {
        let mut response = (self.status(), page::bare(&self.page())).into_response();
        response.extensions_mut().insert(self);
        response
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Who meets a record that fails is told which way it fails, in plain words and with a status that says the same.
    #[test]
    fn what_the_record_cannot_do_is_said_plainly() {
        let why = || "the cable is out".to_owned();
        for (error, status, words) in [
            (record::Error::Full, 507, "no room to write"),
            (record::Error::ReadOnly { why: why() }, 503, "can only be read"),
            (record::Error::Newer { what: why() }, 503, "can only be read"),
            (record::Error::Away { why: why() }, 503, "cannot be used just now"),
            (record::Error::Disk { why: why() }, 503, "cannot be used just now"),
            (record::Error::Busy, 503, "busy"),
            (record::Error::Closed, 503, "busy"),
            (record::Error::Damaged { seq: 3, what: why() }, 500, "there is a problem"),
        ] {
            let said = error.to_string();
            let error = Error::from(error);
            assert_eq!(error.status().as_u16(), status, "{said}");
            let page = page::bare(&error.page()).0;
            assert!(page.contains(words), "{said}: {page}");
            assert!(!page.contains("cable"), "{said}: a visitor is told of the office's machines: {page}");
        }
    }
}
