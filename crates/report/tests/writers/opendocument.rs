//! The OpenDocument text, read back from its parts.
use super::{everywhere, files, paper, part, parts, well_formed};
use report::{Format, blocks::Block, write};

#[test]
fn the_open_document_has_what_a_screen_reader_and_an_editor_need() {
    let plan = paper::delivery_plan(40);
    let odt = write(&plan, Format::Odt).unwrap();
    well_formed(&odt);
    let text = part(&odt, "content.xml");
    let tables = plan.blocks.iter().filter(|block| matches!(block, Block::Table(_))).count();
    assert_eq!(text.matches("<table:table-header-rows>").count(), tables, "a header row that repeats in each table");
    assert_eq!(text.matches("<table:table-header-columns>").count(), tables, "a column that names the rows");
    assert_eq!(text.matches("<table:title>").count(), tables, "a title for each table");
    assert!(text.contains("text:outline-level=\"1\">") && !text.contains("text:outline-level=\"3\""));
    let rating = text.find(">At risk</text:span>").expect("the rating's word");
    let shape = rating + text[rating..].find('▲').expect("its shape after it");
    assert!(text[rating..shape].contains("text:style-name=\"Shapeb35900\""), "in its colour");
    assert!(text.contains("text:note-class=\"footnote\"") && text.contains("the leads’ own"));

    let styles = part(&odt, "styles.xml");
    for stated in ["OFFICIAL", "DEMO", "FEN-2026-001", "K7QF-2M9X", "<text:page-number", "<text:page-count"] {
        assert!(styles.contains(stated), "{stated}");
    }
    assert!(styles.contains("fo:language=\"en\" fo:country=\"GB\""));
    let meta = part(&odt, "meta.xml");
    for stated in [
        "<dc:title>Delivery Plan",
        "<dc:language>en-GB<",
        "2026-09-12T12:00:00",
        "meta:name=\"Milepost number\">FEN-2026-001<",
    ] {
        assert!(meta.contains(stated), "{stated}");
    }
}

#[test]
fn every_style_and_every_part_that_is_named_is_there() {
    for document in [paper::delivery_plan(4), paper::cover_report(), everywhere("x")] {
        for format in [Format::Odt, Format::Ods] {
            let file = write(&document, format).unwrap();
            let (content, styles) = (part(&file, "content.xml"), part(&file, "styles.xml"));
            let both = format!("{content}{styles}");
            for name in both.split("-style-name=\"").skip(1).map(|rest| rest.split('"').next().unwrap()) {
                assert!(both.contains(&format!("style:name=\"{name}\"")), "{format:?}: style {name} is not there");
            }
            for name in content.split("master-page-name=\"").skip(1).map(|rest| rest.split('"').next().unwrap()) {
                assert!(styles.contains(&format!("<style:master-page style:name=\"{name}\"")), "page {name}");
            }
            for name in content.split("xlink:href=\"Pictures/").skip(1).map(|rest| rest.split('"').next().unwrap()) {
                let name = format!("Pictures/{name}");
                assert!(files(&file).iter().any(|(file, _)| *file == name), "{name} is not there");
            }
            let all = parts(&file);
            assert_eq!(all[0].0, "mimetype", "the kind stands first");
            assert_eq!(all[0].1, format.media_type());
            let list = part(&file, "META-INF/manifest.xml");
            let files = files(&file);
            for (name, _) in files.iter().filter(|(name, _)| name != "mimetype" && !name.starts_with("META-INF")) {
                assert!(list.contains(&format!("full-path=\"{name}\"")), "{name} is not listed");
            }
        }
    }
}
