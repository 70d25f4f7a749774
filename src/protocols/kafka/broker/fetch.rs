//! Fetch: whole batches as they are on disk, waiting for some to come where there are none. Every fetch is a full
//! one: no fetch session is ever begun (KIP-227 allows that), so clients name all their partitions each time.

use std::sync::Arc;
use std::time::Duration;

use bytes::Bytes;
use futures_util::StreamExt;
use futures_util::stream::FuturesUnordered;
use kafka::ErrorCode;
use kafka::messages::fetch::{FetchPartition, FetchRequest, FetchResponse, FetchableTopicResponse, PartitionData};
use tokio::time::Instant;

use super::error::code;
use super::{Answer, Call};
use crate::backends::{Read, Slice};
use crate::gateway;
use crate::protocols::kafka::Error;

/// The most bytes of one answer, whatever is asked for (Kafka's `fetch.max.bytes`); one batch may be more.
const MAX_BYTES: usize = 55 << 20;
/// `isolation_level` of a consumer that wants no records of open or aborted transactions.
const READ_COMMITTED: i8 = 1;

/// A partition that is asked for, and what there is of it.
struct Part {
    /// `None`: no station has the id.
    station: Option<Arc<str>>,
    partition: i32,
    offset: i64,
    max_bytes: usize,
    found: Result<Slice, ErrorCode>,
}

impl Part {
    fn bytes(&self) -> usize {
        self.found.as_ref().map_or(0, |slice| slice.bytes.len())
    }
}

pub(super) async fn handle(call: Call) -> Result<Answer, Error> {
    let request: FetchRequest<'_> = call.request()?;
    if request.session_epoch > 0 {
        let error_code = ErrorCode::FetchSessionIdNotFound;
        return call.respond(&FetchResponse { error_code, ..FetchResponse::default() });
    }
    let deadline = Instant::now() + Duration::from_millis(u64::try_from(request.max_wait_ms).unwrap_or(0));
    let min_bytes = size(request.min_bytes);
    let mut parts = Vec::new();
    for topic in &request.topics {
        let station = match call.version {
            13.. => call.topics().find(topic.topic_id, call.door()).await.ok().flatten(),
            _ => Some(Arc::from(topic.topic)),
        };
        parts.extend(topic.partitions.iter().map(|wanted| part(station.clone(), wanted)));
    }
    let mut budget = size(request.max_bytes).min(MAX_BYTES);
    let mut first = true;
    for part in &mut parts {
        part.max_bytes = part.max_bytes.min(budget);
        read(&call, part, first).await;
        first &= part.bytes() == 0;
        budget = budget.saturating_sub(part.bytes());
    }
    wait(&call, &mut parts, min_bytes, deadline).await;
    call.respond(&response(&request, parts))
}

fn part(station: Option<Arc<str>>, wanted: &FetchPartition) -> Part {
    Part {
        station,
        partition: wanted.partition,
        offset: wanted.fetch_offset,
        max_bytes: size(wanted.partition_max_bytes),
        found: Err(ErrorCode::UnknownTopicId),
    }
}

/// Reads what is there now. Past the first, a batch larger than what is left of the answer waits for the next one.
async fn read(call: &Call, part: &mut Part, first: bool) {
    let Some(station) = part.station.clone() else { return };
    let read =
        Read { station, partition: part.partition, offset: part.offset, max_bytes: part.max_bytes, wait_until: None };
    part.found = found(call.door().read(read, &call.origin).await);
    if let Ok(slice) = &mut part.found
        && !first
        && slice.bytes.len() > part.max_bytes
    {
        slice.bytes = Bytes::new();
    }
}

fn found(result: Result<Slice, gateway::Error>) -> Result<Slice, ErrorCode> {
    result.map_err(|error| {
        let code = code(&error);
        if matches!(code, ErrorCode::KafkaStorageError | ErrorCode::UnknownServerError) {
            tracing::error!("a fetch failed: {error}");
        }
        code
    })
}

/// Waits until there is enough, or an error to tell, or no more time.
async fn wait(call: &Call, parts: &mut [Part], min_bytes: usize, deadline: Instant) {
    let mut waiting = FuturesUnordered::new();
    for (index, part) in parts.iter().enumerate() {
        waiting.extend(more(call, index, part, deadline));
    }
    loop {
        let bytes: usize = parts.iter().map(Part::bytes).sum();
        if bytes >= min_bytes || parts.iter().any(|part| part.found.is_err()) || deadline <= Instant::now() {
            return;
        }
        let (index, result) = tokio::select! {
            Some(grown) = waiting.next() => grown,
            () = tokio::time::sleep_until(deadline) => return,
            () = call.client.ending.cancelled() => return,
        };
        let Some(part) = parts.get_mut(index) else { return };
        let grew = !matches!(&result, Ok(slice) if slice.bytes.is_empty());
        match part.bytes() {
            0 => part.found = found(result),
            // What was there and what has come are read as one.
            _ => read(call, part, true).await,
        }
        if grew {
            waiting.extend(more(call, index, part, deadline));
        }
    }
}

/// Reads what comes to a partition behind what there is; `None` where nothing more fits.
fn more<'a>(
    call: &'a Call,
    index: usize,
    part: &Part,
    deadline: Instant,
) -> Option<impl Future<Output = (usize, Result<Slice, gateway::Error>)> + use<'a>> {
    let (Some(station), Ok(slice)) = (&part.station, &part.found) else { return None };
    if slice.bytes.len() >= part.max_bytes {
        return None;
    }
    let read = Read {
        station: Arc::clone(station),
        partition: part.partition,
        offset: if slice.bytes.is_empty() { part.offset } else { slice.high_watermark },
        max_bytes: part.max_bytes,
        wait_until: Some(deadline),
    };
    Some(async move { (index, call.door().read(read, &call.origin).await) })
}

fn response<'a>(request: &FetchRequest<'a>, parts: Vec<Part>) -> FetchResponse<'a> {
    let committed = request.isolation_level == READ_COMMITTED;
    let mut parts = parts.into_iter();
    let responses = request.topics.iter().map(|topic| FetchableTopicResponse {
        topic: topic.topic,
        topic_id: topic.topic_id,
        partitions: parts.by_ref().take(topic.partitions.len()).map(|part| data(part, committed)).collect(),
    });
    FetchResponse { responses: responses.collect(), ..FetchResponse::default() }
}

fn data(part: Part, committed: bool) -> PartitionData {
    let partition_index = part.partition;
    match part.found {
        Ok(Slice { bytes, high_watermark, log_start_offset }) => PartitionData {
            partition_index,
            high_watermark,
            last_stable_offset: high_watermark,
            log_start_offset,
            aborted_transactions: committed.then(Vec::new),
            records: Some(bytes),
            ..PartitionData::default()
        },
        Err(error_code) => PartitionData {
            partition_index,
            error_code,
            high_watermark: -1,
            aborted_transactions: committed.then(Vec::new),
            records: Some(Bytes::new()),
            ..PartitionData::default()
        },
    }
}

/// A size as clients say it; nobody can want less than nothing.
fn size(bytes: i32) -> usize {
    usize::try_from(bytes).unwrap_or(0)
}
