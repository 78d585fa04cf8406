//! Sealing secrets at rest with the key of this installation, `DIR/instance.key`.
//!
//! AES-256-GCM; the sealed form is nonce, ciphertext, tag. What a value belongs to is authenticated with it, so a sealed value cannot
//! be moved to another row. Losing the key loses the secrets.

use aws_lc_rs::aead::{AES_256_GCM, Aad, Nonce, RandomizedNonceKey};
use aws_lc_rs::hmac;
use base::{Error, Result, Secret};
use std::fs;
use std::io::Write;
use std::path::Path;

const KEY_BYTES: usize = 32;
const NONCE_BYTES: usize = 12;

/// The key of this installation.
pub(crate) struct InstanceKey {
    sealing: RandomizedNonceKey,
    deriving: hmac::Key,
}

impl std::fmt::Debug for InstanceKey {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("InstanceKey(***)")
    }
}

impl InstanceKey {
    const FILE: &str = "instance.key";

    /// Reads `DIR/instance.key`, or makes it with mode 0600 when `may_make` says that nothing was sealed yet.
    pub(crate) fn open(dir: &Path, may_make: bool) -> Result<Self> {
        let path = dir.join(Self::FILE);
        let failed = |error: std::io::Error| Error::unavailable(format!("{}: {error}", path.display()));
        match fs::read(&path) {
            Ok(bytes) => Self::from_bytes(&bytes).map_err(|error| error.context(path.display().to_string())),
            Err(error) if error.kind() == std::io::ErrorKind::NotFound && may_make => {
                let bytes = crate::random::bytes::<KEY_BYTES>()?;
                write_new(dir, &path, &bytes).map_err(failed)?;
                Self::from_bytes(&bytes)
            }
            Err(error) if error.kind() == std::io::ErrorKind::NotFound => Err(Error::unavailable(format!(
                "{} is missing: the secrets in this data folder cannot be read without it",
                path.display()
            ))),
            Err(error) => Err(failed(error)),
        }
    }

    fn from_bytes(bytes: &[u8]) -> Result<Self> {
        if bytes.len() != KEY_BYTES {
            return Err(Error::corrupt(format!("an instance key of {} bytes, expected {KEY_BYTES}", bytes.len())));
        }
        let sealing = RandomizedNonceKey::new(&AES_256_GCM, bytes);
        let sealing = sealing.map_err(|_| Error::corrupt("the instance key was refused"))?;
        Ok(Self { sealing, deriving: hmac::Key::new(hmac::HMAC_SHA256, bytes) })
    }

    /// A key for one other purpose, the same on every start. Knowing it tells nothing about this key or others.
    pub(crate) fn derive(&self, purpose: &str) -> Secret<Vec<u8>> {
        Secret::new(hmac::sign(&self.deriving, format!("plenary/{purpose}").as_bytes()).as_ref().to_vec())
    }

    /// `belongs_to` names the place, e.g. `partner/101/secret`.
    pub(crate) fn seal(&self, belongs_to: &str, plain: &str) -> Result<Vec<u8>> {
        let mut bytes = plain.as_bytes().to_vec();
        let nonce = self.sealing.seal_in_place_append_tag(Aad::from(belongs_to.as_bytes()), &mut bytes);
        let nonce = nonce.map_err(|_| Error::bug("sealing failed"))?;
        let mut sealed = nonce.as_ref().to_vec();
        sealed.extend_from_slice(&bytes);
        Ok(sealed)
    }

    pub(crate) fn open_sealed(&self, belongs_to: &str, sealed: &[u8]) -> Result<Secret<String>> {
        let refused = || Error::corrupt(format!("{belongs_to} was not sealed with this instance key"));
        let (nonce, cipher) = sealed.split_first_chunk::<NONCE_BYTES>().ok_or_else(refused)?;
        let mut bytes = cipher.to_vec();
        let aad = Aad::from(belongs_to.as_bytes());
        let plain = self.sealing.open_in_place(Nonce::assume_unique_for_key(*nonce), aad, &mut bytes);
        let plain = plain.map_err(|_| refused())?.to_vec();
        String::from_utf8(plain).map(Secret::new).map_err(|_| refused())
    }
}

/// Complete or not there at all, also after a power loss: written aside, synced, renamed, folder synced.
fn write_new(dir: &Path, path: &Path, bytes: &[u8]) -> std::io::Result<()> {
    let aside = path.with_extension("key.new");
    let mut options = fs::OpenOptions::new();
    options.write(true).create(true).truncate(true);
    #[cfg(unix)]
    std::os::unix::fs::OpenOptionsExt::mode(&mut options, 0o600);
    let mut file = options.open(&aside)?;
    file.write_all(bytes)?;
    file.sync_all()?;
    fs::rename(&aside, path)?;
    fs::File::open(dir)?.sync_all()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_sealed_opens_only_here_and_only_for_what_it_belongs_to() {
        let dir = tempfile::tempdir().expect("temp dir");
        let key = InstanceKey::open(dir.path(), true).expect("made");
        let sealed = key.seal("partner/101/secret", "s3cr3t").expect("sealed");
        assert!(!sealed.windows(6).any(|window| window == b"s3cr3t"));
        let again = InstanceKey::open(dir.path(), false).expect("read");
        assert_eq!(again.open_sealed("partner/101/secret", &sealed).expect("opens").reveal(), "s3cr3t");
        assert!(again.open_sealed("partner/102/secret", &sealed).is_err());
        let other = tempfile::tempdir().expect("temp dir");
        let other = InstanceKey::open(other.path(), true).expect("made");
        assert!(other.open_sealed("partner/101/secret", &sealed).is_err());
    }

    #[test]
    fn derived_keys_differ_by_purpose_and_outlive_a_restart() {
        let dir = tempfile::tempdir().expect("temp dir");
        let key = InstanceKey::open(dir.path(), true).expect("made");
        let again = InstanceKey::open(dir.path(), false).expect("read");
        assert_eq!(key.derive("playback token"), again.derive("playback token"));
        assert_ne!(key.derive("playback token"), key.derive("another"));
    }

    #[cfg(unix)]
    #[test]
    fn the_key_is_readable_by_its_owner_only_and_never_replaced() {
        use std::os::unix::fs::PermissionsExt;
        let dir = tempfile::tempdir().expect("temp dir");
        assert!(InstanceKey::open(dir.path(), false).is_err(), "a missing key is an error once something was sealed");
        InstanceKey::open(dir.path(), true).expect("made");
        let mode = fs::metadata(dir.path().join("instance.key")).expect("there").permissions().mode();
        assert_eq!(mode & 0o777, 0o600);
    }
}
