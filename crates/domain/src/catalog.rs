//! The caches in front of the database: partners, ended sessions, hot entries with their live state.
//!
//! Checking a KS and reading a hot entry touches these only. Each cache names the event kinds that invalidate it; invalidation
//! happens at commit, before the command's caller is answered, so everybody reads their own writes.

use crate::actor::Actor;
use crate::live_state::Hot;
use crate::partner::Partner;
use crate::session::Ks;
use base::{EntryId, PartnerId, Result, UnixMillis};
use std::net::IpAddr;
use std::path::Path;
use std::sync::Arc;
use store::Db;

/// What is known of a call besides its KS.
#[derive(Clone, Copy, Debug)]
pub struct Caller<'a> {
    /// `partnerId` of the call, if given.
    pub partner: Option<PartnerId>,
    pub address: Option<IpAddr>,
    /// Path and query, for `urirestrict`.
    pub uri: &'a str,
    /// `serviceId->action`, for `SERVICE_FORBIDDEN`.
    pub service: &'a str,
}

#[derive(Debug)]
pub struct Catalog {
    db: Db,
}

impl Catalog {
    /// Runs the migrations, reads or makes `DIR/instance.key`, loads what must be in memory, and listens to the log.
    pub async fn open(db: Db, dir: &Path, now: UnixMillis) -> Result<Arc<Self>> {
        todo!()
    }

    pub fn db(&self) -> &Db {
        &self.db
    }

    /// First half of a call: the KS can be read and was made by its partner. `INVALID_KS` otherwise. Does not ask the time.
    pub async fn open_ks(&self, text: &str) -> Result<Arc<Ks>> {
        todo!()
    }

    /// Second half: the session holds here and now, for this partner, address and URI. Counts a use where uses are limited.
    pub async fn admit(&self, ks: Option<Arc<Ks>>, caller: &Caller<'_>, now: UnixMillis) -> Result<Actor> {
        todo!()
    }

    /// Both halves, for callers that have nothing to do in between.
    pub async fn actor(&self, ks: Option<&str>, caller: &Caller<'_>, now: UnixMillis) -> Result<Actor> {
        let ks = match ks.filter(|text| !text.is_empty()) {
            Some(text) => Some(self.open_ks(text).await?),
            None => None,
        };
        self.admit(ks, caller, now).await
    }

    /// A partner by id; `None` if there is none.
    pub async fn partner(&self, id: PartnerId) -> Result<Option<Arc<Partner>>> {
        todo!()
    }

    /// An entry of whatever partner; deleted ones are `None`. For calls that need no KS and for playback.
    pub async fn any_entry(&self, id: &str) -> Result<Option<Arc<Hot>>> {
        todo!()
    }

    /// An entry as `actor` may get it by id: of the same partner, not deleted. `ENTRY_ID_NOT_FOUND` otherwise.
    pub async fn entry(&self, actor: &Actor, id: &str) -> Result<Arc<Hot>> {
        todo!()
    }
}
