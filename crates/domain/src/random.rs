//! Random bytes for ids, tokens and secrets, from the operating system.

use base::{Error, Result};

pub(crate) fn bytes<const N: usize>() -> Result<[u8; N]> {
    let mut bytes = [0; N];
    aws_lc_rs::rand::fill(&mut bytes).map_err(|_| Error::unavailable("no random bytes from the system"))?;
    Ok(bytes)
}

/// Lower-case hex text of `N` random bytes.
pub(crate) fn hex<const N: usize>() -> Result<String> {
    Ok(hex::encode(bytes::<N>()?))
}
