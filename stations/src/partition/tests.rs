//! A log in good health: offsets, reading, times, rolling, retention, duplicates.

use futures_util::FutureExt;
use records::{Builder, Codec};

use super::*;
use crate::disk::SimDisk;
use crate::testing::{append, batch, body, lights, open, read_from, sequenced};
use crate::{Cleanup, Durability, Retention};

/// So small that every few batches begin a new log file.
fn small_segments() -> Settings {
    Settings { segment_bytes: 1024, ..Settings::default() }
}

#[test]
fn bytes_come_back_as_they_went_in_from_the_batch_that_holds_the_offset() {
    let (store, lights) = lights(&SimDisk::new(0), Settings::default());
    let batches = [batch(&[1, 2, 3]), batch(&[4]), batch(&[5, 6])];
    let offsets = batches.clone().map(|batch| append(&store, &lights, batch).unwrap().base_offset);
    assert_eq!(offsets, [0, 3, 4]);
    for (offset, first) in [(0, 0), (2, 0), (3, 1), (5, 2)] {
        let found = read_from(&lights, offset).unwrap();
        assert_eq!(found[0].base_offset(), offsets[first]);
        let expected: Vec<_> = batches[first..].iter().map(body).collect();
        assert_eq!(found.iter().map(body).collect::<Vec<_>>(), expected);
    }
    assert!(lights.read(6, 100).unwrap().bytes.is_empty());
    assert!(matches!(lights.read(7, 100), Err(Error::OffsetOutOfRange { high_watermark: 6, .. })));
    assert!(matches!(lights.read(-1, 100), Err(Error::OffsetOutOfRange { .. })));
}

#[test]
fn a_read_is_whole_batches_within_its_limit_but_at_least_one() {
    let (store, lights) = lights(&SimDisk::new(0), Settings::default());
    let one = batch(&[1, 2]);
    for _ in 0..400 {
        append(&store, &lights, one.clone()).unwrap();
    }
    let length = one.bytes().len();
    for (max_bytes, batches) in [(0, 1), (length - 1, 1), (length, 1), (3 * length - 1, 2), (3 * length, 3)] {
        for offset in [0, 301, 795] {
            let found = lights.read(offset, max_bytes).unwrap().bytes.len();
            assert_eq!(found, length * batches.min((801 - offset as usize) / 2), "{max_bytes} from {offset}");
        }
    }
    assert_eq!(read_from(&lights, 0).unwrap().len(), 400);
}

#[test]
fn nothing_is_seen_or_acknowledged_before_it_is_written() {
    let (store, lights) = lights(&SimDisk::new(0), Settings::default());
    let mut tail = lights.tail();
    let mut first = Box::pin(lights.append(batch(&[1])));
    let second = lights.append(batch(&[2]));
    assert!((&mut first).now_or_never().is_none());
    assert_eq!((lights.high_watermark(), lights.end_offset(), tail.has_changed().unwrap()), (0, 2, false));
    // Dropping the future does not undo the append.
    drop(second);
    store.flush();
    assert_eq!(first.now_or_never().unwrap().unwrap().base_offset, 0);
    assert_eq!((lights.high_watermark(), *tail.borrow_and_update()), (2, 2));
}

#[test]
fn log_files_follow_each_other_and_reading_crosses_them() {
    let disk = SimDisk::new(0);
    let (store, partition) = lights(&disk, small_segments());
    for timestamp in 0..40 {
        append(&store, &partition, batch(&[timestamp])).unwrap();
    }
    // One group that spans several files.
    let group: Vec<_> = (40..80).map(|timestamp| partition.append(batch(&[timestamp]))).collect();
    store.flush();
    assert!(group.into_iter().all(|appended| appended.now_or_never().unwrap().is_ok()));
    let logs = disk.files().iter().filter(|path| path.extension().is_some_and(|ending| ending == "log")).count();
    assert!(logs > 10, "{logs}");
    let size_bytes = partition.size_bytes();
    store.close();
    for _ in 0..2 {
        let (store, partition) = lights(&disk, small_segments());
        assert_eq!(read_from(&partition, 17).unwrap().len(), 63);
        assert_eq!((partition.size_bytes(), partition.verify().unwrap().len()), (size_bytes, 0));
        store.close();
    }
}

#[test]
fn a_time_is_found_to_the_record() {
    let (store, partition) = lights(&SimDisk::new(0), small_segments());
    for first in (0..200).step_by(4) {
        append(&store, &partition, batch(&[first * 10, first * 10 + 10, first * 10 + 20, first * 10 + 30])).unwrap();
    }
    for offset in 0..200 {
        assert_eq!(partition.offset_for_time(offset * 10).unwrap(), Some((offset, offset * 10)));
        assert_eq!(partition.offset_for_time(offset * 10 - 9).unwrap(), Some((offset, offset * 10)));
    }
    assert_eq!(partition.offset_for_time(1991).unwrap(), None);
    assert_eq!(partition.max_timestamp(), Some(1990));
    partition.trim(50).unwrap();
    assert_eq!(partition.offset_for_time(0).unwrap(), Some((50, 500)));
}

#[test]
fn the_first_record_that_is_late_enough_is_found_among_disordered_times() {
    let (store, partition) = lights(&SimDisk::new(0), Settings::default());
    append(&store, &partition, batch(&[50, 20, 70])).unwrap();
    append(&store, &partition, batch(&[10, 90])).unwrap();
    assert_eq!(partition.offset_for_time(15).unwrap(), Some((0, 50)));
    assert_eq!(partition.offset_for_time(60).unwrap(), Some((2, 70)));
    assert_eq!(partition.offset_for_time(80).unwrap(), Some((4, 90)));
}

#[test]
fn trimming_lasts_and_takes_whole_log_files_with_it() {
    let disk = SimDisk::new(3);
    let (store, partition) = lights(&disk, small_segments());
    for timestamp in 0..40 {
        append(&store, &partition, batch(&[timestamp])).unwrap();
    }
    let before = partition.size_bytes();
    assert_eq!(partition.trim(21).unwrap(), 21);
    assert_eq!(partition.trim(5).unwrap(), 21);
    assert!(partition.trim(41).is_err());
    assert!(partition.size_bytes() < before * 2 / 3);
    assert!(matches!(partition.read(20, 1), Err(Error::OffsetOutOfRange { log_start_offset: 21, .. })));
    let disk = disk.cut_power();
    drop(store);
    let (store, partition) = lights(&disk, small_segments());
    assert_eq!((partition.log_start_offset(), partition.high_watermark()), (21, 40));
    assert_eq!(read_from(&partition, 21).unwrap().len(), 19);
    // A purge gives all bytes back, and offsets go on.
    assert_eq!(partition.trim(40).unwrap(), 40);
    assert_eq!(partition.size_bytes(), 0);
    assert_eq!(append(&store, &partition, batch(&[1])).unwrap().base_offset, 40);
}

#[test]
fn retention_by_size_and_by_age_takes_the_oldest_files_but_never_the_last() {
    let disk = SimDisk::new(0);
    let (store, partition) = lights(&disk, small_segments());
    for timestamp in 0..100 {
        append(&store, &partition, batch(&[timestamp])).unwrap();
    }
    let with = |retention| Settings { retention, ..small_segments() };
    store.alter("lights", with(Retention { max_bytes: Some(5_000), ..Retention::default() })).unwrap();
    store.keep_house(100);
    assert!((4_000..=5_000).contains(&partition.size_bytes()), "{}", partition.size_bytes());
    store.alter("lights", with(Retention { max_age_ms: Some(10), ..Retention::default() })).unwrap();
    store.keep_house(100);
    let start = partition.log_start_offset();
    assert!((85..=90).contains(&start), "{start}");
    // Once the file being written is old itself, it is closed and can go, too.
    store.keep_house(crate::store::now_ms() + 1_000);
    assert_eq!((partition.log_start_offset(), partition.size_bytes()), (100, 0));
}

#[test]
fn retention_by_count_keeps_the_newest_messages_and_no_other() {
    let disk = SimDisk::new(0);
    let retention = Retention { max_messages: Some(7), ..Retention::default() };
    let (store, partition) = lights(&disk, Settings { retention, ..small_segments() });
    for timestamp in 0..50 {
        append(&store, &partition, batch(&[timestamp, timestamp])).unwrap();
    }
    store.keep_house(0);
    assert_eq!((partition.log_start_offset(), partition.high_watermark()), (93, 100));
    assert!(partition.size_bytes() < 3_000, "{}", partition.size_bytes());
    let (_store, partition) = lights(&disk.cut_power(), Settings::default());
    assert_eq!(partition.log_start_offset(), 93);
}

#[test]
fn retention_by_size_reaches_a_station_smaller_than_its_log_files() {
    let disk = SimDisk::new(0);
    let retention = Retention { max_bytes: Some(8 << 20), ..Retention::default() };
    let (store, partition) = lights(&disk, Settings { retention, ..Settings::default() });
    let large = batch(&vec![0; 5_000]);
    for _ in 0..40 {
        append(&store, &partition, large.clone()).unwrap();
    }
    store.keep_house(0);
    assert!((5 << 20..=8 << 20).contains(&partition.size_bytes()), "{}", partition.size_bytes());
}

#[test]
fn a_station_that_is_compacted_takes_no_message_without_a_key() {
    let disk = SimDisk::new(0);
    let (store, partition) = lights(&disk, Settings { cleanup: Cleanup::Compact, ..Settings::default() });
    let refused = append(&store, &partition, batch(&[0])).unwrap_err();
    assert!(matches!(refused, Error::KeyMissing { index: 0, .. }), "{refused}");
    assert_eq!(partition.end_offset(), 0);
}

#[test]
fn a_batch_sent_again_gets_its_first_offset_even_while_the_first_waits_and_after_kill() {
    let disk = SimDisk::new(0);
    let (store, partition) = lights(&disk, Settings::default());
    let first = partition.append(sequenced(7, 0, 0, &[1, 2]));
    let again = partition.append(sequenced(7, 0, 0, &[1, 2]));
    store.flush();
    assert_eq!(first.now_or_never().unwrap().unwrap(), again.now_or_never().unwrap().unwrap());
    append(&store, &partition, sequenced(7, 0, 2, &[3])).unwrap();
    let mut disk = disk;
    for is_kill in [true, false] {
        disk = if is_kill { disk.kill() } else { disk.cut_power() };
        let (store, partition) = lights(&disk, Settings::default());
        assert_eq!(append(&store, &partition, sequenced(7, 0, 2, &[3])).unwrap().base_offset, 2);
        assert_eq!(append(&store, &partition, sequenced(7, 0, 0, &[1, 2])).unwrap().base_offset, 0);
        let gap = append(&store, &partition, sequenced(7, 0, 9, &[9])).unwrap_err();
        assert!(matches!(gap, Error::OutOfOrderSequence { expected: 3, .. }), "{gap}");
        assert_eq!(partition.end_offset(), 3);
    }
}

#[test]
fn an_empty_batch_keeps_its_offsets_and_its_sequence() {
    let (store, partition) = lights(&SimDisk::new(0), Settings::default());
    let emptied = sequenced(7, 0, 0, &[1, 2, 3]).emptied().unwrap();
    append(&store, &partition, emptied).unwrap();
    assert_eq!(append(&store, &partition, sequenced(7, 0, 3, &[4])).unwrap().base_offset, 3);
    assert_eq!(read_from(&partition, 1).unwrap().len(), 2);
    let nothing = Builder::new(Codec::None).build().unwrap();
    assert!(matches!(append(&store, &partition, nothing), Err(Error::InvalidBatch { .. })));
}

#[test]
fn what_cannot_be_a_batch_is_refused() {
    let (store, partition) = lights(&SimDisk::new(0), Settings::default());
    let mut bytes = batch(&[1]).bytes().to_vec();
    *bytes.last_mut().unwrap() ^= 1;
    let damaged = Batch::parse(bytes.into()).unwrap();
    assert!(matches!(append(&store, &partition, damaged), Err(Error::InvalidBatch { .. })));
    store.alter("lights", Settings { max_message_bytes: 100, ..Settings::default() }).unwrap();
    assert!(matches!(append(&store, &partition, batch(&[1])), Err(Error::TooLarge { .. })));
}

#[test]
fn too_much_waiting_is_refused_until_it_is_written() {
    let (store, partition) = lights(&SimDisk::new(0), Settings { max_message_bytes: 80 << 20, ..Settings::default() });
    let mut builder = Builder::new(Codec::None);
    builder.push(1, None, Some(&vec![0; 70 << 20]), &[]);
    let _waiting = partition.append(builder.build().unwrap());
    assert!(matches!(partition.append(batch(&[2])).now_or_never(), Some(Err(Error::Busy { .. }))));
    store.flush();
    assert!(append(&store, &partition, batch(&[2])).is_ok());
}

#[test]
fn a_full_disk_refuses_keeps_no_part_and_takes_again_when_there_is_room() {
    let disk = SimDisk::new(0);
    let (store, partition) = lights(&disk, Settings::default());
    append(&store, &partition, sequenced(7, 0, 0, &[1])).unwrap();
    // More than the room that small writes were given ahead.
    let large = sequenced(7, 0, 1, &[2; 1_000]);
    disk.set_capacity(Some(disk.used_bytes() + 300));
    let first = partition.append(large.clone());
    let second = partition.append(sequenced(7, 0, 1_001, &[3, 4]));
    store.flush();
    assert!(matches!(first.now_or_never(), Some(Err(Error::DiskFull { .. }))));
    assert!(matches!(second.now_or_never(), Some(Err(Error::DiskFull { .. }))));
    assert_eq!((partition.high_watermark(), partition.end_offset()), (1, 1));
    assert_eq!(read_from(&partition, 0).unwrap().len(), 1);
    disk.set_capacity(None);
    assert_eq!(append(&store, &partition, large).unwrap().base_offset, 1);
    assert_eq!(append(&store, &partition, sequenced(7, 0, 1_001, &[3, 4])).unwrap().base_offset, 1_001);
}

#[test]
fn after_a_failed_sync_the_partition_only_reads_and_nothing_unsynced_is_ever_acknowledged() {
    let disk = SimDisk::new(0);
    let (store, partition) = lights(&disk, Settings::default());
    append(&store, &partition, batch(&[1])).unwrap();
    disk.fail_sync_after(0);
    assert!(matches!(append(&store, &partition, batch(&[2])), Err(Error::ReadOnly { .. })));
    assert!(matches!(append(&store, &partition, batch(&[3])), Err(Error::ReadOnly { .. })));
    assert_eq!(read_from(&partition, 0).unwrap().len(), 1);
    drop(store);
    // Reopened, it finds the batch in the page cache: it may only be served if it really is on the disk then.
    let (store, partition) = lights(&disk, Settings::default());
    let seen = partition.high_watermark();
    append(&store, &partition, batch(&[4])).unwrap();
    let disk = disk.cut_power();
    drop(store);
    let (_store, partition) = lights(&disk, Settings::default());
    assert_eq!(partition.high_watermark(), seen + 1);
    assert_eq!(read_from(&partition, 0).unwrap().len() as i64, seen + 1);
}

#[test]
fn written_bytes_survive_kill_and_after_their_sync_a_power_cut() {
    for seed in 0..20 {
        let settings = Settings { durability: Durability::Written, ..Settings::default() };
        let disk = SimDisk::new(seed);
        let (_store, partition) = lights(&disk, settings.clone());
        append(&_store, &partition, batch(&[1])).unwrap();
        let disk = disk.kill();
        let (store, partition) = lights(&disk, settings.clone());
        assert_eq!(partition.high_watermark(), 1);
        append(&store, &partition, batch(&[2])).unwrap();
        store.keep_house(crate::store::now_ms() + 2_000);
        store.flush();
        let (_store, partition) = lights(&disk.cut_power(), settings);
        assert_eq!(partition.high_watermark(), 2);
    }
}

#[test]
fn a_station_in_memory_never_holds_more_than_it_may_and_needs_no_housekeeping_for_it() {
    let disk = SimDisk::new(0);
    let retention = Retention { max_bytes: Some(4 << 20), ..Retention::default() };
    let settings = Settings { durability: Durability::Memory, retention, ..Settings::default() };
    let (store, partition) = lights(&disk, settings);
    let large = batch(&vec![0; 5_000]);
    for _ in 0..100 {
        append(&store, &partition, large.clone()).unwrap();
        assert!(partition.size_bytes() < 6 << 20, "{}", partition.size_bytes());
    }
}

#[test]
fn a_station_in_memory_is_empty_after_a_restart() {
    let disk = SimDisk::new(0);
    let settings = Settings { durability: Durability::Memory, ..small_segments() };
    let (store, partition) = lights(&disk, settings.clone());
    for timestamp in 0..20 {
        append(&store, &partition, batch(&[timestamp])).unwrap();
    }
    assert_eq!(read_from(&partition, 3).unwrap().len(), 17);
    partition.trim(20).unwrap();
    assert_eq!(partition.size_bytes(), 0);
    store.close();
    let store = open(&disk).unwrap();
    assert_eq!(store.station("lights").unwrap().partition(0).unwrap().end_offset(), 0);
}
