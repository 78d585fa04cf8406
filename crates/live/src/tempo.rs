//! The monotonic clock of the drivers in this crate: the one place that reads it. Tests pause it.

use tokio::time::Instant;

#[expect(clippy::disallowed_methods, reason = "deadlines of sockets and signals are measured here")]
pub(crate) fn now() -> Instant {
    Instant::now()
}
