//! The sparse index of a log file: where every 32 KiB a batch begins, by offset and by time, and a running sum over what
//! Kafka's checksum leaves out. It can always be rebuilt from the log; kept beside it so that opening need not read it.

use bytes::{Buf, BufMut};
use records::Batch;

/// The file's first bytes.
const MAGIC: &[u8; 8] = b"WSINDEX1";
/// No batch yet.
const NO_TIMESTAMP: i64 = -1;
/// What the sum runs over, a batch: base offset, length, epoch, magic, and the checksum over the rest.
const SUMMED_BYTES: usize = 21;

/// The index of one log file.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Index {
    base_offset: i64,
    entries: Vec<Entry>,
    summary: Summary,
}

/// What the indexed part of a log file amounts to.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Summary {
    /// How long it is.
    pub(crate) bytes: u64,
    /// The offset that follows it.
    pub(crate) end_offset: i64,
    /// The largest timestamp in it, -1 if there is none.
    pub(crate) max_timestamp_ms: i64,
    /// CRC-32C over the first 21 bytes of every batch: with each batch's own checksum it covers every byte, and their order.
    pub(crate) sum: u32,
}

/// A batch worth starting from.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
struct Entry {
    offset: i64,
    position: u64,
    /// The largest timestamp of all batches before this one.
    max_timestamp_before_ms: i64,
}

/// From an indexed batch to the next one.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Stretch {
    /// The offset of the batch it begins with.
    pub(crate) offset: i64,
    /// Where that is.
    pub(crate) position: u64,
    /// Where the next indexed batch begins.
    pub(crate) next_position: u64,
    /// Where the indexed part ends.
    pub(crate) end_position: u64,
}

impl Index {
    /// At least so many bytes lie between two entries: 200 KiB of index for a log file of 256 MiB.
    pub(crate) const INTERVAL_BYTES: u64 = 32 << 10;

    /// The index of an empty log file.
    pub(crate) fn new(base_offset: i64) -> Index {
        let summary = Summary { bytes: 0, end_offset: base_offset, max_timestamp_ms: NO_TIMESTAMP, sum: 0 };
        Index { base_offset, entries: Vec::new(), summary }
    }

    pub(crate) fn base_offset(&self) -> i64 {
        self.base_offset
    }

    pub(crate) fn summary(&self) -> &Summary {
        &self.summary
    }

    /// Takes up the next batch, as it is in the log.
    pub(crate) fn add(&mut self, batch: &Batch) {
        let front = batch.bytes().get(..SUMMED_BYTES).unwrap_or_default();
        let sum = crc32c::crc32c_append(self.summary.sum, front);
        self.take_up(batch, batch.base_offset(), sum);
    }

    /// Takes up the next batch, which goes to the log with another first 16 bytes and base offset.
    pub(crate) fn add_stamped(&mut self, batch: &Batch, prefix: &[u8; 16], base_offset: i64) {
        let rest = batch.bytes().get(prefix.len()..SUMMED_BYTES).unwrap_or_default();
        let sum = crc32c::crc32c_append(crc32c::crc32c_append(self.summary.sum, prefix), rest);
        self.take_up(batch, base_offset, sum);
    }

    fn take_up(&mut self, batch: &Batch, base_offset: i64, sum: u32) {
        let header = batch.header();
        let Summary { bytes, max_timestamp_ms, .. } = self.summary;
        if self.entries.last().is_none_or(|last| bytes - last.position >= Self::INTERVAL_BYTES) {
            self.entries.push(Entry {
                offset: base_offset,
                position: bytes,
                max_timestamp_before_ms: max_timestamp_ms,
            });
        }
        self.summary = Summary {
            bytes: bytes + header.total_bytes() as u64,
            end_offset: base_offset + i64::from(header.last_offset_delta) + 1,
            max_timestamp_ms: max_timestamp_ms.max(header.max_timestamp_ms),
            sum,
        };
    }

    /// Goes on behind a stretch that cannot be read: the next batch is at `position` and has `offset`.
    pub(crate) fn skip_to(&mut self, position: u64, offset: i64) {
        let max_timestamp_before_ms = self.summary.max_timestamp_ms;
        self.entries.push(Entry { offset, position, max_timestamp_before_ms });
        self.summary = Summary { bytes: position, end_offset: offset, ..self.summary };
    }

    /// Lets reading start behind a stretch in its midst that cannot be read: a batch at `position` has `offset`.
    pub(crate) fn resume_at(&mut self, position: u64, offset: i64) {
        let next = self.entries.partition_point(|entry| entry.position < position);
        let follower = self.entries.get(next);
        if follower.is_none_or(|entry| entry.position != position) {
            // At least what it is: a look-up by time then starts too early rather than too late.
            let max_timestamp_before_ms =
                follower.map_or(self.summary.max_timestamp_ms, |entry| entry.max_timestamp_before_ms);
            self.entries.insert(next, Entry { offset, position, max_timestamp_before_ms });
        }
    }

    /// Where to start for the batch that holds an offset.
    pub(crate) fn find(&self, offset: i64) -> Stretch {
        self.stretch(self.entries.partition_point(|entry| entry.offset <= offset))
    }

    /// Where to start for the first batch that is not older than a time.
    pub(crate) fn find_time(&self, timestamp_ms: i64) -> Stretch {
        self.stretch(self.entries.partition_point(|entry| entry.max_timestamp_before_ms < timestamp_ms))
    }

    /// The stretch that ends at the entry of that number.
    fn stretch(&self, next: usize) -> Stretch {
        let first = next.checked_sub(1).and_then(|number| self.entries.get(number));
        Stretch {
            offset: first.map_or(self.base_offset, |entry| entry.offset),
            position: first.map_or(0, |entry| entry.position),
            next_position: self.entries.get(next).map_or(self.summary.bytes, |entry| entry.position),
            end_position: self.summary.bytes,
        }
    }

    /// The content of an index file.
    pub(crate) fn encode(&self) -> Vec<u8> {
        let mut out = Vec::with_capacity(64 + self.entries.len() * 24);
        out.put_slice(MAGIC);
        self.write(&mut out);
        out.put_u32(crc32c::crc32c(&out));
        out
    }

    /// Reads the content of an index file; `None` if it is not one, or damaged.
    pub(crate) fn decode(content: &[u8]) -> Option<Index> {
        let (body, sum) = content.split_last_chunk::<4>()?;
        if crc32c::crc32c(body) != u32::from_be_bytes(*sum) {
            return None;
        }
        let mut rest = body.strip_prefix(MAGIC)?;
        Index::read(&mut rest).filter(|_| rest.is_empty())
    }

    /// Writes the index as a part of something larger.
    pub(crate) fn write(&self, out: &mut Vec<u8>) {
        let Index { base_offset, entries, summary: Summary { bytes, end_offset, max_timestamp_ms, sum } } = self;
        out.put_i64(*base_offset);
        out.put_u64(*bytes);
        out.put_i64(*end_offset);
        out.put_i64(*max_timestamp_ms);
        out.put_u32(*sum);
        out.put_u32(u32::try_from(entries.len()).unwrap_or(u32::MAX));
        for Entry { offset, position, max_timestamp_before_ms } in entries {
            out.put_i64(*offset);
            out.put_u64(*position);
            out.put_i64(*max_timestamp_before_ms);
        }
    }

    /// Reads what `write` wrote, whose checksum has been compared.
    pub(crate) fn read(rest: &mut &[u8]) -> Option<Index> {
        let base_offset = rest.try_get_i64().ok()?;
        let summary = Summary {
            bytes: rest.try_get_u64().ok()?,
            end_offset: rest.try_get_i64().ok()?,
            max_timestamp_ms: rest.try_get_i64().ok()?,
            sum: rest.try_get_u32().ok()?,
        };
        let count = usize::try_from(rest.try_get_u32().ok()?).ok()?;
        let mut entries = Vec::with_capacity(count.min(rest.len() / 24));
        for _ in 0..count {
            entries.push(Entry {
                offset: rest.try_get_i64().ok()?,
                position: rest.try_get_u64().ok()?,
                max_timestamp_before_ms: rest.try_get_i64().ok()?,
            });
        }
        Some(Index { base_offset, entries, summary })
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::testing::batch;

    fn filled() -> Index {
        let mut index = Index::new(100);
        let mut offset = 100;
        for timestamp in 0..2_000 {
            let batch = batch(&[timestamp]).stamped(offset, 0);
            index.add(&batch);
            offset = batch.next_offset();
        }
        index
    }

    #[test]
    fn a_stretch_begins_at_or_before_what_is_sought_and_ends_behind_it() {
        let index = filled();
        let batch_bytes = index.summary().bytes / 2_000;
        for offset in 100..2_100 {
            let stretch = index.find(offset);
            let position = (offset - 100) as u64 * batch_bytes;
            assert!(stretch.position <= position && position < stretch.next_position);
            assert!(stretch.next_position - stretch.position < Index::INTERVAL_BYTES + batch_bytes);
            let by_time = index.find_time(offset - 100);
            assert!(by_time.position <= position && by_time.offset <= offset);
        }
    }

    #[test]
    fn an_index_survives_being_written_and_a_damaged_one_is_none() {
        let index = filled();
        let content = index.encode();
        assert_eq!(Index::decode(&content), Some(index));
        for position in 0..content.len() {
            let mut flipped = content.clone();
            flipped[position] ^= 4;
            assert_eq!(Index::decode(&flipped), None);
            assert_eq!(Index::decode(&content[..position]), None);
        }
    }
}
