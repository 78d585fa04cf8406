//! Format 1: JSON (contract: wire, JSON). Nulls are left out, every object says its `objectType`, booleans are bare.

use super::{Place, RELATED, View};
use crate::value::float_text;
use crate::{Api, Map, Ref, Value};
use base::Error;
use std::fmt::Write as _;

/// Writes an answer.
pub fn write(out: &mut String, answer: Ref<'_>, view: &View<'_>) {
    any(out, answer, view, view.top());
}

/// Writes an error as an answer, with HTTP 200 like everything else.
pub fn write_error(out: &mut String, error: &Error) {
    let code = crate::error::code(error);
    out.push_str("{\"code\":");
    string(out, code);
    out.push_str(",\"message\":");
    string(out, &crate::error::message(error));
    out.push_str(",\"objectType\":\"KalturaAPIException\",\"args\":");
    let args = crate::error::args(error);
    if args.is_empty() {
        out.push_str("[]}");
        return;
    }
    for (index, (name, value)) in args.iter().enumerate() {
        out.push(if index == 0 { '{' } else { ',' });
        string(out, name);
        out.push(':');
        string(out, value);
    }
    out.push_str("}}");
}

/// One object, everything shown. For tests, logs and examples.
pub fn text(object: &dyn Api) -> String {
    let mut out = String::new();
    write(&mut out, Ref::Object(object), &View::ADMIN);
    out
}

/// A neutral tree, null included.
pub fn tree(out: &mut String, value: &Value) {
    match value {
        Value::Null | Value::File(_) => out.push_str("null"),
        Value::Bool(value) => out.push_str(if *value { "true" } else { "false" }),
        Value::Int(number) => int(out, *number),
        Value::Float(number) => out.push_str(&float_text(*number)),
        Value::Text(text) => string(out, text),
        Value::List(items) => {
            out.push('[');
            for (index, item) in items.iter().enumerate() {
                comma(out, index);
                tree(out, item);
            }
            out.push(']');
        }
        Value::Map(map) => map_tree(out, map),
    }
}

fn map_tree(out: &mut String, map: &Map) {
    out.push('{');
    for (index, (key, value)) in map.iter().enumerate() {
        comma(out, index);
        string(out, key);
        out.push(':');
        tree(out, value);
    }
    out.push('}');
}

fn any(out: &mut String, found: Ref<'_>, view: &View<'_>, place: Place<'_>) {
    match found {
        Ref::Absent | Ref::Null => out.push_str("null"),
        Ref::Bool(value) => out.push_str(if value { "true" } else { "false" }),
        Ref::Int(number) => int(out, number),
        Ref::Float(number) => out.push_str(&float_text(number)),
        Ref::Text(text) => string(out, text),
        Ref::Tree(value) => tree(out, value),
        Ref::Object(one) => object(out, one, view, place),
        Ref::List(items) => {
            out.push('[');
            for index in 0..items.len() {
                comma(out, index);
                any(out, items.at(index), view, place.element(index));
            }
            out.push(']');
        }
        Ref::Map(entries) => {
            out.push('{');
            for index in 0..entries.len() {
                comma(out, index);
                let (key, value) = entries.at(index);
                string(out, key);
                out.push(':');
                any(out, value, view, Place::Inner);
            }
            out.push('}');
        }
    }
}

fn object(out: &mut String, object: &dyn Api, view: &View<'_>, place: Place<'_>) {
    let (class, place) = (object.class(), place.of(object));
    out.push_str("{\"objectType\":\"");
    out.push_str(class.name);
    out.push('"');
    class.each(&mut |index, property| {
        let found = object.get(index);
        if !found.is_nothing() && view.shows(property, place) {
            out.push(',');
            out.push_str(property.json);
            any(out, found, view, place.inside());
        }
    });
    for (index, related) in place.related().iter().enumerate() {
        if index == 0 {
            let _ = write!(out, ",\"{RELATED}\":{{");
        }
        comma(out, index);
        string(out, &related.name);
        out.push(':');
        any(out, Ref::Object(&*related.list), view, Place::Top(&related.shape));
    }
    out.push_str(if place.related().is_empty() { "}" } else { "}}" });
}

fn comma(out: &mut String, index: usize) {
    if index > 0 {
        out.push(',');
    }
}

fn int(out: &mut String, number: i64) {
    let _ = write!(out, "{number}");
}

/// Bytes after which a text is not plain: what JSON escapes, and the first byte of U+2028 and U+2029.
const SPECIAL: [bool; 256] = {
    let mut special = [false; 256];
    let mut control = 0;
    while control < 0x20 {
        special[control] = true;
        control += 1;
    }
    special[b'"' as usize] = true;
    special[b'\\' as usize] = true;
    special[0xe2] = true;
    special
};

/// A JSON string. U+2028 and U+2029 are escaped too, so that the text is also a script (JSONP).
pub fn string(out: &mut String, text: &str) {
    let bytes = text.as_bytes();
    let next = |from: usize| bytes[from..].iter().position(|byte| SPECIAL[usize::from(*byte)]).map(|at| from + at);
    out.push('"');
    let (mut plain, mut from) = (0, 0);
    while let Some(at) = next(from) {
        let length = if bytes[at] < 0x80 { 1 } else { 3 };
        from = at + length;
        let escape = match bytes[at] {
            b'"' => "\\\"",
            b'\\' => "\\\\",
            b'\n' => "\\n",
            b'\r' => "\\r",
            b'\t' => "\\t",
            0xe2 => match &text[at..from] {
                "\u{2028}" => "\\u2028",
                "\u{2029}" => "\\u2029",
                _ => continue,
            },
            _ => "",
        };
        out.push_str(&text[plain..at]);
        if escape.is_empty() {
            let _ = write!(out, "\\u{:04x}", bytes[at]);
        } else {
            out.push_str(escape);
        }
        plain = from;
    }
    out.push_str(&text[plain..]);
    out.push('"');
}
