//! Verifying and repairing, a kind of damage a test. After every repair a second look finds nothing, the store opens, every
//! sound message is where it was, and what had to make way is in quarantine.

use std::path::{Path, PathBuf};
use std::sync::Arc;

use super::*;
use crate::disk::SimDisk;
use crate::testing::{DATA, append, batch, file, first_log, lights, open, read_from, sequenced};
use crate::{Settings, Store};

/// So small that a dozen batches are several log files.
fn small() -> Settings {
    Settings { segment_bytes: 1024, ..Settings::default() }
}

/// A stopped store: thirty messages in `lights/0`, over several log files.
fn filled() -> SimDisk {
    let disk = SimDisk::new(5);
    let (store, partition) = lights(&disk, small());
    for timestamp in 0..30 {
        append(&store, &partition, sequenced(7, 0, timestamp, &[i64::from(timestamp)])).unwrap();
    }
    store.close();
    disk
}

fn run(disk: &SimDisk, repair: bool) -> Report {
    let disk: Arc<dyn Disk> = Arc::new(disk.clone());
    let progress = Progress::default();
    let report = verify(&disk, Path::new(DATA), &Task { stations: Vec::new(), repair }, &progress).unwrap();
    let (done_bytes, total_bytes) = progress.bytes();
    assert!(done_bytes <= total_bytes);
    report
}

fn all(disk: &SimDisk) -> Vec<(PathBuf, Vec<u8>)> {
    let read = |path: PathBuf| {
        let mut found = Vec::new();
        disk.tamper(&path, |content| found.clone_from(content));
        (path, found)
    };
    disk.files().into_iter().map(read).collect()
}

fn logs(disk: &SimDisk) -> Vec<PathBuf> {
    let is_log = |path: &PathBuf| path.starts_with(file("")) && path.extension() == Some("log".as_ref());
    disk.files().into_iter().filter(is_log).collect()
}

/// Looking finds something and changes nothing; repairing makes it sound. The answer is what was found.
fn repaired(disk: &SimDisk) -> Vec<Finding> {
    let before = all(disk);
    let found = run(disk, false);
    assert!(!found.is_sound() && found.quarantine.is_none(), "{found:?}");
    assert_eq!(all(disk), before, "looking changes nothing");
    let done = run(disk, true);
    assert!(done.is_sound(), "{done:?}");
    let again = run(disk, false);
    assert!(again.is_sound(), "{again:?}");
    found.findings
}

/// The timestamps of the messages that are left, read from the first to the last without an error.
fn left(store: &Store) -> Vec<i64> {
    let partition = store.station("lights").unwrap().partition(0).unwrap();
    assert!(partition.damage().is_empty() && partition.verify().unwrap().is_empty());
    let batches = read_from(&partition, partition.log_start_offset()).unwrap();
    let full = batches.iter().filter(|batch| batch.header().record_count > 0);
    full.map(|batch| {
        assert_eq!(batch.header().max_timestamp_ms, batch.base_offset(), "it is where it was");
        batch.base_offset()
    })
    .collect()
}

#[test]
fn a_sound_store_is_sound_and_all_of_it_was_read() {
    let disk = filled();
    let report = run(&disk, false);
    assert_eq!((report.findings, report.partitions), (Vec::new(), 1));
    let progress = Progress::default();
    verify(&(Arc::new(disk) as Arc<dyn Disk>), Path::new(DATA), &Task::default(), &progress).unwrap();
    let (done_bytes, total_bytes) = progress.bytes();
    assert!(done_bytes == total_bytes && done_bytes > 4_000);
}

#[test]
fn a_flipped_bit_in_the_log_costs_one_batch_wherever_it_is() {
    let count = all(&filled()).iter().find(|(path, _)| *path == first_log()).unwrap().1.len();
    for position in (0..count).step_by(7) {
        let disk = filled();
        disk.tamper(&first_log(), |log| log[position] ^= 0x20);
        let found = repaired(&disk);
        assert_eq!(found.len(), 1, "{found:?}");
        let lost = found[0].offsets.clone().unwrap();
        assert_eq!((found[0].severity, lost.end - lost.start), (Severity::Loss, 1));
        assert!(found[0].position.unwrap() <= position as u64);
        let (store, partition) = lights(&disk, small());
        assert_eq!(left(&store), (0..30).filter(|offset| !lost.contains(offset)).collect::<Vec<_>>());
        assert_eq!(append(&store, &partition, sequenced(7, 0, 30, &[30])).unwrap().base_offset, 30);
        let kept: Vec<_> = disk.files().into_iter().filter(|path| path.starts_with("/data/quarantine/1")).collect();
        assert_eq!(kept.len(), 2, "a piece and the notes: {kept:?}");
    }
}

#[test]
fn a_log_file_cut_in_its_middle_and_one_that_is_missing_are_filled_up() {
    for is_last in [false, true] {
        let disk = filled();
        let logs = logs(&disk);
        let victim = if is_last { logs.last().unwrap() } else { &logs[2] };
        disk.tamper(victim, |log| log.truncate(log.len() / 2));
        assert!(crate::disk::Disk::remove_file(&disk, &logs[1]).is_ok());
        let found = repaired(&disk);
        assert!(found.iter().filter(|finding| finding.severity == Severity::Loss).count() == 2, "{found:?}");
        let store = open(&disk).unwrap();
        let left = left(&store);
        assert!(left.len() > 10 && left.len() < 26 && left[0] == 0, "{left:?}");
        assert_eq!(store.station("lights").unwrap().partition(0).unwrap().high_watermark(), 30);
    }
}

#[test]
fn the_first_log_file_or_all_of_them_missing_leave_the_offsets_taken() {
    for is_all in [false, true] {
        let disk = filled();
        let logs = logs(&disk);
        for log in logs.iter().take(if is_all { logs.len() } else { 1 }) {
            crate::disk::Disk::remove_file(&disk, log).unwrap();
        }
        repaired(&disk);
        let (store, partition) = lights(&disk, small());
        assert!(left(&store).is_empty() == is_all);
        assert_eq!((partition.log_start_offset(), partition.high_watermark()), (0, 30));
        assert_eq!(append(&store, &partition, batch(&[30])).unwrap().base_offset, 30);
    }
}

#[test]
fn sidecars_are_made_anew_and_no_message_is_lost() {
    let index = logs(&filled())[1].with_extension("index");
    for victim in [file("synced"), file("checkpoint"), index, PathBuf::from("/data/format")] {
        for is_removed in [true, false] {
            let disk = filled();
            if is_removed {
                crate::disk::Disk::remove_file(&disk, &victim).unwrap();
            } else if victim.ends_with("format") {
                continue;
            } else {
                disk.tamper(&victim, |content| content.iter_mut().for_each(|byte| *byte ^= 0x55));
            }
            let found = repaired(&disk);
            assert!(
                found.iter().all(|finding| finding.severity == Severity::Flaw && finding.file == victim),
                "{found:?}"
            );
            let (store, partition) = lights(&disk, small());
            assert_eq!(left(&store).len(), 30);
            let again = append(&store, &partition, sequenced(7, 0, 29, &[29])).unwrap();
            assert_eq!(again.base_offset, 29, "producers are remembered");
        }
    }
}

#[test]
fn a_damaged_log_without_its_mark_is_made_writable_again() {
    let disk = filled();
    disk.tamper(&file("synced"), |mark| mark.clear());
    disk.tamper(&file("checkpoint"), |checkpoint| checkpoint.clear());
    disk.tamper(logs(&disk).last().unwrap(), |log| log.truncate(log.len() - 1));
    let (store, partition) = lights(&disk, small());
    assert!(matches!(append(&store, &partition, batch(&[1])), Err(Error::ReadOnly { .. })));
    store.close();
    repaired(&disk);
    let (store, partition) = lights(&disk, small());
    assert_eq!(left(&store).len(), 29);
    let next = append(&store, &partition, batch(&[1])).unwrap().base_offset;
    assert!(next >= 30, "the lost message's offset is not given again, but {next}");
}

#[test]
fn a_torn_tail_is_a_note_and_the_next_start_cuts_it() {
    let disk = filled();
    disk.tamper(logs(&disk).last().unwrap(), |log| log.extend_from_slice(b"torn"));
    let report = run(&disk, false);
    assert!(report.is_sound());
    assert_eq!(report.findings.len(), 1);
    assert_eq!(left(&open(&disk).unwrap()).len(), 30);
    assert_eq!(run(&disk, false).findings, Vec::new());
}

#[test]
fn a_changed_log_file_whose_batches_are_sound_is_told() {
    let disk = filled();
    let batches = all(&disk).into_iter().find(|(path, _)| *path == first_log()).unwrap().1;
    let first = records::Batch::split(&mut batches.into()).unwrap().unwrap();
    let other = sequenced(7, 0, 9, &[0]).stamped(0, 0);
    assert_eq!(first.bytes().len(), other.bytes().len());
    disk.tamper(&first_log(), |log| log[..other.bytes().len()].copy_from_slice(other.bytes()));
    let found = repaired(&disk);
    assert!(found.len() == 1 && found[0].what.contains("somebody changed"), "{found:?}");
}

#[test]
fn a_missing_folder_is_begun_anew_and_a_folder_without_a_station_gets_one() {
    let disk = filled();
    let store = open(&disk).unwrap();
    store.create("Lost.One", small()).unwrap();
    store.close();
    crate::disk::remove_tree(&disk, Path::new("/data/stations/%4cost.%4fne")).unwrap();
    assert!(open(&disk).is_err());
    let found = repaired(&disk);
    assert!(found[0].what.contains("missing"), "{found:?}");
    assert_eq!(open(&disk).unwrap().list().len(), 2);

    // Without the catalogue nothing is begun in its place.
    crate::disk::Disk::remove_file(&disk, Path::new("/data/metadata.redb")).unwrap();
    let refused = open(&disk).unwrap_err().to_string();
    assert!(refused.contains("--repair"), "{refused}");
    let found = repaired(&disk);
    assert!(found.iter().any(|finding| finding.remedy.contains("becomes station lights again")), "{found:?}");
    let store = open(&disk).unwrap();
    assert_eq!(left(&store).len(), 30);
}

#[test]
fn a_damaged_database_is_replaced_by_what_is_sound_of_it() {
    let disk = filled();
    let database = PathBuf::from("/data/metadata.redb");
    let length = all(&disk).into_iter().find(|(path, _)| *path == database).unwrap().1.len();
    let at = length * 3 / 4;
    disk.tamper(&database, |content| content[64..at].iter_mut().for_each(|byte| *byte ^= 0x11));
    assert!(open(&disk).is_err());
    repaired(&disk);
    assert!(disk.files().contains(&PathBuf::from("/data/quarantine/1/metadata.redb")));
    assert_eq!(left(&open(&disk).unwrap()).len(), 30);
}

#[test]
fn an_open_store_is_refused_and_so_is_a_station_that_is_not_there() {
    let disk = filled();
    let store = open(&disk).unwrap();
    let shared: Arc<dyn Disk> = Arc::new(disk.clone());
    let look = |task: &Task| verify(&shared, Path::new(DATA), task, &Progress::default());
    assert!(matches!(look(&Task::default()), Err(Error::Locked { .. })));
    store.close();
    let task = Task { stations: vec!["lamps".to_owned()], repair: false };
    assert!(matches!(look(&task), Err(Error::NotFound { station }) if station == "lamps"));
    let task = Task { stations: vec!["lights".to_owned()], repair: false };
    assert_eq!(look(&task).unwrap().partitions, 1);
}
