//! How fast a hot call is. Prints; asserts only that the order of magnitude is right, so that a debug build passes too.

use crate::Server;
use axum::body::Body;
use axum::http::Request;
use serde_json::json;
use std::time::Instant;

/// The call of the benchmark: `liveStream.get` with a KS, JSON. The bar of 5,000 calls/s on one core is measured in release builds.
#[tokio::test]
async fn live_stream_get_touches_caches_only() {
    let server = Server::start().await;
    let admin = server.admin().await;
    let id = server.live(json!({})).await;
    let body = json!({"entryId": id, "ks": admin, "format": 1}).to_string();
    let request = || {
        let request = Request::post("/api_v3/service/livestream/action/get").header("content-type", "application/json");
        request.body(Body::from(body.clone())).expect("a request")
    };
    assert_eq!(server.send(request()).await.json()["id"], id);
    const CALLS: u32 = 2_000;
    let started = Instant::now();
    for _ in 0..CALLS {
        assert!(!server.send(request()).await.bytes.is_empty());
    }
    let per_second = f64::from(CALLS) / started.elapsed().as_secs_f64();
    println!("liveStream.get with a KS: {per_second:.0} calls/s on one core");
    assert!(per_second > 300.0, "{per_second}");
}
