//! Frames as they come from an encoder, and the configuration a decoder needs before the first of them.
//!
//! Times here are the encoder's own milliseconds, unwrapped to `i64`; [`crate::package`] turns them into ticks.

use bytes::Bytes;

/// What a decoder must know before the first picture. Made by [`crate::codec::h264::config`].
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct VideoConfig {
    /// AVCDecoderConfigurationRecord (ISO/IEC 14496-15, 5.3.3.1), reserved bits set, unknown trailing bytes removed.
    pub avcc: Bytes,
    /// Displayed luma samples, after cropping; 1 to [`crate::codec::h264::DIMENSION_MAX`].
    pub width: u32,
    pub height: u32,
    /// RFC 6381 name, for example `avc1.64001f`.
    pub codec: String,
    /// Pictures per second as a reduced fraction, from the VUI. `None` if it is absent or not believable.
    pub frame_rate: Option<(u32, u32)>,
}

/// What a decoder must know before the first audio frame. Made by [`crate::codec::aac::config`].
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct AudioConfig {
    /// AudioSpecificConfig (ISO/IEC 14496-3, 1.6.2.1) as the encoder sent it.
    pub asc: Bytes,
    /// Samples per second that leave the decoder (with SBR twice the core's rate); also the track's timescale.
    pub sample_rate: u32,
    /// Channels that leave the decoder, 1 to 8.
    pub channels: u8,
    /// RFC 6381 name: `mp4a.40.2`, `mp4a.40.5` or `mp4a.40.29`.
    pub codec: String,
    /// Samples per frame at `sample_rate`: 1024 or 960, doubled with SBR.
    pub frame_samples: u32,
}

/// One coded picture.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct VideoFrame {
    /// Decode time in encoder milliseconds.
    pub dts_ms: i64,
    /// Presentation time: decode time plus the (signed) composition time.
    pub pts_ms: i64,
    pub key: bool,
    /// Length-prefixed NAL units, as RTMP and MP4 carry them. The packager copies them once, into the part.
    pub data: Bytes,
}

/// One AAC access unit, without ADTS header.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct AudioFrame {
    pub ts_ms: i64,
    pub data: Bytes,
}
