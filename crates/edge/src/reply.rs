//! The headers every delivery answer carries, in one place.

use axum::body::Body;
use axum::http::{HeaderMap, HeaderName, HeaderValue, Method, StatusCode, header};
use axum::response::Response;
use bytes::Bytes;

/// Contract: playManifest, responses.
const EXPOSED: HeaderValue = HeaderValue::from_static("Server,range,Content-Length,Content-Range");
const TIMING: HeaderName = HeaderName::from_static("timing-allow-origin");
const ANY: HeaderValue = HeaderValue::from_static("*");

/// What HTTP caches may do with an answer.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Cache {
    Never,
    Seconds(u64),
    /// The address names these bytes for ever.
    Immutable,
}

impl Cache {
    fn header(self) -> HeaderValue {
        match self {
            Self::Never => HeaderValue::from_static("no-store"),
            Self::Seconds(1) => HeaderValue::from_static("max-age=1"),
            Self::Seconds(12) => HeaderValue::from_static("max-age=12"),
            Self::Seconds(seconds) => HeaderValue::try_from(format!("max-age={seconds}")).expect("digits are text"),
            Self::Immutable => HeaderValue::from_static("public, max-age=31536000, immutable"),
        }
    }
}

/// An answer without a body yet.
pub(crate) fn head(status: StatusCode, cache: Cache) -> Response {
    let mut headers = HeaderMap::with_capacity(10);
    headers.insert(header::ACCESS_CONTROL_ALLOW_ORIGIN, ANY);
    headers.insert(header::ACCESS_CONTROL_EXPOSE_HEADERS, EXPOSED);
    headers.insert(TIMING, ANY);
    headers.insert(header::CACHE_CONTROL, cache.header());
    let mut response = Response::new(Body::empty());
    *response.status_mut() = status;
    *response.headers_mut() = headers;
    response
}

/// An answer with a body, or with only its length for HEAD.
pub(crate) fn full(method: &Method, status: StatusCode, cache: Cache, kind: HeaderValue, bytes: Bytes) -> Response {
    let length = bytes.len() as u64;
    with(method, head(status, cache), kind, length, || Body::from(bytes))
}

pub(crate) fn with(
    method: &Method,
    mut response: Response,
    kind: HeaderValue,
    length: u64,
    body: impl FnOnce() -> Body,
) -> Response {
    response.headers_mut().insert(header::CONTENT_TYPE, kind);
    response.headers_mut().insert(header::CONTENT_LENGTH, HeaderValue::from(length));
    if method != Method::HEAD {
        *response.body_mut() = body();
    }
    response
}

/// A refusal in one line of text.
pub(crate) fn refusal(method: &Method, status: StatusCode, cache: Cache, text: &'static str) -> Response {
    const TEXT: HeaderValue = HeaderValue::from_static("text/plain; charset=utf-8");
    full(method, status, cache, TEXT, Bytes::from_static(text.as_bytes()))
}

/// The answer to a CORS preflight.
pub(crate) fn preflight() -> Response {
    let mut response = head(StatusCode::NO_CONTENT, Cache::Seconds(86_400));
    let headers = response.headers_mut();
    headers.insert(header::ACCESS_CONTROL_ALLOW_METHODS, HeaderValue::from_static("GET, HEAD, OPTIONS"));
    headers
        .insert(header::ACCESS_CONTROL_ALLOW_HEADERS, HeaderValue::from_static("*, range, content-type, x-kaltura-ks"));
    headers.insert(header::ACCESS_CONTROL_MAX_AGE, HeaderValue::from_static("86400"));
    response
}

pub(crate) fn method_not_allowed(method: &Method) -> Response {
    let mut response = refusal(method, StatusCode::METHOD_NOT_ALLOWED, Cache::Never, "method not allowed\n");
    response.headers_mut().insert(header::ALLOW, HeaderValue::from_static("GET, HEAD, OPTIONS"));
    response
}
