//! `/rounds/{round}/themes/{theme}`: a theme in a quarterly update: what came of its actions, the narrative that its lead
//! writes over it, and the sign-off.
use super::{address, shown, state_tag};
use crate::{
    answers::{Answers, once},
    error::Error,
    help,
    marks::{self, prose},
    parts::{
        Button, plain,
        table::{Cell, Narrow, Table},
    },
    plan,
    visit::{May, Permission as _, SignOffThemes, Staff, WriteNarratives},
    words::{say, say_with},
};
use axum::{
    extract::Path,
    response::{IntoResponse, Redirect, Response},
};
use domain::{
    ask::Command,
    commentary_help::Help,
    narrative::{Narrative, WriteNarrative},
    office::Kept,
    round::{Round, SignOffTheme},
    text::text,
    theme::Theme,
};
use maud::{Markup, html};
use uuid::Uuid;

/// `GET /rounds/{round}/themes/{theme}`
pub async fn asked(visit: May<WriteNarratives>, Path(ids): Path<(Uuid, Uuid)>) -> Result<Response, Error> {
    let (round, theme) = found(&visit, ids)?;
    let mut answers = Answers::default();
    answers.set("key", Uuid::now_v7().to_string());
    if let Some(said) = said(&visit, &round, &theme) {
        let words = |words: &Option<domain::text::Text>| words.as_ref().map(ToString::to_string).unwrap_or_default();
        answers.set("achieved", words(&said.item.achieved));
        answers.set("overcome", words(&said.item.still_to_overcome));
        answers.set("next", words(&said.item.next));
    }
    Ok(show(&visit, &round, &theme, &answers))
}

/// `POST /rounds/{round}/themes/{theme}`: writes the narrative.
pub async fn answered(
    visit: May<WriteNarratives>,
    Path(ids): Path<(Uuid, Uuid)>,
    mut answers: Answers,
) -> Result<Response, Error> {
    let (round, theme) = found(&visit, ids)?;
    let command = Command::WriteNarrative(WriteNarrative {
        round: text(&round.id.to_string()),
        theme: theme.item.name.clone(),
        achieved: answers.words("achieved"),
        still_to_overcome: answers.words("overcome"),
        next: answers.words("next"),
    });
    let seen = answers.one("seen").parse().ok();
    let seen = seen.and_then(|version| Some((said(&visit, &round, &theme)?.id.uuid(), version)));
    if answers.one("act") == "check" {
        return Ok(show(&visit, &round, &theme, &answers));
    }
    if answers.is_right() {
        match visit.write(command, answers.one("key"), seen.into_iter().collect(), None).await? {
            Ok(_) => return Ok(Redirect::to(&format!("{}?done=1", theme_address(&round, &theme))).into_response()),
            Err(refusal) => answers.is_wrong("achieved", refusal.to_string()),
        }
    }
    Ok(show(&visit, &round, &theme, &answers))
}

/// `POST /rounds/{round}/themes/{theme}/sign-off`
pub async fn signed_off(
    visit: May<SignOffThemes>,
    Path(ids): Path<(Uuid, Uuid)>,
    mut answers: Answers,
) -> Result<Response, Error> {
    let (round, theme) = found(&visit, ids)?;
    let command =
        Command::SignOffTheme(SignOffTheme { round: text(&round.id.to_string()), theme: theme.item.name.clone() });
    match visit.write(command, answers.one("key"), vec![], None).await? {
        Ok(_) => Ok(Redirect::to(&address(round.id)).into_response()),
        Err(refusal) => {
            answers.is_wrong("sign-off", refusal.to_string());
            Ok(show(&visit, &round, &theme, &answers))
        }
    }
}

/// The round, and a theme of its plan.
fn found(visit: &Staff, (round, theme): (Uuid, Uuid)) -> Result<(Kept<Round>, Kept<Theme>), Error> {
    let sight = visit.now();
    let round = sight.round(round.into()).ok_or(Error::NotFound)?;
    let theme = sight.theme(theme.into()).filter(|theme| theme.item.plan == round.item.plan).ok_or(Error::NotFound)?;
    Ok((round.clone(), theme.clone()))
}

fn said(visit: &Staff, round: &Kept<Round>, theme: &Kept<Theme>) -> Option<Kept<Narrative>> {
    visit.now().narratives(round.id).into_iter().find(|narrative| narrative.item.theme == theme.id).cloned()
}

pub fn theme_address(round: &Kept<Round>, theme: &Kept<Theme>) -> String {
    format!("{}/themes/{}", address(round.id), theme.id)
}

fn show(visit: &Staff, round: &Kept<Round>, theme: &Kept<Theme>, answers: &Answers) -> Response {
    let signed_off = round.item.signed_off.iter().find(|done| done.theme == theme.id);
    let version = said(visit, round, theme).map(|said| said.version);
    let to = theme_address(round, theme);
    let open = signed_off.is_none() && round.item.frozen.is_none();
    let title = say_with("narrative-title", &[("theme", (&theme.item.name).into())]);
    let main = html! {
        (answers.summary())
        span class="govuk-caption-l" { (say_with("round-title", &[("name", (&round.item.name).into())])) }
        h1 class="govuk-heading-l" { (title) }
        @if visit.asked("done").is_some() && answers.is_right() {
            p class="govuk-body" role="status" { strong { (say("narrative-recorded")) } }
        }
        (actions(visit, round, theme))
        @if open {
            form method="post" action=(to) novalidate {
                (once(answers.one("key")))
                @if let Some(version) = version { input type="hidden" name="seen" value=(version); }
                (answers.textarea("achieved", say("narrative-achieved"), Some(say("narrative-hint")), 4))
                (answers.textarea("overcome", say("narrative-overcome"), None, 4))
                (answers.textarea("next", say("narrative-next"), None, 4))
                @if answers.one("act") == "check" || !answers.is_right() { (helped(visit, theme, answers)) }
                div class="govuk-button-group" {
                    (Button::default().saying(&plain(say("narrative-send"))))
                    (Button { name: Some("act"), value: Some("check"), classes: "govuk-button--secondary", ..Button::default() }.saying(&plain(say("help-check"))))
                }
            }
            @if visit.may(SignOffThemes::ACT).is_ok() {
                h2 class="govuk-heading-m" { (say("sign-off-title")) }
                p class="govuk-body" { (say("sign-off-what")) }
                form method="post" action={ (to) "/sign-off" } novalidate {
                    (once(&Uuid::now_v7().to_string()))
                    (Button { classes: "govuk-button--secondary", id: Some("sign-off"), ..Button::default() }.saying(&html! {
                        (say("sign-off")) span class="govuk-visually-hidden" { " " (theme.item.name) }
                    }))
                }
            }
        } @else {
            (stands(visit, round, theme))
        }
    };
    shown(visit, answers, &title, main)
}

/// What the words leave out, for whoever writes them.
fn helped(visit: &Staff, theme: &Kept<Theme>, answers: &Answers) -> Markup {
    let words = ["achieved", "overcome", "next"].map(|field| answers.one(field)).join("\n");
    help::shown(&Help::for_theme(&visit.now(), theme.id, &words, visit.today()))
}

/// What was said of each action since the round was opened.
fn actions(visit: &Staff, round: &Kept<Round>, theme: &Kept<Theme>) -> Markup {
    let sight = visit.now();
    let levels = sight.plan(round.item.plan).and_then(|plan| sight.scale(plan.item.scale));
    let levels = marks::levels(levels.map(|scale| &scale.item));
    let standing = sight.standing(round, visit.today());
    let rows: Vec<Vec<Cell>> = standing
        .rows
        .iter()
        .filter(|row| row.action.item.theme == theme.id)
        .map(|row| {
            let words = row.action.item.update.and_then(|id| sight.update(id)).and_then(|u| u.item.narrative.as_ref());
            vec![
                plan::named(&sight, row.action, &visit.way).into(),
                plan::rating(row.action, &levels).into(),
                state_tag(row.state).into(),
                words.map_or_else(|| plain(say("progress-none")), prose).into(),
            ]
        })
        .collect();
    let table = Table {
        caption: Some(plain(say("narrative-actions"))),
        caption_classes: "govuk-table__caption--m",
        head: [say("action"), say("rating"), say("stage"), say("progress")].map(Cell::text).into(),
        rows,
        first_names_row: true,
        narrow: Narrow::Stacks,
        classes: "milepost-rows",
    };
    table.show()
}

/// The narrative where nobody can write it any more.
fn stands(visit: &Staff, round: &Kept<Round>, theme: &Kept<Theme>) -> Markup {
    let done = round.item.signed_off.iter().find(|done| done.theme == theme.id);
    html! {
        p class="govuk-body" {
            @if let Some(done) = done {
                (say_with("round-signed-off", &[("who", (&done.name).into()), ("day", done.on.into())]))
            } @else {
                (say("round-not-signed-off"))
            }
        }
        @match said(visit, round, theme) {
            Some(said) => (super::narrative(&said.item, &visit.way)),
            None => p class="govuk-body" { (say("narrative-none")) },
        }
    }
}
