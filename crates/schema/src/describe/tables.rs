//! The tables as compact JSON, for the reference pages and their test console.
//!
//! Types are words (`bool`, `int`, `float`, `text`, `time`, `nullableBoolean`, `tree`, `file`) or one of `{"enum":…}`, `{"object":…}`, `{"array":…}`, `{"map":…}`.

use super::{columns, default_of, enums, owned_by_plugins, spelling, wire};
use crate::error::CATALOGUE;
use crate::registry::CLASSES;
use crate::service::SERVICES;
use crate::{Action, Class, Flags, Owner, Property, Returns, Service, Type};
use serde_json::{Map, Value as Json, json};

pub fn print(version: &str) -> String {
    let owned = owned_by_plugins();
    let in_plugin = |name: &str, mut row: Json| {
        if let Some(plugin) = owned.get(name) {
            row["plugin"] = json!(plugin);
        }
        row
    };
    let classes: Vec<Json> = CLASSES.iter().map(|class| in_plugin(class.name, object(class))).collect();
    let enumerations: Vec<Json> = enums()
        .into_iter()
        .map(|meta| {
            let values: Vec<Json> =
                meta.values.iter().map(|(label, value)| json!([label, wire(meta, value)])).collect();
            in_plugin(meta.name, json!({ "name": meta.name, "docs": meta.docs, "values": values }))
        })
        .collect();
    let errors: Vec<Json> =
        CATALOGUE.iter().map(|row| json!({ "code": row.code, "args": row.args, "message": row.message })).collect();
    json!({
        "version": version,
        "services": SERVICES.iter().map(|found| service(found)).collect::<Vec<_>>(),
        "classes": classes,
        "enums": enumerations,
        "errors": errors,
    })
    .to_string()
}

fn service(service: &Service) -> Json {
    let spelling = spelling(service);
    json!({
        "name": service.name,
        "plugin": spelling.plugin,
        "spelled": spelling.name,
        "docs": service.docs,
        "actions": service.actions.iter().map(|found| action(found)).collect::<Vec<_>>(),
    })
}

fn action(action: &Action) -> Json {
    let arguments: Vec<Json> = action
        .arguments
        .iter()
        .map(|argument| {
            let mut row = json!({ "name": argument.name, "docs": argument.docs, "type": typed(argument.ty) });
            if let Some(default) = default_of(argument) {
                row["default"] = default;
            }
            row
        })
        .collect();
    let mut row = json!({
        "name": action.name,
        "docs": action.docs,
        "arguments": arguments,
        "access": columns(action.access).map(|(_, words)| words).collect::<Vec<_>>(),
        "returns": match action.returns {
            Returns::Nothing => json!("nothing"),
            Returns::Bool => json!("bool"),
            Returns::Int => json!("int"),
            Returns::Text => json!("text"),
            Returns::File => json!("file"),
            Returns::Object(class) => json!({ "object": class.name }),
            Returns::Array(class) => json!({ "array": { "object": class.name } }),
        },
    });
    match action.owner {
        Owner::Anyone => {}
        Owner::Editor(argument) => row["editor"] = json!(argument),
        Owner::OwnerOnly(argument) => row["owner"] = json!(argument),
    }
    row
}

fn object(class: &Class) -> Json {
    let mut row = json!({
        "name": class.name,
        "docs": class.docs,
        "properties": class.properties.iter().map(property).collect::<Vec<_>>(),
    });
    if let Some(parent) = class.parent {
        row["parent"] = json!(parent.name);
    }
    if class.is_abstract {
        row["abstract"] = json!(true);
    }
    row
}

/// Flags by the words the derive takes.
const FLAGS: [(Flags, &str); 8] = [
    (Flags::READONLY, "readonly"),
    (Flags::INSERT_ONLY, "insert_only"),
    (Flags::WRITE_ONLY, "write_only"),
    (Flags::ADMIN_ONLY, "admin_only"),
    (Flags::ADMIN_QUIET, "admin_quiet"),
    (Flags::ADMIN_READ, "admin_read"),
    (Flags::PUSH_PUBLISH, "push_publish"),
    (Flags::STORED, "stored"),
];

fn property(property: &Property) -> Json {
    let flags: Vec<&str> =
        FLAGS.into_iter().filter(|(flag, _)| property.flags.has(*flag)).map(|(_, word)| word).collect();
    let mut row =
        Map::from_iter([("name".to_owned(), json!(property.name)), ("type".to_owned(), typed((property.ty)()))]);
    if !property.docs.is_empty() {
        row.insert("docs".to_owned(), json!(property.docs));
    }
    if !flags.is_empty() {
        row.insert("flags".to_owned(), json!(flags));
    }
    Json::Object(row)
}

fn typed(ty: Type) -> Json {
    match ty {
        Type::Bool => json!("bool"),
        Type::Int => json!("int"),
        Type::Float => json!("float"),
        Type::Text => json!("text"),
        Type::Time => json!("time"),
        Type::NullableBoolean => json!("nullableBoolean"),
        Type::Tree => json!("tree"),
        Type::File => json!("file"),
        Type::Enum(meta) => json!({ "enum": meta.name }),
        Type::Object(class) => json!({ "object": class.name }),
        Type::Array(inner) => json!({ "array": typed(*inner) }),
        Type::Map(inner) => json!({ "map": typed(*inner) }),
    }
}
