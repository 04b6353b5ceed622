//! An office with people who answer findings.
use domain::{
    access::Grant,
    actor::{Actor, Role},
    ask::{Answer, Ask, Command, Refusal, decide},
    chance::Chance,
    entry::Entry,
    envelope::Marking,
    finding::{
        AddFinding, AddReview, Clock, Colour, Deed, Facts, Finding, FindingKind, NameSource, OnFinding, Priority, Rank,
        SourceKind, Standing, Ties,
    },
    office::{Kept, Office},
    settings::{Begin, Brand},
    sight::{Reach, Sight},
    text::{Text, text},
};
use jiff::{Timestamp, civil::Date, tz::TimeZone};

pub struct Desk {
    pub office: Office,
    chance: Chance,
    now: Timestamp,
    pub command_line: Actor,
    pub officer: Actor,
    pub approver: Actor,
    pub lead: Actor,
}

pub fn on_finding(finding: &str, deed: Deed) -> Command {
    Command::OnFinding(Box::new(OnFinding { finding: text(finding), deed }))
}

pub fn closes(finding: &str, action: u16) -> Command {
    on_finding(finding, Deed::Close { action, words: Some(text("Complete")), evidence: None })
}

pub fn facts(found: &str) -> Facts {
    Facts {
        kind: FindingKind::Recommendation,
        own_reference: None,
        found: text(found),
        recommended: None,
        priority: None,
        for_whom: None,
        response_due: None,
    }
}

impl Desk {
    /// An office on a day, in which nobody signs in yet.
    pub fn new(day: Date) -> Self {
        let now = day.at(9, 0, 0, 0).to_zoned(TimeZone::UTC).unwrap().timestamp();
        let mut chance = Chance::new([6; 32]);
        let mut person = |name, role| Actor::of(chance.id(now).into(), name, role);
        let command_line = person("Office", Role::Office);
        let (officer, approver, lead) =
            (person("Officer", Role::Officer), person("Approver", Role::Approver), person("Lead", Role::Lead));
        let office = Office::empty(chance.id(now));
        let mut desk = Self { office, chance, now, command_line, officer, approver, lead };
        let begin = Begin {
            name: text("Office for Fenshire"),
            code: Some(text("FEN")),
            key: text("key"),
            brand: Brand::default(),
            demo: true,
        };
        let actor = desk.command_line.clone();
        desk.does(&actor, Command::Begin(begin)).unwrap();
        // The lead's post is one of the office's.
        let post = domain::access::AddPost { name: text("Head of Finance"), initials: vec![] };
        let Answer::Item(post) = desk.does(&actor, Command::AddPost(post)).unwrap() else { panic!("a post") };
        desk.lead.holds = vec![post.into()];
        desk
    }

    /// The same with an internal audit report, and a finding about which an action was agreed with the lead.
    pub fn audited() -> Self {
        let mut desk = Self::new("2026-06-01".parse().unwrap());
        let words = [("High", Rank::High), ("Medium", Rank::Medium), ("Low", Rank::Low)];
        desk.source("Internal audit", SourceKind::InternalAudit, &words, None);
        desk.review("Internal audit", "Grants 2026", Some("2026-05-01".parse().unwrap())).unwrap();
        let facts = Facts {
            own_reference: Some(text("Rec 1")),
            priority: Some(text("medium")),
            ..facts("There is no manual.")
        };
        desk.adds("R1", facts);
        desk.agree("F1", "Write the manual", "Head of Finance", Some("2026-09-30".parse().unwrap()));
        desk
    }

    pub fn person(&mut self, name: &str, role: Role) -> Actor {
        Actor::of(self.chance.id(self.now).into(), name, role)
    }

    pub fn somebody_signs_in(&mut self) {
        let person = self.chance.id(self.now);
        let actor = self.command_line.clone();
        self.does(&actor, Command::Grant(Grant { person, role: Role::Administrator, posts: vec![] })).unwrap();
    }

    pub fn source(&mut self, name: &str, kind: SourceKind, words: &[(&str, Rank)], clock: Option<Clock>) {
        let priorities = words.iter().map(|(word, rank)| Priority { word: text(word), rank: *rank }).collect();
        let actor = self.officer.clone();
        self.does(&actor, Command::NameSource(NameSource { name: text(name), kind, priorities, clock })).unwrap();
    }

    pub fn review(&mut self, source: &str, title: &str, issued: Option<Date>) -> Result<Answer, Refusal> {
        let add = AddReview {
            source: text(source),
            code: None,
            title: text(title),
            scope: None,
            draft: None,
            issued,
            published: None,
            opinions: vec![],
            visibility: None,
            marking: Marking::Official,
        };
        let actor = self.officer.clone();
        self.does(&actor, Command::AddReview(Box::new(add)))
    }

    pub fn adds(&mut self, review: &str, facts: Facts) {
        let add = AddFinding {
            review: text(review),
            code: None,
            facts,
            ties: Ties::default(),
            raised: None,
            visibility: None,
        };
        let actor = self.officer.clone();
        self.does(&actor, Command::AddFinding(Box::new(add))).unwrap();
    }

    pub fn agree(&mut self, finding: &str, words: &str, owner: &str, due: Option<Date>) {
        let actor = self.officer.clone();
        let deed = Deed::Agree { words: text(words), owner: text(owner), due, stated: None };
        self.does(&actor, on_finding(finding, deed)).unwrap();
    }

    pub fn does(&mut self, actor: &Actor, command: Command) -> Result<Answer, Refusal> {
        self.asks(actor, command, None)
    }

    pub fn does_on(&mut self, actor: &Actor, command: Command, on: Date) -> Result<Answer, Refusal> {
        self.asks(actor, command, Some(on))
    }

    fn asks(&mut self, actor: &Actor, command: Command, on: Option<Date>) -> Result<Answer, Refusal> {
        let ask =
            Ask { actor: actor.clone(), now: self.now, on, key: None, seen: vec![], reason: None::<Text>, command };
        let decision = decide(&self.office, &ask, &mut self.chance)?;
        let change = self.chance.id(self.now);
        let many = decision.drafts.len();
        for (at, draft) in decision.drafts.into_iter().enumerate() {
            let head = self.office.head();
            let version = self.office.version_of(draft.item).map_or(1, |(_, version)| version + 1);
            let entry = Entry {
                office: head.office,
                seq: head.seq + 1,
                change,
                last_of_change: at + 1 == many,
                at: self.now.as_microsecond(),
                on_date: draft.on,
                actor: actor.post.uuid(),
                act: draft.act,
                kind: draft.kind,
                item: draft.item,
                version,
                shape: draft.shape,
                state_hash: [0; 32],
            };
            self.office.apply(&entry, &draft.body).unwrap();
        }
        Ok(decision.answer)
    }

    pub fn sight(&self, reach: Reach) -> Sight<'_> {
        self.office.seen_by(&self.command_line).no_further_than(reach)
    }

    pub fn finding(&self, code: &str) -> &Kept<Finding> {
        self.sight(Reach::Staff).finding_coded(code).unwrap()
    }

    pub fn standing(&self, code: &str, day: Date) -> Standing {
        self.finding(code).item.standing(day)
    }

    pub fn colour(&self, code: &str, day: Date) -> Colour {
        self.finding(code).item.colour(day)
    }
}
