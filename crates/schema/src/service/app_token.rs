//! Service `appToken`: secrets that let applications start limited sessions.

use crate::enums::SessionType;
use crate::object::{AppToken, AppTokenFilter, AppTokenListResponse, FilterPager, SessionInfo};
use crate::{Access, Action, ApiArgs, ApiClass, Owner, Poly, Returns, Service};

pub static SERVICE: Service = Service {
    name: "appToken",
    docs: "secrets that let applications start limited sessions.",
    actions: &[&ADD, &GET, &UPDATE, &DELETE, &LIST, &START_SESSION],
};

/// Makes a token.
pub static ADD: Action = Action {
    name: "add",
    docs: "Makes a token.",
    arguments: <Add as ApiArgs>::ARGUMENTS,
    returns: Returns::Object(AppToken::CLASS),
    access: Access::ADMIN,
    owner: Owner::Anyone,
};

/// Arguments of `appToken.add`.
#[derive(Clone, Debug, ApiArgs)]
pub struct Add {
    pub app_token: Poly<AppToken>,
}

/// Reads a token.
pub static GET: Action = Action {
    name: "get",
    docs: "Reads a token.",
    arguments: <Get as ApiArgs>::ARGUMENTS,
    returns: Returns::Object(AppToken::CLASS),
    access: Access::ADMIN,
    owner: Owner::Anyone,
};

/// Arguments of `appToken.get`.
#[derive(Clone, Debug, ApiArgs)]
pub struct Get {
    pub id: String,
}

/// Changes a token.
pub static UPDATE: Action = Action {
    name: "update",
    docs: "Changes a token.",
    arguments: <Update as ApiArgs>::ARGUMENTS,
    returns: Returns::Object(AppToken::CLASS),
    access: Access::ADMIN,
    owner: Owner::Anyone,
};

/// Arguments of `appToken.update`.
#[derive(Clone, Debug, ApiArgs)]
pub struct Update {
    pub id: String,
    pub app_token: Poly<AppToken>,
}

/// Deletes a token and ends the sessions it started.
pub static DELETE: Action = Action {
    name: "delete",
    docs: "Deletes a token and ends the sessions it started.",
    arguments: <Delete as ApiArgs>::ARGUMENTS,
    returns: Returns::Nothing,
    access: Access::ADMIN,
    owner: Owner::Anyone,
};

/// Arguments of `appToken.delete`.
#[derive(Clone, Debug, ApiArgs)]
pub struct Delete {
    pub id: String,
}

/// Lists tokens.
pub static LIST: Action = Action {
    name: "list",
    docs: "Lists tokens.",
    arguments: <List as ApiArgs>::ARGUMENTS,
    returns: Returns::Object(AppTokenListResponse::CLASS),
    access: Access::ADMIN,
    owner: Owner::Anyone,
};

/// Arguments of `appToken.list`.
#[derive(Clone, Debug, ApiArgs)]
pub struct List {
    pub filter: Option<Poly<AppTokenFilter>>,
    pub pager: Option<Poly<FilterPager>>,
}

/// Starts a session with a token.
pub static START_SESSION: Action = Action {
    name: "startSession",
    docs: "Starts a session with a token.",
    arguments: <StartSession as ApiArgs>::ARGUMENTS,
    returns: Returns::Object(SessionInfo::CLASS),
    access: Access::SESSIONS,
    owner: Owner::Anyone,
};

/// Arguments of `appToken.startSession`.
#[derive(Clone, Debug, ApiArgs)]
pub struct StartSession {
    pub id: String,
    /// Hash of the calling KS followed by the token.
    pub token_hash: String,
    pub user_id: Option<String>,
    pub r#type: Option<SessionType>,
    /// Seconds from now.
    pub expiry: Option<i64>,
    pub session_privileges: Option<String>,
}
