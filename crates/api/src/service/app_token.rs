//! Service `appToken`.

use crate::answer::Answer;
use crate::call::Call;
use crate::convert::{self, session as to};
use crate::guess::guarded;
use base::error::Result;
use domain::guard::Subject;
use domain::session::app_token as tokens;
use schema::object::AppTokenListResponse;
use schema::service::app_token as args;
use schema::{Poly, update};

/// appToken.add
pub async fn add(call: &Call, args: args::Add) -> Result<Answer> {
    let kept = update::insert(args.app_token.object(), call.rights(), &[])?;
    let patch = to::app_token_patch(&args.app_token, &kept);
    let token = tokens::add(call.catalog(), &call.actor, call.now, patch).await?;
    Ok(Answer::object(to::app_token(&token)))
}

/// appToken.get
pub async fn get(call: &Call, args: args::Get) -> Result<Answer> {
    let token = tokens::get(call.catalog(), &call.actor, &args.id).await?;
    Ok(Answer::object(to::app_token(&token)))
}

/// appToken.update
pub async fn update(call: &Call, args: args::Update) -> Result<Answer> {
    let stored = tokens::get(call.catalog(), &call.actor, &args.id).await?;
    let kept = update::update(args.app_token.object(), &to::app_token(&stored), call.rights())?;
    let patch = to::app_token_patch(&args.app_token, &kept);
    let token = tokens::update(call.catalog(), &call.actor, call.now, &args.id, patch).await?;
    Ok(Answer::object(to::app_token(&token)))
}

/// appToken.delete
pub async fn delete(call: &Call, args: args::Delete) -> Result<Answer> {
    tokens::delete(call.catalog(), &call.actor, call.now, &args.id).await?;
    Ok(Answer::Nothing)
}

/// appToken.list
pub async fn list(call: &Call, args: args::List) -> Result<Answer> {
    let (filter, pager) = (convert::filter(args.filter.as_ref()), convert::pager(args.pager.as_ref()));
    let page = tokens::list(call.catalog(), &call.actor, &filter, pager).await?;
    let (objects, total) = convert::page(page, |token| Poly::of(to::app_token(&token)));
    let mut list = AppTokenListResponse { objects, ..Default::default() };
    list.total_count = total;
    Ok(Answer::object(list))
}

/// appToken.startSession — the hash proves the token together with the very KS this call came with.
pub async fn start_session(call: &Call, args: args::StartSession) -> Result<Answer> {
    let start = tokens::StartSession {
        id: args.id,
        token_hash: args.token_hash,
        caller_ks: call.ks.clone().unwrap_or_default(),
        user: args.user_id,
        kind: args.r#type.map(convert::code_int),
        expiry: args.expiry,
        privileges: args.session_privileges,
    };
    let subject = Subject::Partner(call.actor.partner);
    let check = async |attempt| tokens::start_session(call.catalog(), &call.actor, call.now, attempt, start).await;
    let info = guarded(call, "token", subject, tokens::hash_refused(), check).await?;
    Ok(Answer::object(to::info(info)))
}
