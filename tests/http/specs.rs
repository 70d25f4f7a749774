//! `/api/v1/specs`.

use serde_json::json;

use crate::house::{House, REJECT, SPEC};

const LIGHTS: &str = "/api/v1/specs/lights";

#[tokio::test]
async fn a_document_is_kept_as_it_was_uploaded_and_described() {
    let house = House::new("").await;
    let put = || house.ask("PUT /api/v1/specs/lights", "Content-Type: application/x-www-form-urlencoded\r\n", SPEC);
    assert_eq!(put().await.status, 201);
    assert_eq!(put().await.status, 200);
    let kept = house.get(LIGHTS).await;
    assert_eq!(kept.body, SPEC);
    assert!(kept.head.contains("content-type: application/yaml"), "{}", kept.head);
    let described = house.ask("GET /api/v1/specs/lights", "Accept: application/json\r\n", "").await.json();
    assert_eq!((described["title"].clone(), described["asyncapi"].clone()), (json!("Lights"), json!("3.0.0")));
    assert_eq!(described["channels"][0]["station"], "lights");
    assert_eq!(described["channels"][0]["messages"][0]["name"], "measured");
    assert_eq!(house.get("/api/v1/specs").await.json()["specs"][0]["name"], "lights");
    assert_eq!(house.ask("DELETE /api/v1/specs/lights", "", "").await.status, 204);
    assert_eq!(house.ask("DELETE /api/v1/specs/lights", "", "").await.problem(), "unknown-spec");
    assert_eq!(house.get(LIGHTS).await.problem(), "unknown-spec");
}

#[tokio::test]
async fn a_bad_document_changes_nothing_and_tells_every_problem() {
    let house = House::with_spec("").await;
    let bad = "asyncapi: 3.0.0\ninfo: {title: Lights}\nchanels: {}\n";
    let answer = house.ask("PUT /api/v1/specs/lights", "", bad).await;
    assert_eq!((answer.status, answer.problem().as_str()), (422, "invalid-document"));
    let errors = answer.json()["errors"].clone();
    assert!(errors.as_array().unwrap().len() >= 2, "{errors}");
    for error in errors.as_array().unwrap() {
        assert!(error["line"].is_u64() && error["column"].is_u64(), "{error}");
        assert!(error["pointer"].is_string() && error["message"].is_string(), "{error}");
    }
    assert_eq!(house.get(LIGHTS).await.body, SPEC);
    assert_eq!(house.ask("PUT /api/v1/specs/a%2Fb", "", SPEC).await.status, 400);
}

#[tokio::test]
async fn the_very_next_message_is_held_to_an_uploaded_document() {
    let house = House::new(REJECT).await;
    let send = || house.post("/api/v1/stations/lights/messages", "", r#"{"lumens": true}"#);
    assert_eq!(send().await.status, 200);
    assert_eq!(house.ask("PUT /api/v1/specs/lights", "", SPEC).await.status, 201);
    assert_eq!(send().await.status, 422);
}

#[tokio::test]
async fn check_holds_a_message_to_a_document_and_stores_nothing() {
    let house = House::with_spec("").await;
    let house = &house;
    let check = |query: &'static str, body: &'static str| async move {
        house.post(&format!("/api/v1/specs/lights/check{query}"), "", body).await
    };
    let valid = check("?station=lights", r#"{"lumens": 1}"#).await.json();
    assert_eq!(valid, json!({"valid": true, "covered": true, "errors": []}));
    let invalid = check("?station=lights", r#"{"lumens": true}"#).await.json();
    assert_eq!(invalid["valid"], false);
    assert!(invalid["errors"][0].as_str().unwrap().contains("lumens"), "{invalid}");
    assert_eq!(check("?station=other", "x").await.json()["covered"], false);
    assert_eq!(check("", "x").await.status, 400);
    assert_eq!(house.post("/api/v1/specs/none/check?station=a", "", "x").await.problem(), "unknown-spec");
    assert_eq!(house.get("/api/v1/stations").await.json(), json!({"stations": []}));
}
