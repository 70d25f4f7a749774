//! Where a consumer's events are kept: a partition of its own that nobody else sees, so that the log's group commit,
//! recovery and rule for torn tails are the consumer's too. A record holds the events of one call, as JSON.

use std::sync::Arc;

use records::{Batch, Builder, Codec};

use super::state::{Event, State};
use crate::Error;
use crate::partition::Partition;
use crate::settings::{Durability, Settings};

/// A snapshot of the most pending messages is smaller than this, and so is any event.
const MAX_ENTRY_BYTES: usize = 64 << 20;
/// The journal's producer: the log then refuses an entry whose forerunner failed.
const PRODUCER: i64 = 1;

/// The settings of a journal, as durable as the station it belongs to.
pub(super) fn settings(durability: Durability) -> Settings {
    Settings { durability, segment_bytes: 4 << 20, max_message_bytes: MAX_ENTRY_BYTES, ..Settings::default() }
}

/// The state that a journal tells, and the sequence of its next entry. [`Error::Busy`] while entries are on their way to the
/// disk: what they say would be missed, and the next entry, under the sequence of the first of them, taken for its duplicate.
pub(super) fn replay(journal: &Partition) -> Result<(State, i64), Error> {
    if !journal.is_settled() {
        return Err(Error::Busy { place: journal.place().clone(), waiting_bytes: 0 });
    }
    let (mut state, mut offset) = (State::default(), journal.log_start_offset());
    while offset < journal.high_watermark() {
        let mut bytes = journal.read(offset, 1 << 20)?.bytes;
        while let Some(batch) = Batch::split(&mut bytes).map_err(|error| malformed(&error.to_string()))? {
            let opened = batch.open(MAX_ENTRY_BYTES).map_err(|error| malformed(&error.to_string()))?;
            for record in opened.records() {
                let record = record.map_err(|error| malformed(&error.to_string()))?;
                let events: Vec<Event> = serde_json::from_slice(record.value.unwrap_or_default())
                    .map_err(|error| malformed(&error.to_string()))?;
                events.iter().for_each(|event| state.apply(event));
            }
            offset = batch.next_offset();
        }
    }
    Ok((state, offset))
}

/// Appends an entry in the order of these calls. One entry is one offset, so the sequence is the offset: an entry that
/// follows a failed one is refused, and no replay finds an effect without its cause.
pub(super) fn append(
    journal: &Arc<Partition>,
    sequence: i64,
    events: &[Event],
) -> Result<(usize, impl Future<Output = Result<crate::Appended, Error>> + Send + 'static + use<>), Error> {
    let json = serde_json::to_vec(events).map_err(|error| malformed(&error.to_string()))?;
    // The bits of the offset that a sequence has: it wraps to 0 after 2^31 - 1, as KIP-98 has it.
    let sequence = i32::try_from(sequence & i64::from(i32::MAX)).unwrap_or(0);
    let mut builder = Builder::new(Codec::None).producer(PRODUCER, 0, sequence);
    builder.push(crate::store::now_ms(), None, Some(&json), &[]);
    let batch = builder.build().map_err(|error| malformed(&error.to_string()))?;
    Ok((json.len(), journal.append_verified(batch)))
}

fn malformed(reason: &str) -> Error {
    Error::Journal { reason: reason.into() }
}
