//! Real first bytes at every length, and clients that are silent, slow, gone, or make no sense.

use proptest::prelude::*;
use tokio::io::{AsyncReadExt, AsyncWriteExt, DuplexStream, duplex};
use tokio::time::sleep;

use super::*;
use crate::listener::testing::{self, Certified};

/// The first bytes of clients, and what they speak.
fn first_bytes() -> Vec<(&'static str, Vec<u8>)> {
    let proxy_v2 = b"\r\n\r\n\0\r\nQUIT\n\x21\x11\0\x0c\xc0\0\x02\x07\xc6\x33\x64\x01\xdc\x04\x23\x84";
    vec![
        ("kafka", request(18, 0, None, b"")),
        ("kafka", request(18, 0, Some("kafka-python-2.0.2"), b"")),
        ("kafka", request(18, 3, Some("rdkafka"), b"\0\x0blibrdkafka\x062.3.0\0")),
        ("kafka", request(18, 4, Some("producer-1"), b"\0\x12apache-kafka-java\x064.0.0\0")),
        ("kafka", request(3, 0, Some(""), b"\0\0\0\0")),
        ("kafka", request(3, 12, Some("kgo"), b"\0\x02\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\x07lights\0\x01\0\0")),
        (
            "kafka",
            request(0, 2, Some("sarama"), &[&b"\0\x01\0\0\x75\x30\0\0\0\x01\0\x06lights"[..], &[0; 90]].concat()),
        ),
        ("kafka", request(17, 1, Some("kcat"), b"\0\x05PLAIN")),
        ("http", b"GET / HTTP/1.1\r\nHost: 127.0.0.1:9092\r\nUser-Agent: curl/8.5.0\r\nAccept: */*\r\n\r\n".to_vec()),
        ("http", b"POST /stations/lights/produce/single HTTP/1.1\r\nContent-Length: 2\r\n\r\n{}".to_vec()),
        ("http", b"OPTIONS * HTTP/1.1\r\nHost: a\r\n\r\n".to_vec()),
        ("http", b"PURGE /api/v1/stations HTTP/1.0\r\n\r\n".to_vec()),
        ("http", b"get /lower HTTP/1.1\r\n\r\n".to_vec()),
        ("http", b"PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n\0\0\x12\x04\0\0\0\0\0".to_vec()),
        ("tls", Certified::new().hello()),
        ("proxy", b"PROXY TCP4 192.0.2.7 198.51.100.1 56324 9092\r\nGET / HTTP/1.1\r\n\r\n".to_vec()),
        ("proxy", b"PROXY TCP6 2001:db8::7 2001:db8::1 56324 9092\r\n".to_vec()),
        ("proxy", b"PROXY UNKNOWN\r\n".to_vec()),
        ("proxy", proxy_v2.to_vec()),
    ]
}

/// A Kafka request with its size and header.
fn request(api_key: i16, api_version: i16, client_id: Option<&str>, body: &[u8]) -> Vec<u8> {
    let length = client_id.map_or(-1, |client_id| i16::try_from(client_id.len()).unwrap());
    let header = [&api_key.to_be_bytes()[..], &api_version.to_be_bytes(), &1_i32.to_be_bytes(), &length.to_be_bytes()];
    let payload = [&header.concat(), client_id.unwrap_or_default().as_bytes(), body].concat();
    [&u32::try_from(payload.len()).unwrap().to_be_bytes()[..], &payload].concat()
}

/// What each recogniser says.
fn all(bytes: &[u8], protocols: &[Arc<dyn Protocol>]) -> Vec<(&'static str, Sniff)> {
    let protocols = protocols.iter().map(|protocol| (protocol.name(), protocol.sniff(bytes)));
    protocols.chain([("proxy", proxy::sniff(bytes)), ("tls", tls::sniff(bytes))]).collect()
}

fn name(spoken: Spoken<'_>) -> &'static str {
    match spoken {
        Spoken::Proxy => "proxy",
        Spoken::Tls => "tls",
        Spoken::Protocol(protocol) => protocol.name(),
    }
}

#[test]
fn at_every_length_only_the_right_one_says_yes_and_it_never_said_no() {
    let protocols = testing::protocols();
    for (spoken, bytes) in first_bytes() {
        let mut decided = false;
        for end in 0..=bytes.len() {
            let text = bytes[..end].escape_ascii().to_string();
            for (name, said) in all(&bytes[..end], &protocols) {
                match said {
                    Sniff::Yes => assert_eq!(name, spoken, "{text}"),
                    Sniff::No => assert_ne!(name, spoken, "{text}"),
                    Sniff::More => assert!(!decided || end < LIMIT_BYTES, "{name} still waits after {text}"),
                }
                if name == spoken {
                    assert!(!decided || said == Sniff::Yes, "a decision stays: {text}");
                    decided = said == Sniff::Yes;
                }
            }
        }
        assert!(decided, "{spoken} is known by its first bytes");
    }
}

#[test]
fn four_bytes_rule_kafka_out_for_text_tls_and_proxies() {
    for (spoken, bytes) in first_bytes() {
        let said = crate::protocols::kafka::sniff::sniff(&bytes[..4]);
        assert_eq!(said, if spoken == "kafka" { Sniff::More } else { Sniff::No });
    }
}

#[test]
fn bytes_of_no_protocol_are_ruled_out_early() {
    let protocols = testing::protocols();
    let garbage: [&[u8]; 7] = [
        b"\x80\0\0\0",
        b"\x7f\xff\xff\xff\0\x12\0\x03",
        b"\xff\xff\xff\xff",
        b"\x10\x0e\0\x04MQTT",
        b"SSH-2.0-OpenSSH_9.6\r\n",
        b"\x16\x03\x01\x02\0\x02",
        b"AMQP\0\0\x09\x01",
    ];
    for bytes in garbage {
        assert!(recognise(bytes, &protocols).is_err(), "{}", bytes.escape_ascii());
    }
}

proptest! {
    #[test]
    fn no_two_say_yes_and_the_limit_is_enough_to_decide(bytes in proptest::collection::vec(any::<u8>(), 0..80)) {
        let protocols = testing::protocols();
        let said = all(&bytes, &protocols);
        prop_assert!(said.iter().filter(|(_, said)| *said == Sniff::Yes).count() <= 1);
        prop_assert!(bytes.len() < LIMIT_BYTES || said.iter().all(|(_, said)| *said != Sniff::More));
    }
}

async fn sniffed(server: DuplexStream) -> (Result<&'static str, String>, Rewind<DuplexStream>) {
    let protocols = testing::protocols();
    let mut io = Rewind::new(server);
    let spoken = sniff(&mut io, &protocols, Deadline::after(Duration::from_secs(10))).await;
    (spoken.map(name).map_err(|closed| closed.to_string()), io)
}

#[tokio::test(start_paused = true)]
async fn bytes_that_come_one_at_a_time_are_understood_and_replayed() {
    for (spoken, bytes) in first_bytes() {
        let (mut client, server) = duplex(1);
        let sent = bytes.clone();
        tokio::spawn(async move {
            for byte in sent {
                sleep(Duration::from_millis(100)).await;
                client.write_all(&[byte]).await.unwrap();
            }
        });
        let (said, mut io) = sniffed(server).await;
        assert_eq!(said.unwrap(), spoken);
        assert!(io.seen().len() <= 14, "no more is read than decides");
        let mut again = Vec::new();
        io.read_to_end(&mut again).await.unwrap();
        assert_eq!(again, bytes);
    }
}

#[tokio::test(start_paused = true)]
async fn a_silent_client_is_given_up_at_the_deadline() {
    let (_client, server) = duplex(64);
    let start = Instant::now();
    let (said, _) = sniffed(server).await;
    assert_eq!(said.unwrap_err(), "the client sent nothing for 10s");
    assert_eq!(start.elapsed(), Duration::from_secs(10));
}

#[tokio::test(start_paused = true)]
async fn a_slow_client_is_given_up_at_the_same_deadline() {
    let (mut client, server) = duplex(64);
    let start = Instant::now();
    let dripping = tokio::spawn(async move {
        while client.write_all(b"\0").await.is_ok() {
            sleep(Duration::from_secs(4)).await;
        }
    });
    let (said, io) = sniffed(server).await;
    assert_eq!(said.unwrap_err(), r#"within 10s the client's first bytes did not tell what it speaks: "\x00\x00\x00""#);
    assert_eq!(start.elapsed(), Duration::from_secs(10));
    drop(io);
    dripping.await.unwrap();
}

#[tokio::test]
async fn a_client_that_leaves_is_not_waited_for() {
    let (client, server) = duplex(64);
    drop(client);
    assert_eq!(sniffed(server).await.0.unwrap_err(), "the client left without a word");
    let (mut client, server) = duplex(64);
    client.write_all(b"GE").await.unwrap();
    drop(client);
    let said = sniffed(server).await.0.unwrap_err();
    assert_eq!(said, r#"the client left after its first bytes, which do not tell what it speaks: "GE""#);
}

#[tokio::test]
async fn garbage_is_refused_with_its_first_bytes_and_without_reading_on() {
    let (mut client, server) = duplex(4096);
    client.write_all(&[0xfe; 4096]).await.unwrap();
    let (said, io) = sniffed(server).await;
    let shown = r"\xfe".repeat(16);
    assert_eq!(said.unwrap_err(), format!("the client speaks nothing that is known here; it began with \"{shown}\""));
    assert_eq!(io.seen().len(), LIMIT_BYTES);
}
