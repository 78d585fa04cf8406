//! Copies of entries, and the bin (contract: entries, copies).

use super::{Entry, UserList, kind, query, rows, status};
use crate::actor::Actor;
use crate::{metadata, partner, random};
use base::{EntryId, Error, Kind, Result, Secret, UnixMillis};
use serde_json::Value as Json;
use store::{WriteTx, args};

/// Children that a copy takes along; further ones stay behind.
pub const CHILDREN_MAX: usize = 100;
/// `displayInSearch` of what lies in the bin.
pub const RECYCLED: i64 = -2;
/// `displayInSearch` of what lists show.
const SHOWN: i64 = 1;

/// What a copy takes along. Captions and cue points are not there to be copied.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct CopyOptions {
    /// Owner, creator and entitled users; else the copy is the caller's.
    pub users: bool,
    pub categories: bool,
    pub children: bool,
    pub access_control: bool,
    pub metadata: bool,
    /// Content; without it the copy has none.
    pub flavors: bool,
}

impl Default for CopyOptions {
    /// Everything but children.
    fn default() -> Self {
        Self { users: true, categories: true, children: false, access_control: true, metadata: true, flavors: true }
    }
}

impl CopyOptions {
    /// One `KalturaBaseEntryCloneOptionComponent`; `item` by its wire value. What is unknown changes nothing.
    pub fn set(&mut self, item: &str, include: bool) {
        match item {
            "1" => self.users = include,
            "2" => self.categories = include,
            "3" => self.children = include,
            "4" => self.access_control = include,
            "5" => self.metadata = include,
            "6" => self.flavors = include,
            _ => {}
        }
    }
}

/// baseEntry.clone
pub async fn copy(tx: &mut WriteTx, actor: &Actor, now: UnixMillis, id: &str, options: CopyOptions) -> Result<Entry> {
    let source = query::get(tx, actor, id, &[]).await?;
    let made = one(tx, actor, now, &source, options).await?;
    if options.children {
        for child in children(tx, &source).await? {
            let mut copy = one(tx, actor, now, &child, options).await?;
            copy.parent = Some(made.id.clone());
            rows::save(tx, &copy).await?;
        }
    }
    Ok(made)
}

/// baseEntry.recycle: lists no longer show it. `ENTRY_ID_NOT_FOUND`.
pub async fn recycle(tx: &mut WriteTx, actor: &Actor, now: UnixMillis, id: &str) -> Result<Entry> {
    let mut entry = query::get(tx, actor, id, &[]).await?;
    actor.require_edit(&entry)?;
    if entry.nodes.iter().any(|node| node.connected) {
        let error = Error::coded(Kind::Conflict, "CANNOT_DELETE_LIVE_ENTRY_WHILE_STREAMING");
        return Err(error.arg("LIVE_ENTRY_ID", id));
    }
    if entry.display_in_search == RECYCLED {
        return Ok(entry);
    }
    entry.display_in_search = RECYCLED;
    entry.access_revision += 1;
    entry.updated_at = now;
    rows::save(tx, &entry).await?;
    rows::append(tx, now, &entry, "entry.recycled").await?;
    Ok(entry)
}

/// baseEntry.restoreRecycled: an entry that is not in the bin stays as it is.
pub async fn restore(tx: &mut WriteTx, actor: &Actor, now: UnixMillis, id: &str) -> Result<Entry> {
    let mut entry = query::get(tx, actor, id, &[]).await?;
    actor.require_edit(&entry)?;
    if entry.display_in_search != RECYCLED {
        return Ok(entry);
    }
    entry.display_in_search = SHOWN;
    entry.updated_at = now;
    rows::save(tx, &entry).await?;
    rows::append(tx, now, &entry, "entry.restored").await?;
    Ok(entry)
}

async fn one(tx: &mut WriteTx, actor: &Actor, now: UnixMillis, source: &Entry, options: CopyOptions) -> Result<Entry> {
    let mut entry = source.clone();
    entry.id = EntryId::from_random(random::bytes()?);
    entry.root = Some(source.root.clone().unwrap_or_else(|| source.id.clone()));
    entry.created_at = now;
    entry.updated_at = now;
    entry.version = 0;
    entry.access_revision = 1;
    entry.nodes = Vec::new();
    if entry.display_in_search == RECYCLED {
        entry.display_in_search = SHOWN;
    }
    for name in ["moderationCount", "rank", "totalRank", "votes", "plays", "views", "lastElapsedRecordingTime"] {
        if entry.doc.contains_key(name) {
            entry.doc.insert(name.to_owned(), Json::from(0));
        }
    }
    if !options.users {
        entry.owner = actor.user.clone();
        entry.creator = actor.user.clone();
        entry.entitled_edit = UserList::default();
        entry.entitled_publish = UserList::default();
        entry.entitled_view = UserList::default();
    }
    if !options.categories {
        entry.doc.remove("categories");
        entry.doc.remove("categoriesIds");
    }
    if !options.access_control {
        entry.access_control = partner::account(tx, actor.partner).await?.default_access_control;
    }
    if !options.flavors && entry.kind != kind::LIVE_STREAM {
        entry.status = status::NO_CONTENT;
    }
    start_anew(actor, source, &mut entry)?;
    rows::insert(tx, &entry).await?;
    rows::append(tx, now, &entry, "entry.added").await?;
    if options.metadata {
        metadata::copy_of_entry(tx, now, source, &entry).await?;
    }
    Ok(entry)
}

/// A copied live stream has its own token and no past. Secrets of the source go along only if the caller may read them.
fn start_anew(actor: &Actor, source: &Entry, entry: &mut Entry) -> Result<()> {
    let Some(live) = entry.live.as_mut() else { return Ok(()) };
    let may_see = actor.may_see_ingest(source);
    if live.is_own_source() || !may_see {
        live.stream_password = Secret::new(random::hex::<4>()?);
    }
    if !may_see {
        live.srt_pass = None;
        for name in ["streamUsername", "encodingIP1", "encodingIP2"] {
            entry.doc.remove(name);
        }
    }
    if live.stream_name == format!("{}_%i", source.id) {
        live.stream_name = format!("{}_%i", entry.id);
    }
    if live.explicit_live {
        live.view_mode = 0;
        live.recording_status = 0;
    }
    live.recorded_entry = None;
    live.first_broadcast = None;
    live.last_broadcast = None;
    live.current_broadcast_start = None;
    live.last_broadcast_end = None;
    live.broadcast_time = None;
    live.ended_at = None;
    entry.redirect = None;
    Ok(())
}

async fn children(tx: &mut WriteTx, parent: &Entry) -> Result<Vec<Entry>> {
    let sql = format!(
        "SELECT {} FROM entry WHERE partner = ? AND parent = ? AND status <> 3 ORDER BY created_at, id LIMIT {CHILDREN_MAX}",
        rows::COLUMNS
    );
    tx.query(&sql, args![parent.partner, &parent.id]).await?.iter().map(rows::read).collect()
}
