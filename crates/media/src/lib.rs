//! What a frame is, and what to do with it: codec configuration, CMAF parts, segment numbers, playlists.
//!
//! Belongs here: pure functions and state machines over frames and ticks.
//! Does not belong here: sockets, files, async, the time of day (it is an argument), entries and partners.
//!
//! The way of a frame: [`codec`] reads the decoder configuration, [`package::Packager`] turns frames of both tracks into
//! [`package::Output`]s, [`segment::SegmentIndex`] keeps what one track offers, [`playlist::hls`] prints it.

pub mod codec;
pub mod frame;
pub mod mp4;
pub mod package;
pub mod playlist;
pub mod segment;

pub use frame::{AudioConfig, AudioFrame, VideoConfig, VideoFrame};
pub use package::{Gap, Output, Packager, Part, Settings, TrackInfo, TrackKind};
pub use segment::{PartInfo, SegmentIndex, SegmentInfo};
