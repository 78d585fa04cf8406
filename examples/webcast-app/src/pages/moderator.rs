//! `/moderator/{id}`: for whoever runs the webcast. Addresses for the encoder, a preview, Go live and End.

use super::{App, document, escape, failed, header_text, json, json_error};
use crate::api::Result;
use crate::sessions::{MODERATOR, Role};
use crate::webcast::{self, Tool, Webcast};
use axum::body::Bytes;
use axum::extract::{Path, State};
use axum::http::{HeaderMap, StatusCode};
use axum::response::Response;
use serde_json::json;

const SESSION: &str = "x-moderator-session";

/// What the page shows of a webcast.
#[derive(Debug)]
struct Shown {
    webcast: Webcast,
    tool: Tool,
    moderator_ks: String,
    producer_ks: String,
}

pub async fn page(State(app): State<App>, Path(id): Path<String>) -> Response {
    let shown = match load(&app, &id).await {
        Ok(shown) => shown,
        Err(error) => return failed(&app, &error),
    };
    let title = format!("{} · moderator", shown.webcast.name);
    let player = format!("{}/player.js", app.public_url);
    document(&app, StatusCode::OK, &title, &html(&app, &shown), &["/moderator.js", &player])
}

async fn load(app: &App, id: &str) -> Result<Shown> {
    let moderator_ks = app.account.session(Role::Moderator, MODERATOR).await?;
    let owner = webcast::get(&app.account, &moderator_ks, id).await?.owner;
    let producer_ks = app.account.session(Role::Producer, &owner).await?;
    let webcast = webcast::get(&app.account, &producer_ks, id).await?;
    Ok(Shown { webcast, tool: webcast::tool(&app.account).await?, moderator_ks, producer_ks })
}

fn html(app: &App, shown: &Shown) -> String {
    let Shown { webcast, tool, moderator_ks, producer_ks } = shown;
    let id = escape(&webcast.id);
    let rows = |pairs: &[(&str, &str)]| -> String {
        let row = |(name, value): &(&str, &str)| {
            format!(
                "<dt>{name}</dt><dd><code>{0}</code><button type=\"button\" class=\"copy\" data-copy=\"{0}\">Copy</button></dd>",
                escape(value)
            )
        };
        pairs.iter().map(row).collect()
    };
    let encoder = match &webcast.ingest {
        Some([primary, backup, key]) if backup.is_empty() => rows(&[("Server", primary), ("Stream key", key)]),
        Some([primary, backup, key]) => rows(&[("Server", primary), ("Stream key", key), ("Backup server", backup)]),
        None => "<dt>Server</dt><dd>not shown to this session</dd>".to_owned(),
    };
    let (partner, slides, player) =
        (app.account.partner.to_string(), tool.slides_profile.to_string(), tool.player_configuration.to_string());
    let presenter = rows(&[
        ("Service URL", app.account.api.service_url()),
        ("Partner", &partner),
        ("Entry", &webcast.id),
        ("Producer session", producer_ks),
        ("Conversion profile for slides", &slides),
        ("Player configuration", &player),
    ]);
    let downloads: String = tool
        .downloads
        .iter()
        .map(|[system, version, url]| {
            format!("<li><a href=\"{}\" rel=\"noreferrer\">{system} {}</a></li>", escape(url), escape(version))
        })
        .collect();
    format!(
        r#"<main class="watch" data-entry="{id}" data-ks="{ks}" data-explicit="{explicit}">
<div class="stage"><p class="over" role="status">Waiting for the encoder</p></div>
<section class="bar">
<span class="badge" role="status">No signal</span>
<button type="button" id="go" disabled>Go live</button>
<button type="button" id="end" class="second" disabled>End</button>
<p class="mistake" role="alert" hidden></p>
</section>
<section class="about">
<h1>{name}</h1>
<p><time data-at="{starts_at}"></time> · <a href="/view/{id}">Page for the audience</a></p>
</section>
<section class="card"><h2>Encoder</h2><dl>{encoder}</dl></section>
<details class="card"><summary>Presenter's tool</summary><dl>{presenter}</dl><ul>{downloads}</ul></details>
</main>"#,
        ks = escape(moderator_ks),
        explicit = webcast.explicit,
        name = escape(&webcast.name),
        starts_at = webcast.starts_at,
    )
}

/// `{"playable", "released", "src"}`; 401 when the page's session is over.
pub async fn state(State(app): State<App>, Path(id): Path<String>, headers: HeaderMap) -> Response {
    let ks = header_text(&headers, SESSION).unwrap_or_default();
    match state_of(&app, ks, &id).await {
        Ok(answer) => json(StatusCode::OK, &answer),
        Err(error) => json_error(&error),
    }
}

/// Body `on` goes live, anything else ends; answers the state.
pub async fn release(State(app): State<App>, Path(id): Path<String>, headers: HeaderMap, body: Bytes) -> Response {
    let ks = header_text(&headers, SESSION).unwrap_or_default();
    let answer = match webcast::release(&app.account, ks, &id, &body[..] == b"on").await {
        Ok(()) => state_of(&app, ks, &id).await,
        Err(error) => Err(error),
    };
    answer.map_or_else(|error| json_error(&error), |answer| json(StatusCode::OK, &answer))
}

async fn state_of(app: &App, ks: &str, id: &str) -> Result<serde_json::Value> {
    let webcast = webcast::get(&app.account, ks, id).await?;
    let src = webcast::preview(&app.account, ks, &webcast).await?;
    Ok(json!({ "playable": webcast.playable, "released": webcast.view_all, "src": src }))
}
