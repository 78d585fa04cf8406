//! Real encoder in, real reader out: ffmpeg publishes over RTMP, ffmpeg reads both playlists over HTTP. Real time.

use crate::stage::Stage;
use edge::Class;
use live::ingest::rtmp::{Limits, serve};
use std::process::Stdio;
use tokio::net::TcpListener;
use tokio::process::Command;
use tokio::time::{Duration, Instant, sleep, timeout};

fn encoder(url: &str, b_frames: u32, rate: &str) -> Command {
    let mut command = Command::new("ffmpeg");
    command.args(["-v", "error", "-re", "-f", "lavfi", "-i", &format!("testsrc=size=320x180:rate={rate}")]);
    command.args(["-f", "lavfi", "-i", "sine=frequency=440:sample_rate=48000", "-t", "25", "-c:v", "libx264"]);
    command.args(["-preset", "ultrafast", "-bf", &b_frames.to_string(), "-g", "50", "-pix_fmt", "yuv420p"]);
    command.args(["-c:a", "aac", "-f", "flv", url]).stdin(Stdio::null()).kill_on_drop(true);
    command
}

/// Reads three seconds; answers how many pictures and sound packets came, and what was complained about.
async fn read(url: &str) -> (usize, usize, String) {
    let mut command = Command::new("ffprobe");
    command.args(["-v", "warning", "-read_intervals", "%+3", "-show_entries", "packet=codec_type,pts_time,dts_time"]);
    command.args(["-of", "csv=p=0", url]).stdin(Stdio::null()).kill_on_drop(true);
    let output = timeout(Duration::from_secs(30), command.output()).await.expect("in time").expect("ran");
    let text = String::from_utf8_lossy(&output.stdout);
    let count = |kind: &str| text.lines().filter(|line| line.starts_with(kind)).count();
    (count("video"), count("audio"), String::from_utf8_lossy(&output.stderr).into_owned())
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn ffmpeg_reads_what_ffmpeg_publishes() {
    for (b_frames, rate) in [(0, "25"), (2, "30000/1001")] {
        let stage = Stage::new();
        let rtmp = TcpListener::bind("127.0.0.1:0").await.expect("a free port");
        let http = TcpListener::bind("127.0.0.1:0").await.expect("a free port");
        let (rtmp_at, http_at) = (rtmp.local_addr().expect("bound"), http.local_addr().expect("bound"));
        let (_stopper, stop) = base::Stopper::new();
        tokio::spawn(serve(rtmp, stage.registry.clone(), Limits::default(), stop));
        let router = edge::router(stage.edge.clone());
        tokio::spawn(async move { axum::serve(http, router).await });
        let Ok(mut child) = encoder(&format!("rtmp://{rtmp_at}/kLive/0_abcd1234_1"), b_frames, rate).spawn() else {
            eprintln!("SKIPPED: no ffmpeg here");
            return;
        };
        let root = stage.root(Class::Public);
        let asked = Instant::now();
        while stage.get(&format!("{root}video/live.m3u8")).await.status != 200 {
            assert!(asked.elapsed() < Duration::from_secs(20), "never playable");
            sleep(Duration::from_millis(50)).await;
        }
        for master in ["plain.m3u8", "master.m3u8"] {
            let (video, audio, complaints) = read(&format!("http://{http_at}{root}{master}")).await;
            assert!(video >= 60 && audio >= 100, "{master} with {b_frames} B-frames: {video} {audio} {complaints}");
            // This ffmpeg does not know EXT-X-GAP: it asks for the gap, is told 404, and goes on.
            let harmless = ["404 Not Found", "Failed to open segment", "duplicated MOOV"];
            let serious: Vec<_> = complaints
                .lines()
                .filter(|line| !line.is_empty() && !harmless.iter().any(|text| line.contains(text)))
                .collect();
            assert!(serious.is_empty(), "{master} with {b_frames} B-frames: {serious:?}");
            eprintln!("{master}, {b_frames} B-frames, {rate}/s: {video} pictures, {audio} sound packets");
        }
        child.kill().await.expect("it runs");
    }
}
