//! Conversion profiles: which renditions an entry gets (contract: live, live params and conversion profiles).

use crate::enums::{
    AssetParamsDeletePolicy, AssetParamsOrigin, ConversionProfileStatus, ConversionProfileType, FlavorReadyBehavior,
};
use crate::object::{Filter, ListResponse, RelatedFilter};
use crate::{ApiObject, Field, NullableBoolean, Poly, Time, Value};

/// A part of a picture.
#[derive(Clone, Debug, Default, ApiObject)]
#[api(name = "KalturaCropDimensions")]
pub struct CropDimensions {
    #[api(stored)]
    pub left: Field<i64>,
    #[api(stored)]
    pub top: Field<i64>,
    #[api(stored)]
    pub width: Field<i64>,
    #[api(stored)]
    pub height: Field<i64>,
}

/// One profile.
#[derive(Clone, Debug, Default, ApiObject)]
#[api(name = "KalturaConversionProfile")]
pub struct ConversionProfile {
    #[api(readonly)]
    pub id: Field<i64>,
    #[api(readonly)]
    pub partner_id: Field<i64>,
    pub status: Field<ConversionProfileStatus>,
    #[api(insert_only)]
    pub r#type: Field<ConversionProfileType>,
    pub name: Field<String>,
    pub system_name: Field<String>,
    pub tags: Field<String>,
    pub description: Field<String>,
    #[api(stored)]
    pub default_entry_id: Field<String>,
    #[api(readonly)]
    pub created_at: Field<Time>,
    pub flavor_params_ids: Field<String>,
    pub is_default: Field<NullableBoolean>,
    #[api(readonly)]
    pub is_partner_default: Field<bool>,
    #[api(stored)]
    pub crop_dimensions: Field<Poly<CropDimensions>>,
    #[api(stored)]
    pub clip_start: Field<i64>,
    #[api(stored)]
    pub clip_duration: Field<i64>,
    #[api(stored)]
    pub xsl_transformation: Field<String>,
    #[api(stored)]
    pub storage_profile_id: Field<i64>,
    #[api(stored)]
    pub media_parser_type: Field<String>,
    #[api(stored)]
    pub calculate_complexity: Field<NullableBoolean>,
    #[api(stored)]
    pub collection_tags: Field<String>,
    #[api(stored)]
    pub conditional_profiles: Field<Value>,
    #[api(name = "detectGOP", stored)]
    pub detect_gop: Field<i64>,
    #[api(stored)]
    pub media_info_xsl_transformation: Field<String>,
    #[api(stored)]
    pub default_replacement_options: Field<Value>,
    #[api(stored)]
    pub default_audio_lang: Field<String>,
}

/// Which profiles are wanted.
#[derive(Clone, Debug, Default, ApiObject)]
#[api(name = "KalturaConversionProfileFilter", extends = Filter)]
pub struct ConversionProfileFilter {
    pub base: Filter,
    pub id_equal: Field<i64>,
    pub id_in: Field<String>,
    pub status_equal: Field<ConversionProfileStatus>,
    pub status_in: Field<String>,
    pub type_equal: Field<ConversionProfileType>,
    pub type_in: Field<String>,
    pub name_equal: Field<String>,
    pub system_name_equal: Field<String>,
    pub system_name_in: Field<String>,
    pub tags_multi_like_or: Field<String>,
    pub tags_multi_like_and: Field<String>,
    pub default_entry_id_equal: Field<String>,
    pub default_entry_id_in: Field<String>,
}

/// A page of profiles.
#[derive(Clone, Debug, Default, ApiObject)]
#[api(name = "KalturaConversionProfileListResponse", extends = ListResponse)]
pub struct ConversionProfileListResponse {
    pub base: ListResponse,
    #[api(readonly)]
    pub objects: Field<Vec<Poly<ConversionProfile>>>,
}

/// One rendition of a profile.
#[derive(Clone, Debug, Default, ApiObject)]
#[api(name = "KalturaConversionProfileAssetParams")]
pub struct ConversionProfileAssetParams {
    #[api(readonly)]
    pub conversion_profile_id: Field<i64>,
    #[api(readonly)]
    pub asset_params_id: Field<i64>,
    pub ready_behavior: Field<FlavorReadyBehavior>,
    pub origin: Field<AssetParamsOrigin>,
    pub system_name: Field<String>,
    pub force_none_complied: Field<NullableBoolean>,
    pub delete_policy: Field<AssetParamsDeletePolicy>,
    pub is_encrypted: Field<NullableBoolean>,
    pub content_awareness: Field<f64>,
    pub chunked_encode_mode: Field<i64>,
    pub two_pass: Field<NullableBoolean>,
    pub tags: Field<String>,
    pub overload_params: Field<String>,
}

/// Which renditions of profiles are wanted.
#[derive(Clone, Debug, Default, ApiObject)]
#[api(name = "KalturaConversionProfileAssetParamsFilter", extends = RelatedFilter)]
pub struct ConversionProfileAssetParamsFilter {
    pub base: RelatedFilter,
    pub conversion_profile_id_equal: Field<i64>,
    pub conversion_profile_id_in: Field<String>,
    pub asset_params_id_equal: Field<i64>,
    pub asset_params_id_in: Field<String>,
    pub ready_behavior_equal: Field<FlavorReadyBehavior>,
    pub ready_behavior_in: Field<String>,
    pub origin_equal: Field<AssetParamsOrigin>,
    pub origin_in: Field<String>,
    pub system_name_equal: Field<String>,
    pub system_name_in: Field<String>,
    /// Renditions of the profiles that this finds.
    pub conversion_profile_id_filter: Field<Poly<ConversionProfileFilter>>,
}

/// A page of renditions.
#[derive(Clone, Debug, Default, ApiObject)]
#[api(name = "KalturaConversionProfileAssetParamsListResponse", extends = ListResponse)]
pub struct ConversionProfileAssetParamsListResponse {
    pub base: ListResponse,
    #[api(readonly)]
    pub objects: Field<Vec<Poly<ConversionProfileAssetParams>>>,
}
