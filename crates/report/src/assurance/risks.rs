//! Risks with their movement, controls with who looked at them, gaps with what is done about them, and open findings:
//! tables of one outcome.
use super::{Before, capital};
use crate::{
    blocks::{Cell, Table},
    delivery_plan::column,
    occasion::Occasion,
};
use domain::{
    control::{Assurance, Gives, Line},
    coverage::Assured,
    finding::{Finding, Standing},
    gap::{Due, Gap, GapAction, GapKind},
    office::Kept,
    outcome_view::RiskView,
    risk::{Risk, Scored, Which},
};

/// "16 (likelihood 4, impact 4)", or that it is not scored.
fn score(occasion: &Occasion, scored: Option<&Scored>) -> String {
    let words = occasion.words;
    scored.map_or_else(
        || words.say("framework-not-scored"),
        |scored| {
            words.with(
                "framework-score",
                &[
                    ("score", usize::from(scored.product()).into()),
                    ("likelihood", usize::from(scored.likelihood).into()),
                    ("impact", usize::from(scored.impact).into()),
                ],
            )
        },
    )
}

/// What the body saw of a risk, and which way it went since. A lower score is better.
pub(crate) fn movement(occasion: &Occasion, before: Option<&Before>, kept: &Kept<Risk>) -> (String, String) {
    let words = occasion.words;
    let day = occasion.as_at.day;
    let now = kept.item.score(Which::Current, day);
    let unseen = || (words.say("framework-not-shown-before"), words.say("framework-move-new"));
    let Some(before) = before else { return unseen() };
    let Some(then) = before.sight.risk(kept.id) else { return unseen() };
    let then = then.item.score(Which::Current, before.as_at.day);
    let moved = match (then.map(Scored::product), now.map(Scored::product)) {
        (None, _) | (_, None) => words.say("framework-move-unknown"),
        (Some(then), Some(now)) if now > then => words.say("framework-move-up"),
        (Some(then), Some(now)) if now < then => words.say("framework-move-down"),
        (Some(_), Some(_)) => words.say("framework-move-same"),
    };
    (score(occasion, then), moved)
}

pub(crate) fn risks(occasion: &Occasion, before: Option<&Before>, all: &[RiskView]) -> Table {
    let words = occasion.words;
    let day = occasion.as_at.day;
    let columns = vec![
        column(words.say("column-reference"), 7),
        column(words.say("framework-column-risk"), 34),
        column(words.say("framework-column-inherent"), 12),
        column(words.say("framework-column-then"), 13),
        column(words.say("framework-column-now"), 12),
        column(words.say("framework-column-target"), 12),
        column(words.say("framework-column-appetite"), 14),
        column(words.say("framework-column-movement"), 14),
    ];
    let rows = all.iter().map(|view| {
        let risk = &view.risk.item;
        let of = |which| Cell::Text(score(occasion, risk.score(which, day)));
        let appetite = risk.appetite_on(day).map_or_else(
            || vec![words.say("framework-no-appetite")],
            |appetite| {
                let most = [("most", usize::from(appetite.most).into())];
                let stands = match risk.outside_appetite(day) {
                    Some(true) => words.say("framework-outside"),
                    Some(false) => words.say("framework-within"),
                    None => words.say("framework-not-scored"),
                };
                vec![words.with("framework-appetite", &most), stands]
            },
        );
        let (then, moved) = movement(occasion, before, view.risk);
        let told = [("cause", &risk.cause), ("event", &risk.event), ("consequence", &risk.consequence)];
        let told = told.map(|(name, said)| (name, said.as_str().trim_end_matches('.').into()));
        vec![
            Cell::Text(view.risk.reference().to_string()),
            Cell::Lines(vec![risk.title.to_string(), words.with("framework-risk", &told)]),
            of(Which::Inherent),
            Cell::Text(then),
            of(Which::Current),
            of(Which::Target),
            Cell::Lines(appetite),
            Cell::Text(moved),
        ]
    });
    Table { caption: words.say("framework-risks-caption"), columns, rows: rows.collect(), row_header: Some(0) }
}

fn line(occasion: &Occasion, line: Line) -> String {
    match line {
        Line::Management => occasion.words.say("framework-line-management"),
        Line::Oversight => occasion.words.say("framework-line-oversight"),
        Line::Independent => occasion.words.say("framework-line-independent"),
    }
}

/// "Full, from the audit of …, 12 May 2026, 5 months old, good until 12 May 2027."
fn assurance(occasion: &Occasion, kept: &Kept<Assurance>) -> String {
    let words = occasion.words;
    let (one, day) = (&kept.item, occasion.as_at.day);
    let gives = match one.gives {
        Gives::Full => words.say("framework-gives-full"),
        Gives::Partial => words.say("framework-gives-partial"),
        Gives::None => words.say("framework-gives-none"),
    };
    let age = usize::try_from(one.months_old(day)).unwrap_or_default();
    let mut said = words.with(
        "framework-assurance",
        &[
            ("gives", gives.into()),
            ("who", one.by_whom.as_str().into()),
            ("day", words.date(one.day).into()),
            ("months", age.into()),
        ],
    );
    let until = one.expires.map(|expires| ("until", words.date(expires).into()));
    if let Some(until) = until {
        said.push(' ');
        let stale = one.is_stale(day);
        let until = [until];
        said.push_str(&if stale {
            words.with("framework-stale", &until)
        } else {
            words.with("framework-good-until", &until)
        });
    }
    said
}

/// The controls of the risks, each once, with what each line of assurance says.
pub(crate) fn controls(occasion: &Occasion, all: &[RiskView]) -> Option<Table> {
    let words = occasion.words;
    let mut seen = std::collections::HashSet::new();
    let views: Vec<_> =
        all.iter().flat_map(|view| &view.controls).filter(|view| seen.insert(view.control.id)).collect();
    if views.is_empty() {
        return None;
    }
    let columns = vec![
        column(words.say("column-reference"), 7),
        column(words.say("framework-column-control"), 24),
        column(line(occasion, Line::Management), 22),
        column(line(occasion, Line::Oversight), 22),
        column(line(occasion, Line::Independent), 22),
        column(words.say("framework-column-assured"), 14),
    ];
    let rows = views.into_iter().map(|view| {
        let of = |wanted: Line| {
            let said = view.assurances.iter().find(|kept| kept.item.line == wanted);
            Cell::Text(said.map_or_else(|| words.say("framework-no-assurance"), |kept| assurance(occasion, kept)))
        };
        let risks = all.iter().filter(|risk| risk.controls.iter().any(|one| one.control.id == view.control.id));
        let risks: Vec<String> = risks.map(|risk| risk.risk.reference().to_string()).collect();
        let of_risks = words.with("framework-control-of", &[("risks", risks.join(", ").into())]);
        vec![
            Cell::Text(view.control.reference().to_string()),
            Cell::Lines(vec![view.control.item.title.to_string(), of_risks]),
            of(Line::Management),
            of(Line::Oversight),
            of(Line::Independent),
            Cell::Text(assured(occasion, view.assured)),
        ]
    });
    let caption = words.say("framework-controls-caption");
    Some(Table { caption, columns, rows: rows.collect(), row_header: Some(0) })
}

fn assured(occasion: &Occasion, assured: Assured) -> String {
    let words = occasion.words;
    match assured {
        Assured::Never => words.say("framework-assured-never"),
        Assured::Expired(on) => words.with("framework-assured-expired", &[("day", words.date(on).into())]),
        Assured::Refused => words.say("framework-assured-refused"),
        Assured::Partly => words.say("framework-assured-partly"),
        Assured::Fully => words.say("framework-assured-fully"),
        Assured::Hidden => words.say("framework-assured-hidden"),
    }
}

pub(crate) fn gaps(occasion: &Occasion, all: &[&Kept<Gap>]) -> Table {
    let words = occasion.words;
    let columns = vec![
        column(words.say("column-reference"), 7),
        column(words.say("framework-column-gap-kind"), 12),
        column(words.say("framework-column-gap"), 34),
        column(words.say("framework-column-gap-actions"), 44),
    ];
    let rows = all.iter().map(|kept| {
        let kind = match kept.item.what {
            GapKind::Control => words.say("framework-gap-control"),
            GapKind::Assurance => words.say("framework-gap-assurance"),
        };
        let actions: Vec<String> = kept.item.actions.iter().map(|action| gap_action(occasion, action)).collect();
        vec![
            Cell::Text(kept.reference().to_string()),
            Cell::Text(kind),
            Cell::Text(kept.item.words.to_string()),
            if actions.is_empty() { Cell::Text(words.say("framework-gap-no-action")) } else { Cell::Lines(actions) },
        ]
    });
    Table { caption: words.say("framework-gaps-caption"), columns, rows: rows.collect(), row_header: Some(0) }
}

fn gap_action(occasion: &Occasion, action: &GapAction) -> String {
    let words = occasion.words;
    let when = match (action.stands(occasion.as_at.day), action.due, action.done) {
        (Due::Done, _, Some(done)) => words.with("framework-gap-done", &[("day", words.date(done).into())]),
        (Due::Late, Some(due), _) => words.with("framework-gap-late", &[("day", words.date(due).into())]),
        (_, Some(due), _) => words.with("framework-gap-due", &[("day", words.date(due).into())]),
        _ => words.say("framework-gap-undated"),
    };
    format!("{}: {when}", action.words.as_str().trim_end_matches('.'))
}

pub(crate) fn findings(occasion: &Occasion, all: &[&Kept<Finding>]) -> Table {
    let words = occasion.words;
    let columns = vec![
        column(words.say("column-reference"), 8),
        column(words.say("framework-column-finding"), 40),
        column(words.say("framework-column-from"), 22),
        column(words.say("framework-column-priority"), 12),
        column(words.say("framework-column-standing"), 16),
        column(words.say("framework-column-due"), 12),
    ];
    let day = occasion.as_at.day;
    let rows = all.iter().map(|kept| {
        let finding = &kept.item;
        let review = occasion.sight.review(finding.review).map(|review| review.item.title.to_string());
        let standing = match finding.standing(day) {
            Standing::AwaitingResponse => words.say("framework-standing-awaiting"),
            Standing::Open => words.say("framework-standing-open"),
            Standing::Overdue => words.say("framework-standing-overdue"),
            Standing::ManagementClosed => words.say("framework-standing-management"),
            Standing::Verified => words.say("framework-standing-verified"),
            Standing::NotAdopted => words.say("framework-standing-not-adopted"),
            Standing::RiskAccepted => words.say("framework-standing-risk-accepted"),
            Standing::Reopened => words.say("framework-standing-reopened"),
        };
        let answer = finding.response.last().map(|response| {
            words.with(
                "framework-answered",
                &[("day", words.date(response.day).into()), ("words", response.words.as_str().into())],
            )
        });
        let mut said = vec![finding.recommended.as_ref().unwrap_or(&finding.found).to_string()];
        said.extend(answer);
        vec![
            Cell::Text(kept.reference().to_string()),
            Cell::Lines(said),
            Cell::Text(review.unwrap_or_default()),
            Cell::Text(
                finding.priority.as_ref().map_or_else(|| words.say("assurance-not-stated"), ToString::to_string),
            ),
            Cell::Text(capital(&standing)),
            finding.next_due(day).map_or_else(|| Cell::Text(words.say("date-not-set")), Cell::Date),
        ]
    });
    Table { caption: words.say("framework-findings-caption"), columns, rows: rows.collect(), row_header: Some(0) }
}
