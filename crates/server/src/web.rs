//! The pages: files of `web/dist`, embedded in release builds and read from disk in debug builds.
//!
//! Belongs here: which path shows which file, caching, negotiation of `.br` and `.gz` twins, security headers.

use axum::Router;
use axum::extract::{Path, Request};
use axum::http::{HeaderMap, HeaderValue, StatusCode, header};
use axum::response::{IntoResponse, Response};
use axum::routing::get;
use rust_embed::{EmbeddedFile, RustEmbed};

#[derive(RustEmbed)]
#[folder = "../../web/dist"]
#[allow_missing = true]
struct Dist;

/// Shown when the binary was built without its pages.
const NOT_BUILT: &str = "<!doctype html><meta charset=utf-8><title>Plenary</title><p>This server was built without its pages. \
Build them with <code>cargo xtask web</code> and build the server again.";

/// Everything from our own origin; media and workers may come from blobs that our own scripts made.
macro_rules! policy {
    ($frame_ancestors:literal) => {
        concat!(
            "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data: blob:; font-src 'self'; ",
            "connect-src 'self' ws: wss:; media-src 'self' blob: data:; worker-src 'self' blob:; manifest-src 'self'; ",
            "base-uri 'none'; form-action 'self'; frame-ancestors ",
            $frame_ancestors
        )
    };
}
const CONTENT_SECURITY_POLICY: &str = policy!("'self'");
/// Of the page that other sites show in a frame. Our cookie is not sent there (SameSite), so whoever frames it frames an attendee's page.
const EMBEDDED_POLICY: &str = policy!("*");

pub fn router() -> Router {
    Router::new()
        .route("/", get(|headers: HeaderMap| async move { page("index.html", &headers) }))
        .route("/e/{entry}", get(|headers: HeaderMap| async move { page("event.html", &headers) }))
        .route("/embed/{entry}", get(|headers: HeaderMap| async move { embedded("event.html", &headers) }))
        .route("/admin", get(|headers: HeaderMap| async move { page("admin.html", &headers) }))
        .route("/admin/{*place}", get(|headers: HeaderMap| async move { page("admin.html", &headers) }))
        .route("/developers", get(|headers: HeaderMap| async move { page("developers.html", &headers) }))
        .route("/player.js", get(player))
        .route("/assets/{*path}", get(asset))
}

/// A page is the same whatever its address names: what it shows comes from the native endpoints and the API.
fn page(name: &str, headers: &HeaderMap) -> Response {
    let mut response = match file(name, headers, "no-cache") {
        Some(response) => response,
        None => (StatusCode::OK, [(header::CONTENT_TYPE, "text/html; charset=utf-8")], NOT_BUILT).into_response(),
    };
    let headers = response.headers_mut();
    headers.insert(header::CONTENT_SECURITY_POLICY, HeaderValue::from_static(CONTENT_SECURITY_POLICY));
    headers.insert(header::REFERRER_POLICY, HeaderValue::from_static("no-referrer"));
    headers.insert(header::X_CONTENT_TYPE_OPTIONS, HeaderValue::from_static("nosniff"));
    response
}

fn embedded(name: &str, headers: &HeaderMap) -> Response {
    let mut response = page(name, headers);
    response.headers_mut().insert(header::CONTENT_SECURITY_POLICY, HeaderValue::from_static(EMBEDDED_POLICY));
    response
}

/// Names under `/assets/` carry a hash of their content, so they never change.
async fn asset(Path(path): Path<String>, request: Request) -> Response {
    for_any_site(file(&format!("assets/{path}"), request.headers(), "public, max-age=31536000, immutable"))
}

/// The script that defines `<plenary-player>` in pages of other sites (contract: native, player for other pages).
async fn player(headers: HeaderMap) -> Response {
    for_any_site(file("player.js", &headers, "no-cache"))
}

/// Scripts and fonts say nothing about anybody, so pages of every origin may load them.
fn for_any_site(found: Option<Response>) -> Response {
    let mut response = found.unwrap_or_else(|| StatusCode::NOT_FOUND.into_response());
    let headers = response.headers_mut();
    headers.insert(header::X_CONTENT_TYPE_OPTIONS, HeaderValue::from_static("nosniff"));
    headers.insert(header::ACCESS_CONTROL_ALLOW_ORIGIN, HeaderValue::from_static("*"));
    response
}

fn file(name: &str, headers: &HeaderMap, cache: &'static str) -> Option<Response> {
    let plain = Dist::get(name)?;
    let (encoding, file) = twin(name, headers).map_or((None, None), |(encoding, file)| (Some(encoding), Some(file)));
    let file = file.unwrap_or(plain);
    let etag =
        format!("\"{}\"", file.metadata.sha256_hash().iter().take(12).map(|b| format!("{b:02x}")).collect::<String>());
    let mut response = if headers.get(header::IF_NONE_MATCH).is_some_and(|known| known.as_bytes() == etag.as_bytes()) {
        StatusCode::NOT_MODIFIED.into_response()
    } else {
        let mut response = match file.data {
            std::borrow::Cow::Borrowed(bytes) => bytes.into_response(),
            std::borrow::Cow::Owned(bytes) => bytes.into_response(),
        };
        response.headers_mut().insert(header::CONTENT_TYPE, HeaderValue::from_static(content_type(name)));
        if let Some(encoding) = encoding {
            response.headers_mut().insert(header::CONTENT_ENCODING, HeaderValue::from_static(encoding));
        }
        response
    };
    let headers = response.headers_mut();
    headers.insert(header::CACHE_CONTROL, HeaderValue::from_static(cache));
    headers.insert(header::VARY, HeaderValue::from_static("accept-encoding"));
    headers.insert(header::ETAG, HeaderValue::from_str(&etag).expect("hex digits"));
    Some(response)
}

/// The compressed twin that the client accepts, if the build made one.
fn twin(name: &str, headers: &HeaderMap) -> Option<(&'static str, EmbeddedFile)> {
    let accepted = headers.get(header::ACCEPT_ENCODING)?.to_str().ok()?;
    let accepts = |coding: &str| {
        accepted.split(',').any(|part| {
            let mut words = part.split(';');
            words.next().is_some_and(|word| word.trim() == coding) && !words.any(|q| q.trim() == "q=0")
        })
    };
    [("br", "br"), ("gzip", "gz")]
        .into_iter()
        .filter(|(coding, _)| accepts(coding))
        .find_map(|(coding, suffix)| Dist::get(&format!("{name}.{suffix}")).map(|file| (coding, file)))
}

fn content_type(name: &str) -> &'static str {
    match name.rsplit('.').next() {
        Some("html") => "text/html; charset=utf-8",
        Some("js") => "text/javascript; charset=utf-8",
        Some("css") => "text/css; charset=utf-8",
        Some("json") => "application/json",
        Some("svg") => "image/svg+xml",
        Some("woff2") => "font/woff2",
        Some("png") => "image/png",
        Some("ics") => "text/calendar; charset=utf-8",
        Some("mp4") => "video/mp4",
        _ => "application/octet-stream",
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn pages_carry_the_policy_even_when_they_were_not_built() {
        let response = page("no-such-page.html", &HeaderMap::new());
        assert_eq!(response.status(), StatusCode::OK);
        let policy = response.headers()[header::CONTENT_SECURITY_POLICY].to_str().expect("ascii");
        assert!(policy.contains("script-src 'self'") && !policy.contains("unsafe-inline"));
    }

    #[test]
    fn only_the_page_for_frames_may_be_framed_by_others() {
        let policy = |response: Response| {
            response.headers()[header::CONTENT_SECURITY_POLICY].to_str().expect("ascii").to_owned()
        };
        let headers = HeaderMap::new();
        assert!(policy(page("admin.html", &headers)).ends_with("frame-ancestors 'self'"));
        assert!(policy(embedded("event.html", &headers)).ends_with("frame-ancestors *"));
    }

    #[test]
    fn paths_out_of_the_folder_find_nothing() {
        for name in [
            "../package.json",
            "assets/../../package.json",
            "../../Cargo.toml",
            "/etc/hostname",
            "assets//etc/hostname",
        ] {
            assert!(file(name, &HeaderMap::new(), "no-cache").is_none(), "{name}");
        }
    }
}
