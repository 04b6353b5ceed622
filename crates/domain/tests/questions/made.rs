//! A generated office: clean items of every kind, near misses that look like faults and are none, and planted faults. It is
//! synthetic: no office wrote a word of it. What is planted is known, so that each check can be held against it.
#[path = "planted.rs"]
mod planted;

use domain::{
    action::Basis,
    action::{Action, Apart, Completion, DateMove, Held, Rating, Status, Verified},
    entry::{Act, Entry},
    envelope::{Envelope, Visibility},
    evidence::Evidence,
    expected_effect::{Came, ExpectedEffect},
    id::Id,
    milestone::{Milestone, Reached},
    objective::Outcome,
    office::{Kind, Noun, Office},
    plan::Plan,
    post::Post,
    scale::Class,
    text::text,
    theme::Theme,
    timescale::{Due, Precision, Timescale},
    update::{Forecast, Manner, Update},
};
use jiff::{ToSpan, civil::Date, civil::date};
use serde_json::{Value, json};
use std::collections::BTreeSet;
use uuid::Uuid;

/// The day on which the office is looked at.
pub const DAY: Date = date(2026, 11, 16);

/// An office being made.
pub struct Made {
    pub office: Office,
    /// What was planted: the check and the item.
    pub planted: BTreeSet<(&'static str, Uuid)>,
    ids: u128,
    state: u64,
    pub plan: Id<Plan>,
    pub themes: Vec<Id<Theme>>,
    posts: Vec<Id<Post>>,
    vacant: Id<Post>,
    body: Uuid,
    matrix: Uuid,
    review: Uuid,
    actions: usize,
}

fn ago(days: i32) -> Date {
    DAY.checked_sub(days.days()).unwrap()
}

fn ahead(days: i32) -> Date {
    DAY.checked_add(days.days()).unwrap()
}

const WORDS: [&str; 40] = [
    "contract",
    "tender",
    "panel",
    "survey",
    "victims",
    "interviews",
    "report",
    "county",
    "district",
    "partners",
    "health",
    "schools",
    "training",
    "officers",
    "constables",
    "briefing",
    "evaluation",
    "pilot",
    "referrals",
    "advice",
    "hub",
    "lease",
    "funding",
    "grant",
    "meeting",
    "agreed",
    "published",
    "signed",
    "recruited",
    "opened",
    "reviewed",
    "visited",
    "trained",
    "collected",
    "compared",
    "drafted",
    "consulted",
    "delayed",
    "extended",
    "closed",
];

impl Made {
    pub fn new(seed: u64) -> Self {
        let mut made = Self {
            office: Office::empty(Uuid::from_u128(1)),
            planted: BTreeSet::new(),
            ids: 1_000,
            state: seed,
            plan: Uuid::nil().into(),
            themes: vec![],
            posts: vec![],
            vacant: Uuid::nil().into(),
            body: Uuid::nil(),
            matrix: Uuid::nil(),
            review: Uuid::nil(),
            actions: 0,
        };
        made.body = made.json(Kind::Body, "Office", &json!({ "name": "Office", "kind": "office" }));
        let scale = serde_json::to_value(domain::scale::Scale::standard()).unwrap();
        let scale = made.json(Kind::Scale, "scale", &scale);
        let plan = json!({
            "name": "Plan", "from": null, "to": null, "state": "open", "versions": [], "scale": scale,
        });
        made.plan = made.json(Kind::Plan, "Plan", &plan).into();
        for at in 0..20 {
            let theme = Theme {
                plan: made.plan,
                code: Some(text(&format!("{at}"))),
                name: text(&format!("Theme {at}")),
                aliases: vec![],
                aim: None,
                order: at,
            };
            let id = made.put(&format!("theme {at}"), &theme);
            made.themes.push(id);
        }
        for at in 0..25 {
            let post = json!({ "name": format!("Post {at}"), "body": made.body });
            let id = made.json(Kind::Post, &format!("post {at}"), &post);
            made.posts.push(id.into());
        }
        made.vacant = made.posts.pop().unwrap();
        // People sign in: each post is held, and one was given up a month ago.
        for at in 0..made.posts.len() {
            let posts = json!([{ "post": made.posts[at], "from": "2020-01-01", "to": null }]);
            made.json(Kind::Access, &format!("person {at}"), &json!({ "role": "lead", "posts": posts, "ended": null }));
        }
        let left = json!([{ "post": made.vacant, "from": "2020-01-01", "to": ago(30) }]);
        made.json(Kind::Access, "who left", &json!({ "role": "lead", "posts": left, "ended": null }));
        let steps = ["1", "2", "3", "4", "5"];
        let bands = json!([
            { "label": "Low", "symbol": "circle", "colour": "green", "from": 1, "review_months": 12 },
            { "label": "High", "symbol": "square", "colour": "red", "from": 12, "review_months": 3 },
        ]);
        let matrix = json!({ "title": "5x5", "likelihood": steps, "impact": steps, "bands": bands });
        made.matrix = made.json(Kind::RiskMatrix, "5x5", &matrix);
        let source = json!({ "name": "Internal audit", "kind": "internal_audit", "priorities": [], "clock": null });
        let source = made.json(Kind::FindingSource, "IA", &source);
        let review = json!({
            "source": source, "title": "Case files", "scope": null, "draft": null, "issued": ago(300), "published": null,
            "opinions": [], "comments_invited": null, "comments_received": null, "comments_published": null,
        });
        made.review = made.json(Kind::Review, "IA 1", &review);
        made
    }

    /// A number below another; the same for the same seed.
    pub fn below(&mut self, most: u64) -> u64 {
        // SplitMix64.
        self.state = self.state.wrapping_add(0x9e37_79b9_7f4a_7c15);
        let mut z = self.state;
        z = (z ^ (z >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        z = (z ^ (z >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
        (z ^ (z >> 31)) % most
    }

    /// About normal, by the sum of twelve.
    pub fn noise(&mut self) -> f64 {
        (0..12).map(|_| f64::from(u32::try_from(self.below(10_000)).unwrap()) / 10_000.0).sum::<f64>() - 6.0
    }

    fn id(&mut self) -> Uuid {
        self.ids += 1;
        Uuid::from_u128(self.ids)
    }

    fn apply(&mut self, kind: Kind, shape: i64, id: Uuid, reference: &str, item: &Value) {
        let envelope = Envelope { visibility: Visibility::Internal, ..Envelope::public(text(reference)) };
        let body = serde_json::to_vec(&json!({ "envelope": envelope, "item": item })).unwrap();
        let seq = self.office.head().seq + 1;
        let entry = Entry {
            office: Uuid::from_u128(1),
            seq,
            change: Uuid::nil(),
            last_of_change: true,
            at: ago(10).to_zoned(jiff::tz::TimeZone::UTC).unwrap().timestamp().as_microsecond(),
            on_date: None,
            actor: Uuid::nil(),
            act: Act::Added,
            kind,
            item: id,
            version: 1,
            shape,
            state_hash: [0; 32],
        };
        self.office.apply(&entry, &body).unwrap_or_else(|why| panic!("{reference}: {why}"));
    }

    pub fn json(&mut self, kind: Kind, reference: &str, item: &Value) -> Uuid {
        let id = self.id();
        self.apply(kind, kind.shape(), id, reference, item);
        id
    }

    pub fn put<T: Noun>(&mut self, reference: &str, item: &T) -> Id<T> {
        let id = self.id();
        self.apply(T::KIND, T::SHAPE, id, reference, &serde_json::to_value(item).unwrap());
        id.into()
    }

    pub fn plants(&mut self, check: &'static str, about: Uuid) {
        self.planted.insert((check, about));
    }

    /// Some words that nobody said before.
    pub fn prose(&mut self) -> String {
        let many = 14 + self.below(20);
        let mut said = String::from("We");
        for _ in 0..many {
            let word = WORDS[usize::try_from(self.below(40)).unwrap()];
            said.push(' ');
            said.push_str(word);
        }
        format!("{said} {}.", self.below(1_000_000))
    }

    /// A title of words that stand in no other.
    fn title(&mut self) -> String {
        let mut word = || {
            let letters = "bcdfghjklmnpqrstvwxz".as_bytes();
            (0..6).map(|_| char::from(letters[usize::try_from(self.below(20)).unwrap()])).collect::<String>()
        };
        format!("Scheme {} {} {}", word(), word(), word())
    }

    /// An action with nothing wrong: on track since 100 days, due next year, with a lead.
    pub fn action(&mut self) -> Action {
        let mut one_of = |many: u64| usize::try_from(self.below(many)).unwrap();
        let (theme, lead) = (one_of(20), one_of(24));
        let (theme, lead) = (self.themes[theme], self.posts[lead]);
        let due = ahead(100 + i32::try_from(self.below(300)).unwrap());
        let title = self.title();
        Action {
            plan: self.plan,
            theme,
            title: text(&title),
            description: None,
            objectives: vec![],
            outcomes: vec![],
            output: None,
            owner: None,
            rated_by: None,
            sponsor: None,
            leads: vec![Held::Post(lead)],
            partners: vec![],
            statutory: false,
            timescale: Timescale { due: Due::By { date: due, precision: Precision::Day }, ..Timescale::default() },
            original_date: Some(due),
            current_date: Some(due),
            moves: vec![],
            status: Status::InProgress,
            rating: Some(rating(Class::OnTrack, ago(100))),
            update: None,
            links: vec![],
            origin: None,
            lineage: vec![],
            staff_columns: vec![],
            completion: None,
            decided: None,
        }
    }

    /// Puts an action on the record, with what was said of it, oldest first.
    pub fn keep(&mut self, action: &Action, said: &[Update]) -> Id<Action> {
        self.actions += 1;
        let reference = format!("{}.{}", 1 + self.actions / 50, 1 + self.actions % 50);
        let id = self.put(&reference, action);
        for update in said {
            self.put("update", &Update { action: id, ..update.clone() });
        }
        id
    }

    pub fn update(&mut self, day: Date) -> Update {
        let words = self.prose();
        Update::of_table(Uuid::nil().into(), day, Some(text(&words)), Some(rating(Class::OnTrack, day)), None, None)
    }

    /// The updates of four quarters, the second with evidence.
    pub fn year(&mut self) -> Vec<Update> {
        let mut all: Vec<Update> = [301, 209, 118, 27].map(|days| self.update(ago(days))).into();
        all[2].evidence = vec![Evidence::Decision(text("Minute 4"))];
        all
    }

    /// An action of one of the ways in which things are in order, near misses among them.
    pub fn clean(&mut self) -> Id<Action> {
        let mut action = self.action();
        let mut said = self.year();
        match self.below(16) {
            // Off track and overdue, and it says so.
            0 => {
                action.current_date = Some(ago(40));
                action.rating = Some(rating(Class::OffTrack, ago(300)));
            }
            // At risk, but not for a year; said twelve weeks ago.
            1 => {
                action.rating = Some(rating(Class::AtRisk, ago(340)));
                said.pop();
                said[2].day = ago(84);
            }
            // Its date moved twice.
            2 => action.moves = vec![moved(ago(400)), moved(ago(60))],
            // Confirmed as still true, in the same words.
            3 => {
                let again = said[2].narrative.clone();
                said[3].narrative = again;
                said[3].manner = Manner::Confirmation;
            }
            // Half of the words again, and half new.
            4 => {
                let before = said[2].narrative.as_ref().unwrap().to_string();
                let half: String = before.chars().take(before.chars().count() / 2).collect();
                let new = self.prose();
                said[3].narrative = Some(text(&format!("{half} {new}")));
            }
            // Complete and verified.
            5 | 6 => {
                let on = ago(200);
                complete(&mut action, on, true);
                said.truncate(2);
            }
            // Complete and not verified, since last week.
            7 => {
                complete(&mut action, ago(7), false);
            }
            // A continuing duty that is looked at each quarter.
            8 => {
                action.timescale = Timescale { due: Due::Continuing, ..Timescale::default() };
                (action.current_date, action.original_date) = (None, None);
            }
            // Two leads, of whom one is gone.
            9 => action.leads.push(Held::Post(self.vacant)),
            // Forecast on track, and it is; its milestone was due last week.
            10 => {
                said[3].forecast = Some(forecast(Class::OnTrack));
                let id = self.keep(&action, &said);
                self.milestone(id, ago(7), Reached::Open);
                self.milestone(id, ago(90), Reached::Met { on: ago(88) });
                return id;
            }
            // No date, and not called on track.
            11 => {
                action.timescale = Timescale::default();
                (action.current_date, action.original_date) = (None, None);
                action.rating = None;
            }
            // On track for a year without evidence until lately.
            12 => {
                action.rating = Some(rating(Class::OnTrack, ago(310)));
                said[2].evidence = vec![];
                said[3].evidence = vec![Evidence::Decision(text("Minute 9"))];
            }
            // An effect that was expected and answered, and one to come.
            13 => {
                let id = self.keep(&action, &said);
                self.effect(id, date(2026, 6, 30), Came::Observed(observed()));
                self.effect(id, date(2026, 12, 31), Came::Awaited);
                return id;
            }
            _ => {}
        }
        self.keep(&action, &said)
    }

    pub fn milestone(&mut self, action: Id<Action>, on: Date, reached: Reached) {
        let title = text(&format!("Step of {on}"));
        let milestone = Milestone { action, strand: None, title, original_date: on, date: on, moves: vec![], reached };
        self.put("milestone", &milestone);
    }

    pub fn effect(&mut self, action: Id<Action>, by: Date, came: Came) {
        let effect = ExpectedEffect { action, outcome: None, effect: text("Fewer calls"), by, figure: None, came };
        self.put("effect", &effect);
    }

    pub fn outcome(&mut self, at: usize) -> Id<Outcome> {
        let theme = self.themes[at % 20];
        self.put(&format!("O{at}"), &Outcome { theme, statement: text(&format!("Outcome {at}")), shared_with: vec![] })
    }

    fn clean_live(&mut self) -> Id<Action> {
        let (action, said) = (self.action(), self.year());
        self.keep(&action, &said)
    }

    /// Themes with a narrative and something off track: every second one names it. And returns that were sent back.
    pub fn round(&mut self) {
        let asked: Vec<Uuid> = vec![];
        let mut back = vec![];
        for at in 0..10 {
            let (action, said) = (self.action(), self.year());
            let id = self.keep(&action, &said);
            let last = self.office_update(id);
            let days = if at % 2 == 0 { 30 } else { 5 };
            back.push(json!({
                "action": id, "update": last, "by": self.posts[0], "name": "Post 0", "on": ago(days), "comment": "Say more",
            }));
            if at % 2 == 0 {
                self.plants("sent-back-unanswered", id.uuid());
            }
        }
        let round = json!({
            "plan": self.plan, "name": "July to September 2026", "from": "2026-07-01", "to": "2026-09-30", "due": ahead(5),
            "opened_at": 1, "asked": asked, "signed_off": [], "sent_back": back, "frozen": null,
        });
        let round = self.json(Kind::Round, "round", &round);
        for at in 0..self.themes.len() {
            let theme = self.themes[at];
            let mut action = self.action();
            (action.theme, action.title) = (theme, text("Rebuild the custody suite at Marshend"));
            action.rating = Some(rating(Class::OffTrack, ago(60)));
            let said = self.year();
            self.keep(&action, &said);
            let named = if at % 2 == 0 { "The custody suite at Marshend is late." } else { "Much was done." };
            let narrative = json!({
                "round": round, "theme": theme, "achieved": self.prose(), "still_to_overcome": named, "next": null,
                "by": self.posts[0], "name": "Post 0",
            });
            self.json(Kind::Narrative, "narrative", &narrative);
        }
    }

    /// The last update that was put on the record.
    fn office_update(&self, _of: Id<Action>) -> Uuid {
        Uuid::from_u128(self.ids)
    }

    /// Of a theme, whether its narrative names nothing off track: those of `clean` may be off track too.
    pub fn silent_themes(&self) -> Vec<Uuid> {
        self.themes.iter().enumerate().filter(|(at, _)| at % 2 == 1).map(|(_, id)| id.uuid()).collect()
    }
}

pub fn rating(class: Class, since: Date) -> Rating {
    let label = match class {
        Class::Complete => "Blue",
        Class::OnTrack => "Green",
        Class::AtRisk => "Amber",
        _ => "Red",
    };
    Rating {
        level: text(class.as_str()),
        label: text(label),
        class,
        stated: text(label),
        since,
        basis: Basis::Supplied,
    }
}

fn differs() -> Basis {
    serde_json::from_value(json!({ "differs": {
        "suggested": "at_risk", "rule": "rule 5", "facts": "its date was changed", "reason": "r", "public": "It holds",
    }}))
    .unwrap()
}

fn forecast(class: Class) -> Forecast {
    Forecast { level: text(class.as_str()), label: text("Green"), class }
}

fn moved(on: Date) -> DateMove {
    DateMove { from: Some(on), to: Some(ahead(200)), on, reason: text("Late"), approver: text("Chief Executive") }
}

fn observed() -> domain::expected_effect::Observed {
    domain::expected_effect::Observed { on: ago(100), words: text("Fewer"), number: None, by: None }
}

pub fn complete(action: &mut Action, on: Date, verified: bool) {
    let by = action.leads.first().cloned().unwrap_or(Held::Unmatched(text("AB")));
    let verified = verified.then(|| Verified { by: by.clone(), on, apart: Apart::SameOrganisation });
    let evidence = vec![Evidence::Decision(text("Minute 12"))];
    action.status = Status::Complete;
    action.rating = Some(rating(Class::Complete, on));
    action.completion = Some(Completion { on, evidence, by, verified });
}
