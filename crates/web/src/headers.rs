//! What stands in the head of every answer, whatever its status.
use axum::{
    body::{Body, HttpBody, to_bytes},
    extract::Request,
    http::{HeaderMap, HeaderName, HeaderValue, Method, StatusCode, header},
    middleware::Next,
    response::{IntoResponse, Response},
};
use sha2::{Digest, Sha256};

/// Pages have no script, no frame, no font and nothing from elsewhere. A script that got in all the same could do
/// nothing: there is no source for one, and Trusted Types leave it no way to write into the page.
const POLICY: &str = "default-src 'none'; style-src 'self'; img-src 'self'; form-action 'self'; frame-ancestors 'none'; base-uri 'none'; require-trusted-types-for 'script'; trusted-types 'none'";

/// A file that was issued is never shown inside this service's own address.
const FILE_POLICY: HeaderValue = HeaderValue::from_static(
    "default-src 'none'; sandbox; frame-ancestors 'none'; base-uri 'none'; form-action 'none'",
);

/// A file as an answer: to be saved under its name, and never shown inside this service's own address.
pub fn attached(name: &str, media_type: &'static str, bytes: Vec<u8>) -> Response {
    let named = format!("attachment; filename*=UTF-8''{}", crate::way::segment(name));
    let named = HeaderValue::from_str(&named).unwrap_or(HeaderValue::from_static("attachment"));
    let headers = [
        (header::CONTENT_TYPE, HeaderValue::from_static(media_type)),
        (header::CONTENT_DISPOSITION, named),
        (header::CONTENT_SECURITY_POLICY, FILE_POLICY),
    ];
    (headers, bytes).into_response()
}

/// For what its address names by its content.
pub const FOR_EVER: HeaderValue = HeaderValue::from_static("public, max-age=31536000, immutable");
/// Public pages: kept for a minute, so that a rush is met by the caches in between and a withdrawal shows at once.
const A_MINUTE: HeaderValue = HeaderValue::from_static("public, max-age=60, must-revalidate");
const NEVER: HeaderValue = HeaderValue::from_static("no-store");

const ALWAYS: [(HeaderName, &str); 9] = [
    (header::CONTENT_SECURITY_POLICY, POLICY),
    (header::X_CONTENT_TYPE_OPTIONS, "nosniff"),
    (header::X_FRAME_OPTIONS, "DENY"),
    (header::REFERRER_POLICY, "no-referrer"),
    (HeaderName::from_static("cross-origin-opener-policy"), "same-origin"),
    (HeaderName::from_static("cross-origin-resource-policy"), "same-origin"),
    (HeaderName::from_static("cross-origin-embedder-policy"), "require-corp"),
    (
        HeaderName::from_static("permissions-policy"),
        "camera=(), microphone=(), geolocation=(), payment=(), usb=(), browsing-topics=()",
    ),
    (HeaderName::from_static("origin-agent-cluster"), "?1"),
];

/// The names of the headers that every answer carries.
pub fn always() -> impl Iterator<Item = (HeaderName, &'static str)> {
    ALWAYS.into_iter()
}

fn set(headers: &mut HeaderMap) {
    for (name, value) in always() {
        // A file has a stricter policy of its own.
        headers.entry(name).or_insert(HeaderValue::from_static(value));
    }
}

/// For the staff side: nothing is kept anywhere, and no search engine takes it in.
pub async fn staff(request: Request, next: Next) -> Response {
    let mut response = next.run(request).await;
    let headers = response.headers_mut();
    set(headers);
    if !headers.contains_key(header::CACHE_CONTROL) {
        headers.insert(header::CACHE_CONTROL, NEVER);
    }
    headers.insert("x-robots-tag", HeaderValue::from_static("noindex, nofollow"));
    response
}

/// For the public side: good answers may be kept for a minute and are asked for again by what they hold (`ETag`);
/// refusals are never kept, so that nothing is missing on the day it is published.
pub async fn public(request: Request, next: Next) -> Response {
    let held = request.headers().get(header::IF_NONE_MATCH).cloned();
    let reads = matches!(*request.method(), Method::GET | Method::HEAD);
    let mut response = next.run(request).await;
    set(response.headers_mut());
    if response.status() != StatusCode::OK {
        response.headers_mut().insert(header::CACHE_CONTROL, NEVER);
        return response;
    }
    response.headers_mut().entry(header::CACHE_CONTROL).or_insert(A_MINUTE);
    if reads { unless_held(response, held.as_ref()).await } else { response }
}

/// The answer with its `ETag`, or "not modified" for who has it already. The tag is weak: it speaks of the page, not of
/// the way in which it is compressed.
async fn unless_held(response: Response, held: Option<&HeaderValue>) -> Response {
    let (mut parts, body) = response.into_parts();
    let body = if parts.headers.contains_key(header::ETAG) {
        body
    } else {
        if body.size_hint().exact().is_none_or(|size| size == 0) {
            return Response::from_parts(parts, body);
        }
        // Made in memory a moment ago, so there is nothing to limit and nothing to fail.
        let bytes = to_bytes(body, usize::MAX).await.unwrap_or_default();
        if let Ok(tag) = HeaderValue::from_str(&tag(&bytes)) {
            parts.headers.insert(header::ETAG, tag);
        }
        Body::from(bytes)
    };
    let same = parts.headers.get(header::ETAG).zip(held).is_some_and(|(tag, held)| holds(held, tag));
    if same {
        parts.status = StatusCode::NOT_MODIFIED;
        parts.headers.remove(header::CONTENT_LENGTH);
        return Response::from_parts(parts, Body::empty());
    }
    Response::from_parts(parts, body)
}

fn tag(bytes: &[u8]) -> String {
    format!("W/\"{}\"", hexadecimal(&Sha256::digest(bytes)[..12]))
}

/// In lower case.
pub fn hexadecimal(bytes: &[u8]) -> String {
    let digit = |half: u8| char::from_digit(u32::from(half), 16).unwrap_or('0');
    bytes.iter().flat_map(|byte| [digit(byte >> 4), digit(byte & 15)]).collect()
}

/// Whether what a visitor has is named by this tag.
pub fn holds(held: &HeaderValue, tag: &HeaderValue) -> bool {
    let plain = |text: &str| text.trim().trim_start_matches("W/").to_owned();
    let (Ok(held), Ok(tag)) = (held.to_str(), tag.to_str()) else { return false };
    held.split(',').any(|one| one.trim() == "*" || plain(one) == plain(tag))
}
