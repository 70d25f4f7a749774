//! DeleteRecords (key 21): the beginnings of partitions are deleted.
//!
//! KIP-107.

use crate::{ErrorCode, Message};

/// DeleteRecords (key 21): the request.
#[derive(Debug, Clone, PartialEq, Message)]
#[kafka(versions = "0-2", flexible = "2+")]
pub struct DeleteRecordsRequest<'a> {
    /// The topics.
    pub topics: Vec<DeleteRecordsTopic<'a>>,
    /// The timeout ms.
    pub timeout_ms: i32,
}

/// A part of [`DeleteRecordsRequest`]: delete records topic.
#[derive(Debug, Clone, PartialEq, Message)]
pub struct DeleteRecordsTopic<'a> {
    /// The name.
    pub name: &'a str,
    /// The partitions.
    pub partitions: Vec<DeleteRecordsPartition>,
}

/// A part of [`DeleteRecordsRequest`]: delete records partition.
#[derive(Debug, Clone, PartialEq, Message)]
pub struct DeleteRecordsPartition {
    /// The partition index.
    pub partition_index: i32,
    /// The offset.
    pub offset: i64,
}

/// DeleteRecords (key 21): the response.
#[derive(Debug, Clone, PartialEq, Message)]
#[kafka(versions = "0-2", flexible = "2+")]
pub struct DeleteRecordsResponse<'a> {
    /// The throttle time ms.
    pub throttle_time_ms: i32,
    /// The topics.
    pub topics: Vec<DeleteRecordsTopicResult<'a>>,
}

/// A part of [`DeleteRecordsResponse`]: delete records topic result.
#[derive(Debug, Clone, PartialEq, Message)]
pub struct DeleteRecordsTopicResult<'a> {
    /// The name.
    pub name: &'a str,
    /// The partitions.
    pub partitions: Vec<DeleteRecordsPartitionResult>,
}

/// A part of [`DeleteRecordsResponse`]: delete records partition result.
#[derive(Debug, Clone, PartialEq, Message)]
pub struct DeleteRecordsPartitionResult {
    /// The partition index.
    pub partition_index: i32,
    /// The low watermark.
    pub low_watermark: i64,
    /// The error code.
    pub error_code: ErrorCode,
}
