//! The server's side of the publishing dialogue.
//!
//! Spec: RTMP 1.0, 7; what encoders add to it (`releaseStream`, `FCPublish`, `_checkbw`, `FCUnpublish`) is answered
//! the way they expect. Commands nobody knows are ignored: encoders send many and need none of the answers.
//!
//! Invariants
//! * one publication at a time; a second `publish` is refused and the first goes on;
//! * no media comes out before the publication was accepted, none after it ended;
//! * what waits for the verdict stays within `held_bytes_max`.

use super::amf0::Value;
use super::link::{Link, WINDOW_BYTES};
use super::message::{self, Aggregate, Command, control, kind, status};
use super::{Event, Limits, Media, MediaKind, Message, Output, RtmpError};
use base::Secret;
use std::collections::VecDeque;

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

impl Refusal {
    fn code(&self) -> &'static str {
        match self {
            Self::BadName => "NetStream.Publish.BadName",
            Self::BadAuth(_) => "NetStream.Publish.Denied",
            Self::Busy => "NetStream.Publish.Rejected",
            Self::Unsupported(_) | Self::Failed(_) => "NetStream.Publish.Failed",
        }
    }

    fn description(&self) -> &str {
        match self {
            Self::BadName => "stream name is unknown or already in use",
            Self::Busy => "server is full",
            Self::BadAuth(text) | Self::Unsupported(text) | Self::Failed(text) => text,
        }
    }
}

/// Size of the chunks we write. Replies are short; this only keeps them in one piece.
const CHUNK_BYTES: u32 = 4096;
/// What a held message is counted for beside its payload, bytes.
const HELD_MESSAGE_BYTES: usize = 64;

/// One accepted connection.
#[derive(Debug)]
pub struct Server {
    limits: Limits,
    link: Link,
    state: State,
    /// Both may carry tokens.
    app: Secret<String>,
    tc_url: Secret<String>,
    /// The last message stream id given out by `createStream`.
    streams_created: u32,
    events: VecDeque<Event>,
    /// Events that wait for the verdict, and what they count for.
    held: VecDeque<Event>,
    held_bytes: usize,
    /// Messages skipped because they did not decode and did not matter.
    damaged: u64,
    failure: Option<RtmpError>,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum State {
    /// Until `connect`.
    Fresh,
    Connected,
    /// `publish` was asked on this message stream; the verdict is awaited. `withdrawn` when the peer has ended the
    /// publication meanwhile: its end waits with its media.
    Pending {
        stream_id: u32,
        withdrawn: bool,
    },
    Publishing {
        stream_id: u32,
    },
    Finished,
}

impl State {
    fn name(self) -> &'static str {
        match self {
            Self::Fresh => "not connected",
            Self::Connected => "connected",
            Self::Pending { .. } => "waiting to publish",
            Self::Publishing { .. } => "publishing",
            Self::Finished => "finished",
        }
    }
}

/// The commands that mean something here.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Verb {
    Connect,
    ReleaseStream,
    FcPublish,
    CheckBandwidth,
    CreateStream,
    Publish,
    FcUnpublish,
    CloseStream,
    DeleteStream,
    Play,
}

impl Verb {
    const ALL: [Self; 10] = [
        Self::Connect,
        Self::ReleaseStream,
        Self::FcPublish,
        Self::CheckBandwidth,
        Self::CreateStream,
        Self::Publish,
        Self::FcUnpublish,
        Self::CloseStream,
        Self::DeleteStream,
        Self::Play,
    ];

    fn name(self) -> &'static str {
        match self {
            Self::Connect => "connect",
            Self::ReleaseStream => "releaseStream",
            Self::FcPublish => "FCPublish",
            Self::CheckBandwidth => "_checkbw",
            Self::CreateStream => "createStream",
            Self::Publish => "publish",
            Self::FcUnpublish => "FCUnpublish",
            Self::CloseStream => "closeStream",
            Self::DeleteStream => "deleteStream",
            Self::Play => "play",
        }
    }

    fn named(name: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|verb| verb.name() == name)
    }
}

impl Server {
    pub fn new(limits: Limits) -> Self {
        Self {
            limits,
            link: Link::server(limits),
            state: State::Fresh,
            app: Secret::new(String::new()),
            tc_url: Secret::new(String::new()),
            streams_created: 0,
            events: VecDeque::new(),
            held: VecDeque::new(),
            held_bytes: 0,
            damaged: 0,
            failure: None,
        }
    }

    /// Feeds what the socket delivered. An error ends the connection; outputs made before it can still be polled.
    /// Poll until `Idle` after every push: what is not polled is kept.
    pub fn push(&mut self, bytes: &[u8]) -> Result<(), RtmpError> {
        if let Some(failure) = &self.failure {
            return Err(failure.clone());
        }
        let read = self.read(bytes);
        if let Err(failure) = &read {
            self.failure = Some(failure.clone());
        }
        read
    }

    /// The next thing to do; `Idle` when there is none. Media waits in here until the publication is accepted.
    /// After an error: what was made before it, then the error.
    pub fn poll(&mut self) -> Result<Output<Event>, RtmpError> {
        if let Some(bytes) = self.link.take_out() {
            return Ok(Output::Send(bytes));
        }
        if let Some(event) = self.events.pop_front() {
            return Ok(Output::Event(event));
        }
        match &self.failure {
            Some(failure) => Err(failure.clone()),
            None => Ok(Output::Idle),
        }
    }

    /// Lets the pending publication begin. Nothing happens when none is pending.
    pub fn accept_publish(&mut self) {
        let State::Pending { stream_id, withdrawn } = self.state else { return };
        self.link.send_control(control::STREAM_BEGIN, stream_id);
        self.send_status(stream_id, "status", "NetStream.Publish.Start", "publishing");
        self.events.append(&mut self.held);
        self.held_bytes = 0;
        self.state = if withdrawn { State::Connected } else { State::Publishing { stream_id } };
    }

    /// Refuses the pending publication, or ends the running one with a reason (a codec that came to light later).
    /// The driver sends what `poll` yields and closes. Nothing happens when nobody publishes.
    pub fn refuse_publish(&mut self, refusal: Refusal) {
        let (State::Pending { stream_id, .. } | State::Publishing { stream_id }) = self.state else { return };
        self.send_status(stream_id, "error", refusal.code(), refusal.description());
        self.drop_held();
        self.state = State::Connected;
    }

    /// Tells the peer that we stop. What it sends from now on is ignored.
    pub fn finish(&mut self) {
        if let State::Pending { stream_id, .. } | State::Publishing { stream_id } = self.state {
            self.link.send_control(control::STREAM_EOF, stream_id);
            self.send_status(stream_id, "status", "NetStream.Unpublish.Success", "the server stops");
        }
        if !matches!(self.state, State::Fresh | State::Finished) {
            self.send_status(0, "status", "NetConnection.Connect.Closed", "the server stops");
        }
        self.drop_held();
        self.state = State::Finished;
    }

    /// Messages that were skipped because they did not decode: metadata that is only informative.
    pub fn damaged(&self) -> u64 {
        self.damaged
    }

    /// Payload bytes held inside: unfinished messages by their declared length, and media waiting for the verdict.
    pub fn held_bytes(&self) -> usize {
        self.link.assembling() + self.held_bytes
    }

    fn read(&mut self, mut input: &[u8]) -> Result<(), RtmpError> {
        if self.state == State::Finished {
            return Ok(());
        }
        let pushed = input.len();
        loop {
            match self.link.read(&mut input)? {
                Some(message) => self.message(message)?,
                None if input.is_empty() => break,
                None => {}
            }
        }
        self.link.count(pushed);
        Ok(())
    }

    fn message(&mut self, message: Message) -> Result<(), RtmpError> {
        match message.kind {
            kind::AUDIO => self.media(MediaKind::Audio, message),
            kind::VIDEO => self.media(MediaKind::Video, message),
            kind::AGGREGATE => {
                let mut aggregate = Aggregate::new(message);
                while let Some(message) = aggregate.next_message()? {
                    match message.kind {
                        kind::AGGREGATE => return Err(RtmpError::AggregateNested),
                        kind::AUDIO => self.media(MediaKind::Audio, message)?,
                        kind::VIDEO => self.media(MediaKind::Video, message)?,
                        kind::DATA => self.data(&message)?,
                        _ => {}
                    }
                }
                Ok(())
            }
            kind::DATA | kind::DATA_AMF3 => self.data(&message),
            kind::COMMAND | kind::COMMAND_AMF3 => {
                self.command(&message)?;
                self.link.check_replies()
            }
            // User control events of a publisher (its buffer length), shared objects, and what nobody has defined.
            _ => Ok(()),
        }
    }

    /// Empty messages carry nothing; some encoders send them to keep a connection alive.
    fn media(&mut self, kind: MediaKind, message: Message) -> Result<(), RtmpError> {
        let Message { timestamp_ms, stream_id, payload, .. } = message;
        if payload.is_empty() {
            return Ok(());
        }
        let cost = payload.len() + HELD_MESSAGE_BYTES;
        self.emit(stream_id, cost, Event::Media(Media { kind, timestamp_ms, payload }))
    }

    /// Metadata is a hint. If it does not decode, the stream is none the worse for it.
    fn data(&mut self, message: &Message) -> Result<(), RtmpError> {
        match message::metadata(message, &self.limits) {
            Ok(Some(metadata)) => {
                let cost = message.payload.len() + HELD_MESSAGE_BYTES;
                self.emit(message.stream_id, cost, Event::Metadata(Box::new(metadata)))
            }
            Ok(None) => Ok(()),
            Err(_) => {
                self.damaged += 1;
                Ok(())
            }
        }
    }

    /// Hands out what belongs to the publication, or holds it back; what belongs to none is dropped, because an
    /// encoder that was refused or has ended still has media under way.
    fn emit(&mut self, on_stream_id: u32, cost: usize, event: Event) -> Result<(), RtmpError> {
        match self.state {
            State::Publishing { stream_id } if stream_id == on_stream_id => self.events.push_back(event),
            State::Pending { stream_id, withdrawn: false } if stream_id == on_stream_id => {
                let max = self.limits.held_bytes_max;
                self.held_bytes += cost;
                if self.held_bytes > max {
                    return Err(RtmpError::TooMuchHeld { max });
                }
                self.held.push_back(event);
            }
            _ => {}
        }
        Ok(())
    }

    fn command(&mut self, message: &Message) -> Result<(), RtmpError> {
        let mut verb = None;
        let decoded = Command::decode(message, &self.limits, |name| {
            verb = Verb::named(name);
            verb.is_some()
        });
        let (command, verb) = match (decoded, verb) {
            (Ok(Some(command)), Some(verb)) => (command, verb),
            (Ok(_), _) => return Ok(()),
            (Err(error), verb) => {
                return Err(RtmpError::BadCommand { command: verb.map_or("without a name", Verb::name), error });
            }
        };
        match (verb, self.state) {
            (_, State::Finished) => {}
            (Verb::Connect, State::Fresh) => self.connect(&command),
            (Verb::Connect, _) | (_, State::Fresh) => {
                return Err(RtmpError::UnexpectedCommand { command: verb.name(), state: self.state.name() });
            }
            (Verb::ReleaseStream | Verb::CheckBandwidth, _) => self.send_result(&command, Value::Undefined),
            (Verb::FcPublish, _) => {
                self.send_result(&command, Value::Undefined);
                let name = command.argument(1).and_then(Value::as_str).unwrap_or_default();
                let info = status("status", "NetStream.Publish.Start", name);
                self.link.send_command(0, &message::command("onFCPublish", 0.0, &[Value::Null, info]));
            }
            (Verb::CreateStream, _) => {
                self.streams_created = self.streams_created.wrapping_add(1).max(1);
                self.send_result(&command, Value::Number(self.streams_created.into()));
            }
            (Verb::Publish, _) => self.publish(message.stream_id, &command),
            (Verb::FcUnpublish, _) => {
                self.unpublish(None)?;
                self.send_result(&command, Value::Undefined);
            }
            (Verb::CloseStream, _) => self.unpublish(Some(message.stream_id))?,
            (Verb::DeleteStream, _) => {
                let named = command.argument(1).and_then(Value::as_number);
                if named.is_none_or(|named| self.publishes_on(named)) {
                    self.unpublish(None)?;
                }
            }
            (Verb::Play, _) => {
                let text = "this server takes publications; it does not play over RTMP";
                self.send_status(message.stream_id, "error", "NetStream.Play.Failed", text);
            }
        }
        Ok(())
    }

    fn connect(&mut self, command: &Command) {
        let field = |name: &str| {
            command
                .argument(0)
                .and_then(|object| object.field(name))
                .and_then(Value::as_str)
                .unwrap_or_default()
                .to_owned()
        };
        self.app = Secret::new(field("app"));
        self.tc_url = Secret::new(field("tcUrl"));
        self.state = State::Connected;

        self.link.send_number(kind::WINDOW_ACKNOWLEDGEMENT_SIZE, WINDOW_BYTES);
        self.link.send_bandwidth(WINDOW_BYTES);
        self.link.set_chunk_bytes(CHUNK_BYTES);
        let properties = Value::Object(vec![
            ("fmsVer".into(), "FMS/3,5,7,7009".into()),
            ("capabilities".into(), Value::Number(31.0)),
            ("mode".into(), Value::Number(1.0)),
        ]);
        let Value::Object(mut info) = status("status", "NetConnection.Connect.Success", "connected") else {
            unreachable!("a status is an object")
        };
        // AMF0, also for peers that offer AMF3.
        info.push(("objectEncoding".into(), Value::Number(0.0)));
        let answer = message::command("_result", command.transaction, &[properties, Value::Object(info)]);
        self.link.send_command(0, &answer);
    }

    fn publish(&mut self, stream_id: u32, command: &Command) {
        if self.state != State::Connected {
            let text = "this connection publishes already";
            return self.send_status(stream_id, "error", "NetStream.Publish.BadName", text);
        }
        let Some(stream) = command.argument(1).and_then(Value::as_str).filter(|name| !name.is_empty()) else {
            return self.send_status(stream_id, "error", "NetStream.Publish.BadName", "publish without a stream name");
        };
        let (app, tc_url) = (self.app.reveal().clone(), self.tc_url.reveal().clone());
        self.events.push_back(Event::Publish { app, tc_url, stream: stream.to_owned() });
        self.state = State::Pending { stream_id, withdrawn: false };
    }

    fn publishes_on(&self, named: f64) -> bool {
        match self.state {
            State::Pending { stream_id, .. } | State::Publishing { stream_id } => f64::from(stream_id) == named,
            _ => false,
        }
    }

    /// The peer's end of its publication; `on` a message stream, or whichever it is.
    fn unpublish(&mut self, on: Option<u32>) -> Result<(), RtmpError> {
        let (State::Pending { stream_id, .. } | State::Publishing { stream_id }) = self.state else { return Ok(()) };
        if on.is_some_and(|on| on != stream_id) {
            return Ok(());
        }
        self.emit(stream_id, HELD_MESSAGE_BYTES, Event::Unpublish)?;
        match &mut self.state {
            State::Pending { withdrawn, .. } => *withdrawn = true,
            state => *state = State::Connected,
        }
        self.send_status(stream_id, "status", "NetStream.Unpublish.Success", "no longer publishing");
        Ok(())
    }

    fn drop_held(&mut self) {
        self.held.clear();
        self.held_bytes = 0;
    }

    fn send_result(&mut self, command: &Command, value: Value) {
        let answer = message::command("_result", command.transaction, &[Value::Null, value]);
        self.link.send_command(0, &answer);
    }

    fn send_status(&mut self, stream_id: u32, level: &str, code: &str, description: &str) {
        let answer = message::command("onStatus", 0.0, &[Value::Null, status(level, code, description)]);
        self.link.send_command(stream_id, &answer);
    }
}

#[cfg(test)]
mod tests {
    use super::super::AmfError;
    use super::super::chunk::{ChunkWriter, MessageRef};
    use super::*;
    use crate::checks::read_chunks;
    use bytes::{Bytes, BytesMut};
    use expect_test::{Expect, expect};

    /// An encoder: speaks in whole messages, and keeps what it and the driver hear.
    struct Encoder {
        server: Server,
        heard: Vec<u8>,
        events: Vec<Event>,
    }

    impl Encoder {
        fn new(limits: Limits) -> Self {
            let mut encoder = Self { server: Server::new(limits), heard: Vec::new(), events: Vec::new() };
            encoder.push(&[&[3][..], &[0; 2 * 1536]].concat()).expect("a handshake");
            encoder.heard.clear();
            encoder
        }

        /// Connected, and `publish` asked on message stream 1; nothing decided.
        fn asking() -> Self {
            let mut encoder = Self::new(Limits::default());
            encoder.connect();
            encoder.command(1, "publish", &[Value::Null, "key?t=secret".into(), "live".into()]).expect("a publication");
            encoder
        }

        fn publishing() -> Self {
            let mut encoder = Self::asking();
            encoder.server.accept_publish();
            encoder.drain().expect("accepted");
            encoder.heard.clear();
            encoder.events.clear();
            encoder
        }

        fn connect(&mut self) {
            let object = Value::Object(vec![
                ("app".into(), "kLive?t=secret".into()),
                ("tcUrl".into(), "rtmp://host/kLive?t=secret".into()),
            ]);
            self.command(0, "connect", &[object]).expect("connects");
        }

        fn push(&mut self, bytes: &[u8]) -> Result<(), RtmpError> {
            let pushed = self.server.push(bytes);
            assert_eq!(self.drain(), pushed);
            pushed
        }

        fn drain(&mut self) -> Result<(), RtmpError> {
            loop {
                match self.server.poll()? {
                    Output::Send(bytes) => self.heard.extend_from_slice(&bytes),
                    Output::Event(event) => self.events.push(event),
                    Output::Idle => return Ok(()),
                }
            }
        }

        fn message(&mut self, kind: u8, timestamp_ms: u32, stream_id: u32, payload: &[u8]) -> Result<(), RtmpError> {
            let mut out = BytesMut::new();
            ChunkWriter::new().write(3, &MessageRef { kind, timestamp_ms, stream_id, payload }, &mut out);
            self.push(&out)
        }

        fn command(&mut self, stream_id: u32, name: &str, arguments: &[Value]) -> Result<(), RtmpError> {
            self.message(kind::COMMAND, 0, stream_id, &message::command(name, 7.0, arguments))
        }

        /// What was heard, a line for each message, forgetting it.
        fn heard(&mut self) -> String {
            // The server's chunk size was heard with the answer to `connect`, maybe earlier.
            let mut size = BytesMut::new();
            let payload = CHUNK_BYTES.to_be_bytes();
            let set = MessageRef { kind: kind::SET_CHUNK_SIZE, timestamp_ms: 0, stream_id: 0, payload: &payload };
            ChunkWriter::new().write(2, &set, &mut size);
            let (messages, failure) = read_chunks(&[&size, &self.heard], Limits::default());
            assert_eq!(failure, None);
            self.heard.clear();
            messages[1..].iter().map(line).collect()
        }

        #[track_caller]
        fn check(&mut self, heard: Expect) {
            heard.assert_eq(&self.heard());
        }
    }

    fn line(message: &Message) -> String {
        let Message { kind, stream_id, payload, .. } = message;
        match *kind {
            kind::COMMAND => {
                let values = super::super::amf0::Decoder::new(payload, &Limits::default()).rest().expect("decodes");
                let texts: Vec<String> = values.iter().map(short).collect();
                format!("on {stream_id}: {}\n", texts.join(" "))
            }
            kind => format!("type {kind}: {}\n", payload.iter().map(|byte| format!("{byte:02x}")).collect::<String>()),
        }
    }

    fn short(value: &Value) -> String {
        match value {
            Value::String(text) => text.clone(),
            Value::Number(number) => number.to_string(),
            Value::Object(fields) => {
                let fields: Vec<String> =
                    fields.iter().map(|(name, value)| format!("{name}={}", short(value))).collect();
                format!("{{{}}}", fields.join(", "))
            }
            other => format!("{other:?}"),
        }
    }

    fn media(kind: MediaKind, timestamp_ms: u32, payload: &'static [u8]) -> Event {
        Event::Media(Media { kind, timestamp_ms, payload: Bytes::from_static(payload) })
    }

    #[test]
    fn an_encoder_is_answered_step_by_step() {
        let mut encoder = Encoder::new(Limits::default());
        encoder.connect();
        encoder.check(expect![[r#"
            type 5: 002625a0
            type 6: 002625a002
            type 1: 00001000
            on 0: _result 7 {fmsVer=FMS/3,5,7,7009, capabilities=31, mode=1} {level=status, code=NetConnection.Connect.Success, description=connected, objectEncoding=0}
        "#]]);
        let key = || [Value::Null, "key".into()];
        encoder.command(0, "releaseStream", &key()).expect("known");
        encoder.command(0, "FCPublish", &key()).expect("known");
        encoder.command(0, "createStream", &[Value::Null]).expect("known");
        encoder.command(0, "_checkbw", &[Value::Null]).expect("known");
        encoder.check(expect![[r#"
            on 0: _result 7 Null Undefined
            on 0: _result 7 Null Undefined
            on 0: onFCPublish 0 Null {level=status, code=NetStream.Publish.Start, description=key}
            on 0: _result 7 Null 1
            on 0: _result 7 Null Undefined
        "#]]);
        encoder.command(1, "publish", &[Value::Null, "key".into(), "live".into()]).expect("known");
        assert_eq!(encoder.heard(), "", "nothing is said before the verdict");
        encoder.server.accept_publish();
        encoder.drain().expect("accepted");
        encoder.check(expect![[r#"
            type 4: 000000000001
            on 1: onStatus 0 Null {level=status, code=NetStream.Publish.Start, description=publishing}
        "#]]);
        encoder.message(kind::VIDEO, 40, 1, &[0x17, 1]).expect("media");
        encoder.command(0, "FCUnpublish", &key()).expect("known");
        encoder.command(0, "deleteStream", &[Value::Null, Value::Number(1.0)]).expect("known");
        encoder.check(expect![[r#"
            on 1: onStatus 0 Null {level=status, code=NetStream.Unpublish.Success, description=no longer publishing}
            on 0: _result 7 Null Undefined
        "#]]);
        let publish = Event::Publish {
            app: "kLive?t=secret".into(),
            tc_url: "rtmp://host/kLive?t=secret".into(),
            stream: "key".into(),
        };
        assert_eq!(encoder.events, [publish, media(MediaKind::Video, 40, &[0x17, 1]), Event::Unpublish]);
    }

    #[test]
    fn a_connection_may_publish_again_after_its_end() {
        for end in ["FCUnpublish", "closeStream", "deleteStream"] {
            let mut encoder = Encoder::publishing();
            encoder.command(1, end, &[Value::Null]).expect("known");
            encoder.message(kind::VIDEO, 40, 1, &[1]).expect("still under way");
            encoder.command(2, "publish", &[Value::Null, "other".into()]).expect("again");
            encoder.server.accept_publish();
            encoder.message(kind::VIDEO, 80, 2, &[2]).expect("media");
            let Some((Event::Unpublish, [Event::Publish { stream, .. }, rest @ ..])) = encoder.events.split_first()
            else {
                panic!("{end}: {:?}", encoder.events)
            };
            assert_eq!((&**stream, rest), ("other", &[media(MediaKind::Video, 80, &[2])][..]), "{end}");
        }
    }

    #[test]
    fn the_end_of_another_stream_is_not_ours() {
        let mut encoder = Encoder::publishing();
        encoder.command(2, "closeStream", &[Value::Null]).expect("known");
        encoder.command(0, "deleteStream", &[Value::Null, Value::Number(2.0)]).expect("known");
        assert_eq!(encoder.events, []);
    }

    #[test]
    fn a_second_publication_is_refused_and_the_first_goes_on() {
        for mut encoder in [Encoder::asking(), Encoder::publishing()] {
            encoder.heard.clear();
            encoder.events.clear();
            encoder.command(2, "publish", &[Value::Null, "second".into()]).expect("refused, not failed");
            assert_eq!(
                encoder.heard(),
                "on 2: onStatus 0 Null {level=error, code=NetStream.Publish.BadName, \
                 description=this connection publishes already}\n"
            );
            encoder.server.accept_publish();
            encoder.message(kind::AUDIO, 1, 1, &[9]).expect("media");
            assert_eq!(encoder.events, [media(MediaKind::Audio, 1, &[9])]);
        }
    }

    #[test]
    fn refusals_carry_their_code_and_text() {
        let mut said = String::new();
        for refusal in [
            Refusal::BadName,
            Refusal::BadAuth("wrong stream token".into()),
            Refusal::Unsupported("video codec hvc1 is not supported".into()),
            Refusal::Busy,
            Refusal::Failed("disk is full".into()),
        ] {
            let mut encoder = Encoder::asking();
            encoder.heard.clear();
            encoder.server.refuse_publish(refusal);
            encoder.message(kind::VIDEO, 0, 1, &[1]).expect("what is under way is dropped");
            assert!(matches!(encoder.events[..], [Event::Publish { .. }]));
            said += &encoder.heard();
        }
        expect![[r#"
            on 1: onStatus 0 Null {level=error, code=NetStream.Publish.BadName, description=stream name is unknown or already in use}
            on 1: onStatus 0 Null {level=error, code=NetStream.Publish.Denied, description=wrong stream token}
            on 1: onStatus 0 Null {level=error, code=NetStream.Publish.Failed, description=video codec hvc1 is not supported}
            on 1: onStatus 0 Null {level=error, code=NetStream.Publish.Rejected, description=server is full}
            on 1: onStatus 0 Null {level=error, code=NetStream.Publish.Failed, description=disk is full}
        "#]].assert_eq(&said);
    }

    #[test]
    fn a_running_publication_can_still_be_refused() {
        let mut encoder = Encoder::publishing();
        encoder.message(kind::VIDEO, 0, 1, b"\x90hvc1").expect("media");
        encoder.server.refuse_publish(Refusal::Unsupported("video codec hvc1 is not supported".into()));
        encoder.message(kind::VIDEO, 0, 1, &[1]).expect("what is under way is dropped");
        assert_eq!(encoder.events.len(), 1);
        encoder.check(expect![[r#"
            on 1: onStatus 0 Null {level=error, code=NetStream.Publish.Failed, description=video codec hvc1 is not supported}
        "#]]);
    }

    #[test]
    fn media_waits_for_the_verdict() {
        let mut encoder = Encoder::asking();
        encoder.message(kind::VIDEO, 1, 1, &[1]).expect("held");
        encoder.message(kind::AUDIO, 2, 1, &[2]).expect("held");
        encoder.command(1, "closeStream", &[Value::Null]).expect("held");
        encoder.message(kind::AUDIO, 3, 1, &[3]).expect("dropped: it belongs to no publication");
        assert_eq!(encoder.events.len(), 1);
        encoder.server.accept_publish();
        encoder.drain().expect("accepted");
        let expected = [media(MediaKind::Video, 1, &[1]), media(MediaKind::Audio, 2, &[2]), Event::Unpublish];
        assert_eq!(encoder.events[1..], expected);
        assert_eq!(encoder.server.held_bytes(), 0);
    }

    #[test]
    fn media_that_does_not_wait_is_refused_at_the_limit() {
        let mut encoder = Encoder::new(Limits { held_bytes_max: 300, ..Limits::default() });
        encoder.connect();
        encoder.command(1, "publish", &[Value::Null, "key".into()]).expect("asks");
        encoder.message(kind::VIDEO, 1, 1, &[1; 100]).expect("164 bytes");
        assert_eq!(encoder.server.held_bytes(), 164);
        let refused = encoder.message(kind::VIDEO, 1, 1, &[1; 100]);
        assert_eq!(refused, Err(RtmpError::TooMuchHeld { max: 300 }));
        assert_eq!(encoder.push(&[1]), Err(RtmpError::TooMuchHeld { max: 300 }), "spent");
    }

    #[test]
    fn media_needs_a_publication_on_its_stream_and_something_in_it() {
        let mut encoder = Encoder::new(Limits::default());
        encoder.message(kind::VIDEO, 0, 1, &[1]).expect("before connect");
        encoder.connect();
        encoder.message(kind::VIDEO, 0, 1, &[1]).expect("before publish");
        let mut encoder = Encoder::publishing();
        encoder.message(kind::VIDEO, 0, 2, &[1]).expect("on another stream");
        encoder.message(kind::VIDEO, 0, 1, &[]).expect("empty");
        encoder.message(kind::AUDIO, 0, 1, &[]).expect("empty");
        assert_eq!(encoder.events, []);
    }

    #[test]
    fn commands_out_of_order_are_refused_by_name() {
        let unexpected = |command, state| Err(RtmpError::UnexpectedCommand { command, state });
        let mut encoder = Encoder::new(Limits::default());
        assert_eq!(encoder.command(1, "publish", &[Value::Null, "key".into()]), unexpected("publish", "not connected"));
        let mut encoder = Encoder::new(Limits::default());
        assert_eq!(encoder.command(0, "createStream", &[]), unexpected("createStream", "not connected"));
        let mut encoder = Encoder::publishing();
        assert_eq!(encoder.command(0, "connect", &[]), unexpected("connect", "publishing"));
    }

    #[test]
    fn commands_that_do_not_decode_are_refused_by_name() {
        let mut encoder = Encoder::new(Limits::default());
        let payload = [&message::command("connect", 1.0, &[])[..], &[3, 0, 1, b'a']].concat();
        let error = AmfError::Truncated { found: 0, expected: 1 };
        assert_eq!(
            encoder.message(kind::COMMAND, 0, 0, &payload),
            Err(RtmpError::BadCommand { command: "connect", error })
        );
        let mut encoder = Encoder::new(Limits::default());
        let error = AmfError::UnknownMarker { found: 0x63 };
        let expected = RtmpError::BadCommand { command: "without a name", error };
        assert_eq!(encoder.message(kind::COMMAND, 0, 0, b"connect"), Err(expected));
    }

    #[test]
    fn what_nobody_knows_is_ignored() {
        let mut encoder = Encoder::publishing();
        encoder.command(1, "setBitrateTable", &[Value::Null]).expect("unknown");
        let odd = [&message::command("somethingElse", 1.0, &[])[..], &[17, 1, 2, 3]].concat();
        encoder.message(kind::COMMAND, 0, 0, &odd).expect("unknown, and does not decode");
        encoder.message(kind::COMMAND, 0, 0, &[0; 9]).expect("a number is not a name");
        encoder.message(kind::COMMAND_AMF3, 0, 0, &[1, 2, 3]).expect("real AMF3");
        encoder.message(kind::USER_CONTROL, 0, 0, &[0, 3, 0, 0, 0, 1, 0, 0, 4, 0]).expect("buffer length");
        encoder.message(99, 0, 0, &[1]).expect("an undefined kind");
        encoder.message(19, 0, 0, &[1]).expect("a shared object");
        assert_eq!((encoder.heard(), &encoder.events[..]), (String::new(), &[][..]));
    }

    #[test]
    fn play_is_refused_politely() {
        let mut encoder = Encoder::publishing();
        encoder.command(1, "play", &[Value::Null, "key".into()]).expect("an answer, not a failure");
        encoder.check(expect![[r#"
            on 1: onStatus 0 Null {level=error, code=NetStream.Play.Failed, description=this server takes publications; it does not play over RTMP}
        "#]]);
    }

    #[test]
    fn publish_without_a_name_is_refused_politely() {
        let mut encoder = Encoder::new(Limits::default());
        encoder.connect();
        encoder.heard();
        for arguments in [&[][..], &[Value::Null], &[Value::Null, "".into()], &[Value::Null, Value::Number(1.0)]] {
            encoder.command(1, "publish", arguments).expect("an answer, not a failure");
            assert!(encoder.heard().contains("level=error, code=NetStream.Publish.BadName"));
        }
        assert_eq!(encoder.events, []);
    }

    #[test]
    fn commands_may_come_in_an_amf3_message() {
        let mut encoder = Encoder::new(Limits::default());
        encoder.connect();
        let publish = message::command("publish", 5.0, &[Value::Null, "key".into()]);
        encoder.message(kind::COMMAND_AMF3, 0, 1, &[&[0], &publish[..]].concat()).expect("wrapped");
        assert!(matches!(encoder.events[..], [Event::Publish { .. }]));
    }

    #[test]
    fn metadata_is_read_bare_and_wrapped() {
        let mut fields = BytesMut::new();
        let value = Value::EcmaArray(vec![
            ("width".into(), Value::Number(1280.0)),
            ("height".into(), Value::Number(720.9)),
            ("framerate".into(), Value::Number(29.97)),
            ("videodatarate".into(), Value::Number(f64::NAN)),
            ("audiosamplerate".into(), Value::Number(1e12)),
            ("audiodatarate".into(), Value::Number(-1.0)),
            ("stereo".into(), Value::Boolean(true)),
            ("encoder".into(), "obs-output module".into()),
            ("odd".into(), Value::Undefined),
        ]);
        super::super::amf0::encode(&value, &mut fields);
        let named = |names: &[&str]| {
            let mut out = BytesMut::new();
            names.iter().for_each(|name| super::super::amf0::encode(&(*name).into(), &mut out));
            out.extend_from_slice(&fields);
            out
        };
        let expected = Event::Metadata(Box::new(super::super::Metadata {
            width: Some(1280),
            height: Some(720),
            frame_rate: Some(29.97),
            stereo: Some(true),
            encoder: Some("obs-output module".into()),
            ..Default::default()
        }));
        let mut encoder = Encoder::publishing();
        encoder.message(kind::DATA, 0, 1, &named(&["@setDataFrame", "onMetaData"])).expect("wrapped");
        encoder.message(kind::DATA, 0, 1, &named(&["onMetaData"])).expect("bare");
        let amf3 = [&[0], &named(&["onMetaData"])[..]].concat();
        encoder.message(kind::DATA_AMF3, 0, 1, &amf3).expect("in AMF3");
        encoder.message(kind::DATA, 0, 1, &named(&["onTextData"])).expect("something else");
        assert_eq!(encoder.events, [expected.clone(), expected.clone(), expected]);
        assert_eq!(encoder.server.damaged(), 0);
        encoder.message(kind::DATA, 0, 1, &named(&["onMetaData"])[..30]).expect("damaged");
        encoder.message(kind::DATA, 0, 1, &[]).expect("empty");
        assert_eq!(encoder.server.damaged(), 2);
    }

    #[test]
    fn aggregates_are_taken_apart() {
        let tag = |kind: u8, time: u8, payload: &[u8]| {
            let bytes = u8::try_from(payload.len()).expect("short");
            [&[kind, 0, 0, bytes, 0, 0, time, 0, 0, 0, 0][..], payload, &[0, 0, 0, 11 + bytes]].concat()
        };
        let mut encoder = Encoder::publishing();
        let whole = [tag(8, 100, &[1]), tag(9, 140, &[2, 3]), tag(18, 0, &[]), tag(8, 90, &[4])].concat();
        // The aggregate's time stands for its first tag's; the last trailer is missing.
        encoder.message(kind::AGGREGATE, 1000, 1, &whole[..whole.len() - 4]).expect("an aggregate");
        let expected = [
            media(MediaKind::Audio, 1000, &[1]),
            media(MediaKind::Video, 1040, &[2, 3]),
            media(MediaKind::Audio, 990, &[4]),
        ];
        assert_eq!(encoder.events, expected);
        assert_eq!(
            encoder.message(kind::AGGREGATE, 0, 1, &tag(8, 0, &[1, 2, 3])[..12]),
            Err(RtmpError::AggregateTruncated { found: 12, expected: 14 })
        );
        let truncated = Encoder::publishing().message(kind::AGGREGATE, 0, 1, &[8, 0, 0]);
        assert_eq!(truncated, Err(RtmpError::AggregateTruncated { found: 3, expected: 11 }));
        let nested = Encoder::publishing().message(kind::AGGREGATE, 0, 1, &tag(22, 0, &tag(8, 0, &[1])));
        assert_eq!(nested, Err(RtmpError::AggregateNested));
    }

    #[test]
    fn pings_are_answered() {
        let mut encoder = Encoder::publishing();
        encoder.message(kind::USER_CONTROL, 0, 0, &[0, 6, 1, 2, 3, 4]).expect("a ping");
        encoder.check(expect![[r#"
            type 4: 000701020304
        "#]]);
        let short = encoder.message(kind::USER_CONTROL, 0, 0, &[0, 6, 1]);
        assert_eq!(short, Err(RtmpError::ControlTooShort { kind: 4, found: 3, expected: 6 }));
        let none = Encoder::publishing().message(kind::USER_CONTROL, 0, 0, &[0]);
        assert_eq!(none, Err(RtmpError::ControlTooShort { kind: 4, found: 1, expected: 2 }));
    }

    #[test]
    fn what_comes_is_acknowledged_every_half_window() {
        let mut encoder = Encoder::publishing();
        // Everything counts, the handshake and the commands too; the numbers are bytes received so far.
        encoder.message(kind::WINDOW_ACKNOWLEDGEMENT_SIZE, 0, 0, &10_000u32.to_be_bytes()).expect("a window");
        for _ in 0..4 {
            encoder.message(kind::VIDEO, 0, 1, &[7; 2000]).expect("media");
        }
        encoder.check(expect![[r#"
            type 3: 0000148f
            type 3: 00002c50
        "#]]);
    }

    #[test]
    fn a_peer_that_only_asks_is_refused() {
        let mut encoder = Encoder::new(Limits { reply_bytes_max: 1000, ..Limits::default() });
        let mut ping = BytesMut::new();
        let payload = [0, 6, 1, 2, 3, 4];
        let message = MessageRef { kind: kind::USER_CONTROL, timestamp_ms: 0, stream_id: 0, payload: &payload };
        ChunkWriter::new().write(2, &message, &mut ping);
        assert_eq!(encoder.push(&ping.repeat(50)), Ok(()));
        assert_eq!(encoder.push(&ping.repeat(60)), Err(RtmpError::TooManyReplies { max: 1000 }));
    }

    #[test]
    fn a_chunk_size_of_2_gib_ends_the_connection_after_what_came_before() {
        let mut encoder = Encoder::publishing();
        let mut out = BytesMut::new();
        let message = |kind, stream_id, payload| MessageRef { kind, timestamp_ms: 0, stream_id, payload };
        ChunkWriter::new().write(4, &message(kind::VIDEO, 1, &[1]), &mut out);
        ChunkWriter::new().write(2, &message(kind::SET_CHUNK_SIZE, 0, &[0x80, 0, 0, 0]), &mut out);
        ChunkWriter::new().write(4, &message(kind::VIDEO, 1, &[2]), &mut out);
        assert_eq!(encoder.push(&out), Err(RtmpError::ChunkSizeTooLarge { wanted: 1 << 31, max: 0xff_ffff }));
        assert_eq!(encoder.events, [media(MediaKind::Video, 0, &[1])]);
    }

    #[test]
    fn finishing_tells_the_peer_and_ends_everything() {
        let mut encoder = Encoder::publishing();
        encoder.server.finish();
        encoder.push(b"anything at all").expect("ignored");
        encoder.check(expect![[r#"
            type 4: 000100000001
            on 1: onStatus 0 Null {level=status, code=NetStream.Unpublish.Success, description=the server stops}
            on 0: onStatus 0 Null {level=status, code=NetConnection.Connect.Closed, description=the server stops}
        "#]]);
        encoder.server.finish();
        encoder.server.accept_publish();
        encoder.server.refuse_publish(Refusal::Busy);
        encoder.drain().expect("nothing");
        assert_eq!((encoder.heard(), &encoder.events[..]), (String::new(), &[][..]));
    }

    #[test]
    fn tokens_do_not_get_into_logs() {
        let encoder = Encoder::asking();
        let text = format!("{:?}", encoder.events);
        expect![[r#"[Publish { app: "kLive", tc_url: "rtmp://host/kLive", stream: "key" }]"#]].assert_eq(&text);
    }
}
