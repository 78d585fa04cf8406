//! From frames to parts: one [`Packager`] per broadcast, both tracks inside.
//!
//! Belongs here: the broadcast's timeline (encoder milliseconds to ticks), periods, which frames count.
//! `clock` decides where segments start, `fragment` cuts one track. Does not belong here: bytes on the wire, playlists.
//!
//! Invariants
//! * segment numbers rise by one and are never reused, also across periods and when a track is missing in one;
//! * both tracks have the same segments in the same periods: a track without media in a segment has a [`Gap`] there;
//! * decode time of a track never goes backwards, also across periods: media time is wall-clock time since the
//!   broadcast's epoch, taken anew when a period starts;
//! * every segment of every track is shorter than the target duration plus half a second, as EXT-X-TARGETDURATION wants.
//!
//! Audio is presented when its samples say (counted from the first frame), and set to the encoder's timestamps only if
//! it is more than [`AUDIO_DRIFT_MS_MAX`] off them. If the timestamps of a track jump by more than [`JUMP_MS_MAX`]
//! forwards or [`BACKWARDS_MS_MAX`] backwards, the packager starts a new period by itself, with the same configurations.

mod clock;
mod fragment;

use std::collections::VecDeque;

use base::{Ticks, UnixMillis};
use bytes::Bytes;

use self::clock::{Instants, SegmentClock, TICKS_PER_MS};
use self::fragment::{Fragmenter, Frame, PART_BYTES_MAX, Shared};
use crate::frame::{AudioConfig, AudioFrame, VideoConfig, VideoFrame};
use crate::mp4::init;

/// The gap in front of a track's first segment: parts are listed and played from the first one on, also by players
/// that refuse a playlist without a complete segment.
pub const LEADING_GAP_MS: i64 = 100;

/// Ticks per second of every video track: encoder milliseconds are exact in it.
pub const VIDEO_TIMESCALE: u32 = 90_000;

/// Audio this far from the encoder's timestamps is set to them anew; below, it follows its sample count.
pub const AUDIO_DRIFT_MS_MAX: i64 = 50;

/// Timestamps further ahead of the last frame of their track start a new period.
pub const JUMP_MS_MAX: i64 = 10_000;

/// Timestamps further behind the last frame of their track start a new period; nearer ones are moved up.
pub const BACKWARDS_MS_MAX: i64 = 1_000;

/// Audio waits so long for the first keyframe, then starts alone.
pub const KEYFRAME_WAIT_MS: i64 = 10_000;

/// Audio frames kept while the first keyframe is awaited; above it the oldest are dropped.
const AUDIO_WAITING_MAX: usize = 128;

/// Largest composition offset believed; beyond it a frame is shown when it is decoded.
const COMPOSITION_MS_MAX: i64 = 10_000;

/// Frames of a track whose timestamps do not fit the period's are dropped; after so many, the track is set anew.
const STRAY_FRAMES_MAX: u32 = 100;

/// Largest encoder timestamp accepted; frames beyond it are dropped. 2^48 ms are 8900 years.
const TIMESTAMP_MS_MAX: i64 = 1 << 48;

/// Longest time between two periods that media time follows; a clock that was set wrong by more shifts the epoch.
const PERIOD_GAP_MS_MAX: i64 = 400 * 24 * 3_600_000;

/// Frame duration where neither configuration nor frames tell one: 25 a second.
const FRAME_TICKS_DEFAULT: u32 = 3_600;

/// PART-TARGET stays within these, whatever the frame rate.
const PART_TARGET_MS: std::ops::RangeInclusive<u32> = 50..=1000;

/// How the broadcast is cut. Fixed for its whole life.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Settings {
    /// What a part should last; each track takes the whole number of frames nearest to it. 50 to 1000 ms.
    pub part_target_ms: u32,
    /// What a segment should last at most; whole GOPs that fit are put together. 1000 to 10 000 ms.
    pub segment_ms_max: u32,
}

impl Settings {
    /// EXT-X-TARGETDURATION in seconds: fixed from the start, holds for every segment of both tracks.
    pub fn target_duration_s(&self) -> u32 {
        self.segment_ms_max.div_ceil(1000)
    }
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
///
/// A track's first output is an `Init`, its second the [`LEADING_GAP_MS`] gap: number 0 in a broadcast that has both
/// tracks from the start. From then on every number comes, in this track as in the other.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Output {
    Init { track: TrackKind, period: u32, init: Bytes, info: TrackInfo },
    Part { track: TrackKind, part: Part },
    SegmentEnd { track: TrackKind, msn: u64 },
    Gap { track: TrackKind, gap: Gap },
}

impl Output {
    /// The track it is about.
    pub fn track(&self) -> TrackKind {
        match self {
            Self::Init { track, .. }
            | Self::Part { track, .. }
            | Self::SegmentEnd { track, .. }
            | Self::Gap { track, .. } => *track,
        }
    }
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
pub struct Packager {
    settings: Settings,
    shared: Shared,
    /// A track exists from the first period that configures it, to the end of the broadcast.
    tracks: [Option<Track>; 2],
    period: Option<Period>,
    epoch: Option<UnixMillis>,
}

/// A track and its place on the timeline.
#[derive(Debug)]
struct Track {
    fragmenter: Fragmenter,
    /// Configured in this period; otherwise it has gaps only.
    live: bool,
    /// Duration of a frame by its configuration, in ticks; 0 if unknown.
    nominal: i64,
    /// Last timestamp in this period, in encoder milliseconds.
    last_ts: Option<i64>,
    /// Difference to the period's mapping, for a track whose timestamps do not fit the other's.
    offset: i64,
    strays: u32,
    /// Video has had a keyframe in this period.
    seen_key: bool,
    /// Presentation of the next audio frame by sample count.
    next_pts: Option<i64>,
    /// Audio frames are being left out until the samples meet the timestamps.
    behind: bool,
}

/// What is known of the time between `begin` and `end`.
#[derive(Debug)]
struct Period {
    video: Option<VideoConfig>,
    audio: Option<AudioConfig>,
    /// Media time of the first frame, in milliseconds.
    base_ms: i64,
    /// Timestamp of the first frame.
    anchor_ms: Option<i64>,
    /// Latest media time of any frame.
    latest_ms: i64,
    /// Audio that came before the first keyframe, with its media time in milliseconds.
    waiting: VecDeque<(i64, Bytes)>,
    started: bool,
}

impl Packager {
    /// Values of `settings` outside their ranges are moved into them.
    pub fn new(settings: Settings) -> Self {
        let settings = Settings {
            part_target_ms: settings.part_target_ms.clamp(*PART_TARGET_MS.start(), *PART_TARGET_MS.end()),
            segment_ms_max: settings.segment_ms_max.clamp(1000, 10_000),
        };
        let shared = Shared {
            clock: SegmentClock::new(settings),
            instants: Instants::default(),
            counters: Counters::default(),
            epoch_ms: 0,
            period: 0,
            first_msn: 1,
            video_leads: false,
        };
        Self { settings, shared, tracks: [None, None], period: None, epoch: None }
    }

    /// EXT-X-TARGETDURATION: fixed from the start, holds for every segment of both tracks.
    pub fn target_duration_s(&self) -> u32 {
        self.settings.target_duration_s()
    }

    pub fn counters(&self) -> Counters {
        self.shared.counters
    }

    /// Start, or restart after a rejoin, an input switch or a changed configuration. What follows is a new period:
    /// next segment number, discontinuity, new init, new PDT. `wall` is the arrival of the first frame.
    ///
    /// An open period is ended first. A period that never gets a keyframe (or, without video, an audio frame) leaves no
    /// trace. With neither configuration all frames are dropped.
    pub fn begin(
        &mut self,
        wall: UnixMillis,
        video: Option<VideoConfig>,
        audio: Option<AudioConfig>,
        out: &mut Vec<Output>,
    ) {
        self.end(out);
        let epoch = *self.epoch.get_or_insert(UnixMillis(wall.0.saturating_sub(LEADING_GAP_MS)));
        let end_ms = self.end_ms();
        let base_ms = wall.0.saturating_sub(epoch.0).clamp(end_ms, end_ms + PERIOD_GAP_MS_MAX);
        if wall.0.saturating_sub(epoch.0) > base_ms {
            self.epoch = Some(UnixMillis(wall.0.saturating_sub(base_ms)));
        }
        self.start_period(base_ms, video, audio);
    }

    /// One picture. Dropped before the first keyframe of a period.
    pub fn video(&mut self, frame: VideoFrame, out: &mut Vec<Output>) {
        if !self.accepts(TrackKind::Video, frame.dts_ms, frame.data.len()) {
            return;
        }
        let Some(ms) = self.place(TrackKind::Video, frame.dts_ms, out) else { return };
        let composition_ms = frame.pts_ms.saturating_sub(frame.dts_ms);
        let composition_ms = if composition_ms.abs() > COMPOSITION_MS_MAX { 0 } else { composition_ms };
        let dts = ms * TICKS_PER_MS;
        let composition = composition_ms * TICKS_PER_MS;
        let Some(track) = self.tracks[TrackKind::Video as usize].as_mut() else { return };
        if frame.key {
            track.fragmenter.delay = composition;
        }
        let position = dts + track.fragmenter.delay;
        let started = self.shared.clock.current().is_some();
        track.seen_key |= frame.key;
        if !track.seen_key {
            self.shared.counters.frames_dropped += 1;
            return;
        }
        let standing = track.fragmenter.msn;
        let msn = self.shared.clock.video(standing, position, frame.key);
        let frame = Frame { dts, pts: dts + composition, key: frame.key, data: frame.data };
        self.push(TrackKind::Video, frame, position, msn, out);
        if !started {
            let waiting = self.period.as_mut().map(|period| std::mem::take(&mut period.waiting));
            for (ms, data) in waiting.unwrap_or_default() {
                self.audio_at(ms, data, out);
            }
        }
    }

    /// One audio frame. Waits, or is dropped, before the first keyframe of a period that has video.
    pub fn audio(&mut self, frame: AudioFrame, out: &mut Vec<Output>) {
        if !self.accepts(TrackKind::Audio, frame.ts_ms, frame.data.len()) {
            return;
        }
        let Some(ms) = self.place(TrackKind::Audio, frame.ts_ms, out) else { return };
        let Some(period) = self.period.as_mut() else { return };
        if self.shared.clock.current().is_none() && period.video.is_some() && ms - period.base_ms < KEYFRAME_WAIT_MS {
            period.waiting.push_back((ms, frame.data));
            if period.waiting.len() > AUDIO_WAITING_MAX {
                period.waiting.pop_front();
                self.shared.counters.frames_dropped += 1;
            }
            return;
        }
        self.audio_at(ms, frame.data, out);
    }

    /// An audio frame whose timestamp says `ms` of media time: by sample count it may be presented up to 50 ms off that.
    fn audio_at(&mut self, ms: i64, data: Bytes, out: &mut Vec<Output>) {
        let Some(period) = self.period.as_ref() else { return };
        let Some(config) = period.audio.as_ref() else { return };
        let leading = period.video.is_none();
        let frame_samples = i64::from(config.frame_samples);
        let rate = i64::from(config.sample_rate);
        let Some(track) = self.tracks[TrackKind::Audio as usize].as_mut() else { return };
        let told = (ms * rate + 500).div_euclid(1000);
        let drift_max = AUDIO_DRIFT_MS_MAX * rate / 1000;
        let pts = match track.next_pts {
            None => told,
            Some(counted) if told - counted > drift_max => {
                self.shared.counters.audio_resyncs += 1;
                told
            }
            // The samples run ahead of the timestamps: leave frames out until they meet again.
            Some(counted) if counted - told > drift_max => {
                self.shared.counters.audio_resyncs += u64::from(!track.behind);
                track.behind = true;
                counted
            }
            Some(counted) => counted,
        };
        track.behind &= pts - told > frame_samples / 2;
        if track.behind {
            self.shared.counters.frames_dropped += 1;
            return;
        }
        // A frame belongs where its middle is.
        let position = pts * i64::from(VIDEO_TIMESCALE) / rate;
        let middle = (pts + frame_samples / 2) * i64::from(VIDEO_TIMESCALE) / rate;
        let first = self.shared.clock.first_start();
        if first.is_some_and(|start| middle < start) && track.fragmenter.is_fresh() {
            self.shared.counters.frames_dropped += 1;
            return;
        }
        track.next_pts = Some(pts + frame_samples);
        let msn = self.shared.clock.audio(position, middle, leading);
        self.push(TrackKind::Audio, Frame { dts: pts, pts, key: true, data }, position, msn, out);
    }

    /// Signal lost: closes the open parts and segments of all tracks. Frames are dropped until the next `begin`.
    pub fn end(&mut self, out: &mut Vec<Output>) {
        if self.period.take().is_none() {
            return;
        }
        if let Some(current) = self.shared.clock.current() {
            for track in self.tracks.iter_mut().flatten().filter(|track| track.live) {
                track.decide_target(self.settings.part_target_ms, None);
            }
            let until = self.tracks.iter().flatten().map(|track| track.fragmenter.end_position()).max();
            for track in self.tracks.iter_mut().flatten() {
                track.fragmenter.finish_to(current + 1, until, &mut self.shared, out);
            }
        }
        self.shared.clock.reset();
    }

    fn start_period(&mut self, base_ms: i64, video: Option<VideoConfig>, audio: Option<AudioConfig>) {
        self.shared.clock.reset();
        self.shared.instants.reset(base_ms * TICKS_PER_MS);
        self.shared.video_leads = video.is_some();
        self.shared.epoch_ms = self.epoch.map_or(0, |epoch| epoch.0);
        let settings = self.settings;
        let [video_track, audio_track] = &mut self.tracks;
        Track::configure(video_track, video.as_ref().map(video_setup));
        Track::configure(audio_track, audio.as_ref().map(|config| audio_setup(config, settings)));
        self.period = Some(Period {
            video,
            audio,
            base_ms,
            anchor_ms: None,
            latest_ms: base_ms,
            waiting: VecDeque::new(),
            started: false,
        });
    }

    /// Media time at which everything so far has ended, in milliseconds, rounded up.
    fn end_ms(&self) -> i64 {
        let ends = self.tracks.iter().flatten().map(|track| track.fragmenter.end_position());
        ends.max().map_or(0, |end| end.div_euclid(TICKS_PER_MS) + 1).max(0)
    }

    /// Is this frame wanted at all?
    fn accepts(&mut self, kind: TrackKind, ts: i64, bytes: usize) -> bool {
        let configured = self.period.as_ref().is_some_and(|period| match kind {
            TrackKind::Video => period.video.is_some(),
            TrackKind::Audio => period.audio.is_some(),
        });
        let accepted = configured && bytes > 0 && bytes <= PART_BYTES_MAX && ts.abs() <= TIMESTAMP_MS_MAX;
        self.shared.counters.frames_dropped += u64::from(!accepted);
        accepted
    }

    /// Media time of an encoder timestamp, in milliseconds. `None` if the frame is to be dropped. A jump starts a new
    /// period first.
    fn place(&mut self, kind: TrackKind, ts: i64, out: &mut Vec<Output>) -> Option<i64> {
        let last = self.tracks[kind as usize].as_ref()?.last_ts;
        if last.is_some_and(|last| ts - last > JUMP_MS_MAX || last - ts > BACKWARDS_MS_MAX) {
            self.shared.counters.jumps += 1;
            let period = self.period.as_ref()?;
            let (video, audio) = (period.video.clone(), period.audio.clone());
            self.end(out);
            self.start_period(self.end_ms(), video, audio);
        }
        let track = self.tracks[kind as usize].as_mut()?;
        let period = self.period.as_mut()?;
        let anchor = *period.anchor_ms.get_or_insert(ts);
        let ms = ts - anchor + period.base_ms + track.offset;
        if track.last_ts.is_none() && (ms - period.latest_ms).abs() > JUMP_MS_MAX {
            // The other track's timestamps are elsewhere: frames from before a jump, or an encoder with two clocks.
            track.strays += 1;
            if track.strays < STRAY_FRAMES_MAX {
                self.shared.counters.frames_dropped += 1;
                return None;
            }
            track.offset += period.latest_ms - ms;
            track.last_ts = Some(ts);
            return Some(period.latest_ms);
        }
        track.last_ts = Some(ts);
        period.latest_ms = period.latest_ms.max(ms);
        Some(ms)
    }

    /// Hands a frame to its track, after the others were brought along to the segment before the newest.
    fn push(&mut self, kind: TrackKind, frame: Frame, position: i64, msn: u64, out: &mut Vec<Output>) {
        let Some(period) = self.period.as_mut() else { return };
        if !period.started {
            period.started = true;
            self.shared.period += 1;
            let first = self.shared.clock.current().unwrap_or(msn);
            self.shared.first_msn = first;
            for track in self.tracks.iter_mut().flatten() {
                track.fragmenter.start_at(first);
            }
        }
        let shared = &mut self.shared;
        let Some(track) = self.tracks[kind as usize].as_mut() else { return };
        if let Some(pending) = track.fragmenter.pending_dts() {
            track.decide_target(self.settings.part_target_ms, Some(frame.dts - pending));
        }
        let mut msn = msn.max(track.fragmenter.msn);
        if msn == track.fragmenter.msn && track.fragmenter.must_end(&frame, &shared.clock) {
            if shared.clock.current() == Some(msn) {
                shared.clock.open(position, kind == TrackKind::Video && frame.key);
            }
            msn += 1;
        }
        track.fragmenter.push(frame, msn, shared, out);
        let current = shared.clock.current().unwrap_or(msn);
        for (index, track) in self.tracks.iter_mut().enumerate() {
            let Some(track) = track.as_mut().filter(|_| index != kind as usize) else { continue };
            // A live track may be one segment behind; one without media has nothing to wait for.
            let reach = if track.live { current.saturating_sub(1) } else { current };
            if track.fragmenter.msn < reach {
                track.decide_target(self.settings.part_target_ms, None);
                track.fragmenter.finish_to(reach, None, shared, out);
            }
        }
        if let Some(lowest) = self.tracks.iter().flatten().map(|track| track.fragmenter.msn).min() {
            shared.clock.forget_below(lowest);
        }
    }
}

/// What a configuration means for its track: description, init segment, nominal frame duration in ticks.
struct Setup {
    info: TrackInfo,
    init: Bytes,
    nominal: i64,
}

fn video_setup(config: &VideoConfig) -> Setup {
    let info = TrackInfo {
        kind: TrackKind::Video,
        codec: config.codec.clone(),
        timescale: VIDEO_TIMESCALE,
        part_target_ms: 0,
        resolution: Some((config.width, config.height)),
        frame_rate: config.frame_rate,
        channels: None,
    };
    let nominal = match config.frame_rate {
        Some((rate, per)) if rate > 0 => i64::from(VIDEO_TIMESCALE) * i64::from(per) / i64::from(rate),
        _ => 0,
    };
    Setup { info, init: init::video(config), nominal }
}

fn audio_setup(config: &AudioConfig, settings: Settings) -> Setup {
    let info = TrackInfo {
        kind: TrackKind::Audio,
        codec: config.codec.clone(),
        timescale: config.sample_rate,
        part_target_ms: part_target_ms(settings.part_target_ms, config.frame_samples, config.sample_rate),
        resolution: None,
        frame_rate: None,
        channels: Some(config.channels),
    };
    Setup { info, init: init::audio(config), nominal: i64::from(config.frame_samples) }
}

/// The multiple of a frame's duration (`ticks` of `scale` a second) nearest to the wish, in milliseconds, rounded up.
fn part_target_ms(wish_ms: u32, ticks: u32, scale: u32) -> u32 {
    let (wish, ticks, scale) = (u64::from(wish_ms), u64::from(ticks.max(1)), u64::from(scale.max(1)));
    let frames = ((wish * scale + ticks * 500) / (ticks * 1000)).max(1);
    let target = (frames * ticks * 1000).div_ceil(scale);
    u32::try_from(target).unwrap_or(u32::MAX).clamp(*PART_TARGET_MS.start(), *PART_TARGET_MS.end())
}

impl Track {
    fn configure(slot: &mut Option<Self>, setup: Option<Setup>) {
        let live = setup.is_some();
        let nominal = setup.as_ref().map_or(0, |setup| setup.nominal);
        match (slot.as_mut(), setup) {
            (None, None) => return,
            (None, Some(Setup { info, init, .. })) => {
                let fragmenter = Fragmenter::new(info, init);
                *slot = Some(Self {
                    fragmenter,
                    live,
                    nominal,
                    last_ts: None,
                    offset: 0,
                    strays: 0,
                    seen_key: false,
                    next_pts: None,
                    behind: false,
                });
            }
            (Some(track), Some(Setup { info, init, .. })) => track.fragmenter.configure(info, Some(init)),
            (Some(track), None) => {
                let info = track.fragmenter.info().clone();
                track.fragmenter.configure(info, None);
            }
        }
        if let Some(track) = slot.as_mut() {
            (track.live, track.nominal, track.last_ts, track.offset) = (live, nominal, None, 0);
            (track.strays, track.seen_key, track.next_pts, track.behind) = (0, false, None, false);
            track.fragmenter.set_nominal_duration(nominal);
        }
    }

    /// Fixes PART-TARGET if it is still open: from the configured frame rate, unless the first frames are much further
    /// apart than it says (`measured`, in ticks; exact to a millisecond, hence one more on each frame).
    fn decide_target(&mut self, wish_ms: u32, measured: Option<i64>) {
        if self.fragmenter.has_target() {
            return;
        }
        let configured = u32::try_from(self.nominal).unwrap_or(0);
        let measured = measured.and_then(|ticks| u32::try_from(ticks).ok()).filter(|&ticks| ticks > 0);
        let frame = match measured {
            Some(measured) if configured == 0 || measured > configured.saturating_mul(3) / 2 => {
                measured.saturating_add(u32::try_from(TICKS_PER_MS).unwrap_or(0))
            }
            _ if configured > 0 => configured,
            _ => FRAME_TICKS_DEFAULT,
        };
        let rate = self.fragmenter.info().frame_rate.filter(|_| frame == configured);
        let target = match rate {
            Some((rate, per)) => part_target_ms(wish_ms, per, rate),
            None => part_target_ms(wish_ms, frame, VIDEO_TIMESCALE),
        };
        self.fragmenter.set_target(target);
    }
}

#[cfg(test)]
#[allow(clippy::unwrap_used)] // a test that fails there says where
mod tests;
