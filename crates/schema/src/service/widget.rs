//! Service `widget`: what embedded players are.

use crate::object::{FilterPager, Widget, WidgetFilter, WidgetListResponse};
use crate::{ApiAction, Poly, Service};

pub static SERVICE: Service = Service {
    name: "widget",
    docs: "what embedded players are.",
    actions: &[Add::ACTION, Get::ACTION, Update::ACTION, List::ACTION],
};

/// Adds a widget.
#[derive(Clone, Debug, ApiAction)]
#[api(returns = Widget, access = ADMIN)]
pub struct Add {
    pub widget: Poly<Widget>,
}

/// Reads a widget.
#[derive(Clone, Debug, ApiAction)]
#[api(returns = Widget, access = SESSIONS)]
pub struct Get {
    pub id: String,
}

/// Changes a widget; not the one that every account has.
#[derive(Clone, Debug, ApiAction)]
#[api(returns = Widget, access = ADMIN)]
pub struct Update {
    pub id: String,
    pub widget: Poly<Widget>,
}

/// Lists widgets.
#[derive(Clone, Debug, ApiAction)]
#[api(returns = WidgetListResponse, access = ADMIN)]
pub struct List {
    pub filter: Option<Poly<WidgetFilter>>,
    pub pager: Option<Poly<FilterPager>>,
}
