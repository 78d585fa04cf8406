//! Service `liveStream`.

use crate::answer::Answer;
use crate::call::Call;
use crate::convert::{self, entry as to, patch};
use base::error::{Error, Kind, Result};
use domain::entry::{self, PushTarget, kind};
use domain::{Hot, live_state};
use schema::object::{LiveStreamListResponse, LiveStreamStats};
use schema::service::live_stream as args;
use schema::{Field, Poly, update};
use std::sync::Arc;

const KINDS: &[i64] = &[kind::LIVE_STREAM];

/// liveStream.add — a client-sent `id` is ignored, as in the reference.
pub async fn add(call: &Call, args: args::Add) -> Result<Answer> {
    let kept = update::insert(args.live_stream_entry.object(), call.rights(), &["id"])?;
    let source =
        args.source_type.or_else(|| args.live_stream_entry.source_type.value().cloned()).map(convert::code_text);
    let own_source = matches!(source.as_deref(), None | Some("32" | "33" | "42"));
    let patch = patch::entry(kept, own_source);
    let source = source.as_deref();
    let added = call.db().write(async |tx| entry::add_live(tx, &call.actor, call.now, source, patch).await).await?;
    Ok(Answer::object(to::live_stream(call, &added)))
}

/// liveStream.get — from the caches; the database is not asked.
pub async fn get(call: &Call, args: args::Get) -> Result<Answer> {
    let entry = live(call, &args.entry_id).await?;
    Ok(Answer::Shown(to::shown(call, &entry)))
}

/// liveStream.update
pub async fn update(call: &Call, args: args::Update) -> Result<Answer> {
    let stored = live(call, &args.entry_id).await?;
    let kept = update::update(args.live_stream_entry.object(), &to::live_stream(call, &stored), call.rights())?;
    let own_source = stored.live.as_ref().is_some_and(domain::Live::is_own_source);
    let (id, patch) = (&args.entry_id, patch::entry(kept, own_source));
    let updated = call.db().write(async |tx| entry::update(tx, &call.actor, call.now, id, KINDS, patch).await).await?;
    Ok(Answer::object(to::live_stream(call, &updated)))
}

/// liveStream.delete
pub async fn delete(call: &Call, args: args::Delete) -> Result<Answer> {
    let id = &args.entry_id;
    call.db().write(async |tx| entry::delete(tx, &call.actor, call.now, id, KINDS).await).await?;
    Ok(Answer::Nothing)
}

/// liveStream.list
pub async fn list(call: &Call, args: args::List) -> Result<Answer> {
    let (filter, pager) = (convert::filter(args.filter.as_ref()), convert::pager(args.pager.as_ref()));
    let page = call.db().read(async |tx| entry::list(tx, &call.actor, KINDS, &filter, pager).await).await?;
    let (objects, total) = convert::page(page, |entry| Poly::of(to::live_stream(call, &entry)));
    let mut list = LiveStreamListResponse { objects, ..Default::default() };
    list.total_count = total;
    Ok(Answer::object(list))
}

/// liveStream.isLive — `protocol` plays no part for streams that come to us.
pub async fn is_live(call: &Call, args: args::IsLive) -> Result<Answer> {
    let entry = of_anybody(call, &args.id).await?;
    if !entry.live.as_ref().is_some_and(domain::Live::is_own_source) {
        // Nobody asks the address of a stream that comes from elsewhere.
        let protocol = args.protocol.map_or_else(|| "auto".to_owned(), convert::code_text);
        return Err(Error::coded(Kind::NotFound, "LIVE_STREAM_STATUS_CANNOT_BE_DETERMINED").arg("PROT", protocol));
    }
    Ok(Answer::Bool(live_state::is_live(&entry, &call.actor)))
}

/// liveStream.getDetails
pub async fn get_details(call: &Call, args: args::GetDetails) -> Result<Answer> {
    let entry = of_anybody(call, &args.id).await?;
    to::details(&entry).map(Answer::object).ok_or_else(|| invalid(&args.id))
}

/// liveStream.getLiveStreamStats — who may not know of a signal hears of no viewers either.
pub async fn get_live_stream_stats(call: &Call, args: args::GetLiveStreamStats) -> Result<Answer> {
    let entry = of_anybody(call, &args.entry_id).await?;
    let is_live = live_state::is_live(&entry, &call.actor);
    let viewers = if is_live { call.config().delivery.viewers(&entry.id) } else { 0 };
    Ok(Answer::object(LiveStreamStats { live_viewers: i64::try_from(viewers).unwrap_or(i64::MAX).into() }))
}

/// liveStream.regenerateStreamToken — the old token stops working at once; a connected encoder is not dropped.
pub async fn regenerate_stream_token(call: &Call, args: args::RegenerateStreamToken) -> Result<Answer> {
    let id = &args.entry_id;
    let renewed = call.db().write(async |tx| entry::renew_stream_token(tx, &call.actor, call.now, id).await).await?;
    Ok(Answer::object(to::live_stream(call, &renewed)))
}

/// liveStream.updateOfflineThumbnailJpeg
pub async fn update_offline_thumbnail_jpeg(call: &Call, args: args::UpdateOfflineThumbnailJpeg) -> Result<Answer> {
    let (id, picture) = (&args.entry_id, &args.file_data.bytes);
    let changed = call.db().write(async |tx| entry::set_thumbnail(tx, &call.actor, call.now, id, KINDS, picture).await);
    Ok(Answer::object(to::live_stream(call, &changed.await?)))
}

/// liveStream.addLiveStreamPushPublishConfiguration
pub async fn add_push_publish_configuration(
    call: &Call,
    args: args::AddLiveStreamPushPublishConfiguration,
) -> Result<Answer> {
    let service = "liveStream->addLiveStreamPushPublishConfiguration";
    require_push_publish(call, service)?;
    let sent = args.live_stream_configuration.as_ref();
    if args.url.is_some() && sent.is_some() {
        return Err(forbidden(service));
    }
    let text = |field: Option<&Field<String>>| field.and_then(Field::value).cloned();
    let target = PushTarget {
        protocol: convert::code_text(args.protocol),
        url: text(sent.map(|sent| &sent.publish_url)).or(text(sent.map(|sent| &sent.url))).or(args.url),
        backup_url: text(sent.map(|sent| &sent.backup_url)),
    };
    let id = &args.entry_id;
    let changed =
        call.db().write(async |tx| entry::add_push_target(tx, &call.actor, call.now, id, target).await).await?;
    Ok(Answer::object(to::live_stream(call, &changed)))
}

/// liveStream.removeLiveStreamPushPublishConfiguration
pub async fn remove_push_publish_configuration(
    call: &Call,
    args: args::RemoveLiveStreamPushPublishConfiguration,
) -> Result<Answer> {
    require_push_publish(call, "liveStream->removeLiveStreamPushPublishConfiguration")?;
    let (id, protocol) = (&args.entry_id, convert::code_text(args.protocol));
    let changed = call.db().write(async |tx| entry::remove_push_target(tx, &call.actor, call.now, id, &protocol).await);
    Ok(Answer::object(to::live_stream(call, &changed.await?)))
}

/// liveStream.authenticate — the same question as our own ingest asks.
pub async fn authenticate(call: &Call, args: args::Authenticate) -> Result<Answer> {
    let entry = live(call, &args.entry_id).await?;
    let entry = domain::stream::authenticate(call.catalog(), &entry.id, &args.token).await?;
    Ok(Answer::object(to::live_stream(call, &entry)))
}

/// liveStream.validateRegisteredMediaServers — no account is an internal one.
pub async fn validate_registered_media_servers(
    _call: &Call,
    _args: args::ValidateRegisteredMediaServers,
) -> Result<Answer> {
    Err(forbidden("liveStream->validateRegisteredMediaServers"))
}

/// liveStream.archive — no account is an internal one.
pub async fn archive(_call: &Call, _args: args::Archive) -> Result<Answer> {
    Err(forbidden("liveStream->archive"))
}

fn require_push_publish(call: &Call, service: &str) -> Result<()> {
    if call.push_publish { Ok(()) } else { Err(forbidden(service)) }
}

fn forbidden(service: &str) -> Error {
    Error::coded(Kind::Denied, "SERVICE_FORBIDDEN").arg("SERVICE", service)
}

/// A live stream of the caller's account: ENTRY_ID_NOT_FOUND otherwise.
async fn live(call: &Call, id: &str) -> Result<Arc<Hot>> {
    let entry = call.catalog().entry(&call.actor, id).await?;
    if entry.live.is_some() {
        Ok(entry)
    } else {
        Err(Error::coded(Kind::NotFound, "ENTRY_ID_NOT_FOUND").arg("ENTRY_ID", id))
    }
}

/// A live stream of any account, for calls that need no session: INVALID_ENTRY_ID otherwise.
async fn of_anybody(call: &Call, id: &str) -> Result<Arc<Hot>> {
    let entry = call.catalog().any_entry(id).await?;
    entry.filter(|entry| entry.live.is_some()).ok_or_else(|| invalid(id))
}

fn invalid(id: &str) -> Error {
    Error::coded(Kind::NotFound, "INVALID_ENTRY_ID").arg("ID", id)
}
