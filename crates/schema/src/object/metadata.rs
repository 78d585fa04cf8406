//! Custom metadata: profiles with an XSD, records with XML (contract: metadata).

use crate::enums::{MetadataObjectType, MetadataProfileCreateMode, MetadataProfileStatus, MetadataStatus};
use crate::object::{Filter, ListResponse, RelatedFilter};
use crate::{ApiObject, Field, Poly, Time};

/// One record.
#[derive(Clone, Debug, Default, ApiObject)]
#[api(name = "KalturaMetadata")]
pub struct Metadata {
    #[api(readonly)]
    pub id: Field<i64>,
    #[api(readonly)]
    pub partner_id: Field<i64>,
    #[api(readonly)]
    pub metadata_profile_id: Field<i64>,
    #[api(readonly)]
    pub metadata_profile_version: Field<i64>,
    #[api(readonly)]
    pub metadata_object_type: Field<MetadataObjectType>,
    #[api(readonly)]
    pub object_id: Field<String>,
    #[api(readonly)]
    pub version: Field<i64>,
    #[api(readonly)]
    pub created_at: Field<Time>,
    #[api(readonly)]
    pub updated_at: Field<Time>,
    #[api(readonly)]
    pub status: Field<MetadataStatus>,
    /// Exactly as it was sent.
    #[api(readonly)]
    pub xml: Field<String>,
}

/// Which records are wanted.
#[derive(Clone, Debug, Default, ApiObject)]
#[api(name = "KalturaMetadataFilter", extends = RelatedFilter)]
pub struct MetadataFilter {
    pub base: RelatedFilter,
    pub partner_id_equal: Field<i64>,
    pub metadata_profile_id_equal: Field<i64>,
    pub metadata_profile_id_in: Field<String>,
    pub metadata_profile_version_equal: Field<i64>,
    pub metadata_profile_version_greater_than_or_equal: Field<i64>,
    pub metadata_profile_version_less_than_or_equal: Field<i64>,
    pub metadata_object_type_equal: Field<MetadataObjectType>,
    pub object_id_equal: Field<String>,
    pub object_id_in: Field<String>,
    pub version_equal: Field<i64>,
    pub version_greater_than_or_equal: Field<i64>,
    pub version_less_than_or_equal: Field<i64>,
    pub created_at_greater_than_or_equal: Field<Time>,
    pub created_at_less_than_or_equal: Field<Time>,
    pub updated_at_greater_than_or_equal: Field<Time>,
    pub updated_at_less_than_or_equal: Field<Time>,
    pub status_equal: Field<MetadataStatus>,
    pub status_in: Field<String>,
}

/// A page of records.
#[derive(Clone, Debug, Default, ApiObject)]
#[api(name = "KalturaMetadataListResponse", extends = ListResponse)]
pub struct MetadataListResponse {
    pub base: ListResponse,
    #[api(readonly)]
    pub objects: Field<Vec<Poly<Metadata>>>,
}

/// The shape of records.
#[derive(Clone, Debug, Default, ApiObject)]
#[api(name = "KalturaMetadataProfile")]
pub struct MetadataProfile {
    #[api(readonly)]
    pub id: Field<i64>,
    #[api(readonly)]
    pub partner_id: Field<i64>,
    pub metadata_object_type: Field<MetadataObjectType>,
    #[api(readonly)]
    pub version: Field<i64>,
    pub name: Field<String>,
    pub system_name: Field<String>,
    pub description: Field<String>,
    #[api(readonly)]
    pub created_at: Field<Time>,
    #[api(readonly)]
    pub updated_at: Field<Time>,
    #[api(readonly)]
    pub status: Field<MetadataProfileStatus>,
    #[api(readonly)]
    pub xsd: Field<String>,
    #[api(readonly, stored)]
    pub views: Field<String>,
    #[api(readonly, stored)]
    pub xslt: Field<String>,
    pub create_mode: Field<MetadataProfileCreateMode>,
    #[api(stored)]
    pub disable_re_indexing: Field<bool>,
}

/// Which profiles are wanted.
#[derive(Clone, Debug, Default, ApiObject)]
#[api(name = "KalturaMetadataProfileFilter", extends = Filter)]
pub struct MetadataProfileFilter {
    pub base: Filter,
    pub id_equal: Field<i64>,
    #[api(stored)]
    pub partner_id_equal: Field<i64>,
    pub metadata_object_type_equal: Field<MetadataObjectType>,
    pub metadata_object_type_in: Field<String>,
    pub version_equal: Field<i64>,
    pub name_equal: Field<String>,
    pub system_name_equal: Field<String>,
    pub system_name_in: Field<String>,
    #[api(stored)]
    pub created_at_greater_than_or_equal: Field<Time>,
    #[api(stored)]
    pub created_at_less_than_or_equal: Field<Time>,
    #[api(stored)]
    pub updated_at_greater_than_or_equal: Field<Time>,
    #[api(stored)]
    pub updated_at_less_than_or_equal: Field<Time>,
    pub status_equal: Field<MetadataProfileStatus>,
    pub status_in: Field<String>,
    pub create_mode_equal: Field<MetadataProfileCreateMode>,
    pub create_mode_not_equal: Field<MetadataProfileCreateMode>,
    pub create_mode_in: Field<String>,
    pub create_mode_not_in: Field<String>,
}

/// A page of profiles.
#[derive(Clone, Debug, Default, ApiObject)]
#[api(name = "KalturaMetadataProfileListResponse", extends = ListResponse)]
pub struct MetadataProfileListResponse {
    pub base: ListResponse,
    #[api(readonly)]
    pub objects: Field<Vec<Poly<MetadataProfile>>>,
}

/// One searchable leaf of a profile.
#[derive(Clone, Debug, Default, ApiObject)]
#[api(name = "KalturaMetadataProfileField")]
pub struct MetadataProfileField {
    #[api(readonly)]
    pub id: Field<i64>,
    #[api(readonly)]
    pub x_path: Field<String>,
    /// The element's name.
    #[api(readonly)]
    pub key: Field<String>,
    #[api(readonly)]
    pub label: Field<String>,
}

/// The searchable leaves of a profile.
#[derive(Clone, Debug, Default, ApiObject)]
#[api(name = "KalturaMetadataProfileFieldListResponse", extends = ListResponse)]
pub struct MetadataProfileFieldListResponse {
    pub base: ListResponse,
    #[api(readonly)]
    pub objects: Field<Vec<Poly<MetadataProfileField>>>,
}
