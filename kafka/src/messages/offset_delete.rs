//! OffsetDelete (key 47): a group forgets its offsets of some partitions.
//!
//! KIP-496.

use crate::{ErrorCode, Message};

/// The request of OffsetDelete (key 47).
#[derive(Debug, Clone, PartialEq, Message)]
#[kafka(versions = "0")]
pub struct OffsetDeleteRequest<'a> {
    /// The group's name.
    pub group_id: &'a str,
    /// What is said of each topic.
    pub topics: Vec<OffsetDeleteRequestTopic<'a>>,
}

/// One of [`OffsetDeleteRequest::topics`].
#[derive(Debug, Clone, PartialEq, Message)]
pub struct OffsetDeleteRequestTopic<'a> {
    /// Its name.
    pub name: &'a str,
    /// What is said of each partition.
    pub partitions: Vec<OffsetDeleteRequestPartition>,
}

/// One of [`OffsetDeleteRequestTopic::partitions`].
#[derive(Debug, Clone, PartialEq, Message)]
pub struct OffsetDeleteRequestPartition {
    /// The partition's number.
    pub partition_index: i32,
}

/// The response of OffsetDelete (key 47).
#[derive(Debug, Clone, PartialEq, Message)]
#[kafka(versions = "0")]
pub struct OffsetDeleteResponse<'a> {
    /// What went wrong, or [`ErrorCode::None`].
    pub error_code: ErrorCode,
    /// How long the client was, or should be, held back for its quotas, in milliseconds.
    pub throttle_time_ms: i32,
    /// What is said of each topic.
    pub topics: Vec<OffsetDeleteResponseTopic<'a>>,
}

/// One of [`OffsetDeleteResponse::topics`].
#[derive(Debug, Clone, PartialEq, Message)]
pub struct OffsetDeleteResponseTopic<'a> {
    /// Its name.
    pub name: &'a str,
    /// What is said of each partition.
    pub partitions: Vec<OffsetDeleteResponsePartition>,
}

/// One of [`OffsetDeleteResponseTopic::partitions`].
#[derive(Debug, Clone, PartialEq, Message)]
pub struct OffsetDeleteResponsePartition {
    /// The partition's number.
    pub partition_index: i32,
    /// What went wrong, or [`ErrorCode::None`].
    pub error_code: ErrorCode,
}
