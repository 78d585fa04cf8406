//! SQL of entries.

use super::{Entry, Live, UserList, kind};
use crate::live_state;
use base::{EntryId, PartnerId, Result, UnixMillis};
use store::{Doc, NewEvent, ReadTx, Row, Value, WriteTx, args};

pub(crate) const COLUMNS: &str = "id, partner, kind, status, name, description, tags, admin_tags, owner, owner_key, creator, \
     entitled_edit, entitled_publish, entitled_view, created_at, updated_at, starts, ends, reference_id, moderation_status, \
     display_in_search, root, parent, redirect, access_control, conversion_profile, partner_sort_value, version, access_revision, \
     media_type, source_type, stream_password, stream_name, srt_pass, explicit_live, view_mode, recording_status, record_status, \
     dvr_status, dvr_window, segment_duration_ms, recording_options, recorded_entry, first_broadcast, last_broadcast, \
     current_broadcast_start, last_broadcast_end, broadcast_time, ended_at, doc";

/// Children that are changed with their parent; a webcast has some few.
const CHILDREN_MAX: usize = 500;

/// The values of [`COLUMNS`], in that order.
fn values(entry: &Entry) -> Vec<Value> {
    let live = entry.live.as_ref();
    let mut values = args![
        &entry.id,
        entry.partner,
        entry.kind,
        entry.status,
        &entry.name,
        &entry.description,
        &entry.tags,
        &entry.admin_tags,
        &entry.owner,
        entry.owner.as_str().to_lowercase(),
        &entry.creator,
        entry.entitled_edit.to_string(),
        entry.entitled_publish.to_string(),
        entry.entitled_view.to_string(),
        entry.created_at,
        entry.updated_at,
        entry.starts,
        entry.ends,
        &entry.reference_id,
        entry.moderation_status,
        entry.display_in_search,
        &entry.root,
        &entry.parent,
        &entry.redirect,
        entry.access_control,
        entry.conversion_profile,
        entry.partner_sort_value,
        entry.version,
        entry.access_revision,
    ];
    values.extend(args![
        live.map(|live| live.media_type).or(entry.doc.int("mediaType")),
        live.map(|live| live.source_type.as_str()).or(entry.doc.text("sourceType")),
        live.map(|live| live.stream_password.reveal()),
        live.map(|live| live.stream_name.as_str()),
        live.and_then(|live| live.srt_pass.as_ref()).map(|pass| pass.reveal()),
        live.map(|live| live.explicit_live),
        live.map(|live| live.view_mode),
        live.map(|live| live.recording_status),
        live.map(|live| live.record_status),
        live.and_then(|live| live.dvr_status),
        live.and_then(|live| live.dvr_window),
        live.map(|live| live.segment_duration_ms),
        live.and_then(|live| live.recording_options.as_ref()),
        live.and_then(|live| live.recorded_entry.as_ref()),
        live.and_then(|live| live.first_broadcast),
        live.and_then(|live| live.last_broadcast),
        live.and_then(|live| live.current_broadcast_start),
        live.and_then(|live| live.last_broadcast_end),
        live.and_then(|live| live.broadcast_time),
        live.and_then(|live| live.ended_at),
        &entry.doc,
    ]);
    values
}

pub(crate) fn read(row: &Row) -> Result<Entry> {
    let kind: i64 = row.get("kind")?;
    let live = if kind == kind::LIVE_STREAM { Some(read_live(row)?) } else { None };
    let users = |column: &str| Ok::<_, base::Error>(UserList::parse(&row.get::<String>(column)?));
    Ok(Entry {
        id: row.get("id")?,
        partner: row.get("partner")?,
        kind,
        status: row.get("status")?,
        name: row.get("name")?,
        description: row.get("description")?,
        tags: row.get("tags")?,
        admin_tags: row.get("admin_tags")?,
        owner: row.get("owner")?,
        creator: row.get("creator")?,
        entitled_edit: users("entitled_edit")?,
        entitled_publish: users("entitled_publish")?,
        entitled_view: users("entitled_view")?,
        created_at: row.get("created_at")?,
        updated_at: row.get("updated_at")?,
        starts: row.get("starts")?,
        ends: row.get("ends")?,
        reference_id: row.get("reference_id")?,
        moderation_status: row.get("moderation_status")?,
        display_in_search: row.get("display_in_search")?,
        root: row.get("root")?,
        parent: row.get("parent")?,
        redirect: row.get("redirect")?,
        access_control: row.get("access_control")?,
        conversion_profile: row.get("conversion_profile")?,
        partner_sort_value: row.get("partner_sort_value")?,
        version: row.get("version")?,
        access_revision: row.get("access_revision")?,
        live,
        nodes: Vec::new(),
        doc: row.get("doc")?,
    })
}

fn read_live(row: &Row) -> Result<Live> {
    Ok(Live {
        source_type: row.get("source_type")?,
        media_type: row.get("media_type")?,
        stream_password: row.get("stream_password")?,
        stream_name: row.get("stream_name")?,
        srt_pass: row.get("srt_pass")?,
        explicit_live: row.get("explicit_live")?,
        view_mode: row.get("view_mode")?,
        recording_status: row.get("recording_status")?,
        record_status: row.get("record_status")?,
        dvr_status: row.get("dvr_status")?,
        dvr_window: row.get("dvr_window")?,
        segment_duration_ms: row.get("segment_duration_ms")?,
        recording_options: row.get("recording_options")?,
        recorded_entry: row.get("recorded_entry")?,
        first_broadcast: row.get("first_broadcast")?,
        last_broadcast: row.get("last_broadcast")?,
        current_broadcast_start: row.get("current_broadcast_start")?,
        last_broadcast_end: row.get("last_broadcast_end")?,
        broadcast_time: row.get("broadcast_time")?,
        ended_at: row.get("ended_at")?,
    })
}

pub(crate) async fn insert(tx: &mut WriteTx, entry: &Entry) -> Result<()> {
    let marks = vec!["?"; COLUMNS.split(',').count()].join(", ");
    tx.exec(&format!("INSERT INTO entry ({COLUMNS}) VALUES ({marks})"), values(entry)).await?;
    Ok(())
}

pub(crate) async fn save(tx: &mut WriteTx, entry: &Entry) -> Result<()> {
    let sets: Vec<String> = COLUMNS.split(',').map(|column| format!("{} = ?", column.trim())).collect();
    let mut args = values(entry);
    args.extend(args![entry.partner, &entry.id]);
    tx.exec(&format!("UPDATE entry SET {} WHERE partner = ? AND id = ?", sets.join(", ")), args).await?;
    Ok(())
}

/// Of whatever partner, deleted or not, with its nodes. The one query without a partner scope: entry ids are unique, and callers
/// without a KS name nothing else.
pub(crate) async fn by_id(tx: &mut ReadTx, id: &EntryId) -> Result<Option<Entry>> {
    let row = tx.query_one(&format!("SELECT {COLUMNS} FROM entry WHERE id = ?"), args![id]).await?;
    let Some(row) = row else { return Ok(None) };
    let mut entry = read(&row)?;
    if entry.live.is_some() {
        entry.nodes = live_state::rows::nodes_of(tx, id).await?;
    }
    Ok(Some(entry))
}

/// Entries whose parent this is, without their nodes. At most [`CHILDREN_MAX`].
pub(crate) async fn children(tx: &mut ReadTx, partner: PartnerId, parent: &EntryId) -> Result<Vec<Entry>> {
    let sql =
        format!("SELECT {COLUMNS} FROM entry WHERE partner = ? AND parent = ? AND status <> 3 LIMIT {CHILDREN_MAX}");
    tx.query(&sql, args![partner, parent]).await?.iter().map(read).collect()
}

pub(crate) async fn exists(tx: &mut ReadTx, partner: PartnerId, id: &str) -> Result<bool> {
    let sql = "SELECT 1 AS found FROM entry WHERE partner = ? AND id = ? AND status <> 3";
    Ok(tx.query_one(sql, args![partner, id]).await?.is_some())
}

/// Appends an event about an entry. For live entries it carries what the media edge must know.
pub(crate) async fn append(tx: &mut WriteTx, now: UnixMillis, entry: &Entry, kind: &'static str) -> Result<i64> {
    let mut body = Doc::default().with("v", 1);
    if let Some(release) = crate::access::Release::of(entry) {
        let profile = release.profile;
        body = body.with("revision", release.revision).with("released", release.released).with("profile", profile);
    }
    let event = NewEvent { at: now, partner: entry.partner, entry: Some(entry.id.clone()), kind, body };
    store::log::append(tx, event).await
}
