//! Where a live stream is to be sent on to, as accounts with the push-publish feature note it (contract: live, push publish).
//!
//! It is noted only: nothing is sent on.

use super::{Entry, kind, query, rows};
use crate::actor::Actor;
use base::{Error, Kind, Result, UnixMillis};
use serde_json::{Value as Json, json};
use store::WriteTx;

/// Targets of one entry; one more is refused.
const TARGETS_MAX: usize = 20;
/// Longest address in bytes; a longer one is refused.
const URL_BYTES_MAX: usize = 2048;
const FIELD: &str = "publishConfigurations";

/// One target; there is at most one for each protocol.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct PushTarget {
    pub protocol: String,
    pub url: Option<String>,
    pub backup_url: Option<String>,
}

/// liveStream.addLiveStreamPushPublishConfiguration: takes the place of what was noted for the protocol.
pub async fn add_push_target(
    tx: &mut WriteTx,
    actor: &Actor,
    now: UnixMillis,
    id: &str,
    target: PushTarget,
) -> Result<Entry> {
    let too_long = |max: usize| {
        let error = Error::coded(Kind::Invalid, "PROPERTY_VALIDATION_MAX_LENGTH");
        Err(error.arg("PROP_NAME", "KalturaLiveEntry::publishConfigurations").arg("MAX_LEN", max))
    };
    if [&target.url, &target.backup_url].into_iter().flatten().any(|url| url.len() > URL_BYTES_MAX) {
        return too_long(URL_BYTES_MAX);
    }
    let mut entry = query::get(tx, actor, id, &[kind::LIVE_STREAM]).await?;
    let mut targets = others(&entry, &target.protocol);
    if targets.len() >= TARGETS_MAX {
        return too_long(TARGETS_MAX);
    }
    targets
        .push(json!({ "protocol": target.protocol, "publishUrl": target.url, "backupPublishUrl": target.backup_url }));
    entry.doc.insert(FIELD.to_owned(), Json::from(targets));
    save(tx, now, entry).await
}

/// liveStream.removeLiveStreamPushPublishConfiguration
pub async fn remove_push_target(
    tx: &mut WriteTx,
    actor: &Actor,
    now: UnixMillis,
    id: &str,
    protocol: &str,
) -> Result<Entry> {
    let mut entry = query::get(tx, actor, id, &[kind::LIVE_STREAM]).await?;
    let targets = others(&entry, protocol);
    entry.doc.insert(FIELD.to_owned(), Json::from(targets));
    save(tx, now, entry).await
}

/// The targets of other protocols, as they are stored.
fn others(entry: &Entry, protocol: &str) -> Vec<Json> {
    let targets = entry.doc.get(FIELD).and_then(Json::as_array).cloned().unwrap_or_default();
    targets.into_iter().filter(|target| target.get("protocol").and_then(Json::as_str) != Some(protocol)).collect()
}

async fn save(tx: &mut WriteTx, now: UnixMillis, mut entry: Entry) -> Result<Entry> {
    entry.updated_at = now;
    rows::save(tx, &entry).await?;
    rows::append(tx, now, &entry, "entry.updated").await?;
    Ok(entry)
}
