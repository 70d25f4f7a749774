//! The catalogue as a whole: every entry's example, and pipelines of several layers.

use std::future::Future;
use std::pin::pin;
use std::task::{Context as Task, Poll, Waker};

use serde_json::{Value, json};
use tower::{Layer, Service, service_fn};

use crate::testing::{LIGHTS, Lights, batch, context, post, produce, record, values_of};
use crate::{Built, CATALOGUE, Context, Delivery, Entry, Outcome, Pipeline, Receipt, Refusal};

fn entry(name: &str) -> &'static Entry {
    CATALOGUE.iter().find(|entry| entry.name == name).unwrap()
}

fn built(name: &str, settings: Value, context: &Context) -> Built {
    (entry(name).build)(&settings, context).unwrap()
}

/// Layers around an end that hands the batch back, the first outermost.
fn pipeline(layers: &[Built]) -> Pipeline {
    let end = Pipeline::new(service_fn(|delivery: Delivery| async move {
        let Delivery { draft, marks, throttle_ms, .. } = delivery;
        Ok(Receipt { marks, throttle_ms, delivered: Some(draft.finish()?), ..Receipt::default() })
    }));
    layers.iter().rev().fold(end, |inside, layer| layer.layer(inside))
}

/// None of these ever waits.
fn send(mut pipeline: Pipeline, delivery: Delivery) -> Result<Receipt, Refusal> {
    let mut task = Task::from_waker(Waker::noop());
    assert!(matches!(pipeline.poll_ready(&mut task), Poll::Ready(Ok(()))), "a pipeline is always ready");
    match pin!(pipeline.call(delivery)).poll(&mut task) {
        Poll::Ready(result) => result,
        Poll::Pending => panic!("it waits"),
    }
}

#[test]
fn every_example_fits_its_schema_and_can_be_built() {
    for Entry { name, schema, build, example } in CATALOGUE {
        let settings: Value = serde_yaml::from_str(example).unwrap();
        let schema = jsonschema::validator_for(schema().as_value()).unwrap();
        assert!(schema.is_valid(&settings), "{name}: {:?}", schema.iter_errors(&settings).collect::<Vec<_>>());
        build(&settings, &context(Lights::default())).unwrap();
    }
}

#[test]
fn every_setting_is_documented_and_unknown_ones_are_refused() {
    for Entry { name, schema, .. } in CATALOGUE {
        let schema = schema();
        assert!(schema.get("description").is_some(), "{name}");
        assert_eq!(schema.get("additionalProperties"), Some(&json!(false)), "{name}");
        for (setting, about) in schema.get("properties").unwrap().as_object().unwrap() {
            assert!(about.get("description").is_some(), "{name}: {setting}");
        }
    }
}

/// The page that users read.
const PAGE: &str = include_str!("../../docs/middlewares.md");

#[test]
fn every_sample_of_the_page_can_be_built() {
    let mut types: Vec<String> = Vec::new();
    for sample in PAGE.split("```yaml\n").skip(1).map(|rest| rest.split("```").next().unwrap()) {
        // As the configuration file is read: a doubled dollar is a literal one.
        let sample: Value = serde_yaml::from_str(&sample.replace("$${", "${")).unwrap();
        for (name, section) in sample["middlewares"].as_object().unwrap() {
            let mut settings = section.clone();
            let kind = settings.as_object_mut().unwrap().remove("type").unwrap();
            let entry = entry(kind.as_str().unwrap());
            let schema = jsonschema::validator_for((entry.schema)().as_value()).unwrap();
            assert!(schema.is_valid(&settings), "{name}: {:?}", schema.iter_errors(&settings).collect::<Vec<_>>());
            (entry.build)(&settings, &context(Lights::default())).unwrap();
            types.push(entry.name.to_owned());
        }
    }
    assert!(CATALOGUE.iter().all(|entry| types.iter().any(|kind| kind == entry.name)), "{types:?}");
}

#[test]
fn the_page_tells_of_every_setting() {
    for Entry { name, schema, .. } in CATALOGUE {
        let chapter = PAGE.split(&format!("## `{name}`")).nth(1).unwrap().split("\n## ").next().unwrap();
        for setting in schema().get("properties").unwrap().as_object().unwrap().keys() {
            assert!(chapter.contains(&format!("\n| `{setting}` |")), "{name}: {setting}");
        }
    }
}

#[test]
fn types_are_named_once() {
    let mut names: Vec<_> = CATALOGUE.iter().map(|entry| entry.name).collect();
    names.sort_unstable();
    names.dedup();
    assert_eq!(names.len(), CATALOGUE.len());
}

#[test]
fn a_pipeline_runs_its_layers_in_order_and_encodes_once() {
    let context = context(Lights::held_to(&[LIGHTS]));
    let layers = [
        built("filter", json!({"drop_if": [{"key": {"equals": "test"}}]}), &context),
        built("validate", json!({}), &context),
        built("tag", json!({"headers": {"via": "${protocol}"}}), &context),
        built("throttle", json!({"messages_per_second": 1, "burst_ms": 0}), &context),
    ];
    let records = [record("1").keyed("test"), record(r#"{"lumens": true}"#), record(r#"{"lumens": 1}"#)];
    let receipt = send(pipeline(&layers), produce(batch(&records))).unwrap();

    assert!(matches!(receipt.marks[0].outcome, Outcome::Dropped) && receipt.marks[0].index == 0);
    assert!(matches!(receipt.marks[1].outcome, Outcome::Tagged(_)) && receipt.marks[1].index == 1);
    assert_eq!((receipt.marks.len(), receipt.throttle_ms), (2, 3000));
    let delivered = receipt.delivered.unwrap();
    assert_eq!(values_of(&delivered), [r#"{"lumens": true}"#, r#"{"lumens": 1}"#]);
    assert_eq!((delivered.header().record_count, delivered.header().last_offset_delta), (2, 2));
}

#[test]
fn nothing_behind_a_refusal_runs() {
    let context = context(Lights::held_to(&[LIGHTS]));
    let throttle = built("throttle", json!({"messages_per_second": 1, "burst_ms": 0}), &context);
    let layers = [built("validate", json!({"on_invalid": "reject"}), &context), throttle];
    let refused = send(pipeline(&layers), produce(batch(&[record("1")])));
    assert_eq!(
        refused.unwrap_err().to_string(),
        "1 of the batch's records may not pass; record 0: (root): is an integer where an object is expected"
    );
    let receipt = send(pipeline(&layers), produce(batch(&[record(r#"{"lumens": 1}"#)]))).unwrap();
    assert_eq!(receipt.throttle_ms, 1000, "the first one cost nothing");
}

#[test]
fn pipelines_share_the_state_of_a_layer() {
    let throttle = built("throttle", json!({"messages_per_second": 1}), &context(Lights::default()));
    let layers = [throttle];
    let (one, other) = (pipeline(&layers), pipeline(&layers));
    assert!(send(one, post(batch(&[record("1")]))).is_ok());
    assert!(matches!(send(other, post(batch(&[record("1")]))), Err(Refusal::Throttled { .. })));
}

#[test]
fn layers_that_change_nothing_hand_on_the_same_bytes() {
    let context = context(Lights::held_to(&[LIGHTS]));
    let layers = [
        built("validate", json!({}), &context),
        built("filter", json!({"drop_if": [{"field": {"pointer": "/lumens", "equals": 0}}]}), &context),
        built("throttle", json!({"messages_per_second": 1}), &context),
    ];
    let batch = batch(&[record(r#"{"lumens": 1}"#)]);
    let delivered = send(pipeline(&layers), produce(batch.clone())).unwrap().delivered.unwrap();
    assert_eq!(delivered.bytes().as_ptr(), batch.bytes().as_ptr());
}

#[test]
fn damaged_batches_are_an_error_or_pass_and_never_a_panic() {
    let context = context(Lights::held_to(&[LIGHTS]));
    let layers = [
        built("validate", json!({"on_invalid": "divert", "divert_to": "bad", "copy_to": "copies"}), &context),
        built("filter", json!({"keep_if": [{"field": {"pointer": "/lumens", "exists": true}}]}), &context),
        built("tag", json!({"headers": {"via": "${protocol}"}}), &context),
        built("throttle", json!({"messages_per_second": 1, "bytes_per_second": 1}), &context),
    ];
    let pipeline = pipeline(&layers);
    let whole = batch(&[record(r#"{"lumens": true}"#).keyed("a").with("x", "1"), record(r#"{"lumens": 1}"#)]);
    for at in 0..whole.bytes().len() {
        for flip in [0x01, 0x80, 0xff] {
            let mut bytes = whole.bytes().to_vec();
            bytes[at] ^= flip;
            if let Ok(damaged) = records::Batch::parse(bytes.into()) {
                drop(send(pipeline.clone(), produce(damaged)));
            }
        }
    }
}
