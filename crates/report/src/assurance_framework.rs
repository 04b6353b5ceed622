//! The assurance framework: whether what is done is enough for each shared outcome, gaps first. What declared rules find
//! stands beside what people judge; neither is computed from the other, and nothing is averaged.
use crate::{
    assurance::{self, Before, Directions, capital},
    blocks::{Block, Cell, Column, Document, Inline, Sheet, Table},
    delivery_plan::{column, heading, number, paragraph},
    fields,
    occasion::{Draft, Occasion, highest},
};
use domain::{
    action::Action,
    coverage::{Coverage, Covered, Index, Loose, Met, Rule, Sort},
    office::Kept,
    outcome_view::{OutcomeView, RiskView},
    paper::{PaperKind, PrintedMeasure},
    plan::Plan,
    position::PositionRow,
    publication::Withheld,
    risk::{Scored, Which},
    sight::{Reach, Sight},
    sufficiency::Sufficiency,
};
use serde_json::{Value, json};
use std::collections::HashSet;

/// A composed paper: the document, what it prints that a publication has to ask for, and every measure in it.
#[derive(Debug)]
pub struct Framework {
    pub document: Document,
    pub rows: Vec<PositionRow>,
    pub measures: Vec<PrintedMeasure>,
}

/// The paper. None: the plan has no outcome that its readers may see.
pub fn paper(occasion: &Occasion, plan: &Kept<Plan>, before: Option<&Before>) -> Option<Framework> {
    let sight = occasion.sight;
    let index = Index::of(&sight, occasion.as_at.day);
    let outcomes = sight.outcomes_of_plan(plan.id);
    let views: Vec<OutcomeView> = outcomes.iter().filter_map(|kept| OutcomeView::of(&sight, &index, kept.id)).collect();
    if views.is_empty() {
        return None;
    }
    let words = occasion.words;
    let telling = Telling {
        occasion,
        plan,
        before,
        was: before.map(|before| Was::of(before, &views)).unwrap_or_default(),
        loose: index.loose(plan.id),
        directions: Directions::of(occasion, plan, before),
        withheld: sight.withheld(plan.id, None),
        views: &views,
    };
    let data = telling.data();
    let title = words.with("framework-title", &[("plan", plan.item.name.as_str().into())]);
    let (sheet, about) = (words.say("framework-sheet"), words.say("framework-sheet-about"));
    let [flat, columns] = fields::sheets(words, sheet, about, title.clone(), &data);
    let met = Sheet {
        name: words.say("framework-sheet-rules"),
        about: words.say("framework-sheet-rules-about"),
        table: telling.rules_met(),
    };
    let draft = Draft {
        kind: PaperKind::AssuranceFramework,
        title,
        summary: telling.sentence(),
        marking: highest(telling.envelopes()),
        front: vec![],
        blocks: telling.blocks(),
        sheets: vec![flat, met, columns],
        data,
        json: telling.json(),
    };
    let (rows, measures) = (telling.rows(), printed(occasion, &views));
    Some(Framework { document: occasion.bind(draft), rows, measures })
}

/// Every measure that is printed, beside what everybody might see of it.
pub(crate) fn printed(occasion: &Occasion, views: &[OutcomeView]) -> Vec<PrintedMeasure> {
    let public = occasion.sight.no_further_than(Reach::Public);
    let mut seen = HashSet::new();
    let each = views.iter().flat_map(|view| &view.measures).filter(|one| seen.insert(one.code.clone()));
    each.map(|one| {
        let everybody = public.measure_coded(one.code.as_str()).map(|kept| public.performance(kept));
        PrintedMeasure::of(one, everybody)
    })
    .collect()
}

/// What every paper of assurance asks of a publication: each action once, and what else is not for everybody.
pub(crate) fn rows_of(sight: &Sight, views: &[OutcomeView]) -> Vec<PositionRow> {
    let mut seen = HashSet::new();
    let actions = views.iter().flat_map(|view| view.own.iter().chain(&view.others));
    let actions = actions.filter(|kept| seen.insert(kept.id)).map(|kept| row_of(sight, kept));
    let beside = views.iter().flat_map(|view| {
        let itself = PositionRow::inside(view.outcome).into_iter();
        let partners = view.partners.iter().filter_map(|kept| PositionRow::inside(kept));
        let notes = view.environment.last().into_iter().filter_map(|kept| PositionRow::inside(kept));
        let judged = view.sufficiency().into_iter().filter_map(PositionRow::inside);
        let risks = view.risks.iter().filter_map(|one| PositionRow::inside(one.risk));
        let controls = view.risks.iter().flat_map(|one| &one.controls);
        let looked = controls.clone().flat_map(|one| &one.assurances).filter_map(|kept| PositionRow::inside(kept));
        let controls = controls.filter_map(|one| PositionRow::inside(one.control));
        let gaps = view.gaps.iter().filter_map(|kept| PositionRow::inside(kept));
        let findings = view.findings.iter().filter_map(|kept| PositionRow::inside(kept));
        let said = itself.chain(partners).chain(notes).chain(judged).chain(findings);
        said.chain(risks).chain(controls).chain(looked).chain(gaps).collect::<Vec<_>>()
    });
    let mut rows: Vec<PositionRow> = actions.collect();
    rows.extend(beside);
    rows
}

/// An action with what is printed beside it.
pub(crate) fn row_of(sight: &Sight, kept: &Kept<Action>) -> PositionRow {
    PositionRow::of(kept).beside(sight.expected_effects(kept.id).into_iter().map(|effect| &effect.envelope))
}

/// What the body saw of each outcome, in the order of the views.
#[derive(Default)]
struct Was<'a> {
    outcomes: Vec<Option<Stood<'a>>>,
}

/// How an outcome stood: what the rules found, and what was judged.
type Stood<'a> = (Coverage, Option<&'a Kept<Sufficiency>>);

impl<'a> Was<'a> {
    fn of(before: &Before<'a>, views: &[OutcomeView]) -> Self {
        let index = Index::of(&before.sight, before.as_at.day);
        let of = |view: &OutcomeView| {
            let then = before.sight.outcome_on_its_own(view.outcome.id)?;
            let judged = before.sight.sufficiencies_of(then.id).last().copied();
            Some((index.coverage(then.id), judged))
        };
        Self { outcomes: views.iter().map(of).collect() }
    }
}

/// What is said of an outcome, behind its words.
fn line(view: &OutcomeView, said: &str) -> Vec<Inline> {
    vec![Inline::Bold(format!("{}: ", view.outcome.item.statement)), Inline::Text(said.to_owned())]
}

struct Telling<'a> {
    occasion: &'a Occasion<'a>,
    plan: &'a Kept<Plan>,
    before: Option<&'a Before<'a>>,
    was: Was<'a>,
    loose: Loose<'a>,
    directions: Directions,
    withheld: Vec<Withheld>,
    views: &'a [OutcomeView<'a>],
}

impl Telling<'_> {
    fn say(&self, key: &str) -> String {
        self.occasion.words.say(key)
    }

    fn envelopes(&self) -> impl Iterator<Item = &domain::envelope::Envelope> {
        let own = [&self.plan.envelope].into_iter();
        own.chain(self.views.iter().flat_map(|view| {
            let actions = view.own.iter().chain(&view.others).map(|kept| &kept.envelope);
            let risks = view.risks.iter().flat_map(|one| {
                let controls = one.controls.iter().flat_map(|control| {
                    let looked = control.assurances.iter().map(|kept| &kept.envelope);
                    [&control.control.envelope].into_iter().chain(looked)
                });
                [&one.risk.envelope].into_iter().chain(controls)
            });
            let gaps = view.gaps.iter().map(|kept| &kept.envelope);
            let found = view.findings.iter().map(|kept| &kept.envelope).chain(risks).chain(gaps);
            let partners = view.partners.iter().map(|kept| &kept.envelope);
            let notes = view.environment.iter().map(|kept| &kept.envelope);
            let itself = [&view.outcome.envelope].into_iter();
            let said = itself.chain(partners).chain(found).chain(notes);
            actions.chain(said).chain(view.judged.iter().map(|kept| &kept.envelope))
        }))
        .chain(self.hangs())
    }

    /// What hangs loose is printed by its name, whether an outcome has it or not.
    fn hangs(&self) -> impl Iterator<Item = &domain::envelope::Envelope> {
        let Loose { actions_without_outcome, risks_without_control, controls_without_assurance, .. } = &self.loose;
        let actions = actions_without_outcome.iter().map(|kept| &kept.envelope);
        let risks = risks_without_control.iter().map(|kept| &kept.envelope);
        actions.chain(risks).chain(controls_without_assurance.iter().map(|kept| &kept.envelope))
    }

    /// What a publication has to ask for: what each outcome prints, what hangs loose, and what was judged before.
    fn rows(&self) -> Vec<PositionRow> {
        let mut rows = rows_of(&self.occasion.sight, self.views);
        let Loose { actions_without_outcome, risks_without_control, controls_without_assurance, .. } = &self.loose;
        rows.extend(actions_without_outcome.iter().filter_map(|kept| PositionRow::inside(kept)));
        rows.extend(risks_without_control.iter().filter_map(|kept| PositionRow::inside(kept)));
        rows.extend(controls_without_assurance.iter().filter_map(|kept| PositionRow::inside(kept)));
        let judged = self.was.outcomes.iter().flatten().filter_map(|(_, judged)| *judged);
        rows.extend(judged.filter_map(PositionRow::inside));
        rows
    }

    fn count(&self, says: Covered) -> usize {
        self.views.iter().filter(|view| view.coverage.says == says).count()
    }

    fn judged(&self) -> usize {
        self.views.iter().filter(|view| view.sufficiency().is_some()).count()
    }

    /// "Of 15 outcomes, the rules find gaps in 9, signals that disagree in 2, too little recorded of 3, and no gap in 1."
    fn sentence(&self) -> String {
        self.occasion.words.with(
            "framework-sentence",
            &[
                ("all", self.views.len().into()),
                ("gaps", self.count(Covered::GapsFound).into()),
                ("disagree", self.count(Covered::SignalsDisagree).into()),
                ("little", self.count(Covered::TooLittleRecorded).into()),
                ("none", self.count(Covered::NoGapFound).into()),
                ("judged", self.judged().into()),
            ],
        )
    }

    fn blocks(&self) -> Vec<Block> {
        let words = self.occasion.words;
        let mut facts = vec![
            (self.say("fact-to"), self.occasion.body_name()),
            (self.say("fact-from"), self.occasion.office_name()),
            (self.say("fact-position"), self.occasion.place()),
            (self.say("fact-plan"), self.plan.item.name.to_string()),
        ];
        if let Some(before) = self.before {
            facts.push((self.say("fact-compared"), before.words(self.occasion)));
        }
        let mut blocks = vec![Block::Facts { rows: facts }, heading(1, self.say("framework-question"))];
        blocks.extend([self.sentence(), self.say("framework-means")].map(paragraph));
        let shown = self.occasion.sight.actions(self.plan.id).len();
        blocks.extend(crate::delivery_plan::withheld_panel(words, shown, &self.withheld));
        blocks.push(Block::Table(self.summary()));
        blocks.push(heading(1, self.say("framework-changed")));
        blocks.extend(self.changed());
        blocks.push(heading(1, self.say("framework-loose")));
        blocks.extend(self.hanging());
        for view in self.views {
            blocks.push(Block::PageBreak);
            blocks.extend(self.outcome(view));
        }
        blocks.push(Block::PageBreak);
        blocks.push(heading(1, self.say("framework-rules")));
        blocks.push(paragraph(self.say("framework-rules-about")));
        blocks.push(Block::Table(self.rules()));
        blocks
    }

    /// A row an outcome: what the rules find, what is judged, and what it was when the body last saw it.
    fn summary(&self) -> Table {
        let words = self.occasion.words;
        let columns = vec![
            column(words.say("framework-column-outcome"), 34),
            column(words.say("column-theme"), 16),
            column(words.say("framework-column-coverage"), 16),
            column(words.say("framework-column-gaps"), 8),
            column(words.say("framework-column-sufficiency"), 22),
            column(words.say("framework-column-before"), 24),
        ];
        let rows = self.views.iter().enumerate().map(|(at, view)| {
            vec![
                Cell::Text(view.outcome.item.statement.to_string()),
                Cell::Text(view.theme.item.name.to_string()),
                Cell::Text(capital(view.coverage.says.in_words())),
                number(view.coverage.gaps()),
                Cell::Lines(self.sufficiency(view)),
                Cell::Lines(self.then(at)),
            ]
        });
        let caption = words.say("framework-summary-caption");
        Table { caption, columns, rows: rows.collect(), row_header: Some(0) }
    }

    fn sufficiency(&self, view: &OutcomeView) -> Vec<String> {
        let words = self.occasion.words;
        let Some(kept) = view.sufficiency() else {
            let hidden = view.judged_unseen;
            return vec![if hidden { words.say("assurance-judged-hidden") } else { words.say("framework-not-judged") }];
        };
        let who = self.occasion.sight.judge(kept.item.by);
        vec![
            capital(kept.item.judged.in_words()),
            words.with("framework-by", &[("who", who.as_str().into()), ("day", words.date(kept.item.day).into())]),
        ]
    }

    /// What the body saw of an outcome.
    fn then(&self, at: usize) -> Vec<String> {
        match self.was.outcomes.get(at) {
            None | Some(None) => vec![self.say("framework-not-shown-before")],
            Some(Some((coverage, judged))) => vec![
                capital(coverage.says.in_words()),
                judged
                    .map_or_else(|| self.say("framework-not-judged"), |judged| capital(judged.item.judged.in_words())),
            ],
        }
    }

    /// Which rules are met now and were not, and the reverse; and judgements since.
    fn changed(&self) -> Vec<Block> {
        let words = self.occasion.words;
        if self.before.is_none() {
            let body = self.occasion.body_name();
            return vec![paragraph(words.with("framework-never-shown", &[("body", body.into())]))];
        }
        let mut items = vec![];
        for (view, was) in self.views.iter().zip(&self.was.outcomes) {
            let Some((coverage, judged)) = was else {
                items.push(line(view, &words.say("framework-new-outcome")));
                continue;
            };
            let rules = |coverage: &Coverage| coverage.met.iter().map(|met| met.rule).collect::<Vec<Rule>>();
            let (then, now) = (rules(coverage), rules(&view.coverage));
            if coverage.says != view.coverage.says {
                let values = [("then", coverage.says.in_words().into()), ("now", view.coverage.says.in_words().into())];
                items.push(line(view, &words.with("framework-coverage-moved", &values)));
            }
            for rule in now.iter().filter(|rule| !then.contains(rule)) {
                items.push(line(view, &self.rule_moved(true, *rule)));
            }
            for rule in then.iter().filter(|rule| !now.contains(rule)) {
                items.push(line(view, &self.rule_moved(false, *rule)));
            }
            for risk in &view.risks {
                let (then, moved) = assurance::movement(self.occasion, self.before, risk.risk);
                let now = risk.risk.item.score(Which::Current, self.occasion.as_at.day).map(Scored::product);
                let values = [
                    ("reference", risk.risk.reference().as_str().into()),
                    ("title", risk.risk.item.title.as_str().into()),
                    ("then", then.into()),
                    ("now", now.map_or_else(|| words.say("framework-not-scored"), |now| now.to_string()).into()),
                ];
                if moved != words.say("framework-move-same") {
                    items.push(line(view, &words.with("framework-risk-moved", &values)));
                }
            }
            if let Some(kept) = view.sufficiency().filter(|kept| judged.is_none_or(|then| then.id != kept.id)) {
                items.push(line(view, &assurance::judged(self.occasion, kept)));
            }
        }
        if items.is_empty() {
            vec![paragraph(self.say("framework-nothing-changed"))]
        } else {
            vec![Block::List { items }]
        }
    }

    fn rule_moved(&self, met: bool, rule: Rule) -> String {
        let words = self.occasion.words;
        let values = [("number", usize::from(rule.number()).into()), ("rule", rule.in_words().into())];
        if met { words.with("framework-rule-met", &values) } else { words.with("framework-rule-not-met", &values) }
    }

    /// What hangs loose, each list with its count.
    fn hanging(&self) -> Vec<Block> {
        let words = self.occasion.words;
        let actions = |all: &[&Kept<Action>]| {
            all.iter().map(|kept| format!("{} {}", kept.reference(), kept.item.title)).collect::<Vec<_>>()
        };
        let outcomes = |all: &[&Kept<domain::objective::Outcome>]| {
            all.iter().map(|kept| kept.item.statement.to_string()).collect::<Vec<_>>()
        };
        let lists = [
            (words.say("framework-loose-outcome-action"), outcomes(&self.loose.outcomes_without_action)),
            (words.say("framework-loose-outcome-measure"), outcomes(&self.loose.outcomes_without_measure)),
            (words.say("framework-loose-action"), actions(&self.loose.actions_without_outcome)),
            (
                words.say("framework-loose-risk"),
                self.loose
                    .risks_without_control
                    .iter()
                    .map(|kept| format!("{} {}", kept.reference(), kept.item.title))
                    .collect(),
            ),
            (
                words.say("framework-loose-control"),
                self.loose
                    .controls_without_assurance
                    .iter()
                    .map(|kept| format!("{} {}", kept.reference(), kept.item.title))
                    .collect(),
            ),
        ];
        let mut blocks = vec![];
        for (title, all) in lists {
            let count = words.with("framework-loose-count", &[("what", title.into()), ("count", all.len().into())]);
            blocks.push(paragraph(count));
            if !all.is_empty() {
                blocks.push(Block::List { items: all.into_iter().map(Inline::text).collect() });
            }
        }
        blocks
    }

    /// An outcome on pages of its own, gaps first.
    fn outcome(&self, view: &OutcomeView) -> Vec<Block> {
        let (occasion, words) = (self.occasion, self.occasion.words);
        let mut blocks = vec![heading(1, view.outcome.item.statement.to_string())];
        let gaps: Vec<&Met> = view.coverage.met(Sort::Gap).collect();
        blocks.push(heading(2, words.with("framework-gaps", &[("count", view.coverage.gaps().into())])));
        if gaps.is_empty() {
            blocks.push(paragraph(words.say("framework-no-gap")));
        } else {
            blocks.push(assurance::met(occasion, &gaps));
        }
        let other: Vec<&Met> = view.coverage.met.iter().filter(|met| met.rule.sort() != Sort::Gap).collect();
        if !other.is_empty() {
            blocks.push(heading(2, words.say("framework-signals")));
            blocks.push(assurance::met(occasion, &other));
        }
        blocks.push(Block::Facts {
            rows: vec![
                (words.say("framework-column-coverage"), capital(view.coverage.says.in_words())),
                (words.say("framework-column-sufficiency"), assurance::judgement(occasion, view)),
            ],
        });
        blocks.push(heading(2, words.say("framework-risks")));
        if view.risks.is_empty() {
            blocks.push(paragraph(words.say("framework-risks-none")));
        } else {
            blocks.push(Block::Table(assurance::risks(occasion, self.before, &view.risks)));
            blocks.extend(assurance::controls(occasion, &view.risks).map(Block::Table));
        }
        if !view.gaps.is_empty() {
            blocks.push(heading(2, words.say("framework-open-gaps")));
            blocks.push(Block::Table(assurance::gaps(occasion, &view.gaps)));
        }
        blocks.push(heading(2, words.say("framework-own")));
        blocks.push(self.actions(&view.own, words.say("framework-own-caption"), words.say("framework-own-none")));
        blocks.push(heading(2, words.say("framework-partners")));
        if !view.others.is_empty() || view.partners.is_empty() {
            blocks.push(self.actions(
                &view.others,
                words.say("framework-others-caption"),
                words.say("framework-others-none"),
            ));
        }
        if !view.partners.is_empty() {
            blocks.push(Block::Table(assurance::partners(occasion, &view.partners)));
        }
        blocks.push(heading(2, words.say("framework-measures")));
        if view.measures.is_empty() {
            blocks.push(paragraph(words.say("framework-measures-none")));
        } else {
            blocks.push(Block::Table(assurance::measures(occasion, &view.measures)));
        }
        blocks.push(heading(2, words.say("framework-findings")));
        if view.findings.is_empty() {
            blocks.push(paragraph(words.say("framework-findings-none")));
        } else {
            blocks.push(Block::Table(assurance::findings(occasion, &view.findings)));
        }
        blocks.extend(assurance::environment(occasion, view.environment.last().copied()));
        blocks
    }

    fn actions(&self, all: &[&Kept<Action>], caption: String, none: String) -> Block {
        if all.is_empty() {
            return paragraph(none);
        }
        Block::Table(assurance::actions(self.occasion, caption, all, &self.directions))
    }

    /// Every rule, met or not.
    fn rules(&self) -> Table {
        let words = self.occasion.words;
        let columns = vec![
            column(words.say("framework-column-rule"), 6),
            column(words.say("framework-column-words"), 60),
            column(words.say("framework-column-sort"), 18),
            column(words.say("framework-column-met"), 12),
        ];
        let rows = Rule::ALL.into_iter().map(|rule| {
            let met = self.views.iter().filter(|view| view.coverage.met.iter().any(|met| met.rule == rule)).count();
            let sort = match rule.sort() {
                Sort::Gap => words.say("framework-sort-gap"),
                Sort::Disagreement => words.say("framework-sort-disagreement"),
                Sort::TooLittle => words.say("framework-sort-too-little"),
            };
            vec![
                Cell::Text(rule.number().to_string()),
                Cell::Text(rule.in_words().to_owned()),
                Cell::Text(sort),
                number(met),
            ]
        });
        let caption = words.say("framework-rules-caption");
        Table { caption, columns, rows: rows.collect(), row_header: Some(0) }
    }

    /// Every rule that is met, by outcome and fact: a row a fact.
    fn rules_met(&self) -> Table {
        let words = self.occasion.words;
        let columns = vec![
            column(words.say("framework-column-outcome"), 34),
            column(words.say("framework-column-rule"), 6),
            column(words.say("framework-column-words"), 40),
            column(words.say("column-reference"), 8),
            column(words.say("framework-column-fact"), 40),
        ];
        let rows = self.views.iter().flat_map(|view| {
            view.coverage.met.iter().flat_map(move |met| met.facts.iter().map(move |fact| (view, met, fact)))
        });
        let rows = rows.map(|(view, met, fact)| {
            let reference = fact.about.as_ref().map(|(_, named)| named.reference.to_string());
            vec![
                Cell::Text(view.outcome.item.statement.to_string()),
                Cell::Text(met.rule.number().to_string()),
                Cell::Text(met.rule.in_words().to_owned()),
                reference.map_or(Cell::Empty, Cell::Text),
                Cell::Text(fact.words.clone()),
            ]
        });
        let caption = words.say("framework-met-caption");
        Table { caption, columns, rows: rows.collect(), row_header: Some(0) }
    }

    /// One flat table, a row an outcome.
    fn data(&self) -> Table {
        const HEADS: [&str; 17] = [
            "theme",
            "outcome",
            "coverage",
            "rules_met",
            "gaps",
            "coverage_before",
            "sufficiency",
            "judged_by",
            "judged_on",
            "judged_because",
            "actions",
            "partner_actions",
            "measures",
            "principal_risks",
            "open_gaps",
            "open_findings",
            "as_at_seq",
        ];
        let text = |text: &str| if text.is_empty() { Cell::Empty } else { Cell::Text(text.to_owned()) };
        let rows = self.views.iter().enumerate().map(|(at, view)| {
            let rules: Vec<String> = view.coverage.met.iter().map(|met| met.rule.number().to_string()).collect();
            let then = self.was.outcomes.get(at).and_then(|was| was.as_ref()).map(|(then, _)| then.says.as_str());
            let judged = view.sufficiency();
            let by = judged.map(|kept| self.occasion.sight.judge(kept.item.by));
            vec![
                text(view.theme.item.name.as_str()),
                text(view.outcome.item.statement.as_str()),
                text(view.coverage.says.as_str()),
                text(&rules.join("; ")),
                number(view.coverage.gaps()),
                text(then.unwrap_or_default()),
                text(judged.map_or("", |kept| kept.item.judged.as_str())),
                text(by.as_ref().map_or("", |by| by.as_str())),
                judged.map_or(Cell::Empty, |kept| Cell::Date(kept.item.day)),
                text(judged.map_or("", |kept| kept.item.reason.as_str())),
                number(view.own.len() + view.others.len()),
                number(view.partners.len()),
                number(view.measures.len()),
                number(view.risks.len()),
                number(view.gaps.len()),
                number(view.findings.len()),
                Cell::Number(self.occasion.as_at.seq),
            ]
        });
        let columns = HEADS.iter().map(|head| Column { head: (*head).to_owned(), weight: 1 }).collect();
        Table { caption: String::new(), columns, rows: rows.collect(), row_header: Some(1) }
    }

    fn machine_risk(&self, view: &RiskView) -> Value {
        let (risk, day) = (&view.risk.item, self.occasion.as_at.day);
        let score = |which| risk.score(which, day).map(Scored::product);
        let then = self.before.and_then(|before| {
            let then = before.sight.risk(view.risk.id)?;
            then.item.score(Which::Current, before.as_at.day).map(Scored::product)
        });
        let controls = view.controls.iter().map(|one| {
            json!({ "reference": one.control.reference(), "title": one.control.item.title, "assurances": one.assurances.len() })
        });
        json!({
            "reference": view.risk.reference(),
            "title": risk.title,
            "inherent": score(Which::Inherent),
            "before": then,
            "current": score(Which::Current),
            "target": score(Which::Target),
            "appetite": risk.appetite_on(day).map(|appetite| appetite.most),
            "outside_appetite": risk.outside_appetite(day),
            "controls": controls.collect::<Vec<_>>(),
        })
    }

    /// For machines: keys may be added, none renamed.
    fn json(&self) -> Value {
        let outcomes = self.views.iter().enumerate().map(|(at, view)| {
            let then = self.was.outcomes.get(at).and_then(|was| was.as_ref());
            let judged = view.sufficiency().map(|kept| {
                json!({
                    "judged": kept.item.judged,
                    "by": self.occasion.sight.judge(kept.item.by),
                    "day": kept.item.day,
                    "reason": kept.item.reason,
                })
            });
            let met = view.coverage.met.iter().map(|met| {
                json!({ "rule": met.rule.number(), "words": met.rule.in_words(), "sort": met.rule.sort(), "facts": met.facts })
            });
            json!({
                "outcome": view.outcome.item.statement,
                "theme": view.theme.item.name,
                "coverage": view.coverage.says,
                "coverage_before": then.map(|(then, _)| then.says),
                "rules_met": met.collect::<Vec<_>>(),
                "sufficiency": judged,
                "actions": view.own.iter().map(|kept| kept.reference()).collect::<Vec<_>>(),
                "others_actions": view.others.iter().map(|kept| kept.reference()).collect::<Vec<_>>(),
                "partner_actions": view.partners.iter().map(|kept| json!({ "reference": kept.reference(), "plan": kept.item.plan, "known": kept.item.newest() })).collect::<Vec<_>>(),
                "risks": view.risks.iter().map(|one| self.machine_risk(one)).collect::<Vec<_>>(),
                "gaps": view.gaps.iter().map(|kept| json!({ "reference": kept.reference(), "kind": kept.item.what, "words": kept.item.words })).collect::<Vec<_>>(),
                "findings": view.findings.iter().map(|kept| json!({ "reference": kept.reference(), "rank": kept.item.rank, "standing": kept.item.standing(self.occasion.as_at.day).as_str() })).collect::<Vec<_>>(),
                "measures": view.measures.iter().map(|one| json!({ "code": one.code, "sentence": one.sentence() })).collect::<Vec<_>>(),
            })
        });
        json!({
            "plan": { "name": self.plan.item.name, "from": self.plan.item.from, "to": self.plan.item.to },
            "before": self.before.map(|before| before.as_at.json()),
            "outcomes": outcomes.collect::<Vec<_>>(),
            "loose": {
                "outcomes_without_action": self.loose.outcomes_without_action.iter().map(|kept| &kept.item.statement).collect::<Vec<_>>(),
                "outcomes_without_measure": self.loose.outcomes_without_measure.iter().map(|kept| &kept.item.statement).collect::<Vec<_>>(),
                "risks_without_control": self.loose.risks_without_control.iter().map(|kept| kept.reference()).collect::<Vec<_>>(),
                "controls_without_assurance": self.loose.controls_without_assurance.iter().map(|kept| kept.reference()).collect::<Vec<_>>(),
                "actions_without_outcome": self.loose.actions_without_outcome.iter().map(|kept| kept.reference()).collect::<Vec<_>>(),
            },
            "withheld": self.withheld,
        })
    }
}
