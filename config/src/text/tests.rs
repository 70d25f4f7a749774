//! Durations, sizes, addresses, blocks and patterns: what they take and what they refuse.

use std::time;

use super::*;

#[test]
fn a_duration_adds_up_its_units_and_prints_as_it_is_written() {
    for (text, ms) in
        [("500ms", 500), ("30s", 30_000), ("1m30s", 90_000), ("7d", 604_800_000), ("0", 0), ("1h0s", 3_600_000)]
    {
        assert_eq!(text.parse(), Ok(Duration(time::Duration::from_millis(ms))), "{text}");
    }
    assert_eq!("1m30s".parse::<Duration>().unwrap().to_string(), "1m30s");
    for text in ["", "30", "s", "1.5s", "-1s", "30 s", "1w", "99999999999999999999d", "9999999999999999d", "1s2"] {
        assert!(text.parse::<Duration>().is_err(), "{text}");
    }
}

#[test]
fn a_size_takes_powers_of_1024_and_of_1000_and_plain_bytes() {
    for (text, bytes) in
        [("0", 0), ("512", 512), ("64KiB", 65_536), ("1 GiB", 1 << 30), ("10MB", 10_000_000), ("7B", 7)]
    {
        assert_eq!(text.parse(), Ok(Bytes(bytes)), "{text}");
    }
    assert_eq!(Bytes(100 << 20).to_string(), "100MiB");
    for text in ["", "KiB", "1kib", "1.5MiB", "-1", "99999999999TiB"] {
        assert!(text.parse::<Bytes>().is_err(), "{text}");
    }
}

#[test]
fn an_address_to_listen_on_is_an_ip_address_or_localhost() {
    for text in ["127.0.0.1:9092", "[::]:0", "localhost:80"] {
        assert!(text.parse::<Address>().is_ok(), "{text}");
    }
    for text in ["", "9092", ":9092", "example.com:80", "127.0.0.1", "localhost:70000"] {
        assert!(text.parse::<Address>().is_err(), "{text}");
    }
}

#[test]
fn a_host_and_port_keeps_ipv6_in_brackets() {
    let host = "[fd00::1]:9092".parse::<HostPort>().unwrap();
    assert_eq!((host.host.as_str(), host.port, host.to_string().as_str()), ("fd00::1", 9092, "[fd00::1]:9092"));
    assert!("gw.example.com:9092".parse::<HostPort>().is_ok());
    for text in ["", "gw", ":9092", "gw:0", "fd00::1:9092", "[gw]:1", "a b:1", "http://gw:1"] {
        assert!(text.parse::<HostPort>().is_err(), "{text}");
    }
}

#[test]
fn a_block_contains_the_addresses_of_its_prefix() {
    let contains = |block: &str, address: &str| block.parse::<Cidr>().unwrap().contains(address.parse().unwrap());
    assert!(contains("10.0.0.0/8", "10.255.0.1") && !contains("10.0.0.0/8", "11.0.0.1"));
    assert!(contains("10.0.0.0/8", "::ffff:10.0.0.1"));
    assert!(contains("0.0.0.0/0", "1.2.3.4") && !contains("0.0.0.0/0", "::1"));
    assert!(contains("192.168.1.7", "192.168.1.7") && !contains("192.168.1.7", "192.168.1.8"));
    assert!(contains("fd00::/8", "fd12::1") && contains("::/0", "::1"));
    for text in ["", "10.0.0.0/33", "10.0.0/8", "::1/129", "10.0.0.0/", "10.0.0.0/-1"] {
        assert!(text.parse::<Cidr>().is_err(), "{text}");
    }
}

#[test]
fn a_pattern_covers_the_whole_name() {
    let matches = |pattern: &str, name: &str| pattern.parse::<Glob>().unwrap().matches(name);
    assert!(matches("*", "") && matches("*", "lights") && matches("lights", "lights"));
    assert!(matches("a*b*c", "a.b.b.c") && !matches("a*b*c", "a.b.b.d"));
    assert!(matches("l?ghts", "lights") && !matches("l?ghts", "lghts") && !matches("lights", "Lights"));
    assert!(!matches("*a*a*a*a*a*a*b", &"a".repeat(1_000)));
    assert!("".parse::<Glob>().is_err());
}
