//! Where a request comes from, as access control looks at it.

use axum::extract::ConnectInfo;
use axum::http::header::{self, HeaderName, HeaderValue};
use axum::http::request::Parts;
use std::net::{IpAddr, SocketAddr};

/// The program at the other end. Cheap to make and to clone.
#[derive(Clone, Debug, Default)]
pub struct Client {
    pub address: Option<IpAddr>,
    agent: Option<HeaderValue>,
    referrer: Option<HeaderValue>,
}

impl Client {
    pub fn of(parts: &Parts) -> Self {
        let header = |name: HeaderName| parts.headers.get(name).cloned();
        Self {
            address: parts.extensions.get::<ConnectInfo<SocketAddr>>().map(|peer| peer.0.ip()),
            agent: header(header::USER_AGENT),
            referrer: header(header::REFERER),
        }
    }

    pub fn agent(&self) -> Option<&str> {
        self.agent.as_ref()?.to_str().ok()
    }

    pub fn referrer(&self) -> Option<&str> {
        self.referrer.as_ref()?.to_str().ok()
    }
}
