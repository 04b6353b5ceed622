//! What pages are drawn with, in the binary: one style sheet, and the office's own colours as a second, tiny one. The
//! address of each says what is in it, so a browser may keep it for ever.
use crate::{error::Error, headers};
use axum::{
    body::Bytes,
    extract::Path,
    http::{HeaderValue, header},
    response::{IntoResponse, Response},
};
use domain::settings::Brand;
use sha2::{Digest, Sha256};
use std::sync::LazyLock;

const GOVUK: &str = include_str!(concat!(env!("OUT_DIR"), "/govuk-frontend.css"));
const OWN: &str = include_str!("../style/milepost.css");
/// A milestone: browsers ask for a picture of every service, and would otherwise be told that there is none.
const ICON: &str = include_str!("../style/milepost.svg");

struct Sheet {
    name: String,
    css: Bytes,
}

static SHEET: LazyLock<Sheet> = LazyLock::new(|| {
    let css = format!("{GOVUK}\n{OWN}");
    let hash = Sha256::digest(css.as_bytes());
    Sheet { name: format!("milepost-{}.css", headers::hexadecimal(&hash[..6])), css: css.into() }
});

/// The address of the style sheet.
pub fn sheet() -> String {
    format!("/assets/{}", SHEET.name)
}

static PAPER: LazyLock<Sheet> = LazyLock::new(|| {
    let css = report::html::CSS;
    let hash = Sha256::digest(css.as_bytes());
    Sheet { name: format!("paper-{}.css", headers::hexadecimal(&hash[..6])), css: css.into() }
});

/// The address of the look of papers, for a page that shows one.
pub fn paper() -> String {
    format!("/assets/{}", PAPER.name)
}

/// The address of the picture that a browser shows beside the title.
pub fn icon() -> String {
    let hash = Sha256::digest(ICON.as_bytes());
    format!("/assets/milepost-{}.svg", headers::hexadecimal(&hash[..6]))
}

/// The address of an office's colours.
pub fn brand(brand: &Brand) -> String {
    let colour =
        |text: &str, otherwise: &'static str| hex(text.trim_start_matches('#')).unwrap_or_else(|| otherwise.into());
    format!(
        "/assets/brand/{}/{}.css",
        colour(brand.colour.as_str(), "1b3a57"),
        colour(brand.on_colour.as_str(), "ffffff")
    )
}

/// Six hexadecimal digits in lower case: the only form that has an address, and the only form that reaches a sheet.
fn hex(text: &str) -> Option<String> {
    (text.len() == 6 && text.bytes().all(|b| b.is_ascii_hexdigit())).then(|| text.to_ascii_lowercase())
}

/// `GET /assets/{name}`
pub async fn show(Path(name): Path<String>) -> Result<Response, Error> {
    if name == SHEET.name {
        Ok(css(SHEET.css.clone()))
    } else if name == PAPER.name {
        Ok(css(PAPER.css.clone()))
    } else if icon().ends_with(&format!("/{name}")) {
        Ok(kept(Bytes::from_static(ICON.as_bytes()), HeaderValue::from_static("image/svg+xml")))
    } else {
        Err(Error::NotFound)
    }
}

/// `GET /assets/brand/{colour}/{on_colour}.css`
pub async fn show_brand(Path((colour, on_colour)): Path<(String, String)>) -> Result<Response, Error> {
    let on_colour = on_colour.strip_suffix(".css").ok_or(Error::NotFound)?;
    let exact = |text: &str| hex(text).filter(|hex| hex == text).ok_or(Error::NotFound);
    let (colour, on_colour) = (exact(&colour)?, exact(on_colour)?);
    Ok(css(format!(":root{{--milepost-brand:#{colour};--milepost-on-brand:#{on_colour}}}\n").into()))
}

fn css(bytes: Bytes) -> Response {
    kept(bytes, HeaderValue::from_static("text/css; charset=utf-8"))
}

fn kept(bytes: Bytes, kind: HeaderValue) -> Response {
    let mut response = bytes.into_response();
    let headers = response.headers_mut();
    headers.insert(header::CONTENT_TYPE, kind);
    headers.insert(header::CACHE_CONTROL, headers::FOR_EVER);
    response
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_sheet_ships_no_font_crown_or_crest() {
        for gone in ["@font-face", "url(", "GDS Transport,"] {
            assert!(!SHEET.css.windows(gone.len()).any(|w| w == gone.as_bytes()), "{gone}");
        }
        assert!(GOVUK.contains(".govuk-generic-header") && GOVUK.contains(".govuk-table__cell"));
    }

    #[test]
    fn a_colour_that_is_none_never_reaches_a_sheet() {
        let odd = Brand { colour: domain::text::text("red;}body{display:none"), on_colour: domain::text::text("#FFF") };
        assert_eq!(brand(&odd), "/assets/brand/1b3a57/ffffff.css");
        assert_eq!(brand(&Brand::default()), "/assets/brand/1b3a57/ffffff.css");
    }
}
