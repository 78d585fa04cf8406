//! Conversion profiles and what their renditions are made of, as an administrator's tool uses them.

use crate::{PARTNER, Server, code};
use serde_json::{Value, json};

#[track_caller]
fn ids(list: &Value) -> Vec<i64> {
    let objects = list["objects"].as_array().unwrap_or_else(|| panic!("no list: {list}"));
    objects.iter().map(|object| object["id"].as_i64().expect("an id")).collect()
}

#[tokio::test]
async fn a_profile_is_made_changed_and_deleted() {
    let server = Server::start().await;
    let admin = server.admin().await;
    let add = async |profile: Value| {
        server.call("conversionProfile", "add", &admin, json!({"conversionProfile": profile})).await
    };
    let added = add(json!({"name": "Two", "type": "2", "systemName": "Two_Live", "flavorParamsIds": "33,32 , 33", "tags": "live, small"})).await;
    assert_eq!(added["objectType"], "KalturaConversionProfile");
    for (name, value) in [
        ("name", json!("Two")),
        ("type", json!("2")),
        ("status", json!("2")),
        ("flavorParamsIds", json!("32,33")),
        ("isDefault", json!(false)),
        ("isPartnerDefault", json!(false)),
        ("partnerId", json!(PARTNER)),
        ("tags", json!("live, small")),
        ("createdAt", json!(1_800_000_000)),
    ] {
        assert_eq!(added[name], value, "{name}");
    }
    let id = added["id"].as_i64().expect("an id");
    let got = server.call("conversionProfile", "get", &admin, json!({"id": id})).await;
    assert_eq!(got, added);
    assert_eq!(add(json!({"name": "Plain"})).await["type"], "1", "media by default");

    for (profile, expected) in [
        (json!({}), "PROPERTY_VALIDATION_CANNOT_BE_NULL"),
        (json!({"name": "x", "type": "2", "flavorParamsIds": "32,999"}), "FLAVOR_PARAMS_ID_NOT_FOUND"),
        (json!({"name": "x", "flavorParamsIds": "32"}), "FLAVOR_PARAMS_ID_NOT_FOUND"), // a live one in a media profile
        (json!({"name": "x", "systemName": "Two_Live"}), "SYSTEM_NAME_ALREADY_EXISTS"),
        (json!({"name": "x", "defaultEntryId": "0_missing0"}), "ENTRY_ID_NOT_FOUND"),
        (json!({"name": "x".repeat(129)}), "PROPERTY_VALIDATION_MAX_LENGTH"),
        (json!({"name": "x", "status": "3"}), "PROPERTY_VALIDATION_NOT_UPDATABLE"),
        (json!({"name": "x", "createdAt": 5}), "PROPERTY_VALIDATION_NOT_UPDATABLE"),
        (json!({"name": "x", "type": "9"}), "INVALID_ENUM_VALUE"),
    ] {
        let refused = add(profile.clone()).await;
        assert_eq!(code(&refused), expected, "{profile}");
    }

    let update = async |id: i64, profile: Value| {
        server.call("conversionProfile", "update", &admin, json!({"id": id, "conversionProfile": profile})).await
    };
    let updated =
        update(id, json!({"flavorParamsIds": "32,33,34", "description": "Three", "systemName": "Two_Live"})).await;
    assert_eq!(
        (updated["flavorParamsIds"].clone(), updated["name"].clone(), updated["description"].clone()),
        ("32,33,34".into(), "Two".into(), "Three".into())
    );
    assert_eq!(code(&update(id, json!({"type": "1"})).await), "PROPERTY_VALIDATION_NOT_UPDATABLE");
    assert_eq!(code(&update(99, json!({"name": "x"})).await), "CONVERSION_PROFILE_ID_NOT_FOUND");

    assert_eq!(server.call("conversionProfile", "delete", &admin, json!({"id": id})).await, Value::Null);
    for action in ["get", "delete", "setAsDefault"] {
        let gone = server.call("conversionProfile", action, &admin, json!({"id": id})).await;
        assert_eq!(code(&gone), "CONVERSION_PROFILE_ID_NOT_FOUND", "{action}");
    }
    let params = json!({"filter": {"conversionProfileIdEqual": id}});
    assert_eq!(server.call("conversionProfileAssetParams", "list", &admin, params).await["totalCount"], 0);
    assert!(
        add(json!({"name": "Again", "systemName": "Two_Live"})).await["id"].is_i64(),
        "the system name is free again"
    );
}

#[tokio::test]
async fn the_default_moves_and_new_webcasts_follow_it() {
    let server = Server::start().await;
    let admin = server.admin().await;
    let call = async |action: &str, args: Value| server.call("conversionProfile", action, &admin, args).await;
    let media = call("getDefault", json!({})).await;
    assert_eq!((media["type"].clone(), media["isDefault"].clone()), ("1".into(), true.into()));
    let live = call("getDefault", json!({"type": "2"})).await;
    assert_eq!(live["systemName"], "Default_Live");
    let refused = call("delete", json!({"id": live["id"]})).await;
    assert_eq!(code(&refused), "CANNOT_DELETE_DEFAULT_CONVERSION_PROFILE");

    let passthrough =
        call("list", json!({"filter": {"systemNameEqual": "Passthrough_Live"}})).await["objects"][0].clone();
    let chosen = call("setAsDefault", json!({"id": passthrough["id"]})).await;
    assert_eq!(chosen["isDefault"], true);
    assert_eq!(call("getDefault", json!({"type": 2})).await["id"], passthrough["id"]);
    assert_eq!(call("get", json!({"id": live["id"]})).await["isDefault"], false);
    assert_eq!(call("getDefault", json!({})).await["id"], media["id"], "of its type only");
    let entry = server.live(json!({})).await;
    let entry = server.call("liveStream", "get", &admin, json!({"entryId": entry})).await;
    assert_eq!(entry["conversionProfileId"], passthrough["id"]);
    assert_eq!(entry["flavorParamsIds"], "32,36,37");
    let back = call("update", json!({"id": live["id"], "conversionProfile": {"isDefault": true}})).await;
    assert_eq!(back["isPartnerDefault"], true);
    assert!(call("delete", json!({"id": passthrough["id"]})).await.is_null());
}

#[tokio::test]
async fn every_filter_of_profiles_keeps_and_leaves_out() {
    let server = Server::start().await;
    let admin = server.admin().await;
    let entry = server.live(json!({})).await;
    let add = async |profile: Value| {
        let added = server.call("conversionProfile", "add", &admin, json!({"conversionProfile": profile})).await;
        added["id"].as_i64().unwrap_or_else(|| panic!("{added}"))
    };
    let one =
        add(json!({"name": "One", "systemName": "S_One", "tags": "red,blue", "status": "1", "defaultEntryId": entry}))
            .await;
    let two = add(json!({"name": "Two", "systemName": "S_Two", "tags": "red,green", "type": "2"})).await;
    let none = Vec::<i64>::new();
    for (filter, expected) in [
        (json!({"idEqual": one}), vec![one]),
        (json!({"idIn": format!("{one},{two},77")}), vec![one, two]),
        (json!({"nameEqual": "Two"}), vec![two]),
        (json!({"nameEqual": "Tw"}), none.clone()),
        (json!({"systemNameEqual": "S_One"}), vec![one]),
        (json!({"systemNameIn": "S_Two,S_None"}), vec![two]),
        (json!({"statusEqual": "1"}), vec![one]),
        (json!({"statusIn": "1,2", "idIn": format!("{one},{two}")}), vec![one, two]),
        (json!({"typeEqual": "2", "idIn": format!("{one},{two}")}), vec![two]),
        (json!({"typeIn": "1", "idIn": format!("{one},{two}")}), vec![one]),
        (json!({"tagsMultiLikeOr": "blue,green"}), vec![one, two]),
        (json!({"tagsMultiLikeAnd": "red,green"}), vec![two]),
        (json!({"defaultEntryIdEqual": entry}), vec![one]),
        (json!({"defaultEntryIdIn": "0_other000"}), none.clone()),
        (json!({"idIn": format!("{one},{two}"), "orderBy": "-name"}), vec![two, one]),
        (json!({"statusEqual": "3"}), none),
    ] {
        let list = server.call("conversionProfile", "list", &admin, json!({"filter": filter})).await;
        assert_eq!(ids(&list), expected, "{filter}");
        assert_eq!(list["totalCount"], expected.len(), "{filter}");
    }
}

#[tokio::test]
async fn how_a_profile_uses_its_params() {
    let server = Server::start().await;
    let admin = server.admin().await;
    let producer = server.ks("prod", 0, "setrole:WEBCAST_PRODUCER_DEVICE_ROLE").await;
    let live = server.call("conversionProfile", "getDefault", &admin, json!({"type": "2"})).await["id"].clone();
    let list = async |filter: Value| {
        let list = server.call("conversionProfileAssetParams", "list", &producer, json!({"filter": filter})).await;
        let objects = list["objects"].as_array().unwrap_or_else(|| panic!("{list}")).clone();
        objects.iter().map(|object| object["assetParamsId"].as_i64().expect("an id")).collect::<Vec<_>>()
    };
    let nested = json!({"conversionProfileIdFilter": {"systemNameEqual": "Passthrough_Live"}});
    for (filter, expected) in [
        (json!({"conversionProfileIdEqual": live}), vec![32, 33, 34, 35]),
        (json!({"conversionProfileIdIn": format!("{live},99999")}), vec![32, 33, 34, 35]),
        (nested, vec![32, 36, 37]),
        (json!({"conversionProfileIdEqual": live, "originEqual": 0}), vec![33, 34, 35]),
        (json!({"conversionProfileIdEqual": live, "originIn": "1"}), vec![32]),
        (json!({"assetParamsIdEqual": 36}), vec![36]),
        (json!({"assetParamsIdIn": "36,37"}), vec![36, 37]),
        (json!({"systemNameEqual": "Ingest_2"}), vec![36]),
        (json!({"systemNameIn": "Ingest_2,Ingest_3"}), vec![36, 37]),
        (json!({"readyBehaviorEqual": 2}), vec![]),
        (json!({"conversionProfileIdEqual": live, "readyBehaviorIn": "0,1"}), vec![32, 33, 34, 35]),
    ] {
        assert_eq!(list(filter.clone()).await, expected, "{filter}");
    }

    let update = async |params: i64, sent: Value| {
        let args = json!({"conversionProfileId": live, "assetParamsId": params, "conversionProfileAssetParams": sent});
        server.call("conversionProfileAssetParams", "update", &admin, args).await
    };
    let updated = update(33, json!({"readyBehavior": 2, "origin": 1, "deletePolicy": 1, "tags": "a"})).await;
    assert_eq!(
        updated,
        json!({"objectType": "KalturaConversionProfileAssetParams", "conversionProfileId": live, "assetParamsId": 33,
            "readyBehavior": 2, "origin": 1, "systemName": "Basic_Small_400", "forceNoneComplied": false, "deletePolicy": 1, "tags": "a"})
    );
    assert_eq!(list(json!({"readyBehaviorEqual": 2})).await, [33]);
    assert_eq!(code(&update(36, json!({"origin": 1})).await), "CONVERSION_PROFILE_ASSET_PARAMS_NOT_FOUND");
    assert_eq!(code(&update(33, json!({"assetParamsId": 5})).await), "PROPERTY_VALIDATION_NOT_UPDATABLE");
    let kept = json!({"id": live, "conversionProfile": {"flavorParamsIds": "32,33"}});
    server.call("conversionProfile", "update", &admin, kept).await;
    assert_eq!(list(json!({"readyBehaviorEqual": 2})).await, [33], "what stays keeps how it is used");
}

#[tokio::test]
async fn live_params_are_what_the_contract_lists() {
    let server = Server::start().await;
    let admin = server.admin().await;
    let call = async |action: &str, args: Value| server.call("flavorParams", action, &admin, args).await;
    let small = call("get", json!({"id": 33})).await;
    for (name, value) in [
        ("objectType", json!("KalturaLiveParams")),
        ("name", json!("Basic/Small - WEB/MBL (H264/400)")),
        ("systemName", json!("Basic_Small_400")),
        ("tags", json!("mbr,ipad,ipadnew,web,mobile")),
        ("videoCodec", json!("h264b")),
        ("videoBitrate", json!(400)),
        ("width", json!(480)),
        ("height", json!(0)),
        ("audioCodec", json!("aac")),
        ("audioBitrate", json!(64)),
        ("audioChannels", json!(2)),
        ("audioSampleRate", json!(44_100)),
        ("isSystemDefault", json!(true)),
        ("partnerId", json!(0)),
    ] {
        assert_eq!(small[name], value, "{name}");
    }
    assert_eq!(call("get", json!({"id": 32})).await["streamSuffix"], "1");
    assert_eq!(code(&call("get", json!({"id": 38})).await), "FLAVOR_PARAMS_ID_NOT_FOUND");

    let list = async |filter: Value| ids(&call("list", json!({"filter": filter})).await);
    let all = [0, 32, 33, 34, 35, 36, 37, 39, 40, 41, 42, 43, 44, 47];
    assert_eq!(list(json!({})).await, all);
    assert_eq!(list(json!({"objectType": "KalturaLiveParamsFilter"})).await, all[1..]);
    assert_eq!(list(json!({"idEqual": 36})).await, [36]);
    assert_eq!(list(json!({"idIn": "47,36"})).await, [36, 47]);
    assert_eq!(list(json!({"systemNameEqual": "Source"})).await, [0, 32]);
    assert_eq!(list(json!({"systemNameIn": "HD_720_1700,HD_1080_4000"})).await, [42, 44]);
    assert_eq!(list(json!({"isSystemDefaultEqual": false})).await, [0_i64; 0]);
    assert_eq!(list(json!({"tagsEqual": "source"})).await, [0]);
    let page = call("list", json!({"pager": {"pageSize": 5, "pageIndex": 3}})).await;
    assert_eq!((ids(&page), page["totalCount"].clone()), (vec![42, 43, 44, 47], 14.into()));

    let profile = server.call("conversionProfile", "getDefault", &admin, json!({"type": "2"})).await["id"].clone();
    let of = call("getByConversionProfileId", json!({"conversionProfileId": profile})).await;
    let found: Vec<i64> = of.as_array().expect("an array").iter().filter_map(|params| params["id"].as_i64()).collect();
    assert_eq!(found, [32, 33, 34, 35]);
    let missing = call("getByConversionProfileId", json!({"conversionProfileId": 5})).await;
    assert_eq!(code(&missing), "CONVERSION_PROFILE_ID_NOT_FOUND");
}
