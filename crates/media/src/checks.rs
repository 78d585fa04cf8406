//! Entry points for fuzzing: each asserts meaning, not only survival. The crate's tests drive them with random input too.

use std::collections::BTreeMap;

use base::UnixMillis;
use bytes::Bytes;

use crate::codec::{aac, h264};
use crate::frame::{AudioConfig, AudioFrame, VideoConfig, VideoFrame};
use crate::package::{Output, Packager, Part, Settings, TrackKind};
use crate::playlist::hls::{self, Form};
use crate::segment::SegmentIndex;

/// A decoder configuration record is refused, or within its limits and the same when read again from what was kept.
pub fn media_h264_config(data: &[u8]) {
    let Ok(config) = h264::config(data) else { return };
    assert!((1..=h264::DIMENSION_MAX).contains(&config.width) && (1..=h264::DIMENSION_MAX).contains(&config.height));
    assert!(config.avcc.len() <= data.len(), "nothing is added");
    assert!(config.codec.starts_with("avc1.") && config.codec.len() == 11);
    if let Some((rate, per)) = config.frame_rate {
        assert!(rate > 0 && per > 0 && u64::from(rate) <= u64::from(per) * u64::from(h264::FRAME_RATE_MAX));
    }
    assert_eq!(h264::config(&config.avcc), Ok(config), "what was written reads the same");
}

/// An audio configuration is refused, or within its limits, and bytes behind it change nothing but themselves.
pub fn media_aac_config(data: &[u8]) {
    let Ok(config) = aac::config(data) else { return };
    assert!((aac::SAMPLE_RATE_MIN..=2 * aac::SAMPLE_RATE_MAX).contains(&config.sample_rate));
    assert!((1..=8).contains(&config.channels));
    assert!(matches!(config.frame_samples, 960 | 1024 | 1920 | 2048));
    assert_eq!(config.asc, data);
    assert_eq!(aac::config(&config.asc), Ok(config));
}

/// Any sequence of frames, starts and ends keeps the packager's invariants (see [`Watch`]).
pub fn media_packager(data: &[u8]) {
    let mut packager = Packager::new(Settings::default());
    let mut watch = Watch::new(packager.target_duration_s());
    let mut out = Vec::new();
    let (mut wall, mut video_ms, mut audio_ms) = (1_795_262_400_000i64, 0i64, 0i64);
    for op in data.chunks_exact(4) {
        let &[kind, a, b, c] = op else { continue };
        let step = i64::from(a) * if b & 0x80 == 0 { 1 } else { 40 };
        let composition = i64::from(c.cast_signed()) * 4;
        match kind % 16 {
            0 => {
                wall = wall.saturating_add(step * 100 - 500);
                let video = (b & 3 != 1).then(video_config);
                let audio = (b & 3 != 2).then(audio_config);
                packager.begin(UnixMillis(wall), video, audio, &mut out);
            }
            1 => {
                packager.end(&mut out);
                watch.take(&mut out);
                watch.both_stand_at_the_same_segment();
            }
            2 => video_ms -= step * 10,
            3 => audio_ms -= step * 10,
            4 => video_ms += step * 100,
            5 => audio_ms += step * 100,
            6 => video_ms = i64::from_be_bytes([a, b, c, a, b, c, a, b]),
            7..=11 => {
                video_ms = video_ms.saturating_add(step);
                let data = Bytes::from(vec![a; usize::from(b) + 1]);
                let pts_ms = video_ms.saturating_add(composition);
                packager.video(VideoFrame { dts_ms: video_ms, pts_ms, key: c % 8 == 0, data }, &mut out);
            }
            _ => {
                audio_ms = audio_ms.saturating_add(i64::from(a % 64));
                packager.audio(AudioFrame { ts_ms: audio_ms, data: Bytes::from(vec![b; usize::from(c)]) }, &mut out);
            }
        }
        watch.take(&mut out);
    }
    packager.end(&mut out);
    watch.take(&mut out);
    watch.both_stand_at_the_same_segment();
}

/// 1280x720 at 30 pictures a second.
pub fn video_config() -> VideoConfig {
    const AVCC: &[u8] = &[
        1, 0x64, 0, 0x1f, 0xff, 0xe1, 0, 26, 0x67, 0x64, 0, 0x1f, 0xac, 0xd9, 0x40, 0x50, 0x05, 0xbb, 0x01, 0x10, 0, 0,
        3, 0, 0x10, 0, 0, 3, 3, 0xc0, 0xf1, 0x83, 0x19, 0x60, 1, 0, 6, 0x68, 0xeb, 0xe3, 0xcb, 0x22, 0xc0, 0xfd, 0xf8,
        0xf8, 0,
    ];
    h264::config(AVCC).expect("a good record")
}

/// AAC-LC, 48 kHz, stereo.
pub fn audio_config() -> AudioConfig {
    aac::config(&[0x11, 0x90]).expect("a good configuration")
}

/// Follows outputs as a server would and asserts what must hold after each.
#[derive(Debug)]
pub struct Watch {
    target_duration_s: u32,
    tracks: [Option<Seen>; 2],
    /// Number of every segment with its period, from whichever track had it first.
    periods: BTreeMap<u64, u32>,
    /// Wall-clock texts by `emsg` id.
    instants: BTreeMap<u32, i64>,
}

#[derive(Debug)]
struct Seen {
    index: SegmentIndex,
    inits: u32,
    /// Decode end in ticks and timescale.
    end: (i64, u32),
    /// Number of the last segment and whether it is complete.
    last: Option<(u64, bool)>,
}

impl Watch {
    pub fn new(target_duration_s: u32) -> Self {
        Self { target_duration_s, tracks: [None, None], periods: BTreeMap::new(), instants: BTreeMap::new() }
    }

    /// Checks and forgets the outputs.
    pub fn take(&mut self, out: &mut Vec<Output>) {
        for output in out.drain(..) {
            self.see(&output);
        }
    }

    pub fn index(&self, track: TrackKind) -> Option<&SegmentIndex> {
        self.tracks[track as usize].as_ref().map(|seen| &seen.index)
    }

    pub fn both_stand_at_the_same_segment(&self) {
        let last: Vec<_> = self.tracks.iter().flatten().map(|seen| seen.last).collect();
        assert!(last.windows(2).all(|pair| pair[0] == pair[1]), "tracks end apart: {last:?}");
        assert!(last.iter().flatten().all(|&(_, complete)| complete), "a segment was left open");
    }

    fn see(&mut self, output: &Output) {
        let track = output.track();
        let slot = &mut self.tracks[track as usize];
        if slot.is_none()
            && let Output::Init { info, .. } = output
        {
            let index = SegmentIndex::new(info.clone(), self.target_duration_s);
            *slot = Some(Seen { index, inits: 0, end: (0, info.timescale), last: None });
        }
        let seen = slot.as_mut().expect("a track's first output is an init segment");
        match output {
            Output::Init { period, info, init, .. } => {
                assert!(*period > seen.inits, "one init segment a period");
                assert!(init.starts_with(b"\0\0\0"), "a box");
                assert_eq!(info.part_target_ms, seen.index.info.part_target_ms, "PART-TARGET is fixed");
                seen.inits = *period;
            }
            Output::Part { part, .. } => {
                assert_eq!(part.period, seen.inits, "the init segment of its period comes first");
                match seen.last {
                    Some((msn, false)) => assert_eq!(part.msn, msn),
                    Some((msn, true)) => assert_eq!((part.msn, part.index), (msn + 1, 0)),
                    None => panic!("a gap comes first"),
                }
                let (end, scale) = seen.end;
                if part.index > 0 {
                    assert_eq!(part.start.value, end, "no holes inside a segment");
                } else if scale == part.start.scale.get() {
                    assert!(part.start.value >= end, "decode time went back from {end} to {}", part.start.value);
                }
                assert!(part.duration.value > 0);
                let instants = read_part(part);
                for (id, wall_ms) in instants {
                    assert_eq!(*self.instants.entry(id).or_insert(wall_ms), wall_ms, "tracks disagree about the clock");
                }
                assert_eq!(*self.periods.entry(part.msn).or_insert(part.period), part.period);
                seen.end = (part.start.value + part.duration.value, part.start.scale.get());
                seen.last = Some((part.msn, false));
            }
            Output::SegmentEnd { msn, .. } => {
                assert_eq!(seen.last, Some((*msn, false)), "ends what was open");
                seen.last = Some((*msn, true));
            }
            Output::Gap { gap, .. } => {
                assert!(seen.last.is_none_or(|last| last == (gap.msn - 1, true)), "numbers rise by one");
                assert!(gap.duration.value > 0);
                assert_eq!(*self.periods.entry(gap.msn).or_insert(gap.period), gap.period);
                seen.end = (gap.start.value + gap.duration.value, gap.start.scale.get());
                seen.last = Some((gap.msn, true));
            }
        }
        seen.index.apply(output);
        let first = seen.index.slide(12_000);
        let segments = &seen.index.segments;
        assert!(segments.front().is_none_or(|segment| segment.msn == first));
        let limit = i64::from(self.target_duration_s) * 1000 + 500;
        for segment in segments {
            assert!(segment.duration.millis() < limit, "EXTINF must round to the target duration or less: {segment:?}");
        }
        if matches!(output, Output::SegmentEnd { .. }) {
            for form in [Form::LowLatency, Form::Plain] {
                let text = hls::media(&seen.index, form);
                assert!(text.starts_with("#EXTM3U\n") && text.ends_with('\n'));
            }
        }
    }
}

/// Reads a part's boxes back: they must fill it exactly, start where the part says and last as long. Returns the live
/// clock's instants.
fn read_part(part: &Part) -> Vec<(u32, i64)> {
    let mut instants = Vec::new();
    let mut kinds = Vec::new();
    let mut rest: &[u8] = &part.bytes;
    while let Some((size, after)) = rest.split_first_chunk::<4>() {
        let size = u32::from_be_bytes(*size) as usize;
        let body = &rest[8..size];
        let kind = &after[..4];
        kinds.push(String::from_utf8_lossy(kind).into_owned());
        match kind {
            b"emsg" => {
                let text = String::from_utf8_lossy(body);
                let digits = text.rsplit(':').next().map(|tail| tail.trim_end_matches('}'));
                let wall_ms = digits.and_then(|digits| digits.parse().ok()).expect("a number of milliseconds");
                instants.push((word(body, 20), wall_ms));
            }
            b"moof" => {
                // mfhd 16, traf header 8, tfhd 16, tfdt 20, then trun
                let time = u64::from(word(body, 52)) << 32 | u64::from(word(body, 56));
                assert_eq!(i64::try_from(time), Ok(part.start.value), "tfdt");
                let trun = &body[60..];
                let fields = (word(trun, 8) >> 8 & 0xf).count_ones() as usize;
                let samples = word(trun, 12) as usize;
                let durations = (0..samples).map(|sample| i64::from(word(trun, 20 + sample * fields * 4)));
                assert_eq!(durations.sum::<i64>(), part.duration.value, "sample durations");
            }
            _ => {}
        }
        rest = &rest[size..];
    }
    assert!(rest.is_empty(), "boxes fill the part");
    assert_eq!(kinds.first().is_some_and(|kind| kind == "styp"), part.index == 0, "styp opens a segment: {kinds:?}");
    assert!(kinds.ends_with(&["moof".to_owned(), "mdat".to_owned()]));
    instants
}

fn word(data: &[u8], at: usize) -> u32 {
    u32::from_be_bytes(data[at..at + 4].try_into().expect("four bytes"))
}
