//! WriteShareGroupState (key 85): the state of a share partition is changed.
//!
//! KIP-932, KIP-1226 (v1).

use uuid::Uuid;

use crate::{ErrorCode, Message};

/// WriteShareGroupState (key 85): the request.
#[derive(Debug, Clone, PartialEq, Message)]
#[kafka(versions = "0-1", flexible = "0+")]
pub struct WriteShareGroupStateRequest<'a> {
    /// The group id.
    pub group_id: &'a str,
    /// The topics.
    pub topics: Vec<WriteStateData>,
}

/// A part of [`WriteShareGroupStateRequest`]: write state data.
#[derive(Debug, Clone, PartialEq, Message)]
pub struct WriteStateData {
    /// The topic id.
    pub topic_id: Uuid,
    /// The partitions.
    pub partitions: Vec<PartitionData>,
}

/// A part of [`WriteShareGroupStateRequest`]: partition data.
#[derive(Debug, Clone, PartialEq, Message)]
pub struct PartitionData {
    /// The partition.
    pub partition: i32,
    /// The state epoch.
    pub state_epoch: i32,
    /// The leader epoch.
    pub leader_epoch: i32,
    /// The start offset.
    pub start_offset: i64,
    /// The delivery complete count.
    #[kafka(versions = "1+", default = -1, ignorable)]
    pub delivery_complete_count: i32,
    /// The state batches.
    pub state_batches: Vec<StateBatch>,
}

/// A part of [`WriteShareGroupStateRequest`]: state batch.
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

/// WriteShareGroupState (key 85): the response.
#[derive(Debug, Clone, PartialEq, Message)]
#[kafka(versions = "0-1", flexible = "0+")]
pub struct WriteShareGroupStateResponse<'a> {
    /// The results.
    pub results: Vec<WriteStateResult<'a>>,
}

/// A part of [`WriteShareGroupStateResponse`]: write state result.
#[derive(Debug, Clone, PartialEq, Message)]
pub struct WriteStateResult<'a> {
    /// The topic id.
    pub topic_id: Uuid,
    /// The partitions.
    pub partitions: Vec<PartitionResult<'a>>,
}

/// A part of [`WriteShareGroupStateResponse`]: partition result.
#[derive(Debug, Clone, PartialEq, Message)]
pub struct PartitionResult<'a> {
    /// The partition.
    pub partition: i32,
    /// The error code.
    pub error_code: ErrorCode,
    /// The error message.
    pub error_message: Option<&'a str>,
}
