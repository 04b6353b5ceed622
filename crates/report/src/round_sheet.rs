//! The sheet of a round as a workbook: a cover that says how, by when and to whom, and one table, of which the columns to
//! fill in can be written in and nothing else. It is made by the same library and in the same looks as a paper.
use crate::{
    format::{Format, NotWritten},
    words::Words,
    workbook::{fitting, lines_in},
    xlsx::{Looks, column, high, in_a_language, row},
};
use domain::sheet::{Field, Sheet, said};
use jiff::civil::Date;
use rust_xlsxwriter::{
    Color, DataValidation, DocProperties, ExcelDateTime, Format as Look, ProtectionOptions, Workbook, Worksheet,
    XlsxError,
};

/// How wide the cover's one column is, in characters.
const COVER: u16 = 100;

/// The columns: eight to read, six to fill, the row's identity; and how wide each is, in characters.
const WIDTHS: [u16; 15] = [11, 36, 16, 14, 48, 28, 14, 34, 48, 16, 30, 30, 30, 16, 22];

/// How many of them are to read.
const TO_READ: usize = 8;

/// The table stands under its title, what it holds, and a blank line.
const HEAD: u32 = 3;

/// The heads of the columns, by which a sheet is known when it comes back.
pub fn heads() -> Vec<String> {
    let words = Words::english();
    [
        words.say("round-sheet-reference"),
        words.say("round-sheet-promise"),
        words.say("round-sheet-due"),
        words.say("round-sheet-rated"),
        words.say("round-sheet-said"),
        words.say("round-sheet-next"),
        words.say("round-sheet-forecast"),
        words.say("round-sheet-rules"),
    ]
    .into_iter()
    .chain(Field::ALL.map(to_fill))
    .chain([words.say("round-sheet-identity")])
    .collect()
}

/// What the column of a field is called.
pub fn to_fill(field: Field) -> String {
    let words = Words::english();
    match field {
        Field::Words => words.say("round-sheet-fill-words"),
        Field::Rating => words.say("round-sheet-fill-rating"),
        Field::Reason => words.say("round-sheet-fill-reason"),
        Field::PublicReason => words.say("round-sheet-fill-public"),
        Field::NextStep => words.say("round-sheet-fill-next"),
        Field::Forecast => words.say("round-sheet-fill-forecast"),
    }
}

/// "NOR update July to September 2026, Victim Support.xlsx"
pub fn file_name(sheet: &Sheet) -> String {
    let words = Words::english();
    let name = words.with("round-sheet-file", &[("round", named(&sheet.round)), ("whose", named(&sheet.whose))]);
    let held = |c: char| if c.is_alphanumeric() || " ,-.()".contains(c) { c } else { '-' };
    let name: String = name.chars().map(held).take(120).collect();
    format!("{}.xlsx", name.trim())
}

fn named(text: &domain::text::Text) -> crate::words::Value {
    text.as_str().into()
}

/// The file. The same sheet is the same bytes on any day; `day` is the day it speaks of, which its properties state.
pub fn write(sheet: &Sheet, day: Date) -> Result<Vec<u8>, NotWritten> {
    let fault = |why: String| NotWritten::Parts { format: Format::Xlsx, why };
    let bytes = workbook(sheet, day).map_err(|error| fault(error.to_string()))?;
    in_a_language(&bytes, Words::english().language).map_err(|error| fault(error.to_string()))
}

fn workbook(sheet: &Sheet, day: Date) -> Result<Vec<u8>, XlsxError> {
    let (looks, words) = (Looks::new(), Words::english());
    let mut workbook = Workbook::new();
    let title = words.with("round-sheet-title", &[("round", named(&sheet.round))]);
    let (month, of_month) = (day.month().unsigned_abs(), day.day().unsigned_abs());
    let created = ExcelDateTime::from_ymd(day.year().unsigned_abs(), month, of_month)?.and_hms(12, 0, 0)?;
    let properties = DocProperties::new()
        .set_title(fitting(&title))
        .set_author(fitting(sheet.office.as_str()))
        .set_company(fitting(sheet.office.as_str()))
        .set_creation_datetime(&created);
    workbook.set_properties(&properties);
    cover(workbook.add_worksheet(), sheet, &title, &looks)?;
    table(workbook.add_worksheet(), sheet, &title, &looks)?;
    workbook.save_to_buffer()
}

/// Nothing is typed over by mistake; there is no password, so that whoever must can.
fn protect(sheet: &mut Worksheet) {
    let options = ProtectionOptions { format_columns: true, format_rows: true, ..ProtectionOptions::default() };
    sheet.protect_with_options(&options);
}

fn cover(page: &mut Worksheet, sheet: &Sheet, title: &str, looks: &Looks) -> Result<(), XlsxError> {
    let words = Words::english();
    page.set_name(words.say("workbook-cover"))?.set_column_width(0, COVER)?;
    let mut lines = vec![
        (&looks.title, title.to_owned()),
        (&looks.line, sheet.office.to_string()),
        (&looks.line, words.with("round-sheet-for", &[("whose", named(&sheet.whose))])),
        (&looks.line, words.with("round-sheet-plan", &[("plan", named(&sheet.plan))])),
        (
            &looks.line,
            words.with(
                "round-sheet-period",
                &[("from", words.date(sheet.from).into()), ("to", words.date(sheet.to).into())],
            ),
        ),
        (&looks.heading, words.with("round-sheet-by", &[("day", words.date(sheet.due).into())])),
        (&looks.line, words.with("round-sheet-to", &[("office", named(&sheet.office))])),
        (&looks.heading, words.say("round-sheet-how")),
    ];
    lines.extend(
        [
            words.with("round-sheet-how-words", &[("rows", sheet.rows.len().into())]),
            words.say("round-sheet-how-blank"),
            words.say("round-sheet-how-rating"),
            words.say("round-sheet-how-complete"),
            words.say("round-sheet-how-rows"),
            words.say("round-sheet-how-plain"),
        ]
        .map(|line| (&looks.line, line)),
    );
    lines.push((&looks.heading, words.say("round-sheet-what")));
    lines.push((&looks.line, words.say("round-sheet-leave")));
    lines.push((&looks.line, sheet.mark.to_string()));
    for (at, (look, text)) in (0..).zip(lines) {
        page.write_string_with_format(at, 0, fitting(&text), look)?;
        high(page, at, lines_in(&text, COVER.into()))?;
    }
    protect(page);
    Ok(())
}

fn table(page: &mut Worksheet, sheet: &Sheet, title: &str, looks: &Looks) -> Result<(), XlsxError> {
    let words = Words::english();
    page.set_name(words.say("round-sheet-name"))?.set_landscape().set_print_fit_to_pages(1, 0);
    let fill = looks.text.clone().set_unlocked().set_background_color(Color::RGB(0xFF_F7_D6));
    let to_fill = looks.head.clone().set_background_color(Color::RGB(0xFF_DD_00));
    page.write_string_with_format(0, 0, fitting(title), &looks.title)?;
    let about =
        words.with("round-sheet-about", &[("whose", named(&sheet.whose)), ("day", words.date(sheet.due).into())]);
    page.write_string_with_format(1, 0, fitting(&about), &looks.plain)?;
    for (n, (head, width)) in heads().into_iter().zip(WIDTHS).enumerate() {
        let filled = (TO_READ..TO_READ + Field::ALL.len()).contains(&n);
        page.set_column_width(column(n), width)?;
        page.write_string_with_format(HEAD, column(n), head, if filled { &to_fill } else { &looks.head })?;
    }
    high(page, HEAD, 3)?;
    for (n, one) in sheet.rows.iter().enumerate() {
        let at = HEAD + 1 + row(n);
        let mut lines = 2;
        let mut put = |n: usize, text: Option<&str>, look: &Look| -> Result<(), XlsxError> {
            match text.filter(|text| !text.is_empty()) {
                None => page.write_blank(at, column(n), look)?,
                Some(text) => {
                    lines = lines.max(lines_in(text, WIDTHS[n].into()));
                    let inert = text.starts_with(['=', '+', '-', '@']);
                    page.write_string_with_format(
                        at,
                        column(n),
                        fitting(text),
                        if inert { &looks.inert } else { look },
                    )?
                }
            };
            Ok(())
        };
        let back = one.sent_back.as_ref().map(|comment| words.with("round-sheet-back", &[("comment", named(comment))]));
        let said: Vec<String> = back.into_iter().chain(said(one)).collect();
        put(0, Some(one.reference.as_str()), &looks.text)?;
        put(1, Some(one.promise.as_str()), &looks.text)?;
        put(2, one.due.map(|due| words.date(due)).as_deref(), &looks.text)?;
        put(3, one.rating.as_ref().map(AsRef::as_ref), &looks.text)?;
        put(4, Some(&said.join("\n")), &looks.text)?;
        put(5, one.next_step.as_ref().map(AsRef::as_ref), &looks.text)?;
        put(6, one.forecast.as_ref().map(AsRef::as_ref), &looks.text)?;
        put(7, Some(&one.suggested), &looks.text)?;
        for n in TO_READ..TO_READ + Field::ALL.len() {
            put(n, None, &fill)?;
        }
        put(WIDTHS.len() - 1, Some(&one.identity), &looks.text)?;
        high(page, at, lines)?;
    }
    let last = HEAD + row(sheet.rows.len());
    for (field, levels) in [(Field::Rating, &sheet.ratings), (Field::Forecast, &sheet.forecasts)] {
        let Some(n) = Field::ALL.iter().position(|one| *one == field) else { continue };
        let levels: Vec<&str> = levels.iter().map(AsRef::as_ref).collect();
        // A list in a cell holds 255 characters; of more, the words are typed.
        if levels.join(",").chars().count() <= 255 && !levels.iter().any(|level| level.contains(',')) {
            let choice = DataValidation::new()
                .allow_list_strings(&levels)?
                .set_error_title(words.say("round-sheet-not-listed"))?
                .set_error_message(words.say("round-sheet-choose"))?;
            page.add_data_validation(HEAD + 1, column(TO_READ + n), last, column(TO_READ + n), &choice)?;
        }
    }
    page.set_freeze_panes(HEAD + 1, 2)?.set_repeat_rows(HEAD, HEAD)?;
    protect(page);
    Ok(())
}
