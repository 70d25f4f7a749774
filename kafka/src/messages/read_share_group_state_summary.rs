//! ReadShareGroupStateSummary (key 87): the state of a share partition without its batches.
//!
//! KIP-932, KIP-1226 (v1).

use uuid::Uuid;

use crate::{ErrorCode, Message};

/// The request of ReadShareGroupStateSummary (key 87).
#[derive(Debug, Clone, PartialEq, Message)]
#[kafka(versions = "0-1", flexible = "0+")]
pub struct ReadShareGroupStateSummaryRequest<'a> {
    /// The group's name.
    pub group_id: &'a str,
    /// What is said of each topic.
    pub topics: Vec<ReadStateSummaryData>,
}

/// One of [`ReadShareGroupStateSummaryRequest::topics`].
#[derive(Debug, Clone, PartialEq, Message)]
pub struct ReadStateSummaryData {
    /// The topic's id (KIP-516); all zeros if it is named instead.
    pub topic_id: Uuid,
    /// What is said of each partition.
    pub partitions: Vec<PartitionData>,
}

/// One of [`ReadStateSummaryData::partitions`].
#[derive(Debug, Clone, PartialEq, Message)]
pub struct PartitionData {
    /// The partition's number.
    pub partition: i32,
    /// The leader's epoch; -1 if unknown.
    pub leader_epoch: i32,
}

/// The response of ReadShareGroupStateSummary (key 87).
#[derive(Debug, Clone, PartialEq, Message)]
#[kafka(versions = "0-1", flexible = "0+")]
pub struct ReadShareGroupStateSummaryResponse<'a> {
    /// What became of each.
    pub results: Vec<ReadStateSummaryResult<'a>>,
}

/// One of [`ReadShareGroupStateSummaryResponse::results`].
#[derive(Debug, Clone, PartialEq, Message)]
pub struct ReadStateSummaryResult<'a> {
    /// The topic's id (KIP-516); all zeros if it is named instead.
    pub topic_id: Uuid,
    /// What is said of each partition.
    pub partitions: Vec<PartitionResult<'a>>,
}

/// One of [`ReadStateSummaryResult::partitions`].
#[derive(Debug, Clone, PartialEq, Message)]
pub struct PartitionResult<'a> {
    /// The partition's number.
    pub partition: i32,
    /// What went wrong, or [`ErrorCode::None`].
    pub error_code: ErrorCode,
    /// What went wrong, for people; null if nothing more is to be said.
    pub error_message: Option<&'a str>,
    /// The epoch of the share partition's state.
    pub state_epoch: i32,
    /// The leader's epoch; -1 if unknown.
    pub leader_epoch: i32,
    /// The offset at which the share partition begins.
    pub start_offset: i64,
    /// How many records from the start on are done with; -1 if unknown (KIP-1226).
    #[kafka(versions = "1+", default = -1, ignorable)]
    pub delivery_complete_count: i32,
}
