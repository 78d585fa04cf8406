//! An entry object as sent → what the rules are asked to do (contract: wire, objects and update semantics; live, fields).

use super::{int, of, text};
use base::UnixMillis;
use domain::{Change, EntryPatch};
use schema::{Map, Value, cast};
use store::Doc;

/// Addresses that are ours to make for streams that come to us: sent ones are ignored.
const COMPUTED: [&str; 14] = [
    "primaryBroadcastingUrl",
    "secondaryBroadcastingUrl",
    "primarySecuredBroadcastingUrl",
    "secondarySecuredBroadcastingUrl",
    "primaryRtspBroadcastingUrl",
    "secondaryRtspBroadcastingUrl",
    "primarySrtBroadcastingUrl",
    "primarySrtStreamId",
    "secondarySrtBroadcastingUrl",
    "secondarySrtStreamId",
    "liveStreamConfigurations",
    "lastElapsedRecordingTime",
    "currentBroadcastStartTime",
    "broadcastTime",
];

/// Turns what is left after the checks of `schema::update` into a patch. `own_source`: the stream comes to us.
pub fn entry(kept: Map, own_source: bool) -> EntryPatch {
    let mut patch = EntryPatch::default();
    let mut conversion_quality = Change::Keep;
    for (name, value) in kept {
        match name.as_str() {
            "type" => {}
            computed if own_source && COMPUTED.contains(&computed) => {}
            "name" => patch.name = text(&value),
            "description" => patch.description = text(&value),
            "tags" => patch.tags = text(&value),
            "adminTags" => patch.admin_tags = text(&value),
            "categories" => patch.categories = text(&value),
            "userId" => patch.user_id = text(&value),
            "creatorId" => patch.creator_id = text(&value),
            "accessControlId" => patch.access_control_id = int(&value),
            "startDate" => patch.start_date = time(&value),
            "endDate" => patch.end_date = time(&value),
            "referenceId" => patch.reference_id = text(&value),
            "conversionProfileId" => patch.conversion_profile_id = int(&value),
            "conversionQuality" => conversion_quality = int(&value),
            "redirectEntryId" => patch.redirect_entry_id = text(&value),
            "parentEntryId" => patch.parent_entry_id = text(&value),
            "entitledUsersEdit" => patch.entitled_users_edit = text(&value),
            "entitledUsersPublish" => patch.entitled_users_publish = text(&value),
            "entitledUsersView" => patch.entitled_users_view = text(&value),
            "displayInSearch" => patch.display_in_search = int(&value),
            "partnerSortValue" => patch.partner_sort_value = int(&value),
            "templateEntryId" => patch.template_entry_id = text(&value),
            "mediaType" => patch.media_type = int(&value),
            "sourceType" => patch.source_type = text(&value),
            "streamPassword" => patch.stream_password = text(&value),
            "streamName" => patch.stream_name = text(&value),
            "srtPass" => patch.srt_pass = text(&value),
            "explicitLive" => patch.explicit_live = of(&value, cast::boolean),
            "viewMode" => patch.view_mode = int(&value),
            "recordingStatus" => patch.recording_status = int(&value),
            "recordStatus" => patch.record_status = int(&value),
            "dvrStatus" => patch.dvr_status = int(&value),
            "dvrWindow" => patch.dvr_window = int(&value),
            "segmentDuration" => patch.segment_duration = int(&value),
            "recordingOptions" => patch.recording_options = doc(&value),
            "recordedEntryId" => patch.recorded_entry_id = text(&value),
            _ => {
                patch.doc.insert(name, value.to_json());
            }
        }
    }
    if patch.conversion_profile_id == Change::Keep {
        patch.conversion_profile_id = conversion_quality;
    }
    patch
}

/// Unix seconds; -1 removes, and so does 0, which only an empty text can say.
fn time(value: &Value) -> Change<UnixMillis> {
    match int(value) {
        Change::Set(-1 | 0) => Change::Clear,
        Change::Set(seconds) => Change::Set(UnixMillis::from_seconds(seconds)),
        Change::Clear => Change::Clear,
        Change::Keep => Change::Keep,
    }
}

fn doc(value: &Value) -> Change<Doc> {
    match value.to_json() {
        serde_json::Value::Object(mut object) => {
            object.remove("objectType");
            Change::Set(Doc(object))
        }
        _ => Change::Clear,
    }
}
