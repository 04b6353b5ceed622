//! Tables and summary lists.
use super::{classes, plain};
use maud::{Markup, html};

/// A cell of a table, a head included.
#[derive(Clone, Debug, Default)]
pub struct Cell {
    pub content: Markup,
    pub kind: CellKind,
    pub classes: &'static str,
}

#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum CellKind {
    #[default]
    Words,
    /// Set to the right, so that digits stand under one another.
    Number,
}

impl Cell {
    pub fn number(number: usize) -> Self {
        Self { content: html! { (number) }, kind: CellKind::Number, classes: "" }
    }

    pub fn text(text: impl AsRef<str>) -> Self {
        plain(text).into()
    }
}

impl From<Markup> for Cell {
    fn from(content: Markup) -> Self {
        Self { content, ..Self::default() }
    }
}

/// A table with a caption and heads. What a narrow screen does with it is the style sheet's part.
#[derive(Clone, Debug, Default)]
pub struct Table<'a> {
    pub caption: Option<Markup>,
    pub caption_classes: &'a str,
    pub head: Vec<Cell>,
    pub rows: Vec<Vec<Cell>>,
    /// The first cell of each row names the row.
    pub first_names_row: bool,
    pub classes: &'a str,
    pub narrow: Narrow,
}

/// What becomes of a table on a narrow screen, so that nobody has to push it sideways.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Narrow {
    /// It is narrow enough.
    #[default]
    Same,
    /// Each row becomes a block with the heads beside its cells. Roles are written out, since a browser may drop a
    /// table's own when its display changes.
    Stacks,
}

impl Table<'_> {
    pub fn show(&self) -> Markup {
        let stacks = self.narrow == Narrow::Stacks;
        let role = |role: &'static str| stacks.then_some(role);
        let own = if stacks { "govuk-table milepost-stacks" } else { "govuk-table" };
        html! {
            table class=(classes(own, self.classes)) role=[role("table")] {
                @if let Some(caption) = &self.caption {
                    caption class=(classes("govuk-table__caption", self.caption_classes)) { (caption) }
                }
                @if !self.head.is_empty() {
                    thead class="govuk-table__head" role=[role("rowgroup")] {
                        tr class="govuk-table__row" role=[role("row")] {
                            @for head in &self.head {
                                @let own = match head.kind {
                                    CellKind::Words => "govuk-table__header",
                                    CellKind::Number => "govuk-table__header govuk-table__header--numeric",
                                };
                                th scope="col" class=(classes(own, head.classes)) role=[role("columnheader")] {
                                    (head.content)
                                }
                            }
                        }
                    }
                }
                tbody class="govuk-table__body" role=[role("rowgroup")] {
                    @for row in &self.rows {
                        tr class="govuk-table__row" role=[role("row")] {
                            @for (column, cell) in row.iter().enumerate() { (self.cell(column, cell)) }
                        }
                    }
                }
            }
        }
    }

    fn cell(&self, column: usize, cell: &Cell) -> Markup {
        let stacks = self.narrow == Narrow::Stacks;
        if column == 0 && self.first_names_row {
            return html! {
                th scope="row" class=(classes("govuk-table__header", cell.classes))
                    role=[stacks.then_some("rowheader")] { (cell.content) }
            };
        }
        let own = match cell.kind {
            CellKind::Words => "govuk-table__cell",
            CellKind::Number => "govuk-table__cell govuk-table__cell--numeric",
        };
        let head = self.head.get(column).filter(|_| stacks);
        html! {
            td class=(classes(own, cell.classes)) role=[stacks.then_some("cell")] {
                @if let Some(head) = head {
                    span class="milepost-stacks__head" aria-hidden="true" { (head.content) }
                }
                (cell.content)
            }
        }
    }
}

/// Facts, a name and a value each.
pub fn summary_list(rows: &[(Markup, Markup)], more: &str) -> Markup {
    html! {
        dl class=(classes("govuk-summary-list", more)) {
            @for (key, value) in rows {
                div class="govuk-summary-list__row" {
                    dt class="govuk-summary-list__key" { (key) }
                    dd class="govuk-summary-list__value" { (value) }
                }
            }
        }
    }
}
