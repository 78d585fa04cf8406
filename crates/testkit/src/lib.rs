//! What tests share: synthetic media, an encoder to publish it with, a clock, readers of playlists and of PHP answers.
//!
//! For `dev-dependencies` only.

pub mod clock;
pub mod encoder;
pub mod php;
pub mod playlist;
pub mod synth;
