//! Users of a partner; they come into being when somebody first acts as them, or when they are added (contract: people, users).

mod command;
mod login;
pub(crate) mod password;
pub(crate) mod rows;
mod sign_in;

pub use command::{add, by_login_id, delete, ensure, exists, get, list, update};
pub use login::{
    EnableLogin, LoginPatch, NewPassword, disable_login, enable_login, reset_administrator, update_login_data,
};
pub(crate) use login::{has_roles, prepare_administrator, put_administrator};
pub use sign_in::{SignIn, login_name, sign_in};
pub(crate) use sign_in::{partners_of, proven};

use crate::entry::Change;
use base::{PartnerId, UnixMillis, UserId};
use store::Doc;

/// Statuses by their wire value.
pub mod status {
    pub const BLOCKED: i64 = 0;
    pub const ACTIVE: i64 = 1;
    pub const DELETED: i64 = 2;
}

/// Kinds by their wire value.
pub mod kind {
    pub const PERSON: i64 = 0;
}

/// A person of an account.
#[derive(Clone, Debug, PartialEq)]
pub struct User {
    pub partner: PartnerId,
    pub id: UserId,
    pub created_at: UnixMillis,
    pub updated_at: UnixMillis,
    /// See [`status`].
    pub status: i64,
    /// See [`kind`].
    pub kind: i64,
    pub is_admin: bool,
    /// Of the account: the one administrator that is neither blocked nor deleted.
    pub is_owner: bool,
    /// Whom they sign in as; `None`: not at all.
    pub login: Option<i64>,
    pub signed_in_at: Option<UnixMillis>,
    /// Ids of roles as a comma list; empty: the role of the kind of session.
    pub role_ids: String,
    pub screen_name: Option<String>,
    pub first_name: Option<String>,
    pub last_name: Option<String>,
    pub email: Option<String>,
    pub tags: Option<String>,
    /// `title`, `company`, `partnerData`, … under wire names.
    pub doc: Doc,
}

/// A user as sent.
#[derive(Clone, Debug, Default)]
pub struct UserPatch {
    pub id: Change<String>,
    pub kind: Change<i64>,
    pub status: Change<i64>,
    pub is_admin: Change<bool>,
    pub role_ids: Change<String>,
    pub screen_name: Change<String>,
    pub first_name: Change<String>,
    pub last_name: Change<String>,
    pub email: Change<String>,
    pub tags: Change<String>,
    pub doc: Doc,
}

impl User {
    pub(crate) fn new(partner: PartnerId, id: UserId, now: UnixMillis) -> Self {
        Self {
            partner,
            id,
            created_at: now,
            updated_at: now,
            status: status::ACTIVE,
            kind: kind::PERSON,
            is_admin: false,
            is_owner: false,
            login: None,
            signed_in_at: None,
            role_ids: String::new(),
            screen_name: None,
            first_name: None,
            last_name: None,
            email: None,
            tags: None,
            doc: Doc::default(),
        }
    }

    /// First and last name, as far as they are known.
    pub fn full_name(&self) -> Option<String> {
        let names = [&self.first_name, &self.last_name].into_iter().flatten().map(String::as_str);
        let names: Vec<&str> = names.filter(|name| !name.is_empty()).collect();
        (!names.is_empty()).then(|| names.join(" "))
    }
}
