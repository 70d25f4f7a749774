//! OffsetFetch (key 9): how far a consumer group has read.
//!
//! KIP-320 (v5), KIP-447 (v7), KIP-709 (several groups, v8), KIP-848 (v9), topic ids (v10). Version 0 read offsets kept in ZooKeeper.

use uuid::Uuid;

use crate::{ErrorCode, Message};

/// OffsetFetch (key 9): the request.
#[derive(Debug, Clone, PartialEq, Message)]
#[kafka(versions = "0-10", flexible = "6+")]
pub struct OffsetFetchRequest<'a> {
    /// The group id.
    #[kafka(versions = "0-7")]
    pub group_id: &'a str,
    /// The topics.
    #[kafka(versions = "0-7", nullable = "2-7", default = Some(Vec::new()))]
    pub topics: Option<Vec<OffsetFetchRequestTopic<'a>>>,
    /// The groups.
    #[kafka(versions = "8+")]
    pub groups: Vec<OffsetFetchRequestGroup<'a>>,
    /// The require stable.
    #[kafka(versions = "7+")]
    pub require_stable: bool,
}

/// A part of [`OffsetFetchRequest`]: offset fetch request topic.
#[derive(Debug, Clone, PartialEq, Message)]
pub struct OffsetFetchRequestTopic<'a> {
    /// The name.
    pub name: &'a str,
    /// The partition indexes.
    pub partition_indexes: Vec<i32>,
}

/// A part of [`OffsetFetchRequest`]: offset fetch request group.
#[derive(Debug, Clone, PartialEq, Message)]
pub struct OffsetFetchRequestGroup<'a> {
    /// The group id.
    pub group_id: &'a str,
    /// The member id.
    #[kafka(versions = "9+", ignorable)]
    pub member_id: Option<&'a str>,
    /// The member epoch.
    #[kafka(versions = "9+", default = -1, ignorable)]
    pub member_epoch: i32,
    /// The topics.
    pub topics: Option<Vec<OffsetFetchRequestTopics<'a>>>,
}

/// A part of [`OffsetFetchRequest`]: offset fetch request topics.
#[derive(Debug, Clone, PartialEq, Message)]
pub struct OffsetFetchRequestTopics<'a> {
    /// The name.
    #[kafka(versions = "8-9", ignorable)]
    pub name: &'a str,
    /// The topic id.
    #[kafka(versions = "10+", ignorable)]
    pub topic_id: Uuid,
    /// The partition indexes.
    pub partition_indexes: Vec<i32>,
}

/// OffsetFetch (key 9): the response.
#[derive(Debug, Clone, PartialEq, Message)]
#[kafka(versions = "0-10", flexible = "6+")]
pub struct OffsetFetchResponse<'a> {
    /// The throttle time ms.
    #[kafka(versions = "3+", ignorable)]
    pub throttle_time_ms: i32,
    /// The topics.
    #[kafka(versions = "0-7")]
    pub topics: Vec<OffsetFetchResponseTopic<'a>>,
    /// The error code.
    #[kafka(versions = "2-7", ignorable)]
    pub error_code: ErrorCode,
    /// The groups.
    #[kafka(versions = "8+")]
    pub groups: Vec<OffsetFetchResponseGroup<'a>>,
}

/// A part of [`OffsetFetchResponse`]: offset fetch response topic.
#[derive(Debug, Clone, PartialEq, Message)]
pub struct OffsetFetchResponseTopic<'a> {
    /// The name.
    pub name: &'a str,
    /// The partitions.
    pub partitions: Vec<OffsetFetchResponsePartition<'a>>,
}

/// A part of [`OffsetFetchResponse`]: offset fetch response partition.
#[derive(Debug, Clone, PartialEq, Message)]
pub struct OffsetFetchResponsePartition<'a> {
    /// The partition index.
    pub partition_index: i32,
    /// The committed offset.
    pub committed_offset: i64,
    /// The committed leader epoch.
    #[kafka(versions = "5-7", default = -1, ignorable)]
    pub committed_leader_epoch: i32,
    /// The metadata.
    pub metadata: Option<&'a str>,
    /// The error code.
    pub error_code: ErrorCode,
}

/// A part of [`OffsetFetchResponse`]: offset fetch response group.
#[derive(Debug, Clone, PartialEq, Message)]
pub struct OffsetFetchResponseGroup<'a> {
    /// The group id.
    pub group_id: &'a str,
    /// The topics.
    pub topics: Vec<OffsetFetchResponseTopics<'a>>,
    /// The error code.
    pub error_code: ErrorCode,
}

/// A part of [`OffsetFetchResponse`]: offset fetch response topics.
#[derive(Debug, Clone, PartialEq, Message)]
pub struct OffsetFetchResponseTopics<'a> {
    /// The name.
    #[kafka(versions = "8-9", ignorable)]
    pub name: &'a str,
    /// The topic id.
    #[kafka(versions = "10+", ignorable)]
    pub topic_id: Uuid,
    /// The partitions.
    pub partitions: Vec<OffsetFetchResponsePartitions<'a>>,
}

/// A part of [`OffsetFetchResponse`]: offset fetch response partitions.
#[derive(Debug, Clone, PartialEq, Message)]
pub struct OffsetFetchResponsePartitions<'a> {
    /// The partition index.
    pub partition_index: i32,
    /// The committed offset.
    pub committed_offset: i64,
    /// The committed leader epoch.
    #[kafka(default = -1)]
    pub committed_leader_epoch: i32,
    /// The metadata.
    pub metadata: Option<&'a str>,
    /// The error code.
    pub error_code: ErrorCode,
}
