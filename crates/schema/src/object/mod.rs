//! The objects of the API, one file per subject. Property names, types and flags follow the contract; order is the order of declaration.

mod access_control;
mod app_token;
mod asset;
mod conversion_profile;
mod entry;
mod entry_filter;
mod list;
mod live_stream;
mod metadata;
mod playback;
mod response_profile;
mod session;
mod ui_conf;
mod user;

pub use access_control::{
    AccessControlBlockAction, AccessControlContextTypeHolder, AccessControlLimitDeliveryProfilesAction,
    AccessControlLimitFlavorsAction, AccessControlLimitThumbnailCaptureAction, AccessControlMessage,
    AccessControlPreviewAction, AccessControlProfile, AccessControlProfileFilter, AccessControlProfileListResponse,
    AccessControlScope, AuthenticatedCondition, Condition, ContextTypeHolder, CountryCondition, DescribedValue,
    IpAddressCondition, KeyValue, MatchCondition, RegexCondition, Rule, RuleAction, SiteCondition, StringValue,
    UserAgentCondition,
};
pub use app_token::{AppToken, AppTokenFilter, AppTokenListResponse};
pub use asset::{Asset, FlavorAsset};
pub use conversion_profile::{
    ConversionProfile, ConversionProfileFilter, ConversionProfileListResponse, CropDimensions,
};
pub use entry::{
    BaseEntry, BaseEntryListResponse, MediaEntry, MediaListResponse, OperationAttributes, PlayableEntry,
    StreamContainer,
};
pub use entry_filter::{
    BaseEntryFilter, LiveEntryFilter, LiveStreamEntryFilter, MediaEntryFilter, PlayableEntryFilter,
};
pub use list::{Filter, FilterPager, ListResponse, RelatedFilter};
pub use live_stream::{
    LiveEntry, LiveEntryRecordingOptions, LiveStreamAdminEntry, LiveStreamBitrate, LiveStreamConfiguration,
    LiveStreamDetails, LiveStreamEntry, LiveStreamListResponse, LiveStreamPushPublishConfiguration, LiveStreamStats,
};
pub use metadata::{
    Metadata, MetadataFilter, MetadataListResponse, MetadataProfile, MetadataProfileFilter, MetadataProfileListResponse,
};
pub use playback::{
    ActiveLiveStreamTime, ApiString, BumperData, CaptionPlaybackPluginData, ContextDataParams, ContextDataResult,
    DrmPlaybackPluginData, EntryContextDataParams, EntryContextDataResult, PlaybackContext, PlaybackContextOptions,
    PlaybackSource,
};
pub use response_profile::{
    BaseResponseProfile, DetachedResponseProfile, ResponseProfileHolder, ResponseProfileMapping,
};
pub use session::{SessionInfo, StartWidgetSessionResponse};
pub use ui_conf::{UiConf, UiConfFilter, UiConfListResponse};
pub use user::{BaseUser, User};
