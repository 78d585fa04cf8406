//! Playback tokens: the first segment of every `/live/` path.
//!
//! A token says *who may watch what* without a database: broadcast, class (public or preview), access revision, version of the rules and
//! a time bucket, signed with HMAC-SHA256. All viewers of a public entry share one token, so caches and shared texts work; whoever may
//! more than the public, or whom the rules look at, gets one that is bound to an address or to sessions. A token is good during its
//! bucket and the next one, so it lives between 12 and 24 hours, if it does not say when it ends.

use base::{BroadcastKey, UnixMillis};
use base64::Engine as _;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use hmac::{Hmac, KeyInit as _, Mac as _};
use sha2::Sha256;
use std::fmt;
use std::net::IpAddr;

/// Who a token was made for.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Class {
    /// Everybody, while the entry is released.
    Public,
    /// Those who may see the signal before it is released.
    Preview,
}

/// What a token says.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Token {
    pub broadcast: BroadcastKey,
    pub class: Class,
    /// Rises when the entry's access changes; older tokens are refused from then on.
    pub revision: i64,
    /// Version of the rules that let its holder in; others are refused.
    pub rules: i64,
    /// Refused from then on.
    pub until: Option<UnixMillis>,
    /// Refused from any other address: [`Signer::address`].
    pub address: Option<u64>,
    /// Refused once one of these has ended; at most [`SESSIONS_MAX`].
    pub sessions: Vec<u64>,
}

impl Token {
    /// What all viewers of a class share.
    pub fn shared(broadcast: BroadcastKey, class: Class, revision: i64) -> Self {
        Self { broadcast, class, revision, rules: 0, until: None, address: None, sessions: Vec::new() }
    }

    /// Whether its own time has run out.
    pub fn is_over(&self, now: UnixMillis) -> bool {
        self.until.is_some_and(|until| until <= now)
    }
}

/// Sessions a token can name: a KS and its families. Further ones are not watched.
pub const SESSIONS_MAX: usize = 4;

/// Why a token is refused. Callers answer 403 to each; the cases are for tests and counters.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum TokenError {
    #[error("malformed token")]
    Malformed,
    #[error("wrong signature")]
    Forged,
    #[error("token expired")]
    Expired,
}

/// Length of a time bucket.
const BUCKET_MS: i64 = 12 * 3600 * 1000;
const VERSION: u8 = 2;
/// Half of SHA-256: 128 bits against forgery, and the address stays short.
const MAC_BYTES: usize = 16;
/// Version, class, revision, rules, bucket, flags.
const HEAD_BYTES: usize = 1 + 1 + 8 + 8 + 4 + 1;
const TOKEN_BYTES_MAX: usize = MAC_BYTES + HEAD_BYTES + 8 + 8 + 8 * SESSIONS_MAX + BroadcastKey::BYTES_MAX;
/// Flags: an end, an address; above them the number of sessions.
const HAS_UNTIL: u8 = 1;
const HAS_ADDRESS: u8 = 2;
const SESSIONS_SHIFT: u32 = 2;
/// Longest token text; a longer one is refused before it is decoded.
pub const TEXT_BYTES_MAX: usize = TOKEN_BYTES_MAX.div_ceil(3) * 4;

/// Makes and checks tokens. Cheap to clone.
#[derive(Clone)]
pub struct Signer {
    // Keyed once; a clone costs no key schedule.
    mac: Hmac<Sha256>,
}

impl Signer {
    /// Shortest key that is accepted.
    pub const KEY_BYTES_MIN: usize = 16;

    /// # Panics
    /// If `key` has fewer than [`Self::KEY_BYTES_MIN`] bytes.
    pub fn new(key: &[u8]) -> Self {
        assert!(key.len() >= Self::KEY_BYTES_MIN, "a short signing key can be guessed");
        Self { mac: Hmac::new_from_slice(key).expect("HMAC takes keys of any length") }
    }

    /// The token's text, `[A-Za-z0-9_-]`. Equal for equal tokens within a bucket.
    pub fn sign(&self, token: &Token, now: UnixMillis) -> String {
        let mut bytes = Vec::with_capacity(TOKEN_BYTES_MAX);
        bytes.extend_from_slice(&[0; MAC_BYTES]);
        bytes.push(VERSION);
        bytes.push(match token.class {
            Class::Public => 0,
            Class::Preview => 1,
        });
        let sessions = &token.sessions[..token.sessions.len().min(SESSIONS_MAX)];
        let flags = if token.until.is_some() { HAS_UNTIL } else { 0 }
            | if token.address.is_some() { HAS_ADDRESS } else { 0 }
            | (sessions.len() as u8) << SESSIONS_SHIFT;
        bytes.extend_from_slice(&token.revision.to_be_bytes());
        bytes.extend_from_slice(&token.rules.to_be_bytes());
        bytes.extend_from_slice(&bucket(now).to_be_bytes());
        bytes.push(flags);
        for number in token.until.map(|until| until.0 as u64).iter().chain(&token.address).chain(sessions) {
            bytes.extend_from_slice(&number.to_be_bytes());
        }
        bytes.extend_from_slice(token.broadcast.as_str().as_bytes());
        let mut mac = self.mac.clone();
        mac.update(&bytes[MAC_BYTES..]);
        bytes[..MAC_BYTES].copy_from_slice(&mac.finalize().into_bytes()[..MAC_BYTES]);
        URL_SAFE_NO_PAD.encode(bytes)
    }

    /// Checks signature, then age. Constant time in the signature.
    pub fn open(&self, text: &str, now: UnixMillis) -> Result<Token, TokenError> {
        let mut buffer = [0; TOKEN_BYTES_MAX + 3];
        if text.len() > TEXT_BYTES_MAX {
            return Err(TokenError::Malformed);
        }
        let length = URL_SAFE_NO_PAD.decode_slice(text, &mut buffer).map_err(|_| TokenError::Malformed)?;
        let (signature, signed) = buffer[..length].split_at_checked(MAC_BYTES).ok_or(TokenError::Malformed)?;
        let mut mac = self.mac.clone();
        mac.update(signed);
        mac.verify_truncated_left(signature).map_err(|_| TokenError::Forged)?;

        let (token, bucket_of_token) = read(signed).ok_or(TokenError::Malformed)?;
        let age = i64::from(bucket(now)) - i64::from(bucket_of_token);
        if (age != 0 && age != 1) || token.is_over(now) {
            return Err(TokenError::Expired);
        }
        Ok(token)
    }

    /// What stands for an address in a token: whoever is handed the token does not learn it.
    pub fn address(&self, address: IpAddr) -> u64 {
        let canonical = match address {
            IpAddr::V4(address) => address.to_ipv6_mapped(),
            IpAddr::V6(address) => address,
        };
        let mut mac = self.mac.clone();
        // No token begins like this.
        mac.update(b"address");
        mac.update(&canonical.octets());
        let digest = mac.finalize().into_bytes();
        u64::from_be_bytes(digest.first_chunk().copied().expect("a digest has 32 bytes"))
    }
}

impl fmt::Debug for Signer {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Signer(***)")
    }
}

/// A token and its bucket, out of what was signed.
fn read(signed: &[u8]) -> Option<(Token, u32)> {
    let (head, mut rest) = signed.split_first_chunk::<HEAD_BYTES>()?;
    let (&[version, class], head) = head.split_first_chunk::<2>()?;
    if version != VERSION {
        return None;
    }
    let class = match class {
        0 => Class::Public,
        1 => Class::Preview,
        _ => return None,
    };
    let (revision, head) = head.split_first_chunk::<8>()?;
    let (rules, head) = head.split_first_chunk::<8>()?;
    let (bucket, head) = head.split_first_chunk::<4>()?;
    let flags = *head.first()?;
    let mut number = || {
        let (number, after) = rest.split_first_chunk::<8>()?;
        rest = after;
        Some(u64::from_be_bytes(*number))
    };
    let until = if flags & HAS_UNTIL != 0 { Some(UnixMillis(number()? as i64)) } else { None };
    let address = if flags & HAS_ADDRESS != 0 { Some(number()?) } else { None };
    let sessions = (0..flags >> SESSIONS_SHIFT).map(|_| number()).collect::<Option<Vec<_>>>()?;
    let broadcast = std::str::from_utf8(rest).ok()?.parse().ok()?;
    let (revision, rules) = (i64::from_be_bytes(*revision), i64::from_be_bytes(*rules));
    Some((Token { broadcast, class, revision, rules, until, address, sessions }, u32::from_be_bytes(*bucket)))
}

fn bucket(now: UnixMillis) -> u32 {
    u32::try_from(now.0.div_euclid(BUCKET_MS)).unwrap_or(0)
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    const NOON: UnixMillis = UnixMillis(1_795_262_400_000);
    const HOUR_MS: i64 = 3_600_000;

    fn signer() -> Signer {
        Signer::new(b"0123456789abcdef0123456789abcdef")
    }

    fn token(class: Class) -> Token {
        Token::shared("0_abcd1234".parse().expect("well-formed"), class, 7)
    }

    #[test]
    fn a_token_comes_back_as_it_was_made() {
        for class in [Class::Public, Class::Preview] {
            let text = signer().sign(&token(class), NOON);
            assert!(text.bytes().all(|byte| byte.is_ascii_alphanumeric() || byte == b'-' || byte == b'_'), "{text}");
            assert_eq!(signer().open(&text, NOON), Ok(token(class)));
        }
    }

    #[test]
    fn viewers_of_a_class_share_a_token_for_a_bucket_and_it_is_good_for_one_more() {
        let start = UnixMillis(NOON.0.div_euclid(BUCKET_MS) * BUCKET_MS);
        let text = signer().sign(&token(Class::Public), start);
        let at = |hours: i64| UnixMillis(start.0 + hours * HOUR_MS);
        assert_eq!(signer().sign(&token(Class::Public), at(11)), text);
        assert_ne!(signer().sign(&token(Class::Public), at(12)), text);
        assert_eq!(signer().open(&text, at(23)), Ok(token(Class::Public)));
        assert_eq!(signer().open(&text, at(24)), Err(TokenError::Expired));
        assert_eq!(signer().open(&text, at(-1)), Err(TokenError::Expired), "from the future");
    }

    #[test]
    fn no_bit_of_a_token_can_change() {
        let text = signer().sign(&token(Class::Public), NOON);
        for at in 0..text.len() {
            for letter in ["A", "b", "9", "_"] {
                let mut forged = text.clone();
                forged.replace_range(at..=at, letter);
                if forged != text {
                    assert!(signer().open(&forged, NOON).is_err(), "letter {at} as {letter}");
                }
            }
        }
        for length in 0..text.len() {
            assert!(signer().open(&text[..length], NOON).is_err(), "cut at {length}");
        }
        assert!(signer().open(&format!("{text}A"), NOON).is_err());
        assert!(signer().open(&"A".repeat(5000), NOON).is_err());
        assert_eq!(Signer::new(b"another key of 16+").open(&text, NOON), Err(TokenError::Forged));
    }

    #[test]
    fn the_longest_key_fits() {
        let token = Token {
            broadcast: "k".repeat(BroadcastKey::BYTES_MAX).parse().expect("well-formed"),
            class: Class::Preview,
            revision: i64::MAX,
            rules: i64::MAX,
            until: Some(UnixMillis(i64::MAX)),
            address: Some(u64::MAX),
            sessions: vec![u64::MAX; SESSIONS_MAX],
        };
        let text = signer().sign(&token, NOON);
        assert_eq!(signer().open(&text, NOON), Ok(token));
    }

    #[test]
    fn a_token_ends_when_it_says() {
        let token = Token { until: Some(UnixMillis(NOON.0 + 5)), ..token(Class::Public) };
        let text = signer().sign(&token, NOON);
        assert_eq!(signer().open(&text, UnixMillis(NOON.0 + 4)), Ok(token));
        assert_eq!(signer().open(&text, UnixMillis(NOON.0 + 5)), Err(TokenError::Expired));
    }

    #[test]
    fn an_address_is_the_same_in_both_its_forms_and_secret() {
        let mark = |signer: Signer, text: &str| signer.address(text.parse().expect("an address"));
        assert_eq!(mark(signer(), "192.0.2.1"), mark(signer(), "::ffff:192.0.2.1"));
        assert_ne!(mark(signer(), "192.0.2.1"), mark(signer(), "192.0.2.2"));
        assert_ne!(mark(signer(), "192.0.2.1"), mark(Signer::new(b"another key of 16+"), "192.0.2.1"));
    }

    proptest! {
        #[test]
        fn no_text_but_our_own_opens(text in "[A-Za-z0-9_-]{0,140}|.{0,60}") {
            prop_assert!(signer().open(&text, NOON).is_err());
        }

        #[test]
        fn every_token_comes_back(
            key in "[A-Za-z0-9_-]{1,64}", revision: i64, preview: bool, rules: i64, until in proptest::option::of(NOON.0 + 1..),
            address: Option<u64>, sessions in proptest::collection::vec(any::<u64>(), 0..=SESSIONS_MAX),
        ) {
            let class = if preview { Class::Preview } else { Class::Public };
            let broadcast = key.parse().expect("well-formed");
            let token = Token { broadcast, class, revision, rules, until: until.map(UnixMillis), address, sessions };
            let text = signer().sign(&token, NOON);
            prop_assert!(text.len() <= TEXT_BYTES_MAX);
            prop_assert_eq!(signer().open(&text, NOON), Ok(token));
        }
    }
}
