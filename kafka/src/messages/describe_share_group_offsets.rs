//! DescribeShareGroupOffsets (key 90): how far share groups are.
//!
//! KIP-932, KIP-1226 (v1).

use uuid::Uuid;

use crate::{ErrorCode, Message};

/// The request of DescribeShareGroupOffsets (key 90).
#[derive(Debug, Clone, PartialEq, Message)]
#[kafka(versions = "0-1", flexible = "0+")]
pub struct DescribeShareGroupOffsetsRequest<'a> {
    /// What is said of each group.
    pub groups: Vec<DescribeShareGroupOffsetsRequestGroup<'a>>,
}

/// One of [`DescribeShareGroupOffsetsRequest::groups`].
#[derive(Debug, Clone, PartialEq, Message)]
pub struct DescribeShareGroupOffsetsRequestGroup<'a> {
    /// The group's name.
    pub group_id: &'a str,
    /// What is said of each topic.
    pub topics: Option<Vec<DescribeShareGroupOffsetsRequestTopic<'a>>>,
}

/// One of [`DescribeShareGroupOffsetsRequestGroup::topics`].
#[derive(Debug, Clone, PartialEq, Message)]
pub struct DescribeShareGroupOffsetsRequestTopic<'a> {
    /// The topic's name.
    pub topic_name: &'a str,
    /// The partitions' numbers.
    pub partitions: Vec<i32>,
}

/// The response of DescribeShareGroupOffsets (key 90).
#[derive(Debug, Clone, PartialEq, Message)]
#[kafka(versions = "0-1", flexible = "0+")]
pub struct DescribeShareGroupOffsetsResponse<'a> {
    /// How long the client was, or should be, held back for its quotas, in milliseconds.
    pub throttle_time_ms: i32,
    /// What is said of each group.
    pub groups: Vec<DescribeShareGroupOffsetsResponseGroup<'a>>,
}

/// One of [`DescribeShareGroupOffsetsResponse::groups`].
#[derive(Debug, Clone, PartialEq, Message)]
pub struct DescribeShareGroupOffsetsResponseGroup<'a> {
    /// The group's name.
    pub group_id: &'a str,
    /// What is said of each topic.
    pub topics: Vec<DescribeShareGroupOffsetsResponseTopic<'a>>,
    /// What went wrong, or [`ErrorCode::None`].
    pub error_code: ErrorCode,
    /// What went wrong, for people; null if nothing more is to be said.
    pub error_message: Option<&'a str>,
}

/// One of [`DescribeShareGroupOffsetsResponseGroup::topics`].
#[derive(Debug, Clone, PartialEq, Message)]
pub struct DescribeShareGroupOffsetsResponseTopic<'a> {
    /// The topic's name.
    pub topic_name: &'a str,
    /// The topic's id (KIP-516); all zeros if it is named instead.
    pub topic_id: Uuid,
    /// What is said of each partition.
    pub partitions: Vec<DescribeShareGroupOffsetsResponsePartition<'a>>,
}

/// One of [`DescribeShareGroupOffsetsResponseTopic::partitions`].
#[derive(Debug, Clone, PartialEq, Message)]
pub struct DescribeShareGroupOffsetsResponsePartition<'a> {
    /// The partition's number.
    pub partition_index: i32,
    /// The offset at which the share partition begins.
    pub start_offset: i64,
    /// The leader's epoch; -1 if unknown.
    pub leader_epoch: i32,
    /// How far behind it is; -1 if unknown.
    #[kafka(versions = "1+", default = -1, ignorable)]
    pub lag: i64,
    /// What went wrong, or [`ErrorCode::None`].
    pub error_code: ErrorCode,
    /// What went wrong, for people; null if nothing more is to be said.
    pub error_message: Option<&'a str>,
}
