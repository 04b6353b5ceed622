//! The forms of naming: which item, its fields as they are and as they were typed, and the command that they come to.
use super::{Given, named_posts, one};
use crate::{
    parts::field::{Fault, Field},
    visit::Staff,
    words::{date, say, say_with},
};
use domain::{
    ask::Command,
    body::{Body, BodyKind},
    id::Id,
    naming::{NameBody, NamePlan, NamePost, NameTheme, StateFor, Statement},
    plan::{Plan, PlanState},
    post::Post,
    text::Text,
    theme::Theme,
};
use jiff::civil::Date;
use maud::{Markup, html};
use uuid::Uuid;

/// What is named: one of the record, or a new one.
#[derive(Clone, Copy, Debug)]
pub enum Item {
    Plan(Option<Id<Plan>>),
    Theme(Id<Plan>, Option<Id<Theme>>),
    Statement(Statement, Id<Theme>, Option<Uuid>),
    Body(Option<Id<Body>>),
    Post(Option<Id<Post>>),
}

/// The kinds of organisation that a form offers, by their words.
const KINDS: [(&str, BodyKind); 5] = [
    ("partner", BodyKind::Partner),
    ("force", BodyKind::Force),
    ("committee", BodyKind::Committee),
    ("board", BodyKind::Board),
    ("panel", BodyKind::Panel),
];

pub fn kind_name(kind: BodyKind) -> String {
    match kind {
        BodyKind::Office => say("kind-office"),
        BodyKind::Board => say("kind-board"),
        BodyKind::Panel => say("kind-panel"),
        BodyKind::Committee => say("kind-committee"),
        BodyKind::Force => say("kind-force"),
        BodyKind::Partner => say("kind-partner"),
    }
}

/// A reason as a sentence of its own.
pub fn sentence(why: &str) -> String {
    crate::import::sentence(why)
}

impl Item {
    /// The item of an address; None where there is none that can be named. `within` is what a new one belongs to.
    pub fn found(visit: &Staff, kind: &str, id: &str, within: Option<&str>) -> Option<Self> {
        let sight = visit.now();
        let known = if id == "new" { None } else { Some(id.parse::<Uuid>().ok()?) };
        let within = within.and_then(|within| within.parse::<Uuid>().ok());
        let open = |id: Id<Plan>| sight.plan(id).filter(|plan| plan.item.state == PlanState::Open).map(|plan| plan.id);
        let theme = |id: Id<Theme>| sight.theme(id).and_then(|theme| open(theme.item.plan)).map(|_| id);
        let statement = |what: Statement, of: Option<Id<Theme>>| match known {
            Some(id) => Some(Self::Statement(what, theme(of?)?, Some(id))),
            None => Some(Self::Statement(what, theme(Id::new(within?))?, None)),
        };
        match kind {
            "plan" => match known {
                Some(id) => open(Id::new(id)).map(|id| Self::Plan(Some(id))),
                None => Some(Self::Plan(None)),
            },
            "theme" => match known {
                Some(id) => sight.theme(Id::new(id)).and_then(|t| Some(Self::Theme(open(t.item.plan)?, Some(t.id)))),
                None => open(Id::new(within?)).map(|plan| Self::Theme(plan, None)),
            },
            "outcome" => {
                statement(Statement::Outcome, known.and_then(|id| sight.outcome(Id::new(id))).map(|o| o.item.theme))
            }
            "objective" => {
                statement(Statement::Objective, known.and_then(|id| sight.objective(Id::new(id))).map(|o| o.item.theme))
            }
            "priority" => {
                statement(Statement::Priority, known.and_then(|id| sight.priority(Id::new(id))).map(|p| p.item.theme))
            }
            "body" => match known {
                Some(id) => sight
                    .body(Id::new(id))
                    .filter(|body| body.item.kind != BodyKind::Office)
                    .map(|body| Self::Body(Some(body.id))),
                None => Some(Self::Body(None)),
            },
            "post" => match known {
                Some(id) => named_posts(&sight).into_iter().find(|p| p.id.uuid() == id).map(|p| Self::Post(Some(p.id))),
                None => Some(Self::Post(None)),
            },
            _ => None,
        }
    }

    pub fn id(&self) -> Option<Uuid> {
        match *self {
            Self::Plan(id) => id.map(Id::uuid),
            Self::Theme(_, id) => id.map(Id::uuid),
            Self::Statement(_, _, id) => id,
            Self::Body(id) => id.map(Id::uuid),
            Self::Post(id) => id.map(Id::uuid),
        }
    }

    /// What a new one belongs to.
    pub fn within(&self) -> Option<Uuid> {
        match *self {
            Self::Theme(plan, None) => Some(plan.uuid()),
            Self::Statement(_, theme, None) => Some(theme.uuid()),
            _ => None,
        }
    }

    fn kind(&self) -> &'static str {
        match self {
            Self::Plan(_) => "plan",
            Self::Theme(..) => "theme",
            Self::Statement(Statement::Outcome, ..) => "outcome",
            Self::Statement(Statement::Objective, ..) => "objective",
            Self::Statement(Statement::Priority, ..) => "priority",
            Self::Body(_) => "body",
            Self::Post(_) => "post",
        }
    }

    pub fn address(&self) -> String {
        match self.id() {
            Some(id) => format!("/naming/{}/{id}", self.kind()),
            None => format!("/naming/{}/new", self.kind()),
        }
    }

    pub fn version(&self, visit: &Staff) -> String {
        self.id().and_then(|id| visit.view().version(id)).map(|version| version.to_string()).unwrap_or_default()
    }

    pub fn title(&self) -> String {
        match (self, self.id().is_some()) {
            (Self::Plan(_), true) => say("naming-plan"),
            (Self::Plan(_), false) => say("naming-plan-new"),
            (Self::Theme(..), true) => say("naming-theme"),
            (Self::Theme(..), false) => say("naming-theme-add"),
            (Self::Statement(Statement::Outcome, ..), true) => say("naming-outcome"),
            (Self::Statement(Statement::Outcome, ..), false) => say("naming-outcome-new"),
            (Self::Statement(Statement::Objective, ..), true) => say("naming-objective"),
            (Self::Statement(Statement::Objective, ..), false) => say("naming-objective-new"),
            (Self::Statement(Statement::Priority, ..), true) => say("naming-priority"),
            (Self::Statement(Statement::Priority, ..), false) => say("naming-priority-new"),
            (Self::Body(_), true) => say("naming-body-one"),
            (Self::Body(_), false) => say("naming-body-new"),
            (Self::Post(_), true) => say("naming-post"),
            (Self::Post(_), false) => say("naming-post-new"),
        }
    }

    /// The field where a refusal is mended.
    pub fn first_field(&self) -> &'static str {
        if matches!(self, Self::Statement(..)) { "statement" } else { "name" }
    }

    /// Its fields as the record has them: name and value.
    fn values(&self, visit: &Staff) -> Vec<(&'static str, String)> {
        let sight = visit.now();
        let words = |text: &Option<Text>| text.as_ref().map(ToString::to_string).unwrap_or_default();
        let day = |date: Option<Date>| date.map(|date| date.to_string()).unwrap_or_default();
        let lines = |all: &[Text]| all.iter().map(Text::as_str).collect::<Vec<_>>().join("\n");
        let all = match *self {
            Self::Plan(id) => id.and_then(|id| sight.plan(id)).map(|plan| {
                let plan = &plan.item;
                vec![("name", plan.name.to_string()), ("from", day(plan.from)), ("to", day(plan.to))]
            }),
            Self::Theme(_, id) => id.and_then(|id| sight.theme(id)).map(|theme| {
                let theme = &theme.item;
                vec![("name", theme.name.to_string()), ("code", words(&theme.code)), ("aim", words(&theme.aim))]
            }),
            Self::Statement(what, _, id) => id.and_then(|id| {
                let statement = match what {
                    Statement::Outcome => &sight.outcome(Id::new(id))?.item.statement,
                    Statement::Objective => &sight.objective(Id::new(id))?.item.statement,
                    Statement::Priority => &sight.priority(Id::new(id))?.item.statement,
                };
                Some(vec![("statement", statement.to_string())])
            }),
            Self::Body(id) => id.and_then(|id| sight.body(id)).map(|body| {
                let kind = KINDS.iter().find(|(_, kind)| *kind == body.item.kind).map_or("", |(word, _)| word);
                vec![
                    ("name", body.item.name.to_string()),
                    ("kind", kind.to_owned()),
                    ("aliases", lines(&body.item.aliases)),
                ]
            }),
            Self::Post(id) => id.and_then(|id| sight.post(id)).map(|post| {
                let post = &post.item;
                vec![
                    ("name", post.name.to_string()),
                    ("initials", lines(&post.initials)),
                    ("body", post.body.to_string()),
                ]
            }),
        };
        all.unwrap_or_default()
    }

    /// The command that what was typed comes to, or what is wrong with it.
    pub fn command(&self, visit: &Staff, typed: &Typed) -> Result<Command, Vec<Fault>> {
        let mut faults = vec![];
        let mut text = |name: &'static str| {
            Text::new(typed.one(name).trim()).unwrap_or_else(|why| {
                faults.push(Fault { id: name.into(), words: sentence(&why.to_string()) });
                Text::default()
            })
        };
        let lines =
            |words: &Text| -> Vec<Text> { words.as_str().lines().filter_map(|line| Text::new(line).ok()).collect() };
        let command = match *self {
            Self::Plan(plan) => {
                let name = text("name");
                let (from, to) = (typed.day("from", &mut faults), typed.day("to", &mut faults));
                Command::NamePlan(NamePlan { plan, name, from, to })
            }
            Self::Theme(plan, theme) => {
                let (name, code, aim) = (text("name"), text("code"), text("aim"));
                Command::NameTheme(NameTheme { plan, theme, name, code, aim })
            }
            Self::Statement(what, theme, item) => {
                Command::StateFor(StateFor { what, theme, item, statement: text("statement") })
            }
            Self::Body(body) => {
                let (name, aliases) = (text("name"), lines(&text("aliases")));
                let kind = KINDS.iter().find(|(word, _)| *word == typed.one("kind")).map(|(_, kind)| *kind);
                let kind = kind.unwrap_or(BodyKind::Partner);
                Command::NameBody(NameBody { body, name, kind, aliases })
            }
            Self::Post(post) => {
                let (name, initials) = (text("name"), lines(&text("initials")));
                let body: Option<Id<Body>> = typed.one("body").parse::<Uuid>().ok().map(Id::new);
                let body = body.filter(|id| visit.now().body(*id).is_some());
                Command::NamePost(NamePost { post, name, body, initials })
            }
        };
        if faults.is_empty() { Ok(command) } else { Err(faults) }
    }
}

/// The fields of a form, as they stand in it.
#[derive(Clone, Debug)]
pub struct Typed {
    pub key: String,
    given: Given,
}

impl Typed {
    pub fn of_the_record(visit: &Staff, item: &Item, called: Option<&str>) -> Self {
        let mut given: Given = item.values(visit).into_iter().map(|(name, value)| (name.to_owned(), value)).collect();
        if let (Item::Post(None), Some(called)) = (item, called) {
            // Initials are what it is called beside its name; several words are likely the name.
            let field = if called.contains(' ') { "name" } else { "initials" };
            given.push((field.to_owned(), called.to_owned()));
        }
        Self { key: Uuid::now_v7().to_string(), given }
    }

    pub fn given(_: &Item, given: &Given) -> Self {
        Self { key: one(given, "key").to_owned(), given: given.clone() }
    }

    fn one(&self, name: &str) -> &str {
        one(&self.given, name)
    }

    fn day(&self, name: &'static str, faults: &mut Vec<Fault>) -> Option<Date> {
        let typed = self.one(name).trim();
        let date = typed.parse().ok();
        if date.is_none() && !typed.is_empty() {
            faults.push(Fault { id: name.into(), words: say_with("form-date-none", &[("typed", typed.into())]) });
        }
        date
    }
}

/// Makes fields, each with what it is now where that differs from what stands in it.
pub struct Fields<'a> {
    pub faults: &'a [Fault],
    pub error: String,
    pub now: Vec<(&'static str, String)>,
}

impl Fields<'_> {
    pub fn field<'f>(&'f self, name: &'f str, label: String, hint: Option<String>, value: &str) -> Field<'f> {
        let wrong = self.faults.iter().find(|fault| fault.id == name);
        Field {
            id: name.to_owned(),
            name,
            label,
            hint,
            value: value.to_owned(),
            wrong: wrong.map(|fault| (self.error.as_str(), fault.words.as_str())),
            classes: "",
        }
    }

    /// What the record says, beside the field.
    pub fn was(&self, name: &str) -> Markup {
        let now = self.now.iter().find(|(known, _)| *known == name).map_or("", |(_, value)| value.as_str());
        let shown = match now.parse::<Date>() {
            Ok(day) => date(day),
            Err(_) => now.to_owned(),
        };
        html! {
            @if !shown.is_empty() {
                p class="govuk-body-s milepost-was" { span class="milepost-was__head" { (say("naming-was")) } " " (shown) }
            }
        }
    }
}

pub fn fields(visit: &Staff, item: &Item, typed: &Typed, faults: &[Fault]) -> Markup {
    let fields = Fields { faults, error: say("error"), now: item.values(visit) };
    let line = |name: &'static str, label: String, hint: Option<String>, kind: &str| {
        html! { (fields.field(name, label, hint, typed.one(name)).line(kind)) (fields.was(name)) }
    };
    let area = |name: &'static str, label: String, hint: Option<String>, rows: u8| {
        html! { (fields.field(name, label, hint, typed.one(name)).textarea(rows)) (fields.was(name)) }
    };
    match item {
        Item::Plan(_) => html! {
            (line("name", say("naming-name"), Some(say("naming-name-hint")), "text"))
            (line("from", say("naming-from"), None, "date"))
            (line("to", say("naming-to"), None, "date"))
        },
        Item::Theme(..) => html! {
            (line("name", say("naming-name"), Some(say("naming-name-hint")), "text"))
            (line("code", say("naming-code"), Some(say("naming-code-hint")), "text"))
            (area("aim", say("aim"), Some(say("naming-aim-hint")), 3))
        },
        Item::Statement(..) => area("statement", say("naming-statement"), None, 3),
        Item::Body(_) => {
            let mut kinds: Vec<(String, String)> =
                KINDS.iter().map(|(word, kind)| ((*word).to_owned(), kind_name(*kind))).collect();
            // There is one Panel.
            if typed.one("kind") != "panel" {
                kinds.pop();
            }
            html! {
                (line("name", say("naming-name"), Some(say("naming-name-hint")), "text"))
                (fields.field("kind", say("naming-kind"), None, typed.one("kind")).select(&kinds))
                (area("aliases", say("naming-aliases"), Some(say("naming-lines-hint")), 3))
            }
        }
        Item::Post(_) => {
            let sight = visit.now();
            let mut bodies: Vec<_> = sight.bodies().collect();
            bodies.sort_by_key(|body| (body.item.kind != BodyKind::Office, body.item.name.folded()));
            let bodies: Vec<(String, String)> =
                bodies.into_iter().map(|body| (body.id.to_string(), body.item.name.to_string())).collect();
            html! {
                (line("name", say("naming-name"), Some(say("post-hint")), "text"))
                (area("initials", say("naming-initials"), Some(say("naming-initials-hint")), 2))
                (fields.field("body", say("naming-body"), None, typed.one("body")).select(&bodies))
            }
        }
    }
}
