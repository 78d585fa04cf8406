//! Widgets: what an embedded player is, and what a session started for it may do (contract: uiconf, widgets).
//!
//! Every account has `_<partnerId>`, which stays as it is. Sessions of the others carry what their widget says.

use crate::actor::Actor;
use crate::entry::{self, Change};
use crate::filter::{Field, Filter, Page, Pager, Unit};
use crate::{random, uiconf};
use base::{EntryId, Error, Kind, PartnerId, Result, UnixMillis};
use store::{Constraint, Doc, NewEvent, Order, ReadTx, Row, Select, WriteTx, args};

#[derive(Clone, Debug, PartialEq)]
pub struct Widget {
    /// `_<partnerId>`, or `<d>_<8 characters>`
    pub id: String,
    pub partner: PartnerId,
    /// `sourceWidgetId`
    pub source: Option<String>,
    /// `rootWidgetId`: where the line of sources began.
    pub root: Option<String>,
    /// `entryId`
    pub entry: Option<String>,
    /// `uiConfId`
    pub ui_conf: Option<i64>,
    pub created_at: UnixMillis,
    pub updated_at: UnixMillis,
    /// `privacyContext`, `partnerData`, `securityType` and the rest under wire names.
    pub doc: Doc,
}

impl Widget {
    /// What its sessions get besides a widget's ordinary privileges, each with a comma in front. A context's own separators are not
    /// privileges: they are left out.
    pub(crate) fn privileges(&self) -> String {
        let mut privileges = String::new();
        if let Some(entry) = &self.entry {
            privileges.push_str(&format!(",limitentry:{entry}"));
        }
        let context = self.doc.text("privacyContext").unwrap_or_default().replace([',', '/', ':'], "");
        if !context.is_empty() {
            privileges.push_str(&format!(",privacycontext:{context}"));
        }
        privileges
    }
}

/// A widget as sent.
#[derive(Clone, Debug, Default)]
pub struct WidgetPatch {
    pub source: Change<String>,
    pub entry: Change<String>,
    pub ui_conf: Change<i64>,
    pub doc: Doc,
}

const COLUMNS: &str = "id, partner, source, root, entry, uiconf, created_at, updated_at, doc";

/// The id of the widget that every account has.
pub fn default_id(partner: PartnerId) -> String {
    format!("_{partner}")
}

/// widget.add. It needs a source or a uiConf: `SOURCE_WIDGET_OR_UICONF_REQUIRED`.
pub async fn add(tx: &mut WriteTx, actor: &Actor, now: UnixMillis, patch: WidgetPatch) -> Result<Widget> {
    let source = patch.source.clone().set().filter(|id| !id.is_empty());
    let source = match source {
        Some(id) => Some(get(tx, actor, &id).await?),
        None => None,
    };
    let ui_conf = patch.ui_conf.as_set().copied().filter(|id| *id > 0);
    let ui_conf = ui_conf.or(source.as_ref().and_then(|source| source.ui_conf));
    if source.is_none() && ui_conf.is_none() {
        return Err(Error::coded(Kind::Invalid, "SOURCE_WIDGET_OR_UICONF_REQUIRED"));
    }
    let mut doc = Doc::default().with("securityType", 1).with("securityPolicy", 0);
    doc.merge(&patch.doc);
    let widget = Widget {
        id: EntryId::from_random(random::bytes()?).to_string(),
        partner: actor.partner,
        root: source.as_ref().map(|source| source.root.as_ref().unwrap_or(&source.id).clone()),
        source: source.map(|source| source.id),
        entry: patch.entry.set().filter(|id| !id.is_empty()),
        ui_conf,
        created_at: now,
        updated_at: now,
        doc,
    };
    check(tx, actor, &widget).await?;
    insert(tx, &widget).await?;
    changed(tx, now, &widget).await?;
    Ok(widget)
}

/// widget.update. `INVALID_WIDGET_ID`, also for the one that every account has.
pub async fn update(tx: &mut WriteTx, actor: &Actor, now: UnixMillis, id: &str, patch: WidgetPatch) -> Result<Widget> {
    let mut widget = get(tx, actor, id).await?;
    if widget.id == default_id(actor.partner) {
        return Err(not_found(id));
    }
    if let Some(source) = patch.source.set().filter(|source| !source.is_empty()) {
        widget.source = Some(get(tx, actor, &source).await?.id);
    }
    widget.entry = patch.entry.apply(widget.entry).filter(|id| !id.is_empty());
    widget.ui_conf = patch.ui_conf.apply(widget.ui_conf).filter(|id| *id > 0);
    widget.doc.merge(&patch.doc);
    widget.updated_at = now;
    check(tx, actor, &widget).await?;
    let sql =
        "UPDATE widget SET source = ?, entry = ?, uiconf = ?, updated_at = ?, doc = ? WHERE partner = ? AND id = ?";
    let args = args![&widget.source, &widget.entry, widget.ui_conf, now, &widget.doc, widget.partner, &widget.id];
    tx.exec(sql, args).await?;
    changed(tx, now, &widget).await?;
    Ok(widget)
}

/// widget.get. `INVALID_WIDGET_ID` if the account has none of that id.
pub async fn get(tx: &mut ReadTx, actor: &Actor, id: &str) -> Result<Widget> {
    let found = by_id(tx, id).await?.filter(|widget| widget.partner == actor.partner);
    found.ok_or_else(|| not_found(id))
}

/// widget.list
pub async fn list(tx: &mut ReadTx, actor: &Actor, filter: &Filter, pager: Pager) -> Result<Page<Widget>> {
    let fields = [
        Field { name: "id", columns: &["id"], unit: Unit::Text },
        Field { name: "sourceWidgetId", columns: &["source"], unit: Unit::Text },
        Field { name: "rootWidgetId", columns: &["root"], unit: Unit::Text },
        Field { name: "partnerId", columns: &["partner"], unit: Unit::Int },
        Field { name: "entryId", columns: &["entry"], unit: Unit::Text },
        Field { name: "uiConfId", columns: &["uiconf"], unit: Unit::Int },
        Field { name: "createdAt", columns: &["created_at"], unit: Unit::Millis },
        Field { name: "updatedAt", columns: &["updated_at"], unit: Unit::Millis },
        Field { name: "partnerData", columns: &["json_extract(doc, '$.partnerData')"], unit: Unit::Text },
    ];
    let mut constraints = vec![Constraint::equal("partner", actor.partner)];
    constraints.extend(filter.constraints(&fields));
    let fallback = [Order { column: "created_at", descending: true }, Order { column: "id", descending: false }];
    let select = Select {
        from: "widget",
        columns: COLUMNS,
        constraints,
        order: filter.orders(&[("createdAt", "created_at")], &fallback),
        limit: pager.limit(),
        offset: pager.offset(),
    };
    let total = select.count(tx).await?;
    let objects = select.rows(tx).await?.iter().map(read).collect::<Result<Vec<_>>>()?;
    Ok(Page { objects, total })
}

/// Of whatever partner: a session for a widget is started by somebody who names nothing else.
pub(crate) async fn by_id(tx: &mut ReadTx, id: &str) -> Result<Option<Widget>> {
    let sql = format!("SELECT {COLUMNS} FROM widget WHERE id = ?");
    tx.query_one(&sql, args![id]).await?.as_ref().map(read).transpose()
}

/// The one that every account has.
pub(crate) async fn plant(tx: &mut WriteTx, now: UnixMillis, partner: PartnerId) -> Result<()> {
    let (id, doc) = (default_id(partner), Doc::default());
    let (source, root, entry, ui_conf) = (None, None, None, None);
    insert(tx, &Widget { id, partner, source, root, entry, ui_conf, created_at: now, updated_at: now, doc }).await
}

async fn insert(tx: &mut WriteTx, widget: &Widget) -> Result<()> {
    let sql = format!("INSERT INTO widget ({COLUMNS}) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)");
    let args = args![
        &widget.id,
        widget.partner,
        &widget.source,
        &widget.root,
        &widget.entry,
        widget.ui_conf,
        widget.created_at,
        widget.updated_at,
        &widget.doc
    ];
    tx.exec(&sql, args).await?;
    Ok(())
}

/// `ENTRY_ID_NOT_FOUND`, `INVALID_UI_CONF_ID`
async fn check(tx: &mut ReadTx, actor: &Actor, widget: &Widget) -> Result<()> {
    if let Some(entry) = &widget.entry
        && !entry::rows::exists(tx, actor.partner, entry).await?
    {
        return Err(Error::coded(Kind::NotFound, "ENTRY_ID_NOT_FOUND").arg("ENTRY_ID", entry));
    }
    if let Some(id) = widget.ui_conf {
        uiconf::get(tx, actor, id).await?;
    }
    Ok(())
}

pub(crate) fn not_found(id: &str) -> Error {
    Error::coded(Kind::NotFound, "INVALID_WIDGET_ID").arg("WIDGET_ID", id)
}

async fn changed(tx: &mut WriteTx, now: UnixMillis, widget: &Widget) -> Result<()> {
    let body = Doc::default().with("v", 1).with("widget", widget.id.as_str());
    let event = NewEvent { at: now, partner: widget.partner, entry: None, kind: "widget.changed", body };
    store::log::append(tx, event).await?;
    Ok(())
}

fn read(row: &Row) -> Result<Widget> {
    Ok(Widget {
        id: row.get("id")?,
        partner: row.get("partner")?,
        source: row.get("source")?,
        root: row.get("root")?,
        entry: row.get("entry")?,
        ui_conf: row.get("uiconf")?,
        created_at: row.get("created_at")?,
        updated_at: row.get("updated_at")?,
        doc: row.get("doc")?,
    })
}
