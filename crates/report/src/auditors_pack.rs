//! The auditor's pack: the four tests that an auditor put to the Plan, each answered over the whole population, with
//! every exception, and with a sample that anybody can draw again from the number of the entry.
use crate::{
    blocks::{Block, Cell, Column, Document, Inline, Sheet, Table},
    delivery_plan::{column, heading, number, paragraph},
    fields,
    occasion::{Draft, Occasion, highest},
};
use domain::{
    audit_tests::{Answered, Case, SAMPLE, Test, answered},
    office::Kept,
    paper::PaperKind,
    plan::Plan,
    position::PositionRow,
    publication::Withheld,
};
use serde_json::{Value, json};

/// The paper, and the position of every action that its tests look at.
pub fn paper(occasion: &Occasion, plan: &Kept<Plan>) -> (Document, Vec<PositionRow>) {
    let words = occasion.words;
    let actions = occasion.sight.actions(plan.id);
    let tests = answered(&occasion.sight, plan);
    let withheld = occasion.sight.withheld(plan.id, None);
    let telling = Telling { occasion, plan, tests, shown: actions.len(), withheld };
    let data = telling.data();
    let title = words.with("audit-title", &[("plan", plan.item.name.as_str().into())]);
    let (sheet, about) = (words.say("audit-sheet"), words.say("audit-sheet-about"));
    let [sample, columns] = fields::sheets(words, sheet, about, title.clone(), &data);
    let exceptions = Sheet {
        name: words.say("audit-sheet-exceptions"),
        about: words.say("audit-sheet-exceptions-about"),
        table: telling.cases(words.say("audit-exceptions-caption"), |test| test.exceptions().collect()),
    };
    let population = Sheet {
        name: words.say("audit-sheet-population"),
        about: words.say("audit-sheet-population-about"),
        table: telling.cases(words.say("audit-population-caption"), |test| test.population.iter().collect()),
    };
    let draft = Draft {
        kind: PaperKind::AuditorsPack,
        title,
        summary: telling.sentence(),
        marking: highest([&plan.envelope].into_iter().chain(actions.iter().map(|kept| &kept.envelope))),
        front: vec![],
        blocks: telling.blocks(),
        sheets: vec![sample, exceptions, population, columns],
        json: telling.json(),
        data,
    };
    (occasion.bind(draft), actions.into_iter().map(PositionRow::of).collect())
}

struct Telling<'a> {
    occasion: &'a Occasion<'a>,
    plan: &'a Kept<Plan>,
    tests: Vec<Answered>,
    shown: usize,
    withheld: Vec<Withheld>,
}

impl Telling<'_> {
    fn say(&self, key: &str) -> String {
        self.occasion.words.say(key)
    }

    fn question(&self, test: Test) -> String {
        match test {
            Test::AimAndOutcome => self.say("audit-test-aim"),
            Test::ListOfActions => self.say("audit-test-actions"),
            Test::Leads => self.say("audit-test-leads"),
            Test::Roles => self.say("audit-test-roles"),
        }
    }

    /// How a case passes, in words.
    fn rule(&self, test: Test) -> String {
        match test {
            Test::AimAndOutcome => self.say("audit-rule-aim"),
            Test::ListOfActions => self.say("audit-rule-actions"),
            Test::Leads => self.say("audit-rule-leads"),
            Test::Roles => self.say("audit-rule-roles"),
        }
    }

    fn counted(&self, test: &Answered) -> String {
        let passes = test.passes();
        self.occasion.words.with(
            "audit-counted",
            &[
                ("population", test.population.len().into()),
                ("passes", passes.into()),
                ("exceptions", (test.population.len() - passes).into()),
            ],
        )
    }

    fn sentence(&self) -> String {
        let exceptions: usize = self.tests.iter().map(|test| test.exceptions().count()).sum();
        self.occasion.words.with("audit-sentence", &[("exceptions", exceptions.into())])
    }

    fn method(&self) -> String {
        let entry = self.occasion.as_at.seq.to_string();
        self.occasion.words.with("audit-method", &[("most", SAMPLE.into()), ("entry", entry.into())])
    }

    fn blocks(&self) -> Vec<Block> {
        let words = self.occasion.words;
        let facts = vec![
            (self.say("fact-to"), self.occasion.body_name()),
            (self.say("fact-from"), self.occasion.office_name()),
            (self.say("fact-position"), self.occasion.place()),
            (self.say("fact-plan"), self.plan.item.name.to_string()),
        ];
        let mut blocks = vec![Block::Facts { rows: facts }, heading(1, self.say("summary"))];
        blocks.extend([self.sentence(), self.say("audit-what"), self.method()].map(paragraph));
        blocks.extend(crate::delivery_plan::withheld_panel(words, self.shown, &self.withheld));
        blocks.push(Block::Table(self.summary()));
        for test in &self.tests {
            let number = usize::from(test.test.number());
            let values = [("number", number.into()), ("question", self.question(test.test).into())];
            blocks.push(heading(1, words.with("audit-test", &values)));
            blocks.extend([self.rule(test.test), self.counted(test)].map(paragraph));
            let exceptions: Vec<&Case> = test.exceptions().collect();
            if exceptions.is_empty() {
                blocks.push(paragraph(self.say("audit-no-exception")));
            } else {
                blocks.push(heading(2, self.say("audit-exceptions")));
                let item = |case: &&Case| {
                    let name = format!("{} {}: ", case.reference, case.title);
                    vec![Inline::Bold(name.trim_start().to_owned()), Inline::Text(case.evidence.to_string())]
                };
                blocks.push(Block::List { items: exceptions.iter().map(item).collect() });
            }
            let sample = test.sample(self.occasion.as_at.seq);
            if !sample.is_empty() {
                let caption = words.with("audit-sample-caption", &[("number", number.into())]);
                blocks.push(heading(2, self.say("audit-sample")));
                blocks.push(Block::Table(self.sample(caption, &sample)));
            }
        }
        blocks
    }

    fn summary(&self) -> Table {
        let words = self.occasion.words;
        let columns = vec![
            column(words.say("audit-column-test"), 50),
            column(words.say("audit-column-population"), 14),
            column(words.say("audit-column-passes"), 14),
            column(words.say("audit-column-exceptions"), 14),
            column(words.say("audit-column-sample"), 14),
        ];
        let rows = self.tests.iter().map(|test| {
            vec![
                Cell::Text(format!("{}. {}", test.test.number(), self.question(test.test))),
                number(test.population.len()),
                number(test.passes()),
                number(test.exceptions().count()),
                number(test.population.len().min(SAMPLE)),
            ]
        });
        let caption = words.say("audit-summary-caption");
        Table { caption, columns, rows: rows.collect(), row_header: Some(0) }
    }

    fn result(&self, case: &Case) -> String {
        if case.passes { self.say("audit-passes") } else { self.say("audit-exception") }
    }

    fn sample(&self, caption: String, sample: &[&Case]) -> Table {
        let words = self.occasion.words;
        let columns = vec![
            column(words.say("column-reference"), 8),
            column(words.say("audit-column-what"), 34),
            column(words.say("column-theme"), 16),
            column(words.say("audit-column-result"), 10),
            column(words.say("audit-column-evidence"), 40),
        ];
        let rows = sample.iter().map(|case| {
            vec![
                Cell::Text(case.reference.to_string()),
                Cell::Text(case.title.to_string()),
                Cell::Text(case.theme.to_string()),
                Cell::Text(self.result(case)),
                Cell::Text(case.evidence.to_string()),
            ]
        });
        Table { caption, columns, rows: rows.collect(), row_header: Some(0) }
    }

    /// Cases of all tests as one table for a workbook.
    fn cases<'t>(&'t self, caption: String, of: impl Fn(&'t Answered) -> Vec<&'t Case>) -> Table {
        let words = self.occasion.words;
        let columns = vec![
            column(words.say("audit-column-number"), 6),
            column(words.say("column-reference"), 8),
            column(words.say("audit-column-what"), 34),
            column(words.say("column-theme"), 16),
            column(words.say("audit-column-result"), 10),
            column(words.say("audit-column-evidence"), 40),
        ];
        let rows = self.tests.iter().flat_map(|test| of(test).into_iter().map(move |case| (test, case)));
        let rows = rows.map(|(test, case)| {
            vec![
                Cell::Text(test.test.number().to_string()),
                Cell::Text(case.reference.to_string()),
                Cell::Text(case.title.to_string()),
                Cell::Text(case.theme.to_string()),
                Cell::Text(self.result(case)),
                Cell::Text(case.evidence.to_string()),
            ]
        });
        Table { caption, columns, rows: rows.collect(), row_header: Some(0) }
    }

    /// The samples of all four tests as one flat table: a row a case.
    fn data(&self) -> Table {
        const HEADS: [&str; 9] =
            ["test", "test_name", "population", "theme", "reference", "title", "result", "evidence", "as_at_seq"];
        let seq = self.occasion.as_at.seq;
        let text = |text: &str| if text.is_empty() { Cell::Empty } else { Cell::Text(text.to_owned()) };
        let rows = self.tests.iter().flat_map(|test| test.sample(seq).into_iter().map(move |case| (test, case)));
        let rows = rows.map(|(test, case)| {
            vec![
                Cell::Number(test.test.number().into()),
                text(test.test.as_str()),
                number(test.population.len()),
                text(case.theme.as_str()),
                text(case.reference.as_str()),
                text(case.title.as_str()),
                text(if case.passes { "passes" } else { "exception" }),
                text(case.evidence.as_str()),
                Cell::Number(seq),
            ]
        });
        let columns = HEADS.iter().map(|head| Column { head: (*head).to_owned(), weight: 1 }).collect();
        Table { caption: String::new(), columns, rows: rows.collect(), row_header: Some(5) }
    }

    /// For machines: keys may be added, none renamed.
    fn json(&self) -> Value {
        let seq = self.occasion.as_at.seq;
        let tests = self.tests.iter().map(|test| {
            json!({
                "number": test.test.number(),
                "test": test.test,
                "question": self.question(test.test),
                "rule": self.rule(test.test),
                "population": test.population.len(),
                "passes": test.passes(),
                "exceptions": test.exceptions().collect::<Vec<_>>(),
                "sample": test.sample(seq),
            })
        });
        json!({
            "plan": { "name": self.plan.item.name, "from": self.plan.item.from, "to": self.plan.item.to },
            "tests": tests.collect::<Vec<_>>(),
            "sample_of": SAMPLE,
            "method": self.method(),
            "withheld": self.withheld,
        })
    }
}
