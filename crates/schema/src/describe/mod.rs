//! What others read about the API, printed from its tables: schema for client generators, OpenAPI, the TypeScript client of our pages, the
//! tables of the reference pages, the page of conformance.
//!
//! Belongs here: printers over the tables, one file per reader. Does not belong here: anything that is not in the tables, except what a reader
//! asks beyond them (how client libraries spell a plugin's service).
//!
//! Invariant: the same tables print the same bytes.

pub mod client_xml;
pub mod conformance;
pub mod openapi;
pub mod tables;
pub mod typescript;

use crate::registry::CLASSES;
use crate::service::SERVICES;
use crate::{Access, Action, Argument, Class, EnumKind, EnumMeta, Returns, Service, Type};
use serde_json::Value as Json;
use std::collections::{BTreeMap, BTreeSet};

/// What clients know `KalturaNullableBoolean` as. In the tables it is a type of its own, because answers carry a boolean.
static NULLABLE_BOOLEAN: EnumMeta = EnumMeta {
    name: "KalturaNullableBoolean",
    docs: "A boolean that may be unset: -1 in a request is null. Answers in JSON carry a boolean.",
    kind: EnumKind::Int,
    values: &[("NULL_VALUE", "-1"), ("FALSE_VALUE", "0"), ("TRUE_VALUE", "1")],
};

/// Every enumeration that a property or argument has, by name.
fn enums() -> Vec<&'static EnumMeta> {
    let properties = CLASSES.iter().flat_map(|class| class.properties).map(|property| (property.ty)());
    let arguments = actions().flat_map(|(_, action)| action.arguments).map(|argument| argument.ty);
    let found: BTreeMap<&str, &EnumMeta> =
        properties.chain(arguments).filter_map(enum_of).map(|meta| (meta.name, meta)).collect();
    found.into_values().collect()
}

fn enum_of(ty: Type) -> Option<&'static EnumMeta> {
    match ty {
        Type::Enum(meta) => Some(meta),
        Type::NullableBoolean => Some(&NULLABLE_BOOLEAN),
        Type::Array(inner) | Type::Map(inner) => enum_of(*inner),
        _ => None,
    }
}

fn class_of(ty: Type) -> Option<&'static Class> {
    match ty {
        Type::Object(class) => Some(class),
        Type::Array(inner) | Type::Map(inner) => class_of(*inner),
        _ => None,
    }
}

fn returned(returns: Returns) -> Option<&'static Class> {
    match returns {
        Returns::Object(class) | Returns::Array(class) => Some(class),
        _ => None,
    }
}

/// Every action with its service.
fn actions() -> impl Iterator<Item = (&'static Service, &'static Action)> {
    SERVICES.iter().flat_map(|service| service.actions.iter().map(|action| (*service, *action)))
}

/// How client libraries name a service: `client.metadata.metadataProfile` is a plugin and a name.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Spelling {
    pub plugin: Option<&'static str>,
    pub name: &'static str,
}

/// Names of plugin services that are more than one word: our tables have them in lower case, as SERVICE_FORBIDDEN spells them.
const WORDS: &[(&str, &str)] = &[("metadataprofile", "metadataProfile")];

pub fn spelling(service: &Service) -> Spelling {
    match service.name.split_once('_') {
        None => Spelling { plugin: None, name: service.name },
        Some((plugin, lower)) => {
            let name = WORDS.iter().find(|(found, _)| *found == lower).map_or(lower, |(_, name)| name);
            Spelling { plugin: Some(plugin), name }
        }
    }
}

/// Class and enumeration names that only one plugin's services lead to; client libraries keep them in that plugin.
fn owned_by_plugins() -> BTreeMap<&'static str, &'static str> {
    let mut users: BTreeMap<&str, BTreeSet<Option<&str>>> = BTreeMap::new();
    for (service, action) in actions() {
        let plugin = spelling(service).plugin;
        let mut names = BTreeSet::new();
        returned(action.returns).into_iter().for_each(|class| follow(class, &mut names));
        action.arguments.iter().for_each(|argument| follow_type(argument.ty, &mut names));
        for name in names {
            users.entry(name).or_default().insert(plugin);
        }
    }
    let single = users.into_iter().filter(|(_, plugins)| plugins.len() == 1);
    single.filter_map(|(name, plugins)| Some((name, plugins.into_iter().next()??))).collect()
}

fn follow(class: &'static Class, names: &mut BTreeSet<&'static str>) {
    if names.insert(class.name) {
        class.parent.into_iter().for_each(|parent| follow(parent, names));
        class.properties.iter().for_each(|property| follow_type((property.ty)(), names));
    }
}

fn follow_type(ty: Type, names: &mut BTreeSet<&'static str>) {
    names.extend(enum_of(ty).map(|meta| meta.name));
    class_of(ty).into_iter().for_each(|class| follow(class, names));
}

/// The default of an argument as JSON; `None` if it is mandatory. Defaults are kept as they are written in the source.
fn default_of(argument: &Argument) -> Option<Json> {
    let source = argument.default?;
    if let Some(literal) = source.strip_prefix('"').and_then(|rest| rest.split('"').next()) {
        return Some(Json::from(literal));
    }
    let text: String = source.split_whitespace().collect();
    let number = || text.replace('_', "").parse::<i64>().ok().map(Json::from);
    let variant = || {
        let Type::Enum(meta) = argument.ty else { return None };
        let label: String = text.split("::").last()?.chars().fold(String::new(), |mut label, letter| {
            if letter.is_ascii_uppercase() && !label.is_empty() {
                label.push('_');
            }
            label.push(letter.to_ascii_uppercase());
            label
        });
        meta.values.iter().find(|(found, _)| *found == label).map(|(_, value)| wire(meta, value))
    };
    Some(match text.as_str() {
        "null" | "None" => Json::Null,
        "[]" => Json::Array(Vec::new()),
        "true" => Json::Bool(true),
        "false" => Json::Bool(false),
        "String::new()" => Json::from(""),
        _ => match number().or_else(variant) {
            Some(value) => value,
            None => text.parse::<f64>().map_or(Json::Null, Json::from),
        },
    })
}

/// A value of an enumeration as answers in JSON write it.
fn wire(meta: &EnumMeta, value: &str) -> Json {
    match (meta.kind, value.parse::<i64>()) {
        (EnumKind::Int | EnumKind::Extensible, Ok(number)) => Json::from(number),
        _ => Json::from(value),
    }
}

/// The columns of the permission matrix, by the letters the contract gives them (contract: session, roles).
const COLUMNS: [(Access, &str, &str); 6] = [
    (Access::NOBODY, "N", "no session"),
    (Access::WIDGET, "W", "widget sessions"),
    (Access::PLAYBACK, "P", "PLAYBACK_BASE_ROLE"),
    (Access::USER, "U", "USER sessions"),
    (Access::PRODUCER, "R", "WEBCAST_PRODUCER_DEVICE_ROLE"),
    (Access::QNA, "Q", "KMS_WEBCAST_WIDGET_SESSION_ROLE"),
];

fn columns(access: Access) -> impl Iterator<Item = (&'static str, &'static str)> {
    COLUMNS.into_iter().filter(move |(column, ..)| access.allows(*column)).map(|(_, letter, words)| (letter, words))
}

/// A class or enumeration without the prefix they all have.
fn short(name: &str) -> &str {
    name.strip_prefix("Kaltura").unwrap_or(name)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn whatever_an_action_takes_or_returns_is_registered() {
        let mut names = BTreeSet::new();
        for (_, action) in actions() {
            returned(action.returns).into_iter().for_each(|class| follow(class, &mut names));
            action.arguments.iter().for_each(|argument| follow_type(argument.ty, &mut names));
        }
        let known: BTreeSet<&str> =
            CLASSES.iter().map(|class| class.name).chain(enums().iter().map(|meta| meta.name)).collect();
        assert_eq!(names.difference(&known).collect::<Vec<_>>(), Vec::<&&str>::new());
    }

    #[test]
    fn every_default_is_understood() {
        for (service, action) in actions() {
            for argument in action.arguments {
                let Some(default) = argument.default else { continue };
                let read = default_of(argument).expect("it has one");
                assert_eq!(read.is_null(), default == "null", "{}.{} {}", service.name, action.name, argument.name);
            }
        }
    }

    #[test]
    fn plugins_have_their_own_classes_and_share_the_rest() {
        let owned = owned_by_plugins();
        assert_eq!(owned.get("KalturaMetadataProfile"), Some(&"metadata"));
        assert_eq!(owned.get("KalturaFilterPager"), None);
        assert_eq!(owned.get("KalturaLiveStreamEntry"), None);
    }
}
