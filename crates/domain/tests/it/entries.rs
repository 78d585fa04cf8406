use crate::{House, NOW, PARTNER, refused, webcast};
use base::UnixMillis;
use domain::{Actor, Change, EntryPatch, Filter, Pager, entry};
use serde_json::json;
use store::{Doc, Value};

fn doc(value: serde_json::Value) -> Doc {
    match value {
        serde_json::Value::Object(map) => Doc(map),
        other => panic!("no object: {other}"),
    }
}

#[tokio::test]
async fn a_new_live_entry_has_the_contracts_defaults() {
    let house = House::open().await;
    let admin = house.admin().await;
    let patch =
        EntryPatch { media_type: Change::Set(201), tags: Change::Set(" a,b ,a".to_owned()), ..EntryPatch::default() };
    let entry = house.add(&admin, patch).await.expect("added");
    let live = entry.live.as_ref().expect("live");
    assert!(entry.id.as_str().starts_with("0_"));
    assert_eq!(entry.name, format!("{PARTNER}_{}", NOW.seconds()));
    assert_eq!(entry.tags.as_deref(), Some("a, b"));
    assert_eq!((entry.kind, entry.status, entry.moderation_status, entry.display_in_search), (7, 2, 6, 1));
    assert_eq!((entry.owner.as_str(), entry.creator.as_str()), ("admin", "admin"));
    assert_eq!(live.stream_name, format!("{}_%i", entry.id));
    assert_eq!(live.stream_password.reveal().len(), 8);
    assert!(live.stream_password.reveal().bytes().all(|byte| byte.is_ascii_hexdigit()));
    assert_eq!((live.explicit_live, live.view_mode, live.recording_status, live.record_status), (false, 1, 2, 1));
    assert_eq!((live.segment_duration_ms, live.dvr_status, live.dvr_window), (6000, None, None));
    assert_eq!(entry.doc.text("flavorParamsIds"), Some("32,33,34,35"));
    let bitrates = json!([{"bitrate": 900, "width": 640, "height": 480, "tags": "source,ingest,web,mobile,ipad,ipadnew",
        "objectType": "KalturaLiveStreamBitrate"}]);
    assert_eq!(entry.doc.get("bitrates"), Some(&bitrates));
    let read = house.hot(&entry).await;
    assert_eq!(read.entry, entry, "what is read is what was answered");
    let explicit = house.add(&admin, webcast(true)).await.expect("added").live.expect("live");
    assert_eq!((explicit.view_mode, explicit.recording_status), (0, 0));
}

#[tokio::test]
async fn what_add_refuses() {
    let house = House::open().await;
    let admin = house.admin().await;
    let with = |change: &dyn Fn(&mut EntryPatch)| {
        let mut patch = webcast(false);
        change(&mut patch);
        patch
    };
    let cases: Vec<(EntryPatch, &str)> = vec![
        (with(&|p| p.media_type = Change::Keep), "PROPERTY_VALIDATION_CANNOT_BE_NULL"),
        (with(&|p| p.srt_pass = Change::Set("short".into())), "PROPERTY_VALIDATION_MIN_LENGTH"),
        (with(&|p| p.srt_pass = Change::Set("x".repeat(80))), "PROPERTY_VALIDATION_MAX_LENGTH"),
        (with(&|p| p.segment_duration = Change::Set(4000)), "DYNAMIC_SEGMENT_DURATION_DISABLED"),
        (with(&|p| p.conversion_profile_id = Change::Set(1001)), "CONVERSION_PROFILE_ID_NOT_FOUND"),
        (with(&|p| p.conversion_profile_id = Change::Set(77)), "CONVERSION_PROFILE_ID_NOT_FOUND"),
        (with(&|p| p.access_control_id = Change::Set(77)), "ACCESS_CONTROL_ID_NOT_FOUND"),
        (with(&|p| p.reference_id = Change::Set("x".into())), "PROPERTY_VALIDATION_MIN_LENGTH"),
        (with(&|p| (p.start_date, p.end_date) = (Change::Set(NOW), Change::Set(NOW))), "INVALID_ENTRY_SCHEDULE_DATES"),
        (with(&|p| p.template_entry_id = Change::Set("0_nothere".into())), "ENTRY_ID_NOT_FOUND"),
        (with(&|p| p.user_id = Change::Set("u".repeat(101))), "PROPERTY_VALIDATION_MAX_LENGTH"),
        (with(&|p| p.display_in_search = Change::Set(2)), "PROPERTY_VALIDATION_NOT_UPDATABLE"),
    ];
    for (patch, code) in cases {
        refused(house.add(&admin, patch).await, code);
    }
    let akamai = house.db().write(async |tx| entry::add_live(tx, &admin, NOW, Some("31"), webcast(false)).await).await;
    refused(akamai, "ENTRY_SOURCE_TYPE_NOT_SUPPORTED");
    let akamai = house.db().write(async |tx| entry::add_live(tx, &admin, NOW, Some("29"), webcast(false)).await).await;
    refused(akamai, "PROPERTY_VALIDATION_CANNOT_BE_NULL");
    let none = house.db().read(async |tx| entry::count(tx, &admin, &[], &Filter::default()).await).await;
    assert_eq!(none.expect("count"), 0, "what was refused left nothing");
}

#[tokio::test]
async fn update_is_partial_and_null_clears() {
    let house = House::open().await;
    let admin = house.admin().await;
    let mut patch = webcast(true);
    patch.description = Change::Set("About".to_owned());
    patch.dvr_window = Change::Set(60);
    patch.doc = doc(json!({"offlineMessage": "soon", "licenseType": 3}));
    let entry = house.add(&admin, patch).await.expect("added");
    let change = EntryPatch {
        description: Change::Clear,
        dvr_status: Change::Set(1),
        doc: doc(json!({"offlineMessage": null, "partnerData": "x"})),
        ..EntryPatch::default()
    };
    let updated = house.update(&admin, &entry, change).await.expect("updated");
    assert_eq!(updated.name, entry.name);
    assert_eq!(updated.description, None);
    let live = updated.live.as_ref().expect("live");
    assert_eq!((live.dvr_status, live.dvr_window, live.explicit_live), (Some(1), Some(60), true));
    assert_eq!(updated.doc.get("offlineMessage"), None);
    assert_eq!((updated.doc.text("partnerData"), updated.doc.int("licenseType")), (Some("x"), Some(3)));
    assert_eq!(house.hot(&entry).await.entry, updated, "the cache knows at once");
}

#[tokio::test]
async fn changing_what_a_recording_depends_on_forgets_the_recording() {
    let house = House::open().await;
    let admin = house.admin().await;
    let target = house.add(&admin, webcast(false)).await.expect("added");
    let mut patch = webcast(false);
    patch.recorded_entry_id = Change::Set(target.id.to_string());
    patch.redirect_entry_id = Change::Set(target.id.to_string());
    let entry = house.add(&admin, patch).await.expect("added");
    let same = EntryPatch { record_status: Change::Set(1), ..EntryPatch::default() };
    let kept = house.update(&admin, &entry, same).await.expect("same value");
    assert!(kept.redirect.is_some() && kept.live.expect("live").recorded_entry.is_some());
    let other = EntryPatch { record_status: Change::Set(2), ..EntryPatch::default() };
    let forgot = house.update(&admin, &entry, other).await.expect("changed");
    assert!(forgot.redirect.is_none() && forgot.live.expect("live").recorded_entry.is_none());
}

#[tokio::test]
async fn users_change_what_is_theirs_and_not_what_is_for_admins() {
    let house = House::open().await;
    let (admin, ann, bob) = (house.admin().await, house.user("Ann", "").await, house.user("bob", "").await);
    let entry = house.add(&admin, webcast(false)).await.expect("added");
    let rename = |name: &str| EntryPatch { name: Change::Set(name.to_owned()), ..EntryPatch::default() };
    house.update(&ann, &entry, rename("by its owner, whose id differs in case")).await.expect("owner");
    refused(house.update(&bob, &entry, rename("by a stranger")).await, "INVALID_KS");
    let editor = house.user("eve", &format!("edit:{}", entry.id)).await;
    house.update(&editor, &entry, rename("by privilege")).await.expect("edit privilege");
    let other = house.user("eve", "edit:0_otherone").await;
    refused(house.update(&other, &entry, rename("x")).await, "INVALID_KS");
    let entitle = EntryPatch { entitled_users_edit: Change::Set("bob, carl".to_owned()), ..EntryPatch::default() };
    refused(house.update(&editor, &entry, entitle.clone()).await, "INVALID_KS");
    house.update(&ann, &entry, entitle).await.expect("the owner entitles");
    house.update(&bob, &entry, rename("by an entitled user")).await.expect("entitled");

    let field = |change: &dyn Fn(&mut EntryPatch)| {
        let mut patch = EntryPatch::default();
        change(&mut patch);
        patch
    };
    for patch in [
        field(&|p| p.admin_tags = Change::Set("x".into())),
        field(&|p| p.start_date = Change::Set(NOW)),
        field(&|p| p.end_date = Change::Clear),
        field(&|p| p.categories = Change::Set("a>b".into())),
    ] {
        refused(house.update(&ann, &entry, patch).await, "PROPERTY_VALIDATION_ADMIN_PROPERTY");
    }
    refused(house.update(&ann, &entry, field(&|p| p.user_id = Change::Set("bob".into()))).await, "INVALID_KS");
    let dropped = house.update(&ann, &entry, field(&|p| p.stream_password = Change::Set("mine".into()))).await;
    assert_ne!(dropped.expect("silently").live.expect("live").stream_password.reveal(), "mine");

    let delete = async |actor: &Actor| {
        house.db().write(async |tx| entry::delete(tx, actor, NOW, entry.id.as_str(), &[]).await).await
    };
    refused(delete(&bob).await, "INVALID_KS");
    delete(&ann).await.expect("owner");
    refused(delete(&ann).await, "ENTRY_ID_NOT_FOUND");
    assert!(house.catalog.any_entry(entry.id.as_str()).await.expect("reads").is_none());
}

#[tokio::test]
async fn another_partner_sees_nothing() {
    let house = House::open().await;
    let admin = house.admin().await;
    let entry = house.add(&admin, webcast(false)).await.expect("added");
    let stranger = Actor::system(base::PartnerId(202));
    refused(house.catalog.entry(&stranger, entry.id.as_str()).await, "ENTRY_ID_NOT_FOUND");
    refused(house.update(&stranger, &entry, EntryPatch::default()).await, "ENTRY_ID_NOT_FOUND");
    let filter = Filter::one("idEqual", entry.id.as_str());
    let found = house.db().read(async |tx| entry::count(tx, &stranger, &[], &filter).await).await;
    assert_eq!(found.expect("count"), 0);
    let mine = Filter { properties: vec![("partnerIdEqual".to_owned(), Value::Int(101))], order_by: None };
    let found = house.db().read(async |tx| entry::count(tx, &stranger, &[], &mine).await).await;
    assert_eq!(found.expect("count"), 0, "a filter cannot reach over");
}

#[tokio::test]
async fn lists_follow_the_contracts_defaults_and_visibility() {
    let house = House::open().await;
    let (admin, ann) = (house.admin().await, house.user("ann", "").await);
    let mut ids = Vec::new();
    for (name, owner, display) in [("Alpha", "ann", 1), ("beta", "bob", 1), ("Gamma", "ann", -1)] {
        let mut patch = webcast(false);
        patch.name = Change::Set(name.to_owned());
        patch.user_id = Change::Set(owner.to_owned());
        patch.display_in_search = Change::Set(display);
        patch.tags = Change::Set(format!("all, {name}"));
        ids.push(house.add(&admin, patch).await.expect("added").id.to_string());
    }
    let list = async |actor: &Actor, properties: &[(&str, &str)], order: &str| {
        let properties = properties.iter().map(|(name, value)| ((*name).to_owned(), Value::from(*value))).collect();
        let filter = Filter { properties, order_by: Some(order.to_owned()) };
        let page = house.db().read(async |tx| entry::list(tx, actor, &[7], &filter, Pager::default()).await).await;
        page.expect("list").objects.into_iter().map(|entry| entry.name).collect::<Vec<_>>()
    };
    let all = ids.join(",");
    let deleted = house.db().write(async |tx| entry::delete(tx, &admin, NOW, &ids[1], &[]).await).await;
    assert_eq!(list(&admin, &[], "+name").await, ["Alpha"], "ready and not hidden");
    deleted.expect("deleted");
    assert_eq!(list(&admin, &[("statusIn", "2,3")], "+name").await, ["Alpha", "beta"]);
    assert_eq!(list(&admin, &[("idIn", &all)], "-name").await, ["Gamma", "Alpha"]);
    assert_eq!(list(&admin, &[("displayInSearchEqual", "-1")], "").await, ["Gamma"]);
    assert_eq!(list(&admin, &[("nameLike", "alp"), ("tagsMultiLikeOr", "nothing,ALL")], "").await, ["Alpha"]);
    assert_eq!(list(&admin, &[("tagsMultiLikeAnd", "nothing,all")], "").await, [""; 0]);
    assert_eq!(list(&admin, &[("idEqual", ""), ("unknownProperty", "x")], "").await, ["Alpha"], "ignored");
    assert_eq!(list(&admin, &[("createdAtLessThanOrEqual", "1700000000")], "").await, ["Alpha"]);
    assert_eq!(list(&admin, &[("createdAtGreaterThan", "1700000000")], "").await, [""; 0]);
    assert_eq!(list(&ann, &[], "").await, ["Alpha"], "own");
    assert_eq!(list(&house.user("bob", "").await, &[], "").await, [""; 0], "nothing of others");
    assert_eq!(list(&house.user("bob", "list:*").await, &[], "").await, ["Alpha"]);
    assert_eq!(list(&house.user("bob", "").await, &[("idEqual", &ids[0])], "").await, ["Alpha"], "by id");
    assert_eq!(list(&house.user("0", "widget:1").await, &[], "").await, [""; 0], "widgets only by key");
}

#[tokio::test]
async fn redirect_and_root_filters() {
    let house = House::open().await;
    let admin = house.admin().await;
    let target = house.add(&admin, webcast(false)).await.expect("added");
    let mut patch = webcast(false);
    patch.redirect_entry_id = Change::Set(target.id.to_string());
    let entry = house.add(&admin, patch).await.expect("added");
    let ids = async |name: &str, id: &base::EntryId| {
        let filter = Filter::one(name, id.as_str());
        let page = house.db().read(async |tx| entry::list(tx, &admin, &[], &filter, Pager::default()).await).await;
        page.expect("list").objects.into_iter().map(|entry| entry.id).collect::<Vec<_>>()
    };
    assert_eq!(ids("redirectFromEntryId", &entry.id).await, std::slice::from_ref(&target.id));
    assert_eq!(ids("redirectFromEntryId", &target.id).await, std::slice::from_ref(&target.id), "or the entry itself");
    assert_eq!(ids("rootEntryIdEqual", &entry.id).await, [], "an entry is not its own child");
}

#[tokio::test]
async fn pages_are_clamped_and_totals_ignore_them() {
    let house = House::open().await;
    let admin = house.admin().await;
    for _ in 0..5 {
        house.add(&admin, webcast(false)).await.expect("added");
    }
    for (size, index, expected) in [(2, 1, 2), (2, 3, 1), (2, 9, 0), (0, 1, 0), (-5, -5, 0), (9999, 1, 5)] {
        let pager = Pager::new(Some(size), Some(index));
        let filter = Filter::default();
        let page = house.db().read(async |tx| entry::list(tx, &admin, &[], &filter, pager).await).await.expect("list");
        assert_eq!((page.objects.len(), page.total), (expected, 5), "{size} {index}");
    }
}

#[tokio::test]
async fn every_change_is_in_the_log() {
    let house = House::open().await;
    let admin = house.admin().await;
    let before = house.db().log().last();
    let entry = house.add(&admin, webcast(true)).await.expect("added");
    let view = |mode| EntryPatch { view_mode: Change::Set(mode), ..EntryPatch::default() };
    house.update(&admin, &entry, view(1)).await.expect("released");
    house.update(&admin, &entry, view(0)).await.expect("withdrawn");
    house.db().write(async |tx| entry::delete(tx, &admin, NOW, entry.id.as_str(), &[7]).await).await.expect("deleted");
    let (events, _) = house.db().log().tail(house.db(), before, &store::Filter::entry(&entry.id)).await.expect("tail");
    let told: Vec<(&str, Option<bool>)> = events
        .iter()
        .map(|event| (event.kind.as_str(), event.body.get("released").and_then(|flag| flag.as_bool())))
        .collect();
    let expected = [
        ("entry.added", Some(false)),
        ("entry.updated", Some(true)),
        ("live.released", Some(true)),
        ("entry.updated", Some(false)),
        ("live.withdrawn", Some(false)),
        ("entry.deleted", Some(false)),
    ];
    assert_eq!(told, expected);
    let revisions: Vec<i64> = events.iter().filter_map(|event| event.body.int("revision")).collect();
    assert_eq!(revisions, [1, 1, 1, 2, 2, 3], "what shrinks access raises the revision");
}

#[tokio::test]
async fn a_template_lends_its_looks() {
    let house = House::open().await;
    let admin = house.admin().await;
    let mut patch = webcast(true);
    patch.tags = Change::Set("webcast".to_owned());
    patch.start_date = Change::Set(UnixMillis::from_seconds(1_800_000_000));
    let template = house.add(&admin, patch).await.expect("added");
    let patch = EntryPatch {
        media_type: Change::Set(201),
        template_entry_id: Change::Set(template.id.to_string()),
        ..EntryPatch::default()
    };
    let entry = house.add(&admin, patch).await.expect("added");
    assert_eq!(entry.tags, template.tags);
    assert!(entry.live.expect("live").explicit_live);
    assert_eq!(entry.starts, None);
}

#[tokio::test]
async fn a_renewed_token_replaces_the_old_one() {
    let house = House::open().await;
    let admin = house.admin().await;
    let entry = house.add(&admin, webcast(false)).await.expect("added");
    let old = entry.live.as_ref().expect("live").stream_password.reveal().clone();
    domain::stream::authenticate(&house.catalog, &entry.id, &old).await.expect("may publish");
    let id = entry.id.as_str();
    let renewed = house.db().write(async |tx| entry::renew_stream_token(tx, &admin, NOW, id).await).await.expect("new");
    let new = renewed.live.expect("live").stream_password.reveal().clone();
    assert_ne!(old, new);
    refused(domain::stream::authenticate(&house.catalog, &entry.id, &old).await, "LIVE_STREAM_INVALID_TOKEN");
    refused(domain::stream::authenticate(&house.catalog, &entry.id, "").await, "LIVE_STREAM_INVALID_TOKEN");
    domain::stream::authenticate(&house.catalog, &entry.id, &new).await.expect("may publish");
    let unknown = "0_nothere1".parse().expect("id");
    refused(domain::stream::authenticate(&house.catalog, &unknown, &new).await, "ENTRY_ID_NOT_FOUND");
}

#[tokio::test]
async fn long_lists_do_not_hold_up_the_writer() {
    let house = House::open().await;
    let admin = house.admin().await;
    let entry = house.add(&admin, webcast(false)).await.expect("added");
    let many = |count: usize| (0..count).map(|number| number.to_string()).collect::<Vec<_>>().join(",");
    let patch = EntryPatch { entitled_users_view: Change::Set(many(10_000)), ..EntryPatch::default() };
    refused(house.update(&admin, &entry, patch).await, "PROPERTY_VALIDATION_MAX_LENGTH");
    let patch = EntryPatch { tags: Change::Set(many(100_000) + ",7,7"), ..EntryPatch::default() };
    let update = tokio::time::timeout(std::time::Duration::from_secs(10), house.update(&admin, &entry, patch));
    let updated = update.await.expect("in time").expect("updated");
    assert_eq!(updated.tags.expect("tags").split(", ").count(), 100_000, "each once");
}

#[tokio::test]
async fn what_a_recording_is_made_by_stands_still_until_it_is_ready() {
    let house = House::open().await;
    let admin = house.admin().await;
    let recording = house.add(&admin, webcast(false)).await.expect("added");
    let recorded = EntryPatch { recorded_entry_id: Change::Set(recording.id.to_string()), ..webcast(false) };
    let entry = house.add(&admin, recorded).await.expect("added");
    let is = async |status: i64| {
        let sql = "UPDATE entry SET status = ? WHERE partner = ? AND id = ?";
        let args = store::args![status, recording.partner, &recording.id];
        house.db().write(async |tx| tx.exec(sql, args.clone()).await).await.expect("stored");
    };
    let options = |copies: bool| Doc::default().with("shouldCopyEntitlement", copies);
    let changes = [
        EntryPatch { record_status: Change::Set(2), ..EntryPatch::default() },
        EntryPatch { conversion_profile_id: Change::Set(1004), ..EntryPatch::default() },
        EntryPatch { recording_options: Change::Set(options(true)), ..EntryPatch::default() },
    ];
    is(7).await;
    for change in &changes {
        let refusal = house.update(&admin, &entry, change.clone()).await;
        refused(refusal, "CANNOT_UPDATE_FIELDS_RECORDED_ENTRY_STILL_NOT_READY");
    }
    let harmless = EntryPatch {
        name: Change::Set("Other".to_owned()),
        record_status: Change::Set(1),
        recording_options: Change::Set(options(false)),
        ..EntryPatch::default()
    };
    house.update(&admin, &entry, harmless).await.expect("nothing of the recording");
    let again = EntryPatch { recorded_entry_id: Change::Set(recording.id.to_string()), ..EntryPatch::default() };
    house.update(&admin, &entry, again).await.expect("updated");
    is(2).await;
    let changed = house.update(&admin, &entry, changes[0].clone()).await.expect("ready");
    assert_eq!(changed.live.expect("live").recorded_entry, None, "a change parts from the recording");
}
