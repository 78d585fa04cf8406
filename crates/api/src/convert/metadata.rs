//! Metadata, uiConfs and conversion profiles.

use super::{change, code, code_int, code_of, code_text, read_doc, time};
use domain::conversion_profile::ConversionProfile;
use domain::metadata::{Metadata, NewProfile, Profile};
use domain::uiconf::UiConf;
use schema::enums::UiConfObjType;
use schema::{ApiEnum, Field, NullableBoolean, object as o};

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

pub fn ui_conf(conf: &UiConf) -> o::UiConf {
    let mut object = o::UiConf::default();
    read_doc(&mut object, &conf.doc);
    object.id = conf.id.into();
    object.name = Field::of(conf.name.clone());
    object.partner_id = conf.partner.0.into();
    object.obj_type = code(conf.kind);
    object.obj_type_as_string =
        label::<UiConfObjType>(conf.kind).map_or(Field::Null, |label| Field::Set(label.to_owned()));
    object.tags = Field::of(conf.tags.clone());
    object.creation_mode = code(conf.creation_mode);
    object.version = conf.version.to_string().into();
    object.created_at = time(conf.created_at);
    object.updated_at = time(conf.updated_at);
    object
}

/// The name of an enum's value.
fn label<T: ApiEnum>(code: i64) -> Option<&'static str> {
    let code = code.to_string();
    T::META.values.iter().find(|(_, value)| *value == code).map(|(label, _)| *label)
}

pub fn conversion_profile(profile: &ConversionProfile) -> o::ConversionProfile {
    let mut object = o::ConversionProfile::default();
    read_doc(&mut object, &profile.doc);
    object.id = profile.id.into();
    object.partner_id = profile.partner.0.into();
    object.status = code(profile.status);
    object.r#type = code(profile.kind);
    object.name = profile.name.clone().into();
    object.system_name = Field::of(profile.system_name.clone());
    object.description = Field::of(profile.description.clone());
    object.created_at = time(profile.created_at);
    object.flavor_params_ids = profile.params_ids().into();
    object.is_default = NullableBoolean(profile.is_default).into();
    object.is_partner_default = profile.is_default.into();
    object
}
