//! Service `baseEntry`: entries of every kind.

use crate::object::{
    BaseEntry, BaseEntryFilter, BaseEntryListResponse, FilterPager, PlaybackContext, PlaybackContextOptions,
};
use crate::{Access, Action, ApiArgs, ApiClass, Owner, Poly, Returns, Service};

pub static SERVICE: Service = Service {
    name: "baseEntry",
    docs: "entries of every kind.",
    actions: &[&GET, &GET_BY_IDS, &LIST, &COUNT, &UPDATE, &DELETE, &GET_PLAYBACK_CONTEXT],
};

/// Reads an entry.
pub static GET: Action = Action {
    name: "get",
    docs: "Reads an entry.",
    arguments: <Get as ApiArgs>::ARGUMENTS,
    returns: Returns::Object(BaseEntry::CLASS),
    access: Access::SESSIONS,
    owner: Owner::Anyone,
};

/// Arguments of `baseEntry.get`.
#[derive(Clone, Debug, ApiArgs)]
pub struct Get {
    pub entry_id: String,
    #[api(default = -1)]
    pub version: i64,
}

/// Reads several entries; missing ones are left out.
pub static GET_BY_IDS: Action = Action {
    name: "getByIds",
    docs: "Reads several entries; missing ones are left out.",
    arguments: <GetByIds as ApiArgs>::ARGUMENTS,
    returns: Returns::Array(BaseEntry::CLASS),
    access: Access::SESSIONS,
    owner: Owner::Anyone,
};

/// Arguments of `baseEntry.getByIds`.
#[derive(Clone, Debug, ApiArgs)]
pub struct GetByIds {
    /// Comma list.
    pub entry_ids: String,
}

/// Lists entries.
pub static LIST: Action = Action {
    name: "list",
    docs: "Lists entries.",
    arguments: <List as ApiArgs>::ARGUMENTS,
    returns: Returns::Object(BaseEntryListResponse::CLASS),
    access: Access::SESSIONS,
    owner: Owner::Anyone,
};

/// Arguments of `baseEntry.list`.
#[derive(Clone, Debug, ApiArgs)]
pub struct List {
    pub filter: Option<Poly<BaseEntryFilter>>,
    pub pager: Option<Poly<FilterPager>>,
}

/// Counts entries.
pub static COUNT: Action = Action {
    name: "count",
    docs: "Counts entries.",
    arguments: <Count as ApiArgs>::ARGUMENTS,
    returns: Returns::Int,
    access: Access::SESSIONS,
    owner: Owner::Anyone,
};

/// Arguments of `baseEntry.count`.
#[derive(Clone, Debug, ApiArgs)]
pub struct Count {
    pub filter: Option<Poly<BaseEntryFilter>>,
}

/// Changes an entry.
pub static UPDATE: Action = Action {
    name: "update",
    docs: "Changes an entry.",
    arguments: <Update as ApiArgs>::ARGUMENTS,
    returns: Returns::Object(BaseEntry::CLASS),
    access: Access::USERS,
    owner: Owner::Editor("entryId"),
};

/// Arguments of `baseEntry.update`.
#[derive(Clone, Debug, ApiArgs)]
pub struct Update {
    pub entry_id: String,
    pub base_entry: Poly<BaseEntry>,
}

/// Deletes an entry.
pub static DELETE: Action = Action {
    name: "delete",
    docs: "Deletes an entry.",
    arguments: <Delete as ApiArgs>::ARGUMENTS,
    returns: Returns::Nothing,
    access: Access::USERS,
    owner: Owner::OwnerOnly("entryId"),
};

/// Arguments of `baseEntry.delete`.
#[derive(Clone, Debug, ApiArgs)]
pub struct Delete {
    pub entry_id: String,
}

/// Tells how an entry may be played.
pub static GET_PLAYBACK_CONTEXT: Action = Action {
    name: "getPlaybackContext",
    docs: "Tells how an entry may be played.",
    arguments: <GetPlaybackContext as ApiArgs>::ARGUMENTS,
    returns: Returns::Object(PlaybackContext::CLASS),
    access: Access::SESSIONS,
    owner: Owner::Anyone,
};

/// Arguments of `baseEntry.getPlaybackContext`.
#[derive(Clone, Debug, ApiArgs)]
pub struct GetPlaybackContext {
    pub entry_id: String,
    pub context_data_params: Poly<PlaybackContextOptions>,
}
