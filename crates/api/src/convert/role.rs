//! Roles and permissions.

use super::{code, int, text, time};
use domain::role::{Permission, Role, RolePatch, status};
use schema::{Field, Map, object as o};

pub fn role(role: &Role) -> o::UserRole {
    o::UserRole {
        id: role.id.into(),
        name: role.name.clone().into(),
        system_name: Field::of(role.system_name.clone()),
        description: Field::of(role.description.clone()),
        status: code(role.status),
        partner_id: role.partner.0.into(),
        permission_names: role.permission_names.clone().into(),
        tags: Field::of(role.tags.clone()),
        created_at: time(role.created_at),
        updated_at: time(role.updated_at),
    }
}

/// What is left after the checks of `schema::update`, as the rules read it.
pub fn patch(kept: Map) -> RolePatch {
    let mut patch = RolePatch::default();
    for (name, value) in kept {
        match name.as_str() {
            "name" => patch.name = text(&value),
            "systemName" => patch.system_name = text(&value),
            "description" => patch.description = text(&value),
            "status" => patch.status = int(&value),
            "permissionNames" => patch.permission_names = text(&value),
            "tags" => patch.tags = text(&value),
            _ => {}
        }
    }
    patch
}

pub fn permission(id: i64, permission: &Permission) -> o::Permission {
    o::Permission {
        id: id.into(),
        // All are ordinary ones of partner 0; what an account may beyond is a feature, not a permission.
        r#type: code(1),
        name: permission.name.to_owned().into(),
        friendly_name: permission.description.to_owned().into(),
        description: permission.description.to_owned().into(),
        status: code(status::ACTIVE),
        partner_id: 0.into(),
        ..Default::default()
    }
}
