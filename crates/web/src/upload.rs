//! A form that carries a file. What is too large is read to its end and kept nowhere, so that its sender is told.
use crate::words::say;
use axum::extract::Request;
use base64::{Engine, prelude::BASE64_STANDARD};
use futures_util::StreamExt;
use tokio::sync::Semaphore;

const LARGEST: usize = domain::evidence::LARGEST;

/// The largest form: the file as base64, and the names.
const FORM: usize = LARGEST / 3 * 4 + 64 * 1024;

/// How much of a form that is too large is read and dropped.
const DROPPED: usize = 64 * 1024 * 1024;

/// A form of fewer bytes takes no turn.
const SMALL: usize = 256 * 1024;

/// Larger forms that are read at once: what they may take of the memory.
static FORMS: Semaphore = Semaphore::const_new(4);

#[derive(Clone, Debug, Default)]
pub struct Upload {
    pub fields: Vec<(String, String)>,
    pub file: Option<Vec<u8>>,
    /// What the file is called by whoever chose it.
    pub name: String,
    /// Why the file was not taken, where the rest of the form was.
    pub wrong: Option<String>,
}

impl Upload {
    /// Reads a form of several parts; the file is `file`, or `kept` as base64 from the step before. Why not, in words.
    pub async fn read(request: Request) -> Result<Self, String> {
        let upload = Self::in_part(request).await?;
        match upload.wrong {
            Some(wrong) => Err(wrong),
            None => Ok(upload),
        }
    }

    /// The same, where what was typed before a file that is too large is still wanted.
    pub async fn in_part(request: Request) -> Result<Self, String> {
        let kind = request.headers().get(axum::http::header::CONTENT_TYPE).and_then(|kind| kind.to_str().ok());
        let boundary = kind.and_then(|kind| multer::parse_boundary(kind).ok()).ok_or_else(|| say("try-form"))?;
        // A form without a file is small, and waits for nobody who sends one slowly.
        let mut turn = None;
        let mut all = Vec::new();
        let mut size = 0_usize;
        let mut parts = request.into_body().into_data_stream();
        while let Some(part) = parts.next().await {
            let part = part.map_err(|_| say("try-form"))?;
            if turn.is_none() && size + part.len() > SMALL {
                turn = Some(FORMS.acquire().await.map_err(|_| say("try-too-busy"))?);
            }
            let room = FORM.saturating_sub(size);
            all.extend_from_slice(&part[..part.len().min(room)]);
            size += part.len();
            if size > DROPPED {
                break;
            }
        }
        let stream = futures_util::stream::once(async move { Ok::<_, std::convert::Infallible>(all) });
        let mut fields = multer::Multipart::new(stream, boundary);
        let mut upload = Self::default();
        // Of a form that was cut off at the limit, what came whole counts.
        let cut = size > FORM;
        loop {
            let field = match fields.next_field().await {
                Ok(Some(field)) => field,
                Err(_) if !cut => return Err(say("try-form")),
                Ok(None) | Err(_) => break,
            };
            let name = field.name().unwrap_or_default().to_owned();
            if name == "file" {
                upload.name = field.file_name().unwrap_or_default().to_owned();
            }
            let bytes = match field.bytes().await {
                Ok(bytes) => bytes,
                Err(_) if cut => break,
                Err(_) => return Err(say("try-form")),
            };
            match name.as_str() {
                "file" => upload.file = Some(bytes.to_vec()),
                "kept" => upload.file = Some(BASE64_STANDARD.decode(&bytes).map_err(|_| say("try-form"))?),
                _ => {
                    let value = String::from_utf8(bytes.to_vec()).map_err(|_| say("try-form"))?;
                    upload.fields.push((name, value));
                }
            }
        }
        if cut || upload.file.as_ref().is_some_and(|file| file.len() > LARGEST) {
            upload.file = None;
            upload.wrong = Some(say("upload-too-large"));
        }
        Ok(upload)
    }

    pub fn one(&self, name: &str) -> &str {
        self.fields.iter().find(|(given, _)| given == name).map_or("", |(_, value)| value.trim())
    }

    /// Everything that was given under a name.
    pub fn all<'a>(&'a self, name: &'a str) -> impl Iterator<Item = &'a str> {
        self.fields.iter().filter(move |(given, _)| given == name).map(|(_, value)| value.trim())
    }

    /// The file for the next form to carry.
    pub fn carried(&self) -> String {
        BASE64_STANDARD.encode(self.file.as_deref().unwrap_or_default())
    }
}
