//! The exchange of random bytes before the first chunk.
//!
//! Spec: RTMP 1.0, 5.2. Peers that put a digest into their bytes (the "complex" handshake of Flash) are content with
//! this plain answer: our version field is zero, which tells them that nothing will be proved.

use super::RtmpError;
use bytes::{BufMut, BytesMut};

pub(crate) const VERSION: u8 = 3;
/// Length of C1, S1, C2 and S2.
pub(crate) const PACKET_BYTES: usize = 1536;

/// One side of the exchange, until it is over.
#[derive(Debug)]
pub(crate) struct Handshake {
    role: Role,
    /// Version byte and first packet of the peer, as far as they have come.
    first: Vec<u8>,
    /// Bytes of the peer's second packet that are still to come. What is in it does not matter: several encoders
    /// send zeros, or an echo with their own time in it.
    second_left: usize,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Role {
    Server,
    Client,
}

impl Handshake {
    pub(crate) fn server() -> Self {
        Self::new(Role::Server)
    }

    /// Speaks first: puts its opening into `out`.
    pub(crate) fn client(out: &mut BytesMut) -> Self {
        write_first(out);
        Self::new(Role::Client)
    }

    fn new(role: Role) -> Self {
        Self { role, first: Vec::new(), second_left: PACKET_BYTES }
    }

    /// Takes its bytes from the front of `input` and answers into `out`. `true` once the exchange is over.
    pub(crate) fn read(&mut self, input: &mut &[u8], out: &mut BytesMut) -> Result<bool, RtmpError> {
        const FIRST_BYTES: usize = 1 + PACKET_BYTES;
        if self.first.len() < FIRST_BYTES {
            // Refused at its first byte: whoever speaks something else (HTTP, TLS, RTMPE) learns it at once.
            if let (true, Some(&found)) = (self.first.is_empty(), input.first())
                && found != VERSION
            {
                return Err(RtmpError::UnsupportedVersion { found });
            }
            self.first.reserve_exact(FIRST_BYTES - self.first.len());
            let taken = take(input, FIRST_BYTES - self.first.len());
            self.first.extend_from_slice(taken);
            let Some((_, packet)) = self.first.split_first_chunk::<1>().filter(|(_, p)| p.len() == PACKET_BYTES) else {
                return Ok(false);
            };
            if self.role == Role::Server {
                write_first(out);
            }
            out.put_slice(packet);
        }
        self.second_left -= take(input, self.second_left).len();
        Ok(self.second_left == 0)
    }
}

/// Version, time 0, version field 0, and filler. The filler is no secret and proves nothing, so it is always the same.
fn write_first(out: &mut BytesMut) {
    out.reserve(1 + PACKET_BYTES);
    out.put_u8(VERSION);
    out.put_u64(0);
    let mut state: u32 = 0x9e37_79b9;
    for _ in 0..(PACKET_BYTES - 8) / 4 {
        state ^= state << 13;
        state ^= state >> 17;
        state ^= state << 5;
        out.put_u32(state);
    }
}

fn take<'a>(input: &mut &'a [u8], wanted: usize) -> &'a [u8] {
    let (taken, rest) = input.split_at(wanted.min(input.len()));
    *input = rest;
    taken
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Everything a server answers, the bytes it leaves, and how it ended.
    fn serve(input: &[u8], step: usize) -> (BytesMut, usize, Result<bool, RtmpError>) {
        let (mut handshake, mut out) = (Handshake::server(), BytesMut::new());
        let mut outcome = Ok(false);
        let mut left = input.len();
        for mut slice in input.chunks(step) {
            let before = slice.len();
            outcome = handshake.read(&mut slice, &mut out);
            left -= before - slice.len();
            if !matches!(outcome, Ok(false)) {
                break;
            }
        }
        (out, left, outcome)
    }

    #[test]
    fn the_answer_echoes_the_question_and_claims_no_digest() {
        // What Flash and FFmpeg send: a version where the plain handshake has zeros, and a digest among random bytes.
        let question: Vec<u8> = [&[0, 0, 1, 2, 9, 0, 124, 2][..], &[0xab; PACKET_BYTES - 8]].concat();
        let input = [&[VERSION][..], &question, &[0; PACKET_BYTES], b"chunk"].concat();
        for step in [1, 7, 1536, 1537, 1538, input.len()] {
            let (out, left, outcome) = serve(&input, step);
            assert_eq!(outcome, Ok(true), "in steps of {step}");
            assert!((1..=5).contains(&left), "in steps of {step}: what follows is not touched");
            assert_eq!(out.len(), 1 + 2 * PACKET_BYTES);
            assert_eq!(out[..9], [VERSION, 0, 0, 0, 0, 0, 0, 0, 0]);
            assert_eq!(out[1 + PACKET_BYTES..], question);
        }
    }

    #[test]
    fn whoever_speaks_something_else_learns_it_at_the_first_byte() {
        for (name, first) in [("HTTP", b'G'), ("TLS", 0x16), ("encrypted RTMP", 6), ("nothing", 0)] {
            let (out, _, outcome) = serve(&[first, 1, 2, 3], 1);
            assert_eq!((out.len(), outcome), (0, Err(RtmpError::UnsupportedVersion { found: first })), "{name}");
        }
    }

    #[test]
    fn nothing_is_answered_before_the_question_is_whole() {
        let input = [&[VERSION][..], &[1; PACKET_BYTES - 1]].concat();
        assert_eq!(serve(&input, 100), (BytesMut::new(), 0, Ok(false)));
    }

    #[test]
    fn both_sides_agree() {
        let (mut to_server, mut to_client) = (BytesMut::new(), BytesMut::new());
        let mut client = Handshake::client(&mut to_server);
        let mut server = Handshake::server();
        assert_eq!(server.read(&mut &to_server.split()[..], &mut to_client), Ok(false));
        assert_eq!(client.read(&mut &to_client.split()[..], &mut to_server), Ok(true));
        assert_eq!(server.read(&mut &to_server.split()[..], &mut to_client), Ok(true));
        assert!(to_client.is_empty() && to_server.is_empty());
    }
}
