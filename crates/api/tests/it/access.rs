//! Access control as clients set it up, and what players hear of it.

use crate::{Server, code};
use serde_json::{Value, json};

/// A profile with these rules; answers its id.
async fn profile(server: &Server, rules: Value) -> i64 {
    let admin = server.admin().await;
    let profile = json!({"objectType": "KalturaAccessControlProfile", "name": "Rules", "rules": rules});
    let added = server.call("accessControlProfile", "add", &admin, json!({"accessControlProfile": profile})).await;
    added["id"].as_i64().unwrap_or_else(|| panic!("no profile: {added}"))
}

fn block(class: &str, values: &str) -> Value {
    json!([{"conditions": [{"objectType": class, "not": "1", "values": [{"objectType": "KalturaStringValue", "value": values}]}],
        "actions": [{"objectType": "KalturaAccessControlBlockAction"}]}])
}

#[tokio::test]
async fn profiles_are_kept_as_they_are_sent() {
    let server = Server::start().await;
    let admin = server.admin().await;
    let call = async |action: &str, args: Value| server.call("accesscontrolprofile", action, &admin, args).await;
    let listed = call("list", json!({})).await;
    assert_eq!((listed["totalCount"].clone(), listed["objects"][0]["isDefault"].clone()), (1.into(), true.into()));
    let default = listed["objects"][0]["id"].clone();

    let rules = json!([{"objectType": "KalturaRule", "message": "Staff only", "code": "STAFF", "stopProcessing": "1",
        "contexts": [{"objectType": "KalturaContextTypeHolder", "type": "1"}],
        "conditions": [
            {"objectType": "KalturaIpAddressCondition", "not": true, "values": [{"value": "10.0.0.0/8"}]},
            {"objectType": "KalturaAuthenticatedCondition", "privileges": {"0": {"objectType": "KalturaStringValue", "value": "sview"}}},
            {"objectType": "KalturaFieldMatchCondition", "field": {"objectType": "KalturaUserEmailContextField"}, "x": [1, {"y": "2"}]}],
        "actions": [{"objectType": "KalturaAccessControlLimitFlavorsAction", "flavorParamsIds": "32", "isBlockedList": "0"},
            {"objectType": "KalturaNewAction", "speed": 7}]}]);
    let sent = json!({"name": "Staff", "systemName": "staff", "description": "For staff", "rules": rules});
    let added = call("add", json!({"accessControlProfile": sent})).await;
    assert_eq!(added["objectType"], "KalturaAccessControlProfile", "{added}");
    assert_eq!((added["isDefault"].clone(), added["partnerId"].clone()), (false.into(), 101.into()));
    let rule = &added["rules"][0];
    assert_eq!((rule["code"].clone(), rule["stopProcessing"].clone()), ("STAFF".into(), true.into()));
    assert_eq!(rule["contexts"], json!([{"objectType": "KalturaContextTypeHolder", "type": 1}]));
    assert_eq!(
        rule["conditions"][0],
        json!({"objectType": "KalturaIpAddressCondition", "type": 3, "not": true,
            "values": [{"objectType": "KalturaStringValue", "value": "10.0.0.0/8"}]})
    );
    assert_eq!(rule["conditions"][1]["privileges"][0]["value"], "sview");
    assert_eq!(rule["conditions"][2], rules[0]["conditions"][2], "a class nobody knows is kept whole");
    assert_eq!(rule["actions"][0]["type"], 3);
    assert_eq!(rule["actions"][1], rules[0]["actions"][1]);
    let id = added["id"].clone();
    assert_eq!(call("get", json!({"id": id})).await, added);

    // What comes back may be sent back.
    let again = call("update", json!({"id": id, "accessControlProfile": added})).await;
    assert_eq!(again["rules"], added["rules"]);
    let found = call("list", json!({"filter": {"systemNameEqual": "staff"}})).await;
    assert_eq!((found["totalCount"].clone(), found["objects"][0]["id"].clone()), (1.into(), id.clone()));
    let emptied = call("update", json!({"id": id, "accessControlProfile": {"rules": {"-": ""}, "isDefault": 1}})).await;
    assert_eq!((emptied["rules"].clone(), emptied["isDefault"].clone()), (json!([]), true.into()));
    assert_eq!(call("get", json!({"id": default})).await["isDefault"], false);

    let errors = [
        ("add", json!({"accessControlProfile": {}}), "PROPERTY_VALIDATION_CANNOT_BE_NULL"),
        ("add", json!({"accessControlProfile": {"name": "x", "partnerId": 1}}), "PROPERTY_VALIDATION_NOT_UPDATABLE"),
        (
            "add",
            json!({"accessControlProfile": {"name": "x", "rules": block("KalturaIpAddressCondition", "office")}}),
            "PROPERTY_VALIDATION_WRONG_FORMAT",
        ),
        (
            "add",
            json!({"accessControlProfile": {"name": "x", "rules": [{"conditions": [{"not": 1}]}]}}),
            "OBJECT_TYPE_ABSTRACT",
        ),
        ("get", json!({"id": 77}), "ACCESS_CONTROL_ID_NOT_FOUND"),
        ("delete", json!({"id": id}), "CANNOT_DELETE_DEFAULT_ACCESS_CONTROL"),
    ];
    for (action, args, expected) in errors {
        assert_eq!(code(&call(action, args.clone()).await), expected, "{action} {args}");
    }
    assert_eq!(call("delete", json!({"id": default})).await, Value::Null);
    let user = server.ks("ann", 0, "").await;
    assert_eq!(code(&server.call("accessControlProfile", "list", &user, json!({})).await), "SERVICE_FORBIDDEN");
}

#[tokio::test]
async fn players_hear_why_nothing_plays() {
    let server = Server::start().await;
    let admin = server.admin().await;
    let sites = profile(&server, block("KalturaSiteCondition", "example.com")).await;
    let id = server.live(json!({"accessControlId": sites})).await;
    let ask = async |action: &str, params: Value| {
        let args = json!({"entryId": id, "contextDataParams": params});
        server.call("baseEntry", action, &admin, args).await
    };
    let open = ask("getPlaybackContext", json!({"referrer": "https://www.example.com/talk"})).await;
    assert_eq!((open["sources"].as_array().map(Vec::len), open["messages"].clone()), (Some(1), json!([])), "{open}");
    let shut = ask("getPlaybackContext", json!({"referrer": "https://evil.test/"})).await;
    assert_eq!(shut["sources"], json!([]));
    assert_eq!(shut["actions"], json!([{"objectType": "KalturaAccessControlBlockAction", "type": 1}]));
    assert_eq!(shut["messages"][0]["code"], "SITE_RESTRICTED");
    assert!(shut["messages"][0]["message"].as_str().is_some_and(|text| text.starts_with("Un authorized domain\n")));

    let data = ask("getContextData", json!({"referrer": "https://evil.test/"})).await;
    assert_eq!(
        (data["isSiteRestricted"].clone(), data["isIpAddressRestricted"].clone(), data["isAdmin"].clone()),
        (true.into(), false.into(), true.into())
    );
    assert_eq!((data["previewLength"].clone(), data["isScheduledNow"].clone()), ((-1).into(), true.into()));
    assert_eq!(data["accessControlActions"][0]["type"], 1);
    assert_eq!(data["accessControlMessages"][0]["objectType"], "KalturaString");
    assert_eq!(data["objectType"], "KalturaEntryContextDataResult");

    // Only an administrator may say which address is meant.
    let office = profile(&server, block("KalturaIpAddressCondition", "192.0.2.0/24")).await;
    server
        .call("liveStream", "update", &admin, json!({"entryId": id, "liveStreamEntry": {"accessControlId": office}}))
        .await;
    let tried = ask("getPlaybackContext", json!({"ip": "192.0.2.7"})).await;
    assert_eq!(tried["sources"].as_array().map(Vec::len), Some(1));
    let user = server.ks("zoe", 0, "").await;
    let args = json!({"entryId": id, "contextDataParams": {"ip": "192.0.2.7"}});
    let refused = server.call("baseEntry", "getPlaybackContext", &user, args).await;
    assert_eq!(
        (refused["sources"].clone(), refused["messages"][0]["code"].clone()),
        (json!([]), "IP_RESTRICTED".into())
    );

    // What one way of delivery or one rendition may not, nothing may.
    for (action, list) in [
        ("KalturaAccessControlLimitDeliveryProfilesAction", "deliveryProfileIds"),
        ("KalturaAccessControlLimitFlavorsAction", "flavorParamsIds"),
    ] {
        let limited = profile(&server, json!([{"actions": [{"objectType": action, list: "7"}]}])).await;
        let update = json!({"entryId": id, "liveStreamEntry": {"accessControlId": limited}});
        server.call("liveStream", "update", &admin, update).await;
        assert_eq!(ask("getPlaybackContext", json!({"objectType": "x"})).await["sources"], json!([]), "{action}");
    }
    server.call("accessControlProfile", "delete", &admin, json!({"id": sites})).await;
    let unscheduled = server.live(json!({"startDate": 3600})).await;
    let args = json!({"entryId": unscheduled, "contextDataParams": {}});
    let later = server.call("baseEntry", "getContextData", &user, args).await;
    assert_eq!((later["isScheduledNow"].clone(), later["isSiteRestricted"].clone()), (false.into(), false.into()));
}

#[tokio::test]
async fn the_page_says_why_it_shows_no_picture() {
    let server = Server::start().await;
    let members = json!([{"code": "MEMBERS", "message": "For members",
        "conditions": [{"objectType": "KalturaAuthenticatedCondition", "not": true, "privileges": [{"value": "sview"}]}],
        "actions": [{"objectType": "KalturaAccessControlBlockAction"}]}]);
    let members = profile(&server, members).await;
    let id = server.live(json!({"accessControlId": members})).await;
    crate::native::on_air(&server, &id).await;
    let shut = crate::native::page(&server, &id, "").await;
    assert_eq!((shut["state"].clone(), shut["playback"].clone()), ("live".into(), Value::Null));
    assert_eq!(shut["restriction"], json!({"code": "MEMBERS", "message": "For members"}));
    let member = crate::native::cookie(&server, &server.ks("zoe", 0, &format!("sview:{id}")).await).await;
    let open = crate::native::page(&server, &id, &member).await;
    assert!(open["playback"].is_object() && open["restriction"].is_null(), "{open}");

    // Our pages are a site like any other.
    for (site, plays) in [("example.com", true), ("other.test", false)] {
        let sites = profile(&server, block("KalturaSiteCondition", site)).await;
        let id = server.live(json!({"accessControlId": sites})).await;
        crate::native::on_air(&server, &id).await;
        assert_eq!(crate::native::page(&server, &id, "").await["playback"].is_object(), plays, "{site}");
    }
}
