//! The header at every length, whole and broken.

use proptest::prelude::*;

use super::*;

const V1: &[u8] = b"PROXY TCP4 192.0.2.7 198.51.100.1 56324 9092\r\n";
const V1_IPV6: &[u8] = b"PROXY TCP6 2001:db8::7 2001:db8::1 56324 9092\r\n";
const V1_UNKNOWN: &[u8] = b"PROXY UNKNOWN ffff:f...f:ffff ffff:f...f:ffff 65535 65535\r\n";
const V2: &[u8] = b"\r\n\r\n\0\r\nQUIT\n\x21\x11\0\x0c\xc0\0\x02\x07\xc6\x33\x64\x01\xdc\x04\x23\x84";
/// With an extension after the addresses: PP2_TYPE_AUTHORITY, "a.b".
const V2_IPV6: &[u8] = b"\r\n\r\n\0\r\nQUIT\n\x21\x21\0\x2a\
    \x20\x01\x0d\xb8\0\0\0\0\0\0\0\0\0\0\0\x07\x20\x01\x0d\xb8\0\0\0\0\0\0\0\0\0\0\0\x01\xdc\x04\x23\x84\x02\0\x03a.b";
const V2_LOCAL: &[u8] = b"\r\n\r\n\0\r\nQUIT\n\x20\0\0\0";
const V2_UNIX: &[u8] = b"\r\n\r\n\0\r\nQUIT\n\x21\x31\0\x02ab";

fn addresses(source: &str, destination: &str) -> Option<Addresses> {
    Some(Addresses { source: source.parse().unwrap(), destination: destination.parse().unwrap() })
}

#[test]
fn a_header_is_whole_at_its_last_byte_and_says_where_the_client_begins() {
    let ipv4 = addresses("192.0.2.7:56324", "198.51.100.1:9092");
    let ipv6 = addresses("[2001:db8::7]:56324", "[2001:db8::1]:9092");
    let whole = [
        (V1, ipv4),
        (V1_IPV6, ipv6),
        (V1_UNKNOWN, None),
        (V2, ipv4),
        (V2_IPV6, ipv6),
        (V2_LOCAL, None),
        (V2_UNIX, None),
    ];
    for (header, addresses) in whole {
        for end in 0..header.len() {
            let text = header[..end].escape_ascii().to_string();
            match sniff(&header[..end]) {
                Sniff::Yes => assert_eq!(parse(&header[..end]), Ok(None), "{text}"),
                sniff => assert_eq!(sniff, Sniff::More, "{text}"),
            }
        }
        let with_more = [header, b"\0\0\0\x24\0\x12"].concat();
        assert_eq!(sniff(&with_more), Sniff::Yes);
        assert_eq!(parse(&with_more), Ok(Some(Header { bytes: header.len(), addresses })));
    }
}

#[test]
fn a_line_that_is_not_to_the_letter_is_refused() {
    let lines = [
        "PROXY TCP4 192.0.2.7 198.51.100.1 56324\r\n",
        "PROXY TCP4 192.0.2.7 198.51.100.1 56324 9092 1\r\n",
        "PROXY TCP4  192.0.2.7 198.51.100.1 56324 9092\r\n",
        "PROXY TCP4 2001:db8::7 2001:db8::1 56324 9092\r\n",
        "PROXY TCP6 192.0.2.7 198.51.100.1 56324 9092\r\n",
        "PROXY TCP4 192.0.2.7 198.51.100.1 65536 9092\r\n",
        "PROXY TCP4 192.0.2.7 198.51.100.1 +5632 9092\r\n",
        "PROXY TCP4 192.0.2.7 198.51.100.1 056324 9092\r\n",
        "PROXY TCP4 \u{e4} 198.51.100.1 56324 9092\r\n",
        "PROXY UNKNOWNS\r\n",
    ];
    for line in lines {
        assert_eq!(parse(line.as_bytes()), Err(Malformed::Line), "{line:?}");
    }
    let endless = [b"PROXY UNKNOWN ", &[b'a'; 100][..]].concat();
    assert_eq!(parse(&endless[..106]), Ok(None));
    assert_eq!(parse(&endless), Err(Malformed::Endless));
}

#[test]
fn a_binary_header_is_refused_by_its_fixed_part() {
    let with = |at: usize, bytes: &[u8]| {
        let mut header = V2.to_vec();
        header[at..at + bytes.len()].copy_from_slice(bytes);
        parse(&header)
    };
    assert_eq!(with(12, &[0x11]), Err(Malformed::Command(0x11)));
    assert_eq!(with(12, &[0x22]), Err(Malformed::Command(0x22)));
    assert_eq!(with(14, &[0x10, 0x01]), Err(Malformed::TooLong(4097)));
    assert_eq!(with(14, &[0xff, 0xff]), Err(Malformed::TooLong(65535)));
    assert_eq!(with(14, &[0, 11]), Err(Malformed::TooShort(11)));
    assert_eq!(with(14, &[0x10, 0x00]), Ok(None), "the largest that is waited for");
}

proptest! {
    #[test]
    fn no_bytes_make_it_panic_or_wait_beyond_its_limit(tail in proptest::collection::vec(any::<u8>(), 0..200), which in 0..3) {
        let head = [&b""[..], b"PROXY TCP4 ", &V2[..12]][which as usize];
        let bytes = [head, &tail].concat();
        if let Ok(Some(header)) = parse(&bytes) {
            prop_assert!(header.bytes <= bytes.len());
        }
        let full = [&bytes[..], &[0; LIMIT_BYTES]].concat();
        prop_assert_ne!(parse(&full), Ok(None));
    }
}
