//! Paths into an answer: what `{1:result:objects:0:id}` of a multirequest points at (contract: wire, multirequest).

use crate::encode::{Place, RELATED, View};
use crate::{Ref, Value};

/// The text at `path` in `answer`. Empty if there is nothing, or an object where a scalar is needed. `_all` on an array joins the rest of the
/// path for every element with commas, one after each element. What `view` does not show is not there.
pub fn text<'p>(answer: Ref<'_>, path: impl Iterator<Item = &'p str> + Clone, view: &View<'_>) -> String {
    at(answer, path, view, view.top())
}

fn at<'p>(
    found: Ref<'_>,
    mut path: impl Iterator<Item = &'p str> + Clone,
    view: &View<'_>,
    place: Place<'_>,
) -> String {
    let Some(key) = path.next() else { return scalar(found) };
    match found {
        Ref::Object(object) if key == RELATED => {
            let related = place.of(object).related();
            let found = path.next().and_then(|name| related.iter().find(|related| related.name == name));
            found.map_or_else(String::new, |related| {
                at(Ref::Object(&*related.list), path, view, Place::Top(&related.shape))
            })
        }
        Ref::Object(object) => {
            let place = place.of(object);
            let shown = object.class().find(key).filter(|(_, property)| view.shows(property, place));
            shown.map_or_else(String::new, |(index, _)| at(object.get(index), path, view, place.inside()))
        }
        Ref::List(items) if key == "_all" => (0..items.len()).fold(String::new(), |joined, index| {
            joined + &at(items.at(index), path.clone(), view, place.element(index)) + ","
        }),
        Ref::List(items) => match key.parse::<usize>() {
            Ok(index) if index < items.len() => at(items.at(index), path, view, place.element(index)),
            _ => String::new(),
        },
        Ref::Map(entries) => (0..entries.len())
            .map(|index| entries.at(index))
            .find(|(found, _)| *found == key)
            .map_or_else(String::new, |(_, value)| at(value, path, view, Place::Inner)),
        Ref::Tree(Value::Map(map)) => {
            map.get(key).map_or_else(String::new, |value| at(Ref::Tree(value), path, view, Place::Inner))
        }
        Ref::Tree(Value::List(items)) => key
            .parse::<usize>()
            .ok()
            .and_then(|index| items.get(index))
            .map_or_else(String::new, |value| at(Ref::Tree(value), path, view, Place::Inner)),
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
