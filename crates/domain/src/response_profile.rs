//! Stored response profiles: what a caller wants to see of answers, under a name (contract: wire, response profiles).

use crate::actor::Actor;
use crate::entry::Change;
use crate::filter::{Field, Filter, Page, Pager, Unit};
use base::{Error, Kind, PartnerId, Result, UnixMillis};
use store::{Constraint, Doc, NewEvent, Op, Order, ReadTx, Row, Select, WriteTx, args};

/// Values of `status`.
pub mod status {
    /// Kept, but a call that names it is answered as if there were none.
    pub const DISABLED: i64 = 1;
    pub const ENABLED: i64 = 2;
    pub const DELETED: i64 = 3;
}

/// Shortest `systemName` and `name`, in characters.
const NAME_CHARS_MIN: usize = 2;

#[derive(Clone, Debug, PartialEq)]
pub struct ResponseProfile {
    pub id: i64,
    /// 0 for profiles of every account.
    pub partner: PartnerId,
    /// Unique among the partner's.
    pub system_name: String,
    pub status: i64,
    pub version: i64,
    pub created_at: UnixMillis,
    pub updated_at: UnixMillis,
    /// `name`, `type`, `fields`, `filter`, `pager`, `relatedProfiles`, `mappings` under wire names.
    pub doc: Doc,
}

/// A profile as sent. What the document clears is null in it.
#[derive(Clone, Debug, Default)]
pub struct ResponseProfilePatch {
    pub system_name: Change<String>,
    pub doc: Doc,
}

/// responseProfile.add. `PROPERTY_VALIDATION_CANNOT_BE_NULL` and `…_MIN_LENGTH` about its names and type, `RESPONSE_PROFILE_DUPLICATE_SYSTEM_NAME`.
pub async fn add(
    tx: &mut WriteTx,
    actor: &Actor,
    now: UnixMillis,
    patch: ResponseProfilePatch,
) -> Result<ResponseProfile> {
    let blank = ResponseProfile {
        id: 0,
        partner: actor.partner,
        system_name: String::new(),
        status: status::ENABLED,
        version: 0,
        created_at: now,
        updated_at: now,
        doc: Doc::default(),
    };
    change(tx, now, blank, patch).await
}

/// responseProfile.get: own or partner 0's. `RESPONSE_PROFILE_ID_NOT_FOUND`.
pub async fn get(tx: &mut ReadTx, actor: &Actor, id: i64) -> Result<ResponseProfile> {
    let found = by_id(tx, actor.partner, id).await?;
    found.ok_or_else(|| not_found(id))
}

/// The enabled profile that a call names, own or partner 0's; a system name counts before an id, an own profile before partner 0's.
pub async fn named(
    tx: &mut ReadTx,
    partner: PartnerId,
    id: Option<i64>,
    system_name: Option<&str>,
) -> Result<Option<ResponseProfile>> {
    let found = match (system_name, id) {
        (Some(name), _) => by_name(tx, partner, name).await?,
        (None, Some(id)) => by_id(tx, partner, id).await?,
        (None, None) => None,
    };
    Ok(found.filter(|profile| profile.status == status::ENABLED))
}

/// responseProfile.update: own ones only; the version rises.
pub async fn update(
    tx: &mut WriteTx,
    actor: &Actor,
    now: UnixMillis,
    id: i64,
    patch: ResponseProfilePatch,
) -> Result<ResponseProfile> {
    let profile = own(tx, actor, id).await?;
    change(tx, now, profile, patch).await
}

/// responseProfile.updateStatus: DISABLED or ENABLED; DELETED is as good as [`delete`].
pub async fn set_status(
    tx: &mut WriteTx,
    actor: &Actor,
    now: UnixMillis,
    id: i64,
    status: i64,
) -> Result<ResponseProfile> {
    let profile = ResponseProfile { status, ..own(tx, actor, id).await? };
    change(tx, now, profile, ResponseProfilePatch::default()).await
}

pub async fn delete(tx: &mut WriteTx, actor: &Actor, now: UnixMillis, id: i64) -> Result<()> {
    set_status(tx, actor, now, id, status::DELETED).await.map(|_| ())
}

/// responseProfile.clone: a copy of an own or partner 0's profile, changed by `patch`. Its system name must be another.
pub async fn copy(
    tx: &mut WriteTx,
    actor: &Actor,
    now: UnixMillis,
    id: i64,
    patch: ResponseProfilePatch,
) -> Result<ResponseProfile> {
    let source = get(tx, actor, id).await?;
    let copy = ResponseProfile {
        id: 0,
        partner: actor.partner,
        status: status::ENABLED,
        version: 0,
        created_at: now,
        ..source
    };
    change(tx, now, copy, patch).await
}

/// responseProfile.list: the partner's own.
pub async fn list(tx: &mut ReadTx, actor: &Actor, filter: &Filter, pager: Pager) -> Result<Page<ResponseProfile>> {
    const FIELDS: &[Field] = &[
        Field { name: "id", columns: &["id"], unit: Unit::Int },
        Field { name: "systemName", columns: &["system_name"], unit: Unit::Text },
        Field { name: "createdAt", columns: &["created_at / 1000"], unit: Unit::Int },
        Field { name: "updatedAt", columns: &["updated_at / 1000"], unit: Unit::Int },
        Field { name: "status", columns: &["status"], unit: Unit::Int },
    ];
    let mut constraints = vec![
        Constraint::equal("partner", actor.partner),
        Constraint::new("status", Op::NotEqual, vec![status::DELETED.into()]),
    ];
    constraints.extend(filter.constraints(FIELDS));
    let keys = [("createdAt", "created_at"), ("updatedAt", "updated_at")];
    let select = Select {
        from: "response_profile",
        columns: COLUMNS,
        constraints,
        order: filter.orders(&keys, &[Order { column: "id", descending: true }]),
        limit: pager.limit(),
        offset: pager.offset(),
    };
    let total = select.count(tx).await?;
    let objects = select.rows(tx).await?.iter().map(read).collect::<Result<Vec<_>>>()?;
    Ok(Page { objects, total })
}

/// Applies a patch, checks the result and writes it with the next version; an id of 0 is the database's to give.
async fn change(
    tx: &mut WriteTx,
    now: UnixMillis,
    mut profile: ResponseProfile,
    patch: ResponseProfilePatch,
) -> Result<ResponseProfile> {
    profile.system_name = patch.system_name.apply(Some(profile.system_name)).unwrap_or_default();
    profile.doc.merge(&patch.doc);
    profile.version += 1;
    profile.updated_at = now;
    long_enough("systemName", Some(&profile.system_name))?;
    long_enough("name", profile.doc.text("name"))?;
    if profile.doc.text("fields").is_some_and(|fields| !fields.is_empty()) && profile.doc.int("type").is_none() {
        return Err(
            Error::coded(Kind::Invalid, "PROPERTY_VALIDATION_CANNOT_BE_NULL").arg("PROP_NAME", property("type"))
        );
    }
    if profile.status != status::DELETED
        && let Some(other) = own_by_name(tx, profile.partner, &profile.system_name).await?
        && other.id != profile.id
    {
        let error = Error::coded(Kind::Conflict, "RESPONSE_PROFILE_DUPLICATE_SYSTEM_NAME");
        return Err(error.arg("SYSTEM_NAME", &profile.system_name));
    }
    profile.id = put(tx, &profile).await?;
    let body = Doc::default().with("v", 1).with("responseProfile", profile.id);
    let event = NewEvent { at: now, partner: profile.partner, entry: None, kind: "response_profile.changed", body };
    store::log::append(tx, event).await?;
    Ok(profile)
}

fn long_enough(name: &str, text: Option<&str>) -> Result<()> {
    match text.unwrap_or_default() {
        "" => Err(Error::coded(Kind::Invalid, "PROPERTY_VALIDATION_CANNOT_BE_NULL").arg("PROP_NAME", property(name))),
        short if short.chars().count() < NAME_CHARS_MIN => {
            let error = Error::coded(Kind::Invalid, "PROPERTY_VALIDATION_MIN_LENGTH");
            Err(error.arg("PROP_NAME", property(name)).arg("MIN_LEN", NAME_CHARS_MIN))
        }
        _ => Ok(()),
    }
}

fn property(name: &str) -> String {
    format!("KalturaResponseProfile::{name}")
}

async fn own(tx: &mut ReadTx, actor: &Actor, id: i64) -> Result<ResponseProfile> {
    let profile = get(tx, actor, id).await?;
    if profile.partner == actor.partner { Ok(profile) } else { Err(not_found(id)) }
}

fn not_found(id: i64) -> Error {
    Error::coded(Kind::NotFound, "RESPONSE_PROFILE_ID_NOT_FOUND").arg("ID", id)
}

const COLUMNS: &str = "id, partner, system_name, status, version, created_at, updated_at, doc";

async fn by_id(tx: &mut ReadTx, partner: PartnerId, id: i64) -> Result<Option<ResponseProfile>> {
    let sql = format!("SELECT {COLUMNS} FROM response_profile WHERE partner IN (?, 0) AND id = ? AND status <> 3");
    tx.query_one(&sql, args![partner, id]).await?.as_ref().map(read).transpose()
}

async fn by_name(tx: &mut ReadTx, partner: PartnerId, name: &str) -> Result<Option<ResponseProfile>> {
    let sql = format!(
        "SELECT {COLUMNS} FROM response_profile WHERE partner IN (?, 0) AND system_name = ? AND status <> 3 \
         ORDER BY partner DESC LIMIT 1"
    );
    tx.query_one(&sql, args![partner, name]).await?.as_ref().map(read).transpose()
}

async fn own_by_name(tx: &mut ReadTx, partner: PartnerId, name: &str) -> Result<Option<ResponseProfile>> {
    let sql = format!("SELECT {COLUMNS} FROM response_profile WHERE partner = ? AND system_name = ? AND status <> 3");
    tx.query_one(&sql, args![partner, name]).await?.as_ref().map(read).transpose()
}

async fn put(tx: &mut WriteTx, profile: &ResponseProfile) -> Result<i64> {
    let sql = format!(
        "INSERT INTO response_profile ({COLUMNS}) VALUES (?, ?, ?, ?, ?, ?, ?, ?) \
         ON CONFLICT (id) DO UPDATE SET system_name = excluded.system_name, status = excluded.status, \
         version = excluded.version, updated_at = excluded.updated_at, doc = excluded.doc RETURNING id"
    );
    let args = args![
        (profile.id != 0).then_some(profile.id),
        profile.partner,
        &profile.system_name,
        profile.status,
        profile.version,
        profile.created_at,
        profile.updated_at,
        &profile.doc
    ];
    let row = tx.query_one(&sql, args).await?;
    row.ok_or_else(|| Error::bug("an insert has no id"))?.get("id")
}

fn read(row: &Row) -> Result<ResponseProfile> {
    Ok(ResponseProfile {
        id: row.get("id")?,
        partner: row.get("partner")?,
        system_name: row.get("system_name")?,
        status: row.get("status")?,
        version: row.get("version")?,
        created_at: row.get("created_at")?,
        updated_at: row.get("updated_at")?,
        doc: row.get("doc")?,
    })
}
