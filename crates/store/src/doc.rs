//! A JSON object in one column: the fields of a thing that no rule reads.

use base::{Error, Result};
use serde_json::Map;
use std::ops::{Deref, DerefMut};

/// Fields under their wire names. Order is kept as inserted in the sorted map; `null` never stays in it.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Doc(pub Map<String, serde_json::Value>);

impl Doc {
    pub fn parse(text: &str) -> Result<Self> {
        serde_json::from_str(text).map(Self).map_err(|error| Error::corrupt(format!("stored document: {error}")))
    }

    /// Sets every field of `changes`; a `null` there removes the field.
    pub fn merge(&mut self, changes: &Self) {
        for (name, value) in &changes.0 {
            if value.is_null() {
                self.0.remove(name);
            } else {
                self.0.insert(name.clone(), value.clone());
            }
        }
    }

    /// The same document with one more field, for building event bodies.
    #[must_use]
    pub fn with(mut self, name: &str, value: impl Into<serde_json::Value>) -> Self {
        self.0.insert(name.to_owned(), value.into());
        self
    }

    pub fn text(&self, name: &str) -> Option<&str> {
        self.0.get(name)?.as_str()
    }

    pub fn int(&self, name: &str) -> Option<i64> {
        self.0.get(name)?.as_i64()
    }
}

impl Deref for Doc {
    type Target = Map<String, serde_json::Value>;
    fn deref(&self) -> &Self::Target {
        &self.0
    }
}

impl DerefMut for Doc {
    fn deref_mut(&mut self) -> &mut Self::Target {
        &mut self.0
    }
}

impl std::fmt::Display for Doc {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        let text = serde_json::to_string(&self.0).map_err(|_| std::fmt::Error)?;
        f.write_str(&text)
    }
}
