//! `/`: what a body last saw of the plan, beside what is true today.
use crate::{
    error::Error,
    marks::{self, Shade, day},
    page::{Page, Section},
    parts::{
        inset_text, plain,
        table::{Cell, Narrow, Table},
    },
    plan,
    visit::Staff,
    way::Way,
    words::{self, say, say_with},
};
use axum::response::Response;
use domain::{
    body::{Body, BodyKind},
    office::Kept,
    paper::{Paper, PaperKind},
    scale::{Counts, Level},
    sight::{Reach, Sight},
    text::Text,
    travel::{Direction, RowTravel, Since, Travel, travel},
};
use jiff::civil::Date;
use maud::{Markup, html};

/// `GET /`
pub async fn home(visit: Staff) -> Result<Response, Error> {
    let sight = visit.sight();
    let now = Today { day: visit.shown().day, past: visit.shown().name.is_some() };
    let page = match last_presented(&sight) {
        Some(paper) => seen_and_true(&sight, paper, &visit.way, now),
        None => plan::front(&sight, &visit.way),
    };
    let mut page = page.unwrap_or_else(nothing_yet);
    page.main = html! { (page.main) (to_questions(&visit)) (to_a_trial()) };
    Ok(visit.show(&page))
}

/// What "today" means on this page: the last entry of the position that is shown.
#[derive(Clone, Copy, Debug)]
pub struct Today {
    pub day: Date,
    pub past: bool,
}

fn nothing_yet() -> Page {
    let below = html! { p class="govuk-body" { (say("no-plan-do")) } };
    Page::titled(say("no-plan"), &below).within(Section::Today)
}

/// The way to what could be asked, for those who see all of the office.
fn to_questions(visit: &Staff) -> Markup {
    let sees = visit.sight().reach() == Reach::Staff && visit.sight().plans().next().is_some();
    html! {
        @if sees {
            p class="govuk-body" { a class="govuk-link" href=(visit.way.to("/questions")) { (say("home-questions")) } }
        }
    }
}

/// The way to the page on which anybody tries a plan of their own.
fn to_a_trial() -> Markup {
    html! {
        p class="govuk-body" { a class="govuk-link" href="/try" { (say("try-link")) } ". " (say("try-link-why")) }
    }
}

/// The delivery plan that a body was shown last.
fn last_presented<'a>(sight: &Sight<'a>) -> Option<&'a Kept<Paper>> {
    sight
        .papers()
        .filter(|p| p.item.kind == PaperKind::DeliveryPlan && p.item.plan.is_some() && p.item.presented.is_some())
        .max_by_key(|p| (p.item.presented, p.item.as_at))
}

/// "the Panel": with the article for what a body is, without it for a name.
pub fn body_name(body: &Kept<Body>) -> String {
    let name = &body.item.name;
    match body.item.kind {
        BodyKind::Board | BodyKind::Panel | BodyKind::Committee => say_with("the-body", &[("name", name.into())]),
        BodyKind::Office | BodyKind::Force | BodyKind::Partner => name.to_string(),
    }
}

/// None where the paper's plan or body can no longer be seen.
pub fn seen_and_true(sight: &Sight, paper: &Kept<Paper>, way: &Way, now: Today) -> Option<Page> {
    let plan = sight.plan(paper.item.plan?)?;
    let body = sight.body(paper.item.body)?;
    let who = body_name(body);
    let travel = travel(sight, plan, None, &Since::LastSeen(body.id));
    let levels = marks::levels(sight.scale(plan.item.scale).map(|s| &s.item));
    let days = travel.compared_days();
    let mut papers: Vec<_> = travel.rows().filter_map(|row| row.was.as_ref()?.source.paper.clone()).collect();
    papers.sort();
    papers.dedup();
    let seen = Seen { who: &who, days: &days, papers: &papers, now, levels: &levels, way };
    let (differ, same): (Vec<_>, Vec<_>) = travel.rows().partition(|row| differs(row));
    let mut differ = differ;
    differ.sort_by_key(|row| rank(row.direction));
    let title = seen.title();
    let main = html! {
        span class="govuk-caption-l" { (plan.item.name) }
        h1 class="govuk-heading-l" { (title) }
        p class="govuk-body-l" { (Seen::sentence(&travel)) }
        @match papers.as_slice() {
            [one] => p class="govuk-body" {
                (say_with("home-paper", &[("who", (&*who).into())])) " "
                a class="govuk-link" href=(way.to(&crate::paper::address(one))) { (one) } "."
            },
            _ => (inset_text(&plain(seen.rotation()), None, "")),
        }
        h2 class="govuk-heading-m" { (say_with("home-differ", &[("count", differ.len().into())])) }
        @if differ.is_empty() {
            p class="govuk-body" { (say("home-differ-none")) }
        } @else {
            (seen.rows(sight, &say("home-differ-caption"), &differ))
        }
        (seen.counts(&travel))
        h2 class="govuk-heading-m" { (say_with("home-same", &[("count", same.len().into())])) }
        @if !same.is_empty() { (seen.rows(sight, &say("home-same-caption"), &same)) }
        p class="govuk-body" {
            a class="govuk-link" href=(way.to(&plan::address(plan))) { (say_with("home-plan", &[("plan", (&plan.item.name).into())])) }
        }
        p class="govuk-body" {
            a class="govuk-link" href=(way.with("/changes", &[("from", paper.reference().as_str())])) {
                (say_with("home-changes", &[("paper", paper.reference().into())]))
            }
        }
    };
    Some(Page { title, section: Some(Section::Today), trail: vec![], main })
}

/// What the rows differ in: rating or date.
fn differs(row: &RowTravel) -> bool {
    row.direction != Direction::Same
        || row.was.as_ref().is_some_and(|was| was.current_date != row.action.item.current_date)
}

/// What a member should look at first.
fn rank(direction: Direction) -> u8 {
    match direction {
        Direction::Worse => 0,
        Direction::Better => 1,
        Direction::NotComparable(_) => 2,
        Direction::New => 3,
        Direction::Same => 4,
    }
}

struct Seen<'a> {
    who: &'a str,
    days: &'a [Date],
    /// The papers in which the rows were seen.
    papers: &'a [Text],
    now: Today,
    levels: &'a [Level],
    way: &'a Way,
}

impl Seen<'_> {
    fn days(&self) -> String {
        words::list(&self.days.iter().map(|d| words::date(*d)).collect::<Vec<_>>())
    }

    fn title(&self) -> String {
        let who = self.who.into();
        match (self.days.len(), self.now.past) {
            (1 | 2, false) => say_with("home-title", &[("who", who), ("day", self.days().into())]),
            (1 | 2, true) => {
                say_with("home-title-past", &[("who", who), ("day", self.days().into()), ("now", self.now.day.into())])
            }
            (_, false) => say_with("home-title-last", &[("who", who)]),
            (_, true) => say_with("home-title-last-past", &[("who", who), ("now", self.now.day.into())]),
        }
    }

    fn sentence(travel: &Travel) -> String {
        say_with(
            "home-sentence",
            &[
                ("actions", travel.rows().count().into()),
                ("better", travel.went("better").into()),
                ("worse", travel.went("worse").into()),
                ("same", travel.went("same").into()),
                ("new", travel.went("new").into()),
                ("incomparable", travel.went("not_comparable").into()),
            ],
        )
    }

    fn rotation(&self) -> String {
        say_with("home-rotation", &[("who", self.who.into()), ("days", self.days().into())])
    }

    fn today(&self) -> String {
        if self.now.past {
            say_with("home-then", &[("day", self.now.day.into())])
        } else {
            say_with("home-today", &[("day", self.now.day.into())])
        }
    }

    fn saw(&self) -> String {
        match self.days {
            [one] => say_with("home-saw", &[("who", self.who.into()), ("day", (*one).into())]),
            _ => say_with("home-saw-last", &[("who", self.who.into())]),
        }
    }

    fn counts(&self, travel: &Travel) -> Markup {
        let now = travel.counts();
        let mut then = Counts::default();
        for was in travel.rows().filter_map(|row| row.was.as_ref()) {
            then.add(was.class);
        }
        let classes = marks::counted(&[now, then].into_iter().sum(), self.levels);
        let mut rows: Vec<Vec<Cell>> = classes
            .into_iter()
            .map(|class| {
                vec![
                    marks::class_shade(class, self.levels).show().into(),
                    Cell::number(then.of(class)),
                    Cell::number(now.of(class)),
                ]
            })
            .collect();
        rows.push(vec![Cell::text(say("all")), Cell::number(then.total()), Cell::number(now.total())]);
        let number = |text: String| Cell { kind: crate::parts::table::CellKind::Number, ..Cell::text(text) };
        Table {
            caption: Some(plain(say("home-counts"))),
            caption_classes: "govuk-table__caption--s",
            head: vec![Cell::text(say("rating")), number(self.saw()), number(self.today())],
            rows,
            first_names_row: true,
            classes: "milepost-counts",
            narrow: Narrow::Stacks,
        }
        .show()
    }

    fn rows(&self, sight: &Sight, caption: &str, rows: &[&RowTravel]) -> Markup {
        Table {
            caption: Some(plain(caption)),
            caption_classes: "govuk-visually-hidden",
            head: vec![
                Cell::text(say("action")),
                Cell::text(self.saw()),
                Cell::text(self.today()),
                Cell::text(say("direction")),
            ],
            rows: rows.iter().map(|row| self.row(sight, row)).collect(),
            first_names_row: true,
            narrow: Narrow::Stacks,
            classes: "milepost-rows",
        }
        .show()
    }

    fn row(&self, sight: &Sight, row: &RowTravel) -> Vec<Cell> {
        let then = html! {
            @if let Some(was) = &row.was {
                (Shade::printed(&was.label, was.class, self.levels).show())
                span class="milepost-note" { (plan::due_on(was.current_date)) }
                // Where all rows were seen in one paper, the top of the page says so once.
                @if self.papers.len() > 1 {
                    span class="milepost-note" {
                        (day(was.source.day))
                        @if let Some(paper) = &was.source.paper {
                            ", " a class="govuk-link" href=(self.way.to(&crate::paper::address(paper))) { (paper) }
                        }
                    }
                }
            } @else {
                (say_with("home-not-shown", &[("who", self.who.into())]))
            }
        };
        let moved = row.was.as_ref().is_some_and(|was| was.current_date != row.action.item.current_date);
        let now = html! {
            (plan::rating(row.action, self.levels))
            span class="milepost-note" {
                (plan::due(&row.action.item))
                @if moved { " " strong { (say("date-changed")) } }
            }
        };
        vec![
            plan::named(sight, row.action, self.way).into(),
            then.into(),
            now.into(),
            marks::direction(row.direction).into(),
        ]
    }
}
