//! The simulated disk keeps its promises, and nothing but them.

use std::io::{ErrorKind, IoSlice};
use std::path::Path;

use super::*;

fn disk(seed: u64) -> SimDisk {
    let disk = SimDisk::new(seed);
    disk.create_dir(Path::new("/d")).unwrap();
    disk.sync_dir(Path::new("/")).unwrap();
    disk
}

fn content(disk: &SimDisk, path: &str) -> Option<Vec<u8>> {
    crate::disk::read_small(disk, Path::new(path), 1 << 20).unwrap()
}

#[test]
fn what_was_synced_outlasts_every_power_cut() {
    for seed in 0..50 {
        let disk = disk(seed);
        crate::disk::replace(&disk, Path::new("/d/a"), &[1; 3000]).unwrap();
        crate::disk::replace(&disk, Path::new("/d/a"), &[2; 3000]).unwrap();
        assert_eq!(content(&disk.cut_power(), "/d/a"), Some(vec![2; 3000]));
    }
}

#[test]
fn what_was_not_synced_is_sometimes_lost_sometimes_torn_sometimes_kept() {
    let outcomes = (0..100).map(|seed| {
        let disk = disk(seed);
        let file = disk.create(Path::new("/d/a")).unwrap();
        file.write_at(0, &mut [IoSlice::new(&[7; 1024])]).unwrap();
        content(&disk.cut_power(), "/d/a")
    });
    let outcomes: Vec<_> = outcomes.collect();
    assert!(outcomes.contains(&None), "the name was lost");
    assert!(outcomes.contains(&Some(vec![])), "the content was lost");
    assert!(outcomes.contains(&Some(vec![7; 512])), "the second sector was lost");
    assert!(outcomes.contains(&Some([vec![0; 512], vec![7; 512]].concat())), "the first sector was lost");
    assert!(outcomes.contains(&Some(vec![7; 1024])), "all was kept");
}

#[test]
fn a_failed_sync_cannot_be_mended_by_another() {
    let disk = disk(1);
    crate::disk::replace(&disk, Path::new("/d/a"), b"old").unwrap();
    let file = disk.open(Path::new("/d/a")).unwrap();
    file.write_at(0, &mut [IoSlice::new(b"new")]).unwrap();
    disk.fail_sync_after(0);
    assert!(file.sync_data().is_err());
    file.sync_data().unwrap();
    assert_eq!(content(&disk, "/d/a").unwrap(), b"new");
    assert_eq!(content(&disk.cut_power(), "/d/a").unwrap(), b"old");
}

#[test]
fn a_write_or_read_fails_once_when_its_turn_comes_and_leaves_no_trace() {
    let disk = disk(1);
    let file = disk.create(Path::new("/d/a")).unwrap();
    file.write_at(0, &mut [IoSlice::new(b"old")]).unwrap();
    disk.fail_write_after(1);
    let write = |content: &[u8]| file.write_at(0, &mut [IoSlice::new(content)]);
    assert_eq!([write(b"one").is_ok(), write(b"two").is_ok(), write(b"six").is_ok()], [true, false, true]);
    disk.fail_read_after(0);
    assert!(crate::disk::read_small(&disk, Path::new("/d/a"), 9).is_err());
    assert_eq!(content(&disk, "/d/a").unwrap(), b"six");
}

#[test]
fn a_full_disk_takes_what_fits_and_an_old_boot_takes_nothing() {
    let disk = disk(1);
    let file = disk.create(Path::new("/d/a")).unwrap();
    disk.set_capacity(Some(10));
    let error = file.write_at(0, &mut [IoSlice::new(&[1; 8]), IoSlice::new(&[2; 8])]).unwrap_err();
    assert_eq!(error.kind(), ErrorKind::StorageFull);
    assert_eq!(disk.used_bytes(), 10);
    let after = disk.kill();
    assert!(file.len_bytes().is_err());
    assert_eq!(content(&after, "/d/a").unwrap().len(), 10);
}

#[test]
fn a_lock_is_held_until_it_is_dropped_or_the_machine_stops() {
    let disk = disk(1);
    let path = Path::new("/d/lock");
    let held = disk.lock(path).unwrap();
    assert!(held.is_some() && disk.lock(path).unwrap().is_none());
    let after = disk.cut_power();
    let again = after.lock(path).unwrap();
    assert!(again.is_some());
    drop(held);
    assert!(after.lock(path).unwrap().is_none());
}
