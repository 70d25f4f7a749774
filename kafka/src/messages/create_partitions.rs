//! CreatePartitions (key 37): topics get more partitions.
//!
//! KIP-195, KIP-599 (v3).

use crate::{ErrorCode, Message};

/// CreatePartitions (key 37): the request.
#[derive(Debug, Clone, PartialEq, Message)]
#[kafka(versions = "0-3", flexible = "2+")]
pub struct CreatePartitionsRequest<'a> {
    /// The topics.
    pub topics: Vec<CreatePartitionsTopic<'a>>,
    /// The timeout ms.
    pub timeout_ms: i32,
    /// The validate only.
    pub validate_only: bool,
}

/// A part of [`CreatePartitionsRequest`]: create partitions topic.
#[derive(Debug, Clone, PartialEq, Message)]
pub struct CreatePartitionsTopic<'a> {
    /// The name.
    pub name: &'a str,
    /// The count.
    pub count: i32,
    /// The assignments.
    pub assignments: Option<Vec<CreatePartitionsAssignment>>,
}

/// A part of [`CreatePartitionsRequest`]: create partitions assignment.
#[derive(Debug, Clone, PartialEq, Message)]
pub struct CreatePartitionsAssignment {
    /// The broker ids.
    pub broker_ids: Vec<i32>,
}

/// CreatePartitions (key 37): the response.
#[derive(Debug, Clone, PartialEq, Message)]
#[kafka(versions = "0-3", flexible = "2+")]
pub struct CreatePartitionsResponse<'a> {
    /// The throttle time ms.
    pub throttle_time_ms: i32,
    /// The results.
    pub results: Vec<CreatePartitionsTopicResult<'a>>,
}

/// A part of [`CreatePartitionsResponse`]: create partitions topic result.
#[derive(Debug, Clone, PartialEq, Message)]
pub struct CreatePartitionsTopicResult<'a> {
    /// The name.
    pub name: &'a str,
    /// The error code.
    pub error_code: ErrorCode,
    /// The error message.
    pub error_message: Option<&'a str>,
}
