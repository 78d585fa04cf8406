//! Service `baseEntry`: entries of every kind, in their concrete classes.

use crate::answer::Answer;
use crate::call::Call;
use crate::convert::{self, access, entry as to, moderation, patch};
use base::error::{Error, Kind, Result};
use domain::Columns;
use domain::access::Profile;
use domain::entry::{self, kind};
use domain::{Entry, Filter, Hot, Page};
use schema::object::{BaseEntry, BaseEntryListResponse, EntryContextDataParams, LiveStreamEntry, MediaEntry};
use schema::service::{self as table, base_entry as args};
use schema::{ApiAction, Field, Poly, update};
use std::sync::Arc;

/// Ids of one `getByIds` that are looked up; further ones are left out, as a list page would.
const IDS_MAX: usize = 500;

/// baseEntry.add — the type, or else the class, says what it becomes.
pub async fn add(call: &Call, args: args::Add) -> Result<Answer> {
    let sent = args.entry.object();
    let is_media = sent.as_class::<MediaEntry>().is_some();
    let is_live = sent.as_class::<LiveStreamEntry>().is_some();
    let wished = match convert::code_text(args.r#type) {
        automatic if automatic == "-1" => args.entry.r#type.value().cloned().map(convert::code_text),
        wished => Some(wished),
    };
    let wished = wished.filter(|wished| wished != "-1");
    let kind = match wished.as_deref() {
        None if is_live => kind::LIVE_STREAM,
        None if is_media => kind::MEDIA,
        None => kind::AUTOMATIC,
        Some("1") => kind::MEDIA,
        Some("7") if is_live => kind::LIVE_STREAM,
        Some(other) => {
            return Err(Error::coded(Kind::Invalid, "ENTRY_TYPE_NOT_SUPPORTED").arg("ENTRY_TYPE", other));
        }
    };
    let kept = update::insert(sent, call.rights(), &["id"])?;
    if kind == kind::LIVE_STREAM {
        // Webcasts are an administrator's to make, whichever way.
        call.actor.require(Columns(table::live_stream::Add::ACTION.access.bits()), "liveStream->add")?;
        let source = args.entry.object().as_class::<LiveStreamEntry>().and_then(|live| live.source_type.value());
        let source = source.cloned().map(convert::code_text);
        let own_source = matches!(source.as_deref(), None | Some("32" | "33" | "42"));
        let patch = patch::entry(kept, own_source);
        let source = source.as_deref();
        let add = async |tx: &mut store::WriteTx| entry::add_live(tx, &call.actor, call.now, source, patch).await;
        return Ok(Answer::Object(to::comparable(call, &call.db().write(add).await?)));
    }
    let patch = patch::entry(kept, false);
    if is_media {
        entry::require_media_type(&patch)?;
    }
    let added = call.db().write(async |tx| entry::add_media(tx, &call.actor, call.now, kind, patch).await).await?;
    Ok(Answer::Object(to::comparable(call, &added)))
}

/// baseEntry.get
pub async fn get(call: &Call, args: args::Get) -> Result<Answer> {
    let entry = call.catalog().entry(&call.actor, &args.entry_id).await?;
    if entry.kind == kind::LIVE_STREAM && entry.live.is_some() {
        return Ok(Answer::Shown(to::shown(call, &entry)));
    }
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
    if let Some(page) = call.catalog().entry_named(&call.actor, &[], &filter, pager).await? {
        let (objects, total) = convert::page(page, |entry| to::any(call, &entry));
        return Ok(list_of(objects, total));
    }
    let page = call.db().read(async |tx| entry::list(tx, &call.actor, &[], &filter, pager).await).await?;
    Ok(answer(call, page))
}

/// baseEntry.listByReferenceId — no reference id finds nothing.
pub async fn list_by_reference_id(call: &Call, args: args::ListByReferenceId) -> Result<Answer> {
    if args.ref_id.trim().is_empty() {
        return Ok(answer(call, Page::empty()));
    }
    let (filter, pager) = (Filter::one("referenceIdEqual", args.ref_id), convert::pager(args.pager.as_ref()));
    let page = call.db().read(async |tx| entry::list(tx, &call.actor, &[], &filter, pager).await).await?;
    Ok(answer(call, page))
}

fn answer(call: &Call, page: Page<Entry>) -> Answer {
    let (objects, total) = convert::page(page, |entry| to::any(call, &entry));
    list_of(objects, total)
}

fn list_of(objects: Field<Vec<Poly<BaseEntry>>>, total: Field<i64>) -> Answer {
    let mut list = BaseEntryListResponse { objects, ..Default::default() };
    list.total_count = total;
    Answer::object(list)
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

/// baseEntry.clone
pub async fn clone(call: &Call, args: args::Clone) -> Result<Answer> {
    let (id, options) = (&args.entry_id, moderation::copy_options(&args.clone_options));
    let copy = call.db().write(async |tx| entry::copy(tx, &call.actor, call.now, id, options).await).await?;
    Ok(Answer::Object(to::comparable(call, &copy)))
}

/// baseEntry.recycle
pub async fn recycle(call: &Call, args: args::Recycle) -> Result<Answer> {
    let id = &args.entry_id;
    let entry = call.db().write(async |tx| entry::recycle(tx, &call.actor, call.now, id).await).await?;
    Ok(Answer::Object(to::comparable(call, &entry)))
}

/// baseEntry.restoreRecycled
pub async fn restore_recycled(call: &Call, args: args::RestoreRecycled) -> Result<Answer> {
    let id = &args.entry_id;
    let entry = call.db().write(async |tx| entry::restore(tx, &call.actor, call.now, id).await).await?;
    Ok(Answer::Object(to::comparable(call, &entry)))
}

/// baseEntry.flag
pub async fn flag(call: &Call, args: args::Flag) -> Result<Answer> {
    update::insert(args.moderation_flag.object(), call.rights(), &[])?;
    let new = moderation::new_flag(&args.moderation_flag);
    call.db().write(async |tx| entry::moderation::flag(tx, &call.actor, call.now, &[], new).await).await?;
    Ok(Answer::Nothing)
}

/// baseEntry.approve
pub async fn approve(call: &Call, args: args::Approve) -> Result<Answer> {
    let id = &args.entry_id;
    call.db().write(async |tx| entry::moderation::approve(tx, &call.actor, call.now, id, &[]).await).await?;
    Ok(Answer::Nothing)
}

/// baseEntry.reject
pub async fn reject(call: &Call, args: args::Reject) -> Result<Answer> {
    let id = &args.entry_id;
    call.db().write(async |tx| entry::moderation::reject(tx, &call.actor, call.now, id, &[]).await).await?;
    Ok(Answer::Nothing)
}

/// baseEntry.listFlags
pub async fn list_flags(call: &Call, args: args::ListFlags) -> Result<Answer> {
    let (id, pager) = (&args.entry_id, convert::pager(args.pager.as_ref()));
    let page = call.db().read(async |tx| entry::moderation::list_flags(tx, &call.actor, id, &[], pager).await).await?;
    Ok(Answer::object(moderation::flags(page)))
}

/// baseEntry.anonymousRank
pub async fn anonymous_rank(call: &Call, args: args::AnonymousRank) -> Result<Answer> {
    let (id, rank) = (&args.entry_id, args.rank);
    call.db().write(async |tx| entry::moderation::rank(tx, &call.actor, call.now, id, &[], rank).await).await?;
    Ok(Answer::Nothing)
}

/// baseEntry.getPlaybackContext
pub async fn get_playback_context(call: &Call, args: args::GetPlaybackContext) -> Result<Answer> {
    let (entry, profile) = to_play(call, &args.entry_id, &args.context_data_params).await?;
    Ok(Answer::object(access::playback_context(call, &entry, &profile, &args.context_data_params)))
}

/// baseEntry.getContextData
pub async fn get_context_data(call: &Call, args: args::GetContextData) -> Result<Answer> {
    let (entry, profile) = to_play(call, &args.entry_id, &args.context_data_params).await?;
    Ok(Answer::object(access::context_data(call, &entry, &profile, &args.context_data_params)))
}

/// An entry and the rules of who may play it.
async fn to_play(call: &Call, id: &str, params: &EntryContextDataParams) -> Result<(Arc<Hot>, Arc<Profile>)> {
    let entry = call.catalog().entry(&call.actor, id).await?;
    // No entry of these services has flavor assets, so whichever is named does not exist.
    if let Some(asset) = params.flavor_asset_id.value().filter(|id| !id.is_empty()) {
        return Err(Error::coded(Kind::NotFound, "FLAVOR_ASSET_ID_NOT_FOUND").arg("ID", asset));
    }
    let profile = call.catalog().access_profile(&entry).await?;
    Ok((entry, profile))
}
