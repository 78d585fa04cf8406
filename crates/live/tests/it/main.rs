//! The media engine through its doors: encoders on one side, tracks and signals on the other.

#![expect(clippy::disallowed_methods, reason = "tests measure and spawn")]

mod house;
mod rtmp;
mod signal;
