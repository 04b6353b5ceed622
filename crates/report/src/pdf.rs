//! The paper as PDF/UA-1 and PDF/A-2a: the blocks go to the template as data, and typst refuses what breaks a rule.
use crate::{
    address,
    blocks::{Block, Cell, Chart, Column, Document, Inline, Table},
    format::{Format, NotWritten},
    layout::{BROKEN_BEYOND, Page, heading_levels, long_date, longest},
    picture::Picture,
    press::{self, Sheet},
    printable::{line, pieces},
    running::{Running, page_count},
    shade,
};
use serde_json::{Value, json};

/// The width of an average character in a table, in millimetres.
const LETTER: f32 = 1.72;

pub fn write(document: &Document) -> Result<Vec<u8>, NotWritten> {
    let paper = serde_json::to_vec(&data(document))
        .map_err(|error| NotWritten::Parts { format: Format::Pdf, why: error.to_string() })?;
    let number = document.number.as_ref().map_or("", |paper| paper.number.as_str());
    let identity = format!("{}\n{number}\n{}\n{}", document.kind.as_str(), document.title, document.day);
    press::print(Sheet { template: include_str!("../assets/paper.typ"), paper, day: document.day, identity })
}

fn data(document: &Document) -> Value {
    let (language, region) = document.language.split_once('-').unwrap_or((&document.language, "GB"));
    let running = Running::of(document);
    let page = Page::of(document);
    let title = Some(line(&document.title)).filter(|title| !title.is_empty());
    let title = title.unwrap_or_else(|| document.kind.as_str().into());
    let keywords = document.number.iter().flat_map(|paper| [line(&paper.number), line(&paper.code)]);
    json!({
        "title": shortened(title),
        "author": shortened(line(&document.author)),
        "summary": shortened(line(&document.summary)),
        "keywords": keywords.collect::<Vec<_>>(),
        "language": language,
        "region": region,
        "day": [document.day.year(), i16::from(document.day.month()), i16::from(document.day.day())],
        "landscape": page == Page::Landscape,
        "close": Page::is_close(document),
        "numbered": document.has_numbered_paragraphs(),
        "marking": running.marking,
        "number": line(&running.number),
        "caution": running.caution,
        "count": page_count(),
        "front": document.front.iter().filter_map(|block| one(block, 1, page)).collect::<Vec<_>>(),
        "blocks": document.blocks.iter().zip(heading_levels(document)).filter_map(|(block, level)| one(block, level, page)).collect::<Vec<_>>(),
    })
}

/// A property of a PDF/A file holds 32,767 bytes.
fn shortened(text: String) -> String {
    const MOST: usize = 4_000;
    if text.chars().count() > MOST { text.chars().take(MOST).chain(['…']).collect() } else { text }
}

/// None for a block that holds nothing: PDF/UA refuses an empty heading.
fn one(block: &Block, level: u8, page: Page) -> Option<Value> {
    match block {
        Block::Heading { number, text, .. } => {
            let (number, text) = (line(number), line(text));
            let empty = number.is_empty() && text.is_empty();
            (!empty).then(|| json!({"is": "heading", "level": level, "number": number, "text": text}))
        }
        Block::Paragraph { number, text } => {
            Some(json!({"is": "paragraph", "number": line(number), "text": inlines(text)}))
        }
        Block::List { items } => {
            let items: Vec<Value> = items.iter().map(|item| inlines(item)).collect();
            (!items.is_empty()).then(|| json!({"is": "list", "items": items}))
        }
        Block::Facts { rows } => {
            let rows: Vec<Value> = rows.iter().map(|(label, value)| json!([pieces(label), pieces(value)])).collect();
            (!rows.is_empty()).then(|| json!({"is": "facts", "rows": rows}))
        }
        Block::Table(table) => (!table.columns.is_empty()).then(|| whole_table(table, page)),
        Block::Chart(drawn) => Some(chart(drawn, page)),
        Block::Panel { title, paragraphs } => {
            let paragraphs: Vec<Value> = paragraphs.iter().map(|paragraph| inlines(paragraph)).collect();
            Some(json!({"is": "panel", "title": pieces(title), "paragraphs": paragraphs}))
        }
        Block::PageBreak => Some(json!({"is": "page-break"})),
    }
}

fn inlines(text: &[Inline]) -> Value {
    let one = |inline: &Inline| match inline {
        Inline::Text(text) => json!({"is": "text", "text": pieces(text)}),
        Inline::Bold(text) => json!({"is": "bold", "text": pieces(text)}),
        Inline::Code(text) => json!({"is": "code", "text": pieces(text)}),
        Inline::Footnote(text) => json!({"is": "footnote", "text": pieces(text)}),
        Inline::Link { text, address } if address::may_be_followed(address) && !line(text).is_empty() => {
            json!({"is": "link", "text": pieces(text), "address": address})
        }
        Inline::Link { text, address } => json!({"is": "text", "text": pieces(&address::as_text(text, address))}),
    };
    Value::Array(text.iter().map(one).collect())
}

fn chart(chart: &Chart, page: Page) -> Value {
    let picture = Picture::of(chart).and_then(|picture| {
        let (width, height) = picture.on(page);
        Ok(json!({
            "svg": picture.typeset()?,
            "alternative": line(picture.alternative),
            "width": format!("{width:.2}"),
            "height": format!("{height:.2}"),
        }))
    });
    json!({"is": "chart", "title": pieces(&chart.title), "sentence": pieces(&chart.sentence), "picture": picture.ok()})
}

fn whole_table(table: &Table, page: Page) -> Value {
    let page_of_table = page.for_table(table, LETTER);
    let widths = table.widths(page_of_table.width(), LETTER);
    let row = |cells: &Vec<Cell>| {
        // A row that is a cell short is printed with a blank one; a cell too many has no column to stand in.
        let printed: Vec<Value> =
            (0..table.columns.len()).map(|n| cell(cells.get(n).unwrap_or(&Cell::Empty))).collect();
        json!({"whole": Table::keeps_together(cells, &widths, LETTER), "cells": printed})
    };
    let head = |column: &Column| pieces(&column.head);
    json!({
        "is": "table",
        "turned": page_of_table != page,
        "kept": table.is_kept_whole(),
        "caption": pieces(&table.caption),
        "widths": widths.iter().map(|width| format!("{width:.2}")).collect::<Vec<_>>(),
        "numeric": table.numeric(),
        "heads": table.columns.iter().map(head).collect::<Vec<_>>(),
        "header": table.row_header,
        "rows": table.rows.iter().map(row).collect::<Vec<_>>(),
    })
}

fn cell(cell: &Cell) -> Value {
    let mut printed = content(cell);
    // Elsewhere a hyphen would stand for nothing: columns have room for their words.
    printed["hyphenate"] = (longest(&cell.words()) > BROKEN_BEYOND).into();
    printed
}

fn content(cell: &Cell) -> Value {
    match cell {
        Cell::Empty => json!({"is": "text", "text": []}),
        Cell::Text(text) => json!({"is": "text", "text": pieces(text)}),
        Cell::Number(_) | Cell::Decimal(_) => json!({"is": "text", "text": [cell.words()]}),
        Cell::Date(date) => json!({"is": "text", "text": [long_date(*date)]}),
        Cell::Lines(lines) => {
            json!({"is": "lines", "lines": lines.iter().map(|line| pieces(line)).collect::<Vec<_>>()})
        }
        Cell::Rating(rating) => json!({
            "is": "rating",
            "label": pieces(&rating.label),
            "shape": rating.shape,
            "colour": shade::colour(&rating.colour),
            "outline": shade::needs_outline(&rating.colour),
            "notes": rating.notes.iter().map(|note| pieces(note)).collect::<Vec<_>>(),
        }),
        Cell::Direction(direction) => json!({
            "is": "direction",
            "word": pieces(&direction.word),
            "arrow": pieces(&direction.arrow.to_string()),
            "compared": pieces(&direction.compared),
        }),
    }
}
