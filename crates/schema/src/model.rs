//! The tables a derive fills and the door every object has: what it is called, what it holds, how to read and write it by index.

use crate::{Field, Map, Reader, Value, cast};
use base::error::{Error, Kind, Result};
use std::any::{Any, TypeId};
use std::fmt;
use std::marker::PhantomData;
use std::ops::Deref;

/// An API object. Properties are numbered, the parent's first.
pub trait Api: fmt::Debug + Send + Sync + 'static {
    fn class(&self) -> &'static Class;
    /// Property `index`; `Absent` beyond the last.
    fn get(&self, index: usize) -> Ref<'_>;
    /// Takes an input value for property `index`; `None` is an explicit null.
    fn set(&mut self, index: usize, value: Option<&Value>, reader: &Reader) -> Result<()>;
    /// This object as the class with that type id, if it is one or descends from one.
    fn view(&self, id: TypeId) -> Option<&dyn Any>;
    fn view_mut(&mut self, id: TypeId) -> Option<&mut dyn Any>;
    fn boxed(&self) -> Box<dyn Api>;
}

impl dyn Api {
    /// This object as `T`, if it is one or descends from one.
    pub fn as_class<T: Api>(&self) -> Option<&T> {
        self.view(TypeId::of::<T>())?.downcast_ref()
    }

    pub fn as_class_mut<T: Api>(&mut self) -> Option<&mut T> {
        self.view_mut(TypeId::of::<T>())?.downcast_mut()
    }

    /// A property by its wire name.
    pub fn named(&self, name: &str) -> Ref<'_> {
        self.class().find(name).map_or(Ref::Absent, |(index, _)| self.get(index))
    }
}

/// A class known at compile time.
pub trait ApiClass: Api + Clone + Default {
    const CLASS: &'static Class;
    /// Number of properties, the parents' included.
    const COUNT: usize;
}

/// What one class is.
pub struct Class {
    /// `KalturaLiveStreamEntry`
    pub name: &'static str,
    pub docs: &'static str,
    pub parent: Option<&'static Class>,
    /// Input may not create one: OBJECT_TYPE_ABSTRACT.
    pub is_abstract: bool,
    /// Index of the first own property.
    pub offset: usize,
    /// Own properties, without the parents'.
    pub properties: &'static [Property],
    pub new: fn() -> Box<dyn Api>,
}

impl Class {
    /// Every property with its index, parents first.
    pub fn each(&'static self, visit: &mut dyn FnMut(usize, &'static Property)) {
        if let Some(parent) = self.parent {
            parent.each(visit);
        }
        for (index, property) in self.properties.iter().enumerate() {
            visit(self.offset + index, property);
        }
    }

    /// A property by its wire name, which is case-sensitive.
    pub fn find(&'static self, name: &str) -> Option<(usize, &'static Property)> {
        match self.properties.iter().position(|property| property.name == name) {
            Some(index) => Some((self.offset + index, &self.properties[index])),
            None => self.parent?.find(name),
        }
    }

    pub fn is_or_extends(&'static self, ancestor: &'static Class) -> bool {
        std::ptr::eq(self, ancestor) || self.parent.is_some_and(|parent| parent.is_or_extends(ancestor))
    }
}

impl fmt::Debug for Class {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.name)
    }
}

/// What one property is. The key literals are made at compile time so that encoders only copy.
#[derive(Debug)]
pub struct Property {
    pub name: &'static str,
    /// `"name":`
    pub json: &'static str,
    /// `<name>`
    pub xml_open: &'static str,
    /// `</name>`
    pub xml_close: &'static str,
    /// `s:4:"name";`
    pub php: &'static str,
    pub docs: &'static str,
    pub flags: Flags,
    /// A function, because classes may contain themselves.
    pub ty: fn() -> Type,
}

/// What may be done with a property (contract: wire, objects and update semantics; session, field rules).
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Flags(u16);

impl Flags {
    pub const NONE: Self = Self(0);
    /// Set by the server only.
    pub const READONLY: Self = Self(1);
    /// May be sent on add, not changed later.
    pub const INSERT_ONLY: Self = Self(2);
    /// Accepted, never returned.
    pub const WRITE_ONLY: Self = Self(4);
    /// A write by a session that is not ADMIN is refused: PROPERTY_VALIDATION_ADMIN_PROPERTY.
    pub const ADMIN_ONLY: Self = Self(8);
    /// A write by a session that is not ADMIN is dropped without a word.
    pub const ADMIN_QUIET: Self = Self(16);
    /// Not returned to a session that is not ADMIN.
    pub const ADMIN_READ: Self = Self(32);
    /// Needs the account's push-publish feature to be written or returned, for ADMIN too.
    pub const PUSH_PUBLISH: Self = Self(64);
    /// Accepted, and returned where the class is: nothing acts on it.
    pub const STORED: Self = Self(128);

    pub const fn and(self, other: Self) -> Self {
        Self(self.0 | other.0)
    }

    pub const fn has(self, other: Self) -> bool {
        self.0 & other.0 != 0
    }
}

/// The declared type of a property or argument.
#[derive(Clone, Copy, Debug)]
pub enum Type {
    Bool,
    Int,
    Float,
    Text,
    /// Unix seconds.
    Time,
    NullableBoolean,
    Enum(&'static EnumMeta),
    Object(&'static Class),
    Array(&'static Type),
    Map(&'static Type),
    /// Kept as it came: stored, no effect.
    Tree,
    /// An uploaded file; arguments only.
    File,
}

/// A property's value, borrowed from its object.
#[derive(Clone, Copy, Debug)]
pub enum Ref<'a> {
    Absent,
    Null,
    Bool(bool),
    Int(i64),
    Float(f64),
    Text(&'a str),
    Object(&'a dyn Api),
    List(&'a dyn Items),
    Map(&'a dyn Entries),
    Tree(&'a Value),
}

impl Ref<'_> {
    pub fn is_nothing(&self) -> bool {
        matches!(self, Self::Absent | Self::Null)
    }
}

/// An array of anything the API can carry.
pub trait Items: fmt::Debug {
    fn len(&self) -> usize;
    fn at(&self, index: usize) -> Ref<'_>;

    fn is_empty(&self) -> bool {
        self.len() == 0
    }
}

impl<T: ApiType> Items for Vec<T> {
    fn len(&self) -> usize {
        Vec::len(self)
    }

    fn at(&self, index: usize) -> Ref<'_> {
        self.get(index).map_or(Ref::Null, ApiType::as_ref)
    }
}

/// A map of anything the API can carry.
pub trait Entries: fmt::Debug {
    fn len(&self) -> usize;
    fn at(&self, index: usize) -> (&str, Ref<'_>);

    fn is_empty(&self) -> bool {
        self.len() == 0
    }
}

/// A type a property or argument may have.
pub trait ApiType: Clone + fmt::Debug + Send + Sync + 'static {
    const TYPE: Type;
    /// Casts an input value (contract: wire, scalar casting). `None` is null. `at` names the property in errors.
    fn read(value: &Value, at: &str, reader: &Reader) -> Result<Option<Self>>;
    fn as_ref(&self) -> Ref<'_>;
    /// What is wrong when a mandatory argument of this type, named `at`, is not there.
    fn missing(at: &str) -> Error {
        Error::coded(Kind::Invalid, "MISSING_MANDATORY_PARAMETER").arg("PARAM_NAME", at)
    }
}

/// An enumeration of the API.
pub trait ApiEnum: Clone + Sized {
    const META: &'static EnumMeta;
    fn code(&self) -> Code<'_>;
    /// The value with this code, if this release knows it.
    fn known(code: &str) -> Option<Self>;
    /// A stored value that this release does not know.
    fn other(code: &str) -> Self;
}

/// What one enumeration is.
#[derive(Debug)]
pub struct EnumMeta {
    pub name: &'static str,
    pub docs: &'static str,
    pub kind: EnumKind,
    /// Label and wire value.
    pub values: &'static [(&'static str, &'static str)],
}

/// How an enumeration's values are written in JSON.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum EnumKind {
    /// Numbers.
    Int,
    /// Text, also where it looks like a number: `"sourceType":"32"`.
    Text,
    /// Plugins add values: core values are numbers, theirs are text (`"type":7`, `"status":"virusScan.Infected"`).
    Extensible,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Code<'a> {
    Int(i64),
    Text(&'a str),
}

impl fmt::Display for Code<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Int(number) => number.fmt(f),
            Self::Text(text) => f.write_str(text),
        }
    }
}

impl ApiType for bool {
    const TYPE: Type = Type::Bool;
    fn read(value: &Value, _at: &str, _reader: &Reader) -> Result<Option<Self>> {
        Ok(Some(cast::boolean(value)))
    }
    fn as_ref(&self) -> Ref<'_> {
        Ref::Bool(*self)
    }
}

impl ApiType for i64 {
    const TYPE: Type = Type::Int;
    fn read(value: &Value, _at: &str, _reader: &Reader) -> Result<Option<Self>> {
        Ok(Some(cast::int(value)))
    }
    fn as_ref(&self) -> Ref<'_> {
        Ref::Int(*self)
    }
}

impl ApiType for f64 {
    const TYPE: Type = Type::Float;
    fn read(value: &Value, _at: &str, _reader: &Reader) -> Result<Option<Self>> {
        Ok(Some(cast::float(value)))
    }
    fn as_ref(&self) -> Ref<'_> {
        Ref::Float(*self)
    }
}

impl ApiType for String {
    const TYPE: Type = Type::Text;
    fn read(value: &Value, at: &str, _reader: &Reader) -> Result<Option<Self>> {
        cast::text(value, at).map(Some)
    }
    fn as_ref(&self) -> Ref<'_> {
        Ref::Text(self)
    }
}

impl ApiType for Value {
    const TYPE: Type = Type::Tree;
    fn read(value: &Value, _at: &str, _reader: &Reader) -> Result<Option<Self>> {
        Ok(Some(value.clone()))
    }
    fn as_ref(&self) -> Ref<'_> {
        Ref::Tree(self)
    }
}

/// Unix seconds. Small numbers in requests are offsets from now; see [`cast::time`].
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord)]
pub struct Time(pub i64);

impl ApiType for Time {
    const TYPE: Type = Type::Time;
    fn read(value: &Value, _at: &str, reader: &Reader) -> Result<Option<Self>> {
        Ok(Some(Self(cast::time(value, reader))))
    }
    fn as_ref(&self) -> Ref<'_> {
        Ref::Int(self.0)
    }
}

/// KalturaNullableBoolean: `-1` in requests is null; answers carry a boolean.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct NullableBoolean(pub bool);

impl ApiType for NullableBoolean {
    const TYPE: Type = Type::NullableBoolean;
    fn read(value: &Value, at: &str, _reader: &Reader) -> Result<Option<Self>> {
        Ok(cast::nullable_boolean(value, at)?.map(Self))
    }
    fn as_ref(&self) -> Ref<'_> {
        Ref::Bool(self.0)
    }
}

/// An object of class `T` or any class below it, as `objectType` said.
#[derive(Debug)]
pub struct Poly<T> {
    object: Box<dyn Api>,
    declared: PhantomData<fn() -> T>,
}

impl<T: ApiClass> Poly<T> {
    /// `None` if `object` is neither a `T` nor descends from one.
    pub fn from_box(object: Box<dyn Api>) -> Option<Self> {
        object.as_class::<T>()?;
        Some(Self { object, declared: PhantomData })
    }

    /// An object of a class below `T`. Panics if it is not: a bug at the call site, found by its first test.
    pub fn of(object: impl Api) -> Self {
        Self::from_box(Box::new(object)).expect("the class descends from the declared one")
    }

    pub fn object(&self) -> &dyn Api {
        &*self.object
    }

    pub fn object_mut(&mut self) -> &mut dyn Api {
        &mut *self.object
    }
}

impl<T> Clone for Poly<T> {
    fn clone(&self) -> Self {
        Self { object: self.object.boxed(), declared: PhantomData }
    }
}

impl<T: ApiClass> Deref for Poly<T> {
    type Target = T;
    fn deref(&self) -> &T {
        self.object.as_class().expect("checked in the constructor")
    }
}

impl<T: ApiClass> ApiType for Poly<T> {
    const TYPE: Type = Type::Object(T::CLASS);
    fn read(value: &Value, at: &str, reader: &Reader) -> Result<Option<Self>> {
        Ok(Self::from_box(cast::object(T::CLASS, value, at, reader)?))
    }
    fn as_ref(&self) -> Ref<'_> {
        Ref::Object(&*self.object)
    }
}

impl<T: ApiType> ApiType for Vec<T> {
    const TYPE: Type = Type::Array(&T::TYPE);
    fn read(value: &Value, at: &str, reader: &Reader) -> Result<Option<Self>> {
        cast::array(value, at, reader).map(Some)
    }
    fn as_ref(&self) -> Ref<'_> {
        Ref::List(self)
    }
}

/// An associative array: keys are kept, in order.
#[derive(Clone, Debug, Default)]
pub struct Assoc<T>(pub Vec<(String, T)>);

impl<T: ApiType> Entries for Assoc<T> {
    fn len(&self) -> usize {
        self.0.len()
    }
    fn at(&self, index: usize) -> (&str, Ref<'_>) {
        self.0.get(index).map_or(("", Ref::Null), |(key, value)| (key.as_str(), value.as_ref()))
    }
}

impl<T: ApiType> ApiType for Assoc<T> {
    const TYPE: Type = Type::Map(&T::TYPE);
    fn read(value: &Value, at: &str, reader: &Reader) -> Result<Option<Self>> {
        let empty = Map::new();
        let map = value.as_map().unwrap_or(&empty);
        let mut entries = Vec::new();
        for (key, value) in map.iter().filter(|(key, _)| *key != "-") {
            if let Some(value) = T::read(value, at, reader)? {
                entries.push((key.to_owned(), value));
            }
        }
        Ok(Some(Self(entries)))
    }
    fn as_ref(&self) -> Ref<'_> {
        Ref::Map(self)
    }
}

impl<T: ApiClass> From<T> for Field<Poly<T>> {
    fn from(object: T) -> Self {
        Self::Set(Poly::of(object))
    }
}
