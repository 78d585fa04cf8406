//! The description that client generators read: enumerations, classes, services, errors and configuration in one XML document (contract: wire,
//! descriptions of the API).

use super::{class_of, enum_of, enums, owned_by_plugins, spelling};
use crate::encode::xml::escape;
use crate::error::CATALOGUE;
use crate::registry::CLASSES;
use crate::service::SERVICES;
use crate::{Access, Action, Argument, Class, EnumKind, Flags, Property, Returns, Service, Type};
use std::collections::{BTreeMap, BTreeSet};

/// Where types are not declared, the root of a client library's classes stands.
const ANY_OBJECT: &str = "KalturaObjectBase";

/// The document. `version` becomes the `apiVersion` that generated clients send along.
///
/// It has no date of its own, so that the same tables make the same document; generators read the attribute, so it says 0.
pub fn print(version: &str) -> String {
    let owned = owned_by_plugins();
    let mut out = Printer { text: r#"<?xml version="1.0" encoding="utf-8"?>"#.to_owned(), depth: 0 };
    out.text.push('\n');
    out.inside("xml", &[("apiVersion", version), ("generatedDate", "0")], |out| {
        out.inside("enums", &[], |out| {
            for meta in enums() {
                let kind = if meta.kind == EnumKind::Int { "int" } else { "string" };
                let mut attributes = vec![("name", meta.name), ("enumType", kind)];
                attributes.extend(owned.get(meta.name).map(|plugin| ("plugin", *plugin)));
                out.inside("enum", &attributes, |out| {
                    for (label, value) in meta.values {
                        out.alone("const", &[("name", label), ("value", value)]);
                    }
                });
            }
        });
        out.inside("classes", &[], |out| CLASSES.iter().for_each(|class| print_class(out, class, &owned)));
        out.inside("services", &[], |out| SERVICES.iter().for_each(|service| print_service(out, service)));
        let plugins: BTreeSet<&str> = SERVICES.iter().filter_map(|service| spelling(service).plugin).collect();
        out.inside("plugins", &[], |out| plugins.iter().for_each(|plugin| out.alone("plugin", &[("name", plugin)])));
        out.inside("errors", &[], |out| {
            for row in CATALOGUE {
                let attributes = [("name", row.code), ("code", row.code), ("message", row.message)];
                out.inside("error", &attributes, |out| {
                    row.args.iter().for_each(|name| out.alone("parameter", &[("name", name)]));
                });
            }
        });
        out.inside("configurations", &[], print_configurations);
    });
    out.text
}

fn print_class(out: &mut Printer, class: &Class, owned: &BTreeMap<&'static str, &'static str>) {
    let mut attributes = vec![("name", class.name)];
    attributes.extend(class.parent.map(|parent| ("base", parent.name)));
    if class.is_abstract {
        attributes.push(("abstract", "1"));
    }
    attributes.extend(owned.get(class.name).map(|plugin| ("plugin", *plugin)));
    attributes.push(("description", class.docs));
    out.inside("class", &attributes, |out| class.properties.iter().for_each(|property| print_property(out, property)));
}

fn print_property(out: &mut Printer, property: &Property) {
    let flag = |flag| if property.flags.has(flag) { "1" } else { "0" };
    let mut attributes = vec![("name", property.name)];
    attributes.extend(type_attributes((property.ty)()));
    attributes.push(("readOnly", flag(Flags::READONLY)));
    attributes.push(("insertOnly", flag(Flags::INSERT_ONLY)));
    attributes.push(("writeOnly", flag(Flags::WRITE_ONLY)));
    let guarded = [
        (Flags::ADMIN_ONLY.and(Flags::ADMIN_QUIET), "insert,update"),
        (Flags::ADMIN_READ, "read"),
        (Flags::PUSH_PUBLISH, "all"),
    ];
    attributes.extend(
        guarded
            .into_iter()
            .find(|(flags, _)| property.flags.has(*flags))
            .map(|(_, what)| ("requiresPermissions", what)),
    );
    attributes.push(("description", property.docs));
    out.alone("property", &attributes);
}

fn print_service(out: &mut Printer, service: &Service) {
    let spelling = spelling(service);
    let id = service.name.to_ascii_lowercase();
    let mut attributes = vec![("name", spelling.name), ("id", id.as_str())];
    attributes.extend(spelling.plugin.map(|plugin| ("plugin", plugin)));
    attributes.push(("description", service.docs));
    out.inside("service", &attributes, |out| service.actions.iter().for_each(|action| print_action(out, action)));
}

fn print_action(out: &mut Printer, action: &Action) {
    let is_file = matches!(action.returns, Returns::File);
    let session = if action.access.allows(Access::NOBODY) { "none" } else { "always" };
    let attributes = [
        ("name", action.name),
        ("enableInMultiRequest", if is_file { "0" } else { "1" }),
        ("sessionRequired", session),
        ("description", action.docs),
    ];
    out.inside("action", &attributes, |out| {
        action.arguments.iter().for_each(|argument| print_argument(out, argument));
        let result: Vec<(&str, &str)> = match action.returns {
            Returns::Nothing => Vec::new(),
            Returns::Bool => vec![("type", "bool")],
            Returns::Int => vec![("type", "int")],
            Returns::Text => vec![("type", "string")],
            Returns::File => vec![("type", "file")],
            Returns::Object(class) => vec![("type", class.name)],
            Returns::Array(class) => vec![("type", "array"), ("arrayType", class.name)],
        };
        out.alone("result", &result);
    });
}

fn print_argument(out: &mut Printer, argument: &Argument) {
    let default = super::default_of(argument).map(|default| match default {
        serde_json::Value::String(text) => text,
        serde_json::Value::Array(_) => "null".to_owned(),
        other => other.to_string(),
    });
    let mut attributes = vec![("name", argument.name)];
    attributes.extend(type_attributes(argument.ty));
    attributes.push(("optional", if default.is_some() { "1" } else { "0" }));
    attributes.extend(default.as_deref().map(|default| ("default", default)));
    attributes.push(("description", argument.docs));
    out.alone("param", &attributes);
}

fn print_configurations(out: &mut Printer) {
    let value = |out: &mut Printer, name: &str, more: &[(&str, &str)], description: &str| {
        let mut attributes = more.to_vec();
        attributes.push(("description", description));
        out.alone(name, &attributes);
    };
    out.inside("client", &[("type", "KalturaClientConfiguration")], |out| {
        value(out, "clientTag", &[("type", "string")], "Names the calling program in the server's log.");
        value(out, "apiVersion", &[("type", "string")], "Of no effect.");
    });
    out.inside("request", &[("type", "KalturaRequestConfiguration")], |out| {
        value(out, "partnerId", &[("type", "int")], "The account to act on; the session's own by default.");
        value(out, "ks", &[("type", "string"), ("alias", "sessionId")], "The session.");
        let profile = [("type", "KalturaBaseResponseProfile"), ("volatile", "1")];
        value(out, "responseProfile", &profile, "Which properties are wanted, for the next call only.");
    });
}

fn type_attributes(ty: Type) -> Vec<(&'static str, &'static str)> {
    match ty {
        Type::Bool => vec![("type", "bool")],
        Type::Int => vec![("type", "int")],
        Type::Float => vec![("type", "float")],
        Type::Text => vec![("type", "string")],
        Type::Time => vec![("type", "int"), ("isTime", "1")],
        Type::Enum(_) | Type::NullableBoolean => {
            let meta = enum_of(ty).expect("both have one");
            vec![("type", if meta.kind == EnumKind::Int { "int" } else { "string" }), ("enumType", meta.name)]
        }
        Type::Object(class) => vec![("type", class.name)],
        Type::Array(inner) => vec![("type", "array"), ("arrayType", element(*inner))],
        Type::Map(inner) => vec![("type", "map"), ("arrayType", element(*inner))],
        Type::Tree => vec![("type", ANY_OBJECT)],
        Type::File => vec![("type", "file")],
    }
}

/// What an array holds: generators know arrays of objects only.
fn element(ty: Type) -> &'static str {
    class_of(ty).map_or(ANY_OBJECT, |class| class.name)
}

/// Indented XML, attributes escaped, elements without content closed at once.
struct Printer {
    text: String,
    depth: usize,
}

impl Printer {
    fn alone(&mut self, name: &str, attributes: &[(&str, &str)]) {
        self.begin(name, attributes);
        self.text.push_str("/>\n");
    }

    fn inside(&mut self, name: &str, attributes: &[(&str, &str)], content: impl FnOnce(&mut Self)) {
        self.begin(name, attributes);
        self.text.push_str(">\n");
        let before = self.text.len();
        self.depth += 1;
        content(self);
        self.depth -= 1;
        if self.text.len() == before {
            self.text.truncate(before - 2);
            self.text.push_str("/>\n");
            return;
        }
        self.indent();
        self.text.push_str("</");
        self.text.push_str(name);
        self.text.push_str(">\n");
    }

    fn begin(&mut self, name: &str, attributes: &[(&str, &str)]) {
        self.indent();
        self.text.push('<');
        self.text.push_str(name);
        for (name, value) in attributes {
            self.text.push(' ');
            self.text.push_str(name);
            self.text.push_str("=\"");
            escape(&mut self.text, &value.replace('\n', " "));
            self.text.push('"');
        }
    }

    fn indent(&mut self) {
        for _ in 0..self.depth {
            self.text.push_str("  ");
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use quick_xml::Reader;
    use quick_xml::events::Event;

    /// Names and values of the attributes of every element called `element`, and how many elements there are in all.
    fn read(text: &str, element: &str) -> (Vec<BTreeMap<String, String>>, usize) {
        let mut reader = Reader::from_str(text);
        let (mut found, mut all, mut depth) = (Vec::new(), 0, 0);
        loop {
            match reader.read_event().expect("well-formed") {
                Event::Start(tag) | Event::Empty(tag) => {
                    all += 1;
                    let attributes = tag.attributes().map(|attribute| {
                        let attribute = attribute.expect("well-formed, no name twice");
                        let name = String::from_utf8(attribute.key.as_ref().to_vec()).expect("UTF-8");
                        (name, String::from_utf8(attribute.value.to_vec()).expect("UTF-8"))
                    });
                    let attributes = attributes.collect();
                    if tag.name().as_ref() == element.as_bytes() {
                        found.push(attributes);
                    }
                    depth += 1;
                }
                Event::Eof => break,
                _ => {}
            }
        }
        assert!(depth > 0);
        (found, all)
    }

    #[test]
    fn the_document_is_well_formed_and_whole() {
        let text = print("1.2.3");
        assert_eq!(text, print("1.2.3"), "the same tables print the same bytes");
        let (classes, all) = read(&text, "class");
        assert!(all > 1000, "{all}");
        assert_eq!(classes.len(), CLASSES.len());
        let known: BTreeSet<&str> = classes.iter().map(|class| class["name"].as_str()).collect();
        for class in &classes {
            assert!(class.get("base").is_none_or(|base| known.contains(base.as_str())), "{class:?}");
        }
        let (actions, _) = read(&text, "action");
        assert_eq!(actions.len(), super::super::actions().count());
        let (roots, _) = read(&text, "xml");
        assert_eq!(roots[0]["apiVersion"], "1.2.3");
    }

    #[test]
    fn a_property_says_what_may_be_done_with_it() {
        let (properties, _) = read(&print("1"), "property");
        let of = |name: &str| properties.iter().find(|property| property["name"] == name).expect("there");
        assert_eq!(
            (of("liveStatus")["readOnly"].as_str(), of("liveStatus")["enumType"].as_str()),
            ("1", "KalturaEntryServerNodeStatus")
        );
        assert_eq!((of("creatorId")["insertOnly"].as_str(), of("creatorId")["type"].as_str()), ("1", "string"));
        assert_eq!((of("startDate")["isTime"].as_str(), of("startDate")["type"].as_str()), ("1", "int"));
        assert_eq!(
            (of("bitrates")["type"].as_str(), of("bitrates")["arrayType"].as_str()),
            ("array", "KalturaLiveStreamBitrate")
        );
        assert_eq!(of("explicitLive")["enumType"], "KalturaNullableBoolean");
    }
}
