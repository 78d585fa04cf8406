//! A clock that follows tokio's, so that paused time moves the wall clock too.

use base::{Clock, UnixMillis};
use tokio::time::Instant;

/// 2026-11-21T12:00:00Z.
pub const START: UnixMillis = UnixMillis(1_795_262_400_000);

/// Starts at [`START`] when it is made. Make it inside the runtime.
#[derive(Debug)]
pub struct SimClock {
    began: Instant,
}

impl SimClock {
    #[expect(clippy::new_without_default, reason = "it reads tokio's clock, so it is no constant")]
    #[expect(clippy::disallowed_methods, reason = "it is the clock")]
    pub fn new() -> Self {
        Self { began: Instant::now() }
    }
}

impl Clock for SimClock {
    fn now(&self) -> UnixMillis {
        START + self.began.elapsed()
    }
}
