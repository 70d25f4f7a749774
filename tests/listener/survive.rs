//! Clients that are no clients: each is closed with one line in the log, and the next one is served.

use std::time::{Duration, Instant};

use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio::net::TcpStream;

use crate::support::{Running, closed, log, request, served};

#[tokio::test]
async fn after_any_garbage_the_next_client_is_served() {
    let running = Running::with_limits("sniff_deadline: 5s").await;
    let address = running.address();
    let garbage: [(&[u8], &str); 5] = [
        (&[0xfe; 100_000], r"the client speaks nothing that is known here; it began with \xfe\xfe"),
        (b"\x7f\xff\xff\xff\0\x12\0\x03", r"the client speaks nothing that is known here; it began with \x7f\xff"),
        (b"SSH-2.0-OpenSSH_9.6\r\n", "the client speaks nothing that is known here; it began with SSH-2.0"),
        (b"\x16\x03\x01\0\x20\x01\0\0", "the client speaks TLS, and this listener has no `tls`"),
        (b"PROXY TCP4 192.0.2.7 198.51.100.1 1 2\r\n", "an unexpected PROXY protocol header"),
    ];
    for (bytes, reason) in garbage {
        let mut client = TcpStream::connect(address).await.unwrap();
        let peer = client.local_addr().unwrap();
        let _ = client.write_all(bytes).await;
        assert_eq!(closed(&mut client).await, b"");
        served(address).await;
        let lines = log().lines(&format!("peer={peer} "));
        assert_eq!(lines.len(), 1, "{lines:?}");
        let line = lines[0].replace('"', "");
        assert!(line.contains(" INFO ") && line.contains("connection closed connection="), "{line}");
        assert!(line.contains(&format!("listener={address} ")), "{line}");
        assert!(line.contains(&format!("reason={reason}")), "{line}");
    }
}

#[tokio::test]
async fn the_silent_and_the_slow_are_closed_at_the_deadline_while_others_are_served() {
    let running = Running::with_limits("sniff_deadline: 1s").await;
    let start = Instant::now();
    let mut silent = TcpStream::connect(running.address()).await.unwrap();
    let mut slow = TcpStream::connect(running.address()).await.unwrap();
    slow.write_all(b"\0").await.unwrap();
    let mut patient = served(running.address()).await;
    closed(&mut silent).await;
    closed(&mut slow).await;
    assert!(start.elapsed() >= Duration::from_secs(1));
    for (client, reason) in [(silent, "the client sent nothing for 1s"), (slow, "within 1s the client's first")] {
        let lines = log().lines(&format!("peer={} ", client.local_addr().unwrap()));
        assert!(lines.len() == 1 && lines[0].contains(reason), "{lines:?}");
    }
    patient.write_all(b"on").await.unwrap();
    assert_eq!(patient.read_u16().await.unwrap(), u16::from_be_bytes(*b"on"));
}

#[tokio::test]
async fn a_protocol_that_panics_takes_nobody_with_it() {
    let running = Running::with_limits("max_connections: 2").await;
    let mut other = served(running.address()).await;
    for _ in 0..3 {
        let (mut client, _) = request(running.address(), b"GET /panic HTTP/1.1\r\n\r\n").await.unwrap();
        closed(&mut client).await;
    }
    other.write_all(b"x").await.unwrap();
    assert_eq!(other.read_u8().await.unwrap(), b'x');
}
