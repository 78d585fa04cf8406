//! App tokens: a session for who knows a token, without the partner's secret (contract: session, appToken service).

use crate::actor::Actor;
use crate::catalog::Catalog;
use crate::entry::Change;
use crate::filter::{Filter, Page, Pager};
use crate::session::SessionInfo;
use base::{PartnerId, Result, Secret, UnixMillis};

/// How `tokenHash` is made.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum HashType {
    Md5,
    Sha1,
    Sha256,
    Sha512,
}

impl HashType {
    pub fn name(self) -> &'static str {
        match self {
            Self::Md5 => "MD5",
            Self::Sha1 => "SHA1",
            Self::Sha256 => "SHA256",
            Self::Sha512 => "SHA512",
        }
    }

    pub fn of_name(name: &str) -> Option<Self> {
        [Self::Md5, Self::Sha1, Self::Sha256, Self::Sha512].into_iter().find(|kind| kind.name() == name)
    }
}

/// Statuses by their wire value.
pub mod status {
    pub const DISABLED: i64 = 1;
    pub const ACTIVE: i64 = 2;
    pub const DELETED: i64 = 3;
}

#[derive(Clone, Debug)]
pub struct AppToken {
    /// `0_xxxxxxxx`
    pub id: String,
    pub partner: PartnerId,
    /// 32 hex characters.
    pub token: Secret<String>,
    pub status: i64,
    pub created_at: UnixMillis,
    pub updated_at: UnixMillis,
    /// Unix seconds; `None` or 0: never.
    pub expiry: Option<i64>,
    pub session_type: Option<i64>,
    pub session_user_id: Option<String>,
    /// Seconds; `None` or 0: the partner's maximum.
    pub session_duration: Option<i64>,
    pub session_privileges: Option<String>,
    pub hash_type: HashType,
    pub description: Option<String>,
}

/// An app token as sent. `expiry` in unix seconds, relative times already resolved.
#[derive(Clone, Debug, Default)]
pub struct AppTokenPatch {
    pub expiry: Change<i64>,
    pub session_type: Change<i64>,
    pub session_user_id: Change<String>,
    pub session_duration: Change<i64>,
    pub session_privileges: Change<String>,
    pub hash_type: Change<String>,
    pub description: Change<String>,
}

/// Arguments of appToken.startSession.
#[derive(Clone, Debug)]
pub struct StartSession {
    pub id: String,
    pub token_hash: String,
    /// The caller's KS exactly as sent.
    pub caller_ks: String,
    pub user: Option<String>,
    pub kind: Option<i64>,
    pub expiry: Option<i64>,
    pub privileges: Option<String>,
}

pub async fn add(catalog: &Catalog, actor: &Actor, now: UnixMillis, patch: AppTokenPatch) -> Result<AppToken> {
    todo!()
}

pub async fn get(catalog: &Catalog, actor: &Actor, id: &str) -> Result<AppToken> {
    todo!()
}

pub async fn update(
    catalog: &Catalog,
    actor: &Actor,
    now: UnixMillis,
    id: &str,
    patch: AppTokenPatch,
) -> Result<AppToken> {
    todo!()
}

/// Ends every session the token has given out.
pub async fn delete(catalog: &Catalog, actor: &Actor, now: UnixMillis, id: &str) -> Result<()> {
    todo!()
}

pub async fn list(catalog: &Catalog, actor: &Actor, filter: &Filter, pager: Pager) -> Result<Page<AppToken>> {
    todo!()
}

/// `SessionInfo.ks` is filled.
pub async fn start_session(
    catalog: &Catalog,
    actor: &Actor,
    now: UnixMillis,
    args: StartSession,
) -> Result<SessionInfo> {
    todo!()
}
