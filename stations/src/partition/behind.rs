//! Syncing what was answered before it was synced (`Durability::Written`). The disk may be slower than those who append, so
//! it is done beside the writer, which goes on writing; of what is written meanwhile nothing is said to be synced.

use std::collections::VecDeque;
use std::sync::Arc;

use parking_lot::MutexGuard;

use super::Partition;
use super::checkpoint::Checkpoint;
use super::mark::Mark;
use super::writer::{CATCH_UP_BYTES, CHECKPOINT_BYTES, Writer};
use crate::segment::{Segment, Summary};
use crate::store::now_ms;

/// Locked by whoever syncs the log file or saves a checkpoint; after the writer, if both are. The system tells of a failed
/// sync once: whoever waited here while another's failed must not take its own for a success.
#[derive(Debug, Default)]
pub(super) struct Syncing {
    failed: Option<Arc<str>>,
}

impl Syncing {
    /// Syncs a log file, or says why a sync has failed, which is then so for good.
    pub(super) fn sync(&mut self, segment: &Segment) -> Result<(), Arc<str>> {
        if let Some(reason) = &self.failed {
            return Err(Arc::clone(reason));
        }
        segment.file().sync_data().map_err(|error| {
            let reason = format!("cannot sync {}: {error}", segment.path().display());
            Arc::clone(self.failed.insert(reason.into()))
        })
    }
}

/// How far the log is synced once a sync that begins now has ended.
struct Point {
    active: Arc<Segment>,
    summary: Summary,
    syncs: u64,
    unsynced_bytes: u64,
    at_ms: i64,
    /// Of this point, where one is due.
    checkpoint: Option<Checkpoint>,
}

impl Partition {
    /// Sees to it that what has been left in the page cache for `flush_ms` is synced.
    pub(crate) fn sync_written(self: &Arc<Self>, now_ms: i64) {
        let mut writer = self.writer.lock();
        let flush_ms = i64::try_from(self.settings().flush_ms).unwrap_or(i64::MAX);
        if writer.unsynced_since_ms.is_some_and(|since_ms| now_ms.saturating_sub(since_ms) >= flush_ms) {
            self.let_catch_up(&mut writer);
        }
    }

    pub(super) fn let_catch_up(self: &Arc<Self>, writer: &mut Writer) {
        if !writer.catching_up && writer.poisoned.is_none() {
            writer.catching_up = true;
            self.ready.catch_up(Arc::clone(self));
        }
    }

    /// Syncs what is written, while more may be written. True if that is so much that it is to be done again at once.
    pub(crate) fn catch_up(&self) -> bool {
        let Some(point) = self.point() else { return false };
        let synced = self.syncing.lock().sync(&point.active);
        let mut writer = self.writer.lock();
        writer.catching_up = false;
        match synced {
            Ok(()) if writer.syncs == point.syncs => self.reach(writer, point),
            // The writer itself has synced meanwhile, and more than this.
            Ok(()) => false,
            Err(reason) => {
                let error = self.read_only(reason);
                writer.poisoned.get_or_insert_with(|| error.clone());
                self.fail(&writer, VecDeque::new(), error);
                false
            }
        }
    }

    fn point(&self) -> Option<Point> {
        let mut writer = self.writer.lock();
        if writer.unsynced_since_ms.is_none() || writer.poisoned.is_some() {
            writer.catching_up = false;
            return None;
        }
        let is_due = writer.since_checkpoint_bytes >= CHECKPOINT_BYTES;
        Some(Point {
            active: Arc::clone(&writer.active),
            summary: writer.active.summary(),
            syncs: writer.syncs,
            unsynced_bytes: writer.unsynced_bytes,
            at_ms: now_ms(),
            checkpoint: is_due.then(|| Checkpoint {
                log_start_offset: self.log_start_offset(),
                active_since_ms: writer.active_since_ms,
                index: writer.active.index(),
                producers: writer.producers.clone(),
            }),
        })
    }

    /// Vouches for a point that is synced, and for nothing behind it.
    fn reach(&self, mut writer: MutexGuard<'_, Writer>, point: Point) -> bool {
        let Summary { bytes: position, end_offset, .. } = point.summary;
        let has_more = writer.active.summary().bytes > position;
        writer.syncs += 1;
        writer.unsynced_bytes = writer.unsynced_bytes.saturating_sub(point.unsynced_bytes);
        writer.unsynced_since_ms = has_more.then_some(point.at_ms);
        writer.catching_up = writer.unsynced_bytes >= CATCH_UP_BYTES;
        self.move_mark_to(&mut writer, Mark { base_offset: point.active.base_offset(), position, end_offset });
        let again = writer.catching_up;
        if let Some(mut checkpoint) = point.checkpoint {
            writer.since_checkpoint_bytes = writer.unsynced_bytes;
            checkpoint.log_start_offset = self.log_start_offset();
            let mark_file = writer.mark.file();
            // Nobody else saves one before this is saved, so no newer one is replaced by it.
            let saving = self.syncing.lock();
            drop(writer);
            let saved = checkpoint.save(&*self.disk, &self.dir).and_then(|()| mark_file.sync_data());
            drop(saving);
            if let Err(error) = saved {
                tracing::warn!(partition = %self.place, %error, "no checkpoint was saved");
            }
        }
        again
    }
}
