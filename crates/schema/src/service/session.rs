//! Service `session`: starting, ending and reading sessions.

use crate::enums::SessionType;
use crate::object::{SessionInfo, StartWidgetSessionResponse};
use crate::{Access, Action, ApiArgs, ApiClass, Owner, Returns, Service};

pub static SERVICE: Service = Service {
    name: "session",
    docs: "starting, ending and reading sessions.",
    actions: &[&START, &END, &GET, &IMPERSONATE, &START_WIDGET_SESSION],
};

/// Starts a session with a partner secret.
pub static START: Action = Action {
    name: "start",
    docs: "Starts a session with a partner secret.",
    arguments: <Start as ApiArgs>::ARGUMENTS,
    returns: Returns::Text,
    access: Access::ALL,
    owner: Owner::Anyone,
};

/// Arguments of `session.start`.
#[derive(Clone, Debug, ApiArgs)]
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
pub static END: Action = Action {
    name: "end",
    docs: "Ends the calling session and its family.",
    arguments: <End as ApiArgs>::ARGUMENTS,
    returns: Returns::Nothing,
    access: Access::ALL,
    owner: Owner::Anyone,
};

/// Arguments of `session.end`.
#[derive(Clone, Debug, ApiArgs)]
pub struct End;

/// Tells what a session is.
pub static GET: Action = Action {
    name: "get",
    docs: "Tells what a session is.",
    arguments: <Get as ApiArgs>::ARGUMENTS,
    returns: Returns::Object(SessionInfo::CLASS),
    access: Access::ADMIN,
    owner: Owner::Anyone,
};

/// Arguments of `session.get`.
#[derive(Clone, Debug, ApiArgs)]
pub struct Get {
    /// The calling session by default.
    pub session: Option<String>,
}

/// Starts a session of a child account; this installation has none.
pub static IMPERSONATE: Action = Action {
    name: "impersonate",
    docs: "Starts a session of a child account; this installation has none.",
    arguments: <Impersonate as ApiArgs>::ARGUMENTS,
    returns: Returns::Text,
    access: Access::ALL,
    owner: Owner::Anyone,
};

/// Arguments of `session.impersonate`.
#[derive(Clone, Debug, ApiArgs)]
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

/// Starts a session for anonymous viewers.
pub static START_WIDGET_SESSION: Action = Action {
    name: "startWidgetSession",
    docs: "Starts a session for anonymous viewers.",
    arguments: <StartWidgetSession as ApiArgs>::ARGUMENTS,
    returns: Returns::Object(StartWidgetSessionResponse::CLASS),
    access: Access::ALL,
    owner: Owner::Anyone,
};

/// Arguments of `session.startWidgetSession`.
#[derive(Clone, Debug, ApiArgs)]
pub struct StartWidgetSession {
    pub widget_id: String,
    /// Seconds from now.
    #[api(default = 86_400)]
    pub expiry: i64,
}
