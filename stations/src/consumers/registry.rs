//! The consumers of a store: made, changed, found and deleted. The metadata decides which there are (`consumer/STATION-ID/NAME`);
//! a journal's folder is made before its consumer is listed, and goes after it is not.

use std::collections::BTreeMap;
use std::io;
use std::path::PathBuf;
use std::sync::Arc;
use std::sync::atomic::Ordering;

use parking_lot::{Mutex, RwLock};
use serde::{Deserialize, Serialize};
use uuid::Uuid;

use super::state::Event;
use super::{Consumer, ConsumerConfig, Error, Start, journal};
use crate::disk::{self, Disk, MemoryDisk};
use crate::error::Place;
use crate::metadata::block_on;
use crate::metadata::{self, Commit, Metadata};
use crate::partition::{Partition, Site};
use crate::settings::{Durability, Settings};
use crate::station::Station;
use crate::store::Inner;

const CONSUMERS: &str = "consumer/";
/// Journals that are to go: `unlisted-consumer/ID`.
const UNLISTED: &str = "unlisted-consumer/";
/// As Kafka has it for names of topics.
const MAX_NAME_CHARS: usize = 249;

/// The acknowledging consumers of an open store. Methods that are not `async` block on the disk.
#[derive(Debug, Clone)]
pub struct Consumers {
    inner: Arc<Inner>,
}

/// What the store holds of them.
#[derive(Debug, Default)]
pub(crate) struct Registry {
    /// By the station's identity and the consumer's name.
    by_name: RwLock<BTreeMap<(Uuid, String), Arc<Consumer>>>,
    /// Those whose journal could not be read, and why: the others, and the stations, go on without them.
    broken: RwLock<BTreeMap<(Uuid, String), Broken>>,
    /// Held while they change.
    changing: Mutex<()>,
}

/// A consumer that cannot be used.
#[derive(Debug)]
struct Broken {
    id: Uuid,
    reason: String,
}

/// A consumer, as it is kept.
#[derive(Debug, Serialize, Deserialize)]
struct Listed {
    station: Uuid,
    name: String,
    id: Uuid,
    config: ConsumerConfig,
}

impl Consumers {
    pub(crate) fn new(inner: Arc<Inner>) -> Consumers {
        Consumers { inner }
    }

    /// Makes a consumer; true if it was not there. One with the same configuration is no error.
    ///
    /// # Errors
    /// [`Error::Differs`], [`Error::Invalid`], [`Error::Store`] (also for a station that is not there).
    pub fn create(&self, station: &str, name: &str, config: ConsumerConfig) -> Result<bool, Error> {
        check(name, &config)?;
        let station = self.station(station)?;
        let registry = &self.inner.consumers;
        let _changing = registry.changing.lock();
        let key = (station.id(), name.to_owned());
        if let Some(known) = registry.by_name.read().get(&key) {
            let (station, consumer) = (station.name().to_owned(), name.to_owned());
            return if *known.config() == config { Ok(false) } else { Err(Error::Differs { station, consumer }) };
        }
        self.unless_broken(&station, name)?;
        let listed = Listed { station: station.id(), name: name.to_owned(), id: Uuid::new_v4(), config };
        self.inner.note_unlisted(Commit::new(), listed.id)?;
        let consumer = Arc::new(self.inner.open_consumer(&listed, &station, true)?);
        let begin = starts(&station, listed.config.start)?;
        let written = {
            let mut core = consumer.core()?;
            begin.iter().for_each(|event| core.live.apply(event));
            consumer.record(&mut core, begin)?
        };
        self.inner.drain_without_threads();
        block_on(consumer.finish(written))?;
        self.inner.list_consumer(&listed)?;
        registry.by_name.write().insert(key, consumer);
        Ok(true)
    }

    /// Changes a consumer while it runs; its `start` stays what it was.
    ///
    /// # Errors
    /// [`Error::NotFound`], [`Error::Invalid`], [`Error::Store`].
    pub fn alter(&self, station: &str, name: &str, config: ConsumerConfig) -> Result<(), Error> {
        check(name, &config)?;
        let _changing = self.inner.consumers.changing.lock();
        let consumer = self.find(station, name)?;
        let config = ConsumerConfig { start: consumer.config().start, ..config };
        let listed =
            Listed { station: consumer.station.id(), name: name.to_owned(), id: consumer.id, config: config.clone() };
        self.inner.list_consumer(&listed)?;
        *consumer.config.write() = Arc::new(config);
        consumer.changed.notify_waiters();
        Ok(())
    }

    /// Deletes a consumer and all it knows; whoever waits for its messages is told.
    ///
    /// # Errors
    /// [`Error::NotFound`], [`Error::Store`].
    pub fn delete(&self, station: &str, name: &str) -> Result<(), Error> {
        let _changing = self.inner.consumers.changing.lock();
        let station = self.station(station)?;
        let broken = self.inner.consumers.broken.write().remove(&(station.id(), name.to_owned()));
        match broken {
            Some(Broken { id, .. }) => self.inner.discard_consumer(station.id(), name, id),
            None => self.inner.forget_consumer(&*self.find(station.name(), name)?),
        }
    }

    /// The consumer of that name, to fetch from and to acknowledge to.
    ///
    /// # Errors
    /// [`Error::NotFound`]; [`Error::Broken`]; [`Error::Store`] for a station that is not there.
    pub fn find(&self, station: &str, name: &str) -> Result<Arc<Consumer>, Error> {
        let station = self.station(station)?;
        self.unless_broken(&station, name)?;
        let found = self.inner.consumers.by_name.read().get(&(station.id(), name.to_owned())).cloned();
        found.ok_or_else(|| Error::NotFound { station: station.name().to_owned(), consumer: name.to_owned() })
    }

    fn unless_broken(&self, station: &Station, name: &str) -> Result<(), Error> {
        let all = self.inner.consumers.broken.read();
        let Some(Broken { reason, .. }) = all.get(&(station.id(), name.to_owned())) else { return Ok(()) };
        let (station, consumer, reason) = (station.name().to_owned(), name.to_owned(), reason.clone());
        Err(Error::Broken { station, consumer, reason })
    }

    /// All consumers of a station, by name.
    ///
    /// # Errors
    /// [`Error::Store`] for a station that is not there.
    pub fn list(&self, station: &str) -> Result<Vec<Arc<Consumer>>, Error> {
        let id = self.station(station)?.id();
        let all = self.inner.consumers.by_name.read();
        Ok(all.iter().filter(|((station, _), _)| *station == id).map(|(_, consumer)| Arc::clone(consumer)).collect())
    }

    fn station(&self, name: &str) -> Result<Arc<Station>, Error> {
        let found = self.inner.stations.read().get(name).cloned();
        Ok(found.ok_or_else(|| crate::Error::NotFound { station: name.to_owned() })?)
    }
}

impl Inner {
    /// Opens all consumers, once the stations are; those of deleted stations go.
    pub(crate) fn open_consumers(&self) -> Result<(), crate::Error> {
        for (key, fact) in block_on(self.metadata.scan(CONSUMERS))? {
            let listed: Listed = serde_json::from_slice(&fact.value).map_err(|error| unreadable(&key, error))?;
            let station = self.stations.read().values().find(|station| station.id() == listed.station).cloned();
            let Some(station) = station else {
                self.note_unlisted(Commit::new().delete(key), listed.id)?;
                continue;
            };
            let opened = self.open_consumer(&listed, &station, false);
            let Listed { id, name, .. } = listed;
            match opened {
                Ok(consumer) => {
                    self.consumers.by_name.write().insert((station.id(), name), Arc::new(consumer));
                }
                Err(error) => {
                    tracing::error!(station = station.name(), consumer = name, %error, "a consumer cannot be used");
                    let broken = Broken { id, reason: error.to_string() };
                    self.consumers.broken.write().insert((station.id(), name), broken);
                }
            }
        }
        self.sweep_journals()
    }

    /// Removes the journals that a crash left of consumers that were never listed, or are not any more. Only those noted so:
    /// one that is merely unknown, after a repair of the metadata perhaps, is left alone.
    fn sweep_journals(&self) -> Result<(), crate::Error> {
        for (key, _) in block_on(self.metadata.scan(UNLISTED))? {
            let Some(id) = key.strip_prefix(UNLISTED).and_then(|id| Uuid::try_parse(id).ok()) else { continue };
            self.remove_journal(id)?;
            block_on(self.metadata.commit(Commit::new().delete(key)))?;
        }
        Ok(())
    }

    /// Says, with what else a commit says, that a journal is nobody's yet or any more.
    fn note_unlisted(&self, commit: Commit, id: Uuid) -> Result<(), crate::Error> {
        block_on(self.metadata.commit(commit.put(unlisted(id), "")))?;
        Ok(())
    }

    /// A station is gone, and so are its consumers.
    pub(crate) fn delete_consumers(&self, station: &Station) {
        let _changing = self.consumers.changing.lock();
        let all: Vec<_> = self.consumers.by_name.read().values().cloned().collect();
        for consumer in all.into_iter().filter(|consumer| consumer.station.id() == station.id()) {
            if let Err(error) = self.forget_consumer(&consumer) {
                tracing::warn!(consumer = consumer.name, %error, "a consumer goes when the store is next opened");
            }
        }
    }

    /// Writes the dead letters of all consumers, and syncs journals that are `written`.
    pub(crate) fn keep_consumers(&self, now_ms: i64) {
        let all: Vec<_> = self.consumers.by_name.read().values().cloned().collect();
        for consumer in all {
            consumer.journal.sync_written(now_ms);
            if let Err(error) = self.bury(&consumer) {
                tracing::warn!(consumer = consumer.name, %error, "dead letters wait");
            }
        }
    }

    /// Closes the journals.
    pub(crate) fn close_consumers(&self) {
        for consumer in self.consumers.by_name.read().values() {
            consumer.journal.close(crate::Error::Closed);
        }
    }

    fn bury(&self, consumer: &Consumer) -> Result<(), Error> {
        let (is_due, written) = consumer.doom_exhausted()?;
        block_on(consumer.finish(written))?;
        if !is_due {
            return Ok(());
        }
        let name = format!("{}.dead-letter", consumer.station.name());
        let known = || self.stations.read().get(&name).cloned();
        let station = match known() {
            Some(station) => station,
            None => {
                let durability = consumer.station.settings().durability;
                self.create(&name, Settings { durability, ..self.options.defaults.clone() })?
            }
        };
        block_on(consumer.bury(&station))
    }

    fn open_consumer(&self, listed: &Listed, station: &Arc<Station>, is_new: bool) -> Result<Consumer, Error> {
        let durability = station.settings().durability;
        let is_in_memory = durability == Durability::Memory;
        let disk: Arc<dyn Disk> =
            if is_in_memory { Arc::new(MemoryDisk::default()) } else { Arc::clone(&self.options.disk) };
        let dir = self.journal_path(listed.id);
        if is_in_memory || is_new {
            Partition::create(&*disk, &dir)?;
        }
        if is_new && !is_in_memory {
            let above = self.directory.consumers_path();
            disk.sync_dir(&above).map_err(crate::Error::disk("sync", &above))?;
            if let Some(data) = above.parent() {
                disk.sync_dir(data).map_err(crate::Error::disk("sync", data))?;
            }
        }
        let journal = Partition::open(Site {
            place: Place { station: format!("{}/consumers/{}", station.name(), listed.name).into(), partition: 0 },
            dir,
            disk,
            settings: Arc::new(journal::settings(durability)),
            queue_limit_bytes: self.options.queue_bytes,
            ready: Arc::clone(&self.ready),
        })?;
        Consumer::open(&listed.name, listed.id, Arc::clone(station), listed.config.clone(), Arc::new(journal))
    }

    fn list_consumer(&self, listed: &Listed) -> Result<(), crate::Error> {
        let key = format!("{CONSUMERS}{}/{}", listed.station, listed.name);
        let value = serde_json::to_vec(listed).map_err(|error| unreadable(&key, error))?;
        block_on(self.metadata.commit(Commit::new().put(key, value).delete(unlisted(listed.id))))?;
        Ok(())
    }

    fn forget_consumer(&self, consumer: &Consumer) -> Result<(), Error> {
        self.unlist(consumer.station.id(), &consumer.name, consumer.id)?;
        self.consumers.by_name.write().remove(&(consumer.station.id(), consumer.name.clone()));
        consumer.closed.store(true, Ordering::Release);
        consumer.changed.notify_waiters();
        consumer.journal.close(crate::Error::NotFound { station: consumer.name.clone() });
        Ok(self.sweep_journals()?)
    }

    /// Forgets a consumer that is not open.
    fn discard_consumer(&self, station: Uuid, name: &str, id: Uuid) -> Result<(), Error> {
        self.unlist(station, name, id)?;
        Ok(self.sweep_journals()?)
    }

    fn unlist(&self, station: Uuid, name: &str, id: Uuid) -> Result<(), crate::Error> {
        self.note_unlisted(Commit::new().delete(format!("{CONSUMERS}{station}/{name}")), id)
    }

    fn remove_journal(&self, id: Uuid) -> Result<(), crate::Error> {
        let dir = self.journal_path(id);
        match disk::remove_tree(&*self.options.disk, &dir) {
            Err(error) if error.kind() != io::ErrorKind::NotFound => Err(crate::Error::disk("remove", &dir)(error)),
            _ => Ok(()),
        }
    }

    fn journal_path(&self, id: Uuid) -> PathBuf {
        self.directory.consumers_path().join(id.simple().to_string())
    }

    /// In a store that no thread writes, a wait for the disk would never end.
    fn drain_without_threads(&self) {
        if self.options.flusher_threads == 0 {
            self.ready.drain();
        }
    }
}

/// Where a consumer begins in every partition.
fn starts(station: &Station, start: Start) -> Result<Vec<Event>, Error> {
    let mut events = Vec::new();
    for partition in station.partitions() {
        let (first, end) = (partition.log_start_offset(), partition.high_watermark());
        let next = match start {
            Start::First => first,
            Start::Last => end.saturating_sub(1).max(first),
            Start::LastN(count) => end.saturating_sub(i64::from(count)).max(first),
            Start::New => end,
            Start::Offset(offset) => offset,
            Start::Time(timestamp_ms) => partition.offset_for_time(timestamp_ms)?.map_or(end, |(offset, _)| offset),
        };
        events.push(Event::Advanced { partition: partition.index(), next, skipped: 0 });
    }
    Ok(events)
}

fn check(name: &str, config: &ConsumerConfig) -> Result<(), Error> {
    let is_char = |byte: u8| byte.is_ascii_alphanumeric() || matches!(byte, b'.' | b'_' | b'-');
    let is_name = (1..=MAX_NAME_CHARS).contains(&name.len()) && name.bytes().all(is_char);
    let checked =
        if is_name { config.check() } else { Err("its name must be 1 to 249 letters, digits, `.`, `_`, `-`") };
    checked.map_err(|reason| Error::Invalid { consumer: name.chars().take(100).collect(), reason: reason.to_owned() })
}

fn unlisted(id: Uuid) -> String {
    format!("{UNLISTED}{}", id.simple())
}

fn unreadable(key: &str, error: serde_json::Error) -> crate::Error {
    crate::Error::Metadata(metadata::Error::Database { path: format!("at key {key}"), source: Arc::new(error) })
}
