//! Delivery through its doors: a signal on one side, HTTP answers on the other.

mod ffmpeg;
mod hls;
mod manifest;
mod stage;
