//! The demo webcast: an ordinary entry, published to over loopback like any other, from a prepared loop.
//!
//! Nothing here is special to the server: the entry is made by the same command as the API's, and the media passes the same RTMP
//! listener, so a demo that plays is the main job at work.

use base::{Clock, EntryId, PartnerId, Result, Stop};
use domain::{Actor, Catalog, Change, EntryPatch, Filter, Pager, entry};
use live::egress::rtmp::{Reel, Target, keep_publishing};
use std::net::SocketAddr;
use tracing::info;

/// How the demo's entry is found again after a restart.
const REFERENCE_ID: &str = "plenary-demo";
/// `LIVE_STREAM_FLASH`, the media type of every stream that comes from an encoder (contract: live, enums).
const MEDIA_TYPE: i64 = 201;
const LOOP: &[u8] = include_bytes!("../../../fixtures/demo.flv");

/// The demo's entry, made on the first start.
pub async fn entry(catalog: &Catalog, partner: PartnerId, clock: &dyn Clock) -> Result<domain::Entry> {
    let actor = Actor::system(partner);
    let filter = Filter::one("referenceIdEqual", REFERENCE_ID);
    let kinds = [entry::kind::LIVE_STREAM];
    let found =
        catalog.db().read(async |tx| entry::list(tx, &actor, &kinds, &filter, Pager::new(None, None)).await).await?;
    if let Some(found) = found.objects.into_iter().next() {
        return Ok(found);
    }
    let patch = EntryPatch {
        name: Change::Set("Demo webcast".to_owned()),
        description: Change::Set("A prepared loop, published by this server to itself.".to_owned()),
        reference_id: Change::Set(REFERENCE_ID.to_owned()),
        media_type: Change::Set(MEDIA_TYPE),
        ..EntryPatch::default()
    };
    catalog.db().write(async |tx| entry::add_live(tx, &actor, clock.now(), None, patch).await).await
}

/// Publishes the loop until `stop`, to the server's own listener.
pub async fn publish(id: EntryId, token: String, rtmp: SocketAddr, stop: Stop) {
    let reel = Reel::parse(LOOP).expect("the demo's own file");
    let host = match rtmp {
        SocketAddr::V4(at) if at.ip().is_unspecified() => format!("127.0.0.1:{}", at.port()),
        SocketAddr::V6(at) if at.ip().is_unspecified() => format!("[::1]:{}", at.port()),
        at => at.to_string(),
    };
    let target = Target::parse(&format!("rtmp://{host}/kLive?t={token}"), &format!("{id}_1")).expect("our own address");
    info!(entry = %id, "demo webcast starts");
    keep_publishing(target, reel, stop).await;
}
