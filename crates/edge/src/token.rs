//! Playback tokens: the first segment of every `/live/` path.
//!
//! A token says *who may watch what* without a database: broadcast, class (public or preview), access revision and a time
//! bucket, signed with HMAC-SHA256. All viewers of a class share one token, so caches and shared texts work.
//! A token is good during its bucket and the next one, so it lives between 12 and 24 hours.

use base::{BroadcastKey, UnixMillis};
use base64::Engine as _;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use hmac::{Hmac, KeyInit as _, Mac as _};
use sha2::Sha256;
use std::fmt;

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
    /// Rises when the entry's access rules change; older tokens are refused from then on.
    pub revision: i64,
}

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
const VERSION: u8 = 1;
/// Half of SHA-256: 128 bits against forgery, and the address stays short.
const MAC_BYTES: usize = 16;
/// Version, class, revision, bucket.
const HEAD_BYTES: usize = 1 + 1 + 8 + 4;
const TOKEN_BYTES_MAX: usize = MAC_BYTES + HEAD_BYTES + BroadcastKey::BYTES_MAX;
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
        bytes.extend_from_slice(&token.revision.to_be_bytes());
        bytes.extend_from_slice(&bucket(now).to_be_bytes());
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

        let (head, key) = signed.split_first_chunk::<HEAD_BYTES>().ok_or(TokenError::Malformed)?;
        let [version, class, r0, r1, r2, r3, r4, r5, r6, r7, b0, b1, b2, b3] = *head;
        if version != VERSION {
            return Err(TokenError::Malformed);
        }
        let class = match class {
            0 => Class::Public,
            1 => Class::Preview,
            _ => return Err(TokenError::Malformed),
        };
        let age = i64::from(bucket(now)) - i64::from(u32::from_be_bytes([b0, b1, b2, b3]));
        if age != 0 && age != 1 {
            return Err(TokenError::Expired);
        }
        let broadcast = std::str::from_utf8(key)
            .ok()
            .and_then(|key| key.parse::<BroadcastKey>().ok())
            .ok_or(TokenError::Malformed)?;
        Ok(Token { broadcast, class, revision: i64::from_be_bytes([r0, r1, r2, r3, r4, r5, r6, r7]) })
    }
}

impl fmt::Debug for Signer {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Signer(***)")
    }
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
        Token { broadcast: "0_abcd1234".parse().expect("well-formed"), class, revision: 7 }
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
        };
        let text = signer().sign(&token, NOON);
        assert_eq!(signer().open(&text, NOON), Ok(token));
    }

    proptest! {
        #[test]
        fn no_text_but_our_own_opens(text in "[A-Za-z0-9_-]{0,140}|.{0,60}") {
            prop_assert!(signer().open(&text, NOON).is_err());
        }

        #[test]
        fn every_token_comes_back(key in "[A-Za-z0-9_-]{1,64}", revision: i64, preview: bool) {
            let class = if preview { Class::Preview } else { Class::Public };
            let token = Token { broadcast: key.parse().expect("well-formed"), class, revision };
            let text = signer().sign(&token, NOON);
            prop_assert!(text.len() <= TEXT_BYTES_MAX);
            prop_assert_eq!(signer().open(&text, NOON), Ok(token));
        }
    }
}
