//! The server's side of the publishing dialogue.

use super::{Event, Limits, Output, RtmpError};

/// Why a publication is not taken, as the encoder shall see it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Refusal {
    /// The stream name is taken or means nothing: `NetStream.Publish.BadName`.
    BadName,
    /// The token does not fit: `NetStream.Publish.Denied`, with this text.
    BadAuth(String),
    /// The media cannot be carried (codec, layout): `NetStream.Publish.Failed`, with this text.
    Unsupported(String),
    /// The server is full: `NetStream.Publish.Rejected`.
    Busy,
    /// Anything else: `NetStream.Publish.Failed`, with this text.
    Failed(String),
}

/// One accepted connection.
#[derive(Debug)]
pub struct Server {}

impl Server {
    pub fn new(_limits: Limits) -> Self {
        todo!()
    }

    /// Feeds what the socket delivered. An error ends the connection; outputs made before it can still be polled.
    pub fn push(&mut self, _bytes: &[u8]) -> Result<(), RtmpError> {
        todo!()
    }

    /// The next thing to do; `Idle` when there is none. Media waits in here until the publication is accepted.
    /// After an error: what was made before it, then the error.
    pub fn poll(&mut self) -> Result<Output<Event>, RtmpError> {
        todo!()
    }

    /// Lets the pending publication begin. Nothing happens when none is pending.
    pub fn accept_publish(&mut self) {
        todo!()
    }

    /// Refuses the pending publication, or ends the running one with a reason (a codec that came to light later).
    /// The driver sends what `poll` yields and closes.
    pub fn refuse_publish(&mut self, _refusal: Refusal) {
        todo!()
    }

    /// Tells the peer that we stop. What it sends from now on is ignored.
    pub fn finish(&mut self) {
        todo!()
    }
}
