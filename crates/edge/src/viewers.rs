//! How many watch: viewing sessions per broadcast, counted from requests for playlists.
//!
//! A master playlist gives each player a mark, which its media playlists carry as `v`; a player that drops it is known by address and
//! browser. A session counts while it has asked for a playlist within the last [`WATCHING_MS`]. So a person with two windows counts
//! twice, and players behind a cache that answers in our place are not seen.
//!
//! Invariants
//! * parts and segments are not looked at;
//! * a request that is counted already allocates nothing, and holds one lock of its shard only;
//! * no more than [`SESSIONS_MAX`] are remembered, whatever marks are made up.

use crate::blocking::pairs;
use base::{BroadcastKey, UnixMillis};
use std::collections::HashMap;
use std::hash::{BuildHasher, RandomState};
use std::net::IpAddr;
use std::sync::atomic::{AtomicI64, AtomicUsize, Ordering};
use std::sync::{Arc, Mutex, MutexGuard, PoisonError, RwLock};

/// A session that has asked for no playlist for so long has gone. The longest blocked reload fits in.
pub const WATCHING_MS: i64 = 30_000;
/// Sessions remembered at once, of all broadcasts. Further ones watch without being counted, which `/metrics` tells.
pub const SESSIONS_MAX: usize = 500_000;
/// A count is good for so long, so that asking for it often costs nothing.
const COUNT_MS: i64 = 1_000;
/// Locks per broadcast.
const SHARDS: usize = 16;

/// One player's viewing session. Made up by us, but a caller may send any.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Mark(pub(crate) u64);

#[derive(Debug, Default)]
pub(crate) struct Viewers {
    keys: RandomState,
    audiences: RwLock<HashMap<BroadcastKey, Arc<Audience>>>,
    held: AtomicUsize,
}

/// The sessions of one broadcast: mark and when it last asked.
#[derive(Debug)]
struct Audience {
    shards: [Mutex<HashMap<u64, i64>>; SHARDS],
    count: AtomicUsize,
    counted_at: AtomicI64,
}

impl Default for Audience {
    fn default() -> Self {
        Self { shards: Default::default(), count: AtomicUsize::new(0), counted_at: AtomicI64::new(i64::MIN) }
    }
}

impl Mark {
    const TEXT_BYTES: usize = 16;

    pub(crate) fn random() -> Self {
        Self(RandomState::new().hash_one(0))
    }

    /// The mark in a query, if there is one as we print it.
    pub(crate) fn of_query(query: &str) -> Option<Self> {
        let text = pairs(query).find_map(|pair| pair.strip_prefix("v="))?;
        let is_ours = text.len() == Self::TEXT_BYTES && text.bytes().all(|byte| byte.is_ascii_hexdigit());
        is_ours.then(|| u64::from_str_radix(text, 16).ok().map(Self)).flatten()
    }
}

impl std::fmt::Display for Mark {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "{:016x}", self.0)
    }
}

impl Viewers {
    /// For a player without a mark: everybody behind one address with the same browser is one.
    pub(crate) fn mark_of(&self, peer: Option<IpAddr>, agent: Option<&[u8]>) -> Mark {
        Mark(self.keys.hash_one((peer, agent)))
    }

    /// A playlist of `broadcast` was asked for.
    pub(crate) fn saw(&self, broadcast: &BroadcastKey, mark: Mark, now: UnixMillis) {
        let audience = self.audience(broadcast, now);
        let mut shard = audience.shard(mark);
        if let Some(seen) = shard.get_mut(&mark.0) {
            *seen = now.0;
            return;
        }
        if self.held.load(Ordering::Relaxed) >= SESSIONS_MAX && self.forget_gone(&mut shard, now) == 0 {
            metrics::counter!("plenary_edge_viewers_uncounted_total").increment(1);
            return;
        }
        shard.insert(mark.0, now.0);
        self.held.fetch_add(1, Ordering::Relaxed);
    }

    /// Sessions of one broadcast, at most a second old.
    pub(crate) fn count(&self, broadcast: &BroadcastKey, now: UnixMillis) -> usize {
        let audience = self.audiences.read().unwrap_or_else(PoisonError::into_inner).get(broadcast).cloned();
        audience.map_or(0, |audience| self.count_of(&audience, now))
    }

    /// Sessions of all broadcasts. Forgets audiences that have gone.
    pub(crate) fn total(&self, now: UnixMillis) -> usize {
        let audiences: Vec<_> = {
            let audiences = self.audiences.read().unwrap_or_else(PoisonError::into_inner);
            audiences.values().cloned().collect()
        };
        let total = audiences.iter().map(|audience| self.count_of(audience, now)).sum();
        drop(audiences);
        self.forget_empty(&mut self.audiences.write().unwrap_or_else(PoisonError::into_inner), now);
        total
    }

    fn audience(&self, broadcast: &BroadcastKey, now: UnixMillis) -> Arc<Audience> {
        if let Some(found) = self.audiences.read().unwrap_or_else(PoisonError::into_inner).get(broadcast) {
            return found.clone();
        }
        let mut audiences = self.audiences.write().unwrap_or_else(PoisonError::into_inner);
        self.forget_empty(&mut audiences, now);
        audiences.entry(broadcast.clone()).or_default().clone()
    }

    /// Drops audiences that have gone and that nobody is about to add to.
    fn forget_empty(&self, audiences: &mut HashMap<BroadcastKey, Arc<Audience>>, now: UnixMillis) {
        audiences.retain(|_, audience| {
            Arc::strong_count(audience) > 1
                || (0..SHARDS).any(|index| {
                    let mut shard = audience.lock(index);
                    self.forget_gone(&mut shard, now);
                    !shard.is_empty()
                })
        });
    }

    fn count_of(&self, audience: &Audience, now: UnixMillis) -> usize {
        let counted_at = audience.counted_at.load(Ordering::Relaxed);
        if now.0.checked_sub(counted_at).is_some_and(|age| (0..COUNT_MS).contains(&age)) {
            return audience.count.load(Ordering::Relaxed);
        }
        let count = (0..SHARDS)
            .map(|index| {
                let mut shard = audience.lock(index);
                self.forget_gone(&mut shard, now);
                shard.len()
            })
            .sum();
        audience.count.store(count, Ordering::Relaxed);
        audience.counted_at.store(now.0, Ordering::Relaxed);
        count
    }

    /// Answers how many were forgotten.
    fn forget_gone(&self, shard: &mut HashMap<u64, i64>, now: UnixMillis) -> usize {
        let before = shard.len();
        shard.retain(|_, seen| now.0.saturating_sub(*seen) < WATCHING_MS);
        let gone = before - shard.len();
        self.held.fetch_sub(gone, Ordering::Relaxed);
        gone
    }
}

impl Audience {
    fn shard(&self, mark: Mark) -> MutexGuard<'_, HashMap<u64, i64>> {
        self.lock((mark.0 % SHARDS as u64) as usize)
    }

    fn lock(&self, index: usize) -> MutexGuard<'_, HashMap<u64, i64>> {
        self.shards[index].lock().unwrap_or_else(PoisonError::into_inner)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn key(name: &str) -> BroadcastKey {
        name.parse().expect("well-formed")
    }

    #[test]
    fn sessions_count_while_they_ask() {
        let (viewers, one, two) = (Viewers::default(), key("0_abcd1234"), key("0_abcd1235"));
        let at = |ms: i64| UnixMillis(1_000_000 + ms);
        for mark in [1, 2, 3, 2, 1] {
            viewers.saw(&one, Mark(mark), at(0));
        }
        viewers.saw(&two, Mark(1), at(0));
        assert_eq!((viewers.count(&one, at(0)), viewers.count(&two, at(0)), viewers.total(at(0))), (3, 1, 4));
        viewers.saw(&one, Mark(2), at(20_000));
        assert_eq!(viewers.count(&one, at(WATCHING_MS - 1)), 3);
        assert_eq!(viewers.count(&one, at(WATCHING_MS + COUNT_MS)), 1, "two of them stopped asking");
        assert_eq!(viewers.total(at(20_000 + WATCHING_MS + COUNT_MS)), 0);
        assert_eq!(viewers.held.load(Ordering::Relaxed), 0);
        assert!(viewers.audiences.read().expect("whole").is_empty(), "nothing is kept for who has gone");
    }

    #[test]
    fn made_up_marks_do_not_fill_the_memory() {
        let (viewers, key) = (Viewers::default(), key("0_abcd1234"));
        viewers.held.store(SESSIONS_MAX, Ordering::Relaxed);
        viewers.saw(&key, Mark(7), UnixMillis(0));
        assert_eq!(viewers.count(&key, UnixMillis(0)), 0);
    }

    #[test]
    fn marks_are_read_as_they_are_printed() {
        let mark = Mark(0x0123_4567_89ab_cdef);
        assert_eq!(mark.to_string(), "0123456789abcdef");
        let cases = [
            ("v=0123456789abcdef", Some(mark)),
            ("_HLS_msn=3&v=0123456789abcdef&_HLS_part=1", Some(mark)),
            ("v=0123456789abcdef?_HLS_msn=3", Some(mark)),
            ("v=0123456789abcde", None),
            ("v=0123456789abcdefa", None),
            ("v=+123456789abcdef", None),
            ("av=0123456789abcdef", None),
            ("", None),
        ];
        for (query, expected) in cases {
            assert_eq!(Mark::of_query(query), expected, "{query}");
        }
        assert_ne!(Mark::random(), Mark::random());
        let viewers = Viewers::default();
        let peer = Some(IpAddr::from([192, 0, 2, 1]));
        assert_eq!(viewers.mark_of(peer, Some(b"a")), viewers.mark_of(peer, Some(b"a")));
        assert_ne!(viewers.mark_of(peer, Some(b"a")), viewers.mark_of(peer, Some(b"b")));
    }
}
