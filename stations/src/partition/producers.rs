//! What a log remembers of its idempotent producers (KIP-98): for each its epoch and its last five batches, so that a
//! batch sent again is known, and a gap or an old epoch is refused. A pure state machine: no clock, no disk.

use std::collections::{HashMap, VecDeque};

use bytes::{Buf, BufMut};
use records::Header;

use crate::planted::{Bug, planted};

/// As many batches of one producer may be in flight (Kafka's `max.in.flight.requests.per.connection` with idempotence).
const REMEMBERED_BATCHES: usize = 5;
/// Beyond this many producers the ones idle longest are forgotten, an eighth at a time.
const MAX_PRODUCERS: usize = 16_384;

/// All producers of one log.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub(crate) struct Producers {
    by_id: HashMap<i64, Producer>,
}

#[derive(Debug, Clone, PartialEq, Eq)]
struct Producer {
    epoch: i16,
    last_seen_ms: i64,
    /// The last ones, oldest first; empty only right after an epoch began.
    batches: VecDeque<Remembered>,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
struct Remembered {
    first_sequence: i32,
    last_sequence: i32,
    base_offset: i64,
}

/// What a batch is to a log.
#[derive(Debug, PartialEq, Eq)]
pub(crate) enum Verdict {
    /// To be appended.
    New,
    /// Appended already, at this offset.
    Duplicate { base_offset: i64 },
    /// From an incarnation that has been followed by another.
    OldEpoch { current: i16 },
    /// Not the next of its producer.
    OutOfOrder { expected: i32 },
    /// A producer id without an epoch or a sequence.
    Malformed,
}

impl Producers {
    /// Judges a batch. A producer that is not known, or that is at a new epoch, begins: the first with whatever sequence
    /// it has (its state may have expired), the second with 0.
    pub(crate) fn judge(&self, header: &Header) -> Verdict {
        if header.producer_id < 0 || header.attributes.is_control() || planted(Bug::NoDeduplication) {
            return Verdict::New;
        }
        if header.producer_epoch < 0 || header.base_sequence < 0 {
            return Verdict::Malformed;
        }
        let Some(producer) = self.by_id.get(&header.producer_id) else {
            return Verdict::New;
        };
        if header.producer_epoch < producer.epoch {
            return Verdict::OldEpoch { current: producer.epoch };
        }
        let (first, last) = sequences(header);
        let expected = match producer.batches.back() {
            Some(newest) if header.producer_epoch == producer.epoch => following(newest.last_sequence),
            _ => 0,
        };
        if first == expected {
            return Verdict::New;
        }
        let same = |batch: &&Remembered| batch.first_sequence == first && batch.last_sequence == last;
        match producer.batches.iter().find(same) {
            Some(batch) if header.producer_epoch == producer.epoch => {
                Verdict::Duplicate { base_offset: batch.base_offset }
            }
            _ => Verdict::OutOfOrder { expected },
        }
    }

    /// Remembers a batch that was appended.
    pub(crate) fn remember(&mut self, header: &Header, base_offset: i64, now_ms: i64) {
        if header.producer_id < 0 || header.producer_epoch < 0 {
            return;
        }
        if self.by_id.len() >= MAX_PRODUCERS && !self.by_id.contains_key(&header.producer_id) {
            self.forget_idlest();
        }
        let producer = self.by_id.entry(header.producer_id).or_insert_with(|| Producer {
            epoch: header.producer_epoch,
            last_seen_ms: now_ms,
            batches: VecDeque::with_capacity(REMEMBERED_BATCHES),
        });
        // What is read again after a crash may be known from the checkpoint.
        if producer.batches.back().is_some_and(|newest| base_offset <= newest.base_offset) {
            return;
        }
        if producer.epoch != header.producer_epoch {
            producer.epoch = header.producer_epoch;
            producer.batches.clear();
        }
        producer.last_seen_ms = now_ms;
        // A transaction's marker has an epoch, but no sequence.
        if header.attributes.is_control() || header.base_sequence < 0 {
            return;
        }
        if producer.batches.len() == REMEMBERED_BATCHES {
            producer.batches.pop_front();
        }
        let (first_sequence, last_sequence) = sequences(header);
        producer.batches.push_back(Remembered { first_sequence, last_sequence, base_offset });
    }

    /// Forgets those not seen since a time. True if there were any.
    pub(crate) fn expire(&mut self, seen_before_ms: i64) -> bool {
        let before = self.by_id.len();
        self.by_id.retain(|_, producer| producer.last_seen_ms >= seen_before_ms);
        self.by_id.len() < before
    }

    fn forget_idlest(&mut self) {
        let mut seen: Vec<i64> = self.by_id.values().map(|producer| producer.last_seen_ms).collect();
        let (_, &mut threshold, _) = seen.select_nth_unstable(MAX_PRODUCERS / 8);
        let mut left = MAX_PRODUCERS / 8;
        self.by_id.retain(|_, producer| {
            let forget = left > 0 && producer.last_seen_ms <= threshold;
            left -= usize::from(forget);
            !forget
        });
    }

    /// Writes the state as a part of a checkpoint.
    pub(crate) fn write(&self, out: &mut Vec<u8>) {
        out.put_u32(u32::try_from(self.by_id.len()).unwrap_or(u32::MAX));
        for (id, Producer { epoch, last_seen_ms, batches }) in &self.by_id {
            out.put_i64(*id);
            out.put_i16(*epoch);
            out.put_i64(*last_seen_ms);
            out.put_u8(u8::try_from(batches.len()).unwrap_or(u8::MAX));
            for Remembered { first_sequence, last_sequence, base_offset } in batches {
                out.put_i32(*first_sequence);
                out.put_i32(*last_sequence);
                out.put_i64(*base_offset);
            }
        }
    }

    /// Reads what `write` wrote, whose checksum has been compared.
    pub(crate) fn read(rest: &mut &[u8]) -> Option<Producers> {
        let mut by_id = HashMap::new();
        for _ in 0..rest.try_get_u32().ok()? {
            let id = rest.try_get_i64().ok()?;
            let epoch = rest.try_get_i16().ok()?;
            let last_seen_ms = rest.try_get_i64().ok()?;
            let mut batches = VecDeque::with_capacity(REMEMBERED_BATCHES);
            for _ in 0..rest.try_get_u8().ok()? {
                batches.push_back(Remembered {
                    first_sequence: rest.try_get_i32().ok()?,
                    last_sequence: rest.try_get_i32().ok()?,
                    base_offset: rest.try_get_i64().ok()?,
                });
            }
            by_id.insert(id, Producer { epoch, last_seen_ms, batches });
        }
        Some(Producers { by_id })
    }
}

/// The sequence numbers of a batch's first and last record. They wrap around to 0 after the largest `i32`.
fn sequences(header: &Header) -> (i32, i32) {
    (header.base_sequence, wrapping_add(header.base_sequence, header.last_offset_delta))
}

fn following(sequence: i32) -> i32 {
    wrapping_add(sequence, 1)
}

fn wrapping_add(sequence: i32, count: i32) -> i32 {
    sequence.wrapping_add(count) & i32::MAX
}

#[cfg(test)]
mod tests {
    use records::Attributes;

    use super::*;

    fn header(epoch: i16, base_sequence: i32, count: i32) -> Header {
        Header {
            base_offset: 0,
            batch_length_bytes: 49,
            partition_leader_epoch: 0,
            crc: 0,
            attributes: Attributes(0),
            last_offset_delta: count - 1,
            base_timestamp_ms: 0,
            max_timestamp_ms: 0,
            producer_id: 7,
            producer_epoch: epoch,
            base_sequence,
            record_count: count,
        }
    }

    #[test]
    fn the_last_five_batches_are_known_again_and_an_older_one_is_out_of_order() {
        let mut producers = Producers::default();
        for number in 0..6 {
            let header = header(0, number * 10, 10);
            assert_eq!(producers.judge(&header), Verdict::New);
            producers.remember(&header, i64::from(number) * 10, 0);
        }
        assert_eq!(producers.judge(&header(0, 10, 10)), Verdict::Duplicate { base_offset: 10 });
        assert_eq!(producers.judge(&header(0, 0, 10)), Verdict::OutOfOrder { expected: 60 });
        assert_eq!(producers.judge(&header(0, 61, 1)), Verdict::OutOfOrder { expected: 60 });
        assert_eq!(producers.judge(&header(0, 60, 1)), Verdict::New);
    }

    #[test]
    fn an_unknown_producer_may_begin_anywhere_but_a_new_epoch_begins_at_zero() {
        let mut producers = Producers::default();
        assert_eq!(producers.judge(&header(3, 500, 1)), Verdict::New);
        producers.remember(&header(3, 500, 1), 0, 0);
        assert_eq!(producers.judge(&header(2, 0, 1)), Verdict::OldEpoch { current: 3 });
        assert_eq!(producers.judge(&header(4, 501, 1)), Verdict::OutOfOrder { expected: 0 });
        assert_eq!(producers.judge(&header(4, 0, 1)), Verdict::New);
    }

    #[test]
    fn sequences_wrap_around_after_the_largest() {
        let mut producers = Producers::default();
        let wrapping = header(0, i32::MAX - 1, 4);
        producers.remember(&wrapping, 0, 0);
        assert_eq!(producers.judge(&header(0, 2, 1)), Verdict::New);
        assert_eq!(producers.judge(&wrapping), Verdict::Duplicate { base_offset: 0 });
    }

    #[test]
    fn the_state_survives_being_written_and_read() {
        let mut producers = Producers::default();
        producers.remember(&header(1, 0, 3), 40, 5);
        producers.remember(&header(1, 3, 3), 43, 6);
        let mut out = Vec::new();
        producers.write(&mut out);
        assert_eq!(Producers::read(&mut out.as_slice()), Some(producers.clone()));
        for cut in 0..out.len() {
            assert_eq!(Producers::read(&mut &out[..cut]), None);
        }
        assert!(producers.expire(7));
        assert_eq!(producers, Producers::default());
    }

    #[test]
    fn too_many_producers_push_out_the_idlest() {
        let mut producers = Producers::default();
        for id in 0..=MAX_PRODUCERS as i64 {
            producers.remember(&Header { producer_id: id, ..header(0, 0, 1) }, id, id);
        }
        assert_eq!(producers.by_id.len(), MAX_PRODUCERS - MAX_PRODUCERS / 8 + 1);
        assert_eq!(producers.judge(&Header { producer_id: MAX_PRODUCERS as i64, ..header(0, 1, 1) }), Verdict::New);
    }
}
