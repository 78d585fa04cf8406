//! May this encoder publish? (contract: live, ingest addresses)

use crate::catalog::Catalog;
use crate::entry::status;
use crate::live_state::Hot;
use base::{EntryId, Error, Kind, Result};
use std::sync::Arc;

/// The entry this token may publish to. `LIVE_STREAM_INVALID_TOKEN`, `ENTRY_ID_NOT_FOUND`, `ENTRY_NOT_READY`; the token is compared
/// in constant time. Schedule and moderation do not matter here: producers rehearse.
pub async fn authenticate(catalog: &Catalog, entry: &EntryId, token: &str) -> Result<Arc<Hot>> {
    let not_found = || Error::coded(Kind::NotFound, "ENTRY_ID_NOT_FOUND").arg("ENTRY_ID", entry);
    let hot = catalog.any_entry(entry.as_str()).await?.ok_or_else(not_found)?;
    let live = hot.live.as_ref().ok_or_else(not_found)?;
    if !live.is_own_source() {
        return Err(not_found());
    }
    if !live.stream_password.matches(token) {
        return Err(Error::coded(Kind::Denied, "LIVE_STREAM_INVALID_TOKEN").arg("ENTRY_ID", entry));
    }
    if hot.status != status::READY {
        return Err(Error::coded(Kind::Conflict, "ENTRY_NOT_READY").arg("ENTRY_NAME", &hot.name));
    }
    Ok(hot)
}
