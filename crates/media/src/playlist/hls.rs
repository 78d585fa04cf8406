//! HLS playlists (draft-pantos-hls-rfc8216bis).

use crate::package::TrackInfo;
use crate::segment::SegmentIndex;

/// Which playlist of a track: both list the same segments.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Form {
    /// `live.m3u8`: parts, preload hint, blocking reload.
    LowLatency,
    /// `plain.m3u8`: complete segments only.
    Plain,
}

/// One track as the master playlist sees it.
#[derive(Clone, Copy, Debug)]
pub struct Rendition<'a> {
    pub info: &'a TrackInfo,
    /// BANDWIDTH and AVERAGE-BANDWIDTH of the track, bits per second ([`SegmentIndex::bandwidth`]).
    pub peak_bps: u64,
    pub average_bps: u64,
}

/// The media playlist of one track. Relative URIs: `init.{period}.mp4`, `{msn}.m4s`, `{msn}.{part}.m4s`.
pub fn media(_index: &SegmentIndex, _form: Form) -> String {
    String::new()
}

/// The master playlist of a broadcast with up to one video and one audio track; empty of variants if it has neither.
/// Relative URIs: `video/live.m3u8` or `video/plain.m3u8`, and `audio/…`.
pub fn master(_video: Option<Rendition<'_>>, _audio: Option<Rendition<'_>>, _form: Form) -> String {
    String::new()
}
