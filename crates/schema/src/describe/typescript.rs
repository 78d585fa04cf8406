//! The TypeScript client of our pages: enumerations, objects as interfaces, one function for each action.
//!
//! Interfaces are gone after compilation and functions that a page does not call are dropped by its bundler, so a page pays for what it uses.

use super::{actions, default_of, enums, short, spelling, wire};
use crate::registry::CLASSES;
use crate::{Action, Argument, Class, EnumMeta, Flags, Returns, Service, Type};
use std::fmt::Write as _;

const HEAD: &str = "// Printed from the tables of `crates/schema` by `cargo xtask generate`. Do not edit.\n";

/// One file: its name and its text.
pub type File = (&'static str, String);

pub fn print() -> Vec<File> {
    vec![("enums.ts", print_enums()), ("objects.ts", print_objects()), ("actions.ts", print_actions())]
}

fn print_enums() -> String {
    let mut out = HEAD.to_owned();
    for meta in enums() {
        let name = short(meta.name);
        let _ = write!(out, "\n{}export const {name} = {{ ", comment("", meta.docs));
        for (label, value) in meta.values {
            let _ = write!(out, "{label}: {}, ", wire(meta, value));
        }
        let _ = writeln!(out, "}} as const;");
        let _ = writeln!(out, "export type {name} = {};", values(meta));
    }
    out
}

/// Answers carry booleans where requests may carry -1, 0 and 1.
fn values(meta: &EnumMeta) -> String {
    let name = short(meta.name);
    let own = format!("(typeof {name})[keyof typeof {name}]");
    if std::ptr::eq(meta, &super::NULLABLE_BOOLEAN) { format!("boolean | {own}") } else { own }
}

fn print_objects() -> String {
    let mut out = HEAD.to_owned();
    out.push_str("import type * as e from \"./enums\";\n\n");
    out.push_str("/** What every object has. */\nexport interface ApiObject {\n  /** Name of the class. */\n  readonly objectType?: string;\n}\n");
    for class in CLASSES {
        let parent = class.parent.map_or("ApiObject", |parent| short(parent.name));
        let _ = write!(out, "\n{}export interface {} extends {parent} {{", comment("", class.docs), short(class.name));
        for property in class.properties {
            let readonly = if property.flags.has(Flags::READONLY) { "readonly " } else { "" };
            let _ = write!(
                out,
                "\n{}  {readonly}{}?: {};",
                comment("  ", property.docs),
                property.name,
                nullable(&typed((property.ty)(), "e.", ""))
            );
        }
        out.push_str(if class.properties.is_empty() { "}\n" } else { "\n}\n" });
    }
    out
}

fn print_actions() -> String {
    let mut out = HEAD.to_owned();
    out.push_str("import { request, type ApiRequest } from \"../request\";\nimport type * as e from \"./enums\";\nimport type * as o from \"./objects\";\n");
    for (service, action) in actions() {
        print_action(&mut out, service, action);
    }
    out
}

fn print_action(out: &mut String, service: &Service, action: &Action) {
    let spelling = spelling(service);
    let mut letters = action.name.to_owned();
    letters[..1].make_ascii_uppercase();
    let docs = format!("{}.{}: {}", service.name, action.name, action.docs);
    let _ = write!(out, "\n{}export function {}{letters}(", comment("", &docs), spelling.name);
    let arguments = action.arguments;
    if !arguments.is_empty() {
        let all_optional = arguments.iter().all(|argument| argument.default.is_some());
        out.push_str("args: { ");
        let fields: Vec<String> = arguments.iter().map(print_argument).collect();
        let _ = write!(out, "{} }}{}", fields.join("; "), if all_optional { " = {}" } else { "" });
    }
    let given = if arguments.is_empty() { "{}" } else { "args" };
    let _ = writeln!(
        out,
        "): ApiRequest<{}> {{\n  return request(\"{}\", \"{}\", {given});\n}}",
        answer(action.returns),
        service.name,
        action.name
    );
}

fn print_argument(argument: &Argument) -> String {
    let ty = typed(argument.ty, "e.", "o.");
    match default_of(argument) {
        None => format!("{}: {ty}", argument.name),
        Some(default) if default.is_null() => format!("{}?: {}", argument.name, nullable(&ty)),
        Some(_) => format!("{}?: {ty} | undefined", argument.name),
    }
}

fn answer(returns: Returns) -> String {
    match returns {
        Returns::Nothing => "null".to_owned(),
        Returns::Bool => "boolean".to_owned(),
        Returns::Int => "number".to_owned(),
        Returns::Text => "string".to_owned(),
        Returns::File => "Blob".to_owned(),
        Returns::Object(class) => object(class, "o."),
        Returns::Array(class) => format!("{}[]", object(class, "o.")),
    }
}

fn nullable(ty: &str) -> String {
    if ty == "unknown" { ty.to_owned() } else { format!("{ty} | null | undefined") }
}

fn object(class: &Class, prefix: &str) -> String {
    format!("{prefix}{}", short(class.name))
}

fn typed(ty: Type, enums: &str, objects: &str) -> String {
    match ty {
        Type::Bool => "boolean".to_owned(),
        Type::Int | Type::Float | Type::Time => "number".to_owned(),
        Type::Text => "string".to_owned(),
        Type::Enum(meta) => format!("{enums}{}", short(meta.name)),
        Type::NullableBoolean => format!("{enums}{}", short(super::NULLABLE_BOOLEAN.name)),
        Type::Object(class) => object(class, objects),
        Type::Array(inner) => format!("{}[]", typed(*inner, enums, objects)),
        Type::Map(inner) => format!("Record<string, {}>", typed(*inner, enums, objects)),
        Type::Tree => "unknown".to_owned(),
        Type::File => "Blob".to_owned(),
    }
}

fn comment(indent: &str, docs: &str) -> String {
    let docs = docs.replace("*/", "* /");
    let lines: Vec<&str> = docs.lines().collect();
    match lines.as_slice() {
        [] => String::new(),
        [line] => format!("{indent}/** {line} */\n"),
        lines => {
            let body: String = lines.iter().map(|line| format!("{indent} * {line}\n")).collect();
            format!("{indent}/**\n{body}{indent} */\n")
        }
    }
}
