//! The public API for our own pages, with the session of the cookie: no script of a page ever holds its KS.

use super::{GUARD_HEADER, own_cookie, refusal};
use crate::{Api, http};
use axum::body::Body;
use axum::extract::State;
use axum::http::{HeaderMap, Request, StatusCode, Uri, header};
use axum::response::Response;

/// `POST /plenary/v1/api`, with the body of a call of `/api_v3`. Without a session the status is 401.
///
/// The guard header makes another site's page ask first, which is not granted; the cookie counts for pages of our own origin only.
pub async fn call(State(api): State<Api>, request: Request<Body>) -> Response {
    let (mut parts, body) = request.into_parts();
    if !is_guarded(&parts.headers) {
        return refusal(StatusCode::FORBIDDEN, "MISSING_GUARD_HEADER");
    }
    let Some(ks) = own_cookie(&api, &parts) else { return refusal(StatusCode::UNAUTHORIZED, "NO_SESSION") };
    parts.uri = Uri::from_static("/api_v3/?format=1");
    parts.extensions.insert(http::PageSession(ks));
    let mut response = http::handle(State(api), Request::from_parts(parts, body)).await;
    response.headers_mut().remove(header::ACCESS_CONTROL_ALLOW_ORIGIN);
    response
}

/// Whether the request carries the header that forms and links cannot send.
pub fn is_guarded(headers: &HeaderMap) -> bool {
    headers.get(GUARD_HEADER).is_some_and(|value| value == "1")
}
