//! Partners: tenant accounts and their secrets, sealed at rest (contract: session, partner data).

use crate::catalog::Catalog;
use base::{PartnerId, Result, Secret, UnixMillis};
use store::Doc;

#[derive(Clone, Debug)]
pub struct Partner {
    pub id: PartnerId,
    pub name: String,
    pub email: Option<String>,
    /// USER secret.
    pub secret: Secret<String>,
    /// The first is primary and makes new KS.
    pub admin_secrets: Vec<Secret<String>>,
    /// Version of the KS that are made: 1 or 2. Both are read.
    pub ks_version: i64,
    /// Longest session in seconds.
    pub ks_expiry_max: i64,
    pub is_active: bool,
    pub default_live_profile: i64,
    pub default_access_control: i64,
    pub features: Features,
    pub created_at: UnixMillis,
    pub doc: Doc,
}

/// What the account may do beyond the ordinary.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Features {
    pub recording: bool,
    pub push_publish: bool,
    pub dynamic_segment_duration: bool,
}

/// How the first account of a fresh data folder shall be. `None` is generated.
#[derive(Clone, Debug, Default)]
pub struct FirstPartner {
    pub id: Option<PartnerId>,
    pub admin_secret: Option<Secret<String>>,
    pub email: Option<String>,
}

/// What a first start made; the admin secret is to be shown once.
#[derive(Clone, Debug)]
pub struct Created {
    pub partner: PartnerId,
    pub admin_secret: Secret<String>,
}

/// Makes the first account and what the guides look up in it; `None` if there is an account already.
pub async fn first_start(catalog: &Catalog, now: UnixMillis, first: FirstPartner) -> Result<Option<Created>> {
    todo!()
}
