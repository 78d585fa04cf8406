//! Viewers of one HLS or LL-HLS stream, all on one thread.
//!   viewers --url U --count 1000 [--secs 20] [--ramp 4] [--settle 2] [--sample 4]
//! Each follows master and media playlists, reloads as RFC 8216 (or the LL-HLS draft, where the playlist offers blocking
//! reloads) says, takes every new segment or part, and keeps a play-out clock, so that stalls count. `--sample` of them
//! also read the publisher's stamps, and so know the true age at the live edge. Prints one JSON line.

use load::histogram::Histogram;
use load::http::{Connection, join, split_url};
use load::playlist::{Media, parse_master};
use load::{Args, now_ns, own_cpu_s, stamp};
use std::cell::RefCell;
use std::rc::Rc;
use std::time::{Duration, Instant};

const TIMEOUT: Duration = Duration::from_secs(15);

#[derive(Default)]
struct Counts {
    measuring: bool,
    playlists: u64,
    media: u64,
    bytes: u64,
    errors: u64,
    http_errors: u64,
    stalls: u64,
    stall_s: f64,
    started: u64,
    skipped: u64,
    playlist_latency: Histogram,
    media_latency: Histogram,
    /// Age of the newest frame when its segment or part is in hand.
    age_newest: Histogram,
}

type Shared = Rc<RefCell<Counts>>;

/// What is in the buffer, and how far playing has come.
struct PlayOut {
    counts_as_viewer: bool,
    playing_since: Option<Instant>,
    have_s: f64,
    /// Starts playing with this much.
    need_s: f64,
}

impl PlayOut {
    fn got(&mut self, seconds: f64, counts: &Shared) {
        let now = Instant::now();
        let mut counts = counts.borrow_mut();
        if let Some(since) = self.playing_since {
            let late_s = now.duration_since(since).as_secs_f64() - self.have_s;
            if late_s > 0.0 {
                if counts.measuring {
                    counts.stalls += 1;
                    counts.stall_s += late_s;
                }
                self.playing_since = Some(since + Duration::from_secs_f64(late_s));
            }
        }
        self.have_s += seconds;
        if self.playing_since.is_none() && self.have_s + 1e-3 >= self.need_s {
            self.playing_since = Some(now);
            counts.started += u64::from(self.counts_as_viewer);
        }
    }
}

/// One media playlist and what it names.
struct Track {
    path: String,
    playlist: Connection,
    media: Connection,
    video: bool,
    sample: bool,
    counts: Shared,
}

/// Fetches a segment, part or init. `timed`: it was there already, so its latency says something about the server.
async fn fetch(media: &mut Connection, base: &str, uri: &str, sample: bool, timed: bool, counts: &Shared) -> bool {
    let outcome = media.get(&join(base, uri), sample, TIMEOUT).await;
    let mut counts = counts.borrow_mut();
    match outcome {
        Ok(response) if response.status == 200 => {
            if counts.measuring {
                counts.media += 1;
                counts.bytes += response.bytes;
                if timed {
                    counts.media_latency.add(response.total);
                }
                if let Some((_, newest)) = stamp::find(&response.body).filter(|_| sample) {
                    counts.age_newest.add_us(now_ns().saturating_sub(newest) / 1000);
                }
            }
            true
        }
        Ok(_) => {
            counts.http_errors += 1;
            false
        }
        Err(_) => {
            counts.errors += 1;
            false
        }
    }
}

impl Track {
    async fn run(mut self) {
        let counts = self.counts.clone();
        let sample = self.sample && self.video;
        let mut next: Option<(u64, usize)> = None;
        let mut map: Option<String> = None;
        let mut hinted: Option<String> = None;
        let mut play_out = PlayOut { counts_as_viewer: self.video, playing_since: None, have_s: 0.0, need_s: f64::MAX };
        let (mut blocking, mut length) = (false, 0);
        loop {
            let asked = Instant::now();
            let mut path = self.path.clone();
            if let (true, Some((msn, part))) = (blocking, next) {
                let mark = if path.contains('?') { '&' } else { '?' };
                path += &format!("{mark}_HLS_msn={msn}&_HLS_part={part}");
            }
            // The hinted part is asked for while the playlist reload waits.
            let hint = if blocking { hinted.take() } else { None };
            let (outcome, hint_came) = match &hint {
                Some(uri) => {
                    let reload = self.playlist.get(&path, true, TIMEOUT);
                    tokio::join!(reload, fetch(&mut self.media, &self.path, uri, sample, false, &counts))
                }
                None => (self.playlist.get(&path, true, TIMEOUT).await, false),
            };
            let response = match outcome {
                Ok(response) if response.status == 200 => response,
                other => {
                    note_failure(&counts, other.is_err());
                    tokio::time::sleep(Duration::from_millis(500)).await;
                    continue;
                }
            };
            note_playlist(&counts, &response, blocking);
            let playlist = Media::parse(&String::from_utf8_lossy(&response.body));
            let Some(newest) = playlist.segments.last() else {
                tokio::time::sleep(Duration::from_millis(300)).await;
                continue;
            };
            if playlist.map != map {
                map.clone_from(&playlist.map);
                if let Some(uri) = &map {
                    fetch(&mut self.media, &self.path, uri, false, true, &counts).await;
                }
            }
            if playlist.is_low_latency() {
                if next.is_none() {
                    play_out.need_s = playlist.hold_back_s();
                }
                let from = next.unwrap_or_else(|| start(&playlist));
                let (to, advanced) =
                    self.take_parts(&playlist, from, hint.as_ref().map(|uri| (uri, hint_came)), &mut play_out).await;
                next = Some(to);
                hinted.clone_from(&playlist.hint);
                blocking = true;
                if !advanced {
                    tokio::time::sleep(Duration::from_millis(20)).await;
                }
                continue;
            }
            if next.is_none() {
                // A player starts on its first whole segment, three behind the end.
                play_out.need_s = newest.seconds.min(playlist.target_s);
                next = Some((playlist.segments[playlist.segments.len().saturating_sub(3)].msn, 0));
            }
            let from = next.map_or(0, |(msn, _)| msn);
            let (to, advanced) = self.take_segments(&playlist, from, &mut play_out).await;
            next = Some((to, 0));
            if playlist.ended {
                return;
            }
            // RFC 8216, 6.3.4: a target duration after a changed playlist, half of it after an unchanged one.
            let changed = advanced || length != response.body.len();
            length = response.body.len();
            let wait_s = if changed { newest.seconds.max(0.5) } else { playlist.target_s.max(1.0) / 2.0 };
            tokio::time::sleep_until((asked + Duration::from_secs_f64(wait_s)).into()).await;
        }
    }

    /// Everything from part `from` on; where to go on, and whether anything came.
    async fn take_parts(
        &mut self,
        playlist: &Media,
        from: (u64, usize),
        hint: Option<(&String, bool)>,
        play_out: &mut PlayOut,
    ) -> ((u64, usize), bool) {
        let (counts, sample) = (self.counts.clone(), self.sample && self.video);
        let (mut next, mut advanced) = (from, false);
        for segment in playlist.segments.iter().filter(|segment| segment.msn >= from.0) {
            let finished = !segment.uri.is_empty();
            if segment.parts.is_empty() && finished {
                // Its parts have left the playlist: take the whole segment.
                if !segment.gap && fetch(&mut self.media, &self.path, &segment.uri, sample, true, &counts).await {
                    play_out.got(segment.seconds, &counts);
                }
                next = (segment.msn + 1, 0);
                advanced = true;
                continue;
            }
            let skip = if segment.msn == next.0 { next.1 } else { 0 };
            for part in segment.parts.iter().skip(skip) {
                advanced = true;
                let came = match hint {
                    Some((uri, came)) if *uri == part.uri => came,
                    _ => fetch(&mut self.media, &self.path, &part.uri, sample, true, &counts).await,
                };
                if came {
                    play_out.got(part.seconds, &counts);
                }
            }
            next = if finished { (segment.msn + 1, 0) } else { (segment.msn, segment.parts.len()) };
        }
        (next, advanced)
    }

    async fn take_segments(&mut self, playlist: &Media, from: u64, play_out: &mut PlayOut) -> (u64, bool) {
        let (counts, sample) = (self.counts.clone(), self.sample && self.video);
        let (mut next, mut advanced) = (from, false);
        if let Some(oldest) = playlist.segments.first().filter(|oldest| oldest.msn > from) {
            counts.borrow_mut().skipped += oldest.msn - from;
        }
        for segment in playlist.segments.iter().filter(|segment| segment.msn >= from && !segment.uri.is_empty()) {
            advanced = true;
            if !segment.gap && fetch(&mut self.media, &self.path, &segment.uri, sample, true, &counts).await {
                play_out.got(segment.seconds, &counts);
            }
            next = segment.msn + 1;
        }
        (next, advanced)
    }
}

/// The newest independent part (or beginning of a segment) far enough behind the end.
fn start(playlist: &Media) -> (u64, usize) {
    let mut back_s = 0.0;
    let mut place = (playlist.segments.last().map_or(0, |newest| newest.msn), 0);
    for segment in playlist.segments.iter().rev() {
        for (index, part) in segment.parts.iter().enumerate().rev() {
            back_s += part.seconds;
            if back_s + 1e-3 >= playlist.hold_back_s() && (part.independent || index == 0) {
                return (segment.msn, index);
            }
        }
        place = (segment.msn, 0);
    }
    place
}

fn note_failure(counts: &Shared, transport: bool) {
    let mut counts = counts.borrow_mut();
    if transport { counts.errors += 1 } else { counts.http_errors += 1 }
}

fn note_playlist(counts: &Shared, response: &load::http::Response, blocking: bool) {
    let mut counts = counts.borrow_mut();
    if counts.measuring {
        counts.playlists += 1;
        counts.bytes += response.bytes;
        if !blocking {
            counts.playlist_latency.add(response.total);
        }
    }
}

async fn viewer(host: String, path: String, sample: bool, counts: Shared) {
    let mut connection = Connection::new(&host);
    let (response, path) = loop {
        match connection.get_follow(&path, TIMEOUT).await {
            Ok((response, path)) if response.status == 200 => break (response, path),
            other => {
                note_failure(&counts, other.is_err());
                tokio::time::sleep(Duration::from_millis(700)).await;
            }
        }
    };
    let playlists = match parse_master(&String::from_utf8_lossy(&response.body)) {
        Some(playlists) => playlists.iter().map(|uri| join(&path, uri)).collect(),
        None => vec![path],
    };
    let cookie = connection.cookie.clone();
    let mut first = Some(connection);
    for (index, path) in playlists.into_iter().enumerate() {
        let mut media = Connection::new(&host);
        media.cookie.clone_from(&cookie);
        let mut playlist = first.take().unwrap_or_else(|| Connection::new(&host));
        playlist.cookie.clone_from(&cookie);
        let track = Track { path, playlist, media, video: index == 0, sample, counts: counts.clone() };
        tokio::task::spawn_local(track.run());
    }
}

fn main() {
    let args = Args::parse();
    load::raise_open_files();
    let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build().expect("runtime");
    let local = tokio::task::LocalSet::new();
    local.block_on(&runtime, async {
        let counts = Shared::default();
        let (host, path) = split_url(&args.text("url", ""));
        let (count, sample) = (args.number("count", 100.0) as usize, args.number("sample", 4.0) as usize);
        let step_s = args.number("ramp", 4.0) / count.max(1) as f64;
        let begun = Instant::now();
        for index in 0..count {
            tokio::task::spawn_local(viewer(host.clone(), path.clone(), index < sample, counts.clone()));
            let due = begun + Duration::from_secs_f64(step_s * (index + 1) as f64);
            tokio::time::sleep_until(due.into()).await;
        }
        tokio::time::sleep(Duration::from_secs_f64(args.number("settle", 2.0))).await;
        eprintln!("MEASURE_START");
        counts.borrow_mut().measuring = true;
        let (started, cpu) = (Instant::now(), own_cpu_s());
        tokio::time::sleep(Duration::from_secs_f64(args.number("secs", 15.0))).await;
        let seconds = started.elapsed().as_secs_f64();
        counts.borrow_mut().measuring = false;
        print(count, seconds, (own_cpu_s() - cpu) / seconds * 100.0, &counts.borrow());
        std::process::exit(0);
    });
}

fn print(viewers: usize, seconds: f64, load_cpu_pct: f64, counts: &Counts) {
    let rate = |count: u64| count as f64 / seconds;
    println!(
        "{{\"viewers\":{viewers},\"started\":{},\"media_s\":{:.1},\"playlists_s\":{:.1},\"mbytes_s\":{:.2},\"media_p50_ms\":{:.2},\"media_p99_ms\":{:.2},\"playlist_p99_ms\":{:.2},\"age_p50_ms\":{:.0},\"age_p99_ms\":{:.0},\"errors\":{},\"http_errors\":{},\"skipped\":{},\"stalls\":{},\"stall_s\":{:.2},\"load_cpu_pct\":{load_cpu_pct:.1}}}",
        counts.started,
        rate(counts.media),
        rate(counts.playlists),
        rate(counts.bytes) / 1e6,
        counts.media_latency.quantile_ms(0.5),
        counts.media_latency.quantile_ms(0.99),
        counts.playlist_latency.quantile_ms(0.99),
        counts.age_newest.quantile_ms(0.5),
        counts.age_newest.quantile_ms(0.99),
        counts.errors,
        counts.http_errors,
        counts.skipped,
        counts.stalls,
        counts.stall_s,
    );
}
