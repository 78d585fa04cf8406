//! Chooses which input is on the air, and when a new period begins.
//!
//! Belongs here: what both inputs sent so far, waiting for the second track before a start, waiting for a keyframe before a
//! change. Does not belong here: sockets, timers, packaging, who may publish. Pure: time is an argument.
//!
//! Invariants
//! * after [`Feed::Begin`] with video, the first video frame is a keyframe;
//! * frames of one input only, between two begins;
//! * an input on the air stays there until it is lost, also when the other one comes back.

use crate::gate::InputSlot;
use base::UnixMillis;
use media::frame::{AudioConfig, AudioFrame, VideoConfig, VideoFrame};
use std::collections::VecDeque;
use tokio::time::{Duration, Instant};

/// What an input delivers.
#[derive(Clone, Debug)]
pub enum Item {
    /// The encoder's own announcement of its tracks. A hint: how long a start waits for a missing one.
    Expect {
        video: bool,
        audio: bool,
    },
    VideoConfig(VideoConfig),
    AudioConfig(AudioConfig),
    Video(VideoFrame),
    Audio(AudioFrame),
}

impl Item {
    pub(crate) fn is_media(&self) -> bool {
        matches!(self, Self::Video(_) | Self::Audio(_))
    }

    pub(crate) fn bytes(&self) -> usize {
        match self {
            Self::Video(frame) => frame.data.len(),
            Self::Audio(frame) => frame.data.len(),
            Self::Expect { .. } | Self::VideoConfig(_) | Self::AudioConfig(_) => 0,
        }
    }
}

/// What the packager is told.
#[derive(Debug)]
pub(crate) enum Feed {
    Begin { wall: UnixMillis, video: Option<VideoConfig>, audio: Option<AudioConfig> },
    Video(VideoFrame),
    Audio(AudioFrame),
}

/// How long a start waits for a track that was announced.
const ANNOUNCED_WAIT: Duration = Duration::from_millis(1000);
/// How long a start waits for a track that nobody mentioned: enough for the configuration that comes right behind.
const UNANNOUNCED_WAIT: Duration = Duration::from_millis(300);
/// Frames kept while a start waits. At the limit the start does not wait any longer.
const HELD_FRAMES_MAX: usize = 512;
/// Bytes kept while a start waits. At the limit the start does not wait any longer.
const HELD_BYTES_MAX: usize = 8 << 20;
/// Shortest time between two periods. An encoder that changes its configuration more often loses frames until the next
/// keyframe after it, instead of flooding players with discontinuities.
const PERIOD_MIN: Duration = Duration::from_secs(1);
/// A timestamp that steps back or forward by more than this is a new timeline: a new period at the next keyframe.
const TIMELINE_STEP_MS: i64 = 5_000;

#[derive(Debug, Default)]
struct Lane {
    video: Option<VideoConfig>,
    audio: Option<AudioConfig>,
    expects_video: bool,
    expects_audio: bool,
    /// Of the last picture and the last sound: an encoder may keep them far apart.
    last_ms: [Option<i64>; 2],
    restart: Option<Restart>,
    hold: Option<Hold>,
}

/// Why the input on the air must begin again at its next keyframe.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Restart {
    /// Audio appeared or changed: pictures go on meanwhile.
    Audio,
    /// Pictures or the timeline changed: nothing fits until the keyframe.
    All,
}

#[derive(Debug)]
struct Hold {
    since: Instant,
    wall: UnixMillis,
    frames: VecDeque<Item>,
    bytes: usize,
}

#[derive(Debug, Default)]
pub(crate) struct Selector {
    lanes: [Option<Lane>; 2],
    active: Option<InputSlot>,
    began: Option<Instant>,
}

impl Selector {
    /// The input on the air.
    pub(crate) fn active(&self) -> Option<InputSlot> {
        self.active
    }

    /// An encoder connected to a free input.
    pub(crate) fn attach(&mut self, slot: InputSlot) {
        self.lanes[slot.index()] = Some(Lane::default());
    }

    /// The encoder left. `true` if it was the one on the air.
    pub(crate) fn detach(&mut self, slot: InputSlot) -> bool {
        self.lanes[slot.index()] = None;
        self.take_off(slot)
    }

    /// The encoder is there but silent. `true` if it was the one on the air.
    pub(crate) fn silence(&mut self, slot: InputSlot) -> bool {
        if let Some(lane) = &mut self.lanes[slot.index()] {
            lane.hold = None;
            lane.last_ms = [None; 2];
            lane.restart = None;
        }
        self.take_off(slot)
    }

    fn take_off(&mut self, slot: InputSlot) -> bool {
        let was_active = self.active == Some(slot);
        if was_active {
            self.active = None;
        }
        was_active
    }

    /// Takes one item of `slot`; what the packager must do is appended to `out`.
    pub(crate) fn take(&mut self, slot: InputSlot, item: Item, now: Instant, wall: UnixMillis, out: &mut Vec<Feed>) {
        let on_air = self.active == Some(slot);
        let may_begin = self.active.is_none() || on_air;
        let rested = self.began.is_none_or(|began| now.saturating_duration_since(began) >= PERIOD_MIN);
        let Some(lane) = &mut self.lanes[slot.index()] else { return };
        match &item {
            Item::Expect { video, audio } => {
                (lane.expects_video, lane.expects_audio) = (*video, *audio);
                return;
            }
            Item::VideoConfig(config) => {
                if lane.video.as_ref().is_none_or(|old| old.avcc != config.avcc) {
                    lane.video = Some(config.clone());
                    lane.restart = Some(Restart::All);
                    // Held frames are sound only, or pictures of the configuration before.
                    lane.hold = None;
                }
                return;
            }
            Item::AudioConfig(config) => {
                if lane.audio.as_ref().is_none_or(|old| old.asc != config.asc) {
                    lane.audio = Some(config.clone());
                    lane.restart = lane.restart.or(Some(Restart::Audio));
                    if let Some(hold) = &mut lane.hold {
                        hold.frames.retain(|held| matches!(held, Item::Video(_)));
                    }
                }
                return;
            }
            Item::Video(frame) => lane.check_timeline(0, frame.dts_ms),
            Item::Audio(frame) => lane.check_timeline(1, frame.ts_ms),
        }
        if !may_begin {
            return;
        }
        if on_air {
            match (lane.restart, item) {
                (None, Item::Video(frame)) => return out.push(Feed::Video(frame)),
                (None, Item::Audio(frame)) => return out.push(Feed::Audio(frame)),
                (Some(Restart::Audio), Item::Video(frame)) if lane.hold.is_none() && !(frame.key && rested) => {
                    return out.push(Feed::Video(frame));
                }
                (_, item) => lane.hold(item, rested, now, wall),
            }
        } else {
            lane.hold(item, true, now, wall);
        }
        if lane.is_ready(now) {
            let hold = lane.hold.take().expect("a ready lane holds frames");
            lane.restart = None;
            let begin = Feed::Begin { wall: hold.wall, video: lane.video.clone(), audio: lane.audio.clone() };
            out.push(begin);
            for item in hold.frames {
                match item {
                    Item::Video(frame) => out.push(Feed::Video(frame)),
                    Item::Audio(frame) => out.push(Feed::Audio(frame)),
                    Item::Expect { .. } | Item::VideoConfig(_) | Item::AudioConfig(_) => {}
                }
            }
            self.active = Some(slot);
            self.began = Some(now);
        }
    }
}

impl Lane {
    fn check_timeline(&mut self, track: usize, ms: i64) {
        if self.last_ms[track].is_some_and(|last| ms.saturating_sub(last).saturating_abs() > TIMELINE_STEP_MS) {
            self.restart = Some(Restart::All);
            self.hold = None;
            self.last_ms = [None; 2];
        }
        self.last_ms[track] = Some(ms);
    }

    /// Keeps a frame for the start, if the start may begin with it or has begun.
    fn hold(&mut self, item: Item, may_start: bool, now: Instant, wall: UnixMillis) {
        let useful = match &item {
            Item::Video(frame) => self.video.is_some() && (self.hold.is_some() || (frame.key && may_start)),
            Item::Audio(_) => self.audio.is_some() && (self.hold.is_some() || (self.video.is_none() && may_start)),
            Item::Expect { .. } | Item::VideoConfig(_) | Item::AudioConfig(_) => false,
        };
        if !useful {
            return;
        }
        let hold = self.hold.get_or_insert_with(|| Hold { since: now, wall, frames: VecDeque::new(), bytes: 0 });
        hold.bytes += item.bytes();
        hold.frames.push_back(item);
    }

    fn is_ready(&self, now: Instant) -> bool {
        let Some(hold) = &self.hold else { return false };
        let announced = match (&self.video, &self.audio) {
            (Some(_), Some(_)) => return true,
            (Some(_), None) => self.expects_audio,
            (None, _) => self.expects_video,
        };
        let wait = if announced { ANNOUNCED_WAIT } else { UNANNOUNCED_WAIT };
        now.saturating_duration_since(hold.since) >= wait
            || hold.frames.len() >= HELD_FRAMES_MAX
            || hold.bytes >= HELD_BYTES_MAX
    }
}
