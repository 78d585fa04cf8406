//! From frames to parts: one [`Packager`] per broadcast, both tracks inside.

use base::{Ticks, UnixMillis};
use bytes::Bytes;

use crate::frame::{AudioConfig, AudioFrame, VideoConfig, VideoFrame};

/// How the broadcast is cut. Fixed for its whole life.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Settings {
    /// What a part should last; each track takes the whole number of frames nearest to it. 50 to 1000 ms.
    pub part_target_ms: u32,
    /// What a segment should last at most; whole GOPs that fit are put together. 1000 to 10 000 ms.
    pub segment_ms_max: u32,
}

impl Default for Settings {
    fn default() -> Self {
        Self { part_target_ms: 200, segment_ms_max: 2000 }
    }
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum TrackKind {
    Video,
    Audio,
}

/// What playlists say about a track.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct TrackInfo {
    pub kind: TrackKind,
    /// RFC 6381 name.
    pub codec: String,
    /// Ticks per second of the track's media time: 90 000 for video, the sample rate for audio.
    pub timescale: u32,
    /// PART-TARGET in milliseconds, rounded up. The same in all periods of a broadcast.
    pub part_target_ms: u32,
    /// Width and height; video only.
    pub resolution: Option<(u32, u32)>,
    /// Pictures per second as a fraction; video only, and only if the encoder says so.
    pub frame_rate: Option<(u32, u32)>,
    /// Channels; audio only.
    pub channels: Option<u8>,
}

/// One CMAF chunk: the unit of low-latency delivery. Immutable once it is put out.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Part {
    /// Media sequence number of its segment, from 1.
    pub msn: u64,
    /// Position in its segment, from 0.
    pub index: u32,
    /// Decode time of its first frame (`tfdt`) in the track's timescale.
    pub start: Ticks,
    /// Sum of its frames' durations. The next part of the segment starts at `start + duration`.
    pub duration: Ticks,
    /// Wall-clock of the first frame's presentation.
    pub pdt: UnixMillis,
    /// Contains a frame that decodes alone (keyframe, any audio frame).
    pub independent: bool,
    /// Its segment starts with such a frame. The same for all parts of a segment.
    pub segment_independent: bool,
    /// `moof` and `mdat`, with `styp`, `prft` and `emsg` in front where due.
    pub bytes: Bytes,
    /// Counts from 1; changes where the playlist has a discontinuity and a new init segment.
    pub period: u32,
}

/// A segment that exists in the numbering but has no media in this track (EXT-X-GAP).
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Gap {
    pub msn: u64,
    pub start: Ticks,
    pub duration: Ticks,
    pub pdt: UnixMillis,
    pub period: u32,
}

/// What the packager tells. For one track and in this order: the `Init` of a period before its first `Part`, parts in
/// order, `SegmentEnd` after a segment's last part. A `Gap` is a whole segment: no `SegmentEnd` follows it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Output {
    Init { track: TrackKind, period: u32, init: Bytes, info: TrackInfo },
    Part { track: TrackKind, part: Part },
    SegmentEnd { track: TrackKind, msn: u64 },
    Gap { track: TrackKind, gap: Gap },
}

/// What did not go smoothly, since the packager was made. For metrics and logs.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Counters {
    /// Audio time was more than 50 ms off the encoder's timestamps and was set anew.
    pub audio_resyncs: u64,
    /// Frames left out: before the first keyframe, while audio waits for its time, stray or oversized.
    pub frames_dropped: u64,
    /// Periods started here because timestamps jumped by more than 10 s.
    pub jumps: u64,
    /// Decode times that did not rise and were moved to do so.
    pub decode_times_mended: u64,
    /// Parts longer than PART-TARGET (frames further apart than retiming can hide), or cut short by a limit.
    pub parts_off_target: u64,
    /// Segments put out as gaps because a track had no media in them.
    pub gaps: u64,
}

/// Cuts the frames of a broadcast into parts and segments. Sans-IO; never asks the time.
#[derive(Debug)]
pub struct Packager {}

impl Packager {
    pub fn new(_settings: Settings) -> Self {
        Self {}
    }

    /// EXT-X-TARGETDURATION: fixed from the start, holds for every segment of both tracks.
    pub fn target_duration_s(&self) -> u32 {
        2
    }

    /// Start, or restart after a rejoin, an input switch or a changed configuration. What follows is a new period:
    /// next segment number, discontinuity, new init, new PDT. `wall` is the arrival of the first frame.
    pub fn begin(
        &mut self,
        _wall: UnixMillis,
        _video: Option<VideoConfig>,
        _audio: Option<AudioConfig>,
        _out: &mut Vec<Output>,
    ) {
    }

    pub fn video(&mut self, _frame: VideoFrame, _out: &mut Vec<Output>) {}

    pub fn audio(&mut self, _frame: AudioFrame, _out: &mut Vec<Output>) {}

    /// Signal lost: closes the open parts and segments of all tracks.
    pub fn end(&mut self, _out: &mut Vec<Output>) {}

    pub fn counters(&self) -> Counters {
        Counters::default()
    }
}
