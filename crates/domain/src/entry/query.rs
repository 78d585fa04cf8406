//! What can be asked about entries.

use super::{Entry, RECYCLED, moderation, rows, status};
use crate::actor::{Actor, SessionKind};
use crate::filter::{self, Field, Filter, Page, Pager, Unit};
use crate::live_state;
use base::{EntryId, Error, Kind, Result};
use store::{Constraint, Op, Order, ReadTx, Select, Value};

/// An entry of the actor's partner, with its nodes. `ENTRY_ID_NOT_FOUND` when missing, deleted or of another kind (`kinds` empty: any).
/// Handlers read through [`crate::Catalog::entry`] instead, which is cached.
pub async fn get(tx: &mut ReadTx, actor: &Actor, id: &str, kinds: &[i64]) -> Result<Entry> {
    let parsed = id.parse().map_err(|_| not_found(id))?;
    let entry = rows::by_id(tx, &parsed).await?.ok_or_else(|| not_found(id))?;
    let fits = entry.partner == actor.partner
        && entry.status != status::DELETED
        && (kinds.is_empty() || kinds.contains(&entry.kind));
    if fits { Ok(entry) } else { Err(not_found(id)) }
}

/// baseEntry.list, liveStream.list: with the contract's default filters and the session's visibility.
pub async fn list(tx: &mut ReadTx, actor: &Actor, kinds: &[i64], filter: &Filter, pager: Pager) -> Result<Page<Entry>> {
    let Some(select) = select(tx, actor, kinds, filter, pager).await? else { return Ok(Page::empty()) };
    let (rows, total) = select.page(tx).await?;
    let mut objects = rows.iter().map(rows::read).collect::<Result<Vec<_>>>()?;
    let live: Vec<EntryId> = objects.iter().filter(|e| e.live.is_some()).map(|e| e.id.clone()).collect();
    for (id, node) in live_state::rows::nodes_of_all(tx, &live).await? {
        if let Some(entry) = objects.iter_mut().find(|entry| entry.id == id) {
            entry.nodes.push(node);
        }
    }
    Ok(Page { objects, total })
}

/// baseEntry.count
pub async fn count(tx: &mut ReadTx, actor: &Actor, kinds: &[i64], filter: &Filter) -> Result<i64> {
    match select(tx, actor, kinds, filter, Pager::default()).await? {
        Some(select) => select.count(tx).await,
        None => Ok(0),
    }
}

pub(super) fn not_found(id: &str) -> Error {
    Error::coded(Kind::NotFound, "ENTRY_ID_NOT_FOUND").arg("ENTRY_ID", id)
}

const IS_PLAYABLE: &str = "(SELECT count(*) > 0 FROM entry_server_node n WHERE n.entry = entry.id AND n.status = 1)";
const HAS_RECORDED: &str = "(coalesce(recorded_entry, '') <> '')";

const FIELDS: &[Field] = &[
    field("id", &["id"], Unit::Text),
    field("name", &["name"], Unit::Text),
    field("description", &["description"], Unit::Text),
    field("partnerId", &["partner"], Unit::Int),
    field("userId", &["owner_key"], Unit::User),
    field("creatorId", &["lower(creator)"], Unit::User),
    field("tags", &["tags"], Unit::Text),
    field("adminTags", &["admin_tags"], Unit::Text),
    field("tagsName", &["tags", "name"], Unit::Text),
    field("tagsAdminTags", &["tags", "admin_tags"], Unit::Text),
    field("tagsAdminTagsName", &["tags", "admin_tags", "name"], Unit::Text),
    field("categories", &["json_extract(doc, '$.categories')"], Unit::Text),
    field("categoriesIds", &["json_extract(doc, '$.categoriesIds')"], Unit::Text),
    field("status", &["status"], Unit::Int),
    field("moderationStatus", &["moderation_status"], Unit::Int),
    field("type", &["kind"], Unit::Int),
    field("mediaType", &["media_type"], Unit::Int),
    field("sourceType", &["source_type"], Unit::Text),
    field("createdAt", &["created_at"], Unit::Millis),
    field("updatedAt", &["updated_at"], Unit::Millis),
    field("startDate", &["starts"], Unit::Millis),
    field("endDate", &["ends"], Unit::Millis),
    field("rank", &[RANK], Unit::Real),
    field("totalRank", &[TOTAL_RANK], Unit::Int),
    field("groupId", &["json_extract(doc, '$.groupId')"], Unit::Int),
    field("accessControlId", &["access_control"], Unit::Int),
    field("referenceId", &["reference_id"], Unit::Text),
    field("replacingEntryId", &["json_extract(doc, '$.replacingEntryId')"], Unit::Text),
    field("replacedEntryId", &["json_extract(doc, '$.replacedEntryId')"], Unit::Text),
    field("replacementStatus", &["CAST(coalesce(json_extract(doc, '$.replacementStatus'), 0) AS TEXT)"], Unit::Text),
    field("partnerSortValue", &["partner_sort_value"], Unit::Int),
    field("rootEntryId", &["root"], Unit::Text),
    field("parentEntryId", &["parent"], Unit::Text),
    field("entitledUsersEdit", &["entitled_edit"], Unit::Text),
    field("entitledUsersPublish", &["entitled_publish"], Unit::Text),
    field("entitledUsersView", &["entitled_view"], Unit::Text),
    field("displayInSearch", &["display_in_search"], Unit::Int),
    field("conversionProfileId", &["conversion_profile"], Unit::Int),
    field("lastPlayedAt", &["json_extract(doc, '$.lastPlayedAt')"], Unit::Int),
    field("duration", &[SECONDS], Unit::Int),
    field("durationType", &[DURATION_TYPE], Unit::Text),
    field("mediaDate", &["json_extract(doc, '$.mediaDate')"], Unit::Int),
    field("flavorParamsIds", &["json_extract(doc, '$.flavorParamsIds')"], Unit::Text),
];

const RANK: &str = "coalesce(json_extract(doc, '$.rank'), 0)";
const TOTAL_RANK: &str = "coalesce(json_extract(doc, '$.totalRank'), 0)";
const MILLIS: &str = "coalesce(json_extract(doc, '$.msDuration'), 0)";
const SECONDS: &str = "((coalesce(json_extract(doc, '$.msDuration'), 0) + 500) / 1000)";
/// The lengths of [`super::DurationType`].
const DURATION_TYPE: &str = "(CASE WHEN coalesce(json_extract(doc, '$.msDuration'), 0) <= 0 THEN 'notavailable' \
     WHEN json_extract(doc, '$.msDuration') <= 240000 THEN 'short' \
     WHEN json_extract(doc, '$.msDuration') <= 1200000 THEN 'medium' ELSE 'long' END)";

const fn field(name: &'static str, columns: &'static [&'static str], unit: Unit) -> Field {
    Field { name, columns, unit }
}

const ORDERS: &[(&str, &str)] = &[
    ("createdAt", "created_at"),
    ("updatedAt", "updated_at"),
    ("recent", "created_at"),
    ("name", "name"),
    ("moderationCount", "coalesce(json_extract(doc, '$.moderationCount'), 0)"),
    ("rank", RANK),
    ("totalRank", TOTAL_RANK),
    ("startDate", "starts"),
    ("endDate", "ends"),
    ("partnerSortValue", "partner_sort_value"),
    // How well an entry fits a search: newest first is what there is to go by.
    ("weight", "created_at"),
    ("plays", "coalesce(json_extract(doc, '$.plays'), 0)"),
    ("views", "coalesce(json_extract(doc, '$.views'), 0)"),
    ("duration", MILLIS),
    ("msDuration", MILLIS),
    ("lastPlayedAt", "json_extract(doc, '$.lastPlayedAt')"),
    ("mediaType", "media_type"),
    ("firstBroadcast", "first_broadcast"),
    ("lastBroadcast", "last_broadcast"),
];

/// What a free search looks through.
const SEARCHED: &[&str] = &["name", "description", "tags", "id", "reference_id"];
/// What `searchText` shows.
const SEARCH_TEXT: &[&str] = &["id", "name", "tags", "description"];

/// `None`: nothing can match.
async fn select(
    tx: &mut ReadTx,
    actor: &Actor,
    kinds: &[i64],
    filter: &Filter,
    pager: Pager,
) -> Result<Option<Select>> {
    let mut constraints = vec![Constraint::equal("partner", actor.partner)];
    if !kinds.is_empty() {
        constraints.push(Constraint::new("kind", Op::In, kinds.iter().map(|kind| Value::Int(*kind)).collect()));
    }
    constraints.extend(filter.constraints(FIELDS));
    if let Some(from) = filter.text("redirectFromEntryId") {
        let Some(target) = redirected(tx, actor, &from).await? else { return Ok(None) };
        constraints.push(Constraint::equal("id", target.as_str()));
    }
    if let Some(text) = filter.text("freeText") {
        constraints.push(words(SEARCHED, Op::LikeAll, &text));
    }
    for (name, op) in [("searchTextMatchAnd", Op::LikeAll), ("searchTextMatchOr", Op::LikeAny)] {
        if let Some(text) = filter.text(name) {
            constraints.push(words(SEARCH_TEXT, op, &text));
        }
    }
    if let Some(names) = filter.list("categoriesFullNameIn") {
        let values = names.into_iter().map(Value::Text).collect();
        constraints.push(Constraint::new("json_extract(doc, '$.categories')", Op::ItemAny, values));
    }
    if filter.has("categoryAncestorIdIn") {
        // Categories are names here; none has an id, so none has an ancestor.
        constraints.push(Constraint::new("id", Op::In, Vec::new()));
    }
    if let Some(empty) = filter.text("categoriesIdsEmpty") {
        let has = "(coalesce(json_extract(doc, '$.categoriesIds'), '') = '')";
        constraints.push(Constraint::equal(has, i64::from(empty == "1")));
    }
    if let Some(only_live) = filter.text("isLive") {
        constraints.push(Constraint::equal(IS_PLAYABLE, i64::from(only_live == "1")));
    }
    if let Some(empty) = filter.text("isRecordedEntryIdEmpty") {
        constraints.push(Constraint::equal(HAS_RECORDED, i64::from(empty != "1")));
    }
    if let Some(is_root) = filter.text("isRoot") {
        let op = if is_root == "1" { Op::IsNull } else { Op::IsNotNull };
        constraints.push(Constraint::new("root", op, Vec::new()));
    }
    constraints.extend(defaults(filter));
    constraints.extend(visibility(actor, filter));
    let fallback = [Order { column: "created_at", descending: true }, Order { column: "id", descending: false }];
    Ok(Some(Select {
        from: "entry",
        columns: rows::COLUMNS,
        constraints,
        order: filter.orders(ORDERS, &fallback),
        limit: pager.limit(),
        offset: pager.offset(),
    }))
}

fn words(columns: &[&'static str], op: Op, text: &str) -> Constraint {
    Constraint { columns: columns.to_vec(), op, values: filter::terms(text) }
}

/// Contract: entries, list defaults.
fn defaults(filter: &Filter) -> Vec<Constraint> {
    let mut constraints = Vec::new();
    if filter.has_any(&["idEqual", "redirectFromEntryId"]) {
        // An id asks for that very entry; only what is deleted stays away unless a status asks for it.
        if !filter.has_any(STATUS_FILTERS) {
            constraints.push(Constraint::new("status", Op::NotEqual, vec![Value::Int(status::DELETED)]));
        }
        return constraints;
    }
    let any_status = filter.has_any(STATUS_FILTERS);
    let any_moderation =
        filter.properties.iter().any(|(name, _)| name.starts_with("moderationStatus") && filter.has(name));
    let any_display = filter.has_any(&["parentEntryIdEqual", "idIn", "displayInSearchEqual", "displayInSearchIn"]);
    if !any_status && !any_moderation && !any_display {
        // The three below in one column, which indexes begin with.
        constraints.push(Constraint::equal("listed", 1_i64));
        return constraints;
    }
    if !any_status {
        constraints.push(Constraint::equal("status", status::READY));
    }
    if !any_moderation {
        let hidden = [moderation::PENDING, moderation::REJECTED].map(Value::Int).to_vec();
        constraints.push(Constraint::new("moderation_status", Op::NotIn, hidden));
    }
    if !any_display {
        constraints.push(Constraint::new("display_in_search", Op::NotIn, vec![Value::Int(-1), Value::Int(RECYCLED)]));
    }
    constraints
}

const STATUS_FILTERS: &[&str] = &["statusEqual", "statusIn", "statusNotEqual", "statusNotIn"];

/// Contract: session, list visibility: without `list:*` a user sees their own, unless they name what they look for.
fn visibility(actor: &Actor, filter: &Filter) -> Option<Constraint> {
    let named = ["idEqual", "idIn", "referenceIdEqual", "referenceIdIn", "redirectFromEntryId", "parentEntryIdEqual"];
    let sees_all = actor.is_admin() || actor.privileges.has_item("list", "*") || actor.privileges.is_all();
    if sees_all || filter.has_any(&named) {
        return None;
    }
    if actor.kind != SessionKind::User || actor.user.is_anonymous() {
        return Some(Constraint::new("id", Op::In, Vec::new()));
    }
    Some(Constraint::equal("owner_key", actor.user.as_str().to_lowercase()))
}

/// The entry X redirects to, or X itself.
async fn redirected(tx: &mut ReadTx, actor: &Actor, from: &str) -> Result<Option<EntryId>> {
    let Ok(id) = from.parse::<EntryId>() else { return Ok(None) };
    let entry = rows::by_id(tx, &id).await?.filter(|entry| entry.partner == actor.partner);
    Ok(entry.map(|entry| live_state::redirect(&entry, actor).cloned().unwrap_or(entry.id)))
}

#[cfg(test)]
mod tests {
    use super::*;
    use base::{PartnerId, UnixMillis};
    use store::{Db, Options, migrate};

    /// The commonest lists read a page off an index in its order, and count without looking at rows.
    #[tokio::test]
    async fn common_lists_are_read_from_indexes() {
        let dir = tempfile::tempdir().expect("temp dir");
        let db = Db::open(dir.path(), Options::default()).await.expect("opens");
        migrate::run(&db, UnixMillis(0), crate::MIGRATIONS).await.expect("tables");
        drop(db);
        let db = loop {
            match Db::open(dir.path(), Options::default()).await {
                Ok(db) => break db,
                Err(_) => tokio::task::yield_now().await, // the writer of the first is still going
            }
        };
        let admin = Actor::system(PartnerId(101));
        type Properties = &'static [(&'static str, &'static str)];
        let cases: &[(Properties, &str, &[i64], &str)] = &[
            (&[], "", &[], "entry_listed"),
            (&[], "-createdAt", &[7], "entry_listed"),
            (&[("typeEqual", "7")], "", &[], "entry_listed"),
            (&[("nameLike", "hall")], "", &[7], "entry_listed"),
            (&[("tagsMultiLikeOr", "a,b")], "", &[], "entry_listed"),
            (&[("createdAtGreaterThanOrEqual", "1700000000")], "", &[], "entry_listed"),
            (&[], "-updatedAt", &[], "entry_listed_updated"),
            (&[], "+name", &[], "entry_listed_name"),
            (&[("userIdEqual", "ann")], "", &[], "entry_owner"),
            (&[("statusEqual", "7")], "", &[], "entry_status"),
            (&[("referenceIdEqual", "x")], "", &[], "entry_reference"),
            (&[("rootEntryIdEqual", "0_xxxxxxxx")], "", &[], "entry_root"),
            (&[("parentEntryIdEqual", "0_xxxxxxxx")], "", &[], "entry_parent"),
            (&[("idEqual", "0_xxxxxxxx")], "", &[], "sqlite_autoindex_entry_1"),
        ];
        for (properties, order, kinds, index) in cases {
            let properties = properties.iter().map(|(name, value)| ((*name).to_owned(), Value::from(*value))).collect();
            let filter = Filter { properties, order_by: Some((*order).to_owned()) };
            let plan = db
                .read(async |tx| {
                    let select = select(tx, &admin, kinds, &filter, Pager::default()).await?.expect("may match");
                    let (sql, args) = select.sql();
                    let rows = tx.query(&format!("EXPLAIN QUERY PLAN {sql}"), args).await?;
                    rows.iter().map(|row| row.get::<String>("detail")).collect::<Result<Vec<_>>>()
                })
                .await
                .expect("a plan");
            let case = format!("{filter:?}: {plan:?}");
            assert!(plan[0].contains(&format!(" {index} ")), "{case}");
            assert!(!plan.iter().any(|step| step.starts_with("SCAN entry")), "{case}");
            if index.starts_with("entry_listed") || *index == "entry_owner" {
                assert!(!plan.iter().any(|step| step.contains("TEMP B-TREE")), "sorted: {case}");
            }
        }
    }
}
