//! Where encoders and players are sent. Addresses are made for each answer, never stored; a protocol that does not listen has none.

use base::EntryId;
use domain::Entry;
use domain::access::Pass;

/// How this server can be reached from outside.
#[derive(Clone, Debug, Default)]
pub struct Endpoints {
    /// `https://webcast.example.com`, without a slash at the end. `None`: whatever host and scheme the request named.
    pub public_url: Option<String>,
    /// Port of the RTMP listener as encoders reach it; `None` if there is none.
    pub rtmp_port: Option<u16>,
}

/// What the API asks the delivery of media. Implemented above this crate, where the edge is known.
pub trait Delivery: Send + Sync + 'static {
    /// Path of the master playlist of `entry` for who holds `pass`, such as `/live/<token>/master.m3u8`.
    fn live(&self, entry: &EntryId, pass: &Pass) -> String;

    /// How many watch the live signal of `entry` now (contract: live, viewers). At most a few seconds old.
    fn viewers(&self, entry: &EntryId) -> usize;
}

/// Scheme and host as the caller wrote them, or as configured: `https://webcast.example.com`.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Origin {
    pub scheme: String,
    /// With its port, if it was named.
    pub authority: String,
}

/// Name of the RTMP application (contract: live, ingest addresses).
const RTMP_APP: &str = "kLive";
/// Bytes of a `Host` header that are believed.
const HOST_BYTES_MAX: usize = 255;

impl Origin {
    /// From the `Host` header of a request. A header that is no host and port is not repeated to anybody: `localhost` stands in.
    pub fn of_request(host: Option<&str>, is_tls: bool) -> Self {
        let is_host = |host: &&str| {
            !host.is_empty()
                && host.len() <= HOST_BYTES_MAX
                && host
                    .bytes()
                    .all(|byte| byte.is_ascii_alphanumeric() || matches!(byte, b'.' | b'-' | b'_' | b':' | b'[' | b']'))
        };
        let authority = host.filter(is_host).unwrap_or("localhost").to_owned();
        Self { scheme: if is_tls { "https" } else { "http" }.to_owned(), authority }
    }

    pub fn base(&self) -> String {
        format!("{}://{}", self.scheme, self.authority)
    }

    /// The host without its port; an IPv6 address keeps its brackets.
    pub fn host(&self) -> &str {
        let authority = self.authority.as_str();
        let name_end = authority.rfind(']').map_or(0, |bracket| bracket + 1);
        match authority[name_end..].find(':') {
            Some(colon) => &authority[..name_end + colon],
            None => authority,
        }
    }
}

impl Endpoints {
    /// The configured origin, else the request's.
    pub fn origin(&self, request: Origin) -> Origin {
        let configured = self.public_url.as_deref().and_then(|url| url.trim_end_matches('/').split_once("://"));
        match configured {
            Some((scheme, authority)) => Origin { scheme: scheme.to_owned(), authority: authority.to_owned() },
            None => request,
        }
    }

    /// Where an encoder publishes: input 0 is primary, 1 backup. `None` if RTMP does not listen.
    pub fn rtmp(&self, origin: &Origin, entry: &Entry, input: u8) -> Option<String> {
        let live = entry.live.as_ref()?;
        let port = self.rtmp_port?;
        let (host, partner, id, token) = (origin.host(), entry.partner, &entry.id, live.stream_password.reveal());
        Some(format!("rtmp://{host}:{port}/{RTMP_APP}?p={partner}&e={id}&i={input}&t={token}"))
    }
}

/// Address of a playlist as the contract forms it: everything about an entry's delivery starts there.
pub fn manifest(origin: &Origin, entry: &Entry, pairs: &str, file: &str) -> String {
    let (base, partner, id) = (origin.base(), entry.partner, &entry.id);
    format!("{base}/p/{partner}/sp/{partner}00/playManifest/entryId/{id}/{pairs}{file}")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn hosts_lose_their_port_and_nonsense_is_not_repeated() {
        let cases = [
            ("example.com:8080", "example.com"),
            ("example.com", "example.com"),
            ("[::1]:8080", "[::1]"),
            ("[2001:db8::1]", "[2001:db8::1]"),
            ("evil.com/x?", "localhost"),
            ("a\"><script>", "localhost"),
            ("", "localhost"),
        ];
        for (header, host) in cases {
            assert_eq!(Origin::of_request(Some(header), false).host(), host, "{header}");
        }
        let endpoints = Endpoints { public_url: Some("https://w.example.com/".to_owned()), rtmp_port: None };
        assert_eq!(endpoints.origin(Origin::of_request(Some("inner:1"), false)).base(), "https://w.example.com");
    }
}
