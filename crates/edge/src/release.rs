//! Who may be served media right now, kept in memory so that no request asks a database.
//!
//! The program's bridge feeds it from the event log: one value per broadcast. Every request looks here, also a blocked
//! reload when it wakes; withdrawing access wakes the blocked ones at once.
//!
//! Invariants
//! * what is not in the map is refused;
//! * a token is good only for the revision it was made for;
//! * a public token is good only while the entry is released.

use crate::token::{Class, Token};
use base::BroadcastKey;
use std::collections::HashMap;
use std::sync::{PoisonError, RwLock};
use tokio::sync::watch;

/// What holds for one broadcast now.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Access {
    /// Tokens of another revision are refused.
    pub revision: i64,
    /// Whether the class public may watch.
    pub released: bool,
}

impl Access {
    fn admits(self, token: &Token) -> bool {
        self.revision == token.revision
            && match token.class {
                Class::Public => self.released,
                Class::Preview => true,
            }
    }
}

/// The token was good once, or is for something nobody knows. Answered 403.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
#[error("access withdrawn")]
pub struct Withdrawn;

/// Shared map of accesses.
#[derive(Debug, Default)]
pub struct Releases {
    accesses: RwLock<HashMap<BroadcastKey, watch::Sender<Access>>>,
}

impl Releases {
    pub fn new() -> Self {
        Self::default()
    }

    /// Tells what holds from now on. Requests that wait wake and look again.
    pub fn set(&self, broadcast: BroadcastKey, access: Access) {
        let mut accesses = self.accesses.write().unwrap_or_else(PoisonError::into_inner);
        match accesses.get(&broadcast) {
            Some(sender) => {
                sender.send_if_modified(|current| std::mem::replace(current, access) != access);
            }
            None => {
                accesses.insert(broadcast, watch::Sender::new(access));
            }
        }
    }

    /// Forgets a broadcast: everything for it is refused, waiting requests wake.
    pub fn remove(&self, broadcast: &BroadcastKey) {
        self.accesses.write().unwrap_or_else(PoisonError::into_inner).remove(broadcast);
    }

    pub fn get(&self, broadcast: &BroadcastKey) -> Option<Access> {
        self.accesses.read().unwrap_or_else(PoisonError::into_inner).get(broadcast).map(|sender| *sender.borrow())
    }

    /// Whether `token` may be served now.
    pub fn check(&self, token: &Token) -> Result<(), Withdrawn> {
        self.get(&token.broadcast).filter(|access| access.admits(token)).map(drop).ok_or(Withdrawn)
    }

    /// Ends when `token` may no longer be served; at once if that is so already. Cancel-safe.
    pub async fn withdrawn(&self, token: &Token) -> Withdrawn {
        let receiver = {
            let accesses = self.accesses.read().unwrap_or_else(PoisonError::into_inner);
            accesses.get(&token.broadcast).map(watch::Sender::subscribe)
        };
        if let Some(mut receiver) = receiver {
            // Also ends when the sender is dropped, that is when the broadcast was forgotten.
            let _ = receiver.wait_for(|access| !access.admits(token)).await;
        }
        Withdrawn
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::future::Future;
    use std::pin::pin;
    use std::task::{Context, Waker};

    fn key() -> BroadcastKey {
        "0_abcd1234".parse().expect("well-formed")
    }

    fn token(class: Class) -> Token {
        Token { broadcast: key(), class, revision: 3 }
    }

    #[test]
    fn a_request_is_admitted_by_class_release_and_revision() {
        let cases = [
            (Class::Public, Some((3, true)), true),
            (Class::Public, Some((3, false)), false),
            (Class::Public, Some((4, true)), false),
            (Class::Public, None, false),
            (Class::Preview, Some((3, false)), true),
            (Class::Preview, Some((3, true)), true),
            (Class::Preview, Some((2, true)), false),
            (Class::Preview, None, false),
        ];
        for (class, access, admitted) in cases {
            let releases = Releases::new();
            if let Some((revision, released)) = access {
                releases.set(key(), Access { revision, released });
            }
            assert_eq!(releases.check(&token(class)).is_ok(), admitted, "{class:?} {access:?}");
        }
    }

    #[test]
    fn waiting_requests_wake_when_access_goes_and_only_then() {
        type Change = fn(&Releases);
        let changes: [(&str, Change); 3] = [
            ("unreleased", |releases| releases.set(key(), Access { revision: 3, released: false })),
            ("revision", |releases| releases.set(key(), Access { revision: 4, released: true })),
            ("forgotten", |releases| releases.remove(&key())),
        ];
        for (name, change) in changes {
            let releases = Releases::new();
            releases.set(key(), Access { revision: 3, released: true });
            let token = token(Class::Public);
            let mut waiting = pin!(releases.withdrawn(&token));
            let mut cx = Context::from_waker(Waker::noop());
            assert!(waiting.as_mut().poll(&mut cx).is_pending());
            releases.set(key(), Access { revision: 3, released: true });
            assert!(waiting.as_mut().poll(&mut cx).is_pending(), "nothing changed");
            change(&releases);
            assert!(waiting.as_mut().poll(&mut cx).is_ready(), "{name}");
        }
    }
}
