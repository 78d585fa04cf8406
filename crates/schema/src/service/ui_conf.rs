//! Service `uiConf`: configurations of players and tools.

use crate::object::{FilterPager, UiConf, UiConfFilter, UiConfListResponse};
use crate::{ApiAction, Poly, Service};

pub static SERVICE: Service = Service {
    name: "uiConf",
    docs: "configurations of players and tools.",
    actions: &[Get::ACTION, List::ACTION, ListTemplates::ACTION],
};

/// Reads a configuration.
#[derive(Clone, Debug, ApiAction)]
#[api(returns = UiConf, access = ALL)]
pub struct Get {
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
