//! User-interface configurations: players, templates.

use crate::enums::{UiConfCreationMode, UiConfObjType};
use crate::object::{Filter, ListResponse, StringHolder};
use crate::{ApiObject, Field, Poly, Time, Value};

/// One configuration.
#[derive(Clone, Debug, Default, ApiObject)]
#[api(name = "KalturaUiConf")]
pub struct UiConf {
    #[api(readonly)]
    pub id: Field<i64>,
    pub name: Field<String>,
    pub description: Field<String>,
    #[api(readonly)]
    pub partner_id: Field<i64>,
    pub obj_type: Field<UiConfObjType>,
    #[api(readonly)]
    pub obj_type_as_string: Field<String>,
    #[api(stored)]
    pub width: Field<i64>,
    #[api(stored)]
    pub height: Field<i64>,
    #[api(stored)]
    pub html_params: Field<String>,
    #[api(stored)]
    pub swf_url: Field<String>,
    #[api(readonly, stored)]
    pub conf_file_path: Field<String>,
    #[api(stored)]
    pub conf_file: Field<String>,
    #[api(stored)]
    pub conf_file_features: Field<String>,
    /// JSON or XML text.
    pub config: Field<String>,
    /// JSON text: plugin → version.
    pub conf_vars: Field<String>,
    #[api(stored)]
    pub use_cdn: Field<bool>,
    pub tags: Field<String>,
    pub swf_url_version: Field<String>,
    #[api(readonly)]
    pub created_at: Field<Time>,
    #[api(readonly)]
    pub updated_at: Field<Time>,
    pub creation_mode: Field<UiConfCreationMode>,
    #[api(stored)]
    pub html5_url: Field<String>,
    #[api(readonly)]
    pub version: Field<String>,
    pub partner_tags: Field<String>,
    #[api(stored)]
    pub v2_redirect: Field<Value>,
}

/// Which configurations are wanted.
#[derive(Clone, Debug, Default, ApiObject)]
#[api(name = "KalturaUiConfFilter", extends = Filter)]
pub struct UiConfFilter {
    pub base: Filter,
    pub id_equal: Field<i64>,
    pub id_in: Field<String>,
    pub name_like: Field<String>,
    pub partner_id_equal: Field<i64>,
    pub partner_id_in: Field<String>,
    pub obj_type_equal: Field<UiConfObjType>,
    pub obj_type_in: Field<String>,
    pub tags_multi_like_or: Field<String>,
    pub tags_multi_like_and: Field<String>,
    pub created_at_greater_than_or_equal: Field<Time>,
    pub created_at_less_than_or_equal: Field<Time>,
    pub updated_at_greater_than_or_equal: Field<Time>,
    pub updated_at_less_than_or_equal: Field<Time>,
    pub creation_mode_equal: Field<UiConfCreationMode>,
    pub creation_mode_in: Field<String>,
    pub version_equal: Field<String>,
    pub version_multi_like_or: Field<String>,
    pub version_multi_like_and: Field<String>,
    pub partner_tags_multi_like_or: Field<String>,
    pub partner_tags_multi_like_and: Field<String>,
}

/// A page of configurations.
#[derive(Clone, Debug, Default, ApiObject)]
#[api(name = "KalturaUiConfListResponse", extends = ListResponse)]
pub struct UiConfListResponse {
    pub base: ListResponse,
    #[api(readonly)]
    pub objects: Field<Vec<Poly<UiConf>>>,
}

/// A kind of configuration that this server knows what to do with.
#[derive(Clone, Debug, Default, ApiObject)]
#[api(name = "KalturaUiConfTypeInfo")]
pub struct UiConfTypeInfo {
    pub r#type: Field<UiConfObjType>,
    /// Of files that the server would hold; it holds none.
    pub versions: Field<Vec<Poly<StringHolder>>>,
    pub directory: Field<String>,
    pub filename: Field<String>,
}
