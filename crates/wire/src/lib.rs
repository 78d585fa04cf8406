//! Protocols without sockets: RTMP and FLV.
//!
//! Belongs here: structs that are fed bytes and asked for messages, their limits, and the bytes they answer with.
//! Does not belong here: sockets, tasks, clocks, packaging, and what a codec's bytes mean (that is `media`).
//!
//! Every protocol has the same shape: `push(&[u8])`, then `poll()` until it says `Idle`, and a `Limits` struct.
//! No parser allocates from a length it has not compared with a limit, and none panics on what a peer sends.

pub mod flv;
pub mod rtmp;
pub mod time;

#[cfg(any(test, feature = "fuzz"))]
pub mod checks;
