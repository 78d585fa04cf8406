//! What a frame is, and what to do with it: codec configuration, CMAF parts, segment numbers, playlists.
//!
//! Belongs here: pure functions and state machines over frames and ticks.
//! Does not belong here: sockets, files, async, the time of day (it is an argument), entries and partners.
//!
//! The way of a frame: [`codec`] reads the decoder configuration, [`package::Packager`] turns frames of both tracks into
//! [`package::Output`]s, [`segment::SegmentIndex`] keeps what one track offers, [`playlist::hls`] prints it.
//!
//! ```
//! use base::UnixMillis;
//! use media::playlist::hls::{self, Form};
//! use media::{AudioFrame, Output, Packager, SegmentIndex, Settings};
//!
//! let audio = media::codec::aac::config(&[0x11, 0x90])?; // AAC-LC, 48 kHz, stereo
//! let (mut packager, mut outputs) = (Packager::new(Settings::default()), Vec::new());
//! packager.begin(UnixMillis(1_795_262_400_000), None, Some(audio), &mut outputs);
//! for frame in 0..20 {
//!     packager.audio(AudioFrame { ts_ms: frame * 1024 / 48, data: vec![0x21; 9].into() }, &mut outputs);
//! }
//! let Some(Output::Init { info, .. }) = outputs.first() else { panic!("an init segment comes first") };
//! let mut index = SegmentIndex::new(info.clone(), packager.target_duration_s());
//! outputs.iter().for_each(|output| index.apply(output));
//! assert!(hls::media(&index, Form::LowLatency).contains("#EXT-X-PART:DURATION=0.19200,URI=\"1.0.m4s\",INDEPENDENT=YES"));
//! # Ok::<(), media::codec::aac::ConfigError>(())
//! ```

#[cfg(any(test, feature = "fuzz"))]
pub mod checks;
pub mod codec;
pub mod frame;
pub mod mp4;
pub mod package;
pub mod playlist;
pub mod segment;

pub use frame::{AudioConfig, AudioFrame, VideoConfig, VideoFrame};
pub use package::{Gap, Output, Packager, Part, Settings, TrackInfo, TrackKind};
pub use segment::{PartInfo, SegmentIndex, SegmentInfo};
