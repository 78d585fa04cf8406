//! A KS becomes a cookie, so that it need not stand in an address (decision: page addresses).

use super::{COOKIE, SERVICE, address, refusal};
use crate::{Api, http};
use axum::body::Body;
use axum::extract::State;
use axum::http::header::{self, HeaderMap, HeaderValue};
use axum::http::{Request, StatusCode};
use axum::response::Response;
use domain::Caller;
use http_body_util::{BodyExt, Limited};
use std::time::Duration;

/// Bytes of a request that carries one KS.
const BODY_BYTES_MAX: usize = 16 << 10;
const BODY_TIMEOUT: Duration = Duration::from_secs(10);
/// Bytes of a cookie that browsers keep.
const COOKIE_BYTES_MAX: usize = 3_800;

/// `POST /plenary/v1/session` `{"ks": …}`
///
/// The body must be called JSON, which a form of another site's page cannot do: nobody else signs our visitors in.
pub async fn open(State(api): State<Api>, request: Request<Body>) -> Response {
    let (parts, body) = request.into_parts();
    if !is_json(&parts.headers) {
        return refusal(StatusCode::UNSUPPORTED_MEDIA_TYPE, "INVALID_REQUEST");
    }
    let Ok(Ok(body)) = tokio::time::timeout(BODY_TIMEOUT, Limited::new(body, BODY_BYTES_MAX).collect()).await else {
        return refusal(StatusCode::BAD_REQUEST, "INVALID_REQUEST");
    };
    let sent: serde_json::Value = serde_json::from_slice(&body.to_bytes()).unwrap_or_default();
    let Some(ks) = sent.get("ks").and_then(|ks| ks.as_str()).filter(|ks| is_cookie_value(ks)) else {
        return refusal(StatusCode::UNAUTHORIZED, "INVALID_KS");
    };
    let now = api.config().clock.now();
    let caller = Caller { partner: None, address: address(&parts), uri: "", service: SERVICE };
    let actor = match api.catalog().actor(Some(ks), &caller, now).await {
        Ok(actor) => actor,
        Err(_) => return refusal(StatusCode::UNAUTHORIZED, "INVALID_KS"),
    };
    let lasts = actor.ks.as_ref().map_or(0, |ks| ks.expires.saturating_sub(now.seconds())).max(0);
    let origin = api.config().endpoints.origin(http::origin(&parts));
    let secure = if origin.scheme == "https" { "; Secure" } else { "" };
    with_cookie(&format!("{COOKIE}={ks}; Path=/plenary; Max-Age={lasts}; HttpOnly; SameSite=Strict{secure}"))
}

/// `DELETE /plenary/v1/session`
pub async fn close() -> Response {
    with_cookie(&format!("{COOKIE}=; Path=/plenary; Max-Age=0; HttpOnly; SameSite=Strict"))
}

fn is_json(headers: &HeaderMap) -> bool {
    let named = headers.get(header::CONTENT_TYPE).and_then(|value| value.to_str().ok()).unwrap_or_default();
    named.split(';').next().unwrap_or_default().trim().eq_ignore_ascii_case("application/json")
}

fn with_cookie(cookie: &str) -> Response {
    let mut response = Response::new(Body::empty());
    *response.status_mut() = StatusCode::NO_CONTENT;
    if let Ok(value) = HeaderValue::from_str(cookie) {
        response.headers_mut().insert(header::SET_COOKIE, value);
    }
    response.headers_mut().insert(header::CACHE_CONTROL, HeaderValue::from_static("no-store"));
    response
}

/// A KS is base64 of either alphabet; nothing else may get into a header.
fn is_cookie_value(ks: &str) -> bool {
    !ks.is_empty()
        && ks.len() <= COOKIE_BYTES_MAX
        && ks.bytes().all(|byte| byte.is_ascii_alphanumeric() || matches!(byte, b'-' | b'_' | b'+' | b'/' | b'='))
}
