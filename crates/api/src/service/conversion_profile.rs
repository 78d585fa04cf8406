//! Service `conversionProfile`.

use crate::answer::Answer;
use crate::call::Call;
use crate::convert::{self, metadata as to};
use base::error::{Error, Kind, Result};
use domain::conversion_profile as profiles;
use schema::Poly;
use schema::object::ConversionProfileListResponse;
use schema::service::conversion_profile as args;

/// conversionProfile.get
pub async fn get(call: &Call, args: args::Get) -> Result<Answer> {
    let found = call.db().read(async |tx| profiles::get(tx, call.actor.partner, args.id).await).await?;
    let missing = || Error::coded(Kind::NotFound, "CONVERSION_PROFILE_ID_NOT_FOUND").arg("ID", args.id);
    found.map(|profile| Answer::object(to::conversion_profile(&profile))).ok_or_else(missing)
}

/// conversionProfile.list
pub async fn list(call: &Call, args: args::List) -> Result<Answer> {
    let (filter, pager) = (convert::filter(args.filter.as_ref()), convert::pager(args.pager.as_ref()));
    let page = call.db().read(async |tx| profiles::list(tx, &call.actor, &filter, pager).await).await?;
    let (objects, total) = convert::page(page, |profile| Poly::of(to::conversion_profile(&profile)));
    let mut list = ConversionProfileListResponse { objects, ..Default::default() };
    list.total_count = total;
    Ok(Answer::object(list))
}
