//! AlterShareGroupOffsets (key 91): a share group starts elsewhere.
//!
//! KIP-932.

use uuid::Uuid;

use crate::{ErrorCode, Message};

/// AlterShareGroupOffsets (key 91): the request.
#[derive(Debug, Clone, PartialEq, Message)]
#[kafka(versions = "0", flexible = "0+")]
pub struct AlterShareGroupOffsetsRequest<'a> {
    /// The group id.
    pub group_id: &'a str,
    /// The topics.
    pub topics: Vec<AlterShareGroupOffsetsRequestTopic<'a>>,
}

/// A part of [`AlterShareGroupOffsetsRequest`]: alter share group offsets request topic.
#[derive(Debug, Clone, PartialEq, Message)]
pub struct AlterShareGroupOffsetsRequestTopic<'a> {
    /// The topic name.
    pub topic_name: &'a str,
    /// The partitions.
    pub partitions: Vec<AlterShareGroupOffsetsRequestPartition>,
}

/// A part of [`AlterShareGroupOffsetsRequest`]: alter share group offsets request partition.
#[derive(Debug, Clone, PartialEq, Message)]
pub struct AlterShareGroupOffsetsRequestPartition {
    /// The partition index.
    pub partition_index: i32,
    /// The start offset.
    pub start_offset: i64,
}

/// AlterShareGroupOffsets (key 91): the response.
#[derive(Debug, Clone, PartialEq, Message)]
#[kafka(versions = "0", flexible = "0+")]
pub struct AlterShareGroupOffsetsResponse<'a> {
    /// The throttle time ms.
    pub throttle_time_ms: i32,
    /// The error code.
    pub error_code: ErrorCode,
    /// The error message.
    pub error_message: Option<&'a str>,
    /// The responses.
    pub responses: Vec<AlterShareGroupOffsetsResponseTopic<'a>>,
}

/// A part of [`AlterShareGroupOffsetsResponse`]: alter share group offsets response topic.
#[derive(Debug, Clone, PartialEq, Message)]
pub struct AlterShareGroupOffsetsResponseTopic<'a> {
    /// The topic name.
    pub topic_name: &'a str,
    /// The topic id.
    pub topic_id: Uuid,
    /// The partitions.
    pub partitions: Vec<AlterShareGroupOffsetsResponsePartition<'a>>,
}

/// A part of [`AlterShareGroupOffsetsResponse`]: alter share group offsets response partition.
#[derive(Debug, Clone, PartialEq, Message)]
pub struct AlterShareGroupOffsetsResponsePartition<'a> {
    /// The partition index.
    pub partition_index: i32,
    /// The error code.
    pub error_code: ErrorCode,
    /// The error message.
    pub error_message: Option<&'a str>,
}
