//! Messages: what their kinds are called, and what is inside those that are not media.

use super::amf0::{AmfError, Decoder, Value, encode};
use super::{Limits, Metadata, RtmpError};
use bytes::{Buf, BufMut, Bytes, BytesMut};

pub(crate) mod kind {
    pub const SET_CHUNK_SIZE: u8 = 1;
    pub const ABORT: u8 = 2;
    pub const ACKNOWLEDGEMENT: u8 = 3;
    pub const USER_CONTROL: u8 = 4;
    pub const WINDOW_ACKNOWLEDGEMENT_SIZE: u8 = 5;
    pub const SET_PEER_BANDWIDTH: u8 = 6;
    pub const AUDIO: u8 = 8;
    pub const VIDEO: u8 = 9;
    pub const DATA_AMF3: u8 = 15;
    pub const COMMAND_AMF3: u8 = 17;
    pub const DATA: u8 = 18;
    pub const COMMAND: u8 = 20;
    pub const AGGREGATE: u8 = 22;
}

/// Events of a user control message.
pub(crate) mod control {
    pub const STREAM_BEGIN: u16 = 0;
    pub const STREAM_EOF: u16 = 1;
    pub const PING_REQUEST: u16 = 6;
    pub const PING_RESPONSE: u16 = 7;
}

/// A whole message.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Message {
    pub kind: u8,
    pub timestamp_ms: u32,
    pub stream_id: u32,
    pub payload: Bytes,
}

impl Message {
    /// How long a message of this kind may be.
    pub(crate) fn bytes_max(kind: u8, limits: &Limits) -> usize {
        match kind {
            kind::AUDIO | kind::VIDEO | kind::AGGREGATE => limits.message_bytes_max,
            _ => limits.amf_bytes_max,
        }
    }

    /// A control message's 32-bit number.
    pub(crate) fn number(&self) -> Result<u32, RtmpError> {
        match self.payload.first_chunk::<4>() {
            Some(bytes) => Ok(u32::from_be_bytes(*bytes)),
            None => Err(RtmpError::ControlTooShort { kind: self.kind, found: self.payload.len(), expected: 4 }),
        }
    }
}

/// A command: its name, its number in the dialogue, and the rest.
#[derive(Clone, Debug, PartialEq)]
pub(crate) struct Command {
    pub name: String,
    /// 0 when no answer is expected, or when what stood there was not a number.
    pub transaction: f64,
    pub arguments: Vec<Value>,
}

impl Command {
    /// `known` decides by the name whether the rest is looked at: what nobody understands cannot be wrong.
    pub(crate) fn decode(
        message: &Message,
        limits: &Limits,
        known: impl FnOnce(&str) -> bool,
    ) -> Result<Option<Self>, AmfError> {
        let Some(body) = amf0_body(message) else { return Ok(None) };
        let mut decoder = Decoder::new(body, limits);
        let Value::String(name) = decoder.value()? else { return Ok(None) };
        if !known(&name) {
            return Ok(None);
        }
        let transaction = match decoder.is_empty() {
            true => 0.0,
            false => decoder.value()?.as_number().unwrap_or(0.0),
        };
        Ok(Some(Self { name, transaction, arguments: decoder.rest()? }))
    }

    pub(crate) fn argument(&self, index: usize) -> Option<&Value> {
        self.arguments.get(index)
    }
}

/// AMF3 messages begin with a byte that chooses the encoding; what encoders send in them is AMF0 all the same.
/// `None` for real AMF3, which no encoder uses for publishing.
fn amf0_body(message: &Message) -> Option<&[u8]> {
    match message.kind {
        kind::COMMAND_AMF3 | kind::DATA_AMF3 => message.payload.strip_prefix(&[0]),
        _ => Some(&message.payload),
    }
}

/// The payload of a command.
pub(crate) fn command(name: &str, transaction: f64, arguments: &[Value]) -> BytesMut {
    let mut out = BytesMut::with_capacity(256);
    encode(&name.into(), &mut out);
    encode(&Value::Number(transaction), &mut out);
    for argument in arguments {
        encode(argument, &mut out);
    }
    out
}

/// The object of an `onStatus`, and of answers to `connect`.
pub(crate) fn status(level: &str, code: &str, description: &str) -> Value {
    Value::Object(vec![
        ("level".into(), level.into()),
        ("code".into(), code.into()),
        ("description".into(), description.into()),
    ])
}

/// `onMetaData`, bare or wrapped in `@setDataFrame`; `None` for any other data message.
pub(crate) fn metadata(message: &Message, limits: &Limits) -> Result<Option<Metadata>, AmfError> {
    let Some(body) = amf0_body(message) else { return Ok(None) };
    let mut decoder = Decoder::new(body, limits);
    let mut name = decoder.value()?;
    if name.as_str() == Some("@setDataFrame") {
        name = decoder.value()?;
    }
    if name.as_str() != Some("onMetaData") {
        return Ok(None);
    }
    let fields = decoder.value()?;
    let number = |name: &str| fields.field(name).and_then(Value::as_number).filter(|n| n.is_finite() && *n >= 0.0);
    Ok(Some(Metadata {
        width: number("width").and_then(whole),
        height: number("height").and_then(whole),
        frame_rate: number("framerate"),
        video_kbps: number("videodatarate"),
        audio_kbps: number("audiodatarate"),
        audio_sample_rate: number("audiosamplerate").and_then(whole),
        stereo: match fields.field("stereo") {
            Some(Value::Boolean(stereo)) => Some(*stereo),
            _ => None,
        },
        encoder: fields.field("encoder").and_then(Value::as_str).map(str::to_owned),
    }))
}

/// The whole part of a number that fits into 32 bits.
pub(crate) fn whole(number: f64) -> Option<u32> {
    // The range is checked, so the conversion only drops the fraction.
    (0.0..=f64::from(u32::MAX)).contains(&number).then_some(number as u32)
}

/// The messages inside an aggregate, which is a run of FLV tags. Their times follow the aggregate's own time.
#[derive(Debug)]
pub(crate) struct Aggregate {
    rest: Bytes,
    stream_id: u32,
    timestamp_ms: u32,
    /// Time of the first tag, which stands for the aggregate's.
    base_ms: Option<u32>,
}

impl Aggregate {
    pub(crate) fn new(message: Message) -> Self {
        let Message { timestamp_ms, stream_id, payload, .. } = message;
        Self { rest: payload, stream_id, timestamp_ms, base_ms: None }
    }

    /// The next one, its payload shared with the aggregate; `None` at the end.
    pub(crate) fn next_message(&mut self) -> Result<Option<Message>, RtmpError> {
        const HEADER_BYTES: usize = 11;
        const TRAILER_BYTES: usize = 4;
        if self.rest.is_empty() {
            return Ok(None);
        }
        let left = self.rest.len();
        let Some(&[kind, s2, s1, s0, t2, t1, t0, t3, _, _, _]) = self.rest.first_chunk::<HEADER_BYTES>() else {
            return Err(RtmpError::AggregateTruncated { found: left, expected: HEADER_BYTES });
        };
        let bytes = u32::from_be_bytes([0, s2, s1, s0]) as usize;
        if left < HEADER_BYTES + bytes {
            return Err(RtmpError::AggregateTruncated { found: left, expected: HEADER_BYTES + bytes });
        }
        self.rest.advance(HEADER_BYTES);
        let payload = self.rest.split_to(bytes);
        // The last trailer is left out by some servers.
        self.rest.advance(TRAILER_BYTES.min(self.rest.len()));

        let tag_ms = u32::from_be_bytes([t3, t2, t1, t0]);
        let base_ms = *self.base_ms.get_or_insert(tag_ms);
        let timestamp_ms = self.timestamp_ms.wrapping_add(tag_ms.wrapping_sub(base_ms));
        Ok(Some(Message { kind, timestamp_ms, stream_id: self.stream_id, payload }))
    }
}

/// The payload of a user control message.
pub(crate) fn user_control(event: u16, number: u32) -> [u8; 6] {
    let mut payload = [0; 6];
    let mut out = payload.as_mut_slice();
    out.put_u16(event);
    out.put_u32(number);
    payload
}
