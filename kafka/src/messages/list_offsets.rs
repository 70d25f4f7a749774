//! ListOffsets (key 2): the offset that a timestamp, or a word such as "earliest" or "latest", stands for.
//!
//! KIP-79 (v1), KIP-98 (v2), KIP-320 (v4), KIP-734 (latest by timestamp, v7), KIP-405 and KIP-1005 (tiers, v8 and v9), KIP-1075 (v10), KIP-1023 (v11).

use crate::{ErrorCode, Message};

/// ListOffsets (key 2): the request.
#[derive(Debug, Clone, PartialEq, Message)]
#[kafka(versions = "0-11", flexible = "6+")]
pub struct ListOffsetsRequest<'a> {
    /// The replica id.
    pub replica_id: i32,
    /// The isolation level.
    #[kafka(versions = "2+")]
    pub isolation_level: i8,
    /// The topics.
    pub topics: Vec<ListOffsetsTopic<'a>>,
    /// The timeout ms.
    #[kafka(versions = "10+", ignorable)]
    pub timeout_ms: i32,
}

/// A part of [`ListOffsetsRequest`]: list offsets topic.
#[derive(Debug, Clone, PartialEq, Message)]
pub struct ListOffsetsTopic<'a> {
    /// The name.
    pub name: &'a str,
    /// The partitions.
    pub partitions: Vec<ListOffsetsPartition>,
}

/// A part of [`ListOffsetsRequest`]: list offsets partition.
#[derive(Debug, Clone, PartialEq, Message)]
pub struct ListOffsetsPartition {
    /// The partition index.
    pub partition_index: i32,
    /// The current leader epoch.
    #[kafka(versions = "4+", default = -1, ignorable)]
    pub current_leader_epoch: i32,
    /// The timestamp.
    pub timestamp: i64,
    /// The max num offsets.
    #[kafka(versions = "0", default = 1)]
    pub max_num_offsets: i32,
}

/// ListOffsets (key 2): the response.
#[derive(Debug, Clone, PartialEq, Message)]
#[kafka(versions = "0-11", flexible = "6+")]
pub struct ListOffsetsResponse<'a> {
    /// The throttle time ms.
    #[kafka(versions = "2+", ignorable)]
    pub throttle_time_ms: i32,
    /// The topics.
    pub topics: Vec<ListOffsetsTopicResponse<'a>>,
}

/// A part of [`ListOffsetsResponse`]: list offsets topic response.
#[derive(Debug, Clone, PartialEq, Message)]
pub struct ListOffsetsTopicResponse<'a> {
    /// The name.
    pub name: &'a str,
    /// The partitions.
    pub partitions: Vec<ListOffsetsPartitionResponse>,
}

/// A part of [`ListOffsetsResponse`]: list offsets partition response.
#[derive(Debug, Clone, PartialEq, Message)]
pub struct ListOffsetsPartitionResponse {
    /// The partition index.
    pub partition_index: i32,
    /// The error code.
    pub error_code: ErrorCode,
    /// The old style offsets.
    #[kafka(versions = "0")]
    pub old_style_offsets: Vec<i64>,
    /// The timestamp.
    #[kafka(versions = "1+", default = -1)]
    pub timestamp: i64,
    /// The offset.
    #[kafka(versions = "1+", default = -1)]
    pub offset: i64,
    /// The leader epoch.
    #[kafka(versions = "4+", default = -1)]
    pub leader_epoch: i32,
}
