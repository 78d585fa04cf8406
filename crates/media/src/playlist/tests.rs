use base::UnixMillis;
use bytes::Bytes;
use expect_test::{Expect, expect};

use super::hls::{self, Form, Rendition};
use crate::checks::{audio_config, video_config};
use crate::frame::{AudioFrame, VideoFrame};
use crate::package::{Output, Packager, Part, Settings, TrackInfo, TrackKind};
use crate::segment::SegmentIndex;

const WALL: i64 = 1_795_262_400_000;

/// What a viewer's server holds: an index per track, fed by a packager.
struct Stream {
    packager: Packager,
    tracks: [Option<SegmentIndex>; 2],
    parts: Vec<(TrackKind, Part)>,
}

impl Stream {
    fn new() -> Self {
        Self { packager: Packager::new(Settings::default()), tracks: [None, None], parts: Vec::new() }
    }

    fn take(&mut self, out: Vec<Output>) {
        for output in out {
            let track = output.track();
            let slot = &mut self.tracks[track as usize];
            if let (None, Output::Init { info, .. }) = (&slot, &output) {
                *slot = Some(SegmentIndex::new(info.clone(), self.packager.target_duration_s()));
            }
            let index = slot.as_mut().expect("an init segment comes first");
            if let Output::Part { track, part } = &output {
                assert_eq!(index.next_part(), (part.msn, part.index), "the preload hint was true");
                self.parts.push((*track, part.clone()));
            }
            index.apply(&output);
        }
    }

    /// Sends `ms` of A/V at 25 pictures a second, a keyframe every 2 s, starting `at_ms` after the broadcast began.
    fn send(&mut self, at_ms: i64, ms: i64) -> &mut Self {
        let mut out = Vec::new();
        let wall = UnixMillis(WALL + at_ms);
        self.packager.begin(wall, Some(video_config()), Some(audio_config()), &mut out);
        self.take(out);
        for ms in (0..ms).step_by(40) {
            let mut out = Vec::new();
            for ts_ms in [ms, ms + 21].into_iter().filter(|_| ms % 1024 != 0) {
                self.packager.audio(AudioFrame { ts_ms, data: Bytes::from_static(&[0; 250]) }, &mut out);
            }
            let frame = VideoFrame { dts_ms: ms, pts_ms: ms, key: ms % 2000 == 0, data: vec![0; 10_000].into() };
            self.packager.video(frame, &mut out);
            self.take(out);
        }
        self
    }

    fn end(&mut self) -> &mut Self {
        let mut out = Vec::new();
        self.packager.end(&mut out);
        self.take(out);
        self
    }

    fn index(&mut self, kind: TrackKind) -> &mut SegmentIndex {
        self.tracks[kind as usize].as_mut().expect("has begun")
    }

    #[track_caller]
    fn check(&mut self, form: Form, text: Expect) {
        text.assert_eq(&hls::media(self.index(TrackKind::Video), form));
    }
}

#[test]
fn the_first_part_is_listed_at_once_behind_a_gap() {
    Stream::new().send(0, 240).check(
        Form::LowLatency,
        expect![[r##"
        #EXTM3U
        #EXT-X-VERSION:8
        #EXT-X-TARGETDURATION:2
        #EXT-X-SERVER-CONTROL:CAN-BLOCK-RELOAD=YES,PART-HOLD-BACK=0.600,HOLD-BACK=6
        #EXT-X-PART-INF:PART-TARGET=0.200
        #EXT-X-INDEPENDENT-SEGMENTS
        #EXT-X-MEDIA-SEQUENCE:0
        #EXT-X-MAP:URI="init.1.mp4"
        #EXT-X-PROGRAM-DATE-TIME:2026-11-21T11:59:59.900Z
        #EXT-X-GAP
        #EXTINF:0.10000,
        0.m4s
        #EXT-X-PROGRAM-DATE-TIME:2026-11-21T12:00:00.000Z
        #EXT-X-PART:DURATION=0.20000,URI="1.0.m4s",INDEPENDENT=YES
        #EXT-X-PRELOAD-HINT:TYPE=PART,URI="1.1.m4s"
    "##]],
    );
}

#[test]
fn plain_lists_the_gap_only_until_there_is_a_segment() {
    Stream::new().send(0, 240).check(
        Form::Plain,
        expect![[r##"
        #EXTM3U
        #EXT-X-VERSION:8
        #EXT-X-TARGETDURATION:2
        #EXT-X-SERVER-CONTROL:HOLD-BACK=6
        #EXT-X-INDEPENDENT-SEGMENTS
        #EXT-X-MEDIA-SEQUENCE:0
        #EXT-X-MAP:URI="init.1.mp4"
        #EXT-X-PROGRAM-DATE-TIME:2026-11-21T11:59:59.900Z
        #EXT-X-GAP
        #EXTINF:0.10000,
        0.m4s
    "##]],
    );
    Stream::new().send(0, 2240).check(
        Form::Plain,
        expect![[r##"
        #EXTM3U
        #EXT-X-VERSION:8
        #EXT-X-TARGETDURATION:2
        #EXT-X-SERVER-CONTROL:HOLD-BACK=6
        #EXT-X-INDEPENDENT-SEGMENTS
        #EXT-X-MEDIA-SEQUENCE:1
        #EXT-X-MAP:URI="init.1.mp4"
        #EXT-X-PROGRAM-DATE-TIME:2026-11-21T12:00:00.000Z
        #EXTINF:2.00000,
        1.m4s
    "##]],
    );
}

#[test]
fn old_segments_have_no_parts_and_leave_the_window() {
    let mut stream = Stream::new();
    stream.send(0, 13_000);
    assert_eq!(stream.index(TrackKind::Video).slide(10_000), 2);
    stream.check(
        Form::LowLatency,
        expect![[r##"
        #EXTM3U
        #EXT-X-VERSION:8
        #EXT-X-TARGETDURATION:2
        #EXT-X-SERVER-CONTROL:CAN-BLOCK-RELOAD=YES,PART-HOLD-BACK=0.600,HOLD-BACK=6
        #EXT-X-PART-INF:PART-TARGET=0.200
        #EXT-X-INDEPENDENT-SEGMENTS
        #EXT-X-MEDIA-SEQUENCE:2
        #EXT-X-MAP:URI="init.1.mp4"
        #EXT-X-PROGRAM-DATE-TIME:2026-11-21T12:00:02.000Z
        #EXTINF:2.00000,
        2.m4s
        #EXT-X-PROGRAM-DATE-TIME:2026-11-21T12:00:04.000Z
        #EXTINF:2.00000,
        3.m4s
        #EXT-X-PROGRAM-DATE-TIME:2026-11-21T12:00:06.000Z
        #EXT-X-PART:DURATION=0.20000,URI="4.0.m4s",INDEPENDENT=YES
        #EXT-X-PART:DURATION=0.20000,URI="4.1.m4s"
        #EXT-X-PART:DURATION=0.20000,URI="4.2.m4s"
        #EXT-X-PART:DURATION=0.20000,URI="4.3.m4s"
        #EXT-X-PART:DURATION=0.20000,URI="4.4.m4s"
        #EXT-X-PART:DURATION=0.20000,URI="4.5.m4s"
        #EXT-X-PART:DURATION=0.20000,URI="4.6.m4s"
        #EXT-X-PART:DURATION=0.20000,URI="4.7.m4s"
        #EXT-X-PART:DURATION=0.20000,URI="4.8.m4s"
        #EXT-X-PART:DURATION=0.20000,URI="4.9.m4s"
        #EXTINF:2.00000,
        4.m4s
        #EXT-X-PROGRAM-DATE-TIME:2026-11-21T12:00:08.000Z
        #EXT-X-PART:DURATION=0.20000,URI="5.0.m4s",INDEPENDENT=YES
        #EXT-X-PART:DURATION=0.20000,URI="5.1.m4s"
        #EXT-X-PART:DURATION=0.20000,URI="5.2.m4s"
        #EXT-X-PART:DURATION=0.20000,URI="5.3.m4s"
        #EXT-X-PART:DURATION=0.20000,URI="5.4.m4s"
        #EXT-X-PART:DURATION=0.20000,URI="5.5.m4s"
        #EXT-X-PART:DURATION=0.20000,URI="5.6.m4s"
        #EXT-X-PART:DURATION=0.20000,URI="5.7.m4s"
        #EXT-X-PART:DURATION=0.20000,URI="5.8.m4s"
        #EXT-X-PART:DURATION=0.20000,URI="5.9.m4s"
        #EXTINF:2.00000,
        5.m4s
        #EXT-X-PROGRAM-DATE-TIME:2026-11-21T12:00:10.000Z
        #EXT-X-PART:DURATION=0.20000,URI="6.0.m4s",INDEPENDENT=YES
        #EXT-X-PART:DURATION=0.20000,URI="6.1.m4s"
        #EXT-X-PART:DURATION=0.20000,URI="6.2.m4s"
        #EXT-X-PART:DURATION=0.20000,URI="6.3.m4s"
        #EXT-X-PART:DURATION=0.20000,URI="6.4.m4s"
        #EXT-X-PART:DURATION=0.20000,URI="6.5.m4s"
        #EXT-X-PART:DURATION=0.20000,URI="6.6.m4s"
        #EXT-X-PART:DURATION=0.20000,URI="6.7.m4s"
        #EXT-X-PART:DURATION=0.20000,URI="6.8.m4s"
        #EXT-X-PART:DURATION=0.20000,URI="6.9.m4s"
        #EXTINF:2.00000,
        6.m4s
        #EXT-X-PROGRAM-DATE-TIME:2026-11-21T12:00:12.000Z
        #EXT-X-PART:DURATION=0.20000,URI="7.0.m4s",INDEPENDENT=YES
        #EXT-X-PART:DURATION=0.20000,URI="7.1.m4s"
        #EXT-X-PART:DURATION=0.20000,URI="7.2.m4s"
        #EXT-X-PART:DURATION=0.20000,URI="7.3.m4s"
        #EXT-X-PRELOAD-HINT:TYPE=PART,URI="7.4.m4s"
    "##]],
    );
}

#[test]
fn a_rejoin_is_a_discontinuity_with_its_own_map_until_it_slides_out() {
    let mut stream = Stream::new();
    stream.send(0, 3000).end().send(10_000, 4400);
    for kind in [TrackKind::Video, TrackKind::Audio] {
        let text = hls::media(stream.index(kind), Form::LowLatency);
        let order = [
            "2.m4s\n#EXT-X-DISCONTINUITY\n#EXT-X-MAP:URI=\"init.2.mp4\"\n#EXT-X-PROGRAM-DATE-TIME:2026-11-21T12:00:10",
        ];
        assert!(order.iter().all(|expected| text.contains(expected)), "{kind:?}: {text}");
    }
    stream.check(
        Form::Plain,
        expect![[r##"
            #EXTM3U
            #EXT-X-VERSION:8
            #EXT-X-TARGETDURATION:2
            #EXT-X-SERVER-CONTROL:HOLD-BACK=6
            #EXT-X-INDEPENDENT-SEGMENTS
            #EXT-X-MEDIA-SEQUENCE:1
            #EXT-X-MAP:URI="init.1.mp4"
            #EXT-X-PROGRAM-DATE-TIME:2026-11-21T12:00:00.000Z
            #EXTINF:2.00000,
            1.m4s
            #EXT-X-PROGRAM-DATE-TIME:2026-11-21T12:00:02.000Z
            #EXTINF:1.00000,
            2.m4s
            #EXT-X-DISCONTINUITY
            #EXT-X-MAP:URI="init.2.mp4"
            #EXT-X-PROGRAM-DATE-TIME:2026-11-21T12:00:10.000Z
            #EXTINF:2.00000,
            3.m4s
            #EXT-X-PROGRAM-DATE-TIME:2026-11-21T12:00:12.000Z
            #EXTINF:2.00000,
            4.m4s
        "##]],
    );
    stream.index(TrackKind::Video).slide(3000);
    stream.check(
        Form::Plain,
        expect![[r##"
        #EXTM3U
        #EXT-X-VERSION:8
        #EXT-X-TARGETDURATION:2
        #EXT-X-SERVER-CONTROL:HOLD-BACK=6
        #EXT-X-INDEPENDENT-SEGMENTS
        #EXT-X-MEDIA-SEQUENCE:3
        #EXT-X-DISCONTINUITY-SEQUENCE:1
        #EXT-X-MAP:URI="init.2.mp4"
        #EXT-X-PROGRAM-DATE-TIME:2026-11-21T12:00:10.000Z
        #EXTINF:2.00000,
        3.m4s
        #EXT-X-PROGRAM-DATE-TIME:2026-11-21T12:00:12.000Z
        #EXTINF:2.00000,
        4.m4s
    "##]],
    );
}

#[test]
fn the_end_takes_the_hint_away() {
    let mut stream = Stream::new();
    stream.send(0, 400).end();
    stream.index(TrackKind::Video).ended = true;
    stream.check(
        Form::LowLatency,
        expect![[r##"
            #EXTM3U
            #EXT-X-VERSION:8
            #EXT-X-TARGETDURATION:2
            #EXT-X-SERVER-CONTROL:CAN-BLOCK-RELOAD=YES,PART-HOLD-BACK=0.600,HOLD-BACK=6
            #EXT-X-PART-INF:PART-TARGET=0.200
            #EXT-X-INDEPENDENT-SEGMENTS
            #EXT-X-MEDIA-SEQUENCE:0
            #EXT-X-MAP:URI="init.1.mp4"
            #EXT-X-PROGRAM-DATE-TIME:2026-11-21T11:59:59.900Z
            #EXT-X-GAP
            #EXTINF:0.10000,
            0.m4s
            #EXT-X-PROGRAM-DATE-TIME:2026-11-21T12:00:00.000Z
            #EXT-X-PART:DURATION=0.20000,URI="1.0.m4s",INDEPENDENT=YES
            #EXT-X-PART:DURATION=0.20000,URI="1.1.m4s"
            #EXTINF:0.40000,
            1.m4s
            #EXT-X-ENDLIST
        "##]],
    );
}

#[test]
fn parts_add_up_to_their_segment_to_the_digit() {
    let mut stream = Stream::new();
    stream.send(0, 6000).end();
    let hundred_thousandths = |text: &str| text.replace('.', "").parse::<i64>().expect("a duration");
    for kind in [TrackKind::Video, TrackKind::Audio] {
        let mut sum = 0;
        for line in hls::media(stream.index(kind), Form::LowLatency).lines() {
            if let Some(part) = line.strip_prefix("#EXT-X-PART:DURATION=") {
                sum += hundred_thousandths(part.split(',').next().expect("a duration"));
            } else if let Some(duration) = line.strip_prefix("#EXTINF:") {
                let whole = hundred_thousandths(duration.trim_end_matches(','));
                assert!(sum == whole || (sum == 0 && whole == 10_000), "{kind:?}: {sum} and {whole}");
                sum = 0;
            }
        }
    }
}

fn rendition(info: &TrackInfo, peak_bps: u64, average_bps: u64) -> Rendition<'_> {
    Rendition { info, peak_bps, average_bps }
}

#[test]
fn a_master_playlist_names_both_codecs_and_the_audio_group() {
    let mut stream = Stream::new();
    stream.send(0, 2400);
    let [video, audio] = [TrackKind::Video, TrackKind::Audio].map(|kind| stream.index(kind).clone());
    let (peak, average) = video.bandwidth();
    assert!((2_000_000..2_100_000).contains(&peak) && average <= peak, "{peak} {average}");
    let video = rendition(&video.info, 2_000_000, 1_900_000);
    let audio = rendition(&audio.info, 130_000, 128_000);
    expect![[r##"
        #EXTM3U
        #EXT-X-VERSION:8
        #EXT-X-MEDIA:TYPE=AUDIO,GROUP-ID="audio",NAME="Audio",DEFAULT=YES,AUTOSELECT=YES,CHANNELS="2",URI="audio/live.m3u8"
        #EXT-X-STREAM-INF:BANDWIDTH=2130000,AVERAGE-BANDWIDTH=2028000,CODECS="avc1.64001f,mp4a.40.2",RESOLUTION=1280x720,FRAME-RATE=30.000,AUDIO="audio"
        video/live.m3u8
    "##]].assert_eq(&hls::master(Some(video), Some(audio), Form::LowLatency));
    expect![[r##"
        #EXTM3U
        #EXT-X-VERSION:8
        #EXT-X-STREAM-INF:BANDWIDTH=2000000,AVERAGE-BANDWIDTH=1900000,CODECS="avc1.64001f",RESOLUTION=1280x720,FRAME-RATE=30.000
        video/live.m3u8
    "##]].assert_eq(&hls::master(Some(video), None, Form::LowLatency));
    expect![[r##"
        #EXTM3U
        #EXT-X-VERSION:8
        #EXT-X-STREAM-INF:BANDWIDTH=130000,AVERAGE-BANDWIDTH=128000,CODECS="mp4a.40.2"
        audio/plain.m3u8
    "##]]
    .assert_eq(&hls::master(None, Some(audio), Form::Plain));
}
