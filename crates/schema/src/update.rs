//! Which properties of a sent object may be taken (contract: wire, objects and update semantics).

use crate::{Api, Class, Flags, Map, Property, Ref, Value, cast};
use base::error::{Error, Kind, Result};

/// What the sender may write beyond the ordinary.
#[derive(Clone, Copy, Debug, Default)]
pub struct Rights {
    pub is_admin: bool,
    /// `editadmintags:*`
    pub edit_admin_tags: bool,
    /// The account may push streams on.
    pub push_publish: bool,
}

/// Checks a new object: a readonly property that is set is refused, guarded ones are refused or dropped. Returns what is left, as a tree
/// without `objectType`, absent properties left out. `tolerated` names readonly properties that are ignored instead of refused.
pub fn insert(sent: &dyn Api, rights: Rights, tolerated: &[&str]) -> Result<Map> {
    walk(sent, rights, |_, property, value| {
        if !property.flags.has(Flags::READONLY) {
            return Ok(true);
        }
        if value.is_nothing() || tolerated.contains(&property.name) {
            Ok(false)
        } else {
            Err(not_updatable(sent, property.name))
        }
    })
}

/// Checks a change of `stored`: readonly and insert-only properties may only be sent with the value they have. Returns what really is to be
/// changed.
pub fn update(sent: &dyn Api, stored: &dyn Api, rights: Rights) -> Result<Map> {
    walk(sent, rights, |_, property, value| {
        if !(property.flags.has(Flags::READONLY) || property.flags.has(Flags::INSERT_ONLY)) {
            return Ok(true);
        }
        let has = Value::from_ref(stored.named(property.name));
        let same = value.is_nothing() || same(&has, &Value::from_ref(value));
        if same { Ok(false) } else { Err(not_updatable(sent, property.name)) }
    })
}

/// Names of the properties in `sent`, an object of `class` as it came, that [`insert`] and [`update`] drop without a word: the session may not
/// write them.
pub fn dropped(class: &'static Class, sent: &Map, rights: Rights) -> Vec<&'static str> {
    let property = |key: &str| class.find(key).or_else(|| class.find(key.strip_suffix(cast::NULL_SUFFIX)?));
    let named = sent.iter().filter_map(|(key, _)| Some(property(key)?.1));
    named.filter(|property| is_dropped(property.flags, rights)).map(|property| property.name).collect()
}

fn walk(sent: &dyn Api, rights: Rights, keep: impl Fn(usize, &Property, Ref<'_>) -> Result<bool>) -> Result<Map> {
    let mut kept = Map::new();
    let mut outcome = Ok(());
    sent.class().each(&mut |index, property| {
        let value = sent.get(index);
        if outcome.is_err() || matches!(value, Ref::Absent) {
            return;
        }
        match allowed(property, value, rights).and_then(|allowed| Ok(allowed && keep(index, property, value)?)) {
            Ok(true) => kept.insert(property.name, Value::from_ref(value)),
            Ok(false) => {}
            Err(error) => outcome = Err(error),
        }
    });
    outcome.map(|()| kept)
}

fn allowed(property: &Property, value: Ref<'_>, rights: Rights) -> Result<bool> {
    let flags = property.flags;
    if is_dropped(flags, rights) {
        return Ok(false);
    }
    if rights.is_admin {
        return Ok(true);
    }
    let is_admin_tags = property.name == "adminTags" && rights.edit_admin_tags;
    if flags.has(Flags::ADMIN_ONLY) && !is_admin_tags && !value.is_nothing() {
        return Err(Error::coded(Kind::Denied, "PROPERTY_VALIDATION_ADMIN_PROPERTY").arg("PROP_NAME", property.name));
    }
    Ok(true)
}

fn is_dropped(flags: Flags, rights: Rights) -> bool {
    (flags.has(Flags::PUSH_PUBLISH) && !rights.push_publish) || (flags.has(Flags::ADMIN_QUIET) && !rights.is_admin)
}

fn not_updatable(sent: &dyn Api, property: &str) -> Error {
    Error::coded(Kind::Invalid, "PROPERTY_VALIDATION_NOT_UPDATABLE")
        .arg("PROP_NAME", format!("{}::{property}", sent.class().name))
}

/// Numbers and booleans compare by value, everything else by content.
fn same(a: &Value, b: &Value) -> bool {
    match (a, b) {
        (Value::Bool(a), b) => *a == cast::boolean(b),
        (a, Value::Bool(b)) => *b == cast::boolean(a),
        (Value::Null, b) => b.text().is_some_and(|text| text.is_empty()),
        (Value::Int(_) | Value::Float(_), Value::Int(_) | Value::Float(_)) => a.text() == b.text(),
        (a, b) => a == b,
    }
}
