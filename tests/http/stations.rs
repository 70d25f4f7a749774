//! `/api/v1/stations`.

use serde_json::json;

use crate::house::House;

const LIGHTS: &str = "/api/v1/stations/lights";

async fn put(house: &House, body: &str) -> crate::house::Answer {
    house.ask(&format!("PUT {LIGHTS}"), "", body).await
}

#[tokio::test]
async fn put_makes_a_station_once_and_names_what_differs() {
    let house = House::new("").await;
    let made = put(&house, r#"{"partitions": 4, "retention": {"max_age_ms": 60000}}"#).await;
    assert_eq!(made.status, 201, "{made:?}");
    assert!(made.head.contains("location: /api/v1/stations/lights"), "{}", made.head);
    assert_eq!(made.json()["partitions"], 4);
    assert_eq!(made.json()["retention"]["max_age_ms"], 60000);
    assert_eq!(made.json()["extents"].as_array().unwrap().len(), 4);
    assert_eq!(put(&house, r#"{"partitions": 4}"#).await.status, 200);
    assert_eq!(put(&house, "").await.status, 200);
    let differs = put(&house, r#"{"partitions": 5, "durability": "memory"}"#).await;
    assert_eq!((differs.status, differs.problem().as_str()), (409, "station-differs"));
    let errors = differs.json()["errors"].clone();
    assert!(errors.as_array().unwrap().contains(&json!({"field": "partitions", "is": 4, "wanted": 5})), "{errors}");
}

#[tokio::test]
async fn a_mistake_in_the_settings_is_told_and_makes_nothing() {
    let house = House::new("").await;
    let unknown = put(&house, r#"{"partitons": 4}"#).await;
    assert_eq!(unknown.problem(), "bad-request");
    assert!(unknown.body.contains("did you mean"), "{}", unknown.body);
    assert_eq!(put(&house, r#"{"partitions": 0}"#).await.status, 400);
    assert_eq!(put(&house, "[1]").await.status, 400);
    assert_eq!(house.ask("PUT /api/v1/stations/..%2F..", "", "").await.status, 400);
    assert_eq!(house.get("/api/v1/stations").await.json(), json!({"stations": []}));
}

#[tokio::test]
async fn patch_changes_what_is_given() {
    let house = House::new("").await;
    let patch = |body: &'static str| house.ask("PATCH /api/v1/stations/lights", "", body);
    assert_eq!(patch("{}").await.problem(), "unknown-station");
    put(&house, r#"{"partitions": 2}"#).await;
    let grown = patch(r#"{"partitions": 3}"#).await;
    assert_eq!((grown.status, grown.json()["partitions"].clone()), (200, json!(3)), "{grown:?}");
    assert_eq!(patch(r#"{"partitions": 1}"#).await.status, 400);
}

#[tokio::test]
async fn purge_forgets_messages_and_delete_the_station() {
    let house = House::new("").await;
    for _ in 0..3 {
        house.post("/api/v1/stations/lights/messages", "", "hello").await;
    }
    assert_eq!(house.post("/api/v1/stations/lights/purge", "", "").await.status, 204);
    let extent = house.get(LIGHTS).await.json()["extents"][0].clone();
    assert_eq!((extent["log_start_offset"].clone(), extent["high_watermark"].clone()), (json!(3), json!(3)));
    assert_eq!(house.get("/api/v1/stations").await.json()["stations"][0]["name"], "lights");
    assert_eq!(house.ask("DELETE /api/v1/stations/lights", "", "").await.status, 204);
    assert_eq!(house.ask("DELETE /api/v1/stations/lights", "", "").await.problem(), "unknown-station");
    assert_eq!(house.get(LIGHTS).await.status, 404);
    assert_eq!(house.post("/api/v1/stations/lights/purge", "", "").await.status, 404);
}

#[tokio::test]
async fn every_setting_but_the_kind_of_durability_changes_while_the_station_is_in_use() {
    let house = House::new("").await;
    put(&house, "").await;
    let keyed = |key: String| {
        let house = &house;
        async move { house.post("/api/v1/stations/lights/messages", &format!("waystation-key: {key}\r\n"), "hello").await }
    };
    for number in 0..5 {
        assert_eq!(keyed(number.to_string()).await.status, 200);
    }
    let wanted = json!({
        "partitions": 2,
        "durability": "written",
        "cleanup": "compact,delete",
        "retention": {"max_age_ms": 3_600_000, "max_bytes": 4_000_000, "max_messages": 2},
        "compaction": {"tombstone_age_ms": 5, "min_age_ms": 6, "dirty_percent": 7},
        "segment_bytes": 2048,
        "segment_age_ms": 60_000,
        "max_message_bytes": 300,
        "flush_ms": 8,
    });
    let patched = house.ask(&format!("PATCH {LIGHTS}"), "", &wanted.to_string()).await;
    assert_eq!(patched.status, 200, "{patched:?}");
    let told = house.get(LIGHTS).await.json();
    let fields: Vec<_> =
        told.as_object().unwrap().keys().filter(|name| !["name", "id", "extents"].contains(&name.as_str())).collect();
    for field in fields {
        assert_eq!(told[field], wanted[field], "{field}");
    }
    let unkeyed = house.post("/api/v1/stations/lights/messages", "", "hello").await;
    assert_eq!(unkeyed.status, 422, "{unkeyed:?}");
    let large = house.post("/api/v1/stations/lights/messages", "waystation-key: large\r\n", &"x".repeat(300)).await;
    assert_eq!(large.status, 413, "{large:?}");
    let first = async || house.get(LIGHTS).await.json()["extents"][0]["log_start_offset"].clone();
    for _ in 0..400 {
        if first().await == json!(3) {
            break;
        }
        tokio::time::sleep(std::time::Duration::from_millis(50)).await;
    }
    assert_eq!(first().await, json!(3));
    assert_eq!(house.ask(&format!("PATCH {LIGHTS}"), "", r#"{"durability": "memory"}"#).await.status, 400);
}
