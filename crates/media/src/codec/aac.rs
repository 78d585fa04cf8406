use crate::frame::AudioConfig;

#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum ConfigError {
    #[error("configuration ends early")]
    Truncated,
}

pub fn config(_asc: &[u8]) -> Result<AudioConfig, ConfigError> {
    Err(ConfigError::Truncated)
}
