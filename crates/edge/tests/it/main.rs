//! Delivery through its doors: a signal on one side, HTTP answers on the other.

#![expect(clippy::disallowed_methods, reason = "tests measure and spawn")]

mod ffmpeg;
mod hls;
mod manifest;
mod stage;
