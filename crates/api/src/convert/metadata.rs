//! Metadata records and their profiles.

use super::{change, code, code_int, code_of, code_text, time};
use base::error::{Error, Kind, Result};
use domain::metadata::{Metadata, NewProfile, Profile, ProfileField};
use schema::{Field, Upload, object as o};

pub fn record(record: &Metadata) -> o::Metadata {
    o::Metadata {
        id: record.id.into(),
        partner_id: record.partner.0.into(),
        metadata_profile_id: record.profile_id.into(),
        metadata_profile_version: record.profile_version.into(),
        metadata_object_type: code(&record.object_type),
        object_id: record.object_id.clone().into(),
        version: record.version.into(),
        created_at: time(record.created_at),
        updated_at: time(record.updated_at),
        status: code(record.status),
        xml: record.xml.clone().into(),
    }
}

pub fn profile(profile: &Profile) -> o::MetadataProfile {
    o::MetadataProfile {
        id: profile.id.into(),
        partner_id: profile.partner.0.into(),
        metadata_object_type: code(&profile.object_type),
        version: profile.version.into(),
        name: profile.name.clone().into(),
        system_name: Field::of(profile.system_name.clone()),
        description: Field::of(profile.description.clone()),
        created_at: time(profile.created_at),
        updated_at: time(profile.updated_at),
        status: code(profile.status),
        xsd: profile.xsd.clone().into(),
        views: Field::of(profile.views.clone()),
        xslt: Field::Null,
        create_mode: code_of(profile.create_mode),
        disable_re_indexing: Field::Absent,
    }
}

pub fn new_profile(sent: &o::MetadataProfile) -> NewProfile {
    NewProfile {
        object_type: change(&sent.metadata_object_type, code_text),
        name: change(&sent.name, |text| text),
        system_name: change(&sent.system_name, |text| text),
        description: change(&sent.description, |text| text),
        create_mode: change(&sent.create_mode, code_int),
    }
}

pub fn profile_field(field: &ProfileField) -> o::MetadataProfileField {
    o::MetadataProfileField {
        id: field.id.into(),
        x_path: field.x_path.clone().into(),
        key: field.key.clone().into(),
        label: field.label.clone().into(),
    }
}

/// The text of an uploaded XML file; `code` if it is not UTF-8. A mark of the byte order is no part of the text.
pub fn text_of_file(file: &Upload, code: &'static str) -> Result<String> {
    let text = std::str::from_utf8(&file.bytes);
    let text = text.map_err(|error| Error::coded(Kind::Invalid, code).arg("ERR_MSG", format!("no UTF-8: {error}")))?;
    Ok(text.strip_prefix('\u{feff}').unwrap_or(text).to_owned())
}
