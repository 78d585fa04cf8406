//! Service `permission`: what roles may be made of.

use crate::object::{FilterPager, Permission, PermissionFilter, PermissionListResponse};
use crate::{ApiAction, Poly, Service};

pub static SERVICE: Service = Service {
    name: "permission",
    docs: "what roles may be made of.",
    actions: &[Get::ACTION, List::ACTION, GetCurrentPermissions::ACTION],
};

/// Reads a permission.
#[derive(Clone, Debug, ApiAction)]
#[api(returns = Permission, access = ADMIN)]
pub struct Get {
    pub permission_name: String,
}

/// Lists permissions.
#[derive(Clone, Debug, ApiAction)]
#[api(returns = PermissionListResponse, access = ADMIN)]
pub struct List {
    pub filter: Option<Poly<PermissionFilter>>,
    pub pager: Option<Poly<FilterPager>>,
}

/// The names of what the session may, as a comma list.
#[derive(Clone, Debug, ApiAction)]
#[api(returns = String, access = ALL)]
pub struct GetCurrentPermissions;
