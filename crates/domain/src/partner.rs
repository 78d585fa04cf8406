//! Partners: tenant accounts and their secrets, sealed at rest (contract: session, partner data).

use crate::actor::{Actor, ExplicitLive};
use crate::catalog::Catalog;
use crate::entry::Change;
use crate::filter::{Filter, Page, Pager};
use crate::guard::Attempt;
use crate::seal::InstanceKey;
use crate::user::{self, NewPassword};
use crate::{random, seed};
use base::{Error, Kind, PartnerId, Result, Secret, UnixMillis};
use std::path::Path;
use std::sync::Arc;
use store::{Doc, NewEvent, ReadTx, Row, WriteTx, args};

/// A tenant account with its secrets in the clear: for the cache, never for an answer.
#[derive(Clone, Debug)]
pub struct Partner {
    pub id: PartnerId,
    pub name: String,
    pub email: Option<String>,
    /// USER secret.
    pub secret: Secret<String>,
    /// The first is primary and makes new KS.
    pub admin_secrets: Vec<Secret<String>>,
    /// Version of the KS that are made: 1 or 2. Both are read.
    pub ks_version: i64,
    /// Longest session in seconds.
    pub ks_expiry_max: i64,
    pub is_active: bool,
    pub account: Account,
    pub created_at: UnixMillis,
    pub doc: Doc,
}

/// What commands read of an account: nothing secret.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Account {
    pub default_live_profile: i64,
    pub default_access_control: i64,
    pub features: Features,
}

/// What the account may do beyond the ordinary.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Features {
    pub recording: bool,
    pub push_publish: bool,
    pub dynamic_segment_duration: bool,
}

/// How the first account of a fresh data folder shall be. `None` is generated.
#[derive(Clone, Debug, Default)]
pub struct FirstPartner {
    pub id: Option<PartnerId>,
    pub admin_secret: Option<Secret<String>>,
    /// Of the first administrator.
    pub email: Option<String>,
    pub password: Option<Secret<String>>,
}

/// What a first start made; the admin secret and the password are to be shown once.
#[derive(Clone, Debug)]
pub struct Created {
    pub partner: PartnerId,
    pub admin_secret: Secret<String>,
    pub administrator: NewPassword,
}

/// The first administrator's e-mail address, if none is given.
pub const FIRST_EMAIL: &str = "admin@localhost";

/// Ids up to here are reserved (contract: session, partner data).
const RESERVED_MAX: i64 = 100;
const FIRST_ID: PartnerId = PartnerId(101);
const KS_EXPIRY_MAX_S: i64 = 86_400;
/// Version of the KS that new accounts make.
const KS_VERSION: i64 = 2;

/// Makes the first account and what the guides look up in it; `None` if there is an account already.
pub async fn first_start(catalog: &Catalog, now: UnixMillis, first: FirstPartner) -> Result<Option<Created>> {
    let id = first.id.unwrap_or(FIRST_ID);
    if id.0 <= RESERVED_MAX {
        return Err(Error::new(
            Kind::Invalid,
            format!("partner id {id} is reserved, expected more than {RESERVED_MAX}"),
        ));
    }
    let admin_secret = match first.admin_secret {
        Some(secret) if secret.reveal().is_empty() => {
            return Err(Error::new(Kind::Invalid, "the admin secret is empty"));
        }
        Some(secret) => secret,
        None => Secret::new(random::hex::<16>()?),
    };
    if catalog.db().read(async |tx| any(tx).await).await? {
        return Ok(None);
    }
    let email = first.email.as_deref().unwrap_or(FIRST_EMAIL).trim();
    let (administrator, password) = user::prepare_administrator(catalog, email, first.password).await?;
    let partner = Partner {
        id,
        name: "Plenary".to_owned(),
        email: Some(email.to_owned()),
        secret: Secret::new(random::hex::<16>()?),
        admin_secrets: vec![admin_secret.clone()],
        ks_version: KS_VERSION,
        ks_expiry_max: KS_EXPIRY_MAX_S,
        is_active: true,
        account: Account {
            default_live_profile: seed::DEFAULT_LIVE_PROFILE,
            default_access_control: seed::DEFAULT_ACCESS_CONTROL,
            features: Features { recording: true, push_publish: false, dynamic_segment_duration: false },
        },
        created_at: now,
        doc: Doc::default(),
    };
    let made = catalog
        .db()
        .write(async |tx| {
            if any(tx).await? {
                return Ok(false);
            }
            insert(tx, catalog.key(), &partner).await?;
            seed::plant(tx, now, partner.id).await?;
            let body = Doc::default().with("v", 1).with("partner", partner.id.0);
            let event = NewEvent { at: now, partner: partner.id, entry: None, kind: "partner.added", body };
            store::log::append(tx, event).await?;
            user::put_administrator(tx, now, partner.id, email, &password).await?;
            Ok(true)
        })
        .await?;
    Ok(made.then_some(Created { partner: id, admin_secret, administrator }))
}

impl Partner {
    /// What `restrictexplicitliveview` does here: the account's setting, else what servers do.
    pub fn explicit_live(&self) -> ExplicitLive {
        match self.doc.text(EXPLICIT_LIVE) {
            Some("grants") => ExplicitLive::Grants,
            _ => ExplicitLive::Restricts,
        }
    }
}

/// The setting's name, in the account's document and in `additionalParams`.
pub const EXPLICIT_LIVE: &str = "restrictExplicitLiveView";

/// An account as sent.
#[derive(Clone, Debug, Default)]
pub struct PartnerPatch {
    pub name: Change<String>,
    pub email: Change<String>,
    pub doc: Doc,
    /// Settings by name; unknown names are refused.
    pub settings: Vec<(String, String)>,
}

/// partner.get, getInfo: the actor's own. `PARTNER_ACCESS_FORBIDDEN` for another one, `UNKNOWN_PARTNER_ID` for one that is not there.
pub async fn get(catalog: &Catalog, actor: &Actor, id: PartnerId) -> Result<Arc<Partner>> {
    let found = catalog.partner(id).await?.ok_or_else(|| unknown(id))?;
    if id == actor.partner {
        return Ok(found);
    }
    let error = Error::coded(Kind::Denied, "PARTNER_ACCESS_FORBIDDEN");
    Err(error.arg("ACCESSING_PID", actor.partner).arg("ACCESSED_PID", id))
}

/// partner.getSecrets: an administrator without roles of their own proves to be one. The errors of signing in; `ACCESS_UNAUTHORIZED`.
pub async fn with_secrets(
    catalog: &Catalog,
    now: UnixMillis,
    attempt: Attempt,
    id: PartnerId,
    email: &str,
    password: &Secret<String>,
) -> Result<Arc<Partner>> {
    let user = user::proven(catalog, now, attempt, id, email, password).await?;
    if !user.is_admin || !user.role_ids.is_empty() {
        return Err(Error::coded(Kind::Denied, "ACCESS_UNAUTHORIZED"));
    }
    catalog.partner(id).await?.filter(|partner| partner.is_active).ok_or_else(|| unknown(id))
}

/// partner.update. `INVALID_FIELD_VALUE` for a setting that does not exist, or a value it cannot have.
pub async fn update(catalog: &Catalog, actor: &Actor, now: UnixMillis, patch: PartnerPatch) -> Result<Arc<Partner>> {
    let id = actor.partner;
    let stored = catalog.partner(id).await?.ok_or_else(|| unknown(id))?;
    let mut changes = patch.doc;
    for (name, value) in patch.settings {
        let is_known = name == EXPLICIT_LIVE && matches!(value.as_str(), "restricts" | "grants");
        if !is_known {
            return Err(Error::coded(Kind::Invalid, "INVALID_FIELD_VALUE").arg("FIELD_NAME", name));
        }
        changes.insert(name, value.into());
    }
    let name = patch.name.apply(Some(stored.name.clone())).unwrap_or_default();
    let email = patch.email.apply(stored.email.clone());
    catalog
        .db()
        .write(async |tx| {
            let mut doc = doc(tx, id).await?;
            doc.merge(&changes);
            tx.exec("UPDATE partner SET name = ?, email = ?, doc = ? WHERE id = ?", args![&name, &email, &doc, id])
                .await?;
            let body = Doc::default().with("v", 1).with("partner", id.0);
            store::log::append(tx, NewEvent { at: now, partner: id, entry: None, kind: "partner.changed", body })
                .await?;
            Ok(())
        })
        .await?;
    catalog.partner(id).await?.ok_or_else(|| unknown(id))
}

/// partner.listPartnersForUser: where the session's user signs in with the same login; at least the session's own account.
pub async fn list_for_user(
    catalog: &Catalog,
    actor: &Actor,
    filter: &Filter,
    pager: Pager,
) -> Result<Page<Arc<Partner>>> {
    let mut found = Vec::new();
    for id in user::partners_of(catalog, actor).await? {
        if let Some(partner) = catalog.partner(id).await?.filter(|partner| partner.is_active) {
            found.push(partner);
        }
    }
    let ids = |name: &str, partner: &Partner| {
        filter.list(name).is_none_or(|ids| ids.iter().any(|id| *id == partner.id.to_string()))
    };
    found.retain(|partner| {
        ids("idEqual", partner)
            && ids("idIn", partner)
            && filter.text("nameEqual").is_none_or(|name| name == partner.name)
            && filter.text("nameLike").is_none_or(|part| partner.name.to_lowercase().contains(&part.to_lowercase()))
    });
    let total = i64::try_from(found.len()).unwrap_or(i64::MAX);
    let count = |number: i64| usize::try_from(number).unwrap_or(usize::MAX);
    let objects = found.into_iter().skip(count(pager.offset())).take(count(pager.limit())).collect();
    Ok(Page { objects, total })
}

fn unknown(id: PartnerId) -> Error {
    Error::coded(Kind::NotFound, "UNKNOWN_PARTNER_ID").arg("PARTNER_ID", id)
}

async fn doc(tx: &mut ReadTx, id: PartnerId) -> Result<Doc> {
    let row = tx.query_one("SELECT doc FROM partner WHERE id = ?", args![id]).await?;
    row.ok_or_else(|| unknown(id))?.get("doc")
}

/// What commands read of the actor's account. `MISSING_KS` if there is no such account.
pub(crate) async fn account(tx: &mut ReadTx, id: PartnerId) -> Result<Account> {
    let sql = "SELECT default_live_profile, default_access_control, recording, push_publish, dynamic_segment_duration \
         FROM partner WHERE id = ?";
    let row = tx.query_one(sql, args![id]).await?;
    read_account(&row.ok_or_else(|| Error::coded(Kind::Denied, "MISSING_KS"))?)
}

pub(crate) async fn any(tx: &mut ReadTx) -> Result<bool> {
    Ok(tx.query_one("SELECT id FROM partner LIMIT 1", args![]).await?.is_some())
}

/// The oldest account: the one that the first start made.
pub(crate) async fn first(tx: &mut ReadTx) -> Result<PartnerId> {
    let row = tx
        .query_one("SELECT id FROM partner WHERE id > ? ORDER BY created_at, id LIMIT 1", args![RESERVED_MAX])
        .await?;
    row.ok_or_else(|| Error::bug("there is no account before the first start"))?.get("id")
}

/// Whether every account's secrets open with the key in `dir`; answers how many accounts there are. `Corrupt` names the secret that
/// does not, `Unavailable` a missing key. For the database of any version: it reads columns of the first step only.
pub async fn verify_secrets(tx: &mut ReadTx, dir: &Path) -> Result<usize> {
    let key = InstanceKey::open(dir, false)?;
    let rows = tx.query("SELECT id, secret, admin_secrets FROM partner ORDER BY id", args![]).await?;
    for row in &rows {
        let id = row.get("id")?;
        key.open_sealed(&place(id, "secret"), &row.get::<Vec<u8>>("secret")?)?;
        key.open_sealed(&place(id, "admin_secrets"), &row.get::<Vec<u8>>("admin_secrets")?)?;
    }
    Ok(rows.len())
}

pub(crate) async fn by_id(tx: &mut ReadTx, key: &InstanceKey, id: PartnerId) -> Result<Option<Partner>> {
    let sql = "SELECT id, name, email, secret, admin_secrets, ks_version, ks_expiry_max, is_active, default_live_profile, \
         default_access_control, recording, push_publish, dynamic_segment_duration, created_at, doc FROM partner WHERE id = ?";
    let Some(row) = tx.query_one(sql, args![id]).await? else { return Ok(None) };
    let admin_secrets = key.open_sealed(&place(id, "admin_secrets"), &row.get::<Vec<u8>>("admin_secrets")?)?;
    let admin_secrets: Vec<String> =
        serde_json::from_str(admin_secrets.reveal()).map_err(|_| Error::corrupt("admin secrets are no list"))?;
    Ok(Some(Partner {
        id,
        name: row.get("name")?,
        email: row.get("email")?,
        secret: key.open_sealed(&place(id, "secret"), &row.get::<Vec<u8>>("secret")?)?,
        admin_secrets: admin_secrets.into_iter().map(Secret::new).collect(),
        ks_version: row.get("ks_version")?,
        ks_expiry_max: row.get("ks_expiry_max")?,
        is_active: row.get("is_active")?,
        account: read_account(&row)?,
        created_at: row.get("created_at")?,
        doc: row.get("doc")?,
    }))
}

async fn insert(tx: &mut WriteTx, key: &InstanceKey, partner: &Partner) -> Result<()> {
    let secrets: Vec<&String> = partner.admin_secrets.iter().map(|secret| secret.reveal()).collect();
    let secrets = serde_json::to_string(&secrets).map_err(|error| Error::bug(error.to_string()))?;
    let Account { default_live_profile, default_access_control, features } = partner.account;
    let sql = "INSERT INTO partner (id, name, email, secret, admin_secrets, ks_version, ks_expiry_max, is_active, \
         default_live_profile, default_access_control, recording, push_publish, dynamic_segment_duration, created_at, doc) \
         VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)";
    let args = args![
        partner.id,
        &partner.name,
        &partner.email,
        key.seal(&place(partner.id, "secret"), partner.secret.reveal())?,
        key.seal(&place(partner.id, "admin_secrets"), &secrets)?,
        partner.ks_version,
        partner.ks_expiry_max,
        partner.is_active,
        default_live_profile,
        default_access_control,
        features.recording,
        features.push_publish,
        features.dynamic_segment_duration,
        partner.created_at,
        &partner.doc
    ];
    tx.exec(sql, args).await?;
    Ok(())
}

/// What a sealed value belongs to.
fn place(partner: PartnerId, column: &str) -> String {
    format!("partner/{partner}/{column}")
}

fn read_account(row: &Row) -> Result<Account> {
    Ok(Account {
        default_live_profile: row.get("default_live_profile")?,
        default_access_control: row.get("default_access_control")?,
        features: Features {
            recording: row.get("recording")?,
            push_publish: row.get("push_publish")?,
            dynamic_segment_duration: row.get("dynamic_segment_duration")?,
        },
    })
}
