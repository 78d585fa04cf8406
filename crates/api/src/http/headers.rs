//! Headers of answers (contract: wire, response headers), and which types of content we let a browser see on our origin.

use crate::Api;
use axum::body::Body;
use axum::http::StatusCode;
use axum::http::header::{self, HeaderMap, HeaderName, HeaderValue};
use axum::response::Response;
use base::{Error, UnixMillis};
use std::hash::{BuildHasher, Hasher};
use std::time::Duration;

/// How long an answer may be kept; the header says the same in seconds.
const KEPT: Duration = Duration::from_secs(60);
/// Characters of an error that a header carries; the rest is cut off.
const ERROR_CHARS_MAX: usize = 300;

/// What every answer has: nobody keeps it, any page may read it, no browser guesses its type.
pub fn common(headers: &mut HeaderMap, api: &Api) {
    const FIXED: [(HeaderName, &str); 6] = [
        (header::ACCESS_CONTROL_ALLOW_ORIGIN, "*"),
        (
            header::ACCESS_CONTROL_EXPOSE_HEADERS,
            "Server, Content-Length, Content-Range, Date, X-Kaltura, X-Kaltura-Session, X-Me",
        ),
        (header::EXPIRES, "Sun, 19 Nov 2000 08:52:00 GMT"),
        (header::CACHE_CONTROL, "no-store, no-cache, must-revalidate, post-check=0, pre-check=0"),
        (header::PRAGMA, "no-cache"),
        (header::X_CONTENT_TYPE_OPTIONS, "nosniff"),
    ];
    for (name, value) in FIXED {
        headers.insert(name, HeaderValue::from_static(value));
    }
    let number = std::hash::RandomState::new().build_hasher().finish() % 2_000_000_000;
    insert(headers, "x-kaltura-session", format!("{number}, {}", api.config().clock.now().seconds()));
    insert(headers, "x-me", api.config().name.clone());
}

/// Lets the caller, and nobody on the way, keep an answer for a minute.
pub fn kept(headers: &mut HeaderMap, now: UnixMillis) {
    headers.remove(header::PRAGMA);
    headers.insert(header::CACHE_CONTROL, HeaderValue::from_static("private, max-age=60, max-stale=0"));
    insert(headers, "expires", (now + KEPT).to_http_date());
    insert(headers, "last-modified", now.to_http_date());
}

/// Says in headers that a call ended with `error`.
pub fn exiting(headers: &mut HeaderMap, error: &Error) {
    let code = schema::error::code(error);
    insert(headers, "x-kaltura", format!("error-{code}"));
    insert(headers, "x-kaltura-app", exiting_text(error));
}

/// `exiting on error <code> - <text>`, in one line.
pub fn exiting_text(error: &Error) -> String {
    let text = format!("exiting on error {} - {}", schema::error::code(error), schema::error::message(error));
    text.chars().map(|letter| if letter.is_control() { ' ' } else { letter }).take(ERROR_CHARS_MAX).collect()
}

pub fn insert(headers: &mut HeaderMap, name: &'static str, value: String) {
    if let Ok(value) = HeaderValue::try_from(value) {
        headers.insert(HeaderName::from_static(name), value);
    }
}

/// The answer to OPTIONS.
pub fn preflight() -> Response {
    let mut response = Response::new(Body::empty());
    let headers = response.headers_mut();
    let fixed = [
        (header::ACCESS_CONTROL_ALLOW_ORIGIN, "*"),
        (
            header::ACCESS_CONTROL_ALLOW_HEADERS,
            "Origin, X-Requested-With, Content-Type, Accept, Range, Cache-Control, x-kaltura-session-id",
        ),
        (header::ACCESS_CONTROL_ALLOW_METHODS, "POST, GET, HEAD, OPTIONS"),
        (header::ACCESS_CONTROL_MAX_AGE, "86400"),
    ];
    for (name, value) in fixed {
        headers.insert(name, HeaderValue::from_static(value));
    }
    response
}

/// What is said to requests that are none.
pub fn plain(status: StatusCode, text: &'static str) -> Response {
    let mut response = Response::new(Body::from(text));
    *response.status_mut() = status;
    response.headers_mut().insert(header::ACCESS_CONTROL_ALLOW_ORIGIN, HeaderValue::from_static("*"));
    response
}

/// A caller may choose how its answer is named, but not a type that a browser would run on our origin.
pub fn harmless(wished: &str) -> Option<HeaderValue> {
    const ALLOWED: [&str; 5] = ["application/json", "text/json", "text/xml", "application/xml", "text/plain"];
    let media_type = wished.split(';').next().unwrap_or_default().trim();
    ALLOWED
        .iter()
        .find(|allowed| allowed.eq_ignore_ascii_case(media_type))
        .map(|allowed| HeaderValue::from_static(allowed))
}

#[cfg(test)]
mod tests {
    use super::*;
    use base::error::Kind;

    #[test]
    fn a_caller_cannot_make_us_serve_a_page() {
        assert!(harmless("text/plain; charset=utf-8").is_some());
        assert!(harmless("text/html").is_none());
        assert!(harmless("image/svg+xml").is_none());
    }

    #[test]
    fn an_error_is_one_short_line() {
        let error = Error::coded(Kind::Invalid, "INVALID_METADATA_DATA").arg("ERR_MSG", "a\r\nX-Evil: b".repeat(100));
        let text = exiting_text(&error);
        assert!(
            text.starts_with("exiting on error INVALID_METADATA_DATA - invalid metadata data: a  X-Evil: b"),
            "{text}"
        );
        assert_eq!(text.chars().count(), ERROR_CHARS_MAX);
    }
}
