//! What a response profile makes of an answer: which properties of the main objects are wanted, and which lists go with each of them
//! (contract: wire, response profiles).

use crate::Api;
use crate::enums::ResponseProfileType;
use crate::object::DetachedResponseProfile;
use base::error::{Error, Kind, Result};

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

/// Levels of related profiles below the one of the call.
pub const NESTING_MAX: usize = 2;
/// Objects on one page of a related list.
pub const RELATED_PAGE_SIZE_MAX: i64 = 100;

/// RESPONSE_PROFILE_MAX_NESTING_LEVEL, PROPERTY_VALIDATION_MAX_VALUE for a page that is too large, PROPERTY_VALIDATION_CANNOT_BE_NULL for a related
/// profile without a name.
pub fn check(profile: &DetachedResponseProfile) -> Result<()> {
    fn below(profile: &DetachedResponseProfile, levels: usize) -> Result<()> {
        let Some(related) = profile.related_profiles.value().filter(|related| !related.is_empty()) else {
            return Ok(());
        };
        let Some(levels) = levels.checked_sub(1) else {
            return Err(Error::coded(Kind::Invalid, "RESPONSE_PROFILE_MAX_NESTING_LEVEL"));
        };
        for profile in related {
            if profile.name.value().is_none_or(String::is_empty) {
                let error = Error::coded(Kind::Invalid, "PROPERTY_VALIDATION_CANNOT_BE_NULL");
                return Err(error.arg("PROP_NAME", format!("{}::name", profile.object().class().name)));
            }
            let page_size = profile.pager.value().and_then(|pager| pager.page_size.value());
            if page_size.is_some_and(|size| *size > RELATED_PAGE_SIZE_MAX) {
                let error = Error::coded(Kind::Invalid, "PROPERTY_VALIDATION_MAX_VALUE");
                return Err(error
                    .arg("PROP_NAME", "KalturaFilterPager::pageSize")
                    .arg("MAX_VAL", RELATED_PAGE_SIZE_MAX));
            }
            below(profile, levels)?;
        }
        Ok(())
    }
    below(profile, NESTING_MAX)
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
