//! One short function per action: load, decide, change, answer. Who may call it stands in the tables of `schema`.

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
