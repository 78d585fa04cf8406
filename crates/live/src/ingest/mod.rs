//! Drivers that bring media in: one file per protocol, the same shape each.

pub(crate) mod meter;
pub mod name;
pub mod rtmp;
mod waiting_room;
