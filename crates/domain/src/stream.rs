//! May this encoder publish? (contract: live, stream addresses; liveStream.authenticate)

use crate::catalog::Catalog;
use crate::live_state::Hot;
use base::{EntryId, Result, UnixMillis};
use std::sync::Arc;

/// The entry this token may publish to. `LIVE_STREAM_INVALID_TOKEN`, `ENTRY_ID_NOT_FOUND`; the token is compared in constant time.
pub async fn authenticate(catalog: &Catalog, now: UnixMillis, entry: &EntryId, token: &str) -> Result<Arc<Hot>> {
    todo!()
}
