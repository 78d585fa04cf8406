//! Entries: what they are and what rules read of them. A live entry is permanent; its broadcasts come and go.
//!
//! Contract: live, fields, add, update; entries, fields and list defaults. Typed fields are those that rules read; every other
//! field lives in `doc` under its wire name. Ingest and playback addresses are not stored: the API makes them.

mod asset;
mod command;
mod copy;
mod media;
pub mod moderation;
mod push;
mod query;
pub(crate) mod rows;
mod thumbnail;

pub use asset::{LiveAsset, live_assets};
pub use command::{add_live, delete, renew_stream_token, update};
pub use copy::{CHILDREN_MAX, CopyOptions, RECYCLED, copy, recycle, restore};
pub use media::{NO_PROFILE, add_media, require_media_type};
pub use push::{PushTarget, add_push_target, remove_push_target};
pub use query::{count, get, list};
pub use thumbnail::{THUMBNAIL_BYTES_MAX, Thumbnail, set_thumbnail, thumbnail, thumbnail_version};

use crate::live_state::Node;
use base::{EntryId, PartnerId, Secret, UnixMillis, UserId};
use std::collections::HashSet;
use store::Doc;

/// Entry types by their wire value.
pub mod kind {
    /// What the content will say.
    pub const AUTOMATIC: i64 = -1;
    pub const MEDIA: i64 = 1;
    pub const LIVE_STREAM: i64 = 7;
    pub const DOCUMENT: i64 = 10;
}

/// Entry statuses by their wire value.
pub mod status {
    pub const READY: i64 = 2;
    pub const DELETED: i64 = 3;
    pub const NO_CONTENT: i64 = 7;
}

/// User ids of an entitlement list, in the order given.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct UserList(pub Vec<UserId>);

impl UserList {
    /// Comma-separated; blanks and ids that are too long are dropped, duplicates too.
    pub fn parse(text: &str) -> Self {
        let mut seen = HashSet::new();
        let users = crate::filter::split(text).filter(|item| seen.insert(*item));
        Self(users.filter_map(|item| item.parse().ok()).collect())
    }

    pub fn contains(&self, user: &UserId) -> bool {
        self.0.iter().any(|listed| listed.is_same(user))
    }
}

impl std::fmt::Display for UserList {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        let names: Vec<&str> = self.0.iter().map(UserId::as_str).collect();
        f.write_str(&names.join(","))
    }
}

/// Any entry. Wire names in the comments where they differ.
#[derive(Clone, Debug, PartialEq)]
pub struct Entry {
    pub id: EntryId,
    pub partner: PartnerId,
    /// See [`kind`].
    pub kind: i64,
    /// See [`status`].
    pub status: i64,
    pub name: String,
    pub description: Option<String>,
    /// Joined as `a, b`.
    pub tags: Option<String>,
    pub admin_tags: Option<String>,
    /// `userId`
    pub owner: UserId,
    /// `creatorId`
    pub creator: UserId,
    pub entitled_edit: UserList,
    pub entitled_publish: UserList,
    pub entitled_view: UserList,
    pub created_at: UnixMillis,
    pub updated_at: UnixMillis,
    /// `startDate`, `endDate`
    pub starts: Option<UnixMillis>,
    pub ends: Option<UnixMillis>,
    pub reference_id: Option<String>,
    pub moderation_status: i64,
    pub display_in_search: i64,
    /// `rootEntryId`; `None` is printed as the own id.
    pub root: Option<EntryId>,
    /// `parentEntryId`
    pub parent: Option<EntryId>,
    /// `redirectEntryId` as stored; printed as null while a node is connected, see [`crate::live_state::redirect`].
    pub redirect: Option<EntryId>,
    /// `accessControlId`
    pub access_control: i64,
    /// `conversionProfileId`
    pub conversion_profile: Option<i64>,
    pub partner_sort_value: i64,
    pub version: i64,
    /// Rises whenever what a viewer may see shrinks or changes; part of playback tokens.
    pub access_revision: i64,
    /// Present for live entries only.
    pub live: Option<Live>,
    /// Encoders connected now, or lost within the grace. Empty for other entries.
    pub nodes: Vec<Node>,
    /// Everything else, under wire names (`bitrates`, `offlineMessage`, `licenseType`, `flavorParamsIds`, …).
    pub doc: Doc,
}

/// What only live entries have. Milliseconds where the name says so; other times are wall clock.
#[derive(Clone, Debug, PartialEq)]
pub struct Live {
    /// `32` and friends, as text.
    pub source_type: String,
    pub media_type: i64,
    pub stream_password: Secret<String>,
    pub stream_name: String,
    pub srt_pass: Option<Secret<String>>,
    pub explicit_live: bool,
    /// 0 PREVIEW, 1 ALLOW_ALL; always 1 when `explicit_live` is false.
    pub view_mode: i64,
    /// 0 STOPPED, 1 PAUSED, 2 ACTIVE, 3 DISABLED
    pub recording_status: i64,
    /// 0 DISABLED, 1 APPENDED, 2 PER_SESSION
    pub record_status: i64,
    pub dvr_status: Option<i64>,
    /// Minutes, as sent.
    pub dvr_window: Option<i64>,
    pub segment_duration_ms: i64,
    pub recording_options: Option<Doc>,
    pub recorded_entry: Option<String>,
    pub first_broadcast: Option<UnixMillis>,
    pub last_broadcast: Option<UnixMillis>,
    pub current_broadcast_start: Option<UnixMillis>,
    pub last_broadcast_end: Option<UnixMillis>,
    /// First moment live with ALLOW_ALL (`broadcastTime`).
    pub broadcast_time: Option<UnixMillis>,
    /// When the audience last saw this live and it ended; not on the wire.
    pub ended_at: Option<UnixMillis>,
}

impl Live {
    /// Viewers may see the signal.
    pub fn is_released(&self) -> bool {
        !self.explicit_live || self.view_mode == 1
    }

    /// Sources whose signal comes to us, not from elsewhere (contract: live, stream configurations).
    pub fn is_own_source(&self) -> bool {
        matches!(self.source_type.as_str(), "32" | "33" | "42")
    }
}

/// What an input object says about one field.
#[derive(Clone, Debug, Default, PartialEq)]
pub enum Change<T> {
    /// Absent: leave it alone (update) or take the default (add).
    #[default]
    Keep,
    /// Explicitly null.
    Clear,
    Set(T),
}

impl<T> Change<T> {
    pub fn set(self) -> Option<T> {
        match self {
            Self::Set(value) => Some(value),
            Self::Keep | Self::Clear => None,
        }
    }

    pub fn as_set(&self) -> Option<&T> {
        match self {
            Self::Set(value) => Some(value),
            Self::Keep | Self::Clear => None,
        }
    }

    /// The value after this change.
    pub fn apply(self, current: Option<T>) -> Option<T> {
        match self {
            Self::Keep => current,
            Self::Clear => None,
            Self::Set(value) => Some(value),
        }
    }
}

impl<T> From<Option<T>> for Change<T> {
    fn from(value: Option<T>) -> Self {
        value.map_or(Self::Keep, Self::Set)
    }
}

/// An entry object as sent: for add and for partial update. Times are wall clock with relative times already resolved; a `startDate`
/// or `endDate` of -1 is `Clear`. Read-only properties are the API's to refuse; insert-only ones are ignored by update.
#[derive(Clone, Debug, Default)]
pub struct EntryPatch {
    pub name: Change<String>,
    pub description: Change<String>,
    pub tags: Change<String>,
    pub admin_tags: Change<String>,
    pub categories: Change<String>,
    pub user_id: Change<String>,
    /// insert only
    pub creator_id: Change<String>,
    pub access_control_id: Change<i64>,
    pub start_date: Change<UnixMillis>,
    pub end_date: Change<UnixMillis>,
    pub reference_id: Change<String>,
    pub conversion_profile_id: Change<i64>,
    pub redirect_entry_id: Change<String>,
    pub parent_entry_id: Change<String>,
    pub entitled_users_edit: Change<String>,
    pub entitled_users_publish: Change<String>,
    pub entitled_users_view: Change<String>,
    pub display_in_search: Change<i64>,
    pub partner_sort_value: Change<i64>,
    /// insert only
    pub template_entry_id: Change<String>,
    /// insert only
    pub media_type: Change<i64>,
    /// insert only
    pub source_type: Change<String>,
    pub stream_password: Change<String>,
    pub stream_name: Change<String>,
    pub srt_pass: Change<String>,
    pub explicit_live: Change<bool>,
    pub view_mode: Change<i64>,
    pub recording_status: Change<i64>,
    pub record_status: Change<i64>,
    pub dvr_status: Change<i64>,
    pub dvr_window: Change<i64>,
    pub segment_duration: Change<i64>,
    /// A nested object replaces as a whole.
    pub recording_options: Change<Doc>,
    pub recorded_entry_id: Change<String>,
    /// Every other field under its wire name; `null` clears, arrays replace. `bitrates`, `offlineMessage`, `encodingIP1`, …
    pub doc: Doc,
}
