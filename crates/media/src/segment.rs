//! What a track offers: segments, parts and their facts, without the bytes. The input of the playlist printers.
//!
//! One [`SegmentIndex`] per track; whoever holds the bytes keeps them beside it: every [`Output`] of the track goes through
//! [`SegmentIndex::apply`], then [`SegmentIndex::slide`] says which numbers left the window.
//!
//! Invariants
//! * segment numbers rise by one, and only the last segment may be incomplete;
//! * what was listed once is never listed differently.

use std::collections::VecDeque;
use std::num::NonZeroU32;

use base::{Ticks, UnixMillis};

use crate::package::{Gap, Output, Part, TrackInfo};

/// Most segments in an index. At it the oldest leave, however short they are.
pub const SEGMENTS_MAX: usize = 4096;

/// Parts are listed for so many target durations from the end (rfc8216bis, 4.4.4.9), and forgotten before that.
const PARTS_LISTED_TARGETS: i64 = 3;

const MICROSECONDS: NonZeroU32 = NonZeroU32::new(1_000_000).expect("not zero");

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct PartInfo {
    pub duration: Ticks,
    /// Contains a frame that decodes alone.
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
    /// How many parts it has, or had.
    pub part_count: u32,
    pub bytes: usize,
    pub complete: bool,
    /// No media (EXT-X-GAP); always complete.
    pub gap: bool,
    /// Starts with a frame that decodes alone.
    pub independent: bool,
}

impl SegmentInfo {
    fn microseconds(&self) -> i64 {
        self.duration.rescale(MICROSECONDS).value
    }
}

/// Everything a playlist printer needs to know of one track.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct SegmentIndex {
    /// Of the newest period.
    pub info: TrackInfo,
    pub target_duration_s: u32,
    /// Consecutive numbers, oldest first.
    pub segments: VecDeque<SegmentInfo>,
    /// Discontinuities before the first listed segment. Counted from the first period of the broadcast, so that a track
    /// that appears later agrees with the others.
    pub discontinuity_sequence: u64,
    /// Subtracted from the period of the first listed segment to print its EXT-X-DISCONTINUITY-SEQUENCE. Players keep a table by
    /// that number (hls.js walks it from zero), so it stays small where periods are counted from a large number.
    pub discontinuity_base: u32,
    /// The broadcast is over: nothing will be added.
    pub ended: bool,
    /// Every segment so far started with a frame that decodes alone (EXT-X-INDEPENDENT-SEGMENTS).
    pub independent: bool,
    /// Periods that have an init segment, rising. A period of gaps has none.
    pub inits: Vec<u32>,
    peak_bps: u64,
}

impl SegmentIndex {
    /// EXT-X-DISCONTINUITY-SEQUENCE of a playlist whose first segment is of this period; the same in every track.
    pub fn discontinuities_before(&self, period: u32) -> u64 {
        u64::from(period.saturating_sub(self.discontinuity_base))
    }

    /// An empty index; `info` comes from the track's first [`Output::Init`].
    pub fn new(info: TrackInfo, target_duration_s: u32) -> Self {
        Self {
            info,
            target_duration_s,
            segments: VecDeque::new(),
            discontinuity_sequence: 0,
            discontinuity_base: 1,
            ended: false,
            independent: true,
            inits: Vec::new(),
            peak_bps: 0,
        }
    }

    /// Takes in what the packager said about this track; outputs of the other must not come here.
    pub fn apply(&mut self, output: &Output) {
        match output {
            Output::Init { period, info, .. } => self.start_period(*period, info.clone()),
            Output::Part { part, .. } => self.push_part(part),
            Output::SegmentEnd { msn, .. } => self.end_segment(*msn),
            Output::Gap { gap, .. } => self.push_gap(gap),
        }
    }

    pub fn start_period(&mut self, period: u32, info: TrackInfo) {
        self.info = info;
        self.inits.push(period);
    }

    pub fn push_part(&mut self, part: &Part) {
        if self.segments.back().is_none_or(|last| last.complete) {
            self.push_segment(SegmentInfo {
                msn: part.msn,
                period: part.period,
                pdt: part.pdt,
                duration: Ticks::new(0, part.duration.scale),
                parts: Vec::new(),
                part_count: 0,
                bytes: 0,
                complete: false,
                gap: false,
                independent: part.segment_independent,
            });
        }
        self.independent &= part.segment_independent;
        let Some(segment) = self.segments.back_mut() else { return };
        debug_assert_eq!((segment.msn, segment.part_count), (part.msn, part.index), "parts come in order");
        segment.duration = Ticks::new(segment.duration.value + part.duration.value, part.duration.scale);
        segment.bytes += part.bytes.len();
        segment.part_count += 1;
        segment.parts.push(PartInfo {
            duration: part.duration,
            independent: part.independent,
            bytes: part.bytes.len(),
        });
    }

    pub fn end_segment(&mut self, msn: u64) {
        let Some(segment) = self.segments.back_mut() else { return };
        debug_assert_eq!(segment.msn, msn, "only the last segment can end");
        segment.complete = true;
        // Shorter ones would say little about the rate: rfc8216bis, 4.4.6.2 looks at half a target duration and more.
        let microseconds = segment.microseconds();
        if microseconds * 2 >= i64::from(self.target_duration_s) * 1_000_000 {
            self.peak_bps = self.peak_bps.max(bits_per_second(segment.bytes, microseconds));
        }
    }

    pub fn push_gap(&mut self, gap: &Gap) {
        self.push_segment(SegmentInfo {
            msn: gap.msn,
            period: gap.period,
            pdt: gap.pdt,
            duration: gap.duration,
            parts: Vec::new(),
            part_count: 0,
            bytes: 0,
            complete: true,
            gap: true,
            independent: true,
        });
    }

    fn push_segment(&mut self, segment: SegmentInfo) {
        if self.segments.is_empty() {
            self.discontinuity_sequence = self.discontinuities_before(segment.period);
        }
        debug_assert!(self.segments.back().is_none_or(|last| last.complete && last.msn + 1 == segment.msn));
        self.segments.push_back(segment);
    }

    /// Drops the oldest complete segments while `window_ms` of complete ones remain, and forgets the parts of segments
    /// further than three target durations from the end. Returns the first number still listed: bytes below it, and
    /// part numbers of segments without `parts`, are no longer named by any new playlist.
    pub fn slide(&mut self, window_ms: u32) -> u64 {
        let mut listed: i64 =
            self.segments.iter().filter(|segment| segment.complete).map(SegmentInfo::microseconds).sum();
        while let Some(first) = self.segments.front().filter(|first| first.complete) {
            let rest = listed - first.microseconds();
            if (rest < i64::from(window_ms) * 1000 || self.segments.len() < 2) && self.segments.len() <= SEGMENTS_MAX {
                break;
            }
            listed = rest;
            self.segments.pop_front();
        }
        if let Some(first) = self.segments.front() {
            self.discontinuity_sequence = self.discontinuities_before(first.period);
            let period = first.period;
            // The newest init at or before the first segment is still in use.
            let unused = self.inits.iter().filter(|&&init| init <= period).count().saturating_sub(1);
            self.inits.drain(..unused);
        }
        let mut behind = 0;
        for segment in self.segments.iter_mut().rev() {
            if behind > i64::from(self.target_duration_s) * 1_000_000 * PARTS_LISTED_TARGETS {
                segment.parts = Vec::new();
            }
            behind += segment.microseconds();
        }
        self.segments.front().map_or(0, |first| first.msn)
    }

    /// Number and position of the part that comes next: what the preload hint names. If that part's segment turns out
    /// to be a gap, or ends first, the hinted part never comes.
    pub fn next_part(&self) -> (u64, u32) {
        match self.segments.back() {
            Some(last) if last.complete => (last.msn + 1, 0),
            Some(last) => (last.msn, last.part_count),
            None => (1, 0),
        }
    }

    /// Peak and average bits per second, for BANDWIDTH and AVERAGE-BANDWIDTH. The peak is over all segments so far, the
    /// average over the listed ones; before the first complete segment both are those of its parts. Zero without any.
    pub fn bandwidth(&self) -> (u64, u64) {
        let media = self.segments.iter().filter(|segment| !segment.gap);
        let (bytes, microseconds) = media.fold((0usize, 0i64), |(bytes, microseconds), segment| {
            (bytes + segment.bytes, microseconds + segment.microseconds())
        });
        let average = bits_per_second(bytes, microseconds);
        (self.peak_bps.max(average), average)
    }
}

fn bits_per_second(bytes: usize, microseconds: i64) -> u64 {
    let bits = bytes as u64 * 8;
    match u64::try_from(microseconds) {
        Ok(microseconds) if microseconds > 0 => bits.saturating_mul(1_000_000) / microseconds,
        _ => 0,
    }
}
