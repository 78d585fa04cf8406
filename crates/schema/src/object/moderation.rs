//! Complaints about entries.

use crate::enums::{ModerationFlagStatus, ModerationFlagType, ModerationObjectType};
use crate::object::ListResponse;
use crate::{ApiObject, Field, Poly, Time};

/// One complaint.
#[derive(Clone, Debug, Default, ApiObject)]
#[api(name = "KalturaModerationFlag")]
pub struct ModerationFlag {
    #[api(readonly)]
    pub id: Field<i64>,
    #[api(readonly)]
    pub partner_id: Field<i64>,
    /// Who complained.
    #[api(readonly)]
    pub user_id: Field<String>,
    #[api(readonly)]
    pub moderation_object_type: Field<ModerationObjectType>,
    pub flagged_entry_id: Field<String>,
    pub flagged_user_id: Field<String>,
    #[api(readonly)]
    pub status: Field<ModerationFlagStatus>,
    /// At most 1024 characters.
    pub comments: Field<String>,
    pub flag_type: Field<ModerationFlagType>,
    #[api(readonly)]
    pub created_at: Field<Time>,
    #[api(readonly)]
    pub updated_at: Field<Time>,
}

/// A page of complaints.
#[derive(Clone, Debug, Default, ApiObject)]
#[api(name = "KalturaModerationFlagListResponse", extends = ListResponse)]
pub struct ModerationFlagListResponse {
    pub base: ListResponse,
    #[api(readonly)]
    pub objects: Field<Vec<Poly<ModerationFlag>>>,
}
