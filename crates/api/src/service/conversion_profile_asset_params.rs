//! Service `conversionProfileAssetParams`.

use crate::answer::Answer;
use crate::call::Call;
use crate::convert::{self, conversion as to};
use base::error::{Error, Kind, Result};
use domain::conversion_profile as profiles;
use schema::object::ConversionProfileAssetParamsListResponse;
use schema::service::conversion_profile_asset_params as args;
use schema::{Poly, update};

/// conversionProfileAssetParams.list
pub async fn list(call: &Call, args: args::List) -> Result<Answer> {
    let (filter, pager) = (convert::filter(args.filter.as_ref()), convert::pager(args.pager.as_ref()));
    let nested = args.filter.as_ref().and_then(|filter| filter.conversion_profile_id_filter.value());
    let nested = nested.map(|nested| convert::filter(Some(nested)));
    let found =
        async |tx: &mut store::ReadTx| profiles::list_params(tx, &call.actor, &filter, nested.as_ref(), pager).await;
    let page = call.db().read(found).await?;
    let (objects, total) = convert::page(page, |params| Poly::of(to::profile_params(&params)));
    let mut list = ConversionProfileAssetParamsListResponse { objects, ..Default::default() };
    list.total_count = total;
    Ok(Answer::object(list))
}

/// conversionProfileAssetParams.update
pub async fn update(call: &Call, args: args::Update) -> Result<Answer> {
    let (profile, id) = (args.conversion_profile_id, args.asset_params_id);
    let stored = call.db().read(async |tx| profiles::of_actor(tx, &call.actor, profile).await).await?;
    let stored = stored.params.iter().find(|params| params.params_id == id).ok_or_else(|| {
        let error = Error::coded(Kind::NotFound, "CONVERSION_PROFILE_ASSET_PARAMS_NOT_FOUND");
        error.arg("CONVERSION_PROFILE_ID", profile).arg("ASSET_PARAMS_ID", id)
    })?;
    let sent = &args.conversion_profile_asset_params;
    let kept = update::update(sent.object(), &to::profile_params(stored), call.rights())?;
    let patch = to::profile_params_patch(sent, kept);
    let write =
        async |tx: &mut store::WriteTx| profiles::update_params(tx, &call.actor, call.now, profile, id, patch).await;
    Ok(Answer::object(to::profile_params(&call.db().write(write).await?)))
}
