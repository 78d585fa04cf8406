//! Application tokens (contract: session, app tokens).

use crate::enums::{AppTokenHashType, AppTokenStatus, SessionType};
use crate::object::{Filter, ListResponse};
use crate::{ApiObject, Field, Poly, Time};

/// A secret that lets an application start limited sessions.
#[derive(Clone, Debug, Default, ApiObject)]
#[api(name = "KalturaAppToken")]
pub struct AppToken {
    #[api(readonly)]
    pub id: Field<String>,
    #[api(readonly)]
    pub token: Field<String>,
    #[api(readonly)]
    pub partner_id: Field<i64>,
    #[api(readonly)]
    pub created_at: Field<Time>,
    #[api(readonly)]
    pub updated_at: Field<Time>,
    #[api(readonly)]
    pub status: Field<AppTokenStatus>,
    /// Absolute; null or 0 is never.
    pub expiry: Field<Time>,
    pub session_type: Field<SessionType>,
    pub session_user_id: Field<String>,
    /// Seconds.
    pub session_duration: Field<i64>,
    pub session_privileges: Field<String>,
    pub hash_type: Field<AppTokenHashType>,
    pub description: Field<String>,
}

/// Which application tokens are wanted.
#[derive(Clone, Debug, Default, ApiObject)]
#[api(name = "KalturaAppTokenFilter", extends = Filter)]
pub struct AppTokenFilter {
    pub base: Filter,
    pub id_equal: Field<String>,
    pub id_in: Field<String>,
    pub created_at_greater_than_or_equal: Field<Time>,
    pub created_at_less_than_or_equal: Field<Time>,
    pub updated_at_greater_than_or_equal: Field<Time>,
    pub updated_at_less_than_or_equal: Field<Time>,
    pub status_equal: Field<AppTokenStatus>,
    pub status_in: Field<String>,
    pub session_user_id_equal: Field<String>,
}

/// A page of application tokens.
#[derive(Clone, Debug, Default, ApiObject)]
#[api(name = "KalturaAppTokenListResponse", extends = ListResponse)]
pub struct AppTokenListResponse {
    pub base: ListResponse,
    #[api(readonly)]
    pub objects: Field<Vec<Poly<AppToken>>>,
}
