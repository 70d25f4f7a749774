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

const NOWHERE: Position = Position { offset: -1, timestamp_ms: -1 };

pub(super) async fn handle(call: Call) -> Result<Answer, Error> {
    let request: ListOffsetsRequest<'_> = call.request()?;
    let mut topics = Vec::with_capacity(request.topics.len());
    for topic in &request.topics {
        let mut partitions = Vec::with_capacity(topic.partitions.len());
        for wanted in &topic.partitions {
            partitions.push(answer(call.version, wanted, find(&call, topic.name, wanted).await));
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
    version: i16,
    wanted: &ListOffsetsPartition,
    found: Result<Option<Position>, ErrorCode>,
) -> ListOffsetsPartitionResponse {
    let partition_index = wanted.partition_index;
    let found = match found {
        Ok(found) => found,
        Err(error_code) => {
            return ListOffsetsPartitionResponse {
                partition_index,
                error_code,
                ..ListOffsetsPartitionResponse::default()
            };
        }
    };
    if version == 0 {
        return ListOffsetsPartitionResponse {
            partition_index,
            // There is no way to say "nowhere" but an empty list, and at most as many as are asked for are given.
            old_style_offsets: found.iter().map(|found| found.offset).take(count(wanted.max_num_offsets)).collect(),
            ..ListOffsetsPartitionResponse::default()
        };
    }
    let Position { offset, timestamp_ms } = found.unwrap_or(NOWHERE);
    ListOffsetsPartitionResponse {
        partition_index,
        timestamp: timestamp_ms,
        offset,
        leader_epoch: if version < 4 || offset < 0 { -1 } else { LEADER_EPOCH },
        ..ListOffsetsPartitionResponse::default()
    }
}

fn count(max_num_offsets: i32) -> usize {
    usize::try_from(max_num_offsets).unwrap_or(0)
}
