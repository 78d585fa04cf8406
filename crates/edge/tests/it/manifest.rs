//! playManifest: where it leads, and how it refuses.

use crate::stage::{Reply, Stage};
use axum::body::Body;
use axum::http::{Method, Request, StatusCode};
use http_body_util::BodyExt as _;

const BASE: &str = "/p/101/sp/10100/playManifest/entryId/0_abcd1234";

async fn ask(stage: &Stage, method: Method, uri: &str, headers: &[(&str, &str)]) -> Reply {
    let mut request = Request::builder().method(method).uri(uri);
    for (name, value) in headers {
        request = request.header(*name, *value);
    }
    let (head, _) = request.body(Body::empty()).expect("well-formed").into_parts();
    assert!(edge::manifest::is_manifest(head.uri.path()), "{uri}");
    let (head, body) = edge::manifest::answer(&stage.edge, &head).await.into_parts();
    let body = body.collect().await.expect("infallible").to_bytes();
    Reply { status: head.status, headers: head.headers, body }
}

#[tokio::test(start_paused = true)]
async fn it_leads_to_a_playlist_that_plays() {
    let (stage, ..) = Stage::on_air(4).await;
    let cases = [
        (format!("{BASE}/format/applehttp/protocol/http/a.m3u8"), "master.m3u8"),
        (format!("{BASE}/protocol/https/f/hls/a.m3u8?playSessionId=1&clientTag=x"), "master.m3u8"),
        (format!("{BASE}/lowLatency/0/format/applehttp/a.m3u8"), "plain.m3u8"),
        (format!("{BASE}/format/applehttp/a.m3u8?lowLatency=0&responseFormat=redirect"), "plain.m3u8"),
        (format!("{BASE}/a.m3u8"), "master.m3u8"),
        (format!("/s{BASE}/format/applehttp/a.m3u8"), "master.m3u8"),
        ("/index.php/extwidget/playManifest/entryId/0_abcd1234/format/applehttp/a.m3u8".to_owned(), "master.m3u8"),
    ];
    for (uri, file) in cases {
        for method in [Method::GET, Method::HEAD] {
            let reply = ask(&stage, method, &uri, &[]).await;
            assert_eq!(reply.status, StatusCode::FOUND, "{uri}");
            assert_eq!(reply.header("access-control-allow-origin"), "*");
            assert_eq!(reply.header("content-length"), "0");
            let location = reply.header("location").to_owned();
            assert!(location.ends_with(file), "{uri} → {location}");
            let master = stage.get(&location).await;
            assert_eq!(master.status, StatusCode::OK, "{location}");
            assert!(master.text().contains("#EXT-X-STREAM-INF"), "{}", master.text());
        }
    }
}

#[tokio::test(start_paused = true)]
async fn refusals_are_404_with_their_number() {
    let (stage, input, _) = Stage::on_air(4).await;
    let cases = [
        ("/p/101/playManifest/entryId/0_zzzzzzzz/format/applehttp/a.m3u8".to_owned(), "1"),
        ("/p/102/playManifest/entryId/0_abcd1234/format/applehttp/a.m3u8".to_owned(), "1"),
        ("/p/101/playManifest/a.m3u8".to_owned(), "1"),
        (format!("{BASE}/format/mpegdash/manifest.mpd"), "25"),
        (format!("{BASE}/format/hds/a.f4m"), "25"),
        (format!("{BASE}/format/applehttp/referrer/aHR0cDovL25vLw==/a.m3u8"), "3"),
    ];
    for (uri, number) in cases {
        let reply = ask(&stage, Method::GET, &uri, &[]).await;
        assert_eq!(reply.status, StatusCode::NOT_FOUND, "{uri}");
        assert_eq!(reply.header("x-kaltura"), format!("error-{number}"), "{uri}");
        assert!(reply.header("x-kaltura-app").starts_with(&format!("exiting on error {number} - ")), "{uri}");
        assert_eq!(reply.header("access-control-allow-origin"), "*");
        assert_eq!(reply.header("cache-control"), "no-store");
        let texts: Vec<_> = reply.headers.get_all("x-kaltura").iter().collect();
        assert_eq!(texts.len() == 2, number == "3", "the access-control message comes too");
    }
    stage.release(false);
    let uri = format!("{BASE}/format/applehttp/a.m3u8");
    assert_eq!(ask(&stage, Method::GET, &uri, &[]).await.header("x-kaltura"), "error-36", "a viewer");
    let preview = ask(&stage, Method::GET, &format!("{BASE}/ks/producer/format/applehttp/a.m3u8"), &[]).await;
    assert_eq!(preview.status, StatusCode::FOUND, "a producer");
    assert_eq!(stage.get(preview.header("location")).await.status, StatusCode::OK);
    let by_header = ask(&stage, Method::GET, &uri, &[("x-kaltura-ks", "producer")]).await;
    assert_eq!(by_header.status, StatusCode::FOUND, "the KS as a header");
    stage.release(true);
    input.leave(true).await;
    tokio::time::sleep(std::time::Duration::from_secs(3)).await;
    assert_eq!(ask(&stage, Method::GET, &uri, &[]).await.status, StatusCode::FOUND, "interrupted is still on the air");
    tokio::time::sleep(std::time::Duration::from_secs(15)).await;
    assert_eq!(ask(&stage, Method::GET, &uri, &[]).await.header("x-kaltura"), "error-36", "ended");
}

#[tokio::test(start_paused = true)]
async fn flavors_come_as_json_and_jsonp() {
    let (stage, ..) = Stage::on_air(4).await;
    let host = [("host", "live.example:8080")];
    let uri = format!("{BASE}/format/applehttp/protocol/https/responseFormat/json/a.m3u8");
    let json = ask(&stage, Method::GET, &uri, &host).await;
    assert_eq!(json.header("content-type"), "application/json");
    assert!(json.text().contains(r#""url":"https://live.example:8080/live/"#), "{}", json.text());
    assert!(json.text().contains(r#""width":320,"height":180"#), "{}", json.text());
    let uri = format!("{BASE}/format/applehttp/responseFormat/jsonp/a.m3u8?callback=kdp.on_1");
    let jsonp = ask(&stage, Method::GET, &uri, &host).await;
    assert!(jsonp.text().starts_with("kdp.on_1({") && jsonp.text().ends_with("});"), "{}", jsonp.text());
    let uri = format!("{BASE}/format/applehttp/responseFormat/jsonp/a.m3u8?callback=alert(1)//");
    let jsonp = ask(&stage, Method::GET, &uri, &[("host", "\"><script>")]).await;
    assert!(jsonp.text().starts_with("callback({"), "{}", jsonp.text());
    assert!(!jsonp.text().contains("script"), "{}", jsonp.text());
}
