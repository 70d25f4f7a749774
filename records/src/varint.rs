//! Zig-zag variable-length integers, as Kafka and Protocol Buffers write them. Decoding is in
//! `cursor`, over these rules.
//!
//! Only the shortest form is taken: two encodings of one number would let two different batches
//! carry the same records.

/// Why seven-bit groups do not make a number.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Refused {
    /// The last group has a continuation bit, and nothing follows.
    Unfinished,
    /// More bits than the type holds.
    Overflow,
    /// A trailing group of zero: the same number fits in fewer bytes.
    Overlong,
}

/// Reads a zig-zag number of at most 32 bits off the front: the number, and how many bytes it took.
#[inline]
pub(crate) fn decode_i32(bytes: &[u8]) -> Result<(i32, usize), Refused> {
    let (raw, taken) = decode(bytes, 32)?;
    let raw = raw as u32;
    Ok(((raw >> 1) as i32 ^ -((raw & 1) as i32), taken))
}

/// Reads a zig-zag number of at most 64 bits off the front: the number, and how many bytes it took.
#[inline]
pub(crate) fn decode_i64(bytes: &[u8]) -> Result<(i64, usize), Refused> {
    let (raw, taken) = decode(bytes, 64)?;
    Ok(((raw >> 1) as i64 ^ -((raw & 1) as i64), taken))
}

#[inline]
fn decode(bytes: &[u8], bits: u32) -> Result<(u64, usize), Refused> {
    match bytes.first() {
        // Most lengths and deltas are small: one byte, no loop.
        Some(&byte) if byte < 0x80 => Ok((u64::from(byte), 1)),
        _ => decode_long(bytes, bits),
    }
}

fn decode_long(bytes: &[u8], bits: u32) -> Result<(u64, usize), Refused> {
    let mut raw = 0u64;
    let mut shift = 0;
    for (index, &byte) in bytes.iter().enumerate() {
        let group = u64::from(byte & 0x7f);
        // The last group of a full-width number has room for only the bits that are left.
        if shift >= bits || (bits - shift < 7 && group >> (bits - shift) != 0) {
            return Err(Refused::Overflow);
        }
        raw |= group << shift;
        if byte < 0x80 {
            return if byte == 0 && index > 0 {
                Err(Refused::Overlong)
            } else {
                Ok((raw, index + 1))
            };
        }
        shift += 7;
    }
    if shift >= bits {
        Err(Refused::Overflow)
    } else {
        Err(Refused::Unfinished)
    }
}

/// Appends a number in zig-zag form. A 32-bit number has the same form in 64 bits.
#[inline]
pub(crate) fn encode(out: &mut Vec<u8>, number: i64) {
    let mut raw = zig_zag(number);
    while raw >= 0x80 {
        out.push(raw as u8 | 0x80);
        raw >>= 7;
    }
    out.push(raw as u8);
}

/// How many bytes [`encode`] writes for a number.
#[inline]
pub(crate) fn encoded_bytes(number: i64) -> usize {
    let significant_bits = 64 - (zig_zag(number) | 1).leading_zeros() as usize;
    significant_bits.div_ceil(7)
}

#[inline]
fn zig_zag(number: i64) -> u64 {
    ((number << 1) ^ (number >> 63)) as u64
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    #[test]
    fn known_numbers_have_their_known_bytes() {
        for (number, bytes) in [
            (0, &[0x00][..]),
            (-1, &[0x01]),
            (1, &[0x02]),
            (63, &[0x7e]),
            (-64, &[0x7f]),
            (64, &[0x80, 0x01]),
            (8191, &[0xfe, 0x7f]),
            (8192, &[0x80, 0x80, 0x01]),
            (i64::from(i32::MAX), &[0xfe, 0xff, 0xff, 0xff, 0x0f]),
            (i64::from(i32::MIN), &[0xff, 0xff, 0xff, 0xff, 0x0f]),
            (
                i64::MIN,
                &[0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0x01],
            ),
        ] {
            let mut out = Vec::new();
            encode(&mut out, number);
            assert_eq!(out, bytes);
            assert_eq!(decode_i64(bytes), Ok((number, bytes.len())));
        }
    }

    #[test]
    fn overlong_overflowing_and_unfinished_numbers_are_refused() {
        assert_eq!(decode_i32(&[0x80, 0x00]), Err(Refused::Overlong));
        assert_eq!(
            decode_i32(&[0xff, 0xff, 0xff, 0xff, 0x1f]),
            Err(Refused::Overflow)
        );
        assert_eq!(
            decode_i32(&[0x80, 0x80, 0x80, 0x80, 0x80, 0x01]),
            Err(Refused::Overflow)
        );
        assert_eq!(decode_i64(&[0xff; 10]), Err(Refused::Overflow));
        assert_eq!(decode_i64(&[0xff; 9]), Err(Refused::Unfinished));
        assert_eq!(decode_i32(&[]), Err(Refused::Unfinished));
    }

    proptest! {
        #[test]
        fn every_number_comes_back(number: i64, follows: Vec<u8>) {
            let mut out = Vec::new();
            encode(&mut out, number);
            let length = out.len();
            prop_assert_eq!(length, encoded_bytes(number));
            out.extend(follows);
            prop_assert_eq!(decode_i64(&out), Ok((number, length)));
            if let Ok(narrow) = i32::try_from(number) {
                prop_assert_eq!(decode_i32(&out), Ok((narrow, length)));
            }
        }
    }
}
