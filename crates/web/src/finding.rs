//! `/findings`: what auditors, inspectors and the Panel found, where each stands, and what is done about it. Counts link to
//! the lists that they are the lengths of.
mod add;
mod facts;
mod forms;
mod import;
mod review;
mod source;

pub use add::{added, adding, reworded, rewording};
pub use forms::{agreed, closed, moved, passed_on, published, reopened, responded, settled, tied, updated, verified};
pub use import::{asked as importing, taken as imported};
pub use review::{added as review_added, adding as review_adding, list as reviews, noted, one as review};
pub use source::{named as source_named, page as sources};

use crate::{
    answers::Answers,
    error::Error,
    marks::day,
    page::{Page, Section},
    parts::{
        Button, inset_text, plain,
        question::Pick,
        table::{Cell, Narrow, Table},
        tag,
    },
    visit::Staff,
    way::{Way, segment},
    words::{say, say_with},
};
use axum::{
    extract::Path,
    response::{IntoResponse, Response},
};
use domain::{
    action::Action,
    finding::{
        Colour, Finding, Rank, Standing,
        tracker::{Filter, Line, Matrix, Tracker},
    },
    id::Id,
    office::Kept,
    sight::Sight,
    text::Text,
};
use jiff::civil::Date;
use maud::{Markup, html};

/// What stands in an address for findings to which their source gave no priority.
const NO_PRIORITY: &str = "-";

pub fn address(code: &Text) -> String {
    format!("/findings/{}", segment(code.as_str()))
}

/// `GET /findings`
pub async fn list(visit: Staff) -> Result<Response, Error> {
    let sight = visit.sight();
    let all = sight.tracker(visit.today());
    let filter = filter(&visit);
    let shown = all.filtered(&filter, &sight);
    let title = say("findings");
    let may = |act| visit.way.chosen().is_none() && visit.actor().may(act).is_ok();
    let main = html! {
        h1 class="govuk-heading-l" { (title) }
        p class="govuk-body" { (say("findings-what")) }
        @for hidden in sight.findings_withheld().into_iter().filter(|_| sight.reach() >= domain::sight::Reach::Panel) {
            (inset_text(&plain(say_with("findings-withheld", &[("count", hidden.count.into()), ("reason", (&hidden.reason).into())])), None, ""))
        }
        @if all.lines.is_empty() {
            p class="govuk-body" { (say("findings-none")) }
        } @else {
            (matrix(&all.matrix(), &visit.way))
            (narrowing(&visit, &all, &filter))
            (lines(&sight, &shown, all.lines.len(), &visit.way))
        }
        h2 class="govuk-heading-m" { (say("findings-beside")) }
        ul class="govuk-list govuk-list--bullet" {
            li { a class="govuk-link" href=(visit.way.to("/findings/reviews")) { (say("finding-reviews")) } }
            @if may("add a finding") { li { a class="govuk-link" href="/findings/new" { (say("finding-add")) } } }
            @if may("add a review") { li { a class="govuk-link" href="/findings/reviews/new" { (say("finding-review-add")) } } }
            @if may("import findings") { li { a class="govuk-link" href="/findings/import" { (say("finding-import")) } } }
            @if may("name a source of findings") { li { a class="govuk-link" href="/findings/sources" { (say("finding-sources")) } } }
        }
    };
    Ok(visit.show(&Page { title, main, ..Page::default() }.within(Section::Assurance)))
}

fn filter(visit: &Staff) -> Filter {
    let asked = |name: &str| visit.asked(name).map(str::to_owned);
    Filter {
        source: asked("source"),
        standing: visit.asked("standing").and_then(Standing::parse),
        rank: visit.asked("rank").and_then(Rank::parse),
        priority: asked("priority").map(|word| if word == NO_PRIORITY { String::new() } else { word }),
        owner: asked("owner"),
        review: asked("review"),
        late: visit.asked("late") == Some("yes"),
    }
}

pub fn standing_name(standing: Standing) -> String {
    match standing {
        Standing::AwaitingResponse => say("finding-awaiting"),
        Standing::Open => say("finding-open"),
        Standing::Overdue => say("finding-overdue"),
        Standing::ManagementClosed => say("finding-management-closed"),
        Standing::Verified => say("finding-verified"),
        Standing::NotAdopted => say("finding-not-adopted"),
        Standing::RiskAccepted => say("finding-risk-accepted"),
        Standing::Reopened => say("finding-reopened"),
    }
}

fn rank_name(rank: Rank) -> String {
    match rank {
        Rank::High => say("finding-high"),
        Rank::Medium => say("finding-medium"),
        Rank::Low => say("finding-low"),
        Rank::NotRanked => say("finding-not-ranked"),
    }
}

/// Where something stands: a word, a symbol and the colour that follows.
fn mark(standing: Standing, colour: Colour) -> Markup {
    let symbol = match standing {
        Standing::Overdue => '■',
        Standing::AwaitingResponse | Standing::Reopened => '▲',
        Standing::Open => '●',
        Standing::ManagementClosed => '○',
        Standing::Verified => '✔',
        Standing::NotAdopted | Standing::RiskAccepted => '‖',
    };
    let own = match colour {
        Colour::Red => "govuk-tag--red",
        Colour::Amber => "govuk-tag--yellow",
        Colour::Green => "govuk-tag--green",
        Colour::Grey => "govuk-tag--grey",
    };
    tag(&html! { span aria-hidden="true" { (symbol) " " } (standing_name(standing)) }, own)
}

/// Counts by source and priority; each that is not nought is the way to its list.
fn matrix(matrix: &Matrix, way: &Way) -> Markup {
    let link = |count: usize, asked: &[(&str, &str)], what: &str| -> Cell {
        let content = html! {
            @if count == 0 { "0" } @else {
                a class="govuk-link" href=(way.with("/findings", asked)) {
                    (count) span class="govuk-visually-hidden" { " " (what) }
                }
            }
        };
        Cell { kind: crate::parts::table::CellKind::Number, ..Cell::from(content) }
    };
    let mut rows: Vec<Vec<Cell>> = vec![];
    for row in &matrix.rows {
        let priority = row.priority.as_ref().map_or(NO_PRIORITY, Text::as_str);
        let of = [("source", row.source.as_str()), ("priority", priority)];
        let named = row.priority.as_ref().map_or_else(|| say("finding-not-ranked"), ToString::to_string);
        let mut cells: Vec<Cell> = vec![html! { (row.source) span class="milepost-note" { (named) } }.into()];
        cells.extend(Standing::ALL.map(|one| {
            let asked = [of[0], of[1], ("standing", one.as_str())];
            link(row.counts.of(one), &asked, &format!("{}, {named}, {}", row.source, standing_name(one)))
        }));
        cells.push(link(row.counts.total(), &of, &format!("{}, {named}", row.source)));
        rows.push(cells);
    }
    let mut total: Vec<Cell> = vec![Cell::text(say("finding-total"))];
    total.extend(
        Standing::ALL.map(|one| link(matrix.total.of(one), &[("standing", one.as_str())], &standing_name(one))),
    );
    total.push(link(matrix.total.total(), &[], &say("findings-all")));
    rows.push(total);
    let heads =
        [say("finding-source")].into_iter().chain(Standing::ALL.map(standing_name)).chain([say("finding-total")]);
    html! {
        (Table {
            caption: Some(plain(say("findings-counts"))),
            caption_classes: "govuk-table__caption--m",
            head: heads.map(Cell::text).collect(),
            rows,
            first_names_row: true,
            narrow: Narrow::Stacks,
            ..Table::default()
        }.show())
        p class="govuk-body" {
            (say_with("findings-open-count", &[("open", matrix.total.open().into()), ("all", matrix.total.total().into())])) " "
            @if matrix.total.late > 0 {
                a class="govuk-link" href=(way.with("/findings", &[("late", "yes")])) {
                    (say_with("findings-late-count", &[("late", matrix.total.late.into())]))
                }
            }
        }
    }
}

/// The form that narrows the list: an address, so that a list can be kept and sent.
fn narrowing(visit: &Staff, all: &Tracker, filter: &Filter) -> Markup {
    let typed = Answers::default();
    let any = || (String::new(), say("findings-any"), false);
    let choice = |value: String, text: String, chosen: bool| (value, text, chosen);
    let mut sources: Vec<String> = all.lines.iter().map(|line| line.source.item.name.to_string()).collect();
    sources.dedup();
    let mut priorities: Vec<String> =
        all.lines.iter().filter_map(|line| line.finding.item.priority.as_ref().map(ToString::to_string)).collect();
    priorities.sort_unstable();
    priorities.dedup();
    let is = |own: &Option<String>, value: &str| own.as_deref() == Some(value);
    let pick = |field: &'static str, label: String, choices: Vec<(String, String, bool)>| {
        let choices = std::iter::once(any()).chain(choices).collect();
        typed.pick(&Pick { field, label, hint: None, choices })
    };
    html! {
        h2 class="govuk-heading-m" id="list" { (say("findings-list")) }
        form method="get" action="/findings#list" class="milepost-filter" {
            @if let Some(at) = visit.way.chosen() { input type="hidden" name="at" value=(at); }
            (pick("source", say("finding-source"), sources.iter().map(|one| choice(one.clone(), one.clone(), is(&filter.source, one))).collect()))
            (pick("standing", say("finding-standing"), Standing::ALL.map(|one| choice(one.as_str().to_owned(), standing_name(one), filter.standing == Some(one))).to_vec()))
            (pick("priority", say("finding-priority"), priorities.iter().map(|one| choice(one.clone(), one.clone(), is(&filter.priority, one))).collect()))
            (pick("rank", say("finding-rank"), Rank::ALL.map(|one| choice(one.as_str().to_owned(), rank_name(one), filter.rank == Some(one))).to_vec()))
            (pick("owner", say("finding-owner"), visit.sight().finding_owners().into_iter().map(|one| { let chosen = is(&filter.owner, &one); choice(one.clone(), one, chosen) }).collect()))
            (Button { classes: "govuk-button--secondary", ..Button::default() }.saying(&plain(say("findings-narrow"))))
        }
    }
}

fn lines(sight: &Sight, tracker: &Tracker, all: usize, way: &Way) -> Markup {
    let row = |line: &Line| -> Vec<Cell> {
        let finding = &line.finding.item;
        let owners: Vec<String> = finding.agreed.iter().map(|action| sight.owner(&action.owner)).collect();
        let mut owners = owners;
        owners.dedup();
        vec![
            html! { a class="govuk-link" href=(way.to(&address(line.finding.reference()))) { (line.finding.reference()) } }.into(),
            html! {
                (beginning(&finding.found))
                span class="milepost-note" { (line.source.item.name) ", " (line.review.item.title) }
            }
            .into(),
            html! {
                @if let Some(word) = &finding.priority { (word) } @else { (say("finding-not-ranked")) }
            }
            .into(),
            html! {
                (mark(line.standing, line.colour))
                @if line.late && line.standing != Standing::Overdue { span class="milepost-note" { (say("finding-answer-late")) } }
            }
            .into(),
            html! {
                @if let Some(due) = finding.next_due(tracker.day) { (day(due)) } @else { (say("finding-no-date")) }
                @if finding.moves() > 0 { span class="milepost-note" { (say_with("finding-moved-times", &[("times", finding.moves().into())])) } }
            }
            .into(),
            Cell::text(owners.join("; ")),
        ]
    };
    html! {
        p class="govuk-body" { (say_with("findings-shown", &[("shown", tracker.lines.len().into()), ("all", all.into())])) }
        @if !tracker.lines.is_empty() {
            (Table {
                caption: Some(plain(say("findings-list"))),
                caption_classes: "govuk-visually-hidden",
                head: [say("finding-reference"), say("finding"), say("finding-priority"), say("finding-standing"), say("finding-due"), say("finding-owner")]
                    .map(Cell::text).into(),
                rows: tracker.lines.iter().map(row).collect(),
                first_names_row: true,
                narrow: Narrow::Stacks,
                ..Table::default()
            }.show())
        }
    }
}

/// The first words of a long text.
fn beginning(of: &Text) -> String {
    let line = of.on_one_line();
    if line.as_str().chars().count() <= 160 {
        return line.to_string();
    }
    let cut: String = line.as_str().chars().take(159).collect();
    format!("{}…", cut.trim_end())
}

/// `GET /findings/{code}`
pub async fn one(visit: Staff, Path(code): Path<String>) -> Result<Response, Error> {
    let sight = visit.sight();
    let kept = sight.finding_coded(&code).ok_or(Error::NotFound)?;
    Ok(visit.show(&page(&visit, kept, &forms::fresh())).into_response())
}

fn page(visit: &Staff, kept: &Kept<Finding>, typed: &Answers) -> Page {
    let title = say_with("finding-title", &[("reference", kept.reference().into())]);
    let main = html! {
        (typed.summary())
        h1 class="govuk-heading-l" { (title) }
        (facts::all(visit, kept))
        (forms::all(visit, kept, typed))
    };
    let page = Page { title: typed.title(&title), main, ..Page::default() };
    page.within(Section::Assurance).below(say("findings"), visit.way.to("/findings"))
}

/// The findings that concern an action of a plan, with what was agreed about each.
pub fn of_action(sight: &Sight, action: Id<Action>, today: Date, way: &Way) -> Markup {
    let findings = sight.findings_of_action(action);
    if findings.is_empty() {
        return Markup::default();
    }
    html! {
        h2 class="govuk-heading-m" { (say("findings")) }
        @for kept in findings {
            p class="govuk-body" {
                a class="govuk-link" href=(way.to(&address(kept.reference()))) { (kept.reference()) } " "
                (mark(kept.item.standing(today), kept.item.colour(today))) " " (beginning(&kept.item.found))
            }
        }
    }
}
