//! Service `partner`: the account.

use crate::object::{FilterPager, Partner, PartnerFilter, PartnerListResponse};
use crate::{ApiAction, Poly, Service};

pub static SERVICE: Service = Service {
    name: "partner",
    docs: "the account.",
    actions: &[Get::ACTION, GetInfo::ACTION, GetSecrets::ACTION, Update::ACTION, ListPartnersForUser::ACTION],
};

/// Reads the account.
#[derive(Clone, Debug, ApiAction)]
#[api(returns = Partner, access = ADMIN)]
pub struct Get {
    /// The session's own by default.
    pub id: Option<i64>,
}

/// Reads the session's account.
#[derive(Clone, Debug, ApiAction)]
#[api(returns = Partner, access = ADMIN)]
pub struct GetInfo;

/// The account with its secrets, for an administrator's e-mail address and password.
#[derive(Clone, Debug, ApiAction)]
#[api(returns = Partner, access = ALL)]
pub struct GetSecrets {
    pub partner_id: i64,
    pub admin_email: String,
    pub cms_password: String,
    /// No second factor is asked for; taken and ignored.
    pub otp: Option<String>,
}

/// Changes the account.
#[derive(Clone, Debug, ApiAction)]
#[api(returns = Partner, access = ADMIN)]
pub struct Update {
    pub partner: Poly<Partner>,
    /// Whether an empty text clears; else it changes nothing.
    #[api(default = false)]
    pub allow_empty: bool,
}

/// Lists the accounts where the session's user signs in with the same login.
#[derive(Clone, Debug, ApiAction)]
#[api(returns = PartnerListResponse, access = USERS)]
pub struct ListPartnersForUser {
    pub partner_filter: Option<Poly<PartnerFilter>>,
    pub pager: Option<Poly<FilterPager>>,
}
