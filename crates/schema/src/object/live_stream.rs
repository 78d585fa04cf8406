//! Live entries and what goes with them (contract: live, fields).

use crate::enums::{
    DvrStatus, EntryServerNodeStatus, LivePublishStatus, LiveStreamBroadcastStatus, PlaybackProtocol, RecordStatus,
    RecordingStatus, SipSourceType, ViewMode,
};
use crate::object::{ListResponse, MediaEntry};
use crate::{ApiObject, Field, NullableBoolean, Poly};

/// One address viewers may play a live stream from.
#[derive(Clone, Debug, Default, ApiObject)]
#[api(name = "KalturaLiveStreamConfiguration")]
pub struct LiveStreamConfiguration {
    pub protocol: Field<PlaybackProtocol>,
    pub url: Field<String>,
    #[api(stored)]
    pub publish_url: Field<String>,
    #[api(stored)]
    pub backup_url: Field<String>,
    #[api(stored)]
    pub stream_name: Field<String>,
}

/// Where a live stream is sent on to.
#[derive(Clone, Debug, Default, ApiObject)]
#[api(name = "KalturaLiveStreamPushPublishConfiguration")]
pub struct LiveStreamPushPublishConfiguration {
    #[api(stored)]
    pub publish_url: Field<String>,
    #[api(stored)]
    pub backup_publish_url: Field<String>,
    #[api(stored)]
    pub port: Field<String>,
}

/// What a recording takes over from its live entry.
#[derive(Clone, Debug, Default, ApiObject)]
#[api(name = "KalturaLiveEntryRecordingOptions")]
pub struct LiveEntryRecordingOptions {
    #[api(stored)]
    pub should_copy_entitlement: Field<NullableBoolean>,
    #[api(stored)]
    pub should_copy_scheduling: Field<NullableBoolean>,
    #[api(stored)]
    pub should_copy_thumbnail: Field<NullableBoolean>,
    #[api(stored)]
    pub should_make_hidden: Field<NullableBoolean>,
    #[api(stored)]
    pub should_auto_archive: Field<NullableBoolean>,
    #[api(stored)]
    pub non_deleted_cue_points_tags: Field<String>,
    #[api(stored)]
    pub archive_vod_suffix_timezone: Field<String>,
}

/// One rendition an encoder is expected to send.
#[derive(Clone, Debug, Default, ApiObject)]
#[api(name = "KalturaLiveStreamBitrate")]
pub struct LiveStreamBitrate {
    /// kbit/s
    #[api(stored)]
    pub bitrate: Field<i64>,
    #[api(stored)]
    pub width: Field<i64>,
    #[api(stored)]
    pub height: Field<i64>,
    #[api(stored)]
    pub tags: Field<String>,
}

/// What every live entry has.
#[derive(Clone, Debug, Default, ApiObject)]
#[api(name = "KalturaLiveEntry", extends = MediaEntry, is_abstract)]
pub struct LiveEntry {
    pub base: MediaEntry,
    #[api(stored)]
    pub offline_message: Field<String>,
    #[api(stored)]
    pub record_status: Field<RecordStatus>,
    #[api(stored)]
    pub dvr_status: Field<DvrStatus>,
    /// Length of the rewind window in minutes. Any value is stored; serving clamps to 0–1440.
    #[api(stored)]
    pub dvr_window: Field<i64>,
    /// Milliseconds.
    #[api(stored)]
    pub last_elapsed_recording_time: Field<i64>,
    /// Computed for our own streams; input is ignored there.
    pub live_stream_configurations: Field<Vec<Poly<LiveStreamConfiguration>>>,
    #[api(stored)]
    pub recorded_entry_id: Field<String>,
    #[api(push_publish, stored)]
    pub push_publish_enabled: Field<LivePublishStatus>,
    #[api(push_publish, stored)]
    pub publish_configurations: Field<Vec<Poly<LiveStreamPushPublishConfiguration>>>,
    /// Unix seconds; not declared as a time, so 0 stays 0.
    #[api(readonly)]
    pub first_broadcast: Field<i64>,
    #[api(readonly)]
    pub last_broadcast: Field<i64>,
    /// Unix seconds, 0 off air.
    pub current_broadcast_start_time: Field<f64>,
    #[api(stored)]
    pub recording_options: Field<Poly<LiveEntryRecordingOptions>>,
    /// Best of the inputs; takes no account of the view mode.
    #[api(readonly)]
    pub live_status: Field<EntryServerNodeStatus>,
    /// Milliseconds.
    #[api(stored)]
    pub segment_duration: Field<i64>,
    /// Viewers see the stream only after release.
    pub explicit_live: Field<NullableBoolean>,
    /// Always 1 unless `explicitLive`.
    pub view_mode: Field<ViewMode>,
    #[api(stored)]
    pub recording_status: Field<RecordingStatus>,
    #[api(readonly)]
    pub last_broadcast_end_time: Field<i64>,
    /// Unix seconds: the first moment on air and released.
    pub broadcast_time: Field<i64>,
}

/// A live stream: permanent, ingested again and again.
#[derive(Clone, Debug, Default, ApiObject)]
#[api(name = "KalturaLiveStreamEntry", extends = LiveEntry)]
pub struct LiveStreamEntry {
    pub base: LiveEntry,
    #[api(readonly, stored)]
    pub stream_remote_id: Field<String>,
    #[api(readonly, stored)]
    pub stream_remote_backup_id: Field<String>,
    #[api(stored)]
    pub bitrates: Field<Vec<Poly<LiveStreamBitrate>>>,
    /// Where the first encoder sends RTMP.
    pub primary_broadcasting_url: Field<String>,
    pub secondary_broadcasting_url: Field<String>,
    #[api(stored)]
    pub primary_secured_broadcasting_url: Field<String>,
    #[api(stored)]
    pub secondary_secured_broadcasting_url: Field<String>,
    #[api(stored)]
    pub primary_rtsp_broadcasting_url: Field<String>,
    #[api(stored)]
    pub secondary_rtsp_broadcasting_url: Field<String>,
    #[api(stored)]
    pub primary_srt_broadcasting_url: Field<String>,
    #[api(stored)]
    pub primary_srt_stream_id: Field<String>,
    #[api(stored)]
    pub secondary_srt_broadcasting_url: Field<String>,
    #[api(stored)]
    pub secondary_srt_stream_id: Field<String>,
    /// `%i` stands for the rendition number.
    pub stream_name: Field<String>,
    #[api(stored)]
    pub stream_url: Field<String>,
    #[api(stored)]
    pub hls_stream_url: Field<String>,
    #[api(stored)]
    pub url_manager: Field<String>,
    #[api(name = "encodingIP1", admin_quiet, admin_read, stored)]
    pub encoding_ip1: Field<String>,
    #[api(name = "encodingIP2", admin_quiet, admin_read, stored)]
    pub encoding_ip2: Field<String>,
    /// The token an encoder shows.
    #[api(admin_quiet, admin_read)]
    pub stream_password: Field<String>,
    #[api(readonly, admin_read, stored)]
    pub stream_username: Field<String>,
    #[api(readonly, stored)]
    pub primary_server_node_id: Field<i64>,
    #[api(readonly, stored)]
    pub sip_token: Field<String>,
    #[api(readonly, stored)]
    pub sip_source_type: Field<SipSourceType>,
    /// 10 to 79 characters.
    #[api(stored)]
    pub srt_pass: Field<String>,
}

/// Accepted from clients as a live stream; never returned.
#[derive(Clone, Debug, Default, ApiObject)]
#[api(name = "KalturaLiveStreamAdminEntry", extends = LiveStreamEntry)]
pub struct LiveStreamAdminEntry {
    pub base: LiveStreamEntry,
}

/// A page of live streams.
#[derive(Clone, Debug, Default, ApiObject)]
#[api(name = "KalturaLiveStreamListResponse", extends = ListResponse)]
pub struct LiveStreamListResponse {
    pub base: ListResponse,
    #[api(readonly)]
    pub objects: Field<Vec<Poly<LiveStreamEntry>>>,
}

/// How a live stream is doing, cheap to poll.
#[derive(Clone, Debug, Default, ApiObject)]
#[api(name = "KalturaLiveStreamDetails")]
pub struct LiveStreamDetails {
    pub primary_stream_status: Field<EntryServerNodeStatus>,
    pub secondary_stream_status: Field<EntryServerNodeStatus>,
    pub view_mode: Field<ViewMode>,
    pub was_broadcast: Field<bool>,
    pub broadcast_status: Field<LiveStreamBroadcastStatus>,
}

/// How many watch.
#[derive(Clone, Debug, Default, ApiObject)]
#[api(name = "KalturaLiveStreamStats")]
pub struct LiveStreamStats {
    pub live_viewers: Field<i64>,
}
