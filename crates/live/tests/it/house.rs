//! A registry with a gatekeeper that knows two streams and remembers what it was told.

use base::{BroadcastKey, Stopper};
use live::gate::Answer;
use live::{Gatekeeper, Input, InputSlot, Item, PublishGrant, PublishRequest, Refusal, Registry, Settings, Signal};
use std::net::{IpAddr, Ipv4Addr};
use std::sync::{Arc, Mutex};
use testkit::clock::SimClock;
use testkit::synth::{self, Frame, Show};
use tokio::time::{Duration, Instant, sleep_until};

pub const TOKEN: &str = "6c1ac379";

#[derive(Debug, Default)]
pub struct Gate {
    signals: Mutex<Vec<Signal>>,
}

impl Gate {
    /// What was told since the last time.
    pub fn take(&self) -> Vec<Signal> {
        std::mem::take(&mut *self.signals.lock().expect("no test panics while it holds this"))
    }
}

impl Gatekeeper for Gate {
    fn may_publish(&self, request: PublishRequest) -> Answer<'_, Result<PublishGrant, Refusal>> {
        Box::pin(async move {
            let stream = request.stream;
            if !["0_abcd1234", "0_efgh5678"].contains(&stream.key.as_str()) {
                return Err(Refusal::UnknownStream);
            }
            if !stream.token.is_some_and(|token| token.matches(TOKEN)) {
                return Err(Refusal::WrongToken);
            }
            let broadcast = stream.key.parse().map_err(|_| Refusal::UnknownStream)?;
            Ok(PublishGrant { broadcast, input: stream.input, rendition: stream.rendition })
        })
    }

    fn on_signal(&self, _: BroadcastKey, signal: Signal) -> Answer<'_, ()> {
        self.signals.lock().expect("no test panics while it holds this").push(signal);
        Box::pin(async {})
    }
}

pub struct House {
    pub gate: Arc<Gate>,
    pub registry: Registry,
    pub stopper: Stopper,
    pub stop: base::Stop,
}

impl House {
    pub fn new() -> Self {
        Self::with(Settings::default())
    }

    pub fn with(settings: Settings) -> Self {
        let gate = Arc::new(Gate::default());
        let (stopper, stop) = Stopper::new();
        let registry = Registry::new(gate.clone(), Arc::new(SimClock::new()), settings, stop.clone());
        Self { gate, registry, stopper, stop }
    }

    pub async fn open(&self, slot: Option<InputSlot>, host: u8) -> Result<Input, live::OpenError> {
        let grant = PublishGrant { broadcast: key(), input: slot, rendition: 1 };
        self.registry.open(&grant, address(host)).await
    }

    pub fn broadcast(&self) -> Arc<live::Broadcast> {
        self.registry.get(&key()).expect("it is there")
    }
}

pub fn key() -> BroadcastKey {
    "0_abcd1234".parse().expect("well-formed")
}

pub fn address(host: u8) -> IpAddr {
    Ipv4Addr::new(10, 0, 0, host).into()
}

/// Sends configurations and then `seconds` of a show in real (that is, simulated) time.
pub async fn play(input: &mut Input, show: &mut Show, seconds: u64) -> Result<(), live::Kick> {
    input.send(Item::VideoConfig(synth::video_config())).await?;
    input.send(Item::AudioConfig(synth::audio_config())).await?;
    go_on(input, show, seconds).await
}

pub async fn go_on(input: &mut Input, show: &mut Show, seconds: u64) -> Result<(), live::Kick> {
    let start = Instant::now();
    let mut first = None;
    let limit = i64::try_from(seconds).expect("a short test") * 1000;
    loop {
        let frame = show.next().expect("a show is endless");
        let ms = frame.at_ms() - *first.get_or_insert(frame.at_ms());
        if ms >= limit {
            return Ok(());
        }
        sleep_until(start + Duration::from_millis(u64::try_from(ms).unwrap_or(0))).await;
        input.send(item(frame)).await?;
    }
}

pub fn item(frame: Frame) -> Item {
    match frame {
        Frame::Video(frame) => Item::Video(frame),
        Frame::Audio(frame) => Item::Audio(frame),
    }
}

/// Lets every task run until it waits, without letting time pass.
pub async fn settle() {
    for _ in 0..50 {
        tokio::task::yield_now().await;
    }
}
