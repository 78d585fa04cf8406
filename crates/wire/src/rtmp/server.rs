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
    app: String,
    tc_url: String,
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
            app: String::new(),
            tc_url: String::new(),
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
        self.app = field("app");
        self.tc_url = field("tcUrl");
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
        let (app, tc_url) = (self.app.clone(), self.tc_url.clone());
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
