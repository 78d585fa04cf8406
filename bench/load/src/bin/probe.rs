//! Latency of one stream that `publishers` sends.
//!   probe --url U [--sessions 20] [--gap 0.53]    joins again and again: join time, age at the edge, age at the start
//!   probe --url U --first-item [--max 30]         asks until something is playable; prints when, as wall clock in ns
//! A session is one player that joins: playlists, init, and the item it starts with (three segments, or PART-HOLD-BACK,
//! behind the end). The age of that item's first frame is all of glass-to-glass but decoding and showing.

use load::http::{Connection, join, split_url};
use load::playlist::{Media, parse_master};
use load::{Args, now_ns, stamp};
use std::time::{Duration, Instant};

const TIMEOUT: Duration = Duration::from_secs(12);
const ASK_EVERY: Duration = Duration::from_millis(20);

struct Joined {
    join_ms: f64,
    start_age_s: f64,
    edge_age_s: f64,
    requests: u32,
}

/// The media playlist behind an address, through redirects and a master; its path; requests made.
async fn media_playlist(connection: &mut Connection, path: &str) -> Option<(Media, String, u32)> {
    let (response, path) = connection.get_follow(path, TIMEOUT).await.ok().filter(|(r, _)| r.status == 200)?;
    let text = String::from_utf8_lossy(&response.body).into_owned();
    let Some(playlists) = parse_master(&text) else { return Some((Media::parse(&text), path, 1)) };
    let path = join(&path, playlists.first()?);
    let (response, path) = connection.get_follow(&path, TIMEOUT).await.ok().filter(|(r, _)| r.status == 200)?;
    Some((Media::parse(&String::from_utf8_lossy(&response.body)), path, 2))
}

/// What a player starts with, and what is newest.
fn start_and_edge(media: &Media) -> Option<(String, String)> {
    if media.is_low_latency() {
        let mut back_s = 0.0;
        let mut parts = media.segments.iter().rev().flat_map(|segment| segment.parts.iter().rev());
        let edge = parts.clone().next()?.uri.clone();
        // The place to show from; a player decodes from the keyframe before it.
        let start = parts.find(|part| {
            back_s += part.seconds;
            back_s + 1e-3 >= media.hold_back_s()
        });
        let oldest = media.segments.iter().flat_map(|segment| &segment.parts).next()?;
        return Some((start.unwrap_or(oldest).uri.clone(), edge));
    }
    let whole: Vec<_> = media.segments.iter().filter(|segment| !segment.uri.is_empty() && !segment.gap).collect();
    Some((whole.get(whole.len().saturating_sub(3))?.uri.clone(), whole.last()?.uri.clone()))
}

async fn session(url: &str) -> Option<Joined> {
    let (host, path) = split_url(url);
    let begun = Instant::now();
    let mut connection = Connection::new(&host);
    let (media, path, mut requests) = media_playlist(&mut connection, &path).await?;
    if let Some(map) = &media.map {
        connection.get(&join(&path, map), false, TIMEOUT).await.ok()?;
        requests += 1;
    }
    let (start, edge) = start_and_edge(&media)?;
    let item = connection.get(&join(&path, &start), true, TIMEOUT).await.ok()?;
    let (first_ns, _) = stamp::find(&item.body)?;
    let start_age_s = now_ns().saturating_sub(first_ns) as f64 / 1e9;
    let join_ms = begun.elapsed().as_secs_f64() * 1e3;
    let item = connection.get(&join(&path, &edge), true, TIMEOUT).await.ok()?;
    let (_, last_ns) = stamp::find(&item.body)?;
    let edge_age_s = now_ns().saturating_sub(last_ns) as f64 / 1e9;
    Some(Joined { join_ms, start_age_s, edge_age_s, requests: requests + 1 })
}

async fn first_item(url: &str, max: Duration) {
    let (host, path) = split_url(url);
    let begun = Instant::now();
    let (mut first_ns, mut third_ns) = (0, 0);
    while begun.elapsed() < max && third_ns == 0 {
        tokio::time::sleep(ASK_EVERY).await;
        let Some((media, ..)) = media_playlist(&mut Connection::new(&host), &path).await else { continue };
        let playable = media.segments.iter().filter(|segment| !segment.gap);
        let items: usize = playable.map(|segment| segment.parts.len().max(usize::from(!segment.uri.is_empty()))).sum();
        if items >= 1 && first_ns == 0 {
            first_ns = now_ns();
        }
        if items >= 3 {
            third_ns = now_ns();
        }
    }
    println!("{{\"first_ns\":{first_ns},\"third_ns\":{third_ns}}}");
}

fn quantile(values: &mut [f64], quantile: f64) -> f64 {
    values.sort_by(f64::total_cmp);
    let index = (values.len().saturating_sub(1) as f64 * quantile).round() as usize;
    values.get(index).copied().unwrap_or(0.0)
}

fn main() {
    let args = Args::parse();
    let url = args.text("url", "");
    let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build().expect("runtime");
    runtime.block_on(async {
        if args.flag("first-item") {
            return first_item(&url, Duration::from_secs_f64(args.number("max", 30.0))).await;
        }
        let (mut joins, mut starts, mut edges) = (vec![], vec![], vec![]);
        let (mut requests, mut failed) = (0, 0);
        for _ in 0..args.number("sessions", 20.0) as usize {
            match session(&url).await {
                Some(joined) => {
                    joins.push(joined.join_ms);
                    starts.push(joined.start_age_s);
                    edges.push(joined.edge_age_s);
                    requests = joined.requests;
                }
                None => failed += 1,
            }
            tokio::time::sleep(Duration::from_secs_f64(args.number("gap", 0.53))).await;
        }
        println!(
            "{{\"sessions\":{},\"failed\":{failed},\"requests\":{requests},\"join_p50_ms\":{:.1},\"edge_age_p50_s\":{:.2},\"edge_age_max_s\":{:.2},\"start_age_p50_s\":{:.2},\"start_age_max_s\":{:.2}}}",
            joins.len(),
            quantile(&mut joins, 0.5),
            quantile(&mut edges, 0.5),
            quantile(&mut edges, 1.0),
            quantile(&mut starts, 0.5),
            quantile(&mut starts, 1.0),
        );
    });
}
