//! Service `session`: starting, ending and reading sessions.

use crate::enums::SessionType;
use crate::object::{SessionInfo, StartWidgetSessionResponse};
use crate::{ApiAction, Service};

pub static SERVICE: Service = Service {
    name: "session",
    docs: "starting, ending and reading sessions.",
    actions: &[
        Start::ACTION,
        End::ACTION,
        Get::ACTION,
        Impersonate::ACTION,
        ImpersonateByKs::ACTION,
        StartWidgetSession::ACTION,
    ],
};

/// Starts a session with a partner secret.
#[derive(Clone, Debug, ApiAction)]
#[api(returns = String, access = ALL)]
pub struct Start {
    pub secret: String,
    #[api(default = String::new())]
    pub user_id: String,
    #[api(default = SessionType::User)]
    pub r#type: SessionType,
    pub partner_id: Option<i64>,
    /// Seconds from now.
    #[api(default = 86_400)]
    pub expiry: i64,
    pub privileges: Option<String>,
}

/// Ends the calling session and its family.
#[derive(Clone, Debug, ApiAction)]
#[api(returns = (), access = ALL)]
pub struct End;

/// Tells what a session is.
#[derive(Clone, Debug, ApiAction)]
#[api(returns = SessionInfo, access = ADMIN)]
pub struct Get {
    /// The calling session by default.
    pub session: Option<String>,
}

/// Starts a session of a child account; this installation has none.
#[derive(Clone, Debug, ApiAction)]
#[api(returns = String, access = ALL)]
pub struct Impersonate {
    pub secret: String,
    pub impersonated_partner_id: i64,
    #[api(default = String::new())]
    pub user_id: String,
    #[api(default = SessionType::User)]
    pub r#type: SessionType,
    pub partner_id: Option<i64>,
    #[api(default = 86_400)]
    pub expiry: i64,
    pub privileges: Option<String>,
}

/// Starts a session out of another one. For the services of an installation, of which this one needs none.
#[derive(Clone, Debug, ApiAction)]
#[api(returns = SessionInfo, access = ADMIN)]
pub struct ImpersonateByKs {
    pub session: String,
    pub r#type: Option<SessionType>,
    pub expiry: Option<i64>,
    pub privileges: Option<String>,
}

/// Starts a session for anonymous viewers.
#[derive(Clone, Debug, ApiAction)]
#[api(returns = StartWidgetSessionResponse, access = ALL)]
pub struct StartWidgetSession {
    pub widget_id: String,
    /// Seconds from now.
    #[api(default = 86_400)]
    pub expiry: i64,
}
