//! An RTMP encoder for tests: connects, publishes what it is told, and leaves well or badly.

use crate::synth::{self, Frame};
use bytes::BytesMut;
use std::io;
use std::net::{IpAddr, Ipv4Addr, SocketAddr};
use std::time::Duration;
use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio::net::{TcpSocket, TcpStream};
use tokio::time::timeout;
use wire::rtmp::{Client, ClientEvent, MediaKind, Output};

/// How the server took a publication, or why it ended.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Verdict {
    Refused { code: String, description: String },
    Closed,
}

/// Longest wait for the server in a test.
const PATIENCE: Duration = Duration::from_secs(10);

#[derive(Debug)]
pub struct Encoder {
    stream: TcpStream,
    client: Client,
    buffer: BytesMut,
}

impl Encoder {
    /// Connects from 127.0.0.1 and publishes.
    pub async fn publish(server: SocketAddr, app: &str, stream: &str) -> Result<Self, Verdict> {
        Self::publish_from(Ipv4Addr::LOCALHOST.into(), server, app, stream).await
    }

    /// The same from another loopback address, e.g. 127.0.0.2.
    pub async fn publish_from(from: IpAddr, server: SocketAddr, app: &str, stream: &str) -> Result<Self, Verdict> {
        let socket = TcpSocket::new_v4().expect("a socket");
        socket.bind((from, 0).into()).expect("a loopback address");
        let connection = socket.connect(server).await.expect("the server listens");
        let mut encoder = Self {
            stream: connection,
            client: Client::new(&format!("rtmp://{server}/{app}"), app, stream),
            buffer: BytesMut::with_capacity(4096),
        };
        loop {
            match encoder.turn().await {
                Ok(Some(ClientEvent::Ready)) => return Ok(encoder),
                Ok(Some(ClientEvent::Refused { code, description })) => {
                    return Err(Verdict::Refused { code, description });
                }
                Ok(Some(ClientEvent::Closed)) | Err(_) => return Err(Verdict::Closed),
                Ok(None) => {}
            }
        }
    }

    /// Sends the configuration of both tracks.
    pub async fn send_configs(&mut self) -> io::Result<()> {
        for (kind, payload) in synth::config_tags() {
            self.send(kind, 0, &payload).await?;
        }
        Ok(())
    }

    pub async fn send_frame(&mut self, frame: &Frame) -> io::Result<()> {
        let (kind, timestamp_ms, payload) = synth::tag(frame);
        self.send(kind, timestamp_ms, &payload).await
    }

    pub async fn send(&mut self, kind: MediaKind, timestamp_ms: u32, payload: &[u8]) -> io::Result<()> {
        self.client.send_media(kind, timestamp_ms, payload).map_err(io::Error::other)?;
        self.flush().await.map(drop)
    }

    /// Sends bytes that are not RTMP.
    pub async fn send_raw(&mut self, bytes: &[u8]) -> io::Result<()> {
        self.stream.write_all(bytes).await
    }

    /// Says goodbye.
    pub async fn leave(mut self) {
        self.client.finish();
        let _ = self.flush().await;
        let _ = self.stream.shutdown().await;
        // Until the server has closed too.
        let mut sink = [0; 1024];
        let rest = async { while let Ok(1..) = self.stream.read(&mut sink).await {} };
        let _ = timeout(PATIENCE, rest).await;
    }

    /// Waits for the server to end the publication.
    pub async fn verdict(&mut self) -> Verdict {
        loop {
            match timeout(PATIENCE, self.turn()).await.expect("the server ends it in time") {
                Ok(Some(ClientEvent::Refused { code, description })) => return Verdict::Refused { code, description },
                Ok(Some(ClientEvent::Closed)) | Err(_) => return Verdict::Closed,
                Ok(Some(ClientEvent::Ready) | None) => {}
            }
        }
    }

    async fn turn(&mut self) -> io::Result<Option<ClientEvent>> {
        if let Some(event) = self.flush().await? {
            return Ok(Some(event));
        }
        self.buffer.clear();
        if timeout(PATIENCE, self.stream.read_buf(&mut self.buffer)).await?? == 0 {
            return Err(io::ErrorKind::UnexpectedEof.into());
        }
        self.client.push(&self.buffer).map_err(io::Error::other)?;
        self.flush().await
    }

    async fn flush(&mut self) -> io::Result<Option<ClientEvent>> {
        loop {
            match self.client.poll().map_err(io::Error::other)? {
                Output::Send(bytes) => self.stream.write_all(&bytes).await?,
                Output::Event(event) => return Ok(Some(event)),
                Output::Idle => return Ok(None),
            }
        }
    }
}
