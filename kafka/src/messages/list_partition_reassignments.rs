//! ListPartitionReassignments (key 46): which partitions are on the move.
//!
//! KIP-455.

use crate::{ErrorCode, Message};

/// The request of ListPartitionReassignments (key 46).
#[derive(Debug, Clone, PartialEq, Message)]
#[kafka(versions = "0", flexible = "0+")]
pub struct ListPartitionReassignmentsRequest<'a> {
    /// How long the broker may take, in milliseconds.
    #[kafka(default = 60000)]
    pub timeout_ms: i32,
    /// What is said of each topic.
    pub topics: Option<Vec<ListPartitionReassignmentsTopics<'a>>>,
}

/// One of [`ListPartitionReassignmentsRequest::topics`].
#[derive(Debug, Clone, PartialEq, Message)]
pub struct ListPartitionReassignmentsTopics<'a> {
    /// Its name.
    pub name: &'a str,
    /// The partitions' numbers.
    pub partition_indexes: Vec<i32>,
}

/// The response of ListPartitionReassignments (key 46).
#[derive(Debug, Clone, PartialEq, Message)]
#[kafka(versions = "0", flexible = "0+")]
pub struct ListPartitionReassignmentsResponse<'a> {
    /// How long the client was, or should be, held back for its quotas, in milliseconds.
    pub throttle_time_ms: i32,
    /// What went wrong, or [`ErrorCode::None`].
    pub error_code: ErrorCode,
    /// What went wrong, for people; null if nothing more is to be said.
    pub error_message: Option<&'a str>,
    /// What is said of each topic.
    pub topics: Vec<OngoingTopicReassignment<'a>>,
}

/// One of [`ListPartitionReassignmentsResponse::topics`].
#[derive(Debug, Clone, PartialEq, Message)]
pub struct OngoingTopicReassignment<'a> {
    /// Its name.
    pub name: &'a str,
    /// What is said of each partition.
    pub partitions: Vec<OngoingPartitionReassignment>,
}

/// One of [`OngoingTopicReassignment::partitions`].
#[derive(Debug, Clone, PartialEq, Message)]
pub struct OngoingPartitionReassignment {
    /// The partition's number.
    pub partition_index: i32,
    /// The replicas' node ids, the preferred leader first.
    pub replicas: Vec<i32>,
    /// The replicas that are being added.
    pub adding_replicas: Vec<i32>,
    /// The replicas that are being removed.
    pub removing_replicas: Vec<i32>,
}
