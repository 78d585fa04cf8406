//! Where wall-clock time comes from. Rules take `now` as an argument; only drivers hold a `Clock`.

use crate::UnixMillis;

/// Wall-clock source. The real one lives in `server`; tests bring their own.
pub trait Clock: Send + Sync + 'static {
    fn now(&self) -> UnixMillis;
}
