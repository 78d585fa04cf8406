//! Identifiers as types that cannot be wrong: constructing one validates it.

use std::fmt;
use std::str::FromStr;
use std::sync::Arc;

/// Why a text is no identifier of the wished kind. Carries no input: ids arrive from strangers.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
#[error("malformed {0}")]
pub struct MalformedId(pub &'static str);

/// Tenant account. Real accounts are above 100; 0 is the template partner everyone may read from.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct PartnerId(pub i64);

impl PartnerId {
    /// Owner of system roles, template uiConfs and standard flavor params.
    pub const TEMPLATE: Self = Self(0);
}

impl fmt::Display for PartnerId {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.0.fmt(f)
    }
}

/// `0_xxxxxxxx`: a data-centre digit, an underscore, eight of `[0-9a-z]`. Case-sensitive.
#[derive(Clone, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct EntryId(Arc<str>);

impl EntryId {
    const RANDOM_CHARS: usize = 8;

    /// Makes an id from random bytes; the caller owns the randomness.
    pub fn from_random(random: [u8; 16]) -> Self {
        const ALPHABET: &[u8; 36] = b"0123456789abcdefghijklmnopqrstuvwxyz";
        let mut number = u128::from_le_bytes(random);
        let mut id = String::from("0_");
        for _ in 0..Self::RANDOM_CHARS {
            id.push(char::from(ALPHABET[(number % 36) as usize]));
            number /= 36;
        }
        Self(id.into())
    }

    pub fn as_str(&self) -> &str {
        &self.0
    }
}

impl FromStr for EntryId {
    type Err = MalformedId;

    fn from_str(text: &str) -> Result<Self, MalformedId> {
        let [digit, b'_', rest @ ..] = text.as_bytes() else { return Err(MalformedId("entry id")) };
        let well_formed = matches!(digit, b'0' | b'1')
            && rest.len() == Self::RANDOM_CHARS
            && rest.iter().all(|byte| byte.is_ascii_digit() || byte.is_ascii_lowercase());
        if well_formed { Ok(Self(text.into())) } else { Err(MalformedId("entry id")) }
    }
}

impl fmt::Display for EntryId {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

/// A user of a partner, as the partner names them. At most 100 characters; empty means anonymous.
#[derive(Clone, Debug, Default, PartialEq, Eq, Hash)]
pub struct UserId(String);

impl UserId {
    pub const CHARS_MAX: usize = 100;

    pub fn as_str(&self) -> &str {
        &self.0
    }

    pub fn is_anonymous(&self) -> bool {
        self.0.is_empty() || self.0 == "0"
    }

    /// Kaltura compares user ids without case (contract: session, ownership check).
    pub fn is_same(&self, other: &Self) -> bool {
        !self.is_anonymous() && self.0.to_lowercase() == other.0.to_lowercase()
    }
}

impl FromStr for UserId {
    type Err = MalformedId;

    fn from_str(text: &str) -> Result<Self, MalformedId> {
        if text.chars().count() > Self::CHARS_MAX || text.contains('\0') {
            return Err(MalformedId("user id"));
        }
        Ok(Self(text.to_owned()))
    }
}

impl fmt::Display for UserId {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

/// Names one broadcast to the media plane. Opaque there; the bridge makes it out of an entry id.
#[derive(Clone, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct BroadcastKey(Arc<str>);

impl BroadcastKey {
    pub const BYTES_MAX: usize = 64;

    pub fn as_str(&self) -> &str {
        &self.0
    }
}

impl FromStr for BroadcastKey {
    type Err = MalformedId;

    fn from_str(text: &str) -> Result<Self, MalformedId> {
        let well_formed = !text.is_empty()
            && text.len() <= Self::BYTES_MAX
            && text.bytes().all(|byte| byte.is_ascii_alphanumeric() || byte == b'_' || byte == b'-');
        if well_formed { Ok(Self(text.into())) } else { Err(MalformedId("broadcast key")) }
    }
}

impl From<&EntryId> for BroadcastKey {
    fn from(entry: &EntryId) -> Self {
        Self(entry.0.clone())
    }
}

impl fmt::Display for BroadcastKey {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn entry_ids_are_strict() {
        let cases = [
            ("0_abcd1234", true),
            ("1_yo43efjn", true),
            ("2_abcd1234", false),
            ("0_ABCD1234", false),
            ("0_abcd123", false),
            ("0_abcd12345", false),
            ("0_abcd/../", false),
            ("", false),
        ];
        for (text, ok) in cases {
            assert_eq!(text.parse::<EntryId>().is_ok(), ok, "{text}");
        }
    }

    #[test]
    fn user_ids_compare_without_case_and_nobody_is_anonymous() {
        let ann: UserId = "Ann@Example.com".parse().expect("short");
        let same: UserId = "ann@example.COM".parse().expect("short");
        assert!(ann.is_same(&same));
        assert!(!UserId::default().is_same(&UserId::default()), "two strangers are not one person");
    }

    proptest! {
        #[test]
        fn minted_entry_ids_parse(random: [u8; 16]) {
            let id = EntryId::from_random(random);
            prop_assert_eq!(id.as_str().parse::<EntryId>(), Ok(id.clone()));
        }
    }
}
