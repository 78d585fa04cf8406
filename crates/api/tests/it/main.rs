//! The API as clients meet it: the router in this process, over a real database in a temporary folder.

#![recursion_limit = "256"]

mod access;
mod calls;
mod conformance;
mod conversion;
mod entries;
mod errors;
mod fields;
mod files;
mod lists;
mod matrix;
mod metadata;
mod native;
mod parameters;
mod people;
mod profiles;
mod reference;
mod speed;
mod ui;
mod wire;

use api::encoder::{Audio, Encoders, Note, Report, Sending, Video};
use api::{Api, Config, Delivery, Endpoints};
use axum::body::Body;
use axum::http::{HeaderMap, Request, StatusCode};
use base::{Clock, EntryId, PartnerId, Secret, Stop, Stopper, UnixMillis};
use domain::Catalog;
use domain::access::Pass;
use domain::partner::{FirstPartner, first_start};
use domain::{Entry, Input};
use http_body_util::BodyExt;
use serde_json::{Value, json};
use std::net::Ipv4Addr;
use std::sync::Arc;
use std::sync::atomic::{AtomicI64, Ordering};
use store::{Db, Options};
use tempfile::TempDir;
use tower_service::Service;

pub const SECRET: &str = "plenarySecretAdmin00000000000001";
pub const PARTNER: i64 = 101;
/// What the first administrator signs in with.
pub const EMAIL: &str = "boss@example.com";
pub const PASSWORD: &str = "correct horse battery";

/// A clock that stands until it is moved.
#[derive(Debug)]
pub struct Hand(AtomicI64);

impl Hand {
    pub fn advance(&self, ms: i64) {
        self.0.fetch_add(ms, Ordering::SeqCst);
    }
}

impl Clock for Hand {
    fn now(&self) -> UnixMillis {
        UnixMillis(self.0.load(Ordering::SeqCst))
    }
}

/// Delivery without media.
struct Media;

/// How many watch any entry.
pub const VIEWERS: usize = 42;

impl Delivery for Media {
    fn live(&self, entry: &EntryId, pass: &Pass) -> String {
        format!("/live/{entry}.{:?}.{}/master.m3u8", pass.class, pass.revision)
    }

    fn viewers(&self, _entry: &EntryId) -> usize {
        VIEWERS
    }
}

/// Knows one encoder of every entry, and a refusal; a second one of nobody's for those who may hear of it.
struct OneEncoder;

impl Encoders for OneEncoder {
    fn report(&self, _: &Entry, strays: bool, now: UnixMillis) -> Report {
        let peer = Ipv4Addr::new(203, 0, 113, 7).into();
        let video = Video {
            codec: Some("avc1.64001f".to_owned()),
            size: Some((1280, 720)),
            frames_per_s: Some(25.0),
            bits_per_s: Some(2_500_000),
            keyframe_ms: Some(2000),
            since_keyframe_ms: 400,
            has_keyframe: true,
        };
        let audio = Audio { codec: Some("mp4a.40.2".to_owned()), format: Some((48_000, 2)), bits_per_s: None };
        let sending = Sending { peer, since: now, heard_at: Some(now), video: Some(video), audio: Some(audio) };
        let refused = Note {
            what: "wrong_token",
            input: Some(Input::Backup),
            peer,
            detail: String::new(),
            asked_for: None,
            first_at: now,
            last_at: now,
            times: 3,
        };
        let stray = Note { what: "unknown_stream", asked_for: Some("0_zzzzzzzz".to_owned()), ..refused.clone() };
        let notes = if strays { vec![refused, stray] } else { vec![refused] };
        Report { primary: Some(sending), backup: None, notes }
    }
}

#[derive(Debug)]
pub struct Server {
    pub router: axum::Router,
    pub catalog: Arc<Catalog>,
    pub clock: Arc<Hand>,
    pub stopper: Stopper,
    _dir: TempDir,
}

#[derive(Debug)]
pub struct Reply {
    pub status: StatusCode,
    pub headers: HeaderMap,
    pub bytes: Vec<u8>,
}

impl Reply {
    pub fn text(&self) -> String {
        String::from_utf8(self.bytes.clone()).expect("answers are UTF-8")
    }

    #[track_caller]
    pub fn json(&self) -> Value {
        serde_json::from_slice(&self.bytes).unwrap_or_else(|_| panic!("no JSON: {}", self.text()))
    }

    pub fn header(&self, name: &str) -> &str {
        self.headers.get(name).map_or("", |value| value.to_str().expect("ASCII"))
    }
}

impl Server {
    pub async fn start() -> Self {
        Self::of(PARTNER, SECRET, 1_800_000_000_000).await
    }

    /// With an account of that id and admin secret, at that time.
    pub async fn of(partner: i64, secret: &str, now_ms: i64) -> Self {
        let dir = TempDir::new().expect("a temporary folder");
        let clock = Arc::new(Hand(AtomicI64::new(now_ms)));
        let db = Db::open(dir.path(), Options::default()).await.expect("opens");
        let catalog = Catalog::open(db, dir.path(), clock.now()).await.expect("opens");
        let first = FirstPartner {
            id: Some(PartnerId(partner)),
            admin_secret: Some(Secret::new(secret.to_owned())),
            email: Some(EMAIL.to_owned()),
            password: Some(Secret::new(PASSWORD.to_owned())),
        };
        first_start(&catalog, clock.now(), first).await.expect("starts").expect("is the first");
        let (stopper, stop): (Stopper, Stop) = Stopper::new();
        let api = Api::new(Config {
            catalog: catalog.clone(),
            endpoints: Endpoints { public_url: None, rtmp_port: Some(1935) },
            delivery: Arc::new(Media),
            encoders: Arc::new(OneEncoder),
            clock: clock.clone(),
            stop,
            name: "test".to_owned(),
        });
        Self { router: api::router(api), catalog, clock, stopper, _dir: dir }
    }

    pub async fn send(&self, request: Request<Body>) -> Reply {
        let response = self.router.clone().call(request).await.expect("never fails");
        let (parts, body) = response.into_parts();
        let bytes = body.collect().await.expect("answers are whole").to_bytes().to_vec();
        Reply { status: parts.status, headers: parts.headers, bytes }
    }

    pub async fn post(&self, uri: &str, content_type: &str, body: impl Into<Body>) -> Reply {
        let request = Request::post(uri).header("host", "example.com:8080").header("content-type", content_type);
        self.send(request.body(body.into()).expect("a request")).await
    }

    pub async fn get(&self, uri: &str) -> Reply {
        self.send(Request::get(uri).header("host", "example.com:8080").body(Body::empty()).expect("a request")).await
    }

    /// Calls an action as a JSON client does and gives its JSON answer.
    #[track_caller]
    pub fn call<'a>(
        &'a self,
        service: &'a str,
        action: &'a str,
        ks: &'a str,
        mut args: Value,
    ) -> impl Future<Output = Value> + 'a {
        args["format"] = 1.into();
        if !ks.is_empty() {
            args["ks"] = ks.into();
        }
        async move {
            let reply = self
                .post(&format!("/api_v3/service/{service}/action/{action}"), "application/json", args.to_string())
                .await;
            assert_eq!(reply.status, StatusCode::OK);
            reply.json()
        }
    }

    /// Calls an action with files as the official clients do: its arguments in one part, every file in its own.
    pub async fn upload(
        &self,
        service: &str,
        action: &str,
        ks: &str,
        mut args: Value,
        files: &[(&str, &[u8])],
    ) -> Value {
        args["format"] = 1.into();
        if !ks.is_empty() {
            args["ks"] = ks.into();
        }
        let boundary = "---------------------------0.6546";
        let mut body = Vec::new();
        let mut part = |disposition: &str, content: &[u8]| {
            let head = format!("\r\n--{boundary}\r\nContent-Disposition: form-data; {disposition}\r\n\r\n");
            body.extend_from_slice(head.as_bytes());
            body.extend_from_slice(content);
        };
        part("name=\"json\"", args.to_string().as_bytes());
        for (name, content) in files {
            part(&format!("name=\"{name}\"; filename=\"/home/ann/{name}\""), content);
        }
        body.extend_from_slice(format!("\r\n--{boundary}--").as_bytes());
        let content_type = format!("multipart/form-data; boundary={boundary}");
        let reply = self.post(&format!("/api_v3/service/{service}/action/{action}"), &content_type, body).await;
        reply.json()
    }

    pub async fn ks(&self, user: &str, kind: i64, privileges: &str) -> String {
        let args =
            json!({"secret": SECRET, "userId": user, "type": kind, "partnerId": PARTNER, "privileges": privileges});
        let answer = self.call("session", "start", "", args).await;
        answer.as_str().unwrap_or_else(|| panic!("no KS: {answer}")).to_owned()
    }

    pub async fn admin(&self) -> String {
        self.ks("admin", 2, "").await
    }

    pub async fn widget(&self) -> String {
        let answer = self.call("session", "startWidgetSession", "", json!({"widgetId": "_101"})).await;
        answer["ks"].as_str().expect("a KS").to_owned()
    }

    /// A live stream of `ann`, made by an administrator.
    pub async fn live(&self, more: Value) -> String {
        let mut entry =
            json!({"objectType": "KalturaLiveStreamEntry", "name": "Town hall", "mediaType": 201, "userId": "ann"});
        for (key, value) in more.as_object().expect("an object") {
            entry[key] = value.clone();
        }
        let admin = self.admin().await;
        let added = self.call("liveStream", "add", &admin, json!({"liveStreamEntry": entry, "sourceType": "32"})).await;
        added["id"].as_str().unwrap_or_else(|| panic!("no entry: {added}")).to_owned()
    }
}

/// `CODE` of an exception, or the answer itself.
pub fn code(answer: &Value) -> String {
    answer.get("code").map_or_else(|| answer.to_string(), |code| code.as_str().unwrap_or_default().to_owned())
}
