//! A property of an object: left out, cleared, or set.

use crate::{ApiType, Reader, Ref, Value};
use base::error::Result;

/// One property. `Absent` means "leave alone" in an update and "not there" in an answer, so partial update needs no extra code.
#[derive(Clone, Debug, Default, PartialEq)]
pub enum Field<T> {
    #[default]
    Absent,
    Null,
    Set(T),
}

impl<T> Field<T> {
    pub fn value(&self) -> Option<&T> {
        match self {
            Self::Set(value) => Some(value),
            Self::Absent | Self::Null => None,
        }
    }

    pub fn into_value(self) -> Option<T> {
        match self {
            Self::Set(value) => Some(value),
            Self::Absent | Self::Null => None,
        }
    }

    /// The value or null: what a stored `Option` becomes in an answer.
    pub fn of(value: Option<T>) -> Self {
        value.map_or(Self::Null, Self::Set)
    }

    pub fn is_absent(&self) -> bool {
        matches!(self, Self::Absent)
    }

    pub fn map<U>(self, change: impl FnOnce(T) -> U) -> Field<U> {
        match self {
            Self::Absent => Field::Absent,
            Self::Null => Field::Null,
            Self::Set(value) => Field::Set(change(value)),
        }
    }
}

impl<T> From<T> for Field<T> {
    fn from(value: T) -> Self {
        Self::Set(value)
    }
}

impl<T: ApiType> Field<T> {
    pub fn as_ref(&self) -> Ref<'_> {
        match self {
            Self::Absent => Ref::Absent,
            Self::Null => Ref::Null,
            Self::Set(value) => value.as_ref(),
        }
    }

    /// Takes an input value; `None` is an explicit null.
    pub fn assign(&mut self, value: Option<&Value>, at: &str, reader: &Reader) -> Result<()> {
        *self = match value {
            None => Self::Null,
            Some(value) => Self::of(T::read(value, at, reader)?),
        };
        Ok(())
    }
}
