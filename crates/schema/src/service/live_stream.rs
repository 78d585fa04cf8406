//! Service `liveStream`: live streams: permanent entries that are ingested again and again.

use crate::enums::{PlaybackProtocol, SourceType};
use crate::object::{
    FilterPager, LiveEntry, LiveStreamConfiguration, LiveStreamDetails, LiveStreamEntry, LiveStreamEntryFilter,
    LiveStreamListResponse, LiveStreamStats,
};
use crate::{ApiAction, Poly, Service, Upload};

pub static SERVICE: Service = Service {
    name: "liveStream",
    docs: "live streams: permanent entries that are ingested again and again.",
    actions: &[
        Add::ACTION,
        Get::ACTION,
        Update::ACTION,
        Delete::ACTION,
        List::ACTION,
        IsLive::ACTION,
        GetDetails::ACTION,
        GetLiveStreamStats::ACTION,
        RegenerateStreamToken::ACTION,
        UpdateOfflineThumbnailJpeg::ACTION,
        AddLiveStreamPushPublishConfiguration::ACTION,
        RemoveLiveStreamPushPublishConfiguration::ACTION,
        Authenticate::ACTION,
        ValidateRegisteredMediaServers::ACTION,
        Archive::ACTION,
    ],
};

/// Makes a live stream.
#[derive(Clone, Debug, ApiAction)]
#[api(returns = LiveStreamEntry, access = ADMIN)]
pub struct Add {
    pub live_stream_entry: Poly<LiveStreamEntry>,
    pub source_type: Option<SourceType>,
}

/// Reads a live stream.
#[derive(Clone, Debug, ApiAction)]
#[api(returns = LiveStreamEntry, access = SESSIONS)]
pub struct Get {
    pub entry_id: String,
    #[api(default = -1)]
    pub version: i64,
}

/// Changes a live stream; this is also how one goes live.
#[derive(Clone, Debug, ApiAction)]
#[api(returns = LiveStreamEntry, access = PRODUCER, editor = "entryId")]
pub struct Update {
    pub entry_id: String,
    pub live_stream_entry: Poly<LiveStreamEntry>,
}

/// Deletes a live stream.
// Only ADMIN sessions get as far as an entry, and they own everything (contract: session).
#[derive(Clone, Debug, ApiAction)]
#[api(returns = (), access = ADMIN)]
pub struct Delete {
    pub entry_id: String,
}

/// Lists live streams.
#[derive(Clone, Debug, ApiAction)]
#[api(returns = LiveStreamListResponse, access = SESSIONS)]
pub struct List {
    pub filter: Option<Poly<LiveStreamEntryFilter>>,
    pub pager: Option<Poly<FilterPager>>,
}

/// Tells whether the caller may watch now.
#[derive(Clone, Debug, ApiAction)]
#[api(returns = bool, access = ALL)]
pub struct IsLive {
    pub id: String,
    pub protocol: Option<PlaybackProtocol>,
}

/// Tells how a stream is doing.
#[derive(Clone, Debug, ApiAction)]
#[api(returns = LiveStreamDetails, access = ALL)]
pub struct GetDetails {
    pub id: String,
}

/// Counts who watches now: viewing sessions that have asked for a playlist within the last half minute.
#[derive(Clone, Debug, ApiAction)]
#[api(returns = LiveStreamStats, access = ALL)]
pub struct GetLiveStreamStats {
    pub entry_id: String,
}

/// Replaces the token encoders show. The old one stops working at once; a connected encoder is not dropped.
#[derive(Clone, Debug, ApiAction)]
#[api(returns = LiveEntry, access = PRODUCER, editor = "entryId")]
pub struct RegenerateStreamToken {
    pub entry_id: String,
}

/// Gives a live stream the picture that stands for it. JPEG, PNG, GIF or WebP.
#[derive(Clone, Debug, ApiAction)]
#[api(returns = LiveStreamEntry, access = USERS, editor = "entryId")]
pub struct UpdateOfflineThumbnailJpeg {
    pub entry_id: String,
    pub file_data: Upload,
}

/// Notes where a stream is to be sent on to: `url`, or `liveStreamConfiguration`. Nothing is sent on yet. Needs the account's push-publish
/// feature.
#[derive(Clone, Debug, ApiAction)]
#[api(returns = LiveStreamEntry, access = ADMIN)]
pub struct AddLiveStreamPushPublishConfiguration {
    pub entry_id: String,
    pub protocol: PlaybackProtocol,
    pub url: Option<String>,
    pub live_stream_configuration: Option<Poly<LiveStreamConfiguration>>,
}

/// Forgets where a stream is to be sent on to by this protocol.
#[derive(Clone, Debug, ApiAction)]
#[api(returns = LiveStreamEntry, access = ADMIN)]
pub struct RemoveLiveStreamPushPublishConfiguration {
    pub entry_id: String,
    pub protocol: PlaybackProtocol,
}

/// Tells a media server of one's own whether an encoder with this token may publish. What the encoder does then is not followed.
#[derive(Clone, Debug, ApiAction)]
#[api(returns = LiveStreamEntry, access = ADMIN)]
pub struct Authenticate {
    pub entry_id: String,
    pub token: String,
    pub hostname: Option<String>,
    pub media_server_index: Option<i64>,
    pub application_name: Option<String>,
}

/// For servers of an installation among themselves: SERVICE_FORBIDDEN for accounts.
#[derive(Clone, Debug, ApiAction)]
#[api(returns = (), access = ADMIN)]
pub struct ValidateRegisteredMediaServers {
    pub entry_id: String,
}

/// For servers of an installation among themselves: SERVICE_FORBIDDEN for accounts.
#[derive(Clone, Debug, ApiAction)]
#[api(returns = bool, access = ADMIN)]
pub struct Archive {
    pub live_entry_id: String,
    pub vod_entry_id: String,
}
