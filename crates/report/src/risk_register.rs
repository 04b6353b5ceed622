//! The register of risks as a paper: what wants attention, what moved since its reader last saw it and why, each risk with
//! its scores then, now and wanted, where risks lie, what was found of controls, and what is missing with its dates.
use crate::{
    blocks::{Block, Cell, Column, DirectionCell, Document, Inline, RatingCell, Table},
    delivery_plan::{column, heading, number, paragraph},
    fields,
    occasion::{AsAt, Draft, Occasion, highest},
    words::Words,
};
use domain::{
    control::{Gives, Line},
    gap::{Due, GapAction, GapKind},
    paper::PaperKind,
    risk::{
        Band, Risk, Scored,
        register::{Before, Facet, Heat, Movement, Register, Row},
    },
};
use serde_json::{Value, json};

/// The paper; none where its reader may see no risk. `before` is what the reader saw last.
pub fn paper(occasion: &Occasion, before: Option<(Before, &AsAt)>) -> Option<Document> {
    let words = occasion.words;
    let register = Register::of(&occasion.sight, occasion.as_at.day, before.map(|(before, _)| before));
    if register.rows.is_empty() && register.closed.is_empty() {
        return None;
    }
    let telling = Telling { occasion, before: before.map(|(_, as_at)| as_at), register };
    let data = telling.data();
    let title = words.say("risk-paper-title");
    let (sheet, about) = (words.say("sheet-risks"), words.say("sheet-risks-about"));
    let printed = telling.register.rows.iter().chain(&telling.register.closed).map(|row| &row.kept.envelope);
    let draft = Draft {
        kind: PaperKind::RiskRegister,
        title: title.clone(),
        summary: telling.sentence(),
        marking: highest(printed),
        front: vec![],
        blocks: telling.blocks(),
        sheets: fields::sheets(words, sheet, about, title, &data).to_vec(),
        data,
        json: telling.json(),
    };
    Some(occasion.bind(draft))
}

struct Telling<'a> {
    occasion: &'a Occasion<'a>,
    before: Option<&'a AsAt>,
    register: Register<'a>,
}

impl Telling<'_> {
    fn say(&self, key: &str) -> String {
        self.occasion.words.say(key)
    }

    fn sentence(&self) -> String {
        self.occasion.words.with(
            "risk-sentence",
            &[
                ("open", self.register.rows.len().into()),
                ("outside", self.register.count(Facet::OutsideAppetite).into()),
            ],
        )
    }

    fn blocks(&self) -> Vec<Block> {
        let words = self.occasion.words;
        let mut facts = vec![
            (self.say("fact-to"), self.occasion.body_name()),
            (self.say("fact-from"), self.occasion.office_name()),
            (self.say("fact-position"), self.occasion.place()),
        ];
        if let Some(before) = self.before {
            facts.push((self.say("fact-compared"), before.words(words)));
        }
        let mut blocks = vec![Block::Facts { rows: facts }, heading(1, self.say("summary"))];
        blocks.extend([self.sentence(), self.say("risk-rule")].map(paragraph));
        blocks.push(Block::Table(self.counts()));
        blocks.extend(self.withheld());
        blocks.push(heading(1, self.say("risk-moved")));
        blocks.extend(self.moved());
        blocks.push(heading(1, self.say("risk-register")));
        blocks.push(Block::Table(self.table()));
        for map in self.register.heat() {
            blocks.push(heading(1, self.heat_title(&map)));
            blocks.push(Block::Table(self.heat(&map)));
        }
        blocks.push(heading(1, self.say("risk-controls")));
        let controls = self.controls();
        blocks.push(if controls.rows.is_empty() {
            paragraph(self.say("risk-no-controls"))
        } else {
            Block::Table(controls)
        });
        for kind in GapKind::ALL {
            let title = match kind {
                GapKind::Control => self.say("risk-gaps-in-control"),
                GapKind::Assurance => self.say("risk-gaps-in-assurance"),
            };
            blocks.push(heading(1, title.clone()));
            let gaps = self.gaps(kind, title);
            blocks.push(if gaps.rows.is_empty() { paragraph(self.say("risk-no-gaps")) } else { Block::Table(gaps) });
        }
        blocks
    }

    fn withheld(&self) -> Option<Block> {
        if self.register.withheld.is_empty() {
            return None;
        }
        let line = |withheld: &domain::publication::Withheld| {
            let values = [("count", withheld.count.into()), ("reason", withheld.reason.as_str().into())];
            vec![Inline::Text(self.occasion.words.with("withheld-reason", &values))]
        };
        let paragraphs = self.register.withheld.iter().map(line).collect();
        Some(Block::Panel { title: self.say("risk-withheld-title"), paragraphs })
    }

    fn counts(&self) -> Table {
        let rows = Facet::ALL.into_iter().map(|facet| {
            let codes: Vec<&str> = self
                .register
                .rows
                .iter()
                .filter(|row| row.is(facet))
                .map(|row| row.kept.reference().as_str())
                .collect();
            vec![Cell::Text(self.facet(facet)), number(codes.len()), Cell::Text(codes.join(", "))]
        });
        let mut all = vec![vec![Cell::Text(self.say("risk-open")), number(self.register.rows.len()), Cell::Empty]];
        all.extend(rows);
        let columns = vec![
            column(self.say("risk-column-what"), 30),
            column(self.say("risk-column-count"), 10),
            column(self.say("risk-column-which"), 40),
        ];
        Table { caption: self.say("risk-counts-caption"), columns, rows: all, row_header: Some(0) }
    }

    fn facet(&self, facet: Facet) -> String {
        match facet {
            Facet::OutsideAppetite => self.say("risk-outside"),
            Facet::Unscored => self.say("risk-unscored"),
            Facet::ReviewOverdue => self.say("risk-overdue"),
            Facet::NoAction => self.say("risk-no-action"),
            Facet::NoControl => self.say("risk-no-control"),
            Facet::NoOwner => self.say("risk-no-owner"),
            Facet::NoAppetite => self.say("risk-no-appetite"),
        }
    }

    /// What went up or down, came or went, each with the reason of whoever scored it.
    fn moved(&self) -> Vec<Block> {
        if self.register.since.is_none() {
            return vec![paragraph(self.say("risk-first"))];
        }
        let moved = |row: &&Row| !matches!(row.movement, None | Some(Movement::Same | Movement::NotScored));
        let rows: Vec<&Row> = self.register.rows.iter().filter(moved).chain(self.register.closed.iter()).collect();
        if rows.is_empty() {
            return vec![paragraph(self.say("risk-none-moved"))];
        }
        let why = |row: &Row| {
            let closed = row.kept.item.closed.as_ref().filter(|closed| closed.day <= self.register.day);
            let words = closed.map(|closed| closed.reason.to_string());
            words.or_else(|| row.current.map(|scored| scored.reason.to_string())).unwrap_or_default()
        };
        let rows = rows.into_iter().map(|row| {
            vec![
                Cell::Text(row.kept.reference().to_string()),
                Cell::Text(row.kept.item.title.to_string()),
                direction(row.movement),
                score(row.current),
                Cell::Text(why(row)),
            ]
        });
        let columns = vec![
            column(self.say("risk-column-code"), 6),
            column(self.say("risk-column-risk"), 30),
            column(self.say("risk-column-movement"), 16),
            column(self.say("risk-column-now"), 8),
            column(self.say("risk-column-why"), 40),
        ];
        let caption = self.say("risk-moved-caption");
        vec![Block::Table(Table { caption, columns, rows: rows.collect(), row_header: Some(0) })]
    }

    fn table(&self) -> Table {
        let words = self.occasion.words;
        let columns = vec![
            column(self.say("risk-column-code"), 6),
            column(self.say("risk-column-risk"), 40),
            column(self.say("risk-column-owners"), 18),
            column(self.say("risk-column-inherent"), 9),
            column(self.say("risk-column-now"), 16),
            column(self.say("risk-column-target"), 9),
            column(self.say("risk-column-movement"), 16),
            column(self.say("risk-column-review"), 14),
        ];
        let rows = self.register.rows.iter().map(|row| {
            let risk = &row.kept.item;
            let owners = self.owners(risk);
            let now = row
                .current
                .zip(row.band)
                .map_or_else(|| score(row.current), |(scored, band)| self.banded(scored, band, row));
            let mut review = vec![row.review_due.map_or_else(|| self.say("risk-no-review"), |due| words.date(due))];
            if row.review_overdue {
                review.push(self.say("risk-is-overdue"));
            }
            vec![
                Cell::Text(row.kept.reference().to_string()),
                Cell::Lines(vec![
                    risk.title.to_string(),
                    self.occasion.words.with("risk-line-cause", &[("words", risk.cause.as_str().into())]),
                    self.occasion.words.with("risk-line-event", &[("words", risk.event.as_str().into())]),
                    self.occasion.words.with("risk-line-consequence", &[("words", risk.consequence.as_str().into())]),
                ]),
                Cell::Text(if owners.is_empty() { self.say("risk-no-owner") } else { owners.join("; ") }),
                score(row.inherent),
                now,
                score(row.target),
                direction(row.movement),
                Cell::Lines(review),
            ]
        });
        Table { caption: self.say("risk-register-caption"), columns, rows: rows.collect(), row_header: Some(0) }
    }

    fn banded(&self, scored: &Scored, band: &Band, row: &Row) -> Cell {
        let words = self.occasion.words;
        let mut notes = vec![words.with("risk-since", &[("day", words.date(scored.day).into())])];
        if let Some(appetite) = row.appetite {
            let most = [("most", usize::from(appetite.most).into())];
            let outside = row.outside_appetite == Some(true);
            notes.push(if outside {
                words.with("risk-note-outside", &most)
            } else {
                words.with("risk-note-inside", &most)
            });
        }
        Cell::Rating(RatingCell {
            label: format!("{} {}", scored.product(), band.label),
            shape: Some(band.symbol),
            colour: band.colour.hex().to_owned(),
            notes,
        })
    }

    fn owners(&self, risk: &Risk) -> Vec<String> {
        let sight = &self.occasion.sight;
        risk.owners.iter().filter_map(|id| sight.post(*id)).map(|post| post.item.name.to_string()).collect()
    }

    fn heat_title(&self, map: &Heat) -> String {
        let matrix = &map.matrix.item;
        let values = [("matrix", matrix.title.as_str().into()), ("size", matrix.size().into())];
        self.occasion.words.with("risk-heat", &values)
    }

    /// A cell says how many risks lie there, which, and the band of its score.
    fn heat(&self, map: &Heat) -> Table {
        let matrix = &map.matrix.item;
        let mut columns = vec![column(self.say("risk-impact"), 14)];
        columns.extend(matrix.likelihood.iter().enumerate().map(|(at, word)| column(format!("{} {word}", at + 1), 14)));
        let rows = map.cells.iter().map(|line| {
            let impact = line.first().map_or(0, |cell| cell.impact);
            let word = matrix.impact_word(impact).map(ToString::to_string).unwrap_or_default();
            let mut cells = vec![Cell::Text(format!("{impact} {word}"))];
            cells.extend(line.iter().map(|cell| {
                let codes = cell.rows.iter().map(|row| {
                    let arrow = row.movement.map(|moved| format!(" {}", moved.arrow())).unwrap_or_default();
                    format!("{}{arrow}", row.kept.reference())
                });
                let codes = codes.collect::<Vec<_>>().join(", ");
                let count = if cell.rows.is_empty() { "0".to_owned() } else { format!("{}: {codes}", cell.rows.len()) };
                match cell.band {
                    Some(band) => Cell::Rating(RatingCell {
                        label: band.label.to_string(),
                        shape: Some(band.symbol),
                        colour: band.colour.hex().to_owned(),
                        notes: vec![count],
                    }),
                    None => Cell::Text(count),
                }
            }));
            cells
        });
        Table { caption: self.say("risk-heat-caption"), columns, rows: rows.collect(), row_header: Some(0) }
    }

    fn controls(&self) -> Table {
        let words = self.occasion.words;
        let sight = &self.occasion.sight;
        let day = self.register.day;
        let columns = vec![
            column(self.say("risk-column-control"), 26),
            column(self.say("risk-column-risks"), 10),
            column(self.say("risk-column-line"), 14),
            column(self.say("risk-column-gives"), 10),
            column(self.say("risk-column-who"), 18),
            column(self.say("risk-column-given"), 14),
            column(self.say("risk-column-found"), 34),
        ];
        let mut rows = vec![];
        for control in sight.controls().into_iter().filter(|control| control.item.is_in_place(day)) {
            let risks: Vec<&str> =
                control.item.risks.iter().filter_map(|id| sight.risk(*id)).map(|r| r.reference().as_str()).collect();
            let name = format!("{} {}", control.reference(), control.item.title);
            let found: Vec<_> = sight.assurances_of(control.id).into_iter().filter(|one| one.item.day <= day).collect();
            if found.is_empty() {
                let mut row = vec![Cell::Text(name.clone()), Cell::Text(risks.join(", "))];
                row.extend([
                    Cell::Text(self.say("risk-not-assured")),
                    Cell::Empty,
                    Cell::Empty,
                    Cell::Empty,
                    Cell::Empty,
                ]);
                rows.push(row);
            }
            for one in found {
                let one = &one.item;
                let mut given = vec![words.date(one.day)];
                if let Some(expires) = one.expires {
                    let last = [("day", words.date(expires).into())];
                    given.push(if one.is_stale(day) {
                        words.with("risk-expired", &last)
                    } else {
                        words.with("risk-expires", &last)
                    });
                }
                rows.push(vec![
                    Cell::Text(name.clone()),
                    Cell::Text(risks.join(", ")),
                    Cell::Text(line(words, one.line)),
                    Cell::Text(gives(words, one.gives)),
                    Cell::Text(one.by_whom.to_string()),
                    Cell::Lines(given),
                    Cell::Text(one.found.to_string()),
                ]);
            }
        }
        Table { caption: self.say("risk-controls-caption"), columns, rows, row_header: Some(0) }
    }

    fn gaps(&self, kind: GapKind, caption: String) -> Table {
        let day = self.register.day;
        let sight = &self.occasion.sight;
        let columns = vec![
            column(self.say("risk-column-code"), 6),
            column(self.say("risk-column-of"), 14),
            column(self.say("risk-column-gap"), 40),
            column(self.say("risk-column-done"), 50),
        ];
        let open = sight.gaps().into_iter().filter(|gap| gap.item.what == kind && gap.item.is_open(day));
        let rows = open.map(|gap| {
            let risk = gap.item.risk.and_then(|id| sight.risk(id)).map(|kept| kept.reference().to_string());
            let control = gap.item.control.and_then(|id| sight.control(id)).map(|kept| kept.reference().to_string());
            let of: Vec<String> = [risk, control].into_iter().flatten().collect();
            let done: Vec<String> = gap.item.actions.iter().map(|action| self.doing(action)).collect();
            vec![
                Cell::Text(gap.reference().to_string()),
                Cell::Text(of.join(", ")),
                Cell::Text(gap.item.words.to_string()),
                if done.is_empty() { Cell::Text(self.say("risk-nothing-done")) } else { Cell::Lines(done) },
            ]
        });
        Table { caption, columns, rows: rows.collect(), row_header: Some(0) }
    }

    /// "Ask the auditor (Head of Policy): date to be decided"
    fn doing(&self, action: &GapAction) -> String {
        let words = self.occasion.words;
        let owner =
            action.owner.and_then(|id| self.occasion.sight.post(id)).map(|post| format!(" ({})", post.item.name));
        let date = |date: Option<jiff::civil::Date>| date.map(|date| words.date(date)).unwrap_or_default();
        let stands = match action.stands(self.register.day) {
            Due::Done => words.with("risk-gap-done", &[("day", date(action.done).into())]),
            Due::Late => words.with("risk-gap-late", &[("day", date(action.due).into())]),
            Due::Dated => words.with("risk-gap-due", &[("day", date(action.due).into())]),
            Due::ToBeDecided => words.say("risk-gap-tbd"),
        };
        format!("{}{}: {stands}", action.words, owner.unwrap_or_default())
    }

    /// One flat table, a row a risk.
    fn data(&self) -> Table {
        const HEADS: [&str; 24] = [
            "reference",
            "title",
            "category",
            "owners",
            "oversight",
            "cause",
            "event",
            "consequence",
            "inherent_score",
            "current_score",
            "scored_date",
            "band",
            "target_score",
            "appetite",
            "outside_appetite",
            "movement",
            "was_score",
            "review_date",
            "review_overdue",
            "controls_in_place",
            "open_gaps",
            "actions",
            "closed_date",
            "as_at_seq",
        ];
        let text = |text: &str| if text.is_empty() { Cell::Empty } else { Cell::Text(text.to_owned()) };
        let product =
            |scored: Option<&Scored>| scored.map_or(Cell::Empty, |scored| Cell::Number(scored.product().into()));
        let yes =
            |yes: Option<bool>| yes.map_or(Cell::Empty, |yes| Cell::Text(if yes { "yes" } else { "no" }.to_owned()));
        let rows = self.register.rows.iter().chain(&self.register.closed).map(|row| {
            let risk = &row.kept.item;
            let oversight = risk.oversight.and_then(|id| self.occasion.sight.body(id));
            let was = match row.movement {
                Some(Movement::Up { was } | Movement::Down { was }) => Some(was),
                Some(Movement::Same) => row.current.map(Scored::product),
                _ => None,
            };
            let actions = risk.actions.iter().filter(|id| self.occasion.sight.action(**id).is_some()).count();
            vec![
                text(row.kept.reference().as_str()),
                text(risk.title.as_str()),
                text(risk.category.as_str()),
                text(&self.owners(risk).join("; ")),
                text(oversight.map_or("", |body| body.item.name.as_str())),
                text(risk.cause.as_str()),
                text(risk.event.as_str()),
                text(risk.consequence.as_str()),
                product(row.inherent),
                product(row.current),
                row.current.map_or(Cell::Empty, |scored| Cell::Date(scored.day)),
                text(row.band.map_or("", |band| band.label.as_str())),
                product(row.target),
                row.appetite.map_or(Cell::Empty, |appetite| Cell::Number(appetite.most.into())),
                yes(row.outside_appetite),
                text(row.movement.map_or("", Movement::as_str)),
                was.map_or(Cell::Empty, |was| Cell::Number(was.into())),
                row.review_due.map_or(Cell::Empty, Cell::Date),
                yes(row.review_due.map(|_| row.review_overdue)),
                number(row.controls),
                number(row.gaps.len()),
                number(actions),
                risk.closed
                    .as_ref()
                    .filter(|one| one.day <= self.register.day)
                    .map_or(Cell::Empty, |one| Cell::Date(one.day)),
                Cell::Number(self.occasion.as_at.seq),
            ]
        });
        let columns = HEADS.iter().map(|head| Column { head: (*head).to_owned(), weight: 1 }).collect();
        Table { caption: String::new(), columns, rows: rows.collect(), row_header: Some(0) }
    }

    /// For machines: keys may be added, none renamed.
    fn json(&self) -> Value {
        let row = |row: &Row| self.row_json(row);
        let counts: serde_json::Map<String, Value> = Facet::ALL
            .into_iter()
            .map(|facet| (facet.as_str().to_owned(), self.register.count(facet).into()))
            .chain([("open".to_owned(), self.register.rows.len().into())])
            .collect();
        json!({
            "day": self.register.day,
            "since": self.before.map(AsAt::json),
            "counts": counts,
            "risks": self.register.rows.iter().map(row).collect::<Vec<_>>(),
            "closed": self.register.closed.iter().map(row).collect::<Vec<_>>(),
            "withheld": self.register.withheld,
        })
    }

    fn row_json(&self, row: &Row) -> Value {
        let sight = &self.occasion.sight;
        let day = self.register.day;
        let risk = &row.kept.item;
        let scored = |scored: Option<&Scored>| {
            scored.map(|one| json!({ "score": one.product(), "likelihood": one.likelihood, "impact": one.impact, "day": one.day, "reason": one.reason }))
        };
        let controls = sight.controls_of(row.kept.id).into_iter().map(|control| {
            let found = sight.assurances_of(control.id).into_iter().map(|one| {
                json!({
                    "line": one.item.line.number(),
                    "gives": one.item.gives.as_str(),
                    "by_whom": one.item.by_whom,
                    "day": one.item.day,
                    "expires": one.item.expires,
                    "stale": one.item.is_stale(day),
                    "found": one.item.found,
                })
            });
            json!({ "reference": control.reference(), "title": control.item.title, "assurances": found.collect::<Vec<_>>() })
        });
        let gaps = row.gaps.iter().map(|gap| {
            let actions = gap.item.actions.iter().map(
                |action| json!({ "words": action.words, "due": action.due, "stands": action.stands(day).as_str() }),
            );
            json!({ "reference": gap.reference(), "kind": gap.item.what.as_str(), "words": gap.item.words, "actions": actions.collect::<Vec<_>>() })
        });
        json!({
            "reference": row.kept.reference(),
            "title": risk.title,
            "category": risk.category,
            "cause": risk.cause,
            "event": risk.event,
            "consequence": risk.consequence,
            "owners": self.owners(risk),
            "matrix": row.matrix.reference(),
            "inherent": scored(row.inherent),
            "current": scored(row.current),
            "target": scored(row.target),
            "band": row.band.map(|band| &band.label),
            "appetite": row.appetite.map(|appetite| appetite.most),
            "outside_appetite": row.outside_appetite,
            "movement": row.movement.map(Movement::as_str),
            "movement_words": row.movement.map(Movement::in_words),
            "review_due": row.review_due,
            "review_overdue": row.review_overdue,
            "controls": controls.collect::<Vec<_>>(),
            "gaps": gaps.collect::<Vec<_>>(),
        })
    }
}

fn score(scored: Option<&Scored>) -> Cell {
    scored.map_or(Cell::Empty, |scored| Cell::Number(scored.product().into()))
}

fn direction(movement: Option<Movement>) -> Cell {
    movement.map_or(Cell::Empty, |movement| {
        Cell::Direction(DirectionCell {
            word: movement.in_words(),
            arrow: movement.arrow().chars().next().unwrap_or(' '),
            compared: String::new(),
        })
    })
}

fn line(words: &Words, line: Line) -> String {
    match line {
        Line::Management => words.say("risk-line-1"),
        Line::Oversight => words.say("risk-line-2"),
        Line::Independent => words.say("risk-line-3"),
    }
}

fn gives(words: &Words, gives: Gives) -> String {
    match gives {
        Gives::Full => words.say("risk-gives-full"),
        Gives::Partial => words.say("risk-gives-partial"),
        Gives::None => words.say("risk-gives-none"),
    }
}
