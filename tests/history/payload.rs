//! Payloads that say which record they are, wherever a protocol carries them.

use std::hash::{DefaultHasher, Hasher};

const HEX_DIGITS: usize = 16;

/// What every payload holds exactly once: the record's id between two signs that JSON and URLs leave alone.
pub(crate) fn mark(id: u64) -> String {
    format!("~{id:016x}~")
}

/// A payload of (at least) so many bytes: the mark, and letters that depend on the id, so that no two are alike.
pub(crate) fn payload(id: u64, bytes: usize) -> Vec<u8> {
    let mut payload = mark(id).into_bytes();
    let mut letters = id.wrapping_mul(0x9e37_79b9_7f4a_7c15);
    while payload.len() < bytes {
        letters = letters.rotate_left(5).wrapping_add(1);
        payload.push(b'a' + (letters % 26) as u8);
    }
    payload
}

/// The id that a payload is marked with; `None` if there is no mark.
pub(crate) fn marked(payload: &[u8]) -> Option<u64> {
    let is_mark = |window: &&[u8]| window.first() == Some(&b'~') && window.last() == Some(&b'~');
    payload.windows(HEX_DIGITS + 2).filter(is_mark).find_map(|window| {
        let digits = std::str::from_utf8(window.get(1..=HEX_DIGITS)?).ok()?;
        u64::from_str_radix(digits, 16).ok()
    })
}

/// Enough of a payload to tell whether it changed.
pub(super) fn digest(payload: &[u8]) -> u32 {
    let mut hasher = DefaultHasher::new();
    hasher.write(payload);
    (hasher.finish() >> 32) as u32
}
