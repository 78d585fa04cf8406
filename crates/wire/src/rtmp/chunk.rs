//! Chunks: the pieces in which messages of several streams share one connection.
//!
//! Spec: RTMP 1.0, 5.3. A message is assembled in one allocation of its declared length, straight from the slices
//! that are pushed. Set Chunk Size and Abort are told to the reader by its owner, as soon as they have been read.
//!
//! Invariants
//! * the declared lengths of unfinished messages never add up to more than `assembly_bytes_max`;
//! * a message is complete exactly when its declared length has arrived.

use super::{Limits, Message, RtmpError};
use bytes::{BufMut, Bytes, BytesMut};

/// Chunk size of both directions until somebody says otherwise, bytes.
pub(crate) const CHUNK_BYTES_DEFAULT: usize = 128;
/// The 24-bit time field that announces four bytes more.
const EXTENDED: u32 = 0xff_ffff;
/// Longest header: three bytes of chunk stream id, eleven of message header, four of extended time.
const HEADER_BYTES_MAX: usize = 3 + 11 + 4;
/// Longest message that the 24-bit length can declare.
pub(crate) const MESSAGE_BYTES_MAX: usize = 0xff_ffff;

/// Turns bytes into messages.
#[derive(Debug)]
pub(crate) struct ChunkReader {
    limits: Limits,
    chunk_bytes: usize,
    streams: Vec<ChunkStream>,
    /// Where the last chunk's stream is; the next chunk is usually of the same.
    recent: usize,
    /// Sum of the declared lengths of open messages.
    assembling: usize,
    /// The chunk whose payload is being read: index of its stream, and bytes to come.
    chunk: Option<(usize, usize)>,
    /// Bytes that arrived and could not be read yet: a header that a slice cut.
    spill: Spill,
}

/// What the headers of one chunk stream left behind for the next.
#[derive(Debug)]
struct ChunkStream {
    csid: u32,
    kind: u8,
    stream_id: u32,
    declared: usize,
    timestamp_ms: u32,
    delta_ms: u32,
    /// The extended time of the last header that had a time, as it stood there.
    extended: Option<u32>,
    /// The message being assembled.
    open: Option<Vec<u8>>,
}

#[derive(Debug, Default)]
struct Spill {
    bytes: [u8; HEADER_BYTES_MAX],
    length: usize,
}

/// A chunk header as read, before the reader's state has changed.
#[derive(Debug)]
struct Header {
    csid: u32,
    /// The stream's place, if it is known.
    index: Option<usize>,
    fields: Fields,
    /// The extended time field, if there was one.
    extended: Option<u32>,
}

/// The four forms of a message header.
#[derive(Debug)]
enum Fields {
    Full { time_ms: u32, declared: usize, kind: u8, stream_id: u32 },
    SameStream { delta_ms: u32, declared: usize, kind: u8 },
    SameLength { delta_ms: u32 },
    Same,
}

impl ChunkReader {
    pub(crate) fn new(limits: Limits) -> Self {
        Self {
            limits,
            chunk_bytes: CHUNK_BYTES_DEFAULT,
            streams: Vec::new(),
            recent: 0,
            assembling: 0,
            chunk: None,
            spill: Spill::default(),
        }
    }

    /// The peer's Set Chunk Size. Holds from the next chunk on.
    pub(crate) fn set_chunk_bytes(&mut self, wanted: u32) -> Result<(), RtmpError> {
        let max = self.limits.chunk_bytes_max;
        match usize::try_from(wanted) {
            Ok(0) => Err(RtmpError::ChunkSizeZero),
            Ok(bytes) if bytes <= max => {
                self.chunk_bytes = bytes;
                Ok(())
            }
            _ => Err(RtmpError::ChunkSizeTooLarge { wanted, max }),
        }
    }

    /// The peer's Abort: forgets what has come of a message. Unknown streams and streams between messages are fine.
    pub(crate) fn abort(&mut self, csid: u32) {
        if let Some(stream) = self.streams.iter_mut().find(|stream| stream.csid == csid)
            && stream.open.take().is_some()
        {
            self.assembling -= stream.declared;
        }
    }

    /// Sum of the declared lengths of unfinished messages, bytes.
    pub(crate) fn assembling(&self) -> usize {
        self.assembling
    }

    /// Takes chunks from the front of `input` until a message is complete; `None` when all of `input` is taken.
    /// After an error the reader is spent.
    pub(crate) fn read(&mut self, input: &mut &[u8]) -> Result<Option<Message>, RtmpError> {
        loop {
            let (index, left) = match self.chunk {
                Some(chunk) => chunk,
                None => match self.read_header(input)? {
                    Some(header) => self.begin(header)?,
                    None => return Ok(None),
                },
            };
            let stream = &mut self.streams[index];
            let message = stream.open.as_mut().expect("a chunk belongs to an open message");
            let taken = if self.spill.length > 0 {
                self.spill.drain(left, message)
            } else {
                let (taken, rest) = input.split_at(left.min(input.len()));
                message.extend_from_slice(taken);
                *input = rest;
                taken.len()
            };
            if taken < left {
                self.chunk = Some((index, left - taken));
                if input.is_empty() && self.spill.length == 0 {
                    return Ok(None);
                }
                continue;
            }
            self.chunk = None;
            if message.len() == stream.declared {
                self.assembling -= stream.declared;
                let payload = Bytes::from(stream.open.take().expect("just written to"));
                let (kind, timestamp_ms, stream_id) = (stream.kind, stream.timestamp_ms, stream.stream_id);
                return Ok(Some(Message { kind, timestamp_ms, stream_id, payload }));
            }
        }
    }

    /// A whole header off the front of spill and input, or `None`, and then all of `input` has been spilled.
    fn read_header(&mut self, input: &mut &[u8]) -> Result<Option<Header>, RtmpError> {
        let before = self.spill.length;
        if before == 0
            && let Some((header, used)) = self.parse_header(input)?
        {
            (_, *input) = input.split_at(used);
            return Ok(Some(header));
        }
        let (copied, rest) = input.split_at(input.len().min(HEADER_BYTES_MAX - before));
        self.spill.extend(copied);
        let Some((header, used)) = self.parse_header(self.spill.filled())? else {
            assert!(rest.is_empty(), "a header is never longer than the spill");
            *input = rest;
            return Ok(None);
        };
        // What was copied is still in the input, so only what was spilled before stays spilled.
        self.spill.length = before;
        (_, *input) = input.split_at(used.saturating_sub(before));
        self.spill.remove_front(used.min(before));
        Ok(Some(header))
    }

    /// A header and its length, or `None` if more bytes are needed to know. Changes nothing.
    fn parse_header(&self, bytes: &[u8]) -> Result<Option<(Header, usize)>, RtmpError> {
        let Some((&first, rest)) = bytes.split_first() else { return Ok(None) };
        let (csid, rest) = match (first & 0x3f, rest) {
            (0, &[low, ref rest @ ..]) => (64 + u32::from(low), rest),
            (1, &[low, high, ref rest @ ..]) => (64 + u32::from(low) + (u32::from(high) << 8), rest),
            (0 | 1, _) => return Ok(None),
            (csid, rest) => (u32::from(csid), rest),
        };
        let index = self.find(csid);
        let (fields, time, rest) = match (first >> 6, rest) {
            (0, &[t2, t1, t0, l2, l1, l0, kind, s0, s1, s2, s3, ref rest @ ..]) => {
                let time_ms = u24([t2, t1, t0]);
                let stream_id = u32::from_le_bytes([s0, s1, s2, s3]);
                (Fields::Full { time_ms, declared: length([l2, l1, l0]), kind, stream_id }, Some(time_ms), rest)
            }
            (1, &[t2, t1, t0, l2, l1, l0, kind, ref rest @ ..]) => {
                let delta_ms = u24([t2, t1, t0]);
                (Fields::SameStream { delta_ms, declared: length([l2, l1, l0]), kind }, Some(delta_ms), rest)
            }
            (2, &[t2, t1, t0, ref rest @ ..]) => {
                let delta_ms = u24([t2, t1, t0]);
                (Fields::SameLength { delta_ms }, Some(delta_ms), rest)
            }
            (3, rest) => (Fields::Same, None, rest),
            _ => return Ok(None),
        };
        let (extended, rest) = match time {
            Some(EXTENDED) => match rest.split_first_chunk::<4>() {
                Some((field, rest)) => (Some(u32::from_be_bytes(*field)), rest),
                None => return Ok(None),
            },
            Some(_) => (None, rest),
            // A header without a time repeats the extended one, or does not: the specification says it does,
            // older FFmpeg and several devices disagree. If the four bytes are there, they are the time; a payload
            // that happens to begin with them is a chance of one in four thousand million per chunk.
            None => match index.and_then(|index| self.streams[index].extended) {
                None => (None, rest),
                Some(field) => match rest.strip_prefix(&field.to_be_bytes()) {
                    Some(rest) => (None, rest),
                    None if rest.len() < 4 && field.to_be_bytes().starts_with(rest) => return Ok(None),
                    None => (None, rest),
                },
            },
        };
        Ok(Some((Header { csid, index, fields, extended }, bytes.len() - rest.len())))
    }

    fn find(&self, csid: u32) -> Option<usize> {
        match self.streams.get(self.recent) {
            Some(stream) if stream.csid == csid => Some(self.recent),
            _ => self.streams.iter().position(|stream| stream.csid == csid),
        }
    }

    /// Applies a header: opens a message or goes on with one. The stream's index and the chunk's payload length.
    fn begin(&mut self, header: Header) -> Result<(usize, usize), RtmpError> {
        let index = match header.index {
            Some(index) => index,
            None => self.open_stream(header.csid, &header.fields)?,
        };
        self.recent = index;
        let stream = &mut self.streams[index];
        if let Some(message) = &stream.open {
            let (held, declared) = (message.len(), stream.declared);
            if !matches!(header.fields, Fields::Same) {
                return Err(RtmpError::InterruptedMessage { csid: stream.csid, held, declared });
            }
            return Ok((index, (declared - held).min(self.chunk_bytes)));
        }

        let (mut kind, mut stream_id, mut declared) = (stream.kind, stream.stream_id, stream.declared);
        match header.fields {
            Fields::Full { time_ms, declared: bytes, kind: new_kind, stream_id: new_stream_id } => {
                (kind, stream_id, declared) = (new_kind, new_stream_id, bytes);
                // If the next header has no time at all, this time is also its step (5.3.1.2.4).
                stream.delta_ms = header.extended.unwrap_or(time_ms);
                stream.timestamp_ms = 0;
                stream.extended = header.extended;
            }
            Fields::SameStream { delta_ms, declared: bytes, kind: new_kind } => {
                (kind, declared) = (new_kind, bytes);
                stream.delta_ms = header.extended.unwrap_or(delta_ms);
                stream.extended = header.extended;
            }
            Fields::SameLength { delta_ms } => {
                stream.delta_ms = header.extended.unwrap_or(delta_ms);
                stream.extended = header.extended;
            }
            Fields::Same => {}
        }
        stream.timestamp_ms = stream.timestamp_ms.wrapping_add(stream.delta_ms);
        (stream.kind, stream.stream_id, stream.declared) = (kind, stream_id, declared);

        // Decide before allocating.
        let max = Message::bytes_max(kind, &self.limits);
        if declared > max {
            return Err(RtmpError::MessageTooLarge { kind, declared, max });
        }
        let (wanted, max) = (self.assembling + declared, self.limits.assembly_bytes_max);
        if wanted > max {
            return Err(RtmpError::AssemblyTooLarge { wanted, max });
        }
        self.assembling = wanted;
        stream.open = Some(Vec::with_capacity(declared));
        Ok((index, declared.min(self.chunk_bytes)))
    }

    fn open_stream(&mut self, csid: u32, fields: &Fields) -> Result<usize, RtmpError> {
        // The first header should be full. librtmp opens stream 2 with one that only lacks the message stream id,
        // which is 0 there.
        if matches!(fields, Fields::SameLength { .. } | Fields::Same) {
            return Err(RtmpError::NoHeaderYet { csid });
        }
        let max = self.limits.streams_max;
        if self.streams.len() >= max {
            return Err(RtmpError::TooManyChunkStreams { max });
        }
        self.streams.push(ChunkStream {
            csid,
            kind: 0,
            stream_id: 0,
            declared: 0,
            timestamp_ms: 0,
            delta_ms: 0,
            extended: None,
            open: None,
        });
        Ok(self.streams.len() - 1)
    }
}

impl Spill {
    fn filled(&self) -> &[u8] {
        self.bytes.split_at(self.length).0
    }

    fn extend(&mut self, bytes: &[u8]) {
        let (_, free) = self.bytes.split_at_mut(self.length);
        free.split_at_mut(bytes.len()).0.copy_from_slice(bytes);
        self.length += bytes.len();
    }

    fn remove_front(&mut self, count: usize) {
        self.bytes.copy_within(count..self.length, 0);
        self.length -= count;
    }

    /// Moves up to `wanted` bytes into `message`.
    fn drain(&mut self, wanted: usize, message: &mut Vec<u8>) -> usize {
        let count = wanted.min(self.length);
        message.extend_from_slice(self.filled().split_at(count).0);
        self.remove_front(count);
        count
    }
}

fn u24([high, middle, low]: [u8; 3]) -> u32 {
    u32::from_be_bytes([0, high, middle, low])
}

fn length(bytes: [u8; 3]) -> usize {
    u24(bytes) as usize
}

/// Turns messages into chunks. Every message begins with a full header, which is never wrong and costs a few bytes.
#[derive(Debug)]
pub(crate) struct ChunkWriter {
    chunk_bytes: usize,
}

impl ChunkWriter {
    pub(crate) fn new() -> Self {
        Self { chunk_bytes: CHUNK_BYTES_DEFAULT }
    }

    /// Holds from the next message on; the peer must have been told.
    pub(crate) fn set_chunk_bytes(&mut self, bytes: usize) {
        assert!(bytes > 0, "a chunk carries something");
        self.chunk_bytes = bytes;
    }

    /// One message on chunk stream `csid`, 2 to 63. The payload is at most [`MESSAGE_BYTES_MAX`] long.
    pub(crate) fn write(&self, csid: u8, message: &MessageRef<'_>, out: &mut BytesMut) {
        assert!((2..64).contains(&csid), "only one-byte ids are written");
        let declared = u32::try_from(message.payload.len()).expect("checked by the caller");
        assert!(message.payload.len() <= MESSAGE_BYTES_MAX, "checked by the caller");
        let chunks = message.payload.len() / self.chunk_bytes + 1;
        out.reserve(HEADER_BYTES_MAX + message.payload.len() + 5 * chunks);

        let extended = (message.timestamp_ms >= EXTENDED).then_some(message.timestamp_ms);
        out.put_u8(csid);
        out.put_uint(message.timestamp_ms.min(EXTENDED).into(), 3);
        out.put_uint(declared.into(), 3);
        out.put_u8(message.kind);
        out.put_u32_le(message.stream_id);
        let (mut piece, mut rest) = message.payload.split_at(message.payload.len().min(self.chunk_bytes));
        loop {
            if let Some(time) = extended {
                out.put_u32(time);
            }
            out.put_slice(piece);
            if rest.is_empty() {
                return;
            }
            out.put_u8(0xc0 | csid);
            (piece, rest) = rest.split_at(rest.len().min(self.chunk_bytes));
        }
    }
}

/// A message to be written.
#[derive(Clone, Copy, Debug)]
pub(crate) struct MessageRef<'a> {
    pub kind: u8,
    pub timestamp_ms: u32,
    pub stream_id: u32,
    pub payload: &'a [u8],
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::checks::read_chunks;

    const LIMITS: Limits = Limits {
        message_bytes_max: 1000,
        assembly_bytes_max: 1500,
        chunk_bytes_max: 0xff_ffff,
        streams_max: 3,
        amf_depth_max: 4,
        amf_bytes_max: 100,
        amf_values_max: 10,
        held_bytes_max: 1000,
        reply_bytes_max: 1000,
    };

    /// A full header: form 0, time, length, kind, message stream 1.
    fn full(csid: u8, time: [u8; 3], length: u16, kind: u8) -> Vec<u8> {
        let [t2, t1, t0] = time;
        let [l1, l0] = length.to_be_bytes();
        vec![csid, t2, t1, t0, 0, l1, l0, kind, 1, 0, 0, 0]
    }

    /// Reads `bytes` cut in every rhythm up to their length, which must not matter.
    #[track_caller]
    fn read(bytes: &[u8]) -> (Vec<Message>, Option<RtmpError>) {
        let whole = read_chunks(&[bytes], LIMITS);
        for step in 1..bytes.len().min(40) {
            let slices: Vec<&[u8]> = bytes.chunks(step).collect();
            assert_eq!(read_chunks(&slices, LIMITS), whole, "in steps of {step}");
        }
        whole
    }

    fn message(kind: u8, timestamp_ms: u32, payload: &[u8]) -> Message {
        Message { kind, timestamp_ms, stream_id: 1, payload: Bytes::copy_from_slice(payload) }
    }

    #[test]
    fn malformed_chunks_are_refused_by_name() {
        let cases: &[(&str, Vec<u8>, RtmpError)] = &[
            ("continues nothing", vec![0xc4], RtmpError::NoHeaderYet { csid: 4 }),
            ("continues nothing, with a time", vec![0x84, 0, 0, 0], RtmpError::NoHeaderYet { csid: 4 }),
            ("continues nothing, longest id", vec![0xc1, 255, 255], RtmpError::NoHeaderYet { csid: 65_599 }),
            (
                "a header inside a message",
                [full(4, [0; 3], 200, 9), vec![7; 128], full(4, [0; 3], 200, 9)].concat(),
                RtmpError::InterruptedMessage { csid: 4, held: 128, declared: 200 },
            ),
            (
                "a fourth stream",
                [full(4, [0; 3], 0, 9), full(5, [0; 3], 0, 9), full(6, [0; 3], 0, 9), full(7, [0; 3], 0, 9)].concat(),
                RtmpError::TooManyChunkStreams { max: 3 },
            ),
            (
                "a long video message",
                full(4, [0; 3], 1001, 9),
                RtmpError::MessageTooLarge { kind: 9, declared: 1001, max: 1000 },
            ),
            (
                "a long command",
                full(4, [0; 3], 101, 20),
                RtmpError::MessageTooLarge { kind: 20, declared: 101, max: 100 },
            ),
            (
                "an undefined kind of message, long",
                full(4, [0; 3], 101, 99),
                RtmpError::MessageTooLarge { kind: 99, declared: 101, max: 100 },
            ),
            (
                "two messages that are too long together",
                [full(4, [0; 3], 800, 9), vec![7; 128], full(5, [0; 3], 800, 9)].concat(),
                RtmpError::AssemblyTooLarge { wanted: 1600, max: 1500 },
            ),
            ("chunk size 0", [full(2, [0; 3], 4, 1), vec![0, 0, 0, 0]].concat(), RtmpError::ChunkSizeZero),
            (
                "chunk size 2 GiB",
                [full(2, [0; 3], 4, 1), vec![0x80, 0, 0, 0]].concat(),
                RtmpError::ChunkSizeTooLarge { wanted: 1 << 31, max: 0xff_ffff },
            ),
            (
                "chunk size 16 MiB",
                [full(2, [0; 3], 4, 1), vec![1, 0, 0, 0]].concat(),
                RtmpError::ChunkSizeTooLarge { wanted: 1 << 24, max: 0xff_ffff },
            ),
            (
                "half a chunk size",
                [full(2, [0; 3], 2, 1), vec![0, 0]].concat(),
                RtmpError::ControlTooShort { kind: 1, found: 2, expected: 4 },
            ),
            (
                "an abort of nobody",
                [full(2, [0; 3], 3, 2), vec![0; 3]].concat(),
                RtmpError::ControlTooShort { kind: 2, found: 3, expected: 4 },
            ),
        ];
        for (name, bytes, expected) in cases {
            assert_eq!(read(bytes).1.as_ref(), Some(expected), "{name}");
        }
    }

    #[test]
    fn a_refusal_needs_no_payload_and_allocates_nothing() {
        let mut reader = ChunkReader::new(LIMITS);
        let header = full(4, [0; 3], 1001, 9);
        assert!(reader.read(&mut &header[..]).is_err());
        assert_eq!(reader.assembling(), 0);
    }

    #[test]
    fn messages_are_one_allocation_of_their_declared_length() {
        let bytes = [full(4, [0; 3], 300, 9), vec![7; 128], vec![0xc4], vec![7; 128], vec![0xc4], vec![7; 44]].concat();
        let (messages, failure) = read(&bytes);
        assert_eq!((messages.len(), failure), (1, None));
        let payload = Vec::<u8>::from(messages.into_iter().next().expect("one").payload);
        assert_eq!((payload.len(), payload.capacity()), (300, 300));
    }

    #[test]
    fn audio_comes_out_before_the_video_it_interrupts() {
        let bytes = [
            full(6, [0, 0, 40], 300, 9),
            vec![7; 128],
            full(4, [0, 0, 41], 5, 8),
            vec![1, 2, 3, 4, 5],
            vec![0xc6],
            vec![7; 128],
            // Same length and kind, 23 ms later.
            vec![0x84, 0, 0, 23, 6, 7, 8, 9, 10],
            vec![0xc6],
            vec![7; 44],
        ];
        let expected =
            vec![message(8, 41, &[1, 2, 3, 4, 5]), message(8, 64, &[6, 7, 8, 9, 10]), message(9, 40, &[7; 300])];
        assert_eq!(read(&bytes.concat()), (expected, None));
    }

    #[test]
    fn times_step_as_the_header_forms_say() {
        let short = |form: u8, rest: &[u8]| [&[form << 6 | 4], rest].concat();
        let bytes = [
            full(4, [0, 0, 100], 1, 8),
            vec![1],
            short(1, &[0, 0, 10, 0, 0, 1, 9, 2]), // another kind, 10 ms on
            short(2, &[0, 0, 20, 3]),             // 20 ms on
            short(3, &[4]),                       // the same step again
            full(4, [0, 0, 50], 1, 8),            // time may be set back
            vec![5],
            short(3, &[6]), // the step after a full header is its time
        ];
        let expected = [(8, 100, 1), (9, 110, 2), (9, 130, 3), (9, 150, 4), (8, 50, 5), (8, 100, 6)];
        let expected = expected.map(|(kind, time, byte)| message(kind, time, &[byte])).to_vec();
        assert_eq!(read(&bytes.concat()), (expected, None));
    }

    #[test]
    fn time_wraps_at_32_bits() {
        let bytes = [
            full(4, [255; 3], 1, 8),
            vec![255, 255, 255, 240, 1],
            vec![0x84, 0, 0, 40, 2], // 40 ms on
        ];
        let expected = vec![message(8, 0xffff_fff0, &[1]), message(8, 0x18, &[2])];
        assert_eq!(read(&bytes.concat()), (expected, None));
    }

    #[test]
    fn extended_times_may_be_repeated_or_not() {
        let time = [0x01, 0x02, 0x03, 0x04];
        let head = [full(4, [255; 3], 130, 9), time.to_vec()].concat();
        let payload = |end: [u8; 2]| [&[7; 128][..], &end].concat();
        let next = [full(5, [0, 0, 9], 1, 8), vec![1]].concat();
        let cases: &[(&str, Vec<u8>, [u8; 2])] = &[
            ("repeated", [&[0xc4][..], &time, &[8, 9]].concat(), [8, 9]),
            ("not repeated", vec![0xc4, 8, 9], [8, 9]),
            // The whole of the rest looks like the beginning of the time: the next chunk decides.
            ("not repeated, begins like the time", vec![0xc4, 1, 2], [1, 2]),
            ("repeated, and the payload begins like it", [&[0xc4][..], &time, &[1, 2]].concat(), [1, 2]),
        ];
        for (name, continued, end) in cases {
            let bytes = [&head[..], &[7; 128], continued, &next].concat();
            let expected = vec![message(9, 0x0102_0304, &payload(*end)), message(8, 9, &[1])];
            assert_eq!(read(&bytes), (expected, None), "{name}");
        }
    }

    #[test]
    fn an_extended_step_carries_to_the_next_message() {
        let step = [0x01, 0x00, 0x00, 0x00];
        for repeated in [true, false] {
            let bytes = [
                full(4, [0, 0, 5], 1, 8),
                vec![1],
                vec![0x84, 255, 255, 255],
                step.to_vec(),
                vec![2],
                vec![0xc4],
                if repeated { step.to_vec() } else { Vec::new() },
                vec![3],
            ];
            let expected = vec![message(8, 5, &[1]), message(8, 0x0100_0005, &[2]), message(8, 0x0200_0005, &[3])];
            assert_eq!(read(&bytes.concat()), (expected, None), "repeated: {repeated}");
        }
    }

    #[test]
    fn a_time_of_exactly_24_bits_is_extended() {
        let bytes = [full(4, [255; 3], 1, 8), vec![0, 255, 255, 255, 1]].concat();
        assert_eq!(read(&bytes), (vec![message(8, 0xff_ffff, &[1])], None));
        let bytes = [full(4, [255, 255, 254], 1, 8), vec![1]].concat();
        assert_eq!(read(&bytes), (vec![message(8, 0xff_fffe, &[1])], None));
    }

    #[test]
    fn ids_have_one_two_or_three_bytes() {
        for basic in [&[0x02][..], &[0x3f], &[0x00, 0], &[0x00, 255], &[0x01, 0, 1], &[0x01, 255, 255]] {
            let bytes = [basic, &full(0, [0, 0, 1], 1, 8)[1..], &[9]].concat();
            assert_eq!(read(&bytes), (vec![message(8, 1, &[9])], None), "{basic:02x?}");
        }
        // The same stream under two forms of its id.
        let bytes = [&[0x00, 6][..], &full(0, [0, 0, 1], 1, 8)[1..], &[9], &[0xc1, 6, 0, 8]].concat();
        assert_eq!(read(&bytes).0, [message(8, 1, &[9]), message(8, 2, &[8])]);
    }

    #[test]
    fn librtmp_may_open_a_stream_without_a_message_stream_id() {
        let bytes = [0x42, 0, 0, 0, 0, 0, 6, 4, 0, 7, 0, 0, 0, 1];
        let expected = Message { stream_id: 0, ..message(4, 0, &[0, 7, 0, 0, 0, 1]) };
        assert_eq!(read(&bytes), (vec![expected], None));
    }

    #[test]
    fn empty_messages_are_messages() {
        let bytes = [full(4, [0, 0, 1], 0, 8), vec![0xc4], full(5, [0, 0, 3], 1, 9), vec![1]].concat();
        assert_eq!(read(&bytes), (vec![message(8, 1, &[]), message(8, 2, &[]), message(9, 3, &[1])], None));
    }

    #[test]
    fn an_abort_forgets_the_message_and_frees_its_budget() {
        let abort = |csid: u8| [full(2, [0; 3], 4, 2), vec![0, 0, 0, csid]].concat();
        let bytes = [
            full(4, [0, 0, 1], 1000, 9),
            vec![7; 128],
            abort(4),
            abort(4),  // between messages
            abort(99), // unknown
            full(4, [0, 0, 2], 2, 9),
            vec![1, 2],
            full(5, [0, 0, 3], 1000, 9), // fits only because the first one was forgotten
            vec![7; 128],
        ];
        let (messages, failure) = read(&bytes.concat());
        assert_eq!(failure, None);
        assert_eq!(messages.last(), Some(&message(9, 2, &[1, 2])));
    }

    #[test]
    fn chunk_size_changes_between_chunks() {
        let bytes = [
            full(4, [0, 0, 1], 300, 9),
            vec![7; 128],
            full(2, [0; 3], 4, 1),
            vec![0, 0xff, 0xff, 0xff], // the largest that means something
            vec![0xc4],
            vec![7; 172],
        ];
        let (messages, failure) = read(&bytes.concat());
        assert_eq!((messages.last(), failure), (Some(&message(9, 1, &[7; 300])), None));
    }
}
