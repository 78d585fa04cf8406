//! The HTTP listener: accepts, limits and drains. HTTP/1.1 and h2c on one port.
//!
//! Belongs here: sockets, deadlines, connection limits. Does not belong here: what is answered.

use axum::Router;
use axum::body::Body;
use axum::extract::ConnectInfo;
use base::Stop;
use base::limit::Shares;
use hyper::body::Incoming;
use hyper::service::service_fn;
use hyper_util::rt::{TokioExecutor, TokioIo, TokioTimer};
use hyper_util::server::conn::auto;
use hyper_util::server::graceful::GracefulShutdown;
use std::io;
use std::pin::{Pin, pin};
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};
use std::task::{Context, Poll};
use std::time::Duration;
use tokio::io::{AsyncRead, AsyncWrite, ReadBuf};
use tokio::net::{TcpListener, TcpStream};
use tokio::task::JoinSet;
use tokio::time::{Sleep, sleep, timeout};
use tower_service::Service;
use tracing::{debug, info, warn};

/// A peer that has not finished its request head by then is closed. Slow and idle connections cost one timer each.
const HEADER_READ_TIMEOUT: Duration = Duration::from_secs(20);
/// A peer that has asked for nothing by then is closed. Which protocol it speaks is known only from its first bytes, and before that no
/// other deadline runs.
const FIRST_REQUEST_WITHIN: Duration = HEADER_READ_TIMEOUT;
/// A peer that takes nothing of its answer for so long is closed: what it is being sent stays in memory for its sake.
const WRITE_STALL_MAX: Duration = Duration::from_secs(30);
/// Largest request head; a larger one is answered 431.
const HEADER_BYTES_MAX: usize = 64 * 1024;
/// Requests of one HTTP/2 connection at once.
const H2_STREAMS_MAX: u32 = 64;

/// How long a connection may keep us waiting.
#[derive(Clone, Copy, Debug)]
struct Patience {
    first_request: Duration,
    write_stall: Duration,
}

const PATIENCE: Patience = Patience { first_request: FIRST_REQUEST_WITHIN, write_stall: WRITE_STALL_MAX };

/// Serves `router` until `stop`, then lets requests in flight end for at most `drain`.
pub async fn serve(listener: TcpListener, router: Router, connections_max: usize, drain: Duration, stop: Stop) {
    serve_with(PATIENCE, listener, router, connections_max, drain, stop).await;
}

async fn serve_with(
    patience: Patience,
    listener: TcpListener,
    router: Router,
    connections_max: usize,
    drain: Duration,
    stop: Stop,
) {
    let places = Shares::new(connections_max);
    let graceful = GracefulShutdown::new();
    let mut connections = JoinSet::new();
    let mut server = auto::Builder::new(TokioExecutor::new());
    server
        .http1()
        .timer(TokioTimer::new())
        .header_read_timeout(HEADER_READ_TIMEOUT)
        .max_buf_size(HEADER_BYTES_MAX)
        // Vectored writes send the shared bytes of a part as they are; hyper's other strategies copy them for each viewer.
        .writev(true)
        .keep_alive(true);
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
        let Some(place) = places.take(peer.ip().into()) else {
            metrics::counter!("plenary_http_connections_refused_total").increment(1);
            continue;
        };
        if let Err(error) = socket.set_nodelay(true) {
            debug!(%error, "peer left before it was served");
            continue;
        }
        let router = router.clone();
        let begun = Arc::new(AtomicBool::new(false));
        let begins = begun.clone();
        let service = service_fn(move |request: hyper::Request<Incoming>| {
            begins.store(true, Ordering::Relaxed);
            let mut router = router.clone();
            let mut request = request.map(Body::new);
            request.extensions_mut().insert(ConnectInfo(peer));
            router.call(request)
        });
        let socket = Taken { socket, stall_max: patience.write_stall, stalled: None };
        let connection =
            graceful.watch(server.serve_connection_with_upgrades(TokioIo::new(socket), service).into_owned());
        connections.spawn(async move {
            let _place = place;
            let mut connection = pin!(connection);
            let ended = match timeout(patience.first_request, connection.as_mut()).await {
                Ok(ended) => ended,
                Err(_) if begun.load(Ordering::Relaxed) => connection.await,
                Err(_) => {
                    metrics::counter!("plenary_http_connections_silent_total").increment(1);
                    return debug!(%peer, "HTTP connection asked for nothing");
                }
            };
            if let Err(error) = ended {
                debug!(%peer, error = %error, "HTTP connection ended early");
            }
        });
        metrics::gauge!("plenary_http_connections").set(places.taken() as f64);
    }

    drop(listener);
    let open = places.taken();
    if timeout(drain, graceful.shutdown()).await.is_err() {
        warn!(open = places.taken(), "HTTP connections cut after the drain time");
    }
    connections.shutdown().await;
    info!(drained = open, "HTTP stopped");
}

/// A socket whose writes fail once the peer has taken nothing for `stall_max`.
struct Taken {
    socket: TcpStream,
    stall_max: Duration,
    /// Runs while a write waits.
    stalled: Option<Pin<Box<Sleep>>>,
}

impl Taken {
    fn judge<T>(&mut self, written: Poll<io::Result<T>>, cx: &mut Context<'_>) -> Poll<io::Result<T>> {
        if written.is_ready() {
            self.stalled = None;
            return written;
        }
        let stall_max = self.stall_max;
        let stalled = self.stalled.get_or_insert_with(|| Box::pin(sleep(stall_max)));
        match stalled.as_mut().poll(cx) {
            Poll::Ready(()) => Poll::Ready(Err(io::Error::new(io::ErrorKind::TimedOut, "the peer takes nothing"))),
            Poll::Pending => Poll::Pending,
        }
    }
}

impl AsyncRead for Taken {
    fn poll_read(mut self: Pin<&mut Self>, cx: &mut Context<'_>, into: &mut ReadBuf<'_>) -> Poll<io::Result<()>> {
        Pin::new(&mut self.socket).poll_read(cx, into)
    }
}

impl AsyncWrite for Taken {
    fn poll_write(mut self: Pin<&mut Self>, cx: &mut Context<'_>, bytes: &[u8]) -> Poll<io::Result<usize>> {
        let written = Pin::new(&mut self.socket).poll_write(cx, bytes);
        self.judge(written, cx)
    }

    fn poll_write_vectored(
        mut self: Pin<&mut Self>,
        cx: &mut Context<'_>,
        slices: &[io::IoSlice<'_>],
    ) -> Poll<io::Result<usize>> {
        let written = Pin::new(&mut self.socket).poll_write_vectored(cx, slices);
        self.judge(written, cx)
    }

    fn is_write_vectored(&self) -> bool {
        self.socket.is_write_vectored()
    }

    fn poll_flush(mut self: Pin<&mut Self>, cx: &mut Context<'_>) -> Poll<io::Result<()>> {
        Pin::new(&mut self.socket).poll_flush(cx)
    }

    fn poll_shutdown(mut self: Pin<&mut Self>, cx: &mut Context<'_>) -> Poll<io::Result<()>> {
        Pin::new(&mut self.socket).poll_shutdown(cx)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use axum::routing::get;
    use base::Stopper;
    use std::net::SocketAddr;
    use tokio::io::{AsyncReadExt, AsyncWriteExt};

    /// A server with place for one connection.
    async fn narrow() -> (SocketAddr, Stopper, JoinSet<()>) {
        let listener = TcpListener::bind("127.0.0.1:0").await.expect("a port");
        let address = listener.local_addr().expect("bound");
        let big = axum::body::Bytes::from(vec![0; 64 << 20]);
        let slow = get(|| async {
            sleep(Duration::from_millis(600)).await;
            "late"
        });
        let router = Router::new()
            .route("/", get(|| async { "here" }))
            .route("/slow", slow)
            .route("/big", get(move || async move { big }));
        let (stopper, stop) = Stopper::new();
        let patience = Patience { first_request: Duration::from_millis(300), write_stall: Duration::from_millis(300) };
        let serving = serve_with(patience, listener, router, 1, Duration::from_millis(100), stop);
        let mut tasks = JoinSet::new();
        tasks.spawn(serving);
        (address, stopper, tasks)
    }

    async fn ask(address: SocketAddr, path: &str) -> String {
        let mut socket = TcpStream::connect(address).await.expect("connects");
        let request = format!("GET {path} HTTP/1.1\r\nhost: x\r\nconnection: close\r\n\r\n");
        // A server that is full closes at once, which may already fail the write.
        drop(socket.write_all(request.as_bytes()).await);
        let mut answer = Vec::new();
        drop(socket.read_to_end(&mut answer).await);
        String::from_utf8_lossy(&answer).into_owned()
    }

    /// Asks until the only place is free.
    async fn gets_in(address: SocketAddr) {
        let asking = async {
            while !ask(address, "/").await.ends_with("here") {
                sleep(Duration::from_millis(20)).await;
            }
        };
        timeout(Duration::from_secs(10), asking).await.expect("the place becomes free");
    }

    #[tokio::test]
    async fn who_asks_for_nothing_or_takes_nothing_does_not_keep_a_place() {
        let silent: [&[u8]; 4] =
            [b"", b"PRI", b"PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n", b"GET /big HTTP/1.1\r\nhost: x\r\n\r\n"];
        for first_words in silent {
            let (address, stopper, tasks) = narrow().await;
            let mut peer = TcpStream::connect(address).await.expect("connects");
            peer.write_all(first_words).await.expect("sent");
            sleep(Duration::from_millis(50)).await;
            assert_eq!(ask(address, "/").await, "", "the place is taken");
            gets_in(address).await;
            drop(peer);
            stopper.stop();
            tasks.join_all().await;
        }
    }

    #[tokio::test]
    async fn an_answer_may_take_longer_than_the_first_request() {
        let (address, stopper, tasks) = narrow().await;
        assert!(ask(address, "/slow").await.ends_with("late"));
        stopper.stop();
        tasks.join_all().await;
    }
}
