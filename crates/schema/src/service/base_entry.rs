//! Service `baseEntry`: entries of every kind.

use crate::object::{
    BaseEntry, BaseEntryFilter, BaseEntryListResponse, EntryContextDataParams, EntryContextDataResult, FilterPager,
    PlaybackContext, PlaybackContextOptions,
};
use crate::{ApiAction, Poly, Service};

pub static SERVICE: Service = Service {
    name: "baseEntry",
    docs: "entries of every kind.",
    actions: &[
        Get::ACTION,
        GetByIds::ACTION,
        List::ACTION,
        Count::ACTION,
        Update::ACTION,
        Delete::ACTION,
        GetPlaybackContext::ACTION,
        GetContextData::ACTION,
    ],
};

/// Reads an entry.
#[derive(Clone, Debug, ApiAction)]
#[api(returns = BaseEntry, access = SESSIONS)]
pub struct Get {
    pub entry_id: String,
    #[api(default = -1)]
    pub version: i64,
}

/// Reads several entries; missing ones are left out.
#[derive(Clone, Debug, ApiAction)]
#[api(returns = Vec<BaseEntry>, access = SESSIONS)]
pub struct GetByIds {
    /// Comma list.
    pub entry_ids: String,
}

/// Lists entries.
#[derive(Clone, Debug, ApiAction)]
#[api(returns = BaseEntryListResponse, access = SESSIONS)]
pub struct List {
    pub filter: Option<Poly<BaseEntryFilter>>,
    pub pager: Option<Poly<FilterPager>>,
}

/// Counts entries.
#[derive(Clone, Debug, ApiAction)]
#[api(returns = i64, access = SESSIONS)]
pub struct Count {
    pub filter: Option<Poly<BaseEntryFilter>>,
}

/// Changes an entry.
#[derive(Clone, Debug, ApiAction)]
#[api(returns = BaseEntry, access = USERS, editor = "entryId")]
pub struct Update {
    pub entry_id: String,
    pub base_entry: Poly<BaseEntry>,
}

/// Deletes an entry.
#[derive(Clone, Debug, ApiAction)]
#[api(returns = (), access = USERS, owner = "entryId")]
pub struct Delete {
    pub entry_id: String,
}

/// Tells how an entry may be played.
#[derive(Clone, Debug, ApiAction)]
#[api(returns = PlaybackContext, access = SESSIONS)]
pub struct GetPlaybackContext {
    pub entry_id: String,
    pub context_data_params: Poly<PlaybackContextOptions>,
}

/// Tells how an entry may be played, as older players ask.
#[derive(Clone, Debug, ApiAction)]
#[api(returns = EntryContextDataResult, access = SESSIONS)]
pub struct GetContextData {
    pub entry_id: String,
    pub context_data_params: Poly<EntryContextDataParams>,
}
