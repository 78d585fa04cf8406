//! Service `metadata_metadata`: records of custom metadata.

use crate::enums::MetadataObjectType;
use crate::object::{FilterPager, Metadata, MetadataFilter, MetadataListResponse};
use crate::{ApiAction, Poly, Service, Upload};

pub static SERVICE: Service = Service {
    name: "metadata_metadata",
    docs: "records of custom metadata.",
    actions: &[
        Add::ACTION,
        AddFromFile::ACTION,
        Update::ACTION,
        UpdateFromFile::ACTION,
        Get::ACTION,
        Serve::ACTION,
        Delete::ACTION,
        List::ACTION,
    ],
};

/// Adds a record.
#[derive(Clone, Debug, ApiAction)]
#[api(returns = Metadata, access = PLAYBACK_USERS + QNA)]
pub struct Add {
    pub metadata_profile_id: i64,
    pub object_type: MetadataObjectType,
    pub object_id: String,
    pub xml_data: String,
}

/// Adds a record whose XML is a file.
#[derive(Clone, Debug, ApiAction)]
#[api(returns = Metadata, access = USERS)]
pub struct AddFromFile {
    pub metadata_profile_id: i64,
    pub object_type: MetadataObjectType,
    pub object_id: String,
    pub xml_file: Upload,
}

/// Replaces the XML of a record.
#[derive(Clone, Debug, ApiAction)]
#[api(returns = Metadata, access = USERS + QNA)]
pub struct Update {
    pub id: i64,
    pub xml_data: Option<String>,
    /// The version that is replaced, if it matters.
    pub version: Option<i64>,
}

/// Replaces the XML of a record by a file's.
#[derive(Clone, Debug, ApiAction)]
#[api(returns = Metadata, access = USERS)]
pub struct UpdateFromFile {
    pub id: i64,
    pub xml_file: Option<Upload>,
}

/// Reads a record.
#[derive(Clone, Debug, ApiAction)]
#[api(returns = Metadata, access = SESSIONS)]
pub struct Get {
    pub id: i64,
}

/// Gives the XML of a record as a file.
#[derive(Clone, Debug, ApiAction)]
#[api(returns = File, access = SESSIONS)]
pub struct Serve {
    pub id: i64,
}

/// Deletes a record.
#[derive(Clone, Debug, ApiAction)]
#[api(returns = (), access = USERS)]
pub struct Delete {
    pub id: i64,
}

/// Lists records.
#[derive(Clone, Debug, ApiAction)]
#[api(returns = MetadataListResponse, access = SESSIONS)]
pub struct List {
    pub filter: Option<Poly<MetadataFilter>>,
    pub pager: Option<Poly<FilterPager>>,
}
