//! Service `responseProfile`.

use crate::answer::Answer;
use crate::call::Call;
use crate::convert::{self, response_profile as to};
use base::error::Result;
use domain::response_profile as profiles;
use schema::object::ResponseProfileListResponse;
use schema::service::response_profile as args;
use schema::{Poly, profile, update};

/// responseProfile.add
pub async fn add(call: &Call, args: args::Add) -> Result<Answer> {
    let sent = &args.add_response_profile;
    profile::check(sent)?;
    let patch = to::patch(sent, update::insert(sent.object(), call.rights(), &[])?);
    let added = call.db().write(async |tx| profiles::add(tx, &call.actor, call.now, patch).await).await?;
    Ok(Answer::object(to::response_profile(&added)))
}

/// responseProfile.get
pub async fn get(call: &Call, args: args::Get) -> Result<Answer> {
    let found = call.db().read(async |tx| profiles::get(tx, &call.actor, args.id).await).await?;
    Ok(Answer::object(to::response_profile(&found)))
}

/// responseProfile.update
pub async fn update(call: &Call, args: args::Update) -> Result<Answer> {
    let (id, sent) = (args.id, &args.update_response_profile);
    let stored = call.db().read(async |tx| profiles::get(tx, &call.actor, id).await).await?;
    profile::check(sent)?;
    let kept = update::update(sent.object(), &to::response_profile(&stored), call.rights())?;
    let patch = to::patch(sent, kept);
    let updated = call.db().write(async |tx| profiles::update(tx, &call.actor, call.now, id, patch).await).await?;
    Ok(Answer::object(to::response_profile(&updated)))
}

/// responseProfile.updateStatus
pub async fn update_status(call: &Call, args: args::UpdateStatus) -> Result<Answer> {
    let (id, status) = (args.id, convert::code_int(args.status));
    let updated = call.db().write(async |tx| profiles::set_status(tx, &call.actor, call.now, id, status).await).await?;
    Ok(Answer::object(to::response_profile(&updated)))
}

/// responseProfile.delete
pub async fn delete(call: &Call, args: args::Delete) -> Result<Answer> {
    call.db().write(async |tx| profiles::delete(tx, &call.actor, call.now, args.id).await).await?;
    Ok(Answer::Nothing)
}

/// responseProfile.list
pub async fn list(call: &Call, args: args::List) -> Result<Answer> {
    let (filter, pager) = (convert::filter(args.filter.as_ref()), convert::pager(args.pager.as_ref()));
    let page = call.db().read(async |tx| profiles::list(tx, &call.actor, &filter, pager).await).await?;
    let (objects, total) = convert::page(page, |profile| Poly::of(to::response_profile(&profile)));
    let mut list = ResponseProfileListResponse { objects, ..Default::default() };
    list.total_count = total;
    Ok(Answer::object(list))
}

/// responseProfile.clone
pub async fn clone(call: &Call, args: args::Clone) -> Result<Answer> {
    let (id, sent) = (args.id, &args.profile);
    profile::check(sent)?;
    let patch = to::patch(sent, update::insert(sent.object(), call.rights(), &[])?);
    let copied = call.db().write(async |tx| profiles::copy(tx, &call.actor, call.now, id, patch).await).await?;
    Ok(Answer::object(to::response_profile(&copied)))
}
