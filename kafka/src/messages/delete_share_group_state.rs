//! DeleteShareGroupState (key 86): the state of a share partition is deleted.
//!
//! KIP-932.

use uuid::Uuid;

use crate::{ErrorCode, Message};

/// DeleteShareGroupState (key 86): the request.
#[derive(Debug, Clone, PartialEq, Message)]
#[kafka(versions = "0", flexible = "0+")]
pub struct DeleteShareGroupStateRequest<'a> {
    /// The group id.
    pub group_id: &'a str,
    /// The topics.
    pub topics: Vec<DeleteStateData>,
}

/// A part of [`DeleteShareGroupStateRequest`]: delete state data.
#[derive(Debug, Clone, PartialEq, Message)]
pub struct DeleteStateData {
    /// The topic id.
    pub topic_id: Uuid,
    /// The partitions.
    pub partitions: Vec<PartitionData>,
}

/// A part of [`DeleteShareGroupStateRequest`]: partition data.
#[derive(Debug, Clone, PartialEq, Message)]
pub struct PartitionData {
    /// The partition.
    pub partition: i32,
}

/// DeleteShareGroupState (key 86): the response.
#[derive(Debug, Clone, PartialEq, Message)]
#[kafka(versions = "0", flexible = "0+")]
pub struct DeleteShareGroupStateResponse<'a> {
    /// The results.
    pub results: Vec<DeleteStateResult<'a>>,
}

/// A part of [`DeleteShareGroupStateResponse`]: delete state result.
#[derive(Debug, Clone, PartialEq, Message)]
pub struct DeleteStateResult<'a> {
    /// The topic id.
    pub topic_id: Uuid,
    /// The partitions.
    pub partitions: Vec<PartitionResult<'a>>,
}

/// A part of [`DeleteShareGroupStateResponse`]: partition result.
#[derive(Debug, Clone, PartialEq, Message)]
pub struct PartitionResult<'a> {
    /// The partition.
    pub partition: i32,
    /// The error code.
    pub error_code: ErrorCode,
    /// The error message.
    pub error_message: Option<&'a str>,
}
