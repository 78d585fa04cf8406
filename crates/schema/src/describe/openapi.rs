//! The API as an OpenAPI 3.1 document: one path for each action, POST with a JSON body.
//!
//! Classes that others extend carry a discriminator, `objectType`. What OpenAPI has no word for stands in extensions: `x-insert-only`,
//! `x-stored` (kept, without effect), `x-needs` (who may write or read), `x-access` (who may call), `x-labels` (names of enumeration values).

use super::{actions, columns, default_of, enum_of, enums, owned_by_plugins, short, wire};
use crate::error::CATALOGUE;
use crate::registry::CLASSES;
use crate::service::SERVICES;
use crate::{Access, Action, Argument, Class, EnumKind, EnumMeta, Flags, Property, Returns, Service, Type};
use serde_json::{Map, Value as Json, json};

/// The document as text, in one line.
pub fn print(version: &str) -> String {
    document(version).to_string()
}

fn document(version: &str) -> Json {
    let mut paths = Map::new();
    for (service, action) in actions() {
        let path = format!("/service/{}/action/{}", service.name, action.name);
        paths.insert(path, json!({ "post": operation(service, action) }));
    }
    let tags: Vec<Json> =
        SERVICES.iter().map(|service| json!({ "name": service.name, "description": service.docs })).collect();
    json!({
        "openapi": "3.1.0",
        "info": {
            "title": "Plenary",
            "version": version,
            "description": "The Kaltura API v3 as this server speaks it. Every result is HTTP 200, errors too: look for `objectType` `KalturaAPIException`. \
        Without `format: 1` answers are XML. Several calls go in one request to `/service/multirequest`, keyed 1, 2, …",
            "license": { "name": "MIT OR Apache-2.0", "identifier": "MIT OR Apache-2.0" },
        },
        "servers": [{ "url": "/api_v3" }],
        "tags": tags,
        "security": [{ "ks": [] }],
        "paths": paths,
        "components": {
            "securitySchemes": {
                "ks": { "type": "apiKey", "in": "query", "name": "ks",
                    "description": "A session, as `session.start` answers it. Better sent as `ks` in the body: addresses are kept in histories and logs of others." },
            },
            "schemas": schemas(),
        },
    })
}

fn operation(service: &Service, action: &Action) -> Json {
    let files: Vec<&Argument> = action.arguments.iter().filter(|argument| matches!(argument.ty, Type::File)).collect();
    let body = body(action);
    let content = if files.is_empty() {
        json!({ "application/json": { "schema": body } })
    } else {
        let mut parts = Map::from_iter([("json".to_owned(), body)]);
        for file in &files {
            parts.insert(
                file.name.to_owned(),
                json!({ "type": "string", "format": "binary", "description": file.docs }),
            );
        }
        let needed = files.iter().filter(|file| file.default.is_none()).map(|file| file.name);
        let required: Vec<&str> = ["json"].into_iter().chain(needed).collect();
        json!({ "multipart/form-data": {
            "schema": { "type": "object", "properties": parts, "required": required },
            "encoding": { "json": { "contentType": "application/json" } },
        } })
    };
    let mut operation = json!({
        "operationId": format!("{}.{}", service.name, action.name),
        "tags": [service.name],
        "summary": action.docs.lines().next().unwrap_or_default(),
        "description": action.docs,
        "requestBody": { "required": true, "content": content },
        "responses": { "200": answer(action.returns) },
        "x-access": columns(action.access).map(|(_, words)| words).chain(["ADMIN sessions"]).collect::<Vec<_>>(),
    });
    if action.access.allows(Access::NOBODY) {
        operation["security"] = json!([{}, { "ks": [] }]);
    }
    operation
}

fn body(action: &Action) -> Json {
    let mut properties = Map::new();
    let mut required = Vec::new();
    for argument in action.arguments.iter().filter(|argument| !matches!(argument.ty, Type::File)) {
        let default = default_of(argument);
        let mut schema = typed(argument.ty);
        if default == Some(Json::Null) {
            schema = or_null(schema);
        }
        describe(&mut schema, argument.docs);
        match default {
            None => required.push(argument.name),
            Some(Json::Null) => {}
            Some(default) => schema["default"] = default,
        }
        properties.insert(argument.name.to_owned(), schema);
    }
    let mut arguments = json!({ "type": "object", "properties": properties });
    if !required.is_empty() {
        arguments["required"] = json!(required);
    }
    json!({ "allOf": [{ "$ref": "#/components/schemas/Call" }, arguments] })
}

fn answer(returns: Returns) -> Json {
    let result = match returns {
        Returns::Nothing => json!({ "type": "null" }),
        Returns::Bool => json!({ "type": "boolean" }),
        Returns::Int => json!({ "type": "integer" }),
        Returns::Text => json!({ "type": "string" }),
        Returns::File => {
            return json!({ "description": "The file. An error is a page with the header `X-Kaltura-App`.",
                "content": { "application/octet-stream": { "schema": { "type": "string", "format": "binary" } } } });
        }
        Returns::Object(class) => reference(class.name),
        Returns::Array(class) => json!({ "type": "array", "items": reference(class.name) }),
    };
    let schema = json!({ "oneOf": [result, { "$ref": "#/components/schemas/KalturaAPIException" }] });
    json!({ "description": "The result, or an error.", "content": { "application/json": { "schema": schema } } })
}

fn schemas() -> Map<String, Json> {
    let mut schemas = Map::new();
    schemas.insert(
        "Call".to_owned(),
        json!({ "type": "object", "description": "What every call may carry.", "properties": {
            "ks": { "type": "string", "description": "The session." },
            "format": { "type": "integer", "enum": [1, 2, 3, 9], "default": 2, "x-labels": ["JSON", "XML", "PHP", "JSONP"],
                "description": "In what form the answer is wanted; this document describes 1." },
            "partnerId": { "type": "integer", "description": "The account to act on; the session's own by default." },
            "clientTag": { "type": "string", "description": "Names the calling program in the server's log." },
            "responseProfile": { "$ref": "#/components/schemas/KalturaBaseResponseProfile", "description": "Which properties are wanted." },
        } }),
    );
    let codes: Vec<&str> = CATALOGUE.iter().map(|row| row.code).collect();
    let messages: Map<String, Json> =
        CATALOGUE.iter().map(|row| (row.code.to_owned(), Json::from(row.message))).collect();
    schemas.insert("ErrorCode".to_owned(), json!({ "type": "string", "enum": codes, "x-messages": messages }));
    schemas.insert(
        "KalturaAPIException".to_owned(),
        json!({ "type": "object", "required": ["objectType", "code", "message"], "properties": {
            "objectType": { "type": "string", "const": "KalturaAPIException" },
            "code": { "$ref": "#/components/schemas/ErrorCode" },
            "message": { "type": "string" },
            "args": { "description": "What the message speaks of, by name; an empty array if it is nothing.",
                "anyOf": [{ "type": "object", "additionalProperties": { "type": "string" } }, { "type": "array", "maxItems": 0 }] },
        } }),
    );
    let owned = owned_by_plugins();
    for meta in enums() {
        schemas.insert(meta.name.to_owned(), enumeration(meta));
    }
    for class in CLASSES {
        let mut schema = object(class);
        if let Some(plugin) = owned.get(class.name) {
            schema["x-plugin"] = json!(plugin);
        }
        schemas.insert(class.name.to_owned(), schema);
    }
    schemas
}

/// Int enumerations are numbers. Of extensible ones, core values are numbers and those of plugins are text. Stored values that this release does not
/// know come back as they are, so text enumerations are open for readers; writers get INVALID_ENUM_VALUE.
fn enumeration(meta: &EnumMeta) -> Json {
    if std::ptr::eq(meta, &super::NULLABLE_BOOLEAN) {
        return json!({ "type": ["boolean", "integer", "null"], "enum": [true, false, -1, 0, 1, null], "description": meta.docs });
    }
    let values: Vec<Json> = meta.values.iter().map(|(_, value)| wire(meta, value)).collect();
    let labels: Vec<&str> = meta.values.iter().map(|(label, _)| *label).collect();
    let ty = match meta.kind {
        EnumKind::Int => json!("integer"),
        EnumKind::Text => json!("string"),
        EnumKind::Extensible => json!(["integer", "string"]),
    };
    json!({ "title": short(meta.name), "description": meta.docs, "type": ty, "enum": values, "x-labels": labels })
}

fn object(class: &'static Class) -> Json {
    let mut fields = Map::new();
    if class.parent.is_none() {
        fields.insert("objectType".to_owned(), json!({ "type": "string", "description": "Name of the class." }));
    }
    for property in class.properties {
        fields.insert(property.name.to_owned(), field(property));
    }
    let mut own = json!({ "type": "object", "properties": fields });
    if class.parent.is_none() {
        own["required"] = json!(["objectType"]);
    }
    let below: Map<String, Json> = CLASSES
        .iter()
        .filter(|below| below.is_or_extends(class))
        .map(|below| (below.name.to_owned(), json!(format!("#/components/schemas/{}", below.name))))
        .collect();
    let mut schema = match class.parent {
        None => own,
        Some(parent) => json!({ "allOf": [reference(parent.name), own] }),
    };
    schema["title"] = json!(short(class.name));
    schema["description"] = json!(class.docs);
    if below.len() > 1 {
        schema["discriminator"] = json!({ "propertyName": "objectType", "mapping": below });
    }
    if class.is_abstract {
        schema["x-abstract"] = json!(true);
    }
    schema
}

fn field(property: &Property) -> Json {
    let flags = property.flags;
    let mut schema = typed((property.ty)());
    describe(&mut schema, property.docs);
    if flags.has(Flags::READONLY) {
        schema["readOnly"] = json!(true);
    }
    if flags.has(Flags::WRITE_ONLY) {
        schema["writeOnly"] = json!(true);
    }
    if flags.has(Flags::INSERT_ONLY) {
        schema["x-insert-only"] = json!(true);
    }
    if flags.has(Flags::STORED) {
        schema["x-stored"] = json!(true);
    }
    let needs = [
        (Flags::ADMIN_ONLY, "ADMIN to write"),
        (Flags::ADMIN_QUIET, "ADMIN to write, else dropped"),
        (Flags::ADMIN_READ, "ADMIN to read"),
        (Flags::PUSH_PUBLISH, "the account's push-publish feature"),
    ];
    let needs: Vec<&str> = needs.into_iter().filter(|(flag, _)| flags.has(*flag)).map(|(_, words)| words).collect();
    if !needs.is_empty() {
        schema["x-needs"] = json!(needs);
    }
    schema
}

fn typed(ty: Type) -> Json {
    match ty {
        Type::Bool => json!({ "type": "boolean" }),
        Type::Int => json!({ "type": "integer", "format": "int64" }),
        Type::Float => json!({ "type": "number" }),
        Type::Text => json!({ "type": "string" }),
        Type::Time => json!({ "type": "integer", "format": "int64", "x-time": "unix seconds" }),
        Type::Enum(_) | Type::NullableBoolean => reference(enum_of(ty).expect("both have one").name),
        Type::Object(class) => reference(class.name),
        Type::Array(inner) => json!({ "type": "array", "items": typed(*inner) }),
        Type::Map(inner) => json!({ "type": "object", "additionalProperties": typed(*inner) }),
        Type::Tree => json!({ "description": "Any JSON." }),
        Type::File => json!({ "type": "string", "format": "binary" }),
    }
}

fn describe(schema: &mut Json, docs: &str) {
    if !docs.is_empty() {
        schema["description"] = json!(docs);
    }
}

fn or_null(schema: Json) -> Json {
    json!({ "anyOf": [schema, { "type": "null" }] })
}

fn reference(name: &str) -> Json {
    json!({ "$ref": format!("#/components/schemas/{name}") })
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::collections::BTreeSet;

    fn visit(value: &Json, seen: &mut dyn FnMut(&str, &Json)) {
        match value {
            Json::Object(map) => {
                for (key, value) in map {
                    seen(key, value);
                    visit(value, seen);
                }
            }
            Json::Array(items) => items.iter().for_each(|item| visit(item, seen)),
            _ => {}
        }
    }

    #[test]
    fn every_reference_leads_somewhere() {
        let document = document("1.2.3");
        let mut references = 0;
        visit(&document, &mut |key, value| {
            if key == "$ref" {
                references += 1;
                let pointer = value.as_str().expect("text").trim_start_matches('#');
                assert!(document.pointer(pointer).is_some(), "{pointer}");
            }
            if key == "mapping" {
                for target in value.as_object().expect("a map").values() {
                    let pointer = target.as_str().expect("text").trim_start_matches('#');
                    assert!(document.pointer(pointer).is_some(), "{pointer}");
                }
            }
        });
        assert!(references > 300, "{references}");
    }

    #[test]
    fn every_action_has_one_path_and_a_name_of_its_own() {
        let document = document("1.2.3");
        let paths = document["paths"].as_object().expect("paths");
        assert_eq!(paths.len(), actions().count());
        let names: BTreeSet<&str> = paths.values().filter_map(|path| path["post"]["operationId"].as_str()).collect();
        assert_eq!(names.len(), paths.len());
        let add = &document["paths"]["/service/liveStream/action/add"]["post"];
        let body = &add["requestBody"]["content"]["application/json"]["schema"]["allOf"][1];
        assert_eq!(body["required"], json!(["liveStreamEntry"]));
    }

    #[test]
    fn a_class_with_children_says_how_to_tell_them_apart() {
        let document = document("1.2.3");
        let base = &document["components"]["schemas"]["KalturaBaseEntry"];
        assert_eq!(base["discriminator"]["propertyName"], "objectType");
        assert_eq!(
            base["discriminator"]["mapping"]["KalturaLiveStreamEntry"],
            "#/components/schemas/KalturaLiveStreamEntry"
        );
        assert_eq!(base["properties"]["id"]["readOnly"], true);
    }

    #[test]
    fn enumerations_are_what_answers_carry() {
        let schemas = &document("1.2.3")["components"]["schemas"];
        assert_eq!(schemas["KalturaViewMode"]["enum"], json!([0, 1]));
        assert!(schemas["KalturaSourceType"]["enum"].as_array().expect("values").contains(&json!("32")));
        let types = schemas["KalturaEntryType"]["enum"].as_array().expect("values").clone();
        assert!(types.contains(&json!(7)) && types.contains(&json!("room.room")));
    }
}
