//! OffsetForLeaderEpoch (key 23): where an epoch of a partition's leader ended: how truncation is noticed.
//!
//! KIP-101, KIP-279 (v1), KIP-320 (v2 and v3).

use crate::{ErrorCode, Message};

/// The request of OffsetForLeaderEpoch (key 23).
#[derive(Debug, Clone, PartialEq, Message)]
#[kafka(versions = "0-4", flexible = "4+")]
pub struct OffsetForLeaderEpochRequest<'a> {
    /// The follower's node id; -1 for a client.
    #[kafka(versions = "3+", default = -2, ignorable)]
    pub replica_id: i32,
    /// What is said of each topic.
    pub topics: Vec<OffsetForLeaderTopic<'a>>,
}

/// One of [`OffsetForLeaderEpochRequest::topics`].
#[derive(Debug, Clone, PartialEq, Message)]
pub struct OffsetForLeaderTopic<'a> {
    /// The topic's name.
    pub topic: &'a str,
    /// What is said of each partition.
    pub partitions: Vec<OffsetForLeaderPartition>,
}

/// One of [`OffsetForLeaderTopic::partitions`].
#[derive(Debug, Clone, PartialEq, Message)]
pub struct OffsetForLeaderPartition {
    /// The partition's number.
    pub partition: i32,
    /// The leader epoch that the client knows, by which a stale one is noticed (KIP-320); -1 to skip the check.
    #[kafka(versions = "2+", default = -1, ignorable)]
    pub current_leader_epoch: i32,
    /// The leader's epoch; -1 if unknown.
    pub leader_epoch: i32,
}

/// The response of OffsetForLeaderEpoch (key 23).
#[derive(Debug, Clone, PartialEq, Message)]
#[kafka(versions = "0-4", flexible = "4+")]
pub struct OffsetForLeaderEpochResponse<'a> {
    /// How long the client was, or should be, held back for its quotas, in milliseconds.
    #[kafka(versions = "2+", ignorable)]
    pub throttle_time_ms: i32,
    /// What is said of each topic.
    pub topics: Vec<OffsetForLeaderTopicResult<'a>>,
}

/// One of [`OffsetForLeaderEpochResponse::topics`].
#[derive(Debug, Clone, PartialEq, Message)]
pub struct OffsetForLeaderTopicResult<'a> {
    /// The topic's name.
    pub topic: &'a str,
    /// What is said of each partition.
    pub partitions: Vec<EpochEndOffset>,
}

/// One of [`OffsetForLeaderTopicResult::partitions`].
#[derive(Debug, Clone, PartialEq, Message)]
pub struct EpochEndOffset {
    /// What went wrong, or [`ErrorCode::None`].
    pub error_code: ErrorCode,
    /// The partition's number.
    pub partition: i32,
    /// The leader's epoch; -1 if unknown.
    #[kafka(versions = "1+", default = -1, ignorable)]
    pub leader_epoch: i32,
    /// The offset after the last one of the epoch.
    #[kafka(default = -1)]
    pub end_offset: i64,
}
