//! Permissions: what a role is made of (contract: people, permissions).
//!
//! Each opens columns of the permission matrix, or actions that the matrix opens to administrators only.

use crate::actor::Columns;

/// One permission. Its id is its place in [`PERMISSIONS`], from 1.
#[derive(Debug)]
pub struct Permission {
    pub name: &'static str,
    pub description: &'static str,
    pub columns: Columns,
    /// `service->action`, or `service->*`.
    pub actions: &'static [&'static str],
}

const fn column(name: &'static str, columns: Columns, description: &'static str) -> Permission {
    Permission { name, description, columns, actions: &[] }
}

const fn area(name: &'static str, actions: &'static [&'static str], description: &'static str) -> Permission {
    Permission { name, description, columns: Columns::NOBODY, actions }
}

/// All of them. New ones go to the end: a place is an id, and at most 64 fit.
pub static PERMISSIONS: &[Permission] = &[
    column("ALWAYS_ALLOWED_ACTIONS", Columns::N, "what nobody needs a session for"),
    column("WIDGET_SESSION_PERMISSION", Columns::W, "what anonymous viewers may do"),
    column("PLAYBACK_BASE_PERMISSION", Columns::P, "what players may do"),
    column("BASE_USER_SESSION_PERMISSION", Columns::U, "what every user may do"),
    column("WEBCAST_PRODUCER_DEVICE_PERMISSION", Columns::R, "what producers of webcasts may do beyond other users"),
    column("KMS_WEBCAST_WIDGET_SESSION_PERMISSION", Columns::Q, "writing questions as an anonymous viewer"),
    area("LIVE_STREAM_ADD", &["liveStream->add"], "making live streams"),
    area("LIVE_STREAM_UPDATE", &["liveStream->update", "liveStream->regenerateStreamToken"], "changing live streams"),
    area("LIVE_STREAM_DELETE", &["liveStream->delete"], "deleting live streams"),
    area(
        "PUSH_PUBLISH",
        &["liveStream->addLiveStreamPushPublishConfiguration", "liveStream->removeLiveStreamPushPublishConfiguration"],
        "sending live streams on to other services",
    ),
    area(
        "MEDIA_SERVER_BASE",
        &[
            "liveStream->authenticate",
            "liveStream->registerMediaServer",
            "liveStream->unregisterMediaServer",
            "liveStream->appendRecording",
            "liveStream->setRecordedContent",
            "liveStream->createRecordedEntry",
        ],
        "acting as a media server",
    ),
    area(
        "CONTENT_MODERATE_BASE",
        &[
            "baseEntry->approve",
            "baseEntry->reject",
            "baseEntry->listFlags",
            "media->approve",
            "media->reject",
            "media->listFlags",
        ],
        "deciding what is shown",
    ),
    area("CONTENT_MANAGE_EXPORT", &["baseEntry->export"], "exporting entries"),
    area(
        "TRANSCODING_BASE",
        &["conversionProfile->get", "conversionProfile->getDefault", "conversionProfile->list"],
        "reading conversion profiles",
    ),
    area("TRANSCODING_ADD", &["conversionProfile->add"], "making conversion profiles"),
    area(
        "TRANSCODING_UPDATE",
        &["conversionProfile->update", "conversionProfile->setAsDefault"],
        "changing conversion profiles",
    ),
    area("TRANSCODING_DELETE", &["conversionProfile->delete"], "deleting conversion profiles"),
    area(
        "ACCESS_CONTROL_BASE",
        &["accessControlProfile->get", "accessControlProfile->list"],
        "reading access control profiles",
    ),
    area("ACCESS_CONTROL_ADD", &["accessControlProfile->add"], "making access control profiles"),
    area("ACCESS_CONTROL_UPDATE", &["accessControlProfile->update"], "changing access control profiles"),
    area("ACCESS_CONTROL_DELETE", &["accessControlProfile->delete"], "deleting access control profiles"),
    area(
        "CUSTOM_DATA_PROFILE_ADD",
        &["metadata_metadataprofile->add", "metadata_metadataprofile->addFromFile"],
        "making metadata profiles",
    ),
    area(
        "CUSTOM_DATA_PROFILE_UPDATE",
        &[
            "metadata_metadataprofile->update",
            "metadata_metadataprofile->revert",
            "metadata_metadataprofile->updateDefinitionFromFile",
            "metadata_metadataprofile->updateViewsFromFile",
        ],
        "changing metadata profiles",
    ),
    area("CUSTOM_DATA_PROFILE_DELETE", &["metadata_metadataprofile->delete"], "deleting metadata profiles"),
    area("STUDIO_ADD_UICONF", &["uiConf->add", "uiConf->clone"], "making configurations of players"),
    area("STUDIO_UPDATE_UICONF", &["uiConf->update"], "changing configurations of players"),
    area("STUDIO_DELETE_UICONF", &["uiConf->delete"], "deleting configurations of players"),
    area("APP_TOKEN_BASE", &["appToken->get", "appToken->list"], "reading app tokens, which are secrets"),
    area("APP_TOKEN_ADD", &["appToken->add"], "making app tokens"),
    area("APP_TOKEN_UPDATE", &["appToken->update"], "changing app tokens"),
    area("APP_TOKEN_DELETE", &["appToken->delete"], "deleting app tokens"),
    area("SESSION_BASE", &["session->get"], "telling what a session is"),
    area("ADMIN_USER_BASE", &["user->get", "user->list", "user->getByLoginId"], "reading users"),
    area("ADMIN_USER_ADD", &["user->add"], "adding users"),
    area(
        "ADMIN_USER_UPDATE",
        &["user->update", "user->enableLogin", "user->disableLogin"],
        "changing users and their logins",
    ),
    area("ADMIN_USER_DELETE", &["user->delete"], "deleting users"),
    area(
        "ADMIN_ROLE_BASE",
        &["userRole->get", "userRole->list", "permission->get", "permission->list"],
        "reading roles",
    ),
    area("ACCOUNT_BASE", &["partner->get", "partner->getInfo"], "reading the account"),
    area("ACCOUNT_UPDATE_SETTINGS", &["partner->update"], "changing the account's settings"),
];

/// What a session may do: a set of permissions, and the columns these open.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Grants {
    permissions: u64,
    columns: Columns,
}

impl Grants {
    /// What no role limits.
    pub const ALL: Self = Self { permissions: u64::MAX, columns: Columns::ADMIN };

    /// What nobody needs a session for: `ALWAYS_ALLOWED_ACTIONS`.
    pub const NOBODY: Self = Self { permissions: 1, columns: Columns::N };

    /// Of a comma list of names; `*` is everything. Names that mean nothing here grant nothing.
    pub fn of_names(names: &str) -> Self {
        let mut grants = Self { permissions: 0, columns: Columns::NOBODY };
        for name in crate::filter::split(names) {
            if name == "*" {
                return Self::ALL;
            }
            if let Some(place) = PERMISSIONS.iter().position(|permission| permission.name == name) {
                grants.permissions |= 1 << place;
                grants.columns = grants.columns.and(PERMISSIONS[place].columns);
            }
        }
        grants
    }

    #[must_use]
    pub fn and(self, other: Self) -> Self {
        Self { permissions: self.permissions | other.permissions, columns: self.columns.and(other.columns) }
    }

    pub fn is_all(self) -> bool {
        self.columns.meets(Columns::ADMIN)
    }

    /// May an action be called that the matrix opens to `columns`, by its name `service->action`? What needs no session needs no role.
    pub fn allow(self, columns: Columns, action: &str) -> bool {
        self.is_all()
            || columns.meets(Columns::N)
            || self.columns.meets(columns)
            || self.permissions().any(|permission| permission.names(action))
    }

    /// The permissions in it.
    pub fn permissions(self) -> impl Iterator<Item = &'static Permission> {
        PERMISSIONS
            .iter()
            .enumerate()
            .filter(move |(place, _)| self.permissions & (1 << place) != 0)
            .map(|(_, one)| one)
    }
}

impl Permission {
    fn names(&self, action: &str) -> bool {
        self.actions.iter().any(|known| match known.strip_suffix('*') {
            Some(service) => action.starts_with(service),
            None => *known == action,
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn grants_are_what_their_permissions_open() {
        let producer =
            Grants::of_names("BASE_USER_SESSION_PERMISSION, WEBCAST_PRODUCER_DEVICE_PERMISSION,NO_SUCH_THING");
        assert!(
            producer.allow(Columns::R, "liveStream->update") && !producer.allow(Columns::NOBODY, "liveStream->add")
        );
        let maker = Grants::of_names("LIVE_STREAM_ADD");
        assert!(maker.allow(Columns::NOBODY, "liveStream->add") && !maker.allow(Columns::U, "baseEntry->update"));
        assert!(Grants::of_names("").allow(Columns::N, "session->end"), "whatever the role");
        assert!(Grants::of_names("x,*").is_all() && !Grants::of_names("").is_all());
        assert_eq!(Grants::NOBODY, Grants::of_names("ALWAYS_ALLOWED_ACTIONS"));
        assert!(PERMISSIONS.len() <= 64, "they are bits of one number");
        let mut names: Vec<&str> = PERMISSIONS.iter().map(|permission| permission.name).collect();
        names.sort_unstable();
        names.dedup();
        assert_eq!(names.len(), PERMISSIONS.len());
    }
}
