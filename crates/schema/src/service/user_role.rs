//! Service `userRole`: named sets of permissions.

use crate::object::{FilterPager, UserRole, UserRoleFilter, UserRoleListResponse};
use crate::{ApiAction, Poly, Service};

pub static SERVICE: Service = Service {
    name: "userRole",
    docs: "named sets of permissions.",
    actions: &[Add::ACTION, Get::ACTION, Update::ACTION, Delete::ACTION, List::ACTION, Clone::ACTION],
};

/// Makes a role.
#[derive(std::clone::Clone, Debug, ApiAction)]
#[api(returns = UserRole, access = ADMIN)]
pub struct Add {
    pub user_role: Poly<UserRole>,
}

/// Reads a role of the account, or one of everybody's.
#[derive(std::clone::Clone, Debug, ApiAction)]
#[api(returns = UserRole, access = ADMIN)]
pub struct Get {
    pub user_role_id: i64,
}

/// Changes a role of the account. Sessions that have it feel it at once.
#[derive(std::clone::Clone, Debug, ApiAction)]
#[api(returns = UserRole, access = ADMIN)]
pub struct Update {
    pub user_role_id: i64,
    pub user_role: Poly<UserRole>,
}

/// Deletes a role of the account. Who has it loses what it granted.
#[derive(std::clone::Clone, Debug, ApiAction)]
#[api(returns = UserRole, access = ADMIN)]
pub struct Delete {
    pub user_role_id: i64,
}

/// Lists the roles of the account and everybody's.
#[derive(std::clone::Clone, Debug, ApiAction)]
#[api(returns = UserRoleListResponse, access = ADMIN)]
pub struct List {
    pub filter: Option<Poly<UserRoleFilter>>,
    pub pager: Option<Poly<FilterPager>>,
}

/// Copies a role into the account, without its system name.
#[derive(std::clone::Clone, Debug, ApiAction)]
#[api(returns = UserRole, access = ADMIN)]
pub struct Clone {
    pub user_role_id: i64,
}
