//! Users.

use crate::enums::{Gender, UserStatus, UserType};
use crate::object::{ListResponse, RelatedFilter};
use crate::{ApiObject, Field, NullableBoolean, Poly, Time};

/// What users and groups share.
#[derive(Clone, Debug, Default, ApiObject)]
#[api(name = "KalturaBaseUser")]
pub struct BaseUser {
    #[api(insert_only)]
    pub id: Field<String>,
    #[api(readonly)]
    pub partner_id: Field<i64>,
    pub screen_name: Field<String>,
    pub full_name: Field<String>,
    pub email: Field<String>,
    pub country: Field<String>,
    pub state: Field<String>,
    pub city: Field<String>,
    pub zip: Field<String>,
    pub thumbnail_url: Field<String>,
    pub description: Field<String>,
    pub tags: Field<String>,
    pub admin_tags: Field<String>,
    pub status: Field<UserStatus>,
    #[api(readonly)]
    pub created_at: Field<Time>,
    #[api(readonly)]
    pub updated_at: Field<Time>,
    pub partner_data: Field<String>,
    #[api(stored)]
    pub indexed_partner_data_int: Field<i64>,
    #[api(stored)]
    pub indexed_partner_data_string: Field<String>,
    #[api(readonly, stored)]
    pub storage_size: Field<i64>,
    pub language: Field<String>,
    #[api(readonly)]
    pub last_login_time: Field<i64>,
    #[api(readonly, stored)]
    pub status_updated_at: Field<i64>,
    #[api(readonly)]
    pub deleted_at: Field<Time>,
    #[api(insert_only, stored)]
    pub allowed_partner_ids: Field<String>,
    #[api(insert_only, stored)]
    pub allowed_partner_packages: Field<String>,
    #[api(stored)]
    pub user_mode: Field<i64>,
    #[api(readonly, stored)]
    pub capabilities: Field<String>,
}

/// A person.
#[derive(Clone, Debug, Default, ApiObject)]
#[api(name = "KalturaUser", extends = BaseUser)]
pub struct User {
    pub base: BaseUser,
    #[api(insert_only)]
    pub r#type: Field<UserType>,
    pub date_of_birth: Field<Time>,
    pub gender: Field<Gender>,
    pub is_admin: Field<bool>,
    #[api(stored)]
    pub is_guest: Field<bool>,
    /// Ids of roles as a comma list.
    pub role_ids: Field<String>,
    #[api(readonly)]
    pub role_names: Field<String>,
    #[api(readonly)]
    pub is_account_owner: Field<bool>,
    pub registration_info: Field<String>,
    pub first_name: Field<String>,
    pub last_name: Field<String>,
    /// Of the login that is made with the user.
    #[api(insert_only, write_only)]
    pub password: Field<String>,
    /// Whether there is a login. Sent when adding: make one, of `email` and `password`.
    #[api(insert_only)]
    pub login_enabled: Field<bool>,
    pub attendance_info: Field<String>,
    pub title: Field<String>,
    pub company: Field<String>,
    #[api(stored)]
    pub ks_privileges: Field<String>,
    #[api(readonly, stored)]
    pub encrypted_seed: Field<String>,
    #[api(stored)]
    pub is_sso_excluded: Field<bool>,
    pub external_id: Field<String>,
}

/// Which users are wanted; deleted ones only if a status says so.
#[derive(Clone, Debug, Default, ApiObject)]
#[api(name = "KalturaUserFilter", extends = RelatedFilter)]
pub struct UserFilter {
    pub base: RelatedFilter,
    pub id_equal: Field<String>,
    pub id_in: Field<String>,
    pub type_equal: Field<UserType>,
    pub type_in: Field<String>,
    pub status_equal: Field<UserStatus>,
    pub status_in: Field<String>,
    pub is_admin_equal: Field<NullableBoolean>,
    pub login_enabled_equal: Field<NullableBoolean>,
    pub screen_name_like: Field<String>,
    pub screen_name_starts_with: Field<String>,
    pub first_name_starts_with: Field<String>,
    pub last_name_starts_with: Field<String>,
    pub first_name_or_last_name_starts_with: Field<String>,
    pub id_or_screen_name_starts_with: Field<String>,
    pub email_like: Field<String>,
    pub email_starts_with: Field<String>,
    pub tags_multi_like_or: Field<String>,
    pub tags_multi_like_and: Field<String>,
    /// The whole list of a user's roles.
    pub role_ids_equal: Field<String>,
    /// One of a user's roles.
    pub role_id_equal: Field<String>,
    pub created_at_greater_than_or_equal: Field<Time>,
    pub created_at_less_than_or_equal: Field<Time>,
}

/// A page of users.
#[derive(Clone, Debug, Default, ApiObject)]
#[api(name = "KalturaUserListResponse", extends = ListResponse)]
pub struct UserListResponse {
    pub base: ListResponse,
    #[api(readonly)]
    pub objects: Field<Vec<Poly<User>>>,
}
