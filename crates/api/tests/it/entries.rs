//! Entries of every kind through `baseEntry` and `media`.

use crate::{PARTNER, Server, code};
use serde_json::{Value, json};

/// Names of a list, in its order.
#[track_caller]
fn names(list: &Value) -> Vec<String> {
    let objects = list["objects"].as_array().unwrap_or_else(|| panic!("no list: {list}"));
    objects.iter().map(|object| object["name"].as_str().unwrap_or_default().to_owned()).collect()
}

async fn media(server: &Server, ks: &str, more: Value) -> Value {
    let mut entry = json!({"objectType": "KalturaMediaEntry", "mediaType": 1, "name": "Clip"});
    for (key, value) in more.as_object().expect("an object") {
        entry[key] = value.clone();
    }
    server.call("media", "add", ks, json!({"entry": entry})).await
}

/// What no call can do yet: content that has arrived, numbers that are counted.
async fn set(server: &Server, id: &str, sql: &str) {
    let sql = format!("UPDATE entry SET {sql} WHERE id = ?");
    let done = server.catalog.db().write(async |tx| tx.exec(&sql, store::args![id]).await).await;
    assert_eq!(done.expect("written"), 1);
}

#[tokio::test]
async fn a_media_entry_waits_for_its_content() {
    let server = Server::start().await;
    let admin = server.admin().await;
    let added =
        media(&server, &admin, json!({"tags": "a,b , a", "userId": "ann", "referenceId": "ref-1", "categories": "x"}))
            .await;
    let id = added["id"].as_str().unwrap_or_else(|| panic!("{added}")).to_owned();
    let profile = server.call("conversionProfile", "getDefault", &admin, json!({})).await["id"].clone();
    for (name, value) in [
        ("objectType", json!("KalturaMediaEntry")),
        ("type", json!(1)),
        ("status", json!(7)),
        ("mediaType", json!(1)),
        ("tags", json!("a, b")),
        ("userId", json!("ann")),
        ("referenceId", json!("ref-1")),
        ("moderationStatus", json!(6)),
        ("conversionProfileId", profile.clone()),
        ("conversionQuality", json!(profile.to_string())),
        ("flavorParamsIds", json!("0")),
        ("durationType", json!("notavailable")),
        ("rootEntryId", json!(id)),
        ("displayInSearch", json!(1)),
        ("licenseType", json!(-1)),
        ("operationAttributes", json!([])),
        (
            "downloadUrl",
            json!(format!(
                "http://example.com:8080/p/101/sp/10100/playManifest/entryId/{id}/format/download/protocol/http/flavorParamIds/0"
            )),
        ),
    ] {
        assert_eq!(added[name], value, "{name}");
    }
    for service in ["media", "baseEntry"] {
        assert_eq!(server.call(service, "get", &admin, json!({"entryId": id})).await, added, "{service}");
    }
    assert_eq!(media(&server, &admin, json!({"name": ""})).await["name"], format!("{PARTNER}_1800000000"));
    let none = media(&server, &admin, json!({"conversionProfileId": -1})).await;
    assert_eq!((none["conversionProfileId"].clone(), none.get("flavorParamsIds")), (json!(-1), None));
    assert_eq!(media(&server, &admin, json!({"conversionQuality": profile})).await["conversionProfileId"], profile);

    let live = server.call("conversionProfile", "getDefault", &admin, json!({"type": "2"})).await["id"].clone();
    for (entry, expected, argument) in [
        (json!({"mediaType": null}), "PROPERTY_VALIDATION_CANNOT_BE_NULL", "KalturaMediaEntry::mediaType"),
        (json!({"mediaType": 3}), "INVALID_ENUM_VALUE", ""),
        (json!({"conversionProfileId": live}), "CONVERSION_PROFILE_ID_NOT_FOUND", ""),
        (json!({"referenceId": "x"}), "PROPERTY_VALIDATION_MIN_LENGTH", "KalturaMediaEntry::referenceId"),
        (json!({"userId": "u".repeat(101)}), "PROPERTY_VALIDATION_MAX_LENGTH", "KalturaMediaEntry::userId"),
        (json!({"startDate": 1_900_000_001, "endDate": 1_900_000_000}), "INVALID_ENTRY_SCHEDULE_DATES", ""),
        (json!({"templateEntryId": "0_missing0"}), "ENTRY_ID_NOT_FOUND", ""),
        (
            json!({"parentEntryId": id, "startDate": 1_900_000_000}),
            "ASSIGNING_INFO_TO_ENTRY_WITH_PARENT_IS_FORBIDDEN",
            "",
        ),
        (json!({"displayInSearch": -2}), "PROPERTY_VALIDATION_NOT_UPDATABLE", "KalturaMediaEntry::displayInSearch"),
        (json!({"plays": 5}), "PROPERTY_VALIDATION_NOT_UPDATABLE", "KalturaMediaEntry::plays"),
        (
            json!({"mediaType": 2, "msDuration": 5}),
            "PROPERTY_VALIDATION_NOT_UPDATABLE",
            "KalturaMediaEntry::msDuration",
        ),
    ] {
        let refused = media(&server, &admin, entry.clone()).await;
        assert_eq!(code(&refused), expected, "{entry}");
        if !argument.is_empty() {
            assert_eq!(refused["args"]["PROP_NAME"], argument, "{entry}");
        }
    }
}

#[tokio::test]
async fn the_type_says_what_an_entry_becomes() {
    let server = Server::start().await;
    let admin = server.admin().await;
    let user = server.ks("ann", 0, "").await;
    let add = async |ks: &str, entry: Value, kind: i64| {
        let added = server.call("baseEntry", "add", ks, json!({"entry": entry, "type": kind})).await;
        if added.get("code").is_some() {
            code(&added)
        } else {
            format!("{} {} {}", added["objectType"], added["type"], added["status"])
        }
    };
    let of = |class: &str| json!({"objectType": class, "mediaType": 201, "name": "x"});
    let clip = json!({"objectType": "KalturaMediaEntry", "mediaType": 1});
    assert_eq!(add(&user, clip.clone(), -1).await, "\"KalturaMediaEntry\" 1 7");
    assert_eq!(add(&user, json!({"name": "x"}), 1).await, "\"KalturaMediaEntry\" 1 7");
    assert_eq!(add(&user, json!({"name": "x", "type": 1}), -1).await, "\"KalturaMediaEntry\" 1 7");
    assert_eq!(add(&user, json!({"name": "x"}), -1).await, "\"KalturaBaseEntry\" -1 7");
    assert_eq!(add(&admin, of("KalturaLiveStreamEntry"), -1).await, "\"KalturaLiveStreamEntry\" 7 2");
    assert_eq!(add(&user, of("KalturaLiveStreamEntry"), -1).await, "SERVICE_FORBIDDEN");
    assert_eq!(add(&admin, json!({"name": "x"}), 7).await, "ENTRY_TYPE_NOT_SUPPORTED");
    assert_eq!(add(&admin, json!({"name": "x"}), 5).await, "ENTRY_TYPE_NOT_SUPPORTED");
    assert_eq!(add(&admin, json!({"objectType": "KalturaMediaEntry"}), -1).await, "PROPERTY_VALIDATION_CANNOT_BE_NULL");
}

#[tokio::test]
async fn a_media_entry_is_changed_and_deleted() {
    let server = Server::start().await;
    let admin = server.admin().await;
    let added = media(&server, &admin, json!({"userId": "ann"})).await;
    let id = added["id"].as_str().expect("an id").to_owned();
    let update = async |ks: &str, entry: Value| {
        server.call("media", "update", ks, json!({"entryId": id, "mediaEntry": entry})).await
    };
    let updated =
        update(&admin, json!({"name": "New", "creditUserName": "Bob", "msDuration": 61_500, "tags": "x, y,x"})).await;
    for (name, value) in [
        ("name", json!("New")),
        ("creditUserName", json!("Bob")),
        ("msDuration", json!(61_500)),
        ("duration", json!(62)),
        ("durationType", json!("short")),
        ("tags", json!("x, y")),
        ("mediaType", json!(1)),
    ] {
        assert_eq!(updated[name], value, "{name}");
    }
    assert_eq!(code(&update(&admin, json!({"mediaType": 5})).await), "PROPERTY_VALIDATION_NOT_UPDATABLE");
    assert_eq!(update(&admin, updated.clone()).await["name"], "New", "what was got may be sent back");
    assert_eq!(update(&admin, json!({"conversionProfileId": -1})).await["conversionProfileId"], -1);
    set(&server, &id, "status = 2").await;
    let ready = server
        .call("media", "update", &admin, json!({"entryId": id, "mediaEntry": {"conversionProfileId": 1001}}))
        .await;
    assert_eq!(
        (code(&ready), ready["args"]["PROP_NAME"].clone()),
        ("PROPERTY_VALIDATION_ENTRY_STATUS".to_owned(), "KalturaMediaEntry::conversionProfileId".into())
    );

    let eve = server.ks("eve", 0, "").await;
    let ann = server.ks("ann", 0, "").await;
    for action in ["update", "delete"] {
        let refused = server.call("media", action, &eve, json!({"entryId": id, "mediaEntry": {}})).await;
        assert_eq!(code(&refused), "INVALID_KS", "{action}");
    }
    let live = server.live(json!({})).await;
    for action in ["get", "update", "delete", "approve", "reject", "listFlags"] {
        let other = server.call("media", action, &admin, json!({"entryId": live, "mediaEntry": {}})).await;
        assert_eq!(code(&other), "ENTRY_ID_NOT_FOUND", "{action}");
    }
    assert_eq!(server.call("media", "delete", &ann, json!({"entryId": id})).await, Value::Null);
    assert_eq!(code(&server.call("media", "get", &admin, json!({"entryId": id})).await), "ENTRY_ID_NOT_FOUND");
}

#[tokio::test]
async fn complaints_wait_for_a_moderator() {
    let server = Server::start().await;
    let admin = server.admin().await;
    let id = server.live(json!({})).await;
    let ann = server.ks("ann", 0, "").await;
    let flag =
        async |ks: &str, flag: Value| server.call("baseEntry", "flag", ks, json!({"moderationFlag": flag})).await;
    let entry = async || server.call("baseEntry", "get", &admin, json!({"entryId": id})).await;
    let call = async |action: &str| server.call("baseEntry", action, &admin, json!({"entryId": id})).await;

    let complaint = json!({"flaggedEntryId": id, "flagType": 4, "comments": "Spam"});
    assert_eq!(flag(&ann, complaint.clone()).await, Value::Null);
    server.clock.advance(1000);
    assert_eq!(flag("", complaint.clone()).await, Value::Null, "without a session too");
    let flagged = entry().await;
    assert_eq!((flagged["moderationStatus"].clone(), flagged["moderationCount"].clone()), (5.into(), 2.into()));
    let list = call("listFlags").await;
    assert_eq!(
        (list["totalCount"].clone(), list["objectType"].clone()),
        (2.into(), "KalturaModerationFlagListResponse".into())
    );
    assert_eq!(list["objects"][0]["userId"], "", "newest first");
    let first = &list["objects"][1];
    for (name, value) in [
        ("objectType", json!("KalturaModerationFlag")),
        ("userId", json!("ann")),
        ("flaggedEntryId", json!(id)),
        ("flagType", json!(4)),
        ("comments", json!("Spam")),
        ("status", json!(1)),
        ("moderationObjectType", json!(2)),
        ("partnerId", json!(PARTNER)),
        ("createdAt", json!(1_800_000_000)),
    ] {
        assert_eq!(first[name], value, "{name}");
    }
    assert_eq!(call("approve").await, Value::Null);
    let approved = entry().await;
    assert_eq!((approved["moderationStatus"].clone(), approved["moderationCount"].clone()), (2.into(), 0.into()));
    assert_eq!(call("listFlags").await["totalCount"], 0, "those were dealt with");
    assert_eq!(flag(&ann, complaint.clone()).await, Value::Null, "an approved one can be flagged again");
    assert_eq!(call("reject").await, Value::Null);
    let rejected = entry().await;
    assert_eq!(
        (rejected["moderationStatus"].clone(), rejected["moderationCount"].clone()),
        (3.into(), 0.into()),
        "still to be read"
    );
    assert_eq!(code(&flag(&ann, complaint.clone()).await), "ENTRY_CANNOT_BE_FLAGGED");
    let listed = async |filter: Value| {
        let args = json!({"filter": filter});
        server.call("baseEntry", "list", &admin, args).await["totalCount"].clone()
    };
    assert_eq!(listed(json!({})).await, 0);
    assert_eq!(listed(json!({"moderationStatusEqual": 3})).await, 1);

    for (sent, expected) in [
        (json!({"flagType": 1}), "PROPERTY_VALIDATION_CANNOT_BE_NULL"),
        (json!({"flaggedEntryId": id}), "PROPERTY_VALIDATION_CANNOT_BE_NULL"),
        (json!({"flaggedEntryId": "0_missing0", "flagType": 1}), "ENTRY_ID_NOT_FOUND"),
        (json!({"flaggedEntryId": id, "flagType": 9}), "INVALID_ENUM_VALUE"),
        (json!({"flaggedEntryId": id, "flagType": 1, "comments": "x".repeat(1025)}), "PROPERTY_VALIDATION_MAX_LENGTH"),
        (json!({"flaggedEntryId": id, "flagType": 1, "status": 2}), "PROPERTY_VALIDATION_NOT_UPDATABLE"),
    ] {
        assert_eq!(code(&flag(&ann, sent.clone()).await), expected, "{sent}");
    }
    for action in ["approve", "reject", "listFlags"] {
        let refused = server.call("baseEntry", action, &ann, json!({"entryId": id})).await;
        assert_eq!(code(&refused), "SERVICE_FORBIDDEN", "{action}");
    }
}

#[tokio::test]
async fn stars_are_counted() {
    let server = Server::start().await;
    let admin = server.admin().await;
    let id = server.live(json!({})).await;
    let widget = server.widget().await;
    for stars in [5, 4] {
        assert_eq!(
            server.call("baseEntry", "anonymousRank", &widget, json!({"entryId": id, "rank": stars})).await,
            Value::Null
        );
    }
    for stars in [0, 6, -1] {
        let refused = server.call("baseEntry", "anonymousRank", &widget, json!({"entryId": id, "rank": stars})).await;
        assert_eq!(code(&refused), "INVALID_RANK_VALUE");
    }
    let entry = server.call("baseEntry", "get", &admin, json!({"entryId": id})).await;
    assert_eq!(
        (entry["votes"].clone(), entry["totalRank"].clone(), entry["rank"].clone()),
        (2.into(), 9.into(), 4.5.into())
    );
}

#[tokio::test]
async fn the_bin() {
    let server = Server::start().await;
    let admin = server.admin().await;
    let id = server.live(json!({})).await;
    let ann = server.ks("ann", 0, "").await;
    let eve = server.ks("eve", 0, "").await;
    let count = async || server.call("baseEntry", "count", &admin, json!({})).await;
    assert_eq!(code(&server.call("baseEntry", "recycle", &eve, json!({"entryId": id})).await), "INVALID_KS");
    assert_eq!(count().await, json!(1));
    let gone = server.call("baseEntry", "recycle", &ann, json!({"entryId": id})).await;
    assert_eq!(gone["displayInSearch"], -2);
    assert_eq!(count().await, json!(0));
    assert_eq!(
        server.call("baseEntry", "update", &ann, json!({"entryId": id, "baseEntry": gone})).await["displayInSearch"],
        -2
    );
    assert_eq!(
        code(&server.call("baseEntry", "restoreRecycled", &ann, json!({"entryId": id})).await),
        "SERVICE_FORBIDDEN"
    );
    let back = server.call("baseEntry", "restoreRecycled", &admin, json!({"entryId": id})).await;
    assert_eq!((back["displayInSearch"].clone(), count().await), (1.into(), json!(1)));
    let missing = server.call("baseEntry", "recycle", &admin, json!({"entryId": "0_missing0"})).await;
    assert_eq!(code(&missing), "ENTRY_ID_NOT_FOUND");
}

#[tokio::test]
async fn a_copy_takes_along_what_it_is_told_to() {
    let server = Server::start().await;
    let admin = server.admin().await;
    let id = server.live(json!({"explicitLive": 1, "categories": "x", "entitledUsersEdit": "bob", "srtPass": "0123456789", "tags": "t"})).await;
    let source = server.call("baseEntry", "get", &admin, json!({"entryId": id})).await;
    let profile = server
        .call("metadata_metadataprofile", "list", &admin, json!({"filter": {"systemNameEqual": "KMS_EVENTS3"}}))
        .await["objects"][0]["id"]
        .clone();
    let record = json!({"metadataProfileId": profile, "objectType": 1, "objectId": id, "xmlData": "<metadata><StartTime>5</StartTime></metadata>"});
    server.call("metadata_metadata", "add", &admin, record).await;
    let child = media(&server, &admin, json!({"parentEntryId": id, "name": "Child"})).await;
    assert!(child["id"].is_string(), "{child}");
    let copy = async |ks: &str, options: Value| {
        let copy = server.call("baseEntry", "clone", ks, json!({"entryId": id, "cloneOptions": options})).await;
        (copy["id"].as_str().unwrap_or_else(|| panic!("{copy}")).to_owned(), copy)
    };
    let records = async |id: &str| {
        let args = json!({"filter": {"objectIdEqual": id}});
        server.call("metadata_metadata", "list", &admin, args).await["totalCount"].clone()
    };
    let children = async |id: &str| {
        let args = json!({"filter": {"parentEntryIdEqual": id, "statusIn": "2,7"}});
        server.call("baseEntry", "list", &admin, args).await["totalCount"].clone()
    };

    let (all, entry) = copy(&admin, json!([])).await;
    assert_ne!(all, id);
    for name in [
        "name",
        "tags",
        "userId",
        "creatorId",
        "categories",
        "entitledUsersEdit",
        "accessControlId",
        "explicitLive",
        "status",
        "type",
        "srtPass",
    ] {
        assert_eq!(entry[name], source[name], "{name}");
    }
    assert_eq!((entry["rootEntryId"].clone(), entry["streamName"].clone()), (json!(id), json!(format!("{all}_%i"))));
    assert_ne!(entry["streamPassword"], source["streamPassword"], "a token of its own");
    assert_eq!((records(&all).await, children(&all).await), (1.into(), 0.into()), "children only when asked for");

    let exclude = |items: &[&str]| -> Value {
        items
            .iter()
            .map(|item| json!({"objectType": "KalturaBaseEntryCloneOptionComponent", "itemType": item, "rule": "1"}))
            .collect()
    };
    let eve = server.ks("eve", 0, "").await;
    let (bare, entry) = copy(&eve, exclude(&["1", "2", "5"])).await;
    assert_eq!(
        (entry["userId"].clone(), entry["creatorId"].clone(), entry["entitledUsersEdit"].clone()),
        ("eve".into(), "eve".into(), "".into())
    );
    assert_eq!((entry.get("categories"), entry.get("srtPass")), (None, None), "nor what its new owner could not read");
    assert_eq!(records(&bare).await, 0);
    let include = json!([{"objectType": "KalturaBaseEntryCloneOptionComponent", "itemType": "3", "rule": "0"}]);
    let (parent, _) = copy(&admin, include).await;
    assert_eq!(children(&parent).await, 1);

    let clip = media(&server, &admin, json!({})).await["id"].as_str().expect("an id").to_owned();
    set(&server, &clip, "status = 2").await;
    let of = async |options: Value| {
        server.call("baseEntry", "clone", &admin, json!({"entryId": clip, "cloneOptions": options})).await["status"]
            .clone()
    };
    assert_eq!((of(json!([])).await, of(exclude(&["6"])).await), (2.into(), 7.into()));
    // As the form clients write it.
    let body = format!(
        "ks={admin}&format=1&entryId={clip}&cloneOptions:item1:objectType=KalturaBaseEntryCloneOptionComponent&cloneOptions:item1:itemType=6&cloneOptions:item1:rule=1"
    );
    let form =
        server.post("/api_v3/service/baseentry/action/clone", "application/x-www-form-urlencoded", body).await.json();
    assert_eq!(form["status"], 7, "{form}");
    let missing = server.call("baseEntry", "clone", &admin, json!({"entryId": "0_missing0"})).await;
    assert_eq!(code(&missing), "ENTRY_ID_NOT_FOUND");
}

/// Two entries that differ in everything: each property of the filter finds the one, and leaves the other out.
#[tokio::test]
async fn every_filter_keeps_and_leaves_out() {
    let server = Server::start().await;
    let admin = server.admin().await;
    let root = server.live(json!({"name": "Root"})).await;
    let one = media(&server, &admin, json!({"name": "Alpha one", "userId": "Ann", "creatorId": "carl", "tags": "red, blue", "adminTags": "secret",
        "description": "first thing", "categories": "news,sport", "categoriesIds": "5", "groupId": 7, "referenceId": "ref-1", "partnerSortValue": 5,
        "startDate": 1_800_000_100, "endDate": 1_800_000_200, "entitledUsersEdit": "x,y", "entitledUsersPublish": "x,y", "entitledUsersView": "x,y",
        "displayInSearch": -1, "sourceType": "1", "msDuration": 100_000})).await;
    server.clock.advance(100_000);
    let two = media(&server, &admin, json!({"name": "Beta two", "userId": "bob", "creatorId": "dora", "tags": "green", "description": "second thing",
        "mediaType": 5, "sourceType": "5", "msDuration": 2_000_000, "parentEntryId": root, "referenceId": "ref-2", "partnerSortValue": 9,
        "conversionProfileId": -1})).await;
    let (one, two) = (
        one["id"].as_str().unwrap_or_else(|| panic!("{one}")).to_owned(),
        two["id"].as_str().unwrap_or_else(|| panic!("{two}")).to_owned(),
    );
    set(&server, &one, "status = 2, moderation_status = 5, access_control = 9").await;
    let numbers = json!({"rank": 4.5, "totalRank": 9, "replacingEntryId": "0_replacin", "replacedEntryId": "0_replaced", "replacementStatus": "2",
        "lastPlayedAt": 1_800_000_050, "mediaDate": 1_700_000_000, "flavorParamsIds": "0,3"});
    set(&server, &one, &format!("doc = json_patch(doc, '{numbers}'), root = '{root}'")).await;
    let both = ["Alpha one", "Beta two"];
    let (a, b, none) = (&both[..1], &both[1..], &both[..0]);
    let profile = 1001;
    let cases = [
        (json!({"idEqual": one}), a),
        (json!({"idIn": format!("{one}, {two},0_missing0")}), &both[..]),
        (json!({"idNotIn": one}), b),
        (json!({"nameLike": "PHA"}), a),
        (json!({"nameLike": "%"}), none),
        (json!({"nameMultiLikeOr": "alpha,nothing"}), a),
        (json!({"nameMultiLikeAnd": "beta two"}), b),
        (json!({"nameMultiLikeAnd": "alpha,two"}), none),
        (json!({"nameEqual": "Alpha one"}), a),
        (json!({"nameEqual": "Alpha"}), none),
        (json!({"partnerIdEqual": PARTNER}), &both),
        (json!({"partnerIdEqual": 5}), none),
        (json!({"partnerIdIn": "5,6"}), none),
        (json!({"userIdEqual": "ANN"}), a),
        (json!({"userIdEqual": "nobody"}), none),
        (json!({"userIdIn": "bob,nobody"}), b),
        (json!({"userIdNotIn": "Bob"}), a),
        (json!({"creatorIdEqual": "carl"}), a),
        (json!({"tagsLike": "blu"}), a),
        (json!({"tagsMultiLikeOr": "blue,green"}), &both),
        (json!({"tagsMultiLikeAnd": "blue,red"}), a),
        (json!({"adminTagsLike": "cret"}), a),
        (json!({"adminTagsMultiLikeOr": "secret,x"}), a),
        (json!({"adminTagsMultiLikeAnd": "secret,x"}), none),
        (json!({"categoriesMatchOr": "sport,other"}), a),
        (json!({"categoriesMatchAnd": "sport,news"}), a),
        (json!({"categoriesMatchAnd": "sport,other"}), none),
        (json!({"categoriesNotContains": "sport"}), b),
        (json!({"categoriesIdsMatchOr": "5,6"}), a),
        (json!({"categoriesIdsMatchAnd": "5,6"}), none),
        (json!({"categoriesIdsNotContains": "5"}), b),
        (json!({"categoriesIdsEmpty": true}), b),
        (json!({"categoriesIdsEmpty": false}), a),
        (json!({"categoriesFullNameIn": "news"}), a),
        (json!({"categoryAncestorIdIn": "5"}), none),
        (json!({"statusEqual": 2}), a),
        (json!({"statusNotEqual": 2}), b),
        (json!({"statusIn": "7,virusScan.Infected"}), b),
        (json!({"statusNotIn": "7,3"}), a),
        (json!({"moderationStatusEqual": 5}), a),
        (json!({"moderationStatusNotEqual": 5}), b),
        (json!({"moderationStatusIn": "5,3"}), a),
        (json!({"moderationStatusNotIn": "5,3"}), b),
        (json!({"typeEqual": 1}), &both),
        (json!({"typeEqual": 10}), none),
        (json!({"typeIn": "10,7"}), none),
        (json!({"createdAtGreaterThanOrEqual": 1_800_000_100}), b),
        (json!({"createdAtLessThanOrEqual": 1_800_000_000}), a),
        (json!({"updatedAtGreaterThanOrEqual": 1_800_000_100}), b),
        (json!({"updatedAtLessThanOrEqual": 1_800_000_099}), a),
        (json!({"rankGreaterThanOrEqual": 4.5}), a),
        (json!({"rankLessThanOrEqual": 4.4}), b),
        (json!({"totalRankGreaterThanOrEqual": 9}), a),
        (json!({"totalRankLessThanOrEqual": 8}), b),
        (json!({"groupIdEqual": 7}), a),
        (json!({"searchTextMatchAnd": "first blue"}), a),
        (json!({"searchTextMatchAnd": "first green"}), none),
        (json!({"searchTextMatchOr": "first,green"}), &both),
        (json!({"accessControlIdEqual": 9}), a),
        (json!({"accessControlIdIn": "9,10"}), a),
        (json!({"startDateGreaterThanOrEqual": 1_800_000_100}), a),
        (json!({"startDateGreaterThanOrEqual": 1_800_000_101}), none),
        (json!({"startDateLessThanOrEqual": 1_800_000_100}), a),
        (json!({"startDateGreaterThanOrEqualOrNull": 1_800_000_101}), b),
        (json!({"startDateLessThanOrEqualOrNull": 1_800_000_100}), &both),
        (json!({"endDateGreaterThanOrEqual": 1_800_000_200}), a),
        (json!({"endDateLessThanOrEqual": 1_800_000_199}), none),
        (json!({"endDateGreaterThanOrEqualOrNull": 1_800_000_201}), b),
        (json!({"endDateLessThanOrEqualOrNull": 1_800_000_200}), &both),
        (json!({"referenceIdEqual": "ref-1"}), a),
        (json!({"referenceIdIn": "ref-2,ref-3"}), b),
        (json!({"replacingEntryIdEqual": "0_replacin"}), a),
        (json!({"replacingEntryIdIn": "0_other000"}), none),
        (json!({"replacedEntryIdEqual": "0_replaced"}), a),
        (json!({"replacedEntryIdIn": "0_replaced,x"}), a),
        (json!({"replacementStatusEqual": 2}), a),
        (json!({"replacementStatusIn": "0,1"}), b),
        (json!({"partnerSortValueGreaterThanOrEqual": 6}), b),
        (json!({"partnerSortValueLessThanOrEqual": 5}), a),
        (json!({"rootEntryIdEqual": root}), a),
        (json!({"rootEntryIdIn": format!("{root},{two}")}), a),
        (json!({"isRoot": true}), b),
        (json!({"isRoot": false}), a),
        (json!({"parentEntryIdEqual": root}), b),
        (json!({"entitledUsersEditMatchOr": "y,z"}), a),
        (json!({"entitledUsersEditMatchAnd": "y,z"}), none),
        (json!({"entitledUsersPublishMatchOr": "y,z"}), a),
        (json!({"entitledUsersPublishMatchAnd": "x,y"}), a),
        (json!({"entitledUsersViewMatchOr": "z"}), none),
        (json!({"entitledUsersViewMatchAnd": "x,y"}), a),
        (json!({"tagsNameMultiLikeOr": "blue,beta"}), &both),
        (json!({"tagsNameMultiLikeAnd": "blue,alpha"}), a),
        (json!({"tagsAdminTagsMultiLikeOr": "secret"}), a),
        (json!({"tagsAdminTagsMultiLikeAnd": "secret,red"}), a),
        (json!({"tagsAdminTagsNameMultiLikeOr": "two,secret"}), &both),
        (json!({"tagsAdminTagsNameMultiLikeAnd": "one,secret,red"}), a),
        (json!({"displayInSearchEqual": -1}), a),
        (json!({"displayInSearchIn": "1,2"}), b),
        (json!({"freeText": "thing second"}), b),
        (json!({"freeText": "ref-1"}), a),
        (json!({"freeText": "thing", "excludedFreeTextGroups": "x"}), &both),
        (json!({"descriptionLike": "FIRST"}), a),
        (json!({"conversionProfileIdEqual": profile}), a),
        (json!({"lastPlayedAtGreaterThanOrEqual": 1_800_000_050}), a),
        (json!({"lastPlayedAtLessThanOrEqual": 1_800_000_049}), none),
        (json!({"lastPlayedAtLessThanOrEqualOrNull": 1_800_000_049}), b),
        (json!({"durationLessThan": 101}), a),
        (json!({"durationLessThan": 100}), none),
        (json!({"durationGreaterThan": 100}), b),
        (json!({"durationLessThanOrEqual": 100}), a),
        (json!({"durationGreaterThanOrEqual": 2000}), b),
        (json!({"durationTypeMatchOr": "short,medium"}), a),
        (json!({"durationTypeMatchOr": "long"}), b),
        (json!({"mediaTypeEqual": 5}), b),
        (json!({"mediaTypeIn": "1,2"}), a),
        (json!({"sourceTypeEqual": "1"}), a),
        (json!({"sourceTypeNotEqual": "1"}), b),
        (json!({"sourceTypeIn": "5,6"}), b),
        (json!({"sourceTypeNotIn": "5,6"}), a),
        (json!({"mediaDateGreaterThanOrEqual": 1_700_000_000}), a),
        (json!({"mediaDateLessThanOrEqual": 1_699_999_999}), none),
        (json!({"flavorParamsIdsMatchOr": "3,4"}), a),
        (json!({"flavorParamsIdsMatchAnd": "3,4"}), none),
        // Nothing is asked by an empty text, nor by what does not exist.
        (json!({"nameLike": "", "idEqual": "", "objectTypeEqual": 3}), &both),
    ];
    let mut asked: Vec<String> = vec!["redirectFromEntryId".to_owned()]; // has a test of its own
    for (filter, expected) in cases {
        asked.extend(filter.as_object().expect("an object").keys().cloned());
        let mut sent = filter.clone();
        sent["orderBy"] = "+createdAt".into();
        // Both differ from the defaults of lists on purpose: what is not asked for is opened.
        for (property, open, prefix) in
            [("statusIn", "2,7", "status"), ("displayInSearchIn", "1,-1", "displayInSearch"), ("typeIn", "1", "type")]
        {
            let named = filter.as_object().expect("an object").keys().any(|key| key.starts_with(prefix));
            if !named {
                sent[property] = open.into();
            }
        }
        let list = server.call("media", "list", &admin, json!({"filter": sent})).await;
        assert_eq!(names(&list), expected, "{filter}");
        assert_eq!(list["totalCount"], expected.len(), "{filter}");
        assert_eq!(
            server.call("media", "count", &admin, json!({"filter": sent})).await,
            json!(expected.len()),
            "{filter}"
        );
    }
    let class = schema::registry::find("KalturaMediaEntryFilter").expect("the class");
    class.each(&mut |_, property| {
        let general = matches!(property.name, "orderBy" | "advancedSearch");
        assert!(general || asked.iter().any(|name| name == property.name), "{} was not tried", property.name);
    });
}

#[tokio::test]
async fn every_order_sorts_both_ways() {
    let server = Server::start().await;
    let admin = server.admin().await;
    let mut ids = Vec::new();
    for (name, more) in [
        ("Alpha", json!({"startDate": 1_900_000_000, "endDate": 1_900_000_100, "partnerSortValue": 1})),
        ("beta", json!({"startDate": 1_900_000_010, "endDate": 1_900_000_110, "partnerSortValue": 2, "mediaType": 5})),
    ] {
        server.clock.advance(10_000);
        let added = media(&server, &admin, more).await;
        let id = added["id"].as_str().unwrap_or_else(|| panic!("{added}")).to_owned();
        server.call("media", "update", &admin, json!({"entryId": id, "mediaEntry": {"name": name}})).await;
        ids.push(id);
    }
    for (index, id) in ids.iter().enumerate() {
        let numbers: serde_json::Map<String, Value> =
            ["moderationCount", "rank", "totalRank", "plays", "views", "msDuration", "lastPlayedAt"]
                .into_iter()
                .map(|name| (name.to_owned(), json!(index + 1)))
                .collect();
        set(&server, id, &format!("status = 2, doc = json_patch(doc, '{}')", Value::Object(numbers))).await;
    }
    for key in [
        "createdAt",
        "updatedAt",
        "recent",
        "name",
        "moderationCount",
        "rank",
        "totalRank",
        "startDate",
        "endDate",
        "partnerSortValue",
        "weight",
        "plays",
        "views",
        "duration",
        "msDuration",
        "lastPlayedAt",
        "mediaType",
    ] {
        for (sign, expected) in [("+", ["Alpha", "beta"]), (" ", ["Alpha", "beta"]), ("-", ["beta", "Alpha"])] {
            let filter = json!({"orderBy": format!("{sign}{key}")});
            assert_eq!(
                names(&server.call("media", "list", &admin, json!({"filter": filter})).await),
                expected,
                "{sign}{key}"
            );
        }
    }
    for ignored in ["name", "+nothing", "", "+nothing,-name"] {
        let list = server.call("media", "list", &admin, json!({"filter": {"orderBy": ignored}})).await;
        assert_eq!(names(&list), ["beta", "Alpha"], "{ignored}: newest first");
    }
}

#[tokio::test]
async fn defaults_of_lists_and_who_sees_what() {
    let server = Server::start().await;
    let admin = server.admin().await;
    let target = server.live(json!({"name": "Target"})).await;
    let source = server.live(json!({"name": "Source", "redirectEntryId": target, "referenceId": "ref-9"})).await;
    let waiting = media(&server, &admin, json!({"name": "Waiting"})).await["id"].clone();
    let list =
        async |ks: &str, filter: Value| names(&server.call("baseEntry", "list", ks, json!({"filter": filter})).await);
    assert_eq!(list(&admin, json!({"orderBy": "+name"})).await, ["Source", "Target"], "ready ones");
    assert_eq!(list(&admin, json!({"idEqual": waiting})).await, ["Waiting"], "whatever its status");
    assert_eq!(list(&admin, json!({"redirectFromEntryId": source})).await, ["Target"]);
    assert_eq!(list(&admin, json!({"redirectFromEntryId": target})).await, ["Target"]);
    assert_eq!(list(&admin, json!({"redirectFromEntryId": "0_missing0"})).await, [""; 0]);
    server.call("baseEntry", "delete", &admin, json!({"entryId": waiting})).await;
    assert_eq!(list(&admin, json!({"idEqual": waiting})).await, [""; 0]);
    assert_eq!(list(&admin, json!({"statusEqual": 3})).await, ["Waiting"]);

    let (ann, eve, widget) = (server.ks("ann", 0, "").await, server.ks("eve", 0, "").await, server.widget().await);
    let everything = server.ks("eve", 0, "list:*").await;
    assert_eq!(list(&ann, json!({"orderBy": "+name"})).await, ["Source", "Target"], "the owner");
    assert_eq!(list(&everything, json!({})).await.len(), 2);
    for ks in [&eve, &widget] {
        assert_eq!(list(ks, json!({})).await, [""; 0]);
        assert_eq!(list(ks, json!({"nameLike": "Target"})).await, [""; 0]);
        for filter in [
            json!({"idEqual": source}),
            json!({"idIn": source}),
            json!({"referenceIdEqual": "ref-9"}),
            json!({"referenceIdIn": "ref-9"}),
        ] {
            assert_eq!(list(ks, filter.clone()).await, ["Source"], "{filter}");
        }
        assert_eq!(list(ks, json!({"redirectFromEntryId": source})).await, ["Target"]);
        let by_reference = server.call("baseEntry", "listByReferenceId", ks, json!({"refId": "ref-9"})).await;
        assert_eq!(names(&by_reference), ["Source"]);
        let none = server.call("baseEntry", "listByReferenceId", ks, json!({"refId": " "})).await;
        assert_eq!(none["totalCount"], 0);
    }
}

#[tokio::test]
async fn dear_searches_are_refused_by_name() {
    let server = Server::start().await;
    let admin = server.admin().await;
    let many = (0..200).map(|number| number.to_string()).collect::<Vec<_>>().join(",");
    for filter in [
        json!({"nameLike": "x".repeat(60_000)}),
        json!({"nameLike": "x".repeat(1001)}),
        json!({"tagsMultiLikeOr": many}),
        json!({"freeText": many}),
        json!({"entitledUsersEditMatchOr": many}),
        json!({"categoriesFullNameIn": many}),
    ] {
        for action in ["list", "count"] {
            let refused = server.call("baseEntry", action, &admin, json!({"filter": filter})).await;
            assert_eq!(
                (code(&refused), refused["args"]["PARAM_NAME"].clone()),
                ("INVALID_PARAMETER_VALUE".to_owned(), "filter".into()),
                "{action}"
            );
        }
    }
    for filter in [json!({"nameLike": "x".repeat(1000)}), json!({"idIn": many}), json!({"userIdNotIn": many})] {
        assert!(server.call("baseEntry", "list", &admin, json!({"filter": filter})).await["totalCount"].is_i64());
    }
    let others = server.call("uiConf", "list", &admin, json!({"filter": {"nameLike": "x".repeat(60_000)}})).await;
    assert_eq!(code(&others), "INVALID_PARAMETER_VALUE", "every list");
}
