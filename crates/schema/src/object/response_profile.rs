//! Response profiles: which properties of an answer are wanted (contract: wire, response profiles).

use crate::enums::{ResponseProfileStatus, ResponseProfileType};
use crate::object::{Filter, FilterPager, ListResponse, RelatedFilter};
use crate::{ApiObject, Field, Poly, Time};

/// What every response profile is.
#[derive(Clone, Debug, Default, ApiObject)]
#[api(name = "KalturaBaseResponseProfile", is_abstract)]
pub struct BaseResponseProfile {}

/// Names a stored profile.
#[derive(Clone, Debug, Default, ApiObject)]
#[api(name = "KalturaResponseProfileHolder", extends = BaseResponseProfile)]
pub struct ResponseProfileHolder {
    pub base: BaseResponseProfile,
    pub id: Field<i64>,
    pub system_name: Field<String>,
}

/// Fills a related filter from the object it relates to.
#[derive(Clone, Debug, Default, ApiObject)]
#[api(name = "KalturaResponseProfileMapping")]
pub struct ResponseProfileMapping {
    pub parent_property: Field<String>,
    pub filter_property: Field<String>,
    pub allow_null: Field<bool>,
}

/// A profile sent along.
#[derive(Clone, Debug, Default, ApiObject)]
#[api(name = "KalturaDetachedResponseProfile", extends = BaseResponseProfile)]
pub struct DetachedResponseProfile {
    pub base: BaseResponseProfile,
    /// The key of a related profile's list in `relatedObjects`.
    pub name: Field<String>,
    pub r#type: Field<ResponseProfileType>,
    /// Comma list of property names.
    pub fields: Field<String>,
    /// Of a related profile: which objects; its class says of which service.
    pub filter: Field<Poly<RelatedFilter>>,
    /// Of a related profile: at most 100 objects a page.
    pub pager: Field<Poly<FilterPager>>,
    /// Lists that go with each object, two levels deep.
    pub related_profiles: Field<Vec<Poly<DetachedResponseProfile>>>,
    /// Of a related profile: what its filter takes over from the object.
    pub mappings: Field<Vec<Poly<ResponseProfileMapping>>>,
}

/// A profile kept under a name.
#[derive(Clone, Debug, Default, ApiObject)]
#[api(name = "KalturaResponseProfile", extends = DetachedResponseProfile)]
pub struct ResponseProfile {
    pub base: DetachedResponseProfile,
    #[api(readonly)]
    pub id: Field<i64>,
    /// Unique in the account, at least two characters.
    pub system_name: Field<String>,
    #[api(readonly)]
    pub partner_id: Field<i64>,
    #[api(readonly)]
    pub created_at: Field<Time>,
    #[api(readonly)]
    pub updated_at: Field<Time>,
    #[api(readonly)]
    pub status: Field<ResponseProfileStatus>,
    #[api(readonly)]
    pub version: Field<i64>,
}

/// Which profiles are wanted.
#[derive(Clone, Debug, Default, ApiObject)]
#[api(name = "KalturaResponseProfileFilter", extends = Filter)]
pub struct ResponseProfileFilter {
    pub base: Filter,
    pub id_equal: Field<i64>,
    pub id_in: Field<String>,
    pub system_name_equal: Field<String>,
    pub system_name_in: Field<String>,
    pub created_at_greater_than_or_equal: Field<Time>,
    pub created_at_less_than_or_equal: Field<Time>,
    pub updated_at_greater_than_or_equal: Field<Time>,
    pub updated_at_less_than_or_equal: Field<Time>,
    pub status_equal: Field<ResponseProfileStatus>,
    pub status_in: Field<String>,
}

/// A page of profiles.
#[derive(Clone, Debug, Default, ApiObject)]
#[api(name = "KalturaResponseProfileListResponse", extends = ListResponse)]
pub struct ResponseProfileListResponse {
    pub base: ListResponse,
    #[api(readonly)]
    pub objects: Field<Vec<Poly<ResponseProfile>>>,
}
