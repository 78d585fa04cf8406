//! Requests in, answers out: address forms, bodies, formats, headers (contract: wire, URL forms).
//!
//! Belongs here: everything that is HTTP. Does not belong here: what an action does.
//!
//! Invariants
//! * every result is HTTP 200, errors too: official clients take other statuses for a broken connection;
//! * nothing is executed of a request that is too large or too deep;
//! * addresses and bodies are never logged: they carry KS and secrets.

use crate::answer::Outcome;
use crate::call::{self, Request};
use crate::endpoints::Origin;
use crate::{Api, multi};
use axum::body::{Body, Bytes};
use axum::extract::{ConnectInfo, State};
use axum::http::header::{self, HeaderMap, HeaderName, HeaderValue};
use axum::http::{Method, StatusCode, request::Parts};
use axum::response::Response;
use base::error::{Error, Kind};
use flate2::Compression;
use flate2::write::GzEncoder;
use http_body_util::{BodyExt, LengthLimitError, Limited};
use schema::decode::{self, Budget, Target, TooMuch};
use schema::encode::{json, xml};
use schema::{Limits, Map, Value, cast};
use std::hash::{BuildHasher, Hasher};
use std::io::Write as _;
use std::net::SocketAddr;
use std::time::Duration;
use tracing::{debug, error};

/// A body that takes longer to arrive is given up, and its connection closed.
const BODY_TIMEOUT: Duration = Duration::from_secs(30);
/// Answers up to this size are not worth compressing.
const GZIP_BYTES_MIN: usize = 1024;
/// Characters of a client tag that are logged.
const CLIENT_TAG_CHARS_MAX: usize = 64;

/// The KS of a page's cookie, as an extension of its request. It counts where the call names no `ks` of its own.
#[derive(Clone)]
pub struct PageSession(pub String);

/// In what form the caller wants the answer.
#[derive(Clone, Debug, PartialEq, Eq)]
enum Format {
    Json,
    Xml,
    /// JSON as the argument of a function of that name.
    Jsonp(String),
}

/// Every call of the API, in every form of address.
pub async fn handle(State(api): State<Api>, request: axum::http::Request<Body>) -> Response {
    let (parts, body) = request.into_parts();
    if parts.method == Method::OPTIONS {
        return preflight();
    }
    if !matches!(parts.method, Method::GET | Method::POST | Method::HEAD) {
        return plain(StatusCode::METHOD_NOT_ALLOWED, "GET, POST and OPTIONS are spoken here");
    }
    let now = api.config().clock.now();
    let limits = api.0.limits;
    let mut budget = Budget::new(&limits);
    let text_bytes = parts.uri.path().len() + parts.uri.query().map_or(0, str::len);
    if text_bytes > limits.target_bytes_max {
        return plain(StatusCode::URI_TOO_LONG, "the address is too long");
    }
    let target = match decode::target(parts.uri.path(), parts.uri.query(), &mut budget) {
        Ok(target) => target,
        Err(reason) => return Answering::to(&parts, &Map::new(), &api).refuse(too_much(reason)),
    };
    let callback = target.query.text("callback").map(|name| name.into_owned());

    let (mut params, refused) = match read_body(&parts, body, &limits, &mut budget).await {
        Ok(body) => (target.over(body), None),
        Err(Unread::TimedOut) => return plain(StatusCode::REQUEST_TIMEOUT, "the body did not arrive"),
        Err(Unread::Broken) => return plain(StatusCode::BAD_REQUEST, "the body did not arrive"),
        Err(Unread::TooMuch(error)) => (Target::over(target, Map::new()), Some(error)),
    };
    if let Some(PageSession(ks)) = parts.extensions.get()
        && params.get("ks").is_none()
    {
        params.insert("ks".to_owned(), Value::Text(ks.clone()));
    }
    let mut answering = Answering::to(&parts, &params, &api);
    match format(&params, callback) {
        Ok(format) => answering.format = format,
        Err(error) => return answering.refuse(error),
    }
    if let Some(error) = refused {
        return answering.refuse(error);
    }

    let origin = api.config().endpoints.origin(origin(&parts));
    let address = parts.extensions.get::<ConnectInfo<SocketAddr>>().map(|peer| peer.0.ip());
    let uri = parts.uri.path_and_query().map_or("", |uri| uri.as_str()).to_owned();
    let request = Request { api: api.clone(), now, origin, address, uri };
    if params.text("service").is_some_and(|service| service.eq_ignore_ascii_case("multirequest")) {
        match multi::run(&request, &params, limits.requests_max).await {
            Ok(outcomes) => {
                outcomes.iter().for_each(|outcome| note(&params, outcome));
                answering.many(&outcomes)
            }
            Err(error) => answering.refuse(error),
        }
    } else {
        let outcome = call::run(&request, &params).await;
        note(&params, &outcome);
        answering.one(&outcome)
    }
}

enum Unread {
    TooMuch(Error),
    TimedOut,
    Broken,
}

impl From<TooMuch> for Unread {
    fn from(reason: TooMuch) -> Self {
        Self::TooMuch(too_much(reason))
    }
}

async fn read_body(parts: &Parts, body: Body, limits: &Limits, budget: &mut Budget<'_>) -> Result<Map, Unread> {
    if parts.method != Method::POST {
        return Ok(Map::new());
    }
    let whole = tokio::time::timeout(BODY_TIMEOUT, Limited::new(body, limits.body_bytes_max).collect()).await;
    let bytes: Bytes = match whole {
        Err(_) => return Err(Unread::TimedOut),
        Ok(Ok(body)) => body.to_bytes(),
        Ok(Err(error)) if error.is::<LengthLimitError>() => {
            let name = format!("request: a body of more than {} bytes", limits.body_bytes_max);
            return Err(Unread::TooMuch(
                Error::coded(Kind::Exhausted, "INVALID_PARAMETER_VALUE").arg("PARAM_NAME", name),
            ));
        }
        Ok(Err(_)) => return Err(Unread::Broken),
    };
    let content_type =
        parts.headers.get(header::CONTENT_TYPE).and_then(|value| value.to_str().ok()).unwrap_or_default();
    let media_type = content_type.split(';').next().unwrap_or_default().trim().to_ascii_lowercase();
    Ok(match media_type.as_str() {
        "application/json" => decode::json(&bytes, budget)?.unwrap_or_default(),
        "multipart/form-data" => match decode::boundary(content_type) {
            Some(boundary) => decode::multipart(&bytes, &boundary, budget)?,
            None => Map::new(),
        },
        // Hand-written clients often send JSON without saying so.
        _ if bytes.trim_ascii_start().starts_with(b"{") => decode::json(&bytes, budget)?.unwrap_or_default(),
        _ => decode::form(&bytes, budget)?,
    })
}

fn too_much(reason: TooMuch) -> Error {
    Error::coded(Kind::Exhausted, "INVALID_PARAMETER_VALUE").arg("PARAM_NAME", format!("request: {reason}"))
}

fn format(params: &Map, callback: Option<String>) -> Result<Format, Error> {
    match params.get("format").map_or(2, cast::int) {
        1 => Ok(Format::Json),
        2 => Ok(Format::Xml),
        9 => {
            let missing = || Error::coded(Kind::Invalid, "MANDATORY_PARAMETER_MISSING").arg("PARAM_NAME", "callback");
            let name = callback.filter(|name| !name.is_empty()).ok_or_else(missing)?;
            if name.bytes().all(|byte| byte.is_ascii_alphanumeric() || matches!(byte, b'_' | b'.')) {
                Ok(Format::Jsonp(name))
            } else {
                Err(Error::coded(Kind::Invalid, "INVALID_PARAMETER_VALUE").arg("PARAM_NAME", "callback"))
            }
        }
        unknown => Err(Error::coded(Kind::Invalid, "UNKNOWN_RESPONSE_FORMAT").arg("FORMAT", unknown)),
    }
}

pub fn origin(parts: &Parts) -> Origin {
    let host = parts.headers.get(header::HOST).and_then(|host| host.to_str().ok());
    let host = host.or_else(|| parts.uri.authority().map(|authority| authority.as_str()));
    Origin::of_request(host, parts.uri.scheme_str() == Some("https"))
}

/// Counts a call and, if it went wrong through us, tells the log why. The one place where API errors are logged.
fn note(params: &Map, outcome: &Outcome) {
    let tag: String = params.text("clientTag").unwrap_or_default().chars().take(CLIENT_TAG_CHARS_MAX).collect();
    let result = match &outcome.result {
        Ok(_) => "answered",
        Err(failed) => {
            match failed.kind {
                Kind::Bug | Kind::Corrupt | Kind::Unavailable => error!(story = %failed.story(), ?tag, "call failed"),
                _ => debug!(code = schema::error::code(failed), ?tag, "call refused"),
            }
            "refused"
        }
    };
    metrics::counter!("plenary_api_calls_total", "result" => result).increment(1);
}

/// How one request is answered.
struct Answering<'r> {
    api: &'r Api,
    headers: &'r HeaderMap,
    format: Format,
    ignore_null: bool,
    content_type: Option<HeaderValue>,
    started: std::time::Duration,
}

impl<'r> Answering<'r> {
    fn to(parts: &'r Parts, params: &Map, api: &'r Api) -> Self {
        Self {
            api,
            headers: &parts.headers,
            format: Format::Xml,
            ignore_null: params.get("ignoreNull").is_some_and(cast::boolean),
            content_type: params.text("content-type").and_then(|wished| harmless(&wished)),
            started: clock_ms(api),
        }
    }

    fn refuse(self, error: Error) -> Response {
        self.one(&Outcome::failed(error))
    }

    fn one(self, outcome: &Outcome) -> Response {
        let mut text = String::new();
        self.open(&mut text);
        self.write(&mut text, outcome);
        self.close(&mut text);
        self.respond(text, outcome.result.as_ref().err())
    }

    fn many(self, outcomes: &[Outcome]) -> Response {
        let mut text = String::new();
        self.open(&mut text);
        let is_xml = self.format == Format::Xml;
        text.push_str(if is_xml { "" } else { "[" });
        for (index, outcome) in outcomes.iter().enumerate() {
            text.push_str(if is_xml {
                "<item>"
            } else if index > 0 {
                ","
            } else {
                ""
            });
            self.write(&mut text, outcome);
            text.push_str(if is_xml { "</item>" } else { "" });
        }
        text.push_str(if is_xml { "" } else { "]" });
        self.close(&mut text);
        self.respond(text, None)
    }

    fn open(&self, text: &mut String) {
        match &self.format {
            Format::Json => {}
            Format::Xml => xml::begin(text),
            Format::Jsonp(callback) => {
                text.push_str(callback);
                text.push('(');
            }
        }
    }

    fn close(&self, text: &mut String) {
        match &self.format {
            Format::Json => {}
            Format::Xml => xml::end(text, clock_ms(self.api).saturating_sub(self.started).as_secs_f64()),
            Format::Jsonp(_) => text.push_str(");"),
        }
    }

    fn write(&self, text: &mut String, outcome: &Outcome) {
        let view = outcome.view(self.ignore_null);
        match (&self.format, &outcome.result) {
            (Format::Xml, Ok(answer)) => xml::write(text, answer.as_ref(), &view),
            (Format::Xml, Err(error)) => xml::write_error(text, error),
            (_, Ok(answer)) => json::write(text, answer.as_ref(), &view),
            (_, Err(error)) => json::write_error(text, error),
        }
    }

    fn respond(self, text: String, error: Option<&Error>) -> Response {
        let own_type = match self.format {
            Format::Json => "application/json",
            Format::Xml => "text/xml",
            Format::Jsonp(_) => "application/javascript",
        };
        let gzips =
            self.headers.get(header::ACCEPT_ENCODING).and_then(|value| value.to_str().ok()).is_some_and(accepts_gzip);
        let zipped = if gzips && text.len() > GZIP_BYTES_MIN { gzip(text.as_bytes()) } else { None };
        let is_zipped = zipped.is_some();
        let mut response = Response::new(Body::from(zipped.unwrap_or_else(|| text.into_bytes())));
        let headers = response.headers_mut();
        headers.insert(header::CONTENT_TYPE, self.content_type.clone().unwrap_or(HeaderValue::from_static(own_type)));
        headers.insert(header::VARY, HeaderValue::from_static("Accept-Encoding"));
        if is_zipped {
            headers.insert(header::CONTENT_ENCODING, HeaderValue::from_static("gzip"));
        }
        common_headers(headers, self.api);
        if let Some(error) =
            error.filter(|error| error.code.starts_with("SERVICE_FORBIDDEN") || error.code == "MISSING_KS")
        {
            let code = error.code;
            insert(headers, "x-kaltura", format!("error-{code}"));
            insert(headers, "x-kaltura-app", format!("exiting on error {code} - {}", schema::error::message(error)));
        }
        response
    }
}

fn common_headers(headers: &mut HeaderMap, api: &Api) {
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

fn insert(headers: &mut HeaderMap, name: &'static str, value: String) {
    if let Ok(value) = HeaderValue::try_from(value) {
        headers.insert(HeaderName::from_static(name), value);
    }
}

fn preflight() -> Response {
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

fn plain(status: StatusCode, text: &'static str) -> Response {
    let mut response = Response::new(Body::from(text));
    *response.status_mut() = status;
    response.headers_mut().insert(header::ACCESS_CONTROL_ALLOW_ORIGIN, HeaderValue::from_static("*"));
    response
}

/// A caller may choose how its answer is named, but not a type that a browser would run on our origin.
fn harmless(wished: &str) -> Option<HeaderValue> {
    const ALLOWED: [&str; 5] = ["application/json", "text/json", "text/xml", "application/xml", "text/plain"];
    let media_type = wished.split(';').next().unwrap_or_default().trim();
    ALLOWED
        .iter()
        .find(|allowed| allowed.eq_ignore_ascii_case(media_type))
        .map(|allowed| HeaderValue::from_static(allowed))
}

fn accepts_gzip(header: &str) -> bool {
    header.split(',').any(|coding| {
        let mut parts = coding.split(';').map(str::trim);
        let is_gzip = parts.next().is_some_and(|name| name.eq_ignore_ascii_case("gzip") || name == "*");
        is_gzip && !parts.any(|quality| matches!(quality, "q=0" | "q=0.0"))
    })
}

fn gzip(bytes: &[u8]) -> Option<Vec<u8>> {
    let mut encoder = GzEncoder::new(Vec::with_capacity(bytes.len() / 4), Compression::fast());
    encoder.write_all(bytes).ok()?;
    encoder.finish().ok()
}

fn clock_ms(api: &Api) -> Duration {
    api.config().clock.now().since(base::UnixMillis(0))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn formats() {
        let of = |value: &str| {
            let params = Map::from_iter([("format".to_owned(), Value::Text(value.to_owned()))]);
            format(&params, None).map_err(|error| error.code)
        };
        assert_eq!(of("1"), Ok(Format::Json));
        assert_eq!(of("2"), Ok(Format::Xml));
        assert_eq!(format(&Map::new(), None), Ok(Format::Xml));
        assert_eq!(of("9"), Err("MANDATORY_PARAMETER_MISSING"));
        assert_eq!(of("4"), Err("UNKNOWN_RESPONSE_FORMAT"));
    }

    #[test]
    fn gzip_is_used_only_when_asked_for() {
        for (header, expected) in
            [("gzip", true), ("deflate, GZIP;q=0.5", true), ("gzip;q=0", false), ("br", false), ("", false)]
        {
            assert_eq!(accepts_gzip(header), expected, "{header}");
        }
    }

    #[test]
    fn a_caller_cannot_make_us_serve_a_page() {
        assert!(harmless("text/plain; charset=utf-8").is_some());
        assert!(harmless("text/html").is_none());
        assert!(harmless("image/svg+xml").is_none());
    }
}
