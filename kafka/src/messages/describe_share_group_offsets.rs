//! DescribeShareGroupOffsets (key 90): how far share groups are.
//!
//! KIP-932, KIP-1226 (v1).

use uuid::Uuid;

use crate::{ErrorCode, Message};

/// DescribeShareGroupOffsets (key 90): the request.
#[derive(Debug, Clone, PartialEq, Message)]
#[kafka(versions = "0-1", flexible = "0+")]
pub struct DescribeShareGroupOffsetsRequest<'a> {
    /// The groups.
    pub groups: Vec<DescribeShareGroupOffsetsRequestGroup<'a>>,
}

/// A part of [`DescribeShareGroupOffsetsRequest`]: describe share group offsets request group.
#[derive(Debug, Clone, PartialEq, Message)]
pub struct DescribeShareGroupOffsetsRequestGroup<'a> {
    /// The group id.
    pub group_id: &'a str,
    /// The topics.
    pub topics: Option<Vec<DescribeShareGroupOffsetsRequestTopic<'a>>>,
}

/// A part of [`DescribeShareGroupOffsetsRequest`]: describe share group offsets request topic.
#[derive(Debug, Clone, PartialEq, Message)]
pub struct DescribeShareGroupOffsetsRequestTopic<'a> {
    /// The topic name.
    pub topic_name: &'a str,
    /// The partitions.
    pub partitions: Vec<i32>,
}

/// DescribeShareGroupOffsets (key 90): the response.
#[derive(Debug, Clone, PartialEq, Message)]
#[kafka(versions = "0-1", flexible = "0+")]
pub struct DescribeShareGroupOffsetsResponse<'a> {
    /// The throttle time ms.
    pub throttle_time_ms: i32,
    /// The groups.
    pub groups: Vec<DescribeShareGroupOffsetsResponseGroup<'a>>,
}

/// A part of [`DescribeShareGroupOffsetsResponse`]: describe share group offsets response group.
#[derive(Debug, Clone, PartialEq, Message)]
pub struct DescribeShareGroupOffsetsResponseGroup<'a> {
    /// The group id.
    pub group_id: &'a str,
    /// The topics.
    pub topics: Vec<DescribeShareGroupOffsetsResponseTopic<'a>>,
    /// The error code.
    pub error_code: ErrorCode,
    /// The error message.
    pub error_message: Option<&'a str>,
}

/// A part of [`DescribeShareGroupOffsetsResponse`]: describe share group offsets response topic.
#[derive(Debug, Clone, PartialEq, Message)]
pub struct DescribeShareGroupOffsetsResponseTopic<'a> {
    /// The topic name.
    pub topic_name: &'a str,
    /// The topic id.
    pub topic_id: Uuid,
    /// The partitions.
    pub partitions: Vec<DescribeShareGroupOffsetsResponsePartition<'a>>,
}

/// A part of [`DescribeShareGroupOffsetsResponse`]: describe share group offsets response partition.
#[derive(Debug, Clone, PartialEq, Message)]
pub struct DescribeShareGroupOffsetsResponsePartition<'a> {
    /// The partition index.
    pub partition_index: i32,
    /// The start offset.
    pub start_offset: i64,
    /// The leader epoch.
    pub leader_epoch: i32,
    /// The lag.
    #[kafka(versions = "1+", default = -1, ignorable)]
    pub lag: i64,
    /// The error code.
    pub error_code: ErrorCode,
    /// The error message.
    pub error_message: Option<&'a str>,
}
