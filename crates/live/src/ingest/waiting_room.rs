//! Peers that do not publish (yet): how many there may be, who goes first, and how fast a stream key can be guessed.
//!
//! Belongs here: places by address, wrong keys by address. Does not belong here: sockets, what the protocol says.
//!
//! Invariants
//! * when there are too many, the oldest of the address that has most goes: idle strangers never keep an encoder out;
//! * an address that shows wrong keys has few places and waits for each answer, so trying half of all 32-bit keys of one entry takes years;
//!   right keys are never delayed.

use base::UnixMillis;
use base::limit::{RateLimit, Source};
use std::collections::{BTreeMap, HashMap};
use std::net::IpAddr;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use tokio::sync::oneshot;
use tokio::time::Duration;

/// Wrong keys within [`WINDOW_MS`] that cost nothing: an operator who mistypes.
const WRONG_FREE: u32 = 10;
/// A source without a wrong key for this long is no suspect any more.
const WINDOW_MS: i64 = 60_000;
/// Places of a suspect. One more makes its oldest go.
const SUSPECT_PLACES_MAX: usize = 16;
/// How long a suspect waits to hear that a key is wrong.
pub const SUSPECT_WAIT: Duration = Duration::from_secs(2);
/// Refusals that are logged one by one; beyond it one line a second tells how many there were.
const LOGGED_BURST: u32 = 20;
const LOGGED_EVERY_MS: i64 = 1000;
/// Sources whose wrong keys are remembered; beyond it the one that was quiet longest is forgotten.
const SOURCES_MAX: usize = 4096;

#[derive(Clone, Default)]
pub struct WaitingRoom {
    inner: Arc<Mutex<Inner>>,
}

#[derive(Default)]
struct Inner {
    last_id: u64,
    /// Oldest first. Dropping a sender tells its connection to go.
    places: BTreeMap<u64, (Source, oneshot::Sender<()>)>,
    held: HashMap<Source, usize>,
    wrong: HashMap<Source, Wrong>,
    /// Since the first refusal.
    log: Option<RateLimit>,
    unlogged: u64,
}

struct Wrong {
    count: u32,
    last: UnixMillis,
}

/// A place in the waiting room; leaving is dropping it.
pub struct Place {
    room: WaitingRoom,
    id: u64,
    evicted: oneshot::Receiver<()>,
}

/// What becomes of a refusal.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Refused {
    /// Too many wrong keys came from there: the answer waits [`SUSPECT_WAIT`].
    pub is_suspect: bool,
    /// How many refusals to log now; `None` folds this one into a later line.
    pub log: Option<u64>,
}

impl WaitingRoom {
    /// A place for a new connection. Beyond `max`, or beyond what its source may have, an older one goes.
    pub fn enter(&self, address: IpAddr, max: usize, now: UnixMillis) -> Place {
        let source = Source::from(address);
        let (sender, evicted) = oneshot::channel();
        let mut inner = self.lock();
        inner.last_id += 1;
        let id = inner.last_id;
        inner.places.insert(id, (source, sender));
        *inner.held.entry(source).or_default() += 1;
        if inner.is_suspect(source, now) && inner.held[&source] > SUSPECT_PLACES_MAX {
            inner.evict_oldest_of(source);
        } else if inner.places.len() > max {
            let most = inner.held.iter().max_by_key(|(_, held)| **held).map(|(source, _)| *source);
            inner.evict_oldest_of(most.unwrap_or(source));
        }
        drop(inner);
        Place { room: self.clone(), id, evicted }
    }

    /// Counts a refused publication; `guessed` if it was for a wrong key or an unknown stream.
    pub fn refused(&self, address: IpAddr, guessed: bool, now: UnixMillis) -> Refused {
        let source = Source::from(address);
        let mut inner = self.lock();
        if guessed {
            inner.remember(source, now);
        }
        Refused { is_suspect: guessed && inner.is_suspect(source, now), log: inner.logged(now) }
    }

    fn lock(&self) -> MutexGuard<'_, Inner> {
        self.inner.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl Inner {
    fn is_suspect(&self, source: Source, now: UnixMillis) -> bool {
        self.wrong.get(&source).is_some_and(|wrong| wrong.count > WRONG_FREE && now.0 - wrong.last.0 < WINDOW_MS)
    }

    /// How many refusals the line that may be written now stands for.
    fn logged(&mut self, now: UnixMillis) -> Option<u64> {
        self.unlogged += 1;
        let log = self.log.get_or_insert_with(|| RateLimit::new(LOGGED_BURST, LOGGED_EVERY_MS, now));
        log.allow(now).then(|| std::mem::take(&mut self.unlogged))
    }

    fn remember(&mut self, source: Source, now: UnixMillis) {
        if self.wrong.len() >= SOURCES_MAX && !self.wrong.contains_key(&source) {
            self.wrong.retain(|_, wrong| now.0 - wrong.last.0 < WINDOW_MS);
            if self.wrong.len() >= SOURCES_MAX
                && let Some(quietest) = self.wrong.iter().min_by_key(|(_, wrong)| wrong.last).map(|(source, _)| *source)
            {
                self.wrong.remove(&quietest);
            }
        }
        let wrong = self.wrong.entry(source).or_insert(Wrong { count: 0, last: now });
        if now.0 - wrong.last.0 >= WINDOW_MS {
            wrong.count = 0;
        }
        wrong.count = wrong.count.saturating_add(1);
        wrong.last = now;
    }

    fn evict_oldest_of(&mut self, source: Source) {
        let oldest = self.places.iter().find(|(_, (holder, _))| *holder == source).map(|(id, _)| *id);
        if let Some(id) = oldest {
            self.leave(id);
        }
    }

    fn leave(&mut self, id: u64) {
        let Some((source, _)) = self.places.remove(&id) else { return };
        if let Some(held) = self.held.get_mut(&source) {
            *held -= 1;
            if *held == 0 {
                self.held.remove(&source);
            }
        }
    }
}

impl Place {
    /// Resolves when this connection has to go.
    pub async fn evicted(&mut self) {
        drop((&mut self.evicted).await);
    }
}

impl Drop for Place {
    fn drop(&mut self) {
        self.room.lock().leave(self.id);
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const NOW: UnixMillis = UnixMillis(1_000_000);

    fn address(last: u8) -> IpAddr {
        IpAddr::from([192, 0, 2, last])
    }

    fn is_evicted(place: &mut Place) -> bool {
        matches!(place.evicted.try_recv(), Err(oneshot::error::TryRecvError::Closed))
    }

    #[test]
    fn the_oldest_of_whoever_has_most_makes_room() {
        let room = WaitingRoom::default();
        let mut encoder = room.enter(address(1), 4, NOW);
        let mut crowd: Vec<Place> = (0..4).map(|_| room.enter(address(2), 4, NOW)).collect();
        assert!(!is_evicted(&mut encoder), "it came first, but alone");
        assert_eq!(crowd.iter_mut().map(is_evicted).collect::<Vec<_>>(), [true, false, false, false]);
        let mut another = room.enter(address(3), 4, NOW);
        assert!(!is_evicted(&mut another) && !is_evicted(&mut encoder) && is_evicted(&mut crowd[1]));
        drop((encoder, crowd, another));
        assert!(room.lock().held.is_empty() && room.lock().places.is_empty());
    }

    #[test]
    fn guessing_is_slow_and_passes() {
        let room = WaitingRoom::default();
        for _ in 0..WRONG_FREE {
            assert!(!room.refused(address(1), true, NOW).is_suspect);
        }
        assert!(room.refused(address(1), true, NOW).is_suspect);
        assert!(!room.refused(address(1), false, NOW).is_suspect, "a wrong codec is no guess");
        assert!(!room.refused(address(2), true, NOW).is_suspect, "others are not slowed");
        let mut places: Vec<Place> = (0..=SUSPECT_PLACES_MAX).map(|_| room.enter(address(1), 1000, NOW)).collect();
        assert_eq!(places.iter_mut().filter_map(|place| is_evicted(place).then_some(())).count(), 1);
        let later = UnixMillis(NOW.0 + WINDOW_MS);
        assert!(!room.refused(address(1), true, later).is_suspect, "a quiet minute is enough");
    }

    #[test]
    fn every_refusal_is_logged_until_there_are_too_many() {
        let room = WaitingRoom::default();
        let log = |now| room.refused(address(1), false, now).log;
        assert!((0..LOGGED_BURST).all(|_| log(NOW) == Some(1)));
        assert_eq!((log(NOW), log(NOW)), (None, None));
        assert_eq!(log(UnixMillis(NOW.0 + LOGGED_EVERY_MS)), Some(3), "with those that had no line");
    }

    #[test]
    fn wrong_keys_from_everywhere_do_not_grow_without_end() {
        let room = WaitingRoom::default();
        for number in 0..SOURCES_MAX as u32 + 100 {
            room.refused(IpAddr::from(number.to_be_bytes()), true, UnixMillis(NOW.0 + i64::from(number)));
        }
        assert_eq!(room.lock().wrong.len(), SOURCES_MAX);
    }
}
