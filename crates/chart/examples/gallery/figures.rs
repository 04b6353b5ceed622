//! Figures of a made-up force area, near enough to real ones to judge the drawings by.
use chart::{
    About, Assurance, Centre, Columns, Drawing, Entry, Matrix, Note, NoteKind, Pair, Point, Rolling, Size, Sparkline,
    Unit, Variation, Verdict, Xmr, assurance_icon, columns, matrix, rolling, sparkline, variation_icon, xmr,
};

type Chart = Box<dyn Fn(Size) -> Drawing>;

pub fn all() -> Vec<Chart> {
    vec![
        Box::new(|size| xmr(&burglary(), size)),
        Box::new(|size| xmr(&charges(), size)),
        Box::new(|size| xmr(&few(), size)),
        Box::new(|size| matrix(&pack(), size)),
        Box::new(|size| columns(&two_years(), size)),
        Box::new(|size| rolling(&twelve(), size)),
    ]
}

pub fn small() -> Vec<Drawing> {
    let mut drawings: Vec<Drawing> =
        Variation::ALL.iter().enumerate().map(|(at, kind)| variation_icon(&format!("variation-{at}"), *kind)).collect();
    drawings
        .extend(Assurance::ALL.iter().enumerate().map(|(at, kind)| assurance_icon(&format!("assurance-{at}"), *kind)));
    for (at, last) in
        [Verdict::Improvement, Verdict::Concern, Verdict::Common, Verdict::NeutralHigh].into_iter().enumerate()
    {
        let points = months(24)
            .into_iter()
            .enumerate()
            .map(|(month, label)| (label, (month != 9).then(|| 100.0 + noise(month + at * 31) * 20.0)));
        let about = about(&format!("spark-{at}"), "Robbery", "robberies");
        drawings.push(sparkline(&Sparkline { about, points: points.collect(), mean: Some(100.0), last }));
    }
    drawings
}

pub fn about(id: &str, title: &str, of: &str) -> About {
    About { id: id.into(), title: title.into(), unit: Unit::Count(of.into()), places: 0 }
}

/// Months from April 2022 on.
pub fn months(count: usize) -> Vec<String> {
    (0..count).map(|at| format!("{}-{:02}", 2022 + (at + 3) / 12, (at + 3) % 12 + 1)).collect()
}

/// Chance that is the same each time: about -1 to 1, most of it near 0.
pub fn noise(at: usize) -> f64 {
    let one = |seed: usize| {
        let mixed = (seed as u64 + 1).wrapping_mul(0x9e37_79b9_7f4a_7c15);
        let mixed = (mixed ^ (mixed >> 29)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        ((mixed ^ (mixed >> 32)) % 10_000) as f64 / 5_000.0 - 1.0
    };
    (one(at * 3) + one(at * 3 + 1) + one(at * 3 + 2)) / 3.0
}

fn burglary() -> Xmr {
    let points = months(36).into_iter().enumerate().map(|(at, label)| {
        let (centre, group) = if at < 14 { (312.0, 0) } else { (266.0, 1) };
        let good = at >= 30;
        let concern = at == 7;
        let value = centre + noise(at) * 48.0 - if good { 52.0 } else { 0.0 } + if concern { 95.0 } else { 0.0 };
        Point {
            label,
            value: (at != 21).then_some(value.round()),
            centre: Some(centre),
            lower: Some(centre - 71.0),
            upper: Some(centre + 71.0),
            verdict: if good {
                Verdict::Improvement
            } else if concern {
                Verdict::Concern
            } else {
                Verdict::Common
            },
            provisional: at >= 34,
            group,
        }
    });
    Xmr {
        about: about("burglary", "Residential burglary, Fenshire", "burglaries a month"),
        points: points.collect(),
        centre: Centre::Mean,
        target: vec![Some(240.0); 36],
        notes: vec![
            Note { at: 14, text: "Limits set anew: record system changed".into(), kind: NoteKind::Rebase },
            Note { at: 28, text: "Operation Hearth begins".into(), kind: NoteKind::Event },
        ],
        variation: Some(Variation::ImprovementLow),
        assurance: Some(Assurance::HitOrMiss),
        rules: "ptd-0.2".into(),
        trial: false,
        remarks: vec![],
    }
}

fn charges() -> Xmr {
    let points = months(48).into_iter().enumerate().map(|(at, label)| {
        let low = at > 40;
        let value = 14.2 + noise(at + 77) * 2.2 - if low { 2.9 } else { 0.0 };
        Point {
            label,
            value: Some(value),
            centre: Some(13.9),
            lower: Some(10.6),
            upper: Some(17.2),
            verdict: if low {
                Verdict::Concern
            } else if (18..25).contains(&at) {
                Verdict::NeutralHigh
            } else {
                Verdict::Common
            },
            provisional: at >= 42,
            group: 0,
        }
    });
    Xmr {
        about: About { unit: Unit::Percent, places: 1, ..about("charges", "Crimes with a charge or summons", "") },
        points: points.collect(),
        centre: Centre::Mean,
        target: (0..48).map(|at| Some(if at < 24 { 15.0 } else { 17.5 })).collect(),
        notes: [
            (3, "Category list changed"),
            (5, "Outcome 22 introduced for the first time"),
            (6, "New prosecutors' protocol"),
            (30, "LSOA 2021"),
        ]
        .into_iter()
        .map(|(at, text)| Note { at, text: text.into(), kind: NoteKind::Event })
        .collect(),
        variation: Some(Variation::ConcernLow),
        assurance: Some(Assurance::ConsistentlyFails),
        rules: "ptd-0.2".into(),
        trial: true,
        remarks: vec!["Crimes of the last six months are still being decided.".into()],
    }
}

fn few() -> Xmr {
    let points = months(9).into_iter().enumerate().map(|(at, label)| Point {
        label,
        value: Some(412.0 + (noise(at + 5) * 30.0).round()),
        centre: Some(408.0),
        ..Point::default()
    });
    Xmr {
        about: about("few", "Calls to the new rural crime line", "calls a month"),
        points: points.collect(),
        centre: Centre::Median,
        target: vec![],
        notes: vec![],
        variation: None,
        assurance: None,
        rules: "ptd-0.2".into(),
        trial: false,
        remarks: vec![],
    }
}

fn pack() -> Matrix {
    use Assurance::{ConsistentlyFails as F, ConsistentlyPasses as P, HitOrMiss as Q};
    use Variation::{CommonCause, ConcernHigh, ConcernLow, ImprovementHigh, ImprovementLow, NeutralHigh};
    let entries = [
        ("Residential burglary", Some(ImprovementLow), Some(Q)),
        ("Vehicle crime", Some(ImprovementLow), None),
        ("999 calls answered within 10 seconds", Some(ImprovementHigh), Some(P)),
        ("101 calls abandoned", Some(CommonCause), Some(F)),
        ("Robbery of personal property", Some(CommonCause), Some(Q)),
        ("Killed or seriously injured on the roads", Some(CommonCause), Some(Q)),
        ("Victim satisfaction: domestic abuse", Some(ConcernLow), Some(F)),
        ("Crimes with a charge or summons", Some(ConcernLow), Some(F)),
        ("Shoplifting", Some(ConcernHigh), None),
        ("Anti-social behaviour incidents", Some(CommonCause), None),
        ("Hate crime recorded", Some(NeutralHigh), None),
        ("Rural crime line calls", None, None),
        ("Neighbourhood officers' time abstracted to other duties", Some(CommonCause), Some(Q)),
    ];
    let measures =
        entries.into_iter().map(|(name, variation, assurance)| Entry { name: name.into(), variation, assurance });
    Matrix { id: "matrix".into(), title: "Measures of the plan, March 2025".into(), measures: measures.collect() }
}

fn two_years() -> Columns {
    let months = months(36).split_off(24).into_iter().enumerate().map(|(at, label)| Pair {
        label,
        now: (at < 10 && at != 3).then(|| (240.0 + noise(at + 60) * 50.0).round()),
        before: Some((280.0 + noise(at + 20) * 60.0).round()),
        provisional: at >= 8,
    });
    Columns {
        about: about("columns", "Residential burglary, month by month", "burglaries a month"),
        this_year: "2024/25".into(),
        last_year: "2023/24".into(),
        months: months.collect(),
        remarks: vec![],
    }
}

fn twelve() -> Rolling {
    let points = months(36).into_iter().enumerate().map(|(at, label)| {
        let value = 3_720.0 - at as f64 * 21.0 + noise(at / 3 + 9) * 90.0;
        (label, (!(12..24).contains(&at)).then_some(value.round()))
    });
    Rolling {
        about: about("rolling", "Residential burglary, rolling 12 months", "burglaries in 12 months"),
        points: points.collect(),
        target: Some(2_900.0),
        notes: vec![Note { at: 5, text: "Record system changed".into(), kind: NoteKind::Event }],
        remarks: vec![],
    }
}
