//! OffsetDelete (key 47): a group forgets its offsets of some partitions.
//!
//! KIP-496.

use crate::{ErrorCode, Message};

/// OffsetDelete (key 47): the request.
#[derive(Debug, Clone, PartialEq, Message)]
#[kafka(versions = "0")]
pub struct OffsetDeleteRequest<'a> {
    /// The group id.
    pub group_id: &'a str,
    /// The topics.
    pub topics: Vec<OffsetDeleteRequestTopic<'a>>,
}

/// A part of [`OffsetDeleteRequest`]: offset delete request topic.
#[derive(Debug, Clone, PartialEq, Message)]
pub struct OffsetDeleteRequestTopic<'a> {
    /// The name.
    pub name: &'a str,
    /// The partitions.
    pub partitions: Vec<OffsetDeleteRequestPartition>,
}

/// A part of [`OffsetDeleteRequest`]: offset delete request partition.
#[derive(Debug, Clone, PartialEq, Message)]
pub struct OffsetDeleteRequestPartition {
    /// The partition index.
    pub partition_index: i32,
}

/// OffsetDelete (key 47): the response.
#[derive(Debug, Clone, PartialEq, Message)]
#[kafka(versions = "0")]
pub struct OffsetDeleteResponse<'a> {
    /// The error code.
    pub error_code: ErrorCode,
    /// The throttle time ms.
    pub throttle_time_ms: i32,
    /// The topics.
    pub topics: Vec<OffsetDeleteResponseTopic<'a>>,
}

/// A part of [`OffsetDeleteResponse`]: offset delete response topic.
#[derive(Debug, Clone, PartialEq, Message)]
pub struct OffsetDeleteResponseTopic<'a> {
    /// The name.
    pub name: &'a str,
    /// The partitions.
    pub partitions: Vec<OffsetDeleteResponsePartition>,
}

/// A part of [`OffsetDeleteResponse`]: offset delete response partition.
#[derive(Debug, Clone, PartialEq, Message)]
pub struct OffsetDeleteResponsePartition {
    /// The partition index.
    pub partition_index: i32,
    /// The error code.
    pub error_code: ErrorCode,
}
