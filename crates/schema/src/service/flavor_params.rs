//! Service `flavorParams`: what renditions are made of.

use crate::object::{FilterPager, FlavorParams, FlavorParamsFilter, FlavorParamsListResponse};
use crate::{ApiAction, Poly, Service};

pub static SERVICE: Service = Service {
    name: "flavorParams",
    docs: "what renditions are made of.",
    actions: &[Get::ACTION, List::ACTION, GetByConversionProfileId::ACTION],
};

/// Reads parameters.
#[derive(Clone, Debug, ApiAction)]
#[api(returns = FlavorParams, access = ADMIN)]
pub struct Get {
    pub id: i64,
}

/// Lists parameters.
#[derive(Clone, Debug, ApiAction)]
#[api(returns = FlavorParamsListResponse, access = ADMIN)]
pub struct List {
    pub filter: Option<Poly<FlavorParamsFilter>>,
    pub pager: Option<Poly<FilterPager>>,
}

/// Reads the parameters of a conversion profile.
#[derive(Clone, Debug, ApiAction)]
#[api(returns = Vec<FlavorParams>, access = ADMIN)]
pub struct GetByConversionProfileId {
    pub conversion_profile_id: i64,
}
