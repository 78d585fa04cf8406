//! The wall clock inside the picture: an SEI message in every access unit that says when it was sent.
//!
//! A server that does not re-encode keeps it, so the age of any segment or part can be read by searching its bytes.

const MARK: &[u8] = b"PLNYTS:";
const UUID: &[u8; 16] = b"plenary-bench-ts";
/// Mark, sixteen hex digits of nanoseconds, a colon, eight of the frame number.
const BYTES: usize = MARK.len() + 16 + 1 + 8;

/// A whole NAL unit (user data unregistered). Hex text needs no emulation prevention.
pub fn nal(sent_ns: u64, frame: u32) -> Vec<u8> {
    let mut unit = vec![0x06, 0x05, (UUID.len() + BYTES) as u8];
    unit.extend_from_slice(UUID);
    unit.extend_from_slice(MARK);
    unit.extend_from_slice(format!("{sent_ns:016x}:{frame:08x}").as_bytes());
    unit.push(0x80);
    unit
}

/// When the first and the last frame in these bytes were sent, in nanoseconds.
pub fn find(bytes: &[u8]) -> Option<(u64, u64)> {
    let places = || 0..bytes.len().saturating_sub(MARK.len());
    let is_mark = |place: &usize| bytes[*place] == MARK[0] && bytes[*place..].starts_with(MARK);
    let read = |place: usize| {
        let hex = std::str::from_utf8(bytes.get(place + MARK.len()..place + MARK.len() + 16)?).ok()?;
        u64::from_str_radix(hex, 16).ok()
    };
    let first = places().filter(is_mark).find_map(read)?;
    let last = places().rev().filter(is_mark).find_map(read)?;
    Some((first, last))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_first_and_the_last_stamp_are_found() {
        let mut bytes = vec![0u8; 100];
        bytes.extend(nal(123, 4));
        bytes.extend(vec![0; 50]);
        bytes.extend(nal(456, 5));
        assert_eq!(find(&bytes), Some((123, 456)));
        assert_eq!(find(b"PLNYTS:short"), None);
    }
}
