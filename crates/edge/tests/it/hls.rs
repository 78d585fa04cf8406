//! Playlists, segments, parts, blocking reload, and who is refused them.

use crate::stage::{Stage, begin, key, play, settle};
use axum::http::{Method, StatusCode};
use edge::{Access, Admission, Class};
use testkit::playlist::Playlist;
use testkit::synth::Show;
use tokio::time::{Duration, Instant, sleep};

const PLAYLISTS: [&str; 4] = ["video/live.m3u8", "audio/live.m3u8", "video/plain.m3u8", "audio/plain.m3u8"];

#[tokio::test(start_paused = true)]
async fn everything_a_playlist_names_can_be_had() {
    let (stage, ..) = Stage::on_air(9).await;
    let root = stage.root(Class::Public);
    let master = stage.get(&format!("{root}master.m3u8")).await;
    assert_eq!(master.status, StatusCode::OK);
    assert_eq!(master.header("content-type"), "application/vnd.apple.mpegurl");
    assert!(
        master.text().contains("video/live.m3u8") && master.text().contains("audio/live.m3u8"),
        "{}",
        master.text()
    );
    assert!(master.text().contains("RESOLUTION=320x180"), "{}", master.text());
    let plain = stage.get(&format!("{root}plain.m3u8")).await;
    assert!(plain.text().contains("video/plain.m3u8") && !plain.text().contains("live.m3u8"), "{}", plain.text());

    for track in ["video", "audio"] {
        let live = stage.get(&format!("{root}{track}/live.m3u8")).await.playlist();
        let plain = stage.get(&format!("{root}{track}/plain.m3u8")).await.playlist();
        assert!(live.part_target.is_some() && plain.part_target.is_none());
        let complete = |list: &Playlist| -> Vec<_> {
            let media = list.segments.iter().filter(|segment| !segment.gap);
            media.filter_map(|segment| segment.uri.clone().map(|uri| (segment.msn, uri))).collect()
        };
        assert_eq!(complete(&live), complete(&plain), "both list the same segments");
        for segment in live.segments.iter().filter(|segment| !segment.gap) {
            let map = segment.map.as_ref().expect("a map");
            let init = stage.get(&format!("{root}{track}/{map}")).await;
            assert_eq!((init.status, &init.body[4..8]), (StatusCode::OK, &b"ftyp"[..]));
            assert_eq!(init.header("content-type"), format!("{track}/mp4"));
            let mut joined = Vec::new();
            for part in &segment.parts {
                let reply = stage.get(&format!("{root}{track}/{}", part.uri)).await;
                assert_eq!(reply.status, StatusCode::OK, "{}", part.uri);
                assert_eq!(reply.header("content-length"), reply.body.len().to_string());
                assert!(reply.header("cache-control").contains("immutable"));
                joined.extend_from_slice(&reply.body);
            }
            let Some(uri) = &segment.uri else { continue };
            let whole = stage.get(&format!("{root}{track}/{uri}")).await;
            assert_eq!(whole.status, StatusCode::OK, "{uri}");
            assert_eq!(whole.header("content-length"), whole.body.len().to_string());
            if !segment.parts.is_empty() {
                assert_eq!(whole.body, joined, "a segment is its parts");
            }
        }
    }
}

#[tokio::test(start_paused = true)]
async fn answers_carry_cors_and_cache_headers() {
    let (stage, ..) = Stage::on_air(5).await;
    let root = stage.root(Class::Public);
    let list = stage.get(&format!("{root}video/live.m3u8")).await.playlist();
    let segment = list.segments.iter().rev().find(|segment| segment.uri.is_some()).expect("complete").clone();
    let msn = segment.msn;
    // (path, status, cache)
    let cases = [
        (format!("{root}video/live.m3u8"), 200, "max-age=1"),
        (format!("{root}video/live.m3u8?_HLS_msn={msn}"), 200, "max-age=12"),
        (format!("{root}video/live.m3u8?_HLS_part=1"), 400, "max-age=8"),
        (format!("{root}video/live.m3u8?_HLS_msn={}", msn + 9), 400, "max-age=8"),
        (format!("{root}video/{msn}.m4s"), 200, "public, max-age=31536000, immutable"),
        (format!("{root}video/1.m4s"), 404, "max-age=1"),
        (format!("{root}video/init.1.mp4"), 404, "max-age=1"),
        (format!("{root}nothing"), 404, "max-age=1"),
        (format!("{}x/video/live.m3u8", root.trim_end_matches('/')), 403, "no-store"),
    ];
    for (path, status, cache) in cases {
        let reply = stage.get(&path).await;
        assert_eq!(reply.status.as_u16(), status, "{path}");
        assert_eq!(reply.header("cache-control"), cache, "{path}");
        assert_eq!(reply.header("access-control-allow-origin"), "*", "{path}");
        let head = stage.ask(Method::HEAD, &path).await;
        assert_eq!((head.status, head.body.len()), (reply.status, 0), "HEAD {path}");
        assert_eq!(head.header("content-length"), reply.header("content-length"), "HEAD {path}");
    }
    let preflight = stage.ask(Method::OPTIONS, &format!("{root}video/live.m3u8")).await;
    assert_eq!(preflight.status, StatusCode::NO_CONTENT);
    assert!(preflight.header("access-control-allow-methods").contains("GET"));
    assert_eq!(stage.ask(Method::POST, &format!("{root}video/live.m3u8")).await.status.as_u16(), 405);
}

#[tokio::test(start_paused = true)]
async fn playlists_are_packed_for_those_who_ask() {
    let (stage, ..) = Stage::on_air(5).await;
    let path = format!("{}video/live.m3u8", stage.root(Class::Public));
    let packed = stage.ask_with(Method::GET, &path, &[("accept-encoding", "gzip, br")]).await;
    assert_eq!(packed.header("content-encoding"), "gzip");
    let mut text = String::new();
    let mut decoder = flate2::read::GzDecoder::new(&packed.body[..]);
    std::io::Read::read_to_string(&mut decoder, &mut text).expect("gzip");
    let plain = stage.get(&path).await;
    assert_eq!(text, plain.text());
    assert!(packed.body.len() * 2 < plain.body.len());
}

#[tokio::test(start_paused = true)]
async fn a_reload_waits_for_its_part_and_no_longer() {
    let (stage, mut input, mut show) = Stage::on_air(5).await;
    let root = stage.root(Class::Public);
    let list = stage.get(&format!("{root}video/live.m3u8")).await.playlist();
    let open = list.segments.last().expect("one").clone();
    let (msn, part) = match &open.uri {
        None => (open.msn, open.parts.len()),
        Some(_) => (open.msn + 1, 0),
    };
    let path = format!("{root}video/live.m3u8?_HLS_msn={msn}&_HLS_part={part}");
    let waiting = tokio::spawn(stage.ask(Method::GET, &path));
    let hinted = tokio::spawn(stage.ask(Method::GET, &format!("{root}video/{}", list.hint.expect("a hint"))));
    settle().await;
    assert!(!waiting.is_finished() && !hinted.is_finished());
    play(&mut input, &mut show, 300).await;
    settle().await;
    assert!(waiting.is_finished(), "one part later");
    let answer = waiting.await.expect("no panic").playlist();
    let found = answer.segment(msn).expect("listed");
    assert!(found.parts.len() > part, "{found:?}");
    assert_eq!(hinted.await.expect("no panic").status, StatusCode::OK);

    // A part number equal to the count of a finished segment means part 0 of the next.
    play(&mut input, &mut show, 3_000).await;
    settle().await;
    let list = stage.get(&format!("{root}video/live.m3u8")).await.playlist();
    let finished = list.segments.iter().rev().find(|segment| segment.uri.is_some()).expect("one");
    let count = finished.parts.len();
    let next = format!("{root}video/live.m3u8?_HLS_msn={}&_HLS_part={count}", finished.msn);
    let waiting = tokio::spawn(stage.ask(Method::GET, &next));
    play(&mut input, &mut show, 2_500).await;
    settle().await;
    let answer = waiting.await.expect("no panic").playlist();
    assert!(answer.segment(finished.msn + 1).is_some_and(|segment| !segment.parts.is_empty()));
}

#[tokio::test(start_paused = true)]
async fn reloads_too_far_ahead_are_400_and_too_long_ones_503() {
    let (stage, input, _) = Stage::on_air(5).await;
    let root = stage.root(Class::Public);
    let list = stage.get(&format!("{root}video/live.m3u8")).await.playlist();
    let complete = list.segments.iter().rev().find(|segment| segment.uri.is_some()).expect("one").msn;
    let cases = [
        (format!("_HLS_msn={}", complete + 3), 400),
        (format!("_HLS_msn={}&_HLS_part=0", complete + 3), 400),
        (format!("_HLS_msn={}&_HLS_part=40", complete + 1), 400),
        ("_HLS_part=0".to_owned(), 400),
        ("_HLS_msn=x".to_owned(), 400),
        (format!("_HLS_msn={}", complete + 2), 503),
    ];
    for (query, status) in cases {
        for file in ["live", "plain"] {
            let asked = Instant::now();
            let reply = stage.get(&format!("{root}video/{file}.m3u8?{query}")).await;
            assert_eq!(reply.status.as_u16(), status, "{query}");
            let waited = asked.elapsed();
            match status {
                400 => assert_eq!(waited, Duration::ZERO, "{query}"),
                _ => assert!((6..7).contains(&waited.as_secs()), "three targets, not {waited:?}"),
            }
        }
    }
    assert_eq!(stage.get(&format!("{root}video/{}.7.m4s", complete + 5)).await.status, StatusCode::NOT_FOUND);
    drop(input);
}

#[tokio::test(start_paused = true)]
async fn a_viewers_token_opens_nothing_once_access_is_withdrawn() {
    type Withdrawal = fn(&Stage);
    let withdrawals: [(&str, Withdrawal); 3] = [
        ("viewMode 0", |stage| stage.release(false)),
        ("access rules changed", |stage| stage.releases.set(key(), Access { revision: 2, released: true, profile: 0 })),
        ("entry gone", |stage| stage.releases.remove(&key())),
    ];
    for (name, withdraw) in withdrawals {
        let (stage, mut input, mut show) = Stage::on_air(5).await;
        let root = stage.root(Class::Public);
        let list = stage.get(&format!("{root}video/live.m3u8")).await.playlist();
        let segment = list.segments.iter().rev().find(|segment| segment.uri.is_some()).expect("one").clone();
        let mut paths: Vec<String> = PLAYLISTS.map(|path| format!("{root}{path}")).to_vec();
        paths.extend(
            [
                "master.m3u8".to_owned(),
                "plain.m3u8".to_owned(),
                format!("video/{}", segment.map.as_ref().expect("a map")),
                format!("video/{}", segment.uri.as_ref().expect("complete")),
                format!("video/{}.0.m4s", segment.msn),
            ]
            .map(|path| format!("{root}{path}")),
        );
        for path in &paths {
            assert_eq!(stage.get(path).await.status, StatusCode::OK, "{path}");
        }
        let ahead = segment.msn + 2;
        let reload = tokio::spawn(stage.ask(Method::GET, &format!("{root}video/live.m3u8?_HLS_msn={ahead}")));
        let hint = tokio::spawn(stage.ask(Method::GET, &format!("{root}video/{}", list.hint.expect("a hint"))));
        settle().await;
        assert!(!reload.is_finished() && !hint.is_finished());
        withdraw(&stage);
        settle().await;
        assert!(reload.is_finished() && hint.is_finished(), "{name}: at once, not at the next part");
        assert_eq!(reload.await.expect("no panic").status, StatusCode::FORBIDDEN, "{name}: blocked reload");
        assert_eq!(hint.await.expect("no panic").status, StatusCode::FORBIDDEN, "{name}: blocked part");
        play(&mut input, &mut show, 1_000).await;
        for path in &paths {
            let reply = stage.get(path).await;
            assert_eq!(reply.status, StatusCode::FORBIDDEN, "{name}: {path}");
            assert_eq!(reply.header("cache-control"), "no-store");
        }
        // Nothing of it is left when access comes back.
        stage.release(true);
        assert_eq!(stage.get(&paths[0]).await.status, StatusCode::OK, "{name}");
    }
}

#[tokio::test(start_paused = true)]
async fn before_going_live_only_the_preview_plays() {
    let (stage, ..) = Stage::on_air(5).await;
    stage.release(false);
    for path in PLAYLISTS {
        let public = stage.get(&format!("{}{path}", stage.root(Class::Public))).await;
        let preview = stage.get(&format!("{}{path}", stage.root(Class::Preview))).await;
        assert_eq!((public.status, preview.status), (StatusCode::FORBIDDEN, StatusCode::OK), "{path}");
    }
}

#[tokio::test(start_paused = true)]
async fn forged_and_old_tokens_are_refused() {
    let (stage, ..) = Stage::on_air(3).await;
    let path = format!("{}video/live.m3u8", stage.root(Class::Public));
    let other = format!("{}video/live.m3u8", stage.root(Class::Preview));
    assert_ne!(path, other);
    let mut forged = path.clone();
    forged.replace_range(10..11, if &path[10..11] == "A" { "B" } else { "A" });
    assert_eq!(stage.get(&forged).await.status, StatusCode::FORBIDDEN);
    assert_eq!(stage.get("/live//video/live.m3u8").await.status, StatusCode::FORBIDDEN);
    sleep(Duration::from_secs(25 * 3600)).await;
    assert_eq!(stage.get(&path).await.status, StatusCode::FORBIDDEN, "a day later");
}

#[tokio::test(start_paused = true)]
async fn the_first_viewer_waits_for_the_first_part_and_the_plain_one_for_the_first_segment() {
    let stage = Stage::new();
    let root = stage.root(Class::Public);
    assert_eq!(stage.get(&format!("{root}master.m3u8")).await.status, StatusCode::NOT_FOUND, "off the air");
    let mut input = stage.open().await;
    let mut show = Show::new(0);
    begin(&mut input).await;
    let master = tokio::spawn(stage.ask(Method::GET, &format!("{root}master.m3u8")));
    play(&mut input, &mut show, 400).await;
    settle().await;
    assert_eq!(master.await.expect("no panic").status, StatusCode::OK, "within the first parts");
    let live = stage.get(&format!("{root}video/live.m3u8")).await.playlist();
    assert!(live.segments[0].gap && !live.segments[1].parts.is_empty(), "{live:?}");
    let plain = tokio::spawn(stage.ask(Method::GET, &format!("{root}video/plain.m3u8")));
    settle().await;
    assert!(!plain.is_finished());
    play(&mut input, &mut show, 3_000).await;
    settle().await;
    assert!(plain.is_finished());
    let plain = plain.await.expect("no panic").playlist();
    assert!(plain.segments.iter().any(|segment| !segment.gap && segment.uri.is_some()), "{plain:?}");
}

#[tokio::test(start_paused = true)]
async fn while_interrupted_the_window_stands_and_after_the_end_it_is_closed() {
    let (stage, input, _) = Stage::on_air(5).await;
    let root = stage.root(Class::Public);
    input.leave(true).await;
    settle().await;
    let standing = stage.get(&format!("{root}video/live.m3u8")).await.playlist();
    assert!(!standing.ended);
    let next = standing.last_msn() + 1;
    let reply = stage.get(&format!("{root}video/live.m3u8?_HLS_msn={next}&_HLS_part=0")).await;
    assert_eq!(reply.status, StatusCode::SERVICE_UNAVAILABLE);
    assert_eq!(stage.get(&format!("{root}video/live.m3u8")).await.playlist(), standing);

    // A reload that waits when the broadcast ends hears of the end. The clean grace is 15 s; 6 have passed.
    sleep(Duration::from_secs(7)).await;
    let waiting = tokio::spawn(stage.ask(Method::GET, &format!("{root}video/live.m3u8?_HLS_msn={next}&_HLS_part=0")));
    sleep(Duration::from_secs(3)).await;
    assert!(waiting.await.expect("no panic").playlist().ended);
    for path in PLAYLISTS {
        assert!(stage.get(&format!("{root}{path}")).await.playlist().ended, "{path}");
    }
    let segment = standing.segments.last().expect("one").clone();
    assert_eq!(stage.get(&format!("{root}video/{}.m4s", segment.msn)).await.status, StatusCode::OK);
    sleep(Duration::from_secs(61)).await;
    assert_eq!(stage.get(&format!("{root}video/live.m3u8")).await.status, StatusCode::NOT_FOUND);
}

#[tokio::test(start_paused = true)]
async fn a_rejoin_reaches_waiting_players_in_both_playlists() {
    let (stage, input, _) = Stage::on_air(6).await;
    let root = stage.root(Class::Public);
    input.leave(false).await;
    settle().await;
    let standing = stage.get(&format!("{root}video/plain.m3u8")).await.playlist();
    let next = standing.last_msn() + 1;
    let waiting = tokio::spawn(stage.ask(Method::GET, &format!("{root}video/live.m3u8?_HLS_msn={next}&_HLS_part=0")));
    settle().await;
    let mut input = stage.open().await;
    begin(&mut input).await;
    play(&mut input, &mut Show::new(500_000), 4_000).await;
    let list = waiting.await.expect("no panic").playlist();
    let (old, new) = (list.segment(next - 1).expect("listed"), list.segment(next).expect("listed"));
    assert!(new.discontinuity && new.map != old.map && new.pdt > old.pdt, "{list:?}");
    for path in PLAYLISTS {
        let list = stage.get(&format!("{root}{path}")).await.playlist();
        assert_eq!(list.discontinuities(), [next], "{path}");
        let map = list.segment(next).expect("listed").map.clone().expect("a map");
        let track = path.split('/').next().expect("a track");
        assert_eq!(stage.get(&format!("{root}{track}/{map}")).await.status, StatusCode::OK);
    }
}

#[tokio::test(start_paused = true)]
async fn a_thousand_viewers_of_one_part_share_its_text() {
    let (stage, mut input, mut show) = Stage::on_air(5).await;
    let root = stage.root(Class::Public);
    let list = stage.get(&format!("{root}video/live.m3u8")).await.playlist();
    let hint = list.hint.expect("a hint");
    let (msn, part) = hint.trim_end_matches(".m4s").split_once('.').expect("msn.part");
    let path = format!("{root}video/live.m3u8?_HLS_msn={msn}&_HLS_part={part}");
    let mut viewers = tokio::task::JoinSet::new();
    for _ in 0..1000 {
        viewers.spawn(stage.ask(Method::GET, &path));
    }
    settle().await;
    play(&mut input, &mut show, 300).await;
    let replies = viewers.join_all().await;
    let texts: std::collections::BTreeSet<*const u8> = replies.iter().map(|reply| reply.body.as_ptr()).collect();
    assert!(replies.iter().all(|reply| reply.status == StatusCode::OK));
    assert!(texts.len() <= 2, "{} copies of one text", texts.len());
}

#[tokio::test(start_paused = true)]
async fn viewers_are_counted_by_the_playlists_they_ask_for() {
    let (stage, ..) = Stage::on_air(5).await;
    let root = stage.root(Class::Public);
    let count = || stage.edge.viewers(&key());
    assert_eq!((count(), stage.edge.viewers_total()), (0, 0));
    let tick = async || sleep(Duration::from_millis(1_100)).await;
    // Each player gets a mark of its own and keeps it, whatever it plays.
    for _ in 0..3 {
        let master = stage.get(&format!("{root}master.m3u8")).await;
        assert_eq!(master.header("cache-control"), "no-store", "it is one player's");
        let uris: Vec<&str> = master.text().split(['"', '\n']).filter(|text| text.contains(".m3u8?v=")).collect();
        assert_eq!(uris.len(), 2, "{}", master.text());
        for uri in uris {
            for _ in 0..2 {
                assert_eq!(stage.get(&format!("{root}{uri}")).await.status, StatusCode::OK, "{uri}");
            }
        }
    }
    tick().await;
    assert_eq!(count(), 3);
    // Parts and refused requests are nobody's, players without a mark are told apart by their browser.
    let list = stage.get(&format!("{root}video/live.m3u8?v=0123456789abcdef")).await.playlist();
    let part = &list.segments.iter().rev().find(|segment| !segment.parts.is_empty()).expect("a part").parts[0].uri;
    assert_eq!(stage.get(&format!("{root}video/{part}?v=0000000000000001")).await.status, StatusCode::OK);
    assert_eq!(stage.get("/live/x/video/live.m3u8?v=0000000000000002").await.status, StatusCode::FORBIDDEN);
    for agent in ["one", "two", "one"] {
        stage.ask_with(Method::GET, &format!("{root}audio/plain.m3u8"), &[("user-agent", agent)]).await;
    }
    tick().await;
    assert_eq!((count(), stage.edge.viewers_total()), (6, 6));
    sleep(Duration::from_secs(31)).await;
    assert_eq!((count(), stage.edge.viewers_total()), (0, 0), "who asks no more has gone");
}

#[tokio::test(start_paused = true)]
async fn a_bound_token_opens_nothing_elsewhere_or_once_its_session_or_time_is_over() {
    let (stage, ..) = Stage::on_air(5).await;
    let shared = Admission::shared(key(), Class::Public, 1);
    let ask = async |root: &str, from: Option<[u8; 4]>| {
        stage.ask_from(from.map(Into::into), &format!("{root}video/live.m3u8")).await.status
    };
    let home = stage.root_of(&Admission { address: Some([192, 0, 2, 1].into()), ..shared.clone() });
    assert_eq!(ask(&home, Some([192, 0, 2, 1])).await, StatusCode::OK);
    assert_eq!(ask(&home, Some([192, 0, 2, 2])).await, StatusCode::FORBIDDEN);
    assert_eq!(ask(&home, None).await, StatusCode::FORBIDDEN);

    // Somebody's reload waits while the session ends.
    let own = stage.root_of(&Admission { sessions: vec![1, 2], ..shared.clone() });
    let edge = stage.registry.get(&key()).expect("on air").tracks()[0].edge();
    let next = |root: &str| format!("{root}video/live.m3u8?_HLS_msn={}&_HLS_part={}", edge.msn, edge.parts);
    let waiting = tokio::spawn(stage.ask(Method::GET, &next(&own)));
    let other = tokio::spawn(stage.ask(Method::GET, &next(&stage.root(Class::Public))));
    settle().await;
    stage.releases.end_session(3, i64::MAX, base::UnixMillis(0));
    settle().await;
    assert!(!waiting.is_finished(), "another session ended");
    stage.releases.end_session(2, i64::MAX, base::UnixMillis(0));
    assert_eq!(waiting.await.expect("whole").status, StatusCode::FORBIDDEN);
    assert_eq!(ask(&own, None).await, StatusCode::FORBIDDEN);
    assert_ne!(other.await.expect("whole").status, StatusCode::FORBIDDEN, "everybody else may go on");

    // And while the right to watch ends.
    let now = stage.registry.clock().now();
    let until = Some(now + Duration::from_secs(2));
    let ending = stage.root_of(&Admission { until, ..shared.clone() });
    assert_eq!(ask(&ending, None).await, StatusCode::OK);
    sleep(Duration::from_secs(2)).await;
    assert_eq!(ask(&ending, None).await, StatusCode::FORBIDDEN);

    let before = stage.root_of(&shared);
    stage.releases.set_rules(0, 5);
    assert_eq!(ask(&before, None).await, StatusCode::FORBIDDEN, "the rules have changed");
    assert_eq!(ask(&stage.root_of(&Admission { rules: 5, ..shared }), None).await, StatusCode::OK);
}
