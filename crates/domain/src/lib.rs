//! The rules: who may do what to which entry, what everybody sees, and what is remembered.
//!
//! Belongs here: sessions, entries, live state, access, metadata, conversion profiles and uiConfs as facts and commands.
//! Does not belong here: HTTP, wire encodings, media bytes, sockets.
//!
//! Commands are `async fn verb(tx, actor, now, …)`. They write rows and append events in one transaction; they do not spawn, sleep
//! or call the network. Errors carry the API's code and arguments, never its message.

pub mod access;
pub mod actor;
mod catalog;
#[cfg(any(test, feature = "fuzz"))]
pub mod checks;
pub mod conversion_profile;
pub mod entry;
pub mod filter;
pub mod flavor_params;
pub mod guard;
pub mod live_state;
pub mod metadata;
mod named;
pub mod partner;
mod random;
pub mod response_profile;
pub mod role;
mod seal;
mod seed;
pub mod session;
pub mod stream;
pub mod uiconf;
pub mod user;
pub mod widget;

pub use actor::{Actor, Columns, SessionKind};
pub use catalog::{Caller, Catalog};
pub use entry::{Change, Entry, EntryPatch, Live};
pub use filter::{Filter, Page, Pager};
pub use live_state::{Hot, Input, Node, NodeStatus, WebcastState};

/// The tables of this crate, in order of application.
pub const MIGRATIONS: &[store::Migration] = &[
    migration("0001_first", include_str!("../migrations/0001_first.sql")),
    migration("0002_response_profile", include_str!("../migrations/0002_response_profile.sql")),
    migration("0003_people", include_str!("../migrations/0003_people.sql")),
    migration("0004_access_control", include_str!("../migrations/0004_access_control.sql")),
    migration("0005_catalogue", include_str!("../migrations/0005_catalogue.sql")),
];

const fn migration(name: &'static str, sql: &'static str) -> store::Migration {
    store::Migration { owner: "domain", name, sql }
}
