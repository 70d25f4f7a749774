//! Appending without a sequence: several batches at once, none sent twice.

use std::future::Future;
use std::pin::Pin;

use futures_util::FutureExt;
use records::{Builder, Codec};

use super::machine::Machine;
use crate::history::Producer;
use crate::{Appended, Durability, Error};

/// A batch that was appended, and its answer.
pub(super) struct Waiting {
    partition: i32,
    ids: Vec<u64>,
    answer: Pin<Box<dyn Future<Output = Result<Appended, Error>> + Send>>,
}

impl Machine {
    pub(super) fn append(&mut self) {
        for _ in 0..=self.below(4) {
            let (number, partition) = self.some_partition();
            let (count, bytes) = (1 + self.below(4) as u32, self.record_bytes());
            let records = self.appender.batch(count, bytes);
            let batch = self.batch(Builder::new(Codec::None), &records);
            let ids = records.into_iter().map(|(id, _)| id).collect();
            self.waiting.push(Waiting { partition: number, ids, answer: Box::pin(partition.append(batch)) });
        }
    }

    /// Mostly small; some reach over several sectors.
    pub(super) fn record_bytes(&mut self) -> usize {
        let most = if self.below(6) == 0 { 900 } else { 120 };
        self.below(most) as usize
    }

    /// Lets all be written, and takes note of the answers.
    pub(super) fn flush(&mut self) {
        self.write();
        for Waiting { partition, ids, answer } in std::mem::take(&mut self.waiting) {
            match answer.now_or_never() {
                Some(Ok(appended)) => acknowledge(&self.appender, partition, &ids, appended.base_offset),
                // Nothing of the batch is kept, it says.
                Some(Err(Error::DiskFull { .. })) => ids.iter().for_each(|id| self.appender.refused(*id)),
                Some(Err(_)) | None => self.in_doubt.extend(ids),
            }
        }
    }

    /// Lets all be written. Readers see it from here on, and with `written` a power cut may still take it back.
    pub(super) fn write(&mut self) {
        let before: Vec<i64> = self.partitions.iter().map(|partition| partition.high_watermark()).collect();
        self.store().flush();
        for ((log, partition), before) in self.logs.iter_mut().zip(&self.partitions).zip(before) {
            if self.settings.durability == Durability::Written && partition.high_watermark() > before {
                log.loose_from.get_or_insert(before);
            }
        }
    }
}

/// A batch is stored from that offset on.
pub(super) fn acknowledge(producer: &Producer, partition: i32, ids: &[u64], base_offset: i64) {
    for (offset, id) in (base_offset..).zip(ids) {
        producer.acknowledged(*id, partition, offset);
    }
}
