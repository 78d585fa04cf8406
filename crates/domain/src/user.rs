//! Users of a partner; they come into being when somebody first acts as them (contract: events, users).

use crate::actor::Actor;
use base::{PartnerId, Result, UnixMillis, UserId};
use store::{Doc, ReadTx, WriteTx};

#[derive(Clone, Debug, PartialEq)]
pub struct User {
    pub partner: PartnerId,
    pub id: UserId,
    pub created_at: UnixMillis,
    pub updated_at: UnixMillis,
    /// 0 BLOCKED, 1 ACTIVE, 2 DELETED
    pub status: i64,
    /// `screenName`, `fullName`, `email`, … under wire names.
    pub doc: Doc,
}

/// user.get: the KS user by default. `INVALID_USER_ID` if there is none. The session's own user is made on demand.
pub async fn get(tx: &mut WriteTx, actor: &Actor, now: UnixMillis, id: Option<&str>) -> Result<User> {
    todo!()
}

/// Makes the user if there is none. Anonymous users are nobody.
pub async fn ensure(tx: &mut WriteTx, partner: PartnerId, id: &UserId, now: UnixMillis) -> Result<()> {
    todo!()
}

/// Does the partner know this user?
pub async fn exists(tx: &mut ReadTx, partner: PartnerId, id: &str) -> Result<bool> {
    todo!()
}
