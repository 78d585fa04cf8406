//! What can be done with metadata. Checking XML takes CPU, so it happens before the write transaction, which then checks the rest again.

use super::{Metadata, Profile, ProfileField};
use crate::actor::Actor;
use crate::catalog::Catalog;
use crate::entry::Change;
use crate::filter::{Filter, Page, Pager};
use base::{Result, UnixMillis};
use store::{ReadTx, WriteTx};

/// A metadata profile as sent.
#[derive(Clone, Debug, Default)]
pub struct NewProfile {
    pub object_type: Change<String>,
    pub name: Change<String>,
    pub system_name: Change<String>,
    pub description: Change<String>,
    pub create_mode: Change<i64>,
}

/// metadata.add
pub async fn add(
    catalog: &Catalog,
    actor: &Actor,
    now: UnixMillis,
    profile: i64,
    object_type: &str,
    object_id: &str,
    xml: String,
) -> Result<Metadata> {
    todo!()
}

/// metadata.update: `xml` `None` leaves the text; the version rises only if the text differs.
pub async fn update(
    catalog: &Catalog,
    actor: &Actor,
    now: UnixMillis,
    id: i64,
    xml: Option<String>,
    version: Option<i64>,
) -> Result<Metadata> {
    todo!()
}

pub async fn get(tx: &mut ReadTx, actor: &Actor, id: i64) -> Result<Metadata> {
    todo!()
}

pub async fn delete(tx: &mut WriteTx, actor: &Actor, now: UnixMillis, id: i64) -> Result<()> {
    todo!()
}

pub async fn list(tx: &mut ReadTx, actor: &Actor, filter: &Filter, pager: Pager) -> Result<Page<Metadata>> {
    todo!()
}

pub async fn add_profile(
    catalog: &Catalog,
    actor: &Actor,
    now: UnixMillis,
    new: NewProfile,
    xsd: String,
    views: Option<String>,
) -> Result<Profile> {
    todo!()
}

pub async fn update_profile(
    catalog: &Catalog,
    actor: &Actor,
    now: UnixMillis,
    id: i64,
    patch: NewProfile,
    xsd: Option<String>,
    views: Option<String>,
) -> Result<Profile> {
    todo!()
}

pub async fn get_profile(tx: &mut ReadTx, actor: &Actor, id: i64) -> Result<Profile> {
    todo!()
}

pub async fn delete_profile(tx: &mut WriteTx, actor: &Actor, now: UnixMillis, id: i64) -> Result<()> {
    todo!()
}

pub async fn list_profiles(tx: &mut ReadTx, actor: &Actor, filter: &Filter, pager: Pager) -> Result<Page<Profile>> {
    todo!()
}

/// metadataProfile.listFields
pub async fn list_fields(tx: &mut ReadTx, actor: &Actor, id: i64) -> Result<Vec<ProfileField>> {
    todo!()
}
