//! Users.

use super::{code, int, of, read_doc, text, time};
use base::Secret;
use domain::user::{User, UserPatch};
use schema::{Field, Map, cast, object as o};

pub fn user(user: &User) -> o::User {
    let mut object = o::User::default();
    read_doc(&mut object, &user.doc);
    object.id = user.id.to_string().into();
    object.partner_id = user.partner.0.into();
    object.status = code(user.status);
    object.created_at = time(user.created_at);
    object.updated_at = time(user.updated_at);
    object.r#type = code(user.kind);
    object.is_admin = user.is_admin.into();
    object.is_account_owner = user.is_owner.into();
    object.login_enabled = user.login.is_some().into();
    object.last_login_time = Field::of(user.signed_in_at.map(|at| at.seconds()));
    object.role_ids = Field::of(Some(user.role_ids.clone()).filter(|ids| !ids.is_empty()));
    object.screen_name = Field::of(user.screen_name.clone());
    object.first_name = Field::of(user.first_name.clone());
    object.last_name = Field::of(user.last_name.clone());
    if object.full_name.is_absent() {
        object.full_name = Field::of(user.full_name());
    }
    object.email = Field::of(user.email.clone());
    object.tags = Field::of(user.tags.clone());
    object
}

/// What is left after the checks of `schema::update`, as the rules read it.
pub fn patch(kept: Map) -> UserPatch {
    let mut patch = UserPatch::default();
    for (name, value) in kept {
        match name.as_str() {
            "id" => patch.id = text(&value),
            "type" => patch.kind = int(&value),
            "status" => patch.status = int(&value),
            "isAdmin" => patch.is_admin = of(&value, cast::boolean),
            "roleIds" => patch.role_ids = text(&value),
            "screenName" => patch.screen_name = text(&value),
            "firstName" => patch.first_name = text(&value),
            "lastName" => patch.last_name = text(&value),
            "email" => patch.email = text(&value),
            "tags" => patch.tags = text(&value),
            // What a login is made of is no property of the user.
            "password" | "loginEnabled" => {}
            _ => {
                patch.doc.insert(name, value.to_json());
            }
        }
    }
    patch
}

/// The password of the login to be made with a new user, and whether one was asked for.
pub fn login_wish(sent: &o::User) -> (Option<Secret<String>>, bool) {
    let password = sent.password.value().filter(|password| !password.is_empty());
    (password.cloned().map(Secret::new), sent.login_enabled.value().copied().unwrap_or(false))
}
