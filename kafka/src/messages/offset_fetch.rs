//! OffsetFetch (key 9): how far a consumer group has read.
//!
//! KIP-320 (v5), KIP-447 (v7), KIP-709 (several groups, v8), KIP-848 (v9; topic ids, v10). Version 0 read offsets
//! kept in ZooKeeper.

use uuid::Uuid;

use crate::{ErrorCode, Message};

/// The request of OffsetFetch (key 9).
#[derive(Debug, Clone, PartialEq, Message)]
#[kafka(versions = "0-10", flexible = "6+")]
pub struct OffsetFetchRequest<'a> {
    /// The group's name.
    #[kafka(versions = "0-7")]
    pub group_id: &'a str,
    /// The partitions asked about; null for all, from version 2 on.
    #[kafka(versions = "0-7", nullable = "2-7", default = Some(Vec::new()))]
    pub topics: Option<Vec<OffsetFetchRequestTopic<'a>>>,
    /// What is said of each group.
    #[kafka(versions = "8+")]
    pub groups: Vec<OffsetFetchRequestGroup<'a>>,
    /// Whether to wait for transactions that decide about offsets (KIP-447).
    #[kafka(versions = "7+")]
    pub require_stable: bool,
}

/// One of [`OffsetFetchRequest::topics`].
#[derive(Debug, Clone, PartialEq, Message)]
pub struct OffsetFetchRequestTopic<'a> {
    /// Its name.
    pub name: &'a str,
    /// The partitions' numbers.
    pub partition_indexes: Vec<i32>,
}

/// One of [`OffsetFetchRequest::groups`].
#[derive(Debug, Clone, PartialEq, Message)]
pub struct OffsetFetchRequestGroup<'a> {
    /// The group's name.
    pub group_id: &'a str,
    /// The member's id, as given by the coordinator or chosen by the member itself (KIP-848).
    #[kafka(versions = "9+", ignorable)]
    pub member_id: Option<&'a str>,
    /// The member's epoch (KIP-848).
    #[kafka(versions = "9+", default = -1, ignorable)]
    pub member_epoch: i32,
    /// The partitions asked about; null for all.
    pub topics: Option<Vec<OffsetFetchRequestTopics<'a>>>,
}

/// One of [`OffsetFetchRequestGroup::topics`].
#[derive(Debug, Clone, PartialEq, Message)]
pub struct OffsetFetchRequestTopics<'a> {
    /// Its name.
    #[kafka(versions = "8-9", ignorable)]
    pub name: &'a str,
    /// The topic's id (KIP-516); all zeros if it is named instead.
    #[kafka(versions = "10+", ignorable)]
    pub topic_id: Uuid,
    /// The partitions' numbers.
    pub partition_indexes: Vec<i32>,
}

/// The response of OffsetFetch (key 9).
#[derive(Debug, Clone, PartialEq, Message)]
#[kafka(versions = "0-10", flexible = "6+")]
pub struct OffsetFetchResponse<'a> {
    /// How long the client was, or should be, held back for its quotas, in milliseconds.
    #[kafka(versions = "3+", ignorable)]
    pub throttle_time_ms: i32,
    /// What is said of each topic.
    #[kafka(versions = "0-7")]
    pub topics: Vec<OffsetFetchResponseTopic<'a>>,
    /// What went wrong, or [`ErrorCode::None`].
    #[kafka(versions = "2-7", ignorable)]
    pub error_code: ErrorCode,
    /// What is said of each group.
    #[kafka(versions = "8+")]
    pub groups: Vec<OffsetFetchResponseGroup<'a>>,
}

/// One of [`OffsetFetchResponse::topics`].
#[derive(Debug, Clone, PartialEq, Message)]
pub struct OffsetFetchResponseTopic<'a> {
    /// Its name.
    pub name: &'a str,
    /// What is said of each partition.
    pub partitions: Vec<OffsetFetchResponsePartition<'a>>,
}

/// One of [`OffsetFetchResponseTopic::partitions`].
#[derive(Debug, Clone, PartialEq, Message)]
pub struct OffsetFetchResponsePartition<'a> {
    /// The partition's number.
    pub partition_index: i32,
    /// The next offset to be read; -1 if none was committed.
    pub committed_offset: i64,
    /// The leader epoch of the last record read; -1 if unknown.
    #[kafka(versions = "5-7", default = -1, ignorable)]
    pub committed_leader_epoch: i32,
    /// Whatever the member or client put here, for its own kind to read.
    pub metadata: Option<&'a str>,
    /// What went wrong, or [`ErrorCode::None`].
    pub error_code: ErrorCode,
}

/// One of [`OffsetFetchResponse::groups`].
#[derive(Debug, Clone, PartialEq, Message)]
pub struct OffsetFetchResponseGroup<'a> {
    /// The group's name.
    pub group_id: &'a str,
    /// What is said of each topic.
    pub topics: Vec<OffsetFetchResponseTopics<'a>>,
    /// What went wrong, or [`ErrorCode::None`].
    pub error_code: ErrorCode,
}

/// One of [`OffsetFetchResponseGroup::topics`].
#[derive(Debug, Clone, PartialEq, Message)]
pub struct OffsetFetchResponseTopics<'a> {
    /// Its name.
    #[kafka(versions = "8-9", ignorable)]
    pub name: &'a str,
    /// The topic's id (KIP-516); all zeros if it is named instead.
    #[kafka(versions = "10+", ignorable)]
    pub topic_id: Uuid,
    /// What is said of each partition.
    pub partitions: Vec<OffsetFetchResponsePartitions<'a>>,
}

/// One of [`OffsetFetchResponseTopics::partitions`].
#[derive(Debug, Clone, PartialEq, Message)]
pub struct OffsetFetchResponsePartitions<'a> {
    /// The partition's number.
    pub partition_index: i32,
    /// The next offset to be read; -1 if none was committed.
    pub committed_offset: i64,
    /// The leader epoch of the last record read; -1 if unknown.
    #[kafka(default = -1)]
    pub committed_leader_epoch: i32,
    /// Whatever the member or client put here, for its own kind to read.
    pub metadata: Option<&'a str>,
    /// What went wrong, or [`ErrorCode::None`].
    pub error_code: ErrorCode,
}
