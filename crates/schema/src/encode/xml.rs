//! Format 2: XML (contract: wire, XML). All properties are written, nulls as empty elements; booleans are `1` and `0`.

use super::{Place, RELATED, View};
use crate::cast::is_xml_char;
use crate::value::float_text;
use crate::{Api, Ref, Value};
use base::Error;
use std::fmt::Write as _;

/// Opens the envelope.
pub fn begin(out: &mut String) {
    out.push_str("<?xml version=\"1.0\" encoding=\"utf-8\"?><xml><result>");
}

/// Closes the envelope.
pub fn end(out: &mut String, execution_seconds: f64) {
    let _ = write!(out, "</result><executionTime>{execution_seconds:.4}</executionTime></xml>");
}

/// Writes what stands inside `<result>` or, in a multirequest, inside one `<item>` of it.
pub fn write(out: &mut String, answer: Ref<'_>, view: &View<'_>) {
    any(out, answer, view, view.top());
}

pub fn write_error(out: &mut String, error: &Error) {
    out.push_str("<error><code>");
    escape(out, crate::error::code(error));
    out.push_str("</code><message>");
    escape(out, &crate::error::message(error));
    out.push_str("</message><objectType>KalturaAPIException</objectType><args>");
    for (name, value) in crate::error::args(error) {
        out.push_str("<item><objectType>KalturaApiExceptionArg</objectType><name>");
        escape(out, name);
        out.push_str("</name><value>");
        escape(out, &value);
        out.push_str("</value></item>");
    }
    out.push_str("</args></error>");
}

/// One object in its envelope, everything shown. For tests.
pub fn text(object: &dyn Api) -> String {
    let mut out = String::new();
    write(&mut out, Ref::Object(object), &View { ignore_null: true, ..View::ADMIN });
    out
}

fn any(out: &mut String, found: Ref<'_>, view: &View<'_>, place: Place<'_>) {
    match found {
        Ref::Absent | Ref::Null => {}
        Ref::Bool(value) => out.push(if value { '1' } else { '0' }),
        Ref::Int(number) => {
            let _ = write!(out, "{number}");
        }
        Ref::Float(number) => out.push_str(&float_text(number)),
        Ref::Text(text) => escape(out, text),
        Ref::Tree(value) => tree(out, value),
        Ref::Object(one) => object(out, one, view, place),
        Ref::List(items) => {
            for index in 0..items.len() {
                out.push_str("<item>");
                any(out, items.at(index), view, place.element(index));
                out.push_str("</item>");
            }
        }
        Ref::Map(entries) => {
            for index in 0..entries.len() {
                let (key, value) = entries.at(index);
                out.push_str("<item><itemKey>");
                escape(out, key);
                out.push_str("</itemKey>");
                any(out, value, view, Place::Inner);
                out.push_str("</item>");
            }
        }
    }
}

fn object(out: &mut String, object: &dyn Api, view: &View<'_>, place: Place<'_>) {
    let (class, place) = (object.class(), place.of(object));
    out.push_str("<objectType>");
    out.push_str(class.name);
    out.push_str("</objectType>");
    class.each(&mut |index, property| {
        let found = object.get(index);
        let shown = view.shows(property, place);
        if view.ignore_null && (!shown || found.is_nothing()) {
            return;
        }
        out.push_str(property.xml_open);
        if shown {
            any(out, found, view, place.inside());
        }
        out.push_str(property.xml_close);
    });
    if place.related().is_empty() {
        return;
    }
    let _ = write!(out, "<{RELATED}>");
    for related in place.related() {
        out.push_str("<item><itemKey>");
        escape(out, &related.name);
        out.push_str("</itemKey>");
        any(out, Ref::Object(&*related.list), view, Place::Top(&related.shape));
        out.push_str("</item>");
    }
    let _ = write!(out, "</{RELATED}>");
}

/// A stored tree. Keys that are no XML names cannot be elements and are left out.
fn tree(out: &mut String, value: &Value) {
    match value {
        Value::List(items) => {
            for item in items {
                out.push_str("<item>");
                tree(out, item);
                out.push_str("</item>");
            }
        }
        Value::Map(map) => {
            for (key, value) in map.iter() {
                let is_name = key.starts_with(|first: char| first.is_ascii_alphabetic() || first == '_')
                    && key.bytes().all(|byte| byte.is_ascii_alphanumeric() || matches!(byte, b'_' | b'-' | b'.'));
                if is_name {
                    let _ = write!(out, "<{key}>");
                    tree(out, value);
                    let _ = write!(out, "</{key}>");
                }
            }
        }
        Value::Bool(value) => out.push(if *value { '1' } else { '0' }),
        scalar => escape(out, &scalar.text().unwrap_or_default()),
    }
}

/// Escapes text; what XML 1.0 cannot carry is left out.
pub fn escape(out: &mut String, text: &str) {
    let mut plain = 0;
    for (index, letter) in text.char_indices() {
        let escape = match letter {
            '&' => "&amp;",
            '<' => "&lt;",
            '>' => "&gt;",
            '"' => "&quot;",
            '\'' => "&#039;",
            // A literal CR would be read back as LF.
            '\r' => "&#13;",
            letter if is_xml_char(letter) => continue,
            _ => "",
        };
        out.push_str(&text[plain..index]);
        out.push_str(escape);
        plain = index + letter.len_utf8();
    }
    out.push_str(&text[plain..]);
}
