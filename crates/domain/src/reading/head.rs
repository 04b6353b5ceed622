//! The head row of a table, and what each column below it is.
use super::{asking::Asking, codes::looks_like_code, columns::Field, grid::Grid};
use crate::{
    map::PlanMap,
    scale::Scale,
    text::{Text, fold},
};
use std::collections::HashMap;

/// Where a table's heads stand, and what its columns say. One column for each of the table's.
#[derive(Debug)]
pub(super) struct Head {
    pub row: usize,
    pub columns: Vec<Column>,
    /// The date columns are "Revised" and what was so before: a blank revised date leaves the other in force.
    pub revised: bool,
}

#[derive(Clone, Debug)]
pub(super) struct Column {
    pub field: Field,
    /// Empty where the table gives none.
    pub head: Text,
}

/// The map's answers for heads, ready to be looked up.
pub(super) struct Answers(HashMap<String, Field>);

impl Answers {
    pub fn of(map: &PlanMap) -> Self {
        Self(map.columns.iter().filter_map(|(head, field)| Some((head.folded(), Field::parse(field)?))).collect())
    }

    fn field(&self, head: &str) -> Option<Field> {
        let head = fold(head);
        self.0.get(&head).copied().or_else(|| Field::of_head(&head))
    }

    fn states(&self, head: &Text) -> bool {
        self.0.contains_key(&head.folded())
    }
}

/// No head is longer.
const LONGEST_HEAD: usize = 60;

/// Heads that yield to another column of the same field: they say it less plainly.
const FAINT: &[&str] = &[
    "priority",
    "comment",
    "comments",
    "no",
    "number",
    "item",
    "project",
    "projects",
    "commitment",
    "commitments",
    "initiative",
    "initiatives",
    "what we will do",
    "date",
    "when",
    "who",
    "responsible",
    "officer",
    "summary",
    "how",
    "scope",
    "section",
    "director",
    "stage",
    "state",
    "position",
    "title",
    "section",
    "target",
    "description",
];

/// What each column of a row would be, were it the head row. None: the cell is blank, covered, or no head.
fn fields(grid: &Grid, row: usize, answers: &Answers) -> Vec<Option<Field>> {
    let field = |column| {
        let words = grid.words_or_above(row, column)?;
        (words.as_str().len() <= LONGEST_HEAD).then(|| {
            let head = words.on_one_line();
            answers.field(head.as_str()).or_else(|| answers.field(grouped(grid, row, column)?.as_str()))
        })?
    };
    (0..grid.width()).map(field).collect()
}

/// The head of a column under a merged one: "Date" over "Original" and "Revised" gives "Original date".
fn grouped(grid: &Grid, row: usize, column: usize) -> Option<Text> {
    let above = row.checked_sub(1)?;
    if !grid.is_covered(above, column) && !grid.is_covered(above, column + 1) {
        return None;
    }
    let group = grid.words_across(above, column)?;
    let own = grid.words(row, column)?;
    Text::new(format!("{own} {group}")).ok().map(|head| head.on_one_line())
}

fn distinct(fields: &[Option<Field>]) -> usize {
    let mut seen: Vec<Field> = vec![];
    for field in fields.iter().flatten() {
        if !seen.contains(field) {
            seen.push(*field);
        }
    }
    seen.len()
}

/// The row that has the most columns that are known, one of them the title. None: this is no table of actions.
pub(super) fn find(grid: &Grid, answers: &Answers) -> Option<usize> {
    let mut best: Option<(usize, usize)> = None;
    for row in 0..grid.height() {
        let fields = fields(grid, row, answers);
        if !fields.iter().flatten().any(|field| field.holds_title()) {
            continue;
        }
        let count = distinct(&fields);
        let alone = grid.filled(row).count() == 1 && grid.filled_below(row) == 1;
        if (count > 1 || alone) && best.is_none_or(|(most, _)| count > most) {
            best = Some((count, row));
        }
    }
    best.map(|(_, row)| row)
}

/// The heads of a table that has no title column: what a refusal names.
pub(super) fn heads_seen(grid: &Grid, answers: &Answers) -> Vec<Text> {
    let known = (0..grid.height().min(50)).max_by_key(|row| (distinct(&fields(grid, *row, answers)), usize::MAX - row));
    let wide = (0..grid.height()).find(|row| grid.filled(*row).count() > 1);
    let row = known.filter(|row| distinct(&fields(grid, *row, answers)) > 0).or(wide).unwrap_or(0);
    grid.filled(row).filter_map(|column| grid.words(row, column)).map(|words| super::prose::beginning(&words)).collect()
}

/// Other rows that look like head rows: those that agree are passed over, those that disagree are faults.
pub(super) fn others(grid: &Grid, head: usize, answers: &Answers) -> Result<Vec<usize>, String> {
    let own = fields(grid, head, answers);
    let enough = distinct(&own).div_ceil(2).max(2);
    let mut again = vec![];
    for row in (0..grid.height()).filter(|row| *row != head) {
        if grid.merged_together(row, head) || grid.filled(row).count() < 2 {
            continue;
        }
        let other = fields(grid, row, answers);
        if distinct(&other) < enough || !other.iter().flatten().any(|field| field.holds_title()) {
            continue;
        }
        let differs = |column: &usize| {
            let (Some(a), Some(b)) = (grid.words_or_above(head, *column), grid.words_or_above(row, *column)) else {
                return false;
            };
            a.folded() != b.folded() && (own[*column] != other[*column] || own[*column].is_none())
        };
        if let Some(column) = (0..grid.width()).find(differs) {
            let said = |row| grid.words_or_above(row, column).map(|words| words.on_one_line()).unwrap_or_default();
            return Err(format!(
                "{}: two header rows that disagree, rows {} and {}: column {} is “{}” in the one and “{}” in the other. Make one table of them, or import them one by one",
                grid.place(),
                grid.number(head.min(row)),
                grid.number(head.max(row)),
                column + 1,
                said(head.min(row)),
                said(head.max(row)),
            ));
        }
        again.push(row);
    }
    Ok(again)
}

impl Head {
    /// What each column is, once its cells were looked at where its head alone does not say. Faults are sentences.
    pub fn read(grid: &Grid, row: usize, answers: &Answers, asking: &mut Asking) -> Result<Self, Vec<String>> {
        let known = fields(grid, row, answers);
        let place = grid.place();
        let mut columns: Vec<Column> = vec![];
        for (column, field) in known.into_iter().enumerate() {
            let own = grid.words_or_above(row, column).map(|words| words.on_one_line()).unwrap_or_default();
            let alone = answers.field(own.as_str()).is_some();
            let head = if alone { own } else { grouped(grid, row, column).filter(|_| field.is_some()).unwrap_or(own) };
            columns.push(Column { field: field.unwrap_or(Field::Staff), head });
        }
        let mut head = Self { row, columns, revised: false };
        head.look_at_cells(grid, answers, asking);
        head.revised_dates(answers, asking, place);
        let faults = head.one_column_each(answers, asking, place);
        if !faults.is_empty() {
            return Err(faults);
        }
        for (column, at) in head.columns.iter_mut().zip(0..) {
            if column.field != Field::Staff || answers.states(&column.head) {
                continue;
            }
            if column.head.is_empty() {
                if !grid.column(at, row).any(|cell| cell.is_some()) {
                    column.field = Field::Ignore;
                    continue;
                }
                column.head = Text::new(format!("Column {}", at + 1)).unwrap_or_default();
            }
            asking.ask(
                place,
                format!("the column “{}” is none that Milepost knows. What does it say?", column.head),
                "kept under its own head, for staff only",
            );
        }
        Ok(head)
    }

    pub fn has(&self, field: Field) -> bool {
        self.columns.iter().any(|column| column.field == field)
    }

    pub fn column(&self, field: Field) -> Option<usize> {
        self.columns.iter().position(|column| column.field == field)
    }

    /// The column of titles.
    pub fn title(&self) -> usize {
        self.columns.iter().position(|column| column.field.holds_title()).unwrap_or(0)
    }

    /// "Status", "Priority", "Owner" and a column of codes without a head are told by what stands in them.
    fn look_at_cells(&mut self, grid: &Grid, answers: &Answers, asking: &mut Asking) {
        let place = grid.place();
        let rating = self.has(Field::Rating);
        let (leads, reference) = (self.has(Field::Leads), self.has(Field::Reference));
        let narrative = self.has(Field::Narrative);
        for at in 0..self.columns.len() {
            let head = self.columns[at].head.clone();
            if answers.states(&head) {
                continue;
            }
            let cells: Vec<Text> = grid.column(at, self.row).flatten().collect();
            let all = |test: &dyn Fn(&str) -> bool| !cells.is_empty() && cells.iter().all(|cell| test(cell.as_str()));
            let most = |test: &dyn Fn(&str) -> bool| {
                !cells.is_empty() && cells.iter().filter(|cell| test(cell.as_str())).count() * 2 >= cells.len()
            };
            let ask = |asking: &mut Asking, taken: &str| {
                asking.ask(place, format!("what does the column “{head}” say?"), taken);
            };
            match self.columns[at].field {
                Field::Status
                    if !rating
                        && (most(&|cell| is_rating_word(cell) && super::cells::status(cell).is_none())
                            || all(&is_rating_word) && !all(&|cell| super::cells::status(cell).is_some())) =>
                {
                    self.columns[at].field = Field::Rating;
                    ask(asking, "the delivery rating, since its cells are rating words");
                }
                Field::Status if !most(&|cell| super::cells::status(cell).is_some()) && !cells.is_empty() => {
                    let field = if narrative { Field::Staff } else { Field::Narrative };
                    self.columns[at].field = field;
                    if field == Field::Narrative {
                        ask(asking, "what is said of progress, since its cells are sentences");
                    }
                }
                Field::Theme if all(&is_rank) => self.columns[at].field = Field::Staff,
                Field::Owner if !leads && most(&are_initials) => {
                    self.columns[at].field = Field::Leads;
                    ask(asking, "the leads, since its cells are initials");
                }
                Field::Staff if head.is_empty() && !reference && at < self.title() && all(&looks_like_code) => {
                    self.columns[at].field = Field::Reference;
                    asking.ask(place, format!("column {} has no head. What does it say?", at + 1), "the references");
                }
                _ => {}
            }
        }
    }

    /// A revised date beside one without that word: the other is the original.
    fn revised_dates(&mut self, answers: &Answers, asking: &mut Asking, place: &str) {
        let dates: Vec<usize> =
            (0..self.columns.len()).filter(|at| self.columns[*at].field == Field::Timescale).collect();
        let is_revised = |at: usize| {
            let head = self.columns[at].head.folded();
            head.contains("revised") || head.contains("current")
        };
        let original = self.column(Field::OriginalDate);
        match (&dates[..], original) {
            ([a, b], None) if is_revised(*a) != is_revised(*b) => {
                let (revised, plain) = if is_revised(*a) { (*a, *b) } else { (*b, *a) };
                if answers.states(&self.columns[plain].head) {
                    return;
                }
                asking.ask(
                    place,
                    format!(
                        "which date is in force, “{}” or “{}”?",
                        self.columns[plain].head, self.columns[revised].head
                    ),
                    format!(
                        "“{}” where it is filled; “{}” is the original date",
                        self.columns[revised].head, self.columns[plain].head
                    ),
                );
                self.columns[plain].field = Field::OriginalDate;
                self.revised = true;
            }
            ([only], Some(_)) => self.revised = is_revised(*only),
            _ => {}
        }
    }

    /// Two columns of one field: what the map says goes first, then the plainer head; else it is a fault.
    fn one_column_each(&mut self, answers: &Answers, asking: &mut Asking, place: &str) -> Vec<String> {
        let mut faults = vec![];
        for field in Field::ALL.into_iter().filter(|field| !field.may_repeat()) {
            let same = |column: &Column| column.field == field || (field == Field::Title && column.field.holds_title());
            let at: Vec<usize> = (0..self.columns.len()).filter(|at| same(&self.columns[*at])).collect();
            if at.len() < 2 || field == Field::ReferenceAndTitle {
                continue;
            }
            let stated: Vec<usize> = at.iter().copied().filter(|at| answers.states(&self.columns[*at].head)).collect();
            let plain = |at: &usize| !FAINT.contains(&self.columns[*at].head.folded().as_str());
            let plainer: Vec<usize> = at.iter().copied().filter(plain).collect();
            let keep = match (&stated[..], &plainer[..]) {
                ([one], _) | ([], [one]) => *one,
                _ => {
                    let heads: Vec<String> = at.iter().map(|at| format!("“{}”", self.columns[*at].head)).collect();
                    let head = &self.columns[at[1]].head;
                    faults.push(format!(
                        "{place}: the columns {} all say the {}, and only one can. Say in the map under [columns] what the others are, for example \"{head}\" = \"staff\"",
                        heads.join(" and "),
                        field.as_str(),
                    ));
                    continue;
                }
            };
            for other in at.into_iter().filter(|other| *other != keep) {
                asking.ask(
                    place,
                    format!(
                        "the columns “{}” and “{}” may both say the {}. Which does?",
                        self.columns[keep].head,
                        self.columns[other].head,
                        field.as_str()
                    ),
                    format!("“{}”", self.columns[keep].head),
                );
                self.columns[other].field = Field::Staff;
            }
        }
        faults
    }
}

/// "High", "3": a rank, and no name of a theme.
fn is_rank(cell: &str) -> bool {
    ["high", "medium", "low", "h", "m", "l", "med", "critical", "urgent"].contains(&fold(cell).as_str())
        || cell.trim().bytes().all(|b| b.is_ascii_digit())
}

/// "AB", "AB / CD".
fn are_initials(cell: &str) -> bool {
    super::cells::initials(cell).is_some_and(|all| all.iter().all(|one| one.as_str().len() == 2))
}

fn is_rating_word(cell: &str) -> bool {
    let word = fold(cell);
    word == "grey" || Scale::standard().level_called(&word).is_some()
}
