//! The client's side of the publishing dialogue.

use super::{MediaKind, Output, RtmpError};

/// What a server tells a publisher.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum ClientEvent {
    /// The publication runs: media may be sent.
    Ready,
    /// The server said no, to the connection or to the publication, before or after `Ready`.
    Refused { code: String, description: String },
    /// The server ended the publication.
    Closed,
}

/// Publishes one stream: connect, createStream, publish, media.
#[derive(Debug)]
pub struct Client {}

impl Client {
    /// `tc_url` is the address without the stream (`rtmp://host:1935/app?query`), `app` its path and query without
    /// the leading slash, `stream_key` the stream's name with its query.
    pub fn new(_tc_url: &str, _app: &str, _stream_key: &str) -> Self {
        todo!()
    }

    pub fn push(&mut self, _bytes: &[u8]) -> Result<(), RtmpError> {
        todo!()
    }

    pub fn poll(&mut self) -> Result<Output<ClientEvent>, RtmpError> {
        todo!()
    }

    /// Queues one FLV tag body. `NotPublishing` before `Ready` and after the end.
    pub fn send_media(&mut self, _kind: MediaKind, _timestamp_ms: u32, _payload: &[u8]) -> Result<(), RtmpError> {
        todo!()
    }

    /// Queues metadata: `script` is the body of an FLV script tag (`onMetaData` and its object).
    pub fn send_script(&mut self, _script: &[u8]) -> Result<(), RtmpError> {
        todo!()
    }

    /// Bytes queued and not yet polled.
    pub fn queued(&self) -> usize {
        todo!()
    }

    /// Ends the publication cleanly.
    pub fn finish(&mut self) {
        todo!()
    }
}
