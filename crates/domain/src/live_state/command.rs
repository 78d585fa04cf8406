//! The signals of the media plane, as facts about an entry. Each may be repeated without harm.

use super::{Hot, Input};
use base::{EntryId, Result, UnixMillis};
use store::{Db, WriteTx};

/// An encoder was accepted.
pub async fn connected(tx: &mut WriteTx, now: UnixMillis, entry: &EntryId, input: Input) -> Result<()> {
    todo!()
}

/// Its media flows.
pub async fn flowing(tx: &mut WriteTx, now: UnixMillis, entry: &EntryId, input: Input) -> Result<()> {
    todo!()
}

/// The first segment is complete.
pub async fn playable(tx: &mut WriteTx, now: UnixMillis, entry: &EntryId, input: Input) -> Result<()> {
    todo!()
}

/// One encoder went away. `clean`: it said goodbye, so the grace is short.
pub async fn input_lost(tx: &mut WriteTx, now: UnixMillis, entry: &EntryId, input: Input, clean: bool) -> Result<()> {
    todo!()
}

/// No input is left; the grace runs.
pub async fn interrupted(tx: &mut WriteTx, now: UnixMillis, entry: &EntryId) -> Result<()> {
    todo!()
}

/// Media flows again within the grace.
pub async fn rejoined(tx: &mut WriteTx, now: UnixMillis, entry: &EntryId) -> Result<()> {
    todo!()
}

/// The grace is over: nodes go, resets run.
pub async fn ended(tx: &mut WriteTx, now: UnixMillis, entry: &EntryId) -> Result<()> {
    todo!()
}

/// On start: whatever a dead process left on air is lost since it was last heard of. Call once, before encoders are accepted;
/// then [`sweep`] at the time it answers.
pub async fn recover(db: &Db, now: UnixMillis) -> Result<Option<UnixMillis>> {
    todo!()
}

/// Ends what `recover` found and nobody rejoined in time; answers when to call again. `None`: nothing is left.
pub async fn sweep(db: &Db, now: UnixMillis) -> Result<Option<UnixMillis>> {
    todo!()
}
