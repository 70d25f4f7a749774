//! AlterShareGroupOffsets (key 91): a share group starts elsewhere.
//!
//! KIP-932.

use uuid::Uuid;

use crate::{ErrorCode, Message};

/// The request of AlterShareGroupOffsets (key 91).
#[derive(Debug, Clone, PartialEq, Message)]
#[kafka(versions = "0", flexible = "0+")]
pub struct AlterShareGroupOffsetsRequest<'a> {
    /// The group's name.
    pub group_id: &'a str,
    /// What is said of each topic.
    pub topics: Vec<AlterShareGroupOffsetsRequestTopic<'a>>,
}

/// One of [`AlterShareGroupOffsetsRequest::topics`].
#[derive(Debug, Clone, PartialEq, Message)]
pub struct AlterShareGroupOffsetsRequestTopic<'a> {
    /// The topic's name.
    pub topic_name: &'a str,
    /// What is said of each partition.
    pub partitions: Vec<AlterShareGroupOffsetsRequestPartition>,
}

/// One of [`AlterShareGroupOffsetsRequestTopic::partitions`].
#[derive(Debug, Clone, PartialEq, Message)]
pub struct AlterShareGroupOffsetsRequestPartition {
    /// The partition's number.
    pub partition_index: i32,
    /// The offset at which the share partition begins.
    pub start_offset: i64,
}

/// The response of AlterShareGroupOffsets (key 91).
#[derive(Debug, Clone, PartialEq, Message)]
#[kafka(versions = "0", flexible = "0+")]
pub struct AlterShareGroupOffsetsResponse<'a> {
    /// How long the client was, or should be, held back for its quotas, in milliseconds.
    pub throttle_time_ms: i32,
    /// What went wrong, or [`ErrorCode::None`].
    pub error_code: ErrorCode,
    /// What went wrong, for people; null if nothing more is to be said.
    pub error_message: Option<&'a str>,
    /// What became of each.
    pub responses: Vec<AlterShareGroupOffsetsResponseTopic<'a>>,
}

/// One of [`AlterShareGroupOffsetsResponse::responses`].
#[derive(Debug, Clone, PartialEq, Message)]
pub struct AlterShareGroupOffsetsResponseTopic<'a> {
    /// The topic's name.
    pub topic_name: &'a str,
    /// The topic's id (KIP-516); all zeros if it is named instead.
    pub topic_id: Uuid,
    /// What is said of each partition.
    pub partitions: Vec<AlterShareGroupOffsetsResponsePartition<'a>>,
}

/// One of [`AlterShareGroupOffsetsResponseTopic::partitions`].
#[derive(Debug, Clone, PartialEq, Message)]
pub struct AlterShareGroupOffsetsResponsePartition<'a> {
    /// The partition's number.
    pub partition_index: i32,
    /// What went wrong, or [`ErrorCode::None`].
    pub error_code: ErrorCode,
    /// What went wrong, for people; null if nothing more is to be said.
    pub error_message: Option<&'a str>,
}
