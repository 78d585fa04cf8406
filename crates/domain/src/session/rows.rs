//! SQL of sessions and app tokens.

use super::Ks;
use super::app_token::{AppToken, HashType};
use crate::catalog::{Ended, EndedSubject};
use crate::seal::InstanceKey;
use base::{Error, PartnerId, Result, UnixMillis};
use store::{Doc, Event, NewEvent, ReadTx, Row, WriteTx, args};

const KS: &str = "ks";
const FAMILY: &str = "family";

/// Everything that was ended and has not expired since.
pub(crate) async fn ended(tx: &mut ReadTx) -> Result<Vec<Ended>> {
    tx.query("SELECT partner, kind, name, until, issued_max FROM ended_session", args![])
        .await?
        .iter()
        .map(read_ended)
        .collect()
}

/// Drops up to `limit` ended sessions and as many counts that have expired since; answers the ended ones, and whether there may be more.
pub(crate) async fn forget_over(tx: &mut WriteTx, now_seconds: i64, limit: i64) -> Result<(Vec<Ended>, bool)> {
    let sql = "DELETE FROM ended_session WHERE (partner, kind, name) IN \
         (SELECT partner, kind, name FROM ended_session WHERE until < ? ORDER BY until LIMIT ?) \
         RETURNING partner, kind, name, until, issued_max";
    let ended = tx.query(sql, args![now_seconds, limit]).await?;
    let ended = ended.iter().map(read_ended).collect::<Result<Vec<_>>>()?;
    let sql = "DELETE FROM session_use WHERE (partner, hash) IN \
         (SELECT partner, hash FROM session_use WHERE until < ? ORDER BY until LIMIT ?)";
    let uses = tx.exec(sql, args![now_seconds, limit]).await?;
    let more =
        [ended.len() as u64, uses].iter().any(|dropped| i64::try_from(*dropped).is_ok_and(|dropped| dropped >= limit));
    Ok((ended, more))
}

fn read_ended(row: &Row) -> Result<Ended> {
    let (kind, name): (String, String) = (row.get("kind")?, row.get("name")?);
    let subject = subject(&kind, &name).ok_or_else(|| Error::corrupt(format!("ended session of kind {kind}")))?;
    let (until, issued_max) = (row.get("until")?, row.get("issued_max")?);
    Ok(Ended { partner: row.get("partner")?, subject, until, issued_max })
}

/// Ends a KS or a family, durably and with its event. Ending again only ever ends more.
pub(crate) async fn end(tx: &mut WriteTx, now: UnixMillis, ended: &Ended) -> Result<()> {
    let (kind, name) = match &ended.subject {
        EndedSubject::Ks(hash) => (KS, hex::encode(hash)),
        EndedSubject::Family(id) => (FAMILY, id.clone()),
    };
    let sql = "INSERT INTO ended_session (partner, kind, name, until, issued_max) VALUES (?, ?, ?, ?, ?) \
         ON CONFLICT (partner, kind, name) DO UPDATE SET until = max(until, excluded.until), \
         issued_max = max(issued_max, excluded.issued_max)";
    tx.exec(sql, args![ended.partner, kind, &name, ended.until, ended.issued_max]).await?;
    let body = Doc::default().with("v", 1).with("kind", kind).with("name", name).with("until", ended.until);
    let body = body.with("issuedMax", ended.issued_max);
    let event = NewEvent { at: now, partner: ended.partner, entry: None, kind: "session.ended", body };
    store::log::append(tx, event).await?;
    Ok(())
}

pub(crate) fn ended_of_event(event: &Event) -> Option<Ended> {
    let subject = subject(event.body.text("kind")?, event.body.text("name")?)?;
    let issued_max = event.body.int("issuedMax").unwrap_or(i64::MAX);
    Some(Ended { partner: event.partner, subject, until: event.body.int("until")?, issued_max })
}

fn subject(kind: &str, name: &str) -> Option<EndedSubject> {
    match kind {
        KS => {
            let mut hash = [0; 20];
            hex::decode_to_slice(name, &mut hash).ok()?;
            Some(EndedSubject::Ks(hash))
        }
        FAMILY => Some(EndedSubject::Family(name.to_owned())),
        _ => None,
    }
}

/// Counts one use; answers how many there are now.
pub(crate) async fn count_use(tx: &mut WriteTx, ks: &Ks) -> Result<i64> {
    let sql = "INSERT INTO session_use (partner, hash, uses, until) VALUES (?, ?, 1, ?) \
         ON CONFLICT (partner, hash) DO UPDATE SET uses = uses + 1 RETURNING uses";
    let row = tx.query_one(sql, args![ks.partner, hex::encode(ks.hash), ks.expires]).await?;
    row.ok_or_else(|| Error::bug("a counted use has no row"))?.get("uses")
}

pub(super) const TOKEN_COLUMNS: &str = "id, partner, token, status, created_at, updated_at, expiry, session_type, session_user_id, \
     session_duration, session_privileges, hash_type, description";

/// What a sealed token belongs to.
fn place(id: &str) -> String {
    format!("app_token/{id}")
}

pub(super) fn read_token(key: &InstanceKey, row: &Row) -> Result<AppToken> {
    let id: String = row.get("id")?;
    let hash_type: String = row.get("hash_type")?;
    Ok(AppToken {
        partner: row.get("partner")?,
        token: key.open_sealed(&place(&id), &row.get::<Vec<u8>>("token")?)?,
        status: row.get("status")?,
        created_at: row.get("created_at")?,
        updated_at: row.get("updated_at")?,
        expiry: row.get("expiry")?,
        session_type: row.get("session_type")?,
        session_user_id: row.get("session_user_id")?,
        session_duration: row.get("session_duration")?,
        session_privileges: row.get("session_privileges")?,
        hash_type: HashType::of_name(&hash_type).ok_or_else(|| Error::corrupt(format!("hash type {hash_type}")))?,
        description: row.get("description")?,
        id,
    })
}

pub(super) async fn token_by_id(
    tx: &mut ReadTx,
    key: &InstanceKey,
    partner: PartnerId,
    id: &str,
) -> Result<Option<AppToken>> {
    let sql = format!("SELECT {TOKEN_COLUMNS} FROM app_token WHERE partner = ? AND id = ? AND status <> 3");
    tx.query_one(&sql, args![partner, id]).await?.map(|row| read_token(key, &row)).transpose()
}

/// Inserts or replaces.
pub(super) async fn put_token(tx: &mut WriteTx, key: &InstanceKey, token: &AppToken) -> Result<()> {
    let sql = format!(
        "INSERT INTO app_token ({TOKEN_COLUMNS}) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?) \
         ON CONFLICT (id) DO UPDATE SET status = excluded.status, updated_at = excluded.updated_at, expiry = excluded.expiry, \
         session_type = excluded.session_type, session_user_id = excluded.session_user_id, \
         session_duration = excluded.session_duration, session_privileges = excluded.session_privileges, \
         hash_type = excluded.hash_type, description = excluded.description"
    );
    let args = args![
        &token.id,
        token.partner,
        key.seal(&place(&token.id), token.token.reveal())?,
        token.status,
        token.created_at,
        token.updated_at,
        token.expiry,
        token.session_type,
        &token.session_user_id,
        token.session_duration,
        &token.session_privileges,
        token.hash_type.name(),
        &token.description
    ];
    tx.exec(&sql, args).await?;
    Ok(())
}
