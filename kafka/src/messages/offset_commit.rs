//! OffsetCommit (key 8): a consumer group keeps how far it has read.
//!
//! KIP-211 (v5), KIP-320 (v6), KIP-345 (static members, v7), KIP-848 (v9), KIP-848 with topic ids (v10).

use uuid::Uuid;

use crate::{ErrorCode, Message};

/// OffsetCommit (key 8): the request.
#[derive(Debug, Clone, PartialEq, Message)]
#[kafka(versions = "0-10", flexible = "8+")]
pub struct OffsetCommitRequest<'a> {
    /// The group id.
    pub group_id: &'a str,
    /// The generation id or member epoch.
    #[kafka(versions = "1+", default = -1, ignorable)]
    pub generation_id_or_member_epoch: i32,
    /// The member id.
    #[kafka(versions = "1+", ignorable)]
    pub member_id: &'a str,
    /// The group instance id.
    #[kafka(versions = "7+")]
    pub group_instance_id: Option<&'a str>,
    /// The retention time ms.
    #[kafka(versions = "2-4", default = -1, ignorable)]
    pub retention_time_ms: i64,
    /// The topics.
    pub topics: Vec<OffsetCommitRequestTopic<'a>>,
}

/// A part of [`OffsetCommitRequest`]: offset commit request topic.
#[derive(Debug, Clone, PartialEq, Message)]
pub struct OffsetCommitRequestTopic<'a> {
    /// The name.
    #[kafka(versions = "0-9", ignorable)]
    pub name: &'a str,
    /// The topic id.
    #[kafka(versions = "10+", ignorable)]
    pub topic_id: Uuid,
    /// The partitions.
    pub partitions: Vec<OffsetCommitRequestPartition<'a>>,
}

/// A part of [`OffsetCommitRequest`]: offset commit request partition.
#[derive(Debug, Clone, PartialEq, Message)]
pub struct OffsetCommitRequestPartition<'a> {
    /// The partition index.
    pub partition_index: i32,
    /// The committed offset.
    pub committed_offset: i64,
    /// The committed leader epoch.
    #[kafka(versions = "6+", default = -1, ignorable)]
    pub committed_leader_epoch: i32,
    /// The commit timestamp.
    #[kafka(versions = "1", default = -1)]
    pub commit_timestamp: i64,
    /// The committed metadata.
    pub committed_metadata: Option<&'a str>,
}

/// OffsetCommit (key 8): the response.
#[derive(Debug, Clone, PartialEq, Message)]
#[kafka(versions = "0-10", flexible = "8+")]
pub struct OffsetCommitResponse<'a> {
    /// The throttle time ms.
    #[kafka(versions = "3+", ignorable)]
    pub throttle_time_ms: i32,
    /// The topics.
    pub topics: Vec<OffsetCommitResponseTopic<'a>>,
}

/// A part of [`OffsetCommitResponse`]: offset commit response topic.
#[derive(Debug, Clone, PartialEq, Message)]
pub struct OffsetCommitResponseTopic<'a> {
    /// The name.
    #[kafka(versions = "0-9", ignorable)]
    pub name: &'a str,
    /// The topic id.
    #[kafka(versions = "10+", ignorable)]
    pub topic_id: Uuid,
    /// The partitions.
    pub partitions: Vec<OffsetCommitResponsePartition>,
}

/// A part of [`OffsetCommitResponse`]: offset commit response partition.
#[derive(Debug, Clone, PartialEq, Message)]
pub struct OffsetCommitResponsePartition {
    /// The partition index.
    pub partition_index: i32,
    /// The error code.
    pub error_code: ErrorCode,
}
