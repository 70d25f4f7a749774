//! What has been appended and not yet written. Offsets and sequences are decided here, in the order of the calls; the
//! bytes wait for the next flush, which takes all of them.

use std::collections::VecDeque;
use std::sync::Arc;

use records::Batch;
use tokio::sync::oneshot;

use super::producers::{Producers, Verdict};
use super::{Appended, OPEN_LIMIT_BYTES, Partition};
use crate::error::Error;
use crate::planted::{Bug, planted};
use crate::store::now_ms;

/// The queue of one partition.
#[derive(Debug)]
pub(super) struct Queue {
    next_offset: i64,
    waiting: VecDeque<Waiting>,
    waiting_bytes: usize,
    /// As if all that waits were written.
    producers: Producers,
    /// In the flushers' hands, or on the way there.
    scheduled: bool,
    /// Why nothing is taken any more.
    stopped: Option<Error>,
}

/// An append whose caller waits.
#[derive(Debug)]
pub(super) struct Waiting {
    /// `None`: a duplicate of a batch that was still waiting itself.
    pub(super) batch: Option<Batch>,
    pub(super) base_offset: i64,
    pub(super) done: oneshot::Sender<Result<Appended, Error>>,
}

/// What became of an append.
pub(super) enum Queued {
    /// It was in the log already.
    Done(Appended),
    /// The flush will tell.
    Waiting(oneshot::Receiver<Result<Appended, Error>>),
}

impl Queue {
    pub(super) fn new(next_offset: i64, producers: Producers, stopped: Option<Error>) -> Queue {
        Queue { next_offset, waiting: VecDeque::new(), waiting_bytes: 0, producers, scheduled: false, stopped }
    }

    pub(super) fn next_offset(&self) -> i64 {
        self.next_offset
    }

    /// All that waits, for a flush.
    pub(super) fn take(&mut self) -> VecDeque<Waiting> {
        self.waiting_bytes = 0;
        std::mem::take(&mut self.waiting)
    }

    /// After a flush: true if more came meanwhile. Otherwise the next append schedules the partition again.
    pub(super) fn settle(&mut self) -> bool {
        self.scheduled = !self.waiting.is_empty();
        self.scheduled
    }

    /// Takes nothing more. The first reason stays.
    pub(super) fn stop(&mut self, reason: Error) {
        self.stopped.get_or_insert(reason);
    }

    pub(super) fn is_stopped(&self) -> bool {
        self.stopped.is_some()
    }

    /// Back to what is in the log, after a write that failed. What had followed it cannot stand, and is handed out.
    pub(super) fn rewind(&mut self, next_offset: i64, producers: Producers) -> VecDeque<Waiting> {
        self.next_offset = next_offset;
        if !planted(Bug::RewindForgotten) {
            self.producers = producers;
        }
        self.take()
    }

    /// Forgets idle producers, if nothing waits that may be theirs.
    pub(super) fn replace_producers(&mut self, producers: &Producers) {
        if self.waiting.is_empty() {
            self.producers.clone_from(producers);
        }
    }
}

impl Partition {
    /// Judges a batch, gives it its offset and lets it wait for the next flush.
    pub(super) fn enqueue(self: &Arc<Self>, batch: Batch) -> Result<Queued, Error> {
        self.check(&batch)?;
        let header = batch.header();
        let mut queue = self.queue.lock();
        if let Some(reason) = &queue.stopped {
            return Err(reason.clone());
        }
        let place = || self.place.clone();
        let (producer_id, sequence) = (header.producer_id, header.base_sequence);
        match queue.producers.judge(header) {
            Verdict::New => {}
            Verdict::Duplicate { base_offset }
                if base_offset < self.high_watermark() || planted(Bug::DuplicateAnsweredEarly) =>
            {
                return Ok(Queued::Done(self.appended(base_offset)));
            }
            // The first one is still waiting: so does this, and shares its fate.
            Verdict::Duplicate { base_offset } => {
                return Ok(self.wait(&mut queue, None, base_offset));
            }
            Verdict::OldEpoch { current } => {
                let epoch = header.producer_epoch;
                return Err(Error::InvalidProducerEpoch { place: place(), producer_id, epoch, current });
            }
            Verdict::OutOfOrder { expected } => {
                return Err(Error::OutOfOrderSequence { place: place(), producer_id, sequence, expected });
            }
            Verdict::Malformed => {
                let reason = "it has a producer id without an epoch or a sequence".to_owned();
                return Err(Error::InvalidBatch { place: place(), reason });
            }
        }
        if queue.waiting_bytes > self.queue_limit_bytes {
            return Err(Error::Busy { place: place(), waiting_bytes: queue.waiting_bytes });
        }
        let base_offset = queue.next_offset;
        let next_offset = base_offset.checked_add(i64::from(header.last_offset_delta) + 1);
        queue.next_offset = next_offset.ok_or_else(|| {
            let reason = "no offsets are left in this log".to_owned();
            Error::InvalidBatch { place: place(), reason }
        })?;
        queue.producers.remember(header, base_offset, now_ms());
        queue.waiting_bytes += batch.bytes().len();
        Ok(self.wait(&mut queue, Some(batch), base_offset))
    }

    fn wait(self: &Arc<Self>, queue: &mut Queue, batch: Option<Batch>, base_offset: i64) -> Queued {
        let (done, waiting) = oneshot::channel();
        queue.waiting.push_back(Waiting { batch, base_offset, done });
        if !queue.scheduled {
            queue.scheduled = true;
            self.ready.flush(Arc::clone(self));
        }
        Queued::Waiting(waiting)
    }

    /// Whether all that was taken in is in the log or has failed, or nothing more will be taken.
    pub(crate) fn is_settled(&self) -> bool {
        let queue = self.queue.lock();
        queue.is_stopped() || queue.next_offset == self.high_watermark()
    }

    pub(super) fn appended(&self, base_offset: i64) -> Appended {
        Appended { base_offset, log_append_time_ms: -1, log_start_offset: self.log_start_offset() }
    }

    fn check(&self, batch: &Batch) -> Result<(), Error> {
        let settings = self.settings();
        let (bytes, limit_bytes) = (batch.bytes().len(), settings.max_message_bytes);
        if bytes > limit_bytes {
            return Err(Error::TooLarge { place: self.place.clone(), bytes, limit_bytes });
        }
        if batch.header().last_offset_delta < 0 {
            let reason = "it takes no offset".to_owned();
            return Err(Error::InvalidBatch { place: self.place.clone(), reason });
        }
        if settings.cleanup.compacts() {
            self.check_keys(batch)?;
        }
        Ok(())
    }

    /// What has no key cannot be compacted.
    fn check_keys(&self, batch: &Batch) -> Result<(), Error> {
        let unreadable =
            |error: records::Error| Error::InvalidBatch { place: self.place.clone(), reason: error.to_string() };
        let opened = batch.open(OPEN_LIMIT_BYTES).map_err(unreadable)?;
        for (index, record) in opened.records().enumerate() {
            if record.map_err(unreadable)?.key.is_none() {
                return Err(Error::KeyMissing { place: self.place.clone(), index });
            }
        }
        Ok(())
    }
}
