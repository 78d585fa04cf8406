//! App tokens: a session for who knows a token, without the partner's secret (contract: session, appToken service).

use super::command::{ended_family, info_of, make};
use super::privileges::Privileges;
use super::{SessionInfo, USER, rows};
use crate::actor::Actor;
use crate::catalog::Catalog;
use crate::entry::Change;
use crate::filter::{Field, Filter, Page, Pager, Unit};
use crate::guard::Attempt;
use crate::random;
use base::{Error, Kind, PartnerId, Result, Secret, UnixMillis, UserId};
use sha1::Digest;
use store::{Constraint, Doc, NewEvent, Op, Order, Select, WriteTx};

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

/// appToken.add
pub async fn add(catalog: &Catalog, actor: &Actor, now: UnixMillis, patch: AppTokenPatch) -> Result<AppToken> {
    let id = base::EntryId::from_random(random::bytes()?);
    let mut token = AppToken {
        id: id.as_str().to_owned(),
        partner: actor.partner,
        token: Secret::new(random::hex::<16>()?),
        status: status::ACTIVE,
        created_at: now,
        updated_at: now,
        expiry: None,
        session_type: None,
        session_user_id: None,
        session_duration: None,
        session_privileges: None,
        hash_type: HashType::Sha1,
        description: None,
    };
    apply(&mut token, patch)?;
    put(catalog, now, &token, "app_token.added").await?;
    Ok(token)
}

/// appToken.get. `APP_TOKEN_ID_NOT_FOUND`.
pub async fn get(catalog: &Catalog, actor: &Actor, id: &str) -> Result<AppToken> {
    let found = catalog.db().read(async |tx| rows::token_by_id(tx, catalog.key(), actor.partner, id).await).await?;
    found.ok_or_else(|| refused(Kind::NotFound, "APP_TOKEN_ID_NOT_FOUND", id))
}

/// appToken.update
pub async fn update(
    catalog: &Catalog,
    actor: &Actor,
    now: UnixMillis,
    id: &str,
    patch: AppTokenPatch,
) -> Result<AppToken> {
    let mut token = get(catalog, actor, id).await?;
    apply(&mut token, patch)?;
    token.updated_at = now;
    put(catalog, now, &token, "app_token.updated").await?;
    Ok(token)
}

/// appToken.delete: ends every session the token has given out.
pub async fn delete(catalog: &Catalog, actor: &Actor, now: UnixMillis, id: &str) -> Result<()> {
    let mut token = get(catalog, actor, id).await?;
    token.status = status::DELETED;
    token.updated_at = now;
    catalog
        .db()
        .write(async |tx| {
            rows::put_token(tx, catalog.key(), &token).await?;
            rows::end(tx, now, &ended_family(token.partner, &token.id, now)).await?;
            append(tx, now, &token, "app_token.deleted").await
        })
        .await
}

/// appToken.list
pub async fn list(catalog: &Catalog, actor: &Actor, filter: &Filter, pager: Pager) -> Result<Page<AppToken>> {
    let fields = [
        Field { name: "id", columns: &["id"], unit: Unit::Text },
        Field { name: "status", columns: &["status"], unit: Unit::Int },
        Field { name: "sessionUserId", columns: &["session_user_id"], unit: Unit::Text },
        Field { name: "createdAt", columns: &["created_at / 1000"], unit: Unit::Int },
        Field { name: "updatedAt", columns: &["updated_at / 1000"], unit: Unit::Int },
    ];
    let mut constraints = vec![Constraint::equal("partner", actor.partner)];
    if !filter.has_any(&["statusEqual", "statusIn"]) {
        constraints.push(Constraint::new("status", Op::NotEqual, vec![status::DELETED.into()]));
    }
    constraints.extend(filter.constraints(&fields));
    let keys = [("createdAt", "created_at"), ("updatedAt", "updated_at")];
    let fallback = [Order { column: "created_at", descending: true }, Order { column: "id", descending: false }];
    let select = Select {
        from: "app_token",
        columns: rows::TOKEN_COLUMNS,
        constraints,
        order: filter.orders(&keys, &fallback),
        limit: pager.limit(),
        offset: pager.offset(),
    };
    let (total, found) = catalog.db().read(async |tx| Ok((select.count(tx).await?, select.rows(tx).await?))).await?;
    let objects = found.iter().map(|row| rows::read_token(catalog.key(), row)).collect::<Result<Vec<_>>>()?;
    Ok(Page { objects, total })
}

/// appToken.startSession. `SessionInfo.ks` is filled.
pub async fn start_session(
    catalog: &Catalog,
    actor: &Actor,
    now: UnixMillis,
    attempt: Attempt,
    args: StartSession,
) -> Result<SessionInfo> {
    let token = match get(catalog, actor, &args.id).await {
        Ok(token) => token,
        Err(error) => {
            attempt.wrong(now);
            return Err(error);
        }
    };
    if token.status != status::ACTIVE {
        return Err(refused(Kind::Denied, "APP_TOKEN_NOT_ACTIVE", &token.id));
    }
    let expected = Secret::new(token.hash_type.hash(&args.caller_ks, token.token.reveal()));
    if !expected.matches(args.token_hash.as_bytes()) {
        attempt.wrong(now);
        return Err(hash_refused());
    }
    attempt.right(now);
    let partner = catalog.partner(token.partner).await?.ok_or_else(|| Error::corrupt("a token without partner"))?;
    let mut duration = token.session_duration.filter(|seconds| *seconds > 0).unwrap_or(partner.ks_expiry_max);
    if let Some(expiry) = token.expiry.filter(|expiry| *expiry > 0) {
        let left = expiry - now.seconds();
        if left <= 0 {
            return Err(refused(Kind::Denied, "APP_TOKEN_EXPIRED", &token.id));
        }
        duration = duration.min(left);
    }
    if let Some(wished) = args.expiry.filter(|seconds| *seconds > 0) {
        duration = duration.min(wished);
    }
    let kind = token.session_type.or(args.kind).unwrap_or(USER);
    let user = token.session_user_id.clone().filter(|user| !user.is_empty()).or(args.user).unwrap_or_default();
    let user: UserId = user.parse().map_err(|_| Error::coded(Kind::Invalid, "INVALID_USER_ID"))?;
    let mut privileges = Privileges::default();
    privileges.set("sessionid", &token.id);
    privileges.set("apptoken", &token.id);
    for (name, value) in Privileges::parse_merging(token.session_privileges.as_deref().unwrap_or_default()).iter() {
        privileges.append(name, value);
    }
    let wishes = Privileges::parse(args.privileges.as_deref().unwrap_or_default());
    let privileges = privileges.merged_with_wishes(&wishes);
    let text = make(&partner, &user, kind, now, now.seconds().saturating_add(duration), &privileges)?;
    let ks = catalog.open_ks(&text).await?;
    Ok(info_of(&ks, Some(text)))
}

/// `INVALID_APP_TOKEN_HASH`
pub fn hash_refused() -> Error {
    Error::coded(Kind::Denied, "INVALID_APP_TOKEN_HASH")
}

impl HashType {
    /// `tokenHash` as the caller must send it: lower-case hex of H(caller's KS, token).
    pub fn hash(self, caller_ks: &str, token: &str) -> String {
        fn digest<D: Digest>(caller_ks: &str, token: &str) -> String {
            hex::encode(D::new().chain_update(caller_ks.as_bytes()).chain_update(token.as_bytes()).finalize())
        }
        match self {
            Self::Md5 => digest::<md5::Md5>(caller_ks, token),
            Self::Sha1 => digest::<sha1::Sha1>(caller_ks, token),
            Self::Sha256 => digest::<sha2::Sha256>(caller_ks, token),
            Self::Sha512 => digest::<sha2::Sha512>(caller_ks, token),
        }
    }
}

fn apply(token: &mut AppToken, patch: AppTokenPatch) -> Result<()> {
    token.expiry = patch.expiry.apply(token.expiry);
    token.session_type = patch.session_type.apply(token.session_type);
    token.session_user_id = patch.session_user_id.apply(token.session_user_id.take());
    token.session_duration = patch.session_duration.apply(token.session_duration);
    token.session_privileges = patch.session_privileges.apply(token.session_privileges.take());
    token.description = patch.description.apply(token.description.take());
    if let Some(name) = patch.hash_type.set().filter(|name| !name.is_empty()) {
        token.hash_type = HashType::of_name(&name).ok_or_else(|| {
            let error = Error::coded(Kind::Invalid, "INVALID_ENUM_VALUE").arg("ENUM_VAL", &name);
            error.arg("PARAM_NAME", "hashType").arg("ENUM_TYPE", "KalturaAppTokenHashType")
        })?;
    }
    Ok(())
}

fn refused(kind: Kind, code: &'static str, id: &str) -> Error {
    Error::coded(kind, code).arg("ID", id)
}

async fn put(catalog: &Catalog, now: UnixMillis, token: &AppToken, event: &'static str) -> Result<()> {
    catalog
        .db()
        .write(async |tx| {
            rows::put_token(tx, catalog.key(), token).await?;
            append(tx, now, token, event).await
        })
        .await
}

async fn append(tx: &mut WriteTx, now: UnixMillis, token: &AppToken, kind: &'static str) -> Result<()> {
    let body = Doc::default().with("v", 1).with("appToken", token.id.as_str());
    store::log::append(tx, NewEvent { at: now, partner: token.partner, entry: None, kind, body }).await?;
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn token_hashes_match_the_contract() {
        let ks = "djJ8MTAxfDhGKtdYSL60jsrDuAomZjENkIuhq4Z0s0lY6dPHuj7C2oJ-j3SdiAvKMhYR4cf-q5IGDJOB0MrnYEUOGWQGkII=";
        let token = "0123456789abcdef0123456789abcdef";
        let cases = [
            (HashType::Sha1, "39bcdbe7ffaf4971a9fa8ed64629413fc1a9dd07"),
            (HashType::Sha256, "0eb060270f5d2212ea6afaa3b3bb321ec46b274adfa99f64f0b3fd02ba790d64"),
            (HashType::Md5, "db2cf8c67d1d972e0ebedf43afc793a8"),
        ];
        for (kind, hash) in cases {
            assert_eq!(kind.hash(ks, token), hash, "{}", kind.name());
        }
        assert_eq!(HashType::Sha512.hash(ks, token).len(), 128);
    }
}
