use expect_test::{Expect, expect};
use proptest::prelude::*;

use super::*;
use crate::checks::{self, Watch, audio_config, video_config};
use crate::playlist::hls::{self, Form};

const WALL: UnixMillis = UnixMillis(1_795_262_400_000);

/// Feeds a packager and checks every output on the way.
struct Sim {
    packager: Packager,
    watch: Watch,
    out: Vec<Output>,
    all: Vec<Output>,
}

impl Sim {
    fn new() -> Self {
        let packager = Packager::new(Settings::default());
        let watch = Watch::new(packager.target_duration_s());
        Self { packager, watch, out: Vec::new(), all: Vec::new() }
    }

    fn with(video: Option<VideoConfig>, audio: Option<AudioConfig>) -> Self {
        let mut sim = Self::new();
        sim.begin(WALL, video, audio);
        sim
    }

    fn begin(&mut self, wall: UnixMillis, video: Option<VideoConfig>, audio: Option<AudioConfig>) {
        self.packager.begin(wall, video, audio, &mut self.out);
        self.check();
    }

    fn video(&mut self, dts_ms: i64, composition_ms: i64, key: bool) {
        let data = Bytes::from_static(&[0, 0, 0, 1, 0x65]);
        self.packager.video(VideoFrame { dts_ms, pts_ms: dts_ms + composition_ms, key, data }, &mut self.out);
        self.check();
    }

    fn audio(&mut self, ts_ms: i64) {
        self.packager.audio(AudioFrame { ts_ms, data: Bytes::from_static(&[0x21; 9]) }, &mut self.out);
        self.check();
    }

    fn end(&mut self) {
        self.packager.end(&mut self.out);
        self.check();
        self.watch.both_stand_at_the_same_segment();
    }

    fn check(&mut self) {
        self.all.extend(self.out.iter().cloned());
        self.watch.take(&mut self.out);
    }

    fn parts(&self, kind: TrackKind) -> Vec<&Part> {
        let parts = self.all.iter().filter_map(|output| match output {
            Output::Part { track, part } if *track == kind => Some(part),
            _ => None,
        });
        parts.collect()
    }

    fn part_target(&self, kind: TrackKind) -> i64 {
        let info = &self.watch.index(kind).expect("the track has begun").info;
        i64::from(info.part_target_ms) * i64::from(info.timescale) / 1000
    }

    /// One line a part, `|` where a segment ends.
    fn summary(&self, kind: TrackKind) -> String {
        let mut text = String::new();
        for output in &self.all {
            match output {
                Output::Part { track, part } if *track == kind => {
                    let duration = part.duration.millis();
                    let independent = if part.independent { "  independent" } else { "" };
                    text += &format!(
                        "{}.{}  at {}  {duration} ms{independent}\n",
                        part.msn,
                        part.index,
                        part.start.millis()
                    );
                }
                Output::SegmentEnd { track, msn } if *track == kind => text += &format!("{msn} ends\n"),
                Output::Gap { track, gap } if *track == kind => {
                    text += &format!("{} gap  at {}  {} ms\n", gap.msn, gap.start.millis(), gap.duration.millis());
                }
                _ => {}
            }
        }
        text
    }

    /// What must hold for every stream without hostile timestamps, in both tracks.
    fn assert_low_latency_rules(&self) {
        for kind in [TrackKind::Video, TrackKind::Audio] {
            let parts = self.parts(kind);
            if parts.is_empty() {
                continue;
            }
            let target = self.part_target(kind);
            for pair in parts.windows(2) {
                let [part, next] = pair else { unreachable!("windows of two") };
                let duration = part.duration.value;
                assert!(duration <= target, "{kind:?} {}.{} lasts {duration} of {target}", part.msn, part.index);
                if next.msn == part.msn {
                    let least = target * 85;
                    assert!(
                        duration * 100 >= least,
                        "{kind:?} {}.{} lasts {duration} of {target}",
                        part.msn,
                        part.index
                    );
                }
                assert_eq!(part.start.value + duration, next.start.value, "decode time is contiguous");
            }
        }
    }
}

/// Presentation times of all video frames, in milliseconds, read from the parts by mp4-atom.
fn presented_ms(parts: &[&Part]) -> Vec<i64> {
    use mp4_atom::ReadFrom as _;
    let mut times = Vec::new();
    for part in parts {
        let mut reader: &[u8] = &part.bytes;
        while let Ok(Some(atom)) = Option::<mp4_atom::Any>::read_from(&mut reader) {
            let mp4_atom::Any::Moof(moof) = atom else { continue };
            let traf = &moof.traf[0];
            let mut dts = i64::try_from(traf.tfdt.as_ref().expect("tfdt").base_media_decode_time).unwrap();
            for sample in traf.trun.iter().flat_map(|trun| trun.samples.iter()) {
                let pts = dts + sample.cts.unwrap_or(0);
                assert_eq!(pts % TICKS_PER_MS, 0, "encoder milliseconds stay exact");
                times.push(pts / TICKS_PER_MS);
                dts += i64::from(sample.duration.unwrap());
            }
        }
    }
    times
}

/// `K` is a keyframe, `.` any other frame; each lasts `frame_ms`.
#[track_caller]
fn check(frame_ms: i64, frames: &str, parts: Expect) {
    let config = VideoConfig { frame_rate: None, ..video_config() };
    let mut sim = Sim::with(Some(config), None);
    for (number, frame) in frames.chars().filter(|c| !c.is_whitespace()).enumerate() {
        sim.video(i64::try_from(number).unwrap() * frame_ms, 0, frame == 'K');
    }
    sim.end();
    parts.assert_eq(&sim.summary(TrackKind::Video));
}

#[test]
fn a_part_ends_before_the_frame_that_would_exceed_the_target() {
    check(
        40,
        "K.... ..... ..",
        expect![[r#"
            0 gap  at 0  100 ms
            1.0  at 100  200 ms  independent
            1.1  at 300  200 ms
            1.2  at 500  80 ms
            1 ends
        "#]],
    );
}

#[test]
fn short_gops_share_a_segment_up_to_the_maximum() {
    check(
        100,
        "K....K....K....K....K....K....K..",
        expect![[r#"
            0 gap  at 0  100 ms
            1.0  at 100  200 ms  independent
            1.1  at 300  200 ms
            1.2  at 500  200 ms  independent
            1.3  at 700  200 ms
            1.4  at 900  200 ms
            1.5  at 1100  200 ms  independent
            1.6  at 1300  200 ms
            1.7  at 1500  200 ms  independent
            1.8  at 1700  200 ms
            1.9  at 1900  200 ms
            1 ends
            2.0  at 2100  200 ms  independent
            2.1  at 2300  200 ms
            2.2  at 2500  200 ms  independent
            2.3  at 2700  200 ms
            2.4  at 2900  200 ms
            2.5  at 3100  200 ms  independent
            2.6  at 3300  100 ms
            2 ends
        "#]],
    );
}

#[test]
fn frames_before_the_first_keyframe_are_dropped() {
    check(
        100,
        "...K.",
        expect![[r#"
            0 gap  at 300  100 ms
            1.0  at 400  200 ms  independent
            1 ends
        "#]],
    );
}

/// Lengths of the segments of a stream of GOPs, and which are independent.
fn segments_of_gops(gop_ms: i64, gops: i64) -> Vec<(i64, bool)> {
    let mut sim = Sim::with(Some(video_config()), None);
    for ms in (0..gop_ms * gops).step_by(20) {
        sim.video(ms, 0, ms % gop_ms == 0);
    }
    sim.end();
    let mut lengths: Vec<(u64, i64, bool)> = Vec::new();
    for part in sim.parts(TrackKind::Video) {
        match lengths.last_mut() {
            Some((msn, length, _)) if *msn == part.msn => *length += part.duration.millis(),
            _ => lengths.push((part.msn, part.duration.millis(), part.segment_independent)),
        }
    }
    lengths.into_iter().map(|(_, length, independent)| (length, independent)).collect()
}

#[test]
fn gops_stay_whole_while_they_round_to_the_target_duration() {
    assert_eq!(segments_of_gops(2000, 3), [(2000, true); 3]);
    assert_eq!(segments_of_gops(2400, 3), [(2400, true); 3]);
    assert_eq!(segments_of_gops(1000, 4), [(2000, true); 2]);
    assert_eq!(segments_of_gops(1500, 2), [(1500, true); 2]);
}

#[test]
fn longer_gops_are_cut_and_the_next_keyframe_starts_a_segment() {
    // The first is cut as late as possible, because the keyframe might just be late; then it is known.
    let segments = segments_of_gops(2600, 3);
    assert_eq!(segments, [(2400, true), (200, false), (2000, true), (600, false), (2000, true), (600, false)]);
    let segments = segments_of_gops(10_000, 2);
    assert_eq!(segments[..5], [(2400, true), (2000, false), (2000, false), (2000, false), (1600, false)]);
    assert_eq!(segments[5..], [(2000, true), (2000, false), (2000, false), (2000, false), (2000, false)]);
}

/// Frame number `n` of a stream at `rate / per`, as an encoder that rounds to milliseconds stamps it.
fn stamp(n: i64, rate: i64, per: i64) -> i64 {
    (n * per * 1000 + rate / 2) / rate
}

/// Sends `seconds` of A/V as ffmpeg interleaves it: by decode time. `b_frames` as IPBB with a delay of two frames.
fn send(sim: &mut Sim, seconds: i64, rate: (i64, i64), b_frames: bool, audio_rate: i64) -> Vec<i64> {
    let (rate, per) = rate;
    let frames = seconds * rate / per;
    let gop = (2 * rate + per / 2) / per;
    let mut shown = Vec::new();
    let mut audio = 0;
    for n in 0..frames {
        let dts = stamp(n, rate, per);
        while audio * 1024 * 1000 / audio_rate < dts {
            sim.audio((audio * 1024 * 1000 + audio_rate / 2) / audio_rate);
            audio += 1;
        }
        // Decode order I P B B P B B …, shown two frames later.
        let order = match n % gop {
            0 => 0,
            at if !b_frames || at + 3 > gop => 0,
            at => [-1, -1, 2][usize::try_from(at % 3).unwrap()],
        };
        let pts = if b_frames { stamp(n + 2 + order, rate, per) } else { dts };
        sim.video(dts, pts - dts, n % gop == 0);
        shown.push(pts);
    }
    sim.end();
    shown
}

#[test]
fn parts_keep_the_rules_at_every_usual_frame_rate() {
    let rates =
        [(24, 1), (24_000, 1001), (25, 1), (30_000, 1001), (30, 1), (48, 1), (50, 1), (60_000, 1001), (60, 1), (15, 1)];
    for rate in rates {
        for b_frames in [false, true] {
            for known in [false, true] {
                let frame_rate = known.then(|| (u32::try_from(rate.0).unwrap(), u32::try_from(rate.1).unwrap()));
                let video = VideoConfig { frame_rate, ..video_config() };
                let mut sim = Sim::with(Some(video), Some(audio_config()));
                let shown = send(&mut sim, 21, rate, b_frames, 48_000);
                sim.assert_low_latency_rules();
                let presented = presented_ms(&sim.parts(TrackKind::Video));
                let expected: Vec<i64> = shown.iter().map(|ms| ms + LEADING_GAP_MS).collect();
                assert_eq!(presented, expected, "{rate:?} b-frames {b_frames}");
                assert_eq!(
                    sim.packager.counters(),
                    Counters { frames_dropped: sim.packager.counters().frames_dropped, ..Counters::default() }
                );
            }
        }
    }
}

#[test]
fn part_targets_are_whole_frames() {
    let target = |frame_rate: (u32, u32)| {
        let mut sim =
            Sim::with(Some(VideoConfig { frame_rate: Some(frame_rate), ..video_config() }), Some(audio_config()));
        send(&mut sim, 2, (i64::from(frame_rate.0), i64::from(frame_rate.1)), false, 48_000);
        let target = |kind| sim.watch.index(kind).expect("has begun").info.part_target_ms;
        assert_eq!(target(TrackKind::Audio), 192);
        target(TrackKind::Video)
    };
    assert_eq!(target((24, 1)), 209);
    assert_eq!(target((25, 1)), 200);
    assert_eq!(target((30_000, 1001)), 201);
    assert_eq!(target((30, 1)), 200);
    assert_eq!(target((50, 1)), 200);
    assert_eq!(target((4, 1)), 250);
}

#[test]
fn a_broadcast_has_one_target_duration_and_one_part_target() {
    let mut sim = Sim::with(Some(video_config()), None);
    for n in 0..60 {
        sim.video(stamp(n, 30, 1), 0, n % 60 == 0);
    }
    sim.begin(UnixMillis(WALL.0 + 9000), Some(VideoConfig { frame_rate: Some((24, 1)), ..video_config() }), None);
    for n in 0..96 {
        sim.video(stamp(n, 24, 1), 0, n % 48 == 0);
    }
    sim.end();
    let target = sim.part_target(TrackKind::Video);
    assert_eq!(target, 18_000);
    // 24 pictures a second do not fit 200 ms: parts are cut at the target.
    for part in sim.parts(TrackKind::Video).iter().filter(|part| part.period == 2 && part.index < 8) {
        assert!((15_300..=18_000).contains(&part.duration.value), "{}", part.duration.value);
    }
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(64))]

    #[test]
    fn variable_rates_keep_the_rules(deltas in prop::collection::vec(16i64..=67, 60..400), delay in 0i64..120, b in any::<bool>()) {
        let mut sim = Sim::with(Some(video_config()), None);
        let (mut ms, mut shown) = (0, Vec::new());
        for (n, delta) in deltas.iter().enumerate() {
            let composition = delay + if b && n % 3 == 1 { 130 } else { 0 };
            sim.video(ms, composition, n % 40 == 0);
            shown.push(ms + composition + LEADING_GAP_MS);
            ms += delta;
        }
        sim.end();
        sim.assert_low_latency_rules();
        prop_assert_eq!(presented_ms(&sim.parts(TrackKind::Video)), shown);
    }

    /// Random frames with starts and ends at random places: both playlists list the same numbers and discontinuities.
    #[test]
    fn both_playlists_stay_aligned(ops in prop::collection::vec((0u8..40, any::<bool>(), 1i64..300), 50..600)) {
        let mut sim = Sim::with(Some(video_config()), Some(audio_config()));
        let (mut video_ms, mut audio_ms, mut wall) = (0, 0, WALL.0);
        for (op, flag, step) in ops {
            match op {
                0 => sim.end(),
                1 => {
                    wall += step * 50;
                    sim.begin(UnixMillis(wall), flag.then(video_config), (!flag || step > 30).then(audio_config));
                }
                2 => audio_ms += step * 30,
                3 => video_ms += step * 30,
                4..20 => {
                    video_ms += step.min(100);
                    sim.video(video_ms, 0, step % 9 == 0);
                }
                _ => {
                    audio_ms += 21;
                    sim.audio(audio_ms);
                }
            }
        }
        sim.end();
        let both = [TrackKind::Video, TrackKind::Audio].map(|kind| sim.watch.index(kind).map(listed).unwrap_or_default());
        let [video, audio] = &both;
        for (msn, before) in video {
            if let Some((_, other)) = audio.iter().find(|(number, _)| number == msn) {
                prop_assert_eq!(before, other, "segment {} differs", msn);
            }
        }
        if let (Some(video), Some(audio)) = (video.last(), audio.last()) {
            prop_assert_eq!(video, audio);
        }
    }

    #[test]
    fn any_input_keeps_the_invariants(data in prop::collection::vec(any::<u8>(), 0..4000)) {
        checks::media_packager(&data);
    }
}

/// Numbers of a printed playlist with the discontinuities before each.
fn listed(index: &crate::segment::SegmentIndex) -> Vec<(u64, u64)> {
    let text = hls::media(index, Form::LowLatency);
    let after =
        |tag: &str| text.lines().find_map(|line| line.strip_prefix(tag)).map_or(0, |value| value.parse().unwrap());
    let mut msn = after("#EXT-X-MEDIA-SEQUENCE:");
    let mut discontinuities = after("#EXT-X-DISCONTINUITY-SEQUENCE:");
    let mut listed = Vec::new();
    for line in text.lines() {
        if line == "#EXT-X-DISCONTINUITY" {
            discontinuities += 1;
        } else if !line.starts_with('#') {
            assert_eq!(line, format!("{msn}.m4s"), "numbers rise by one");
            listed.push((msn, discontinuities));
            msn += 1;
        }
    }
    listed
}

#[test]
fn a_rejoin_continues_numbers_and_wall_clock() {
    let mut sim = Sim::with(Some(video_config()), Some(audio_config()));
    send(&mut sim, 5, (25, 1), false, 48_000);
    sim.begin(UnixMillis(WALL.0 + 20_000), Some(video_config()), Some(audio_config()));
    send(&mut sim, 3, (25, 1), false, 48_000);
    for kind in [TrackKind::Video, TrackKind::Audio] {
        let parts = sim.parts(kind);
        let first = parts.iter().find(|part| part.period == 2).unwrap();
        assert_eq!((first.msn, first.index), (4, 0), "{kind:?}");
        assert_eq!(first.start.millis(), 20_000 + LEADING_GAP_MS, "media time follows the wall clock");
        assert_eq!(first.pdt, UnixMillis(WALL.0 + 20_000));
    }
}

#[test]
fn a_rejoin_before_the_media_ended_does_not_go_back() {
    let mut sim = Sim::with(Some(video_config()), Some(audio_config()));
    send(&mut sim, 5, (25, 1), false, 48_000);
    sim.begin(WALL, Some(video_config()), Some(audio_config()));
    send(&mut sim, 1, (25, 1), false, 48_000);
    let parts = sim.parts(TrackKind::Video);
    let first = parts.iter().find(|part| part.period == 2).unwrap();
    assert!(first.start.millis() >= 5000 + LEADING_GAP_MS);
}

#[test]
fn a_track_without_media_has_gaps_where_the_other_has_segments() {
    let mut sim = Sim::with(Some(video_config()), Some(audio_config()));
    send(&mut sim, 4, (25, 1), false, 48_000);
    sim.begin(UnixMillis(WALL.0 + 10_000), Some(video_config()), None);
    for n in 0..150 {
        sim.video(n * 40, 0, n % 50 == 0);
    }
    sim.end();
    let summary = sim.summary(TrackKind::Audio);
    let gaps: Vec<&str> = summary.lines().filter(|line| line.contains("gap")).collect();
    expect![[r#"
        0 gap  at 0  100 ms
        3 gap  at 10100  2000 ms
        4 gap  at 12100  2000 ms
        5 gap  at 14100  2000 ms"#]]
    .assert_eq(&gaps.join("\n"));
}

#[test]
fn audio_alone_is_cut_by_itself() {
    let mut sim = Sim::with(None, Some(audio_config()));
    for n in 0..300 {
        sim.audio((n * 1024 * 1000 + 24_000) / 48_000);
    }
    sim.end();
    sim.assert_low_latency_rules();
    let ends = sim.summary(TrackKind::Audio).lines().filter(|line| line.ends_with("ends")).count();
    assert_eq!(ends, 4);
}

#[test]
fn a_silent_video_track_does_not_stop_audio() {
    let mut sim = Sim::with(Some(video_config()), Some(audio_config()));
    for n in 0..50 {
        sim.video(n * 40, 0, n == 0);
        sim.audio(n * 40);
        sim.audio(n * 40 + 20);
    }
    for n in 100..400 {
        sim.audio(n * 20);
    }
    sim.end();
    let audio_end = sim.parts(TrackKind::Audio).last().map(|part| part.start.millis() + part.duration.millis());
    assert!(audio_end.is_some_and(|end| end > 7900), "{audio_end:?}");
    assert!(sim.summary(TrackKind::Video).contains("gap"));
}

/// An hour of A/V with timestamps rounded to milliseconds; returns the largest distance between where audio is
/// presented and where the encoder said, in microseconds, and the resyncs.
fn audio_hour(audio_rate: i64, drift_ppm: i64) -> (i64, u64) {
    let audio = AudioConfig { sample_rate: u32::try_from(audio_rate).unwrap(), ..audio_config() };
    let mut packager = Packager::new(Settings::default());
    let mut out = Vec::new();
    packager.begin(WALL, Some(video_config()), Some(audio), &mut out);
    let (mut worst, mut n) = (0, 0i64);
    for frame in 0..30 * 3600 {
        let dts_ms = stamp(frame, 30, 1);
        let data = Bytes::from_static(&[0; 8]);
        packager.video(VideoFrame { dts_ms, pts_ms: dts_ms, key: frame % 60 == 0, data }, &mut out);
        loop {
            // The encoder's clock says when the sample was taken; the drift is between its sound card and that clock.
            let micros = n * 1024 * (1_000_000 + drift_ppm) / audio_rate;
            let ts_ms = (micros + 500) / 1000;
            if ts_ms > dts_ms {
                break;
            }
            packager.audio(AudioFrame { ts_ms, data: Bytes::from_static(&[0; 8]) }, &mut out);
            let next = packager.tracks[TrackKind::Audio as usize].as_ref().and_then(|track| track.next_pts);
            if let Some(next) = next {
                let presented = (next - 1024) * 1_000_000 / audio_rate - LEADING_GAP_MS * 1000;
                worst = worst.max((presented - micros).abs());
            }
            n += 1;
        }
        out.clear();
    }
    (worst, packager.counters().audio_resyncs)
}

#[test]
fn after_an_hour_audio_is_where_the_encoder_said() {
    for rate in [44_100, 48_000] {
        let (worst, resyncs) = audio_hour(rate, 0);
        assert!(worst <= 1_000, "{worst} microseconds at {rate} Hz");
        assert_eq!(resyncs, 0);
    }
}

#[test]
fn a_drifting_sound_card_is_followed_within_50_ms() {
    for ppm in [100, -100] {
        let (worst, resyncs) = audio_hour(48_000, ppm);
        assert!(worst <= 51_000 + 1024 * 1_000_000 / 48_000, "{worst} microseconds at {ppm} ppm");
        assert!((6..=15).contains(&resyncs), "{resyncs}");
    }
}

#[test]
fn a_jump_of_the_clock_starts_a_new_period() {
    let mut sim = Sim::with(Some(video_config()), Some(audio_config()));
    for n in 0..100 {
        sim.video(n * 40, 0, n % 50 == 0);
        sim.audio(n * 40);
        sim.audio(n * 40 + 20);
    }
    for n in 0..100 {
        let ms = 3_600_000 + n * 40;
        sim.video(ms, 0, n % 50 == 0);
        sim.audio(ms);
        sim.audio(ms + 20);
    }
    sim.end();
    assert_eq!(sim.packager.counters().jumps, 1);
    let parts = sim.parts(TrackKind::Video);
    assert_eq!(parts.last().unwrap().period, 2);
    assert!(parts.last().unwrap().start.millis() < 9000, "media time does not jump");
}

#[test]
fn a_flood_of_frames_stays_within_limits() {
    let mut sim = Sim::with(Some(video_config()), None);
    for n in 0..5000 {
        sim.video(n / 5, 0, n % 1000 == 0);
    }
    sim.end();
    assert!(sim.packager.counters().decode_times_mended > 0);
    assert!(sim.parts(TrackKind::Video).len() < 50);
}

#[test]
fn the_clock_is_in_both_tracks_at_the_same_instants() {
    use mp4_atom::{Any, EmsgTimestamp, ReadFrom as _};
    let mut sim = Sim::with(Some(video_config()), Some(audio_config()));
    send(&mut sim, 9, (30, 1), true, 48_000);
    let [video, audio] = [TrackKind::Video, TrackKind::Audio].map(|kind| {
        let mut instants = Vec::new();
        for part in sim.parts(kind) {
            let mut reader: &[u8] = &part.bytes;
            let mut found = 0;
            while let Ok(Some(atom)) = Option::<Any>::read_from(&mut reader) {
                let Any::Emsg(emsg) = atom else { continue };
                assert_eq!(emsg.scheme_id_uri, "https://aomedia.org/emsg/ID3");
                let EmsgTimestamp::Absolute(time) = emsg.presentation_time else { panic!("version 1") };
                let text = emsg.message_data.windows(4).position(|at| at == b"TEXT").expect("a TEXT frame");
                let text = String::from_utf8(emsg.message_data[text + 11..].to_vec()).unwrap();
                instants.push((emsg.id, time * 1000 / u64::from(emsg.timescale), text));
                found += 1;
            }
            assert!(kind == TrackKind::Audio || !part.independent || found > 0, "{} has no clock", part.msn);
        }
        instants
    });
    assert_eq!(video.len(), audio.len());
    for ((id, ms, text), other) in video.iter().zip(&audio) {
        assert_eq!((id, text), (&other.0, &other.2));
        assert!(ms.abs_diff(other.1) <= 1);
        assert_eq!(*text, format!("{{\"timestamp\":{}}}", WALL.0 - LEADING_GAP_MS + i64::try_from(*ms).unwrap()));
    }
    assert!(video.windows(2).all(|pair| pair[1].1 - pair[0].1 <= 1000), "at least once a second");
}
