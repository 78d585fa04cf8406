//! SQL of roles.

use super::{Role, SYSTEM_ROLES, Standing, status};
use base::{Error, PartnerId, Result, UnixMillis};
use store::{ReadTx, Row, WriteTx, args};

pub(super) const COLUMNS: &str =
    "id, partner, name, system_name, description, status, permission_names, tags, created_at, updated_at";

/// Ids of accounts' own roles lie above this; below is room for partner 0's.
const SYSTEM_ID_MAX: i64 = 10_000;

/// Roles and who has them, of one account.
pub(crate) async fn standing(tx: &mut ReadTx, partner: PartnerId) -> Result<Standing> {
    let sql = format!("SELECT {COLUMNS} FROM role WHERE partner = ? AND status = {}", status::ACTIVE);
    let roles = tx.query(&sql, args![partner]).await?.iter().map(read).collect::<Result<Vec<_>>>()?;
    let sql = "SELECT id_key, role_ids FROM person WHERE partner = ? AND role_ids <> '' AND status <> 2";
    let people = tx.query(sql, args![partner]).await?;
    let people = people.iter().map(|row| Ok((row.get("id_key")?, row.get("role_ids")?)));
    Ok(Standing::new(&roles, people.collect::<Result<Vec<_>>>()?))
}

/// A role that is not deleted, of the partner or of partner 0.
pub(super) async fn by_id(tx: &mut ReadTx, partner: PartnerId, id: i64) -> Result<Option<Role>> {
    let sql =
        format!("SELECT {COLUMNS} FROM role WHERE partner IN (?, 0) AND id = ? AND status <> {}", status::DELETED);
    tx.query_one(&sql, args![partner, id]).await?.as_ref().map(read).transpose()
}

pub(super) async fn count(tx: &mut ReadTx, partner: PartnerId) -> Result<i64> {
    let sql = format!("SELECT count(*) AS roles FROM role WHERE partner = ? AND status <> {}", status::DELETED);
    tx.query_one(&sql, args![partner]).await?.ok_or_else(|| Error::bug("a count has no row"))?.get("roles")
}

pub(super) async fn insert(tx: &mut WriteTx, role: &Role) -> Result<i64> {
    let sql = format!(
        "INSERT INTO role ({COLUMNS}) VALUES ((SELECT max(coalesce(max(id), 0), {SYSTEM_ID_MAX}) + 1 FROM role), \
         ?, ?, ?, ?, ?, ?, ?, ?, ?) RETURNING id"
    );
    let args = args![
        role.partner,
        &role.name,
        &role.system_name,
        &role.description,
        role.status,
        &role.permission_names,
        &role.tags,
        role.created_at,
        role.updated_at
    ];
    tx.query_one(&sql, args).await?.ok_or_else(|| Error::bug("an insert has no id"))?.get("id")
}

pub(super) async fn update(tx: &mut WriteTx, role: &Role) -> Result<()> {
    let sql = "UPDATE role SET name = ?, system_name = ?, description = ?, status = ?, permission_names = ?, tags = ?, \
         updated_at = ? WHERE partner = ? AND id = ?";
    let args = args![
        &role.name,
        &role.system_name,
        &role.description,
        role.status,
        &role.permission_names,
        &role.tags,
        role.updated_at,
        role.partner,
        role.id
    ];
    tx.exec(sql, args).await?;
    Ok(())
}

/// Brings partner 0's roles to what this release has.
pub(crate) async fn plant_system(tx: &mut WriteTx, now: UnixMillis) -> Result<()> {
    let sql = "INSERT INTO role (id, partner, name, system_name, status, permission_names, created_at, updated_at) \
         VALUES (?, 0, ?, ?, 1, ?, ?, ?) ON CONFLICT (id) DO UPDATE SET name = excluded.name, system_name = excluded.system_name, \
         permission_names = excluded.permission_names";
    for role in SYSTEM_ROLES {
        let args = args![role.id, role.name, role.system_name, role.permission_names, now, now];
        tx.exec(sql, args).await?;
    }
    Ok(())
}

pub(super) fn read(row: &Row) -> Result<Role> {
    Ok(Role {
        id: row.get("id")?,
        partner: row.get("partner")?,
        name: row.get("name")?,
        system_name: row.get("system_name")?,
        description: row.get("description")?,
        status: row.get("status")?,
        permission_names: row.get("permission_names")?,
        tags: row.get("tags")?,
        created_at: row.get("created_at")?,
        updated_at: row.get("updated_at")?,
    })
}
