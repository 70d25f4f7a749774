//! AlterPartitionReassignments (key 45): partitions move to other brokers.
//!
//! KIP-455, KIP-860 (v1).

use crate::{ErrorCode, Message};

/// AlterPartitionReassignments (key 45): the request.
#[derive(Debug, Clone, PartialEq, Message)]
#[kafka(versions = "0-1", flexible = "0+")]
pub struct AlterPartitionReassignmentsRequest<'a> {
    /// The timeout ms.
    #[kafka(default = 60000)]
    pub timeout_ms: i32,
    /// The allow replication factor change.
    #[kafka(versions = "1+", default = true)]
    pub allow_replication_factor_change: bool,
    /// The topics.
    pub topics: Vec<ReassignableTopic<'a>>,
}

/// A part of [`AlterPartitionReassignmentsRequest`]: reassignable topic.
#[derive(Debug, Clone, PartialEq, Message)]
pub struct ReassignableTopic<'a> {
    /// The name.
    pub name: &'a str,
    /// The partitions.
    pub partitions: Vec<ReassignablePartition>,
}

/// A part of [`AlterPartitionReassignmentsRequest`]: reassignable partition.
#[derive(Debug, Clone, PartialEq, Message)]
pub struct ReassignablePartition {
    /// The partition index.
    pub partition_index: i32,
    /// The replicas.
    pub replicas: Option<Vec<i32>>,
}

/// AlterPartitionReassignments (key 45): the response.
#[derive(Debug, Clone, PartialEq, Message)]
#[kafka(versions = "0-1", flexible = "0+")]
pub struct AlterPartitionReassignmentsResponse<'a> {
    /// The throttle time ms.
    pub throttle_time_ms: i32,
    /// The allow replication factor change.
    #[kafka(versions = "1+", default = true, ignorable)]
    pub allow_replication_factor_change: bool,
    /// The error code.
    pub error_code: ErrorCode,
    /// The error message.
    pub error_message: Option<&'a str>,
    /// The responses.
    pub responses: Vec<ReassignableTopicResponse<'a>>,
}

/// A part of [`AlterPartitionReassignmentsResponse`]: reassignable topic response.
#[derive(Debug, Clone, PartialEq, Message)]
pub struct ReassignableTopicResponse<'a> {
    /// The name.
    pub name: &'a str,
    /// The partitions.
    pub partitions: Vec<ReassignablePartitionResponse<'a>>,
}

/// A part of [`AlterPartitionReassignmentsResponse`]: reassignable partition response.
#[derive(Debug, Clone, PartialEq, Message)]
pub struct ReassignablePartitionResponse<'a> {
    /// The partition index.
    pub partition_index: i32,
    /// The error code.
    pub error_code: ErrorCode,
    /// The error message.
    pub error_message: Option<&'a str>,
}
