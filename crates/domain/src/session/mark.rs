//! Short names of sessions for those who must notice an end without keeping the session: playback tokens.
//!
//! A mark is a digest. It says nothing about the KS it stands for, and equal marks of two sessions are not to be met.

use super::{Ks, rows};
use crate::catalog::{Ended, EndedSubject};
use base::{PartnerId, Result};
use sha2::{Digest, Sha256};
use store::{Event, ReadTx};

/// A KS, or the family that a `sessionid` names.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub struct Mark(pub u64);

/// A session that has ended. After `until` (unix seconds) nothing good can carry its mark.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct EndedMark {
    pub mark: Mark,
    pub until: i64,
}

/// Families of a KS that are watched; a KS has one, if any.
const FAMILIES_MAX: usize = 3;

/// What ends this KS before its time. Nothing ends a widget session (contract: session, validation).
pub fn marks(ks: &Ks) -> Vec<Mark> {
    if ks.is_widget() {
        return Vec::new();
    }
    let families = ks.privileges.value("sessionid").unwrap_or_default();
    let families = families.split('/').filter(|id| !id.is_empty()).take(FAMILIES_MAX);
    let mut marks = vec![of_ks(ks.partner, &ks.hash)];
    marks.extend(families.map(|id| of_family(ks.partner, id)));
    marks
}

/// Everything that has ended: what the edge starts with. More comes by event.
pub async fn ended(tx: &mut ReadTx) -> Result<Vec<EndedMark>> {
    Ok(rows::ended(tx).await?.iter().map(EndedMark::of).collect())
}

impl EndedMark {
    pub fn of_event(event: &Event) -> Option<Self> {
        (event.kind == "session.ended").then(|| rows::ended_of_event(event))?.as_ref().map(Self::of)
    }

    fn of(ended: &Ended) -> Self {
        let mark = match &ended.subject {
            EndedSubject::Ks(hash) => of_ks(ended.partner, hash),
            EndedSubject::Family(id) => of_family(ended.partner, id),
        };
        Self { mark, until: ended.until }
    }
}

fn of_ks(partner: PartnerId, hash: &[u8; 20]) -> Mark {
    digest(b"ks", partner, hash)
}

fn of_family(partner: PartnerId, id: &str) -> Mark {
    digest(b"family", partner, id.as_bytes())
}

fn digest(kind: &[u8], partner: PartnerId, name: &[u8]) -> Mark {
    let digest = Sha256::new().chain_update(kind).chain_update(partner.0.to_be_bytes()).chain_update(name).finalize();
    let head = digest.first_chunk().copied().expect("a digest has 32 bytes");
    Mark(u64::from_be_bytes(head))
}
