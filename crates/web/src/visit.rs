//! Who visits, and what they see: the extractors of the staff side. A handler that takes [`Staff`] has a sight of the
//! office at the position that the visitor chose, and no other way to it.
use crate::{
    doors::{Doors, SignedIn},
    error::Error,
    frame::around,
    page::{Frame, Page},
    parts::{Button, Choice, Input, NotificationBanner, Select, details, plain},
    way::Way,
    words::{date, say, say_with},
};
use axum::{
    extract::{FromRequestParts, Query},
    http::{Method, request::Parts},
    response::{IntoResponse, Response},
};
use domain::{
    actor::{Actor, Role},
    ask::{Answer, Ask, Command, Refusal},
    office::Kept,
    period::london_day,
    sight::{Sight, View},
    snapshot::{How, Snapshot},
    text::Text,
    travel::Place,
};
use jiff::{SignedDuration, Timestamp, civil::Date};
use maud::{Markup, html};
use record::Record;
use std::{marker::PhantomData, ops::Deref};
use uuid::Uuid;

/// A visit to the staff pages. Where nobody is signed in, whoever reaches this listener reads all and changes nothing.
#[derive(Debug)]
pub struct Staff {
    pub record: Record,
    now: View,
    shown: Shown,
    pub way: Way,
    path: String,
    /// What was asked for, the position left out.
    asked: Vec<(String, String)>,
    pub signed_in: Option<SignedIn>,
    /// When it is, by the clock of these doors.
    pub instant: Timestamp,
    /// Whether people are mailed.
    pub mails: bool,
}

/// When somebody has to have shown who they are for something to be done.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Proof {
    /// When they signed in.
    AtSignIn,
    /// In the last quarter of an hour: for what is hard to undo.
    Lately,
}

impl Proof {
    const LATELY: SignedDuration = SignedDuration::from_mins(15);

    /// Whether it is enough to have shown it then.
    pub fn is_given(self, shown: Timestamp, now: Timestamp) -> bool {
        self == Self::AtSignIn || now < shown + Self::LATELY
    }
}

/// Something that a role lets people do: a row of the table of permissions.
pub trait Permission {
    const ACT: &'static str;
    /// Looking never asks for more than a session; doing may.
    const PROOF: Proof;
}

/// Who showed lately who they are, whatever their role: for a form about their own account.
#[derive(Debug)]
pub struct ShownLately(Staff);

impl Deref for ShownLately {
    type Target = Staff;

    fn deref(&self) -> &Staff {
        &self.0
    }
}

impl FromRequestParts<Record> for ShownLately {
    type Rejection = Error;

    async fn from_request_parts(parts: &mut Parts, record: &Record) -> Result<Self, Error> {
        let staff = Staff::from_request_parts(parts, record).await?;
        staff.showed(Proof::Lately)?;
        Ok(Self(staff))
    }
}

/// A visit by somebody who may. To anybody else the page does not exist: a handler that takes this cannot be reached by
/// who may not.
#[derive(Debug)]
pub struct May<P>(Staff, PhantomData<P>);

/// Lets people in, gives and takes roles and posts.
#[derive(Debug)]
pub struct SeeToPeople;
impl Permission for SeeToPeople {
    const ACT: &'static str = "see to the people";
    const PROOF: Proof = Proof::Lately;
}

/// Sees who may do what, and could when.
#[derive(Debug)]
pub struct ReviewAccess;
impl Permission for ReviewAccess {
    const ACT: &'static str = "review access";
    const PROOF: Proof = Proof::AtSignIn;
}

/// Sees who is mailed in a round, which links stand, and sends again or revokes.
#[derive(Debug)]
pub struct SeeToMail;
impl Permission for SeeToMail {
    const ACT: &'static str = "see to the mail";
    const PROOF: Proof = Proof::AtSignIn;
}

/// Sends back what came, with a comment.
#[derive(Debug)]
pub struct SendReturnsBack;
impl Permission for SendReturnsBack {
    const ACT: &'static str = "send back";
    const PROOF: Proof = Proof::AtSignIn;
}

/// Reads who did what, when and why.
#[derive(Debug)]
pub struct ReadTrail;
impl Permission for ReadTrail {
    const ACT: &'static str = "read the trail";
    const PROOF: Proof = Proof::AtSignIn;
}

/// Says how work goes: that of their own posts, or everybody's.
#[derive(Debug)]
pub struct SpeakOfWork;
impl Permission for SpeakOfWork {
    const ACT: &'static str = "update action";
    const PROOF: Proof = Proof::AtSignIn;
}

/// Says what was wrong in what was said.
#[derive(Debug)]
pub struct CorrectWork;
impl Permission for CorrectWork {
    const ACT: &'static str = "correct update";
    const PROOF: Proof = Proof::AtSignIn;
}

/// Says that what was said is still true.
#[derive(Debug)]
pub struct ConfirmWork;
impl Permission for ConfirmWork {
    const ACT: &'static str = "confirm action";
    const PROOF: Proof = Proof::AtSignIn;
}

/// Opens a quarterly update.
#[derive(Debug)]
pub struct OpenRounds;
impl Permission for OpenRounds {
    const ACT: &'static str = "open round";
    const PROOF: Proof = Proof::AtSignIn;
}

/// Writes what was achieved in a theme, what is still to overcome and what is next.
#[derive(Debug)]
pub struct WriteNarratives;
impl Permission for WriteNarratives {
    const ACT: &'static str = "write narrative";
    const PROOF: Proof = Proof::AtSignIn;
}

/// Says that what is recorded of a theme is right.
#[derive(Debug)]
pub struct SignOffThemes;
impl Permission for SignOffThemes {
    const ACT: &'static str = "sign off theme";
    const PROOF: Proof = Proof::AtSignIn;
}

/// Ends a quarterly update as it stands.
#[derive(Debug)]
pub struct FreezeRounds;
impl Permission for FreezeRounds {
    const ACT: &'static str = "freeze round";
    const PROOF: Proof = Proof::Lately;
}

/// Asks for a change of what was agreed.
#[derive(Debug)]
pub struct AskForChanges;
impl Permission for AskForChanges {
    const ACT: &'static str = "ask for a change";
    const PROOF: Proof = Proof::AtSignIn;
}

/// Decides what others asked for.
#[derive(Debug)]
pub struct DecideChanges;
impl Permission for DecideChanges {
    const ACT: &'static str = "decide a change";
    const PROOF: Proof = Proof::AtSignIn;
}

/// Confirms the evidence of what others say is complete.
#[derive(Debug)]
pub struct VerifyCompletions;
impl Permission for VerifyCompletions {
    const ACT: &'static str = "verify completion";
    const PROOF: Proof = Proof::AtSignIn;
}

/// Takes positions, composes papers and issues them.
#[derive(Debug)]
pub struct MakePapers;
impl Permission for MakePapers {
    const ACT: &'static str = "issue paper";
    const PROOF: Proof = Proof::Lately;
}

/// Says that a paper was presented.
#[derive(Debug)]
pub struct PresentPapers;
impl Permission for PresentPapers {
    const ACT: &'static str = "present paper";
    const PROOF: Proof = Proof::AtSignIn;
}

/// Takes an edited file of a paper back.
#[derive(Debug)]
pub struct ReturnPapers;
impl Permission for ReturnPapers {
    const ACT: &'static str = "return paper";
    const PROOF: Proof = Proof::AtSignIn;
}

/// Issues a correction of a paper.
#[derive(Debug)]
pub struct CorrectPapers;
impl Permission for CorrectPapers {
    const ACT: &'static str = "correct paper";
    const PROOF: Proof = Proof::Lately;
}

/// Withdraws a paper.
#[derive(Debug)]
pub struct WithdrawPapers;
impl Permission for WithdrawPapers {
    const ACT: &'static str = "withdraw";
    const PROOF: Proof = Proof::Lately;
}

/// Asks for a paper to be published.
#[derive(Debug)]
pub struct AskForPublication;
impl Permission for AskForPublication {
    const ACT: &'static str = "ask for publication";
    const PROOF: Proof = Proof::AtSignIn;
}

/// Agrees to what another wants published, or refuses it.
#[derive(Debug)]
pub struct DecidePublications;
impl Permission for DecidePublications {
    const ACT: &'static str = "decide publication";
    const PROOF: Proof = Proof::Lately;
}

/// Sets days on which nothing is published.
#[derive(Debug)]
pub struct SetHolds;
impl Permission for SetHolds {
    const ACT: &'static str = "set a hold";
    const PROOF: Proof = Proof::AtSignIn;
}

/// Lifts them.
#[derive(Debug)]
pub struct LiftHolds;
impl Permission for LiftHolds {
    const ACT: &'static str = "lift a hold";
    const PROOF: Proof = Proof::AtSignIn;
}

/// Writes other rules of ratings.
#[derive(Debug)]
pub struct SetRules;
impl Permission for SetRules {
    const ACT: &'static str = "set the rules";
    // What they set can be set again.
    const PROOF: Proof = Proof::AtSignIn;
}

/// Checks the accuracy of what is said of their organisation.
#[derive(Debug)]
pub struct CheckAccuracy;
impl Permission for CheckAccuracy {
    const ACT: &'static str = "check accuracy";
    const PROOF: Proof = Proof::AtSignIn;
}

/// Says why something stands that an organisation found not right.
#[derive(Debug)]
pub struct AnswerPoints;
impl Permission for AnswerPoints {
    const ACT: &'static str = "answer a point";
    const PROOF: Proof = Proof::AtSignIn;
}

impl<P> Deref for May<P> {
    type Target = Staff;

    fn deref(&self) -> &Staff {
        &self.0
    }
}

impl<P: Permission> FromRequestParts<Record> for May<P> {
    type Rejection = Error;

    async fn from_request_parts(parts: &mut Parts, record: &Record) -> Result<Self, Error> {
        let staff = Staff::from_request_parts(parts, record).await?;
        staff.now.actor().may(P::ACT).map_err(|_| Error::NotFound)?;
        if !matches!(parts.method, Method::GET | Method::HEAD) {
            staff.showed(P::PROOF)?;
        }
        Ok(Self(staff, PhantomData))
    }
}

/// The record at a position.
#[derive(Clone, Debug)]
pub struct Shown {
    view: View,
    /// How people call it; None at the present.
    pub name: Option<String>,
    pub seq: i64,
    /// The London day of its last entry.
    pub day: Date,
}

impl Shown {
    pub fn sight(&self) -> Sight<'_> {
        self.view.sight()
    }
}

/// Whoever reads where nobody is signed in.
pub fn reader() -> Actor {
    Actor::of(Uuid::nil().into(), say("reader"), Role::Reader)
}

/// The London day of the last entry that is seen.
pub fn head_day(sight: &Sight) -> Date {
    london_day(Timestamp::from_microsecond(sight.head().at).unwrap_or_default())
}

impl FromRequestParts<Record> for Staff {
    type Rejection = Error;

    async fn from_request_parts(parts: &mut Parts, record: &Record) -> Result<Self, Error> {
        let asked = Query::<Vec<(String, String)>>::try_from_uri(&parts.uri).map(|q| q.0).unwrap_or_default();
        // Whoever signed in, as a layer before found out.
        let now = match (parts.extensions.get::<View>(), parts.extensions.get::<Actor>()) {
            (Some(view), _) => view.clone(),
            (None, Some(actor)) => View::new(record.follow().await?, actor.clone()),
            (None, None) => {
                let office = record.follow().await?;
                if office.has_people() {
                    return Err(Error::NotFound);
                }
                View::new(office, reader())
            }
        };
        let one = |name: &str| {
            asked.iter().find(|(n, v)| n == name && !v.trim().is_empty()).map(|(_, v)| v.trim().to_owned())
        };
        let chosen = one("day").or_else(|| one("at"));
        let shown = shown(record, &now, chosen.as_deref().unwrap_or_default()).await?;
        let way = Way::at(chosen.filter(|_| shown.name.is_some()));
        let asked = asked.into_iter().filter(|(name, _)| name != "at" && name != "day").collect();
        let signed_in = parts.extensions.get::<SignedIn>().cloned();
        let instant = parts.extensions.get::<Doors>().map_or_else(Timestamp::now, Doors::now);
        let mails = parts.extensions.get::<Doors>().is_some_and(Doors::mails);
        let path = parts.uri.path().to_owned();
        Ok(Self { record: record.clone(), now, shown, way, path, asked, signed_in, instant, mails })
    }
}

/// The record at what a visitor named: nothing or "live", a position, a paper's number, a day, an entry.
async fn shown(record: &Record, now: &View, named: &str) -> Result<Shown, Error> {
    let live = now.sight();
    let (seq, name) = match live.place(named).map_err(|refusal| Error::NoPosition(refusal.to_string()))? {
        Place::Head => {
            let (seq, day) = (live.head().seq, head_day(&live));
            return Ok(Shown { view: now.clone(), name: None, seq, day });
        }
        Place::Seq(seq) => (seq, say_with("position-entry", &[("seq", seq.to_string().into())])),
        Place::Day(on) => (record.seq_at_day(on).await?, date(on)),
        Place::Snapshot(id) => {
            let kept = live.snapshot(id).ok_or(Error::NotFound)?;
            let How::Witnessed { seq } = kept.item.how else {
                return Err(Error::NoPosition(say_with(
                    "position-reconstructed",
                    &[("name", (&kept.item.name).into())],
                )));
            };
            (seq, kept.item.name.to_string())
        }
        Place::Paper(id) => {
            let kept = live.paper(id).ok_or(Error::NotFound)?;
            (kept.item.as_at, kept.reference().to_string())
        }
    };
    let at = record.at(seq).await?;
    let view = now.of(at.office);
    let (seq, day) = (view.sight().head().seq, head_day(&view.sight()));
    Ok(Shown { view, name: Some(name), seq, day })
}

impl Staff {
    /// The office at the position that was chosen.
    pub fn sight(&self) -> Sight<'_> {
        self.shown.sight()
    }

    pub fn shown(&self) -> &Shown {
        &self.shown
    }

    /// The office today, for whoever visits: their own work in it.
    pub fn view(&self) -> &View {
        &self.now
    }

    /// Whether they showed who they are when it is asked for. Where nobody signs in there is nothing to show.
    fn showed(&self, proof: Proof) -> Result<(), Error> {
        let given =
            self.signed_in.as_ref().is_none_or(|SignedIn(session)| proof.is_given(session.proved, self.instant));
        if given { Ok(()) } else { Err(Error::ShowAgain) }
    }

    /// Whether they may do something that is in the table of permissions. To who may not, the page is not there.
    pub fn may(&self, act: &'static str) -> Result<(), Error> {
        self.now.actor().may(act).map_err(|_| Error::NotFound)
    }

    /// What "today" means on a page: the day of the position that is shown; at the present the day on the wall, which
    /// the fictional office does not have.
    pub fn today(&self) -> Date {
        let fictional = self.now().settings().is_none_or(|settings| settings.item.demo);
        if self.shown.name.is_some() || fictional { self.shown.day } else { london_day(self.instant) }
    }

    /// The record at another position, for what compares two.
    pub async fn at(&self, named: &str) -> Result<Shown, Error> {
        shown(&self.record, &self.now, named).await
    }

    /// The office today, whatever position is shown: for the list of positions to choose from.
    pub fn now(&self) -> Sight<'_> {
        self.now.sight()
    }

    /// What the address asks for under a name.
    pub fn asked(&self, name: &str) -> Option<&str> {
        self.asked.iter().find(|(n, v)| n == name && !v.is_empty()).map(|(_, v)| v.as_str())
    }

    /// The page that is asked for, without what it is asked.
    pub fn path(&self) -> &str {
        &self.path
    }

    pub fn actor(&self) -> &Actor {
        self.now.actor()
    }

    /// Notes that whoever is signed in has looked at what the open rounds ask of their posts: for the chasing list.
    pub async fn looks_at_what_is_asked(&self) -> Result<(), Error> {
        if self.signed_in.is_none() {
            return Ok(());
        }
        for (round, posts) in self.now.asked_of_posts(london_day(self.instant)) {
            self.record.answer_links().looked(round, &posts, self.instant).await?;
        }
        Ok(())
    }

    /// The visitor's own desk, where what the command line does as well is done.
    pub fn desk(&self) -> desk::Desk {
        desk::Desk::of(self.record.clone(), self.actor().clone(), self.instant)
    }

    /// A command of the visitor's, with the key of their form: sent twice, it is done once.
    pub fn asks(&self, command: Command, key: &str) -> Ask {
        let key = key.parse::<Uuid>().ok().map(|key| key.to_string());
        Ask { actor: self.actor().clone(), now: self.instant, on: None, key, seen: vec![], reason: None, command }
    }

    /// Gives a command in the name of whoever visits. A refusal is for them to read; a key sent twice is done once.
    pub async fn write(
        &self,
        command: Command,
        key: &str,
        seen: Vec<(Uuid, i64)>,
        reason: Option<Text>,
    ) -> Result<Result<Answer, Refusal>, Error> {
        let ask = Ask { seen, reason, ..self.asks(command, key) };
        match self.record.write(ask).await {
            Ok(written) => Ok(Ok(written.answer)),
            Err(record::Error::Refused(refusal)) => Ok(Err(refusal)),
            Err(error) => Err(error.into()),
        }
    }

    pub fn show(&self, page: &Page) -> Response {
        self.frame().around(page).into_response()
    }

    pub fn frame(&self) -> Frame {
        let position = html! { (self.picker()) (self.banner()) };
        let around = around(&self.now, self.signed_in.as_ref(), &self.way);
        Frame { position, at: self.shown.name.clone(), ..around }
    }

    /// The frame of a page that shows no position: about people, not about the plan.
    pub fn plain_frame(&self) -> Frame {
        around(&self.now, self.signed_in.as_ref(), &Way::default())
    }

    /// Chooses a position: a form that every page carries and that keeps what else the address asks for.
    fn picker(&self) -> Markup {
        let chosen = self.shown.name.as_deref();
        let mut choices = vec![Choice {
            value: Some(String::new()),
            text: say_with("position-live", &[("day", head_day(&self.now()).into())]),
            chosen: chosen.is_none(),
            disabled: false,
        }];
        choices.extend(positions(&self.now()).into_iter().map(|kept| Choice {
            value: Some(kept.item.name.to_string()),
            text: snapshot_name(&self.now(), kept),
            chosen: chosen == Some(kept.item.name.as_str()),
            disabled: false,
        }));
        if let Some(name) = chosen
            && !choices.iter().any(|choice| choice.chosen)
        {
            let text = name.to_owned();
            choices.push(Choice { value: Some(self.shown.seq.to_string()), text, chosen: true, disabled: false });
        }
        let select = Select {
            id: "position",
            name: "at",
            label: plain(say("position")),
            label_classes: "govuk-label--s",
            choices,
            ..Select::default()
        };
        let another = Input {
            id: "day",
            name: "day",
            kind: "date",
            label: plain(say("position-day")),
            hint: Some(plain(say("position-day-hint"))),
            classes: "govuk-input--width-10",
            ..Input::default()
        };
        html! {
            form class="milepost-position" method="get" action=(self.path) aria-label=(say("position-choose")) {
                @for (name, value) in &self.asked { input type="hidden" name=(name) value=(value); }
                (select.show())
                (Button { classes: "govuk-button--secondary", ..Button::default() }.saying(&plain(say("position-show"))))
                (details(&plain(say("position-another")), &another.show(), None, false))
            }
        }
    }

    /// Says so where the page shows the past.
    fn banner(&self) -> Markup {
        let Some(name) = &self.shown.name else { return Markup::default() };
        let title = say("past");
        let banner = NotificationBanner { title: &title, title_id: "past", classes: "milepost-past" };
        let entry = self.shown.seq.to_string();
        banner.saying(&html! {
            (NotificationBanner::heading(&plain(say_with("past-shown", &[("name", name.as_str().into())]))))
            p class="govuk-body" {
                (say_with("past-entry", &[("entry", entry.into()), ("day", self.shown.day.into())])) " "
                a class="govuk-link" href=(Way::default().with(&self.path, &pairs(&self.asked))) { (say("past-leave")) }
            }
        })
    }
}

fn pairs(asked: &[(String, String)]) -> Vec<(&str, &str)> {
    asked.iter().map(|(name, value)| (name.as_str(), value.as_str())).collect()
}

/// The positions of the record, newest first. One that was entered later from an old table has no entry to look at.
pub fn positions<'a>(sight: &Sight<'a>) -> Vec<&'a Kept<Snapshot>> {
    let mut all: Vec<_> = sight.snapshots().filter(|s| matches!(s.item.how, How::Witnessed { .. })).collect();
    all.sort_by_key(|s| std::cmp::Reverse(s.seq));
    all
}

/// "Panel September: position taken for the Panel, 12 September 2018"
pub fn snapshot_name(sight: &Sight, kept: &Kept<Snapshot>) -> String {
    let body = sight.body(kept.item.body).map(|b| b.item.name.to_string()).unwrap_or_default();
    let on = kept.item.on.unwrap_or_else(|| london_day(kept.at));
    say_with("position-name", &[("name", (&kept.item.name).into()), ("body", body.into()), ("day", on.into())])
}
