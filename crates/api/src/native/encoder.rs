//! What is known of an entry's encoders, for whoever sets them up: what they send now, and who was refused lately and why.

use super::{actor, address, cookie, json, live_entry, refusal};
use crate::Api;
use axum::body::Body;
use axum::extract::{Path, State};
use axum::http::{Request, StatusCode};
use axum::response::Response;
use base::UnixMillis;
use domain::{Entry, Input};
use serde_json::{Value, json as object};
use std::net::IpAddr;

/// Knows the encoders. Implemented above this crate, where the media plane is.
pub trait Encoders: Send + Sync + 'static {
    /// `strays`: also encoders that named the entry's account and an entry that does not exist.
    fn report(&self, entry: &Entry, strays: bool, now: UnixMillis) -> Report;
}

#[derive(Clone, Debug, Default)]
pub struct Report {
    pub primary: Option<Sending>,
    pub backup: Option<Sending>,
    /// Newest first.
    pub notes: Vec<Note>,
}

/// One connected encoder and what it was measured to send.
#[derive(Clone, Debug)]
pub struct Sending {
    pub peer: IpAddr,
    pub since: UnixMillis,
    /// Media last came.
    pub heard_at: Option<UnixMillis>,
    pub video: Option<Video>,
    pub audio: Option<Audio>,
}

#[derive(Clone, Debug)]
pub struct Video {
    /// RFC 6381.
    pub codec: Option<String>,
    pub size: Option<(u32, u32)>,
    pub frames_per_s: Option<f64>,
    pub bits_per_s: Option<u64>,
    pub keyframe_ms: Option<u32>,
    pub since_keyframe_ms: u32,
    pub has_keyframe: bool,
}

#[derive(Clone, Debug)]
pub struct Audio {
    pub codec: Option<String>,
    /// Samples per second, and channels.
    pub format: Option<(u32, u8)>,
    pub bits_per_s: Option<u64>,
}

/// A refusal or a warning.
#[derive(Clone, Debug)]
pub struct Note {
    /// Contract: native, encoders of an entry.
    pub what: &'static str,
    pub input: Option<Input>,
    pub peer: IpAddr,
    pub detail: String,
    pub asked_for: Option<String>,
    pub first_at: UnixMillis,
    pub last_at: UnixMillis,
    pub times: u32,
}

/// `GET /plenary/v1/entries/{id}/encoder`
pub async fn read(State(api): State<Api>, Path(id): Path<String>, request: Request<Body>) -> Response {
    let (parts, _) = request.into_parts();
    let Some(hot) = live_entry(&api, &id).await else {
        return refusal(StatusCode::NOT_FOUND, "ENTRY_ID_NOT_FOUND");
    };
    let now = api.config().clock.now();
    let actor = actor(&api, cookie(&parts).as_deref(), address(&parts), hot.partner, now).await;
    if !actor.may_see_ingest(&hot) {
        return refusal(StatusCode::FORBIDDEN, "SERVICE_FORBIDDEN");
    }
    let report = api.config().encoders.report(&hot.entry, actor.is_admin(), now);
    let notes: Vec<Value> = report.notes.iter().map(Note::json).collect();
    let of = |sending: &Option<Sending>| sending.as_ref().map_or(Value::Null, Sending::json);
    let text = object!({
        "now": now.0,
        "inputs": { "primary": of(&report.primary), "backup": of(&report.backup) },
        "notes": notes,
    });
    json(StatusCode::OK, text.to_string())
}

impl Sending {
    fn json(&self) -> Value {
        let video = self.video.as_ref().map(|video| {
            object!({
                "codec": video.codec,
                "width": video.size.map(|size| size.0),
                "height": video.size.map(|size| size.1),
                "framesPerSecond": video.frames_per_s,
                "bitsPerSecond": video.bits_per_s,
                "keyframeMs": video.keyframe_ms,
                "sinceKeyframeMs": video.since_keyframe_ms,
                "hasKeyframe": video.has_keyframe,
            })
        });
        let audio = self.audio.as_ref().map(|audio| {
            object!({
                "codec": audio.codec,
                "samplesPerSecond": audio.format.map(|format| format.0),
                "channels": audio.format.map(|format| format.1),
                "bitsPerSecond": audio.bits_per_s,
            })
        });
        object!({
            "peer": self.peer.to_string(),
            "since": self.since.0,
            "heardAt": self.heard_at.map(|at| at.0),
            "video": video,
            "audio": audio,
        })
    }
}

impl Note {
    fn json(&self) -> Value {
        let input = self.input.map(|input| match input {
            Input::Primary => "primary",
            Input::Backup => "backup",
        });
        object!({
            "what": self.what,
            "input": input,
            "peer": self.peer.to_string(),
            "detail": self.detail,
            "askedFor": self.asked_for,
            "firstAt": self.first_at.0,
            "lastAt": self.last_at.0,
            "times": self.times,
        })
    }
}
