//! Who may be served media right now, kept in memory so that no request asks a database.
//!
//! The program's bridge feeds it from the event log: one value per broadcast. Every request looks here, also a blocked
//! reload when it wakes; withdrawing access wakes the blocked ones at once.
//!
//! Invariants
//! * what is not in the map is refused;
//! * a token is good only for the revision and the version of the rules it was made for;
//! * a public token is good only while the entry is released;
//! * a token that names sessions is good only while none of them has ended.

use crate::token::{Class, Token};
use base::{BroadcastKey, UnixMillis};
use std::collections::HashMap;
use std::sync::{PoisonError, RwLock, RwLockWriteGuard};
use tokio::sync::watch;

/// After so many endings those that no token can name any more are forgotten.
const FORGET_EVERY: usize = 1024;

/// What holds for one broadcast now.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Access {
    /// Tokens of another revision are refused.
    pub revision: i64,
    /// Whether the class public may watch.
    pub released: bool,
    /// Which rules say who may. Tokens of another version of them are refused.
    pub profile: i64,
}

/// An access with the version of its rules.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
struct Held {
    access: Access,
    rules: i64,
}

impl Held {
    fn admits(self, token: &Token) -> bool {
        self.access.revision == token.revision
            && self.rules == token.rules
            && match token.class {
                Class::Public => self.access.released,
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
    table: RwLock<Table>,
    /// Marks of sessions that have ended, with the unix second after which no token can name them.
    ended: RwLock<HashMap<u64, i64>>,
    /// Counts endings, to wake those who wait.
    endings: watch::Sender<u64>,
}

#[derive(Debug, Default)]
struct Table {
    accesses: HashMap<BroadcastKey, watch::Sender<Held>>,
    /// Version of each profile's rules; 0 for one that nobody told of.
    versions: HashMap<i64, i64>,
}

impl Table {
    fn version(&self, profile: i64) -> i64 {
        self.versions.get(&profile).copied().unwrap_or(0)
    }

    /// Changes what is held of the broadcasts with this profile.
    fn change(&self, profile: i64, change: impl Fn(&mut Held)) {
        for sender in self.accesses.values().filter(|sender| sender.borrow().access.profile == profile) {
            sender.send_modify(&change);
        }
    }
}

impl Releases {
    pub fn new() -> Self {
        Self::default()
    }

    /// Tells what holds from now on. Requests that wait wake and look again.
    pub fn set(&self, broadcast: BroadcastKey, access: Access) {
        let mut table = self.write();
        let held = Held { access, rules: table.version(access.profile) };
        match table.accesses.get(&broadcast) {
            Some(sender) => {
                sender.send_if_modified(|current| std::mem::replace(current, held) != held);
            }
            None => {
                table.accesses.insert(broadcast, watch::Sender::new(held));
            }
        }
    }

    /// The rules of a profile have this version from now on. Costs a look at every broadcast.
    pub fn set_rules(&self, profile: i64, version: i64) {
        let mut table = self.write();
        table.versions.insert(profile, version);
        table.change(profile, |held| held.rules = version);
    }

    /// A profile is gone; what had it has another one.
    pub fn move_rules(&self, profile: i64, to: i64) {
        let mut table = self.write();
        table.versions.remove(&profile);
        let rules = table.version(to);
        table.change(profile, |held| {
            held.access.profile = to;
            held.rules = rules;
        });
    }

    /// A session has ended: tokens that name it are refused. `until` is the unix second at which they would have ended anyway.
    pub fn end_session(&self, mark: u64, until: i64, now: UnixMillis) {
        let mut ended = self.ended.write().unwrap_or_else(PoisonError::into_inner);
        if ended.len() % FORGET_EVERY == FORGET_EVERY - 1 {
            ended.retain(|_, until| *until >= now.seconds());
        }
        ended.entry(mark).and_modify(|known| *known = until.max(*known)).or_insert(until);
        drop(ended);
        self.endings.send_modify(|count| *count += 1);
    }

    /// Forgets a broadcast: everything for it is refused, waiting requests wake.
    pub fn remove(&self, broadcast: &BroadcastKey) {
        self.write().accesses.remove(broadcast);
    }

    pub fn get(&self, broadcast: &BroadcastKey) -> Option<Access> {
        self.held(broadcast).map(|held| held.access)
    }

    /// Whether `token` may be served now.
    pub fn check(&self, token: &Token) -> Result<(), Withdrawn> {
        let admitted = self.held(&token.broadcast).is_some_and(|held| held.admits(token));
        if admitted && !self.has_ended(token) { Ok(()) } else { Err(Withdrawn) }
    }

    /// Ends when `token` may no longer be served; at once if that is so already. Cancel-safe.
    pub async fn withdrawn(&self, token: &Token) -> Withdrawn {
        let receiver = {
            let table = self.table.read().unwrap_or_else(PoisonError::into_inner);
            table.accesses.get(&token.broadcast).map(watch::Sender::subscribe)
        };
        let moved = async {
            if let Some(mut receiver) = receiver {
                // Also ends when the sender is dropped, that is when the broadcast was forgotten.
                let _ = receiver.wait_for(|held| !held.admits(token)).await;
            }
        };
        if token.sessions.is_empty() {
            moved.await;
            return Withdrawn;
        }
        let mut endings = self.endings.subscribe();
        let ended = async { drop(endings.wait_for(|_| self.has_ended(token)).await) };
        tokio::select! {
            () = moved => {}
            () = ended => {}
        }
        Withdrawn
    }

    fn has_ended(&self, token: &Token) -> bool {
        if token.sessions.is_empty() {
            return false;
        }
        let ended = self.ended.read().unwrap_or_else(PoisonError::into_inner);
        token.sessions.iter().any(|mark| ended.contains_key(mark))
    }

    fn held(&self, broadcast: &BroadcastKey) -> Option<Held> {
        let table = self.table.read().unwrap_or_else(PoisonError::into_inner);
        table.accesses.get(broadcast).map(|sender| *sender.borrow())
    }

    fn write(&self) -> RwLockWriteGuard<'_, Table> {
        self.table.write().unwrap_or_else(PoisonError::into_inner)
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
        Token::shared(key(), class, 3)
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
                releases.set(key(), Access { revision, released, profile: 0 });
            }
            assert_eq!(releases.check(&token(class)).is_ok(), admitted, "{class:?} {access:?}");
        }
    }

    #[test]
    fn waiting_requests_wake_when_access_goes_and_only_then() {
        type Change = fn(&Releases);
        let access = |revision, released| Access { revision, released, profile: 7 };
        let changes: [(&str, Change); 6] = [
            ("unreleased", |releases| releases.set(key(), Access { revision: 3, released: false, profile: 7 })),
            ("revision", |releases| releases.set(key(), Access { revision: 4, released: true, profile: 7 })),
            ("other rules", |releases| releases.set_rules(7, 1)),
            ("another profile", |releases| {
                releases.set_rules(8, 2);
                releases.move_rules(7, 8);
            }),
            ("session ended", |releases| releases.end_session(77, 1_000, UnixMillis(0))),
            ("forgotten", |releases| releases.remove(&key())),
        ];
        for (name, change) in changes {
            let releases = Releases::new();
            releases.set(key(), access(3, true));
            let token = Token { sessions: vec![76, 77], ..token(Class::Public) };
            let mut waiting = pin!(releases.withdrawn(&token));
            let mut cx = Context::from_waker(Waker::noop());
            assert!(waiting.as_mut().poll(&mut cx).is_pending());
            releases.set(key(), access(3, true));
            releases.set_rules(6, 9);
            releases.end_session(78, 1_000, UnixMillis(0));
            assert!(waiting.as_mut().poll(&mut cx).is_pending(), "nothing changed");
            assert_eq!(releases.check(&token), Ok(()));
            change(&releases);
            assert!(waiting.as_mut().poll(&mut cx).is_ready(), "{name}");
            assert_eq!(releases.check(&token), Err(Withdrawn), "{name}");
        }
    }
}
