//! Whether a connection begins with TLS: a record (RFC 8446 section 5.1) that holds a ClientHello. Pure.

use crate::protocols::Sniff;

const HANDSHAKE: u8 = 22;
const CLIENT_HELLO: u8 = 1;
/// Type, version and length of a record, and the type of its message.
const ENOUGH_BYTES: usize = 6;

/// Six bytes decide; the first one rules out most of what is not TLS.
pub(in crate::listener) fn sniff(bytes: &[u8]) -> Sniff {
    let fits = |index: usize, fits: fn(u8) -> bool| bytes.get(index).copied().is_none_or(fits);
    let possible = fits(0, |kind| kind == HANDSHAKE)
        && fits(1, |major| major == 3)
        && fits(2, |minor| minor <= 4)
        // A record holds 2^14 bytes at most.
        && fits(3, |length_high| length_high <= 0x40)
        && fits(5, |message| message == CLIENT_HELLO);
    match possible {
        false => Sniff::No,
        true if bytes.len() < ENOUGH_BYTES => Sniff::More,
        true => Sniff::Yes,
    }
}
