//! ListPartitionReassignments (key 46): which partitions are on the move.
//!
//! KIP-455.

use crate::{ErrorCode, Message};

/// ListPartitionReassignments (key 46): the request.
#[derive(Debug, Clone, PartialEq, Message)]
#[kafka(versions = "0", flexible = "0+")]
pub struct ListPartitionReassignmentsRequest<'a> {
    /// The timeout ms.
    #[kafka(default = 60000)]
    pub timeout_ms: i32,
    /// The topics.
    pub topics: Option<Vec<ListPartitionReassignmentsTopics<'a>>>,
}

/// A part of [`ListPartitionReassignmentsRequest`]: list partition reassignments topics.
#[derive(Debug, Clone, PartialEq, Message)]
pub struct ListPartitionReassignmentsTopics<'a> {
    /// The name.
    pub name: &'a str,
    /// The partition indexes.
    pub partition_indexes: Vec<i32>,
}

/// ListPartitionReassignments (key 46): the response.
#[derive(Debug, Clone, PartialEq, Message)]
#[kafka(versions = "0", flexible = "0+")]
pub struct ListPartitionReassignmentsResponse<'a> {
    /// The throttle time ms.
    pub throttle_time_ms: i32,
    /// The error code.
    pub error_code: ErrorCode,
    /// The error message.
    pub error_message: Option<&'a str>,
    /// The topics.
    pub topics: Vec<OngoingTopicReassignment<'a>>,
}

/// A part of [`ListPartitionReassignmentsResponse`]: ongoing topic reassignment.
#[derive(Debug, Clone, PartialEq, Message)]
pub struct OngoingTopicReassignment<'a> {
    /// The name.
    pub name: &'a str,
    /// The partitions.
    pub partitions: Vec<OngoingPartitionReassignment>,
}

/// A part of [`ListPartitionReassignmentsResponse`]: ongoing partition reassignment.
#[derive(Debug, Clone, PartialEq, Message)]
pub struct OngoingPartitionReassignment {
    /// The partition index.
    pub partition_index: i32,
    /// The replicas.
    pub replicas: Vec<i32>,
    /// The adding replicas.
    pub adding_replicas: Vec<i32>,
    /// The removing replicas.
    pub removing_replicas: Vec<i32>,
}
