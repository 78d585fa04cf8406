//! Service `baseEntry`: entries of every kind.

use crate::enums::EntryType;
use crate::object::{
    BaseEntry, BaseEntryCloneOptionItem, BaseEntryFilter, BaseEntryListResponse, EntryContextDataParams,
    EntryContextDataResult, FilterPager, ModerationFlag, ModerationFlagListResponse, PlaybackContext,
    PlaybackContextOptions,
};
use crate::{ApiAction, Poly, Service};

pub static SERVICE: Service = Service {
    name: "baseEntry",
    docs: "entries of every kind.",
    actions: &[
        Add::ACTION,
        Get::ACTION,
        GetByIds::ACTION,
        List::ACTION,
        ListByReferenceId::ACTION,
        Count::ACTION,
        Update::ACTION,
        Delete::ACTION,
        Clone::ACTION,
        Recycle::ACTION,
        RestoreRecycled::ACTION,
        Flag::ACTION,
        Approve::ACTION,
        Reject::ACTION,
        ListFlags::ACTION,
        AnonymousRank::ACTION,
        GetPlaybackContext::ACTION,
        GetContextData::ACTION,
    ],
};

/// Adds an entry without content.
#[derive(Clone, Debug, ApiAction)]
#[api(returns = BaseEntry, access = USERS)]
pub struct Add {
    pub entry: Poly<BaseEntry>,
    /// Wins over the type of the object.
    #[api(default = EntryType::Automatic)]
    pub r#type: EntryType,
}

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

/// Lists the entries with a reference id.
#[derive(Clone, Debug, ApiAction)]
#[api(returns = BaseEntryListResponse, access = SESSIONS)]
pub struct ListByReferenceId {
    pub ref_id: String,
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

/// Copies an entry.
#[derive(Clone, Debug, ApiAction)]
#[api(returns = BaseEntry, access = USERS)]
pub struct Clone {
    pub entry_id: String,
    /// Everything but children comes along, unless said otherwise.
    pub clone_options: Vec<Poly<BaseEntryCloneOptionItem>>,
}

/// Puts an entry into the bin.
#[derive(Clone, Debug, ApiAction)]
#[api(returns = BaseEntry, access = USERS, editor = "entryId")]
pub struct Recycle {
    pub entry_id: String,
}

/// Takes an entry out of the bin.
#[derive(Clone, Debug, ApiAction)]
#[api(returns = BaseEntry, access = ADMIN)]
pub struct RestoreRecycled {
    pub entry_id: String,
}

/// Complains about an entry.
#[derive(Clone, Debug, ApiAction)]
#[api(returns = (), access = ALL)]
pub struct Flag {
    pub moderation_flag: Poly<ModerationFlag>,
}

/// Finds nothing wrong with an entry.
#[derive(Clone, Debug, ApiAction)]
#[api(returns = (), access = ADMIN)]
pub struct Approve {
    pub entry_id: String,
}

/// Takes an entry away from its viewers.
#[derive(Clone, Debug, ApiAction)]
#[api(returns = (), access = ADMIN)]
pub struct Reject {
    pub entry_id: String,
}

/// Lists the complaints that nobody has dealt with.
#[derive(Clone, Debug, ApiAction)]
#[api(returns = ModerationFlagListResponse, access = ADMIN)]
pub struct ListFlags {
    pub entry_id: String,
    pub pager: Option<Poly<FilterPager>>,
}

/// Gives an entry one to five stars.
#[derive(Clone, Debug, ApiAction)]
#[api(returns = (), access = SESSIONS)]
pub struct AnonymousRank {
    pub entry_id: String,
    pub rank: i64,
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
