//! The event stream of a page: a WebSocket that says what the page is now, and every change within a second.
//!
//! The first frame is the whole page, so a reconnect misses nothing; its cursor is the position in the event log. A socket never makes
//! the log wait: one that does not take its frames in time is closed and comes back with its cursor.
//!
//! Whoever the socket belongs to is asked anew at every change and every tick, so an ended session loses what only it could see.

use super::page::{Guest, Page};
use super::{actor, live_entry, own_cookie, page_origin, refusal};
use crate::Api;
use crate::client::Client;
use crate::endpoints::Origin;
use axum::extract::State;
use axum::extract::ws::{CloseFrame, Message, WebSocket, WebSocketUpgrade};
use axum::http::{StatusCode, request::Parts};
use axum::response::Response;
use base::{EntryId, UnixMillis};
use schema::decode::{self, Budget};
use std::net::{IpAddr, Ipv4Addr};
use std::time::Duration;
use store::Filter;
use tokio::time::{MissedTickBehavior, interval, sleep, timeout};
use tracing::debug;

const PING_EVERY: Duration = Duration::from_secs(15);
/// A frame that cannot be sent for so long ends the socket.
const SEND_TIMEOUT: Duration = Duration::from_secs(10);
/// Pages send nothing but control frames.
const RECEIVED_BYTES_MAX: usize = 1024;
/// Longest sleep until time alone changes a state; then the page is looked at again.
const SLEEP_MAX: Duration = Duration::from_secs(3600);

/// Close code for an entry that does not exist.
const CLOSE_NOT_FOUND: u16 = 4404;
const CLOSE_GOING_AWAY: u16 = 1001;

/// `GET /plenary/v1/events?entry={id}&cursor={n}`
pub async fn follow(State(api): State<Api>, upgrade: WebSocketUpgrade, parts: Parts) -> Response {
    let client = Client::of(&parts);
    let source = client.address.unwrap_or(IpAddr::from(Ipv4Addr::LOCALHOST)).into();
    let Some(place) = api.0.sockets.take(source) else {
        metrics::counter!("plenary_event_sockets_refused_total").increment(1);
        return refusal(StatusCode::SERVICE_UNAVAILABLE, "TOO_MANY_SOCKETS");
    };
    let query = parts.uri.query().unwrap_or_default().as_bytes();
    let Ok(query) = decode::form(query, &mut Budget::new(&api.0.limits)) else {
        return refusal(StatusCode::BAD_REQUEST, "INVALID_REQUEST");
    };
    let id = query.text("entry").unwrap_or_default().into_owned();
    let (ks, origin) = (own_cookie(&api, &parts), page_origin(&api, &parts));
    upgrade.max_message_size(RECEIVED_BYTES_MAX).max_frame_size(RECEIVED_BYTES_MAX).on_upgrade(
        move |socket| async move {
            let mut follower = Follower { api, socket, id, ks, client, origin };
            let why = follower.run().await;
            debug!(why, "event socket ended");
            drop(place);
        },
    )
}

struct Follower {
    api: Api,
    socket: WebSocket,
    id: String,
    ks: Option<String>,
    client: Client,
    origin: Origin,
}

impl Follower {
    /// Follows one entry until somebody leaves; answers why it ended.
    async fn run(&mut self) -> &'static str {
        let Ok(entry) = self.id.parse::<EntryId>() else {
            return self.close(CLOSE_NOT_FOUND, "ENTRY_ID_NOT_FOUND").await;
        };
        let db = self.api.catalog().db().clone();
        // Subscribe before looking, so that nothing falls between.
        let mut log = db.log().subscribe(&db, db.log().last(), Filter::entry(&entry));
        let Some(mut page) = self.page().await else { return self.close(CLOSE_NOT_FOUND, "ENTRY_ID_NOT_FOUND").await };
        if !self.send_page(log.cursor(), &page).await {
            return "gone";
        }
        let stop = self.api.config().stop.clone();
        let mut ping = interval(PING_EVERY);
        ping.set_missed_tick_behavior(MissedTickBehavior::Delay);
        ping.tick().await; // the first tick is now
        loop {
            let sleeps = self.sleeps(page.changes_at);
            let is_tick = tokio::select! {
                biased;
                () = stop.requested() => return self.close(CLOSE_GOING_AWAY, "server stops").await,
                received = self.socket.recv() => match received {
                    Some(Ok(Message::Close(_)) | Err(_)) | None => return "left",
                    Some(Ok(_)) => continue, // nothing a page says is meant for us
                },
                events = log.next() => match events {
                    Ok(_) => false,
                    Err(_) => return self.close(CLOSE_GOING_AWAY, "event log closed").await,
                },
                () = sleep(sleeps) => false,
                _ = ping.tick() => true,
            };
            let Some(now) = self.page().await else { return self.close(CLOSE_NOT_FOUND, "ENTRY_ID_NOT_FOUND").await };
            let is_news = now.differs(&page);
            page = now;
            if is_news && !self.send_page(log.cursor(), &page).await {
                return "gone";
            }
            if is_tick && !self.send_ping().await {
                return "gone";
            }
        }
    }

    async fn page(&mut self) -> Option<Page> {
        let hot = live_entry(&self.api, &self.id).await?;
        let now = self.api.config().clock.now();
        let actor = actor(&self.api, self.ks.as_deref(), self.client.address, hot.partner, now).await;
        let guest = Guest { actor: &actor, client: &self.client, origin: &self.origin };
        Page::of(&self.api, &hot, &guest, now).await
    }

    /// How long nothing but an event can change the page.
    fn sleeps(&self, changes_at: Option<UnixMillis>) -> Duration {
        let now = self.api.config().clock.now();
        let wait = changes_at.map_or(SLEEP_MAX, |at| at.since(now) + Duration::from_millis(1));
        wait.min(SLEEP_MAX)
    }

    async fn send_page(&mut self, cursor: i64, page: &Page) -> bool {
        let text = serde_json::json!({ "cursor": cursor, "type": "page", "page": page.json }).to_string();
        self.send(Message::Text(text.into())).await
    }

    async fn send_ping(&mut self) -> bool {
        let text = serde_json::json!({ "type": "ping", "now": self.api.config().clock.now().0 }).to_string();
        self.send(Message::Text(text.into())).await
    }

    async fn send(&mut self, message: Message) -> bool {
        matches!(timeout(SEND_TIMEOUT, self.socket.send(message)).await, Ok(Ok(())))
    }

    async fn close(&mut self, code: u16, reason: &'static str) -> &'static str {
        self.send(Message::Close(Some(CloseFrame { code, reason: reason.into() }))).await;
        reason
    }
}
