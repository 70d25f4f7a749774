//! Properties: whatever is thrown at it nothing panics, and violations are told exactly when a message is invalid.
#![allow(clippy::unwrap_used, clippy::indexing_slicing)]

use asyncapi::{Contract, MessageView, NoFiles, NoHeaders, Spec};
use proptest::prelude::*;
use serde_json::{Value, json};

fn any_value() -> impl Strategy<Value = Value> {
    let leaf = prop_oneof![
        Just(Value::Null),
        any::<bool>().prop_map(Value::from),
        (-3_i64..12).prop_map(Value::from),
        (-2.0..2.0_f64).prop_map(Value::from),
        "[a-c]{0,3}".prop_map(Value::from),
    ];
    leaf.prop_recursive(3, 24, 4, |inner| {
        prop_oneof![
            prop::collection::vec(inner.clone(), 0..4).prop_map(Value::from),
            prop::collection::btree_map("[a-d]", inner, 0..4).prop_map(|map| map.into_iter().collect()),
        ]
    })
}

fn any_schema() -> impl Strategy<Value = Value> {
    let leaf = prop_oneof![
        any::<bool>().prop_map(Value::from),
        prop::sample::select(vec!["string", "integer", "number", "boolean", "null", "array", "object"])
            .prop_map(|kind| json!({"type": kind})),
        (0..9).prop_map(|n| json!({"minimum": n, "maxLength": n, "minItems": n % 3, "maxProperties": n % 4})),
        any_value().prop_map(|value| json!({"enum": [value]})),
        Just(json!({"type": ["integer", "null"], "multipleOf": 2})),
        Just(json!({"pattern": "^a", "uniqueItems": true})),
        Just(json!({"$ref": "#/components/schemas/shared"})),
    ];
    leaf.prop_recursive(3, 16, 3, |inner| {
        prop_oneof![
            inner.clone().prop_map(|s| json!({"items": s})),
            inner.clone().prop_map(|s| json!({"not": s})),
            prop::collection::vec(inner.clone(), 1..3).prop_map(|s| json!({"anyOf": s})),
            prop::collection::vec(inner.clone(), 1..3).prop_map(|s| json!({"oneOf": s})),
            (prop::collection::btree_map("[a-d]", inner.clone(), 0..3), inner).prop_map(|(properties, other)| {
                let required: Vec<&String> = properties.keys().take(1).collect();
                json!({"type": "object", "required": required, "properties": properties, "additionalProperties": other})
            }),
        ]
    })
}

fn document(schema: &Value) -> Value {
    json!({
        "asyncapi": "3.0.0",
        "info": {"title": "t", "version": "1"},
        "channels": {"s": {"address": "s", "messages": {"m": {"payload": schema}}}},
        "components": {"schemas": {"shared": {"type": "object", "properties": {"a": {"type": "integer"}}}}},
    })
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(if cfg!(debug_assertions) { 400 } else { 10_000 }))]

    #[test]
    fn a_verdict_is_that_of_json_schema_and_comes_with_words(schema in any_schema(), value in any_value()) {
        let whole = document(&schema);
        let spec = Spec::parse(whole.to_string().as_bytes(), &NoFiles).unwrap();
        let mut alone = schema;
        if let Some(map) = alone.as_object_mut() {
            map.insert("components".into(), whole["components"].clone());
        }
        // A `$ref` hides what stands beside it, `components` as well: there it is what it refers to.
        if alone.get("$ref").is_some() {
            alone = whole["components"]["schemas"]["shared"].clone();
        }
        let expected = jsonschema::draft7::new(&alone).unwrap().is_valid(&value);
        let payload = value.to_string();
        let message =
            MessageView { key: None, payload: Some(payload.as_bytes()), headers: &NoHeaders, content_type: None };
        match spec.contract("s").unwrap().check(&message) {
            Ok(()) => prop_assert!(expected, "{payload} passed"),
            Err(violations) => {
                prop_assert!(!expected, "{payload} was refused: {violations:?}");
                prop_assert!(!violations.is_empty() && violations.len() <= Contract::MOST_VIOLATIONS);
                for violation in &violations {
                    prop_assert!(!violation.message.is_empty() && !violation.field.is_empty());
                    prop_assert!(whole.pointer(&violation.schema_pointer).is_some(), "{}", violation.schema_pointer);
                }
            }
        }
    }

    #[test]
    fn no_bytes_make_a_document_panic(bytes in prop::collection::vec(any::<u8>(), 0..300)) {
        let _ = Spec::parse(&bytes, &NoFiles);
    }

    #[test]
    fn no_yaml_makes_a_document_panic(text in "(asyncapi: ['\"]?[23]\\.0\\.0['\"]?\n)?([ -?:{}\\[\\]&*a-c$#'\"|>\n]{0,40}\n?){0,6}") {
        let _ = Spec::parse(text.as_bytes(), &NoFiles);
    }
}
