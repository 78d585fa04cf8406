//! Conversion profiles and the live params they consist of (contract: live, live params and conversion profiles).

use crate::actor::Actor;
use crate::filter::{Filter, Page, Pager};
use base::{PartnerId, Result, UnixMillis};
use store::{Doc, ReadTx};

/// Profile types by their wire value.
pub mod kind {
    pub const MEDIA: i64 = 1;
    pub const LIVE_STREAM: i64 = 2;
}

#[derive(Clone, Debug, PartialEq)]
pub struct ConversionProfile {
    pub id: i64,
    pub partner: PartnerId,
    /// See [`kind`].
    pub kind: i64,
    pub system_name: Option<String>,
    pub name: String,
    pub description: Option<String>,
    /// `2` ENABLED
    pub status: i64,
    pub is_default: bool,
    pub created_at: UnixMillis,
    /// Params in the order of their ids.
    pub params: Vec<ProfileParams>,
    pub doc: Doc,
}

impl ConversionProfile {
    /// `flavorParamsIds` of an entry with this profile, ascending.
    pub fn params_ids(&self) -> String {
        let ids: Vec<String> = self.params.iter().map(|params| params.params_id.to_string()).collect();
        ids.join(",")
    }
}

/// One params of a profile: KalturaConversionProfileAssetParams.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ProfileParams {
    pub profile_id: i64,
    pub params_id: i64,
    /// 0 CONVERT, 1 INGEST, 2 CONVERT_WHEN_MISSING
    pub origin: i64,
    pub system_name: Option<String>,
}

/// KalturaLiveParams of the template partner. Kilobits per second and pixels; 0 means as the source has it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct LiveParams {
    pub id: i64,
    pub name: &'static str,
    pub system_name: &'static str,
    pub tags: &'static str,
    pub video_codec: &'static str,
    pub video_bitrate: i64,
    pub width: i64,
    pub height: i64,
    /// 0: no audio of its own.
    pub audio_bitrate: i64,
    pub stream_suffix: Option<&'static str>,
}

/// Live params by id.
pub fn live_params(id: i64) -> Option<&'static LiveParams> {
    todo!()
}

pub async fn get(tx: &mut ReadTx, partner: PartnerId, id: i64) -> Result<Option<ConversionProfile>> {
    todo!()
}

/// conversionProfile.list
pub async fn list(tx: &mut ReadTx, actor: &Actor, filter: &Filter, pager: Pager) -> Result<Page<ConversionProfile>> {
    todo!()
}

/// conversionProfileAssetParams.list (`conversionProfileIdEqual`, or the guides' `conversionProfileIdFilter` with `idEqual`)
pub async fn list_params(tx: &mut ReadTx, actor: &Actor, filter: &Filter, pager: Pager) -> Result<Page<ProfileParams>> {
    todo!()
}
