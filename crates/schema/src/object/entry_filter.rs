//! Filters of entry lists (contract: entries, lists). What the suffixes mean is in `filter`.

use crate::enums::{
    EntryDisplayInSearch, EntryModerationStatus, EntryReplacementStatus, EntryStatus, EntryType, MediaType, SourceType,
};
use crate::object::RelatedFilter;
use crate::{ApiObject, Field, NullableBoolean, Time};

/// Which entries are wanted.
#[derive(Clone, Debug, Default, ApiObject)]
#[api(name = "KalturaBaseEntryFilter", extends = RelatedFilter)]
pub struct BaseEntryFilter {
    pub base: RelatedFilter,
    pub id_equal: Field<String>,
    pub id_in: Field<String>,
    pub id_not_in: Field<String>,
    pub name_like: Field<String>,
    pub name_multi_like_or: Field<String>,
    pub name_multi_like_and: Field<String>,
    pub name_equal: Field<String>,
    pub partner_id_equal: Field<i64>,
    pub partner_id_in: Field<String>,
    pub user_id_equal: Field<String>,
    pub user_id_in: Field<String>,
    pub user_id_not_in: Field<String>,
    pub creator_id_equal: Field<String>,
    pub tags_like: Field<String>,
    pub tags_multi_like_or: Field<String>,
    pub tags_multi_like_and: Field<String>,
    pub admin_tags_like: Field<String>,
    pub admin_tags_multi_like_or: Field<String>,
    pub admin_tags_multi_like_and: Field<String>,
    pub categories_match_and: Field<String>,
    pub categories_match_or: Field<String>,
    pub categories_not_contains: Field<String>,
    pub categories_ids_match_and: Field<String>,
    pub categories_ids_match_or: Field<String>,
    pub categories_ids_not_contains: Field<String>,
    pub categories_ids_empty: Field<NullableBoolean>,
    pub status_equal: Field<EntryStatus>,
    pub status_not_equal: Field<EntryStatus>,
    pub status_in: Field<String>,
    pub status_not_in: Field<String>,
    pub moderation_status_equal: Field<EntryModerationStatus>,
    pub moderation_status_not_equal: Field<EntryModerationStatus>,
    pub moderation_status_in: Field<String>,
    pub moderation_status_not_in: Field<String>,
    pub type_equal: Field<EntryType>,
    pub type_in: Field<String>,
    pub created_at_greater_than_or_equal: Field<Time>,
    pub created_at_less_than_or_equal: Field<Time>,
    pub updated_at_less_than_or_equal: Field<Time>,
    pub updated_at_greater_than_or_equal: Field<Time>,
    pub rank_less_than_or_equal: Field<f64>,
    pub rank_greater_than_or_equal: Field<f64>,
    pub total_rank_less_than_or_equal: Field<i64>,
    pub total_rank_greater_than_or_equal: Field<i64>,
    pub group_id_equal: Field<i64>,
    pub search_text_match_and: Field<String>,
    pub search_text_match_or: Field<String>,
    pub access_control_id_equal: Field<i64>,
    pub access_control_id_in: Field<String>,
    pub start_date_greater_than_or_equal: Field<Time>,
    pub start_date_less_than_or_equal: Field<Time>,
    pub start_date_greater_than_or_equal_or_null: Field<Time>,
    pub start_date_less_than_or_equal_or_null: Field<Time>,
    pub end_date_greater_than_or_equal: Field<Time>,
    pub end_date_less_than_or_equal: Field<Time>,
    pub end_date_greater_than_or_equal_or_null: Field<Time>,
    pub end_date_less_than_or_equal_or_null: Field<Time>,
    pub reference_id_equal: Field<String>,
    pub reference_id_in: Field<String>,
    pub replacing_entry_id_equal: Field<String>,
    pub replacing_entry_id_in: Field<String>,
    pub replaced_entry_id_equal: Field<String>,
    pub replaced_entry_id_in: Field<String>,
    pub replacement_status_equal: Field<EntryReplacementStatus>,
    pub replacement_status_in: Field<String>,
    pub partner_sort_value_greater_than_or_equal: Field<i64>,
    pub partner_sort_value_less_than_or_equal: Field<i64>,
    pub root_entry_id_equal: Field<String>,
    pub root_entry_id_in: Field<String>,
    pub parent_entry_id_equal: Field<String>,
    pub entitled_users_edit_match_and: Field<String>,
    pub entitled_users_edit_match_or: Field<String>,
    pub entitled_users_publish_match_and: Field<String>,
    pub entitled_users_publish_match_or: Field<String>,
    pub entitled_users_view_match_and: Field<String>,
    pub entitled_users_view_match_or: Field<String>,
    pub tags_name_multi_like_or: Field<String>,
    pub tags_admin_tags_multi_like_or: Field<String>,
    pub tags_admin_tags_name_multi_like_or: Field<String>,
    pub tags_name_multi_like_and: Field<String>,
    pub tags_admin_tags_multi_like_and: Field<String>,
    pub tags_admin_tags_name_multi_like_and: Field<String>,
    pub display_in_search_equal: Field<EntryDisplayInSearch>,
    pub display_in_search_in: Field<String>,
    pub free_text: Field<String>,
    #[api(stored)]
    pub excluded_free_text_groups: Field<String>,
    pub description_like: Field<String>,
    pub is_root: Field<NullableBoolean>,
    pub categories_full_name_in: Field<String>,
    pub category_ancestor_id_in: Field<String>,
    pub redirect_from_entry_id: Field<String>,
    pub conversion_profile_id_equal: Field<i64>,
}

/// Which playable entries are wanted.
#[derive(Clone, Debug, Default, ApiObject)]
#[api(name = "KalturaPlayableEntryFilter", extends = BaseEntryFilter)]
pub struct PlayableEntryFilter {
    pub base: BaseEntryFilter,
    pub last_played_at_greater_than_or_equal: Field<Time>,
    pub last_played_at_less_than_or_equal: Field<Time>,
    pub last_played_at_less_than_or_equal_or_null: Field<Time>,
    pub duration_less_than: Field<i64>,
    pub duration_greater_than: Field<i64>,
    pub duration_less_than_or_equal: Field<i64>,
    pub duration_greater_than_or_equal: Field<i64>,
    pub duration_type_match_or: Field<String>,
}

/// Which media entries are wanted.
#[derive(Clone, Debug, Default, ApiObject)]
#[api(name = "KalturaMediaEntryFilter", extends = PlayableEntryFilter)]
pub struct MediaEntryFilter {
    pub base: PlayableEntryFilter,
    pub media_type_equal: Field<MediaType>,
    pub media_type_in: Field<String>,
    pub source_type_equal: Field<SourceType>,
    pub source_type_not_equal: Field<SourceType>,
    pub source_type_in: Field<String>,
    pub source_type_not_in: Field<String>,
    pub media_date_greater_than_or_equal: Field<Time>,
    pub media_date_less_than_or_equal: Field<Time>,
    pub flavor_params_ids_match_or: Field<String>,
    pub flavor_params_ids_match_and: Field<String>,
}

/// Which live entries are wanted.
#[derive(Clone, Debug, Default, ApiObject)]
#[api(name = "KalturaLiveEntryFilter", extends = MediaEntryFilter)]
pub struct LiveEntryFilter {
    pub base: MediaEntryFilter,
    pub is_live: Field<NullableBoolean>,
    pub is_recorded_entry_id_empty: Field<NullableBoolean>,
    #[api(stored)]
    pub has_media_server_hostname: Field<String>,
}

/// Which live streams are wanted.
#[derive(Clone, Debug, Default, ApiObject)]
#[api(name = "KalturaLiveStreamEntryFilter", extends = LiveEntryFilter)]
pub struct LiveStreamEntryFilter {
    pub base: LiveEntryFilter,
}
