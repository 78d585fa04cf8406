//! What parameters mean wherever they stand: precedence, casting, nulls, times (contract: wire, request encodings and scalar casting).

use crate::{Server, code};
use serde_json::{Value, json};

const NOW: i64 = 1_800_000_000;

#[tokio::test]
async fn the_path_wins_over_the_query_and_that_over_the_body() {
    let server = Server::start().await;
    let admin = server.admin().await;
    let id = server.live(json!({})).await;
    let ks = admin.replace('=', "%3D");
    let found = async |uri: &str, body: Value| {
        let answer = server.post(uri, "application/json", body.to_string()).await.json();
        let found = answer.get("id").or(answer["args"].get("ENTRY_ID"));
        found.unwrap_or_else(|| panic!("{answer}")).as_str().unwrap_or_default().to_owned()
    };
    let body = json!({"entryId": "body", "ks": admin, "format": 2});
    let path = "/api_v3/service/liveStream/action/get/format/1";
    assert_eq!(found(&format!("{path}/entryId/path/entryId/second?entryId=query"), body.clone()).await, "path");
    assert_eq!(
        found(&format!("{path}?entryId=first&entryId=query"), body.clone()).await,
        "query",
        "the last of a form"
    );
    assert_eq!(found(path, body.clone()).await, "body");
    assert_eq!(
        found(&format!("{path}//entryId//{id}/lonely"), body.clone()).await,
        id,
        "empty segments and half a pair"
    );
    assert_eq!(
        found(&format!("/api_v3/index.php/service/index.php/liveStream/api_v3/action/get/format/1/entryId/{id}"), body)
            .await,
        id
    );

    // Key by key, also inside a structure: a file beats the body, the query beats a file.
    let uri = format!(
        "/api_v3/service/liveStream/action/list/filter:idEqual/{id}?format=1&filter[nameEqual]=Town%20hall&ks={ks}"
    );
    let list = server
        .post(
            &uri,
            "application/json",
            json!({"filter": {"idEqual": "x", "nameEqual": "y", "tagsLike": ""}}).to_string(),
        )
        .await;
    assert_eq!(list.json()["totalCount"], 1, "{}", list.text());
    let mixed = format!(
        "format=1&ks={ks}&1:service=liveStream&1[action]=list&1:filter[idEqual]={id}&1[filter][nameEqual]=Town+hall"
    );
    let list = server.post("/api_v3/service/multirequest", "application/x-www-form-urlencoded", mixed).await.json();
    assert_eq!(list[0]["totalCount"], 1, "{list}");
}

#[tokio::test]
async fn literals_do_not_matter_types_do() {
    let server = Server::start().await;
    let admin = server.admin().await;
    let set = async |field: &str, value: Value| {
        let id = server.live(json!({})).await;
        let mut entry = json!({});
        entry[field] = value;
        let answer =
            server.call("liveStream", "update", &admin, json!({"entryId": id, "liveStreamEntry": entry})).await;
        if answer["code"].is_string() { answer["code"].clone() } else { answer[field].clone() }
    };
    for (field, value, expected) in [
        ("dvrWindow", json!("12abc"), json!(12)),
        ("dvrWindow", json!(""), json!(0)),
        ("dvrWindow", json!(true), json!(1)),
        ("dvrWindow", json!("-7"), json!(-7)),
        ("partnerSortValue", json!(2.9), json!(2)),
        ("name", json!(7), json!("7")),
        ("name", json!(true), json!("1")),
        ("name", json!("a\u{b}b"), json!("INVALID_PARAMETER_CHAR")),
        ("blockAutoTranscript", json!("False"), json!(false)),
        ("blockAutoTranscript", json!("0"), json!(false)),
        ("blockAutoTranscript", json!("no"), json!(true)),
        ("explicitLive", json!("true"), json!(true)),
        ("explicitLive", json!(""), json!(false)),
        ("explicitLive", json!("2"), json!("INVALID_ENUM_VALUE")),
        ("dvrStatus", json!("TRUE"), json!(1)),
        ("dvrStatus", json!("1"), json!(1)),
        ("dvrStatus", json!(5), json!("INVALID_ENUM_VALUE")),
        ("licenseType", json!("-1"), json!(-1)),
        (
            "bitrates",
            json!([{"bitrate": "1"}, {"bitrate": 2}]),
            json!([{"objectType": "KalturaLiveStreamBitrate", "bitrate": 1}, {"objectType": "KalturaLiveStreamBitrate", "bitrate": 2}]),
        ),
        (
            "bitrates",
            json!({"10": {"bitrate": 3}, "9": {"bitrate": 2}}),
            json!([{"objectType": "KalturaLiveStreamBitrate", "bitrate": 2}, {"objectType": "KalturaLiveStreamBitrate", "bitrate": 3}]),
        ),
        ("bitrates", json!({"-": ""}), json!([])),
        ("recordingOptions", json!("text"), json!("PROPERTY_VALIDATION_WRONG_FORMAT")),
        ("notAProperty", json!({"a": 1}), json!(null)),
    ] {
        assert_eq!(set(field, value.clone()).await, expected, "{field} = {value}");
    }
    let wrong = json!({"entryId": "x", "liveStreamEntry": "text"});
    let wrong = server.call("liveStream", "update", &admin, wrong).await;
    assert_eq!(wrong["args"], json!({"PROP_NAME": "liveStreamEntry", "FORMAT": "array"}));
    let texts = server.call("liveStream", "get", &admin, json!({"entryId": {"a": "b"}})).await;
    assert_eq!(code(&texts), "PROPERTY_VALIDATION_WRONG_FORMAT");
}

#[tokio::test]
async fn nulls_clear_and_absence_leaves_alone() {
    let server = Server::start().await;
    let admin = server.admin().await;
    let before = json!({"description": "D", "tags": "a,b", "bitrates": [{"bitrate": 1}],
        "recordingOptions": {"shouldCopyEntitlement": 1, "shouldMakeHidden": 1}});
    let update = async |form: &str| {
        let id = server.live(before.clone()).await;
        let body = format!("format=1&ks={}&entryId={id}&{form}", admin.replace('=', "%3D"));
        let uri = "/api_v3/service/liveStream/action/update";
        let answer = server.post(uri, "application/x-www-form-urlencoded", body).await.json();
        assert_eq!(answer["id"], id.as_str(), "{answer}");
        answer
    };
    let same = update("liveStreamEntry:name=N").await;
    assert_eq!((&same["description"], &same["bitrates"][0]["bitrate"]), (&json!("D"), &json!(1)));
    let cleared = update("liveStreamEntry:description__null=whatever&liveStreamEntry[recordingOptions__null]=").await;
    assert!(cleared.get("description").is_none() && cleared.get("recordingOptions").is_none(), "{cleared}");
    assert_eq!(cleared["tags"], "a, b");
    let emptied = update("liveStreamEntry:bitrates:-=").await;
    assert_eq!(emptied["bitrates"], json!([]));
    let kept = update("liveStreamEntry:bitrates__null=&liveStreamEntry:description=").await;
    assert_eq!(kept["bitrates"][0]["bitrate"], 1, "arrays have no null");
    assert!(kept["description"] == "" || kept.get("description").is_none(), "an empty text is a text: {kept}");
    let replaced = update("liveStreamEntry:recordingOptions:shouldCopyEntitlement=0").await;
    assert_eq!(
        replaced["recordingOptions"],
        json!({"objectType": "KalturaLiveEntryRecordingOptions", "shouldCopyEntitlement": false}),
        "a nested object is replaced as a whole"
    );
    // JSON's own null says nothing.
    let id = server.live(before.clone()).await;
    let args = json!({"entryId": id, "liveStreamEntry": {"description": null, "name": "M"}});
    assert_eq!(server.call("liveStream", "update", &admin, args).await["description"], "D");
    // An argument that is null is not there.
    let args = json!({"filter__null": "", "pager": null});
    assert!(server.call("liveStream", "list", &admin, args).await["totalCount"].is_number());
}

#[tokio::test]
async fn times_may_be_relative() {
    let server = Server::start().await;
    let admin = server.admin().await;
    let starts = async |value: Value| {
        let id = server.live(json!({"startDate": 1_900_000_000})).await;
        let args = json!({"entryId": id, "liveStreamEntry": {"startDate": value}});
        server.call("liveStream", "update", &admin, args).await["startDate"].clone()
    };
    for (value, expected) in [
        (json!(0), json!(NOW)),
        (json!("600"), json!(NOW + 600)),
        (json!(-600), json!(NOW - 600)),
        (json!(315_360_000), json!(NOW + 315_360_000)),
        (json!(315_360_001), json!(315_360_001)),
        (json!(-1), json!(null)),
        (json!(""), json!(null)),
        (json!(1_850_000_000), json!(1_850_000_000)),
    ] {
        assert_eq!(starts(value.clone()).await, expected, "{value}");
    }
    let args = json!({"filter": {"createdAtGreaterThanOrEqual": -3600, "createdAtLessThanOrEqual": "0"}});
    assert_eq!(server.call("liveStream", "list", &admin, args).await["totalCount"], 8);
    let args = json!({"filter": {"createdAtGreaterThanOrEqual": 3600}});
    assert_eq!(server.call("liveStream", "list", &admin, args).await["totalCount"], 0);
}
