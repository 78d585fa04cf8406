//! The media engine through its doors: encoders on one side, tracks and signals on the other.

mod house;
mod rtmp;
mod signal;
