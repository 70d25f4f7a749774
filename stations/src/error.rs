//! Everything the store can answer instead of what was asked. Cloneable, for one failed write is told to every waiter.

use std::fmt;
use std::io;
use std::path::{Path, PathBuf};
use std::sync::Arc;

use crate::metadata;

/// What went wrong, where, and what to do about it.
#[derive(Debug, Clone, thiserror::Error)]
pub enum Error {
    /// Another process (or another `Store` of this one) has the data directory open.
    #[error(
        "{} is in use by another process: stop it, ask the running gateway instead, or choose another --data directory",
        dir.display()
    )]
    Locked {
        /// The data directory.
        dir: PathBuf,
    },
    /// The data directory was written by a newer version, or by something else.
    #[error(
        "{} is in format {found}, and this version reads format {known}: use the newer waystation that wrote it, or another --data directory",
        dir.display()
    )]
    UnknownFormat {
        /// The data directory.
        dir: PathBuf,
        /// What its `format` file says.
        found: String,
        /// The newest format this version knows.
        known: u32,
    },
    /// A station of that name is there already.
    #[error("station {station} exists already")]
    Exists {
        /// Its name.
        station: String,
    },
    /// No station has that name; also what an append gets whose station was deleted meanwhile.
    #[error("there is no station {station}")]
    NotFound {
        /// The name that was asked for.
        station: String,
    },
    /// A station cannot be called that.
    #[error("`{name}` cannot name a station: {reason}")]
    InvalidName {
        /// The name.
        name: String,
        /// Which rule it breaks.
        reason: &'static str,
    },
    /// Settings that cannot be.
    #[error("station {station}: {reason}")]
    InvalidSettings {
        /// The station's name.
        station: String,
        /// Which field, and what it may be.
        reason: String,
    },
    /// A folder that no station of the catalogue owns holds data under the name asked for.
    #[error(
        "{} holds data of a station that the catalogue does not know: move it away to use the name",
        folder.display()
    )]
    FolderTaken {
        /// The folder in the way.
        folder: PathBuf,
    },
    /// The offset is not in the log.
    #[error(
        "{place}: offset {offset} is out of range, the log holds {log_start_offset} up to but not including {high_watermark}"
    )]
    OffsetOutOfRange {
        /// Station and partition.
        place: Place,
        /// The offset asked for.
        offset: i64,
        /// The first offset that can be read.
        log_start_offset: i64,
        /// The first that cannot be read yet.
        high_watermark: i64,
    },
    /// The batch leaves a gap after the producer's last one, or is too old to be told from a duplicate.
    #[error("{place}: producer {producer_id} sent sequence {sequence} where {expected} was next")]
    OutOfOrderSequence {
        /// Station and partition.
        place: Place,
        /// The producer.
        producer_id: i64,
        /// The sequence of the batch's first record.
        sequence: i32,
        /// The sequence it should have had.
        expected: i32,
    },
    /// A newer incarnation of the producer has written; this one is fenced off.
    #[error("{place}: producer {producer_id} has epoch {current}, and the batch carries the older {epoch}")]
    InvalidProducerEpoch {
        /// Station and partition.
        place: Place,
        /// The producer.
        producer_id: i64,
        /// The epoch of the batch.
        epoch: i16,
        /// The producer's epoch as this log knows it.
        current: i16,
    },
    /// The batch is not one: its checksum, a count or an attribute is wrong.
    #[error("{place}: the batch is damaged or malformed: {reason}")]
    InvalidBatch {
        /// Station and partition.
        place: Place,
        /// What is wrong with it.
        reason: String,
    },
    /// A message without a key, in a station that keeps the newest of each key.
    #[error("{place}: message {index} of the batch has no key, and a station that is compacted needs one")]
    KeyMissing {
        /// Station and partition.
        place: Place,
        /// The message's place in the batch.
        index: usize,
    },
    /// The batch is larger than the station allows.
    #[error("{place}: the batch has {bytes} bytes, and the station's max_message_bytes is {limit_bytes}")]
    TooLarge {
        /// Station and partition.
        place: Place,
        /// The batch's size.
        bytes: usize,
        /// The station's limit.
        limit_bytes: usize,
    },
    /// More is waiting to be written than may wait. Retriable.
    #[error("{place}: {waiting_bytes} bytes are waiting for the disk already: send again, more slowly")]
    Busy {
        /// Station and partition.
        place: Place,
        /// What waits.
        waiting_bytes: usize,
    },
    /// No room on the disk. Retriable: nothing of the batch is kept, and appends work again when there is room.
    #[error("{place}: no space left on the disk: free some and send again")]
    DiskFull {
        /// Station and partition.
        place: Place,
    },
    /// The partition takes no appends until it is reopened. Reading goes on.
    #[error("{place} is read-only until the store is reopened: {reason}")]
    ReadOnly {
        /// Station and partition.
        place: Place,
        /// What happened, and to which file.
        reason: Arc<str>,
    },
    /// Bytes below the synced mark are not what was written. Nothing is cut; what lies around them can be read.
    #[error("{place}: {damage}")]
    Damaged {
        /// Station and partition.
        place: Place,
        /// Which bytes.
        damage: Arc<Damage>,
    },
    /// What a consumer keeps of its messages cannot be read or encoded.
    #[error("a consumer's journal: {reason}")]
    Journal {
        /// What is wrong with it.
        reason: Arc<str>,
    },
    /// The store is closed, or closing.
    #[error("the store is closed")]
    Closed,
    /// The operating system refused.
    #[error("cannot {action} {}: {source}", path.display())]
    Disk {
        /// The verb.
        action: &'static str,
        /// The file or folder.
        path: PathBuf,
        /// Its reason.
        source: Arc<io::Error>,
    },
    /// The catalogue could not be read or changed.
    #[error("the station catalogue: {0}")]
    Metadata(#[from] metadata::Error),
}

impl Error {
    /// Names the deed and the path of an I/O error: use as `map_err(Error::disk("open", path))`.
    pub(crate) fn disk(action: &'static str, path: &Path) -> impl FnOnce(io::Error) -> Error {
        let path = path.to_owned();
        move |source| Error::Disk { action, path, source: Arc::new(source) }
    }
}

/// A partition, named the way people do: `lights/0`.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Place {
    /// The station's name.
    pub station: Arc<str>,
    /// The partition's number.
    pub partition: i32,
}

impl fmt::Display for Place {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}/{}", self.station, self.partition)
    }
}

/// A range of a log that cannot be trusted, and is never served.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Damage {
    /// The log file.
    pub file: PathBuf,
    /// Where in it the damage begins.
    pub position: u64,
    /// Where in it the next sound batch begins, where there is one.
    pub next_position: Option<u64>,
    /// The first offset that is lost to it.
    pub first_offset: i64,
    /// The first offset after it that can be read again, where that is known.
    pub next_offset: Option<i64>,
    /// What is wrong with the bytes.
    pub reason: &'static str,
}

impl Damage {
    /// Whether this is the same place in the same file.
    pub(crate) fn covers(&self, other: &Damage) -> bool {
        self.file == other.file && self.position == other.position
    }

    /// Whether an offset is lost to it.
    pub(crate) fn holds(&self, offset: i64) -> bool {
        self.first_offset <= offset && self.next_offset.is_some_and(|next| offset < next)
    }
}

impl fmt::Display for Damage {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Damage { file, position, next_position: _, first_offset, next_offset, reason } = self;
        write!(f, "{} is damaged at byte {position} (offset {first_offset}): {reason}", file.display())?;
        match next_offset {
            Some(next) => write!(f, "; it can be read again from offset {next}"),
            None => write!(f, "; nothing was cut, later offsets may still be readable"),
        }
    }
}
