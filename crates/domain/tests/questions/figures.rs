//! Outcomes with measures: worsening beside work that is on track, improving beside work that is not, and pure noise.
use super::{
    everybody,
    made::{DAY, Made, rating},
};
use domain::{
    ask::{Ask, Command, decide},
    chance::Chance,
    entry::Entry,
    expected_effect::Number,
    id::Id,
    load::{AddLoad, DataSet, Load, Stated, Status},
    measure::MeasureSet,
    objective::Outcome,
    question::{Looked, raised},
    scale::Class,
    span::Span,
    text::text,
};
use jiff::civil::{Date, date};
use std::fmt::Write as _;

/// Months of figures, the last September 2026.
const MONTHS: i32 = 36;

/// How a series goes at its end.
#[derive(Clone, Copy, PartialEq)]
enum Goes {
    Worse,
    Better,
    Nowhere,
}

fn does(made: &mut Made, command: Command) {
    let mut chance = Chance::new([made.below(250).to_le_bytes()[0]; 32]);
    let now = "2026-11-10T09:00:00Z".parse().unwrap();
    let ask = Ask { actor: everybody(), now, on: None, key: None, seen: vec![], reason: None, command };
    let decision = decide(&made.office, &ask, &mut chance).unwrap();
    for draft in decision.drafts {
        let head = made.office.head();
        let entry = Entry {
            office: head.office,
            seq: head.seq + 1,
            change: uuid::Uuid::nil(),
            last_of_change: true,
            at: now.as_microsecond(),
            on_date: None,
            actor: uuid::Uuid::nil(),
            act: draft.act,
            kind: draft.kind,
            item: draft.item,
            version: 1,
            shape: draft.shape,
            state_hash: [0; 32],
        };
        made.office.apply(&entry, &draft.body).unwrap();
    }
}

fn defines(made: &mut Made, from: usize, many: usize) {
    let mut set = String::new();
    for at in from..from + many {
        write!(
            set,
            "[[measure]]\ncode = \"M{at}\"\ntitle = \"Measure {at}\"\ndescribes = \"Something\"\noutcomes = [\"Outcome {at}\"]\nvisibility = \"internal\"\n[[measure.definition]]\nwords = \"Counted\"\nquantity = \"index\"\nunit = \"points\"\nplaces = 1\nbetter = \"increase\"\nnumerator = {{ data = \"figures\", area = \"Fenshire\", of = [\"S{at}\"] }}\n"
        )
        .unwrap();
    }
    let define = MeasureSet::parse(&set).unwrap().define(&made.office.seen_by(&everybody())).unwrap();
    does(made, Command::DefineMeasures(Box::new(define)));
}

fn loads(made: &mut Made, from: usize, series: &[Goes], downloaded: Date, last: Span) {
    let mut stated = vec![];
    for (at, goes) in series.iter().enumerate() {
        for month in 0..MONTHS {
            let span = last.plus(month - MONTHS + 1).unwrap();
            let shift = match goes {
                _ if month < MONTHS - 9 => 0.0,
                Goes::Worse => -3.5,
                Goes::Better => 3.5,
                Goes::Nowhere => 0.0,
            };
            let value = 100.0 + 4.0 * (made.noise() + shift);
            stated.push(Stated {
                span,
                area: 0,
                series: u16::try_from(at).unwrap(),
                value: Some(Number::parse(&format!("{value:.1}")).unwrap()),
                numerator: None,
                denominator: None,
                n: None,
                between: None,
                status: Status::default(),
            });
        }
    }
    let load = Load {
        data_set: DataSet::Figures,
        file: text("figures.csv"),
        sha256: text(&format!("{from} {downloaded}")),
        size: 1,
        downloaded,
        licence: text("Made up"),
        rows: 1,
        rejected: 0,
        reasons: vec![],
        examples: vec![],
        areas: vec![text("Fenshire")],
        series: (from..from + series.len()).map(|at| text(&format!("S{at}"))).collect(),
        covers: vec![],
        counts: vec![],
        stated,
        quality: vec![],
        remarks: vec![],
        disposal: None,
        smallest: None,
    };
    does(made, Command::AddLoad(Box::new(AddLoad { load })));
}

/// Some actions of an outcome, all rated so.
fn served(made: &mut Made, outcome: Id<Outcome>, class: Class, since: Date) {
    for _ in 0..3 {
        let mut action = made.action();
        action.outcomes = vec![outcome];
        action.rating = Some(rating(class, since));
        let said = made.year();
        made.keep(&action, &said);
    }
}

/// Every kind of outcome: those at fault are planted.
pub fn planted(made: &mut Made) {
    let first = 0;
    let kinds: Vec<Goes> = (0..20)
        .map(|_| Goes::Worse)
        .chain((0..12).map(|_| Goes::Better))
        .chain((0..8).map(|_| Goes::Nowhere))
        .collect();
    let outcomes: Vec<Id<Outcome>> = (0..kinds.len()).map(|at| made.outcome(first + at)).collect();
    defines(made, first, kinds.len());
    loads(made, first, &kinds, date(2026, 10, 20), Span::month(2026, 9).unwrap());
    let long = date(2026, 3, 1);
    let lately = date(2026, 10, 1);
    for (at, (goes, outcome)) in kinds.iter().zip(&outcomes).enumerate() {
        let measure = made.office.seen_by(&everybody()).measure_coded(&format!("M{at}")).unwrap().id.uuid();
        match goes {
            Goes::Worse => {
                // Ten beside work that is on track, four where that is so since lately, three at risk, three alone.
                match at {
                    0..10 => {
                        served(made, *outcome, Class::OnTrack, long);
                        made.plants("on-track-but-worsening", outcome.uuid());
                    }
                    10..14 => served(made, *outcome, Class::OnTrack, lately),
                    14..17 => served(made, *outcome, Class::AtRisk, lately),
                    _ => made.plants("signal-without-action", measure),
                }
                made.plants("signal-without-commentary", measure);
            }
            Goes::Better if at % 2 == 0 => {
                served(made, *outcome, Class::OffTrack, long);
                made.plants("off-track-but-improving", outcome.uuid());
            }
            Goes::Better | Goes::Nowhere => served(made, *outcome, Class::OnTrack, long),
        }
    }
    // Figures that stopped in the spring.
    let stopped = kinds.len();
    for at in 0..10 {
        made.outcome(stopped + at);
    }
    defines(made, stopped, 10);
    loads(made, stopped, &[Goes::Nowhere; 10], date(2026, 5, 20), Span::month(2026, 5).unwrap());
    for at in stopped..stopped + 10 {
        let measure = made.office.seen_by(&everybody()).measure_coded(&format!("M{at}")).unwrap().id.uuid();
        made.plants("figures-stopped", measure);
    }
}

#[test]
fn pure_noise_raises_few_questions() {
    // 400 measures of noise, each beside three actions that have been on track for long: one quarter's look.
    let many = 400;
    let mut made = Made::new(99);
    for from in (0..many).step_by(100) {
        let outcomes: Vec<Id<Outcome>> = (from..from + 100).map(|at| made.outcome(at)).collect();
        defines(&mut made, from, 100);
        loads(&mut made, from, &[Goes::Nowhere; 100], date(2026, 10, 20), Span::month(2026, 9).unwrap());
        for outcome in outcomes {
            served(&mut made, outcome, Class::OnTrack, date(2026, 3, 1));
        }
    }
    let actor = everybody();
    let found = raised(&Looked::at(made.office.seen_by(&actor), DAY));
    let count = |name: &str| found.iter().filter(|one| one.check.name == name).count();
    let (watermelons, silent, reverse) =
        (count("on-track-but-worsening"), count("signal-without-commentary"), count("off-track-but-improving"));
    println!("Synthetic, {many} measures of pure noise, 36 months each, one quarter's look:");
    println!("  actions on track, measure worsening: {watermelons} ({:.1} for each 100)", watermelons as f64 / 4.0);
    println!("  measure worsening, nothing said of it: {silent} ({:.1} for each 100)", silent as f64 / 4.0);
    println!("  measure improving, actions off track: {reverse}");
    assert!(watermelons <= 28, "{watermelons} of 400");
    assert_eq!(reverse, 0, "nothing is off track");
    assert_eq!(found.len(), watermelons + silent, "nothing else is raised by noise");
}
