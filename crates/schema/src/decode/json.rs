//! A JSON body: one object.

use super::{Budget, TooMuch, split_colons, text_of};
use crate::{Map, Value};

/// Reads a body. `Ok(None)` if it is no JSON object: the caller then goes on without a body, as the contract has it.
pub fn json(body: &[u8], budget: &mut Budget<'_>) -> Result<Option<Map>, TooMuch> {
    let parsed = match std::str::from_utf8(body) {
        Ok(text) => serde_json::from_str(text),
        Err(_) => serde_json::from_str(&text_of(body)),
    };
    let Ok(serde_json::Value::Object(object)) = parsed else { return Ok(None) };
    let map = map(object, budget, 1)?;
    split_colons(map, budget).map(Some)
}

fn map(
    object: serde_json::Map<String, serde_json::Value>,
    budget: &mut Budget<'_>,
    depth: usize,
) -> Result<Map, TooMuch> {
    budget.depth(depth)?;
    let mut pairs = Vec::with_capacity(object.len().min(64));
    for (key, item) in object {
        budget.key()?;
        budget.text(&key)?;
        pairs.push((key, value(item, budget, depth)?));
    }
    // Keys are unique already.
    Ok(Map::from_unique(pairs))
}

fn value(value: serde_json::Value, budget: &mut Budget<'_>, depth: usize) -> Result<Value, TooMuch> {
    Ok(match value {
        serde_json::Value::Null => Value::Null,
        serde_json::Value::Bool(value) => Value::Bool(value),
        serde_json::Value::Number(number) => match number.as_i64() {
            Some(number) => Value::Int(number),
            None => Value::Float(number.as_f64().unwrap_or(0.0)),
        },
        serde_json::Value::String(text) => {
            budget.text(&text)?;
            Value::Text(text)
        }
        serde_json::Value::Array(items) => {
            budget.depth(depth + 1)?;
            let mut list = Vec::with_capacity(items.len().min(64));
            for item in items {
                budget.key()?;
                list.push(self::value(item, budget, depth + 1)?);
            }
            Value::List(list)
        }
        serde_json::Value::Object(object) => Value::Map(map(object, budget, depth + 1)?),
    })
}
