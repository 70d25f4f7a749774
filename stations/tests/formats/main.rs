//! Data directories as each format version wrote them are opened for ever: after a clean stop, after a kill, and damaged.
//! Nothing here knows how they lie on the disk; that is for `docs/decisions/0002-the-log.md`.
//!
//! A fixture is made once, by the version that brings its format, and never again:
//! `WAYSTATION_WRITE_FIXTURES=1 cargo test -p stations --test formats` makes the one of the present format if it is not
//! there. `expected.json` in it says what must come back.
#![allow(clippy::unwrap_used, clippy::indexing_slicing, clippy::panic)]

mod make;
mod story;

use std::fs;
use std::path::{Path, PathBuf};
use std::sync::Arc;

use serde_json::Value;
use stations::disk::{Disk, RealDisk};
use stations::verify::{Progress, Report, Task, verify};
use stations::{Error, Options, Partition, Store};
use story::{block_on, checksum, sequenced};

/// All fixtures there are: a folder a format.
fn fixtures() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/fixtures")
}

fn formats() -> Vec<PathBuf> {
    make::if_asked(&fixtures());
    let found: Vec<_> = fs::read_dir(fixtures()).unwrap().map(|entry| entry.unwrap().path()).collect();
    assert!(!found.is_empty());
    found
}

/// A copy of a fixture that a test may change, and what must be in it.
fn unpacked(format: &Path, which: &str) -> (tempfile::TempDir, Value) {
    let expected = fs::read(format.join("expected.json")).unwrap();
    let dir = tempfile::tempdir().unwrap();
    story::copy(&format.join(which), dir.path());
    (dir, serde_json::from_slice(&expected).unwrap())
}

fn open(dir: &Path) -> Store {
    Store::open(dir, Options::default()).unwrap()
}

fn partitions(store: &Store, expected: &Value) -> Vec<(Arc<Partition>, Value)> {
    let listed = expected["partitions"].as_array().unwrap().iter();
    listed
        .map(|log| {
            let station = store.station(log["station"].as_str().unwrap()).unwrap();
            assert_eq!(station.id().to_string(), log["id"].as_str().unwrap());
            (station.partition(log["partition"].as_i64().unwrap() as i32).unwrap(), log.clone())
        })
        .collect()
}

/// Reads batch by batch what a log must hold; the answer is how many batches were reported as damaged instead.
fn compare(partition: &Partition, expected: &Value) -> usize {
    assert_eq!(partition.log_start_offset(), expected["log_start_offset"].as_i64().unwrap());
    assert_eq!(partition.high_watermark(), expected["end_offset"].as_i64().unwrap());
    let mut damaged = 0;
    for batch in expected["batches"].as_array().unwrap() {
        let (offset, sum) = (batch[0].as_i64().unwrap(), batch[1].as_u64().unwrap());
        match partition.read(offset, 1) {
            Ok(read) => assert_eq!(u64::from(checksum(&read.bytes)), sum, "{partition:?} at {offset}"),
            Err(Error::Damaged { .. }) => damaged += 1,
            Err(other) => panic!("{other}"),
        }
    }
    damaged
}

fn holds_all_and_goes_on(dir: &Path, expected: &Value) {
    let store = open(dir);
    for (partition, log) in partitions(&store, expected) {
        assert_eq!(compare(&partition, &log), 0);
        assert!(partition.damage().is_empty() && partition.verify().unwrap().is_empty());
    }
    for fact in expected["facts"].as_array().unwrap() {
        let found = block_on(store.metadata().get(fact[0].as_str().unwrap())).unwrap().unwrap();
        assert_eq!(found.value, fact[1].as_str().unwrap().as_bytes());
    }
    for sent in expected["sent"].as_array().unwrap() {
        let field = |name: &str| sent[name].as_i64().unwrap();
        let partition = store.station(sent["station"].as_str().unwrap()).unwrap().partition(0).unwrap();
        let again = sequenced(field("producer_id"), field("sequence") as i32);
        let appended = block_on(partition.append(again)).unwrap();
        assert_eq!(appended.base_offset, field("base_offset"), "it was in the log already");
        let gap = sequenced(field("producer_id"), field("sequence") as i32 + 1_000);
        assert!(matches!(block_on(partition.append(gap)), Err(Error::OutOfOrderSequence { .. })));
    }
    for (partition, log) in partitions(&store, expected) {
        let appended = block_on(partition.append(story::plain(7))).unwrap();
        assert_eq!(appended.base_offset, log["end_offset"].as_i64().unwrap());
    }
}

#[test]
fn a_directory_that_was_stopped_holds_all_and_goes_on() {
    for format in formats() {
        let (dir, expected) = unpacked(&format, "stopped");
        holds_all_and_goes_on(dir.path(), &expected);
    }
}

#[test]
fn a_directory_whose_process_was_killed_holds_all_and_goes_on() {
    for format in formats() {
        let (dir, expected) = unpacked(&format, "killed");
        holds_all_and_goes_on(dir.path(), &expected);
    }
}

fn verified(dir: &Path, repair: bool) -> Report {
    let disk: Arc<dyn Disk> = Arc::new(RealDisk);
    verify(&disk, dir, &Task { stations: Vec::new(), repair }, &Progress::default()).unwrap()
}

#[test]
fn what_was_stopped_or_killed_is_sound_and_what_is_damaged_can_be_made_so() {
    for format in formats() {
        for which in ["stopped", "killed"] {
            let (dir, _) = unpacked(&format, which);
            assert_eq!(verified(dir.path(), false).findings, Vec::new(), "{which}");
        }
        let (dir, expected) = unpacked(&format, "damaged");
        assert!(!verified(dir.path(), false).is_sound());
        assert!(verified(dir.path(), true).is_sound());
        let store = open(dir.path());
        for (partition, log) in partitions(&store, &expected) {
            assert!(partition.verify().unwrap().is_empty());
            assert_eq!(partition.high_watermark(), log["end_offset"].as_i64().unwrap());
        }
    }
}

#[test]
fn a_damaged_directory_serves_what_is_sound_and_reports_the_rest() {
    for format in formats() {
        let (dir, expected) = unpacked(&format, "damaged");
        let store = open(dir.path());
        let mut damaged = 0;
        for (partition, log) in partitions(&store, &expected) {
            let here = compare(&partition, &log);
            assert_eq!(here > 0, !partition.verify().unwrap().is_empty());
            damaged += here;
        }
        assert!(damaged > 0);
    }
}
