//! `/answer/{token}`: what one post answers for in a round, for whoever has the link that was sent to it. No account, no
//! script, and nothing else of the office. Looking spends nothing and tells nobody anything: scanners of mail look too.
use crate::{
    doors::Entrance,
    error::Error,
    evidence::{Attached, Sent},
    frame,
    marks::{Shade, prose},
    page::Page,
    parts::{
        details,
        field::{Fault, error_summary},
        plain,
    },
    plan,
    updates::milestones::late,
    updates::{By, Item, Sort, Tried, Typed, capital, item, last_words, recorded, suggested, update_form},
    words::{say, say_with},
};
use axum::{
    extract::{FromRequest, Path, Request},
    http::StatusCode,
    response::{IntoResponse, Response},
};
use domain::{
    ask::{Ask, Command, Refusal},
    mailing::{by_link, still_mailed},
    period::london_day,
    round::Owed,
    sight::View,
    text::Text,
    update::AnswerByLink,
};
use jiff::civil::Date;
use maud::{Markup, html};
use record::{AnswerLink, Token};
use sha2::{Digest, Sha256};
use uuid::Uuid;

/// The most that an answer may hold.
pub const MOST: usize = 128 * 1024;

/// A link that stands, and what is behind it.
struct Behind {
    entrance: Entrance,
    view: View,
    link: AnswerLink,
    address: String,
    /// The round's name and last day.
    round: Text,
    due: Date,
    today: Date,
}

/// `GET /answer/{token}`
pub async fn looked(entrance: Entrance, Path(token): Path<String>) -> Result<Response, Error> {
    Ok(match behind(entrance, &token).await? {
        Ok(behind) => behind.show(None, None, ""),
        Err(entrance) => void(&entrance),
    })
}

/// What is behind a link. Unknown, revoked, or of a round that is frozen: which, is nobody's business.
async fn behind(entrance: Entrance, token: &str) -> Result<Result<Behind, Entrance>, Error> {
    let looks_like_one =
        token.len() == 43 && token.bytes().all(|b| b.is_ascii_alphanumeric() || b == b'-' || b == b'_');
    if !looks_like_one {
        return Ok(Err(entrance));
    }
    let held = Token::held_out(token);
    let Some(link) = entrance.record.answer_links().held_out(&held).await? else { return Ok(Err(entrance)) };
    let office = entrance.record.follow().await?;
    let (open, words) = (office.rounds_open().contains(&link.round), office.round_in_words(link.round));
    let (Some((round, _, due)), Some(view), true) = (words, by_link(&office, link.post), open) else {
        return Ok(Err(entrance));
    };
    let today = london_day(entrance.doors.now());
    // One that was mailed is good while its post is mailed there: not once somebody who signs in holds it.
    if !link.address.is_empty() {
        let recipients = entrance.record.outbox().recipients(&office, link.round, today).await?;
        if !still_mailed(&recipients, link.post, &link.address) {
            return Ok(Err(entrance));
        }
    }
    let address = format!("/answer/{token}");
    Ok(Ok(Behind { entrance, view, link, address, round, due, today }))
}

fn void(entrance: &Entrance) -> Response {
    let title = say("answer-void");
    let main = html! {
        h1 class="govuk-heading-l" { (title) }
        p class="govuk-body" { (say("answer-void-do")) }
    };
    let page = Page { title, main, ..Page::default() };
    (StatusCode::NOT_FOUND, frame::entrance(&entrance.record).around(&page)).into_response()
}

/// `POST /answer/{token}`
pub async fn answered(entrance: Entrance, Path(token): Path<String>, request: Request) -> Result<Response, Error> {
    // What leads nowhere is not read.
    let behind = match behind(entrance, &token).await? {
        Ok(behind) => behind,
        Err(entrance) => return Ok(void(&entrance)),
    };
    let record = behind.entrance.record.clone();
    let mut sent = Sent::from_request(request, &record).await?;
    let (whose, now) = (Sha256::digest(&token).to_vec(), behind.entrance.doors.now());
    let file = sent.file(&record, &whose, now).await?;
    let given = sent.given;
    let one = |name: &str| given.iter().find(|(named, _)| named == name).map_or("", |(_, value)| value.as_str());
    let (action, confirms) = (one("action").parse::<Uuid>().ok(), one("says") == "confirm");
    let owed = behind.view.asked_in(behind.link.round, behind.today);
    // What is of another post is as what is not there.
    let kept = owed.iter().find(|owed| Some(owed.action.id.uuid()) == action).map(|owed| owed.action.clone());
    let Some(kept) = kept else { return Ok(void(&behind.entrance)) };
    // A form was sent, which no scanner does: somebody has looked.
    behind.entrance.record.answer_links().looked(behind.link.round, &[behind.link.post], now).await?;
    let mut typed = Typed { given, kept, form: Sort::Update, file };
    let mut faults = vec![];
    let entered_as = typed.text("name", &mut faults);
    if entered_as.on_one_line().is_empty() && faults.is_empty() {
        faults.push(typed.fault("name", say("name-missing")));
    }
    let (mut saying, mut on) = (None, None);
    if confirms && typed.file.file().is_some() {
        faults.push(typed.fault("file", say("evidence-needs-words")));
    }
    if !confirms {
        let (said, wrong) = typed.saying();
        faults.extend(wrong);
        on = typed.date("day", &mut faults);
        saying = Some(said);
    }
    if !faults.is_empty() {
        typed.file.wait(&mut typed.given, &record, &whose, now).await?;
        return Ok(behind.show(Some(&Tried { typed, faults, moved: false }), None, ""));
    }
    let id = typed.kept.id;
    let answer = AnswerByLink { round: behind.link.round, action: id, link: behind.link.link, entered_as, saying };
    let seen = typed.one("seen").parse().map(|version| (id.uuid(), version)).into_iter().collect();
    let ask = Ask {
        actor: behind.view.actor().clone(),
        now,
        on,
        key: Some(typed.one("key").to_owned()).filter(|key| !key.is_empty()),
        seen,
        reason: None,
        command: Command::AnswerByLink(Box::new(answer)),
    };
    match typed.file.written(&record, ask).await {
        Ok(_) => Attached::sent(&typed.given, &record, &whose).await?,
        Err(record::Error::Refused(refusal)) => {
            // What was frozen or revoked in this moment leads nowhere, as it will from now on.
            return Ok(match self::behind(behind.entrance, &token).await? {
                Err(entrance) => void(&entrance),
                Ok(behind) => {
                    let moved = matches!(refusal, Refusal::Moved { .. });
                    let says = refusal.to_string();
                    let faults = vec![typed.fault(typed.about(&says), capital(&says))];
                    typed.file.wait(&mut typed.given, &record, &whose, now).await?;
                    behind.show(Some(&Tried { typed, faults, moved }), None, "")
                }
            });
        }
        Err(error) => return Err(error.into()),
    }
    let (reference, name) = (typed.kept.reference().to_string(), typed.one("name").to_owned());
    Ok(match self::behind(behind.entrance, &token).await? {
        Ok(behind) => behind.show(None, Some(&reference), &name),
        Err(entrance) => void(&entrance),
    })
}

impl Behind {
    /// The page: what is still owed, then what was answered. `name` is what was given a moment ago; it is kept nowhere but
    /// in the form.
    fn show(&self, tried: Option<&Tried>, done: Option<&str>, name: &str) -> Response {
        let post = self.view.actor().name.as_str();
        let all = self.view.asked_in(self.link.round, self.today);
        let (owed, given): (Vec<&Owed>, Vec<&Owed>) = all.iter().partition(|owed| owed.state.is_owed());
        let title = say_with("answer-title", &[("name", (&self.round).into())]);
        let faults: &[Fault] = tried.map_or(&[], |tried| &tried.faults);
        let main = html! {
            (error_summary(&say("problem"), faults))
            @if let Some(done) = done { (recorded(done)) }
            h1 class="govuk-heading-l" { (title) }
            p class="govuk-body" { strong { (say_with("answer-for", &[("post", post.into()), ("day", self.due.into())])) } }
            p class="govuk-body" { (say_with("answer-what", &[("post", post.into())])) }
            @if all.is_empty() { p class="govuk-body" { (say_with("answer-nothing", &[("post", post.into())])) } }
            @else if owed.is_empty() { p class="govuk-body" { (say("answer-done")) } }
            @for one in &owed { (self.section(one, tried, name)) }
            @if !given.is_empty() {
                h2 class="govuk-heading-m" { (say("answer-given")) }
                @for one in &given { (self.section(one, tried, name)) }
            }
        };
        let status = if tried.is_some() { StatusCode::UNPROCESSABLE_ENTITY } else { StatusCode::OK };
        let title = if tried.is_some() { format!("{} {title}", say("error")) } else { title };
        let page = Page { title, main, ..Page::default() };
        (status, frame::entrance(&self.entrance.record).around(&page)).into_response()
    }

    fn section(&self, owed: &Owed, tried: Option<&Tried>, name: &str) -> Markup {
        let id = owed.action.id;
        let tried = tried.filter(|tried| tried.typed.kept.id == id);
        let item = item(&self.view, self.today, owed.action, By::Link { address: &self.address, name });
        let heading = crate::updates::field_id("item", id);
        html! {
            section class="milepost-item" aria-labelledby=(heading) {
                h2 class="govuk-heading-m" id=(heading) { (item.kept.reference()) " " (item.kept.item.title) }
                (about(&item))
                (late(&item.late))
                (last_words(&item, tried))
                @if owed.state.is_owed() {
                    (suggested(&item.suggestion, &item.levels))
                    (update_form(&item, tried, Sort::Update))
                } @else {
                    @let again = say_with("answer-again", &[("reference", item.kept.reference().into())]);
                    (details(&plain(again), &update_form(&item, tried, Sort::Update), None, tried.is_some()))
                }
            }
        }
    }
}

/// What the item is and how it stands: nothing of why it is rated so.
fn about(item: &Item) -> Markup {
    let action = &item.kept.item;
    html! {
        @if let Some(description) = &action.description { (prose(description)) }
        p class="govuk-body" {
            @match &action.rating {
                Some(rating) => (Shade::given(&rating.label, rating.class, &rating.level, &item.levels).show()),
                None => (say("not-rated")),
            }
            " " (plan::dates(action))
        }
    }
}
