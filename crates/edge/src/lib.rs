//! HTTP delivery: playManifest, and HLS in both forms out of the media engine's tracks.
//!
//! Belongs here: addresses, tokens, who is refused, blocking reload, cache and CORS headers.
//! Does not belong here: entry changes, packaging, anything that needs a KS other than to ask [`Doorkeeper`] about it.
//!
//! A media request never asks a database: the token in its path and the in-memory [`Releases`] decide.

mod blocking;
mod body;
mod hls;
pub mod manifest;
mod release;
mod reply;
mod token;
mod viewers;

pub use manifest::{Admission, Denied, Doorkeeper, Visit};
pub use release::{Access, Releases, Withdrawn};
pub use token::{Class, Signer, Token, TokenError};

use crate::viewers::Viewers;
use axum::Router;
use axum::extract::{Request, State};
use axum::response::Response;
use axum::routing::any;
use base::limit::Slots;
use base::{BroadcastKey, Clock};
use live::Registry;
use std::fmt;
use std::sync::Arc;

/// Requests that may wait at once. One more is answered 503, which players repeat.
const WAITING_MAX: usize = 100_000;

/// Everything a delivery request needs. Cheap to clone.
#[derive(Clone)]
pub struct Edge {
    shared: Arc<Shared>,
}

struct Shared {
    registry: Registry,
    releases: Arc<Releases>,
    signer: Signer,
    doorkeeper: Arc<dyn Doorkeeper>,
    clock: Arc<dyn Clock>,
    /// Without a slash at its end; `None`: addresses follow the request's host.
    public_url: Option<String>,
    waiting: Slots,
    viewers: Viewers,
}

impl Edge {
    pub fn new(
        registry: Registry,
        releases: Arc<Releases>,
        signer: Signer,
        doorkeeper: Arc<dyn Doorkeeper>,
        clock: Arc<dyn Clock>,
        public_url: Option<String>,
    ) -> Self {
        let public_url = public_url.map(|url| url.trim_end_matches('/').to_owned());
        let waiting = Slots::new(WAITING_MAX);
        let viewers = Viewers::default();
        let shared = Shared { registry, releases, signer, doorkeeper, clock, public_url, waiting, viewers };
        Self { shared: Arc::new(shared) }
    }

    /// Viewing sessions that have asked for a playlist of this broadcast within the last half minute. At most a second old.
    pub fn viewers(&self, broadcast: &BroadcastKey) -> usize {
        self.shared.viewers.count(broadcast, self.shared.clock.now())
    }

    /// The same for all broadcasts.
    pub fn viewers_total(&self) -> usize {
        self.shared.viewers.total(self.shared.clock.now())
    }

    /// The path of a broadcast's master playlist for whom it was admitted to, as pages and playManifest hand it out.
    pub fn master_path(&self, admission: &Admission, form: live::Form) -> String {
        let Admission { broadcast, class, revision, rules, until, address, sessions } = admission.clone();
        let address = address.map(|address| self.shared.signer.address(address));
        let token = Token { broadcast, class, revision, rules, until, address, sessions };
        let text = self.shared.signer.sign(&token, self.shared.clock.now());
        match form {
            live::Form::LowLatency => format!("/live/{text}/master.m3u8"),
            live::Form::Plain => format!("/live/{text}/plain.m3u8"),
        }
    }
}

impl fmt::Debug for Edge {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Edge").field("registry", &self.shared.registry).finish_non_exhaustive()
    }
}

async fn live(State(edge): State<Edge>, request: Request) -> Response {
    hls::answer(&edge, &request.into_parts().0).await
}

/// Routes `/live/…`. playManifest has no fixed place for its parameters: the program's fallback asks
/// [`manifest::is_manifest`] and calls [`manifest::answer`].
pub fn router(edge: Edge) -> Router {
    Router::new().route("/live/{*path}", any(live)).with_state(edge)
}
