//! Service `uiConf`: configurations of players and tools.

use crate::object::{FilterPager, UiConf, UiConfFilter, UiConfListResponse};
use crate::{Access, Action, ApiArgs, ApiClass, Owner, Poly, Returns, Service};

pub static SERVICE: Service =
    Service { name: "uiConf", docs: "configurations of players and tools.", actions: &[&GET, &LIST, &LIST_TEMPLATES] };

/// Reads a configuration.
pub static GET: Action = Action {
    name: "get",
    docs: "Reads a configuration.",
    arguments: <Get as ApiArgs>::ARGUMENTS,
    returns: Returns::Object(UiConf::CLASS),
    access: Access::ALL,
    owner: Owner::Anyone,
};

/// Arguments of `uiConf.get`.
#[derive(Clone, Debug, ApiArgs)]
pub struct Get {
    pub id: i64,
}

/// Lists configurations.
pub static LIST: Action = Action {
    name: "list",
    docs: "Lists configurations.",
    arguments: <List as ApiArgs>::ARGUMENTS,
    returns: Returns::Object(UiConfListResponse::CLASS),
    access: Access::SESSIONS,
    owner: Owner::Anyone,
};

/// Arguments of `uiConf.list`.
#[derive(Clone, Debug, ApiArgs)]
pub struct List {
    pub filter: Option<Poly<UiConfFilter>>,
    pub pager: Option<Poly<FilterPager>>,
}

/// Lists the configurations every account starts from.
pub static LIST_TEMPLATES: Action = Action {
    name: "listTemplates",
    docs: "Lists the configurations every account starts from.",
    arguments: <ListTemplates as ApiArgs>::ARGUMENTS,
    returns: Returns::Object(UiConfListResponse::CLASS),
    access: Access::USERS,
    owner: Owner::Anyone,
};

/// Arguments of `uiConf.listTemplates`.
#[derive(Clone, Debug, ApiArgs)]
pub struct ListTemplates {
    pub filter: Option<Poly<UiConfFilter>>,
    pub pager: Option<Poly<FilterPager>>,
}
