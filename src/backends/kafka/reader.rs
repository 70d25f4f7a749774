//! Reading upstream. A reader is a consumer of one partition without a group, kept for a while at the offset where it
//! stopped, so that who reads on does not begin anew. Messages are rebuilt into batches at their own offsets.

use std::collections::VecDeque;
use std::sync::Arc;
use std::time::{Duration, Instant};

use bytes::{Bytes, BytesMut};
use parking_lot::Mutex;
use rdkafka::consumer::{BaseConsumer, Consumer};
use rdkafka::message::{BorrowedMessage, Headers};
use rdkafka::{ClientConfig, Message, Offset, TopicPartitionList};
use records::{Builder, Codec};

use super::error;
use crate::backends::{Error, Read, Slice};

/// How many readers are kept; each has threads of librdkafka's own.
const KEPT: usize = 16;
/// How long one is kept unused.
const IDLE: Duration = Duration::from_secs(60);
/// How long the end of what was fetched already is waited for: messages after the first come from memory.
const DRAIN: Duration = Duration::from_millis(2);

/// All readers of a cluster.
pub(super) struct Readers {
    config: ClientConfig,
    timeout: Duration,
    kept: Arc<Mutex<VecDeque<Reader>>>,
}

struct Reader {
    consumer: BaseConsumer,
    station: Arc<str>,
    partition: i32,
    next_offset: i64,
    used: Instant,
}

impl Readers {
    pub(super) fn new(mut config: ClientConfig, timeout_ms: u32) -> Self {
        config.set("group.id", "waystation-reader");
        config.set("enable.auto.commit", "false").set("enable.auto.offset.store", "false");
        config.set("auto.offset.reset", "error").set("check.crcs", "true");
        Self { config, timeout: Duration::from_millis(timeout_ms.into()), kept: Arc::default() }
    }

    pub(super) async fn read(&self, read: Read) -> Result<Slice, Error> {
        let (config, timeout, kept) = (self.config.clone(), self.timeout, Arc::clone(&self.kept));
        let reading = tokio::task::spawn_blocking(move || {
            let mut reader = take(&kept, &read).map_or_else(|| Reader::new(&config, &read), Ok)?;
            let slice = reader.read(&read, timeout)?;
            let mut kept = kept.lock();
            kept.retain(|reader| reader.used.elapsed() < IDLE);
            kept.push_back(reader);
            if kept.len() > KEPT {
                kept.pop_front();
            }
            Ok(slice)
        });
        reading.await.unwrap_or_else(|stopped| Err(Error::Unavailable(format!("reading was stopped: {stopped}"))))
    }
}

fn take(kept: &Mutex<VecDeque<Reader>>, read: &Read) -> Option<Reader> {
    let mut kept = kept.lock();
    let fits = |reader: &Reader| {
        reader.station == read.station && reader.partition == read.partition && reader.next_offset == read.offset
    };
    kept.iter().position(fits).and_then(|at| kept.remove(at))
}

impl Reader {
    fn new(config: &ClientConfig, read: &Read) -> Result<Self, Error> {
        let failed = |error| error::of_station(&read.station, &error);
        let consumer: BaseConsumer = config.create().map_err(failed)?;
        let mut list = TopicPartitionList::new();
        list.add_partition_offset(&read.station, read.partition, Offset::Offset(read.offset)).map_err(failed)?;
        consumer.assign(&list).map_err(failed)?;
        let (station, partition) = (Arc::clone(&read.station), read.partition);
        Ok(Self { consumer, station, partition, next_offset: read.offset, used: Instant::now() })
    }

    fn read(&mut self, read: &Read, timeout: Duration) -> Result<Slice, Error> {
        let failed = |error| error::of_station(&read.station, &error);
        let (log_start_offset, high_watermark) =
            self.consumer.fetch_watermarks(&read.station, read.partition, timeout).map_err(failed)?;
        if !(log_start_offset..=high_watermark).contains(&read.offset) {
            return Err(Error::OffsetOutOfRange { offset: read.offset, log_start_offset, high_watermark });
        }
        let until =
            read.wait_until.map_or(Duration::ZERO, |until| until.into_std().saturating_duration_since(Instant::now()));
        let first_wait = if high_watermark > read.offset { timeout } else { until };
        let bytes = self.fetch(read.max_bytes, first_wait)?;
        self.used = Instant::now();
        Ok(Slice { bytes, high_watermark: high_watermark.max(self.next_offset), log_start_offset })
    }

    /// Messages until `max_bytes`, or until none is there. A gap in the offsets begins a new batch.
    fn fetch(&mut self, max_bytes: usize, first_wait: Duration) -> Result<Bytes, Error> {
        let mut out = BytesMut::new();
        let mut building: Option<Builder> = None;
        let mut wait = first_wait;
        while let Some(polled) = self.consumer.poll(wait) {
            let message = polled.map_err(|error| error::of_station(&self.station, &error))?;
            if message.offset() != self.next_offset {
                finish(building.take(), &mut out)?;
            }
            let builder = building.get_or_insert_with(|| Builder::new(Codec::None).base_offset(message.offset()));
            push(builder, &message);
            self.next_offset = message.offset() + 1;
            wait = DRAIN;
            if out.len() + building.as_ref().map_or(0, Builder::len_bytes) >= max_bytes {
                break;
            }
        }
        finish(building, &mut out)?;
        Ok(out.freeze())
    }
}

fn finish(building: Option<Builder>, out: &mut BytesMut) -> Result<(), Error> {
    if let Some(builder) = building {
        let batch = builder.build().map_err(|error| Error::Corrupt(error.to_string()))?;
        out.extend_from_slice(batch.bytes());
    }
    Ok(())
}

fn push(builder: &mut Builder, message: &BorrowedMessage<'_>) {
    let headers: Vec<(&[u8], Option<&[u8]>)> = match message.headers() {
        Some(headers) => headers.iter().map(|header| (header.key.as_bytes(), header.value)).collect(),
        None => Vec::new(),
    };
    let timestamp_ms = message.timestamp().to_millis().unwrap_or(-1);
    builder.push(timestamp_ms, message.key(), message.payload(), &headers);
}
