//! May this actor watch this now? (contract: live, live status table; entries, playback context and playManifest errors)
//!
//! Called once per playback session; the answer travels as a signed token. Media requests never come here.

use crate::actor::{Actor, SessionKind};
use crate::entry::{Entry, moderation, status};
use base::{EntryId, Result, UnixMillis};
use store::{ReadTx, args};

/// What a playback token stands for.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Class {
    /// Everybody; refused whenever the entry is not released.
    Public,
    /// May see a signal before it is released.
    Preview,
}

/// Why somebody may not watch, with the playManifest error number of the contract.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Refusal {
    /// 9: deleted or rejected
    Deleted,
    /// 12: nothing that plays
    WrongType,
    /// 2: outside `startDate`..`endDate`
    Scheduling,
    /// 13: waiting for moderation
    Moderation,
    /// 36: not live, or not for this session
    NotLive,
}

impl Refusal {
    /// Error number of the playManifest answer.
    pub fn number(self) -> u32 {
        match self {
            Self::Scheduling => 2,
            Self::Deleted => 9,
            Self::WrongType => 12,
            Self::Moderation => 13,
            Self::NotLive => 36,
        }
    }
}

/// Which class of token this actor gets for the entry's live signal now.
pub fn may_watch(entry: &Entry, actor: &Actor, now: UnixMillis) -> Result<Class, Refusal> {
    let class = viewer_class(entry, actor, now)?;
    if crate::live_state::is_live(entry, actor) { Ok(class) } else { Err(Refusal::NotLive) }
}

/// The same without asking whether a signal is there: for pages that wait for it.
pub fn viewer_class(entry: &Entry, actor: &Actor, now: UnixMillis) -> Result<Class, Refusal> {
    if entry.status == status::DELETED {
        return Err(Refusal::Deleted);
    }
    let live = entry.live.as_ref().ok_or(Refusal::WrongType)?;
    if !skips_scheduling(entry, actor) {
        if !is_scheduled_now(entry, now) {
            return Err(Refusal::Scheduling);
        }
        match entry.moderation_status {
            moderation::PENDING => return Err(Refusal::Moderation),
            moderation::REJECTED => return Err(Refusal::Deleted),
            _ => {}
        }
    }
    if live.is_released() {
        return Ok(Class::Public);
    }
    if actor.may_view_explicit_live(entry) { Ok(Class::Preview) } else { Err(Refusal::NotLive) }
}

/// ADMIN, `sview:*` and `sview:<id>` skip scheduling and moderation.
pub fn skips_scheduling(entry: &Entry, actor: &Actor) -> bool {
    actor.partner == entry.partner
        && (actor.is_admin() || (actor.kind != SessionKind::None && actor.has_privilege("sview", entry.id.as_str())))
}

/// `startDate` ≤ now < `endDate`, as far as they are set.
pub fn is_scheduled_now(entry: &Entry, now: UnixMillis) -> bool {
    entry.starts.is_none_or(|starts| starts <= now) && entry.ends.is_none_or(|ends| now < ends)
}

/// Rejected, or waiting for a moderator.
pub fn is_moderated_away(entry: &Entry) -> bool {
    matches!(entry.moderation_status, moderation::PENDING | moderation::REJECTED)
}

/// What the media edge must know of an entry to refuse a token.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Release {
    pub entry: EntryId,
    pub revision: i64,
    pub released: bool,
}

impl Release {
    /// `None` if the entry is no live entry.
    pub fn of(entry: &Entry) -> Option<Self> {
        let live = entry.live.as_ref()?;
        let released = live.is_released() && entry.status != status::DELETED;
        Some(Self { entry: entry.id.clone(), revision: entry.access_revision, released })
    }

    /// From the body of any `entry.*` or `live.*` event of a live entry, which all carry `revision` and `released`.
    pub fn of_event(event: &store::Event) -> Option<Self> {
        let entry = event.entry.clone()?;
        let released = event.body.get("released")?.as_bool()?;
        Some(Self { entry, revision: event.body.int("revision")?, released })
    }
}

/// The releases of all live entries that have a signal or had one: what the edge starts with. Others come by event.
pub async fn releases(tx: &mut ReadTx) -> Result<Vec<Release>> {
    let sql = "SELECT id, access_revision, explicit_live, view_mode FROM entry WHERE kind = 7 AND status <> 3";
    let rows = tx.query(sql, args![]).await?;
    let read = |row: &store::Row| {
        let explicit: bool = row.get("explicit_live")?;
        let released = !explicit || row.get::<i64>("view_mode")? == 1;
        Ok(Release { entry: row.get("id")?, revision: row.get("access_revision")?, released })
    };
    rows.iter().map(read).collect()
}
