//! What a copy of an entry takes along.

use crate::enums::{CloneOption, CloneRule};
use crate::{ApiObject, Field};

/// One wish about a copy.
#[derive(Clone, Debug, Default, ApiObject)]
#[api(name = "KalturaBaseEntryCloneOptionItem", is_abstract)]
pub struct BaseEntryCloneOptionItem {}

/// Whether a copy takes one component along.
#[derive(Clone, Debug, Default, ApiObject)]
#[api(name = "KalturaBaseEntryCloneOptionComponent", extends = BaseEntryCloneOptionItem)]
pub struct BaseEntryCloneOptionComponent {
    pub base: BaseEntryCloneOptionItem,
    pub item_type: Field<CloneOption>,
    /// 0 takes it along, 1 leaves it.
    pub rule: Field<CloneRule>,
}
