//! Service `media`: entries of type 1 only.

use crate::answer::Answer;
use crate::call::Call;
use crate::convert::{self, entry as to, moderation, patch};
use base::error::{Error, Kind, Result};
use domain::Hot;
use domain::entry::{self, kind};
use schema::object::MediaListResponse;
use schema::service::media as args;
use schema::{Poly, update};
use std::sync::Arc;

const KINDS: &[i64] = &[kind::MEDIA];

/// media.add — content comes later.
pub async fn add(call: &Call, args: args::Add) -> Result<Answer> {
    let kept = update::insert(args.entry.object(), call.rights(), &["id"])?;
    let patch = patch::entry(kept, false);
    entry::require_media_type(&patch)?;
    let add = async |tx: &mut store::WriteTx| entry::add_media(tx, &call.actor, call.now, kind::MEDIA, patch).await;
    Ok(Answer::object(to::media(call, &call.db().write(add).await?)))
}

/// media.get
pub async fn get(call: &Call, args: args::Get) -> Result<Answer> {
    Ok(Answer::object(to::media(call, &*media(call, &args.entry_id).await?)))
}

/// media.update
pub async fn update(call: &Call, args: args::Update) -> Result<Answer> {
    let stored = media(call, &args.entry_id).await?;
    let kept = update::update(args.media_entry.object(), &to::media(call, &stored), call.rights())?;
    let (id, patch) = (&args.entry_id, patch::entry(kept, false));
    let updated = call.db().write(async |tx| entry::update(tx, &call.actor, call.now, id, KINDS, patch).await).await?;
    Ok(Answer::object(to::media(call, &updated)))
}

/// media.delete
pub async fn delete(call: &Call, args: args::Delete) -> Result<Answer> {
    let id = &args.entry_id;
    call.db().write(async |tx| entry::delete(tx, &call.actor, call.now, id, KINDS).await).await?;
    Ok(Answer::Nothing)
}

/// media.flag
pub async fn flag(call: &Call, args: args::Flag) -> Result<Answer> {
    update::insert(args.moderation_flag.object(), call.rights(), &[])?;
    let new = moderation::new_flag(&args.moderation_flag);
    call.db().write(async |tx| entry::moderation::flag(tx, &call.actor, call.now, KINDS, new).await).await?;
    Ok(Answer::Nothing)
}

/// media.approve
pub async fn approve(call: &Call, args: args::Approve) -> Result<Answer> {
    let id = &args.entry_id;
    call.db().write(async |tx| entry::moderation::approve(tx, &call.actor, call.now, id, KINDS).await).await?;
    Ok(Answer::Nothing)
}

/// media.reject
pub async fn reject(call: &Call, args: args::Reject) -> Result<Answer> {
    let id = &args.entry_id;
    call.db().write(async |tx| entry::moderation::reject(tx, &call.actor, call.now, id, KINDS).await).await?;
    Ok(Answer::Nothing)
}

/// media.listFlags
pub async fn list_flags(call: &Call, args: args::ListFlags) -> Result<Answer> {
    let (id, pager) = (&args.entry_id, convert::pager(args.pager.as_ref()));
    let page =
        call.db().read(async |tx| entry::moderation::list_flags(tx, &call.actor, id, KINDS, pager).await).await?;
    Ok(Answer::object(moderation::flags(page)))
}

/// media.anonymousRank
pub async fn anonymous_rank(call: &Call, args: args::AnonymousRank) -> Result<Answer> {
    let (id, rank) = (&args.entry_id, args.rank);
    call.db().write(async |tx| entry::moderation::rank(tx, &call.actor, call.now, id, KINDS, rank).await).await?;
    Ok(Answer::Nothing)
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

/// A media entry of the caller's account: ENTRY_ID_NOT_FOUND otherwise.
async fn media(call: &Call, id: &str) -> Result<Arc<Hot>> {
    let entry = call.catalog().entry(&call.actor, id).await?;
    if entry.kind == kind::MEDIA {
        Ok(entry)
    } else {
        Err(Error::coded(Kind::NotFound, "ENTRY_ID_NOT_FOUND").arg("ENTRY_ID", id))
    }
}
