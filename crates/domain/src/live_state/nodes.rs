//! Entry server nodes as things of their own, for those who watch over encoders (contract: live, entry server nodes).

use super::{Node, rows};
use crate::actor::Actor;
use crate::filter::{Field, Filter, Page, Pager, Unit};
use base::{EntryId, Error, Kind, PartnerId, Result};
use store::{Constraint, Order, ReadTx, Row, Select};

/// This server, among the servers of an installation.
pub const SERVER_NODE: i64 = 1;

/// A node with what it belongs to.
#[derive(Clone, Debug, PartialEq)]
pub struct EntryNode {
    pub id: i64,
    pub entry: EntryId,
    pub partner: PartnerId,
    /// Of its entry.
    pub view_mode: i64,
    pub node: Node,
}

/// entryServerNode.get. `ENTRY_SERVER_NODE_NOT_FOUND`
pub async fn get(tx: &mut ReadTx, actor: &Actor, id: i64) -> Result<EntryNode> {
    let found = list(tx, actor, &Filter::one("idEqual", id), Pager::default()).await?;
    let missing = || Error::coded(Kind::NotFound, "ENTRY_SERVER_NODE_NOT_FOUND").arg("ENTRY_ID", id);
    found.objects.into_iter().next().ok_or_else(missing)
}

/// entryServerNode.list
pub async fn list(tx: &mut ReadTx, actor: &Actor, filter: &Filter, pager: Pager) -> Result<Page<EntryNode>> {
    let mut constraints = vec![Constraint::equal("n.partner", actor.partner)];
    constraints.extend(filter.constraints(FIELDS));
    let keys = [("createdAt", "n.created_at"), ("updatedAt", "n.updated_at")];
    let select = Select {
        from: "entry_server_node n JOIN entry e ON e.id = n.entry",
        columns: "n.id, n.partner, n.entry, n.input, n.status, n.lost_at, n.grace_ms, n.connected, n.orphaned, n.created_at, \
             n.updated_at, coalesce(e.view_mode, 1) AS view_mode",
        constraints,
        order: filter.orders(&keys, &[Order { column: "n.id", descending: false }]),
        limit: pager.limit(),
        offset: pager.offset(),
    };
    let total = select.count(tx).await?;
    let objects = select.rows(tx).await?.iter().map(read).collect::<Result<Vec<_>>>()?;
    Ok(Page { objects, total })
}

const FIELDS: &[Field] = &[
    Field { name: "id", columns: &["n.id"], unit: Unit::Int },
    Field { name: "entryId", columns: &["n.entry"], unit: Unit::Text },
    // All of them are on this server.
    Field { name: "serverNodeId", columns: &["1"], unit: Unit::Int },
    Field { name: "status", columns: &["n.status"], unit: Unit::Int },
    Field { name: "serverType", columns: &["n.input"], unit: Unit::Int },
    Field { name: "createdAt", columns: &["n.created_at / 1000"], unit: Unit::Int },
    Field { name: "updatedAt", columns: &["n.updated_at / 1000"], unit: Unit::Int },
];

fn read(row: &Row) -> Result<EntryNode> {
    Ok(EntryNode {
        id: row.get("id")?,
        entry: row.get("entry")?,
        partner: row.get("partner")?,
        view_mode: row.get("view_mode")?,
        node: rows::read(row)?,
    })
}
