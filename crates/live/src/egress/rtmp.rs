//! RTMP out: publishes an FLV file in a loop, in real time, with timestamps that go on over the joint.
//!
//! Belongs here: pacing, the socket, when to try again. Does not belong here: the protocol (`wire::rtmp`), making the file.
//! The demo webcast comes from here: it takes the same way as any encoder's.

use crate::tempo;
use base::Stop;
use bytes::{Bytes, BytesMut};
use std::io;
use std::time::Duration;
use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio::net::TcpStream;
use tokio::time::{Instant, sleep, sleep_until, timeout};
use tracing::{info, warn};
use wire::flv::{self, FlvError, Tag, TagKind, TagReader};
use wire::rtmp::{Client, ClientEvent, MediaKind, Output, RtmpError};

/// Where to publish, taken apart from `rtmp://host[:port]/app[?query]` and a stream name.
#[derive(Clone, PartialEq, Eq)]
pub struct Target {
    address: String,
    tc_url: String,
    app: String,
    stream: String,
}

impl Target {
    /// `None` if `url` is no RTMP address with an app, or there is no stream name.
    pub fn parse(url: &str, stream: &str) -> Option<Self> {
        const PORT: &str = "1935";
        let (host, app) = url.strip_prefix("rtmp://")?.split_once('/')?;
        if host.is_empty() || app.is_empty() || stream.is_empty() {
            return None;
        }
        let bare = host.rsplit_once(':').is_none_or(|(_, port)| port.ends_with(']'));
        let address = if bare { format!("{host}:{PORT}") } else { host.to_owned() };
        Some(Self { address, tc_url: url.to_owned(), app: app.to_owned(), stream: stream.to_owned() })
    }
}

impl std::fmt::Debug for Target {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        // App and stream name may carry a token.
        f.debug_struct("Target").field("address", &self.address).finish_non_exhaustive()
    }
}

/// A prepared file, ready to be published again and again.
#[derive(Clone, Debug)]
pub struct Reel {
    script: Option<Bytes>,
    configs: Vec<Tag>,
    media: Vec<Tag>,
    /// When the second round starts, milliseconds after the first.
    round_ms: u64,
}

/// Why a file cannot be published in a loop.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum ReelError {
    #[error(transparent)]
    Flv(#[from] FlvError),
    #[error("file ends within a tag")]
    Cut,
    #[error("file has less than two frames of media")]
    Empty,
}

impl Reel {
    /// Reads a whole FLV file; its tags share its bytes.
    pub fn parse(file: &[u8]) -> Result<Self, ReelError> {
        let mut reader = TagReader::file(flv::Limits::default());
        reader.push(file);
        let (mut script, mut configs, mut media) = (None, Vec::new(), Vec::new());
        while let Some(tag) = reader.next_tag()? {
            match tag.kind {
                TagKind::Script => script = script.or(Some(tag.payload)),
                // AVC and AAC sequence headers have packet type 0 in their second byte.
                TagKind::Video | TagKind::Audio if tag.payload.get(1) == Some(&0) => configs.push(tag),
                TagKind::Video | TagKind::Audio => media.push(tag),
            }
        }
        if reader.buffered() > 0 {
            return Err(ReelError::Cut);
        }
        media.sort_by_key(|tag| tag.timestamp_ms);
        let round_ms = round_ms(&media).ok_or(ReelError::Empty)?;
        Ok(Self { script, configs, media, round_ms })
    }

    pub fn round(&self) -> Duration {
        Duration::from_millis(self.round_ms)
    }
}

/// From the first frame to one frame after the last, counted on the pictures if there are any: a joint between pictures
/// shows, one between sound frames does not as long as it stays within a frame.
fn round_ms(media: &[Tag]) -> Option<u64> {
    let of = |kind: TagKind| media.iter().filter(move |tag| tag.kind == kind).map(|tag| u64::from(tag.timestamp_ms));
    let lead = if of(TagKind::Video).nth(1).is_some() { TagKind::Video } else { TagKind::Audio };
    let (first, last, count) = (of(lead).next()?, of(lead).last()?, of(lead).count() as u64);
    let span = last.checked_sub(first).filter(|span| *span > 0)?;
    Some(span + (span + (count - 1) / 2) / (count - 1))
}

/// Why a publication ended.
#[derive(Debug, thiserror::Error)]
pub enum PushError {
    #[error(transparent)]
    Socket(#[from] io::Error),
    #[error(transparent)]
    Protocol(#[from] RtmpError),
    #[error("refused: {code}: {description}")]
    Refused { code: String, description: String },
    #[error("the server ended the publication")]
    Closed,
    #[error("the server did not answer in time")]
    Silent,
}

/// How long connecting and being accepted may take.
const READY_WITHIN: Duration = Duration::from_secs(10);
/// How long the server may leave our media unread.
const WRITE_WITHIN: Duration = Duration::from_secs(10);
/// First pause before another try; doubles up to [`PAUSE_MAX`].
const PAUSE_MIN: Duration = Duration::from_millis(500);
const PAUSE_MAX: Duration = Duration::from_secs(15);

/// Publishes `reel` until `stop`, trying again for ever with growing pauses.
pub async fn keep_publishing(target: Target, reel: Reel, stop: Stop) {
    let mut pause = PAUSE_MIN;
    loop {
        let began = tempo::now();
        let Err(error) = publish(&target, &reel, &stop).await else { return };
        if tempo::now().saturating_duration_since(began) > PAUSE_MAX {
            pause = PAUSE_MIN;
        }
        warn!(?target, %error, pause_ms = pause.as_millis() as u64, "publishing failed, trying again");
        tokio::select! {
            biased;
            () = stop.requested() => return,
            () = sleep(pause) => {}
        }
        pause = (pause * 2).min(PAUSE_MAX);
    }
}

/// Publishes `reel` over and over in real time. `Ok` when `stop` was requested, after a clean goodbye.
pub async fn publish(target: &Target, reel: &Reel, stop: &Stop) -> Result<(), PushError> {
    let ready = async {
        let stream = TcpStream::connect(&target.address).await?;
        stream.set_nodelay(true)?;
        let mut pusher = Pusher {
            stream,
            client: Client::new(&target.tc_url, &target.app, &target.stream),
            buffer: BytesMut::with_capacity(4096),
            ready: false,
        };
        while !pusher.ready {
            pusher.flush().await?;
            if !pusher.ready {
                pusher.read().await?;
            }
        }
        Ok::<_, PushError>(pusher)
    };
    let mut pusher = tokio::select! {
        biased;
        () = stop.requested() => return Ok(()),
        ready = timeout(READY_WITHIN, ready) => ready.map_err(|_| PushError::Silent)??,
    };
    info!(?target, "publishing");
    if let Some(script) = &reel.script {
        pusher.client.send_script(0, script)?;
    }
    for tag in &reel.configs {
        pusher.client.send_media(kind(tag), 0, &tag.payload)?;
    }
    let start = tempo::now();
    let first_ms = u64::from(reel.media.first().map_or(0, |tag| tag.timestamp_ms));
    for round in 0u64.. {
        for tag in &reel.media {
            let at_ms = round * reel.round_ms + (u64::from(tag.timestamp_ms) - first_ms);
            // 32 bits on the wire, wrapping every 49.7 days, as the format has it.
            let timestamp_ms = u32::try_from(at_ms & 0xffff_ffff).expect("masked");
            pusher.client.send_media(kind(tag), timestamp_ms, &tag.payload)?;
            let due = start + Duration::from_millis(at_ms);
            if !pusher.until(due, stop).await? {
                pusher.client.finish();
                pusher.flush().await?;
                // Gone either way: the goodbye is a courtesy.
                let _ = pusher.stream.shutdown().await;
                return Ok(());
            }
        }
    }
    Ok(())
}

fn kind(tag: &Tag) -> MediaKind {
    match tag.kind {
        TagKind::Audio => MediaKind::Audio,
        TagKind::Video | TagKind::Script => MediaKind::Video,
    }
}

struct Pusher {
    stream: TcpStream,
    client: Client,
    buffer: BytesMut,
    ready: bool,
}

impl Pusher {
    /// Waits for `due` while listening to the server, then sends what is queued. `false` when `stop` came first.
    async fn until(&mut self, due: Instant, stop: &Stop) -> Result<bool, PushError> {
        loop {
            tokio::select! {
                biased;
                () = stop.requested() => return Ok(false),
                () = sleep_until(due) => break,
                readable = self.stream.readable() => {
                    readable?;
                    self.take_in()?;
                    self.flush().await?;
                }
            }
        }
        self.flush().await?;
        Ok(true)
    }

    async fn flush(&mut self) -> Result<(), PushError> {
        loop {
            match self.client.poll()? {
                Output::Send(bytes) => {
                    timeout(WRITE_WITHIN, self.stream.write_all(&bytes)).await.map_err(|_| PushError::Silent)??;
                }
                Output::Event(ClientEvent::Ready) => self.ready = true,
                Output::Event(ClientEvent::Refused { code, description }) => {
                    return Err(PushError::Refused { code, description });
                }
                Output::Event(ClientEvent::Closed) => return Err(PushError::Closed),
                Output::Idle => return Ok(()),
            }
        }
    }

    async fn read(&mut self) -> Result<(), PushError> {
        self.buffer.clear();
        if self.stream.read_buf(&mut self.buffer).await? == 0 {
            return Err(PushError::Closed);
        }
        Ok(self.client.push(&self.buffer)?)
    }

    fn take_in(&mut self) -> Result<(), PushError> {
        self.buffer.clear();
        match self.stream.try_read_buf(&mut self.buffer) {
            Ok(0) => Err(PushError::Closed),
            Ok(_) => Ok(self.client.push(&self.buffer)?),
            Err(error) if error.kind() == io::ErrorKind::WouldBlock => Ok(()),
            Err(error) => Err(error.into()),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn targets_are_taken_apart() {
        let cases = [
            ("rtmp://h/kLive?t=1", Some("h:1935")),
            ("rtmp://h:19350/kLive", Some("h:19350")),
            ("rtmp://[::1]/kLive", Some("[::1]:1935")),
            ("rtmp://[::1]:7/kLive", Some("[::1]:7")),
            ("rtmp://h/", None),
            ("rtmp:///kLive", None),
            ("http://h/kLive", None),
        ];
        for (url, address) in cases {
            let target = Target::parse(url, "0_abcd1234_1");
            assert_eq!(target.as_ref().map(|target| target.address.as_str()), address, "{url}");
        }
        assert_eq!(Target::parse("rtmp://h/kLive", ""), None);
    }

    #[test]
    fn a_round_ends_one_frame_after_the_last_picture() {
        let tag = |kind, timestamp_ms| Tag { kind, timestamp_ms, payload: Bytes::new() };
        let media: Vec<Tag> = (0..25)
            .map(|frame| tag(TagKind::Video, frame * 40))
            .chain((0..47).map(|frame| tag(TagKind::Audio, frame * 21)))
            .collect();
        assert_eq!(round_ms(&media), Some(1000));
        assert_eq!(round_ms(&media[..1]), None);
    }
}
