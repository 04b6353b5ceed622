//! `/changes?from=&to=`: what changed between any two positions. Counts in one line, then old over new.
use crate::{
    error::Error,
    marks::{self, Shade},
    page::{Page, Section},
    parts::{
        Button, Choice, Select, plain,
        table::{Cell, Narrow, Table},
    },
    plan,
    visit::{Shown, Staff, positions, snapshot_name},
    way::Way,
    words::{say, say_with},
};
use axum::response::Response;
use domain::{
    action::Action,
    changes::{self, Changes, Moved, Rerated},
    office::Kept,
    paper::PaperKind,
    plan::Plan,
    scale::Level,
    sight::Sight,
};
use maud::{Markup, html};

/// `GET /changes`
pub async fn between(visit: Staff) -> Result<Response, Error> {
    let sight = visit.sight();
    let to = match visit.asked("to") {
        Some(named) => visit.at(named).await?,
        None => visit.shown().clone(),
    };
    let from = match visit.asked("from").map(ToOwned::to_owned).or_else(|| before(&sight)) {
        Some(named) => visit.at(&named).await?,
        None => to.clone(),
    };
    // The earlier first, however they were asked for.
    let (from, to) = if from.seq > to.seq { (to, from) } else { (from, to) };
    let view = View { now: visit.now(), from: &from, to: &to, way: &visit.way };
    Ok(visit.show(&view.page()))
}

/// What was last shown to somebody: from there a reader wants to know what changed.
fn before(sight: &Sight) -> Option<String> {
    sight
        .papers()
        .filter(|p| p.item.kind == PaperKind::DeliveryPlan && p.item.presented.is_some())
        .max_by_key(|p| (p.item.presented, p.item.as_at))
        .map(|p| p.reference().to_string())
        .or_else(|| positions(sight).first().map(|p| p.item.name.to_string()))
}

struct View<'a> {
    now: Sight<'a>,
    from: &'a Shown,
    to: &'a Shown,
    way: &'a Way,
}

impl View<'_> {
    fn page(&self) -> Page {
        let title = say("changes-title");
        let (from, to) = (self.from.sight(), self.to.sight());
        let mut plans: Vec<_> = to.plans().collect();
        plans.sort_by_key(|p| (p.item.state == domain::plan::PlanState::Frozen, p.id));
        let main = html! {
            h1 class="govuk-heading-l" { (title) }
            p class="govuk-body" { (say_with("changes-between", &[("from", called(self.from).into()), ("to", called(self.to).into())])) }
            (self.form())
            @for plan in plans {
                (self.plan(&from, &to, plan))
            }
        };
        let short = |shown: &Shown| shown.name.clone().unwrap_or_else(|| say("live"));
        let title = say_with("changes-named", &[("from", short(self.from).into()), ("to", short(self.to).into())]);
        Page { title, main, ..Page::default() }.within(Section::Changes)
    }

    fn form(&self) -> Markup {
        let select = |id: &'static str, label: String, shown: &Shown| Select {
            id,
            name: id,
            label: plain(label),
            choices: self.choices(shown),
            ..Select::default()
        };
        html! {
            form class="milepost-between" method="get" action="/changes" {
                @if let Some(at) = self.way.chosen() { input type="hidden" name="at" value=(at); }
                (select("from", say("changes-from"), self.from).show())
                (select("to", say("changes-to"), self.to).show())
                (Button::default().saying(&plain(say("changes-show"))))
            }
        }
    }

    fn choices(&self, shown: &Shown) -> Vec<Choice> {
        let mut choices = vec![Choice {
            value: Some("live".into()),
            text: say("live"),
            chosen: shown.name.is_none(),
            disabled: false,
        }];
        choices.extend(positions(&self.now).into_iter().map(|kept| Choice {
            value: Some(kept.item.name.to_string()),
            text: snapshot_name(&self.now, kept),
            chosen: shown.name.as_deref() == Some(kept.item.name.as_str()),
            disabled: false,
        }));
        let mut papers: Vec<_> = self.now.papers().filter(|p| p.item.issued.is_some()).collect();
        papers.sort_by_key(|p| std::cmp::Reverse(p.seq));
        choices.extend(papers.into_iter().map(|kept| Choice {
            value: Some(kept.reference().to_string()),
            text: say_with("paper-named", &[("number", kept.reference().into()), ("title", (&kept.item.title).into())]),
            chosen: shown.name.as_deref() == Some(kept.reference().as_str()),
            disabled: false,
        }));
        if !choices.iter().any(|c| c.chosen) {
            choices.push(Choice {
                value: Some(shown.seq.to_string()),
                text: called(shown),
                chosen: true,
                disabled: false,
            });
        }
        choices
    }

    fn plan(&self, from: &Sight, to: &Sight, plan: &Kept<Plan>) -> Markup {
        let changes = changes::between(from, to, plan.id);
        let levels = marks::levels(to.scale(plan.item.scale).map(|s| &s.item));
        html! {
            h2 class="govuk-heading-m" { (plan.item.name) }
            p class="govuk-body" { (totals(&changes)) }
            p class="govuk-body-s" { (sum(&changes)) }
            (self.list(to, &say("changes-added"), &changes.added))
            (self.list(to, &say("changes-reopened"), &changes.reopened))
            (self.list(to, &say("changes-closed"), &changes.closed))
            (self.rated(to, &changes.rated, &levels))
            (self.moved(to, &changes.moved))
            (self.changed(to, &changes))
            (self.list(to, &say("changes-absent"), &changes.absent))
        }
    }

    fn list(&self, sight: &Sight, heading: &str, actions: &[&Kept<Action>]) -> Markup {
        html! {
            @if !actions.is_empty() {
                h3 class="govuk-heading-s" { (heading) }
                ul class="govuk-list govuk-list--bullet" {
                    @for action in actions { li { (plan::named(sight, action, self.way)) } }
                }
            }
        }
    }

    fn rated(&self, sight: &Sight, rated: &[Rerated], levels: &[Level]) -> Markup {
        let rows = rated.iter().map(|one| {
            vec![
                plan::named(sight, one.action, self.way).into(),
                old_new(&shade(one.before, levels), &shade(one.action, levels)).into(),
                marks::direction(one.direction).into(),
            ]
        });
        Self::table(&say("changes-rated"), &[say("action"), say("rating"), say("direction")], rows.collect())
    }

    fn moved(&self, sight: &Sight, moved: &[Moved]) -> Markup {
        let rows = moved.iter().map(|one| {
            let reason = one.action.item.moves.last().map(|m| m.reason.to_string()).unwrap_or_default();
            vec![
                plan::named(sight, one.action, self.way).into(),
                old_new(&plan::or_not_set(one.from), &plan::or_not_set(one.to)).into(),
                Cell::text(reason),
            ]
        });
        Self::table(&say("changes-moved"), &[say("action"), say("date-head"), say("reason")], rows.collect())
    }

    fn changed(&self, sight: &Sight, changes: &Changes) -> Markup {
        let or_nothing = |text: &str| plain(if text.is_empty() { say("nothing") } else { text.to_owned() });
        let rows = changes.changed.iter().map(|one| {
            let fields = html! {
                dl class="milepost-old-new" {
                    @for field in &one.fields {
                        dt { (field_name(field.field)) }
                        dd { (old_new(&or_nothing(&field.from), &or_nothing(&field.to))) }
                    }
                }
            };
            vec![plan::named(sight, one.action, self.way).into(), fields.into()]
        });
        Self::table(&say("changes-changed"), &[say("action"), say("changes-what")], rows.collect())
    }

    fn table(caption: &str, heads: &[String], rows: Vec<Vec<Cell>>) -> Markup {
        if rows.is_empty() {
            return Markup::default();
        }
        Table {
            caption: Some(plain(caption)),
            caption_classes: "govuk-table__caption--s",
            head: heads.iter().map(Cell::text).collect(),
            rows,
            first_names_row: true,
            narrow: Narrow::Stacks,
            classes: "milepost-rows",
        }
        .show()
    }
}

pub fn shade(action: &Kept<Action>, levels: &[Level]) -> Markup {
    let rating = action.item.rating.as_ref();
    rating.map_or_else(Shade::not_rated, |r| Shade::given(&r.label, r.class, &r.level, levels)).show()
}

/// Old over new. What was is struck through, and said to be so for whoever cannot see that.
pub fn old_new(old: &Markup, new: &Markup) -> Markup {
    html! {
        del class="milepost-old" { span class="govuk-visually-hidden" { (say("old")) " " } (old) }
        ins class="milepost-new" { span class="govuk-visually-hidden" { (say("new")) " " } (new) }
    }
}

/// "Panel September (entry 412, 12 September 2018)"
fn called(shown: &Shown) -> String {
    let name = shown.name.clone().unwrap_or_else(|| say("live"));
    say_with(
        "changes-place",
        &[("name", name.into()), ("entry", shown.seq.to_string().into()), ("day", shown.day.into())],
    )
}

fn totals(changes: &Changes) -> String {
    let totals = &changes.totals;
    say_with(
        "changes-totals",
        &[
            ("added", totals.added.into()),
            ("reopened", totals.reopened.into()),
            ("closed", totals.closed.into()),
            ("rated", totals.rated.into()),
            ("better", totals.better.into()),
            ("worse", totals.worse.into()),
            ("moved", totals.moved.into()),
            ("changed", totals.changed.into()),
            ("absent", totals.absent.into()),
        ],
    )
}

/// The sum that reconciles the list with the counts.
fn sum(changes: &Changes) -> String {
    let totals = &changes.totals;
    say_with(
        "changes-sum",
        &[
            ("from", totals.open_from.into()),
            ("added", totals.added.into()),
            ("reopened", totals.reopened.into()),
            ("closed", totals.closed.into()),
            ("to", totals.open_to.into()),
        ],
    )
}

/// The words for a field of the record.
pub fn field_name(field: &str) -> String {
    match field {
        "title" => say("title"),
        "description" => say("description"),
        "theme" => say("theme"),
        "output" => say("output"),
        "outcomes" => say("outcomes-served"),
        "objectives" => say("objectives-served"),
        "owner" => say("owner"),
        "rated_by" => say("rated-by"),
        "sponsor" => say("sponsor"),
        "leads" => say("lead"),
        "partners" => say("partners"),
        "statutory" => say("statutory"),
        "timescale" => say("timescale"),
        "original_date" => say("original-date"),
        "status" => say("status"),
        "progress" => say("progress"),
        "links" => say("links"),
        "visibility" => say("visible"),
        "marking" => say("marking"),
        other => other.replace('_', " "),
    }
}
