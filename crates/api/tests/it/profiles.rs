//! Response profiles: what they keep, what they relate, and the service that keeps them.

use crate::{Server, code};
use serde_json::{Value, json};

/// A live stream with a metadata record that says when it starts.
async fn scheduled(server: &Server, name: &str, starts: i64) -> String {
    let admin = server.admin().await;
    let id = server.live(json!({"name": name})).await;
    let filter = json!({"filter": {"systemNameEqual": "KMS_EVENTS3"}});
    let profile = server.call("metadata_metadataProfile", "list", &admin, filter).await["objects"][0]["id"].clone();
    let xml = format!("<metadata><StartTime>{starts}</StartTime></metadata>");
    let args = json!({"metadataProfileId": profile, "objectType": 1, "objectId": id, "xmlData": xml});
    let added = server.call("metadata_metadata", "add", &admin, args).await;
    assert!(added["id"].is_number(), "{added}");
    id
}

/// Relates the metadata of each entry under the name `md`.
fn with_metadata(fields: &str) -> Value {
    json!({"objectType": "KalturaDetachedResponseProfile", "type": 1, "fields": fields, "relatedProfiles": [
        {"objectType": "KalturaDetachedResponseProfile", "name": "md", "type": 1, "fields": "xml",
         "filter": {"objectType": "KalturaMetadataFilter", "metadataObjectTypeEqual": "1"},
         "mappings": [{"parentProperty": "id", "filterProperty": "objectIdEqual"}]}]})
}

#[tokio::test]
async fn fields_are_kept_or_left_out() {
    let server = Server::start().await;
    let admin = server.admin().await;
    let id = server.live(json!({"description": "D"})).await;
    let get = async |profile: Value| {
        let args = json!({"entryId": id, "responseProfile": profile});
        server.call("liveStream", "get", &admin, args).await
    };
    assert_eq!(
        get(json!({"type": 1, "fields": " id , name,nothing"})).await,
        json!({"objectType": "KalturaLiveStreamEntry", "id": id, "name": "Town hall"})
    );
    let typeless = get(json!({"fields": "id"})).await;
    assert_eq!(typeless, json!({"objectType": "KalturaLiveStreamEntry", "id": id}));
    let without = get(json!({"type": 2, "fields": "description,bitrates"})).await;
    assert!(without.get("description").is_none() && without["name"] == "Town hall", "{without}");
    let all = get(json!({"type": 1})).await;
    assert_eq!((&all["description"], &all["name"]), (&json!("D"), &json!("Town hall")));
    assert_eq!(code(&get(json!({"type": 7, "fields": "id"})).await), "INVALID_ENUM_VALUE");

    // In XML what is left out is an empty element; a profile reaches the elements of a list and of an array, not the list.
    let body = json!({"ks": admin, "responseProfile": {"type": 1, "fields": "id"}, "filter": {"idEqual": id}});
    let text = server.post("/api_v3/service/liveStream/action/list", "application/json", body.to_string()).await.text();
    assert!(text.contains(&format!("<totalCount>1</totalCount><objects><item><objectType>KalturaLiveStreamEntry</objectType><id>{id}</id><name></name>")), "{text}");
    let args = json!({"entryIds": id, "responseProfile": {"type": 1, "fields": "name"}});
    let array = server.call("baseEntry", "getByIds", &admin, args).await;
    assert_eq!(array, json!([{"objectType": "KalturaLiveStreamEntry", "name": "Town hall"}]));

    // What the profile leaves out, a later request does not get either.
    let body = json!({"ks": admin, "format": 1,
        "1": {"service": "liveStream", "action": "get", "entryId": id, "responseProfile": {"type": 1, "fields": "id"}},
        "2": {"service": "baseEntry", "action": "get", "entryId": "{1:result:name}{1:result:id}"},
        "3": {"service": "baseEntry", "action": "get", "entryId": "{1:result:id}"}});
    let answers = server.post("/api_v3/service/multirequest", "application/json", body.to_string()).await.json();
    assert_eq!(answers[1]["args"]["ENTRY_ID"], "{1:result:id}", "an empty name, and one token to a text: {answers}");
    assert_eq!(answers[2]["id"], id.as_str());
    assert!(answers[2].get("description").is_some(), "a profile belongs to its own request");
}

#[tokio::test]
async fn related_lists_come_with_their_objects_in_every_format() {
    let server = Server::start().await;
    let admin = server.admin().await;
    let (first, second) = (scheduled(&server, "A", 1_800_000_600).await, server.live(json!({"name": "B"})).await);
    let filter = json!({"orderBy": "+name"});
    let args = json!({"filter": filter, "responseProfile": with_metadata("id")});
    let list = server.call("liveStream", "list", &admin, args.clone()).await;
    let record =
        json!({"objectType": "KalturaMetadata", "xml": "<metadata><StartTime>1800000600</StartTime></metadata>"});
    let related = |objects: Value| {
        let count = objects.as_array().map_or(0, Vec::len);
        json!({"md": {"objectType": "KalturaMetadataListResponse", "totalCount": count, "objects": objects}})
    };
    assert_eq!(
        list["objects"],
        json!([
            {"objectType": "KalturaLiveStreamEntry", "id": first, "relatedObjects": related(json!([record]))},
            {"objectType": "KalturaLiveStreamEntry", "id": second, "relatedObjects": related(json!([]))},
        ])
    );
    let mut args = args;
    args["ks"] = admin.as_str().into();
    args["ignoreNull"] = 1.into();
    let body = args.to_string();
    let text = server.post("/api_v3/service/livestream/action/list", "application/json", body.clone()).await.text();
    let expected = format!(
        "<item><objectType>KalturaLiveStreamEntry</objectType><id>{first}</id><relatedObjects><item><itemKey>md</itemKey><objectType>KalturaMetadataListResponse</objectType><totalCount>1</totalCount><objects><item><objectType>KalturaMetadata</objectType><xml>&lt;metadata&gt;"
    );
    assert!(text.contains(&expected), "{text}");
    let reply = server.post("/api_v3/service/livestream/action/list?format=3", "application/json", body).await;
    let php = testkit::php::unserialize(&reply.bytes).expect("what PHP reads");
    assert_eq!(php["objects"][0]["relatedObjects"]["md"]["objects"][0]["xml"], record["xml"]);
    assert_eq!(php["objects"][0]["name"], Value::Null);

    // A form says the same, and a token reaches into what is related.
    let form = format!(
        "format=1&ks={}&1:service=liveStream&1:action=get&1:entryId={first}&1:responseProfile:type=1&1:responseProfile:fields=id\
         &1:responseProfile:relatedProfiles:0:name=md&1:responseProfile:relatedProfiles:0:filter:objectType=KalturaMetadataFilter\
         &1:responseProfile:relatedProfiles:0:mappings:0:parentProperty=id&1:responseProfile:relatedProfiles:0:mappings:0:filterProperty=objectIdEqual\
         &2:service=metadata_metadata&2:action=get&2:id={{1:result:relatedObjects:md:objects:0:id}}",
        admin.replace('=', "%3D")
    );
    let answers = server.post("/api_v3/service/multirequest", "application/x-www-form-urlencoded", form).await.json();
    assert_eq!(answers[1]["objectId"], first.as_str(), "{answers}");
    assert_eq!(answers[0]["relatedObjects"]["md"]["objects"][0]["objectId"], first.as_str());
}

#[tokio::test]
async fn related_profiles_nest_page_and_map() {
    let server = Server::start().await;
    let admin = server.admin().await;
    let id = scheduled(&server, "A", 1_800_000_600).await;
    for name in ["B", "C"] {
        server.live(json!({"name": name, "tags": "a"})).await;
    }
    let get = async |profile: Value| {
        server.call("liveStream", "get", &admin, json!({"entryId": id, "responseProfile": profile})).await
    };
    let related = |profile: Value| json!({"type": 1, "fields": "id", "relatedProfiles": [profile]});
    let same_type = json!({"name": "peers", "type": 1, "fields": "name",
        "filter": {"objectType": "KalturaLiveStreamEntryFilter", "orderBy": "+name"}, "pager": {"pageSize": 2},
        "mappings": [{"parentProperty": "userId", "filterProperty": "userIdEqual"}],
        "relatedProfiles": with_metadata("id")["relatedProfiles"]});
    let answer = get(related(same_type.clone())).await;
    let peers = &answer["relatedObjects"]["peers"];
    assert_eq!(
        (&peers["totalCount"], &peers["objectType"]),
        (&json!(3), &json!("KalturaLiveStreamListResponse")),
        "{answer}"
    );
    assert_eq!(peers["objects"].as_array().map(Vec::len), Some(2), "its own pager");
    assert_eq!(peers["objects"][0]["name"], "A");
    assert_eq!(peers["objects"][0]["relatedObjects"]["md"]["totalCount"], 1, "one level deeper");
    assert_eq!(peers["objects"][1]["relatedObjects"]["md"]["totalCount"], 0);

    // A mapping that finds null leaves the list out, unless it may be null.
    let mut by_reference = same_type.clone();
    by_reference["mappings"] = json!([{"parentProperty": "referenceId", "filterProperty": "referenceIdEqual"}]);
    assert!(get(related(by_reference.clone())).await.get("relatedObjects").is_none());
    by_reference["mappings"][0]["allowNull"] = true.into();
    assert_eq!(get(related(by_reference)).await["relatedObjects"]["peers"]["totalCount"], 3);
    let no_filter = get(related(json!({"name": "x"}))).await;
    assert!(no_filter.get("relatedObjects").is_none(), "{no_filter}");

    // Two levels below the call's own profile, and no more; pages of a hundred, and no more; a name.
    let mut deep = same_type.clone();
    deep["relatedProfiles"][0]["relatedProfiles"] = json!([{"name": "z"}]);
    assert_eq!(code(&get(related(deep)).await), "RESPONSE_PROFILE_MAX_NESTING_LEVEL");
    let mut wide = same_type.clone();
    wide["pager"]["pageSize"] = 101.into();
    let refused = get(related(wide)).await;
    assert_eq!(
        (code(&refused).as_str(), &refused["args"]),
        ("PROPERTY_VALIDATION_MAX_VALUE", &json!({"PROP_NAME": "KalturaFilterPager::pageSize", "MAX_VAL": "100"}))
    );
    let nameless = get(related(json!({"filter": {"objectType": "KalturaMetadataFilter"}}))).await;
    assert_eq!(code(&nameless), "PROPERTY_VALIDATION_CANNOT_BE_NULL");
    let unknown = get(related(json!({"name": "x", "filter": {"objectType": "KalturaNoSuchFilter"}}))).await;
    assert_eq!(code(&unknown), "OBJECT_TYPE_ABSTRACT", "no class, no list");
    let unlisted = get(related(json!({"name": "md", "filter": {"objectType": "KalturaMetadataFilter"}}))).await;
    assert_eq!(code(&unlisted), "MUST_FILTER_ON_OBJECT_ID", "the rules of the list action hold");
}

#[tokio::test]
async fn related_lists_obey_the_callers_rights() {
    let server = Server::start().await;
    let id = server.live(json!({})).await;
    let entries = |more: Value| {
        let mut filter = json!({"objectType": "KalturaBaseEntryFilter"});
        for (key, value) in more.as_object().expect("an object") {
            filter[key] = value.clone();
        }
        json!({"type": 1, "fields": "id", "relatedProfiles": [{"name": "e", "type": 1, "fields": "id,streamPassword", "filter": filter,
            "mappings": [{"parentProperty": "streamPassword", "filterProperty": "nameEqual", "allowNull": true}]}]})
    };
    let get = async |ks: &str, profile: Value| {
        server.call("baseEntry", "get", ks, json!({"entryId": id, "responseProfile": profile})).await
    };
    let user = server.ks("eve", 0, "").await;
    assert_eq!(code(&get(&user, entries(json!({}))).await), "USER_KS_CANNOT_LIST_RELATED_ENTRIES");
    let named = get(&user, entries(json!({"idEqual": id}))).await;
    assert_eq!(named["relatedObjects"]["e"]["totalCount"], 1, "{named}");
    assert!(named["relatedObjects"]["e"]["objects"][0].get("streamPassword").is_none());
    let lister = server.ks("eve", 0, "list:*").await;
    let listed = get(&lister, entries(json!({}))).await;
    assert_eq!(listed["relatedObjects"]["e"]["totalCount"], 1, "what one may not read cannot be mapped: {listed}");
    let entitled = server.ks("admin", 2, "enableentitlement").await;
    let refused = get(&entitled, entries(json!({"idEqual": id}))).await;
    assert_eq!(code(&refused), "CANNOT_LIST_RELATED_ENTITLED_WHEN_ENTITLEMENT_IS_ENABLE");
    // Who may not list metadata gets none through a profile either.
    let admin = server.admin().await;
    let conf = server.call("uiConf", "listTemplates", &admin, json!({})).await["objects"][0]["id"].clone();
    let nobody = server.call("uiConf", "get", "", json!({"id": conf, "responseProfile": with_metadata("id")})).await;
    assert_eq!(
        (code(&nobody).as_str(), &nobody["args"]["SERVICE"]),
        ("SERVICE_FORBIDDEN", &json!("metadata_metadata->list"))
    );
}

#[tokio::test]
async fn too_many_related_objects_refuse_the_call() {
    let server = Server::start().await;
    let admin = server.admin().await;
    for index in 0..40 {
        server.live(json!({"name": format!("{index}")})).await;
    }
    let many: Vec<Value> = (0..26)
        .map(|index| {
            json!({"name": format!("{index}"), "filter": {"objectType": "KalturaMetadataFilter"},
            "mappings": [{"parentProperty": "id", "filterProperty": "objectIdEqual"}]})
        })
        .collect();
    let args =
        json!({"pager": {"pageSize": 500}, "responseProfile": {"type": 1, "fields": "id", "relatedProfiles": many}});
    let refused = server.call("liveStream", "list", &admin, args).await;
    assert_eq!(code(&refused), "INVALID_PARAMETER_VALUE", "{refused}");
}

#[tokio::test]
async fn profiles_are_kept_under_a_name() {
    let server = Server::start().await;
    let admin = server.admin().await;
    let id = scheduled(&server, "A", 1_800_000_600).await;
    let call = async |action: &str, args: Value| server.call("responseProfile", action, &admin, args).await;
    let mut sent = with_metadata("id,name");
    sent["objectType"] = "KalturaResponseProfile".into();
    sent["systemName"] = "entry_with_md".into();
    sent["name"] = "Entry with metadata".into();
    let added = call("add", json!({"addResponseProfile": sent})).await;
    let profile = added["id"].as_i64().unwrap_or_else(|| panic!("{added}"));
    for (name, value) in sent.as_object().expect("an object") {
        if name != "relatedProfiles" {
            assert_eq!(&added[name], value, "{name}");
        }
    }
    assert_eq!(
        (&added["status"], &added["version"], &added["partnerId"], &added["createdAt"]),
        (&json!(2), &json!(1), &json!(101), &json!(1_800_000_000))
    );
    assert_eq!(added["relatedProfiles"][0]["mappings"][0]["filterProperty"], "objectIdEqual");
    assert_eq!(added["relatedProfiles"][0]["filter"]["objectType"], "KalturaMetadataFilter");
    assert_eq!(call("get", json!({"id": profile})).await, added);

    // By id, by system name, in a holder, with a wrong name and something written out.
    let get = async |profile: Value| {
        server.call("liveStream", "get", &admin, json!({"entryId": id, "responseProfile": profile})).await
    };
    let holder = "KalturaResponseProfileHolder";
    for named in [
        json!({"objectType": holder, "systemName": "entry_with_md"}),
        json!({"objectType": holder, "id": profile}),
        json!({"objectType": holder, "id": 999, "systemName": "entry_with_md"}),
        json!({"objectType": "KalturaResponseProfile", "id": profile.to_string()}),
        json!({"systemName": "entry_with_md", "fields": "status"}),
    ] {
        let answer = get(named.clone()).await;
        assert_eq!((&answer["name"], answer.get("status")), (&json!("A"), None), "{named}: {answer}");
        assert_eq!(answer["relatedObjects"]["md"]["totalCount"], 1, "{named}");
    }
    let not_found = get(json!({"systemName": "nothing", "type": 1, "fields": "status"})).await;
    assert_eq!(not_found, json!({"objectType": "KalturaLiveStreamEntry", "status": not_found["status"]}));

    // Changes: partial, with a version; what is not to be changed is not.
    let args = json!({"id": profile, "updateResponseProfile": {"fields": "status", "relatedProfiles": {"-": ""}}});
    let updated = call("update", args).await;
    assert_eq!(
        (&updated["fields"], &updated["version"], &updated["name"]),
        (&json!("status"), &json!(2), &added["name"])
    );
    assert!(get(json!({"id": profile})).await.get("relatedObjects").is_none());
    let args = json!({"id": profile, "updateResponseProfile": {"partnerId": 7}});
    assert_eq!(code(&call("update", args).await), "PROPERTY_VALIDATION_NOT_UPDATABLE");
    let disabled = call("updateStatus", json!({"id": profile, "status": 1})).await;
    assert_eq!(disabled["status"], 1);
    assert_eq!(get(json!({"id": profile})).await["name"], "A", "a disabled profile changes nothing");
    assert_eq!(code(&call("updateStatus", json!({"id": profile, "status": 9})).await), "INVALID_ENUM_VALUE");
    call("updateStatus", json!({"id": profile, "status": 2})).await;

    let copied = call("clone", json!({"id": profile, "profile": {"systemName": "copy", "type": 2}})).await;
    assert_eq!(
        (&copied["fields"], &copied["type"], &copied["version"]),
        (&json!("status"), &json!(2), &json!(1)),
        "{copied}"
    );
    assert_eq!(
        code(&call("clone", json!({"id": profile, "profile": {}})).await),
        "RESPONSE_PROFILE_DUPLICATE_SYSTEM_NAME"
    );
    let list = call("list", json!({"filter": {"systemNameIn": "copy,entry_with_md"}})).await;
    assert_eq!(list["totalCount"], 2);
    assert_eq!(call("list", json!({"filter": {"systemNameEqual": "copy"}})).await["objects"][0]["id"], copied["id"]);
    assert_eq!(call("delete", json!({"id": copied["id"]})).await, Value::Null);
    assert_eq!(call("list", json!({})).await["totalCount"], 1);
    let gone = call("get", json!({"id": copied["id"]})).await;
    assert_eq!(
        (code(&gone).as_str(), &gone["args"]["ID"]),
        ("RESPONSE_PROFILE_ID_NOT_FOUND", &json!(copied["id"].to_string()))
    );
    let again = json!({"addResponseProfile": {"systemName": "copy", "name": "free again"}});
    assert!(call("add", again).await["id"].is_number(), "a deleted profile's name is free");
}

#[tokio::test]
async fn what_a_kept_profile_must_have() {
    let server = Server::start().await;
    let admin = server.admin().await;
    let ok = json!({"systemName": "sn", "name": "nn", "type": 1, "fields": "id"});
    let nested = json!([{"name": "a", "relatedProfiles": [{"name": "b", "relatedProfiles": [{"name": "c"}]}]}]);
    let cases = [
        (
            "no systemName",
            json!({"systemName": null}),
            "PROPERTY_VALIDATION_CANNOT_BE_NULL",
            "KalturaResponseProfile::systemName",
        ),
        (
            "short systemName",
            json!({"systemName": "s"}),
            "PROPERTY_VALIDATION_MIN_LENGTH",
            "KalturaResponseProfile::systemName",
        ),
        ("no name", json!({"name": null}), "PROPERTY_VALIDATION_CANNOT_BE_NULL", "KalturaResponseProfile::name"),
        ("short name", json!({"name": "é"}), "PROPERTY_VALIDATION_MIN_LENGTH", "KalturaResponseProfile::name"),
        ("no type", json!({"type": null}), "PROPERTY_VALIDATION_CANNOT_BE_NULL", "KalturaResponseProfile::type"),
        ("id", json!({"id": 7}), "PROPERTY_VALIDATION_NOT_UPDATABLE", "KalturaResponseProfile::id"),
        ("deep", json!({"relatedProfiles": nested}), "RESPONSE_PROFILE_MAX_NESTING_LEVEL", ""),
    ];
    for (name, changes, expected, property) in cases {
        let mut sent = ok.clone();
        for (key, value) in changes.as_object().expect("an object") {
            sent[key] = value.clone();
        }
        let refused = server.call("responseProfile", "add", &admin, json!({"addResponseProfile": sent})).await;
        assert_eq!(code(&refused), expected, "{name}: {refused}");
        assert_eq!(refused["args"]["PROP_NAME"].as_str().unwrap_or_default(), property, "{name}");
    }
    assert!(server.call("responseProfile", "add", &admin, json!({"addResponseProfile": ok})).await["id"].is_number());
    let twice = server.call("responseProfile", "add", &admin, json!({"addResponseProfile": ok})).await;
    assert_eq!(
        (code(&twice).as_str(), &twice["args"]),
        ("RESPONSE_PROFILE_DUPLICATE_SYSTEM_NAME", &json!({"SYSTEM_NAME": "sn"}))
    );
    let typeless = json!({"systemName": "s2", "name": "all fields"});
    let typeless = server.call("responseProfile", "add", &admin, json!({"addResponseProfile": typeless})).await;
    assert!(typeless["id"].is_number(), "without fields no type is needed: {typeless}");
}
