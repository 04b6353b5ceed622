//! Who acts, and the one table of what they may do.
use crate::{ask::Refusal, id::Id, post::Post, sight::Reach};

/// Somebody who asks for something to be done or shown.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Actor {
    pub post: Id<Post>,
    pub name: String,
    pub role: Role,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Role {
    /// Whoever has the data folder and the command line has the record: they may do all that the rules allow.
    Office,
    /// Reads all that the office's own people see, and changes nothing: the pages, until people can sign in.
    Reader,
}

/// The table of permissions: command, and the roles that may give it.
const MAY: &[(&str, &[Role])] = &[
    ("begin", &[Role::Office]),
    ("import plan", &[Role::Office]),
    ("take plan", &[Role::Office]),
    ("take snapshot", &[Role::Office]),
    ("reserve paper", &[Role::Office]),
    ("issue paper", &[Role::Office]),
    ("present paper", &[Role::Office]),
    ("publish", &[Role::Office]),
    ("withdraw", &[Role::Office]),
    ("restore", &[Role::Office]),
    ("rotate key", &[Role::Office]),
    ("erase", &[Role::Office]),
];

impl Actor {
    /// May they give this command? A command without a row in the table is refused to everybody.
    pub fn may(&self, command: &'static str) -> Result<(), Refusal> {
        let allowed = MAY.iter().any(|(name, roles)| *name == command && roles.contains(&self.role));
        if allowed { Ok(()) } else { Err(Refusal::NotAllowed { name: self.name.clone(), act: command }) }
    }

    /// How far they see.
    pub fn reach(&self) -> Reach {
        match self.role {
            Role::Office | Role::Reader => Reach::Staff,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_reader_may_give_no_command_at_all() {
        let reader = Actor { post: uuid::Uuid::nil().into(), name: "Reader".into(), role: Role::Reader };
        for (command, _) in MAY {
            assert!(reader.may(command).is_err(), "{command}");
        }
        let office = Actor { role: Role::Office, ..reader };
        assert!(office.may("publish").is_ok());
        assert!(office.may("erase everything").is_err());
    }
}
