//! An object of a class below `T`, or one of a class this release does not know: kept as it came.

use crate::{ApiClass, ApiType, Map, Poly, Reader, Ref, Type, Value, cast, registry};
use base::error::Result;

/// For lists that clients extend: what is not known is stored and returned, not refused.
#[derive(Clone, Debug)]
pub enum Loose<T> {
    Known(Poly<T>),
    /// With its `objectType`, which is not empty.
    Kept(Value),
}

impl<T: ApiClass> Loose<T> {
    /// See [`Poly::of`].
    pub fn of(object: impl crate::Api) -> Self {
        Self::Known(Poly::of(object))
    }

    /// The object as a tree, with `objectType`.
    pub fn tree(&self) -> Value {
        match self {
            Self::Known(object) => Value::Map(Map::from_object(object.object())),
            Self::Kept(tree) => tree.clone(),
        }
    }
}

impl<T: ApiClass> ApiType for Loose<T> {
    const TYPE: Type = Type::Object(T::CLASS);

    fn read(value: &Value, at: &str, reader: &Reader) -> Result<Option<Self>> {
        let name = value.as_map().and_then(|map| map.text("objectType")).unwrap_or_default();
        let is_known = name.is_empty() || registry::find(&name).is_some_and(|class| class.is_or_extends(T::CLASS));
        if is_known {
            return Ok(Poly::from_box(cast::object(T::CLASS, value, at, reader)?).map(Self::Known));
        }
        Ok(Some(Self::Kept(value.clone())))
    }

    fn as_ref(&self) -> Ref<'_> {
        match self {
            Self::Known(object) => Ref::Object(object.object()),
            Self::Kept(tree) => Ref::Tree(tree),
        }
    }
}
