//! Users of a partner; they come into being when somebody first acts as them (contract: session, user.get).

use crate::actor::Actor;
use base::{Error, Kind, PartnerId, Result, UnixMillis, UserId};
use store::{Doc, NewEvent, ReadTx, Row, WriteTx, args};

/// A person of an account.
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

const ACTIVE: i64 = 1;

/// user.get: the KS user by default. `INVALID_USER_ID` if there is none. The session's own user is made on demand.
pub async fn get(tx: &mut WriteTx, actor: &Actor, now: UnixMillis, id: Option<&str>) -> Result<User> {
    let unknown = || Error::coded(Kind::NotFound, "INVALID_USER_ID");
    let id = match id.filter(|id| !id.is_empty()) {
        Some(id) => id.parse().map_err(|_| unknown())?,
        None => actor.user.clone(),
    };
    if id.is_same(&actor.user) {
        ensure(tx, actor.partner, &id, now).await?;
    }
    by_id(tx, actor.partner, id.as_str()).await?.ok_or_else(unknown)
}

/// Makes the user if there is none. Anonymous users are nobody.
pub async fn ensure(tx: &mut WriteTx, partner: PartnerId, id: &UserId, now: UnixMillis) -> Result<()> {
    if id.is_anonymous() {
        return Ok(());
    }
    let sql = "INSERT INTO person (partner, id_key, id, status, created_at, updated_at, doc) VALUES (?, ?, ?, ?, ?, ?, '{}') \
         ON CONFLICT (partner, id_key) DO NOTHING";
    let made = tx.exec(sql, args![partner, id.as_str().to_lowercase(), id, ACTIVE, now, now]).await?;
    if made > 0 {
        let body = Doc::default().with("v", 1).with("user", id.as_str());
        store::log::append(tx, NewEvent { at: now, partner, entry: None, kind: "user.added", body }).await?;
    }
    Ok(())
}

/// Does the partner know this user?
pub async fn exists(tx: &mut ReadTx, partner: PartnerId, id: &str) -> Result<bool> {
    by_id(tx, partner, id).await.map(|user| user.is_some())
}

async fn by_id(tx: &mut ReadTx, partner: PartnerId, id: &str) -> Result<Option<User>> {
    let sql = "SELECT partner, id, status, created_at, updated_at, doc FROM person \
         WHERE partner = ? AND id_key = ? AND status <> 2";
    tx.query_one(sql, args![partner, id.to_lowercase()]).await?.as_ref().map(read).transpose()
}

fn read(row: &Row) -> Result<User> {
    Ok(User {
        partner: row.get("partner")?,
        id: row.get("id")?,
        created_at: row.get("created_at")?,
        updated_at: row.get("updated_at")?,
        status: row.get("status")?,
        doc: row.get("doc")?,
    })
}
