//! What somebody gave to import: read as it streams in, with a limit, and dropped where it is too large.
use crate::words::say;
use axum::{extract::Request, http::header};
use intake::LARGEST;
use multer::{Constraints, Field, Multipart, SizeLimit};
use uuid::Uuid;

/// The choice of a plan that the record does not have yet.
pub const NEW: &str = "new";

/// The longest that any other field may be, in bytes.
const SHORT: u64 = 4 * 1024;

/// The most other fields that are kept.
const MOST_OTHERS: usize = 20;

/// The fields of the form.
#[derive(Clone, Debug, Default)]
pub struct Given {
    /// The id that the table has beside the record: a form that is sent twice gives one.
    pub key: Uuid,
    pub text: String,
    pub file: Option<(String, Vec<u8>)>,
    pub plan: String,
    pub name: String,
    pub day: String,
    /// What other forms ask beside their file.
    pub others: Vec<(String, String)>,
}

impl Given {
    /// What was given in a field of another form.
    pub fn other(&self, name: &str) -> &str {
        self.others.iter().find(|(field, _)| field == name).map_or("", |(_, value)| value)
    }

    /// Reads the fields; or what was read until one could not be, and why.
    pub async fn read(request: Request) -> Result<Self, (Self, String)> {
        let mut given = Self { key: Uuid::now_v7(), ..Self::default() };
        let boundary = request.headers().get(header::CONTENT_TYPE).and_then(|kind| kind.to_str().ok());
        let Some(boundary) = boundary.and_then(|kind| multer::parse_boundary(kind).ok()) else {
            return Err((given, say("import-unreadable")));
        };
        let limits = SizeLimit::new()
            .whole_stream(2 * LARGEST)
            .per_field(SHORT)
            .for_field("text", LARGEST)
            .for_field("file", LARGEST);
        let stream = request.into_body().into_data_stream();
        let mut form = Multipart::with_constraints(stream, boundary, Constraints::new().size_limit(limits));
        loop {
            match form.next_field().await {
                Ok(None) => return Ok(given),
                Ok(Some(field)) => {
                    if let Err(error) = given.take(field).await {
                        given.file = None;
                        return Err((given, why(&error)));
                    }
                }
                Err(error) => return Err((given, why(&error))),
            }
        }
    }

    async fn take(&mut self, field: Field<'_>) -> Result<(), multer::Error> {
        let name = field.name().unwrap_or_default().to_owned();
        match name.as_str() {
            "file" => {
                let called = field.file_name().map(base).unwrap_or_default();
                let bytes = field.bytes().await?;
                if !bytes.is_empty() {
                    self.file = Some((called, bytes.to_vec()));
                }
            }
            "text" => self.text = field.text().await?,
            "plan" => self.plan = trimmed(field).await?,
            "plan-name" => self.name = trimmed(field).await?,
            "day" => self.day = trimmed(field).await?,
            "key" => self.key = field.text().await?.trim().parse().unwrap_or(self.key),
            _ if self.others.len() < MOST_OTHERS => {
                let value = trimmed(field).await?;
                self.others.push((name, value));
            }
            _ => {}
        }
        Ok(())
    }

    /// The table: its name and bytes, or why there is none.
    pub fn table(&self) -> Result<(&str, &[u8]), String> {
        let pasted = !self.text.trim().is_empty();
        match &self.file {
            Some(_) if pasted => Err(say("import-both")),
            Some((name, bytes)) => Ok((name, bytes)),
            None if pasted => Ok(("-", self.text.as_bytes())),
            None => Err(say("import-nothing")),
        }
    }

    /// The field that the table came in.
    pub fn field(&self) -> &'static str {
        if self.file.is_some() { "file" } else { "text" }
    }
}

async fn trimmed(field: Field<'_>) -> Result<String, multer::Error> {
    Ok(field.text().await?.trim().to_owned())
}

fn why(error: &multer::Error) -> String {
    match error {
        multer::Error::FieldSizeExceeded { .. } | multer::Error::StreamSizeExceeded { .. } => say("import-too-large"),
        _ => say("import-unreadable"),
    }
}

/// A file's name without its folders, which some browsers send along.
fn base(name: &str) -> String {
    name.rsplit(['/', '\\']).next().unwrap_or(name).chars().take(200).collect()
}
