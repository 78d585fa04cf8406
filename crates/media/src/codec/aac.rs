//! AAC: the AudioSpecificConfig.
//!
//! Spec: ISO/IEC 14496-3, 1.6.2.1 (AudioSpecificConfig), 1.6.5 (signalling of SBR and PS), 4.4.1 (GASpecificConfig).
//! Accepted are the object types a browser plays: AAC-LC, HE-AAC (SBR) and HE-AAC v2 (SBR and PS), signalled explicitly
//! in front or behind (the sync extension 0x2b7). Implicit SBR cannot be seen here and counts as its AAC-LC core.

use bytes::Bytes;

use super::bits::Bits;
use crate::frame::AudioConfig;

/// Largest configuration we read. Real ones have 2 to 7 bytes.
pub const CONFIG_BYTES_MAX: usize = 256;

/// Sampling rates we accept when they are written out instead of indexed.
pub const SAMPLE_RATE_MIN: u32 = 7_350;
pub const SAMPLE_RATE_MAX: u32 = 96_000;

/// Why a configuration was refused. Nothing of it is used then.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum ConfigError {
    #[error("audio configuration of {found} bytes exceeds limit of {max}")]
    TooLarge { found: usize, max: usize },
    #[error("audio configuration ends early")]
    Truncated,
    #[error("audio object type {found} is not AAC-LC, HE-AAC or HE-AAC v2")]
    ObjectType { found: u32 },
    #[error("sampling frequency index {found} is reserved")]
    SampleRateIndex { found: u32 },
    #[error("sampling frequency {found} is outside {SAMPLE_RATE_MIN} to {SAMPLE_RATE_MAX}")]
    SampleRate { found: u32 },
    #[error("SBR doubles the sampling frequency, but {core} and {extended} were given")]
    ExtensionRate { core: u32, extended: u32 },
    #[error("channel configuration {found} is reserved or described in the stream")]
    Channels { found: u32 },
    #[error("scalable AAC (extension flag with object type 2) is not supported")]
    Extension,
}

const SAMPLE_RATES: [u32; 13] =
    [96_000, 88_200, 64_000, 48_000, 44_100, 32_000, 24_000, 22_050, 16_000, 12_000, 11_025, 8_000, 7_350];
const RATE_WRITTEN_OUT: u32 = 15;
const OBJECT_LC: u32 = 2;
const OBJECT_SBR: u32 = 5;
const OBJECT_PS: u32 = 29;
const OBJECT_ESCAPE: u32 = 31;
const SYNC_SBR: u32 = 0x2b7;
const SYNC_PS: u32 = 0x548;

/// Reads an AudioSpecificConfig as FLV and MP4 carry it. The answer keeps its bytes as they are.
pub fn config(asc: &[u8]) -> Result<AudioConfig, ConfigError> {
    if asc.len() > CONFIG_BYTES_MAX {
        return Err(ConfigError::TooLarge { found: asc.len(), max: CONFIG_BYTES_MAX });
    }
    let mut bits = Bits::new(asc);
    let mut object = read_object_type(&mut bits)?;
    let core_rate = read_sample_rate(&mut bits)?;
    let channel_configuration = bits.bits(4).ok_or(ConfigError::Truncated)?;
    // Explicit signalling in front: the extension comes first, the core's type after it.
    let mut extension = None;
    if object == OBJECT_SBR || object == OBJECT_PS {
        extension = Some((object, read_sample_rate(&mut bits)?));
        object = read_object_type(&mut bits)?;
    }
    if object != OBJECT_LC {
        return Err(ConfigError::ObjectType { found: object });
    }
    let short_frames = read_general_audio(&mut bits)?;
    if extension.is_none() {
        extension = read_sync_extension(&mut bits)?;
    }
    let core_channels = match channel_configuration {
        count @ 1..=6 => count,
        7 => 8,
        found => return Err(ConfigError::Channels { found }),
    };
    let core_samples = if short_frames { 960 } else { 1024 };
    let (codec, sample_rate, frame_samples, channels) = match extension {
        None => ("mp4a.40.2", core_rate, core_samples, core_channels),
        // Downsampled SBR gives the core's rate back; otherwise every core sample becomes two.
        Some((_, rate)) if rate != core_rate && rate != core_rate * 2 => {
            return Err(ConfigError::ExtensionRate { core: core_rate, extended: rate });
        }
        Some((kind, rate)) => {
            let samples = core_samples * (rate / core_rate);
            // Parametric stereo makes two channels out of one; with more it has nothing to do.
            let stereo = kind == OBJECT_PS && core_channels == 1;
            let codec = if kind == OBJECT_PS { "mp4a.40.29" } else { "mp4a.40.5" };
            (codec, rate, samples, if stereo { 2 } else { core_channels })
        }
    };
    Ok(AudioConfig {
        asc: Bytes::copy_from_slice(asc),
        sample_rate,
        channels: u8::try_from(channels).expect("at most 8"),
        codec: codec.to_owned(),
        frame_samples,
    })
}

fn read_object_type(bits: &mut Bits<'_>) -> Result<u32, ConfigError> {
    let object = bits.bits(5).ok_or(ConfigError::Truncated)?;
    if object != OBJECT_ESCAPE {
        return Ok(object);
    }
    Ok(32 + bits.bits(6).ok_or(ConfigError::Truncated)?)
}

fn read_sample_rate(bits: &mut Bits<'_>) -> Result<u32, ConfigError> {
    let index = bits.bits(4).ok_or(ConfigError::Truncated)?;
    if index == RATE_WRITTEN_OUT {
        let rate = bits.bits(24).ok_or(ConfigError::Truncated)?;
        if !(SAMPLE_RATE_MIN..=SAMPLE_RATE_MAX).contains(&rate) {
            return Err(ConfigError::SampleRate { found: rate });
        }
        return Ok(rate);
    }
    let rate = usize::try_from(index).ok().and_then(|index| SAMPLE_RATES.get(index));
    rate.copied().ok_or(ConfigError::SampleRateIndex { found: index })
}

/// GASpecificConfig; true if frames have 960 samples instead of 1024.
fn read_general_audio(bits: &mut Bits<'_>) -> Result<bool, ConfigError> {
    let short_frames = bits.bit().ok_or(ConfigError::Truncated)?;
    if bits.bit().ok_or(ConfigError::Truncated)? {
        bits.skip(14).ok_or(ConfigError::Truncated)?; // coreCoderDelay
    }
    if bits.bit().ok_or(ConfigError::Truncated)? {
        return Err(ConfigError::Extension);
    }
    Ok(short_frames)
}

/// Backward compatible signalling behind the configuration (1.6.6.1). Anything else there is padding.
fn read_sync_extension(bits: &mut Bits<'_>) -> Result<Option<(u32, u32)>, ConfigError> {
    if bits.left() < 16 || bits.bits(11) != Some(SYNC_SBR) {
        return Ok(None);
    }
    if read_object_type(bits)? != OBJECT_SBR || bits.bit() != Some(true) {
        return Ok(None);
    }
    let rate = read_sample_rate(bits)?;
    let stereo = bits.left() >= 12 && bits.bits(11) == Some(SYNC_PS) && bits.bit() == Some(true);
    Ok(Some((if stereo { OBJECT_PS } else { OBJECT_SBR }, rate)))
}
