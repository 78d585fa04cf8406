//! Decoder configuration: one small parser per codec over one bit reader.

pub mod aac;
mod bits;
pub mod h264;
