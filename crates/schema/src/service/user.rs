//! Service `user`: the people of an account.

use crate::object::User;
use crate::{Access, Action, ApiArgs, ApiClass, Owner, Returns, Service};

pub static SERVICE: Service = Service { name: "user", docs: "the people of an account.", actions: &[&GET] };

/// Reads a user.
pub static GET: Action = Action {
    name: "get",
    docs: "Reads a user.",
    arguments: <Get as ApiArgs>::ARGUMENTS,
    returns: Returns::Object(User::CLASS),
    access: Access::SESSIONS,
    owner: Owner::Anyone,
};

/// Arguments of `user.get`.
#[derive(Clone, Debug, ApiArgs)]
pub struct Get {
    /// The user of the session by default.
    pub user_id: Option<String>,
}
