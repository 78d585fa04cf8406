//! What can be done with entries.

use super::{Entry, EntryPatch};
use crate::actor::Actor;
use base::{Result, UnixMillis};
use store::WriteTx;

/// liveStream.add, and baseEntry.add of type 7. `source_type` is the call's argument, which wins over the object's.
pub async fn add_live(
    tx: &mut WriteTx,
    actor: &Actor,
    now: UnixMillis,
    source_type: Option<&str>,
    patch: EntryPatch,
) -> Result<Entry> {
    todo!()
}

/// liveStream.update, baseEntry.update. `kinds` limits what the service serves; empty means every kind.
pub async fn update(
    tx: &mut WriteTx,
    actor: &Actor,
    now: UnixMillis,
    id: &str,
    kinds: &[i64],
    patch: EntryPatch,
) -> Result<Entry> {
    todo!()
}

/// liveStream.delete, baseEntry.delete
pub async fn delete(tx: &mut WriteTx, actor: &Actor, now: UnixMillis, id: &str, kinds: &[i64]) -> Result<()> {
    todo!()
}

/// liveStream.regenerateStreamToken: the old token stops working at once; a connected encoder is not dropped.
pub async fn renew_stream_token(tx: &mut WriteTx, actor: &Actor, now: UnixMillis, id: &str) -> Result<Entry> {
    todo!()
}
