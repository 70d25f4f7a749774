//! WebSocket through HTTP, over a real gateway.

use std::time::Duration;

use futures_util::{SinkExt, StreamExt};
use serde_json::{Value, json};
use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio::net::{TcpSocket, TcpStream};
use tokio::time::timeout;
use tokio_tungstenite::tungstenite::Message;
use tokio_tungstenite::tungstenite::protocol::frame::coding::CloseCode;
use tokio_tungstenite::{WebSocketStream, client_async};

use crate::house::{House, REJECT, request};

type Client = WebSocketStream<TcpStream>;

const LIGHTS: &str = "/api/v1/stations/lights/messages";
const KEY: &str = "Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r\n";

async fn open(house: &House, path: &str) -> Client {
    client_async(format!("ws://here{path}"), house.connect().await).await.unwrap().0
}

async fn next(client: &mut Client) -> Message {
    timeout(Duration::from_secs(10), client.next()).await.unwrap().unwrap().unwrap()
}

async fn next_json(client: &mut Client) -> Value {
    let message = next(client).await;
    serde_json::from_str(message.to_text().unwrap()).unwrap_or_else(|error| panic!("{error}: {message:?}"))
}

async fn close_code(client: &mut Client) -> CloseCode {
    loop {
        if let Message::Close(frame) = next(client).await {
            return frame.unwrap().code;
        }
    }
}

fn handshake(path: &str, headers: &str) -> String {
    format!("GET {path} HTTP/1.1\r\nHost: here\r\nConnection: Upgrade\r\nUpgrade: websocket\r\n{headers}\r\n")
}

#[tokio::test]
async fn the_handshake_is_answered_as_rfc_6455_shows_it() {
    let house = House::new("").await;
    let mut stream = house.connect().await;
    stream.write_all(handshake("/ws", &format!("Sec-WebSocket-Version: 13\r\n{KEY}")).as_bytes()).await.unwrap();
    let mut some = [0; 1024];
    let count = stream.read(&mut some).await.unwrap();
    let answer = std::str::from_utf8(&some[..count]).unwrap().to_lowercase();
    assert!(answer.starts_with("http/1.1 101 switching protocols\r\n"), "{answer}");
    assert!(answer.contains("sec-websocket-accept: s3pplmbitxaq9kygzzhzrbk+xoo=\r\n"), "{answer}");
}

#[tokio::test]
async fn a_handshake_that_is_none_is_refused() {
    let house = House::new("").await;
    let version = "Sec-WebSocket-Version: 13\r\n";
    for (path, headers, status, word) in [
        ("/ws", KEY.to_owned(), 426, "sec-websocket-version: 13"),
        ("/ws", format!("{KEY}Sec-WebSocket-Version: 8\r\n"), 426, "upgrade: websocket"),
        ("/ws", version.to_owned(), 400, "bad-request"),
        ("/ws", format!("{version}Sec-WebSocket-Key: short\r\n"), 400, "bad-request"),
        ("/ws?statoin=a", format!("{version}{KEY}"), 400, "statoin"),
        ("/ws?station=", format!("{version}{KEY}"), 400, "station"),
        ("/ws/stations/", format!("{version}{KEY}"), 404, "not-found"),
        ("/other", format!("{version}{KEY}"), 404, "not-found"),
        ("/ws", format!("{version}{KEY}Origin: https://evil.example\r\n"), 403, "forbidden"),
        ("/ws", format!("{version}{KEY}Origin: null\r\n"), 403, "forbidden"),
    ] {
        let close = format!("{headers}Connection: close\r\n");
        let answer = String::from_utf8(house.raw(handshake(path, &close).as_bytes()).await).unwrap().to_lowercase();
        assert!(
            answer.starts_with(&format!("http/1.1 {status} ")) && answer.contains(word),
            "{path} {headers}: {answer}"
        );
    }
}

#[tokio::test]
async fn a_page_from_here_may_open_one() {
    let house = House::new("").await;
    let mut stream = house.connect().await;
    let headers = format!("Sec-WebSocket-Version: 13\r\n{KEY}Origin: http://HERE\r\n");
    stream.write_all(handshake("/ws", &headers).as_bytes()).await.unwrap();
    let mut some = [0; 1024];
    let count = stream.read(&mut some).await.unwrap();
    assert!(some[..count].starts_with(b"HTTP/1.1 101 "));
}

#[tokio::test]
async fn a_plain_request_is_told_to_upgrade() {
    let house = House::new("").await;
    let answer = house.get("/ws").await;
    assert_eq!((answer.status, answer.problem().as_str()), (426, "upgrade-required"));
}

#[tokio::test]
async fn listeners_may_not_serve_it_or_not_to_anybody() {
    let house = House::with_listener("serves: [http]", "").await;
    let headers = format!("Connection: close\r\nSec-WebSocket-Version: 13\r\n{KEY}");
    let answer = house.raw(handshake("/ws", &headers).as_bytes()).await;
    assert!(String::from_utf8(answer).unwrap().contains("urn:waystation:not-served"));
    let house = House::with_listener("anonymous: deny", "").await;
    let answer = house.raw(handshake("/ws", &headers).as_bytes()).await;
    assert!(answer.starts_with(b"HTTP/1.1 401 "));
}

#[tokio::test]
async fn a_watcher_sees_what_is_stored_and_tagged() {
    let house = House::with_spec("").await;
    let mut all = open(&house, "/ws").await;
    let mut invalid = open(&house, "/ws?station=li*&invalid=true").await;
    let mut others = open(&house, "/ws?station=other").await;
    house.post(LIGHTS, "Waystation-Key: k\r\n", r#"{"lumens": 1}"#).await;
    house.post(LIGHTS, "", r#"{"lumens": true}"#).await;
    house.post("/api/v1/stations/other/messages", "", "x").await;
    let stored = next_json(&mut all).await;
    assert_eq!((stored["station"].clone(), stored["outcome"].clone()), (json!("lights"), json!("stored")));
    assert_eq!((stored["key"].clone(), stored["payload"].clone()), (json!("k"), json!({"lumens": 1})));
    let tagged = next_json(&mut all).await;
    assert_eq!((tagged["offset"].clone(), tagged["outcome"].clone()), (json!(1), json!("tagged")));
    assert_eq!(tagged["errors"], json!(["lumens: is a boolean where an integer is expected"]));
    assert_eq!(next_json(&mut invalid).await, tagged);
    assert_eq!(next_json(&mut others).await["station"], "other");
}

#[tokio::test]
async fn a_watcher_sees_what_is_refused() {
    let house = House::with_spec(REJECT).await;
    let mut client = open(&house, "/ws").await;
    assert_eq!(house.post(LIGHTS, "", r#"{"lumens": true}"#).await.status, 422);
    let refused = next_json(&mut client).await;
    assert_eq!((refused["outcome"].clone(), refused["payload"].clone()), (json!("refused"), json!({"lumens": true})));
}

#[tokio::test]
async fn a_slow_watcher_is_told_how_many_it_missed() {
    let house = House::new("").await;
    let socket = TcpSocket::new_v4().unwrap();
    socket.set_recv_buffer_size(4096).unwrap();
    let mut client = client_async("ws://here/ws", socket.connect(house.address).await.unwrap()).await.unwrap().0;
    let memory = house.ask("PUT /api/v1/stations/lights", "", r#"{"durability": "memory"}"#).await;
    assert_eq!(memory.status, 201);
    // More batches than are queued, and than the system's buffers hold of them.
    let lines = format!("{{\"payload\": \"{}\"}}\n", "x".repeat(2000)).repeat(10);
    let keep = "Content-Type: application/x-ndjson\r\n";
    for _ in 0..2000 {
        assert_eq!(house.post(LIGHTS, keep, &lines).await.status, 200);
    }
    let (mut seen, mut missed) = (0, 0);
    while seen + missed < 20_000 {
        let told = next_json(&mut client).await;
        match told["missed"].as_u64() {
            Some(n) => missed += n,
            None => seen += 1,
        }
    }
    assert!(missed > 0, "{seen} seen");
    assert_eq!(seen + missed, 20_000);
}

#[tokio::test]
async fn frames_become_messages_answered_in_order() {
    let house = House::new("").await;
    let mut client = open(&house, "/ws/stations/lights").await;
    for n in 0..300 {
        client.feed(Message::text(format!("{n}"))).await.unwrap();
    }
    client.send(Message::binary(vec![0xff, 0x00])).await.unwrap();
    for n in 0..301 {
        assert_eq!(next_json(&mut client).await, json!({"partition": 0, "offset": n}));
    }
    let page = house.get(&format!("{LIGHTS}?offset=299")).await.json();
    assert_eq!(page["messages"][0]["payload"], 299);
    assert_eq!(
        (page["messages"][1]["payload"].clone(), page["messages"][1]["payload_kind"].clone()),
        (json!("/wA="), json!("base64"))
    );
}

#[tokio::test]
async fn a_refused_frame_is_answered_by_a_problem_and_the_next_is_taken() {
    let house = House::with_spec(REJECT).await;
    let mut client = open(&house, "/ws/stations/lights").await;
    client.send(Message::text(r#"{"lumens": true}"#)).await.unwrap();
    client.send(Message::text(r#"{"lumens": 1}"#)).await.unwrap();
    let problem = next_json(&mut client).await;
    assert_eq!(
        (problem["status"].clone(), problem["type"].clone()),
        (json!(422), json!("urn:waystation:invalid-message"))
    );
    assert_eq!(problem["errors"], json!(["lumens: is a boolean where an integer is expected"]));
    assert_eq!(next_json(&mut client).await, json!({"partition": 0, "offset": 0}));
}

#[tokio::test]
async fn whole_messages_come_in_the_one_shape() {
    let house = House::new("").await;
    let mut client = open(&house, "/ws/stations/lights?format=message&partition=0").await;
    let message = r#"{"key": "k", "headers": [["A", "1"], ["A", "2"]], "payload": {"n": 1}}"#;
    client.send(Message::text(message)).await.unwrap();
    client.send(Message::text("{\"n\": 1}")).await.unwrap();
    assert_eq!(next_json(&mut client).await["offset"], 0);
    assert_eq!(next_json(&mut client).await["type"], "urn:waystation:bad-request");
    let page = house.get(LIGHTS).await.json();
    assert_eq!(page["messages"][0]["headers"], json!([["A", "1"], ["A", "2"]]));
}

#[tokio::test]
async fn a_station_that_cannot_be_is_told_and_the_connection_closed() {
    let house = House::new("auto_create: false").await;
    let mut client = open(&house, "/ws/stations/lights").await;
    assert_eq!(next_json(&mut client).await["type"], "urn:waystation:unknown-station");
    assert_eq!(close_code(&mut client).await, CloseCode::Policy);
}

#[tokio::test]
async fn a_frame_too_large_ends_the_connection_with_1009() {
    let house = House::new("").await;
    let mut client = open(&house, "/ws/stations/lights").await;
    let _ = client.send(Message::text("x".repeat(4 << 20))).await;
    assert_eq!(close_code(&mut client).await, CloseCode::Size);
}

#[tokio::test]
async fn a_drain_ends_connections_with_1001() {
    let house = House::new("").await;
    let mut watching = open(&house, "/ws").await;
    let mut producing = open(&house, "/ws/stations/lights").await;
    producing.send(Message::text("x")).await.unwrap();
    assert_eq!(next_json(&mut producing).await["offset"], 0);
    house.drain.cancel();
    assert_eq!(close_code(&mut watching).await, CloseCode::Away);
    assert_eq!(close_code(&mut producing).await, CloseCode::Away);
}

#[tokio::test]
async fn a_client_that_answers_no_pings_is_cut_off() {
    let house = House::new("").await;
    tokio::time::pause();
    let mut stream = house.connect().await;
    stream.write_all(handshake("/ws", &format!("Sec-WebSocket-Version: 13\r\n{KEY}")).as_bytes()).await.unwrap();
    let mut all = Vec::new();
    timeout(Duration::from_secs(200), stream.read_to_end(&mut all)).await.unwrap().unwrap();
    assert_eq!(all.iter().filter(|byte| **byte == 0x89).count(), 2, "two pings");
}

#[tokio::test]
async fn http_goes_on_beside_it() {
    let house = House::new("").await;
    let _client = open(&house, "/ws").await;
    let answer = house.raw(request("GET /livez", "Upgrade: h2c\r\n", "").as_bytes()).await;
    assert!(answer.starts_with(b"HTTP/1.1 200 "));
}
