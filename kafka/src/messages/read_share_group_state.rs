//! ReadShareGroupState (key 84): the state of a share partition.
//!
//! KIP-932.

use uuid::Uuid;

use crate::{ErrorCode, Message};

/// ReadShareGroupState (key 84): the request.
#[derive(Debug, Clone, PartialEq, Message)]
#[kafka(versions = "0", flexible = "0+")]
pub struct ReadShareGroupStateRequest<'a> {
    /// The group id.
    pub group_id: &'a str,
    /// The topics.
    pub topics: Vec<ReadStateData>,
}

/// A part of [`ReadShareGroupStateRequest`]: read state data.
#[derive(Debug, Clone, PartialEq, Message)]
pub struct ReadStateData {
    /// The topic id.
    pub topic_id: Uuid,
    /// The partitions.
    pub partitions: Vec<PartitionData>,
}

/// A part of [`ReadShareGroupStateRequest`]: partition data.
#[derive(Debug, Clone, PartialEq, Message)]
pub struct PartitionData {
    /// The partition.
    pub partition: i32,
    /// The leader epoch.
    pub leader_epoch: i32,
}

/// ReadShareGroupState (key 84): the response.
#[derive(Debug, Clone, PartialEq, Message)]
#[kafka(versions = "0", flexible = "0+")]
pub struct ReadShareGroupStateResponse<'a> {
    /// The results.
    pub results: Vec<ReadStateResult<'a>>,
}

/// A part of [`ReadShareGroupStateResponse`]: read state result.
#[derive(Debug, Clone, PartialEq, Message)]
pub struct ReadStateResult<'a> {
    /// The topic id.
    pub topic_id: Uuid,
    /// The partitions.
    pub partitions: Vec<PartitionResult<'a>>,
}

/// A part of [`ReadShareGroupStateResponse`]: partition result.
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
    /// The start offset.
    pub start_offset: i64,
    /// The state batches.
    pub state_batches: Vec<StateBatch>,
}

/// A part of [`ReadShareGroupStateResponse`]: state batch.
#[derive(Debug, Clone, PartialEq, Message)]
pub struct StateBatch {
    /// The first offset.
    pub first_offset: i64,
    /// The last offset.
    pub last_offset: i64,
    /// The delivery state.
    pub delivery_state: i8,
    /// The delivery count.
    pub delivery_count: i16,
}
