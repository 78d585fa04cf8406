//! What can be done with conversion profiles.

use super::{ConversionProfile, ParamsPatch, ProfileParams, ProfilePatch, kind, of_actor, origin, rows, status};
use crate::actor::Actor;
use crate::entry::{self, Change};
use crate::flavor_params::{self, FlavorParams};
use base::{Error, Kind, Result, UnixMillis};
use store::{Doc, NewEvent, ReadTx, WriteTx};

/// Longest name and system name; longer ones are refused.
const NAME_CHARS_MAX: usize = 128;

/// conversionProfile.add
pub async fn add(tx: &mut WriteTx, actor: &Actor, now: UnixMillis, patch: ProfilePatch) -> Result<ConversionProfile> {
    let name = patch.name.as_set().filter(|name| !name.trim().is_empty()).cloned().ok_or_else(|| {
        Error::coded(Kind::Invalid, "PROPERTY_VALIDATION_CANNOT_BE_NULL").arg("PROP_NAME", property("name"))
    })?;
    check(tx, actor, 0, &patch).await?;
    let kind = patch.kind.clone().set().unwrap_or(kind::MEDIA);
    let mut doc = Doc::default();
    doc.merge(&patch.doc);
    let mut profile = ConversionProfile {
        id: 0,
        partner: actor.partner,
        kind,
        system_name: patch.system_name.set().filter(|text| !text.is_empty()),
        name,
        description: patch.description.set(),
        status: patch.status.set().unwrap_or(status::ENABLED),
        is_default: false,
        created_at: now,
        params: chosen(kind, patch.params.as_set().map_or("", String::as_str), &[])?,
        doc,
    };
    profile.id = rows::insert(tx, &profile).await?;
    for params in &mut profile.params {
        params.profile_id = profile.id;
    }
    if patch.is_default == Change::Set(true) {
        make_default(tx, now, &mut profile).await?;
    }
    changed(tx, now, &profile).await?;
    Ok(profile)
}

/// conversionProfile.update. Entries that have the profile keep the renditions they were given.
pub async fn update(
    tx: &mut WriteTx,
    actor: &Actor,
    now: UnixMillis,
    id: i64,
    patch: ProfilePatch,
) -> Result<ConversionProfile> {
    let mut profile = of_actor(tx, actor, id).await?;
    check(tx, actor, id, &patch).await?;
    if let Some(name) = patch.name.set().filter(|name| !name.trim().is_empty()) {
        profile.name = name;
    }
    profile.system_name = patch.system_name.apply(profile.system_name).filter(|text| !text.is_empty());
    profile.description = patch.description.apply(profile.description);
    profile.status = patch.status.set().unwrap_or(profile.status);
    profile.doc.merge(&patch.doc);
    match &patch.params {
        Change::Keep => {}
        Change::Clear => profile.params = Vec::new(),
        Change::Set(ids) => profile.params = chosen(profile.kind, ids, &profile.params)?,
    }
    for params in &mut profile.params {
        params.profile_id = profile.id;
    }
    rows::save(tx, &profile).await?;
    rows::replace_params(tx, &profile).await?;
    if patch.is_default == Change::Set(true) {
        make_default(tx, now, &mut profile).await?;
    }
    changed(tx, now, &profile).await?;
    Ok(profile)
}

/// conversionProfile.delete. A default cannot go; entries that have the profile keep its id.
pub async fn delete(tx: &mut WriteTx, actor: &Actor, now: UnixMillis, id: i64) -> Result<()> {
    let mut profile = of_actor(tx, actor, id).await?;
    if profile.is_default {
        return Err(Error::coded(Kind::Conflict, "CANNOT_DELETE_DEFAULT_CONVERSION_PROFILE"));
    }
    profile.status = status::DELETED;
    rows::save(tx, &profile).await?;
    changed(tx, now, &profile).await
}

/// conversionProfile.setAsDefault: of its type.
pub async fn set_default(tx: &mut WriteTx, actor: &Actor, now: UnixMillis, id: i64) -> Result<ConversionProfile> {
    let mut profile = of_actor(tx, actor, id).await?;
    make_default(tx, now, &mut profile).await?;
    changed(tx, now, &profile).await?;
    Ok(profile)
}

/// conversionProfileAssetParams.update. `CONVERSION_PROFILE_ASSET_PARAMS_NOT_FOUND` if the profile does not have these params.
pub async fn update_params(
    tx: &mut WriteTx,
    actor: &Actor,
    now: UnixMillis,
    id: i64,
    params_id: i64,
    patch: ParamsPatch,
) -> Result<ProfileParams> {
    let mut profile = of_actor(tx, actor, id).await?;
    let Some(params) = profile.params.iter_mut().find(|params| params.params_id == params_id) else {
        let error = Error::coded(Kind::NotFound, "CONVERSION_PROFILE_ASSET_PARAMS_NOT_FOUND");
        return Err(error.arg("CONVERSION_PROFILE_ID", id).arg("ASSET_PARAMS_ID", params_id));
    };
    params.origin = patch.origin.set().unwrap_or(params.origin);
    params.system_name = patch.system_name.apply(params.system_name.take());
    params.doc.merge(&patch.doc);
    let updated = params.clone();
    rows::replace_params(tx, &profile).await?;
    changed(tx, now, &profile).await?;
    Ok(updated)
}

/// What of a patch can be wrong besides its params. `id` is the profile's own; 0 for a new one.
async fn check(tx: &mut ReadTx, actor: &Actor, id: i64, patch: &ProfilePatch) -> Result<()> {
    for (name, text) in [("name", &patch.name), ("systemName", &patch.system_name)] {
        if text.as_set().is_some_and(|text| text.chars().count() > NAME_CHARS_MAX) {
            let error = Error::coded(Kind::Invalid, "PROPERTY_VALIDATION_MAX_LENGTH");
            return Err(error.arg("PROP_NAME", property(name)).arg("MAX_LEN", NAME_CHARS_MAX));
        }
    }
    if patch.status == Change::Set(status::DELETED) {
        let error = Error::coded(Kind::Invalid, "PROPERTY_VALIDATION_NOT_UPDATABLE");
        return Err(error.arg("PROP_NAME", property("status")));
    }
    if let Some(name) = patch.system_name.as_set().filter(|text| !text.is_empty())
        && rows::of_system_name(tx, actor.partner, name).await?.is_some_and(|other| other != id)
    {
        return Err(Error::coded(Kind::Conflict, "SYSTEM_NAME_ALREADY_EXISTS").arg("SYSTEM_NAME", name));
    }
    if let Some(entry) = patch.doc.text("defaultEntryId").filter(|entry| !entry.is_empty())
        && !entry::rows::exists(tx, actor.partner, entry).await?
    {
        return Err(Error::coded(Kind::NotFound, "ENTRY_ID_NOT_FOUND").arg("ENTRY_ID", entry));
    }
    Ok(())
}

/// The params that a comma list names, by ascending id; those the profile had keep how they are used.
fn chosen(kind: i64, ids: &str, had: &[ProfileParams]) -> Result<Vec<ProfileParams>> {
    let mut found: Vec<&FlavorParams> = Vec::new();
    for id in crate::filter::split(ids) {
        let params = id.parse().ok().and_then(flavor_params::find).filter(|params| params.kind == kind);
        let params = params.ok_or_else(|| flavor_params::not_found(id))?;
        if !found.iter().any(|other| other.id == params.id) {
            found.push(params);
        }
    }
    found.sort_by_key(|params| params.id);
    let used = |params: &FlavorParams| had.iter().find(|had| had.params_id == params.id).cloned();
    let fresh = |params: &FlavorParams| ProfileParams {
        profile_id: 0,
        params_id: params.id,
        origin: if params.is_ingest() { origin::INGEST } else { origin::CONVERT },
        system_name: Some(params.system_name.to_owned()),
        doc: Doc::default(),
    };
    Ok(found.into_iter().map(|params| used(params).unwrap_or_else(|| fresh(params))).collect())
}

async fn make_default(tx: &mut WriteTx, now: UnixMillis, profile: &mut ConversionProfile) -> Result<()> {
    rows::make_default(tx, profile).await?;
    profile.is_default = true;
    if profile.kind == kind::LIVE_STREAM {
        let body = Doc::default().with("v", 1).with("partner", profile.partner.0);
        let event = NewEvent { at: now, partner: profile.partner, entry: None, kind: "partner.updated", body };
        store::log::append(tx, event).await?;
    }
    Ok(())
}

async fn changed(tx: &mut WriteTx, now: UnixMillis, profile: &ConversionProfile) -> Result<()> {
    let body = Doc::default().with("v", 1).with("conversionProfile", profile.id);
    let event = NewEvent { at: now, partner: profile.partner, entry: None, kind: "conversion_profile.changed", body };
    store::log::append(tx, event).await?;
    Ok(())
}

fn property(name: &str) -> String {
    format!("KalturaConversionProfile::{name}")
}
