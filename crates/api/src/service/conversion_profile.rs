//! Service `conversionProfile`.

use crate::answer::Answer;
use crate::call::Call;
use crate::convert::{self, conversion as to};
use base::error::Result;
use domain::conversion_profile as profiles;
use schema::object::ConversionProfileListResponse;
use schema::service::conversion_profile as args;
use schema::{Poly, cast, update};

/// conversionProfile.add
pub async fn add(call: &Call, args: args::Add) -> Result<Answer> {
    let kept = update::insert(args.conversion_profile.object(), call.rights(), &[])?;
    let patch = to::profile_patch(&args.conversion_profile, kept);
    let added = call.db().write(async |tx| profiles::add(tx, &call.actor, call.now, patch).await).await?;
    Ok(Answer::object(to::profile(&added)))
}

/// conversionProfile.get
pub async fn get(call: &Call, args: args::Get) -> Result<Answer> {
    let found = call.db().read(async |tx| profiles::of_actor(tx, &call.actor, args.id).await).await?;
    Ok(Answer::object(to::profile(&found)))
}

/// conversionProfile.update
pub async fn update(call: &Call, args: args::Update) -> Result<Answer> {
    let id = args.id;
    let stored = call.db().read(async |tx| profiles::of_actor(tx, &call.actor, id).await).await?;
    let kept = update::update(args.conversion_profile.object(), &to::profile(&stored), call.rights())?;
    let patch = to::profile_patch(&args.conversion_profile, kept);
    let updated = call.db().write(async |tx| profiles::update(tx, &call.actor, call.now, id, patch).await).await?;
    Ok(Answer::object(to::profile(&updated)))
}

/// conversionProfile.delete
pub async fn delete(call: &Call, args: args::Delete) -> Result<Answer> {
    call.db().write(async |tx| profiles::delete(tx, &call.actor, call.now, args.id).await).await?;
    Ok(Answer::Nothing)
}

/// conversionProfile.list
pub async fn list(call: &Call, args: args::List) -> Result<Answer> {
    let (filter, pager) = (convert::filter(args.filter.as_ref()), convert::pager(args.pager.as_ref()));
    let page = call.db().read(async |tx| profiles::list(tx, &call.actor, &filter, pager).await).await?;
    let (objects, total) = convert::page(page, |profile| Poly::of(to::profile(&profile)));
    let mut list = ConversionProfileListResponse { objects, ..Default::default() };
    list.total_count = total;
    Ok(Answer::object(list))
}

/// conversionProfile.setAsDefault
pub async fn set_as_default(call: &Call, args: args::SetAsDefault) -> Result<Answer> {
    let profile = call.db().write(async |tx| profiles::set_default(tx, &call.actor, call.now, args.id).await).await?;
    Ok(Answer::object(to::profile(&profile)))
}

/// conversionProfile.getDefault
pub async fn get_default(call: &Call, args: args::GetDefault) -> Result<Answer> {
    let kind = args.r#type.map_or(profiles::kind::MEDIA, |kind| cast::int_of_text(&convert::code_text(kind)));
    let profile = call.db().read(async |tx| profiles::default_of(tx, &call.actor, kind).await).await?;
    Ok(Answer::object(to::profile(&profile)))
}
