//! Service `user`.

use crate::answer::Answer;
use crate::call::Call;
use crate::convert;
use base::error::Result;
use domain::user;
use schema::service::user as args;

/// user.get
pub async fn get(call: &Call, args: args::Get) -> Result<Answer> {
    let id = args.user_id.as_deref().filter(|id| !id.is_empty());
    let found = call.db().write(async |tx| user::get(tx, &call.actor, call.now, id).await).await?;
    Ok(Answer::object(convert::session::user(&found)))
}
