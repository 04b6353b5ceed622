//! The workbook for Excel. Every text is written as a text, so that none is a formula, a number or a date by its looks.
use crate::{
    blocks::{Document, Sheet},
    format::{Format, NotWritten},
    package::escape,
    running::{Running, page_count},
    workbook::{Line, ROWS_ABOVE, Value, cover, fitting, lines_in},
};
use rust_xlsxwriter::{
    Color, DocProperties, ExcelDateTime, Format as Look, FormatAlign, FormatBorder, FormatUnderline, IgnoreError,
    Table, TableColumn, TableStyle, Url, Workbook, Worksheet, XlsxError,
};
use std::io::{Cursor, Read, Write as _};
use zip::{ZipArchive, ZipWriter, write::SimpleFileOptions};

pub fn write(document: &Document) -> Result<Vec<u8>, NotWritten> {
    let fault = |why: String| NotWritten::Parts { format: Format::Xlsx, why };
    let bytes = workbook(document).map_err(|error| fault(error.to_string()))?;
    in_a_language(&bytes, &document.language).map_err(|error| fault(error.to_string()))
}

/// The looks of cells, in one face and size.
pub struct Looks {
    pub title: Look,
    pub heading: Look,
    pub line: Look,
    leads: Look,
    pub plain: Look,
    pub head: Look,
    /// Over numbers, which stand to the right.
    head_number: Look,
    pub text: Look,
    /// A text that would become a formula if somebody typed over it.
    pub inert: Look,
    number: Look,
    decimal: Look,
    date: Look,
}

impl Looks {
    pub fn new() -> Self {
        let face = || Look::new().set_font_name("Arial").set_font_size(11);
        let cell = || {
            let lined = face().set_border_bottom(FormatBorder::Thin).set_border_bottom_color(Color::RGB(0xB1_B4B6));
            lined.set_align(FormatAlign::Top).set_text_wrap()
        };
        let head = cell()
            .set_bold()
            .set_align(FormatAlign::Bottom)
            .set_border_bottom(FormatBorder::Medium)
            .set_border_bottom_color(Color::Black)
            .set_background_color(Color::RGB(0xF3_F2F1));
        let line = face().set_align(FormatAlign::Top).set_text_wrap();
        Self {
            title: face().set_font_size(16).set_bold(),
            heading: face().set_font_size(13).set_bold(),
            leads: line.clone().set_font_color(Color::RGB(0x1A_5296)).set_underline(FormatUnderline::Single),
            line,
            plain: face(),
            head_number: head.clone().set_align(FormatAlign::Right),
            head,
            text: cell(),
            inert: cell().set_quote_prefix(),
            number: cell().set_num_format("0"),
            decimal: cell().set_num_format("0.######"),
            date: cell().set_num_format("d mmmm yyyy").set_align(FormatAlign::Left),
        }
    }
}

/// How wide the cover's one column is, in characters.
const COVER: u16 = 100;

fn workbook(document: &Document) -> Result<Vec<u8>, XlsxError> {
    let looks = Looks::new();
    let mut workbook = Workbook::new();
    workbook.set_properties(&properties(document)?);
    let (name, lines) = cover(document);
    let sheet = workbook.add_worksheet().set_name(&name)?;
    page(sheet, document, 1)?;
    sheet.set_column_width(0, COVER)?;
    for (row, line) in (0..).zip(&lines) {
        match line {
            Line::Title(text) => sheet.write_string_with_format(row, 0, fitting(text), &looks.title)?,
            Line::Heading(text) => sheet.write_string_with_format(row, 0, fitting(text), &looks.heading)?,
            Line::Text(text) => sheet.write_string_with_format(row, 0, fitting(text), &looks.line)?,
            Line::Leads { sheet: to, text } => {
                let url = Url::new(format!("internal:'{}'!A1", to.replace('\'', "''"))).set_text(text);
                sheet.write_url_with_format(row, 0, url, &looks.leads)?
            }
        };
        if !matches!(line, Line::Title(_) | Line::Heading(_)) {
            high(sheet, row, lines_in(line.text(), COVER.into()))?;
        }
    }
    for one in &document.sheets {
        let sheet = workbook.add_worksheet().set_name(&one.name)?;
        page(sheet, document, column(one.pages_wide()))?;
        write_sheet(sheet, one, &looks)?;
    }
    workbook.save_to_buffer()
}

/// One table, marked as one, under its title.
fn write_sheet(sheet: &mut Worksheet, one: &Sheet, looks: &Looks) -> Result<(), XlsxError> {
    let (columns, rows) = (one.table.columns.len(), one.table.rows.len());
    sheet.write_string_with_format(0, 0, fitting(&one.table.caption), &looks.title)?;
    sheet.write_string_with_format(1, 0, one.introduced(), &looks.plain)?;
    if columns == 0 {
        return Ok(());
    }
    let first = row(ROWS_ABOVE);
    let last_column = column(columns - 1);
    let (widths, numeric) = (one.widths(), one.table.numeric());
    for (n, width) in widths.iter().enumerate() {
        sheet.set_column_width(column(n), f64::from(row(*width)))?;
    }
    let names = one.heads();
    let lines = names.iter().enumerate().map(|(n, head)| lines_in(head, widths[n] * 4 / 5));
    high(sheet, first, lines.max().unwrap_or(1))?;
    let heads: Vec<TableColumn> = names
        .into_iter()
        .enumerate()
        .map(|(n, head)| {
            let look = if numeric[n] { &looks.head_number } else { &looks.head };
            TableColumn::new().set_header(head).set_header_format(look)
        })
        .collect();
    // A table of Excel has a row at least; without rows of its own it has a blank one, and the line above says so.
    let last = first + row(rows.max(1));
    let table = Table::new()
        .set_name(one.table_name())
        .set_columns(&heads)
        .set_style(TableStyle::None)
        .set_autofilter(false)
        .set_first_column(one.table.row_header == Some(0))
        .set_alt_text_title(short(&one.table.caption))
        .set_alt_text(short(&one.about));
    sheet.add_table(first, 0, last, last_column, &table)?;
    for (at, cells) in one.table.rows.iter().enumerate() {
        let at = first + 1 + row(at);
        let mut lines = 1;
        for (n, width) in widths.iter().copied().enumerate() {
            let value = cells.get(n).map_or(Value::Blank, Value::of);
            let n = column(n);
            match value {
                Value::Blank => {
                    sheet.write_blank(at, n, &looks.text)?;
                }
                Value::Text(text) => {
                    lines = lines.max(lines_in(&text, width));
                    let look = if text.starts_with(['=', '+', '-', '@']) { &looks.inert } else { &looks.text };
                    sheet.write_string_with_format(at, n, text, look)?;
                }
                #[expect(clippy::cast_precision_loss, reason = "a value keeps only what a double holds exactly")]
                Value::Number(number) => {
                    sheet.write_number_with_format(at, n, number as f64, &looks.number)?;
                }
                Value::Decimal(number) => {
                    sheet.write_number_with_format(at, n, number, &looks.decimal)?;
                }
                Value::Date(day) => {
                    let (month, of_month) = (day.month().unsigned_abs(), day.day().unsigned_abs());
                    let day = ExcelDateTime::from_ymd(day.year().unsigned_abs(), month, of_month)?;
                    sheet.write_datetime_with_format(at, n, &day, &looks.date)?;
                }
            }
        }
        high(sheet, at, lines)?;
    }
    // "1.10" is meant to be a text: no green corner says otherwise.
    sheet.ignore_error_range(first, 0, last, last_column, IgnoreError::NumberStoredAsText)?;
    sheet.set_freeze_panes(first + 1, 0)?;
    sheet.set_repeat_rows(first, first)?;
    Ok(())
}

/// Makes a row as high as its lines: some programs give every row one line unless they are told.
pub fn high(sheet: &mut Worksheet, row: u32, lines: usize) -> Result<(), XlsxError> {
    const LINE: u32 = 15;
    const HIGHEST: u32 = 409;
    if lines > 1 {
        let lines = u32::try_from(lines).unwrap_or(HIGHEST);
        sheet.set_row_height(row, lines.saturating_mul(LINE).min(HIGHEST))?;
    }
    Ok(())
}

pub fn row(n: usize) -> u32 {
    u32::try_from(n).unwrap_or(u32::MAX)
}

pub fn column(n: usize) -> u16 {
    u16::try_from(n).unwrap_or(u16::MAX)
}

/// A property of a table holds 255 characters.
fn short(text: &str) -> String {
    text.chars().take(250).collect()
}

/// Printed on A4 across, the heads on every page, and what stands on every page of a paper.
fn page(sheet: &mut Worksheet, document: &Document, wide: u16) -> Result<(), XlsxError> {
    const A4: u8 = 9;
    let running = Running::of(document);
    // An ampersand begins a code there.
    let said = |text: &str| text.replace('&', "&&");
    let [before, between, after] = page_count();
    let caution = running.caution.as_deref().map(|text| format!("&R{}", said(text))).unwrap_or_default();
    sheet
        .set_paper_size(A4)
        .set_landscape()
        .set_print_fit_to_pages(wide, 0)
        .set_header(format!("&C&\"Arial,Bold\"{}{caution}", said(running.marking)))
        .set_footer(format!(
            "&L{}&C&\"Arial,Bold\"{}&R{}&P{}&N{}",
            said(&running.number),
            said(running.marking),
            said(&before),
            said(&between),
            said(&after)
        ));
    sheet.set_selection(0, 0, 0, 0)?;
    Ok(())
}

fn properties(document: &Document) -> Result<DocProperties, XlsxError> {
    let day = document.day;
    let (month, of_month) = (day.month().unsigned_abs(), day.day().unsigned_abs());
    let created = ExcelDateTime::from_ymd(day.year().unsigned_abs(), month, of_month)?.and_hms(12, 0, 0)?;
    let mut properties = DocProperties::new()
        .set_title(fitting(&document.title))
        .set_subject(fitting(&document.summary))
        .set_author(fitting(&document.author))
        .set_company(fitting(&document.author))
        .set_comment(fitting(&document.summary))
        .set_creation_datetime(&created)
        .set_custom_property("Marking", document.marking.as_str());
    if let Some(paper) = &document.number {
        properties = properties
            .set_keywords(format!("{}, {}", paper.number, paper.code))
            .set_custom_property("Milepost number", paper.number.as_str())
            .set_custom_property("Milepost code", paper.code.as_str());
    }
    Ok(properties)
}

/// The file with its language among its properties, which the library has no word for.
pub fn in_a_language(file: &[u8], language: &str) -> std::io::Result<Vec<u8>> {
    const PROPERTIES: &str = "docProps/core.xml";
    let mut old = ZipArchive::new(Cursor::new(file))?;
    let mut new = ZipWriter::new(Cursor::new(Vec::new()));
    for n in 0..old.len() {
        let mut part = old.by_index(n)?;
        if part.name()? != PROPERTIES {
            new.raw_copy_file(part)?;
            continue;
        }
        let options = SimpleFileOptions::default().last_modified_time(zip::DateTime::default()).unix_permissions(0o644);
        let mut text = String::new();
        part.read_to_string(&mut text)?;
        let end = "</cp:coreProperties>";
        let stated = format!("<dc:language>{}</dc:language>{end}", escape(language));
        new.start_file(PROPERTIES, options)?;
        new.write_all(text.replacen(end, &stated, 1).as_bytes())?;
    }
    Ok(new.finish()?.into_inner())
}
