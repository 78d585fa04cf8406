//! `/p/{partner}/thumbnail/entry_id/{id}/…`: the picture of an entry (contract: playback, thumbnails).
//!
//! Pictures are served as they were sent: width, height and the other wishes are checked, and have no effect.

use crate::Api;
use crate::client::Client;
use axum::body::{Body, Bytes};
use axum::extract::State;
use axum::http::request::Parts;
use axum::http::{HeaderValue, StatusCode, header};
use axum::response::Response;
use base::{Kind, PartnerId};
use domain::access::{Context, Visitor};
use domain::{Caller, entry};
use schema::decode::{self, Budget};
use schema::{Map, Value};

/// What stands for a live entry without a picture of its own.
const OFF_AIR: &[u8] = include_bytes!("../assets/off-air.jpg");
const JPEG: &str = "image/jpeg";
/// Longest side that may be asked for, in pixels.
const SIDE_MAX: i64 = 10_000;
/// An address with a version is a new one for each picture.
const CACHE_VERSION: &str = "public, max-age=86400";
const CACHE: &str = "public, max-age=60";
const CACHE_OWN: &str = "private, no-store";

/// Why there is no picture: number and text of the contract's list.
struct Missing(u16, &'static str);

pub async fn serve(State(api): State<Api>, parts: Parts) -> Response {
    match find(&api, &parts).await {
        Ok(response) => response,
        Err(missing) => refuse(&missing),
    }
}

async fn find(api: &Api, parts: &Parts) -> Result<Response, Missing> {
    const NOT_FOUND: Missing = Missing(1, "Entry not found");
    const NOT_READABLE: Missing = Missing(5, "File not found");
    let wishes = Wishes::read(api, parts).ok_or(Missing(25, "Bad parameters"))?;
    let id = wishes.text("entry_id").ok_or(NOT_FOUND)?;
    let catalog = api.catalog();
    let hot = catalog.any_entry(&id).await.map_err(|_| NOT_READABLE)?.ok_or(NOT_FOUND)?;
    if wishes.partner.is_some_and(|partner| partner != hot.partner) {
        return Err(NOT_FOUND);
    }
    wishes.check()?;

    let profile = catalog.access_profile(&hot).await.map_err(|_| NOT_READABLE)?;
    let cache = if !profile.rules.is_empty() {
        let client = Client::of(parts);
        let ks = wishes.text("ks");
        let caller = Caller { partner: Some(hot.partner), address: client.address, uri: "", service: "thumbnail" };
        let now = api.config().clock.now();
        let actor = catalog.actor(ks.as_deref(), &caller, now).await.map_err(|_| Missing(4, "Invalid KS"))?;
        let referrer = wishes.text("referrer");
        let visitor = Visitor {
            actor: &actor,
            address: client.address,
            referrer: referrer.as_deref().or(client.referrer()),
            agent: client.agent(),
        };
        if profile.rules.judge(&hot.id, &visitor, Context::Thumbnail).is_blocked {
            return Err(Missing(3, "Access control restricted"));
        }
        CACHE_OWN
    } else if wishes.text("version").is_some() {
        CACHE_VERSION
    } else {
        CACHE
    };
    let stored = if entry::thumbnail_version(&hot) == 0 {
        None
    } else {
        let read = catalog.db().read(async |tx| entry::thumbnail(tx, hot.partner, &hot.id).await).await;
        read.map_err(|error| {
            if error.kind != Kind::NotFound {
                tracing::error!(story = %error.story(), "picture could not be read");
            }
            NOT_READABLE
        })?
    };
    Ok(match stored {
        Some(picture) => image(&picture.content_type, picture.bytes.into(), cache),
        None => image(JPEG, Bytes::from_static(OFF_AIR), cache),
    })
}

/// Names and values of path and query.
struct Wishes {
    partner: Option<PartnerId>,
    pairs: Map,
}

impl Wishes {
    /// `None` if there are more of them than a request may have.
    fn read(api: &Api, parts: &Parts) -> Option<Self> {
        let mut budget = Budget::new(&api.0.limits);
        let mut pairs = decode::form(parts.uri.query().unwrap_or_default().as_bytes(), &mut budget).ok()?;
        let (front, rest) = parts.uri.path().split_once("/thumbnail/")?;
        let mut words = rest.split('/').filter(|word| !word.is_empty());
        // The path comes before the query.
        while let (Some(name), Some(value)) = (words.next(), words.next()) {
            if pairs.len() >= api.0.limits.keys_max {
                return None;
            }
            let value = percent_encoding::percent_decode_str(value).decode_utf8_lossy().into_owned();
            pairs.insert(name, Value::Text(value));
        }
        let partner = front.split('/').filter(|word| !word.is_empty()).nth(1)?.parse().ok().map(PartnerId);
        Some(Self { partner, pairs })
    }

    fn text(&self, name: &str) -> Option<String> {
        self.pairs.text(name).map(|text| text.into_owned()).filter(|text| !text.is_empty())
    }

    /// What an image could not be made of is refused, as if images were made.
    fn check(&self) -> Result<(), Missing> {
        const BAD: Missing = Missing(25, "Bad parameters");
        for side in ["width", "height"] {
            let Some(text) = self.text(side) else { continue };
            let number = schema::cast::int_of_text(&text);
            if number != -1 && !(0..=SIDE_MAX).contains(&number) {
                return Err(BAD);
            }
        }
        let is_colour = |text: &str| text.len() == 6 && text.bytes().all(|byte| byte.is_ascii_hexdigit());
        if self.text("bgcolor").is_some_and(|text| !is_colour(&text)) { Err(BAD) } else { Ok(()) }
    }
}

fn image(content_type: &str, bytes: Bytes, cache: &'static str) -> Response {
    let mut response = Response::new(Body::from(bytes));
    let headers = response.headers_mut();
    if let Ok(content_type) = HeaderValue::from_str(content_type) {
        headers.insert(header::CONTENT_TYPE, content_type);
    }
    headers.insert(header::CACHE_CONTROL, HeaderValue::from_static(cache));
    headers.insert(header::X_CONTENT_TYPE_OPTIONS, HeaderValue::from_static("nosniff"));
    headers.insert(header::ACCESS_CONTROL_ALLOW_ORIGIN, HeaderValue::from_static("*"));
    response
}

fn refuse(&Missing(number, text): &Missing) -> Response {
    let mut response = Response::new(Body::empty());
    *response.status_mut() = StatusCode::NOT_FOUND;
    let headers = response.headers_mut();
    headers.insert(header::CACHE_CONTROL, HeaderValue::from_static("no-store"));
    headers.insert(header::ACCESS_CONTROL_ALLOW_ORIGIN, HeaderValue::from_static("*"));
    for (name, value) in
        [("x-kaltura-app", format!("exiting on error {number} - {text}")), ("x-kaltura", format!("error-{number}"))]
    {
        if let Ok(value) = HeaderValue::try_from(value) {
            headers.insert(name, value);
        }
    }
    response
}
