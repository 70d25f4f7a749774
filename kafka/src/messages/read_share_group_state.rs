//! ReadShareGroupState (key 84): the state of a share partition.
//!
//! KIP-932.

use uuid::Uuid;

use crate::{ErrorCode, Message};

/// The request of ReadShareGroupState (key 84).
#[derive(Debug, Clone, PartialEq, Message)]
#[kafka(versions = "0", flexible = "0+")]
pub struct ReadShareGroupStateRequest<'a> {
    /// The group's name.
    pub group_id: &'a str,
    /// What is said of each topic.
    pub topics: Vec<ReadStateData>,
}

/// One of [`ReadShareGroupStateRequest::topics`].
#[derive(Debug, Clone, PartialEq, Message)]
pub struct ReadStateData {
    /// The topic's id (KIP-516); all zeros if it is named instead.
    pub topic_id: Uuid,
    /// What is said of each partition.
    pub partitions: Vec<PartitionData>,
}

/// One of [`ReadStateData::partitions`].
#[derive(Debug, Clone, PartialEq, Message)]
pub struct PartitionData {
    /// The partition's number.
    pub partition: i32,
    /// The leader's epoch; -1 if unknown.
    pub leader_epoch: i32,
}

/// The response of ReadShareGroupState (key 84).
#[derive(Debug, Clone, PartialEq, Message)]
#[kafka(versions = "0", flexible = "0+")]
pub struct ReadShareGroupStateResponse<'a> {
    /// What became of each.
    pub results: Vec<ReadStateResult<'a>>,
}

/// One of [`ReadShareGroupStateResponse::results`].
#[derive(Debug, Clone, PartialEq, Message)]
pub struct ReadStateResult<'a> {
    /// The topic's id (KIP-516); all zeros if it is named instead.
    pub topic_id: Uuid,
    /// What is said of each partition.
    pub partitions: Vec<PartitionResult<'a>>,
}

/// One of [`ReadStateResult::partitions`].
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
    /// The offset at which the share partition begins.
    pub start_offset: i64,
    /// Ranges of records with their state.
    pub state_batches: Vec<StateBatch>,
}

/// One of [`PartitionResult::state_batches`].
#[derive(Debug, Clone, PartialEq, Message)]
pub struct StateBatch {
    /// The first offset, which belongs to it.
    pub first_offset: i64,
    /// The last offset, which belongs to it.
    pub last_offset: i64,
    /// What became of the records: available, acknowledged or archived, by number.
    pub delivery_state: i8,
    /// How often the records were delivered.
    pub delivery_count: i16,
}
