//! Answers as bytes. One walk per format over the derive's tables; no code per type.
//!
//! All walks obey the same [`View`], so a property that a session may not read or a response profile leaves out is missing everywhere.

pub mod json;
pub mod php;
pub mod xml;

use crate::profile::{Related, Shape};
use crate::{Api, Flags, Property, Ref};
use base::Error;

/// A format of answers.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Encoding {
    Json,
    Xml,
    Php,
}

impl Encoding {
    /// Writes one answer, without what the format puts around the whole.
    pub fn write(self, out: &mut String, answer: Ref<'_>, view: &View<'_>) {
        match self {
            Self::Json => json::write(out, answer, view),
            Self::Xml => xml::write(out, answer, view),
            Self::Php => php::write(out, answer, view),
        }
    }

    /// The same for an error.
    pub fn write_error(self, out: &mut String, error: &Error) {
        match self {
            Self::Json => json::write_error(out, error),
            Self::Xml => xml::write_error(out, error),
            Self::Php => php::write_error(out, error),
        }
    }
}

/// What of an answer the caller gets to see.
#[derive(Clone, Copy, Debug)]
pub struct View<'a> {
    /// Properties declared `admin_read` are shown.
    pub is_admin: bool,
    /// Properties declared `push_publish` are shown.
    pub push_publish: bool,
    /// What the response profile makes of the main objects.
    pub shape: Option<&'a Shape>,
    /// XML: leave out nulls.
    pub ignore_null: bool,
}

impl<'a> View<'a> {
    pub const ADMIN: View<'static> = View { is_admin: true, push_publish: false, shape: None, ignore_null: false };

    /// Whether the session may read the property at all.
    pub fn may_show(&self, property: &Property) -> bool {
        let flags = property.flags;
        !(flags.has(Flags::WRITE_ONLY)
            || (flags.has(Flags::ADMIN_READ) && !self.is_admin)
            || (flags.has(Flags::PUSH_PUBLISH) && !self.push_publish))
    }

    /// Whether a property of an object at `place` is in the answer.
    pub(crate) fn shows(&self, property: &Property, place: Place<'_>) -> bool {
        self.may_show(property) && place.keeps(property)
    }

    /// Where an answer begins.
    pub(crate) fn top(&self) -> Place<'a> {
        self.shape.map_or(Place::Inner, Place::Top)
    }
}

/// Where in an answer a value stands, as far as a response profile cares.
#[derive(Clone, Copy, Debug)]
pub(crate) enum Place<'s> {
    /// The answer itself, or a related list.
    Top(&'s Shape),
    /// A main object and its number.
    Main(&'s Shape, usize),
    /// Anything inside a main object, or anything at all without a profile.
    Inner,
}

impl<'s> Place<'s> {
    /// The place of `object` when it stands at this one: a single object is a main object, a list is not.
    pub(crate) fn of(self, object: &dyn Api) -> Self {
        match self {
            Self::Top(shape) if !is_list(object) => Self::Main(shape, 0),
            place => place,
        }
    }

    /// The place of element `index` of an array at this one.
    pub(crate) fn element(self, index: usize) -> Self {
        match self {
            Self::Top(shape) => Self::Main(shape, index),
            _ => Self::Inner,
        }
    }

    /// The place of the properties of an object at this one.
    pub(crate) fn inside(self) -> Self {
        match self {
            Self::Top(shape) => Self::Top(shape),
            _ => Self::Inner,
        }
    }

    fn keeps(self, property: &Property) -> bool {
        match self {
            Self::Main(Shape { mask: Some(mask), .. }, _) => mask.keeps(property.name),
            _ => true,
        }
    }

    /// What goes with the object at this place.
    pub(crate) fn related(self) -> &'s [Related] {
        match self {
            Self::Main(shape, index) => shape.related.get(index).map_or(&[], Vec::as_slice),
            _ => &[],
        }
    }
}

/// Under this name an object's related lists are found: a property of every object, shown when there are any.
pub(crate) const RELATED: &str = "relatedObjects";

/// Whether `object` is the wrapper of a list, to whose elements the profile applies instead.
fn is_list(object: &dyn Api) -> bool {
    matches!(object.named("objects"), Ref::List(_))
}
