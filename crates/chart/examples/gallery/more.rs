//! The figures of the charts of detail.
use crate::figures::{Chart, about, months, noise};
use chart::{
    About, Beyond, Check, Contribution, Estimate, Finding, Funnel, Grade, Grades, Heat, Index, Indexed, Inspected,
    Limits, MovingRange, Multiples, Panel, Place, Quality, Range, Scales, State, Strip, Survey, Unit, Verdict,
    contribution, funnel, grades, heat, index, moving_range, multiples, quality, survey,
};

pub fn all() -> Vec<Chart> {
    vec![
        Box::new(|size| funnel(&areas(), size)),
        Box::new(|size| index(&courses(), size)),
        Box::new(|size| contribution(&parts(), size)),
        Box::new(|size| multiples(&districts(), size)),
        Box::new(|size| heat(&kinds(), size)),
        Box::new(|size| quality(&files(), size)),
        Box::new(|size| survey(&confidence(), size)),
        Box::new(|size| moving_range(&ranges(), size)),
        Box::new(|size| survey(&stops(), size)),
        Box::new(|size| grades(&inspected(), size)),
    ]
}

fn areas() -> Funnel {
    let names = ["Fenshire", "Northshire", "Westmarch", "Dalesland", "Weald and Downs", "Swydd y Môr", "Eastmoor"];
    let more = (0..22).map(|at| format!("Force {}", at + 8));
    let places = names.into_iter().map(str::to_owned).chain(more).enumerate().map(|(at, name)| {
        let size = 180_000.0 + (noise(at + 300) + 0.8) * 520_000.0;
        let rate = 5.0 + noise(at + 11) * 1.5 + [-0.6, 0.0, 3.1, 0.0, -2.9, 0.0][at.min(5)];
        let far = (rate - 5.0).abs() * size.sqrt();
        let beyond = if far > 1900.0 {
            Beyond::NinetyNine
        } else if far > 1200.0 {
            Beyond::NinetyFive
        } else {
            Beyond::Inside
        };
        Place { own: at == 0, name, size: Some(size), rate: Some(rate), beyond }
    });
    let limits = (1..=50).map(|at| {
        let size = f64::from(at) * 20_000.0;
        let (inner, outer) = (1200.0 / size.sqrt(), 1900.0 / size.sqrt());
        Limits { size, inner: (Some(5.0 - inner), Some(5.0 + inner)), outer: (Some(5.0 - outer), Some(5.0 + outer)) }
    });
    let unit = Unit::Rate { of: "burglaries".into(), per: 1000, whom: "households".into() };
    Funnel {
        about: About {
            unit,
            places: 1,
            ..about("funnel", "Residential burglary by force, 12 months to December 2024", "")
        },
        size_head: "Households".into(),
        places: places.collect(),
        limits: limits.collect(),
        overall: Some(5.0),
        remarks: vec![],
    }
}

fn courses() -> Index {
    let series = |name: &str, seed: usize, step: f64, own| Indexed {
        name: name.into(),
        values: (0..20).map(|at| (at != 8).then(|| 100.0 - step * at as f64 + noise(seed + at) * 5.0)).collect(),
        own,
    };
    Index {
        id: "index".into(),
        title: "Residential burglary against similar forces".into(),
        base: "year to March 2020".into(),
        places: 0,
        periods: (0..20).map(|at| format!("{}/{} Q{}", 2020 + at / 4, 21 + at / 4, at % 4 + 1)).collect(),
        series: vec![
            series("Fenshire", 3, 1.9, true),
            series("Most similar", 40, 1.1, false),
            series("England and Wales", 80, 0.9, false),
        ],
        remarks: vec![],
    }
}

fn parts() -> Contribution {
    let parts = [
        ("Residential burglary", -412.0),
        ("Vehicle crime", -288.0),
        ("Criminal damage", -97.0),
        ("Violence without injury", -60.0),
        ("Drugs", 22.0),
        ("Public order", 41.0),
        ("Shoplifting", 506.0),
        ("All other crime", -31.0),
    ];
    Contribution {
        about: about("contribution", "All recorded crime", "crimes"),
        before: ("12 months to March 2024".into(), Some(69_822.0)),
        now: ("12 months to March 2025".into(), Some(69_503.0)),
        parts: parts.into_iter().map(|(name, part)| (name.to_owned(), Some(part))).collect(),
        remarks: vec![],
    }
}

fn districts() -> Multiples {
    let names = ["Holme and Fen", "Marsham", "Isle of Reeds", "Great Staunch", "Wold", "City of Fenchester"];
    let panels = names.into_iter().enumerate().map(|(place, name)| Panel {
        name: name.into(),
        values: (0..24)
            .map(|at| {
                (place != 2 || at != 10).then(|| (20.0 + place as f64 * 14.0 + noise(at + place * 50) * 12.0).round())
            })
            .collect(),
        last: [
            Verdict::Common,
            Verdict::Improvement,
            Verdict::Common,
            Verdict::Concern,
            Verdict::Common,
            Verdict::Common,
        ][place],
    });
    Multiples {
        about: about("districts", "Residential burglary by district", "burglaries a month"),
        periods: months(24),
        panels: panels.collect(),
        scales: Scales::Shared,
        remarks: vec![],
    }
}

fn kinds() -> Heat {
    let names = [
        ("Anti-social behaviour", 1_120.0),
        ("Violence and sexual offences", 2_180.0),
        ("Criminal damage and arson", 540.0),
        ("Shoplifting", 610.0),
        ("Vehicle crime", 380.0),
        ("Burglary", 300.0),
        ("Robbery", 46.0),
    ];
    let strips = names.into_iter().enumerate().map(|(kind, (name, level))| Strip {
        name: name.into(),
        values: (0..12)
            .map(|at| (kind != 4 || at != 6).then(|| (level * (1.0 + noise(at + kind * 40) * 0.3)).round()))
            .collect(),
    });
    Heat {
        about: about("heat", "Recorded crime by kind and month", "crimes"),
        periods: months(36).split_off(24),
        strips: strips.collect(),
        remarks: vec!["A shade compares a month with the other months of its own row.".into()],
    }
}

fn files() -> Quality {
    let finding = |state, figure: &str| Finding { state, figure: figure.into() };
    let check = |name: &str, usual: &str, odd: &[(usize, State, &str)]| Check {
        name: name.into(),
        findings: (0..12)
            .map(|at| match odd.iter().find(|(place, ..)| *place == at) {
                Some((_, state, figure)) => finding(*state, figure),
                None => finding(State::Sound, usual),
            })
            .collect(),
    };
    Quality {
        id: "quality".into(),
        title: "Street crime files, police.uk".into(),
        periods: months(36).split_off(24),
        checks: vec![
            check("Files received", "1 of 1", &[(5, State::Fault, "0 of 1")]),
            check(
                "Rows against the usual",
                "98%",
                &[(3, State::Fault, "41%"), (4, State::Watch, "71%"), (5, State::NotKnown, "")],
            ),
            check("Rows rejected", "0", &[(1, State::Watch, "3"), (5, State::NotKnown, "")]),
            check("No location", "3.4%", &[(8, State::Watch, "11.1%"), (5, State::NotKnown, "")]),
            check(
                "Outcomes still open",
                "2%",
                &[
                    (9, State::Watch, "18%"),
                    (10, State::Watch, "37%"),
                    (11, State::Watch, "62%"),
                    (5, State::NotKnown, ""),
                ],
            ),
        ],
        remarks: vec!["Downloaded 3 June 2025.".into()],
    }
}

fn confidence() -> Survey {
    let waves = (0..7).map(|at| {
        let value = 54.0 - at as f64 * 0.9 + noise(at + 8) * 2.0;
        let half = 2.6 + noise(at) * 0.4;
        let there = at != 3;
        Estimate {
            label: format!("{}/{}", 2018 + at, 19 + at),
            value: there.then_some(value),
            low: there.then_some(value - half),
            high: there.then_some(value + half),
            asked: there.then_some(1_204),
        }
    });
    Survey {
        about: About {
            unit: Unit::Percent,
            places: 1,
            ..about("survey", "Residents who say that police do a good job", "")
        },
        confidence: 95,
        waves: waves.collect(),
        target: Some(55.0),
        level: None,
        remarks: vec!["The change from the year before is within chance.".into()],
    }
}

fn ranges() -> MovingRange {
    let ranges = months(36).into_iter().enumerate().map(|(at, label)| {
        let screened = at == 7 || at == 8;
        let range = if screened { 104.0 } else { (noise(at + 5).abs() * 60.0).round() };
        Range {
            label,
            range: (at != 0 && at != 14 && at != 21 && at != 22).then_some(range),
            mean: Some(if at < 14 { 26.7 } else { 24.1 }),
            upper: Some(if at < 14 { 87.2 } else { 78.7 }),
            screened,
            group: usize::from(at >= 14),
        }
    });
    MovingRange {
        about: about("ranges", "Residential burglary, moving range", "burglaries, from one month to the next"),
        ranges: ranges.collect(),
        rules: "ptd-0.2".into(),
        remarks: vec![],
    }
}

fn stops() -> Survey {
    let figures = [(1.9, 1.5, 2.4), (1.7, 1.4, 2.1), (1.6, 1.2, 2.0), (1.3, 0.9, 1.7), (1.4, 1.0, 1.8)];
    let waves = figures.into_iter().enumerate().map(|(at, (value, low, high))| Estimate {
        label: format!("{}/{}", 2020 + at, 21 + at),
        value: Some(value),
        low: Some(low),
        high: Some(high),
        asked: None,
    });
    let unit = Unit::Other("times the rate of white people".into());
    Survey {
        about: About { unit, places: 1, ..about("stops", "Stop and search: rate of Black people against white", "") },
        confidence: 95,
        waves: waves.collect(),
        target: None,
        level: Some(("no difference".into(), 1.0)),
        remarks: vec!["Rates by the residents of the 2021 census.".into()],
    }
}

fn inspected() -> Grades {
    use Grade::{Adequate, Good, Inadequate, Outstanding, RequiresImprovement};
    let areas = [
        ("Preventing crime", Some(Good), Outstanding),
        ("Treatment of the public", Some(Good), Good),
        ("Investigating crime", Some(RequiresImprovement), Inadequate),
        ("Responding to the public", None, RequiresImprovement),
        ("Protecting vulnerable people", Some(Adequate), Adequate),
        ("Leadership and force management", Some(Good), Adequate),
    ];
    Grades {
        id: "grades".into(),
        title: "Inspection grades of the force".into(),
        cycles: vec!["2021/22".into(), "2023–25".into()],
        areas: areas
            .into_iter()
            .map(|(name, then, now)| Inspected { name: name.into(), grades: vec![then, Some(now)] })
            .collect(),
        remarks: vec!["Published 12 March 2024.".into()],
    }
}
