//! What the tests of all rooms share: batches, and a store on a simulated disk that writes when it is told to.

use std::io::{self, IoSlice};
use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering};

use bytes::Bytes;
use futures_util::FutureExt;
use records::{Batch, Builder, Codec};

use crate::disk::{Disk, Entry, File, SimDisk};
use crate::{Appended, Error, Options, Partition, Settings, Store};

pub(crate) const DATA: &str = "/data";

/// A batch of records with these timestamps; each value says the timestamp and is 100 bytes long.
pub(crate) fn batch(timestamps: &[i64]) -> Batch {
    fill(Builder::new(Codec::None), timestamps)
}

/// A batch of an idempotent producer.
pub(crate) fn sequenced(id: i64, epoch: i16, base_sequence: i32, timestamps: &[i64]) -> Batch {
    fill(Builder::new(Codec::None).producer(id, epoch, base_sequence), timestamps)
}

fn fill(mut builder: Builder, timestamps: &[i64]) -> Batch {
    for timestamp_ms in timestamps {
        builder.push(*timestamp_ms, None, Some(format!("{timestamp_ms:0100}").as_bytes()), &[]);
    }
    builder.build().unwrap()
}

/// Opens a store whose only thread is the test's.
pub(crate) fn open(disk: &SimDisk) -> Result<Store, Error> {
    let disk = Arc::new(disk.clone());
    let options = Options {
        disk,
        flusher_threads: 0,
        housekeeping_ms: u64::MAX,
        cleaning_ms: u64::MAX,
        cleaning_bytes_per_second: 0,
        cleaning_keys: 40,
        ..Options::default()
    };
    Store::open(Path::new(DATA), options)
}

/// A store with the station `lights`, made if need be, and its partition 0.
pub(crate) fn lights(disk: &SimDisk, settings: Settings) -> (Store, Arc<Partition>) {
    let store = open(disk).unwrap();
    if store.station("lights").is_none() {
        store.create("lights", settings).unwrap();
    }
    let partition = store.station("lights").unwrap().partition(0).unwrap();
    (store, partition)
}

/// Appends and writes.
pub(crate) fn append(store: &Store, partition: &Arc<Partition>, batch: Batch) -> Result<Appended, Error> {
    let appended = partition.append(batch);
    store.flush();
    appended.now_or_never().unwrap()
}

/// Where the files of `lights/0` are.
pub(crate) fn file(name: &str) -> PathBuf {
    Path::new(DATA).join("stations/lights/0").join(name)
}

/// The first log file.
pub(crate) fn first_log() -> PathBuf {
    file("00000000000000000000.log")
}

/// All that can be read from an offset on, batch by batch.
pub(crate) fn read_from(partition: &Partition, mut offset: i64) -> Result<Vec<Batch>, Error> {
    let mut batches = Vec::new();
    while offset < partition.high_watermark() {
        let mut bytes: Bytes = partition.read(offset, 1 << 20)?.bytes;
        while let Some(batch) = Batch::split(&mut bytes).unwrap() {
            offset = batch.next_offset();
            batches.push(batch);
        }
    }
    Ok(batches)
}

/// What a batch says, wherever it is in a log.
pub(crate) fn body(batch: &Batch) -> Bytes {
    batch.bytes().slice(16..)
}

/// A disk that counts how much of log files is read.
#[derive(Debug)]
pub(crate) struct CountingDisk {
    disk: SimDisk,
    log_bytes: Arc<AtomicU64>,
}

#[derive(Debug)]
struct CountingFile {
    file: Arc<dyn File>,
    bytes: Arc<AtomicU64>,
}

impl CountingDisk {
    pub(crate) fn over(disk: SimDisk) -> CountingDisk {
        CountingDisk { disk, log_bytes: Arc::default() }
    }

    pub(crate) fn log_bytes(&self) -> u64 {
        self.log_bytes.load(Ordering::Relaxed)
    }

    fn counted(&self, path: &Path, file: Arc<dyn File>) -> Arc<dyn File> {
        let is_log = path.extension() == Some("log".as_ref());
        if is_log { Arc::new(CountingFile { file, bytes: Arc::clone(&self.log_bytes) }) } else { file }
    }
}

impl Disk for CountingDisk {
    fn open(&self, path: &Path) -> io::Result<Arc<dyn File>> {
        Ok(self.counted(path, self.disk.open(path)?))
    }
    fn create(&self, path: &Path) -> io::Result<Arc<dyn File>> {
        Ok(self.counted(path, self.disk.create(path)?))
    }
    fn create_dir(&self, dir: &Path) -> io::Result<()> {
        self.disk.create_dir(dir)
    }
    fn list(&self, dir: &Path) -> io::Result<Vec<Entry>> {
        self.disk.list(dir)
    }
    fn rename(&self, from: &Path, to: &Path) -> io::Result<()> {
        self.disk.rename(from, to)
    }
    fn remove_file(&self, path: &Path) -> io::Result<()> {
        self.disk.remove_file(path)
    }
    fn remove_dir(&self, dir: &Path) -> io::Result<()> {
        self.disk.remove_dir(dir)
    }
    fn sync_dir(&self, dir: &Path) -> io::Result<()> {
        self.disk.sync_dir(dir)
    }
    fn lock(&self, path: &Path) -> io::Result<Option<Box<dyn Send + Sync>>> {
        self.disk.lock(path)
    }
}

impl File for CountingFile {
    fn len_bytes(&self) -> io::Result<u64> {
        self.file.len_bytes()
    }
    fn read_at(&self, position: u64, buffer: &mut [u8]) -> io::Result<usize> {
        let filled = self.file.read_at(position, buffer)?;
        self.bytes.fetch_add(filled as u64, Ordering::Relaxed);
        Ok(filled)
    }
    fn write_at(&self, position: u64, slices: &mut [IoSlice<'_>]) -> io::Result<()> {
        self.file.write_at(position, slices)
    }
    fn set_len(&self, bytes: u64) -> io::Result<()> {
        self.file.set_len(bytes)
    }
    fn sync_data(&self) -> io::Result<()> {
        self.file.sync_data()
    }
}
