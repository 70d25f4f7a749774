//! Idempotent producers: up to five batches in flight, all that is in doubt sent again until it is acknowledged, and sometimes
//! what was acknowledged sent again, too.

use std::collections::VecDeque;
use std::sync::Arc;

use futures_util::FutureExt;
use records::{Batch, Builder, Codec};

use super::append::acknowledge;
use super::fail;
use super::machine::Machine;
use crate::Error;
use crate::history::{Guarantee, Producer};

/// As many batches a producer is remembered by.
const IN_FLIGHT: usize = 5;

/// One producer, which writes to one partition.
pub(super) struct Sequenced {
    client: Producer,
    id: i64,
    epoch: i16,
    sequence: i32,
    pub(super) partition: i32,
    /// To be sent again, in this order, until acknowledged.
    pending: VecDeque<Sent>,
    /// The last ones that were acknowledged.
    recent: VecDeque<Sent>,
}

#[derive(Clone)]
struct Sent {
    ids: Vec<u64>,
    batch: Batch,
}

impl Sequenced {
    pub(super) fn new(machine: &mut Machine, id: i64) -> Sequenced {
        let (partition, _) = machine.some_partition();
        let client = machine.history.producer(Guarantee::OnceInOrder);
        // Some begin where sequences wrap around.
        let sequence = if machine.below(4) == 0 { i32::MAX - 5 } else { 0 };
        Sequenced { client, id, epoch: 0, sequence, partition, pending: VecDeque::new(), recent: VecDeque::new() }
    }
}

impl Machine {
    pub(super) fn produce(&mut self) {
        self.flush();
        let number = self.below(self.producers.len() as u64) as usize;
        let mut producer = self.producers.swap_remove(number);
        if producer.pending.is_empty() {
            match self.below(8) {
                0 => self.send_recent_again(&producer),
                1 => producer.begin_epoch(),
                _ => self.add_batches(&mut producer),
            }
        }
        self.send_pending(&mut producer);
        self.producers.push(producer);
    }

    fn add_batches(&mut self, producer: &mut Sequenced) {
        for _ in 0..=self.below(IN_FLIGHT as u64) {
            if producer.pending.len() == IN_FLIGHT {
                break;
            }
            let (count, bytes) = (1 + self.below(3) as u32, self.record_bytes());
            let records = producer.client.batch(count, bytes);
            let builder = Builder::new(Codec::None).producer(producer.id, producer.epoch, producer.sequence);
            let batch = self.batch(builder, &records);
            producer.sequence = producer.sequence.wrapping_add(count as i32) & i32::MAX;
            producer.pending.push_back(Sent { ids: records.into_iter().map(|(id, _)| id).collect(), batch });
        }
    }

    fn send_pending(&mut self, producer: &mut Sequenced) {
        let partition = Arc::clone(&self.partitions[producer.partition as usize]);
        let answers: Vec<_> =
            producer.pending.iter().map(|sent| Box::pin(partition.append(sent.batch.clone()))).collect();
        // Some are sent again before they are answered.
        let hasty = producer.pending.back().filter(|_| self.random.below(4) == 0).map(|sent| sent.batch.clone());
        let hasty = hasty.map(|batch| (Box::pin(partition.append(batch)), producer.pending.back().cloned()));
        if self.below(8) == 0 {
            // The answers never come.
            return;
        }
        self.write();
        let mut has_failed = false;
        for answer in answers {
            match answer.now_or_never() {
                Some(Ok(appended)) => {
                    let Some(sent) = producer.pending.pop_front().filter(|_| !has_failed) else {
                        fail(format!("a batch at {} was taken, and not the one before it", appended.base_offset));
                    };
                    acknowledge(&producer.client, producer.partition, &sent.ids, appended.base_offset);
                    producer.remember(sent);
                }
                Some(Err(Error::OutOfOrderSequence { sequence, expected, .. })) if !has_failed => {
                    fail(format!("the log forgot its producer: sequence {sequence} instead of {expected}"))
                }
                // Read-only, full, or the power is off: it is sent again later.
                _ => has_failed = true,
            }
        }
        if let Some((answer, Some(sent))) = hasty
            && let Some(Ok(appended)) = answer.now_or_never()
        {
            acknowledge(&producer.client, producer.partition, &sent.ids, appended.base_offset);
        }
    }

    /// A duplicate is answered with its first offset.
    fn send_recent_again(&mut self, producer: &Sequenced) {
        let partition = &self.partitions[producer.partition as usize];
        let answers: Vec<_> =
            producer.recent.iter().map(|sent| (sent, Box::pin(partition.append(sent.batch.clone())))).collect();
        self.write();
        for (sent, answer) in answers {
            if let Some(Ok(appended)) = answer.now_or_never() {
                acknowledge(&producer.client, producer.partition, &sent.ids, appended.base_offset);
            }
        }
    }

    /// What a power cut took back was not promised to be there: its producers would be told of a gap, and begin anew.
    pub(super) fn begin_producers_anew(&mut self, partition: i32) {
        for producer in self.producers.iter_mut().filter(|producer| producer.partition == partition) {
            producer.id += 100;
            producer.sequence = 0;
            producer.recent.clear();
            for sent in producer.pending.drain(..) {
                sent.ids.iter().for_each(|id| producer.client.abandoned(*id));
            }
        }
    }
}

impl Sequenced {
    fn remember(&mut self, sent: Sent) {
        if self.recent.len() == IN_FLIGHT {
            self.recent.pop_front();
        }
        self.recent.push_back(sent);
    }

    fn begin_epoch(&mut self) {
        self.epoch += 1;
        self.sequence = 0;
        self.recent.clear();
    }
}
