//! What a player asks before it plays, and what it hears (contract: playback, playback context).

use crate::enums::DrmSchemeName;
use crate::object::{AccessControlMessage, AccessControlScope, FlavorAsset, RuleAction, StringHolder};
use crate::{ApiObject, Assoc, Field, Loose, Poly};

/// What is asked about playing an entry.
#[derive(Clone, Debug, Default, ApiObject)]
#[api(name = "KalturaEntryContextDataParams", extends = AccessControlScope)]
pub struct EntryContextDataParams {
    pub base: AccessControlScope,
    pub flavor_asset_id: Field<String>,
    #[api(stored)]
    pub flavor_tags: Field<String>,
    pub streamer_type: Field<String>,
    pub media_protocol: Field<String>,
}

/// What a player asks.
#[derive(Clone, Debug, Default, ApiObject)]
#[api(name = "KalturaPlaybackContextOptions", extends = EntryContextDataParams)]
pub struct PlaybackContextOptions {
    pub base: EntryContextDataParams,
}

/// Where a licence comes from.
#[derive(Clone, Debug, Default, ApiObject)]
#[api(name = "KalturaDrmPlaybackPluginData")]
pub struct DrmPlaybackPluginData {
    #[api(stored)]
    pub scheme: Field<DrmSchemeName>,
    #[api(name = "licenseURL", stored)]
    pub license_url: Field<String>,
}

/// One way to play.
#[derive(Clone, Debug, Default, ApiObject)]
#[api(name = "KalturaPlaybackSource")]
pub struct PlaybackSource {
    pub delivery_profile_id: Field<String>,
    pub format: Field<String>,
    pub protocols: Field<String>,
    pub flavor_ids: Field<String>,
    pub url: Field<String>,
    pub drm: Field<Vec<Poly<DrmPlaybackPluginData>>>,
}

/// One caption track.
#[derive(Clone, Debug, Default, ApiObject)]
#[api(name = "KalturaCaptionPlaybackPluginData")]
pub struct CaptionPlaybackPluginData {
    #[api(stored)]
    pub label: Field<String>,
    #[api(stored)]
    pub format: Field<String>,
    #[api(stored)]
    pub language: Field<String>,
    #[api(stored)]
    pub web_vtt_url: Field<String>,
    #[api(stored)]
    pub url: Field<String>,
    #[api(stored)]
    pub is_default: Field<bool>,
    #[api(stored)]
    pub language_code: Field<String>,
}

/// What plays before.
#[derive(Clone, Debug, Default, ApiObject)]
#[api(name = "KalturaBumper")]
pub struct BumperData {
    #[api(stored)]
    pub entry_id: Field<String>,
    #[api(stored)]
    pub url: Field<String>,
}

/// When a scheduled stream runs.
#[derive(Clone, Debug, Default, ApiObject)]
#[api(name = "KalturaActiveLiveStreamTime")]
pub struct ActiveLiveStreamTime {
    #[api(stored)]
    pub start_time: Field<i64>,
    #[api(stored)]
    pub end_time: Field<i64>,
}

/// How an entry may be played.
#[derive(Clone, Debug, Default, ApiObject)]
#[api(name = "KalturaPlaybackContext")]
pub struct PlaybackContext {
    pub sources: Field<Vec<Poly<PlaybackSource>>>,
    #[api(stored)]
    pub playback_captions: Field<Vec<Poly<CaptionPlaybackPluginData>>>,
    #[api(stored)]
    pub flavor_assets: Field<Vec<Poly<FlavorAsset>>>,
    pub actions: Field<Vec<Loose<RuleAction>>>,
    pub messages: Field<Vec<Poly<AccessControlMessage>>>,
    #[api(stored)]
    pub bumper_data: Field<Vec<Poly<BumperData>>>,
    #[api(stored)]
    pub active_live_stream_time: Field<Poly<ActiveLiveStreamTime>>,
}

/// What every context has.
#[derive(Clone, Debug, Default, ApiObject)]
#[api(name = "KalturaContextDataResult")]
pub struct ContextDataResult {
    pub messages: Field<Vec<Poly<StringHolder>>>,
    pub actions: Field<Vec<Loose<RuleAction>>>,
}

/// How an entry may be played, as older players ask.
#[derive(Clone, Debug, Default, ApiObject)]
#[api(name = "KalturaEntryContextDataResult", extends = ContextDataResult)]
pub struct EntryContextDataResult {
    pub base: ContextDataResult,
    pub is_site_restricted: Field<bool>,
    pub is_country_restricted: Field<bool>,
    pub is_session_restricted: Field<bool>,
    pub is_ip_address_restricted: Field<bool>,
    pub is_user_agent_restricted: Field<bool>,
    /// Seconds; -1 when everything plays.
    pub preview_length: Field<i64>,
    pub is_scheduled_now: Field<bool>,
    pub is_admin: Field<bool>,
    pub streamer_type: Field<String>,
    pub media_protocol: Field<String>,
    #[api(name = "storageProfilesXML")]
    pub storage_profiles_xml: Field<String>,
    pub access_control_messages: Field<Vec<Poly<StringHolder>>>,
    pub access_control_actions: Field<Vec<Loose<RuleAction>>>,
    pub flavor_assets: Field<Vec<Poly<FlavorAsset>>>,
    /// Milliseconds.
    pub ms_duration: Field<i64>,
    pub plugin_data: Field<Assoc<String>>,
}
