//! Answers as bytes. One walk per format over the derive's tables; no code per type.
//!
//! Both walks obey the same [`View`], so a property that a session may not read or a response profile leaves out is missing everywhere.

pub mod json;
pub mod xml;

use crate::profile::Mask;
use crate::{Api, Flags, Property, Ref};

/// What of an answer the caller gets to see.
#[derive(Clone, Copy, Debug)]
pub struct View<'a> {
    /// Properties declared `admin_read` are shown.
    pub is_admin: bool,
    /// Properties declared `push_publish` are shown.
    pub push_publish: bool,
    /// The response profile's choice; applies to the main objects only.
    pub mask: Option<&'a Mask>,
    /// XML: leave out nulls.
    pub ignore_null: bool,
}

impl View<'_> {
    pub const ADMIN: View<'static> = View { is_admin: true, push_publish: false, mask: None, ignore_null: false };

    /// Whether the session may read the property at all.
    pub fn may_show(&self, property: &Property) -> bool {
        let flags = property.flags;
        !(flags.has(Flags::WRITE_ONLY)
            || (flags.has(Flags::ADMIN_READ) && !self.is_admin)
            || (flags.has(Flags::PUSH_PUBLISH) && !self.push_publish))
    }

    fn shows(&self, property: &Property, masked: bool) -> bool {
        self.may_show(property) && !(masked && self.mask.is_some_and(|mask| !mask.keeps(property.name)))
    }
}

/// Whether `object` is the wrapper of a list, to whose elements the mask applies instead.
fn is_list(object: &dyn Api) -> bool {
    matches!(object.named("objects"), Ref::List(_))
}
