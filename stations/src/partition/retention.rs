//! Forgetting: on request up to an offset, by age, by size. The new start of the log is on the disk before a byte goes.

use std::sync::Arc;
use std::sync::atomic::Ordering;

use super::Partition;
use super::writer::Writer;
use crate::error::Error;
use crate::planted::{Bug, planted};
use crate::segment::Segment;
use crate::settings::Retention;

impl Partition {
    /// Forgets everything before an offset (Kafka's DeleteRecords; a purge trims to the high watermark) and answers with
    /// the new start of the log. Disk space comes back a log file at a time. Blocks on the disk.
    ///
    /// # Errors
    /// [`Error::OffsetOutOfRange`] above the high watermark; [`Error::Disk`] and [`Error::DiskFull`], with nothing forgotten.
    pub fn trim(&self, before_offset: i64) -> Result<i64, Error> {
        let mut writer = self.writer.lock();
        self.forget(&mut writer, before_offset)
    }

    /// Forgets what the settings no longer keep, closes a log file that has become old, and forgets idle producers.
    pub(crate) fn keep_house(&self, now_ms: i64, producers_seen_before_ms: i64) -> Result<(), Error> {
        let mut writer = self.writer.lock();
        if self.queue.lock().is_stopped() {
            return Ok(());
        }
        if writer.producers.expire(producers_seen_before_ms) {
            self.queue.lock().replace_producers(&writer.producers);
        }
        let settings = self.settings();
        let retention = settings.kept();
        let roll_age_ms = settings.roll_age_ms();
        if writer.active_since_ms.is_some_and(|since_ms| now_ms.saturating_sub(since_ms) >= roll_age_ms) {
            self.roll(&mut writer)
                .inspect_err(|error| self.fail(&writer, std::collections::VecDeque::new(), error.clone()))?;
        }
        let keep_from = self.first_kept(&retention, now_ms);
        if keep_from > self.log_start_offset() {
            self.forget(&mut writer, keep_from)?;
        }
        Ok(())
    }

    /// Forgets what has become too much since the last file was begun: for a log in memory, which cannot wait for the house
    /// to be kept.
    pub(super) fn keep_within(&self, writer: &mut Writer, now_ms: i64) -> Result<(), Error> {
        let keep_from = self.first_kept(&self.settings().kept(), now_ms);
        self.forget(writer, keep_from).map(drop)
    }

    /// The first offset that retention keeps. Age and size go by whole log files, never the one being written.
    fn first_kept(&self, Retention { max_age_ms, max_bytes, max_messages }: &Retention, now_ms: i64) -> i64 {
        let by_count =
            max_messages.and_then(|count| i64::try_from(count).ok()).map_or(0, |count| self.newest_from(count));
        let segments = self.segments.read();
        let oldest_ms = max_age_ms.map_or(i64::MIN, |age| now_ms.saturating_sub(age));
        let mut total: u64 = segments.iter().map(|segment| segment.summary().bytes).sum();
        let mut keep_from = segments.first().map_or(0, |segment| segment.base_offset());
        for (segment, next) in segments.iter().zip(segments.iter().skip(1)) {
            let summary = segment.summary();
            let is_old = summary.max_timestamp_ms < oldest_ms;
            let is_too_much = max_bytes.is_some_and(|max_bytes| total > max_bytes);
            if !is_old && !is_too_much {
                break;
            }
            total -= summary.bytes;
            keep_from = next.base_offset();
        }
        keep_from.max(by_count)
    }

    /// Where the newest so many messages begin. Each move of the log's start is written to the disk, so that no crash takes
    /// it back: with many messages it moves by a sixteenth of them at a time.
    fn newest_from(&self, count: i64) -> i64 {
        let from = self.high_watermark().saturating_sub(count).max(0);
        if from - self.log_start_offset() > count / 16 { from } else { 0 }
    }

    fn forget(&self, writer: &mut Writer, before_offset: i64) -> Result<i64, Error> {
        let (log_start_offset, high_watermark) = (self.log_start_offset(), self.high_watermark());
        if before_offset > high_watermark {
            let (place, offset) = (self.place.clone(), before_offset);
            return Err(Error::OffsetOutOfRange { place, offset, log_start_offset, high_watermark });
        }
        if before_offset <= log_start_offset {
            return Ok(log_start_offset);
        }
        // All of the log goes: so that its bytes do too, the log file being written must become an old one.
        if before_offset == high_watermark && writer.active.summary().bytes > 0 {
            self.roll(writer)
                .inspect_err(|error| self.fail(writer, std::collections::VecDeque::new(), error.clone()))?;
        }
        if !planted(Bug::TrimNotPersisted) {
            self.checkpoint(writer, before_offset)?;
        }
        self.log_start_offset.store(before_offset, Ordering::Release);

        let mut segments = self.segments.write();
        let kept = segments.partition_point(|segment| segment.base_offset() <= before_offset).saturating_sub(1);
        let kept = if planted(Bug::TrimTakesTooMuch) { (kept + 1).min(segments.len() - 1) } else { kept };
        let forgotten: Vec<Arc<Segment>> = segments.drain(..kept).collect();
        drop(segments);
        for segment in forgotten {
            self.remove(&segment);
        }
        Ok(before_offset)
    }

    /// Removes a log file and its index. One that stays behind is below the log's start, and goes when the log is opened.
    fn remove(&self, segment: &Segment) {
        for path in [segment.path().with_extension("index"), segment.path().to_owned()] {
            match self.disk.remove_file(&path) {
                Err(error) if error.kind() != std::io::ErrorKind::NotFound => {
                    tracing::warn!(path = %path.display(), %error, "a forgotten file was not removed");
                }
                _ => {}
            }
        }
    }
}
