//! Service `entryServerNode`: what the media engine has told of its inputs.

use crate::answer::Answer;
use crate::call::Call;
use crate::convert::{self, entry as to};
use base::error::Result;
use domain::live_state::nodes;
use schema::Poly;
use schema::object::EntryServerNodeListResponse;
use schema::service::entry_server_node as args;

/// entryServerNode.get
pub async fn get(call: &Call, args: args::Get) -> Result<Answer> {
    let found = call.db().read(async |tx| nodes::get(tx, &call.actor, args.id).await).await?;
    Ok(Answer::object(to::node(&found)))
}

/// entryServerNode.list
pub async fn list(call: &Call, args: args::List) -> Result<Answer> {
    let (filter, pager) = (convert::filter(args.filter.as_ref()), convert::pager(args.pager.as_ref()));
    let page = call.db().read(async |tx| nodes::list(tx, &call.actor, &filter, pager).await).await?;
    let (objects, total) = convert::page(page, |node| Poly::of(to::node(&node)));
    let mut list = EntryServerNodeListResponse { objects, ..Default::default() };
    list.total_count = total;
    Ok(Answer::object(list))
}

/// entryServerNode.validateRegisteredEntryServerNode — the engine keeps nodes true itself, so only whether it is there is left to ask.
pub async fn validate_registered_entry_server_node(
    call: &Call,
    args: args::ValidateRegisteredEntryServerNode,
) -> Result<Answer> {
    call.db().read(async |tx| nodes::get(tx, &call.actor, args.id).await).await?;
    Ok(Answer::Nothing)
}
