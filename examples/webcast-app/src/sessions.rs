//! Who gets which KS: the application itself is an administrator, everybody else gets a session of an app token.
//!
//! The admin secret stays here. A browser only ever sees a session that can do what its page is for.

use crate::api::{Api, Error, Result, text};
use serde_json::{Value, json};
use sha2::{Digest, Sha256};
use std::collections::HashMap;
use std::sync::{Mutex, PoisonError};

/// Life of the application's own sessions, and of those it hands out, seconds.
const SESSION_S: i64 = 12 * 3600;
/// Where app tokens are looked for: one page of them, the newest first.
const TOKENS_PAGE: i64 = 500;
const ADMIN: i64 = 2;
const USER: i64 = 0;
const ACTIVE: i64 = 2;

/// What a page needs a session for.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Role {
    /// Runs the encoder: started as the owner of the webcast, reads its addresses.
    Producer,
    /// Sees the preview, and takes the webcast live. Started as [`MODERATOR`].
    Moderator,
    /// Watches what is public.
    Viewer,
}

/// The user who may edit every webcast made here, because it is entered in `entitledUsersEdit`.
pub const MODERATOR: &str = "webcast-app-moderator";

impl Role {
    /// How the token is found again.
    fn description(self) -> &'static str {
        match self {
            Self::Producer => "webcast-app producer",
            Self::Moderator => "webcast-app moderator",
            Self::Viewer => "webcast-app viewer",
        }
    }

    fn privileges(self) -> &'static str {
        match self {
            Self::Producer | Self::Moderator => "setrole:WEBCAST_PRODUCER_DEVICE_ROLE",
            Self::Viewer => "setrole:PLAYBACK_BASE_ROLE,sview:*",
        }
    }
}

#[derive(Clone, Debug)]
struct AppToken {
    id: String,
    token: String,
}

/// The account the application works for.
#[derive(Debug)]
pub struct Account {
    pub api: Api,
    pub partner: i64,
    admin_secret: String,
    admin_ks: Mutex<Option<String>>,
    tokens: Mutex<HashMap<Role, AppToken>>,
}

impl Account {
    pub fn new(service_url: String, partner: i64, admin_secret: String) -> Self {
        let (admin_ks, tokens) = (Mutex::default(), Mutex::default());
        Self { api: Api::new(service_url), partner, admin_secret, admin_ks, tokens }
    }

    /// Calls as administrator. A session that has expired is replaced once.
    pub async fn admin(&self, action: &str, arguments: Value) -> Result<Value> {
        let kept = self.admin_ks.lock().unwrap_or_else(PoisonError::into_inner).clone();
        if let Some(ks) = kept {
            match self.api.call(action, Some(&ks), arguments.clone()).await {
                Err(error) if error.is("INVALID_KS") => {}
                answered => return answered,
            }
        }
        let start = json!({
            "secret": self.admin_secret, "userId": "webcast-app", "type": ADMIN, "partnerId": self.partner,
            "expiry": SESSION_S, "privileges": "disableentitlement",
        });
        let ks = text(&self.api.call("session.start", None, start).await?);
        *self.admin_ks.lock().unwrap_or_else(PoisonError::into_inner) = Some(ks.clone());
        self.api.call(action, Some(&ks), arguments).await
    }

    /// A session of `user` that can do what `role` needs: a widget session proves with a hash that it knows the app token.
    pub async fn session(&self, role: Role, user: &str) -> Result<String> {
        match self.session_of_token(role, user).await {
            // Somebody removed the token since it was looked up.
            Err(error) if error.is("APP_TOKEN_ID_NOT_FOUND") || error.is("INVALID_APP_TOKEN_HASH") => {
                self.tokens.lock().unwrap_or_else(PoisonError::into_inner).remove(&role);
                self.session_of_token(role, user).await
            }
            outcome => outcome,
        }
    }

    async fn session_of_token(&self, role: Role, user: &str) -> Result<String> {
        let AppToken { id, token } = self.token(role).await?;
        let widget = json!({ "widgetId": format!("_{}", self.partner), "expiry": SESSION_S });
        let widget_ks = text(&self.api.call("session.startWidgetSession", None, widget).await?["ks"]);
        let hash: String =
            Sha256::digest(format!("{widget_ks}{token}")).iter().map(|byte| format!("{byte:02x}")).collect();
        let start = json!({ "id": id, "tokenHash": hash, "userId": user, "expiry": SESSION_S });
        let info = self.api.call("appToken.startSession", Some(&widget_ks), start).await?;
        match text(&info["ks"]) {
            ks if ks.is_empty() => Err(Error::Failed("appToken.startSession: no session".to_owned())),
            ks => Ok(ks),
        }
    }

    /// The app token of a role: the one that is kept, or was made by an earlier run, or a new one.
    async fn token(&self, role: Role) -> Result<AppToken> {
        if let Some(kept) = self.tokens.lock().unwrap_or_else(PoisonError::into_inner).get(&role) {
            return Ok(kept.clone());
        }
        let filter = json!({ "objectType": "KalturaAppTokenFilter", "statusEqual": ACTIVE, "orderBy": "-createdAt" });
        let list =
            json!({ "filter": filter, "pager": { "objectType": "KalturaFilterPager", "pageSize": TOKENS_PAGE } });
        let listed = self.admin("appToken.list", list).await?;
        let made_before = listed["objects"].as_array().into_iter().flatten().find(|token| {
            token["description"] == role.description() && token["sessionPrivileges"] == role.privileges()
        });
        let token = match made_before {
            Some(found) => found.clone(),
            None => {
                let token = json!({
                    "objectType": "KalturaAppToken", "hashType": "SHA256", "sessionType": USER, "sessionDuration": SESSION_S,
                    "sessionPrivileges": role.privileges(), "description": role.description(),
                });
                self.admin("appToken.add", json!({ "appToken": token })).await?
            }
        };
        let token = AppToken { id: text(&token["id"]), token: text(&token["token"]) };
        self.tokens.lock().unwrap_or_else(PoisonError::into_inner).insert(role, token.clone());
        Ok(token)
    }
}
