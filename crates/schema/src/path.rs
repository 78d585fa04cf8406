//! Paths into an answer: what `{1:result:objects:0:id}` of a multirequest points at (contract: wire, multirequest).

use crate::{Ref, Value};

/// The text at `path` in `answer`. Empty if there is nothing, or an object where a scalar is needed. `_all` on an array joins the rest of the
/// path for every element with commas, one after each element.
pub fn text<'p>(answer: Ref<'_>, mut path: impl Iterator<Item = &'p str> + Clone) -> String {
    let Some(key) = path.next() else { return scalar(answer) };
    match answer {
        Ref::Object(object) => text(object.named(key), path),
        Ref::List(items) if key == "_all" => {
            (0..items.len()).fold(String::new(), |joined, index| joined + &text(items.at(index), path.clone()) + ",")
        }
        Ref::List(items) => match key.parse::<usize>() {
            Ok(index) if index < items.len() => text(items.at(index), path),
            _ => String::new(),
        },
        Ref::Map(entries) => (0..entries.len())
            .map(|index| entries.at(index))
            .find(|(found, _)| *found == key)
            .map_or_else(String::new, |(_, value)| text(value, path)),
        Ref::Tree(Value::Map(map)) => map.get(key).map_or_else(String::new, |value| text(Ref::Tree(value), path)),
        Ref::Tree(Value::List(items)) => key
            .parse::<usize>()
            .ok()
            .and_then(|index| items.get(index))
            .map_or_else(String::new, |value| text(Ref::Tree(value), path)),
        _ => String::new(),
    }
}

fn scalar(found: Ref<'_>) -> String {
    match found {
        Ref::Text(text) => text.to_owned(),
        Ref::Object(_) | Ref::List(_) | Ref::Map(_) => String::new(),
        other => Value::from_ref(other).text().unwrap_or_default().into_owned(),
    }
}
