//! Blocking playlist reload and blocking part requests.
//!
//! Spec: draft-pantos-hls-rfc8216bis, 6.2.5.2. A request waits on the track's own `watch`; it wakes once, when what it
//! wants exists, when the track ends, or when its access is withdrawn.

use crate::release::{Releases, Withdrawn};
use crate::token::Token;
use live::{Edge, Track, View};
use std::sync::Arc;
use tokio::time::{Duration, timeout};

/// What a reload asks for: `_HLS_msn` and `_HLS_part`.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Directives {
    pub(crate) msn: u64,
    pub(crate) part: Option<u32>,
}

/// `_HLS_part` without `_HLS_msn`, or no number. Answered 400.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Malformed;

/// Why a request does not get what it waits for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum NotYet {
    /// Answered 400.
    TooFarAhead,
    /// Answered 503.
    TimedOut,
    /// Answered 403.
    Withdrawn,
}

impl From<Withdrawn> for NotYet {
    fn from(_: Withdrawn) -> Self {
        Self::Withdrawn
    }
}

/// Segments a reload may ask beyond the last complete one.
const SEGMENTS_AHEAD_MAX: u64 = 2;
/// Milliseconds of parts a reload may ask beyond the last one, but at least [`PARTS_AHEAD_MIN`] parts.
const PARTS_AHEAD_MS: u32 = 3_000;
const PARTS_AHEAD_MIN: u32 = 3;
/// How long a request waits, in target durations.
const PATIENCE_TARGETS: u64 = 3;

impl Directives {
    /// `None`: an ordinary reload. Unknown directives are ignored, as the draft asks.
    pub(crate) fn parse(query: &str) -> Result<Option<Self>, Malformed> {
        let number = |name: &str| {
            let value = pairs(query).filter_map(|pair| pair.split_once('=')).find(|(key, _)| *key == name);
            value.map(|(_, value)| digits(value).ok_or(Malformed)).transpose()
        };
        match (number("_HLS_msn")?, number("_HLS_part")?) {
            (None, None) => Ok(None),
            (None, Some(_)) => Err(Malformed),
            (Some(msn), part) => {
                let part = part.map(|part| u32::try_from(part).map_err(|_| Malformed)).transpose()?;
                Ok(Some(Self { msn, part }))
            }
        }
    }

    /// Whether this may be waited for at all.
    pub(crate) fn check(self, edge: Edge, part_target_ms: u32) -> Result<(), NotYet> {
        // `edge.msn` is the first segment that is not complete.
        if self.msn + 1 > edge.msn + SEGMENTS_AHEAD_MAX {
            return Err(NotYet::TooFarAhead);
        }
        let Some(part) = self.part else { return Ok(()) };
        let ahead_max = PARTS_AHEAD_MS.div_ceil(part_target_ms.max(1)).max(PARTS_AHEAD_MIN);
        let newest = if self.msn == edge.msn { edge.parts } else { 0 };
        if self.msn >= edge.msn && part >= newest.saturating_add(ahead_max) {
            return Err(NotYet::TooFarAhead);
        }
        Ok(())
    }
}

/// Players that do not look whether a playlist's address has a query already append theirs with a second question mark.
pub(crate) fn pairs(query: &str) -> impl Iterator<Item = &str> {
    query.split(['&', '?'])
}

/// A number as we print them: digits only, no leading zero, at most 19 of them.
pub(crate) fn digits(text: &str) -> Option<u64> {
    let canonical = (text.len() == 1 || !text.starts_with('0')) && text.len() <= 19;
    (canonical && text.bytes().all(|byte| byte.is_ascii_digit())).then(|| text.parse().ok()).flatten()
}

/// How long a request on this track waits.
pub(crate) fn patience(view: &View) -> Duration {
    Duration::from_millis(view.target_ms() * PATIENCE_TARGETS)
}

/// The first view of `track` that satisfies `wanted`, or its last one if it ends before.
/// Cost: one wake-up per change of the track; nothing is allocated per waiter but its timer.
pub(crate) async fn until(
    track: &Track,
    releases: &Releases,
    token: &Token,
    wanted: impl Fn(&View) -> bool,
) -> Result<Arc<View>, NotYet> {
    let view = track.view();
    if view.edge().ended || wanted(&view) {
        return Ok(view);
    }
    let patience = patience(&view);
    drop(view);
    tokio::select! {
        biased;
        withdrawn = releases.withdrawn(token) => Err(withdrawn.into()),
        view = timeout(patience, track.wait(wanted)) => view.map_err(|_| NotYet::TimedOut),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn directives_are_strict() {
        let some = |msn, part| Ok(Some(Directives { msn, part }));
        let cases = [
            ("", Ok(None)),
            ("foo=1&_HLS_skip=YES", Ok(None)),
            ("_HLS_msn=7", some(7, None)),
            ("_HLS_msn=7&_HLS_part=0", some(7, Some(0))),
            ("_HLS_part=3&x=y&_HLS_msn=12", some(12, Some(3))),
            ("v=0123456789abcdef?_HLS_msn=7&_HLS_part=0", some(7, Some(0))),
            ("_HLS_part=3", Err(Malformed)),
            ("_HLS_msn=", Err(Malformed)),
            ("_HLS_msn=-1", Err(Malformed)),
            ("_HLS_msn=+1", Err(Malformed)),
            ("_HLS_msn=07", Err(Malformed)),
            ("_HLS_msn=1&_HLS_part=99999999999", Err(Malformed)),
            ("_HLS_msn=99999999999999999999", Err(Malformed)),
        ];
        for (query, expected) in cases {
            assert_eq!(Directives::parse(query), expected, "{query}");
        }
    }

    #[test]
    fn a_reload_may_ask_two_segments_and_three_seconds_of_parts_ahead() {
        let edge = Edge { msn: 10, parts: 4, complete: Some(9), period: 1, ended: false };
        // (msn, part, part target) → allowed
        let cases = [
            (9, None, 200, true),
            (11, None, 200, true),
            (12, None, 200, false),
            (u64::MAX / 2, None, 200, false),
            (10, Some(4), 200, true),
            (10, Some(18), 200, true),
            (10, Some(19), 200, false),
            (11, Some(14), 200, true),
            (11, Some(15), 200, false),
            (10, Some(6), 1000, true),
            (10, Some(7), 1000, false),
            (9, Some(500), 200, true),
        ];
        for (msn, part, part_target_ms, allowed) in cases {
            let checked = Directives { msn, part }.check(edge, part_target_ms);
            assert_eq!(checked.is_ok(), allowed, "{msn} {part:?} {part_target_ms}");
        }
    }
}
