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

#[cfg(test)]
mod tests {
    use super::*;
    use crate::disk::SimDisk;
    use crate::partition::mark::MarkFile;
    use crate::testing::{append, batch, file, lights, read_from};
    use crate::{Durability, Error, Settings};

    fn written() -> Settings {
        Settings { durability: Durability::Written, flush_ms: 2_000, ..Settings::default() }
    }

    /// The offset up to which the mark vouches for the log.
    fn marked(disk: &SimDisk) -> i64 {
        MarkFile::read(disk, &file("")).unwrap().unwrap().end_offset
    }

    #[test]
    fn what_is_written_may_be_read_at_once_and_is_synced_when_its_time_has_come() {
        let disk = SimDisk::new(3);
        let (store, partition) = lights(&disk, written());
        let before_ms = now_ms();
        append(&store, &partition, batch(&[1])).unwrap();
        assert_eq!((partition.high_watermark(), marked(&disk)), (1, 0));
        store.keep_house(before_ms + 1_999);
        store.flush();
        assert_eq!(marked(&disk), 0);
        store.keep_house(now_ms() + 2_000);
        store.flush();
        assert_eq!(marked(&disk), 1);
    }

    #[test]
    fn what_is_written_during_a_sync_is_not_said_to_be_synced() {
        let disk = SimDisk::new(3);
        let (store, partition) = lights(&disk, written());
        append(&store, &partition, batch(&[1])).unwrap();
        let point = partition.point().unwrap();
        partition.syncing.lock().sync(&point.active).unwrap();
        append(&store, &partition, batch(&[2])).unwrap();
        partition.reach(partition.writer.lock(), point);
        assert_eq!((partition.high_watermark(), marked(&disk)), (2, 1));
        assert!(partition.writer.lock().unsynced_since_ms.is_some());
        partition.catch_up();
        assert_eq!(marked(&disk), 2);
        assert!(partition.writer.lock().unsynced_since_ms.is_none());
    }

    #[test]
    fn a_sync_of_the_writer_that_overtakes_is_not_taken_back() {
        let disk = SimDisk::new(3);
        let (store, partition) = lights(&disk, written());
        append(&store, &partition, batch(&[1])).unwrap();
        let point = partition.point().unwrap();
        append(&store, &partition, batch(&[2])).unwrap();
        partition.roll(&mut partition.writer.lock()).unwrap();
        assert_eq!(marked(&disk), 2);
        assert_ne!(partition.writer.lock().syncs, point.syncs);
    }

    #[test]
    fn after_a_failed_sync_everyone_is_told_and_nobody_syncs_again() {
        let disk = SimDisk::new(3);
        let (store, partition) = lights(&disk, written());
        append(&store, &partition, batch(&[1])).unwrap();
        disk.fail_sync_after(0);
        store.keep_house(now_ms() + 2_000);
        store.flush();
        assert_eq!(marked(&disk), 0);
        // The disk would say yes now.
        assert!(partition.syncing.lock().sync(&partition.writer.lock().active.clone()).is_err());
        assert!(matches!(append(&store, &partition, batch(&[2])), Err(Error::ReadOnly { .. })));
        assert_eq!(read_from(&partition, 0).unwrap().len(), 1);
        drop(store);
        let (store, partition) = lights(&disk.kill(), written());
        append(&store, &partition, batch(&[3])).unwrap();
    }

    #[test]
    fn a_checkpoint_saved_beside_the_writer_is_of_what_is_synced() {
        let disk = SimDisk::new(3);
        let (store, partition) = lights(&disk, written());
        append(&store, &partition, batch(&[1])).unwrap();
        partition.writer.lock().since_checkpoint_bytes = CHECKPOINT_BYTES;
        let point = partition.point().unwrap();
        partition.syncing.lock().sync(&point.active).unwrap();
        append(&store, &partition, batch(&[2])).unwrap();
        partition.reach(partition.writer.lock(), point);
        let saved = Checkpoint::load(&disk, &file("")).unwrap().unwrap();
        assert_eq!(saved.index.summary().end_offset, 1);
        let (_store, partition) = lights(&disk.kill(), written());
        assert_eq!(partition.high_watermark(), 2);
    }
}
