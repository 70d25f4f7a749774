//! DeleteRecords (key 21): the beginnings of partitions are deleted.
//!
//! KIP-107.

use crate::{ErrorCode, Message};

/// The request of DeleteRecords (key 21).
#[derive(Debug, Clone, PartialEq, Message)]
#[kafka(versions = "0-2", flexible = "2+")]
pub struct DeleteRecordsRequest<'a> {
    /// What is said of each topic.
    pub topics: Vec<DeleteRecordsTopic<'a>>,
    /// How long the broker may take, in milliseconds.
    pub timeout_ms: i32,
}

/// One of [`DeleteRecordsRequest::topics`].
#[derive(Debug, Clone, PartialEq, Message)]
pub struct DeleteRecordsTopic<'a> {
    /// Its name.
    pub name: &'a str,
    /// What is said of each partition.
    pub partitions: Vec<DeleteRecordsPartition>,
}

/// One of [`DeleteRecordsTopic::partitions`].
#[derive(Debug, Clone, PartialEq, Message)]
pub struct DeleteRecordsPartition {
    /// The partition's number.
    pub partition_index: i32,
    /// The offset; -1 if there is none.
    pub offset: i64,
}

/// The response of DeleteRecords (key 21).
#[derive(Debug, Clone, PartialEq, Message)]
#[kafka(versions = "0-2", flexible = "2+")]
pub struct DeleteRecordsResponse<'a> {
    /// How long the client was, or should be, held back for its quotas, in milliseconds.
    pub throttle_time_ms: i32,
    /// What is said of each topic.
    pub topics: Vec<DeleteRecordsTopicResult<'a>>,
}

/// One of [`DeleteRecordsResponse::topics`].
#[derive(Debug, Clone, PartialEq, Message)]
pub struct DeleteRecordsTopicResult<'a> {
    /// Its name.
    pub name: &'a str,
    /// What is said of each partition.
    pub partitions: Vec<DeleteRecordsPartitionResult>,
}

/// One of [`DeleteRecordsTopicResult::partitions`].
#[derive(Debug, Clone, PartialEq, Message)]
pub struct DeleteRecordsPartitionResult {
    /// The partition's number.
    pub partition_index: i32,
    /// The first offset left; -1 if it failed.
    pub low_watermark: i64,
    /// What went wrong, or [`ErrorCode::None`].
    pub error_code: ErrorCode,
}
