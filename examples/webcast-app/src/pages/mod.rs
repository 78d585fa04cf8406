//! The pages: what they share, and which address shows which.

mod create;
mod guard;
mod moderator;
mod view;

use crate::api::Error;
use crate::sessions::Account;
use axum::Router;
use axum::http::{HeaderMap, HeaderValue, StatusCode, header};
use axum::response::{IntoResponse, Redirect, Response};
use axum::routing::{get, post};
use serde_json::Value;
use std::sync::Arc;

/// What every page needs.
#[derive(Clone, Debug)]
struct App {
    account: Arc<Account>,
    /// The webcasting server as browsers reach it: the player comes from there, and media.
    public_url: Arc<str>,
    password: Option<Arc<str>>,
}

pub fn router(account: Arc<Account>, public_url: String, password: Option<String>) -> Router {
    let app = App { account, public_url: public_url.into(), password: password.map(Arc::from) };
    let organisers = Router::new()
        .route("/create", get(create::form).post(create::submit))
        .route("/moderator/{id}", get(moderator::page))
        .route("/moderator/{id}/state", get(moderator::state))
        .route("/moderator/{id}/release", post(moderator::release))
        .route_layer(axum::middleware::from_fn_with_state(app.clone(), guard::organisers_only));
    Router::new()
        .route("/", get(|| async { Redirect::to("/create") }))
        .route("/view/{id}", get(view::page))
        .route("/view/{id}/state", get(view::state))
        .route("/style.css", get(|| async { asset("text/css; charset=utf-8", include_str!("../../assets/style.css")) }))
        .route("/create.js", get(|| async { script(include_str!("../../assets/create.js")) }))
        .route("/view.js", get(|| async { script(include_str!("../../assets/view.js")) }))
        .route("/moderator.js", get(|| async { script(include_str!("../../assets/moderator.js")) }))
        .merge(organisers)
        .with_state(app)
}

fn asset(content_type: &'static str, text: &'static str) -> Response {
    ([(header::CONTENT_TYPE, content_type), (header::CACHE_CONTROL, "no-cache")], text).into_response()
}

fn script(text: &'static str) -> Response {
    asset("text/javascript; charset=utf-8", text)
}

/// Text as it may stand in HTML and XML, in attributes too.
pub fn escape(text: &str) -> String {
    let mut escaped = String::with_capacity(text.len());
    for character in text.chars() {
        match character {
            '&' => escaped.push_str("&amp;"),
            '<' => escaped.push_str("&lt;"),
            '>' => escaped.push_str("&gt;"),
            '"' => escaped.push_str("&quot;"),
            '\'' => escaped.push_str("&#39;"),
            other => escaped.push(other),
        }
    }
    escaped
}

/// A whole document. `title` is text, `body` is HTML; `scripts` are names of ours, the player's among them where it is wanted.
fn document(app: &App, status: StatusCode, title: &str, body: &str, scripts: &[&str]) -> Response {
    let scripts: String = scripts
        .iter()
        .map(|address| format!("<script type=\"module\" src=\"{}\"></script>\n", escape(address)))
        .collect();
    let html = format!(
        "<!doctype html>\n<html lang=\"en\">\n<head>\n<meta charset=\"utf-8\">\n\
         <meta name=\"viewport\" content=\"width=device-width, initial-scale=1\">\n<meta name=\"color-scheme\" content=\"light dark\">\n\
         <title>{title}</title>\n<link rel=\"icon\" href=\"data:,\">\n<link rel=\"stylesheet\" href=\"/style.css\">\n{scripts}</head>\n<body>\n{body}\n</body>\n</html>\n",
        title = escape(title),
    );
    let server = &app.public_url;
    let policy = format!(
        "default-src 'none'; script-src 'self' {server}; style-src 'self'; img-src 'self' data:; font-src {server}; \
         connect-src 'self' {server}; media-src {server} blob:; worker-src blob:; form-action 'self'; base-uri 'none'; frame-ancestors 'none'"
    );
    let mut response =
        (status, [(header::CONTENT_TYPE, "text/html; charset=utf-8"), (header::CACHE_CONTROL, "no-store")], html)
            .into_response();
    if let Ok(policy) = HeaderValue::from_str(&policy) {
        response.headers_mut().insert(header::CONTENT_SECURITY_POLICY, policy);
    }
    response.headers_mut().insert(header::REFERRER_POLICY, HeaderValue::from_static("same-origin"));
    response
}

/// A page for what went wrong, in the words of the server.
fn failed(app: &App, error: &Error) -> Response {
    let (status, heading) = if error.is("ENTRY_ID_NOT_FOUND") {
        (StatusCode::NOT_FOUND, "There is no such webcast")
    } else {
        (StatusCode::BAD_GATEWAY, "That did not work")
    };
    let body = format!(
        "<main class=\"card narrow\"><h1>{heading}</h1><p class=\"quiet\">{}</p></main>",
        escape(&error.to_string())
    );
    document(app, status, heading, &body, &[])
}

fn json(status: StatusCode, value: &Value) -> Response {
    (status, [(header::CONTENT_TYPE, "application/json"), (header::CACHE_CONTROL, "no-store")], value.to_string())
        .into_response()
}

/// What a script is told when its question cannot be answered.
fn json_error(error: &Error) -> Response {
    let status = if error.is("INVALID_KS") { StatusCode::UNAUTHORIZED } else { StatusCode::BAD_GATEWAY };
    json(status, &serde_json::json!({ "error": error.to_string() }))
}

fn header_text<'a>(headers: &'a HeaderMap, name: &str) -> Option<&'a str> {
    headers.get(name)?.to_str().ok()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn markup_in_a_name_is_text() {
        assert_eq!(escape("<b a='1' c=\"2\">&"), "&lt;b a=&#39;1&#39; c=&quot;2&quot;&gt;&amp;");
    }
}
