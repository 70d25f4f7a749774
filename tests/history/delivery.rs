//! What acknowledging consumers are promised: everything is delivered until it is acknowledged, and never after that.

use std::collections::{BTreeMap, HashMap, HashSet};

use super::report::{Anomaly, Kind};

/// All consumers of a station.
#[derive(Default)]
pub(super) struct Deliveries {
    consumers: BTreeMap<u32, Consumer>,
}

#[derive(Default)]
struct Consumer {
    name: String,
    delivered: HashSet<u64>,
    /// Since when an acknowledgement is confirmed.
    settled: HashMap<u64, usize>,
    /// To be delivered again.
    given_back: HashSet<u64>,
}

impl Deliveries {
    pub(super) fn name(&mut self, consumer: u32, name: &str) {
        self.consumer(consumer).name = name.to_owned();
    }

    /// Takes note of a delivery by what began at `begun_at`.
    pub(super) fn deliver(&mut self, consumer: u32, begun_at: usize, record: u64) -> Option<Anomaly> {
        let consumer = self.consumer(consumer);
        consumer.delivered.insert(record);
        consumer.given_back.remove(&record);
        let settled_at = consumer.settled.get(&record).copied().filter(|settled_at| *settled_at < begun_at)?;
        let name = &consumer.name;
        let text =
            format!("record {record} was acknowledged at event {settled_at}, and delivered to {name} after that");
        Some(Anomaly { kind: Kind::RedeliveredAfterAck, record: Some(record), text })
    }

    pub(super) fn settle(&mut self, at: usize, consumer: u32, record: u64) {
        let consumer = self.consumer(consumer);
        consumer.settled.entry(record).or_insert(at);
        consumer.given_back.remove(&record);
    }

    pub(super) fn give_back(&mut self, consumer: u32, record: u64) {
        let consumer = self.consumer(consumer);
        if !consumer.settled.contains_key(&record) {
            consumer.given_back.insert(record);
        }
    }

    /// What a consumer that has nothing left should have had, of what is stored.
    pub(super) fn drain(&mut self, consumer: u32, stored: impl Iterator<Item = u64>) -> Vec<Anomaly> {
        let Consumer { name, delivered, given_back, .. } = self.consumer(consumer);
        let stored: HashSet<u64> = stored.collect();
        let lost = |record: &u64, what: &str| Anomaly {
            kind: Kind::Lost,
            record: Some(*record),
            text: format!("record {record} {what} to {name}"),
        };
        let never = stored.iter().filter(|record| !delivered.contains(*record));
        let not_again = given_back.iter().filter(|record| stored.contains(*record));
        let mut found: Vec<Anomaly> = never.map(|record| lost(record, "was never delivered")).collect();
        found.extend(not_again.map(|record| lost(record, "was given back and not delivered again")));
        found.sort_by_key(|anomaly| anomaly.record);
        found
    }

    fn consumer(&mut self, number: u32) -> &mut Consumer {
        self.consumers.entry(number).or_default()
    }
}
