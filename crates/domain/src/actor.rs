//! Who acts: a verified session as the rules see it. No actor, no command.

use crate::entry::Entry;
use crate::role::Grants;
use crate::session::Ks;
use crate::session::privileges::Privileges;
use base::{Error, Kind, PartnerId, Result, UserId};
use std::sync::Arc;

/// Kind of session (contract: session, privileges, session kinds).
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum SessionKind {
    /// No KS at all.
    None,
    Widget,
    User,
    Admin,
}

/// Columns of the permission matrix (contract: session, roles). An action names the columns that may call it.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Columns(pub u8);

impl Columns {
    pub const NOBODY: Self = Self(0);
    /// No KS.
    pub const N: Self = Self(1);
    /// Widget session.
    pub const W: Self = Self(2);
    /// `PLAYBACK_BASE_ROLE`.
    pub const P: Self = Self(4);
    /// User session.
    pub const U: Self = Self(8);
    /// `WEBCAST_PRODUCER_DEVICE_ROLE`.
    pub const R: Self = Self(16);
    /// `KMS_WEBCAST_WIDGET_SESSION_ROLE`: what a widget may, and Q&A writes.
    pub const Q: Self = Self(32);
    /// Everything.
    pub const ADMIN: Self = Self(128);

    #[must_use]
    pub const fn and(self, other: Self) -> Self {
        Self(self.0 | other.0)
    }

    pub const fn meets(self, other: Self) -> bool {
        self.0 & other.0 != 0
    }
}

/// What the privilege `restrictexplicitliveview` does in an account (contract: live, live status).
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum ExplicitLive {
    /// With `*` it takes the preview away, as servers behave.
    #[default]
    Restricts,
    /// With `*` or the entry's id it gives the preview, as public guides say.
    Grants,
}

/// A caller whose session has been checked.
#[derive(Clone, Debug)]
pub struct Actor {
    pub partner: PartnerId,
    pub user: UserId,
    pub kind: SessionKind,
    /// What the roles grant.
    pub granted: Grants,
    /// `restrictingrole`: an action must also be in these.
    pub restricted: Option<Grants>,
    pub explicit_live: ExplicitLive,
    pub privileges: Privileges,
    /// `None` without a KS and for the system itself.
    pub ks: Option<Arc<Ks>>,
}

impl Actor {
    /// Somebody without a KS, seen as acting on `partner`.
    pub fn nobody(partner: PartnerId) -> Self {
        Self {
            partner,
            user: UserId::default(),
            kind: SessionKind::None,
            granted: Grants::NOBODY,
            restricted: None,
            explicit_live: ExplicitLive::default(),
            privileges: Privileges::default(),
            ks: None,
        }
    }

    /// The server itself: the media plane's signals, the first start, background work.
    pub fn system(partner: PartnerId) -> Self {
        Self { kind: SessionKind::Admin, granted: Grants::ALL, ..Self::nobody(partner) }
    }

    pub fn is_admin(&self) -> bool {
        self.kind == SessionKind::Admin
    }

    /// No role limits this session: it may everything that its account may.
    pub fn is_unlimited(&self) -> bool {
        self.granted.is_all() && self.restricted.is_none_or(Grants::is_all)
    }

    /// May this session call what the matrix opens to `columns`?
    pub fn may(&self, columns: Columns) -> bool {
        self.may_call(columns, "")
    }

    /// May this session call `action`, such as `liveStream->add`, that the matrix opens to `columns`? A permission may open it too.
    pub fn may_call(&self, columns: Columns, action: &str) -> bool {
        self.granted.allow(columns, action) && self.restricted.is_none_or(|only| only.allow(columns, action))
    }

    /// Names of the permissions it has, for `permission.getCurrentPermissions`.
    pub fn permission_names(&self) -> Vec<&'static str> {
        let may = self.granted.permissions().map(|permission| permission.name);
        may.filter(|name| self.restricted.is_none_or(|only| only.permissions().any(|one| one.name == *name))).collect()
    }

    /// `SERVICE_FORBIDDEN` with `action` such as `liveStream->add`.
    pub fn require(&self, columns: Columns, action: &str) -> Result<()> {
        if self.may_call(columns, action) { Ok(()) } else { Err(forbidden(action)) }
    }

    /// `verify(name, value)` of the contract's privileges.
    pub fn has_privilege(&self, name: &str, value: &str) -> bool {
        self.privileges.verify(name, value)
    }

    pub fn owns(&self, entry: &Entry) -> bool {
        self.partner == entry.partner && self.user.is_same(&entry.owner)
    }

    pub fn may_edit(&self, entry: &Entry) -> bool {
        self.partner == entry.partner
            && (self.is_admin()
                || self.has_privilege("edit", entry.id.as_str())
                || self.owns(entry)
                || entry.entitled_edit.contains(&self.user))
    }

    /// The ownership check of actions that change an entry (contract: session, ownership check).
    pub fn require_edit(&self, entry: &Entry) -> Result<()> {
        if self.may_edit(entry) { Ok(()) } else { Err(not_yours()) }
    }

    /// Deleting needs the owner; an edit-entitled user is not enough.
    pub fn require_delete(&self, entry: &Entry) -> Result<()> {
        let may = self.is_admin() || self.has_privilege("edit", entry.id.as_str()) || self.owns(entry);
        if may && self.partner == entry.partner { Ok(()) } else { Err(not_yours()) }
    }

    /// Ingest addresses, their tokens and `srtPass` are shown only to those who may edit (contract: live, fields).
    pub fn may_see_ingest(&self, entry: &Entry) -> bool {
        self.may_edit(entry)
    }

    /// Who sees a signal before it is released (contract: live, live status): ADMIN, the owner and editors, and whom the privilege
    /// `restrictexplicitliveview` takes it from or gives it to.
    pub fn may_view_explicit_live(&self, entry: &Entry) -> bool {
        const PRIVILEGE: &str = "restrictexplicitliveview";
        if self.partner != entry.partner {
            return false;
        }
        let edits = self.owns(entry) || entry.entitled_edit.contains(&self.user);
        let has = |item: &str| self.privileges.has_item(PRIVILEGE, item);
        self.is_admin()
            || match self.explicit_live {
                ExplicitLive::Restricts => edits && !has("*"),
                ExplicitLive::Grants => edits || has("*") || has(entry.id.as_str()),
            }
    }
}

/// `SERVICE_FORBIDDEN` with `service` such as `liveStream->add`.
pub fn forbidden(service: &str) -> Error {
    Error::coded(Kind::Denied, "SERVICE_FORBIDDEN").arg("SERVICE", service)
}

/// Contract: session, ownership check: `Invalid KS "", Error "-4,INVALID_TYPE"`.
pub(crate) fn not_yours() -> Error {
    let error = Error::coded(Kind::Denied, "INVALID_KS");
    error.arg("KSID", "").arg("ERR_CODE", "-4").arg("ERR_DESC", "INVALID_TYPE")
}
