//! Signing in with an e-mail address and a password (contract: people, signing in).

use super::login::{changed, not_found};
use super::rows::{self, Login};
use super::{User, status};
use crate::actor::Actor;
use crate::catalog::Catalog;
use crate::guard::{Attempt, Left};
use crate::session::privileges::Privileges;
use crate::session::{ADMIN, USER, check_privileges, make};
use base::{Error, Kind, PartnerId, Result, Secret, UnixMillis};

/// Arguments of user.loginByLoginId and user.login.
#[derive(Clone, Debug)]
pub struct SignIn {
    pub email: String,
    pub password: Secret<String>,
    /// `None`: the account where this login is oldest.
    pub partner: Option<PartnerId>,
    /// Seconds; capped by the partner's maximum.
    pub expiry: i64,
    pub privileges: String,
}

/// What `user` of `partner` signs in as. Of one who does not, or does not exist, a name that no login has: guesses count for it all the same.
pub async fn login_name(catalog: &Catalog, partner: PartnerId, user: &str) -> Result<String> {
    let found = catalog.db().read(async |tx| {
        let login = rows::by_id(tx, partner, user).await?.and_then(|user| user.login);
        let Some(login) = login else { return Ok(None) };
        rows::email_of_login(tx, login).await
    });
    Ok(found.await?.unwrap_or_else(|| format!("user {} of {partner}", rows::key(user))))
}

/// user.loginByLoginId: a KS, of type ADMIN for administrators. `USER_NOT_FOUND`, `USER_WRONG_PASSWORD`, `LOGIN_RETRIES_EXCEEDED`,
/// `USER_IS_BLOCKED`.
///
/// Privileges may narrow what the user is: only an administrator without roles of their own gets those that widen it.
pub async fn sign_in(catalog: &Catalog, now: UnixMillis, attempt: Attempt, args: SignIn) -> Result<String> {
    let login = prove(catalog, now, attempt, &args.email, &args.password).await?;
    let user = user_of(catalog, &login, args.partner).await?;
    let partner = catalog.partner(user.partner).await?.filter(|partner| partner.is_active);
    let partner = partner.ok_or_else(|| Error::coded(Kind::Denied, "SERVICE_FORBIDDEN_CONTENT_BLOCKED"))?;
    let mut privileges = Privileges::parse(&args.privileges);
    if !user.is_admin || !user.role_ids.is_empty() {
        privileges = privileges.narrowing();
    }
    check_privileges(catalog, &partner, &privileges).await?;
    let kind = if user.is_admin { ADMIN } else { USER };
    let expires = now.seconds().saturating_add(args.expiry.min(partner.ks_expiry_max));
    let ks = make(&partner, &user.id, kind, now, expires, &privileges)?;
    catalog
        .db()
        .write(async |tx| {
            rows::signed_in(tx, now, &user).await?;
            changed(tx, now, &user, "user.signed_in").await
        })
        .await?;
    Ok(ks)
}

/// The user of `partner` whose e-mail address and password these are. The errors of [`sign_in`].
pub(crate) async fn proven(
    catalog: &Catalog,
    now: UnixMillis,
    attempt: Attempt,
    partner: PartnerId,
    email: &str,
    password: &Secret<String>,
) -> Result<User> {
    let login = prove(catalog, now, attempt, email, password).await?;
    user_of(catalog, &login, Some(partner)).await
}

/// The accounts where the actor's user signs in, the actor's own among them.
pub(crate) async fn partners_of(catalog: &Catalog, actor: &Actor) -> Result<Vec<PartnerId>> {
    let found = catalog.db().read(async |tx| {
        let login = rows::by_id(tx, actor.partner, actor.user.as_str()).await?.and_then(|user| user.login);
        let Some(login) = login else { return Ok(vec![actor.partner]) };
        Ok(rows::of_login(tx, login).await?.iter().map(|user| user.partner).collect())
    });
    found.await
}

async fn user_of(catalog: &Catalog, login: &Login, partner: Option<PartnerId>) -> Result<User> {
    choose(catalog.db().read(async |tx| rows::of_login(tx, login.id).await).await?, partner)
}

/// The user that signs in: in the account asked for, else where they are active and were first.
fn choose(users: Vec<User>, partner: Option<PartnerId>) -> Result<User> {
    let mut users: Vec<User> = users.into_iter().filter(|user| partner.is_none_or(|id| id == user.partner)).collect();
    match users.iter().position(|user| user.status == status::ACTIVE) {
        Some(at) => Ok(users.swap_remove(at)),
        None if users.is_empty() => Err(not_found()),
        None => Err(Error::coded(Kind::Denied, "USER_IS_BLOCKED")),
    }
}

/// Somebody knows the password of the login `email`. Takes as long whether there is such a login or not.
pub(super) async fn prove(
    catalog: &Catalog,
    now: UnixMillis,
    attempt: Attempt,
    email: &str,
    password: &Secret<String>,
) -> Result<Login> {
    let found = catalog.db().read(async |tx| rows::login_by_email(tx, email).await).await?;
    let matches = catalog.hasher().matches(password, found.as_ref().map(|login| &login.password)).await?;
    match found {
        Some(login) if matches => {
            attempt.right(now);
            Ok(login)
        }
        found => {
            let code = match (attempt.wrong(now), found) {
                (Left::Nothing, _) => "LOGIN_RETRIES_EXCEEDED",
                (Left::More, Some(_)) => "USER_WRONG_PASSWORD",
                (Left::More, None) => "USER_NOT_FOUND",
            };
            Err(Error::coded(Kind::Denied, code))
        }
    }
}
