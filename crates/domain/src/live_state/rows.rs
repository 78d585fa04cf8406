//! SQL of entry server nodes.

use super::{Input, Node, NodeStatus};
use base::{EntryId, Error, Result};
use std::time::Duration;
use store::{ReadTx, Row, Value, WriteTx, args};

const COLUMNS: &str = "entry, input, status, lost_at, grace_ms, connected, orphaned, created_at, updated_at";

pub(super) fn read(row: &Row) -> Result<Node> {
    let input = match row.get::<i64>("input")? {
        0 => Input::Primary,
        1 => Input::Backup,
        other => return Err(Error::corrupt(format!("unknown input {other}"))),
    };
    let status = match row.get::<i64>("status")? {
        1 => NodeStatus::Playable,
        2 => NodeStatus::Broadcasting,
        3 => NodeStatus::Authenticated,
        other => return Err(Error::corrupt(format!("unknown node status {other}"))),
    };
    Ok(Node {
        input,
        status,
        lost_at: row.get("lost_at")?,
        grace: Duration::from_millis(u64::try_from(row.get::<i64>("grace_ms")?).unwrap_or(0)),
        connected: row.get("connected")?,
        orphaned: row.get("orphaned")?,
        created_at: row.get("created_at")?,
        updated_at: row.get("updated_at")?,
    })
}

pub(super) fn number(input: Input) -> i64 {
    match input {
        Input::Primary => 0,
        Input::Backup => 1,
    }
}

pub(crate) async fn nodes_of(tx: &mut ReadTx, entry: &EntryId) -> Result<Vec<Node>> {
    let sql = format!("SELECT {COLUMNS} FROM entry_server_node WHERE entry = ? ORDER BY input");
    tx.query(&sql, args![entry]).await?.iter().map(read).collect()
}

/// Nodes of several entries, in no order.
pub(crate) async fn nodes_of_all(tx: &mut ReadTx, entries: &[EntryId]) -> Result<Vec<(EntryId, Node)>> {
    if entries.is_empty() {
        return Ok(Vec::new());
    }
    let marks = vec!["?"; entries.len()].join(", ");
    let sql = format!("SELECT {COLUMNS} FROM entry_server_node WHERE entry IN ({marks}) ORDER BY entry, input");
    let rows = tx.query(&sql, entries.iter().map(Value::from).collect()).await?;
    rows.iter().map(|row| Ok((row.get("entry")?, read(row)?))).collect()
}

pub(super) async fn all(tx: &mut ReadTx) -> Result<Vec<(EntryId, Node)>> {
    let sql = format!("SELECT {COLUMNS} FROM entry_server_node ORDER BY entry, input");
    tx.query(&sql, args![]).await?.iter().map(|row| Ok((row.get("entry")?, read(row)?))).collect()
}

/// Inserts or replaces.
pub(super) async fn put(tx: &mut WriteTx, entry: &crate::Entry, node: &Node) -> Result<()> {
    let sql = "INSERT INTO entry_server_node (entry, input, partner, status, lost_at, grace_ms, connected, orphaned, created_at, updated_at) \
         VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?) \
         ON CONFLICT (entry, input) DO UPDATE SET status = excluded.status, lost_at = excluded.lost_at, \
         grace_ms = excluded.grace_ms, connected = excluded.connected, orphaned = excluded.orphaned, updated_at = excluded.updated_at";
    let grace_ms = i64::try_from(node.grace.as_millis()).unwrap_or(i64::MAX);
    let args = args![
        &entry.id,
        number(node.input),
        entry.partner,
        node.status as i64,
        node.lost_at,
        grace_ms,
        node.connected,
        node.orphaned,
        node.created_at,
        node.updated_at
    ];
    tx.exec(sql, args).await?;
    Ok(())
}

pub(super) async fn remove(tx: &mut WriteTx, entry: &EntryId, input: Input) -> Result<()> {
    tx.exec("DELETE FROM entry_server_node WHERE entry = ? AND input = ?", args![entry, number(input)]).await?;
    Ok(())
}

pub(crate) async fn remove_all(tx: &mut WriteTx, entry: &EntryId) -> Result<()> {
    tx.exec("DELETE FROM entry_server_node WHERE entry = ?", args![entry]).await?;
    Ok(())
}
