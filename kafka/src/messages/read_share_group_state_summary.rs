//! ReadShareGroupStateSummary (key 87): the state of a share partition without its batches.
//!
//! KIP-932, KIP-1226 (v1).

use uuid::Uuid;

use crate::{ErrorCode, Message};

/// ReadShareGroupStateSummary (key 87): the request.
#[derive(Debug, Clone, PartialEq, Message)]
#[kafka(versions = "0-1", flexible = "0+")]
pub struct ReadShareGroupStateSummaryRequest<'a> {
    /// The group id.
    pub group_id: &'a str,
    /// The topics.
    pub topics: Vec<ReadStateSummaryData>,
}

/// A part of [`ReadShareGroupStateSummaryRequest`]: read state summary data.
#[derive(Debug, Clone, PartialEq, Message)]
pub struct ReadStateSummaryData {
    /// The topic id.
    pub topic_id: Uuid,
    /// The partitions.
    pub partitions: Vec<PartitionData>,
}

/// A part of [`ReadShareGroupStateSummaryRequest`]: partition data.
#[derive(Debug, Clone, PartialEq, Message)]
pub struct PartitionData {
    /// The partition.
    pub partition: i32,
    /// The leader epoch.
    pub leader_epoch: i32,
}

/// ReadShareGroupStateSummary (key 87): the response.
#[derive(Debug, Clone, PartialEq, Message)]
#[kafka(versions = "0-1", flexible = "0+")]
pub struct ReadShareGroupStateSummaryResponse<'a> {
    /// The results.
    pub results: Vec<ReadStateSummaryResult<'a>>,
}

/// A part of [`ReadShareGroupStateSummaryResponse`]: read state summary result.
#[derive(Debug, Clone, PartialEq, Message)]
pub struct ReadStateSummaryResult<'a> {
    /// The topic id.
    pub topic_id: Uuid,
    /// The partitions.
    pub partitions: Vec<PartitionResult<'a>>,
}

/// A part of [`ReadShareGroupStateSummaryResponse`]: partition result.
#[derive(Debug, Clone, PartialEq, Message)]
pub struct PartitionResult<'a> {
    /// The partition.
    pub partition: i32,
    /// The error code.
    pub error_code: ErrorCode,
    /// The error message.
    pub error_message: Option<&'a str>,
    /// The state epoch.
    pub state_epoch: i32,
    /// The leader epoch.
    pub leader_epoch: i32,
    /// The start offset.
    pub start_offset: i64,
    /// The delivery complete count.
    #[kafka(versions = "1+", default = -1, ignorable)]
    pub delivery_complete_count: i32,
}
