//! DeleteShareGroupState (key 86): the state of a share partition is deleted.
//!
//! KIP-932.

use uuid::Uuid;

use crate::{ErrorCode, Message};

/// The request of DeleteShareGroupState (key 86).
#[derive(Debug, Clone, PartialEq, Message)]
#[kafka(versions = "0", flexible = "0+")]
pub struct DeleteShareGroupStateRequest<'a> {
    /// The group's name.
    pub group_id: &'a str,
    /// What is said of each topic.
    pub topics: Vec<DeleteStateData>,
}

/// One of [`DeleteShareGroupStateRequest::topics`].
#[derive(Debug, Clone, PartialEq, Message)]
pub struct DeleteStateData {
    /// The topic's id (KIP-516); all zeros if it is named instead.
    pub topic_id: Uuid,
    /// What is said of each partition.
    pub partitions: Vec<PartitionData>,
}

/// One of [`DeleteStateData::partitions`].
#[derive(Debug, Clone, PartialEq, Message)]
pub struct PartitionData {
    /// The partition's number.
    pub partition: i32,
}

/// The response of DeleteShareGroupState (key 86).
#[derive(Debug, Clone, PartialEq, Message)]
#[kafka(versions = "0", flexible = "0+")]
pub struct DeleteShareGroupStateResponse<'a> {
    /// What became of each.
    pub results: Vec<DeleteStateResult<'a>>,
}

/// One of [`DeleteShareGroupStateResponse::results`].
#[derive(Debug, Clone, PartialEq, Message)]
pub struct DeleteStateResult<'a> {
    /// The topic's id (KIP-516); all zeros if it is named instead.
    pub topic_id: Uuid,
    /// What is said of each partition.
    pub partitions: Vec<PartitionResult<'a>>,
}

/// One of [`DeleteStateResult::partitions`].
#[derive(Debug, Clone, PartialEq, Message)]
pub struct PartitionResult<'a> {
    /// The partition's number.
    pub partition: i32,
    /// What went wrong, or [`ErrorCode::None`].
    pub error_code: ErrorCode,
    /// What went wrong, for people; null if nothing more is to be said.
    pub error_message: Option<&'a str>,
}
