//! session.start, end, get and startWidgetSession (contract: session, session service).

use crate::actor::Actor;
use crate::catalog::Catalog;
use base::{PartnerId, Result, Secret, UnixMillis};

/// Arguments of session.start.
#[derive(Clone, Debug)]
pub struct Start {
    pub secret: Secret<String>,
    pub user: String,
    /// 0 USER, 2 ADMIN; others are the decoder's to refuse.
    pub kind: i64,
    pub partner: Option<PartnerId>,
    /// Seconds; capped by the partner's maximum.
    pub expiry: i64,
    pub privileges: Option<String>,
}

/// Answer of session.get, appToken.startSession.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct SessionInfo {
    /// Filled by appToken.startSession only.
    pub ks: Option<String>,
    pub kind: i64,
    pub partner: PartnerId,
    pub user: String,
    /// Unix seconds.
    pub expiry: i64,
    pub privileges: String,
}

#[derive(Clone, Debug, PartialEq, Eq)]
pub struct WidgetSession {
    pub partner: PartnerId,
    pub ks: String,
    /// Always `0`.
    pub user: String,
}

/// session.start
pub async fn start(catalog: &Catalog, now: UnixMillis, args: Start) -> Result<String> {
    todo!()
}

/// session.end: durable when this returns; without a KS nothing happens.
pub async fn end(catalog: &Catalog, actor: &Actor, now: UnixMillis) -> Result<()> {
    todo!()
}

/// session.get: of the calling session, or of `session`, which must be the same partner's.
pub async fn info(catalog: &Catalog, actor: &Actor, now: UnixMillis, session: Option<&str>) -> Result<SessionInfo> {
    todo!()
}

/// session.startWidgetSession: `_<partnerId>` always exists.
pub async fn start_widget(catalog: &Catalog, now: UnixMillis, widget: &str, expiry: i64) -> Result<WidgetSession> {
    todo!()
}
