//! What a service, an action and an argument are. The tables themselves are in `service`.

use crate::{Class, Map, Reader, Type};
use base::error::Result;

/// One action as the struct of its arguments, read from a call's parameters.
pub trait ApiAction: Sized + Send + 'static {
    const ACTION: &'static Action;
    /// MISSING_MANDATORY_PARAMETER, INVALID_ENUM_VALUE, OBJECT_TYPE_ABSTRACT and the other errors of step 4 (contract: wire, order of checks).
    fn read(params: &Map, reader: &Reader) -> Result<Self>;
}

#[derive(Debug)]
pub struct Argument {
    pub name: &'static str,
    pub docs: &'static str,
    pub ty: Type,
    /// How the default is written in the source; `None` if the argument is mandatory.
    pub default: Option<&'static str>,
}

/// One service. Plugin services carry their plugin's name: `metadata_metadata`.
#[derive(Debug)]
pub struct Service {
    /// In the spelling of SERVICE_FORBIDDEN: camel case for core services, lower case for plugin services.
    pub name: &'static str,
    pub docs: &'static str,
    pub actions: &'static [&'static Action],
}

/// One action.
#[derive(Debug)]
pub struct Action {
    pub name: &'static str,
    pub docs: &'static str,
    pub arguments: &'static [Argument],
    pub returns: Returns,
    pub access: Access,
    pub owner: Owner,
}

#[derive(Clone, Copy, Debug)]
pub enum Returns {
    Nothing,
    Bool,
    Int,
    Text,
    /// Bytes with a content type of their own; no API object.
    File,
    Object(&'static Class),
    Array(&'static Class),
}

/// Who may call an action besides ADMIN: the columns of the permission matrix (contract: session, roles).
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Access(u8);

impl Access {
    /// ADMIN alone.
    pub const ADMIN: Self = Self(0);
    /// N: no session at all.
    pub const NOBODY: Self = Self(1);
    /// W: widget sessions.
    pub const WIDGET: Self = Self(2);
    /// P: PLAYBACK_BASE_ROLE.
    pub const PLAYBACK: Self = Self(4);
    /// U: USER sessions.
    pub const USER: Self = Self(8);
    /// R: WEBCAST_PRODUCER_DEVICE_ROLE.
    pub const PRODUCER: Self = Self(16);
    /// Q: KMS_WEBCAST_WIDGET_SESSION_ROLE, for what it may beyond W.
    pub const QNA: Self = Self(32);
    /// W, P, U and R: every session.
    pub const SESSIONS: Self = Self(2 | 4 | 8 | 16);
    /// Everybody, with or without a session.
    pub const ALL: Self = Self(1 | 2 | 4 | 8 | 16);
    /// U and R.
    pub const USERS: Self = Self(8 | 16);
    /// P, U and R.
    pub const PLAYBACK_USERS: Self = Self(4 | 8 | 16);

    pub const fn and(self, other: Self) -> Self {
        Self(self.0 | other.0)
    }

    /// The columns as bits: N 1, W 2, P 4, U 8, R 16, Q 32.
    pub const fn bits(self) -> u8 {
        self.0
    }

    pub const fn allows(self, column: Self) -> bool {
        self.0 & column.0 != 0
    }
}

/// The ownership rule on top of the matrix: the argument that names the entry (contract: session, ownership check).
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Owner {
    Anyone,
    /// Owner, a user with edit rights, `edit:` privilege or ADMIN.
    Editor(&'static str),
    /// As `Editor`, but edit rights of another user's entry are not enough.
    OwnerOnly(&'static str),
}
