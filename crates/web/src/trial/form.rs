//! What somebody gave: a text or a file, and what they call it.
use super::{LARGEST, made::Refusal};
use axum::{
    body::Bytes,
    http::{HeaderMap, header},
};
use base64::{Engine, prelude::BASE64_STANDARD};
use jiff::civil::Date;
use report::Format;

/// The fields of the form, as they came: also what the next form is filled in with.
#[derive(Clone, Debug)]
pub struct Given {
    pub text: String,
    pub file: Option<File>,
    pub office: String,
    pub plan: String,
    /// As typed; today where nothing was.
    pub day: String,
    /// None: show what is understood.
    pub format: Option<Format>,
}

#[derive(Clone, Debug)]
pub struct File {
    pub name: String,
    pub bytes: Vec<u8>,
}

/// The longest that the name of an office, a plan or a file may be, in bytes, for a field is kept in memory twice.
const NAME: usize = 4 * 1024;

/// What separates the fields of the form that is sent.
pub fn boundary(headers: &HeaderMap) -> Option<String> {
    multer::parse_boundary(headers.get(header::CONTENT_TYPE)?.to_str().ok()?).ok()
}

impl Given {
    pub fn blank(today: Date) -> Self {
        Self {
            text: String::new(),
            file: None,
            office: String::new(),
            plan: String::new(),
            day: today.to_string(),
            format: None,
        }
    }

    /// Reads the fields. A file that came with the last form stays unless another is chosen or a text is pasted.
    pub async fn read(boundary: &str, body: Bytes, today: Date) -> Result<Self, Refusal> {
        let mut given = Self::blank(today);
        let (mut chosen, mut kept, mut kept_name) = (None, None, String::new());
        let stream = futures_util::stream::once(async move { Ok::<_, std::convert::Infallible>(body) });
        let mut fields = multer::Multipart::new(stream, boundary);
        while let Some(field) = fields.next_field().await.map_err(|_| Refusal::form())? {
            let name = field.name().unwrap_or_default().to_owned();
            let file_name = field.file_name().map(base);
            let bytes = field.bytes().await.map_err(|_| Refusal::form())?;
            match name.as_str() {
                "file" if !bytes.is_empty() => {
                    chosen = Some(File { name: file_name.unwrap_or_default(), bytes: bytes.to_vec() });
                }
                "text" => given.text = words(&bytes)?,
                "office" => given.office = short(&bytes)?,
                "plan" => given.plan = short(&bytes)?,
                "day" => given.day = short(&bytes)?,
                "format" => given.format = Format::parse(&short(&bytes)?),
                "kept-name" => kept_name = short(&bytes)?,
                "kept" if !bytes.is_empty() => {
                    kept = Some(BASE64_STANDARD.decode(&bytes).map_err(|_| Refusal::form())?);
                }
                _ => {}
            }
        }
        let pasted = !given.text.trim().is_empty();
        given.file = match (chosen, kept) {
            (Some(file), _) => Some(file),
            (None, Some(bytes)) if !pasted => Some(File { name: kept_name, bytes }),
            _ => None,
        };
        let largest = given.file.as_ref().map_or(0, |file| file.bytes.len()).max(given.text.len());
        if largest > LARGEST { Err(Refusal::too_large()) } else { Ok(given) }
    }

    /// The file for the next form to carry.
    pub fn carried(&self) -> Option<(String, &str)> {
        self.file.as_ref().map(|file| (BASE64_STANDARD.encode(&file.bytes), file.name.as_str()))
    }
}

fn words(bytes: &[u8]) -> Result<String, Refusal> {
    std::str::from_utf8(bytes).map(str::to_owned).map_err(|_| Refusal::form())
}

fn short(bytes: &[u8]) -> Result<String, Refusal> {
    if bytes.len() > NAME { Err(Refusal::form()) } else { words(bytes).map(|words| words.trim().to_owned()) }
}

/// A file's name without its folders, which some browsers send along.
fn base(name: &str) -> String {
    name.rsplit(['/', '\\']).next().unwrap_or(name).chars().take(200).collect()
}
