//! People come, change and go; what each may do follows their role, and whose work is theirs follows the posts they hold.
use domain::{
    access::{AddPost, AssignPost, ChangeRole, EndAccess, Grant, LeavePost, MovePosts},
    actor::{Actor, Role},
    ask::{Answer, Ask, Command, Refusal, decide},
    chance::Chance,
    entry::Entry,
    id::Id,
    office::Office,
    post::Post,
    settings::{Begin, Brand},
    text::text,
};
use jiff::civil::{Date, date};
use uuid::Uuid;

/// An office, and a day that goes on.
struct Story {
    office: Office,
    chance: Chance,
    day: Date,
}

fn person(number: u128) -> Uuid {
    Uuid::from_u128(0xa000 + number)
}

impl Story {
    fn begins() -> Self {
        let mut chance = Chance::new([7; 32]);
        let office = Office::empty(chance.id(jiff::Timestamp::UNIX_EPOCH));
        let mut story = Self { office, chance, day: date(2026, 5, 4) };
        let begin = Begin {
            name: text("Office for Northmarsh"),
            code: None,
            key: text("key"),
            brand: Brand::default(),
            demo: false,
        };
        story.by(&clerk(), Command::Begin(begin)).unwrap();
        story
    }

    fn by(&mut self, actor: &Actor, command: Command) -> Result<Uuid, Refusal> {
        let now = self.day.at(12, 0, 0, 0).in_tz("Europe/London").unwrap().timestamp();
        let ask = Ask { actor: actor.clone(), now, on: None, key: None, seen: vec![], reason: None, command };
        let decision = decide(&self.office, &ask, &mut self.chance)?;
        for draft in decision.drafts {
            let version = self.office.version_of(draft.item).map_or(1, |(_, version)| version + 1);
            let entry = Entry {
                office: self.office.head().office,
                seq: self.office.head().seq + 1,
                change: Uuid::nil(),
                last_of_change: true,
                at: now.as_microsecond(),
                on_date: draft.on,
                actor: ask.actor.post.uuid(),
                act: draft.act,
                kind: draft.kind,
                item: draft.item,
                version,
                shape: draft.shape,
                state_hash: [0; 32],
            };
            self.office.apply(&entry, &draft.body).unwrap();
        }
        let Answer::Item(item) = decision.answer else { panic!("an item was changed") };
        Ok(item)
    }

    fn post(&mut self, name: &str) -> Id<Post> {
        self.by(&clerk(), Command::AddPost(AddPost { name: text(name), initials: vec![] })).unwrap().into()
    }

    fn grant(&mut self, number: u128, role: Role, posts: &[Id<Post>]) {
        let grant = Grant { person: person(number), role, posts: posts.to_vec() };
        self.by(&clerk(), Command::Grant(grant)).unwrap();
    }

    fn actor(&self, number: u128) -> Option<Actor> {
        self.office.actor(person(number), self.day)
    }
}

fn clerk() -> Actor {
    Actor::of(Uuid::from_u128(7).into(), "Clerk", Role::Office)
}

fn because(refused: Result<Uuid, Refusal>) -> String {
    refused.unwrap_err().to_string()
}

#[test]
fn an_actor_is_a_role_and_the_posts_that_are_held_that_day() {
    let mut story = Story::begins();
    let (policy, victims) = (story.post("Head of Policy"), story.post("Victims Lead"));
    assert!(!story.office.has_people());
    story.grant(1, Role::Lead, &[policy]);
    assert!(story.office.has_people());
    let from = Some(date(2026, 6, 1));
    story.by(&clerk(), Command::AssignPost(AssignPost { person: person(1), post: victims, from })).unwrap();
    let may = story.actor(1).unwrap();
    assert_eq!((may.role, may.holds), (Role::Lead, vec![policy]));
    assert_eq!(may.name, "Head of Policy (Person 1)");
    story.day = date(2026, 6, 1);
    assert_eq!(story.actor(1).unwrap().holds, [policy, victims]);
    story.by(&clerk(), Command::LeavePost(LeavePost { person: person(1), post: policy })).unwrap();
    assert_eq!(story.actor(1).unwrap().holds, [victims]);
    assert_eq!(story.office.actor(person(1), date(2026, 5, 31)).unwrap().holds, [policy]);
    assert!(story.office.actor(person(2), story.day).is_none(), "a stranger is nobody");
}

#[test]
fn a_leavers_posts_move_to_another_in_one_step() {
    let mut story = Story::begins();
    let (policy, victims) = (story.post("Head of Policy"), story.post("Victims Lead"));
    story.grant(1, Role::Lead, &[policy, victims]);
    story.grant(2, Role::Lead, &[victims]);
    story.day = date(2026, 9, 1);
    let before = story.office.head().seq;
    let end = EndAccess { person: person(1), posts_to: Some(person(2)) };
    story.by(&clerk(), Command::EndAccess(end)).unwrap();
    assert_eq!(story.office.head().seq - before, 2, "one for who leaves and one for who takes over");
    assert!(story.actor(1).is_none());
    assert_eq!(story.actor(2).unwrap().holds, [victims, policy]);
    let seen = story.office.seen_by(&clerk());
    let kept = &seen.person(person(1)).unwrap().item;
    assert!(kept.posts.iter().all(|held| held.from == date(2026, 5, 4) && held.to == Some(story.day)));
    // Who comes back begins without a post and with the past that they have.
    story.grant(1, Role::Officer, &[]);
    let back = story.actor(1).unwrap();
    assert_eq!((back.role, back.holds.len()), (Role::Officer, 0));
    // Moving posts leaves who had them in the office.
    story.by(&clerk(), Command::MovePosts(MovePosts { from: person(2), to: person(1) })).unwrap();
    assert_eq!((story.actor(1).unwrap().holds.len(), story.actor(2).unwrap().holds.len()), (2, 0));
    let nothing = story.by(&clerk(), Command::MovePosts(MovePosts { from: person(2), to: person(1) }));
    assert!(because(nothing).contains("holds no post"));
}

#[test]
fn somebody_can_always_let_others_in() {
    let mut story = Story::begins();
    story.grant(1, Role::Administrator, &[]);
    story.grant(2, Role::Officer, &[]);
    let end = |number| Command::EndAccess(EndAccess { person: person(number), posts_to: None });
    let demote = |number| Command::ChangeRole(ChangeRole { person: person(number), role: Role::Reader });
    let lead = |number| Command::ChangeRole(ChangeRole { person: person(number), role: Role::Lead });
    let own = story.actor(1).unwrap();
    assert!(because(story.by(&own, end(1))).contains("last administrator"));
    assert!(because(story.by(&own, lead(1))).contains("last administrator"));
    assert!(because(story.by(&own, demote(2))).contains("nobody's to give"));
    story.by(&own, Command::ChangeRole(ChangeRole { person: person(2), role: Role::Administrator })).unwrap();
    story.by(&own, end(1)).unwrap();
    assert!(because(story.by(&clerk(), end(2))).contains("last administrator"));
}

#[test]
fn only_an_administrator_says_who_comes_in() {
    let mut story = Story::begins();
    let post = story.post("Head of Policy");
    story.grant(1, Role::Administrator, &[]);
    let commands = [
        Command::Grant(Grant { person: person(9), role: Role::Lead, posts: vec![] }),
        Command::ChangeRole(ChangeRole { person: person(1), role: Role::Officer }),
        Command::AssignPost(AssignPost { person: person(1), post, from: None }),
        Command::LeavePost(LeavePost { person: person(1), post }),
        Command::MovePosts(MovePosts { from: person(1), to: person(1) }),
        Command::EndAccess(EndAccess { person: person(1), posts_to: None }),
        Command::AddPost(AddPost { name: text("Another"), initials: vec![] }),
    ];
    let mut refused = 0;
    for (number, role) in Role::GIVEN.into_iter().chain([Role::Reader]).enumerate() {
        if role == Role::Administrator {
            continue;
        }
        let actor = Actor::of(person(100 + number as u128).into(), "Somebody", role);
        for command in &commands {
            let answer = story.by(&actor, command.clone());
            assert!(matches!(answer, Err(Refusal::NotAllowed { .. })), "{role:?} {command:?}");
            refused += 1;
        }
    }
    println!("{refused} asks refused");
    assert_eq!(refused, 56);
}

#[test]
fn what_makes_no_sense_is_refused_in_words() {
    let mut story = Story::begins();
    let post = story.post("Head of Policy");
    story.grant(1, Role::Lead, &[post]);
    let own: Id<Post> = clerk().post;
    let none: Id<Post> = Uuid::from_u128(3).into();
    let assign = |post, from| Command::AssignPost(AssignPost { person: person(1), post, from });
    let new_year = Some(date(2026, 1, 1));
    for (command, words) in [
        (Command::Grant(Grant { person: person(1), role: Role::Lead, posts: vec![] }), "has access already"),
        (Command::Grant(Grant { person: post.uuid(), role: Role::Lead, posts: vec![] }), "something else"),
        (assign(post, None), "holds that post already"),
        (assign(none, None), "no such post"),
        (assign(own, None), "command line"),
        (assign(post, new_year), "is past"),
        (Command::LeavePost(LeavePost { person: person(1), post: none }), "does not hold"),
        (Command::EndAccess(EndAccess { person: person(1), posts_to: Some(person(1)) }), "themselves"),
        (Command::EndAccess(EndAccess { person: person(5), posts_to: None }), "no such person"),
        (Command::AddPost(AddPost { name: text("head of policy"), initials: vec![] }), "already"),
        (Command::AddPost(AddPost { name: text("  "), initials: vec![] }), "no name"),
    ] {
        let said = because(story.by(&clerk(), command));
        assert!(said.contains(words), "{said}");
    }
}
