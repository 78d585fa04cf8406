//! Words everybody uses: ids, time, errors, limits, secrets, shutdown.
//!
//! Belongs here: what a third crate needed. Does not belong here: anything that knows tokio, HTTP or a wire format.

pub mod clock;
pub mod error;
pub mod id;
pub mod limit;
pub mod secret;
pub mod stop;
pub mod tally;
pub mod time;

pub use clock::Clock;
pub use error::{Error, Kind, Result, ResultExt};
pub use id::{BroadcastKey, EntryId, PartnerId, UserId};
pub use secret::Secret;
pub use stop::{Stop, Stopper};
pub use tally::Tally;
pub use time::{Ticks, UnixMillis};
