//! Evidence on pages: as a list wherever something is shown by it; `/actions/{action}/evidence/{file}`, the file itself,
//! to be saved and never shown inside the service; and the file that comes with the form of an update.
use crate::{
    error::Error,
    headers::attached,
    paper::size,
    updates::Given,
    upload::Upload,
    visit::Staff,
    way::{self, segment},
    words::say,
};
use axum::{
    extract::{Form, FromRequest, Path, Request},
    http::header,
    response::Response,
};
use domain::{
    action::Action,
    ask::Ask,
    evidence::{Evidence, EvidenceFile},
    id::Id,
    sight::Sight,
};
use jiff::Timestamp;
use maud::{Markup, html};
use record::{Record, Written};
use sha2::{Digest, Sha256};
use std::sync::Arc;
use uuid::Uuid;

/// A link is followed where it can do no harm, the reference of a decision is words, a file is given out to be saved.
pub fn list(sight: &Sight, action: Id<Action>, all: &[Evidence]) -> Markup {
    let all = sight.evidence(all);
    if all.is_empty() {
        return Markup::default();
    }
    html! {
        ul class="govuk-list" {
            @for one in all {
                li {
                    @match one {
                        Evidence::Link(address) => {
                            @if let Some(href) = way::followed(address.as_str()) {
                                a class="govuk-link" href=(href) rel="noreferrer noopener" { (address) }
                            } @else { (address) }
                        }
                        Evidence::Decision(reference) => (reference),
                        Evidence::File(file) if sight.is_erased(file) => {
                            (file.name) " (" (say("evidence-erased")) ")"
                        }
                        Evidence::File(file) => {
                            a class="govuk-link" href=(address(action, file)) download=(file.name) { (file.name) }
                            " (" (size(file.size)) ")"
                        }
                    }
                }
            }
        }
    }
}

fn address(action: Id<Action>, file: &EvidenceFile) -> String {
    format!("{}/evidence/{}", crate::action::address(action), segment(file.sha256.as_str()))
}

/// `GET /actions/{action}/evidence/{file}`: of an action that whoever asks sees as the office's own people do, or answers
/// for, and of no other.
pub async fn file(visit: Staff, Path((action, sha256)): Path<(Uuid, String)>) -> Result<Response, Error> {
    let file = visit.view().evidence_file(action.into(), &sha256).cloned().ok_or(Error::NotFound)?;
    // What is not there any more was erased.
    let bytes = visit.record.blob(file.sha256.as_str()).await?.ok_or(Error::NotFound)?;
    Ok(attached(file.name.as_str(), file.media_type(), bytes))
}

/// A form of an update as it was sent: its fields, and the file that was chosen.
#[derive(Debug)]
pub struct Sent {
    pub given: Given,
    chosen: Option<(String, Vec<u8>)>,
    wrong: Option<String>,
}

/// What came of the file of a form.
#[derive(Clone, Debug, Default)]
pub enum Attached {
    #[default]
    Nothing,
    File(EvidenceFile, Arc<Vec<u8>>),
    /// Why it is not taken.
    Wrong(String),
}

/// The field of a form that came back which says where its file waits.
pub const WAITS: &str = "attached";

impl FromRequest<Record> for Sent {
    type Rejection = Error;

    async fn from_request(request: Request, record: &Record) -> Result<Self, Error> {
        let kind = request.headers().get(header::CONTENT_TYPE).and_then(|kind| kind.to_str().ok());
        if kind.is_some_and(|kind| kind.to_ascii_lowercase().starts_with("multipart/form-data")) {
            let upload = Upload::in_part(request).await.map_err(|_| Error::Unreadable)?;
            return Ok(Self {
                chosen: upload.file.map(|file| (upload.name, file)),
                given: upload.fields,
                wrong: upload.wrong,
            });
        }
        let form = Form::<Given>::from_request(request, record).await;
        let Form(given) = form.map_err(|_| Error::Unreadable)?;
        Ok(Self { given, chosen: None, wrong: None })
    }
}

impl Sent {
    /// The file that goes with the form: chosen now, or waiting since the form came back. `whose`: who sent it, as what
    /// waits is kept by.
    pub async fn file(&mut self, record: &Record, whose: &[u8], now: Timestamp) -> Result<Attached, Error> {
        if let Some(wrong) = self.wrong.take() {
            return Ok(Attached::Wrong(wrong));
        }
        if let Some((name, bytes)) = self.chosen.take().filter(|(name, bytes)| !name.is_empty() || !bytes.is_empty()) {
            return Ok(taken(&name, bytes));
        }
        let waits = self.given.iter().find(|(name, _)| name == WAITS).and_then(|(_, id)| id.parse().ok());
        let Some(id) = waits else { return Ok(Attached::Nothing) };
        Ok(match record.upload(whose, id, now).await? {
            Some(upload) => taken(&upload.name, upload.file),
            None => Attached::Wrong(say("evidence-gone")),
        })
    }
}

fn taken(name: &str, bytes: Vec<u8>) -> Attached {
    let sha256 = crate::headers::hexadecimal(&Sha256::digest(&bytes));
    match EvidenceFile::given(name, &bytes, &sha256) {
        Ok(file) => Attached::File(file, Arc::new(bytes)),
        Err(why) => Attached::Wrong(crate::updates::capital(&why)),
    }
}

impl Attached {
    pub fn file(&self) -> Option<&EvidenceFile> {
        match self {
            Self::File(file, _) => Some(file),
            Self::Nothing | Self::Wrong(_) => None,
        }
    }

    /// Writes what names the file, with its bytes under their hash before: only then may the record name them. What the
    /// record would refuse leaves no file behind.
    pub async fn written(&self, record: &Record, ask: Ask) -> Result<Written, record::Error> {
        let Self::File(_, bytes) = self else { return record.write(ask).await };
        if !matches!(record.decide_only(&ask).await, Err(record::Error::Refused(_))) {
            record.keep_given(bytes).await?;
            return record.write(ask).await;
        }
        // The same form once more, whose answer is known; or one that is refused again.
        let written = record.write(ask).await?;
        record.keep_given(bytes).await?;
        Ok(written)
    }

    /// Keeps the file of a form that comes back for half a day, for whoever sent it, so that it need not be chosen
    /// again; the form says where it waits.
    pub async fn wait(&self, given: &mut Given, record: &Record, whose: &[u8], now: Timestamp) -> Result<(), Error> {
        let before = given.iter().find(|(name, _)| name == WAITS).and_then(|(_, id)| id.parse().ok());
        given.retain(|(name, _)| name != WAITS);
        let Self::File(file, bytes) = self else { return Ok(()) };
        let id: Uuid = before.unwrap_or_else(Uuid::now_v7);
        let upload = record::Upload {
            id,
            name: file.name.to_string(),
            file: bytes.to_vec(),
            reading: vec![],
            answers: String::new(),
            imported: 0,
        };
        // One that waited already may be another file: it gives way.
        record.drop_upload(whose, id).await?;
        record.keep_upload(whose, upload, now).await?;
        given.push((WAITS.to_owned(), id.to_string()));
        Ok(())
    }

    /// What waited is on the record now.
    pub async fn sent(given: &Given, record: &Record, whose: &[u8]) -> Result<(), Error> {
        let waits = given.iter().find(|(name, _)| name == WAITS).and_then(|(_, id)| id.parse().ok());
        if let Some(id) = waits {
            record.drop_upload(whose, id).await?;
        }
        Ok(())
    }
}
