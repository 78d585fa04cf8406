//! The services: one file each, with its actions, their arguments, what they return, who may call them and whose entry they touch.
//!
//! What is not in these tables does not exist: SERVICE_DOES_NOT_EXISTS, ACTION_DOES_NOT_EXISTS.

pub mod access_control_profile;
pub mod app_token;
pub mod base_entry;
pub mod conversion_profile;
pub mod conversion_profile_asset_params;
pub mod entry_server_node;
pub mod flavor_asset;
pub mod flavor_params;
pub mod live_stream;
pub mod media;
pub mod metadata;
pub mod metadata_profile;
pub mod partner;
pub mod permission;
pub mod response_profile;
pub mod session;
pub mod system;
pub mod ui_conf;
pub mod user;
pub mod user_role;
pub mod widget;

use crate::{Action, Service};

pub static SERVICES: &[&Service] = &[
    &session::SERVICE,
    &app_token::SERVICE,
    &user::SERVICE,
    &user_role::SERVICE,
    &permission::SERVICE,
    &partner::SERVICE,
    &live_stream::SERVICE,
    &entry_server_node::SERVICE,
    &base_entry::SERVICE,
    &flavor_asset::SERVICE,
    &media::SERVICE,
    &access_control_profile::SERVICE,
    &conversion_profile::SERVICE,
    &conversion_profile_asset_params::SERVICE,
    &flavor_params::SERVICE,
    &metadata::SERVICE,
    &metadata_profile::SERVICE,
    &ui_conf::SERVICE,
    &response_profile::SERVICE,
    &widget::SERVICE,
    &system::SERVICE,
];

/// A service by its name, in any case.
pub fn find(name: &str) -> Option<&'static Service> {
    SERVICES.iter().find(|service| service.name.eq_ignore_ascii_case(name)).copied()
}

impl Service {
    /// An action by its name, in any case.
    pub fn action(&self, name: &str) -> Option<&'static Action> {
        self.actions.iter().find(|action| action.name.eq_ignore_ascii_case(name)).copied()
    }
}
