//! Service `metadata_metadataprofile`: the shapes of custom metadata.

use crate::object::{
    FilterPager, MetadataProfile, MetadataProfileFieldListResponse, MetadataProfileFilter, MetadataProfileListResponse,
};
use crate::{ApiAction, Poly, Service, Upload};

pub static SERVICE: Service = Service {
    name: "metadata_metadataprofile",
    docs: "the shapes of custom metadata.",
    actions: &[
        Add::ACTION,
        AddFromFile::ACTION,
        Update::ACTION,
        UpdateDefinitionFromFile::ACTION,
        UpdateViewsFromFile::ACTION,
        Revert::ACTION,
        Get::ACTION,
        Serve::ACTION,
        ServeView::ACTION,
        Delete::ACTION,
        List::ACTION,
        ListFields::ACTION,
    ],
};

/// Adds a profile.
#[derive(Clone, Debug, ApiAction)]
#[api(returns = MetadataProfile, access = ADMIN)]
pub struct Add {
    pub metadata_profile: Poly<MetadataProfile>,
    pub xsd_data: String,
    pub views_data: Option<String>,
}

/// Adds a profile whose XSD is a file.
#[derive(Clone, Debug, ApiAction)]
#[api(returns = MetadataProfile, access = ADMIN)]
pub struct AddFromFile {
    pub metadata_profile: Poly<MetadataProfile>,
    pub xsd_file: Upload,
    pub views_file: Option<Upload>,
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

/// Replaces the XSD of a profile by a file's.
#[derive(Clone, Debug, ApiAction)]
#[api(returns = MetadataProfile, access = ADMIN)]
pub struct UpdateDefinitionFromFile {
    pub id: i64,
    pub xsd_file: Upload,
}

/// Replaces the views of a profile by a file's.
#[derive(Clone, Debug, ApiAction)]
#[api(returns = MetadataProfile, access = ADMIN)]
pub struct UpdateViewsFromFile {
    pub id: i64,
    pub views_file: Upload,
}

/// Goes back to an earlier XSD, as a new version.
#[derive(Clone, Debug, ApiAction)]
#[api(returns = MetadataProfile, access = ADMIN)]
pub struct Revert {
    pub id: i64,
    pub to_version: i64,
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

/// Gives the views of a profile as a file.
#[derive(Clone, Debug, ApiAction)]
#[api(returns = File, access = ADMIN)]
pub struct ServeView {
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

/// Lists the searchable leaves of a profile.
#[derive(Clone, Debug, ApiAction)]
#[api(returns = MetadataProfileFieldListResponse, access = SESSIONS)]
pub struct ListFields {
    pub metadata_profile_id: i64,
}
