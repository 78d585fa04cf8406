//! RTMP publishers on one thread, each sending the same FLV file in real time, in a loop.
//!   publishers --flv F --url rtmp://127.0.0.1:1935/live/s%d --count 50 [--secs 30] [--ramp 1]
//! `%d` is the number of the stream; `--url @FILE` has one address a line instead. Every access unit gets a stamp of when
//! it was sent (see load::stamp). Says `PUBLISHING <wall ns>` when the first stream is accepted; prints one JSON line.
//! Speaks no more RTMP than a publisher must, and on purpose not the server's own implementation.

use load::histogram::Histogram;
use load::{Args, now_ns, own_cpu_s, stamp};
use std::cell::RefCell;
use std::collections::HashMap;
use std::io;
use std::rc::Rc;
use std::time::{Duration, Instant};
use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio::net::TcpStream;

const CHUNK_BYTES: usize = 4096;
const CHUNK_BYTES_INITIAL: usize = 128;
const HANDSHAKE_BYTES: usize = 1536;
const CONNECT_TIMEOUT: Duration = Duration::from_secs(20);

const SET_CHUNK_SIZE: u8 = 1;
const USER_CONTROL: u8 = 4;
const VIDEO: u8 = 9;
const SCRIPT: u8 = 18;
const COMMAND: u8 = 20;

struct Tag {
    kind: u8,
    timestamp_ms: u32,
    data: Vec<u8>,
}

/// Metadata and codec configuration, then the frames, and how long one round of them is.
struct Flv {
    head: Vec<Tag>,
    frames: Vec<Tag>,
    duration_ms: u32,
}

impl Flv {
    fn read(path: &str) -> io::Result<Self> {
        let bytes = std::fs::read(path)?;
        let mut flv = Self { head: vec![], frames: vec![], duration_ms: 0 };
        let mut pictures = vec![];
        let mut rest = bytes.get(13..).unwrap_or_default();
        while let Some((header, after)) = rest.split_first_chunk::<11>() {
            let [kind, s2, s1, s0, t2, t1, t0, t3, ..] = *header;
            let size = u32::from_be_bytes([0, s2, s1, s0]) as usize;
            let timestamp_ms = u32::from_be_bytes([t3, t2, t1, t0]);
            let Some(data) = after.get(..size) else { break };
            rest = after.get(size + 4..).unwrap_or_default();
            let tag = Tag { kind, timestamp_ms, data: data.to_vec() };
            match (kind, data.get(1)) {
                (SCRIPT, _) | (_, Some(0)) => flv.head.push(tag),
                (VIDEO, Some(2)) => {}
                _ => {
                    if kind == VIDEO {
                        pictures.push(timestamp_ms);
                    }
                    flv.frames.push(tag);
                }
            }
        }
        let (Some(first), Some(second), Some(last)) = (pictures.first(), pictures.get(1), pictures.last()) else {
            return Err(io::Error::other("no pictures in the file"));
        };
        flv.duration_ms = last - first + (second - first);
        Ok(flv)
    }
}

mod amf {
    pub fn text(out: &mut Vec<u8>, text: &str) {
        out.push(2);
        key(out, text);
    }

    pub fn number(out: &mut Vec<u8>, number: f64) {
        out.push(0);
        out.extend(number.to_be_bytes());
    }

    pub fn null(out: &mut Vec<u8>) {
        out.push(5);
    }

    pub fn object(out: &mut Vec<u8>, fields: &[(&str, &str)]) {
        out.push(3);
        for (name, value) in fields {
            key(out, name);
            text(out, value);
        }
        out.extend([0, 0, 9]);
    }

    fn key(out: &mut Vec<u8>, text: &str) {
        out.extend((text.len() as u16).to_be_bytes());
        out.extend(text.as_bytes());
    }
}

/// Where a message goes: chunk stream, message type, message stream, time.
struct Address {
    chunk_stream: u8,
    kind: u8,
    stream: u32,
    timestamp_ms: u32,
}

fn message(out: &mut Vec<u8>, to: &Address, slices: &[&[u8]], chunk_bytes: usize) {
    let length: usize = slices.iter().map(|slice| slice.len()).sum();
    let extended = to.timestamp_ms >= 0xff_ffff;
    out.push(to.chunk_stream);
    let [_, t2, t1, t0] = to.timestamp_ms.to_be_bytes();
    out.extend(if extended { [255; 3] } else { [t2, t1, t0] });
    out.extend(&(length as u32).to_be_bytes()[1..]);
    out.push(to.kind);
    out.extend(to.stream.to_le_bytes());
    if extended {
        out.extend(to.timestamp_ms.to_be_bytes());
    }
    let mut room = chunk_bytes;
    for mut slice in slices.iter().copied() {
        while !slice.is_empty() {
            if room == 0 {
                out.push(0xc0 | to.chunk_stream);
                if extended {
                    out.extend(to.timestamp_ms.to_be_bytes());
                }
                room = chunk_bytes;
            }
            let (now, later) = slice.split_at(room.min(slice.len()));
            out.extend(now);
            slice = later;
            room -= now.len();
        }
    }
}

fn command(out: &mut Vec<u8>, stream: u32, payload: &[u8]) {
    message(out, &Address { chunk_stream: 3, kind: COMMAND, stream, timestamp_ms: 0 }, &[payload], CHUNK_BYTES);
}

#[derive(Clone, Default)]
struct Unfinished {
    timestamp: u32,
    length: usize,
    kind: u8,
    payload: Vec<u8>,
}

/// Whole messages of the server.
struct Reader {
    buffer: Vec<u8>,
    chunk_bytes: usize,
    streams: HashMap<u32, Unfinished>,
}

impl Reader {
    fn new() -> Self {
        Self { buffer: vec![], chunk_bytes: CHUNK_BYTES_INITIAL, streams: HashMap::new() }
    }

    fn next(&mut self) -> Option<(u8, Vec<u8>)> {
        loop {
            let bytes = &self.buffer;
            let basic = *bytes.first()?;
            let (chunk_stream, mut place) = match basic & 63 {
                0 => (u32::from(*bytes.get(1)?) + 64, 2),
                1 => (u32::from(*bytes.get(1)?) + 64 + (u32::from(*bytes.get(2)?) << 8), 3),
                small => (u32::from(small), 1),
            };
            let header = bytes.get(place..place + [11, 7, 3, 0][usize::from(basic >> 6)])?;
            let mut open = self.streams.get(&chunk_stream).cloned().unwrap_or_default();
            if let [t2, t1, t0, ..] = header {
                open.timestamp = u32::from_be_bytes([0, *t2, *t1, *t0]);
            }
            if let [_, _, _, s2, s1, s0, kind, ..] = header {
                open.length = u32::from_be_bytes([0, *s2, *s1, *s0]) as usize;
                open.kind = *kind;
            }
            place += header.len();
            if open.timestamp == 0xff_ffff {
                place += 4;
            }
            let size = self.chunk_bytes.min(open.length - open.payload.len());
            open.payload.extend(bytes.get(place..place + size)?);
            self.buffer.drain(..place + size);
            let whole = open.payload.len() == open.length;
            let payload = if whole { std::mem::take(&mut open.payload) } else { vec![] };
            let kind = open.kind;
            self.streams.insert(chunk_stream, open);
            if !whole {
                continue;
            }
            if let (SET_CHUNK_SIZE, Some(size)) = (kind, payload.first_chunk::<4>()) {
                self.chunk_bytes = u32::from_be_bytes(*size) as usize & 0x7fff_ffff;
            }
            return Some((kind, payload));
        }
    }

    async fn read(&mut self, from: &mut (impl AsyncReadExt + Unpin)) -> io::Result<(u8, Vec<u8>)> {
        loop {
            if let Some(message) = self.next() {
                return Ok(message);
            }
            if from.read_buf(&mut self.buffer).await? == 0 {
                return Err(io::ErrorKind::UnexpectedEof.into());
            }
        }
    }
}

fn contains(bytes: &[u8], text: &str) -> bool {
    bytes.windows(text.len()).any(|window| window == text.as_bytes())
}

/// Connects and publishes; the message stream is in the answer.
async fn connect(host: &str, app: &str, name: &str) -> io::Result<(TcpStream, Reader, u32)> {
    let mut socket = TcpStream::connect(host).await?;
    socket.set_nodelay(true)?;
    let mut hello = vec![3u8];
    hello.extend([0; 8]);
    hello.extend((0..HANDSHAKE_BYTES as u32 - 8).map(|index| (index.wrapping_mul(2_654_435_761) >> 24) as u8));
    socket.write_all(&hello).await?;
    let mut answer = vec![0u8; 1 + 2 * HANDSHAKE_BYTES];
    socket.read_exact(&mut answer).await?;
    socket.write_all(&answer[1..=HANDSHAKE_BYTES]).await?;

    let mut out = vec![];
    let chunk_size = Address { chunk_stream: 2, kind: SET_CHUNK_SIZE, stream: 0, timestamp_ms: 0 };
    message(&mut out, &chunk_size, &[&(CHUNK_BYTES as u32).to_be_bytes()], CHUNK_BYTES_INITIAL);
    let mut payload = vec![];
    amf::text(&mut payload, "connect");
    amf::number(&mut payload, 1.0);
    let tc_url = format!("rtmp://{host}/{app}");
    amf::object(
        &mut payload,
        &[("app", app), ("type", "nonprivate"), ("flashVer", "FMLE/3.0 (load)"), ("tcUrl", &tc_url)],
    );
    command(&mut out, 0, &payload);
    socket.write_all(&out).await?;
    let mut reader = Reader::new();
    while !matches!(reader.read(&mut socket).await?, (COMMAND, payload) if contains(&payload, "_result")) {}

    out.clear();
    for (index, verb) in ["releaseStream", "FCPublish", "createStream"].iter().enumerate() {
        payload.clear();
        amf::text(&mut payload, verb);
        amf::number(&mut payload, 2.0 + index as f64);
        amf::null(&mut payload);
        if index < 2 {
            amf::text(&mut payload, name);
        }
        command(&mut out, 0, &payload);
    }
    socket.write_all(&out).await?;
    // The answer to createStream: "_result", 4, null, the stream.
    let stream = loop {
        let (kind, payload) = reader.read(&mut socket).await?;
        let fits = kind == COMMAND && contains(&payload, "_result") && payload.get(11..19) == Some(&4f64.to_be_bytes());
        if let Some(Ok(id)) = payload.get(21..29).filter(|_| fits).map(TryInto::try_into) {
            break f64::from_be_bytes(id) as u32;
        }
    };

    payload.clear();
    amf::text(&mut payload, "publish");
    amf::number(&mut payload, 5.0);
    amf::null(&mut payload);
    amf::text(&mut payload, name);
    amf::text(&mut payload, "live");
    out.clear();
    command(&mut out, stream, &payload);
    socket.write_all(&out).await?;
    loop {
        let (kind, payload) = reader.read(&mut socket).await?;
        if kind == COMMAND && contains(&payload, "onStatus") {
            if contains(&payload, "NetStream.Publish.Start") {
                return Ok((socket, reader, stream));
            }
            return Err(io::Error::other("publish refused"));
        }
    }
}

#[derive(Default)]
struct Counts {
    accepted: u64,
    failed: u64,
    dropped: u64,
    bytes: u64,
    late: Histogram,
}

async fn publish(url: String, flv: Rc<Flv>, length: Duration, counts: Rc<RefCell<Counts>>, first: bool) {
    let parts = url.strip_prefix("rtmp://").and_then(|rest| rest.split_once('/'));
    let Some((host, (app, name))) = parts.and_then(|(host, path)| Some((host, path.rsplit_once('/')?))) else {
        counts.borrow_mut().failed += 1;
        return eprintln!("{url} is no RTMP address");
    };
    match tokio::time::timeout(CONNECT_TIMEOUT, connect(host, app, name)).await {
        Ok(Ok((socket, reader, stream))) => {
            counts.borrow_mut().accepted += 1;
            if first {
                eprintln!("PUBLISHING {}", now_ns());
            }
            if send(socket, reader, stream, &flv, length, &counts).await.is_err() {
                counts.borrow_mut().dropped += 1;
            }
        }
        refused => {
            counts.borrow_mut().failed += 1;
            eprintln!("{host}: {:?}", refused.map(|outcome| outcome.err()));
        }
    }
}

/// Answers the server's pings for as long as the connection lives.
async fn answer_pings(
    mut reader: Reader,
    mut from: impl AsyncReadExt + Unpin,
    to: tokio::sync::mpsc::UnboundedSender<Vec<u8>>,
) {
    while let Ok((kind, payload)) = reader.read(&mut from).await {
        if let (USER_CONTROL, [0, 6, time @ ..]) = (kind, payload.as_slice()) {
            let mut out = vec![];
            let pong = Address { chunk_stream: 2, kind: USER_CONTROL, stream: 0, timestamp_ms: 0 };
            message(&mut out, &pong, &[&[0, 7], time], CHUNK_BYTES);
            let _ = to.send(out);
        }
    }
}

async fn send(
    socket: TcpStream,
    reader: Reader,
    stream: u32,
    flv: &Flv,
    length: Duration,
    counts: &RefCell<Counts>,
) -> io::Result<()> {
    let (from, mut to) = socket.into_split();
    let (pong, mut pongs) = tokio::sync::mpsc::unbounded_channel();
    tokio::task::spawn_local(answer_pings(reader, from, pong));
    let address = |tag: &Tag, timestamp_ms| Address {
        chunk_stream: if tag.kind == VIDEO { 6 } else { 4 },
        kind: tag.kind,
        stream,
        timestamp_ms,
    };
    let mut out = Vec::with_capacity(64 << 10);
    for tag in &flv.head {
        let prefix: &[u8] = if tag.kind == SCRIPT { b"\x02\x00\x0d@setDataFrame" } else { b"" };
        message(&mut out, &address(tag, 0), &[prefix, &tag.data], CHUNK_BYTES);
    }
    to.write_all(&out).await?;

    let (begun, base_ms) = (Instant::now(), flv.frames[0].timestamp_ms);
    let (mut index, mut round_ms, mut frame) = (0, 0, 0);
    while begun.elapsed() < length {
        out.clear();
        let now_ms = begun.elapsed().as_millis() as u32;
        let mut oldest_due_ms = None;
        loop {
            let tag = &flv.frames[index];
            let due_ms = tag.timestamp_ms - base_ms + round_ms;
            if due_ms > now_ms {
                break;
            }
            oldest_due_ms.get_or_insert(due_ms);
            if tag.kind == VIDEO {
                let unit = stamp::nal(now_ns(), frame);
                let unit_length = (unit.len() as u32).to_be_bytes();
                let (header, units) = tag.data.split_at(5);
                message(&mut out, &address(tag, due_ms), &[header, &unit_length, &unit, units], CHUNK_BYTES);
                frame += 1;
            } else {
                message(&mut out, &address(tag, due_ms), &[&tag.data], CHUNK_BYTES);
            }
            index += 1;
            if index == flv.frames.len() {
                index = 0;
                round_ms += flv.duration_ms;
            }
        }
        while let Ok(pong) = pongs.try_recv() {
            out.extend(pong);
        }
        if let Some(due_ms) = oldest_due_ms {
            let mut counts = counts.borrow_mut();
            counts.late.add(begun.elapsed().saturating_sub(Duration::from_millis(u64::from(due_ms))));
            counts.bytes += out.len() as u64;
        }
        to.write_all(&out).await?;
        let next_ms = flv.frames[index].timestamp_ms - base_ms + round_ms;
        tokio::time::sleep_until((begun + Duration::from_millis(u64::from(next_ms))).into()).await;
    }
    out.clear();
    let mut payload = vec![];
    amf::text(&mut payload, "deleteStream");
    amf::number(&mut payload, 6.0);
    amf::null(&mut payload);
    amf::number(&mut payload, f64::from(stream));
    command(&mut out, 0, &payload);
    to.write_all(&out).await?;
    tokio::time::sleep(Duration::from_millis(100)).await;
    Ok(())
}

fn main() {
    let args = Args::parse();
    load::raise_open_files();
    let flv = Rc::new(Flv::read(&args.text("flv", "media.flv")).expect("an FLV file with pictures"));
    let count = args.number("count", 1.0) as usize;
    let seconds = args.number("secs", 30.0);
    let ramp_s = args.number("ramp", (count as f64 * 0.02).min(4.0));
    let url = args.text("url", "rtmp://127.0.0.1:1935/live/s%d");
    let urls: Vec<String> = match url.strip_prefix('@') {
        Some(file) => std::fs::read_to_string(file).expect("a list of addresses").lines().map(str::to_owned).collect(),
        None => (0..count).map(|index| url.replace("%d", &index.to_string())).collect(),
    };
    let counts: Rc<RefCell<Counts>> = Rc::default();
    let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build().expect("runtime");
    let local = tokio::task::LocalSet::new();
    local.block_on(&runtime, async {
        let mut publishers = vec![];
        for (index, url) in urls.into_iter().take(count).enumerate() {
            let length = Duration::from_secs_f64(seconds);
            publishers.push(tokio::task::spawn_local(publish(url, flv.clone(), length, counts.clone(), index == 0)));
            tokio::time::sleep(Duration::from_secs_f64(ramp_s / count as f64)).await;
        }
        for publisher in publishers {
            let _ = publisher.await;
        }
    });
    let counts = counts.borrow();
    println!(
        "{{\"publishers\":{count},\"ok\":{},\"failed\":{},\"dropped\":{},\"mbytes_s\":{:.2},\"late_p50_ms\":{:.2},\"late_p99_ms\":{:.2},\"cpu_s\":{:.2}}}",
        counts.accepted,
        counts.failed,
        counts.dropped,
        counts.bytes as f64 / 1e6 / seconds,
        counts.late.quantile_ms(0.5),
        counts.late.quantile_ms(0.99),
        own_cpu_s()
    );
}
