//! Answers in the caller's format (contract: wire, response formats).

use super::file;
use super::headers::{self, harmless};
use crate::Api;
use crate::answer::{Answer, Outcome};
use crate::shown::Manner;
use axum::body::Body;
use axum::http::Method;
use axum::http::header::{self, HeaderMap, HeaderName, HeaderValue};
use axum::http::request::Parts;
use axum::response::Response;
use base::error::{Error, Kind};
use flate2::Compression;
use flate2::write::GzEncoder;
use schema::encode::{Encoding, php, xml};
use schema::{Map, Ref, cast};
use std::io::Write as _;
use std::time::Duration;

/// Answers up to this size are not worth compressing.
const GZIP_BYTES_MIN: usize = 1024;

/// In what form the caller wants the answer.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Format {
    Json,
    Xml,
    /// What PHP's `unserialize` reads.
    Php,
    /// JSON as the argument of a function of that name.
    Jsonp(String),
}

impl Format {
    fn encoding(&self) -> Encoding {
        match self {
            Self::Json | Self::Jsonp(_) => Encoding::Json,
            Self::Xml => Encoding::Xml,
            Self::Php => Encoding::Php,
        }
    }

    /// UNKNOWN_RESPONSE_FORMAT; for JSONP, MANDATORY_PARAMETER_MISSING or INVALID_PARAMETER_VALUE about its `callback`.
    pub fn of(params: &Map, callback: Option<String>) -> Result<Self, Error> {
        match params.get("format").map_or(2, cast::int) {
            1 => Ok(Self::Json),
            2 => Ok(Self::Xml),
            3 => Ok(Self::Php),
            9 => {
                let missing =
                    || Error::coded(Kind::Invalid, "MANDATORY_PARAMETER_MISSING").arg("PARAM_NAME", "callback");
                let name = callback.filter(|name| !name.is_empty()).ok_or_else(missing)?;
                if name.bytes().all(|byte| byte.is_ascii_alphanumeric() || matches!(byte, b'_' | b'.')) {
                    Ok(Self::Jsonp(name))
                } else {
                    Err(Error::coded(Kind::Invalid, "INVALID_PARAMETER_VALUE").arg("PARAM_NAME", "callback"))
                }
            }
            unknown => Err(Error::coded(Kind::Invalid, "UNKNOWN_RESPONSE_FORMAT").arg("FORMAT", unknown)),
        }
    }
}

/// How one request is answered.
pub struct Answering<'r> {
    api: &'r Api,
    headers: &'r HeaderMap,
    pub format: Format,
    ignore_null: bool,
    content_type: Option<HeaderValue>,
    /// The caller says that it keeps answers: a GET with `kalsig` and without `nocache`.
    keeps: bool,
    started: Duration,
}

impl<'r> Answering<'r> {
    pub fn to(parts: &'r Parts, params: &Map, api: &'r Api) -> Self {
        let has = |name: &str| params.text(name).is_some_and(|text| !text.is_empty());
        Self {
            api,
            headers: &parts.headers,
            format: Format::Xml,
            ignore_null: params.get("ignoreNull").is_some_and(cast::boolean),
            content_type: params.text("content-type").and_then(|wished| harmless(&wished)),
            keeps: parts.method == Method::GET && has("kalsig") && !has("nocache"),
            started: clock(api),
        }
    }

    pub fn refuse(self, error: Error) -> Response {
        self.one(&Outcome::failed(error))
    }

    pub fn one(self, outcome: &Outcome) -> Response {
        match &outcome.result {
            Ok(Answer::File { content_type, bytes, name }) => {
                return file::serve(self.api, content_type, bytes.clone(), name.as_deref());
            }
            Err(error) if outcome.returns_file => return file::refuse(self.api, error),
            _ => {}
        }
        let mut text = String::new();
        self.open(&mut text);
        self.write(&mut text, outcome);
        self.close(&mut text);
        self.respond(text, std::slice::from_ref(outcome))
    }

    /// All answers of a multirequest; a file among them is the whole answer, and the last of them.
    pub fn many(self, outcomes: &[Outcome]) -> Response {
        if let Some(last) = outcomes.last().filter(|last| matches!(last.result, Ok(Answer::File { .. }))) {
            return self.one(last);
        }
        let mut text = String::new();
        self.open(&mut text);
        match self.format {
            Format::Xml => {}
            Format::Php => php::begin_many(&mut text, outcomes.len()),
            Format::Json | Format::Jsonp(_) => text.push('['),
        }
        for (index, outcome) in outcomes.iter().enumerate() {
            match self.format {
                Format::Xml => text.push_str("<item>"),
                Format::Php => php::begin_one(&mut text, index),
                Format::Json | Format::Jsonp(_) => text.push_str(if index > 0 { "," } else { "" }),
            }
            self.write(&mut text, outcome);
            text.push_str(if self.format == Format::Xml { "</item>" } else { "" });
        }
        match self.format {
            Format::Xml => {}
            Format::Php => php::end_many(&mut text),
            Format::Json | Format::Jsonp(_) => text.push(']'),
        }
        self.close(&mut text);
        self.respond(text, outcomes)
    }

    fn open(&self, text: &mut String) {
        match &self.format {
            Format::Json | Format::Php => {}
            Format::Xml => xml::begin(text),
            Format::Jsonp(callback) => {
                text.push_str(callback);
                text.push('(');
            }
        }
    }

    fn close(&self, text: &mut String) {
        match &self.format {
            Format::Json | Format::Php => {}
            Format::Xml => xml::end(text, clock(self.api).saturating_sub(self.started).as_secs_f64()),
            Format::Jsonp(_) => text.push_str(");"),
        }
    }

    fn write(&self, text: &mut String, outcome: &Outcome) {
        let view = outcome.view(self.ignore_null);
        let encoding = self.format.encoding();
        match &outcome.result {
            Ok(Answer::Shown(shown)) if view.shape.is_none() => {
                let (is_admin, push_publish, ignore_null) = (view.is_admin, view.push_publish, view.ignore_null);
                let manner = Manner { encoding, is_admin, push_publish, ignore_null };
                shown.append(text, manner, |text| encoding.write(text, Ref::Object(&shown.object), &view));
            }
            Ok(answer) => encoding.write(text, answer.as_ref(), &view),
            Err(error) => encoding.write_error(text, error),
        }
    }

    fn respond(self, text: String, outcomes: &[Outcome]) -> Response {
        let own_type = match self.format {
            Format::Json => "application/json",
            Format::Xml => "text/xml",
            // Nobody names a type for it; this one no browser runs.
            Format::Php => "text/plain; charset=utf-8",
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
        headers::common(headers, self.api);
        if self.keeps
            && !outcomes.is_empty()
            && outcomes.iter().all(|outcome| outcome.may_be_kept && outcome.result.is_ok())
        {
            headers::kept(headers, self.api.config().clock.now());
        }
        let is_forbidden = |error: &Error| error.code.starts_with("SERVICE_FORBIDDEN") || error.code == "MISSING_KS";
        if let [Outcome { result: Err(error), .. }] = outcomes
            && is_forbidden(error)
        {
            headers::exiting(headers, error);
        }
        for (name, value) in outcomes.iter().flat_map(|outcome| &outcome.dropped) {
            if let (Ok(name), Ok(value)) = (HeaderName::try_from(name), HeaderValue::try_from(value)) {
                headers.insert(name, value);
            }
        }
        response
    }
}

pub fn accepts_gzip(header: &str) -> bool {
    header.split(',').any(|coding| {
        let mut parts = coding.split(';').map(str::trim);
        let is_gzip = parts.next().is_some_and(|name| name.eq_ignore_ascii_case("gzip") || name == "*");
        is_gzip && !parts.any(|quality| matches!(quality, "q=0" | "q=0.0"))
    })
}

pub fn gzip(bytes: &[u8]) -> Option<Vec<u8>> {
    let mut encoder = GzEncoder::new(Vec::with_capacity(bytes.len() / 4), Compression::fast());
    encoder.write_all(bytes).ok()?;
    encoder.finish().ok()
}

fn clock(api: &Api) -> Duration {
    api.config().clock.now().since(base::UnixMillis(0))
}

#[cfg(test)]
mod tests {
    use super::*;
    use schema::Value;

    #[test]
    fn formats() {
        let of = |value: &str| {
            let params = Map::from_iter([("format".to_owned(), Value::Text(value.to_owned()))]);
            Format::of(&params, None).map_err(|error| error.code)
        };
        assert_eq!(of("1"), Ok(Format::Json));
        assert_eq!(of("2"), Ok(Format::Xml));
        assert_eq!(of("3"), Ok(Format::Php));
        assert_eq!(Format::of(&Map::new(), None), Ok(Format::Xml));
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
}
