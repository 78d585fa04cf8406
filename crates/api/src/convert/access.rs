//! What may be played by whom: the playback context of an entry for one session, and access control profiles
//! (contract: playback, playback context and access control).

use super::{change, code, read_doc, time};
use crate::call::Call;
use crate::endpoints::manifest;
use domain::access::{
    self, AccessControlProfile, DELIVERY_PROFILE, Profile, ProfilePatch, Restriction, Verdict, Visitor,
};
use domain::{Entry, SessionKind};
use schema::object as o;
use schema::{ApiType, Field, Loose, NullableBoolean, Poly, Reader, Value};
use store::Doc;

const FORMAT: &str = "applehttp";
/// `previewLength` when everything plays.
const NO_PREVIEW: i64 = -1;

/// What a session may know and do about playing an entry now.
struct Outlook {
    is_scheduled: bool,
    verdict: Verdict,
    /// Something can be played, in a format the caller takes.
    plays: bool,
}

impl Outlook {
    fn of(call: &Call, entry: &Entry, profile: &Profile, params: &o::EntryContextDataParams) -> Self {
        let is_scheduled = access::is_scheduled_now(entry, call.now)
            || (!call.actor.is_admin() && access::skips_scheduling(entry, &call.actor));
        let shut_out = !is_scheduled && call.actor.kind == SessionKind::Widget;
        let verdict = profile.rules.judge(&entry.id, &visitor(call, params), access::Context::Play);
        let plays = entry.live.as_ref().is_some_and(domain::Live::is_own_source)
            && !shut_out
            && !access::is_moderated_away(entry)
            && access::plays(entry, &verdict)
            && accepts(params, &call.origin.scheme);
        Self { is_scheduled, verdict, plays }
    }

    fn messages(&self) -> Vec<access::Message> {
        let mut messages = self.verdict.messages.clone();
        if !self.is_scheduled {
            messages.push(access::Message {
                code: "SCHEDULED_RESTRICTED".to_owned(),
                message: "Out of scheduling\nWe're sorry, this content is currently unavailable.".to_owned(),
            });
        }
        messages
    }

    fn actions(&self) -> Field<Vec<Loose<o::RuleAction>>> {
        let read = |action| Loose::read(&Value::from_json(action), "actions", &Reader::STORED).ok().flatten();
        Field::Set(self.verdict.actions.iter().filter_map(read).collect())
    }
}

/// Who asks: the page and the browser as the caller tells them; the address is the one the call came from, unless an administrator
/// tries the rules out for another.
fn visitor<'a>(call: &'a Call, params: &'a o::EntryContextDataParams) -> Visitor<'a> {
    let told = |field: &'a Field<String>| field.value().map(String::as_str).filter(|text| !text.is_empty());
    let tried = told(&params.ip).filter(|_| call.actor.is_admin()).and_then(|text| text.parse().ok());
    Visitor {
        actor: &call.actor,
        address: tried.or(call.client.address),
        referrer: told(&params.referrer).or(call.client.referrer()),
        agent: told(&params.user_agent).or(call.client.agent()),
    }
}

/// Sources are listed also while a stream is off air: players combine them with its state.
pub fn playback_context(
    call: &Call,
    entry: &Entry,
    profile: &Profile,
    options: &o::PlaybackContextOptions,
) -> o::PlaybackContext {
    let outlook = Outlook::of(call, entry, profile, options);
    let message = |message: access::Message| {
        Poly::of(o::AccessControlMessage { message: message.message.into(), code: message.code.into() })
    };
    o::PlaybackContext {
        sources: Field::Set(if outlook.plays { vec![Poly::of(source(call, entry))] } else { Vec::new() }),
        playback_captions: Vec::new().into(),
        flavor_assets: Vec::new().into(),
        actions: outlook.actions(),
        messages: Field::Set(outlook.messages().into_iter().map(message).collect()),
        bumper_data: Vec::new().into(),
        active_live_stream_time: Field::Null,
    }
}

/// The same for older players: a flag for each kind of condition that blocks.
pub fn context_data(
    call: &Call,
    entry: &Entry,
    profile: &Profile,
    params: &o::EntryContextDataParams,
) -> o::EntryContextDataResult {
    let outlook = Outlook::of(call, entry, profile, params);
    let restricted = |kind| Field::Set(outlook.verdict.restrictions.contains(&kind));
    let text = |message: access::Message| Poly::of(o::StringHolder { value: message.message.into() });
    let messages: Vec<_> = outlook.messages().into_iter().map(text).collect();
    o::EntryContextDataResult {
        base: o::ContextDataResult { messages: messages.clone().into(), actions: outlook.actions() },
        is_site_restricted: restricted(Restriction::Site),
        is_country_restricted: restricted(Restriction::Country),
        is_session_restricted: restricted(Restriction::Session),
        is_ip_address_restricted: restricted(Restriction::Address),
        is_user_agent_restricted: restricted(Restriction::Agent),
        preview_length: outlook.verdict.preview.unwrap_or(NO_PREVIEW).into(),
        is_scheduled_now: outlook.is_scheduled.into(),
        is_admin: call.actor.is_admin().into(),
        streamer_type: FORMAT.to_owned().into(),
        media_protocol: call.origin.scheme.clone().into(),
        storage_profiles_xml: Field::Null,
        access_control_messages: messages.into(),
        access_control_actions: outlook.actions(),
        flavor_assets: Vec::new().into(),
        ms_duration: entry.doc.int("msDuration").unwrap_or(0).into(),
        plugin_data: Field::Set(schema::Assoc(Vec::new())),
    }
}

fn source(call: &Call, entry: &Entry) -> o::PlaybackSource {
    let scheme = &call.origin.scheme;
    let pairs = format!("deliveryProfileId/{DELIVERY_PROFILE}/protocol/{scheme}/format/{FORMAT}/");
    o::PlaybackSource {
        delivery_profile_id: DELIVERY_PROFILE.to_string().into(),
        format: FORMAT.to_owned().into(),
        protocols: scheme.clone().into(),
        flavor_ids: String::new().into(),
        url: manifest(&call.origin, entry, &pairs, "a.m3u8").into(),
        drm: Vec::new().into(),
    }
}

/// `streamerType` must name our format, and every protocol of `mediaProtocol` must be ours.
fn accepts(params: &o::EntryContextDataParams, scheme: &str) -> bool {
    let list = |field: &Field<String>| -> Vec<String> {
        let text = field.value().map_or("", String::as_str);
        text.split(',').map(|item| item.trim().to_ascii_lowercase()).filter(|item| !item.is_empty()).collect()
    };
    let formats = list(&params.streamer_type);
    let protocols = list(&params.media_protocol);
    (formats.is_empty() || formats.iter().any(|format| matches!(format.as_str(), "applehttp" | "hls" | "auto")))
        && protocols.iter().all(|protocol| protocol == scheme)
}

pub fn profile(profile: &AccessControlProfile) -> o::AccessControlProfile {
    let mut object = o::AccessControlProfile::default();
    let mut rules = Doc::default();
    rules.insert("rules".to_owned(), profile.rules.clone());
    read_doc(&mut object, &rules);
    object.id = profile.id.into();
    object.partner_id = profile.partner.0.into();
    object.name = profile.name.clone().into();
    object.system_name = Field::of(profile.system_name.clone());
    object.description = Field::of(profile.description.clone());
    object.created_at = time(profile.created_at);
    object.updated_at = time(profile.updated_at);
    object.is_default = NullableBoolean(profile.is_default).into();
    object
}

/// Every condition and action is named by its `type` too, as players read it.
pub fn profile_patch(sent: &o::AccessControlProfile) -> ProfilePatch {
    ProfilePatch {
        name: change(&sent.name, |text| text),
        system_name: change(&sent.system_name, |text| text),
        description: change(&sent.description, |text| text),
        is_default: change(&sent.is_default, |value| value.0),
        rules: change(&sent.rules, |rules| rules.into_iter().map(|rule| typed(rule).to_json()).collect()),
    }
}

fn typed(mut rule: Poly<o::Rule>) -> Value {
    let Some(rule) = rule.object_mut().as_class_mut::<o::Rule>() else { return Value::Null };
    if let Field::Set(conditions) = &mut rule.conditions {
        for condition in conditions {
            let Loose::Known(condition) = condition else { continue };
            let number = condition_type(condition.object().class().name);
            if let Some(condition) = condition.object_mut().as_class_mut::<o::Condition>() {
                condition.r#type = number.map_or(Field::Absent, code);
            }
        }
    }
    if let Field::Set(actions) = &mut rule.actions {
        for action in actions {
            let Loose::Known(action) = action else { continue };
            let number = action_type(action.object().class().name);
            if let Some(action) = action.object_mut().as_class_mut::<o::RuleAction>() {
                action.r#type = number.map_or(Field::Absent, code);
            }
        }
    }
    Value::Map(schema::Map::from_object(rule))
}

fn condition_type(class: &str) -> Option<i64> {
    Some(match class {
        "KalturaAuthenticatedCondition" => 1,
        "KalturaCountryCondition" => 2,
        "KalturaIpAddressCondition" => 3,
        "KalturaSiteCondition" => 4,
        "KalturaUserAgentCondition" => 5,
        _ => return None,
    })
}

fn action_type(class: &str) -> Option<i64> {
    Some(match class {
        "KalturaAccessControlBlockAction" => 1,
        "KalturaAccessControlPreviewAction" => 2,
        "KalturaAccessControlLimitFlavorsAction" => 3,
        "KalturaAccessControlLimitDeliveryProfilesAction" => 5,
        "KalturaAccessControlLimitThumbnailCaptureAction" => 8,
        _ => return None,
    })
}
