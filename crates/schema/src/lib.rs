//! The Kaltura API, once: objects, enums, services, errors, and their encodings.
//!
//! A field exists on one line, in a struct with `#[derive(ApiObject)]`; encoders and the decoder walk the tables the derive writes.
//! Nothing here does I/O, knows a database or decides a rule.
//!
//! ```
//! use schema::{Field, object::LiveStreamEntry, encode};
//! let mut entry = LiveStreamEntry::default();
//! entry.name = Field::Set("Town hall".to_owned());
//! assert_eq!(encode::json::text(&entry), r#"{"objectType":"KalturaLiveStreamEntry","name":"Town hall"}"#);
//! ```

extern crate self as schema;

mod args;
pub mod cast;
#[cfg(any(test, feature = "fuzz"))]
pub mod checks;
pub mod decode;
pub mod describe;
pub mod encode;
pub mod enums;
pub mod error;
mod field;
mod limits;
mod loose;
mod model;
pub mod object;
pub mod path;
pub mod profile;
pub mod registry;
pub mod service;
pub mod update;
mod upload;
mod value;

pub use args::{Access, Action, ApiAction, Argument, Owner, Returns, Service};
pub use cast::Reader;
pub use field::Field;
pub use limits::Limits;
pub use loose::Loose;
pub use model::{
    Api, ApiClass, ApiEnum, ApiType, Assoc, Class, Code, Entries, EnumKind, EnumMeta, Flags, Items, NullableBoolean,
    Poly, Property, Ref, Time, Type,
};
pub use schema_derive::{ApiAction, ApiEnum, ApiObject};
pub use upload::Upload;
pub use value::{Map, Value};
