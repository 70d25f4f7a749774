//! The messages a consumer hands out: read batch by batch, opened once, kept for as long as the next fetch may want them.

use std::collections::BTreeMap;
use std::sync::Arc;

use bytes::Bytes;
use records::Batch;

use super::config::matches;
use crate::Error;
use crate::partition::Partition;

/// The most that a compressed batch may open to.
const OPEN_LIMIT_BYTES: usize = 64 << 20;
/// Batches kept open at once, one a partition: it bounds the memory of consumers of many partitions.
const KEPT_BATCHES: usize = 8;

/// A message as it is in its station.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Message {
    /// Its partition.
    pub partition: i32,
    /// Its offset there.
    pub offset: i64,
    /// Its producer's time, in milliseconds since 1970.
    pub timestamp_ms: i64,
    /// Its key; null and empty are different.
    pub key: Option<Bytes>,
    /// Its payload; null is a tombstone.
    pub value: Option<Bytes>,
    /// Its headers, in order; names may repeat.
    pub headers: Vec<(Bytes, Option<Bytes>)>,
}

impl Message {
    /// Its subject: the header `waystation-subject`, else the station's name, so that a filter and a NATS client see the
    /// same. A key is no subject: it may be any bytes, and says where a message goes, not what it is about.
    pub(super) fn is_wanted(&self, filter: Option<&str>, station: &str) -> bool {
        let named = self.headers.iter().find(|(name, _)| name.as_ref() == b"waystation-subject");
        let subject = named.and_then(|(_, value)| value.as_deref()).unwrap_or(station.as_bytes());
        filter.is_none_or(|filter| matches(filter, subject))
    }

    pub(super) fn size_bytes(&self) -> usize {
        let headers = self.headers.iter().map(|(name, value)| name.len() + value.as_ref().map_or(0, Bytes::len));
        self.key.as_ref().map_or(0, Bytes::len) + self.value.as_ref().map_or(0, Bytes::len) + headers.sum::<usize>()
    }
}

/// An opened batch: what it holds, and which offsets it stands for.
#[derive(Debug, Clone, Default)]
pub(super) struct Span {
    pub(super) from: i64,
    pub(super) next: i64,
    /// None of it can be read any more.
    pub(super) is_gone: bool,
    pub(super) messages: Arc<Vec<Message>>,
}

/// The batches that were opened last.
#[derive(Debug, Default)]
pub(super) struct Opened {
    spans: BTreeMap<i32, Span>,
}

impl Opened {
    /// The batch that holds an offset below the high watermark.
    pub(super) async fn span(&mut self, partition: Arc<Partition>, offset: i64) -> Result<Span, Error> {
        let index = partition.index();
        let is_kept = offset >= partition.log_start_offset();
        if let Some(span) = self.spans.get(&index).filter(|span| is_kept && (span.from..span.next).contains(&offset)) {
            return Ok(span.clone());
        }
        let span = super::away(move || open(&partition, offset)).await?;
        if self.spans.len() >= KEPT_BATCHES {
            self.spans.clear();
        }
        self.spans.insert(index, span.clone());
        Ok(span)
    }
}

fn open(partition: &Partition, offset: i64) -> Result<Span, Error> {
    let gone = |next: i64| Span { from: offset, next: next.max(offset + 1), is_gone: true, ..Span::default() };
    let mut bytes = match partition.read(offset, 1) {
        Ok(read) => read.bytes,
        Err(Error::OffsetOutOfRange { log_start_offset, .. }) if offset < log_start_offset => {
            return Ok(gone(log_start_offset));
        }
        // Reported with file and place by whoever read it; what follows can still be delivered.
        Err(Error::Damaged { damage, .. }) => return Ok(gone(damage.next_offset.unwrap_or(offset))),
        Err(error) => return Err(error),
    };
    let Ok(Some(batch)) = Batch::split(&mut bytes) else { return Ok(gone(offset)) };
    let mut messages = Vec::new();
    if !batch.header().attributes.is_control() {
        let Ok(opened) = batch.open(OPEN_LIMIT_BYTES) else { return Ok(gone(batch.next_offset())) };
        let keep = |part: &[u8]| opened.data().slice_ref(part);
        for record in opened.records().map_while(Result::ok) {
            messages.push(Message {
                partition: partition.index(),
                offset: record.offset,
                timestamp_ms: record.timestamp_ms,
                key: record.key.map(keep),
                value: record.value.map(keep),
                headers: record.headers().map(|(name, value)| (keep(name), value.map(keep))).collect(),
            });
        }
    }
    Ok(Span {
        from: offset.min(batch.base_offset()),
        next: batch.next_offset(),
        is_gone: false,
        messages: Arc::new(messages),
    })
}
