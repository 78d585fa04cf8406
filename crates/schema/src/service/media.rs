//! Service `media`: videos, sounds and pictures.

use crate::object::{FilterPager, MediaEntry, MediaEntryFilter, MediaListResponse};
use crate::{ApiAction, Poly, Service};

pub static SERVICE: Service = Service {
    name: "media",
    docs: "videos, sounds and pictures.",
    actions: &[Get::ACTION, List::ACTION, Count::ACTION],
};

/// Reads a media entry.
#[derive(Clone, Debug, ApiAction)]
#[api(returns = MediaEntry, access = SESSIONS)]
pub struct Get {
    pub entry_id: String,
    #[api(default = -1)]
    pub version: i64,
}

/// Lists media entries.
#[derive(Clone, Debug, ApiAction)]
#[api(returns = MediaListResponse, access = SESSIONS)]
pub struct List {
    pub filter: Option<Poly<MediaEntryFilter>>,
    pub pager: Option<Poly<FilterPager>>,
}

/// Counts media entries.
#[derive(Clone, Debug, ApiAction)]
#[api(returns = i64, access = SESSIONS)]
pub struct Count {
    pub filter: Option<Poly<MediaEntryFilter>>,
}
