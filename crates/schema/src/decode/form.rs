//! `application/x-www-form-urlencoded`: bodies and query strings, with `a:b:c` and `a[b][c]` for nesting.

use super::{Budget, TooMuch, text_of};
use crate::{Map, Value};
use percent_encoding::percent_decode;

/// Reads pairs. Later keys win over earlier ones.
pub fn form(body: &[u8], budget: &mut Budget<'_>) -> Result<Map, TooMuch> {
    let mut map = Map::new();
    for pair in body.split(|byte| *byte == b'&').filter(|pair| !pair.is_empty()) {
        let (key, value) = match pair.iter().position(|byte| *byte == b'=') {
            Some(at) => (&pair[..at], &pair[at + 1..]),
            None => (pair, &[][..]),
        };
        put_parameter(&mut map, &unescape(key), unescape(value), budget)?;
    }
    Ok(map)
}

/// Puts one parameter where its name says.
pub(super) fn put_parameter(map: &mut Map, key: &str, value: String, budget: &mut Budget<'_>) -> Result<(), TooMuch> {
    budget.text(&value)?;
    put_value(map, key, Value::Text(value), budget)
}

/// The same for a value that need not be a text.
pub(super) fn put_value(map: &mut Map, key: &str, value: Value, budget: &mut Budget<'_>) -> Result<(), TooMuch> {
    budget.text(key)?;
    let path = key_path(key);
    budget.depth(path.len())?;
    for _ in &path {
        budget.key()?;
    }
    put(map, &path, value);
    Ok(())
}

fn unescape(bytes: &[u8]) -> String {
    let spaced: Vec<u8> = bytes.iter().map(|byte| if *byte == b'+' { b' ' } else { *byte }).collect();
    text_of(&percent_decode(&spaced).collect::<Vec<u8>>())
}

/// `1:filter[idEqual]` → `1`, `filter`, `idEqual`. Brackets are read first, then colons in what stands before them. An empty bracket appends.
/// Text after a bracket that never closes belongs to the name.
fn key_path(key: &str) -> Vec<&str> {
    let (head, mut rest) = match key.find('[') {
        Some(at) if at > 0 && key[at..].contains(']') => key.split_at(at),
        _ => (key, ""),
    };
    let mut path: Vec<&str> = head.split(':').collect();
    while let Some(inside) = rest.strip_prefix('[') {
        let Some(end) = inside.find(']') else { break };
        path.push(&inside[..end]);
        rest = &inside[end + 1..];
    }
    path
}

fn put(map: &mut Map, path: &[&str], value: Value) {
    let [key, rest @ ..] = path else { return };
    let appended;
    let key = if key.is_empty() && map_is_list(map) {
        appended = map
            .iter()
            .filter_map(|(key, _)| key.parse::<u64>().ok())
            .max()
            .map_or(0, |last| last.saturating_add(1))
            .to_string();
        &appended
    } else {
        *key
    };
    if rest.is_empty() {
        map.insert(key, value);
        return;
    }
    if !matches!(map.get(key), Some(Value::Map(_))) {
        map.insert(key, Value::Map(Map::new()));
    }
    if let Some(Value::Map(inner)) = map.get_mut(key) {
        put(inner, rest, value);
    }
}

fn map_is_list(map: &Map) -> bool {
    map.iter().all(|(key, _)| key.parse::<u64>().is_ok())
}
