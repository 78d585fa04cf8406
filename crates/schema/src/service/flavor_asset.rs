//! Service `flavorAsset`: the renditions of entries.

use crate::object::{FilterPager, FlavorAsset, FlavorAssetFilter, FlavorAssetListResponse};
use crate::{ApiAction, Poly, Service};

pub static SERVICE: Service = Service {
    name: "flavorAsset",
    docs: "the renditions of entries.",
    actions: &[List::ACTION, GetByEntryId::ACTION, GetWebPlayableByEntryId::ACTION],
};

/// Lists the renditions of the entries that the filter names.
#[derive(Clone, Debug, ApiAction)]
#[api(returns = FlavorAssetListResponse, access = SESSIONS)]
pub struct List {
    pub filter: Option<Poly<FlavorAssetFilter>>,
    pub pager: Option<Poly<FilterPager>>,
}

/// Reads the renditions of an entry.
#[derive(Clone, Debug, ApiAction)]
#[api(returns = Vec<FlavorAsset>, access = SESSIONS)]
pub struct GetByEntryId {
    pub entry_id: String,
}

/// Reads the renditions of an entry that browsers play: ready ones with the tag `web` or `mbr`.
#[derive(Clone, Debug, ApiAction)]
#[api(returns = Vec<FlavorAsset>, access = SESSIONS)]
pub struct GetWebPlayableByEntryId {
    pub entry_id: String,
}
