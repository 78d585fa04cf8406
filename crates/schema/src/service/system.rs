//! Service `system`: whether the server is there.

use crate::{ApiAction, Service};

pub static SERVICE: Service = Service {
    name: "system",
    docs: "whether the server is there.",
    actions: &[Ping::ACTION, PingDatabase::ACTION, GetTime::ACTION, GetVersion::ACTION],
};

/// Answers true.
#[derive(Clone, Debug, ApiAction)]
#[api(returns = bool, access = ALL)]
pub struct Ping;

/// Answers true if the database does.
#[derive(Clone, Debug, ApiAction)]
#[api(returns = bool, access = ALL)]
pub struct PingDatabase;

/// The time of the server, unix seconds.
#[derive(Clone, Debug, ApiAction)]
#[api(returns = i64, access = ALL)]
pub struct GetTime;

/// The version of the server.
#[derive(Clone, Debug, ApiAction)]
#[api(returns = String, access = ALL)]
pub struct GetVersion;
