//! Format 3: what PHP's `unserialize` reads (contract: wire, PHP). Objects are objects of their class with all declared properties, nulls
//! included; errors, lists and maps are arrays. Lengths are in bytes.

use super::{Place, RELATED, View};
use crate::value::float_text;
use crate::{Api, Ref, Value};
use base::Error;
use std::fmt::Write as _;

/// Opens the array of `count` answers of a multirequest.
pub fn begin_many(out: &mut String, count: usize) {
    let _ = write!(out, "a:{count}:{{");
}

/// Stands before answer `index` of a multirequest.
pub fn begin_one(out: &mut String, index: usize) {
    let _ = write!(out, "i:{index};");
}

/// Closes the array of a multirequest.
pub fn end_many(out: &mut String) {
    out.push('}');
}

/// Writes an answer.
pub fn write(out: &mut String, answer: Ref<'_>, view: &View<'_>) {
    any(out, answer, view, view.top());
}

/// Writes an error: an array, which the PHP client tells from an answer by its `code` and `message`.
pub fn write_error(out: &mut String, error: &Error) {
    out.push_str("a:4:{s:4:\"code\";");
    string(out, crate::error::code(error));
    out.push_str("s:7:\"message\";");
    string(out, &crate::error::message(error));
    out.push_str("s:10:\"objectType\";s:19:\"KalturaAPIException\";s:4:\"args\";");
    let args = crate::error::args(error);
    let _ = write!(out, "a:{}:{{", args.len());
    for (name, value) in &args {
        key(out, name);
        string(out, value);
    }
    out.push_str("}}");
}

/// One object, everything shown. For tests.
pub fn text(object: &dyn Api) -> String {
    let mut out = String::new();
    write(&mut out, Ref::Object(object), &View::ADMIN);
    out
}

fn any(out: &mut String, found: Ref<'_>, view: &View<'_>, place: Place<'_>) {
    match found {
        Ref::Absent | Ref::Null => out.push_str("N;"),
        Ref::Bool(value) => out.push_str(if value { "b:1;" } else { "b:0;" }),
        Ref::Int(number) => {
            let _ = write!(out, "i:{number};");
        }
        Ref::Float(number) => {
            let _ = write!(out, "d:{};", float_text(number));
        }
        Ref::Text(text) => string(out, text),
        Ref::Tree(value) => tree(out, value),
        Ref::Object(one) => object(out, one, view, place),
        Ref::List(items) => {
            let _ = write!(out, "a:{}:{{", items.len());
            for index in 0..items.len() {
                let _ = write!(out, "i:{index};");
                any(out, items.at(index), view, place.element(index));
            }
            out.push('}');
        }
        Ref::Map(entries) => {
            let _ = write!(out, "a:{}:{{", entries.len());
            for index in 0..entries.len() {
                let (name, value) = entries.at(index);
                key(out, name);
                any(out, value, view, Place::Inner);
            }
            out.push('}');
        }
    }
}

fn object(out: &mut String, object: &dyn Api, view: &View<'_>, place: Place<'_>) {
    let (class, place) = (object.class(), place.of(object));
    let related = place.related();
    let count = class.offset + class.properties.len() + usize::from(!related.is_empty());
    let _ = write!(out, "O:{}:\"{}\":{count}:{{", class.name.len(), class.name);
    class.each(&mut |index, property| {
        out.push_str(property.php);
        let found = if view.shows(property, place) { object.get(index) } else { Ref::Null };
        any(out, found, view, place.inside());
    });
    if !related.is_empty() {
        string(out, RELATED);
        let _ = write!(out, "a:{}:{{", related.len());
        for related in related {
            key(out, &related.name);
            any(out, Ref::Object(&*related.list), view, Place::Top(&related.shape));
        }
        out.push('}');
    }
    out.push('}');
}

/// A stored tree: arrays all the way down.
fn tree(out: &mut String, value: &Value) {
    match value {
        Value::Null | Value::File(_) => out.push_str("N;"),
        Value::Bool(value) => out.push_str(if *value { "b:1;" } else { "b:0;" }),
        Value::Int(number) => {
            let _ = write!(out, "i:{number};");
        }
        Value::Float(number) => {
            let _ = write!(out, "d:{};", float_text(*number));
        }
        Value::Text(text) => string(out, text),
        Value::List(items) => {
            let _ = write!(out, "a:{}:{{", items.len());
            for (index, item) in items.iter().enumerate() {
                let _ = write!(out, "i:{index};");
                tree(out, item);
            }
            out.push('}');
        }
        Value::Map(map) => {
            let _ = write!(out, "a:{}:{{", map.len());
            for (name, value) in map.iter() {
                key(out, name);
                tree(out, value);
            }
            out.push('}');
        }
    }
}

/// The key of an array. PHP keeps a decimal number as an integer, so that `$a[7]` and `$a["7"]` are one element.
fn key(out: &mut String, name: &str) {
    match name.parse::<i64>() {
        Ok(number) if number.to_string() == name => {
            let _ = write!(out, "i:{number};");
        }
        _ => string(out, name),
    }
}

fn string(out: &mut String, text: &str) {
    let _ = write!(out, "s:{}:\"{text}\";", text.len());
}
