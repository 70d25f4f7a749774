//! A log after an accident; each test is named after the damage. What was acknowledged is served as it was or reported with
//! its place, never as something else, and nothing below the synced mark is cut.

use std::collections::BTreeMap;

use crate::disk::SimDisk;
use crate::testing::{append, batch, body, file, first_log, lights, open, read_from, sequenced};
use crate::{Error, Partition, Settings};

/// A stopped store that holds `count` batches of one record.
fn filled(count: i64, settings: Settings) -> SimDisk {
    let disk = SimDisk::new(9);
    let (store, partition) = lights(&disk, settings);
    for timestamp in 0..count {
        append(&store, &partition, batch(&[timestamp])).unwrap();
    }
    store.close();
    disk
}

/// Every offset that can be read, with what is there. Panics at an error other than reported damage.
fn readable(partition: &Partition) -> BTreeMap<i64, Vec<u8>> {
    let mut found = BTreeMap::new();
    for offset in partition.log_start_offset()..partition.high_watermark() {
        match partition.read(offset, 1) {
            Ok(read) => {
                let batch = records::Batch::parse(read.bytes).unwrap();
                assert_eq!(batch.base_offset(), offset);
                found.insert(offset, body(&batch).to_vec());
            }
            Err(Error::Damaged { .. }) => {}
            Err(other) => panic!("{other}"),
        }
    }
    found
}

#[test]
fn a_torn_tail_is_cut_and_appending_goes_on() {
    let disk = filled(5, Settings::default());
    let torn = batch(&[99]).stamped(5, 0);
    for length in [1, 16, 17, 60, 61, torn.bytes().len() - 1] {
        assert!(disk.tamper(&first_log(), |log| { log.extend_from_slice(&torn.bytes()[..length]) }));
        let (store, partition) = lights(&disk, Settings::default());
        assert!(partition.damage().is_empty());
        assert_eq!(readable(&partition).len(), 5);
        store.close();
    }
    let (store, partition) = lights(&disk, Settings::default());
    assert_eq!(append(&store, &partition, batch(&[5])).unwrap().base_offset, 5);
    assert!(partition.verify().unwrap().is_empty());
}

#[test]
fn a_whole_batch_above_the_mark_is_kept_and_synced_before_it_is_served() {
    let disk = filled(2, Settings::default());
    let whole = sequenced(7, 0, 0, &[2]).stamped(2, 0);
    disk.tamper(&first_log(), |log| log.extend_from_slice(whole.bytes()));
    let (store, partition) = lights(&disk, Settings::default());
    assert_eq!(readable(&partition).len(), 3);
    assert_eq!(append(&store, &partition, sequenced(7, 0, 0, &[2])).unwrap().base_offset, 2);
    let (_store, partition) = lights(&disk.cut_power(), Settings::default());
    assert_eq!(readable(&partition).len(), 3);
}

#[test]
fn a_flipped_bit_anywhere_is_reported_and_the_rest_is_readable() {
    let disk = filled(6, Settings::default());
    let (store, partition) = lights(&disk, Settings::default());
    let good = readable(&partition);
    store.close();
    for position in 0..content(&disk, &first_log()).len() {
        disk.tamper(&first_log(), |log| log[position] ^= 1 << (position % 8));
        let (store, partition) = lights(&disk, Settings::default());
        let found = readable(&partition);
        assert!(found.iter().all(|(offset, body)| good.get(offset) == Some(body)), "at byte {position}");
        assert_eq!(found.len(), good.len() - 1, "at byte {position}: the others are found again");
        let lost = partition.damage();
        assert_eq!(lost.len(), 1, "at byte {position}: it is known once it was met");
        assert_eq!(lost[0].next_offset, Some(lost[0].first_offset + 1), "at byte {position}");
        let reported = partition.verify().unwrap();
        assert_eq!(reported.len(), 1, "at byte {position}");
        assert!(reported[0].position <= position as u64 && reported[0].file == first_log());
        store.close();
        disk.tamper(&first_log(), |log| log[position] ^= 1 << (position % 8));
    }
}

#[test]
fn a_flipped_bit_anywhere_is_reported_when_the_log_must_be_read_again() {
    let disk = filled(6, Settings::default());
    let (store, partition) = lights(&disk, Settings::default());
    let good = readable(&partition);
    store.close();
    assert!(disk.tamper(&file("checkpoint"), |checkpoint| checkpoint.clear()));
    let files = disk.files();
    let before: Vec<Vec<u8>> = files.iter().map(|path| content(&disk, path)).collect();
    for position in 0..content(&disk, &first_log()).len() {
        disk.tamper(&first_log(), |log| log[position] ^= 1 << (position % 8));
        let (store, partition) = lights(&disk, Settings::default());
        let found = readable(&partition);
        assert_eq!(partition.damage().len(), 1, "at byte {position}");
        assert_eq!(found.len(), good.len() - 1, "at byte {position}: the others are found again");
        assert!(found.iter().all(|(offset, body)| good.get(offset) == Some(body)), "at byte {position}");
        assert_eq!(append(&store, &partition, batch(&[6])).unwrap().base_offset, 6);
        store.close();
        for (path, before) in files.iter().zip(&before) {
            disk.tamper(path, |content| content.clone_from(before));
        }
        // What it may have begun is gone, too.
        for path in disk.files().iter().filter(|path| !files.contains(path)) {
            crate::disk::Disk::remove_file(&disk, path).unwrap();
        }
    }
}

fn content(disk: &SimDisk, path: &std::path::Path) -> Vec<u8> {
    let mut found = Vec::new();
    disk.tamper(path, |content| found.clone_from(content));
    found
}

#[test]
fn a_log_cut_below_the_mark_is_reported_and_its_offsets_are_never_given_again() {
    let disk = filled(6, Settings::default());
    disk.tamper(&first_log(), |log| log.truncate(log.len() - 20));
    for round in 0..3 {
        let (store, partition) = lights(&disk, Settings::default());
        assert_eq!(partition.damage().len(), 1);
        assert_eq!((partition.damage()[0].first_offset, partition.damage()[0].next_offset), (5, Some(6)));
        assert_eq!(readable(&partition).len(), 5 + round as usize);
        assert!(matches!(partition.read(5, 100), Err(Error::Damaged { .. })));
        assert_eq!(append(&store, &partition, batch(&[1])).unwrap().base_offset, 6 + round);
        store.close();
    }
}

#[test]
fn a_missing_index_is_made_again() {
    let settings = Settings { segment_bytes: 1024, ..Settings::default() };
    let disk = filled(30, settings.clone());
    let indexes: Vec<_> = disk.files().into_iter().filter(|path| path.extension() == Some("index".as_ref())).collect();
    assert!(indexes.len() > 3);
    for (number, index) in indexes.iter().enumerate() {
        disk.tamper(index, |content| if number % 2 == 0 { content.clear() } else { content[20] ^= 1 });
    }
    let (_store, partition) = lights(&disk, settings);
    assert_eq!((readable(&partition).len(), partition.damage().len()), (30, 0));
}

#[test]
fn a_missing_checkpoint_is_made_again_with_its_producers() {
    let settings = Settings { segment_bytes: 1024, ..Settings::default() };
    let disk = SimDisk::new(0);
    let (store, partition) = lights(&disk, settings.clone());
    for sequence in 0..30 {
        append(&store, &partition, sequenced(7, 0, sequence, &[1])).unwrap();
    }
    store.close();
    disk.tamper(&file("checkpoint"), |checkpoint| checkpoint.truncate(30));
    let (store, partition) = lights(&disk, settings);
    assert_eq!(readable(&partition).len(), 30);
    assert_eq!(append(&store, &partition, sequenced(7, 0, 29, &[1])).unwrap().base_offset, 29);
    assert!(append(&store, &partition, sequenced(7, 0, 31, &[1])).is_err());
}

#[test]
fn a_missing_mark_is_made_again_over_a_sound_log_and_stops_appends_to_a_damaged_one() {
    let disk = filled(5, Settings::default());
    disk.tamper(&file("synced"), |mark| mark.clear());
    let (store, partition) = lights(&disk, Settings::default());
    assert_eq!(append(&store, &partition, batch(&[5])).unwrap().base_offset, 5);
    store.close();
    disk.tamper(&file("synced"), |mark| mark.clear());
    disk.tamper(&file("checkpoint"), |checkpoint| checkpoint.clear());
    disk.tamper(&first_log(), |log| log.truncate(log.len() - 1));
    let before = content(&disk, &first_log());
    let (store, partition) = lights(&disk, Settings::default());
    assert_eq!(readable(&partition).len(), 5);
    let refused = append(&store, &partition, batch(&[5])).unwrap_err();
    assert!(matches!(&refused, Error::ReadOnly { reason, .. } if reason.contains("00000000000000000000.log")));
    store.close();
    assert_eq!(content(&disk, &first_log()), before);
}

#[test]
fn a_missing_log_file_is_a_reported_gap() {
    let settings = Settings { segment_bytes: 1024, ..Settings::default() };
    let disk = filled(40, settings.clone());
    let logs: Vec<_> = disk.files().into_iter().filter(|path| path.extension() == Some("log".as_ref())).collect();
    let removed = logs[logs.len() / 2].clone();
    crate::disk::Disk::remove_file(&disk, &removed).unwrap();
    let (store, partition) = lights(&disk, settings.clone());
    let held = 40 - readable(&partition).len();
    assert!(held > 2);
    assert_eq!(partition.damage().len(), 1);
    assert!(matches!(read_from(&partition, 0), Err(Error::Damaged { .. })));
    store.close();
    // The last one, too: then the log goes on behind what was promised.
    crate::disk::Disk::remove_file(&disk, logs.last().unwrap()).unwrap();
    let (store, partition) = lights(&disk, settings);
    assert_eq!(partition.damage().len(), 2);
    assert_eq!(append(&store, &partition, batch(&[1])).unwrap().base_offset, 40);
}

#[test]
fn a_newer_format_is_refused_with_what_to_do() {
    let disk = filled(1, Settings::default());
    disk.tamper(std::path::Path::new("/data/format"), |format| *format = b"2\n".to_vec());
    let refused = open(&disk).unwrap_err().to_string();
    assert!(refused.contains("format 2") && refused.contains("newer waystation"), "{refused}");
}
