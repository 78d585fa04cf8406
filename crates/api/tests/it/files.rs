//! Files: those that come with a request, and answers that are files.

use crate::{Server, code};
use serde_json::{Value, json};

/// The XSD that the first start gives every account.
async fn profile(server: &Server, admin: &str) -> (i64, String) {
    let filter = json!({"filter": {"systemNameEqual": "KMS_EVENTS3"}});
    let list = server.call("metadata_metadataProfile", "list", admin, filter).await;
    let profile = &list["objects"][0];
    (profile["id"].as_i64().expect("an id"), profile["xsd"].as_str().expect("a schema").to_owned())
}

#[tokio::test]
async fn a_file_is_served_as_itself_in_every_format() {
    let server = Server::start().await;
    let admin = server.admin().await;
    let (id, xsd) = profile(&server, &admin).await;
    for format in ["", "&format=1", "&format=2", "&format=9", "&format=9&callback=x"] {
        let uri = format!("/api_v3/service/metadata_metadataprofile/action/serve?id={id}&ks={admin}{format}");
        let reply = server.get(&uri).await;
        if format == "&format=9" {
            assert!(reply.text().contains("MANDATORY_PARAMETER_MISSING"), "the format is wrong before anything runs");
            continue;
        }
        assert_eq!(reply.text(), xsd, "{format}");
        assert_eq!(reply.header("content-type"), "text/xml");
        assert_eq!(reply.header("x-content-type-options"), "nosniff");
        assert!(reply.header("content-security-policy").contains("sandbox"), "XML may hold scripts");
        assert_eq!(reply.header("access-control-allow-origin"), "*");
    }

    let entry = server.live(json!({})).await;
    let sent = "<?xml version='1.0'?><metadata><StartTime>1800000600</StartTime></metadata>";
    let args = json!({"metadataProfileId": id, "objectType": 1, "objectId": entry, "xmlData": sent});
    let record = server.call("metadata_metadata", "add", &admin, args).await["id"].as_i64().expect("an id");
    let widget = server.widget().await;
    let reply = server.get(&format!("/api_v3/service/metadata_metadata/action/serve/id/{record}?ks={widget}")).await;
    assert_eq!(reply.text(), sent, "exactly as it was sent");
}

#[tokio::test]
async fn errors_of_files_are_pages() {
    let server = Server::start().await;
    let admin = server.admin().await;
    let user = server.ks("eve", 0, "").await;
    let at = |args: &str| format!("/api_v3/service/metadata_metadataprofile/action/serve?format=1&{args}");
    for (args, code, text) in [
        (format!("id=77&ks={admin}"), "METADATA_PROFILE_NOT_FOUND", "metadata profile not found, id [77]"),
        (format!("ks={admin}"), "MISSING_MANDATORY_PARAMETER", "Missing parameter \"id\""),
        (
            format!("id=1&ks={user}"),
            "SERVICE_FORBIDDEN",
            "The access to service [metadata_metadataprofile->serve] is forbidden",
        ),
        ("id=1&ks=nonsense".to_owned(), "INVALID_KS", "Invalid KS \"nonsense\", Error \"-1,INVALID_STR\""),
    ] {
        let reply = server.get(&at(&args)).await;
        assert_eq!(reply.status, 200, "{args}");
        assert_eq!(reply.header("x-kaltura-app"), format!("exiting on error {code} - {text}"), "{args}");
        assert_eq!(reply.header("x-kaltura"), format!("error-{code}"));
        assert_eq!(reply.header("content-type"), "text/plain; charset=utf-8");
        assert!(serde_json::from_slice::<Value>(&reply.bytes).is_err(), "no API object: {}", reply.text());
    }
}

#[tokio::test]
async fn a_file_is_the_whole_answer_of_a_multirequest() {
    let server = Server::start().await;
    let admin = server.admin().await;
    let (id, xsd) = profile(&server, &admin).await;
    let entry = server.live(json!({})).await;
    let serve = |id: i64| json!({"service": "metadata_metadataProfile", "action": "serve", "id": id});
    let delete = json!({"service": "liveStream", "action": "delete", "entryId": entry});
    let ping = json!({"service": "system", "action": "ping"});
    let body = json!({"format": 1, "ks": admin, "1": ping, "2": serve(id), "3": delete});
    let reply = server.post("/api_v3/service/multirequest", "application/json", body.to_string()).await;
    assert_eq!((reply.text(), reply.header("content-type")), (xsd, "text/xml"));
    let still = server.call("liveStream", "get", &admin, json!({"entryId": entry})).await;
    assert_eq!(still["id"], Value::String(entry), "what stands behind the file did not run");

    let body = json!({"format": 1, "ks": admin, "1": serve(77), "2": ping});
    let reply = server.post("/api_v3/service/multirequest", "application/json", body.to_string()).await.json();
    assert_eq!((code(&reply[0]).as_str(), &reply[1]), ("METADATA_PROFILE_NOT_FOUND", &json!(true)));
}

#[tokio::test]
async fn files_beside_parameters_reach_their_request_and_large_ones_are_refused() {
    let server = Server::start().await;
    let boundary = "---------------------------0.6546123456";
    let content_type = format!("multipart/form-data; boundary={boundary}");
    let part = |disposition: &str, content: &str| {
        format!("\r\n--{boundary}\r\nContent-Disposition: form-data; {disposition}\r\n\r\n{content}")
    };
    let json_part = part("name=\"json\"", r#"{"format":"1","1":{"service":"system","action":"ping"},"ks":""}"#);
    let file = |bytes: usize| part("name=\"1:fileData\"; filename=\"/home/ann/y.mp4\"", &"x".repeat(bytes));
    let body = |parts: String| format!("{parts}\r\n--{boundary}--");

    let reply = server.post("/api_v3/service/multirequest", &content_type, body(json_part.clone() + &file(9))).await;
    assert_eq!(reply.json(), json!([true]));
    let large = body(json_part.clone() + &file(3 << 20));
    let reply = server.post("/api_v3/service/multirequest", &content_type, large).await;
    assert_eq!(reply.json(), json!([true]), "more than a body without files may have");
    let too_large = body(json_part + &file((16 << 20) + 1));
    let reply = server.post("/api_v3/service/system/action/ping/format/1", &content_type, too_large).await;
    assert_eq!(
        reply.json()["args"]["PARAM_NAME"],
        format!("request: a body of more than {} bytes", 16 << 20),
        "{}",
        reply.text()
    );
    // The TypeScript client: scalars in the query, nested with brackets, two parts in the body.
    let query = "/api_v3/service/multirequest?format=1&1[service]=system&1[action]=ping";
    let parts = part("name=\"fileName\"", "y.mp4") + &part("name=\"fileData\"; filename=\"blob\"", "x");
    assert_eq!(server.post(query, &content_type, body(parts)).await.json(), json!([true]));
}

/// Stands for every action with an argument that is a file: what is no file is refused before anything else is.
#[test]
fn a_file_that_is_none_is_an_upload_error() {
    use schema::{Map, Reader, Upload, Value};
    let reader = Reader::wire(0);
    let with = |value: Value| Map::from_iter([("fileData".to_owned(), value)]);
    let upload = Upload::new("a/b.srt", "text/plain", "1".into());
    let read = |params: &Map| reader.mandatory::<Upload>(params, "fileData").map_err(|error| error.code);
    assert_eq!(read(&with(Value::File(upload.clone()))), Ok(upload));
    assert_eq!(read(&with(Value::Text("bytes".to_owned()))), Err("UPLOAD_ERROR"));
    assert_eq!(read(&with(Value::Map(Map::new()))), Err("UPLOAD_ERROR"));
    assert_eq!(read(&Map::new()), Err("UPLOAD_ERROR"));
    let optional = |params: &Map| reader.argument::<Upload>(params, "fileData").map_err(|error| error.code);
    assert_eq!((optional(&Map::new()), optional(&with(Value::Null))), (Ok(None), Ok(None)));
    assert_eq!(optional(&with(Value::Text(String::new()))), Err("UPLOAD_ERROR"));
    // Where a text is wanted, a file is none.
    let as_text = reader.mandatory::<String>(&with(Value::File(Upload::new("a", "", "1".into()))), "fileData");
    assert_eq!(as_text.expect_err("no text").code, "PROPERTY_VALIDATION_WRONG_FORMAT");
}

#[tokio::test]
async fn a_live_stream_shows_the_picture_it_was_given() {
    let server = Server::start().await;
    let id = server.live(json!({})).await;
    let (admin, owner) = (server.admin().await, server.ks("ann", 0, "").await);
    let url = async || {
        let entry = server.call("liveStream", "get", &admin, json!({"entryId": id})).await;
        entry["thumbnailUrl"].as_str().expect("an address").to_owned()
    };
    let path = |url: &str| url.strip_prefix("http://example.com:8080").expect("ours").to_owned();
    let before = url().await;
    let placeholder = server.get(&path(&before)).await;
    assert_eq!((placeholder.status.as_u16(), placeholder.header("content-type")), (200, "image/jpeg"), "{before}");
    assert_eq!(placeholder.bytes[..2], [0xff, 0xd8]);

    let send = async |ks: &str, id: &str, bytes: &[u8]| {
        let mut body = format!("--b\r\nContent-Disposition: form-data; name=\"ks\"\r\n\r\n{ks}").into_bytes();
        body.extend(format!("\r\n--b\r\nContent-Disposition: form-data; name=\"entryId\"\r\n\r\n{id}").bytes());
        body.extend(b"\r\n--b\r\nContent-Disposition: form-data; name=\"fileData\"; filename=\"a.jpg\"\r\nContent-Type: image/jpeg\r\n\r\n");
        body.extend(bytes);
        body.extend(b"\r\n--b--");
        let uri = "/api_v3/service/liveStream/action/updateOfflineThumbnailJpeg/format/1";
        server.post(uri, "multipart/form-data; boundary=b", body).await.json()
    };
    let jpeg = [0xff, 0xd8, 0xff, 0xe0, 1, 2, 3];
    let changed = send(&owner, &id, &jpeg).await;
    assert_eq!(changed["objectType"], "KalturaLiveStreamEntry", "{changed}");
    let after = url().await;
    assert_ne!(after, before, "the version rises");
    for path in [
        path(&after),
        format!("/p/101/thumbnail/entry_id/{id}/width/120"),
        format!("/p/101/sp/10100/thumbnail/entry_id/{id}?width=-1"),
    ] {
        let reply = server.get(&path).await;
        assert_eq!((reply.status.as_u16(), reply.bytes.as_slice()), (200, &jpeg[..]), "{path}");
        assert_eq!(reply.header("x-content-type-options"), "nosniff");
    }
    let png = [0x89, b'P', b'N', b'G', b'\r', b'\n', 0x1a, b'\n', 0];
    send(&admin, &id, &png).await;
    assert_eq!(server.get(&path(&url().await)).await.header("content-type"), "image/png");

    let (eve, script) = (server.ks("eve", 0, "").await, b"<script>alert(1)</script>".as_slice());
    assert_eq!(crate::code(&send(&owner, &id, script).await), "FILE_CONTENT_NOT_SECURE");
    assert_eq!(crate::code(&send(&owner, &id, &[jpeg.as_slice(), &vec![0; 4 << 20]].concat()).await), "UPLOAD_ERROR");
    assert_eq!(crate::code(&send(&eve, &id, &jpeg).await), "INVALID_KS");
    assert_eq!(crate::code(&send(&admin, "0_missing0", &jpeg).await), "ENTRY_ID_NOT_FOUND");

    for (path, number) in [
        ("/p/101/thumbnail/entry_id/0_missing0".to_owned(), "error-1"),
        ("/p/101/thumbnail/width/1".to_owned(), "error-1"),
        (format!("/p/102/thumbnail/entry_id/{id}"), "error-1"),
        (format!("/p/101/thumbnail/entry_id/{id}/width/10001"), "error-25"),
        (format!("/p/101/thumbnail/entry_id/{id}/bgcolor/red"), "error-25"),
    ] {
        let reply = server.get(&path).await;
        assert_eq!((reply.status.as_u16(), reply.header("x-kaltura")), (404, number), "{path}");
    }
    server.call("liveStream", "delete", &admin, json!({"entryId": id})).await;
    assert_eq!(server.get(&path(&after)).await.header("x-kaltura"), "error-1");
}

#[tokio::test]
async fn uploads_at_the_same_time_are_limited() {
    use axum::body::Body;
    use axum::http::Request;
    use futures_util::stream;
    let server = Server::start().await;
    let mut slow = tokio::task::JoinSet::new();
    let (sender, waiting) = tokio::sync::watch::channel(false);
    for _ in 0..api::Api::UPLOADS_MAX {
        let mut waiting = waiting.clone();
        let end = stream::once(async move {
            let _ = waiting.wait_for(|go| *go).await;
            Ok::<_, std::io::Error>("--x--")
        });
        let request = Request::post("/api_v3/service/system/action/ping/format/1")
            .header("content-type", "multipart/form-data; boundary=x")
            .body(Body::from_stream(end))
            .expect("a request");
        let mut router = server.router.clone();
        slow.spawn(async move { tower_service::Service::call(&mut router, request).await });
    }
    let upload = || {
        let content_type = "multipart/form-data; boundary=x";
        server.post("/api_v3/service/system/action/ping/format/1", content_type, "x".repeat((2 << 20) + 1))
    };
    for _ in 0..100 {
        tokio::task::yield_now().await; // until all others have begun
    }
    let refused = upload().await;
    assert_eq!(code(&refused.json()), "UPLOAD_ERROR");
    let small = server.post("/api_v3/service/system/action/ping/format/1", "application/json", "{}").await;
    assert_eq!(small.text(), "true", "other calls are not held up");
    sender.send(true).expect("they wait");
    while let Some(answer) = slow.join_next().await {
        assert_eq!(answer.expect("no panic").expect("never fails").status(), 200);
    }
    assert_eq!(upload().await.text(), "true", "places come back");
}
