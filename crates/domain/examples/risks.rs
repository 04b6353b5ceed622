//! How long a register of risks takes: of made-up risks, each with scores over two years, two controls and a gap.
use domain::{
    actor::{Actor, Role},
    ask::{Ask, Command, decide},
    chance::Chance,
    entry::Entry,
    office::Office,
    risk::{
        RiskSet, TakeRegister,
        register::{Before, Register},
    },
    settings::{Begin, Brand},
    text::text,
};
use jiff::{Timestamp, civil::date};
use std::{fmt::Write as _, time::Instant};

fn main() {
    for many in [300, 1_000] {
        let mut chance = Chance::new([9; 32]);
        let now: Timestamp = "2026-11-16T09:00:00Z".parse().unwrap();
        let actor = Actor::of(chance.id(now).into(), "Office", Role::Office);
        let mut office = Office::empty(chance.id(now));
        let begin = Begin {
            name: text("Office"),
            code: Some(text("OFF")),
            key: text("key"),
            brand: Brand::default(),
            demo: true,
        };
        does(&mut office, &actor, now, &mut chance, Command::Begin(begin));
        let set = RiskSet::parse(&register(many)).unwrap();
        let clock = Instant::now();
        does(&mut office, &actor, now, &mut chance, Command::TakeRegister(Box::new(TakeRegister { set })));
        let landing = clock.elapsed();
        let sight = office.seen_by(&actor);
        let clock = Instant::now();
        let before = Before { sight, day: date(2025, 12, 31) };
        let register = Register::of(&sight, date(2026, 11, 16), Some(before));
        let telling = clock.elapsed();
        let clock = Instant::now();
        let by_action = sight.tied_risks();
        println!(
            "{many} risks: taken in within {landing:?}; the register with movement in {telling:?}, {} rows; risks by action in {:?}",
            register.rows.len(),
            clock.elapsed()
        );
        drop(by_action);
    }
}

fn register(many: usize) -> String {
    let mut words = "[[matrix]]\ncode = \"M\"\ntitle = \"M\"\nlikelihood = [\"a\",\"b\",\"c\",\"d\",\"e\"]\nimpact = [\"a\",\"b\",\"c\",\"d\",\"e\"]\nband = [{ label = \"Low\", symbol = \"circle\", colour = \"green\", from = 1, review_months = 3 }]\n".to_owned();
    for n in 1..=many {
        let _ = write!(
            words,
            "[[risk]]\ncode = \"R{n}\"\ntitle = \"Risk {n}\"\ncause = \"c\"\nevent = \"e\"\nconsequence = \"q\"\ncategory = \"k\"\nmatrix = \"M\"\nsince = \"2024-11-01\"\nscore = ["
        );
        for quarter in 0..8 {
            let _ = write!(
                words,
                "{{ of = \"current\", likelihood = {}, impact = 3, day = \"202{}-{:02}-01\", reason = \"r{quarter}\" }},",
                1 + (n + quarter) % 5,
                5 + quarter / 4,
                1 + quarter % 4 * 2
            );
        }
        let _ = writeln!(words, "]\nappetite = [{{ most = 9, day = \"2025-01-01\", reason = \"r\" }}]");
    }
    for n in 1..=many * 2 {
        let _ = writeln!(
            words,
            "[[control]]\ncode = \"C{n}\"\ntitle = \"t\"\ndescribes = \"d\"\nrisks = [\"R{}\"]\nsince = \"2024-11-01\"",
            n.div_ceil(2)
        );
    }
    for n in 1..=many {
        let _ = writeln!(
            words,
            "[[gap]]\ncode = \"G{n}\"\nkind = \"control\"\nrisk = \"R{n}\"\nwords = \"w\"\nsince = \"2025-01-01\""
        );
    }
    words
}

fn does(office: &mut Office, actor: &Actor, now: Timestamp, chance: &mut Chance, command: Command) {
    let ask = Ask { actor: actor.clone(), now, on: None, key: None, seen: vec![], reason: None, command };
    let decision = decide(office, &ask, chance).unwrap();
    for draft in decision.drafts {
        let head = office.head();
        let entry = Entry {
            office: head.office,
            seq: head.seq + 1,
            change: draft.item,
            last_of_change: true,
            at: now.as_microsecond(),
            on_date: None,
            actor: actor.post.uuid(),
            act: draft.act,
            kind: draft.kind,
            item: draft.item,
            version: 1,
            shape: draft.shape,
            state_hash: [0; 32],
        };
        office.apply(&entry, &draft.body).unwrap();
    }
}
