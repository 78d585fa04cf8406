//! One track: frames in, parts out.
//!
//! A frame is put into a part when its successor arrives, because only then its duration is known. Every part but a
//! segment's last fills 85 to 100 % of PART-TARGET: a part that has 85 % ends before the frame that would exceed the
//! target; a part that has less ends *at* the target, and the frame there is decoded a little earlier than the
//! encoder said, with a composition offset larger by as much. So decode time has no holes and every frame is shown
//! exactly when the encoder said.
//!
//! Times are decode and presentation times in the track's ticks, since the broadcast's epoch.

use std::num::NonZeroU32;

use base::{Ticks, UnixMillis};
use bytes::Bytes;

use super::clock::{Instants, SegmentClock, TICKS_PER_MS};
use super::{Counters, Gap, LEADING_GAP_MS, Output, Part, TrackInfo, TrackKind, VIDEO_TIMESCALE};
use crate::mp4::chunk::{Chunk, Opening, Sample};

/// A part that has this much of PART-TARGET may end.
const PART_PERCENT_MIN: i64 = 85;

/// How far a frame's decode time may be moved ahead of what the encoder said, to hide that frames are further apart
/// than PART-TARGET. Beyond it a part becomes longer than the target, and is counted.
const LEAD_MS_MAX: i64 = 1000;

/// Largest part, by payload. At it the part ends early, and is counted.
pub(super) const PART_BYTES_MAX: usize = 16 * 1024 * 1024;

/// Largest segment, by payload. At it the next segment starts, for both tracks.
const SEGMENT_BYTES_MAX: usize = 64 * 1024 * 1024;

/// Most frames in a part: 1000 a second and more. At it the part ends early, and is counted.
const PART_SAMPLES_MAX: usize = 1024;

/// After so long without an instant from video, audio decides instants itself.
const VIDEO_SILENCE_MS: i64 = 2000;

/// Shortest gap segment.
const GAP_MS_MIN: i64 = 1;

/// A frame on the broadcast's timeline.
#[derive(Clone, Debug)]
pub(super) struct Frame {
    pub(super) dts: i64,
    pub(super) pts: i64,
    pub(super) key: bool,
    pub(super) data: Bytes,
}

/// What both tracks share while one of them works.
#[derive(Debug)]
pub(super) struct Shared {
    pub(super) clock: SegmentClock,
    pub(super) instants: Instants,
    pub(super) counters: Counters,
    /// Wall-clock at media time zero.
    pub(super) epoch_ms: i64,
    pub(super) period: u32,
    /// First segment of the period.
    pub(super) first_msn: u64,
    /// Video is configured in this period, so it decides instants.
    pub(super) video_leads: bool,
}

/// The packager of one track.
#[derive(Debug)]
pub(super) struct Fragmenter {
    kind: TrackKind,
    scale: NonZeroU32,
    info: TrackInfo,
    /// Init segment of this period, until it is put out before the first part.
    init: Option<Bytes>,
    /// PART-TARGET in ticks, from `info.part_target_ms`; 0 until the first frame duration is known.
    part_target: i64,
    /// How much later than decoded a frame at a boundary is shown: the last keyframe's composition offset.
    pub(super) delay: i64,
    /// Where the track stands: the segment of the next part.
    pub(super) msn: u64,
    /// Nothing was put out in this period.
    fresh: bool,
    /// The track has had its first init segment: from here on every segment is told.
    announced: bool,
    segment_start: Option<i64>,
    segment_bytes: usize,
    segment_independent: bool,
    part_index: u32,
    part_start: i64,
    part_bytes: usize,
    /// Earliest presentation in the part.
    part_earliest: i64,
    samples: Vec<Sample>,
    pending: Option<Frame>,
    last_duration: i64,
    /// End of what was put out or stands in the part; decode time never falls below it.
    decode_end: i64,
    sequence: u32,
}

impl Fragmenter {
    pub(super) fn new(info: TrackInfo, init: Bytes) -> Self {
        let mut new = Self {
            kind: info.kind,
            scale: NonZeroU32::new(info.timescale).expect("configurations have a timescale"),
            info,
            init: None,
            part_target: 0,
            delay: 0,
            msn: 0,
            fresh: true,
            announced: false,
            segment_start: None,
            segment_bytes: 0,
            segment_independent: false,
            part_index: 0,
            part_start: 0,
            part_bytes: 0,
            part_earliest: i64::MAX,
            samples: Vec::new(),
            pending: None,
            last_duration: 0,
            decode_end: 1, // leaves room for the gap in front
            sequence: 0,
        };
        let info = new.info.clone();
        new.configure(info, Some(init));
        new
    }

    /// A new period; without `init` the track has no media in it. PART-TARGET stays what it was once it is known.
    pub(super) fn configure(&mut self, info: TrackInfo, init: Option<Bytes>) {
        let scale = NonZeroU32::new(info.timescale).expect("configurations have a timescale");
        let known_ms = if self.part_target > 0 { self.info.part_target_ms } else { info.part_target_ms };
        self.decode_end = Ticks::new(self.decode_end, self.scale).rescale(scale).value + i64::from(scale != self.scale);
        self.scale = scale;
        self.info = TrackInfo { part_target_ms: known_ms, ..info };
        self.part_target = self.ticks(i64::from(known_ms));
        self.init = init;
        self.last_duration = 0;
        self.delay = 0;
        self.fresh = true;
    }

    /// The first boundary of a period is known.
    pub(super) fn start_at(&mut self, msn: u64) {
        self.msn = msn;
    }

    pub(super) fn info(&self) -> &TrackInfo {
        &self.info
    }

    /// PART-TARGET is decided with the first duration; until then the choice is open.
    pub(super) fn has_target(&self) -> bool {
        self.part_target > 0
    }

    pub(super) fn set_target(&mut self, part_target_ms: u32) {
        self.info.part_target_ms = part_target_ms;
        self.part_target = self.ticks(i64::from(part_target_ms));
    }

    /// Nothing was put out, or stands ready, in this period.
    pub(super) fn is_fresh(&self) -> bool {
        self.fresh
    }

    /// The frame that waits for its successor.
    pub(super) fn pending_dts(&self) -> Option<i64> {
        self.pending.as_ref().map(|frame| frame.dts)
    }

    pub(super) fn set_nominal_duration(&mut self, ticks: i64) {
        self.last_duration = ticks;
    }

    pub(super) fn ticks(&self, ms: i64) -> i64 {
        ms.saturating_mul(i64::from(self.scale.get())) / 1000
    }

    /// The position (see [`super::clock`]) of a decode time.
    fn position(&self, dts: i64) -> i64 {
        self.clock_ticks(dts + self.delay)
    }

    fn clock_ticks(&self, ticks: i64) -> i64 {
        const CLOCK: NonZeroU32 = NonZeroU32::new(VIDEO_TIMESCALE).expect("not zero");
        Ticks::new(ticks, self.scale).rescale(CLOCK).value
    }

    /// Where everything so far ends, as a position.
    pub(super) fn end_position(&self) -> i64 {
        let end = self.pending.as_ref().map_or(self.decode_end, |frame| frame.dts + self.last_duration.max(1));
        self.position(end.max(self.decode_end))
    }

    /// The segment is at a limit: `frame` must not go into it.
    pub(super) fn must_end(&self, frame: &Frame, clock: &SegmentClock) -> bool {
        let Some(start) = self.segment_start else { return false };
        frame.dts - start >= self.ticks(clock.alone_ms_max())
            || self.segment_bytes + self.pending.as_ref().map_or(0, |pending| pending.data.len()) + frame.data.len()
                > SEGMENT_BYTES_MAX
    }

    /// Takes a frame that belongs to segment `msn` or, if the track is already past that, to its own.
    pub(super) fn push(&mut self, mut frame: Frame, msn: u64, shared: &mut Shared, out: &mut Vec<Output>) {
        match self.pending.take() {
            Some(pending) if msn > self.msn + 1 => {
                // Whole segments without media lie between: the last frame lasts as long as the one before it.
                self.pending = Some(pending);
                self.finish_to(msn, None, shared, out);
            }
            Some(pending) => self.complete(pending, &mut frame, msn > self.msn, shared, out),
            None => {}
        }
        if msn > self.msn {
            self.finish_to(msn, None, shared, out);
        }
        if self.segment_start.is_none() {
            self.start_segment(&mut frame, shared);
        }
        self.pending = Some(frame);
    }

    /// Gives `pending` its duration, now that its successor is here, and ends parts where they have to end.
    fn complete(
        &mut self,
        pending: Frame,
        next: &mut Frame,
        crossing: bool,
        shared: &mut Shared,
        out: &mut Vec<Output>,
    ) {
        if next.dts <= pending.dts {
            next.dts = pending.dts + 1;
            shared.counters.decode_times_mended += 1;
        }
        let target = self.part_target;
        if next.dts - self.part_start > target && self.is_full_enough(pending.dts - self.part_start) {
            self.end_part(shared, out);
        }
        if next.dts - self.part_start > target {
            let earliest = next.dts - self.ticks(LEAD_MS_MAX);
            let cut = (self.part_start + target).max(earliest);
            shared.counters.parts_off_target += u64::from(cut > self.part_start + target);
            next.dts = cut.max(pending.dts + 1);
        }
        if let Some(start) = self.segment_start.filter(|_| crossing) {
            let hard = start + self.ticks(shared.clock.hard_ms_max());
            next.dts = next.dts.min(hard).max(pending.dts + 1);
        }
        let duration = next.dts - pending.dts;
        self.add_sample(pending, duration);
        if crossing {
            return;
        }
        let length = self.decode_end - self.part_start;
        // A frame like this one would exceed the target by more than rounding to milliseconds explains: end now.
        let full = self.is_full_enough(length) && length + duration > target + self.ticks(1);
        let at_limit = self.samples.len() >= PART_SAMPLES_MAX || self.part_bytes + next.data.len() > PART_BYTES_MAX;
        if full || length == target {
            self.end_part(shared, out);
        } else if at_limit {
            shared.counters.parts_off_target += 1;
            self.end_part(shared, out);
        }
    }

    fn is_full_enough(&self, length: i64) -> bool {
        length > 0 && length.saturating_mul(100) >= self.part_target.saturating_mul(PART_PERCENT_MIN)
    }

    fn add_sample(&mut self, frame: Frame, duration: i64) {
        if self.samples.is_empty() {
            self.part_start = frame.dts;
        }
        self.decode_end = frame.dts + duration;
        self.last_duration = duration;
        self.part_earliest = self.part_earliest.min(frame.pts);
        self.part_bytes += frame.data.len();
        self.segment_bytes += frame.data.len();
        let offset = frame.pts - frame.dts;
        self.samples.push(Sample {
            duration: u32::try_from(duration).unwrap_or(u32::MAX),
            composition: i32::try_from(offset).unwrap_or(if offset < 0 { i32::MIN } else { i32::MAX }),
            key: frame.key,
            data: frame.data,
        });
    }

    /// The first frame of a segment: it continues where the last one ended, unless the hole is too wide.
    fn start_segment(&mut self, frame: &mut Frame, shared: &mut Shared) {
        let hole = frame.dts - self.decode_end;
        if hole < 0 || (!self.fresh && hole <= self.ticks(LEAD_MS_MAX)) {
            shared.counters.decode_times_mended += u64::from(hole < 0);
            frame.dts = self.decode_end;
        }
        self.fresh = false;
        self.segment_start = Some(frame.dts);
        self.segment_independent = frame.key;
        self.part_start = frame.dts;
    }

    /// Puts the samples out as a part, if there are any.
    fn end_part(&mut self, shared: &mut Shared, out: &mut Vec<Output>) {
        if self.samples.is_empty() {
            return;
        }
        let start = self.part_start;
        let duration = self.decode_end - start;
        let independent = self.samples.iter().any(|sample| sample.key);
        let position = self.clock_ticks(self.part_earliest);
        let end = self.position(self.decode_end);
        let leads = match self.kind {
            TrackKind::Video => true,
            // Video decides, unless it has been silent for long.
            TrackKind::Audio => {
                !shared.video_leads || end - shared.instants.last_or_start() > VIDEO_SILENCE_MS * TICKS_PER_MS
            }
        };
        if leads {
            let must = independent && (self.kind == TrackKind::Video || self.part_index == 0);
            shared.instants.offer(position, end - position, must);
        }
        let instants = shared.instants.take(self.kind, end.max(position + 1), self.info.timescale, shared.epoch_ms);
        let pdt = UnixMillis(shared.epoch_ms.saturating_add(position.div_euclid(TICKS_PER_MS)));
        if let Some(init) = self.init.take() {
            out.push(Output::Init { track: self.kind, period: shared.period, init, info: self.info.clone() });
            self.announce(pdt, shared, out);
        }
        self.sequence = self.sequence.wrapping_add(1);
        let media_time = u64::try_from(self.part_earliest).unwrap_or(0);
        let opening = (self.part_index == 0).then_some(Opening { media_time, wall_ms: pdt.0 });
        let chunk = Chunk {
            sequence: self.sequence,
            decode_time: u64::try_from(start).unwrap_or(0),
            opening,
            instants: &instants,
            flags: self.kind == TrackKind::Video,
            samples: &self.samples,
        };
        let part = Part {
            msn: self.msn,
            index: self.part_index,
            start: Ticks::new(start, self.scale),
            duration: Ticks::new(duration, self.scale),
            pdt,
            independent,
            segment_independent: self.segment_independent,
            bytes: chunk.write(),
            period: shared.period,
        };
        out.push(Output::Part { track: self.kind, part });
        self.samples.clear();
        self.part_index += 1;
        self.part_start = self.decode_end;
        self.part_bytes = 0;
        self.part_earliest = i64::MAX;
    }

    /// Puts a short gap in front of the track's first segment, so that there is a complete segment from the first part on.
    fn announce(&mut self, pdt: UnixMillis, shared: &Shared, out: &mut Vec<Output>) {
        if self.announced {
            return;
        }
        self.announced = true;
        let msn = self.msn - 1;
        let period = if msn < shared.first_msn { shared.period - 1 } else { shared.period };
        let start = (self.part_start - self.ticks(LEADING_GAP_MS)).max(0);
        let gap = Gap {
            msn,
            start: Ticks::new(start, self.scale),
            duration: Ticks::new(self.part_start - start, self.scale),
            pdt: UnixMillis(pdt.0.saturating_sub(LEADING_GAP_MS)),
            period: period.max(1),
        };
        out.push(Output::Gap { track: self.kind, gap });
    }

    /// Ends the segment where the track stands, and those without media after it, up to but without `msn`. A frame that
    /// waits gets the duration of the one before it. `until` is where a gap ends whose successor is not known.
    pub(super) fn finish_to(&mut self, msn: u64, until: Option<i64>, shared: &mut Shared, out: &mut Vec<Output>) {
        if let Some(pending) = self.pending.take() {
            let duration = self.closing_duration(&pending, shared);
            self.add_sample(pending, duration);
        }
        while self.msn < msn {
            self.end_part(shared, out);
            if self.segment_start.take().is_some() {
                out.push(Output::SegmentEnd { track: self.kind, msn: self.msn });
            } else {
                self.put_gap(until, shared, out);
            }
            self.msn += 1;
            self.part_index = 0;
            self.segment_bytes = 0;
        }
    }

    /// The duration of a last frame: that of the frame before it, within what is left of part and segment.
    fn closing_duration(&self, pending: &Frame, shared: &Shared) -> i64 {
        let left_of = |start: i64, length: i64| start + length - pending.dts;
        let part_start = if self.samples.is_empty() { pending.dts } else { self.part_start };
        let in_part = left_of(part_start, self.part_target);
        let in_segment = left_of(self.segment_start.unwrap_or(pending.dts), self.ticks(shared.clock.hard_ms_max()));
        self.last_duration.min(in_part).min(in_segment).max(1)
    }

    fn put_gap(&mut self, until: Option<i64>, shared: &mut Shared, out: &mut Vec<Output>) {
        let ticks = |position: i64| {
            const CLOCK: NonZeroU32 = NonZeroU32::new(VIDEO_TIMESCALE).expect("not zero");
            Ticks::new(position, CLOCK).rescale(self.scale).value - self.delay
        };
        let start = match shared.clock.start_of(self.msn).filter(|_| self.fresh) {
            Some(boundary) => ticks(boundary).max(self.decode_end),
            None => self.decode_end,
        };
        let end = shared.clock.start_of(self.msn + 1).or(until).map_or(start, ticks);
        let longest = self.ticks(shared.clock.hard_ms_max());
        let duration = (end - start).clamp(self.ticks(GAP_MS_MIN).max(1), longest);
        let pdt_ms = self.position(start).div_euclid(TICKS_PER_MS);
        let gap = Gap {
            msn: self.msn,
            start: Ticks::new(start, self.scale),
            duration: Ticks::new(duration, self.scale),
            pdt: UnixMillis(shared.epoch_ms.saturating_add(pdt_ms)),
            period: shared.period,
        };
        self.fresh = false;
        self.decode_end = start + duration;
        if self.announced {
            shared.counters.gaps += 1;
            out.push(Output::Gap { track: self.kind, gap });
        }
    }
}
