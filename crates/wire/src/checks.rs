//! What must hold for any bytes: the bodies of the fuzz targets, also driven by the property tests below.
//!
//! Each function reads its input twice over: as bytes from a peer, and as dice that build a valid conversation.
//! They assert meaning: the cuts between slices do not matter, what is written reads back equal, limits hold.

use crate::flv::{self, AudioTag, Tag, TagKind, TagReader, TagWriter, VideoTag};
use crate::rtmp::amf0::{Decoder, Value, encode};
use crate::rtmp::chunk::{ChunkReader, ChunkWriter, MessageRef};
use crate::rtmp::message::{self, Message, kind};
use crate::rtmp::{Client, ClientEvent, Event, Limits, Media, MediaKind, Output, Refusal, RtmpError, Server};
use bytes::{Bytes, BytesMut};

/// Small enough that random input reaches every one of them.
fn tight_limits() -> Limits {
    Limits {
        message_bytes_max: 4096,
        assembly_bytes_max: 6000,
        chunk_bytes_max: 10_000,
        streams_max: 8,
        amf_depth_max: 4,
        amf_bytes_max: 2048,
        amf_values_max: 64,
        held_bytes_max: 4096,
        reply_bytes_max: 20_000,
    }
}

/// Choices taken from the input; zeros when it has run out.
struct Dice<'a> {
    rest: &'a [u8],
}

impl<'a> Dice<'a> {
    fn new(rest: &'a [u8]) -> Self {
        Self { rest }
    }

    fn u8(&mut self) -> u8 {
        let Some((&first, rest)) = self.rest.split_first() else { return 0 };
        self.rest = rest;
        first
    }

    fn u32(&mut self) -> u32 {
        u32::from_be_bytes([self.u8(), self.u8(), self.u8(), self.u8()])
    }

    fn one_in(&mut self, sides: u8) -> bool {
        self.u8().is_multiple_of(sides)
    }

    /// 0 to `sides - 1`; `sides` is at most 65,536.
    fn below(&mut self, sides: usize) -> usize {
        usize::from(u16::from_be_bytes([self.u8(), self.u8()])) % sides
    }

    fn bytes(&mut self, count: usize) -> &'a [u8] {
        let (taken, rest) = self.rest.split_at(count.min(self.rest.len()));
        self.rest = rest;
        taken
    }

    /// Times around everything that is special about them.
    fn time_ms(&mut self) -> u32 {
        match self.u8() % 6 {
            0 => self.u8().into(),
            1 => 0xff_fff0 + u32::from(self.u8() % 32),
            2 => 0xffff_ffff - u32::from(self.u8()),
            3 => 0x7fff_fff0 + u32::from(self.u8() % 32),
            4 => u32::from(self.u8()) << 8,
            _ => self.u32(),
        }
    }
}

/// `bytes` in slices: whole, one by one, and in a rhythm that depends on `seed`.
fn cuts(bytes: &[u8], seed: u8) -> [Vec<&[u8]>; 3] {
    let step = usize::from(seed) % 61 + 2;
    [vec![bytes], bytes.chunks(1).collect(), bytes.chunks(step).collect()]
}

fn all_equal<T: PartialEq + std::fmt::Debug>(outcomes: [T; 3]) -> T {
    let [whole, bytewise, stepped] = outcomes;
    assert_eq!(whole, bytewise, "whole and byte by byte");
    assert_eq!(whole, stepped, "whole and in steps");
    whole
}

// ---- chunks

/// Chunk streams: cuts do not matter, budgets hold, what is written in any permitted form reads back equal.
pub fn rtmp_chunks(data: &[u8]) {
    let (&seed, data) = data.split_first().unwrap_or((&0, data));
    all_equal(cuts(data, seed).map(|slices| read_chunks(&slices, tight_limits())));

    let mut dice = Dice::new(data);
    let (stream, expected) = write_interleaved(&mut dice);
    let limits = Limits { streams_max: CSIDS.len(), ..Limits::default() };
    let (read, failure) = all_equal(cuts(&stream, seed).map(|slices| read_chunks(&slices, limits)));
    assert_eq!(failure, None);
    assert_eq!(read, expected);

    let mut writer = ChunkWriter::new();
    let mut stream = BytesMut::new();
    let chunk_bytes = dice.below(5000) + 1;
    let first = MessageRef {
        kind: kind::SET_CHUNK_SIZE,
        timestamp_ms: 0,
        stream_id: 0,
        payload: &u32::try_from(chunk_bytes).expect("small").to_be_bytes(),
    };
    writer.write(2, &first, &mut stream);
    writer.set_chunk_bytes(chunk_bytes);
    let mut expected = Vec::new();
    while !dice.rest.is_empty() && expected.len() < 8 {
        let (timestamp_ms, stream_id) = (dice.time_ms(), dice.u32());
        let csid = dice.u8() % 62 + 2;
        let payload = Bytes::copy_from_slice(&dice.bytes(20).repeat(usize::from(dice.u8())));
        writer.write(csid, &MessageRef { kind: 9, timestamp_ms, stream_id, payload: &payload }, &mut stream);
        expected.push(Message { kind: 9, timestamp_ms, stream_id, payload });
    }
    let limits = Limits { streams_max: 64, ..Limits::default() };
    let (read, failure) = read_chunks(&[&stream], limits);
    assert_eq!((&read[1..], failure), (&expected[..], None));
}

/// All messages, and how it ended. Obeys chunk sizes and aborts like a connection does.
pub(crate) fn read_chunks(slices: &[&[u8]], limits: Limits) -> (Vec<Message>, Option<RtmpError>) {
    let mut reader = ChunkReader::new(limits);
    let mut messages = Vec::new();
    for slice in slices {
        let mut input = *slice;
        loop {
            let read = reader.read(&mut input);
            assert!(reader.assembling() <= limits.assembly_bytes_max);
            let obeyed = match read {
                Ok(None) => {
                    assert!(input.is_empty(), "a reader that wants more has taken everything");
                    break;
                }
                Ok(Some(message)) => {
                    assert!(message.payload.len() <= Message::bytes_max(message.kind, &limits));
                    let obeyed = match message.kind {
                        kind::SET_CHUNK_SIZE => message.number().and_then(|bytes| reader.set_chunk_bytes(bytes)),
                        kind::ABORT => message.number().map(|csid| reader.abort(csid)),
                        _ => Ok(()),
                    };
                    messages.push(message);
                    obeyed
                }
                Err(error) => Err(error),
            };
            if let Err(error) = obeyed {
                return (messages, Some(error));
            }
        }
    }
    (messages, None)
}

const CSIDS: [u32; 8] = [2, 3, 63, 64, 319, 320, 16_703, 65_599];

/// What a writer remembers of one chunk stream, and the rest of the message it is in.
struct Lane {
    csid: u32,
    last: Option<LaneHeader>,
    pending: Option<(Message, usize)>,
}

struct LaneHeader {
    message: Message,
    delta_ms: u32,
    extended: Option<u32>,
}

/// A second writer, written for variety: every header form that is permitted, ids of every length, times repeated or
/// not, messages interleaved. Returns the messages in the order in which they end.
fn write_interleaved(dice: &mut Dice<'_>) -> (Vec<u8>, Vec<Message>) {
    let mut lanes = CSIDS.map(|csid| Lane { csid, last: None, pending: None });
    let mut out = Vec::new();
    let mut finished = Vec::new();
    let repeats_time = dice.one_in(2);
    for _ in 0..60 {
        if dice.rest.is_empty() {
            break;
        }
        let turn = &mut lanes[dice.below(CSIDS.len())];
        if turn.pending.is_none() {
            begin_message(turn, repeats_time, dice, &mut out);
        } else {
            continue_message(turn, repeats_time, &mut out);
        }
        finished.extend(write_piece(turn, &mut out));
    }
    for lane in &mut lanes {
        while lane.pending.is_some() {
            continue_message(lane, repeats_time, &mut out);
            finished.extend(write_piece(lane, &mut out));
        }
    }
    (out, finished)
}

fn continue_message(lane: &Lane, repeats_time: bool, out: &mut Vec<u8>) {
    write_basic(3, lane.csid, out);
    let last = lane.last.as_ref().expect("a message has begun");
    if let (Some(time), true) = (last.extended, repeats_time) {
        out.extend_from_slice(&time.to_be_bytes());
    }
}

/// The next chunk's payload; the message if that was its last.
fn write_piece(lane: &mut Lane, out: &mut Vec<u8>) -> Option<Message> {
    const CHUNK_BYTES: usize = 128;
    let (message, sent) = lane.pending.take()?;
    let until = message.payload.len().min(sent + CHUNK_BYTES);
    out.extend_from_slice(&message.payload[sent..until]);
    if until == message.payload.len() {
        return Some(message);
    }
    lane.pending = Some((message, until));
    None
}

fn begin_message(lane: &mut Lane, repeats_time: bool, dice: &mut Dice<'_>, out: &mut Vec<u8>) {
    let form = match &lane.last {
        Some(last) => match dice.u8() % 4 {
            // Without a payload nothing tells whether the time was repeated: nobody can read that.
            3 if last.extended.is_some() && last.message.payload.is_empty() => 0,
            form => form,
        },
        None => 0,
    };
    let time_ms = dice.time_ms();
    let (delta_ms, timestamp_ms) = match (&lane.last, form) {
        (Some(last), 1 | 2) => (time_ms, last.message.timestamp_ms.wrapping_add(time_ms)),
        (Some(last), 3) => (last.delta_ms, last.message.timestamp_ms.wrapping_add(last.delta_ms)),
        _ => (time_ms, time_ms),
    };
    let extended = match (&lane.last, form) {
        (Some(last), 3) => last.extended,
        _ => (time_ms >= 0xff_ffff).then_some(time_ms),
    };
    let (kind, stream_id) = match (&lane.last, form) {
        (Some(last), 2 | 3) => (last.message.kind, last.message.stream_id),
        (Some(last), 1) => ([8, 9][dice.below(2)], last.message.stream_id),
        _ => ([8, 9][dice.below(2)], dice.u32()),
    };
    let bytes = match (&lane.last, form) {
        (Some(last), 2 | 3) => last.message.payload.len(),
        _ => dice.below(600),
    };
    // Where times are not repeated, no payload may look like one: its bytes avoid the first byte of the time.
    let avoided = extended.map(|time| time.to_be_bytes()[0]);
    let seed = dice.u8();
    let filler = (0..bytes).map(|index| {
        let byte = seed.wrapping_add(u8::try_from(index % 251).expect("below 251"));
        if Some(byte) == avoided { byte.wrapping_add(1) } else { byte }
    });
    let message = Message { kind, timestamp_ms, stream_id, payload: filler.collect() };

    write_basic(form, lane.csid, out);
    if form < 3 {
        out.extend_from_slice(&time_ms.min(0xff_ffff).to_be_bytes()[1..]);
    }
    if form < 2 {
        out.extend_from_slice(&u32::try_from(bytes).expect("small").to_be_bytes()[1..]);
        out.push(kind);
    }
    if form < 1 {
        out.extend_from_slice(&stream_id.to_le_bytes());
    }
    if let Some(time) = extended.filter(|_| form < 3 || repeats_time) {
        out.extend_from_slice(&time.to_be_bytes());
    }
    lane.last = Some(LaneHeader { message: message.clone(), delta_ms, extended });
    lane.pending = Some((message, 0));
}

fn write_basic(form: u8, csid: u32, out: &mut Vec<u8>) {
    match u8::try_from(csid) {
        Ok(csid @ ..64) => out.push(form << 6 | csid),
        _ => match u8::try_from(csid - 64) {
            Ok(low) => out.extend_from_slice(&[form << 6, low]),
            Err(_) => {
                let [low, high] = u16::try_from(csid - 64).expect("at most 65,599").to_le_bytes();
                out.extend_from_slice(&[form << 6 | 1, low, high]);
            }
        },
    }
}

// ---- AMF0

/// AMF0: whatever decodes, encodes, and decodes to the same; built values too; depth and size are bounded.
pub fn amf0(data: &[u8]) {
    let tight = tight_limits();
    if let Ok(values) = Decoder::new(data, &tight).rest() {
        assert!(values.iter().map(weight).sum::<usize>() <= tight.amf_values_max);
        assert!(values.iter().all(|value| height(value) <= tight.amf_depth_max));
        same_after_encoding(&values, &tight);
    }
    let wide = Limits { amf_depth_max: 8, ..Limits::default() };
    if let Ok(values) = Decoder::new(data, &wide).rest() {
        same_after_encoding(&values, &wide);
    }
    let value = build_value(&mut Dice::new(data), wide.amf_depth_max);
    same_after_encoding(&[value], &Limits { amf_values_max: usize::MAX, ..wide });
}

/// Compares bytes, not values: NaN is a number that encoders send.
fn same_after_encoding(values: &[Value], limits: &Limits) {
    let once = encode_all(values);
    let again = Decoder::new(&once, limits).rest().expect("what was encoded decodes");
    assert_eq!(again.len(), values.len());
    assert_eq!(once, encode_all(&again));
    if !format!("{values:?}").contains("NaN") {
        assert_eq!(again, values);
    }
}

fn encode_all(values: &[Value]) -> BytesMut {
    let mut out = BytesMut::new();
    for value in values {
        encode(value, &mut out);
    }
    out
}

/// Values in a value, itself included.
fn weight(value: &Value) -> usize {
    1 + match value {
        Value::Object(fields) | Value::EcmaArray(fields) | Value::TypedObject { fields, .. } => {
            fields.iter().map(|(_, value)| weight(value)).sum()
        }
        Value::StrictArray(values) => values.iter().map(weight).sum(),
        _ => 0,
    }
}

fn height(value: &Value) -> usize {
    match value {
        Value::Object(fields) | Value::EcmaArray(fields) | Value::TypedObject { fields, .. } => {
            fields.iter().map(|(_, value)| height(value) + 1).max().unwrap_or(0)
        }
        Value::StrictArray(values) => values.iter().map(|value| height(value) + 1).max().unwrap_or(0),
        _ => 0,
    }
}

fn build_value(dice: &mut Dice<'_>, depth: usize) -> Value {
    let kinds = if depth == 0 { 8 } else { 12 };
    match dice.u8() % kinds {
        0 => Value::Null,
        1 => Value::Undefined,
        2 => Value::Number(dice.u32().into()),
        3 => Value::Boolean(dice.one_in(2)),
        4 => Value::String(build_text(dice)),
        5 => Value::Date { ms: f64::from(dice.u32()), zone: i16::from(dice.u8()) },
        6 => Value::Xml(build_text(dice)),
        7 => Value::Reference(dice.u8().into()),
        8 => Value::Object(build_fields(dice, depth)),
        9 => Value::EcmaArray(build_fields(dice, depth)),
        10 => Value::StrictArray((0..dice.u8() % 4).map(|_| build_value(dice, depth - 1)).collect()),
        _ => Value::TypedObject { class: build_text(dice), fields: build_fields(dice, depth) },
    }
}

fn build_fields(dice: &mut Dice<'_>, depth: usize) -> Vec<(String, Value)> {
    (0..dice.u8() % 4).map(|_| (build_text(dice), build_value(dice, depth - 1))).collect()
}

fn build_text(dice: &mut Dice<'_>) -> String {
    let count = usize::from(dice.u8() % 12);
    String::from_utf8_lossy(dice.bytes(count)).into_owned()
}

// ---- FLV

/// FLV: tags survive writing and any cuts, bodies survive writing, anything else is an error and not a panic.
pub fn flv(data: &[u8]) {
    let (&seed, data) = data.split_first().unwrap_or((&0, data));
    let limits = flv::Limits { tag_bytes_max: 2000 };
    all_equal(cuts(data, seed).map(|slices| read_tags(TagReader::new(limits), &slices)));
    all_equal(cuts(data, seed).map(|slices| read_tags(TagReader::file(limits), &slices)));

    let payload = Bytes::copy_from_slice(data);
    if let Ok(tag) = flv::video(payload.clone())
        && let Some(written) = tag.to_payload()
    {
        assert!(!matches!(&tag, VideoTag::Frame { data, .. } if data.is_empty()));
        assert_eq!(flv::video(written), Ok(tag));
    }
    if let Ok(tag) = flv::audio(payload)
        && let Some(written) = tag.to_payload()
    {
        assert!(!matches!(&tag, AudioTag::Frame(data) if data.is_empty()));
        assert_eq!(flv::audio(written), Ok(tag));
    }

    let mut dice = Dice::new(data);
    let mut file = Vec::new();
    TagWriter.file_header(true, true, &mut file);
    let mut tags = Vec::new();
    while !dice.rest.is_empty() && tags.len() < 8 {
        let kind = [TagKind::Audio, TagKind::Video, TagKind::Script][dice.below(3)];
        let timestamp_ms = dice.time_ms();
        let count = usize::from(dice.u8());
        let tag = Tag { kind, timestamp_ms, payload: Bytes::copy_from_slice(dice.bytes(count)) };
        TagWriter.tag(&tag, &mut file).expect("a short tag");
        tags.push(tag);
    }
    let read = all_equal(cuts(&file, seed).map(|slices| read_tags(TagReader::file(limits), &slices)));
    assert_eq!(read, (tags, None));
}

fn read_tags(mut reader: TagReader, slices: &[&[u8]]) -> (Vec<Tag>, Option<flv::FlvError>) {
    let mut tags = Vec::new();
    for slice in slices {
        reader.push(slice);
        loop {
            match reader.next_tag() {
                Ok(Some(tag)) => tags.push(tag),
                Ok(None) => break,
                Err(error) => return (tags, Some(error)),
            }
        }
        assert!(reader.buffered() < 2100.max(slice.len()), "one tag at most is waiting");
    }
    (tags, None)
}

// ---- connections

/// The server, fed with anything: no panic, bounded memory, no media outside a publication, cuts do not matter.
pub fn rtmp_server(data: &[u8]) {
    let (&seed, data) = data.split_first().unwrap_or((&0, data));
    let script = client_script(&mut Dice::new(data));
    for stream in [data, &script[..]] {
        // With the verdict at the end, everything but acknowledgements is the same whatever the cuts.
        all_equal(cuts(stream, seed).map(|slices| converse(&slices, Verdicts::AtTheEnd)));
        converse(&[stream], Verdicts::AtOnce { accept: seed % 4 != 0 });
        converse(&stream.chunks(100).collect::<Vec<_>>(), Verdicts::AtOnce { accept: true });
    }
}

#[derive(Clone, Copy)]
enum Verdicts {
    AtTheEnd,
    AtOnce { accept: bool },
}

fn converse(slices: &[&[u8]], verdicts: Verdicts) -> (Vec<Event>, Vec<Message>, Option<RtmpError>) {
    let limits = tight_limits();
    let mut server = Server::new(limits);
    let mut peer = Peer::default();
    let mut failure = None;
    for slice in slices {
        let pushed = server.push(slice);
        assert!(server.held_bytes() <= limits.assembly_bytes_max + limits.held_bytes_max + limits.message_bytes_max);
        failure = peer.drain(&mut server, verdicts);
        assert_eq!(pushed.err(), failure, "push and poll agree");
        if failure.is_some() {
            break;
        }
    }
    server.accept_publish();
    peer.drain(&mut server, Verdicts::AtTheEnd);
    server.refuse_publish(Refusal::Unsupported("codec".into()));
    server.finish();
    peer.drain(&mut server, Verdicts::AtTheEnd);
    let messages = peer.messages();
    (peer.events, messages, failure)
}

/// What the driver and the other end see.
#[derive(Default)]
struct Peer {
    events: Vec<Event>,
    sent: Vec<u8>,
    publishing: bool,
}

impl Peer {
    fn drain(&mut self, server: &mut Server, verdicts: Verdicts) -> Option<RtmpError> {
        loop {
            match server.poll() {
                Ok(Output::Send(bytes)) => {
                    assert!(!bytes.is_empty());
                    self.sent.extend_from_slice(&bytes);
                }
                Ok(Output::Event(event)) => {
                    match &event {
                        Event::Publish { stream, .. } => {
                            assert!(!self.publishing && !stream.is_empty());
                            match verdicts {
                                Verdicts::AtTheEnd => self.publishing = true,
                                Verdicts::AtOnce { accept: true } => {
                                    self.publishing = true;
                                    server.accept_publish();
                                }
                                Verdicts::AtOnce { accept: false } => server.refuse_publish(Refusal::BadName),
                            }
                        }
                        Event::Media(media) => {
                            assert!(self.publishing && !media.payload.is_empty());
                            assert!(media.payload.len() <= tight_limits().message_bytes_max);
                        }
                        Event::Metadata(_) => assert!(self.publishing),
                        Event::Unpublish => {
                            assert!(self.publishing);
                            self.publishing = false;
                        }
                    }
                    self.events.push(event);
                }
                Ok(Output::Idle) => return None,
                Err(error) => return Some(error),
            }
        }
    }

    /// What was sent, as messages, without acknowledgements: those depend on the cuts.
    fn messages(&self) -> Vec<Message> {
        const HANDSHAKE_BYTES: usize = 1 + 2 * 1536;
        let Some((_, chunks)) = self.sent.split_at_checked(HANDSHAKE_BYTES) else {
            assert!(self.sent.is_empty());
            return Vec::new();
        };
        let (mut messages, failure) = read_chunks(&[chunks], Limits::default());
        assert_eq!(failure, None, "the server writes what can be read");
        messages.retain(|message| message.kind != kind::ACKNOWLEDGEMENT);
        messages
    }
}

/// A conversation that gets somewhere: handshake, mostly sensible commands and media, and some that are not.
fn client_script(dice: &mut Dice<'_>) -> Vec<u8> {
    let mut out = BytesMut::from(&[3][..]);
    out.extend_from_slice(&[0; 2 * 1536]);
    let mut writer = ChunkWriter::new();
    let mut write = |writer: &ChunkWriter, kind, time, stream_id, payload: &[u8]| {
        writer.write(4, &MessageRef { kind, timestamp_ms: time, stream_id, payload }, &mut out);
    };
    let connect = Value::Object(vec![("app".into(), "live".into()), ("tcUrl".into(), "rtmp://host/live".into())]);
    if !dice.one_in(8) {
        write(&writer, kind::COMMAND, 0, 0, &message::command("connect", 1.0, &[connect]));
    }
    let mut steps = 0;
    while !dice.rest.is_empty() && steps < 40 {
        steps += 1;
        let stream_id = u32::from(dice.u8() % 3);
        let time = dice.time_ms();
        match dice.u8() % 12 {
            0..=2 => {
                let publish = message::command("publish", 5.0, &[Value::Null, "key?token".into(), "live".into()]);
                write(&writer, kind::COMMAND, time, stream_id, &publish);
            }
            3 => {
                let names = ["releaseStream", "FCPublish", "createStream", "FCUnpublish", "deleteStream"];
                let more = ["closeStream", "_checkbw", "play", "connect", "somethingElse"];
                let name = names.iter().chain(&more).nth(dice.below(10)).expect("ten names");
                let argument = build_value(dice, 2);
                write(&writer, kind::COMMAND, time, stream_id, &message::command(name, 2.0, &[Value::Null, argument]));
            }
            4 | 5 => {
                let count = usize::from(dice.u8());
                write(&writer, [kind::AUDIO, kind::VIDEO][dice.below(2)], time, stream_id, dice.bytes(count));
            }
            6 => {
                let bytes = u32::from(dice.u8()) * 40;
                write(&writer, kind::SET_CHUNK_SIZE, time, 0, &bytes.to_be_bytes());
                if bytes > 0 {
                    writer.set_chunk_bytes(usize::try_from(bytes).expect("small"));
                }
            }
            7 => {
                let mut payload = encode_all(&["@setDataFrame".into(), "onMetaData".into()]);
                encode(&build_value(dice, 3), &mut payload);
                write(&writer, kind::DATA, time, stream_id, &payload);
            }
            8 => {
                let mut payload = Vec::new();
                for _ in 0..dice.u8() % 3 {
                    let count = usize::from(dice.u8() % 50);
                    let tag_kind = [TagKind::Audio, TagKind::Video, TagKind::Script][dice.below(3)];
                    let payload_bytes = Bytes::copy_from_slice(dice.bytes(count));
                    let tag = Tag { kind: tag_kind, timestamp_ms: dice.time_ms(), payload: payload_bytes };
                    TagWriter.tag(&tag, &mut payload).expect("a short tag");
                }
                write(&writer, kind::AGGREGATE, time, stream_id, &payload);
            }
            9 => write(&writer, kind::USER_CONTROL, time, 0, &message::user_control(dice.u8().into(), time)),
            10 => {
                let count = usize::from(dice.u8() % 40);
                write(&writer, dice.u8() % 24, time, stream_id, dice.bytes(count));
            }
            _ => {
                let value = build_value(dice, 2);
                write(&writer, [kind::COMMAND, kind::COMMAND_AMF3][dice.below(2)], time, 0, &encode_all(&[value]));
            }
        }
    }
    out.extend_from_slice(dice.rest);
    out.to_vec()
}

/// The client: survives anything a server says, and what it sends comes out of our server as it went in.
pub fn rtmp_client(data: &[u8]) {
    let (&seed, data) = data.split_first().unwrap_or((&0, data));
    let said = all_equal(cuts(data, seed).map(listen));
    drop(said);
    let script = server_script(&mut Dice::new(data));
    all_equal(cuts(&script, seed).map(listen));
    publish_to_our_server(&mut Dice::new(data));
}

fn listen(slices: Vec<&[u8]>) -> (Vec<ClientEvent>, Option<RtmpError>) {
    let mut client = Client::new("rtmp://host/app", "app", "key");
    let mut events = Vec::new();
    for slice in slices {
        let pushed = client.push(slice);
        loop {
            match client.poll() {
                Ok(Output::Send(_)) => {}
                Ok(Output::Event(event)) => events.push(event),
                Ok(Output::Idle) => break,
                Err(error) => {
                    assert_eq!(pushed, Err(error.clone()));
                    return (events, Some(error));
                }
            }
        }
    }
    assert!(events.len() <= 2, "Ready at most, and one end");
    (events, None)
}

fn server_script(dice: &mut Dice<'_>) -> Vec<u8> {
    let mut out = BytesMut::from(&[3][..]);
    out.extend_from_slice(&[0; 2 * 1536]);
    let writer = ChunkWriter::new();
    let mut write = |kind, payload: &[u8]| {
        writer.write(3, &MessageRef { kind, timestamp_ms: 0, stream_id: 0, payload }, &mut out);
    };
    for _ in 0..8 {
        let info = message::status(
            ["status", "error"][usize::from(dice.one_in(8))],
            ["NetStream.Publish.Start", "NetStream.Unpublish.Success"][usize::from(dice.one_in(8))],
            "text",
        );
        match dice.u8() % 8 {
            0 | 1 => write(kind::COMMAND, &message::command("_result", 1.0, &[Value::Null, info])),
            2 | 3 => write(kind::COMMAND, &message::command("_result", 4.0, &[Value::Null, Value::Number(1.0)])),
            4 | 5 => write(kind::COMMAND, &message::command("onStatus", 0.0, &[Value::Null, info])),
            6 => {
                let number = f64::from(dice.u8() % 6);
                write(kind::COMMAND, &message::command("_error", number, &[build_value(dice, 2), info]));
            }
            _ => {
                let count = usize::from(dice.u8() % 40);
                write(dice.u8() % 24, dice.bytes(count));
            }
        }
    }
    out.extend_from_slice(dice.rest);
    out.to_vec()
}

fn publish_to_our_server(dice: &mut Dice<'_>) {
    let mut server = Server::new(Limits { chunk_bytes_max: 1 << 20, ..tight_limits() });
    let mut client = Client::new("rtmp://host/live?t=1", "live?t=1", "key?i=0");
    let (mut told, mut received) = (Vec::new(), Vec::new());
    exchange(&mut client, &mut server, &mut told, &mut received);
    assert_eq!(told, [ClientEvent::Ready]);
    let mut sent = Vec::new();
    for _ in 0..10 {
        let kind = [MediaKind::Audio, MediaKind::Video][dice.below(2)];
        let timestamp_ms = dice.time_ms();
        let payload = Bytes::from(vec![dice.u8(); dice.below(4000) + 1]);
        client.send_media(kind, timestamp_ms, &payload).expect("the publication was accepted");
        sent.push(Event::Media(Media { kind, timestamp_ms, payload }));
    }
    client.finish();
    sent.push(Event::Unpublish);
    exchange(&mut client, &mut server, &mut told, &mut received);
    assert_eq!(received, sent);
}

/// Carries bytes to and fro until both are silent.
fn exchange(client: &mut Client, server: &mut Server, told: &mut Vec<ClientEvent>, received: &mut Vec<Event>) {
    loop {
        let mut silent = true;
        loop {
            match client.poll().expect("our server speaks RTMP") {
                Output::Send(bytes) => server.push(&bytes).expect("our client speaks RTMP"),
                Output::Event(event) => told.push(event),
                Output::Idle => break,
            }
            silent = false;
        }
        loop {
            match server.poll().expect("our client speaks RTMP") {
                Output::Send(bytes) => client.push(&bytes).expect("our server speaks RTMP"),
                Output::Event(Event::Publish { app, tc_url, stream }) => {
                    assert_eq!((&*app, &*tc_url, &*stream), ("live?t=1", "rtmp://host/live?t=1", "key?i=0"));
                    server.accept_publish();
                }
                Output::Event(event) => received.push(event),
                Output::Idle => break,
            }
            silent = false;
        }
        if silent {
            break;
        }
    }
}

#[cfg(test)]
mod tests {
    use proptest::collection::vec;
    use proptest::prelude::*;

    proptest! {
        #![proptest_config(ProptestConfig::with_cases(400))]

        #[test]
        fn chunks_hold(data in vec(any::<u8>(), 0..1500)) {
            super::rtmp_chunks(&data);
        }

        #[test]
        fn amf0_holds(data in vec(prop_oneof![any::<u8>(), 0u8..17], 0..600)) {
            super::amf0(&data);
        }

        #[test]
        fn flv_holds(data in vec(prop_oneof![any::<u8>(), Just(0), Just(9), Just(0x17), Just(0xaf)], 0..600)) {
            super::flv(&data);
        }

        #[test]
        fn servers_hold(data in vec(any::<u8>(), 0..900)) {
            super::rtmp_server(&data);
        }

        #[test]
        fn clients_hold(data in vec(any::<u8>(), 0..600)) {
            super::rtmp_client(&data);
        }
    }
}
