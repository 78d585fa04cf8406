//! What can be done with metadata profiles. A new schema must fit what is stored: every record is checked before it is taken.

use super::command::event;
use super::xml::{self, Schema};
use super::{Metadata, Profile, ProfileField, rows};
use crate::actor::Actor;
use crate::catalog::Catalog;
use crate::entry::Change;
use crate::filter::{Field, Filter, Page, Pager, Unit};
use base::{Error, Kind, Result, UnixMillis};
use std::collections::HashMap;
use store::{Constraint, Doc, NewEvent, Op, Order, ReadTx, Select, WriteTx};

/// A metadata profile as sent.
#[derive(Clone, Debug, Default)]
pub struct NewProfile {
    pub object_type: Change<String>,
    pub name: Change<String>,
    pub system_name: Change<String>,
    pub description: Change<String>,
    pub create_mode: Change<i64>,
}

const ACTIVE: i64 = 1;
const DELETED: i64 = 0;

/// Records that a new schema is held against; a profile with more keeps its schema: `METADATA_UNABLE_TO_TRANSFORM`.
const TRANSFORMED_MAX: usize = 20_000;
/// Records that are read and checked together.
const CHUNK_RECORDS: i64 = 200;
/// How often records that were written meanwhile are looked at again; then `METADATA_TRANSFORMING`.
const ROUNDS_MAX: usize = 5;
/// Schemas of a profile that `revert` can go back to; the oldest goes for a new one.
const VERSIONS_MAX: i64 = 100;

/// metadataProfile.add, addFromFile
pub async fn add_profile(
    catalog: &Catalog,
    actor: &Actor,
    now: UnixMillis,
    new: NewProfile,
    xsd: String,
    views: Option<String>,
) -> Result<Profile> {
    let required = |change: Change<String>, name: &str| {
        change.set().filter(|text| !text.is_empty()).ok_or_else(|| {
            let error = Error::coded(Kind::Invalid, "PROPERTY_VALIDATION_CANNOT_BE_NULL");
            error.arg("PROP_NAME", format!("KalturaMetadataProfile::{name}"))
        })
    };
    let object_type = required(new.object_type, "metadataObjectType")?;
    let name = required(new.name, "name")?;
    compile(catalog, xsd.clone()).await?;
    let profile = Profile {
        id: 0,
        partner: actor.partner,
        object_type,
        version: 1,
        name,
        system_name: new.system_name.set().filter(|text| !text.is_empty()),
        description: new.description.set(),
        created_at: now,
        updated_at: now,
        status: ACTIVE,
        xsd,
        views,
        create_mode: new.create_mode.set().or(Some(1)),
    };
    catalog
        .db()
        .write(async |tx| {
            let id = rows::put_profile(tx, &profile).await?;
            let profile = Profile { id, ..profile.clone() };
            rows::keep_version(tx, &profile, VERSIONS_MAX).await?;
            profile_changed(tx, now, &profile).await?;
            Ok(profile)
        })
        .await
}

/// metadataProfile.update, updateDefinitionFromFile, updateViewsFromFile. A new schema makes a new version, and every record one of it;
/// `METADATA_UNABLE_TO_TRANSFORM` if a record does not fit, and nothing changes.
pub async fn update_profile(
    catalog: &Catalog,
    actor: &Actor,
    now: UnixMillis,
    id: i64,
    patch: NewProfile,
    xsd: Option<String>,
    views: Option<String>,
) -> Result<Profile> {
    let stored = catalog.db().read(async |tx| get_profile(tx, actor, id).await).await?;
    let Some(xsd) = xsd.filter(|xsd| *xsd != stored.xsd) else {
        return catalog
            .db()
            .write(async |tx| {
                let profile = get_profile(tx, actor, id).await?;
                save(tx, now, patched(profile, patch, views)).await
            })
            .await;
    };
    let schema = compile(catalog, xsd.clone()).await?;
    let mut checked = HashMap::new();
    for _ in 0..ROUNDS_MAX {
        check_records(catalog, &stored, &schema, &mut checked).await?;
        let taken = catalog
            .db()
            .write(async |tx| {
                let mut profile = get_profile(tx, actor, id).await?;
                if profile.version != stored.version {
                    return Err(transforming());
                }
                let records = rows::versions_of_profile(tx, profile.partner, id).await?;
                if !records.iter().all(|(record, version)| checked.get(record) == Some(version)) {
                    return Ok(None); // somebody wrote meanwhile
                }
                profile.xsd = xsd.clone();
                profile.version += 1;
                rows::move_to_version(tx, &profile).await?;
                rows::keep_version(tx, &profile, VERSIONS_MAX).await?;
                save(tx, now, patched(profile, patch.clone(), views.clone())).await.map(Some)
            })
            .await?;
        if let Some(profile) = taken {
            return Ok(profile);
        }
    }
    Err(transforming())
}

/// metadataProfile.revert: an earlier schema, as a new version. `INVALID_METADATA_VERSION` if there was none of that number.
pub async fn revert(catalog: &Catalog, actor: &Actor, now: UnixMillis, id: i64, version: i64) -> Result<Profile> {
    let xsd = catalog
        .db()
        .read(async |tx| {
            let profile = get_profile(tx, actor, id).await?;
            rows::xsd_of_version(tx, profile.id, version).await
        })
        .await?;
    let unknown = || Error::coded(Kind::NotFound, "INVALID_METADATA_VERSION").arg("VERSION", version);
    update_profile(catalog, actor, now, id, NewProfile::default(), Some(xsd.ok_or_else(unknown)?), None).await
}

/// metadataProfile.get. `METADATA_PROFILE_NOT_FOUND`.
pub async fn get_profile(tx: &mut ReadTx, actor: &Actor, id: i64) -> Result<Profile> {
    let found = rows::profile_by_id(tx, actor.partner, id).await?;
    found.ok_or_else(|| Error::coded(Kind::NotFound, "METADATA_PROFILE_NOT_FOUND").arg("ID", id))
}

/// metadataProfile.delete: its values go with it.
pub async fn delete_profile(tx: &mut WriteTx, actor: &Actor, now: UnixMillis, id: i64) -> Result<()> {
    let mut profile = get_profile(tx, actor, id).await?;
    profile.status = DELETED;
    profile.updated_at = now;
    rows::put_profile(tx, &profile).await?;
    for (object_type, object_id) in rows::delete_of_profile(tx, actor.partner, id).await? {
        event(tx, now, actor.partner, &object_type, &object_id, id).await?;
    }
    profile_changed(tx, now, &profile).await
}

/// metadataProfile.list
pub async fn list_profiles(tx: &mut ReadTx, actor: &Actor, filter: &Filter, pager: Pager) -> Result<Page<Profile>> {
    let fields = [
        Field { name: "id", columns: &["id"], unit: Unit::Int },
        Field { name: "partnerId", columns: &["partner"], unit: Unit::Int },
        Field { name: "name", columns: &["name"], unit: Unit::Text },
        Field { name: "systemName", columns: &["system_name"], unit: Unit::Text },
        Field { name: "metadataObjectType", columns: &["object_type"], unit: Unit::Text },
        Field { name: "status", columns: &["status"], unit: Unit::Int },
        Field { name: "createMode", columns: &["create_mode"], unit: Unit::Int },
        Field { name: "version", columns: &["version"], unit: Unit::Int },
        Field { name: "createdAt", columns: &["created_at"], unit: Unit::Millis },
        Field { name: "updatedAt", columns: &["updated_at"], unit: Unit::Millis },
    ];
    let mut constraints = vec![
        Constraint::equal("partner", actor.partner),
        Constraint::new("status", Op::NotEqual, vec![DELETED.into()]),
    ];
    constraints.extend(filter.constraints(&fields));
    let keys = [("createdAt", "created_at"), ("updatedAt", "updated_at")];
    let select = Select {
        from: "metadata_profile",
        columns: rows::PROFILE_COLUMNS,
        constraints,
        order: filter.orders(&keys, &[Order { column: "id", descending: false }]),
        limit: pager.limit(),
        offset: pager.offset(),
    };
    let total = select.count(tx).await?;
    let objects = select.rows(tx).await?.iter().map(rows::read_profile).collect::<Result<Vec<_>>>()?;
    Ok(Page { objects, total })
}

/// metadataProfile.listFields
pub async fn list_fields(tx: &mut ReadTx, actor: &Actor, id: i64) -> Result<Vec<ProfileField>> {
    let profile = get_profile(tx, actor, id).await?;
    let leaves = xml::searchable_leaves(&profile.xsd).into_iter().zip(1..);
    Ok(leaves.map(|((key, x_path, label), id)| ProfileField { id, x_path, key, label }).collect())
}

/// The compiled schema of a profile, kept for the next check.
pub(super) async fn schema(catalog: &Catalog, profile: &Profile) -> Result<Schema> {
    if let Some(schema) = catalog.schema(profile.id, profile.version) {
        return Ok(schema);
    }
    let schema = compile(catalog, profile.xsd.clone()).await?;
    catalog.keep_schema(profile.id, profile.version, schema.clone());
    Ok(schema)
}

async fn compile(catalog: &Catalog, xsd: String) -> Result<Schema> {
    let compiled = catalog.checks().run(move || Schema::compile(&xsd)).await?;
    compiled.map_err(|text| Error::coded(Kind::Invalid, "INVALID_METADATA_PROFILE_SCHEMA").arg("ERR_MSG", text))
}

/// Holds the records that `checked` does not know in their version against a schema, and notes them there.
async fn check_records(
    catalog: &Catalog,
    profile: &Profile,
    schema: &Schema,
    checked: &mut HashMap<i64, i64>,
) -> Result<()> {
    let unable = |text: String| Error::coded(Kind::Conflict, "METADATA_UNABLE_TO_TRANSFORM").arg("ERR_MSG", text);
    let mut after = 0;
    loop {
        let read =
            async |tx: &mut ReadTx| rows::of_profile(tx, profile.partner, profile.id, after, CHUNK_RECORDS).await;
        let mut records: Vec<Metadata> = catalog.db().read(read).await?;
        let Some(last) = records.last().map(|record| record.id) else { return Ok(()) };
        after = last;
        records.retain(|record| checked.get(&record.id) != Some(&record.version));
        if checked.len().saturating_add(records.len()) > TRANSFORMED_MAX {
            return Err(unable(format!("more than {TRANSFORMED_MAX} records")));
        }
        checked.extend(records.iter().map(|record| (record.id, record.version)));
        let schema = schema.clone();
        let verdict = catalog.checks().run(move || {
            records.iter().try_for_each(|record| {
                schema.validate(&record.xml).map_err(|text| format!("metadata [{}]: {text}", record.id))
            })
        });
        verdict.await?.map_err(unable)?;
    }
}

fn patched(mut profile: Profile, patch: NewProfile, views: Option<String>) -> Profile {
    if let Some(name) = patch.name.set().filter(|name| !name.is_empty()) {
        profile.name = name;
    }
    profile.system_name = patch.system_name.apply(profile.system_name).filter(|name| !name.is_empty());
    profile.description = patch.description.apply(profile.description);
    profile.create_mode = patch.create_mode.apply(profile.create_mode);
    profile.views = views.or(profile.views);
    profile
}

async fn save(tx: &mut WriteTx, now: UnixMillis, mut profile: Profile) -> Result<Profile> {
    profile.updated_at = now;
    rows::put_profile(tx, &profile).await?;
    profile_changed(tx, now, &profile).await?;
    Ok(profile)
}

fn transforming() -> Error {
    Error::coded(Kind::Conflict, "METADATA_TRANSFORMING")
}

async fn profile_changed(tx: &mut WriteTx, now: UnixMillis, profile: &Profile) -> Result<()> {
    let body = Doc::default().with("v", 1).with("profile", profile.id).with("version", profile.version);
    let event = NewEvent { at: now, partner: profile.partner, entry: None, kind: "metadata.profile_changed", body };
    store::log::append(tx, event).await?;
    Ok(())
}
