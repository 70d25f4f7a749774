//! InitializeShareGroupState (key 83): the state of a share partition is made.
//!
//! KIP-932.

use uuid::Uuid;

use crate::{ErrorCode, Message};

/// InitializeShareGroupState (key 83): the request.
#[derive(Debug, Clone, PartialEq, Message)]
#[kafka(versions = "0", flexible = "0+")]
pub struct InitializeShareGroupStateRequest<'a> {
    /// The group id.
    pub group_id: &'a str,
    /// The topics.
    pub topics: Vec<InitializeStateData>,
}

/// A part of [`InitializeShareGroupStateRequest`]: initialize state data.
#[derive(Debug, Clone, PartialEq, Message)]
pub struct InitializeStateData {
    /// The topic id.
    pub topic_id: Uuid,
    /// The partitions.
    pub partitions: Vec<PartitionData>,
}

/// A part of [`InitializeShareGroupStateRequest`]: partition data.
#[derive(Debug, Clone, PartialEq, Message)]
pub struct PartitionData {
    /// The partition.
    pub partition: i32,
    /// The state epoch.
    pub state_epoch: i32,
    /// The start offset.
    pub start_offset: i64,
}

/// InitializeShareGroupState (key 83): the response.
#[derive(Debug, Clone, PartialEq, Message)]
#[kafka(versions = "0", flexible = "0+")]
pub struct InitializeShareGroupStateResponse<'a> {
    /// The results.
    pub results: Vec<InitializeStateResult<'a>>,
}

/// A part of [`InitializeShareGroupStateResponse`]: initialize state result.
#[derive(Debug, Clone, PartialEq, Message)]
pub struct InitializeStateResult<'a> {
    /// The topic id.
    pub topic_id: Uuid,
    /// The partitions.
    pub partitions: Vec<PartitionResult<'a>>,
}

/// A part of [`InitializeShareGroupStateResponse`]: partition result.
#[derive(Debug, Clone, PartialEq, Message)]
pub struct PartitionResult<'a> {
    /// The partition.
    pub partition: i32,
    /// The error code.
    pub error_code: ErrorCode,
    /// The error message.
    pub error_message: Option<&'a str>,
}
