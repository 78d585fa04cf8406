//! SQL of metadata.

use super::{Metadata, Profile};
use base::{EntryId, PartnerId, Result};
use store::{ReadTx, Row, WriteTx, args};

pub(super) const COLUMNS: &str =
    "id, partner, profile, profile_version, object_type, object_id, version, created_at, updated_at, status, xml";
pub(super) const PROFILE_COLUMNS: &str = "id, partner, object_type, version, name, system_name, description, created_at, \
     updated_at, status, xsd, views, create_mode";

pub(super) fn read(row: &Row) -> Result<Metadata> {
    Ok(Metadata {
        id: row.get("id")?,
        partner: row.get("partner")?,
        profile_id: row.get("profile")?,
        profile_version: row.get("profile_version")?,
        object_type: row.get("object_type")?,
        object_id: row.get("object_id")?,
        version: row.get("version")?,
        created_at: row.get("created_at")?,
        updated_at: row.get("updated_at")?,
        status: row.get("status")?,
        xml: row.get("xml")?,
    })
}

pub(super) fn read_profile(row: &Row) -> Result<Profile> {
    Ok(Profile {
        id: row.get("id")?,
        partner: row.get("partner")?,
        object_type: row.get("object_type")?,
        version: row.get("version")?,
        name: row.get("name")?,
        system_name: row.get("system_name")?,
        description: row.get("description")?,
        created_at: row.get("created_at")?,
        updated_at: row.get("updated_at")?,
        status: row.get("status")?,
        xsd: row.get("xsd")?,
        views: row.get("views")?,
        create_mode: row.get("create_mode")?,
    })
}

pub(super) async fn by_id(tx: &mut ReadTx, partner: PartnerId, id: i64) -> Result<Option<Metadata>> {
    let sql = format!("SELECT {COLUMNS} FROM metadata WHERE partner = ? AND id = ? AND status <> 3");
    tx.query_one(&sql, args![partner, id]).await?.as_ref().map(read).transpose()
}

pub(super) async fn of_object(
    tx: &mut ReadTx,
    partner: PartnerId,
    profile: i64,
    object_type: &str,
    object_id: &str,
) -> Result<Option<i64>> {
    let sql = "SELECT id FROM metadata WHERE partner = ? AND object_type = ? AND object_id = ? AND profile = ? AND status <> 3";
    let row = tx.query_one(sql, args![partner, object_type, object_id, profile]).await?;
    row.map(|row| row.get("id")).transpose()
}

pub(super) async fn profile_by_id(tx: &mut ReadTx, partner: PartnerId, id: i64) -> Result<Option<Profile>> {
    let sql = format!("SELECT {PROFILE_COLUMNS} FROM metadata_profile WHERE partner = ? AND id = ? AND status <> 0");
    tx.query_one(&sql, args![partner, id]).await?.as_ref().map(read_profile).transpose()
}

/// The id is the database's to give.
pub(super) async fn insert(tx: &mut WriteTx, metadata: &Metadata) -> Result<i64> {
    let sql = "INSERT INTO metadata (partner, profile, profile_version, object_type, object_id, version, created_at, updated_at, \
         status, xml) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?) RETURNING id";
    let args = args![
        metadata.partner,
        metadata.profile_id,
        metadata.profile_version,
        &metadata.object_type,
        &metadata.object_id,
        metadata.version,
        metadata.created_at,
        metadata.updated_at,
        metadata.status,
        &metadata.xml
    ];
    let row = tx.query_one(sql, args).await?;
    row.ok_or_else(|| base::Error::bug("an insert has no id"))?.get("id")
}

pub(super) async fn save(tx: &mut WriteTx, metadata: &Metadata) -> Result<()> {
    let sql = "UPDATE metadata SET profile_version = ?, version = ?, updated_at = ?, status = ?, xml = ? \
         WHERE partner = ? AND id = ?";
    let args = args![
        metadata.profile_version,
        metadata.version,
        metadata.updated_at,
        metadata.status,
        &metadata.xml,
        metadata.partner,
        metadata.id
    ];
    tx.exec(sql, args).await?;
    Ok(())
}

/// Inserts or replaces; an id of 0 is the database's to give.
pub(crate) async fn put_profile(tx: &mut WriteTx, profile: &Profile) -> Result<i64> {
    let sql = format!(
        "INSERT INTO metadata_profile ({PROFILE_COLUMNS}) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?) \
         ON CONFLICT (id) DO UPDATE SET version = excluded.version, name = excluded.name, system_name = excluded.system_name, \
         description = excluded.description, updated_at = excluded.updated_at, status = excluded.status, xsd = excluded.xsd, \
         views = excluded.views, create_mode = excluded.create_mode RETURNING id"
    );
    let args = args![
        (profile.id != 0).then_some(profile.id),
        profile.partner,
        &profile.object_type,
        profile.version,
        &profile.name,
        &profile.system_name,
        &profile.description,
        profile.created_at,
        profile.updated_at,
        profile.status,
        &profile.xsd,
        &profile.views,
        profile.create_mode
    ];
    let row = tx.query_one(&sql, args).await?;
    row.ok_or_else(|| base::Error::bug("an insert has no id"))?.get("id")
}

/// Deletes every value of a profile; answers the objects they were on.
pub(super) async fn delete_of_profile(
    tx: &mut WriteTx,
    partner: PartnerId,
    profile: i64,
) -> Result<Vec<(String, String)>> {
    let sql = "SELECT object_type, object_id FROM metadata WHERE partner = ? AND profile = ? AND status <> 3";
    let rows = tx.query(sql, args![partner, profile]).await?;
    tx.exec("UPDATE metadata SET status = 3 WHERE partner = ? AND profile = ?", args![partner, profile]).await?;
    rows.iter().map(|row| Ok((row.get("object_type")?, row.get("object_id")?))).collect()
}

/// Records of an entry that are kept with it in memory, and their bytes of XML; an entry with more is asked of the database.
const KEPT_RECORDS_MAX: usize = 16;
const KEPT_BYTES_MAX: usize = 16 * 1024;

/// All records of an entry in the order of their ids; `None` if they are too many or too large to be kept.
pub(crate) async fn of_entry(tx: &mut ReadTx, partner: PartnerId, entry: &EntryId) -> Result<Option<Vec<Metadata>>> {
    let sql = format!(
        "SELECT {COLUMNS} FROM metadata WHERE partner = ? AND object_type = '1' AND object_id = ? AND status <> 3 \
         ORDER BY id LIMIT {}",
        KEPT_RECORDS_MAX + 1
    );
    let records = tx.query(&sql, args![partner, entry]).await?.iter().map(read).collect::<Result<Vec<_>>>()?;
    let bytes: usize = records.iter().map(|record| record.xml.len()).sum();
    Ok((records.len() <= KEPT_RECORDS_MAX && bytes <= KEPT_BYTES_MAX).then_some(records))
}

/// The value of the profile `KMS_EVENTS3` on an entry.
pub(crate) async fn event_of_entry(tx: &mut ReadTx, partner: PartnerId, entry: &EntryId) -> Result<Option<String>> {
    let sql = "SELECT m.xml AS xml FROM metadata m JOIN metadata_profile p ON p.id = m.profile \
         WHERE m.partner = ? AND m.object_type = '1' AND m.object_id = ? AND m.status <> 3 \
         AND p.system_name = 'KMS_EVENTS3' AND p.status <> 0";
    tx.query_one(sql, args![partner, entry]).await?.map(|row| row.get("xml")).transpose()
}

/// Every record of an entry, however many.
pub(super) async fn all_of_entry(tx: &mut ReadTx, partner: PartnerId, entry: &EntryId) -> Result<Vec<Metadata>> {
    let sql = format!(
        "SELECT {COLUMNS} FROM metadata WHERE partner = ? AND object_type = '1' AND object_id = ? AND status <> 3 ORDER BY id"
    );
    tx.query(&sql, args![partner, entry]).await?.iter().map(read).collect()
}

/// Records of a profile in the order of their ids, after one.
pub(super) async fn of_profile(
    tx: &mut ReadTx,
    partner: PartnerId,
    profile: i64,
    after: i64,
    limit: i64,
) -> Result<Vec<Metadata>> {
    let sql = format!(
        "SELECT {COLUMNS} FROM metadata WHERE partner = ? AND profile = ? AND status <> 3 AND id > ? ORDER BY id LIMIT ?"
    );
    tx.query(&sql, args![partner, profile, after, limit]).await?.iter().map(read).collect()
}

/// Id and version of every record of a profile.
pub(super) async fn versions_of_profile(tx: &mut ReadTx, partner: PartnerId, profile: i64) -> Result<Vec<(i64, i64)>> {
    let sql = "SELECT id, version FROM metadata WHERE partner = ? AND profile = ? AND status <> 3";
    let rows = tx.query(sql, args![partner, profile]).await?;
    rows.iter().map(|row| Ok((row.get("id")?, row.get("version")?))).collect()
}

/// Every record of a profile fits its newest version.
pub(super) async fn move_to_version(tx: &mut WriteTx, profile: &Profile) -> Result<()> {
    let sql = "UPDATE metadata SET profile_version = ? WHERE partner = ? AND profile = ? AND status <> 3";
    tx.exec(sql, args![profile.version, profile.partner, profile.id]).await?;
    Ok(())
}

/// Remembers the schema of a version, and forgets those that are `max` versions older.
pub(crate) async fn keep_version(tx: &mut WriteTx, profile: &Profile, max: i64) -> Result<()> {
    let sql = "INSERT INTO metadata_profile_version (profile, version, xsd) VALUES (?, ?, ?)";
    tx.exec(sql, args![profile.id, profile.version, &profile.xsd]).await?;
    let sql = "DELETE FROM metadata_profile_version WHERE profile = ? AND version <= ?";
    tx.exec(sql, args![profile.id, profile.version.saturating_sub(max)]).await?;
    Ok(())
}

pub(super) async fn xsd_of_version(tx: &mut ReadTx, profile: i64, version: i64) -> Result<Option<String>> {
    let sql = "SELECT xsd FROM metadata_profile_version WHERE profile = ? AND version = ?";
    tx.query_one(sql, args![profile, version]).await?.map(|row| row.get("xsd")).transpose()
}
