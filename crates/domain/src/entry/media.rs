//! Entries that wait for content: media, and those whose content will say what they are (contract: entries, actions).

use super::command::{
    Draft, access_control, check_plain_values, check_schedule, counters, drop_what_is_not_theirs, insert_new, owner,
    parent_of, property, template_of, user_id,
};
use super::{Change, Entry, EntryPatch, kind, status};
use crate::actor::Actor;
use crate::conversion_profile::{self, ConversionProfile};
use crate::{partner, random};
use base::{EntryId, Error, Kind, Result, UnixMillis};
use serde_json::Value as Json;
use store::{ReadTx, WriteTx};

/// `conversionProfileId` of an entry that is not to be converted.
pub const NO_PROFILE: i64 = -1;
/// `mediaType` of a picture.
const IMAGE: i64 = 2;

/// media.add, and baseEntry.add of type 1 and of type -1, whose content decides. `NO_CONTENT` until there is content.
pub async fn add_media(
    tx: &mut WriteTx,
    actor: &Actor,
    now: UnixMillis,
    kind: i64,
    mut patch: EntryPatch,
) -> Result<Entry> {
    let account = partner::account(tx, actor.partner).await?;
    drop_what_is_not_theirs(actor, &account, &mut patch)?;
    check_plain_values(kind, &patch)?;
    check_length_in_time(kind, patch.media_type.as_set().copied(), &patch)?;
    let template = template_of(tx, actor, &patch).await?;
    let template = template.as_ref();
    let profile = match patch.conversion_profile_id.as_set().copied().filter(|id| *id != 0) {
        Some(NO_PROFILE) => None,
        Some(id) => Some(media_profile(tx, actor, id).await?),
        None => Some(conversion_profile::default_of(tx, actor, conversion_profile::kind::MEDIA).await?),
    };
    let own = access_control(tx, actor, &account, &patch.access_control_id, account.default_access_control).await?;
    let parent = parent_of(tx, actor, &patch).await?;
    // A child is protected as its parent is.
    let access_control = parent.as_ref().map_or(own, |parent| parent.access_control);
    let (starts, ends) = (patch.start_date.clone().set(), patch.end_date.clone().set());
    check_schedule(starts, ends)?;
    let owner = owner(actor, kind, &patch.user_id)?.unwrap_or_else(|| actor.user.clone());
    let creator = match patch.creator_id.as_set() {
        Some(text) if !text.is_empty() && actor.is_admin() => user_id(kind, "creatorId", text)?,
        _ => owner.clone(),
    };
    let mut doc = counters();
    if let Some(categories) = template.and_then(|template| template.doc.get("categories")) {
        doc.insert("categories".to_owned(), categories.clone());
    }
    if let Some(profile) = &profile {
        doc.insert("flavorParamsIds".to_owned(), Json::from(profile.params_ids()));
    }
    doc.merge(&patch.doc);
    for (name, value) in [
        ("mediaType", patch.media_type.clone().set().map(Json::from)),
        ("sourceType", patch.source_type.clone().set().map(Json::from)),
        ("categories", patch.categories.clone().set().map(Json::from)),
    ] {
        if let Some(value) = value {
            doc.insert(name.to_owned(), value);
        }
    }
    let draft = Draft {
        id: EntryId::from_random(random::bytes()?),
        kind,
        status: status::NO_CONTENT,
        template,
        owner,
        creator,
        starts,
        ends,
        parent: parent.map(|parent| parent.id),
        access_control,
        conversion_profile: profile.map_or(NO_PROFILE, |profile| profile.id),
        live: None,
        doc,
    };
    insert_new(tx, actor, now, &patch, draft).await
}

/// What an update may change of an entry that is no live stream, besides what all entries have.
pub(super) async fn updated(tx: &mut ReadTx, actor: &Actor, entry: &mut Entry, patch: &EntryPatch) -> Result<()> {
    check_length_in_time(entry.kind, entry.doc.int("mediaType"), patch)?;
    let Some(id) = patch.conversion_profile_id.as_set().copied().filter(|id| *id != 0) else { return Ok(()) };
    if Some(id) == entry.conversion_profile {
        return Ok(());
    }
    if entry.kind != kind::MEDIA || entry.status != status::NO_CONTENT {
        let error = Error::coded(Kind::Conflict, "PROPERTY_VALIDATION_ENTRY_STATUS");
        return Err(error.arg("PROP_NAME", property(entry.kind, "conversionProfileId")).arg("STATUS", entry.status));
    }
    entry.conversion_profile = Some(id);
    if id == NO_PROFILE {
        entry.doc.remove("flavorParamsIds");
    } else {
        let profile = media_profile(tx, actor, id).await?;
        entry.doc.insert("flavorParamsIds".to_owned(), Json::from(profile.params_ids()));
    }
    Ok(())
}

/// A picture lasts no time.
fn check_length_in_time(kind: i64, media_type: Option<i64>, patch: &EntryPatch) -> Result<()> {
    let lasts = patch.doc.int("msDuration").is_some_and(|ms| ms != 0);
    if media_type == Some(IMAGE) && lasts {
        let error = Error::coded(Kind::Invalid, "PROPERTY_VALIDATION_NOT_UPDATABLE");
        return Err(error.arg("PROP_NAME", property(kind, "msDuration")));
    }
    Ok(())
}

async fn media_profile(tx: &mut ReadTx, actor: &Actor, id: i64) -> Result<ConversionProfile> {
    let profile = conversion_profile::of_actor(tx, actor, id).await?;
    if profile.kind == conversion_profile::kind::MEDIA { Ok(profile) } else { Err(conversion_profile::not_found(id)) }
}

/// Media that a media entry needs to say: `PROPERTY_VALIDATION_CANNOT_BE_NULL`.
pub fn require_media_type(patch: &EntryPatch) -> Result<()> {
    if patch.media_type == Change::Keep || patch.media_type == Change::Clear {
        let error = Error::coded(Kind::Invalid, "PROPERTY_VALIDATION_CANNOT_BE_NULL");
        return Err(error.arg("PROP_NAME", property(kind::MEDIA, "mediaType")));
    }
    Ok(())
}
