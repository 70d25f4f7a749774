//! What must not hurt: garbage, silence, absurd lengths and half a handshake. Each ends in a line of the log that names
//! the peer, within a bounded time, and the next client is served.

#![allow(clippy::unwrap_used, clippy::expect_used, clippy::indexing_slicing, clippy::panic)]

mod support;

use std::io::{Read as _, Write as _};
use std::net::TcpStream;
use std::time::{Duration, Instant};

use support::{Gateway, PATIENCE, scratch};
use tempfile::TempDir;

/// As configured below, and what a busy machine may add.
const SNIFF_DEADLINE: Duration = Duration::from_secs(1);
const GRACE: Duration = Duration::from_secs(10);

/// ApiVersions v0 of client "t", correlation id 1.
const API_VERSIONS: &[u8] = b"\x00\x00\x00\x0b\x00\x12\x00\x00\x00\x00\x00\x01\x00\x01t";

fn gateway() -> (TempDir, Gateway) {
    let dir = scratch();
    let rcgen::CertifiedKey { cert, signing_key } =
        rcgen::generate_simple_self_signed(["localhost".to_owned()]).unwrap();
    std::fs::write(dir.path().join("certificate.pem"), cert.pem()).unwrap();
    std::fs::write(dir.path().join("key.pem"), signing_key.serialize_pem()).unwrap();
    let gateway = Gateway::start_configured(
        dir.path(),
        "listeners:\n  - address: 127.0.0.1:9092\n    tls: {certificate: certificate.pem, key: key.pem}\n\
         limits: {sniff_deadline: 1s}\n",
    );
    (dir, gateway)
}

fn connect(gateway: &Gateway) -> TcpStream {
    let stream = TcpStream::connect(gateway.address).unwrap();
    stream.set_read_timeout(Some(PATIENCE)).unwrap();
    stream.set_write_timeout(Some(PATIENCE)).unwrap();
    stream
}

/// Sends it, and returns what came back before the gateway closed the connection, and when it did.
fn provoke(gateway: &Gateway, mut stream: TcpStream, bytes: &[u8]) -> (Vec<u8>, Duration, String) {
    let peer = stream.local_addr().unwrap();
    let began = Instant::now();
    let _ = stream.write_all(bytes); // it may close before it has read all
    let mut answer = Vec::new();
    if let Err(error) = stream.read_to_end(&mut answer) {
        assert_eq!(error.kind(), std::io::ErrorKind::ConnectionReset, "it did not close: {error}");
    }
    let after = began.elapsed();
    let line = gateway.logged(&format!("peer={peer}"));
    assert!(line.contains("WARN") || line.contains("INFO"), "{line}");
    println!("{line}");
    assert_next_is_served(gateway);
    (answer, after, line)
}

/// By Kafka and by HTTP.
fn assert_next_is_served(gateway: &Gateway) {
    let mut kafka = connect(gateway);
    kafka.write_all(API_VERSIONS).unwrap();
    let mut answer = [0; 10]; // length, correlation id, error code
    kafka.read_exact(&mut answer).unwrap();
    assert_eq!(answer[4..], [0, 0, 0, 1, 0, 0], "no error");

    let mut http = connect(gateway);
    http.write_all(b"GET /livez HTTP/1.1\r\nHost: t\r\nConnection: close\r\n\r\n").unwrap();
    let mut answer = String::new();
    http.read_to_string(&mut answer).unwrap();
    assert!(answer.starts_with("HTTP/1.1 200 "), "{answer}");
}

#[test]
fn garbage_is_closed_at_once() {
    let (_dir, gateway) = gateway();
    let garbage: Vec<u8> = (0..4096_u32).map(|i| (i.wrapping_mul(2_654_435_761) >> 24) as u8 | 0x80).collect();
    let (answer, after, _) = provoke(&gateway, connect(&gateway), &garbage);
    assert_eq!(answer, b"");
    assert!(after < SNIFF_DEADLINE, "{after:?}");
}

#[test]
fn a_silent_connection_is_closed_after_the_deadline() {
    let (_dir, gateway) = gateway();
    let (_, after, _) = provoke(&gateway, connect(&gateway), b"");
    assert!(after >= SNIFF_DEADLINE && after < SNIFF_DEADLINE + GRACE, "{after:?}");
}

#[test]
fn a_slow_beginning_has_the_same_deadline() {
    let (_dir, gateway) = gateway();
    let (_, after, _) = provoke(&gateway, connect(&gateway), b"GE");
    assert!(after >= SNIFF_DEADLINE && after < SNIFF_DEADLINE + GRACE, "{after:?}");
}

#[test]
fn a_kafka_length_of_2_gb_is_closed_at_once() {
    let (_dir, gateway) = gateway();
    let (_, after, _) =
        provoke(&gateway, connect(&gateway), b"\x7f\xff\xff\xff\x00\x12\x00\x00\x00\x00\x00\x01\x00\x01t");
    assert!(after < SNIFF_DEADLINE, "{after:?}");
}

#[test]
fn a_kafka_length_of_2_gb_in_a_conversation_is_closed_at_once() {
    let (_dir, gateway) = gateway();
    let mut stream = connect(&gateway);
    stream.write_all(API_VERSIONS).unwrap();
    stream.read_exact(&mut [0; 10]).unwrap();
    let (_, after, line) = provoke(&gateway, stream, b"\x7f\xff\xff\xff\x00\x00\x00\x09");
    assert!(line.contains("2147483647"), "{line}");
    assert!(after < SNIFF_DEADLINE, "{after:?}");
}

#[test]
fn an_http_header_of_1_mb_is_refused() {
    let (_dir, gateway) = gateway();
    let mut request = b"GET /livez HTTP/1.1\r\nHost: t\r\nX-Large: ".to_vec();
    request.resize(request.len() + (1 << 20), b'a');
    request.extend(b"\r\n\r\n");
    let (answer, after, _) = provoke(&gateway, connect(&gateway), &request);
    // The answer can be lost where more is sent than was read.
    assert!(answer.is_empty() || answer.starts_with(b"HTTP/1.1 431 "), "{}", String::from_utf8_lossy(&answer));
    assert!(after < GRACE, "{after:?}");
}

#[test]
fn half_a_tls_hello_is_closed_after_a_deadline() {
    let (_dir, gateway) = gateway();
    let mut half = b"\x16\x03\x01\x02\x00\x01\x00\x01\xfc\x03\x03".to_vec(); // says 512 bytes
    half.resize(100, 7);
    let (_, after, line) = provoke(&gateway, connect(&gateway), &half);
    assert!(line.contains("TLS"), "{line}");
    assert!(after < PATIENCE, "{after:?}");
}

#[test]
fn tls_where_there_is_none_is_closed_with_a_reason() {
    let dir = scratch();
    let gateway = Gateway::start(dir.path());
    let mut hello = b"\x16\x03\x01\x02\x00\x01\x00\x01\xfc\x03\x03".to_vec();
    hello.resize(517, 7);
    let (_, after, line) = provoke(&gateway, connect(&gateway), &hello);
    assert!(line.contains("TLS"), "{line}");
    assert!(after < PATIENCE, "{after:?}");
}
