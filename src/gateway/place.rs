//! Choosing a partition: a record without one goes where Kafka's default partitioner would have sent it, so that
//! all clients of a key meet in one partition. Pure; splitting a batch happens here too.

use std::sync::atomic::{AtomicU32, Ordering};

use middlewares::Refusal;
use records::{Batch, Builder};

/// The records of a batch that go to one partition.
pub(super) struct Share {
    pub(super) partition: i32,
    pub(super) batch: Batch,
    /// Each record's index in the batch as it came in; empty if it was not split.
    pub(super) indexes: Vec<usize>,
}

/// Sends records without a key round the partitions in turn.
#[derive(Debug, Default)]
pub(super) struct RoundRobin(AtomicU32);

impl RoundRobin {
    /// The partition for the next batch's records without a key: a whole batch stays together, as Kafka's sticky
    /// partitioner (KIP-480) keeps them.
    fn next(&self, partitions: i32) -> i32 {
        let turn = self.0.fetch_add(1, Ordering::Relaxed);
        i32::try_from(i64::from(turn) % i64::from(partitions.max(1))).unwrap_or(0)
    }
}

/// Splits a batch by its records' keys. A batch for a station with one partition is not opened.
pub(super) fn split(
    batch: Batch,
    partitions: i32,
    round_robin: &RoundRobin,
    open_limit_bytes: usize,
) -> Result<Vec<Share>, Refusal> {
    if partitions <= 1 {
        return Ok(vec![Share { partition: 0, batch, indexes: Vec::new() }]);
    }
    let keyless = round_robin.next(partitions);
    let opened = batch.open(open_limit_bytes)?;
    let mut builders: Vec<(i32, Builder, Vec<usize>)> = Vec::new();
    for (position, record) in opened.records().enumerate() {
        let record = record?;
        // What a middleware dropped left a hole: the offset delta is still the index that the sender knows.
        let index = usize::try_from(record.offset_delta).unwrap_or(position);
        let partition = record.key.map_or(keyless, |key| of_key(key, partitions));
        match builders.iter_mut().find(|(taken, ..)| *taken == partition) {
            Some((_, builder, indexes)) => {
                builder.push_record(&record);
                indexes.push(index);
            }
            None => {
                let mut builder = Builder::new(batch.codec());
                builder.push_record(&record);
                builders.push((partition, builder, vec![index]));
            }
        }
    }
    builders
        .into_iter()
        .map(|(partition, builder, indexes)| Ok(Share { partition, batch: builder.build()?, indexes }))
        .collect()
}

/// The partition of a key: Java's `Utils.toPositive(Utils.murmur2(key)) % partitions`.
pub fn of_key(key: &[u8], partitions: i32) -> i32 {
    let positive = i32::try_from(murmur2(key) & 0x7fff_ffff).unwrap_or(0);
    positive % partitions.max(1)
}

/// MurmurHash 2, 32 bits, with the seed that Kafka's clients use.
fn murmur2(data: &[u8]) -> u32 {
    const MULTIPLIER: u32 = 0x5bd1_e995;
    const SEED: u32 = 0x9747_b28c;
    let length = u32::try_from(data.len()).unwrap_or(u32::MAX);
    let mut hash = SEED ^ length;
    let (words, rest) = data.as_chunks::<4>();
    for word in words {
        let mut mixed = u32::from_le_bytes(*word).wrapping_mul(MULTIPLIER);
        mixed ^= mixed >> 24;
        hash = hash.wrapping_mul(MULTIPLIER) ^ mixed.wrapping_mul(MULTIPLIER);
    }
    if !rest.is_empty() {
        let tail = rest.iter().rev().fold(0u32, |tail, byte| (tail << 8) | u32::from(*byte));
        hash = (hash ^ tail).wrapping_mul(MULTIPLIER);
    }
    hash ^= hash >> 13;
    hash = hash.wrapping_mul(MULTIPLIER);
    hash ^ (hash >> 15)
}

#[cfg(test)]
mod tests {
    use super::murmur2;

    /// The values that Apache Kafka's own UtilsTest holds its murmur2 to.
    #[test]
    fn murmur2_gives_what_javas_does() {
        for (text, hash) in [
            ("21", -973_932_308_i32),
            ("foobar", -790_332_482),
            ("a-little-bit-long-string", -985_981_536),
            ("a-little-bit-longer-string", -1_486_304_829),
            ("lkjh234lh9fiuh90y23oiuhsafujhadof229phr9h19h89h8", -58_897_971),
            ("abc", 479_470_107),
        ] {
            assert_eq!(murmur2(text.as_bytes()).cast_signed(), hash, "{text}");
        }
    }
}
