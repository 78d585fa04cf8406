//! Entries of every kind.

use crate::enums::{
    DurationType, EntryDisplayInSearch, EntryModerationStatus, EntryReplacementStatus, EntryStatus, EntryType,
    LicenseType, MediaType, SearchProviderType, SourceType,
};
use crate::object::ListResponse;
use crate::{ApiObject, Field, NullableBoolean, Poly, Time};

/// A change to apply while content is taken in.
#[derive(Clone, Debug, Default, ApiObject)]
#[api(name = "KalturaOperationAttributes", is_abstract)]
pub struct OperationAttributes {}

/// One elementary stream of a file.
#[derive(Clone, Debug, Default, ApiObject)]
#[api(name = "KalturaStreamContainer")]
pub struct StreamContainer {
    #[api(stored)]
    pub r#type: Field<String>,
    #[api(stored)]
    pub track_index: Field<i64>,
    #[api(stored)]
    pub language: Field<String>,
    #[api(stored)]
    pub channel_index: Field<i64>,
    #[api(stored)]
    pub label: Field<String>,
    #[api(stored)]
    pub channel_layout: Field<String>,
}

/// What every entry has.
#[derive(Clone, Debug, Default, ApiObject)]
#[api(name = "KalturaBaseEntry")]
pub struct BaseEntry {
    #[api(readonly)]
    pub id: Field<String>,
    /// By default `<partnerId>_<time>`.
    pub name: Field<String>,
    pub description: Field<String>,
    #[api(readonly)]
    pub partner_id: Field<i64>,
    /// The owner, at most 100 characters.
    pub user_id: Field<String>,
    #[api(insert_only)]
    pub creator_id: Field<String>,
    /// Comma list.
    pub tags: Field<String>,
    /// Comma list that only administrators write.
    #[api(admin_only)]
    pub admin_tags: Field<String>,
    #[api(admin_only, stored)]
    pub categories: Field<String>,
    #[api(stored)]
    pub categories_ids: Field<String>,
    #[api(readonly)]
    pub status: Field<EntryStatus>,
    #[api(readonly)]
    pub moderation_status: Field<EntryModerationStatus>,
    #[api(readonly)]
    pub moderation_count: Field<i64>,
    pub r#type: Field<EntryType>,
    #[api(readonly)]
    pub created_at: Field<Time>,
    #[api(readonly)]
    pub updated_at: Field<Time>,
    #[api(readonly, stored)]
    pub rank: Field<f64>,
    #[api(readonly, stored)]
    pub total_rank: Field<i64>,
    #[api(readonly, stored)]
    pub votes: Field<i64>,
    #[api(stored)]
    pub group_id: Field<i64>,
    /// Opaque to the server.
    pub partner_data: Field<String>,
    #[api(readonly, stored)]
    pub download_url: Field<String>,
    #[api(readonly)]
    pub search_text: Field<String>,
    pub license_type: Field<LicenseType>,
    #[api(readonly)]
    pub version: Field<i64>,
    #[api(readonly)]
    pub thumbnail_url: Field<String>,
    /// -1 removes.
    #[api(admin_quiet)]
    pub access_control_id: Field<i64>,
    /// Unix seconds; -1 removes.
    #[api(admin_only)]
    pub start_date: Field<Time>,
    /// Unix seconds; -1 removes.
    #[api(admin_only)]
    pub end_date: Field<Time>,
    /// At least two characters; not unique.
    #[api(admin_quiet)]
    pub reference_id: Field<String>,
    #[api(readonly, stored)]
    pub replacing_entry_id: Field<String>,
    #[api(readonly, stored)]
    pub replaced_entry_id: Field<String>,
    #[api(readonly, stored)]
    pub replacement_status: Field<EntryReplacementStatus>,
    pub partner_sort_value: Field<i64>,
    pub conversion_profile_id: Field<i64>,
    /// Players play this entry instead.
    pub redirect_entry_id: Field<String>,
    /// Own id when there is no root.
    #[api(readonly)]
    pub root_entry_id: Field<String>,
    pub parent_entry_id: Field<String>,
    #[api(stored)]
    pub operation_attributes: Field<Vec<Poly<OperationAttributes>>>,
    /// Comma list of user ids.
    pub entitled_users_edit: Field<String>,
    #[api(stored)]
    pub entitled_users_publish: Field<String>,
    #[api(stored)]
    pub entitled_users_view: Field<String>,
    #[api(readonly, stored)]
    pub capabilities: Field<String>,
    #[api(insert_only)]
    pub template_entry_id: Field<String>,
    pub display_in_search: Field<EntryDisplayInSearch>,
    #[api(insert_only)]
    pub application: Field<String>,
    #[api(insert_only)]
    pub application_version: Field<String>,
    #[api(stored)]
    pub block_auto_transcript: Field<bool>,
    #[api(readonly, stored)]
    pub default_language: Field<String>,
    #[api(readonly, stored)]
    pub response_language: Field<String>,
}

/// An entry with a time line.
#[derive(Clone, Debug, Default, ApiObject)]
#[api(name = "KalturaPlayableEntry", extends = BaseEntry)]
pub struct PlayableEntry {
    pub base: BaseEntry,
    #[api(readonly, stored)]
    pub plays: Field<i64>,
    #[api(readonly, stored)]
    pub views: Field<i64>,
    #[api(readonly, stored)]
    pub last_played_at: Field<Time>,
    #[api(readonly, stored)]
    pub width: Field<i64>,
    #[api(readonly, stored)]
    pub height: Field<i64>,
    /// Seconds, rounded.
    #[api(readonly)]
    pub duration: Field<i64>,
    /// Milliseconds.
    pub ms_duration: Field<i64>,
    #[api(readonly, stored)]
    pub duration_type: Field<DurationType>,
}

/// A video, a sound or a picture.
#[derive(Clone, Debug, Default, ApiObject)]
#[api(name = "KalturaMediaEntry", extends = PlayableEntry)]
pub struct MediaEntry {
    pub base: PlayableEntry,
    #[api(insert_only)]
    pub media_type: Field<MediaType>,
    /// Old name of `conversionProfileId`.
    #[api(insert_only)]
    pub conversion_quality: Field<String>,
    #[api(insert_only)]
    pub source_type: Field<SourceType>,
    #[api(insert_only, stored)]
    pub source_version: Field<String>,
    #[api(insert_only, stored)]
    pub search_provider_type: Field<SearchProviderType>,
    #[api(insert_only, stored)]
    pub search_provider_id: Field<String>,
    pub credit_user_name: Field<String>,
    pub credit_url: Field<String>,
    #[api(readonly, stored)]
    pub media_date: Field<Time>,
    #[api(readonly)]
    pub data_url: Field<String>,
    #[api(readonly)]
    pub flavor_params_ids: Field<String>,
    #[api(readonly, stored)]
    pub is_trim_disabled: Field<NullableBoolean>,
    #[api(stored)]
    pub streams: Field<Vec<Poly<StreamContainer>>>,
}

/// A page of entries.
#[derive(Clone, Debug, Default, ApiObject)]
#[api(name = "KalturaBaseEntryListResponse", extends = ListResponse)]
pub struct BaseEntryListResponse {
    pub base: ListResponse,
    #[api(readonly)]
    pub objects: Field<Vec<Poly<BaseEntry>>>,
}

/// A page of media entries.
#[derive(Clone, Debug, Default, ApiObject)]
#[api(name = "KalturaMediaListResponse", extends = ListResponse)]
pub struct MediaListResponse {
    pub base: ListResponse,
    #[api(readonly)]
    pub objects: Field<Vec<Poly<MediaEntry>>>,
}
