//! Conversion profiles: which renditions an entry is said to have (contract: live, live params and conversion profiles).

mod command;
mod rows;

pub use command::{add, delete, set_default, update, update_params};
pub(crate) use rows::insert;
pub use rows::{get, list, list_params};

use crate::actor::Actor;
use crate::entry::Change;
use base::{Error, Kind, PartnerId, Result, UnixMillis};
use store::{Doc, ReadTx};

/// Profile types by their wire value.
pub mod kind {
    pub const MEDIA: i64 = 1;
    pub const LIVE_STREAM: i64 = 2;
}

/// Where a rendition comes from, by wire value.
pub mod origin {
    pub const CONVERT: i64 = 0;
    pub const INGEST: i64 = 1;
}

/// Profile statuses by their wire value.
pub mod status {
    pub const ENABLED: i64 = 2;
    pub const DELETED: i64 = 3;
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
    /// See [`status`]; 1 is DISABLED.
    pub status: i64,
    pub is_default: bool,
    pub created_at: UnixMillis,
    /// Params in the order of their ids.
    pub params: Vec<ProfileParams>,
    /// `tags`, `defaultEntryId` and the rest under wire names.
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
#[derive(Clone, Debug, PartialEq)]
pub struct ProfileParams {
    pub profile_id: i64,
    pub params_id: i64,
    /// 0 CONVERT, 1 INGEST, 2 CONVERT_WHEN_MISSING
    pub origin: i64,
    pub system_name: Option<String>,
    /// `readyBehavior`, `deletePolicy` and the rest under wire names.
    pub doc: Doc,
}

/// A profile as sent.
#[derive(Clone, Debug, Default)]
pub struct ProfilePatch {
    /// insert only
    pub kind: Change<i64>,
    pub system_name: Change<String>,
    pub name: Change<String>,
    pub description: Change<String>,
    pub status: Change<i64>,
    pub is_default: Change<bool>,
    /// `flavorParamsIds`: a comma list.
    pub params: Change<String>,
    pub doc: Doc,
}

/// How a profile uses one set of params, as sent.
#[derive(Clone, Debug, Default)]
pub struct ParamsPatch {
    pub origin: Change<i64>,
    pub system_name: Change<String>,
    pub doc: Doc,
}

/// A profile of the actor's account. `CONVERSION_PROFILE_ID_NOT_FOUND`.
pub async fn of_actor(tx: &mut ReadTx, actor: &Actor, id: i64) -> Result<ConversionProfile> {
    get(tx, actor.partner, id).await?.ok_or_else(|| not_found(id))
}

/// conversionProfile.getDefault. `CONVERSION_PROFILE_ID_NOT_FOUND` if the account has none of that type.
pub async fn default_of(tx: &mut ReadTx, actor: &Actor, kind: i64) -> Result<ConversionProfile> {
    match rows::default_id(tx, actor.partner, kind).await? {
        Some(id) => of_actor(tx, actor, id).await,
        None => Err(not_found(0)),
    }
}

pub(crate) fn not_found(id: i64) -> Error {
    Error::coded(Kind::NotFound, "CONVERSION_PROFILE_ID_NOT_FOUND").arg("ID", id)
}
