//! The state of a webcast's page, as one person may know it, and the button that releases the picture.

use super::call::is_guarded;
use super::{actor, cookie, json, live_entry, page_origin, refusal};
use crate::Api;
use crate::client::Client;
use crate::endpoints::Origin;
use axum::body::Body;
use axum::extract::{Path, State};
use axum::http::{Request, StatusCode};
use axum::response::Response;
use base::{Kind, UnixMillis};
use domain::access::{self, Pass, Refusal, Visitor};
use domain::entry::{self, kind};
use domain::live_state::page_facts;
use domain::{Actor, Change, Columns, EntryPatch, Hot};
use http_body_util::{BodyExt, Limited};
use schema::ApiAction as _;
use schema::decode::{self, Budget};
use serde_json::{Value, json as object};
use std::time::Duration;

/// Bytes of a request that says yes or no.
const BODY_BYTES_MAX: usize = 1024;
const BODY_TIMEOUT: Duration = Duration::from_secs(10);

/// The page of one entry for one person.
#[derive(Clone, Debug, PartialEq)]
pub struct Page {
    /// What the browser gets.
    pub json: Value,
    /// When time alone will change it.
    pub changes_at: Option<UnixMillis>,
    /// Everything that makes the page another page: the state without the clock and the token.
    essence: Value,
    pass: Option<Pass>,
    revision: i64,
}

impl Page {
    /// `None` if the entry is no live entry.
    pub async fn of(api: &Api, hot: &Hot, guest: &Guest<'_>, now: UnixMillis) -> Option<Self> {
        let profile = match api.catalog().access_profile(hot).await {
            Ok(profile) => profile,
            Err(error) => {
                tracing::error!(story = %error.story(), "access control could not be read");
                return None;
            }
        };
        let actor = guest.actor;
        // The picture plays on a page of ours, whoever led there.
        let site = guest.origin.base();
        let visitor =
            Visitor { actor, address: guest.client.address, referrer: Some(&site), agent: guest.client.agent() };
        let facts = page_facts(hot, now)?;
        let may_manage = may_manage(actor, hot);
        let state = facts.state_for(may_manage);
        let (pass, restriction) = match access::may_watch(hot, &profile, &visitor, now) {
            Ok(pass) => (Some(pass), None),
            Err(Refusal::Restricted(message)) => (None, Some(message)),
            Err(_) => (None, None),
        };
        let shows_signal = facts.signal && (facts.released || may_manage);
        let essence = object!({
            "id": facts.id.as_str(),
            "name": facts.name,
            "description": facts.description,
            "state": state.name(),
            "startsAt": facts.starts.map(|at| at.0),
            "endsAt": facts.ends.map(|at| at.0),
            "timezone": facts.timezone,
            "explicitLive": facts.explicit_live,
            "mayManage": may_manage,
            "signal": shows_signal,
            "restriction": restriction.map(|why| object!({ "code": why.code, "message": why.message })),
            "interruptedAt": facts.interrupted_at.filter(|_| facts.released || may_manage).map(|at| at.0),
        });
        let mut json = essence.clone();
        json["now"] = now.0.into();
        json["playback"] = match &pass {
            Some(pass) => object!({ "url": api.config().delivery.live(&hot.id, pass) }),
            None => Value::Null,
        };
        Some(Self { json, changes_at: facts.changes_at, essence, pass, revision: facts.access_revision })
    }

    /// Whether somebody who has `other` must hear of this one.
    pub fn differs(&self, other: &Self) -> bool {
        (&self.essence, &self.pass, self.revision) != (&other.essence, &other.pass, other.revision)
    }
}

/// Whom a page is for.
#[derive(Debug)]
pub struct Guest<'a> {
    pub actor: &'a Actor,
    pub client: &'a Client,
    /// Of the page.
    pub origin: &'a Origin,
}

/// May release and withdraw: whoever may call `liveStream.update` on the entry.
fn may_manage(actor: &Actor, hot: &Hot) -> bool {
    actor.may(Columns(schema::service::live_stream::Update::ACTION.access.bits())) && actor.may_edit(hot)
}

/// `GET /plenary/v1/entries/{id}/page`
pub async fn read(State(api): State<Api>, Path(id): Path<String>, request: Request<Body>) -> Response {
    let (parts, _) = request.into_parts();
    let Some(hot) = live_entry(&api, &id).await else { return not_found() };
    let now = api.config().clock.now();
    let (client, origin) = (Client::of(&parts), page_origin(&api, &parts));
    let actor = actor(&api, cookie(&parts).as_deref(), client.address, hot.partner, now).await;
    let guest = Guest { actor: &actor, client: &client, origin: &origin };
    match Page::of(&api, &hot, &guest, now).await {
        Some(page) => json(StatusCode::OK, page.json.to_string()),
        None => not_found(),
    }
}

/// Pages that are told of at once; a longer list is refused.
const PAGES_MAX: usize = 100;

/// `GET /plenary/v1/pages?entries={id},{id}…`
///
/// What [`read`] answers, for a list: ids that do not exist are left out.
pub async fn read_many(State(api): State<Api>, request: Request<Body>) -> Response {
    let (parts, _) = request.into_parts();
    let query = parts.uri.query().unwrap_or_default().as_bytes();
    let Ok(query) = decode::form(query, &mut Budget::new(&api.0.limits)) else {
        return refusal(StatusCode::BAD_REQUEST, "INVALID_REQUEST");
    };
    let ids = query.text("entries").unwrap_or_default();
    let ids: Vec<&str> = ids.split(',').map(str::trim).filter(|id| !id.is_empty()).collect();
    if ids.len() > PAGES_MAX {
        return refusal(StatusCode::BAD_REQUEST, "TOO_MANY_ENTRIES");
    }
    let now = api.config().clock.now();
    let (client, origin) = (Client::of(&parts), page_origin(&api, &parts));
    let mut actors: Vec<Actor> = Vec::new();
    let mut pages = Vec::with_capacity(ids.len());
    for id in ids {
        let Some(hot) = live_entry(&api, id).await else { continue };
        let known = actors.iter().position(|actor| actor.partner == hot.partner);
        let index = match known {
            Some(index) => index,
            None => {
                actors.push(actor(&api, cookie(&parts).as_deref(), client.address, hot.partner, now).await);
                actors.len() - 1
            }
        };
        let guest = Guest { actor: &actors[index], client: &client, origin: &origin };
        pages.extend(Page::of(&api, &hot, &guest, now).await.map(|page| page.json));
    }
    json(StatusCode::OK, object!({ "now": now.0, "pages": pages }).to_string())
}

/// `POST /plenary/v1/entries/{id}/release` `{"released": true|false}` — liveStream.update of `viewMode` and `recordingStatus`.
pub async fn release(State(api): State<Api>, Path(id): Path<String>, request: Request<Body>) -> Response {
    let (parts, body) = request.into_parts();
    if !is_guarded(&parts.headers) {
        return refusal(StatusCode::FORBIDDEN, "MISSING_GUARD_HEADER");
    }
    let Ok(Ok(body)) = tokio::time::timeout(BODY_TIMEOUT, Limited::new(body, BODY_BYTES_MAX).collect()).await else {
        return refusal(StatusCode::BAD_REQUEST, "INVALID_REQUEST");
    };
    let sent: Value = serde_json::from_slice(&body.to_bytes()).unwrap_or_default();
    let Some(released) = sent.get("released").and_then(Value::as_bool) else {
        return refusal(StatusCode::BAD_REQUEST, "INVALID_REQUEST");
    };
    let Some(hot) = live_entry(&api, &id).await else { return not_found() };
    let now = api.config().clock.now();
    let (client, origin) = (Client::of(&parts), page_origin(&api, &parts));
    let actor = actor(&api, cookie(&parts).as_deref(), client.address, hot.partner, now).await;
    if !may_manage(&actor, &hot) {
        return refusal(StatusCode::FORBIDDEN, "SERVICE_FORBIDDEN");
    }
    if !hot.live.as_ref().is_some_and(|live| live.explicit_live) {
        return refusal(StatusCode::CONFLICT, "NOT_EXPLICIT_LIVE");
    }
    const ACTIVE: i64 = 2;
    let (view_mode, recording) = if released { (1, ACTIVE) } else { (0, 0) };
    let patch = EntryPatch {
        view_mode: Change::Set(view_mode),
        recording_status: Change::Set(recording),
        ..Default::default()
    };
    let kinds = &[kind::LIVE_STREAM];
    let changed = api.catalog().db().write(async |tx| entry::update(tx, &actor, now, &id, kinds, patch).await).await;
    if let Err(error) = changed {
        return match error.kind {
            Kind::NotFound => not_found(),
            Kind::Denied | Kind::Invalid | Kind::Conflict => refusal(StatusCode::CONFLICT, schema::error::code(&error)),
            _ => {
                tracing::error!(story = %error.story(), "release failed");
                refusal(StatusCode::SERVICE_UNAVAILABLE, schema::error::code(&error))
            }
        };
    }
    let Some(hot) = live_entry(&api, &id).await else { return not_found() };
    let guest = Guest { actor: &actor, client: &client, origin: &origin };
    let page = Page::of(&api, &hot, &guest, now).await;
    page.map_or_else(not_found, |page| json(StatusCode::OK, page.json.to_string()))
}

fn not_found() -> Response {
    refusal(StatusCode::NOT_FOUND, "ENTRY_ID_NOT_FOUND")
}
