//! The rows of one table: which are actions, which are headings and notes, and what each action's cells say.
use super::{
    ActionRead, Matched, RatingRead, RowRead, RowWhat, Taking,
    cells::{self, Seen},
    codes,
    columns::Field,
    grid::Grid,
    head::Head,
};
use crate::{
    envelope::{Marking, Visibility},
    map::Answer,
    table::{Cell, Value},
    text::{Text, fold},
    timescale::{Due, Timescale},
};
use jiff::civil::Date;

/// What names the theme of rows that do not name it themselves.
pub(super) enum Named {
    /// A heading before the table, or the sheet.
    Heading(Text),
    /// Nothing: the plan itself.
    Nothing,
}

pub(super) struct TableRows<'d, 'a, 'b> {
    pub grid: Grid<'d>,
    pub head: Head,
    /// Rows that repeat the heads.
    pub again: Vec<usize>,
    pub named: Named,
    pub taking: &'b mut Taking<'a>,
}

/// A row of the table with the rows that go on with it below.
struct Line {
    row: usize,
    cells: Vec<Cell>,
    filled: usize,
}

/// What a row turns out to be before its cells are read.
enum Shape {
    Heading(Text),
    Note(&'static str),
    Row,
}

/// Why a row cannot be taken, and the word that may have been meant.
struct Rejected {
    why: String,
    near: Option<String>,
}

impl From<String> for Rejected {
    fn from(why: String) -> Self {
        Self { why, near: None }
    }
}

impl TableRows<'_, '_, '_> {
    /// Reads every row, and gives the column whose titles turned out to begin with references.
    pub fn read(&mut self) -> Option<usize> {
        self.above_the_head();
        let lines = self.lines();
        let shapes = self.shapes(&lines);
        let titles = self.titles(&lines, &shapes);
        let mut theme: Option<usize> = None;
        let mut titles = titles.into_iter();
        for (line, shape) in lines.iter().zip(shapes) {
            let place = self.grid.place_of(line.row);
            let what = match shape {
                Shape::Note(why) => RowWhat::Skipped { title: first_words(line), why: why.to_owned() },
                Shape::Heading(heading) if self.head.has(Field::Theme) => RowWhat::Skipped {
                    title: heading.on_one_line(),
                    why: "a heading; the theme stands in its own column".to_owned(),
                },
                Shape::Heading(heading) => {
                    let at = self.taking.themes.of_heading(&heading);
                    theme = Some(at);
                    let why = format!("a heading: the theme “{}”", self.taking.themes.list[at].name);
                    RowWhat::Skipped { title: heading.on_one_line(), why }
                }
                Shape::Row => {
                    let (reference, title) = titles.next().unwrap_or_default();
                    self.row(line, reference.as_ref(), title, &mut theme, &place)
                }
            };
            self.taking.rows.push(RowRead { place, what });
        }
        let title = self.head.title();
        (self.head.columns[title].field == Field::ReferenceAndTitle).then_some(title)
    }

    /// Title rows above the head, and the head where it stands again.
    fn above_the_head(&mut self) {
        for row in 0..self.head.row {
            if self.again.contains(&row) {
                continue;
            }
            let words: Vec<String> =
                self.grid.filled(row).filter_map(|c| self.grid.words(row, c)).map(Into::into).collect();
            if words.is_empty() {
                continue;
            }
            let title = Text::new(words.join(" ")).unwrap_or_default();
            let what =
                RowWhat::Skipped { title: super::prose::beginning(&title), why: "above the header row".to_owned() };
            self.taking.rows.push(RowRead { place: self.grid.place_of(row), what });
        }
    }

    /// The rows below the head that say anything. A row whose title goes on from above is part of the row above.
    fn lines(&mut self) -> Vec<Line> {
        let mut lines: Vec<Line> = vec![];
        let title = self.head.title();
        let reference = self.head.column(Field::Reference);
        for row in self.head.row + 1..self.grid.height() {
            let filled = self.grid.filled(row).count();
            let goes_on = self.grid.goes_on(row, title)
                && reference.is_none_or(|column| self.grid.goes_on(row, column))
                && !self.grid.merged_together(row, self.head.row);
            if let Some(above) = lines.last_mut().filter(|_| goes_on) {
                for column in 0..self.grid.width() {
                    let Some(more) = self.grid.words(row, column) else { continue };
                    let own = &mut above.cells[column].value;
                    let joined = match own.words() {
                        Some(words) if words == more => continue,
                        Some(words) => format!("{words}\n{more}"),
                        None => more.into(),
                    };
                    *own = Text::new(joined).map(Value::Text).unwrap_or_default();
                }
                continue;
            }
            if filled == 0 {
                continue;
            }
            let cell = |column| self.grid.cell_or_above(row, column).cloned().unwrap_or_default();
            lines.push(Line { row, cells: (0..self.grid.width()).map(cell).collect(), filled });
        }
        lines
    }

    fn shapes(&mut self, lines: &[Line]) -> Vec<Shape> {
        let full = lines.iter().filter(|line| line.filled > 1).count();
        let unmerged = !self.head.has(Field::Theme);
        let mostly_full = full * 2 > lines.len();
        let references = self.head.column(Field::Reference).is_some_and(|column| {
            lines.iter().filter(|line| line.cells[column].value.words().is_some()).count() * 2 > full
        });
        let last_full = lines.iter().rposition(|line| line.filled > 1);
        let mut shapes: Vec<Shape> = vec![];
        let mut in_key = false;
        for (at, line) in lines.iter().enumerate() {
            let first = first_words(line);
            let answer = self.taking.answers.get(&first.folded());
            if self.again.contains(&line.row) {
                shapes.push(Shape::Note("the header row again"));
                continue;
            }
            if answer == Some(&Answer::Heading) {
                shapes.push(Shape::Heading(first));
                continue;
            }
            in_key |= line.filled == 1 && is_note(&first) && last_full.is_none_or(|last| at > last);
            if in_key || is_total(&first, line) || (line.filled == 1 && is_note(&first)) {
                shapes.push(Shape::Note("a note, a key or a total, and no action"));
                continue;
            }
            if let Some(heading) = self.grid.heading(line.row) {
                shapes.push(Shape::Heading(heading));
                continue;
            }
            let before_a_full_row = lines.get(at + 1).is_some_and(|next| next.filled > 1);
            if unmerged
                && line.filled == 1
                && before_a_full_row
                && answer.is_none()
                && self.stands_alone(line, references, mostly_full)
            {
                let title = first.on_one_line();
                self.taking.asking.ask(
                    &self.grid.place_of(line.row),
                    format!("is “{title}” a heading or an action? Nothing else stands in its row"),
                    "a heading; for an action, say in the map under [rows]: new",
                );
                shapes.push(Shape::Heading(first));
                continue;
            }
            shapes.push(Shape::Row);
        }
        shapes
    }

    /// Whether a row with one filled cell may be a heading: it stands in a table whose rows are full, and it carries no
    /// reference where the others do.
    fn stands_alone(&self, line: &Line, references: bool, mostly_full: bool) -> bool {
        let Some(column) = line.cells.iter().position(|cell| cell.value.words().is_some()) else { return false };
        let field = self.head.columns[column].field;
        let words = line.cells[column].value.words().unwrap_or_default();
        let name_like =
            words.as_str().split_whitespace().count() <= 12 && !words.as_str().trim_end().ends_with(['.', ';']);
        let coded = codes::looks_like_code(words.as_str());
        match field {
            Field::Reference => name_like && !coded,
            Field::Title => name_like && mostly_full && (references || !self.head.has(Field::Reference)),
            Field::ReferenceAndTitle => name_like && mostly_full,
            _ => false,
        }
    }

    /// Reference and title of each row that may be an action, in order.
    fn titles(&mut self, lines: &[Line], shapes: &[Shape]) -> Vec<(Option<Text>, Option<Text>)> {
        let column = self.head.title();
        let rows = || lines.iter().zip(shapes).filter(|(_, shape)| matches!(shape, Shape::Row)).map(|(line, _)| line);
        let stated: Vec<Option<Text>> =
            rows().map(|line| line.cells[column].value.words().map(|w| w.on_one_line())).collect();
        if let Some(references) = self.head.column(Field::Reference) {
            let reference = |line: &Line| line.cells[references].value.words().map(|words| words.on_one_line());
            return rows().map(reference).zip(stated).collect();
        }
        let titles: Vec<Text> = stated.iter().flatten().cloned().collect();
        let said = self.head.columns[column].field == Field::ReferenceAndTitle;
        let head = self.head.columns[column].head.clone();
        if !said && self.taking.states_column(&head) {
            return stated.into_iter().map(|title| (None, title)).collect();
        }
        let Some(split) = codes::references_in(&titles) else {
            return stated.into_iter().map(|title| (None, title)).collect();
        };
        if !said {
            let example = split.iter().flatten().next().map(|(code, _)| code.to_string()).unwrap_or_default();
            self.taking.asking.ask(
                self.grid.place(),
                format!("the titles under “{head}” begin with codes such as {example}. Are they the references?"),
                "yes; else say in the map under [columns] that it is the title",
            );
            self.head.columns[column].field = Field::ReferenceAndTitle;
        }
        let mut split = split.into_iter();
        let parted = |title: Option<Text>| {
            let Some(title) = title else { return (None, None) };
            match split.next().flatten() {
                Some((code, rest)) => (Some(code), Some(rest)),
                None => (None, Some(title)),
            }
        };
        stated.into_iter().map(parted).collect()
    }

    fn row(
        &mut self,
        line: &Line,
        reference: Option<&Text>,
        title: Option<Text>,
        theme: &mut Option<usize>,
        place: &str,
    ) -> RowWhat {
        let column = self.head.title();
        let rejected = |title: Text, rejected: Rejected| RowWhat::Rejected {
            reference: reference.cloned(),
            title,
            why: rejected.why,
            near: rejected.near,
        };
        if let Value::Error(error) = &line.cells[column].value {
            let why = format!("the title is in error ({error}); mend the cell and save the file again");
            return rejected(Text::default(), why.into());
        }
        let Some(title) = title else {
            let said = first_words(line);
            let why = format!(
                "it has no title under “{}”, but says “{said}”; write the action's title, or empty the row",
                self.head.columns[column].head
            );
            return rejected(Text::default(), why.into());
        };
        match self.action(line, reference.cloned(), title.clone(), theme, place) {
            Ok(action) => RowWhat::Action(Box::new(action)),
            Err(why) => rejected(title, why),
        }
    }

    fn action(
        &mut self,
        line: &Line,
        reference: Option<Text>,
        title: Text,
        theme: &mut Option<usize>,
        place: &str,
    ) -> Result<ActionRead, Rejected> {
        let mut read = ActionRead { reference, title, theme: self.theme(line, theme, place), ..ActionRead::default() };
        let (mut seen, mut ground, mut review) = (None, None, None);
        for at in 0..self.head.columns.len() {
            let column = self.head.columns[at].clone();
            let cell = &line.cells[at];
            if column.field == Field::Rating {
                read.rating = self.rating(cell, &line.cells[self.head.title()], place);
                continue;
            }
            let Some(words) = cell.value.words() else { continue };
            if let Value::Error(error) = &cell.value {
                let asks = format!("the cell under “{}” is in error ({error}). What should it say?", column.head);
                self.taking.asking.ask(place, asks, "nothing is stated");
                continue;
            }
            let line_of = words.on_one_line();
            match column.field {
                Field::Description => read.description = Some(words),
                Field::Output => read.output = Some(words),
                Field::Outcomes => read.outcomes = cells::statements(&words),
                Field::Objectives => read.objectives = cells::statements(&words),
                Field::Owner => read.owner = Some(line_of),
                Field::RatedBy => read.rated_by = Some(line_of),
                Field::Sponsor => read.sponsor = Some(line_of),
                Field::Leads => read.leads = Some(cells::leads(&words)),
                Field::Partners => read.partners = Some(cells::partners(&words)),
                Field::Narrative => read.narrative = Some(words),
                Field::Links => read.links = Some(cells::links(&words)),
                Field::Lineage => read.lineage = cells::lineage(&words),
                Field::Timescale => read.timescale = Some(self.timescale(&cell.value, place)?),
                Field::OriginalDate => {
                    let stated = self.timescale(&cell.value, place)?;
                    read.original_date = stated.date();
                    if stated.date().is_none() && stated.due != Due::NotSet {
                        read.staff_columns.push((column.head, line_of));
                    }
                }
                Field::Status => match cells::status(words.as_str()) {
                    Some(status) => read.status = Some(status),
                    None => self.unread(&column.head, &line_of, "a stage of an action's life", place, &mut read),
                },
                Field::Statutory => match cells::yes(words.as_str()) {
                    Some(yes) => read.statutory = Some(yes),
                    None => self.unread(&column.head, &line_of, "yes or no", place, &mut read),
                },
                Field::Visibility => {
                    seen = Some(cells::seen(words.as_str()).map_err(|(why, near)| Rejected { why, near })?);
                }
                Field::Ground => ground = Some(words),
                Field::ReviewDate => review = self.timescale(&cell.value, place)?.date(),
                Field::Marking => read.marking = Some(Marking::parse(words.as_str()).map_err(Rejected::from)?),
                Field::Staff => read.staff_columns.push((column.head, words)),
                Field::Reference
                | Field::Title
                | Field::ReferenceAndTitle
                | Field::Theme
                | Field::Rating
                | Field::Ignore => {}
            }
        }
        self.date_in_force(line, &mut read, place)?;
        read.visibility = self.visibility(&read, seen, ground, review)?;
        read.marking = read.marking.or_else(|| self.taking.map.default_marking());
        self.taking.answer(&mut read);
        Ok(read)
    }

    /// A blank revised date leaves the original one in force.
    fn date_in_force(&mut self, line: &Line, read: &mut ActionRead, place: &str) -> Result<(), Rejected> {
        if self.head.revised
            && read.timescale.is_none()
            && let Some(column) = self.head.column(Field::OriginalDate)
            && line.cells[column].value.words().is_some()
        {
            read.timescale = Some(self.timescale(&line.cells[column].value, place)?);
        }
        Ok(())
    }

    fn timescale(&mut self, value: &Value, place: &str) -> Result<Timescale, Rejected> {
        let stated = cells::timescale(value).map_err(|error| Rejected::from(error.to_string()))?;
        let Some(stated) = stated else { return Ok(Timescale::default()) };
        if let Some(doubt) = stated.doubt {
            let taken = match stated.timescale.due {
                Due::Continuing => "a continuing duty".to_owned(),
                _ => "no date; the words are kept".to_owned(),
            };
            self.taking.asking.ask(place, format!("when is “{}”? {}", stated.timescale.stated, capital(&doubt)), taken);
        }
        if let Some(date) = stated.timescale.date() {
            self.taking.far_off(date, &stated.timescale.stated, place);
        }
        Ok(stated.timescale)
    }

    fn unread(&mut self, head: &Text, words: &Text, what: &str, place: &str, read: &mut ActionRead) {
        let asks = format!("“{words}” under “{head}” is not {what} that Milepost knows. What does it mean?");
        self.taking.asking.ask(place, asks, "nothing is stated; the words are kept for staff");
        read.staff_columns.push((head.clone(), words.clone()));
    }

    fn rating(&mut self, cell: &Cell, title: &Cell, place: &str) -> RatingRead {
        let words = cell.value.words().map(|words| words.on_one_line());
        let Some(stated) = words.filter(|words| !cells::is_not_rated(words.as_str())) else {
            let fill = cell.fill.as_deref().filter(|fill| title.fill.as_deref() != Some(*fill));
            if let Some(colour) = fill.and_then(cells::colour_name).filter(|name| *name != "white")
                && !matches!(cell.value, Value::Text(_))
            {
                let asks =
                    format!("the rating cell is coloured ({colour}) and has no word. What does the colour mean?");
                self.taking.asking.ask(
                    place,
                    asks,
                    "not rated: a colour is never believed; write the word in the cell",
                );
            }
            return RatingRead::NotRated;
        };
        self.taking.rating(stated)
    }

    /// By its own column, else by the heading that it stands under, else by what names the table.
    fn theme(&mut self, line: &Line, theme: &mut Option<usize>, place: &str) -> usize {
        if let Some(column) = self.head.column(Field::Theme) {
            if let Some(name) = line.cells[column].value.words() {
                let at = self.taking.themes.of_heading(&name.on_one_line());
                *theme = Some(at);
                return at;
            }
            if let Some(at) = *theme {
                let name = self.taking.themes.list[at].name.clone();
                self.taking.asking.ask(
                    place,
                    "the row names no theme. Whose is it?",
                    format!("“{name}”, that of the row above"),
                );
                return at;
            }
        }
        if let Some(at) = *theme {
            return at;
        }
        match &self.named {
            Named::Heading(heading) => self.taking.themes.of_heading(&heading.clone()),
            Named::Nothing => self.taking.whole_plan(place),
        }
    }

    fn visibility(
        &self,
        read: &ActionRead,
        seen: Option<Seen>,
        ground: Option<Text>,
        review: Option<Date>,
    ) -> Result<Option<Visibility>, Rejected> {
        let map = self.taking.map;
        if let Some(shown) = read.reference.as_ref().and_then(|reference| map.visible.get(reference)) {
            return Ok(Some(shown.0.clone()));
        }
        Ok(match seen {
            None => map.visibility_of(None),
            Some(Seen::Public) => Some(Visibility::Public),
            Some(Seen::Panel) => Some(Visibility::Panel),
            Some(Seen::Internal) => Some(Visibility::Internal),
            Some(Seen::Exempt) => {
                let (Some(ground), Some(review)) = (ground, review) else {
                    let why = "it is exempt, and does not say on what ground and when that is looked at again; add the columns “Reason withheld” and “Review date”, or say both in the map under [visible]";
                    return Err(why.to_owned().into());
                };
                Some(Visibility::Exempt { ground, review })
            }
        })
    }
}

impl Taking<'_> {
    /// The map's answers for one row.
    pub(super) fn answer(&mut self, read: &mut ActionRead) {
        read.matched = match self.answers.get(&read.title.folded()) {
            Some(Answer::SameAs(reference)) => Text::new(reference.clone()).ok().map(Matched::SameAs),
            Some(Answer::New) => Some(Matched::New),
            Some(Answer::Heading) | None => None,
        };
    }

    /// A rating's words, with what the map says that they mean.
    fn rating(&self, stated: Text) -> RatingRead {
        let level = self.ratings.get(&stated.folded());
        if level.is_some_and(|level| matches!(fold(level).as_str(), "not rated" | "keep as not rated")) {
            return RatingRead::NotRated;
        }
        RatingRead::Words { level: level.and_then(|level| Text::new(level.clone()).ok()), stated }
    }

    /// A year that is likely a slip of the pen.
    fn far_off(&mut self, date: Date, stated: &Text, place: &str) {
        if i32::from(date.year()).abs_diff(i32::from(self.today.year())) > 20 {
            let asks = format!("“{stated}” is more than twenty years away. Is the year right?");
            self.asking.ask(place, asks, "taken as it stands");
        }
    }
}

fn first_words(line: &Line) -> Text {
    let words = line.cells.iter().find_map(|cell| cell.value.words()).unwrap_or_default();
    super::prose::beginning(&words)
}

fn capital(sentence: &str) -> String {
    let mut letters = sentence.chars();
    letters.next().map(|first| first.to_uppercase().chain(letters).collect()).unwrap_or_default()
}

fn is_note(first: &Text) -> bool {
    let words = first.folded();
    let word = words.split(|c: char| !c.is_alphanumeric()).next().unwrap_or_default();
    let colon = first.as_str().contains(':') && matches!(word, "key" | "note" | "notes" | "legend" | "source");
    colon
        || matches!(words.as_str(), "key" | "note" | "notes" | "legend" | "rag key" | "end" | "key to ratings")
        || words.starts_with("rag key")
        || words.starts_with("rating key")
        || words.starts_with('*')
}

/// "Total", "Total actions: 40": nothing but figures beside it.
fn is_total(first: &Text, line: &Line) -> bool {
    let words = first.folded();
    let named = words == "total"
        || words == "totals"
        || words.starts_with("total ")
        || words.starts_with("total:")
        || words.starts_with("grand total");
    let figures = |cell: &Cell| match cell.value.words() {
        None => true,
        Some(words) => {
            words.as_str().trim().parse::<f64>().is_ok()
                || words.folded().starts_with("total")
                || words.folded().starts_with("grand")
        }
    };
    named && line.cells.iter().all(figures)
}
