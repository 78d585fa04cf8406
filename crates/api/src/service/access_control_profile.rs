//! Service `accessControlProfile`.

use crate::answer::Answer;
use crate::call::Call;
use crate::convert::{self, access as to};
use base::error::Result;
use domain::access::profile as profiles;
use schema::object::AccessControlProfileListResponse;
use schema::service::access_control_profile as args;
use schema::{Poly, update};

/// accessControlProfile.add
pub async fn add(call: &Call, args: args::Add) -> Result<Answer> {
    update::insert(args.access_control_profile.object(), call.rights(), &[])?;
    let patch = to::profile_patch(&args.access_control_profile);
    let added = call.db().write(async |tx| profiles::add(tx, &call.actor, call.now, patch).await).await?;
    Ok(Answer::object(to::profile(&added)))
}

/// accessControlProfile.get
pub async fn get(call: &Call, args: args::Get) -> Result<Answer> {
    let found = call.db().read(async |tx| profiles::get(tx, &call.actor, args.id).await).await?;
    Ok(Answer::object(to::profile(&found)))
}

/// accessControlProfile.update
pub async fn update(call: &Call, args: args::Update) -> Result<Answer> {
    let id = args.id;
    let stored = call.db().read(async |tx| profiles::get(tx, &call.actor, id).await).await?;
    update::update(args.access_control_profile.object(), &to::profile(&stored), call.rights())?;
    let patch = to::profile_patch(&args.access_control_profile);
    let updated = call.db().write(async |tx| profiles::update(tx, &call.actor, call.now, id, patch).await).await?;
    Ok(Answer::object(to::profile(&updated)))
}

/// accessControlProfile.delete
pub async fn delete(call: &Call, args: args::Delete) -> Result<Answer> {
    call.db().write(async |tx| profiles::delete(tx, &call.actor, call.now, args.id).await).await?;
    Ok(Answer::Nothing)
}

/// accessControlProfile.list
pub async fn list(call: &Call, args: args::List) -> Result<Answer> {
    let (filter, pager) = (convert::filter(args.filter.as_ref()), convert::pager(args.pager.as_ref()));
    let page = call.db().read(async |tx| profiles::list(tx, &call.actor, &filter, pager).await).await?;
    let (objects, total) = convert::page(page, |profile| Poly::of(to::profile(&profile)));
    let mut list = AccessControlProfileListResponse { objects, ..Default::default() };
    list.total_count = total;
    Ok(Answer::object(list))
}
