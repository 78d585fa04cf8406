//! Service `conversionProfile`: which renditions an entry gets.

use crate::enums::ConversionProfileType;
use crate::object::{ConversionProfile, ConversionProfileFilter, ConversionProfileListResponse, FilterPager};
use crate::{ApiAction, Poly, Service};

pub static SERVICE: Service = Service {
    name: "conversionProfile",
    docs: "which renditions an entry gets.",
    actions: &[
        Add::ACTION,
        Get::ACTION,
        Update::ACTION,
        Delete::ACTION,
        List::ACTION,
        SetAsDefault::ACTION,
        GetDefault::ACTION,
    ],
};

/// Adds a profile.
#[derive(Clone, Debug, ApiAction)]
#[api(returns = ConversionProfile, access = ADMIN)]
pub struct Add {
    pub conversion_profile: Poly<ConversionProfile>,
}

/// Reads a profile.
#[derive(Clone, Debug, ApiAction)]
#[api(returns = ConversionProfile, access = ADMIN)]
pub struct Get {
    pub id: i64,
}

/// Changes a profile.
#[derive(Clone, Debug, ApiAction)]
#[api(returns = ConversionProfile, access = ADMIN)]
pub struct Update {
    pub id: i64,
    pub conversion_profile: Poly<ConversionProfile>,
}

/// Deletes a profile that is not a default.
#[derive(Clone, Debug, ApiAction)]
#[api(returns = (), access = ADMIN)]
pub struct Delete {
    pub id: i64,
}

/// Lists profiles.
#[derive(Clone, Debug, ApiAction)]
#[api(returns = ConversionProfileListResponse, access = ADMIN)]
pub struct List {
    pub filter: Option<Poly<ConversionProfileFilter>>,
    pub pager: Option<Poly<FilterPager>>,
}

/// Makes a profile the default of its type.
#[derive(Clone, Debug, ApiAction)]
#[api(returns = ConversionProfile, access = ADMIN)]
pub struct SetAsDefault {
    pub id: i64,
}

/// Reads the default profile of a type.
#[derive(Clone, Debug, ApiAction)]
#[api(returns = ConversionProfile, access = ADMIN)]
pub struct GetDefault {
    /// Media by default.
    pub r#type: Option<ConversionProfileType>,
}
