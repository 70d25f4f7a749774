//! One append-only log: what a station is made of. Others append to it, read from it, look up times, trim it; threads of
//! the store flush it and keep house in it.
//!
//! - `queue.rs`: what was appended and not yet written; offsets and sequences are decided here
//! - `writer.rs`, `room.rs`: writing and syncing it, log file after log file
//! - `behind.rs`: syncing what was answered before it was synced
//! - `retention.rs`: trimming, and forgetting by age, size and count
//! - `compaction/`: of the messages of a key, keeping the newest
//! - `survey.rs`, `recovery.rs`, `salvage.rs`: opening a log after whatever happened to it
//! - `damage.rs`: what turns out to be damaged while the log is in use
//! - `mark.rs`, `checkpoint.rs`, `producers.rs`: what is kept beside the log

mod behind;
mod checkpoint;
mod compaction;
mod damage;
mod mark;
mod producers;
mod queue;
mod recovery;
mod retention;
mod room;
mod salvage;
mod survey;
mod writer;

#[cfg(test)]
mod damage_tests;
#[cfg(test)]
mod tests;

use std::fmt;
use std::future::Future;
use std::path::PathBuf;
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, AtomicI64, Ordering};

use bytes::Bytes;
use parking_lot::{Mutex, RwLock};
use records::Batch;
use tokio::sync::watch;

use crate::disk::Disk;
use crate::error::{Damage, Error, Place};
use crate::flusher::Ready;
use crate::segment::Segment;
use crate::settings::Settings;
use behind::Syncing;
pub(crate) use checkpoint::{Checkpoint, FILE_NAME as CHECKPOINT_FILE};
pub(crate) use compaction::{CLEANED_FILE, Limits, finish as finish_swap};
pub(crate) use mark::{FILE_NAME as MARK_FILE, has_unreadable_slot};
use queue::{Queue, Queued};
pub(crate) use recovery::Site;
pub(crate) use room::is_room;
pub(crate) use survey::{Depth, Survey};
use writer::Writer;

/// The most that a compressed batch may open to while timestamps or keys are looked for in it.
const OPEN_LIMIT_BYTES: usize = 64 << 20;

/// One append-only log of record batches.
///
/// Locks are taken in the order `writer`, `syncing`, `segments`, `queue`; appending takes only `queue`, reading only `segments`.
pub struct Partition {
    place: Place,
    dir: PathBuf,
    disk: Arc<dyn Disk>,
    settings: RwLock<Arc<Settings>>,
    /// The most bytes that may wait to be written.
    queue_limit_bytes: usize,
    queue: Mutex<Queue>,
    writer: Mutex<Writer>,
    syncing: Mutex<Syncing>,
    /// Oldest first, never empty; the last is being written.
    segments: RwLock<Vec<Arc<Segment>>>,
    log_start_offset: AtomicI64,
    high_watermark: watch::Sender<i64>,
    /// Found when it was opened, or by reading since.
    damage: RwLock<Vec<Arc<Damage>>>,
    ready: Arc<Ready>,
    /// Set when cleaned files could not be put in place: what is on the disk is sorted out when the log is next opened.
    cleaning_failed: AtomicBool,
}

/// A batch is in the log.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Appended {
    /// The offset of its first record.
    pub base_offset: i64,
    /// Always -1: timestamps are the producer's (`message.timestamp.type=CreateTime`).
    pub log_append_time_ms: i64,
    /// The first offset that can be read.
    pub log_start_offset: i64,
}

/// Some of a log.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Read {
    /// Whole v2 batches, one after the other; the first may begin before the offset that was asked for. Empty at the end.
    pub bytes: Bytes,
    /// The first offset that cannot be read yet.
    pub high_watermark: i64,
    /// The first offset that can be read.
    pub log_start_offset: i64,
}

impl Partition {
    /// Appends a batch after checking its checksum. Offsets are given in the order of these calls; the future ends when
    /// the batch is as durable as the station's settings say. Dropping the future does not undo the append.
    ///
    /// A batch of an idempotent producer that is one of its last five is not appended again: it gets its first offset.
    /// A batch without records keeps its offsets and its producer's sequence, as after compaction.
    ///
    /// # Errors
    /// [`Error::InvalidBatch`], [`Error::TooLarge`], [`Error::OutOfOrderSequence`], [`Error::InvalidProducerEpoch`];
    /// retriable: [`Error::Busy`], [`Error::DiskFull`]; lasting: [`Error::ReadOnly`], [`Error::NotFound`],
    /// [`Error::Closed`].
    pub fn append(
        self: &Arc<Self>,
        batch: Batch,
    ) -> impl Future<Output = Result<Appended, Error>> + Send + 'static + use<> {
        let checked = batch
            .verify()
            .map_err(|error| Error::InvalidBatch { place: self.place.clone(), reason: error.to_string() });
        self.append_if(checked.map(|()| batch))
    }

    /// [`Partition::append`] of a batch whose checksum the caller has checked, or has just made.
    ///
    /// # Errors
    /// Those of [`Partition::append`].
    pub fn append_verified(
        self: &Arc<Self>,
        batch: Batch,
    ) -> impl Future<Output = Result<Appended, Error>> + Send + 'static + use<> {
        self.append_if(Ok(batch))
    }

    fn append_if(
        self: &Arc<Self>,
        batch: Result<Batch, Error>,
    ) -> impl Future<Output = Result<Appended, Error>> + Send + 'static + use<> {
        let queued = batch.and_then(|batch| self.enqueue(batch));
        async move {
            match queued? {
                Queued::Done(appended) => Ok(appended),
                Queued::Waiting(done) => done.await.unwrap_or(Err(Error::Closed)),
            }
        }
    }

    /// Reads whole batches, checked, from the one that holds `offset` on: at most `max_bytes`, but the first however
    /// long, and none that is not yet below the high watermark. Blocks on the disk: the caller decides about threads.
    ///
    /// # Errors
    /// [`Error::OffsetOutOfRange`]; [`Error::Damaged`] where the batch itself is; [`Error::Disk`].
    pub fn read(&self, offset: i64, max_bytes: usize) -> Result<Read, Error> {
        let (log_start_offset, high_watermark) = (self.log_start_offset(), self.high_watermark());
        // A reader may come back for what follows a batch that was published a moment before the high watermark rises.
        let published = self.segments.read().last().map_or(high_watermark, |segment| segment.summary().end_offset);
        if !(log_start_offset..=high_watermark.max(published)).contains(&offset) {
            let place = self.place.clone();
            return Err(Error::OffsetOutOfRange { place, offset, log_start_offset, high_watermark });
        }
        let (bytes, next_offset) =
            if offset >= high_watermark { (Bytes::new(), offset) } else { self.read_around_damage(offset, max_bytes)? };
        // What was synced meanwhile may be among the bytes, a moment before the high watermark says so.
        let high_watermark = self.high_watermark().max(next_offset);
        Ok(Read { bytes, high_watermark, log_start_offset })
    }

    /// The offset and timestamp of the first record, in the order of offsets, that is not older than `timestamp_ms`.
    /// Blocks on the disk.
    ///
    /// # Errors
    /// [`Error::Damaged`], [`Error::Disk`].
    pub fn offset_for_time(&self, timestamp_ms: i64) -> Result<Option<(i64, i64)>, Error> {
        let (log_start_offset, high_watermark) = (self.log_start_offset(), self.high_watermark());
        let segments = self.segments.read().clone();
        for segment in segments {
            let found = segment
                .find_time(timestamp_ms, log_start_offset..high_watermark, OPEN_LIMIT_BYTES)
                .map_err(|fault| self.fault(&segment, fault))?;
            if let Some(moment) = found {
                return Ok(Some((moment.offset, moment.timestamp_ms)));
            }
        }
        Ok(None)
    }

    /// The largest timestamp in the log, `None` if it holds nothing.
    pub fn max_timestamp(&self) -> Option<i64> {
        let segments = self.segments.read();
        segments.iter().map(|segment| segment.summary().max_timestamp_ms).max().filter(|timestamp| *timestamp >= 0)
    }

    /// The first offset that cannot be read yet: with `Durability::Synced`, what is on the disk.
    pub fn high_watermark(&self) -> i64 {
        *self.high_watermark.borrow()
    }

    /// The first offset that can be read.
    pub fn log_start_offset(&self) -> i64 {
        self.log_start_offset.load(Ordering::Acquire)
    }

    /// The offset that the next append gets; not below the high watermark.
    pub fn end_offset(&self) -> i64 {
        self.queue.lock().next_offset()
    }

    /// A receiver of the high watermark, woken when it rises.
    pub fn tail(&self) -> watch::Receiver<i64> {
        self.high_watermark.subscribe()
    }

    /// What the log files hold.
    pub fn size_bytes(&self) -> u64 {
        self.segments.read().iter().map(|segment| segment.summary().bytes).sum()
    }

    /// Its number in the station.
    pub fn index(&self) -> i32 {
        self.place.partition
    }

    pub(crate) fn place(&self) -> &Place {
        &self.place
    }

    pub(crate) fn set_settings(&self, settings: Arc<Settings>) {
        *self.settings.write() = settings;
    }

    fn settings(&self) -> Arc<Settings> {
        Arc::clone(&self.settings.read())
    }

    /// The log file that holds an offset below the high watermark.
    fn segment_of(&self, offset: i64) -> Result<Arc<Segment>, Error> {
        let segments = self.segments.read();
        let after = segments.partition_point(|segment| segment.base_offset() <= offset);
        let segment = after.checked_sub(1).and_then(|number| segments.get(number)).cloned();
        // Retention may have taken it since the bounds were looked at.
        segment.ok_or_else(|| Error::OffsetOutOfRange {
            place: self.place.clone(),
            offset,
            log_start_offset: self.log_start_offset(),
            high_watermark: self.high_watermark(),
        })
    }
}

impl fmt::Debug for Partition {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "Partition({} {}..{})", self.place, self.log_start_offset(), self.high_watermark())
    }
}
