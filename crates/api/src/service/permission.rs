//! Service `permission`.

use crate::answer::Answer;
use crate::call::Call;
use crate::convert::{self, role as to};
use base::error::Result;
use domain::role;
use schema::Poly;
use schema::object::PermissionListResponse;
use schema::service::permission as args;

/// permission.get
pub async fn get(_call: &Call, args: args::Get) -> Result<Answer> {
    let (id, permission) = role::permission(&args.permission_name)?;
    Ok(Answer::object(to::permission(id, permission)))
}

/// permission.list
pub async fn list(_call: &Call, args: args::List) -> Result<Answer> {
    let (filter, pager) = (convert::filter(args.filter.as_ref()), convert::pager(args.pager.as_ref()));
    let page = role::list_permissions(&filter, pager);
    let (objects, total) = convert::page(page, |(id, permission)| Poly::of(to::permission(id, permission)));
    let mut list = PermissionListResponse { objects, ..Default::default() };
    list.total_count = total;
    Ok(Answer::object(list))
}

/// permission.getCurrentPermissions
pub async fn get_current_permissions(call: &Call, _args: args::GetCurrentPermissions) -> Result<Answer> {
    Ok(Answer::Text(call.actor.permission_names().join(",")))
}
