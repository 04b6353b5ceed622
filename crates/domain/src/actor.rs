//! Who acts, and the one table of what they may do.
use crate::{ask::Refusal, id::Id, post::Post, sight::Reach, text::Text};
use serde::{Deserialize, Serialize};

/// Somebody who asks for something to be done or shown.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Actor {
    /// The post in whose name they act; of somebody who signed in, their own item, whose id is the person's.
    pub post: Id<Post>,
    pub name: String,
    pub role: Role,
    /// Every post that they hold today: the work of these is theirs.
    pub holds: Vec<Id<Post>>,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Role {
    /// Whoever has the data folder and the command line has the record: they may do all that the rules allow.
    Office,
    /// Reads all that the office's own people see, and changes nothing: the pages, until people can sign in.
    Reader,
    /// Names people and posts, gives roles, sees to the installation.
    Administrator,
    /// Runs the plan and its papers: the performance and policy officer.
    Officer,
    /// Agrees to changes of date, closures and publication: the chief executive and who is named to act for them.
    Approver,
    /// Updates the work of the posts that they hold.
    Lead,
    /// Updates the work of the posts that they hold, and sees no other.
    Contributor,
    /// Reads all and writes nothing, and sees the log of changes to rules and settings.
    Auditor,
    /// A member of the Panel: reads what is for the Panel.
    PanelReader,
    /// Works for the Panel's host authority: reads what is for the Panel, writes its recommendations and questions.
    PanelClerk,
}

/// The table of permissions: command, and the roles that may give it.
const MAY: &[(&str, &[Role])] = &[
    ("begin", &[Role::Office]),
    ("import plan", &[Role::Office, Role::Officer]),
    ("undo import", &[Role::Office, Role::Officer]),
    ("take plan", &[Role::Office]),
    ("take snapshot", PAPERS),
    ("reserve paper", PAPERS),
    ("issue paper", PAPERS),
    ("present paper", PAPERS),
    ("return paper", PAPERS),
    // During a hold an approver alone lets a correction through.
    ("correct paper", &[Role::Office, Role::Officer, Role::Approver]),
    ("ask for publication", PAPERS),
    ("decide publication", &[Role::Office, Role::Approver]),
    ("set a hold", &[Role::Office, Role::Officer, Role::Approver]),
    ("lift a hold", &[Role::Office, Role::Approver]),
    ("publish", &[Role::Office]),
    ("withdraw", &[Role::Office, Role::Officer, Role::Approver]),
    ("restore", &[Role::Office]),
    ("rotate key", &[Role::Office]),
    ("erase", &[Role::Office]),
    ("open round", &[Role::Office, Role::Officer]),
    ("sign off theme", &[Role::Office, Role::Officer, Role::Approver, Role::Lead]),
    ("freeze round", &[Role::Office, Role::Officer]),
    ("send back", &[Role::Office, Role::Officer, Role::Approver, Role::Lead]),
    // Of what is said of another organisation, by somebody who holds a post of it.
    ("check accuracy", &[Role::Office, Role::Lead, Role::Contributor]),
    ("answer a point", &[Role::Office, Role::Officer, Role::Approver]),
    ("write narrative", &[Role::Office, Role::Officer, Role::Approver, Role::Lead]),
    // Nobody judges whether their own work is enough.
    ("judge an outcome", &[Role::Office, Role::Officer, Role::Approver]),
    ("note on an environment", &[Role::Office, Role::Officer, Role::Approver, Role::Lead]),
    ("note a partner's action", NAMES),
    ("serve an outcome", NAMES),
    ("grant access", PEOPLE),
    ("change a role", PEOPLE),
    ("assign a post", PEOPLE),
    ("take back a post", PEOPLE),
    ("move posts", PEOPLE),
    ("end access", PEOPLE),
    ("name a post", PEOPLE),
    ("name a plan", NAMES),
    ("name a theme", NAMES),
    ("state what a theme is for", NAMES),
    ("name an organisation", NAMES),
    ("describe a post", NAMES),
    ("describe an action", NAMES),
    // Doors of the pages, which change nothing on the record by themselves.
    ("see imports", &[Role::Officer, Role::Auditor]),
    ("see to the people", &[Role::Administrator]),
    ("review access", &[Role::Administrator, Role::Auditor]),
    // Who is mailed in a round, which links stand, and what became of each mail: beside the record.
    ("see to the mail", &[Role::Office, Role::Officer]),
    ("read the trail", &[Role::Officer, Role::Approver, Role::Auditor]),
    ("update action", &[Role::Office, Role::Officer, Role::Lead, Role::Contributor]),
    ("confirm action", &[Role::Office, Role::Officer, Role::Lead, Role::Contributor]),
    // By somebody without an account, who has the link that was sent to a post: they speak for it and see no other.
    ("answer by link", &[Role::Contributor]),
    // What stands in the sheet of a round, downloaded and taken back: of their own posts, or by the officer for anybody.
    ("enter from a sheet", &[Role::Office, Role::Officer, Role::Lead, Role::Contributor]),
    ("correct update", &[Role::Office, Role::Officer, Role::Lead, Role::Contributor]),
    ("verify completion", &[Role::Office, Role::Officer, Role::Approver, Role::Lead]),
    ("ask for a change", &[Role::Office, Role::Officer, Role::Lead, Role::Contributor]),
    ("decide a change", &[Role::Office, Role::Approver]),
    ("set the rules", &[Role::Office, Role::Officer, Role::Approver]),
    ("add a milestone", &[Role::Office, Role::Officer, Role::Lead, Role::Contributor]),
    ("change a milestone", &[Role::Office, Role::Officer, Role::Lead, Role::Contributor]),
    ("carry milestones", &[Role::Office, Role::Officer, Role::Lead, Role::Contributor]),
    ("expect an effect", &[Role::Office, Role::Officer, Role::Lead, Role::Contributor]),
    ("say what came of an effect", &[Role::Office, Role::Officer, Role::Lead, Role::Contributor]),
    ("define measures", FIGURES),
    ("note on a measure", FIGURES),
    ("load figures", FIGURES),
    ("take back a load", FIGURES),
    ("propose a rebase", FIGURES),
    // Of limits that begin anew: somebody else than who proposed it.
    ("decide a rebase", &[Role::Office, Role::Officer, Role::Approver]),
    ("write commentary", &[Role::Office, Role::Officer, Role::Lead]),
    // Questions to expect are the office's own: whoever sees all of it.
    ("answer a question", &[Role::Office, Role::Officer, Role::Approver]),
    ("silence a question", &[Role::Office, Role::Officer, Role::Approver]),
    ("share the questions", &[Role::Office, Role::Officer, Role::Approver]),
    ("take a risk register", REGISTER),
    ("define a risk matrix", REGISTER),
    ("register a risk", REGISTER),
    ("describe a risk", REGISTER),
    // Of a lead: risks, controls and gaps of the posts that they hold, and no others.
    ("score a risk", RISKS),
    ("review a risk", RISKS),
    ("escalate a risk", RISKS),
    ("describe a control", RISKS),
    ("assure a control", RISKS),
    ("name a gap", RISKS),
    ("act on a gap", RISKS),
    // What is accepted, and what is over, is not for whoever owns the risk.
    ("set an appetite", &[Role::Office, Role::Officer, Role::Approver]),
    ("close a risk", &[Role::Office, Role::Officer, Role::Approver]),
    ("close a gap", &[Role::Office, Role::Officer, Role::Approver]),
    ("name a source of findings", NAMES),
    // The clerk's are the Panel's alone, and nobody else's are: the domain says whose words are whose.
    ("add a review", WORDS),
    ("note on a review", WORDS),
    ("add a finding", WORDS),
    ("reword a finding", WORDS),
    ("import findings", NAMES),
    ("tie a finding", NAMES),
    ("respond to a finding", ANSWERS),
    ("say where a response is published", ANSWERS),
    ("agree an action on a finding", &[Role::Office, Role::Officer]),
    ("move an agreed date", ANSWERS),
    ("update an agreed action", &[Role::Office, Role::Officer, Role::Lead, Role::Contributor]),
    ("close an agreed action", &[Role::Office, Role::Officer, Role::Lead]),
    // By somebody else than who called it done.
    ("verify an agreed action", ANSWERS),
    ("settle a finding", ANSWERS),
    ("re-open a finding", ANSWERS),
];

/// Who says what the plan is made of.
const NAMES: &[Role] = &[Role::Office, Role::Officer];

/// Who puts on the record what an outside source said.
const WORDS: &[Role] = &[Role::Office, Role::Officer, Role::PanelClerk];

/// Who answers for the office to those who look at it.
const ANSWERS: &[Role] = &[Role::Office, Role::Officer, Role::Approver];

/// Who sees to the measures and their figures.
const FIGURES: &[Role] = &[Role::Office, Role::Officer];

/// Who keeps the register of risks.
const REGISTER: &[Role] = &[Role::Office, Role::Officer];

/// Who says how risks stand.
const RISKS: &[Role] = &[Role::Office, Role::Officer, Role::Approver, Role::Lead];

/// Who makes the office's papers.
const PAPERS: &[Role] = &[Role::Office, Role::Officer];

/// Who says who may come in.
const PEOPLE: &[Role] = &[Role::Office, Role::Administrator];

impl Role {
    /// The roles that people have, in the order in which they are offered.
    pub const GIVEN: [Self; 8] = [
        Self::Administrator,
        Self::Officer,
        Self::Approver,
        Self::Lead,
        Self::Contributor,
        Self::Auditor,
        Self::PanelReader,
        Self::PanelClerk,
    ];

    /// Whether a person can be given it.
    pub fn is_given(self) -> bool {
        Self::GIVEN.contains(&self)
    }

    /// As it stands in addresses, forms and tables, and beside what somebody decided in it.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Office => "office",
            Self::Reader => "reader",
            Self::Administrator => "administrator",
            Self::Officer => "officer",
            Self::Approver => "approver",
            Self::Lead => "lead",
            Self::Contributor => "contributor",
            Self::Auditor => "auditor",
            Self::PanelReader => "panel_reader",
            Self::PanelClerk => "panel_clerk",
        }
    }

    /// A role that a person can be given, by its word.
    pub fn parse(word: &str) -> Option<Self> {
        Self::GIVEN.into_iter().find(|role| role.as_str() == word)
    }
}

impl Actor {
    /// Somebody who holds one post, and acts in its name.
    pub fn of(post: Id<Post>, name: impl Into<String>, role: Role) -> Self {
        Self { post, name: name.into(), role, holds: vec![post] }
    }

    /// The post that stands on pages and papers for what they say: the first that they hold. Whoever holds none speaks
    /// for themself.
    pub fn speaks_as(&self) -> Id<Post> {
        self.holds.first().copied().unwrap_or(self.post)
    }

    /// Their name as the record keeps it.
    pub(crate) fn named(&self) -> Text {
        Text::new(&self.name).unwrap_or_default()
    }

    /// May they give this command? A command without a row in the table is refused to everybody.
    pub fn may(&self, command: &'static str) -> Result<(), Refusal> {
        let allowed = MAY.iter().any(|(name, roles)| *name == command && roles.contains(&self.role));
        if allowed { Ok(()) } else { Err(Refusal::NotAllowed { name: self.name.clone(), act: command }) }
    }

    /// Whether they speak for the work of the posts that they hold, and of no other.
    pub fn answers_only_for_own(&self) -> bool {
        matches!(self.role, Role::Lead | Role::Contributor)
    }

    /// How far they see.
    pub fn reach(&self) -> Reach {
        match self.role {
            Role::Office | Role::Reader | Role::Officer | Role::Approver | Role::Auditor => Reach::Staff,
            Role::Administrator | Role::Lead => Reach::Internal,
            Role::PanelReader | Role::PanelClerk => Reach::Panel,
            Role::Contributor => Reach::Public,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_reader_may_give_no_command_at_all() {
        let reader = Actor::of(uuid::Uuid::nil().into(), "Reader", Role::Reader);
        for (command, _) in MAY {
            assert!(reader.may(command).is_err(), "{command}");
        }
        let office = Actor { role: Role::Office, ..reader };
        assert!(office.may("publish").is_ok());
        assert!(office.may("erase everything").is_err());
    }
}
