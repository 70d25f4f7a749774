//! The store: a data directory with its lock, its format, its catalogue of stations, and the threads that serve them.
//!
//! - `options.rs`: what it is opened with
//! - `directory.rs`: the data directory: paths, lock, format version
//! - `names.rs`: what a station may be called, and its folder
//! - `catalogue.rs`: the stations as the metadata keeps them
//! - `opening.rs`: opening all stations
//! - `stations.rs`: making, changing and deleting them

mod catalogue;
mod directory;
pub(crate) mod names;
mod opening;
mod options;
mod stations;

#[cfg(test)]
mod state_machine;
#[cfg(test)]
mod tests;

use std::collections::BTreeMap;
use std::io;
use std::path::Path;
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};
use std::time::{Duration, SystemTime, UNIX_EPOCH};

use parking_lot::{Mutex, RwLock};
use uuid::Uuid;

use crate::consumers::{Consumers, Registry};
use crate::error::Error;
use crate::flusher::{Flushers, Ready};
use crate::housekeeper::Housekeeper;
use crate::metadata::{Metadata, RedbMetadata};
use crate::partition::Limits;
use crate::station::Station;

pub(crate) use catalogue::{Catalogue, Listed};
pub(crate) use directory::Directory;
pub use options::Options;
pub(crate) use stations::holds_logs;

/// A data directory, open. Methods that change it block on the disk.
#[derive(Debug)]
pub struct Store {
    inner: Arc<Inner>,
    /// Taken when it is closed, in this order.
    threads: Mutex<Option<Threads>>,
}

/// What works in the background, in the order in which it is stopped.
#[derive(Debug)]
struct Threads {
    cleaner: Housekeeper,
    housekeeper: Housekeeper,
    flushers: Flushers,
}

/// What the threads share.
#[derive(Debug)]
pub(crate) struct Inner {
    pub(crate) directory: Directory,
    pub(crate) options: Options,
    pub(crate) metadata: Arc<RedbMetadata>,
    catalogue: Catalogue,
    pub(crate) ready: Arc<Ready>,
    pub(crate) consumers: Registry,
    cleaning: Limits,
    /// By name.
    pub(crate) stations: RwLock<BTreeMap<String, Arc<Station>>>,
    /// Held while the catalogue changes; true once the store is closed.
    changing: Mutex<bool>,
}

impl Store {
    /// Opens a data directory, making it if it is not there. After a clean stop nothing is read but its sidecars; after a
    /// crash the logs are read from their last checkpoint on.
    ///
    /// # Errors
    /// [`Error::Locked`], [`Error::UnknownFormat`], [`Error::Metadata`], [`Error::Disk`].
    pub fn open(dir: &Path, options: Options) -> Result<Store, Error> {
        let directory = Directory::open(Arc::clone(&options.disk), dir)?;
        directory.check_metadata(&*options.disk)?;
        let metadata = Arc::new(RedbMetadata::open(&*options.disk, &directory.metadata_path())?);
        let catalogue = Catalogue::new(Arc::clone(&metadata) as Arc<dyn Metadata>);
        let ready = Arc::new(Ready::default());
        let inner = Arc::new(Inner {
            directory,
            cleaning: Limits {
                max_keys: options.cleaning_keys,
                bytes_per_second: options.cleaning_bytes_per_second,
                stopping: AtomicBool::new(false),
            },
            options,
            metadata,
            catalogue,
            ready,
            consumers: Registry::default(),
            stations: RwLock::default(),
            changing: Mutex::new(false),
        });
        inner.finish_deletions()?;
        inner.open_stations()?;
        inner.open_consumers()?;

        let threads = Threads::start(&inner).map_err(Error::disk("start the threads of", dir))?;
        Ok(Store { inner, threads: Mutex::new(Some(threads)) })
    }

    /// Writes and syncs all that was appended, so that the next open need not read the logs, and lets go of the directory.
    /// Appends fail with [`Error::Closed`] from here on. Dropping the store does the same.
    pub fn close(&self) {
        let Some(Threads { cleaner, housekeeper, flushers }) = self.threads.lock().take() else {
            return;
        };
        *self.inner.changing.lock() = true;
        self.inner.cleaning.stopping.store(true, Ordering::Relaxed);
        drop(cleaner);
        drop(housekeeper);
        drop(flushers);
        for station in self.list() {
            for partition in station.partitions() {
                partition.close(Error::Closed);
            }
        }
        self.inner.close_consumers();
        // Without flushers a partition may still stand in line, which would keep both alive for ever.
        self.inner.ready.drain();
        self.inner.metadata.close();
        self.inner.directory.unlock();
    }

    /// The metadata database of this directory, for other rooms' own keys.
    pub fn metadata(&self) -> Arc<dyn Metadata> {
        Arc::clone(&self.inner.metadata) as Arc<dyn Metadata>
    }

    /// The settings of stations that are made without any said.
    pub fn defaults(&self) -> &crate::Settings {
        &self.inner.options.defaults
    }

    /// The station of that name.
    pub fn station(&self, name: &str) -> Option<Arc<Station>> {
        self.inner.stations.read().get(name).cloned()
    }

    /// The station of that identity (Kafka's topic id).
    pub fn station_by_id(&self, id: Uuid) -> Option<Arc<Station>> {
        self.inner.stations.read().values().find(|station| station.id() == id).cloned()
    }

    /// All stations, by name.
    pub fn list(&self) -> Vec<Arc<Station>> {
        self.inner.stations.read().values().cloned().collect()
    }

    /// Its acknowledging consumers.
    pub fn consumers(&self) -> Consumers {
        Consumers::new(Arc::clone(&self.inner))
    }

    /// One round of housekeeping as if it were `now_ms` (milliseconds since 1970). The store does this by itself.
    pub fn keep_house(&self, now_ms: i64) {
        self.inner.keep_house(now_ms);
    }

    /// One round of compaction as if it were `now_ms`. The store does this by itself.
    pub fn compact(&self, now_ms: i64) {
        self.inner.compact(now_ms);
    }

    /// Writes what was appended, in this thread. Only of use in a store opened with `flusher_threads: 0`, where nothing else
    /// does: so that a test decides when.
    pub fn flush(&self) {
        self.inner.ready.drain();
    }
}

impl Drop for Store {
    fn drop(&mut self) {
        self.close();
    }
}

impl Threads {
    fn start(inner: &Arc<Inner>) -> io::Result<Threads> {
        let Options { flusher_threads, housekeeping_ms, cleaning_ms, .. } = inner.options;
        let again = |name, every_ms: u64, round: fn(&Inner, i64)| {
            let inner = Arc::clone(inner);
            Housekeeper::start(name, Duration::from_millis(every_ms.max(1)), move || round(&inner, now_ms()))
        };
        Ok(Threads {
            flushers: Flushers::start(&inner.ready, flusher_threads)?,
            housekeeper: again("housekeeper", housekeeping_ms, Inner::keep_house)?,
            cleaner: again("cleaner", cleaning_ms, Inner::compact)?,
        })
    }
}

impl Inner {
    fn compact(&self, now_ms: i64) {
        let stations: Vec<_> = self.stations.read().values().cloned().collect();
        for station in stations.into_iter().filter(|station| station.settings().cleanup.compacts()) {
            for partition in station.partitions() {
                if let Err(error) = partition.compact(now_ms, &self.cleaning) {
                    tracing::warn!(station = station.name(), %error, "compaction failed, and is tried again");
                }
            }
        }
    }

    fn keep_house(&self, now_ms: i64) {
        let producers_seen_before_ms = now_ms.saturating_sub(self.options.producer_expiry_ms);
        let stations: Vec<_> = self.stations.read().values().cloned().collect();
        for station in stations {
            for partition in station.partitions() {
                partition.sync_written(now_ms);
                if let Err(error) = partition.keep_house(now_ms, producers_seen_before_ms) {
                    tracing::warn!(station = station.name(), %error, "retention failed");
                }
            }
        }
        self.keep_consumers(now_ms);
    }
}

/// Milliseconds since 1970 by this machine's clock.
pub(crate) fn now_ms() -> i64 {
    let since = SystemTime::now().duration_since(UNIX_EPOCH).unwrap_or_default();
    i64::try_from(since.as_millis()).unwrap_or(i64::MAX)
}
