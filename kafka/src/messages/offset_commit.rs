//! OffsetCommit (key 8): a consumer group keeps how far it has read.
//!
//! KIP-211 (v5), KIP-320 (v6), KIP-345 (static members, v7), KIP-848 (v9), KIP-848 (topic ids, v10).

use uuid::Uuid;

use crate::{ErrorCode, Message};

/// The request of OffsetCommit (key 8).
#[derive(Debug, Clone, PartialEq, Message)]
#[kafka(versions = "0-10", flexible = "8+")]
pub struct OffsetCommitRequest<'a> {
    /// The group's name.
    pub group_id: &'a str,
    /// The group's generation, or the member's epoch in the new protocol; -1 outside of a group.
    #[kafka(versions = "1+", default = -1, ignorable)]
    pub generation_id_or_member_epoch: i32,
    /// The member's id, as given by the coordinator or chosen by the member itself (KIP-848).
    #[kafka(versions = "1+", ignorable)]
    pub member_id: &'a str,
    /// The name of a static member (KIP-345); null for a dynamic one.
    #[kafka(versions = "7+")]
    pub group_instance_id: Option<&'a str>,
    /// How long to keep the offset, in milliseconds; -1 for the broker's default.
    #[kafka(versions = "2-4", default = -1, ignorable)]
    pub retention_time_ms: i64,
    /// The offsets to keep.
    pub topics: Vec<OffsetCommitRequestTopic<'a>>,
}

/// One of [`OffsetCommitRequest::topics`].
#[derive(Debug, Clone, PartialEq, Message)]
pub struct OffsetCommitRequestTopic<'a> {
    /// Its name.
    #[kafka(versions = "0-9", ignorable)]
    pub name: &'a str,
    /// The topic's id (KIP-516); all zeros if it is named instead.
    #[kafka(versions = "10+", ignorable)]
    pub topic_id: Uuid,
    /// What is said of each partition.
    pub partitions: Vec<OffsetCommitRequestPartition<'a>>,
}

/// One of [`OffsetCommitRequestTopic::partitions`].
#[derive(Debug, Clone, PartialEq, Message)]
pub struct OffsetCommitRequestPartition<'a> {
    /// The partition's number.
    pub partition_index: i32,
    /// The next offset to be read; -1 if none was committed.
    pub committed_offset: i64,
    /// The leader epoch of the last record read; -1 if unknown.
    #[kafka(versions = "6+", default = -1, ignorable)]
    pub committed_leader_epoch: i32,
    /// When the offset was committed, in milliseconds since 1970; -1 for now.
    #[kafka(versions = "1", default = -1)]
    pub commit_timestamp: i64,
    /// Whatever the client keeps beside the offset.
    pub committed_metadata: Option<&'a str>,
}

/// The response of OffsetCommit (key 8).
#[derive(Debug, Clone, PartialEq, Message)]
#[kafka(versions = "0-10", flexible = "8+")]
pub struct OffsetCommitResponse<'a> {
    /// How long the client was, or should be, held back for its quotas, in milliseconds.
    #[kafka(versions = "3+", ignorable)]
    pub throttle_time_ms: i32,
    /// What became of the offsets, by topic.
    pub topics: Vec<OffsetCommitResponseTopic<'a>>,
}

/// One of [`OffsetCommitResponse::topics`].
#[derive(Debug, Clone, PartialEq, Message)]
pub struct OffsetCommitResponseTopic<'a> {
    /// Its name.
    #[kafka(versions = "0-9", ignorable)]
    pub name: &'a str,
    /// The topic's id (KIP-516); all zeros if it is named instead.
    #[kafka(versions = "10+", ignorable)]
    pub topic_id: Uuid,
    /// What is said of each partition.
    pub partitions: Vec<OffsetCommitResponsePartition>,
}

/// One of [`OffsetCommitResponseTopic::partitions`].
#[derive(Debug, Clone, PartialEq, Message)]
pub struct OffsetCommitResponsePartition {
    /// The partition's number.
    pub partition_index: i32,
    /// What went wrong, or [`ErrorCode::None`].
    pub error_code: ErrorCode,
}
