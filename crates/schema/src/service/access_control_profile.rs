//! Service `accessControlProfile`: rules of who may play what.

use crate::object::{AccessControlProfile, AccessControlProfileFilter, AccessControlProfileListResponse, FilterPager};
use crate::{ApiAction, Poly, Service};

pub static SERVICE: Service = Service {
    name: "accessControlProfile",
    docs: "rules of who may play what.",
    actions: &[Add::ACTION, Get::ACTION, Update::ACTION, Delete::ACTION, List::ACTION],
};

/// Makes a profile.
#[derive(Clone, Debug, ApiAction)]
#[api(returns = AccessControlProfile, access = ADMIN)]
pub struct Add {
    pub access_control_profile: Poly<AccessControlProfile>,
}

/// Reads a profile.
#[derive(Clone, Debug, ApiAction)]
#[api(returns = AccessControlProfile, access = ADMIN)]
pub struct Get {
    pub id: i64,
}

/// Changes a profile. Playback addresses handed out under the rules before stop working.
#[derive(Clone, Debug, ApiAction)]
#[api(returns = AccessControlProfile, access = ADMIN)]
pub struct Update {
    pub id: i64,
    pub access_control_profile: Poly<AccessControlProfile>,
}

/// Deletes a profile; its entries get the default one, which cannot be deleted.
#[derive(Clone, Debug, ApiAction)]
#[api(returns = (), access = ADMIN)]
pub struct Delete {
    pub id: i64,
}

/// Lists profiles.
#[derive(Clone, Debug, ApiAction)]
#[api(returns = AccessControlProfileListResponse, access = ADMIN)]
pub struct List {
    pub filter: Option<Poly<AccessControlProfileFilter>>,
    pub pager: Option<Poly<FilterPager>>,
}
