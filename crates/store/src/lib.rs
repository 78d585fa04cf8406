//! The `Db` port: transactions, the event log and migrations, on an embedded SQLite file.
//!
//! Belongs here: how rows are kept, how writes become durable, how followers learn of them.
//! Does not belong here: the meaning of any row. No other crate names the engine.
//!
//! The dialect other crates may write: plain SQL with `?` placeholders, `INSERT … ON CONFLICT`, `RETURNING`, `INTEGER`, `REAL`,
//! `TEXT` and `BLOB` columns. JSON is stored as text and never queried into: what a query reads is a column.

mod constraint;
mod db;
mod doc;
pub mod log;
pub mod migrate;
mod onlooker;
mod value;

pub use constraint::{Constraint, Op, Order, Select};
pub use db::{Db, Options, ReadTx, WriteTx, lock_folder};
pub use doc::Doc;
pub use log::{Event, Filter, NewEvent, Subscription};
pub use migrate::Migration;
pub use onlooker::{Onlooker, Step};
pub use value::{FromValue, Row, Value};
