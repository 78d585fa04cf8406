//! Widgets: what an embedded player is, and what a session started for it may do.

use crate::enums::WidgetSecurityType;
use crate::object::{Filter, ListResponse};
use crate::{ApiObject, Field, Poly, Time};

/// One widget.
#[derive(Clone, Debug, Default, ApiObject)]
#[api(name = "KalturaWidget")]
pub struct Widget {
    /// `_<partnerId>` is the one every account has.
    #[api(readonly)]
    pub id: Field<String>,
    pub source_widget_id: Field<String>,
    #[api(readonly)]
    pub root_widget_id: Field<String>,
    #[api(readonly)]
    pub partner_id: Field<i64>,
    /// Sessions of the widget are limited to this entry.
    pub entry_id: Field<String>,
    pub ui_conf_id: Field<i64>,
    pub security_type: Field<WidgetSecurityType>,
    pub security_policy: Field<i64>,
    #[api(readonly)]
    pub created_at: Field<Time>,
    #[api(readonly)]
    pub updated_at: Field<Time>,
    /// Opaque to the server.
    pub partner_data: Field<String>,
    #[api(readonly, name = "widgetHTML")]
    pub widget_html: Field<String>,
    pub enforce_entitlement: Field<bool>,
    /// Privacy context of the widget's sessions.
    pub privacy_context: Field<String>,
    pub add_embed_html5_support: Field<bool>,
}

/// Which widgets are wanted.
#[derive(Clone, Debug, Default, ApiObject)]
#[api(name = "KalturaWidgetFilter", extends = Filter)]
pub struct WidgetFilter {
    pub base: Filter,
    pub id_equal: Field<String>,
    pub id_in: Field<String>,
    pub source_widget_id_equal: Field<String>,
    pub root_widget_id_equal: Field<String>,
    pub partner_id_equal: Field<i64>,
    pub entry_id_equal: Field<String>,
    pub ui_conf_id_equal: Field<i64>,
    pub created_at_greater_than_or_equal: Field<Time>,
    pub created_at_less_than_or_equal: Field<Time>,
    pub updated_at_greater_than_or_equal: Field<Time>,
    pub updated_at_less_than_or_equal: Field<Time>,
    pub partner_data_like: Field<String>,
}

/// A page of widgets.
#[derive(Clone, Debug, Default, ApiObject)]
#[api(name = "KalturaWidgetListResponse", extends = ListResponse)]
pub struct WidgetListResponse {
    pub base: ListResponse,
    #[api(readonly)]
    pub objects: Field<Vec<Poly<Widget>>>,
}
