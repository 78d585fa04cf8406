//! Custom metadata: profiles (XSD) and values (XML) on objects (contract: metadata).
//!
//! Threats: XML bombs, external entities, deep nesting, schemas that fetch. There is no resolver; a document type is refused; sizes and
//! depth are capped; checking runs on the blocking pool.

mod checks;
mod command;
mod cost;
mod profile;
pub(crate) mod rows;
pub mod xml;

pub(crate) use checks::Checks;
pub(crate) use command::copy_of_entry;
pub use command::{add, delete, get, list, update};
pub use profile::{
    NewProfile, add_profile, delete_profile, get_profile, list_fields, list_profiles, revert, update_profile,
};

use base::{PartnerId, UnixMillis};

/// Object types by their wire value; plugin types are text such as `annotationMetadata.Annotation`.
pub mod object {
    pub const ENTRY: &str = "1";
    pub const CATEGORY: &str = "2";
    pub const USER: &str = "3";
}

#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Profile {
    pub id: i64,
    pub partner: PartnerId,
    /// See [`object`].
    pub object_type: String,
    pub version: i64,
    pub name: String,
    pub system_name: Option<String>,
    pub description: Option<String>,
    pub created_at: UnixMillis,
    pub updated_at: UnixMillis,
    /// 1 ACTIVE, 2 DEPRECATED
    pub status: i64,
    pub xsd: String,
    pub views: Option<String>,
    /// 1 API, 2 KMC, 3 APP
    pub create_mode: Option<i64>,
}

/// One searchable leaf of a profile's schema: KalturaMetadataProfileField.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ProfileField {
    pub id: i64,
    pub x_path: String,
    pub key: String,
    pub label: String,
}

#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Metadata {
    pub id: i64,
    pub partner: PartnerId,
    pub profile_id: i64,
    pub profile_version: i64,
    pub object_type: String,
    pub object_id: String,
    pub version: i64,
    pub created_at: UnixMillis,
    pub updated_at: UnixMillis,
    /// 1 VALID
    pub status: i64,
    /// Exactly the text that was sent.
    pub xml: String,
}
