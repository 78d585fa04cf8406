//! Service `entryServerNode`: encoders that are connected to entries.

use crate::object::{EntryServerNode, EntryServerNodeFilter, EntryServerNodeListResponse, FilterPager};
use crate::{ApiAction, Poly, Service};

pub static SERVICE: Service = Service {
    name: "entryServerNode",
    docs: "encoders that are connected to entries.",
    actions: &[Get::ACTION, List::ACTION, ValidateRegisteredEntryServerNode::ACTION],
};

/// Reads a node. It exists while an encoder is connected, and while one that was lost may come back.
#[derive(Clone, Debug, ApiAction)]
#[api(returns = EntryServerNode, access = ADMIN)]
pub struct Get {
    pub id: i64,
}

/// Lists nodes.
#[derive(Clone, Debug, ApiAction)]
#[api(returns = EntryServerNodeListResponse, access = ADMIN)]
pub struct List {
    pub filter: Option<Poly<EntryServerNodeFilter>>,
    pub pager: Option<Poly<FilterPager>>,
}

/// Says that a node is still there.
#[derive(Clone, Debug, ApiAction)]
#[api(returns = (), access = ADMIN)]
pub struct ValidateRegisteredEntryServerNode {
    pub id: i64,
}
