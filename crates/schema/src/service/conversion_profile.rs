//! Service `conversionProfile`: which renditions an entry gets.

use crate::object::{ConversionProfile, ConversionProfileFilter, ConversionProfileListResponse, FilterPager};
use crate::{ApiAction, Poly, Service};

pub static SERVICE: Service = Service {
    name: "conversionProfile",
    docs: "which renditions an entry gets.",
    actions: &[Get::ACTION, List::ACTION],
};

/// Reads a profile.
#[derive(Clone, Debug, ApiAction)]
#[api(returns = ConversionProfile, access = ADMIN)]
pub struct Get {
    pub id: i64,
}

/// Lists profiles.
#[derive(Clone, Debug, ApiAction)]
#[api(returns = ConversionProfileListResponse, access = ADMIN)]
pub struct List {
    pub filter: Option<Poly<ConversionProfileFilter>>,
    pub pager: Option<Poly<FilterPager>>,
}
