//! How long coverage takes: an office made up of 300, 3,000 and 30,000 items (outcomes, actions, risks, controls,
//! assurances, gaps), all its outcomes judged by the rules with one index, and one outcome alone.
//! `cargo run --release -p domain --example assurance`
use domain::{
    actor::{Actor, Role},
    control::{Assurance, Control, Gives, Line},
    coverage::{Covered, Index},
    entry::{Act, Entry},
    envelope::Envelope,
    gap::{Gap, GapKind},
    id::Id,
    objective::Outcome,
    office::{Kind, Noun, Office},
    outcome_view::OutcomeView,
    risk::{Appetite, Risk, Scored, Which},
    text::{Text, text},
};
use jiff::civil::{Date, date};
use serde_json::json;
use std::time::Instant;
use uuid::Uuid;

const DAY: Date = date(2026, 10, 20);

struct Making {
    office: Office,
    made: u128,
}

impl Making {
    fn next(&mut self) -> Uuid {
        self.made += 1;
        Uuid::from_u128(self.made)
    }

    /// Puts an item on the office as a record would.
    fn put(&mut self, kind: Kind, shape: i64, reference: &str, item: &serde_json::Value) -> Uuid {
        let id = self.next();
        let body = json!({ "envelope": Envelope::public(text(reference)), "item": item });
        let seq = self.office.head().seq + 1;
        let entry = Entry {
            office: Uuid::nil(),
            seq,
            change: Uuid::nil(),
            last_of_change: true,
            at: seq,
            on_date: None,
            actor: Uuid::nil(),
            act: Act::Added,
            kind,
            item: id,
            version: 1,
            shape,
            state_hash: [0; 32],
        };
        self.office.apply(&entry, &serde_json::to_vec(&body).expect("JSON")).expect("it is applied");
        id
    }

    fn noun<T: Noun>(&mut self, reference: &str, item: &T) -> Id<T> {
        self.put(T::KIND, T::SHAPE, reference, &serde_json::to_value(item).expect("JSON")).into()
    }
}

/// Of twenty items one is an outcome, eight are actions, three risks, three controls, four assurances and one a gap.
fn office(items: usize) -> (Office, Id<domain::plan::Plan>) {
    let mut making = Making { office: Office::empty(Uuid::nil()), made: 0 };
    let scale = making.next();
    let plan = json!({ "name": "Plan", "aliases": [], "state": "open", "versions": [], "scale": scale });
    let plan = making.put(Kind::Plan, Kind::Plan.shape(), "Plan", &plan);
    let theme = json!({ "plan": plan, "code": null, "name": "Theme", "aliases": [], "aim": null, "order": 1 });
    let theme = making.put(Kind::Theme, Kind::Theme.shape(), "Theme", &theme);
    let words = |words: &str| -> Text { text(words) };
    for at in 0..items / 20 {
        let statement = words(&format!("Outcome {at}"));
        let outcome =
            making.noun(statement.clone().as_str(), &Outcome { theme: theme.into(), statement, shared_with: vec![] });
        for nth in 0..8 {
            let class = ["on_track", "at_risk", "off_track", "complete"][(at + nth) % 4];
            let action = json!({
                "plan": plan, "theme": theme, "title": format!("Action {at}.{nth}"), "outcomes": [outcome],
                "timescale": { "stated": "", "due": "not_set", "note": null }, "status": "in_progress",
                "current_date": "2026-12-31",
                "rating": { "level": class, "label": class, "class": class, "stated": class, "since": "2026-01-01", "basis": "supplied" },
            });
            making.put(Kind::Action, Kind::Action.shape(), &format!("{at}.{nth}"), &action);
        }
        for nth in 0..3 {
            let by = Uuid::nil().into();
            let scored = |of, likelihood| Scored { of, likelihood, impact: 4, day: DAY, reason: words("So"), by };
            let risk = Risk {
                title: words("Risk"),
                cause: words("a"),
                event: words("b"),
                consequence: words("c"),
                category: words("d"),
                owners: vec![],
                oversight: None,
                matrix: Uuid::nil().into(),
                since: DAY,
                scores: vec![scored(Which::Inherent, 5), scored(Which::Current, 4), scored(Which::Target, 2)],
                appetite: vec![Appetite { most: 12, day: DAY, reason: words("So"), by }],
                treatment: None,
                proximity: None,
                outcomes: vec![outcome],
                actions: vec![],
                reviews: vec![],
                escalations: vec![],
                closed: None,
            };
            let risk = making.noun(&format!("R{at}.{nth}"), &risk);
            let control = Control {
                title: words("Control"),
                describes: words("How"),
                owner: None,
                risks: vec![risk],
                since: DAY,
                ended: None,
            };
            let control = making.noun(&format!("C{at}.{nth}"), &control);
            for line in Line::ALL.into_iter().take(if nth == 0 { 2 } else { 1 }) {
                let assurance = Assurance {
                    control,
                    line,
                    gives: Gives::Full,
                    by_whom: words("Audit"),
                    day: DAY,
                    expires: None,
                    found: words("Works"),
                    evidence: None,
                };
                making.noun("A", &assurance);
            }
            if nth == 0 {
                let gap = Gap {
                    what: GapKind::Assurance,
                    risk: Some(risk),
                    control: None,
                    outcome: None,
                    words: words("Nobody has looked"),
                    since: DAY,
                    actions: vec![],
                    closed: None,
                };
                making.noun("G", &gap);
            }
        }
    }
    (making.office, plan.into())
}

fn main() {
    let reader = Actor::of(Uuid::nil().into(), "Reader", Role::Reader);
    for items in [300, 3_000, 30_000] {
        let (office, plan) = office(items);
        let sight = office.seen_by(&reader);
        let outcomes = sight.outcomes_of_plan(plan);
        let began = Instant::now();
        let index = Index::of(&sight, DAY);
        let made = began.elapsed();
        let gaps = outcomes.iter().filter(|kept| index.coverage(kept.id).says == Covered::GapsFound).count();
        let all = began.elapsed();
        let loose = index.loose(plan);
        let began = Instant::now();
        let view = OutcomeView::of(&sight, &index, outcomes[0].id).expect("it is there");
        println!(
            "{items} items, {} outcomes: index {:.2} ms, all outcomes {:.2} ms, one page's view {:.3} ms; {gaps} with gaps, {} loose, {} rules met by the first",
            outcomes.len(),
            made.as_secs_f64() * 1000.0,
            all.as_secs_f64() * 1000.0,
            began.elapsed().as_secs_f64() * 1000.0,
            loose.risks_without_control.len() + loose.controls_without_assurance.len(),
            view.coverage.met.len(),
        );
    }
}
