//! playManifest: from an entry to the address of its stream.
//!
//! Contract: entries and playback, playManifest. Parameters are name/value pairs in the path or the query, in any order.
//! HLS is answered with a redirect to the master playlist; refusals are 404 with `X-Kaltura` headers, as players expect.

use crate::Edge;
use crate::reply::{self, Cache};
use crate::token::Class;
use axum::extract::ConnectInfo;
use axum::http::request::Parts;
use axum::http::{HeaderValue, Method, StatusCode, header};
use axum::response::Response;
use base::{BroadcastKey, Secret, UnixMillis};
use live::{Form, State};
use metrics::counter;
use percent_encoding::percent_decode_str;
use std::borrow::Cow;
use std::future::Future;
use std::net::{IpAddr, SocketAddr};
use std::pin::Pin;

/// A boxed answer, so that the trait can be a trait object.
pub type Answer<'a, T> = Pin<Box<dyn Future<Output = T> + Send + 'a>>;

/// Knows who may watch what. Asked once per playManifest, never for media.
pub trait Doorkeeper: Send + Sync + 'static {
    /// Whether this visit may watch this entry *now*, live signal included ("entry not live" is a refusal).
    fn admit(&self, visit: Visit) -> Answer<'_, Result<Admission, Denied>>;
}

/// What a playManifest request says.
#[derive(Clone, Debug)]
pub struct Visit {
    /// From `/p/{pid}`; `None` in the short form of the address.
    pub partner: Option<i64>,
    /// As it came; not checked.
    pub entry: String,
    /// From `ks` in path or query, or the header `X-Kaltura-Ks`.
    pub ks: Option<Secret<String>>,
    /// Decoded.
    pub referrer: Option<String>,
    /// `User-Agent`
    pub agent: Option<String>,
    pub peer: Option<IpAddr>,
    pub now: UnixMillis,
}

/// The visit may watch.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Admission {
    pub broadcast: BroadcastKey,
    pub class: Class,
    /// Access revision of the entry.
    pub revision: i64,
    /// Version of the rules that let it in.
    pub rules: i64,
    /// When the right to watch ends.
    pub until: Option<UnixMillis>,
    /// The only address it may be used from.
    pub address: Option<IpAddr>,
    /// Marks of the sessions it depends on.
    pub sessions: Vec<u64>,
}

impl Admission {
    /// What all viewers of a class share.
    pub fn shared(broadcast: BroadcastKey, class: Class, revision: i64) -> Self {
        Self { broadcast, class, revision, rules: 0, until: None, address: None, sessions: Vec::new() }
    }
}

/// The visit may not watch: a number and text of the contract's list.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Denied {
    pub number: u16,
    pub text: Cow<'static, str>,
    /// Message of the access-control rule that refused, for number 3.
    pub access_control: Option<String>,
}

impl Denied {
    pub const fn new(number: u16, text: &'static str) -> Self {
        Self { number, text: Cow::Borrowed(text), access_control: None }
    }

    pub const fn entry_not_found() -> Self {
        Self::new(1, "Entry not found")
    }

    pub const fn not_live() -> Self {
        Self::new(36, "Entry is not live")
    }

    const fn unsupported_format() -> Self {
        Self::new(25, "Unsupported playback format")
    }
}

/// Longest path and query that are read; a longer one is an unknown entry.
const ADDRESS_BYTES_MAX: usize = 8 << 10;
/// Longest JSONP function name.
const CALLBACK_BYTES_MAX: usize = 64;
const JSON: HeaderValue = HeaderValue::from_static("application/json");
const SCRIPT: HeaderValue = HeaderValue::from_static("application/javascript");
const NOTHING: HeaderValue = HeaderValue::from_static("text/html; charset=utf-8");

/// Whether a path is playManifest's, in any of its forms.
pub fn is_manifest(path: &str) -> bool {
    after_name(path).is_some()
}

/// Splits at the name: the partner in front, the pairs behind.
fn after_name(path: &str) -> Option<(Option<&str>, &str)> {
    let path = path.trim_start_matches('/');
    let (front, pairs) = path.split_once("playManifest/")?;
    let mut words = front.split('/').filter(|word| !word.is_empty());
    let mut word = words.next()?;
    if word == "index.php" {
        return (words.next()? == "extwidget" && words.next().is_none()).then_some((None, pairs));
    }
    if word == "s" {
        word = words.next()?;
    }
    if word != "p" {
        return None;
    }
    let partner = Some(words.next()?);
    match (words.next(), words.next(), words.next()) {
        (None, ..) => {}
        (Some("sp"), Some(_), None) => {}
        _ => return None,
    }
    Some((partner, pairs))
}

/// The parameters of one request, decoded.
#[derive(Debug)]
struct Parameters {
    partner: Option<i64>,
    pairs: Vec<(String, String)>,
    /// What is left at the end of the path, e.g. `a.m3u8`.
    file: String,
}

impl Parameters {
    fn parse(path: &str, query: &str) -> Option<Self> {
        let (partner, rest) = after_name(path)?;
        let decode = |text: &str| percent_decode_str(text).decode_utf8_lossy().into_owned();
        let mut words = rest.split('/').filter(|word| !word.is_empty());
        let (mut pairs, mut file) = (Vec::new(), String::new());
        while let Some(name) = words.next() {
            match words.next() {
                Some(value) => pairs.push((long_name(&decode(name)).to_owned(), decode(value))),
                None => file = decode(name),
            }
        }
        for (name, value) in query.split('&').filter_map(|pair| pair.split_once('=')) {
            pairs.push((long_name(&decode(name)).to_owned(), decode(&value.replace('+', " "))));
        }
        Some(Self { partner: partner.and_then(|partner| partner.parse().ok()), pairs, file })
    }

    /// The first one counts: the path comes before the query.
    fn get(&self, name: &str) -> Option<&str> {
        self.pairs.iter().find(|(found, value)| found == name && !value.is_empty()).map(|(_, value)| value.as_str())
    }
}

/// Contract: playManifest, short names.
fn long_name(name: &str) -> &str {
    match name {
        "e" => "entryId",
        "f" => "format",
        "pt" => "protocol",
        "r" => "referrer",
        "ui" => "uiConfId",
        _ => name,
    }
}

/// Answers playManifest. Call it for paths that [`is_manifest`] accepts.
pub async fn answer(edge: &Edge, request: &Parts) -> Response {
    let method = &request.method;
    match *method {
        // Some clients post what would be too long for a query; the path says it all here.
        Method::GET | Method::HEAD | Method::POST => {}
        Method::OPTIONS => return reply::preflight(),
        _ => return reply::method_not_allowed(method),
    }
    match find(edge, request).await {
        Ok(response) => {
            counter!("plenary_edge_manifests_total", "outcome" => "redirected").increment(1);
            response
        }
        Err(denied) => {
            counter!("plenary_edge_manifests_total", "outcome" => "refused").increment(1);
            refuse(method, &denied)
        }
    }
}

async fn find(edge: &Edge, request: &Parts) -> Result<Response, Denied> {
    let shared = &edge.shared;
    let uri = &request.uri;
    let (path, query) = (uri.path(), uri.query().unwrap_or_default());
    if path.len() + query.len() > ADDRESS_BYTES_MAX {
        return Err(Denied::entry_not_found());
    }
    let parameters = Parameters::parse(path, query).ok_or(Denied::entry_not_found())?;
    let Some(entry) = parameters.get("entryId") else { return Err(Denied::entry_not_found()) };
    let header = |name: &str| request.headers.get(name).and_then(|value| value.to_str().ok()).map(str::to_owned);
    let visit = Visit {
        partner: parameters.partner,
        entry: entry.to_owned(),
        ks: parameters.get("ks").map(str::to_owned).or_else(|| header("x-kaltura-ks")).map(Secret::new),
        referrer: parameters.get("referrer").map(referrer).or_else(|| header("referer")),
        agent: header("user-agent"),
        peer: request.extensions.get::<ConnectInfo<SocketAddr>>().map(|ConnectInfo(peer)| peer.ip()),
        now: shared.clock.now(),
    };
    let admission = shared.doorkeeper.admit(visit).await?;
    if !is_hls(&parameters) {
        return Err(Denied::unsupported_format());
    }
    let broadcast = shared.registry.get(&admission.broadcast).ok_or(Denied::not_live())?;
    if let State::Waiting | State::Ended = broadcast.state() {
        return Err(Denied::not_live());
    }
    let form = match parameters.get("lowLatency") {
        Some("0" | "false") => Form::Plain,
        _ => Form::LowLatency,
    };
    let location = edge.master_path(&admission, form);
    match parameters.get("responseFormat") {
        Some("json") => {
            let text = flavors(edge, request, &parameters, &broadcast, &location);
            Ok(reply::full(&request.method, StatusCode::OK, Cache::Never, JSON, text.into()))
        }
        Some("jsonp") => {
            let callback = parameters.get("callback").filter(|name| is_function_name(name)).unwrap_or("callback");
            let text = flavors(edge, request, &parameters, &broadcast, &location);
            let script = format!("{callback}({text});");
            Ok(reply::full(&request.method, StatusCode::OK, Cache::Never, SCRIPT, script.into()))
        }
        Some("f4m" | "f4mv2" | "smil") => Err(Denied::unsupported_format()),
        _ => {
            let mut response = reply::head(StatusCode::FOUND, Cache::Never);
            let location = HeaderValue::try_from(location).expect("a token path is plain ASCII");
            response.headers_mut().insert(header::LOCATION, location);
            response.headers_mut().insert(header::CONTENT_LENGTH, HeaderValue::from_static("0"));
            Ok(response)
        }
    }
}

/// Live streams are HLS. `http`, the contract's default, may be answered with a redirect.
fn is_hls(parameters: &Parameters) -> bool {
    match parameters.get("format") {
        None => true,
        Some(format) => {
            let known = ["applehttp", "applehttp_to_mc", "hls", "http", "auto"];
            known.iter().any(|name| name.eq_ignore_ascii_case(format)) && !parameters.file.ends_with(".mpd")
        }
    }
}

/// base64, of either alphabet, with or without padding; anything else is taken as it is.
fn referrer(text: &str) -> String {
    use base64::Engine as _;
    use base64::engine::general_purpose::STANDARD_NO_PAD;
    let standard: String = text
        .trim_end_matches('=')
        .chars()
        .map(|letter| match letter {
            '-' => '+',
            '_' => '/',
            letter => letter,
        })
        .collect();
    STANDARD_NO_PAD
        .decode(standard)
        .ok()
        .and_then(|bytes| String::from_utf8(bytes).ok())
        .unwrap_or_else(|| text.to_owned())
}

fn is_function_name(name: &str) -> bool {
    name.len() <= CALLBACK_BYTES_MAX
        && name.bytes().all(|byte| byte.is_ascii_alphanumeric() || matches!(byte, b'_' | b'$' | b'.'))
}

/// The one flavor of a live stream, as JSON. Everything in it is ours or checked: no escaping is needed.
fn flavors(
    edge: &Edge,
    request: &Parts,
    parameters: &Parameters,
    broadcast: &live::Broadcast,
    location: &str,
) -> String {
    let base = match &edge.shared.public_url {
        Some(url) => url.clone(),
        None => {
            let host = request.headers.get(header::HOST).and_then(|host| host.to_str().ok()).unwrap_or_default();
            let plain = |byte: u8| byte.is_ascii_alphanumeric() || matches!(byte, b'.' | b':' | b'-' | b'[' | b']');
            let scheme = if parameters.get("protocol") == Some("https") { "https" } else { "http" };
            match host.bytes().all(plain) && !host.is_empty() {
                true => format!("{scheme}://{host}"),
                false => String::new(),
            }
        }
    };
    let resolution = broadcast.tracks().iter().find_map(|track| track.view().info().resolution);
    let (width, height) = resolution.unwrap_or_default();
    let kbps = broadcast.bandwidth().0 / 1000;
    format!(
        r#"{{"entryId":"{}","duration":0,"baseUrl":"","flavors":[{{"url":"{base}{location}","ext":"m3u8","bitrate":{kbps},"width":{width},"height":{height}}}]}}"#,
        broadcast.key()
    )
}

fn refuse(method: &Method, denied: &Denied) -> Response {
    let response = reply::head(StatusCode::NOT_FOUND, Cache::Never);
    let mut response = reply::with(method, response, NOTHING, 0, axum::body::Body::empty);
    let headers = response.headers_mut();
    let text = format!("exiting on error {} - {}", denied.number, denied.text);
    // A text with control characters cannot be a header: the number is what counts.
    if let Ok(text) = HeaderValue::try_from(text) {
        headers.insert("x-kaltura-app", text);
    }
    let number = HeaderValue::try_from(format!("error-{}", denied.number)).expect("digits are text");
    headers.append("x-kaltura", number);
    if let Some(message) = &denied.access_control {
        let line = message.replace(['\r', '\n'], " ");
        if let Ok(message) = HeaderValue::try_from(format!("access-control: {line}")) {
            headers.append("x-kaltura", message);
        }
    }
    response
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn every_form_of_the_address_is_known() {
        let cases = [
            ("/p/101/sp/10100/playManifest/entryId/0_abcd1234/format/applehttp/a.m3u8", true),
            ("/p/101/playManifest/entryId/0_abcd1234/a.m3u8", true),
            ("/s/p/101/sp/10100/playManifest/entryId/0_abcd1234/a.m3u8", true),
            ("/index.php/extwidget/playManifest/entryId/0_abcd1234/a.m3u8", true),
            ("//p/101/playManifest/entryId/0_abcd1234", true),
            ("/p/101/sp/10100/thumbnail/entry_id/0_abcd1234", false),
            ("/p/101/embedPlaykitJs/uiconf_id/1", false),
            ("/p/playManifest/entryId/0_abcd1234", false),
            ("/live/x/playManifest/entryId/0_abcd1234", false),
            ("/p/101/sp/playManifest/entryId/x", false),
        ];
        for (path, known) in cases {
            assert_eq!(is_manifest(path), known, "{path}");
        }
    }

    #[test]
    fn parameters_come_from_path_and_query_in_any_order() {
        // (path, query) → (entry, ks, format, file)
        type Expected<'a> = (Option<&'a str>, Option<&'a str>, Option<&'a str>, &'a str);
        let cases: &[(&str, &str, Expected<'_>)] = &[
            (
                "/p/101/sp/10100/playManifest/entryId/0_abcd1234/format/applehttp/protocol/http/a.m3u8",
                "ks=K%3D&playSessionId=x",
                (Some("0_abcd1234"), Some("K="), Some("applehttp"), "a.m3u8"),
            ),
            (
                "/p/101/playManifest/protocol/https/ks/djJ8%7C/e/0_abcd1234/f/hls",
                "",
                (Some("0_abcd1234"), Some("djJ8|"), Some("hls"), ""),
            ),
            ("/p/101/playManifest/a.m3u8", "entryId=0_abcd1234", (Some("0_abcd1234"), None, None, "a.m3u8")),
            ("/p/101/playManifest/entryId/a", "entryId=b", (Some("a"), None, None, "")),
            ("/p/101/playManifest/", "", (None, None, None, "")),
        ];
        for (path, query, expected) in cases {
            let parameters = Parameters::parse(path, query).expect(path);
            let found =
                (parameters.get("entryId"), parameters.get("ks"), parameters.get("format"), parameters.file.as_str());
            assert_eq!(found, *expected, "{path}?{query}");
            assert_eq!(parameters.partner, Some(101));
        }
    }

    #[test]
    fn referrers_are_decoded_when_they_are_base64() {
        let cases = [
            ("aHR0cDovL2EuZXhhbXBsZS8_eA", "http://a.example/?x"),
            ("aHR0cDovL2EuZXhhbXBsZS8/eA==", "http://a.example/?x"),
            ("http://a.example/", "http://a.example/"),
        ];
        for (text, expected) in cases {
            assert_eq!(referrer(text), expected, "{text}");
        }
    }

    proptest! {
        #[test]
        fn an_address_is_known_exactly_when_it_can_be_read(path in "/{0,2}(s/|index\\.php/extwidget/)?(p/[0-9x]{0,4}/)?(sp/[0-9]{0,4}/)?playManifest/[a-z0-9/%]{0,30}|.{0,50}", query in ".{0,40}") {
            let parameters = Parameters::parse(&path, &query);
            prop_assert_eq!(parameters.is_some(), is_manifest(&path));
            if let Some(parameters) = parameters {
                prop_assert!(parameters.get("entryId").is_none_or(|entry| !entry.is_empty()));
            }
        }
    }
}
