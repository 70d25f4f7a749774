//! CreatePartitions (key 37): topics get more partitions.
//!
//! KIP-195, KIP-599 (v3).

use crate::{ErrorCode, Message};

/// The request of CreatePartitions (key 37).
#[derive(Debug, Clone, PartialEq, Message)]
#[kafka(versions = "0-3", flexible = "2+")]
pub struct CreatePartitionsRequest<'a> {
    /// What is said of each topic.
    pub topics: Vec<CreatePartitionsTopic<'a>>,
    /// How long the broker may take, in milliseconds.
    pub timeout_ms: i32,
    /// Whether to check only, and change nothing.
    pub validate_only: bool,
}

/// One of [`CreatePartitionsRequest::topics`].
#[derive(Debug, Clone, PartialEq, Message)]
pub struct CreatePartitionsTopic<'a> {
    /// Its name.
    pub name: &'a str,
    /// How many.
    pub count: i32,
    /// What each is assigned.
    pub assignments: Option<Vec<CreatePartitionsAssignment>>,
}

/// One of [`CreatePartitionsTopic::assignments`].
#[derive(Debug, Clone, PartialEq, Message)]
pub struct CreatePartitionsAssignment {
    /// The brokers' node ids.
    pub broker_ids: Vec<i32>,
}

/// The response of CreatePartitions (key 37).
#[derive(Debug, Clone, PartialEq, Message)]
#[kafka(versions = "0-3", flexible = "2+")]
pub struct CreatePartitionsResponse<'a> {
    /// How long the client was, or should be, held back for its quotas, in milliseconds.
    pub throttle_time_ms: i32,
    /// What became of each.
    pub results: Vec<CreatePartitionsTopicResult<'a>>,
}

/// One of [`CreatePartitionsResponse::results`].
#[derive(Debug, Clone, PartialEq, Message)]
pub struct CreatePartitionsTopicResult<'a> {
    /// Its name.
    pub name: &'a str,
    /// What went wrong, or [`ErrorCode::None`].
    pub error_code: ErrorCode,
    /// What went wrong, for people; null if nothing more is to be said.
    pub error_message: Option<&'a str>,
}
