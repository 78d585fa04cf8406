//! Service `metadata_metadataprofile`: the shapes of custom metadata.

use crate::object::{FilterPager, MetadataProfile, MetadataProfileFilter, MetadataProfileListResponse};
use crate::{ApiAction, Poly, Service};

pub static SERVICE: Service = Service {
    name: "metadata_metadataprofile",
    docs: "the shapes of custom metadata.",
    actions: &[Add::ACTION, Update::ACTION, Get::ACTION, Serve::ACTION, Delete::ACTION, List::ACTION],
};

/// Adds a profile.
#[derive(Clone, Debug, ApiAction)]
#[api(returns = MetadataProfile, access = ADMIN)]
pub struct Add {
    pub metadata_profile: Poly<MetadataProfile>,
    pub xsd_data: String,
    pub views_data: Option<String>,
}

/// Changes a profile; a new XSD makes a new version.
#[derive(Clone, Debug, ApiAction)]
#[api(returns = MetadataProfile, access = ADMIN)]
pub struct Update {
    pub id: i64,
    pub metadata_profile: Poly<MetadataProfile>,
    pub xsd_data: Option<String>,
    pub views_data: Option<String>,
}

/// Reads a profile.
#[derive(Clone, Debug, ApiAction)]
#[api(returns = MetadataProfile, access = SESSIONS)]
pub struct Get {
    pub id: i64,
}

/// Gives the XSD of a profile as a file.
#[derive(Clone, Debug, ApiAction)]
#[api(returns = File, access = ADMIN)]
pub struct Serve {
    pub id: i64,
}

/// Deletes a profile and its records.
#[derive(Clone, Debug, ApiAction)]
#[api(returns = (), access = ADMIN)]
pub struct Delete {
    pub id: i64,
}

/// Lists profiles.
#[derive(Clone, Debug, ApiAction)]
#[api(returns = MetadataProfileListResponse, access = SESSIONS)]
pub struct List {
    pub filter: Option<Poly<MetadataProfileFilter>>,
    pub pager: Option<Poly<FilterPager>>,
}
