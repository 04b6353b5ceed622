//! The paper as a web page: whole in one file with its own style, or its body for another page to hold.
use crate::{
    address,
    blocks::{Block, Cell, Chart, Document, Inline, RatingCell, Table},
    layout::{Page, heading_levels, long_date},
    picture,
    running::Running,
    shade,
    words::Words,
};
use domain::scale::Shape;
use maud::{DOCTYPE, Markup, PreEscaped, html};

/// The look of a paper; every rule is about a class that begins with `paper`. For the page that embeds [`body`].
pub const CSS: &str = include_str!("../assets/paper.css");

/// The frame of the standalone page, which another page has its own of.
const FRAME: &str = include_str!("../assets/page.css");

/// A page that needs nothing but itself: no script, no font, no address but the links in its text.
pub fn page(document: &Document) -> Markup {
    html! {
        (DOCTYPE)
        html lang=(document.language) {
            head {
                meta charset="utf-8";
                meta name="viewport" content="width=device-width, initial-scale=1";
                // One paper is told from the next by its number: a plan has the same title every time.
                title { @if let Some(paper) = &document.number { (paper.number) ": " } (document.title) " – " (document.author) }
                meta name="author" content=(document.author);
                meta name="description" content=(document.summary);
                @if let Some(paper) = &document.number {
                    meta name="milepost-number" content=(paper.number);
                    meta name="milepost-code" content=(paper.code);
                }
                style {
                    (PreEscaped(FRAME)) (PreEscaped(CSS))
                    @match Page::of(document) {
                        Page::Portrait => "@page { size: A4; margin: 18mm; }",
                        Page::Landscape => "@page { size: A4 landscape; margin: 15mm; }",
                    }
                }
            }
            body class="paper-page" { main { (body(document)) } }
        }
    }
}

/// The paper itself with its title as `h1`, between a head and a foot that say which paper it is.
pub fn body(document: &Document) -> Markup {
    let running = Running::of(document);
    let mut notes = Vec::new();
    let mut tables = 0;
    let levels = heading_levels(document);
    html! {
        article class="paper" lang=(document.language) {
            (strip(&running, "paper-strip paper-strip--head"))
            p class="paper-author" { (document.author) }
            @for block in &document.front { (one(block, 1, 0, &mut notes, &mut tables)) }
            h1 class="paper-title" { (document.title) }
            @for (at, (block, level)) in document.blocks.iter().zip(levels).enumerate() {
                (one(block, level, at, &mut notes, &mut tables))
            }
            @if !notes.is_empty() { (end_notes(&notes)) }
            (strip(&running, "paper-strip paper-strip--foot"))
        }
    }
}

fn strip(running: &Running, class: &str) -> Markup {
    html! {
        div class=(class) {
            p class="paper-marking" { (running.marking) }
            p class="paper-number" { (running.number) }
            @if let Some(caution) = &running.caution { p class="paper-demo" { (caution) } }
        }
    }
}

fn one<'a>(block: &'a Block, level: u8, at: usize, notes: &mut Vec<&'a str>, tables: &mut usize) -> Markup {
    match block {
        Block::Heading { number, text, .. } => {
            let words = html! { @if !number.is_empty() { span class="paper-count" { (number) } " " } (text) };
            html! {
                @match level {
                    1 => h2 class="paper-heading" { (words) },
                    2 => h3 class="paper-heading" { (words) },
                    3 => h4 class="paper-heading" { (words) },
                    4 => h5 class="paper-heading" { (words) },
                    _ => h6 class="paper-heading" { (words) },
                }
            }
        }
        Block::Paragraph { number, text } if number.is_empty() => {
            html! { p class="paper-text" { (inlines(text, notes)) } }
        }
        Block::Paragraph { number, text } => html! {
            p class="paper-text paper-text--numbered" { span class="paper-count" { (number) } " " (inlines(text, notes)) }
        },
        Block::List { items } => html! {
            @if !items.is_empty() { ul class="paper-list" { @for item in items { li { (inlines(item, notes)) } } } }
        },
        Block::Facts { rows } => html! {
            @if !rows.is_empty() {
                dl class="paper-facts" { @for (label, value) in rows { div { dt { (label) } dd { (lines(value)) } } } }
            }
        },
        Block::Table(table) => {
            *tables += 1;
            whole_table(table, *tables)
        }
        Block::Chart(drawn) => chart(drawn, &format!("paper-chart-{at}")),
        Block::Panel { title, paragraphs } => html! {
            section class="paper-panel" aria-labelledby=[(!title.is_empty()).then(|| format!("paper-panel-{at}"))] {
                @if !title.is_empty() { p class="paper-panel-title" id={ "paper-panel-" (at) } { (title) } }
                @for paragraph in paragraphs { p class="paper-text" { (inlines(paragraph, notes)) } }
            }
        },
        Block::PageBreak => html! { hr class="paper-break" aria-hidden="true"; },
    }
}

fn inlines<'a>(text: &'a [Inline], notes: &mut Vec<&'a str>) -> Markup {
    html! {
        @for inline in text {
            @match inline {
                Inline::Text(text) => (lines(text)),
                Inline::Bold(text) => strong { (lines(text)) },
                Inline::Code(text) => code class="paper-code" { (lines(text)) },
                Inline::Link { text, address } => {
                    @if address::may_be_followed(address) && !text.trim().is_empty() {
                        a class="paper-link" href=(address) { (lines(text)) }
                    } @else { (lines(&address::as_text(text, address))) }
                },
                Inline::Footnote(text) => (note_mark(text, notes)),
            }
        }
    }
}

fn note_mark<'a>(text: &'a str, notes: &mut Vec<&'a str>) -> Markup {
    notes.push(text);
    let n = notes.len();
    html! { sup class="paper-note-mark" { a class="paper-link" id={ "paper-note-from-" (n) } href={ "#paper-note-" (n) } aria-label=(Words::english().with("note-mark", &[("number", n.to_string().into())])) { (n) } } }
}

fn end_notes(notes: &[&str]) -> Markup {
    let words = Words::english();
    html! {
        section class="paper-notes" aria-labelledby="paper-notes" {
            h2 class="paper-heading" id="paper-notes" { (words.say("notes-title")) }
            ol {
                @for (n, note) in (1..).zip(notes) {
                    li id={ "paper-note-" (n) } {
                        (lines(note)) " "
                        a class="paper-link" href={ "#paper-note-from-" (n) } aria-label=(words.with("note-back-to", &[("number", n.to_string().into())])) {
                            (words.say("note-back"))
                        }
                    }
                }
            }
        }
    }
}

/// On a narrow screen the table scrolls inside its own box, which the keyboard can reach and a screen reader names.
fn whole_table(table: &Table, n: usize) -> Markup {
    let caption = format!("paper-table-{n}");
    let named = (!table.caption.is_empty()).then_some(caption.as_str());
    let unnamed =
        table.caption.is_empty().then(|| Words::english().with("table-unnamed", &[("number", n.to_string().into())]));
    let numeric = table.numeric();
    html! {
        @if !table.columns.is_empty() {
            div class="paper-scroll" role="region" tabindex="0" aria-labelledby=[named] aria-label=[unnamed] {
                table class={ "paper-table" @if table.columns.len() > 3 { " paper-table--wide" } } {
                    @if !table.caption.is_empty() { caption id=(caption) { span { (table.caption) } } }
                    thead { tr {
                        @for (n, column) in table.columns.iter().enumerate() {
                            th scope="col" class=[numeric[n].then_some("paper-numeric")] { (column.head) }
                        }
                    } }
                    tbody {
                        @for row in &table.rows {
                            tr {
                                @for n in 0..table.columns.len() {
                                    @let body = row.get(n).map(cell);
                                    @let class = numeric[n].then_some("paper-numeric");
                                    @if table.row_header == Some(n) { th scope="row" class=[class] { (body.unwrap_or_default()) } }
                                    @else { td class=[class] { (body.unwrap_or_default()) } }
                                }
                            }
                        }
                    }
                }
            }
        }
    }
}

/// A chart with its title above and its sentence below: also for other pages than a paper's. `id` tells it from all
/// others on the page. On a narrow screen the other of its two pictures is shown, and only one is ever read out.
pub fn chart(chart: &Chart, id: &str) -> Markup {
    let drawn =
        |svg: &str, size: &str| picture::inside(svg, &format!("{id}-{size}-"), &chart.title).ok().map(PreEscaped);
    let wide = drawn(&chart.wide, "wide");
    let narrow = chart.narrow.as_ref().filter(|_| wide.is_some()).and_then(|svg| drawn(svg, "narrow"));
    html! {
        figure class={ "paper-figure" @if narrow.is_some() { " paper-figure--two" } } {
            @if !chart.title.is_empty() { figcaption class="paper-figure-title" { (chart.title) } }
            @if let Some(svg) = wide { div class="paper-chart paper-chart--wide" { (svg) } }
            @if let Some(svg) = narrow { div class="paper-chart paper-chart--narrow" { (svg) } }
            @if !chart.sentence.is_empty() { p class="paper-text" { (lines(&chart.sentence)) } }
        }
    }
}

/// What stands in a cell of a table: also for other tables than a paper's.
pub fn cell(cell: &Cell) -> Markup {
    match cell {
        Cell::Empty => html! {},
        Cell::Text(text) => lines(text),
        Cell::Number(_) | Cell::Decimal(_) => html! { (cell.words()) },
        Cell::Date(date) => html! { time datetime=(date) { (long_date(*date)) } },
        Cell::Lines(texts) => html! {
            @for (n, text) in texts.iter().enumerate() {
                @if n == 0 { (lines(text)) } @else { span class="paper-more" { (lines(text)) } }
            }
        },
        Cell::Rating(rating) => self::rating(rating),
        Cell::Direction(direction) => html! {
            span class="paper-direction" {
                strong { (direction.word) } " " (arrow(direction.arrow))
            }
            @if !direction.compared.is_empty() { span class="paper-more" { (lines(&direction.compared)) } }
        },
    }
}

/// A word, a shape, a colour, in that order.
pub fn rating(rating: &RatingCell) -> Markup {
    html! {
        span class="paper-rating" {
            strong { (rating.label) }
            @if let Some(shape) = rating.shape { " " (drawn(shape, &rating.colour)) }
        }
        @for note in &rating.notes { span class="paper-more" { (lines(note)) } }
    }
}

/// Hidden from screen readers: the word beside it says it.
fn drawn(shape: Shape, given: &str) -> Markup {
    let colour = shade::colour(given);
    let outline = if shade::needs_outline(given) { shade::INK } else { colour.as_str() };
    let figure = match shape {
        Shape::Tick => {
            html! { path d="M2 8.5 6.2 13 14 3.5" fill="none" stroke=(outline) stroke-width="2.6" stroke-linecap="round" stroke-linejoin="round" {} }
        }
        Shape::Circle => html! { circle cx="8" cy="8" r="6.5" fill=(colour) stroke=(outline) {} },
        Shape::Triangle => {
            html! { path d="M8 1.5 15 14.5H1Z" fill=(colour) stroke=(outline) stroke-linejoin="round" {} }
        }
        Shape::Square => html! { rect x="2" y="2" width="12" height="12" fill=(colour) stroke=(outline) {} },
        Shape::Ring => html! { circle cx="8" cy="8" r="6" fill="#ffffff" stroke=(outline) stroke-width="2" {} },
        Shape::Bars => html! { path d="M3.5 2h3.2v12H3.5Z M9.3 2h3.2v12H9.3Z" fill=(colour) stroke=(outline) {} },
    };
    html! { svg class="paper-shape" viewBox="0 0 16 16" width="16" height="16" aria-hidden="true" focusable="false" { (figure) } }
}

/// Drawn, because faces differ in their arrows; hidden from screen readers, which hear the word beside it.
fn arrow(sign: char) -> Markup {
    let path = match sign {
        '↑' => "M8 14V2.5M3 7.5l5-5 5 5",
        '↓' => "M8 2v11.5M3 8.5l5 5 5-5",
        '→' => "M2 8h11.5M8.5 3l5 5-5 5",
        '+' => "M8 3v10M3 8h10",
        '–' => "M3 8h10",
        other => return html! { span aria-hidden="true" { (other) } },
    };
    html! {
        svg class="paper-shape" viewBox="0 0 16 16" width="16" height="16" aria-hidden="true" focusable="false" {
            path d=(path) fill="none" stroke="currentColor" stroke-width="2" {}
        }
    }
}

/// A text with its line ends kept.
fn lines(text: &str) -> Markup {
    html! { @for (n, line) in text.split('\n').enumerate() { @if n > 0 { br; } (line) } }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::sample;

    #[test]
    fn a_page_says_at_head_and_foot_which_paper_it_is() {
        let text = page(&sample::delivery_plan(5)).into_string();
        assert_eq!(text.matches("FEN-2026-001 · K7QF-2M9X").count(), 2);
        assert_eq!(text.matches("DEMO: not a real office").count(), 2);
        assert_eq!(text.matches(">OFFICIAL<").count(), 2);
        let text = page(&sample::cover_report()).into_string();
        assert_eq!(text.matches("Not issued: a rendering").count(), 2);
        assert_eq!(text.matches(">OFFICIAL-SENSITIVE<").count(), 2);
    }

    #[test]
    fn markup_in_a_text_is_text() {
        let nasty = "\"><script>alert(1)</script><img src=x onerror=alert(1)>";
        let mut paper = sample::delivery_plan(1);
        paper.title = nasty.into();
        paper.language = nasty.into();
        paper.blocks = vec![
            Block::Paragraph {
                number: nasty.into(),
                text: vec![Inline::Link { text: nasty.into(), address: "javascript:alert(1)".into() }],
            },
            Block::Table(Table {
                caption: nasty.into(),
                columns: vec![crate::blocks::Column { head: nasty.into(), weight: 1 }],
                rows: vec![vec![Cell::Rating(RatingCell {
                    label: nasty.into(),
                    shape: Some(Shape::Ring),
                    colour: nasty.into(),
                    notes: vec![],
                })]],
                row_header: None,
            }),
        ];
        let text = page(&paper).into_string();
        assert!(text.contains("&lt;script&gt;"), "shown as typed");
        assert!(!text.contains("<script") && !text.contains("<img") && !text.contains(" href=\""), "{text}");
    }

    #[test]
    fn notes_lead_there_and_back() {
        let text = page(&sample::cover_report()).into_string();
        for n in 1..=2 {
            for half in ["id=\"paper-note-from-", "href=\"#paper-note-from-", "id=\"paper-note-", "href=\"#paper-note-"]
            {
                assert_eq!(text.matches(&format!("{half}{n}\"")).count(), 1, "{half}{n}");
            }
        }
    }

    #[test]
    fn nothing_is_fetched_and_nothing_is_styled_in_line() {
        let text = page(&sample::delivery_plan(5)).into_string();
        for fetched in ["<script", "<link", "src=", "url(", "@import", "style=\""] {
            assert!(!text.contains(fetched), "{fetched}");
        }
    }
}
