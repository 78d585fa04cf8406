//! user.add, get, getByLoginId, list, update, delete (contract: people, users).

use super::login::{attach, by_email, changed, hashed_for, is_email, not_found};
use super::{User, UserPatch, rows, status};
use crate::actor::{Actor, Columns, forbidden};
use crate::catalog::Catalog;
use crate::entry::Change;
use crate::filter::{self, Field, Filter, Page, Pager, Unit};
use crate::role;
use base::{Error, Kind, PartnerId, Result, Secret, UnixMillis, UserId};
use store::{Constraint, Op, Order, ReadTx, Select, WriteTx};

/// user.get: the session's user by default, who is made on demand. `INVALID_USER_ID` if there is none, or it is none of the caller's
/// business: users see themselves, producers and administrators everybody.
pub async fn get(catalog: &Catalog, actor: &Actor, now: UnixMillis, id: Option<&str>) -> Result<User> {
    let id = match id.filter(|id| !id.is_empty()) {
        Some(id) => id.parse().map_err(|_| unknown())?,
        None => actor.user.clone(),
    };
    let is_self = id.is_same(&actor.user);
    if !is_self && !actor.may_call(Columns::R, "user->list") {
        return Err(unknown());
    }
    let (db, partner) = (catalog.db(), actor.partner);
    if let Some(user) = db.read(async |tx| rows::by_id(tx, partner, id.as_str()).await).await? {
        return Ok(user);
    }
    if is_self {
        db.write(async |tx| ensure(tx, partner, &id, now).await).await?;
        return db.read(async |tx| rows::by_id(tx, partner, id.as_str()).await).await?.ok_or_else(unknown);
    }
    Err(unknown())
}

/// user.getByLoginId. `LOGIN_DATA_NOT_FOUND`, and `USER_NOT_FOUND` if the login is of other accounts only.
pub async fn by_login_id(tx: &mut ReadTx, actor: &Actor, email: &str) -> Result<User> {
    if rows::login_by_email(tx, email).await?.is_none() {
        return Err(Error::coded(Kind::NotFound, "LOGIN_DATA_NOT_FOUND"));
    }
    by_email(tx, actor.partner, email).await?.ok_or_else(not_found)
}

/// user.list: all but the deleted ones, unless the filter asks for a status.
pub async fn list(tx: &mut ReadTx, actor: &Actor, filter: &Filter, pager: Pager) -> Result<Page<User>> {
    let mut constraints = vec![Constraint::equal("partner", actor.partner)];
    if !filter.has_any(&["statusEqual", "statusIn"]) {
        constraints.push(Constraint::new("status", Op::NotEqual, vec![status::DELETED.into()]));
    }
    // Ids compare without case.
    if let Some(id) = filter.text("idEqual") {
        constraints.push(Constraint::equal("id_key", rows::key(&id)));
    }
    if let Some(ids) = filter.list("idIn") {
        let ids = ids.iter().map(|id| rows::key(id).into()).collect();
        constraints.push(Constraint::new("id_key", Op::In, ids));
    }
    if let Some(role) = filter.text("roleIdEqual") {
        constraints.push(Constraint::new("role_ids", Op::ItemAny, vec![role.into()]));
    }
    constraints.extend(filter.constraints(FIELDS));
    let keys =
        [("createdAt", "created_at"), ("updatedAt", "updated_at"), ("id", "id_key"), ("screenName", "screen_name")];
    let fallback = [Order { column: "created_at", descending: true }, Order { column: "id_key", descending: false }];
    let select = Select {
        from: "person",
        columns: rows::COLUMNS,
        constraints,
        order: filter.orders(&keys, &fallback),
        limit: pager.limit(),
        offset: pager.offset(),
    };
    let total = select.count(tx).await?;
    let objects = select.rows(tx).await?.iter().map(rows::read).collect::<Result<Vec<_>>>()?;
    Ok(Page { objects, total })
}

const FIELDS: &[Field] = &[
    Field { name: "type", columns: &["kind"], unit: Unit::Int },
    Field { name: "status", columns: &["status"], unit: Unit::Int },
    Field { name: "isAdmin", columns: &["is_admin"], unit: Unit::Int },
    Field { name: "loginEnabled", columns: &["(login IS NOT NULL)"], unit: Unit::Int },
    Field { name: "screenName", columns: &["screen_name"], unit: Unit::Text },
    Field { name: "firstName", columns: &["first_name"], unit: Unit::Text },
    Field { name: "lastName", columns: &["last_name"], unit: Unit::Text },
    Field { name: "firstNameOrLastName", columns: &["first_name", "last_name"], unit: Unit::Text },
    Field { name: "idOrScreenName", columns: &["id", "screen_name"], unit: Unit::Text },
    Field { name: "email", columns: &["email"], unit: Unit::Text },
    Field { name: "tags", columns: &["tags"], unit: Unit::Text },
    Field { name: "roleIds", columns: &["role_ids"], unit: Unit::Text },
    Field { name: "createdAt", columns: &["created_at / 1000"], unit: Unit::Int },
];

/// user.add. With `password`, or when `signs_in`, the user gets a login of their e-mail address.
///
/// `INVALID_FIELD_VALUE` for a bad id, `DUPLICATE_USER_BY_ID`, `PROPERTY_VALIDATION_CANNOT_BE_NULL` for an administrator without e-mail
/// address and names, `USER_ROLE_NOT_FOUND`, and the errors of user.enableLogin.
pub async fn add(
    catalog: &Catalog,
    actor: &Actor,
    now: UnixMillis,
    patch: UserPatch,
    password: Option<Secret<String>>,
    signs_in: bool,
) -> Result<User> {
    let id = match patch.id.as_set().or(patch.email.as_set()) {
        Some(id) => user_id(id)?,
        None => return Err(missing("id")),
    };
    let mut user = User::new(actor.partner, id, now);
    let roles = roles(catalog, actor, &patch).await?;
    apply(actor, &mut user, patch, roles)?;
    let email = user.email.clone().filter(|email| is_email(email));
    if user.is_admin {
        let known = [("email", &user.email), ("firstName", &user.first_name), ("lastName", &user.last_name)];
        if let Some((name, _)) = known.iter().find(|(_, value)| value.as_ref().is_none_or(String::is_empty)) {
            return Err(missing(name));
        }
    }
    let login = match email {
        Some(email) if signs_in || password.is_some() => {
            let hashed = hashed_for(catalog, &email, password.as_ref()).await?;
            Some((email, hashed))
        }
        None if signs_in => return Err(missing("email")),
        _ => None,
    };
    catalog
        .db()
        .write(async |tx| {
            if rows::by_id(tx, actor.partner, user.id.as_str()).await?.is_some() {
                return Err(Error::coded(Kind::Conflict, "DUPLICATE_USER_BY_ID").arg("UID", &user.id));
            }
            let mut user = user.clone();
            if let Some((email, hashed)) = &login {
                attach(tx, now, &mut user, email, hashed.as_ref()).await?;
            }
            rows::put(tx, &user).await?;
            changed(tx, now, &user, "user.added").await?;
            Ok(user)
        })
        .await
}

/// user.update. `INVALID_USER_ID`, `USER_ROLE_NOT_FOUND`, `CANNOT_DELETE_OR_BLOCK_ROOT_ADMIN_USER`.
pub async fn update(catalog: &Catalog, actor: &Actor, now: UnixMillis, id: &str, patch: UserPatch) -> Result<User> {
    let roles = roles(catalog, actor, &patch).await?;
    catalog
        .db()
        .write(async |tx| {
            let mut user = rows::by_id(tx, actor.partner, id).await?.ok_or_else(unknown)?;
            require_rights_over(actor, &user)?;
            apply(actor, &mut user, patch, roles)?;
            if user.is_owner && (user.status != status::ACTIVE || !user.is_admin) {
                return Err(owner());
            }
            user.updated_at = now;
            rows::put(tx, &user).await?;
            changed(tx, now, &user, "user.changed").await?;
            Ok(user)
        })
        .await
}

/// user.delete: what belongs to the user stays; the login goes. `INVALID_USER_ID`, `CANNOT_DELETE_OR_BLOCK_ROOT_ADMIN_USER`.
pub async fn delete(catalog: &Catalog, actor: &Actor, now: UnixMillis, id: &str) -> Result<User> {
    catalog
        .db()
        .write(async |tx| {
            let mut user = rows::by_id(tx, actor.partner, id).await?.ok_or_else(unknown)?;
            require_rights_over(actor, &user)?;
            if user.is_owner {
                return Err(owner());
            }
            user.status = status::DELETED;
            user.updated_at = now;
            let login = user.login.take();
            rows::put(tx, &user).await?;
            if let Some(login) = login {
                rows::drop_unused_login(tx, login).await?;
            }
            changed(tx, now, &user, "user.deleted").await?;
            Ok(user)
        })
        .await
}

/// Makes the user if there is none. Anonymous users are nobody.
pub async fn ensure(tx: &mut WriteTx, partner: PartnerId, id: &UserId, now: UnixMillis) -> Result<()> {
    if id.is_anonymous() {
        return Ok(());
    }
    let user = User::new(partner, id.clone(), now);
    if rows::insert_if_new(tx, &user).await? {
        changed(tx, now, &user, "user.added").await?;
    }
    Ok(())
}

/// Does the partner know this user?
pub async fn exists(tx: &mut ReadTx, partner: PartnerId, id: &str) -> Result<bool> {
    rows::by_id(tx, partner, id).await.map(|user| user.is_some())
}

/// Somebody who is limited by a role does not decide about administrators: they could become one.
pub(super) fn require_rights_over(actor: &Actor, user: &User) -> Result<()> {
    let special = user.is_admin || !user.role_ids.is_empty();
    if special && !actor.is_unlimited() { Err(forbidden("user->update")) } else { Ok(()) }
}

/// The roles that a patch asks for, looked up before any transaction. `USER_ROLE_NOT_FOUND`.
async fn roles(catalog: &Catalog, actor: &Actor, patch: &UserPatch) -> Result<Change<String>> {
    let Change::Set(ids) = &patch.role_ids else { return Ok(patch.role_ids.clone()) };
    let ids: Vec<&str> = filter::split(ids).collect();
    role::require_known(catalog, actor.partner, &ids).await?;
    Ok(Change::Set(ids.join(",")))
}

fn apply(actor: &Actor, user: &mut User, patch: UserPatch, roles: Change<String>) -> Result<()> {
    user.is_admin = patch.is_admin.set().unwrap_or(user.is_admin);
    user.role_ids = roles.apply(Some(std::mem::take(&mut user.role_ids))).unwrap_or_default();
    require_rights_over(actor, user)?;
    match patch.status.set() {
        None => {}
        Some(wished @ (status::BLOCKED | status::ACTIVE)) => user.status = wished,
        Some(_) => return Err(Error::coded(Kind::Invalid, "INVALID_FIELD_VALUE").arg("FIELD_NAME", "status")),
    }
    user.kind = patch.kind.set().unwrap_or(user.kind);
    user.screen_name = patch.screen_name.apply(user.screen_name.take());
    user.first_name = patch.first_name.apply(user.first_name.take());
    user.last_name = patch.last_name.apply(user.last_name.take());
    user.email = patch.email.apply(user.email.take());
    user.tags = patch.tags.apply(user.tags.take());
    user.doc.merge(&patch.doc);
    Ok(())
}

/// An id for a new user: something that can be seen, and is nobody's.
fn user_id(text: &str) -> Result<UserId> {
    let bad = || Error::coded(Kind::Invalid, "INVALID_FIELD_VALUE").arg("FIELD_NAME", "id");
    let text = text.trim();
    if text.chars().any(|c| c.is_control() || matches!(c, ',' | ';' | '<' | '>')) {
        return Err(bad());
    }
    text.parse().ok().filter(|id: &UserId| !id.is_anonymous()).ok_or_else(bad)
}

fn missing(property: &str) -> Error {
    Error::coded(Kind::Invalid, "PROPERTY_VALIDATION_CANNOT_BE_NULL")
        .arg("PROP_NAME", format!("KalturaUser::{property}"))
}

fn unknown() -> Error {
    Error::coded(Kind::NotFound, "INVALID_USER_ID")
}

fn owner() -> Error {
    Error::coded(Kind::Conflict, "CANNOT_DELETE_OR_BLOCK_ROOT_ADMIN_USER")
}
