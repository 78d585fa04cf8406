//! Folds a condition that repeats into one log line per second.

use crate::UnixMillis;

/// Count as often as you like; `due` answers how many, at most once a second.
#[derive(Clone, Debug, Default)]
pub struct Tally {
    count: u64,
    reported_at: Option<UnixMillis>,
}

impl Tally {
    const PERIOD_MS: i64 = 1000;

    /// Counts one and answers the number to log now, if it is time to log.
    pub fn count(&mut self, now: UnixMillis) -> Option<u64> {
        self.count += 1;
        let due = self.reported_at.is_none_or(|at| now.0.saturating_sub(at.0) >= Self::PERIOD_MS);
        if !due {
            return None;
        }
        self.reported_at = Some(now);
        Some(std::mem::take(&mut self.count))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_first_is_told_at_once_and_the_rest_once_a_second() {
        let mut tally = Tally::default();
        assert_eq!(tally.count(UnixMillis(0)), Some(1));
        assert_eq!(tally.count(UnixMillis(10)), None);
        assert_eq!(tally.count(UnixMillis(500)), None);
        assert_eq!(tally.count(UnixMillis(1000)), Some(3));
    }
}
