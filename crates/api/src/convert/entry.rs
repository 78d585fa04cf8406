//! Entries as the wire shows them to one session (contract: entries, fields; live, fields).

use super::{code, code_of, or, read_doc, stored, time, time_of};
use crate::Config;
use crate::call::Call;
use crate::endpoints::{Origin, manifest};
use crate::shown::{Seen, Shown};
use base::UnixMillis;
use domain::entry::{LiveAsset, kind, thumbnail_version};
use domain::live_state::nodes::{EntryNode, SERVER_NODE};
use domain::{Entry, Hot, Input, Live, live_state};
use schema::enums::{
    DurationType, EntryReplacementStatus, EntryStatus, FlavorAssetStatus, LicenseType, MediaType, PlaybackProtocol,
};
use schema::object as o;
use schema::object::{
    BaseEntry, LiveEntryRecordingOptions, LiveStreamConfiguration, LiveStreamDetails, LiveStreamEntry, MediaEntry,
};
use schema::{Api, ApiClass, Field, NullableBoolean, Poly};
use std::sync::Arc;

/// An entry in its concrete class.
pub fn any(call: &Call, entry: &Entry) -> Poly<BaseEntry> {
    match entry.kind {
        kind::LIVE_STREAM if entry.live.is_some() => Poly::of(live_stream(call, entry)),
        kind::MEDIA => Poly::of(media(call, entry)),
        _ => {
            let mut object = BaseEntry::default();
            read_doc(&mut object, &entry.doc);
            base(&seen(call, entry), entry, &mut object);
            Poly::of(object)
        }
    }
}

/// A media entry; of another kind, what such an entry has in common with one.
pub fn media(call: &Call, entry: &Entry) -> MediaEntry {
    let mut object = MediaEntry::default();
    read_doc(&mut object, &entry.doc);
    media_fields(&seen(call, entry), entry, &mut object);
    object.duration_type = duration_type(object.ms_duration.value().copied().unwrap_or(0)).into();
    if matches!(object.media_type.value(), Some(MediaType::Video | MediaType::Audio)) {
        let scheme = &call.origin.scheme;
        let pairs = format!("format/download/protocol/{scheme}/flavorParamIds/0");
        object.download_url = manifest(&call.origin, entry, &pairs, "").into();
    }
    object
}

/// Up to 4 and up to 20 minutes.
fn duration_type(ms: i64) -> DurationType {
    match ms {
        ..=0 => DurationType::NotAvailable,
        1..=240_000 => DurationType::Short,
        240_001..=1_200_000 => DurationType::Medium,
        _ => DurationType::Long,
    }
}

/// What this call may see of the entry. Everything in an entry's answer that differs from one caller to the next goes through here.
pub fn seen(call: &Call, entry: &Entry) -> Seen {
    Seen {
        origin: call.origin.clone(),
        ingest: call.actor.may_see_ingest(entry),
        redirect: live_state::redirect(entry, &call.actor).cloned(),
    }
}

/// A live stream. Fields that belong to live streams alone stay absent if the entry is none.
pub fn live_stream(call: &Call, entry: &Entry) -> LiveStreamEntry {
    live_stream_seen(call.config(), &seen(call, entry), entry)
}

/// The same for [`crate::shown`]: nothing of the call but `seen` goes into it.
pub fn live_stream_seen(config: &Config, seen: &Seen, entry: &Entry) -> LiveStreamEntry {
    let mut object = LiveStreamEntry::default();
    read_doc(&mut object, &entry.doc);
    media_fields(seen, entry, &mut object);
    let Some(live) = &entry.live else { return object };
    live_fields(seen, entry, live, &mut object);
    addresses(config, seen, entry, live, &mut object);
    object
}

/// A hot live stream as it was answered before, if it was.
pub fn shown(call: &Call, entry: &Arc<Hot>) -> Arc<Shown> {
    call.api.0.gallery.show(entry, seen(call, entry), |seen| live_stream_seen(call.config(), seen, entry))
}

fn base(seen: &Seen, entry: &Entry, object: &mut BaseEntry) {
    let (partner, id) = (entry.partner, &entry.id);
    object.id = entry.id.to_string().into();
    object.name = entry.name.clone().into();
    object.description = Field::of(entry.description.clone());
    object.partner_id = entry.partner.0.into();
    object.user_id = entry.owner.to_string().into();
    object.creator_id = entry.creator.to_string().into();
    object.tags = Field::of(entry.tags.clone());
    object.admin_tags = Field::of(entry.admin_tags.clone());
    object.status = code::<EntryStatus>(entry.status);
    object.moderation_status = code(entry.moderation_status);
    object.r#type = code(entry.kind);
    object.created_at = time(entry.created_at);
    object.updated_at = time(entry.updated_at);
    object.version = entry.version.into();
    object.access_control_id = entry.access_control.into();
    object.start_date = time_of(entry.starts);
    object.end_date = time_of(entry.ends);
    object.reference_id = Field::of(entry.reference_id.clone());
    object.partner_sort_value = entry.partner_sort_value.into();
    object.conversion_profile_id = Field::of(entry.conversion_profile);
    object.redirect_entry_id = Field::of(seen.redirect.as_ref().map(ToString::to_string));
    object.root_entry_id = entry.root.as_ref().unwrap_or(&entry.id).to_string().into();
    object.parent_entry_id = Field::of(entry.parent.as_ref().map(ToString::to_string));
    object.entitled_users_edit = entry.entitled_edit.to_string().into();
    object.entitled_users_publish = entry.entitled_publish.to_string().into();
    object.entitled_users_view = entry.entitled_view.to_string().into();
    object.display_in_search = code(entry.display_in_search);

    let web = format!("{}/p/{partner}/sp/{partner}00", seen.origin.base());
    object.download_url = format!("{web}/raw/entry_id/{id}/version/{}", entry.version).into();
    object.thumbnail_url = format!("{web}/thumbnail/entry_id/{id}/version/{}", thumbnail_version(entry)).into();
    object.search_text = search_text(entry).into();
    or(&mut object.moderation_count, 0);
    or(&mut object.rank, 0.0);
    or(&mut object.total_rank, 0);
    or(&mut object.votes, 0);
    or(&mut object.license_type, LicenseType::Unknown);
    or(&mut object.replacement_status, EntryReplacementStatus::None);
    or(&mut object.operation_attributes, Vec::new());
    or(&mut object.capabilities, String::new());
}

/// What a free-text search finds an entry by.
fn search_text(entry: &Entry) -> String {
    let parts = [Some(entry.id.as_str()), Some(&entry.name), entry.tags.as_deref(), entry.description.as_deref()];
    parts.into_iter().flatten().filter(|part| !part.is_empty()).collect::<Vec<_>>().join(" ")
}

fn media_fields(seen: &Seen, entry: &Entry, object: &mut MediaEntry) {
    base(seen, entry, object);
    or(&mut object.plays, 0);
    or(&mut object.views, 0);
    or(&mut object.ms_duration, 0);
    let ms = object.ms_duration.value().copied().unwrap_or(0);
    object.duration = Field::Set(ms.saturating_add(500) / 1000);
    object.conversion_quality = Field::of(entry.conversion_profile.map(|profile| profile.to_string()));
    object.data_url = manifest(&seen.origin, entry, &format!("format/url/protocol/{}", seen.origin.scheme), "").into();
}

fn live_fields(seen: &Seen, entry: &Entry, live: &Live, object: &mut LiveStreamEntry) {
    object.media_type = code(live.media_type);
    object.source_type = code(&live.source_type);
    object.record_status = code(live.record_status);
    object.dvr_status = code_of(live.dvr_status);
    object.dvr_window = Field::of(live.dvr_window);
    or(&mut object.last_elapsed_recording_time, 0);
    object.recorded_entry_id = Field::of(live.recorded_entry.clone());
    object.first_broadcast = seconds(live.first_broadcast);
    object.last_broadcast = seconds(live.last_broadcast);
    object.current_broadcast_start_time = (live.current_broadcast_start.map_or(0, |at| at.seconds()) as f64).into();
    object.last_broadcast_end_time = live.last_broadcast_end.map_or(0, UnixMillis::seconds).into();
    object.broadcast_time = seconds(live.broadcast_time);
    object.recording_options = live
        .recording_options
        .as_ref()
        .map_or(Field::Null, |options| stored(LiveEntryRecordingOptions::CLASS, options));
    object.live_status = code(live_state::live_status(entry) as i64);
    object.segment_duration = live.segment_duration_ms.into();
    object.explicit_live = NullableBoolean(live.explicit_live).into();
    object.view_mode = code(if live.explicit_live { live.view_mode } else { 1 });
    object.recording_status = code(match (live.explicit_live, live.record_status) {
        (true, _) => live.recording_status,
        (false, 0) => 3,
        (false, _) => 2,
    });
    object.stream_name = live.stream_name.clone().into();
    object.stream_password = live.stream_password.reveal().clone().into();
    if seen.ingest {
        object.srt_pass = Field::of(live.srt_pass.as_ref().map(|pass| pass.reveal().clone()));
    } else {
        object.srt_pass = Field::Null;
    }
}

fn seconds(at: Option<UnixMillis>) -> Field<i64> {
    Field::of(at.map(UnixMillis::seconds))
}

/// Ingest and playback addresses. Ingest is shown to those who may edit only; external sources keep what was stored.
fn addresses(config: &Config, seen: &Seen, entry: &Entry, live: &Live, object: &mut LiveStreamEntry) {
    let may_see = seen.ingest;
    if live.is_own_source() {
        let rtmp = |input| may_see.then(|| config.endpoints.rtmp(&seen.origin, entry, input)).flatten();
        object.primary_broadcasting_url = Field::of(rtmp(0));
        object.secondary_broadcasting_url = Field::of(rtmp(1));
        object.live_stream_configurations = Field::Set(configurations(&seen.origin, entry));
    } else if !may_see {
        object.primary_broadcasting_url = Field::Null;
        object.secondary_broadcasting_url = Field::Null;
    }
    if live.is_own_source() || !may_see {
        for hidden in [
            &mut object.primary_secured_broadcasting_url,
            &mut object.secondary_secured_broadcasting_url,
            &mut object.primary_rtsp_broadcasting_url,
            &mut object.secondary_rtsp_broadcasting_url,
            &mut object.primary_srt_broadcasting_url,
            &mut object.primary_srt_stream_id,
            &mut object.secondary_srt_broadcasting_url,
            &mut object.secondary_srt_stream_id,
        ] {
            *hidden = Field::Null;
        }
    }
}

/// Only what works is offered.
fn configurations(origin: &Origin, entry: &Entry) -> Vec<Poly<LiveStreamConfiguration>> {
    let url = manifest(origin, entry, &format!("protocol/{}/format/applehttp/", origin.scheme), "a.m3u8");
    [PlaybackProtocol::Hls, PlaybackProtocol::AppleHttp]
        .map(|protocol| {
            Poly::of(LiveStreamConfiguration {
                protocol: protocol.into(),
                url: url.clone().into(),
                ..Default::default()
            })
        })
        .into()
}

/// `None` if the entry is no live entry.
pub fn details(entry: &Entry) -> Option<LiveStreamDetails> {
    let details = live_state::details(entry)?;
    Some(LiveStreamDetails {
        primary_stream_status: code(details.primary_status as i64),
        secondary_stream_status: code(details.secondary_status as i64),
        view_mode: code(details.view_mode),
        was_broadcast: details.was_broadcast.into(),
        broadcast_status: code(details.broadcast_status),
    })
}

/// The entry as an update is compared with: concrete class, everything shown.
pub fn comparable(call: &Call, entry: &Entry) -> Box<dyn Api> {
    any(call, entry).object().boxed()
}

/// A rendition of a live entry.
pub fn live_asset(entry: &Entry, asset: &LiveAsset) -> o::LiveAsset {
    let params = asset.params;
    let asset = o::Asset {
        id: asset.id.to_string().into(),
        entry_id: entry.id.to_string().into(),
        partner_id: entry.partner.0.into(),
        version: 0.into(),
        size: 0.into(),
        tags: params.tags.to_owned().into(),
        created_at: time(entry.created_at),
        updated_at: time(entry.created_at),
        ..Default::default()
    };
    let flavor = o::FlavorAsset {
        base: asset,
        flavor_params_id: params.id.into(),
        width: params.width.into(),
        height: params.height.into(),
        bitrate: params.video_bitrate.into(),
        frame_rate: 0.0.into(),
        is_original: false.into(),
        is_web: params.tags.split(',').any(|tag| tag == "web").into(),
        status: FlavorAssetStatus::Ready.into(),
        ..Default::default()
    };
    o::LiveAsset { base: flavor, ..Default::default() }
}

/// An encoder of a live entry.
pub fn node(node: &EntryNode) -> o::LiveEntryServerNode {
    let base = o::EntryServerNode {
        id: node.id.into(),
        entry_id: node.entry.to_string().into(),
        server_node_id: SERVER_NODE.into(),
        partner_id: node.partner.0.into(),
        created_at: time(node.node.created_at),
        updated_at: time(node.node.updated_at),
        status: code(node.node.status as i64),
        server_type: code(match node.node.input {
            Input::Primary => 0,
            Input::Backup => 1,
        }),
    };
    o::LiveEntryServerNode {
        base,
        recording_info: Vec::new().into(),
        is_playable_user: true.into(),
        view_mode: code(node.view_mode),
    }
}
