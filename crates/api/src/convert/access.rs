//! The playback context of an entry for one session (contract: playback, playback context).

use crate::call::Call;
use crate::endpoints::manifest;
use domain::{Entry, SessionKind, access};
use schema::object::{AccessControlMessage, PlaybackContext, PlaybackContextOptions, PlaybackSource};
use schema::{Field, Poly};

/// Names the one way we deliver; the field is opaque to players.
const DELIVERY_PROFILE: &str = "1";
const FORMAT: &str = "applehttp";

/// Sources are listed also while a stream is off air: players combine them with its state.
pub fn playback_context(call: &Call, entry: &Entry, options: &PlaybackContextOptions) -> PlaybackContext {
    let is_scheduled = access::is_scheduled_now(entry, call.now)
        || (!call.actor.is_admin() && access::skips_scheduling(entry, &call.actor));
    let shut_out = !is_scheduled && call.actor.kind == SessionKind::Widget;
    let shows = entry.live.as_ref().is_some_and(domain::Live::is_own_source)
        && !shut_out
        && !access::is_moderated_away(entry)
        && accepts(options, &call.origin.scheme);
    let messages = if is_scheduled { Vec::new() } else { vec![Poly::of(out_of_schedule())] };
    PlaybackContext {
        sources: Field::Set(if shows { vec![Poly::of(source(call, entry))] } else { Vec::new() }),
        playback_captions: Vec::new().into(),
        flavor_assets: Vec::new().into(),
        actions: Vec::new().into(),
        messages: messages.into(),
        bumper_data: Vec::new().into(),
        active_live_stream_time: Field::Null,
    }
}

fn source(call: &Call, entry: &Entry) -> PlaybackSource {
    let scheme = &call.origin.scheme;
    let pairs = format!("deliveryProfileId/{DELIVERY_PROFILE}/protocol/{scheme}/format/{FORMAT}/");
    PlaybackSource {
        delivery_profile_id: DELIVERY_PROFILE.to_owned().into(),
        format: FORMAT.to_owned().into(),
        protocols: scheme.clone().into(),
        flavor_ids: String::new().into(),
        url: manifest(&call.origin, entry, &pairs, "a.m3u8").into(),
        drm: Vec::new().into(),
    }
}

/// `streamerType` must name our format, and every protocol of `mediaProtocol` must be ours.
fn accepts(options: &PlaybackContextOptions, scheme: &str) -> bool {
    let list = |field: &Field<String>| -> Vec<String> {
        let text = field.value().map_or("", String::as_str);
        text.split(',').map(|item| item.trim().to_ascii_lowercase()).filter(|item| !item.is_empty()).collect()
    };
    let formats = list(&options.streamer_type);
    let protocols = list(&options.media_protocol);
    (formats.is_empty() || formats.iter().any(|format| matches!(format.as_str(), "applehttp" | "hls" | "auto")))
        && protocols.iter().all(|protocol| protocol == scheme)
}

fn out_of_schedule() -> AccessControlMessage {
    AccessControlMessage {
        message: "Out of scheduling\nWe're sorry, this content is currently unavailable.".to_owned().into(),
        code: "SCHEDULED_RESTRICTED".to_owned().into(),
    }
}
