//! InitializeShareGroupState (key 83): the state of a share partition is made.
//!
//! KIP-932.

use uuid::Uuid;

use crate::{ErrorCode, Message};

/// The request of InitializeShareGroupState (key 83).
#[derive(Debug, Clone, PartialEq, Message)]
#[kafka(versions = "0", flexible = "0+")]
pub struct InitializeShareGroupStateRequest<'a> {
    /// The group's name.
    pub group_id: &'a str,
    /// What is said of each topic.
    pub topics: Vec<InitializeStateData>,
}

/// One of [`InitializeShareGroupStateRequest::topics`].
#[derive(Debug, Clone, PartialEq, Message)]
pub struct InitializeStateData {
    /// The topic's id (KIP-516); all zeros if it is named instead.
    pub topic_id: Uuid,
    /// What is said of each partition.
    pub partitions: Vec<PartitionData>,
}

/// One of [`InitializeStateData::partitions`].
#[derive(Debug, Clone, PartialEq, Message)]
pub struct PartitionData {
    /// The partition's number.
    pub partition: i32,
    /// The epoch of the share partition's state.
    pub state_epoch: i32,
    /// The offset at which the share partition begins.
    pub start_offset: i64,
}

/// The response of InitializeShareGroupState (key 83).
#[derive(Debug, Clone, PartialEq, Message)]
#[kafka(versions = "0", flexible = "0+")]
pub struct InitializeShareGroupStateResponse<'a> {
    /// What became of each.
    pub results: Vec<InitializeStateResult<'a>>,
}

/// One of [`InitializeShareGroupStateResponse::results`].
#[derive(Debug, Clone, PartialEq, Message)]
pub struct InitializeStateResult<'a> {
    /// The topic's id (KIP-516); all zeros if it is named instead.
    pub topic_id: Uuid,
    /// What is said of each partition.
    pub partitions: Vec<PartitionResult<'a>>,
}

/// One of [`InitializeStateResult::partitions`].
#[derive(Debug, Clone, PartialEq, Message)]
pub struct PartitionResult<'a> {
    /// The partition's number.
    pub partition: i32,
    /// What went wrong, or [`ErrorCode::None`].
    pub error_code: ErrorCode,
    /// What went wrong, for people; null if nothing more is to be said.
    pub error_message: Option<&'a str>,
}
