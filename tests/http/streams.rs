//! `/api/v1/stations/{station}/messages` as a stream.

use crate::house::House;

const LIGHTS: &str = "/api/v1/stations/lights/messages";

async fn with_one_message() -> House {
    let house = House::new("").await;
    house.post(LIGHTS, "", "early").await;
    house
}

#[tokio::test]
async fn server_sent_events_show_what_comes_from_now_on() {
    let house = with_one_message().await;
    let mut stream = house.stream(LIGHTS, "text/event-stream").await;
    assert!(stream.seen.to_lowercase().contains("content-type: text/event-stream"), "{}", stream.seen);
    house.post(LIGHTS, "", "live").await;
    stream.until("\"live\"").await;
    assert!(stream.seen.contains("id: 2\ndata: {\"station\":\"lights\""), "{}", stream.seen);
    assert!(!stream.seen.contains("early"));
}

#[tokio::test]
async fn ndjson_shows_a_message_a_line_from_where_the_client_says() {
    let house = with_one_message().await;
    let mut stream = house.stream(&format!("{LIGHTS}?offset=earliest"), "application/x-ndjson").await;
    stream.until("\"early\"").await;
    house.post(LIGHTS, "", "{\n\"live\": 1}").await;
    stream.until("{ \"live\": 1}").await;
    stream.until("\"}\n").await;
}

#[tokio::test]
async fn a_stream_goes_on_where_its_client_lost_touch() {
    let house = with_one_message().await;
    house.post(LIGHTS, "", "second").await;
    let accept = "text/event-stream\r\nLast-Event-ID: 1";
    let mut stream = house.stream(&format!("{LIGHTS}?offset=earliest"), accept).await;
    stream.until("second").await;
    assert!(!stream.seen.contains("early"), "{}", stream.seen);
}

#[tokio::test]
async fn a_stream_ends_at_its_limit() {
    let house = with_one_message().await;
    let stream = house.stream(&format!("{LIGHTS}?offset=earliest&limit=1"), "application/x-ndjson").await;
    let all = stream.end_of_chunks().await;
    assert!(all.contains("early"), "{all}");
}

#[tokio::test]
async fn a_drain_ends_streams() {
    let house = with_one_message().await;
    let stream = house.stream(LIGHTS, "text/event-stream").await;
    house.drain.cancel();
    let all = stream.end().await;
    assert!(all.ends_with("0\r\n\r\n"), "{all}");
}

#[tokio::test]
async fn a_station_deleted_under_a_stream_ends_it_with_a_problem() {
    let house = with_one_message().await;
    let stream = house.stream(LIGHTS, "text/event-stream").await;
    assert_eq!(house.ask("DELETE /api/v1/stations/lights", "", "").await.status, 204);
    tokio::time::pause();
    let all = stream.end_of_chunks().await;
    assert!(all.contains("event: problem\ndata: {\"type\":\"urn:waystation:unknown-station\""), "{all}");
}

#[tokio::test]
async fn a_silent_stream_of_events_shows_signs_of_life() {
    let house = with_one_message().await;
    tokio::time::pause();
    let mut stream = house.stream(LIGHTS, "text/event-stream").await;
    stream.until(":\n\n").await;
}
