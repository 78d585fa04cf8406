//! Service `system`: whether the server is there.

use crate::{Access, Action, ApiArgs, Owner, Returns, Service};

pub static SERVICE: Service = Service {
    name: "system",
    docs: "whether the server is there.",
    actions: &[&PING, &PING_DATABASE, &GET_TIME, &GET_VERSION],
};

/// Answers true.
pub static PING: Action = Action {
    name: "ping",
    docs: "Answers true.",
    arguments: <Ping as ApiArgs>::ARGUMENTS,
    returns: Returns::Bool,
    access: Access::ALL,
    owner: Owner::Anyone,
};

/// Arguments of `system.ping`.
#[derive(Clone, Debug, ApiArgs)]
pub struct Ping;

/// Answers true if the database does.
pub static PING_DATABASE: Action = Action {
    name: "pingDatabase",
    docs: "Answers true if the database does.",
    arguments: <PingDatabase as ApiArgs>::ARGUMENTS,
    returns: Returns::Bool,
    access: Access::ALL,
    owner: Owner::Anyone,
};

/// Arguments of `system.pingDatabase`.
#[derive(Clone, Debug, ApiArgs)]
pub struct PingDatabase;

/// The time of the server, unix seconds.
pub static GET_TIME: Action = Action {
    name: "getTime",
    docs: "The time of the server, unix seconds.",
    arguments: <GetTime as ApiArgs>::ARGUMENTS,
    returns: Returns::Int,
    access: Access::ALL,
    owner: Owner::Anyone,
};

/// Arguments of `system.getTime`.
#[derive(Clone, Debug, ApiArgs)]
pub struct GetTime;

/// The version of the server.
pub static GET_VERSION: Action = Action {
    name: "getVersion",
    docs: "The version of the server.",
    arguments: <GetVersion as ApiArgs>::ARGUMENTS,
    returns: Returns::Text,
    access: Access::ALL,
    owner: Owner::Anyone,
};

/// Arguments of `system.getVersion`.
#[derive(Clone, Debug, ApiArgs)]
pub struct GetVersion;
