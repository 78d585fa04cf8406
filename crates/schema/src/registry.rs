//! Every class input may name, listed by hand: what is not here cannot be created by a caller.

use crate::object as o;
use crate::{ApiClass, Class};
use std::collections::HashMap;
use std::sync::LazyLock;

macro_rules! classes {
    ($($class:ty),* $(,)?) => { &[$(<$class as ApiClass>::CLASS),*] };
}

/// All classes, parents before children.
pub static CLASSES: &[&Class] = classes![
    o::BaseEntry,
    o::PlayableEntry,
    o::MediaEntry,
    o::LiveEntry,
    o::LiveStreamEntry,
    o::LiveStreamAdminEntry,
    o::OperationAttributes,
    o::StreamContainer,
    o::LiveEntryRecordingOptions,
    o::LiveStreamBitrate,
    o::LiveStreamConfiguration,
    o::LiveStreamPushPublishConfiguration,
    o::LiveStreamDetails,
    o::LiveStreamStats,
    o::Filter,
    o::RelatedFilter,
    o::BaseEntryFilter,
    o::PlayableEntryFilter,
    o::MediaEntryFilter,
    o::LiveEntryFilter,
    o::LiveStreamEntryFilter,
    o::FilterPager,
    o::StringHolder,
    o::ListResponse,
    o::BaseEntryListResponse,
    o::MediaListResponse,
    o::LiveStreamListResponse,
    o::BaseEntryCloneOptionItem,
    o::BaseEntryCloneOptionComponent,
    o::ModerationFlag,
    o::ModerationFlagListResponse,
    o::SessionInfo,
    o::StartWidgetSessionResponse,
    o::AppToken,
    o::AppTokenFilter,
    o::AppTokenListResponse,
    o::BaseUser,
    o::User,
    o::UserFilter,
    o::UserListResponse,
    o::UserRole,
    o::UserRoleFilter,
    o::UserRoleListResponse,
    o::Permission,
    o::PermissionFilter,
    o::PermissionListResponse,
    o::Partner,
    o::PartnerFilter,
    o::PartnerListResponse,
    o::Metadata,
    o::MetadataFilter,
    o::MetadataListResponse,
    o::MetadataProfile,
    o::MetadataProfileFilter,
    o::MetadataProfileListResponse,
    o::MetadataProfileField,
    o::MetadataProfileFieldListResponse,
    o::UiConf,
    o::UiConfFilter,
    o::UiConfListResponse,
    o::UiConfTypeInfo,
    o::Widget,
    o::WidgetFilter,
    o::WidgetListResponse,
    o::CropDimensions,
    o::ConversionProfile,
    o::ConversionProfileFilter,
    o::ConversionProfileListResponse,
    o::ConversionProfileAssetParams,
    o::ConversionProfileAssetParamsFilter,
    o::ConversionProfileAssetParamsListResponse,
    o::AssetParams,
    o::FlavorParams,
    o::LiveParams,
    o::AssetParamsFilter,
    o::FlavorParamsFilter,
    o::LiveParamsFilter,
    o::FlavorParamsListResponse,
    o::AccessControlScope,
    o::KeyValue,
    o::EntryContextDataParams,
    o::PlaybackContextOptions,
    o::PlaybackContext,
    o::PlaybackSource,
    o::DrmPlaybackPluginData,
    o::CaptionPlaybackPluginData,
    o::BumperData,
    o::ActiveLiveStreamTime,
    o::Asset,
    o::FlavorAsset,
    o::LiveAsset,
    o::FlavorAssetFilter,
    o::FlavorAssetListResponse,
    o::EntryServerNode,
    o::LiveEntryServerNode,
    o::LiveEntryServerNodeRecordingInfo,
    o::EntryServerNodeFilter,
    o::LiveEntryServerNodeFilter,
    o::EntryServerNodeListResponse,
    o::RuleAction,
    o::AccessControlBlockAction,
    o::AccessControlPreviewAction,
    o::AccessControlLimitFlavorsAction,
    o::AccessControlLimitDeliveryProfilesAction,
    o::AccessControlLimitThumbnailCaptureAction,
    o::AccessControlMessage,
    o::DescribedValue,
    o::StringValue,
    o::Condition,
    o::AuthenticatedCondition,
    o::MatchCondition,
    o::CountryCondition,
    o::IpAddressCondition,
    o::SiteCondition,
    o::RegexCondition,
    o::UserAgentCondition,
    o::ContextTypeHolder,
    o::AccessControlContextTypeHolder,
    o::Rule,
    o::AccessControlProfile,
    o::AccessControlProfileFilter,
    o::AccessControlProfileListResponse,
    o::ContextDataResult,
    o::EntryContextDataResult,
    o::BaseResponseProfile,
    o::ResponseProfileHolder,
    o::DetachedResponseProfile,
    o::ResponseProfile,
    o::ResponseProfileFilter,
    o::ResponseProfileListResponse,
    o::ResponseProfileMapping,
];

/// A class by its wire name, in any case.
pub fn find(name: &str) -> Option<&'static Class> {
    static BY_NAME: LazyLock<HashMap<String, &'static Class>> =
        LazyLock::new(|| CLASSES.iter().map(|class| (class.name.to_ascii_lowercase(), *class)).collect());
    const NAME_BYTES_MAX: usize = 100;
    if name.len() > NAME_BYTES_MAX {
        return None;
    }
    BY_NAME.get(&name.to_ascii_lowercase()).copied()
}

#[cfg(test)]
mod tests {
    use super::CLASSES;
    use std::collections::HashSet;

    #[test]
    fn no_two_classes_have_the_same_name() {
        let mut names = HashSet::new();
        let twice: Vec<&str> = CLASSES.iter().map(|class| class.name).filter(|name| !names.insert(*name)).collect();
        assert!(twice.is_empty(), "{twice:?}");
    }
}
