//! Which messages a filter drops.

use serde_json::json;

use super::*;
use crate::testing::{Lights, Record, batch, consume, context, filled, post, produce, record, values_of};

fn filter(settings: Value) -> Result<Filter, SettingsError> {
    Filter::new(serde_json::from_value(settings).unwrap(), &context(Lights::default()))
}

/// Whether a filter that drops on this condition drops the record.
fn drops(condition: Value, record: &Record) -> bool {
    let mut delivery = produce(batch(std::slice::from_ref(record)));
    filter(json!({"drop_if": [condition]})).unwrap().handle(&mut delivery).unwrap();
    delivery.draft.finish().unwrap().header().record_count == 0
}

#[test]
fn dropped_records_are_marked_and_leave_holes() {
    for mut delivery in [produce(three()), post(three()), consume(three())] {
        filter(json!({"drop_if": [{"key": {"equals": "b"}}]})).unwrap().handle(&mut delivery).unwrap();
        assert!(matches!(delivery.marks[..], [Mark { index: 1, outcome: Outcome::Dropped }]));
        let batch = delivery.draft.finish().unwrap();
        assert_eq!(values_of(&batch), ["1", "3"]);
        assert_eq!(batch.header().last_offset_delta, 2);
    }
}

fn three() -> records::Batch {
    batch(&[record("1").keyed("a"), record("2").keyed("b"), record("3").keyed("c")])
}

#[test]
fn what_is_not_dropped_goes_on_as_the_same_bytes() {
    for codec in [records::Codec::None, records::Codec::Zstd] {
        let batch = filled(records::Builder::new(codec), &[record("1"), record("2")]);
        let mut delivery = produce(batch.clone());
        filter(json!({"drop_if": [{"key": {"exists": true}}]})).unwrap().handle(&mut delivery).unwrap();
        assert_eq!(delivery.draft.finish().unwrap().bytes().as_ptr(), batch.bytes().as_ptr());
    }
}

#[test]
fn all_conditions_of_a_list_must_hold_and_keep_if_keeps_what_drop_if_leaves() {
    let kept = |settings: Value| {
        let mut delivery = produce(three());
        filter(settings).unwrap().handle(&mut delivery).unwrap();
        values_of(&delivery.draft.finish().unwrap())
    };
    let (a_or_b, b) = (json!({"key": {"matches": "[ab]"}}), json!({"key": {"equals": "b"}}));
    assert_eq!(kept(json!({"drop_if": [a_or_b, b]})), ["1", "3"]);
    assert_eq!(kept(json!({"keep_if": [a_or_b]})), ["1", "2"]);
    assert_eq!(kept(json!({"keep_if": [a_or_b, b]})), ["2"]);
    assert_eq!(kept(json!({"keep_if": [a_or_b], "drop_if": [b]})), ["1"]);
}

#[test]
fn a_header_condition_holds_if_any_header_of_the_name_does() {
    let mut twice = record("1").with("x", "one").with("x", "two");
    twice.headers.push(("null".into(), None));
    assert!(drops(json!({"header": {"name": "x", "equals": "two"}}), &twice));
    assert!(drops(json!({"header": {"name": "x", "matches": "^on"}}), &twice));
    assert!(drops(json!({"header": {"name": "x", "exists": true}}), &twice));
    assert!(drops(json!({"header": {"name": "null", "exists": true}}), &twice));
    assert!(drops(json!({"header": {"name": "y", "exists": false}}), &twice));
    assert!(!drops(json!({"header": {"name": "x", "equals": "three"}}), &twice));
    assert!(!drops(json!({"header": {"name": "X", "exists": true}}), &twice), "names have their case");
    assert!(!drops(json!({"header": {"name": "null", "matches": ""}}), &twice));
}

#[test]
fn key_conditions_tell_an_empty_key_from_none() {
    assert!(drops(json!({"key": {"exists": false}}), &record("1")));
    assert!(drops(json!({"key": {"exists": true}}), &record("1").keyed("")));
    assert!(drops(json!({"key": {"equals": ""}}), &record("1").keyed("")));
    assert!(!drops(json!({"key": {"equals": ""}}), &record("1")));
    assert!(drops(json!({"key": {"matches": r"^lämp-\d+$"}}), &record("1").keyed("lämp-12")));
}

#[test]
fn field_conditions_look_into_json() {
    let light = record(r#"{"light": {"lumens": 3, "name": "west 7", "off": null, "at": [1, 2]}, "a/b": true}"#);
    let field = |pointer: &str, test: Value| {
        let mut condition = test;
        condition["pointer"] = pointer.into();
        drops(json!({"field": condition}), &light)
    };
    assert!(field("/light/lumens", json!({"equals": 3})));
    assert!(field("/light/lumens", json!({"equals": 3.0})));
    assert!(field("/light/at/1", json!({"equals": 2})));
    assert!(field("/light/at", json!({"equals": [1, 2]})));
    assert!(field("/light/off", json!({"equals": null})));
    assert!(field("/light/off", json!({"exists": true})));
    assert!(field("/light/on", json!({"exists": false})));
    assert!(field("/a~1b", json!({"equals": true})));
    assert!(field("/light/name", json!({"matches": r"^west \d$"})));
    assert!(field("", json!({"exists": true})));
    assert!(!field("/light/on", json!({"equals": null})));
    assert!(!field("/light/lumens", json!({"equals": "3"})));
    assert!(!field("/light/lumens", json!({"matches": "3"})), "only texts match");
}

#[test]
fn what_is_no_json_has_no_fields() {
    for record in [record("lumens"), Record { value: None, ..record("") }] {
        assert!(drops(json!({"field": {"pointer": "", "exists": false}}), &record));
        assert!(!drops(json!({"field": {"pointer": "", "exists": true}}), &record));
    }
}

#[test]
fn size_counts_key_value_and_headers() {
    let ten = record("1234").keyed("567").with("8", "90");
    assert!(drops(json!({"size_over_bytes": 9}), &ten));
    assert!(!drops(json!({"size_over_bytes": 10}), &ten));
}

#[test]
fn settings_that_cannot_work_are_told_where_they_are_written() {
    let pointer = |settings| filter(settings).unwrap_err().pointer;
    assert_eq!(pointer(json!({})), "");
    assert_eq!(pointer(json!({"drop_if": []})), "/drop_if");
    assert_eq!(pointer(json!({"keep_if": [{"key": {}}]})), "/keep_if/0/key");
    assert_eq!(pointer(json!({"drop_if": [{"key": {"equals": "a", "exists": true}}]})), "/drop_if/0/key");
    assert_eq!(pointer(json!({"drop_if": [{"key": {"matches": "("}}]})), "/drop_if/0/key/matches");
    let field = json!({"pointer": "a/b", "exists": true});
    assert_eq!(pointer(json!({"drop_if": [{"size_over_bytes": 1}, {"field": field}]})), "/drop_if/1/field/pointer");
    let greedy = json!({"drop_if": [{"key": {"matches": r"(\w{1000}){1000}"}}]});
    assert_eq!(pointer(greedy), "/drop_if/0/key/matches", "too large to compile");
}
