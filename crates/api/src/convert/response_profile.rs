//! Stored response profiles.

use super::{change, code, read_doc, time};
use domain::response_profile::{ResponseProfile, ResponseProfilePatch};
use schema::{Map, object as o};
use store::Doc;

pub fn response_profile(profile: &ResponseProfile) -> o::ResponseProfile {
    let mut object = o::ResponseProfile::default();
    read_doc(&mut object, &profile.doc);
    object.id = profile.id.into();
    object.system_name = profile.system_name.clone().into();
    object.partner_id = profile.partner.0.into();
    object.created_at = time(profile.created_at);
    object.updated_at = time(profile.updated_at);
    object.status = code(profile.status);
    object.version = profile.version.into();
    object
}

/// `kept` is what the checks of `schema::update` left of `sent`.
pub fn patch(sent: &o::ResponseProfile, kept: Map) -> ResponseProfilePatch {
    let kept = kept.into_iter().filter(|(name, _)| name != "systemName");
    let doc = Doc(kept.map(|(name, value)| (name, value.to_json())).collect());
    ResponseProfilePatch { system_name: change(&sent.system_name, |text| text), doc }
}
