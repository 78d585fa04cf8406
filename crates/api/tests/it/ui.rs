//! Configurations of players, and widgets.

use crate::{PARTNER, Server, code};
use serde_json::{Value, json};

#[track_caller]
fn names(list: &Value) -> Vec<String> {
    let objects = list["objects"].as_array().unwrap_or_else(|| panic!("no list: {list}"));
    objects.iter().map(|object| object["name"].as_str().unwrap_or_default().to_owned()).collect()
}

#[tokio::test]
async fn a_configuration_is_made_changed_copied_and_deleted() {
    let server = Server::start().await;
    let admin = server.admin().await;
    let call = async |action: &str, args: Value| server.call("uiConf", action, &admin, args).await;
    let missing = call("add", json!({"uiConf": {"name": "x"}})).await;
    assert_eq!(missing["args"]["PROP_NAME"], "KalturaUiConf::creationMode");
    let added = call(
        "add",
        json!({"uiConf": {"name": "Mine", "objType": 1, "creationMode": 2, "confVars": "{}", "width": 560}}),
    )
    .await;
    for (name, value) in [
        ("objectType", json!("KalturaUiConf")),
        ("name", json!("Mine")),
        ("objType", json!(1)),
        ("objTypeAsString", json!("PLAYER")),
        ("creationMode", json!(2)),
        ("useCdn", json!(true)),
        ("partnerId", json!(PARTNER)),
        ("version", json!("1")),
        ("width", json!(560)),
    ] {
        assert_eq!(added[name], value, "{name}");
    }
    let id = added["id"].clone();
    server.clock.advance(5000);
    let updated = call("update", json!({"id": id, "uiConf": {"confVars": "{\"a\":1}"}})).await;
    assert_eq!(updated["confVars"], "{\"a\":1}");
    assert_eq!(
        (updated["name"].clone(), updated["width"].clone(), updated["version"].clone()),
        ("Mine".into(), 560.into(), "2".into())
    );
    assert_eq!(updated["updatedAt"], 1_800_000_005);
    assert_eq!(
        code(&call("update", json!({"id": id, "uiConf": {"partnerId": 5}})).await),
        "PROPERTY_VALIDATION_NOT_UPDATABLE"
    );
    assert_eq!(code(&call("update", json!({"id": 9, "uiConf": {}})).await), "INVALID_UI_CONF_ID");
    assert_eq!(code(&call("add", json!({"uiConf": {"creationMode": 9}})).await), "INVALID_ENUM_VALUE");

    let template = call("listTemplates", json!({"filter": {"objTypeEqual": 21}})).await["objects"][0].clone();
    assert_eq!(
        code(&call("update", json!({"id": template["id"], "uiConf": {"name": "x"}})).await),
        "INVALID_UI_CONF_ID"
    );
    assert_eq!(code(&call("delete", json!({"id": template["id"]})).await), "INVALID_UI_CONF_ID");
    let copy = call("clone", json!({"id": template["id"]})).await;
    assert_eq!((copy["partnerId"].clone(), copy["config"].clone()), (PARTNER.into(), template["config"].clone()));
    assert_ne!(copy["id"], template["id"]);
    assert_eq!(code(&call("clone", json!({"id": 9})).await), "INVALID_UI_CONF_ID");

    assert_eq!(call("delete", json!({"id": id})).await, Value::Null);
    for action in ["get", "delete", "clone"] {
        assert_eq!(code(&call(action, json!({"id": id})).await), "INVALID_UI_CONF_ID", "{action}");
    }
    let types = call("getAvailableTypes", json!({})).await;
    let types: Vec<i64> = types.as_array().expect("an array").iter().filter_map(|info| info["type"].as_i64()).collect();
    assert_eq!(types, [1, 8, 21]);
}

#[tokio::test]
async fn every_filter_of_configurations_keeps_and_leaves_out() {
    let server = Server::start().await;
    let admin = server.admin().await;
    let mut ids = Vec::new();
    for conf in [
        json!({"name": "Red one", "objType": 1, "creationMode": 2, "tags": "qa,qb", "partnerTags": "x"}),
        json!({"name": "Red two", "objType": 8, "creationMode": 3, "tags": "qb,qc", "partnerTags": "x,y"}),
    ] {
        server.clock.advance(10_000);
        ids.push(server.call("uiConf", "add", &admin, json!({"uiConf": conf})).await["id"].as_i64().expect("an id"));
    }
    server.call("uiConf", "update", &admin, json!({"id": ids[1], "uiConf": {"width": 5}})).await;
    let (one, two, both) = (vec!["Red one"], vec!["Red two"], vec!["Red one", "Red two"]);
    for (filter, expected) in [
        (json!({"idEqual": ids[0]}), &one),
        (json!({"idIn": format!("{},{}", ids[0], ids[1])}), &both),
        (json!({"nameLike": "red"}), &both),
        (json!({"nameLike": "d two"}), &two),
        (json!({"objTypeEqual": 8}), &two),
        (json!({"objTypeIn": "1,8", "nameLike": "Red"}), &both),
        (json!({"partnerIdEqual": PARTNER, "nameLike": "one"}), &one),
        (json!({"tagsMultiLikeOr": "qa,qc"}), &both),
        (json!({"tagsMultiLikeAnd": "qb,qc"}), &two),
        (json!({"partnerTagsMultiLikeOr": "x,z"}), &both),
        (json!({"partnerTagsMultiLikeAnd": "x,y"}), &two),
        (json!({"creationModeEqual": 3}), &two),
        (json!({"creationModeIn": "2,3", "nameLike": "Red"}), &both),
        (json!({"versionEqual": "2"}), &two),
        (json!({"createdAtGreaterThanOrEqual": 1_800_000_020}), &two),
        (json!({"createdAtLessThanOrEqual": 1_800_000_019, "nameLike": "Red"}), &one),
        (json!({"updatedAtGreaterThanOrEqual": 1_800_000_011, "nameLike": "Red"}), &two),
        (json!({"updatedAtLessThanOrEqual": 1_800_000_011, "nameLike": "Red"}), &one),
    ] {
        let mut sorted = filter.clone();
        sorted["orderBy"] = "+createdAt".into();
        let list = server.call("uiConf", "list", &admin, json!({"filter": sorted})).await;
        assert_eq!(names(&list), *expected, "{filter}");
    }
    let none = server.call("uiConf", "list", &admin, json!({"filter": {"partnerIdEqual": 0}})).await;
    assert_eq!(none["totalCount"], 0, "templates have their own list");
}

#[tokio::test]
async fn widgets_and_their_sessions() {
    let server = Server::start().await;
    let admin = server.admin().await;
    let call = async |action: &str, args: Value| server.call("widget", action, &admin, args).await;
    let own = server.call("widget", "get", &server.widget().await, json!({"id": "_101"})).await;
    assert_eq!(
        (own["id"].clone(), own["partnerId"].clone(), own["securityType"].clone()),
        ("_101".into(), PARTNER.into(), 1.into())
    );
    assert_eq!(code(&call("update", json!({"id": "_101", "widget": {"partnerData": "x"}})).await), "INVALID_WIDGET_ID");
    assert_eq!(code(&call("add", json!({"widget": {}})).await), "SOURCE_WIDGET_OR_UICONF_REQUIRED");
    assert_eq!(code(&call("add", json!({"widget": {"uiConfId": 5}})).await), "INVALID_UI_CONF_ID");
    assert_eq!(code(&call("add", json!({"widget": {"sourceWidgetId": "_5"}})).await), "INVALID_WIDGET_ID");
    assert_eq!(
        code(&call("add", json!({"widget": {"sourceWidgetId": "_101", "entryId": "0_missing0"}})).await),
        "ENTRY_ID_NOT_FOUND"
    );
    assert_eq!(code(&call("get", json!({"id": "0_nothing0"})).await), "INVALID_WIDGET_ID");

    let entry = server.live(json!({})).await;
    let player =
        server.call("uiConf", "list", &admin, json!({"filter": {"objTypeEqual": 1}})).await["objects"][0]["id"].clone();
    server.clock.advance(1000);
    let added = call("add", json!({"widget": {"sourceWidgetId": "_101", "uiConfId": player, "entryId": entry, "privacyContext": "school", "partnerData": "mine"}})).await;
    assert_eq!((added["rootWidgetId"].clone(), added["sourceWidgetId"].clone()), ("_101".into(), "_101".into()));
    let id = added["id"].as_str().expect("an id").to_owned();
    let started = server.call("session", "startWidgetSession", "", json!({"widgetId": id})).await;
    let ks = started["ks"].as_str().unwrap_or_else(|| panic!("{started}"));
    let info = server.call("session", "get", &admin, json!({"session": ks})).await;
    assert_eq!(info["privileges"], format!("view:*,widget:1,limitentry:{entry},privacycontext:school"));
    assert_eq!(info["userId"], "0");

    let changed = call("update", json!({"id": id, "widget": {"partnerData": "yours", "entryId__null": ""}})).await;
    assert_eq!((changed["partnerData"].clone(), changed.get("entryId")), ("yours".into(), None));
    let list = async |filter: Value| {
        let list = call("list", json!({"filter": filter})).await;
        let objects = list["objects"].as_array().unwrap_or_else(|| panic!("{list}")).clone();
        objects.iter().map(|object| object["id"].as_str().expect("an id").to_owned()).collect::<Vec<_>>()
    };
    let (own, new) = (vec!["_101".to_owned()], vec![id.clone()]);
    for (filter, expected) in [
        (json!({}), vec![id.clone(), "_101".to_owned()]),
        (json!({"idEqual": "_101"}), own.clone()),
        (json!({"idIn": format!("{id},_5")}), new.clone()),
        (json!({"sourceWidgetIdEqual": "_101"}), new.clone()),
        (json!({"rootWidgetIdEqual": "_101"}), new.clone()),
        (json!({"uiConfIdEqual": player}), new.clone()),
        (json!({"entryIdEqual": entry}), vec![]),
        (json!({"partnerIdEqual": 5}), vec![]),
        (json!({"partnerDataLike": "your"}), new.clone()),
        (json!({"createdAtGreaterThanOrEqual": 1_800_000_001}), new.clone()),
        (json!({"createdAtLessThanOrEqual": 1_800_000_000}), own.clone()),
        (json!({"updatedAtGreaterThanOrEqual": 1_800_000_001}), new),
        (json!({"updatedAtLessThanOrEqual": 1_800_000_000}), own),
        (json!({"orderBy": "+createdAt"}), vec!["_101".to_owned(), id.clone()]),
    ] {
        assert_eq!(list(filter.clone()).await, expected, "{filter}");
    }
}
