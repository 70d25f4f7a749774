//! The generator of the fixtures. It writes through the store's own door, so a fixture is what that version really wrote.

use std::fs;
use std::path::Path;
use std::sync::Once;

use bytes::Bytes;
use serde_json::{Value, json};
use stations::metadata::Commit;
use stations::{Durability, Options, Settings, Store};

use super::story::{block_on, checksum, compressed, copy, plain, sequenced};

/// Makes the fixture of the present format if that is asked for and it is not there.
pub(crate) fn if_asked(fixtures: &Path) {
    static ONCE: Once = Once::new();
    ONCE.call_once(|| {
        if std::env::var_os("WAYSTATION_WRITE_FIXTURES").is_some() {
            make(fixtures);
        }
    });
}

fn make(fixtures: &Path) {
    let scratch = tempfile::tempdir().unwrap();
    let data = scratch.path().join("data");
    let options = Options { housekeeping_ms: 3_600_000, ..Options::default() };
    let store = Store::open(&data, options).unwrap();
    let version = fs::read_to_string(data.join("format")).unwrap();
    let format = fixtures.join(format!("format-{}", version.trim()));
    if format.exists() {
        return;
    }
    let sent = fill(&store);
    let expected = json!({"partitions": describe(&store), "sent": sent, "facts": [["offset/group", "42"]]});
    // Whoever is killed leaves what is on the disk now.
    copy(&data, &format.join("killed"));
    store.close();
    copy(&data, &format.join("stopped"));
    copy(&data, &format.join("damaged"));
    damage(&format.join("damaged/stations/lights/0"));
    fs::write(format.join("expected.json"), format!("{expected:#}\n")).unwrap();
}

/// Writes a bit of everything; the answer is what a producer may send again.
fn fill(store: &Store) -> Vec<Value> {
    let small = Settings { segment_bytes: 4 << 10, ..Settings::default() };
    let two = Settings { partitions: 2, ..small.clone() };
    let written = Settings { durability: Durability::Written, ..small };
    store.create("lights", two).unwrap();
    store.create("Street.Lights", written).unwrap();
    store.create("empty", Settings::default()).unwrap();
    let mut sent = Vec::new();
    for name in ["lights", "Street.Lights"] {
        for partition in store.station(name).unwrap().partitions() {
            for number in 0..30 {
                // What follows is in no checkpoint but that of the last new log file.
                if number == 15 {
                    partition.trim(45).unwrap();
                }
                block_on(partition.append(plain(number))).unwrap();
                block_on(partition.append(compressed(number))).unwrap();
                let sequence = i32::try_from(number).unwrap();
                let base_offset = block_on(partition.append(sequenced(900, sequence))).unwrap().base_offset;
                if number >= 26 && partition.index() == 0 {
                    sent.push(
                        json!({"station": name, "producer_id": 900, "sequence": sequence, "base_offset": base_offset}),
                    );
                }
            }
        }
    }
    block_on(store.metadata().commit(Commit::new().put("offset/group", Bytes::from_static(b"42")))).unwrap();
    sent
}

fn describe(store: &Store) -> Vec<Value> {
    let mut partitions = Vec::new();
    for station in store.list() {
        for partition in station.partitions() {
            let mut batches = Vec::new();
            let mut offset = partition.log_start_offset();
            while offset < partition.high_watermark() {
                let bytes = partition.read(offset, 1).unwrap().bytes;
                batches.push(json!([offset, checksum(&bytes)]));
                offset = records::Batch::parse(bytes).unwrap().next_offset();
            }
            partitions.push(json!({
                "station": station.name(),
                "id": station.id().to_string(),
                "partition": partition.index(),
                "log_start_offset": partition.log_start_offset(),
                "end_offset": partition.high_watermark(),
                "batches": batches,
            }));
        }
    }
    partitions
}

/// A bit flipped in the middle of the second log file, and the tail of the last one gone.
fn damage(partition: &Path) {
    let names = fs::read_dir(partition).unwrap().map(|entry| entry.unwrap().path());
    let mut logs: Vec<_> = names.filter(|path| path.extension().is_some_and(|ending| ending == "log")).collect();
    logs.sort();
    let mut second = fs::read(&logs[1]).unwrap();
    let middle = second.len() / 2;
    second[middle] ^= 0x10;
    fs::write(&logs[1], second).unwrap();
    let last = logs.last().unwrap();
    let kept = fs::read(last).unwrap();
    fs::write(last, &kept[..kept.len() - 7]).unwrap();
}
