//! Roles: named sets of permissions, an account's own and partner 0's (contract: session, roles; people, roles).

mod command;
mod permission;
pub(crate) mod rows;
mod system;

pub(crate) use command::require_known;
pub use command::{add, copy, delete, get, list, list_permissions, permission, update};
pub use permission::{Grants, PERMISSIONS, Permission};
pub(crate) use system::SYSTEM_ROLES;

use crate::entry::Change;
use base::{Error, PartnerId, Result, UnixMillis, UserId};
use std::collections::HashMap;

/// Statuses by their wire value.
pub mod status {
    pub const ACTIVE: i64 = 1;
    pub const BLOCKED: i64 = 2;
    pub const DELETED: i64 = 3;
}

/// A role of an account, or of partner 0.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Role {
    pub id: i64,
    pub partner: PartnerId,
    pub name: String,
    pub system_name: Option<String>,
    pub description: Option<String>,
    /// See [`status`].
    pub status: i64,
    /// Names of permissions as a comma list; `*` is all.
    pub permission_names: String,
    pub tags: Option<String>,
    pub created_at: UnixMillis,
    pub updated_at: UnixMillis,
}

/// A role as sent.
#[derive(Clone, Debug, Default)]
pub struct RolePatch {
    pub name: Change<String>,
    pub system_name: Change<String>,
    pub description: Change<String>,
    pub status: Change<i64>,
    pub permission_names: Change<String>,
    pub tags: Change<String>,
}

/// What the catalog keeps of an account's people: its active roles, and the users that have roles.
#[derive(Debug, Default)]
pub(crate) struct Standing {
    roles: Vec<Named>,
    /// By id in lower case.
    users: HashMap<String, Grants>,
}

#[derive(Debug)]
struct Named {
    id: String,
    system_name: Option<String>,
    grants: Grants,
}

impl Standing {
    /// `people`: ids of users with the ids of their roles.
    pub fn new(roles: &[Role], people: Vec<(String, String)>) -> Self {
        let named = |role: &Role| Named {
            id: role.id.to_string(),
            system_name: role.system_name.clone(),
            grants: Grants::of_names(&role.permission_names),
        };
        let roles = roles.iter().filter(|role| role.status == status::ACTIVE).map(named).collect();
        let mut standing = Self { roles, users: HashMap::new() };
        for (user, ids) in people {
            let grants = crate::filter::split(&ids).filter_map(|id| standing.role(id)).reduce(Grants::and);
            // Whose roles are all gone has none of their permissions, rather than those of everybody.
            standing.users.insert(user, grants.unwrap_or(Grants::of_names("")));
        }
        standing
    }

    /// What sessions of a kind have by default: a system role, which an account may not replace.
    pub fn of_kind(&self, system_name: &str) -> Result<Grants> {
        system::grants(system_name).ok_or_else(|| Error::bug(format!("no system role {system_name}")))
    }

    /// What a role grants: the account's own by id or system name, else partner 0's.
    pub fn role(&self, named: &str) -> Option<Grants> {
        let own = |role: &&Named| role.id == named || role.system_name.as_deref() == Some(named);
        self.roles.iter().find(own).map(|role| role.grants).or_else(|| system::grants(named))
    }

    /// What the user's own roles grant; `None` for whom has none.
    pub fn user(&self, user: &UserId) -> Option<Grants> {
        if self.users.is_empty() || user.is_anonymous() {
            return None;
        }
        self.users.get(&user.as_str().to_lowercase()).copied()
    }
}
