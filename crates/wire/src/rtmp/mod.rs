//! RTMP, both ends: a server that takes publications and a client that makes them.
//!
//! Spec: Adobe RTMP 1.0 (2012), AMF0 (2007), Enhanced RTMP v2 as far as its FourCC names go.
//! Belongs here: handshake, chunks, AMF0, the publishing dialogue. Payloads stay opaque; [`crate::flv`] opens them.
//! Does not belong here: sockets, who may publish (the driver asks and calls [`Server::accept_publish`]), codecs.
//!
//! Invariants
//! * the cuts between pushed slices do not change what comes out;
//! * nothing is allocated from a length that has not been compared with [`Limits`];
//! * each payload byte is copied once, from the pushed slice into its message.
//!
//! A driver carries bytes and decides who may publish. Both ends in memory:
//!
//! ```
//! use wire::rtmp::{Client, ClientEvent, Event, Limits, MediaKind, Output, RtmpError, Server};
//!
//! let mut server = Server::new(Limits::default());
//! let mut client = Client::new("rtmp://localhost/live", "live", "key");
//! let mut received = Vec::new();
//! for _round_trip in 0..5 {
//!     loop {
//!         match client.poll()? {
//!             Output::Send(bytes) => server.push(&bytes)?,
//!             Output::Event(ClientEvent::Ready) => client.send_media(MediaKind::Audio, 40, b"\xaf\x01...")?,
//!             Output::Event(event) => panic!("{event:?}"),
//!             Output::Idle => break,
//!         }
//!     }
//!     loop {
//!         match server.poll()? {
//!             Output::Send(bytes) => client.push(&bytes)?,
//!             Output::Event(Event::Publish { .. }) => server.accept_publish(),
//!             Output::Event(event) => received.push(event),
//!             Output::Idle => break,
//!         }
//!     }
//! }
//! assert!(matches!(&received[..], [Event::Media(media)] if media.timestamp_ms == 40));
//! # Ok::<(), RtmpError>(())
//! ```

pub(crate) mod amf0;
pub(crate) mod chunk;
mod client;
mod handshake;
mod link;
pub(crate) mod message;
mod server;

use bytes::Bytes;
use message::Message;
use std::fmt;

pub use amf0::AmfError;
pub use client::{Client, ClientEvent};
pub use server::{Refusal, Server};

/// What a peer may make us hold. Exceeding a limit ends the connection with an error that carries both numbers.
#[derive(Clone, Copy, Debug)]
pub struct Limits {
    /// Largest audio or video message, bytes. A 4K keyframe at 60 Mbit/s stays under 4 MiB.
    pub message_bytes_max: usize,
    /// Sum of the declared lengths of all unfinished messages of a connection, bytes: what interleaving may cost.
    pub assembly_bytes_max: usize,
    /// Largest chunk size a peer may set, bytes. It costs no memory; above 16 MiB - 1 it has no meaning.
    pub chunk_bytes_max: usize,
    /// Chunk streams one connection may open. Encoders use two to six.
    pub streams_max: usize,
    /// Nesting of AMF objects and arrays.
    pub amf_depth_max: usize,
    /// Largest message that is not audio, video or aggregate, bytes. Metadata of real encoders stays under 4 KiB.
    pub amf_bytes_max: usize,
    /// Values one AMF message may hold, nested ones included.
    pub amf_values_max: usize,
    /// Media kept between `publish` and the verdict on it, bytes including a fixed cost per message.
    pub held_bytes_max: usize,
    /// Replies not yet collected by `poll`, bytes. A peer that only asks reaches it within one slice, or never.
    pub reply_bytes_max: usize,
}

impl Default for Limits {
    fn default() -> Self {
        Self {
            message_bytes_max: 4 << 20,
            assembly_bytes_max: 6 << 20,
            chunk_bytes_max: 0xff_ffff,
            streams_max: 32,
            amf_depth_max: 16,
            amf_bytes_max: 64 << 10,
            amf_values_max: 4096,
            held_bytes_max: 4 << 20,
            reply_bytes_max: 1 << 20,
        }
    }
}

/// What a poll yields. Poll until `Idle` after every push and every call that speaks to the peer.
#[derive(Clone, Debug, PartialEq)]
pub enum Output<E = Event> {
    /// Bytes for the peer, in order.
    Send(Bytes),
    Event(E),
    /// Nothing until more is pushed.
    Idle,
}

/// What a publishing peer does.
#[derive(Clone, PartialEq)]
pub enum Event {
    /// The peer asks to publish. Answer with [`Server::accept_publish`] or [`Server::refuse_publish`].
    /// All three texts are as the peer sent them and may carry tokens: `Debug` hides everything behind a `?`.
    Publish {
        app: String,
        tc_url: String,
        stream: String,
    },
    Media(Media),
    Metadata(Box<Metadata>),
    /// The peer ended its publication cleanly. The connection stays and may publish again.
    Unpublish,
}

impl fmt::Debug for Event {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        fn open_part(text: &str) -> &str {
            text.split_once('?').map_or(text, |(open, _)| open)
        }
        match self {
            Self::Publish { app, tc_url, stream } => f
                .debug_struct("Publish")
                .field("app", &open_part(app))
                .field("tc_url", &open_part(tc_url))
                .field("stream", &open_part(stream))
                .finish(),
            Self::Media(media) => f.debug_tuple("Media").field(media).finish(),
            Self::Metadata(metadata) => f.debug_tuple("Metadata").field(metadata).finish(),
            Self::Unpublish => f.write_str("Unpublish"),
        }
    }
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum MediaKind {
    Audio,
    Video,
}

/// One audio or video message.
#[derive(Clone, PartialEq, Eq)]
pub struct Media {
    pub kind: MediaKind,
    /// Milliseconds on the encoder's clock; wraps (see [`crate::time::Unwrap32`]). For video this is decode time.
    pub timestamp_ms: u32,
    /// The body of an FLV tag, never empty; open it with [`crate::flv::video`] or [`crate::flv::audio`].
    pub payload: Bytes,
}

impl fmt::Debug for Media {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{:?} at {} ms, {} bytes", self.kind, self.timestamp_ms, self.payload.len())
    }
}

/// What an encoder says about its stream (`onMetaData`). Hints: the codec configuration is the truth.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Metadata {
    pub width: Option<u32>,
    pub height: Option<u32>,
    /// Frames per second.
    pub frame_rate: Option<f64>,
    /// Kilobits per second.
    pub video_kbps: Option<f64>,
    /// Kilobits per second.
    pub audio_kbps: Option<f64>,
    /// Hertz.
    pub audio_sample_rate: Option<u32>,
    pub stereo: Option<bool>,
    /// Name and version of the encoder.
    pub encoder: Option<String>,
}

/// Why a connection cannot go on. After one, the connection is spent.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum RtmpError {
    #[error("handshake version {found}, expected 3")]
    UnsupportedVersion { found: u8 },
    #[error("chunk stream {csid} continues a message that never began")]
    NoHeaderYet { csid: u32 },
    #[error("chunk stream {csid} begins a message after {held} of {declared} bytes of another")]
    InterruptedMessage { csid: u32, held: usize, declared: usize },
    #[error("more than {max} chunk streams")]
    TooManyChunkStreams { max: usize },
    #[error("chunk size 0")]
    ChunkSizeZero,
    #[error("chunk size {wanted} exceeds limit of {max}")]
    ChunkSizeTooLarge { wanted: u32, max: usize },
    #[error("message of type {kind} and {declared} bytes exceeds limit of {max}")]
    MessageTooLarge { kind: u8, declared: usize, max: usize },
    #[error("unfinished messages of {wanted} bytes exceed limit of {max}")]
    AssemblyTooLarge { wanted: usize, max: usize },
    #[error("control message of type {kind} has {found} bytes, expected {expected}")]
    ControlTooShort { kind: u8, found: usize, expected: usize },
    #[error("aggregate message ends after {found} bytes of a tag, expected {expected}")]
    AggregateTruncated { found: usize, expected: usize },
    #[error("aggregate message inside an aggregate message")]
    AggregateNested,
    #[error("command {command} does not decode: {error}")]
    BadCommand { command: &'static str, error: AmfError },
    #[error("command {command} while {state}")]
    UnexpectedCommand { command: &'static str, state: &'static str },
    #[error("more than {max} bytes of media before the publication was accepted")]
    TooMuchHeld { max: usize },
    #[error("more than {max} bytes of replies are waiting")]
    TooManyReplies { max: usize },
    #[error("media of {declared} bytes does not fit into a message of at most {max}")]
    MediaTooLarge { declared: usize, max: usize },
    #[error("not publishing")]
    NotPublishing,
}
