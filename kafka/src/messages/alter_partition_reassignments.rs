//! AlterPartitionReassignments (key 45): partitions move to other brokers.
//!
//! KIP-455, KIP-860 (v1).

use crate::{ErrorCode, Message};

/// The request of AlterPartitionReassignments (key 45).
#[derive(Debug, Clone, PartialEq, Message)]
#[kafka(versions = "0-1", flexible = "0+")]
pub struct AlterPartitionReassignmentsRequest<'a> {
    /// How long the broker may take, in milliseconds.
    #[kafka(default = 60000)]
    pub timeout_ms: i32,
    /// Whether the number of replicas may change (KIP-860).
    #[kafka(versions = "1+", default = true)]
    pub allow_replication_factor_change: bool,
    /// What is said of each topic.
    pub topics: Vec<ReassignableTopic<'a>>,
}

/// One of [`AlterPartitionReassignmentsRequest::topics`].
#[derive(Debug, Clone, PartialEq, Message)]
pub struct ReassignableTopic<'a> {
    /// Its name.
    pub name: &'a str,
    /// What is said of each partition.
    pub partitions: Vec<ReassignablePartition>,
}

/// One of [`ReassignableTopic::partitions`].
#[derive(Debug, Clone, PartialEq, Message)]
pub struct ReassignablePartition {
    /// The partition's number.
    pub partition_index: i32,
    /// The replicas' node ids, the preferred leader first.
    pub replicas: Option<Vec<i32>>,
}

/// The response of AlterPartitionReassignments (key 45).
#[derive(Debug, Clone, PartialEq, Message)]
#[kafka(versions = "0-1", flexible = "0+")]
pub struct AlterPartitionReassignmentsResponse<'a> {
    /// How long the client was, or should be, held back for its quotas, in milliseconds.
    pub throttle_time_ms: i32,
    /// Whether the number of replicas may change (KIP-860).
    #[kafka(versions = "1+", default = true, ignorable)]
    pub allow_replication_factor_change: bool,
    /// What went wrong, or [`ErrorCode::None`].
    pub error_code: ErrorCode,
    /// What went wrong, for people; null if nothing more is to be said.
    pub error_message: Option<&'a str>,
    /// What became of each.
    pub responses: Vec<ReassignableTopicResponse<'a>>,
}

/// One of [`AlterPartitionReassignmentsResponse::responses`].
#[derive(Debug, Clone, PartialEq, Message)]
pub struct ReassignableTopicResponse<'a> {
    /// Its name.
    pub name: &'a str,
    /// What is said of each partition.
    pub partitions: Vec<ReassignablePartitionResponse<'a>>,
}

/// One of [`ReassignableTopicResponse::partitions`].
#[derive(Debug, Clone, PartialEq, Message)]
pub struct ReassignablePartitionResponse<'a> {
    /// The partition's number.
    pub partition_index: i32,
    /// What went wrong, or [`ErrorCode::None`].
    pub error_code: ErrorCode,
    /// What went wrong, for people; null if nothing more is to be said.
    pub error_message: Option<&'a str>,
}
