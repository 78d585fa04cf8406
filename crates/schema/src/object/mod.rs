//! The objects of the API, one file per subject. Property names, types and flags follow the contract; order is the order of declaration.

mod access_control;
mod app_token;
mod asset;
mod clone_option;
mod conversion_profile;
mod entry;
mod entry_filter;
mod entry_server_node;
mod flavor_params;
mod list;
mod live_stream;
mod metadata;
mod moderation;
mod partner;
mod playback;
mod response_profile;
mod role;
mod session;
mod ui_conf;
mod user;
mod widget;

pub use access_control::{
    AccessControlBlockAction, AccessControlContextTypeHolder, AccessControlLimitDeliveryProfilesAction,
    AccessControlLimitFlavorsAction, AccessControlLimitThumbnailCaptureAction, AccessControlMessage,
    AccessControlPreviewAction, AccessControlProfile, AccessControlProfileFilter, AccessControlProfileListResponse,
    AccessControlScope, AuthenticatedCondition, Condition, ContextTypeHolder, CountryCondition, DescribedValue,
    IpAddressCondition, KeyValue, MatchCondition, RegexCondition, Rule, RuleAction, SiteCondition, StringValue,
    UserAgentCondition,
};
pub use app_token::{AppToken, AppTokenFilter, AppTokenListResponse};
pub use asset::{Asset, FlavorAsset, FlavorAssetFilter, FlavorAssetListResponse, LiveAsset};
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
pub use entry_server_node::{
    EntryServerNode, EntryServerNodeFilter, EntryServerNodeListResponse, LiveEntryServerNode,
    LiveEntryServerNodeFilter, LiveEntryServerNodeRecordingInfo,
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
pub use partner::{Partner, PartnerFilter, PartnerListResponse};
pub use playback::{
    ActiveLiveStreamTime, BumperData, CaptionPlaybackPluginData, ContextDataResult, DrmPlaybackPluginData,
    EntryContextDataParams, EntryContextDataResult, PlaybackContext, PlaybackContextOptions, PlaybackSource,
};
pub use response_profile::{
    BaseResponseProfile, DetachedResponseProfile, ResponseProfile, ResponseProfileFilter, ResponseProfileHolder,
    ResponseProfileListResponse, ResponseProfileMapping,
};
pub use role::{Permission, PermissionFilter, PermissionListResponse, UserRole, UserRoleFilter, UserRoleListResponse};
pub use session::{SessionInfo, StartWidgetSessionResponse};
pub use ui_conf::{UiConf, UiConfFilter, UiConfListResponse, UiConfTypeInfo};
pub use user::{BaseUser, User, UserFilter, UserListResponse};
pub use widget::{Widget, WidgetFilter, WidgetListResponse};
