//! One CMAF chunk in one buffer: the hot path.
//!
//! Everything is measured first, the buffer is allocated once at its exact size, and each frame's payload is copied into it
//! once. Spec: ISO/IEC 14496-12, 8.8 (movie fragments), 8.16.5 (`prft`); ISO/IEC 23000-19, 7.3.2.3 (CMAF chunk).

use bytes::{BufMut, Bytes};

use super::clock::Instant;
use super::{SAMPLE_DELTA, SAMPLE_SYNC, TRACK_ID};

/// One frame as the `trun` box lists it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Sample {
    pub(crate) duration: u32,
    /// Presentation minus decode time; may be negative.
    pub(crate) composition: i32,
    pub(crate) key: bool,
    pub(crate) data: Bytes,
}

/// What a chunk is made of.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Chunk<'a> {
    /// Counts the chunks of a track, from 1.
    pub(crate) sequence: u32,
    /// Decode time of the first sample.
    pub(crate) decode_time: u64,
    /// Start a segment: `styp` and `prft` go in front.
    pub(crate) opening: Option<Opening>,
    pub(crate) instants: &'a [Instant],
    /// Write `key` per sample. Without it all samples are as the init segment says (audio: all sync).
    pub(crate) flags: bool,
    pub(crate) samples: &'a [Sample],
}

/// The wall-clock of a segment's first presentation, for `prft`.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Opening {
    pub(crate) media_time: u64,
    pub(crate) wall_ms: i64,
}

const STYP: &[u8] = b"\0\0\0\x18stypmsdh\0\0\0\0msdhcmfs";
const PRFT_BYTES: usize = 32;
const MFHD_BYTES: usize = 16;
const TFHD_BYTES: usize = 16;
const TFDT_BYTES: usize = 20;
const TRUN_HEADER_BYTES: usize = 20;
const BOX_BYTES: usize = 8;

const TRUN_DATA_OFFSET: u32 = 0x1;
const TRUN_DURATION: u32 = 0x100;
const TRUN_SIZE: u32 = 0x200;
const TRUN_FLAGS: u32 = 0x400;
const TRUN_COMPOSITION: u32 = 0x800;
const TFHD_BASE_IS_MOOF: u32 = 0x02_0000;
/// `prft`: the time has a small constant offset from what is shown.
const PRFT_REAL_TIME: u32 = 24;
/// Seconds from 1900 (NTP) to 1970 (Unix).
const NTP_EPOCH_S: i64 = 2_208_988_800;

impl Chunk<'_> {
    /// The chunk's bytes. Cost: one allocation, one copy of each payload.
    pub(crate) fn write(&self) -> Bytes {
        let composition = self.samples.iter().any(|sample| sample.composition != 0);
        let fields = TRUN_DURATION
            | TRUN_SIZE
            | if self.flags { TRUN_FLAGS } else { 0 }
            | if composition { TRUN_COMPOSITION } else { 0 };
        let sample_bytes = fields.count_ones() as usize * 4;
        let trun_bytes = TRUN_HEADER_BYTES + sample_bytes * self.samples.len();
        let traf_bytes = BOX_BYTES + TFHD_BYTES + TFDT_BYTES + trun_bytes;
        let moof_bytes = BOX_BYTES + MFHD_BYTES + traf_bytes;
        let payload_bytes: usize = self.samples.iter().map(|sample| sample.data.len()).sum();
        let opening_bytes = if self.opening.is_some() { STYP.len() + PRFT_BYTES } else { 0 };
        let instant_bytes: usize = self.instants.iter().map(Instant::bytes).sum();
        let total = opening_bytes + instant_bytes + moof_bytes + BOX_BYTES + payload_bytes;

        let mut out = Vec::with_capacity(total);
        if let Some(opening) = self.opening {
            out.put_slice(STYP);
            opening.write(&mut out);
        }
        for instant in self.instants {
            instant.write(&mut out);
        }
        put_box(&mut out, b"moof", moof_bytes);
        put_box(&mut out, b"mfhd", MFHD_BYTES);
        out.put_u32(0);
        out.put_u32(self.sequence);
        put_box(&mut out, b"traf", traf_bytes);
        put_box(&mut out, b"tfhd", TFHD_BYTES);
        out.put_u32(TFHD_BASE_IS_MOOF);
        out.put_u32(TRACK_ID);
        put_box(&mut out, b"tfdt", TFDT_BYTES);
        out.put_u32(1 << 24);
        out.put_u64(self.decode_time);
        put_box(&mut out, b"trun", trun_bytes);
        out.put_u32(1 << 24 | TRUN_DATA_OFFSET | fields); // version 1: signed composition
        out.put_u32(size(self.samples.len()));
        out.put_u32(size(moof_bytes + BOX_BYTES));
        for sample in self.samples {
            out.put_u32(sample.duration);
            out.put_u32(size(sample.data.len()));
            if self.flags {
                out.put_u32(if sample.key { SAMPLE_SYNC } else { SAMPLE_DELTA });
            }
            if composition {
                out.put_i32(sample.composition);
            }
        }
        put_box(&mut out, b"mdat", BOX_BYTES + payload_bytes);
        for sample in self.samples {
            out.put_slice(&sample.data);
        }
        debug_assert_eq!(out.len(), total, "the chunk was measured wrong");
        Bytes::from(out)
    }
}

impl Opening {
    fn write(self, out: &mut Vec<u8>) {
        put_box(out, b"prft", PRFT_BYTES);
        out.put_u32(1 << 24 | PRFT_REAL_TIME);
        out.put_u32(TRACK_ID);
        out.put_u64(ntp(self.wall_ms));
        out.put_u64(self.media_time);
    }
}

/// 32 bits of seconds (which wrap in 2036, as NTP does) and 32 bits of fraction.
fn ntp(wall_ms: i64) -> u64 {
    let seconds = wall_ms.div_euclid(1000).wrapping_add(NTP_EPOCH_S).cast_unsigned() << 32;
    let fraction = (wall_ms.rem_euclid(1000).cast_unsigned() << 32) / 1000;
    seconds | fraction
}

fn put_box(out: &mut Vec<u8>, kind: &[u8; 4], bytes: usize) {
    out.put_u32(size(bytes));
    out.put_slice(kind);
}

fn size(bytes: usize) -> u32 {
    u32::try_from(bytes).expect("a part stays under its byte limit")
}
