//! WriteShareGroupState (key 85): the state of a share partition is changed.
//!
//! KIP-932, KIP-1226 (v1).

use uuid::Uuid;

use crate::{ErrorCode, Message};

/// The request of WriteShareGroupState (key 85).
#[derive(Debug, Clone, PartialEq, Message)]
#[kafka(versions = "0-1", flexible = "0+")]
pub struct WriteShareGroupStateRequest<'a> {
    /// The group's name.
    pub group_id: &'a str,
    /// What is said of each topic.
    pub topics: Vec<WriteStateData>,
}

/// One of [`WriteShareGroupStateRequest::topics`].
#[derive(Debug, Clone, PartialEq, Message)]
pub struct WriteStateData {
    /// The topic's id (KIP-516); all zeros if it is named instead.
    pub topic_id: Uuid,
    /// What is said of each partition.
    pub partitions: Vec<PartitionData>,
}

/// One of [`WriteStateData::partitions`].
#[derive(Debug, Clone, PartialEq, Message)]
pub struct PartitionData {
    /// The partition's number.
    pub partition: i32,
    /// The epoch of the share partition's state.
    pub state_epoch: i32,
    /// The leader's epoch; -1 if unknown.
    pub leader_epoch: i32,
    /// The offset at which the share partition begins.
    pub start_offset: i64,
    /// How many records from the start on are done with; -1 if unknown (KIP-1226).
    #[kafka(versions = "1+", default = -1, ignorable)]
    pub delivery_complete_count: i32,
    /// Ranges of records with their state.
    pub state_batches: Vec<StateBatch>,
}

/// One of [`PartitionData::state_batches`].
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

/// The response of WriteShareGroupState (key 85).
#[derive(Debug, Clone, PartialEq, Message)]
#[kafka(versions = "0-1", flexible = "0+")]
pub struct WriteShareGroupStateResponse<'a> {
    /// What became of each.
    pub results: Vec<WriteStateResult<'a>>,
}

/// One of [`WriteShareGroupStateResponse::results`].
#[derive(Debug, Clone, PartialEq, Message)]
pub struct WriteStateResult<'a> {
    /// The topic's id (KIP-516); all zeros if it is named instead.
    pub topic_id: Uuid,
    /// What is said of each partition.
    pub partitions: Vec<PartitionResult<'a>>,
}

/// One of [`WriteStateResult::partitions`].
#[derive(Debug, Clone, PartialEq, Message)]
pub struct PartitionResult<'a> {
    /// The partition's number.
    pub partition: i32,
    /// What went wrong, or [`ErrorCode::None`].
    pub error_code: ErrorCode,
    /// What went wrong, for people; null if nothing more is to be said.
    pub error_message: Option<&'a str>,
}
