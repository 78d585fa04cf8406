//! Things that refuse instead of growing.

use crate::UnixMillis;
use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};

/// Counts holders of something scarce (connections, waiting requests). Refuses beyond `max`; a slot frees itself on drop.
#[derive(Clone, Debug)]
pub struct Slots {
    taken: Arc<AtomicUsize>,
    max: usize,
}

impl Slots {
    pub fn new(max: usize) -> Self {
        Self { taken: Arc::default(), max }
    }

    /// `None` at the limit; the caller says what that means to its peer.
    pub fn take(&self) -> Option<Slot> {
        self.taken
            .fetch_update(Ordering::AcqRel, Ordering::Acquire, |taken| (taken < self.max).then_some(taken + 1))
            .ok()
            .map(|_| Slot { taken: self.taken.clone() })
    }

    pub fn taken(&self) -> usize {
        self.taken.load(Ordering::Acquire)
    }
}

/// One place among [`Slots`], given back on drop.
#[derive(Debug)]
pub struct Slot {
    taken: Arc<AtomicUsize>,
}

impl Drop for Slot {
    fn drop(&mut self) {
        self.taken.fetch_sub(1, Ordering::AcqRel);
    }
}

/// Token bucket: `burst` at once, then one per `every_ms`.
#[derive(Clone, Debug)]
pub struct RateLimit {
    burst: u32,
    every_ms: i64,
    tokens_ms: i64,
    at: UnixMillis,
}

impl RateLimit {
    pub fn new(burst: u32, every_ms: i64, now: UnixMillis) -> Self {
        assert!(burst > 0 && every_ms > 0, "a rate limit that never allows is a refusal");
        Self { burst, every_ms, tokens_ms: i64::from(burst) * every_ms, at: now }
    }

    /// Takes one token; `false` when there is none.
    pub fn allow(&mut self, now: UnixMillis) -> bool {
        let elapsed = now.0.saturating_sub(self.at.0).max(0);
        self.at = now;
        let full = i64::from(self.burst) * self.every_ms;
        self.tokens_ms = self.tokens_ms.saturating_add(elapsed).min(full);
        if self.tokens_ms < self.every_ms {
            return false;
        }
        self.tokens_ms -= self.every_ms;
        true
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn slots_refuse_at_the_limit_and_come_back() {
        let slots = Slots::new(2);
        let first = slots.take().expect("free");
        let _second = slots.take().expect("free");
        assert!(slots.take().is_none());
        drop(first);
        assert!(slots.take().is_some());
    }

    #[test]
    fn a_rate_limit_allows_its_burst_and_then_its_rate() {
        let mut limit = RateLimit::new(3, 100, UnixMillis(0));
        let allowed = (0..10).filter(|_| limit.allow(UnixMillis(0))).count();
        assert_eq!(allowed, 3);
        assert!(!limit.allow(UnixMillis(99)));
        assert!(limit.allow(UnixMillis(100)));
        assert!(!limit.allow(UnixMillis(101)));
    }
}
