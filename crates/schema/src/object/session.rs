//! What the session service answers.

use crate::enums::SessionType;
use crate::{ApiObject, Field, Time};

/// What a session is.
#[derive(Clone, Debug, Default, ApiObject)]
#[api(name = "KalturaSessionInfo")]
pub struct SessionInfo {
    #[api(readonly)]
    pub ks: Field<String>,
    #[api(readonly)]
    pub session_type: Field<SessionType>,
    #[api(readonly)]
    pub partner_id: Field<i64>,
    #[api(readonly)]
    pub user_id: Field<String>,
    /// Absolute, unix seconds.
    #[api(readonly)]
    pub expiry: Field<Time>,
    #[api(readonly)]
    pub privileges: Field<String>,
}

/// A session for anonymous viewers.
#[derive(Clone, Debug, Default, ApiObject)]
#[api(name = "KalturaStartWidgetSessionResponse")]
pub struct StartWidgetSessionResponse {
    #[api(readonly)]
    pub partner_id: Field<i64>,
    #[api(readonly)]
    pub ks: Field<String>,
    #[api(readonly)]
    pub user_id: Field<String>,
}
