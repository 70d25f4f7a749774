//! `/api/v1/stations/{station}/consumers`: every request on a connection of its own, so that nothing rests on one.

use std::time::{Duration, Instant};

use serde_json::{Value, json};

use crate::house::{Answer, House};

const MESSAGES: &str = "/api/v1/stations/lights/messages";
const CONSUMER: &str = "/api/v1/stations/lights/consumers/audit";

/// A station with these payloads, and the consumer `audit`.
async fn with_messages(house: &House, payloads: &[&str], config: &str) {
    for payload in payloads {
        assert_eq!(house.post(MESSAGES, "", payload).await.status, 200);
    }
    let made = house.ask(&format!("PUT {CONSUMER}"), "", config).await;
    assert_eq!(made.status, 201, "{made:?}");
}

async fn fetch(house: &House, body: &str) -> Vec<Value> {
    let answer = house.post(&format!("{CONSUMER}/fetch"), "", body).await;
    assert_eq!(answer.status, 200, "{answer:?}");
    answer.json()["messages"].as_array().unwrap().clone()
}

async fn say(house: &House, what: &str, tokens: &[&Value], more: Value) -> Answer {
    let mut body = more;
    body["tokens"] = json!(tokens);
    house.post(&format!("{CONSUMER}/{what}"), "", &body.to_string()).await
}

fn payloads(messages: &[Value]) -> Vec<&Value> {
    messages.iter().map(|message| &message["payload"]).collect()
}

#[tokio::test]
async fn a_consumer_is_made_once_listed_changed_and_deleted() {
    let house = House::new("").await;
    let put = |body: &'static str| house.ask("PUT /api/v1/stations/lights/consumers/audit", "", body);
    assert_eq!(put("").await.problem(), "unknown-station");
    house.post(MESSAGES, "", "1").await;
    let made = put(r#"{"ack_wait_ms": 5000, "start": {"last_n": 5}}"#).await;
    assert_eq!((made.status, made.json()["max_in_flight"].clone()), (201, json!(1000)), "{made:?}");
    assert_eq!(put(r#"{"ack_wait_ms": 5000}"#).await.status, 200);
    let differs = put(r#"{"ack_wait_ms": 6000, "start": {"offset": 3}}"#).await;
    assert_eq!(differs.problem(), "consumer-differs");
    let errors = differs.json()["errors"].clone();
    assert!(
        errors.as_array().unwrap().contains(&json!({"field": "ack_wait_ms", "is": 5000, "wanted": 6000})),
        "{errors}"
    );
    for mistake in [r#"{"ack_wait": 1}"#, r#"{"max_in_flight": 0}"#, r#"{"filter": "a..b"}"#, "[]", r#"{"start": 5}"#] {
        let answer = house.ask("PUT /api/v1/stations/lights/consumers/other", "", mistake).await;
        assert_eq!(answer.problem(), "bad-request", "{mistake}: {answer:?}");
    }
    let changed = house.ask(&format!("PATCH {CONSUMER}"), "", r#"{"max_deliveries": null}"#).await;
    assert_eq!((changed.status, changed.json()["max_deliveries"].clone()), (200, Value::Null), "{changed:?}");
    assert_eq!(house.ask(&format!("PATCH {CONSUMER}"), "", r#"{"start": "new"}"#).await.status, 400);
    let listed = house.get("/api/v1/stations/lights/consumers").await.json();
    assert_eq!((listed["consumers"].as_array().unwrap().len(), &listed["consumers"][0]["name"]), (1, &json!("audit")));
    assert_eq!(house.ask(&format!("DELETE {CONSUMER}"), "", "").await.status, 204);
    assert_eq!(house.get(CONSUMER).await.problem(), "unknown-consumer");
    assert_eq!(house.post(&format!("{CONSUMER}/fetch"), "", "").await.problem(), "unknown-consumer");
    assert_eq!(house.get("/api/v1/stations/none/consumers").await.problem(), "unknown-station");
}

#[tokio::test]
async fn what_is_acknowledged_is_done_and_saying_so_twice_is_no_error() {
    let house = House::new("").await;
    with_messages(&house, &["1", "2", "3"], "").await;
    let first = fetch(&house, r#"{"limit": 2}"#).await;
    assert_eq!(payloads(&first), [&json!(1), &json!(2)]);
    assert_eq!((&first[0]["offset"], &first[0]["deliveries"]), (&json!(0), &json!(1)));
    // Another fetcher of the same consumer gets what is left.
    let second = fetch(&house, "").await;
    assert_eq!(payloads(&second), [&json!(3)]);
    for word in ["done", "already"] {
        let acked = say(&house, "ack", &[&first[0]["token"], &second[0]["token"]], json!({})).await;
        assert_eq!(acked.json(), json!({"results": [word, word]}));
    }
    let shown = house.get(CONSUMER).await.json();
    assert_eq!((&shown["pending"], &shown["acked"], &shown["waiting"]), (&json!(1), &json!(2), &json!(0)), "{shown}");
    assert_eq!((&shown["partitions"][0]["floor"], &shown["partitions"][0]["next"]), (&json!(1), &json!(3)));
    assert_eq!(fetch(&house, "").await.len(), 0);
}

#[tokio::test]
async fn what_is_not_acknowledged_comes_again() {
    let house = House::new("").await;
    with_messages(&house, &["1"], r#"{"ack_wait_ms": 400}"#).await;
    let first = fetch(&house, "").await;
    let began = Instant::now();
    let again = fetch(&house, r#"{"wait_ms": 20000}"#).await;
    assert_eq!((payloads(&again), &again[0]["deliveries"]), (vec![&json!(1)], &json!(2)));
    assert!(began.elapsed() > Duration::from_millis(200), "{:?}", began.elapsed());
    // The first delivery may no longer disturb the second, but may say that the work is done.
    assert_eq!(say(&house, "nack", &[&first[0]["token"]], json!({})).await.json()["results"], json!(["already"]));
    assert_eq!(say(&house, "nack", &[&again[0]["token"]], json!({})).await.json()["results"], json!(["done"]));
    let third = fetch(&house, "").await;
    assert_eq!(third[0]["deliveries"], 3);
    assert_eq!(say(&house, "in-progress", &[&third[0]["token"]], json!({})).await.json()["results"], json!(["done"]));
    assert_eq!(say(&house, "ack", &[&first[0]["token"]], json!({})).await.json()["results"], json!(["done"]));
}

#[tokio::test]
async fn a_fetch_waits_for_what_is_sent() {
    let house = House::new("").await;
    with_messages(&house, &["1"], r#"{"start": "new"}"#).await;
    let (fetched, _) = tokio::join!(fetch(&house, r#"{"wait_ms": 20000}"#), async {
        tokio::time::sleep(Duration::from_millis(200)).await;
        house.post(MESSAGES, "", "2").await
    });
    assert_eq!(payloads(&fetched), [&json!(2)]);
}

#[tokio::test]
async fn terminated_and_exhausted_messages_are_dead_letters_and_say_why() {
    let house = House::new("").await;
    with_messages(&house, &["1", "2"], r#"{"max_deliveries": 1, "ack_wait_ms": 100}"#).await;
    let fetched = fetch(&house, r#"{"limit": 1}"#).await;
    let ended = say(&house, "terminate", &[&fetched[0]["token"]], json!({"reason": "it smells"})).await;
    assert_eq!(ended.json()["results"], json!(["done"]));
    assert_eq!(fetch(&house, r#"{"limit": 1}"#).await.len(), 1);
    let mut letters = Vec::new();
    for _ in 0..100 {
        let answer = house.get("/api/v1/stations/lights.dead-letter/messages").await;
        letters = answer.json()["messages"].as_array().cloned().unwrap_or_default();
        if letters.len() == 2 {
            break;
        }
        tokio::time::sleep(Duration::from_millis(100)).await;
    }
    assert_eq!(payloads(&letters), [&json!(1), &json!(2)]);
    let header = |letter: &Value, name: &str| {
        let headers = letter["headers"].as_array().unwrap().clone();
        headers
            .into_iter()
            .find(|header| header[0] == format!("waystation-dead-{name}"))
            .map(|header| header[1].clone())
    };
    assert_eq!(header(&letters[0], "reason"), Some(json!("it smells")));
    assert_eq!(header(&letters[1], "offset"), Some(json!("1")));
    assert_eq!(header(&letters[1], "consumer"), Some(json!("audit")));
    assert_eq!(fetch(&house, "").await.len(), 0);
}

#[tokio::test]
async fn a_token_that_is_none_does_nothing() {
    let house = House::new("").await;
    with_messages(&house, &["1"], "").await;
    let fetched = fetch(&house, "").await;
    for wrong in [json!("nonsense"), json!(""), json!("0-0-1"), json!("ä-ö-ü-ß")] {
        let answer = say(&house, "ack", &[&fetched[0]["token"], &wrong], json!({})).await;
        assert_eq!(answer.problem(), "bad-request", "{wrong}");
    }
    assert_eq!(house.post(&format!("{CONSUMER}/ack"), "", "{}").await.problem(), "bad-request");
    assert_eq!(house.post(&format!("{CONSUMER}/fetch"), "", r#"{"count": 1}"#).await.problem(), "bad-request");
    assert_eq!(house.get(CONSUMER).await.json()["pending"], 1);
}

#[tokio::test]
async fn the_consume_side_of_the_route_is_between() {
    let house = House::new(
        "
middlewares: {bright: {type: filter, drop_if: [{key: {equals: dark}}]}}
routes: [{stations: [lights], consume: [bright]}]
",
    )
    .await;
    house.post(MESSAGES, "Waystation-Key: dark\r\n", "1").await;
    with_messages(&house, &["2"], "").await;
    assert_eq!(payloads(&fetch(&house, "").await), [&json!(2)]);
    let shown = house.get(CONSUMER).await.json();
    assert_eq!((&shown["pending"], &shown["acked"]), (&json!(1), &json!(1)), "{shown}");
}
