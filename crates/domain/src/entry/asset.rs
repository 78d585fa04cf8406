//! The renditions a live entry is said to have: one for each params of its conversion profile (contract: live, live assets).
//!
//! They follow from the entry and are not stored; their ids are always the same.

use super::Entry;
use crate::flavor_params::{self, FlavorParams};
use base::EntryId;
use sha2::{Digest, Sha256};

/// One rendition of a live entry.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct LiveAsset {
    /// Ids of assets look like those of entries.
    pub id: EntryId,
    pub params: &'static FlavorParams,
}

/// In the order of their params. None for other entries.
pub fn live_assets(entry: &Entry) -> Vec<LiveAsset> {
    let ids = entry.doc.text("flavorParamsIds").filter(|_| entry.live.is_some()).unwrap_or_default();
    let params = crate::filter::split(ids).filter_map(|id| flavor_params::find(id.parse().ok()?));
    params.map(|params| LiveAsset { id: id_of(entry, params.id), params }).collect()
}

fn id_of(entry: &Entry, params: i64) -> EntryId {
    let digest = Sha256::new().chain_update(entry.id.as_str()).chain_update(params.to_be_bytes()).finalize();
    EntryId::from_random(digest.first_chunk().copied().expect("a digest has 32 bytes"))
}
