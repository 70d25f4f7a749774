//! Compaction against a plain model: whatever is cleaned, and whatever crashes meanwhile, the newest message of each key is
//! there, what is there is in its place and unchanged, and no offset is lost.

use std::collections::BTreeMap;

use bytes::Bytes;
use records::{Batch, Builder, Codec};

use crate::disk::SimDisk;
use crate::settings::{Cleanup, Compaction};
use crate::testing::{append, file, lights, read_from};
use crate::{Partition, Settings, Store};

const HOUR_MS: i64 = 3_600_000;

fn compacted() -> Settings {
    let compaction = Compaction { tombstone_age_ms: HOUR_MS, min_age_ms: 0, dirty_percent: 0 };
    Settings { cleanup: Cleanup::Compact, compaction, segment_bytes: 1024, ..Settings::default() }
}

/// A batch of keys and values; a value of `None` is a tombstone.
fn keyed(codec: Codec, records: &[(u64, Option<u64>)]) -> Batch {
    let mut builder = Builder::new(codec);
    for (key, value) in records {
        let value = value.map(|value| format!("{value:050}"));
        builder.push(0, Some(key.to_string().as_bytes()), value.as_deref().map(str::as_bytes), &[]);
    }
    builder.build().unwrap()
}

/// What is in a log, by offset; and that it has no gap.
fn content(partition: &Partition) -> BTreeMap<i64, (Bytes, Option<Bytes>)> {
    let mut found = BTreeMap::new();
    let mut expected = partition.log_start_offset();
    for batch in read_from(partition, expected).unwrap() {
        assert!(batch.base_offset() <= expected);
        expected = batch.next_offset();
        for record in batch.open(1 << 20).unwrap().records() {
            let record = record.unwrap();
            let copy = |bytes: &[u8]| Bytes::copy_from_slice(bytes);
            found.insert(record.offset, (copy(record.key.unwrap()), record.value.map(copy)));
        }
    }
    assert_eq!(expected, partition.high_watermark());
    found
}

/// From wherever one begins to read, the first batch is the one there.
fn is_readable_from(partition: &Partition, offsets: impl IntoIterator<Item = i64>) {
    for offset in offsets {
        let first = Batch::split(&mut partition.read(offset, 1).unwrap().bytes.clone()).unwrap().unwrap();
        assert!((first.base_offset()..first.next_offset()).contains(&offset));
    }
}

fn check(partition: &Partition, sent: &BTreeMap<i64, (Bytes, Option<Bytes>)>) {
    let found = content(partition);
    for (offset, record) in &found {
        assert_eq!(sent.get(offset), Some(record), "changed at {offset}");
    }
    let newest: BTreeMap<_, _> = sent.iter().map(|(offset, (key, value))| (key, (offset, value))).collect();
    for (key, (offset, value)) in newest {
        assert!(value.is_none() || found.contains_key(offset), "the newest of {key:?} is gone");
    }
}

struct Dice(u64);

impl Dice {
    fn below(&mut self, limit: u64) -> u64 {
        self.0 = self.0.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        (self.0 >> 33) % limit
    }
}

#[test]
fn the_newest_of_each_key_outlives_any_number_of_passes_and_crashes() {
    for seed in 0..150 {
        let mut dice = Dice(seed);
        let mut disk = SimDisk::new(seed);
        let mut sent = BTreeMap::new();
        let mut now_ms = 0;
        let (mut store, mut partition) = lights(&disk, compacted());
        for _ in 0..12 {
            for _ in 0..dice.below(12) {
                let records: Vec<_> = (0..1 + dice.below(5))
                    .map(|_| (dice.below(12), (dice.below(4) > 0).then(|| dice.below(1_000_000))))
                    .collect();
                let codec = [Codec::None, Codec::Lz4, Codec::Zstd][dice.below(3) as usize];
                let batch = keyed(codec, &records);
                let appended = append(&store, &partition, batch.clone()).unwrap();
                for record in batch.stamped(appended.base_offset, 0).open(1 << 20).unwrap().records() {
                    let record = record.unwrap();
                    let copy = |bytes: &[u8]| Bytes::copy_from_slice(bytes);
                    sent.insert(record.offset, (copy(record.key.unwrap()), record.value.map(copy)));
                }
            }
            now_ms += dice.below(2) as i64 * HOUR_MS;
            if dice.below(3) == 0 {
                disk.stop_after(dice.below(30));
                store.compact(now_ms);
                disk = if dice.below(2) == 0 { disk.cut_power() } else { disk.kill() };
                drop(store);
                (store, partition) = lights(&disk, compacted());
                assert!(partition.damage().is_empty(), "seed {seed}: {:?}", partition.damage());
            } else {
                store.compact(now_ms);
            }
            check(&partition, &sent);
            let end = partition.high_watermark();
            is_readable_from(&partition, (0..end.min(9)).map(|_| dice.below(end as u64) as i64));
        }
        is_readable_from(&partition, 0..partition.high_watermark());
        assert!(partition.verify().unwrap().is_empty());
        drop(store);
        let (_store, partition) = lights(&disk, compacted());
        check(&partition, &sent);
        assert!(disk.files().iter().all(|file| !file.to_string_lossy().contains("swap")));
    }
}

fn fill(store: &Store, partition: &std::sync::Arc<Partition>, batches: u64, keys: u64) {
    for number in 0..batches {
        append(store, partition, keyed(Codec::None, &[(number % keys, Some(number))])).unwrap();
    }
}

#[test]
fn what_has_become_small_shares_files_and_the_file_being_written_is_left_alone() {
    let disk = SimDisk::new(0);
    let (store, partition) = lights(&disk, compacted());
    fill(&store, &partition, 200, 5);
    let logs =
        |disk: &SimDisk| disk.files().iter().filter(|file| file.extension().is_some_and(|end| end == "log")).count();
    let (files, bytes) = (logs(&disk), partition.size_bytes());
    store.compact(0);
    assert!(logs(&disk) <= 3 && files > 20, "{} of {files}", logs(&disk));
    assert!(partition.size_bytes() < bytes / 8);
    let found = content(&partition);
    assert!(found.len() < 5 + 15 && found.contains_key(&199));
}

#[test]
fn tombstones_outlast_what_they_delete_by_their_age_and_then_go() {
    let disk = SimDisk::new(0);
    let (store, partition) = lights(&disk, compacted());
    append(&store, &partition, keyed(Codec::None, &[(1_000, Some(1))])).unwrap();
    append(&store, &partition, keyed(Codec::None, &[(1_000, None)])).unwrap();
    fill(&store, &partition, 30, 3);
    store.compact(0);
    assert_eq!(content(&partition).get(&0), None);
    assert!(content(&partition).contains_key(&1));
    fill(&store, &partition, 30, 3);
    store.compact(HOUR_MS - 1);
    assert!(content(&partition).contains_key(&1));
    fill(&store, &partition, 30, 3);
    store.compact(HOUR_MS);
    assert_eq!(content(&partition).get(&1), None);
}

#[test]
fn a_log_with_more_keys_than_memory_is_cleaned_a_stretch_at_a_time() {
    let disk = SimDisk::new(0);
    let (store, partition) = lights(&disk, compacted());
    // The tests' store remembers 40.
    for _ in 0..3 {
        fill(&store, &partition, 100, 100);
    }
    for _ in 0..10 {
        store.compact(0);
    }
    assert!(content(&partition).len() < 100 + 15, "{}", content(&partition).len());
}

#[test]
fn the_young_are_left_alone_and_so_is_a_log_that_is_clean_enough() {
    let disk = SimDisk::new(0);
    let (store, partition) = lights(&disk, compacted());
    fill(&store, &partition, 100, 2);
    let altered = |compaction| Settings { compaction, ..compacted() };
    // Their timestamps are 0.
    store.alter("lights", altered(Compaction { min_age_ms: 10, ..compacted().compaction })).unwrap();
    store.compact(9);
    assert_eq!(content(&partition).len(), 100);
    store.compact(10);
    assert!(content(&partition).len() < 20);

    store.alter("lights", altered(Compaction { dirty_percent: 100, ..compacted().compaction })).unwrap();
    fill(&store, &partition, 100, 2);
    store.compact(10);
    assert!(content(&partition).len() > 100);
}

#[test]
fn a_batch_with_more_keys_than_memory_is_cleaned_too() {
    let disk = SimDisk::new(0);
    let (store, partition) = lights(&disk, compacted());
    let keys: Vec<_> = (0..100).map(|key| (key, Some(key))).collect();
    for _ in 0..3 {
        append(&store, &partition, keyed(Codec::Zstd, &keys)).unwrap();
    }
    fill(&store, &partition, 30, 1);
    for _ in 0..10 {
        store.compact(0);
    }
    assert!(content(&partition).len() < 100 + 30, "{}", content(&partition).len());
    assert!(content(&partition).contains_key(&299));
}

#[test]
fn a_checkpoint_that_lags_behind_is_not_taken_for_one_of_the_cleaned_files() {
    let disk = SimDisk::new(0);
    let (store, partition) = lights(&disk, compacted());
    fill(&store, &partition, 2, 3);
    // As of the middle of the first log file.
    partition.trim(1).unwrap();
    let (mut lagging, mut newer) = (Vec::new(), Vec::new());
    disk.tamper(&file("checkpoint"), |content| lagging.clone_from(content));
    fill(&store, &partition, 60, 3);
    // As if none had been saved since, which is only warned of.
    disk.tamper(&file("checkpoint"), |content| newer = std::mem::replace(content, lagging.clone()));
    assert_ne!(lagging, newer);
    store.compact(0);
    let before = content(&partition);
    let (_store, partition) = lights(&disk.kill(), compacted());
    assert!(partition.damage().is_empty(), "{:?}", partition.damage());
    assert_eq!(content(&partition), before);
}
