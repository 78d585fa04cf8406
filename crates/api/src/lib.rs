//! The Kaltura API v3 and Plenary's own endpoints over HTTP.
//!
//! Belongs here: reading requests, order of checks, dispatch, one short handler per action, printing answers.
//! Does not belong here: rules (`domain`), SQL, media bytes, listening sockets.
//!
//! ```no_run
//! # async fn example(catalog: std::sync::Arc<domain::Catalog>, delivery: std::sync::Arc<dyn api::Delivery>, encoders: std::sync::Arc<dyn api::encoder::Encoders>, clock: std::sync::Arc<dyn base::Clock>, stop: base::Stop) {
//! let api = api::Api::new(api::Config { catalog, delivery, encoders, clock, stop, endpoints: api::Endpoints::default(), name: "plenary".to_owned() });
//! let router: axum::Router = api::router(api);
//! # }
//! ```

mod answer;
mod call;
mod client;
mod convert;
mod dispatch;
mod endpoints;
mod guess;
mod http;
mod multi;
mod native;
mod profile;
mod reference;
mod service;
mod shown;
mod thumbnail;

pub use endpoints::{Delivery, Endpoints, Origin};
pub use native::encoder;

use base::limit::{Shares, Slots};
use base::{Clock, Stop};
use domain::Catalog;
use schema::Limits;
use std::sync::Arc;

/// What the API stands on.
#[derive(Clone)]
pub struct Config {
    pub catalog: Arc<Catalog>,
    /// Addresses handed out to encoders and players.
    pub endpoints: Endpoints,
    /// Makes playback addresses with their tokens, and counts who watches.
    pub delivery: Arc<dyn Delivery>,
    /// Knows what encoders send and why they were refused.
    pub encoders: Arc<dyn encoder::Encoders>,
    pub clock: Arc<dyn Clock>,
    pub stop: Stop,
    /// Name of this server in the header `X-Me`.
    pub name: String,
}

/// The API. Clones share everything.
#[derive(Clone)]
pub struct Api(Arc<Inner>);

struct Inner {
    config: Config,
    limits: Limits,
    sockets: Shares,
    uploads: Slots,
    gallery: shown::Gallery,
}

impl Api {
    /// Event sockets open at the same time; further ones are answered 503.
    pub const SOCKETS_MAX: usize = 20_000;

    /// Bodies with files that are in memory at the same time, each up to `Limits::upload_bytes_max`; further ones are answered UPLOAD_ERROR.
    pub const UPLOADS_MAX: usize = 16;

    pub fn new(config: Config) -> Self {
        let (sockets, uploads) = (Shares::new(Self::SOCKETS_MAX), Slots::new(Self::UPLOADS_MAX));
        Self(Arc::new(Inner { config, limits: Limits::DEFAULT, sockets, uploads, gallery: shown::Gallery::default() }))
    }

    fn config(&self) -> &Config {
        &self.0.config
    }

    fn catalog(&self) -> &Catalog {
        &self.0.config.catalog
    }
}

impl std::fmt::Debug for Api {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Api").finish_non_exhaustive()
    }
}

impl std::fmt::Debug for Config {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Config").field("endpoints", &self.endpoints).finish_non_exhaustive()
    }
}

/// Routes of the API (`/api_v3…`, `/api…`, also with a doubled slash), of thumbnails and of `/plenary/v1`. It has no fallback, so it can be merged.
///
/// The address of a client is taken from the request extension `axum::extract::ConnectInfo<SocketAddr>`, if the listener sets it.
pub fn router(api: Api) -> axum::Router {
    let calls = [
        "/api_v3",
        "/api_v3/",
        "/api_v3/{*rest}",
        "/api",
        "/api/",
        "/api/{*rest}",
        "//api_v3",
        "//api_v3/",
        "//api_v3/{*rest}",
        "//api",
        "//api/",
        "//api/{*rest}",
    ];
    let mut router = axum::Router::new();
    for path in calls {
        router = router.route(path, axum::routing::any(http::handle));
    }
    for path in ["/p/{partner}/thumbnail/{*pairs}", "/p/{partner}/sp/{sub}/thumbnail/{*pairs}"] {
        router = router.route(path, axum::routing::get(thumbnail::serve));
    }
    router.merge(native::routes()).merge(reference::routes()).with_state(api)
}
