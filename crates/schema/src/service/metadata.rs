//! Service `metadata_metadata`: records of custom metadata.

use crate::enums::MetadataObjectType;
use crate::object::{FilterPager, Metadata, MetadataFilter, MetadataListResponse};
use crate::{Access, Action, ApiArgs, ApiClass, Owner, Poly, Returns, Service};

pub static SERVICE: Service = Service {
    name: "metadata_metadata",
    docs: "records of custom metadata.",
    actions: &[&ADD, &UPDATE, &GET, &DELETE, &LIST],
};

/// Adds a record.
pub static ADD: Action = Action {
    name: "add",
    docs: "Adds a record.",
    arguments: <Add as ApiArgs>::ARGUMENTS,
    returns: Returns::Object(Metadata::CLASS),
    access: Access::PLAYBACK_USERS.and(Access::QNA),
    owner: Owner::Anyone,
};

/// Arguments of `metadata_metadata.add`.
#[derive(Clone, Debug, ApiArgs)]
pub struct Add {
    pub metadata_profile_id: i64,
    pub object_type: MetadataObjectType,
    pub object_id: String,
    pub xml_data: String,
}

/// Replaces the XML of a record.
pub static UPDATE: Action = Action {
    name: "update",
    docs: "Replaces the XML of a record.",
    arguments: <Update as ApiArgs>::ARGUMENTS,
    returns: Returns::Object(Metadata::CLASS),
    access: Access::USERS.and(Access::QNA),
    owner: Owner::Anyone,
};

/// Arguments of `metadata_metadata.update`.
#[derive(Clone, Debug, ApiArgs)]
pub struct Update {
    pub id: i64,
    pub xml_data: Option<String>,
    /// The version that is replaced, if it matters.
    pub version: Option<i64>,
}

/// Reads a record.
pub static GET: Action = Action {
    name: "get",
    docs: "Reads a record.",
    arguments: <Get as ApiArgs>::ARGUMENTS,
    returns: Returns::Object(Metadata::CLASS),
    access: Access::SESSIONS,
    owner: Owner::Anyone,
};

/// Arguments of `metadata_metadata.get`.
#[derive(Clone, Debug, ApiArgs)]
pub struct Get {
    pub id: i64,
}

/// Deletes a record.
pub static DELETE: Action = Action {
    name: "delete",
    docs: "Deletes a record.",
    arguments: <Delete as ApiArgs>::ARGUMENTS,
    returns: Returns::Nothing,
    access: Access::USERS,
    owner: Owner::Anyone,
};

/// Arguments of `metadata_metadata.delete`.
#[derive(Clone, Debug, ApiArgs)]
pub struct Delete {
    pub id: i64,
}

/// Lists records.
pub static LIST: Action = Action {
    name: "list",
    docs: "Lists records.",
    arguments: <List as ApiArgs>::ARGUMENTS,
    returns: Returns::Object(MetadataListResponse::CLASS),
    access: Access::SESSIONS,
    owner: Owner::Anyone,
};

/// Arguments of `metadata_metadata.list`.
#[derive(Clone, Debug, ApiArgs)]
pub struct List {
    pub filter: Option<Poly<MetadataFilter>>,
    pub pager: Option<Poly<FilterPager>>,
}
