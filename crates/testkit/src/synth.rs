//! Synthetic H.264 and AAC: real configuration records, frames with the right framing and made-up contents.
//!
//! Enough for everything that packages and nothing that decodes.

use bytes::Bytes;
use media::codec;
use media::frame::{AudioConfig, AudioFrame, VideoConfig, VideoFrame};
use wire::flv::{AudioTag, VideoTag};
use wire::rtmp::MediaKind;

/// H.264 High, 320x180 at 25 pictures a second, as x264 wrote it.
pub const AVCC: &[u8] = &[
    0x01, 0x64, 0x00, 0x0c, 0xff, 0xe1, 0x00, 0x18, 0x67, 0x64, 0x00, 0x0c, 0xac, 0xb2, 0x02, 0x83, 0x3f, 0x3e, 0x02,
    0x20, 0x00, 0x00, 0x03, 0x00, 0x20, 0x00, 0x00, 0x06, 0x41, 0xe2, 0x85, 0x49, 0x01, 0x00, 0x06, 0x68, 0xeb, 0xc3,
    0xcb, 0x22, 0xc0, 0xfd, 0xf8, 0xf8, 0x00,
];
/// AAC-LC, 48 kHz, stereo.
pub const ASC: &[u8] = &[0x11, 0x90];

pub const PICTURE_MS: i64 = 40;
/// Pictures from one keyframe to the next.
pub const GOP: i64 = 25;
const AUDIO_RATE: i64 = 48_000;
const AUDIO_SAMPLES: i64 = 1024;

pub fn video_config() -> VideoConfig {
    codec::h264::config(AVCC).expect("a real record")
}

pub fn audio_config() -> AudioConfig {
    codec::aac::config(ASC).expect("a real record")
}

/// One step of a [`Show`].
#[derive(Clone, Debug)]
pub enum Frame {
    Video(VideoFrame),
    Audio(AudioFrame),
}

impl Frame {
    pub fn at_ms(&self) -> i64 {
        match self {
            Self::Video(frame) => frame.dts_ms,
            Self::Audio(frame) => frame.ts_ms,
        }
    }
}

/// An endless programme: 25 pictures a second with a keyframe every second, and AAC beside it, in order of time.
#[derive(Clone, Debug)]
pub struct Show {
    start_ms: i64,
    picture: i64,
    sound: i64,
    video: bool,
    audio: bool,
    /// Bytes of a picture's made-up contents; keyframes have four times as many.
    pub picture_bytes: usize,
}

impl Show {
    /// Encoder time begins at `start_ms`, with a keyframe.
    pub fn new(start_ms: i64) -> Self {
        Self { start_ms, picture: 0, sound: 0, video: true, audio: true, picture_bytes: 400 }
    }

    pub fn video_only(start_ms: i64) -> Self {
        Self { audio: false, ..Self::new(start_ms) }
    }

    pub fn audio_only(start_ms: i64) -> Self {
        Self { video: false, ..Self::new(start_ms) }
    }

    fn picture_at(&self) -> i64 {
        self.start_ms + self.picture * PICTURE_MS
    }

    fn sound_at(&self) -> i64 {
        self.start_ms + self.sound * AUDIO_SAMPLES * 1000 / AUDIO_RATE
    }
}

impl Iterator for Show {
    type Item = Frame;

    fn next(&mut self) -> Option<Frame> {
        let picture_first = self.picture_at() <= self.sound_at();
        if self.video && (picture_first || !self.audio) {
            let at_ms = self.picture_at();
            let key = self.picture % GOP == 0;
            self.picture += 1;
            let size = if key { self.picture_bytes * 4 } else { self.picture_bytes };
            let data = picture(key, self.picture as u8, size);
            return Some(Frame::Video(VideoFrame { dts_ms: at_ms, pts_ms: at_ms, key, data }));
        }
        if !self.audio {
            return None;
        }
        let at_ms = self.sound_at();
        self.sound += 1;
        Some(Frame::Audio(AudioFrame { ts_ms: at_ms, data: Bytes::from(vec![self.sound as u8; 120]) }))
    }
}

/// One length-prefixed NAL unit: a slice of an IDR picture or of another one.
pub fn picture(key: bool, fill: u8, size: usize) -> Bytes {
    let size = size.max(2);
    let length = u32::try_from(size).expect("a small picture");
    let mut data = length.to_be_bytes().to_vec();
    data.push(if key { 0x65 } else { 0x41 });
    data.resize(4 + size, fill | 0x80);
    Bytes::from(data)
}

/// A frame as RTMP carries it. `start_ms` is taken off, so that the wire starts where the test wants.
pub fn tag(frame: &Frame) -> (MediaKind, u32, Bytes) {
    let wrapped = |ms: i64| u32::try_from(ms & 0xffff_ffff).expect("masked");
    match frame {
        Frame::Video(frame) => {
            let composition_ms = i32::try_from(frame.pts_ms - frame.dts_ms).expect("a small offset");
            let tag = VideoTag::Frame { key: frame.key, composition_ms, data: frame.data.clone() };
            (MediaKind::Video, wrapped(frame.dts_ms), tag.to_payload().expect("H.264"))
        }
        Frame::Audio(frame) => {
            (MediaKind::Audio, wrapped(frame.ts_ms), AudioTag::Frame(frame.data.clone()).to_payload().expect("AAC"))
        }
    }
}

/// The configuration tags an encoder sends first.
pub fn config_tags() -> [(MediaKind, Bytes); 2] {
    [
        (MediaKind::Video, VideoTag::Config(Bytes::from_static(AVCC)).to_payload().expect("H.264")),
        (MediaKind::Audio, AudioTag::Config(Bytes::from_static(ASC)).to_payload().expect("AAC")),
    ]
}
