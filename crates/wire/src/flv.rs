//! FLV: the tags of `.flv` files, and the bodies of audio and video tags, which RTMP carries as messages.
//!
//! Spec: Adobe Flash Video File Format 10.1, annex E; Enhanced RTMP v2 for bodies with a FourCC.
//! Bodies are opened only as far as the packager needs: configuration, frame, end. What the bytes of a codec mean is
//! `media`'s business. Codecs that cannot be carried come out by name, so that a refusal can say which.

use bytes::{Buf, BufMut, Bytes, BytesMut};
use std::fmt::Write;

/// What a file may make us hold. Exceeding a limit is an error, never a larger buffer.
#[derive(Clone, Copy, Debug)]
pub struct Limits {
    /// Largest payload of one tag, bytes. A 4K keyframe at 60 Mbit/s stays under 4 MiB.
    pub tag_bytes_max: usize,
}

impl Default for Limits {
    fn default() -> Self {
        Self { tag_bytes_max: 4 << 20 }
    }
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum FlvError {
    #[error("file begins with {found:02x?}, expected FLV version 1")]
    NotFlv { found: [u8; 4] },
    #[error("file header of {declared} bytes, expected {FILE_HEADER_BYTES} to {FILE_HEADER_BYTES_MAX}")]
    BadFileHeader { declared: u32 },
    #[error("unknown tag type {found}")]
    UnknownType { found: u8 },
    #[error("encrypted tag of type {kind}")]
    Encrypted { kind: u8 },
    #[error("tag of {declared} bytes exceeds limit of {max}")]
    TooLarge { declared: usize, max: usize },
    #[error("{what} ends after {found} bytes, expected at least {expected}")]
    Truncated { what: &'static str, found: usize, expected: usize },
    #[error("unknown {what} packet type {found}")]
    UnknownPacket { what: &'static str, found: u8 },
}

// ---- tags

#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum TagKind {
    Audio,
    Video,
    Script,
}

/// One tag of a file.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Tag {
    pub kind: TagKind,
    /// Milliseconds, 32 bits, wrapping; decode time for video.
    pub timestamp_ms: u32,
    pub payload: Bytes,
}

const FILE_HEADER_BYTES: u32 = 9;
/// A header may be longer than what version 1 defines, but nobody has a use for much more.
const FILE_HEADER_BYTES_MAX: u32 = 1024;
const HEADER_BYTES: usize = 11;
const TRAILER_BYTES: usize = 4; // size of the tag before, which encoders get wrong: skipped, not checked
const TAG_BYTES_MAX: usize = 0xff_ffff;

/// Turns a byte stream into tags. Feed it any slices; the cuts do not matter. Drain it after every push, then it
/// holds at most one tag and one slice.
#[derive(Debug)]
pub struct TagReader {
    limits: Limits,
    buffer: BytesMut,
    in_file_header: bool,
}

impl TagReader {
    /// Reads a stream that begins with a tag.
    pub fn new(limits: Limits) -> Self {
        Self { limits, buffer: BytesMut::new(), in_file_header: false }
    }

    /// Reads a whole file: header first.
    pub fn file(limits: Limits) -> Self {
        Self { in_file_header: true, ..Self::new(limits) }
    }

    pub fn push(&mut self, bytes: &[u8]) {
        self.buffer.extend_from_slice(bytes);
    }

    /// Bytes waiting to become a tag.
    pub fn buffered(&self) -> usize {
        self.buffer.len()
    }

    /// Next complete tag, or `None` until more bytes arrive. After an error the reader is spent.
    pub fn next_tag(&mut self) -> Result<Option<Tag>, FlvError> {
        if self.in_file_header && !self.skip_file_header()? {
            return Ok(None);
        }
        let Some(header) = self.buffer.first_chunk::<HEADER_BYTES>() else { return Ok(None) };
        let [kind, s2, s1, s0, t2, t1, t0, t3, ..] = *header;

        // Decide everything from the header before waiting for, or allocating, the payload.
        if kind & 0x20 != 0 {
            return Err(FlvError::Encrypted { kind: kind & 0x1f });
        }
        let kind = match kind & 0x1f {
            8 => TagKind::Audio,
            9 => TagKind::Video,
            18 => TagKind::Script,
            found => return Err(FlvError::UnknownType { found }),
        };
        let declared = u32::from_be_bytes([0, s2, s1, s0]) as usize;
        if declared > self.limits.tag_bytes_max {
            return Err(FlvError::TooLarge { declared, max: self.limits.tag_bytes_max });
        }
        if self.buffer.len() < HEADER_BYTES + declared + TRAILER_BYTES {
            return Ok(None);
        }

        self.buffer.advance(HEADER_BYTES);
        let payload = self.buffer.split_to(declared).freeze();
        self.buffer.advance(TRAILER_BYTES);
        Ok(Some(Tag { kind, timestamp_ms: u32::from_be_bytes([t3, t2, t1, t0]), payload }))
    }

    /// `true` when the header and the empty trailer behind it are gone.
    fn skip_file_header(&mut self) -> Result<bool, FlvError> {
        let Some(&[f, l, v, version, _flags, o3, o2, o1, o0]) = self.buffer.first_chunk() else { return Ok(false) };
        if [f, l, v, version] != *b"FLV\x01" {
            return Err(FlvError::NotFlv { found: [f, l, v, version] });
        }
        let declared = u32::from_be_bytes([o3, o2, o1, o0]);
        if !(FILE_HEADER_BYTES..=FILE_HEADER_BYTES_MAX).contains(&declared) {
            return Err(FlvError::BadFileHeader { declared });
        }
        let skipped = declared as usize + TRAILER_BYTES;
        if self.buffer.len() < skipped {
            return Ok(false);
        }
        self.buffer.advance(skipped);
        self.in_file_header = false;
        Ok(true)
    }
}

/// Writes what [`TagReader`] reads.
#[derive(Clone, Copy, Debug, Default)]
pub struct TagWriter;

impl TagWriter {
    /// The header of a file, and the empty trailer behind it.
    pub fn file_header(self, has_audio: bool, has_video: bool, out: &mut Vec<u8>) {
        out.extend_from_slice(b"FLV\x01");
        out.push(u8::from(has_audio) << 2 | u8::from(has_video));
        out.extend_from_slice(&FILE_HEADER_BYTES.to_be_bytes());
        out.extend_from_slice(&[0; TRAILER_BYTES]);
    }

    /// One tag with its trailer. A payload of 16 MiB or more does not fit into the format: `TooLarge`, nothing written.
    pub fn tag(self, tag: &Tag, out: &mut Vec<u8>) -> Result<(), FlvError> {
        let declared = tag.payload.len();
        let size = match u32::try_from(declared) {
            Ok(size) if declared <= TAG_BYTES_MAX => size,
            _ => return Err(FlvError::TooLarge { declared, max: TAG_BYTES_MAX }),
        };
        let [_, s2, s1, s0] = size.to_be_bytes();
        let [t3, t2, t1, t0] = tag.timestamp_ms.to_be_bytes();
        let kind = match tag.kind {
            TagKind::Audio => 8,
            TagKind::Video => 9,
            TagKind::Script => 18,
        };
        out.extend_from_slice(&[kind, s2, s1, s0, t2, t1, t0, t3, 0, 0, 0]);
        out.extend_from_slice(&tag.payload);
        out.extend_from_slice(&(size + 11).to_be_bytes());
        Ok(())
    }
}

// ---- video

/// What a video body holds.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum VideoTag {
    /// AVCDecoderConfigurationRecord. Comes first, and again whenever the encoder likes.
    Config(Bytes),
    /// One H.264 picture as length-prefixed NAL units, never empty. `composition_ms` is presentation minus decode
    /// time; it is signed on the wire (24 bits) and may be negative.
    Frame { key: bool, composition_ms: i32, data: Bytes },
    /// The encoder says that no picture follows. More may still come.
    EndOfSequence,
    /// Carries no picture: a seek command, an empty body some encoders send to keep time, colour metadata.
    Nothing,
    /// A codec that is not H.264: an old codec's name, or the FourCC of Enhanced RTMP (`hvc1`, `av01`, `vp09`).
    Other { codec: String },
}

const VIDEO: &str = "video body";
const AUDIO: &str = "audio body";
const AVC1: [u8; 4] = *b"avc1";
const MP4A: [u8; 4] = *b"mp4a";

/// Opens the body of a video tag. An empty body is `Truncated`.
pub fn video(mut payload: Bytes) -> Result<VideoTag, FlvError> {
    let first = take_u8(&mut payload, VIDEO)?;
    let frame_type = first >> 4 & 0x07;
    let key = frame_type == 1 || frame_type == 4;
    if first & 0x80 != 0 {
        return enhanced_video(payload, frame_type, key, first & 0x0f);
    }
    // A command frame (seek start, seek end) has one byte of its own meaning and no picture.
    if frame_type == 5 {
        return Ok(VideoTag::Nothing);
    }
    match first & 0x0f {
        7 => {}
        id => return Ok(VideoTag::Other { codec: legacy_video_codec(id) }),
    }
    match take_u8(&mut payload, VIDEO)? {
        // The configuration has a composition time too, which means nothing.
        0 => {
            take_i24(&mut payload, VIDEO)?;
            Ok(VideoTag::Config(payload))
        }
        1 => {
            let composition_ms = take_i24(&mut payload, VIDEO)?;
            Ok(picture(key, composition_ms, payload))
        }
        2 => Ok(VideoTag::EndOfSequence),
        found => Err(FlvError::UnknownPacket { what: VIDEO, found }),
    }
}

fn enhanced_video(mut payload: Bytes, frame_type: u8, key: bool, packet: u8) -> Result<VideoTag, FlvError> {
    let packet = skip_mod_ex(&mut payload, packet, VIDEO)?;
    // Metadata (4) is read whatever the frame type says; any other packet of a command frame is one command byte.
    if frame_type == 5 && packet != 4 {
        return Ok(VideoTag::Nothing);
    }
    if packet == 6 {
        return Ok(VideoTag::Other { codec: multitrack(&mut payload, VIDEO)? });
    }
    let codec = take_four_cc(&mut payload, VIDEO)?;
    if codec != AVC1 {
        return Ok(VideoTag::Other { codec: four_cc_name(codec) });
    }
    match packet {
        0 => Ok(VideoTag::Config(payload)),
        1 => {
            let composition_ms = take_i24(&mut payload, VIDEO)?;
            Ok(picture(key, composition_ms, payload))
        }
        2 => Ok(VideoTag::EndOfSequence),
        3 => Ok(picture(key, 0, payload)),
        4 => Ok(VideoTag::Nothing),
        found => Err(FlvError::UnknownPacket { what: VIDEO, found }),
    }
}

fn picture(key: bool, composition_ms: i32, data: Bytes) -> VideoTag {
    if data.is_empty() { VideoTag::Nothing } else { VideoTag::Frame { key, composition_ms, data } }
}

fn legacy_video_codec(id: u8) -> String {
    match id {
        2 => "Sorenson H.263".into(),
        3 | 6 => "Screen Video".into(),
        4 | 5 => "VP6".into(),
        8 => "H.263".into(),
        9 => "MPEG-4 Part 2".into(),
        // Never specified, but widely built into encoders before Enhanced RTMP.
        12 => "hvc1".into(),
        13 => "av01".into(),
        id => format!("video codec {id}"),
    }
}

// ---- audio

/// What an audio body holds.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum AudioTag {
    /// AudioSpecificConfig. Comes first, and again whenever the encoder likes.
    Config(Bytes),
    /// One raw AAC access unit, never empty.
    Frame(Bytes),
    /// Carries no sound: an end marker, an empty body, a channel map.
    Nothing,
    /// A codec that is not AAC: an old codec's name, or the FourCC of Enhanced RTMP (`Opus`, `fLaC`, `ac-3`).
    Other { codec: String },
}

/// Opens the body of an audio tag. An empty body is `Truncated`.
pub fn audio(mut payload: Bytes) -> Result<AudioTag, FlvError> {
    let first = take_u8(&mut payload, AUDIO)?;
    match first >> 4 {
        10 => {}
        9 => return enhanced_audio(payload, first & 0x0f),
        id => return Ok(AudioTag::Other { codec: legacy_audio_codec(id) }),
    }
    match take_u8(&mut payload, AUDIO)? {
        0 => Ok(AudioTag::Config(payload)),
        1 => Ok(sound(payload)),
        found => Err(FlvError::UnknownPacket { what: AUDIO, found }),
    }
}

fn enhanced_audio(mut payload: Bytes, packet: u8) -> Result<AudioTag, FlvError> {
    let packet = skip_mod_ex(&mut payload, packet, AUDIO)?;
    if packet == 5 {
        return Ok(AudioTag::Other { codec: multitrack(&mut payload, AUDIO)? });
    }
    let codec = take_four_cc(&mut payload, AUDIO)?;
    if codec != MP4A {
        return Ok(AudioTag::Other { codec: four_cc_name(codec) });
    }
    match packet {
        0 => Ok(AudioTag::Config(payload)),
        1 => Ok(sound(payload)),
        2 | 4 => Ok(AudioTag::Nothing),
        found => Err(FlvError::UnknownPacket { what: AUDIO, found }),
    }
}

fn sound(data: Bytes) -> AudioTag {
    if data.is_empty() { AudioTag::Nothing } else { AudioTag::Frame(data) }
}

fn legacy_audio_codec(id: u8) -> String {
    match id {
        0 | 3 => "PCM".into(),
        1 => "ADPCM".into(),
        2 | 14 => "MP3".into(),
        4..=6 => "Nellymoser".into(),
        7 => "G.711 A-law".into(),
        8 => "G.711 mu-law".into(),
        11 => "Speex".into(),
        13 => "Opus".into(), // never specified, but sent by some
        id => format!("audio codec {id}"),
    }
}

// ---- both

/// Enhanced RTMP puts modifiers (finer timestamps) before the packet they modify. They are skipped; the type of the
/// packet behind them comes back.
fn skip_mod_ex(payload: &mut Bytes, mut packet: u8, what: &'static str) -> Result<u8, FlvError> {
    const MOD_EX: u8 = 7;
    while packet == MOD_EX {
        let mut size = usize::from(take_u8(payload, what)?) + 1;
        if size == 256 {
            size = usize::from(take_u8(payload, what)?) << 8 | usize::from(take_u8(payload, what)?);
            size += 1;
        }
        // One byte more: the modifier's kind and the type of what follows.
        need(payload, size + 1, what)?;
        payload.advance(size);
        packet = take_u8(payload, what)? & 0x0f;
    }
    Ok(packet)
}

/// Several tracks in one body are not carried, whatever their codec; the name says so.
fn multitrack(payload: &mut Bytes, what: &'static str) -> Result<String, FlvError> {
    const MANY_CODECS: u8 = 2;
    if take_u8(payload, what)? >> 4 == MANY_CODECS {
        return Ok("multitrack".into());
    }
    Ok(format!("multitrack {}", four_cc_name(take_four_cc(payload, what)?)))
}

/// A FourCC as people write it; bytes that are not printable become hexadecimal.
fn four_cc_name(code: [u8; 4]) -> String {
    let mut name = String::new();
    for byte in code {
        if byte.is_ascii_graphic() {
            name.push(char::from(byte));
        } else {
            let _ = write!(name, "\\x{byte:02x}");
        }
    }
    name
}

fn need(payload: &Bytes, expected: usize, what: &'static str) -> Result<(), FlvError> {
    match payload.len() {
        found if found < expected => Err(FlvError::Truncated { what, found, expected }),
        _ => Ok(()),
    }
}

fn take_u8(payload: &mut Bytes, what: &'static str) -> Result<u8, FlvError> {
    need(payload, 1, what)?;
    Ok(payload.get_u8())
}

fn take_i24(payload: &mut Bytes, what: &'static str) -> Result<i32, FlvError> {
    need(payload, 3, what)?;
    let (high, low) = (payload.get_u8(), payload.get_u16());
    Ok((u32::from(high) << 24 | u32::from(low) << 8).cast_signed() >> 8)
}

fn take_four_cc(payload: &mut Bytes, what: &'static str) -> Result<[u8; 4], FlvError> {
    need(payload, 4, what)?;
    Ok(payload.get_u32().to_be_bytes())
}

impl VideoTag {
    /// The body as encoders without Enhanced RTMP send it; the inverse of [`video`] for H.264. `None` for codecs
    /// that are only known by name. A composition time beyond 24 bits is cut to them.
    pub fn to_payload(&self) -> Option<Bytes> {
        let mut out = BytesMut::new();
        match self {
            Self::Config(avcc) => {
                out.put_slice(&[0x17, 0, 0, 0, 0]);
                out.put_slice(avcc);
            }
            Self::Frame { key, composition_ms, data } => {
                out.put_slice(&[if *key { 0x17 } else { 0x27 }, 1]);
                out.put_int(i64::from((*composition_ms).clamp(-0x80_0000, 0x7f_ffff)), 3);
                out.put_slice(data);
            }
            Self::EndOfSequence => out.put_slice(&[0x17, 2, 0, 0, 0]),
            Self::Nothing => out.put_slice(&[0x27, 1, 0, 0, 0]),
            Self::Other { .. } => return None,
        }
        Some(out.freeze())
    }
}

impl AudioTag {
    /// The body as encoders without Enhanced RTMP send it; the inverse of [`audio`] for AAC. `None` for codecs that
    /// are only known by name.
    pub fn to_payload(&self) -> Option<Bytes> {
        // AAC is always marked 44 kHz, 16 bit, stereo here; the configuration says what it is.
        const AAC: u8 = 0xaf;
        let (packet, data) = match self {
            Self::Config(asc) => (0, asc.clone()),
            Self::Frame(data) => (1, data.clone()),
            Self::Nothing => (1, Bytes::new()),
            Self::Other { .. } => return None,
        };
        let mut out = BytesMut::with_capacity(2 + data.len());
        out.put_slice(&[AAC, packet]);
        out.put_slice(&data);
        Some(out.freeze())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn truncated(what: &'static str, found: usize, expected: usize) -> FlvError {
        FlvError::Truncated { what, found, expected }
    }

    #[test]
    fn bad_headers_are_refused_before_their_payload_arrives() {
        let cases: &[(&str, &[u8], FlvError)] = &[
            ("type 7", &[7, 0, 0, 1, 0, 0, 0, 0, 0, 0, 0], FlvError::UnknownType { found: 7 }),
            ("encrypted video", &[0x29, 0, 0, 1, 0, 0, 0, 0, 0, 0, 0], FlvError::Encrypted { kind: 9 }),
            (
                "16 MiB of video",
                &[9, 255, 255, 255, 0, 0, 0, 0, 0, 0, 0],
                FlvError::TooLarge { declared: 0xff_ffff, max: 1024 },
            ),
        ];
        for (name, header, expected) in cases {
            let mut reader = TagReader::new(Limits { tag_bytes_max: 1024 });
            reader.push(header);
            assert_eq!(reader.next_tag(), Err(*expected), "{name}");
        }
    }

    #[test]
    fn bad_files_are_refused() {
        let cases: &[(&str, &[u8], FlvError)] = &[
            ("an MP4", b"\0\0\0\x18ftypmp42", FlvError::NotFlv { found: [0, 0, 0, 0x18] }),
            ("version 2", b"FLV\x02\x05\0\0\0\x09", FlvError::NotFlv { found: *b"FLV\x02" }),
            ("a header of 8", b"FLV\x01\x05\0\0\0\x08", FlvError::BadFileHeader { declared: 8 }),
            ("a header of 16 MiB", b"FLV\x01\x05\x01\0\0\0", FlvError::BadFileHeader { declared: 1 << 24 }),
        ];
        for (name, bytes, expected) in cases {
            let mut reader = TagReader::file(Limits::default());
            reader.push(bytes);
            assert_eq!(reader.next_tag(), Err(*expected), "{name}");
        }
    }

    #[test]
    fn time_is_put_together_from_its_two_places() {
        let mut reader = TagReader::new(Limits::default());
        reader.push(&[8, 0, 0, 1, 0x22, 0x33, 0x44, 0x11, 0, 0, 0, 0xaf, 9, 9, 9, 9]);
        let tag = Tag { kind: TagKind::Audio, timestamp_ms: 0x1122_3344, payload: Bytes::from_static(&[0xaf]) };
        assert_eq!(reader.next_tag(), Ok(Some(tag)));
    }

    #[test]
    fn a_tag_that_does_not_fit_the_format_is_not_written() {
        let tag = Tag { kind: TagKind::Video, timestamp_ms: 0, payload: vec![0; 1 << 24].into() };
        let mut out = Vec::new();
        assert_eq!(TagWriter.tag(&tag, &mut out), Err(FlvError::TooLarge { declared: 1 << 24, max: 0xff_ffff }));
        assert!(out.is_empty());
    }

    fn frame(key: bool, composition_ms: i32, data: &'static [u8]) -> Result<VideoTag, FlvError> {
        Ok(VideoTag::Frame { key, composition_ms, data: Bytes::from_static(data) })
    }

    #[test]
    fn video_bodies_say_what_they_hold() {
        let config = |avcc| Ok(VideoTag::Config(Bytes::from_static(avcc)));
        let other = |codec: &str| Ok(VideoTag::Other { codec: codec.into() });
        let cases: &[(&str, &'static [u8], Result<VideoTag, FlvError>)] = &[
            ("configuration", &[0x17, 0, 0, 0, 0, 1, 100], config(&[1, 100])),
            ("keyframe", &[0x17, 1, 0, 0, 80, 7, 8], frame(true, 80, &[7, 8])),
            ("other frame, shown earlier", &[0x27, 1, 0xff, 0xff, 0xd8, 7], frame(false, -40, &[7])),
            ("disposable frame", &[0x37, 1, 0, 0, 0, 7], frame(false, 0, &[7])),
            ("generated keyframe", &[0x47, 1, 0, 0, 0, 7], frame(true, 0, &[7])),
            ("largest composition", &[0x17, 1, 0x7f, 0xff, 0xff, 7], frame(true, 0x7f_ffff, &[7])),
            ("smallest composition", &[0x17, 1, 0x80, 0, 0, 7], frame(true, -0x80_0000, &[7])),
            ("end", &[0x17, 2, 0, 0, 0], Ok(VideoTag::EndOfSequence)),
            ("end, cut short", &[0x17, 2], Ok(VideoTag::EndOfSequence)),
            ("seek command", &[0x57, 0], Ok(VideoTag::Nothing)),
            ("frame of nothing", &[0x27, 1, 0, 0, 0], Ok(VideoTag::Nothing)),
            ("VP6", &[0x14, 1, 2, 3], other("VP6")),
            ("HEVC the unofficial way", &[0x1c, 0, 0, 0, 0, 1], other("hvc1")),
            ("codec 15", &[0x1f, 0], other("video codec 15")),
            ("enhanced HEVC", b"\x90hvc1\x01", other("hvc1")),
            ("enhanced AV1 frame", b"\x93av01\x01", other("av01")),
            ("enhanced VP9", b"\x91vp09\x01", other("vp09")),
            ("enhanced rubbish", b"\x90\x00\x01a\xff", other("\\x00\\x01a\\xff")),
            ("enhanced H.264 configuration", b"\x90avc1\x01\x64", config(&[1, 100])),
            ("enhanced H.264 keyframe", b"\x91avc1\0\0\x28\x07", frame(true, 40, &[7])),
            ("enhanced H.264 without composition", b"\xa3avc1\x07", frame(false, 0, &[7])),
            ("enhanced H.264 end", b"\x92avc1", Ok(VideoTag::EndOfSequence)),
            ("enhanced metadata", b"\xd4avc1\x02", Ok(VideoTag::Nothing)),
            ("enhanced command", b"\xd0\x00", Ok(VideoTag::Nothing)),
            ("finer time before HEVC", b"\x97\x02\0\0\x01\x01hvc1", other("hvc1")),
            ("finer time before H.264", b"\x97\x02\0\0\x01\x03avc1\x07", frame(true, 0, &[7])),
            ("long modifier", &[&[0x97, 255, 0, 255], &[0; 256][..], b"\x03avc1\x07"].concat().leak()[..], {
                frame(true, 0, &[7])
            }),
            ("tracks of one codec", b"\x96\x10hvc1", other("multitrack hvc1")),
            ("tracks of many codecs", b"\x96\x20hvc1", other("multitrack")),
            ("empty", b"", Err(truncated("video body", 0, 1))),
            ("no packet type", &[0x17], Err(truncated("video body", 0, 1))),
            ("no composition", &[0x17, 1, 0, 0], Err(truncated("video body", 2, 3))),
            ("packet type 3", &[0x17, 3, 0, 0, 0], Err(FlvError::UnknownPacket { what: "video body", found: 3 })),
            ("enhanced, half a name", b"\x90hv", Err(truncated("video body", 2, 4))),
            ("enhanced packet type 9", b"\x99avc1", Err(FlvError::UnknownPacket { what: "video body", found: 9 })),
            (
                "modifier before packet type 9",
                b"\x97\0\0\x09avc1",
                Err(FlvError::UnknownPacket { what: "video body", found: 9 }),
            ),
            ("modifier without an end", b"\x97\x05\0\0", Err(truncated("video body", 2, 7))),
        ];
        for (name, body, expected) in cases {
            assert_eq!(&video(Bytes::from_static(body)), expected, "{name}");
        }
    }

    #[test]
    fn audio_bodies_say_what_they_hold() {
        let frame = |data| Ok(AudioTag::Frame(Bytes::from_static(data)));
        let config = |asc| Ok(AudioTag::Config(Bytes::from_static(asc)));
        let other = |codec: &str| Ok(AudioTag::Other { codec: codec.into() });
        let cases: &[(&str, &'static [u8], Result<AudioTag, FlvError>)] = &[
            ("configuration", &[0xaf, 0, 0x11, 0x90], config(&[0x11, 0x90])),
            ("sound", &[0xaf, 1, 7, 8], frame(&[7, 8])),
            ("sound of another rate", &[0xa0, 1, 7], frame(&[7])),
            ("no sound", &[0xaf, 1], Ok(AudioTag::Nothing)),
            ("MP3", &[0x2f, 7], other("MP3")),
            ("Speex", &[0xb2, 7], other("Speex")),
            ("format 12", &[0xc0, 7], other("audio codec 12")),
            ("enhanced Opus", b"\x90Opus", other("Opus")),
            ("enhanced AC-3", b"\x91ac-3\x01", other("ac-3")),
            ("enhanced AAC configuration", b"\x90mp4a\x11\x90", config(&[0x11, 0x90])),
            ("enhanced AAC sound", b"\x91mp4a\x07", frame(&[7])),
            ("enhanced AAC end", b"\x92mp4a", Ok(AudioTag::Nothing)),
            ("enhanced AAC channels", b"\x94mp4a\x00\x02", Ok(AudioTag::Nothing)),
            ("tracks", b"\x95\x11mp4a", other("multitrack mp4a")),
            ("empty", b"", Err(truncated("audio body", 0, 1))),
            ("no packet type", &[0xaf], Err(truncated("audio body", 0, 1))),
            ("packet type 2", &[0xaf, 2], Err(FlvError::UnknownPacket { what: "audio body", found: 2 })),
            ("enhanced packet type 3", b"\x93mp4a", Err(FlvError::UnknownPacket { what: "audio body", found: 3 })),
        ];
        for (name, body, expected) in cases {
            assert_eq!(&audio(Bytes::from_static(body)), expected, "{name}");
        }
    }

    #[test]
    fn payloads_are_shared_not_copied() {
        let body = Bytes::from(vec![0x17, 1, 0, 0, 0, 7, 8, 9]);
        let Ok(VideoTag::Frame { data, .. }) = video(body.clone()) else { panic!("a frame") };
        assert_eq!(data.as_ptr(), body[5..].as_ptr());
    }
}
