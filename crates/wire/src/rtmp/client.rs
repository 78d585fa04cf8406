//! The client's side of the publishing dialogue: one connection, one publication.
//!
//! Spec: RTMP 1.0, 7; the commands around `publish` are those encoders send, in their order, because some servers
//! wait for them. Answers to the optional ones do not matter.

use super::amf0::Value;
use super::chunk::MESSAGE_BYTES_MAX;
use super::link::{Link, WINDOW_BYTES, csid};
use super::message::{self, Command, control, kind};
use super::{Limits, MediaKind, Message, Output, RtmpError};
use base::Secret;
use bytes::{BufMut, BytesMut};
use std::collections::VecDeque;

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

/// Size of the chunks we write: a keyframe in a few pieces, audio waits for no more than one of them.
const CHUNK_BYTES: u32 = 65_536;

/// Numbers of the commands that are answered.
mod transaction {
    pub const CONNECT: f64 = 1.0;
    pub const RELEASE_STREAM: f64 = 2.0;
    pub const FC_PUBLISH: f64 = 3.0;
    pub const CREATE_STREAM: f64 = 4.0;
    pub const PUBLISH: f64 = 5.0;
}

/// Publishes one stream: connect, createStream, publish, media.
#[derive(Debug)]
pub struct Client {
    limits: Limits,
    link: Link,
    state: State,
    /// All three may carry tokens.
    tc_url: Secret<String>,
    app: Secret<String>,
    stream_key: Secret<String>,
    events: VecDeque<ClientEvent>,
    failure: Option<RtmpError>,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum State {
    Handshake,
    Connecting,
    CreatingStream,
    Asking {
        stream_id: u32,
    },
    Publishing {
        stream_id: u32,
    },
    /// Refused, closed or finished.
    Over,
}

impl Client {
    /// `tc_url` is the address without the stream (`rtmp://host:1935/app?query`), `app` its path and query without
    /// the leading slash, `stream_key` the stream's name with its query.
    pub fn new(tc_url: &str, app: &str, stream_key: &str) -> Self {
        let limits = Limits::default();
        Self {
            limits,
            link: Link::client(limits),
            state: State::Handshake,
            tc_url: Secret::new(tc_url.to_owned()),
            app: Secret::new(app.to_owned()),
            stream_key: Secret::new(stream_key.to_owned()),
            events: VecDeque::new(),
            failure: None,
        }
    }

    /// Feeds what the socket delivered. An error ends the connection; outputs made before it can still be polled.
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

    /// The next thing to do; `Idle` when there is none. After an error: what was made before it, then the error.
    pub fn poll(&mut self) -> Result<Output<ClientEvent>, RtmpError> {
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

    /// Queues one FLV tag body. `NotPublishing` before `Ready` and after the end; `MediaTooLarge` from 16 MiB on.
    /// The queue has no limit of its own: look at [`Client::queued`] when the socket is slow.
    pub fn send_media(&mut self, kind: MediaKind, timestamp_ms: u32, payload: &[u8]) -> Result<(), RtmpError> {
        match kind {
            MediaKind::Audio => self.send(csid::AUDIO, kind::AUDIO, timestamp_ms, payload),
            MediaKind::Video => self.send(csid::VIDEO, kind::VIDEO, timestamp_ms, payload),
        }
    }

    /// Queues metadata: `script` is the body of an FLV script tag (`onMetaData` and its object).
    pub fn send_script(&mut self, timestamp_ms: u32, script: &[u8]) -> Result<(), RtmpError> {
        let mut payload = BytesMut::with_capacity(16 + script.len());
        super::amf0::encode(&"@setDataFrame".into(), &mut payload);
        payload.put_slice(script);
        self.send(csid::DATA, kind::DATA, timestamp_ms, &payload)
    }

    /// Bytes queued and not yet polled.
    pub fn queued(&self) -> usize {
        self.link.queued()
    }

    /// Ends the publication cleanly. What the server still says is ignored.
    pub fn finish(&mut self) {
        if let State::Asking { stream_id } | State::Publishing { stream_id } = self.state {
            let name = Value::from(self.stream_key.reveal().as_str());
            self.link.send_command(0, &message::command("FCUnpublish", 0.0, &[Value::Null, name]));
            let number = Value::Number(stream_id.into());
            self.link.send_command(0, &message::command("deleteStream", 0.0, &[Value::Null, number]));
        }
        self.state = State::Over;
    }

    fn send(&mut self, csid: u8, kind: u8, timestamp_ms: u32, payload: &[u8]) -> Result<(), RtmpError> {
        let State::Publishing { stream_id } = self.state else { return Err(RtmpError::NotPublishing) };
        let declared = payload.len();
        if declared > MESSAGE_BYTES_MAX {
            return Err(RtmpError::MediaTooLarge { declared, max: MESSAGE_BYTES_MAX });
        }
        self.link.send(csid, kind, timestamp_ms, stream_id, payload);
        Ok(())
    }

    fn read(&mut self, mut input: &[u8]) -> Result<(), RtmpError> {
        let pushed = input.len();
        loop {
            let message = self.link.read(&mut input)?;
            if self.state == State::Handshake && self.link.is_open() {
                self.connect();
            }
            match message {
                Some(message) => self.message(&message)?,
                None if input.is_empty() => break,
                None => {}
            }
        }
        self.link.count(pushed);
        Ok(())
    }

    fn connect(&mut self) {
        self.link.set_chunk_bytes(CHUNK_BYTES);
        let object = Value::Object(vec![
            ("app".into(), self.app.reveal().as_str().into()),
            ("type".into(), "nonprivate".into()),
            ("flashVer".into(), "FMLE/3.0 (compatible; Plenary)".into()),
            ("tcUrl".into(), self.tc_url.reveal().as_str().into()),
        ]);
        self.link.send_command(0, &message::command("connect", transaction::CONNECT, &[object]));
        self.state = State::Connecting;
    }

    fn message(&mut self, message: &Message) -> Result<(), RtmpError> {
        match message.kind {
            kind::COMMAND | kind::COMMAND_AMF3 => self.command(message),
            kind::USER_CONTROL => {
                // The link has seen that an event is there.
                if message.payload.starts_with(&control::STREAM_EOF.to_be_bytes()) {
                    self.close();
                }
                Ok(())
            }
            _ => Ok(()),
        }
    }

    fn command(&mut self, message: &Message) -> Result<(), RtmpError> {
        let mut answer = "without a name";
        let decoded = Command::decode(message, &self.limits, |name| {
            let known = ["_result", "_error", "onStatus", "close"].into_iter().find(|known| *known == name);
            answer = known.unwrap_or(answer);
            known.is_some()
        });
        let command = match decoded {
            Ok(Some(command)) => command,
            Ok(None) => return Ok(()),
            Err(error) => return Err(RtmpError::BadCommand { command: answer, error }),
        };
        match answer {
            "_result" => self.result(&command),
            "_error" => match command.transaction {
                transaction::CONNECT | transaction::CREATE_STREAM | transaction::PUBLISH => self.refused(&command),
                _ => {}
            },
            "onStatus" => self.status(&command),
            _ => self.close(),
        }
        Ok(())
    }

    fn result(&mut self, command: &Command) {
        if command.transaction == transaction::CONNECT && self.state == State::Connecting {
            let name = Value::from(self.stream_key.reveal().as_str());
            let named = [Value::Null, name];
            self.link.send_number(kind::WINDOW_ACKNOWLEDGEMENT_SIZE, WINDOW_BYTES);
            self.link.send_command(0, &message::command("releaseStream", transaction::RELEASE_STREAM, &named));
            self.link.send_command(0, &message::command("FCPublish", transaction::FC_PUBLISH, &named));
            let create = message::command("createStream", transaction::CREATE_STREAM, &[Value::Null]);
            self.link.send_command(0, &create);
            self.state = State::CreatingStream;
        } else if command.transaction == transaction::CREATE_STREAM && self.state == State::CreatingStream {
            let Some(stream_id) = command.argument(1).and_then(Value::as_number).and_then(message::whole) else {
                return self.refuse("NetConnection.Call.Failed", "createStream was answered without a number");
            };
            let arguments = [Value::Null, self.stream_key.reveal().as_str().into(), "live".into()];
            self.link.send_command(stream_id, &message::command("publish", transaction::PUBLISH, &arguments));
            self.state = State::Asking { stream_id };
        }
    }

    fn status(&mut self, command: &Command) {
        let text = |name| command.argument(1).and_then(|info| info.field(name)).and_then(Value::as_str);
        if text("level") == Some("error") {
            return self.refused(command);
        }
        match (text("code"), self.state) {
            (Some("NetStream.Publish.Start"), State::Asking { stream_id }) => {
                self.state = State::Publishing { stream_id };
                self.events.push_back(ClientEvent::Ready);
            }
            (Some("NetStream.Unpublish.Success" | "NetConnection.Connect.Closed"), _) => self.close(),
            _ => {}
        }
    }

    fn refused(&mut self, command: &Command) {
        // The second argument tells; a few servers put it first.
        let text = |name| {
            let info = command.arguments.iter().find_map(|argument| argument.field(name));
            info.and_then(Value::as_str).unwrap_or_default()
        };
        self.refuse(text("code"), text("description"));
    }

    fn refuse(&mut self, code: &str, description: &str) {
        if self.state != State::Over {
            self.state = State::Over;
            self.events.push_back(ClientEvent::Refused { code: code.to_owned(), description: description.to_owned() });
        }
    }

    fn close(&mut self) {
        if self.state != State::Over {
            self.state = State::Over;
            self.events.push_back(ClientEvent::Closed);
        }
    }
}

#[cfg(test)]
mod tests {
    use super::super::chunk::{ChunkWriter, MessageRef};
    use super::*;
    use crate::checks::read_chunks;

    /// A server's side, spoken by hand.
    struct Stage {
        client: Client,
        said: Vec<u8>,
        events: Vec<ClientEvent>,
    }

    impl Stage {
        /// The handshake is over and `connect` has been said.
        fn connecting() -> Self {
            let client = Client::new("rtmp://host/app?t=1", "app?t=1", "key?i=0");
            let mut stage = Self { client, said: Vec::new(), events: Vec::new() };
            stage.push(&[&[3][..], &[9; 1536], &[0; 1536]].concat());
            assert_eq!(stage.said[1 + 1536..][..1536], [9; 1536], "the server's bytes are echoed");
            stage.said.drain(..1 + 2 * 1536);
            stage
        }

        fn publishing() -> Self {
            let mut stage = Self::connecting();
            stage.command("_result", 1.0, &[]);
            stage.command("_result", 4.0, &[Value::Null, Value::Number(3.0)]);
            stage.status("status", "NetStream.Publish.Start", "");
            assert_eq!(std::mem::take(&mut stage.events), [ClientEvent::Ready]);
            stage
        }

        fn push(&mut self, bytes: &[u8]) {
            self.client.push(bytes).expect("well formed");
            self.drain();
        }

        fn drain(&mut self) {
            loop {
                match self.client.poll().expect("well formed") {
                    Output::Send(bytes) => self.said.extend_from_slice(&bytes),
                    Output::Event(event) => self.events.push(event),
                    Output::Idle => return,
                }
            }
        }

        fn message(&mut self, kind: u8, payload: &[u8]) {
            let mut out = BytesMut::new();
            ChunkWriter::new().write(3, &MessageRef { kind, timestamp_ms: 0, stream_id: 0, payload }, &mut out);
            self.push(&out);
        }

        fn command(&mut self, name: &str, transaction: f64, arguments: &[Value]) {
            self.message(kind::COMMAND, &message::command(name, transaction, arguments));
        }

        fn status(&mut self, level: &str, code: &str, description: &str) {
            self.command("onStatus", 0.0, &[Value::Null, message::status(level, code, description)]);
        }

        fn messages(&self) -> Vec<Message> {
            let limits = Limits { message_bytes_max: 1 << 24, assembly_bytes_max: 1 << 24, ..Limits::default() };
            let (messages, failure) = read_chunks(&[&self.said], limits);
            assert_eq!(failure, None);
            messages
        }
    }

    #[test]
    fn a_publication_is_asked_for_in_the_order_servers_expect() {
        let stage = Stage::publishing();
        let names: Vec<_> = stage
            .messages()
            .iter()
            .filter(|message| message.kind == kind::COMMAND)
            .filter_map(|message| Command::decode(message, &Limits::default(), |_| true).expect("decodes"))
            .map(|command| (command.name, command.transaction))
            .collect();
        let expected =
            [("connect", 1.0), ("releaseStream", 2.0), ("FCPublish", 3.0), ("createStream", 4.0), ("publish", 5.0)];
        assert_eq!(names, expected.map(|(name, number)| (name.to_owned(), number)));
        let publish = stage.messages().pop().expect("the last");
        assert_eq!(publish.stream_id, 3, "on the stream that was created");
        let command = Command::decode(&publish, &Limits::default(), |_| true).expect("decodes").expect("a command");
        assert_eq!(command.arguments, [Value::Null, "key?i=0".into(), "live".into()]);
    }

    #[test]
    fn refusals_come_out_with_code_and_text() {
        let info = || message::status("error", "Some.Code", "some text");
        let no = |mut stage: Stage, say: &dyn Fn(&mut Stage)| {
            say(&mut stage);
            stage.events
        };
        let refused = [ClientEvent::Refused { code: "Some.Code".into(), description: "some text".into() }];
        let say_error = |number: f64| move |stage: &mut Stage| stage.command("_error", number, &[Value::Null, info()]);
        assert_eq!(no(Stage::connecting(), &say_error(1.0)), refused, "of connect");
        assert_eq!(no(Stage::connecting(), &|stage| stage.command("_error", 1.0, &[info()])), refused, "info first");
        assert_eq!(no(Stage::publishing(), &say_error(5.0)), refused, "of publish");
        assert_eq!(no(Stage::publishing(), &|stage| stage.status("error", "Some.Code", "some text")), refused, "later");
        assert_eq!(no(Stage::connecting(), &say_error(2.0)), [], "of releaseStream, which does not matter");
        let bare = [ClientEvent::Refused { code: String::new(), description: String::new() }];
        assert_eq!(no(Stage::connecting(), &|stage| stage.command("_error", 1.0, &[])), bare, "without a reason");
        let no_number = no(Stage::connecting(), &|stage| {
            stage.command("_result", 1.0, &[]);
            stage.command("_result", 4.0, &[Value::Null, Value::Null]);
        });
        assert!(matches!(&no_number[..], [ClientEvent::Refused { code, .. }] if code == "NetConnection.Call.Failed"));
    }

    #[test]
    fn a_server_that_ends_the_publication_is_heard_once() {
        let ends: [fn(&mut Stage); 4] = [
            |stage| stage.status("status", "NetStream.Unpublish.Success", ""),
            |stage| stage.status("status", "NetConnection.Connect.Closed", ""),
            |stage| stage.command("close", 0.0, &[]),
            |stage| stage.message(kind::USER_CONTROL, &message::user_control(control::STREAM_EOF, 3)),
        ];
        for end in ends {
            let mut stage = Stage::publishing();
            end(&mut stage);
            end(&mut stage);
            assert_eq!(stage.events, [ClientEvent::Closed]);
            assert_eq!(stage.client.send_media(MediaKind::Audio, 0, &[1]), Err(RtmpError::NotPublishing));
        }
    }

    #[test]
    fn media_is_sent_only_while_publishing() {
        let mut stage = Stage::connecting();
        assert_eq!(stage.client.send_media(MediaKind::Video, 0, &[1]), Err(RtmpError::NotPublishing));
        assert_eq!(stage.client.send_script(0, &[1]), Err(RtmpError::NotPublishing));
        let mut stage = Stage::publishing();
        assert_eq!(
            stage.client.send_media(MediaKind::Video, 0, &vec![0; 1 << 24]),
            Err(RtmpError::MediaTooLarge { declared: 1 << 24, max: 0xff_ffff })
        );
        assert_eq!(stage.client.queued(), 0);
        stage.client.send_media(MediaKind::Video, 0xffff_fff0, &vec![7; 200_000]).expect("publishing");
        assert!(stage.client.queued() > 200_000);
        stage.client.send_script(5, &[2, 0, 0]).expect("publishing");
        stage.drain();
        let messages = stage.messages();
        let [.., video, script] = &messages[..] else { panic!("two messages") };
        assert_eq!((video.kind, video.timestamp_ms, video.stream_id), (kind::VIDEO, 0xffff_fff0, 3));
        assert_eq!(video.payload, vec![7; 200_000]);
        assert_eq!(script.payload[..], *b"\x02\0\x0d@setDataFrame\x02\0\0");
    }

    #[test]
    fn finishing_says_so_and_hears_nothing_more() {
        let mut stage = Stage::publishing();
        stage.client.finish();
        stage.status("error", "Some.Code", "late");
        assert_eq!(stage.events, []);
        let names: Vec<_> = stage
            .messages()
            .iter()
            .filter_map(|message| Command::decode(message, &Limits::default(), |_| true).ok().flatten())
            .map(|command| command.name)
            .collect();
        assert_eq!(names[names.len() - 2..], ["FCUnpublish", "deleteStream"]);
    }

    #[test]
    fn pings_and_bandwidth_are_answered() {
        let mut stage = Stage::publishing();
        stage.said.clear();
        stage.message(kind::USER_CONTROL, &message::user_control(control::PING_REQUEST, 77));
        stage.message(kind::SET_PEER_BANDWIDTH, &[0, 0, 16, 0, 2]);
        stage.message(kind::ACKNOWLEDGEMENT, &[0, 0, 16, 0]);
        let said: Vec<_> = stage.messages().into_iter().map(|message| (message.kind, message.payload)).collect();
        assert_eq!(said.len(), 2);
        assert_eq!((said[0].0, &said[0].1[..]), (kind::USER_CONTROL, &message::user_control(7, 77)[..]));
        assert_eq!((said[1].0, &said[1].1[..]), (kind::WINDOW_ACKNOWLEDGEMENT_SIZE, &[0, 0, 16, 0][..]));
    }

    #[test]
    fn an_answer_that_does_not_decode_is_an_error() {
        let mut stage = Stage::connecting();
        let mut out = BytesMut::new();
        let payload = [&message::command("_result", 1.0, &[])[..], &[4]].concat();
        let broken = MessageRef { kind: kind::COMMAND, timestamp_ms: 0, stream_id: 0, payload: &payload };
        ChunkWriter::new().write(3, &broken, &mut out);
        let error = super::super::AmfError::UnknownMarker { found: 4 };
        assert_eq!(stage.client.push(&out), Err(RtmpError::BadCommand { command: "_result", error }));
    }
}
