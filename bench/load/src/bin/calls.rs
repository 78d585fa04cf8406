//! Callers of the API: the same JSON call over and over on keep-alive connections, as fast as answers come.
//!   calls --url http://127.0.0.1:8080/api_v3/service/livestream/action/get --body '{"ks":"…"}' --expect KalturaLiveStreamEntry
//!         [--connections 16] [--secs 5] [--warm 1]
//! An answer without the expected text is an error. Prints one JSON line.

use load::histogram::Histogram;
use load::http::{Connection, split_url};
use load::{Args, own_cpu_s};
use std::cell::RefCell;
use std::rc::Rc;
use std::time::{Duration, Instant};

const TIMEOUT: Duration = Duration::from_secs(10);

#[derive(Default)]
struct Counts {
    measuring: bool,
    calls: u64,
    errors: u64,
    latency: Histogram,
}

async fn caller(host: String, path: String, body: Rc<str>, expected: Rc<str>, counts: Rc<RefCell<Counts>>) {
    let mut connection = Connection::new(&host);
    loop {
        let outcome = connection.post_json(&path, &body, TIMEOUT).await;
        let fine =
            matches!(&outcome, Ok(response) if response.status == 200 && contains(&response.body, expected.as_bytes()));
        let mut counts = counts.borrow_mut();
        if !counts.measuring {
            continue;
        }
        match outcome {
            Ok(response) if fine => {
                counts.calls += 1;
                counts.latency.add(response.total);
            }
            _ => counts.errors += 1,
        }
    }
}

fn contains(bytes: &[u8], wanted: &[u8]) -> bool {
    wanted.is_empty() || bytes.windows(wanted.len()).any(|window| window == wanted)
}

fn main() {
    let args = Args::parse();
    load::raise_open_files();
    let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build().expect("runtime");
    let local = tokio::task::LocalSet::new();
    local.block_on(&runtime, async {
        let (host, path) = split_url(&args.text("url", ""));
        let (body, expected): (Rc<str>, Rc<str>) = (args.text("body", "{}").into(), args.text("expect", "").into());
        let counts = Rc::new(RefCell::new(Counts::default()));
        for _ in 0..args.number("connections", 16.0) as usize {
            let one = caller(host.clone(), path.clone(), body.clone(), expected.clone(), counts.clone());
            tokio::task::spawn_local(one);
        }
        tokio::time::sleep(Duration::from_secs_f64(args.number("warm", 1.0))).await;
        eprintln!("MEASURE_START");
        counts.borrow_mut().measuring = true;
        let (started, cpu) = (Instant::now(), own_cpu_s());
        tokio::time::sleep(Duration::from_secs_f64(args.number("secs", 5.0))).await;
        let seconds = started.elapsed().as_secs_f64();
        let counts = counts.borrow();
        println!(
            "{{\"calls_s\":{:.0},\"errors\":{},\"p50_ms\":{:.2},\"p99_ms\":{:.2},\"load_cpu_pct\":{:.1}}}",
            counts.calls as f64 / seconds,
            counts.errors,
            counts.latency.quantile_ms(0.5),
            counts.latency.quantile_ms(0.99),
            (own_cpu_s() - cpu) / seconds * 100.0
        );
        std::process::exit(0);
    });
}
