//! What was typed into a form, as it was typed. Pages read what they asked for by name.
use crate::{
    error::Error,
    parts::{
        field::Field,
        question::{Line, Pick, Wrong, error_summary},
    },
    words::{say, say_with},
};
use axum::{
    Form,
    extract::{DefaultBodyLimit, FromRequest, Request},
    routing::MethodRouter,
};
use domain::text::Text;
use jiff::civil::Date;
use maud::{Markup, html};
use record::Record;
use uuid::Uuid;

/// The answers of a form that is sent again with what is wrong, until all is right.
#[derive(Clone, Debug, Default)]
pub struct Answers {
    given: Vec<(String, String)>,
    pub wrong: Vec<Wrong>,
}

/// The most that a form about people may hold.
const MOST: usize = 16 * 1024;

pub fn small(router: MethodRouter<Record>) -> MethodRouter<Record> {
    router.layer(DefaultBodyLimit::max(MOST))
}

impl FromRequest<Record> for Answers {
    type Rejection = Error;

    async fn from_request(request: Request, record: &Record) -> Result<Self, Error> {
        let form = Form::<Vec<(String, String)>>::from_request(request, record).await;
        let Form(given) = form.map_err(|_| Error::Unreadable)?;
        Ok(Self { given, wrong: vec![] })
    }
}

impl Answers {
    /// What was given under a name, without white space around it; nothing is an empty text.
    pub fn one(&self, name: &str) -> &str {
        self.raw(name).trim()
    }

    /// The same, as it was typed: a passphrase may begin with a space.
    pub fn raw(&self, name: &str) -> &str {
        self.given.iter().find(|(given, _)| given == name).map_or("", |(_, value)| value.as_str())
    }

    pub fn all<'a>(&'a self, name: &'a str) -> impl Iterator<Item = &'a str> {
        self.given.iter().filter(move |(given, value)| given == name && !value.is_empty()).map(|(_, v)| v.as_str())
    }

    pub fn id(&self, name: &str) -> Option<Uuid> {
        self.one(name).parse().ok()
    }

    pub fn set(&mut self, name: &str, value: impl Into<String>) {
        self.given.retain(|(given, _)| given != name);
        self.given.push((name.to_owned(), value.into()));
    }

    /// One more of a name that may be given several times.
    pub fn add(&mut self, name: &str, value: impl Into<String>) {
        self.given.push((name.to_owned(), value.into()));
    }

    pub fn is_wrong(&mut self, field: &'static str, words: impl Into<String>) {
        self.wrong.push(Wrong::new(field, words));
    }

    /// A name or another short text that has to be there.
    pub fn short(&mut self, field: &'static str, missing: String) -> String {
        let given = self.one(field).to_owned();
        match Text::new(given.clone()) {
            Err(why) => self.is_wrong(field, why.to_string()),
            Ok(_) if given.is_empty() => self.is_wrong(field, missing),
            Ok(_) if given.chars().count() > 200 => self.is_wrong(field, say("answer-too-long")),
            Ok(_) => {}
        }
        given
    }

    /// Words of any length, over several lines; None where nothing was typed.
    pub fn words(&mut self, field: &'static str) -> Option<Text> {
        match Text::new(self.one(field)) {
            Ok(words) => Some(words).filter(|words| !words.is_empty()),
            Err(why) => {
                self.is_wrong(field, why.to_string());
                None
            }
        }
    }

    /// The same, which have to be there.
    pub fn needed(&mut self, field: &'static str, missing: String) -> Text {
        let before = self.wrong.len();
        let words = self.words(field);
        if words.is_none() && self.wrong.len() == before {
            self.is_wrong(field, missing);
        }
        words.unwrap_or_default()
    }

    /// A day as a browser's field for days sends it; None where nothing was typed.
    pub fn day(&mut self, field: &'static str) -> Option<Date> {
        let typed = self.one(field).to_owned();
        if typed.is_empty() {
            return None;
        }
        let day = typed.parse().ok();
        if day.is_none() {
            self.is_wrong(field, say_with("form-date-none", &[("typed", typed.into())]));
        }
        day
    }

    /// Something that can be an e-mail address: whether it is one, only a mail can show.
    pub fn email(&mut self, field: &'static str) -> String {
        let given = self.short(field, say("email-missing"));
        let plausible = given.split_once('@').is_some_and(|(name, host)| {
            !name.is_empty() && !host.is_empty() && !host.contains('@') && !given.contains(char::is_whitespace)
        });
        if !given.is_empty() && !plausible {
            self.is_wrong(field, say("email-none"));
        }
        given
    }

    pub fn is_right(&self) -> bool {
        self.wrong.is_empty()
    }

    pub fn summary(&self) -> Markup {
        error_summary(&say("problem"), &self.wrong)
    }

    pub fn line(&self, line: &Line) -> Markup {
        Line { value: self.raw(line.field), ..line.clone() }.show(&say("error"), &self.wrong)
    }

    pub fn textarea(&self, field: &'static str, label: String, hint: Option<String>, rows: u8) -> Markup {
        let error = say("error");
        let wrong = self.wrong.iter().find(|wrong| wrong.field == field);
        let wrong = wrong.map(|wrong| (error.as_str(), wrong.words.as_str()));
        let (id, value) = (field.to_owned(), self.raw(field).to_owned());
        Field { id, name: field, label, hint, value, wrong, ..Field::default() }.textarea(rows)
    }

    pub fn pick(&self, pick: &Pick) -> Markup {
        pick.show(&say("error"), &self.wrong)
    }

    /// A page's title where something is wrong: what a screen reader says first.
    pub fn title(&self, title: &str) -> String {
        if self.is_right() { title.to_owned() } else { format!("{} {title}", say("error")) }
    }
}

/// The key by which a form that is sent twice is done once.
pub fn once(key: &str) -> Markup {
    html! { input type="hidden" name="key" value=(key); }
}
