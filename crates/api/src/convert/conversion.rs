//! Conversion profiles and what their renditions are made of.

use super::{change, code, code_int, code_text, read_doc, rest, time};
use base::PartnerId;
use domain::conversion_profile::{ConversionProfile, ParamsPatch, ProfileParams, ProfilePatch};
use domain::flavor_params::FlavorParams;
use schema::enums::{AssetParamsDeletePolicy, FlavorReadyBehavior};
use schema::{Field, Map, NullableBoolean, Poly, cast, object as o};

pub fn profile(profile: &ConversionProfile) -> o::ConversionProfile {
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

/// `kept` is what the checks of `schema::update` left of `sent`.
pub fn profile_patch(sent: &o::ConversionProfile, kept: Map) -> ProfilePatch {
    let typed = ["type", "systemName", "name", "description", "status", "isDefault", "flavorParamsIds"];
    let number = |text: String| cast::int_of_text(&text);
    ProfilePatch {
        kind: change(&sent.r#type, |kind| number(code_text(kind))),
        system_name: change(&sent.system_name, |text| text),
        name: change(&sent.name, |text| text),
        description: change(&sent.description, |text| text),
        status: change(&sent.status, |status| number(code_text(status))),
        is_default: change(&sent.is_default, |flag| flag.0),
        params: change(&sent.flavor_params_ids, |text| text),
        doc: rest(kept, &typed),
    }
}

pub fn profile_params(params: &ProfileParams) -> o::ConversionProfileAssetParams {
    let mut object = o::ConversionProfileAssetParams::default();
    read_doc(&mut object, &params.doc);
    object.conversion_profile_id = params.profile_id.into();
    object.asset_params_id = params.params_id.into();
    object.origin = code(params.origin);
    object.system_name = Field::of(params.system_name.clone());
    super::or(&mut object.ready_behavior, FlavorReadyBehavior::InheritFlavorParams);
    super::or(&mut object.force_none_complied, NullableBoolean(false));
    super::or(&mut object.delete_policy, AssetParamsDeletePolicy::Keep);
    object
}

pub fn profile_params_patch(sent: &o::ConversionProfileAssetParams, kept: Map) -> ParamsPatch {
    ParamsPatch {
        origin: change(&sent.origin, code_int),
        system_name: change(&sent.system_name, |text| text),
        doc: rest(kept, &["origin", "systemName"]),
    }
}

/// In the class that says what they are for.
pub fn flavor_params(params: &FlavorParams) -> Poly<o::FlavorParams> {
    let base = o::AssetParams {
        id: params.id.into(),
        partner_id: PartnerId::TEMPLATE.0.into(),
        name: params.name.to_owned().into(),
        system_name: params.system_name.to_owned().into(),
        is_system_default: NullableBoolean(true).into(),
        tags: params.tags.to_owned().into(),
        ..Default::default()
    };
    let mut object = o::FlavorParams {
        base,
        video_codec: code(params.video_codec),
        video_bitrate: params.video_bitrate.into(),
        width: params.width.into(),
        height: params.height.into(),
        audio_codec: code(if params.audio_bitrate > 0 { "aac" } else { "" }),
        audio_bitrate: params.audio_bitrate.into(),
        ..Default::default()
    };
    if params.audio_bitrate > 0 {
        object.audio_channels = FlavorParams::AUDIO_CHANNELS.into();
        object.audio_sample_rate = FlavorParams::AUDIO_SAMPLE_RATE.into();
    }
    if !params.is_live() {
        return Poly::of(object);
    }
    let stream_suffix = Field::of(params.stream_suffix.map(str::to_owned));
    Poly::of(o::LiveParams { base: object, stream_suffix })
}
