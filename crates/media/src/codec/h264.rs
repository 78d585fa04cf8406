use crate::frame::VideoConfig;

#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum ConfigError {
    #[error("configuration ends early")]
    Truncated,
}

/// Largest width or height, in samples.
pub const DIMENSION_MAX: u32 = 16_384;

pub fn config(_avcc: &[u8]) -> Result<VideoConfig, ConfigError> {
    Err(ConfigError::Truncated)
}
