//! The way out of the media plane: who may publish, and who is told what happens to a signal.
//!
//! The program implements [`Gatekeeper`] over its rules; here nobody knows what stands behind a broadcast key.

use crate::ingest::name::StreamName;
use base::{BroadcastKey, UnixMillis};
use std::future::Future;
use std::net::SocketAddr;
use std::pin::Pin;

/// A boxed answer, so that the trait can be a trait object.
pub type Answer<'a, T> = Pin<Box<dyn Future<Output = T> + Send + 'a>>;

/// Asked before an encoder may publish and told about every change of a signal.
pub trait Gatekeeper: Send + Sync + 'static {
    /// Checks stream and token. Asked once per publish; the connection waits for the answer.
    fn may_publish(&self, request: PublishRequest) -> Answer<'_, Result<PublishGrant, Refusal>>;

    /// One change of a broadcast's signal. Called in order, the next one after this one's answer; media does not wait for it.
    fn on_signal(&self, broadcast: BroadcastKey, signal: Signal) -> Answer<'_, ()>;
}

#[derive(Clone, Debug)]
pub struct PublishRequest {
    pub stream: StreamName,
    pub peer: SocketAddr,
    pub now: UnixMillis,
}

#[derive(Clone, Debug, PartialEq, Eq)]
pub struct PublishGrant {
    pub broadcast: BroadcastKey,
    /// `None`: the first free input.
    pub input: Option<InputSlot>,
    pub rendition: u32,
}

/// The two inputs of a broadcast.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum InputSlot {
    Primary,
    Backup,
}

impl InputSlot {
    pub const ALL: [Self; 2] = [Self::Primary, Self::Backup];

    pub const fn index(self) -> usize {
        match self {
            Self::Primary => 0,
            Self::Backup => 1,
        }
    }

    pub const fn name(self) -> &'static str {
        match self {
            Self::Primary => "primary",
            Self::Backup => "backup",
        }
    }
}

/// Why an encoder may not publish. The log and the counters know the case; the encoder hears [`Refusal::public`].
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Refusal {
    UnknownStream,
    /// Address and stream name speak of two streams, or the address of another partner.
    NamesDiffer,
    WrongToken,
    /// The stream exists and the token is right, but it may not go on the air now.
    Forbidden,
    /// The rules cannot be asked at the moment; the encoder may try again.
    Unavailable,
}

impl Refusal {
    /// What the encoder is told. Does not say which part of its address was wrong.
    pub const fn public(self) -> &'static str {
        match self {
            Self::UnknownStream | Self::NamesDiffer | Self::WrongToken => "unknown stream or wrong token",
            Self::Forbidden => "this stream may not be published now",
            Self::Unavailable => "the server cannot check the stream now, try again",
        }
    }

    /// Label of the counter and of the log line.
    pub const fn outcome(self) -> &'static str {
        match self {
            Self::UnknownStream => "unknown_stream",
            Self::NamesDiffer => "names_differ",
            Self::WrongToken => "wrong_token",
            Self::Forbidden => "forbidden",
            Self::Unavailable => "unavailable",
        }
    }
}

/// What happened to the signal of a broadcast.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Signal {
    /// An encoder was accepted on this input.
    Connected { input: InputSlot },
    /// Its first media arrived, or media arrives again after silence.
    Flowing { input: InputSlot },
    /// The first part that players can start with, from this input.
    Playable { input: InputSlot },
    /// The encoder left or fell silent. `clean`: it said goodbye.
    InputLost { input: InputSlot, clean: bool },
    /// No input delivers: the window stands still and the grace runs.
    Interrupted,
    /// Media again within the grace.
    Rejoined,
    /// The grace ran out; nothing more comes from this broadcast.
    Ended,
}
