//! What a rendition is made of (contract: live, live params and conversion profiles).

use crate::enums::{AudioCodec, VideoCodec};
use crate::object::{ListResponse, RelatedFilter};
use crate::{ApiObject, Field, NullableBoolean, Poly, Time};

/// What the parameters of every asset have.
#[derive(Clone, Debug, Default, ApiObject)]
#[api(name = "KalturaAssetParams")]
pub struct AssetParams {
    #[api(readonly)]
    pub id: Field<i64>,
    pub partner_id: Field<i64>,
    pub name: Field<String>,
    pub system_name: Field<String>,
    pub description: Field<String>,
    #[api(readonly)]
    pub created_at: Field<Time>,
    #[api(readonly)]
    pub is_system_default: Field<NullableBoolean>,
    /// Comma list.
    pub tags: Field<String>,
}

/// The parameters of one rendition.
#[derive(Clone, Debug, Default, ApiObject)]
#[api(name = "KalturaFlavorParams", extends = AssetParams)]
pub struct FlavorParams {
    pub base: AssetParams,
    #[api(stored)]
    pub video_codec: Field<VideoCodec>,
    /// Kilobits per second.
    pub video_bitrate: Field<i64>,
    #[api(stored)]
    pub audio_codec: Field<AudioCodec>,
    /// Kilobits per second.
    #[api(stored)]
    pub audio_bitrate: Field<i64>,
    #[api(stored)]
    pub audio_channels: Field<i64>,
    /// Hertz.
    #[api(stored)]
    pub audio_sample_rate: Field<i64>,
    /// Pixels; 0 follows from the other side.
    pub width: Field<i64>,
    pub height: Field<i64>,
}

/// The parameters of one rendition of a live stream.
#[derive(Clone, Debug, Default, ApiObject)]
#[api(name = "KalturaLiveParams", extends = FlavorParams)]
pub struct LiveParams {
    pub base: FlavorParams,
    /// What stands for `%i` in the stream's name.
    pub stream_suffix: Field<String>,
}

/// Which parameters are wanted.
#[derive(Clone, Debug, Default, ApiObject)]
#[api(name = "KalturaAssetParamsFilter", extends = RelatedFilter)]
pub struct AssetParamsFilter {
    pub base: RelatedFilter,
    pub id_equal: Field<i64>,
    pub id_in: Field<String>,
    pub system_name_equal: Field<String>,
    pub system_name_in: Field<String>,
    pub is_system_default_equal: Field<NullableBoolean>,
    pub tags_equal: Field<String>,
}

/// Which parameters of renditions are wanted.
#[derive(Clone, Debug, Default, ApiObject)]
#[api(name = "KalturaFlavorParamsFilter", extends = AssetParamsFilter)]
pub struct FlavorParamsFilter {
    pub base: AssetParamsFilter,
}

/// Which parameters of live renditions are wanted.
#[derive(Clone, Debug, Default, ApiObject)]
#[api(name = "KalturaLiveParamsFilter", extends = FlavorParamsFilter)]
pub struct LiveParamsFilter {
    pub base: FlavorParamsFilter,
}

/// A page of parameters.
#[derive(Clone, Debug, Default, ApiObject)]
#[api(name = "KalturaFlavorParamsListResponse", extends = ListResponse)]
pub struct FlavorParamsListResponse {
    pub base: ListResponse,
    #[api(readonly)]
    pub objects: Field<Vec<Poly<FlavorParams>>>,
}
