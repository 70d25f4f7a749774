//! OffsetForLeaderEpoch (key 23): where an epoch of a partition's leader ended: how truncation is noticed.
//!
//! KIP-101, KIP-279 (v1), KIP-320 (v2 and v3).

use crate::{ErrorCode, Message};

/// OffsetForLeaderEpoch (key 23): the request.
#[derive(Debug, Clone, PartialEq, Message)]
#[kafka(versions = "0-4", flexible = "4+")]
pub struct OffsetForLeaderEpochRequest<'a> {
    /// The replica id.
    #[kafka(versions = "3+", default = -2, ignorable)]
    pub replica_id: i32,
    /// The topics.
    pub topics: Vec<OffsetForLeaderTopic<'a>>,
}

/// A part of [`OffsetForLeaderEpochRequest`]: offset for leader topic.
#[derive(Debug, Clone, PartialEq, Message)]
pub struct OffsetForLeaderTopic<'a> {
    /// The topic.
    pub topic: &'a str,
    /// The partitions.
    pub partitions: Vec<OffsetForLeaderPartition>,
}

/// A part of [`OffsetForLeaderEpochRequest`]: offset for leader partition.
#[derive(Debug, Clone, PartialEq, Message)]
pub struct OffsetForLeaderPartition {
    /// The partition.
    pub partition: i32,
    /// The current leader epoch.
    #[kafka(versions = "2+", default = -1, ignorable)]
    pub current_leader_epoch: i32,
    /// The leader epoch.
    pub leader_epoch: i32,
}

/// OffsetForLeaderEpoch (key 23): the response.
#[derive(Debug, Clone, PartialEq, Message)]
#[kafka(versions = "0-4", flexible = "4+")]
pub struct OffsetForLeaderEpochResponse<'a> {
    /// The throttle time ms.
    #[kafka(versions = "2+", ignorable)]
    pub throttle_time_ms: i32,
    /// The topics.
    pub topics: Vec<OffsetForLeaderTopicResult<'a>>,
}

/// A part of [`OffsetForLeaderEpochResponse`]: offset for leader topic result.
#[derive(Debug, Clone, PartialEq, Message)]
pub struct OffsetForLeaderTopicResult<'a> {
    /// The topic.
    pub topic: &'a str,
    /// The partitions.
    pub partitions: Vec<EpochEndOffset>,
}

/// A part of [`OffsetForLeaderEpochResponse`]: epoch end offset.
#[derive(Debug, Clone, PartialEq, Message)]
pub struct EpochEndOffset {
    /// The error code.
    pub error_code: ErrorCode,
    /// The partition.
    pub partition: i32,
    /// The leader epoch.
    #[kafka(versions = "1+", default = -1, ignorable)]
    pub leader_epoch: i32,
    /// The end offset.
    #[kafka(default = -1)]
    pub end_offset: i64,
}
