//! Answers that are files, and the error pages of actions that give files (contract: wire, client habits).

use super::headers;
use crate::Api;
use axum::body::{Body, Bytes};
use axum::http::header::{self, HeaderValue};
use axum::response::Response;
use base::Error;
use std::fmt::Write as _;

/// A file as itself. A type that a browser could run on our origin becomes a plain download, and a document in XML is shown without scripts.
pub fn serve(api: &Api, content_type: &str, bytes: Bytes, name: Option<&str>) -> Response {
    let shown = shown(content_type);
    let mut response = Response::new(Body::from(bytes));
    let headers = response.headers_mut();
    headers::common(headers, api);
    if content_type.contains("xml") {
        const NO_SCRIPTS: HeaderValue =
            HeaderValue::from_static("default-src 'none'; style-src 'unsafe-inline'; sandbox");
        headers.insert(header::CONTENT_SECURITY_POLICY, NO_SCRIPTS);
    }
    if let Some(name) = name {
        headers::insert(headers, "content-disposition", format!("attachment; filename*=UTF-8''{}", escaped(name)));
    } else if shown.is_none() {
        headers.insert(header::CONTENT_DISPOSITION, HeaderValue::from_static("attachment"));
    }
    let shown = shown.unwrap_or(HeaderValue::from_static("application/octet-stream"));
    headers.insert(header::CONTENT_TYPE, shown);
    response
}

/// No API error but a page: clients open addresses of files in a browser. The status is 200, as with every error.
pub fn refuse(api: &Api, error: &Error) -> Response {
    let mut response = Response::new(Body::from(headers::exiting_text(error)));
    let headers = response.headers_mut();
    headers::common(headers, api);
    headers.insert(header::CONTENT_TYPE, HeaderValue::from_static("text/plain; charset=utf-8"));
    headers::exiting(headers, error);
    response
}

/// The type as it may be named, or `None` if it is not known to be safe.
fn shown(content_type: &str) -> Option<HeaderValue> {
    const SAFE: [&str; 10] = [
        "text/plain",
        "text/xml",
        "text/vtt",
        "text/csv",
        "application/xml",
        "application/json",
        "application/pdf",
        "application/zip",
        "application/x-subrip",
        "application/octet-stream",
    ];
    let media_type = content_type.split(';').next().unwrap_or_default().trim().to_ascii_lowercase();
    let is_media = ["image/", "audio/", "video/"].iter().any(|kind| media_type.starts_with(kind));
    let is_safe = SAFE.contains(&media_type.as_str()) || (is_media && !media_type.contains("svg"));
    HeaderValue::from_str(content_type).ok().filter(|_| is_safe)
}

/// RFC 8187: letters, digits and a few marks stay, everything else is percent-encoded.
fn escaped(name: &str) -> String {
    let mut text = String::new();
    for byte in name.bytes() {
        if byte.is_ascii_alphanumeric() || matches!(byte, b'.' | b'-' | b'_') {
            text.push(char::from(byte));
        } else {
            let _ = write!(text, "%{byte:02X}");
        }
    }
    text
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_types_that_cannot_run_keep_their_name() {
        for (content_type, is_safe) in [
            ("text/xml", true),
            ("text/plain; charset=utf-8", true),
            ("image/png", true),
            ("VIDEO/mp4", true),
            ("image/svg+xml", false),
            ("text/html", false),
            ("application/xhtml+xml", false),
            ("text/javascript", false),
            ("text/plain\r\nX-Evil: 1", false),
            ("", false),
        ] {
            assert_eq!(shown(content_type).is_some(), is_safe, "{content_type}");
        }
        assert_eq!(escaped("a \"b\"\r\n.xml"), "a%20%22b%22%0D%0A.xml");
    }
}
