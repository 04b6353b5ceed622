//! The public side as a folder for any web host: the same router is walked in this process, and what it answers is
//! written with links that hold wherever the folder lies.
use crate::{assets, public_router};
use axum::{
    Router,
    body::{Body, to_bytes},
    http::{Request, StatusCode, header},
};
use record::Record;
use std::{
    collections::{BTreeMap, BTreeSet, VecDeque},
    fs, io,
    path::{Component, Path, PathBuf},
};
use thiserror::Error;
use tower::ServiceExt;

/// What was written.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Site {
    pub pages: usize,
    /// Downloads and style sheets.
    pub files: usize,
}

#[derive(Debug, Error)]
pub enum NotWritten {
    #[error(
        "{dir} holds files that this program did not write ({holds}, for one); give an empty folder, or one that an earlier export made"
    )]
    NotOurs { dir: PathBuf, holds: String },
    #[error("{path}: {error}")]
    File { path: PathBuf, error: io::Error },
    #[error("the page {address} could not be made (status {status}); the log says why, and nothing was written")]
    Page { address: String, status: StatusCode },
}

/// Names what an export wrote, so that the next one removes it, and nothing else, before it writes anew.
const LIST: &str = "milepost-site.txt";

/// Writes the public side into a folder, in place of what an earlier export wrote there.
///
/// # Errors
/// Before anything is written, where a page cannot be made or the folder holds something else.
pub async fn static_site(record: Record, dir: &Path) -> Result<Site, NotWritten> {
    let walked = walk(public_router(record)).await?;
    let old = ours(dir)?;
    let fault = |path: &Path| {
        let path = path.to_owned();
        move |error| NotWritten::File { path, error }
    };
    for path in &old {
        let path = dir.join(path);
        match fs::remove_file(&path) {
            Err(error) if error.kind() != io::ErrorKind::NotFound => return Err(fault(&path)(error)),
            _ => {}
        }
        // Folders that are empty now go too; the first that is not ends it.
        for folder in path.ancestors().skip(1).take_while(|folder| *folder != dir) {
            if fs::remove_dir(folder).is_err() {
                break;
            }
        }
    }
    // The list first: an export that is cut off has named what it may have left behind.
    fs::create_dir_all(dir).map_err(fault(dir))?;
    let list = walked.values().map(|file| format!("{}\n", file.path)).collect::<Vec<_>>().concat();
    fs::write(dir.join(LIST), list).map_err(fault(&dir.join(LIST)))?;
    let mut site = Site::default();
    for (address, file) in &walked {
        let path = dir.join(&file.path);
        if let Some(folder) = path.parent() {
            fs::create_dir_all(folder).map_err(fault(folder))?;
        }
        let bytes = if file.page { relative(address, &file.bytes, &walked) } else { file.bytes.clone() };
        fs::write(&path, bytes).map_err(fault(&path))?;
        if file.page { site.pages += 1 } else { site.files += 1 }
    }
    Ok(site)
}

/// What an earlier export wrote, as its list says; refused where the folder holds something and no list.
fn ours(dir: &Path) -> Result<Vec<PathBuf>, NotWritten> {
    let fault = |error| NotWritten::File { path: dir.to_owned(), error };
    let mut held = match fs::read_dir(dir) {
        Err(error) if error.kind() == io::ErrorKind::NotFound => return Ok(vec![]),
        held => held.map_err(fault)?,
    };
    let Ok(list) = fs::read_to_string(dir.join(LIST)) else {
        return match held.next() {
            None => Ok(vec![]),
            Some(first) => {
                let holds = first.map_err(fault)?.file_name().to_string_lossy().into_owned();
                Err(NotWritten::NotOurs { dir: dir.to_owned(), holds })
            }
        };
    };
    // Only names that stay inside the folder: a list that somebody edited removes nothing elsewhere.
    let inside =
        |path: &PathBuf| path.components().all(|c| matches!(c, Component::Normal(_))) && path.file_name().is_some();
    Ok(list.lines().map(PathBuf::from).filter(inside).collect())
}

struct Walked {
    /// In the folder.
    path: String,
    page: bool,
    bytes: Vec<u8>,
}

/// Every address of the public side that can be reached from the front page, by its address.
async fn walk(router: Router) -> Result<BTreeMap<String, Walked>, NotWritten> {
    let mut walked = BTreeMap::new();
    let mut known: BTreeSet<String> = ["/".to_owned(), assets::sheet()].into();
    let mut waiting: VecDeque<String> = known.iter().cloned().collect();
    while let Some(address) = waiting.pop_front() {
        let (status, html, bytes) = ask(&router, &address).await;
        if status != StatusCode::OK {
            return Err(NotWritten::Page { address, status });
        }
        let page = html && !is_file(&address);
        if page {
            for link in links(&bytes) {
                if known.insert(link.clone()) {
                    waiting.push_back(link);
                }
            }
        }
        walked.insert(address.clone(), Walked { path: place(&address, page), page, bytes });
    }
    // What a host shows for an address that does not exist. Its links begin at the host's own root, which is not known.
    let (_, _, bytes) = ask(&router, "/404").await;
    walked.insert("/404.html".into(), Walked { path: "404.html".into(), page: true, bytes });
    Ok(walked)
}

async fn ask(router: &Router, address: &str) -> (StatusCode, bool, Vec<u8>) {
    let Ok(request) = Request::get(address).body(Body::empty()) else {
        return (StatusCode::BAD_REQUEST, false, vec![]);
    };
    let Ok(response) = router.clone().oneshot(request).await;
    let status = response.status();
    let html = response
        .headers()
        .get(header::CONTENT_TYPE)
        .and_then(|kind| kind.to_str().ok())
        .is_some_and(|kind| kind.starts_with("text/html"));
    // In memory already: pages are made whole, and files are read whole.
    let bytes = to_bytes(response.into_body(), usize::MAX).await.map(|b| b.to_vec()).unwrap_or_default();
    (status, html, bytes)
}

/// A download: `/papers/{number}/{file}`. One in HTML is kept as it was issued, never rewritten.
pub fn is_file(address: &str) -> bool {
    address.strip_prefix("/papers/").is_some_and(|rest| rest.contains('/'))
}

/// Where an address lies in the folder: a page as `index.html`, so that hosts find it without its name.
fn place(address: &str, page: bool) -> String {
    let path = decoded(address.trim_matches('/'));
    match (page, path.is_empty()) {
        (true, true) => "index.html".into(),
        (true, false) => format!("{path}/index.html"),
        (false, _) => path,
    }
}

/// A file is named as its address reads, not as it is encoded. What could leave the folder stays encoded.
fn decoded(address: &str) -> String {
    let part = |part: &str| {
        let bytes = part.as_bytes();
        let mut all = Vec::with_capacity(bytes.len());
        let mut at = 0;
        while at < bytes.len() {
            let half =
                |at: usize| bytes.get(at).and_then(|b| char::from(*b).to_digit(16)).and_then(|d| u8::try_from(d).ok());
            if bytes[at] == b'%'
                && let (Some(high), Some(low)) = (half(at + 1), half(at + 2))
            {
                all.push(high << 4 | low);
                at += 3;
            } else {
                all.push(bytes[at]);
                at += 1;
            }
        }
        let plain = String::from_utf8(all).unwrap_or_default();
        let safe = !plain.is_empty() && !plain.starts_with('.') && !plain.contains(['/', '\\', '\0', ':', '\n', '\r']);
        if safe { plain } else { part.to_owned() }
    };
    address.split('/').map(part).collect::<Vec<_>>().join("/")
}

/// Every `href` of a page that leads to this side, without what follows `#`.
fn links(html: &[u8]) -> Vec<String> {
    let html = String::from_utf8_lossy(html);
    let hrefs = html.split(" href=\"").skip(1).filter_map(|rest| rest.split('"').next());
    hrefs
        .filter(|href| href.starts_with('/'))
        .map(|href| href.split('#').next().unwrap_or(href).replace("&amp;", "&"))
        .collect()
}

/// The page with each link to this side made relative, so that it holds in any folder of any host.
fn relative(address: &str, html: &[u8], walked: &BTreeMap<String, Walked>) -> Vec<u8> {
    let html = String::from_utf8_lossy(html);
    let own = walked.get(address).map(|w| w.path.clone()).unwrap_or_default();
    let up = "../".repeat(own.matches('/').count());
    let mut parts = html.split(" href=\"");
    let mut all = parts.next().unwrap_or_default().to_owned();
    for part in parts {
        let (href, rest) = part.split_once('"').unwrap_or((part, ""));
        let (path, place) =
            href.split_once('#').map_or((href, String::new()), |(path, place)| (path, format!("#{place}")));
        all.push_str(" href=\"");
        match walked.get(&path.replace("&amp;", "&")) {
            Some(target) => {
                let target = target.path.split('/').map(crate::way::segment).collect::<Vec<_>>().join("/");
                all.extend([up.as_str(), target.as_str(), place.as_str()]);
            }
            None => all.push_str(href),
        }
        all.push('"');
        all.push_str(rest);
    }
    all.into_bytes()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_file_never_leaves_the_folder() {
        assert_eq!(place("/papers/A%20B/x%2Fy.pdf", false), "papers/A B/x%2Fy.pdf");
        assert_eq!(place("/papers/%2e%2e/x", false), "papers/%2e%2e/x");
        assert_eq!(place("/", true), "index.html");
        assert_eq!(place("/plans/a", true), "plans/a/index.html");
    }
}
