//! Roles and what they are made of.

use crate::enums::{PermissionStatus, PermissionType, UserRoleStatus};
use crate::object::{ListResponse, RelatedFilter};
use crate::{ApiObject, Field, Poly, Time};

/// A named set of permissions.
#[derive(Clone, Debug, Default, ApiObject)]
#[api(name = "KalturaUserRole")]
pub struct UserRole {
    #[api(readonly)]
    pub id: Field<i64>,
    pub name: Field<String>,
    /// Names the role in `setrole`.
    pub system_name: Field<String>,
    pub description: Field<String>,
    pub status: Field<UserRoleStatus>,
    #[api(readonly)]
    pub partner_id: Field<i64>,
    /// A comma list; `*` is all.
    pub permission_names: Field<String>,
    pub tags: Field<String>,
    #[api(readonly)]
    pub created_at: Field<Time>,
    #[api(readonly)]
    pub updated_at: Field<Time>,
}

/// Which roles are wanted; deleted ones only if a status says so.
#[derive(Clone, Debug, Default, ApiObject)]
#[api(name = "KalturaUserRoleFilter", extends = RelatedFilter)]
pub struct UserRoleFilter {
    pub base: RelatedFilter,
    pub id_equal: Field<i64>,
    pub id_in: Field<String>,
    pub name_equal: Field<String>,
    pub name_in: Field<String>,
    pub system_name_equal: Field<String>,
    pub system_name_in: Field<String>,
    pub description_like: Field<String>,
    pub status_equal: Field<UserRoleStatus>,
    pub status_in: Field<String>,
    pub partner_id_equal: Field<i64>,
    pub partner_id_in: Field<String>,
    pub tags_multi_like_or: Field<String>,
    pub tags_multi_like_and: Field<String>,
    pub created_at_greater_than_or_equal: Field<Time>,
    pub created_at_less_than_or_equal: Field<Time>,
    pub updated_at_greater_than_or_equal: Field<Time>,
    pub updated_at_less_than_or_equal: Field<Time>,
}

/// A page of roles.
#[derive(Clone, Debug, Default, ApiObject)]
#[api(name = "KalturaUserRoleListResponse", extends = ListResponse)]
pub struct UserRoleListResponse {
    pub base: ListResponse,
    #[api(readonly)]
    pub objects: Field<Vec<Poly<UserRole>>>,
}

/// What a role may be made of.
#[derive(Clone, Debug, Default, ApiObject)]
#[api(name = "KalturaPermission")]
pub struct Permission {
    #[api(readonly)]
    pub id: Field<i64>,
    #[api(readonly)]
    pub r#type: Field<PermissionType>,
    pub name: Field<String>,
    pub friendly_name: Field<String>,
    pub description: Field<String>,
    pub status: Field<PermissionStatus>,
    #[api(readonly)]
    pub partner_id: Field<i64>,
    pub depends_on_permission_names: Field<String>,
    pub tags: Field<String>,
    pub permission_items_ids: Field<String>,
    #[api(readonly)]
    pub created_at: Field<Time>,
    #[api(readonly)]
    pub updated_at: Field<Time>,
    pub partner_group: Field<String>,
}

/// Which permissions are wanted.
#[derive(Clone, Debug, Default, ApiObject)]
#[api(name = "KalturaPermissionFilter", extends = RelatedFilter)]
pub struct PermissionFilter {
    pub base: RelatedFilter,
    pub id_equal: Field<i64>,
    pub id_in: Field<String>,
    pub type_equal: Field<PermissionType>,
    pub type_in: Field<String>,
    pub name_equal: Field<String>,
    pub name_in: Field<String>,
    pub friendly_name_like: Field<String>,
    pub description_like: Field<String>,
    pub status_equal: Field<PermissionStatus>,
    pub status_in: Field<String>,
}

/// A page of permissions.
#[derive(Clone, Debug, Default, ApiObject)]
#[api(name = "KalturaPermissionListResponse", extends = ListResponse)]
pub struct PermissionListResponse {
    pub base: ListResponse,
    #[api(readonly)]
    pub objects: Field<Vec<Poly<Permission>>>,
}
