//! What the actions do, as a client's story.

use crate::{PARTNER, Server, code};
use axum::body::Body;
use axum::http::Request;
use serde_json::{Value, json};

/// The properties of `answer` that `expected` names must have those values.
#[track_caller]
fn has(answer: &Value, expected: Value) {
    for (key, value) in expected.as_object().expect("an object") {
        assert_eq!(&answer[key], value, "{key} in {answer}");
    }
}

#[tokio::test]
async fn a_live_stream_has_what_the_contract_promises() {
    let server = Server::start().await;
    let admin = server.admin().await;
    let entry = json!({"objectType": "KalturaLiveStreamEntry", "name": "Webcast", "mediaType": "201", "dvrStatus": 1, "dvrWindow": 60,
        "recordStatus": 2, "adminTags": "vpaas-webcast", "tags": "a,b , a", "explicitLive": 1, "pushPublishEnabled": 0,
        "bitrates": {"-": ""}, "description__null": "",
        "recordingOptions": {"objectType": "KalturaLiveEntryRecordingOptions", "shouldCopyEntitlement": 1, "shouldMakeHidden": true}});
    let added = server.call("livestream", "add", &admin, json!({"liveStreamEntry": entry, "sourceType": 32})).await;
    let id = added["id"].as_str().expect("an id").to_owned();
    assert!(id.starts_with("0_") && id.len() == 10, "{id}");
    let password = added["streamPassword"].as_str().expect("a token");
    has(
        &added,
        json!({
            "objectType": "KalturaLiveStreamEntry", "name": "Webcast", "type": 7, "status": 2, "mediaType": 201, "sourceType": "32",
            "partnerId": PARTNER, "userId": "admin", "creatorId": "admin", "adminTags": "vpaas-webcast", "tags": "a, b",
            "dvrStatus": 1, "dvrWindow": 60, "recordStatus": 2, "explicitLive": true, "viewMode": 0, "recordingStatus": 0,
            "streamName": format!("{id}_%i"), "liveStatus": 0, "segmentDuration": 6000, "currentBroadcastStartTime": 0,
            "lastElapsedRecordingTime": 0, "lastBroadcastEndTime": 0, "rootEntryId": id, "moderationStatus": 6, "displayInSearch": 1,
            "licenseType": -1, "replacementStatus": 0, "plays": 0, "views": 0, "rank": 0, "votes": 0, "duration": 0, "msDuration": 0,
            "version": 0, "operationAttributes": [], "capabilities": "", "entitledUsersEdit": "", "flavorParamsIds": "32,33,34,35",
            "primaryBroadcastingUrl": format!("rtmp://example.com:1935/kLive?p=101&e={id}&i=0&t={password}"),
            "secondaryBroadcastingUrl": format!("rtmp://example.com:1935/kLive?p=101&e={id}&i=1&t={password}"),
            "recordingOptions": {"objectType": "KalturaLiveEntryRecordingOptions", "shouldCopyEntitlement": true, "shouldMakeHidden": true},
            "createdAt": 1_800_000_000, "updatedAt": 1_800_000_000,
        }),
    );
    assert_eq!(added["bitrates"][0]["bitrate"], 900);
    assert_eq!(added["bitrates"][0]["objectType"], "KalturaLiveStreamBitrate");
    let url = format!(
        "http://example.com:8080/p/101/sp/10100/playManifest/entryId/{id}/protocol/http/format/applehttp/a.m3u8"
    );
    assert_eq!(added["liveStreamConfigurations"][1]["protocol"], "applehttp");
    assert_eq!(added["liveStreamConfigurations"][1]["url"], Value::String(url));
    for absent in [
        "description",
        "pushPublishEnabled",
        "primarySrtBroadcastingUrl",
        "primaryRtspBroadcastingUrl",
        "redirectEntryId",
    ] {
        assert!(added.get(absent).is_none(), "{absent}");
    }
    let got = server.call("livestream", "get", &admin, json!({"entryId": id})).await;
    assert_eq!(got, added);
    let got = server.call("baseentry", "get", &admin, json!({"entryId": id})).await;
    assert_eq!(got, added, "baseEntry answers the concrete class");
}

#[tokio::test]
async fn ingest_addresses_and_tokens_are_for_those_who_may_edit() {
    let server = Server::start().await;
    let id = server.live(json!({"srtPass": "0123456789"})).await;
    let cases = [
        ("admin", server.admin().await, true, true),
        ("owner", server.ks("ANN", 0, "").await, true, false),
        ("edit privilege", server.ks("eve", 0, &format!("edit:{id}")).await, true, false),
        ("another user", server.ks("eve", 0, "").await, false, false),
        ("widget", server.widget().await, false, false),
    ];
    for (name, ks, url, password) in cases {
        let entry = server.call("liveStream", "get", &ks, json!({"entryId": id})).await;
        assert_eq!(entry["id"], Value::String(id.clone()), "{name}");
        assert_eq!(entry.get("primaryBroadcastingUrl").is_some(), url, "{name}");
        assert_eq!(entry.get("srtPass").is_some(), url, "{name}");
        assert_eq!(entry.get("streamPassword").is_some(), password, "{name}");
    }
    // A token of a multirequest cannot carry out what its session may not read.
    let ks = server.ks("eve", 0, "").await;
    let body = json!({"1": {"service": "liveStream", "action": "get", "entryId": id}, "ks": ks, "format": 1,
        "2": {"service": "liveStream", "action": "isLive", "id": "{1:result:streamPassword}"}});
    let answers = server.post("/api_v3/service/multirequest", "application/json", body.to_string()).await.json();
    assert_eq!(answers[1]["args"], json!({"ID": ""}));
}

/// Answers about a hot entry are kept; whoever asks gets the one for what they may see, and never an old one.
#[tokio::test]
async fn a_kept_answer_is_for_those_who_see_the_same() {
    let server = Server::start().await;
    let admin = server.admin().await;
    let id = server.live(json!({})).await;
    let (viewer, editor) = (server.ks("viewer", 0, "").await, server.ks("editor", 0, &format!("edit:{id}")).await);
    for round in 0..3 {
        let name = format!("Round {round}");
        let change = json!({"entryId": id, "liveStreamEntry": {"name": name}});
        server.call("livestream", "update", &admin, change).await;
        for (ks, ingest, password) in
            [(&admin, true, true), (&viewer, false, false), (&editor, true, false), (&admin, true, true)]
        {
            let got = server.call("livestream", "get", ks, json!({"entryId": id})).await;
            assert_eq!(got["name"], name);
            assert_eq!(got.get("primaryBroadcastingUrl").is_some(), ingest, "{got}");
            assert_eq!(got.get("streamPassword").is_some(), password, "{got}");
            let xml = server.get(&format!("/api_v3/service/livestream/action/get?entryId={id}&ks={ks}")).await.text();
            assert!(xml.contains(&format!("<name>{name}</name>")) && xml.contains("rtmp://") == ingest, "{xml}");
        }
    }
    let elsewhere = Request::post("/api_v3/service/livestream/action/get").header("host", "other.example:81");
    let body = json!({"entryId": id, "ks": admin, "format": 1}).to_string();
    let got = server
        .send(elsewhere.header("content-type", "application/json").body(Body::from(body)).expect("a request"))
        .await;
    assert!(
        got.text().contains("http://other.example:81/p/101/") && !got.text().contains("example.com"),
        "{}",
        got.text()
    );
    let some = json!({"entryId": id, "responseProfile": {"objectType": "KalturaDetachedResponseProfile", "type": 1, "fields": "id"}});
    assert_eq!(
        server.call("livestream", "get", &admin, some).await,
        json!({"objectType": "KalturaLiveStreamEntry", "id": id})
    );
}

#[tokio::test]
async fn what_a_session_may_not_write_is_dropped_and_named_in_a_header() {
    let server = Server::start().await;
    let id = server.live(json!({"referenceId": "ref"})).await;
    let ann = server.ks("ann", 0, "").await;
    let entry = json!({"objectType": "KalturaLiveStreamEntry", "name": "Mine", "referenceId": "other", "streamPassword__null": ""});
    let body = |ks: &str| json!({"ks": ks, "format": 1, "entryId": id, "baseEntry": entry}).to_string();
    let uri = "/api_v3/service/baseEntry/action/update";
    let reply = server.post(uri, "application/json", body(&ann)).await;
    assert_eq!(
        (&reply.json()["name"], &reply.json()["referenceId"]),
        (&json!("Mine"), &json!("ref")),
        "{}",
        reply.text()
    );
    for property in ["referenceId", "streamPassword"] {
        assert_eq!(
            reply.header(&format!("KalturaLiveStreamEntry-{property}-error")),
            format!("Current user does not have permission to update property \"KalturaLiveStreamEntry::{property}\"")
        );
    }
    let admin = server.admin().await;
    let reply = server.post(uri, "application/json", body(&admin)).await;
    assert_eq!(
        (&reply.json()["referenceId"], reply.header("KalturaLiveStreamEntry-referenceId-error")),
        (&json!("other"), "")
    );
    // Pushing on needs the account's permission, of administrators too.
    let entry = json!({"objectType": "KalturaLiveStreamEntry", "name": "N", "mediaType": 201, "pushPublishEnabled": 1});
    let body =
        json!({"ks": admin, "1": {"service": "liveStream", "action": "add", "liveStreamEntry": entry}}).to_string();
    let reply = server.post("/api_v3/service/multirequest", "application/json", body).await;
    assert_eq!(
        reply.header("KalturaLiveStreamEntry-pushPublishEnabled-error"),
        "Current user does not have permission to insert property \"KalturaLiveStreamEntry::pushPublishEnabled\""
    );
}

#[tokio::test]
async fn updates_are_partial_and_go_live() {
    let server = Server::start().await;
    let admin = server.admin().await;
    let id = server.live(json!({"explicitLive": 1, "description": "First"})).await;
    let update = async |entry: Value| {
        server.call("liveStream", "update", &admin, json!({"entryId": id, "liveStreamEntry": entry})).await
    };
    let live = update(json!({"viewMode": 1, "recordingStatus": 2})).await;
    has(&live, json!({"viewMode": 1, "recordingStatus": 2, "name": "Town hall", "description": "First"}));
    let again = update(json!({"explicitLive": 1, "name": "Renamed", "type": 1, "id": id})).await;
    has(&again, json!({"viewMode": 1, "name": "Renamed", "type": 7}));
    let cleared =
        update(json!({"description__null": "", "bitrates": [{"bitrate": 500}], "offlineMessage": "Soon"})).await;
    assert!(cleared.get("description").is_none());
    assert_eq!(cleared["bitrates"], json!([{"objectType": "KalturaLiveStreamBitrate", "bitrate": 500}]));
    assert_eq!(cleared["offlineMessage"], "Soon");
    let same = update(cleared.clone()).await;
    has(&same, json!({"viewMode": 1, "name": "Renamed", "offlineMessage": "Soon"}));
    let scheduled = update(json!({"startDate": 3600, "endDate": "1800010000"})).await;
    has(&scheduled, json!({"startDate": 1_800_003_600, "endDate": 1_800_010_000}));
    let unscheduled = update(json!({"startDate": -1, "endDate__null": ""})).await;
    assert!(unscheduled.get("startDate").is_none() && unscheduled.get("endDate").is_none(), "{unscheduled}");
    let renewed = server.call("liveStream", "regenerateStreamToken", &admin, json!({"entryId": id})).await;
    assert_ne!(renewed["streamPassword"], live["streamPassword"]);
}

#[tokio::test]
async fn lists_counts_and_deletions() {
    let server = Server::start().await;
    let admin = server.admin().await;
    let mut ids = Vec::new();
    for name in ["Alpha", "Beta", "Gamma"] {
        server.clock.advance(1000);
        ids.push(server.live(json!({"name": name})).await);
    }
    let list = server.call("liveStream", "list", &admin, json!({"pager": {"pageSize": 2}})).await;
    assert_eq!((list["totalCount"].clone(), list["objects"].as_array().map(Vec::len)), (3.into(), Some(2)), "{list}");
    assert_eq!(list["objectType"], "KalturaLiveStreamListResponse");
    assert_eq!(list["objects"][0]["name"], "Gamma", "newest first");
    let list = server
        .call(
            "baseEntry",
            "list",
            &admin,
            json!({"filter": {"orderBy": " createdAt", "typeEqual": "7", "nameLike": ""}}),
        )
        .await;
    assert_eq!(list["objects"][0]["name"], "Alpha");
    let none = server.call("baseEntry", "list", &admin, json!({"filter": {"rootEntryIdEqual": ids[0]}})).await;
    assert_eq!((none["totalCount"].clone(), none["objects"].clone()), (0.into(), json!([])));
    let by_ids = server
        .call("baseEntry", "getByIds", &admin, json!({"entryIds": format!("{},0_missing0, {}", ids[1], ids[0])}))
        .await;
    assert_eq!((by_ids[0]["name"].clone(), by_ids[1]["name"].clone()), ("Beta".into(), "Alpha".into()));
    assert_eq!(server.call("baseEntry", "count", &admin, json!({})).await, json!(3));
    assert_eq!(server.call("media", "count", &admin, json!({})).await, json!(0));
    assert_eq!(code(&server.call("media", "get", &admin, json!({"entryId": ids[0]})).await), "ENTRY_ID_NOT_FOUND");

    assert_eq!(server.call("liveStream", "delete", &admin, json!({"entryId": ids[0]})).await, Value::Null);
    assert_eq!(code(&server.call("liveStream", "get", &admin, json!({"entryId": ids[0]})).await), "ENTRY_ID_NOT_FOUND");
    assert_eq!(code(&server.call("liveStream", "isLive", "", json!({"id": ids[0]})).await), "INVALID_ENTRY_ID");
    assert_eq!(server.call("baseEntry", "delete", &admin, json!({"entryId": ids[1]})).await, Value::Null);
}

#[tokio::test]
async fn live_state_needs_no_session() {
    let server = Server::start().await;
    let id = server.live(json!({})).await;
    assert_eq!(server.call("liveStream", "isLive", "", json!({"id": id, "protocol": "hls"})).await, json!(false));
    let details = server.call("liveStream", "getDetails", "", json!({"id": id})).await;
    assert_eq!(
        details,
        json!({"objectType": "KalturaLiveStreamDetails", "primaryStreamStatus": 0, "secondaryStreamStatus": 0, "viewMode": 1,
            "wasBroadcast": false, "broadcastStatus": 1})
    );
    let entry: base::EntryId = id.parse().expect("an id");
    let now = base::Clock::now(&*server.clock);
    let db = server.catalog.db();
    for step in 0..3 {
        db.write(async |tx| {
            let input = domain::Input::Primary;
            match step {
                0 => domain::live_state::connected(tx, now, &entry, input).await,
                1 => domain::live_state::flowing(tx, now, &entry, input).await,
                _ => domain::live_state::playable(tx, now, &entry, input).await,
            }
        })
        .await
        .expect("is told");
    }
    assert_eq!(server.call("liveStream", "isLive", "", json!({"id": id})).await, json!(true));
    let admin = server.admin().await;
    let refused =
        server.call("liveStream", "update", &admin, json!({"entryId": id, "liveStreamEntry": {"dvrStatus": 1}})).await;
    assert_eq!(code(&refused), "CANNOT_UPDATE_FIELDS_WHILE_ENTRY_BROADCASTING");
    let refused = server.call("liveStream", "delete", &admin, json!({"entryId": id})).await;
    assert_eq!(code(&refused), "CANNOT_DELETE_LIVE_ENTRY_WHILE_STREAMING");
}

#[tokio::test]
async fn sessions_of_every_kind() {
    let server = Server::start().await;
    let admin = server.admin().await;
    let info = server.call("session", "get", &admin, json!({})).await;
    has(&info, json!({"sessionType": 2, "partnerId": PARTNER, "userId": "admin", "expiry": 1_800_086_400}));
    assert!(info.get("ks").is_none());
    let widget = server.call("session", "startWidgetSession", "", json!({"widgetId": "_101"})).await;
    has(&widget, json!({"objectType": "KalturaStartWidgetSessionResponse", "partnerId": PARTNER, "userId": "0"}));
    let user = server.call("user", "get", &admin, json!({})).await;
    has(&user, json!({"objectType": "KalturaUser", "id": "admin", "partnerId": PARTNER, "status": 1, "type": 0}));

    assert_eq!(server.call("session", "end", &admin, json!({})).await, Value::Null);
    let ended = server.call("liveStream", "list", &admin, json!({})).await;
    assert_eq!((code(&ended), ended["args"]["KSID"].clone()), ("INVALID_KS".to_owned(), "LOGOUT".into()));
    assert_eq!(server.call("session", "end", "", json!({})).await, Value::Null, "without a KS nothing happens");
}

#[tokio::test]
async fn an_app_token_lets_a_widget_session_grow() {
    let server = Server::start().await;
    let admin = server.admin().await;
    let token = json!({"hashType": "SHA1", "sessionType": 0, "sessionPrivileges": "setrole:PLAYBACK_BASE_ROLE", "description": "viewer"});
    let token = server.call("appToken", "add", &admin, json!({"appToken": token})).await;
    has(&token, json!({"objectType": "KalturaAppToken", "status": 2, "hashType": "SHA1", "sessionType": 0}));
    let (id, secret) = (token["id"].as_str().expect("an id"), token["token"].as_str().expect("a token"));
    let widget = server.widget().await;
    let hash = sha_one(&format!("{widget}{secret}"));
    let start =
        json!({"id": id, "tokenHash": hash, "userId": "viewer@example.com", "sessionPrivileges": "appid:myApp,edit:*"});
    let info = server.call("appToken", "startSession", &widget, start).await;
    has(&info, json!({"objectType": "KalturaSessionInfo", "sessionType": 0, "userId": "viewer@example.com"}));
    let privileges = info["privileges"].as_str().expect("text");
    assert!(privileges.contains("appid:myApp") && !privileges.contains("edit"), "{privileges}");
    let ks = info["ks"].as_str().expect("a KS");
    assert_eq!(
        server.call("liveStream", "list", ks, json!({})).await["totalCount"],
        0,
        "a viewer lists only what is theirs"
    );
    let wrong = server.call("appToken", "startSession", &widget, json!({"id": id, "tokenHash": "00"})).await;
    assert_eq!(code(&wrong), "INVALID_APP_TOKEN_HASH");

    let updated = server
        .call("appToken", "update", &admin, json!({"id": id, "appToken": {"description": "new", "id": id}}))
        .await;
    has(&updated, json!({"description": "new", "hashType": "SHA1", "token": secret}));
    let list = server.call("appToken", "list", &admin, json!({"filter": {"idEqual": id}})).await;
    assert_eq!(list["totalCount"], 1);
    assert_eq!(server.call("appToken", "delete", &admin, json!({"id": id})).await, Value::Null);
    let gone = server.call("appToken", "get", &admin, json!({"id": id})).await;
    assert_eq!(code(&gone), "APP_TOKEN_ID_NOT_FOUND");
    let ended = server.call("liveStream", "list", ks, json!({})).await;
    assert_eq!(code(&ended), "INVALID_KS", "sessions of a deleted token end");
}

/// SHA-1, written out so that the test shares no code with what it tests (FIPS 180-4, 6.1).
fn sha_one(text: &str) -> String {
    let mut bytes = text.as_bytes().to_vec();
    let bits = (bytes.len() as u64) * 8;
    bytes.push(0x80);
    while bytes.len() % 64 != 56 {
        bytes.push(0);
    }
    bytes.extend_from_slice(&bits.to_be_bytes());
    let mut h: [u32; 5] = [0x6745_2301, 0xefcd_ab89, 0x98ba_dcfe, 0x1032_5476, 0xc3d2_e1f0];
    for block in bytes.chunks(64) {
        let mut w = [0u32; 80];
        for (index, word) in block.chunks(4).enumerate() {
            w[index] = u32::from_be_bytes([word[0], word[1], word[2], word[3]]);
        }
        for index in 16..80 {
            w[index] = (w[index - 3] ^ w[index - 8] ^ w[index - 14] ^ w[index - 16]).rotate_left(1);
        }
        let [mut a, mut b, mut c, mut d, mut e] = h;
        for (index, word) in w.iter().enumerate() {
            let (f, k) = match index {
                0..20 => ((b & c) | (!b & d), 0x5a82_7999),
                20..40 => (b ^ c ^ d, 0x6ed9_eba1),
                40..60 => ((b & c) | (b & d) | (c & d), 0x8f1b_bcdc),
                _ => (b ^ c ^ d, 0xca62_c1d6_u32),
            };
            let next = a.rotate_left(5).wrapping_add(f).wrapping_add(e).wrapping_add(k).wrapping_add(*word);
            (e, d, c, b, a) = (d, c, b.rotate_left(30), a, next);
        }
        for (sum, add) in h.iter_mut().zip([a, b, c, d, e]) {
            *sum = sum.wrapping_add(add);
        }
    }
    h.iter().map(|word| format!("{word:08x}")).collect()
}

#[tokio::test]
async fn metadata_is_checked_and_found_again() {
    let server = Server::start().await;
    let admin = server.admin().await;
    let id = server.live(json!({})).await;
    let profiles = server
        .call("metadata_metadataprofile", "list", &admin, json!({"filter": {"systemNameEqual": "KMS_KWEBCAST2"}}))
        .await;
    assert_eq!(profiles["totalCount"], 1, "{profiles}");
    has(
        &profiles["objects"][0],
        json!({"objectType": "KalturaMetadataProfile", "name": "KwebcastProfile", "metadataObjectType": 1, "createMode": 3}),
    );
    let profile = profiles["objects"][0]["id"].clone();
    let xml = "<?xml version='1.0'?><metadata><SlidesDocEntryId></SlidesDocEntryId><IsKwebcastEntry>1</IsKwebcastEntry></metadata>";
    let add = |xml: &str| json!({"metadataProfileId": profile, "objectType": "1", "objectId": id, "xmlData": xml});
    let record = server.call("metadata_metadata", "add", &admin, add(xml)).await;
    has(
        &record,
        json!({"objectType": "KalturaMetadata", "metadataObjectType": 1, "objectId": id, "version": 1, "status": 1, "xml": xml}),
    );
    let again = server.call("metadata_metadata", "add", &admin, add(xml)).await;
    assert_eq!(again["message"], Value::String(format!("Metadata already exists id [{}]", record["id"])));
    let record_id = record["id"].clone();
    for bad in [
        "<metadata><Nope/></metadata>",
        "<metadata>",
        "<!DOCTYPE x [<!ENTITY e SYSTEM 'file:///etc/passwd'>]><metadata>&e;</metadata>",
    ] {
        let refused =
            server.call("metadata_metadata", "update", &admin, json!({"id": record_id, "xmlData": bad})).await;
        assert_eq!(code(&refused), "INVALID_METADATA_DATA", "{bad}");
    }
    let changed = xml.replace(">1<", ">0<");
    let updated =
        server.call("metadata_metadata", "update", &admin, json!({"id": record_id, "xmlData": changed})).await;
    has(&updated, json!({"version": 2, "xml": changed}));
    let listed = server
        .call("metadata_metadata", "list", &server.widget().await, json!({"filter": {"objectIdEqual": id}}))
        .await;
    assert_eq!((listed["totalCount"].clone(), listed["objects"][0]["xml"].clone()), (1.into(), changed.into()));
    assert_eq!(code(&server.call("metadata_metadata", "list", &admin, json!({})).await), "MUST_FILTER_ON_OBJECT_ID");
    assert_eq!(server.call("metadata_metadata", "delete", &admin, json!({"id": record_id})).await, Value::Null);
    assert_eq!(
        code(&server.call("metadata_metadata", "get", &admin, json!({"id": record_id})).await),
        "METADATA_NOT_FOUND"
    );
}

#[tokio::test]
async fn metadata_profiles_come_and_go() {
    let server = Server::start().await;
    let admin = server.admin().await;
    let xsd = r#"<xsd:schema xmlns:xsd="http://www.w3.org/2001/XMLSchema"><xsd:element name="metadata"><xsd:complexType><xsd:sequence><xsd:element name="Color" type="xsd:string" minOccurs="0"/></xsd:sequence></xsd:complexType></xsd:element></xsd:schema>"#;
    let profile = json!({"metadataObjectType": "1", "name": "Colors", "systemName": "COLORS"});
    let bad = server
        .call("metadata_metadataprofile", "add", &admin, json!({"metadataProfile": profile, "xsdData": "<xsd"}))
        .await;
    assert_eq!(code(&bad), "INVALID_METADATA_PROFILE_SCHEMA");
    let added = server
        .call("metadata_metadataprofile", "add", &admin, json!({"metadataProfile": profile, "xsdData": xsd}))
        .await;
    has(&added, json!({"name": "Colors", "version": 1, "status": 1, "xsd": xsd, "metadataObjectType": 1}));
    let id = added["id"].clone();
    let renamed = server
        .call("metadata_metadataprofile", "update", &admin, json!({"id": id, "metadataProfile": {"name": "Colours"}}))
        .await;
    has(&renamed, json!({"name": "Colours", "version": 1, "systemName": "COLORS"}));
    assert_eq!(server.call("metadata_metadataprofile", "delete", &admin, json!({"id": id})).await, Value::Null);
    let gone = server.call("metadata_metadataprofile", "get", &admin, json!({"id": id})).await;
    assert_eq!(code(&gone), "METADATA_PROFILE_NOT_FOUND");
}

#[tokio::test]
async fn a_fresh_account_has_what_the_guides_look_up() {
    let server = Server::start().await;
    let admin = server.admin().await;
    let one = |list: &Value| {
        assert_eq!(list["totalCount"], 1, "{list}");
        list["objects"][0].clone()
    };
    for (system_name, params) in [("Default_Live", "32,33,34,35"), ("Passthrough_Live", "32,36,37")] {
        let filter =
            json!({"filter": {"objectType": "KalturaConversionProfileFilter", "systemNameEqual": system_name}});
        let profile = one(&server.call("conversionProfile", "list", &admin, filter).await);
        has(
            &profile,
            json!({"objectType": "KalturaConversionProfile", "systemName": system_name, "type": "2", "status": "2", "flavorParamsIds": params}),
        );
        let got = server.call("conversionProfile", "get", &admin, json!({"id": profile["id"]})).await;
        assert_eq!(got, profile);
    }
    let filter = json!({"filter": {"systemNameEqual": "KMS54_NEW_DOC_CONV_IMAGE_WIDE"}});
    one(&server.call("conversionProfile", "list", &admin, filter).await);
    let templates =
        server.call("uiConf", "listTemplates", &admin, json!({"filter": {"objTypeEqual": 21, "partner": 0}})).await;
    let config: Value =
        serde_json::from_str(templates["objects"][0]["config"].as_str().expect("text")).expect("JSON text");
    assert!(
        config["osx"]["recommendedVersionUrl"].is_string() && config["windows"]["recommendedVersionUrl"].is_string(),
        "{config}"
    );
    assert_eq!(templates["objects"][0]["objTypeAsString"], "WEBCASTING");
    let players = server
        .call("uiConf", "list", &admin, json!({"filter": {"nameLike": "MediaSpace Webcast Player", "objTypeEqual": 1}}))
        .await;
    let player = one(&players);
    let got = server.call("uiConf", "get", "", json!({"id": player["id"]})).await;
    assert_eq!(got, player, "players read their configuration without a session");
}

#[tokio::test]
async fn a_playback_context_says_how_to_play() {
    let server = Server::start().await;
    let id = server.live(json!({})).await;
    let widget = server.widget().await;
    let ask = async |ks: &str, mut params: Value| {
        params["objectType"] = "KalturaPlaybackContextOptions".into();
        server.call("baseEntry", "getPlaybackContext", ks, json!({"entryId": id, "contextDataParams": params})).await
    };
    let context = ask(&widget, json!({})).await;
    let url = format!(
        "http://example.com:8080/p/101/sp/10100/playManifest/entryId/{id}/deliveryProfileId/1/protocol/http/format/applehttp/a.m3u8"
    );
    assert_eq!(
        context,
        json!({"objectType": "KalturaPlaybackContext", "playbackCaptions": [], "flavorAssets": [], "actions": [], "messages": [], "bumperData": [],
            "sources": [{"objectType": "KalturaPlaybackSource", "deliveryProfileId": "1", "format": "applehttp", "protocols": "http",
                "flavorIds": "", "url": url, "drm": []}]})
    );
    assert_eq!(ask(&widget, json!({"streamerType": "mpegdash"})).await["sources"], json!([]));
    assert_eq!(ask(&widget, json!({"streamerType": "applehttp", "mediaProtocol": "rtmp"})).await["sources"], json!([]));
    assert_eq!(code(&ask(&widget, json!({"flavorAssetId": "0_nothing0"})).await), "FLAVOR_ASSET_ID_NOT_FOUND");

    let admin = server.admin().await;
    let later = json!({"entryId": id, "liveStreamEntry": {"startDate": 7200}});
    server.call("liveStream", "update", &admin, later).await;
    let shut = ask(&widget, json!({})).await;
    assert_eq!(
        (shut["messages"][0]["code"].clone(), shut["sources"].clone()),
        ("SCHEDULED_RESTRICTED".into(), json!([]))
    );
    let warned = ask(&admin, json!({})).await;
    assert_eq!(warned["messages"][0]["code"], "SCHEDULED_RESTRICTED");
    assert_eq!(warned["sources"].as_array().map(Vec::len), Some(1));
    let seen = ask(&server.ks("eve", 0, "sview:*").await, json!({})).await;
    assert_eq!((seen["messages"].clone(), seen["sources"].as_array().map(Vec::len)), (json!([]), Some(1)));
}

#[tokio::test]
async fn the_server_answers_for_itself() {
    let server = Server::start().await;
    assert_eq!(server.call("system", "ping", "", json!({})).await, json!(true));
    assert_eq!(server.call("system", "pingDatabase", "", json!({})).await, json!(true));
    assert_eq!(server.call("system", "getTime", "", json!({})).await, json!(1_800_000_000));
    assert!(
        server.call("system", "getVersion", "", json!({})).await.as_str().is_some_and(|version| !version.is_empty())
    );
}

#[tokio::test]
async fn viewers_are_counted_for_those_who_may_know_of_the_signal() {
    let server = Server::start().await;
    let id = server.live(json!({"explicitLive": 1})).await;
    let admin = server.admin().await;
    let count = async |ks: &str| server.call("liveStream", "getLiveStreamStats", ks, json!({"entryId": id})).await;
    let stats = |viewers: usize| json!({"objectType": "KalturaLiveStreamStats", "liveViewers": viewers});
    assert_eq!(count(&admin).await, stats(0), "off the air");
    crate::native::on_air(&server, &id).await;
    assert_eq!((count(&admin).await, count("").await), (stats(crate::VIEWERS), stats(0)), "a preview");
    server.call("liveStream", "update", &admin, json!({"entryId": id, "liveStreamEntry": {"viewMode": 1}})).await;
    assert_eq!(count("").await, stats(crate::VIEWERS));
    let missing = server.call("liveStream", "getLiveStreamStats", "", json!({"entryId": "0_missing0"})).await;
    assert_eq!(code(&missing), "INVALID_ENTRY_ID");
}

#[tokio::test]
async fn encoders_and_renditions_can_be_looked_up() {
    let server = Server::start().await;
    let admin = server.admin().await;
    let (id, other) = (server.live(json!({})).await, server.live(json!({})).await);
    let nodes = async |filter: Value| server.call("entryServerNode", "list", &admin, json!({"filter": filter})).await;
    assert_eq!(nodes(json!({})).await["totalCount"], 0);
    crate::native::on_air(&server, &id).await;
    crate::native::on_air(&server, &other).await;
    let found = nodes(json!({"objectType": "KalturaLiveEntryServerNodeFilter", "entryIdEqual": id})).await;
    assert_eq!(found["objectType"], "KalturaEntryServerNodeListResponse");
    has(
        &found["objects"][0],
        json!({"objectType": "KalturaLiveEntryServerNode", "entryId": id, "serverNodeId": 1, "partnerId": PARTNER, "status": 1,
            "serverType": "0", "viewMode": 1, "isPlayableUser": true, "recordingInfo": [], "createdAt": 1_800_000_000}),
    );
    let both = nodes(json!({"statusIn": "1,2", "serverTypeEqual": "0"})).await;
    assert_eq!(
        (both["totalCount"].clone(), nodes(json!({"statusEqual": 3})).await["totalCount"].clone()),
        (2.into(), 0.into())
    );
    let node = found["objects"][0]["id"].clone();
    let call = async |action: &str, id: Value| server.call("entryServerNode", action, &admin, json!({"id": id})).await;
    assert_eq!(call("get", node.clone()).await, found["objects"][0]);
    assert_eq!(call("validateRegisteredEntryServerNode", node).await, Value::Null);
    for action in ["get", "validateRegisteredEntryServerNode"] {
        assert_eq!(code(&call(action, 999.into()).await), "ENTRY_SERVER_NODE_NOT_FOUND");
    }

    let user = server.ks("zoe", 0, "").await;
    let assets = server.call("flavorAsset", "getByEntryId", &user, json!({"entryId": id})).await;
    let ids: Vec<_> = assets.as_array().expect("a list").iter().map(|asset| asset["flavorParamsId"].clone()).collect();
    assert_eq!(ids, [32, 33, 34, 35]);
    has(
        &assets[0],
        json!({"objectType": "KalturaLiveAsset", "entryId": id, "status": 2, "bitrate": 900, "width": 640, "height": 480,
            "tags": "source,ingest,web,mobile,ipad,ipadnew"}),
    );
    let listed = server
        .call("flavorAsset", "list", &user, json!({"filter": {"entryIdEqual": id}, "pager": {"pageSize": 3}}))
        .await;
    assert_eq!((listed["totalCount"].clone(), listed["objects"].as_array().map(Vec::len)), (4.into(), Some(3)));
    assert_eq!(listed["objects"][0], assets[0], "ids stay");
    let of_both = json!({"filter": {"entryIdIn": format!("{id},{other},0_missing0"), "flavorParamsIdEqual": 32, "statusEqual": 2}});
    assert_eq!(server.call("flavorAsset", "list", &user, of_both).await["totalCount"], 2);
    assert_eq!(server.call("flavorAsset", "list", &user, json!({})).await["totalCount"], 0);
    let playable = server.call("flavorAsset", "getWebPlayableByEntryId", &user, json!({"entryId": id})).await;
    assert_eq!(playable.as_array().map(Vec::len), Some(4));
    let missing = server.call("flavorAsset", "getByEntryId", &user, json!({"entryId": "0_missing0"})).await;
    assert_eq!(code(&missing), "ENTRY_ID_NOT_FOUND");
}

#[tokio::test]
async fn media_servers_elsewhere_ask_for_tokens_and_get_no_further() {
    let server = Server::start().await;
    let admin = server.admin().await;
    let id = server.live(json!({})).await;
    let call = async |action: &str, args: Value| server.call("liveStream", action, &admin, args).await;
    let entry = call("get", json!({"entryId": id})).await;
    let args =
        json!({"entryId": id, "token": entry["streamPassword"], "hostname": "media.test", "mediaServerIndex": 0});
    assert_eq!(call("authenticate", args).await["id"], entry["id"]);
    let errors = [
        ("authenticate", json!({"entryId": id, "token": "wrong"}), "LIVE_STREAM_INVALID_TOKEN"),
        ("authenticate", json!({"entryId": "0_missing0", "token": "x"}), "ENTRY_ID_NOT_FOUND"),
        ("validateRegisteredMediaServers", json!({"entryId": id}), "SERVICE_FORBIDDEN"),
        ("archive", json!({"liveEntryId": id, "vodEntryId": id}), "SERVICE_FORBIDDEN"),
        (
            "addLiveStreamPushPublishConfiguration",
            json!({"entryId": id, "protocol": "rtmp", "url": "rtmp://x"}),
            "SERVICE_FORBIDDEN",
        ),
        ("removeLiveStreamPushPublishConfiguration", json!({"entryId": id, "protocol": "rtmp"}), "SERVICE_FORBIDDEN"),
    ];
    for (action, args, expected) in errors {
        assert_eq!(code(&call(action, args).await), expected, "{action}");
    }
    let manual = server.live(json!({"sourceType": "30"})).await;
    let own = call(
        "add",
        json!({"liveStreamEntry": {"mediaType": 201, "hlsStreamUrl": "https://x.test/a.m3u8"}, "sourceType": "30"}),
    )
    .await;
    for id in [manual, own["id"].as_str().expect("an id").to_owned()] {
        let entry = call("get", json!({"entryId": id})).await;
        let answer = server.call("liveStream", "isLive", "", json!({"id": id, "protocol": "hls"})).await;
        if entry["sourceType"] == "30" {
            assert_eq!(
                (code(&answer), answer["args"]["PROT"].clone()),
                ("LIVE_STREAM_STATUS_CANNOT_BE_DETERMINED".to_owned(), "hls".into())
            );
        } else {
            assert_eq!(answer, false, "the argument of add wins");
        }
    }
}

#[tokio::test]
async fn accounts_that_may_push_note_where_to() {
    let server = Server::start().await;
    let sql = "UPDATE partner SET push_publish = 1";
    server.catalog.db().write(async |tx| tx.exec(sql, Vec::new()).await).await.expect("allowed");
    let admin = server.admin().await;
    let id = server.live(json!({"pushPublishEnabled": 1})).await;
    let call = async |action: &str, more: Value| {
        let mut args = json!({"entryId": id, "protocol": "rtmp"});
        for (name, value) in more.as_object().expect("an object") {
            args[name] = value.clone();
        }
        server.call("liveStream", &format!("{action}LiveStreamPushPublishConfiguration"), &admin, args).await
    };
    let target = |url: &str| json!([{"objectType": "KalturaLiveStreamPushPublishConfiguration", "publishUrl": url}]);
    assert_eq!(
        call("add", json!({"url": "rtmp://a.test/x"})).await["publishConfigurations"],
        target("rtmp://a.test/x")
    );
    let replaced = call("add", json!({"liveStreamConfiguration": {"publishUrl": "rtmp://b.test/x"}})).await;
    assert_eq!(replaced["publishConfigurations"], target("rtmp://b.test/x"));
    let both =
        call("add", json!({"url": "rtmp://a.test/x", "liveStreamConfiguration": {"url": "rtmp://b.test/x"}})).await;
    assert_eq!(code(&both), "SERVICE_FORBIDDEN");
    assert_eq!(call("remove", json!({"protocol": "hls"})).await["publishConfigurations"], target("rtmp://b.test/x"));
    assert_eq!(call("remove", json!({})).await["publishConfigurations"], json!([]));
}
