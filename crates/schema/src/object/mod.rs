//! The objects of the API, one file per subject. Property names, types and flags follow the contract; order is the order of declaration.

mod access_control;
mod app_token;
mod asset;
mod clone_option;
mod conversion_profile;
mod entry;
mod entry_filter;
mod flavor_params;
mod list;
mod live_stream;
mod metadata;
mod moderation;
mod playback;
mod response_profile;
mod session;
mod ui_conf;
mod user;
mod widget;

pub use access_control::{
    AccessControlBlockAction, AccessControlLimitDeliveryProfilesAction, AccessControlLimitFlavorsAction,
    AccessControlMessage, AccessControlPreviewAction, AccessControlScope, KeyValue, RuleAction,
};
pub use app_token::{AppToken, AppTokenFilter, AppTokenListResponse};
pub use asset::{Asset, FlavorAsset};
pub use clone_option::{BaseEntryCloneOptionComponent, BaseEntryCloneOptionItem};
pub use conversion_profile::{
    ConversionProfile, ConversionProfileAssetParams, ConversionProfileAssetParamsFilter,
    ConversionProfileAssetParamsListResponse, ConversionProfileFilter, ConversionProfileListResponse, CropDimensions,
};
pub use entry::{
    BaseEntry, BaseEntryListResponse, MediaEntry, MediaListResponse, OperationAttributes, PlayableEntry,
    StreamContainer,
};
pub use entry_filter::{
    BaseEntryFilter, LiveEntryFilter, LiveStreamEntryFilter, MediaEntryFilter, PlayableEntryFilter,
};
pub use flavor_params::{
    AssetParams, AssetParamsFilter, FlavorParams, FlavorParamsFilter, FlavorParamsListResponse, LiveParams,
    LiveParamsFilter,
};
pub use list::{Filter, FilterPager, ListResponse, RelatedFilter, StringHolder};
pub use live_stream::{
    LiveEntry, LiveEntryRecordingOptions, LiveStreamAdminEntry, LiveStreamBitrate, LiveStreamConfiguration,
    LiveStreamDetails, LiveStreamEntry, LiveStreamListResponse, LiveStreamPushPublishConfiguration, LiveStreamStats,
};
pub use metadata::{
    Metadata, MetadataFilter, MetadataListResponse, MetadataProfile, MetadataProfileField,
    MetadataProfileFieldListResponse, MetadataProfileFilter, MetadataProfileListResponse,
};
pub use moderation::{ModerationFlag, ModerationFlagListResponse};
pub use playback::{
    ActiveLiveStreamTime, BumperData, CaptionPlaybackPluginData, ContextDataParams, DrmPlaybackPluginData,
    EntryContextDataParams, PlaybackContext, PlaybackContextOptions, PlaybackSource,
};
pub use response_profile::{
    BaseResponseProfile, DetachedResponseProfile, ResponseProfileHolder, ResponseProfileMapping,
};
pub use session::{SessionInfo, StartWidgetSessionResponse};
pub use ui_conf::{UiConf, UiConfFilter, UiConfListResponse, UiConfTypeInfo};
pub use user::{BaseUser, User, UserFilter, UserListResponse};
pub use widget::{Widget, WidgetFilter, WidgetListResponse};
