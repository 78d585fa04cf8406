//! HLS playlists (draft-pantos-hls-rfc8216bis).
//!
//! Pure functions. Durations are printed from sums, so that the parts of a segment add up to its EXTINF to the digit.

use std::fmt::Write as _;
use std::num::NonZeroU32;

use base::Ticks;

use crate::package::TrackInfo;
use crate::segment::{SegmentIndex, SegmentInfo};

/// Which playlist of a track: both list the same segments.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Form {
    /// `live.m3u8`: parts, preload hint, blocking reload.
    LowLatency,
    /// `plain.m3u8`: complete segments only.
    Plain,
}

impl Form {
    /// File name of the media playlists of this form.
    pub const fn file_name(self) -> &'static str {
        match self {
            Self::LowLatency => "live.m3u8",
            Self::Plain => "plain.m3u8",
        }
    }
}

/// One track as the master playlist sees it.
#[derive(Clone, Copy, Debug)]
pub struct Rendition<'a> {
    pub info: &'a TrackInfo,
    /// BANDWIDTH and AVERAGE-BANDWIDTH of the track, bits per second ([`SegmentIndex::bandwidth`]).
    pub peak_bps: u64,
    pub average_bps: u64,
}

/// PART-HOLD-BACK and HOLD-BACK in part targets and target durations: the least the specification allows.
const HOLD_BACK: u32 = 3;

/// EXT-X-GAP asks for 8; without it 6 would do (EXT-X-MAP).
const VERSION: u32 = 8;

/// BANDWIDTH must not be zero; a stream just begun has at least this.
const BANDWIDTH_MIN: u64 = 1;

/// The audio group of the master playlist.
const AUDIO_GROUP: &str = "audio";

/// The media playlist of one track. Relative URIs: `init.{period}.mp4`, `{msn}.m4s`, `{msn}.{part}.m4s`.
pub fn media(index: &SegmentIndex, form: Form) -> String {
    let mut text = String::with_capacity(1024 + 160 * index.segments.len());
    write_media(index, form, &mut text).expect("writing to a String cannot fail");
    text
}

fn write_media(index: &SegmentIndex, form: Form, text: &mut String) -> std::fmt::Result {
    let target = index.target_duration_s;
    writeln!(text, "#EXTM3U\n#EXT-X-VERSION:{VERSION}\n#EXT-X-TARGETDURATION:{target}")?;
    let hold_back = target * HOLD_BACK;
    match form {
        Form::LowLatency => {
            let part_ms = index.info.part_target_ms;
            let part_hold_back = Seconds3(part_ms * HOLD_BACK);
            writeln!(
                text,
                "#EXT-X-SERVER-CONTROL:CAN-BLOCK-RELOAD=YES,PART-HOLD-BACK={part_hold_back},HOLD-BACK={hold_back}"
            )?;
            writeln!(text, "#EXT-X-PART-INF:PART-TARGET={}", Seconds3(part_ms))?;
        }
        Form::Plain => writeln!(text, "#EXT-X-SERVER-CONTROL:HOLD-BACK={hold_back}")?,
    }
    if index.independent {
        writeln!(text, "#EXT-X-INDEPENDENT-SEGMENTS")?;
    }
    let listed = listed(index, form);
    let first = listed.clone().next();
    writeln!(text, "#EXT-X-MEDIA-SEQUENCE:{}", first.map_or(0, |segment| segment.msn))?;
    let discontinuities =
        first.map_or(index.discontinuity_sequence, |first| index.discontinuities_before(first.period));
    if discontinuities > 0 {
        writeln!(text, "#EXT-X-DISCONTINUITY-SEQUENCE:{discontinuities}")?;
    }
    let mut before: Option<&SegmentInfo> = None;
    let mut map = None;
    for segment in listed {
        if before.is_some_and(|before| before.period != segment.period) {
            writeln!(text, "#EXT-X-DISCONTINUITY")?;
        }
        if map != Some(segment.period) && index.inits.contains(&segment.period) {
            writeln!(text, "#EXT-X-MAP:URI=\"init.{}.mp4\"", segment.period)?;
            map = Some(segment.period);
        }
        write_segment(segment, form, text)?;
        before = Some(segment);
    }
    if index.ended {
        return writeln!(text, "#EXT-X-ENDLIST");
    }
    if form == Form::LowLatency {
        let (msn, part) = index.next_part();
        writeln!(text, "#EXT-X-PRELOAD-HINT:TYPE=PART,URI=\"{msn}.{part}.m4s\"")?;
    }
    Ok(())
}

/// The segments of a form. Plain leaves gaps at the front out as soon as media follows: players too old for EXT-X-GAP
/// would ask for them.
fn listed(index: &SegmentIndex, form: Form) -> impl Iterator<Item = &SegmentInfo> + Clone {
    let has_media = |segment: &SegmentInfo| segment.complete && !segment.gap;
    let skipped = match form {
        Form::LowLatency => 0,
        Form::Plain => index.segments.iter().position(has_media).unwrap_or(0),
    };
    index.segments.iter().skip(skipped).filter(move |segment| form == Form::LowLatency || segment.complete)
}

fn write_segment(segment: &SegmentInfo, form: Form, text: &mut String) -> std::fmt::Result {
    let msn = segment.msn;
    writeln!(text, "#EXT-X-PROGRAM-DATE-TIME:{}", segment.pdt.to_rfc3339())?;
    if form == Form::LowLatency {
        let mut end = 0;
        for (number, part) in segment.parts.iter().enumerate() {
            let start = end;
            end += part.duration.value;
            let scale = part.duration.scale;
            let duration = Seconds5(units5(end, scale) - units5(start, scale));
            write!(text, "#EXT-X-PART:DURATION={duration},URI=\"{msn}.{number}.m4s\"")?;
            text.push_str(if part.independent { ",INDEPENDENT=YES\n" } else { "\n" });
        }
    }
    if segment.complete {
        if segment.gap {
            writeln!(text, "#EXT-X-GAP")?;
        }
        let duration = Seconds5(units5(segment.duration.value, segment.duration.scale));
        writeln!(text, "#EXTINF:{duration},\n{msn}.m4s")?;
    }
    Ok(())
}

/// The master playlist of a broadcast with up to one video and one audio track; empty of variants if it has neither.
/// Relative URIs: `video/live.m3u8` or `video/plain.m3u8`, and `audio/…`.
///
/// With both, audio is a rendition group and the variant names both codecs; audio alone is its own variant.
pub fn master(video: Option<Rendition<'_>>, audio: Option<Rendition<'_>>, form: Form) -> String {
    let mut text = String::with_capacity(512);
    write_master(video, audio, form, &mut text).expect("writing to a String cannot fail");
    text
}

fn write_master(
    video: Option<Rendition<'_>>,
    audio: Option<Rendition<'_>>,
    form: Form,
    text: &mut String,
) -> std::fmt::Result {
    let file = form.file_name();
    writeln!(text, "#EXTM3U\n#EXT-X-VERSION:{VERSION}")?;
    let Some(main) = video.or(audio) else { return Ok(()) };
    let group = audio.filter(|_| video.is_some());
    if let Some(audio) = group {
        write!(text, "#EXT-X-MEDIA:TYPE=AUDIO,GROUP-ID=\"{AUDIO_GROUP}\",NAME=\"Audio\",DEFAULT=YES,AUTOSELECT=YES")?;
        if let Some(channels) = audio.info.channels {
            write!(text, ",CHANNELS=\"{channels}\"")?;
        }
        writeln!(text, ",URI=\"audio/{file}\"")?;
    }
    let sum = |of: fn(&Rendition<'_>) -> u64| {
        let total: u64 = [video, audio].iter().flatten().map(of).sum();
        total.max(BANDWIDTH_MIN)
    };
    let peak = sum(|rendition| rendition.peak_bps);
    let average = sum(|rendition| rendition.average_bps);
    write!(text, "#EXT-X-STREAM-INF:BANDWIDTH={peak},AVERAGE-BANDWIDTH={average},CODECS=\"{}", main.info.codec)?;
    if let Some(audio) = group {
        write!(text, ",{}", audio.info.codec)?;
    }
    text.push('"');
    if let Some((width, height)) = main.info.resolution {
        write!(text, ",RESOLUTION={width}x{height}")?;
    }
    if let Some((rate, per)) = main.info.frame_rate.filter(|&(_, per)| per > 0) {
        let (rate, per) = (u64::from(rate) * 1000, u64::from(per));
        let milli = (rate + per / 2) / per;
        write!(text, ",FRAME-RATE={}.{:03}", milli / 1000, milli % 1000)?;
    }
    if group.is_some() {
        write!(text, ",AUDIO=\"{AUDIO_GROUP}\"")?;
    }
    let folder = if video.is_some() { "video" } else { "audio" };
    writeln!(text, "\n{folder}/{file}")
}

/// Hundred-thousandths of a second, as the text has them.
fn units5(ticks: i64, scale: NonZeroU32) -> i64 {
    const UNITS: NonZeroU32 = NonZeroU32::new(100_000).expect("not zero");
    Ticks::new(ticks, scale).rescale(UNITS).value
}

/// `0.20898`: seconds from hundred-thousandths.
struct Seconds5(i64);

impl std::fmt::Display for Seconds5 {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "{}.{:05}", self.0 / 100_000, self.0 % 100_000)
    }
}

/// `0.209`: seconds from milliseconds.
struct Seconds3(u32);

impl std::fmt::Display for Seconds3 {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "{}.{:03}", self.0 / 1000, self.0 % 1000)
    }
}
