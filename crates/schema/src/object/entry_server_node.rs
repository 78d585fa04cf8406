//! Encoders of live entries, as the API shows them (contract: live, entry server nodes).

use crate::enums::{EntryServerNodeRecordingStatus, EntryServerNodeStatus, EntryServerNodeType, ViewMode};
use crate::object::{Filter, ListResponse};
use crate::{ApiObject, Field, Poly, Time};

/// One input of an entry while somebody uses it.
#[derive(Clone, Debug, Default, ApiObject)]
#[api(name = "KalturaEntryServerNode", is_abstract)]
pub struct EntryServerNode {
    #[api(readonly)]
    pub id: Field<i64>,
    #[api(readonly)]
    pub entry_id: Field<String>,
    /// This server is 1.
    #[api(readonly)]
    pub server_node_id: Field<i64>,
    #[api(readonly)]
    pub partner_id: Field<i64>,
    #[api(readonly)]
    pub created_at: Field<Time>,
    #[api(readonly)]
    pub updated_at: Field<Time>,
    #[api(readonly)]
    pub status: Field<EntryServerNodeStatus>,
    #[api(readonly)]
    pub server_type: Field<EntryServerNodeType>,
}

/// A recording that a node makes.
#[derive(Clone, Debug, Default, ApiObject)]
#[api(name = "KalturaLiveEntryServerNodeRecordingInfo")]
pub struct LiveEntryServerNodeRecordingInfo {
    pub recorded_entry_id: Field<String>,
    /// Milliseconds.
    pub duration: Field<i64>,
    pub recording_status: Field<EntryServerNodeRecordingStatus>,
}

/// An encoder of a live entry.
#[derive(Clone, Debug, Default, ApiObject)]
#[api(name = "KalturaLiveEntryServerNode", extends = EntryServerNode)]
pub struct LiveEntryServerNode {
    pub base: EntryServerNode,
    /// Empty: nothing is recorded yet.
    pub recording_info: Field<Vec<Poly<LiveEntryServerNodeRecordingInfo>>>,
    pub is_playable_user: Field<bool>,
    pub view_mode: Field<ViewMode>,
}

/// Which nodes are wanted.
#[derive(Clone, Debug, Default, ApiObject)]
#[api(name = "KalturaEntryServerNodeFilter", extends = Filter)]
pub struct EntryServerNodeFilter {
    pub base: Filter,
    pub entry_id_equal: Field<String>,
    pub entry_id_in: Field<String>,
    pub server_node_id_equal: Field<i64>,
    pub created_at_greater_than_or_equal: Field<Time>,
    pub created_at_less_than_or_equal: Field<Time>,
    pub updated_at_greater_than_or_equal: Field<Time>,
    pub updated_at_less_than_or_equal: Field<Time>,
    pub status_equal: Field<EntryServerNodeStatus>,
    pub status_in: Field<String>,
    pub server_type_equal: Field<EntryServerNodeType>,
}

/// Which live nodes are wanted.
#[derive(Clone, Debug, Default, ApiObject)]
#[api(name = "KalturaLiveEntryServerNodeFilter", extends = EntryServerNodeFilter)]
pub struct LiveEntryServerNodeFilter {
    pub base: EntryServerNodeFilter,
}

/// A page of nodes.
#[derive(Clone, Debug, Default, ApiObject)]
#[api(name = "KalturaEntryServerNodeListResponse", extends = ListResponse)]
pub struct EntryServerNodeListResponse {
    pub base: ListResponse,
    #[api(readonly)]
    pub objects: Field<Vec<Poly<EntryServerNode>>>,
}
