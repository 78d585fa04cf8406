//! CMAF: the init segment of a track and the chunks behind it (ISO/IEC 23000-19).
//!
//! Boxes at rest go through `mp4-atom` ([`init`]); the hot path, one chunk per part, is written here ([`chunk`]).

pub(crate) mod chunk;
pub(crate) mod clock;
pub(crate) mod init;

/// The only track of every file: one track per rendition.
const TRACK_ID: u32 = 1;

/// Sample flags (ISO/IEC 14496-12, 8.8.3.1): depends on no other / a sync sample.
const SAMPLE_SYNC: u32 = 0x0200_0000;

/// Sample flags: depends on others, not a sync sample.
const SAMPLE_DELTA: u32 = 0x0101_0000;

#[cfg(test)]
mod tests;
