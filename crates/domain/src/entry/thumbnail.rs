//! The picture that stands for a live entry (contract: live, offline thumbnail).
//!
//! It is kept in the database, where it is saved, restored and deleted with its entry.

use super::{Entry, query, rows};
use crate::actor::Actor;
use base::{EntryId, Error, Kind, PartnerId, Result, UnixMillis};
use serde_json::Value as Json;
use store::{ReadTx, WriteTx, args};

/// Largest picture in bytes; a larger one is refused.
pub const THUMBNAIL_BYTES_MAX: usize = 4 << 20;
/// Where an entry's document counts its pictures; not on the wire.
const VERSION: &str = "thumbnailVersion";

/// A picture as it was sent.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Thumbnail {
    pub content_type: String,
    pub bytes: Vec<u8>,
}

/// liveStream.updateOfflineThumbnailJpeg. `FILE_CONTENT_NOT_SECURE` for what is no picture, `UPLOAD_ERROR` for one that is too large.
pub async fn set_thumbnail(
    tx: &mut WriteTx,
    actor: &Actor,
    now: UnixMillis,
    id: &str,
    kinds: &[i64],
    bytes: &[u8],
) -> Result<Entry> {
    let mut entry = query::get(tx, actor, id, kinds).await?;
    actor.require_edit(&entry)?;
    if bytes.len() > THUMBNAIL_BYTES_MAX {
        let error = Error::coded(Kind::Exhausted, "UPLOAD_ERROR");
        return Err(error.context(format!("picture of {} bytes exceeds limit of {THUMBNAIL_BYTES_MAX}", bytes.len())));
    }
    let content_type = content_type(bytes)
        .ok_or_else(|| Error::coded(Kind::Invalid, "FILE_CONTENT_NOT_SECURE").context("no picture"))?;
    let sql = "INSERT INTO entry_thumbnail (entry, partner, content_type, bytes, updated_at) VALUES (?, ?, ?, ?, ?) \
         ON CONFLICT (entry) DO UPDATE SET content_type = excluded.content_type, bytes = excluded.bytes, updated_at = excluded.updated_at";
    tx.exec(sql, args![&entry.id, entry.partner, content_type, bytes, now]).await?;
    let version = thumbnail_version(&entry).saturating_add(1);
    entry.doc.insert(VERSION.to_owned(), Json::from(version));
    entry.updated_at = now;
    rows::save(tx, &entry).await?;
    rows::append(tx, now, &entry, "entry.updated").await?;
    Ok(entry)
}

/// The picture of an entry, if it was given one.
pub async fn thumbnail(tx: &mut ReadTx, partner: PartnerId, entry: &EntryId) -> Result<Option<Thumbnail>> {
    let sql = "SELECT content_type, bytes FROM entry_thumbnail WHERE partner = ? AND entry = ?";
    let row = tx.query_one(sql, args![partner, entry]).await?;
    row.map(|row| Ok(Thumbnail { content_type: row.get("content_type")?, bytes: row.get("bytes")? })).transpose()
}

/// How many pictures the entry has had.
pub fn thumbnail_version(entry: &Entry) -> i64 {
    entry.doc.int(VERSION).unwrap_or(0)
}

pub(super) async fn remove_thumbnail(tx: &mut WriteTx, entry: &Entry) -> Result<()> {
    tx.exec("DELETE FROM entry_thumbnail WHERE partner = ? AND entry = ?", args![entry.partner, &entry.id]).await?;
    Ok(())
}

/// By its first bytes; what the sender calls it does not count.
fn content_type(bytes: &[u8]) -> Option<&'static str> {
    match bytes {
        [0xff, 0xd8, 0xff, ..] => Some("image/jpeg"),
        [0x89, b'P', b'N', b'G', b'\r', b'\n', 0x1a, b'\n', ..] => Some("image/png"),
        [b'G', b'I', b'F', b'8', b'7' | b'9', b'a', ..] => Some("image/gif"),
        [b'R', b'I', b'F', b'F', _, _, _, _, b'W', b'E', b'B', b'P', ..] => Some("image/webp"),
        _ => None,
    }
}
