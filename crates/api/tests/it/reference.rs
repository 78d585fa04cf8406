//! The descriptions of the API, held against what it answers.

use crate::{Reply, Server};
use axum::body::Body;
use axum::http::{Request, StatusCode};
use serde_json::{Value, json};

const DOCUMENTS: [(&str, &str); 4] = [
    ("/api_v3/api_schema.php", "text/xml"),
    ("//api_v3/api_schema.php", "text/xml"),
    ("/plenary/v1/openapi.json", "application/json"),
    ("/plenary/v1/reference.json", "application/json"),
];

async fn ask(server: &Server, path: &str, name: &str, value: &str) -> Reply {
    let request = Request::get(path).header(name, value).body(Body::empty()).expect("a request");
    server.send(request).await
}

#[tokio::test]
async fn descriptions_are_public_cached_and_compressed() {
    let server = Server::start().await;
    for (path, content_type) in DOCUMENTS {
        let plain = server.get(path).await;
        assert_eq!(plain.status, StatusCode::OK, "{path}");
        assert_eq!(plain.header("content-type"), content_type, "{path}");
        assert_eq!(plain.header("access-control-allow-origin"), "*", "{path}");
        let zipped = ask(&server, path, "accept-encoding", "gzip").await;
        assert_eq!(zipped.header("content-encoding"), "gzip", "{path}");
        assert!(zipped.bytes.len() * 3 < plain.bytes.len(), "{path}: {} of {}", zipped.bytes.len(), plain.bytes.len());
        let again = ask(&server, path, "if-none-match", plain.header("etag")).await;
        assert_eq!((again.status, again.bytes.len()), (StatusCode::NOT_MODIFIED, 0), "{path}");
    }
}

/// What of `value` is not as `schema` says; `at` names the place.
fn misfits(document: &Value, schema: &Value, value: &Value, at: &str, found: &mut Vec<String>) {
    let follow = |reference: &Value| {
        document.pointer(reference.as_str().expect("text").trim_start_matches('#')).expect("leads somewhere")
    };
    if let Some(reference) = schema.get("$ref") {
        return misfits(document, follow(reference), value, at, found);
    }
    if let Some(ways) = schema.get("oneOf").or(schema.get("anyOf")).and_then(Value::as_array) {
        let tries = ways.iter().map(|way| {
            let mut found = Vec::new();
            misfits(document, way, value, at, &mut found);
            found
        });
        found.extend(tries.min_by_key(Vec::len).unwrap_or_default());
        return;
    }
    if let Some(values) = schema.get("enum").and_then(Value::as_array) {
        if !values.contains(value) {
            found.push(format!("{at}: {value} is no value of it"));
        }
        return;
    }
    match value {
        // The class that the object names is the schema that counts.
        Value::Object(fields) if fields.contains_key("objectType") => {
            let class = fields["objectType"].as_str().expect("text");
            let mut declared = serde_json::Map::new();
            let mut next = document.pointer(&format!("/components/schemas/{class}"));
            if next.is_none() {
                found.push(format!("{at}: no class {class}"));
            }
            while let Some(schema) = next {
                let own = schema.pointer("/allOf/1/properties").or(schema.get("properties"));
                declared.extend(own.and_then(Value::as_object).cloned().unwrap_or_default());
                next = schema.pointer("/allOf/0/$ref").map(follow);
            }
            for (name, value) in fields {
                match declared.get(name) {
                    Some(schema) => misfits(document, schema, value, &format!("{at}.{name}"), found),
                    None if name == "relatedObjects" => {}
                    None => found.push(format!("{at}.{name}: not declared for {class}")),
                }
            }
        }
        Value::Array(items) => {
            for item in items {
                misfits(document, &schema["items"], item, &format!("{at}[]"), found);
            }
        }
        scalar => {
            let expected = &schema["type"];
            let fits = match scalar {
                Value::Null => expected == "null",
                Value::Bool(_) => expected == "boolean",
                Value::Number(number) => expected == "number" || (expected == "integer" && !number.is_f64()),
                Value::String(_) => expected == "string",
                _ => true,
            };
            if !fits && !expected.is_null() {
                found.push(format!("{at}: {scalar} is no {expected}"));
            }
        }
    }
}

#[tokio::test]
async fn answers_are_as_openapi_says() {
    let server = Server::start().await;
    let document: Value = server.get("/plenary/v1/openapi.json").await.json();
    let admin = server.admin().await;
    let entry =
        server.live(json!({"explicitLive": 1, "dvrStatus": 1, "recordingOptions": {"shouldMakeHidden": 1}})).await;
    let calls = [
        ("liveStream", "get", json!({"entryId": entry})),
        ("liveStream", "list", json!({})),
        ("liveStream", "isLive", json!({"id": entry})),
        ("liveStream", "getDetails", json!({"id": entry})),
        ("baseEntry", "get", json!({"entryId": entry})),
        ("baseEntry", "count", json!({})),
        ("baseEntry", "getByIds", json!({"entryIds": entry})),
        ("baseEntry", "getPlaybackContext", json!({"entryId": entry, "contextDataParams": {}})),
        ("liveStream", "get", json!({"entryId": "0_nothere1"})),
        ("session", "get", json!({})),
        ("session", "startWidgetSession", json!({"widgetId": "_101"})),
        ("appToken", "add", json!({"appToken": {"objectType": "KalturaAppToken", "hashType": "SHA256"}})),
        ("appToken", "list", json!({})),
        ("conversionProfile", "list", json!({})),
        ("uiConf", "list", json!({})),
        ("metadata_metadataprofile", "list", json!({})),
        ("system", "getTime", json!({})),
        ("system", "getVersion", json!({})),
    ];
    let mut found = Vec::new();
    for (service, action, args) in calls {
        let answer = server.call(service, action, &admin, args).await;
        let operation = &document["paths"][format!("/service/{service}/action/{action}")]["post"];
        let schema = &operation["responses"]["200"]["content"]["application/json"]["schema"];
        assert!(schema.is_object(), "{service}.{action}");
        misfits(&document, schema, &answer, &format!("{service}.{action}"), &mut found);
    }
    assert!(found.is_empty(), "{found:#?}");
}

/// Values that no object has, or that only some have, for one property of a filter; `object` is one that the list shows without it.
fn excluding(property: &schema::Property, object: &Value) -> Vec<Value> {
    let name = property.name;
    let ends = |endings: &[&str]| endings.iter().any(|ending| name.ends_with(ending));
    if ends(&["NotEqual", "NotIn", "NotContains"]) {
        let field = ["NotEqual", "NotIn", "NotContains"].iter().find_map(|ending| name.strip_suffix(ending));
        return field
            .and_then(|field| object.get(field))
            .filter(|value| !value.is_null())
            .cloned()
            .into_iter()
            .collect();
    }
    // A null passes "or null", so nothing can be seen of it.
    if name.strip_suffix("OrNull").is_some_and(|rest| {
        let field = rest.find("LessThan").or(rest.find("GreaterThan")).map_or(rest, |end| &rest[..end]);
        object.get(field).is_none_or(Value::is_null)
    }) {
        return Vec::new();
    }
    match (property.ty)() {
        schema::Type::Enum(meta) => meta.values.iter().map(|(_, value)| json!(value)).collect(),
        schema::Type::Bool | schema::Type::NullableBoolean => vec![json!(0), json!(1)],
        schema::Type::Time if name.contains("LessThan") => vec![json!(315_400_000)],
        schema::Type::Time => vec![json!(32_000_000_000_i64)],
        _ if name.contains("GreaterThan") => vec![json!(9_000_000_000_i64)],
        _ => vec![json!("-987654321")],
    }
}

#[tokio::test]
async fn a_property_of_a_filter_narrows_the_list_or_is_marked_as_one_that_does_not() {
    let server = Server::start().await;
    let admin = server.admin().await;
    let live = server
        .live(json!({"referenceId": "room", "startDate": 1_700_000_000, "endDate": 1_800_000_000, "tags": "a", "adminTags": "b", "description": "d"}))
        .await;
    let token = json!({"appToken": {"objectType": "KalturaAppToken", "sessionUserId": "ann"}});
    server.call("appToken", "add", &admin, token).await;
    let mut wrong = Vec::new();
    for service in schema::service::SERVICES {
        let Some(action) = service.action("list") else { continue };
        let Some(schema::Type::Object(class)) = action.arguments.first().map(|argument| argument.ty) else { continue };
        let with = |more: Value| {
            let mut filter = json!({"objectType": class.name});
            if service.name == "metadata_metadata" {
                filter["objectIdEqual"] = json!(live);
            }
            for (name, value) in more.as_object().expect("an object") {
                filter[name] = value.clone();
            }
            server.call(service.name, "list", &admin, json!({"filter": filter}))
        };
        let all = with(json!({})).await;
        let total = all["totalCount"].as_i64().unwrap_or(0);
        if total == 0 {
            continue;
        }
        let mut properties = Vec::new();
        class.each(&mut |_, property| properties.push(property));
        for property in properties {
            if matches!((property.ty)(), schema::Type::Tree | schema::Type::Object(_)) || property.name == "orderBy" {
                continue;
            }
            let values = excluding(property, &all["objects"][0]);
            if values.is_empty() {
                continue;
            }
            let mut narrows = false;
            for value in values {
                let mut more = serde_json::Map::new();
                more.insert(property.name.to_owned(), value);
                let found = with(Value::Object(more)).await;
                narrows |= found["totalCount"].as_i64().is_none_or(|count| count < total);
            }
            if narrows == property.flags.has(schema::Flags::STORED) {
                let what =
                    if narrows { "narrows, but is marked `stored`" } else { "does not narrow, mark it `stored`" };
                wrong.push(format!("{} {}.{}: {what}", service.name, class.name, property.name));
            }
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}
