//! `/view/{id}`: for the audience. The page asks for its state every few seconds and plays what it is told.

use super::{App, document, escape, failed, header_text, json, json_error};
use crate::sessions::Role;
use crate::webcast::{self, Watchable};
use axum::extract::{Path, State};
use axum::http::{HeaderMap, StatusCode};
use axum::response::Response;
use serde_json::json;

/// Everybody who opens the page is this user. An application with users of its own names them here.
const GUEST: &str = "guest";
/// How the page's script sends the session it was given: in a header, where no log and no history sees it.
const SESSION: &str = "x-viewer-session";

pub async fn page(State(app): State<App>, Path(id): Path<String>) -> Response {
    let ks = match app.account.session(Role::Viewer, GUEST).await {
        Ok(ks) => ks,
        Err(error) => return failed(&app, &error),
    };
    let webcast = match webcast::get(&app.account, &ks, &id).await {
        Ok(webcast) => webcast,
        Err(error) => return failed(&app, &error),
    };
    let body = format!(
        r#"<main class="watch" data-entry="{id}" data-ks="{ks}">
<div class="stage"><p class="over" role="status">One moment…</p></div>
<section class="about">
<h1>{name}</h1>
<p><span class="badge" hidden></span> <time data-at="{starts_at}"></time></p>
<p class="description">{description}</p>
</section>
</main>"#,
        id = escape(&webcast.id),
        ks = escape(&ks),
        name = escape(&webcast.name),
        starts_at = webcast.starts_at,
        description = escape(&webcast.description),
    );
    let player = format!("{}/player.js", app.public_url);
    document(&app, StatusCode::OK, &webcast.name, &body, &["/view.js", &player])
}

/// `{"state": "live" | "recording" | "blocked" | "waiting" | "over", …}`; 401 when the page's session is over.
pub async fn state(State(app): State<App>, Path(id): Path<String>, headers: HeaderMap) -> Response {
    let Some(ks) = header_text(&headers, SESSION) else {
        return json(StatusCode::UNAUTHORIZED, &json!({ "error": "no session" }));
    };
    let webcast = match webcast::get(&app.account, ks, &id).await {
        Ok(webcast) => webcast,
        Err(error) => return json_error(&error),
    };
    let answer = match webcast::watchable(&app.account, ks, &webcast).await {
        Ok(Watchable::Live(src)) => json!({ "state": "live", "src": src }),
        Ok(Watchable::Recording(entry, src)) => json!({ "state": "recording", "entry": entry, "src": src }),
        Ok(Watchable::Blocked(why)) => json!({ "state": "blocked", "message": why }),
        Ok(Watchable::Nothing) if webcast.was_public => json!({ "state": "over" }),
        Ok(Watchable::Nothing) => json!({ "state": "waiting" }),
        Err(error) => return json_error(&error),
    };
    json(StatusCode::OK, &answer)
}
