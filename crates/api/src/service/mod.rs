//! One short function per action: load, decide, change, answer. Who may call it stands in the tables of `schema`.

pub mod access_control_profile;
pub mod app_token;
pub mod base_entry;
pub mod conversion_profile;
pub mod live_stream;
pub mod media;
pub mod metadata;
pub mod metadata_profile;
pub mod session;
pub mod system;
pub mod ui_conf;
pub mod user;
