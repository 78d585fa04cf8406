//! The roles that every account can name: partner 0's (contract: session, roles).

use super::Grants;
use std::sync::LazyLock;

/// A system role. Ids are for ever.
#[derive(Debug)]
pub(crate) struct SystemRole {
    pub id: i64,
    pub system_name: &'static str,
    pub name: &'static str,
    pub permission_names: &'static str,
}

const fn role(id: i64, system_name: &'static str, name: &'static str, permission_names: &'static str) -> SystemRole {
    SystemRole { id, system_name, name, permission_names }
}

const USER: &str = "BASE_USER_SESSION_PERMISSION";
const WIDGET: &str = "WIDGET_SESSION_PERMISSION";

pub(crate) static SYSTEM_ROLES: &[SystemRole] = &[
    role(1, "NO_SESSION_ROLE", "No session", "ALWAYS_ALLOWED_ACTIONS"),
    role(2, "WIDGET_SESSION_ROLE", "Widget session", WIDGET),
    role(3, "Basic User Session Role", "BASE_USER_SESSION_ROLE", USER),
    role(4, "PARTNER_ADMIN_ROLE", "Partner Admin Role", "*"),
    role(5, "ADMIN_ROLE", "Administrator", "*"),
    role(6, "PLAYBACK_BASE_ROLE", "Playback", "PLAYBACK_BASE_PERMISSION,WIDGET_SESSION_PERMISSION"),
    role(
        7,
        "WEBCAST_PRODUCER_DEVICE_ROLE",
        "Webcast producer",
        "WEBCAST_PRODUCER_DEVICE_PERMISSION,BASE_USER_SESSION_PERMISSION",
    ),
    role(
        8,
        "KMS_WEBCAST_WIDGET_SESSION_ROLE",
        "Webcast widget session",
        "KMS_WEBCAST_WIDGET_SESSION_PERMISSION,WIDGET_SESSION_PERMISSION",
    ),
    role(9, "CAPTURE_DEVICE_ROLE", "Capture device", USER),
    role(10, "UPLOAD_BASE_ROLE", "Upload", USER),
    role(11, "KMS_USER_ROLE", "Portal user", USER),
    role(12, "REPORT_VIEWER_ROLE", "Report viewer", USER),
    role(13, "REACH_VENDOR_ROLE", "Caption vendor", USER),
    role(14, "CAPTIONS_EDITOR_ROLE", "Captions editor", USER),
    role(15, "KMC_ANALYTICS_ROLE", "Analytics", USER),
    role(16, "EP_USER_ANALYTICS", "Analytics of an event's user", USER),
];

/// What a system role grants, by system name, name or id.
pub(crate) fn grants(named: &str) -> Option<Grants> {
    let found = SYSTEM_ROLES.iter().position(|role| role.system_name == named || role.name == named);
    let found = found.or_else(|| {
        let id: i64 = named.parse().ok()?;
        SYSTEM_ROLES.iter().position(|role| role.id == id)
    });
    found.map(|at| GRANTS[at])
}

static GRANTS: LazyLock<Vec<Grants>> =
    LazyLock::new(|| SYSTEM_ROLES.iter().map(|role| Grants::of_names(role.permission_names)).collect());

#[cfg(test)]
mod tests {
    use super::*;
    use crate::role::PERMISSIONS;

    #[test]
    fn system_roles_are_made_of_permissions_that_exist() {
        for role in SYSTEM_ROLES {
            for name in crate::filter::split(role.permission_names) {
                let known = name == "*" || PERMISSIONS.iter().any(|permission| permission.name == name);
                assert!(known, "{} has {name}", role.system_name);
            }
            assert_eq!(grants(role.system_name), grants(&role.id.to_string()), "{}", role.system_name);
        }
        assert_eq!(grants("-1"), None);
    }
}
