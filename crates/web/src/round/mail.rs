//! Who is mailed in a round, what became of each mail, and the links by which posts answer without an account.
use super::{address, round_of};
use crate::{
    answers::{Answers, once},
    doors::Came,
    error::Error,
    marks::day,
    parts::{
        Button, plain,
        question::{Line, Pick},
        table::{Cell, Narrow, Table},
        tag, warning_text,
    },
    visit::{May, SeeToMail, Staff},
    way::Way,
    words::{date, list, say, say_with},
};
use axum::{
    Extension,
    extract::Path,
    response::{IntoResponse, Redirect, Response},
};
use domain::{
    action::Held,
    id::Id,
    mailing::{Occasion, reached, still_mailed},
    office::Kept,
    period::london_day,
    post::Post,
    round::{Round, Standing},
    sight::Sight,
};
use maud::{Markup, html};
use record::{AnswerLink, Letter, Posting, Token};
use sha2::{Digest, Sha256};
use std::{collections::BTreeSet, sync::OnceLock};
use uuid::Uuid;

/// What is known of a round's mail and links, to whoever sees to it.
#[derive(Debug)]
pub struct Mail {
    letters: Vec<Letter>,
    links: Vec<AnswerLink>,
    reached: BTreeSet<Id<Post>>,
    mails: bool,
}

impl Mail {
    pub async fn of(visit: &Staff, round: &Kept<Round>) -> Result<Self, Error> {
        let outbox = visit.record.outbox();
        let office = visit.record.follow().await?;
        let recipients = outbox.recipients(&office, round.id, london_day(visit.instant)).await?;
        let reached = reached(&recipients);
        let mut links = visit.record.answer_links().of_round(round.id).await?;
        for link in &mut links {
            let mailed = link.address.is_empty() || still_mailed(&recipients, link.post, &link.address);
            link.revoked = link.revoked || !mailed && round.item.frozen.is_none();
        }
        Ok(Self { letters: outbox.of_round(round.id).await?, links, reached, mails: visit.mails })
    }

    /// Posts that owe something and have no address.
    fn unreached(&self, sight: &Sight, standing: &Standing) -> Vec<String> {
        let posts = standing.chasing().into_iter().filter_map(|(held, _)| match held {
            Some(Held::Post(post)) if !self.reached.contains(&post) => Some(sight.held(&Held::Post(post))),
            _ => None,
        });
        posts.collect()
    }

    pub fn show(&self, sight: &Sight, round: &Kept<Round>, standing: &Standing, answers: &Answers) -> Markup {
        let unreached = self.unreached(sight, standing);
        html! {
            h2 class="govuk-heading-m" id="mail" { (say("round-mail")) }
            @if !self.mails { p class="govuk-body" { (say("round-not-mailed")) } }
            @if self.mails && !unreached.is_empty() {
                (warning_text(&say("warning"), &plain(say_with("round-unreached", &[("posts", list(&unreached).into())]))))
            }
            @if self.mails || !self.letters.is_empty() { (self.letters(round)) }
            @if self.mails {
                form method="post" action={ (address(round.id)) "/remind" } {
                    p class="govuk-body-s" { (say("round-remind-hint")) }
                    (Button { classes: "govuk-button--secondary", ..Button::default() }.saying(&plain(say("round-remind"))))
                }
            }
            h3 class="govuk-heading-s" { (say("answer-links")) }
            p class="govuk-body" { (say("answer-links-why")) }
            (self.links(sight, round))
            (new_link(sight, round, answers))
        }
    }

    fn letters(&self, round: &Kept<Round>) -> Markup {
        if self.letters.is_empty() {
            return html! { p class="govuk-body" { (say("round-mail-none")) } };
        }
        let rows = self.letters.iter().map(|letter| {
            let (words, colour) = state(letter.state);
            let what = match letter.occasion {
                Occasion::Asked => say("round-mail-asked"),
                Occasion::Reminder(on) => say_with("round-mail-reminder", &[("day", on.into())]),
            };
            let tries = usize::try_from(letter.tries).unwrap_or_default();
            let next = letter.next_try.strftime("%H:%M").to_string();
            let how = html! {
                (tag(&plain(words), colour)) " " (day(london_day(letter.since)))
                @if letter.state == Posting::Waiting && letter.tries > 0 {
                    span class="milepost-note" { (say_with("round-mail-next", &[("tries", tries.into()), ("time", next.into())])) }
                }
                @if !letter.why.is_empty() { span class="milepost-note" { (say("round-mail-why")) " " (letter.why) } }
                @if letter.state == Posting::Doubtful { span class="milepost-note" { (say("letter-doubtful-means")) } }
                @if matches!(letter.state, Posting::Doubtful | Posting::Refused) && round.item.frozen.is_none() {
                    form method="post" action={ (address(round.id)) "/again" } {
                        input type="hidden" name="letter" value=(letter.id);
                        (Button { classes: "govuk-button--secondary", ..Button::default() }.saying(&html! {
                            (say("letter-again")) span class="govuk-visually-hidden" { " " (letter.address) }
                        }))
                    }
                }
            };
            vec![Cell::text(&letter.address), Cell::text(what), how.into()]
        });
        let table = Table {
            caption: Some(plain(say("round-mailed"))),
            caption_classes: "govuk-table__caption--s",
            head: [say("round-mail-to"), say("round-mail-for"), say("round-mail-state")].map(Cell::text).into(),
            rows: rows.collect(),
            first_names_row: true,
            narrow: Narrow::Stacks,
            classes: "milepost-rows",
        };
        table.show()
    }

    fn links(&self, sight: &Sight, round: &Kept<Round>) -> Markup {
        if self.links.is_empty() {
            return html! { p class="govuk-body" { (say("answer-links-none")) } };
        }
        let rows = self.links.iter().map(|link| {
            let post = sight.held(&Held::Post(link.post));
            let to = if link.address.is_empty() { say("link-by-hand") } else { link.address.clone() };
            let made = date(london_day(link.made));
            let (words, colour) = if link.revoked {
                (say("link-revoked"), "govuk-tag--grey")
            } else {
                (say("link-stands"), "govuk-tag--green")
            };
            vec![Cell::text(post), Cell::text(to), Cell::text(made), tag(&plain(words), colour).into()]
        });
        let table = Table {
            caption: Some(plain(say("answer-links"))),
            caption_classes: "govuk-visually-hidden",
            head: [say("link-post"), say("link-sent"), say("link-when"), say("link-state")].map(Cell::text).into(),
            rows: rows.collect(),
            first_names_row: true,
            narrow: Narrow::Stacks,
            classes: "milepost-rows",
        };
        let mut standing: Vec<Id<Post>> =
            self.links.iter().filter(|link| !link.revoked).map(|link| link.post).collect();
        standing.sort_unstable();
        standing.dedup();
        html! {
            (table.show())
            @if round.item.frozen.is_none() {
                @for post in standing {
                    form method="post" action={ (address(round.id)) "/revoke" } {
                        input type="hidden" name="post" value=(post);
                        @let post = sight.held(&Held::Post(post));
                        (Button { classes: "govuk-button--warning", ..Button::default() }
                            .saying(&plain(say_with("link-revoke", &[("post", post.into())]))))
                    }
                }
            }
        }
    }
}

fn state(state: Posting) -> (String, &'static str) {
    match state {
        Posting::Waiting => (say("letter-waiting"), "govuk-tag--yellow"),
        Posting::Claimed | Posting::Handed => (say("letter-going"), "govuk-tag--blue"),
        Posting::Sent => (say("letter-sent"), "govuk-tag--green"),
        Posting::Doubtful => (say("letter-doubtful"), "govuk-tag--orange"),
        Posting::Refused => (say("letter-refused"), "govuk-tag--red"),
        Posting::Dropped => (say("letter-dropped"), "govuk-tag--grey"),
    }
}

fn new_link(sight: &Sight, round: &Kept<Round>, answers: &Answers) -> Markup {
    if round.item.frozen.is_some() {
        return Markup::default();
    }
    // Those whose work is asked for.
    let leads = round.item.asked.iter().filter_map(|action| sight.action(*action)).flat_map(|kept| &kept.item.leads);
    let posts: BTreeSet<Id<Post>> = leads
        .filter_map(|held| match held {
            Held::Post(post) => Some(*post),
            Held::Unmatched(_) => None,
        })
        .collect();
    let chosen = answers.one("post");
    let none = (String::new(), say("link-post-missing"), chosen.is_empty());
    let choices = posts.into_iter().map(|post| {
        let id = post.to_string();
        let is_chosen = chosen == id;
        (id, sight.held(&Held::Post(post)), is_chosen)
    });
    let pick = Pick {
        field: "post",
        label: say("link-post"),
        hint: None,
        choices: std::iter::once(none).chain(choices).collect(),
    };
    let email = Line {
        field: "email",
        kind: "email",
        label: say("link-address"),
        hint: Some(say("link-address-hint")),
        autocomplete: Some("off"),
        classes: "govuk-input--width-20",
        ..Line::default()
    };
    html! {
        form method="post" action={ (address(round.id)) "/link" } novalidate {
            (once(&Uuid::now_v7().to_string()))
            (answers.pick(&pick))
            (answers.line(&email))
            (Button { classes: "govuk-button--secondary", ..Button::default() }.saying(&plain(say("link-make"))))
        }
    }
}

fn done(round: &Kept<Round>, what: &str, with: &str) -> Response {
    Redirect::to(&Way::default().with(&address(round.id), &[(what, with)])).into_response()
}

/// The post that was chosen, if it is one that this round asks.
fn chosen(visit: &Staff, round: &Kept<Round>, answers: &mut Answers) -> Option<(Id<Post>, String)> {
    let sight = visit.now();
    let post = answers.id("post").map(Id::new).and_then(|id| sight.post(id));
    let leads = |post: Id<Post>| {
        let mut asked = round.item.asked.iter().filter_map(|action| sight.action(*action));
        asked.any(|action| action.item.leads.contains(&Held::Post(post)))
    };
    let found = post.filter(|kept| leads(kept.id)).map(|kept| (kept.id, kept.item.name.to_string()));
    if found.is_none() {
        answers.is_wrong("post", say("link-post-missing"));
    }
    found
}

/// The link of a form, which is the same where the form is sent twice: nobody who knows the form's key knows it, since a
/// secret of this process stands in it.
fn drawn(form: &[Uuid; 3]) -> Result<Token, Error> {
    static SECRET: OnceLock<Token> = OnceLock::new();
    let new = Token::new()?;
    let mut drawn = Sha256::new_with_prefix(SECRET.get_or_init(|| new).as_str());
    for id in form {
        drawn.update(id.as_bytes());
    }
    Ok(Token::of(drawn.finalize().into()))
}

/// `POST /rounds/{round}/link`: a link that is shown once; or where one is mailed.
pub async fn link(
    visit: May<SeeToMail>,
    came: Option<Extension<Came>>,
    Path(round): Path<String>,
    mut answers: Answers,
) -> Result<Response, Error> {
    let round = round_of(&visit, &round)?;
    if round.item.frozen.is_some() {
        return Err(Error::NotFound);
    }
    let key = answers.id("key").ok_or(Error::Unreadable)?;
    let post = chosen(&visit, &round, &mut answers);
    let address = if answers.one("email").is_empty() { String::new() } else { answers.email("email") };
    let Some((post, called)) = post.filter(|_| answers.is_right()) else {
        return super::again(&visit, &round, &answers).await;
    };
    let links = visit.record.answer_links();
    if !address.is_empty() {
        links.write_down(post, Some(&address)).await?;
        return Ok(done(&round, "mailed", &post.to_string()));
    }
    let token = drawn(&[round.id.uuid(), post.uuid(), key])?;
    let link = AnswerLink {
        link: Uuid::now_v7(),
        round: round.id,
        post,
        address: String::new(),
        made: visit.instant,
        revoked: false,
    };
    links.keep(&token, &link).await?;
    let base = came.map(|Extension(came)| came.base).unwrap_or_default();
    let shown = html! {
        div class="govuk-panel milepost-link" {
            h2 class="govuk-heading-m" { (say_with("link-made-for", &[("post", called.into())])) }
            p class="govuk-body" { code class="milepost-hash" { (base) "/answer/" (token.as_str()) } }
            p class="govuk-body" { (say("link-made-why")) }
        }
    };
    super::show(&visit, &round, &Answers::default(), Some(shown)).await
}

/// `POST /rounds/{round}/revoke`
pub async fn revoke(visit: May<SeeToMail>, Path(round): Path<String>, mut answers: Answers) -> Result<Response, Error> {
    let round = round_of(&visit, &round)?;
    let Some((post, _)) = chosen(&visit, &round, &mut answers) else {
        return super::again(&visit, &round, &answers).await;
    };
    visit.record.answer_links().revoke(round.id, post).await?;
    Ok(done(&round, "revoked", &post.to_string()))
}

/// `POST /rounds/{round}/remind`
pub async fn remind(visit: May<SeeToMail>, Path(round): Path<String>) -> Result<Response, Error> {
    let round = round_of(&visit, &round)?;
    if !visit.mails {
        // The button is not there; a server that was restarted without mail may be asked all the same.
        return super::again(&visit, &round, &Answers::default()).await;
    }
    let office = visit.record.follow().await?;
    let count = visit.record.outbox().remind(&office, round.id, visit.instant, &Uuid::now_v7).await?;
    Ok(done(&round, "reminded", &count.to_string()))
}

/// `POST /rounds/{round}/again`: a mail that may have arrived, or was refused, is sent again.
pub async fn again(visit: May<SeeToMail>, Path(round): Path<String>, answers: Answers) -> Result<Response, Error> {
    let round = round_of(&visit, &round)?;
    let letter = answers.id("letter").ok_or(Error::Unreadable)?;
    if !visit.record.outbox().again(round.id, letter, visit.instant).await? {
        return Err(Error::NotFound);
    }
    Ok(done(&round, "again", "yes"))
}
