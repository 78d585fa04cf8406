//! Service `metadata_metadataprofile`: the shapes of custom metadata.

use crate::object::{FilterPager, MetadataProfile, MetadataProfileFilter, MetadataProfileListResponse};
use crate::{Access, Action, ApiArgs, ApiClass, Owner, Poly, Returns, Service};

pub static SERVICE: Service = Service {
    name: "metadata_metadataprofile",
    docs: "the shapes of custom metadata.",
    actions: &[&ADD, &UPDATE, &GET, &DELETE, &LIST],
};

/// Adds a profile.
pub static ADD: Action = Action {
    name: "add",
    docs: "Adds a profile.",
    arguments: <Add as ApiArgs>::ARGUMENTS,
    returns: Returns::Object(MetadataProfile::CLASS),
    access: Access::ADMIN,
    owner: Owner::Anyone,
};

/// Arguments of `metadata_metadataprofile.add`.
#[derive(Clone, Debug, ApiArgs)]
pub struct Add {
    pub metadata_profile: Poly<MetadataProfile>,
    pub xsd_data: String,
    pub views_data: Option<String>,
}

/// Changes a profile; a new XSD makes a new version.
pub static UPDATE: Action = Action {
    name: "update",
    docs: "Changes a profile; a new XSD makes a new version.",
    arguments: <Update as ApiArgs>::ARGUMENTS,
    returns: Returns::Object(MetadataProfile::CLASS),
    access: Access::ADMIN,
    owner: Owner::Anyone,
};

/// Arguments of `metadata_metadataprofile.update`.
#[derive(Clone, Debug, ApiArgs)]
pub struct Update {
    pub id: i64,
    pub metadata_profile: Poly<MetadataProfile>,
    pub xsd_data: Option<String>,
    pub views_data: Option<String>,
}

/// Reads a profile.
pub static GET: Action = Action {
    name: "get",
    docs: "Reads a profile.",
    arguments: <Get as ApiArgs>::ARGUMENTS,
    returns: Returns::Object(MetadataProfile::CLASS),
    access: Access::SESSIONS,
    owner: Owner::Anyone,
};

/// Arguments of `metadata_metadataprofile.get`.
#[derive(Clone, Debug, ApiArgs)]
pub struct Get {
    pub id: i64,
}

/// Deletes a profile and its records.
pub static DELETE: Action = Action {
    name: "delete",
    docs: "Deletes a profile and its records.",
    arguments: <Delete as ApiArgs>::ARGUMENTS,
    returns: Returns::Nothing,
    access: Access::ADMIN,
    owner: Owner::Anyone,
};

/// Arguments of `metadata_metadataprofile.delete`.
#[derive(Clone, Debug, ApiArgs)]
pub struct Delete {
    pub id: i64,
}

/// Lists profiles.
pub static LIST: Action = Action {
    name: "list",
    docs: "Lists profiles.",
    arguments: <List as ApiArgs>::ARGUMENTS,
    returns: Returns::Object(MetadataProfileListResponse::CLASS),
    access: Access::SESSIONS,
    owner: Owner::Anyone,
};

/// Arguments of `metadata_metadataprofile.list`.
#[derive(Clone, Debug, ApiArgs)]
pub struct List {
    pub filter: Option<Poly<MetadataProfileFilter>>,
    pub pager: Option<Poly<FilterPager>>,
}
