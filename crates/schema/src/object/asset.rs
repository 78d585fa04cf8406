//! Assets: files that belong to an entry.

use crate::enums::FlavorAssetStatus;
use crate::object::{ListResponse, RelatedFilter};
use crate::{ApiObject, Field, NullableBoolean, Poly, Time};

/// What every asset has.
#[derive(Clone, Debug, Default, ApiObject)]
#[api(name = "KalturaAsset")]
pub struct Asset {
    #[api(readonly)]
    pub id: Field<String>,
    #[api(readonly)]
    pub entry_id: Field<String>,
    #[api(readonly)]
    pub partner_id: Field<i64>,
    #[api(readonly)]
    pub version: Field<i64>,
    /// Kilobytes.
    #[api(readonly)]
    pub size: Field<i64>,
    pub tags: Field<String>,
    #[api(insert_only)]
    pub file_ext: Field<String>,
    #[api(readonly)]
    pub created_at: Field<Time>,
    #[api(readonly)]
    pub updated_at: Field<Time>,
    #[api(readonly)]
    pub deleted_at: Field<Time>,
    #[api(readonly)]
    pub description: Field<String>,
    pub partner_data: Field<String>,
    pub partner_description: Field<String>,
    pub actual_source_asset_params_ids: Field<String>,
    #[api(readonly)]
    pub size_in_bytes: Field<i64>,
}

/// One rendition.
#[derive(Clone, Debug, Default, ApiObject)]
#[api(name = "KalturaFlavorAsset", extends = Asset)]
pub struct FlavorAsset {
    pub base: Asset,
    #[api(insert_only)]
    pub flavor_params_id: Field<i64>,
    #[api(readonly)]
    pub width: Field<i64>,
    #[api(readonly)]
    pub height: Field<i64>,
    /// kbit/s
    #[api(readonly)]
    pub bitrate: Field<i64>,
    #[api(readonly)]
    pub frame_rate: Field<f64>,
    #[api(readonly)]
    pub is_original: Field<bool>,
    #[api(readonly)]
    pub is_web: Field<bool>,
    #[api(readonly)]
    pub container_format: Field<String>,
    #[api(readonly)]
    pub video_codec_id: Field<String>,
    #[api(readonly)]
    pub status: Field<FlavorAssetStatus>,
    pub language: Field<String>,
    pub label: Field<String>,
    pub is_default: Field<NullableBoolean>,
}

/// One rendition of a live entry.
#[derive(Clone, Debug, Default, ApiObject)]
#[api(name = "KalturaLiveAsset", extends = FlavorAsset)]
pub struct LiveAsset {
    pub base: FlavorAsset,
    #[api(name = "multicastIP")]
    pub multicast_ip: Field<String>,
    pub multicast_port: Field<i64>,
}

/// Which renditions are wanted; an entry must be named.
#[derive(Clone, Debug, Default, ApiObject)]
#[api(name = "KalturaFlavorAssetFilter", extends = RelatedFilter)]
pub struct FlavorAssetFilter {
    pub base: RelatedFilter,
    pub entry_id_equal: Field<String>,
    pub entry_id_in: Field<String>,
    pub id_equal: Field<String>,
    pub id_in: Field<String>,
    pub flavor_params_id_equal: Field<i64>,
    pub flavor_params_id_in: Field<String>,
    pub status_equal: Field<FlavorAssetStatus>,
    pub status_in: Field<String>,
    pub tags_like: Field<String>,
}

/// A page of renditions.
#[derive(Clone, Debug, Default, ApiObject)]
#[api(name = "KalturaFlavorAssetListResponse", extends = ListResponse)]
pub struct FlavorAssetListResponse {
    pub base: ListResponse,
    #[api(readonly)]
    pub objects: Field<Vec<Poly<FlavorAsset>>>,
}
