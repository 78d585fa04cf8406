//! Accounts.

use crate::enums::PartnerStatus;
use crate::object::{Filter, KeyValue, ListResponse};
use crate::{ApiObject, Field, Poly, Time};

/// An account.
#[derive(Clone, Debug, Default, ApiObject)]
#[api(name = "KalturaPartner")]
pub struct Partner {
    #[api(readonly)]
    pub id: Field<i64>,
    pub name: Field<String>,
    pub website: Field<String>,
    pub notification_url: Field<String>,
    #[api(readonly)]
    pub created_at: Field<Time>,
    pub admin_name: Field<String>,
    pub admin_email: Field<String>,
    pub description: Field<String>,
    pub landing_page: Field<String>,
    pub user_landing_page: Field<String>,
    pub content_categories: Field<String>,
    pub phone: Field<String>,
    #[api(readonly)]
    pub status: Field<PartnerStatus>,
    #[api(readonly)]
    pub partner_package: Field<i64>,
    /// For sessions of users. Shown to administrators without roles of their own.
    #[api(readonly)]
    pub secret: Field<String>,
    /// For sessions of administrators. Shown like `secret`.
    #[api(readonly)]
    pub admin_secret: Field<String>,
    #[api(readonly)]
    pub admin_user_id: Field<String>,
    pub first_name: Field<String>,
    pub last_name: Field<String>,
    pub country: Field<String>,
    pub state: Field<String>,
    pub logout_url: Field<String>,
    pub reference_id: Field<String>,
    #[api(readonly)]
    pub default_entitlement_enforcement: Field<bool>,
    /// Settings of the account by name.
    pub additional_params: Field<Vec<Poly<KeyValue>>>,
}

/// Which accounts are wanted.
#[derive(Clone, Debug, Default, ApiObject)]
#[api(name = "KalturaPartnerFilter", extends = Filter)]
pub struct PartnerFilter {
    pub base: Filter,
    pub id_equal: Field<i64>,
    pub id_in: Field<String>,
    pub name_equal: Field<String>,
    pub name_like: Field<String>,
}

/// A page of accounts.
#[derive(Clone, Debug, Default, ApiObject)]
#[api(name = "KalturaPartnerListResponse", extends = ListResponse)]
pub struct PartnerListResponse {
    pub base: ListResponse,
    #[api(readonly)]
    pub objects: Field<Vec<Poly<Partner>>>,
}
