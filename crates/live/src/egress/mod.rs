//! Drivers that push media out.

pub mod rtmp;
