//! Reading: a reader at the tail, one far behind, one after every crash that reads all; and looking up times.

use records::Batch;

use super::fail;
use super::machine::Machine;
use crate::Error;
use crate::history::Reading;

/// A reader that follows a log, across crashes.
pub(super) struct Tail {
    reading: Reading,
    next_offset: i64,
}

impl Machine {
    /// The reader at the tail goes on, by a few batches or to the end.
    pub(super) fn follow(&mut self) {
        let (number, partition) = self.some_partition();
        let tail = self.logs[number as usize].tail.take();
        let start = partition.log_start_offset();
        let mut tail = tail.filter(|tail| tail.next_offset >= start).unwrap_or_else(|| self.tail(number, start));
        let max_bytes = self.below(3_000) as usize;
        for _ in 0..=self.below(6) {
            if !self.read(number, &mut tail, max_bytes) {
                break;
            }
        }
        self.logs[number as usize].tail = Some(tail);
    }

    /// From anywhere in the log, often in the middle of a batch.
    pub(super) fn read_somewhere(&mut self) {
        let (number, partition) = self.some_partition();
        let start = partition.log_start_offset();
        let from = start + self.below((partition.high_watermark() - start) as u64 + 1) as i64;
        let mut tail = self.tail(number, from);
        let max_bytes = self.below(1_000) as usize;
        self.read(number, &mut tail, max_bytes);
        self.read(number, &mut tail, max_bytes);
    }

    /// Reads everything, looks for damage, and looks up a time.
    pub(super) fn read_all(&mut self) {
        for (number, partition) in (0..).zip(self.partitions.clone()) {
            if let Some(damage) = partition.damage().first() {
                fail(format!("{damage}"));
            }
            let mut tail = self.tail(number, partition.log_start_offset());
            while self.read(number, &mut tail, 2_000) {}
            if tail.next_offset < partition.high_watermark() {
                fail(format!("{partition:?} was read to {} and no further", tail.next_offset));
            }
            tail.reading.ended();
            self.look_up_a_time(number);
        }
    }

    fn tail(&self, partition: i32, from_offset: i64) -> Tail {
        Tail { reading: self.history.reading(partition, from_offset), next_offset: from_offset }
    }

    /// Reads once. False at the end, and if the disk refuses.
    fn read(&self, number: i32, tail: &mut Tail, max_bytes: usize) -> bool {
        let mut bytes = match self.partitions[number as usize].read(tail.next_offset, max_bytes) {
            Ok(read) => read.bytes,
            Err(Error::Disk { .. }) if self.is_faulty => return false,
            Err(error) => fail(format!("at {}: {error}", tail.next_offset)),
        };
        let is_something = !bytes.is_empty();
        let from_offset = tail.next_offset;
        while let Some(batch) = Batch::split(&mut bytes).unwrap_or_else(|error| fail(error.to_string())) {
            if batch.base_offset() > tail.next_offset {
                fail(format!("behind {} comes {}", tail.next_offset, batch.base_offset()));
            }
            if let Err(error) = batch.verify() {
                fail(format!("at {}: {error}", batch.base_offset()));
            }
            let opened = batch.open(1 << 20).unwrap_or_else(|error| fail(error.to_string()));
            for record in opened.records().map_while(Result::ok).filter(|record| record.offset >= from_offset) {
                tail.reading.found(record.offset, record.value.unwrap_or_default());
            }
            tail.next_offset = batch.next_offset();
        }
        is_something
    }

    /// Timestamps rise with the records of one producer only: so what is found is compared with what it claims to be.
    fn look_up_a_time(&mut self, number: i32) {
        let partition = &self.partitions[number as usize];
        let Some(newest_ms) = partition.max_timestamp() else { return };
        let found = partition.offset_for_time(newest_ms).unwrap_or_else(|error| fail(error.to_string()));
        if let Some((offset, timestamp_ms)) = found
            && (timestamp_ms < newest_ms
                || offset < partition.log_start_offset()
                || offset >= partition.high_watermark())
        {
            fail(format!("{newest_ms} was found at {offset} with {timestamp_ms}"));
        }
    }
}
