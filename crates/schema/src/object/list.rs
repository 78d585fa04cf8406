//! What every list shares.

use crate::{ApiObject, Field, Value};

/// What every filter has.
#[derive(Clone, Debug, Default, ApiObject)]
#[api(name = "KalturaFilter", is_abstract)]
pub struct Filter {
    /// Comma list of `+field` and `-field`.
    pub order_by: Field<String>,
    /// Search in metadata and more; kept, no effect yet.
    pub advanced_search: Field<Value>,
}

/// A filter that response profiles may use.
#[derive(Clone, Debug, Default, ApiObject)]
#[api(name = "KalturaRelatedFilter", extends = Filter, is_abstract)]
pub struct RelatedFilter {
    pub base: Filter,
}

/// Which page of a list is wanted.
#[derive(Clone, Debug, Default, ApiObject)]
#[api(name = "KalturaFilterPager")]
pub struct FilterPager {
    /// Objects per page, 0–500, by default 30.
    pub page_size: Field<i64>,
    /// Page number from 1.
    pub page_index: Field<i64>,
}

/// What every list answer has.
#[derive(Clone, Debug, Default, ApiObject)]
#[api(name = "KalturaListResponse", is_abstract)]
pub struct ListResponse {
    /// Number of objects before paging.
    #[api(readonly)]
    pub total_count: Field<i64>,
}

/// A text in an array of texts.
#[derive(Clone, Debug, Default, ApiObject)]
#[api(name = "KalturaString")]
pub struct StringHolder {
    pub value: Field<String>,
}
