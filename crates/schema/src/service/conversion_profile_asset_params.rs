//! Service `conversionProfileAssetParams`: the renditions of conversion profiles.

use crate::object::{
    ConversionProfileAssetParams, ConversionProfileAssetParamsFilter, ConversionProfileAssetParamsListResponse,
    FilterPager,
};
use crate::{ApiAction, Poly, Service};

pub static SERVICE: Service = Service {
    name: "conversionProfileAssetParams",
    docs: "the renditions of conversion profiles.",
    actions: &[List::ACTION, Update::ACTION],
};

/// Lists renditions.
#[derive(Clone, Debug, ApiAction)]
#[api(returns = ConversionProfileAssetParamsListResponse, access = PRODUCER)]
pub struct List {
    pub filter: Option<Poly<ConversionProfileAssetParamsFilter>>,
    pub pager: Option<Poly<FilterPager>>,
}

/// Changes how a profile uses one set of parameters.
#[derive(Clone, Debug, ApiAction)]
#[api(returns = ConversionProfileAssetParams, access = ADMIN)]
pub struct Update {
    pub conversion_profile_id: i64,
    pub asset_params_id: i64,
    pub conversion_profile_asset_params: Poly<ConversionProfileAssetParams>,
}
