//! What a consumer knows of its messages, as a pure state machine: events in, state out. No clock, no disk, no records; what
//! is due when is `live.rs`, and where events are kept is `journal.rs`.

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};

/// Something that happened to a consumer. Kept as JSON, so variants and fields are only added.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub(super) enum Event {
    /// All before `next` is delivered or passed over; `skipped` of it was gone before it could be delivered.
    Advanced { partition: i32, next: i64, skipped: u64 },
    /// A message is handed out; `count` says how often by now, this time included.
    Delivered { partition: i32, offset: i64, count: u32 },
    /// A message is done with.
    Acked { partition: i32, offset: i64 },
    /// A message was never written to whom it was meant for: that delivery does not count.
    GivenBack { partition: i32, offset: i64 },
    /// A message is never to be delivered again, for this reason; its dead letter is still to be written.
    Doomed { partition: i32, offset: i64, reason: String },
    /// The dead letter about to be written is this message's; it keeps its sequence until it is.
    Burying { partition: i32, offset: i64 },
    /// The dead letter is written.
    Buried { partition: i32, offset: i64 },
    /// The dead-letter station lost track of this consumer's sequence: it begins anew, at another epoch.
    LetterEpoch { epoch: i16 },
    /// A pending message was forgotten by the station.
    Gone { partition: i32, offset: i64 },
    /// All there is to know, so that what came before can be forgotten.
    Snapshot { state: State },
}

/// What is known of all partitions.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub(super) struct State {
    /// By partition: the offset below which all was delivered or passed over.
    pub(super) next: BTreeMap<i32, i64>,
    /// Delivered, and neither acknowledged nor dead: at most `max_in_flight`. By partition and offset.
    #[serde(with = "listed")]
    pub(super) pending: BTreeMap<(i32, i64), Pending>,
    pub(super) counts: Counts,
    /// Whose dead letter may be in the dead-letter station already.
    pub(super) burying: Option<(i32, i64)>,
    pub(super) letter_epoch: i16,
    /// The sequence of the next dead letter.
    pub(super) letter_sequence: i32,
}

/// A message that was delivered.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub(super) struct Pending {
    pub(super) deliveries: u32,
    /// Why it is never delivered again.
    pub(super) doomed: Option<String>,
}

/// What has happened so far, in messages.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Counts {
    /// Acknowledged.
    pub acked: u64,
    /// Deliveries beyond a message's first.
    pub redelivered: u64,
    /// Written to the dead-letter station.
    pub dead_lettered: u64,
    /// Gone (by retention, compaction or damage) before they were delivered or acknowledged.
    pub skipped: u64,
}

impl State {
    /// Takes an event in. One that does not fit what is known changes nothing.
    pub(super) fn apply(&mut self, event: &Event) {
        match event {
            Event::Advanced { partition, next, skipped } => {
                self.advance(*partition, *next);
                self.counts.skipped += skipped;
            }
            Event::Delivered { partition, offset, count } => {
                self.advance(*partition, offset.saturating_add(1));
                self.counts.redelivered += u64::from(*count > 1);
                let pending = Pending { deliveries: *count, doomed: None };
                self.pending.insert((*partition, *offset), pending);
            }
            Event::Acked { partition, offset } => {
                self.counts.acked += u64::from(self.pending.remove(&(*partition, *offset)).is_some());
            }
            Event::GivenBack { partition, offset } => {
                if let Some(pending) = self.pending.get_mut(&(*partition, *offset)) {
                    pending.deliveries = pending.deliveries.saturating_sub(1);
                }
            }
            Event::Doomed { partition, offset, reason } => {
                if let Some(pending) = self.pending.get_mut(&(*partition, *offset)) {
                    pending.doomed.get_or_insert_with(|| reason.clone());
                }
            }
            Event::Burying { partition, offset } => self.burying = Some((*partition, *offset)),
            Event::Buried { partition, offset } => {
                if self.pending.remove(&(*partition, *offset)).is_some() {
                    self.counts.dead_lettered += 1;
                    self.letter_sequence = self.letter_sequence.checked_add(1).unwrap_or(0);
                }
                self.burying = None;
            }
            Event::LetterEpoch { epoch } => (self.letter_epoch, self.letter_sequence) = (*epoch, 0),
            Event::Gone { partition, offset } => {
                self.counts.skipped += u64::from(self.pending.remove(&(*partition, *offset)).is_some());
            }
            Event::Snapshot { state } => self.clone_from(state),
        }
    }

    fn advance(&mut self, partition: i32, next: i64) {
        let known = self.next.entry(partition).or_insert(next);
        *known = (*known).max(next);
    }

    /// The offset below which nothing is pending, and all was delivered.
    pub(super) fn floor(&self, partition: i32) -> Option<i64> {
        let next = *self.next.get(&partition)?;
        let first = self.pending.range((partition, i64::MIN)..=(partition, i64::MAX)).next();
        Some(first.map_or(next, |((_, offset), _)| (*offset).min(next)))
    }
}

/// JSON has no keys but strings: the pending ones are a list.
mod listed {
    use std::collections::BTreeMap;

    use serde::{Deserialize, Deserializer, Serializer};

    use super::Pending;

    pub(super) fn serialize<S: Serializer>(map: &BTreeMap<(i32, i64), Pending>, to: S) -> Result<S::Ok, S::Error> {
        to.collect_seq(map)
    }

    pub(super) fn deserialize<'de, D: Deserializer<'de>>(from: D) -> Result<BTreeMap<(i32, i64), Pending>, D::Error> {
        Ok(Vec::deserialize(from)?.into_iter().collect())
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn event() -> impl Strategy<Value = Event> {
        let at = (0..2_i32, 0..20_i64);
        (0..8_u8, at, 1..4_u32).prop_map(|(kind, (partition, offset), count)| match kind {
            0 => Event::Advanced { partition, next: offset, skipped: u64::from(count) },
            1 | 2 => Event::Delivered { partition, offset, count },
            3 => Event::Acked { partition, offset },
            4 => Event::GivenBack { partition, offset },
            5 => Event::Doomed { partition, offset, reason: "no".to_owned() },
            6 => Event::Burying { partition, offset },
            _ => Event::Buried { partition, offset },
        })
    }

    proptest! {
        #[test]
        fn a_snapshot_stands_for_all_that_came_before(before in prop::collection::vec(event(), 0..60), after in prop::collection::vec(event(), 0..20)) {
            let mut told = State::default();
            before.iter().for_each(|event| told.apply(event));
            let json = serde_json::to_vec(&Event::Snapshot { state: told.clone() }).unwrap();
            let mut read = State::default();
            read.apply(&serde_json::from_slice(&json).unwrap());
            after.iter().for_each(|event| { told.apply(event); read.apply(event); });
            prop_assert_eq!(told, read);
        }

        #[test]
        fn acking_again_changes_nothing(events in prop::collection::vec(event(), 0..60), offset in 0..20_i64) {
            let mut state = State::default();
            events.iter().for_each(|event| state.apply(event));
            state.apply(&Event::Acked { partition: 0, offset });
            let once = state.clone();
            state.apply(&Event::Acked { partition: 0, offset });
            prop_assert_eq!(state, once);
        }
    }
}
