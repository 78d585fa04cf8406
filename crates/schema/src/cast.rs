//! Casting what clients send to what a property is declared to be (contract: wire, scalar casting).
//!
//! Clients disagree about literals: the Python client sends every scalar as text, others send numbers. So nothing here looks at the JSON kind
//! of a scalar; only its PHP meaning counts.

use crate::object::Filter;
use crate::{Api, ApiClass, ApiEnum, ApiType, Class, Code, EnumKind, EnumMeta, Map, Ref, Value, registry};
use base::error::{Error, Kind, Result};

/// Seconds around zero that mean "from now" in a time: ten years.
pub const RELATIVE_TIME_SECONDS_MAX: i64 = 315_360_000;

/// How to read: the caller's clock, and whether the values come from a client or from our own storage.
#[derive(Clone, Copy, Debug)]
pub struct Reader {
    /// Unix seconds.
    pub now: i64,
    /// Stored values are taken as they are: unknown enum values survive, times are absolute.
    pub stored: bool,
}

impl Reader {
    pub const fn wire(now: i64) -> Self {
        Self { now, stored: false }
    }

    pub const STORED: Self = Self { now: 0, stored: true };

    /// An optional argument; `None` if missing or null.
    pub fn argument<T: ApiType>(&self, params: &Map, name: &str) -> Result<Option<T>> {
        match params.get(name) {
            None | Some(Value::Null) => Ok(None),
            Some(value) => T::read(value, name, self),
        }
    }

    /// A mandatory argument: MISSING_MANDATORY_PARAMETER, or what its type says, if missing or null.
    pub fn mandatory<T: ApiType>(&self, params: &Map, name: &str) -> Result<T> {
        self.argument(params, name)?.ok_or_else(|| T::missing(name))
    }
}

pub fn boolean(value: &Value) -> bool {
    match value {
        Value::List(items) => !items.is_empty(),
        Value::Map(map) => !map.is_empty(),
        Value::File(_) => true,
        Value::Bool(value) => *value,
        scalar => {
            let text = scalar.text().unwrap_or_default();
            !(text.is_empty() || text == "0" || text.eq_ignore_ascii_case("false"))
        }
    }
}

pub fn int(value: &Value) -> i64 {
    match value {
        Value::Int(number) => *number,
        // `as` saturates and maps NaN to 0, which is what a careless client deserves.
        Value::Float(number) => *number as i64,
        Value::Text(text) => int_of_text(text),
        Value::Bool(value) => i64::from(*value),
        Value::Null => 0,
        Value::List(items) => i64::from(!items.is_empty()),
        Value::Map(map) => i64::from(!map.is_empty()),
        Value::File(_) => 1,
    }
}

/// The integer a text begins with, else 0. Saturates.
pub fn int_of_text(text: &str) -> i64 {
    let text = text.trim_start();
    let (negative, digits) = match text.as_bytes().first() {
        Some(b'-') => (true, &text[1..]),
        Some(b'+') => (false, &text[1..]),
        _ => (false, text),
    };
    let mut number: i64 = 0;
    for digit in digits.bytes().take_while(u8::is_ascii_digit) {
        let digit = i64::from(digit - b'0');
        number = number.saturating_mul(10);
        number = if negative { number.saturating_sub(digit) } else { number.saturating_add(digit) };
    }
    number
}

pub fn float(value: &Value) -> f64 {
    let number = match value {
        Value::Float(number) => *number,
        Value::Text(text) => float_of_text(text),
        other => int(other) as f64,
    };
    if number.is_finite() { number } else { 0.0 }
}

fn float_of_text(text: &str) -> f64 {
    let text = text.trim();
    let end = text
        .bytes()
        .take_while(|byte| byte.is_ascii_digit() || matches!(byte, b'+' | b'-' | b'.' | b'e' | b'E'))
        .count();
    (0..=end).rev().find_map(|end| text[..end].parse().ok()).unwrap_or(0.0)
}

/// Text for a `string`. INVALID_PARAMETER_CHAR for what XML 1.0 cannot carry.
pub fn text(value: &Value, at: &str) -> Result<String> {
    let text = match value {
        Value::List(_) | Value::Map(_) => multilingual(value).ok_or_else(|| wrong_format(at, "string"))?,
        Value::File(_) => return Err(wrong_format(at, "string")),
        scalar => scalar.text().unwrap_or_default().into_owned(),
    };
    if text.chars().all(is_xml_char) {
        Ok(text)
    } else {
        Err(Error::coded(Kind::Invalid, "INVALID_PARAMETER_CHAR").arg("XML_FIELD", at))
    }
}

/// `[{language, value}]` may stand for a text: the first value is taken.
fn multilingual(value: &Value) -> Option<String> {
    let elements = value.elements()?;
    let Some(first) = elements.first() else { return Some(String::new()) };
    Some(first.as_map()?.text("value")?.into_owned())
}

pub(crate) fn is_xml_char(letter: char) -> bool {
    matches!(letter, '\t' | '\n' | '\r' | ' '..='\u{d7ff}' | '\u{e000}'..='\u{fffd}' | '\u{10000}'..)
}

/// Unix seconds. Numbers within ten years of zero are offsets from now; -1 stays (fields that allow it read it as "remove"), and so does
/// the 0 of an empty text.
pub fn time(value: &Value, reader: &Reader) -> i64 {
    let is_empty = matches!(value, Value::Text(text) if text.is_empty()) || matches!(value, Value::Null);
    let number = int(value);
    let is_relative = (-RELATIVE_TIME_SECONDS_MAX..=RELATIVE_TIME_SECONDS_MAX).contains(&number) && number != -1;
    if is_relative && !is_empty && !reader.stored { reader.now.saturating_add(number) } else { number }
}

pub fn nullable_boolean(value: &Value, at: &str) -> Result<Option<bool>> {
    match value {
        Value::Bool(value) => return Ok(Some(*value)),
        Value::Null => return Ok(None),
        Value::List(_) | Value::Map(_) | Value::File(_) => return Err(wrong_format(at, "KalturaNullableBoolean")),
        _ => {}
    }
    let text = value.text().unwrap_or_default();
    let lower = text.to_ascii_lowercase();
    match lower.as_str() {
        "true" => Ok(Some(true)),
        "" | "false" => Ok(Some(false)),
        number => match int_of_text(number) {
            -1 => Ok(None),
            0 if number.starts_with('0') => Ok(Some(false)),
            1 => Ok(Some(true)),
            _ => Err(not_in_enum(&text, at, "KalturaNullableBoolean")),
        },
    }
}

pub fn enumeration<T: ApiEnum>(value: &Value, at: &str, reader: &Reader) -> Result<Option<T>> {
    if matches!(value, Value::Null) {
        return Ok(None);
    }
    let meta = T::META;
    let text = value.text().ok_or_else(|| wrong_format(at, meta.name))?;
    let code = match (meta.kind, value) {
        (EnumKind::Int, Value::Bool(false)) => "0".to_owned(),
        (EnumKind::Int, _) if text.eq_ignore_ascii_case("true") => "1".to_owned(),
        (EnumKind::Int, _) if text.eq_ignore_ascii_case("false") => "0".to_owned(),
        // `+1`, `01` and `1.0` are the number 1 to PHP; text that is no number at all is refused below.
        (EnumKind::Int, _) if text.trim().parse::<f64>().is_ok() => int_of_text(&text).to_string(),
        _ => text.clone().into_owned(),
    };
    match T::known(&code) {
        Some(known) => Ok(Some(known)),
        None if reader.stored => Ok(Some(T::other(&code))),
        // The Python client sends an empty text for an enum that was never chosen.
        None if text.is_empty() => Ok(None),
        None => Err(not_in_enum(&text, at, meta.name)),
    }
}

/// How an enum value looks in an answer.
pub fn code<'a>(meta: &EnumMeta, code: Code<'a>) -> Ref<'a> {
    match code {
        Code::Int(number) => Ref::Int(number),
        Code::Text(text) if meta.kind == EnumKind::Extensible => match text.parse() {
            Ok(number) => Ref::Int(number),
            Err(_) => Ref::Text(text),
        },
        Code::Text(text) => Ref::Text(text),
    }
}

pub fn array<T: ApiType>(value: &Value, at: &str, reader: &Reader) -> Result<Vec<T>> {
    let elements = match value {
        // An array sent as an empty text is empty.
        Value::Null => return Ok(Vec::new()),
        Value::Text(text) if text.is_empty() => return Ok(Vec::new()),
        value => value.elements().ok_or_else(|| wrong_format(at, "array"))?,
    };
    let mut items = Vec::with_capacity(elements.len());
    for element in elements {
        if let Some(item) = T::read(element, at, reader)? {
            items.push(item);
        }
    }
    Ok(items)
}

/// Builds an object of the declared class, or of the one `objectType` names if that descends from it; any other `objectType` is ignored.
/// OBJECT_TYPE_ABSTRACT if the result may not be created, PROPERTY_VALIDATION_WRONG_FORMAT if this is no map. Unknown properties are ignored.
pub fn object(declared: &'static Class, value: &Value, at: &str, reader: &Reader) -> Result<Box<dyn Api>> {
    let empty = Map::new();
    let map = match value {
        Value::Map(map) => map,
        Value::List(items) if items.is_empty() => &empty,
        _ => return Err(wrong_format(at, "array")),
    };
    let class = class(declared, map);
    if class.is_abstract {
        return Err(Error::coded(Kind::Invalid, "OBJECT_TYPE_ABSTRACT").arg("OBJ_TYPE", class.name));
    }
    let mut object = (class.new)();
    // A form sends what was not filled in as an empty text; in a filter that asks for nothing (contract: wire, filters).
    let is_filter = class.is_or_extends(Filter::CLASS);
    let says_nothing = |value: &Value| is_filter && matches!(value, Value::Text(text) if text.is_empty());
    for (key, value) in map.iter().filter(|(_, value)| !says_nothing(value)) {
        if let Some((index, _)) = class.find(key) {
            // JSON null says nothing; only `key__null` clears. Our own stored nulls are nulls.
            match value {
                Value::Null if reader.stored => object.set(index, None, reader)?,
                Value::Null => {}
                value => object.set(index, Some(value), reader)?,
            }
        } else if let Some((index, property)) = key.strip_suffix(NULL_SUFFIX).and_then(|key| class.find(key))
            && !matches!((property.ty)(), crate::Type::Array(_))
        {
            object.set(index, None, reader)?;
        }
    }
    Ok(object)
}

/// The class that `objectType` asks for, if it descends from the declared one; else that.
pub fn class(declared: &'static Class, map: &Map) -> &'static Class {
    map.text("objectType")
        .and_then(|name| registry::find(&name))
        .filter(|class| class.is_or_extends(declared))
        .unwrap_or(declared)
}

/// `description__null` clears `description`.
pub const NULL_SUFFIX: &str = "__null";

fn wrong_format(at: &str, format: &str) -> Error {
    Error::coded(Kind::Invalid, "PROPERTY_VALIDATION_WRONG_FORMAT").arg("PROP_NAME", at).arg("FORMAT", format)
}

fn not_in_enum(found: &str, at: &str, name: &str) -> Error {
    Error::coded(Kind::Invalid, "INVALID_ENUM_VALUE")
        .arg("ENUM_VAL", found)
        .arg("PARAM_NAME", at)
        .arg("ENUM_TYPE", name)
}
