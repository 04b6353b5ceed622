//! `/updates` and the forms of one action: what is due from whoever visits, a line each; what was last said, what is
//! said now, "still true", and the asking for a new date. Each item has a form of its own and needs no script.
pub mod change;
pub mod correct;
mod drafts;
pub mod effects;
mod form;
pub mod milestones;

use crate::{
    error::Error,
    evidence::{Attached, Sent},
    import::whose,
    marks::{self, day, prose},
    page::{Page, Section},
    parts::{
        NotificationBanner,
        field::{Fault, error_summary},
        inset_text, plain, warning_text,
    },
    plan,
    visit::{AskForChanges, ConfirmWork, May, SpeakOfWork, Staff},
    words::{say, say_with},
};
use axum::{
    extract::{Form, Path},
    http::StatusCode,
    response::{IntoResponse, Redirect, Response},
};
use domain::{
    action::Action,
    ask::{Ask, Command, Refusal},
    change_request::{AskForChange, Asked},
    evidence::Evidence,
    id::Id,
    milestone::{Milestone, OpenMilestones},
    office::Kept,
    period::{Quarter, london_day},
    publication::PublicBasis,
    rating_rules::{Known, Suggestion},
    round::SentBack,
    scale::Level,
    sight::View,
    text::Text,
    update::{Confidence, ConfirmAction, Reasons, Saying, Update, UpdateAction, if_said_today},
};
use jiff::civil::Date;
use maud::{Markup, html};
use uuid::Uuid;

use drafts::Drafts;
use form::{confirm_form, date_form};

pub use form::update_form;

/// What came with a form, as it was typed.
pub type Given = Vec<(String, String)>;

/// `GET /updates`
pub async fn mine(visit: May<SpeakOfWork>) -> Result<Response, Error> {
    visit.looks_at_what_is_asked().await?;
    Ok(visit.show(&list(&visit, None, &Drafts::of(&visit).await?)))
}

/// `GET /actions/{action}/update`
pub async fn one(visit: May<SpeakOfWork>, Path(id): Path<String>) -> Result<Response, Error> {
    let kept = own(&visit, &id)?;
    Ok(visit.show(&single(&visit, &kept, None, &Drafts::of(&visit).await?)))
}

/// `POST /actions/{action}/update`
pub async fn said(visit: May<SpeakOfWork>, Path(id): Path<String>, mut sent: Sent) -> Result<Response, Error> {
    let kept = own(&visit, &id)?;
    let file = sent.file(&visit.record, &whose(&visit), visit.instant).await?;
    let typed = Typed { given: sent.given, kept: kept.clone(), form: Sort::Update, file };
    if let Some(response) = drafts::answered(&visit, &typed).await? {
        return Ok(response);
    }
    let (saying, mut faults) = typed.saying();
    let on = typed.date("day", &mut faults);
    let command = Command::UpdateAction(Box::new(UpdateAction { action: kept.id, saying }));
    answer(&visit, typed, command, on, None, faults).await
}

/// `POST /actions/{action}/confirm`
pub async fn confirmed(
    visit: May<ConfirmWork>,
    Path(id): Path<String>,
    Form(given): Form<Given>,
) -> Result<Response, Error> {
    let kept = own(&visit, &id)?;
    let command = Command::ConfirmAction(ConfirmAction { action: kept.id });
    let typed = Typed { given, kept, form: Sort::Confirm, file: Attached::Nothing };
    answer(&visit, typed, command, None, None, vec![]).await
}

/// `POST /actions/{action}/date`
pub async fn asked(
    visit: May<AskForChanges>,
    Path(id): Path<String>,
    Form(given): Form<Given>,
) -> Result<Response, Error> {
    let kept = own(&visit, &id)?;
    let typed = Typed { given, kept: kept.clone(), form: Sort::Date, file: Attached::Nothing };
    let mut faults = vec![];
    let to = typed.date("new-date", &mut faults);
    let reason = typed.text("date-reason", &mut faults);
    let Some(to) = to else {
        if faults.is_empty() {
            faults.push(typed.fault("new-date", say("form-date-missing")));
        }
        return refused(&visit, Tried { typed, faults, moved: false }).await;
    };
    let asks = Asked::NewDate { from: None, to };
    let command = Command::AskForChange(AskForChange { action: kept.id, asks, milestones: OpenMilestones::Stay });
    answer(&visit, typed, command, None, Some(reason), faults).await
}

/// The action, if whoever visits may speak of it: seen, or their own.
fn own(visit: &Staff, id: &str) -> Result<Kept<Action>, Error> {
    let id: Id<Action> = id.parse::<Uuid>().map_err(|_| Error::NotFound)?.into();
    let kept = visit.view().own_action(id).ok_or(Error::NotFound)?;
    let actor = visit.view().actor();
    let own = !actor.answers_only_for_own() || kept.item.is_held_by(&actor.holds);
    own.then(|| kept.clone()).ok_or(Error::NotFound)
}

/// Which of an item's forms was sent.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Sort {
    Update,
    Correction,
    Confirm,
    Date,
}

/// What was typed into a form of an item.
#[derive(Clone, Debug)]
pub struct Typed {
    pub given: Given,
    pub kept: Kept<Action>,
    pub form: Sort,
    /// The file that came with it as evidence.
    pub file: Attached,
}

/// A form that could not be taken, with what is wrong with it.
pub struct Tried {
    pub typed: Typed,
    pub faults: Vec<Fault>,
    /// Somebody else changed the item since the form was opened.
    pub moved: bool,
}

impl Typed {
    pub fn one(&self, name: &str) -> &str {
        self.given.iter().find(|(given, _)| given == name).map_or("", |(_, value)| value.as_str())
    }

    pub fn fault(&self, name: &str, words: String) -> Fault {
        Fault { id: field_id(name, self.kept.id), words }
    }

    pub fn text(&self, name: &str, faults: &mut Vec<Fault>) -> Text {
        Text::new(self.one(name).trim()).unwrap_or_else(|why| {
            faults.push(self.fault(name, why.to_string()));
            Text::default()
        })
    }

    pub fn date(&self, name: &str, faults: &mut Vec<Fault>) -> Option<Date> {
        let typed = self.one(name).trim();
        if typed.is_empty() {
            return None;
        }
        let date = typed.parse().ok();
        if date.is_none() {
            faults.push(self.fault(name, say_with("form-date-none", &[("typed", typed.into())])));
        }
        date
    }

    pub fn saying(&self) -> (Saying, Vec<Fault>) {
        let mut faults = vec![];
        let some = |text: Text| (!text.is_empty()).then_some(text);
        let reasons =
            Reasons { internal: self.text("reason", &mut faults), public: self.text("public-reason", &mut faults) };
        let saying = Saying {
            narrative: self.text("words", &mut faults),
            rating: some(self.text("rating", &mut faults)),
            reasons: (!reasons.internal.is_empty() || !reasons.public.is_empty()).then_some(reasons),
            forecast: some(self.text("forecast", &mut faults)),
            confidence: Confidence::parse(self.one("confidence")),
            next_step: some(self.text("next-step", &mut faults)),
            evidence: self.evidence(&mut faults),
            completed: self.date("completed", &mut faults),
        };
        if saying.narrative.is_empty() && faults.is_empty() {
            faults.push(self.fault("words", say("form-words-missing")));
        }
        (saying, faults)
    }

    fn evidence(&self, faults: &mut Vec<Fault>) -> Vec<Evidence> {
        let words = Evidence::read(&self.text("evidence", faults));
        if let Attached::Wrong(why) = &self.file {
            faults.push(self.fault("file", why.clone()));
        }
        words.into_iter().chain(self.file.file().cloned().map(Evidence::File)).collect()
    }

    /// The field that a refusal is about, as well as can be told.
    pub fn about(&self, says: &str) -> &'static str {
        let of = |words: &[&str]| words.iter().any(|word| says.contains(word));
        match self.form {
            Sort::Date if of(&["reason"]) => "date-reason",
            Sort::Date => "new-date",
            Sort::Update if of(&["your name", "the name is"]) => "name",
            Sort::Update | Sort::Correction if of(&["everybody reads is missing"]) => "public-reason",
            Sort::Update | Sort::Correction if of(&["say why it differs", "reason for the office is missing"]) => {
                "reason"
            }
            Sort::Update | Sort::Correction if of(&["was erased from the record"]) => "file",
            Sort::Update | Sort::Correction if of(&["only with evidence", "is no address"]) => "evidence",
            Sort::Update | Sort::Correction if of(&["completed", "day of completion"]) => "completed",
            Sort::Update | Sort::Correction if of(&["has not come yet", "give a later day"]) => "day",
            Sort::Update | Sort::Correction if of(&["no level"]) => "rating",
            Sort::Update | Sort::Correction | Sort::Confirm => "words",
        }
    }
}

pub fn field_id(name: &str, id: Id<Action>) -> String {
    format!("{name}-{}", id.uuid().simple())
}

/// Hands a command over, and goes back to where it was given; or shows the form again with what is wrong.
async fn answer(
    visit: &Staff,
    typed: Typed,
    command: Command,
    on: Option<Date>,
    reason: Option<Text>,
    mut faults: Vec<Fault>,
) -> Result<Response, Error> {
    if !faults.is_empty() {
        return refused(visit, Tried { typed, faults, moved: false }).await;
    }
    let seen = typed.one("seen").parse().map(|version| (typed.kept.id.uuid(), version));
    let key = Some(typed.one("key").to_owned()).filter(|key| !key.is_empty());
    let ask = Ask {
        actor: visit.view().actor().clone(),
        now: visit.instant,
        on,
        key,
        seen: seen.into_iter().collect(),
        reason,
        command,
    };
    match typed.file.written(&visit.record, ask).await {
        Ok(_) => {
            Attached::sent(&typed.given, &visit.record, &whose(visit)).await?;
            // A date that was asked for says nothing of what was begun.
            if typed.form != Sort::Date {
                drafts::sent(visit, typed.kept.id).await?;
            }
            let reference = typed.kept.reference().as_str();
            let done = [("done", reference)];
            let back = if typed.one("back") == "action" {
                crate::action::address(typed.kept.id)
            } else {
                crate::way::Way::default().with("/updates", &done)
            };
            Ok(Redirect::to(&back).into_response())
        }
        Err(record::Error::Refused(refusal)) => {
            let moved = matches!(refusal, Refusal::Moved { .. });
            let says = refusal.to_string();
            faults.push(typed.fault(typed.about(&says), capital(&says)));
            refused(visit, Tried { typed, faults, moved }).await
        }
        Err(error) => Err(error.into()),
    }
}

pub fn capital(says: &str) -> String {
    let mut chars = says.chars();
    chars.next().map_or_else(String::new, |first| first.to_uppercase().chain(chars).collect())
}

async fn refused(visit: &Staff, mut tried: Tried) -> Result<Response, Error> {
    let Typed { given, file, .. } = &mut tried.typed;
    file.wait(given, &visit.record, &whose(visit), visit.instant).await?;
    let tried = &tried;
    let drafts = Drafts::of(visit).await?;
    let page = if tried.typed.one("back") == "action" {
        // As it stands now: somebody else may have changed it.
        let now = visit.view().own_action(tried.typed.kept.id).cloned().unwrap_or_else(|| tried.typed.kept.clone());
        match tried.typed.form {
            Sort::Correction => correct::page(visit, &now, Some(tried)),
            _ => single(visit, &now, Some(tried), &drafts),
        }
    } else {
        list(visit, Some(tried), &drafts)
    };
    Ok((StatusCode::UNPROCESSABLE_ENTITY, visit.frame().around(&page)).into_response())
}

/// An item with what was last said of it.
pub struct Item<'a> {
    pub kept: &'a Kept<Action>,
    last: Option<&'a Kept<Update>>,
    pub levels: Vec<Level>,
    pub suggestion: Suggestion,
    /// The milestones that should have been met by now.
    pub late: Vec<&'a Milestone>,
    /// How many expected effects it is to be said of now what came of them.
    effects_due: usize,
    sent_back: Option<&'a SentBack>,
    by: By<'a>,
}

/// How whoever answers came to an item, and so where its forms go.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum By<'a> {
    /// Signed in; the page to go back to.
    Pages(&'static str),
    /// By a link: where it leads, and the name that they gave already.
    Link { address: &'a str, name: &'a str },
}

pub fn item<'a>(view: &'a View, today: Date, kept: &'a Kept<Action>, by: By<'a>) -> Item<'a> {
    let sight = view.sight();
    let last = view.last_said(kept);
    let plan = sight.plan(kept.item.plan);
    let levels = marks::levels(plan.and_then(|p| sight.scale(p.item.scale)).map(|s| &s.item));
    let milestones: Vec<&Milestone> = view.milestones(kept.id).into_iter().map(|kept| &kept.item).collect();
    let risks = view.tied_risks(kept);
    let known = Known { action: &kept.item, milestones: &milestones, last: last.map(|u| &u.item), risks: &risks };
    let suggestion = if_said_today(known, &sight.rules_on(today), today);
    let late = milestones.into_iter().filter(|milestone| milestone.is_late(&kept.item, today)).collect();
    let effects_due = view.expected_effects(kept.id).into_iter().filter(|effect| effect.item.is_due(today)).count();
    Item { kept, last, levels, suggestion, late, effects_due, sent_back: view.sent_back(kept), by }
}

fn own_item<'a>(visit: &'a Staff, kept: &'a Kept<Action>, back: &'static str) -> Item<'a> {
    item(visit.view(), london_day(visit.instant), kept, By::Pages(back))
}

fn list(visit: &Staff, tried: Option<&Tried>, drafts: &Drafts) -> Page {
    let today = london_day(visit.instant);
    let all = visit.view().work();
    let (said, due): (Vec<&Kept<Action>>, Vec<&Kept<Action>>) =
        all.iter().copied().partition(|kept| !visit.view().is_due(kept, today));
    let tried_item = tried.map(|tried| tried.typed.kept.id);
    // A form that came back stays on the page, whatever became of its item meanwhile.
    let shown = |kept: &&&Kept<Action>| due.iter().any(|d| d.id == kept.id) || tried_item == Some(kept.id);
    let shown: Vec<&Kept<Action>> = all.iter().filter(shown).copied().collect();
    let title = title(say("updates"), tried);
    let quarter = Quarter::of(today).map(Quarter::in_words).unwrap_or_default();
    let main = html! {
        (summary(tried))
        h1 class="govuk-heading-l" { (say("updates")) }
        @if let (Some(done), None) = (visit.asked("done"), tried) { (recorded(done)) }
        @if tried.is_none() { (drafts::said(visit)) (crate::round::accuracy::recorded(visit)) }
        p class="govuk-body" {
            (say_with("updates-count", &[("due", due.len().into()), ("all", all.len().into()), ("quarter", quarter.into())]))
        }
        @if all.is_empty() { p class="govuk-body" { (say("updates-none")) } }
        @for kept in shown {
            (one_item(&own_item(visit, kept, "mine"), visit, tried.filter(|t| t.typed.kept.id == kept.id), drafts))
        }
        (crate::sheets::offered_to(visit))
        (crate::round::accuracy::offered(visit))
        @if !said.is_empty() {
            h2 class="govuk-heading-m" { (say("updates-said")) }
            ul class="govuk-list" {
                @for kept in &said {
                    li {
                        a class="govuk-link" href={ (crate::action::address(kept.id)) "/update" } {
                            (kept.reference()) " " (kept.item.title)
                        }
                    }
                }
            }
        }
    };
    Page { title, main, ..Page::default() }.within(Section::Updates)
}

fn single(visit: &Staff, kept: &Kept<Action>, tried: Option<&Tried>, drafts: &Drafts) -> Page {
    let heading = say_with("update-of", &[("reference", kept.reference().into())]);
    let main = html! {
        (summary(tried))
        h1 class="govuk-heading-l" { (heading) }
        @if tried.is_none() { (drafts::said(visit)) }
        (one_item(&own_item(visit, kept, "action"), visit, tried, drafts))
    };
    let page = Page { title: title(heading, tried), main, ..Page::default() }.within(Section::Updates);
    page.below(format!("{} {}", kept.reference(), kept.item.title), crate::action::address(kept.id))
}

fn title(heading: String, tried: Option<&Tried>) -> String {
    if tried.is_some() { format!("{} {heading}", say("error")) } else { heading }
}

pub fn summary(tried: Option<&Tried>) -> Markup {
    tried.map(|tried| error_summary(&say("problem"), &tried.faults)).unwrap_or_default()
}

pub fn recorded(reference: &str) -> Markup {
    let banner =
        NotificationBanner { title: &say("recorded-title"), title_id: "recorded", ..NotificationBanner::default() };
    banner.saying(&NotificationBanner::heading(&plain(say_with("recorded-of", &[("reference", reference.into())]))))
}

/// One item: what it is, what was last said, what the rules give, and its forms.
fn one_item(item: &Item, visit: &Staff, tried: Option<&Tried>, drafts: &Drafts) -> Markup {
    let draft = drafts.of_item(item.kept).filter(|_| tried.is_none());
    let action = &item.kept.item;
    let id = item.kept.id;
    let waiting = visit.view().waiting(id);
    html! {
        section class="milepost-item" aria-labelledby=(field_id("item", id)) {
            h2 class="govuk-heading-m" id=(field_id("item", id)) {
                a class="govuk-link" href=(crate::action::address(id)) { (item.kept.reference()) " " (action.title) }
            }
            p class="govuk-body" {
                (plan::rating(item.kept, &item.levels))
                @if let Some(rating) = &action.rating {
                    (plan::basis_note(PublicBasis::of(&rating.basis).as_ref(), &item.levels))
                }
                " " (plan::dates(action))
            }
            (milestones::late(&item.late))
            p class="govuk-body-s" {
                a class="govuk-link" href=(milestones::address(id)) {
                    (say("milestones-see")) span class="govuk-visually-hidden" { " " (item.kept.reference()) }
                }
                " "
                a class="govuk-link" href=(effects::address(id)) {
                    (say("effects")) span class="govuk-visually-hidden" { " " (item.kept.reference()) }
                }
            }
            @if item.effects_due > 0 {
                p class="govuk-body" { strong { (say_with("effects-due", &[("count", item.effects_due.into())])) } }
            }
            (suggested(&item.suggestion, &item.levels))
            @if let Some(request) = waiting {
                p class="govuk-body-s" { (say_with("request-waits", &[("day", request.item.on.into())])) }
            }
            (last_words(item, tried.or(draft)))
            (confirm_form(item))
            @if draft.is_some() { p class="govuk-body" { strong { (say("draft-here")) } } }
            (update_form(item, tried.or(draft), Sort::Update))
            @if waiting.is_none() { (date_form(item, tried)) }
        }
    }
}

/// What the written rules would give if it were updated today, with the rule and the facts.
pub fn suggested(suggestion: &Suggestion, levels: &[Level]) -> Markup {
    let words = match suggestion {
        Suggestion::Gives { class, rule, facts } => {
            let label = levels.iter().find(|level| level.class == *class);
            let label = label.map_or_else(|| marks::class_name(Some(*class)), |level| level.label.to_string());
            say_with("suggested", &[("label", label.into()), ("rule", rule.into()), ("facts", facts.into())])
        }
        Suggestion::Untested { because } => say_with("suggested-none", &[("because", because.into())]),
    };
    html! { p class="govuk-body-s milepost-suggested" { (words) } }
}

/// Why what was last said was sent back, for whoever answers for it.
fn sent_back(item: &Item) -> Markup {
    let Some(back) = item.sent_back else { return Markup::default() };
    html! {
        div class="milepost-sent-back" {
            p class="govuk-body" {
                strong { (say_with("sent-back-by", &[("who", (&back.name).into()), ("day", back.on.into())])) }
            }
            (prose(&back.comment))
            p class="govuk-body-s" { (say("sent-back-answer")) }
        }
    }
}

/// What was last said; where somebody else spoke since the form was opened, that is said and both texts stand there.
pub fn last_words(item: &Item, tried: Option<&Tried>) -> Markup {
    let moved = tried.is_some_and(|tried| tried.moved);
    let words = item.last.and_then(|last| Some((last, last.item.narrative.as_ref()?)));
    html! {
        (sent_back(item))
        @if moved { (warning_text(&say("warning"), &plain(say("moved-since")))) }
        @if let Some((last, narrative)) = words {
            (inset_text(&html! {
                p class="govuk-body-s" { (say("last-said")) " " (day(last.item.day)) }
                (prose(narrative))
            }, None, ""))
        } @else {
            p class="govuk-body" { (say("progress-none")) }
        }
        @if moved {
            p class="govuk-body" { (say("moved-choose")) }
        }
    }
}
