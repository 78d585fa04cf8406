//! Bad calls: each gets the contract's code, in the caller's format, with HTTP 200.

use crate::{PARTNER, SECRET, Server, code};
use axum::body::Body;
use axum::http::{Request, StatusCode};
use serde_json::{Value, json};

#[tokio::test]
async fn errors_of_every_kind_in_both_formats() {
    let server = Server::start().await;
    let admin = server.admin().await;
    let id = server.live(json!({})).await;
    let forged = admin.replace('-', "A") + "AAAA";
    let cases: Vec<(&str, Value, &str, &str)> = vec![
        ("nothing", json!({}), "SERVICE_NOT_SPECIFIED", "Service name was not specified, please specify one"),
        (
            "no action",
            json!({"service": "liveStream"}),
            "ACTION_NOT_SPECIFIED",
            "Action name was not specified, please specify one",
        ),
        (
            "no such service",
            json!({"service": "Nope", "action": "x"}),
            "SERVICE_DOES_NOT_EXISTS",
            "Service \"nope\" does not exists",
        ),
        (
            "no such action",
            json!({"service": "liveStream", "action": "Fly"}),
            "ACTION_DOES_NOT_EXISTS",
            "Action \"fly\" does not exists for service \"livestream\"",
        ),
        (
            "missing argument",
            json!({"service": "liveStream", "action": "get", "ks": admin}),
            "MISSING_MANDATORY_PARAMETER",
            "Missing parameter \"entryId\"",
        ),
        (
            "bad enum",
            json!({"service": "session", "action": "start", "secret": SECRET, "type": 7}),
            "INVALID_ENUM_VALUE",
            "Invalid enumeration value \"7\" for parameter \"type\", expecting enumeration type \"KalturaSessionType\"",
        ),
        (
            "no object",
            json!({"service": "liveStream", "action": "list", "ks": admin, "filter": "x"}),
            "PROPERTY_VALIDATION_WRONG_FORMAT",
            "The property \"filter\" must match format array",
        ),
        (
            "language",
            json!({"service": "system", "action": "ping", "language": "xx yy"}),
            "INVALID_LANGUAGE_CODE",
            " Invalid language code [\"xx yy\"]",
        ),
        (
            "bad character",
            json!({"service": "liveStream", "action": "isLive", "id": "a\u{0}b"}),
            "INVALID_PARAMETER_CHAR",
            "Invalid char in \"id\" field",
        ),
        (
            "wrong secret",
            json!({"service": "session", "action": "start", "secret": "x", "partnerId": PARTNER, "type": 2}),
            "START_SESSION_ERROR",
            "Error while starting session for partner [101]",
        ),
        (
            "no partner",
            json!({"service": "session", "action": "start", "secret": "x"}),
            "START_SESSION_ERROR",
            "Error while starting session for partner [N/A]",
        ),
        (
            "impersonate",
            json!({"service": "session", "action": "impersonate", "secret": SECRET, "impersonatedPartnerId": 5, "partnerId": PARTNER}),
            "START_SESSION_ERROR",
            "Error while starting session for partner [101]",
        ),
        (
            "widget",
            json!({"service": "session", "action": "startWidgetSession", "widgetId": "_9"}),
            "INVALID_WIDGET_ID",
            "Unknown widget [_9]",
        ),
        (
            "no session",
            json!({"service": "conversionprofile", "action": "LIST"}),
            "SERVICE_FORBIDDEN",
            "The access to service [conversionProfile->list] is forbidden",
        ),
        (
            "forged",
            json!({"service": "liveStream", "action": "list", "ks": "no KS at all"}),
            "INVALID_KS",
            "Invalid KS \"no KS at all\", Error \"-1,INVALID_STR\"",
        ),
        ("changed", json!({"service": "session", "action": "start", "secret": SECRET, "ks": forged}), "INVALID_KS", ""),
        (
            "no entry",
            json!({"service": "liveStream", "action": "get", "entryId": "0_missing0", "ks": admin}),
            "ENTRY_ID_NOT_FOUND",
            "Entry id \"0_missing0\" not found",
        ),
        (
            "path trick",
            json!({"service": "liveStream", "action": "get", "entryId": "../../etc/passwd", "ks": admin}),
            "ENTRY_ID_NOT_FOUND",
            "Entry id \"../../etc/passwd\" not found",
        ),
        (
            "markup",
            json!({"service": "liveStream", "action": "isLive", "id": "<script>x</script>"}),
            "INVALID_ENTRY_ID",
            "Invalid entry id [\"x\"]",
        ),
        (
            "uiConf",
            json!({"service": "uiConf", "action": "get", "id": 999_999}),
            "INVALID_UI_CONF_ID",
            "Unknown uiConf [999999]",
        ),
        (
            "readonly",
            json!({"service": "liveStream", "action": "update", "entryId": id, "ks": admin, "liveStreamEntry": {"createdAt": 5}}),
            "PROPERTY_VALIDATION_NOT_UPDATABLE",
            "The property \"KalturaLiveStreamEntry::createdAt\" cannot be updated",
        ),
        (
            "mediaType",
            json!({"service": "liveStream", "action": "add", "ks": admin, "liveStreamEntry": {"name": "x"}}),
            "PROPERTY_VALIDATION_CANNOT_BE_NULL",
            "The property \"KalturaLiveStreamEntry::mediaType\" cannot be null",
        ),
        (
            "srtPass",
            json!({"service": "liveStream", "action": "add", "ks": admin, "liveStreamEntry": {"mediaType": 201, "srtPass": "short"}}),
            "PROPERTY_VALIDATION_MIN_LENGTH",
            "The property \"KalturaLiveStreamEntry::srtPass\" must have a min length of 10 characters",
        ),
        (
            "schedule",
            json!({"service": "liveStream", "action": "add", "ks": admin, "liveStreamEntry": {"mediaType": 201, "startDate": 1_900_000_001, "endDate": 1_900_000_000}}),
            "INVALID_ENTRY_SCHEDULE_DATES",
            "Invalid entry schedule dates",
        ),
        (
            "profile",
            json!({"service": "liveStream", "action": "add", "ks": admin, "liveStreamEntry": {"mediaType": 201, "conversionProfileId": 9}}),
            "CONVERSION_PROFILE_ID_NOT_FOUND",
            "Conversion profile id \"9\" not found",
        ),
        (
            "source",
            json!({"service": "liveStream", "action": "add", "ks": admin, "liveStreamEntry": {"mediaType": 201}, "sourceType": "31"}),
            "ENTRY_SOURCE_TYPE_NOT_SUPPORTED",
            "Entry source type \"31\" not supported",
        ),
    ];
    for (name, params, expected, message) in cases {
        let mut params = params;
        params["format"] = 1.into();
        let reply = server.post("/api_v3/", "application/json", params.to_string()).await;
        assert_eq!((reply.status, reply.header("content-type")), (StatusCode::OK, "application/json"), "{name}");
        let answer = reply.json();
        assert_eq!(
            (code(&answer).as_str(), answer["objectType"].as_str()),
            (expected, Some("KalturaAPIException")),
            "{name}: {answer}"
        );
        if !message.is_empty() {
            assert_eq!(answer["message"], message, "{name}");
        }
        params["format"] = "2".into();
        let reply = server.post("/api_v3/index.php", "application/json", params.to_string()).await;
        assert_eq!((reply.status, reply.header("content-type")), (StatusCode::OK, "text/xml"), "{name}");
        assert!(
            reply.text().contains(&format!("<result><error><code>{expected}</code><message>")),
            "{name}: {}",
            reply.text()
        );
    }
}

#[tokio::test]
async fn checks_come_in_the_order_clients_can_tell() {
    let server = Server::start().await;
    let short = server
        .call(
            "session",
            "start",
            "",
            json!({"secret": SECRET, "partnerId": PARTNER, "type": 0, "userId": "eve", "expiry": 60}),
        )
        .await;
    let expired = short.as_str().expect("a KS").to_owned();
    server.clock.advance(61_000);
    let call =
        async |service: &str, action: &str, ks: &str, args: Value| code(&server.call(service, action, ks, args).await);
    // Unknown action before a bad KS, a bad KS before bad arguments, bad arguments before an expired KS, that before permission.
    assert_eq!(call("liveStream", "fly", "junk", json!({})).await, "ACTION_DOES_NOT_EXISTS");
    assert_eq!(call("liveStream", "get", "junk", json!({"language": "?"})).await, "INVALID_LANGUAGE_CODE");
    assert_eq!(call("liveStream", "get", "junk", json!({})).await, "INVALID_KS");
    assert_eq!(call("liveStream", "get", &expired, json!({})).await, "MISSING_MANDATORY_PARAMETER");
    let late = server.call("conversionProfile", "list", &expired, json!({})).await;
    assert_eq!(
        (code(&late), late["args"].clone()),
        ("INVALID_KS".to_owned(), json!({"KSID": "EXPIRED", "ERR_CODE": "-1", "ERR_DESC": "INVALID_STR"}))
    );
    // Ownership before permission: a widget session is told about the entry, not about the action.
    let id = server.live(json!({})).await;
    let widget = server.widget().await;
    let refused = server.call("liveStream", "update", &widget, json!({"entryId": id, "liveStreamEntry": {}})).await;
    assert_eq!((code(&refused), refused["args"]["ERR_CODE"].clone()), ("INVALID_KS".to_owned(), "-4".into()));
    assert_eq!(call("liveStream", "update", "", json!({"entryId": id, "liveStreamEntry": {}})).await, "INVALID_KS");
    assert_eq!(
        call("liveStream", "update", &widget, json!({"entryId": "0_missing0", "liveStreamEntry": {}})).await,
        "SERVICE_FORBIDDEN"
    );
}

#[tokio::test]
async fn only_owners_and_editors_change_an_entry() {
    let server = Server::start().await;
    let id = server.live(json!({"entitledUsersEdit": "bob"})).await;
    let update = async |ks: &str| {
        let args = json!({"entryId": id, "baseEntry": {"name": "Changed"}});
        code(&server.call("baseEntry", "update", ks, args).await)
    };
    for (user, privileges, allowed) in [
        ("ann", "", true),
        ("BOB", "", true),
        ("eve", "", false),
        ("eve", "edit:*", true),
        ("eve", &format!("edit:{id}")[..], true),
        ("eve", "edit:0_other000", false),
    ] {
        let outcome = update(&server.ks(user, 0, privileges).await).await;
        assert_eq!(outcome != "INVALID_KS", allowed, "{user} {privileges}: {outcome}");
    }
    // An editor who is not the owner may not delete.
    let bob = server.ks("bob", 0, "").await;
    assert_eq!(code(&server.call("baseEntry", "delete", &bob, json!({"entryId": id})).await), "INVALID_KS");
    let ann = server.ks("ann", 0, "").await;
    assert_eq!(server.call("baseEntry", "delete", &ann, json!({"entryId": id})).await, Value::Null);
}

#[tokio::test]
async fn guarded_properties_for_users() {
    let server = Server::start().await;
    let id = server.live(json!({})).await;
    let update = async |ks: &str, entry: Value| {
        server.call("baseEntry", "update", ks, json!({"entryId": id, "baseEntry": entry})).await
    };
    let ann = server.ks("ann", 0, "").await;
    for property in ["adminTags", "startDate", "categories"] {
        let refused = update(&ann, json!({property: "5"})).await;
        assert_eq!(
            (code(&refused), refused["args"]["PROP_NAME"].clone()),
            ("PROPERTY_VALIDATION_ADMIN_PROPERTY".to_owned(), property.into())
        );
    }
    let tagger = server.ks("ann", 0, "editadmintags:*").await;
    assert_eq!(update(&tagger, json!({"adminTags": "x"})).await["adminTags"], "x");
    let quiet = update(
        &ann,
        json!({"referenceId": "ref", "streamPassword": "taken", "objectType": "KalturaLiveStreamEntry", "name": "New"}),
    )
    .await;
    assert_eq!((quiet["name"].clone(), quiet.get("referenceId")), ("New".into(), None));
    let admin = server.admin().await;
    let entry = server.call("liveStream", "get", &admin, json!({"entryId": id})).await;
    assert_ne!(entry["streamPassword"], "taken");
    assert_eq!(code(&update(&ann, json!({"userId": "eve"})).await), "INVALID_KS");
}

#[tokio::test]
async fn too_large_too_deep_too_many() {
    let server = Server::start().await;
    let large =
        format!("{{\"service\":\"system\",\"action\":\"ping\",\"format\":1,\"x\":\"{}\"}}", "a".repeat(3 << 20));
    let deep = format!("{{\"service\":\"system\",\"action\":\"ping\",\"x\":{}1{}}}", "[".repeat(100), "]".repeat(100));
    let many = format!("service=system&action=ping&{}", (0..6000).map(|n| format!("k{n}=1&")).collect::<String>());
    for (name, uri, content_type, body) in [
        ("large", "/api_v3/?format=1", "application/json", large.clone()),
        ("deep", "/api_v3/?format=1", "application/json", deep),
        ("many", "/api_v3/?format=1", "application/x-www-form-urlencoded", many),
    ] {
        let reply = server.post(uri, content_type, body).await;
        assert_eq!(reply.status, StatusCode::OK, "{name}");
        assert_eq!(code(&reply.json()), "INVALID_PARAMETER_VALUE", "{name}: {}", reply.text());
    }
    let requests: serde_json::Map<String, Value> =
        (1..=101).map(|n| (n.to_string(), json!({"service": "system", "action": "ping"}))).collect();
    let mut body = Value::Object(requests);
    body["format"] = 1.into();
    let reply = server.post("/api_v3/service/multirequest", "application/json", body.to_string()).await;
    assert_eq!(code(&reply.json()), "INVALID_PARAMETER_VALUE");
    let long = server.get(&format!("/api_v3/service/system/action/ping/x/{}", "a".repeat(40_000))).await;
    assert_eq!(long.status, StatusCode::URI_TOO_LONG);
    let other = server.send(Request::put("/api_v3/").body(Body::empty()).expect("a request")).await;
    assert_eq!(other.status, StatusCode::METHOD_NOT_ALLOWED);
}

#[tokio::test]
async fn broken_bodies_are_no_bodies() {
    let server = Server::start().await;
    for body in ["{\"service\":", "\u{0}\u{1}", "[]", "{}}"] {
        let reply = server.post("/api_v3/?format=1", "application/json", body.to_owned()).await;
        assert_eq!(code(&reply.json()), "SERVICE_NOT_SPECIFIED", "{body}");
    }
    let reply = server.post("/api_v3/service/session/action/start?format=1", "application/json", "{").await;
    assert_eq!(code(&reply.json()), "MISSING_MANDATORY_PARAMETER");
}

#[tokio::test]
async fn a_session_holds_only_where_it_was_made_for() {
    let server = Server::start().await;
    let elsewhere = server.ks("eve", 0, "iprestrict:192.0.2.7").await;
    let refused = server.call("liveStream", "list", &elsewhere, json!({})).await;
    assert_eq!(refused["args"]["KSID"], "EXCEEDED_RESTRICTED_IP");
    let once = server.ks("eve", 0, "actionslimit:1").await;
    assert_eq!(server.call("baseEntry", "count", &once, json!({})).await, json!(0));
    let refused = server.call("baseEntry", "count", &once, json!({})).await;
    assert_eq!(refused["args"]["KSID"], "EXCEEDED_ACTIONS_LIMIT");
    let admin = server.admin().await;
    let other = server.call("baseEntry", "count", &admin, json!({"partnerId": 555})).await;
    assert_eq!(code(&other), "SERVICE_FORBIDDEN");
    assert_eq!(server.call("baseEntry", "count", &admin, json!({"partnerId": PARTNER})).await, json!(0));
}
