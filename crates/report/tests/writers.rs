//! What every writer promises, read back from its bytes.
#[path = "writers/charts.rs"]
mod charts;
#[path = "writers/opendocument.rs"]
mod opendocument;
#[path = "../examples/sample/paper.rs"]
mod paper;
#[path = "writers/workbooks.rs"]
mod workbooks;

use domain::scale::Shape;
use report::{
    Format,
    blocks::{Block, Cell, Chart, Column, DirectionCell, Document, Inline, RatingCell, Table},
    write,
};
use std::{
    io::{Cursor, Read, Write as _},
    process::Command,
};
use zip::ZipArchive;

#[test]
fn the_same_paper_is_the_same_bytes_also_after_another() {
    let plan = paper::delivery_plan(7);
    let first: Vec<Vec<u8>> = Format::ALL.map(|format| write(&plan, format).unwrap()).to_vec();
    for format in Format::ALL {
        write(&paper::cover_report(), format).unwrap();
    }
    let again: Vec<Vec<u8>> = Format::ALL.map(|format| write(&plan, format).unwrap()).to_vec();
    assert!(first == again, "a second printing differs");
}

#[test]
fn papers_typeset_at_the_same_time_do_not_disturb_each_other() {
    let plan = paper::delivery_plan(5);
    let alone = write(&plan, Format::Pdf).unwrap();
    std::thread::scope(|scope| {
        let crowd: Vec<_> = (0..6).map(|_| scope.spawn(|| write(&plan, Format::Pdf).unwrap())).collect();
        for one in crowd {
            assert!(one.join().unwrap() == alone);
        }
    });
}

/// One text put wherever a paper can hold one.
fn everywhere(text: &str) -> Document {
    let words = || {
        vec![
            Inline::Text(text.into()),
            Inline::Bold(text.into()),
            Inline::Code(text.into()),
            Inline::Footnote(text.into()),
            Inline::Link { text: text.into(), address: text.into() },
            Inline::Link { text: text.into(), address: "https://example.org/?q=1&r=%20#top".into() },
        ]
    };
    let cells = vec![
        Cell::Text(text.into()),
        Cell::Lines(vec![text.into(), text.into()]),
        Cell::Rating(RatingCell {
            label: text.into(),
            shape: Some(Shape::Ring),
            colour: text.into(),
            notes: vec![text.into()],
        }),
        Cell::Direction(DirectionCell {
            word: text.into(),
            arrow: text.chars().next().unwrap_or('→'),
            compared: text.into(),
        }),
    ];
    let columns = (0..4).map(|_| Column { head: text.into(), weight: 1 }).collect();
    let table = Table { caption: text.into(), columns, rows: vec![cells], row_header: Some(0) };
    Document {
        title: text.into(),
        summary: text.into(),
        author: text.into(),
        blocks: vec![
            Block::Heading { level: 1, number: text.into(), text: text.into() },
            Block::Paragraph { number: text.into(), text: words() },
            Block::List { items: vec![words()] },
            Block::Facts { rows: vec![(text.into(), text.into())] },
            Block::Table(table.clone()),
            Block::Chart(Box::new(worded(text))),
            Block::Panel { title: text.into(), paragraphs: vec![words()] },
        ],
        data: table,
        ..paper::cover_report()
    }
}

/// A chart with a text in its title, its sentence and its picture.
fn worded(text: &str) -> Chart {
    let plain = text.chars().filter(|c| !c.is_control());
    let escaped = plain.fold(String::new(), |all, c| format!("{all}&#{};", u32::from(c)));
    let wide = format!(
        r#"<svg xmlns="http://www.w3.org/2000/svg" width="200" height="40"><title>{escaped}</title><text x="0" y="20" font-family="Arial" font-size="12">{escaped}</text></svg>"#
    );
    Chart { title: text.into(), sentence: text.into(), narrow: Some(wide.clone()), wide, width: 200.0, height: 40.0 }
}

#[test]
fn no_text_of_anybodys_keeps_a_paper_from_being_printed() {
    let zalgo = "Ṱ̺̺̕o͞ ̷i̲̬͇̪͙n̝̗͕v̟̜̘̦͟o̶̙̰̠kè͚̮̺̪̹̱̤ ̖t̝͕̳̣̻̪͞h̼͓̲̦̳̘̲e͇̣̰̦̬͎";
    let long = "pneumonoultramicroscopicsilicovolcanoconiosis".repeat(40);
    let texts = [
        "",
        " ",
        "\n\n",
        "\t",
        "😀👩‍👧🏴󠁧󠁢󠁷󠁬󠁳󠁿",
        "الشرطة والجريمة",
        "‏שלום‎",
        "田中さんにあげて下さい",
        "𠜎𠜱",
        zalgo,
        &long,
        "e\u{301}e\u{323}\u{302}",
        "\u{301}",
        "\u{FEFF}\u{200B}\u{200D}\u{202E}\u{2066}",
        "\u{E000}\u{F8FF}\u{10FFFD}",
        "\u{FFFC}\u{FFFD}",
        "\u{2028}\u{2029}\u{85}",
        "#let x = 1; $ y $ *b* _i_ `c` @ref <label> // /* \\ [",
        "<script>alert('x')</script>",
        "]]>&amp;&lt;<!--",
        "\"'`${}{{}}",
        "ﬁﬂ ½ Å Ω ŵŷ ЁЖ λ ấ",
        "=HYPERLINK(\"http://x\",\"y\")",
        "http://a.example/?\"><b>",
        "ÅÅ ñ ñ",
        "1⁄2 ²³ ª º ™ ℠ ℡",
    ];
    for text in texts {
        for format in Format::ALL {
            let bytes =
                write(&everywhere(text), format).unwrap_or_else(|refused| panic!("{text:?} as {format:?}: {refused}"));
            assert!(!bytes.is_empty());
            if bytes.starts_with(b"PK") {
                well_formed(&bytes);
            }
        }
    }
}

/// Every character that the writer believes it can draw, in pairs with a mark and alone, in all four faces.
#[test]
fn every_letter_of_the_basic_planes_is_drawn_or_named() {
    let all: Vec<char> = ('\u{20}'..'\u{D7FF}')
        .chain('\u{E000}'..'\u{FFFF}')
        .filter(|c| (u32::from(*c) < 0x3000) || u32::from(*c) > 0xFA00)
        .collect();
    let lines: Vec<Vec<Inline>> = all
        .chunks(60)
        .map(|chunk| {
            let text: String = chunk.iter().flat_map(|c| [*c, ' ']).collect();
            let joined: String = chunk.iter().collect();
            vec![Inline::Text(text.clone()), Inline::Bold(joined)]
        })
        .collect();
    let document = Document { blocks: vec![Block::List { items: lines }], ..paper::cover_report() };
    if let Err(refused) = write(&document, Format::Pdf) {
        panic!("{refused}");
    }
}

#[test]
fn what_is_malformed_is_printed_as_far_as_it_goes() {
    let column = |head: &str| Column { head: head.into(), weight: 0 };
    let ragged = Table {
        columns: vec![column("One"), column("Two")],
        rows: vec![vec![], vec![Cell::Number(1)], vec![Cell::Number(1), Cell::Number(2), Cell::Number(3)]],
        row_header: Some(7),
        ..Table::default()
    };
    let empty = Table { columns: vec![column("")], ..Table::default() };
    let blocks = vec![
        Block::Heading { level: 0, number: String::new(), text: String::new() },
        Block::Heading { level: 9, number: String::new(), text: "Deep".into() },
        Block::List { items: vec![] },
        Block::Facts { rows: vec![] },
        Block::Table(Table::default()),
        Block::Table(ragged),
        Block::Table(empty),
        Block::Panel { title: String::new(), paragraphs: vec![] },
        Block::PageBreak,
        Block::PageBreak,
    ];
    for document in
        [Document { blocks, ..paper::cover_report() }, Document { blocks: vec![], ..paper::delivery_plan(0) }]
    {
        for format in Format::ALL {
            if let Err(refused) = write(&document, format) {
                panic!("{format:?}: {refused}");
            }
        }
    }
}

fn files(package: &[u8]) -> Vec<(String, Vec<u8>)> {
    let mut zip = ZipArchive::new(Cursor::new(package)).unwrap();
    (0..zip.len())
        .map(|n| {
            let mut part = zip.by_index(n).unwrap();
            let mut bytes = Vec::new();
            part.read_to_end(&mut bytes).unwrap();
            (part.name().unwrap().into_owned(), bytes)
        })
        .collect()
}

/// All that is text in a package: every part but the painted pictures.
fn parts(package: &[u8]) -> Vec<(String, String)> {
    let text = files(package).into_iter().filter(|(name, _)| !name.contains(".png"));
    text.map(|(name, bytes)| (name, String::from_utf8(bytes).unwrap())).collect()
}

/// Every part is one XML element, closed in order: enough to catch a text that broke out of its place.
fn well_formed(docx: &[u8]) {
    for (name, text) in parts(docx) {
        let mut open: Vec<&str> = Vec::new();
        let mut rest = text.as_str();
        while let Some(start) = rest.find('<') {
            assert!(!rest[..start].contains('>'), "{name}: a stray >");
            let end = start + rest[start..].find('>').unwrap_or_else(|| panic!("{name}: a tag without end"));
            let tag = &rest[start + 1..end];
            assert!(!tag.contains('<'), "{name}: {tag}");
            if let Some(closed) = tag.strip_prefix('/') {
                assert_eq!(open.pop(), Some(closed), "{name}");
            } else if !tag.ends_with('/') && !tag.starts_with('?') {
                open.push(tag.split_whitespace().next().unwrap());
            }
            rest = &rest[end + 1..];
        }
        assert!(open.is_empty(), "{name}: {open:?} left open");
    }
}

fn part(docx: &[u8], wanted: &str) -> String {
    let all = parts(docx);
    all.into_iter().find(|(name, _)| name == wanted).unwrap_or_else(|| panic!("no part {wanted}")).1
}

#[test]
fn the_word_document_has_what_a_screen_reader_and_an_editor_need() {
    let plan = paper::delivery_plan(40);
    let docx = write(&plan, Format::Docx).unwrap();
    well_formed(&docx);
    let text = part(&docx, "word/document.xml");
    let tables = plan.blocks.iter().filter(|block| matches!(block, Block::Table(_))).count();
    assert_eq!(tables, 7);
    assert_eq!(text.matches("<w:tblHeader/>").count(), tables, "a header row that repeats in each table");
    assert_eq!(text.matches("<w:tblCaption ").count(), tables, "a caption for each table");
    assert!(text.contains("w:orient=\"landscape\""));
    assert!(text.contains("<w:pStyle w:val=\"Title\"/>") && text.contains("<w:pStyle w:val=\"Heading1\"/>"));
    let rating = text.find(">At risk</w:t>").expect("the rating's word");
    let shape = rating + text[rating..].find('▲').expect("its shape after it");
    assert!(text[rating..shape].contains("<w:color w:val=\"B35900\"/>"), "in its colour");

    assert!(part(&docx, "word/footnotes.xml").contains("the leads’ own"));
    assert!(part(&docx, "word/headLandscape.xml").contains("OFFICIAL"));
    assert!(part(&docx, "word/headLandscape.xml").contains("DEMO"));
    let foot = part(&docx, "word/footLandscape.xml");
    for stated in ["FEN-2026-001 · K7QF-2M9X", "OFFICIAL", " PAGE ", " NUMPAGES "] {
        assert!(foot.contains(stated), "{stated}");
    }
    let core = part(&docx, "docProps/core.xml");
    for stated in [
        "<dc:title>Delivery Plan",
        "<dc:language>en-GB<",
        "2026-09-12T12:00:00Z",
        "Fenshire",
        "<dc:subject>Every action",
    ] {
        assert!(core.contains(stated), "{stated}");
    }
    assert!(part(&docx, "docProps/custom.xml").contains("name=\"Milepost number\"><vt:lpwstr>FEN-2026-001<"));
}

#[test]
fn every_reference_inside_the_word_document_is_met() {
    for document in [paper::delivery_plan(4), paper::cover_report(), everywhere("x")] {
        let docx = write(&document, Format::Docx).unwrap();
        let all = files(&docx);
        let types = part(&docx, "[Content_Types].xml");
        for (name, _) in &all {
            let ending = name.rsplit('.').next().unwrap();
            assert!(types.contains(&format!("Extension=\"{ending}\"")), "{name} has no type");
        }
        for name in types.split("PartName=\"/").skip(1).map(|rest| rest.split('"').next().unwrap()) {
            assert!(all.iter().any(|(part, _)| part == name), "{name} has a type and no part");
        }
        let relations = part(&docx, "word/_rels/document.xml.rels");
        let text = part(&docx, "word/document.xml");
        for id in text.split("r:embed=\"").skip(1).map(|rest| rest.split('"').next().unwrap()) {
            let target = relations.split(&format!("Id=\"{id}\"")).nth(1).expect(id).split("Target=\"").nth(1).unwrap();
            let file = format!("word/{}", target.split('"').next().unwrap());
            assert!(all.iter().any(|(name, _)| *name == file), "{id} is {file}, which is not there");
        }
        for id in text.split("r:id=\"").skip(1).map(|rest| rest.split('"').next().unwrap()) {
            assert!(relations.contains(&format!("Id=\"{id}\"")), "{id} leads nowhere");
        }
        let notes = part(&docx, "word/footnotes.xml");
        for id in text.split("<w:footnoteReference w:id=\"").skip(1).map(|rest| rest.split('"').next().unwrap()) {
            assert!(notes.contains(&format!("<w:footnote w:id=\"{id}\">")), "note {id} is not there");
        }
        let styles = part(&docx, "word/styles.xml");
        for id in text.split("Style w:val=\"").skip(1).map(|rest| rest.split('"').next().unwrap()) {
            assert!(styles.contains(&format!("w:styleId=\"{id}\"")), "style {id} is not there");
        }
    }
}

#[test]
fn a_table_too_wide_for_an_upright_report_turns_its_page() {
    let columns = (0..12).map(|n| Column { head: format!("Neighbourhood {n}"), weight: 1 }).collect();
    let wide = Table { columns, rows: vec![vec![Cell::Number(1); 12]], ..Table::default() };
    let document = Document { blocks: vec![Block::Table(wide)], ..paper::cover_report() };
    let text = part(&write(&document, Format::Docx).unwrap(), "word/document.xml");
    assert_eq!(text.matches("<w:sectPr>").count(), 3, "upright, turned, upright");
    assert_eq!(text.matches("landscape").count(), 1);
    write(&document, Format::Pdf).unwrap();
}

/// What poppler's `pdftotext` reads on each page; None where it is not installed.
fn pages(pdf: &[u8]) -> Option<Vec<String>> {
    let mut file = tempfile::NamedTempFile::new().unwrap();
    file.write_all(pdf).unwrap();
    let read = Command::new("pdftotext").arg("-layout").arg(file.path()).arg("-").output().ok()?;
    let text = String::from_utf8(read.stdout).unwrap();
    Some(text.split('\u{C}').filter(|page| !page.trim().is_empty()).map(str::to_owned).collect())
}

#[test]
fn every_page_of_a_pdf_says_which_paper_it_is_and_repeats_the_heads() {
    let Some(all) = pages(&write(&paper::delivery_plan(60), Format::Pdf).unwrap()) else {
        println!("not run: pdftotext is not installed");
        return;
    };
    assert!(all.len() > 5, "{} pages", all.len());
    for (n, page) in all.iter().enumerate() {
        for stated in
            ["FEN-2026-001 · K7QF-2M9X", "DEMO: not a real office", &format!("Page {} of {}", n + 1, all.len())]
        {
            assert!(page.contains(stated), "page {}: {stated}", n + 1);
        }
        assert_eq!(page.matches("OFFICIAL").count(), 2, "page {}: the marking at the head and at the foot", n + 1);
    }
    let tabled = all.iter().filter(|page| page.contains(" 1.") || page.contains(" 5.")).count();
    let headed = all.iter().filter(|page| page.contains("Ref ") && page.contains("Direction")).count();
    assert!(headed >= 5 && headed >= tabled, "{headed} pages have the heads of {tabled} with rows");
    let text = all.concat();
    assert!(text.contains("Dŵr-y-") && text.contains("Tŷ Gwyn"), "Welsh letters");
    let first = all.first().unwrap();
    assert!(first.contains("Ratings are the leads’ own"), "the footnote stands on the page of its mark");
}

#[test]
fn a_rendering_says_on_every_page_that_it_was_not_issued() {
    let Some(all) = pages(&write(&paper::cover_report(), Format::Pdf).unwrap()) else {
        println!("not run: pdftotext is not installed");
        return;
    };
    assert!(all.len() > 1 && all.iter().all(|page| page.contains("Not issued: a rendering")));
    assert!(all.iter().all(|page| page.matches("OFFICIAL-SENSITIVE").count() == 2 && !page.contains("DEMO")));
}

#[test]
fn what_the_face_cannot_draw_is_named_in_pdf_and_kept_elsewhere() {
    let document = everywhere("done 😀");
    let html = String::from_utf8(write(&document, Format::Html).unwrap()).unwrap();
    assert!(html.contains("done 😀"));
    let Some(all) = pages(&write(&document, Format::Pdf).unwrap()) else {
        println!("not run: pdftotext is not installed");
        return;
    };
    assert!(all.concat().contains("done [U+1F600]"), "{}", all.concat());
}
