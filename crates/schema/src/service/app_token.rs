//! Service `appToken`: secrets that let applications start limited sessions.

use crate::enums::SessionType;
use crate::object::{AppToken, AppTokenFilter, AppTokenListResponse, FilterPager, SessionInfo};
use crate::{ApiAction, Poly, Service};

pub static SERVICE: Service = Service {
    name: "appToken",
    docs: "secrets that let applications start limited sessions.",
    actions: &[Add::ACTION, Get::ACTION, Update::ACTION, Delete::ACTION, List::ACTION, StartSession::ACTION],
};

/// Makes a token.
#[derive(Clone, Debug, ApiAction)]
#[api(returns = AppToken, access = ADMIN)]
pub struct Add {
    pub app_token: Poly<AppToken>,
}

/// Reads a token.
#[derive(Clone, Debug, ApiAction)]
#[api(returns = AppToken, access = ADMIN)]
pub struct Get {
    pub id: String,
}

/// Changes a token.
#[derive(Clone, Debug, ApiAction)]
#[api(returns = AppToken, access = ADMIN)]
pub struct Update {
    pub id: String,
    pub app_token: Poly<AppToken>,
}

/// Deletes a token and ends the sessions it started.
#[derive(Clone, Debug, ApiAction)]
#[api(returns = (), access = ADMIN)]
pub struct Delete {
    pub id: String,
}

/// Lists tokens.
#[derive(Clone, Debug, ApiAction)]
#[api(returns = AppTokenListResponse, access = ADMIN)]
pub struct List {
    pub filter: Option<Poly<AppTokenFilter>>,
    pub pager: Option<Poly<FilterPager>>,
}

/// Starts a session with a token.
#[derive(Clone, Debug, ApiAction)]
#[api(returns = SessionInfo, access = SESSIONS)]
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
