//! What tests share: synthetic media, an encoder to publish it with, a clock, a reader of playlists.
//!
//! For `dev-dependencies` only.

pub mod clock;
pub mod encoder;
pub mod playlist;
pub mod synth;
