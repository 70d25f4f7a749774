//! What the tests of the catalogue share: deliveries made of a few words, and a contract to hold them to.

use std::sync::Arc;

use asyncapi::{NoFiles, Spec};
use records::{Batch, Builder, Codec, Draft};

use crate::{Context, Contracts, Delivery, Direction, Etiquette, Origin, Placement};

/// A light must have a whole number of lumens, not below none.
pub(crate) const LIGHTS: &str = "
asyncapi: 3.0.0
info: {title: Lights, version: 1.0.0}
channels:
  lights:
    address: lights
    messages:
      light:
        payload:
          type: object
          required: [lumens]
          properties: {lumens: {type: integer, minimum: 0}}
operations:
  receive: {action: receive, channel: {$ref: '#/channels/lights'}}
";

/// The active documents.
#[derive(Default)]
pub(crate) struct Lights(Vec<Arc<Spec>>);

impl Lights {
    pub(crate) fn held_to(documents: &[&str]) -> Self {
        let parse = |text: &&str| Arc::new(Spec::parse(text.as_bytes(), &NoFiles).unwrap());
        Self(documents.iter().map(parse).collect())
    }
}

impl Contracts for Lights {
    fn covering(&self, station: &str) -> Vec<Arc<Spec>> {
        self.0.iter().filter(|spec| spec.contract(station).is_some()).cloned().collect()
    }
}

pub(crate) fn context(contracts: Lights) -> Context {
    Context { contracts: Arc::new(contracts), open_limit_bytes: 16 << 20 }
}

/// One record to be.
#[derive(Clone)]
pub(crate) struct Record {
    pub(crate) key: Option<String>,
    pub(crate) value: Option<String>,
    pub(crate) headers: Vec<(String, Option<String>)>,
}

pub(crate) fn record(value: &str) -> Record {
    Record { key: None, value: Some(value.to_owned()), headers: Vec::new() }
}

impl Record {
    pub(crate) fn keyed(self, key: &str) -> Self {
        Self { key: Some(key.to_owned()), ..self }
    }

    pub(crate) fn with(mut self, name: &str, value: &str) -> Self {
        self.headers.push((name.to_owned(), Some(value.to_owned())));
        self
    }
}

pub(crate) fn batch(records: &[Record]) -> Batch {
    filled(Builder::new(Codec::None), records)
}

/// The records' timestamps are 1000, 1001, ...
pub(crate) fn filled(mut builder: Builder, records: &[Record]) -> Batch {
    for (timestamp_ms, Record { key, value, headers }) in (1000..).zip(records) {
        let headers: Vec<(&[u8], Option<&[u8]>)> =
            headers.iter().map(|(name, value)| (name.as_bytes(), value.as_deref().map(str::as_bytes))).collect();
        let bytes = |text: &Option<String>| text.as_ref().map(|text| text.as_bytes().to_vec());
        builder.push(timestamp_ms, bytes(key).as_deref(), bytes(value).as_deref(), &headers);
    }
    builder.build().unwrap()
}

/// Into the station `lights`, by Kafka.
pub(crate) fn produce(batch: Batch) -> Delivery {
    let origin = Origin {
        protocol: "kafka",
        peer: "127.0.0.1:4000".parse().unwrap(),
        principal: "anonymous".into(),
        client_id: Some("test".into()),
        traceparent: None,
    };
    Delivery {
        station: "lights".into(),
        placement: Placement::At(0),
        direction: Direction::Produce,
        origin: Arc::new(origin),
        etiquette: Etiquette::Batch,
        draft: Draft::new(batch),
        marks: Vec::new(),
        sides: Vec::new(),
        throttle_ms: 0,
    }
}

/// The same by HTTP.
pub(crate) fn post(batch: Batch) -> Delivery {
    let delivery = produce(batch);
    let origin = Origin { protocol: "http", ..(*delivery.origin).clone() };
    Delivery { etiquette: Etiquette::Record, origin: Arc::new(origin), ..delivery }
}

/// Out of the station, by Kafka.
pub(crate) fn consume(batch: Batch) -> Delivery {
    Delivery { direction: Direction::Consume, etiquette: Etiquette::Record, ..produce(batch) }
}

/// The records as they were sent.
pub(crate) fn records_of(batch: &Batch) -> Vec<Record> {
    let text = |bytes: &[u8]| String::from_utf8(bytes.to_vec()).unwrap();
    let opened = batch.open(16 << 20).unwrap();
    let records = opened.records().map(|record| {
        let record = record.unwrap();
        let headers = record.headers().map(|(name, value)| (text(name), value.map(text))).collect();
        Record { key: record.key.map(text), value: record.value.map(text), headers }
    });
    records.collect()
}

pub(crate) fn values_of(batch: &Batch) -> Vec<String> {
    records_of(batch).into_iter().filter_map(|record| record.value).collect()
}

/// The headers of each record that goes on.
pub(crate) fn headers_of(delivery: Delivery) -> Vec<Vec<(String, Option<String>)>> {
    records_of(&delivery.draft.finish().unwrap()).into_iter().map(|record| record.headers).collect()
}
