//! Stored UI configurations: players and the webcasting template (contract: uiconf).

use crate::actor::{Actor, SessionKind};
use crate::entry::Change;
use crate::filter::{Field, Filter, Page, Pager, Unit};
use base::{Error, Kind, PartnerId, Result, UnixMillis};
use store::{Constraint, Doc, NewEvent, Op, Order, ReadTx, Row, Select, WriteTx, args};

/// Object types by their wire value.
pub mod kind {
    pub const PLAYER: i64 = 1;
    pub const PLAYER_V3: i64 = 8;
    pub const WEBCASTING: i64 = 21;
}

const READY: i64 = 2;
const DELETED: i64 = 3;

/// One stored configuration.
#[derive(Clone, Debug, PartialEq)]
pub struct UiConf {
    pub id: i64,
    /// 0 for templates.
    pub partner: PartnerId,
    pub name: Option<String>,
    /// `objType`
    pub kind: i64,
    pub tags: Option<String>,
    pub creation_mode: i64,
    pub version: i64,
    pub created_at: UnixMillis,
    pub updated_at: UnixMillis,
    /// `config`, `confVars`, `width`, `swfUrlVersion`, … under wire names.
    pub doc: Doc,
}

/// A uiConf as sent.
#[derive(Clone, Debug, Default)]
pub struct UiConfPatch {
    pub name: Change<String>,
    pub kind: Change<i64>,
    pub tags: Change<String>,
    pub creation_mode: Change<i64>,
    pub doc: Doc,
}

/// uiConf.get: own or partner 0's; without a KS any, as players need. `INVALID_UI_CONF_ID`.
pub async fn get(tx: &mut ReadTx, actor: &Actor, id: i64) -> Result<UiConf> {
    // By id alone, because players without a KS name nothing else.
    let sql = format!("SELECT {COLUMNS} FROM uiconf WHERE id = ? AND status <> {DELETED}");
    let found = tx.query_one(&sql, args![id]).await?.as_ref().map(read).transpose()?;
    let visible = |found: &UiConf| {
        found.partner == PartnerId::TEMPLATE || found.partner == actor.partner || actor.kind == SessionKind::None
    };
    found.filter(visible).ok_or_else(|| not_found(id))
}

/// uiConf.list: the partner's own.
pub async fn list(tx: &mut ReadTx, actor: &Actor, filter: &Filter, pager: Pager) -> Result<Page<UiConf>> {
    page(tx, actor.partner, filter, pager).await
}

/// uiConf.listTemplates: partner 0's.
pub async fn list_templates(tx: &mut ReadTx, filter: &Filter, pager: Pager) -> Result<Page<UiConf>> {
    page(tx, PartnerId::TEMPLATE, filter, pager).await
}

/// uiConf.add
pub async fn add(tx: &mut WriteTx, actor: &Actor, now: UnixMillis, patch: UiConfPatch) -> Result<UiConf> {
    let creation_mode = patch.creation_mode.set().ok_or_else(|| {
        let error = Error::coded(Kind::Invalid, "PROPERTY_VALIDATION_CANNOT_BE_NULL");
        error.arg("PROP_NAME", "KalturaUiConf::creationMode")
    })?;
    let mut doc = Doc::default().with("useCdn", true);
    doc.merge(&patch.doc);
    let uiconf = UiConf {
        id: 0,
        partner: actor.partner,
        name: patch.name.set(),
        kind: patch.kind.set().unwrap_or(kind::PLAYER),
        tags: patch.tags.set(),
        creation_mode,
        version: 1,
        created_at: now,
        updated_at: now,
        doc,
    };
    let id = put(tx, &uiconf, READY).await?;
    let uiconf = UiConf { id, ..uiconf };
    changed(tx, now, &uiconf).await?;
    Ok(uiconf)
}

/// uiConf.update. Templates are nobody's to change: `INVALID_UI_CONF_ID`.
pub async fn update(tx: &mut WriteTx, actor: &Actor, now: UnixMillis, id: i64, patch: UiConfPatch) -> Result<UiConf> {
    let mut uiconf = own(tx, actor, id).await?;
    uiconf.name = patch.name.apply(uiconf.name);
    uiconf.tags = patch.tags.apply(uiconf.tags);
    uiconf.kind = patch.kind.set().unwrap_or(uiconf.kind);
    uiconf.creation_mode = patch.creation_mode.set().unwrap_or(uiconf.creation_mode);
    uiconf.doc.merge(&patch.doc);
    uiconf.version += 1;
    uiconf.updated_at = now;
    put(tx, &uiconf, READY).await?;
    changed(tx, now, &uiconf).await?;
    Ok(uiconf)
}

/// uiConf.delete
pub async fn delete(tx: &mut WriteTx, actor: &Actor, now: UnixMillis, id: i64) -> Result<()> {
    let mut uiconf = own(tx, actor, id).await?;
    uiconf.updated_at = now;
    put(tx, &uiconf, DELETED).await?;
    changed(tx, now, &uiconf).await
}

/// uiConf.clone: a copy of an own or template uiConf in the own account.
pub async fn copy(tx: &mut WriteTx, actor: &Actor, now: UnixMillis, id: i64) -> Result<UiConf> {
    let source = get(tx, actor, id).await?;
    let copy = UiConf { id: 0, partner: actor.partner, version: 1, created_at: now, updated_at: now, ..source };
    let id = put(tx, &copy, READY).await?;
    let copy = UiConf { id, ..copy };
    changed(tx, now, &copy).await?;
    Ok(copy)
}

const COLUMNS: &str = "id, partner, name, kind, tags, creation_mode, version, created_at, updated_at, doc";

const FIELDS: &[Field] = &[
    Field { name: "id", columns: &["id"], unit: Unit::Int },
    Field { name: "name", columns: &["name"], unit: Unit::Text },
    Field { name: "objType", columns: &["kind"], unit: Unit::Int },
    Field { name: "partnerId", columns: &["partner"], unit: Unit::Int },
    Field { name: "tags", columns: &["tags"], unit: Unit::Text },
    Field { name: "partnerTags", columns: &["json_extract(doc, '$.partnerTags')"], unit: Unit::Text },
    Field { name: "creationMode", columns: &["creation_mode"], unit: Unit::Int },
    Field { name: "version", columns: &["version"], unit: Unit::Int },
    Field { name: "createdAt", columns: &["created_at"], unit: Unit::Millis },
    Field { name: "updatedAt", columns: &["updated_at"], unit: Unit::Millis },
];

async fn page(tx: &mut ReadTx, partner: PartnerId, filter: &Filter, pager: Pager) -> Result<Page<UiConf>> {
    let mut constraints =
        vec![Constraint::equal("partner", partner), Constraint::new("status", Op::NotEqual, vec![DELETED.into()])];
    constraints.extend(filter.constraints(FIELDS));
    let keys = [("createdAt", "created_at"), ("updatedAt", "updated_at"), ("id", "id"), ("name", "name")];
    let select = Select {
        from: "uiconf",
        columns: COLUMNS,
        constraints,
        order: filter.orders(&keys, &[Order { column: "id", descending: true }]),
        limit: pager.limit(),
        offset: pager.offset(),
    };
    let total = select.count(tx).await?;
    let objects = select.rows(tx).await?.iter().map(read).collect::<Result<Vec<_>>>()?;
    Ok(Page { objects, total })
}

async fn own(tx: &mut ReadTx, actor: &Actor, id: i64) -> Result<UiConf> {
    let uiconf = get(tx, actor, id).await?;
    if uiconf.partner == actor.partner { Ok(uiconf) } else { Err(not_found(id)) }
}

fn not_found(id: i64) -> Error {
    Error::coded(Kind::NotFound, "INVALID_UI_CONF_ID").arg("UI_CONF_ID", id)
}

/// Inserts or replaces; an id of 0 is the database's to give.
async fn put(tx: &mut WriteTx, uiconf: &UiConf, status: i64) -> Result<i64> {
    let sql = format!(
        "INSERT INTO uiconf ({COLUMNS}, status) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?) \
         ON CONFLICT (id) DO UPDATE SET name = excluded.name, kind = excluded.kind, tags = excluded.tags, \
         creation_mode = excluded.creation_mode, version = excluded.version, updated_at = excluded.updated_at, \
         doc = excluded.doc, status = excluded.status RETURNING id"
    );
    let args = args![
        (uiconf.id != 0).then_some(uiconf.id),
        uiconf.partner,
        &uiconf.name,
        uiconf.kind,
        &uiconf.tags,
        uiconf.creation_mode,
        uiconf.version,
        uiconf.created_at,
        uiconf.updated_at,
        &uiconf.doc,
        status
    ];
    let row = tx.query_one(&sql, args).await?;
    row.ok_or_else(|| Error::bug("an insert has no id"))?.get("id")
}

/// For the first start: given id, no event.
pub(crate) async fn plant(tx: &mut WriteTx, uiconf: &UiConf) -> Result<()> {
    put(tx, uiconf, READY).await.map(|_| ())
}

async fn changed(tx: &mut WriteTx, now: UnixMillis, uiconf: &UiConf) -> Result<()> {
    let body = Doc::default().with("v", 1).with("uiConf", uiconf.id);
    let event = NewEvent { at: now, partner: uiconf.partner, entry: None, kind: "uiconf.changed", body };
    store::log::append(tx, event).await?;
    Ok(())
}

fn read(row: &Row) -> Result<UiConf> {
    Ok(UiConf {
        id: row.get("id")?,
        partner: row.get("partner")?,
        name: row.get("name")?,
        kind: row.get("kind")?,
        tags: row.get("tags")?,
        creation_mode: row.get("creation_mode")?,
        version: row.get("version")?,
        created_at: row.get("created_at")?,
        updated_at: row.get("updated_at")?,
        doc: row.get("doc")?,
    })
}
