//! Acknowledging consumers on a disk that loses power and processes at any moment: what was acknowledged is never delivered
//! again, what was not is, deliveries are counted honestly, and each dead letter is there once.

use std::collections::{BTreeMap, BTreeSet};
use std::path::Path;
use std::sync::Arc;
use std::time::Duration;

use super::*;
use crate::disk::SimDisk;
use crate::testing::{DATA, batch, read_from};
use crate::{Options, Settings, Store};

const MAX_IN_FLIGHT: usize = 6;

fn open(disk: &SimDisk) -> Store {
    let options = Options {
        disk: Arc::new(disk.clone()),
        flusher_threads: 1,
        housekeeping_ms: u64::MAX,
        cleaning_ms: u64::MAX,
        ..Options::default()
    };
    Store::open(Path::new(DATA), options).unwrap()
}

/// What is known of one run. What was asked for and not answered may have happened or not.
#[derive(Default)]
struct Known {
    stored: BTreeSet<i64>,
    acked: BTreeSet<i64>,
    maybe_done: BTreeSet<i64>,
    terminated: BTreeSet<i64>,
    deliveries: BTreeMap<i64, u32>,
}

struct Dice(u64);

impl Dice {
    fn below(&mut self, limit: u64) -> u64 {
        self.0 = self.0.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        (self.0 >> 33) % limit
    }
}

async fn fetch(consumer: &Consumer, max_messages: usize, known: &mut Known) -> Vec<Delivery> {
    let fetched = consumer.fetch(Fetch { max_messages, max_bytes: 1 << 20, wait_until: None }).await;
    let delivered = fetched.unwrap_or_default();
    for Delivery { message, deliveries, .. } in &delivered {
        assert!(!known.acked.contains(&message.offset), "{} was acknowledged", message.offset);
        assert!(!known.terminated.contains(&message.offset), "{} was terminated", message.offset);
        let before = known.deliveries.insert(message.offset, *deliveries).unwrap_or(0);
        assert!(*deliveries > before, "{} was delivered {before} times, and now {deliveries}", message.offset);
    }
    delivered
}

async fn judge(consumer: &Consumer, delivered: Vec<Delivery>, dice: &mut Dice, known: &mut Known) {
    for Delivery { message, token, deliveries } in delivered {
        let (offset, chance) = (message.offset, dice.below(10));
        let verdict = match chance {
            0..=4 => Verdict::Ack,
            5 => Verdict::Nack { delay_ms: 0 },
            6 => Verdict::Terminate { reason: "no".to_owned() },
            7 => Verdict::GiveBack,
            8 => Verdict::InProgress,
            _ => continue,
        };
        let outcome = consumer.settle(&[(token, verdict.clone())]).await;
        match (verdict, outcome) {
            (Verdict::Ack, Ok(_)) => drop(known.acked.insert(offset)),
            (Verdict::Terminate { .. }, Ok(_)) => drop(known.terminated.insert(offset)),
            (Verdict::Ack | Verdict::Terminate { .. }, Err(_)) => drop(known.maybe_done.insert(offset)),
            // That delivery never was, or maybe so.
            (Verdict::GiveBack, _) => drop(known.deliveries.insert(offset, deliveries - 1)),
            _ => {}
        }
    }
}

async fn one_life(store: &Store, dice: &mut Dice, known: &mut Known) {
    let partition = store.station("lights").unwrap().partition(0).unwrap();
    let Ok(consumer) = store.consumers().find("lights", "c") else { return };
    for _ in 0..12 {
        match dice.below(4) {
            0 => {
                if let Ok(appended) = partition.append(batch(&[1, 2, 3])).await {
                    known.stored.extend(appended.base_offset..appended.base_offset + 3);
                }
            }
            1 => store.keep_house(0),
            _ => {
                let delivered = fetch(&consumer, 1 + dice.below(4) as usize, known).await;
                judge(&consumer, delivered, dice, known).await;
            }
        }
        let Ok(described) = consumer.describe() else { return };
        assert!(described.pending <= MAX_IN_FLIGHT, "{described:?}");
    }
}

/// Where the dead letters are from.
fn dead_letters(store: &Store) -> Vec<i64> {
    let Some(station) = store.station("lights.dead-letter") else { return Vec::new() };
    let batches = read_from(&station.partition(0).unwrap(), 0).unwrap();
    let opened = batches.iter().map(|batch| batch.open(1 << 20).unwrap());
    let offset = |record: records::Record<'_>| {
        let header = record.headers().find(|(name, _)| *name == b"waystation-dead-offset").unwrap();
        String::from_utf8(header.1.unwrap().to_vec()).unwrap().parse::<i64>().unwrap()
    };
    opened.flat_map(|opened| opened.records().map(|record| offset(record.unwrap())).collect::<Vec<_>>()).collect()
}

async fn run(seed: u64) {
    let mut dice = Dice(seed);
    let mut known = Known::default();
    let mut disk = SimDisk::new(seed);
    let store = open(&disk);
    store.create("lights", Settings::default()).unwrap();
    let config = ConsumerConfig {
        ack_wait_ms: 1,
        max_deliveries: None,
        max_in_flight: MAX_IN_FLIGHT as u32,
        ..ConsumerConfig::default()
    };
    store.consumers().create("lights", "c", config).unwrap();
    drop(store);
    for _ in 0..5 {
        let store = open(&disk);
        if dice.below(4) > 0 {
            disk.stop_after(dice.below(80));
        }
        one_life(&store, &mut dice, &mut known).await;
        disk = if dice.below(2) == 0 { disk.cut_power() } else { disk.kill() };
        drop(store);
    }
    let store = open(&disk);
    let consumer = store.consumers().find("lights", "c").unwrap();
    let mut quiet = 0;
    while quiet < 3 {
        store.keep_house(0);
        let delivered = fetch(&consumer, 10, &mut known).await;
        quiet = if delivered.is_empty() { quiet + 1 } else { 0 };
        for Delivery { message, token, .. } in delivered {
            consumer.settle(&[(token, Verdict::Ack)]).await.unwrap();
            known.acked.insert(message.offset);
        }
        tokio::time::sleep(Duration::from_millis(2)).await;
    }
    let letters = dead_letters(&store);
    let dead: BTreeSet<i64> = letters.iter().copied().collect();
    assert_eq!(dead.len(), letters.len(), "a dead letter is there twice: {letters:?}");
    assert!(known.terminated.is_subset(&dead), "a dead letter is missing");
    assert!(dead.is_disjoint(&known.acked), "what was acknowledged is dead");
    for offset in known.stored {
        let is_done = known.acked.contains(&offset) || dead.contains(&offset) || known.maybe_done.contains(&offset);
        assert!(is_done, "{offset} was lost");
    }
    assert_eq!(consumer.describe().unwrap().pending, 0);
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn acknowledged_is_never_delivered_again_and_nothing_else_is_lost_by_any_crash() {
    for seed in 0..if cfg!(debug_assertions) { 40 } else { 400 } {
        let ended = tokio::spawn(run(seed)).await;
        assert!(ended.is_ok(), "seed {seed}");
    }
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn what_is_kept_does_not_grow_with_the_distance_to_the_oldest_unacknowledged() {
    let disk = SimDisk::new(0);
    let store = open(&disk);
    let partition = store.create("lights", Settings::default()).unwrap().partition(0).unwrap();
    let config = ConsumerConfig { ack_wait_ms: 3_600_000, ..ConsumerConfig::default() };
    store.consumers().create("lights", "c", config).unwrap();
    let consumer = store.consumers().find("lights", "c").unwrap();
    let mut largest_bytes = 0;
    for round in 0..100 {
        partition.append(batch(&[1; 500])).await.unwrap();
        let wanted = Fetch { max_messages: 500, max_bytes: 1 << 20, wait_until: None };
        let delivered = consumer.fetch(wanted).await.unwrap();
        // The very first is never acknowledged.
        let acks: Vec<_> =
            delivered.iter().skip(usize::from(round == 0)).map(|one| (one.token, Verdict::Ack)).collect();
        consumer.settle(&acks).await.unwrap();
        largest_bytes = largest_bytes.max(consumer.journal.size_bytes());
    }
    let described = consumer.describe().unwrap();
    assert_eq!((described.pending, described.counts.acked, described.partitions[0].floor), (1, 49_999, 0));
    assert!(consumer.journal.log_start_offset() > 0, "no snapshot was ever taken");
    assert!(largest_bytes < 12 << 20, "{largest_bytes}");
    drop((consumer, partition, store));
    let store = open(&disk.kill());
    let described = store.consumers().find("lights", "c").unwrap().describe().unwrap();
    assert_eq!((described.pending, described.counts.acked, described.partitions[0].next), (1, 49_999, 50_000));
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_consumer_whose_journal_is_damaged_is_told_and_all_else_goes_on() {
    let disk = SimDisk::new(0);
    let store = open(&disk);
    store.create("lights", Settings::default()).unwrap();
    for name in ["sound", "broken"] {
        store.consumers().create("lights", name, ConsumerConfig::default()).unwrap();
    }
    let id = store.consumers().find("lights", "broken").unwrap().id.simple().to_string();
    drop(store);
    let journal = disk.files().into_iter().find(|file| {
        let path = file.to_string_lossy();
        path.contains(&id) && path.ends_with(".log")
    });
    assert!(disk.tamper(&journal.unwrap(), |content| content[70] ^= 1));
    let store = open(&disk);
    assert!(store.consumers().find("lights", "sound").is_ok());
    assert!(matches!(store.consumers().find("lights", "broken"), Err(Error::Broken { .. })));
    assert!(store.consumers().create("lights", "broken", ConsumerConfig::default()).is_err());
    store.consumers().delete("lights", "broken").unwrap();
    assert!(store.consumers().create("lights", "broken", ConsumerConfig::default()).unwrap());
}
