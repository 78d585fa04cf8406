//! Service `media`: videos, sounds and pictures.

use crate::object::{
    FilterPager, MediaEntry, MediaEntryFilter, MediaListResponse, ModerationFlag, ModerationFlagListResponse,
};
use crate::{ApiAction, Poly, Service};

pub static SERVICE: Service = Service {
    name: "media",
    docs: "videos, sounds and pictures.",
    actions: &[
        Add::ACTION,
        Get::ACTION,
        List::ACTION,
        Count::ACTION,
        Update::ACTION,
        Delete::ACTION,
        Flag::ACTION,
        Approve::ACTION,
        Reject::ACTION,
        ListFlags::ACTION,
        AnonymousRank::ACTION,
    ],
};

/// Adds a media entry without content.
#[derive(Clone, Debug, ApiAction)]
#[api(returns = MediaEntry, access = USERS)]
pub struct Add {
    pub entry: Poly<MediaEntry>,
}

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

/// Changes a media entry.
#[derive(Clone, Debug, ApiAction)]
#[api(returns = MediaEntry, access = USERS, editor = "entryId")]
pub struct Update {
    pub entry_id: String,
    pub media_entry: Poly<MediaEntry>,
}

/// Deletes a media entry.
#[derive(Clone, Debug, ApiAction)]
#[api(returns = (), access = USERS, owner = "entryId")]
pub struct Delete {
    pub entry_id: String,
}

/// Complains about a media entry.
#[derive(Clone, Debug, ApiAction)]
#[api(returns = (), access = ALL)]
pub struct Flag {
    pub moderation_flag: Poly<ModerationFlag>,
}

/// Finds nothing wrong with a media entry.
#[derive(Clone, Debug, ApiAction)]
#[api(returns = (), access = ADMIN)]
pub struct Approve {
    pub entry_id: String,
}

/// Takes a media entry away from its viewers.
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

/// Gives a media entry one to five stars.
#[derive(Clone, Debug, ApiAction)]
#[api(returns = (), access = SESSIONS)]
pub struct AnonymousRank {
    pub entry_id: String,
    pub rank: i64,
}
