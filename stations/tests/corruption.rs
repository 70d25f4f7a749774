//! Bits flipped and files cut at a thousand random places of real data directories: whatever the file, the outcome is a
//! refusal to open, a report, or nothing at all; never a wrong byte served as a good one, never a lost acknowledgement that
//! nobody tells of, never a panic. And a file being written, cut at every byte.
//!
//! `WAYSTATION_SEED=n` runs another thousand; `WAYSTATION_PLACES=n` more of them.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::indexing_slicing, clippy::panic)]

use std::collections::BTreeMap;
use std::fs;
use std::path::{Path, PathBuf};
use std::sync::Arc;

use bytes::Bytes;
use records::{Batch, Builder, Codec};
use stations::disk::{Disk, RealDisk, SimDisk};
use stations::metadata::Commit;
use stations::verify::{Progress, Report, Task, verify};
use stations::{Error, Options, Partition, Settings, Store};

const DATA: &str = "/data";

/// Every file of a data directory, by its path below it.
type Files = BTreeMap<PathBuf, Vec<u8>>;

/// What was acknowledged: for both partitions of `lights`, offset and bytes of every batch.
type Acknowledged = [Vec<(i64, Bytes)>; 2];

fn block_on<T>(future: impl Future<Output = T>) -> T {
    tokio::runtime::Builder::new_current_thread().build().unwrap().block_on(future)
}

fn sequenced(sequence: i32) -> Batch {
    let mut builder = Builder::new(Codec::None).producer(7, 0, sequence * 3);
    for record in 0..3 {
        let value = format!("{sequence:05} {record}").repeat(10);
        builder.push(1_700_000_000_000 + i64::from(sequence), Some(b"key"), Some(value.as_bytes()), &[]);
    }
    builder.build().unwrap()
}

/// A directory as a running process left it on a real disk, and after it was stopped.
fn directories(batches: i32) -> (Files, Files, Acknowledged) {
    let scratch = tempfile::tempdir().unwrap();
    let options = Options { housekeeping_ms: 3_600_000, ..Options::default() };
    let store = Store::open(scratch.path(), options).unwrap();
    let settings = Settings { partitions: 2, segment_bytes: 8 << 10, ..Settings::default() };
    let station = store.create("lights", settings).unwrap();
    let fact = Commit::new().put("fact/one", Bytes::from_static(b"1"));
    block_on(store.metadata().commit(fact)).unwrap();
    let acknowledged = [0, 1].map(|index| {
        let partition = station.partition(index).unwrap();
        for sequence in 0..batches {
            block_on(partition.append(sequenced(sequence))).unwrap();
        }
        let read = |sequence| (i64::from(sequence) * 3, partition.read(i64::from(sequence) * 3, 1).unwrap().bytes);
        (0..batches).map(read).collect()
    });
    let killed = load(scratch.path());
    store.close();
    (killed, load(scratch.path()), acknowledged)
}

fn load(dir: &Path) -> Files {
    fn walk(dir: &Path, root: &Path, files: &mut Files) {
        for path in fs::read_dir(dir).unwrap().map(|entry| entry.unwrap().path()) {
            if path.is_dir() {
                walk(&path, root, files);
            } else {
                files.insert(path.strip_prefix(root).unwrap().to_owned(), fs::read(&path).unwrap());
            }
        }
    }
    let mut files = Files::new();
    walk(dir, dir, &mut files);
    files
}

/// The files on a disk that behaves as a real one does.
fn disk_with(files: &Files) -> SimDisk {
    let disk = SimDisk::new(0);
    for (path, content) in files {
        let path = Path::new(DATA).join(path);
        disk.create_dir(path.parent().unwrap()).unwrap();
        disk.create(&path).unwrap();
        assert!(disk.tamper(&path, |file| file.clone_from(content)));
    }
    disk
}

fn open(disk: &SimDisk) -> Result<Store, Error> {
    let disk = Arc::new(disk.clone());
    Store::open(Path::new(DATA), Options { disk, flusher_threads: 1, housekeeping_ms: 3_600_000, ..Options::default() })
}

fn look(disk: &SimDisk, repair: bool) -> Result<Report, Error> {
    let disk: Arc<dyn Disk> = Arc::new(disk.clone());
    verify(&disk, Path::new(DATA), &Task { stations: Vec::new(), repair }, &Progress::default())
}

/// How many acknowledged batches are reported as damaged; all others are there, unchanged.
fn damaged(partition: &Partition, acknowledged: &[(i64, Bytes)], what: &str) -> usize {
    let is_damaged = |(offset, bytes): &&(i64, Bytes)| match partition.read(*offset, 1) {
        Ok(read) => {
            assert_eq!(read.bytes, *bytes, "{what}: offset {offset} is not what was acknowledged");
            false
        }
        Err(Error::Damaged { damage, .. }) => {
            assert!(damage.next_offset.is_some_and(|next| next > *offset), "{what}: {damage}");
            true
        }
        Err(other) => panic!("{what}: {other}"),
    };
    acknowledged.iter().filter(is_damaged).count()
}

/// Opens a damaged directory and holds it to what was acknowledged. True if it was refused or something was reported.
fn examine(disk: &SimDisk, acknowledged: &Acknowledged, what: &str) -> bool {
    let store = match open(disk) {
        Ok(store) => store,
        Err(Error::Metadata(_) | Error::UnknownFormat { .. }) => return true,
        Err(other) => panic!("{what}: {other}"),
    };
    let fact = block_on(store.metadata().get("fact/one")).unwrap().expect(what);
    assert_eq!(fact.value, Bytes::from_static(b"1"), "{what}");
    let station = store.station("lights").expect(what);
    assert_eq!(station.partitions().len(), 2, "{what}");
    let mut is_reported = false;
    for (partition, acknowledged) in station.partitions().iter().zip(acknowledged) {
        let found = damaged(partition, acknowledged, what);
        is_reported |= found > 0 || !partition.verify().unwrap().is_empty();
        let (last, _) = acknowledged.last().unwrap();
        assert!(partition.high_watermark() >= last + 3, "{what}: what was acknowledged is not even reported as lost");
        // The last batch sent again is known, unless its very bytes are what was lost; another is never put in its place.
        match block_on(partition.append(sequenced(i32::try_from(last / 3).unwrap()))) {
            Ok(appended) => assert!(appended.base_offset == *last || found > 0, "{what}: {appended:?}"),
            Err(Error::ReadOnly { .. } | Error::OutOfOrderSequence { .. }) => assert!(found > 0, "{what}"),
            Err(other) => panic!("{what}: {other}"),
        }
    }
    is_reported
}

/// A little generator (Knuth's MMIX constants): the same places from the same seed everywhere.
struct Random(u64);

impl Random {
    fn below(&mut self, limit: usize) -> usize {
        self.0 = self.0.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        (self.0 >> 33) as usize % limit
    }
}

fn from_environment(name: &str, default: u64) -> u64 {
    std::env::var(name).map_or(default, |value| value.parse().expect(name))
}

#[test]
fn a_thousand_random_places() {
    let seed = from_environment("WAYSTATION_SEED", 20_261_121);
    let places = from_environment("WAYSTATION_PLACES", 1_000);
    println!("seed {seed}");
    let (killed, stopped, acknowledged) = directories(80);
    let mut random = Random(seed);
    let mut outcomes: BTreeMap<String, [usize; 2]> = BTreeMap::new();
    for place in 0..places {
        let mut files = if place % 2 == 0 { killed.clone() } else { stopped.clone() };
        // First the kind, so that the small ones have their share.
        let kinds = ["log", "index", "synced", "checkpoint", "metadata.redb", "format", "lock"];
        let kind = kinds[random.below(kinds.len())];
        let paths: Vec<_> = files.keys().filter(|path| path.to_string_lossy().ends_with(kind)).cloned().collect();
        let path = paths[random.below(paths.len())].clone();
        let content = files.get_mut(&path).unwrap();
        let at = random.below(content.len().max(1));
        let is_cut = random.below(4) == 0;
        let is_room = at >= written_bytes(content);
        match content.get_mut(at) {
            None => continue,
            Some(_) if is_cut => content.truncate(at),
            Some(byte) => *byte ^= 1 << random.below(8),
        }
        let what = format!(
            "place {place} of seed {seed}, {} {} at {at}",
            path.display(),
            if is_cut { "cut" } else { "flipped" }
        );
        let disk = disk_with(&files);
        let looked = look(&disk, false);
        let is_reported = examine(&disk_with(&files), &acknowledged, &what);
        // Room ahead of what is written holds nothing that could be lost.
        if kind == "log" && !is_room {
            assert!(is_reported, "{what}: nobody was told");
            assert!(looked.as_ref().is_ok_and(|report| !report.is_sound()), "{what}: {looked:?}");
        }
        if place % 10 == 0 && looked.is_ok() {
            assert!(look(&disk, true).unwrap().is_sound(), "{what}");
            assert!(look(&disk, false).unwrap().is_sound(), "{what}");
            drop(open(&disk).unwrap());
        }
        outcomes.entry(kind.to_owned()).or_default()[usize::from(is_reported)] += 1;
    }
    println!("harmless and reported, by kind of file: {outcomes:?}");
}

/// How much of a log file is not room: a batch here ends with the zero that counts its last record's headers.
fn written_bytes(content: &[u8]) -> usize {
    content.iter().rposition(|byte| *byte != 0).map_or(0, |last| last + 2)
}

#[test]
fn the_file_being_written_cut_at_every_byte() {
    let (killed, stopped, acknowledged) = directories(2);
    let log = Path::new("stations/lights/1/00000000000000000000.log");
    for (files, which) in [(killed, "killed"), (stopped, "stopped")] {
        for length in 0..written_bytes(&files[log]) {
            let mut files = files.clone();
            files.get_mut(log).unwrap().truncate(length);
            assert!(examine(&disk_with(&files), &acknowledged, &format!("{which}, cut at {length}")));
        }
    }
}

#[test]
fn a_real_disk_serves_as_the_simulated_one_does() {
    let (_, stopped, acknowledged) = directories(20);
    let scratch = tempfile::tempdir().unwrap();
    for (path, mut content) in stopped {
        let path = scratch.path().join(path);
        fs::create_dir_all(path.parent().unwrap()).unwrap();
        if path.ends_with("0/00000000000000000000.log") {
            content[500] ^= 1;
        }
        fs::write(path, content).unwrap();
    }
    let disk: Arc<dyn Disk> = Arc::new(RealDisk);
    let task = |repair| Task { stations: Vec::new(), repair };
    assert!(!verify(&disk, scratch.path(), &task(false), &Progress::default()).unwrap().is_sound());
    assert!(verify(&disk, scratch.path(), &task(true), &Progress::default()).unwrap().is_sound());
    let store = Store::open(scratch.path(), Options::default()).unwrap();
    let partition = store.station("lights").unwrap().partition(0).unwrap();
    let mut offset = 0;
    let mut found = 0;
    while offset < partition.high_watermark() {
        let mut bytes = partition.read(offset, 1 << 20).unwrap().bytes;
        while let Some(batch) = Batch::split(&mut bytes).unwrap() {
            offset = batch.next_offset();
            found += usize::from(batch.header().record_count > 0);
        }
    }
    assert_eq!(found, acknowledged[0].len() - 1, "all but the damaged one, read without an error");
}
