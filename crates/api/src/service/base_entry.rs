//! Service `baseEntry`: entries of every kind, in their concrete classes.

use crate::answer::Answer;
use crate::call::Call;
use crate::convert::{self, access, entry as to, patch};
use base::error::{Error, Kind, Result};
use domain::entry;
use schema::object::{BaseEntry, BaseEntryListResponse};
use schema::service::base_entry as args;
use schema::{Poly, update};

/// Ids of one `getByIds` that are looked up; further ones are left out, as a list page would.
const IDS_MAX: usize = 500;

/// baseEntry.get
pub async fn get(call: &Call, args: args::Get) -> Result<Answer> {
    let entry = call.catalog().entry(&call.actor, &args.entry_id).await?;
    Ok(Answer::Object(to::comparable(call, &entry)))
}

/// baseEntry.getByIds
pub async fn get_by_ids(call: &Call, args: args::GetByIds) -> Result<Answer> {
    let mut found: Vec<Poly<BaseEntry>> = Vec::new();
    for id in args.entry_ids.split(',').map(str::trim).filter(|id| !id.is_empty()).take(IDS_MAX) {
        match call.catalog().entry(&call.actor, id).await {
            Ok(entry) => found.push(to::any(call, &entry)),
            Err(error) if error.kind == Kind::NotFound => {}
            Err(error) => return Err(error),
        }
    }
    Ok(Answer::Array(Box::new(found)))
}

/// baseEntry.list
pub async fn list(call: &Call, args: args::List) -> Result<Answer> {
    let (filter, pager) = (convert::filter(args.filter.as_ref()), convert::pager(args.pager.as_ref()));
    let (objects, total) = match call.catalog().entry_named(&call.actor, &[], &filter, pager).await? {
        Some(page) => convert::page(page, |entry| to::any(call, &entry)),
        None => {
            let page = call.db().read(async |tx| entry::list(tx, &call.actor, &[], &filter, pager).await).await?;
            convert::page(page, |entry| to::any(call, &entry))
        }
    };
    let mut list = BaseEntryListResponse { objects, ..Default::default() };
    list.total_count = total;
    Ok(Answer::object(list))
}

/// baseEntry.count
pub async fn count(call: &Call, args: args::Count) -> Result<Answer> {
    let filter = convert::filter(args.filter.as_ref());
    call.db().read(async |tx| entry::count(tx, &call.actor, &[], &filter).await).await.map(Answer::Int)
}

/// baseEntry.update
pub async fn update(call: &Call, args: args::Update) -> Result<Answer> {
    let stored = call.catalog().entry(&call.actor, &args.entry_id).await?;
    let kept = update::update(args.base_entry.object(), &*to::comparable(call, &stored), call.rights())?;
    let own_source = stored.live.as_ref().is_none_or(domain::Live::is_own_source);
    let (id, patch) = (&args.entry_id, patch::entry(kept, own_source));
    let updated = call.db().write(async |tx| entry::update(tx, &call.actor, call.now, id, &[], patch).await).await?;
    Ok(Answer::Object(to::comparable(call, &updated)))
}

/// baseEntry.delete
pub async fn delete(call: &Call, args: args::Delete) -> Result<Answer> {
    let id = &args.entry_id;
    call.db().write(async |tx| entry::delete(tx, &call.actor, call.now, id, &[]).await).await?;
    Ok(Answer::Nothing)
}

/// baseEntry.getPlaybackContext
pub async fn get_playback_context(call: &Call, args: args::GetPlaybackContext) -> Result<Answer> {
    let entry = call.catalog().entry(&call.actor, &args.entry_id).await?;
    // No entry of these services has flavor assets, so whichever is named does not exist.
    if let Some(asset) = args.context_data_params.flavor_asset_id.value().filter(|id| !id.is_empty()) {
        return Err(Error::coded(Kind::NotFound, "FLAVOR_ASSET_ID_NOT_FOUND").arg("ID", asset));
    }
    Ok(Answer::object(access::playback_context(call, &entry, &args.context_data_params)))
}
