//! Produce: each partition's batch goes through the door as it came. The appends of a request are started before
//! this function returns, so that requests of one connection are stored in their order without waiting for syncs.

use std::sync::Arc;

use bytes::Bytes;
use futures_util::future::BoxFuture;
use kafka::ErrorCode;
use kafka::messages::produce::{
    BatchIndexAndErrorMessage, PartitionProduceData, PartitionProduceResponse, ProduceRequest, ProduceResponse,
    TopicProduceResponse,
};
use middlewares::{Delivery, Direction, Etiquette, Placement, Receipt, RecordProblem, Refusal};
use records::{Batch, Codec, Draft, TimestampType, legacy};
use uuid::Uuid;

use super::error::{code, of_records};
use super::{Answer, Call};
use crate::gateway;
use crate::protocols::kafka::Error;

/// The first version with record batches (KIP-98); before, message sets.
const BATCHES_FROM: i16 = 3;
/// The first version in which zstd may be used (KIP-110).
const ZSTD_FROM: i16 = 7;

/// Starts every append, in order; the future waits for them.
pub(super) fn handle(call: Call) -> BoxFuture<'static, Result<Answer, Error>> {
    let started = start(&call);
    Box::pin(async move {
        let (acks, topics) = started?;
        finish(&call, acks, topics).await
    })
}

/// A topic of the request, its appends under way.
struct Topic {
    name: Arc<str>,
    id: Uuid,
    partitions: Vec<Partition>,
}

struct Partition {
    index: i32,
    /// The batches of the partition, more than one only from a message set; or why there are none.
    appending: Result<Vec<BoxFuture<'static, Result<Receipt, gateway::Error>>>, Rejection>,
}

/// Why a partition's records were not stored.
#[derive(Debug)]
struct Rejection {
    code: ErrorCode,
    text: Option<String>,
    records: Vec<RecordProblem>,
}

impl Rejection {
    fn new(code: ErrorCode, text: impl Into<String>) -> Self {
        Self { code, text: Some(text.into()), records: Vec::new() }
    }
}

impl From<records::Error> for Rejection {
    fn from(error: records::Error) -> Self {
        Self::new(of_records(&error), error.to_string())
    }
}

impl From<gateway::Error> for Rejection {
    fn from(error: gateway::Error) -> Self {
        let (code, text) = (code(&error), Some(error.to_string()));
        match error {
            gateway::Error::Refused(Refusal::Invalid { records, .. }) => Self { code, text, records },
            _ => Self { code, text, records: Vec::new() },
        }
    }
}

fn start(call: &Call) -> Result<(i16, Vec<Topic>), Error> {
    let request: ProduceRequest<'_> = call.request()?;
    let acks = request.acks;
    let transactional = request.transactional_id.is_some();
    let mut topics = Vec::with_capacity(request.topic_data.len());
    for topic in request.topic_data {
        let by_id = call.version >= 13;
        let name = if by_id { call.topics().known(topic.topic_id) } else { Some(Arc::from(topic.name)) };
        let partitions = topic.partition_data.into_iter().map(|data| {
            let PartitionProduceData { index, records } = data;
            let appending = match (&name, acks) {
                (_, ..-1 | 2..) => Err(Rejection::new(ErrorCode::InvalidRequiredAcks, "acks must be -1, 0 or 1")),
                (None, _) => Err(Rejection::new(ErrorCode::UnknownTopicId, "there is no topic with this id")),
                (Some(_), _) if transactional => Err(no_transactions()),
                (Some(name), _) => append(call, name, index, records),
            };
            Partition { index, appending }
        });
        let partitions = partitions.collect();
        topics.push(Topic { name: name.unwrap_or_default(), id: topic.topic_id, partitions });
    }
    Ok((acks, topics))
}

fn no_transactions() -> Rejection {
    Rejection::new(ErrorCode::TransactionalIdAuthorizationFailed, "there are no transactions here")
}

/// Starts the appends of one partition.
fn append(
    call: &Call,
    station: &Arc<str>,
    partition: i32,
    records: Option<Bytes>,
) -> Result<Vec<BoxFuture<'static, Result<Receipt, gateway::Error>>>, Rejection> {
    let limit_bytes = call.gateway().settings().open_limit_bytes;
    let batches = batches(records, call.version, limit_bytes)?;
    let deliver = |batch| -> BoxFuture<'static, _> {
        Box::pin(call.door().produce(Delivery {
            station: Arc::clone(station),
            placement: Placement::At(partition),
            direction: Direction::Produce,
            origin: Arc::clone(&call.origin),
            etiquette: Etiquette::Batch,
            draft: Draft::new(batch),
            marks: Vec::new(),
            sides: Vec::new(),
            throttle_ms: 0,
        }))
    };
    Ok(batches.into_iter().map(deliver).collect())
}

/// The batches in what was sent: exactly one, or since long before, a message set.
fn batches(records: Option<Bytes>, version: i16, limit_bytes: usize) -> Result<Vec<Batch>, Rejection> {
    let invalid = |text| Rejection::new(ErrorCode::InvalidRecord, text);
    let records = records.ok_or_else(|| invalid("the partition has no records"))?;
    if version < BATCHES_FROM && records::magic(&records) != Some(2) {
        return Ok(legacy::up_convert(records, limit_bytes)?);
    }
    let batch = Batch::parse(records)?;
    batch.verify()?;
    let header = batch.header();
    if header.attributes.is_control() {
        return Err(invalid("clients may not write control records"));
    }
    if header.attributes.is_transactional() {
        return Err(no_transactions());
    }
    if header.attributes.timestamp_type() == TimestampType::LogAppendTime {
        return Err(Rejection::new(ErrorCode::InvalidTimestamp, "only a broker may say when a batch was appended"));
    }
    if header.record_count == 0 || !header.is_contiguous() || header.base_offset != 0 {
        return Err(invalid("a batch must have records, with offsets from 0 on without a gap"));
    }
    if header.producer_id >= 0 && (header.base_sequence < 0 || header.producer_epoch < 0) {
        return Err(invalid("a producer with an id must number its batches"));
    }
    match batch.codec() {
        Codec::Zstd if version < ZSTD_FROM => {
            let text = format!("zstd may be used from Produce version {ZSTD_FROM} on");
            return Err(Rejection::new(ErrorCode::UnsupportedCompressionType, text));
        }
        // What is compressed is opened only by those who need to look inside.
        Codec::Gzip | Codec::Snappy | Codec::Lz4 | Codec::Zstd => {}
        Codec::None => batch.check_structure(limit_bytes)?,
    }
    Ok(vec![batch])
}

/// What became of a partition.
struct Outcome {
    index: i32,
    result: Result<Stored, Rejection>,
}

/// Where the records went.
#[derive(Clone, Copy)]
struct Stored {
    base_offset: i64,
    log_start_offset: i64,
}

async fn finish(call: &Call, acks: i16, topics: Vec<Topic>) -> Result<Answer, Error> {
    let mut throttle_ms = 0;
    let mut outcomes = Vec::with_capacity(topics.len());
    for topic in topics {
        let mut partitions = Vec::with_capacity(topic.partitions.len());
        for Partition { index, appending } in topic.partitions {
            let result = wait(appending, &mut throttle_ms).await;
            if let (0, Err(Rejection { code, text, .. })) = (acks, &result) {
                let text = text.as_deref().unwrap_or_else(|| code.meaning());
                return Err(Error::Unacknowledged(format!("{} partition {index}: {text}", topic.name)));
            }
            partitions.push(Outcome { index, result });
        }
        outcomes.push((topic.name, topic.id, partitions));
    }
    if acks == 0 {
        return Ok(Answer { frame: None, throttle_ms });
    }
    let texts: Vec<Vec<Vec<String>>> =
        outcomes.iter().map(|(_, _, partitions)| partitions.iter().map(record_texts).collect()).collect();
    let responses = outcomes.iter().zip(&texts).map(|((name, id, partitions), texts)| TopicProduceResponse {
        name,
        topic_id: *id,
        partition_responses: partitions.iter().zip(texts).map(|(outcome, texts)| partition(outcome, texts)).collect(),
    });
    let response = ProduceResponse {
        responses: responses.collect(),
        throttle_time_ms: i32::try_from(throttle_ms).unwrap_or(i32::MAX),
        ..ProduceResponse::default()
    };
    Ok(Answer { throttle_ms, ..call.respond(&response)? })
}

/// Waits for a partition's appends. The first batch says where its records begin.
async fn wait(
    appending: Result<Vec<BoxFuture<'static, Result<Receipt, gateway::Error>>>, Rejection>,
    throttle_ms: &mut u32,
) -> Result<Stored, Rejection> {
    let mut first = None;
    for appending in appending? {
        let receipt = appending.await?;
        *throttle_ms = receipt.throttle_ms.max(*throttle_ms);
        let part = receipt.parts.first();
        let stored = part.map(|part| Stored { base_offset: part.base_offset, log_start_offset: part.log_start_offset });
        first = first.or(stored);
    }
    Ok(first.unwrap_or(Stored { base_offset: -1, log_start_offset: -1 }))
}

/// Of each record at fault, what is wrong with it.
fn record_texts(outcome: &Outcome) -> Vec<String> {
    let records = outcome.result.as_ref().err().map(|rejection| rejection.records.as_slice()).unwrap_or_default();
    records.iter().map(|record| record.errors.join("; ")).collect()
}

fn partition<'a>(outcome: &'a Outcome, texts: &'a [String]) -> PartitionProduceResponse<'a> {
    let index = outcome.index;
    match &outcome.result {
        Ok(Stored { base_offset, log_start_offset }) => PartitionProduceResponse {
            index,
            base_offset: *base_offset,
            log_start_offset: *log_start_offset,
            ..PartitionProduceResponse::default()
        },
        Err(Rejection { code, text, records }) => PartitionProduceResponse {
            index,
            error_code: *code,
            base_offset: -1,
            record_errors: records.iter().zip(texts).map(|(record, text)| record_error(record, text)).collect(),
            error_message: text.as_deref(),
            ..PartitionProduceResponse::default()
        },
    }
}

fn record_error<'a>(record: &RecordProblem, text: &'a str) -> BatchIndexAndErrorMessage<'a> {
    BatchIndexAndErrorMessage {
        batch_index: i32::try_from(record.index).unwrap_or(i32::MAX),
        batch_index_error_message: Some(text),
    }
}
