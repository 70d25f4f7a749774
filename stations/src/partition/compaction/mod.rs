//! Compaction (Kafka's `cleanup.policy=compact`): of the messages with the same key the newest is kept, the others go from
//! the closed log files, in the background. The log stays without a gap: a batch that loses records keeps its offsets, and
//! batches that lose all become one empty batch over theirs. So every check of the log holds as before; decision 0006.
//!
//! A pass goes over what was never cleaned to learn the newest offset of each key (`newest.rs`), writes the log files again
//! without what is older (`rewrite.rs`), and puts the new files in place of the old ones in a step that a crash leaves done
//! or not begun (`swap.rs`). How far it got, and when, is kept beside the log (`progress.rs`).

mod newest;
mod progress;
mod rewrite;
mod swap;

#[cfg(test)]
mod tests;

use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};
use std::thread;
use std::time::Duration;

use records::Batch;

use super::{Checkpoint, OPEN_LIMIT_BYTES, Partition};
use crate::error::Error;
use crate::segment::{Broken, Segment, Walk};
use crate::settings::{Compaction, Settings};
use newest::Newest;
use progress::Progress;
use rewrite::{Rewrite, Rule};

pub(crate) use progress::FILE_NAME as CLEANED_FILE;
pub(crate) use swap::finish;

/// So much is read between two looks at the clock.
const PACE_BYTES: u64 = 4 << 20;

/// What a pass may cost, and what ends it early.
#[derive(Debug)]
pub(crate) struct Limits {
    /// Keys that are remembered at a time; a log with more is cleaned a stretch at a time.
    pub(crate) max_keys: usize,
    /// Bytes read in a second, on average; 0 is no limit.
    pub(crate) bytes_per_second: u64,
    /// The store is closing.
    pub(crate) stopping: AtomicBool,
}

impl Limits {
    fn is_stopping(&self) -> bool {
        self.stopping.load(Ordering::Relaxed)
    }

    /// Sleeps off what was read.
    fn pace(&self, bytes: u64) {
        if let Some(micros) = (bytes * 1_000_000).checked_div(self.bytes_per_second) {
            thread::sleep(Duration::from_micros(micros));
        }
    }
}

/// Log files that a pass goes over, oldest first.
struct Plan {
    /// All that may be written again.
    segments: Vec<Arc<Segment>>,
    /// Where what was never cleaned begins.
    dirty_from: i64,
}

impl Partition {
    /// Cleans the log if its settings ask for it and enough of it was never cleaned. True if anything was done. Blocks for
    /// as long as that takes; appends and reads go on meanwhile.
    pub(crate) fn compact(&self, now_ms: i64, limits: &Limits) -> Result<bool, Error> {
        let settings = self.settings();
        let is_sound = self.damage().is_empty() && !self.cleaning_failed.load(Ordering::Relaxed);
        if !settings.cleanup.compacts() || !is_sound || self.queue.lock().is_stopped() {
            return Ok(false);
        }
        let mut progress = Progress::load(&*self.disk, &self.dir);
        let Some(plan) = self.plan(&settings, &progress, now_ms) else {
            return Ok(false);
        };
        // The last checkpoint may be of a point in the middle of a file that is now written again, where it would be another.
        self.checkpoint(&mut self.writer.lock(), self.log_start_offset())?;
        // What a pass leaves unfinished only takes up room.
        let outcome = self.pass(plan, &settings, &mut progress, now_ms, limits);
        outcome.inspect_err(|_| swap::sweep(&*self.disk, &self.dir))
    }

    fn pass(
        &self,
        plan: Plan,
        settings: &Settings,
        progress: &mut Progress,
        now_ms: i64,
        limits: &Limits,
    ) -> Result<bool, Error> {
        let tombstone_age_ms = settings.compaction.tombstone_age_ms;
        let Some(newest) = self.survey_keys(&plan, limits)? else {
            return Ok(false);
        };
        let rule = Rule { newest: &newest, tombstones_before: progress.settled(now_ms, tombstone_age_ms) };
        let segments: Vec<_> =
            plan.segments.into_iter().filter(|segment| segment.base_offset() < newest.end_offset()).collect();
        self.outlast(&segments)?;
        if !self.rewrite(&segments, &rule, settings.roll_bytes(), limits)? {
            return Ok(false);
        }
        // The folder may be another station's once this one is deleted.
        let _writer = self.writer.lock();
        if self.queue.lock().is_stopped() {
            return Ok(false);
        }
        progress.reached(newest.end_offset(), now_ms, tombstone_age_ms);
        progress.save(&*self.disk, &self.dir).map_err(Error::disk("save the progress of compaction in", &self.dir))?;
        Ok(true)
    }

    /// The closed log files that are old enough, if enough of them was never cleaned.
    fn plan(&self, settings: &Settings, progress: &Progress, now_ms: i64) -> Option<Plan> {
        let Compaction { min_age_ms, dirty_percent, .. } = settings.compaction;
        let mut segments = self.segments.read().clone();
        segments.pop();
        let youngest_ms = now_ms.saturating_sub(min_age_ms);
        let is_young = |segment: &Arc<Segment>| min_age_ms > 0 && segment.summary().max_timestamp_ms > youngest_ms;
        segments.truncate(segments.iter().position(is_young).unwrap_or(segments.len()));

        let dirty_from = progress.cleaned_to().max(self.log_start_offset());
        let bytes = |segments: &[Arc<Segment>]| segments.iter().map(|segment| segment.summary().bytes).sum::<u64>();
        let first_dirty = segments.partition_point(|segment| segment.summary().end_offset <= dirty_from);
        let dirty_bytes = bytes(segments.get(first_dirty..).unwrap_or_default());
        let is_enough = dirty_bytes > 0 && dirty_bytes * 100 >= bytes(&segments) * u64::from(dirty_percent);
        is_enough.then_some(Plan { segments, dirty_from })
    }

    /// Learns the newest offset of every key, as far as the memory for it reaches; `None` when it was stopped.
    fn survey_keys(&self, plan: &Plan, limits: &Limits) -> Result<Option<Newest>, Error> {
        let mut newest = Newest::new(limits.max_keys, plan.dirty_from);
        for segment in plan.segments.iter().filter(|segment| segment.summary().end_offset > plan.dirty_from) {
            let is_whole = self.walk_through(segment, limits, |batch| {
                if batch.next_offset() <= plan.dirty_from {
                    return Ok(true);
                }
                Ok(newest.take_up(&batch, OPEN_LIMIT_BYTES))
            })?;
            if limits.is_stopping() {
                return Ok(None);
            }
            if !is_whole {
                break;
            }
        }
        Ok((newest.end_offset() > plan.dirty_from).then_some(newest))
    }

    /// Sees to it that the checkpoint is as of a file that is not written again. It holds positions in that file, which would
    /// be taken for the new one's; and the producers, some of whose last batches lose their place.
    fn outlast(&self, segments: &[Arc<Segment>]) -> Result<(), Error> {
        let saved =
            Checkpoint::load(&*self.disk, &self.dir).map_err(Error::disk("load the checkpoint of", &self.dir))?;
        let end_offset = segments.last().map_or(0, |segment| segment.summary().end_offset);
        if saved.is_some_and(|saved| saved.index.base_offset() >= end_offset) {
            return Ok(());
        }
        self.checkpoint(&mut self.writer.lock(), self.log_start_offset())
    }

    /// Writes the log files again, several into one where they have become small, and puts them in place. False when it was
    /// stopped, or the files are not the log's any more; what was put in place by then stays.
    fn rewrite(
        &self,
        segments: &[Arc<Segment>],
        rule: &Rule<'_>,
        roll_bytes: u64,
        limits: &Limits,
    ) -> Result<bool, Error> {
        let mut rest = segments;
        while let Some(first) = rest.first() {
            let mut output = Rewrite::begin(&*self.disk, &self.dir, first.base_offset())?;
            let mut taken = 0;
            for segment in rest {
                if taken > 0 && output.bytes() + segment.summary().bytes > roll_bytes {
                    break;
                }
                self.walk_through(segment, limits, |batch| output.take_up(batch, rule).map(|()| true))?;
                taken += 1;
                if limits.is_stopping() {
                    output.abandon(&*self.disk);
                    return Ok(false);
                }
            }
            let (old, later) = rest.split_at(taken);
            rest = later;
            if !output.is_changed() && old.len() == 1 {
                output.abandon(&*self.disk);
            } else if !self.replace(old, output)? {
                return Ok(false);
            }
        }
        Ok(true)
    }

    /// Shows every batch of a log file to a visitor, until that says false; then the answer is false, too.
    fn walk_through(
        &self,
        segment: &Segment,
        limits: &Limits,
        mut visit: impl FnMut(Batch) -> Result<bool, Error>,
    ) -> Result<bool, Error> {
        let summary = segment.summary();
        let mut walk = Walk::new(&**segment.file(), 0, summary.bytes, segment.base_offset());
        let mut paced = 0;
        while let Some(batch) = walk.next().map_err(|broken| self.broken(segment, broken))? {
            if limits.is_stopping() || !visit(batch)? {
                return Ok(false);
            }
            if walk.position() - paced >= PACE_BYTES {
                limits.pace(walk.position() - paced);
                paced = walk.position();
            }
        }
        limits.pace(walk.position() - paced);
        Ok(true)
    }

    fn broken(&self, segment: &Segment, broken: Broken) -> Error {
        self.fault(segment, segment.fault(broken))
    }

    /// Puts a new log file in place of old ones; false if those are no longer what the log is made of.
    fn replace(&self, old: &[Arc<Segment>], output: Rewrite) -> Result<bool, Error> {
        let ready = output.finish()?;
        // Nobody trims, rolls or deletes meanwhile.
        let _writer = self.writer.lock();
        let place = self.place_of(old).filter(|_| !self.queue.lock().is_stopped());
        let Some(place) = place else {
            ready.abandon(&*self.disk);
            return Ok(false);
        };
        // Half done it must not be done again over what is there: the next opening finishes it. Who reads has the old
        // files open meanwhile.
        let segment = ready
            .swap(&*self.disk, &self.dir, old)
            .inspect_err(|_| self.cleaning_failed.store(true, Ordering::Relaxed))?;
        self.segments.write().splice(place, [Arc::new(segment)]);
        Ok(true)
    }

    /// Where the log files stand among the log's.
    fn place_of(&self, old: &[Arc<Segment>]) -> Option<std::ops::Range<usize>> {
        let segments = self.segments.read();
        let first = old.first()?;
        let start = segments.iter().position(|segment| Arc::ptr_eq(segment, first))?;
        let place = start..start + old.len();
        let found = segments.get(place.clone())?;
        found.iter().zip(old).all(|(found, old)| Arc::ptr_eq(found, old)).then_some(place)
    }
}
