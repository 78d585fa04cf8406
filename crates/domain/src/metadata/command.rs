//! What can be done with metadata. Checking XML takes CPU, so it happens before the write transaction, which then checks the rest again.

use super::{Metadata, Profile, object, profile, rows};
use crate::actor::Actor;
use crate::catalog::Catalog;
use crate::entry::{self, Entry};
use crate::filter::{Field, Filter, Page, Pager, Unit};
use crate::user;
use base::{EntryId, Error, Kind, PartnerId, Result, UnixMillis};
use store::{Constraint, Doc, NewEvent, Op, Order, ReadTx, Select, WriteTx};

const VALID: i64 = 1;
const DELETED: i64 = 3;

/// metadata.add. Checked in the contract's order: profile, object type, object, duplicate, then the XML.
pub async fn add(
    catalog: &Catalog,
    actor: &Actor,
    now: UnixMillis,
    profile: i64,
    object_type: &str,
    object_id: &str,
    xml: String,
) -> Result<Metadata> {
    let profile = catalog.db().read(async |tx| check_add(tx, actor, profile, object_type, object_id).await).await?;
    validate(catalog, &profile, &xml).await?;
    let metadata = Metadata {
        id: 0,
        partner: actor.partner,
        profile_id: profile.id,
        profile_version: profile.version,
        object_type: object_type.to_owned(),
        object_id: object_id.to_owned(),
        version: 1,
        created_at: now,
        updated_at: now,
        status: VALID,
        xml,
    };
    catalog
        .db()
        .write(async |tx| {
            require_same(&profile, &check_add(tx, actor, profile.id, object_type, object_id).await?)?;
            let id = rows::insert(tx, &metadata).await?;
            let metadata = Metadata { id, ..metadata.clone() };
            changed(tx, now, &metadata).await?;
            Ok(metadata)
        })
        .await
}

/// metadata.update: `xml` `None` leaves the text; the version rises only if the text differs.
pub async fn update(
    catalog: &Catalog,
    actor: &Actor,
    now: UnixMillis,
    id: i64,
    xml: Option<String>,
    version: Option<i64>,
) -> Result<Metadata> {
    let (metadata, profile) = catalog.db().read(async |tx| check_update(tx, actor, id, version).await).await?;
    if let Some(xml) = &xml {
        validate(catalog, &profile, xml).await?;
    }
    let seen = metadata.version;
    catalog
        .db()
        .write(async |tx| {
            let (mut metadata, current) = check_update(tx, actor, id, version).await?;
            require_same(&profile, &current)?;
            let Some(xml) = xml.filter(|xml| *xml != metadata.xml) else { return Ok(metadata) };
            if version.is_some() && metadata.version != seen {
                return Err(wrong_version(metadata.version)); // somebody was quicker while we checked
            }
            metadata.xml = xml;
            metadata.version += 1;
            metadata.profile_version = profile.version;
            metadata.updated_at = now;
            rows::save(tx, &metadata).await?;
            changed(tx, now, &metadata).await?;
            Ok(metadata)
        })
        .await
}

pub async fn get(tx: &mut ReadTx, actor: &Actor, id: i64) -> Result<Metadata> {
    rows::by_id(tx, actor.partner, id).await?.ok_or_else(|| not_found(id))
}

pub async fn delete(tx: &mut WriteTx, actor: &Actor, now: UnixMillis, id: i64) -> Result<()> {
    let mut metadata = get(tx, actor, id).await?;
    metadata.status = DELETED;
    metadata.updated_at = now;
    rows::save(tx, &metadata).await?;
    changed(tx, now, &metadata).await
}

/// metadata.list. Object type ENTRY is the default; then the objects must be named.
pub async fn list(tx: &mut ReadTx, actor: &Actor, filter: &Filter, pager: Pager) -> Result<Page<Metadata>> {
    let object_type = filter.text("metadataObjectTypeEqual").unwrap_or_else(|| object::ENTRY.to_owned());
    if object_type == object::ENTRY && !filter.has_any(&["objectIdEqual", "objectIdIn"]) {
        return Err(Error::coded(Kind::Invalid, "MUST_FILTER_ON_OBJECT_ID"));
    }
    let fields = [
        Field { name: "id", columns: &["id"], unit: Unit::Int },
        Field { name: "metadataProfileId", columns: &["profile"], unit: Unit::Int },
        Field { name: "metadataProfileVersion", columns: &["profile_version"], unit: Unit::Int },
        Field { name: "objectId", columns: &["object_id"], unit: Unit::Text },
        Field { name: "version", columns: &["version"], unit: Unit::Int },
        Field { name: "partnerId", columns: &["partner"], unit: Unit::Int },
        Field { name: "createdAt", columns: &["created_at"], unit: Unit::Millis },
        Field { name: "updatedAt", columns: &["updated_at"], unit: Unit::Millis },
        Field { name: "status", columns: &["status"], unit: Unit::Int },
    ];
    let mut constraints =
        vec![Constraint::equal("partner", actor.partner), Constraint::equal("object_type", object_type)];
    if !filter.has_any(&["statusEqual", "statusIn"]) {
        constraints.push(Constraint::new("status", Op::NotEqual, vec![DELETED.into()]));
    }
    constraints.extend(filter.constraints(&fields));
    let keys =
        [("createdAt", "created_at"), ("updatedAt", "updated_at"), ("metadataProfileVersion", "profile_version")];
    let select = Select {
        from: "metadata",
        columns: rows::COLUMNS,
        constraints,
        order: filter.orders(&keys, &[Order { column: "id", descending: false }]),
        limit: pager.limit(),
        offset: pager.offset(),
    };
    let total = select.count(tx).await?;
    let objects = select.rows(tx).await?.iter().map(rows::read).collect::<Result<Vec<_>>>()?;
    Ok(Page { objects, total })
}

async fn check_add(
    tx: &mut ReadTx,
    actor: &Actor,
    profile: i64,
    object_type: &str,
    object_id: &str,
) -> Result<Profile> {
    let profile = profile::get_profile(tx, actor, profile).await?;
    if profile.object_type != object_type {
        let error = Error::coded(Kind::Invalid, "INCOMPATIBLE_METADATA_PROFILE_OBJECT_TYPE");
        return Err(error.arg("OBJ_TYPE", &profile.object_type).arg("META_OBJ_TYPE", object_type));
    }
    let exists = match object_type {
        object::ENTRY => entry::rows::exists(tx, actor.partner, object_id).await?,
        object::USER => user::exists(tx, actor.partner, object_id).await?,
        _ => false,
    };
    if !exists {
        return Err(Error::coded(Kind::NotFound, "METADATA_OBJECT_ID_NOT_FOUND").arg("ID", object_id));
    }
    if object_type == object::ENTRY && actor.privileges.has("limitentry") {
        let may = actor.privileges.has_item("limitentry", object_id);
        if !may {
            return Err(Error::coded(Kind::Denied, "METADATA_NO_PERMISSION_ON_ENTRY").arg("ENTRY_ID", object_id));
        }
    }
    if let Some(id) = rows::of_object(tx, actor.partner, profile.id, object_type, object_id).await? {
        return Err(Error::coded(Kind::Conflict, "METADATA_ALREADY_EXISTS").arg("ID", id));
    }
    Ok(profile)
}

async fn check_update(tx: &mut ReadTx, actor: &Actor, id: i64, version: Option<i64>) -> Result<(Metadata, Profile)> {
    let metadata = get(tx, actor, id).await?;
    let profile = profile::get_profile(tx, actor, metadata.profile_id).await?;
    if version.is_some_and(|version| version != metadata.version) {
        return Err(wrong_version(metadata.version));
    }
    Ok((metadata, profile))
}

fn wrong_version(current: i64) -> Error {
    Error::coded(Kind::Conflict, "INVALID_METADATA_VERSION").arg("VERSION", current)
}

fn not_found(id: i64) -> Error {
    Error::coded(Kind::NotFound, "METADATA_NOT_FOUND").arg("ID", id)
}

/// Checks a text with the profile's compiled schema.
async fn validate(catalog: &Catalog, profile: &Profile, xml: &str) -> Result<()> {
    let schema = profile::schema(catalog, profile).await?;
    let xml = xml.to_owned();
    let verdict = catalog.checks().run(move || schema.validate(&xml)).await?;
    verdict.map_err(|text| Error::coded(Kind::Invalid, "INVALID_METADATA_DATA").arg("ERR_MSG", text))
}

/// The schema a text was checked with must still be the profile's when it is written.
fn require_same(checked: &Profile, now: &Profile) -> Result<()> {
    if checked.version == now.version { Ok(()) } else { Err(Error::coded(Kind::Conflict, "METADATA_TRANSFORMING")) }
}

async fn changed(tx: &mut WriteTx, now: UnixMillis, metadata: &Metadata) -> Result<()> {
    event(tx, now, metadata.partner, &metadata.object_type, &metadata.object_id, metadata.profile_id).await
}

pub(super) async fn event(
    tx: &mut WriteTx,
    now: UnixMillis,
    partner: PartnerId,
    object_type: &str,
    object_id: &str,
    profile: i64,
) -> Result<()> {
    let entry: Option<EntryId> = if object_type == object::ENTRY { object_id.parse().ok() } else { None };
    let body = Doc::default()
        .with("v", 1)
        .with("objectType", object_type)
        .with("objectId", object_id)
        .with("profile", profile);
    store::log::append(tx, NewEvent { at: now, partner, entry, kind: "metadata.changed", body }).await?;
    Ok(())
}

/// What an entry's copy takes along: its records, each as a first version.
pub(crate) async fn copy_of_entry(tx: &mut WriteTx, now: UnixMillis, source: &Entry, copy: &Entry) -> Result<()> {
    for record in rows::all_of_entry(tx, source.partner, &source.id).await? {
        let record =
            Metadata { id: 0, object_id: copy.id.to_string(), version: 1, created_at: now, updated_at: now, ..record };
        rows::insert(tx, &record).await?;
        changed(tx, now, &record).await?;
    }
    Ok(())
}
