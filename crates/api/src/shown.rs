//! Live streams as they were answered last: the object and its text, so that asking for a hot entry again costs a look-up.
//!
//! An answer depends on the entry as the cache has it, on the address it was asked at, and on what this session may see of it; nothing else
//! may go into it. A change makes a new [`Hot`], so what was kept of the old one is not found any more.

use crate::endpoints::Origin;
use base::EntryId;
use domain::Hot;
use schema::encode::Encoding;
use schema::object::LiveStreamEntry;
use std::collections::HashMap;
use std::sync::{Arc, PoisonError, RwLock};

/// Entries that are kept; when full, all are forgotten. With [`VIEWS_MAX`] and [`TEXTS_MAX`] texts of a few kB this bounds the memory.
const ENTRIES_MAX: usize = 1000;
/// Kinds of sessions and addresses an entry is kept for; a further one is answered and not kept.
const VIEWS_MAX: usize = 4;
/// Formats and rights an answer is kept for.
const TEXTS_MAX: usize = 4;

/// What an answer depends on besides the entry.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Seen {
    pub origin: Origin,
    /// Ingest addresses are shown.
    pub ingest: bool,
    pub redirect: Option<EntryId>,
}

/// How an object is written.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Manner {
    pub encoding: Encoding,
    pub is_admin: bool,
    pub push_publish: bool,
    pub ignore_null: bool,
}

/// An answer that several callers get.
#[derive(Debug)]
pub struct Shown {
    pub object: LiveStreamEntry,
    texts: RwLock<Vec<(Manner, Arc<str>)>>,
}

impl Shown {
    fn new(object: LiveStreamEntry) -> Self {
        Self { object, texts: RwLock::default() }
    }

    /// Appends the text; `write` makes it if it was not asked for before.
    pub fn append(&self, out: &mut String, manner: Manner, write: impl FnOnce(&mut String)) {
        let known =
            |texts: &[(Manner, Arc<str>)]| texts.iter().find(|(kept, _)| *kept == manner).map(|(_, text)| text.clone());
        if let Some(text) = known(&self.texts.read().unwrap_or_else(PoisonError::into_inner)) {
            out.push_str(&text);
            return;
        }
        let start = out.len();
        write(out);
        let mut texts = self.texts.write().unwrap_or_else(PoisonError::into_inner);
        if texts.len() < TEXTS_MAX && known(&texts).is_none() {
            texts.push((manner, Arc::from(&out[start..])));
        }
    }
}

/// The answers that are kept.
#[derive(Debug, Default)]
pub struct Gallery(RwLock<HashMap<EntryId, (Arc<Hot>, Views)>>);

type Views = Vec<(Seen, Arc<Shown>)>;

impl Gallery {
    /// The answer about `hot` as it is `seen`; `make` makes it if it is not there.
    pub fn show(&self, hot: &Arc<Hot>, seen: Seen, make: impl FnOnce(&Seen) -> LiveStreamEntry) -> Arc<Shown> {
        let find =
            |views: &[(Seen, Arc<Shown>)]| views.iter().find(|(kept, _)| *kept == seen).map(|(_, shown)| shown.clone());
        if let Some((kept, views)) = self.0.read().unwrap_or_else(PoisonError::into_inner).get(&hot.id)
            && Arc::ptr_eq(kept, hot)
            && let Some(shown) = find(views)
        {
            return shown;
        }
        let shown = Arc::new(Shown::new(make(&seen)));
        let mut entries = self.0.write().unwrap_or_else(PoisonError::into_inner);
        if entries.len() >= ENTRIES_MAX && !entries.contains_key(&hot.id) {
            entries.clear();
        }
        let (kept, views) = entries.entry(hot.id.clone()).or_insert_with(|| (hot.clone(), Vec::new()));
        if !Arc::ptr_eq(kept, hot) {
            (*kept, *views) = (hot.clone(), Vec::new());
        }
        if views.len() < VIEWS_MAX {
            views.push((seen, shown.clone()));
        }
        shown
    }
}
