//! Slows down whoever guesses secrets, without shutting out whoever knows them.
//!
//! Every check of a secret needs an [`Attempt`]; whoever checks says how it went, and only wrong ones cost. Three budgets are asked:
//! of the subject seen from this network, of the network whatever it tries, and of the subject whoever tries.
//!
//! A network is an IPv4 address or an IPv6 /64. Behind one there may be a university: a network that was right about a subject is
//! known there, and is asked for that one budget only. So one guesser neither shuts out the neighbours that were right before, nor
//! anybody elsewhere.
//!
//! Secrets of 128 bits are merely slowed (a wait, and few may wait), so a right one always passes; passwords are refused.
//!
//! State is in memory, of a fixed size; a restart forgets it.

use base::limit::Source;
use base::{Error, Kind, PartnerId, Result, UnixMillis};
use std::collections::HashMap;
use std::hash::Hash;
use std::net::{IpAddr, Ipv6Addr};
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::time::Duration;

/// What somebody tries to guess.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub enum Subject {
    /// The secrets of an account: its own and those of its app tokens.
    Partner(PartnerId),
    /// The password of a login, by its name in lower case.
    Login(String),
}

/// How many wrong guesses at once, and after how long one more.
#[derive(Clone, Copy, Debug)]
struct Budget {
    burst: i64,
    every_ms: i64,
}

/// Secrets of an account, from one network. Then each guess waits.
const SECRET_BY_NETWORK: Budget = Budget { burst: 20, every_ms: 3_000 };
/// Secrets of any account, from one network. Then each guess waits.
const SECRETS_OF_NETWORK: Budget = Budget { burst: 100, every_ms: 1_000 };
/// Secrets of an account, from anywhere. Then each guess from a network that was never right waits.
const SECRET_BY_ALL: Budget = Budget { burst: 500, every_ms: 200 };
/// A login's password, from one network. Then `LOGIN_BLOCKED` there.
const PASSWORD_BY_NETWORK: Budget = Budget { burst: 5, every_ms: 180_000 };
/// Passwords of any login, from one network. Then `LOGIN_BLOCKED` there, but not for logins that were right there.
const PASSWORDS_OF_NETWORK: Budget = Budget { burst: 300, every_ms: 3_000 };
/// A login's password, from anywhere. Then `LOGIN_BLOCKED` on networks where it was never right.
const PASSWORD_BY_ALL: Budget = Budget { burst: 50, every_ms: 60_000 };

/// A slowed guess is checked after this long.
const WAIT: Duration = Duration::from_secs(1);
/// Slowed guesses of one network, or about one subject, that may wait at a time; one more is refused.
const WAITING_MAX: i64 = 16;
/// A network stays known for a subject so long after it was right.
const KNOWN_MS: i64 = 30 * 86_400_000;
/// Entries of each table. When it is full, those that were not looked at for longest are forgotten.
const ENTRIES_MAX: usize = 40_000;

/// The one place where guesses are counted. Share it in an `Arc`.
#[derive(Debug, Default)]
pub struct Guard {
    tables: Mutex<Tables>,
    /// Networks that a setting exempts from what is counted by network, such as a proxy's or an office's.
    exempt: Mutex<Arc<[Source]>>,
}

/// Leave to check one secret, once. Say [`Attempt::right`] or [`Attempt::wrong`]; dropping it costs nothing.
#[derive(Debug)]
pub struct Attempt {
    guard: Option<Arc<Guard>>,
    keys: Keys,
    taken: Taken,
}

/// What is left after a wrong guess.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Left {
    More,
    /// That was the last one for now.
    Nothing,
}

impl Guard {
    /// Addresses that are not counted by network from now on. What they try is still counted by subject.
    pub fn exempt(&self, addresses: &[IpAddr]) {
        let addresses = addresses.iter().map(|address| network(Some(*address))).collect();
        *self.exempt.lock().unwrap_or_else(PoisonError::into_inner) = addresses;
    }

    /// Leave to check a secret, to be asked for before looking at it. `Exhausted` without a code if there is none now.
    pub fn attempt(self: &Arc<Self>, subject: Subject, address: Option<IpAddr>, now: UnixMillis) -> Result<Attempt> {
        let network = network(address);
        let is_exempt = self.exempt.lock().unwrap_or_else(PoisonError::into_inner).contains(&network);
        let keys = Keys { subject, network: (!is_exempt).then_some(network) };
        let taken = self.tables().take(&keys, now)?;
        Ok(Attempt { guard: Some(self.clone()), keys, taken })
    }

    fn tables(&self) -> MutexGuard<'_, Tables> {
        self.tables.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl Attempt {
    /// For callers within the program, whom nobody limits.
    pub fn unlimited() -> Self {
        let keys = Keys { subject: Subject::Partner(PartnerId::TEMPLATE), network: None };
        Self { guard: None, keys, taken: Taken::default() }
    }

    /// How long to wait before checking.
    pub fn wait(&self) -> Duration {
        if self.taken.place.is_some() { WAIT } else { Duration::ZERO }
    }

    /// The secret was right: the guess costs nothing, and the network is known.
    pub fn right(mut self, now: UnixMillis) {
        if let Some(guard) = self.guard.take() {
            let mut tables = guard.tables();
            tables.give_back(&self.keys, self.taken);
            if let Some(key) = self.keys.pair() {
                tables.pairs.entry(key).known_at = Some(now);
            }
        }
    }

    /// The secret was wrong.
    pub fn wrong(mut self, now: UnixMillis) -> Left {
        let Some(guard) = self.guard.take() else { return Left::More };
        let mut tables = guard.tables();
        tables.leave(&self.keys, self.taken.place);
        tables.left(&self.keys, now)
    }
}

impl Drop for Attempt {
    fn drop(&mut self) {
        if let Some(guard) = self.guard.take() {
            guard.tables().give_back(&self.keys, self.taken);
        }
    }
}

#[derive(Debug)]
struct Keys {
    subject: Subject,
    /// `None`: not counted by network.
    network: Option<Source>,
}

impl Keys {
    fn pair(&self) -> Option<(Subject, Source)> {
        Some((self.subject.clone(), self.network?))
    }

    /// A network has one budget for secrets and one for passwords.
    fn of_network(&self) -> Option<(bool, Source)> {
        Some((self.is_password(), self.network?))
    }

    fn is_password(&self) -> bool {
        matches!(self.subject, Subject::Login(_))
    }

    /// Budgets of the subject from this network, of the network, of the subject.
    fn budgets(&self) -> [Budget; 3] {
        if self.is_password() {
            [PASSWORD_BY_NETWORK, PASSWORDS_OF_NETWORK, PASSWORD_BY_ALL]
        } else {
            [SECRET_BY_NETWORK, SECRETS_OF_NETWORK, SECRET_BY_ALL]
        }
    }
}

/// Which budgets an attempt was taken out of, and where it waits.
#[derive(Clone, Copy, Debug, Default)]
struct Taken {
    pair: bool,
    network: bool,
    subject: bool,
    place: Option<Place>,
}

/// Whose waiting places a slowed guess takes one of.
#[derive(Clone, Copy, Debug)]
enum Place {
    Network,
    Subject,
}

#[derive(Debug, Default)]
struct Tables {
    pairs: Table<(Subject, Source)>,
    networks: Table<(bool, Source)>,
    subjects: Table<Subject>,
}

impl Tables {
    fn take(&mut self, keys: &Keys, now: UnixMillis) -> Result<Taken> {
        let [by_network, of_network, by_all] = keys.budgets();
        let (mut taken, mut is_empty, mut is_known) = (Taken::default(), false, false);
        if let Some(key) = keys.pair() {
            let pair = self.pairs.entry(key);
            is_known = pair.is_known(now);
            taken.pair = pair.take(by_network, now);
            is_empty = !taken.pair;
        }
        if !is_known {
            if let Some(key) = keys.of_network() {
                taken.network = self.networks.entry(key).take(of_network, now);
                is_empty |= !taken.network;
            }
            taken.subject = self.subjects.entry(keys.subject.clone()).take(by_all, now);
            is_empty |= !taken.subject;
        }
        if is_empty {
            // Who is known waits among its neighbours; strangers wait among all strangers.
            let place = if is_known { Place::Network } else { Place::Subject };
            let waiting = if keys.is_password() { None } else { self.waiting(keys, place) };
            match waiting.filter(|waiting| **waiting < WAITING_MAX) {
                Some(waiting) => *waiting += 1,
                None => {
                    self.give_back(keys, taken);
                    return Err(Error::new(Kind::Exhausted, "too many wrong guesses"));
                }
            }
            taken.place = Some(place);
        }
        Ok(taken)
    }

    fn give_back(&mut self, keys: &Keys, taken: Taken) {
        let [by_network, of_network, by_all] = keys.budgets();
        if let Some(key) = keys.pair().filter(|_| taken.pair) {
            self.pairs.entry(key).give_back(by_network);
        }
        if let Some(key) = keys.of_network().filter(|_| taken.network) {
            self.networks.entry(key).give_back(of_network);
        }
        if taken.subject {
            self.subjects.entry(keys.subject.clone()).give_back(by_all);
        }
        self.leave(keys, taken.place);
    }

    /// Gives a waiting place back.
    fn leave(&mut self, keys: &Keys, place: Option<Place>) {
        if let Some(waiting) = place.and_then(|place| self.waiting(keys, place)) {
            *waiting = (*waiting - 1).max(0);
        }
    }

    fn waiting(&mut self, keys: &Keys, place: Place) -> Option<&mut i64> {
        match place {
            Place::Network => Some(&mut self.networks.entry(keys.of_network()?).waiting),
            Place::Subject => Some(&mut self.subjects.entry(keys.subject.clone()).waiting),
        }
    }

    fn left(&mut self, keys: &Keys, now: UnixMillis) -> Left {
        let [by_network, _, by_all] = keys.budgets();
        let (mut has_left, mut is_known) = (true, false);
        if let Some(key) = keys.pair() {
            let pair = self.pairs.entry(key);
            is_known = pair.is_known(now);
            has_left = pair.has_left(by_network, now);
        }
        has_left &= is_known || self.subjects.entry(keys.subject.clone()).has_left(by_all, now);
        if has_left { Left::More } else { Left::Nothing }
    }
}

/// What was spent of one budget.
#[derive(Clone, Copy, Debug, Default)]
struct Spent {
    ms: i64,
    at_ms: i64,
    /// Slowed guesses under way.
    waiting: i64,
    /// When the network was last right about the subject.
    known_at: Option<UnixMillis>,
}

impl Spent {
    /// Takes one guess out of the budget; `false` when there was none left.
    fn take(&mut self, budget: Budget, now: UnixMillis) -> bool {
        let has_left = self.has_left(budget, now);
        self.ms += if has_left { budget.every_ms } else { 0 };
        has_left
    }

    fn give_back(&mut self, budget: Budget) {
        self.ms = (self.ms - budget.every_ms).max(0);
    }

    fn has_left(&mut self, budget: Budget, now: UnixMillis) -> bool {
        self.ms = (self.ms - now.0.saturating_sub(self.at_ms).max(0)).max(0);
        self.at_ms = now.0;
        self.ms + budget.every_ms <= budget.burst * budget.every_ms
    }

    fn is_known(&self, now: UnixMillis) -> bool {
        self.known_at.is_some_and(|at| now.0.saturating_sub(at.0) < KNOWN_MS)
    }
}

/// Entries in two generations: when the young one is full, it becomes the old one, and the old one is forgotten.
#[derive(Debug)]
struct Table<K> {
    young: HashMap<K, Spent>,
    old: HashMap<K, Spent>,
}

impl<K> Default for Table<K> {
    fn default() -> Self {
        Self { young: HashMap::new(), old: HashMap::new() }
    }
}

impl<K: Hash + Eq> Table<K> {
    fn entry(&mut self, key: K) -> &mut Spent {
        if !self.young.contains_key(&key) {
            let known = self.old.remove(&key);
            if self.young.len() >= ENTRIES_MAX / 2 {
                self.old = std::mem::take(&mut self.young);
            }
            return self.young.entry(key).or_insert(known.unwrap_or_default());
        }
        self.young.entry(key).or_default()
    }
}

/// Callers whose address is not known are one network.
fn network(address: Option<IpAddr>) -> Source {
    Source::from(address.unwrap_or(IpAddr::V6(Ipv6Addr::UNSPECIFIED)))
}

#[cfg(test)]
mod tests {
    use super::*;

    const NOW: UnixMillis = UnixMillis(1_700_000_000_000);
    const ACCOUNT: Subject = Subject::Partner(PartnerId(101));

    fn at(text: &str) -> Option<IpAddr> {
        Some(text.parse().expect("address"))
    }

    fn login() -> Subject {
        Subject::Login("ann@example.com".to_owned())
    }

    /// Wrong guesses until one is slowed or refused.
    fn guesses(guard: &Arc<Guard>, subject: &Subject, address: &str) -> usize {
        let free = |_: &usize| {
            let attempt = guard.attempt(subject.clone(), at(address), NOW);
            attempt.ok().filter(|attempt| attempt.wait().is_zero()).map(|attempt| attempt.wrong(NOW)).is_some()
        };
        (0..10_000).take_while(free).count()
    }

    #[test]
    fn a_password_is_refused_here_and_not_elsewhere() {
        let guard = Arc::new(Guard::default());
        assert_eq!(guesses(&guard, &login(), "192.0.2.1"), 5);
        assert!(guard.attempt(login(), at("192.0.2.1"), NOW).is_err());
        assert!(guard.attempt(login(), at("192.0.2.2"), NOW).is_ok(), "elsewhere");
        let other = Subject::Login("bob@example.com".to_owned());
        assert!(guard.attempt(other, at("192.0.2.1"), NOW).is_ok(), "a neighbour behind the same address");
        let later = NOW + Duration::from_millis(180_000);
        assert_eq!(guard.attempt(login(), at("192.0.2.1"), later).expect("one more").wrong(later), Left::Nothing);
        assert!(guard.attempt(login(), at("192.0.2.1"), later).is_err());
    }

    #[test]
    fn the_last_guess_is_told() {
        let guard = Arc::new(Guard::default());
        let left: Vec<Left> =
            (0..5).map(|_| guard.attempt(login(), at("192.0.2.1"), NOW).expect("one of five").wrong(NOW)).collect();
        assert_eq!(left, [Left::More, Left::More, Left::More, Left::More, Left::Nothing]);
    }

    #[test]
    fn guesses_at_the_same_time_are_not_more_than_one_after_the_other() {
        let guard = Arc::new(Guard::default());
        let attempts: Vec<_> =
            std::iter::from_fn(|| guard.attempt(login(), at("192.0.2.1"), NOW).ok()).take(100).collect();
        assert_eq!(attempts.len(), 5);
        drop(attempts);
        assert_eq!(guesses(&guard, &login(), "192.0.2.1"), 5, "what was not checked costs nothing");
    }

    #[test]
    fn many_networks_do_not_shut_out_where_it_was_right() {
        let guard = Arc::new(Guard::default());
        guard.attempt(login(), at("198.51.100.7"), NOW).expect("allowed").right(NOW);
        let wrong: usize = (0..100).map(|host| guesses(&guard, &login(), &format!("192.0.2.{host}"))).sum();
        assert_eq!(wrong, 50, "whatever the number of networks");
        assert!(guard.attempt(login(), at("203.0.113.1"), NOW).is_err(), "strangers wait");
        guard.attempt(login(), at("198.51.100.7"), NOW).expect("known here").right(NOW);
    }

    #[test]
    fn a_crowd_behind_one_address_goes_on_signing_in() {
        let guard = Arc::new(Guard::default());
        let person = |number: usize| Subject::Login(format!("student{number}@example.edu"));
        for number in 0..1000 {
            // Every fourth mistypes once first.
            if number % 4 == 0 {
                guard.attempt(person(number), at("192.0.2.1"), NOW).expect("a typing mistake").wrong(NOW);
            }
            guard.attempt(person(number), at("192.0.2.1"), NOW).expect("signs in").right(NOW);
        }
        let strangers = (1000..2000).take_while(|number| {
            guard.attempt(person(*number), at("192.0.2.1"), NOW).is_ok_and(|attempt| attempt.wrong(NOW) == Left::More)
        });
        assert_eq!(strangers.count(), 50, "as many mistakes as are left of the network's");
        guard.attempt(person(7), at("192.0.2.1"), NOW).expect("was right here before").right(NOW);
    }

    #[test]
    fn a_secret_is_slowed_and_a_right_one_still_passes() {
        let guard = Arc::new(Guard::default());
        assert_eq!(guesses(&guard, &ACCOUNT, "192.0.2.1"), 20);
        let slow = guard.attempt(ACCOUNT, at("192.0.2.1"), NOW).expect("slowed, not refused");
        assert_eq!(slow.wait(), WAIT);
        slow.right(NOW);
        assert!(guard.attempt(ACCOUNT, at("192.0.2.2"), NOW).expect("elsewhere").wait().is_zero());
        let waiting: Vec<_> =
            std::iter::from_fn(|| guard.attempt(ACCOUNT, at("192.0.2.1"), NOW).ok()).take(1000).collect();
        assert_eq!(waiting.len(), usize::try_from(WAITING_MAX).expect("small"), "few may wait");
        drop(waiting);
        assert!(guard.attempt(ACCOUNT, at("192.0.2.1"), NOW).is_ok(), "places are given back");
    }

    #[test]
    fn networks_are_what_one_subscriber_gets() {
        let guard = Arc::new(Guard::default());
        assert_eq!(guesses(&guard, &login(), "2001:db8:0:1::1"), 5);
        assert_eq!(guesses(&guard, &login(), "2001:db8:0:1:ffff::2"), 0, "the same /64");
        assert_eq!(guesses(&guard, &login(), "2001:db8:0:2::1"), 5);
        assert_eq!(guesses(&guard, &login(), "192.0.2.1"), 5);
        assert_eq!(guesses(&guard, &login(), "::ffff:192.0.2.1"), 0, "the same IPv4 address");
    }

    #[test]
    fn only_a_setting_exempts_and_only_from_counting_by_network() {
        let guard = Arc::new(Guard::default());
        assert_eq!(guesses(&guard, &login(), "127.0.0.1"), 5, "loopback is counted");
        guard.exempt(&["127.0.0.1".parse().expect("address")]);
        assert_eq!(guesses(&guard, &login(), "127.0.0.1"), 45, "up to the budget of the login");
    }

    #[test]
    fn the_tables_do_not_grow() {
        let guard = Arc::new(Guard::default());
        for number in 0..(2 * ENTRIES_MAX) {
            let subject = Subject::Partner(PartnerId(i64::try_from(number).expect("small")));
            drop(guard.attempt(subject, at("192.0.2.1"), NOW));
        }
        let tables = guard.tables();
        assert!(tables.subjects.young.len() + tables.subjects.old.len() <= ENTRIES_MAX);
        assert!(tables.pairs.young.len() + tables.pairs.old.len() <= ENTRIES_MAX);
    }
}
