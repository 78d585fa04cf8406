//! Who acts: a verified session as the rules see it. No actor, no command.

use crate::entry::Entry;
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

    /// Columns of a system role by its system name; `None` if there is no such role.
    pub fn of_role(name: &str) -> Option<Self> {
        Some(match name {
            "PARTNER_ADMIN_ROLE" | "Partner Admin Role" | "ADMIN_ROLE" => Self::ADMIN,
            "Basic User Session Role" | "BASE_USER_SESSION_ROLE" => Self::U,
            "WIDGET_SESSION_ROLE" => Self::W,
            "NO_SESSION_ROLE" => Self::N,
            "PLAYBACK_BASE_ROLE" => Self::P.and(Self::W),
            "WEBCAST_PRODUCER_DEVICE_ROLE" => Self::R.and(Self::U),
            "KMS_WEBCAST_WIDGET_SESSION_ROLE" => Self::Q.and(Self::W),
            "CAPTURE_DEVICE_ROLE"
            | "UPLOAD_BASE_ROLE"
            | "KMS_USER_ROLE"
            | "REPORT_VIEWER_ROLE"
            | "REACH_VENDOR_ROLE"
            | "CAPTIONS_EDITOR_ROLE"
            | "KMC_ANALYTICS_ROLE"
            | "EP_USER_ANALYTICS" => Self::U,
            _ => return None,
        })
    }
}

/// A caller whose session has been checked.
#[derive(Clone, Debug)]
pub struct Actor {
    pub partner: PartnerId,
    pub user: UserId,
    pub kind: SessionKind,
    /// What the role grants.
    pub columns: Columns,
    /// `restrictingrole`: an action must also be in these columns.
    pub restricted: Option<Columns>,
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
            columns: Columns::N,
            restricted: None,
            privileges: Privileges::default(),
            ks: None,
        }
    }

    /// The server itself: the media plane's signals, the first start, background work.
    pub fn system(partner: PartnerId) -> Self {
        Self { kind: SessionKind::Admin, columns: Columns::ADMIN, ..Self::nobody(partner) }
    }

    pub fn is_admin(&self) -> bool {
        self.kind == SessionKind::Admin
    }

    /// May this session call an action that the matrix opens to `columns`? ADMIN without a role may call everything.
    pub fn may(&self, columns: Columns) -> bool {
        let granted = self.columns.meets(Columns::ADMIN) || self.columns.meets(columns);
        granted && self.restricted.is_none_or(|only| only.meets(Columns::ADMIN) || only.meets(columns))
    }

    /// `SERVICE_FORBIDDEN` with `service` such as `liveStream->add`.
    pub fn require(&self, columns: Columns, service: &str) -> Result<()> {
        if self.may(columns) { Ok(()) } else { Err(forbidden(service)) }
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

    /// Contract: live, live status. ADMIN, or owner or editor without `restrictexplicitliveview:*`.
    pub fn may_view_explicit_live(&self, entry: &Entry) -> bool {
        if self.partner != entry.partner {
            return false;
        }
        self.is_admin()
            || ((self.owns(entry) || entry.entitled_edit.contains(&self.user))
                && !self.privileges.has_item("restrictexplicitliveview", "*"))
    }
}

pub(crate) fn forbidden(service: &str) -> Error {
    Error::coded(Kind::Denied, "SERVICE_FORBIDDEN").arg("SERVICE", service)
}

/// Contract: session, ownership check: `Invalid KS "", Error "-4,INVALID_TYPE"`.
pub(crate) fn not_yours() -> Error {
    let error = Error::coded(Kind::Denied, "INVALID_KS");
    error.arg("KSID", "").arg("ERR_CODE", "-4").arg("ERR_DESC", "INVALID_TYPE")
}
