//! Plans: the list, the plan on a page, and what other pages print of an action in a row.
use crate::{
    error::Error,
    home::body_name,
    marks::{self, Shade, day, seen_by},
    page::{Page, Section},
    parts::{
        inset_text, plain,
        table::{Cell, Narrow, Table},
        tag,
    },
    theme,
    visit::Staff,
    way::{Way, segment},
    words::{self, say, say_with},
};
use axum::{extract::Path, response::Response};
use domain::{
    action::{Action, Apart, Bases},
    body::{Body, BodyKind},
    office::Kept,
    paper::PaperKind,
    plan::{Plan, PlanState, PlanStatus},
    publication::{PublicBasis, PublicCompletion, Withheld, slug},
    scale::{Class, Counts, Level},
    sight::Sight,
    timescale::Due,
    travel::{RowTravel, Since, ThemeTravel, Travel, travel},
};
use jiff::civil::Date;
use maud::{Markup, html};

/// `GET /plans`
pub async fn list(visit: Staff) -> Result<Response, Error> {
    Ok(visit.show(&all(&visit.sight(), &visit.way)))
}

/// `GET /plans/{plan}`
pub async fn one(visit: Staff, Path(called): Path<String>) -> Result<Response, Error> {
    let sight = visit.sight();
    let plan = sight.plans().find(|p| slug(&p.item.name).as_str() == called).ok_or(Error::NotFound)?;
    let filter = match visit.asked("rating") {
        None => Filter::All,
        Some("not_rated") => Filter::NotRated,
        Some(word) => Filter::Rated(Class::parse(word).ok_or(Error::NotFound)?),
    };
    Ok(visit.show(&on_a_page(&sight, plan, filter, &visit.way)))
}

/// Which actions of a plan are listed.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Filter {
    All,
    Rated(Class),
    NotRated,
}

impl Filter {
    fn of(class: Option<Class>) -> Self {
        class.map_or(Self::NotRated, Self::Rated)
    }

    fn lists(self, action: &Action) -> bool {
        match self {
            Self::All => true,
            Self::Rated(class) => action.rating.as_ref().is_some_and(|r| r.class == class),
            Self::NotRated => action.rating.is_none(),
        }
    }
}

pub fn address(plan: &Kept<Plan>) -> String {
    format!("/plans/{}", segment(slug(&plan.item.name).as_str()))
}

/// The open plan on a page: the front page of an office that has shown nothing to anybody yet.
pub fn front(sight: &Sight, way: &Way) -> Option<Page> {
    let open = |p: &&Kept<Plan>| p.item.state == PlanState::Open;
    let plan = sight.plans().find(open).or_else(|| sight.plans().next())?;
    Some(on_a_page(sight, plan, Filter::All, way).within(Section::Today))
}

fn all(sight: &Sight, way: &Way) -> Page {
    let title = say("section-plans");
    let mut plans: Vec<_> = sight.plans().collect();
    plans.sort_by_key(|p| (p.item.state == PlanState::Frozen, std::cmp::Reverse(p.item.from), p.id));
    let rows = plans.iter().map(|plan| {
        let actions = sight.actions(plan.id).len();
        vec![
            html! { a class="govuk-link" href=(way.to(&address(plan))) { (plan.item.name) } }.into(),
            period(&plan.item).into(),
            state(&plan.item).into(),
            Cell::number(sight.themes(plan.id).len()),
            Cell::number(actions),
        ]
    });
    let number = |text: String| Cell { kind: crate::parts::table::CellKind::Number, ..Cell::text(text) };
    let table = Table {
        caption: Some(plain(say("plans-caption"))),
        caption_classes: "govuk-visually-hidden",
        head: vec![
            Cell::text(say("plan")),
            Cell::text(say("period")),
            Cell::text(say("state")),
            number(say("themes")),
            number(say("actions")),
        ],
        rows: rows.collect(),
        first_names_row: true,
        narrow: Narrow::Stacks,
        classes: "",
    };
    let main = html! {
        h1 class="govuk-heading-l" { (title) }
        @if plans.is_empty() { p class="govuk-body" { (say("no-plan-do")) } } @else { (table.show()) }
    };
    Page { title, main, ..Page::default() }.within(Section::Plans)
}

fn period(plan: &Plan) -> Markup {
    html! {
        @match (plan.from, plan.to) {
            (Some(from), Some(to)) => { (day(from)) " " (say("to")) " " (day(to)) }
            (Some(from), None) => { (say("from")) " " (day(from)) }
            (None, Some(to)) => { (say("to")) " " (day(to)) }
            (None, None) => { (say("period-not-stated")) }
        }
    }
}

fn state(plan: &Plan) -> Markup {
    match plan.state {
        PlanState::Open => tag(&plain(say("plan-open")), "govuk-tag--green"),
        PlanState::Frozen => tag(&plain(say("plan-frozen")), "govuk-tag--grey"),
    }
}

/// The body whose view directions are computed against: the Panel, unless only another was ever shown this plan.
pub fn reader<'a>(sight: &Sight<'a>, plan: &Kept<Plan>) -> Option<&'a Kept<Body>> {
    let shown = |body: &Kept<Body>| {
        sight.papers().any(|p| {
            p.item.kind == PaperKind::DeliveryPlan
                && p.item.body == body.id
                && p.item.plan == Some(plan.id)
                && p.item.presented.is_some()
        })
    };
    let panel = sight.bodies().find(|b| b.item.kind == BodyKind::Panel && shown(b));
    panel.or_else(|| sight.bodies().find(|b| shown(b)))
}

/// A plan's actions with their directions, where a body was ever shown it; None where nobody was.
fn travelled<'a>(sight: &Sight<'a>, plan: &'a Kept<Plan>) -> (Travel<'a>, Option<&'a Kept<Body>>) {
    let reader = reader(sight, plan);
    // Against a body that saw nothing every row would be new, and no direction is printed then.
    let since = Since::LastSeen(reader.map_or(uuid::Uuid::nil().into(), |body| body.id));
    (travel(sight, plan, None, &since), reader)
}

fn on_a_page(sight: &Sight, plan: &Kept<Plan>, filter: Filter, way: &Way) -> Page {
    // The travel borrows the plan from the sight, so the plan is looked up in it again.
    let Some(plan) = sight.plan(plan.id) else { return Page::titled(say("not-found"), &Markup::default()) };
    let (travel, reader) = travelled(sight, plan);
    let levels = marks::levels(sight.scale(plan.item.scale).map(|s| &s.item));
    let counts = travel.counts();
    let title = plan.item.name.to_string();
    let rows: Vec<&RowTravel> = travel.rows().filter(|row| filter.lists(&row.action.item)).collect();
    let main = html! {
        span class="govuk-caption-l" { (period(&plan.item)) }
        h1 class="govuk-heading-l" { (title) }
        p class="govuk-body" { (state(&plan.item)) " " (version(&plan.item)) }
        (withheld(counts.total(), &sight.withheld(plan.id, None)))
        h2 class="govuk-heading-m" { (say("plan-counts")) }
        (tiles(&counts, &levels, filter, |asked| way.with(&address(plan), asked)))
        p class="govuk-body-s" { (say("plan-formula")) " " a class="govuk-link" href=(way.to("/key")) { (say("plan-key")) } }
        (bases(travel.rows().filter_map(|row| row.action.item.rating.as_ref()).collect()))
        @if travel.rows().any(|row| !row.action.item.moves.is_empty()) {
            p class="govuk-body-s" { a class="govuk-link" href=(way.to("/slippage")) { (say("slippage")) } }
        }
        @if sight.plans().nth(1).is_some() {
            p class="govuk-body-s" { a class="govuk-link" href=(way.to("/succession")) { (say("succession")) } }
        }
        h2 class="govuk-heading-m" { (say("themes")) }
        div class="milepost-themes" {
            @for theme in &travel.themes { (card(sight, theme, &levels, way)) }
        }
        h2 class="govuk-heading-m" id="actions" { (listed(filter, rows.len(), counts.total(), &levels)) }
        @if filter != Filter::All {
            p class="govuk-body" { a class="govuk-link" href=(way.to(&address(plan))) { (say("filter-none")) } }
        }
        @if let Some(body) = reader { p class="govuk-body-s" { (compared(body, &travel)) } }
        @if !rows.is_empty() { (table(sight, &say("actions"), &rows, reader.is_some(), &levels, way)) }
    };
    let title = match filter {
        Filter::All => title,
        _ => format!("{title} ({})", listed(filter, rows.len(), counts.total(), &levels)),
    };
    Page { title, main, ..Page::default() }.within(Section::Plans).below(say("section-plans"), way.to("/plans"))
}

fn version(plan: &Plan) -> Markup {
    let Some(last) = plan.versions.last() else { return Markup::default() };
    let status = match last.status {
        PlanStatus::Draft => Some(say("version-draft")),
        // Its date says so.
        PlanStatus::Issued if last.issued.is_some() => None,
        PlanStatus::Issued => Some(say("version-issued")),
        PlanStatus::Varied => Some(say("version-varied")),
        PlanStatus::Superseded => Some(say("version-superseded")),
    };
    let dated = |what: String, on: Option<Date>| on.map(|on| html! { (what) " " (day(on)) });
    let facts = [
        status.map(plain),
        dated(say("issued"), last.issued),
        dated(say("published"), last.published),
        dated(say("effective"), last.effective),
    ];
    html! {
        (last.label) ": "
        @for (at, fact) in facts.iter().flatten().enumerate() { @if at > 0 { ", " } (fact) }
        "."
    }
}

/// "Compared with what the Panel last saw: 12 September 2018."
pub fn compared(body: &Kept<Body>, travel: &Travel) -> String {
    let days: Vec<String> = travel.compared_days().into_iter().map(words::date).collect();
    say_with("compared", &[("who", body_name(body).into()), ("days", words::list(&days).into())])
}

/// How many are not shown and why; nothing where all are.
pub fn withheld(shown: usize, withheld: &[Withheld]) -> Markup {
    let hidden: usize = withheld.iter().map(|w| w.count).sum();
    if hidden == 0 {
        return Markup::default();
    }
    let values = [("shown", shown.into()), ("total", (shown + hidden).into()), ("hidden", hidden.into())];
    inset_text(
        &html! {
            p class="govuk-body" { (say_with("withheld", &values)) }
            ul class="govuk-list govuk-list--bullet" {
                @for one in withheld {
                    li { (say_with("withheld-reason", &[("count", one.count.into()), ("reason", (&one.reason).into())])) }
                }
            }
        },
        None,
        "",
    )
}

/// Counts that filter the list below, each through its address.
fn tiles(counts: &Counts, levels: &[Level], filter: Filter, address: impl Fn(&[(&str, &str)]) -> String) -> Markup {
    html! {
        ul class="milepost-tiles" {
            @for class in marks::counted(counts, levels) {
                @let chosen = filter == Filter::of(class);
                li class="milepost-tile" {
                    a class="govuk-link milepost-tile__link" aria-current=[chosen.then_some("true")]
                        href={ (address(&[("rating", marks::class_key(class))])) "#actions" } {
                        span class="milepost-tile__count" { (counts.of(class)) } " "
                        (marks::class_shade(class, levels).show())
                    }
                }
            }
        }
    }
}

fn listed(filter: Filter, shown: usize, total: usize, levels: &[Level]) -> String {
    let class = match filter {
        Filter::All => return say_with("actions-all", &[("count", total.into())]),
        Filter::Rated(class) => Some(class),
        Filter::NotRated => None,
    };
    let rating = marks::class_shade(class, levels).label;
    say_with("actions-filtered", &[("shown", shown.into()), ("total", total.into()), ("rating", rating.into())])
}

/// A theme, as one of the columns of the plan on a page.
fn card(sight: &Sight, travel: &ThemeTravel, levels: &[Level], way: &Way) -> Markup {
    let theme = &travel.theme.item;
    let outcomes = sight.outcomes(travel.theme.id);
    html! {
        section class="milepost-card" aria-labelledby={ "theme-" (travel.theme.id) } {
            h3 class="govuk-heading-s" id={ "theme-" (travel.theme.id) } {
                a class="govuk-link" href=(way.to(&theme::address(travel.theme))) { (theme.name) }
            }
            @if let Some(aim) = &theme.aim { p class="govuk-body-s" { (aim) } }
            ul class="govuk-list milepost-card__counts" {
                @for class in marks::counted(&travel.counts, levels) {
                    @if class.is_none() || travel.counts.of(class) > 0 {
                        li { (marks::class_shade(class, levels).show()) " " strong { (travel.counts.of(class)) } }
                    }
                }
            }
            @if !outcomes.is_empty() {
                h4 class="govuk-heading-s milepost-card__head" { (say("outcomes")) }
                ul class="govuk-list govuk-list--bullet govuk-body-s" {
                    @for outcome in outcomes { li { (outcome.item.statement) } }
                }
            }
        }
    }
}

/// Actions, a row each. Directions only where somebody saw them before.
pub fn table(
    sight: &Sight,
    caption: &str,
    rows: &[&RowTravel],
    directions: bool,
    levels: &[Level],
    way: &Way,
) -> Markup {
    let mut head = vec![say("action"), say("lead"), say("rating"), say("date-head")];
    if directions {
        head.insert(3, say("direction"));
    }
    let rows = rows.iter().map(|row| {
        let mut cells: Vec<Cell> = vec![
            named(sight, row.action, way).into(),
            held(sight, &row.action.item).into(),
            rating(row.action, levels).into(),
            dates(&row.action.item).into(),
        ];
        if directions {
            cells.insert(3, direction(row).into());
        }
        cells
    });
    Table {
        caption: Some(plain(caption)),
        caption_classes: "govuk-visually-hidden",
        head: head.into_iter().map(Cell::text).collect(),
        rows: rows.collect(),
        first_names_row: true,
        narrow: Narrow::Stacks,
        classes: "milepost-rows",
    }
    .show()
}

fn direction(row: &RowTravel) -> Markup {
    html! {
        (marks::direction(row.direction))
        @if let Some(was) = &row.was {
            span class="milepost-note" { (was_on(&was.label, was.source.day)) }
        }
    }
}

/// "was On track, 12 September 2018"
pub fn was_on(label: &domain::text::Text, on: Date) -> Markup {
    let label = if label.is_empty() { say("not-rated") } else { label.to_string() };
    html! { (say_with("was", &[("label", label.into())])) ", " (day(on)) }
}

/// An action's reference and title, as a link, with who may see it.
pub fn named(_sight: &Sight, action: &Kept<Action>, way: &Way) -> Markup {
    html! {
        (action.reference()) " "
        a class="govuk-link" href=(way.to(&crate::action::address(action.id))) { (action.item.title) }
        " " (seen_by(&action.envelope))
    }
}

/// The leads, as staff know them.
pub fn held(sight: &Sight, action: &Action) -> Markup {
    let leads: Vec<String> = action.leads.iter().map(|held| crate::action::held_by(sight, held)).collect();
    if leads.is_empty() { plain(say("no-lead")) } else { plain(words::list(&leads)) }
}

/// The rating with the day since when it is so.
pub fn rating(action: &Kept<Action>, levels: &[Level]) -> Markup {
    html! {
        @match &action.item.rating {
            None => { (Shade::not_rated().show()) }
            Some(rating) => {
                (Shade::given(&rating.label, rating.class, &rating.level, levels).show())
                span class="milepost-note" { (say_with("since", &[("day", rating.since.into())])) }
                (differs(PublicBasis::of(&rating.basis).as_ref(), levels))
            }
        }
    }
}

/// The reason of a rating that differs from the written rules: it stands beside the rating wherever that is shown.
pub fn differs(behind: Option<&PublicBasis>, levels: &[Level]) -> Markup {
    html! {
        @if matches!(behind, Some(PublicBasis::Differs { .. })) {
            span class="milepost-note" { (basis(behind, levels)) }
        }
    }
}

/// What stands behind a rating beside one that differs, whose reason is shown with it.
pub fn basis_note(behind: Option<&PublicBasis>, levels: &[Level]) -> Markup {
    html! {
        @if !matches!(behind, Some(PublicBasis::Differs { .. })) {
            span class="milepost-note" { (basis(behind, levels)) }
        }
    }
}

/// How the leads' own ratings stand to the written rules, where there are any.
pub fn bases(bases: Bases) -> Markup {
    let counts = [("agree", bases.agree.into()), ("differ", bases.differ.into()), ("untested", bases.untested.into())];
    html! { @if bases.own() > 0 { p class="govuk-body-s" { (say_with("leads-own", &counts)) } } }
}

pub fn or_not_set(date: Option<Date>) -> Markup {
    date.map_or_else(|| plain(say("date-not-set")), day)
}

/// "due 12 September 2018"
pub fn due_on(date: Option<Date>) -> Markup {
    html! { @match date { Some(date) => { (say("due")) " " (day(date)) }, None => (say("date-not-set")) } }
}

/// The date that an action is due on, or what is stated instead of one.
pub fn due(action: &Action) -> Markup {
    html! {
        @if let Some(date) = action.current_date {
            (due_on(Some(date)))
        } @else {
            @match &action.timescale.due {
                Due::Continuing => (say("continuing")),
                Due::Window { from: Some(from), to } => { (day(*from)) " " (say("to")) " " (day(*to)) }
                Due::Window { from: None, to } => { (say("window-to")) " " (day(*to)) }
                Due::NotSet | Due::By { .. } => (say("date-not-set")),
            }
        }
    }
}

/// The date, the original one beside it where they differ, and how often it moved.
pub fn dates(action: &Action) -> Markup {
    html! {
        @match action.current_date { Some(date) => (day(date)), None => (due(action)) }
        @if action.original_date.is_some() && action.original_date != action.current_date {
            span class="milepost-note" { (say("originally")) " " (or_not_set(action.original_date)) }
        }
        @if !action.moves.is_empty() {
            span class="milepost-note" { (say_with("moved", &[("count", action.moves.len().into())])) }
            @if let Some(months) = action.months_past_original() { (past_original(months)) }
        }
    }
}

/// How far a date that was changed lies from the first agreed one.
pub fn past_original(months: i32) -> Markup {
    let count = [("months", usize::try_from(months.unsigned_abs()).unwrap_or_default().into())];
    let words = if months < 0 { say_with("before-original", &count) } else { say_with("past-original", &count) };
    html! { span class="milepost-note" { (words) } }
}

/// What stands behind a rating, as everybody reads it. `class` names a class on the scale.
pub fn basis(basis: Option<&PublicBasis>, levels: &[Level]) -> String {
    match basis {
        None => say("supplied"),
        Some(PublicBasis::Agrees) => say("basis-agrees"),
        Some(PublicBasis::Untested) => say("basis-untested"),
        Some(PublicBasis::Differs { suggested, reason }) => {
            let label = levels.iter().find(|level| level.class == *suggested);
            let label = label.map_or_else(|| marks::class_name(Some(*suggested)), |level| level.label.to_string());
            say_with("basis-differs", &[("suggested", label.into()), ("reason", reason.into())])
        }
    }
}

/// Whether a completion was verified, by whom, and how far from the work they stand.
pub fn completion(done: Option<&PublicCompletion>) -> Markup {
    let Some(done) = done else { return plain(say("complete-unverified")) };
    let Some(verified) = &done.verified else {
        return plain(say_with("completed-unverified", &[("day", done.on.into())]));
    };
    let apart = match verified.apart {
        Apart::SameTeam => say("apart-same-team"),
        Apart::SameOrganisation => say("apart-same-organisation"),
        Apart::OtherOrganisation => say("apart-other-organisation"),
    };
    let (who, on) = ((&verified.by).into(), verified.on.into());
    plain(say_with("completed-verified", &[("day", done.on.into()), ("who", who), ("on", on), ("apart", apart.into())]))
}
