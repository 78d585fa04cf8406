//! The ring of segments behind one media stream, and the readers that follow it.
//!
//! Belongs here: the bytes of parts beside their index, waking readers, sharing playlist texts.
//! Does not belong here: sockets, files, what a playlist looks like (that is `media`), anything about entries.
//!
//! Readers see immutable [`View`]s through a `watch` channel; the writer makes the next one and swaps it in.
//!
//! Invariants
//! * segment numbers rise by one and are never reused, also after the encoder rejoins;
//! * a part is immutable once published, and its bytes are never copied;
//! * a reader never makes the writer wait, and no lock is held across an await.

use base::UnixMillis;
use bytes::Bytes;
use media::package::{Output, TrackInfo, TrackKind};
use media::playlist::hls::{self, Form};
use media::segment::SegmentIndex;
use metrics::counter;
use std::collections::VecDeque;
use std::fmt;
use std::sync::{Arc, OnceLock};
use tokio::sync::watch;

/// How much a track keeps.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Window {
    /// What playlists list, milliseconds of complete segments.
    pub duration_ms: u32,
    /// Largest sum of all bytes of a track. At it the oldest segments leave early, down to the newest one.
    pub bytes_max: usize,
}

impl Default for Window {
    fn default() -> Self {
        Self { duration_ms: 12_000, bytes_max: 96 << 20 }
    }
}

/// Segments that left the playlist and are still served: a player that read the playlist before may ask for them
/// (RFC 8216, 6.2.2).
const UNLISTED_SEGMENTS: u64 = 2;
/// Init segments kept: those of the listed periods, at most this many.
const INITS_MAX: usize = 64;

/// One segment's parts. Shared by the ring and everybody who is sending it.
#[derive(Clone, Debug, Default)]
pub struct Segment {
    pub msn: u64,
    pub complete: bool,
    pub parts: Vec<Bytes>,
}

impl Segment {
    pub fn bytes(&self) -> usize {
        self.parts.iter().map(Bytes::len).sum()
    }
}

/// The newest point of a track.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Edge {
    /// The segment being filled, or the next one.
    pub msn: u64,
    /// Parts of it that exist.
    pub parts: u32,
    /// The newest complete segment that has media; `None` before there is one.
    pub complete: Option<u64>,
    pub period: u32,
    pub ended: bool,
}

/// A text and its compressed form, shared by all who wait for the same edge.
#[derive(Debug)]
pub struct Text {
    pub plain: Bytes,
    packed: OnceLock<Bytes>,
}

impl Text {
    pub fn new(text: String) -> Self {
        Self { plain: Bytes::from(text), packed: OnceLock::new() }
    }

    /// The compressed form, made by the first who asks.
    pub fn packed(&self, pack: impl FnOnce(&[u8]) -> Vec<u8>) -> &Bytes {
        self.packed.get_or_init(|| Bytes::from(pack(&self.plain)))
    }
}

/// Everything a track offers at one moment. Immutable.
pub struct View {
    index: SegmentIndex,
    edge: Edge,
    segments: VecDeque<Arc<Segment>>,
    inits: Vec<(u32, Bytes)>,
    low_latency: OnceLock<Text>,
    plain: OnceLock<Text>,
}

impl View {
    pub fn edge(&self) -> Edge {
        self.edge
    }

    pub fn info(&self) -> &TrackInfo {
        &self.index.info
    }

    pub fn index(&self) -> &SegmentIndex {
        &self.index
    }

    /// Milliseconds; also the ceiling of a blocked request's patience, times three.
    pub fn target_ms(&self) -> u64 {
        u64::from(self.index.target_duration_s) * 1000
    }

    /// The playlist of this moment, printed by the first who asks.
    pub fn playlist(&self, form: Form) -> &Text {
        let text = match form {
            Form::LowLatency => &self.low_latency,
            Form::Plain => &self.plain,
        };
        text.get_or_init(|| Text::new(hls::media(&self.index, form)))
    }

    /// The init segment of a period.
    pub fn init(&self, period: u32) -> Option<Bytes> {
        self.inits.iter().find(|(found, _)| *found == period).map(|(_, init)| init.clone())
    }

    /// A complete segment; its bytes are those of its parts.
    pub fn segment(&self, msn: u64) -> Option<Arc<Segment>> {
        self.find(msn).filter(|segment| segment.complete && !segment.parts.is_empty()).cloned()
    }

    pub fn part(&self, msn: u64, part: u32) -> Option<Bytes> {
        self.find(msn)?.parts.get(part as usize).cloned()
    }

    /// Whether the playlist of this moment answers a reload that waits for `part` of `msn`, or for the whole of `msn`.
    /// A part number equal to the count of a finished segment means part 0 of the next.
    pub fn has(&self, msn: u64, part: Option<u32>) -> bool {
        let edge = self.edge;
        if msn != edge.msn {
            // `edge.msn` is always the first that is not complete.
            return match part {
                Some(part) if msn + 1 == edge.msn => {
                    self.find(msn).is_some_and(|segment| (part as usize) < segment.parts.len()) || edge.parts > 0
                }
                _ => msn < edge.msn,
            };
        }
        part.is_some_and(|part| part < edge.parts)
    }

    /// Sum of all bytes held.
    pub fn bytes(&self) -> usize {
        self.segments.iter().map(|segment| segment.bytes()).sum()
    }

    fn find(&self, msn: u64) -> Option<&Arc<Segment>> {
        let first = self.segments.front()?.msn;
        self.segments.get(usize::try_from(msn.checked_sub(first)?).ok()?)
    }
}

impl fmt::Debug for View {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("View").field("edge", &self.edge).field("segments", &self.segments.len()).finish_non_exhaustive()
    }
}

/// One media stream of a broadcast, as readers see it.
#[derive(Debug)]
pub struct Track {
    kind: TrackKind,
    view: watch::Sender<Arc<View>>,
}

impl Track {
    pub fn kind(&self) -> TrackKind {
        self.kind
    }

    /// The state of this moment.
    pub fn view(&self) -> Arc<View> {
        self.view.borrow().clone()
    }

    pub fn edge(&self) -> Edge {
        self.view.borrow().edge
    }

    /// Follows the track: the newest view, then each newer one. A slow follower skips views, never holds the writer.
    pub fn subscribe(&self) -> TrackReader {
        TrackReader { view: self.view.subscribe() }
    }

    /// The first view that satisfies `wanted`, or the last one if the track ends before. Cancel-safe.
    pub async fn wait(&self, mut wanted: impl FnMut(&View) -> bool) -> Arc<View> {
        let mut reader = self.view.subscribe();
        match reader.wait_for(|view| view.edge.ended || wanted(view)).await {
            Ok(view) => view.clone(),
            // Only when the track itself is dropped, and `self` keeps it.
            Err(_) => self.view(),
        }
    }
}

/// A position in a track.
#[derive(Debug)]
pub struct TrackReader {
    view: watch::Receiver<Arc<View>>,
}

impl TrackReader {
    pub fn view(&mut self) -> Arc<View> {
        self.view.borrow_and_update().clone()
    }

    /// The next view; `None` when there will be none. Cancel-safe.
    pub async fn next(&mut self) -> Option<Arc<View>> {
        if self.view.borrow().edge.ended && !self.view.has_changed().unwrap_or(false) {
            return None;
        }
        self.view.changed().await.ok()?;
        Some(self.view())
    }
}

/// The writer's side. One per track, owned by the broadcast's task.
#[derive(Debug)]
pub(crate) struct TrackWriter {
    track: Arc<Track>,
    window: Window,
    index: SegmentIndex,
    segments: VecDeque<Arc<Segment>>,
    inits: Vec<(u32, Bytes)>,
    bytes: usize,
    period: u32,
    begun: bool,
    changed: bool,
}

impl TrackWriter {
    /// `numbering`: what the outputs were shifted by.
    pub(crate) fn new(info: TrackInfo, target_duration_s: u32, numbering: Numbering, window: Window) -> Self {
        let kind = info.kind;
        let mut index = SegmentIndex::new(info, target_duration_s);
        index.discontinuity_base = numbering.discontinuity_base;
        let edge = Edge { msn: numbering.msn + 1, parts: 0, complete: None, period: 0, ended: false };
        let view = View {
            index: index.clone(),
            edge,
            segments: VecDeque::new(),
            inits: Vec::new(),
            low_latency: OnceLock::new(),
            plain: OnceLock::new(),
        };
        Self {
            track: Arc::new(Track { kind, view: watch::Sender::new(Arc::new(view)) }),
            window,
            index,
            segments: VecDeque::new(),
            inits: Vec::new(),
            bytes: 0,
            period: 0,
            begun: false,
            changed: false,
        }
    }

    pub(crate) fn track(&self) -> &Arc<Track> {
        &self.track
    }

    /// Whether the newest period has media.
    pub(crate) fn has_begun(&self) -> bool {
        self.begun
    }

    /// Takes in one output of the packager. Nobody sees it before [`Self::publish`].
    pub(crate) fn apply(&mut self, output: &Output) {
        self.index.apply(output);
        self.changed = true;
        match output {
            Output::Init { period, init, .. } => {
                self.period = *period;
                self.begun = false;
                self.inits.push((*period, init.clone()));
            }
            Output::Part { part, .. } => {
                self.bytes += part.bytes.len();
                self.begun = true;
                let segment = self.open(part.msn);
                debug_assert_eq!(segment.parts.len(), part.index as usize, "parts come in order");
                segment.parts.push(part.bytes.clone());
            }
            Output::SegmentEnd { msn, .. } => self.open(*msn).complete = true,
            Output::Gap { gap, .. } => self.open(gap.msn).complete = true,
        }
    }

    /// Nothing will be added: playlists end.
    pub(crate) fn end(&mut self) {
        self.index.ended = true;
        self.changed = true;
        self.publish();
    }

    /// Shows what was applied since the last time, at once and together.
    pub(crate) fn publish(&mut self) {
        if !std::mem::take(&mut self.changed) {
            return;
        }
        self.slide();
        let last = self.segments.back();
        let (msn, parts) = match last {
            Some(last) if last.complete => (last.msn + 1, 0),
            Some(last) => (last.msn, u32::try_from(last.parts.len()).unwrap_or(u32::MAX)),
            None => (self.track.edge().msn, 0),
        };
        let complete = self.segments.iter().rev().find(|segment| segment.complete && !segment.parts.is_empty());
        let edge = Edge {
            msn,
            parts,
            complete: complete.map(|segment| segment.msn).or(self.track.edge().complete),
            period: self.period,
            ended: self.index.ended,
        };
        let view = View {
            index: self.index.clone(),
            edge,
            segments: self.segments.clone(),
            inits: self.inits.clone(),
            low_latency: OnceLock::new(),
            plain: OnceLock::new(),
        };
        self.track.view.send_replace(Arc::new(view));
    }

    fn open(&mut self, msn: u64) -> &mut Segment {
        if self.segments.back().is_none_or(|last| last.msn != msn) {
            debug_assert!(
                self.segments.back().is_none_or(|last| last.complete && last.msn + 1 == msn),
                "no gap in numbers"
            );
            self.segments.push_back(Arc::new(Segment { msn, ..Segment::default() }));
        }
        // Clones the list of handles when a reader holds the segment, never the bytes.
        Arc::make_mut(self.segments.back_mut().expect("pushed above"))
    }

    fn slide(&mut self) {
        let mut listed_ms = self.window.duration_ms;
        loop {
            let first_listed = self.index.slide(listed_ms);
            let full = self.bytes > self.window.bytes_max;
            let keep = if full { 0 } else { UNLISTED_SEGMENTS };
            while self.segments.len() > 1 && self.segments.front().is_some_and(|first| first.msn + keep < first_listed)
            {
                self.bytes -= self.segments.pop_front().map_or(0, |first| first.bytes());
            }
            if self.bytes <= self.window.bytes_max || listed_ms == 0 {
                break;
            }
            counter!("plenary_live_window_cuts_total").increment(1);
            listed_ms /= 2;
        }
        let oldest_period = self.index.segments.front().map_or(self.period, |first| first.period);
        self.inits.retain(|(period, _)| *period >= oldest_period);
        if self.inits.len() > INITS_MAX {
            self.inits.drain(..self.inits.len() - INITS_MAX);
        }
    }
}

/// Shifts a broadcast's own numbering to that of the entry: see [`Numbering`].
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Numbering {
    pub(crate) msn: u64,
    pub(crate) period: u32,
    /// See [`SegmentIndex::discontinuity_base`].
    pub(crate) discontinuity_base: u32,
}

impl Numbering {
    /// Discontinuity numbers of a first broadcast start below this. A player that outlives a restart of the server most likely
    /// sees another number than before.
    const DISCONTINUITIES_MAX: u32 = 1000;

    /// Addresses of segments are immutable for caches and players expect numbers to rise, also over a restart of the
    /// server or a second broadcast of the same entry. Counting from the start's second gives it without storing
    /// anything: segments are not shorter than a second for long, and the numbers stay below 2^31 until 2038, which old
    /// players need. Discontinuity numbers are counted by period from a small number, because players keep tables by them.
    pub(crate) fn starting(now: UnixMillis, after: Option<Self>) -> Self {
        let seconds = u32::try_from(now.seconds().max(0)).unwrap_or(u32::MAX / 2);
        let period = seconds.max(after.map_or(0, |after| after.period + 1));
        let discontinuities = after.map_or(seconds % Self::DISCONTINUITIES_MAX, |after| {
            after.period.saturating_sub(after.discontinuity_base).saturating_add(1)
        });
        Self {
            msn: u64::from(seconds).max(after.map_or(0, |after| after.msn + 1)),
            period,
            discontinuity_base: period.saturating_sub(discontinuities),
        }
    }

    pub(crate) fn shift(self, output: &mut Output) {
        match output {
            Output::Init { period, .. } => *period = period.saturating_add(self.period),
            Output::Part { part, .. } => {
                part.msn += self.msn;
                part.period = part.period.saturating_add(self.period);
            }
            Output::SegmentEnd { msn, .. } => *msn += self.msn,
            Output::Gap { gap, .. } => {
                gap.msn += self.msn;
                gap.period = gap.period.saturating_add(self.period);
            }
        }
    }
}
