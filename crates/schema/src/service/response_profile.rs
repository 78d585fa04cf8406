//! Service `responseProfile`: response profiles kept under a name.

use crate::enums::ResponseProfileStatus;
use crate::object::{FilterPager, ResponseProfile, ResponseProfileFilter, ResponseProfileListResponse};
use crate::{ApiAction, Poly, Service};

pub static SERVICE: Service = Service {
    name: "responseProfile",
    docs: "response profiles kept under a name.",
    actions: &[
        Add::ACTION,
        Get::ACTION,
        Update::ACTION,
        UpdateStatus::ACTION,
        Delete::ACTION,
        List::ACTION,
        Clone::ACTION,
    ],
};

/// Keeps a profile.
#[derive(Clone, Debug, ApiAction)]
#[api(returns = ResponseProfile, access = ADMIN)]
pub struct Add {
    pub add_response_profile: Poly<ResponseProfile>,
}

/// Reads a profile of this account or one that every account has.
#[derive(Clone, Debug, ApiAction)]
#[api(returns = ResponseProfile, access = ADMIN)]
pub struct Get {
    pub id: i64,
}

/// Changes a profile; its version rises.
#[derive(Clone, Debug, ApiAction)]
#[api(returns = ResponseProfile, access = ADMIN)]
pub struct Update {
    pub id: i64,
    pub update_response_profile: Poly<ResponseProfile>,
}

/// Switches a profile on or off.
#[derive(Clone, Debug, ApiAction)]
#[api(returns = ResponseProfile, access = ADMIN)]
pub struct UpdateStatus {
    pub id: i64,
    pub status: ResponseProfileStatus,
}

/// Deletes a profile.
#[derive(Clone, Debug, ApiAction)]
#[api(returns = (), access = ADMIN)]
pub struct Delete {
    pub id: i64,
}

/// Lists this account's profiles.
#[derive(Clone, Debug, ApiAction)]
#[api(returns = ResponseProfileListResponse, access = ADMIN)]
pub struct List {
    pub filter: Option<Poly<ResponseProfileFilter>>,
    pub pager: Option<Poly<FilterPager>>,
}

/// Copies a profile, with changes; its system name has to be one of them.
#[derive(Clone, Debug, ApiAction)]
#[api(returns = ResponseProfile, access = ADMIN)]
pub struct Clone {
    pub id: i64,
    pub profile: Poly<ResponseProfile>,
}
