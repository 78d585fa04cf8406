//! Assets: files that belong to an entry.

use crate::enums::FlavorAssetStatus;
use crate::{ApiObject, Field, NullableBoolean, Time};

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
