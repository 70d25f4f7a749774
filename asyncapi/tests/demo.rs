//! The README's demo, held to the very document it uploads. Not the gateway around it.
#![allow(clippy::unwrap_used, clippy::indexing_slicing, clippy::panic)]

use asyncapi::{MessageView, NoFiles, NoHeaders, Spec};

const STREETLIGHTS: &[u8] = include_bytes!("../../demo/streetlights.yaml");

/// What is told of a payload sent to the station `lights`.
fn told(payload: &[u8]) -> Vec<String> {
    let spec = Spec::parse(STREETLIGHTS, &NoFiles).unwrap_or_else(|problems| panic!("{problems}"));
    let message = MessageView {
        key: None,
        payload: Some(payload),
        headers: &NoHeaders,
        content_type: None,
    };
    let verdict = spec.contract("lights").unwrap().check(&message);
    verdict
        .err()
        .into_iter()
        .flatten()
        .map(|violation| violation.to_string())
        .collect()
}

#[test]
fn the_document_says_what_it_is() {
    let spec = Spec::parse(STREETLIGHTS, &NoFiles).unwrap();
    assert_eq!(
        (spec.title(), spec.version(), spec.asyncapi_version()),
        ("Streetlights", "1.0.0", "3.0.0")
    );
    assert!(spec.notes().is_empty());
    let [lights] = spec.channels() else {
        panic!("one channel")
    };
    assert_eq!(
        (
            lights.id.as_str(),
            lights.station.as_ref().unwrap().as_str()
        ),
        ("lights", "lights")
    );
    assert!(lights.direction.receives && !lights.direction.sends);
    assert_eq!(lights.messages[0].name, "lightMeasured");
    assert!(spec.contract("other").is_none());
}

#[test]
fn what_a_light_may_say_passes() {
    assert!(told(br#"{"lumens": 100}"#).is_empty());
    assert!(told(br#"{"lumens": 0, "sentAt": "2024-05-17T20:30:00Z", "more": 1}"#).is_empty());
}

#[test]
fn what_it_may_not_say_is_told_by_field_and_expectation() {
    assert_eq!(
        told(br#"{"lumens": true}"#),
        ["lumens: is a boolean where an integer is expected"]
    );
    assert_eq!(
        told(br#"{"lumens": "x"}"#),
        ["lumens: is a string where an integer is expected"]
    );
    assert_eq!(
        told(br#"{"lumens": -1}"#),
        ["lumens: is -1 where at least 0 is expected"]
    );
    assert_eq!(
        told(br#"{"lumens": 1.5}"#),
        ["lumens: is a number where an integer is expected"]
    );
    assert_eq!(told(b"{}"), ["lumens: is missing, and is required"]);
    assert_eq!(
        told(b"[]"),
        ["(root): is an array where an object is expected"]
    );
    assert_eq!(
        told(br#"{"lumens": null, "sentAt": "yesterday"}"#),
        [
            "lumens: is null where an integer is expected",
            "sentAt: is \"yesterday\" where a date and time of RFC 3339 (2024-05-17T08:30:00Z) is expected",
        ]
    );
}

#[test]
fn what_is_no_json_is_told_as_such() {
    assert_eq!(
        told(b"lumens=100"),
        ["(root): is `lumens=100` where JSON is expected (expected value at line 1 column 1)"]
    );
    assert_eq!(told(b""), ["(root): is empty where JSON is expected"]);
    assert!(told(b"\xff\xfe")[0].starts_with("(root): is binary data where JSON is expected"));
}

#[test]
fn a_tombstone_passes() {
    let spec = Spec::parse(STREETLIGHTS, &NoFiles).unwrap();
    let message = MessageView {
        key: Some(b"k"),
        payload: None,
        headers: &NoHeaders,
        content_type: None,
    };
    assert_eq!(spec.contract("lights").unwrap().check(&message), Ok(()));
}

#[test]
fn a_violation_points_into_the_message_and_into_the_document() {
    let spec = Spec::parse(STREETLIGHTS, &NoFiles).unwrap();
    let payload = br#"{"lumens": true}"#;
    let message = MessageView {
        key: None,
        payload: Some(payload),
        headers: &NoHeaders,
        content_type: None,
    };
    let violations = spec
        .contract("lights")
        .unwrap()
        .check(&message)
        .unwrap_err();
    assert_eq!(violations[0].pointer, "/lumens");
    assert_eq!(
        violations[0].schema_pointer,
        "/components/schemas/lightMeasured/properties/lumens/type"
    );
    assert_eq!(
        (
            violations[0].expected.as_str(),
            violations[0].found.as_str()
        ),
        ("an integer", "a boolean")
    );
}
