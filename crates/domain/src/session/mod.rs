//! Sessions: the KS in both versions, who it makes of a caller, app tokens and widget sessions.
//!
//! Contract: session. Threats considered here: forged, altered, replayed-after-logout and oversized KS; privileges smuggled through an
//! app token; a KS used from another address or for another partner than it was made for.

pub mod app_token;
mod command;
mod ks;
mod mark;
pub mod privileges;
pub(crate) mod rows;

pub use command::{SessionInfo, Start, WidgetSession, end, info, start, start_refused, start_widget};
pub(crate) use command::{check_privileges, make};
pub use ks::{ADMIN, Ks, KsError, NewKs, Sealed, USER};
pub use mark::{EndedMark, Mark, ended, marks};

use base::{Error, Kind};

/// `INVALID_KS` as the contract's wire file fills it: the reason stands where the KS would.
pub fn invalid_ks(reason: &str) -> Error {
    let error = Error::coded(Kind::Denied, "INVALID_KS");
    error.arg("KSID", reason).arg("ERR_CODE", "-1").arg("ERR_DESC", "INVALID_STR")
}
