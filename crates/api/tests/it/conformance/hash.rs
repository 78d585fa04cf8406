//! Hashes that a caller computes.

use sha1::Digest;

/// Lower-case hex; `None` if no such function is known.
pub fn hex(function: &str, text: &str) -> Option<String> {
    Some(match function {
        "md5" => hex::encode(md5::Md5::digest(text)),
        "sha1" => hex::encode(sha1::Sha1::digest(text)),
        "sha256" => hex::encode(sha2::Sha256::digest(text)),
        "sha512" => hex::encode(sha2::Sha512::digest(text)),
        _ => return None,
    })
}
