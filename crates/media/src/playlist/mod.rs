//! Playlists: text out of a [`crate::segment::SegmentIndex`]. Pure functions: the same index gives the same text.

pub mod hls;

#[cfg(test)]
mod tests;
