//! What integrators and tools read about the API, printed from its tables: the schema of client generators, OpenAPI, the tables of our reference
//! pages (contract: wire, descriptions of the API; native, descriptions of the API).
//!
//! Each document is made when it is first asked for, and kept: it is the same for everybody as long as the program runs.

use crate::{Api, http};
use axum::Router;
use axum::body::{Body, Bytes};
use axum::http::header::{self, HeaderMap, HeaderValue};
use axum::response::Response;
use axum::routing::get;
use schema::describe::{client_xml, openapi, tables};
use std::hash::{DefaultHasher, Hash, Hasher};
use std::sync::LazyLock;

const VERSION: &str = env!("CARGO_PKG_VERSION");

static CLIENT_XML: LazyLock<Document> = LazyLock::new(|| Document::new("text/xml", client_xml::print(VERSION)));
static OPENAPI: LazyLock<Document> = LazyLock::new(|| Document::new("application/json", openapi::print(VERSION)));
static TABLES: LazyLock<Document> = LazyLock::new(|| Document::new("application/json", tables::print(VERSION)));

pub fn routes() -> Router<Api> {
    let schema = get(|headers: HeaderMap| async move { CLIENT_XML.answer(&headers) });
    Router::new()
        .route("/api_v3/api_schema.php", schema.clone())
        .route("//api_v3/api_schema.php", schema)
        .route("/plenary/v1/openapi.json", get(|headers: HeaderMap| async move { OPENAPI.answer(&headers) }))
        .route("/plenary/v1/reference.json", get(|headers: HeaderMap| async move { TABLES.answer(&headers) }))
}

struct Document {
    content_type: &'static str,
    plain: Bytes,
    /// `None` if it could not be compressed; the plain text is sent then.
    zipped: Option<Bytes>,
    etag: HeaderValue,
}

impl Document {
    fn new(content_type: &'static str, text: String) -> Self {
        let mut hasher = DefaultHasher::new();
        text.hash(&mut hasher);
        let etag = format!("\"{:016x}\"", hasher.finish());
        let zipped = http::gzip(text.as_bytes()).map(Bytes::from);
        Self {
            content_type,
            plain: text.into(),
            zipped,
            etag: HeaderValue::from_str(&etag).expect("hex digits in quotes are a header value"),
        }
    }

    /// Whole, compressed or not at all, as the client can take it. Any origin may read it: nothing in it is secret.
    fn answer(&self, asked: &HeaderMap) -> Response {
        let known = asked.get(header::IF_NONE_MATCH).is_some_and(|known| *known == self.etag);
        let accepts = asked.get(header::ACCEPT_ENCODING).and_then(|value| value.to_str().ok());
        let zipped = self.zipped.as_ref().filter(|_| accepts.is_some_and(http::accepts_gzip));
        let mut response = Response::new(match (known, zipped) {
            (true, _) => Body::empty(),
            (false, Some(zipped)) => Body::from(zipped.clone()),
            (false, None) => Body::from(self.plain.clone()),
        });
        if known {
            *response.status_mut() = axum::http::StatusCode::NOT_MODIFIED;
        }
        let headers = response.headers_mut();
        headers.insert(header::CONTENT_TYPE, HeaderValue::from_static(self.content_type));
        if zipped.is_some() && !known {
            headers.insert(header::CONTENT_ENCODING, HeaderValue::from_static("gzip"));
        }
        headers.insert(header::ETAG, self.etag.clone());
        headers.insert(header::CACHE_CONTROL, HeaderValue::from_static("no-cache"));
        headers.insert(header::VARY, HeaderValue::from_static("accept-encoding"));
        headers.insert(header::ACCESS_CONTROL_ALLOW_ORIGIN, HeaderValue::from_static("*"));
        headers.insert(header::X_CONTENT_TYPE_OPTIONS, HeaderValue::from_static("nosniff"));
        response
    }
}
