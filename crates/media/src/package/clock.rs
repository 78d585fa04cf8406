//! Where segments start, for both tracks, and which instants carry the live clock.
//!
//! A *position* is a presentation instant in 90 kHz ticks since the broadcast's epoch: for audio its presentation time, for
//! video decode time plus the last keyframe's composition offset, which rises with decode order and meets the
//! presentation time at every keyframe.

use std::collections::VecDeque;

use super::{Settings, TrackKind};
use crate::mp4::clock::Instant;

pub(super) const TICKS_PER_MS: i64 = 90;

/// How much longer than `segment_ms_max` whole GOPs put together may get: encoders' GOPs jitter by a few frames.
const GOP_JITTER_MS: i64 = 100;

/// EXTINF rounds to the target duration up to half a second above it. Video is cut at 400 ms above, so that a GOP a bit
/// longer than planned stays whole; a track alone may go on to 450 ms, and nothing reaches 490 ms.
const STRETCH_VIDEO_MS: i64 = 400;
const STRETCH_ALONE_MS: i64 = 450;
const STRETCH_HARD_MS: i64 = 490;

/// A keyframe this close before a boundary that audio already crossed becomes video's side of it.
const EARLY_KEY_MS: i64 = 500;

/// The live clock is in the stream at least this often.
const INSTANT_EVERY_MS: i64 = 1000;

/// Instants that wait for a track's next part; above it the oldest are left out there.
const INSTANTS_WAITING_MAX: usize = 64;

/// Start of a segment.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
struct Boundary {
    msn: u64,
    position: i64,
}

/// The one place segment numbers come from. They rise by one and are never reused, also across periods.
#[derive(Debug)]
pub(super) struct SegmentClock {
    segment_max: i64,
    target_duration_ms: i64,
    /// Boundaries of this period that some track has not crossed, and the newest one. Empty before the first.
    boundaries: VecDeque<Boundary>,
    next_msn: u64,
    /// The newest boundary is a keyframe's.
    clean: bool,
    last_key: Option<i64>,
    /// GOPs do not fit into a segment: cut at the maximum instead of waiting for a keyframe.
    long_gops: bool,
}

impl SegmentClock {
    pub(super) fn new(settings: Settings) -> Self {
        Self {
            segment_max: i64::from(settings.segment_ms_max) * TICKS_PER_MS,
            target_duration_ms: i64::from(settings.target_duration_s()) * 1000,
            boundaries: VecDeque::new(),
            next_msn: 1,
            clean: false,
            last_key: None,
            long_gops: false,
        }
    }

    /// A new period: its first boundary is yet to come.
    pub(super) fn reset(&mut self) {
        self.boundaries.clear();
        self.last_key = None;
        self.long_gops = false;
    }

    /// The newest segment of this period.
    pub(super) fn current(&self) -> Option<u64> {
        self.boundaries.back().map(|boundary| boundary.msn)
    }

    /// Longest a segment may get in the decode time of one track, in milliseconds.
    pub(super) fn alone_ms_max(&self) -> i64 {
        self.target_duration_ms + STRETCH_ALONE_MS
    }

    /// What no segment may reach, in milliseconds.
    pub(super) fn hard_ms_max(&self) -> i64 {
        self.target_duration_ms + STRETCH_HARD_MS
    }

    /// Starts the next segment at `position`, or right behind the last boundary if that is later.
    pub(super) fn open(&mut self, position: i64, clean: bool) {
        let position = self.boundaries.back().map_or(position, |last| position.max(last.position + 1));
        self.boundaries.push_back(Boundary { msn: self.next_msn, position });
        self.next_msn += 1;
        self.clean = clean;
    }

    /// A video frame comes: does it start a segment? `msn` is where video stands. Returns the number it belongs to.
    pub(super) fn video(&mut self, msn: u64, position: i64, key: bool) -> u64 {
        let Some(last) = self.boundaries.back().copied() else {
            self.open(position, key);
            self.last_key = Some(position);
            return self.current().unwrap_or(msn);
        };
        let since = position - last.position;
        if key {
            let gop = self.last_key.map_or(0, |key| position - key);
            self.last_key = Some(position);
            if gop <= self.stretch_video() {
                self.long_gops = false;
            }
            if since < 0 {
                // Audio ran ahead and had to start the segment: let video's side of it start at this keyframe.
                let early = msn + 1 == last.msn && -since < EARLY_KEY_MS * TICKS_PER_MS;
                self.clean |= early;
                return if early { last.msn } else { self.msn_at(position) };
            }
            if !self.clean || since + gop > self.segment_max + GOP_JITTER_MS * TICKS_PER_MS {
                self.skip_ahead(position);
                self.open(position, true);
            }
        } else if since >= if self.long_gops { self.segment_max } else { self.stretch_video() } {
            self.long_gops = true;
            self.skip_ahead(position);
            self.open(position, false);
        }
        self.msn_at(position)
    }

    /// An audio frame comes, presented from `position` on. With `leading` (no video in this period) it starts segments at
    /// the maximum; else only if video has left it alone for too long. Returns the number its `middle` belongs to.
    pub(super) fn audio(&mut self, position: i64, middle: i64, leading: bool) -> u64 {
        let limit = if leading { self.segment_max } else { self.alone_ms_max() * TICKS_PER_MS };
        match self.boundaries.back() {
            None => self.open(position, leading),
            Some(last) if position - last.position >= limit => {
                self.skip_ahead(position);
                self.open(position, leading);
            }
            Some(_) => {}
        }
        self.msn_at(middle)
    }

    /// The first boundary of the period, while it is needed.
    pub(super) fn first_start(&self) -> Option<i64> {
        self.boundaries.front().map(|boundary| boundary.position)
    }

    fn stretch_video(&self) -> i64 {
        (self.target_duration_ms + STRETCH_VIDEO_MS) * TICKS_PER_MS
    }

    /// After a hole of several segments: their boundaries, so that no gap is longer than a segment may be.
    fn skip_ahead(&mut self, position: i64) {
        while let Some(last) = self.boundaries.back()
            && position - last.position >= 2 * self.segment_max
        {
            self.open(last.position + self.segment_max, false);
        }
    }

    fn msn_at(&self, position: i64) -> u64 {
        let at = self.boundaries.iter().rev().find(|boundary| boundary.position <= position);
        at.or(self.boundaries.front()).map_or(self.next_msn, |boundary| boundary.msn)
    }

    /// Where segment `msn` of this period starts, if that is known and still needed.
    pub(super) fn start_of(&self, msn: u64) -> Option<i64> {
        self.boundaries.iter().find(|boundary| boundary.msn == msn).map(|boundary| boundary.position)
    }

    /// Forgets boundaries below `msn`, which every track has crossed.
    pub(super) fn forget_below(&mut self, msn: u64) {
        while self.boundaries.len() > 1 && self.boundaries.front().is_some_and(|first| first.msn < msn) {
            self.boundaries.pop_front();
        }
    }
}

/// The instants that carry the live clock: decided once, written by each track in the part that covers them.
#[derive(Debug, Default)]
pub(super) struct Instants {
    next_id: u32,
    start: i64,
    last: Option<i64>,
    waiting: [VecDeque<(u32, i64)>; 2],
}

impl Instants {
    /// A new period starts at `position`: nothing waits, the first part gets an instant.
    pub(super) fn reset(&mut self, position: i64) {
        self.start = position;
        self.last = None;
        self.waiting = Default::default();
    }

    /// A part of the leading track is ready, presented from `position` on for `duration`: is an instant due?
    pub(super) fn offer(&mut self, position: i64, duration: i64, must: bool) {
        let due =
            self.last.is_none_or(|last| position.saturating_add(duration) - last > INSTANT_EVERY_MS * TICKS_PER_MS);
        if !must && !due {
            return;
        }
        self.last = Some(self.last.map_or(position, |last| last.max(position)));
        for waiting in &mut self.waiting {
            waiting.push_back((self.next_id, position));
            if waiting.len() > INSTANTS_WAITING_MAX {
                waiting.pop_front();
            }
        }
        self.next_id = self.next_id.wrapping_add(1);
    }

    /// When the last instant of the period was, or else its start.
    pub(super) fn last_or_start(&self) -> i64 {
        self.last.unwrap_or(self.start)
    }

    /// Takes what the part of `track` that ends at `end` has to carry.
    pub(super) fn take(&mut self, track: TrackKind, end: i64, timescale: u32, epoch_ms: i64) -> Vec<Instant> {
        let mut taken = Vec::new();
        self.waiting[track as usize].retain(|&(id, position)| {
            if position >= end {
                return true;
            }
            let ticks = i128::from(position) * i128::from(timescale) + i128::from(45_000);
            let time = u64::try_from(ticks / i128::from(90_000)).unwrap_or(0);
            let wall_ms = epoch_ms.saturating_add(position.div_euclid(TICKS_PER_MS));
            taken.push(Instant { id, time, timescale, wall_ms });
            false
        });
        taken
    }
}
