//! Service `user`: the people of an account.

use crate::object::User;
use crate::{ApiAction, Service};

pub static SERVICE: Service = Service { name: "user", docs: "the people of an account.", actions: &[Get::ACTION] };

/// Reads a user.
#[derive(Clone, Debug, ApiAction)]
#[api(returns = User, access = SESSIONS)]
pub struct Get {
    /// The user of the session by default.
    pub user_id: Option<String>,
}
