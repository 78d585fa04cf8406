//! RTMP over loopback, with our own client as the encoder and with ffmpeg. Real time: sockets do not know simulated time.

use crate::house::{House, TOKEN, key};
use base::Stopper;
use live::egress::rtmp::{Reel, Target, publish};
use live::ingest::rtmp::{Limits, serve};
use live::{Form, InputSlot, Settings, Signal, TrackKind};
use std::net::{Ipv4Addr, SocketAddr};
use std::process::Stdio;
use testkit::encoder::{Encoder, Verdict};
use testkit::playlist::Playlist;
use testkit::synth::Show;
use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio::net::{TcpListener, TcpStream};
use tokio::time::{Duration, Instant, sleep, timeout};
use wire::flv::{AudioTag, Tag, TagKind, TagWriter, VideoTag};
use wire::rtmp::MediaKind;

const APP: &str = "kLive?t=6c1ac379";
const STREAM: &str = "0_abcd1234_1";

struct Server {
    house: House,
    address: SocketAddr,
    task: tokio::task::JoinHandle<()>,
}

async fn server() -> Server {
    server_with(Settings::default(), Limits::default()).await
}

async fn server_with(settings: Settings, limits: Limits) -> Server {
    let house = House::with(settings);
    let listener = TcpListener::bind("127.0.0.1:0").await.expect("a free port");
    let address = listener.local_addr().expect("bound");
    let task = tokio::spawn(serve(listener, house.registry.clone(), limits, house.stop.clone()));
    Server { house, address, task }
}

/// Waits for a condition instead of sleeping.
async fn eventually(what: &str, mut holds: impl FnMut() -> bool) {
    let deadline = Instant::now() + Duration::from_secs(10);
    while !holds() {
        assert!(Instant::now() < deadline, "not in time: {what}");
        sleep(Duration::from_millis(10)).await;
    }
}

async fn send_show(encoder: &mut Encoder, show: &mut Show, frames: usize) {
    for frame in show.take(frames) {
        encoder.send_frame(&frame).await.expect("the server listens");
    }
}

fn playlist(server: &Server, kind: TrackKind) -> Option<Playlist> {
    let track = server.house.registry.get(&key())?.track(kind)?;
    let view = track.view();
    Some(Playlist::parse(std::str::from_utf8(&view.playlist(Form::LowLatency).plain).expect("text")))
}

fn is_playable(server: &Server) -> bool {
    playlist(server, TrackKind::Video).is_some_and(|list| list.segments.iter().any(|segment| !segment.parts.is_empty()))
}

#[tokio::test]
async fn an_encoder_publishes_and_leaves_well() {
    let server = server().await;
    let mut encoder = Encoder::publish(server.address, APP, STREAM).await.expect("accepted");
    encoder.send_configs().await.expect("sent");
    send_show(&mut encoder, &mut Show::new(0), 400).await;
    eventually("playable", || is_playable(&server)).await;
    encoder.leave().await;
    eventually("lost", || {
        server.house.gate.take().contains(&Signal::InputLost { input: InputSlot::Primary, clean: true })
    })
    .await;
}

#[tokio::test]
async fn refusals_have_a_code_and_a_text() {
    let server = server().await;
    // (app, stream, code, text)
    let cases = [
        ("kLive?t=wrong", STREAM, "NetStream.Publish.Denied", "unknown stream or wrong token"),
        ("kLive", STREAM, "NetStream.Publish.Denied", "unknown stream or wrong token"),
        (APP, "0_zzzzzzzz_1", "NetStream.Publish.Denied", "unknown stream or wrong token"),
        (APP, "0_abcd1234_2", "NetStream.Publish.Failed", "rendition"),
        (APP, "0_abcd1234_x", "NetStream.Publish.Failed", "rendition"),
        ("kLive?i=7&t=6c1ac379", STREAM, "NetStream.Publish.BadName", ""),
    ];
    for (app, stream, expected, text) in cases {
        let Err(Verdict::Refused { code, description }) = Encoder::publish(server.address, app, stream).await else {
            panic!("{app} {stream} was not refused")
        };
        assert_eq!(code, expected, "{app} {stream}");
        assert!(description.contains(text), "{description}");
        assert!(!description.contains(TOKEN));
    }
    assert!(server.house.registry.is_empty());
}

#[tokio::test]
async fn the_second_publisher_is_refused_and_the_first_goes_on() {
    let server = server().await;
    let app = "kLive?p=101&e=0_abcd1234&i=0&t=6c1ac379";
    let mut first = Encoder::publish(server.address, app, STREAM).await.expect("accepted");
    first.send_configs().await.expect("sent");
    let mut show = Show::new(0);
    send_show(&mut first, &mut show, 50).await;
    let elsewhere = Ipv4Addr::new(127, 0, 0, 2).into();
    let second = Encoder::publish_from(elsewhere, server.address, app, STREAM).await.map(drop);
    assert!(matches!(&second, Err(Verdict::Refused { code, .. }) if code == "NetStream.Publish.BadName"), "{second:?}");
    send_show(&mut first, &mut show, 200).await;
    eventually("playable", || is_playable(&server)).await;

    // The other input is free.
    let backup = app.replace("i=0", "i=1");
    let _backup = Encoder::publish_from(elsewhere, server.address, &backup, STREAM).await.expect("accepted");
}

#[tokio::test]
async fn the_same_encoder_takes_its_input_over_and_anybody_does_after_silence() {
    let settings = Settings { signal_timeout: Duration::from_millis(300), ..Settings::default() };
    let server = server_with(settings, Limits::default()).await;
    let app = "kLive?i=0&t=6c1ac379";
    let mut first = Encoder::publish(server.address, app, STREAM).await.expect("accepted");
    first.send_configs().await.expect("sent");
    let mut second = Encoder::publish(server.address, app, STREAM).await.expect("the same address");
    assert!(matches!(first.verdict().await, Verdict::Closed | Verdict::Refused { .. }));
    second.send_configs().await.expect("sent");
    send_show(&mut second, &mut Show::new(0), 100).await;

    let elsewhere = Ipv4Addr::new(127, 0, 0, 3).into();
    let asked = Instant::now();
    let mut third = loop {
        match Encoder::publish_from(elsewhere, server.address, app, STREAM).await {
            Ok(encoder) => break encoder,
            Err(_) => assert!(asked.elapsed() < Duration::from_secs(5), "silence never counts"),
        }
    };
    third.send_configs().await.expect("sent");
    send_show(&mut third, &mut Show::new(0), 100).await;
    // Whether the gate hears of an interruption in between depends on how soon the third one came.
    let on_the_air = |list: Playlist| !list.discontinuities().is_empty();
    eventually("the third is on the air", || playlist(&server, TrackKind::Video).is_some_and(on_the_air)).await;
}

#[tokio::test]
async fn other_codecs_are_refused_by_name() {
    let server = server().await;
    let cases: [(MediaKind, &[u8], &str); 4] = [
        (MediaKind::Video, b"\x90hvc1\0\0\0\0", "hvc1"),
        (MediaKind::Video, b"\x12\0\0\0\0\0", "H.264"),
        (MediaKind::Audio, b"\x2f\0\0", "AAC"),
        (MediaKind::Video, b"\x17\0\0\0\0\x01\x64\0", "configuration"),
    ];
    for (kind, payload, text) in cases {
        let mut encoder = Encoder::publish(server.address, APP, STREAM).await.expect("accepted");
        encoder.send(kind, 0, payload).await.expect("sent");
        let verdict = encoder.verdict().await;
        let Verdict::Refused { code, description } = &verdict else { panic!("{text}: {verdict:?}") };
        assert_eq!(code, "NetStream.Publish.Failed");
        assert!(description.contains(text), "{description} should name {text}");
    }
}

/// What is told of the stream `0_abcd1234`, and of strangers to partner 101.
fn told(server: &Server, partner: Option<i64>) -> Vec<(&'static str, Option<InputSlot>, Option<String>, u32)> {
    let report = server.house.registry.encoders().report(&key(), partner, server.house.registry.clock().now());
    let asked_for = |note: &live::encoders::Note| note.asked_for.as_ref().map(ToString::to_string);
    report.notes.iter().map(|note| (note.what, note.input, asked_for(note), note.times)).collect()
}

#[tokio::test]
async fn refusals_can_be_read_by_whoever_sets_the_encoder_up() {
    let server = server().await;
    let refused = async |app: &str, stream: &str| {
        let refused = Encoder::publish(server.address, app, stream).await.map(drop);
        assert!(refused.is_err(), "{app} {stream}");
    };
    refused("kLive?p=101&e=0_abcd1234&i=1&t=hunter2", STREAM).await;
    refused("kLive?p=101&e=0_abcd1234&i=1&t=hunter2", STREAM).await;
    let backup = Some(InputSlot::Backup);
    assert_eq!(told(&server, None), [("wrong_token", backup, None, 2)]);
    // No stream of ours: told to who sees the partner, with the name only where it has the form of one.
    refused("kLive?p=101&t=hunter2", "0_zzzzzzzz_1").await;
    refused("kLive?p=101&t=hunter2", "hunter2").await;
    refused("kLive?p=202&t=hunter2", "0_yyyyyyyy_1").await;
    assert_eq!(told(&server, None).len(), 1);
    let mut strays = told(&server, Some(101));
    strays.sort_by_key(|note| (note.0, note.2.clone()));
    let expected = [
        ("unknown_stream", None, None, 1),
        ("unknown_stream", None, Some("0_zzzzzzzz".to_owned()), 1),
        ("wrong_token", backup, None, 2),
    ];
    assert_eq!(strays, expected);
    assert!(
        !format!(
            "{:?}",
            server.house.registry.encoders().report(&key(), Some(101), server.house.registry.clock().now())
        )
        .contains("hunter2")
    );
    // A rendition that is not taken: the address still says whose it is.
    refused("kLive?e=0_abcd1234&t=6c1ac379", "0_abcd1234_x").await;
    assert_eq!(told(&server, None).iter().filter(|note| note.0 == "unsupported_rendition").count(), 1);

    let mut encoder = Encoder::publish(server.address, APP, STREAM).await.expect("accepted");
    encoder.send(MediaKind::Video, 0, b"\x90hvc1\0\0\0\0").await.expect("sent");
    assert!(matches!(encoder.verdict().await, Verdict::Refused { .. }));
    let report = server.house.registry.encoders().report(&key(), None, server.house.registry.clock().now());
    let note = report.notes.iter().find(|note| note.what == "unsupported_codec").expect("told");
    assert!(note.detail.contains("hvc1") && note.input == Some(InputSlot::Primary), "{note:?}");
    eventually("it is gone", || {
        let encoders = server.house.registry.encoders();
        encoders.report(&key(), None, server.house.registry.clock().now()).inputs[0].is_none()
    })
    .await;
}

#[tokio::test]
async fn what_an_encoder_sends_is_measured_and_a_second_one_is_told_of() {
    let server = server().await;
    let app = "kLive?i=0&t=6c1ac379";
    let mut encoder = Encoder::publish(server.address, app, STREAM).await.expect("accepted");
    let inputs = || {
        let registry = &server.house.registry;
        registry.encoders().report(&key(), None, registry.clock().now()).inputs
    };
    assert!(inputs()[0].as_ref().is_some_and(|facts| facts.video.is_none() && facts.heard_at.is_none()));
    encoder.send_configs().await.expect("sent");
    send_show(&mut encoder, &mut Show::new(0), 400).await;
    eventually("measured", || inputs()[0].as_ref().is_some_and(|facts| facts.video.is_some())).await;
    let [Some(primary), None] = inputs() else { panic!("one encoder: {:?}", inputs()) };
    let video = primary.video.expect("measured");
    assert!(video.codec.is_some_and(|codec| codec.starts_with("avc1.")) && video.size.is_some() && video.has_keyframe);
    assert!(primary.audio.is_some_and(|audio| audio.format == Some((48_000, 2))));

    let elsewhere = Ipv4Addr::new(127, 0, 0, 2).into();
    let second = Encoder::publish_from(elsewhere, server.address, app, STREAM).await.map(drop);
    assert!(second.is_err(), "{second:?}");
    assert_eq!(told(&server, None), [("busy", Some(InputSlot::Primary), None, 1)]);
    encoder.leave().await;
    eventually("it is gone", || inputs()[0].is_none()).await;
}

#[tokio::test]
async fn malformed_chunks_end_their_connection_and_no_other() {
    let server = server().await;
    let mut good = Encoder::publish(server.address, "kLive?i=0&t=6c1ac379", STREAM).await.expect("accepted");
    good.send_configs().await.expect("sent");
    let mut show = Show::new(0);
    send_show(&mut good, &mut show, 100).await;
    let mut bad = Encoder::publish(server.address, APP, "0_efgh5678").await.expect("accepted");
    // A chunk that declares a message of 16 MiB.
    bad.send_raw(&[0x04, 0, 0, 0, 0xff, 0xff, 0xff, 9, 1, 0, 0, 0]).await.expect("sent");
    assert_eq!(bad.verdict().await, Verdict::Closed);
    // Never RTMP at all.
    let mut stranger = TcpStream::connect(server.address).await.expect("listens");
    stranger.write_all(b"GET / HTTP/1.1\r\nHost: x\r\n\r\n").await.expect("sent");
    let mut answer = Vec::new();
    let read = timeout(Duration::from_secs(5), stranger.read_to_end(&mut answer)).await.expect("closed in time");
    assert!(read.is_err() || answer.is_empty());
    send_show(&mut good, &mut show, 300).await;
    eventually("playable", || is_playable(&server)).await;
    let edge = server.house.broadcast().track(TrackKind::Video).expect("there").edge();
    send_show(&mut good, &mut show, 200).await;
    eventually("goes on", || server.house.broadcast().track(TrackKind::Video).expect("there").edge().msn > edge.msn)
        .await;
}

#[tokio::test]
async fn thousands_of_idle_strangers_keep_no_encoder_out_and_are_dropped() {
    const STRANGERS: usize = 1_200;
    let limits = Limits { pending_max: 400, publish_within: Duration::from_secs(2), ..Limits::default() };
    let server = server_with(Settings::default(), limits).await;
    let mut strangers = Vec::new();
    for number in 0..STRANGERS {
        let mut stranger = TcpStream::connect(server.address).await.expect("listens");
        if number % 3 == 0 {
            // Half a handshake.
            let _ = stranger.write_all(&[3, 0, 0]).await;
        }
        strangers.push(stranger);
    }
    let asked = Instant::now();
    let mut encoder = Encoder::publish(server.address, APP, STREAM).await.expect("accepted among strangers");
    assert!(asked.elapsed() < Duration::from_secs(2), "{:?}", asked.elapsed());
    encoder.send_configs().await.expect("sent");
    send_show(&mut encoder, &mut Show::new(0), 100).await;
    eventually("playable", || is_playable(&server)).await;
    for mut stranger in strangers {
        let mut byte = [0; 4096];
        let dropped = async { while let Ok(1..) = stranger.read(&mut byte).await {} };
        timeout(Duration::from_secs(10), dropped).await.expect("every stranger is dropped");
    }
}

#[tokio::test]
async fn a_stranger_that_talks_without_end_and_never_publishes_is_dropped_in_time() {
    let limits = Limits { publish_within: Duration::from_millis(300), ..Limits::default() };
    let server = server_with(Settings::default(), limits).await;
    let mut stranger = TcpStream::connect(server.address).await.expect("connects");
    let mut hello = vec![0; 1537];
    hello[0] = 3;
    stranger.write_all(&hello).await.expect("sent");
    let mut answer = vec![0; 1 + 2 * 1536];
    stranger.read_exact(&mut answer).await.expect("S0, S1 and S2");
    stranger.write_all(&answer[1..1537]).await.expect("C2");
    // Acknowledgements: chunk stream 2, type 3, four bytes.
    let acknowledgements = [2, 0, 0, 0, 0, 0, 4, 3, 0, 0, 0, 0, 0, 0, 0, 1].repeat(4096);
    let talking = async { while stranger.write_all(&acknowledgements).await.is_ok() {} };
    timeout(Duration::from_secs(5), talking).await.expect("it is dropped while it talks");
}

#[tokio::test]
async fn a_stalled_encoder_is_lost_and_then_dropped_while_another_goes_on() {
    let settings = Settings { signal_timeout: Duration::from_millis(300), ..Settings::default() };
    let limits = Limits { idle_max: Duration::from_millis(900), ..Limits::default() };
    let server = server_with(settings, limits).await;
    let mut stalled = Encoder::publish(server.address, "kLive?i=0&t=6c1ac379", STREAM).await.expect("accepted");
    stalled.send_configs().await.expect("sent");
    send_show(&mut stalled, &mut Show::new(0), 100).await;
    let mut other = Encoder::publish(server.address, APP, "0_efgh5678_1").await.expect("accepted");
    other.send_configs().await.expect("sent");
    let mut show = Show::new(0);
    let ended = async { stalled.verdict().await };
    tokio::pin!(ended);
    loop {
        send_show(&mut other, &mut show, 3).await;
        tokio::select! {
            verdict = &mut ended => {
                assert_eq!(verdict, Verdict::Closed);
                break;
            }
            () = sleep(Duration::from_millis(20)) => {}
        }
    }
    let signals = server.house.gate.take();
    assert!(signals.contains(&Signal::InputLost { input: InputSlot::Primary, clean: false }), "{signals:?}");
    assert_eq!(signals.iter().filter(|signal| **signal == Signal::Interrupted).count(), 1, "{signals:?}");
}

#[tokio::test]
async fn stopping_tells_encoders_and_ends_every_task() {
    let server = server().await;
    let mut encoder = Encoder::publish(server.address, APP, STREAM).await.expect("accepted");
    encoder.send_configs().await.expect("sent");
    send_show(&mut encoder, &mut Show::new(0), 100).await;
    server.house.stopper.stop();
    let verdict = encoder.verdict().await;
    assert!(matches!(verdict, Verdict::Closed | Verdict::Refused { .. }), "{verdict:?}");
    drop(encoder);
    timeout(Duration::from_secs(5), server.task).await.expect("in time").expect("no panic");
    timeout(Duration::from_secs(5), server.house.registry.drained()).await.expect("in time");
}

/// An FLV file of two seconds of a show.
fn file() -> Vec<u8> {
    let mut out = Vec::new();
    TagWriter.file_header(true, true, &mut out);
    for (kind, payload) in testkit::synth::config_tags() {
        let kind = match kind {
            MediaKind::Video => TagKind::Video,
            MediaKind::Audio => TagKind::Audio,
        };
        TagWriter.tag(&Tag { kind, timestamp_ms: 0, payload }, &mut out).expect("small");
    }
    for frame in Show::new(0).take_while(|frame| frame.at_ms() < 400) {
        let (kind, timestamp_ms, payload) = testkit::synth::tag(&frame);
        let kind = match kind {
            MediaKind::Video => TagKind::Video,
            MediaKind::Audio => TagKind::Audio,
        };
        TagWriter.tag(&Tag { kind, timestamp_ms, payload }, &mut out).expect("small");
    }
    out
}

#[tokio::test]
async fn a_file_is_published_in_a_loop_with_time_that_goes_on() {
    let server = server().await;
    let reel = Reel::parse(&file()).expect("a file");
    assert_eq!(reel.round(), Duration::from_millis(400));
    let url = format!("rtmp://{}/{APP}", server.address);
    let target = Target::parse(&url, STREAM).expect("an address");
    let (stopper, stop) = Stopper::new();
    let pusher = tokio::spawn(async move { publish(&target, &reel, &stop).await });
    eventually("three rounds", || {
        playlist(&server, TrackKind::Video).is_some_and(|list| {
            let parts = list.segments.iter().flat_map(|segment| &segment.parts);
            parts.map(|part| part.seconds).sum::<f64>() > 1.1
        })
    })
    .await;
    let list = playlist(&server, TrackKind::Video).expect("there");
    assert!(list.discontinuities().is_empty(), "the joint is none");
    stopper.stop();
    pusher.await.expect("no panic").expect("a clean end");
    eventually("a clean goodbye", || {
        server.house.gate.take().contains(&Signal::InputLost { input: InputSlot::Primary, clean: true })
    })
    .await;
}

#[test]
fn files_that_cannot_loop_are_refused() {
    let whole = file();
    assert!(Reel::parse(&whole[..whole.len() - 3]).is_err(), "cut");
    assert!(Reel::parse(b"not a file").is_err());
    assert!(Reel::parse(&whole[..13]).is_err(), "empty");
    let tags = [VideoTag::EndOfSequence.to_payload(), AudioTag::Nothing.to_payload()];
    assert!(tags.iter().all(Option::is_some));
}

#[tokio::test]
async fn ffmpeg_publishes_with_b_frames() {
    let server = server().await;
    let url = format!("rtmp://{}/{APP}/{STREAM}", server.address);
    let args = [
        "-v",
        "error",
        "-re",
        "-f",
        "lavfi",
        "-i",
        "testsrc=size=320x180:rate=30",
        "-f",
        "lavfi",
        "-i",
        "sine=frequency=440",
        "-t",
        "4",
        "-c:v",
        "libx264",
        "-preset",
        "ultrafast",
        "-bf",
        "2",
        "-g",
        "60",
        "-pix_fmt",
        "yuv420p",
        "-c:a",
        "aac",
        "-f",
        "flv",
    ];
    let child =
        tokio::process::Command::new("ffmpeg").args(args).arg(&url).stdin(Stdio::null()).kill_on_drop(true).spawn();
    let Ok(mut child) = child else {
        eprintln!("SKIPPED: no ffmpeg here");
        return;
    };
    eventually("playable", || is_playable(&server)).await;
    assert!(timeout(Duration::from_secs(20), child.wait()).await.expect("in time").expect("ran").success());
    eventually("both tracks", || server.house.broadcast().tracks().len() == 2).await;
    let list = playlist(&server, TrackKind::Video).expect("there");
    let seconds: f64 = list.segments.iter().filter(|segment| !segment.gap).map(|segment| segment.seconds).sum();
    assert!((3.9..=4.1).contains(&seconds), "{seconds} s of 4");
    let info = server.house.broadcast().track(TrackKind::Video).expect("there").view().info().clone();
    assert_eq!(info.resolution, Some((320, 180)));
}
