//! The media engine: encoders come in, broadcasts and their tracks can be read.
//!
//! Belongs here: ingest drivers, the [`Broadcast`] and its [`Track`] rings, push-style egress.
//! Does not belong here: HTTP, entries, partners, KS, SQL. Who may publish is asked through [`Gatekeeper`].
//!
//! The way of a frame: [`ingest`] reads a socket and hands [`Item`]s to an [`Input`]; the broadcast's task selects, packages
//! and publishes [`View`]s; readers share the bytes.

mod broadcast;
pub mod egress;
pub mod encoders;
pub mod gate;
pub mod ingest;
mod registry;
mod selector;
mod tempo;
mod track;

pub use broadcast::{Broadcast, Input, Kick, Picture, Settings, State};
pub use gate::{Gatekeeper, InputSlot, PublishGrant, PublishRequest, Refusal, Signal};
pub use media::package::TrackKind;
pub use media::playlist::hls::Form;
pub use registry::{BROADCASTS_MAX, OpenError, Registry};
pub use selector::Item;
pub use track::{Edge, Segment, Text, Track, TrackReader, View, Window};
