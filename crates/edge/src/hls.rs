//! `/live/{token}/…`: master and media playlists, init segments, segments and parts.
//!
//! Belongs here: addresses, statuses, cache rules. Does not belong here: what a playlist says (`media`), the ring (`live`).
//! Spec: RFC 8216; draft-pantos-hls-rfc8216bis for parts and blocking.
//!
//! Invariants
//! * every answer, also one that waited, was allowed at the moment it was made;
//! * no media byte is copied, and the texts of media playlists are shared by all who wait for the same edge;
//! * a master playlist is its player's own: it gives out the mark by which viewers are counted.

use crate::Edge;
use crate::blocking::{self, Directives, NotYet, digits};
use crate::body::Parts;
use crate::reply::{self, Cache};
use crate::token::Token;
use crate::viewers::Mark;
use axum::body::Body;
use axum::extract::ConnectInfo;
use axum::http::request::Parts as Head;
use axum::http::{HeaderMap, HeaderValue, Method, StatusCode, header};
use axum::response::Response;
use flate2::Compression;
use flate2::write::GzEncoder;
use live::{Broadcast, Form, State, Text, Track, TrackKind, View};
use media::playlist::hls::{self, Rendition};
use metrics::counter;
use std::io::Write as _;
use std::net::{IpAddr, SocketAddr};
use std::sync::Arc;
use tokio::time::{Duration, timeout};

const PLAYLIST: HeaderValue = HeaderValue::from_static("application/vnd.apple.mpegurl");
const VIDEO: HeaderValue = HeaderValue::from_static("video/mp4");
const AUDIO: HeaderValue = HeaderValue::from_static("audio/mp4");
/// How long a master playlist waits for a signal that is starting.
const MASTER_WITHIN: Duration = Duration::from_secs(6);
/// Shorter texts are not worth compressing.
const PACKED_BYTES_MIN: usize = 400;
/// Fast: a text lives for one part.
const PACKING: Compression = Compression::new(3);

/// What an address names.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Target {
    Master(Form),
    Playlist(TrackKind, Form),
    Init(TrackKind, u32),
    Segment(TrackKind, u64),
    Part(TrackKind, u64, u32),
}

impl Target {
    /// What stands behind the token in the path. Numbers have one spelling, so one thing has one address.
    fn parse(path: &str) -> Option<Self> {
        let (track, file) = match path.split_once('/') {
            None if path == "master.m3u8" => return Some(Self::Master(Form::LowLatency)),
            None if path == "plain.m3u8" => return Some(Self::Master(Form::Plain)),
            None => return None,
            Some(("video", file)) => (TrackKind::Video, file),
            Some(("audio", file)) => (TrackKind::Audio, file),
            Some(_) => return None,
        };
        match file {
            "live.m3u8" => return Some(Self::Playlist(track, Form::LowLatency)),
            "plain.m3u8" => return Some(Self::Playlist(track, Form::Plain)),
            _ => {}
        }
        let small = |text: &str| digits(text).and_then(|number| u32::try_from(number).ok());
        if let Some(period) = file.strip_prefix("init.").and_then(|rest| rest.strip_suffix(".mp4")) {
            return Some(Self::Init(track, small(period)?));
        }
        let name = file.strip_suffix(".m4s")?;
        Some(match name.split_once('.') {
            None => Self::Segment(track, digits(name)?),
            Some((msn, part)) => Self::Part(track, digits(msn)?, small(part)?),
        })
    }
}

/// Why a request gets no media.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Failure {
    Forbidden,
    NotFound,
    /// Directives that make no sense or ask too far ahead.
    BadRequest(Cache),
    /// Waited as long as allowed, or too many wait already.
    Unavailable(Cache),
}

impl Failure {
    fn reply(self, method: &Method) -> Response {
        let (status, cache, text) = match self {
            Self::Forbidden => (StatusCode::FORBIDDEN, Cache::Never, "not allowed\n"),
            Self::NotFound => (StatusCode::NOT_FOUND, Cache::Seconds(1), "not found\n"),
            Self::BadRequest(cache) => (StatusCode::BAD_REQUEST, cache, "bad request\n"),
            Self::Unavailable(cache) => (StatusCode::SERVICE_UNAVAILABLE, cache, "not available yet\n"),
        };
        counter!("plenary_edge_refusals_total", "status" => status_label(status)).increment(1);
        reply::refusal(method, status, cache, text)
    }
}

fn status_label(status: StatusCode) -> &'static str {
    match status {
        StatusCode::FORBIDDEN => "403",
        StatusCode::NOT_FOUND => "404",
        StatusCode::BAD_REQUEST => "400",
        _ => "503",
    }
}

/// Answers everything under `/live/`.
pub(crate) async fn answer(edge: &Edge, request: &Head) -> Response {
    let method = &request.method;
    match *method {
        Method::GET | Method::HEAD => {}
        Method::OPTIONS => return reply::preflight(),
        _ => return reply::method_not_allowed(method),
    }
    match serve(edge, request).await {
        Ok(response) => response,
        Err(failure) => failure.reply(method),
    }
}

async fn serve(edge: &Edge, request: &Head) -> Result<Response, Failure> {
    let shared = &edge.shared;
    let method = &request.method;
    let path = request.uri.path().strip_prefix("/live/").ok_or(Failure::NotFound)?;
    let (text, path) = path.split_once('/').ok_or(Failure::NotFound)?;
    let token = shared.signer.open(text, shared.clock.now()).map_err(|_| Failure::Forbidden)?;
    shared.releases.check(&token).map_err(|_| Failure::Forbidden)?;
    if token.address.is_some_and(|bound| peer(request).map(|peer| shared.signer.address(peer)) != Some(bound)) {
        return Err(Failure::Forbidden);
    }
    let target = Target::parse(path).ok_or(Failure::NotFound)?;
    let broadcast = shared.registry.get(&token.broadcast).ok_or(Failure::NotFound)?;
    let track = |kind: TrackKind| broadcast.track(kind).ok_or(Failure::NotFound);
    match target {
        Target::Master(form) => master(edge, request, &token, &broadcast, form).await,
        Target::Playlist(kind, form) => playlist(edge, request, &token, &*track(kind)?, form).await,
        Target::Init(kind, period) => {
            let init = track(kind)?.view().init(period).ok_or(Failure::NotFound)?;
            Ok(reply::full(method, StatusCode::OK, Cache::Immutable, content_type(kind), init))
        }
        Target::Segment(kind, msn) => {
            let segment = track(kind)?.view().segment(msn).ok_or(Failure::NotFound)?;
            let parts = Parts::new(segment);
            let head = reply::head(StatusCode::OK, Cache::Immutable);
            Ok(reply::with(method, head, content_type(kind), parts.bytes(), || Body::new(parts)))
        }
        Target::Part(kind, msn, part) => {
            let bytes = hinted_part(edge, &token, &*track(kind)?, msn, part).await?;
            Ok(reply::full(method, StatusCode::OK, Cache::Immutable, content_type(kind), bytes))
        }
    }
}

fn content_type(kind: TrackKind) -> HeaderValue {
    match kind {
        TrackKind::Video => VIDEO,
        TrackKind::Audio => AUDIO,
    }
}

/// Lists the tracks of the moment. A master is asked for once per viewer; its waiting is for a signal that is starting.
async fn master(
    edge: &Edge,
    request: &Head,
    token: &Token,
    broadcast: &Broadcast,
    form: Form,
) -> Result<Response, Failure> {
    let mut pictures = broadcast.watch();
    let mark = Mark::of_query(request.uri.query().unwrap_or_default()).unwrap_or_else(Mark::random);
    edge.shared.viewers.saw(&token.broadcast, mark, edge.shared.clock.now());
    let started =
        async { pictures.wait_for(|picture| picture.state != State::Waiting).await.map(|picture| picture.clone()) };
    let picture = tokio::select! {
        biased;
        _ = edge.shared.releases.withdrawn(token) => return Err(Failure::Forbidden),
        picture = timeout(MASTER_WITHIN, started) => match picture {
            Ok(Ok(picture)) => picture,
            Ok(Err(_)) | Err(_) => return Err(Failure::NotFound),
        },
    };
    still_holds(edge, token).map_err(|_| Failure::Forbidden)?;
    let [video, audio] = [picture.video, picture.audio].map(|track| track.map(|track| track.view()));
    let rendition = |view: &'_ Arc<View>| -> (u64, u64) { view.index().bandwidth() };
    let video = video.as_ref().map(|view| (view.info(), rendition(view)));
    let audio = audio.as_ref().map(|view| (view.info(), rendition(view)));
    let [video, audio] = [video, audio]
        .map(|track| track.map(|(info, (peak_bps, average_bps))| Rendition { info, peak_bps, average_bps }));
    if video.is_none() && audio.is_none() {
        return Err(Failure::NotFound);
    }
    let file = form.file_name();
    let text = hls::master(video, audio, form).replace(file, &format!("{file}?v={mark}"));
    Ok(text_reply(request, &Text::new(text), Cache::Never))
}

/// The viewing session that asks for a media playlist.
fn mark(edge: &Edge, request: &Head) -> Mark {
    Mark::of_query(request.uri.query().unwrap_or_default()).unwrap_or_else(|| {
        let agent = request.headers.get(header::USER_AGENT).map(HeaderValue::as_bytes);
        edge.shared.viewers.mark_of(peer(request), agent)
    })
}

fn peer(request: &Head) -> Option<IpAddr> {
    request.extensions.get::<ConnectInfo<SocketAddr>>().map(|ConnectInfo(peer)| peer.ip())
}

/// Asked again after a wait, during which the token's own time may have run out.
fn still_holds(edge: &Edge, token: &Token) -> Result<(), NotYet> {
    if token.is_over(edge.shared.clock.now()) { Err(NotYet::Withdrawn) } else { Ok(()) }
}

/// A media playlist, at once or when what the reload waits for exists.
async fn playlist(edge: &Edge, request: &Head, token: &Token, track: &Track, form: Form) -> Result<Response, Failure> {
    let view = track.view();
    let targets = |number: u64| Cache::Seconds((view.target_ms() * number).div_ceil(1000));
    let query = request.uri.query().unwrap_or_default();
    let directives = Directives::parse(query).map_err(|_| Failure::BadRequest(targets(4)))?;
    edge.shared.viewers.saw(&token.broadcast, mark(edge, request), edge.shared.clock.now());
    // Before there is anything to play, an ordinary reload waits too: an empty playlist would stop most players.
    let first = |view: &View| match form {
        Form::LowLatency => view.edge().complete.is_some() || view.edge().parts > 0,
        Form::Plain => view.edge().complete.is_some(),
    };
    let (found, cache, failed) = match directives {
        None => {
            let half = Cache::Seconds((view.target_ms() / 2000).max(1));
            (wait(edge, token, track, first).await, half, targets(1))
        }
        Some(directives) => {
            let failed = targets(4);
            if !view.edge().ended {
                let checked = directives.check(view.edge(), view.info().part_target_ms);
                checked.map_err(|_| Failure::BadRequest(failed))?;
            }
            let part = directives.part.filter(|_| form == Form::LowLatency);
            let wanted = |view: &View| first(view) && view.has(directives.msn, part);
            (wait(edge, token, track, wanted).await, targets(6), failed)
        }
    };
    match found {
        Ok(view) => Ok(text_reply(request, view.playlist(form), cache)),
        Err(NotYet::Withdrawn) => Err(Failure::Forbidden),
        Err(NotYet::TooFarAhead) => Err(Failure::BadRequest(failed)),
        Err(NotYet::TimedOut) => Err(Failure::Unavailable(failed)),
    }
}

/// A part; the one that the preload hint names is waited for.
async fn hinted_part(edge: &Edge, token: &Token, track: &Track, msn: u64, part: u32) -> Result<bytes::Bytes, Failure> {
    let view = track.view();
    if let Some(bytes) = view.part(msn, part) {
        return Ok(bytes);
    }
    let next = view.edge();
    let hinted = msn == next.msn && part == next.parts || msn == next.msn + 1 && part == 0;
    if !hinted || next.ended {
        return Err(Failure::NotFound);
    }
    drop(view);
    let wanted = |view: &View| view.part(msn, part).is_some() || view.edge().msn > msn;
    match wait(edge, token, track, wanted).await {
        // The segment ended without this part: the hint did not come true.
        Ok(view) => view.part(msn, part).ok_or(Failure::NotFound),
        Err(NotYet::Withdrawn) => Err(Failure::Forbidden),
        Err(NotYet::TooFarAhead | NotYet::TimedOut) => Err(Failure::Unavailable(Cache::Never)),
    }
}

async fn wait(edge: &Edge, token: &Token, track: &Track, wanted: impl Fn(&View) -> bool) -> Result<Arc<View>, NotYet> {
    let Some(_slot) = edge.shared.waiting.take() else {
        counter!("plenary_edge_waiting_full_total").increment(1);
        return Err(NotYet::TimedOut);
    };
    let view = blocking::until(track, &edge.shared.releases, token, wanted).await?;
    still_holds(edge, token)?;
    Ok(view)
}

fn text_reply(request: &Head, text: &Text, cache: Cache) -> Response {
    const GZIP: HeaderValue = HeaderValue::from_static("gzip");
    let packed = text.plain.len() >= PACKED_BYTES_MIN && takes_gzip(&request.headers);
    let bytes = if packed { text.packed(pack).clone() } else { text.plain.clone() };
    let mut response = reply::full(&request.method, StatusCode::OK, cache, PLAYLIST, bytes);
    response.headers_mut().insert(header::VARY, HeaderValue::from_static("accept-encoding"));
    if packed {
        response.headers_mut().insert(header::CONTENT_ENCODING, GZIP);
    }
    response
}

fn takes_gzip(headers: &HeaderMap) -> bool {
    let Some(accepted) = headers.get(header::ACCEPT_ENCODING).and_then(|value| value.to_str().ok()) else {
        return false;
    };
    accepted.split(',').any(|coding| {
        let mut words = coding.split(';').map(str::trim);
        let named = words.next().is_some_and(|name| name.eq_ignore_ascii_case("gzip"));
        named && !words.any(|word| matches!(word, "q=0" | "q=0.0" | "q=0.00" | "q=0.000"))
    })
}

fn pack(text: &[u8]) -> Vec<u8> {
    let mut encoder = GzEncoder::new(Vec::with_capacity(text.len() / 3), PACKING);
    encoder.write_all(text).and_then(|()| encoder.finish()).expect("writing to memory does not fail")
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn one_thing_has_one_address() {
        use TrackKind::{Audio, Video};
        let cases = [
            ("master.m3u8", Some(Target::Master(Form::LowLatency))),
            ("plain.m3u8", Some(Target::Master(Form::Plain))),
            ("video/live.m3u8", Some(Target::Playlist(Video, Form::LowLatency))),
            ("audio/plain.m3u8", Some(Target::Playlist(Audio, Form::Plain))),
            ("video/init.3.mp4", Some(Target::Init(Video, 3))),
            ("audio/812.m4s", Some(Target::Segment(Audio, 812))),
            ("video/812.0.m4s", Some(Target::Part(Video, 812, 0))),
            ("video/0812.m4s", None),
            ("video/812.00.m4s", None),
            ("video/812.1.2.m4s", None),
            ("video/+812.m4s", None),
            ("video/.m4s", None),
            ("video/812", None),
            ("video/../audio/1.m4s", None),
            ("video//1.m4s", None),
            ("text/1.m4s", None),
            ("live.m3u8", None),
            ("", None),
        ];
        for (path, expected) in cases {
            assert_eq!(Target::parse(path), expected, "{path}");
        }
    }

    #[test]
    fn gzip_is_used_only_for_those_who_ask() {
        let cases = [
            ("gzip, deflate, br", true),
            ("br;q=1, GZIP;q=0.5", true),
            ("gzip;q=0", false),
            ("br", false),
            ("", false),
        ];
        for (accepted, takes) in cases {
            let mut headers = HeaderMap::new();
            headers.insert(header::ACCEPT_ENCODING, HeaderValue::from_static(accepted));
            assert_eq!(takes_gzip(&headers), takes, "{accepted}");
        }
        assert!(!takes_gzip(&HeaderMap::new()));
    }

    proptest! {
        #[test]
        fn an_address_that_means_something_is_the_one_we_print(path in "(video|audio)/(init\\.)?[0-9]{1,20}(\\.[0-9]{1,11})?\\.(m4s|mp4)|.{0,40}") {
            let track = |kind| if kind == TrackKind::Video { "video" } else { "audio" };
            let printed = match Target::parse(&path) {
                None => return Ok(()),
                Some(Target::Master(form)) => if form == Form::Plain { "plain.m3u8" } else { "master.m3u8" }.to_owned(),
                Some(Target::Playlist(kind, form)) => format!("{}/{}", track(kind), form.file_name()),
                Some(Target::Init(kind, period)) => format!("{}/init.{period}.mp4", track(kind)),
                Some(Target::Segment(kind, msn)) => format!("{}/{msn}.m4s", track(kind)),
                Some(Target::Part(kind, msn, part)) => format!("{}/{msn}.{part}.m4s", track(kind)),
            };
            prop_assert_eq!(printed, path);
        }
    }
}
