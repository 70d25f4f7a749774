//! The metadata in one embedded database file. One thread writes: whatever has arrived while it was syncing shares the
//! next transaction and its sync. Readers see the last transaction that is durable.

use std::io;
use std::path::Path;
use std::sync::Arc;
use std::sync::mpsc::{Receiver, Sender, channel};
use std::thread::{self, JoinHandle};

use bytes::Bytes;
use futures_util::FutureExt;
use futures_util::future::BoxFuture;
use parking_lot::Mutex;
use redb::{Database, ReadableDatabase, ReadableTable, Table, TableDefinition};
use tokio::sync::{oneshot, watch};

use super::acknowledged::Acknowledged;
use super::proof::{self, guarded};
use super::storage::{Storage, write_again};
use super::waiting::block_on;
use super::{Commit, Condition, Error, Metadata, Operation, Versioned};
use crate::disk::{Disk, File, is_full};

/// Key to version and value.
pub(super) const FACTS: TableDefinition<'_, &str, (u64, &[u8])> = TableDefinition::new("facts");
/// Counters of the database itself: today only the last version.
const COUNTERS: TableDefinition<'_, &str, u64> = TableDefinition::new("counters");
const LAST_VERSION: &str = "last_version";
/// What redb may keep in memory. The metadata is small, and the gateway is to idle in 15 MB.
const CACHE_BYTES: usize = 4 << 20;
/// The most commits that share one transaction, so that none waits for ever.
const MAX_GROUP: usize = 1_024;

/// The metadata in a redb file.
#[derive(Debug)]
pub struct RedbMetadata {
    shared: Arc<Shared>,
    requests: Mutex<Option<Sender<Request>>>,
    writer: Mutex<Option<JoinHandle<()>>>,
}

#[derive(Debug)]
struct Shared {
    path: String,
    file: Arc<dyn File>,
    /// Gone once closed, so that the file is released while handles of this live on.
    database: Mutex<Option<Arc<Database>>>,
    acknowledged: Acknowledged,
    opened_at_version: u64,
    watchers: Mutex<Vec<Watcher>>,
}

#[derive(Debug)]
struct Watcher {
    prefix: String,
    version: watch::Sender<u64>,
}

struct Request {
    commit: Commit,
    done: oneshot::Sender<Result<u64, Error>>,
}

impl RedbMetadata {
    /// Opens the database, making it if it is not there; repairs it first if it was not closed. All of it is compared with
    /// its checksums, and a damaged one is left as it is.
    ///
    /// # Errors
    /// [`Error::Database`].
    pub fn open(disk: &dyn Disk, path: &Path) -> Result<RedbMetadata, Error> {
        let name = path.display().to_string();
        let failed = |source| database_error(&name, source);
        let file = disk.create(path).map_err(|error| failed(Box::new(error)))?;
        if let Some(dir) = path.parent() {
            disk.sync_dir(dir).map_err(|error| failed(Box::new(error)))?;
        }
        proof::check(&*file).map_err(|error| failed(Box::new(error)))?;
        write_again(&*file).map_err(|error| failed(Box::new(error)))?;
        let opened = guarded(|| {
            let database = open_database(&file)?;
            let last_version = prepare(&database)?;
            Ok((database, last_version))
        });
        let (database, last_version) = opened.map_err(|error| failed(Box::new(error)))?;
        let acknowledged = Acknowledged::open(disk, path).map_err(|error| failed(Box::new(error)))?;
        let promised = acknowledged.version().map_err(|error| failed(Box::new(error)))?;
        if promised > last_version {
            return Err(failed(Box::new(io::Error::other(format!(
                "its last commit is {last_version}, and {promised} was acknowledged: it is damaged, or an older copy. \
                 `waystation stations verify --repair` goes on with what it holds"
            )))));
        }

        let shared = Arc::new(Shared {
            path: name.clone(),
            file,
            database: Mutex::new(Some(Arc::new(database))),
            acknowledged,
            opened_at_version: last_version,
            watchers: Mutex::new(Vec::new()),
        });
        let (requests, received) = channel();
        let writer = thread::Builder::new()
            .name("metadata".to_owned())
            .spawn({
                let shared = Arc::clone(&shared);
                move || shared.write_until_closed(&received, last_version)
            })
            .map_err(|error| failed(Box::new(error)))?;
        Ok(RedbMetadata { shared, requests: Mutex::new(Some(requests)), writer: Mutex::new(Some(writer)) })
    }

    /// Makes a database of these facts, and closes it.
    ///
    /// # Errors
    /// [`Error::Database`].
    pub(crate) fn made_of(disk: &dyn Disk, path: &Path, facts: Vec<(String, Bytes)>) -> Result<(), Error> {
        let made = RedbMetadata::open(disk, path)?;
        let commit = facts.into_iter().fold(Commit::new(), |commit, (key, value)| commit.put(key, value));
        let done = block_on(made.commit(commit));
        made.close();
        done.map(drop)
    }

    /// The version of the last commit, as of when it was opened.
    pub(crate) fn last_version(&self) -> u64 {
        self.shared.opened_at_version
    }

    /// Ends the writer once it has written all it was given, and closes the file. Later calls get [`Error::Closed`].
    pub fn close(&self) {
        drop(self.requests.lock().take());
        if let Some(writer) = self.writer.lock().take()
            && writer.join().is_err()
        {
            tracing::error!(path = self.shared.path, "the metadata writer ended in a panic");
        }
        drop(self.shared.database.lock().take());
    }
}

impl Drop for RedbMetadata {
    fn drop(&mut self) {
        self.close();
    }
}

impl Metadata for RedbMetadata {
    fn get(&self, key: &str) -> BoxFuture<'static, Result<Option<Versioned>, Error>> {
        // A read of this small file is answered from redb's cache: not worth a thread.
        let found = self.shared.read(|table| Ok(table.get(key)?.map(|fact| versioned(fact.value()))));
        futures_util::future::ready(found).boxed()
    }

    fn scan(&self, prefix: &str) -> BoxFuture<'static, Result<Vec<(String, Versioned)>, Error>> {
        let found = self.shared.read(|table| {
            let mut facts = Vec::new();
            for fact in table.range(prefix..)? {
                let (key, value) = fact?;
                if !key.value().starts_with(prefix) {
                    break;
                }
                facts.push((key.value().to_owned(), versioned(value.value())));
            }
            Ok(facts)
        });
        futures_util::future::ready(found).boxed()
    }

    fn commit(&self, commit: Commit) -> BoxFuture<'static, Result<u64, Error>> {
        let (done, answer) = oneshot::channel();
        // Without a writer the request is dropped, and with it `done`: the answer is `Closed`.
        if let Some(requests) = &*self.requests.lock() {
            requests.send(Request { commit, done }).ok();
        }
        async move { answer.await.unwrap_or(Err(Error::Closed)) }.boxed()
    }

    fn watch(&self, prefix: &str) -> watch::Receiver<u64> {
        let (version, receiver) = watch::channel(0);
        let mut watchers = self.shared.watchers.lock();
        watchers.retain(|watcher| !watcher.version.is_closed());
        watchers.push(Watcher { prefix: prefix.to_owned(), version });
        receiver
    }
}

// === impl Shared ===

impl Shared {
    fn read<T>(
        &self,
        look: impl FnOnce(&redb::ReadOnlyTable<&'static str, (u64, &'static [u8])>) -> Result<T, redb::Error>,
    ) -> Result<T, Error> {
        let database = self.database.lock().clone().ok_or(Error::Closed)?;
        guarded(|| look(&database.begin_read()?.open_table(FACTS)?)).map_err(|error| self.failed(error))
    }

    fn write_until_closed(&self, requests: &Receiver<Request>, mut last_version: u64) {
        // The disk was full, and the database could not be reopened since.
        let mut is_stuck = false;
        while let Ok(first) = requests.recv() {
            let group: Vec<Request> = std::iter::once(first).chain(requests.try_iter()).take(MAX_GROUP).collect();
            match guarded(|| self.write(&group, last_version)) {
                Ok((verdicts, version)) => {
                    last_version = version;
                    // One that lags is still true.
                    if let Err(error) = self.acknowledged.write(version) {
                        tracing::warn!(path = self.path, %error, "the last version was not noted");
                    }
                    self.tell(&group, &verdicts);
                    for (request, verdict) in group.into_iter().zip(verdicts) {
                        // Nobody may be waiting any more.
                        request.done.send(verdict).ok();
                    }
                }
                // redb refuses everything after a failed write until it is reopened, so this is told again and again. After
                // a full disk that is done here, and now, for readers are refused too.
                Err(error) => {
                    is_stuck |= matches!(&error, redb::Error::Io(error) if is_full(error));
                    if is_stuck && let Err(error) = self.reopen() {
                        tracing::warn!(path = self.path, %error, "the metadata was not reopened");
                    } else {
                        is_stuck = false;
                    }
                    let error = self.failed(error);
                    tracing::error!(%error, "metadata was not written");
                    for request in group {
                        request.done.send(Err(error.clone())).ok();
                    }
                }
            }
        }
    }

    /// Goes on from the last commit, which a write that found no room has left as it was: nothing is synced that had failed
    /// to be.
    fn reopen(&self) -> Result<(), redb::Error> {
        let mut database = self.database.lock();
        // The file has one owner at a time.
        let Some(old) = database.take() else { return Ok(()) };
        drop(Arc::try_unwrap(old));
        guarded(|| {
            *database = Some(Arc::new(open_database(&self.file)?));
            Ok(())
        })
    }

    /// One transaction for a group: a commit whose conditions fail leaves no trace in it.
    fn write(&self, group: &[Request], last_version: u64) -> Result<(Vec<Result<u64, Error>>, u64), redb::Error> {
        let Some(database) = self.database.lock().clone() else {
            return Ok((vec![Err(Error::Closed); group.len()], last_version));
        };
        let transaction = database.begin_write()?;
        let mut verdicts = Vec::with_capacity(group.len());
        let mut version = last_version;
        {
            let mut facts = transaction.open_table(FACTS)?;
            for Request { commit, .. } in group {
                verdicts.push(match first_conflict(&facts, &commit.conditions)? {
                    Some(key) => Err(Error::Conflict { key }),
                    None => {
                        version += 1;
                        apply(&mut facts, &commit.operations, version)?;
                        Ok(version)
                    }
                });
            }
            transaction.open_table(COUNTERS)?.insert(LAST_VERSION, version)?;
        }
        transaction.commit()?;
        Ok((verdicts, version))
    }

    fn tell(&self, group: &[Request], verdicts: &[Result<u64, Error>]) {
        let mut watchers = self.watchers.lock();
        watchers.retain(|watcher| !watcher.version.is_closed());
        for (request, verdict) in group.iter().zip(verdicts) {
            let Ok(version) = verdict else { continue };
            for Watcher { prefix, version: seen } in watchers.iter() {
                if request.commit.operations.iter().any(|operation| operation.key().starts_with(prefix)) {
                    seen.send_replace(*version);
                }
            }
        }
    }

    fn failed(&self, error: redb::Error) -> Error {
        database_error(&self.path, Box::new(error))
    }
}

fn database_error(path: &str, source: Box<dyn std::error::Error + Send + Sync>) -> Error {
    Error::Database { path: path.to_owned(), source: source.into() }
}

fn open_database(file: &Arc<dyn File>) -> Result<Database, redb::Error> {
    Ok(Database::builder().set_cache_size(CACHE_BYTES).create_with_backend(Storage(Arc::clone(file)))?)
}

/// Makes the tables, so that readers always find them, and reads the last version.
fn prepare(database: &Database) -> Result<u64, redb::Error> {
    let transaction = database.begin_write()?;
    transaction.open_table(FACTS)?;
    let last_version = transaction.open_table(COUNTERS)?.get(LAST_VERSION)?.map_or(0, |version| version.value());
    transaction.commit()?;
    Ok(last_version)
}

fn first_conflict(
    facts: &Table<'_, &'static str, (u64, &'static [u8])>,
    conditions: &[Condition],
) -> Result<Option<String>, redb::Error> {
    for Condition { key, version } in conditions {
        let found = facts.get(key.as_str())?.map(|fact| fact.value().0);
        if found != *version {
            return Ok(Some(key.clone()));
        }
    }
    Ok(None)
}

fn apply(
    facts: &mut Table<'_, &'static str, (u64, &'static [u8])>,
    operations: &[Operation],
    version: u64,
) -> Result<(), redb::Error> {
    for operation in operations {
        match operation {
            Operation::Put { key, value } => facts.insert(key.as_str(), (version, value.as_ref()))?,
            Operation::Delete { key } => facts.remove(key.as_str())?,
        };
    }
    Ok(())
}

fn versioned((version, value): (u64, &[u8])) -> Versioned {
    Versioned { value: Bytes::copy_from_slice(value), version }
}
