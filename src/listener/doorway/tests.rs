//! The way in over streams in memory: PROXY protocol headers, TLS, what is not served, and all of it late.

use tokio::io::{AsyncReadExt, AsyncWriteExt, DuplexStream, duplex};
use tokio_rustls::TlsConnector;

use super::*;
use crate::listener::testing::{self, Certified, server_name};

const HTTP: &[u8] = b"GET / HTTP/1.1\r\n\r\n";
const KAFKA: &[u8] = b"\0\0\0\x0a\0\x12\0\0\0\0\0\x01\xff\xff";
const FROM_PEER: &str = "proxy_protocol: {from: [10.0.0.0/8]}";

/// A listener with these settings.
fn doorway(settings: &str) -> Doorway {
    let listener = testing::listener(settings);
    Doorway::new(&listener, listener.address, testing::protocols(), Duration::from_secs(10)).unwrap()
}

/// A client at 10.1.2.3.
fn arrival() -> Arrival {
    Arrival { id: 7, peer: "10.1.2.3:4000".parse().unwrap(), local: "10.9.9.9:9092".parse().unwrap() }
}

async fn greet(doorway: &Doorway, server: DuplexStream) -> Result<Greeted, String> {
    let greeted = doorway.greet(server, &mut arrival(), &CancellationToken::new()).await;
    greeted.map_err(|closed| closed.to_string())
}

/// Greets a client that sends these bytes, then waits.
async fn greet_bytes(settings: &str, bytes: &[u8]) -> Result<Greeted, String> {
    let (mut client, server) = duplex(8192);
    client.write_all(bytes).await.unwrap();
    let greeted = greet(&doorway(settings), server).await;
    drop(client);
    greeted
}

async fn refusal(settings: &str, bytes: &[u8]) -> String {
    greet_bytes(settings, bytes).await.map(|greeted| greeted.protocol.name()).unwrap_err()
}

/// What a protocol can read.
async fn replayed(mut greeted: Greeted) -> Vec<u8> {
    let mut bytes = Vec::new();
    greeted.connection.io.read_to_end(&mut bytes).await.unwrap();
    bytes
}

#[tokio::test]
async fn a_client_is_brought_to_its_protocol_with_every_byte_and_what_is_known_of_it() {
    for (name, bytes) in [("http", HTTP), ("kafka", KAFKA)] {
        let greeted = greet_bytes("", bytes).await.unwrap();
        assert_eq!(greeted.protocol.name(), name);
        let facts = Arc::clone(&greeted.connection.facts);
        assert_eq!((facts.id, facts.peer, facts.local), (7, arrival().peer, arrival().local));
        assert!(facts.tls.is_none() && !facts.drain.is_cancelled());
        assert_eq!(replayed(greeted).await, bytes);
    }
}

#[tokio::test]
async fn a_protocol_that_is_not_served_is_said_to_be_known() {
    let not_served = |name| format!("the client speaks {name}, which is not among what this listener `serves`");
    assert_eq!(refusal("serves: [kafka]", HTTP).await, not_served("http"));
    assert_eq!(refusal("serves: [http, websocket, admin]", KAFKA).await, not_served("kafka"));
}

#[tokio::test]
async fn whatever_comes_by_http_is_reached_by_http() {
    for word in ["http", "websocket", "admin", "metrics", "console"] {
        let greeted = greet_bytes(&format!("serves: [{word}]"), HTTP).await.unwrap();
        assert_eq!(greeted.protocol.name(), "http", "{word}");
    }
}

#[tokio::test]
async fn the_header_of_a_load_balancer_tells_who_the_client_is() {
    let v1 = b"PROXY TCP4 192.0.2.7 198.51.100.1 56324 9093\r\n".to_vec();
    let v2 = b"\r\n\r\n\0\r\nQUIT\n\x21\x11\0\x10\xc0\0\x02\x07\xc6\x33\x64\x01\xdc\x04\x23\x85\x04\0\x01x".to_vec();
    let mapped = b"PROXY TCP6 ::ffff:192.0.2.7 ::ffff:198.51.100.1 56324 9093\r\n".to_vec();
    for header in [v1, v2, mapped] {
        let greeted = greet_bytes(FROM_PEER, &[&header, KAFKA].concat()).await.unwrap();
        let facts = Arc::clone(&greeted.connection.facts);
        assert_eq!(facts.peer, "192.0.2.7:56324".parse().unwrap());
        assert_eq!(facts.local, "198.51.100.1:9093".parse().unwrap());
        assert_eq!(replayed(greeted).await, KAFKA, "without the header");
    }
}

#[tokio::test]
async fn a_load_balancers_own_connection_keeps_its_addresses() {
    for header in [&b"PROXY UNKNOWN\r\n"[..], b"\r\n\r\n\0\r\nQUIT\n\x20\0\0\0"] {
        let greeted = greet_bytes(FROM_PEER, &[header, HTTP].concat()).await.unwrap();
        assert_eq!(greeted.connection.facts.peer, arrival().peer);
        assert_eq!(replayed(greeted).await, HTTP);
    }
}

#[tokio::test]
async fn a_header_is_required_of_some_and_refused_from_others() {
    let missing = "no PROXY protocol header, which `proxy_protocol` requires of this peer; it began with ";
    assert_eq!(refusal(FROM_PEER, b"GET / ").await, format!("{missing}\"GET / \""));
    assert!(refusal(FROM_PEER, &Certified::new().hello()).await.starts_with(missing));
    let refused = "an unexpected PROXY protocol header: only peers in `proxy_protocol.from` send one, and only one";
    for header in [&b"PROXY TCP4 192.0.2.7 198.51.100.1 56324 9093\r\n"[..], b"\r\n\r\n\0\r\nQUIT\n\x20\0\0\0"] {
        assert_eq!(refusal("", header).await, refused);
        assert_eq!(refusal("proxy_protocol: {from: [192.0.2.0/24]}", header).await, refused);
        assert_eq!(refusal(FROM_PEER, &[header, header].concat()).await, refused);
    }
}

#[tokio::test]
async fn a_broken_header_is_refused_for_what_is_wrong() {
    let said = refusal(FROM_PEER, b"PROXY TCP4 nonsense\r\n").await;
    assert!(said.starts_with("a PROXY protocol header that is none: version 1: expected"), "{said}");
    let said = refusal(FROM_PEER, b"\r\n\r\n\0\r\nQUIT\n\x21\x11\xff\xff").await;
    assert!(said.ends_with("version 2: 65535 bytes follow it, more than 4096"), "{said}");
}

#[tokio::test(start_paused = true)]
async fn a_header_that_never_ends_is_given_up_at_the_deadline() {
    let said = refusal(FROM_PEER, b"\r\n\r\n\0\r\nQUIT\n\x21\x11\x10\0").await;
    assert!(said.starts_with("within 10s the client's first bytes"), "{said}");
}

/// Handshakes as a client, sends these bytes, and waits for the end.
fn tls_client(certified: &Certified, alpn: &[&[u8]], bytes: &'static [u8], client: DuplexStream) {
    let connector = TlsConnector::from(certified.client(alpn));
    tokio::spawn(async move {
        let mut stream = connector.connect(server_name(), client).await.unwrap();
        stream.write_all(bytes).await?;
        stream.shutdown().await?;
        stream.read_to_end(&mut Vec::new()).await
    });
}

async fn greet_tls(settings: &str, alpn: &[&[u8]], bytes: &'static [u8]) -> Result<Greeted, String> {
    let certified = Certified::new();
    let (client, server) = duplex(8192);
    tls_client(&certified, alpn, bytes, client);
    greet(&doorway(&format!("{}, {settings}", certified.settings())), server).await
}

#[tokio::test]
async fn inside_tls_the_first_bytes_decide_again() {
    for (name, bytes) in [("http", HTTP), ("kafka", KAFKA)] {
        let greeted = greet_tls("plaintext: deny", &[], bytes).await.unwrap();
        assert_eq!(greeted.protocol.name(), name);
        let tls = greeted.connection.facts.tls.clone().unwrap();
        assert_eq!(tls.server_name.as_deref(), Some("gw.example.com"));
        assert_eq!(tls.alpn, None);
        assert_eq!(replayed(greeted).await, bytes);
    }
}

#[tokio::test]
async fn what_was_chosen_by_alpn_decides_whatever_the_bytes() {
    for (alpn, chosen) in [(&[&b"http/1.1"[..]][..], &b"http/1.1"[..]), (&[b"http/1.1", b"h2"], b"h2")] {
        let greeted = greet_tls("", alpn, KAFKA).await.unwrap();
        assert_eq!(greeted.protocol.name(), "http");
        assert_eq!(greeted.connection.facts.tls.as_ref().unwrap().alpn.as_deref(), Some(chosen));
        assert_eq!(replayed(greeted).await, KAFKA);
    }
}

#[tokio::test]
async fn alpn_is_offered_only_for_what_is_served() {
    let greeted = greet_tls("serves: [kafka]", &[b"h2"], KAFKA).await.unwrap();
    assert_eq!(greeted.protocol.name(), "kafka");
    assert_eq!(greeted.connection.facts.tls.as_ref().unwrap().alpn, None);
    let said = greet_tls("serves: [kafka]", &[b"h2"], HTTP).await.map(|_| ()).unwrap_err();
    assert_eq!(said, "the client speaks http, which is not among what this listener `serves`");
}

#[tokio::test]
async fn with_a_client_ca_a_client_without_a_certificate_is_refused() {
    let certified = Certified::new();
    let dir = certified.dir.path().display();
    let files = format!("certificate: {dir}/certificate.pem, key: {dir}/key.pem, client_ca: {dir}/certificate.pem");
    let (client, server) = duplex(8192);
    tls_client(&certified, &[], KAFKA, client);
    let said = greet(&doorway(&format!("tls: {{{files}}}")), server).await.map(|_| ()).unwrap_err();
    assert_eq!(said, "the TLS handshake failed: peer sent no certificates");
}

#[tokio::test]
async fn a_header_may_stand_before_tls_but_not_inside() {
    let certified = Certified::new();
    let (mut client, server) = duplex(8192);
    client.write_all(b"PROXY TCP4 192.0.2.7 198.51.100.1 56324 9093\r\n").await.unwrap();
    tls_client(&certified, &[], KAFKA, client);
    let settings = format!("{FROM_PEER}, {}", certified.settings());
    let greeted = greet(&doorway(&settings), server).await.unwrap();
    assert_eq!(greeted.connection.facts.peer, "192.0.2.7:56324".parse().unwrap());
    assert_eq!(replayed(greeted).await, KAFKA);

    let said = greet_tls("", &[], b"PROXY TCP4 192.0.2.7 198.51.100.1 1 2\r\n").await.map(|_| ()).unwrap_err();
    assert_eq!(said, "the client speaks nothing that is known here; it began with \"PROXY TCP4 192.0\"");
}

#[tokio::test]
async fn plaintext_is_refused_where_it_is_denied_and_tls_where_there_is_none() {
    let certified = Certified::new();
    let settings = format!("{}, plaintext: deny", certified.settings());
    let said = "the client speaks http without TLS, and this listener has `plaintext: deny`";
    assert_eq!(refusal(&settings, HTTP).await, said);
    assert!(greet_bytes(&certified.settings(), HTTP).await.is_ok(), "on loopback they share the port");
    assert_eq!(refusal("", &certified.hello()).await, "the client speaks TLS, and this listener has no `tls`");
}

#[tokio::test(start_paused = true)]
async fn half_a_hello_is_given_up_at_the_deadline() {
    let certified = Certified::new();
    let hello = certified.hello();
    let said = refusal(&certified.settings(), &hello[..hello.len() / 2]).await;
    assert_eq!(said, "the TLS handshake was not over within 10s");
}

#[tokio::test(start_paused = true)]
async fn the_deadline_is_one_for_all_steps() {
    let certified = Certified::new();
    let (mut client, server) = duplex(8192);
    let hello = certified.hello();
    tokio::spawn(async move {
        tokio::time::sleep(Duration::from_secs(6)).await;
        client.write_all(&hello[..50]).await.unwrap();
        tokio::time::sleep(Duration::from_secs(60)).await;
    });
    let start = tokio::time::Instant::now();
    let said = greet(&doorway(&certified.settings()), server).await.map(|_| ()).unwrap_err();
    assert_eq!(said, "the TLS handshake was not over within 10s");
    assert_eq!(start.elapsed(), Duration::from_secs(10));
}

#[tokio::test]
async fn a_hello_that_is_garbage_fails_and_its_client_is_told_by_an_alert() {
    let certified = Certified::new();
    let (mut client, server) = duplex(8192);
    client.write_all(&[&b"\x16\x03\x01\0\x20\x01\0\0\x1c\x09\x09"[..], &[0xff; 26]].concat()).await.unwrap();
    let said = greet(&doorway(&certified.settings()), server).await.map(|_| ()).unwrap_err();
    assert!(said.starts_with("the TLS handshake failed: "), "{said}");
    let mut alert = Vec::new();
    client.read_to_end(&mut alert).await.unwrap();
    assert_eq!(alert.first(), Some(&21), "{alert:?}");
}

#[tokio::test]
async fn who_has_not_said_what_it_speaks_is_not_waited_for_when_draining() {
    let (_client, server) = duplex(64);
    let drain = CancellationToken::new();
    let doorway = doorway("");
    let mut arrival = arrival();
    let greeting = doorway.greet(server, &mut arrival, &drain);
    let (greeted, ()) = tokio::join!(greeting, async { drain.cancel() });
    assert_eq!(greeted.map(|_| ()).unwrap_err().to_string(), "the gateway is shutting down");
}

#[test]
fn an_ipv4_address_on_an_ipv6_socket_is_an_ipv4_address() {
    let canonical = |text: &str| canonical(text.parse().unwrap()).to_string();
    assert_eq!(canonical("[::ffff:10.0.0.1]:5"), "10.0.0.1:5");
    assert_eq!(canonical("[2001:db8::1]:5"), "[2001:db8::1]:5");
    assert_eq!(canonical("[fe80::1%3]:5"), "[fe80::1%3]:5");
    assert_eq!(canonical("10.0.0.1:5"), "10.0.0.1:5");
}
