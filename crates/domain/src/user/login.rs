//! Giving people a login, taking it away, and changing it with its password.

use super::password::{self, Hashed};
use super::sign_in::prove;
use super::{User, rows, status};
use crate::actor::Actor;
use crate::catalog::Catalog;
use crate::guard::Attempt;
use base::{Error, Kind, PartnerId, Result, Secret, UnixMillis, UserId};
use store::{Doc, Event, NewEvent, ReadTx, WriteTx};

/// Arguments of user.enableLogin.
#[derive(Clone, Debug)]
pub struct EnableLogin {
    pub user: String,
    pub email: String,
    /// Needed unless the login exists already, in another account.
    pub password: Option<Secret<String>>,
}

/// Arguments of user.updateLoginData. Empty texts change nothing.
#[derive(Clone, Debug)]
pub struct LoginPatch {
    pub email: String,
    pub password: Secret<String>,
    pub new_email: String,
    pub new_password: Secret<String>,
    pub first_name: Option<String>,
    pub last_name: Option<String>,
}

/// What an administrator signs in with, for showing it once.
#[derive(Clone, Debug)]
pub struct NewPassword {
    pub email: String,
    pub password: Secret<String>,
}

/// Longest e-mail address, in bytes (RFC 5321).
const EMAIL_BYTES_MAX: usize = 254;

/// Does this look like an e-mail address? Whether somebody reads it is not asked.
pub(super) fn is_email(text: &str) -> bool {
    let clean = text.len() <= EMAIL_BYTES_MAX && !text.chars().any(|c| c.is_whitespace() || c.is_control());
    clean
        && text.split_once('@').is_some_and(|(name, host)| !name.is_empty() && !host.is_empty() && !host.contains('@'))
}

/// user.enableLogin. `USER_NOT_FOUND` (also for what is no e-mail address), `USER_LOGIN_ALREADY_ENABLED`, `USER_DATA_ERROR` if somebody
/// else here has that login, `PASSWORD_STRUCTURE_INVALID`.
pub async fn enable_login(catalog: &Catalog, actor: &Actor, now: UnixMillis, args: EnableLogin) -> Result<User> {
    let email = args.email.trim();
    if !is_email(email) {
        return Err(not_found());
    }
    let password = hashed_for(catalog, email, args.password.as_ref()).await?;
    catalog
        .db()
        .write(async |tx| {
            let mut user = rows::by_id(tx, actor.partner, &args.user).await?.ok_or_else(not_found)?;
            super::command::require_rights_over(actor, &user)?;
            attach(tx, now, &mut user, email, password.as_ref()).await?;
            rows::put(tx, &user).await?;
            changed(tx, now, &user, "user.changed").await?;
            Ok(user)
        })
        .await
}

/// user.disableLogin, by user or by login. `USER_LOGIN_ALREADY_DISABLED`, `USER_NOT_FOUND`.
pub async fn disable_login(
    catalog: &Catalog,
    actor: &Actor,
    now: UnixMillis,
    user: Option<&str>,
    email: Option<&str>,
) -> Result<User> {
    catalog
        .db()
        .write(async |tx| {
            let found = match (user, email) {
                (Some(id), _) => rows::by_id(tx, actor.partner, id).await?,
                (None, Some(email)) => by_email(tx, actor.partner, email).await?,
                (None, None) => None,
            };
            let mut user = found.ok_or_else(not_found)?;
            super::command::require_rights_over(actor, &user)?;
            let login = user.login.take();
            let login = login.ok_or_else(|| Error::coded(Kind::Conflict, "USER_LOGIN_ALREADY_DISABLED"))?;
            user.updated_at = now;
            rows::put(tx, &user).await?;
            rows::drop_unused_login(tx, login).await?;
            changed(tx, now, &user, "user.changed").await?;
            Ok(user)
        })
        .await
}

/// user.updateLoginData: whoever knows the password changes it, the e-mail address and the names, in every account of theirs.
///
/// The errors of signing in; `USER_DATA_ERROR` for a new address that is none or is taken, `PASSWORD_STRUCTURE_INVALID`.
pub async fn update_login_data(catalog: &Catalog, now: UnixMillis, attempt: Attempt, args: LoginPatch) -> Result<()> {
    let login = prove(catalog, now, attempt, &args.email, &args.password).await?;
    let data_error = || Error::coded(Kind::Invalid, "USER_DATA_ERROR");
    let email = Some(args.new_email.trim()).filter(|email| !email.is_empty());
    if email.is_some_and(|email| !is_email(email)) {
        return Err(data_error());
    }
    let password = if args.new_password.reveal().is_empty() {
        None
    } else {
        password::check(&args.new_password)?;
        Some(catalog.hasher().hash(&args.new_password).await?)
    };
    catalog
        .db()
        .write(async |tx| {
            if let Some(password) = &password {
                rows::set_password(tx, now, login.id, password).await?;
            }
            if let Some(email) = email {
                if rows::login_by_email(tx, email).await?.is_some_and(|other| other.id != login.id) {
                    return Err(data_error());
                }
                rows::set_email(tx, now, login.id, email).await?;
            }
            for mut user in rows::of_login(tx, login.id).await? {
                user.email = email.map(str::to_owned).or(user.email);
                user.first_name = args.first_name.clone().or(user.first_name);
                user.last_name = args.last_name.clone().or(user.last_name);
                user.updated_at = now;
                rows::put(tx, &user).await?;
                changed(tx, now, &user, "user.changed").await?;
            }
            Ok(())
        })
        .await
}

/// For the operator, who has the data folder: makes an administrator of `partner` with this e-mail address, or gives the one who has it
/// a new password. A password that is not given is made up. `PASSWORD_STRUCTURE_INVALID`.
pub async fn reset_administrator(
    catalog: &Catalog,
    now: UnixMillis,
    partner: PartnerId,
    email: &str,
    password: Option<Secret<String>>,
) -> Result<NewPassword> {
    let (made, hashed) = prepare_administrator(catalog, email, password).await?;
    catalog.db().write(async |tx| put_administrator(tx, now, partner, &made.email, &hashed).await).await?;
    Ok(made)
}

/// The slow half of making an administrator, before any transaction.
pub(crate) async fn prepare_administrator(
    catalog: &Catalog,
    email: &str,
    password: Option<Secret<String>>,
) -> Result<(NewPassword, Hashed)> {
    let email = email.trim();
    if !is_email(email) {
        return Err(Error::new(Kind::Invalid, format!("{email:?} is no e-mail address")));
    }
    let password = match password {
        Some(password) => {
            let hint = "the password needs 8 characters with letters, digits and others, or 14 of any kind";
            password::check(&password).map_err(|error| error.context(hint))?;
            password
        }
        None => password::generate()?,
    };
    let hashed = catalog.hasher().hash(&password).await?;
    Ok((NewPassword { email: email.to_owned(), password }, hashed))
}

pub(crate) async fn put_administrator(
    tx: &mut WriteTx,
    now: UnixMillis,
    partner: PartnerId,
    email: &str,
    password: &Hashed,
) -> Result<()> {
    let id: UserId = email.parse().map_err(|_| Error::new(Kind::Invalid, "the e-mail address is too long"))?;
    let known = match by_email(tx, partner, email).await? {
        Some(user) => Some(user),
        None => rows::by_id(tx, partner, email).await?,
    };
    let mut user = known.unwrap_or_else(|| User::new(partner, id, now));
    let login = match rows::login_by_email(tx, email).await? {
        Some(login) => {
            rows::set_password(tx, now, login.id, password).await?;
            login.id
        }
        None => rows::insert_login(tx, now, email, password).await?,
    };
    let before = user.login.replace(login);
    user.is_admin = true;
    user.is_owner |= !rows::has_owner(tx, partner).await?;
    user.status = status::ACTIVE;
    user.email = Some(email.to_owned());
    user.updated_at = now;
    rows::put(tx, &user).await?;
    if let Some(before) = before.filter(|before| *before != login) {
        rows::drop_unused_login(tx, before).await?;
    }
    changed(tx, now, &user, "user.changed").await
}

/// The user of `partner` who signs in as `email`.
pub(super) async fn by_email(tx: &mut ReadTx, partner: PartnerId, email: &str) -> Result<Option<User>> {
    let Some(login) = rows::login_by_email(tx, email).await? else { return Ok(None) };
    Ok(rows::of_login(tx, login.id).await?.into_iter().find(|user| user.partner == partner))
}

/// The hash that a new login of `email` needs; `None` when the login exists. Outside transactions, because hashing is slow.
pub(super) async fn hashed_for(
    catalog: &Catalog,
    email: &str,
    password: Option<&Secret<String>>,
) -> Result<Option<Hashed>> {
    if catalog.db().read(async |tx| rows::login_by_email(tx, email).await).await?.is_some() {
        return Ok(None);
    }
    let password = password.filter(|password| !password.reveal().is_empty()).ok_or_else(password_missing)?;
    password::check(password)?;
    catalog.hasher().hash(password).await.map(Some)
}

/// Lets `user` sign in as `email`; the caller stores the user. `password` is that of a login that is not there yet.
pub(super) async fn attach(
    tx: &mut WriteTx,
    now: UnixMillis,
    user: &mut User,
    email: &str,
    password: Option<&Hashed>,
) -> Result<()> {
    if user.login.is_some() {
        return Err(Error::coded(Kind::Conflict, "USER_LOGIN_ALREADY_ENABLED"));
    }
    if by_email(tx, user.partner, email).await?.is_some() {
        return Err(Error::coded(Kind::Conflict, "USER_DATA_ERROR"));
    }
    let login = match rows::login_by_email(tx, email).await? {
        Some(login) => login.id,
        None => rows::insert_login(tx, now, email, password.ok_or_else(password_missing)?).await?,
    };
    user.login = Some(login);
    user.email = Some(email.to_owned());
    user.updated_at = now;
    Ok(())
}

fn password_missing() -> Error {
    Error::coded(Kind::Invalid, "PROPERTY_VALIDATION_CANNOT_BE_NULL").arg("PROP_NAME", "password")
}

pub(super) fn not_found() -> Error {
    Error::coded(Kind::NotFound, "USER_NOT_FOUND")
}

/// Appends what happened to a user.
pub(super) async fn changed(tx: &mut WriteTx, now: UnixMillis, user: &User, kind: &'static str) -> Result<()> {
    let body = Doc::default().with("v", 1).with("user", user.id.as_str()).with("roles", !user.role_ids.is_empty());
    store::log::append(tx, NewEvent { at: now, partner: user.partner, entry: None, kind, body }).await?;
    Ok(())
}

/// May this event have changed which roles somebody has?
pub(crate) fn has_roles(event: &Event) -> bool {
    match event.kind.as_str() {
        "user.changed" | "user.deleted" => true,
        "user.added" => event.body.get("roles").and_then(|roles| roles.as_bool()).unwrap_or(false),
        _ => false,
    }
}
