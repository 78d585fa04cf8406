//! Service `uiConf`: configurations of players and tools.

use crate::object::{FilterPager, UiConf, UiConfFilter, UiConfListResponse, UiConfTypeInfo};
use crate::{ApiAction, Poly, Service};

pub static SERVICE: Service = Service {
    name: "uiConf",
    docs: "configurations of players and tools.",
    actions: &[
        Add::ACTION,
        Get::ACTION,
        Update::ACTION,
        Delete::ACTION,
        Clone::ACTION,
        List::ACTION,
        ListTemplates::ACTION,
        GetAvailableTypes::ACTION,
    ],
};

/// Adds a configuration.
#[derive(Clone, Debug, ApiAction)]
#[api(returns = UiConf, access = ADMIN)]
pub struct Add {
    pub ui_conf: Poly<UiConf>,
}

/// Reads a configuration.
#[derive(Clone, Debug, ApiAction)]
#[api(returns = UiConf, access = ALL)]
pub struct Get {
    pub id: i64,
}

/// Changes a configuration.
#[derive(Clone, Debug, ApiAction)]
#[api(returns = UiConf, access = ADMIN)]
pub struct Update {
    pub id: i64,
    pub ui_conf: Poly<UiConf>,
}

/// Deletes a configuration.
#[derive(Clone, Debug, ApiAction)]
#[api(returns = (), access = ADMIN)]
pub struct Delete {
    pub id: i64,
}

/// Copies a configuration, an own one or a template, into the account.
#[derive(Clone, Debug, ApiAction)]
#[api(returns = UiConf, access = ADMIN)]
pub struct Clone {
    pub id: i64,
}

/// Lists configurations.
#[derive(Clone, Debug, ApiAction)]
#[api(returns = UiConfListResponse, access = SESSIONS)]
pub struct List {
    pub filter: Option<Poly<UiConfFilter>>,
    pub pager: Option<Poly<FilterPager>>,
}

/// Lists the configurations every account starts from.
#[derive(Clone, Debug, ApiAction)]
#[api(returns = UiConfListResponse, access = USERS)]
pub struct ListTemplates {
    pub filter: Option<Poly<UiConfFilter>>,
    pub pager: Option<Poly<FilterPager>>,
}

/// Tells which kinds of configuration the server acts on.
#[derive(Clone, Debug, ApiAction)]
#[api(returns = Vec<UiConfTypeInfo>, access = ADMIN)]
pub struct GetAvailableTypes;
