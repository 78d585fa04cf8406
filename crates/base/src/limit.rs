//! Things that refuse instead of growing.

use crate::UnixMillis;
use std::collections::HashMap;
use std::net::{IpAddr, Ipv6Addr};
use std::sync::atomic::{AtomicUsize, Ordering};
use std::sync::{Arc, Mutex, PoisonError};

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

/// Whom limits count: an IPv4 address, or the /64 of an IPv6 address, which is what one household has.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub struct Source(IpAddr);

impl From<IpAddr> for Source {
    fn from(address: IpAddr) -> Self {
        match address.to_canonical() {
            IpAddr::V6(address) => Self(IpAddr::V6(Ipv6Addr::from_bits(address.to_bits() & !u128::from(u64::MAX)))),
            address => Self(address),
        }
    }
}

impl Source {
    /// This machine: a proxy of ours, behind which everybody may stand.
    pub fn is_this_machine(self) -> bool {
        self.0.is_loopback() || self.0 == IpAddr::V6(Ipv6Addr::UNSPECIFIED)
    }
}

/// Slots that nobody can have all of: a source may hold as many as are still free, so there are always some for the next.
///
/// One source alone gets half of them (a campus behind one address), two get a third each. This machine is not counted as a source.
#[derive(Clone, Debug)]
pub struct Shares {
    slots: Slots,
    held: Held,
}

type Held = Arc<Mutex<HashMap<Source, usize>>>;

impl Shares {
    pub fn new(max: usize) -> Self {
        Self { slots: Slots::new(max), held: Arc::default() }
    }

    /// `None` when all are taken, or `source` has its share.
    pub fn take(&self, source: Source) -> Option<Share> {
        let slot = self.slots.take()?;
        if source.is_this_machine() {
            return Some(Share { _slot: slot, counted: None });
        }
        let mut held = self.held.lock().unwrap_or_else(PoisonError::into_inner);
        let own = held.entry(source).or_default();
        if *own > self.slots.max.saturating_sub(self.slots.taken()) {
            return None;
        }
        *own += 1;
        drop(held);
        Some(Share { _slot: slot, counted: Some((self.held.clone(), source)) })
    }

    pub fn taken(&self) -> usize {
        self.slots.taken()
    }
}

/// One place among [`Shares`], given back on drop.
#[derive(Debug)]
pub struct Share {
    _slot: Slot,
    counted: Option<(Held, Source)>,
}

impl Drop for Share {
    fn drop(&mut self) {
        let Some((held, source)) = &self.counted else { return };
        let mut held = held.lock().unwrap_or_else(PoisonError::into_inner);
        if let Some(own) = held.get_mut(source) {
            *own -= 1;
            if *own == 0 {
                held.remove(source);
            }
        }
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
    fn nobody_gets_every_share() {
        let source = |text: &str| Source::from(text.parse::<IpAddr>().expect("an address"));
        let shares = Shares::new(100);
        let greedy: Vec<_> = std::iter::from_fn(|| shares.take(source("192.0.2.1"))).collect();
        assert_eq!(greedy.len(), 50, "half for one");
        let second: Vec<_> = std::iter::from_fn(|| shares.take(source("2001:db8::1"))).collect();
        assert_eq!(second.len(), 25);
        assert!(shares.take(source("2001:db8::2")).is_none(), "the same /64");
        assert!(shares.take(source("::ffff:192.0.2.1")).is_none(), "the same address in the other notation");
        assert!(shares.take(source("192.0.2.3")).is_some(), "there are some for the next");
        assert_eq!(std::iter::from_fn(|| shares.take(source("::1"))).take(25).count(), 25, "a proxy may have the rest");
        drop(greedy);
        assert!(shares.take(source("2001:db8::2")).is_some());
        drop(second);
        assert_eq!(shares.taken(), 0);
        assert!(shares.held.lock().expect("free").is_empty(), "who holds nothing costs nothing");
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
