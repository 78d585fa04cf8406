//! A small HTTP/1.1 client on one keep-alive connection. Bodies nobody reads are dropped in the kernel.

use std::io;
use std::os::fd::AsRawFd;
use std::time::{Duration, Instant};
use tokio::io::{AsyncReadExt, AsyncWriteExt, Interest};
use tokio::net::TcpStream;

const HEAD_BYTES_MAX: usize = 64 << 10;
const REDIRECTS_MAX: usize = 3;

/// Host with port, and path with query, of an `http://` address.
pub fn split_url(url: &str) -> (String, String) {
    let rest = url.strip_prefix("http://").unwrap_or(url);
    match rest.find('/') {
        Some(slash) => (rest[..slash].to_owned(), rest[slash..].to_owned()),
        None => (rest.to_owned(), "/".to_owned()),
    }
}

/// A reference as seen from the path `base`. Hosts are ignored: everything is the server under test.
pub fn join(base: &str, reference: &str) -> String {
    if reference.starts_with("http://") {
        return split_url(reference).1;
    }
    if reference.starts_with('/') {
        return reference.to_owned();
    }
    let path = base.split('?').next().unwrap_or(base);
    let folder = &path[..path.rfind('/').map_or(0, |slash| slash + 1)];
    format!("{folder}{reference}")
}

#[derive(Debug, Default)]
pub struct Response {
    pub status: u16,
    /// Empty unless it was asked for.
    pub body: Vec<u8>,
    pub bytes: u64,
    pub total: Duration,
    location: Option<String>,
    cookie: Option<String>,
}

#[derive(Debug)]
pub struct Connection {
    host: String,
    stream: Option<TcpStream>,
    buffer: Vec<u8>,
    /// Sent with every request; some servers count viewers by it.
    pub cookie: String,
}

/// What the head of an answer says about its body.
struct Head {
    bytes: usize,
    length: Option<u64>,
    chunked: bool,
    close: bool,
}

impl Connection {
    pub fn new(host: &str) -> Self {
        Self { host: host.to_owned(), stream: None, buffer: Vec::with_capacity(4096), cookie: String::new() }
    }

    /// GET; the body is kept only if `keep`.
    pub async fn get(&mut self, path: &str, keep: bool, timeout: Duration) -> io::Result<Response> {
        let cookie = if self.cookie.is_empty() { String::new() } else { format!("Cookie: {}\r\n", self.cookie) };
        let request =
            format!("GET {path} HTTP/1.1\r\nHost: {}\r\nUser-Agent: load\r\nAccept: */*\r\n{cookie}\r\n", self.host);
        self.send(request.as_bytes(), keep, timeout).await
    }

    /// POST of JSON; the answer's body is kept.
    pub async fn post_json(&mut self, path: &str, body: &str, timeout: Duration) -> io::Result<Response> {
        let request = format!(
            "POST {path} HTTP/1.1\r\nHost: {}\r\nUser-Agent: load\r\nAccept: */*\r\nContent-Type: application/json\r\nContent-Length: {}\r\n\r\n{body}",
            self.host,
            body.len()
        );
        self.send(request.as_bytes(), true, timeout).await
    }

    /// As `get` with a kept body, following redirects; also the path that answered.
    pub async fn get_follow(&mut self, path: &str, timeout: Duration) -> io::Result<(Response, String)> {
        let mut path = path.to_owned();
        for _ in 0..=REDIRECTS_MAX {
            let response = self.get(&path, true, timeout).await?;
            if let Some(cookie) = &response.cookie {
                self.cookie.clone_from(cookie);
            }
            match (&response.location, response.status) {
                (Some(location), 300..=399) => path = join(&path, location),
                _ => return Ok((response, path)),
            }
        }
        Err(io::Error::other("too many redirects"))
    }

    /// One retry when an idle connection was closed by the server.
    async fn send(&mut self, request: &[u8], keep: bool, timeout: Duration) -> io::Result<Response> {
        let reused = self.stream.is_some();
        let first = self.attempt(request, keep, timeout).await;
        match first {
            Err(error) if reused && error.kind() != io::ErrorKind::TimedOut => {
                self.attempt(request, keep, timeout).await
            }
            outcome => outcome,
        }
    }

    async fn attempt(&mut self, request: &[u8], keep: bool, timeout: Duration) -> io::Result<Response> {
        let outcome = match tokio::time::timeout(timeout, self.exchange(request, keep)).await {
            Ok(outcome) => outcome,
            Err(_) => Err(io::ErrorKind::TimedOut.into()),
        };
        if outcome.is_err() {
            self.stream = None;
        }
        outcome
    }

    async fn exchange(&mut self, request: &[u8], keep: bool) -> io::Result<Response> {
        let started = Instant::now();
        if self.stream.is_none() {
            let stream = TcpStream::connect(&self.host).await?;
            stream.set_nodelay(true)?;
            self.stream = Some(stream);
        }
        let stream = self.stream.as_mut().expect("connected above");
        stream.write_all(request).await?;
        self.buffer.clear();
        let head_bytes = loop {
            more(stream, &mut self.buffer).await?;
            if let Some(place) = find(&self.buffer, b"\r\n\r\n") {
                break place + 4;
            }
            if self.buffer.len() > HEAD_BYTES_MAX {
                return Err(io::Error::other("head too long"));
            }
        };
        let mut response = Response::default();
        let mut head = read_head(&self.buffer[..head_bytes], &mut response)?;
        let rest = self.buffer.split_off(head.bytes);
        if head.chunked {
            read_chunks(stream, rest, keep, &mut response).await?;
        } else if let Some(length) = head.length {
            read_length(stream, rest, length, keep, &mut response).await?;
        } else {
            head.close = true;
            read_to_end(stream, rest, keep, &mut response).await?;
        }
        response.total = started.elapsed();
        if head.close {
            self.stream = None;
        }
        Ok(response)
    }
}

fn read_head(bytes: &[u8], response: &mut Response) -> io::Result<Head> {
    let text = std::str::from_utf8(bytes).map_err(io::Error::other)?;
    let mut lines = text.split("\r\n");
    let status = lines.next().and_then(|line| line.split(' ').nth(1)).and_then(|code| code.parse().ok());
    response.status = status.unwrap_or(0);
    let mut head = Head { bytes: bytes.len(), length: None, chunked: false, close: false };
    for line in lines {
        let Some((name, value)) = line.split_once(':') else { continue };
        let value = value.trim();
        match name.to_ascii_lowercase().as_str() {
            "content-length" => head.length = value.parse().ok(),
            "transfer-encoding" => head.chunked = value.eq_ignore_ascii_case("chunked"),
            "connection" => head.close = value.eq_ignore_ascii_case("close"),
            "location" => response.location = Some(value.to_owned()),
            "set-cookie" => response.cookie = value.split(';').next().map(str::to_owned),
            _ => {}
        }
    }
    Ok(head)
}

async fn more(stream: &mut TcpStream, buffer: &mut Vec<u8>) -> io::Result<()> {
    if stream.read_buf(buffer).await? == 0 { Err(io::ErrorKind::UnexpectedEof.into()) } else { Ok(()) }
}

async fn read_chunks(stream: &mut TcpStream, mut rest: Vec<u8>, keep: bool, response: &mut Response) -> io::Result<()> {
    loop {
        let line = loop {
            match find(&rest, b"\r\n") {
                Some(end) => break end,
                None => more(stream, &mut rest).await?,
            }
        };
        let size = std::str::from_utf8(&rest[..line]).ok().and_then(|text| text.split(';').next());
        let size = size.and_then(|text| usize::from_str_radix(text.trim(), 16).ok());
        let size = size.ok_or_else(|| io::Error::other("bad chunk"))?;
        rest.drain(..line + 2);
        while rest.len() < size + 2 {
            more(stream, &mut rest).await?;
        }
        response.bytes += size as u64;
        if keep {
            response.body.extend_from_slice(&rest[..size]);
        }
        rest.drain(..size + 2);
        if size == 0 {
            return Ok(());
        }
    }
}

async fn read_length(
    stream: &mut TcpStream,
    mut rest: Vec<u8>,
    length: u64,
    keep: bool,
    response: &mut Response,
) -> io::Result<()> {
    response.bytes = length;
    let left = length.saturating_sub(rest.len() as u64);
    if !keep {
        return discard(stream, left).await;
    }
    rest.reserve_exact(left as usize);
    while (rest.len() as u64) < length {
        more(stream, &mut rest).await?;
    }
    response.body = rest;
    Ok(())
}

async fn read_to_end(stream: &mut TcpStream, mut rest: Vec<u8>, keep: bool, response: &mut Response) -> io::Result<()> {
    while stream.read_buf(&mut rest).await? > 0 {
        if !keep {
            response.bytes += rest.len() as u64;
            rest.clear();
        }
    }
    response.bytes += rest.len() as u64;
    response.body = rest;
    Ok(())
}

fn find(bytes: &[u8], wanted: &[u8]) -> Option<usize> {
    bytes.windows(wanted.len()).position(|window| window == wanted)
}

/// Throws bytes away inside the kernel: `recv` with `MSG_TRUNC` copies nothing out on TCP.
async fn discard(stream: &TcpStream, mut left: u64) -> io::Result<()> {
    let socket = stream.as_raw_fd();
    while left > 0 {
        let wanted = left.min(1 << 20) as usize;
        let dropped = stream
            .async_io(Interest::READABLE, || {
                // SAFETY: with MSG_TRUNC on TCP the buffer is not written to and may be null.
                let count =
                    unsafe { libc::recv(socket, std::ptr::null_mut(), wanted, libc::MSG_TRUNC | libc::MSG_DONTWAIT) };
                if count < 0 { Err(io::Error::last_os_error()) } else { Ok(count as u64) }
            })
            .await?;
        if dropped == 0 {
            return Err(io::ErrorKind::UnexpectedEof.into());
        }
        left -= dropped;
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn references_resolve_against_a_path() {
        assert_eq!(join("/live/t/video/live.m3u8?_HLS_msn=3", "3.0.m4s"), "/live/t/video/3.0.m4s");
        assert_eq!(join("/a/b", "/c"), "/c");
        assert_eq!(join("/a/b", "http://host:1/c?d"), "/c?d");
    }
}
