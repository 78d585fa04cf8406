//! Requests as values. Every way to write a parameter ends in the same [`Map`]; casts and objects come later, from the tables.
//!
//! Invariant: the same structure written in any of the encodings has the same [`Value::canonical`] form.

mod form;
mod json;
mod multipart;
mod path;

pub use form::form;
pub use json::json;
pub use multipart::{boundary, multipart};
pub use path::{Target, target};

use crate::{Limits, Map, Value};

/// Why a request was refused before it was looked at.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum TooMuch {
    #[error("nesting deeper than {max} levels")]
    Depth { max: usize },
    #[error("more than {max} parameters")]
    Keys { max: usize },
    #[error("a text longer than {max} bytes")]
    Text { max: usize },
}

/// Counts what one request has used of its limits.
#[derive(Debug)]
pub struct Budget<'a> {
    limits: &'a Limits,
    keys: usize,
}

impl<'a> Budget<'a> {
    pub fn new(limits: &'a Limits) -> Self {
        Self { limits, keys: 0 }
    }

    fn key(&mut self) -> Result<(), TooMuch> {
        self.keys += 1;
        if self.keys > self.limits.keys_max { Err(TooMuch::Keys { max: self.limits.keys_max }) } else { Ok(()) }
    }

    fn depth(&self, depth: usize) -> Result<(), TooMuch> {
        if depth > self.limits.depth_max { Err(TooMuch::Depth { max: self.limits.depth_max }) } else { Ok(()) }
    }

    fn text(&self, text: &str) -> Result<(), TooMuch> {
        if text.len() > self.limits.text_bytes_max {
            Err(TooMuch::Text { max: self.limits.text_bytes_max })
        } else {
            Ok(())
        }
    }
}

/// Bytes as text; what is no UTF-8 is removed.
pub(crate) fn text_of(bytes: &[u8]) -> String {
    bytes.utf8_chunks().map(|chunk| chunk.valid()).collect()
}

/// Splits top-level keys at colons: `filter:idEqual` means `idEqual` inside `filter`. Keys further down are left alone.
pub(crate) fn split_colons(map: Map, budget: &mut Budget<'_>) -> Result<Map, TooMuch> {
    if !map.iter().any(|(key, _)| key.contains(':')) {
        return Ok(map);
    }
    let mut split = Map::new();
    for (key, value) in map {
        let levels = key.split(':').count();
        budget.depth(levels + nesting(&value))?;
        for _ in 1..levels {
            budget.key()?;
        }
        merge_path(&mut split, &key, value);
    }
    Ok(split)
}

/// Lists and maps inside each other: 0 for a scalar.
fn nesting(value: &Value) -> usize {
    match value {
        Value::List(items) => 1 + items.iter().map(nesting).max().unwrap_or(0),
        Value::Map(map) => 1 + map.iter().map(|(_, value)| nesting(value)).max().unwrap_or(0),
        _ => 0,
    }
}

fn merge_path(map: &mut Map, key: &str, value: Value) {
    match key.split_once(':') {
        None => match (map.get_mut(key), value) {
            (Some(Value::Map(ours)), Value::Map(theirs)) => {
                // Later keys of one source win over earlier ones.
                let mut merged = theirs;
                merged.merge_under(std::mem::take(ours));
                *ours = merged;
            }
            (_, value) => map.insert(key, value),
        },
        Some((head, rest)) => {
            if !matches!(map.get(head), Some(Value::Map(_))) {
                map.insert(head, Value::Map(Map::new()));
            }
            if let Some(Value::Map(inner)) = map.get_mut(head) {
                merge_path(inner, rest, value);
            }
        }
    }
}
