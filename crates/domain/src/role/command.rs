//! userRole.add, get, update, delete, clone, list; permission.get, list (contract: people, roles and permissions).

use super::{PERMISSIONS, Permission, Role, RolePatch, rows, status};
use crate::actor::Actor;
use crate::catalog::Catalog;
use crate::filter::{self, Field, Filter, Page, Pager, Unit};
use base::{Error, Kind, PartnerId, Result, UnixMillis};
use store::{Constraint, Doc, NewEvent, Op, Order, ReadTx, Select, WriteTx};

/// Roles of one account: all of them are kept in memory. One more is `Exhausted`.
const ROLES_MAX: i64 = 1_000;

/// userRole.get: own or partner 0's. `INVALID_OBJECT_ID`.
pub async fn get(tx: &mut ReadTx, actor: &Actor, id: i64) -> Result<Role> {
    rows::by_id(tx, actor.partner, id).await?.ok_or_else(|| unknown(id))
}

/// userRole.list: own and partner 0's, without the deleted ones unless the filter asks for a status.
pub async fn list(tx: &mut ReadTx, actor: &Actor, filter: &Filter, pager: Pager) -> Result<Page<Role>> {
    let both = vec![actor.partner.into(), PartnerId::TEMPLATE.into()];
    let mut constraints = vec![Constraint::new("partner", Op::In, both)];
    if !filter.has_any(&["statusEqual", "statusIn"]) {
        constraints.push(Constraint::new("status", Op::NotEqual, vec![status::DELETED.into()]));
    }
    constraints.extend(filter.constraints(FIELDS));
    let keys = [("id", "id"), ("name", "name"), ("createdAt", "created_at"), ("updatedAt", "updated_at")];
    let select = Select {
        from: "role",
        columns: rows::COLUMNS,
        constraints,
        order: filter.orders(&keys, &[Order { column: "id", descending: false }]),
        limit: pager.limit(),
        offset: pager.offset(),
    };
    let total = select.count(tx).await?;
    let objects = select.rows(tx).await?.iter().map(rows::read).collect::<Result<Vec<_>>>()?;
    Ok(Page { objects, total })
}

const FIELDS: &[Field] = &[
    Field { name: "id", columns: &["id"], unit: Unit::Int },
    Field { name: "name", columns: &["name"], unit: Unit::Text },
    Field { name: "systemName", columns: &["system_name"], unit: Unit::Text },
    Field { name: "description", columns: &["description"], unit: Unit::Text },
    Field { name: "status", columns: &["status"], unit: Unit::Int },
    Field { name: "partnerId", columns: &["partner"], unit: Unit::Int },
    Field { name: "tags", columns: &["tags"], unit: Unit::Text },
    Field { name: "createdAt", columns: &["created_at / 1000"], unit: Unit::Int },
    Field { name: "updatedAt", columns: &["updated_at / 1000"], unit: Unit::Int },
];

/// userRole.add. `PROPERTY_VALIDATION_CANNOT_BE_NULL` without a name.
pub async fn add(tx: &mut WriteTx, actor: &Actor, now: UnixMillis, patch: RolePatch) -> Result<Role> {
    let role = Role {
        id: 0,
        partner: actor.partner,
        name: String::new(),
        system_name: None,
        description: None,
        status: status::ACTIVE,
        permission_names: String::new(),
        tags: None,
        created_at: now,
        updated_at: now,
    };
    insert(tx, actor, now, apply(role, patch)?).await
}

/// userRole.update: own ones only. `INVALID_OBJECT_ID`.
pub async fn update(tx: &mut WriteTx, actor: &Actor, now: UnixMillis, id: i64, patch: RolePatch) -> Result<Role> {
    let role = apply(own(tx, actor, id).await?, patch)?;
    put(tx, now, role, "role.changed").await
}

/// userRole.delete: users and sessions that name it lose what it granted. Answers the role. `INVALID_OBJECT_ID`.
pub async fn delete(tx: &mut WriteTx, actor: &Actor, now: UnixMillis, id: i64) -> Result<Role> {
    let role = Role { status: status::DELETED, ..own(tx, actor, id).await? };
    put(tx, now, role, "role.deleted").await
}

/// userRole.clone: a copy of an own role or of partner 0's, in the own account.
pub async fn copy(tx: &mut WriteTx, actor: &Actor, now: UnixMillis, id: i64) -> Result<Role> {
    let source = get(tx, actor, id).await?;
    let name = format!("{} copy", source.name);
    // A system name names one role.
    let role = Role { partner: actor.partner, name, system_name: None, created_at: now, updated_at: now, ..source };
    insert(tx, actor, now, role).await
}

/// permission.get. `INVALID_OBJECT_ID`.
pub fn permission(name: &str) -> Result<(i64, &'static Permission)> {
    let found = (1..).zip(PERMISSIONS).find(|(_, permission)| permission.name == name);
    found.ok_or_else(|| Error::coded(Kind::NotFound, "INVALID_OBJECT_ID").arg("ID", name))
}

/// permission.list: with their ids, by id.
pub fn list_permissions(filter: &Filter, pager: Pager) -> Page<(i64, &'static Permission)> {
    let one_of = |names: &[&str], value: &str| {
        names.iter().all(|name| filter.list(name).is_none_or(|wished| wished.iter().any(|wish| wish == value)))
    };
    let contains = |name: &str, text: &str| {
        filter.text(name).is_none_or(|part| text.to_lowercase().contains(&part.to_lowercase()))
    };
    let fits = |(id, permission): &(i64, &Permission)| {
        one_of(&["idEqual", "idIn"], &id.to_string())
            && one_of(&["nameEqual", "nameIn"], permission.name)
            && one_of(&["statusEqual", "statusIn"], "1")
            && one_of(&["typeEqual", "typeIn"], "1")
            && contains("friendlyNameLike", permission.name)
            && contains("descriptionLike", permission.description)
    };
    let found: Vec<_> = (1..).zip(PERMISSIONS).filter(fits).collect();
    let total = i64::try_from(found.len()).unwrap_or(i64::MAX);
    let count = |number: i64| usize::try_from(number).unwrap_or(usize::MAX);
    let objects = found.into_iter().skip(count(pager.offset())).take(count(pager.limit())).collect();
    Page { objects, total }
}

/// `USER_ROLE_NOT_FOUND` unless every role can be resolved in this account.
pub(crate) async fn require_known(catalog: &Catalog, partner: PartnerId, ids: &[&str]) -> Result<()> {
    let standing = catalog.standing(partner).await?;
    let is_id = |id: &&str| id.parse::<i64>().is_ok() && standing.role(id).is_some();
    if ids.iter().all(is_id) { Ok(()) } else { Err(Error::coded(Kind::NotFound, "USER_ROLE_NOT_FOUND")) }
}

async fn own(tx: &mut ReadTx, actor: &Actor, id: i64) -> Result<Role> {
    let role = get(tx, actor, id).await?;
    if role.partner == actor.partner { Ok(role) } else { Err(unknown(id)) }
}

fn apply(mut role: Role, patch: RolePatch) -> Result<Role> {
    role.name = patch.name.apply(Some(role.name)).unwrap_or_default();
    if role.name.trim().is_empty() {
        let error = Error::coded(Kind::Invalid, "PROPERTY_VALIDATION_CANNOT_BE_NULL");
        return Err(error.arg("PROP_NAME", "KalturaUserRole::name"));
    }
    role.system_name = patch.system_name.apply(role.system_name).filter(|name| !name.is_empty());
    role.description = patch.description.apply(role.description);
    role.tags = patch.tags.apply(role.tags);
    match patch.status.set() {
        None => {}
        Some(wished @ (status::ACTIVE | status::BLOCKED)) => role.status = wished,
        Some(_) => return Err(Error::coded(Kind::Invalid, "INVALID_FIELD_VALUE").arg("FIELD_NAME", "status")),
    }
    let names = patch.permission_names.apply(Some(role.permission_names)).unwrap_or_default();
    role.permission_names = filter::split(&names).collect::<Vec<_>>().join(",");
    Ok(role)
}

async fn insert(tx: &mut WriteTx, actor: &Actor, now: UnixMillis, role: Role) -> Result<Role> {
    if rows::count(tx, actor.partner).await? >= ROLES_MAX {
        return Err(Error::new(Kind::Exhausted, format!("an account has at most {ROLES_MAX} roles")));
    }
    let id = rows::insert(tx, &role).await?;
    let role = Role { id, ..role };
    append(tx, now, &role, "role.added").await?;
    Ok(role)
}

async fn put(tx: &mut WriteTx, now: UnixMillis, role: Role, kind: &'static str) -> Result<Role> {
    let role = Role { updated_at: now, ..role };
    rows::update(tx, &role).await?;
    append(tx, now, &role, kind).await?;
    Ok(role)
}

async fn append(tx: &mut WriteTx, now: UnixMillis, role: &Role, kind: &'static str) -> Result<()> {
    let body = Doc::default().with("v", 1).with("role", role.id);
    store::log::append(tx, NewEvent { at: now, partner: role.partner, entry: None, kind, body }).await?;
    Ok(())
}

fn unknown(id: i64) -> Error {
    Error::coded(Kind::NotFound, "INVALID_OBJECT_ID").arg("ID", id)
}
