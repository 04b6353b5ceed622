//! What may be done about a finding, each a form on its own page for whoever may send it.
use super::{address, page};
use crate::{
    answers::{Answers, once},
    error::Error,
    parts::{
        Button, details, plain,
        question::{Line, Pick},
    },
    visit::{May, Permission, Proof, Staff},
    words::{say, say_with},
};
use axum::{
    extract::Path,
    http::StatusCode,
    response::{IntoResponse, Redirect, Response},
};
use domain::{
    ask::{Ask, Command},
    finding::{Answered, Deed, Finding, OnFinding, Settle, Settlement, SourceKind, Ties},
    office::Kept,
    text::Text,
};
use jiff::civil::Date;
use maud::{Markup, html};
use uuid::Uuid;

macro_rules! permission {
    ($(#[$said:meta] $name:ident: $act:literal;)*) => {$(
        #[$said]
        #[derive(Debug)]
        pub struct $name;
        impl Permission for $name {
            const ACT: &'static str = $act;
            const PROOF: Proof = Proof::AtSignIn;
        }
    )*};
}

permission! {
    /// Answers for the office.
    RespondToFindings: "respond to a finding";
    /// Says where an answer went out.
    PublishResponses: "say where a response is published";
    /// Agrees what is done, and by whom.
    AgreeActions: "agree an action on a finding";
    /// Moves a date that was agreed.
    MoveAgreedDates: "move an agreed date";
    /// Says how it goes.
    UpdateAgreed: "update an agreed action";
    /// Calls it done.
    CloseAgreed: "close an agreed action";
    /// Looks whether it is.
    VerifyAgreed: "verify an agreed action";
    /// Decides in place of doing it.
    SettleFindings: "settle a finding";
    /// Opens again what was closed.
    ReopenFindings: "re-open a finding";
    /// Says what of the plan it concerns.
    TieFindings: "tie a finding";
}

/// A page's forms, nothing typed yet.
pub fn fresh() -> Answers {
    let mut answers = Answers::default();
    answers.set("key", Uuid::now_v7().to_string());
    answers
}

/// The forms that whoever visits may send. A page of the past has none.
pub fn all(visit: &Staff, kept: &Kept<Finding>, typed: &Answers) -> Markup {
    if visit.way.chosen().is_some() {
        return Markup::default();
    }
    let finding = &kept.item;
    let actor = visit.actor();
    let may = |act| actor.may(act).is_ok();
    let own = |number: u16| {
        let action = finding.agreed.iter().find(|action| action.number == number);
        !actor.answers_only_for_own()
            || action.is_some_and(|action| action.is_owned_by(&actor.holds) || action.is_owned_by(&[actor.post]))
    };
    let pick = |which: &dyn Fn(&domain::finding::AgreedAction) -> bool| -> Vec<u16> {
        finding.agreed.iter().filter(|action| which(action)).map(|action| action.number).collect()
    };
    let live = finding.settlement().is_none();
    let open = pick(&|action| live && action.closed().is_none());
    let theirs: Vec<u16> = open.iter().copied().filter(|number| own(*number)).collect();
    let unverified = pick(&|action| {
        action.closed().is_some_and(|closing| {
            closing.verified.is_none() && closing.actor != actor.post.uuid() && !actor.holds.contains(&closing.by)
        })
    });
    let closed = pick(&|action| action.closed().is_some());
    let review = visit.now().review(finding.review);
    let source = review.and_then(|review| visit.now().finding_source(review.item.source));
    let panels = source.is_some_and(|source| source.item.kind == SourceKind::Panel);
    let clerk = actor.role == domain::actor::Role::PanelClerk;
    let form = Forms { kept, typed };
    html! {
        @if may("update an agreed action") && !theirs.is_empty() { (form.update(&theirs)) }
        @if may("close an agreed action") && !theirs.is_empty() { (form.close(&theirs)) }
        @if may("verify an agreed action") && !unverified.is_empty() { (form.verify(&unverified)) }
        @if may("respond to a finding") { (form.respond()) }
        @if may("say where a response is published") && !finding.response.is_empty() { (form.publish()) }
        @if may("agree an action on a finding") && live { (form.agree(visit)) }
        @if may("agree an action on a finding") && !open.is_empty() { (form.pass_on(visit, &open)) }
        @if may("move an agreed date") && !open.is_empty() { (form.moved(&open)) }
        @if may("settle a finding") && live { (form.settle()) }
        @if may("re-open a finding") && (!closed.is_empty() || !live) { (form.reopen(&closed, !live)) }
        @if may("tie a finding") { (form.tie(visit)) }
        @if may("reword a finding") && panels == clerk {
            p class="govuk-body" { a class="govuk-link" href={ (address(kept.reference())) "/words" } { (say("finding-reword")) } }
        } @else if may("respond to a finding") && panels {
            p class="govuk-body" { (say("finding-clerks-words")) }
        }
    }
}

struct Forms<'a> {
    kept: &'a Kept<Finding>,
    typed: &'a Answers,
}

impl Forms<'_> {
    /// A form under its name, open where something in it is wrong.
    fn form(&self, to: &str, title: &str, fields: &Markup, own: &[&str]) -> Markup {
        let open = self.typed.wrong.iter().any(|wrong| own.contains(&wrong.field));
        let form = html! {
            form method="post" action={ (address(self.kept.reference())) "/" (to) } novalidate {
                (once(self.typed.one("key")))
                input type="hidden" name="seen" value=(self.kept.version);
                (fields)
                (Button::default().saying(&plain(title)))
            }
        };
        details(&plain(title), &form, None, open)
    }

    fn line(&self, field: &'static str, kind: &str, label: String, hint: Option<String>) -> Markup {
        self.typed.line(&Line { field, kind, label, hint, ..Line::default() })
    }

    fn words(&self, field: &'static str, label: String, hint: Option<String>) -> Markup {
        self.typed.textarea(field, label, hint, 3)
    }

    fn day(&self, field: &'static str) -> Markup {
        self.line(field, "date", say("finding-on"), Some(say("finding-on-hint")))
    }

    /// Which of the agreed actions.
    fn which(&self, field: &'static str, of: &[u16]) -> Markup {
        let words = |number: u16| {
            let action = self.kept.item.agreed.iter().find(|action| action.number == number);
            let words = action.map(|action| super::beginning(&action.words)).unwrap_or_default();
            (number.to_string(), format!("{number}. {words}"), self.typed.one(field) == number.to_string())
        };
        let choices = of.iter().map(|number| words(*number)).collect();
        self.typed.pick(&Pick { field, label: say("finding-which"), hint: None, choices })
    }

    fn owner(&self, visit: &Staff, field: &'static str) -> Markup {
        let mut posts: Vec<String> = visit.now().posts().map(|post| post.item.name.to_string()).collect();
        posts.sort_unstable();
        let choices = posts.into_iter().map(|name| {
            let chosen = self.typed.one(field) == name;
            (name.clone(), name, chosen)
        });
        let none = (String::new(), say("finding-choose"), false);
        let choices = std::iter::once(none).chain(choices).collect();
        self.typed.pick(&Pick { field, label: say("finding-owner"), hint: None, choices })
    }

    fn update(&self, of: &[u16]) -> Markup {
        let fields = html! {
            (self.which("update-action", of)) (self.words("update-words", say("finding-update-words"), None)) (self.day("update-on"))
        };
        self.form("update", &say("finding-update"), &fields, &["update-words", "update-on"])
    }

    fn close(&self, of: &[u16]) -> Markup {
        let fields = html! {
            p class="govuk-body" { (say("finding-close-what")) }
            (self.which("close-action", of))
            (self.words("close-evidence", say("finding-evidence"), Some(say("finding-evidence-hint"))))
            (self.words("close-words", say("finding-close-words"), None))
            (self.day("close-on"))
        };
        self.form("close", &say("finding-close"), &fields, &["close-words", "close-evidence", "close-on"])
    }

    fn verify(&self, of: &[u16]) -> Markup {
        let fields = html! {
            p class="govuk-body" { (say("finding-verify-what")) }
            (self.which("verify-action", of))
            (self.words("verify-words", say("finding-verify-words"), None))
            (self.day("verify-on"))
        };
        self.form("verify", &say("finding-verify"), &fields, &["verify-words", "verify-on"])
    }

    fn respond(&self) -> Markup {
        let chosen = self.typed.one("how").to_owned();
        let choices = Answered::ALL
            .map(|how| (how.as_str().to_owned(), super::facts::answered_name(how), chosen == how.as_str()));
        let fields = html! {
            (self.typed.pick(&Pick { field: "how", label: say("finding-how"), hint: None, choices: choices.to_vec() }))
            (self.words("response-words", say("finding-response-words"), None))
            (self.words("response-reason", say("finding-response-reason"), Some(say("finding-response-reason-hint"))))
            (self.day("response-on"))
        };
        self.form("respond", &say("finding-respond"), &fields, &["response-words", "response-reason", "response-on"])
    }

    fn publish(&self) -> Markup {
        let fields = html! { (self.line("published-place", "text", say("finding-published-place"), None)) (self.day("published-on")) };
        self.form("published", &say("finding-publish"), &fields, &["published-place", "published-on"])
    }

    fn agree(&self, visit: &Staff) -> Markup {
        let fields = html! {
            (self.words("agree-words", say("finding-agree-words"), None))
            (self.owner(visit, "agree-owner"))
            (self.line("agree-due", "date", say("finding-agree-due"), None))
            (self.line("agree-stated", "text", say("finding-agree-stated"), Some(say("finding-agree-stated-hint"))))
        };
        self.form("agree", &say("finding-agree"), &fields, &["agree-words", "agree-owner", "agree-due", "agree-stated"])
    }

    fn pass_on(&self, visit: &Staff, of: &[u16]) -> Markup {
        let fields = html! { (self.which("pass-action", of)) (self.owner(visit, "pass-owner")) };
        self.form("pass-on", &say("finding-pass-on"), &fields, &["pass-owner"])
    }

    fn moved(&self, of: &[u16]) -> Markup {
        let fields = html! {
            p class="govuk-body" { (say("finding-move-what")) }
            (self.which("move-action", of))
            (self.line("move-to", "date", say("finding-move-to"), None))
            (self.words("move-because", say("finding-move-because"), None))
            (self.line("move-by", "text", say("finding-move-by"), Some(say("finding-by-hint"))))
        };
        self.form("move", &say("finding-move"), &fields, &["move-to", "move-because", "move-by"])
    }

    fn settle(&self) -> Markup {
        let chosen = self.typed.one("settle-how").to_owned();
        let choices = [("risk", say("finding-settle-risk")), ("not-adopted", say("finding-settle-not"))];
        let choices = choices.map(|(value, words)| (value.to_owned(), words, chosen == value));
        let fields = html! {
            (self.typed.pick(&Pick { field: "settle-how", label: say("finding-settle-how"), hint: None, choices: choices.to_vec() }))
            (self.line("settle-until", "date", say("finding-settle-until"), Some(say("finding-settle-until-hint"))))
            (self.line("settle-by", "text", say("finding-settle-by"), Some(say("finding-by-hint"))))
            (self.words("settle-because", say("finding-reason"), None))
        };
        self.form("settle", &say("finding-settle"), &fields, &["settle-until", "settle-by", "settle-because"])
    }

    fn reopen(&self, closed: &[u16], settled: bool) -> Markup {
        let action = |number: &u16| {
            let words = say_with("finding-reopen-action", &[("number", number.to_string().into())]);
            (number.to_string(), words, self.typed.one("reopen-what") == number.to_string())
        };
        let mut choices: Vec<(String, String, bool)> = closed.iter().map(action).collect();
        if settled {
            choices.insert(0, ("finding".to_owned(), say("finding-reopen-settled"), false));
        }
        let fields = html! {
            (self.typed.pick(&Pick { field: "reopen-what", label: say("finding-reopen-what"), hint: None, choices }))
            (self.words("reopen-because", say("finding-reopen-because"), None))
        };
        self.form("reopen", &say("finding-reopen"), &fields, &["reopen-because"])
    }

    fn tie(&self, visit: &Staff) -> Markup {
        let (sight, finding) = (visit.now(), &self.kept.item);
        let mut typed = self.typed.clone();
        if !typed.wrong.iter().any(|wrong| wrong.field == "tie-actions") {
            let actions: Vec<String> =
                finding.actions.iter().filter_map(|id| Some(sight.action(*id)?.reference().to_string())).collect();
            let outcomes: Vec<String> =
                finding.outcomes.iter().filter_map(|id| Some(sight.outcome(*id)?.item.statement.to_string())).collect();
            typed.set("tie-actions", actions.join(", "));
            typed.set("tie-outcomes", outcomes.join("\n"));
        }
        let own = Forms { kept: self.kept, typed: &typed };
        let fields = html! {
            (own.line("tie-actions", "text", say("finding-tie-actions"), Some(say("finding-tie-actions-hint"))))
            (own.words("tie-outcomes", say("finding-outcomes"), Some(say("finding-tie-outcomes-hint"))))
        };
        own.form("tie", &say("finding-tie"), &fields, &["tie-actions", "tie-outcomes"])
    }
}

/// What a form asks for, and for which day; None where it is not a form of these pages.
type Read = fn(&mut Answers) -> Option<(Deed, Option<Date>)>;

/// Does it, and goes back to the page; or shows it again with what is wrong.
async fn does(
    visit: &Staff,
    code: &str,
    mut answers: Answers,
    read: Read,
    field: &'static str,
) -> Result<Response, Error> {
    let sight = visit.now();
    let kept = sight.finding_coded(code).ok_or(Error::NotFound)?;
    let deed = read(&mut answers);
    if let Some((deed, on)) = deed
        && answers.is_right()
    {
        let finding = kept.reference().clone();
        let command = Command::OnFinding(Box::new(OnFinding { finding, deed }));
        let seen = answers.one("seen").parse().ok().map(|version| (kept.id.uuid(), version));
        let ask = Ask { on, seen: seen.into_iter().collect(), ..visit.asks(command, answers.one("key")) };
        match visit.record.write(ask).await {
            Ok(_) => return Ok(Redirect::to(&address(kept.reference())).into_response()),
            Err(record::Error::Refused(refusal)) => {
                answers.is_wrong(field, crate::import::sentence(&refusal.to_string()));
            }
            Err(error) => return Err(error.into()),
        }
    }
    if answers.is_right() {
        return Err(Error::Unreadable);
    }
    Ok((StatusCode::UNPROCESSABLE_ENTITY, visit.show(&page(visit, kept, &answers))).into_response())
}

fn number(answers: &Answers, field: &str) -> Option<u16> {
    answers.one(field).parse().ok()
}

/// `POST /findings/{code}/respond`
pub async fn responded(
    visit: May<RespondToFindings>,
    Path(code): Path<String>,
    answers: Answers,
) -> Result<Response, Error> {
    let read = |answers: &mut Answers| {
        let how = Answered::parse(answers.one("how"))?;
        let words = answers.needed("response-words", say("finding-response-missing"));
        let reason = answers.words("response-reason");
        let on = answers.day("response-on");
        Some((Deed::Respond { how, words, reason }, on))
    };
    does(&visit, &code, answers, read, "response-words").await
}

/// `POST /findings/{code}/published`
pub async fn published(
    visit: May<PublishResponses>,
    Path(code): Path<String>,
    answers: Answers,
) -> Result<Response, Error> {
    let read = |answers: &mut Answers| {
        let place = answers.needed("published-place", say("finding-published-missing"));
        let on = answers.day("published-on");
        Some((Deed::PublishResponse { place }, on))
    };
    does(&visit, &code, answers, read, "published-place").await
}

/// `POST /findings/{code}/agree`
pub async fn agreed(visit: May<AgreeActions>, Path(code): Path<String>, answers: Answers) -> Result<Response, Error> {
    let read = |answers: &mut Answers| {
        let words = answers.needed("agree-words", say("finding-agree-missing"));
        let owner = answers.needed("agree-owner", say("finding-owner-missing"));
        let (due, stated) = (answers.day("agree-due"), answers.words("agree-stated"));
        Some((Deed::Agree { words, owner, due, stated }, None))
    };
    does(&visit, &code, answers, read, "agree-due").await
}

/// `POST /findings/{code}/pass-on`
pub async fn passed_on(
    visit: May<AgreeActions>,
    Path(code): Path<String>,
    answers: Answers,
) -> Result<Response, Error> {
    let read = |answers: &mut Answers| {
        let action = number(answers, "pass-action")?;
        Some((Deed::PassOn { action, owner: answers.needed("pass-owner", say("finding-owner-missing")) }, None))
    };
    does(&visit, &code, answers, read, "pass-owner").await
}

/// `POST /findings/{code}/move`
pub async fn moved(visit: May<MoveAgreedDates>, Path(code): Path<String>, answers: Answers) -> Result<Response, Error> {
    let read = |answers: &mut Answers| {
        let action = number(answers, "move-action")?;
        let to = answers.day("move-to");
        if to.is_none() && answers.is_right() {
            answers.is_wrong("move-to", say("finding-move-missing"));
        }
        let reason = answers.needed("move-because", say("finding-reason-missing"));
        let agreed_by = answers.needed("move-by", say("finding-by-missing"));
        Some((Deed::Move { action, to: to.unwrap_or_default(), reason, agreed_by }, None))
    };
    does(&visit, &code, answers, read, "move-to").await
}

/// `POST /findings/{code}/update`
pub async fn updated(visit: May<UpdateAgreed>, Path(code): Path<String>, answers: Answers) -> Result<Response, Error> {
    let read = |answers: &mut Answers| {
        let action = number(answers, "update-action")?;
        let words = answers.needed("update-words", say("finding-update-missing"));
        Some((Deed::Update { action, words }, answers.day("update-on")))
    };
    does(&visit, &code, answers, read, "update-words").await
}

/// `POST /findings/{code}/close`
pub async fn closed(visit: May<CloseAgreed>, Path(code): Path<String>, answers: Answers) -> Result<Response, Error> {
    let read = |answers: &mut Answers| {
        let action = number(answers, "close-action")?;
        let (words, evidence) = (answers.words("close-words"), answers.words("close-evidence"));
        Some((Deed::Close { action, words, evidence }, answers.day("close-on")))
    };
    does(&visit, &code, answers, read, "close-evidence").await
}

/// `POST /findings/{code}/verify`
pub async fn verified(visit: May<VerifyAgreed>, Path(code): Path<String>, answers: Answers) -> Result<Response, Error> {
    let read = |answers: &mut Answers| {
        let action = number(answers, "verify-action")?;
        let words = answers.needed("verify-words", say("finding-verify-missing"));
        Some((Deed::Verify { action, words }, answers.day("verify-on")))
    };
    does(&visit, &code, answers, read, "verify-words").await
}

/// `POST /findings/{code}/settle`
pub async fn settled(
    visit: May<SettleFindings>,
    Path(code): Path<String>,
    answers: Answers,
) -> Result<Response, Error> {
    let read = |answers: &mut Answers| {
        let until = answers.day("settle-until");
        let how = match (answers.one("settle-how"), until) {
            ("not-adopted", _) => Settlement::NotAdopted,
            ("risk", Some(until)) => Settlement::RiskAccepted { until },
            ("risk", None) => {
                answers.is_wrong("settle-until", say("finding-until-missing"));
                Settlement::NotAdopted
            }
            _ => return None,
        };
        let by_whom = answers.needed("settle-by", say("finding-by-missing"));
        let reason = answers.needed("settle-because", say("finding-reason-missing"));
        Some((Deed::Settle(Settle { how, by_whom, reason }), None))
    };
    does(&visit, &code, answers, read, "settle-because").await
}

/// `POST /findings/{code}/reopen`
pub async fn reopened(
    visit: May<ReopenFindings>,
    Path(code): Path<String>,
    answers: Answers,
) -> Result<Response, Error> {
    let read = |answers: &mut Answers| {
        let action = match answers.one("reopen-what") {
            "finding" => None,
            _ => Some(number(answers, "reopen-what")?),
        };
        let reason = answers.needed("reopen-because", say("finding-reason-missing"));
        Some((Deed::Reopen { action, reason }, None))
    };
    does(&visit, &code, answers, read, "reopen-because").await
}

/// `POST /findings/{code}/tie`
pub async fn tied(visit: May<TieFindings>, Path(code): Path<String>, answers: Answers) -> Result<Response, Error> {
    let read = |answers: &mut Answers| {
        let parts = |typed: &str, by: &[char]| -> Vec<Text> {
            let all = typed.split(by).map(str::trim).filter(|part| !part.is_empty());
            all.filter_map(|part| Text::new(part).ok()).collect()
        };
        let actions = parts(answers.one("tie-actions"), &[',', ';', ' ']);
        let outcomes = parts(answers.one("tie-outcomes"), &['\n', '\r']);
        Some((Deed::Tie(Ties { actions, outcomes, theme: None }), None))
    };
    does(&visit, &code, answers, read, "tie-actions").await
}
