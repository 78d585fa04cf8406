//! SQL of conversion profiles.

use super::{ConversionProfile, ProfileParams, kind, status};
use crate::actor::Actor;
use crate::filter::{Field, Filter, Page, Pager, Unit};
use base::{PartnerId, Result};
use std::collections::HashMap;
use store::{Constraint, Op, Order, ReadTx, Row, Select, Value, WriteTx, args};

const COLUMNS: &str = "id, partner, kind, system_name, name, description, status, is_default, created_at, doc";
const PARAMS_COLUMNS: &str = "profile, params, origin, system_name, doc";

const FIELDS: &[Field] = &[
    Field { name: "id", columns: &["id"], unit: Unit::Int },
    Field { name: "systemName", columns: &["system_name"], unit: Unit::Text },
    Field { name: "name", columns: &["name"], unit: Unit::Text },
    Field { name: "type", columns: &["kind"], unit: Unit::Int },
    Field { name: "status", columns: &["status"], unit: Unit::Int },
    Field { name: "tags", columns: &["json_extract(doc, '$.tags')"], unit: Unit::Text },
    Field { name: "defaultEntryId", columns: &["json_extract(doc, '$.defaultEntryId')"], unit: Unit::Text },
];

/// One profile; `None` if the partner has none of that id.
pub async fn get(tx: &mut ReadTx, partner: PartnerId, id: i64) -> Result<Option<ConversionProfile>> {
    let sql = format!("SELECT {COLUMNS} FROM conversion_profile WHERE partner = ? AND id = ? AND status <> 3");
    let Some(row) = tx.query_one(&sql, args![partner, id]).await? else { return Ok(None) };
    let mut profiles = vec![read(&row)?];
    with_params(tx, partner, &mut profiles).await?;
    Ok(profiles.pop())
}

/// conversionProfile.list. Without a wished order media profiles come first: guides take the first of an unfiltered list.
pub async fn list(tx: &mut ReadTx, actor: &Actor, filter: &Filter, pager: Pager) -> Result<Page<ConversionProfile>> {
    let mut constraints = vec![
        Constraint::equal("partner", actor.partner),
        Constraint::new("status", Op::NotEqual, vec![Value::Int(status::DELETED)]),
    ];
    constraints.extend(filter.constraints(FIELDS));
    let by = |column, descending| Order { column, descending };
    let fallback = [by("kind", false), by("is_default", true), by("id", false)];
    let orders = [("createdAt", "created_at"), ("name", "name")];
    let select = Select {
        from: "conversion_profile",
        columns: COLUMNS,
        constraints,
        order: filter.orders(&orders, &fallback),
        limit: pager.limit(),
        offset: pager.offset(),
    };
    let total = select.count(tx).await?;
    let mut objects = select.rows(tx).await?.iter().map(read).collect::<Result<Vec<_>>>()?;
    with_params(tx, actor.partner, &mut objects).await?;
    Ok(Page { objects, total })
}

/// conversionProfileAssetParams.list. `profiles` is the nested filter of the guides, which finds profiles.
pub async fn list_params(
    tx: &mut ReadTx,
    actor: &Actor,
    filter: &Filter,
    profiles: Option<&Filter>,
    pager: Pager,
) -> Result<Page<ProfileParams>> {
    let fields = [
        Field { name: "conversionProfileId", columns: &["profile"], unit: Unit::Int },
        Field { name: "assetParamsId", columns: &["params"], unit: Unit::Int },
        Field { name: "origin", columns: &["origin"], unit: Unit::Int },
        Field { name: "systemName", columns: &["system_name"], unit: Unit::Text },
        Field {
            name: "readyBehavior",
            columns: &["coalesce(json_extract(doc, '$.readyBehavior'), 0)"],
            unit: Unit::Int,
        },
    ];
    let mut constraints = vec![Constraint::equal("partner", actor.partner), Constraint::equal(OF_DELETED, 0_i64)];
    constraints.extend(filter.constraints(&fields));
    if let Some(profiles) = profiles {
        let found = list(tx, actor, profiles, Pager::new(Some(Pager::SIZE_MAX), None)).await?;
        let ids = found.objects.iter().map(|profile| Value::Int(profile.id)).collect();
        constraints.push(Constraint::new("profile", Op::In, ids));
    }
    let by = |column| Order { column, descending: false };
    let select = Select {
        from: "conversion_profile_params",
        columns: PARAMS_COLUMNS,
        constraints,
        order: vec![by("profile"), by("params")],
        limit: pager.limit(),
        offset: pager.offset(),
    };
    let total = select.count(tx).await?;
    let objects = select.rows(tx).await?.iter().map(read_params).collect::<Result<Vec<_>>>()?;
    Ok(Page { objects, total })
}

const OF_DELETED: &str = "(SELECT p.status = 3 FROM conversion_profile p WHERE p.id = profile)";

pub(super) async fn default_id(tx: &mut ReadTx, partner: PartnerId, kind: i64) -> Result<Option<i64>> {
    let sql = "SELECT id FROM conversion_profile WHERE partner = ? AND kind = ? AND is_default = 1 AND status <> 3";
    tx.query_one(sql, args![partner, kind]).await?.map(|row| row.get("id")).transpose()
}

pub(super) async fn of_system_name(tx: &mut ReadTx, partner: PartnerId, name: &str) -> Result<Option<i64>> {
    let sql = "SELECT id FROM conversion_profile WHERE partner = ? AND system_name = ? AND status <> 3";
    tx.query_one(sql, args![partner, name]).await?.map(|row| row.get("id")).transpose()
}

/// With its params; an id of 0 is the database's to give.
pub(crate) async fn insert(tx: &mut WriteTx, profile: &ConversionProfile) -> Result<i64> {
    let sql = format!("INSERT INTO conversion_profile ({COLUMNS}) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?) RETURNING id");
    let args = args![
        (profile.id != 0).then_some(profile.id),
        profile.partner,
        profile.kind,
        &profile.system_name,
        &profile.name,
        &profile.description,
        profile.status,
        profile.is_default,
        profile.created_at,
        &profile.doc
    ];
    let row = tx.query_one(&sql, args).await?;
    let id = row.ok_or_else(|| base::Error::bug("an insert has no id"))?.get("id")?;
    insert_params(tx, profile.partner, id, &profile.params).await?;
    Ok(id)
}

/// Without its params.
pub(super) async fn save(tx: &mut WriteTx, profile: &ConversionProfile) -> Result<()> {
    let sql = "UPDATE conversion_profile SET system_name = ?, name = ?, description = ?, status = ?, doc = ? \
         WHERE partner = ? AND id = ?";
    let args = args![
        &profile.system_name,
        &profile.name,
        &profile.description,
        profile.status,
        &profile.doc,
        profile.partner,
        profile.id
    ];
    tx.exec(sql, args).await?;
    Ok(())
}

pub(super) async fn replace_params(tx: &mut WriteTx, profile: &ConversionProfile) -> Result<()> {
    let sql = "DELETE FROM conversion_profile_params WHERE partner = ? AND profile = ?";
    tx.exec(sql, args![profile.partner, profile.id]).await?;
    insert_params(tx, profile.partner, profile.id, &profile.params).await
}

async fn insert_params(tx: &mut WriteTx, partner: PartnerId, profile: i64, all: &[ProfileParams]) -> Result<()> {
    for params in all {
        let sql = "INSERT INTO conversion_profile_params (partner, profile, params, origin, system_name, doc) \
             VALUES (?, ?, ?, ?, ?, ?)";
        let args = args![partner, profile, params.params_id, params.origin, &params.system_name, &params.doc];
        tx.exec(sql, args).await?;
    }
    Ok(())
}

/// The only default of its type; the account remembers the one for live streams.
pub(super) async fn make_default(tx: &mut WriteTx, profile: &ConversionProfile) -> Result<()> {
    let sql = "UPDATE conversion_profile SET is_default = (id = ?) WHERE partner = ? AND kind = ?";
    tx.exec(sql, args![profile.id, profile.partner, profile.kind]).await?;
    if profile.kind == kind::LIVE_STREAM {
        let sql = "UPDATE partner SET default_live_profile = ? WHERE id = ?";
        tx.exec(sql, args![profile.id, profile.partner]).await?;
    }
    Ok(())
}

/// Fills in the params of profiles of one partner, with one query.
async fn with_params(tx: &mut ReadTx, partner: PartnerId, profiles: &mut [ConversionProfile]) -> Result<()> {
    if profiles.is_empty() {
        return Ok(());
    }
    let marks = vec!["?"; profiles.len()].join(", ");
    let sql = format!(
        "SELECT {PARAMS_COLUMNS} FROM conversion_profile_params WHERE partner = ? AND profile IN ({marks}) \
         ORDER BY profile, params"
    );
    let mut args = args![partner];
    args.extend(profiles.iter().map(|profile| Value::Int(profile.id)));
    let mut of: HashMap<i64, Vec<ProfileParams>> = HashMap::new();
    for row in tx.query(&sql, args).await? {
        let params = read_params(&row)?;
        of.entry(params.profile_id).or_default().push(params);
    }
    for profile in profiles {
        profile.params = of.remove(&profile.id).unwrap_or_default();
    }
    Ok(())
}

fn read(row: &Row) -> Result<ConversionProfile> {
    Ok(ConversionProfile {
        id: row.get("id")?,
        partner: row.get("partner")?,
        kind: row.get("kind")?,
        system_name: row.get("system_name")?,
        name: row.get("name")?,
        description: row.get("description")?,
        status: row.get("status")?,
        is_default: row.get("is_default")?,
        created_at: row.get("created_at")?,
        params: Vec::new(),
        doc: row.get("doc")?,
    })
}

fn read_params(row: &Row) -> Result<ProfileParams> {
    Ok(ProfileParams {
        profile_id: row.get("profile")?,
        params_id: row.get("params")?,
        origin: row.get("origin")?,
        system_name: row.get("system_name")?,
        doc: row.get("doc")?,
    })
}
