//! What a response profile makes of an answer: which properties of the main objects are wanted, and which lists go with each of them
//! (contract: wire, response profiles).

use crate::Api;
use crate::enums::ResponseProfileType;
use crate::object::DetachedResponseProfile;

/// An answer as a response profile wants it.
#[derive(Debug, Default)]
pub struct Shape {
    /// `None`: every property.
    pub mask: Option<Mask>,
    /// For each main object, in order, what is related to it; empty where nothing is. May be shorter than the answer.
    pub related: Vec<Vec<Related>>,
}

/// One list among the `relatedObjects` of an object.
#[derive(Debug)]
pub struct Related {
    /// The profile's name: the key in `relatedObjects`.
    pub name: String,
    pub list: Box<dyn Api>,
    /// Of the list's own elements.
    pub shape: Shape,
}

/// The choice of properties a response profile makes.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Mask {
    Only(Vec<String>),
    Without(Vec<String>),
}

impl Mask {
    /// `None` if the profile chooses nothing. A profile with fields and no type includes them.
    pub fn of(profile: &DetachedResponseProfile) -> Option<Self> {
        let names: Vec<String> = profile
            .fields
            .value()?
            .split(',')
            .map(str::trim)
            .filter(|name| !name.is_empty())
            .map(str::to_owned)
            .collect();
        if names.is_empty() {
            return None;
        }
        Some(match profile.r#type.value() {
            Some(ResponseProfileType::ExcludeFields) => Self::Without(names),
            _ => Self::Only(names),
        })
    }

    pub fn keeps(&self, property: &str) -> bool {
        match self {
            Self::Only(names) => names.iter().any(|name| name == property),
            Self::Without(names) => !names.iter().any(|name| name == property),
        }
    }
}
