//! DeleteRecords: everything before an offset is forgotten (KIP-107).

use kafka::ErrorCode;
use kafka::messages::delete_records::{
    DeleteRecordsPartitionResult, DeleteRecordsRequest, DeleteRecordsResponse, DeleteRecordsTopicResult,
};

use super::error::code;
use super::{Answer, Call};
use crate::backends::{Change, Wanted};
use crate::protocols::kafka::Error;

/// Stands for the high watermark.
const ALL: i64 = -1;

pub(super) async fn handle(call: Call) -> Result<Answer, Error> {
    let request: DeleteRecordsRequest<'_> = call.request()?;
    let mut topics = Vec::with_capacity(request.topics.len());
    for topic in &request.topics {
        let mut partitions = Vec::with_capacity(topic.partitions.len());
        for wanted in &topic.partitions {
            let partition_index = wanted.partition_index;
            let trimmed = trim(&call, topic.name, partition_index, wanted.offset).await;
            let (low_watermark, error_code) = match trimmed {
                Ok(low_watermark) => (low_watermark, ErrorCode::None),
                Err(error_code) => (-1, error_code),
            };
            partitions.push(DeleteRecordsPartitionResult { partition_index, low_watermark, error_code });
        }
        topics.push(DeleteRecordsTopicResult { name: topic.name, partitions });
    }
    call.respond(&DeleteRecordsResponse { topics, ..DeleteRecordsResponse::default() })
}

/// The first offset that is then still there.
async fn trim(call: &Call, station: &str, partition: i32, offset: i64) -> Result<i64, ErrorCode> {
    let latest = call.door().offset(station, partition, Wanted::Latest).await.map_err(|error| code(&error))?;
    let before = match offset {
        ALL => i64::MAX,
        offset if offset < 0 || latest.is_some_and(|latest| offset > latest.offset) => {
            return Err(ErrorCode::OffsetOutOfRange);
        }
        offset => offset,
    };
    call.door().alter(station, Change::Trim { partition, before }).await.map_err(|error| code(&error))?;
    let earliest = call.door().offset(station, partition, Wanted::Earliest).await.map_err(|error| code(&error))?;
    Ok(earliest.map_or(-1, |earliest| earliest.offset))
}
