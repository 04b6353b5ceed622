//! The third step: what becomes of each row, old beside new; what is refused, with the answer that would mend it; and
//! the import.
use super::{ImportPlans, MOST_ROWS, TURNS, Table, explain, list, page, seal, sentence, table, today, whose};
use crate::{
    change::{field_name, old_new, shade},
    error::Error,
    marks,
    parts::{
        Button, NotificationBanner, details,
        field::{Fault, Field, error_summary},
        plain,
        table::{Cell, Narrow, Table as Grid},
        tag,
    },
    plan,
    visit::{May, Staff},
    words::{say, say_with},
};
use axum::{
    extract::{Form, Path},
    http::StatusCode,
    response::{IntoResponse, Redirect, Response},
};
use domain::{
    action::Action,
    ask::{Answer, Ask, Refusal},
    changes::{self, Changes},
    id::Id,
    import::{Fate, Fates, RowFate},
    office::Kept,
    scale::Level,
    sight::{Sight, View},
    text::Text,
};
use maud::{Markup, html};
use std::collections::{BTreeMap, HashMap};

type Given = Vec<(String, String)>;

/// What would become of the table.
struct Foreseen {
    ask: Ask,
    fates: Fates,
    /// The office as it would be. None: nothing lands, since a row is refused.
    after: Option<View>,
}

/// `GET /import/{upload}/rows`
pub async fn asked(visit: May<ImportPlans>, Path(id): Path<String>) -> Result<Response, Error> {
    let table = table(&visit, &id).await?;
    if let Some(landed) = table.landed(&visit) {
        return Ok(landed);
    }
    Ok(match foreseen(&visit, &table).await? {
        Ok(foreseen) => show(&visit, &table, StatusCode::OK, &foreseen, &[]),
        Err(response) => response,
    })
}

/// `POST /import/{upload}/rows`
pub async fn answered(
    visit: May<ImportPlans>,
    Path(id): Path<String>,
    Form(given): Form<Given>,
) -> Result<Response, Error> {
    let mut table = table(&visit, &id).await?;
    if let Some(landed) = table.landed(&visit) {
        return Ok(landed);
    }
    let one = |name: &str| given.iter().find(|(n, _)| n == name).map_or("", |(_, value)| value.as_str());
    if one("do") != "import" {
        for n in 0.. {
            let (title, answer) = (one(&format!("title-{n}")), one(&format!("row-{n}")).trim());
            if title.is_empty() {
                break;
            }
            let Ok(title) = Text::new(title) else { continue };
            table.map.rows.retain(|known, _| known.folded() != title.folded());
            let known = answer == "new" || answer == "heading" || answer.starts_with("same as ");
            if known && answer.len() < 200 {
                table.map.rows.insert(title, answer.to_owned());
            }
        }
        explain::keep(&visit, &id, &table.answers, &table.map).await?;
        return Ok(Redirect::to(&format!("{}/rows", table.address())).into_response());
    }
    let foreseen = match foreseen(&visit, &table).await? {
        Ok(foreseen) => foreseen,
        Err(response) => return Ok(response),
    };
    // What is imported is what was seen: where others changed the record meanwhile, it is shown again first.
    if foreseen.after.is_none() || one("shown") != shown(&foreseen.fates) {
        let fault = Fault { id: "rows".into(), words: say("rows-moved") };
        return Ok(show(&visit, &table, StatusCode::UNPROCESSABLE_ENTITY, &foreseen, &[fault]));
    }
    visit.record.keep_given(&table.upload.file).await?;
    match visit.record.write(foreseen.ask.clone()).await {
        Ok(written) => {
            visit.record.finish_upload(&whose(&visit), table.upload.id, written.seq).await?;
            visit.record.follow().await?;
            let address = list::address_of_change(&visit, written.seq);
            Ok(Redirect::to(&format!("{address}?done=imported")).into_response())
        }
        Err(record::Error::Refused(refusal)) => {
            let fault = Fault { id: "rows".into(), words: sentence(&refusal.to_string()) };
            Ok(show(&visit, &table, StatusCode::UNPROCESSABLE_ENTITY, &foreseen, &[fault]))
        }
        Err(error) => Err(error.into()),
    }
}

/// What would become of the table; or the page that says why that cannot be told.
async fn foreseen(visit: &Staff, table: &Table) -> Result<Result<Foreseen, Response>, Error> {
    let Ok(import) = table.import(today(visit)) else {
        return Ok(Err(Redirect::to(&table.address()).into_response()));
    };
    let rows = import.reading.rows.len();
    if rows > MOST_ROWS {
        let values = [("rows", rows.to_string().into()), ("most", MOST_ROWS.to_string().into())];
        return Ok(Err(not_told(visit, table, &say_with("import-too-many-rows", &values))));
    }
    let ask = table.ask(visit, import);
    // Two tables at a time are weighed against the plan, whoever else waits.
    let _turn = TURNS.acquire().await.map_err(|error| Error::broken(&error))?;
    match visit.record.decide_only(&ask).await {
        Ok(decision) => {
            let Answer::Imported(fates) = decision.answer.clone() else {
                return Err(Error::broken(&"an import was answered with something else"));
            };
            let after = visit.view().foreseen(&ask, decision).map_err(|refusal| Error::broken(&refusal))?;
            Ok(Ok(Foreseen { ask, fates: *fates, after: Some(after) }))
        }
        Err(record::Error::Refused(Refusal::Rejected(fates))) => Ok(Ok(Foreseen { ask, fates: *fates, after: None })),
        Err(record::Error::Refused(refusal)) => Ok(Err(not_told(visit, table, &refusal.to_string()))),
        Err(error) => Err(error.into()),
    }
}

fn not_told(visit: &Staff, table: &Table, why: &str) -> Response {
    let title = say("rows-title");
    let fault = Fault { id: "back".into(), words: sentence(why) };
    let main = html! {
        (error_summary(&say("problem"), std::slice::from_ref(&fault)))
        h1 class="govuk-heading-l" { (title) }
        p class="govuk-body" { (fault.words) }
        p class="govuk-body" { a class="govuk-link" id="back" href=(table.address()) { (say("rows-back")) } }
        (explain::drop_form(table))
    };
    page(visit, StatusCode::UNPROCESSABLE_ENTITY, title, main, true, &trail(table))
}

fn trail(table: &Table) -> Vec<(String, String)> {
    vec![(say("import-title"), "/import".into()), (say("explain-title"), table.address())]
}

fn shown(fates: &Fates) -> String {
    seal(&(&fates.rows, &fates.totals, &fates.questions))
}

fn show(visit: &Staff, table: &Table, status: StatusCode, foreseen: &Foreseen, faults: &[Fault]) -> Response {
    let fates = &foreseen.fates;
    let totals = fates.totals;
    let title = say("rows-title");
    let counts = [
        ("created", totals.created.into()),
        ("updated", totals.updated.into()),
        ("unchanged", totals.unchanged.into()),
        ("rejected", totals.rejected.into()),
        ("skipped", totals.skipped.into()),
    ];
    let main = html! {
        (error_summary(&say("problem"), faults))
        h1 class="govuk-heading-l" id="rows" { (title) }
        p class="govuk-body-l" { (say_with("rows-counts", &counts)) }
        @if totals.rejected > 0 {
            (refused_rows(visit, table, foreseen))
        } @else {
            form method="post" action={ (table.address()) "/rows" } {
                input type="hidden" name="do" value="import";
                input type="hidden" name="shown" value=(shown(fates));
                (Button::default().saying(&plain(say_with("rows-import", &[("count", (totals.created + totals.updated).into())]))))
            }
        }
        p class="govuk-body" { a class="govuk-link" href=(table.address()) { (say("rows-back")) } }
        (questions(fates))
        (all_rows(visit, foreseen))
        @if !fates.absent.is_empty() {
            h2 class="govuk-heading-m" { (say("rows-absent")) }
            ul class="govuk-list govuk-list--bullet" {
                @for absent in &fates.absent { li { (absent.reference) " " (absent.title) } }
            }
        }
        (skipped(fates))
        (explain::drop_form(table))
    };
    page(visit, status, title, main, !faults.is_empty(), &trail(table))
}

/// The rows that keep the table from being imported: by the word that nobody knows, or each with the answers that would
/// let it in.
fn refused_rows(visit: &Staff, table: &Table, foreseen: &Foreseen) -> Markup {
    let all = foreseen.fates.rows.iter().filter(|row| row.fate == Fate::Rejected);
    let (words, refused): (Vec<&RowFate>, Vec<&RowFate>) = all.partition(|row| is_of_a_word(row));
    let mut by_word: BTreeMap<String, Vec<&RowFate>> = BTreeMap::new();
    for row in words {
        by_word.entry(without_the_map(row)).or_default().push(row);
    }
    let banner = NotificationBanner { title: &say("important"), ..NotificationBanner::default() };
    html! {
        (banner.saying(&html! {
            (NotificationBanner::heading(&plain(say_with("rows-refused", &[("count", foreseen.fates.totals.rejected.into())]))))
            p class="govuk-body" { (say("rows-refused-do")) }
        }))
        @for (n, (why, rows)) in by_word.iter().enumerate() {
            section class="milepost-refused" aria-labelledby={ "word-" (n) } {
                h2 class="govuk-heading-s" id={ "word-" (n) } { (sentence(why)) }
                p class="govuk-body" {
                    a class="govuk-link" href=(table.address()) { (say("rows-explain")) }
                }
                ul class="govuk-list govuk-list--bullet" {
                    @for row in rows {
                        li {
                            @if let Some(reference) = &row.reference { (reference) " " }
                            (row.title.on_one_line()) " (" (row.place) ")"
                        }
                    }
                }
            }
        }
        @if !refused.is_empty() {
            form method="post" action={ (table.address()) "/rows" } novalidate {
                input type="hidden" name="do" value="look";
                @for (n, row) in refused.iter().enumerate() {
                    (refused_row(visit, n, row))
                }
                (Button::default().saying(&plain(say("rows-look-again"))))
            }
        }
    }
}

/// Whether a row is refused for a word that is explained in the step before.
fn is_of_a_word(row: &RowFate) -> bool {
    row.reason.as_deref().is_some_and(|why| why.contains("[ratings]"))
}

/// Why a row is refused, without what is said there for a map that is written by hand.
fn without_the_map(row: &RowFate) -> String {
    let why = row.reason.as_deref().unwrap_or_default();
    let why = [
        "\n\"",
        " Correct the table, or say in the map",
        "; say so in the map",
        " Say in the map",
        ", or say in the map",
    ]
    .into_iter()
    .fold(why, |why, from| why.split(from).next().unwrap_or_default());
    why.trim().to_owned()
}

fn refused_row(visit: &Staff, n: usize, row: &RowFate) -> Markup {
    let sight = visit.now();
    let known = |reference: &str| {
        let plans = sight.plans();
        plans.flat_map(|plan| sight.actions(plan.id)).any(|action| action.reference().as_str() == reference)
    };
    let near = row.near.as_deref().and_then(|near| near.split(' ').next()).filter(|near| known(near));
    let own = row.reference.as_ref().map(Text::as_str).filter(|own| known(own) && near != Some(*own));
    let mut choices = vec![(String::new(), say("rows-choose"))];
    for reference in near.into_iter().chain(own) {
        let words = say_with("rows-same", &[("reference", reference.into())]);
        choices.push((format!("same as {reference}"), words));
    }
    choices.push(("new".into(), say("rows-new")));
    choices.push(("heading".into(), say("rows-heading")));
    let why = without_the_map(row);
    let name = format!("row-{n}");
    html! {
        section class="milepost-refused" aria-labelledby={ "refused-" (n) } {
            h2 class="govuk-heading-s" id={ "refused-" (n) } {
                @if let Some(reference) = &row.reference { (reference) " " }
                (row.title.on_one_line()) " " span class="govuk-caption-m" { (row.place) }
            }
            p class="govuk-body" { (sentence(&why)) }
            @if !row.title.is_empty() {
                input type="hidden" name={ "title-" (n) } value=(row.title);
                (Field { id: name.clone(), name: &name, label: say("rows-which"), ..Field::default() }.select(&choices))
            }
        }
    }
}

fn questions(fates: &Fates) -> Markup {
    html! {
        @if !fates.questions.is_empty() {
            h2 class="govuk-heading-m" { (say("try-asked")) }
            p class="govuk-body" { (say("try-asked-why")) }
            ul class="govuk-list govuk-list--bullet" {
                @for question in &fates.questions {
                    li {
                        (sentence(&question.asks))
                        span class="milepost-note" {
                            (say_with("try-answer", &[("answer", question.taken.as_str().into())])) " (" (question.place) ")"
                        }
                    }
                }
            }
        }
        @if !fates.notes.is_empty() {
            h2 class="govuk-heading-m" { (say("try-notes")) }
            ul class="govuk-list govuk-list--bullet" { @for note in &fates.notes { li { (sentence(note)) } } }
        }
    }
}

/// Every row that is an action: what becomes of it, and what it changes.
fn all_rows(visit: &Staff, foreseen: &Foreseen) -> Markup {
    let (before, levels) = (visit.now(), levels(visit, foreseen));
    let after = foreseen.after.as_ref().map(View::sight);
    let plan = after.and_then(|after| after.last_imported());
    let changes = after.zip(plan).map(|(after, plan)| changes::between(&before, &after, plan));
    let differences = changes.as_ref().map(|changes| Differences::of(changes, &levels)).unwrap_or_default();
    let actions: HashMap<String, &Kept<Action>> = after
        .zip(plan)
        .map(|(after, plan)| after.actions(plan))
        .unwrap_or_default()
        .into_iter()
        .map(|action| (action.reference().folded(), action))
        .collect();
    let rows =
        foreseen.fates.rows.iter().filter(|row| matches!(row.fate, Fate::Created | Fate::Updated | Fate::Unchanged));
    let rows: Vec<Vec<Cell>> = rows
        .map(|row| {
            let action = row.reference.as_ref().and_then(|reference| actions.get(&reference.folded()));
            let named = html! {
                @if let Some(reference) = &row.reference { (reference) " " }
                (row.title.on_one_line())
                @if row.given { span class="milepost-note" { (say("try-given")) } }
            };
            let what = match (row.fate, action) {
                (Fate::Created, Some(action)) => stated(after.as_ref(), action, &levels),
                (_, Some(action)) => differences.show(action.id),
                _ => Markup::default(),
            };
            let what = html! {
                (what)
                @if let Some(why) = &row.reason { span class="milepost-note" { (sentence(why)) } }
            };
            vec![named.into(), fate(row.fate).into(), what.into(), Cell::text(&row.place)]
        })
        .collect();
    if rows.is_empty() {
        return Markup::default();
    }
    Grid {
        caption: Some(plain(say("rows-all"))),
        caption_classes: "govuk-table__caption--m",
        head: [say("action"), say("rows-fate"), say("changes-what"), say("try-place")].map(Cell::text).into(),
        rows,
        first_names_row: true,
        narrow: Narrow::Stacks,
        classes: "milepost-rows",
    }
    .show()
}

fn levels(visit: &Staff, foreseen: &Foreseen) -> Vec<Level> {
    let sight = foreseen.after.as_ref().map_or_else(|| visit.now(), View::sight);
    let scale = sight.last_imported().and_then(|plan| sight.plan(plan)).and_then(|plan| sight.scale(plan.item.scale));
    marks::levels(scale.map(|scale| &scale.item))
}

fn fate(fate: Fate) -> Markup {
    let (words, colour) = match fate {
        Fate::Created => (say("fate-created"), "govuk-tag--green"),
        Fate::Updated => (say("fate-updated"), "govuk-tag--blue"),
        Fate::Unchanged => (say("fate-unchanged"), "govuk-tag--grey"),
        Fate::Rejected => (say("fate-rejected"), "govuk-tag--red"),
        Fate::Skipped => (say("fate-skipped"), "govuk-tag--grey"),
    };
    tag(&plain(words), colour)
}

/// What a new action will say: rating, lead, date.
fn stated(after: Option<&Sight>, action: &Kept<Action>, levels: &[Level]) -> Markup {
    let Some(sight) = after else { return Markup::default() };
    let theme = sight.theme(action.item.theme).map(|theme| theme.item.name.to_string()).unwrap_or_default();
    html! {
        (plan::rating(action, levels)) " "
        span class="milepost-note" { (theme) "; " (plan::held(sight, &action.item)) "; " (plan::dates(&action.item)) }
    }
}

/// What changes of each action, field by field.
#[derive(Default)]
struct Differences(HashMap<Id<Action>, Vec<(String, Markup, Markup)>>);

impl Differences {
    fn of(changes: &Changes, levels: &[Level]) -> Self {
        let mut all: HashMap<Id<Action>, Vec<(String, Markup, Markup)>> = HashMap::new();
        for one in &changes.rated {
            let both = (say("rating"), shade(one.before, levels), shade(one.action, levels));
            all.entry(one.action.id).or_default().push(both);
        }
        for one in &changes.moved {
            let both = (say("date-head"), plan::or_not_set(one.from), plan::or_not_set(one.to));
            all.entry(one.action.id).or_default().push(both);
        }
        let or_nothing = |text: &str| plain(if text.is_empty() { say("nothing") } else { text.to_owned() });
        for one in &changes.changed {
            for field in &one.fields {
                let both = (field_name(field.field), or_nothing(&field.from), or_nothing(&field.to));
                all.entry(one.action.id).or_default().push(both);
            }
        }
        Self(all)
    }

    fn show(&self, action: Id<Action>) -> Markup {
        html! {
            @if let Some(fields) = self.0.get(&action) {
                dl class="milepost-old-new" {
                    @for (name, old, new) in fields { dt { (name) } dd { (old_new(old, new)) } }
                }
            }
        }
    }
}

/// Headings and notes, for whoever wants to see them.
fn skipped(fates: &Fates) -> Markup {
    let rows: Vec<&RowFate> = fates.rows.iter().filter(|row| row.fate == Fate::Skipped).collect();
    if rows.is_empty() {
        return Markup::default();
    }
    let list = html! {
        ul class="govuk-list govuk-list--bullet" {
            @for row in &rows {
                li { (row.title.on_one_line()) ": " (row.reason.as_deref().unwrap_or_default()) " (" (row.place) ")" }
            }
        }
    };
    details(&plain(say_with("rows-skipped", &[("count", rows.len().into())])), &list, None, false)
}
