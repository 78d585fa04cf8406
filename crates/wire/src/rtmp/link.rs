//! What both ends of a connection do alike: handshake, chunks, chunk sizes, aborts, acknowledgements and pings.
//!
//! Does not belong here: commands and media, which the server and the client read in their own ways.

use super::chunk::{ChunkReader, ChunkWriter, MessageRef};
use super::handshake::Handshake;
use super::message::{control, kind, user_control};
use super::{Limits, Message, RtmpError};
use bytes::{Bytes, BytesMut};

/// The window we ask a peer to acknowledge, and within which we acknowledge until it asks for another, bytes.
/// Some encoders stop sending when acknowledgements do not come.
pub(crate) const WINDOW_BYTES: u32 = 2_500_000;

/// Chunk streams we write on.
pub(crate) mod csid {
    pub const CONTROL: u8 = 2;
    pub const COMMAND: u8 = 3;
    pub const AUDIO: u8 = 4;
    pub const DATA: u8 = 5;
    pub const VIDEO: u8 = 6;
}

#[derive(Debug)]
pub(crate) struct Link {
    limits: Limits,
    /// `None` once it is over.
    handshake: Option<Handshake>,
    reader: ChunkReader,
    writer: ChunkWriter,
    out: BytesMut,
    /// Bytes received, and the count when we last acknowledged.
    received: u64,
    acknowledged: u64,
    window_bytes: u32,
}

impl Link {
    pub(crate) fn server(limits: Limits) -> Self {
        Self::new(limits, Handshake::server(), BytesMut::new())
    }

    pub(crate) fn client(limits: Limits) -> Self {
        let mut out = BytesMut::new();
        let handshake = Handshake::client(&mut out);
        Self::new(limits, handshake, out)
    }

    fn new(limits: Limits, handshake: Handshake, out: BytesMut) -> Self {
        Self {
            limits,
            handshake: Some(handshake),
            reader: ChunkReader::new(limits),
            writer: ChunkWriter::new(),
            out,
            received: 0,
            acknowledged: 0,
            window_bytes: WINDOW_BYTES,
        }
    }

    pub(crate) fn is_open(&self) -> bool {
        self.handshake.is_none()
    }

    pub(crate) fn assembling(&self) -> usize {
        self.reader.assembling()
    }

    /// The next message that is not the link's own business; `None` when all of `input` is taken, or the handshake
    /// has just ended (so that a client can speak before it reads on: `input` may not be empty then).
    pub(crate) fn read(&mut self, input: &mut &[u8]) -> Result<Option<Message>, RtmpError> {
        if let Some(handshake) = &mut self.handshake {
            if handshake.read(input, &mut self.out)? {
                self.handshake = None;
            }
            return Ok(None);
        }
        while let Some(message) = self.reader.read(input)? {
            if let Some(message) = self.control(message)? {
                return Ok(Some(message));
            }
        }
        Ok(None)
    }

    /// Call once per pushed slice: counts it, and acknowledges when half of the peer's window has gone by.
    pub(crate) fn count(&mut self, bytes: usize) {
        self.received = self.received.wrapping_add(bytes as u64);
        if !self.is_open() || self.received.wrapping_sub(self.acknowledged) < u64::from(self.window_bytes / 2).max(1) {
            return;
        }
        self.acknowledged = self.received;
        // The sequence number is the low 32 bits of the count.
        let sequence = u32::try_from(self.received & 0xffff_ffff).expect("masked to 32 bits");
        self.send_number(kind::ACKNOWLEDGEMENT, sequence);
    }

    fn control(&mut self, message: Message) -> Result<Option<Message>, RtmpError> {
        match message.kind {
            kind::SET_CHUNK_SIZE => self.reader.set_chunk_bytes(message.number()?)?,
            kind::ABORT => self.reader.abort(message.number()?),
            // TCP holds us back when the peer is slow; its count of what came is not needed for that.
            kind::ACKNOWLEDGEMENT => {
                message.number()?;
            }
            kind::WINDOW_ACKNOWLEDGEMENT_SIZE => self.window_bytes = message.number()?,
            // The peer wants our window to be this; say that it is.
            kind::SET_PEER_BANDWIDTH => {
                let window = message.number()?;
                self.send_number(kind::WINDOW_ACKNOWLEDGEMENT_SIZE, window);
            }
            kind::USER_CONTROL => {
                let Some((event, rest)) = message.payload.split_first_chunk::<2>() else {
                    let found = message.payload.len();
                    return Err(RtmpError::ControlTooShort { kind: message.kind, found, expected: 2 });
                };
                if u16::from_be_bytes(*event) != control::PING_REQUEST {
                    return Ok(Some(message));
                }
                let Some(time) = rest.first_chunk::<4>() else {
                    let found = message.payload.len();
                    return Err(RtmpError::ControlTooShort { kind: message.kind, found, expected: 6 });
                };
                self.send_control(control::PING_RESPONSE, u32::from_be_bytes(*time));
            }
            _ => return Ok(Some(message)),
        }
        self.check_replies()?;
        Ok(None)
    }

    /// Refuses a peer that asks more than it lets us answer.
    pub(crate) fn check_replies(&self) -> Result<(), RtmpError> {
        let max = self.limits.reply_bytes_max;
        if self.out.len() > max {
            return Err(RtmpError::TooManyReplies { max });
        }
        Ok(())
    }

    /// Tells the peer the size of our chunks, and uses it.
    pub(crate) fn set_chunk_bytes(&mut self, bytes: u32) {
        self.send_number(kind::SET_CHUNK_SIZE, bytes);
        self.writer.set_chunk_bytes(bytes as usize);
    }

    pub(crate) fn send_number(&mut self, kind: u8, number: u32) {
        self.send(csid::CONTROL, kind, 0, 0, &number.to_be_bytes());
    }

    /// Set Peer Bandwidth, of the kind that the peer may answer as it likes.
    pub(crate) fn send_bandwidth(&mut self, window_bytes: u32) {
        const DYNAMIC: u8 = 2;
        let [b3, b2, b1, b0] = window_bytes.to_be_bytes();
        self.send(csid::CONTROL, kind::SET_PEER_BANDWIDTH, 0, 0, &[b3, b2, b1, b0, DYNAMIC]);
    }

    pub(crate) fn send_control(&mut self, event: u16, number: u32) {
        self.send(csid::CONTROL, kind::USER_CONTROL, 0, 0, &user_control(event, number));
    }

    pub(crate) fn send_command(&mut self, stream_id: u32, payload: &[u8]) {
        self.send(csid::COMMAND, kind::COMMAND, 0, stream_id, payload);
    }

    pub(crate) fn send(&mut self, csid: u8, kind: u8, timestamp_ms: u32, stream_id: u32, payload: &[u8]) {
        self.writer.write(csid, &MessageRef { kind, timestamp_ms, stream_id, payload }, &mut self.out);
    }

    /// Bytes for the peer that nobody has taken yet.
    pub(crate) fn queued(&self) -> usize {
        self.out.len()
    }

    pub(crate) fn take_out(&mut self) -> Option<Bytes> {
        (!self.out.is_empty()).then(|| self.out.split().freeze())
    }
}
