//! A consumer's state while it runs: what is due when, and what may be delivered again now. Pure: time is told, in
//! milliseconds since the consumer was opened.

use std::collections::{BTreeMap, BTreeSet};

use super::state::{Event, State};

/// A partition and an offset in it.
pub(super) type At = (i32, i64);

/// The state, and the queues that make expiry and redelivery cost a logarithm.
#[derive(Debug, Default)]
pub(super) struct Live {
    pub(super) state: State,
    deadlines: BTreeSet<(u64, At)>,
    due_ms: BTreeMap<At, u64>,
    /// May be delivered again.
    pub(super) ready: BTreeSet<At>,
    /// Wait for their dead letter.
    pub(super) doomed: BTreeSet<At>,
}

impl Live {
    /// After a restart: whatever was pending is due after its whole ack wait.
    pub(super) fn new(state: State, due_ms: u64) -> Live {
        let mut live = Live { state, ..Live::default() };
        let pending: Vec<_> = live.state.pending.iter().map(|(at, pending)| (*at, pending.doomed.is_some())).collect();
        for (at, is_doomed) in pending {
            if is_doomed {
                live.doomed.insert(at);
            } else {
                live.wait(at, due_ms);
            }
        }
        live
    }

    pub(super) fn apply(&mut self, event: &Event) {
        self.state.apply(event);
        match *event {
            Event::Acked { partition, offset }
            | Event::Buried { partition, offset }
            | Event::Gone { partition, offset } => {
                self.clear((partition, offset));
            }
            Event::Doomed { partition, offset, .. } if self.state.pending.contains_key(&(partition, offset)) => {
                self.clear((partition, offset));
                self.doomed.insert((partition, offset));
            }
            _ => {}
        }
    }

    /// Lets a message wait until it may be delivered again.
    pub(super) fn wait(&mut self, at: At, due_ms: u64) {
        self.clear(at);
        self.deadlines.insert((due_ms, at));
        self.due_ms.insert(at, due_ms);
    }

    /// Lets a message be delivered again at once.
    pub(super) fn release(&mut self, at: At) {
        self.clear(at);
        self.ready.insert(at);
    }

    /// Moves what is due to what is ready.
    pub(super) fn expire(&mut self, now_ms: u64) {
        while let Some((_, at)) = self.deadlines.first().copied().filter(|(due_ms, _)| *due_ms <= now_ms) {
            self.release(at);
        }
    }

    pub(super) fn next_due_ms(&self) -> Option<u64> {
        self.deadlines.first().map(|(due_ms, _)| *due_ms)
    }

    /// Those delivered and waiting for an answer.
    pub(super) fn in_flight(&self) -> usize {
        self.due_ms.len()
    }

    pub(super) fn clear(&mut self, at: At) {
        self.ready.remove(&at);
        self.doomed.remove(&at);
        if let Some(due_ms) = self.due_ms.remove(&at) {
            self.deadlines.remove(&(due_ms, at));
        }
    }
}
