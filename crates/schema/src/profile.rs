//! Response profiles: which properties of the main objects are wanted (contract: wire, response profiles).

use crate::enums::ResponseProfileType;
use crate::object::DetachedResponseProfile;

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
