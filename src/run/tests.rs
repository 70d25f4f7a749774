//! The door over a real store: what a delivery becomes, whoever sends it. Protocols are tested where they live.

use std::collections::BTreeMap;
use std::path::Path;
use std::sync::Arc;
use std::time::Duration;

use ::stations::Store;
use bytes::Bytes;
use config::Config;
use middlewares::{Delivery, Direction, Etiquette, Origin, Outcome, Placement};
use records::{Batch, Builder, Codec, Draft};

use crate::backends::{self, Read, Settings};
use crate::gateway::watch::{Told, Wish};
use crate::gateway::{Door, Error, Gateway, place};

const SPEC: &str = r#"
asyncapi: 3.0.0
info: {title: Lights, version: 1.0.0}
channels:
  lights:
    address: lights
    messages:
      measured: {payload: {type: object, properties: {lumens: {type: integer}}, required: [lumens]}}
"#;

async fn gateway(dir: &Path, configuration: &str) -> Arc<Gateway> {
    let config = Config::parse(configuration, "test.yaml", &config::Environment::empty()).unwrap();
    let store = Arc::new(Store::open(dir, ::stations::Options::default()).unwrap());
    let gateway = super::compose::gateway(&config, store).await.unwrap();
    gateway.specs().put("lights", Bytes::from_static(SPEC.as_bytes())).await.unwrap();
    gateway
}

fn batch(records: &[(Option<&str>, &str)]) -> Batch {
    let mut builder = Builder::new(Codec::None);
    for (key, value) in records {
        builder.push(1_000, key.map(str::as_bytes), Some(value.as_bytes()), &[]);
    }
    builder.build().unwrap()
}

fn origin() -> Arc<Origin> {
    let peer = "127.0.0.1:1".parse().unwrap();
    Arc::new(Origin { protocol: "test", peer, principal: "anonymous".into(), client_id: None, traceparent: None })
}

fn delivery(station: &str, placement: Placement, etiquette: Etiquette, batch: Batch) -> Delivery {
    Delivery {
        station: station.into(),
        placement,
        direction: Direction::Produce,
        origin: origin(),
        etiquette,
        draft: Draft::new(batch),
        marks: Vec::new(),
        sides: Vec::new(),
        throttle_ms: 0,
    }
}

async fn values(door: &Door, station: &str, partition: i32) -> Vec<(i64, String)> {
    let read = Read { station: station.into(), partition, offset: 0, max_bytes: 1 << 20, wait_until: None };
    let mut rest = door.read(read, &origin()).await.unwrap().bytes;
    let mut found = Vec::new();
    while let Some(batch) = Batch::split(&mut rest).unwrap() {
        let opened = batch.open(1 << 20).unwrap();
        for record in opened.records() {
            let record = record.unwrap();
            found.push((record.offset, String::from_utf8_lossy(record.value.unwrap_or_default()).into_owned()));
        }
    }
    found
}

#[tokio::test]
async fn deliveries_of_one_connection_are_stored_in_the_order_of_the_calls() {
    let dir = tempfile::tempdir().unwrap();
    let door = gateway(dir.path(), "").await.door(None);
    door.ensure("plain").await.unwrap();
    let send = |n: i32| delivery("plain", Placement::At(0), Etiquette::Batch, batch(&[(None, &n.to_string())]));
    let sent: Vec<_> = (0..50).map(|n| door.produce(send(n))).collect();
    for (n, outcome) in sent.into_iter().enumerate().rev() {
        assert_eq!(outcome.await.unwrap().parts[0].base_offset, i64::try_from(n).unwrap());
    }
    let expected: Vec<_> = (0..50).map(|n| (n, n.to_string())).collect();
    assert_eq!(values(&door, "plain", 0).await, expected);
}

#[tokio::test]
async fn a_delivery_placed_by_key_is_split_and_each_part_says_which_records_it_has() {
    let dir = tempfile::tempdir().unwrap();
    let door = gateway(dir.path(), "").await.door(None);
    door.create("keyed", Settings { partitions: 4, ..Settings::default() }).await.unwrap();
    let records: Vec<(String, String)> = (0..40).map(|n| (format!("k{}", n % 7), n.to_string())).collect();
    let records: Vec<_> = records.iter().map(|(key, value)| (Some(key.as_str()), value.as_str())).collect();
    let receipt = door.produce(delivery("keyed", Placement::ByKey, Etiquette::Record, batch(&records))).await.unwrap();
    let mut seen = BTreeMap::new();
    for part in &receipt.parts {
        let stored = values(&door, "keyed", part.partition).await;
        for (position, index) in part.indexes.iter().enumerate() {
            assert_eq!(stored[position].1, index.to_string());
            let (key, _) = records[*index];
            assert_eq!(place::of_key(key.unwrap().as_bytes(), 4), part.partition);
            seen.insert(*index, ());
        }
    }
    assert_eq!(seen.len(), 40);
}

const DIVERT: &str = "
middlewares: {contract: {type: validate, on_invalid: divert, divert_to: bad}}
routes: [{stations: [lights], produce: [contract]}]
";

#[tokio::test]
async fn diverted_records_are_in_the_other_station_before_the_answer_and_leave_holes_in_this_one() {
    let dir = tempfile::tempdir().unwrap();
    let door = gateway(dir.path(), DIVERT).await.door(None);
    door.ensure("lights").await.unwrap();
    let sent = batch(&[(None, r#"{"lumens":1}"#), (None, r#"{"lumens":true}"#), (None, r#"{"lumens":3}"#)]);
    let receipt = door.produce(delivery("lights", Placement::At(0), Etiquette::Batch, sent)).await.unwrap();
    assert!(matches!(receipt.marks[0].outcome, Outcome::Diverted { .. }));
    let stored = values(&door, "lights", 0).await;
    assert_eq!(stored, [(0, r#"{"lumens":1}"#.to_owned()), (2, r#"{"lumens":3}"#.to_owned())]);
    assert_eq!(values(&door, "bad", 0).await, [(0, r#"{"lumens":true}"#.to_owned())]);
}

#[tokio::test]
async fn a_retried_idempotent_batch_diverts_once_and_an_emptied_one_keeps_its_sequence() {
    let dir = tempfile::tempdir().unwrap();
    let door = gateway(dir.path(), DIVERT).await.door(None);
    door.ensure("lights").await.unwrap();
    let numbered = |sequence, value: &str| {
        let mut builder = Builder::new(Codec::None).producer(7, 0, sequence);
        builder.push(1_000, None, Some(value.as_bytes()), &[]);
        delivery("lights", Placement::At(0), Etiquette::Batch, builder.build().unwrap())
    };
    for _ in 0..2 {
        let receipt = door.produce(numbered(0, r#"{"lumens":true}"#)).await.unwrap();
        assert_eq!(receipt.parts[0].base_offset, -1);
    }
    assert_eq!(values(&door, "bad", 0).await.len(), 1);
    let next = door.produce(numbered(1, r#"{"lumens":1}"#)).await.unwrap();
    assert!(next.parts[0].base_offset >= 0);
    assert_eq!(values(&door, "lights", 0).await.len(), 1);
}

#[tokio::test]
async fn reject_refuses_a_kafka_batch_whole_and_single_records_of_others() {
    let dir = tempfile::tempdir().unwrap();
    let configuration = "
middlewares: {contract: {type: validate, on_invalid: reject, copy_to: seen}}
routes: [{stations: [lights], produce: [contract]}]
";
    let door = gateway(dir.path(), configuration).await.door(None);
    door.ensure("lights").await.unwrap();
    let mixed = || batch(&[(None, r#"{"lumens":1}"#), (None, "no json")]);
    let whole = door.produce(delivery("lights", Placement::At(0), Etiquette::Batch, mixed())).await;
    assert!(matches!(whole, Err(Error::Refused(_))));
    assert!(values(&door, "lights", 0).await.is_empty());
    let single = door.produce(delivery("lights", Placement::ByKey, Etiquette::Record, mixed())).await.unwrap();
    assert!(matches!(single.marks[0].outcome, Outcome::Refused(_)));
    assert_eq!(values(&door, "lights", 0).await.len(), 1);
    assert_eq!(values(&door, "seen", 0).await.len(), 2, "each refusal left its copy");
}

#[tokio::test]
async fn a_watcher_sees_what_was_stored_and_what_was_not_and_a_slow_one_is_told_how_much_it_missed() {
    let dir = tempfile::tempdir().unwrap();
    let door = gateway(dir.path(), DIVERT).await.door(None);
    door.ensure("lights").await.unwrap();
    let mut watcher = door.watch(Wish { station: config::Glob::any(), invalid: false });
    let sent = batch(&[(None, r#"{"lumens":1}"#), (None, r#"{"lumens":true}"#)]);
    door.produce(delivery("lights", Placement::At(0), Etiquette::Batch, sent)).await.unwrap();
    let mut outcomes = Vec::new();
    while outcomes.len() < 2 {
        let told = tokio::time::timeout(Duration::from_secs(5), watcher.next()).await.unwrap().unwrap();
        let Told::Frames(frames) = told else { panic!("nothing was missed") };
        for frame in frames {
            let json: serde_json::Value = serde_json::from_str(&frame.json).unwrap();
            outcomes.push((json["outcome"].clone(), json["errors"][0].clone(), frame.invalid));
        }
    }
    outcomes.sort_by_key(|(outcome, ..)| outcome.to_string());
    assert_eq!(outcomes[0].0, "diverted");
    assert_eq!(outcomes[0].1, "lumens: is a boolean where an integer is expected");
    assert_eq!((outcomes[1].0.as_str(), outcomes[1].2), (Some("stored"), false));

    let slow = door.watch(Wish { station: config::Glob::any(), invalid: false });
    let mut slow = slow;
    for n in 0..1_100 {
        let sent = batch(&[(None, &n.to_string())]);
        door.ensure("other").await.unwrap();
        drop(door.produce(delivery("other", Placement::At(0), Etiquette::Batch, sent)).await.unwrap());
    }
    let Some(Told::Missed(missed)) = slow.next().await else { panic!("it must be told") };
    assert_eq!(missed, 1_100 - 1_024);
}

#[tokio::test]
async fn a_station_that_is_not_there_is_made_only_where_that_is_allowed() {
    let dir = tempfile::tempdir().unwrap();
    let door = gateway(dir.path(), "auto_create: false").await.door(None);
    let refused = door.ensure("new").await;
    assert!(matches!(refused, Err(Error::Backend(backends::Error::UnknownStation(_)))));
}
