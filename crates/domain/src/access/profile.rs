//! Access control profiles: the service's objects and what can be done with them (contract: playback, access control profiles).
//!
//! Invariants
//! * every account has one default profile, which cannot be deleted;
//! * `version` is a number that no other state of any profile has: playback tokens name it.

use super::rule::{RULES_BYTES_MAX, Rules};
use crate::actor::Actor;
use crate::entry::Change;
use crate::filter::{Field, Filter, Page, Pager, Unit};
use crate::partner;
use base::{Error, Kind, PartnerId, Result, UnixMillis};
use serde_json::{Value as Json, json};
use store::{Constraint, Doc, Event, NewEvent, Order, ReadTx, Row, Select, WriteTx, args};

/// Profiles of one account; one more is refused.
const PROFILES_MAX: i64 = 1000;
/// Longest name and system name; longer ones are refused.
const NAME_CHARS_MAX: usize = 128;
/// Longest description; a longer one is refused.
const DESCRIPTION_CHARS_MAX: usize = 1024;

/// A named set of rules.
#[derive(Clone, Debug, PartialEq)]
pub struct AccessControlProfile {
    pub id: i64,
    pub partner: PartnerId,
    pub name: String,
    pub system_name: Option<String>,
    pub description: Option<String>,
    pub is_default: bool,
    pub created_at: UnixMillis,
    pub updated_at: UnixMillis,
    /// Rises with every change of any profile's rules.
    pub version: i64,
    /// An array of `KalturaRule` under wire names, with `objectType` in every object.
    pub rules: Json,
}

/// A profile as sent.
#[derive(Clone, Debug, Default)]
pub struct ProfilePatch {
    pub name: Change<String>,
    pub system_name: Change<String>,
    pub description: Change<String>,
    pub is_default: Change<bool>,
    pub rules: Change<Json>,
}

/// A profile with its rules read, as the cache keeps it.
#[derive(Debug)]
pub struct Profile {
    pub id: i64,
    pub version: i64,
    pub rules: Rules,
}

impl Profile {
    pub(crate) async fn load(tx: &mut ReadTx, partner: PartnerId, id: i64) -> Result<Self> {
        let stored = by_id(tx, partner, id).await?.ok_or_else(|| Error::corrupt(format!("no access control {id}")))?;
        Ok(Self { id, version: stored.version, rules: Rules::read(&stored.rules)? })
    }
}

/// accessControlProfile.get. `ACCESS_CONTROL_ID_NOT_FOUND`.
pub async fn get(tx: &mut ReadTx, actor: &Actor, id: i64) -> Result<AccessControlProfile> {
    by_id(tx, actor.partner, id).await?.ok_or_else(|| not_found(id))
}

/// accessControlProfile.list
pub async fn list(tx: &mut ReadTx, actor: &Actor, filter: &Filter, pager: Pager) -> Result<Page<AccessControlProfile>> {
    let mut constraints = vec![Constraint::equal("a.partner", actor.partner), Constraint::equal("a.is_deleted", false)];
    constraints.extend(filter.constraints(FIELDS));
    let keys = [("createdAt", "a.created_at"), ("updatedAt", "a.updated_at"), ("name", "a.name"), ("id", "a.id")];
    let select = Select {
        from: FROM,
        columns: COLUMNS,
        constraints,
        order: filter.orders(&keys, &[Order { column: "a.id", descending: false }]),
        limit: pager.limit(),
        offset: pager.offset(),
    };
    let total = select.count(tx).await?;
    let objects = select.rows(tx).await?.iter().map(read).collect::<Result<Vec<_>>>()?;
    Ok(Page { objects, total })
}

/// accessControlProfile.add
pub async fn add(
    tx: &mut WriteTx,
    actor: &Actor,
    now: UnixMillis,
    patch: ProfilePatch,
) -> Result<AccessControlProfile> {
    let name = patch.name.clone().set().filter(|name| !name.is_empty()).ok_or_else(|| {
        let error = Error::coded(Kind::Invalid, "PROPERTY_VALIDATION_CANNOT_BE_NULL");
        error.arg("PROP_NAME", property("name"))
    })?;
    let sql = "SELECT count(*) AS rows FROM access_control WHERE partner = ? AND is_deleted = 0";
    let count = tx.query_one(sql, args![actor.partner]).await?.map_or(Ok(0), |row| row.get::<i64>("rows"))?;
    if count >= PROFILES_MAX {
        return Err(too_long("id", PROFILES_MAX));
    }
    let profile = AccessControlProfile {
        id: 0,
        partner: actor.partner,
        name,
        system_name: patch.system_name.clone().set().filter(|name| !name.is_empty()),
        description: patch.description.clone().set(),
        is_default: false,
        created_at: now,
        updated_at: now,
        version: next_version(tx).await?,
        rules: patch.rules.clone().set().unwrap_or_else(|| json!([])),
    };
    check(&profile)?;
    let id = insert(tx, None, &profile).await?;
    let mut profile = AccessControlProfile { id, ..profile };
    if patch.is_default.set() == Some(true) {
        make_default(tx, now, &mut profile).await?;
    }
    append(tx, now, &profile, "access_control.changed").await?;
    Ok(profile)
}

/// accessControlProfile.update. The default stays the default until another becomes it.
pub async fn update(
    tx: &mut WriteTx,
    actor: &Actor,
    now: UnixMillis,
    id: i64,
    patch: ProfilePatch,
) -> Result<AccessControlProfile> {
    let mut profile = get(tx, actor, id).await?;
    if let Some(name) = patch.name.set().filter(|name| !name.is_empty()) {
        profile.name = name;
    }
    profile.system_name = patch.system_name.apply(profile.system_name).filter(|name| !name.is_empty());
    profile.description = patch.description.apply(profile.description);
    let rules = match patch.rules {
        Change::Keep => None,
        Change::Clear => Some(json!([])),
        Change::Set(rules) => Some(rules),
    };
    if let Some(rules) = rules.filter(|rules| *rules != profile.rules) {
        profile.rules = rules;
        profile.version = next_version(tx).await?;
    }
    profile.updated_at = now;
    check(&profile)?;
    let sql = "UPDATE access_control SET name = ?, system_name = ?, description = ?, updated_at = ?, version = ?, rules = ? \
         WHERE partner = ? AND id = ?";
    let args = args![
        &profile.name,
        &profile.system_name,
        &profile.description,
        profile.updated_at,
        profile.version,
        profile.rules.to_string(),
        profile.partner,
        profile.id
    ];
    tx.exec(sql, args).await?;
    if patch.is_default.set() == Some(true) && !profile.is_default {
        make_default(tx, now, &mut profile).await?;
    }
    append(tx, now, &profile, "access_control.changed").await?;
    Ok(profile)
}

/// accessControlProfile.delete: its entries go to the default one. `CANNOT_DELETE_DEFAULT_ACCESS_CONTROL`.
///
/// One event tells of all entries: there may be very many.
pub async fn delete(tx: &mut WriteTx, actor: &Actor, now: UnixMillis, id: i64) -> Result<()> {
    let profile = get(tx, actor, id).await?;
    if profile.is_default {
        return Err(Error::coded(Kind::Conflict, "CANNOT_DELETE_DEFAULT_ACCESS_CONTROL"));
    }
    let to = partner::account(tx, actor.partner).await?.default_access_control;
    let sql = "UPDATE entry SET access_control = ? WHERE partner = ? AND access_control = ?";
    tx.exec(sql, args![to, actor.partner, id]).await?;
    let sql = "UPDATE access_control SET is_deleted = 1, updated_at = ? WHERE partner = ? AND id = ?";
    tx.exec(sql, args![now, actor.partner, id]).await?;
    let body = Doc::default().with("v", 1).with("profile", id).with("to", to);
    let event = NewEvent { at: now, partner: actor.partner, entry: None, kind: "access_control.deleted", body };
    store::log::append(tx, event).await?;
    Ok(())
}

/// `ACCESS_CONTROL_ID_NOT_FOUND` unless the partner has it.
pub(crate) async fn require(tx: &mut ReadTx, partner: PartnerId, id: i64) -> Result<()> {
    by_id(tx, partner, id).await?.map(drop).ok_or_else(|| not_found(id))
}

/// The profile of a fresh account: no rules, everything plays.
pub(crate) async fn plant_default(tx: &mut WriteTx, now: UnixMillis, partner: PartnerId, id: i64) -> Result<()> {
    let profile = AccessControlProfile {
        id,
        partner,
        name: "Default".to_owned(),
        system_name: None,
        description: None,
        is_default: true,
        created_at: now,
        updated_at: now,
        version: next_version(tx).await?,
        rules: json!([]),
    };
    insert(tx, Some(id), &profile).await.map(drop)
}

/// What became of a profile, for those who keep tokens of it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum RulesChange {
    /// From now on tokens must name this version.
    Version { profile: i64, version: i64 },
    /// Its entries have another profile now.
    Moved { profile: i64, to: i64 },
}

impl RulesChange {
    pub fn of_event(event: &Event) -> Option<Self> {
        let profile = event.body.int("profile");
        match event.kind.as_str() {
            "access_control.changed" => Some(Self::Version { profile: profile?, version: event.body.int("version")? }),
            "access_control.deleted" => Some(Self::Moved { profile: profile?, to: event.body.int("to")? }),
            _ => None,
        }
    }
}

/// The version of every profile: what the edge starts with. Others come by event.
pub async fn versions(tx: &mut ReadTx) -> Result<Vec<RulesChange>> {
    let rows = tx.query("SELECT id, version FROM access_control WHERE is_deleted = 0", args![]).await?;
    rows.iter().map(|row| Ok(RulesChange::Version { profile: row.get("id")?, version: row.get("version")? })).collect()
}

const FROM: &str = "access_control a JOIN partner p ON p.id = a.partner";
const COLUMNS: &str = "a.id, a.partner, a.name, a.system_name, a.description, a.id = p.default_access_control AS is_default, \
     a.created_at, a.updated_at, a.version, a.rules";

const FIELDS: &[Field] = &[
    Field { name: "id", columns: &["a.id"], unit: Unit::Int },
    Field { name: "systemName", columns: &["a.system_name"], unit: Unit::Text },
    Field { name: "createdAt", columns: &["a.created_at / 1000"], unit: Unit::Int },
    Field { name: "updatedAt", columns: &["a.updated_at / 1000"], unit: Unit::Int },
];

async fn by_id(tx: &mut ReadTx, partner: PartnerId, id: i64) -> Result<Option<AccessControlProfile>> {
    let sql = format!("SELECT {COLUMNS} FROM {FROM} WHERE a.partner = ? AND a.id = ? AND a.is_deleted = 0");
    tx.query_one(&sql, args![partner, id]).await?.as_ref().map(read).transpose()
}

async fn insert(tx: &mut WriteTx, id: Option<i64>, profile: &AccessControlProfile) -> Result<i64> {
    let sql = "INSERT INTO access_control \
         (id, partner, name, system_name, description, created_at, updated_at, version, is_deleted, rules) \
         VALUES (?, ?, ?, ?, ?, ?, ?, ?, 0, ?) RETURNING id";
    let args = args![
        id,
        profile.partner,
        &profile.name,
        &profile.system_name,
        &profile.description,
        profile.created_at,
        profile.updated_at,
        profile.version,
        profile.rules.to_string()
    ];
    tx.query_one(sql, args).await?.ok_or_else(|| Error::bug("an insert has no id"))?.get("id")
}

/// Deleted profiles keep their rows, so a number never comes twice.
async fn next_version(tx: &mut WriteTx) -> Result<i64> {
    let row = tx.query_one("SELECT coalesce(max(version), 0) + 1 AS next FROM access_control", args![]).await?;
    row.ok_or_else(|| Error::bug("a maximum has no row"))?.get("next")
}

async fn make_default(tx: &mut WriteTx, now: UnixMillis, profile: &mut AccessControlProfile) -> Result<()> {
    tx.exec("UPDATE partner SET default_access_control = ? WHERE id = ?", args![profile.id, profile.partner]).await?;
    profile.is_default = true;
    let body = Doc::default().with("v", 1).with("partner", profile.partner.0);
    let event = NewEvent { at: now, partner: profile.partner, entry: None, kind: "partner.updated", body };
    store::log::append(tx, event).await?;
    Ok(())
}

async fn append(tx: &mut WriteTx, now: UnixMillis, profile: &AccessControlProfile, kind: &'static str) -> Result<()> {
    let body = Doc::default().with("v", 1).with("profile", profile.id).with("version", profile.version);
    store::log::append(tx, NewEvent { at: now, partner: profile.partner, entry: None, kind, body }).await?;
    Ok(())
}

fn check(profile: &AccessControlProfile) -> Result<()> {
    let texts = [
        ("name", Some(&profile.name), NAME_CHARS_MAX),
        ("systemName", profile.system_name.as_ref(), NAME_CHARS_MAX),
        ("description", profile.description.as_ref(), DESCRIPTION_CHARS_MAX),
    ];
    for (name, text, max) in texts {
        if text.is_some_and(|text| text.chars().count() > max) {
            return Err(too_long(name, max));
        }
    }
    if profile.rules.to_string().len() > RULES_BYTES_MAX {
        return Err(too_long("rules", RULES_BYTES_MAX));
    }
    Rules::read(&profile.rules).map(drop)
}

fn read(row: &Row) -> Result<AccessControlProfile> {
    let rules: String = row.get("rules")?;
    Ok(AccessControlProfile {
        id: row.get("id")?,
        partner: row.get("partner")?,
        name: row.get("name")?,
        system_name: row.get("system_name")?,
        description: row.get("description")?,
        is_default: row.get("is_default")?,
        created_at: row.get("created_at")?,
        updated_at: row.get("updated_at")?,
        version: row.get("version")?,
        rules: serde_json::from_str(&rules).map_err(|error| Error::corrupt(format!("stored rules: {error}")))?,
    })
}

fn not_found(id: i64) -> Error {
    Error::coded(Kind::NotFound, "ACCESS_CONTROL_ID_NOT_FOUND").arg("ID", id)
}

fn property(name: &str) -> String {
    format!("KalturaAccessControlProfile::{name}")
}

fn too_long(name: &str, max: impl std::fmt::Display) -> Error {
    let error = Error::coded(Kind::Invalid, "PROPERTY_VALIDATION_MAX_LENGTH");
    error.arg("PROP_NAME", property(name)).arg("MAX_LEN", max)
}
