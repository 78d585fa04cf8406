//! Complaints, and what a copy takes along.

use super::{code, code_int, code_text, page, time};
use domain::Page;
use domain::entry::CopyOptions;
use domain::entry::moderation::{Flag, NewFlag};
use schema::enums::{CloneRule, ModerationObjectType};
use schema::{Field, Poly, object as o};

pub fn new_flag(sent: &o::ModerationFlag) -> NewFlag {
    NewFlag {
        entry: sent.flagged_entry_id.value().cloned(),
        flag_type: sent.flag_type.value().copied().map(code_int),
        comments: sent.comments.value().cloned(),
    }
}

pub fn flags(found: Page<Flag>) -> o::ModerationFlagListResponse {
    let (objects, total) = page(found, |found| Poly::of(flag(&found)));
    let mut list = o::ModerationFlagListResponse { objects, ..Default::default() };
    list.total_count = total;
    list
}

fn flag(flag: &Flag) -> o::ModerationFlag {
    o::ModerationFlag {
        id: flag.id.into(),
        partner_id: flag.partner.0.into(),
        user_id: flag.user.to_string().into(),
        moderation_object_type: ModerationObjectType::Entry.into(),
        flagged_entry_id: flag.entry.clone().into(),
        flagged_user_id: Field::Null,
        status: code(flag.status),
        comments: Field::of(flag.comments.clone()),
        flag_type: code(flag.flag_type),
        created_at: time(flag.created_at),
        updated_at: time(flag.updated_at),
    }
}

/// In the order sent; the last word on a component counts.
pub fn copy_options(sent: &[Poly<o::BaseEntryCloneOptionItem>]) -> CopyOptions {
    let mut options = CopyOptions::default();
    for item in sent {
        let Some(item) = item.object().as_class::<o::BaseEntryCloneOptionComponent>() else { continue };
        if let (Some(kind), Some(rule)) = (item.item_type.value(), item.rule.value()) {
            options.set(&code_text(kind.clone()), *rule == CloneRule::IncludeComponent);
        }
    }
    options
}
