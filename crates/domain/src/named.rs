//! Lists whose filter names one entry and nothing else, answered from the caches: what every player asks at its start.
//!
//! Invariant: the answer is the one that the database would give; a filter that says anything more goes there.

use crate::actor::Actor;
use crate::catalog::Catalog;
use crate::filter::{Filter, Page, Pager};
use crate::live_state::{self, Hot};
use crate::metadata::{Metadata, object};
use base::Result;
use std::sync::Arc;

impl Catalog {
    /// The page of `filter`; `None` if the database must be asked.
    pub async fn entry_named(
        &self,
        actor: &Actor,
        kinds: &[i64],
        filter: &Filter,
        pager: Pager,
    ) -> Result<Option<Page<Arc<Hot>>>> {
        let (id, follows) = match (filter.text("idEqual"), filter.text("redirectFromEntryId")) {
            (Some(id), None) => (id, false),
            (None, Some(id)) => (id, true),
            _ => return Ok(None),
        };
        if !says_only(filter, &["idEqual", "redirectFromEntryId"]) {
            return Ok(None);
        }
        let Some(mut found) = self.any_entry(&id).await?.filter(|hot| hot.partner == actor.partner) else {
            return Ok(None);
        };
        if follows && let Some(target) = live_state::redirect(&found, actor).cloned() {
            match self.any_entry(target.as_str()).await?.filter(|hot| hot.partner == actor.partner) {
                Some(hot) => found = hot,
                None => return Ok(None),
            }
        }
        let fits = kinds.is_empty() || kinds.contains(&found.kind);
        Ok(Some(page(if fits { vec![found] } else { Vec::new() }, pager)))
    }

    /// The metadata records of an entry that `filter` names; `None` if the database must be asked.
    pub async fn metadata_named(&self, actor: &Actor, filter: &Filter, pager: Pager) -> Result<Option<Page<Metadata>>> {
        let Some(id) = filter.text("objectIdEqual") else { return Ok(None) };
        let known = ["objectIdEqual", "metadataObjectTypeEqual", "metadataProfileIdEqual"];
        let of_entries = filter.text("metadataObjectTypeEqual").is_none_or(|object_type| object_type == object::ENTRY);
        if !of_entries || !says_only(filter, &known) || filter.order_by.is_some() {
            return Ok(None);
        }
        let Some(hot) = self.any_entry(&id).await?.filter(|hot| hot.partner == actor.partner) else { return Ok(None) };
        let Some(records) = &hot.records else { return Ok(None) };
        let profile = filter.text("metadataProfileIdEqual");
        let fits = |record: &&Metadata| profile.as_ref().is_none_or(|id| *id == record.profile_id.to_string());
        Ok(Some(page(records.iter().filter(fits).cloned().collect(), pager)))
    }
}

fn says_only(filter: &Filter, names: &[&str]) -> bool {
    filter.properties.iter().all(|(name, _)| names.contains(&name.as_str()) || !filter.has(name))
}

fn page<T>(all: Vec<T>, pager: Pager) -> Page<T> {
    let total = all.len() as i64;
    let bounds = (usize::try_from(pager.offset()), usize::try_from(pager.limit()));
    let (skip, take) = (bounds.0.unwrap_or(usize::MAX), bounds.1.unwrap_or(0));
    Page { objects: all.into_iter().skip(skip).take(take).collect(), total }
}
