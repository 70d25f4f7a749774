//! ListOffsets: what a timestamp, or a word such as "earliest", stands for.

use kafka::ErrorCode;
use kafka::messages::list_offsets::{
    ListOffsetsPartition, ListOffsetsPartitionResponse, ListOffsetsRequest, ListOffsetsResponse,
    ListOffsetsTopicResponse,
};

use super::error::code;
use super::{Answer, Call, LEADER_EPOCH};
use crate::backends::{Position, Wanted};
use crate::protocols::kafka::Error;

/// The special timestamps (KIP-79, KIP-734, KIP-405, KIP-1005).
const LATEST: i64 = -1;
const EARLIEST: i64 = -2;
const MAX_TIMESTAMP: i64 = -3;
const EARLIEST_LOCAL: i64 = -4;
const LATEST_TIERED: i64 = -5;

pub(super) async fn handle(call: Call) -> Result<Answer, Error> {
    let request: ListOffsetsRequest<'_> = call.request()?;
    let mut topics = Vec::with_capacity(request.topics.len());
    for topic in &request.topics {
        let mut partitions = Vec::with_capacity(topic.partitions.len());
        for wanted in &topic.partitions {
            partitions.push(answer(wanted, find(&call, topic.name, wanted).await, call.version));
        }
        topics.push(ListOffsetsTopicResponse { name: topic.name, partitions });
    }
    call.respond(&ListOffsetsResponse { topics, ..ListOffsetsResponse::default() })
}

/// `None` in [`Ok`]: there is no such offset.
async fn find(call: &Call, station: &str, wanted: &ListOffsetsPartition) -> Result<Option<Position>, ErrorCode> {
    let wish = match wanted.timestamp {
        LATEST => Wanted::Latest,
        EARLIEST => Wanted::Earliest,
        MAX_TIMESTAMP => Wanted::MaxTimestamp,
        // All that there is, is local.
        EARLIEST_LOCAL => Wanted::Earliest,
        LATEST_TIERED => return Ok(None),
        timestamp_ms @ 0.. => Wanted::At(timestamp_ms),
        _ => return Err(ErrorCode::UnsupportedVersion),
    };
    let found = call.door().offset(station, wanted.partition_index, wish).await;
    found.map_err(|error| code(&error))
}

fn answer(
    wanted: &ListOffsetsPartition,
    found: Result<Option<Position>, ErrorCode>,
    version: i16,
) -> ListOffsetsPartitionResponse {
    let (found, error_code) = match found {
        Ok(found) => (found, ErrorCode::None),
        Err(error_code) => (None, error_code),
    };
    let answer = ListOffsetsPartitionResponse {
        partition_index: wanted.partition_index,
        error_code,
        ..ListOffsetsPartitionResponse::default()
    };
    let Some(Position { offset, timestamp_ms }) = found else { return answer };
    match version {
        // Version 0 gives a list of at most as many as are asked for; the newest is enough for all that still use it.
        ..1 if wanted.max_num_offsets < 1 => answer,
        ..1 => ListOffsetsPartitionResponse { old_style_offsets: vec![offset], ..answer },
        1..4 => ListOffsetsPartitionResponse { offset, timestamp: timestamp_ms, ..answer },
        4.. => ListOffsetsPartitionResponse { offset, timestamp: timestamp_ms, leader_epoch: LEADER_EPOCH, ..answer },
    }
}
