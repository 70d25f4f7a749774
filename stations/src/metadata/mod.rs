//! Small facts beside the log: settings, offsets, groups, users, specs. Every room owns the keys below its own prefix
//! (this crate: `station/`, `deleted-station/`). Values are bytes; what they mean is their owner's business.
//!
//! The trait is small enough that a fleet of gateways can later share one kept in NATS KV or in a compacted topic.

mod acknowledged;
mod proof;
mod redb;
mod storage;
mod waiting;

#[cfg(test)]
mod tests;

use std::sync::Arc;

use bytes::Bytes;
use futures_util::future::BoxFuture;
use tokio::sync::watch;

pub(crate) use acknowledged::{acknowledged_version, forget_acknowledged};
pub(crate) use proof::{check as prove, salvage};
pub use redb::RedbMetadata;
pub(crate) use waiting::block_on;

/// Compare-and-swap over keys, durable before it is answered, watched by prefix.
pub trait Metadata: Send + Sync + 'static {
    /// The value of a key.
    ///
    /// # Errors
    /// [`Error::Database`], [`Error::Closed`].
    fn get(&self, key: &str) -> BoxFuture<'static, Result<Option<Versioned>, Error>>;

    /// All keys that begin with `prefix`, in order, as of one moment.
    ///
    /// # Errors
    /// [`Error::Database`], [`Error::Closed`].
    fn scan(&self, prefix: &str) -> BoxFuture<'static, Result<Vec<(String, Versioned)>, Error>>;

    /// Does all of a commit if every condition holds, else nothing; durable when it is answered. Many commits at once
    /// share one sync. Dropping the future does not undo it. The answer is the new version of all that was put.
    ///
    /// # Errors
    /// [`Error::Conflict`] for a condition that does not hold, [`Error::Database`], [`Error::Closed`].
    fn commit(&self, commit: Commit) -> BoxFuture<'static, Result<u64, Error>>;

    /// A receiver that holds the version of the last commit that touched a key below `prefix` (0: none since it was
    /// opened). It says that something changed, not what: scan again. So a slow watcher can neither miss nor hoard.
    fn watch(&self, prefix: &str) -> watch::Receiver<u64>;
}

/// A value and when it was put.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Versioned {
    /// The value.
    pub value: Bytes,
    /// The version of the commit that put it; rises, never repeats, at least 1.
    pub version: u64,
}

/// Operations that happen together or not at all.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Commit {
    /// What must hold.
    pub conditions: Vec<Condition>,
    /// What is then done, in order.
    pub operations: Vec<Operation>,
}

impl Commit {
    /// A commit that does nothing.
    pub fn new() -> Self {
        Commit::default()
    }

    /// Only if nobody has put the key.
    #[must_use]
    pub fn if_absent(mut self, key: impl Into<String>) -> Self {
        self.conditions.push(Condition { key: key.into(), version: None });
        self
    }

    /// Only if the key still has the value of that version.
    #[must_use]
    pub fn if_version(mut self, key: impl Into<String>, version: u64) -> Self {
        self.conditions.push(Condition { key: key.into(), version: Some(version) });
        self
    }

    /// Puts a value.
    #[must_use]
    pub fn put(mut self, key: impl Into<String>, value: impl Into<Bytes>) -> Self {
        self.operations.push(Operation::Put { key: key.into(), value: value.into() });
        self
    }

    /// Removes a key; no error if it is not there.
    #[must_use]
    pub fn delete(mut self, key: impl Into<String>) -> Self {
        self.operations.push(Operation::Delete { key: key.into() });
        self
    }
}

/// What must hold for a commit to happen.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Condition {
    /// The key.
    pub key: String,
    /// Its version; `None`: it is absent.
    pub version: Option<u64>,
}

/// One change of a commit.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Operation {
    /// Sets a key.
    Put {
        /// The key.
        key: String,
        /// Its new value.
        value: Bytes,
    },
    /// Removes a key.
    Delete {
        /// The key.
        key: String,
    },
}

impl Operation {
    fn key(&self) -> &str {
        match self {
            Operation::Put { key, .. } | Operation::Delete { key } => key,
        }
    }
}

/// Why the metadata did not answer, or did not change.
#[derive(Debug, Clone, thiserror::Error)]
pub enum Error {
    /// A condition did not hold; nothing was changed. Read again and decide anew.
    #[error("`{key}` was changed by somebody else meanwhile")]
    Conflict {
        /// The key of the condition.
        key: String,
    },
    /// The database could not be read or written. After a failed write it refuses all until it is reopened.
    #[error("the metadata database {path} failed: {source}")]
    Database {
        /// Its file.
        path: String,
        /// What it said.
        source: Arc<dyn std::error::Error + Send + Sync>,
    },
    /// The database is closed, or closing.
    #[error("the metadata database is closed")]
    Closed,
}
