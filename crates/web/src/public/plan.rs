//! A published plan: on a page, by theme, by action, with its key; and each edition of it at an address that stays.
use super::{Everyone, cite, plans};
use crate::{
    error::Error,
    key,
    marks::{self, Shade, day, prose},
    page::{Page, Section, as_at},
    parts::{
        plain,
        table::{Cell, Narrow, Table, summary_list},
        warning_text,
    },
    plan::{self, or_not_set, withheld},
    way::segment,
    words::{list, say, say_with},
};
use axum::{extract::Path, response::Response};
use domain::{
    action::{Bases, months_between},
    milestone::Stands,
    office::Kept,
    publication::{
        PublicAction, PublicBasis, PublicMilestone, PublicPlan, PublicRating, PublicTheme, Publication, slug,
    },
    scale::{Class, Counts, Level},
    sight::Public,
};
use maud::{Markup, html};

pub fn address(plan: &PublicPlan) -> String {
    format!("/plans/{}", segment(plan.slug.as_str()))
}

fn edition_address(plan: &PublicPlan) -> String {
    format!("{}/at/{}", address(plan), segment(slug(&plan.position).as_str()))
}

/// A published plan with the address below which its pages stand: the newest at the plan's own, each at its edition's.
pub struct Edition<'a> {
    pub kept: &'a Kept<Publication>,
    pub plan: &'a PublicPlan,
    base: String,
}

/// The newest edition of a plan that is not withdrawn; the newest of all where every one is.
pub fn newest_of<'a>(public: &'a Public, called: &str) -> Option<Edition<'a>> {
    plans(public)
        .filter(|(_, plan)| plan.slug.as_str() == called)
        .max_by_key(|(kept, plan)| (kept.item.withdrawn.is_none(), plan.as_at, kept.seq))
        .map(|(kept, plan)| Edition { kept, plan, base: address(plan) })
}

fn edition_of<'a>(public: &'a Public, called: &str, position: &str) -> Option<Edition<'a>> {
    plans(public)
        .filter(|(_, plan)| plan.slug.as_str() == called && slug(&plan.position).as_str() == position)
        .max_by_key(|(kept, _)| (kept.item.withdrawn.is_none(), kept.seq))
        .map(|(kept, plan)| Edition { kept, plan, base: edition_address(plan) })
}

/// `GET /plans/{plan}`
pub async fn newest(everyone: Everyone, Path(called): Path<String>) -> Result<Response, Error> {
    let edition = newest_of(&everyone.public, &called).ok_or(Error::NotFound)?;
    Ok(everyone.show(&edition.page(&everyone.public)))
}

/// `GET /plans/{plan}/at/{position}`
pub async fn edition(everyone: Everyone, Path((called, position)): Path<(String, String)>) -> Result<Response, Error> {
    let edition = edition_of(&everyone.public, &called, &position).ok_or(Error::NotFound)?;
    Ok(everyone.show(&edition.page(&everyone.public)))
}

/// `GET /plans/{plan}/themes/{theme}`
pub async fn theme(everyone: Everyone, Path((called, theme)): Path<(String, String)>) -> Result<Response, Error> {
    let edition = newest_of(&everyone.public, &called).ok_or(Error::NotFound)?;
    Ok(everyone.show(&edition.theme(&theme).ok_or(Error::NotFound)?))
}

/// `GET /plans/{plan}/at/{position}/themes/{theme}`
pub async fn edition_theme(
    everyone: Everyone,
    Path((called, position, theme)): Path<(String, String, String)>,
) -> Result<Response, Error> {
    let edition = edition_of(&everyone.public, &called, &position).ok_or(Error::NotFound)?;
    Ok(everyone.show(&edition.theme(&theme).ok_or(Error::NotFound)?))
}

/// `GET /plans/{plan}/actions/{action}`
pub async fn action(everyone: Everyone, Path((called, action)): Path<(String, String)>) -> Result<Response, Error> {
    let edition = newest_of(&everyone.public, &called).ok_or(Error::NotFound)?;
    Ok(everyone.show(&edition.action(&action).ok_or(Error::NotFound)?))
}

/// `GET /plans/{plan}/at/{position}/actions/{action}`
pub async fn edition_action(
    everyone: Everyone,
    Path((called, position, action)): Path<(String, String, String)>,
) -> Result<Response, Error> {
    let edition = edition_of(&everyone.public, &called, &position).ok_or(Error::NotFound)?;
    Ok(everyone.show(&edition.action(&action).ok_or(Error::NotFound)?))
}

/// `GET /key/{plan}`
pub async fn key(everyone: Everyone, Path(called): Path<String>) -> Result<Response, Error> {
    let edition = newest_of(&everyone.public, &called).ok_or(Error::NotFound)?;
    let title = say("key-title");
    let main = html! {
        span class="govuk-caption-l" { (edition.plan.name) }
        h1 class="govuk-heading-l" { (title) }
        p class="govuk-body" { (say("key-order")) }
        (key::levels(&edition.plan.key))
        p class="govuk-body" { (say("supplied-public")) }
    };
    let title = format!("{title}: {}", edition.plan.name);
    let page = Page { title, main, ..Page::default() }.within(Section::Plans);
    Ok(everyone.show(&page.below(say("public-home"), "/").below(edition.plan.name.as_str(), edition.base)))
}

impl Edition<'_> {
    fn theme_address(&self, theme: &PublicTheme) -> String {
        format!("{}/themes/{}", self.base, segment(theme.slug.as_str()))
    }

    fn action_address(&self, action: &PublicAction) -> String {
        format!("{}/actions/{}", self.base, segment(action.slug.as_str()))
    }

    /// The title of a page of it, which says the edition where the address does.
    fn titled(&self, title: &str) -> String {
        if self.base == address(self.plan) { title.to_owned() } else { as_at(title, self.plan.position.as_str()) }
    }

    fn cite(&self, what: &str) -> Markup {
        cite(&self.kept.item, what, self.plan.as_at, &edition_address(self.plan))
    }

    /// Which record it shows, and since when it is published.
    fn shows(&self) -> Markup {
        html! {
            p class="govuk-body" {
                (say_with("public-shows", &[("position", (&self.plan.position).into()), ("day", self.plan.as_at.into())])) " "
                (say_with("public-published", &[("day", self.kept.item.published.into())])) " "
                a class="govuk-link" href={ "/key/" (segment(self.plan.slug.as_str())) } { (say("plan-key")) }
            }
            (plan::bases(bases(self.plan)))
        }
    }

    fn page(&self, public: &Public) -> Page {
        let title = self.plan.name.to_string();
        let main = html! {
            @match (self.plan.from, self.plan.to) {
                (Some(from), Some(to)) => span class="govuk-caption-l" { (day(from)) " " (say("to")) " " (day(to)) },
                _ => {}
            }
            h1 class="govuk-heading-l" { (title) }
            @match &self.kept.item.withdrawn {
                Some(withdrawn) => (warning_text(&say("warning"), &plain(say_with("event-withdrawn", &[("day", withdrawn.on.into()), ("reason", (&withdrawn.reason).into())])))),
                None => (self.on_a_page()),
            }
            (self.other_editions(public))
            (self.cite(&title))
        };
        Page { title: self.titled(&title), main, ..Page::default() }
            .within(Section::Plans)
            .below(say("public-home"), "/")
    }

    fn on_a_page(&self) -> Markup {
        let counts: Counts = self.plan.themes.iter().map(|t| t.counts).sum();
        let shown: usize = self.plan.themes.iter().map(|t| t.actions.len()).sum();
        html! {
            (self.shows())
            (withheld(shown, &self.plan.withheld))
            (self.counts(&counts))
            @for theme in &self.plan.themes {
                section class="milepost-theme" {
                    h2 class="govuk-heading-m" { a class="govuk-link" href=(self.theme_address(theme)) { (theme.name) } }
                    @if let Some(aim) = &theme.aim { p class="govuk-body" { (aim) } }
                    (self.line(&theme.counts))
                    (self.actions(theme))
                }
            }
        }
    }

    /// The counts of all themes in one table, "not rated" among them.
    fn counts(&self, counts: &Counts) -> Markup {
        let classes = marks::counted(counts, &self.plan.key);
        let mut head = vec![Cell::text(say("theme"))];
        let number = |content: Markup| Cell { kind: crate::parts::table::CellKind::Number, ..content.into() };
        head.extend(classes.iter().map(|class| number(marks::class_shade(*class, &self.plan.key).show())));
        head.push(number(plain(say("all"))));
        let row = |name: &str, counts: &Counts| {
            let mut row = vec![Cell::text(name)];
            row.extend(classes.iter().map(|class| Cell::number(counts.of(*class))));
            row.push(Cell::number(counts.total()));
            row
        };
        let mut rows: Vec<_> = self.plan.themes.iter().map(|t| row(t.name.as_str(), &t.counts)).collect();
        rows.push(row(&say("all-themes"), counts));
        Table {
            caption: Some(plain(say("plan-counts"))),
            caption_classes: "govuk-table__caption--m",
            head,
            rows,
            first_names_row: true,
            narrow: Narrow::Stacks,
            classes: "milepost-counts",
        }
        .show()
    }

    fn line(&self, counts: &Counts) -> Markup {
        html! {
            ul class="govuk-list milepost-inline" {
                @for class in marks::counted(counts, &self.plan.key) {
                    @if class.is_none() || counts.of(class) > 0 {
                        li { (marks::class_shade(class, &self.plan.key).show()) " " strong { (counts.of(class)) } }
                    }
                }
            }
        }
    }

    fn actions(&self, theme: &PublicTheme) -> Markup {
        if theme.actions.is_empty() {
            return html! { p class="govuk-body" { (say("theme-empty")) } };
        }
        let rows = theme.actions.iter().map(|action| {
            vec![
                html! { (action.reference) " " a class="govuk-link" href=(self.action_address(action)) { (action.title) } }.into(),
                plain(names(&action.leads, say("no-lead-stated"))).into(),
                rating(action.rating.as_ref(), &self.plan.key).into(),
                dates(action).into(),
            ]
        });
        Table {
            caption: Some(plain(say_with("theme-actions", &[("theme", (&theme.name).into())]))),
            caption_classes: "govuk-visually-hidden",
            head: [say("action"), say("lead"), say("rating"), say("date-head")].map(Cell::text).into(),
            rows: rows.collect(),
            first_names_row: true,
            narrow: Narrow::Stacks,
            classes: "milepost-rows",
        }
        .show()
    }

    fn theme(&self, called: &str) -> Option<Page> {
        let theme = self.plan.themes.iter().find(|t| t.slug.as_str() == called)?;
        let title = theme.name.to_string();
        let bullets = |head: String, items: &[domain::text::Text]| {
            html! {
                @if !items.is_empty() {
                    h2 class="govuk-heading-m" { (head) }
                    ul class="govuk-list govuk-list--bullet" { @for item in items { li { (item) } } }
                }
            }
        };
        let main = html! {
            span class="govuk-caption-l" { (self.plan.name) }
            h1 class="govuk-heading-l" { (title) }
            (self.shows())
            @if let Some(aim) = &theme.aim { h2 class="govuk-heading-m" { (say("aim")) } (prose(aim)) }
            (bullets(say("outcomes"), &theme.outcomes))
            (bullets(say("objectives"), &theme.objectives))
            (bullets(say("priorities"), &theme.priorities))
            h2 class="govuk-heading-m" { (say_with("actions-all", &[("count", theme.actions.len().into())])) }
            (self.line(&theme.counts))
            (withheld(theme.actions.len(), &theme.withheld))
            (self.actions(theme))
            (self.cite(&format!("{}, {title}", self.plan.name)))
        };
        let page = Page { title: self.titled(&title), main, ..Page::default() }.within(Section::Plans);
        Some(page.below(say("public-home"), "/").below(self.plan.name.as_str(), self.base.as_str()))
    }

    fn action(&self, called: &str) -> Option<Page> {
        let mut all = self.plan.themes.iter().flat_map(|t| t.actions.iter().map(move |a| (t, a)));
        let (theme, action) = all.find(|(_, a)| a.slug.as_str() == called)?;
        let title = format!("{} {}", action.reference, action.title);
        let mut facts = vec![
            (
                plain(say("rating")),
                html! {
                    (rating(action.rating.as_ref(), &self.plan.key))
                    @if let Some(rating) = &action.rating {
                        (plan::basis_note(rating.basis.as_ref(), &self.plan.key))
                    }
                },
            ),
            (
                plain(say("date-head")),
                html! {
                    (dates(action))
                    @if !action.timescale.is_empty() {
                        span class="milepost-note" { (say_with("stated-as", &[("stated", (&action.timescale).into())])) }
                    }
                },
            ),
            (plain(say("lead")), plain(names(&action.leads, say("no-lead-stated")))),
            (plain(say("owner")), plain(action.owner.as_ref().map_or_else(|| say("not-stated"), ToString::to_string))),
            (plain(say("partners")), plain(names(&action.partners, say("no-partners-stated")))),
        ];
        if action.rating.as_ref().is_some_and(|rating| rating.class == Class::Complete) {
            facts.push((plain(say("completion")), plan::completion(action.completion.as_ref())));
        }
        if action.statutory {
            facts.push((plain(say("statutory")), plain(say("statutory-yes"))));
        }
        let main = html! {
            span class="govuk-caption-l" { (theme.name) }
            h1 class="govuk-heading-l" { (title) }
            (self.shows())
            (summary_list(&facts, "milepost-facts"))
            @if let Some(description) = &action.description { h2 class="govuk-heading-m" { (say("description")) } (prose(description)) }
            h2 class="govuk-heading-m" { (say("progress")) }
            @match &action.progress {
                Some(progress) => {
                    @if let Some(on) = action.progress_day { p class="govuk-body-s" { (say_with("progress-day", &[("day", on.into())])) } }
                    (prose(progress))
                }
                None => p class="govuk-body" { (say("progress-none")) },
            }
            (milestones(&action.milestones))
            (self.cite(&format!("{}, {title}", self.plan.name)))
        };
        let page = Page { title: self.titled(&title), main, ..Page::default() }.within(Section::Plans);
        Some(
            page.below(say("public-home"), "/")
                .below(self.plan.name.as_str(), self.base.as_str())
                .below(theme.name.as_str(), self.theme_address(theme)),
        )
    }

    /// The editions of this plan that were published beside this one, newest first.
    fn other_editions(&self, public: &Public) -> Markup {
        let mut others: Vec<_> =
            plans(public).filter(|(kept, plan)| plan.slug == self.plan.slug && kept.id != self.kept.id).collect();
        others.sort_by_key(|(kept, plan)| std::cmp::Reverse((plan.as_at, kept.seq)));
        html! {
            @if !others.is_empty() {
                h2 class="govuk-heading-m" { (say("editions")) }
                ul class="govuk-list govuk-list--bullet" {
                    @for (kept, plan) in others {
                        li {
                            a class="govuk-link" href=(edition_address(plan)) { (plan.position) ", " (crate::words::date(plan.as_at)) }
                            @if kept.item.withdrawn.is_some() { " (" (say("stage-withdrawn")) ")" }
                        }
                    }
                }
            }
        }
    }
}

/// All of a plan on one page: what a second person reads before it is published.
pub fn whole(plan: &PublicPlan) -> Markup {
    let row = |action: &PublicAction| -> Vec<Cell> {
        vec![
            html! {
                (action.reference) " " (action.title)
                @if let Some(description) = &action.description { (prose(description)) }
                @for milestone in &action.milestones {
                    span class="milepost-note" {
                        (say("milestone")) ": " (milestone.title) ", " (day(milestone.date)) ", " (stands(milestone))
                    }
                }
            }
            .into(),
            html! {
                (names(&action.leads, say("no-lead-stated")))
                @if !action.partners.is_empty() { span class="milepost-note" { (names(&action.partners, String::new())) } }
            }
            .into(),
            rating(action.rating.as_ref(), &plan.key).into(),
            dates(action).into(),
            action.progress.as_ref().map(prose).unwrap_or_default().into(),
        ]
    };
    html! {
        @for theme in &plan.themes {
            h3 class="govuk-heading-s" { (theme.name) }
            @if let Some(aim) = &theme.aim { (prose(aim)) }
            (Table {
                caption: Some(plain(say_with("theme-actions", &[("theme", (&theme.name).into())]))),
                caption_classes: "govuk-visually-hidden",
                head: [say("action"), say("lead"), say("rating"), say("date-head"), say("progress")].map(Cell::text).into(),
                rows: theme.actions.iter().map(row).collect(),
                first_names_row: true,
                narrow: Narrow::Stacks,
                classes: "milepost-rows",
            }.show())
        }
    }
}

fn names(names: &[domain::text::Text], otherwise: String) -> String {
    if names.is_empty() { otherwise } else { list(&names.iter().map(ToString::to_string).collect::<Vec<_>>()) }
}

fn rating(rating: Option<&PublicRating>, levels: &[Level]) -> Markup {
    html! {
        @match rating {
            None => (Shade::not_rated().show()),
            Some(rating) => {
                (Shade::given(&rating.label, rating.class, &rating.level, levels).show())
                span class="milepost-note" { (say_with("since", &[("day", rating.since.into())])) }
                (plan::differs(rating.basis.as_ref(), levels))
            }
        }
    }
}

/// What stands behind the ratings of a published plan.
fn bases(plan: &PublicPlan) -> Bases {
    let actions = plan.themes.iter().flat_map(|theme| &theme.actions);
    let ratings = actions.filter_map(|action| action.rating.as_ref());
    ratings.fold(Bases::default(), |mut bases, rating| {
        *match &rating.basis {
            None => &mut bases.supplied,
            Some(PublicBasis::Agrees) => &mut bases.agree,
            Some(PublicBasis::Differs { .. }) => &mut bases.differ,
            Some(PublicBasis::Untested) => &mut bases.untested,
        } += 1;
        bases
    })
}

fn stands(milestone: &PublicMilestone) -> Markup {
    match milestone.stands {
        Stands::Open => plain(say("milestone-open")),
        Stands::Late => html! { strong { (say("milestone-is-late")) } },
        Stands::LeftOpen => plain(say("milestone-left-open")),
        Stands::Met => html! { (say("milestone-met-on")) " " (or_not_set(milestone.on)) },
        Stands::Dropped => html! { (say("milestone-dropped-on")) " " (or_not_set(milestone.on)) },
    }
}

/// The checkpoints of an action, as they stood on the day that is shown.
fn milestones(all: &[PublicMilestone]) -> Markup {
    let rows = all.iter().map(|milestone| {
        let part = milestone.strand.as_ref().map(|strand| say_with("milestone-of", &[("strand", strand.into())]));
        let date = html! {
            (day(milestone.date))
            @if milestone.moves > 0 {
                span class="milepost-note" {
                    (say_with("milestone-moved", &[
                        ("original", milestone.original_date.into()), ("times", milestone.moves.into()),
                    ]))
                }
            }
        };
        vec![
            html! { (milestone.title) @if let Some(part) = part { span class="milepost-note" { (part) } } }.into(),
            date.into(),
            stands(milestone).into(),
        ]
    });
    let rows: Vec<_> = rows.collect();
    if rows.is_empty() {
        return Markup::default();
    }
    let table = Table {
        caption: Some(plain(say("milestones"))),
        caption_classes: "govuk-visually-hidden",
        head: [say("milestone"), say("date-head"), say("milestone-stands")].map(Cell::text).into(),
        rows,
        first_names_row: true,
        narrow: Narrow::Stacks,
        classes: "milepost-rows",
    };
    html! { h2 class="govuk-heading-m" { (say("milestones")) } (table.show()) }
}

fn dates(action: &PublicAction) -> Markup {
    html! {
        @match (action.current_date, action.continuing) {
            (Some(date), _) => (day(date)),
            (None, true) => (say("continuing")),
            (None, false) => (say("date-not-set")),
        }
        @if action.original_date.is_some() && action.original_date != action.current_date {
            span class="milepost-note" { (say("originally")) " " (or_not_set(action.original_date)) }
        }
        @if action.moves > 0 {
            span class="milepost-note" { (say_with("moved", &[("count", action.moves.into())])) }
            @if let Some(months) = months_between(action.original_date, action.current_date) { (plan::past_original(months)) }
        }
    }
}
