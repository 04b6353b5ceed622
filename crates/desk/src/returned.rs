//! A paper that comes back from Word: compared with what was printed, and kept where it is accepted.
use crate::{Desk, Refused, typed};
use domain::{
    ask::{Ask, Command},
    paper::PaperFile,
    returned::{Difference, ReturnPaper, differences},
    text::Text,
};
use intake::{Child, HIDDEN, MACROS, TRACKED};
use jiff::civil::Date;

/// An edited file, read and not yet accepted.
#[derive(Clone, Debug)]
pub struct Compared {
    pub number: Text,
    pub sha256: String,
    /// The printed file that it was compared with: name and SHA-256.
    pub printed: Text,
    pub of: Text,
    pub differences: Vec<Difference>,
    /// What the reader of the file left out.
    pub notes: Vec<String>,
}

/// Compares an edited Word file with the one that was printed of the same paper. `child` reads both.
pub async fn compared(desk: &Desk, child: &Child, number: &str, bytes: Vec<u8>) -> Result<Compared, Refused> {
    let office = desk.office().await?;
    let sight = office.seen_by(&desk.actor);
    let paper = sight.paper_numbered(number)?;
    let number = paper.reference().clone();
    let Some(printed) = paper.item.printed().find(|file| file.format.as_str() == "docx").cloned() else {
        return Err(Refused::because(format!("{number} was not issued as a Word file, so none can come back")));
    };
    let Some(before) = desk.record.blob(printed.sha256.as_str()).await? else {
        return Err(Refused::because(format!(
            "the bytes of {} are not in the store; run milepost verify, and bring a backup back",
            printed.name
        )));
    };
    let levels = paper.item.plan.and_then(|id| sight.plan(id)).and_then(|plan| sight.scale(plan.item.scale));
    let levels = levels.map(|scale| scale.item.levels.clone()).unwrap_or_default();
    // A letter by which a table has a rating stands in prose for much else.
    let words = levels.into_iter().flat_map(|level| level.words.into_iter().chain([level.label]));
    let ratings: Vec<Text> = words.filter(|word| word.as_str().chars().count() > 2).collect();
    let child = child.clone();
    let read = move || {
        let after = child.take("returned.docx", bytes, None)?;
        Ok((child.take("printed.docx", before, None)?, after))
    };
    let read = tokio::task::spawn_blocking(read).await;
    let read = read.map_err(|e| Refused::because(format!("the file could not be read ({e}); please report this")))?;
    let (before, after) = read.map_err(|why: intake::Refused| Refused::because(why.to_string()))?;
    if after.format != "docx" {
        return Err(Refused::because("this is not a Word document (DOCX); choose the file that was edited in Word"));
    }
    for (says, what, instead) in [
        (MACROS, "macros", "save it as a Word document without them (DOCX)"),
        (TRACKED, "tracked changes", "accept or reject them in Word (under Review), save it"),
        (HIDDEN, "hidden text", "show it in Word and delete it or make it plain, save it"),
    ] {
        if after.document.notes.iter().any(|note| note.says == says) {
            return Err(Refused::because(format!("the file holds {what}; {instead} and send that")));
        }
    }
    let differences = differences(&before.document, &after.document, &ratings)?;
    let notes = after.document.notes.iter().map(|note| format!("{}: {}", note.place, note.says)).collect();
    Ok(Compared { number, sha256: after.sha256, printed: printed.name, of: printed.sha256, differences, notes })
}

/// Accepts an edited file: its bytes are kept as issued beside the printed ones, with what is different.
pub async fn returned(
    desk: &Desk,
    child: &Child,
    number: &str,
    bytes: Vec<u8>,
    on: Option<Date>,
    key: Option<String>,
) -> Result<Compared, Refused> {
    let compared = compared(desk, child, number, bytes.clone()).await?;
    let office = desk.office().await?;
    let paper = office.seen_by(&desk.actor).paper_numbered(number)?;
    // A second edition of it is another file.
    let count = paper.item.returned.len() + 1;
    let edited = if count == 1 { "edited".to_owned() } else { format!("edited-{count}") };
    let name = compared.printed.as_str().trim_end_matches(".docx");
    let file = PaperFile {
        format: typed("docx")?,
        name: typed(&format!("{name}-{edited}.docx"))?,
        sha256: typed(&compared.sha256)?,
        size: i64::try_from(bytes.len()).unwrap_or(i64::MAX),
    };
    let returned = ReturnPaper {
        number: compared.number.clone(),
        file,
        of: compared.of.clone(),
        differences: compared.differences.clone(),
    };
    let ask = desk.ask(Command::ReturnPaper(Box::new(returned)), on);
    // Refused before anything is kept, where it would be; accepted twice by one form, it is done once.
    if let Err(refused) = desk.record.decide_only(&ask).await {
        let again = paper.item.returned.iter().any(|known| known.sha256.as_str() == compared.sha256);
        return if key.is_some() && again { Ok(compared) } else { Err(refused.into()) };
    }
    desk.record.keep_given(&bytes).await?;
    desk.record.write(Ask { key, ..ask }).await?;
    Ok(compared)
}
