//! Paths into an answer: what `{1:result:objects:0:id}` of a multirequest points at (contract: wire, multirequest).

use crate::{Api, Ref, Value};

/// Says that a property of an object is not for the caller to see.
pub type Hidden<'h> = dyn Fn(&dyn Api, &str) -> bool + 'h;

/// The text at `path` in `answer`. Empty if there is nothing, or an object where a scalar is needed. `_all` on an array joins the rest of the
/// path for every element with commas, one after each element. What is `hidden` is not there.
pub fn text<'p>(answer: Ref<'_>, mut path: impl Iterator<Item = &'p str> + Clone, hidden: &Hidden<'_>) -> String {
    let Some(key) = path.next() else { return scalar(answer) };
    match answer {
        Ref::Object(object) if hidden(object, key) => String::new(),
        Ref::Object(object) => text(object.named(key), path, hidden),
        Ref::List(items) if key == "_all" => (0..items.len())
            .fold(String::new(), |joined, index| joined + &text(items.at(index), path.clone(), hidden) + ","),
        Ref::List(items) => match key.parse::<usize>() {
            Ok(index) if index < items.len() => text(items.at(index), path, hidden),
            _ => String::new(),
        },
        Ref::Map(entries) => (0..entries.len())
            .map(|index| entries.at(index))
            .find(|(found, _)| *found == key)
            .map_or_else(String::new, |(_, value)| text(value, path, hidden)),
        Ref::Tree(Value::Map(map)) => {
            map.get(key).map_or_else(String::new, |value| text(Ref::Tree(value), path, hidden))
        }
        Ref::Tree(Value::List(items)) => key
            .parse::<usize>()
            .ok()
            .and_then(|index| items.get(index))
            .map_or_else(String::new, |value| text(Ref::Tree(value), path, hidden)),
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
