//! SQL of users and of what they sign in with.

use super::password::Hashed;
use super::{User, status};
use base::{Error, PartnerId, Result, UnixMillis, UserId};
use store::{ReadTx, Row, WriteTx, args};

pub(super) const COLUMNS: &str = "partner, id, status, kind, is_admin, is_owner, login, signed_in_at, role_ids, screen_name, first_name, last_name, \
     email, tags, created_at, updated_at, doc";

/// The form in which ids and e-mail addresses compare.
pub(super) fn key(id: &str) -> String {
    id.trim().to_lowercase()
}

/// A user that is not deleted.
pub(super) async fn by_id(tx: &mut ReadTx, partner: PartnerId, id: &str) -> Result<Option<User>> {
    let sql =
        format!("SELECT {COLUMNS} FROM person WHERE partner = ? AND id_key = ? AND status <> {}", status::DELETED);
    tx.query_one(&sql, args![partner, key(id)]).await?.as_ref().map(read).transpose()
}

/// Users who sign in with `login`, of whatever partner, the oldest first.
pub(super) async fn of_login(tx: &mut ReadTx, login: i64) -> Result<Vec<User>> {
    let sql = format!(
        "SELECT {COLUMNS} FROM person WHERE login = ? AND status <> {} ORDER BY created_at, partner",
        status::DELETED
    );
    tx.query(&sql, args![login]).await?.iter().map(read).collect()
}

/// Does the partner have somebody who is never blocked or deleted?
pub(super) async fn has_owner(tx: &mut ReadTx, partner: PartnerId) -> Result<bool> {
    let sql = "SELECT id FROM person WHERE partner = ? AND is_owner = 1 LIMIT 1";
    Ok(tx.query_one(sql, args![partner]).await?.is_some())
}

/// Makes a user if there never was one of that id; answers whether it did.
pub(super) async fn insert_if_new(tx: &mut WriteTx, user: &User) -> Result<bool> {
    let sql = "INSERT INTO person (partner, id_key, id, status, created_at, updated_at, doc) VALUES (?, ?, ?, ?, ?, ?, '{}') \
         ON CONFLICT (partner, id_key) DO NOTHING";
    let args = args![user.partner, key(user.id.as_str()), &user.id, user.status, user.created_at, user.updated_at];
    Ok(tx.exec(sql, args).await? > 0)
}

/// Inserts or replaces, also one that was deleted.
pub(super) async fn put(tx: &mut WriteTx, user: &User) -> Result<()> {
    let sql = format!(
        "INSERT INTO person ({COLUMNS}, id_key) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?) \
         ON CONFLICT (partner, id_key) DO UPDATE SET id = excluded.id, status = excluded.status, kind = excluded.kind, \
         is_admin = excluded.is_admin, is_owner = excluded.is_owner, login = excluded.login, signed_in_at = excluded.signed_in_at, \
         role_ids = excluded.role_ids, screen_name = excluded.screen_name, first_name = excluded.first_name, \
         last_name = excluded.last_name, email = excluded.email, tags = excluded.tags, created_at = excluded.created_at, \
         updated_at = excluded.updated_at, doc = excluded.doc"
    );
    let args = args![
        user.partner,
        &user.id,
        user.status,
        user.kind,
        user.is_admin,
        user.is_owner,
        user.login,
        user.signed_in_at,
        &user.role_ids,
        &user.screen_name,
        &user.first_name,
        &user.last_name,
        &user.email,
        &user.tags,
        user.created_at,
        user.updated_at,
        &user.doc,
        key(user.id.as_str())
    ];
    tx.exec(&sql, args).await?;
    Ok(())
}

/// Notes when a user last signed in, and nothing else: somebody may be changing the rest.
pub(super) async fn signed_in(tx: &mut WriteTx, now: UnixMillis, user: &User) -> Result<()> {
    let sql = "UPDATE person SET signed_in_at = ? WHERE partner = ? AND id_key = ?";
    tx.exec(sql, args![now, user.partner, key(user.id.as_str())]).await?;
    Ok(())
}

pub(super) fn read(row: &Row) -> Result<User> {
    Ok(User {
        partner: row.get("partner")?,
        id: row.get::<UserId>("id")?,
        created_at: row.get("created_at")?,
        updated_at: row.get("updated_at")?,
        status: row.get("status")?,
        kind: row.get("kind")?,
        is_admin: row.get("is_admin")?,
        is_owner: row.get("is_owner")?,
        login: row.get("login")?,
        signed_in_at: row.get("signed_in_at")?,
        role_ids: row.get("role_ids")?,
        screen_name: row.get("screen_name")?,
        first_name: row.get("first_name")?,
        last_name: row.get("last_name")?,
        email: row.get("email")?,
        tags: row.get("tags")?,
        doc: row.get("doc")?,
    })
}

/// What somebody signs in with.
#[derive(Clone, Debug)]
pub(super) struct Login {
    pub id: i64,
    pub password: Hashed,
}

const LOGIN_COLUMNS: &str = "id, hash, salt, memory_kib, passes";

pub(super) async fn login_by_email(tx: &mut ReadTx, email: &str) -> Result<Option<Login>> {
    let sql = format!("SELECT {LOGIN_COLUMNS} FROM login WHERE email_key = ?");
    tx.query_one(&sql, args![key(email)]).await?.as_ref().map(read_login).transpose()
}

/// The address that somebody signs in with.
pub(super) async fn email_of_login(tx: &mut ReadTx, login: i64) -> Result<Option<String>> {
    let row = tx.query_one("SELECT email FROM login WHERE id = ?", args![login]).await?;
    row.map(|row| row.get("email")).transpose()
}

pub(super) async fn insert_login(tx: &mut WriteTx, now: UnixMillis, email: &str, password: &Hashed) -> Result<i64> {
    let sql = "INSERT INTO login (email_key, email, hash, salt, memory_kib, passes, created_at, updated_at) \
         VALUES (?, ?, ?, ?, ?, ?, ?, ?) RETURNING id";
    let Hashed { hash, salt, memory_kib, passes } = password;
    let args = args![key(email), email.trim(), hash.clone(), salt.clone(), *memory_kib, *passes, now, now];
    tx.query_one(sql, args).await?.ok_or_else(|| Error::bug("an insert has no id"))?.get("id")
}

pub(super) async fn set_password(tx: &mut WriteTx, now: UnixMillis, login: i64, password: &Hashed) -> Result<()> {
    let sql = "UPDATE login SET hash = ?, salt = ?, memory_kib = ?, passes = ?, updated_at = ? WHERE id = ?";
    let Hashed { hash, salt, memory_kib, passes } = password;
    tx.exec(sql, args![hash.clone(), salt.clone(), *memory_kib, *passes, now, login]).await?;
    Ok(())
}

pub(super) async fn set_email(tx: &mut WriteTx, now: UnixMillis, login: i64, email: &str) -> Result<()> {
    let sql = "UPDATE login SET email_key = ?, email = ?, updated_at = ? WHERE id = ?";
    tx.exec(sql, args![key(email), email.trim(), now, login]).await?;
    Ok(())
}

/// Forgets a login that nobody uses any more.
pub(super) async fn drop_unused_login(tx: &mut WriteTx, login: i64) -> Result<()> {
    let sql = "DELETE FROM login WHERE id = ? AND NOT EXISTS (SELECT 1 FROM person WHERE person.login = login.id)";
    tx.exec(sql, args![login]).await?;
    Ok(())
}

fn read_login(row: &Row) -> Result<Login> {
    let cost = |column: &str| -> Result<u32> {
        u32::try_from(row.get::<i64>(column)?).map_err(|_| Error::corrupt("the cost of a password"))
    };
    let password = Hashed {
        hash: row.get("hash")?,
        salt: row.get("salt")?,
        memory_kib: cost("memory_kib")?,
        passes: cost("passes")?,
    };
    Ok(Login { id: row.get("id")?, password })
}
