//! What can be done with entries (contract: live, add and update; session, field-level rules).

use super::query::{self, not_found};
use super::{Change, Entry, EntryPatch, Live, UserList, kind, media, moderation, rows, status, thumbnail};
use crate::access;
use crate::actor::{Actor, not_yours};
use crate::conversion_profile::{self, ConversionProfile};
use crate::flavor_params;
use crate::live_state;
use crate::partner::{self, Account};
use crate::{random, user};
use base::{EntryId, Error, Kind, Result, Secret, UnixMillis, UserId};
use serde_json::{Value as Json, json};
use std::collections::HashSet;
use store::{Doc, ReadTx, WriteTx};

/// Milliseconds; what `segmentDuration` says unless the account may choose.
const SEGMENT_DURATION_MS: i64 = 6000;
const SEGMENT_DURATION_MS_MIN: i64 = 2000;
const SEGMENT_DURATION_MS_MAX: i64 = 20_000;
const SRT_PASS_CHARS_MIN: usize = 10;
const SRT_PASS_CHARS_MAX: usize = 79;
const REFERENCE_ID_CHARS_MIN: usize = 2;
/// Longest name; longer ones are refused.
const NAME_CHARS_MAX: usize = 512;
/// Longest list of entitled users; a longer one is refused. Every new name in it is written as a user while all other writes wait.
const ENTITLED_USERS_CHARS_MAX: usize = 16_384;

/// liveStream.add, and baseEntry.add of type 7. `source_type` is the call's argument, which wins over the object's.
pub async fn add_live(
    tx: &mut WriteTx,
    actor: &Actor,
    now: UnixMillis,
    source_type: Option<&str>,
    mut patch: EntryPatch,
) -> Result<Entry> {
    let account = partner::account(tx, actor.partner).await?;
    drop_what_is_not_theirs(actor, &account, &mut patch)?;
    let source_type = source_type.map(str::to_owned).or(patch.source_type.clone().set());
    let source_type = source_type.filter(|text| !text.is_empty()).unwrap_or_else(|| "32".to_owned());
    let media_type = patch.media_type.clone().set().ok_or_else(|| cannot_be_null("mediaType"))?;
    check_source(&source_type, &patch.doc)?;
    check_plain_values(kind::LIVE_STREAM, &patch)?;
    if patch.segment_duration.as_set().is_some() {
        check_segment_duration(&account, &patch, None)?;
    }
    let template = template_of(tx, actor, &patch).await?;
    let template_live = template.as_ref().and_then(|template| template.live.as_ref());

    let record_status = patch.record_status.clone().set().or(template_live.map(|live| live.record_status));
    let record_status = record_status.unwrap_or(i64::from(account.features.recording));
    if record_status != 0 && !account.features.recording {
        return Err(Error::coded(Kind::Denied, "RECORDING_DISABLED"));
    }
    let profile = patch.conversion_profile_id.clone().set().filter(|id| *id > 0);
    let profile = profile.or(template.as_ref().and_then(|template| template.conversion_profile));
    let profile = live_profile(tx, actor, profile.unwrap_or(account.default_live_profile)).await?;
    let access_control =
        access_control(tx, actor, &account, &patch.access_control_id, account.default_access_control).await?;
    let (starts, ends) = (patch.start_date.clone().set(), patch.end_date.clone().set());
    check_schedule(starts, ends)?;
    let parent = parent_of(tx, actor, &patch).await?;
    // A child is protected as its parent is.
    let access_control = parent.as_ref().map_or(access_control, |parent| parent.access_control);

    let owner = owner(actor, kind::LIVE_STREAM, &patch.user_id)?.unwrap_or_else(|| actor.user.clone());
    let creator = match patch.creator_id.as_set() {
        Some(text) if !text.is_empty() && actor.is_admin() => user_id(kind::LIVE_STREAM, "creatorId", text)?,
        _ => owner.clone(),
    };
    let explicit_live = patch.explicit_live.clone().set();
    let explicit_live = explicit_live.or(template_live.map(|live| live.explicit_live)).unwrap_or(false);
    let view_mode = if explicit_live { patch.view_mode.clone().set().unwrap_or(0) } else { 1 };
    let recording_status = if explicit_live {
        patch.recording_status.clone().set().unwrap_or(0)
    } else if record_status == 0 {
        3
    } else {
        2
    };
    let id = EntryId::from_random(random::bytes()?);
    let password = patch.stream_password.clone().set().filter(|text| !text.trim().is_empty());
    let stream_name = patch.stream_name.clone().set().filter(|text| !text.is_empty());
    let live = Live {
        source_type,
        media_type,
        stream_password: Secret::new(match password {
            Some(password) => password,
            None => random::hex::<4>()?,
        }),
        stream_name: stream_name.unwrap_or_else(|| format!("{id}_%i")),
        srt_pass: patch.srt_pass.clone().set().filter(|text| !text.is_empty()).map(Secret::new),
        explicit_live,
        view_mode,
        recording_status,
        record_status,
        dvr_status: patch.dvr_status.clone().apply(template_live.and_then(|live| live.dvr_status)),
        dvr_window: patch.dvr_window.clone().apply(template_live.and_then(|live| live.dvr_window)),
        segment_duration_ms: patch.segment_duration.clone().set().unwrap_or(SEGMENT_DURATION_MS),
        recording_options: patch
            .recording_options
            .clone()
            .apply(template_live.and_then(|live| live.recording_options.clone())),
        recorded_entry: patch.recorded_entry_id.clone().set().filter(|text| !text.is_empty()),
        first_broadcast: None,
        last_broadcast: None,
        current_broadcast_start: None,
        last_broadcast_end: None,
        broadcast_time: None,
        ended_at: None,
    };
    let mut doc = counters();
    if let Some(template) = &template {
        for name in ["categories", "offlineMessage"] {
            if let Some(value) = template.doc.get(name) {
                doc.insert(name.to_owned(), value.clone());
            }
        }
    }
    doc.insert("flavorParamsIds".to_owned(), Json::from(profile.params_ids()));
    doc.merge(&patch.doc);
    if let Some(template) = &template {
        doc.insert("templateEntryId".to_owned(), Json::from(template.id.as_str()));
    }
    if let Some(categories) = patch.categories.clone().set() {
        doc.insert("categories".to_owned(), Json::from(categories));
    }
    if doc.get("bitrates").and_then(Json::as_array).is_none_or(Vec::is_empty) {
        doc.insert("bitrates".to_owned(), bitrates(&profile));
    }
    let draft = Draft {
        id,
        kind: kind::LIVE_STREAM,
        status: status::READY,
        template: template.as_ref(),
        owner,
        creator,
        starts,
        ends,
        parent: parent.map(|parent| parent.id),
        access_control,
        conversion_profile: profile.id,
        live: Some(live),
        doc,
    };
    insert_new(tx, actor, now, &patch, draft).await
}

/// What is known of a new entry before what every entry has in common is filled in.
pub(super) struct Draft<'a> {
    pub id: EntryId,
    pub kind: i64,
    pub status: i64,
    pub template: Option<&'a Entry>,
    pub owner: UserId,
    pub creator: UserId,
    pub starts: Option<UnixMillis>,
    pub ends: Option<UnixMillis>,
    pub parent: Option<EntryId>,
    pub access_control: i64,
    pub conversion_profile: i64,
    pub live: Option<Live>,
    pub doc: Doc,
}

/// Fills in what every entry has and writes it.
pub(super) async fn insert_new(
    tx: &mut WriteTx,
    actor: &Actor,
    now: UnixMillis,
    patch: &EntryPatch,
    draft: Draft<'_>,
) -> Result<Entry> {
    let name = patch.name.clone().set().filter(|name| !name.trim().is_empty());
    let of_template = |read: fn(&Entry) -> &Option<String>| draft.template.and_then(|template| read(template).clone());
    let tags = patch.tags.clone().apply(of_template(|template| &template.tags));
    let admin_tags = patch.admin_tags.clone().apply(of_template(|template| &template.admin_tags));
    let entry = Entry {
        id: draft.id,
        partner: actor.partner,
        kind: draft.kind,
        status: draft.status,
        name: name.unwrap_or_else(|| format!("{}_{}", actor.partner, now.seconds())),
        description: patch.description.clone().apply(of_template(|template| &template.description)),
        tags: tags.map(|tags| joined(&tags)),
        admin_tags: admin_tags.map(|tags| joined(&tags)),
        owner: draft.owner,
        creator: draft.creator,
        entitled_edit: users(&patch.entitled_users_edit).unwrap_or_default(),
        entitled_publish: users(&patch.entitled_users_publish).unwrap_or_default(),
        entitled_view: users(&patch.entitled_users_view).unwrap_or_default(),
        created_at: now,
        updated_at: now,
        starts: draft.starts,
        ends: draft.ends,
        reference_id: patch.reference_id.clone().set().filter(|text| !text.is_empty()),
        moderation_status: moderation::AUTO_APPROVED,
        display_in_search: patch.display_in_search.clone().set().unwrap_or(1),
        root: None,
        parent: draft.parent,
        redirect: redirect_of(tx, actor, &patch.redirect_entry_id).await?.apply(None),
        access_control: draft.access_control,
        conversion_profile: Some(draft.conversion_profile),
        partner_sort_value: patch.partner_sort_value.clone().set().unwrap_or(0),
        version: 0,
        access_revision: 1,
        live: draft.live,
        nodes: Vec::new(),
        doc: draft.doc,
    };
    ensure_users(tx, &entry, now).await?;
    rows::insert(tx, &entry).await?;
    rows::append(tx, now, &entry, "entry.added").await?;
    Ok(entry)
}

/// liveStream.update, baseEntry.update. `kinds` limits what the service serves; empty means every kind.
pub async fn update(
    tx: &mut WriteTx,
    actor: &Actor,
    now: UnixMillis,
    id: &str,
    kinds: &[i64],
    mut patch: EntryPatch,
) -> Result<Entry> {
    let before = query::get(tx, actor, id, kinds).await?;
    actor.require_edit(&before)?;
    let account = partner::account(tx, actor.partner).await?;
    drop_what_is_not_theirs(actor, &account, &mut patch)?;
    if patch.display_in_search == Change::Set(before.display_in_search) {
        patch.display_in_search = Change::Keep;
    }
    check_plain_values(before.kind, &patch)?;
    let mut entry = before.clone();

    let entitles = [&patch.entitled_users_edit, &patch.entitled_users_publish];
    if entitles.iter().any(|change| **change != Change::Keep) && !actor.is_admin() && !actor.owns(&before) {
        return Err(not_yours());
    }
    if let Some(owner) = owner(actor, before.kind, &patch.user_id)? {
        entry.owner = owner;
    }
    if let Some(name) = patch.name.clone().set().filter(|name| !name.trim().is_empty()) {
        entry.name = name;
    }
    entry.description = patch.description.clone().apply(entry.description);
    entry.tags = patch.tags.clone().apply(entry.tags).map(|tags| joined(&tags));
    entry.admin_tags = patch.admin_tags.clone().apply(entry.admin_tags).map(|tags| joined(&tags));
    entry.reference_id = patch.reference_id.clone().apply(entry.reference_id).filter(|text| !text.is_empty());
    entry.starts = patch.start_date.clone().apply(entry.starts);
    entry.ends = patch.end_date.clone().apply(entry.ends);
    check_schedule(entry.starts, entry.ends)?;
    entry.access_control = access_control(tx, actor, &account, &patch.access_control_id, entry.access_control).await?;
    for (list, change) in [
        (&mut entry.entitled_edit, &patch.entitled_users_edit),
        (&mut entry.entitled_publish, &patch.entitled_users_publish),
        (&mut entry.entitled_view, &patch.entitled_users_view),
    ] {
        if let Some(changed) = users(change) {
            *list = changed;
        }
    }
    if let Some(display) = patch.display_in_search.clone().set() {
        entry.display_in_search = display;
    }
    if let Some(sort) = patch.partner_sort_value.clone().set() {
        entry.partner_sort_value = sort;
    }
    if patch.parent_entry_id != Change::Keep {
        let parent = parent_of(tx, actor, &patch).await?;
        entry.access_control = parent.as_ref().map_or(entry.access_control, |parent| parent.access_control);
        entry.parent = parent.map(|parent| parent.id);
    }
    entry.redirect = redirect_of(tx, actor, &patch.redirect_entry_id).await?.apply(entry.redirect);
    entry.doc.merge(&patch.doc);
    match patch.categories.clone() {
        Change::Keep => {}
        Change::Clear => drop(entry.doc.remove("categories")),
        Change::Set(categories) => drop(entry.doc.insert("categories".to_owned(), Json::from(categories))),
    }
    if entry.live.is_none() {
        media::updated(tx, actor, &mut entry, &patch).await?;
    }
    if let Some(live) = entry.live.clone() {
        let live = updated_live(tx, actor, now, &account, &before, &mut entry, live, &patch).await?;
        entry.live = Some(live);
    }
    entry.updated_at = now;
    if shrinks_or_moves_access(&before, &entry) {
        entry.access_revision += 1;
    }
    ensure_users(tx, &entry, now).await?;
    rows::save(tx, &entry).await?;
    rows::append(tx, now, &entry, "entry.updated").await?;
    if entry.access_control != before.access_control {
        protect_children(tx, now, &entry).await?;
    }
    match (is_released(&before), is_released(&entry)) {
        (false, true) => drop(rows::append(tx, now, &entry, "live.released").await?),
        (true, false) => drop(rows::append(tx, now, &entry, "live.withdrawn").await?),
        _ => {}
    }
    Ok(entry)
}

/// A child is protected as its parent is.
async fn protect_children(tx: &mut WriteTx, now: UnixMillis, parent: &Entry) -> Result<()> {
    for mut child in rows::children(tx, parent.partner, &parent.id).await? {
        child.access_control = parent.access_control;
        child.access_revision += 1;
        rows::save(tx, &child).await?;
        rows::append(tx, now, &child, "entry.updated").await?;
    }
    Ok(())
}

/// liveStream.delete, baseEntry.delete
pub async fn delete(tx: &mut WriteTx, actor: &Actor, now: UnixMillis, id: &str, kinds: &[i64]) -> Result<()> {
    let mut entry = query::get(tx, actor, id, kinds).await?;
    actor.require_delete(&entry)?;
    if entry.nodes.iter().any(|node| node.connected) {
        let error = Error::coded(Kind::Conflict, "CANNOT_DELETE_LIVE_ENTRY_WHILE_STREAMING");
        return Err(error.arg("LIVE_ENTRY_ID", id));
    }
    if recording_is_unfinished(tx, actor, &entry).await? {
        return Err(Error::coded(Kind::Conflict, "RECORDED_NOT_READY").arg("ENTRY_ID", id));
    }
    live_state::rows::remove_all(tx, &entry.id).await?;
    thumbnail::remove_thumbnail(tx, &entry).await?;
    entry.nodes.clear();
    entry.status = status::DELETED;
    entry.updated_at = now;
    entry.access_revision += 1;
    rows::save(tx, &entry).await?;
    rows::append(tx, now, &entry, "entry.deleted").await?;
    Ok(())
}

/// liveStream.regenerateStreamToken: the old token stops working at once; a connected encoder is not dropped.
pub async fn renew_stream_token(tx: &mut WriteTx, actor: &Actor, now: UnixMillis, id: &str) -> Result<Entry> {
    let mut entry = query::get(tx, actor, id, &[kind::LIVE_STREAM]).await?;
    actor.require_edit(&entry)?;
    let live = entry.live.as_mut().ok_or_else(|| not_found(id))?;
    if !live.is_own_source() {
        let error = Error::coded(Kind::Invalid, "CANNOT_REGENERATE_STREAM_TOKEN_FOR_EXTERNAL_LIVE_STREAMS");
        return Err(error.arg("TYPE", &live.source_type));
    }
    live.stream_password = Secret::new(random::hex::<4>()?);
    entry.updated_at = now;
    rows::save(tx, &entry).await?;
    rows::append(tx, now, &entry, "entry.updated").await?;
    Ok(entry)
}

/// The live half of an update: what broadcasting forbids, and what one field does to another.
#[allow(clippy::too_many_arguments)] // one caller; the arguments are the two halves of one value and what judges them
async fn updated_live(
    tx: &mut WriteTx,
    actor: &Actor,
    now: UnixMillis,
    account: &Account,
    before: &Entry,
    entry: &mut Entry,
    mut live: Live,
    patch: &EntryPatch,
) -> Result<Live> {
    let old = live.clone();
    check_segment_duration(account, patch, Some(&old))?;
    live.dvr_status = patch.dvr_status.clone().apply(live.dvr_status);
    live.dvr_window = patch.dvr_window.clone().apply(live.dvr_window);
    live.recording_options = patch.recording_options.clone().apply(live.recording_options);
    if let Some(record_status) = patch.record_status.clone().set() {
        live.record_status = record_status;
    }
    if let Some(duration) = patch.segment_duration.clone().set() {
        live.segment_duration_ms = duration;
    }
    // Sending the value it has is no change; a change resets the view mode.
    if let Some(explicit) = patch.explicit_live.clone().set().filter(|explicit| *explicit != live.explicit_live) {
        live.explicit_live = explicit;
        live.view_mode = i64::from(!explicit);
        live.recording_status = if explicit { 0 } else { 2 };
    }
    let profile = match patch.conversion_profile_id.clone().set().filter(|id| *id > 0) {
        Some(id) if Some(id) != before.conversion_profile => Some(live_profile(tx, actor, id).await?),
        _ => None,
    };
    if live_state::live_status(before) != live_state::NodeStatus::Stopped {
        let changed = [
            ("dvrStatus", live.dvr_status != old.dvr_status),
            ("dvrWindow", live.dvr_window != old.dvr_window),
            ("recordStatus", live.record_status != old.record_status),
            ("conversionProfileId", profile.is_some()),
            ("segmentDuration", live.segment_duration_ms != old.segment_duration_ms),
            ("explicitLive", live.explicit_live != old.explicit_live),
            (
                "recordingOptions",
                copies_entitlement(&live.recording_options) != copies_entitlement(&old.recording_options),
            ),
        ];
        if let Some((field, _)) = changed.iter().find(|(_, changed)| *changed) {
            let error = Error::coded(Kind::Conflict, "CANNOT_UPDATE_FIELDS_WHILE_ENTRY_BROADCASTING");
            return Err(error.arg("FIELD", field));
        }
    }
    let of_the_recording = [
        ("recordStatus", live.record_status != old.record_status),
        ("conversionProfileId", profile.is_some()),
        ("recordingOptions", copies_entitlement(&live.recording_options) != copies_entitlement(&old.recording_options)),
    ];
    if let Some((field, _)) = of_the_recording.iter().find(|(_, changed)| *changed)
        && recording_is_unfinished(tx, actor, before).await?
    {
        let error = Error::coded(Kind::Conflict, "CANNOT_UPDATE_FIELDS_RECORDED_ENTRY_STILL_NOT_READY");
        return Err(error.arg("FIELD", field));
    }
    if live.record_status != 0 && live.record_status != old.record_status && !account.features.recording {
        return Err(Error::coded(Kind::Denied, "RECORDING_DISABLED"));
    }
    if live.recording_options != old.recording_options || live.record_status != old.record_status || profile.is_some() {
        live.recorded_entry = None;
        entry.redirect = None;
    }
    if let Some(profile) = profile {
        entry.conversion_profile = Some(profile.id);
        entry.doc.insert("flavorParamsIds".to_owned(), Json::from(profile.params_ids()));
    }
    live.recorded_entry = patch.recorded_entry_id.clone().apply(live.recorded_entry).filter(|text| !text.is_empty());
    if let Some(password) = patch.stream_password.clone().set().filter(|text| !text.trim().is_empty()) {
        live.stream_password = Secret::new(password);
    }
    if let Some(name) = patch.stream_name.clone().set().filter(|text| !text.is_empty()) {
        live.stream_name = name;
    }
    live.srt_pass = match patch.srt_pass.clone() {
        Change::Keep => live.srt_pass,
        change => change.set().filter(|text| !text.is_empty()).map(Secret::new),
    };
    if live.explicit_live {
        live.view_mode = patch.view_mode.clone().set().unwrap_or(live.view_mode);
        live.recording_status = patch.recording_status.clone().set().unwrap_or(live.recording_status);
    } else {
        live.recording_status = if live.record_status == 0 { 3 } else { 2 };
    }
    let on_air = before.nodes.iter().any(|node| node.status == live_state::NodeStatus::Playable);
    if on_air && live.is_released() && !old.is_released() {
        live.broadcast_time.get_or_insert(now);
        live.ended_at = None;
    }
    if on_air && !live.is_released() && old.is_released() {
        live.ended_at = Some(now);
    }
    Ok(live)
}

fn copies_entitlement(options: &Option<Doc>) -> bool {
    options.as_ref().is_some_and(|options| options.get("shouldCopyEntitlement").is_some_and(is_true))
}

fn is_released(entry: &Entry) -> bool {
    entry.live.as_ref().is_some_and(Live::is_released)
}

/// A playback token says what its holder may see; it must die when that is no longer so.
fn shrinks_or_moves_access(before: &Entry, after: &Entry) -> bool {
    (is_released(before) && !is_released(after))
        || before.starts != after.starts
        || before.ends != after.ends
        || before.access_control != after.access_control
        || before.owner != after.owner
        || before.entitled_edit != after.entitled_edit
        || before.moderation_status != after.moderation_status
        || before.status != after.status
}

/// Contract: session, field-level rules for USER sessions.
pub(super) fn drop_what_is_not_theirs(actor: &Actor, account: &Account, patch: &mut EntryPatch) -> Result<()> {
    if !account.features.push_publish {
        patch.doc.remove("pushPublishEnabled");
        patch.doc.remove("publishConfigurations");
    }
    // Computed for our own sources; the input is ignored.
    patch.doc.remove("liveStreamConfigurations");
    if actor.is_admin() {
        return Ok(());
    }
    let admin_only =
        |name| Err(Error::coded(Kind::Denied, "PROPERTY_VALIDATION_ADMIN_PROPERTY").arg("PROP_NAME", name));
    if patch.admin_tags != Change::Keep && !actor.has_privilege("editadmintags", "*") {
        return admin_only("adminTags");
    }
    if patch.start_date != Change::Keep {
        return admin_only("startDate");
    }
    if patch.end_date != Change::Keep {
        return admin_only("endDate");
    }
    if patch.categories.as_set().is_some_and(|categories| !categories.is_empty()) {
        return admin_only("categories");
    }
    patch.access_control_id = Change::Keep;
    patch.reference_id = Change::Keep;
    patch.stream_password = Change::Keep;
    for name in ["streamUsername", "encodingIP1", "encodingIP2"] {
        patch.doc.remove(name);
    }
    Ok(())
}

pub(super) fn check_plain_values(kind: i64, patch: &EntryPatch) -> Result<()> {
    if let Some(name) = patch.name.as_set() {
        check_length(kind, "name", name, 0, NAME_CHARS_MAX)?;
    }
    for (name, users) in [
        ("entitledUsersEdit", &patch.entitled_users_edit),
        ("entitledUsersPublish", &patch.entitled_users_publish),
        ("entitledUsersView", &patch.entitled_users_view),
    ] {
        if let Some(users) = users.as_set() {
            check_length(kind, name, users, 0, ENTITLED_USERS_CHARS_MAX)?;
        }
    }
    if let Some(pass) = patch.srt_pass.as_set().filter(|pass| !pass.is_empty()) {
        check_length(kind, "srtPass", pass, SRT_PASS_CHARS_MIN, SRT_PASS_CHARS_MAX)?;
    }
    if let Some(reference) = patch.reference_id.as_set().filter(|text| !text.is_empty()) {
        check_length(kind, "referenceId", reference, REFERENCE_ID_CHARS_MIN, NAME_CHARS_MAX)?;
    }
    if patch.display_in_search.as_set().is_some_and(|display| !matches!(display, 1 | -1)) {
        return Err(Error::coded(Kind::Invalid, "PROPERTY_VALIDATION_NOT_UPDATABLE")
            .arg("PROP_NAME", property(kind, "displayInSearch")));
    }
    Ok(())
}

fn check_length(kind: i64, name: &str, text: &str, min: usize, max: usize) -> Result<()> {
    let chars = text.chars().count();
    if chars < min {
        let error = Error::coded(Kind::Invalid, "PROPERTY_VALIDATION_MIN_LENGTH");
        return Err(error.arg("PROP_NAME", property(kind, name)).arg("MIN_LEN", min));
    }
    if chars > max {
        let error = Error::coded(Kind::Invalid, "PROPERTY_VALIDATION_MAX_LENGTH");
        return Err(error.arg("PROP_NAME", property(kind, name)).arg("MAX_LEN", max));
    }
    Ok(())
}

fn check_source(source_type: &str, doc: &Doc) -> Result<()> {
    if source_type == "31" {
        let error = Error::coded(Kind::Invalid, "ENTRY_SOURCE_TYPE_NOT_SUPPORTED");
        return Err(error.arg("SOURCE_TYPE", source_type));
    }
    if source_type == "29" {
        for name in ["encodingIP1", "encodingIP2"] {
            if doc.text(name).is_none_or(str::is_empty) {
                return Err(cannot_be_null(name));
            }
        }
    }
    Ok(())
}

/// Without the feature only the value that is there already may be sent.
fn check_segment_duration(account: &Account, patch: &EntryPatch, old: Option<&Live>) -> Result<()> {
    let Some(duration) = patch.segment_duration.as_set().copied() else { return Ok(()) };
    if old.is_some_and(|old| old.segment_duration_ms == duration) {
        return Ok(());
    }
    if !account.features.dynamic_segment_duration {
        return Err(Error::coded(Kind::Denied, "DYNAMIC_SEGMENT_DURATION_DISABLED"));
    }
    if duration < SEGMENT_DURATION_MS_MIN {
        let error = Error::coded(Kind::Invalid, "PROPERTY_VALIDATION_MIN_VALUE");
        return Err(error
            .arg("PROP_NAME", property(kind::LIVE_STREAM, "segmentDuration"))
            .arg("MIN_VAL", SEGMENT_DURATION_MS_MIN));
    }
    if duration > SEGMENT_DURATION_MS_MAX {
        let error = Error::coded(Kind::Invalid, "PROPERTY_VALIDATION_MAX_VALUE");
        return Err(error
            .arg("PROP_NAME", property(kind::LIVE_STREAM, "segmentDuration"))
            .arg("MAX_VAL", SEGMENT_DURATION_MS_MAX));
    }
    Ok(())
}

pub(super) fn check_schedule(starts: Option<UnixMillis>, ends: Option<UnixMillis>) -> Result<()> {
    match (starts, ends) {
        (Some(starts), Some(ends)) if starts >= ends => {
            Err(Error::coded(Kind::Invalid, "INVALID_ENTRY_SCHEDULE_DATES"))
        }
        _ => Ok(()),
    }
}

/// How errors name a property of an entry of this kind.
pub(super) fn property(kind: i64, name: &str) -> String {
    let class = match kind {
        kind::LIVE_STREAM => "KalturaLiveStreamEntry",
        kind::MEDIA => "KalturaMediaEntry",
        _ => "KalturaBaseEntry",
    };
    format!("{class}::{name}")
}

fn cannot_be_null(name: &str) -> Error {
    Error::coded(Kind::Invalid, "PROPERTY_VALIDATION_CANNOT_BE_NULL")
        .arg("PROP_NAME", property(kind::LIVE_STREAM, name))
}

pub(super) fn user_id(kind: i64, property: &str, text: &str) -> Result<UserId> {
    text.parse().map_err(|_| {
        let error = Error::coded(Kind::Invalid, "PROPERTY_VALIDATION_MAX_LENGTH");
        error.arg("PROP_NAME", self::property(kind, property)).arg("MAX_LEN", UserId::CHARS_MAX)
    })
}

/// The owner the caller asks for. A user may name only themselves, unless `edituser` lets them.
pub(super) fn owner(actor: &Actor, kind: i64, change: &Change<String>) -> Result<Option<UserId>> {
    let Some(text) = change.as_set().filter(|text| !text.is_empty()) else { return Ok(None) };
    let wished = user_id(kind, "userId", text)?;
    let may = actor.is_admin() || actor.user.is_same(&wished) || actor.has_privilege("edituser", text);
    if may { Ok(Some(wished)) } else { Err(not_yours()) }
}

fn users(change: &Change<String>) -> Option<UserList> {
    match change {
        Change::Keep => None,
        Change::Clear => Some(UserList::default()),
        Change::Set(text) => Some(UserList::parse(text)),
    }
}

async fn ensure_users(tx: &mut WriteTx, entry: &Entry, now: UnixMillis) -> Result<()> {
    let entitled = [&entry.entitled_edit, &entry.entitled_publish, &entry.entitled_view];
    let named = entitled.iter().flat_map(|list| list.0.iter());
    for id in [&entry.owner, &entry.creator].into_iter().chain(named) {
        user::ensure(tx, entry.partner, id, now).await?;
    }
    Ok(())
}

/// The profile after the change; -1 goes back to the default. `ACCESS_CONTROL_ID_NOT_FOUND`.
pub(super) async fn access_control(
    tx: &mut ReadTx,
    actor: &Actor,
    account: &Account,
    change: &Change<i64>,
    current: i64,
) -> Result<i64> {
    match change {
        Change::Keep => Ok(current),
        Change::Clear | Change::Set(-1) => Ok(account.default_access_control),
        Change::Set(id) => access::profile::require(tx, actor.partner, *id).await.map(|()| *id),
    }
}

async fn live_profile(tx: &mut ReadTx, actor: &Actor, id: i64) -> Result<ConversionProfile> {
    let profile = conversion_profile::get(tx, actor.partner, id).await?;
    let profile = profile.filter(|profile| profile.kind == conversion_profile::kind::LIVE_STREAM);
    profile.ok_or_else(|| Error::coded(Kind::NotFound, "CONVERSION_PROFILE_ID_NOT_FOUND").arg("ID", id))
}

pub(super) async fn template_of(tx: &mut ReadTx, actor: &Actor, patch: &EntryPatch) -> Result<Option<Entry>> {
    match patch.template_entry_id.as_set().filter(|id| !id.is_empty()) {
        Some(id) => query::get(tx, actor, id, &[]).await.map(Some),
        None => Ok(None),
    }
}

pub(super) async fn parent_of(tx: &mut ReadTx, actor: &Actor, patch: &EntryPatch) -> Result<Option<Entry>> {
    let Some(id) = patch.parent_entry_id.as_set().filter(|id| !id.is_empty()) else { return Ok(None) };
    let carries_info = patch.access_control_id.as_set().is_some()
        || patch.start_date.as_set().is_some()
        || patch.end_date.as_set().is_some()
        || patch.categories.as_set().is_some_and(|categories| !categories.is_empty());
    if carries_info {
        return Err(Error::coded(Kind::Invalid, "ASSIGNING_INFO_TO_ENTRY_WITH_PARENT_IS_FORBIDDEN"));
    }
    query::get(tx, actor, id, &[]).await.map(Some)
}

async fn redirect_of(tx: &mut ReadTx, actor: &Actor, change: &Change<String>) -> Result<Change<EntryId>> {
    match change {
        Change::Keep => Ok(Change::Keep),
        Change::Clear => Ok(Change::Clear),
        Change::Set(id) if id.is_empty() => Ok(Change::Clear),
        Change::Set(id) => query::get(tx, actor, id, &[]).await.map(|target| Change::Set(target.id)),
    }
}

/// The current recording exists but cannot be watched yet.
async fn recording_is_unfinished(tx: &mut ReadTx, actor: &Actor, entry: &Entry) -> Result<bool> {
    let recorded = entry.live.as_ref().and_then(|live| live.recorded_entry.as_deref());
    let Some(id) = recorded.and_then(|id| id.parse::<EntryId>().ok()) else { return Ok(false) };
    let recorded = rows::by_id(tx, &id).await?.filter(|recorded| recorded.partner == actor.partner);
    Ok(recorded.is_some_and(|recorded| matches!(recorded.status, 1 | 4 | status::NO_CONTENT)))
}

/// `a, b`: trimmed, without duplicates (contract: entries, fields).
fn joined(tags: &str) -> String {
    let mut seen = HashSet::new();
    let kept: Vec<&str> = crate::filter::split(tags).filter(|tag| seen.insert(*tag)).collect();
    kept.join(", ")
}

fn is_true(value: &Json) -> bool {
    value.as_bool().unwrap_or_else(|| value.as_i64() == Some(1))
}

/// What every new entry counts from.
pub(super) fn counters() -> Doc {
    let mut doc = Doc::default();
    for name in [
        "moderationCount",
        "replacementStatus",
        "rank",
        "totalRank",
        "votes",
        "plays",
        "views",
        "duration",
        "msDuration",
        "lastElapsedRecordingTime",
    ] {
        doc.insert(name.to_owned(), Json::from(0));
    }
    doc.insert("licenseType".to_owned(), Json::from(-1));
    doc.insert("operationAttributes".to_owned(), json!([]));
    doc.insert("capabilities".to_owned(), Json::from(""));
    doc
}

/// One per ingest params of the profile (contract: live, add, defaults).
fn bitrates(profile: &ConversionProfile) -> Json {
    const INGEST: i64 = 1;
    let ingest = profile.params.iter().filter(|params| params.origin == INGEST);
    let mut bitrates: Vec<Json> = ingest
        .filter_map(|params| flavor_params::find(params.params_id))
        .map(|params| {
            json!({ "bitrate": params.video_bitrate, "width": params.width, "height": params.height,
                "tags": params.tags, "objectType": "KalturaLiveStreamBitrate" })
        })
        .collect();
    if bitrates.is_empty() {
        bitrates.push(json!({ "bitrate": 900, "width": 640, "height": 480, "objectType": "KalturaLiveStreamBitrate" }));
    }
    Json::from(bitrates)
}
