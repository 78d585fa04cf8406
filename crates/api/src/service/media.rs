//! Service `media`: entries of type 1 only.

use crate::answer::Answer;
use crate::call::Call;
use crate::convert::{self, entry as to};
use base::error::{Error, Kind, Result};
use domain::entry::{self, kind};
use schema::Poly;
use schema::object::MediaListResponse;
use schema::service::media as args;

const KINDS: &[i64] = &[kind::MEDIA];

/// media.get
pub async fn get(call: &Call, args: args::Get) -> Result<Answer> {
    let entry = call.catalog().entry(&call.actor, &args.entry_id).await?;
    if entry.kind != kind::MEDIA {
        return Err(Error::coded(Kind::NotFound, "ENTRY_ID_NOT_FOUND").arg("ENTRY_ID", args.entry_id));
    }
    Ok(Answer::object(to::media(call, &entry)))
}

/// media.list
pub async fn list(call: &Call, args: args::List) -> Result<Answer> {
    let (filter, pager) = (convert::filter(args.filter.as_ref()), convert::pager(args.pager.as_ref()));
    let page = call.db().read(async |tx| entry::list(tx, &call.actor, KINDS, &filter, pager).await).await?;
    let (objects, total) = convert::page(page, |entry| Poly::of(to::media(call, &entry)));
    let mut list = MediaListResponse { objects, ..Default::default() };
    list.total_count = total;
    Ok(Answer::object(list))
}

/// media.count
pub async fn count(call: &Call, args: args::Count) -> Result<Answer> {
    let filter = convert::filter(args.filter.as_ref());
    call.db().read(async |tx| entry::count(tx, &call.actor, KINDS, &filter).await).await.map(Answer::Int)
}
