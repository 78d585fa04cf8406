//! Service `conversionProfile`: which renditions an entry gets.

use crate::object::{ConversionProfile, ConversionProfileFilter, ConversionProfileListResponse, FilterPager};
use crate::{Access, Action, ApiArgs, ApiClass, Owner, Poly, Returns, Service};

pub static SERVICE: Service =
    Service { name: "conversionProfile", docs: "which renditions an entry gets.", actions: &[&GET, &LIST] };

/// Reads a profile.
pub static GET: Action = Action {
    name: "get",
    docs: "Reads a profile.",
    arguments: <Get as ApiArgs>::ARGUMENTS,
    returns: Returns::Object(ConversionProfile::CLASS),
    access: Access::ADMIN,
    owner: Owner::Anyone,
};

/// Arguments of `conversionProfile.get`.
#[derive(Clone, Debug, ApiArgs)]
pub struct Get {
    pub id: i64,
}

/// Lists profiles.
pub static LIST: Action = Action {
    name: "list",
    docs: "Lists profiles.",
    arguments: <List as ApiArgs>::ARGUMENTS,
    returns: Returns::Object(ConversionProfileListResponse::CLASS),
    access: Access::ADMIN,
    owner: Owner::Anyone,
};

/// Arguments of `conversionProfile.list`.
#[derive(Clone, Debug, ApiArgs)]
pub struct List {
    pub filter: Option<Poly<ConversionProfileFilter>>,
    pub pager: Option<Poly<FilterPager>>,
}
