//! The rules of coverage: each can be met and not met, one gap is a gap, and nothing that is added to what is wrong makes
//! it right.
use domain::{
    coverage::{
        ActionFact, Assured, ControlFact, Coverage, Covered, FindingFact, GapFact, Hidden, MeasureFact, Named,
        PartnerFact, Recorded, RiskFact, Rule, Sort,
    },
    scale::Class,
    text::text,
};
use jiff::civil::date;
use proptest::{collection::vec, option, prelude::*, sample::select};
use std::collections::BTreeSet;
use uuid::Uuid;

fn named(reference: &str) -> Named {
    Named { reference: text(reference), title: text("Something"), item: Uuid::nil() }
}

fn action(class: Option<Class>) -> ActionFact {
    ActionFact { named: named("1.1"), class, done: false, overdue: None, not_begun: false }
}

fn measure() -> MeasureFact {
    let sentence = "It is as usual.".to_owned();
    MeasureFact { named: named("M1"), sentence, worsens: false, improves: false, misses: false, judged: true }
}

fn control(assured: Assured) -> ControlFact {
    ControlFact { named: named("C1"), assured }
}

fn risk(controls: Vec<ControlFact>) -> RiskFact {
    RiskFact { named: named("R1"), current: Some(8), outside: Some(false), controls, hidden: false }
}

/// An outcome of which nothing is wrong that a rule could find.
fn good() -> Recorded {
    Recorded {
        actions: vec![action(Some(Class::OnTrack))],
        measures: vec![measure()],
        risks: vec![risk(vec![control(Assured::Fully)])],
        ..Recorded::default()
    }
}

fn rules(recorded: &Recorded) -> Vec<u8> {
    Coverage::of(recorded).met.iter().map(|met| met.rule.number()).collect()
}

#[test]
fn where_no_rule_is_met_no_gap_is_found_and_nothing_more_is_said() {
    let coverage = Coverage::of(&good());
    assert_eq!(coverage.says, Covered::NoGapFound);
    assert_eq!(coverage.says.in_words(), "no gap found by these rules");
    // No word of any rule or result says that what is done is enough.
    let said = Rule::ALL.map(Rule::in_words).into_iter().chain(Covered::ALL.map(Covered::in_words));
    assert!(said.map(str::to_lowercase).all(|words| !words.contains("sufficient") && !words.contains("enough is")));
}

#[test]
fn each_rule_is_met_by_what_it_says_and_by_nothing_else() {
    let with = |change: &dyn Fn(&mut Recorded)| {
        let mut recorded = good();
        change(&mut recorded);
        rules(&recorded)
    };
    let good_risk = || risk(vec![control(Assured::Fully)]);
    assert_eq!(with(&|r| r.actions.clear()), [1]);
    assert_eq!(with(&|r| r.measures.clear()), [2]);
    assert_eq!(with(&|r| r.actions = vec![action(Some(Class::OffTrack))]), [3]);
    assert_eq!(
        with(&|r| r.actions[0].overdue = Some(date(2026, 3, 31))),
        [3],
        "on track and past its date is past its date"
    );
    assert_eq!(with(&|r| r.actions.push(action(Some(Class::OffTrack)))), [0_u8; 0], "another carries it");
    assert_eq!(with(&|r| r.risks = vec![RiskFact { outside: Some(true), ..good_risk() }]), [4]);
    assert_eq!(with(&|r| r.risks = vec![risk(vec![])]), [5]);
    for assured in [Assured::Never, Assured::Expired(date(2026, 1, 1)), Assured::Refused] {
        assert_eq!(with(&|r| r.risks = vec![risk(vec![control(assured)])]), [6]);
    }
    assert_eq!(with(&|r| r.risks = vec![risk(vec![control(Assured::Partly)])]), [7]);
    let gap = |in_control| GapFact { named: named("G1"), in_control, undated: true };
    assert_eq!(with(&|r| r.gaps = vec![gap(true)]), [8]);
    assert_eq!(with(&|r| r.gaps = vec![gap(false)]), [9]);
    let finding = |high| FindingFact { named: named("F1"), high };
    assert_eq!(with(&|r| r.findings = vec![finding(true)]), [10]);
    assert_eq!(with(&|r| r.findings = vec![finding(false)]), [0_u8; 0]);
    let worse = || MeasureFact { worsens: true, ..measure() };
    assert_eq!(with(&|r| r.measures = vec![worse()]), [12], "on track while the measure worsens");
    assert_eq!(with(&|r| r.measures = vec![MeasureFact { misses: true, ..measure() }]), [12]);
    assert_eq!(
        with(&|r| {
            r.measures = vec![worse()];
            r.actions.push(action(Some(Class::AtRisk)));
        }),
        [11],
        "nothing disagrees any more: it is a gap"
    );
    assert_eq!(
        with(&|r| {
            r.measures = vec![MeasureFact { improves: true, ..measure() }];
            r.actions = vec![action(Some(Class::AtRisk))];
        }),
        [13]
    );
    assert_eq!(with(&|r| r.measures = vec![MeasureFact { judged: false, ..measure() }]), [14]);
    assert_eq!(with(&|r| r.actions.push(action(None))), [15]);
    assert_eq!(
        with(&|r| r.actions.push(ActionFact { not_begun: true, ..action(None) })),
        [0_u8; 0],
        "nobody rates it yet"
    );
    assert_eq!(with(&|r| r.risks.clear()), [16]);
    assert_eq!(with(&|r| r.risks = vec![RiskFact { outside: None, ..good_risk() }]), [17]);
    let old = PartnerFact { named: named("TVP 1.1"), class: Some(Class::OnTrack), old: Some(date(2025, 1, 1)) };
    assert_eq!(with(&|r| r.partners = vec![old.clone()]), [18]);
    assert_eq!(with(&|r| r.hidden.risks = true), [19]);
}

#[test]
fn what_is_not_shown_is_not_called_missing() {
    let hidden = Hidden { actions: true, measures: true, risks: true, findings: false };
    let recorded = Recorded { hidden, ..Recorded::default() };
    assert_eq!(rules(&recorded), [19]);
    assert_eq!(Coverage::of(&recorded).says, Covered::TooLittleRecorded, "and no gap is not claimed either");
    let mut partly = good();
    partly.risks = vec![RiskFact { hidden: true, ..risk(vec![]) }, risk(vec![control(Assured::Hidden)])];
    assert_eq!(Coverage::of(&partly).gaps(), 0);
    // What carries the outcome may be what is not shown, and "every action" is said of no part.
    let mut behind = good();
    behind.hidden.actions = true;
    behind.actions = vec![action(Some(Class::OffTrack))];
    assert_eq!(rules(&behind), [19]);
    let mut worse = good();
    worse.hidden.actions = true;
    worse.measures[0].worsens = true;
    assert_eq!(rules(&worse), [19], "neither on track while worse, nor worse while not on track");
}

#[test]
fn a_rule_has_one_number_for_good() {
    let numbers: BTreeSet<u8> = Rule::ALL.into_iter().map(Rule::number).collect();
    assert_eq!(numbers.len(), Rule::ALL.len());
    assert_eq!(numbers, (1..=19).collect());
}

fn class() -> impl Strategy<Value = Option<Class>> {
    option::of(select(Class::ALL.to_vec()))
}

fn actions() -> impl Strategy<Value = ActionFact> {
    (class(), any::<bool>(), any::<bool>(), any::<bool>()).prop_map(|(class, done, late, not_begun)| ActionFact {
        done,
        overdue: (late && !done).then(|| date(2026, 1, 1)),
        not_begun,
        ..action(class)
    })
}

fn assured() -> impl Strategy<Value = Assured> {
    select(vec![
        Assured::Never,
        Assured::Expired(date(2026, 1, 1)),
        Assured::Refused,
        Assured::Partly,
        Assured::Fully,
        Assured::Hidden,
    ])
}

fn risks() -> impl Strategy<Value = RiskFact> {
    (option::of(1..=25_u8), option::of(any::<bool>()), vec(assured(), 0..3), any::<bool>()).prop_map(
        |(current, outside, controls, hidden)| RiskFact {
            current,
            outside,
            controls: controls.into_iter().map(control).collect(),
            hidden,
            ..risk(vec![])
        },
    )
}

fn measures() -> impl Strategy<Value = MeasureFact> {
    (any::<bool>(), any::<bool>(), any::<bool>(), any::<bool>()).prop_map(|(worsens, improves, misses, judged)| {
        MeasureFact { worsens, improves: improves && !worsens, misses, judged, ..measure() }
    })
}

prop_compose! {
    fn recorded()(
        actions in vec(actions(), 0..4),
        partners in vec((class(), option::of(Just(date(2025, 1, 1)))), 0..3),
        measures in vec(measures(), 0..3),
        risks in vec(risks(), 0..3),
        gaps in vec((any::<bool>(), any::<bool>()), 0..2),
        findings in vec(any::<bool>(), 0..2),
        hidden in any::<[bool; 4]>(),
    ) -> Recorded {
        let [of_actions, of_measures, of_risks, of_findings] = hidden.map(|hidden| hidden && actions.len() == 3);
        Recorded {
            partners: partners.into_iter().map(|(class, old)| PartnerFact { named: named("P"), class, old }).collect(),
            gaps: gaps.into_iter().map(|(in_control, undated)| GapFact { named: named("G"), in_control, undated }).collect(),
            findings: findings.into_iter().map(|high| FindingFact { named: named("F"), high }).collect(),
            hidden: Hidden { actions: of_actions, measures: of_measures, risks: of_risks, findings: of_findings },
            actions, measures, risks,
        }
    }
}

/// Something more that is wrong.
#[derive(Clone, Debug)]
enum Worse {
    OffTrack,
    Overdue,
    Outside,
    Bare,
    Unassured(Assured),
    Gap(bool),
    Finding,
    Measure,
}

fn worse() -> impl Strategy<Value = Worse> {
    let unassured = [Assured::Never, Assured::Expired(date(2026, 1, 1)), Assured::Refused, Assured::Partly];
    prop_oneof![
        Just(Worse::OffTrack),
        Just(Worse::Overdue),
        Just(Worse::Outside),
        Just(Worse::Bare),
        select(unassured.to_vec()).prop_map(Worse::Unassured),
        any::<bool>().prop_map(Worse::Gap),
        Just(Worse::Finding),
        Just(Worse::Measure),
    ]
}

impl Worse {
    fn add(&self, recorded: &mut Recorded) {
        match self {
            Self::OffTrack => recorded.actions.push(action(Some(Class::OffTrack))),
            Self::Overdue => {
                let overdue = Some(date(2026, 1, 1));
                recorded.actions.push(ActionFact { overdue, ..action(Some(Class::OnTrack)) });
            }
            Self::Outside => {
                recorded.risks.push(RiskFact { outside: Some(true), ..risk(vec![control(Assured::Fully)]) });
            }
            Self::Bare => recorded.risks.push(risk(vec![])),
            Self::Unassured(assured) => recorded.risks.push(risk(vec![control(*assured)])),
            Self::Gap(in_control) => {
                recorded.gaps.push(GapFact { named: named("G9"), in_control: *in_control, undated: true });
            }
            Self::Finding => recorded.findings.push(FindingFact { named: named("F9"), high: true }),
            Self::Measure => recorded.measures.push(MeasureFact { worsens: true, ..measure() }),
        }
    }
}

proptest! {
    #[test]
    fn adding_what_is_wrong_never_turns_gaps_into_none(before in recorded(), worse in worse()) {
        let then = Coverage::of(&before);
        let mut after = before.clone();
        worse.add(&mut after);
        let now = Coverage::of(&after);
        // An action that runs late where others carry the outcome is for its own rating to say.
        if !matches!(worse, Worse::OffTrack | Worse::Overdue) {
            prop_assert!(now.says != Covered::NoGapFound, "{worse:?} leaves no gap found");
        }
        // What is said of the whole never gets better, but that a measure that worsens may disagree where none stood.
        let disagrees = now.says == Covered::SignalsDisagree && matches!(worse, Worse::Measure);
        prop_assert!(now.says <= then.says || disagrees, "{:?} became {:?} by {worse:?}", then.says, now.says);
        if !matches!(worse, Worse::OffTrack | Worse::Overdue | Worse::Measure) {
            prop_assert_eq!(now.says, Covered::GapsFound);
            prop_assert!(now.gaps() > then.gaps());
        }
    }

    #[test]
    fn what_is_said_reconciles_with_the_rules_that_are_met(recorded in recorded()) {
        let coverage = Coverage::of(&recorded);
        let any = |sort| coverage.met(sort).next().is_some();
        let expected = match (any(Sort::Gap), any(Sort::Disagreement), any(Sort::TooLittle)) {
            (true, ..) => Covered::GapsFound,
            (_, true, _) => Covered::SignalsDisagree,
            (_, _, true) => Covered::TooLittleRecorded,
            _ => Covered::NoGapFound,
        };
        prop_assert_eq!(coverage.says, expected);
        prop_assert!(coverage.met.iter().all(|met| !met.facts.is_empty()), "a rule is met by something");
        prop_assert!(coverage.met.is_sorted_by_key(|met| met.rule.number()));
        prop_assert_eq!(coverage.gaps(), coverage.met(Sort::Gap).map(|met| met.facts.len()).sum::<usize>());
    }
}
