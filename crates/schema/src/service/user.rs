//! Service `user`: the people of an account, and signing in.

use crate::object::{FilterPager, User, UserFilter, UserListResponse};
use crate::{ApiAction, Poly, Service};

pub static SERVICE: Service = Service {
    name: "user",
    docs: "the people of an account, and signing in.",
    actions: &[
        Add::ACTION,
        Get::ACTION,
        GetByLoginId::ACTION,
        Update::ACTION,
        Delete::ACTION,
        List::ACTION,
        LoginByLoginId::ACTION,
        Login::ACTION,
        EnableLogin::ACTION,
        DisableLogin::ACTION,
        UpdateLoginData::ACTION,
    ],
};

/// Adds a user.
#[derive(Clone, Debug, ApiAction)]
#[api(returns = User, access = ADMIN)]
pub struct Add {
    pub user: Poly<User>,
}

/// Reads a user. Users see themselves; producers and administrators see everybody.
#[derive(Clone, Debug, ApiAction)]
#[api(returns = User, access = USERS)]
pub struct Get {
    /// The user of the session by default.
    pub user_id: Option<String>,
}

/// Reads the user who signs in with an e-mail address.
#[derive(Clone, Debug, ApiAction)]
#[api(returns = User, access = ADMIN)]
pub struct GetByLoginId {
    pub login_id: String,
}

/// Changes a user.
#[derive(Clone, Debug, ApiAction)]
#[api(returns = User, access = ADMIN)]
pub struct Update {
    pub user_id: String,
    pub user: Poly<User>,
}

/// Deletes a user and their login. What belongs to them stays.
#[derive(Clone, Debug, ApiAction)]
#[api(returns = User, access = ADMIN)]
pub struct Delete {
    pub user_id: String,
}

/// Lists users.
#[derive(Clone, Debug, ApiAction)]
#[api(returns = UserListResponse, access = PRODUCER)]
pub struct List {
    pub filter: Option<Poly<UserFilter>>,
    pub pager: Option<Poly<FilterPager>>,
}

/// Signs in with an e-mail address and a password: a KS, of type ADMIN for administrators.
#[derive(Clone, Debug, ApiAction)]
#[api(returns = String, access = ALL)]
pub struct LoginByLoginId {
    pub login_id: String,
    pub password: String,
    /// The account where the login is oldest by default.
    pub partner_id: Option<i64>,
    /// Seconds from now.
    #[api(default = 86_400)]
    pub expiry: i64,
    /// Those that give more than the user has are dropped, except for administrators without roles.
    #[api(default = "*".to_owned())]
    pub privileges: String,
    /// No second factor is asked for; taken and ignored.
    pub otp: Option<String>,
}

/// Signs in with a user id and a password.
#[derive(Clone, Debug, ApiAction)]
#[api(returns = String, access = ALL)]
pub struct Login {
    pub partner_id: i64,
    pub user_id: String,
    pub password: String,
    /// Seconds from now.
    #[api(default = 86_400)]
    pub expiry: i64,
    #[api(default = "*".to_owned())]
    pub privileges: String,
}

/// Lets a user sign in.
#[derive(Clone, Debug, ApiAction)]
#[api(returns = User, access = ADMIN)]
pub struct EnableLogin {
    pub user_id: String,
    /// An e-mail address.
    pub login_id: String,
    /// Needed unless the login exists in another account.
    pub password: Option<String>,
}

/// Takes a user's login away.
#[derive(Clone, Debug, ApiAction)]
#[api(returns = User, access = ADMIN)]
pub struct DisableLogin {
    pub user_id: Option<String>,
    pub login_id: Option<String>,
}

/// Changes a login, whose password proves who asks. Empty texts change nothing.
#[derive(Clone, Debug, ApiAction)]
#[api(returns = (), access = ALL)]
pub struct UpdateLoginData {
    pub old_login_id: String,
    pub password: String,
    #[api(default = String::new())]
    pub new_login_id: String,
    #[api(default = String::new())]
    pub new_password: String,
    pub new_first_name: Option<String>,
    pub new_last_name: Option<String>,
    /// No second factor is asked for; taken and ignored.
    pub otp: Option<String>,
}
