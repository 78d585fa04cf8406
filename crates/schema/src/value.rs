//! The neutral tree that every encoding decodes to and every object can be turned into.

use crate::{Api, Ref, Upload};
use std::borrow::Cow;

/// One input value. Scalars keep the form they came in, but mean the same as their text: `2` and `"2"` are equal to every cast.
#[derive(Clone, Debug, Default, PartialEq)]
pub enum Value {
    #[default]
    Null,
    Bool(bool),
    Int(i64),
    Float(f64),
    Text(String),
    List(Vec<Value>),
    Map(Map),
    /// An uploaded file. Requests only: it is neither stored nor answered.
    File(Upload),
}

impl Value {
    /// The text of a scalar as PHP casts it: `true` is `1`, `false` and null are empty. `None` for lists, maps and files.
    pub fn text(&self) -> Option<Cow<'_, str>> {
        Some(match self {
            Self::Null | Self::Bool(false) => Cow::Borrowed(""),
            Self::Bool(true) => Cow::Borrowed("1"),
            Self::Int(number) => Cow::Owned(number.to_string()),
            Self::Float(number) => Cow::Owned(float_text(*number)),
            Self::Text(text) => Cow::Borrowed(text),
            Self::List(_) | Self::Map(_) | Self::File(_) => return None,
        })
    }

    pub fn as_map(&self) -> Option<&Map> {
        match self {
            Self::Map(map) => Some(map),
            _ => None,
        }
    }

    pub fn as_map_mut(&mut self) -> Option<&mut Map> {
        match self {
            Self::Map(map) => Some(map),
            _ => None,
        }
    }

    /// The elements of an array in the order the API gives them, or `None` if this is no array: a list, or a map taken in ascending order of
    /// its keys (numbers by value), where the key `-` marks the empty array.
    pub fn elements(&self) -> Option<Vec<&Value>> {
        match self {
            Self::List(items) => Some(items.iter().collect()),
            Self::Map(map) => {
                let mut pairs: Vec<(&str, &Value)> =
                    map.iter().filter(|(key, _)| *key != "-" && *key != "objectType").collect();
                pairs.sort_by(|(a, _), (b, _)| key_order(a, b));
                Some(pairs.into_iter().map(|(_, value)| value).collect())
            }
            _ => None,
        }
    }

    /// The same structure written in the form all encodings share: scalars as text, lists as maps with index keys, nulls as `__null` keys.
    /// Two inputs that mean the same to the decoder have the same canonical form.
    pub fn canonical(&self) -> Self {
        match self {
            Self::List(items) if items.is_empty() => {
                Self::Map(Map::from_iter([("-".to_owned(), Self::Text(String::new()))]))
            }
            Self::List(items) => {
                Self::Map(items.iter().enumerate().map(|(index, item)| (index.to_string(), item.canonical())).collect())
            }
            Self::Map(map) => Self::Map(
                map.iter()
                    .map(|(key, value)| match value {
                        Self::Null => (format!("{key}__null"), Self::Text(String::new())),
                        value => (key.to_owned(), value.canonical()),
                    })
                    .collect(),
            ),
            Self::File(upload) => Self::File(upload.clone()),
            scalar => Self::Text(scalar.text().unwrap_or_default().into_owned()),
        }
    }

    /// A stored JSON value as a tree. Numbers beyond `i64` become floats.
    pub fn from_json(value: &serde_json::Value) -> Self {
        match value {
            serde_json::Value::Null => Self::Null,
            serde_json::Value::Bool(value) => Self::Bool(*value),
            serde_json::Value::Number(number) => match number.as_i64() {
                Some(number) => Self::Int(number),
                None => Self::Float(number.as_f64().unwrap_or(0.0)),
            },
            serde_json::Value::String(text) => Self::Text(text.clone()),
            serde_json::Value::Array(items) => Self::List(items.iter().map(Self::from_json).collect()),
            serde_json::Value::Object(object) => Self::Map(Map::from_unique(
                object.iter().map(|(key, value)| (key.clone(), Self::from_json(value))).collect(),
            )),
        }
    }

    /// This tree as JSON, for storage. A file is null.
    pub fn to_json(&self) -> serde_json::Value {
        match self {
            Self::Null | Self::File(_) => serde_json::Value::Null,
            Self::Bool(value) => (*value).into(),
            Self::Int(number) => (*number).into(),
            Self::Float(number) => (*number).into(),
            Self::Text(text) => text.as_str().into(),
            Self::List(items) => items.iter().map(Self::to_json).collect(),
            Self::Map(map) => map.iter().map(|(key, value)| (key.to_owned(), value.to_json())).collect(),
        }
    }

    /// Turns what an object holds into a tree. Absent properties are left out.
    pub fn from_ref(found: Ref<'_>) -> Self {
        match found {
            Ref::Absent | Ref::Null => Self::Null,
            Ref::Bool(value) => Self::Bool(value),
            Ref::Int(value) => Self::Int(value),
            Ref::Float(value) => Self::Float(value),
            Ref::Text(value) => Self::Text(value.to_owned()),
            Ref::Tree(value) => value.clone(),
            Ref::Object(object) => Self::Map(Map::from_object(object)),
            Ref::List(items) => Self::List((0..items.len()).map(|index| Self::from_ref(items.at(index))).collect()),
            Ref::Map(entries) => Self::Map(
                (0..entries.len())
                    .map(|index| entries.at(index))
                    .map(|(key, value)| (key.to_owned(), Self::from_ref(value)))
                    .collect(),
            ),
        }
    }
}

/// PHP prints whole floats without a fraction.
pub(crate) fn float_text(number: f64) -> String {
    if number.is_finite() { format!("{number}") } else { "0".to_owned() }
}

fn key_order(a: &str, b: &str) -> std::cmp::Ordering {
    match (a.parse::<u64>(), b.parse::<u64>()) {
        (Ok(a), Ok(b)) => a.cmp(&b),
        _ => a.cmp(b),
    }
}

/// Keys and values in the order they came. Small: lookups are linear, and `Limits::keys_max` bounds the sum of all maps of a request.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Map(Vec<(String, Value)>);

impl Map {
    pub fn new() -> Self {
        Self::default()
    }

    /// Takes pairs whose keys are known to be unique.
    pub(crate) fn from_unique(pairs: Vec<(String, Value)>) -> Self {
        Self(pairs)
    }

    pub fn len(&self) -> usize {
        self.0.len()
    }

    pub fn is_empty(&self) -> bool {
        self.0.is_empty()
    }

    pub fn get(&self, key: &str) -> Option<&Value> {
        self.0.iter().find(|(found, _)| found == key).map(|(_, value)| value)
    }

    pub fn get_mut(&mut self, key: &str) -> Option<&mut Value> {
        self.0.iter_mut().find(|(found, _)| found == key).map(|(_, value)| value)
    }

    /// Sets `key`, replacing what was there.
    pub fn insert(&mut self, key: impl Into<String>, value: Value) {
        let key = key.into();
        match self.get_mut(&key) {
            Some(found) => *found = value,
            None => self.0.push((key, value)),
        }
    }

    pub fn remove(&mut self, key: &str) -> Option<Value> {
        let index = self.0.iter().position(|(found, _)| found == key)?;
        Some(self.0.remove(index).1)
    }

    pub fn iter(&self) -> impl Iterator<Item = (&str, &Value)> {
        self.0.iter().map(|(key, value)| (key.as_str(), value))
    }

    pub fn values_mut(&mut self) -> impl Iterator<Item = &mut Value> {
        self.0.iter_mut().map(|(_, value)| value)
    }

    /// A scalar as text; `None` if missing, null or a structure.
    pub fn text(&self, key: &str) -> Option<Cow<'_, str>> {
        match self.get(key)? {
            Value::Null => None,
            value => value.text(),
        }
    }

    /// Adds what `other` has and we lack, key by key and level by level: our values win (contract: wire, URL forms).
    pub fn merge_under(&mut self, other: Self) {
        for (key, value) in other.0 {
            match (self.get_mut(&key), value) {
                (None, value) => self.0.push((key, value)),
                (Some(Value::Map(ours)), Value::Map(theirs)) => ours.merge_under(theirs),
                (Some(_), _) => {}
            }
        }
    }

    /// The properties of an object that are not absent, with its class as `objectType`.
    pub fn from_object(object: &dyn Api) -> Self {
        let mut map = Self::new();
        map.0.push(("objectType".to_owned(), Value::Text(object.class().name.to_owned())));
        object.class().each(&mut |index, property| match object.get(index) {
            Ref::Absent => {}
            found => map.0.push((property.name.to_owned(), Value::from_ref(found))),
        });
        map
    }
}

impl FromIterator<(String, Value)> for Map {
    fn from_iter<I: IntoIterator<Item = (String, Value)>>(pairs: I) -> Self {
        let mut map = Self::new();
        for (key, value) in pairs {
            map.insert(key, value);
        }
        map
    }
}

impl IntoIterator for Map {
    type Item = (String, Value);
    type IntoIter = std::vec::IntoIter<(String, Value)>;

    fn into_iter(self) -> Self::IntoIter {
        self.0.into_iter()
    }
}
