//! Connections: limits, versions, drain, who may come in, paths that are not there.

use std::time::Duration;

use axum::body::Body;
use http_body_util::BodyExt;
use hyper::{Method, Request};
use hyper_util::rt::{TokioExecutor, TokioIo};
use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio::time::timeout;

use crate::house::{Answer, House, request};

#[tokio::test]
async fn a_megabyte_of_header_is_answered_431_and_the_next_client_is_served() {
    let house = House::new("").await;
    let huge = format!("GET / HTTP/1.1\r\nHost: here\r\nX-Huge: {}\r\n\r\n", "x".repeat(1 << 20));
    let answer = Answer::parse(&house.raw(huge.as_bytes()).await);
    assert_eq!(answer.status, 431);
    assert_eq!(house.get("/livez").await.status, 200);
}

#[tokio::test]
async fn too_many_headers_are_answered_431() {
    let house = House::new("").await;
    let many = format!("GET / HTTP/1.1\r\nHost: here\r\n{}\r\n", "X-Many: 1\r\n".repeat(1000));
    assert_eq!(Answer::parse(&house.raw(many.as_bytes()).await).status, 431);
}

#[tokio::test]
async fn what_is_no_request_is_answered_400() {
    let house = House::new("").await;
    assert_eq!(Answer::parse(&house.raw(b"GET / HTTP/1.1\r\nno header\r\n\r\n").await).status, 400);
}

#[tokio::test]
async fn requests_of_one_connection_are_answered_one_after_the_other() {
    let house = House::new("").await;
    let two = format!("GET /livez HTTP/1.1\r\nHost: here\r\n\r\n{}", request("GET /livez", "", ""));
    let answer = String::from_utf8(house.raw(two.as_bytes()).await).unwrap();
    assert_eq!(answer.matches("HTTP/1.1 200 OK\r\n").count(), 2, "{answer}");
}

#[tokio::test]
async fn http2_with_prior_knowledge_is_served() {
    let house = House::new("").await;
    let io = TokioIo::new(house.connect().await);
    let (mut client, connection) = hyper::client::conn::http2::handshake(TokioExecutor::new(), io).await.unwrap();
    tokio::spawn(connection);
    let to = "http://here/api/v1/stations/lights/messages";
    let post = Request::builder().method(Method::POST).uri(to).body(Body::from("hello")).unwrap();
    assert_eq!(client.send_request(post).await.unwrap().status(), 200);
    let get = Request::builder().uri(to).body(Body::empty()).unwrap();
    let body = client.send_request(get).await.unwrap().into_body().collect().await.unwrap().to_bytes();
    assert!(std::str::from_utf8(&body).unwrap().contains(r#""payload":"hello""#));
}

#[tokio::test]
async fn a_body_beyond_the_limit_is_answered_413_announced_or_not() {
    let house = House::new("limits: {max_frame: 64KiB}").await;
    let body = "x".repeat(65 << 10);
    let announced = house.post("/api/v1/stations/lights/messages", "", &body).await;
    assert_eq!((announced.status, announced.problem().as_str()), (413, "too-large"));
    let chunked = format!(
        "POST /api/v1/stations/lights/messages HTTP/1.1\r\nHost: here\r\nConnection: close\r\n\
         Transfer-Encoding: chunked\r\n\r\n{:x}\r\n{body}\r\n0\r\n\r\n",
        body.len()
    );
    assert_eq!(Answer::parse(&house.raw(chunked.as_bytes()).await).status, 413);
}

#[tokio::test]
async fn a_path_or_method_that_is_not_there_is_a_problem() {
    let house = House::new("").await;
    assert_eq!(house.get("/nowhere").await.problem(), "not-found");
    let answer = house.ask("DELETE /api/v1/stations", "", "").await;
    assert_eq!((answer.status, answer.problem().as_str()), (405, "method-not-allowed"));
    assert!(answer.head.contains("allow: get,head"), "{}", answer.head);
}

#[tokio::test]
async fn the_first_pages_say_where_to_go() {
    let house = House::new("").await;
    assert!(house.get("/").await.body.contains("/api/v1/stations"));
    assert_eq!(house.get("/api/v1").await.json()["specs"], "/api/v1/specs");
    assert_eq!(house.get("/readyz").await.json()["status"], "ready");
}

#[tokio::test]
async fn a_listener_without_admin_has_no_management() {
    let house = House::with_listener("serves: [http]", "").await;
    for (line, body) in [("PUT /api/v1/stations/lights", ""), ("GET /api/v1/specs", ""), ("PUT /api/v1/specs/a", "x")] {
        let answer = house.ask(line, "", body).await;
        assert_eq!((answer.status, answer.problem().as_str()), (404, "not-served"), "{line}");
        assert!(answer.body.contains("`admin`"), "{}", answer.body);
    }
    assert_eq!(house.post("/api/v1/stations/lights/messages", "", "hello").await.status, 200);
    assert_eq!(house.get("/api/v1/stations/lights").await.status, 200);
    let admin = House::with_listener("serves: [admin]", "").await;
    assert_eq!(admin.post("/api/v1/stations/lights/messages", "", "hello").await.problem(), "not-served");
}

#[tokio::test]
async fn who_may_not_come_in_is_told_to_say_who_they_are() {
    let house = House::with_listener("anonymous: deny", "").await;
    let answer = house.get("/api/v1/stations").await;
    assert_eq!((answer.status, answer.problem().as_str()), (401, "unauthenticated"));
    assert!(answer.head.contains("www-authenticate: bearer"), "{}", answer.head);
    assert_eq!(house.get("/livez").await.status, 200);
}

#[tokio::test]
async fn a_drain_ends_idle_connections_and_lets_others_finish() {
    let house = House::new("").await;
    assert_eq!(house.post("/api/v1/stations/lights/messages", "", "hello").await.status, 200);
    let mut idle = house.connect().await;
    idle.write_all(b"GET /livez HTTP/1.1\r\nHost: here\r\n\r\n").await.unwrap();
    let mut some = [0; 1024];
    assert!(idle.read(&mut some).await.unwrap() > 0);
    let mut polling = house.connect().await;
    let poll = request("GET /api/v1/stations/lights/messages?offset=latest&wait_ms=60000", "", "");
    polling.write_all(poll.as_bytes()).await.unwrap();
    tokio::time::sleep(Duration::from_millis(50)).await;
    house.drain.cancel();
    let mut rest = Vec::new();
    timeout(Duration::from_secs(5), idle.read_to_end(&mut rest)).await.unwrap().unwrap();
    timeout(Duration::from_secs(5), polling.read_to_end(&mut rest)).await.unwrap().unwrap();
    assert_eq!(Answer::parse(&rest).json()["messages"], serde_json::json!([]));
}

#[tokio::test]
async fn half_a_header_is_not_waited_for_for_ever() {
    let house = House::new("").await;
    tokio::time::pause();
    let mut stream = house.connect().await;
    stream.write_all(b"GET / HTTP/1.1\r\nHost: he").await.unwrap();
    let mut answer = Vec::new();
    timeout(Duration::from_secs(120), stream.read_to_end(&mut answer)).await.unwrap().unwrap();
}

#[tokio::test]
async fn half_a_body_is_answered_408() {
    let house = House::new("").await;
    tokio::time::pause();
    let mut stream = house.connect().await;
    let half = "POST /api/v1/stations/lights/messages HTTP/1.1\r\nHost: here\r\nContent-Length: 10\r\n\r\nhalf";
    stream.write_all(half.as_bytes()).await.unwrap();
    let mut answer = Vec::new();
    timeout(Duration::from_secs(120), stream.read_to_end(&mut answer)).await.unwrap().unwrap();
    assert_eq!(Answer::parse(&answer).problem(), "request-timeout");
}
