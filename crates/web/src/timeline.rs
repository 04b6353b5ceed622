//! How an action came to be as it is: updates, changes of date, changes of wording, the papers that showed it.
use crate::{
    action::{Provenance, held_by, provenance, status_name},
    home::body_name,
    marks::{self, Shade, day, prose},
    parts::table::{Cell, Narrow, Table},
    plan::{due_on, or_not_set},
    way::Way,
    words::{self, say, say_with},
};
use domain::{
    action::{Action, Decided, Status},
    change_request::Approved,
    entry::{Act, Entry},
    id::Id,
    office::{Kept, read},
    period::london_day,
    publication::{PublicBasis, PublicCompletion},
    scale::Level,
    sight::Sight,
    update::{Confidence, Manner, Update},
};
use jiff::civil::Date;
use maud::{Markup, html};

/// Something that happened, with the day that people know it by.
struct Event {
    day: Date,
    /// Puts what happened on one day in order.
    seq: i64,
    what: String,
    detail: Markup,
    provenance: Markup,
}

/// The timeline up to where the sight stands, newest first.
pub fn show(sight: &Sight, id: Id<Action>, history: &[(Entry, Vec<u8>)], way: &Way) -> Markup {
    let Some(kept) = sight.action(id) else { return Markup::default() };
    let levels = marks::levels(sight.plan(kept.item.plan).and_then(|p| sight.scale(p.item.scale)).map(|s| &s.item));
    let states = states(sight, history);
    let mut events = updates(sight, id, &levels);
    events.extend(papers(sight, id, &levels, way));
    events.extend(recorded(sight, id, &states));
    events.extend(erased(sight, id));
    events.extend(requests(sight, id));
    events.sort_by_key(|event| std::cmp::Reverse((event.day, event.seq)));
    html! {
        ol class="govuk-list milepost-timeline" {
            @for event in &events {
                li class="milepost-timeline__event" {
                    h3 class="govuk-heading-s" { (day(event.day)) ": " (event.what) }
                    (event.detail)
                    (event.provenance)
                }
            }
        }
    }
}

/// The states that are seen from here, oldest first.
fn states(sight: &Sight, history: &[(Entry, Vec<u8>)]) -> Vec<Kept<Action>> {
    let head = sight.head().seq;
    history
        .iter()
        .filter(|(entry, _)| entry.seq <= head)
        .filter_map(|(entry, body)| read::<Action>(entry, body).ok())
        .filter(|kept| sight.reach().covers(&kept.envelope.visibility))
        .collect()
}

fn updates(sight: &Sight, id: Id<Action>, levels: &[Level]) -> Vec<Event> {
    let event = |kept: &Kept<Update>| {
        let update = &kept.item;
        let detail = html! {
            @if let Some(rating) = &update.rating {
                p class="govuk-body" { (Shade::given(&rating.label, rating.class, &rating.level, levels).show()) " " span class="milepost-hint" { (crate::plan::basis(PublicBasis::of(&rating.basis).as_ref(), levels)) } }
                p class="govuk-body-s" { (crate::action::behind(sight, &rating.basis)) }
            }
            @if let Some(narrative) = &update.narrative { (prose(narrative)) }
            (beside(sight, update))
            @if let Manner::Correction { of: Some(of) } = update.manner {
                @if let Some(old) = sight.update(of) {
                    p class="govuk-body-s" { (say("corrects")) " " (day(old.item.day)) }
                }
            }
            @if let Some(by) = &update.by { p class="govuk-body-s" { (say_with("said-by", &[("who", held_by(sight, by).into())])) } }
            @if let Some(sheet) = &update.from_sheet {
                p class="govuk-body-s" {
                    (say_with("said-by-sheet", &[("of", (&sheet.of).into()), ("by", (&sheet.entered_by).into())]))
                }
            }
            @if let Some(link) = &update.by_link {
                @if let Some(name) = sight.internal(&link.entered_as) {
                    p class="govuk-body-s" { (say_with("said-by-link", &[("post", (&link.sent_to).into()), ("name", name.into())])) }
                }
            }
        };
        let from = Provenance { seq: kept.seq, at: kept.at, actor: kept.actor, origin: update.origin.as_ref() };
        Event {
            day: update.day,
            seq: kept.seq,
            what: match update.manner {
                Manner::Update => say("event-update"),
                Manner::Confirmation => say("event-confirmation"),
                Manner::Correction { .. } => say("event-correction"),
            },
            detail,
            provenance: provenance(sight, &from),
        }
    };
    sight.updates(id).into_iter().map(event).collect()
}

/// What an update says beside its words: what is expected, how sure that is, what comes next, and what shows it.
pub fn beside(sight: &Sight, update: &Update) -> Markup {
    let expected = sight.expected(update);
    let sure = expected.and_then(|expected| expected.confidence).map(|confidence| match confidence {
        Confidence::High => say("confidence-high"),
        Confidence::Medium => say("confidence-medium"),
        Confidence::Low => say("confidence-low"),
    });
    html! {
        @if let Some(next) = &update.next_step {
            p class="govuk-body" { strong { (say("next-step")) } " " (next) }
        }
        @if let Some(forecast) = expected.and_then(|expected| expected.forecast) {
            p class="govuk-body-s" { (say_with("forecast-of", &[("label", (&forecast.label).into())])) }
        }
        @if let Some(sure) = sure { p class="govuk-body-s" { (say_with("confidence-of", &[("word", sure.into())])) } }
        (crate::evidence::list(sight, update.action, &update.evidence))
    }
}

/// The decision by which it was put off or closed.
pub fn decided(decided: &Decided) -> Markup {
    html! {
        (day(decided.on))
        @if let Some(until) = decided.until { ", " (say("until")) " " (day(until)) }
        span class="milepost-note" {
            (say_with("move-reason", &[("reason", (&decided.reason).into()), ("approver", (&decided.approver).into())]))
        }
    }
}

/// What was asked to be changed, and what was decided of it.
fn requests(sight: &Sight, id: Id<Action>) -> Vec<Event> {
    let post = |id| sight.post(id).map(|post| post.item.name.to_string()).unwrap_or_default();
    let mut events = vec![];
    for kept in sight.change_requests().filter(|request| request.item.action == id) {
        let request = &kept.item;
        let asks = crate::decisions::asked(sight, sight.action(id).map(|a| &a.item), &request.asks);
        let from = Provenance { seq: kept.seq, at: kept.at, actor: kept.actor, origin: None };
        let detail = html! {
            p class="govuk-body" { (asks) }
            p class="govuk-body-s" { (say_with("asked-detail", &[("reason", (&request.reason).into()), ("who", post(request.by).into())])) }
        };
        // Asked before it was decided, also where both were on one day.
        let asked = Event {
            day: request.on,
            seq: kept.seq - 1,
            what: say("event-asked"),
            detail,
            provenance: Markup::default(),
        };
        events.push(asked);
        let Some(ruling) = &request.ruling else { continue };
        let what = match ruling.approved {
            Approved::Yes => say("event-approved"),
            Approved::No => say("event-declined"),
        };
        let detail = html! {
            p class="govuk-body" { (asks) }
            p class="govuk-body-s" {
                (say_with("ruled-by", &[("who", post(ruling.by).into())]))
                @if let Some(reason) = &ruling.reason { ": " (reason) }
            }
        };
        events.push(Event { day: ruling.on, seq: kept.seq, what, detail, provenance: provenance(sight, &from) });
    }
    events
}

/// Every field that was changed: when, from what to what, by whom and why; newest first.
pub fn cells(sight: &Sight, history: &[(Entry, Vec<u8>)]) -> Markup {
    let states = states(sight, history);
    let mut rows = vec![];
    for pair in states.windows(2) {
        let [old, new] = pair else { continue };
        let who = sight.name_of(new.actor).map_or_else(|| say("somebody"), |name| name.to_string());
        for (field, from, to) in differences(sight, old, new) {
            rows.push(vec![
                marks::day(london_day(new.at)).into(),
                Cell::text(&field),
                Cell::text(&from),
                Cell::text(&to),
                Cell::text(&who),
                Cell::text(sight.why(new).map(ToString::to_string).unwrap_or_default()),
            ]);
        }
    }
    rows.reverse();
    let heads = [
        say("history-when"),
        say("history-field"),
        say("history-from"),
        say("history-to"),
        say("history-who"),
        say("history-why"),
    ];
    Table { head: heads.map(Cell::text).into(), rows, narrow: Narrow::Stacks, ..Table::default() }.show()
}

/// Which body saw it when, and how it was rated there.
fn papers(sight: &Sight, id: Id<Action>, levels: &[Level], way: &Way) -> Vec<Event> {
    let shown = sight.papers().filter(|kept| kept.item.kind.prints_actions()).filter_map(|kept| {
        let row = kept.item.rows.iter().find(|row| row.action == Some(id))?;
        let body = sight.body(kept.item.body)?;
        let (on, what) = match (kept.item.presented, kept.item.issued) {
            (Some(on), _) => (on, say_with("event-presented", &[("who", body_name(body).into())])),
            (None, Some(on)) => (on, say_with("event-issued", &[("who", body_name(body).into())])),
            (None, None) => return None,
        };
        let detail = html! {
            p class="govuk-body" {
                (Shade::printed(&row.label, row.class, levels).show()) ", " (due_on(row.current_date)) ". "
                a class="govuk-link" href=(way.to(&crate::paper::address(kept.reference()))) { (kept.reference()) ", " (kept.item.title) }
            }
            @if let Some(withdrawn) = &kept.item.withdrawn {
                p class="govuk-body-s" { (say_with("event-withdrawn", &[("day", withdrawn.on.into()), ("reason", (&withdrawn.reason).into())])) }
            }
        };
        let from = Provenance { seq: kept.seq, at: kept.at, actor: kept.actor, origin: None };
        Some(Event { day: on, seq: kept.seq, what, detail, provenance: provenance(sight, &from) })
    });
    shown.collect()
}

/// What was erased from it, and why; what it was is nowhere.
fn erased(sight: &Sight, id: Id<Action>) -> Vec<Event> {
    let event = |kept: &Kept<domain::erasure::Erasure>| {
        let from = Provenance { seq: kept.seq, at: kept.at, actor: kept.actor, origin: None };
        let detail = html! {
            @if let Some(reason) = &kept.reason { p class="govuk-body" { (reason) } }
        };
        let (day, what) = (london_day(kept.at), say("event-erased"));
        Event { day, seq: kept.seq, what, detail, provenance: provenance(sight, &from) }
    };
    sight.erasures(id.uuid()).into_iter().map(event).collect()
}

/// What each state of the action changed: its beginning, its dates, its wording.
fn recorded(sight: &Sight, id: Id<Action>, states: &[Kept<Action>]) -> Vec<Event> {
    let updates = sight.updates(id);
    let mut events = Vec::new();
    let mut before: Option<&Kept<Action>> = None;
    for state in states {
        // Its own origin is where it first came from; a later edition of the table left its row with the update that
        // came in the same change, which has the same time.
        let with_it = updates.iter().find(|u| u.at == state.at).and_then(|u| u.item.origin.as_ref());
        let origin = with_it.or_else(|| state.item.origin.as_ref().filter(|_| before.is_none()));
        let from = Provenance { seq: state.seq, at: state.at, actor: state.actor, origin };
        let on = state.on.unwrap_or_else(|| london_day(state.at));
        let provenance = provenance(sight, &from);
        let known = before.map_or(0, |b| b.item.moves.len());
        for moved in state.item.moves.iter().skip(known) {
            let detail = html! {
                p class="govuk-body" { (say("from")) " " (or_not_set(moved.from)) " " (say("to")) " " (or_not_set(moved.to)) "." }
                p class="govuk-body-s" { (say_with("move-reason", &[("reason", (&moved.reason).into()), ("approver", (&moved.approver).into())])) }
            };
            let what = say("event-date");
            events.push(Event { day: moved.on, seq: state.seq, what, detail, provenance: provenance.clone() });
        }
        let Some(old) = before.replace(state) else {
            let what = if state.act == Act::Imported { say("event-imported") } else { say("event-added") };
            events.push(Event { day: on, seq: state.seq, what, detail: Markup::default(), provenance });
            continue;
        };
        if let Some(verified) = verified(sight, old, state) {
            let what = say("event-verified");
            events.push(Event { day: on, seq: state.seq, what, detail: verified, provenance: provenance.clone() });
        }
        if old.item.completion.is_some() && not_shown(old, state) {
            let what = say("event-not-complete");
            let detail = html! { @if let Some(reason) = sight.why(state) { p class="govuk-body" { (reason) } } };
            events.push(Event { day: on, seq: state.seq, what, detail, provenance: provenance.clone() });
        }
        let mut changed = differences(sight, old, state);
        // What an update or a change of date beside it has said is not said twice.
        let (rating, timescale, date) = (say("rating"), say("timescale"), say("date-head"));
        let rated = updates.iter().any(|u| u.at == state.at && u.item.rating.is_some());
        let moved = state.item.moves.len() > known;
        changed.retain(|(field, ..)| !(rated && *field == rating || moved && (*field == timescale || *field == date)));
        if !changed.is_empty() {
            let detail = html! {
                dl class="milepost-old-new" {
                    @for (field, old, new) in &changed {
                        dt { (field) }
                        dd { del { (old) } " " ins { (new) } }
                    }
                }
            };
            events.push(Event { day: on, seq: state.seq, what: say("event-changed"), detail, provenance });
        }
    }
    events
}

/// Whether somebody said that the evidence did not show the completion: then nobody has rated it since.
fn not_shown(old: &Kept<Action>, new: &Kept<Action>) -> bool {
    old.item.status == Status::Complete && new.item.status == Status::InProgress && new.item.rating.is_none()
}

/// That somebody confirmed the evidence between two states.
fn verified(sight: &Sight, old: &Kept<Action>, new: &Kept<Action>) -> Option<Markup> {
    let by = |kept: &Kept<Action>| kept.item.completion.as_ref().and_then(|done| done.verified.clone());
    by(new).filter(|_| by(old).is_none())?;
    let done = PublicCompletion::of(sight, &new.item);
    Some(html! { p class="govuk-body" { (crate::plan::completion(done.as_ref())) } })
}

/// The fields that differ, old and new. Dates and progress have events of their own.
fn differences(sight: &Sight, old: &Kept<Action>, new: &Kept<Action>) -> Vec<(String, String, String)> {
    let (then, now) = (fields(sight, old), fields(sight, new));
    let pairs = then.into_iter().zip(now).filter(|((_, old), (_, new))| old != new);
    let or_nothing = |text: String| if text.is_empty() { say("nothing") } else { text };
    pairs.map(|((field, old), (_, new))| (field, or_nothing(old), or_nothing(new))).collect()
}

fn fields(sight: &Sight, kept: &Kept<Action>) -> Vec<(String, String)> {
    let action = &kept.item;
    let text = |text: &Option<domain::text::Text>| text.as_ref().map(ToString::to_string).unwrap_or_default();
    let leads: Vec<String> = action.leads.iter().map(|held| held_by(sight, held)).collect();
    let partners: Vec<String> = action.partners.iter().map(|p| p.stated.to_string()).collect();
    vec![
        (say("title"), action.title.to_string()),
        (say("description"), text(&action.description)),
        (say("output"), text(&action.output)),
        (say("theme"), sight.theme(action.theme).map(|t| t.item.name.to_string()).unwrap_or_default()),
        (say("rating"), action.rating.as_ref().map_or_else(|| say("not-rated"), |r| r.label.to_string())),
        (say("timescale"), action.timescale.stated.to_string()),
        (say("date-head"), action.current_date.map(words::date).unwrap_or_default()),
        (say("sponsor"), action.sponsor.as_ref().map(|held| held_by(sight, held)).unwrap_or_default()),
        (say("lead"), words::list(&leads)),
        (say("partners"), words::list(&partners)),
        (say("status"), status_name(action.status)),
        (say("visible"), marks::seen_by_in_words(&kept.envelope)),
    ]
}
