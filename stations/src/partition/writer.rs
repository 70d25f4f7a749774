//! Writing what waits: one vectored write and one sync for all of it, then all callers are told. A failed write or sync is
//! never retried: nobody can say what is on the disk then. A full disk is the exception, for a write is cut off again.

use std::collections::VecDeque;
use std::io::{self, IoSlice};
use std::sync::Arc;

use super::Partition;
use super::checkpoint::Checkpoint;
use super::mark::{Mark, MarkFile};
use super::producers::Producers;
use super::queue::Waiting;
use super::room::Room;
use crate::disk::is_full;
use crate::error::Error;
use crate::planted::{Bug, planted};
use crate::segment::{LEADER_EPOCH, Segment, Summary};
use crate::settings::Durability;
use crate::store::now_ms;

/// So much is written between two checkpoints, which bounds what is read after a crash.
pub(super) const CHECKPOINT_BYTES: u64 = 64 << 20;
/// So much is left unsynced (`written`) before syncing begins; less before its time, `flush_ms`, has come.
pub(super) const CATCH_UP_BYTES: u64 = 16 << 20;

/// What is true of the log once all written is counted.
#[derive(Debug)]
pub(super) struct Writer {
    /// The last of the partition's segments.
    pub(super) active: Arc<Segment>,
    pub(super) room: Room,
    pub(super) producers: Producers,
    pub(super) mark: MarkFile,
    /// When the oldest was written that is not synced, if anything is.
    pub(super) unsynced_since_ms: Option<i64>,
    /// How much of the active segment was written and is not known to be synced.
    pub(super) unsynced_bytes: u64,
    /// How often all that was written was found to be synced.
    pub(super) syncs: u64,
    /// `catch_up` is in line, or under way.
    pub(super) catching_up: bool,
    /// A write or sync failed for good: nobody knows what is on the disk, so nothing is tried again.
    pub(super) poisoned: Option<Error>,
    /// When the active segment got its first batch, if it has any.
    pub(super) active_since_ms: Option<i64>,
    /// Written since the last checkpoint.
    pub(super) since_checkpoint_bytes: u64,
    /// The last checkpoint no longer tells the whole truth.
    pub(super) checkpoint_due: bool,
}

impl Partition {
    /// Writes all that waits. True if more came meanwhile.
    pub(crate) fn flush(self: &Arc<Self>) -> bool {
        let mut writer = self.writer.lock();
        let mut waiting = self.queue.lock().take();
        while !waiting.is_empty() {
            let mut group = VecDeque::new();
            if let Err(error) = self.write_some(&mut writer, &mut waiting, &mut group) {
                group.append(&mut waiting);
                self.fail(&writer, group, error);
            }
        }
        if writer.unsynced_since_ms.is_none() && writer.since_checkpoint_bytes >= CHECKPOINT_BYTES {
            self.checkpoint_or_warn(&mut writer);
        }
        if writer.unsynced_bytes >= CATCH_UP_BYTES {
            self.let_catch_up(&mut writer);
        }
        self.queue.lock().settle()
    }

    /// Writes as much of what waits as fits into one log file, and answers those. What is in `group` after an error has
    /// not been answered.
    fn write_some(
        &self,
        writer: &mut Writer,
        waiting: &mut VecDeque<Waiting>,
        group: &mut VecDeque<Waiting>,
    ) -> Result<(), Error> {
        let settings = self.settings();
        let roll_bytes = settings.roll_bytes();
        let mut room = roll_bytes.saturating_sub(writer.active.summary().bytes);
        let first_bytes = waiting.iter().find_map(|entry| entry.batch.as_ref()).map_or(0, |batch| batch.bytes().len());
        if first_bytes as u64 > room && writer.active.summary().bytes > 0 {
            self.roll(writer)?;
            room = roll_bytes;
            if settings.durability == Durability::Memory {
                self.keep_within(writer, now_ms())?;
            }
        }
        while let Some(entry) = waiting.pop_front() {
            let bytes = entry.batch.as_ref().map_or(0, |batch| batch.bytes().len()) as u64;
            let fits = bytes <= room || group.is_empty();
            if !fits {
                waiting.push_front(entry);
                break;
            }
            room = room.saturating_sub(bytes);
            group.push_back(entry);
        }
        self.write_group(writer, group, settings.durability)?;
        for entry in group.drain(..) {
            // Whoever gave up waiting need not be told.
            entry.done.send(Ok(self.appended(entry.base_offset))).ok();
        }
        Ok(())
    }

    fn write_group(&self, writer: &mut Writer, group: &VecDeque<Waiting>, durability: Durability) -> Result<(), Error> {
        let batches: Vec<_> = group
            .iter()
            .filter_map(|entry| {
                let batch = entry.batch.as_ref()?;
                Some((batch, entry.base_offset, batch.stamped_prefix(entry.base_offset, LEADER_EPOCH)))
            })
            .collect();
        // Only duplicates, whose first is in the log by now.
        if batches.is_empty() {
            return Ok(());
        }
        let mut slices = Vec::with_capacity(batches.len() * 2);
        for (batch, _, prefix) in &batches {
            slices.push(IoSlice::new(prefix));
            slices.push(IoSlice::new(batch.bytes().get(prefix.len()..).unwrap_or_default()));
        }
        self.write(writer, &mut slices)?;
        let group_bytes: u64 = batches.iter().map(|(batch, ..)| batch.bytes().len() as u64).sum();
        if durability == Durability::Synced {
            self.make_room(writer, group_bytes)?;
        }
        if durability == Durability::Synced && !planted(Bug::HighWatermarkBeforeSync) {
            self.sync(writer)?;
            let end_offset =
                batches.last().map_or(0, |(batch, base, _)| base + i64::from(batch.header().last_offset_delta) + 1);
            self.vouch_for(writer, group_bytes, end_offset)?;
        }

        let now_ms = now_ms();
        for (batch, base_offset, _) in &batches {
            writer.producers.remember(batch.header(), *base_offset, now_ms);
        }
        writer.since_checkpoint_bytes += group_bytes;
        if writer.unsynced_since_ms.is_some() {
            writer.unsynced_bytes += group_bytes;
        }
        writer.active_since_ms.get_or_insert(now_ms);
        writer.checkpoint_due = true;
        writer.active.publish(|index| {
            for (batch, base_offset, prefix) in &batches {
                index.add_stamped(batch, prefix, *base_offset);
            }
        });
        if (durability != Durability::Synced && writer.unsynced_since_ms.is_none()) || planted(Bug::MarkRunsAhead) {
            self.move_mark(writer);
        }
        self.high_watermark.send_replace(writer.active.summary().end_offset);
        if planted(Bug::HighWatermarkBeforeSync) { self.sync(writer) } else { Ok(()) }
    }

    fn write(&self, writer: &mut Writer, slices: &mut [IoSlice<'_>]) -> Result<(), Error> {
        if let Some(error) = &writer.poisoned {
            return Err(error.clone());
        }
        let position = writer.active.summary().bytes;
        let written = writer.active.file().write_at(position, slices);
        writer.unsynced_since_ms.get_or_insert_with(now_ms);
        let Err(error) = written else { return Ok(()) };
        // Whatever was written of it must not stay in front of what comes next; nor come back with a power cut from under
        // what is written over it, so the cut is synced at once.
        writer.room = Room::none(position);
        let cut = if planted(Bug::UnfinishedEndKept) { Ok(()) } else { writer.active.file().set_len(position) };
        match cut {
            Ok(()) if is_full(&error) && planted(Bug::CutNotSynced) => {
                Err(Error::DiskFull { place: self.place.clone() })
            }
            Ok(()) if is_full(&error) => self.sync(writer).and(Err(Error::DiskFull { place: self.place.clone() })),
            Ok(()) => Err(self.poison(writer, "write", &error)),
            Err(cut) => Err(self.poison(writer, "cut the unfinished end off", &cut)),
        }
    }

    fn make_room(&self, writer: &mut Writer, write_bytes: u64) -> Result<(), Error> {
        let written_end = writer.active.summary().bytes + write_bytes;
        let made = writer.room.follow(&**writer.active.file(), written_end, write_bytes, self.settings().roll_bytes());
        made.map_err(|error| self.poison(writer, "cut the room off", &error))
    }

    /// Lets the file end with what is written; that lasts after the next sync.
    fn give_room_back(&self, writer: &mut Writer) -> Result<(), Error> {
        let written_end = writer.active.summary().bytes;
        match writer.room.give_back(&**writer.active.file(), written_end) {
            Ok(false) => Ok(()),
            Ok(true) => {
                writer.unsynced_since_ms.get_or_insert_with(now_ms);
                Ok(())
            }
            Err(error) => Err(self.poison(writer, "cut the room off", &error)),
        }
    }

    fn sync(&self, writer: &mut Writer) -> Result<(), Error> {
        if let Some(error) = &writer.poisoned {
            return Err(error.clone());
        }
        let synced = self.syncing.lock().sync(&writer.active).map_err(|reason| self.read_only(reason));
        synced.inspect_err(|error| writer.poisoned = Some(error.clone()))?;
        writer.unsynced_since_ms = None;
        writer.unsynced_bytes = 0;
        writer.syncs += 1;
        Ok(())
    }

    fn poison(&self, writer: &mut Writer, action: &str, error: &io::Error) -> Error {
        let error = self.read_only(format!("cannot {action} {}: {error}", writer.active.path().display()).into());
        writer.poisoned = Some(error.clone());
        error
    }

    pub(super) fn read_only(&self, reason: Arc<str>) -> Error {
        Error::ReadOnly { place: self.place.clone(), reason }
    }

    /// Closes the log file being written and begins the next one.
    pub(super) fn roll(&self, writer: &mut Writer) -> Result<(), Error> {
        self.give_room_back(writer)?;
        if writer.unsynced_since_ms.is_some() {
            self.sync(writer)?;
        }
        let index = writer.active.index();
        let next = self.begin_segment(writer, index.summary().end_offset)?;
        // Without its index a log file is read once more when the log is opened, no worse.
        let path = writer.active.path().with_extension("index");
        if let Err(error) = crate::disk::replace(&*self.disk, &path, &index.encode()) {
            tracing::warn!(path = %path.display(), %error, "an index was not written");
        }
        self.segments.write().push(Arc::clone(&next));
        writer.active = next;
        writer.room = Room::none(0);
        writer.active_since_ms = None;
        self.move_mark(writer);
        self.checkpoint_or_warn(writer);
        Ok(())
    }

    fn begin_segment(&self, writer: &mut Writer, base_offset: i64) -> Result<Arc<Segment>, Error> {
        match Segment::create(&*self.disk, &self.dir, base_offset) {
            Ok(segment) => Ok(Arc::new(segment)),
            Err(error) if is_full(&error) => Err(Error::DiskFull { place: self.place.clone() }),
            Err(error) => Err(self.poison(writer, "begin the log file after", &error)),
        }
    }

    /// Moves the mark over what was just written and synced, before any of it is acknowledged. A file system that gives up
    /// in the middle of a sync may say that it succeeded (ext4 forgets to say that it could not record where the bytes are),
    /// but then this write fails, and a full disk is the only innocent reason for that.
    fn vouch_for(&self, writer: &mut Writer, group_bytes: u64, end_offset: i64) -> Result<(), Error> {
        let position = writer.active.summary().bytes + group_bytes;
        let mark = Mark { base_offset: writer.active.base_offset(), position, end_offset };
        match writer.mark.write(mark) {
            Err(error) if !is_full(&error) => Err(self.poison(writer, "move the synced mark beside", &error)),
            // A mark that lags is still true.
            Ok(()) | Err(_) => Ok(()),
        }
    }

    /// Moves the mark to all that is written, which must be synced.
    pub(super) fn move_mark(&self, writer: &mut Writer) {
        let Summary { bytes, end_offset, .. } = writer.active.summary();
        self.move_mark_to(writer, Mark { base_offset: writer.active.base_offset(), position: bytes, end_offset });
    }

    pub(super) fn move_mark_to(&self, writer: &mut Writer, mark: Mark) {
        // A mark that lags is still true.
        if let Err(error) = writer.mark.write(mark) {
            tracing::warn!(partition = %self.place, %error, "the synced mark was not moved");
        }
    }

    /// Saves a checkpoint of all that is written, with the given start of the log.
    pub(super) fn checkpoint(&self, writer: &mut Writer, log_start_offset: i64) -> Result<(), Error> {
        if writer.unsynced_since_ms.is_some() {
            self.sync(writer).inspect_err(|error| self.fail(writer, VecDeque::new(), error.clone()))?;
            self.move_mark(writer);
        }
        let checkpoint = Checkpoint {
            log_start_offset,
            active_since_ms: writer.active_since_ms,
            index: writer.active.index(),
            producers: writer.producers.clone(),
        };
        let saving = self.syncing.lock();
        let saved = checkpoint.save(&*self.disk, &self.dir).and_then(|()| writer.mark.sync());
        drop(saving);
        saved.map_err(|error| match error {
            error if is_full(&error) => Error::DiskFull { place: self.place.clone() },
            error => Error::disk("save a checkpoint in", &self.dir)(error),
        })?;
        writer.since_checkpoint_bytes = 0;
        writer.checkpoint_due = false;
        Ok(())
    }

    /// A checkpoint that only saves time later: without it more is read after a crash.
    pub(super) fn checkpoint_or_warn(&self, writer: &mut Writer) {
        // Not again with every flush.
        writer.since_checkpoint_bytes = 0;
        if let Err(error) = self.checkpoint(writer, self.log_start_offset()) {
            tracing::warn!(partition = %self.place, %error, "no checkpoint was saved");
        }
    }

    /// Ends the log's life in this process: writes what waits, then takes nothing more; leaves it so that opening it need
    /// not read it. Errors are logged: the log can be recovered without.
    pub(crate) fn close(self: &Arc<Self>, reason: Error) {
        self.queue.lock().stop(reason);
        self.flush();
        let mut writer = self.writer.lock();
        if writer.poisoned.is_none() && self.give_room_back(&mut writer).is_err() {
            tracing::warn!(partition = %self.place, "the log file could not be cut to what is written");
        }
        if writer.checkpoint_due || writer.unsynced_since_ms.is_some() {
            self.checkpoint_or_warn(&mut writer);
        }
    }

    /// Tells all that waits of an error, and takes everything back to what is in the log.
    pub(super) fn fail(&self, writer: &Writer, group: VecDeque<Waiting>, error: Error) {
        tracing::error!(partition = %self.place, %error, "appends failed");
        let mut queue = self.queue.lock();
        if !matches!(error, Error::DiskFull { .. }) {
            queue.stop(error.clone());
        }
        let followers = queue.rewind(writer.active.summary().end_offset, writer.producers.clone());
        drop(queue);
        for entry in group.into_iter().chain(followers) {
            entry.done.send(Err(error.clone())).ok();
        }
    }
}
