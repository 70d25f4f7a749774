//! The store as its users see it: stations made, changed, deleted, listed; the lock; the real disk, with its threads.

use std::path::Path;

use tokio::task::JoinSet;

use super::*;
use crate::disk::{Disk, SimDisk};
use crate::testing::{CountingDisk, DATA, append, batch, lights, open, read_from};
use crate::{Durability, Settings};

#[test]
fn stations_are_made_once_found_by_name_and_identity_and_last() {
    let disk = SimDisk::new(1);
    let store = open(&disk).unwrap();
    let made = store.create("Lights.v1", Settings { partitions: 3, ..Settings::default() }).unwrap();
    assert!(matches!(store.create("Lights.v1", Settings::default()), Err(Error::Exists { .. })));
    assert!(matches!(store.create("a/b", Settings::default()), Err(Error::InvalidName { .. })));
    store.create("lights.v1", Settings::default()).unwrap();
    let after = disk.cut_power();
    drop(store);
    let store = open(&after).unwrap();
    let names: Vec<_> = store.list().iter().map(|station| station.name().to_owned()).collect();
    assert_eq!(names, ["Lights.v1", "lights.v1"]);
    let found = store.station_by_id(made.id()).unwrap();
    assert_eq!((found.name(), found.partitions().len()), ("Lights.v1", 3));
    assert!(found.partition(2).is_some() && found.partition(3).is_none() && found.partition(-1).is_none());
}

#[test]
fn a_deleted_station_is_gone_and_one_of_its_name_begins_anew() {
    let disk = SimDisk::new(1);
    let (store, old) = lights(&disk, Settings::default());
    append(&store, &old, batch(&[1])).unwrap();
    let old_id = store.station("lights").unwrap().id();
    store.delete("lights").unwrap();
    assert!(matches!(append(&store, &old, batch(&[2])), Err(Error::NotFound { .. })));
    assert!(matches!(store.delete("lights"), Err(Error::NotFound { .. })));
    assert!(!disk.files().iter().any(|path| path.starts_with(Path::new(DATA).join("stations"))));
    let (store, new) = {
        drop(store);
        lights(&disk, Settings::default())
    };
    assert_eq!(new.end_offset(), 0);
    assert_ne!(store.station("lights").unwrap().id(), old_id);
}

#[test]
fn a_deletion_or_a_creation_cut_short_at_any_point_is_finished_or_undone() {
    for changes in 0..60 {
        let disk = SimDisk::new(changes);
        let (store, partition) = lights(&disk, Settings::default());
        append(&store, &partition, batch(&[1])).unwrap();
        disk.stop_after(changes);
        let deleted = store.delete("lights");
        let recreated = deleted.is_ok().then(|| store.create("lights", Settings::default()));
        let disk = disk.cut_power();
        drop(store);
        let store = open(&disk).unwrap_or_else(|error| panic!("after {changes} changes: {error}"));
        match (store.station("lights"), recreated) {
            (Some(station), _) => drop(station.partition(0).unwrap().read(0, 1).unwrap()),
            (None, Some(Ok(_))) => panic!("after {changes} changes: what was made is gone"),
            (None, _) => drop(store.create("lights", Settings::default()).unwrap()),
        }
    }
}

#[test]
fn settings_change_partitions_grow_and_what_cannot_change_does_not() {
    let disk = SimDisk::new(1);
    let (store, _) = lights(&disk, Settings::default());
    store.add_partitions("lights", 4).unwrap();
    let fewer = Settings { partitions: 2, ..Settings::default() };
    assert!(matches!(store.alter("lights", fewer), Err(Error::InvalidSettings { .. })));
    let memory = Settings { partitions: 4, durability: Durability::Memory, ..Settings::default() };
    assert!(matches!(store.alter("lights", memory), Err(Error::InvalidSettings { .. })));
    let written = Settings { partitions: 4, durability: Durability::Written, ..Settings::default() };
    store.alter("lights", written.clone()).unwrap();
    let disk = disk.cut_power();
    drop(store);
    let (store, _) = lights(&disk, Settings::default());
    assert_eq!(*store.station("lights").unwrap().settings(), written);
    assert_eq!(store.station("lights").unwrap().partitions().len(), 4);
}

#[test]
fn a_folder_that_the_catalogue_does_not_know_is_left_alone() {
    let disk = SimDisk::new(1);
    let (store, partition) = lights(&disk, Settings::default());
    append(&store, &partition, batch(&[1])).unwrap();
    store.close();
    let lamps = Path::new(DATA).join("stations/lamps");
    let log = lamps.join("0/00000000000000000000.log");
    disk.create_dir(&lamps.join("0")).unwrap();
    disk.create(&log).unwrap();
    assert!(disk.tamper(&log, |content| content.extend_from_slice(batch(&[1]).bytes())));
    let store = open(&disk).unwrap();
    assert_eq!(store.list().len(), 1);
    let refused = store.create("lamps", Settings::default()).unwrap_err();
    assert!(matches!(refused, Error::FolderTaken { .. }), "{refused}");
    store.close();
    // Nor is a catalogue begun anew over folders that the lost one knew.
    disk.remove_file(&Path::new(DATA).join("metadata.redb")).unwrap();
    let refused = open(&disk).unwrap_err().to_string();
    assert!(refused.contains("backup") && refused.contains("verify --repair"), "{refused}");
    assert!(disk.files().contains(&crate::testing::first_log()) && disk.files().contains(&log));
}

#[test]
fn a_second_opener_is_told_until_the_first_is_closed() {
    let disk = SimDisk::new(1);
    let store = open(&disk).unwrap();
    assert!(matches!(open(&disk), Err(Error::Locked { .. })));
    store.close();
    assert!(open(&disk).is_ok());
    assert!(matches!(store.create("late", Settings::default()), Err(Error::Closed)));
}

#[test]
fn a_clean_stop_leaves_nothing_to_read_again() {
    let disk = SimDisk::new(1);
    let (store, partition) = lights(&disk, Settings::default());
    append(&store, &partition, batch(&[1])).unwrap();
    store.close();
    let (_store, partition) = lights(&disk, Settings::default());
    // The log itself is not looked at: only reading finds that it was damaged meanwhile.
    disk.tamper(&crate::testing::first_log(), |log| log[70] ^= 1);
    let (_store, again) = lights(&disk.kill(), Settings::default());
    assert!(partition.damage().is_empty() && again.damage().is_empty());
    assert!(matches!(again.read(0, 1), Err(Error::Damaged { .. })));
}

#[test]
fn after_a_clean_stop_no_log_is_read_and_after_a_kill_only_what_follows_the_checkpoint() {
    let counted = |disk: &SimDisk| {
        let disk = Arc::new(CountingDisk::over(disk.clone()));
        let options = Options {
            disk: Arc::clone(&disk) as Arc<dyn Disk>,
            flusher_threads: 0,
            housekeeping_ms: u64::MAX,
            ..Options::default()
        };
        let store = Store::open(Path::new(DATA), options).unwrap();
        assert_eq!(store.station("lights").unwrap().partition(0).unwrap().high_watermark(), 100);
        (store, disk.log_bytes())
    };
    let disk = SimDisk::new(1);
    let (store, partition) = lights(&disk, Settings { segment_bytes: 4 << 10, ..Settings::default() });
    for timestamp in 0..100 {
        append(&store, &partition, batch(&[timestamp])).unwrap();
    }
    let killed = disk.kill();
    let (store, log_bytes) = counted(&killed);
    assert!(log_bytes > 0 && log_bytes <= 2 * (4 << 10), "{log_bytes}");
    store.close();
    for _ in 0..2 {
        let (store, log_bytes) = counted(&killed);
        assert_eq!(log_bytes, 0);
        store.close();
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn many_producers_on_the_real_disk_lose_nothing_and_a_reader_at_the_tail_sees_all() {
    let dir = tempfile::tempdir().unwrap();
    let store = Store::open(dir.path(), Options::default()).unwrap();
    assert!(matches!(Store::open(dir.path(), Options::default()), Err(Error::Locked { .. })));
    let settings = Settings { partitions: 2, segment_bytes: 16 << 10, ..Settings::default() };
    let station = store.create("lights", settings).unwrap();
    let mut producers = JoinSet::new();
    for number in 0..8 {
        let partition = station.partition(number % 2).unwrap();
        producers.spawn(async move {
            let mut last = -1;
            for round in 0..50 {
                let appended = partition.append(batch(&[i64::from(number), round])).await.unwrap();
                assert!(appended.base_offset > last);
                last = appended.base_offset;
            }
        });
    }
    let partition = station.partition(0).unwrap();
    let mut tail = partition.tail();
    while *tail.borrow_and_update() < 400 {
        tail.changed().await.unwrap();
    }
    while let Some(done) = producers.join_next().await {
        done.unwrap();
    }
    store.close();
    drop(store);
    let store = Store::open(dir.path(), Options::default()).unwrap();
    for partition in store.station("lights").unwrap().partitions() {
        assert_eq!(read_from(&partition, 0).unwrap().len(), 200);
        assert!(partition.verify().unwrap().is_empty());
    }
}
