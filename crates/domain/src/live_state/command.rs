//! The signals of the media plane, as facts about an entry. Each may be repeated without harm, and a signal for an entry that is
//! gone is nobody's error: the encoder will be told by its own path.

use super::{Input, Node, NodeStatus, REJOIN_GRACE, REJOIN_GRACE_CLEAN, rows};
use crate::entry::{self, Entry, status};
use base::{EntryId, Result, UnixMillis};
use store::{Db, WriteTx};

/// An encoder was accepted.
pub async fn connected(tx: &mut WriteTx, now: UnixMillis, entry: &EntryId, input: Input) -> Result<()> {
    let Some(mut entry) = load(tx, entry).await? else { return Ok(()) };
    let known = entry.nodes.iter().find(|node| node.input == input);
    // Within the grace the entry stays playable: coming back must not look like starting anew.
    let status = known.map_or(NodeStatus::Authenticated, |node| node.status);
    let lost_at = known.and_then(|node| node.lost_at);
    set_node(tx, now, &mut entry, input, |node| {
        node.status = status;
        node.lost_at = lost_at;
        node.connected = true;
    })
    .await?;
    if let Some(live) = entry.live.as_mut()
        && input == Input::Primary
        && live.current_broadcast_start.is_none()
    {
        live.current_broadcast_start = Some(now);
        entry::rows::save(tx, &entry).await?;
    }
    entry::rows::append(tx, now, &entry, "live.signal_started").await?;
    Ok(())
}

/// Its media flows.
pub async fn flowing(tx: &mut WriteTx, now: UnixMillis, entry: &EntryId, input: Input) -> Result<()> {
    let Some(mut entry) = load(tx, entry).await? else { return Ok(()) };
    set_node(tx, now, &mut entry, input, |node| {
        // It may have been lost by silence only, and come back without connecting anew.
        node.connected = true;
        if node.status == NodeStatus::Authenticated {
            node.status = NodeStatus::Broadcasting;
        }
    })
    .await?;
    entry::rows::append(tx, now, &entry, "live.flowing").await?;
    Ok(())
}

/// There is something that players can start with: the first part, or a complete segment where parts are not used.
pub async fn playable(tx: &mut WriteTx, now: UnixMillis, entry: &EntryId, input: Input) -> Result<()> {
    let Some(mut entry) = load(tx, entry).await? else { return Ok(()) };
    for node in entry.nodes.iter().filter(|node| node.orphaned && node.input != input) {
        rows::remove(tx, &entry.id, node.input).await?; // this input carries on what a dead process left
    }
    entry.nodes.retain(|node| !node.orphaned || node.input == input);
    set_node(tx, now, &mut entry, input, |node| {
        node.status = NodeStatus::Playable;
        node.lost_at = None;
        node.connected = true;
        node.orphaned = false;
    })
    .await?;
    if let Some(live) = entry.live.as_mut() {
        live.first_broadcast.get_or_insert(now);
        live.last_broadcast = Some(now);
        if live.is_released() {
            live.broadcast_time.get_or_insert(now);
            live.ended_at = None;
        }
    }
    entry::rows::save(tx, &entry).await?;
    entry::rows::append(tx, now, &entry, "live.playable").await?;
    Ok(())
}

/// One encoder went away. `clean`: it said goodbye, so the grace is short.
pub async fn input_lost(tx: &mut WriteTx, now: UnixMillis, entry: &EntryId, input: Input, clean: bool) -> Result<()> {
    let Some(mut entry) = load(tx, entry).await? else { return Ok(()) };
    let Some(node) = entry.nodes.iter().find(|node| node.input == input).cloned() else { return Ok(()) };
    let was_playable = node.status == NodeStatus::Playable;
    let another = entry.nodes.iter().any(|node| node.input != input && node.connected);
    if another && node.orphaned {
        set_node(tx, now, &mut entry, input, |node| node.connected = false).await?; // its grace goes on
        entry::rows::append(tx, now, &entry, "live.input_lost").await?;
        return Ok(());
    }
    if another {
        rows::remove(tx, &entry.id, input).await?;
        entry.nodes.retain(|node| node.input != input);
        // The one that stays carries the broadcast from now on, or its grace.
        if was_playable && let Some(other) = entry.nodes.first().map(|node| node.input) {
            set_node(tx, now, &mut entry, other, |other| {
                other.status = NodeStatus::Playable;
                (other.lost_at, other.grace) = (node.lost_at, node.grace);
            })
            .await?;
        }
        entry::rows::append(tx, now, &entry, "live.input_lost").await?;
        return Ok(());
    }
    if !was_playable && !entry.nodes.iter().any(|node| node.status == NodeStatus::Playable) {
        return finish(tx, now, entry).await; // nobody ever saw a picture: nothing to wait for
    }
    set_node(tx, now, &mut entry, input, |node| node.connected = false).await?;
    lose(tx, now, &mut entry, if clean { REJOIN_GRACE_CLEAN } else { REJOIN_GRACE }, false).await?;
    entry::rows::append(tx, now, &entry, "live.input_lost").await?;
    Ok(())
}

/// No input is left; the grace runs.
pub async fn interrupted(tx: &mut WriteTx, now: UnixMillis, entry: &EntryId) -> Result<()> {
    let Some(mut entry) = load(tx, entry).await? else { return Ok(()) };
    if entry.nodes.is_empty() {
        return Ok(());
    }
    lose(tx, now, &mut entry, REJOIN_GRACE, false).await?;
    entry::rows::append(tx, now, &entry, "live.interrupted").await?;
    Ok(())
}

/// Media flows again within the grace.
pub async fn rejoined(tx: &mut WriteTx, now: UnixMillis, entry: &EntryId) -> Result<()> {
    let Some(mut entry) = load(tx, entry).await? else { return Ok(()) };
    let someone_is_back = entry.nodes.iter().any(|node| node.connected);
    for node in entry.nodes.clone() {
        if someone_is_back && !node.connected {
            rows::remove(tx, &entry.id, node.input).await?; // the other input carries on
            entry.nodes.retain(|kept| kept.input != node.input);
            continue;
        }
        set_node(tx, now, &mut entry, node.input, |node| {
            node.lost_at = None;
            node.orphaned = false;
            node.status = NodeStatus::Playable;
        })
        .await?;
    }
    if let Some(live) = entry.live.as_mut() {
        live.last_broadcast = Some(now);
        entry::rows::save(tx, &entry).await?;
    }
    entry::rows::append(tx, now, &entry, "live.resumed").await?;
    Ok(())
}

/// The grace is over: nodes go, resets run. What a dead process left keeps its own grace, which is [`sweep`]'s to end: an encoder that
/// came and went without a picture has not shortened it.
pub async fn ended(tx: &mut WriteTx, now: UnixMillis, entry: &EntryId) -> Result<()> {
    let Some(mut entry) = load(tx, entry).await?.filter(|entry| !entry.nodes.is_empty()) else { return Ok(()) };
    if !entry.nodes.iter().any(|node| node.orphaned) {
        return finish(tx, now, entry).await;
    }
    for node in entry.nodes.iter().filter(|node| !node.orphaned) {
        rows::remove(tx, &entry.id, node.input).await?;
    }
    entry.nodes.retain(|node| node.orphaned);
    entry::rows::append(tx, now, &entry, "live.input_lost").await?;
    Ok(())
}

/// On start: whatever a dead process left on air is lost as of now, so that its grace and its resets still run. Call once, before
/// encoders are accepted; then [`sweep`] at the time it answers.
pub async fn recover(db: &Db, now: UnixMillis) -> Result<Option<UnixMillis>> {
    db.write(async |tx| {
        for id in entries_with_nodes(tx).await? {
            let Some(mut entry) = load(tx, &id).await? else {
                rows::remove_all(tx, &id).await?;
                continue;
            };
            if entry.nodes.iter().all(|node| node.status != NodeStatus::Playable) {
                finish(tx, now, entry).await?;
                continue;
            }
            lose(tx, now, &mut entry, REJOIN_GRACE, true).await?;
            entry::rows::append(tx, now, &entry, "live.interrupted").await?;
        }
        Ok(())
    })
    .await?;
    sweep(db, now).await
}

/// Ends what `recover` found and nobody rejoined in time; answers when to call again. `None`: nothing is left.
///
/// A broadcast that is playable again is the media engine's to end, not ours; one whose encoder only connected is not back yet.
pub async fn sweep(db: &Db, now: UnixMillis) -> Result<Option<UnixMillis>> {
    let orphans = db.read(async |tx| rows::all(tx).await).await?;
    if !orphans.iter().any(|(_, node)| node.orphaned) {
        return Ok(None);
    }
    db.write(async |tx| {
        let mut next: Option<UnixMillis> = None;
        for id in entries_with_nodes(tx).await? {
            let Some(entry) = load(tx, &id).await? else { continue };
            if !entry.nodes.iter().any(|node| node.orphaned) {
                continue;
            }
            let orphans = entry.nodes.iter().filter(|node| node.orphaned);
            let over = orphans.filter_map(|node| node.lost_at.map(|at| at + node.grace)).max();
            match over {
                Some(over) if over > now => next = Some(next.map_or(over, |next| next.min(over))),
                _ => finish(tx, now, entry).await?,
            }
        }
        Ok(next)
    })
    .await
}

async fn entries_with_nodes(tx: &mut WriteTx) -> Result<Vec<EntryId>> {
    let mut entries: Vec<EntryId> = rows::all(tx).await?.into_iter().map(|(entry, _)| entry).collect();
    entries.dedup();
    Ok(entries)
}

/// A live entry that is not deleted.
async fn load(tx: &mut WriteTx, id: &EntryId) -> Result<Option<Entry>> {
    let entry = entry::rows::by_id(tx, id).await?;
    Ok(entry.filter(|entry| entry.live.is_some() && entry.status != status::DELETED))
}

/// Changes one node, making it if need be.
async fn set_node(
    tx: &mut WriteTx,
    now: UnixMillis,
    entry: &mut Entry,
    input: Input,
    change: impl FnOnce(&mut Node),
) -> Result<()> {
    let at = match entry.nodes.iter().position(|node| node.input == input) {
        Some(at) => at,
        None => {
            entry.nodes.push(Node {
                input,
                status: NodeStatus::Authenticated,
                lost_at: None,
                grace: REJOIN_GRACE,
                connected: false,
                orphaned: false,
                created_at: now,
                updated_at: now,
            });
            entry.nodes.len() - 1
        }
    };
    let node = &mut entry.nodes[at];
    change(node);
    node.updated_at = now;
    let node = node.clone();
    rows::put(tx, entry, &node).await
}

/// Marks every node as lost; who is lost already keeps its time and its grace.
async fn lose(
    tx: &mut WriteTx,
    now: UnixMillis,
    entry: &mut Entry,
    grace: std::time::Duration,
    orphaned: bool,
) -> Result<()> {
    for input in entry.nodes.iter().map(|node| node.input).collect::<Vec<_>>() {
        set_node(tx, now, entry, input, |node| {
            if node.lost_at.is_none() {
                node.lost_at = Some(now);
                node.grace = grace;
            }
            if orphaned {
                (node.orphaned, node.connected) = (true, false);
            }
        })
        .await?;
    }
    Ok(())
}

/// The last node goes (contract: live, live status). What the audience saw has ended; an explicit entry is withdrawn.
async fn finish(tx: &mut WriteTx, now: UnixMillis, mut entry: Entry) -> Result<()> {
    let was_playable = entry.nodes.iter().any(|node| node.status == NodeStatus::Playable);
    rows::remove_all(tx, &entry.id).await?;
    entry.nodes.clear();
    let mut withdrawn = false;
    if let Some(live) = entry.live.as_mut() {
        live.current_broadcast_start = None;
        live.last_broadcast_end = Some(now);
        if let Some(recorded) = live.recorded_entry.as_deref().and_then(|id| id.parse().ok()) {
            entry.redirect = Some(recorded);
        }
        if was_playable && live.is_released() {
            live.ended_at = Some(now);
        }
        if live.explicit_live {
            withdrawn = live.view_mode != 0;
            live.view_mode = 0;
            live.recording_status = 0;
        }
    }
    if withdrawn {
        entry.access_revision += 1; // otherwise viewers may still read the end of the playlist
    }
    entry::rows::save(tx, &entry).await?;
    entry::rows::append(tx, now, &entry, "live.ended").await?;
    if withdrawn {
        entry::rows::append(tx, now, &entry, "live.withdrawn").await?;
    }
    Ok(())
}
