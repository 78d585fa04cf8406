//! RTMP in: a listener, one task per connection, and the mapping from RTMP messages to items of a broadcast.
//!
//! Belongs here: sockets, deadlines, who is dropped when there are too many, log lines and counters of encoders.
//! Does not belong here: the protocol (`wire::rtmp`), whether a stream may be published ([`crate::Gatekeeper`]), packaging.
//!
//! Invariants
//! * a connection that does not publish costs a task and a socket, no buffer, and ends by its deadline;
//! * who waits and who guesses is limited in [`super::waiting_room`];
//! * an encoder that is slow, silent or lying costs its own broadcast at most.

use crate::broadcast::{Input, Kick};
use crate::encoders::{Note, Presence, Typed};
use crate::gate::{InputSlot, PublishGrant, PublishRequest, Refusal};
use crate::ingest::meter::Meter;
use crate::ingest::name::{self, MalformedName, StreamName};
use crate::ingest::waiting_room::{Place, SUSPECT_WAIT, WaitingRoom};
use crate::registry::{OpenError, Registry};
use crate::selector::Item;
use crate::tempo;
use base::limit::Slots;
use base::{BroadcastKey, Stop, Tally, UnixMillis};
use bytes::{Bytes, BytesMut};
use media::codec;
use media::frame::{AudioFrame, VideoFrame};
use metrics::{counter, gauge};
use std::io;
use std::net::SocketAddr;
use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio::net::{TcpListener, TcpStream};
use tokio::task::JoinSet;
use tokio::time::{Duration, Instant, sleep, sleep_until, timeout};
use tracing::{debug, info, warn};
use wire::flv::{self, AudioTag, VideoTag};
use wire::rtmp::{self, Event, Media, MediaKind, Output, RtmpError};
use wire::time::Unwrap32;

/// What peers may take from the listener.
#[derive(Clone, Copy, Debug)]
pub struct Limits {
    /// Connections that do not publish (yet). At the limit a new one makes an older one go.
    pub pending_max: usize,
    /// Connections that publish. One more is refused as busy.
    pub publishers_max: usize,
    /// Time from the connection to the accepted publication.
    pub publish_within: Duration,
    /// A publishing connection that sends no byte for this long is dropped. Its input is lost long before.
    pub idle_max: Duration,
    /// A peer that does not take our answers for this long is dropped.
    pub write_within: Duration,
    pub protocol: rtmp::Limits,
}

impl Default for Limits {
    fn default() -> Self {
        Self {
            pending_max: 2_000,
            publishers_max: 1_000,
            publish_within: Duration::from_secs(10),
            idle_max: Duration::from_secs(30),
            write_within: Duration::from_secs(5),
            protocol: rtmp::Limits::default(),
        }
    }
}

/// Bytes read at once from a publishing connection.
const READ_BYTES: usize = 32 << 10;
/// How long the rules may take to say whether a stream may be published; then the encoder is told to try again.
const ANSWER_WITHIN: Duration = Duration::from_secs(5);
/// How long a refused peer may take to read why, before the socket goes.
const PART_WITHIN: Duration = Duration::from_secs(2);
/// Pause after the system refused to accept (out of descriptors).
const ACCEPT_PAUSE: Duration = Duration::from_millis(100);

/// Accepts encoders until `stop`; ends when all its connections have ended.
pub async fn serve(listener: TcpListener, registry: Registry, limits: Limits, stop: Stop) {
    let waiting_room = WaitingRoom::default();
    let publishers = Slots::new(limits.publishers_max);
    let mut connections = JoinSet::new();
    let mut failures = Tally::default();
    loop {
        let accepted = tokio::select! {
            biased;
            () = stop.requested() => break,
            Some(_) = connections.join_next() => continue,
            accepted = listener.accept() => accepted,
        };
        match accepted {
            Ok((stream, peer)) => {
                let place = waiting_room.enter(peer.ip(), limits.pending_max, registry.clock().now());
                let connection = Connection {
                    stream,
                    peer,
                    rtmp: rtmp::Server::new(limits.protocol),
                    registry: registry.clone(),
                    limits,
                    waiting_room: waiting_room.clone(),
                    place: Some(place),
                    publishers: publishers.clone(),
                    stop: stop.clone(),
                    publication: None,
                    scratch: BytesMut::new(),
                };
                connections.spawn(connection.run());
            }
            Err(error) => {
                counter!("plenary_ingest_accept_failures_total").increment(1);
                if let Some(times) = failures.count(registry.clock().now()) {
                    warn!(%error, times, "cannot accept encoders");
                }
                sleep(ACCEPT_PAUSE).await;
            }
        }
    }
    while connections.join_next().await.is_some() {}
}

/// How a connection ended. The label of `plenary_ingest_ended_total`.
#[derive(Debug)]
enum End {
    /// The peer closed the connection.
    Closed,
    /// We said no and why.
    Refused,
    /// Too long without a publication.
    NoPublication,
    /// Made room for a newer connection.
    Evicted,
    /// No byte for too long.
    Idle,
    /// It does not read what we send.
    Deaf,
    Malformed(String),
    Kicked(Kick),
    Socket(io::Error),
    Stopping,
}

impl End {
    fn reason(&self) -> &'static str {
        match self {
            Self::Closed => "closed",
            Self::Refused => "refused",
            Self::NoPublication => "no_publication",
            Self::Evicted => "evicted",
            Self::Idle => "idle",
            Self::Deaf => "deaf",
            Self::Malformed(_) => "malformed",
            Self::Kicked(Kick::TakenOver) => "taken_over",
            Self::Kicked(Kick::ClockStands) => "clock_stands",
            Self::Kicked(Kick::Ended) => "ended",
            Self::Kicked(Kick::Stopping) | Self::Stopping => "stopping",
            Self::Socket(_) => "socket",
        }
    }

    /// What an operator wants to know beyond the reason.
    fn detail(&self) -> String {
        match self {
            Self::Malformed(what) => what.clone(),
            Self::Socket(error) => error.to_string(),
            _ => String::new(),
        }
    }
}

impl From<RtmpError> for End {
    fn from(error: RtmpError) -> Self {
        Self::Malformed(error.to_string())
    }
}

/// A running publication of a connection.
struct Publication {
    input: Input,
    broadcast: BroadcastKey,
    presence: Presence,
    meter: Meter,
    clock: Unwrap32,
    began: Instant,
    bytes: u64,
    _slot: base::limit::Slot,
}

impl Publication {
    /// Counts an item; what there is to tell of it goes to whoever sets the encoder up.
    fn measure(&mut self, item: &Item, registry: &Registry, peer: SocketAddr) {
        let now = tempo::now();
        if self.meter.take(item, now) {
            let note = Note::new("no_keyframes", Some(self.input.slot()), peer.ip(), registry.clock().now());
            warn!(broadcast = %self.broadcast, input = self.input.slot().name(), %peer, "encoder sends no keyframes");
            registry.encoders().note(&self.broadcast, note);
        }
        if item.is_media()
            && let Some((video, audio)) = self.meter.due(now)
        {
            self.presence.tell(registry.clock().now(), video, audio);
        }
    }
}

/// Whose encoder it is that was refused.
enum Whose {
    /// Of a stream that exists.
    Stream { key: BroadcastKey, input: Option<InputSlot> },
    /// Of none, or of two.
    Nobody(Typed),
}

struct Connection {
    stream: TcpStream,
    peer: SocketAddr,
    rtmp: rtmp::Server,
    registry: Registry,
    limits: Limits,
    waiting_room: WaitingRoom,
    /// Until it publishes.
    place: Option<Place>,
    publishers: Slots,
    stop: Stop,
    publication: Option<Publication>,
    /// Only a publishing connection keeps capacity in it.
    scratch: BytesMut,
}

impl Connection {
    async fn run(mut self) {
        gauge!("plenary_ingest_connections").increment(1.0);
        // Answers are small and the encoder waits for each.
        let _ = self.stream.set_nodelay(true);
        let end = self.converse().await;
        counter!("plenary_ingest_ended_total", "reason" => end.reason()).increment(1);
        match &end {
            End::Malformed(what) => warn!(peer = %self.peer, what, "encoder dropped: malformed"),
            _ => debug!(peer = %self.peer, reason = end.reason(), "connection ended"),
        }
        self.unpublish(false, &end).await;
        if let End::Refused | End::Kicked(_) | End::Stopping = end {
            self.part().await;
        }
        gauge!("plenary_ingest_connections").decrement(1.0);
    }

    async fn converse(&mut self) -> End {
        let mut deadline = tempo::now() + self.limits.publish_within;
        loop {
            let published = self.publication.is_some();
            if let Err(end) = self.drain().await {
                return end;
            }
            match (&self.publication, published) {
                (Some(_), _) => self.place = None,
                // It may publish again, within the same time as a new connection.
                (None, true) => deadline = tempo::now() + self.limits.publish_within,
                (None, false) => {}
            }
            let stop = self.stop.clone();
            let ready = match &mut self.publication {
                None => {
                    tokio::select! {
                        biased;
                        () = stop.requested() => Err(End::Stopping),
                        () = evicted(&mut self.place) => Err(End::Evicted),
                        // First, because a peer that never stops sending always has something to read.
                        () = sleep_until(deadline) => Err(End::NoPublication),
                        ready = self.stream.readable() => ready.map_err(End::Socket),
                    }
                }
                Some(publication) => tokio::select! {
                    biased;
                    () = stop.requested() => Err(End::Stopping),
                    kick = publication.input.kicked() => Err(End::Kicked(kick)),
                    ready = timeout(self.limits.idle_max, self.stream.readable()) => match ready {
                        Ok(ready) => ready.map_err(End::Socket),
                        Err(_) => Err(End::Idle),
                    },
                },
            };
            if let Err(end) = ready {
                return end;
            }
            self.scratch.clear();
            self.scratch.reserve(READ_BYTES);
            match self.stream.try_read_buf(&mut self.scratch) {
                Ok(0) => return End::Closed,
                Ok(read) => {
                    if let Some(publication) = &mut self.publication {
                        publication.bytes += read as u64;
                    }
                    let pushed = self.rtmp.push(&self.scratch);
                    if self.publication.is_none() {
                        self.scratch = BytesMut::new();
                    }
                    if let Err(error) = pushed {
                        return error.into();
                    }
                }
                Err(error) if error.kind() == io::ErrorKind::WouldBlock => {}
                Err(error) => return End::Socket(error),
            }
        }
    }

    /// Does everything the protocol asks for.
    async fn drain(&mut self) -> Result<(), End> {
        loop {
            match self.rtmp.poll()? {
                Output::Idle => return Ok(()),
                Output::Send(bytes) => self.send(bytes).await?,
                Output::Event(Event::Publish { app, tc_url, stream }) => self.publish(&app, &tc_url, &stream).await?,
                Output::Event(Event::Media(media)) => self.media(media).await?,
                Output::Event(Event::Metadata(metadata)) => {
                    let video = metadata.width.is_some() || metadata.video_kbps.is_some();
                    let audio = metadata.audio_sample_rate.is_some() || metadata.audio_kbps.is_some();
                    self.item(Item::Expect { video, audio }).await?;
                }
                Output::Event(Event::Unpublish) => self.unpublish(true, &End::Closed).await,
            }
        }
    }

    async fn send(&mut self, bytes: Bytes) -> Result<(), End> {
        match timeout(self.limits.write_within, self.stream.write_all(&bytes)).await {
            Ok(written) => written.map_err(End::Socket),
            Err(_) => Err(End::Deaf),
        }
    }

    async fn publish(&mut self, app: &str, tc_url: &str, stream: &str) -> Result<(), End> {
        let name = match StreamName::parse(app, tc_url, stream) {
            Ok(name) => name,
            Err(malformed) => {
                let (outcome, refusal) = match malformed {
                    MalformedName::Rendition => ("unsupported_rendition", unsupported_rendition()),
                    MalformedName::Text | MalformedName::NoKey | MalformedName::Input => {
                        ("malformed_name", rtmp::Refusal::BadName)
                    }
                };
                let entry = name::entry_in(app, tc_url, stream).and_then(|entry| entry.parse().ok());
                let whose = Whose::Nobody(Typed { entry, ..Typed::default() });
                return self.refuse(whose, outcome, refusal).await;
            }
        };
        let typed = Typed::of(&name);
        let now = self.registry.clock().now();
        let gate = self.registry.gate().clone();
        let answer = gate.may_publish(PublishRequest { stream: name, peer: self.peer, now });
        let answer = timeout(ANSWER_WITHIN, answer).await.unwrap_or(Err(Refusal::Unavailable));
        let grant: PublishGrant = match answer {
            Ok(grant) => grant,
            Err(refusal) => {
                let said = match refusal {
                    Refusal::UnknownStream | Refusal::NamesDiffer | Refusal::WrongToken | Refusal::Forbidden => {
                        rtmp::Refusal::BadAuth(refusal.public().to_owned())
                    }
                    Refusal::Unavailable => rtmp::Refusal::Failed(refusal.public().to_owned()),
                };
                let whose = match (refusal, &typed.stream) {
                    (Refusal::WrongToken | Refusal::Forbidden, Some(stream)) => {
                        Whose::Stream { key: BroadcastKey::from(stream), input: typed.input }
                    }
                    _ => Whose::Nobody(typed),
                };
                return self.refuse(whose, refusal.outcome(), said).await;
            }
        };
        let whose = Whose::Stream { key: grant.broadcast.clone(), input: grant.input };
        if grant.rendition != 1 {
            return self.refuse(whose, "unsupported_rendition", unsupported_rendition()).await;
        }
        let Some(slot) = self.publishers.take() else {
            return self.refuse(whose, "full", rtmp::Refusal::Busy).await;
        };
        let input = match self.registry.open(&grant, self.peer.ip()).await {
            Ok(input) => input,
            Err(error) => {
                let (outcome, refusal) = match error {
                    OpenError::Busy => ("busy", rtmp::Refusal::BadName),
                    OpenError::Full => ("full", rtmp::Refusal::Busy),
                    OpenError::Stopping => ("stopping", rtmp::Refusal::Failed("the server is stopping".to_owned())),
                };
                return self.refuse(whose, outcome, refusal).await;
            }
        };
        count_publish("accepted");
        gauge!("plenary_ingest_publishers").increment(1.0);
        info!(broadcast = %grant.broadcast, input = input.slot().name(), peer = %self.peer, "encoder connected");
        let presence =
            self.registry.encoders().enter(&grant.broadcast, input.slot(), self.peer.ip(), self.registry.clock().now());
        self.publication = Some(Publication {
            input,
            presence,
            meter: Meter::new(tempo::now()),
            broadcast: grant.broadcast,
            clock: Unwrap32::new(),
            began: tempo::now(),
            bytes: 0,
            _slot: slot,
        });
        self.rtmp.accept_publish();
        Ok(())
    }

    /// Says no, so that the encoder can show why, and ends the conversation.
    async fn refuse(&mut self, whose: Whose, outcome: &'static str, refusal: rtmp::Refusal) -> Result<(), End> {
        count_publish(outcome);
        let detail = if let rtmp::Refusal::Unsupported(text) = &refusal { text.as_str() } else { "" };
        let note = |input| Note::new(outcome, input, self.peer.ip(), self.now()).detail(detail);
        let stream = match &whose {
            Whose::Stream { key, input } => {
                self.registry.encoders().note(key, note(*input));
                key.as_str()
            }
            Whose::Nobody(typed) => {
                self.registry.encoders().stray(typed, note(typed.input).asked_for(typed.stream.clone()));
                typed.stream.as_ref().map_or("", |stream| stream.as_str())
            }
        };
        let guessed = matches!(refusal, rtmp::Refusal::BadAuth(_));
        let refused = self.waiting_room.refused(self.peer.ip(), guessed, self.registry.clock().now());
        if let Some(times) = refused.log {
            warn!(stream, peer = %self.peer, outcome, detail, times, "publication refused");
        }
        if refused.is_suspect {
            counter!("plenary_ingest_answers_delayed_total").increment(1);
            tokio::select! {
                () = sleep(SUSPECT_WAIT) => {}
                () = self.stop.requested() => {}
                () = evicted(&mut self.place) => return Err(End::Evicted),
            }
        }
        self.rtmp.refuse_publish(refusal);
        loop {
            match self.rtmp.poll()? {
                Output::Send(bytes) => self.send(bytes).await?,
                Output::Event(_) => {}
                Output::Idle => return Err(End::Refused),
            }
        }
    }

    async fn media(&mut self, media: Media) -> Result<(), End> {
        let Some(publication) = &mut self.publication else { return Ok(()) };
        let at_ms = publication.clock.unwrap(media.timestamp_ms);
        let malformed = |error: flv::FlvError| End::Malformed(error.to_string());
        let item = match media.kind {
            MediaKind::Video => match flv::video(media.payload).map_err(malformed)? {
                VideoTag::Config(avcc) => match codec::h264::config(&avcc) {
                    Ok(config) => Item::VideoConfig(config),
                    Err(error) => return self.unsupported(format!("unusable H.264 configuration: {error}")).await,
                },
                VideoTag::Frame { key, composition_ms, data } => Item::Video(VideoFrame {
                    dts_ms: at_ms,
                    pts_ms: at_ms.saturating_add(i64::from(composition_ms)),
                    key,
                    data,
                }),
                VideoTag::EndOfSequence | VideoTag::Nothing => return Ok(()),
                VideoTag::Other { codec } => {
                    return self.unsupported(format!("video codec {codec} is not supported, send H.264")).await;
                }
            },
            MediaKind::Audio => match flv::audio(media.payload).map_err(malformed)? {
                AudioTag::Config(asc) => match codec::aac::config(&asc) {
                    Ok(config) => Item::AudioConfig(config),
                    Err(error) => return self.unsupported(format!("unusable AAC configuration: {error}")).await,
                },
                AudioTag::Frame(data) => Item::Audio(AudioFrame { ts_ms: at_ms, data }),
                AudioTag::Nothing => return Ok(()),
                AudioTag::Other { codec } => {
                    return self.unsupported(format!("audio codec {codec} is not supported, send AAC")).await;
                }
            },
        };
        self.item(item).await
    }

    async fn unsupported(&mut self, text: String) -> Result<(), End> {
        let Some(publication) = &self.publication else { return Ok(()) };
        let whose = Whose::Stream { key: publication.broadcast.clone(), input: Some(publication.input.slot()) };
        self.refuse(whose, "unsupported_codec", rtmp::Refusal::Unsupported(text)).await
    }

    fn now(&self) -> UnixMillis {
        self.registry.clock().now()
    }

    async fn item(&mut self, item: Item) -> Result<(), End> {
        match &mut self.publication {
            Some(publication) => {
                publication.measure(&item, &self.registry, self.peer);
                publication.input.send(item).await.map_err(End::Kicked)
            }
            None => Ok(()),
        }
    }

    async fn unpublish(&mut self, clean: bool, end: &End) {
        let Some(publication) = self.publication.take() else { return };
        if let End::Malformed(_) | End::Idle | End::Kicked(Kick::TakenOver | Kick::ClockStands) = end {
            let note = Note::new(end.reason(), Some(publication.input.slot()), self.peer.ip(), self.now());
            self.registry.encoders().note(&publication.broadcast, note.detail(&end.detail()));
        }
        let Publication { input, broadcast, began, bytes, presence, .. } = publication;
        drop(presence);
        let seconds = tempo::now().saturating_duration_since(began).as_secs();
        info!(
            %broadcast, input = input.slot().name(), peer = %self.peer, clean, seconds, bytes,
            reason = end.reason(), detail = end.detail(), "encoder left"
        );
        gauge!("plenary_ingest_publishers").decrement(1.0);
        counter!("plenary_ingest_bytes_total").increment(bytes);
        input.leave(clean).await;
    }

    /// Lets the peer read our last words: closing at once, with its media unread, would make the system throw them away.
    async fn part(mut self) {
        self.rtmp.finish();
        while let Ok(Output::Send(bytes)) = self.rtmp.poll() {
            if self.send(bytes).await.is_err() {
                return;
            }
        }
        let _ = self.stream.shutdown().await;
        let mut sink = [0; 1024];
        let rest = async { while let Ok(1..) = self.stream.read(&mut sink).await {} };
        let _ = timeout(PART_WITHIN, rest).await;
    }
}

/// Never, for a connection that has left the waiting room.
async fn evicted(place: &mut Option<Place>) {
    match place {
        Some(place) => place.evicted().await,
        None => std::future::pending().await,
    }
}

fn unsupported_rendition() -> rtmp::Refusal {
    rtmp::Refusal::Unsupported("only one rendition is taken: end the stream name with _1".to_owned())
}

fn count_publish(outcome: &'static str) {
    counter!("plenary_ingest_publishes_total", "protocol" => "rtmp", "outcome" => outcome).increment(1);
}
