//! Passwords: Argon2id with the key of this installation, on few threads at a time.
//!
//! Threats considered here: a stolen database (slow hashes, and a key that is not in it), a flood of sign-ins (bounded memory and
//! threads), telling from the time whether a login exists (an unknown one is hashed as well).

use crate::random;
use argon2::{Algorithm, Argon2, Params, Version};
use base::limit::Slots;
use base::{Error, Kind, Result, Secret};
use std::sync::Arc;
use tokio::sync::Semaphore;

/// Memory of one hash, in KiB, and passes over it: what OWASP recommends, about 20 ms of one core.
const MEMORY_KIB: u32 = 19 * 1024;
const PASSES: u32 = 2;
const HASH_BYTES: usize = 32;
const SALT_BYTES: usize = 16;

/// What is stored of a password. The costs are stored with it, so that they can rise.
#[derive(Clone, PartialEq, Eq)]
pub(crate) struct Hashed {
    pub hash: Vec<u8>,
    pub salt: Vec<u8>,
    pub memory_kib: u32,
    pub passes: u32,
}

impl std::fmt::Debug for Hashed {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("Hashed(***)")
    }
}

/// Hashes passwords without starving the server. One per process.
#[derive(Debug)]
pub(crate) struct Hasher {
    running: Arc<Semaphore>,
    waiting: Slots,
    /// Hashed along with each password; without `instance.key` a stolen table is worth nothing.
    pepper: Secret<Vec<u8>>,
}

impl Hasher {
    /// Hashes at the same time: each takes a thread and 19 MiB.
    const RUNNING_MAX: usize = 2;
    /// Hashes asked for at the same time, the running ones included; one more is refused as `LOGIN_RETRIES_EXCEEDED`. At 20 ms each the last one waits less than a second.
    const WAITING_MAX: usize = 64;

    pub fn new(pepper: Secret<Vec<u8>>) -> Self {
        let running = Arc::new(Semaphore::new(Self::RUNNING_MAX));
        Self { running, waiting: Slots::new(Self::WAITING_MAX), pepper }
    }

    pub async fn hash(&self, password: &Secret<String>) -> Result<Hashed> {
        let salt = random::bytes::<SALT_BYTES>()?.to_vec();
        let hash = self.run(password, salt.clone(), MEMORY_KIB, PASSES).await?;
        Ok(Hashed { hash: hash.reveal().clone(), salt, memory_kib: MEMORY_KIB, passes: PASSES })
    }

    /// Is it this password? Without one to compare with, the answer takes as long and is no.
    pub async fn matches(&self, password: &Secret<String>, stored: Option<&Hashed>) -> Result<bool> {
        let Some(stored) = stored else {
            self.run(password, vec![0; SALT_BYTES], MEMORY_KIB, PASSES).await?;
            return Ok(false);
        };
        let hash = self.run(password, stored.salt.clone(), stored.memory_kib, stored.passes).await?;
        Ok(hash.matches(&stored.hash))
    }

    async fn run(
        &self,
        password: &Secret<String>,
        salt: Vec<u8>,
        memory_kib: u32,
        passes: u32,
    ) -> Result<Secret<Vec<u8>>> {
        let busy = || Error::coded(Kind::Exhausted, "LOGIN_RETRIES_EXCEEDED").context("too many passwords at once");
        let place = self.waiting.take().ok_or_else(busy)?;
        let turn = self.running.clone().acquire_owned().await.map_err(|_| Error::bug("the hasher is closed"))?;
        let (password, pepper) = (password.clone(), self.pepper.clone());
        let hashing = tokio::task::spawn_blocking(move || {
            // Held to the end of the work, also if whoever asked has gone.
            let _held = (place, turn);
            digest(&password, &pepper, &salt, memory_kib, passes)
        });
        hashing.await.map_err(|_| Error::bug("hashing a password failed"))?
    }
}

fn digest(
    password: &Secret<String>,
    pepper: &Secret<Vec<u8>>,
    salt: &[u8],
    memory_kib: u32,
    passes: u32,
) -> Result<Secret<Vec<u8>>> {
    let failed = |error: argon2::Error| Error::corrupt(format!("argon2: {error}"));
    let params = Params::new(memory_kib, passes, 1, Some(HASH_BYTES)).map_err(failed)?;
    let argon =
        Argon2::new_with_secret(pepper.reveal(), Algorithm::Argon2id, Version::V0x13, params).map_err(failed)?;
    let mut hash = vec![0; HASH_BYTES];
    argon.hash_password_into(password.reveal().as_bytes(), salt, &mut hash).map_err(failed)?;
    Ok(Secret::new(hash))
}

/// Shortest password, in characters.
const CHARS_MIN: usize = 8;
/// From this length on a password needs no mixture of characters.
const CHARS_LONG: usize = 14;
/// Longest password, in characters.
const CHARS_MAX: usize = 200;

/// `PASSWORD_STRUCTURE_INVALID` unless it is long, or has letters, digits and other characters (contract: people, passwords).
pub(crate) fn check(password: &Secret<String>) -> Result<()> {
    let password = password.reveal();
    let has = |kind: fn(char) -> bool| password.chars().any(kind);
    let length = password.chars().count();
    let mixed = has(char::is_alphabetic) && has(|c| c.is_ascii_digit()) && has(|c| !c.is_alphanumeric());
    let good = (CHARS_MIN..=CHARS_MAX).contains(&length) && (mixed || length >= CHARS_LONG);
    if good { Ok(()) } else { Err(Error::coded(Kind::Invalid, "PASSWORD_STRUCTURE_INVALID")) }
}

/// A password nobody guesses: 96 random bits.
pub(crate) fn generate() -> Result<Secret<String>> {
    random::hex::<12>().map(Secret::new)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn secret(text: &str) -> Secret<String> {
        Secret::new(text.to_owned())
    }

    #[test]
    fn weak_passwords_are_refused() {
        let cases = [
            ("", false),
            ("Ab1!", false),
            ("password", false),
            ("passw0rd", false),
            ("passw0rd!", true),
            ("pässw0rt!", true),
            ("correct horse battery", true),
            ("thirteenchars", false),
            ("fourteen chars", true),
        ];
        for (password, good) in cases {
            assert_eq!(check(&secret(password)).is_ok(), good, "{password}");
        }
        assert!(check(&secret(&"x".repeat(CHARS_MAX + 1))).is_err());
        check(&generate().expect("random")).expect("what we make up is good enough");
    }

    #[tokio::test]
    async fn only_the_same_password_and_pepper_match() {
        let hasher = Hasher::new(Secret::new(vec![7; 32]));
        let stored = hasher.hash(&secret("passw0rd!")).await.expect("hashed");
        assert!(hasher.matches(&secret("passw0rd!"), Some(&stored)).await.expect("ran"));
        assert!(!hasher.matches(&secret("passw0rd"), Some(&stored)).await.expect("ran"));
        assert!(!hasher.matches(&secret("passw0rd!"), None).await.expect("ran"));
        let again = hasher.hash(&secret("passw0rd!")).await.expect("hashed");
        assert_ne!(stored.hash, again.hash, "the salt differs");
        let elsewhere = Hasher::new(Secret::new(vec![8; 32]));
        assert!(!elsewhere.matches(&secret("passw0rd!"), Some(&stored)).await.expect("ran"));
    }

    #[tokio::test]
    async fn a_flood_is_refused_not_queued() {
        let hasher = Hasher::new(Secret::new(vec![7; 32]));
        let _places: Vec<_> = std::iter::from_fn(|| hasher.waiting.take()).collect();
        let refused = hasher.matches(&secret("passw0rd!"), None).await.expect_err("full");
        assert_eq!(refused.code, "LOGIN_RETRIES_EXCEEDED");
    }
}
