//! ElectLeaders (key 43): partitions elect their leader anew.
//!
//! KIP-183, KIP-460 (kinds of election, v1).

use crate::{ErrorCode, Message};

/// ElectLeaders (key 43): the request.
#[derive(Debug, Clone, PartialEq, Message)]
#[kafka(versions = "0-2", flexible = "2+")]
pub struct ElectLeadersRequest<'a> {
    /// The election type.
    #[kafka(versions = "1+")]
    pub election_type: i8,
    /// The topic partitions.
    pub topic_partitions: Option<Vec<TopicPartitions<'a>>>,
    /// The timeout ms.
    #[kafka(default = 60000)]
    pub timeout_ms: i32,
}

/// A part of [`ElectLeadersRequest`]: topic partitions.
#[derive(Debug, Clone, PartialEq, Message)]
pub struct TopicPartitions<'a> {
    /// The topic.
    pub topic: &'a str,
    /// The partitions.
    pub partitions: Vec<i32>,
}

/// ElectLeaders (key 43): the response.
#[derive(Debug, Clone, PartialEq, Message)]
#[kafka(versions = "0-2", flexible = "2+")]
pub struct ElectLeadersResponse<'a> {
    /// The throttle time ms.
    pub throttle_time_ms: i32,
    /// The error code.
    #[kafka(versions = "1+")]
    pub error_code: ErrorCode,
    /// The replica election results.
    pub replica_election_results: Vec<ReplicaElectionResult<'a>>,
}

/// A part of [`ElectLeadersResponse`]: replica election result.
#[derive(Debug, Clone, PartialEq, Message)]
pub struct ReplicaElectionResult<'a> {
    /// The topic.
    pub topic: &'a str,
    /// The partition result.
    pub partition_result: Vec<PartitionResult<'a>>,
}

/// A part of [`ElectLeadersResponse`]: partition result.
#[derive(Debug, Clone, PartialEq, Message)]
pub struct PartitionResult<'a> {
    /// The partition id.
    pub partition_id: i32,
    /// The error code.
    pub error_code: ErrorCode,
    /// The error message.
    pub error_message: Option<&'a str>,
}
