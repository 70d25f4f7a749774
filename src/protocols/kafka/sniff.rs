//! Whether a connection begins with a Kafka request: the size, then the header that every request has (version 1:
//! API key, API version, correlation id, client id). Pure; nothing is decoded beyond that.

use crate::protocols::Sniff;

/// The largest first request: Kafka's own `socket.request.max.bytes`. Not the configured limit, which may be larger:
/// this one must stay below what other protocols' first four bytes are as a size. `GET ` is 1195725856, a TLS hello
/// at least 369295360, a PROXY protocol header 218762506.
const MAX_SIZE_BYTES: u32 = 100 << 20;
/// A request that is nothing but a header without client id.
const MIN_SIZE_BYTES: u32 = 10;
/// The size, and that header.
const ENOUGH_BYTES: usize = 4 + 10;
/// Well above any API key and version there is, and far below what other bytes make of these fields.
const MAX_API_KEY: u32 = 255;
const MAX_API_VERSION: u32 = 127;
/// A client id that is null has the length -1.
const NULL_LENGTH: u32 = 0xffff;
const MAX_CLIENT_ID_BYTES: u32 = 0x7fff;

/// Whether these first bytes are Kafka's. Fourteen bytes decide; fewer rule it out where they can.
pub fn sniff(bytes: &[u8]) -> Sniff {
    let size = Field::new::<4>(bytes, 0);
    let api_key = Field::new::<2>(bytes, 4);
    let api_version = Field::new::<2>(bytes, 6);
    let client_id = Field::new::<2>(bytes, 12);
    let client_id_room = size.most.saturating_sub(MIN_SIZE_BYTES).min(MAX_CLIENT_ID_BYTES);
    let possible = size.most >= MIN_SIZE_BYTES
        && size.least <= MAX_SIZE_BYTES
        && api_key.least <= MAX_API_KEY
        && api_version.least <= MAX_API_VERSION
        && (client_id.most == NULL_LENGTH || client_id.least <= client_id_room);
    match possible {
        false => Sniff::No,
        true if bytes.len() < ENOUGH_BYTES => Sniff::More,
        true => Sniff::Yes,
    }
}

/// What a big-endian number can still be, whose bytes have come or not.
struct Field {
    least: u32,
    most: u32,
}

impl Field {
    fn new<const SIZE_BYTES: usize>(bytes: &[u8], offset: usize) -> Self {
        let (mut least, mut most) = (0, 0);
        for index in offset..offset + SIZE_BYTES {
            let byte = bytes.get(index).copied();
            least = least << 8 | u32::from(byte.unwrap_or(0x00));
            most = most << 8 | u32::from(byte.unwrap_or(0xff));
        }
        Self { least, most }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// The first request of librdkafka 2.3: ApiVersions v3.
    const LIBRDKAFKA: &[u8] = b"\0\0\0\x24\0\x12\0\x03\0\0\0\x01\0\x07rdkafka\0\x0blibrdkafka\x062.3.0\0";

    #[test]
    fn every_prefix_of_a_request_asks_for_more_until_fourteen_bytes_decide() {
        assert_eq!(LIBRDKAFKA.len(), 4 + 0x24);
        for end in 0..LIBRDKAFKA.len() {
            let expected = if end < ENOUGH_BYTES { Sniff::More } else { Sniff::Yes };
            assert_eq!(sniff(&LIBRDKAFKA[..end]), expected, "{end} bytes");
        }
    }

    #[test]
    fn the_smallest_request_has_no_client_id_and_no_body() {
        assert_eq!(sniff(b"\0\0\0\x0a\0\x12\0\0\0\0\0\x01\xff\xff"), Sniff::Yes);
        assert_eq!(sniff(b"\0\0\0\x0a\0\x12\0\0\0\0\0\x01\0\0"), Sniff::Yes);
        assert_eq!(sniff(b"\0\0\0\x09"), Sniff::No);
    }

    #[test]
    fn a_size_over_the_limit_or_negative_is_ruled_out_by_four_bytes_at_most() {
        assert_eq!(sniff(b"\x06\x40\0\0"), Sniff::More);
        assert_eq!(sniff(b"\x06\x40\0\x01"), Sniff::No);
        assert_eq!(sniff(b"\x06\x40"), Sniff::More);
        assert_eq!(sniff(b"\x06\x41"), Sniff::No);
        assert_eq!(sniff(b"\x7f"), Sniff::No);
        assert_eq!(sniff(b"\xff"), Sniff::No);
    }

    #[test]
    fn a_client_id_longer_than_its_request_is_no_client_id() {
        assert_eq!(sniff(b"\0\0\0\x10\0\x03\0\0\0\0\0\0\0\x06"), Sniff::Yes);
        assert_eq!(sniff(b"\0\0\0\x10\0\x03\0\0\0\0\0\0\0\x07"), Sniff::No);
        assert_eq!(sniff(b"\0\0\0\x10\0\x03\0\0\0\0\0\0\xff\xfe"), Sniff::No);
    }

    #[test]
    fn an_implausible_api_is_ruled_out_by_its_first_byte() {
        assert_eq!(sniff(b"\0\0\0\x40\x01"), Sniff::No);
        assert_eq!(sniff(b"\0\0\0\x40\0\x12\x01"), Sniff::No);
        assert_eq!(sniff(b"\0\0\0\x40\0\x12\0\x80"), Sniff::No);
    }
}
