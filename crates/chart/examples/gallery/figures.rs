//! Figures of a made-up force area, near enough to real ones to judge the drawings by.
use chart::{
    About, Assurance, Bullet, Bullets, Centre, Columns, Drawing, Entry, Matrix, Note, NoteKind, Outcomes, Pair, Peer,
    Point, Ranked, Revised, Rolling, Size, SoFar, Sparkline, Stack, Standing, ToDate, TwoEditions, Unit, Variation,
    Verdict, Xmr, assurance_icon, bullets, columns, matrix, outcomes, ranked, revised, rolling, sparkline, to_date,
    variation_icon, xmr,
};

pub type Chart = Box<dyn Fn(Size) -> Drawing>;

pub fn all() -> Vec<Chart> {
    vec![
        Box::new(|size| xmr(&burglary(), size)),
        Box::new(|size| xmr(&charges(), size)),
        Box::new(|size| xmr(&few(), size)),
        Box::new(|size| matrix(&pack(), size)),
        Box::new(|size| columns(&two_years(), size)),
        Box::new(|size| rolling(&twelve(), size)),
        Box::new(|size| to_date(&so_far(), size)),
        Box::new(|size| bullets(&targets(), size)),
        Box::new(|size| ranked(&group(), size)),
        Box::new(|size| outcomes(&decided(), size)),
        Box::new(|size| revised(&editions(), size)),
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

fn so_far() -> ToDate {
    let (mut now, mut before) = (0.0, 0.0);
    let months = months(36).split_off(24).into_iter().enumerate().map(|(at, label)| {
        now += (240.0 + noise(at + 60) * 50.0).round();
        before += (280.0 + noise(at + 20) * 60.0).round();
        let so_far = (at < 10).then_some(now);
        SoFar { label, now: so_far, before: Some(before), trajectory: Some(225.0 * (at + 1) as f64) }
    });
    ToDate {
        about: about("to-date", "Residential burglary, financial year to date", "burglaries since April"),
        this_year: "2024/25".into(),
        last_year: "2023/24".into(),
        months: months.collect(),
        remarks: vec![],
    }
}

fn targets() -> Bullets {
    let bar = |name: &str, unit: Unit, places, figures: (f64, f64, f64), standing| Bullet {
        name: name.into(),
        unit,
        places,
        period: "2025-03".into(),
        value: Some(figures.0),
        target: Some(figures.1),
        tolerance: Some(figures.2),
        standing,
    };
    let days = || Unit::Other("working days".into());
    Bullets {
        id: "targets".into(),
        title: "Measures against their targets, March 2025".into(),
        bars: vec![
            bar("999 calls answered within 10 seconds", Unit::Percent, 1, (92.4, 90.0, 85.0), Standing::Met),
            bar("101 calls abandoned", Unit::Percent, 1, (17.8, 10.0, 12.0), Standing::Missed),
            bar("Victim satisfaction: domestic abuse", Unit::Percent, 1, (76.1, 80.0, 75.0), Standing::Within),
            bar("Residential burglary", Unit::Count("burglaries".into()), 0, (232.0, 240.0, 255.0), Standing::Met),
            Bullet {
                value: None,
                ..bar("Days from report to first visit, rural crime", days(), 1, (0.0, 3.0, 4.0), Standing::NotJudged)
            },
        ],
        remarks: vec![],
    }
}

fn group() -> Ranked {
    let peers = [
        ("Fenshire", Some(4.6)),
        ("Northshire", Some(5.1)),
        ("Westmarch", Some(3.2)),
        ("Dalesland", None),
        ("Weald and Downs", Some(4.1)),
        ("Swydd y Môr", Some(5.9)),
        ("Eastmoor", Some(3.9)),
    ];
    let peers = peers.into_iter().map(|(name, value)| Peer {
        name: name.into(),
        value,
        own: name == "Fenshire",
        why: value.is_none().then(|| "two months missing".to_owned()),
    });
    let unit = Unit::Rate { of: "burglaries".into(), per: 1000, whom: "households".into() };
    Ranked {
        about: About { unit, places: 1, ..about("ranked", "Residential burglary among most similar forces", "") },
        group: "most similar group".into(),
        peers: peers.collect(),
        group_value: Some(4.4),
        as_at: "12 months to December 2024".into(),
        remarks: vec!["The force's own figures go on to March 2025.".into()],
    }
}

fn decided() -> Outcomes {
    let months = months(18).into_iter().enumerate().map(|(at, label)| {
        let open = if at >= 12 { 30.0 + (at - 12) as f64 * 45.0 } else { 4.0 };
        let rest = 300.0 + (noise(at) * 40.0).round() - open;
        let share = |part: f64| Some((rest * part).round());
        Stack {
            label,
            parts: if at == 7 {
                vec![None; 5]
            } else {
                vec![share(0.12), share(0.08), share(0.17), share(0.63), Some(open)]
            },
            immature: at >= 12,
        }
    });
    let names = [
        "Charged or summonsed",
        "Out of court",
        "Victim does not support",
        "No suspect identified",
        "Under investigation",
    ];
    Outcomes {
        about: about("outcomes", "Outcomes of residential burglaries, by month recorded", "burglaries"),
        categories: names.map(str::to_owned).into(),
        months: months.collect(),
        remarks: vec![],
    }
}

fn editions() -> Revised {
    let periods = months(16).into_iter().enumerate().map(|(at, label)| {
        let published = (312.0 + noise(at + 3) * 40.0).round();
        let more = if at > 9 { ((at - 9) as f64 * 4.0 + noise(at) * 5.0).round() } else { 0.0 };
        TwoEditions { label, published: Some(published), revised: Some(published + more) }
    });
    Revised {
        about: about("revised", "Violence with injury, as published and as now known", "crimes a month"),
        published_name: "Published Aug 2023".into(),
        revised_name: "Known May 2025".into(),
        periods: periods.collect(),
        remarks: vec![],
    }
}
