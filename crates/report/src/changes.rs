//! What changed between two places in the record, as a paper and for machines: added, closed, re-opened, re-rated,
//! moved, changed, left out; the sum that reconciles them first.
use crate::{
    blocks::{Block, Cell, Column, Document, Table},
    delivery_plan::{column, heading, paragraph},
    fields,
    occasion::{AsAt, Draft, Occasion, highest},
    rating::{self, Key},
    words::Words,
};
use domain::{
    action::{Action, Held, Status},
    changes::{Changed, Changes, between},
    office::Kept,
    paper::PaperKind,
    plan::Plan,
    sight::Sight,
    travel::Direction,
};
use jiff::civil::Date;
use serde_json::{Value, json};

/// The paper. `from` is the office at the earlier place, as far as the same body may see it.
pub fn paper(occasion: &Occasion, plan: &Kept<Plan>, from: &Sight, from_as_at: &AsAt) -> Document {
    let words = occasion.words;
    let mut changes = between(from, &occasion.sight, plan.id);
    for changed in &mut changes.changed {
        name_posts_only(words, from, &occasion.sight, changed);
    }
    let telling = Telling { occasion, plan, from_as_at, key: Key::of(&occasion.sight, plan, words), changes };
    let data = telling.data();
    let caption = words.with("sheet-changes-caption", &[("plan", plan.item.name.as_str().into())]);
    let (name, about) = (words.say("sheet-changes"), words.say("sheet-changes-about"));
    let draft = Draft {
        kind: PaperKind::Changes,
        title: words.with("changes-title", &[("plan", plan.item.name.as_str().into())]),
        summary: telling.sentence(),
        marking: telling.marking(),
        front: vec![],
        blocks: telling.blocks(),
        sheets: fields::sheets(words, name, about, caption, &data).to_vec(),
        data,
        json: telling.json(),
    };
    occasion.bind(draft)
}

/// What `changes --json` prints: the keys are a contract, may be added to and not renamed.
pub fn json(changes: &Changes, from: &AsAt, to: &AsAt) -> Value {
    json_as(changes, from, to, &|action| action.item.title.to_string())
}

fn json_as(changes: &Changes, from: &AsAt, to: &AsAt, title: &dyn Fn(&Kept<Action>) -> String) -> Value {
    let named = |actions: &[&Kept<Action>]| {
        actions.iter().map(|a| json!({ "reference": a.reference(), "title": title(a) })).collect::<Vec<_>>()
    };
    let label = |action: &Kept<Action>| action.item.rating.as_ref().map(|rating| rating.label.clone());
    let rated = changes.rated.iter().map(|rated| {
        json!({
            "reference": rated.action.reference(),
            "from": label(rated.before),
            "to": label(rated.action),
            "direction": rated.direction.as_str(),
        })
    });
    let moved = changes.moved.iter().map(|m| json!({ "reference": m.action.reference(), "from": m.from, "to": m.to }));
    let reworded = changes.changed.iter().map(|changed| {
        let fields: Vec<&str> = changed.fields.iter().map(|field| field.field).collect();
        let changes: Vec<Value> =
            changed.fields.iter().map(|f| json!({ "field": f.field, "from": f.from, "to": f.to })).collect();
        json!({ "reference": changed.action.reference(), "fields": fields, "changes": changes })
    });
    json!({
        "from": from.json(),
        "to": to.json(),
        "added": named(&changes.added),
        "closed": named(&changes.closed),
        "reopened": named(&changes.reopened),
        "rated": rated.collect::<Vec<_>>(),
        "moved": moved.collect::<Vec<_>>(),
        "changed": reworded.collect::<Vec<_>>(),
        "absent": named(&changes.absent),
        "totals": changes.totals,
        "reconciles": changes.totals.reconciles(),
    })
}

/// The record compares what a table said, initials included; a paper prints posts and organisations.
fn name_posts_only(words: &Words, from: &Sight, to: &Sight, changed: &mut Changed) {
    let Some(before) = from.action(changed.action.id) else { return };
    let (old, new) = (&before.item, &changed.action.item);
    for field in &mut changed.fields {
        let (was, now) = match field.field {
            "leads" => (posts(from, &old.leads), posts(to, &new.leads)),
            "sponsor" => (posts(from, old.sponsor.as_slice()), posts(to, new.sponsor.as_slice())),
            "partners" => (bodies(from, old), bodies(to, new)),
            _ => continue,
        };
        let hidden = if was == now { format!(" {}", words.say("name-not-printed")) } else { String::new() };
        (field.from, field.to) = (was, now + &hidden);
    }
}

fn posts(sight: &Sight, held: &[Held]) -> String {
    held.iter().map(|held| sight.held_in_public(held).to_string()).collect::<Vec<_>>().join("; ")
}

fn bodies(sight: &Sight, action: &Action) -> String {
    let named = action.partners.iter().filter_map(|partner| sight.body(partner.body?));
    named.map(|body| body.item.name.to_string()).collect::<Vec<_>>().join("; ")
}

struct Telling<'a> {
    occasion: &'a Occasion<'a>,
    plan: &'a Kept<Plan>,
    from_as_at: &'a AsAt,
    key: Key,
    changes: Changes<'a>,
}

impl Telling<'_> {
    fn say(&self, key: &str) -> String {
        self.occasion.words.say(key)
    }

    fn sentence(&self) -> String {
        let words = self.occasion.words;
        let (from, to) = (words.date(self.from_as_at.day), words.date(self.occasion.as_at.day));
        words.with("changes-sentence", &[("from", from.into()), ("to", to.into())])
    }

    fn marking(&self) -> domain::envelope::Marking {
        let changes = &self.changes;
        let lists = [&changes.added, &changes.closed, &changes.reopened, &changes.absent];
        let listed = lists.into_iter().flatten().copied();
        let rated = changes.rated.iter().flat_map(|r| [r.action, r.before]);
        let moved = changes.moved.iter().map(|m| m.action);
        let reworded = changes.changed.iter().map(|c| c.action);
        let actions = listed.chain(rated).chain(moved).chain(reworded);
        highest(actions.map(|action| &action.envelope).chain([&self.plan.envelope]))
    }

    /// An action that the body may no longer see keeps its reference, so that the sum holds, and nothing else.
    fn title(&self, action: &Kept<Action>) -> String {
        if self.still_shown(action) { action.item.title.to_string() } else { self.say("withheld-since") }
    }

    fn still_shown(&self, action: &Kept<Action>) -> bool {
        self.occasion.sight.action(action.id).is_some()
    }

    fn status(&self, action: &Kept<Action>) -> String {
        if self.still_shown(action) {
            status_word(self.occasion.words, action.item.status)
        } else {
            self.occasion.words.with("no-longer-shown", &[("body", self.occasion.body_name().into())])
        }
    }

    fn json(&self) -> Value {
        let mut json = json_as(&self.changes, self.from_as_at, &self.occasion.as_at, &|action| self.title(action));
        json["plan"] = json!({ "name": self.plan.item.name });
        json
    }

    fn blocks(&self) -> Vec<Block> {
        let words = self.occasion.words;
        let totals = &self.changes.totals;
        let facts = vec![
            (self.say("fact-to"), self.occasion.body_name()),
            (self.say("fact-plan"), self.plan.item.name.to_string()),
            (self.say("changes-from"), self.from_as_at.words(words)),
            (self.say("changes-to"), self.occasion.as_at.words(words)),
        ];
        let adds_up = if totals.reconciles() { self.say("adds-up") } else { self.say("does-not-add-up") };
        let reconciles = words.with(
            "reconciles",
            &[
                ("open_from", totals.open_from.into()),
                ("added", totals.added.into()),
                ("reopened", totals.reopened.into()),
                ("closed", totals.closed.into()),
                ("open_to", totals.open_to.into()),
                ("adds_up", adds_up.into()),
            ],
        );
        let counts = words.with(
            "changes-counts",
            &[
                ("rated", totals.rated.into()),
                ("better", totals.better.into()),
                ("worse", totals.worse.into()),
                ("moved", totals.moved.into()),
                ("changed", totals.changed.into()),
                ("absent", totals.absent.into()),
            ],
        );
        let mut blocks = vec![Block::Facts { rows: facts }, paragraph(reconciles), paragraph(counts)];
        let before = blocks.len();
        let changes = &self.changes;
        self.listed(&mut blocks, self.say("heading-added"), &changes.added);
        self.listed(&mut blocks, self.say("heading-closed"), &changes.closed);
        self.listed(&mut blocks, self.say("heading-reopened"), &changes.reopened);
        self.rated(&mut blocks);
        self.moved(&mut blocks);
        self.changed(&mut blocks);
        self.listed(&mut blocks, self.say("heading-absent"), &changes.absent);
        if !changes.absent.is_empty() {
            blocks.push(paragraph(self.say("absent-note")));
        }
        if blocks.len() == before {
            blocks.push(paragraph(self.say("nothing-changed")));
        }
        blocks
    }

    fn listed(&self, blocks: &mut Vec<Block>, head: String, actions: &[&Kept<Action>]) {
        let columns = vec![column(self.say("column-status"), 20), column(self.say("column-rating"), 20)];
        let rows = actions.iter().map(|action| {
            let rating = if self.still_shown(action) {
                Cell::Rating(self.key.cell(action.item.rating.as_ref()))
            } else {
                Cell::Empty
            };
            self.row(action, vec![Cell::Text(self.status(action)), rating])
        });
        self.section(blocks, head, columns, rows.collect());
    }

    fn rated(&self, blocks: &mut Vec<Block>) {
        let columns = vec![
            column(self.say("column-was-rated"), 18),
            column(self.say("column-now-rated"), 18),
            column(self.say("column-direction"), 22),
        ];
        let words = self.occasion.words;
        let rows = self.changes.rated.iter().map(|rated| {
            let direction = crate::blocks::DirectionCell {
                word: rating::direction_word(words, rated.direction),
                arrow: rated.direction.arrow(),
                compared: match rated.direction {
                    Direction::NotComparable(because) => rating::why(words, because),
                    _ => String::new(),
                },
            };
            let cells = vec![
                Cell::Rating(self.key.cell(rated.before.item.rating.as_ref())),
                Cell::Rating(self.key.cell(rated.action.item.rating.as_ref())),
                Cell::Direction(direction),
            ];
            self.row(rated.action, cells)
        });
        self.section(blocks, self.say("heading-rated"), columns, rows.collect());
    }

    fn moved(&self, blocks: &mut Vec<Block>) {
        let columns = vec![column(self.say("column-date"), 30), column(self.say("column-original-date"), 20)];
        let words = self.occasion.words;
        let rows = self.changes.moved.iter().map(|moved| {
            let date = |date: Option<Date>| date.map_or_else(|| words.say("date-not-set"), |date| words.date(date));
            let original = moved.action.item.original_date;
            let original = original.map_or_else(|| words.say("date-none"), |date| words.date(date));
            self.row(moved.action, vec![self.old_and_new(&date(moved.from), &date(moved.to)), Cell::Text(original)])
        });
        self.section(blocks, self.say("heading-moved"), columns, rows.collect());
    }

    fn changed(&self, blocks: &mut Vec<Block>) {
        let columns = vec![column(self.say("column-field"), 14), column(self.say("column-change"), 46)];
        let rows = self.changes.changed.iter().flat_map(|changed| {
            changed.fields.iter().map(|field| {
                let name = field_word(self.occasion.words, field.field);
                self.row(changed.action, vec![Cell::Text(name), self.old_and_new(&field.from, &field.to)])
            })
        });
        self.section(blocks, self.say("heading-changed"), columns, rows.collect());
    }

    fn old_and_new(&self, old: &str, new: &str) -> Cell {
        let words = self.occasion.words;
        let stated = |text: &str| if text.is_empty() { words.say("nothing-stated") } else { text.to_owned() };
        Cell::Lines(vec![
            words.with("was", &[("was", stated(old).into())]),
            words.with("now", &[("now", stated(new).into())]),
        ])
    }

    fn row(&self, action: &Kept<Action>, cells: Vec<Cell>) -> Vec<Cell> {
        let named = [Cell::Text(action.reference().to_string()), Cell::Text(self.title(action))];
        named.into_iter().chain(cells).collect()
    }

    /// A heading and its table, where there is anything to tell.
    fn section(&self, blocks: &mut Vec<Block>, head: String, columns: Vec<Column>, rows: Vec<Vec<Cell>>) {
        if rows.is_empty() {
            return;
        }
        let named = [column(self.say("column-reference"), 8), column(self.say("column-action"), 32)];
        let columns = named.into_iter().chain(columns).collect();
        let counted = [("heading", head.as_str().into()), ("count", rows.len().into())];
        let caption = self.occasion.words.with("changes-caption", &counted);
        blocks.push(heading(1, head));
        blocks.push(Block::Table(Table { caption, columns, rows, row_header: Some(0) }));
    }

    /// One line a change. The heads and kinds are the machine's own words, as in JSON.
    fn data(&self) -> Table {
        let heads = ["change", "reference", "title", "field", "from", "to", "direction"];
        let columns = heads.iter().map(|head| Column { head: (*head).to_owned(), weight: 1 }).collect();
        let text = |text: &str| if text.is_empty() { Cell::Empty } else { Cell::Text(text.to_owned()) };
        let line = |change: &str, action: &Kept<Action>, field: &str, from: Cell, to: Cell, direction: &str| {
            vec![
                text(change),
                text(action.reference().as_str()),
                text(&self.title(action)),
                text(field),
                from,
                to,
                text(direction),
            ]
        };
        let label = |action: &Kept<Action>| action.item.rating.as_ref().map_or(Cell::Empty, |r| text(r.label.as_str()));
        let date = |date: Option<Date>| date.map_or(Cell::Empty, Cell::Date);
        let changes = &self.changes;
        let mut rows = vec![];
        let lists = [("added", &changes.added), ("closed", &changes.closed), ("reopened", &changes.reopened)];
        for (change, actions) in lists.into_iter().chain([("absent", &changes.absent)]) {
            rows.extend(actions.iter().map(|a| line(change, a, "", Cell::Empty, Cell::Empty, "")));
        }
        rows.extend(
            changes
                .rated
                .iter()
                .map(|r| line("rated", r.action, "rating", label(r.before), label(r.action), r.direction.as_str())),
        );
        rows.extend(
            changes.moved.iter().map(|m| line("moved", m.action, "current_date", date(m.from), date(m.to), "")),
        );
        for changed in &changes.changed {
            let fields = changed.fields.iter();
            rows.extend(fields.map(|f| line("changed", changed.action, f.field, text(&f.from), text(&f.to), "")));
        }
        Table { caption: String::new(), columns, rows, row_header: Some(1) }
    }
}

fn status_word(words: &Words, status: Status) -> String {
    match status {
        Status::Candidate => words.say("status-candidate"),
        Status::NotStarted => words.say("status-not-started"),
        Status::InProgress => words.say("status-in-progress"),
        Status::OnHold => words.say("status-on-hold"),
        Status::Complete => words.say("status-complete"),
        Status::ClosedNotDelivered => words.say("status-closed-not-delivered"),
        Status::Superseded => words.say("status-superseded"),
        Status::BusinessAsUsual => words.say("status-business-as-usual"),
    }
}

/// What a field of the record is called on paper; a field without a word of its own is called by its key.
fn field_word(words: &Words, field: &str) -> String {
    match field {
        "title" => words.say("field-title"),
        "description" => words.say("field-description"),
        "theme" => words.say("field-theme"),
        "output" => words.say("field-output"),
        "outcomes" => words.say("field-outcomes"),
        "objectives" => words.say("field-objectives"),
        "owner" => words.say("field-owner"),
        "rated_by" => words.say("field-rated-by"),
        "sponsor" => words.say("field-sponsor"),
        "leads" => words.say("field-leads"),
        "partners" => words.say("field-partners"),
        "statutory" => words.say("field-statutory"),
        "timescale" => words.say("field-timescale"),
        "original_date" => words.say("field-original-date"),
        "status" => words.say("field-status"),
        "progress" => words.say("field-progress"),
        "links" => words.say("field-links"),
        "visibility" => words.say("field-visibility"),
        "marking" => words.say("field-marking"),
        other => other.replace('_', " "),
    }
}
