//! The parts that papers of assurance share: actions by whose they are, partners' actions, what measures say, and
//! judgements and notes in words.
mod risks;

pub(crate) use risks::{controls, findings, gaps, movement, risks};

use crate::{
    blocks::{Block, Cell, Inline, RatingCell, Table},
    delivery_plan::{column, heading, lines_of_when, paragraph},
    occasion::{AsAt, Occasion},
    rating,
};
use domain::{
    action::Action,
    commentary::Cited,
    coverage::{About, Fact, Met},
    environment::Environment,
    id::Id,
    office::Kept,
    outcome_view::OutcomeView,
    partner_action::PartnerAction,
    performance::Performance,
    plan::Plan,
    position::Source,
    scale::Shape,
    sight::Sight,
    sufficiency::Sufficiency,
    travel::{Direction, RowTravel, Seen, Since, travel},
};
use jiff::civil::Date;
use std::collections::HashMap;

/// What a body saw before: the office as that paper showed it.
#[derive(Debug)]
pub struct Before<'a> {
    pub as_at: AsAt,
    /// The number of the paper and the day of its presentation; None where somebody said what to compare with.
    pub presented: Option<(String, Date)>,
    pub sight: Sight<'a>,
}

impl Before<'_> {
    /// "FEN-2026-007, presented on 30 July 2026", or the place that was given.
    pub(crate) fn words(&self, occasion: &Occasion) -> String {
        let words = occasion.words;
        match &self.presented {
            Some((number, on)) => {
                words.with("assurance-before", &[("number", number.as_str().into()), ("day", words.date(*on).into())])
            }
            None => self.as_at.words(words),
        }
    }
}

/// Which way each action of a plan went since the body last saw it: in the paper of this kind that it saw last, else in
/// the last delivery plan.
pub(crate) struct Directions {
    went: HashMap<Id<Action>, (Direction, Option<Seen>)>,
}

impl Directions {
    pub fn of(occasion: &Occasion, plan: &Kept<Plan>, before: Option<&Before>) -> Self {
        if let Some(before) = before {
            let went = occasion.sight.actions(plan.id).into_iter().filter_map(|kept| {
                let then = before.sight.action(kept.id)?;
                let row = domain::position::PositionRow::of(then);
                let on = before.presented.as_ref().map_or(before.as_at.day, |(_, on)| *on);
                let source = Source { day: on, ..Source::of_entry(before.as_at.seq, before.as_at.at) };
                let was = Seen { class: row.class, label: row.label, current_date: row.current_date, source };
                let now = kept.item.rating.as_ref().map(|rating| rating.class);
                Some((kept.id, (Direction::between(was.class, now), Some(was))))
            });
            return Self { went: went.collect() };
        }
        let since = Since::LastSeen(occasion.body.id);
        let travel = travel(&occasion.sight, plan, None, &since);
        let went = travel.rows().map(|row: &RowTravel| (row.action.id, (row.direction, row.was.clone()))).collect();
        Self { went }
    }

    fn cell(&self, occasion: &Occasion, kept: &Kept<Action>) -> Cell {
        let words = occasion.words;
        let unseen = words.with("unseen-body", &[("body", occasion.body_name().into())]);
        let now = (kept.item.rating.as_ref(), occasion.as_at.day);
        let (direction, was) = self.went.get(&kept.id).cloned().unwrap_or((Direction::New, None));
        Cell::Direction(rating::direction_cell(words, direction, was.as_ref(), now, &unseen))
    }
}

/// Actions of the Plan: who leads, when, rating, direction, and what is expected of them by which quarter.
pub(crate) fn actions(
    occasion: &Occasion,
    caption: String,
    actions: &[&Kept<Action>],
    directions: &Directions,
) -> Table {
    let words = occasion.words;
    let columns = vec![
        column(words.say("column-reference"), 6),
        column(words.say("column-action"), 26),
        column(words.say("column-lead"), 14),
        column(words.say("column-current-date"), 11),
        column(words.say("column-rating"), 13),
        column(words.say("column-direction"), 15),
        column(words.say("column-effect"), 18),
    ];
    let rows = actions.iter().map(|kept| {
        let action = &kept.item;
        let leads = crate::delivery_plan::leads(&occasion.sight, action);
        let mut who = vec![if leads.is_empty() { words.say("lead-none") } else { leads.join("; ") }];
        if let Some(owner) = crate::delivery_plan::owner(&occasion.sight, action) {
            who.push(words.with("owner", &[("body", owner.into())]));
        }
        let effects = occasion.sight.expected_effects(kept.id);
        let effects: Vec<String> =
            effects.iter().map(|effect| format!("{}: {}", effect.item.quarter(), effect.item.effect)).collect();
        vec![
            Cell::Text(kept.reference().to_string()),
            Cell::Text(action.title.to_string()),
            Cell::Lines(who),
            Cell::Lines(lines_of_when(words, action)),
            rating::cell_of(occasion, kept),
            directions.cell(occasion, kept),
            if effects.is_empty() { Cell::Text(words.say("assurance-no-effect")) } else { Cell::Lines(effects) },
        ]
    });
    Table { caption, columns, rows: rows.collect(), row_header: Some(0) }
}

/// Actions in other bodies' plans, in the words of those plans, with where this is known from and since when.
pub(crate) fn partners(occasion: &Occasion, all: &[&Kept<PartnerAction>]) -> Table {
    let words = occasion.words;
    let columns = vec![
        column(words.say("column-reference"), 8),
        column(words.say("column-action"), 26),
        column(words.say("assurance-column-plan"), 18),
        column(words.say("column-rating"), 13),
        column(words.say("column-direction"), 12),
        column(words.say("column-effect"), 18),
        column(words.say("assurance-column-source"), 20),
    ];
    let rows = all.iter().map(|kept| {
        let one = &kept.item;
        let body = occasion.sight.body(one.body).map(|body| body.item.name.to_string()).unwrap_or_default();
        let none = || words.say("assurance-not-stated");
        let known = one.newest();
        let rating = known.and_then(|known| known.rating.as_ref()).map(ToString::to_string);
        let class = known.and_then(|known| known.class);
        let mut notes = vec![];
        if let (Some(class), true) = (class, rating.is_some()) {
            notes.push(words.with("assurance-means", &[("class", rating::class_name(words, class).into())]));
        }
        let direction = known.and_then(|known| known.direction.as_ref()).map_or_else(none, ToString::to_string);
        let effect = known.and_then(|known| {
            let effect = known.effect.as_ref()?;
            Some(known.quarter().map_or_else(|| effect.to_string(), |quarter| format!("{quarter}: {effect}")))
        });
        let mut source = known
            .map(|known| {
                vec![known.source.to_string(), words.with("assurance-known", &[("day", words.date(known.day).into())])]
            })
            .unwrap_or_default();
        if one.is_old(occasion.as_at.day) {
            source.push(words.say("assurance-old"));
        }
        vec![
            Cell::Text(kept.reference().to_string()),
            Cell::Text(one.title.to_string()),
            Cell::Lines(vec![one.plan.to_string(), body]),
            Cell::Rating(RatingCell {
                label: rating.unwrap_or_else(|| words.say("not-rated")),
                shape: class.map(Shape::of),
                colour: "#505a5f".to_owned(),
                notes,
            }),
            Cell::Text(direction),
            Cell::Text(effect.unwrap_or_else(|| words.say("assurance-no-effect"))),
            Cell::Lines(source),
        ]
    });
    Table { caption: words.say("assurance-partners-caption"), columns, rows: rows.collect(), row_header: Some(0) }
}

/// What each measure says, in the sentence of its own page.
pub(crate) fn measures(occasion: &Occasion, all: &[Performance]) -> Table {
    let words = occasion.words;
    let columns = vec![
        column(words.say("pack-column-code"), 8),
        column(words.say("pack-column-measure"), 24),
        column(words.say("pack-column-latest"), 14),
        column(words.say("assurance-column-says"), 54),
    ];
    let rows = all.iter().map(|one| {
        let latest = one.latest().and_then(|point| Some(vec![one.told(point.value?), point.span.in_words()]));
        vec![
            Cell::Text(one.code.to_string()),
            Cell::Text(one.title.to_string()),
            latest.map_or_else(|| Cell::Text(words.say("pack-no-figure")), Cell::Lines),
            Cell::Text(one.sentence()),
        ]
    });
    Table { caption: words.say("assurance-measures-caption"), columns, rows: rows.collect(), row_header: Some(0) }
}

/// A rule that is met, with the facts by which: "Rule 9. A gap in assurance is open: …".
pub(crate) fn met(occasion: &Occasion, all: &[&Met]) -> Block {
    let words = occasion.words;
    let item = |met: &&Met| {
        let number = usize::from(met.rule.number());
        let facts: Vec<String> = met.facts.iter().map(|fact| told(occasion, fact)).collect();
        vec![
            Inline::Bold(words.with("assurance-rule-number", &[("number", number.into())])),
            Inline::Text(format!(" {} ", met.rule.in_words())),
            Inline::Text(format!("{}.", facts.join("; ").trim_end_matches('.'))),
        ]
    };
    Block::List { items: all.iter().map(item).collect() }
}

/// "Action 3.4, Offer every victim …: off track"
fn told(occasion: &Occasion, fact: &Fact) -> String {
    let words = occasion.words;
    let Some((about, named)) = &fact.about else { return fact.words.clone() };
    let what = match about {
        About::Action => words.say("assurance-about-action"),
        About::PartnerAction => words.say("assurance-about-partner-action"),
        About::Measure => words.say("assurance-about-measure"),
        About::Risk => words.say("assurance-about-risk"),
        About::Control => words.say("assurance-about-control"),
        About::Gap => words.say("assurance-about-gap"),
        About::Finding => words.say("assurance-about-finding"),
    };
    format!("{what} {}, {}: {}", named.reference, named.title, fact.words)
}

/// "Not sufficient: judged by Board, 22 October 2026. Reason", or that nobody has judged.
pub(crate) fn judgement(occasion: &Occasion, view: &OutcomeView) -> String {
    let words = occasion.words;
    match (view.sufficiency(), view.judged_unseen) {
        (None, true) => words.say("assurance-judged-hidden"),
        (None, false) => words.say("assurance-not-judged"),
        (Some(kept), false) => judged(occasion, kept),
        (Some(kept), true) => {
            format!("{} {}", judged(occasion, kept), words.say("assurance-judged-later-hidden"))
        }
    }
}

pub(crate) fn judged(occasion: &Occasion, kept: &Kept<Sufficiency>) -> String {
    let words = occasion.words;
    let judged = capital(kept.item.judged.in_words());
    let who = occasion.sight.judge(kept.item.by);
    words.with(
        "assurance-judged",
        &[
            ("judged", judged.into()),
            ("who", who.as_str().into()),
            ("day", words.date(kept.item.day).into()),
            ("reason", kept.item.reason.as_str().into()),
        ],
    )
}

/// The last note on the environment, with who wrote it and where its figures come from.
pub(crate) fn environment(occasion: &Occasion, last: Option<&Kept<Environment>>) -> Vec<Block> {
    let words = occasion.words;
    let mut blocks = vec![heading(2, words.say("assurance-environment"))];
    let Some(kept) = last else {
        blocks.push(paragraph(words.say("assurance-environment-none")));
        return blocks;
    };
    let note = &kept.item;
    let by = occasion.sight.post(note.by).map(|post| post.item.name.to_string()).unwrap_or_default();
    blocks.extend(cited(occasion, note.words.as_str(), &note.cited));
    let values = [("by", by.into()), ("day", words.date(note.day).into())];
    blocks.push(paragraph(words.with("assurance-noted", &values)));
    blocks
}

/// Prose whose figures lead to their source: a note at the foot of the page behind each.
pub(crate) fn cited(occasion: &Occasion, prose: &str, figures: &[Cited]) -> Vec<Block> {
    let mut left: Vec<&Cited> = figures.iter().collect();
    prose
        .lines()
        .map(str::trim)
        .filter(|line| !line.is_empty())
        .map(|line| {
            let mut text = vec![];
            let mut rest = line;
            while let Some((at, place)) = left
                .iter()
                .enumerate()
                .filter_map(|(at, figure)| rest.find(figure.read.as_str()).map(|place| (at, place)))
                .min_by_key(|(at, place)| (*place, *at))
            {
                let figure = left.remove(at);
                let end = place + figure.read.as_str().len();
                text.push(Inline::Text(rest[..end].to_owned()));
                text.push(Inline::Footnote(source(occasion, figure)));
                rest = &rest[end..];
            }
            text.push(Inline::Text(rest.to_owned()));
            text.retain(|part| !matches!(part, Inline::Text(text) if text.is_empty()));
            Block::Paragraph { number: String::new(), text }
        })
        .collect()
}

/// "Measure M11, Victims satisfied, September 2026; from figures.csv, downloaded on 19 October 2026".
fn source(occasion: &Occasion, figure: &Cited) -> String {
    let words = occasion.words;
    let measure = occasion.sight.measure_coded(figure.code.as_str());
    let title = measure.map(|kept| kept.item.title.to_string()).unwrap_or_default();
    let span = figure.span.in_words();
    let values = [("code", figure.code.as_str().into()), ("title", title.into()), ("span", span.into())];
    let mut said = words.with("assurance-cited", &values);
    if let Some(from) = measure.and_then(|kept| occasion.sight.performance(kept).provenance.into_iter().next()) {
        let values = [("file", from.file.as_str().into()), ("day", words.date(from.downloaded).into())];
        said.push(' ');
        said.push_str(&words.with("assurance-cited-from", &values));
    }
    said
}

/// With a capital letter, to begin a sentence.
pub(crate) fn capital(words: &str) -> String {
    let mut letters = words.chars();
    letters.next().map_or_else(String::new, |first| first.to_uppercase().chain(letters).collect())
}
