//! Complaints about entries, what a moderator says to them, and stars (contract: entries, moderation).

use super::query::{self, not_found};
use super::{Entry, rows, status};
use crate::actor::{Actor, SessionKind};
use crate::filter::{Page, Pager};
use base::{EntryId, Error, Kind, PartnerId, Result, UnixMillis, UserId};
use serde_json::Value as Json;
use store::{Constraint, Order, ReadTx, Row, Select, WriteTx, args};

/// Moderation statuses by their wire value.
pub const PENDING: i64 = 1;
pub const APPROVED: i64 = 2;
pub const REJECTED: i64 = 3;
pub const FLAGGED: i64 = 5;
pub const AUTO_APPROVED: i64 = 6;

/// Longest comment of a complaint; a longer one is refused.
const COMMENTS_CHARS_MAX: usize = 1024;
/// Complaints about one entry that wait for a moderator; further ones are counted, but not kept.
const FLAGS_WAITING_MAX: i64 = 1000;
/// Stars go from 1 to this.
const RANK_MAX: i64 = 5;

const WAITING: i64 = 1;
const MODERATED: i64 = 2;

/// A complaint: KalturaModerationFlag.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Flag {
    pub id: i64,
    pub partner: PartnerId,
    /// Who complained; nobody without a KS.
    pub user: UserId,
    pub entry: String,
    /// 1 sexual, 2 violent, 3 harmful, 4 spam, 5 copyright, 6 terms
    pub flag_type: i64,
    pub comments: Option<String>,
    /// 1 PENDING, 2 MODERATED
    pub status: i64,
    pub created_at: UnixMillis,
    pub updated_at: UnixMillis,
}

/// A complaint as sent.
#[derive(Clone, Debug)]
pub struct NewFlag {
    pub entry: Option<String>,
    pub flag_type: Option<i64>,
    pub comments: Option<String>,
}

const COLUMNS: &str = "id, partner, entry, user, flag_type, comments, status, created_at, updated_at";

/// baseEntry.flag: the entry goes on being shown, and waits for a moderator. `ENTRY_CANNOT_BE_FLAGGED` unless it was approved, or is flagged.
pub async fn flag(tx: &mut WriteTx, actor: &Actor, now: UnixMillis, kinds: &[i64], new: NewFlag) -> Result<()> {
    let missing = |name: &str| {
        let error = Error::coded(Kind::Invalid, "PROPERTY_VALIDATION_CANNOT_BE_NULL");
        error.arg("PROP_NAME", format!("KalturaModerationFlag::{name}"))
    };
    let id = new.entry.filter(|id| !id.is_empty()).ok_or_else(|| missing("flaggedEntryId"))?;
    let flag_type = new.flag_type.ok_or_else(|| missing("flagType"))?;
    if new.comments.as_ref().is_some_and(|comments| comments.chars().count() > COMMENTS_CHARS_MAX) {
        let error = Error::coded(Kind::Invalid, "PROPERTY_VALIDATION_MAX_LENGTH");
        return Err(error.arg("PROP_NAME", "KalturaModerationFlag::comments").arg("MAX_LEN", COMMENTS_CHARS_MAX));
    }
    let mut entry = visible(tx, actor, &id, kinds).await?;
    if !matches!(entry.moderation_status, APPROVED | FLAGGED | AUTO_APPROVED) {
        return Err(Error::coded(Kind::Conflict, "ENTRY_CANNOT_BE_FLAGGED"));
    }
    if waiting(tx, &entry).await? < FLAGS_WAITING_MAX {
        let sql = "INSERT INTO moderation_flag (partner, entry, user, flag_type, comments, status, created_at, updated_at) \
             VALUES (?, ?, ?, ?, ?, ?, ?, ?)";
        let args = args![entry.partner, &entry.id, &actor.user, flag_type, &new.comments, WAITING, now, now];
        tx.exec(sql, args).await?;
    }
    entry.moderation_status = FLAGGED;
    let count = entry.doc.int("moderationCount").unwrap_or(0).saturating_add(1);
    entry.doc.insert("moderationCount".to_owned(), Json::from(count));
    rows::save(tx, &entry).await?;
    rows::append(tx, now, &entry, "entry.flagged").await?;
    Ok(())
}

/// baseEntry.approve
pub async fn approve(tx: &mut WriteTx, actor: &Actor, now: UnixMillis, id: &str, kinds: &[i64]) -> Result<()> {
    decide(tx, actor, now, id, kinds, APPROVED).await
}

/// baseEntry.reject: whoever watches has to stop.
pub async fn reject(tx: &mut WriteTx, actor: &Actor, now: UnixMillis, id: &str, kinds: &[i64]) -> Result<()> {
    decide(tx, actor, now, id, kinds, REJECTED).await
}

async fn decide(tx: &mut WriteTx, actor: &Actor, now: UnixMillis, id: &str, kinds: &[i64], verdict: i64) -> Result<()> {
    let mut entry = query::get(tx, actor, id, kinds).await?;
    if verdict == REJECTED && entry.moderation_status != REJECTED {
        entry.access_revision += 1;
    }
    entry.moderation_status = verdict;
    entry.doc.insert("moderationCount".to_owned(), Json::from(0));
    entry.updated_at = now;
    let sql = "UPDATE moderation_flag SET status = ?, updated_at = ? WHERE partner = ? AND entry = ? AND status = ?";
    tx.exec(sql, args![MODERATED, now, entry.partner, &entry.id, WAITING]).await?;
    rows::save(tx, &entry).await?;
    rows::append(tx, now, &entry, "entry.moderated").await?;
    Ok(())
}

/// baseEntry.listFlags: those that wait, newest first.
pub async fn list_flags(tx: &mut ReadTx, actor: &Actor, id: &str, kinds: &[i64], pager: Pager) -> Result<Page<Flag>> {
    let entry = query::get(tx, actor, id, kinds).await?;
    let by = |column| Order { column, descending: true };
    let select = Select {
        from: "moderation_flag",
        columns: COLUMNS,
        constraints: vec![
            Constraint::equal("partner", actor.partner),
            Constraint::equal("entry", entry.id.as_str()),
            Constraint::equal("status", WAITING),
        ],
        order: vec![by("created_at"), by("id")],
        limit: pager.limit(),
        offset: pager.offset(),
    };
    let total = select.count(tx).await?;
    let objects = select.rows(tx).await?.iter().map(read).collect::<Result<Vec<_>>>()?;
    Ok(Page { objects, total })
}

/// baseEntry.anonymousRank: one more vote. `INVALID_RANK_VALUE` if it is none of 1 to 5.
pub async fn rank(tx: &mut WriteTx, actor: &Actor, now: UnixMillis, id: &str, kinds: &[i64], stars: i64) -> Result<()> {
    let mut entry = query::get(tx, actor, id, kinds).await?;
    if !(1..=RANK_MAX).contains(&stars) {
        return Err(Error::coded(Kind::Invalid, "INVALID_RANK_VALUE"));
    }
    let number = |name: &str| entry.doc.int(name).unwrap_or(0);
    let (votes, total) = (number("votes").saturating_add(1), number("totalRank").saturating_add(stars));
    entry.doc.insert("votes".to_owned(), Json::from(votes));
    entry.doc.insert("totalRank".to_owned(), Json::from(total));
    entry.doc.insert("rank".to_owned(), Json::from(total as f64 / votes as f64));
    rows::save(tx, &entry).await?;
    rows::append(tx, now, &entry, "entry.ranked").await?;
    Ok(())
}

/// Without a KS and without a partner the entry of whichever account is meant.
async fn visible(tx: &mut ReadTx, actor: &Actor, id: &str, kinds: &[i64]) -> Result<Entry> {
    if actor.kind != SessionKind::None || actor.partner != PartnerId::TEMPLATE {
        return query::get(tx, actor, id, kinds).await;
    }
    let parsed: EntryId = id.parse().map_err(|_| not_found(id))?;
    let found = rows::by_id(tx, &parsed).await?;
    let found =
        found.filter(|entry| entry.status != status::DELETED && (kinds.is_empty() || kinds.contains(&entry.kind)));
    found.ok_or_else(|| not_found(id))
}

async fn waiting(tx: &mut ReadTx, entry: &Entry) -> Result<i64> {
    let sql = "SELECT count(*) AS flags FROM moderation_flag WHERE partner = ? AND entry = ? AND status = ?";
    let row = tx.query_one(sql, args![entry.partner, &entry.id, WAITING]).await?;
    row.ok_or_else(|| Error::bug("a count has no row"))?.get("flags")
}

fn read(row: &Row) -> Result<Flag> {
    Ok(Flag {
        id: row.get("id")?,
        partner: row.get("partner")?,
        entry: row.get("entry")?,
        user: row.get("user")?,
        flag_type: row.get("flag_type")?,
        comments: row.get("comments")?,
        status: row.get("status")?,
        created_at: row.get("created_at")?,
        updated_at: row.get("updated_at")?,
    })
}
