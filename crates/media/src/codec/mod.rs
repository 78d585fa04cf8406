//! Decoder configuration: one small parser per codec over one bit reader.

pub mod aac;
mod bits;
pub mod h264;

#[cfg(test)]
#[allow(clippy::unwrap_used)] // a test that fails there says where
mod tests;
