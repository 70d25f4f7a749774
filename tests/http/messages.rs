//! `/api/v1/stations/{station}/messages`: sent, and read in JSON.

use std::time::Duration;

use serde_json::{Value, json};

use crate::house::{House, REJECT};

const LIGHTS: &str = "/api/v1/stations/lights/messages";
const NDJSON: &str = "Content-Type: application/x-ndjson\r\n";

async fn read(house: &House, query: &str) -> Value {
    let answer = house.get(&format!("{LIGHTS}{query}")).await;
    assert_eq!(answer.status, 200, "{answer:?}");
    answer.json()
}

fn payloads(page: &Value) -> Vec<Value> {
    page["messages"].as_array().unwrap().iter().map(|message| message["payload"].clone()).collect()
}

#[tokio::test]
async fn a_raw_message_is_read_back_with_key_and_headers() {
    let house = House::new("").await;
    let headers = "Content-Type: application/json\r\nWaystation-Key: k\r\nWaystation-Header-B: 1\r\n\
                   Waystation-Header-A: 2\r\nWaystation-Header-B: 3\r\nUser-Agent: test\r\n";
    let sent = house.post(LIGHTS, headers, r#"{"lumens": 100}"#).await;
    assert_eq!((sent.status, sent.json()), (200, json!({"partition": 0, "offset": 0})));
    let page = read(&house, "").await;
    let message = &page["messages"][0];
    assert_eq!(message["station"], "lights");
    assert_eq!((message["key"].clone(), message["key_kind"].clone()), (json!("k"), json!("text")));
    assert_eq!(message["payload"], json!({"lumens": 100}));
    assert_eq!(message["payload_kind"], "json");
    let headers = json!([["b", "1"], ["b", "3"], ["a", "2"], ["content-type", "application/json"]]);
    assert_eq!(message["headers"], headers);
    assert_eq!(page["next"], "1");
}

#[tokio::test]
async fn curls_default_content_type_says_nothing_and_bytes_are_kept() {
    let house = House::new("").await;
    house.post(LIGHTS, "Content-Type: application/x-www-form-urlencoded\r\n", "a=b&c").await;
    house.post(LIGHTS, "", "").await;
    let page = read(&house, "").await;
    assert_eq!(page["messages"][0]["headers"], json!([]));
    assert_eq!(payloads(&page), [json!("a=b&c"), json!("")]);
}

#[tokio::test]
async fn a_batch_is_accepted_or_refused_message_by_message() {
    let house = House::with_spec(REJECT).await;
    let lines = "{\"payload\": {\"lumens\": 1}, \"key\": \"k\", \"headers\": [[\"Case\", \"x\"], [\"n\", null]]}\n\
                 \n{\"payload\": {\"lumens\": true}}\r\n{\"lumens\": 3}\n{\"payload\": {\"lumens\": 4}}";
    let answer = house.post(LIGHTS, NDJSON, lines).await;
    assert_eq!(answer.status, 207, "{answer:?}");
    let results = answer.json()["results"].clone();
    assert_eq!(results[0], json!({"partition": 0, "offset": 0}));
    assert_eq!((results[1]["status"].clone(), results[2]["status"].clone()), (json!(422), json!(400)));
    assert!(results[1]["errors"][0].as_str().unwrap().contains("lumens"), "{results}");
    let last = results[3]["offset"].as_i64().unwrap();
    let page = read(&house, "").await;
    assert_eq!(payloads(&page), [json!({"lumens": 1}), json!({"lumens": 4})]);
    assert_eq!(page["messages"][0]["headers"], json!([["Case", "x"], ["n", null]]));
    assert_eq!(page["messages"][1]["offset"], last);
}

#[tokio::test]
async fn a_json_array_is_a_batch_too_and_null_a_tombstone() {
    let house = House::new("").await;
    let array = "Content-Type: application/vnd.waystation.batch+json; charset=utf-8\r\n";
    let answer = house.post(LIGHTS, array, r#"[{"key": "a", "payload": null}, {"payload": "text"}]"#).await;
    assert_eq!((answer.status, answer.json()["results"][1].clone()), (200, json!({"partition": 0, "offset": 1})));
    let page = read(&house, "").await;
    assert_eq!(page["messages"][0]["payload_kind"], "null");
    assert_eq!(house.post(LIGHTS, array, "{}").await.problem(), "bad-request");
    assert_eq!(house.post(LIGHTS, array, "[]").await.json(), json!({"results": []}));
}

#[tokio::test]
async fn a_large_batch_is_stored_in_order_though_no_single_batch_may_hold_it() {
    let house = House::new("").await;
    let filling = "x".repeat(1000);
    let lines: String = (0..3000).map(|n| format!("{{\"payload\": {{\"n\": {n}, \"x\": \"{filling}\"}}}}\n")).collect();
    let answer = house.post(LIGHTS, NDJSON, &lines).await;
    assert_eq!(answer.status, 200);
    let results = answer.json()["results"].as_array().unwrap().clone();
    for (n, result) in results.iter().enumerate() {
        assert_eq!(*result, json!({"partition": 0, "offset": n}));
    }
    let mut next = "0".to_owned();
    for first in (0..3000).step_by(1000) {
        let page = read(&house, &format!("?limit=1000&offset={next}")).await;
        let numbers: Vec<_> = payloads(&page).iter().map(|payload| payload["n"].as_i64().unwrap()).collect();
        assert_eq!(numbers, (first..first + numbers.len() as i64).collect::<Vec<_>>());
        if numbers.len() == 1000 {
            next = page["next"].as_str().unwrap().to_owned();
        } else {
            return;
        }
    }
}

#[tokio::test]
async fn a_message_too_large_for_the_station_is_refused_by_itself() {
    let house = House::new("").await;
    let large = "x".repeat(2 << 20);
    assert_eq!(house.post(LIGHTS, "", &large).await.problem(), "too-large");
    let lines = format!("{{\"payload\": \"{large}\"}}\n{{\"payload\": \"small\"}}\n");
    let results = house.post(LIGHTS, NDJSON, &lines).await.json()["results"].clone();
    assert_eq!((results[0]["status"].clone(), results[1]["offset"].clone()), (json!(413), json!(0)));
}

#[tokio::test]
async fn one_refused_message_is_a_problem_with_its_errors() {
    let house = House::with_spec(REJECT).await;
    let answer = house.post(LIGHTS, "", r#"{"lumens": true}"#).await;
    assert_eq!((answer.status, answer.problem().as_str()), (422, "invalid-message"));
    let expected = json!(["lumens: is a boolean where an integer is expected"]);
    assert_eq!(answer.json()["errors"], expected);
}

#[tokio::test]
async fn what_became_of_a_message_that_was_not_simply_stored_is_said() {
    let house = House::with_spec("").await;
    let tagged = house.post(LIGHTS, "", r#"{"lumens": true}"#).await.json();
    assert_eq!((tagged["offset"].clone(), tagged["outcome"].clone()), (json!(0), json!("tagged")));
    let page = read(&house, "").await;
    assert_eq!(page["messages"][0]["errors"], tagged["errors"]);
    let divert = "
middlewares: {contract: {type: validate, on_invalid: divert, divert_to: bad}}
routes: [{stations: [lights], produce: [contract]}]
";
    let house = House::with_spec(divert).await;
    let diverted = house.post(LIGHTS, "", r#"{"lumens": true}"#).await.json();
    assert_eq!((diverted["outcome"].clone(), diverted["station"].clone()), (json!("diverted"), json!("bad")));
    assert_eq!(diverted.get("offset"), None);
}

#[tokio::test]
async fn a_throttled_message_is_answered_429_with_when_to_try_again() {
    let throttle = "
middlewares: {slow: {type: throttle, messages_per_second: 1}}
routes: [{stations: ['*'], produce: [slow]}]
";
    let house = House::new(throttle).await;
    let mut statuses = Vec::new();
    for _ in 0..5 {
        let answer = house.post(LIGHTS, "", "hello").await;
        if answer.status == 429 {
            assert_eq!(answer.problem(), "throttled");
            assert!(answer.head.contains("retry-after: "), "{}", answer.head);
        }
        statuses.push(answer.status);
    }
    assert!(statuses.contains(&429), "{statuses:?}");
}

#[tokio::test]
async fn partitions_are_chosen_read_alone_and_merged_with_a_cursor() {
    let house = House::new("").await;
    house.ask("PUT /api/v1/stations/lights", "", r#"{"partitions": 3}"#).await;
    for n in 0..9 {
        let sent = house.post(&format!("{LIGHTS}?partition={}", n % 3), "", &n.to_string()).await.json();
        assert_eq!((sent["partition"].clone(), sent["offset"].clone()), (json!(n % 3), json!(n / 3)));
        tokio::time::sleep(Duration::from_millis(2)).await;
    }
    let one = read(&house, "?partition=1&offset=1").await;
    assert_eq!((payloads(&one), one["next"].clone()), (vec![json!(4), json!(7)], json!("3")));
    let first = read(&house, "?limit=4").await;
    assert_eq!(payloads(&first), [json!(0), json!(1), json!(2), json!(3)]);
    assert_eq!(first["next"], "c2.1.1");
    let rest = read(&house, "?offset=c2.1.1").await;
    assert_eq!(payloads(&rest), [json!(4), json!(5), json!(6), json!(7), json!(8)]);
    assert_eq!(payloads(&read(&house, "?offset=latest").await), Vec::<Value>::new());
    assert_eq!(house.get(&format!("{LIGHTS}?partition=3")).await.problem(), "unknown-partition");
    assert_eq!(house.post(&format!("{LIGHTS}?partition=3"), "", "x").await.problem(), "unknown-partition");
}

#[tokio::test]
async fn a_key_has_one_partition() {
    let house = House::new("").await;
    house.ask("PUT /api/v1/stations/lights", "", r#"{"partitions": 8}"#).await;
    let mut seen = std::collections::BTreeSet::new();
    for _ in 0..4 {
        let sent = house.post(LIGHTS, "Waystation-Key: foobar\r\n", "x").await.json();
        seen.insert(sent["partition"].as_i64().unwrap());
    }
    assert_eq!(seen.len(), 1);
}

#[tokio::test]
async fn reading_begins_at_a_time() {
    let house = House::new("").await;
    let lines: String = [("2024-01-01T00:00:00Z", 1), ("2024-01-02T00:00:00Z", 2), ("2024-01-03T00:00:00Z", 3)]
        .map(|(at, n)| format!("{{\"timestamp\": \"{at}\", \"payload\": {n}}}\n"))
        .concat();
    assert_eq!(house.post(LIGHTS, NDJSON, &lines).await.status, 200);
    let page = read(&house, "?time=2024-01-02T00:00:00Z").await;
    assert_eq!(payloads(&page), [json!(2), json!(3)]);
    assert_eq!(page["messages"][0]["timestamp"], "2024-01-02T00:00:00Z");
    assert_eq!(payloads(&read(&house, "?time=1704240000000").await), [json!(3)]);
}

#[tokio::test]
async fn a_long_poll_answers_as_soon_as_there_is_something_and_in_time_if_not() {
    let house = House::new("").await;
    house.ask("PUT /api/v1/stations/lights", "", r#"{"partitions": 2}"#).await;
    let empty = read(&house, "?wait_ms=50").await;
    assert_eq!((payloads(&empty), empty["next"].clone()), (vec![], json!("c0.0")));
    let sending = async {
        tokio::time::sleep(Duration::from_millis(50)).await;
        house.post(&format!("{LIGHTS}?partition=1"), "", "1").await
    };
    let started = std::time::Instant::now();
    let (page, _) = tokio::join!(read(&house, "?offset=latest&wait_ms=20000"), sending);
    assert_eq!(payloads(&page), [json!(1)]);
    assert!(started.elapsed() < Duration::from_secs(10));
}

#[tokio::test]
async fn a_wish_that_cannot_be_is_a_problem() {
    let house = House::new("").await;
    assert_eq!(house.get(LIGHTS).await.problem(), "unknown-station");
    house.post(LIGHTS, "", "x").await;
    for (query, problem) in [
        ("?offset=-1", "bad-request"),
        ("?offset=c1.2.3", "bad-request"),
        ("?ofset=1", "bad-request"),
        ("?limit=x", "bad-request"),
        ("?time=yesterday", "bad-request"),
        ("?time=0&offset=0", "bad-request"),
        ("?offset=7", "offset-out-of-range"),
    ] {
        let answer = house.get(&format!("{LIGHTS}{query}")).await;
        assert_eq!(answer.problem(), problem, "{query}");
    }
    assert_eq!(house.post("/api/v1/stations/a%20b/messages", "", "x").await.problem(), "bad-request");
}

#[tokio::test]
async fn without_auto_create_an_unknown_station_stays_unknown() {
    let house = House::new("auto_create: false").await;
    assert_eq!(house.post(LIGHTS, "", "x").await.problem(), "unknown-station");
}
