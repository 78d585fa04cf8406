//! The HTTP listener: accepts, limits and drains. HTTP/1.1 and h2c on one port.
//!
//! Belongs here: sockets, deadlines, connection limits. Does not belong here: what is answered.

use axum::Router;
use axum::body::Body;
use axum::extract::ConnectInfo;
use base::Stop;
use base::limit::Slots;
use hyper::body::Incoming;
use hyper::service::service_fn;
use hyper_util::rt::{TokioExecutor, TokioIo, TokioTimer};
use hyper_util::server::conn::auto;
use hyper_util::server::graceful::GracefulShutdown;
use std::time::Duration;
use tokio::net::TcpListener;
use tokio::task::JoinSet;
use tower_service::Service;
use tracing::{debug, info, warn};

/// A peer that has not finished its request head by then is closed. Slow and idle connections cost one timer each.
const HEADER_READ_TIMEOUT: Duration = Duration::from_secs(20);
/// Largest request head; a larger one is answered 431.
const HEADER_BYTES_MAX: usize = 64 * 1024;
/// Requests of one HTTP/2 connection at once.
const H2_STREAMS_MAX: u32 = 250;

/// Serves `router` until `stop`, then lets requests in flight end for at most `drain`.
pub async fn serve(listener: TcpListener, router: Router, connections_max: usize, drain: Duration, stop: Stop) {
    let slots = Slots::new(connections_max);
    let graceful = GracefulShutdown::new();
    let mut connections = JoinSet::new();
    let mut server = auto::Builder::new(TokioExecutor::new());
    server
        .http1()
        .timer(TokioTimer::new())
        .header_read_timeout(HEADER_READ_TIMEOUT)
        .max_buf_size(HEADER_BYTES_MAX)
        .keep_alive(true)
        .pipeline_flush(true);
    server
        .http2()
        .timer(TokioTimer::new())
        .max_concurrent_streams(H2_STREAMS_MAX)
        .keep_alive_interval(Some(HEADER_READ_TIMEOUT))
        .max_header_list_size(HEADER_BYTES_MAX as u32);

    loop {
        let (socket, peer) = tokio::select! {
            biased;
            () = stop.requested() => break,
            accepted = listener.accept() => match accepted {
                Ok(accepted) => accepted,
                Err(error) => {
                    // Out of descriptors, most likely: waiting lets some of them go.
                    warn!(%error, "cannot accept HTTP connections");
                    tokio::time::sleep(Duration::from_millis(100)).await;
                    continue;
                }
            },
            Some(_) = connections.join_next(), if !connections.is_empty() => continue,
        };
        let Some(slot) = slots.take() else {
            metrics::counter!("plenary_http_connections_refused_total").increment(1);
            continue;
        };
        if let Err(error) = socket.set_nodelay(true) {
            debug!(%error, "peer left before it was served");
            continue;
        }
        let router = router.clone();
        let service = service_fn(move |request: hyper::Request<Incoming>| {
            let mut router = router.clone();
            let mut request = request.map(Body::new);
            request.extensions_mut().insert(ConnectInfo(peer));
            router.call(request)
        });
        let connection =
            graceful.watch(server.serve_connection_with_upgrades(TokioIo::new(socket), service).into_owned());
        connections.spawn(async move {
            if let Err(error) = connection.await {
                debug!(%peer, error = %error, "HTTP connection ended early");
            }
            drop(slot);
        });
        metrics::gauge!("plenary_http_connections").set(slots.taken() as f64);
    }

    drop(listener);
    let open = slots.taken();
    if tokio::time::timeout(drain, graceful.shutdown()).await.is_err() {
        warn!(open = slots.taken(), "HTTP connections cut after the drain time");
    }
    connections.shutdown().await;
    info!(drained = open, "HTTP stopped");
}
