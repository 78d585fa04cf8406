//! One entry on the air, a router in front of it, and simulated time.

use axum::Router;
use axum::body::Body;
use axum::extract::ConnectInfo;
use axum::http::{HeaderMap, Method, Request, StatusCode};
use base::{BroadcastKey, Stopper};
use edge::{Access, Admission, Class, Denied, Doorkeeper, Edge, Releases, Signer, Visit};
use http_body_util::BodyExt as _;
use live::gate::Answer;
use live::{Form, Gatekeeper, Input, Item, PublishGrant, PublishRequest, Refusal, Registry, Settings, Signal};
use std::net::{IpAddr, Ipv4Addr, SocketAddr};
use std::sync::Arc;
use testkit::clock::SimClock;
use testkit::playlist::Playlist;
use testkit::synth::{self, Frame, Show};
use tokio::time::{Duration, Instant, sleep_until};
use tower_service::Service as _;

pub struct Open;

impl Gatekeeper for Open {
    fn may_publish(&self, _: PublishRequest) -> Answer<'_, Result<PublishGrant, Refusal>> {
        Box::pin(async { Ok(PublishGrant { broadcast: key(), input: None, rendition: 1 }) })
    }

    fn on_signal(&self, _: BroadcastKey, _: Signal) -> Answer<'_, ()> {
        Box::pin(async {})
    }
}

/// Knows `0_abcd1234` of partner 101; the KS `producer` sees the preview; the referrer `http://no/` is not let in.
pub struct Door {
    pub releases: Arc<Releases>,
}

impl Doorkeeper for Door {
    fn admit(&self, visit: Visit) -> edge::manifest::Answer<'_, Result<Admission, Denied>> {
        Box::pin(async move {
            if visit.entry != "0_abcd1234" || visit.partner.is_some_and(|partner| partner != 101) {
                return Err(Denied::entry_not_found());
            }
            if visit.referrer.as_deref() == Some("http://no/") {
                let message = Some("Site restricted".to_owned());
                return Err(Denied { access_control: message, ..Denied::new(3, "Access control restricted") });
            }
            let access = self.releases.get(&key()).ok_or(Denied::not_live())?;
            let producer = visit.ks.is_some_and(|ks| ks.matches("producer"));
            match (access.released, producer) {
                (true, _) => Ok(Admission::shared(key(), Class::Public, access.revision)),
                (false, true) => Ok(Admission::shared(key(), Class::Preview, access.revision)),
                (false, false) => Err(Denied::not_live()),
            }
        })
    }
}

pub struct Stage {
    pub registry: Registry,
    pub releases: Arc<Releases>,
    pub edge: Edge,
    router: Router,
    _stopper: Stopper,
}

pub struct Reply {
    pub status: StatusCode,
    pub headers: HeaderMap,
    pub body: bytes::Bytes,
}

impl Reply {
    pub fn header(&self, name: &str) -> &str {
        self.headers.get(name).map_or("", |value| value.to_str().expect("text"))
    }

    pub fn text(&self) -> &str {
        std::str::from_utf8(&self.body).expect("text")
    }

    #[track_caller]
    pub fn playlist(&self) -> Playlist {
        assert_eq!(self.status, StatusCode::OK, "{}", self.text());
        Playlist::parse(self.text())
    }
}

pub fn key() -> BroadcastKey {
    "0_abcd1234".parse().expect("well-formed")
}

impl Stage {
    pub fn new() -> Self {
        let (stopper, stop) = Stopper::new();
        let clock = Arc::new(SimClock::new());
        let registry = Registry::new(Arc::new(Open), clock.clone(), Settings::default(), stop);
        let releases = Arc::new(Releases::new());
        let signer = Signer::new(b"a key for tests, 32 bytes long..");
        let door = Arc::new(Door { releases: releases.clone() });
        let edge = Edge::new(registry.clone(), releases.clone(), signer, door, clock, None);
        let router = edge::router(edge.clone());
        let stage = Self { registry, releases, edge, router, _stopper: stopper };
        stage.release(true);
        stage
    }

    pub fn release(&self, released: bool) {
        self.releases.set(key(), Access { revision: 1, released, profile: 0 });
    }

    pub async fn open(&self) -> Input {
        let grant = PublishGrant { broadcast: key(), input: None, rendition: 1 };
        self.registry.open(&grant, Ipv4Addr::LOCALHOST.into()).await.expect("free")
    }

    /// On the air, after `seconds`.
    pub async fn on_air(seconds: u64) -> (Self, Input, Show) {
        let stage = Self::new();
        let mut input = stage.open().await;
        let mut show = Show::new(0);
        begin(&mut input).await;
        play(&mut input, &mut show, seconds * 1000).await;
        settle().await;
        (stage, input, show)
    }

    /// `/live/{token}/`.
    pub fn root(&self, class: Class) -> String {
        self.root_of(&Admission::shared(key(), class, 1))
    }

    pub fn root_of(&self, admission: &Admission) -> String {
        let master = self.edge.master_path(admission, Form::LowLatency);
        master.strip_suffix("master.m3u8").expect("a master").to_owned()
    }

    pub fn ask(&self, method: Method, uri: &str) -> impl Future<Output = Reply> + Send + 'static {
        self.ask_with(method, uri, &[])
    }

    pub fn ask_with(
        &self,
        method: Method,
        uri: &str,
        headers: &[(&str, &str)],
    ) -> impl Future<Output = Reply> + Send + 'static {
        let mut request = Request::builder().method(method).uri(uri);
        for (name, value) in headers {
            request = request.header(*name, *value);
        }
        let request = request.body(Body::empty()).expect("well-formed");
        let mut router = self.router.clone();
        async move {
            let response = router.call(request).await.expect("infallible");
            let (head, body) = response.into_parts();
            let body = body.collect().await.expect("infallible").to_bytes();
            Reply { status: head.status, headers: head.headers, body }
        }
    }

    /// As the listener tells it, for who comes from `address`.
    pub async fn ask_from(&self, address: Option<IpAddr>, uri: &str) -> Reply {
        let mut request = Request::get(uri).body(Body::empty()).expect("well-formed");
        if let Some(address) = address {
            request.extensions_mut().insert(ConnectInfo(SocketAddr::from((address, 1))));
        }
        let (head, body) = self.router.clone().call(request).await.expect("infallible").into_parts();
        let body = body.collect().await.expect("infallible").to_bytes();
        Reply { status: head.status, headers: head.headers, body }
    }

    pub async fn get(&self, uri: &str) -> Reply {
        self.ask(Method::GET, uri).await
    }
}

pub async fn begin(input: &mut Input) {
    input.send(Item::VideoConfig(synth::video_config())).await.expect("ours");
    input.send(Item::AudioConfig(synth::audio_config())).await.expect("ours");
}

/// `milliseconds` of the show, in (simulated) real time.
pub async fn play(input: &mut Input, show: &mut Show, milliseconds: u64) {
    let start = Instant::now();
    let mut first = None;
    loop {
        let frame = show.clone().next().expect("endless");
        let ms = u64::try_from(frame.at_ms() - *first.get_or_insert(frame.at_ms())).expect("rising");
        if ms >= milliseconds {
            return;
        }
        show.next();
        sleep_until(start + Duration::from_millis(ms)).await;
        let item = match frame {
            Frame::Video(frame) => Item::Video(frame),
            Frame::Audio(frame) => Item::Audio(frame),
        };
        input.send(item).await.expect("ours");
    }
}

/// Lets every task run until it waits, without letting time pass.
pub async fn settle() {
    for _ in 0..50 {
        tokio::task::yield_now().await;
    }
}
