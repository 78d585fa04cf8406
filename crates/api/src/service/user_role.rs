//! Service `userRole`.

use crate::answer::Answer;
use crate::call::Call;
use crate::convert::{self, role as to};
use base::error::Result;
use domain::role;
use schema::object::UserRoleListResponse;
use schema::service::user_role as args;
use schema::{Poly, update};

/// userRole.add
pub async fn add(call: &Call, args: args::Add) -> Result<Answer> {
    let patch = to::patch(update::insert(args.user_role.object(), call.rights(), &[])?);
    let added = call.db().write(async |tx| role::add(tx, &call.actor, call.now, patch).await).await?;
    Ok(Answer::object(to::role(&added)))
}

/// userRole.get
pub async fn get(call: &Call, args: args::Get) -> Result<Answer> {
    let found = call.db().read(async |tx| role::get(tx, &call.actor, args.user_role_id).await).await?;
    Ok(Answer::object(to::role(&found)))
}

/// userRole.update
pub async fn update(call: &Call, args: args::Update) -> Result<Answer> {
    let id = args.user_role_id;
    let stored = call.db().read(async |tx| role::get(tx, &call.actor, id).await).await?;
    let patch = to::patch(update::update(args.user_role.object(), &to::role(&stored), call.rights())?);
    let changed = call.db().write(async |tx| role::update(tx, &call.actor, call.now, id, patch).await).await?;
    Ok(Answer::object(to::role(&changed)))
}

/// userRole.delete
pub async fn delete(call: &Call, args: args::Delete) -> Result<Answer> {
    let id = args.user_role_id;
    let deleted = call.db().write(async |tx| role::delete(tx, &call.actor, call.now, id).await).await?;
    Ok(Answer::object(to::role(&deleted)))
}

/// userRole.list
pub async fn list(call: &Call, args: args::List) -> Result<Answer> {
    let (filter, pager) = (convert::filter(args.filter.as_ref()), convert::pager(args.pager.as_ref()));
    let page = call.db().read(async |tx| role::list(tx, &call.actor, &filter, pager).await).await?;
    let (objects, total) = convert::page(page, |role| Poly::of(to::role(&role)));
    let mut list = UserRoleListResponse { objects, ..Default::default() };
    list.total_count = total;
    Ok(Answer::object(list))
}

/// userRole.clone
pub async fn clone(call: &Call, args: args::Clone) -> Result<Answer> {
    let id = args.user_role_id;
    let copy = call.db().write(async |tx| role::copy(tx, &call.actor, call.now, id).await).await?;
    Ok(Answer::object(to::role(&copy)))
}
