//! Service `liveStream`: live streams: permanent entries that are ingested again and again.

use crate::enums::{PlaybackProtocol, SourceType};
use crate::object::{
    FilterPager, LiveEntry, LiveStreamDetails, LiveStreamEntry, LiveStreamEntryFilter, LiveStreamListResponse,
};
use crate::{Access, Action, ApiArgs, ApiClass, Owner, Poly, Returns, Service};

pub static SERVICE: Service = Service {
    name: "liveStream",
    docs: "live streams: permanent entries that are ingested again and again.",
    actions: &[&ADD, &GET, &UPDATE, &DELETE, &LIST, &IS_LIVE, &GET_DETAILS, &REGENERATE_STREAM_TOKEN],
};

/// Makes a live stream.
pub static ADD: Action = Action {
    name: "add",
    docs: "Makes a live stream.",
    arguments: <Add as ApiArgs>::ARGUMENTS,
    returns: Returns::Object(LiveStreamEntry::CLASS),
    access: Access::ADMIN,
    owner: Owner::Anyone,
};

/// Arguments of `liveStream.add`.
#[derive(Clone, Debug, ApiArgs)]
pub struct Add {
    pub live_stream_entry: Poly<LiveStreamEntry>,
    pub source_type: Option<SourceType>,
}

/// Reads a live stream.
pub static GET: Action = Action {
    name: "get",
    docs: "Reads a live stream.",
    arguments: <Get as ApiArgs>::ARGUMENTS,
    returns: Returns::Object(LiveStreamEntry::CLASS),
    access: Access::SESSIONS,
    owner: Owner::Anyone,
};

/// Arguments of `liveStream.get`.
#[derive(Clone, Debug, ApiArgs)]
pub struct Get {
    pub entry_id: String,
    #[api(default = -1)]
    pub version: i64,
}

/// Changes a live stream; this is also how one goes live.
pub static UPDATE: Action = Action {
    name: "update",
    docs: "Changes a live stream; this is also how one goes live.",
    arguments: <Update as ApiArgs>::ARGUMENTS,
    returns: Returns::Object(LiveStreamEntry::CLASS),
    access: Access::PRODUCER,
    owner: Owner::Editor("entryId"),
};

/// Arguments of `liveStream.update`.
#[derive(Clone, Debug, ApiArgs)]
pub struct Update {
    pub entry_id: String,
    pub live_stream_entry: Poly<LiveStreamEntry>,
}

/// Deletes a live stream.
pub static DELETE: Action = Action {
    name: "delete",
    docs: "Deletes a live stream.",
    arguments: <Delete as ApiArgs>::ARGUMENTS,
    returns: Returns::Nothing,
    access: Access::ADMIN,
    // Only ADMIN sessions get as far as an entry, and they own everything (contract: session).
    owner: Owner::Anyone,
};

/// Arguments of `liveStream.delete`.
#[derive(Clone, Debug, ApiArgs)]
pub struct Delete {
    pub entry_id: String,
}

/// Lists live streams.
pub static LIST: Action = Action {
    name: "list",
    docs: "Lists live streams.",
    arguments: <List as ApiArgs>::ARGUMENTS,
    returns: Returns::Object(LiveStreamListResponse::CLASS),
    access: Access::SESSIONS,
    owner: Owner::Anyone,
};

/// Arguments of `liveStream.list`.
#[derive(Clone, Debug, ApiArgs)]
pub struct List {
    pub filter: Option<Poly<LiveStreamEntryFilter>>,
    pub pager: Option<Poly<FilterPager>>,
}

/// Tells whether the caller may watch now.
pub static IS_LIVE: Action = Action {
    name: "isLive",
    docs: "Tells whether the caller may watch now.",
    arguments: <IsLive as ApiArgs>::ARGUMENTS,
    returns: Returns::Bool,
    access: Access::ALL,
    owner: Owner::Anyone,
};

/// Arguments of `liveStream.isLive`.
#[derive(Clone, Debug, ApiArgs)]
pub struct IsLive {
    pub id: String,
    pub protocol: Option<PlaybackProtocol>,
}

/// Tells how a stream is doing.
pub static GET_DETAILS: Action = Action {
    name: "getDetails",
    docs: "Tells how a stream is doing.",
    arguments: <GetDetails as ApiArgs>::ARGUMENTS,
    returns: Returns::Object(LiveStreamDetails::CLASS),
    access: Access::ALL,
    owner: Owner::Anyone,
};

/// Arguments of `liveStream.getDetails`.
#[derive(Clone, Debug, ApiArgs)]
pub struct GetDetails {
    pub id: String,
}

/// Replaces the token encoders show. The old one stops working at once; a connected encoder is not dropped.
pub static REGENERATE_STREAM_TOKEN: Action = Action {
    name: "regenerateStreamToken",
    docs: "Replaces the token encoders show. The old one stops working at once; a connected encoder is not dropped.",
    arguments: <RegenerateStreamToken as ApiArgs>::ARGUMENTS,
    returns: Returns::Object(LiveEntry::CLASS),
    access: Access::PRODUCER,
    owner: Owner::Editor("entryId"),
};

/// Arguments of `liveStream.regenerateStreamToken`.
#[derive(Clone, Debug, ApiArgs)]
pub struct RegenerateStreamToken {
    pub entry_id: String,
}
