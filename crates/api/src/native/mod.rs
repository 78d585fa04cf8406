//! Plenary's own endpoints under `/plenary/v1`, which our pages use.
//!
//! Invariant: what an attendee may not know is not in an answer, whatever page asks.

mod call;
pub mod encoder;
mod events;
mod page;
mod session;

use crate::client::Client;
use crate::endpoints::Origin;
use crate::{Api, http};
use axum::Router;
use axum::body::Body;
use axum::http::header::{self, HeaderValue};
use axum::http::{StatusCode, request::Parts};
use axum::response::Response;
use axum::routing::{get, post};
use base::{EntryId, PartnerId, UnixMillis};
use domain::{Actor, Caller, Hot};
use std::sync::Arc;

pub fn routes() -> Router<Api> {
    Router::new()
        .route("/plenary/v1/session", post(session::open).delete(session::close))
        .route("/plenary/v1/api", post(call::call))
        .route("/plenary/v1/pages", get(page::read_many))
        .route("/plenary/v1/entries/{id}/page", get(page::read))
        .route("/plenary/v1/entries/{id}/encoder", get(encoder::read))
        .route("/plenary/v1/entries/{id}/release", post(page::release))
        .route("/plenary/v1/events", get(events::follow))
}

/// Name of the cookie that carries a KS, on our own pages only.
const COOKIE: &str = "plenary_session";
/// Forces a request of another site's page to ask first (a preflight, which is not granted here).
const GUARD_HEADER: &str = "x-plenary";
/// How our actions appear where a service name is asked for.
const SERVICE: &str = "plenary->page";

/// The KS of the cookie, if there is one.
fn cookie(parts: &Parts) -> Option<String> {
    let cookies = parts.headers.get_all(header::COOKIE).iter().filter_map(|value| value.to_str().ok());
    let mut pairs = cookies.flat_map(|line| line.split(';')).filter_map(|pair| pair.trim().split_once('='));
    pairs.find(|(name, _)| *name == COOKIE).map(|(_, value)| value.to_owned()).filter(|value| !value.is_empty())
}

/// The KS of the cookie, unless a page of another origin asks: a WebSocket has no preflight, and browsers send our cookie along from
/// every site they count as the same, whatever its host name or port. Who is refused the cookie goes on as an attendee.
fn own_cookie(api: &Api, parts: &Parts) -> Option<String> {
    let Some(asks) = parts.headers.get(header::ORIGIN) else { return cookie(parts) };
    let asks = asks.to_str().ok()?.split_once("://")?.1;
    let request = http::origin(parts);
    let own = [&request.authority, &api.config().endpoints.origin(request.clone()).authority];
    own.iter().any(|own| own.eq_ignore_ascii_case(asks)).then(|| cookie(parts)).flatten()
}

/// Whoever a KS makes of a caller, on the account of `partner`. A KS that does not hold, or is another account's, makes nobody: a page
/// goes on as an attendee's.
async fn actor(
    api: &Api,
    ks: Option<&str>,
    address: Option<std::net::IpAddr>,
    partner: PartnerId,
    now: UnixMillis,
) -> Actor {
    let Some(ks) = ks else { return Actor::nobody(partner) };
    let caller = Caller { partner: None, address, uri: "", service: SERVICE };
    match api.catalog().actor(Some(ks), &caller, now).await {
        Ok(actor) if actor.partner == partner => actor,
        _ => Actor::nobody(partner),
    }
}

fn address(parts: &Parts) -> Option<std::net::IpAddr> {
    Client::of(parts).address
}

/// Where our pages are, as their visitors see it.
fn page_origin(api: &Api, parts: &Parts) -> Origin {
    api.config().endpoints.origin(http::origin(parts))
}

/// A live entry of any account. `None` also if it is no live entry: such pages come with a later issue.
async fn live_entry(api: &Api, id: &str) -> Option<Arc<Hot>> {
    id.parse::<EntryId>().ok()?;
    match api.catalog().any_entry(id).await {
        Ok(entry) => entry.filter(|entry| entry.live.is_some()),
        Err(error) => {
            tracing::error!(story = %error.story(), "entry could not be read");
            None
        }
    }
}

fn json(status: StatusCode, text: String) -> Response {
    let mut response = Response::new(Body::from(text));
    *response.status_mut() = status;
    let headers = response.headers_mut();
    headers.insert(header::CONTENT_TYPE, HeaderValue::from_static("application/json"));
    headers.insert(header::CACHE_CONTROL, HeaderValue::from_static("no-store"));
    headers.insert(header::X_CONTENT_TYPE_OPTIONS, HeaderValue::from_static("nosniff"));
    response
}

fn refusal(status: StatusCode, code: &str) -> Response {
    json(status, serde_json::json!({ "error": code }).to_string())
}
