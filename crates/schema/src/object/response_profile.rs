//! Response profiles: which properties of an answer are wanted (contract: wire, response profiles).

use crate::enums::ResponseProfileType;
use crate::object::FilterPager;
use crate::{ApiObject, Field, Poly, Value};

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
    pub name: Field<String>,
    pub r#type: Field<ResponseProfileType>,
    /// Comma list of property names.
    pub fields: Field<String>,
    pub filter: Field<Value>,
    pub pager: Field<Poly<FilterPager>>,
    pub related_profiles: Field<Vec<Poly<DetachedResponseProfile>>>,
    pub mappings: Field<Vec<Poly<ResponseProfileMapping>>>,
}
