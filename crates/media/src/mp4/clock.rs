//! The live clock: wall-clock milliseconds as timed ID3 inside the stream, one `emsg` box per instant.
//!
//! Spec: "Carriage of ID3 Timed Metadata in CMAF" (AOMedia), ID3v2.4.0 §3.1 and §4; contract: hls, the clock inside the stream: players
//! read a frame with the key `TEXT` (not `TXXX`) whose text is JSON `{"timestamp": ms}`.

use bytes::BufMut;

/// An instant that carries the clock: the same number, time and text in every track.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Instant {
    /// Unique in the broadcast (until it wraps, after a century).
    pub(crate) id: u32,
    /// Presentation time in the track's timescale.
    pub(crate) time: u64,
    pub(crate) timescale: u32,
    pub(crate) wall_ms: i64,
}

const SCHEME: &[u8] = b"https://aomedia.org/emsg/ID3\0";
const VALUE: &[u8] = b"\0";
const HEADER_BYTES: usize = 12 + 4 + 8 + 4 + 4;
const ID3_BYTES: usize = 10;
const FRAME_BYTES: usize = 10;
const ENCODING_UTF8: u8 = 3;
const TEXT_HEAD: &[u8] = b"{\"timestamp\":";
const TEXT_TAIL: &[u8] = b"}";

impl Instant {
    /// Size of the box that [`Instant::write`] appends.
    pub(crate) fn bytes(&self) -> usize {
        HEADER_BYTES + SCHEME.len() + VALUE.len() + ID3_BYTES + FRAME_BYTES + 1 + self.text_bytes()
    }

    fn text_bytes(&self) -> usize {
        let mut digits = usize::from(self.wall_ms < 0) + 1;
        let mut rest = self.wall_ms.unsigned_abs() / 10;
        while rest > 0 {
            digits += 1;
            rest /= 10;
        }
        TEXT_HEAD.len() + digits + TEXT_TAIL.len()
    }

    pub(crate) fn write(&self, out: &mut Vec<u8>) {
        let text_bytes = self.text_bytes();
        out.put_u32(u32::try_from(self.bytes()).expect("a box of some hundred bytes"));
        out.put_slice(b"emsg");
        out.put_u32(1 << 24); // version 1: absolute presentation time
        out.put_u32(self.timescale);
        out.put_u64(self.time);
        out.put_u32(self.timescale); // one second: longer than a player's timer needs to notice it
        out.put_u32(self.id);
        out.put_slice(SCHEME);
        out.put_slice(VALUE);
        out.put_slice(b"ID3\x04\0\0");
        put_syncsafe(out, FRAME_BYTES + 1 + text_bytes);
        out.put_slice(b"TEXT");
        put_syncsafe(out, 1 + text_bytes);
        out.put_u16(0);
        out.put_u8(ENCODING_UTF8);
        out.put_slice(TEXT_HEAD);
        out.put_slice(self.wall_ms.to_string().as_bytes());
        out.put_slice(TEXT_TAIL);
    }
}

/// A size in ID3: four bytes with seven bits each.
fn put_syncsafe(out: &mut Vec<u8>, size: usize) {
    debug_assert!(size < 1 << 28, "an ID3 size has 28 bits");
    for shift in [21, 14, 7, 0] {
        out.put_u8((size >> shift & 0x7f) as u8);
    }
}
