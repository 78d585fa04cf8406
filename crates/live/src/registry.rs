//! Which broadcasts there are on this machine, and the tasks behind them.

use crate::broadcast::{self, Broadcast, Input, Settings};
use crate::encoders::Encoders;
use crate::gate::{Gatekeeper, PublishGrant};
use base::{BroadcastKey, Clock, Stop};
use std::collections::HashMap;
use std::fmt;
use std::net::IpAddr;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use tokio::task::JoinSet;

/// Broadcasts at once, ended ones that can still be read included. One more publication is refused.
pub const BROADCASTS_MAX: usize = 2_000;
/// How often opening is tried when the broadcast found ends at the same moment.
const OPEN_TRIES: usize = 3;

/// Shared by the ingest drivers (which open inputs) and the edge (which reads). Cheap to clone.
#[derive(Clone)]
pub struct Registry {
    shared: Arc<Shared>,
}

struct Shared {
    gate: Arc<dyn Gatekeeper>,
    clock: Arc<dyn Clock>,
    settings: Settings,
    stop: Stop,
    broadcasts: Mutex<HashMap<BroadcastKey, Arc<Broadcast>>>,
    encoders: Encoders,
    tasks: Mutex<JoinSet<()>>,
}

/// Why no input could be opened.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum OpenError {
    /// Another encoder publishes there.
    Busy,
    /// [`BROADCASTS_MAX`] is reached.
    Full,
    /// The server stops.
    Stopping,
}

impl Registry {
    pub fn new(gate: Arc<dyn Gatekeeper>, clock: Arc<dyn Clock>, settings: Settings, stop: Stop) -> Self {
        let shared = Shared {
            gate,
            clock,
            settings,
            stop,
            broadcasts: Mutex::default(),
            encoders: Encoders::default(),
            tasks: Mutex::new(JoinSet::new()),
        };
        Self { shared: Arc::new(shared) }
    }

    /// The broadcast that is on the air, interrupted, or ended less than a minute ago.
    pub fn get(&self, key: &BroadcastKey) -> Option<Arc<Broadcast>> {
        self.broadcasts().get(key).cloned()
    }

    /// Number of broadcasts that can be read.
    pub fn len(&self) -> usize {
        self.broadcasts().len()
    }

    pub fn is_empty(&self) -> bool {
        self.len() == 0
    }

    pub fn gate(&self) -> &Arc<dyn Gatekeeper> {
        &self.shared.gate
    }

    /// What is known of the encoders behind the broadcasts.
    pub fn encoders(&self) -> &Encoders {
        &self.shared.encoders
    }

    pub fn clock(&self) -> &Arc<dyn Clock> {
        &self.shared.clock
    }

    /// Connects an encoder to its broadcast, which is made if there is none.
    pub async fn open(&self, grant: &PublishGrant, peer: IpAddr) -> Result<Input, OpenError> {
        for _ in 0..OPEN_TRIES {
            if self.shared.stop.is_requested() {
                return Err(OpenError::Stopping);
            }
            let broadcast = self.find_or_start(&grant.broadcast)?;
            match broadcast.attach(grant.input, peer).await {
                Some(Ok(input)) => return Ok(input),
                Some(Err(broadcast::Busy)) => return Err(OpenError::Busy),
                // It ended between the two lines: start the next one.
                None => self.forget(&broadcast),
            }
        }
        Err(OpenError::Busy)
    }

    /// Waits for all broadcasts to end; they do when `stop` is requested.
    pub async fn drained(&self) {
        loop {
            let mut tasks = std::mem::take(&mut *self.tasks());
            if tasks.is_empty() {
                return;
            }
            while tasks.join_next().await.is_some() {}
        }
    }

    fn find_or_start(&self, key: &BroadcastKey) -> Result<Arc<Broadcast>, OpenError> {
        let mut broadcasts = self.broadcasts();
        if let Some(broadcast) = broadcasts.get(key).filter(|broadcast| broadcast.is_open()) {
            return Ok(broadcast.clone());
        }
        if broadcasts.len() >= BROADCASTS_MAX {
            return Err(OpenError::Full);
        }
        let after = broadcasts.get(key).map(|ended| ended.numbering());
        let (broadcast, run, signals) = broadcast::new(
            key.clone(),
            self.shared.gate.clone(),
            self.shared.clock.clone(),
            self.shared.settings,
            self.shared.stop.clone(),
            after,
        );
        broadcasts.insert(key.clone(), broadcast.clone());
        drop(broadcasts);
        let registry = self.clone();
        let ended = broadcast.clone();
        let mut tasks = self.tasks();
        while tasks.try_join_next().is_some() {}
        tasks.spawn(async move {
            run.await;
            registry.forget(&ended);
        });
        tasks.spawn(signals);
        Ok(broadcast)
    }

    /// Removes this broadcast, not one that has taken its place.
    fn forget(&self, broadcast: &Arc<Broadcast>) {
        let mut broadcasts = self.broadcasts();
        if broadcasts.get(broadcast.key()).is_some_and(|found| Arc::ptr_eq(found, broadcast)) {
            broadcasts.remove(broadcast.key());
        }
    }

    fn broadcasts(&self) -> MutexGuard<'_, HashMap<BroadcastKey, Arc<Broadcast>>> {
        self.shared.broadcasts.lock().unwrap_or_else(PoisonError::into_inner)
    }

    fn tasks(&self) -> MutexGuard<'_, JoinSet<()>> {
        self.shared.tasks.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl fmt::Debug for Registry {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Registry").field("broadcasts", &self.len()).finish_non_exhaustive()
    }
}
