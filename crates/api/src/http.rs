//! Requests in, answers out: address forms, bodies, formats, headers (contract: wire, URL forms).
//!
//! Belongs here: everything that is HTTP. Does not belong here: what an action does.
//!
//! Invariants
//! * every result is HTTP 200, errors too: official clients take other statuses for a broken connection;
//! * nothing is executed of a request that is too large or too deep;
//! * addresses and bodies are never logged: they carry KS and secrets.

mod answering;
mod body;
mod file;
mod headers;

use crate::answer::Outcome;
use crate::call::{self, Request};
use crate::client::Client;
use crate::endpoints::Origin;
use crate::{Api, multi};
use answering::{Answering, Format};
pub use answering::{accepts_gzip, gzip};
use axum::body::Body;
use axum::extract::State;
use axum::http::header;
use axum::http::{Method, StatusCode, request::Parts};
use axum::response::Response;
use base::error::Kind;
use body::{Said, Unread};
use headers::plain;
use schema::decode::{self, Budget, Target};
use schema::{Map, Value};
use tracing::{debug, error};

/// Characters of a client tag that are logged.
const CLIENT_TAG_CHARS_MAX: usize = 64;

/// The KS of a page's cookie, as an extension of its request. It counts where the call names no `ks` of its own.
#[derive(Clone)]
pub struct PageSession(pub String);

/// Every call of the API, in every form of address.
pub async fn handle(State(api): State<Api>, request: axum::http::Request<Body>) -> Response {
    let (parts, body) = request.into_parts();
    if parts.method == Method::OPTIONS {
        return headers::preflight();
    }
    if !matches!(parts.method, Method::GET | Method::POST | Method::HEAD) {
        return plain(StatusCode::METHOD_NOT_ALLOWED, "GET, POST and OPTIONS are spoken here");
    }
    let now = api.config().clock.now();
    let limits = api.0.limits;
    let mut budget = Budget::new(&limits);
    let text_bytes = parts.uri.path().len() + parts.uri.query().map_or(0, str::len);
    if text_bytes > limits.target_bytes_max {
        return plain(StatusCode::URI_TOO_LONG, "the address is too long");
    }
    let target = match decode::target(parts.uri.path(), parts.uri.query(), &mut budget) {
        Ok(target) => target,
        Err(reason) => return Answering::to(&parts, &Map::new(), &api).refuse(body::too_much(reason)),
    };
    let callback = target.query.text("callback").map(|name| name.into_owned());

    // The slot of a large body is given back when the answer is there.
    let (mut params, refused, _slot) = match body::read(&parts, body, &limits, &api.0.uploads, &mut budget).await {
        Ok(Said { params, slot }) => (target.over(params), None, slot),
        Err(Unread::TimedOut) => return plain(StatusCode::REQUEST_TIMEOUT, "the body did not arrive"),
        Err(Unread::Broken) => return plain(StatusCode::BAD_REQUEST, "the body did not arrive"),
        Err(Unread::TooMuch(error)) => (Target::over(target, Map::new()), Some(error), None),
    };
    if let Some(PageSession(ks)) = parts.extensions.get()
        && params.get("ks").is_none()
    {
        params.insert("ks".to_owned(), Value::Text(ks.clone()));
    }
    let mut answering = Answering::to(&parts, &params, &api);
    match Format::of(&params, callback) {
        Ok(format) => answering.format = format,
        Err(error) => return answering.refuse(error),
    }
    if let Some(error) = refused {
        return answering.refuse(error);
    }

    let origin = api.config().endpoints.origin(origin(&parts));
    let uri = parts.uri.path_and_query().map_or("", |uri| uri.as_str()).to_owned();
    let request = Request { api: api.clone(), now, origin, client: Client::of(&parts), uri };
    if params.text("service").is_some_and(|service| service.eq_ignore_ascii_case("multirequest")) {
        match multi::run(&request, &params, limits.requests_max).await {
            Ok(outcomes) => {
                outcomes.iter().for_each(|outcome| note(&params, outcome));
                answering.many(&outcomes)
            }
            Err(error) => answering.refuse(error),
        }
    } else {
        let outcome = call::run(&request, &params).await;
        note(&params, &outcome);
        answering.one(&outcome)
    }
}

pub fn origin(parts: &Parts) -> Origin {
    let host = parts.headers.get(header::HOST).and_then(|host| host.to_str().ok());
    let host = host.or_else(|| parts.uri.authority().map(|authority| authority.as_str()));
    Origin::of_request(host, parts.uri.scheme_str() == Some("https"))
}

/// Counts a call and, if it went wrong through us, tells the log why. The one place where API errors are logged.
fn note(params: &Map, outcome: &Outcome) {
    let tag: String = params.text("clientTag").unwrap_or_default().chars().take(CLIENT_TAG_CHARS_MAX).collect();
    let result = match &outcome.result {
        Ok(_) => "answered",
        Err(failed) => {
            match failed.kind {
                Kind::Bug | Kind::Corrupt | Kind::Unavailable => error!(story = %failed.story(), ?tag, "call failed"),
                _ => debug!(code = schema::error::code(failed), ?tag, "call refused"),
            }
            "refused"
        }
    };
    metrics::counter!("plenary_api_calls_total", "result" => result).increment(1);
}
