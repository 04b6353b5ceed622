//! A chart is a picture for whoever sees it, a sentence for whoever does not, and both in every format.
use super::{files, pages, paper, part, worded};
use report::{
    Format,
    blocks::{Block, Chart, Document},
    write,
};
use std::{io::Write as _, process::Command, time::Instant};

const SENTENCE: &str = "Each theme has between 8 and 10 actions; none stands out.";

fn html(document: &Document) -> String {
    String::from_utf8(write(document, Format::Html).unwrap()).unwrap()
}

#[test]
fn a_page_has_both_pictures_and_shows_one() {
    let text = html(&paper::delivery_plan(5));
    let figure = text.split("<figure").nth(1).unwrap().split("</figure>").next().unwrap();
    for stated in [
        "<figcaption class=\"paper-figure-title\">Actions of each theme</figcaption>",
        "class=\"paper-chart paper-chart--wide\"><svg",
        "class=\"paper-chart paper-chart--narrow\"><svg",
        SENTENCE,
    ] {
        assert_eq!(figure.matches(stated).count(), 1, "{stated} in {figure}");
    }
    assert_eq!(figure.matches("role=\"img\"").count(), 2);
    // The style sheet takes one of them off the screen, and so out of what is read out.
    let on_paper = text.split("@media").next().unwrap();
    assert!(on_paper.contains(".paper-chart--narrow { display: none; }"));
    let narrow = text.split("@media screen and (max-width: 40rem) {").nth(1).unwrap().split("\n}").next().unwrap();
    assert!(narrow.contains(".paper-chart--narrow { display: block; }"));
    assert!(narrow.contains(".paper-figure--two .paper-chart--wide { display: none; }"));
}

#[test]
fn one_picture_is_shown_at_every_width() {
    let mut plan = paper::delivery_plan(5);
    for block in &mut plan.blocks {
        if let Block::Chart(chart) = block {
            chart.narrow = None;
        }
    }
    let text = html(&plan);
    assert!(text.contains("paper-chart--wide\"><svg") && !text.contains("paper-chart--narrow\"><svg"));
    assert!(!text.contains("<figure class=\"paper-figure paper-figure--two\""), "nothing takes it off the screen");
}

#[test]
fn the_same_chart_twice_on_a_page_has_no_id_twice() {
    let mut plan = paper::delivery_plan(5);
    let again = plan.blocks.iter().find(|block| matches!(block, Block::Chart(_))).unwrap().clone();
    plan.blocks.push(again);
    let text = html(&plan);
    let ids = |before: &str| {
        let ids = text.split(before).skip(1).flat_map(|rest| rest.split('"').next().unwrap().split(' '));
        ids.map(str::to_owned).collect::<Vec<_>>()
    };
    let mut all = ids(" id=\"");
    for named in ids(" aria-labelledby=\"") {
        assert!(all.contains(&named), "{named} is named and not there");
    }
    let count = all.len();
    all.sort_unstable();
    all.dedup();
    assert!(count >= 4 && all.len() == count, "{all:?}");
}

/// What poppler reads of a PDF's structure; None where it is not installed.
fn structure(pdf: &[u8]) -> Option<String> {
    let mut file = tempfile::NamedTempFile::new().unwrap();
    file.write_all(pdf).unwrap();
    let read = Command::new("pdfinfo").arg("-struct-text").arg(file.path()).output().ok()?;
    Some(String::from_utf8_lossy(&read.stdout).into_owned())
}

#[test]
fn a_pdf_has_a_figure_with_its_sentence_as_alternative() {
    let pdf = write(&paper::delivery_plan(5), Format::Pdf).unwrap();
    let stated = format!("/Alt({SENTENCE})");
    assert_eq!(pdf.windows(stated.len()).filter(|piece| *piece == stated.as_bytes()).count(), 1);
    let Some(read) = structure(&pdf) else {
        println!("not run: pdfinfo is not installed");
        return;
    };
    assert!(read.contains("Figure"), "{read}");
    assert!(read.contains("Actions of each theme"), "{read}");
    let text = pages(&pdf).unwrap().concat();
    assert!(text.contains(SENTENCE), "whoever sees it reads the sentence too");
    assert!(text.contains("Making the best use of resources"), "the words of the picture are words");
}

#[test]
fn a_chart_stands_on_the_page_of_its_heading() {
    let tall = Chart { height: 720.0, ..worded("tall") };
    let tall = Chart { wide: tall.wide.replace("height=\"40\"", "height=\"720\""), ..tall };
    let filler =
        |n: usize| Block::Paragraph { number: String::new(), text: report::blocks::Inline::text(format!("Line {n}")) };
    let heading = Block::Heading { level: 1, number: String::new(), text: "The tall one".into() };
    let mut blocks: Vec<Block> = (0..12).map(filler).collect();
    blocks.extend([heading, Block::Chart(Box::new(tall))]);
    let Some(all) = pages(&write(&Document { blocks, ..paper::cover_report() }, Format::Pdf).unwrap()) else {
        println!("not run: pdftotext is not installed");
        return;
    };
    assert_eq!(all.len(), 2);
    assert!(!all[0].contains("The tall one") && all[1].contains("The tall one"), "{all:?}");
}

#[test]
fn a_word_document_has_the_picture_drawn_and_painted() {
    let docx = write(&paper::delivery_plan(5), Format::Docx).unwrap();
    let text = part(&docx, "word/document.xml");
    assert!(text.contains(&format!(
        "<wp:docPr id=\"1\" name=\"Chart 1\" descr=\"{SENTENCE}\" title=\"Actions of each theme\"/>"
    )));
    assert!(text.contains("<asvg:svgBlip ") && text.contains(&format!(">{SENTENCE}</w:t>")));
    assert!(part(&docx, "word/media/chart1.svg").starts_with("<svg "));
    painted(&docx, "word/media/chart1.png");
}

#[test]
fn an_open_document_has_the_picture_drawn_and_painted() {
    let odt = write(&paper::delivery_plan(5), Format::Odt).unwrap();
    let text = part(&odt, "content.xml");
    assert!(text.contains(&format!(
        "<svg:title>Actions of each theme</svg:title><svg:desc>{SENTENCE}</svg:desc></draw:frame>"
    )));
    assert!(part(&odt, "Pictures/chart1.svg").starts_with("<svg "));
    painted(&odt, "Pictures/chart1.png");
}

fn painted(package: &[u8], name: &str) {
    let (_, png) = files(package).into_iter().find(|(file, _)| file == name).expect(name);
    assert!(png.starts_with(b"\x89PNG"));
    let side = |at: usize| u32::from_be_bytes(png[at..at + 4].try_into().unwrap());
    assert_eq!((side(16), side(20)), (1440, 336), "two pixels a unit");
}

#[test]
fn a_picture_that_may_not_be_embedded_leaves_its_words() {
    let mut plan = paper::delivery_plan(5);
    for block in &mut plan.blocks {
        if let Block::Chart(chart) = block {
            chart.wide = chart.wide.replace("<title", "<script>alert(1)</script><title");
        }
    }
    let text = html(&plan);
    assert!(text.contains(SENTENCE) && text.contains("Actions of each theme") && !text.contains("<script"));
    for (format, name) in [(Format::Docx, "word/document.xml"), (Format::Odt, "content.xml")] {
        let file = write(&plan, format).unwrap();
        assert!(part(&file, name).contains(SENTENCE));
        assert!(!files(&file).iter().any(|(name, _)| name.contains("chart1")));
    }
    let Some(all) = pages(&write(&plan, Format::Pdf).unwrap()) else {
        println!("not run: pdftotext is not installed");
        return;
    };
    assert!(all.concat().contains(SENTENCE));
}

#[test]
fn a_data_pack_of_forty_charts_has_each_of_them_in_its_place() {
    let plan = paper::delivery_plan(5);
    let Some(Block::Chart(drawn)) = plan.blocks.iter().find(|block| matches!(block, Block::Chart(_))) else {
        panic!("the sample has a chart")
    };
    let numbered = |n: usize| {
        let title = format!("Measure {n}");
        let wide = drawn.wide.replace("Actions of each theme", &title);
        Block::Chart(Box::new(Chart { title, wide, ..(**drawn).clone() }))
    };
    let pack = Document { blocks: (1..=40).map(numbered).collect(), ..plan.clone() };
    for format in [Format::Docx, Format::Odt, Format::Pdf] {
        let begun = Instant::now();
        let file = write(&pack, format).unwrap();
        println!("40 charts: {} bytes of {format:?} in {} ms", file.len(), begun.elapsed().as_millis());
        if format != Format::Pdf {
            assert!(write(&pack, format).unwrap() == file, "whichever core painted which");
            let folder = if format == Format::Docx { "word/media" } else { "Pictures" };
            for n in 1..=40 {
                let drawn = part(&file, &format!("{folder}/chart{n}.svg"));
                assert!(drawn.contains(&format!(">Measure {n}</title>")), "{n}");
                painted(&file, &format!("{folder}/chart{n}.png"));
            }
        }
    }
}
