//! What can be asked about entries.

use super::Entry;
use crate::actor::Actor;
use crate::filter::{Filter, Page, Pager};
use base::Result;
use store::ReadTx;

/// An entry of the actor's partner, with its nodes. `ENTRY_ID_NOT_FOUND` when missing, deleted or of another kind (`kinds` empty: any).
/// Handlers read through `Catalog::entry` instead, which is cached.
pub async fn get(tx: &mut ReadTx, actor: &Actor, id: &str, kinds: &[i64]) -> Result<Entry> {
    todo!()
}

/// baseEntry.list, liveStream.list: with the contract's default filters and the session's visibility.
pub async fn list(tx: &mut ReadTx, actor: &Actor, kinds: &[i64], filter: &Filter, pager: Pager) -> Result<Page<Entry>> {
    todo!()
}

/// baseEntry.count
pub async fn count(tx: &mut ReadTx, actor: &Actor, kinds: &[i64], filter: &Filter) -> Result<i64> {
    todo!()
}
