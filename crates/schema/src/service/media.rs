//! Service `media`: videos, sounds and pictures.

use crate::object::{FilterPager, MediaEntry, MediaEntryFilter, MediaListResponse};
use crate::{Access, Action, ApiArgs, ApiClass, Owner, Poly, Returns, Service};

pub static SERVICE: Service =
    Service { name: "media", docs: "videos, sounds and pictures.", actions: &[&GET, &LIST, &COUNT] };

/// Reads a media entry.
pub static GET: Action = Action {
    name: "get",
    docs: "Reads a media entry.",
    arguments: <Get as ApiArgs>::ARGUMENTS,
    returns: Returns::Object(MediaEntry::CLASS),
    access: Access::SESSIONS,
    owner: Owner::Anyone,
};

/// Arguments of `media.get`.
#[derive(Clone, Debug, ApiArgs)]
pub struct Get {
    pub entry_id: String,
    #[api(default = -1)]
    pub version: i64,
}

/// Lists media entries.
pub static LIST: Action = Action {
    name: "list",
    docs: "Lists media entries.",
    arguments: <List as ApiArgs>::ARGUMENTS,
    returns: Returns::Object(MediaListResponse::CLASS),
    access: Access::SESSIONS,
    owner: Owner::Anyone,
};

/// Arguments of `media.list`.
#[derive(Clone, Debug, ApiArgs)]
pub struct List {
    pub filter: Option<Poly<MediaEntryFilter>>,
    pub pager: Option<Poly<FilterPager>>,
}

/// Counts media entries.
pub static COUNT: Action = Action {
    name: "count",
    docs: "Counts media entries.",
    arguments: <Count as ApiArgs>::ARGUMENTS,
    returns: Returns::Int,
    access: Access::SESSIONS,
    owner: Owner::Anyone,
};

/// Arguments of `media.count`.
#[derive(Clone, Debug, ApiArgs)]
pub struct Count {
    pub filter: Option<Poly<MediaEntryFilter>>,
}
