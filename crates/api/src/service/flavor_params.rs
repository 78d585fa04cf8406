//! Service `flavorParams`.

use crate::answer::Answer;
use crate::call::Call;
use crate::convert::{self, conversion as to};
use base::error::Result;
use domain::flavor_params as params;
use schema::Poly;
use schema::object::{FlavorParams, FlavorParamsListResponse, LiveParamsFilter};
use schema::service::flavor_params as args;

/// flavorParams.get
pub async fn get(_call: &Call, args: args::Get) -> Result<Answer> {
    Ok(Answer::Object(to::flavor_params(params::get(args.id)?).object().boxed()))
}

/// flavorParams.list — a filter of live parameters finds those alone.
pub async fn list(_call: &Call, args: args::List) -> Result<Answer> {
    let (filter, pager) = (convert::filter(args.filter.as_ref()), convert::pager(args.pager.as_ref()));
    let live_only = args.filter.as_ref().is_some_and(|filter| filter.object().as_class::<LiveParamsFilter>().is_some());
    let (objects, total) = convert::page(params::list(&filter, live_only, pager), |params| to::flavor_params(&params));
    let mut list = FlavorParamsListResponse { objects, ..Default::default() };
    list.total_count = total;
    Ok(Answer::object(list))
}

/// flavorParams.getByConversionProfileId
pub async fn get_by_conversion_profile_id(call: &Call, args: args::GetByConversionProfileId) -> Result<Answer> {
    let profile = args.conversion_profile_id;
    let found = call.db().read(async |tx| params::of_profile(tx, &call.actor, profile).await).await?;
    let found: Vec<Poly<FlavorParams>> = found.iter().map(to::flavor_params).collect();
    Ok(Answer::Array(Box::new(found)))
}
