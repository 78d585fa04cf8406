//! Where XML is checked: a few threads at a time, and a line of waiting callers that does not grow without end.

use base::limit::Slots;
use base::{Error, Result};
use std::sync::Arc;
use tokio::sync::Semaphore;

/// The pool of checks. One per process.
#[derive(Debug)]
pub(crate) struct Checks {
    running: Arc<Semaphore>,
    waiting: Slots,
}

impl Checks {
    /// Checks that run at the same time; callers beyond wait. Hostile XML can keep these threads busy, and no others.
    const RUNNING_MAX: usize = 2;
    /// Checks that run or wait; one more is refused as unavailable.
    const WAITING_MAX: usize = 256;

    pub(crate) fn new() -> Self {
        Self { running: Arc::new(Semaphore::new(Self::RUNNING_MAX)), waiting: Slots::new(Self::WAITING_MAX) }
    }

    /// Runs `check` when it is its turn. A caller that goes away while it runs does not free its place: the work goes on.
    pub(crate) async fn run<T: Send + 'static>(&self, check: impl FnOnce() -> T + Send + 'static) -> Result<T> {
        let slot = self.waiting.take().ok_or_else(|| Error::unavailable("too many checks of XML"))?;
        let turn =
            self.running.clone().acquire_owned().await.map_err(|_| Error::bug("the pool of checks is closed"))?;
        let checked = tokio::task::spawn_blocking(move || {
            let checked = check();
            drop((slot, turn));
            checked
        });
        checked.await.map_err(|error| Error::bug(format!("checking XML: {error}")))
    }
}
