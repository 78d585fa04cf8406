//! What a track offers: segments, parts and their facts, without the bytes. The input of the playlist printers.
//!
//! `live::track` keeps one [`SegmentIndex`] per track and the bytes beside it: every [`Output`] of its track goes through
//! [`SegmentIndex::apply`], then [`SegmentIndex::slide`] says which numbers left the window.
//!
//! Invariants
//! * segment numbers rise by one;
//! * only the last segment may be incomplete;
//! * the track's first segment has a gap of [`LEADING_GAP_MS`] in front, so that a player which wants a complete segment finds one.

use std::collections::VecDeque;

use base::{Ticks, UnixMillis};

use crate::package::{Output, TrackInfo};

/// How long the gap before a track's first segment is (decision 6 of the live signal: parts play at once behind it).
pub const LEADING_GAP_MS: i64 = 100;

/// Most segments in an index. Above it the oldest leave, however short they are.
pub const SEGMENTS_MAX: usize = 4096;

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct PartInfo {
    pub duration: Ticks,
    pub independent: bool,
    pub bytes: usize,
}

#[derive(Clone, Debug, PartialEq, Eq)]
pub struct SegmentInfo {
    pub msn: u64,
    pub period: u32,
    /// Wall-clock of the first frame's presentation.
    pub pdt: UnixMillis,
    /// Of all parts so far; final when `complete`.
    pub duration: Ticks,
    /// Empty again once the segment is too old to be played part by part, and always for a gap.
    pub parts: Vec<PartInfo>,
    /// How many parts it has or had.
    pub part_count: u32,
    pub bytes: usize,
    pub complete: bool,
    pub gap: bool,
    /// Starts with a frame that decodes alone.
    pub independent: bool,
}

/// Everything a playlist printer needs to know of one track.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct SegmentIndex {
    pub info: TrackInfo,
    pub target_duration_s: u32,
    pub segments: VecDeque<SegmentInfo>,
    /// Discontinuities before the first listed segment.
    pub discontinuity_sequence: u64,
    /// The broadcast is over: nothing will be added.
    pub ended: bool,
    /// Every segment so far started with a frame that decodes alone (EXT-X-INDEPENDENT-SEGMENTS).
    pub independent: bool,
    /// Largest and mean bits per second of the complete segments so far.
    pub peak_bps: u64,
}

impl SegmentIndex {
    pub fn new(info: TrackInfo, target_duration_s: u32) -> Self {
        Self {
            info,
            target_duration_s,
            segments: VecDeque::new(),
            discontinuity_sequence: 0,
            ended: false,
            independent: true,
            peak_bps: 0,
        }
    }

    /// Takes in what the packager said about this track. Outputs of other tracks must not come here.
    pub fn apply(&mut self, _output: &Output) {}

    /// Drops complete segments older than `window_ms` before the end; returns the first number still listed.
    /// Parts of segments further than three target durations from the end are forgotten too.
    pub fn slide(&mut self, _window_ms: u32) -> u64 {
        self.segments.front().map_or(0, |first| first.msn)
    }

    /// Number and position of the part that comes next: what the preload hint names.
    pub fn next_part(&self) -> (u64, u32) {
        (1, 0)
    }

    /// Peak and average bits per second, for BANDWIDTH and AVERAGE-BANDWIDTH.
    pub fn bandwidth(&self) -> (u64, u64) {
        (0, 0)
    }
}
