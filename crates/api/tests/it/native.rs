//! The endpoints of our own pages.

use crate::{Reply, Server};
use axum::body::Body;
use axum::http::{Request, StatusCode};
use base::{Clock as _, EntryId};
use domain::{Input, live_state};
use serde_json::{Value, json};
use std::time::Duration;
use tokio_tungstenite::tungstenite::Message;

pub async fn cookie(server: &Server, ks: &str) -> String {
    let reply = server.post("/plenary/v1/session", "application/json", json!({"ks": ks}).to_string()).await;
    assert_eq!(reply.status, StatusCode::NO_CONTENT);
    let cookie = reply.header("set-cookie").to_owned();
    assert!(
        cookie.contains("HttpOnly") && cookie.contains("SameSite=Strict") && cookie.contains("Path=/plenary;"),
        "{cookie}"
    );
    cookie.split(';').next().expect("a pair").to_owned()
}

pub async fn page(server: &Server, id: &str, cookie: &str) -> Value {
    let request = Request::get(format!("/plenary/v1/entries/{id}/page"))
        .header("host", "example.com:8080")
        .header("cookie", cookie);
    server.send(request.body(Body::empty()).expect("a request")).await.json()
}

async fn release(server: &Server, id: &str, cookie: &str, guard: bool, body: Value) -> Reply {
    let mut request = Request::post(format!("/plenary/v1/entries/{id}/release")).header("cookie", cookie);
    if guard {
        request = request.header("x-plenary", "1");
    }
    server.send(request.body(Body::from(body.to_string())).expect("a request")).await
}

pub async fn on_air(server: &Server, id: &str) {
    let entry: EntryId = id.parse().expect("an id");
    let (now, db) = (server.clock.now(), server.catalog.db());
    db.write(async |tx| live_state::connected(tx, now, &entry, Input::Primary).await).await.expect("told");
    db.write(async |tx| live_state::flowing(tx, now, &entry, Input::Primary).await).await.expect("told");
    db.write(async |tx| live_state::playable(tx, now, &entry, Input::Primary).await).await.expect("told");
}

#[tokio::test]
async fn sessions_become_cookies() {
    let server = Server::start().await;
    cookie(&server, &server.admin().await).await;
    for body in ["{}", "{\"ks\":\"junk\"}", "{\"ks\":\"a\\r\\nSet-Cookie: x=1\"}", "not json"] {
        let reply = server.post("/plenary/v1/session", "application/json", body).await;
        assert_eq!((reply.status, reply.json()), (StatusCode::UNAUTHORIZED, json!({"error": "INVALID_KS"})), "{body}");
    }
    let body = json!({"ks": server.admin().await}).to_string();
    for content_type in ["text/plain", "application/x-www-form-urlencoded", ""] {
        let reply = server.post("/plenary/v1/session", content_type, body.clone()).await;
        assert_eq!(reply.status, StatusCode::UNSUPPORTED_MEDIA_TYPE, "another site's form, {content_type}");
        assert_eq!(reply.header("set-cookie"), "");
    }
    let request = Request::delete("/plenary/v1/session").body(Body::empty()).expect("a request");
    let reply = server.send(request).await;
    assert!(reply.status == StatusCode::NO_CONTENT && reply.header("set-cookie").contains("Max-Age=0"));
}

#[tokio::test]
async fn an_attendee_learns_nothing_of_a_preview() {
    let server = Server::start().await;
    let id = server.live(json!({"explicitLive": 1})).await;
    let admin = cookie(&server, &server.admin().await).await;
    let scheduled = page(&server, &id, "").await;
    assert_eq!(
        (scheduled["state"].clone(), scheduled["playback"].clone(), scheduled["mayManage"].clone()),
        ("scheduled".into(), Value::Null, false.into())
    );
    assert_eq!(
        (scheduled["id"].clone(), scheduled["name"].clone(), scheduled["now"].clone()),
        (id.clone().into(), "Town hall".into(), json!(1_800_000_000_000_i64))
    );

    on_air(&server, &id).await;
    let attendee = page(&server, &id, "").await;
    assert_eq!(
        (attendee["state"].clone(), attendee["playback"].clone(), attendee["signal"].clone()),
        ("scheduled".into(), Value::Null, false.into())
    );
    let eve = cookie(&server, &server.ks("eve", 0, "").await).await;
    assert_eq!(page(&server, &id, &eve).await["state"], "scheduled");
    let manager = page(&server, &id, &admin).await;
    assert_eq!(
        (manager["state"].clone(), manager["mayManage"].clone(), manager["signal"].clone()),
        ("preview".into(), true.into(), true.into())
    );
    assert!(manager["playback"]["url"].as_str().expect("a url").contains("Preview"), "{manager}");

    // Who may not manage may not release, and no other site's page may ask in a manager's name.
    assert_eq!(release(&server, &id, &eve, true, json!({"released": true})).await.status, StatusCode::FORBIDDEN);
    assert_eq!(release(&server, &id, "", true, json!({"released": true})).await.status, StatusCode::FORBIDDEN);
    assert_eq!(release(&server, &id, &admin, false, json!({"released": true})).await.status, StatusCode::FORBIDDEN);
    assert_eq!(release(&server, &id, &admin, true, json!({"released": "yes"})).await.status, StatusCode::BAD_REQUEST);

    let released = release(&server, &id, &admin, true, json!({"released": true})).await;
    assert_eq!((released.status, released.json()["state"].clone()), (StatusCode::OK, "live".into()));
    let attendee = page(&server, &id, "").await;
    assert_eq!(attendee["state"], "live");
    assert!(attendee["playback"]["url"].as_str().expect("a url").contains("Public"), "{attendee}");
    assert_eq!(release(&server, &id, &admin, true, json!({"released": false})).await.json()["state"], "preview");
    assert_eq!(page(&server, &id, "").await["playback"], Value::Null);
}

#[tokio::test]
async fn unknown_entries_have_no_page() {
    let server = Server::start().await;
    for id in ["0_missing0", "..%2f..%2fetc", "x"] {
        let reply = server.get(&format!("/plenary/v1/entries/{id}/page")).await;
        assert_eq!(
            (reply.status, reply.json()),
            (StatusCode::NOT_FOUND, json!({"error": "ENTRY_ID_NOT_FOUND"})),
            "{id}"
        );
    }
}

/// Serves the router on a port of this machine.
async fn listen(server: &Server) -> std::net::SocketAddr {
    let listener = tokio::net::TcpListener::bind("127.0.0.1:0").await.expect("a port");
    let (address, router) = (listener.local_addr().expect("bound"), server.router.clone());
    tokio::spawn(async move { axum::serve(listener, router).await });
    address
}

type Socket = tokio_tungstenite::WebSocketStream<tokio_tungstenite::MaybeTlsStream<tokio::net::TcpStream>>;

async fn open(address: std::net::SocketAddr, id: &str, cookie: &str) -> Socket {
    open_from(address, id, cookie, "").await
}

/// As the page of `origin` does it; empty: as a program does.
async fn open_from(address: std::net::SocketAddr, id: &str, cookie: &str, origin: &str) -> Socket {
    use tokio_tungstenite::tungstenite::client::IntoClientRequest as _;
    let mut request =
        format!("ws://{address}/plenary/v1/events?entry={id}&cursor=0").into_client_request().expect("a request");
    if !cookie.is_empty() {
        request.headers_mut().insert("cookie", cookie.parse().expect("a header"));
    }
    if !origin.is_empty() {
        request.headers_mut().insert("origin", origin.parse().expect("a header"));
    }
    tokio_tungstenite::connect_async(request).await.expect("connects").0
}

async fn next(socket: &mut Socket) -> Message {
    use futures_util::StreamExt as _;
    tokio::time::timeout(Duration::from_secs(5), socket.next()).await.expect("in time").expect("open").expect("a frame")
}

async fn next_page(socket: &mut Socket) -> Value {
    loop {
        if let Message::Text(text) = next(socket).await {
            let frame: Value = serde_json::from_str(&text).expect("JSON");
            if frame["type"] == "page" {
                assert!(frame["cursor"].is_i64());
                return frame["page"].clone();
            }
        }
    }
}

#[tokio::test]
async fn the_event_stream_tells_every_change_and_only_what_one_may_know() {
    let server = Server::start().await;
    let address = listen(&server).await;
    let id = server.live(json!({"explicitLive": 1})).await;
    let admin = cookie(&server, &server.admin().await).await;
    let mut attendee = open(address, &id, "").await;
    let mut manager = open(address, &id, &admin).await;
    assert_eq!(next_page(&mut attendee).await["state"], "scheduled");
    assert_eq!(next_page(&mut manager).await["state"], "scheduled");
    on_air(&server, &id).await;
    assert_eq!(next_page(&mut manager).await["state"], "preview");
    release(&server, &id, &admin, true, json!({"released": true})).await;
    // The attendee has heard nothing of the preview: the next frame is the picture.
    let live = next_page(&mut attendee).await;
    assert_eq!(live["state"], "live");
    assert!(live["playback"]["url"].is_string());
    assert_eq!(next_page(&mut manager).await["state"], "live");
    release(&server, &id, &admin, true, json!({"released": false})).await;
    assert_eq!(next_page(&mut attendee).await["playback"], Value::Null);

    server.stopper.stop();
    loop {
        if let Message::Close(Some(frame)) = next(&mut attendee).await {
            assert_eq!(u16::from(frame.code), 1001);
            break;
        }
    }
}

#[tokio::test]
async fn the_event_stream_of_nothing_is_closed() {
    let server = Server::start().await;
    let address = listen(&server).await;
    for id in ["0_missing0", "junk"] {
        let mut socket = open(address, id, "").await;
        let Message::Close(Some(frame)) = next(&mut socket).await else { panic!("expected a close frame") };
        assert_eq!(u16::from(frame.code), 4404, "{id}");
    }
}

#[tokio::test]
async fn another_sites_page_follows_as_an_attendee_whoever_is_signed_in() {
    let server = Server::start().await;
    let address = listen(&server).await;
    let id = server.live(json!({"explicitLive": 1})).await;
    on_air(&server, &id).await;
    let admin = cookie(&server, &server.admin().await).await;
    let cases = [
        (format!("http://{address}"), "preview"),
        ("http://evil.example".to_owned(), "scheduled"),
        (format!("http://localhost:{}", address.port()), "scheduled"),
        (format!("http://127.0.0.1:{}", address.port() ^ 1), "scheduled"),
        ("null".to_owned(), "scheduled"),
    ];
    for (origin, state) in cases {
        let mut socket = open_from(address, &id, &admin, &origin).await;
        assert_eq!(next_page(&mut socket).await["state"], state, "{origin}");
    }
}

async fn encoder(server: &Server, id: &str, cookie: &str) -> Reply {
    let request = Request::get(format!("/plenary/v1/entries/{id}/encoder")).header("cookie", cookie);
    server.send(request.body(Body::empty()).expect("a request")).await
}

#[tokio::test]
async fn encoders_are_told_of_to_whoever_may_edit() {
    let server = Server::start().await;
    let id = server.live(json!({"entitledUsersEdit": "bob"})).await;
    let admin = cookie(&server, &server.admin().await).await;
    let now = 1_800_000_000_000_i64;
    let note = json!({"what": "wrong_token", "input": "backup", "peer": "203.0.113.7", "detail": "", "askedFor": null,
        "firstAt": now, "lastAt": now, "times": 3});
    let stray = json!({"what": "unknown_stream", "input": "backup", "peer": "203.0.113.7", "detail": "",
        "askedFor": "0_zzzzzzzz", "firstAt": now, "lastAt": now, "times": 3});
    let primary = json!({"peer": "203.0.113.7", "since": now, "heardAt": now,
        "video": {"codec": "avc1.64001f", "width": 1280, "height": 720, "framesPerSecond": 25.0, "bitsPerSecond": 2_500_000,
            "keyframeMs": 2000, "sinceKeyframeMs": 400, "hasKeyframe": true},
        "audio": {"codec": "mp4a.40.2", "samplesPerSecond": 48_000, "channels": 2, "bitsPerSecond": null}});
    let reply = encoder(&server, &id, &admin).await;
    assert_eq!(reply.header("cache-control"), "no-store");
    assert_eq!(
        reply.json(),
        json!({"now": now, "inputs": {"primary": primary, "backup": null}, "notes": [note, stray]})
    );
    for user in ["ann", "bob"] {
        let editor = cookie(&server, &server.ks(user, 0, "").await).await;
        assert_eq!(
            encoder(&server, &id, &editor).await.json()["notes"],
            json!([note]),
            "{user} may edit this one only"
        );
    }
    let editor = cookie(&server, &server.ks("eve", 0, &format!("edit:{id}")).await).await;
    assert_eq!(encoder(&server, &id, &editor).await.status, StatusCode::OK);
    let eve = cookie(&server, &server.ks("eve", 0, "").await).await;
    let viewer = cookie(&server, &server.widget().await).await;
    for (who, cookie) in [("eve", eve.as_str()), ("a viewer", &viewer), ("nobody", "")] {
        let reply = encoder(&server, &id, cookie).await;
        let expected = (StatusCode::FORBIDDEN, json!({"error": "SERVICE_FORBIDDEN"}));
        assert_eq!((reply.status, reply.json()), expected, "{who}");
    }
    assert_eq!(encoder(&server, "0_missing0", &admin).await.status, StatusCode::NOT_FOUND);
}

async fn through_cookie(server: &Server, cookie: &str, headers: &[(&str, &str)], body: &Value) -> Reply {
    let mut request = Request::post("/plenary/v1/api").header("content-type", "application/json");
    request = request.header("host", "example.com:8080").header("cookie", cookie);
    for (name, value) in headers {
        request = request.header(*name, *value);
    }
    server.send(request.body(Body::from(body.to_string())).expect("a request")).await
}

#[tokio::test]
async fn pages_call_the_api_with_the_session_of_their_cookie() {
    let server = Server::start().await;
    let id = server.live(json!({})).await;
    let admin = cookie(&server, &server.admin().await).await;
    let guard = ("x-plenary", "1");
    let get = json!({"service": "liveStream", "action": "get", "entryId": id});
    let reply = through_cookie(&server, &admin, &[guard], &get).await;
    let told = reply.json();
    assert_eq!((told["id"].as_str(), told["objectType"].as_str()), (Some(id.as_str()), Some("KalturaLiveStreamEntry")));
    assert!(told["primaryBroadcastingUrl"].as_str().is_some_and(|url| url.contains("example.com")), "{told}");
    assert_eq!(reply.header("access-control-allow-origin"), "", "no other site reads this");

    let several = json!({"service": "multirequest", "1": get, "2": {"service": "session", "action": "get"}});
    let told = through_cookie(&server, &admin, &[guard, ("origin", "http://example.com:8080")], &several).await.json();
    assert_eq!((told[0]["id"].as_str(), told[1]["userId"].as_str()), (Some(id.as_str()), Some("admin")));

    // A call with a KS of its own means that one.
    let mut other = get.clone();
    other["ks"] = server.widget().await.into();
    let told = through_cookie(&server, &admin, &[guard], &other).await.json();
    assert_eq!(told["primaryBroadcastingUrl"], Value::Null);

    let refused = |reply: Reply| (reply.status, reply.json()["error"].as_str().unwrap_or_default().to_owned());
    let no_guard = through_cookie(&server, &admin, &[], &get).await;
    assert_eq!(refused(no_guard), (StatusCode::FORBIDDEN, "MISSING_GUARD_HEADER".to_owned()));
    for (who, cookie, origin) in [
        ("nobody", "", "http://example.com:8080"),
        ("another origin", admin.as_str(), "http://evil.example"),
        ("another port", admin.as_str(), "http://example.com:9090"),
    ] {
        let reply = through_cookie(&server, cookie, &[guard, ("origin", origin)], &get).await;
        assert_eq!(refused(reply), (StatusCode::UNAUTHORIZED, "NO_SESSION".to_owned()), "{who}");
    }
    server.clock.advance(2 * 86_400_000);
    let told = through_cookie(&server, &admin, &[guard], &get).await.json();
    assert_eq!(crate::code(&told), "INVALID_KS", "an expired session says so as the API does");
}

#[tokio::test]
async fn pages_of_many_entries_are_told_at_once() {
    let server = Server::start().await;
    let first = server.live(json!({"explicitLive": 1})).await;
    let second = server.live(json!({})).await;
    on_air(&server, &first).await;
    let admin = cookie(&server, &server.admin().await).await;
    let many = async |ids: &str, cookie: &str| {
        let request = Request::get(format!("/plenary/v1/pages?entries={ids}")).header("cookie", cookie);
        server.send(request.body(Body::empty()).expect("a request")).await
    };
    let seen = |reply: Reply| -> Vec<(String, String)> {
        let told = reply.json();
        let pages = told["pages"].as_array().expect("a list").clone();
        let text = |page: &Value, name: &str| page[name].as_str().expect("a text").to_owned();
        pages.iter().map(|page| (text(page, "id"), text(page, "state"))).collect()
    };
    let ids = format!("{second},0_missing0,{first},x");
    let expected = |state: &str| vec![(second.clone(), "scheduled".to_owned()), (first.clone(), state.to_owned())];
    assert_eq!(seen(many(&ids, &admin).await), expected("preview"));
    assert_eq!(seen(many(&ids, "").await), expected("scheduled"), "what an attendee may not know is not in it");
    assert_eq!(seen(many("", &admin).await), []);
    let reply = many(&[first.as_str(); 101].join(","), &admin).await;
    assert_eq!((reply.status, reply.json()), (StatusCode::BAD_REQUEST, json!({"error": "TOO_MANY_ENTRIES"})));
}
