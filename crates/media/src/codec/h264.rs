//! H.264: the decoder configuration record and the sequence parameter set inside it.
//!
//! Spec: ISO/IEC 14496-15, 5.3.3.1 (AVCDecoderConfigurationRecord); ITU-T H.264, 7.3.2.1.1 (sequence parameter set), annex E (VUI).
//! Lenient where encoders vary: reserved bits of the record may be wrong (they are set right in what we keep), the chroma
//! fields of the high profiles may be missing, bytes after the record are removed.

use bytes::{BufMut, Bytes, BytesMut};

use super::bits::Bits;
use crate::frame::VideoConfig;

/// Largest record we read. Real ones have some 50 bytes; parameter sets with scaling lists reach 1 kB.
pub const RECORD_BYTES_MAX: usize = 8 * 1024;

/// Largest width or height, in samples. Twice what level 6.2 decodes.
pub const DIMENSION_MAX: u32 = 16_384;

/// Fastest frame rate we believe; above it the rate counts as unknown.
pub const FRAME_RATE_MAX: u32 = 300;

/// Why a configuration was refused. Nothing of it is used then.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum ConfigError {
    #[error("configuration record of {found} bytes exceeds limit of {max}")]
    TooLarge { found: usize, max: usize },
    #[error("configuration record version {found}, expected 1")]
    Version { found: u8 },
    #[error("configuration record ends early")]
    Truncated,
    #[error("NAL length prefix of 3 bytes is not allowed")]
    LengthSize,
    #[error("configuration record without a sequence parameter set")]
    NoSps,
    #[error("configuration record without a picture parameter set")]
    NoPps,
    #[error("NAL unit of type {found} where type {expected} belongs")]
    WrongNal { found: u8, expected: u8 },
    #[error("sequence parameter set ends early or holds a number out of range")]
    BadSps,
    #[error("chroma format {found} does not exist")]
    ChromaFormat { found: u32 },
    #[error("picture order count type {found} does not exist")]
    PictureOrder { found: u32 },
    #[error("picture of {width}x{height} is outside 1 to {max}")]
    Dimensions { width: i64, height: i64, max: u32 },
}

const NAL_SPS: u8 = 7;
const NAL_PPS: u8 = 8;

/// Reads a decoder configuration record as FLV and MP4 carry it.
///
/// The record kept in the answer is normal: writing what was read and reading it again gives the same answer.
pub fn config(avcc: &[u8]) -> Result<VideoConfig, ConfigError> {
    if avcc.len() > RECORD_BYTES_MAX {
        return Err(ConfigError::TooLarge { found: avcc.len(), max: RECORD_BYTES_MAX });
    }
    let record = Record::read(avcc)?;
    let first = record.sps.first().ok_or(ConfigError::NoSps)?;
    let sps = Sps::read(first)?;
    let [profile, constraints, level] = [sps.profile, sps.constraints, sps.level];
    Ok(VideoConfig {
        avcc: record.write(),
        width: sps.width,
        height: sps.height,
        codec: format!("avc1.{profile:02x}{constraints:02x}{level:02x}"),
        frame_rate: sps.frame_rate,
    })
}

/// The record, with its parameter sets as slices of the input.
#[derive(Debug)]
struct Record<'a> {
    profile: u8,
    constraints: u8,
    level: u8,
    length_bytes: u8,
    sps: Vec<&'a [u8]>,
    pps: Vec<&'a [u8]>,
    /// Chroma format and bit depths as stored, and the SPS extensions; high profiles only, and often left out.
    high: Option<([u8; 3], Vec<&'a [u8]>)>,
}

impl<'a> Record<'a> {
    fn read(data: &'a [u8]) -> Result<Self, ConfigError> {
        let Some((&[version, profile, constraints, level, length, sps_count], mut rest)) = data.split_first_chunk()
        else {
            return Err(ConfigError::Truncated);
        };
        if version != 1 {
            return Err(ConfigError::Version { found: version });
        }
        let length_bytes = (length & 3) + 1;
        if length_bytes == 3 {
            return Err(ConfigError::LengthSize);
        }
        let sps = read_nals(&mut rest, sps_count & 0x1f, Some(NAL_SPS))?;
        if sps.is_empty() {
            return Err(ConfigError::NoSps);
        }
        let (&pps_count, mut rest) = rest.split_first().ok_or(ConfigError::Truncated)?;
        let pps = read_nals(&mut rest, pps_count, Some(NAL_PPS))?;
        if pps.is_empty() {
            return Err(ConfigError::NoPps);
        }
        // Encoders leave the last four bytes out, or write others there: only a well-formed tail is kept.
        let high = is_high(profile).then(|| Self::read_high(rest)).flatten();
        Ok(Self { profile, constraints, level, length_bytes, sps, pps, high })
    }

    fn read_high(data: &'a [u8]) -> Option<([u8; 3], Vec<&'a [u8]>)> {
        let (&[chroma, luma_depth, chroma_depth, count], mut rest) = data.split_first_chunk()?;
        let extensions = read_nals(&mut rest, count, None).ok()?;
        Some(([chroma & 3, luma_depth & 7, chroma_depth & 7], extensions))
    }

    fn write(&self) -> Bytes {
        let mut out = BytesMut::new();
        out.put_slice(&[1, self.profile, self.constraints, self.level, 0xfc | (self.length_bytes - 1)]);
        write_nals(&mut out, 0xe0, &self.sps);
        write_nals(&mut out, 0, &self.pps);
        if let Some(([chroma, luma_depth, chroma_depth], extensions)) = &self.high {
            out.put_slice(&[0xfc | chroma, 0xf8 | luma_depth, 0xf8 | chroma_depth]);
            write_nals(&mut out, 0, extensions);
        }
        out.freeze()
    }
}

fn read_nals<'a>(data: &mut &'a [u8], count: u8, expected: Option<u8>) -> Result<Vec<&'a [u8]>, ConfigError> {
    let mut nals = Vec::new();
    for _ in 0..count {
        let (length, rest) = data.split_first_chunk().ok_or(ConfigError::Truncated)?;
        let (nal, rest) =
            rest.split_at_checked(usize::from(u16::from_be_bytes(*length))).ok_or(ConfigError::Truncated)?;
        let header = nal.first().ok_or(ConfigError::Truncated)?;
        if let Some(expected) = expected
            && header & 0x1f != expected
        {
            return Err(ConfigError::WrongNal { found: header & 0x1f, expected });
        }
        nals.push(nal);
        *data = rest;
    }
    Ok(nals)
}

/// Count (with `reserved` bits) and length-prefixed units; both fit, because they were read from the same fields.
fn write_nals(out: &mut BytesMut, reserved: u8, nals: &[&[u8]]) {
    out.put_u8(reserved | u8::try_from(nals.len()).expect("was read from one byte"));
    for nal in nals {
        out.put_u16(u16::try_from(nal.len()).expect("was read from two bytes"));
        out.put_slice(nal);
    }
}

/// Profiles whose parameter sets name the chroma format (7.3.2.1.1).
fn is_high(profile: u8) -> bool {
    matches!(profile, 100 | 110 | 122 | 244 | 44 | 83 | 86 | 118 | 128 | 138 | 139 | 134 | 135)
}

/// What we want to know of a sequence parameter set.
#[derive(Debug, PartialEq, Eq)]
struct Sps {
    profile: u8,
    constraints: u8,
    level: u8,
    width: u32,
    height: u32,
    frame_rate: Option<(u32, u32)>,
}

impl Sps {
    /// `nal` includes its header byte, which the caller has checked.
    fn read(nal: &[u8]) -> Result<Self, ConfigError> {
        let payload = without_emulation_prevention(nal.get(1..).unwrap_or_default());
        let mut bits = Bits::new(&payload);
        let bad = ConfigError::BadSps;
        let [profile, constraints, level] = [bits.byte().ok_or(bad)?, bits.byte().ok_or(bad)?, bits.byte().ok_or(bad)?];
        bits.ue().ok_or(bad)?; // seq_parameter_set_id
        let mut chroma_format = 1;
        let mut separate_planes = false;
        if is_high(profile) {
            chroma_format = bits.ue().ok_or(bad)?;
            if chroma_format > 3 {
                return Err(ConfigError::ChromaFormat { found: chroma_format });
            }
            if chroma_format == 3 {
                separate_planes = bits.bit().ok_or(bad)?;
            }
            skip_depths_and_scaling(&mut bits, chroma_format).ok_or(bad)?;
        }
        bits.ue().ok_or(bad)?; // log2_max_frame_num_minus4
        match bits.ue().ok_or(bad)? {
            0 => bits.ue().map(|_| ()).ok_or(bad)?, // log2_max_pic_order_cnt_lsb_minus4
            1 => skip_order_cycle(&mut bits).ok_or(bad)?,
            2 => {}
            found => return Err(ConfigError::PictureOrder { found }),
        }
        bits.ue().ok_or(bad)?; // max_num_ref_frames
        bits.bit().ok_or(bad)?; // gaps_in_frame_num_value_allowed_flag
        let size = Size::read(&mut bits, chroma_format, separate_planes).ok_or(bad)?;
        let (width, height) = size.displayed()?;
        // A broken VUI costs the frame rate, not the stream: decoders can do without it.
        let frame_rate = match bits.bit() {
            Some(true) => read_frame_rate(&mut bits),
            Some(false) | None => None,
        };
        Ok(Self { profile, constraints, level, width, height, frame_rate })
    }
}

/// Removes the 3 of every 0 0 3 (7.4.1).
fn without_emulation_prevention(data: &[u8]) -> Vec<u8> {
    let mut out = Vec::with_capacity(data.len());
    let mut zeros = 0;
    for &byte in data {
        if zeros >= 2 && byte == 3 {
            zeros = 0;
            continue;
        }
        zeros = if byte == 0 { zeros + 1 } else { 0 };
        out.push(byte);
    }
    out
}

fn skip_depths_and_scaling(bits: &mut Bits<'_>, chroma_format: u32) -> Option<()> {
    bits.ue()?; // bit_depth_luma_minus8
    bits.ue()?; // bit_depth_chroma_minus8
    bits.bit()?; // qpprime_y_zero_transform_bypass_flag
    if !bits.bit()? {
        return Some(());
    }
    let lists = if chroma_format == 3 { 12 } else { 8 };
    for list in 0..lists {
        if bits.bit()? {
            skip_scaling_list(bits, if list < 6 { 16 } else { 64 })?;
        }
    }
    Some(())
}

/// 7.3.2.1.1.1: a list ends early when its scale becomes zero.
fn skip_scaling_list(bits: &mut Bits<'_>, size: u32) -> Option<()> {
    let (mut last, mut next) = (8i32, 8i32);
    for _ in 0..size {
        if next != 0 {
            next = last.checked_add(bits.se()?)?.rem_euclid(256);
        }
        last = if next == 0 { last } else { next };
    }
    Some(())
}

/// Picture order count type 1: up to 255 offsets.
fn skip_order_cycle(bits: &mut Bits<'_>) -> Option<()> {
    bits.bit()?; // delta_pic_order_always_zero_flag
    bits.se()?; // offset_for_non_ref_pic
    bits.se()?; // offset_for_top_to_bottom_field
    let count = bits.ue().filter(|&count| count <= 255)?;
    for _ in 0..count {
        bits.se()?;
    }
    Some(())
}

/// Coded size and cropping, as stored.
struct Size {
    width_blocks: u32,
    height_units: u32,
    fields: u32,
    crop: [u32; 4],
    crop_unit: (u32, u32),
}

impl Size {
    fn read(bits: &mut Bits<'_>, chroma_format: u32, separate_planes: bool) -> Option<Self> {
        let width_blocks = bits.ue()?.checked_add(1)?;
        let height_units = bits.ue()?.checked_add(1)?;
        let fields = if bits.bit()? { 1 } else { 2 }; // frame_mbs_only_flag
        if fields == 2 {
            bits.bit()?; // mb_adaptive_frame_field_flag
        }
        bits.bit()?; // direct_8x8_inference_flag
        let mut crop = [0; 4]; // left, right, top, bottom
        if bits.bit()? {
            for side in &mut crop {
                *side = bits.ue()?;
            }
        }
        // Table 6-1: how many luma samples one chroma sample covers.
        let (across, down) = match chroma_format {
            1 if !separate_planes => (2, 2),
            2 if !separate_planes => (2, 1),
            _ => (1, 1),
        };
        Some(Self { width_blocks, height_units, fields, crop, crop_unit: (across, down * fields) })
    }

    fn displayed(&self) -> Result<(u32, u32), ConfigError> {
        let [left, right, top, bottom] = self.crop.map(i64::from);
        let (unit_x, unit_y) = (i64::from(self.crop_unit.0), i64::from(self.crop_unit.1));
        let width = i64::from(self.width_blocks) * 16 - (left + right) * unit_x;
        let height = i64::from(self.height_units) * 16 * i64::from(self.fields) - (top + bottom) * unit_y;
        let fits = |size: i64| u32::try_from(size).ok().filter(|&size| (1..=DIMENSION_MAX).contains(&size));
        match (fits(width), fits(height)) {
            (Some(width), Some(height)) => Ok((width, height)),
            _ => Err(ConfigError::Dimensions { width, height, max: DIMENSION_MAX }),
        }
    }
}

/// Annex E.1.1 up to the timing; `None` if there is none, or nobody could mean it.
fn read_frame_rate(bits: &mut Bits<'_>) -> Option<(u32, u32)> {
    const EXTENDED_SAR: u32 = 255;
    if bits.bit()? && bits.bits(8)? == EXTENDED_SAR {
        bits.skip(32)?;
    }
    if bits.bit()? {
        bits.bit()?; // overscan_appropriate_flag
    }
    if bits.bit()? {
        bits.skip(4)?; // video_format, video_full_range_flag
        if bits.bit()? {
            bits.skip(24)?; // colour description
        }
    }
    if bits.bit()? {
        bits.ue()?; // chroma sample location, top field
        bits.ue()?; // and bottom field
    }
    if !bits.bit()? {
        return None;
    }
    let units = u64::from(bits.bits(32)?) * 2; // a tick is a field
    let scale = u64::from(bits.bits(32)?);
    if units == 0 || scale == 0 || scale > units * u64::from(FRAME_RATE_MAX) {
        return None;
    }
    let divisor = gcd(scale, units);
    Some((u32::try_from(scale / divisor).ok()?, u32::try_from(units / divisor).ok()?))
}

fn gcd(a: u64, b: u64) -> u64 {
    if b == 0 { a } else { gcd(b, a % b) }
}
