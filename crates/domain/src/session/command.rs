//! session.start, end, get and startWidgetSession (contract: session, session service).

use super::ks::ISSUED;
use super::{ADMIN, Ks, NewKs, USER, invalid_ks};
use crate::actor::Actor;
use crate::catalog::{Catalog, Ended, EndedSubject};
use crate::guard::Attempt;
use crate::partner::Partner;
use crate::random;
use crate::session::privileges::Privileges;
use crate::session::rows;
use base::{Error, Kind, PartnerId, Result, Secret, UnixMillis, UserId};

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

/// How long the end of a deleted token's family is remembered: KS made by clients may live as long as they like.
const FAMILY_ENDED_S: i64 = 10 * 365 * 86_400;

/// session.start. `START_SESSION_ERROR`, `UNKNOWN_ROLE_ID`, `INVALID_SET_ROLE`, `INVALID_ACTIONS_LIMIT`.
pub async fn start(catalog: &Catalog, now: UnixMillis, attempt: Attempt, args: Start) -> Result<String> {
    let id = args.partner.ok_or_else(|| start_refused(None))?;
    let partner = catalog.partner(id).await?.filter(|partner| partner.is_active);
    let Some(partner) = partner else {
        attempt.wrong(now);
        return Err(start_refused(Some(id)));
    };
    let is_admin = args.kind > USER;
    let candidate = args.secret.reveal();
    let by_admin = partner.admin_secrets.iter().fold(false, |found, secret| secret.matches(candidate) | found);
    let by_user = partner.secret.matches(candidate);
    if !by_admin && (is_admin || !by_user) {
        attempt.wrong(now);
        return Err(start_refused(Some(id)));
    }
    attempt.right(now);
    let user: UserId = args.user.parse().map_err(|_| Error::coded(Kind::Invalid, "INVALID_USER_ID"))?;
    let privileges = Privileges::parse(args.privileges.as_deref().unwrap_or_default());
    check_privileges(catalog, &partner, &privileges).await?;
    let kind = if is_admin { ADMIN } else { USER };
    let expires = now.seconds().saturating_add(args.expiry.min(partner.ks_expiry_max));
    make(&partner, &user, kind, now, expires, &privileges)
}

/// `START_SESSION_ERROR`, the one answer to whatever is wrong with a secret or the account it is tried on.
pub fn start_refused(partner: Option<PartnerId>) -> Error {
    let shown = partner.map_or_else(|| "N/A".to_owned(), |id| id.to_string());
    Error::coded(Kind::Denied, "START_SESSION_ERROR").arg("PID", shown)
}

/// session.end: durable when this returns; without a KS nothing happens. What the family was issued so far ends, what it is issued later
/// does not; of a KS that does not say when it was issued, the family ends for as long as the server could have issued it. Neither does it for a widget session, which is never checked
/// for its end (contract: session, validation): anybody may start one, and nobody shall make us remember them all.
pub async fn end(catalog: &Catalog, actor: &Actor, now: UnixMillis) -> Result<()> {
    let Some(ks) = actor.ks.clone().filter(|ks| !ks.is_widget()) else { return Ok(()) };
    let partner = catalog.partner(ks.partner).await?;
    // As long as the longest session that the server itself has given to the family.
    let family_until = now.seconds().saturating_add(partner.map_or(0, |partner| partner.ks_expiry_max)).max(ks.expires);
    catalog
        .db()
        .write(async |tx| {
            let this = Ended {
                partner: ks.partner,
                subject: EndedSubject::Ks(ks.hash),
                until: ks.expires,
                issued_max: i64::MAX,
            };
            rows::end(tx, now, &this).await?;
            for family in ks.privileges.value("sessionid").unwrap_or_default().split('/').filter(|id| !id.is_empty()) {
                let subject = EndedSubject::Family(family.to_owned());
                let ended = Ended { partner: ks.partner, subject, until: family_until, issued_max: now.0 };
                rows::end(tx, now, &ended).await?;
            }
            Ok(())
        })
        .await
}

/// session.get: of the calling session, or of `session`, which must be the same partner's.
pub async fn info(catalog: &Catalog, actor: &Actor, now: UnixMillis, session: Option<&str>) -> Result<SessionInfo> {
    let ks = match session.filter(|text| !text.is_empty()) {
        Some(text) => catalog.open_ks(text).await?,
        None => actor.ks.clone().ok_or_else(|| Error::coded(Kind::Denied, "MISSING_KS"))?,
    };
    if ks.partner != actor.partner {
        let error = Error::coded(Kind::Denied, "PARTNER_ACCESS_FORBIDDEN");
        return Err(error.arg("ACCESSING_PID", actor.partner).arg("ACCESSED_PID", ks.partner));
    }
    if ks.expires <= now.seconds() {
        return Err(invalid_ks("EXPIRED"));
    }
    Ok(info_of(&ks, None))
}

/// session.startWidgetSession: `_<partnerId>` always exists, and is known without asking the database.
pub async fn start_widget(catalog: &Catalog, now: UnixMillis, widget: &str, expiry: i64) -> Result<WidgetSession> {
    let unknown = || crate::widget::not_found(widget);
    let (id, more) = match widget.strip_prefix('_') {
        Some(digits) => (digits.parse().map(PartnerId).map_err(|_| unknown())?, String::new()),
        None => {
            let found = catalog.db().read(async |tx| crate::widget::by_id(tx, widget).await).await?;
            let found = found.ok_or_else(unknown)?;
            (found.partner, found.privileges())
        }
    };
    let partner = catalog.partner(id).await?.filter(|partner| partner.is_active).ok_or_else(unknown)?;
    let privileges = Privileges::parse(&format!("view:*,widget:1{more}"));
    let user: UserId = "0".parse().map_err(|_| Error::bug("the widget's user id is malformed"))?;
    let expires = now.seconds().saturating_add(expiry.min(partner.ks_expiry_max));
    let ks = make(&partner, &user, USER, now, expires, &privileges)?;
    Ok(WidgetSession { partner: id, ks, user: user.to_string() })
}

pub(super) fn info_of(ks: &Ks, text: Option<String>) -> SessionInfo {
    SessionInfo {
        ks: text,
        kind: ks.kind,
        partner: ks.partner,
        user: ks.user.to_string(),
        expiry: ks.expires,
        privileges: ks.privileges.to_string(),
    }
}

pub(super) fn ended_family(partner: PartnerId, family: &str, now: UnixMillis) -> Ended {
    let until = now.seconds().saturating_add(FAMILY_ENDED_S);
    Ended { partner, subject: EndedSubject::Family(family.to_owned()), until, issued_max: i64::MAX }
}

/// A KS of the server's making: it names master and additional data even when there are none. One of a family says when it was issued.
pub(crate) fn make(
    partner: &Partner,
    user: &UserId,
    kind: i64,
    now: UnixMillis,
    expires: i64,
    privileges: &Privileges,
) -> Result<String> {
    let secret = partner.admin_secrets.first().ok_or_else(|| Error::corrupt("a partner without admin secret"))?;
    let issued = if privileges.has("sessionid") { format!("{ISSUED}{}", now.0) } else { String::new() };
    let new =
        NewKs { partner: partner.id, user, kind, expires, privileges, master: Some(""), additional: Some(&issued) };
    if partner.ks_version == 1 {
        let random = u32::from_le_bytes(random::bytes()?);
        return new.seal_v1(secret, random).ok_or_else(|| Error::coded(Kind::Invalid, "INVALID_USER_ID"));
    }
    Ok(new.seal_v2(secret, random::bytes()?))
}

/// `INVALID_ACTIONS_LIMIT`, `INVALID_SET_ROLE`, `UNKNOWN_ROLE_ID`.
pub(crate) async fn check_privileges(catalog: &Catalog, partner: &Partner, privileges: &Privileges) -> Result<()> {
    if let Some(limit) = privileges.value("actionslimit")
        && limit.parse::<i64>().unwrap_or(0) <= 0
    {
        return Err(Error::coded(Kind::Invalid, "INVALID_ACTIONS_LIMIT"));
    }
    let Some(roles) = privileges.value("setrole").filter(|roles| !roles.is_empty()) else { return Ok(()) };
    let standing = catalog.standing(partner.id).await?;
    for role in roles.split('/').filter(|role| !role.is_empty()) {
        if role.parse::<i64>().is_ok_and(|number| number < 0) {
            return Err(Error::coded(Kind::Invalid, "INVALID_SET_ROLE"));
        }
        if standing.role(role).is_none() {
            return Err(Error::coded(Kind::NotFound, "UNKNOWN_ROLE_ID"));
        }
    }
    Ok(())
}
