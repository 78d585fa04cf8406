//! What is known of encoders: who publishes now and what it really sends, and who was refused lately and why.
//!
//! For people who set an encoder up. What RTMP lets us answer ends in a log that nobody opens, so it is told here too. In memory, bounded,
//! forgotten after a while; of what an encoder typed only what has the form of an id is kept, so no token gets in.
//!
//! Belongs here: remembering and forgetting. Does not belong here: measuring ([`crate::ingest::meter`]), sentences, who may read.

use crate::gate::{InputSlot, Refusal};
use crate::ingest::name::StreamName;
use base::{BroadcastKey, EntryId, UnixMillis};
use std::collections::{HashMap, VecDeque};
use std::net::IpAddr;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

/// Notes kept for one stream; one more makes the oldest go.
pub const NOTES_PER_STREAM_MAX: usize = 8;
/// Streams with notes; one more makes that go which was heard of longest ago.
pub const STREAMS_MAX: usize = 2_000;
/// Notes about streams that do not exist, of all strangers together; one more makes the oldest go.
pub const STRAYS_MAX: usize = 256;
/// A note that did not happen again for so long, milliseconds, is not told any more.
pub const TOLD_FOR_MS: i64 = 60 * 60 * 1000;
/// Bytes of a note's detail that are kept.
pub const DETAIL_BYTES_MAX: usize = 200;

/// Something an operator should hear of an encoder. The same again counts up instead of taking another place.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Note {
    /// The label of the counter: `wrong_token`, `unsupported_codec`, `no_keyframes`, … (contract: native, encoders of an entry)
    pub what: &'static str,
    /// `None`: the encoder did not say which.
    pub input: Option<InputSlot>,
    pub peer: IpAddr,
    /// Our own words, where there are more than the label has; may be empty.
    pub detail: String,
    /// The stream it asked for, where that is another one, or none.
    pub asked_for: Option<EntryId>,
    pub first_at: UnixMillis,
    pub last_at: UnixMillis,
    pub times: u32,
}

/// What an input's encoder sends, measured over the last seconds.
#[derive(Clone, Debug, PartialEq)]
pub struct InputFacts {
    pub peer: IpAddr,
    pub since: UnixMillis,
    /// Media last came. Looked at twice a second.
    pub heard_at: Option<UnixMillis>,
    pub video: Option<VideoFacts>,
    pub audio: Option<AudioFacts>,
}

#[derive(Clone, Debug, PartialEq)]
pub struct VideoFacts {
    /// RFC 6381 name; with width and height `None` until the encoder has sent its configuration.
    pub codec: Option<String>,
    pub size: Option<(u32, u32)>,
    /// `None` in the first second.
    pub frames_per_s: Option<f64>,
    pub bits_per_s: Option<u64>,
    /// The longest of the last few distances between keyframes, milliseconds of media. `None` before the second keyframe.
    pub keyframe_ms: Option<u32>,
    /// Media since the last keyframe, or since the first picture if there was none, milliseconds.
    pub since_keyframe_ms: u32,
    pub has_keyframe: bool,
}

#[derive(Clone, Debug, PartialEq)]
pub struct AudioFacts {
    pub codec: Option<String>,
    /// Samples per second, and channels.
    pub format: Option<(u32, u8)>,
    pub bits_per_s: Option<u64>,
}

/// What is known of one stream's encoders at a moment.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Report {
    /// By [`InputSlot::index`].
    pub inputs: [Option<InputFacts>; 2],
    /// Newest first.
    pub notes: Vec<Note>,
}

/// The ids in what an encoder typed.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(crate) struct Typed {
    pub stream: Option<EntryId>,
    pub entry: Option<EntryId>,
    pub partner: Option<i64>,
    pub input: Option<InputSlot>,
}

impl Typed {
    pub fn of(name: &StreamName) -> Self {
        Self {
            stream: name.key.parse().ok(),
            entry: name.entry.as_deref().and_then(|entry| entry.parse().ok()),
            partner: name.partner.as_deref().and_then(|partner| partner.parse().ok()),
            input: name.input,
        }
    }
}

/// A note that belongs to no stream of ours.
struct Stray {
    note: Note,
    entry: Option<EntryId>,
    partner: Option<i64>,
}

/// Shared by the ingest drivers, which write, and whoever reports. Cheap to clone.
#[derive(Clone, Default)]
pub struct Encoders {
    known: Arc<Mutex<Known>>,
}

#[derive(Default)]
struct Known {
    /// As many as there are publications; the drivers limit those.
    inputs: HashMap<BroadcastKey, [Option<Arc<Mutex<InputFacts>>>; 2]>,
    /// Oldest first.
    notes: HashMap<BroadcastKey, VecDeque<Note>>,
    strays: VecDeque<Stray>,
}

impl Encoders {
    /// Everything to tell about the stream `key`. With `partner` also the encoders that named that partner and a stream that does not exist.
    pub fn report(&self, key: &BroadcastKey, partner: Option<i64>, now: UnixMillis) -> Report {
        let known = self.known();
        let is_fresh = |note: &&Note| now.0.saturating_sub(note.last_at.0) < TOLD_FOR_MS;
        let inputs = known.inputs.get(key).map_or([None, None], |inputs| {
            [0, 1].map(|index: usize| inputs[index].as_ref().map(|facts| locked(facts).clone()))
        });
        let names_it = |id: &Option<EntryId>| id.as_ref().is_some_and(|id| id.as_str() == key.as_str());
        let strays = known.strays.iter().filter(|stray| {
            names_it(&stray.entry)
                || names_it(&stray.note.asked_for)
                || (partner.is_some()
                    && stray.partner == partner
                    && stray.note.what == Refusal::UnknownStream.outcome())
        });
        let own = known.notes.get(key).into_iter().flatten();
        let mut notes: Vec<Note> = own.chain(strays.map(|stray| &stray.note)).filter(is_fresh).cloned().collect();
        notes.sort_by_key(|note| std::cmp::Reverse(note.last_at));
        Report { inputs, notes }
    }

    /// An encoder publishes; it does until the answer is dropped.
    pub(crate) fn enter(&self, key: &BroadcastKey, slot: InputSlot, peer: IpAddr, now: UnixMillis) -> Presence {
        let facts = InputFacts { peer, since: now, heard_at: None, video: None, audio: None };
        let facts = Arc::new(Mutex::new(facts));
        self.known().inputs.entry(key.clone()).or_default()[slot.index()] = Some(facts.clone());
        Presence { encoders: self.clone(), key: key.clone(), slot, facts }
    }

    /// Something happened to an encoder of a stream that exists.
    pub(crate) fn note(&self, key: &BroadcastKey, note: Note) {
        let mut known = self.known();
        if known.notes.len() >= STREAMS_MAX && !known.notes.contains_key(key) {
            let quiet = known.notes.iter().min_by_key(|(_, notes)| notes.back().map(|note| note.last_at));
            if let Some(quiet) = quiet.map(|(quiet, _)| quiet.clone()) {
                known.notes.remove(&quiet);
            }
        }
        let notes = known.notes.entry(key.clone()).or_default();
        let again = notes.iter().position(|earlier| is_same(earlier, &note)).and_then(|at| notes.remove(at));
        if notes.len() >= NOTES_PER_STREAM_MAX {
            notes.pop_front();
        }
        notes.push_back(counted(again, note));
    }

    /// An encoder was refused that named no stream of ours, or two.
    pub(crate) fn stray(&self, typed: &Typed, note: Note) {
        let strays = &mut self.known().strays;
        let again = strays.iter().position(|earlier| {
            is_same(&earlier.note, &note) && (&earlier.entry, earlier.partner) == (&typed.entry, typed.partner)
        });
        let again = again.and_then(|at| strays.remove(at)).map(|earlier| earlier.note);
        if strays.len() >= STRAYS_MAX {
            strays.pop_front();
        }
        strays.push_back(Stray { note: counted(again, note), entry: typed.entry.clone(), partner: typed.partner });
    }

    fn known(&self) -> MutexGuard<'_, Known> {
        self.known.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl std::fmt::Debug for Encoders {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Encoders").field("streams", &self.known().inputs.len()).finish_non_exhaustive()
    }
}

impl Note {
    pub(crate) fn new(what: &'static str, input: Option<InputSlot>, peer: IpAddr, now: UnixMillis) -> Self {
        Self { what, input, peer, detail: String::new(), asked_for: None, first_at: now, last_at: now, times: 1 }
    }

    pub(crate) fn detail(mut self, text: &str) -> Self {
        self.detail = text[..text.floor_char_boundary(DETAIL_BYTES_MAX)].to_owned();
        self
    }

    pub(crate) fn asked_for(mut self, stream: Option<EntryId>) -> Self {
        self.asked_for = stream;
        self
    }
}

fn is_same(one: &Note, other: &Note) -> bool {
    (one.what, one.input, one.peer, &one.asked_for, &one.detail)
        == (other.what, other.input, other.peer, &other.asked_for, &other.detail)
}

fn counted(earlier: Option<Note>, note: Note) -> Note {
    match earlier {
        Some(earlier) => Note { first_at: earlier.first_at, times: earlier.times.saturating_add(1), ..note },
        None => note,
    }
}

fn locked(facts: &Mutex<InputFacts>) -> MutexGuard<'_, InputFacts> {
    facts.lock().unwrap_or_else(PoisonError::into_inner)
}

/// An encoder that publishes. Dropping it is leaving; an encoder that took the input over meanwhile stays.
pub(crate) struct Presence {
    encoders: Encoders,
    key: BroadcastKey,
    slot: InputSlot,
    facts: Arc<Mutex<InputFacts>>,
}

impl Presence {
    pub fn tell(&self, now: UnixMillis, video: Option<VideoFacts>, audio: Option<AudioFacts>) {
        let mut facts = locked(&self.facts);
        facts.heard_at = Some(now);
        facts.video = video;
        facts.audio = audio;
    }
}

impl Drop for Presence {
    fn drop(&mut self) {
        let mut known = self.encoders.known();
        let Some(inputs) = known.inputs.get_mut(&self.key) else { return };
        let own = &mut inputs[self.slot.index()];
        if own.as_ref().is_some_and(|facts| Arc::ptr_eq(facts, &self.facts)) {
            *own = None;
        }
        if inputs.iter().all(Option::is_none) {
            known.inputs.remove(&self.key);
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::net::Ipv4Addr;

    const PEER: IpAddr = IpAddr::V4(Ipv4Addr::LOCALHOST);

    fn key(number: usize) -> BroadcastKey {
        format!("0_{number:08}").parse().expect("well-formed")
    }

    fn note(what: &'static str, at: i64) -> Note {
        Note::new(what, None, PEER, UnixMillis(at))
    }

    fn told(encoders: &Encoders, key: &BroadcastKey, partner: Option<i64>, at: i64) -> Vec<(&'static str, u32)> {
        encoders.report(key, partner, UnixMillis(at)).notes.iter().map(|note| (note.what, note.times)).collect()
    }

    #[test]
    fn the_same_again_counts_up_and_the_newest_comes_first() {
        let encoders = Encoders::default();
        for (what, at) in [("wrong_token", 0), ("busy", 1), ("wrong_token", 2)] {
            encoders.note(&key(1), note(what, at));
        }
        assert_eq!(told(&encoders, &key(1), None, 3), [("wrong_token", 2), ("busy", 1)]);
        assert_eq!(encoders.report(&key(1), None, UnixMillis(3)).notes[0].first_at, UnixMillis(0));
        assert_eq!(told(&encoders, &key(2), None, 3), []);
        assert_eq!(told(&encoders, &key(1), None, 2 + TOLD_FOR_MS), [], "what is long ago is not told");
    }

    #[test]
    fn nothing_grows_without_end() {
        let encoders = Encoders::default();
        for number in 0..STREAMS_MAX + 5 {
            encoders.note(&key(number), note("busy", i64::try_from(number).expect("small")));
        }
        assert_eq!(encoders.known().notes.len(), STREAMS_MAX);
        assert_eq!(told(&encoders, &key(0), None, 10), [], "the one heard of longest ago went");
        for number in 0..NOTES_PER_STREAM_MAX + 5 {
            encoders.note(&key(7), note("busy", 1).detail(&format!("{number}{}", "ä".repeat(DETAIL_BYTES_MAX))));
        }
        let notes = encoders.report(&key(7), None, UnixMillis(2)).notes;
        assert!(notes.len() == NOTES_PER_STREAM_MAX && notes.iter().all(|note| note.detail.len() <= DETAIL_BYTES_MAX));
        for number in 0..STRAYS_MAX + 5 {
            let typed = Typed { partner: i64::try_from(number).ok(), ..Typed::default() };
            encoders.stray(&typed, note("unknown_stream", 1));
        }
        assert_eq!(encoders.known().strays.len(), STRAYS_MAX);
    }

    #[test]
    fn strays_are_told_where_they_were_meant_for() {
        let encoders = Encoders::default();
        let id = |number| key(number).as_str().parse::<EntryId>().expect("an id");
        let differs = Typed { stream: Some(id(2)), entry: Some(id(1)), partner: Some(101), input: None };
        encoders.stray(&differs, note("names_differ", 1).asked_for(differs.stream.clone()));
        encoders.stray(&Typed { partner: Some(101), ..Typed::default() }, note("unknown_stream", 2));
        encoders.stray(&Typed { partner: Some(202), ..Typed::default() }, note("unknown_stream", 3));
        assert_eq!(told(&encoders, &key(1), None, 9), [("names_differ", 1)]);
        assert_eq!(told(&encoders, &key(2), None, 9), [("names_differ", 1)]);
        assert_eq!(told(&encoders, &key(3), None, 9), []);
        assert_eq!(told(&encoders, &key(3), Some(101), 9), [("unknown_stream", 1)]);
    }

    #[test]
    fn an_encoder_that_was_taken_over_does_not_take_the_next_one_along() {
        let encoders = Encoders::default();
        let first = encoders.enter(&key(1), InputSlot::Primary, PEER, UnixMillis(1));
        let second = encoders.enter(&key(1), InputSlot::Primary, PEER, UnixMillis(2));
        drop(first);
        let since = |at| encoders.report(&key(1), None, UnixMillis(at)).inputs[0].as_ref().map(|facts| facts.since);
        assert_eq!(since(3), Some(UnixMillis(2)));
        drop(second);
        assert_eq!(since(4), None);
        assert!(encoders.known().inputs.is_empty());
    }
}
