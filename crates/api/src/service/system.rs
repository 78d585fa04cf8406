//! Service `system`: whether the server is there.

use crate::answer::Answer;
use crate::call::Call;
use base::error::Result;
use schema::service::system as args;

/// system.ping
pub async fn ping(_call: &Call, _args: args::Ping) -> Result<Answer> {
    Ok(Answer::Bool(true))
}

/// system.pingDatabase — the writer answers, which is what clients rely on.
pub async fn ping_database(call: &Call, _args: args::PingDatabase) -> Result<Answer> {
    call.db().flush().await?;
    Ok(Answer::Bool(true))
}

/// system.getTime
pub async fn get_time(call: &Call, _args: args::GetTime) -> Result<Answer> {
    Ok(Answer::Int(call.now.seconds()))
}

/// system.getVersion
pub async fn get_version(_call: &Call, _args: args::GetVersion) -> Result<Answer> {
    Ok(Answer::Text(env!("CARGO_PKG_VERSION").to_owned()))
}
