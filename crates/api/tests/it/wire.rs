//! Address forms, encodings, multirequest and headers, with what official clients really send.

use crate::{SECRET, Server, code};
use axum::body::Body;
use axum::http::{Request, StatusCode};
use flate2::read::GzDecoder;
use serde_json::{Value, json};
use std::io::Read as _;

const CONFORMANCE: &str = concat!(env!("CARGO_MANIFEST_DIR"), "/../../conformance");

fn recorded(name: &str) -> String {
    std::fs::read_to_string(format!("{CONFORMANCE}/{name}")).expect("is there").trim().to_owned()
}

#[tokio::test]
async fn every_form_of_address_reaches_the_same_action() {
    let server = Server::start().await;
    let forms = [
        "/api_v3/service/system/action/ping?format=1",
        "/api_v3/index.php/service/system/action/ping/format/1",
        "/api_v3/index.php?service=system&action=ping&format=1",
        "/api_v3/?service=SYSTEM&action=PING&format=1",
        "/api_v3?service=system&action=ping&format=1",
        "//api_v3/service/system/action/ping/format/1",
        "//api_v3//service//system/action/ping?format=1",
        "/api/service/system/action/ping/format/1",
        "/api/?service=system&action=ping&format=1",
        "/api_v3/service/system/action/p%69ng/format/1",
    ];
    for uri in forms {
        let reply = server.get(uri).await;
        assert_eq!((reply.status, reply.text().as_str()), (StatusCode::OK, "true"), "{uri}");
        let reply = server.post(uri, "application/x-www-form-urlencoded", "").await;
        assert_eq!(reply.text(), "true", "POST {uri}");
    }
}

#[tokio::test]
async fn every_encoding_of_a_body_means_the_same() {
    let server = Server::start().await;
    let admin = server.admin().await;
    let bodies = [
        ("application/json", json!({"liveStreamEntry": {"objectType": "KalturaLiveStreamEntry", "name": "N", "mediaType": 201, "bitrates": [{"bitrate": 7}]}, "ks": admin}).to_string()),
        ("application/json; charset=utf-8", json!({"liveStreamEntry:name": "N", "liveStreamEntry:mediaType": "201", "liveStreamEntry:bitrates": {"0": {"bitrate": "7"}}, "ks": admin}).to_string()),
        ("application/x-www-form-urlencoded", format!("liveStreamEntry:name=N&liveStreamEntry:mediaType=201&liveStreamEntry:bitrates:0:bitrate=7&ks={admin}")),
        ("application/x-www-form-urlencoded", format!("liveStreamEntry[name]=N&liveStreamEntry[mediaType]=201&liveStreamEntry[bitrates][item0][bitrate]=7&ks={admin}")),
    ];
    for (content_type, body) in bodies {
        let reply = server
            .post("/api_v3/service/livestream/action/add?format=1", content_type, body.replace("==", "%3D%3D"))
            .await;
        let entry = reply.json();
        assert_eq!(
            (entry["name"].clone(), entry["bitrates"][0]["bitrate"].clone()),
            ("N".into(), 7.into()),
            "{content_type}: {entry}"
        );
    }
}

#[tokio::test]
async fn the_python_client_talks_xml() {
    let server = Server::start().await;
    let start = recorded("python-client/001-session-start.json").replace("\"sec\"", &format!("\"{SECRET}\""));
    let reply = server.post("//api_v3/service/session/action/start", "application/json", start).await;
    let text = reply.text();
    let ks = text
        .strip_prefix("<?xml version=\"1.0\" encoding=\"utf-8\"?><xml><result>")
        .and_then(|rest| rest.split('<').next())
        .expect("an envelope");
    assert!(
        ks.len() > 50 && text.contains("</result><executionTime>") && text.ends_with("</executionTime></xml>"),
        "{text}"
    );

    let mut add: Value = serde_json::from_str(&recorded("python-client/010-live-stream-add.json")).expect("JSON");
    add["ks"] = ks.into();
    add["liveStreamEntry"]["mediaType"] = "201".into();
    let text = server.post("/api_v3/service/livestream/action/add", "application/json", add.to_string()).await.text();
    for part in [
        "<objectType>KalturaLiveStreamEntry</objectType>",
        "<name>N</name>",
        "<description></description>",
        "<redirectEntryId></redirectEntryId>",
        "<explicitLive>1</explicitLive>",
        "<sourceType>32</sourceType>",
        "<shouldCopyEntitlement>1</shouldCopyEntitlement><shouldCopyScheduling></shouldCopyScheduling>",
        "<primarySrtBroadcastingUrl></primarySrtBroadcastingUrl>",
        "<operationAttributes></operationAttributes>",
    ] {
        assert!(text.contains(part), "{part} in {text}");
    }
    let bare = server
        .post("/api_v3/service/livestream/action/add?ignoreNull=1", "application/json", add.to_string())
        .await
        .text();
    assert!(!bare.contains("<description>") && !bare.contains("<redirectEntryId>"), "{bare}");
}

#[tokio::test]
async fn a_multirequest_of_the_python_client() {
    let server = Server::start().await;
    let body = recorded("python-client/020-multirequest.json").replace("\"sec\"", &format!("\"{SECRET}\""));
    let text = server.post("/api_v3/service/multirequest", "application/json", body).await.text();
    assert!(text.contains("<xml><result><item>djJ8"), "{text}");
    assert!(text.contains("</item><item><error><code>ENTRY_ID_NOT_FOUND</code>"), "{text}");
    assert_eq!(text.matches("<item>").count() - text.matches("<args><item>").count(), 2, "{text}");
}

#[tokio::test]
async fn a_multirequest_of_the_node_client() {
    let server = Server::start().await;
    let body = recorded("node-client/020-multirequest.json").replace("SECRET", SECRET);
    // Node sends `format` inside the parts too; the one of the whole request counts, so ask for it there as its client does.
    let mut body: Value = serde_json::from_str(&body).expect("JSON");
    body["format"] = 1.into();
    let answers = server.post("/api_v3/service/multirequest", "application/json", body.to_string()).await.json();
    let answers = answers.as_array().expect("an array");
    assert_eq!(answers.len(), 4);
    assert!(answers[0].is_string());
    assert_eq!((answers[1]["name"].clone(), answers[2].clone()), ("From node".into(), json!(false)));
    assert_eq!(answers[3]["args"]["ENTRY_ID"], "nothing-", "a path into a scalar is empty");
}

#[tokio::test]
async fn the_player_loads_an_entry_in_one_request() {
    let server = Server::start().await;
    let id = server.live(json!({})).await;
    let body = recorded("player/010-load-anonymous.json").replace("PARTNER", "101").replace("ENTRY", &id);
    let answers = server.post("/api_v3/service/multirequest", "application/json", body).await.json();
    assert_eq!(answers[0]["objectType"], "KalturaStartWidgetSessionResponse");
    assert_eq!(
        (answers[1]["totalCount"].clone(), answers[1]["objects"][0]["id"].clone()),
        (1.into(), Value::String(id)),
        "{answers}"
    );
    assert_eq!(answers[1]["objects"][0]["type"], 7);
    assert!(answers[1]["objects"][0].get("thumbnailUrl").is_none(), "the response profile does not name it");
    assert_eq!(answers[2]["sources"][0]["format"], "applehttp", "{answers}");
    assert_eq!(answers[3]["objects"], json!([]));
}

#[tokio::test]
async fn multirequests_in_forms_and_their_edges() {
    let server = Server::start().await;
    let form = "format=1&1:service=system&1:action=getTime&2[service]=liveStream&2[action]=isLive&2[id]={1:result}&4:service=system&4:action=ping";
    let answers = server
        .post("/api_v3/?service=multirequest&action=null", "application/x-www-form-urlencoded", form)
        .await
        .json();
    assert_eq!(answers.as_array().map(Vec::len), Some(2), "a gap ends it: {answers}");
    assert_eq!((answers[0].clone(), answers[1]["args"]["ID"].clone()), (json!(1_800_000_000), "1800000000".into()));
    let none = server.get("/api_v3/service/multirequest?format=1").await;
    assert_eq!(none.json(), json!([]));
    let none = server.get("/api_v3/service/multirequest").await;
    assert!(none.text().contains("<result></result>"));

    let admin = server.admin().await;
    for name in ["A", "B"] {
        server.live(json!({"name": name})).await;
    }
    let body = json!({"ks": admin, "format": 1, "clientTag": "t",
        "0": {"service": "liveStream", "action": "list", "filter": {"orderBy": "+name"}},
        "1": {"service": "baseEntry", "action": "getByIds", "entryIds": "{1:result:objects:_all:id}"},
        "2": {"service": "liveStream", "action": "get", "entryId": "{9:result:id}"},
        "3": {"service": "system", "action": "ping", "ks": "{3:result}"}});
    let answers = server.post("/api_v3/service/multirequest", "application/json", body.to_string()).await.json();
    assert_eq!((answers[1][0]["name"].clone(), answers[1][1]["name"].clone()), ("A".into(), "B".into()), "{answers}");
    assert_eq!(answers[2]["args"]["ENTRY_ID"], "{9:result:id}", "a token to a later part stays as it is");
    assert_eq!(answers[3], json!(true), "a failed part gives an empty KS: {answers}");
}

#[tokio::test]
async fn other_formats() {
    let server = Server::start().await;
    let jsonp = server.get("/api_v3/service/system/action/ping/format/9?callback=my.cb_1").await;
    assert_eq!((jsonp.text().as_str(), jsonp.header("content-type")), ("my.cb_1(true);", "application/javascript"));
    let bad = server.get("/api_v3/service/system/action/ping/format/9?callback=alert(1)").await;
    assert!(bad.text().contains("INVALID_PARAMETER_VALUE"), "{}", bad.text());
    let unknown = server.get("/api_v3/service/system/action/ping/format/77").await;
    assert!(unknown.text().contains("Response format provided [77] is not recognized by server"), "{}", unknown.text());
    let typed = server.get("/api_v3/service/system/action/ping/format/1?content-type=text/plain").await;
    assert_eq!(typed.header("content-type"), "text/plain");
    let page = server.get("/api_v3/service/system/action/ping/format/1?content-type=text/html").await;
    assert_eq!(page.header("content-type"), "application/json");
}

#[tokio::test]
async fn php_reads_single_answers_errors_and_multirequests() {
    let server = Server::start().await;
    let admin = server.admin().await;
    let id = server.live(json!({"name": "Käse"})).await;
    let php = async |uri: &str, body: String| {
        let reply = server.post(uri, "application/x-www-form-urlencoded", body).await;
        assert_eq!(reply.header("content-type"), "text/plain; charset=utf-8");
        testkit::php::unserialize(&reply.bytes).unwrap_or_else(|at| panic!("byte {at} of {}", reply.text()))
    };
    let ks = admin.replace('=', "%3D");
    assert_eq!(php("/api_v3/service/system/action/ping", "format=3".to_owned()).await, json!(true));
    let body = format!("format=3&ks={ks}&entryId={id}");
    let entry = php("/api_v3/service/liveStream/action/get", body).await;
    assert_eq!(
        (&entry["objectType"], &entry["id"], &entry["name"], &entry["explicitLive"]),
        (&json!("KalturaLiveStreamEntry"), &json!(id), &json!("Käse"), &json!(false))
    );
    assert_eq!(entry.get("description"), Some(&json!(null)), "all properties are there");
    let same = server.call("liveStream", "get", &admin, json!({"entryId": id})).await;
    // What is nested also has its nulls in PHP; the encoders' own tests compare that.
    let scalars =
        same.as_object().expect("an object").iter().filter(|(_, value)| !value.is_array() && !value.is_object());
    for (name, value) in scalars {
        let is_same =
            entry[name] == *value || (entry[name].as_f64().is_some() && entry[name].as_f64() == value.as_f64());
        assert!(is_same, "{name}: {} in PHP, {value} in JSON", entry[name]);
    }
    let error =
        php("/api_v3/service/liveStream/action/get", "format=3&entryId=0_x".to_owned() + &format!("&ks={ks}")).await;
    assert_eq!(
        error,
        json!({"code": "ENTRY_ID_NOT_FOUND", "message": "Entry id \"0_x\" not found", "objectType": "KalturaAPIException", "args": {"ENTRY_ID": "0_x"}})
    );
    let body = format!(
        "format=3&ks={ks}&1:service=system&1:action=getTime&2:service=baseEntry&2:action=get&2:entryId=x&3:service=liveStream&3:action=list&3:filter:idEqual={id}&4:service=liveStream&4:action=delete&4:entryId={id}"
    );
    let answers = php("/api_v3/service/multirequest", body).await;
    assert_eq!(answers[0], json!(1_800_000_000));
    assert_eq!(answers[1]["code"], "ENTRY_ID_NOT_FOUND");
    assert_eq!((&answers[2]["totalCount"], &answers[2]["objects"][0]["id"]), (&json!(1), &json!(id)));
    assert_eq!((&answers[3], answers.as_array().map(Vec::len)), (&json!(null), Some(4)));
    assert_eq!(php("/api_v3/service/multirequest", "format=3".to_owned()).await, json!([]));
}

#[tokio::test]
async fn jsonp_wraps_everything() {
    let server = Server::start().await;
    for (uri, inside) in [
        ("service/system/action/ping/format/9?callback=a.b_1", "true"),
        ("service/multirequest/format/9?callback=a.b_1&1:service=system&1:action=ping", "[true]"),
        ("service/multirequest/format/9?callback=a.b_1", "[]"),
    ] {
        let reply = server.get(&format!("/api_v3/{uri}")).await;
        assert_eq!(reply.text(), format!("a.b_1({inside});"), "{uri}");
        assert_eq!(reply.header("content-type"), "application/javascript");
    }
    let error = server.get("/api_v3/service/nothing/action/get/format/9?callback=cb").await.text();
    assert!(error.starts_with("cb({\"code\":\"SERVICE_DOES_NOT_EXISTS\"") && error.ends_with("});"), "{error}");
    for uri in ["service/system/action/ping/format/9", "service/system/action/ping/format/9/callback/cb"] {
        let missing = server.get(&format!("/api_v3/{uri}")).await;
        assert!(missing.text().contains("MANDATORY_PARAMETER_MISSING"), "the callback is read from the query alone");
    }
}

#[tokio::test]
async fn headers_and_preflight() {
    let server = Server::start().await;
    let reply = server.get("/api_v3/service/conversionProfile/action/list/format/1").await;
    assert_eq!(reply.header("access-control-allow-origin"), "*");
    assert_eq!(reply.header("x-me"), "test");
    assert_eq!(reply.header("cache-control"), "no-store, no-cache, must-revalidate, post-check=0, pre-check=0");
    assert_eq!(reply.header("x-kaltura"), "error-SERVICE_FORBIDDEN");
    let (number, time) = reply.header("x-kaltura-session").split_once(", ").expect("two parts");
    assert!(number.parse::<u64>().is_ok());
    assert_eq!(time, "1800000000");

    let request = Request::options("/api_v3/service/livestream/action/get")
        .header("origin", "https://a.example")
        .body(Body::empty());
    let preflight = server.send(request.expect("a request")).await;
    assert_eq!((preflight.status, preflight.bytes.len()), (StatusCode::OK, 0));
    assert!(preflight.header("access-control-allow-headers").contains("Content-Type"));
    assert_eq!(preflight.header("access-control-allow-origin"), "*");
}

#[tokio::test]
async fn players_may_keep_what_does_not_change() {
    let server = Server::start().await;
    let admin = server.admin().await;
    let conf = server.call("uiConf", "listTemplates", &admin, json!({})).await["objects"][0]["id"].clone();
    let (widget, ks) = (server.widget().await.replace('=', "%3D"), admin.replace('=', "%3D"));
    let get = format!("/api_v3/service/uiConf/action/get/id/{conf}/format/1");
    for uri in [
        format!("{get}?kalsig=a"),
        format!("{get}?kalsig=a&ks={widget}"),
        format!("/api_v3/service/multirequest?kalsig=a&format=1&1:service=uiConf&1:action=get&1:id={conf}"),
    ] {
        let reply = server.get(&uri).await;
        assert_eq!(reply.header("cache-control"), "private, max-age=60, max-stale=0", "{uri}: {}", reply.text());
        assert_eq!(reply.header("expires"), "Fri, 15 Jan 2027 08:01:00 GMT");
        assert_eq!((reply.header("last-modified"), reply.header("pragma")), ("Fri, 15 Jan 2027 08:00:00 GMT", ""));
    }
    let id = server.live(json!({})).await;
    for uri in [
        get.clone(),
        format!("{get}?kalsig=a&nocache=1"),
        format!("{get}?kalsig=a&ks={ks}"),
        "/api_v3/service/uiConf/action/get/id/999999?kalsig=a".to_owned(),
        format!("/api_v3/service/liveStream/action/isLive/id/{id}?kalsig=a"),
        "/api_v3/service/multirequest?kalsig=a".to_owned(),
    ] {
        let reply = server.get(&uri).await;
        assert!(reply.header("cache-control").starts_with("no-store"), "{uri}");
    }
    let posted = server.post(&format!("{get}?kalsig=a"), "application/json", "{}").await;
    assert!(posted.header("cache-control").starts_with("no-store"));
}

#[tokio::test]
async fn large_answers_are_zipped_when_asked() {
    let server = Server::start().await;
    let admin = server.admin().await;
    let uri = format!("/api_v3/service/uiConf/action/list/format/1?ks={}", admin.replace('=', "%3D"));
    let plain = server.get(&uri).await;
    assert_eq!(plain.header("content-encoding"), "");
    let zipped = server
        .send(Request::get(&uri).header("accept-encoding", "br, gzip").body(Body::empty()).expect("a request"))
        .await;
    if plain.bytes.len() > 1024 {
        assert_eq!(zipped.header("content-encoding"), "gzip");
        let mut text = String::new();
        GzDecoder::new(&zipped.bytes[..]).read_to_string(&mut text).expect("gzip");
        assert_eq!(serde_json::from_str::<Value>(&text).expect("JSON"), plain.json());
    }
    let small = Request::get("/api_v3/service/system/action/ping/format/1")
        .header("accept-encoding", "gzip")
        .body(Body::empty());
    let small = server.send(small.expect("a request")).await;
    assert_eq!((small.header("content-encoding"), small.text().as_str()), ("", "true"));
}

#[tokio::test]
async fn a_session_key_never_comes_back_in_a_forbidden_answer() {
    let server = Server::start().await;
    let user = server.ks("eve", 0, "").await;
    let reply = server.call("conversionProfile", "list", &user, json!({})).await;
    assert_eq!(code(&reply), "SERVICE_FORBIDDEN");
    assert!(!reply.to_string().contains(&user));
}
